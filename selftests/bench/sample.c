// SPDX-License-Identifier: GPL-2.0
/*
 * What it costs to learn {threads, fds, mapped, resident} of many processes:
 * one dump of the module, with a sample of each taken for it, against reading
 * /proc. Prints CPU nanoseconds per process, which are instructions in a VM whose
 * clock counts them.
 */
#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/seep.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>

#define PROCESSES	200
#define FDS		50
#define THREADS		5

/*
 * So that the timer ticks, of many thousand instructions each, are spread
 * evenly over what is measured.
 */
#define PROC_ROUNDS	5
#define DUMP_ROUNDS	200

#define BIT_OF(name)	(1u << (SEEP_A_VALUES_##name - SEEP_A_VALUES_THREADS))

static const uint32_t facts_mask = BIT_OF(THREADS) | BIT_OF(FDS) |
				   BIT_OF(MAPPED) | BIT_OF(ANON) |
				   BIT_OF(SHMEM) | BIT_OF(FILE);

/* No value has this attribute, so that its place counts the points. */
#define POINTS		0

/* What both ways have to find, summed over all processes. */
struct facts {
	uint64_t processes;
	uint64_t threads;
	uint64_t fds;
	uint64_t mapped;
	uint64_t resident;
};

static pid_t pids[PROCESSES];
static int proc_fd;
static struct nl_sock *sock;
static int family;
static struct nl_msg *dump_request;

static void *rest(void *unused)
{
	for (;;)
		pause();
	return unused;
}

/* Exactly FDS descriptors and THREADS threads; says so by closing the pipe. */
static void subject(int ready)
{
	pthread_t thread;
	int i, fd;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (i = 1; i < THREADS; i++)
		if (pthread_create(&thread, NULL, rest, NULL))
			err(1, "pthread_create");
	for (fd = 3; fd < FDS; fd++)
		if (fd != ready && dup2(0, fd) < 0)
			err(1, "dup2");
	if (ready >= FDS || dup2(0, ready) < 0)
		err(1, "dup2: %d", ready);
	rest(NULL);
}

static void start_subjects(void)
{
	int i, ready[2];
	char byte;

	for (i = 0; i < PROCESSES; i++) {
		if (pipe2(ready, O_CLOEXEC))
			err(1, "pipe2");
		pids[i] = fork();
		if (pids[i] < 0)
			err(1, "fork");
		if (!pids[i])
			subject(ready[1]);
		close(ready[1]);
		if (read(ready[0], &byte, 1))
			err(1, "read");
		close(ready[0]);
	}
}

static void stop_subjects(void)
{
	int i;

	for (i = 0; i < PROCESSES; i++)
		kill(pids[i], SIGKILL);
	while (wait(NULL) > 0)
		;
}

static void must(int status, const char *what)
{
	if (status < 0)
		errx(1, "%s: %s", what, nl_geterror(status));
}

static void connect_module(void)
{
	sock = nl_socket_alloc();
	if (!sock)
		errx(1, "no memory");
	must(genl_connect(sock), "connect");
	family = genl_ctrl_resolve(sock, SEEP_FAMILY_NAME);
	must(family, "the seep module is not loaded");
}

static struct nl_msg *request(int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, flags,
				 cmd, SEEP_FAMILY_VERSION))
		errx(1, "no memory");
	return msg;
}

static void register_subjects(void)
{
	struct nl_msg *msg;
	int i;

	for (i = 0; i < PROCESSES; i++) {
		msg = request(SEEP_CMD_TARGET_ADD, 0);
		nla_put_u32(msg, SEEP_A_TARGET_PID, pids[i]);
		/* The dump takes the samples here, not the timer. */
		nla_put_u32(msg, SEEP_A_TARGET_INTERVAL, SEEP_INTERVAL_MAX);
		must(nl_send_auto(sock, msg), "send");
		nlmsg_free(msg);
		must(nl_recvmsgs_default(sock), "register");
		must(nl_wait_for_ack(sock), "register");
	}
}

static void make_dump_request(void)
{
	dump_request = request(SEEP_CMD_SAMPLE_GET, NLM_F_DUMP);
	nla_put_flag(dump_request, SEEP_A_SAMPLE_LATEST);
	nla_put_flag(dump_request, SEEP_A_SAMPLE_FRESH);
	nla_put_u32(dump_request, SEEP_A_SAMPLE_MASK, facts_mask);
}

static int open_proc(pid_t pid, const char *name, int flags)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "%d/%s", pid, name);
	fd = openat(proc_fd, path, O_RDONLY | flags);
	if (fd < 0)
		err(1, "/proc/%s", path);
	return fd;
}

static uint64_t count_fds(pid_t pid)
{
	/* The entry of a descriptor takes 24 bytes. */
	char buf[8192] __attribute__((aligned(8)));
	int fd = open_proc(pid, "fd", O_DIRECTORY);
	uint64_t count = 0;
	long len, at;

	while ((len = syscall(SYS_getdents64, fd, buf, sizeof(buf))) > 0)
		for (at = 0; at < len; at += ((struct dirent64 *)(buf + at))->d_reclen)
			count++;
	close(fd);
	return count - 2;
}

static char *skip_fields(char *at, int count)
{
	while (count--)
		at = strchr(at, ' ') + 1;
	return at;
}

