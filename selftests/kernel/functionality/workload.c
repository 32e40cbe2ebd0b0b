// SPDX-License-Identifier: GPL-2.0
/* The workloads hold what their shapes say, as the module sees it. */
#include <libgen.h>
#include <limits.h>

#include "test.h"

#define STEPS		20
#define SIZE		65536

static const struct {
	const char *program;
	int value;
	uint64_t unit;
	uint64_t slack;		/* pages that a thread has not told of yet, and the like */
} workloads[] = {
	{ "leak-fd", SEEP_A_VALUES_FDS, 1, 0 },
	{ "leak-thread", SEEP_A_VALUES_THREADS, 1, 0 },
	{ "leak-map", SEEP_A_VALUES_MAPS, 1, 0 },
	{ "leak-heap", SEEP_A_VALUES_ANON, SIZE, 8 * SIZE },
};

/* Prints a line for each step to the descriptor that it gives back in @said. */
static pid_t start(const char *program, const char *shape, const char *more, int *said)
{
	char path[PATH_MAX - 64] = "", file[PATH_MAX];
	int pipe[2];
	pid_t pid;

	if (pipe2(pipe, O_CLOEXEC) || readlink("/proc/self/exe", path, sizeof(path) - 1) < 0)
		return -1;
	snprintf(file, sizeof(file), "%s/../workloads/%s", dirname(path), program);
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(pipe[1], STDOUT_FILENO);
		execl(file, program, "--verbose", "--pace=10", "--shape", shape, more, NULL);
		_exit(127);
	}
	close(pipe[1]);
	*said = pipe[0];
	return pid;
}

/* Waits for so many lines; false at the end of them. */
static bool wait_steps(int said, int steps)
{
	char c;

	while (steps && read(said, &c, 1) == 1)
		steps -= c == '\n';
	return !steps;
}

/* What a workload holds that has come to rest. */
static uint64_t at_rest(struct nl *nl, size_t i, const char *shape, const char *period)
{
	struct message point;
	uint64_t held = 0;
	int said;
	pid_t pid = start(workloads[i].program, shape, period, &said);

	if (pid > 0 && wait_steps(said, STEPS + 1) && !target_add(nl, PID(pid)) &&
	    !sample_fresh(nl, target_id(nl, pid), &point))
		held = value(&point, SEEP_A_POINT_LAST, workloads[i].value);
	if (pid > 0)
		sleepers_kill(&pid, 1);
	close(said);
	return held;
}

TEST_F_TIMEOUT(seep, comes_to_rest_where_its_shape_says, PATIENT)
{
	uint64_t flat, warm, twice, more;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(workloads); i++) {
		flat = at_rest(&self->nl, i, "flat", "--period=20");
		warm = at_rest(&self->nl, i, "warmup", "--period=20");
		twice = at_rest(&self->nl, i, "flat", "--period=40");
		more = STEPS * workloads[i].unit;
		EXPECT_LT(0, flat);
		EXPECT_GE(workloads[i].slack, llabs((long long)(flat - warm)))
			TH_LOG("%s", workloads[i].program);
		EXPECT_GE(workloads[i].slack, llabs((long long)(twice - flat - more)))
			TH_LOG("%s", workloads[i].program);
	}
}

static void keep(const struct message *point, void *data)
{
	*(struct message *)data = *point;
}

/* The descriptors that leak-fd holds after 60 steps, the last look tells. */
static uint64_t at_end(struct nl *nl, const char *shape)
{
	struct message point;
	uint64_t id;
	int said;
	pid_t pid = start("leak-fd", shape, "--count=60", &said);

	if (pid < 0 || target_add(nl, PID(pid), INTERVAL(SEEP_INTERVAL_MAX)))
		return 0;
	id = target_id(nl, pid);
	waitpid(pid, NULL, 0);
	close(said);
	if (nl_dump(nl, keep, &point, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, id)))
		return 0;
	return value(&point, SEEP_A_POINT_LAST, SEEP_A_VALUES_FDS);
}

TEST_F_TIMEOUT(seep, leaks_or_does_not_as_its_shape_says, PATIENT)
{
	const uint64_t sawtooth = at_end(&self->nl, "sawtooth");

	EXPECT_LT(STEPS, sawtooth);
	EXPECT_EQ(sawtooth + 40, at_end(&self->nl, "steady"));
	EXPECT_EQ(sawtooth + 2, at_end(&self->nl, "ratchet"));
	EXPECT_EQ(sawtooth, at_end(&self->nl, "warmup"));
	EXPECT_EQ(sawtooth, at_end(&self->nl, "flat"));
}

TEST_HARNESS_MAIN
