// SPDX-License-Identifier: GPL-2.0
/*
 * Dumps that go on while what they show changes. Read a page at a time, a dump
 * takes many reads, and between any two of them a test does its worst.
 */
#include "test.h"

#define TARGETS		300
#define POINTS_MAX	512

/* How often each PID came, and in which order. */
struct listing {
	int times[32768 * 2];
	uint64_t last_id;
	bool ordered;
	int count;
};

static struct listing listing;

static void begin_listing(void)
{
	memset(&listing, 0, sizeof(listing));
	listing.ordered = true;
}

static void list(const struct message *target, void *data)
{
	uint64_t id = num(target, SEEP_A_TARGET_ID);

	listing.times[num(target, SEEP_A_TARGET_PID) % ARRAY_SIZE(listing.times)]++;
	listing.ordered &= id > listing.last_id;
	listing.last_id = id;
	listing.count++;
}

static pid_t pids[TARGETS];

static bool register_all(struct nl *nl)
{
	int i;

	if (!sleepers_start(pids, TARGETS))
		return false;
	for (i = 0; i < TARGETS; i++)
		if (target_add(nl, PID(pids[i]), POINTS(16), INTERVAL(SEEP_INTERVAL_MAX)))
			return false;
	return true;
}

static int begin_dump(struct nl *nl)
{
	begin_listing();
	return nl_send(nl, SEEP_CMD_TARGET_GET, NLM_F_DUMP, NULL, 0);
}

TEST_F_TIMEOUT(seep, without_a_change_has_all_once_and_in_order, PATIENT)
{
	int reads = 0, more, i;
	struct nl slow;

	ASSERT_TRUE(register_all(&self->nl));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_dump(&slow));
	do {
		more = nl_dump_read(&slow, list, NULL);
		reads++;
	} while (more == 1);
	ASSERT_EQ(0, more);
	EXPECT_LT(10, reads);
	EXPECT_FALSE(slow.interrupted);
	EXPECT_EQ(TARGETS, listing.count);
	EXPECT_TRUE(listing.ordered);
	for (i = 0; i < TARGETS; i++)
		EXPECT_EQ(1, listing.times[pids[i]]);
	nl_close(&slow);
}

/* Every third is removed as the dump goes on, and others are added. */
TEST_F_TIMEOUT(seep, with_changes_has_all_that_stayed_once_and_says_so, PATIENT)
{
	struct nl slow;
	pid_t added[60];
	int i, more, next = 0, extra = 0;

	ASSERT_TRUE(register_all(&self->nl));
	ASSERT_TRUE(sleepers_start(added, 60));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_dump(&slow));
	do {
		more = nl_dump_read(&slow, list, NULL);
		for (i = 0; i < 12 && next < TARGETS; i++, next += 3)
			ASSERT_EQ(0, target_del(&self->nl, PID(pids[(next * 7) % TARGETS])));
		if (extra < 60)
			ASSERT_EQ(0, target_add(&self->nl, PID(added[extra++]), POINTS(16)));
	} while (more == 1);
	ASSERT_EQ(0, more);
	EXPECT_TRUE(slow.interrupted);
	EXPECT_TRUE(listing.ordered);
	for (i = 0; i < TARGETS; i++) {
		bool removed = false;

		for (int n = 0; n < next; n += 3)
			removed |= (n * 7) % TARGETS == i;
		EXPECT_GE(1, listing.times[pids[i]]);
		EXPECT_LE(!removed, listing.times[pids[i]]);
	}
	for (i = 0; i < 60; i++)
		EXPECT_GE(1, listing.times[added[i]]);
	nl_close(&slow);
}

TEST_F_TIMEOUT(seep, goes_on_behind_one_that_was_removed_under_it, PATIENT)
{
	struct nl slow;
	int i, more = 1;
	uint64_t cursor;

	ASSERT_TRUE(register_all(&self->nl));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_dump(&slow));
	ASSERT_EQ(1, nl_dump_read(&slow, list, NULL));
	/* The one it stands on, and all around it that the next piece may have. */
	cursor = listing.last_id;
	ASSERT_LT(1, cursor);
	for (i = 0; i < 3; i++)
		ASSERT_EQ(0, target_del(&self->nl, ID(cursor - i)));
	while (more == 1)
		more = nl_dump_read(&slow, list, NULL);
	EXPECT_EQ(0, more);
	EXPECT_TRUE(listing.ordered);
	for (i = cursor; i < TARGETS; i++)
		EXPECT_EQ(1, listing.times[pids[i]]);
	nl_close(&slow);
}

