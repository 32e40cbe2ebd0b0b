// SPDX-License-Identifier: GPL-2.0
/*
 * Curves fitted to a few points, and the two families compared: those that
 * stay bounded and those that grow on.
 */
#include <math.h>
#include <string.h>

#include "trend_int.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define TERMS_MAX	5
#define SEGMENTS_MAX	4

/**
 * struct fit - a weighted least-squares fit
 * @terms: number of base curves
 * @base: their values
 * @coef: their factors
 * @sse: weighted sum of squared residuals
 */
struct fit {
	size_t terms;
	double base[TERMS_MAX][CURVE_MAX];
	double coef[TERMS_MAX];
	double sse;
};

/**
 * struct contest - the best fit of each kind to one curve
 * @c: the curve
 * @noise: smallest variance that a residual can have
 * @sse: smallest sum of squares so far, infinite if none
 * @params: free parameters
 * @at: shape parameter
 */
struct contest {
	const struct curve *c;
	double noise;
	double sse[FIT_KINDS];
	double params[FIT_KINDS];
	double at[FIT_KINDS];
};

/* Parameters, the search for a shape parameter counted as one. */
static const double fit_params[FIT_KINDS] = {
	[FIT_CONST] = 1, [FIT_PLATEAU] = 3, [FIT_EXP] = 3, [FIT_LOG] = 3,
	[FIT_STEPS] = 3, [FIT_CYCLE] = 4, [FIT_CYCLE_TWO] = 6, [FIT_LINE] = 2, [FIT_HINGE] = 3,
	[FIT_EXP_LINE] = 4, [FIT_CYCLE_LINE] = 5, [FIT_POWER] = 3,
};

/* Solves the normal equations by elimination; false if they are singular. */
static bool solve(double a[TERMS_MAX][TERMS_MAX + 1], size_t n, double *coef)
{
	for (size_t k = 0; k < n; k++) {
		if (a[k][k] < 1e-9)
			return false;
		for (size_t i = k + 1; i < n; i++) {
			double by = a[i][k] / a[k][k];

			for (size_t j = k; j <= n; j++)
				a[i][j] -= by * a[k][j];
		}
	}
	for (size_t k = n; k-- > 0;) {
		coef[k] = a[k][n];
		for (size_t j = k + 1; j < n; j++)
			coef[k] -= a[k][j] * coef[j];
		coef[k] /= a[k][k];
	}
	return true;
}

static double residual(const struct curve *c, const struct fit *f, size_t i)
{
	double y = c->y[i];

	for (size_t k = 0; k < f->terms; k++)
		y -= f->coef[k] * f->base[k][i];
	return y;
}

static bool fit_solve(const struct curve *c, struct fit *f)
{
	double a[TERMS_MAX][TERMS_MAX + 1] = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		for (size_t k = 0; k < f->terms; k++) {
			double wb = c->w[i] * f->base[k][i];

			for (size_t j = k; j < f->terms; j++)
				a[k][j] += wb * f->base[j][i];
			a[k][f->terms] += wb * c->y[i];
		}
	}
	for (size_t k = 1; k < f->terms; k++)
		for (size_t j = 0; j < k; j++)
			a[k][j] = a[j][k];
	if (!solve(a, f->terms, f->coef))
		return false;
	f->sse = 0;
	for (size_t i = 0; i < c->n; i++) {
		double e = residual(c, f, i);

		f->sse += c->w[i] * e * e;
	}
	return true;
}

static double shape_of(enum fit_kind kind, double x, double at)
{
	switch (kind) {
	case FIT_PLATEAU:
		return fmin(x, at);
	case FIT_EXP:
	case FIT_EXP_LINE:
		return 1 - exp(-at * x);
	case FIT_LOG:
		return log1p(at * x);
	case FIT_HINGE:
		return fmax(x - at, 0);
	case FIT_POWER:
		return pow(x, at);
	case FIT_CYCLE:
	case FIT_CYCLE_TWO:
	case FIT_CYCLE_LINE:
		return sin(2 * M_PI * at * x);
	default:
		return x;
	}
}

