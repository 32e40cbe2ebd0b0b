// SPDX-License-Identifier: GPL-2.0
/* Unregistration. */
#include "test.h"

#define WORDS_EITHER	"name the target either by id or by pid"
#define WORDS_ALL	"either all targets or one"

TEST_F(seep, forgets_by_id_and_by_pid)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_EQ(0, target_del(&self->nl, PID(puppet.pid)));
	EXPECT_EQ(UINT64_MAX, target_id(&self->nl, puppet.pid));
	EXPECT_EQ(0, target_del(&self->nl, ID(target_id(&self->nl, getpid()))));
	EXPECT_EQ(0, count_targets(&self->nl));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_LIVE));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_MEMORY));
}

TEST_F(seep, forgets_one_that_has_exited)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	puppet_exit(&puppet, 0);
	ASSERT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	EXPECT_EQ(0, target_del(&self->nl, PID(puppet.pid)));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_EXITED));
}

TEST_F(seep, forgets_all_the_living_and_the_exited)
{
	pid_t pids[20];

	ASSERT_TRUE(sleepers_start(pids, 20));
	for (int i = 0; i < 20; i++)
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i])));
	sleepers_kill(pids, 5);
	EXPECT_EQ(20, count_targets(&self->nl));
	EXPECT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_EQ(0, count_targets(&self->nl));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_MEMORY));
	/* Of none, all are none. */
	EXPECT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
}

TEST_F(seep, refuses_one_that_is_none)
{
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl, target_del(&self->nl, ID(1)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl, target_del(&self->nl, ID(0)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl, target_del(&self->nl, PID(getpid())));
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl, target_del(&self->nl, ID(2)));
	EXPECT_EQ(1, count_targets(&self->nl));
}

TEST_F(seep, refuses_two_names_or_none)
{
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_REFUSED(EINVAL, WORDS_EITHER, &self->nl,
		       nl_do_attrs(&self->nl, NULL, SEEP_CMD_TARGET_DEL, NULL, 0));
	EXPECT_REFUSED(EINVAL, WORDS_EITHER, &self->nl,
		       target_del(&self->nl, ID(1), PID(getpid())));
	EXPECT_REFUSED(EINVAL, WORDS_ALL, &self->nl,
		       target_del(&self->nl, ID(1), FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_REFUSED(EINVAL, WORDS_ALL, &self->nl,
		       target_del(&self->nl, PID(getpid()), FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_EQ(1, count_targets(&self->nl));
}

TEST_HARNESS_MAIN
