// SPDX-License-Identifier: GPL-2.0
/* Following forks: every child is registered before it runs, or counted as lost. */
#include "test.h"

#define followed(nl, pid)	target_num(nl, pid, SEEP_A_TARGET_FOLLOWED)
#define lost(nl, pid)		target_num(nl, pid, SEEP_A_TARGET_FOLLOW_LOST)

static int begin(struct nl *nl, struct puppet *puppet, int max)
{
	if (puppet_start(puppet))
		return -ECHILD;
	return target_add(nl, PID(puppet->pid), FOLLOW(max), LABEL("family"), INTERVAL(2000),
			  POINTS(32));
}

TEST_F(seep, makes_a_target_of_a_child)
{
	struct puppet root;
	struct message child;
	long pid;

	ASSERT_EQ(0, begin(&self->nl, &root, 4));
	pid = puppet_do(&root, "fork", 1);
	ASSERT_LT(0, pid);
	ASSERT_EQ(0, target_get(&self->nl, &child, PID(pid)));
	EXPECT_EQ(2, num(&child, SEEP_A_TARGET_ID));
	EXPECT_EQ(1, num(&child, SEEP_A_TARGET_PARENT));
	EXPECT_STREQ("family", text(&child, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(2000, num(&child, SEEP_A_TARGET_INTERVAL));
	EXPECT_EQ(32, num(&child, SEEP_A_TARGET_POINTS));
	EXPECT_EQ(proc_stat(pid, 22), num(&child, SEEP_A_TARGET_START_TIME));
	/* What its bound is and what was lost is the root's to say. */
	EXPECT_FALSE(has(&child, SEEP_A_TARGET_FOLLOW));
	EXPECT_EQ(1, followed(&self->nl, root.pid));
	EXPECT_EQ(0, lost(&self->nl, root.pid));
	EXPECT_TRUE(wait_until(target_num(&self->nl, pid, SEEP_A_TARGET_SEQ) >= 1));
}

TEST_F(seep, goes_on_with_grandchildren)
{
	struct puppet root;
	long last;

	ASSERT_EQ(0, begin(&self->nl, &root, 10));
	last = puppet_do(&root, "chain", 4);
	ASSERT_LT(0, last);
	EXPECT_EQ(4, followed(&self->nl, root.pid));
	EXPECT_EQ(5, target_id(&self->nl, last));
	EXPECT_EQ(4, target_num(&self->nl, last, SEEP_A_TARGET_PARENT));
	EXPECT_EQ(0, lost(&self->nl, root.pid));
}

TEST_F(seep, sees_a_vfork_that_is_over_already)
{
	struct puppet root;
	struct message child;
	long pid;

	ASSERT_EQ(0, begin(&self->nl, &root, 4));
	pid = puppet_do(&root, "vfork", 5);
	ASSERT_LT(0, pid);
	ASSERT_EQ(0, target_get(&self->nl, &child, PID(pid)));
	EXPECT_EQ(SEEP_TARGET_STATE_EXITED, num(&child, SEEP_A_TARGET_STATE));
	EXPECT_EQ(0x500, num(&child, SEEP_A_TARGET_EXIT_CODE));
	/* It lived too short for more than one sample, and had its last look. */
	EXPECT_LE(1, num(&child, SEEP_A_TARGET_SEQ));
	EXPECT_GE(2, num(&child, SEEP_A_TARGET_SEQ));
}

TEST_F(seep, follows_a_daemon_that_leaves_its_parents)
{
	struct puppet root;
	long daemon;

	ASSERT_EQ(0, begin(&self->nl, &root, 4));
	daemon = puppet_do(&root, "daemon", 0);
	ASSERT_LT(0, daemon);
	EXPECT_EQ(2, followed(&self->nl, root.pid));
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE, target_num(&self->nl, daemon, SEEP_A_TARGET_STATE));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_EXITED));
}

TEST_F(seep, follows_children_that_share_files_or_memory)
{
	struct puppet root;
	struct message point;
	long files, memory;

	ASSERT_EQ(0, begin(&self->nl, &root, 4));
	files = puppet_do(&root, "clone", CLONE_FILES);
	memory = puppet_do(&root, "clone", CLONE_VM);
	ASSERT_LT(0, files);
	ASSERT_LT(0, memory);
	EXPECT_EQ(2, target_id(&self->nl, files));
	EXPECT_EQ(3, target_id(&self->nl, memory));
	/* What is shared is shown for each. */
	ASSERT_EQ(40, puppet_do(&root, "open", 40));
	ASSERT_EQ(0, sample_fresh(&self->nl, 2, &point));
	EXPECT_EQ(count_fds(root.pid), value(&point, SEEP_A_POINT_LAST, SEEP_A_VALUES_FDS));
}

TEST_F(seep, takes_a_child_that_is_process_1_of_a_namespace)
{
	struct puppet root;
	long pid;

	ASSERT_EQ(0, begin(&self->nl, &root, 4));
	pid = puppet_do(&root, "fork-namespace", 0);
	ASSERT_LT(0, pid);
	EXPECT_EQ(2, target_id(&self->nl, pid));
}

TEST_F(seep, takes_no_thread_for_a_child)
{
	struct puppet root;

	ASSERT_EQ(0, begin(&self->nl, &root, 4));
	ASSERT_EQ(0, puppet_do(&root, "threads", 10));
	ASSERT_LT(0, puppet_do(&root, "thread", 0));
	EXPECT_EQ(0, followed(&self->nl, root.pid));
	EXPECT_EQ(0, lost(&self->nl, root.pid));
	EXPECT_EQ(1, count_targets(&self->nl));
}