/*
 * The base curves of one kind: 1, then those that have to rise, then the rest.
 * Returns how many have to rise.
 */
static size_t fit_base(struct fit *f, const struct curve *c, enum fit_kind kind, double at)
{
	bool cycle = kind == FIT_CYCLE || kind == FIT_CYCLE_LINE || kind == FIT_CYCLE_TWO;
	bool two = kind == FIT_CYCLE_TWO;
	bool line = kind == FIT_EXP_LINE || kind == FIT_CYCLE_LINE;
	size_t rising = line + (kind != FIT_CONST && !cycle);

	f->terms = 1 + line + (kind != FIT_CONST) + cycle + 2 * two;
	for (size_t i = 0; i < c->n; i++) {
		size_t k = 0;

		f->base[k++][i] = 1;
		if (line)
			f->base[k++][i] = c->x[i];
		if (kind != FIT_CONST)
			f->base[k++][i] = shape_of(kind, c->x[i], at);
		if (cycle)
			f->base[k++][i] = cos(2 * M_PI * at * c->x[i]);
		if (two) {
			f->base[k++][i] = sin(4 * M_PI * at * c->x[i]);
			f->base[k++][i] = cos(4 * M_PI * at * c->x[i]);
		}
	}
	return rising;
}

static void try_fit(struct contest *q, enum fit_kind kind, double at)
{
	struct fit f;
	size_t rising = fit_base(&f, q->c, kind, at);

	if (f.terms >= q->c->n || !fit_solve(q->c, &f))
		return;
	for (size_t k = 1; k <= rising; k++)
		if (f.coef[k] <= 0)
			return;
	if (f.sse >= q->sse[kind])
		return;
	q->sse[kind] = f.sse;
	q->at[kind] = at;
	q->params[kind] = fit_params[kind];
}

static double bic(const struct contest *q, enum fit_kind k, double effective)
{
	return effective * log(q->sse[k] / q->c->n + q->noise) +
	       q->params[k] * log(effective);
}

static enum fit_kind best_of(const struct contest *q, enum fit_kind from,
			     enum fit_kind to, double effective)
{
	enum fit_kind best = from;

	for (enum fit_kind k = from; k < to; k++)
		if (bic(q, k, effective) < bic(q, best, effective))
			best = k;
	return best;
}

/* Running sums over a curve. */
struct sums {
	double w[CURVE_MAX + 1];
	double y[CURVE_MAX + 1];
	double yy[CURVE_MAX + 1];
};

static void sum_up(const struct curve *c, struct sums *s)
{
	s->w[0] = 0;
	s->y[0] = 0;
	s->yy[0] = 0;
	for (size_t i = 0; i < c->n; i++) {
		double e = c->y[i] - c->y[0];

		s->w[i + 1] = s->w[i] + c->w[i];
		s->y[i + 1] = s->y[i] + c->w[i] * e;
		s->yy[i + 1] = s->yy[i] + c->w[i] * e * e;
	}
}

/* Squared residuals of a constant over [from, to). */
static double sum_sse(const struct sums *s, size_t from, size_t to)
{
	double y = s->y[to] - s->y[from];

	return fmax(s->yy[to] - s->yy[from] - y * y / (s->w[to] - s->w[from]), 0);
}

/* Two to four constant segments, by dynamic programming. */
static void try_steps(struct contest *q)
{
	double cost[SEGMENTS_MAX + 1][CURVE_MAX + 1], best = INFINITY;
	size_t n = q->c->n;
	struct sums s;

	sum_up(q->c, &s);
	for (size_t end = 1; end <= n; end++)
		cost[1][end] = sum_sse(&s, 0, end);
	for (size_t m = 2; m <= SEGMENTS_MAX && 2 * m < n; m++) {
		double worth;

		for (size_t end = m; end <= n; end++) {
			cost[m][end] = INFINITY;
			for (size_t cut = m - 1; cut < end; cut++)
				cost[m][end] = fmin(cost[m][end], cost[m - 1][cut] +
						    sum_sse(&s, cut, end));
		}
		worth = n * log(cost[m][n] / n + q->noise) + 2 * m * log(n);
		if (worth >= best)
			continue;
		best = worth;
		q->sse[FIT_STEPS] = cost[m][n];
		q->params[FIT_STEPS] = 2 * m - 1;
	}
}

