/* SPDX-License-Identifier: GPL-2.0 */
/* What the shapes and the frame around them share. */
#ifndef SEEP_SCENARIO_INT_H
#define SEEP_SCENARIO_INT_H

#include <math.h>

#include "rng.h"
#include "scenarios.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define FOR_EACH(d, i)	for (size_t i = 0; i < (d)->n; i++)

/* How much noise goes on top of a shape. */
enum noise_scale {
	NOISE_NONE,
	NOISE_LOW,	/* half of the time none */
	NOISE_SHAPE,	/* a share of the shape's size */
	NOISE_LIMIT,	/* down to where a leak can just be told */
};

/* A series that is being drawn. */
struct draw {
	struct rng r;
	bool wide;
	size_t n;
	double x[SCENARIO_MAX_POINTS];
	double v[SCENARIO_MAX_POINTS];
	bool missed[SCENARIO_MAX_POINTS];
	double quantum;
	double level;
	double size;		/* growth of a leak, height of anything else */
};

/* A shape, and what it may be drawn with. */
struct scenario {
	const char *name;
	void (*shape)(struct draw *d);
	bool leak;
	int units;
	enum noise_scale noise;
};

extern const struct scenario scenarios[];
extern const size_t scenarios_count;

/* Uniform, the range stretched where wider ones are asked for. */
static inline double in(struct draw *d, double lo, double hi)
{
	double by = d->wide ? 0.15 * (hi - lo) : 0;

	return rng_in(&d->r, lo > 0 ? fmax(lo - by, 0.6 * lo) : lo, hi + by);
}

static inline double in_log(struct draw *d, double lo, double hi)
{
	double by = d->wide ? pow(hi / lo, 0.12) : 1;

	return rng_log(&d->r, lo / by, hi * by);
}

static inline bool chance(struct draw *d, double p)
{
	return rng_unit(&d->r) < p;
}

#endif /* SEEP_SCENARIO_INT_H */
