// SPDX-License-Identifier: GPL-2.0
/* The memory of targets: bounded, shown, and charged to who registered them. */
#include <sys/stat.h>

#include "test.h"

#define ROOT_GROUP	"/sys/fs/cgroup"
#define GROUP		ROOT_GROUP "/seep-test"
#define TARGETS		40
#define WORDS_NO_MEMORY	"no memory, at least not in the caller's cgroup"

static uint64_t group_stat(const char *key)
{
	char content[8192], line[64], *at;

	snprintf(line, sizeof(line), "\n%s ", key);
	content[0] = '\n';
	if (!read_file(GROUP "/memory.stat", content + 1, sizeof(content) - 1))
		return 0;
	at = strstr(content, line);
	return at ? strtoull(at + strlen(line), NULL, 10) : 0;
}

static uint64_t group_events(const char *key)
{
	char content[1024], line[64], *at;

	snprintf(line, sizeof(line), "\n%s ", key);
	content[0] = '\n';
	if (!read_file(GROUP "/memory.events", content + 1, sizeof(content) - 1))
		return UINT64_MAX;
	at = strstr(content, line);
	return at ? strtoull(at + strlen(line), NULL, 10) : UINT64_MAX;
}

static bool make_group(void)
{
	rmdir(GROUP);
	return mkdir(GROUP, 0755) == 0;
}

static bool enter_group(const char *group)
{
	char path[128], pid[16];

	snprintf(path, sizeof(path), "%s/cgroup.procs", group);
	snprintf(pid, sizeof(pid), "%d", getpid());
	return write_file(path, pid);
}

static int add_all(struct nl *nl, const pid_t *pids)
{
	int i, err = 0;

	for (i = 0; i < TARGETS && !err; i++)
		err = target_add(nl, PID(pids[i]), INTERVAL(SEEP_INTERVAL_MAX));
	return err;
}

TEST_F(seep, grows_with_the_points_and_goes_with_the_target)
{
	uint64_t small, large;
	pid_t pids[2];

	ASSERT_TRUE(sleepers_start(pids, 2));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_MEMORY));
	ASSERT_EQ(0, target_add(&self->nl, PID(pids[0]), POINTS(16)));
	ASSERT_EQ(0, target_add(&self->nl, PID(pids[1]), POINTS(8192)));
	small = target_num(&self->nl, pids[0], SEEP_A_TARGET_MEMORY);
	large = target_num(&self->nl, pids[1], SEEP_A_TARGET_MEMORY);
	EXPECT_LT(16 * 200, small);
	EXPECT_GT(16384, small);
	EXPECT_LT(8192 * 200, large);
	EXPECT_GT(8192 * 400, large);
	EXPECT_EQ(small + large, status_num(&self->nl, SEEP_A_STATUS_MEMORY));
	ASSERT_EQ(0, target_del(&self->nl, PID(pids[1])));
	EXPECT_EQ(small, status_num(&self->nl, SEEP_A_STATUS_MEMORY));
}

TEST_F(seep, by_default_is_bounded_by_256_kib)
{
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_GE(256 * 1024, target_num(&self->nl, getpid(), SEEP_A_TARGET_MEMORY));
}

TEST_F(seep, of_a_root_has_what_is_kept_ready_for_its_children)
{
	uint64_t alone, ready;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), INTERVAL(SEEP_INTERVAL_MAX)));
	alone = target_num(&self->nl, getpid(), SEEP_A_TARGET_MEMORY);
	ASSERT_EQ(0, target_set(&self->nl, PID(getpid()), FOLLOW(10)));
	ready = target_num(&self->nl, getpid(), SEEP_A_TARGET_MEMORY);
	EXPECT_LT(alone + 10 * 400, ready);
	EXPECT_GT(alone + 10 * 2000, ready);
}