static void run_contest(struct contest *q)
{
	static const double exps[] = { 3, 3.6, 4.5, 6, 8, 11, 15, 22, 35, 60, 120 };
	static const double logs[] = { 20, 50, 120, 300, 800, 3000 };
	static const double warm[] = { 10, 15, 25, 40, 70 };
	static const double powers[] = { 1.4, 1.8, 2.3, 3 };
	double most = fmin(q->c->n / 4.0, 15);

	for (size_t k = 0; k < FIT_KINDS; k++) {
		q->sse[k] = INFINITY;
		q->params[k] = 0;
		q->at[k] = 0;
	}
	try_fit(q, FIT_CONST, 0);
	try_fit(q, FIT_LINE, 0);
	for (double at = 0.05; at < 0.9; at += 0.05) {
		try_fit(q, FIT_PLATEAU, at);
		if (at < 0.83)
			try_fit(q, FIT_HINGE, at);
	}
	for (size_t k = 0; k < ARRAY_SIZE(exps); k++)
		try_fit(q, FIT_EXP, exps[k]);
	for (size_t k = 0; k < ARRAY_SIZE(logs); k++)
		try_fit(q, FIT_LOG, logs[k]);
	for (size_t k = 0; k < ARRAY_SIZE(warm); k++)
		try_fit(q, FIT_EXP_LINE, warm[k]);
	for (size_t k = 0; k < ARRAY_SIZE(powers); k++)
		try_fit(q, FIT_POWER, powers[k]);
	for (double at = 0.6; at < most; at += at < 3 ? 0.2 : 0.33) {
		try_fit(q, FIT_CYCLE, at);
		try_fit(q, FIT_CYCLE_LINE, at);
	}
	for (double at = 0.6; at < 1.7; at += 0.1)
		try_fit(q, FIT_CYCLE_TWO, at);
	try_steps(q);
}

/* Lag-1 correlation of residuals, corrected for the bias of a fit. */
static double correlation(const double *e, size_t n, size_t terms)
{
	double c0 = 1e-300, c1 = 0, r;

	for (size_t i = 0; i < n; i++)
		c0 += e[i] * e[i];
	for (size_t i = 1; i < n; i++)
		c1 += e[i] * e[i - 1];
	r = c1 / c0;
	r += (terms + 3 * fmax(r, 0)) / n;
	return fmin(fmax(r, 0), 0.95);
}

/* How many of the points are independent, judged from the best fit. */
static double effective_points(const struct contest *q)
{
	enum fit_kind k = best_of(q, 0, FIT_KINDS, q->c->n);
	double e[CURVE_MAX], r;
	struct fit f;

	if (k == FIT_STEPS)
		return fmax(0.6 * q->c->n, 4);
	fit_base(&f, q->c, k, q->at[k]);
	if (!fit_solve(q->c, &f))
		return 4;
	for (size_t i = 0; i < q->c->n; i++)
		e[i] = residual(q->c, &f, i);
	r = correlation(e, q->c->n, f.terms);
	return fmax(q->c->n * (1 - r) / (1 + r), 4);
}

static double noise_floor(const struct curve *c, double quantum)
{
	double low = c->y[0], high = c->y[0];

	for (size_t i = 1; i < c->n; i++) {
		low = fmin(low, c->y[i]);
		high = fmax(high, c->y[i]);
	}
	return quantum * quantum / 12 + 1e-6 * (high - low) * (high - low);
}

/**
 * fit_evidence - does a bounded or a growing curve describe the points better
 * @c: the points
 * @quantum: smallest step of the unit
 * @e: the answer
 */
