// SPDX-License-Identifier: GPL-2.0
/* Registration: what it takes, and every reason to refuse it. */
#include "test.h"

#define WORDS_GONE	"no such process in this PID namespace, or it has exited"
#define WORDS_THREAD	"the PID is that of a thread, not of a process"
#define WORDS_KTHREAD	"a kernel thread has no user memory and no descriptors"
#define WORDS_TWICE	"the process is a target already"
#define WORDS_FULL	"as many targets as max_targets allows"
#define WORDS_STALE	"the process started at another time: the PID was recycled"
#define WORDS_NO_PID	"the PID of the process is missing"
#define WORDS_RANGE	"integer out of range"

TEST_F(seep, replies_with_id_and_pid_and_takes_a_sample_at_once)
{
	struct message reply;

	ASSERT_EQ(0, nl_do(&self->nl, &reply, SEEP_CMD_TARGET_ADD, PID(getpid())));
	EXPECT_EQ(SEEP_CMD_TARGET_ADD, reply.cmd);
	EXPECT_EQ(1, num(&reply, SEEP_A_TARGET_ID));
	EXPECT_EQ(getpid(), num(&reply, SEEP_A_TARGET_PID));
	EXPECT_EQ(1, target_num(&self->nl, getpid(), SEEP_A_TARGET_SEQ));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_LIVE));
}

TEST_F(seep, defaults_are_one_second_512_points_and_no_following)
{
	struct message target;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(getpid())));
	EXPECT_EQ(1000, num(&target, SEEP_A_TARGET_INTERVAL));
	EXPECT_EQ(512, num(&target, SEEP_A_TARGET_POINTS));
	EXPECT_FALSE(has(&target, SEEP_A_TARGET_LABEL));
	EXPECT_FALSE(has(&target, SEEP_A_TARGET_FOLLOW));
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE, num(&target, SEEP_A_TARGET_STATE));
	EXPECT_EQ(proc_stat(getpid(), 22), num(&target, SEEP_A_TARGET_START_TIME));
	EXPECT_STREQ("target_add", text(&target, SEEP_A_TARGET_COMM));
}

TEST_F(seep, keeps_label_interval_and_points_rounded_up_to_even)
{
	char label[SEEP_LABEL_MAX + 1];
	struct message target;

	memset(label, 'x', SEEP_LABEL_MAX);
	label[SEEP_LABEL_MAX] = 0;
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), LABEL(label),
				INTERVAL(SEEP_INTERVAL_MAX), POINTS(17)));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(getpid())));
	EXPECT_STREQ(label, text(&target, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(SEEP_INTERVAL_MAX, num(&target, SEEP_A_TARGET_INTERVAL));
	EXPECT_EQ(18, num(&target, SEEP_A_TARGET_POINTS));
}

TEST_F(seep, refuses_no_pid)
{
	EXPECT_REFUSED(EINVAL, WORDS_NO_PID, &self->nl,
		       target_add(&self->nl, LABEL("nobody")));
}

TEST_F(seep, refuses_pid_0_and_negative_ones)
{
	EXPECT_REFUSED(ERANGE, WORDS_RANGE, &self->nl, target_add(&self->nl, PID(0)));
	EXPECT_REFUSED(ERANGE, WORDS_RANGE, &self->nl, target_add(&self->nl, PID(-1)));
	EXPECT_REFUSED(ERANGE, WORDS_RANGE, &self->nl, target_add(&self->nl, PID(INT32_MIN)));
}

TEST_F(seep, refuses_a_pid_that_cannot_be)
{
	EXPECT_REFUSED(ESRCH, WORDS_GONE, &self->nl, target_add(&self->nl, PID(INT32_MAX)));
}

TEST_F(seep, refuses_a_zombie_and_then_the_dead)
{
	pid_t pid = fork();
	siginfo_t info;

	if (!pid)
		_exit(0);
	ASSERT_EQ(0, waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
	ASSERT_EQ('Z', proc_state(pid));
	EXPECT_REFUSED(ESRCH, WORDS_GONE, &self->nl, target_add(&self->nl, PID(pid)));

	ASSERT_EQ(pid, waitpid(pid, NULL, 0));
	EXPECT_REFUSED(ESRCH, WORDS_GONE, &self->nl, target_add(&self->nl, PID(pid)));
	EXPECT_EQ(0, count_targets(&self->nl));
}

TEST_F(seep, takes_a_process_whose_first_thread_has_exited)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, puppet_do(&puppet, "leave", 0));
	ASSERT_EQ('Z', proc_state(puppet.pid));
	EXPECT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	EXPECT_EQ(1, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_SEQ));
}

