// SPDX-License-Identifier: GPL-2.0
/* Nothing is attached to the kernel without a live target. */
#include "test.h"

#define EXIT_FUNCTION	"taskstats_exit"
#define FTRACE_ENABLED	"/proc/sys/kernel/ftrace_enabled"

#define hooks(nl)	status_num(nl, SEEP_A_STATUS_HOOKS)

/* What ftrace itself says of the function that the exit probe is on. */
static bool is_hooked(void)
{
	static char functions[1 << 16];

	return read_file("/sys/kernel/tracing/enabled_functions", functions,
			 sizeof(functions)) && strstr(functions, EXIT_FUNCTION);
}

TEST_F(seep, come_with_the_first_target_and_go_with_the_last)
{
	struct puppet puppet;

	EXPECT_EQ(0, hooks(&self->nl));
	EXPECT_FALSE(is_hooked());
	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	EXPECT_EQ(3, hooks(&self->nl));
	EXPECT_TRUE(is_hooked());
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	ASSERT_EQ(0, target_del(&self->nl, PID(puppet.pid)));
	EXPECT_EQ(3, hooks(&self->nl));
	ASSERT_EQ(0, target_del(&self->nl, PID(getpid())));
	EXPECT_TRUE(wait_until(hooks(&self->nl) == 0));
	EXPECT_FALSE(is_hooked());
}

TEST_F(seep, go_when_the_last_target_exits)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	puppet_exit(&puppet, 0);
	EXPECT_TRUE(wait_until(hooks(&self->nl) == 0));
	EXPECT_FALSE(is_hooked());
	EXPECT_EQ(1, count_targets(&self->nl));
}

TEST_F(seep, go_after_a_registration_that_failed)
{
	EXPECT_EQ(-ESRCH, target_add(&self->nl, PID(INT32_MAX)));
	EXPECT_TRUE(wait_until(hooks(&self->nl) == 0));
	EXPECT_FALSE(is_hooked());
}

TEST_F(seep, stay_while_a_followed_child_lives)
{
	struct puppet root;
	long daemon;

	ASSERT_PUPPET(&root);
	ASSERT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(4)));
	daemon = puppet_do(&root, "daemon", 0);
	ASSERT_LT(0, daemon);
	puppet_exit(&root, 0);
	EXPECT_EQ(3, hooks(&self->nl));
	kill(daemon, SIGKILL);
	EXPECT_TRUE(wait_until(hooks(&self->nl) == 0));
}

TEST_F(seep, come_and_go_many_times)
{
	int i;

	for (i = 0; i < 30; i++) {
		ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
		ASSERT_EQ(3, hooks(&self->nl));
		ASSERT_EQ(0, target_del(&self->nl, PID(getpid())));
		if (i % 3 == 0)
			ASSERT_TRUE(wait_until(hooks(&self->nl) == 0));
	}
}

TEST_F(seep, leave_with_the_module)
{
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_TRUE(is_hooked());
	nl_close(&self->nl);
	ASSERT_EQ(0, module_unload());
	EXPECT_FALSE(is_hooked());
	ASSERT_EQ(0, module_load(""));
	EXPECT_FALSE(is_hooked());
}

/* An administrator may switch ftrace off. Then an exit is seen late, by its absence. */
TEST_F(seep, that_are_blinded_do_not_keep_the_dead_alive)
{
	struct message target;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), INTERVAL(100)));
	ASSERT_TRUE(write_file(FTRACE_ENABLED, "0"));
	puppet_exit(&puppet, 7);
	EXPECT_TRUE(wait_until(status_num(&self->nl, SEEP_A_STATUS_EXITED) == 1));
	EXPECT_TRUE(write_file(FTRACE_ENABLED, "1"));

	ASSERT_EQ(0, target_get(&self->nl, &target, ID(1)));
	EXPECT_EQ(SEEP_TARGET_STATE_EXITED, num(&target, SEEP_A_TARGET_STATE));
	EXPECT_TRUE(has(&target, SEEP_A_TARGET_EXITED_AT));
	/* Nobody saw how it ended, so nobody says so. */
	EXPECT_FALSE(has(&target, SEEP_A_TARGET_EXIT_CODE));
	EXPECT_LE(1, num(&target, SEEP_A_TARGET_SEQ));
	EXPECT_TRUE(wait_until(hooks(&self->nl) == 0));
}

/* Nor a zombie that nobody waits for. */
TEST_F(seep, that_are_blinded_do_not_take_a_zombie_for_alive)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), INTERVAL(100)));
	ASSERT_TRUE(write_file(FTRACE_ENABLED, "0"));
	puppet_tell(&puppet, "exit", 0);
	EXPECT_TRUE(wait_until(status_num(&self->nl, SEEP_A_STATUS_EXITED) == 1));
	EXPECT_TRUE(write_file(FTRACE_ENABLED, "1"));
	EXPECT_EQ('Z', proc_state(puppet.pid));
}

TEST_HARNESS_MAIN
