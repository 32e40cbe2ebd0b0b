// SPDX-License-Identifier: GPL-2.0
/* Changing a target. */
#include "test.h"

#define WORDS_EITHER	"name the target either by id or by pid"
#define WORDS_EXITED	"the target has exited"
#define WORDS_FOLLOWED	"the target was followed itself"

TEST_F(seep, changes_what_is_named_and_nothing_else)
{
	struct message target;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), LABEL("one"), INTERVAL(5000)));
	ASSERT_EQ(0, target_set(&self->nl, PID(getpid()), LABEL("two")));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(getpid())));
	EXPECT_STREQ("two", text(&target, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(5000, num(&target, SEEP_A_TARGET_INTERVAL));

	ASSERT_EQ(0, target_set(&self->nl, ID(1), INTERVAL(7000)));
	ASSERT_EQ(0, target_set(&self->nl, ID(1), FOLLOW(3)));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(getpid())));
	EXPECT_STREQ("two", text(&target, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(7000, num(&target, SEEP_A_TARGET_INTERVAL));
	EXPECT_EQ(3, num(&target, SEEP_A_TARGET_FOLLOW));
}

TEST_F(seep, takes_a_label_away)
{
	struct message target;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), LABEL("one")));
	ASSERT_EQ(0, target_set(&self->nl, PID(getpid()), LABEL("")));
	ASSERT_EQ(0, target_get(&self->nl, &target, PID(getpid())));
	EXPECT_FALSE(has(&target, SEEP_A_TARGET_LABEL));
}

TEST_F(seep, takes_a_sample_as_soon_as_the_interval_is_set)
{
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), INTERVAL(SEEP_INTERVAL_MAX)));
	ASSERT_EQ(0, target_set(&self->nl, PID(getpid()), INTERVAL(SEEP_INTERVAL_MAX)));
	EXPECT_TRUE(wait_until(target_num(&self->nl, getpid(), SEEP_A_TARGET_SEQ) == 2));
	EXPECT_EQ(0, target_num(&self->nl, getpid(), SEEP_A_TARGET_MISSED));
}

TEST_F(seep, refuses_one_that_is_none)
{
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl,
		       target_set(&self->nl, PID(getpid()), LABEL("x")));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl,
		       target_set(&self->nl, ID(1), LABEL("x")));
}

TEST_F(seep, refuses_two_names_or_none)
{
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_REFUSED(EINVAL, WORDS_EITHER, &self->nl,
		       target_set(&self->nl, ID(1), PID(getpid()), LABEL("x")));
	EXPECT_REFUSED(EINVAL, WORDS_EITHER, &self->nl, target_set(&self->nl, LABEL("x")));
}

TEST_F(seep, refuses_one_that_has_exited)
{
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	puppet_exit(&puppet, 0);
	EXPECT_REFUSED(ESRCH, WORDS_EXITED, &self->nl,
		       target_set(&self->nl, PID(puppet.pid), LABEL("x")));
}

TEST_F(seep, refuses_to_let_a_followed_one_follow)
{
	struct puppet puppet;
	struct message child;
	long pid;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), FOLLOW(8)));
	pid = puppet_do(&puppet, "fork", 1);
	ASSERT_LT(0, pid);
	EXPECT_REFUSED(EINVAL, WORDS_FOLLOWED, &self->nl,
		       target_set(&self->nl, PID(pid), FOLLOW(1), LABEL("x")));
	ASSERT_EQ(0, target_get(&self->nl, &child, PID(pid)));
	/* All of a request is refused, not a part of it. */
	EXPECT_FALSE(has(&child, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(0, target_set(&self->nl, PID(pid), LABEL("x"), INTERVAL(2000)));
}

TEST_HARNESS_MAIN
