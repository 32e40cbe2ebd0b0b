// SPDX-License-Identifier: GPL-2.0
/* Who may ask: capabilities count in the initial user namespace only. */
#include <sys/syscall.h>
#include <linux/capability.h>

#include "test.h"

struct question {
	const char *what;
	int cmd;
	int flags;
	struct attr attr;
	int count;
};

/* Every operation there is, each in a form that is right. */
static const struct question questions[] = {
	{ "status", SEEP_CMD_STATUS_GET, NLM_F_ACK, {}, 0 },
	{ "add", SEEP_CMD_TARGET_ADD, NLM_F_ACK, PID(1), 1 },
	{ "del", SEEP_CMD_TARGET_DEL, NLM_F_ACK, ID(1), 1 },
	{ "del all", SEEP_CMD_TARGET_DEL, NLM_F_ACK, FLAG(SEEP_A_TARGET_ALL), 1 },
	{ "set", SEEP_CMD_TARGET_SET, NLM_F_ACK, ID(1), 1 },
	{ "get", SEEP_CMD_TARGET_GET, NLM_F_ACK, ID(1), 1 },
	{ "get all", SEEP_CMD_TARGET_GET, NLM_F_DUMP, {}, 0 },
	{ "history", SEEP_CMD_SAMPLE_GET, NLM_F_DUMP, U64(SEEP_A_SAMPLE_TARGET, 1), 1 },
	{ "latest", SEEP_CMD_SAMPLE_GET, NLM_F_DUMP, FLAG(SEEP_A_SAMPLE_LATEST), 1 },
};

static int ask(struct nl *nl, const struct question *question)
{
	return nl_send(nl, question->cmd, question->flags, &question->attr, question->count) ?:
	       nl_answer(nl, NULL);
}

static void expect_all_refused(struct __test_metadata *_metadata, struct nl *nl)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(questions); i++) {
		EXPECT_EQ(-EPERM, ask(nl, &questions[i]))
			TH_LOG("%s", questions[i].what);
		EXPECT_STREQ(WORDS_EPERM, nl->ack)
			TH_LOG("%s", questions[i].what);
	}
}

static int keep_only(uint64_t capabilities)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = {};
	int i;

	for (i = 0; i < 2; i++)
		data[i].effective = capabilities >> (32 * i);
	for (i = 0; i < 2; i++)
		data[i].permitted = data[i].effective;
	return syscall(SYS_capset, &header, data);
}

#define BIT(capability)	(1ULL << (capability))

TEST_F(seep, nobody_may_do_nothing)
{
	struct nl nl;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	if (in_child(_metadata)) {
		EXPECT_EQ(0, setuid(65534));
		EXPECT_EQ(0, nl_open(&nl));
		expect_all_refused(_metadata, &nl);
		_exit(0);
	}
	EXPECT_EQ(1, count_targets(&self->nl));
}

/* What counts is who asks, and who opened the socket as well. */
TEST_F(seep, a_socket_of_root_is_of_no_use_to_nobody)
{
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	if (in_child(_metadata)) {
		EXPECT_EQ(0, setuid(65534));
		expect_all_refused(_metadata, &self->nl);
		_exit(0);
	}
	EXPECT_EQ(1, count_targets(&self->nl));
}

TEST_F(seep, a_socket_of_nobody_is_of_no_use_to_root)
{
	struct nl nl;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	if (in_child(_metadata)) {
		EXPECT_EQ(0, seteuid(65534));
		EXPECT_EQ(0, nl_open(&nl));
		EXPECT_EQ(0, seteuid(0));
		expect_all_refused(_metadata, &nl);
		_exit(0);
	}
	EXPECT_EQ(1, count_targets(&self->nl));
}

