// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"

static const struct {
	enum value value;
	enum trend_unit unit;
} judged[JUDGE_SERIES] = {
	{ VALUE_THREADS, TREND_COUNT_THREADS },
	{ VALUE_FDS, TREND_COUNT_FDS },
	{ VALUE_MAPPED, TREND_BYTES },
	{ VALUE_ANON, TREND_BYTES },
	{ VALUE_MAPS, TREND_COUNT },
};

/* A program that replaced another starts from its own level. */
static void to_points(const struct sample_list *history, enum value value,
		      struct trend_point *points)
{
	u64 origin = history->n ? history->v[0].first_at : 0;
	size_t i;

	for (i = 0; i < history->n; i++) {
		const struct sample *s = &history->v[i];

		points[i] = (struct trend_point){
			.t = (double)(s->last_at - origin) / 1e9,
			.min = (double)s->min[value],
			.max = (double)s->max[value],
			.last = (double)s->last[value],
			.segment = (unsigned int)s->last[VALUE_EXECS],
		};
	}
}

bool judge_is_growing(const struct series *s)
{
	return s->trend.rate > 0 && s->trend.verdict != TREND_OK;
}

static void find_limit(struct series *s, const struct limit_facts *facts)
{
	s->left_lo = INFINITY;
	s->left_mid = INFINITY;
	s->left_hi = INFINITY;
	s->limited = limits_tightest(s->value, s->current, facts, &s->limit);
	if (!s->limited || !judge_is_growing(s))
		return;
	/* What is left counts from the level, of which noise is removed. */
	trend_time_to(&s->trend, s->trend.level + (double)s->limit.left,
		      &s->left_lo, &s->left_mid, &s->left_hi);
}

static enum trend_verdict worst_of(const struct series *series)
{
	enum trend_verdict worst = TREND_OK;
	int i;

	for (i = 0; i < JUDGE_SERIES; i++) {
		if (series[i].trend.verdict == TREND_LEAK)
			return TREND_LEAK;
		/* Mappings only hint at what mapped bytes say better. */
		if (series[i].trend.verdict == TREND_UNSURE &&
		    series[i].value != VALUE_MAPS)
			worst = TREND_UNSURE;
	}
	return worst;
}

/* A loss matters where what was lost could have told otherwise. */
static void weigh_losses(const struct target *t, struct verdict *v)
{
	if (t->missed > t->seq) {
		v->headline = TREND_UNSURE;
		snprintf(v->why, sizeof(v->why),
			 "more samples were missed (%llu) than taken (%llu)",
			 t->missed, t->seq);
	} else if (v->headline == TREND_OK && t->follow_lost) {
		v->headline = TREND_UNSURE;
		snprintf(v->why, sizeof(v->why),
			 "%u of its children were not recorded and may leak",
			 t->follow_lost);
	}
}

int judge(const struct target *t, const struct sample_list *history,
	  const struct limit_facts *facts, struct verdict *v)
{
	struct trend_point *points = calloc(history->n + 1, sizeof(*points));
	int i;

	if (!points)
		return -ENOMEM;
	for (i = 0; i < JUDGE_SERIES; i++) {
		struct series *s = &v->series[i];

		s->value = judged[i].value;
		s->is_bytes = judged[i].unit == TREND_BYTES;
		s->current = history->n ?
			     history->v[history->n - 1].last[s->value] : 0;
		to_points(history, s->value, points);
		trend_judge(points, history->n, judged[i].unit, &s->trend);
		find_limit(s, facts);
	}
	free(points);
	v->why[0] = '\0';
	v->headline = worst_of(v->series);
	weigh_losses(t, v);
	return 0;
}

static int rank(enum trend_verdict headline)
{
	switch (headline) {
	case TREND_LEAK:
		return 0;
	case TREND_UNSURE:
		return 1;
	default:
		return 2;
	}
}

/* How soon the first leaking series hits its limit, and how sure that is. */
static double urgency(const struct verdict *v, double *score)
{
	double soonest = INFINITY;
	int i;

	*score = -INFINITY;
	for (i = 0; i < JUDGE_SERIES; i++) {
		const struct trend_result *r = &v->series[i].trend;

		*score = fmax(*score, r->score);
		if (r->verdict == TREND_LEAK)
			soonest = fmin(soonest, v->series[i].left_mid);
	}
	return soonest;
}

int judge_compare(const struct verdict *a, const struct verdict *b)
{
	double score_a, score_b;
	double soon_a = urgency(a, &score_a), soon_b = urgency(b, &score_b);

	if (rank(a->headline) != rank(b->headline))
		return rank(a->headline) - rank(b->headline);
	if (soon_a != soon_b)
		return soon_a < soon_b ? -1 : 1;
	return (score_a < score_b) - (score_a > score_b);
}