TEST_F_TIMEOUT(seep, ends_when_all_are_removed_under_it, PATIENT)
{
	struct nl slow;

	ASSERT_TRUE(register_all(&self->nl));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_dump(&slow));
	ASSERT_EQ(1, nl_dump_read(&slow, list, NULL));
	ASSERT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_EQ(0, nl_dump_rest(&slow, list, NULL));
	EXPECT_GT(TARGETS, listing.count);
	EXPECT_TRUE(slow.interrupted);
	nl_close(&slow);
}

static void count_latest(const struct message *point, void *data)
{
	int *times = data;

	times[num(point, SEEP_A_POINT_TARGET) % 1024]++;
}

TEST_F_TIMEOUT(seep, of_the_newest_samples_has_all_that_stayed_once, PATIENT)
{
	static int times[1024];
	struct nl slow;
	int more, id = 1;

	ASSERT_TRUE(register_all(&self->nl));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, nl_dump_begin(&slow, SEEP_CMD_SAMPLE_GET, FLAG(SEEP_A_SAMPLE_LATEST),
				   FLAG(SEEP_A_SAMPLE_FRESH)));
	do {
		more = nl_dump_read(&slow, count_latest, times);
		ASSERT_EQ(0, target_del(&self->nl, ID(id)));
		ASSERT_EQ(0, target_del(&self->nl, ID(TARGETS + 1 - id)));
		id++;
	} while (more == 1);
	EXPECT_EQ(0, more);
	EXPECT_LT(5, id);
	EXPECT_TRUE(slow.interrupted);
	for (; id <= TARGETS / 2; id++) {
		EXPECT_EQ(1, times[id]);
		EXPECT_EQ(1, times[TARGETS + 1 - id]);
	}
	nl_close(&slow);
}

/* Processes that exit while they are shown are shown once all the same. */
TEST_F_TIMEOUT(seep, has_those_once_that_exit_under_it, PATIENT)
{
	int more, i, next = 0;
	struct nl slow;

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=1000"));
	ASSERT_TRUE(register_all(&self->nl));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_dump(&slow));
	do {
		more = nl_dump_read(&slow, list, NULL);
		if (next < TARGETS)
			sleepers_kill(&pids[next], 10);
		next += 10;
	} while (more == 1);
	EXPECT_EQ(0, more);
	EXPECT_EQ(TARGETS, listing.count);
	for (i = 0; i < TARGETS; i++)
		EXPECT_EQ(1, listing.times[pids[i]]);
	nl_close(&slow);
}

/* Others add and remove without a pause while dump follows dump. */
static void churn(const pid_t *some, int count)
{
	struct nl nl;
	int i;

	if (nl_open(&nl))
		_exit(1);
	while (1)
		for (i = 0; i < count; i++)
			if (target_add(&nl, PID(some[i]), POINTS(16)) ||
			    target_del(&nl, PID(some[i])))
				_exit(1);
}

TEST_F_TIMEOUT(seep, again_and_again_under_churn_has_all_that_stayed, PATIENT)
{
	int round, i, interrupted = 0;
	pid_t some[40], churner;
	struct nl slow;

	ASSERT_TRUE(register_all(&self->nl));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_TRUE(sleepers_start(some, 40));
	churner = fork();
	if (!churner)
		churn(some, 40);
	for (round = 0; round < 40; round++) {
		ASSERT_EQ(0, begin_dump(&slow));
		ASSERT_EQ(0, nl_dump_rest(&slow, list, NULL));
		interrupted += slow.interrupted;
		EXPECT_TRUE(listing.ordered);
		for (i = 0; i < TARGETS; i++)
			ASSERT_EQ(1, listing.times[pids[i]]);
		for (i = 0; i < 40; i++)
			ASSERT_GE(1, listing.times[some[i]]);
	}
	EXPECT_LT(0, interrupted);
	EXPECT_EQ(0, waitpid(churner, NULL, WNOHANG));
	sleepers_kill(&churner, 1);
	nl_close(&slow);
}

struct series {
	int used;
	uint64_t seq[POINTS_MAX];
	uint64_t count[POINTS_MAX];
};