void fit_evidence(const struct curve *c, double quantum, struct evidence *e)
{
	struct contest q = { .c = c };
	double n;

	memset(e, 0, sizeof(*e));
	e->ok = FIT_CONST;
	e->leak = FIT_LINE;
	if (c->n < CURVE_MIN)
		return;
	q.noise = noise_floor(c, quantum);
	run_contest(&q);
	n = effective_points(&q);
	e->ok = best_of(&q, 0, FIT_FIRST_LEAK, n);
	e->ok_at = q.at[e->ok];
	e->leak = best_of(&q, FIT_FIRST_LEAK, FIT_KINDS, n);
	if (q.sse[e->leak] == INFINITY) {
		e->score = -n;
		return;
	}
	e->score = (bic(&q, e->ok, n) - bic(&q, e->leak, n)) / 2;
	e->onset = e->leak == FIT_HINGE ? q.at[FIT_HINGE] : 0;
}

/**
 * fit_line - straight line through the points
 * @c: the points
 * @quantum: smallest step of the unit
 * @l: the answer
 */
void fit_line(const struct curve *c, double quantum, struct trend_line *l)
{
	double e[CURVE_MAX], mx = 0, w = 0, sxx = 0, var, r;
	struct fit f;

	memset(l, 0, sizeof(*l));
	fit_base(&f, c, FIT_LINE, 0);
	if (c->n < 3 || !fit_solve(c, &f))
		return;
	for (size_t i = 0; i < c->n; i++) {
		e[i] = residual(c, &f, i);
		w += c->w[i];
		mx += c->w[i] * c->x[i];
	}
	mx /= w;
	for (size_t i = 0; i < c->n; i++)
		sxx += c->w[i] * (c->x[i] - mx) * (c->x[i] - mx);
	r = correlation(e, c->n, 2);
	var = f.sse / (c->n - 2) * (1 + r) / (1 - r) + noise_floor(c, quantum) / c->n;
	l->slope = f.coef[1];
	l->se = sqrt(var / sxx);
	l->z = fmin(fmax(l->slope / l->se, -100), 100);
}

/* Takes the strongest cycle out; returns how many there are, or 0. */
static double remove_cycle(struct curve *c, double quantum)
{
	struct contest q = { .c = c };
	enum fit_kind k = FIT_CYCLE_LINE;
	double n = c->n;
	struct fit f;

	q.noise = noise_floor(c, quantum);
	for (size_t i = 0; i < FIT_KINDS; i++)
		q.sse[i] = INFINITY;
	try_fit(&q, FIT_LINE, 0);
	try_fit(&q, FIT_CONST, 0);
	for (double at = 1.5; at < fmin(n / 3, 20); at += at < 4 ? 0.1 : 0.25) {
		try_fit(&q, FIT_CYCLE, at);
		try_fit(&q, FIT_CYCLE_LINE, at);
	}
	if (q.sse[k] == INFINITY)
		k = FIT_CYCLE;
	if (bic(&q, k, n) + 6 > bic(&q, FIT_CONST, n) ||
	    bic(&q, k, n) + 6 > bic(&q, FIT_LINE, n))
		return 0;
	fit_base(&f, c, k, q.at[k]);
	if (!fit_solve(c, &f))
		return 0;
	for (size_t i = 0; i < c->n; i++)
		for (size_t b = f.terms - 2; b < f.terms; b++)
			c->y[i] -= f.coef[b] * f.base[b][i];
	return q.at[k];
}

/**
 * fit_decycle - take the strongest cycle and another out of a curve
 * @c: the curve
 * @quantum: smallest step of the unit
 * @out: the curve without them; a copy if there is none
 *
 * Only cycles seen at least one and a half times: less of one cannot be told
 * from a trend. Return: cycles in the record, 0 if there is none.
 */
double fit_decycle(const struct curve *c, double quantum, struct curve *out)
{
	double cycles;

	*out = *c;
	if (c->n < 12)
		return 0;
	cycles = remove_cycle(out, quantum);
	if (cycles > 0)
		remove_cycle(out, quantum);
	return cycles;
}
