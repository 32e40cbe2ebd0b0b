// SPDX-License-Identifier: GPL-2.0
/*
 * The puppet itself. Its descriptor of orders is given as its argument; it ends
 * when nobody holds the other end any more.
 *
 * usage: puppet FD
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "puppet.h"

#define STACK_SIZE	16384

/* What an order returns whose answer comes from another thread or program. */
#define ANSWERED	LONG_MIN

static int orders;
static pid_t self;

static void answer(long result)
{
	send(orders, &result, sizeof(result), MSG_NOSIGNAL);
}

static void serve(void);

static long do_ready(long arg)
{
	return 0;
}

/* Descriptors */

static long do_open(long count)
{
	struct rlimit limit = { .rlim_cur = count + 64, .rlim_max = count + 64 };
	int opened = 0;

	setrlimit(RLIMIT_NOFILE, &limit);
	while (opened < count && open("/dev/null", O_RDONLY) >= 0)
		opened++;
	return opened;
}

static long do_close(long count)
{
	return close_range(orders + 1, orders + count, 0);
}

/* Memory */

static long map(long len, int flags, int fd, int prot)
{
	return mmap(NULL, len, prot, flags | MAP_POPULATE, fd, 0) == MAP_FAILED ? -1 : 0;
}

static long do_map(long len)
{
	return map(len, MAP_PRIVATE | MAP_ANONYMOUS, -1, PROT_READ | PROT_WRITE);
}

static long do_map_shared(long len)
{
	return map(len, MAP_SHARED | MAP_ANONYMOUS, -1, PROT_READ | PROT_WRITE);
}

static long do_map_file(long len)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	long err = map(len, MAP_PRIVATE, fd, PROT_READ);

	close(fd);
	return err;
}

/* Memory that is written to and then pushed out to swap. */
static long do_map_swapped(long len)
{
	void *start = mmap(NULL, len, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);

	return start == MAP_FAILED ? -1 : madvise(start, len, MADV_PAGEOUT);
}

