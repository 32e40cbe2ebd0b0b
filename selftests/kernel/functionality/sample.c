// SPDX-License-Identifier: GPL-2.0
/*
 * A sample of a quiet process says what /proc says of it. Each test lets a
 * puppet do something, waits until it has, and compares all the values.
 */
#include <time.h>
#include <sys/resource.h>
#include <sys/swap.h>

#include "test.h"

#define KIB		1024
#define MIB		(1024 * 1024)
#define MANY_THREADS	1000
/* Each thread keeps up to 64 pages for itself before it tells the process. */
#define LATE		(64 * 4096)

#define sampled(point, name)	value(point, SEEP_A_POINT_LAST, SEEP_A_VALUES_##name)

/* CPU time of another process to the nanosecond, which /proc rounds. */
static uint64_t cpu_time(pid_t pid)
{
	struct timespec time;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &time))
		return 0;
	return time.tv_sec * 1000000000ULL + time.tv_nsec;
}

#define EXPECT_AS_PROC_SAYS(point, of) do {					\
	const pid_t _pid = (of);						\
										\
	EXPECT_EQ(proc_status(_pid, "Threads"), sampled(point, THREADS));	\
	EXPECT_EQ(count_fds(_pid), sampled(point, FDS));			\
	EXPECT_EQ(count_maps(_pid), sampled(point, MAPS));			\
	EXPECT_EQ(proc_status(_pid, "VmSize") * KIB, sampled(point, MAPPED));	\
	EXPECT_EQ(proc_status(_pid, "VmData") * KIB, sampled(point, DATA));	\
	EXPECT_EQ(proc_status(_pid, "RssAnon") * KIB, sampled(point, ANON));	\
	EXPECT_EQ(proc_status(_pid, "RssFile") * KIB, sampled(point, FILE));	\
	EXPECT_EQ(proc_status(_pid, "RssShmem") * KIB, sampled(point, SHMEM));	\
	EXPECT_EQ(proc_status(_pid, "VmSwap") * KIB, sampled(point, SWAP));	\
	EXPECT_EQ(proc_stat(_pid, 10), sampled(point, MINOR_FAULTS));		\
	EXPECT_EQ(proc_stat(_pid, 12), sampled(point, MAJOR_FAULTS));		\
	EXPECT_EQ(cpu_time(_pid), sampled(point, CPU));				\
} while (0)

static int begin(struct nl *nl, struct puppet *puppet)
{
	if (puppet_start(puppet))
		return -ECHILD;
	return target_add(nl, PID(puppet->pid), INTERVAL(SEEP_INTERVAL_MAX));
}

#define EXPECT_SAME(nl, puppet) do {						\
	struct message _point;							\
										\
	ASSERT_TRUE(wait_until(is_quiet((puppet)->pid)));			\
	ASSERT_EQ(0, sample_fresh(nl, 1, &_point));				\
	EXPECT_AS_PROC_SAYS(&_point, (puppet)->pid);				\
} while (0)

TEST_F(seep, of_a_small_process)
{
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	EXPECT_SAME(&self->nl, &puppet);
}

TEST_F(seep, of_one_with_descriptors)
{
	struct message before, after;
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &before));
	ASSERT_EQ(300, puppet_do(&puppet, "open", 300));
	EXPECT_SAME(&self->nl, &puppet);
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &after));
	EXPECT_EQ(sampled(&before, FDS) + 300, sampled(&after, FDS));
	ASSERT_EQ(0, puppet_do(&puppet, "close", 300));
	EXPECT_SAME(&self->nl, &puppet);
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &after));
	EXPECT_EQ(sampled(&before, FDS), sampled(&after, FDS));
}

TEST_F_TIMEOUT(seep, of_one_with_a_hundred_thousand_descriptors, PATIENT)
{
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(100000, puppet_do(&puppet, "open", 100000));
	EXPECT_SAME(&self->nl, &puppet);
}

TEST_F(seep, of_one_with_anonymous_memory)
{
	struct message before, after;
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &before));
	ASSERT_EQ(0, puppet_do(&puppet, "map", 8 * MIB));
	EXPECT_SAME(&self->nl, &puppet);
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &after));
	EXPECT_LE(sampled(&before, ANON) + 8 * MIB - LATE, sampled(&after, ANON));
	EXPECT_EQ(sampled(&before, MAPPED) + 8 * MIB, sampled(&after, MAPPED));
	EXPECT_EQ(sampled(&before, DATA) + 8 * MIB, sampled(&after, DATA));
}

TEST_F(seep, of_one_with_a_heap)
{
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, puppet_do(&puppet, "heap", 4 * MIB));
	EXPECT_SAME(&self->nl, &puppet);
}

TEST_F(seep, of_one_with_shared_memory)
{
	struct message before, after;
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &before));
	ASSERT_EQ(0, puppet_do(&puppet, "map-shared", 4 * MIB));
	EXPECT_SAME(&self->nl, &puppet);
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &after));
	EXPECT_LE(sampled(&before, SHMEM) + 4 * MIB - LATE, sampled(&after, SHMEM));
}

