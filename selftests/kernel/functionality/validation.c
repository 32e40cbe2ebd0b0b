// SPDX-License-Identifier: GPL-2.0
/*
 * What no honest tool sends. The refusal comes from the generated policies, so
 * that the words are the kernel's; that it comes at all is the module's affair.
 */
#include "test.h"

#define WORDS_UNKNOWN	"Unknown attribute type"
#define WORDS_NOT_HERE	"Unsupported attribute"
#define WORDS_RANGE	"integer out of range"
#define WORDS_POLICY	"Attribute failed policy validation"
#define WORDS_LENGTH	"invalid attribute length"

struct bad {
	const char *what;
	int cmd;
	int flags;
	struct attr attr;
	int error;
	const char *words;
};

/* Sent with the PID of the caller where the command takes one. */
static const struct bad bads[] = {
	{ "add: attribute 2000", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  U32(2000, 1), EINVAL, WORDS_UNKNOWN },
	{ "add: one more than the last", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  U32(SEEP_A_TARGET_MAX + 1, 1), EINVAL, WORDS_UNKNOWN },
	{ "add: an attribute of the reply", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  U32(SEEP_A_TARGET_STATE, 1), EINVAL, WORDS_NOT_HERE },
	{ "add: the padding", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  U32(SEEP_A_TARGET_PAD, 1), EINVAL, WORDS_NOT_HERE },
	{ "add: interval too short", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  INTERVAL(SEEP_INTERVAL_MIN - 1), ERANGE, WORDS_RANGE },
	{ "add: interval too long", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  INTERVAL(SEEP_INTERVAL_MAX + 1), ERANGE, WORDS_RANGE },
	{ "add: too few points", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  POINTS(SEEP_POINTS_MIN - 1), ERANGE, WORDS_RANGE },
	{ "add: too many points", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  POINTS(SEEP_POINTS_MAX + 1), ERANGE, WORDS_RANGE },
	{ "add: follows too many", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  FOLLOW(SEEP_FOLLOW_MAX + 1), ERANGE, WORDS_RANGE },
	{ "add: interval of 2 bytes", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  RAW(SEEP_A_TARGET_INTERVAL, "\1\1", 2), EINVAL, WORDS_LENGTH },
	{ "add: interval of 8 bytes", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  U64(SEEP_A_TARGET_INTERVAL, 1000), EINVAL, WORDS_LENGTH },
	{ "add: start time of 4 bytes", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  U32(SEEP_A_TARGET_START_TIME, 1), EINVAL, WORDS_LENGTH },
	{ "add: label of 64 letters", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  RAW(SEEP_A_TARGET_LABEL,
	      "0123456789012345678901234567890123456789012345678901234567890123", 65),
	  EINVAL, WORDS_POLICY },
	{ "add: label without an end", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  RAW(SEEP_A_TARGET_LABEL, "endless", 7), EINVAL, WORDS_POLICY },
	{ "add: label of no bytes", SEEP_CMD_TARGET_ADD, NLM_F_ACK,
	  RAW(SEEP_A_TARGET_LABEL, "", 0), EINVAL, WORDS_POLICY },
	{ "set: points", SEEP_CMD_TARGET_SET, NLM_F_ACK,
	  POINTS(16), EINVAL, WORDS_NOT_HERE },
	{ "set: interval too short", SEEP_CMD_TARGET_SET, NLM_F_ACK,
	  INTERVAL(0), ERANGE, WORDS_RANGE },
	{ "set: interval too long", SEEP_CMD_TARGET_SET, NLM_F_ACK,
	  INTERVAL(UINT32_MAX), ERANGE, WORDS_RANGE },
	{ "set: follows too many", SEEP_CMD_TARGET_SET, NLM_F_ACK,
	  FOLLOW(UINT32_MAX), ERANGE, WORDS_RANGE },
	{ "del: all with a value", SEEP_CMD_TARGET_DEL, NLM_F_ACK,
	  U32(SEEP_A_TARGET_ALL, 1), ERANGE, WORDS_POLICY },
	{ "del: label", SEEP_CMD_TARGET_DEL, NLM_F_ACK,
	  RAW(SEEP_A_TARGET_LABEL, "x", 2), EINVAL, WORDS_NOT_HERE },
	{ "get: id of 4 bytes", SEEP_CMD_TARGET_GET, NLM_F_ACK,
	  U32(SEEP_A_TARGET_ID, 1), EINVAL, WORDS_LENGTH },
	{ "get: attribute 100", SEEP_CMD_TARGET_GET, NLM_F_ACK,
	  U32(100, 1), EINVAL, WORDS_UNKNOWN },
	{ "samples: attribute 100", SEEP_CMD_SAMPLE_GET, NLM_F_DUMP,
	  U32(100, 1), EINVAL, WORDS_UNKNOWN },
	{ "samples: target of 4 bytes", SEEP_CMD_SAMPLE_GET, NLM_F_DUMP,
	  U32(SEEP_A_SAMPLE_TARGET, 1), EINVAL, WORDS_LENGTH },
	{ "samples: latest with a value", SEEP_CMD_SAMPLE_GET, NLM_F_DUMP,
	  U32(SEEP_A_SAMPLE_LATEST, 1), ERANGE, WORDS_POLICY },
	{ "samples: an attribute of the reply", SEEP_CMD_SAMPLE_GET, NLM_F_DUMP,
	  U64(SEEP_A_SAMPLE_POINT, 1), EINVAL, WORDS_UNKNOWN },
	{ "targets: a dump with an unknown one", SEEP_CMD_TARGET_GET, NLM_F_DUMP,
	  U32(100, 1), EINVAL, WORDS_UNKNOWN },
};

