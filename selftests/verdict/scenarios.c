// SPDX-License-Identifier: GPL-2.0
/*
 * Seeded series with a known answer.
 *
 * A scenario draws the pure shape over x in [0, 1]; the frame here draws
 * length, interval, jitter, unit, level, noise and missed samples.
 */
#include <string.h>

#include "scenario_int.h"

#define PAGE		4096.0
#define KIB		1024.0
#define MIB		(1024.0 * 1024.0)

enum noise_kind {
	NOISE_WHITE,
	NOISE_AR1,
	NOISE_HEAVY,
	NOISE_HOLD,
	NOISE_SPIKY,
	NOISE_KINDS,
};

static enum trend_unit draw_unit(struct draw *d, int units)
{
	for (;;) {
		int u = rng_int(&d->r, TREND_BYTES, TREND_COUNT_THREADS);

		if (units & (1 << u))
			return u;
	}
}

static void draw_scale(struct draw *d, enum trend_unit unit, bool leak)
{
	double rel = leak ? in_log(d, 0.045, 3) : in_log(d, 0.02, 3);

	if (unit == TREND_BYTES)
		d->level = in_log(d, 3 * MIB, 3000 * MIB);
	else if (unit == TREND_COUNT_FDS)
		d->level = in_log(d, 8, 1500);
	else
		d->level = in_log(d, 4, 200);
	d->quantum = unit == TREND_BYTES ? PAGE : 1;
	d->level = round(d->level / d->quantum) * d->quantum;
	d->size = d->level * rel;
	if (leak)
		d->size = fmax(d->size, unit == TREND_BYTES ? 320 * KIB : 4);
}

static double draw_times(struct draw *d, struct series *s)
{
	double interval = rng_log(&d->r, 0.1, 60), t = 0;
	double jitter = chance(d, 0.6) ? in(d, 0.02, 0.25) : 0;

	d->n = (size_t)rng_log(&d->r, 50, SCENARIO_MAX_POINTS);
	s->n = d->n;
	FOR_EACH(d, i) {
		s->p[i].t = t;
		t += interval * (1 + jitter * rng_in(&d->r, -1, 1));
	}
	FOR_EACH(d, i)
		d->x[i] = s->p[i].t / s->p[d->n - 1].t;
	return interval;
}

static void draw_missed(struct draw *d)
{
	double rate = chance(d, 0.5) ? in_log(d, 0.005, 0.2) : 0;
	bool runs = chance(d, 0.3);
	int run = 0;

	FOR_EACH(d, i) {
		if (!run && chance(d, runs ? rate / 6 : rate))
			run = runs ? rng_int(&d->r, 1, 11) : 1;
		if (run) {
			d->missed[i] = true;
			run--;
		}
	}
}

static double noise_sigma(struct draw *d, enum noise_scale scale, double effective,
			  struct series *s)
{
	double sigma = 0;

	switch (scale) {
	case NOISE_NONE:
		break;
	case NOISE_LOW:
		if (chance(d, 0.5))
			sigma = d->size * in_log(d, 0.001, 0.08);
		break;
	case NOISE_SHAPE:
		sigma = d->size > 0 ? d->size * in_log(d, 0.003, 0.4) :
				      d->level * in_log(d, 0.002, 0.25);
		break;
	case NOISE_LIMIT:
		s->z = rng_log(&d->r, 6, 150);
		sigma = d->size * sqrt(d->n / 12.0) / s->z / effective;
		break;
	}
	return fmin(sigma, 0.25 * d->level);
}

static void add_noise(struct draw *d, enum noise_scale scale, struct series *s)
{
	enum noise_kind kind = rng_int(&d->r, 0, NOISE_KINDS - 1);
	double phi = kind == NOISE_AR1 ? fmin(in(d, 0.3, 0.93), 0.96) : 0;
	int hold = kind == NOISE_HOLD ? rng_int(&d->r, 2, d->wide ? 14 : 10) : 1;
	double effective = sqrt((1 + phi) / (1 - phi) * hold);
	double sigma, e = rng_normal(&d->r);

	sigma = noise_sigma(d, scale, effective, s);
	FOR_EACH(d, i) {
		if (kind == NOISE_HEAVY)
			e = rng_heavy(&d->r);
		else if (kind == NOISE_AR1)
			e = phi * e + sqrt(1 - phi * phi) * rng_normal(&d->r);
		else if (i % hold == 0)
			e = rng_normal(&d->r);
		d->v[i] += sigma * e;
		if (kind == NOISE_SPIKY && chance(d, 0.015))
			d->v[i] += sigma * rng_in(&d->r, 4, 20);
	}
}

static void emit(struct draw *d, struct series *s)
{
	FOR_EACH(d, i) {
		double v = fmax(round((d->level + d->v[i]) / d->quantum), 0) * d->quantum;
		struct trend_point *p = &s->p[i];

		if (d->missed[i])
			v = NAN;
		p->min = v;
		p->max = v;
		p->last = v;
		p->segment = 0;
	}
}

size_t scenario_count(void)
{
	return scenarios_count;
}

const char *scenario_name(size_t id)
{
	return scenarios[id].name;
}

bool scenario_leak(size_t id)
{
	return scenarios[id].leak;
}

void scenario_make(size_t id, uint64_t seed, bool wide, struct series *s)
{
	static struct draw d;

	memset(&d, 0, sizeof(d));
	d.r.s = seed * 1000003 + id * 7919 + 17;
	rng_u64(&d.r);
	d.wide = wide;
	s->z = 0;
	s->leak = scenarios[id].leak;
	s->unit = draw_unit(&d, scenarios[id].units);
	draw_times(&d, s);
	draw_scale(&d, s->unit, s->leak);
	draw_missed(&d);
	scenarios[id].shape(&d);
	add_noise(&d, scenarios[id].noise, s);
	emit(&d, s);
}
