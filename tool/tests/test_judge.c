// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdlib.h>

#include "judge.h"
#include "tap.h"

#define N	300

/* A history of one sample per second: value = level + rate * t. */
static void fill(struct sample_list *h, enum value v, double level,
		 double rate)
{
	size_t i;

	for (i = 0; i < h->n; i++) {
		struct sample *s = &h->v[i];

		s->seq = i + 1;
		s->count = 1;
		s->first_at = (1000 + i) * 1000000000ULL;
		s->last_at = s->first_at;
		s->last[v] = (u64)(level + rate * (double)i);
		s->min[v] = s->last[v];
		s->max[v] = s->last[v];
	}
}

static void healthy(struct sample_list *h, size_t n)
{
	h->n = n;
	fill(h, VALUE_THREADS, 4, 0);
	fill(h, VALUE_FDS, 24, 0);
	fill(h, VALUE_MAPS, 90, 0);
	fill(h, VALUE_MAPPED, 1 << 28, 0);
	fill(h, VALUE_ANON, 1 << 26, 0);
	fill(h, VALUE_EXECS, 0, 0);
}

static const struct series *series_of(const struct verdict *v, enum value value)
{
	int i;

	for (i = 0; i < JUDGE_SERIES; i++)
		if (v->series[i].value == value)
			return &v->series[i];
	return NULL;
}

static void test_headline(struct sample_list *h, const struct limit_facts *f)
{
	struct target t = { .seq = N };
	struct verdict v;

	healthy(h, N);
	check(!judge(&t, h, f, &v) && v.headline == TREND_OK && !v.why[0],
	      "a healthy target is ok");
	fill(h, VALUE_FDS, 24, 2);
	judge(&t, h, f, &v);
	check(v.headline == TREND_LEAK, "one series that leaks is a leak");
	check(series_of(&v, VALUE_THREADS)->trend.verdict == TREND_OK,
	      "the others stay ok");
	healthy(h, 2);
	judge(&t, h, f, &v);
	check(v.headline == TREND_UNSURE, "two samples say nothing");
	h->n = 0;
	judge(&t, h, f, &v);
	check(v.headline == TREND_UNSURE, "no sample says nothing");
}

static void test_losses(struct sample_list *h, const struct limit_facts *f)
{
	struct target t = { .seq = N, .missed = N };
	struct verdict v;

	healthy(h, N);
	judge(&t, h, f, &v);
	check(v.headline == TREND_OK, "half of the samples are enough");
	t.missed++;
	judge(&t, h, f, &v);
	check(v.headline == TREND_UNSURE && v.why[0],
	      "more missed than taken is unsure, and says why");
	t = (struct target){ .seq = N, .follow_lost = 3 };
	judge(&t, h, f, &v);
	check(v.headline == TREND_UNSURE && strstr(v.why, "3 of its children"),
	      "children that were lost may leak");
	fill(h, VALUE_FDS, 24, 2);
	judge(&t, h, f, &v);
	check(v.headline == TREND_LEAK, "they do not hide a leak");
}

static void test_time_left(struct sample_list *h, struct limit_facts *f)
{
	struct target t = { .seq = N };
	const struct series *s;
	struct verdict v;

	healthy(h, N);
	fill(h, VALUE_FDS, 24, 2);
	f->rlimits.nofile = 1024;
	judge(&t, h, f, &v);
	s = series_of(&v, VALUE_FDS);
	/* 622 of 1024 at 2 per second. */
	check(s->current == 622 && s->limited && s->limit.left == 402,
	      "what is left of the limit");
	check(s->left_lo <= 201 && s->left_hi >= 201 && s->left_lo > 190 &&
	      s->left_hi < 212, "time left");
	f->rlimits.nofile = 600;
	judge(&t, h, f, &v);
	s = series_of(&v, VALUE_FDS);
	check(!s->limit.left && s->left_lo == 0 && s->left_hi == 0,
	      "a limit that is passed leaves no time");
	f->rlimits.nofile = SEEP_UNLIMITED;
	judge(&t, h, f, &v);
	check(!series_of(&v, VALUE_FDS)->limited, "no limit");
	f->rlimits.nofile = 1024;
	healthy(h, N);
	judge(&t, h, f, &v);
	check(isinf(series_of(&v, VALUE_FDS)->left_lo),
	      "what does not grow has all the time");
}

/* Every program starts at its own level: alike lives are no growth. */
static void test_execs(struct sample_list *h, const struct limit_facts *f)
{
	struct target t = { .seq = N };
	struct verdict v;
	size_t i;

	healthy(h, N);
	for (i = 0; i < N; i++) {
		struct sample *s = &h->v[i];

		s->last[VALUE_EXECS] = i / 100;
		if (i < 200)
			continue;
		s->last[VALUE_FDS] = 400;
		s->min[VALUE_FDS] = 400;
		s->max[VALUE_FDS] = 400;
	}
	judge(&t, h, f, &v);
	check(v.headline != TREND_LEAK,
	      "another program with more descriptors is no leak");
}

static void test_order(struct sample_list *h, struct limit_facts *f)
{
	struct verdict ok, soon, late, unsure;
	struct target t = { .seq = N };

	f->rlimits.nofile = 100000;
	healthy(h, N);
	judge(&t, h, f, &ok);
	fill(h, VALUE_FDS, 24, 1);
	judge(&t, h, f, &late);
	fill(h, VALUE_FDS, 24, 50);
	judge(&t, h, f, &soon);
	healthy(h, 2);
	judge(&t, h, f, &unsure);
	check(judge_compare(&soon, &late) < 0 && judge_compare(&late, &soon) > 0,
	      "the leak that hits its limit first comes first");
	check(judge_compare(&late, &unsure) < 0, "a leak before unsure");
	check(judge_compare(&unsure, &ok) < 0, "unsure before ok");
	check(!judge_compare(&ok, &ok), "alike is alike");
}

int main(void)
{
	struct sample_list h = { .v = calloc(N, sizeof(*h.v)) };
	struct limit_facts f;

	limits_none(&f);
	test_headline(&h, &f);
	test_losses(&h, &f);
	test_time_left(&h, &f);
	test_execs(&h, &f);
	test_order(&h, &f);
	free(h.v);
	return tap_done();
}
