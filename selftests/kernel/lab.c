// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"

long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void nap(void)
{
	usleep(500);
}

bool module_loaded(void)
{
	return access("/sys/module/seep", F_OK) == 0;
}

int module_load(const char *parameters)
{
	const char *path = getenv(MODULE_ENV);
	int fd, err;

	fd = open(path ?: MODULE_ENV "-is-not-set", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	err = syscall(SYS_finit_module, fd, parameters, 0) ? -errno : 0;
	close(fd);
	return err;
}

static int module_delete(void)
{
	return syscall(SYS_delete_module, "seep", O_NONBLOCK) ? -errno : 0;
}

int module_unload(void)
{
	int err;

	/* A socket closed in the middle of a dump lets go of it a bit later. */
	wait_until((err = module_delete()) != -EAGAIN);
	return err;
}

int module_refs(void)
{
	return read_number("/sys/module/seep/refcnt");
}

int module_reload(struct nl *nl, const char *parameters)
{
	int err;

	nl_close(nl);
	err = module_unload();
	err = err ?: module_load(parameters);
	return err ?: nl_open(nl);
}

int count_areas(const char *maker)
{
	FILE *file = fopen("/proc/vmallocinfo", "re");
	char line[512], caller[64];
	int count = 0;

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		count += sscanf(line, "%*s %*s %63s", caller) == 1 &&
			 !strncmp(caller, maker, strlen(maker));
	fclose(file);
	return count;
}

static bool kill_children(void)
{
	char path[64], list[65536], *at = list, *end;
	long pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	if (!read_file(path, list, sizeof(list)))
		return false;
	for (pid = strtol(at, &end, 10); end != at; pid = strtol(at, &end, 10)) {
		kill(pid, SIGKILL);
		at = end;
	}
	return *list;
}

/* As a subreaper this process inherits the children of the killed. */
void end_children(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	while (kill_children() && wait(NULL) > 0)
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
}

bool barrier_init(struct barrier *barrier)
{
	return !pipe2(barrier->pipe, O_CLOEXEC);
}

bool barrier_open(struct barrier *barrier)
{
	return write(barrier->pipe[1], "", 1) == 1;
}

bool barrier_wait(struct barrier *barrier)
{
	char byte;

	return read(barrier->pipe[0], &byte, 1) == 1;
}

bool read_file(const char *path, char *content, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t have = 0;
	ssize_t got;

	if (fd < 0)
		return false;
	while ((got = read(fd, content + have, size - 1 - have)) > 0)
		have += got;
	content[have] = 0;
	close(fd);
	return got == 0;
}

bool write_file(const char *path, const char *content)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t len = strlen(content);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, content, len) == len;
	close(fd);
	return done;
}

uint64_t read_number(const char *path)
{
	char content[64];

	return read_file(path, content, sizeof(content)) ? strtoull(content, NULL, 10) :
		UINT64_MAX;
}

uint64_t proc_status(pid_t pid, const char *key)
{
	char path[64], content[8192], line[64], *at;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	snprintf(line, sizeof(line), "\n%s:", key);
	if (!read_file(path, content, sizeof(content)))
		return UINT64_MAX;
	at = strstr(content, line);
	return at ? strtoull(at + strlen(line), NULL, 10) : UINT64_MAX;
}

/* The fields from 3 on, the state, which follow the name in its brackets. */
static char *stat_tail(pid_t pid, char *content, size_t size)
{
	char path[64], *at;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (!read_file(path, content, size))
		return NULL;
	at = strrchr(content, ')');
	return at ? at + 2 : NULL;
}

uint64_t proc_stat(pid_t pid, int field)
{
	char content[1024], *at = stat_tail(pid, content, sizeof(content));

	while (at && --field >= 3) {
		at = strchr(at, ' ');
		at = at ? at + 1 : NULL;
	}
	return at ? strtoull(at, NULL, 10) : UINT64_MAX;
}

char proc_state(pid_t pid)
{
	char content[1024], *at = stat_tail(pid, content, sizeof(content));

	return at ? *at : 0;
}

int count_fds(pid_t pid)
{
	char path[64];
	DIR *dir;
	int count = 0;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	dir = opendir(path);
	if (!dir)
		return -1;
	while (readdir(dir))
		count++;
	closedir(dir);
	return count - 2;
}

/* Some kernels show the vsyscall page, which is no mapping of the process. */
int count_maps(pid_t pid)
{
	char path[64], line[512];
	int count = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	file = fopen(path, "re");
	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		count += !strstr(line, "[vsyscall]");
	fclose(file);
	return count;
}

/* All its threads sleep, or are dead. */
bool is_quiet(pid_t pid)
{
	struct dirent *entry;
	bool quiet = true;
	char path[64];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	if (!dir)
		return false;
	while (quiet && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			quiet = strchr("SZ", proc_state(strtol(entry->d_name, NULL, 10)));
	closedir(dir);
	return quiet;
}
