// SPDX-License-Identifier: GPL-2.0
/*
 * module/history.c, which is pure, against the plainest model there is: the
 * whole series is kept, and every point is computed anew from its samples.
 */
#include <history.h>

#include "kselftest_harness.h"

#define SAMPLES_MAX	20000
#define CAPACITY_MAX	512

static struct seep_sample series[SAMPLES_MAX + 1];	/* by number, from 1 on */
static struct seep_point points[CAPACITY_MAX];

static unsigned int seed = 1;

static u64 any(u64 below)
{
	seed = seed * 1103515245 + 12345;
	return ((u64)seed >> 8) % below;
}

/* Noise, growth, or a walk up and down. */
static u64 next_gauge(int value, int i)
{
	switch (value % 3) {
	case 0:
		return any(1000000);
	case 1:
		return i / (value + 1);
	default:
		return series[i - 1].value[value] + any(5) - 2;
	}
}

/* Times that are uneven, gauges of several characters, counters that never fall. */
static void make_series(int samples)
{
	int i, value;

	for (value = 0; value < SEEP_VALUES; value++)
		series[0].value[value] = 1000000;
	for (i = 1; i <= samples; i++) {
		series[i].at = series[i - 1].at + 1 + any(1000);
		for (value = 0; value < SEEP_GAUGES; value++)
			series[i].value[value] = next_gauge(value, i);
		for (; value < SEEP_VALUES; value++)
			series[i].value[value] = series[i - 1].value[value] + any(3);
	}
}

static void build(struct seep_history *history, u32 capacity, int samples)
{
	int i;

	memset(points, 0xff, sizeof(points));
	seep_history_init(history, points, capacity);
	for (i = 1; i <= samples; i++)
		seep_history_add(history, &series[i]);
}

/* Is this what the samples from @first to @last make of a point? */
static bool is_point_of(const struct seep_point *point, u64 first, u64 last)
{
	u64 i, low, high;
	int value;

	if (point->seq != last || point->count != last - first + 1 ||
	    point->first_at != series[first].at || point->last_at != series[last].at ||
	    memcmp(point->last, series[last].value, sizeof(point->last)))
		return false;
	for (value = 0; value < SEEP_GAUGES; value++) {
		low = ~0ULL;
		high = 0;
		for (i = first; i <= last; i++) {
			low = series[i].value[value] < low ? series[i].value[value] : low;
			high = series[i].value[value] > high ? series[i].value[value] : high;
		}
		if (point->low[value] != low || point->high[value] != high)
			return false;
	}
	return true;
}

static bool is_history_of(const struct seep_history *history, u64 samples)
{
	u64 first = 1;
	u32 i;

	if (history->seq != samples || history->used > history->capacity)
		return false;
	for (i = 0; i < history->used; i++) {
		const struct seep_point *point = &history->points[i];

		if (point->seq < first || !is_point_of(point, first, point->seq))
			return false;
		/* All but the newest are full. */
		if (i + 1 < history->used && point->count != history->stride)
			return false;
		if (point->count > history->stride)
			return false;
		first = point->seq + 1;
	}
	return first == samples + 1;
}

static const struct {
	u32 capacity;
	int samples;
	u32 used;
	u32 stride;
} shapes[] = {
	{ 16, 0, 0, 1 },
	{ 16, 1, 1, 1 },
	{ 16, 15, 15, 1 },
	{ 16, 16, 16, 1 },		/* exactly full */
	{ 16, 17, 9, 2 },		/* one more */
	{ 16, 18, 9, 2 },
	{ 16, 19, 10, 2 },
	{ 16, 32, 16, 2 },
	{ 16, 33, 9, 4 },
	{ 16, 64, 16, 4 },
	{ 16, 65, 9, 8 },
	{ 2, 0, 0, 1 },
	{ 2, 1, 1, 1 },
	{ 2, 2, 2, 1 },
	{ 2, 3, 2, 2 },
	{ 2, 4, 2, 2 },
	{ 2, 5, 2, 4 },
	{ 2, 8, 2, 4 },
	{ 2, 9, 2, 8 },
	{ 2, 20000, 2, 16384 },
	{ 4, 5, 3, 2 },
	{ 6, 7, 4, 2 },
	{ 18, 19, 10, 2 },
	{ 512, 512, 512, 1 },
	{ 512, 513, 257, 2 },
	{ 512, 20000, 313, 64 },
};

TEST(has_the_shape_that_its_length_gives)
{
	struct seep_history history;
	size_t i;

	make_series(SAMPLES_MAX);
	for (i = 0; i < ARRAY_SIZE(shapes); i++) {
		build(&history, shapes[i].capacity, shapes[i].samples);
		EXPECT_EQ(shapes[i].used, history.used)
			TH_LOG("%d samples in %u", shapes[i].samples, shapes[i].capacity);
		EXPECT_EQ(shapes[i].stride, history.stride)
			TH_LOG("%d samples in %u", shapes[i].samples, shapes[i].capacity);
		EXPECT_TRUE(is_history_of(&history, shapes[i].samples))
			TH_LOG("%d samples in %u", shapes[i].samples, shapes[i].capacity);
	}
}

