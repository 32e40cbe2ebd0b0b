// SPDX-License-Identifier: GPL-2.0
/*
 * The shapes: what leaking and healthy processes look like over x in [0, 1],
 * before noise.
 */
#include "scenario_int.h"

static void add_line(struct draw *d, double growth, double from)
{
	FOR_EACH(d, i)
		d->v[i] += d->x[i] > from ?
			   growth * (d->x[i] - from) / (1 - from) : 0;
}

static void add_cycle(struct draw *d, double height, double cycles)
{
	double phase = rng_in(&d->r, 0, 2 * M_PI);
	double second = chance(d, 0.4) ? rng_in(&d->r, 0, 0.4) : 0;
	double phase2 = rng_in(&d->r, 0, 2 * M_PI);

	FOR_EACH(d, i) {
		double a = 2 * M_PI * cycles * d->x[i];

		d->v[i] += height / 2 * (sin(a + phase) + second * sin(2 * a + phase2));
	}
}

/* A saw-tooth of about @teeth teeth; an uneven one varies in every tooth. */
static void add_teeth(struct draw *d, double height, double teeth, double uneven)
{
	double start = -rng_unit(&d->r) / teeth, len = 1 / teeth, top = height;

	FOR_EACH(d, i) {
		while (d->x[i] >= start + len) {
			start += len;
			len = exp(uneven * rng_normal(&d->r)) / teeth;
			len = fmax(len, 2e-4);
			top = height * (1 + uneven * 0.5 * rng_normal(&d->r));
		}
		d->v[i] += top * (d->x[i] - start) / len;
	}
}

static double teeth_count(struct draw *d)
{
	return in_log(d, 4, fmin(80, fmax(6, d->n / 6.0)));
}

static void leak_line(struct draw *d)
{
	add_line(d, d->size, 0);
}

static void leak_cycle(struct draw *d)
{
	add_line(d, d->size, 0);
	add_cycle(d, fmin(d->size * in_log(d, 0.3, 4), 1.4 * d->level),
		  in(d, 2, fmin(14, d->n / 12.0)));
}

static void leak_teeth(struct draw *d)
{
	add_line(d, d->size, 0);
	add_teeth(d, d->size * in_log(d, 0.3, 4), teeth_count(d), in(d, 0, 0.3));
}

static void leak_late(struct draw *d)
{
	add_line(d, d->size, rng_in(&d->r, 0.15, 0.7));
}

static void leak_load(struct draw *d)
{
	double cycles = in(d, 1.5, 8), phase = rng_in(&d->r, 0, 2 * M_PI);
	double direct = d->size * rng_in(&d->r, 0, 0.3), sum = 0, load = 1;
	bool random = chance(d, 0.5);

	FOR_EACH(d, i) {
		double dx = i ? d->x[i] - d->x[i - 1] : 0;

		if (!random)
			load = 1 + 0.9 * sin(2 * M_PI * cycles * d->x[i] + phase);
		else if (chance(d, fmin(0.5, 12 * dx)))
			load = rng_in(&d->r, 0.1, 2);
		sum += load * dx;
		d->v[i] += d->size * sum + direct * load;
	}
}

static void leak_stairs(struct draw *d)
{
	int steps = rng_int(&d->r, 4, 16);
	double each, at[16], phase = rng_in(&d->r, 0.3, 0.9);
	double uneven = chance(d, 0.5) ? 0 : in(d, 0.05, 0.3);

	if (d->quantum == 1 && chance(d, 0.6))
		d->size = steps;
	each = fmax(round(d->size / steps), 1);
	d->size = each * steps;
	d->level = fmin(d->level, round(d->size / 0.04));
	for (int k = 0; k < steps; k++)
		at[k] = (k + phase + rng_in(&d->r, -uneven, uneven)) / steps;
	FOR_EACH(d, i)
		for (int k = 0; k < steps; k++)
			d->v[i] += d->x[i] >= at[k] ? each : 0;
}

static void leak_reclaim(struct draw *d)
{
	double back = in(d, 0.2, 0.7), every = 1 / in_log(d, 4, 25);
	double next = every * rng_unit(&d->r), since = 0, base = 0;
	double rate = d->size / (1 - back);

	FOR_EACH(d, i) {
		if (d->x[i] > next) {
			base += (1 - back) * rate * (d->x[i] - since);
			since = d->x[i];
			next += every * rng_in(&d->r, 0.6, 1.4);
		}
		d->v[i] += base + rate * (d->x[i] - since);
	}
}

