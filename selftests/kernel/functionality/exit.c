// SPDX-License-Identifier: GPL-2.0
/* The end of a process freezes its target, with a last look at what it held. */
#include "test.h"

static void keep(const struct message *point, void *data)
{
	*(struct message *)data = *point;
}

/* The newest point of the history. */
static int last_point(struct nl *nl, uint64_t id, struct message *point)
{
	return nl_dump(nl, keep, point, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, id));
}

#define at_end(point, name)	value(point, SEEP_A_POINT_LAST, SEEP_A_VALUES_##name)

TEST_F(seep, freezes_with_an_exact_last_sample)
{
	struct message target, point;
	struct puppet puppet;
	int fds, maps;
	uint64_t size;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), INTERVAL(SEEP_INTERVAL_MAX)));
	ASSERT_EQ(50, puppet_do(&puppet, "open", 50));
	ASSERT_EQ(0, puppet_do(&puppet, "map", 1 << 20));
	ASSERT_EQ(0, puppet_do(&puppet, "threads", 3));
	fds = count_fds(puppet.pid);
	maps = count_maps(puppet.pid);
	size = proc_status(puppet.pid, "VmSize") * 1024;
	EXPECT_EQ(0x700, puppet_exit(&puppet, 7));

	ASSERT_EQ(0, target_get(&self->nl, &target, PID(puppet.pid)));
	EXPECT_EQ(SEEP_TARGET_STATE_EXITED, num(&target, SEEP_A_TARGET_STATE));
	EXPECT_EQ(0x700, num(&target, SEEP_A_TARGET_EXIT_CODE));
	EXPECT_LT(num(&target, SEEP_A_TARGET_ADDED_AT), num(&target, SEEP_A_TARGET_EXITED_AT));
	EXPECT_STREQ("puppet", text(&target, SEEP_A_TARGET_COMM));
	EXPECT_FALSE(has(&target, SEEP_A_TARGET_LIMITS));
	EXPECT_EQ(2, num(&target, SEEP_A_TARGET_SEQ));

	ASSERT_EQ(0, last_point(&self->nl, 1, &point));
	EXPECT_EQ(2, num(&point, SEEP_A_POINT_SEQ));
	EXPECT_EQ(fds, at_end(&point, FDS));
	EXPECT_EQ(maps, at_end(&point, MAPS));
	EXPECT_EQ(size, at_end(&point, MAPPED));
	/* Its threads may have begun to go. */
	EXPECT_LE(1, at_end(&point, THREADS));
	EXPECT_GE(4, at_end(&point, THREADS));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_LIVE));
}

TEST_F(seep, tells_the_signal)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	kill(puppet.pid, SIGTERM);
	EXPECT_EQ(SIGTERM, puppet_wait(&puppet));
	EXPECT_EQ(SIGTERM, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_EXIT_CODE));
}

TEST_F(seep, tells_of_a_core)
{
	struct puppet puppet;
	int status;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	puppet_tell(&puppet, "core", 0);
	status = puppet_wait(&puppet);
	EXPECT_EQ(SIGABRT | WCOREFLAG, status);
	EXPECT_EQ(status, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_EXIT_CODE));
}

TEST_F(seep, tells_the_code_of_one_whose_first_thread_went_before)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, puppet_do(&puppet, "leave", 0));
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE,
		  target_num(&self->nl, puppet.pid, SEEP_A_TARGET_STATE));
	EXPECT_EQ(0x900, puppet_exit(&puppet, 9));
	EXPECT_EQ(0x900, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_EXIT_CODE));
}

TEST_F(seep, of_a_thread_is_no_end)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, puppet_do(&puppet, "threads", 20));
	ASSERT_EQ(0, puppet_do(&puppet, "threads", 0));
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE,
		  target_num(&self->nl, puppet.pid, SEEP_A_TARGET_STATE));
}

TEST_F(seep, leaves_the_history_as_it_was)
{
	struct message before, after;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), INTERVAL(100), POINTS(16)));
	ASSERT_TRUE(wait_until(target_num(&self->nl, puppet.pid, SEEP_A_TARGET_SEQ) > 3));
	puppet_exit(&puppet, 0);
	ASSERT_EQ(0, target_get(&self->nl, &before, ID(1)));
	usleep(300000);		/* three more would have been due */
	ASSERT_EQ(0, target_get(&self->nl, &after, ID(1)));
	EXPECT_EQ(num(&before, SEEP_A_TARGET_SEQ), num(&after, SEEP_A_TARGET_SEQ));
	EXPECT_EQ(num(&before, SEEP_A_TARGET_USED), num(&after, SEEP_A_TARGET_USED));
	EXPECT_EQ(num(&before, SEEP_A_TARGET_MISSED), num(&after, SEEP_A_TARGET_MISSED));
}