TEST_F(seep, refuses_a_thread)
{
	struct puppet puppet;
	long thread;

	ASSERT_PUPPET(&puppet);
	thread = puppet_do(&puppet, "thread", 0);
	ASSERT_LT(puppet.pid, thread);
	EXPECT_REFUSED(EINVAL, WORDS_THREAD, &self->nl, target_add(&self->nl, PID(thread)));
}

TEST_F(seep, refuses_a_kernel_thread)
{
	EXPECT_REFUSED(EOPNOTSUPP, WORDS_KTHREAD, &self->nl, target_add(&self->nl, PID(2)));
}

TEST_F(seep, refuses_the_same_process_twice)
{
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), LABEL("first")));
	EXPECT_REFUSED(EEXIST, WORDS_TWICE, &self->nl,
		       target_add(&self->nl, PID(getpid()), LABEL("second")));
	EXPECT_EQ(1, count_targets(&self->nl));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_LIVE));
}

TEST_F(seep, refuses_another_start_time)
{
	const uint64_t start = proc_stat(getpid(), 22);
	const struct attr early = U64(SEEP_A_TARGET_START_TIME, start - 1);
	const struct attr late = U64(SEEP_A_TARGET_START_TIME, start + 1);
	const struct attr right = U64(SEEP_A_TARGET_START_TIME, start);

	EXPECT_REFUSED(ESTALE, WORDS_STALE, &self->nl,
		       target_add(&self->nl, PID(getpid()), early));
	EXPECT_REFUSED(ESTALE, WORDS_STALE, &self->nl,
		       target_add(&self->nl, PID(getpid()), late));
	EXPECT_EQ(0, target_add(&self->nl, PID(getpid()), right));
}

TEST_F(seep, takes_start_time_0_for_any)
{
	EXPECT_EQ(0, target_add(&self->nl, PID(getpid()), U64(SEEP_A_TARGET_START_TIME, 0)));
}

TEST_F(seep, refuses_more_than_max_targets_until_one_is_gone)
{
	pid_t pids[3];

	ASSERT_EQ(0, module_reload(&self->nl, "max_targets=2"));
	ASSERT_TRUE(sleepers_start(pids, 3));
	ASSERT_EQ(2, status_num(&self->nl, SEEP_A_STATUS_MAX_TARGETS));
	ASSERT_EQ(0, target_add(&self->nl, PID(pids[0])));
	ASSERT_EQ(0, target_add(&self->nl, PID(pids[1])));
	EXPECT_REFUSED(ENOSPC, WORDS_FULL, &self->nl, target_add(&self->nl, PID(pids[2])));

	ASSERT_EQ(0, target_del(&self->nl, PID(pids[0])));
	EXPECT_EQ(0, target_add(&self->nl, PID(pids[2])));
	EXPECT_REFUSED(ENOSPC, WORDS_FULL, &self->nl, target_add(&self->nl, PID(pids[0])));

	/* The exited do not count: their bound is another one. */
	sleepers_kill(&pids[1], 1);
	EXPECT_EQ(0, target_add(&self->nl, PID(pids[0])));
	EXPECT_EQ(2, status_num(&self->nl, SEEP_A_STATUS_LIVE));
	EXPECT_EQ(1, status_num(&self->nl, SEEP_A_STATUS_EXITED));
}

TEST_F(seep, never_uses_an_id_twice)
{
	uint64_t last = 0, id;
	int i;

	for (i = 0; i < 5; i++) {
		ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
		id = target_id(&self->nl, getpid());
		EXPECT_LT(last, id);
		last = id;
		ASSERT_EQ(0, target_del(&self->nl, ID(id)));
	}
}

TEST_F(seep, shows_the_limits_of_the_process)
{
	struct message target, limits;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(10, puppet_do(&puppet, "open", 10));	/* limits itself to 74 */
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(puppet.pid)));
	ASSERT_TRUE(nest(&target, SEEP_A_TARGET_LIMITS, &limits));
	EXPECT_EQ(74, num(&limits, SEEP_A_LIMITS_NOFILE));
	EXPECT_EQ(74, num(&limits, SEEP_A_LIMITS_NOFILE_HARD));
	EXPECT_EQ(UINT64_MAX, num(&limits, SEEP_A_LIMITS_AS));
	EXPECT_EQ(UINT64_MAX, num(&limits, SEEP_A_LIMITS_AS_HARD));
	EXPECT_LT(0, num(&limits, SEEP_A_LIMITS_NPROC));
	EXPECT_LT(0, num(&limits, SEEP_A_LIMITS_NPROC_USED));

	puppet_exit(&puppet, 0);
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(puppet.pid)));
	EXPECT_FALSE(has(&target, SEEP_A_TARGET_LIMITS));
}

TEST_HARNESS_MAIN