static int send_bad(struct nl *nl, const struct bad *bad)
{
	const struct attr attrs[] = { PID(getpid()), bad->attr };
	bool pid = bad->cmd != SEEP_CMD_SAMPLE_GET && bad->flags != NLM_F_DUMP;

	return nl_send(nl, bad->cmd, bad->flags, attrs + !pid, 1 + pid) ?:
	       nl_answer(nl, NULL);
}

TEST_F(seep, refuses_every_bad_attribute)
{
	size_t i;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid()), INTERVAL(4000), POINTS(20)));
	for (i = 0; i < ARRAY_SIZE(bads); i++) {
		EXPECT_EQ(-bads[i].error, send_bad(&self->nl, &bads[i]))
			TH_LOG("%s", bads[i].what);
		EXPECT_STREQ(bads[i].words, self->nl.ack)
			TH_LOG("%s", bads[i].what);
	}
	EXPECT_EQ(1, count_targets(&self->nl));
	EXPECT_EQ(4000, target_num(&self->nl, getpid(), SEEP_A_TARGET_INTERVAL));
	EXPECT_EQ(20, target_num(&self->nl, getpid(), SEEP_A_TARGET_POINTS));
}

TEST_F(seep, refuses_bytes_that_are_no_attribute)
{
	static const unsigned char few[] = { 1, 2 };
	static const unsigned char longer_than_message[] = {
		200, 0, SEEP_A_TARGET_PID, 0, 1, 0, 0, 0
	};
	static const unsigned char shorter_than_header[] = { 3, 0, SEEP_A_TARGET_PID, 0 };

	ASSERT_EQ(0, nl_send_raw(&self->nl, SEEP_CMD_TARGET_ADD, NLM_F_ACK, few, 2));
	EXPECT_EQ(-EINVAL, nl_answer(&self->nl, NULL));
	ASSERT_EQ(0, nl_send_raw(&self->nl, SEEP_CMD_TARGET_ADD, NLM_F_ACK,
				 longer_than_message, sizeof(longer_than_message)));
	EXPECT_EQ(-EINVAL, nl_answer(&self->nl, NULL));
	ASSERT_EQ(0, nl_send_raw(&self->nl, SEEP_CMD_TARGET_ADD, NLM_F_ACK,
				 shorter_than_header, sizeof(shorter_than_header)));
	EXPECT_EQ(-EINVAL, nl_answer(&self->nl, NULL));
	ASSERT_EQ(0, nl_send_raw(&self->nl, SEEP_CMD_TARGET_GET, NLM_F_DUMP, few, 2));
	EXPECT_EQ(-EINVAL, nl_answer(&self->nl, NULL));
	ASSERT_EQ(0, nl_send_raw(&self->nl, SEEP_CMD_SAMPLE_GET, NLM_F_DUMP, few, 2));
	EXPECT_EQ(-EINVAL, nl_answer(&self->nl, NULL));
	EXPECT_EQ(0, count_targets(&self->nl));
}

TEST_F(seep, refuses_commands_that_are_none)
{
	static const int commands[] = {
		0, SEEP_CMD_MAX + 1, 255,
		SEEP_CMD_TARGET_ADD_NTF, SEEP_CMD_TARGET_FOLLOW_NTF, SEEP_CMD_TARGET_EXEC_NTF,
		SEEP_CMD_TARGET_EXIT_NTF, SEEP_CMD_TARGET_DEL_NTF,
	};

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		EXPECT_EQ(-EOPNOTSUPP, nl_do(&self->nl, NULL, commands[i], PID(getpid())));
		EXPECT_EQ(-EOPNOTSUPP, nl_dump(&self->nl, NULL, NULL, commands[i], PID(getpid())));
	}
}

TEST_F(seep, refuses_to_dump_what_is_done_and_to_do_what_is_dumped)
{
	EXPECT_EQ(-EOPNOTSUPP, nl_dump(&self->nl, NULL, NULL, SEEP_CMD_TARGET_ADD, PID(getpid())));
	EXPECT_EQ(-EOPNOTSUPP, nl_dump(&self->nl, NULL, NULL, SEEP_CMD_TARGET_DEL, PID(getpid())));
	EXPECT_EQ(-EOPNOTSUPP, nl_do(&self->nl, NULL, SEEP_CMD_SAMPLE_GET,
				     U64(SEEP_A_SAMPLE_TARGET, 1)));
	EXPECT_EQ(0, count_targets(&self->nl));
}

TEST_HARNESS_MAIN
