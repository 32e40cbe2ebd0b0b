// SPDX-License-Identifier: GPL-2.0
/* Another program in the same process: the target stays. */
#include "test.h"

#define execs_of(nl, pid)	target_num(nl, pid, SEEP_A_TARGET_EXECS)

TEST_F(seep, is_counted_and_keeps_the_target)
{
	struct message before, after, point;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), LABEL("stays")));
	ASSERT_EQ(0, target_get(&self->nl, &before, PID(puppet.pid)));
	EXPECT_EQ(0, num(&before, SEEP_A_TARGET_EXECS));
	EXPECT_FALSE(has(&before, SEEP_A_TARGET_EXEC_AT));
	EXPECT_STREQ("puppet", text(&before, SEEP_A_TARGET_COMM));

	ASSERT_EQ(0, puppet_do(&puppet, "exec", 0));
	ASSERT_EQ(0, target_get(&self->nl, &after, PID(puppet.pid)));
	EXPECT_EQ(1, num(&after, SEEP_A_TARGET_EXECS));
	EXPECT_LT(num(&before, SEEP_A_TARGET_ADDED_AT), num(&after, SEEP_A_TARGET_EXEC_AT));
	EXPECT_STREQ("exe", text(&after, SEEP_A_TARGET_COMM));
	EXPECT_STREQ("stays", text(&after, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(1, num(&after, SEEP_A_TARGET_ID));
	EXPECT_EQ(num(&before, SEEP_A_TARGET_START_TIME), num(&after, SEEP_A_TARGET_START_TIME));

	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &point));
	EXPECT_EQ(1, value(&point, SEEP_A_POINT_LAST, SEEP_A_VALUES_EXECS));
	EXPECT_EQ(count_maps(puppet.pid), value(&point, SEEP_A_POINT_LAST, SEEP_A_VALUES_MAPS));
}

TEST_F(seep, is_counted_each_time)
{
	struct puppet puppet;
	int i;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	for (i = 1; i <= 10; i++) {
		ASSERT_EQ(0, puppet_do(&puppet, "exec", 0));
		EXPECT_EQ(i, execs_of(&self->nl, puppet.pid));
	}
}

TEST_F(seep, by_another_thread_takes_the_place_of_the_first)
{
	struct message target, point;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, puppet_do(&puppet, "threads", 5));
	ASSERT_EQ(0, puppet_do(&puppet, "exec-thread", 0));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(puppet.pid)));
	EXPECT_EQ(1, num(&target, SEEP_A_TARGET_EXECS));
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE, num(&target, SEEP_A_TARGET_STATE));
	EXPECT_STREQ("exe", text(&target, SEEP_A_TARGET_COMM));
	EXPECT_EQ(proc_stat(puppet.pid, 22), num(&target, SEEP_A_TARGET_START_TIME));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &point));
	EXPECT_EQ(1, value(&point, SEEP_A_POINT_LAST, SEEP_A_VALUES_THREADS));

	/* It still is the process that can be registered only once, and exits. */
	EXPECT_EQ(-EEXIST, target_add(&self->nl, PID(puppet.pid)));
	EXPECT_EQ(0x300, puppet_exit(&puppet, 3));
	EXPECT_EQ(0x300, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_EXIT_CODE));
}

TEST_F(seep, of_a_stranger_or_a_child_is_not_counted)
{
	struct puppet puppet, stranger;

	ASSERT_PUPPET(&puppet);
	ASSERT_PUPPET(&stranger);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, puppet_do(&stranger, "exec", 0));
	EXPECT_LT(0, puppet_do(&puppet, "vfork", 0));
	EXPECT_EQ(0, execs_of(&self->nl, puppet.pid));
}

TEST_F(seep, that_fails_is_not_counted)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	EXPECT_EQ(-1, puppet_do(&puppet, "exec-nothing", 0));
	EXPECT_EQ(0, execs_of(&self->nl, puppet.pid));
}

TEST_HARNESS_MAIN