/* Lives of unequal length with a gap between; @life draws one. */
static void lives(struct draw *d, int count, double tau, double leak)
{
	double cut[10], gap = fmax(rng_in(&d->r, 0, 0.03), rng_in(&d->r, 3, 8) / d->n);
	int k = 0;

	cut[0] = 0;
	for (int c = 1; c <= count; c++)
		cut[c] = c == count ? 1.01 : (c + rng_in(&d->r, -0.25, 0.25)) / count;
	FOR_EACH(d, i) {
		double age;

		if (d->x[i] >= cut[k + 1])
			k++;
		age = d->x[i] - cut[k];
		if (k && age < gap)
			d->missed[i] = true;
		age = fmax(age - (k ? gap : 0), 0) * count;
		d->v[i] += leak * age + (tau > 0 ? d->size * (1 - exp(-age / tau)) : 0);
	}
}

static void leak_restarts(struct draw *d)
{
	double tau = chance(d, 0.5) ? in_log(d, 0.01, 0.08) : 0;
	double growth = d->size;

	d->level /= tau > 0 ? 2 : 1;
	d->size = tau > 0 ? d->size * in_log(d, 0.2, 1.5) : growth;
	lives(d, rng_int(&d->r, 2, 6), tau, growth);
	d->size = growth / 2;
}

static void leak_warmup(struct draw *d)
{
	double tau = in_log(d, 0.01, 0.12), high = d->size * in_log(d, 0.3, 3);

	add_line(d, d->size, 0);
	FOR_EACH(d, i)
		d->v[i] += high * (1 - exp(-d->x[i] / tau));
}

/* Waves of load, each leaving the level a little higher for good. */
static void leak_ratchet(struct draw *d)
{
	int waves = rng_int(&d->r, 5, 20);
	double wave = d->size * in_log(d, 0.1, 1.5), width = in(d, 0.2, 0.6);
	double step[24];

	for (int k = 0; k < waves; k++)
		step[k] = d->size / waves * rng_in(&d->r, 0.3, 1.7);
	FOR_EACH(d, i) {
		double at = d->x[i] * waves, base = 0;
		int k = (int)at;

		for (int j = 0; j < k && j < waves; j++)
			base += step[j];
		at -= k;
		if (at < width && k < waves)
			d->v[i] += base + fmin(1, at / width * 3) * (wave + step[k]);
		else
			d->v[i] += base + (k < waves ? step[k] : 0);
	}
}

static void leak_faster(struct draw *d)
{
	double p = in(d, 1.4, 3);
	bool exponential = chance(d, 0.3);

	FOR_EACH(d, i)
		d->v[i] += d->size * (exponential ? expm1(p * d->x[i]) / expm1(p) :
						    pow(d->x[i], p));
}

static void leak_residue(struct draw *d)
{
	int bursts = rng_int(&d->r, 6, 30);
	double width = in(d, 0.1, 0.6), high = d->size * in_log(d, 0.3, 4);
	double peak = high, left = 0, each = d->size / bursts;
	int now = -1;

	FOR_EACH(d, i) {
		double at = d->x[i] * bursts;
		int k = (int)at;

		if (k != now) {
			now = k;
			peak = high * rng_in(&d->r, 0.4, 1.6);
			left = each * k;
		}
		at -= k;
		d->v[i] += left + (at < width ? peak : 0) + (at >= width / 2 ? each : 0);
	}
}

static void leak_pages(struct draw *d)
{
	int steps = fmin(rng_int(&d->r, 12, 120), fmax(d->size / d->quantum, 1));
	double sum = 0;

	FOR_EACH(d, i) {
		double dx = i ? d->x[i] - d->x[i - 1] : 0;
		double want = steps * dx;

		while (want > 0) {
			if (chance(d, fmin(want, 1)))
				sum += fmax(round(d->size / steps / d->quantum *
						  rng_in(&d->r, 0.5, 1.5)), 1) * d->quantum;
			want -= 1;
		}
		d->v[i] += sum;
	}
}

static void ok_flat(struct draw *d)
{
	d->size = 0;
}

static void ok_warmup(struct draw *d)
{
	double tau = in_log(d, 0.01, 0.15);

	FOR_EACH(d, i)
		d->v[i] += d->size * (1 - exp(-d->x[i] / tau));
}

static void ok_cache(struct draw *d)
{
	double full = rng_in(&d->r, 0.1, 0.7);

	FOR_EACH(d, i)
		d->v[i] += d->size * fmin(1, d->x[i] / full);
}

