/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From the history of a target to its verdict: which series leak, and when
 * they hit a limit. Pure.
 */
#ifndef SEEP_JUDGE_H
#define SEEP_JUDGE_H

#include "limits.h"
#include "nl.h"
#include "trend.h"

/* The series that are judged: threads, fds, mapped, anon, maps. */
#define JUDGE_SERIES	5

/**
 * struct series - the verdict on one series
 * @value: which
 * @is_bytes: whether its unit is a byte
 * @current: its last value
 * @trend: the verdict
 * @limited: whether growth meets a limit
 * @limit: the limit that is met first
 * @left_lo: earliest time left until then, in seconds
 * @left_mid: time left at the measured rate
 * @left_hi: latest time left; infinite if growth may as well end
 */
struct series {
	enum value value;
	bool is_bytes;
	u64 current;
	struct trend_result trend;
	bool limited;
	struct limit limit;
	double left_lo;
	double left_mid;
	double left_hi;
};

/**
 * struct verdict - the verdict on a target
 * @headline: leak if any series leaks, else unsure if any but maps is
 * @why: why @headline is not what the series say, or ""
 * @series: one verdict each
 */
struct verdict {
	enum trend_verdict headline;
	char why[160];
	struct series series[JUDGE_SERIES];
};

/**
 * judge - judge a target
 * @t: the target
 * @history: its samples, oldest first
 * @facts: its limits
 * @v: the verdict
 *
 * Return: 0, or -ENOMEM.
 */
int judge(const struct target *t, const struct sample_list *history,
	  const struct limit_facts *facts, struct verdict *v);

/**
 * judge_is_growing - whether a series moves towards its limit
 * @s: the series
 */
bool judge_is_growing(const struct series *s);

/**
 * judge_compare - order of verdicts, the worst first, as for qsort()
 * @a: a verdict
 * @b: another
 */
int judge_compare(const struct verdict *a, const struct verdict *b);

#endif /* SEEP_JUDGE_H */