/* Mappings that the kernel cannot merge, and that nothing touches. */
static long do_map_many(long count)
{
	long i;

	for (i = 0; i < count; i++)
		if (mmap(NULL, 4096, i % 2 ? PROT_READ : PROT_NONE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
			return -1;
	return 0;
}

static long do_heap(long len)
{
	void *start = sbrk(len);

	if (start == (void *)-1)
		return -1;
	memset(start, 1, len);
	return 0;
}

/* Threads */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static long running, wanted;

static void *wait_in_thread(void *arg)
{
	pthread_mutex_lock(&lock);
	running++;
	pthread_cond_broadcast(&changed);
	while (running <= wanted)
		pthread_cond_wait(&changed, &lock);
	running--;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	return arg;
}

static int start_thread(void *(*run)(void *))
{
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	err = pthread_create(&thread, &attr, run, NULL);
	pthread_attr_destroy(&attr);
	return err;
}

/* As many threads as that, besides the one that obeys. */
static long do_threads(long count)
{
	long i, have;

	pthread_mutex_lock(&lock);
	have = wanted;
	wanted = count;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	for (i = have; i < count; i++)
		if (start_thread(wait_in_thread))
			return -1;
	pthread_mutex_lock(&lock);
	while (running != wanted)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
	return 0;
}

static void *serve_in_thread(void *arg)
{
	/* The leader's state shows that it is gone, not only about to go. */
	char stat[64] = "", *state;
	int fd;

	do {
		fd = open("/proc/self/stat", O_RDONLY);
		if (read(fd, stat, sizeof(stat) - 1) < 0)
			_exit(126);
		close(fd);
		state = strrchr(stat, ')') + 2;
	} while (*state != 'Z');
	answer(0);
	serve();
	return NULL;
}

/* The first thread ends, another one obeys from now on. */
static long do_leave(long arg)
{
	if (start_thread(serve_in_thread))
		return -1;
	pthread_exit(NULL);
}

static long thread_number(void)
{
	return syscall(SYS_gettid);
}

static void *tell_number(void *arg)
{
	answer(thread_number());
	while (1)
		pause();
	return NULL;
}

/* A thread that stays; its number is the answer. */
static long do_thread(long arg)
{
	return start_thread(tell_number) ? -1 : ANSWERED;
}

/* Time */

static long cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static long do_spin(long ms)
{
	long end = cpu_ms() + ms;

	while (cpu_ms() < end)
		;
	return 0;
}

/* Other programs */

static long run_self(const char *path)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", orders);
	execl(path, "puppet", number, NULL);
	return -1;
}

/* The new program's name is "exe", and it answers the order of the old one. */
static long do_exec(long arg)
{
	setenv("PUPPET_ANSWER", "", 1);
	return run_self("/proc/self/exe");
}

/* So many programs one after the other, of which the last one answers. */
static long do_execs(long count)
{
	char left[32];

	snprintf(left, sizeof(left), "%ld", count - 1);
	setenv("PUPPET_EXECS", left, 1);
	return run_self("/proc/self/exe");
}

static void go_on_with_execs(void)
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

static long do_exec_thread(long arg)
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
static long do_fork(long count)
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
static long do_storm(long count)
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
static long do_chain(long depth)
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
static long do_thread_storm(long count)
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

static long do_vfork(long code)
{
	int status;
	pid_t pid = vfork();

	if (!pid)
		_exit(code);
	waitpid(pid, &status, 0);
	return pid;
}

/* A daemon forks twice; its number, which nobody waits for. */
static long do_daemon(long arg)
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
static long do_fork_namespace(long arg)
{
	return unshare(CLONE_NEWPID) ? -1 : do_fork(1);
}

/* A process that shares the table of descriptors, or the memory. */
static long do_clone(long flags)
{
	static char stack[STACK_SIZE];

	return clone(pause_in_clone, stack + sizeof(stack), flags | SIGCHLD, NULL);
}

static long do_exit(long code)
{
	_exit(code);
}

static long do_dump_core(long arg)
{
	struct rlimit limit = { .rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY };

	if (chdir("/run"))
		return -1;
	setrlimit(RLIMIT_CORE, &limit);
	abort();
}

static const struct {
	const char *verb;
	long (*obey)(long arg);
} words[] = {
	{ "ready", do_ready },
	{ "open", do_open },
	{ "close", do_close },
	{ "map", do_map },
	{ "map-shared", do_map_shared },
	{ "map-file", do_map_file },
	{ "map-swapped", do_map_swapped },
	{ "map-many", do_map_many },
	{ "heap", do_heap },
	{ "threads", do_threads },
	{ "thread", do_thread },
	{ "leave", do_leave },
	{ "spin", do_spin },
	{ "exec", do_exec },
	{ "exec-thread", do_exec_thread },
	{ "execs", do_execs },
	{ "thread-storm", do_thread_storm },
	{ "fork", do_fork },
	{ "storm", do_storm },
	{ "chain", do_chain },
	{ "vfork", do_vfork },
	{ "daemon", do_daemon },
	{ "clone", do_clone },
	{ "fork-namespace", do_fork_namespace },
	{ "exit", do_exit },
	{ "core", do_dump_core },
};

static void obey(const char *verb, long arg)
{
	size_t i;
	long result = -1;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(verb, words[i].verb))
			result = words[i].obey(arg);
	if (result != ANSWERED)
		answer(result);
}

static void serve(void)
{
	char order[PUPPET_ORDER_MAX], verb[PUPPET_ORDER_MAX];
	long arg;

	while (recv(orders, order, sizeof(order), 0) > 0)
		if (sscanf(order, "%63s %ld", verb, &arg) == 2)
			obey(verb, arg);
	exit(0);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: puppet FD\n");
		return 2;
	}
	orders = strtol(argv[1], NULL, 10);
	self = getpid();
	go_on_with_execs();
	if (getenv("PUPPET_ANSWER")) {
		unsetenv("PUPPET_ANSWER");
		answer(0);
	}
	serve();
}