static void ok_saturate(struct draw *d)
{
	double tau = 1 / rng_log(&d->r, 3, 10);

	FOR_EACH(d, i)
		d->v[i] += d->size * (1 - exp(-d->x[i] / tau));
}

static void ok_log(struct draw *d)
{
	double t0 = 1 / rng_log(&d->r, 50, 1000);

	FOR_EACH(d, i)
		d->v[i] += d->size * log1p(d->x[i] / t0) / log1p(1 / t0);
}

static void ok_teeth(struct draw *d)
{
	add_teeth(d, d->size, teeth_count(d), in(d, 0, 0.4));
}

static void ok_teeth_two(struct draw *d)
{
	double teeth = in_log(d, 12, fmin(120, fmax(14, d->n / 5.0)));

	add_teeth(d, d->size * in(d, 0.2, 0.7), teeth, in(d, 0, 0.3));
	add_teeth(d, d->size, teeth / in(d, 4, 9), in(d, 0, 0.3));
}

static void ok_teeth_warm(struct draw *d)
{
	add_teeth(d, d->size * in(d, 0.2, 1), teeth_count(d), in(d, 0, 0.4));
	ok_warmup(d);
}

static void ok_cycle(struct draw *d)
{
	add_cycle(d, d->size, in(d, 1.6, fmin(14, d->n / 12.0)));
}

static void ok_cycle_part(struct draw *d)
{
	add_cycle(d, d->size, rng_in(&d->r, 0.6, 1.6));
}

static void ok_load(struct draw *d)
{
	double load = rng_unit(&d->r), rate = in_log(d, 3, 20), at = load;

	FOR_EACH(d, i) {
		double dx = i ? d->x[i] - d->x[i - 1] : 0;

		if (chance(d, fmin(0.5, rate * dx)))
			load = rng_unit(&d->r);
		at += (load - at) * fmin(1, dx * rate * 8);
		d->v[i] += d->size * at;
	}
}

static void ok_deploy(struct draw *d)
{
	int count = rng_int(&d->r, 1, 3);
	double at[3], by[3];

	for (int k = 0; k < count; k++) {
		at[k] = rng_in(&d->r, 0.08, 0.85);
		by[k] = d->size * rng_in(&d->r, -0.6, 1);
	}
	FOR_EACH(d, i)
		for (int k = 0; k < count; k++)
			d->v[i] += d->x[i] >= at[k] ? by[k] : 0;
}

static void ok_bursts(struct draw *d)
{
	double rate = in_log(d, 4, 30), width = in_log(d, 0.005, 0.06), end = 0, high = 0;

	FOR_EACH(d, i) {
		double dx = i ? d->x[i] - d->x[i - 1] : 0;

		if (d->x[i] > end && chance(d, fmin(0.5, rate * dx))) {
			end = d->x[i] + width * rng_exp(&d->r);
			high = d->size * rng_in(&d->r, 0.4, 1.6);
		}
		d->v[i] += d->x[i] <= end ? high : 0;
	}
}

/* Jobs that build up, hold and give all of it back. */
static void ok_batch(struct draw *d)
{
	int jobs = rng_int(&d->r, 2, 12), now = -1;
	double phase = rng_unit(&d->r), up = in(d, 0.2, 0.6), len = 0.8, high = 1;

	FOR_EACH(d, i) {
		double at = d->x[i] * jobs + phase;
		int k = (int)at;

		if (k != now) {
			now = k;
			high = d->size * rng_in(&d->r, 0.7, 1.3);
			len = in(d, 0.5, 0.9);
		}
		at = (at - k) / len;
		d->v[i] += at < 1 ? high * fmin(1, at / up) : 0;
	}
}

static void ok_drain(struct draw *d)
{
	double tau = in_log(d, 0.2, 3);

	FOR_EACH(d, i)
		d->v[i] += d->size * exp(-d->x[i] / tau);
}

static void ok_pool(struct draw *d)
{
	int steps = rng_int(&d->r, 3, 20);
	double full = in(d, 0.1, 0.65), each = fmax(round(d->size / steps / d->quantum), 1);

	FOR_EACH(d, i)
		d->v[i] += each * d->quantum * floor(steps * fmin(1, d->x[i] / full));
}