static void collect(const struct message *point, void *data)
{
	struct series *series = data;

	if (series->used < POINTS_MAX) {
		series->seq[series->used] = num(point, SEEP_A_POINT_SEQ);
		series->count[series->used] = num(point, SEEP_A_POINT_COUNT);
	}
	series->used++;
}

static uint64_t sequence(struct nl *nl)
{
	struct message target;

	return target_get(nl, &target, ID(1)) ? 0 : num(&target, SEEP_A_TARGET_SEQ);
}

static bool take_samples(struct nl *nl, int count)
{
	uint64_t seq = sequence(nl);

	while (count--) {
		seq++;
		if (target_set(nl, ID(1), INTERVAL(SEEP_INTERVAL_MAX)) ||
		    !wait_until(sequence(nl) == seq))
			return false;
	}
	return true;
}

static int begin_history(struct nl *nl, struct puppet *puppet, int points)
{
	if (puppet_start(puppet))
		return -ECHILD;
	return target_add(nl, PID(puppet->pid), POINTS(points), INTERVAL(SEEP_INTERVAL_MAX));
}

/* Points follow each other without a gap and without an overlap. */
static bool is_seamless(const struct series *series, uint64_t from)
{
	int i;

	for (i = 0; i < series->used; i++) {
		if (series->seq[i] != from + series->count[i])
			return false;
		from = series->seq[i];
	}
	return true;
}

/* Points that merge under a dump come again merged: it must not look whole. */
TEST_F_TIMEOUT(seep, of_a_history_that_is_halved_under_it_says_so, PATIENT)
{
	struct series series = {};
	struct puppet puppet;
	struct nl slow;
	int i;

	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_history(&self->nl, &puppet, 64));
	ASSERT_TRUE(take_samples(&self->nl, 127));	/* full, two samples a point */
	ASSERT_EQ(2, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_STRIDE));

	ASSERT_EQ(0, nl_dump_begin(&slow, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, 1)));
	ASSERT_EQ(1, nl_dump_read(&slow, collect, &series));
	ASSERT_TRUE(take_samples(&self->nl, 1));
	ASSERT_EQ(4, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_STRIDE));
	ASSERT_EQ(0, nl_dump_rest(&slow, collect, &series));
	EXPECT_TRUE(slow.interrupted);
	for (i = 1; i < series.used; i++)
		EXPECT_LT(series.seq[i - 1], series.seq[i]);
	EXPECT_EQ(129, series.seq[series.used - 1]);

	/* Asked again, it is whole. */
	series.used = 0;
	ASSERT_EQ(0, nl_dump(&self->nl, collect, &series, SEEP_CMD_SAMPLE_GET,
			     U64(SEEP_A_SAMPLE_TARGET, 1)));
	EXPECT_FALSE(self->nl.interrupted);
	EXPECT_TRUE(is_seamless(&series, 0));
	nl_close(&slow);
}

TEST_F_TIMEOUT(seep, of_a_history_that_grows_under_it_is_seamless, PATIENT)
{
	struct series series = {};
	struct puppet puppet;
	struct nl slow;
	int more, reads = 0;

	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_history(&self->nl, &puppet, 64));
	ASSERT_TRUE(take_samples(&self->nl, 64 + 40));
	ASSERT_EQ(2, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_STRIDE));

	ASSERT_EQ(0, nl_dump_begin(&slow, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, 1)));
	do {
		more = nl_dump_read(&slow, collect, &series);
		ASSERT_TRUE(take_samples(&self->nl, 1));
		reads++;
	} while (more == 1);
	EXPECT_EQ(0, more);
	EXPECT_LT(3, reads);
	EXPECT_FALSE(slow.interrupted);
	EXPECT_TRUE(is_seamless(&series, 0));
	EXPECT_LE(105, series.seq[series.used - 1]);
	nl_close(&slow);
}

TEST_F_TIMEOUT(seep, of_a_history_ends_with_its_target, PATIENT)
{
	struct series series = {};
	struct puppet puppet;
	struct nl slow;

	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, begin_history(&self->nl, &puppet, 64));
	ASSERT_TRUE(take_samples(&self->nl, 60));
	ASSERT_EQ(0, nl_dump_begin(&slow, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, 1)));
	ASSERT_EQ(1, nl_dump_read(&slow, collect, &series));
	ASSERT_EQ(0, target_del(&self->nl, ID(1)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &slow,
		       nl_dump_rest(&slow, collect, &series));
	nl_close(&slow);
}

TEST_HARNESS_MAIN
