// SPDX-License-Identifier: GPL-2.0
/* The test's end of a puppet. */
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "puppet.h"

/* The tests are in folders beside it. */
static void run_puppet(int fd)
{
	char path[PATH_MAX - 16] = "", file[PATH_MAX], number[16];

	if (readlink("/proc/self/exe", path, sizeof(path) - 1) < 0)
		_exit(127);
	snprintf(file, sizeof(file), "%s/../puppet", dirname(path));
	snprintf(number, sizeof(number), "%d", fd);
	execl(file, "puppet", number, NULL);
	perror(file);
	_exit(127);
}

int puppet_start(struct puppet *puppet)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -1;
	puppet->fd = pair[0];
	puppet->pid = fork();
	if (puppet->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* Nothing of the test's but the console and the orders. */
		dup2(pair[1], 3);
		close_range(4, ~0U, 0);
		run_puppet(3);
	}
	close(pair[1]);
	return puppet_do(puppet, "ready", 0) == 0 ? 0 : -1;
}

void puppet_tell(struct puppet *puppet, const char *verb, long arg)
{
	char order[PUPPET_ORDER_MAX];
	int len = snprintf(order, sizeof(order), "%s %ld", verb, arg);

	send(puppet->fd, order, len + 1, MSG_NOSIGNAL);
}

long puppet_do(struct puppet *puppet, const char *verb, long arg)
{
	long answer;

	puppet_tell(puppet, verb, arg);
	if (recv(puppet->fd, &answer, sizeof(answer), 0) != sizeof(answer))
		return -1;
	return answer;
}

int puppet_wait(struct puppet *puppet)
{
	int status = -1;

	waitpid(puppet->pid, &status, 0);
	close(puppet->fd);
	puppet->fd = -1;
	return status;
}

int puppet_exit(struct puppet *puppet, int code)
{
	puppet_tell(puppet, "exit", code);
	return puppet_wait(puppet);
}

bool sleepers_start(pid_t *pids, int count)
{
	int i;

	for (i = 0; i < count; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			return false;
		if (!pids[i]) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			while (1)
				pause();
		}
	}
	return true;
}

void sleepers_kill(const pid_t *pids, int count)
{
	int i;

	for (i = 0; i < count; i++)
		kill(pids[i], SIGKILL);
	for (i = 0; i < count; i++)
		waitpid(pids[i], NULL, 0);
}