/* Arrivals and departures around a small mean. */
static void ok_hover(struct draw *d)
{
	double mean = in_log(d, 1, 15), stay = in_log(d, 0.5, 30);
	int now = (int)mean;

	d->level = rng_int(&d->r, 2, 30);
	FOR_EACH(d, i) {
		int left = now;

		for (int k = 0; k < left; k++)
			now -= chance(d, 1 / (1 + stay));
		for (int k = 0; k < 4 * (int)(mean + 1); k++)
			now += chance(d, mean / (1 + stay) / (4 * (int)(mean + 1)));
		d->v[i] += now;
	}
}

static void ok_restarts(struct draw *d)
{
	lives(d, rng_int(&d->r, 2, 6), in_log(d, 0.02, 0.2), 0);
}

static void ok_drift(struct draw *d)
{
	d->size = d->level * rng_log(&d->r, 0.0008, 0.0095);
	if (chance(d, 0.3))
		leak_pages(d);
	else
		add_line(d, d->size, 0);
}

/* Memory that wanders around a level it always comes back to. */
static void ok_wander(struct draw *d)
{
	double tau = in_log(d, 0.005, 0.05), v = rng_normal(&d->r);

	FOR_EACH(d, i) {
		double dx = i ? d->x[i] - d->x[i - 1] : 0, phi = exp(-dx / tau);

		v = phi * v + sqrt(1 - phi * phi) * rng_normal(&d->r);
		d->v[i] += d->size * v / 4;
	}
}

enum {
	B = 1 << TREND_BYTES,
	F = 1 << TREND_COUNT_FDS,
	T = 1 << TREND_COUNT_THREADS,
};

const struct scenario scenarios[] = {
	{ "leak-linear-noise",	leak_line,	true,	B | F,	   NOISE_LIMIT },
	{ "leak-linear-clean",	leak_line,	true,	B | F | T, NOISE_NONE },
	{ "leak-cycle",		leak_cycle,	true,	B | F,	   NOISE_LIMIT },
	{ "leak-sawtooth",	leak_teeth,	true,	B | F,	   NOISE_LOW },
	{ "leak-late",		leak_late,	true,	B | F | T, NOISE_LIMIT },
	{ "leak-load",		leak_load,	true,	B | F | T, NOISE_LOW },
	{ "leak-staircase",	leak_stairs,	true,	T | F,	   NOISE_NONE },
	{ "leak-reclaim",	leak_reclaim,	true,	B | F,	   NOISE_LOW },
	{ "leak-restarts",	leak_restarts,	true,	B | F | T, NOISE_LIMIT },
	{ "leak-warmup",	leak_warmup,	true,	B | F | T, NOISE_LIMIT },
	{ "leak-ratchet",	leak_ratchet,	true,	B | F | T, NOISE_LOW },
	{ "leak-accelerating",	leak_faster,	true,	B | F | T, NOISE_LIMIT },
	{ "leak-residue",	leak_residue,	true,	B | F | T, NOISE_LOW },
	{ "leak-pages",		leak_pages,	true,	B,	   NOISE_NONE },
	{ "ok-flat",		ok_flat,	false,	B | F | T, NOISE_NONE },
	{ "ok-noise",		ok_flat,	false,	B | F,	   NOISE_SHAPE },
	{ "ok-wander",		ok_wander,	false,	B | F,	   NOISE_LOW },
	{ "ok-warmup",		ok_warmup,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-cache-fill",	ok_cache,	false,	B | F,	   NOISE_SHAPE },
	{ "ok-saturation",	ok_saturate,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-log",		ok_log,		false,	B | F,	   NOISE_SHAPE },
	{ "ok-sawtooth",	ok_teeth,	false,	B,	   NOISE_LOW },
	{ "ok-sawtooth-two",	ok_teeth_two,	false,	B,	   NOISE_LOW },
	{ "ok-sawtooth-warmup",	ok_teeth_warm,	false,	B,	   NOISE_LOW },
	{ "ok-cycle",		ok_cycle,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-cycle-part",	ok_cycle_part,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-load-steps",	ok_load,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-deploys",		ok_deploy,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-bursts",		ok_bursts,	false,	B | F | T, NOISE_LOW },
	{ "ok-batch-jobs",	ok_batch,	false,	B | F | T, NOISE_LOW },
	{ "ok-drain",		ok_drain,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-pool-ramp",	ok_pool,	false,	F | T,	   NOISE_LOW },
	{ "ok-hover",		ok_hover,	false,	F | T,	   NOISE_NONE },
	{ "ok-restarts",	ok_restarts,	false,	B | F | T, NOISE_SHAPE },
	{ "ok-drift",		ok_drift,	false,	B,	   NOISE_NONE },
};

const size_t scenarios_count = ARRAY_SIZE(scenarios);
