// SPDX-License-Identifier: GPL-2.0
/* Notifications: each is numbered, so that who missed one knows it. */
#include <sys/socket.h>

#include "test.h"

static const int commands[] = {
	SEEP_CMD_TARGET_ADD_NTF, SEEP_CMD_TARGET_FOLLOW_NTF, SEEP_CMD_TARGET_EXEC_NTF,
	SEEP_CMD_TARGET_EXIT_NTF, SEEP_CMD_TARGET_DEL_NTF,
};

enum { ADDED, FOLLOWED, EXECUTED, EXITED, DELETED };

/* The next one of all is this. */
#define EXPECT_EVENT(nl, event, what, number, of) do {				\
	ASSERT_EQ(0, nl_receive_event(nl, event, PATIENCE_MS));			\
	EXPECT_EQ(commands[what], (event)->cmd);				\
	EXPECT_EQ(number, num(event, SEEP_A_TARGET_EVENT_SEQ));			\
	EXPECT_EQ(of, num(event, SEEP_A_TARGET_PID));				\
} while (0)

static int listen_to(struct nl *nl)
{
	return nl_open(nl) ?: nl_listen(nl);
}

TEST_F(seep, tell_of_a_life_in_order)
{
	struct puppet root;
	struct message event;
	struct nl listener;
	long child;

	ASSERT_EQ(0, listen_to(&listener));
	ASSERT_PUPPET(&root);
	ASSERT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(4), LABEL("here")));
	EXPECT_EVENT(&listener, &event, ADDED, 1, root.pid);
	EXPECT_STREQ("here", text(&event, SEEP_A_TARGET_LABEL));
	EXPECT_EQ(1, num(&event, SEEP_A_TARGET_ID));

	child = puppet_do(&root, "fork", 1);
	EXPECT_EVENT(&listener, &event, FOLLOWED, 2, child);
	EXPECT_EQ(1, num(&event, SEEP_A_TARGET_PARENT));
	EXPECT_STREQ("here", text(&event, SEEP_A_TARGET_LABEL));

	ASSERT_EQ(0, puppet_do(&root, "exec", 0));
	EXPECT_EVENT(&listener, &event, EXECUTED, 3, root.pid);
	EXPECT_STREQ("exe", text(&event, SEEP_A_TARGET_COMM));
	EXPECT_EQ(1, num(&event, SEEP_A_TARGET_EXECS));

	kill(child, SIGKILL);
	EXPECT_EVENT(&listener, &event, EXITED, 4, child);
	EXPECT_EQ(SIGKILL, num(&event, SEEP_A_TARGET_EXIT_CODE));
	EXPECT_EQ(SEEP_TARGET_STATE_EXITED, num(&event, SEEP_A_TARGET_STATE));

	ASSERT_EQ(0, target_del(&self->nl, PID(root.pid)));
	EXPECT_EVENT(&listener, &event, DELETED, 5, root.pid);
	EXPECT_EQ(SEEP_TARGET_STATE_LIVE, num(&event, SEEP_A_TARGET_STATE));
	ASSERT_EQ(0, target_del(&self->nl, PID(child)));
	EXPECT_EVENT(&listener, &event, DELETED, 6, child);

	EXPECT_EQ(6, status_num(&self->nl, SEEP_A_STATUS_EVENT_SEQ));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_EVENTS_LOST));
	EXPECT_EQ(-ETIMEDOUT, nl_receive_event(&listener, &event, 0));
	nl_close(&listener);
}

/* A child so short that all of its life lies between two looks. */
TEST_F(seep, of_one_target_come_in_the_order_of_its_life)
{
	struct puppet root;
	struct message event;
	struct nl listener;
	int i;

	ASSERT_EQ(0, listen_to(&listener));
	ASSERT_PUPPET(&root);
	ASSERT_EQ(0, target_add(&self->nl, PID(root.pid), FOLLOW(4)));
	EXPECT_EVENT(&listener, &event, ADDED, 1, root.pid);
	for (i = 0; i < 20; i++) {
		long child = puppet_do(&root, "vfork", 0);

		EXPECT_EVENT(&listener, &event, FOLLOWED, 2 + 2 * i, child);
		EXPECT_EVENT(&listener, &event, EXITED, 3 + 2 * i, child);
	}
	nl_close(&listener);
}

