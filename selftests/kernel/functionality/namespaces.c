// SPDX-License-Identifier: GPL-2.0
/* PIDs and start times are those that the caller sees, and so are the targets. */
#include "test.h"

#define WORDS_GONE	"no such process in this PID namespace, or it has exited"
#define WORDS_STALE	"the process started at another time: the PID was recycled"

static void count_point(const struct message *point, void *data)
{
	++*(int *)data;
}

/* Process 1 of a new namespace, and back out here again when it has ended. */
#define INSIDE(...) do {						\
	if (in_child(_metadata)) {					\
		EXPECT_EQ(0, unshare(CLONE_NEWPID));			\
		if (in_child(_metadata)) {				\
			__VA_ARGS__;					\
			_exit(0);					\
		}							\
		_exit(0);						\
	}								\
} while (0)

static void name_the_outside(struct __test_metadata *_metadata, struct nl *nl, pid_t outside)
{
	int points = 0;

	EXPECT_REFUSED(ESRCH, WORDS_GONE, nl, target_add(nl, PID(outside)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, nl, target_get(nl, NULL, PID(outside)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, nl, target_get(nl, NULL, ID(1)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, nl, target_set(nl, ID(1), LABEL("x")));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, nl, target_del(nl, ID(1)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, nl,
		       nl_dump(nl, NULL, NULL, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, 1)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, nl,
		       nl_dump(nl, NULL, NULL, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, 1),
			       FLAG(SEEP_A_SAMPLE_LATEST)));
	EXPECT_EQ(0, nl_dump(nl, count_point, &points, SEEP_CMD_SAMPLE_GET,
			     FLAG(SEEP_A_SAMPLE_LATEST)));
	EXPECT_EQ(0, points);
	EXPECT_EQ(0, count_targets(nl));
	EXPECT_EQ(0, target_del(nl, FLAG(SEEP_A_TARGET_ALL)));
}

TEST_F(seep, from_inside_the_outside_is_not_there)
{
	struct puppet outside;

	ASSERT_PUPPET(&outside);
	ASSERT_EQ(0, target_add(&self->nl, PID(outside.pid), LABEL("safe")));
	INSIDE(name_the_outside(_metadata, &self->nl, outside.pid));
	EXPECT_EQ(1, count_targets(&self->nl));
	EXPECT_EQ(1, target_id(&self->nl, outside.pid));
}

static void register_process_1(struct __test_metadata *_metadata, struct nl *nl)
{
	struct message target;

	EXPECT_EQ(1, getpid());
	EXPECT_EQ(0, nl_do(nl, &target, SEEP_CMD_TARGET_ADD, PID(1)));
	EXPECT_EQ(1, num(&target, SEEP_A_TARGET_PID));
	EXPECT_EQ(0, target_get(nl, &target, PID(1)));
	EXPECT_EQ(1, num(&target, SEEP_A_TARGET_PID));
	EXPECT_EQ(2, num(&target, SEEP_A_TARGET_ID));
	EXPECT_EQ(1, count_targets(nl));
}

TEST_F(seep, process_1_of_a_namespace_is_registered_by_its_own_number)
{
	struct puppet outside;
	struct message target;

	ASSERT_PUPPET(&outside);
	ASSERT_EQ(0, target_add(&self->nl, PID(outside.pid)));
	INSIDE(register_process_1(_metadata, &self->nl));
	/* From here its number is another, also now that its namespace is gone. */
	ASSERT_EQ(0, target_get(&self->nl, &target, ID(2)));
	EXPECT_LT(outside.pid, num(&target, SEEP_A_TARGET_PID));
	EXPECT_EQ(SEEP_TARGET_STATE_EXITED, num(&target, SEEP_A_TARGET_STATE));
	EXPECT_EQ(2, target_id(&self->nl, num(&target, SEEP_A_TARGET_PID)));
	EXPECT_EQ(0, target_del(&self->nl, ID(2)));
}

static void delete_all_of_mine(struct __test_metadata *_metadata, struct nl *nl)
{
	pid_t pid;

	EXPECT_TRUE(sleepers_start(&pid, 1));
	EXPECT_EQ(0, target_add(nl, PID(1)));
	EXPECT_EQ(0, target_add(nl, PID(pid)));
	EXPECT_EQ(2, count_targets(nl));
	EXPECT_EQ(0, target_del(nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_EQ(0, count_targets(nl));
}

TEST_F(seep, all_targets_are_those_of_the_namespace)
{
	struct puppet outside;

	ASSERT_PUPPET(&outside);
	ASSERT_EQ(0, target_add(&self->nl, PID(outside.pid)));
	INSIDE(delete_all_of_mine(_metadata, &self->nl));
	EXPECT_EQ(1, count_targets(&self->nl));
	EXPECT_EQ(1, target_id(&self->nl, outside.pid));
}

static void follow_my_children(struct __test_metadata *_metadata, struct nl *nl)
{
	struct message child;
	struct puppet root;
	long pid;

	EXPECT_EQ(0, puppet_start(&root));
	EXPECT_GT(10, root.pid);
	EXPECT_EQ(0, target_add(nl, PID(root.pid), FOLLOW(4)));
	pid = puppet_do(&root, "fork", 2);
	EXPECT_GT(10, pid);
	EXPECT_EQ(0, target_get(nl, &child, PID(pid)));
	EXPECT_EQ(pid, num(&child, SEEP_A_TARGET_PID));
	EXPECT_EQ(1, num(&child, SEEP_A_TARGET_PARENT));
	EXPECT_EQ(3, count_targets(nl));
}

TEST_F(seep, forks_in_a_namespace_are_followed)
{
	INSIDE(follow_my_children(_metadata, &self->nl));
	EXPECT_EQ(3, count_targets(&self->nl));
}

TEST_F(seep, start_times_are_those_of_the_time_namespace)
{
	const pid_t outside = getpid();
	const uint64_t outer = proc_stat(outside, 22);

	if (in_child(_metadata)) {
		EXPECT_EQ(0, unshare(CLONE_NEWTIME));
		EXPECT_TRUE(write_file("/proc/self/timens_offsets", "boottime 1000 0"));
		if (in_child(_metadata)) {
			const uint64_t inner = proc_stat(outside, 22);
			const struct attr right = U64(SEEP_A_TARGET_START_TIME, inner);
			const struct attr wrong = U64(SEEP_A_TARGET_START_TIME, outer);

			EXPECT_EQ(outer + 1000 * sysconf(_SC_CLK_TCK), inner);
			EXPECT_REFUSED(ESTALE, WORDS_STALE, &self->nl,
				       target_add(&self->nl, PID(outside), wrong));
			EXPECT_EQ(0, target_add(&self->nl, PID(outside), right));
			EXPECT_EQ(inner, target_num(&self->nl, outside, SEEP_A_TARGET_START_TIME));
			_exit(0);
		}
		_exit(0);
	}
	EXPECT_EQ(outer, target_num(&self->nl, outside, SEEP_A_TARGET_START_TIME));
}

/* A network namespace is no border, as long as the user is the same. */
TEST_F(seep, another_network_namespace_reaches_the_same_targets)
{
	struct nl nl;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	if (in_child(_metadata)) {
		EXPECT_EQ(0, unshare(CLONE_NEWNET));
		EXPECT_EQ(0, nl_open(&nl));
		EXPECT_EQ(1, count_targets(&nl));
		EXPECT_EQ(0, target_del(&nl, PID(getppid())));
		_exit(0);
	}
	EXPECT_EQ(0, count_targets(&self->nl));
}

TEST_HARNESS_MAIN
