/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What cgroup v2 says: who is in a group, and which bound of the groups
 * around a process binds first. Where there is none, nothing is bounded.
 */
#ifndef SEEP_CGROUP_H
#define SEEP_CGROUP_H

#include "proc.h"
#include "util.h"

/**
 * struct cgroup_bound - a bound that the processes of a group share
 * @max: the bound; SEEP_UNLIMITED without
 * @used: what is used of it
 * @group: the group, as in /proc/PID/cgroup
 */
struct cgroup_bound {
	u64 max;
	u64 used;
	char group[256];
};

/**
 * cgroup_bounds - the tightest bounds around a process
 * @pid: the process
 * @pids: of threads
 * @memory: of bytes; page cache that can be dropped does not count as used
 */
void cgroup_bounds(pid_t pid, struct cgroup_bound *pids,
		   struct cgroup_bound *memory);

/**
 * cgroup_pids - list the processes in a group and the groups below it
 * @path: a directory, or a group as in /proc/PID/cgroup
 * @list: the processes
 * @hidden: processes of another PID namespace, which have no number here
 *
 * Return: 0 or a negative errno.
 */
int cgroup_pids(const char *path, struct pid_list *list, size_t *hidden);

#endif /* SEEP_CGROUP_H */