TEST_F(seep, tell_who_was_pushed_out)
{
	struct message event;
	struct nl listener;
	pid_t pids[2];

	ASSERT_EQ(0, module_reload(&self->nl, "max_exited=1"));
	ASSERT_EQ(0, listen_to(&listener));
	ASSERT_TRUE(sleepers_start(pids, 2));
	ASSERT_EQ(0, target_add(&self->nl, PID(pids[0])));
	ASSERT_EQ(0, target_add(&self->nl, PID(pids[1])));
	EXPECT_EVENT(&listener, &event, ADDED, 1, pids[0]);
	EXPECT_EVENT(&listener, &event, ADDED, 2, pids[1]);
	sleepers_kill(&pids[0], 1);
	EXPECT_EVENT(&listener, &event, EXITED, 3, pids[0]);
	sleepers_kill(&pids[1], 1);
	EXPECT_EVENT(&listener, &event, EXITED, 4, pids[1]);
	EXPECT_EVENT(&listener, &event, DELETED, 5, pids[0]);
	nl_close(&listener);
}

TEST_F(seep, are_numbered_though_nobody_listens)
{
	struct message event;
	struct nl listener;
	int i;

	for (i = 0; i < 10; i++) {
		ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
		ASSERT_EQ(0, target_del(&self->nl, PID(getpid())));
	}
	EXPECT_EQ(20, status_num(&self->nl, SEEP_A_STATUS_EVENT_SEQ));
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_EVENTS_LOST));
	ASSERT_EQ(0, listen_to(&listener));
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_EVENT(&listener, &event, ADDED, 21, getpid());
	nl_close(&listener);
}

TEST_F(seep, lost_by_a_slow_listener_are_an_error_and_a_gap)
{
	const int tiny = 4096;
	struct message event;
	struct nl listener;
	uint64_t last = 0;
	int i;

	ASSERT_EQ(0, listen_to(&listener));
	ASSERT_EQ(0, setsockopt(listener.fd, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof(tiny)));
	for (i = 0; i < 100; i++) {
		ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
		ASSERT_EQ(0, target_del(&self->nl, PID(getpid())));
	}
	EXPECT_EQ(-ENOBUFS, nl_receive_event(&listener, &event, PATIENCE_MS));
	while (nl_receive_event(&listener, &event, 0) == 0) {
		EXPECT_EQ(last + 1, num(&event, SEEP_A_TARGET_EVENT_SEQ));
		last++;
	}
	EXPECT_GT(100, last);

	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	EXPECT_EVENT(&listener, &event, ADDED, 201, getpid());
	/* They were sent; the listener lost them, and was told so. */
	EXPECT_EQ(0, status_num(&self->nl, SEEP_A_STATUS_EVENTS_LOST));
	nl_close(&listener);
}

TEST_F(seep, reach_all_listeners)
{
	struct nl listeners[8];
	struct message event;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(listeners); i++)
		ASSERT_EQ(0, listen_to(&listeners[i]));
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	for (i = 0; i < ARRAY_SIZE(listeners); i++) {
		EXPECT_EVENT(&listeners[i], &event, ADDED, 1, getpid());
		nl_close(&listeners[i]);
	}
}

/* A listener in a network namespace of its own, made by @flags, joins the group. */
static pid_t start_listener(struct barrier *ready, struct barrier *go, int flags,
			    int timeout_ms)
{
	struct message event;
	struct nl listener;
	pid_t pid = fork();

	if (pid)
		return pid;
	if (unshare(flags) || listen_to(&listener))
		_exit(100);
	barrier_open(ready);
	barrier_wait(go);
	_exit(-nl_receive_event(&listener, &event, timeout_ms));
}

TEST_F(seep, reach_other_network_namespaces)
{
	struct barrier ready, go;
	pid_t pid;
	int status;

	ASSERT_TRUE(barrier_init(&ready) && barrier_init(&go));
	pid = start_listener(&ready, &go, CLONE_NEWNET, PATIENCE_MS);
	ASSERT_TRUE(barrier_wait(&ready));
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	barrier_open(&go);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
}

/* Everybody can be root of a namespace of his own, and join the group there. */
TEST_F(seep, do_not_reach_namespaces_of_other_users)
{
	struct barrier ready, go;
	struct message event;
	struct nl listener;
	pid_t pid;
	int status;

	ASSERT_TRUE(barrier_init(&ready) && barrier_init(&go));
	ASSERT_EQ(0, listen_to(&listener));
	pid = start_listener(&ready, &go, CLONE_NEWUSER | CLONE_NEWNET, 0);
	ASSERT_TRUE(barrier_wait(&ready));
	ASSERT_EQ(0, target_add(&self->nl, PID(getpid())));
	/* All who get it have it. */
	EXPECT_EVENT(&listener, &event, ADDED, 1, getpid());
	barrier_open(&go);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(ETIMEDOUT, WEXITSTATUS(status));
	nl_close(&listener);
}

TEST_HARNESS_MAIN
