// SPDX-License-Identifier: GPL-2.0
/* The histories that the module makes of more samples than fit. */
#include <math.h>

#include "merge.h"

/* Halving again and again comes to the least power of two that fits. */
static size_t stride_for(size_t samples, size_t capacity)
{
	size_t stride = 1;

	while (samples > stride * capacity)
		stride *= 2;
	return stride;
}

static void add(struct trend_point *to, const struct trend_point *p)
{
	to->t = p->t;
	to->last = p->last;
	to->min = fmin(to->min, p->min);
	to->max = fmax(to->max, p->max);
	to->segment = p->segment;
}

size_t merge_points(const struct trend_point *p, size_t n, size_t capacity,
		    struct trend_point *out)
{
	size_t samples = 0, stride, in = 0, points = 0;

	for (size_t i = 0; i < n; i++)
		samples += !isnan(p[i].last);
	stride = stride_for(samples, capacity);
	for (size_t i = 0; i < n; i++) {
		if (isnan(p[i].last))
			continue;
		if (in++ % stride == 0)
			out[points++] = p[i];
		else
			add(&out[points - 1], &p[i]);
	}
	return points;
}