TEST(is_true_after_each_of_a_thousand_samples)
{
	static const u32 capacities[] = { 2, 4, 16, 34 };
	struct seep_history history;
	size_t c;
	int i;

	make_series(1000);
	for (c = 0; c < ARRAY_SIZE(capacities); c++) {
		seep_history_init(&history, points, capacities[c]);
		for (i = 1; i <= 1000; i++) {
			seep_history_add(&history, &series[i]);
			ASSERT_TRUE(is_history_of(&history, i))
				TH_LOG("%d samples in %u", i, capacities[c]);
		}
	}
}

TEST(is_true_of_any_series)
{
	struct seep_history history;
	int round, samples;
	u32 capacity;

	for (round = 0; round < 300; round++) {
		seed = round + 1;
		capacity = 2 * (1 + any(CAPACITY_MAX / 2));
		samples = any(5000);
		make_series(samples);
		build(&history, capacity, samples);
		ASSERT_TRUE(is_history_of(&history, samples))
			TH_LOG("seed %d: %d samples in %u", round + 1, samples, capacity);
	}
}

TEST(keeps_extremes_of_gauges_through_any_number_of_merges)
{
	const int peak = 777, trough = 4321;
	struct seep_history history;
	u64 low = ~0ULL, high = 0;
	u32 i;

	make_series(SAMPLES_MAX);
	for (i = 1; i <= SAMPLES_MAX; i++)
		series[i].value[SEEP_VALUE(FDS)] = i == peak ? ~0ULL : i == trough ? 0 : 100;
	build(&history, 16, SAMPLES_MAX);
	for (i = 0; i < history.used; i++) {
		const struct seep_point *point = &history.points[i];

		if (point->low[SEEP_VALUE(FDS)] < low)
			low = point->low[SEEP_VALUE(FDS)];
		if (point->high[SEEP_VALUE(FDS)] > high)
			high = point->high[SEEP_VALUE(FDS)];
	}
	EXPECT_EQ(0, low);
	EXPECT_EQ(~0ULL, high);
}

TEST(keeps_the_newest_value_of_counters)
{
	struct seep_history history;
	u32 i;

	make_series(5000);
	build(&history, 16, 5000);
	for (i = 0; i < history.used; i++)
		EXPECT_EQ(series[history.points[i].seq].value[SEEP_VALUE(CPU)],
			  history.points[i].last[SEEP_VALUE(CPU)]);
	EXPECT_EQ(series[5000].value[SEEP_VALUE(EXECS)],
		  history.points[history.used - 1].last[SEEP_VALUE(EXECS)]);
}

TEST(writes_nothing_beyond_its_storage)
{
	struct seep_history history;
	struct seep_point before;
	int samples;

	make_series(1000);
	memset(points, 0xa5, sizeof(points));
	memset(&before, 0xa5, sizeof(before));
	seep_history_init(&history, points, 16);
	for (samples = 1; samples <= 1000; samples++) {
		seep_history_add(&history, &series[samples]);
		ASSERT_EQ(0, memcmp(&points[16], &before, sizeof(before)));
	}
}

/* The plain way to find the first point that is newer. */
static const struct seep_point *first_after(const struct seep_history *history, u64 seq)
{
	u32 i;

	for (i = 0; i < history->used; i++)
		if (history->points[i].seq > seq)
			return &history->points[i];
	return NULL;
}

TEST(finds_what_is_new_since_any_sample)
{
	static const int lengths[] = { 0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 100, 1000 };
	struct seep_history history;
	size_t i;
	u64 seq;

	make_series(1000);
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		build(&history, 16, lengths[i]);
		for (seq = 0; seq <= 1001; seq++)
			ASSERT_EQ(first_after(&history, seq), seep_history_after(&history, seq))
				TH_LOG("%d samples, since %d", lengths[i], (int)seq);
		EXPECT_EQ(NULL, seep_history_after(&history, ~0ULL));
	}
}

TEST(gives_a_reader_each_sample_once)
{
	struct seep_history history;
	const struct seep_point *point;
	u64 cursor = 0;
	int i;

	make_series(3000);
	seep_history_init(&history, points, 16);
	for (i = 1; i <= 3000; i++) {
		seep_history_add(&history, &series[i]);
		if (any(10))
			continue;
		while ((point = seep_history_after(&history, cursor))) {
			ASSERT_LT(cursor, point->seq);
			ASSERT_GE(cursor, point->seq - point->count);
			cursor = point->seq;
		}
		ASSERT_EQ(i, cursor);
	}
}

TEST_HARNESS_MAIN
