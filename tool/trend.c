// SPDX-License-Identifier: GPL-2.0
/*
 * The verdict: clean, measure, add up, decide.
 */
#include <math.h>
#include <string.h>

#include "trend_int.h"

#define SAMPLES_MIN	12	/* fewer tell nothing */
#define SAMPLES_SURE	44	/* fewer have to show more */
#define MISSED_MAX	0.7	/* share of samples that may be missing */
#define SPAN_SURE	30	/* seconds; in fewer a leak makes a few steps */
#define SCORE_UNSURE	-1.5	/* above it, growth is worth waiting for */
#define GROWTH_MIN	0.01	/* of the level: less is drift */
#define GROWTH_LEAST	0.25	/* of the amount that matters: 64 KiB */
#define EXP_WARMUP	14	/* time constants in the record: long over */
#define ROUNDS_MIN	3	/* equal steps that make a leak */

static bool constant(const struct series_clean *s)
{
	for (size_t i = 1; i < s->n; i++)
		if (s->v[i] != s->v[0])
			return false;
	return true;
}

static bool material(const struct features *f)
{
	return f->growth_rel >= GROWTH_MIN && f->growth_abs >= GROWTH_LEAST;
}

/* Even steps that never come back, up to the end of the record. */
static bool even_rounds(const struct features *f)
{
	return f->travel > 0.98 && f->stairs >= ROUNDS_MIN &&
	       f->stairs_step < 1.01 && f->stairs_even < 1.35 &&
	       f->stairs_gap < 1.35 && f->stairs_first < 2 &&
	       f->net_rel >= 3 * GROWTH_MIN && f->net_abs >= 1;
}

static double judge_score(const struct features *f)
{
	double v[CARD_VALUES], score;

	card_values(f, v);
	score = card_score(v);
	if (f->n < SAMPLES_SURE)
		score -= 10 * log(SAMPLES_SURE / f->n);
	if (!material(f))
		score = fmin(score, -2 + score / 100);
	if (even_rounds(f))
		score = fmax(score, 0.5 + log(f->stairs / ROUNDS_MIN));
	return score;
}

/* Growth of what is left of the record after the onset. */
static void measure_rate(const struct series_clean *s, const struct features *f,
			 struct trend_result *r)
{
	const struct trend_line *l = &f->l_rate;
	double wide = 2 * l->se;

	r->onset = s->origin + f->onset * s->span;
	r->growth = l->slope * (1 - f->onset);
	r->rate = l->slope / s->span;
	r->rate_lo = (l->slope - wide) / s->span;
	r->rate_hi = (l->slope + wide) / s->span;
	r->level = f->level;
}

static enum trend_shape ok_shape(const struct features *f)
{
	if (f->l_mean.z < -4 && f->l_mean_third.z < 0)
		return TREND_SHAPE_FALLING;
	if (f->troughs >= 3)
		return f->cycles > 0 ? TREND_SHAPE_PERIODIC :
		       f->busy < 0.25 ? TREND_SHAPE_BURST : TREND_SHAPE_SAWTOOTH;
	switch (f->mean.ok) {
	case FIT_PLATEAU:
		return TREND_SHAPE_WARMUP;
	case FIT_EXP:
		return f->mean.ok_at > EXP_WARMUP ? TREND_SHAPE_WARMUP :
						    TREND_SHAPE_SATURATING;
	case FIT_LOG:
		return TREND_SHAPE_SATURATING;
	case FIT_STEPS:
		return TREND_SHAPE_STEP;
	case FIT_CYCLE:
	case FIT_CYCLE_TWO:
		return TREND_SHAPE_PERIODIC;
	default:
		return TREND_SHAPE_FLAT;
	}
}

static enum trend_shape leak_shape(const struct series_clean *s, const struct features *f)
{
	if (s->overlaid)
		return TREND_SHAPE_RESTARTS;
	if (f->travel > 0.95 && f->stairs < 25)
		return TREND_SHAPE_STAIRCASE;
	if (f->troughs >= 4 && f->drawdown_raw > 0.3)
		return f->cycles > 0 ? TREND_SHAPE_CYCLE : TREND_SHAPE_FLOOR;
	if (f->mean.leak == FIT_HINGE && f->mean.onset > 0.1)
		return TREND_SHAPE_LATE;
	if (f->mean.leak == FIT_POWER)
		return TREND_SHAPE_ACCELERATING;
	return TREND_SHAPE_LINEAR;
}

static double confidence(enum trend_verdict v, double score)
{
	double leak = 1 / (1 + exp(-score));

	if (v == TREND_UNSURE)
		return 1 - 2 * fabs(leak - 0.5);
	return v == TREND_LEAK ? leak : 1 - leak;
}

/* By how much all of the last quarter is above all of the first. */
static double lifted(const struct series_clean *s)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < s->n / 4; i++) {
		high = fmax(high, s->v[i]);
		low = fmin(low, s->v[s->n - 1 - i]);
	}
	return low - high;
}