static void read_proc(pid_t pid, struct facts *facts)
{
	int fd = open_proc(pid, "stat", 0);
	char buf[1024], *at;
	ssize_t len = read(fd, buf, sizeof(buf) - 1);

	if (len < 0)
		err(1, "/proc/%d/stat", pid);
	close(fd);
	buf[len] = 0;
	at = skip_fields(strrchr(buf, ')'), 18);
	facts->threads += strtoull(at, &at, 10);
	at = skip_fields(at, 3);
	facts->mapped += strtoull(at, &at, 10);
	facts->resident += strtoull(at, &at, 10) * getpagesize();
	facts->fds += count_fds(pid);
	facts->processes++;
}

static void by_proc(struct facts *facts)
{
	int i;

	for (i = 0; i < PROCESSES; i++)
		read_proc(pids[i], facts);
}

static void add_values(const struct nlattr *values, uint64_t *sums)
{
	const char *at = (const char *)values + NLA_HDRLEN;
	const char *end = (const char *)values + values->nla_len;
	const struct nlattr *attr;
	uint64_t value;

	for (; at < end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const struct nlattr *)at;
		memcpy(&value, at + NLA_HDRLEN, sizeof(value));
		sums[attr->nla_type] += value;
	}
}

static void add_point(const struct nlattr *point, uint64_t *sums)
{
	const char *at = (const char *)point + NLA_HDRLEN;
	const char *end = (const char *)point + point->nla_len;
	const struct nlattr *attr;

	for (; at < end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const struct nlattr *)at;
		if ((attr->nla_type & NLA_TYPE_MASK) == SEEP_A_POINT_LAST)
			add_values(attr, sums);
	}
	sums[POINTS]++;
}

static void add_message(const struct nlmsghdr *hdr, uint64_t *sums)
{
	const char *at = (const char *)hdr + NLMSG_HDRLEN + GENL_HDRLEN;
	const char *end = (const char *)hdr + hdr->nlmsg_len;
	const struct nlattr *attr;

	for (; at < end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const struct nlattr *)at;
		add_point(attr, sums);
	}
}

/* Return: whether there is more to come. */
static int add_messages(char *buf, unsigned int len, uint64_t *sums)
{
	struct nlmsghdr *hdr = (struct nlmsghdr *)buf;

	for (; NLMSG_OK(hdr, len); hdr = NLMSG_NEXT(hdr, len)) {
		if (hdr->nlmsg_type == NLMSG_DONE)
			return 0;
		if (hdr->nlmsg_type == NLMSG_ERROR)
			errx(1, "the dump failed");
		add_message(hdr, sums);
	}
	return 1;
}

static void by_dump(struct facts *facts)
{
	static char buf[1 << 16] __attribute__((aligned(8)));
	uint64_t sums[SEEP_A_VALUES_MAX + 1] = {};
	int len;

	must(nl_send_auto(sock, dump_request), "send");
	do {
		len = recv(nl_socket_get_fd(sock), buf, sizeof(buf), 0);
		if (len < 0)
			err(1, "recv");
	} while (add_messages(buf, len, sums));
	facts->processes = sums[POINTS];
	facts->threads = sums[SEEP_A_VALUES_THREADS];
	facts->fds = sums[SEEP_A_VALUES_FDS];
	facts->mapped = sums[SEEP_A_VALUES_MAPPED];
	facts->resident = sums[SEEP_A_VALUES_ANON] + sums[SEEP_A_VALUES_FILE] +
			  sums[SEEP_A_VALUES_SHMEM];
}

static uint64_t cpu_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Return: CPU nanoseconds per process, after a round to warm up. */
static double measure(void (*way)(struct facts *), int rounds, struct facts *facts)
{
	uint64_t begin;
	int i;

	memset(facts, 0, sizeof(*facts));
	way(facts);
	begin = cpu_now();
	for (i = 0; i < rounds; i++) {
		memset(facts, 0, sizeof(*facts));
		way(facts);
	}
	return (double)(cpu_now() - begin) / rounds / PROCESSES;
}

/* A figure is worth nothing when the two ways did not find the same. */
static void check(const struct facts *proc, const struct facts *dump)
{
	if (memcmp(proc, dump, sizeof(*proc)))
		errx(1, "the ways differ: /proc %lu %lu %lu %lu, dump %lu %lu %lu %lu",
		     proc->threads, proc->fds, proc->mapped, proc->resident,
		     dump->threads, dump->fds, dump->mapped, dump->resident);
	if (dump->processes != PROCESSES || dump->threads != PROCESSES * THREADS ||
	    dump->fds != PROCESSES * FDS)
		errx(1, "not what was started: %lu processes, %lu threads, %lu fds",
		     dump->processes, dump->threads, dump->fds);
}

int main(void)
{
	struct facts proc, dump;
	double proc_cost, dump_cost;

	proc_fd = open("/proc", O_RDONLY | O_DIRECTORY);
	if (proc_fd < 0)
		err(1, "/proc");
	connect_module();
	start_subjects();
	register_subjects();
	make_dump_request();
	proc_cost = measure(by_proc, PROC_ROUNDS, &proc);
	dump_cost = measure(by_dump, DUMP_ROUNDS, &dump);
	check(&proc, &dump);
	stop_subjects();
	printf("%.1f %.1f\n", proc_cost, dump_cost);
	return 0;
}