TEST_F(seep, root_of_a_user_namespace_may_do_nothing)
{
	struct nl nl;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	if (in_child(_metadata)) {
		/* In there it has all capabilities there are. */
		EXPECT_EQ(0, unshare(CLONE_NEWUSER));
		EXPECT_EQ(0, nl_open(&nl));
		expect_all_refused(_metadata, &nl);
		expect_all_refused(_metadata, &self->nl);
		_exit(0);
	}
	if (in_child(_metadata)) {
		EXPECT_EQ(0, unshare(CLONE_NEWUSER | CLONE_NEWNET));
		EXPECT_EQ(0, nl_open(&nl));
		expect_all_refused(_metadata, &nl);
		_exit(0);
	}
	EXPECT_EQ(1, count_targets(&self->nl));
}

TEST_F(seep, one_capability_of_the_two_is_not_enough)
{
	static const uint64_t few[] = {
		0, BIT(CAP_SYS_PTRACE), BIT(CAP_PERFMON),
		~(BIT(CAP_SYS_ADMIN) | BIT(CAP_PERFMON)),
		~(BIT(CAP_SYS_ADMIN) | BIT(CAP_SYS_PTRACE)),
	};
	struct nl nl;
	size_t i;

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	for (i = 0; i < ARRAY_SIZE(few); i++) {
		if (!in_child(_metadata))
			continue;
		EXPECT_EQ(0, keep_only(few[i] & (BIT(CAP_LAST_CAP + 1) - 1)));
		EXPECT_EQ(0, nl_open(&nl));
		expect_all_refused(_metadata, &nl);
		_exit(0);
	}
}

static void expect_all_done(struct __test_metadata *_metadata, uint64_t capabilities)
{
	struct nl nl;
	pid_t pid = getppid();

	EXPECT_EQ(0, keep_only(capabilities));
	EXPECT_EQ(0, nl_open(&nl));
	EXPECT_EQ(0, target_add(&nl, PID(pid)));
	EXPECT_EQ(0, target_get(&nl, NULL, PID(pid)));
	EXPECT_EQ(0, target_set(&nl, PID(pid), LABEL("x")));
	EXPECT_EQ(1, status_num(&nl, SEEP_A_STATUS_LIVE));
	EXPECT_EQ(1, count_targets(&nl));
	EXPECT_EQ(0, nl_dump(&nl, NULL, NULL, SEEP_CMD_SAMPLE_GET, FLAG(SEEP_A_SAMPLE_LATEST)));
	EXPECT_EQ(0, target_del(&nl, PID(pid)));
}

TEST_F(seep, the_two_alone_are_enough)
{
	if (in_child(_metadata)) {
		expect_all_done(_metadata, BIT(CAP_SYS_PTRACE) | BIT(CAP_PERFMON));
		_exit(0);
	}
}

TEST_F(seep, cap_sys_admin_alone_is_enough)
{
	if (in_child(_metadata)) {
		expect_all_done(_metadata, BIT(CAP_SYS_ADMIN));
		_exit(0);
	}
}

TEST_F(seep, only_cap_sys_admin_joins_the_events)
{
	struct nl nl;

	if (in_child(_metadata)) {
		EXPECT_EQ(0, keep_only(BIT(CAP_SYS_ADMIN)));
		EXPECT_EQ(0, nl_open(&nl));
		EXPECT_EQ(0, nl_listen(&nl));
		_exit(0);
	}
	if (in_child(_metadata)) {
		EXPECT_EQ(0, keep_only(BIT(CAP_SYS_PTRACE) | BIT(CAP_PERFMON)));
		EXPECT_EQ(0, nl_open(&nl));
		EXPECT_EQ(-EPERM, nl_listen(&nl));
		_exit(0);
	}
	if (in_child(_metadata)) {
		/* Of a namespace of his own, but in the network of all. */
		EXPECT_EQ(0, unshare(CLONE_NEWUSER));
		EXPECT_EQ(0, nl_open(&nl));
		EXPECT_EQ(-EPERM, nl_listen(&nl));
		_exit(0);
	}
	if (in_child(_metadata)) {
		EXPECT_EQ(0, setuid(65534));
		EXPECT_EQ(0, nl_open(&nl));
		EXPECT_EQ(-EPERM, nl_listen(&nl));
		_exit(0);
	}
}

TEST_HARNESS_MAIN
