// SPDX-License-Identifier: GPL-2.0
/* Asking for samples: which questions there are. What the answers say is for sample.c. */
#include "test.h"

#define TARGET(v)	U64(SEEP_A_SAMPLE_TARGET, v)
#define SINCE(v)	U64(SEEP_A_SAMPLE_SINCE, v)
#define LATEST		FLAG(SEEP_A_SAMPLE_LATEST)
#define FRESH		FLAG(SEEP_A_SAMPLE_FRESH)

struct answers {
	int count;
	uint64_t targets;
	struct message last;
};

static void collect(const struct message *point, void *data)
{
	struct answers *answers = data;

	answers->count++;
	answers->targets |= 1ULL << num(point, SEEP_A_POINT_TARGET);
	answers->last = *point;
}

#define ask(nl, into, ...) ({						\
	memset(into, 0, sizeof(*(into)));				\
	nl_dump(nl, collect, into, SEEP_CMD_SAMPLE_GET, __VA_ARGS__);	\
})

TEST_F(seep, refuses_a_history_of_nobody)
{
	struct answers answers;

	EXPECT_REFUSED(EINVAL, "a history is that of one target: name its id", &self->nl,
		       nl_dump_attrs(&self->nl, NULL, NULL, SEEP_CMD_SAMPLE_GET, NULL, 0));
	EXPECT_REFUSED(EINVAL, "a history is that of one target: name its id", &self->nl,
		       ask(&self->nl, &answers, SINCE(3)));
}

TEST_F(seep, refuses_questions_that_contradict_themselves)
{
	struct answers answers;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_REFUSED(EINVAL, "fresh goes with latest", &self->nl,
		       ask(&self->nl, &answers, TARGET(1), FRESH));
	EXPECT_REFUSED(EINVAL, "since asks for a history, latest does not", &self->nl,
		       ask(&self->nl, &answers, LATEST, SINCE(0)));
	EXPECT_EQ(0, answers.count);
}

TEST_F(seep, refuses_a_target_that_is_none)
{
	struct answers answers;

	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl, ask(&self->nl, &answers, TARGET(1)));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl,
		       ask(&self->nl, &answers, TARGET(1), LATEST));
	EXPECT_REFUSED(ENOENT, WORDS_NO_TARGET, &self->nl,
		       ask(&self->nl, &answers, TARGET(1), LATEST, FRESH));
}

TEST_F(seep, gives_the_latest_of_one_or_of_all)
{
	struct answers answers;
	pid_t pids[5];

	EXPECT_EQ(0, ask(&self->nl, &answers, LATEST));
	EXPECT_EQ(0, answers.count);
	ASSERT_TRUE(sleepers_start(pids, 5));
	for (int i = 0; i < 5; i++)
		ASSERT_EQ(0, target_add(&self->nl, PID(pids[i])));
	EXPECT_EQ(0, ask(&self->nl, &answers, LATEST));
	EXPECT_EQ(5, answers.count);
	EXPECT_EQ(0x3e, answers.targets);
	EXPECT_EQ(0, ask(&self->nl, &answers, LATEST, TARGET(3)));
	EXPECT_EQ(1, answers.count);
	EXPECT_EQ(1 << 3, answers.targets);
}

TEST_F(seep, gives_a_fresh_one_that_enters_no_history)
{
	struct answers latest, fresh;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid), INTERVAL(SEEP_INTERVAL_MAX)));
	ASSERT_EQ(10, puppet_do(&puppet, "open", 10));
	ASSERT_EQ(0, ask(&self->nl, &latest, LATEST));
	ASSERT_EQ(0, ask(&self->nl, &fresh, LATEST, FRESH));
	EXPECT_EQ(value(&latest.last, SEEP_A_POINT_LAST, SEEP_A_VALUES_FDS) + 10,
		  value(&fresh.last, SEEP_A_POINT_LAST, SEEP_A_VALUES_FDS));
	EXPECT_LT(num(&latest.last, SEEP_A_POINT_LAST_AT),
		  num(&fresh.last, SEEP_A_POINT_LAST_AT));
	EXPECT_EQ(1, target_num(&self->nl, puppet.pid, SEEP_A_TARGET_SEQ));
}

TEST_F(seep, gives_the_last_one_of_the_exited)
{
	struct answers latest, fresh, history;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	puppet_exit(&puppet, 0);
	ASSERT_EQ(0, ask(&self->nl, &latest, LATEST));
	ASSERT_EQ(0, ask(&self->nl, &fresh, LATEST, FRESH));
	ASSERT_EQ(0, ask(&self->nl, &history, TARGET(1)));
	EXPECT_EQ(1, latest.count);
	EXPECT_EQ(1, fresh.count);
	EXPECT_EQ(num(&history.last, SEEP_A_POINT_LAST_AT),
		  num(&fresh.last, SEEP_A_POINT_LAST_AT));
	EXPECT_EQ(num(&history.last, SEEP_A_POINT_LAST_AT),
		  num(&latest.last, SEEP_A_POINT_LAST_AT));
}

TEST_F(seep, gives_only_the_values_of_the_mask)
{
	const struct attr mask = U32(SEEP_A_SAMPLE_MASK, 1 << (SEEP_A_VALUES_FDS - 1));
	struct answers latest, history;
	struct message values;
	struct puppet puppet;

	ASSERT_PUPPET(&puppet);
	ASSERT_EQ(0, target_add(&self->nl, PID(puppet.pid)));
	ASSERT_EQ(0, ask(&self->nl, &latest, LATEST, mask));
	ASSERT_EQ(0, ask(&self->nl, &history, TARGET(1), mask));
	ASSERT_TRUE(nest(&latest.last, SEEP_A_POINT_LAST, &values));
	EXPECT_TRUE(has(&values, SEEP_A_VALUES_FDS));
	EXPECT_FALSE(has(&values, SEEP_A_VALUES_THREADS));
	EXPECT_FALSE(has(&values, SEEP_A_VALUES_CPU));
	EXPECT_EQ(count_fds(puppet.pid), num(&values, SEEP_A_VALUES_FDS));
	ASSERT_TRUE(nest(&history.last, SEEP_A_POINT_LAST, &values));
	EXPECT_TRUE(has(&values, SEEP_A_VALUES_FDS));
	EXPECT_FALSE(has(&values, SEEP_A_VALUES_THREADS));
}

TEST_F(seep, refuses_a_mask_of_nothing_or_of_what_there_is_not)
{
	struct answers answers;

	EXPECT_REFUSED(ERANGE, "integer out of range", &self->nl,
		       ask(&self->nl, &answers, LATEST, U32(SEEP_A_SAMPLE_MASK, 0)));
	EXPECT_REFUSED(EINVAL, "the mask names values that there are not", &self->nl,
		       ask(&self->nl, &answers, LATEST,
			   U32(SEEP_A_SAMPLE_MASK, 1U << SEEP_A_VALUES_MAX)));
}

TEST_HARNESS_MAIN