/* Killed in the midst of whatever it does, again and again. */
TEST_F_TIMEOUT(seep, by_kill_under_load_is_always_seen, PATIENT)
{
	static const char * const work[] = { "storm", "spin", "map-many", "open", "threads" };
	struct puppet puppet;
	struct message point;
	int i;

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=4"));
	/* One that stays, so that the hooks do too. */
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	for (i = 0; i < 60; i++) {
		ASSERT_PUPPET(&puppet);
		ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), FOLLOW(100)));
		puppet_tell(&puppet, work[i % ARRAY_SIZE(work)], 200);
		usleep(i * 100);
		kill(puppet.pid, SIGKILL);
		ASSERT_EQ(SIGKILL, puppet_wait(&puppet));
		ASSERT_EQ(SIGKILL, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_EXIT_CODE));
		ASSERT_EQ(0, last_point(&self->nl, target_id(&self->nl, puppet.pid), &point));
		EXPECT_LT(0, at_end(&point, FDS));
		EXPECT_LT(0, at_end(&point, MAPS));
	}
}

static bool is_kept(struct nl *nl, uint64_t id)
{
	return target_get(nl, NULL, ID(id)) == 0;
}

TEST_F(seep, pushes_out_the_one_that_exited_first)
{
	pid_t pids[6];
	int i;

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=4"));
	ASSERT_TRUE(sleepers_start(pids, 6));
	for (i = 0; i < 6; i++)
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i])));
	for (i = 5; i >= 2; i--)
		sleepers_kill(&pids[i], 1);
	EXPECT_EQ(4, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	EXPECT_EQ(6, count_targets(&self->nl));

	sleepers_kill(&pids[1], 1);
	EXPECT_EQ(4, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	EXPECT_FALSE(is_kept(&self->nl, 6));
	EXPECT_TRUE(is_kept(&self->nl, 5));
	sleepers_kill(&pids[0], 1);
	EXPECT_FALSE(is_kept(&self->nl, 5));
	for (i = 1; i <= 4; i++)
		EXPECT_TRUE(is_kept(&self->nl, i));
}

TEST_F(seep, keeps_nobody_when_told_so)
{
	struct puppet puppet;

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=0"));
	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	puppet_exit(&puppet, 0);
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	EXPECT_EQ(0, count_targets(&self->nl));
}

TEST_F(seep, pushes_out_followed_children_before_those_that_were_named)
{
	struct puppet root;
	pid_t named;
	int i;

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=3"));
	ASSERT_TRUE(sleepers_start(&named, 1));
	ASSERT_PUPPET(&root);
	ASSERT_EQ(0, target_add(&self->nl, PID(named)));
	ASSERT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(10)));
	sleepers_kill(&named, 1);
	for (i = 0; i < 8; i++)
		ASSERT_LT(0, puppet_do(&root, "vfork", 0));
	EXPECT_EQ(3, status_num(&self->nl, SEEP_A_STATUS_EXITED));
	/* The named one exited first of all, and is still there. */
	EXPECT_TRUE(is_kept(&self->nl, 1));
	EXPECT_FALSE(is_kept(&self->nl, 3));
	EXPECT_TRUE(is_kept(&self->nl, 10));
}

TEST_F(seep, does_not_push_out_a_root_whose_descendants_live)
{
	struct puppet root;
	long daemon;
	pid_t pids[3];
	int i;

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=1"));
	ASSERT_PUPPET(&root);
	ASSERT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(10)));
	daemon = puppet_do(&root, "daemon", 0);
	ASSERT_LT(0, daemon);
	puppet_exit(&root, 0);
	ASSERT_TRUE(sleepers_start(pids, 3));
	for (i = 0; i < 3; i++) {
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i])));
		sleepers_kill(&pids[i], 1);
		EXPECT_TRUE(is_kept(&self->nl, 1));
	}
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE, target_num(&self->nl, daemon, SEEP_A_TARGET_STATE));

	/* The daemon, now a child of this process, was the last that needed it. */
	kill(daemon, SIGKILL);
	ASSERT_EQ(daemon, waitpid(daemon, NULL, 0));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_EXITED));
}

TEST_HARNESS_MAIN