TEST_F(seep, is_charged_to_the_cgroup_of_who_registers)
{
	uint64_t before, after, shown;
	pid_t pids[TARGETS];

	ASSERT_TRUE(sleepers_start(pids, TARGETS));
	ASSERT_TRUE(make_group());
	before = group_stat("kernel");
	if (in_child(_metadata)) {
		EXPECT_TRUE(enter_group(GROUP));
		EXPECT_EQ(0, add_all(&self->nl, pids));
		_exit(0);
	}
	after = group_stat("kernel");
	shown = status_num(&self->nl, SEEP_A_STATUS_MEMORY);
	EXPECT_LE(shown, after - before);
	EXPECT_GE(shown + shown / 4, after - before);

	ASSERT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	/* All of it comes back, but for what slabs keep for the next one. */
	EXPECT_TRUE(wait_until(group_stat("kernel") < before + 16384));
	EXPECT_EQ(0, rmdir(GROUP));
}

TEST_F(seep, of_followed_children_is_charged_there_too)
{
	uint64_t before, after, shown;
	struct puppet root;

	ASSERT_TRUE(make_group());
	before = group_stat("kernel");
	ASSERT_PUPPET(&root);
	if (in_child(_metadata)) {
		EXPECT_TRUE(enter_group(GROUP));
		EXPECT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(40)));
		_exit(0);
	}
	/* The root, and so its children, are in another group. */
	ASSERT_LT(0, puppet_do(&root, "fork", 20));
	EXPECT_EQ(21, count_targets(&self->nl));
	after = group_stat("kernel");
	shown = status_num(&self->nl, SEEP_A_STATUS_MEMORY);
	EXPECT_LE(shown, after - before);
	EXPECT_GE(shown + shown / 4, after - before);
	ASSERT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_TRUE(wait_until(rmdir(GROUP) == 0));
}

TEST_F(seep, beyond_the_limit_of_the_cgroup_is_refused)
{
	pid_t pids[TARGETS];
	int kept;

	ASSERT_TRUE(sleepers_start(pids, TARGETS));
	ASSERT_TRUE(make_group());
	if (in_child(_metadata)) {
		EXPECT_TRUE(enter_group(GROUP));
		EXPECT_TRUE(write_file(GROUP "/memory.max", "2M"));
		EXPECT_REFUSED(ENOMEM, WORDS_NO_MEMORY, &self->nl, add_all(&self->nl, pids));
		_exit(0);
	}
	kept = count_targets(&self->nl);
	EXPECT_LT(0, kept);
	EXPECT_GT(TARGETS, kept);
	EXPECT_EQ(0, group_events("oom_kill"));
	ASSERT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_TRUE(wait_until(rmdir(GROUP) == 0));
}

static void count_samples(const struct message *target, void *data)
{
	int *without = data;

	*without += !num(target, SEEP_A_TARGET_SEQ) && num(target, SEEP_A_TARGET_MISSED);
}

/* Nobody is asked when a child is forked: what it costs is missed, and counted. */
TEST_F(seep, beyond_the_limit_children_go_without_samples)
{
	struct puppet root;
	uint64_t followed, lost;
	int without = 0;

	ASSERT_TRUE(make_group());
	ASSERT_PUPPET(&root);
	if (in_child(_metadata)) {
		EXPECT_TRUE(enter_group(GROUP));
		EXPECT_TRUE(write_file(GROUP "/memory.max", "2M"));
		EXPECT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(TARGETS)));
		_exit(0);
	}
	ASSERT_LT(0, puppet_do(&root, "fork", TARGETS));
	followed = target_num(&self->nl, root.pid, SEEP_A_TARGET_FOLLOWED);
	lost = target_num(&self->nl, root.pid, SEEP_A_TARGET_FOLLOW_LOST);
	EXPECT_EQ(TARGETS, followed + lost);
	ASSERT_EQ(0, nl_dump_attrs(&self->nl, count_samples, &without, SEEP_CMD_TARGET_GET,
				   NULL, 0));
	EXPECT_LT(0, without + (int)lost);
	EXPECT_EQ(0, group_events("oom_kill"));
	ASSERT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_TRUE(wait_until(rmdir(GROUP) == 0));
}

TEST_HARNESS_MAIN
