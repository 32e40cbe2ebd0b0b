// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup.h"
#include "nl.h"

/* Finds where cgroup v2 is mounted, and which group is its root there. */
static bool find_mount(char *mount, char *root)
{
	char path[PATH_MAX], *line = NULL;
	bool found = false;
	size_t size = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/proc/self/mountinfo", proc_root);
	f = fopen(path, "re");
	if (!f)
		return false;
	while (!found && getline(&line, &size, f) > 0)
		found = strstr(line, " - cgroup2 ") &&
			sscanf(line, "%*s %*s %*s %4095s %4095s", root,
			       mount) == 2;
	free(line);
	fclose(f);
	return found;
}

/* The group of a process as a path below the mount, "" for the root. */
static bool group_of(pid_t pid, const char *root, char *group, size_t size)
{
	size_t skip = strcmp(root, "/") ? strlen(root) : 0;
	char text[4096], *at;

	if (proc_read(text, sizeof(text), "/proc/%d/cgroup", pid))
		return false;
	at = !strncmp(text, "0::", 3) ? text : strstr(text, "\n0::");
	if (!at)
		return false;
	at = strchr(at, '/');
	/* "/.." is a group outside of our cgroup namespace. */
	if (!at || !strncmp(at, "/..", 3) || strncmp(at, root, skip))
		return false;
	at += skip;
	at[strcspn(at, "\n")] = '\0';
	snprintf(group, size, "%s", strcmp(at, "/") ? at : "");
	return true;
}

static bool read_number(const char *dir, const char *file, u64 *value)
{
	char text[64], *end;

	if (proc_read(text, sizeof(text), "%s/%s", dir, file))
		return false;
	*value = strtoull(text, &end, 10);
	return end != text;
}

static u64 left_of(const struct cgroup_bound *b)
{
	if (b->max == SEEP_UNLIMITED)
		return SEEP_UNLIMITED;
	return b->max > b->used ? b->max - b->used : 0;
}

static void tighten(struct cgroup_bound *b, u64 max, u64 used,
		    const char *group)
{
	struct cgroup_bound other = { .max = max, .used = used };

	if (left_of(&other) >= left_of(b))
		return;
	snprintf(other.group, sizeof(other.group), "%s", group);
	*b = other;
}

/* The kernel drops clean pages of files before it refuses memory. */
static u64 droppable(const char *dir)
{
	char text[8192];
	u64 active = 0, inactive = 0;

	if (proc_read(text, sizeof(text), "%s/memory.stat", dir))
		return 0;
	proc_field(text, "active_file ", 10, &active);
	proc_field(text, "inactive_file ", 10, &inactive);
	return active + inactive;
}

static void look_at(const char *mount, const char *group,
		    struct cgroup_bound *pids, struct cgroup_bound *memory)
{
	char dir[2 * PATH_MAX];
	u64 max, used, cache;

	snprintf(dir, sizeof(dir), "%s%s", mount, group);
	if (read_number(dir, "pids.max", &max) &&
	    read_number(dir, "pids.current", &used))
		tighten(pids, max, used, group);
	if (read_number(dir, "memory.max", &max) &&
	    read_number(dir, "memory.current", &used)) {
		cache = droppable(dir);
		tighten(memory, max, used > cache ? used - cache : 0, group);
	}
}

void cgroup_bounds(pid_t pid, struct cgroup_bound *pids,
		   struct cgroup_bound *memory)
{
	char mount[PATH_MAX], root[PATH_MAX], group[PATH_MAX];

	*pids = (struct cgroup_bound){ .max = SEEP_UNLIMITED };
	*memory = (struct cgroup_bound){ .max = SEEP_UNLIMITED };
	if (!find_mount(mount, root) ||
	    !group_of(pid, root, group, sizeof(group)))
		return;
	for (;;) {
		look_at(mount, group, pids, memory);
		if (!group[0])
			break;
		*strrchr(group, '/') = '\0';
	}
}

static int read_procs(const char *dir, struct pid_list *list, size_t *hidden)
{
	char path[PATH_MAX];
	int pid, ret = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/cgroup.procs", dir);
	f = fopen(path, "re");
	if (!f)
		return -errno;
	while (!ret && fscanf(f, "%d", &pid) == 1) {
		if (pid)
			ret = pid_list_add(list, pid);
		else
			(*hidden)++;
	}
	/* The processes of threaded groups stand in the group above. */
	if (!ret && ferror(f) && errno != EOPNOTSUPP)
		ret = -errno;
	fclose(f);
	return ret;
}

static int walk(const char *dir, struct pid_list *list, size_t *hidden)
{
	int ret = read_procs(dir, list, hidden);
	char path[PATH_MAX];
	struct dirent *e;
	DIR *d;

	if (ret)
		return ret;
	d = opendir(dir);
	if (!d)
		return -errno;
	while (!ret && (e = readdir(d))) {
		if (e->d_type != DT_DIR || e->d_name[0] == '.')
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", dir, e->d_name) >=
		    (int)sizeof(path))
			ret = -ENAMETOOLONG;
		else
			ret = walk(path, list, hidden);
		/* A group may go while we look. */
		if (ret == -ENOENT)
			ret = 0;
	}
	closedir(d);
	return ret;
}

int cgroup_pids(const char *path, struct pid_list *list, size_t *hidden)
{
	char mount[PATH_MAX], root[PATH_MAX], dir[PATH_MAX];
	int ret;

	*hidden = 0;
	ret = walk(path, list, hidden);
	if (ret != -ENOENT || !find_mount(mount, root))
		return ret;
	if (snprintf(dir, sizeof(dir), "%s%s%s%s", proc_root, mount,
		     path[0] == '/' ? "" : "/", path) >= (int)sizeof(dir))
		return -ENAMETOOLONG;
	return walk(dir, list, hidden);
}
