// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "nl.h"
#include "proc.h"

/* Flag of a kernel thread in /proc/PID/stat. */
#define PF_KTHREAD	0x00200000
/* Length of the kernel's TASK_COMM_LEN without the end. */
#define COMM_LEN	15

const char *proc_root = "";

static int read_all(int fd, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n = 1;

	while (n && len < size - 1) {
		n = read(fd, buf + len, size - 1 - len);
		if (n < 0)
			return -errno;
		len += (size_t)n;
	}
	buf[len] = '\0';
	return 0;
}

int proc_read(char *buf, size_t size, const char *fmt, ...)
{
	char path[PATH_MAX];
	va_list args;
	int len, fd, ret;

	buf[0] = '\0';
	len = snprintf(path, sizeof(path), "%s", proc_root);
	va_start(args, fmt);
	len += vsnprintf(path + len, sizeof(path) - (size_t)len, fmt, args);
	va_end(args);
	if (len >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	ret = read_all(fd, buf, size);
	close(fd);
	return ret;
}

static const char *find_line(const char *text, const char *key)
{
	while (text && strncmp(text, key, strlen(key))) {
		text = strchr(text, '\n');
		if (text)
			text++;
	}
	return text ? text + strlen(key) : NULL;
}

bool proc_field(const char *text, const char *key, int base, u64 *value)
{
	const char *at = find_line(text, key);
	char *end;

	if (!at)
		return false;
	*value = strtoull(at, &end, base);
	return end != at;
}

/* The field that follows n others, or NULL. */
static const char *skip_fields(const char *at, int n)
{
	while (at && n--) {
		at = strchr(at, ' ');
		if (at)
			at++;
	}
	return at;
}

bool proc_parse_stat(const char *text, struct proc_stat *st)
{
	const char *open = strchr(text, '(');
	const char *close = strrchr(text, ')');
	const char *state, *flags, *start;
	size_t len;

	if (!open || !close || close < open)
		return false;
	/* Fields 3, 9 and 22. */
	state = skip_fields(close, 1);
	flags = skip_fields(state, 9 - 3);
	start = skip_fields(flags, 22 - 9);
	if (!start || !isdigit((unsigned char)*start))
		return false;
	len = (size_t)(close - open - 1);
	if (len >= sizeof(st->comm))
		len = sizeof(st->comm) - 1;
	memcpy(st->comm, open + 1, len);
	st->comm[len] = '\0';
	st->state = *state;
	st->is_kthread = strtoul(flags, NULL, 10) & PF_KTHREAD;
	st->start_time = strtoull(start, NULL, 10);
	return true;
}

bool proc_parse_status(const char *text, struct proc_status *st)
{
	const char *at = find_line(text, "NSpid:");
	u64 tgid, uid;
	long pid;
	char *end;

	if (!proc_field(text, "Tgid:", 10, &tgid) ||
	    !proc_field(text, "Uid:", 10, &uid) ||
	    !proc_field(text, "CapEff:", 16, &st->cap_eff))
		return false;
	st->tgid = (pid_t)tgid;
	st->uid = (u32)uid;
	st->ns_pid = 0;
	st->ns_depth = 0;
	/* A kernel without PID namespaces has no such line. */
	while (at && *at != '\n') {
		pid = strtol(at, &end, 10);
		if (end == at)
			break;
		st->ns_pid = (pid_t)pid;
		st->ns_depth++;
		at = end;
	}
	return true;
}

int proc_stat(pid_t pid, struct proc_stat *st)
{
	char text[1024];

	if (proc_read(text, sizeof(text), "/proc/%d/stat", pid) ||
	    !proc_parse_stat(text, st))
		return -ESRCH;
	return 0;
}

int proc_status(pid_t pid, struct proc_status *st)
{
	char text[4096];

	if (proc_read(text, sizeof(text), "/proc/%d/status", pid) ||
	    !proc_parse_status(text, st))
		return -ESRCH;
	return 0;
}

static u64 read_bound(const char *path)
{
	char text[64], *end;
	u64 value;

	if (proc_read(text, sizeof(text), "%s", path))
		return SEEP_UNLIMITED;
	value = strtoull(text, &end, 10);
	return end != text ? value : SEEP_UNLIMITED;
}

/* The fourth field of /proc/loadavg is "running/threads". */
static u64 count_threads(void)
{
	char text[128];
	u64 threads;

	if (proc_read(text, sizeof(text), "/proc/loadavg") ||
	    sscanf(text, "%*s %*s %*s %*u/%llu", &threads) != 1)
		return 0;
	return threads;
}

void proc_machine(struct proc_machine *m)
{
	char text[8192];
	u64 total, available, swap_total = 0, swap_free = 0;

	m->threads = count_threads();
	m->threads_max = read_bound("/proc/sys/kernel/threads-max");
	m->pid_max = read_bound("/proc/sys/kernel/pid_max");
	m->max_map_count = read_bound("/proc/sys/vm/max_map_count");
	m->memory = SEEP_UNLIMITED;
	m->memory_left = SEEP_UNLIMITED;
	if (proc_read(text, sizeof(text), "/proc/meminfo") ||
	    !proc_field(text, "MemTotal:", 10, &total) ||
	    !proc_field(text, "MemAvailable:", 10, &available))
		return;
	proc_field(text, "SwapTotal:", 10, &swap_total);
	proc_field(text, "SwapFree:", 10, &swap_free);
	m->memory = (total + swap_total) * 1024;
	m->memory_left = (available + swap_free) * 1024;
}

u64 proc_boottime(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (u64)ts.tv_sec * 1000000000ULL + (u64)ts.tv_nsec;
}

int pid_list_add(struct pid_list *list, pid_t pid)
{
	pid_t *v;

	if (!(list->n & (list->n - 1))) {
		v = reallocarray(list->v, list->n ? 2 * list->n : 1,
				 sizeof(*v));
		if (!v)
			return -ENOMEM;
		list->v = v;
	}
	list->v[list->n++] = pid;
	return 0;
}

static DIR *open_proc(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/proc", proc_root);
	return opendir(path);
}

/* The next process in /proc, or 0. */
static pid_t next_pid(DIR *dir)
{
	struct dirent *e;

	while ((e = readdir(dir)))
		if (isdigit((unsigned char)e->d_name[0]))
			return atoi(e->d_name);
	return 0;
}

int proc_by_comm(const char *comm, struct pid_list *list)
{
	DIR *dir = open_proc();
	struct proc_stat st;
	pid_t pid;
	int ret = 0;

	if (!dir)
		return -errno;
	while (!ret && (pid = next_pid(dir))) {
		if (pid == getpid() || proc_stat(pid, &st) || st.state == 'Z')
			continue;
		if (!strncmp(st.comm, comm, COMM_LEN))
			ret = pid_list_add(list, pid);
	}
	closedir(dir);
	return ret;
}

pid_t proc_by_ns_pid(pid_t ns_pid)
{
	DIR *dir = open_proc();
	struct proc_status st;
	pid_t pid, found = 0;

	if (!dir)
		return 0;
	while (!found && (pid = next_pid(dir)))
		if (!proc_status(pid, &st) && st.ns_depth > 1 &&
		    st.ns_pid == ns_pid)
			found = pid;
	closedir(dir);
	return found;
}
