// SPDX-License-Identifier: GPL-2.0
/*
 * A long life in compressed time: the interval is so long that no sample is
 * ever due, and setting it takes one. So each test knows every single sample,
 * and what the history must have made of them.
 */
#include "test.h"

#define SAMPLES_MAX	1200
#define POINTS_MAX	64

/* The descriptors that each sample saw, by its number. */
static uint64_t series[SAMPLES_MAX + 1];

struct history {
	int used;
	struct message point[POINTS_MAX];
};

static void collect(const struct message *point, void *data)
{
	struct history *history = data;

	if (history->used < POINTS_MAX)
		history->point[history->used] = *point;
	history->used++;
}

static int read_history(struct nl *nl, struct history *history, uint64_t since)
{
	history->used = 0;
	return nl_dump(nl, collect, history, SEEP_CMD_SAMPLE_GET,
		       U64(SEEP_A_SAMPLE_TARGET, 1), U64(SEEP_A_SAMPLE_SINCE, since));
}

static uint64_t sequence(struct nl *nl)
{
	struct message target;

	return target_get(nl, &target, ID(1)) ? 0 : num(&target, SEEP_A_TARGET_SEQ);
}

static bool take_sample(struct nl *nl)
{
	uint64_t seq = sequence(nl);

	return !target_set(nl, ID(1), INTERVAL(SEEP_INTERVAL_MAX)) &&
	       wait_until(sequence(nl) == seq + 1);
}

/* Descriptors go up and down, with a period that fits no stride. */
static bool live_on(struct nl *nl, struct puppet *puppet, int samples)
{
	int i;

	for (i = 0; i < samples; i++) {
		uint64_t next = sequence(nl) + 1;

		if (next % 7 == 0)
			puppet_do(puppet, "close", 100);
		else
			puppet_do(puppet, "open", next % 3);
		series[next] = count_fds(puppet->pid);
		if (!take_sample(nl))
			return false;
	}
	return true;
}

static bool begin(struct nl *nl, struct puppet *puppet, int points)
{
	if (puppet_start(puppet) ||
	    target_add(nl, PID(puppet->pid), POINTS(points), INTERVAL(SEEP_INTERVAL_MAX)))
		return false;
	series[1] = count_fds(puppet->pid);
	return true;
}

#define fds(point, set)	value(point, SEEP_A_POINT_##set, SEEP_A_VALUES_FDS)

static uint64_t lowest(uint64_t from, uint64_t to)
{
	uint64_t low = series[from];

	while (++from <= to)
		low = series[from] < low ? series[from] : low;
	return low;
}

static uint64_t highest(uint64_t from, uint64_t to)
{
	uint64_t high = series[from];

	while (++from <= to)
		high = series[from] > high ? series[from] : high;
	return high;
}

/* Of a point that holds the samples from @from on. */
static bool is_true_point(const struct message *point, uint64_t from)
{
	uint64_t seq = num(point, SEEP_A_POINT_SEQ);
	uint64_t count = num(point, SEEP_A_POINT_COUNT);

	if (seq != from + count - 1 || fds(point, LAST) != series[seq])
		return false;
	if (count == 1)
		return !has(point, SEEP_A_POINT_LOW) && !has(point, SEEP_A_POINT_HIGH) &&
		       num(point, SEEP_A_POINT_FIRST_AT) == num(point, SEEP_A_POINT_LAST_AT);
	return fds(point, LOW) == lowest(from, seq) && fds(point, HIGH) == highest(from, seq) &&
	       num(point, SEEP_A_POINT_FIRST_AT) < num(point, SEEP_A_POINT_LAST_AT);
}

/* The whole life, without a gap and without an overlap, and all of it true. */
static bool is_true_history(struct nl *nl, const struct history *history)
{
	struct message target;
	uint64_t seq = 0, at = 0;
	int i;

	if (target_get(nl, &target, ID(1)) ||
	    (uint64_t)history->used != num(&target, SEEP_A_TARGET_USED) ||
	    num(&target, SEEP_A_TARGET_USED) > num(&target, SEEP_A_TARGET_POINTS))
		return false;
	for (i = 0; i < history->used; i++) {
		const struct message *point = &history->point[i];

		if (!is_true_point(point, seq + 1) ||
		    num(point, SEEP_A_POINT_FIRST_AT) <= at)
			return false;
		if (i < history->used - 1 &&
		    num(point, SEEP_A_POINT_COUNT) != num(&target, SEEP_A_TARGET_STRIDE))
			return false;
		seq = num(point, SEEP_A_POINT_SEQ);
		at = num(point, SEEP_A_POINT_LAST_AT);
	}
	return seq == num(&target, SEEP_A_TARGET_SEQ);
}