TEST_F(seep, of_one_with_a_mapped_file)
{
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, puppet_do(&puppet, "map-file", 512 * KIB));
	EXPECT_SAME(&self->nl, &puppet);
}

TEST_F(seep, of_one_with_many_mappings)
{
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, puppet_do(&puppet, "map-many", 2000));
	EXPECT_SAME(&self->nl, &puppet);
}

TEST_F(seep, of_one_that_was_swapped_out)
{
	struct puppet puppet;
	struct message point;

	if (system("modprobe brd rd_nr=1 rd_size=65536 && mkswap /dev/ram0 >/dev/null"))
		SKIP(return, "no memory disk to swap to");
	ASSERT_EQ(0, swapon("/dev/ram0", 0));
	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, puppet_do(&puppet, "map-swapped", 4 * MIB));
	EXPECT_SAME(&self->nl, &puppet);
	EXPECT_EQ(0, sample_fresh(&self->nl, 1, &point));
	EXPECT_LT(0, sampled(&point, SWAP));
	puppet_exit(&puppet, 0);
	EXPECT_EQ(0, swapoff("/dev/ram0"));
}

TEST_F(seep, of_one_with_threads_some_of_which_have_ended)
{
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, puppet_do(&puppet, "threads", 30));
	EXPECT_SAME(&self->nl, &puppet);
	ASSERT_EQ(0, puppet_do(&puppet, "threads", 10));
	ASSERT_TRUE(wait_until(proc_status(puppet.pid, "Threads") == 11));
	EXPECT_SAME(&self->nl, &puppet);
}

TEST_F(seep, of_one_that_has_worked)
{
	struct puppet puppet;
	struct message point;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, puppet_do(&puppet, "spin", 60));
	EXPECT_SAME(&self->nl, &puppet);
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &point));
	EXPECT_LE(60000000, sampled(&point, CPU));
}

/* Of a thread group whose leader is a zombie /proc shows no descriptors. */
TEST_F(seep, of_one_whose_first_thread_has_exited)
{
	struct message before, after;
	struct puppet puppet;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(20, puppet_do(&puppet, "open", 20));
	ASSERT_EQ(0, puppet_do(&puppet, "map", MIB));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &before));
	ASSERT_EQ(0, puppet_do(&puppet, "leave", 0));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &after));
	EXPECT_EQ(2, sampled(&after, THREADS));
	EXPECT_EQ(proc_status(puppet.pid, "Threads"), sampled(&after, THREADS));
	EXPECT_EQ(sampled(&before, FDS), sampled(&after, FDS));
	EXPECT_LE(sampled(&before, ANON), sampled(&after, ANON) + LATE);
	EXPECT_LE(sampled(&before, MAPPED), sampled(&after, MAPPED));
	EXPECT_EQ(proc_stat(puppet.pid, 10), sampled(&after, MINOR_FAULTS));
	EXPECT_LE(sampled(&before, CPU), sampled(&after, CPU));

	ASSERT_EQ(30, puppet_do(&puppet, "open", 30));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &after));
	EXPECT_EQ(sampled(&before, FDS) + 30, sampled(&after, FDS));
}

static void keep_point(const struct message *point, void *data)
{
	*(struct message *)data = *point;
}

/*
 * Its threads are counted each time. Its faults and CPU time, which cost a walk
 * of all its threads, may stand still for a few samples, and are then right.
 */
TEST_F_TIMEOUT(seep, of_one_with_a_thousand_threads, PATIENT)
{
	struct puppet puppet;
	struct message point;
	int i;

	ASSERT_EQ(0, begin(&self->nl, &puppet));
	ASSERT_EQ(0, puppet_do(&puppet, "threads", MANY_THREADS));
	ASSERT_TRUE(wait_until(is_quiet(puppet.pid)));
	ASSERT_EQ(0, sample_fresh(&self->nl, 1, &point));
	EXPECT_EQ(MANY_THREADS + 1, sampled(&point, THREADS));
	for (i = 0; i < 5; i++) {
		uint64_t seq = target_num(&self->nl, puppet.pid, SEEP_A_TARGET_SEQ);

		ASSERT_EQ(0, target_set(&self->nl, PID(puppet.pid), INTERVAL(SEEP_INTERVAL_MAX)));
		ASSERT_TRUE(wait_until(target_num(&self->nl, puppet.pid, SEEP_A_TARGET_SEQ) > seq));
	}
	ASSERT_EQ(0, nl_dump(&self->nl, keep_point, &point, SEEP_CMD_SAMPLE_GET,
			     FLAG(SEEP_A_SAMPLE_LATEST)));
	EXPECT_AS_PROC_SAYS(&point, puppet.pid);
}

TEST_HARNESS_MAIN
