// SPDX-License-Identifier: GPL-2.0
/* What is measured of a series before it is judged. */
#include <math.h>
#include <string.h>

#include "trend_int.h"

#define DEEP_POINTS	12	/* stretches whose lowest floor is looked at */
#define WARMUP		0.15	/* of the record that may be one */

/* A line through the end of a curve. */
static void fit_tail(const struct curve *c, double from, double quantum, struct trend_line *l)
{
	struct curve tail;

	curve_tail(c, from, &tail);
	fit_line(&tail, quantum, l);
}

/* Evidence of the whole curve, and of what follows a warm-up. */
static void weigh(const struct curve *c, double quantum, struct evidence *all,
		  struct evidence *late)
{
	struct curve tail;

	fit_evidence(c, quantum, all);
	curve_tail(c, WARMUP, &tail);
	fit_evidence(&tail, quantum, late);
}

static double curve_range(const struct curve *c)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < c->n; i++) {
		low = fmin(low, c->y[i]);
		high = fmax(high, c->y[i]);
	}
	return high - low;
}

/* Growth that was never given back, and where in the record it happened. */
static void lasting_growth(const struct curve *c, double *centre, double *lasting, double *late)
{
	double s[CURVE_MAX], sum = 0, mass = 0, half = 0, range = curve_range(c);

	*centre = 0;
	*lasting = 0;
	*late = 0;
	if (c->n < 4)
		return;
	s[c->n - 1] = c->y[c->n - 1];
	for (size_t i = c->n - 1; i-- > 0;)
		s[i] = fmin(c->y[i], s[i + 1]);
	for (size_t i = 1; i < c->n; i++) {
		double d = s[i] - s[i - 1];

		sum += d;
		mass += d * (c->x[i] + c->x[i - 1]) / 2;
		half += c->x[i] > 0.5 ? d : 0;
	}
	if (sum <= 0)
		return;
	*centre = mass / sum;
	*lasting = sum / range;
	*late = half / sum;
}

/* The mirror of a curve: what is lasting growth there is new peaks here. */
static void mirror(const struct curve *c, struct curve *m)
{
	*m = *c;
	for (size_t i = 0; i < c->n; i++) {
		m->x[i] = 1 - c->x[c->n - 1 - i];
		m->y[i] = -c->y[c->n - 1 - i];
	}
}

static double drawdown(const double *y, size_t n)
{
	double high = -INFINITY, low = INFINITY, fall = 0;

	for (size_t i = 0; i < n; i++) {
		high = fmax(high, y[i]);
		low = fmin(low, y[i]);
		fall = fmax(fall, high - y[i]);
	}
	return high > low ? fall / (high - low) : 0;
}

static double travel(const struct series_clean *s)
{
	double up = 0, down = 0;

	for (size_t i = 1; i < s->n; i++) {
		double d = s->v[i] - s->v[i - 1];

		up += fmax(d, 0);
		down += fmax(-d, 0);
	}
	return up + down > 0 ? (up - down) / (up + down) : 0;
}

/* Steps of the level below which the series never falls again. */
static void stairs(const struct series_clean *s, struct features *f)
{
	double low[SERIES_MAX], first = 0, last = 0, longest = 0, n = 0, mean;
	double least = INFINITY, most = 0;

	low[s->n - 1] = s->v[s->n - 1];
	for (size_t i = s->n - 1; i-- > 0;)
		low[i] = fmin(s->v[i], low[i + 1]);
	for (size_t i = 1; i < s->n; i++) {
		double step = low[i] - low[i - 1];

		if (step <= 0)
			continue;
		if (n)
			longest = fmax(longest, s->t[i] - last);
		else
			first = s->t[i];
		last = s->t[i];
		least = fmin(least, step);
		most = fmax(most, step);
		n++;
	}
	f->stairs = n;
	if (n < 2)
		return;
	mean = (last - first) / (n - 1);
	f->stairs_gap = (s->span - last) / mean;
	f->stairs_even = longest / mean;
	f->stairs_step = most / least;
	f->stairs_first = first / mean;
}