TEST_F_TIMEOUT(seep, covers_all_of_a_long_life_in_few_points, PATIENT)
{
	uint64_t memory, first_at, stride = 1;
	struct history history;
	struct puppet puppet;
	int samples;

	ASSERT_TRUE(begin(&self->nl, &puppet, 16));
	memory = target_num(&self->nl, puppet.pid, SEEP_A_TARGET_MEMORY);
	EXPECT_GT(20000, memory);
	ASSERT_EQ(0, read_history(&self->nl, &history, 0));
	first_at = num(&history.point[0], SEEP_A_POINT_FIRST_AT);

	for (samples = 1; samples < 400; samples++) {
		ASSERT_TRUE(live_on(&self->nl, &puppet, 1));
		ASSERT_EQ(0, read_history(&self->nl, &history, 0));
		ASSERT_TRUE(is_true_history(&self->nl, &history))
			TH_LOG("after %d samples", samples + 1);
		ASSERT_EQ(first_at, num(&history.point[0], SEEP_A_POINT_FIRST_AT));
		if (samples == 16 * (int)stride)
			stride *= 2;
		ASSERT_EQ(stride, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_STRIDE));
		ASSERT_EQ(memory, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_MEMORY));
	}
	EXPECT_EQ(32, stride);
	EXPECT_EQ(0, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_MISSED));
}

TEST_F_TIMEOUT(seep, since_gives_the_points_with_a_newer_sample, PATIENT)
{
	struct history all, some;
	struct puppet puppet;
	uint64_t since;
	int skipped;

	ASSERT_TRUE(begin(&self->nl, &puppet, 16));
	ASSERT_TRUE(live_on(&self->nl, &puppet, 76));
	ASSERT_EQ(0, read_history(&self->nl, &all, 0));
	ASSERT_EQ(8, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_STRIDE));
	for (since = 0; since <= 80; since++) {
		ASSERT_EQ(0, read_history(&self->nl, &some, since));
		for (skipped = 0; skipped < all.used; skipped++)
			if (num(&all.point[skipped], SEEP_A_POINT_SEQ) > since)
				break;
		ASSERT_EQ(all.used - skipped, some.used)
			TH_LOG("since %d", (int)since);
		if (some.used)
			EXPECT_EQ(0, memcmp(some.point[0].raw, all.point[skipped].raw, 64));
	}
	/* Far beyond the end is not an error: nothing is new. */
	EXPECT_EQ(0, read_history(&self->nl, &some, UINT64_MAX));
	EXPECT_EQ(0, some.used);
}

/* A reader that asks for what is new again and again has all, each sample once. */
TEST_F_TIMEOUT(seep, a_reader_with_a_cursor_misses_nothing, PATIENT)
{
	struct history some;
	struct puppet puppet;
	uint64_t since = 0;
	int round, i;

	ASSERT_TRUE(begin(&self->nl, &puppet, 16));
	for (round = 0; round < 30; round++) {
		ASSERT_TRUE(live_on(&self->nl, &puppet, 1 + round % 6));
		ASSERT_EQ(0, read_history(&self->nl, &some, since));
		ASSERT_LT(0, some.used);
		for (i = 0; i < some.used; i++) {
			uint64_t seq = num(&some.point[i], SEEP_A_POINT_SEQ);
			uint64_t count = num(&some.point[i], SEEP_A_POINT_COUNT);

			/* The first may begin before the cursor, none after it. */
			EXPECT_LT(since, seq);
			EXPECT_GE(since, seq - count);
			EXPECT_EQ(series[seq], fds(&some.point[i], LAST));
			since = seq;
		}
		EXPECT_EQ(sequence(&self->nl), since);
	}
}

static uint64_t slots(uint64_t ns)
{
	return ns / 100000000;
}

TEST_F_TIMEOUT(seep, in_real_time_counts_what_it_takes_and_what_it_misses, PATIENT)
{
	uint64_t first, last, due;
	struct history history;
	struct message target;
	struct puppet puppet;
	int i, total = 0;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), POINTS(16), INTERVAL(100)));
	ASSERT_TRUE(wait_until(sequence(&self->nl) >= 20));
	puppet_exit(&puppet, 0);

	ASSERT_EQ(0, target_get(&self->nl, &target, ID(1)));
	ASSERT_EQ(0, read_history(&self->nl, &history, 0));
	for (i = 0; i < history.used; i++)
		total += num(&history.point[i], SEEP_A_POINT_COUNT);
	EXPECT_EQ(num(&target, SEEP_A_TARGET_SEQ), total);

	/* One at the beginning, one at the end, and one in each slot between. */
	first = num(&history.point[0], SEEP_A_POINT_FIRST_AT);
	last = num(&history.point[history.used - 1], SEEP_A_POINT_LAST_AT);
	EXPECT_EQ(num(&target, SEEP_A_TARGET_EXITED_AT) / 1000000, last / 1000000);
	due = slots(last) - slots(first) + 2;
	EXPECT_GE(1, llabs((long long)(due - num(&target, SEEP_A_TARGET_SEQ) -
				       num(&target, SEEP_A_TARGET_MISSED))));
}

TEST_HARNESS_MAIN
