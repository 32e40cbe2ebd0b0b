// SPDX-License-Identifier: GPL-2.0
/* Asking for one target, for all of them, and for the module itself. */
#include "test.h"

#define WORDS_EITHER	"name the target either by id or by pid"
#define WORDS_BARE	"a dump of targets takes no attributes"

TEST_F(seep, finds_by_id_and_by_pid)
{
	struct message by_pid, by_id;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), LABEL("me")));
	ASSERT_EQ(0, target_get(&self->nl, &by_pid, PID(getpid())));
	ASSERT_EQ(0, target_get(&self->nl, &by_id, ID(num(&by_pid, SEEP_A_TARGET_ID))));
	EXPECT_EQ(getpid(), num(&by_id, SEEP_A_TARGET_PID));
	EXPECT_STREQ("me", text(&by_id, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(SEEP_CMD_TARGET_GET, by_id.cmd);
}

TEST_F(seep, refuses_one_that_is_none)
{
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl,
		       target_get(&self->nl, NULL, PID(getpid())));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl, target_get(&self->nl, NULL, ID(1)));
}

TEST_F(seep, refuses_two_names_or_none)
{
	EXPECT_REFUSED(EINVAL, WORDS_EITHER, &self->nl,
		       target_get(&self->nl, NULL, ID(1), PID(getpid())));
	EXPECT_REFUSED(EINVAL, WORDS_EITHER, &self->nl,
		       nl_do_attrs(&self->nl, NULL, SEEP_CMD_TARGET_GET, NULL, 0));
}

TEST_F(seep, dumps_only_all_of_them)
{
	EXPECT_REFUSED(EINVAL, WORDS_BARE, &self->nl,
		       nl_dump(&self->nl, NULL, NULL, SEEP_CMD_TARGET_GET, PID(getpid())));
	EXPECT_EQ(0, count_targets(&self->nl));
}

TEST_F(seep, of_a_registration_made_again_finds_the_living_one)
{
	struct puppet puppet;
	struct message target;

	/* Both have the same PID: the one that was left behind, and a new one. */
	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), LABEL("old")));
	ASSERT_EQ(0, target_del(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), LABEL("new")));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(puppet.pid)));
	EXPECT_STREQ("new", text(&target, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(2, num(&target, SEEP_A_TARGET_ID));
}

TEST_F(seep, a_recycled_pid_is_a_new_target_beside_the_old_one)
{
	struct message target;
	char last[16];
	pid_t pid, again;

	ASSERT_TRUE(sleepers_start(&pid, 1));
	ASSERT_EQ(0, target_add(&self->nl, PID(pid), LABEL("old")));
	sleepers_kill(&pid, 1);
	snprintf(last, sizeof(last), "%d", pid - 1);
	ASSERT_TRUE(write_file("/proc/sys/kernel/ns_last_pid", last));
	ASSERT_TRUE(sleepers_start(&again, 1));
	ASSERT_EQ(pid, again);

	ASSERT_EQ(0, target_add(&self->nl, PID(pid), LABEL("new")));
	EXPECT_EQ(2, count_targets(&self->nl));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(pid)));
	EXPECT_STREQ("new", text(&target, SEEP_A_TARGET_LABEL));
	ASSERT_EQ(0, target_get(&self->nl, &target, ID(1)));
	EXPECT_STREQ("old", text(&target, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(SEEP_TARGET_STATE_EXITED, num(&target, SEEP_A_TARGET_STATE));
}

TEST_F(seep, shows_what_the_module_has_and_may)
{
	struct message status;

	ASSERT_EQ(0, module_reload(&self->nl, "max_targets=7 max_exited=3"));
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	ASSERT_EQ(0, nl_do_attrs(&self->nl, &status, SEEP_CMD_STATUS_GET, NULL, 0));
	EXPECT_TRUE(text(&status, SEEP_A_STATUS_VERSION)[0]);
	EXPECT_EQ(1, num(&status, SEEP_A_STATUS_LIVE));
	EXPECT_EQ(0, num(&status, SEEP_A_STATUS_EXITED));
	EXPECT_EQ(7, num(&status, SEEP_A_STATUS_MAX_TARGETS));
	EXPECT_EQ(3, num(&status, SEEP_A_STATUS_MAX_EXITED));
	EXPECT_EQ(target_num(&self->nl, getpid(), SEEP_A_TARGET_MEMORY),
		  num(&status, SEEP_A_STATUS_MEMORY));
	EXPECT_EQ(1, num(&status, SEEP_A_STATUS_EVENT_SEQ));
	EXPECT_EQ(0, num(&status, SEEP_A_STATUS_EVENTS_LOST));
}

TEST_HARNESS_MAIN