TEST_F(seep, counts_what_is_beyond_its_bound)
{
	struct puppet root;

	ASSERT_EQ(0, begin(&self->nl, &root, 3));
	ASSERT_LT(0, puppet_do(&root, "fork", 5));
	EXPECT_EQ(3, followed(&self->nl, root.pid));
	EXPECT_EQ(2, lost(&self->nl, root.pid));
	EXPECT_EQ(4, count_targets(&self->nl));
}

TEST_F(seep, has_room_again_when_a_child_has_exited)
{
	struct puppet root;
	long pid;
	int i;

	ASSERT_EQ(0, begin(&self->nl, &root, 1));
	for (i = 0; i < 20; i++) {
		pid = puppet_do(&root, "vfork", 0);
		ASSERT_LT(0, pid);
		/* Asking settles what the exit probe has left to do. */
		ASSERT_EQ(i + 1, followed(&self->nl, root.pid));
	}
	EXPECT_EQ(0, lost(&self->nl, root.pid));
}

TEST_F(seep, counts_what_max_targets_does_not_allow)
{
	struct puppet root;

	ASSERT_EQ(0, module_reload(&self->nl, "max_targets=3"));
	ASSERT_EQ(0, begin(&self->nl, &root, 10));
	ASSERT_LT(0, puppet_do(&root, "fork", 5));
	EXPECT_EQ(2, followed(&self->nl, root.pid));
	EXPECT_EQ(3, lost(&self->nl, root.pid));
}

TEST_F_TIMEOUT(seep, of_a_storm_loses_none_that_it_does_not_count, PATIENT)
{
	struct puppet root;
	long forks = 0;
	int i;

	ASSERT_EQ(0, begin(&self->nl, &root, 50));
	for (i = 0; i < 5; i++)
		forks += puppet_do(&root, "storm", 200);
	ASSERT_EQ(1000, forks);
	EXPECT_EQ(forks, followed(&self->nl, root.pid) + lost(&self->nl, root.pid));
	EXPECT_LT(0, followed(&self->nl, root.pid));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_LIVE));
	EXPECT_EQ(64, status_num(&self->nl, SEEP_A_STATUS_EXITED));
}

TEST_F(seep, begins_and_stops_when_told)
{
	struct puppet root;

	ASSERT_PUPPET(&root);
	ASSERT_EQ(0, target_add(&self->nl, PID(root.pid)));
	ASSERT_LT(0, puppet_do(&root, "fork", 1));
	EXPECT_EQ(1, count_targets(&self->nl));

	ASSERT_EQ(0, target_set(&self->nl, PID(root.pid), FOLLOW(5)));
	ASSERT_LT(0, puppet_do(&root, "fork", 2));
	EXPECT_EQ(3, count_targets(&self->nl));

	ASSERT_EQ(0, target_set(&self->nl, PID(root.pid), FOLLOW(0)));
	ASSERT_LT(0, puppet_do(&root, "fork", 2));
	EXPECT_EQ(3, count_targets(&self->nl));
	EXPECT_EQ(2, followed(&self->nl, root.pid));
	EXPECT_EQ(0, lost(&self->nl, root.pid));

	ASSERT_EQ(0, target_set(&self->nl, PID(root.pid), FOLLOW(3)));
	ASSERT_LT(0, puppet_do(&root, "fork", 2));
	EXPECT_EQ(3, followed(&self->nl, root.pid));
	EXPECT_EQ(1, lost(&self->nl, root.pid));
}

TEST_F(seep, ends_when_the_root_is_forgotten)
{
	struct puppet root;
	long child;

	ASSERT_EQ(0, begin(&self->nl, &root, 10));
	child = puppet_do(&root, "fork", 1);
	ASSERT_EQ(0, target_del(&self->nl, PID(root.pid)));
	ASSERT_LT(0, puppet_do(&root, "fork", 3));
	/* The child was registered and stays so. */
	EXPECT_EQ(1, count_targets(&self->nl));
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE, target_num(&self->nl, child, SEEP_A_TARGET_STATE));
	EXPECT_EQ(0, target_del(&self->nl, PID(child)));
}

TEST_F(seep, goes_on_when_the_root_has_exited)
{
	struct puppet root;
	struct message target;

	ASSERT_EQ(0, begin(&self->nl, &root, 10));
	ASSERT_LT(0, puppet_do(&root, "daemon", 0));
	puppet_exit(&root, 0);
	ASSERT_EQ(0, target_get(&self->nl, &target, ID(1)));
	EXPECT_EQ(2, num(&target, SEEP_A_TARGET_FOLLOWED));
	EXPECT_EQ(10, num(&target, SEEP_A_TARGET_FOLLOW));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_LIVE));
}

TEST_F(seep, does_not_follow_what_somebody_registers_by_name)
{
	struct puppet root, other;

	ASSERT_EQ(0, begin(&self->nl, &root, 10));
	ASSERT_PUPPET(&other);
	ASSERT_EQ(0, target_add(&self->nl, PID(other.pid)));
	ASSERT_LT(0, puppet_do(&other, "fork", 2));
	EXPECT_EQ(0, followed(&self->nl, root.pid));
	EXPECT_EQ(2, count_targets(&self->nl));
}

TEST_HARNESS_MAIN
