// SPDX-License-Identifier: GPL-2.0
/* Many at once, from many sides. */
#include "test.h"

#define SIDES		4
#define ROUNDS		100
#define SHARED		8

/* What the sides have done, in memory that they share. */
struct tally {
	int adds;
	int dels;
	int wrong;
};

/* Done, or refused because another side was first; else it is wrong. */
static void note(struct tally *tally, int *done, int err, int expected)
{
	if (!err)
		__atomic_add_fetch(done, 1, __ATOMIC_RELAXED);
	else if (err != expected)
		__atomic_add_fetch(&tally->wrong, 1, __ATOMIC_RELAXED);
}

/* One of several that register and unregister the same processes. */
static void fight(struct tally *tally, const pid_t *pids, int side)
{
	struct nl nl;
	int i;

	if (nl_open(&nl))
		_exit(1);
	for (i = 0; i < ROUNDS * SHARED; i++) {
		const pid_t pid = pids[(i * (side + 1)) % SHARED];

		note(tally, &tally->adds, target_add(&nl, PID(pid), POINTS(16), INTERVAL(100)),
		     -EEXIST);
		note(tally, &tally->dels, target_del(&nl, PID(pids[i % SHARED])), -ENOENT);
	}
	_exit(0);
}

TEST_F_TIMEOUT(seep, registrations_of_the_same_processes_from_all_sides, PATIENT)
{
	struct tally *tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pids[SHARED], sides[SIDES];
	int i, status;

	ASSERT_NE(MAP_FAILED, tally);
	ASSERT_TRUE(sleepers_start(pids, SHARED));
	for (i = 0; i < SIDES; i++) {
		sides[i] = fork();
		if (!sides[i])
			fight(tally, pids, i);
	}
	for (i = 0; i < SIDES; i++) {
		ASSERT_EQ(sides[i], waitpid(sides[i], &status, 0));
		EXPECT_EQ(0, status);
	}
	EXPECT_EQ(0, tally->wrong);
	EXPECT_LT(ROUNDS, tally->adds);
	EXPECT_EQ(tally->adds - tally->dels, count_targets(&self->nl));
	EXPECT_EQ(tally->adds - tally->dels, status_num(&self->nl, SEEP_A_STATUS_LIVE));
	/* Each of them was told of, and each had a number. */
	EXPECT_EQ(tally->adds + tally->dels, status_num(&self->nl, SEEP_A_STATUS_EVENT_SEQ));
	ASSERT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_TRUE(wait_until(status_num(&self->nl, SEEP_A_STATUS_HOOKS) == 0));
}

static void count_point(const struct message *point, void *data)
{
	*(int *)data += value(point, SEEP_A_POINT_LAST, SEEP_A_VALUES_THREADS) == 1;
}

#define THOUSAND	1024

TEST_F_TIMEOUT(seep, a_thousand_targets, PATIENT)
{
	static pid_t pids[THOUSAND];
	int i, points = 0;

	ASSERT_TRUE(sleepers_start(pids, THOUSAND));
	for (i = 0; i < THOUSAND; i++)
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i]), INTERVAL(100), POINTS(16)));
	EXPECT_EQ(-ENOSPC, target_add(&self->nl, PID(getpid())));
	EXPECT_EQ(THOUSAND, status_num(&self->nl, SEEP_A_STATUS_LIVE));
	EXPECT_EQ(THOUSAND, count_targets(&self->nl));
	ASSERT_EQ(0, nl_dump(&self->nl, count_point, &points, SEEP_CMD_SAMPLE_GET,
			     FLAG(SEEP_A_SAMPLE_LATEST), FLAG(SEEP_A_SAMPLE_FRESH)));
	EXPECT_EQ(THOUSAND, points);
	/* The one timer gets round to all of them. */
	EXPECT_TRUE(wait_until(target_num(&self->nl, pids[0], SEEP_A_TARGET_SEQ) >= 3 &&
			       target_num(&self->nl, pids[THOUSAND - 1], SEEP_A_TARGET_SEQ) >= 3));

	sleepers_kill(pids, THOUSAND);
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_LIVE));
	EXPECT_EQ(64, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	EXPECT_EQ(64, count_targets(&self->nl));
	EXPECT_TRUE(wait_until(status_num(&self->nl, SEEP_A_STATUS_HOOKS) == 0));
}

static void work_for(int rounds)
{
	while (rounds--)
		asm volatile("" ::: "memory");
}

/* Registered in the moment of their death: taken or refused, but never left alive. */
TEST_F_TIMEOUT(seep, registrations_of_the_dying, PATIENT)
{
	int i, err, taken = 0, refused = 0;
	uint64_t id;
	pid_t pid;

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=1000"));
	/* One that stays, so that the hooks do too: the race is not theirs. */
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	for (i = 0; i < 300; i++) {
		pid = fork();
		if (!pid) {
			work_for(i * 20);
			_exit(1);
		}
		work_for(3000);
		err = target_add(&self->nl, PID(pid), POINTS(16), INTERVAL(100));
		taken += err == 0;
		refused += err == -ESRCH;
		ASSERT_TRUE(err == 0 || err == -ESRCH);
		ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	}
	EXPECT_TRUE(wait_until(status_num(&self->nl, SEEP_A_STATUS_LIVE) == 1));
	EXPECT_EQ(300, taken + refused);
	EXPECT_EQ(taken, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	for (id = 1; id <= (uint64_t)taken + 1; id++)
		EXPECT_EQ(0, target_get(&self->nl, NULL, ID(id)));
}

TEST_HARNESS_MAIN
