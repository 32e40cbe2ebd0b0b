// SPDX-License-Identifier: GPL-2.0
/* The module goes whenever it is told, and leaves nothing behind. */
#include "test.h"

#define EXIT_FUNCTION	"taskstats_exit"
#define HISTORY_MAKER	"seep_"
#define FOREVER		1000000000

/* Is ftrace where the exit probe was? */
static bool is_hooked(void)
{
	static char functions[1 << 16];

	return read_file("/sys/kernel/tracing/enabled_functions", functions,
			 sizeof(functions)) && strstr(functions, EXIT_FUNCTION);
}

/* Of its code, its hooks and its family nothing is there; its memory is for test.h. */
static bool is_gone(void)
{
	struct nl nl;

	return !module_loaded() && nl_open(&nl) == -ENOENT && !is_hooked();
}

TEST_F(seep, with_targets_of_every_kind)
{
	pid_t pids[100];
	struct puppet root;
	int i;

	ASSERT_TRUE(sleepers_start(pids, 100));
	for (i = 0; i < 100; i++)
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i]), FOLLOW(i % 3)));
	ASSERT_PUPPET(&root);
	ASSERT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(50), INTERVAL(100)));
	ASSERT_LT(0, puppet_do(&root, "fork", 30));
	sleepers_kill(pids, 50);
	ASSERT_EQ(131, count_targets(&self->nl));
	EXPECT_LT(0, count_areas(HISTORY_MAKER));
	EXPECT_EQ(0, module_refs());

	nl_close(&self->nl);
	ASSERT_EQ(0, module_unload());
	EXPECT_TRUE(is_gone());
	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, nl_open(&self->nl));
	EXPECT_EQ(0, count_targets(&self->nl));
}

TEST_F(seep, frees_what_was_forgotten_before)
{
	pid_t pids[50];
	int i;

	ASSERT_TRUE(sleepers_start(pids, 50));
	for (i = 0; i < 50; i++)
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i])));
	EXPECT_LT(0, count_areas(HISTORY_MAKER));
	ASSERT_EQ(0, target_del(&self->nl, FLAG(SEEP_A_TARGET_ALL)));
	EXPECT_EQ(0, count_areas(HISTORY_MAKER));
}

TEST_F(seep, waits_for_a_dump_that_goes_on)
{
	pid_t pids[100];
	struct nl slow;
	int i;

	ASSERT_TRUE(sleepers_start(pids, 100));
	for (i = 0; i < 100; i++)
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i]), POINTS(16)));
	ASSERT_EQ(0, nl_open_slow(&slow));
	ASSERT_EQ(0, nl_send(&slow, SEEP_CMD_TARGET_GET, NLM_F_DUMP, NULL, 0));
	ASSERT_EQ(1, nl_dump_read(&slow, NULL, NULL));
	EXPECT_LT(0, module_refs());
	/* Given up in the midst, it lets go. */
	nl_close(&slow);
	EXPECT_TRUE(wait_until(module_refs() == 0));
}

static const struct work {
	const char *verb;
	long arg;
} works[] = {
	{ "storm", FOREVER },
	{ "execs", FOREVER },
	{ "thread-storm", FOREVER },
	{ "storm", FOREVER },
};

/* Asks for all there is, again and again, whether the module is there or not. */
static void ask_forever(void)
{
	struct nl nl;

	while (1) {
		if (nl_open(&nl))
			continue;
		count_targets(&nl);
		nl_dump(&nl, NULL, NULL, SEEP_CMD_SAMPLE_GET, FLAG(SEEP_A_SAMPLE_LATEST),
			FLAG(SEEP_A_SAMPLE_FRESH));
		nl_dump(&nl, NULL, NULL, SEEP_CMD_SAMPLE_GET, U64(SEEP_A_SAMPLE_TARGET, 1));
		status_num(&nl, SEEP_A_STATUS_HOOKS);
		nl_close(&nl);
	}
}

TEST_F_TIMEOUT(seep, twenty_times_under_load, PATIENT)
{
	struct puppet puppets[ARRAY_SIZE(works)];
	uint64_t followed = 0, execs = 0;
	struct nl listener;
	size_t i, round;
	pid_t asking;

	for (i = 0; i < ARRAY_SIZE(works); i++) {
		ASSERT_PUPPET(&puppets[i]);
		puppet_tell(&puppets[i], works[i].verb, works[i].arg);
	}
	asking = fork();
	if (!asking)
		ask_forever();
	for (round = 0; round < 20; round++) {
		ASSERT_EQ(0, nl_open(&listener));
		ASSERT_EQ(0, nl_listen(&listener));
		for (i = 0; i < ARRAY_SIZE(works); i++)
			ASSERT_EQ(0, target_add(&self->nl, PID(puppets[i].pid), FOLLOW(20),
						INTERVAL(100), POINTS(16)));
		usleep(1000 * round);
		followed += target_num(&self->nl, puppets[0].pid, SEEP_A_TARGET_FOLLOWED);
		execs += target_num(&self->nl, puppets[1].pid, SEEP_A_TARGET_EXECS);
		nl_close(&listener);
		ASSERT_EQ(0, module_reload(&self->nl, ""));
	}
	/* The load was one. */
	EXPECT_LT(0, followed);
	EXPECT_LT(0, execs);
	EXPECT_EQ(0, waitpid(asking, NULL, WNOHANG));
	nl_close(&self->nl);
	end_children();
	ASSERT_EQ(0, module_unload());
	EXPECT_TRUE(is_gone());
	ASSERT_EQ(0, module_load(""));
}

TEST_HARNESS_MAIN