static void troughs(const struct series_clean *s, struct features *f)
{
	struct curve c;
	double off[SERIES_MAX], low = INFINITY, high = -INFINITY;

	/* Teeth are high against the range around the line. */
	for (size_t i = 0; i < s->n; i++) {
		off[i] = s->v[i] - f->l_mean.slope * s->t[i] / s->span;
		low = fmin(low, off[i]);
		high = fmax(high, off[i]);
	}
	f->troughs = curve_troughs(s, 0.35 * (high - low), &c);
	fit_evidence(&c, s->quantum, &f->trough);
	fit_line(&c, s->quantum, &f->l_trough);
	fit_tail(&c, 0.5, s->quantum, &f->l_trough_half);
}

/**
 * trend_least_growth - smallest growth that matters whatever the level
 * @s: the series
 */
double trend_least_growth(const struct series_clean *s)
{
	return s->quantum > 1 ? 256 * 1024 : 3;
}

static void growth(const struct series_clean *s, const struct curve *mean,
		   const struct curve *calm, struct features *f)
{
	double low = INFINITY, high = -INFINITY, over = 0;
	struct trend_line l;

	for (size_t i = 0; i < s->n; i++) {
		low = fmin(low, s->v[i]);
		high = fmax(high, s->v[i]);
	}
	for (size_t i = 0; i < s->n; i++)
		over += s->v[i] > (low + high) / 2;
	f->busy = over / s->n;
	f->onset = fmin(f->mean.onset, 0.7);
	fit_tail(calm, f->onset, s->quantum, &f->l_rate);
	f->level = mean->y[mean->n - 1] +
		   f->l_rate.slope * (1 - mean->x[mean->n - 1]);
	if (f->travel > 0.98)
		f->level = s->v[s->n - 1];
	fit_tail(calm, 0.3, s->quantum, &l);
	if (f->l_deep.z > 4 && f->l_deep.z > l.z)
		l = f->l_deep;
	f->growth_rel = l.slope * 0.7 / fmax(f->level, 1);
	f->growth_abs = l.slope * 0.7 / trend_least_growth(s);
	f->net_rel = (s->v[s->n - 1] - s->v[0]) / fmax(f->level, 1);
	f->net_abs = (s->v[s->n - 1] - s->v[0]) / trend_least_growth(s);
}

/**
 * trend_features - measure a series
 * @s: the series; at least a few samples over some time
 * @f: what was measured
 */
void trend_features(const struct series_clean *s, struct features *f)
{
	struct curve mean, floor, calm, deep, peaks;
	double unused;

	memset(f, 0, sizeof(*f));
	f->n = s->n;
	curve_blocks(s, &mean, &floor);
	f->cycles = fit_decycle(&mean, s->quantum, &calm);
	curve_deep(&floor, DEEP_POINTS, &deep);
	weigh(&mean, s->quantum, &f->mean, &f->mean_tail);
	weigh(&floor, s->quantum, &f->floor, &f->floor_tail);
	weigh(&calm, s->quantum, &f->calm, &f->calm_tail);
	fit_evidence(&deep, s->quantum, &f->deep);
	fit_line(&mean, s->quantum, &f->l_mean);
	fit_line(&calm, s->quantum, &f->l_calm);
	fit_line(&deep, s->quantum, &f->l_deep);
	fit_tail(&mean, 0.67, s->quantum, &f->l_mean_third);
	lasting_growth(&floor, &f->centre, &unused, &f->lasting_late);
	mirror(&mean, &peaks);
	lasting_growth(&peaks, &unused, &f->peak_lasting, &unused);
	f->drawdown_raw = drawdown(s->v, s->n);
	f->travel = travel(s);
	stairs(s, f);
	troughs(s, f);
	growth(s, &mean, &calm, f);
}
