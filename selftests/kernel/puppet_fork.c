// SPDX-License-Identifier: GPL-2.0
/* What a puppet does besides itself: other programs, children, and its end. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "puppet_words.h"

/* Other programs */

static long run_self(const char *path)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", orders);
	execl(path, "puppet", number, NULL);
	return -1;
}

/* The new program's name is "exe", and it answers the order of the old one. */
long do_exec(long arg)
{
	setenv("PUPPET_ANSWER", "", 1);
	return run_self("/proc/self/exe");
}

/* So many programs one after the other, of which the last one answers. */
long do_execs(long count)
{
	char left[32];

	snprintf(left, sizeof(left), "%ld", count - 1);
	setenv("PUPPET_EXECS", left, 1);
	return run_self("/proc/self/exe");
}

void go_on_with_execs(void)
{
	const char *left = getenv("PUPPET_EXECS");

	if (!left)
		return;
	if (strtol(left, NULL, 10) > 0)
		do_execs(strtol(left, NULL, 10));
	unsetenv("PUPPET_EXECS");
	answer(0);
}

static void *exec_in_thread(void *arg)
{
	answer(do_exec(0));
	return NULL;
}

long do_exec_thread(long arg)
{
	return start_thread(exec_in_thread) ? -1 : ANSWERED;
}

/* Children */

static void sleep_until_killed(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (1)
		pause();
}

/* So many children that stay; the number of the last one. */
long do_fork(long count)
{
	pid_t pid = -1;

	while (count--) {
		pid = fork();
		if (!pid)
			sleep_until_killed();
	}
	return pid;
}

/* So many children that exit at once, all reaped; how many there were. */
long do_storm(long count)
{
	long made = 0;

	while (count--) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		made += pid > 0;
		waitpid(-1, NULL, WNOHANG);
	}
	while (wait(NULL) > 0)
		;
	return made;
}

/* A child, its child, and so on; the number of the last, which stays. */
long do_chain(long depth)
{
	int pair[2];
	long last = -1;
	pid_t pid;

	if (pipe(pair))
		return -1;
	while (depth--) {
		pid = fork();
		if (pid)
			break;
	}
	if (!pid) {
		last = getpid();
		if (write(pair[1], &last, sizeof(last)) < 0)
			_exit(1);
		sleep_until_killed();
	}
	/* All on the way stay too, or the chain would end. */
	if (getpid() != self)
		sleep_until_killed();
	if (read(pair[0], &last, sizeof(last)) < 0)
		last = -1;
	close(pair[0]);
	close(pair[1]);
	return last;
}

static void *do_nothing(void *arg)
{
	return arg;
}

/* So many threads, a few at a time, that end at once. */
long do_thread_storm(long count)
{
	pthread_t threads[8];
	int i;

	while (count > 0) {
		for (i = 0; i < 8; i++, count--)
			if (pthread_create(&threads[i], NULL, do_nothing, NULL))
				return -1;
		for (i = 0; i < 8; i++)
			pthread_join(threads[i], NULL);
	}
	return 0;
}

long do_vfork(long code)
{
	int status;
	pid_t pid = vfork();

	if (!pid)
		_exit(code);
	waitpid(pid, &status, 0);
	return pid;
}

/* A daemon forks twice; its number, which nobody waits for. */
long do_daemon(long arg)
{
	int pair[2];
	long number = -1;
	pid_t pid;

	if (pipe(pair))
		return -1;
	pid = fork();
	if (!pid) {
		setsid();
		if (fork())
			_exit(0);
		number = getpid();
		if (write(pair[1], &number, sizeof(number)) < 0)
			_exit(1);
		while (1)
			pause();
	}
	waitpid(pid, NULL, 0);
	if (read(pair[0], &number, sizeof(number)) < 0)
		number = -1;
	close(pair[0]);
	close(pair[1]);
	return number;
}

static int pause_in_clone(void *arg)
{
	sleep_until_killed();
	return 0;
}

/* A child in a PID namespace of its own, where it is process 1. */
long do_fork_namespace(long arg)
{
	return unshare(CLONE_NEWPID) ? -1 : do_fork(1);
}

/* A process that shares the table of descriptors, or the memory. */
long do_clone(long flags)
{
	static char stack[STACK_SIZE];

	return clone(pause_in_clone, stack + sizeof(stack), flags | SIGCHLD, NULL);
}

long do_exit(long code)
{
	_exit(code);
}

long do_dump_core(long arg)
{
	struct rlimit limit = { .rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY };

	if (chdir("/run"))
		return -1;
	setrlimit(RLIMIT_CORE, &limit);
	abort();
}
