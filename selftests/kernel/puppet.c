// SPDX-License-Identifier: GPL-2.0
/*
 * The puppet itself. Its descriptor of orders is given as its argument; it ends
 * when nobody holds the other end any more.
 *
 * usage: puppet FD
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "puppet.h"
#include "puppet_words.h"

int orders;
pid_t self;

void answer(long result)
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

/* A fault of the thread's own, on a page of its stack that nobody else touches. */
static void go_deep(void)
{
	char deep[6000];

	memset(deep, 1, sizeof(deep));
	asm volatile("" :: "r" (deep) : "memory");
}

static void *wait_in_thread(void *arg)
{
	go_deep();
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

int start_thread(void *(*run)(void *))
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
