// SPDX-License-Identifier: GPL-2.0
/* A series reduced to a few points, seen in several ways. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trend_int.h"

#define BLOCK_SAMPLES	4	/* wanted in every block */
#define BLOCKS_MIN	8

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double trimmed_mean(const double *sorted, size_t n)
{
	size_t cut = n / 3;
	double sum = 0;

	for (size_t i = cut; i < n - cut; i++)
		sum += sorted[i];
	return sum / (n - 2 * cut);
}

static void add_point(struct curve *c, double x, double y, double w)
{
	c->x[c->n] = x;
	c->y[c->n] = y;
	c->w[c->n] = w;
	c->n++;
}

static size_t block_count(size_t samples)
{
	size_t k = samples / BLOCK_SAMPLES;

	return k < BLOCKS_MIN ? BLOCKS_MIN : k > CURVE_MAX ? CURVE_MAX : k;
}

/**
 * curve_blocks - blocks of equal time
 * @s: the series
 * @mean: mean of the middle third of each block
 * @floor: lower sixth of each block
 */
void curve_blocks(const struct series_clean *s, struct curve *mean,
		  struct curve *floor)
{
	size_t blocks = block_count(s->n), i = 0;
	double usual = (double)s->n / blocks, sorted[SERIES_MAX];

	mean->n = 0;
	floor->n = 0;
	if (!(s->span > 0))
		return;
	for (size_t b = 0; b < blocks; b++) {
		double end = s->span * (b + 1) / blocks, sum = 0, w;
		size_t from = i, n;

		while (i < s->n && (s->t[i] < end || b + 1 == blocks))
			sum += s->t[i++];
		n = i - from;
		if (!n)
			continue;
		w = fmin(n / usual, 1);
		memcpy(sorted, s->v + from, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), compare);
		add_point(mean, sum / n / s->span, trimmed_mean(sorted, n), w);
		memcpy(sorted, s->lo + from, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), compare);
		add_point(floor, sum / n / s->span, sorted[n / 6], w);
	}
}

/**
 * curve_deep - lowest points of a few long stretches
 * @c: the floors of blocks
 * @points: how many stretches
 * @deep: the lowest floor of each
 */
void curve_deep(const struct curve *c, size_t points, struct curve *deep)
{
	deep->n = 0;
	for (size_t k = 0, i = 0; k < points; k++) {
		size_t end = c->n * (k + 1) / points, low = i;

		if (i == end)
			continue;
		for (; i < end; i++)
			if (c->y[i] < c->y[low])
				low = i;
		add_point(deep, c->x[low], c->y[low], 1);
	}
}

/**
 * curve_tail - the end of a curve
 * @c: the curve
 * @from: where the end begins, 0 to 1
 * @tail: the points from there on
 */
void curve_tail(const struct curve *c, double from, struct curve *tail)
{
	tail->n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->x[i] >= from)
			add_point(tail, c->x[i], c->y[i], c->w[i]);
}

/* Keeps the lower of every two troughs when there are too many. */
static void halve(struct curve *c)
{
	size_t n = 0;

	for (size_t i = 0; i + 1 < c->n; i += 2, n++) {
		size_t k = c->y[i] < c->y[i + 1] ? i : i + 1;

		c->x[n] = c->x[k];
		c->y[n] = c->y[k];
		c->w[n] = 1;
	}
	c->n = n;
}

/**
 * curve_troughs - the lowest points between rises and falls of @height
 * @s: the series
 * @height: how far a value must fall and rise again
 * @c: the troughs, @CURVE_MAX of them at most
 *
 * Return: the number of troughs seen.
 */
size_t curve_troughs(const struct series_clean *s, double height, struct curve *c)
{
	double low = s->v[0], high = s->v[0], at = 0;
	bool falling = false;
	size_t seen = 0;

	c->n = 0;
	for (size_t i = 0; i < s->n; i++) {
		double v = s->v[i];

		if (!falling) {
			high = fmax(high, v);
			if (high - v < height)
				continue;
			falling = true;
			low = INFINITY;
		}
		if (v < low) {
			low = v;
			at = s->t[i];
		}
		if (v - low < height)
			continue;
		if (c->n == CURVE_MAX)
			halve(c);
		add_point(c, at / s->span, low, 1);
		seen++;
		falling = false;
		high = v;
	}
	return seen;
}