/* A short record that grew: what would tell has had no time to happen. */
static bool young(const struct series_clean *s, const struct features *f)
{
	double growth = lifted(s);

	if (s->span >= SPAN_SURE && s->n >= SAMPLES_SURE)
		return false;
	return growth >= GROWTH_MIN * f->level &&
	       growth >= GROWTH_LEAST * trend_least_growth(s);
}

/* Too little for an interval: from nothing to twice what was seen. */
static void decide_young(const struct series_clean *s, struct trend_result *r)
{
	r->verdict = TREND_UNSURE;
	r->shape = TREND_SHAPE_GROWING;
	r->score = fmin(fmax(r->score, SCORE_UNSURE), 0);
	r->onset = s->origin;
	r->growth = s->v[s->n - 1] - s->v[0];
	r->rate = r->growth / s->span;
	r->rate_lo = 0;
	r->rate_hi = 2 * r->rate;
}

static void decide(const struct series_clean *s, const struct features *f,
		   struct trend_result *r)
{
	r->score = judge_score(f);
	measure_rate(s, f, r);
	if (f->stairs < ROUNDS_MIN && young(s, f)) {
		decide_young(s, r);
	} else if (r->score > 0) {
		r->verdict = TREND_LEAK;
		r->shape = leak_shape(s, f);
	} else if (s->missed > MISSED_MAX * (s->n + s->missed)) {
		r->verdict = TREND_UNSURE;
		r->shape = TREND_SHAPE_UNKNOWN;
	} else if (r->score > SCORE_UNSURE && material(f) && r->rate > 0) {
		r->verdict = TREND_UNSURE;
		r->shape = TREND_SHAPE_GROWING;
	} else if (young(s, f)) {
		decide_young(s, r);
	} else {
		r->verdict = TREND_OK;
		r->shape = ok_shape(f);
	}
	if (r->verdict == TREND_OK || r->rate <= 0) {
		r->rate = 0;
		r->rate_lo = 0;
		r->rate_hi = 0;
		r->growth = 0;
	}
	r->confidence = confidence(r->verdict, r->score);
}

/* A series that holds still: the score says how long it was watched. */
static void decide_constant(const struct series_clean *s, struct trend_result *r)
{
	r->verdict = s->n >= SAMPLES_MIN / 2 ? TREND_OK : TREND_UNSURE;
	r->shape = TREND_SHAPE_FLAT;
	r->score = -3 - log(s->n);
	r->level = s->v[0];
	r->confidence = confidence(r->verdict, r->score);
}

void trend_judge(const struct trend_point *p, size_t n, enum trend_unit unit,
		 struct trend_result *r)
{
	struct series_clean s;
	struct features f;

	memset(r, 0, sizeof(*r));
	memset(&f, 0, sizeof(f));
	r->verdict = TREND_UNSURE;
	clean_series(p, n, unit, &s);
	r->used = s.n / s.parts;
	r->missed = s.missed;
	r->span = s.span;
	r->onset = s.origin;
	if (s.n && constant(&s)) {
		decide_constant(&s, r);
	} else if (s.n >= SAMPLES_MIN && s.span > 0) {
		trend_features(&s, &f);
		decide(&s, &f, r);
	} else if (s.n) {
		r->score = -1;
		r->level = s.v[s.n - 1];
	}
	trend_reason(&s, &f, unit, r);
}

static double time_at(double room, double rate)
{
	return rate > 0 ? room / rate : INFINITY;
}

void trend_time_to(const struct trend_result *r, double limit,
		   double *lo, double *mid, double *hi)
{
	double room = fmax(limit - r->level, 0);

	*lo = time_at(room, r->rate_hi);
	*mid = time_at(room, r->rate);
	*hi = time_at(room, r->rate_lo);
	if (room > 0)
		return;
	*lo = 0;
	*mid = 0;
	*hi = 0;
}

const char *trend_verdict_name(enum trend_verdict v)
{
	static const char * const names[] = {
		[TREND_OK] = "ok",
		[TREND_LEAK] = "leak",
		[TREND_UNSURE] = "unsure",
	};

	return names[v];
}

const char *trend_shape_name(enum trend_shape s)
{
	static const char * const names[TREND_SHAPES] = {
		[TREND_SHAPE_UNKNOWN] = "unknown",
		[TREND_SHAPE_FLAT] = "flat",
		[TREND_SHAPE_FALLING] = "falling",
		[TREND_SHAPE_WARMUP] = "warm-up",
		[TREND_SHAPE_SATURATING] = "saturating",
		[TREND_SHAPE_SAWTOOTH] = "saw-tooth",
		[TREND_SHAPE_PERIODIC] = "periodic",
		[TREND_SHAPE_STEP] = "step",
		[TREND_SHAPE_BURST] = "burst",
		[TREND_SHAPE_GROWING] = "growing",
		[TREND_SHAPE_LINEAR] = "linear",
		[TREND_SHAPE_LATE] = "late onset",
		[TREND_SHAPE_STAIRCASE] = "staircase",
		[TREND_SHAPE_ACCELERATING] = "accelerating",
		[TREND_SHAPE_FLOOR] = "rising floor",
		[TREND_SHAPE_CYCLE] = "rising cycle",
		[TREND_SHAPE_RESTARTS] = "across restarts",
	};

	return names[s];
}
