// SPDX-License-Identifier: GPL-2.0
#include <errno.h>

#include "cgroup.h"
#include "fakeroot.h"
#include "nl.h"
#include "tap.h"

/* Where proc_root applies, the mount point is a path below it. */
static void write_mounts(const char *root)
{
	char line[256];

	snprintf(line, sizeof(line),
		 "22 1 0:5 / /proc rw - proc none rw\n30 1 0:9 %s /cg rw,nosuid shared:9 - cgroup2 none rw\n",
		 root);
	fakeroot_write("/proc/self/mountinfo", line);
}

static void test_none(void)
{
	struct cgroup_bound pids, memory;

	cgroup_bounds(5, &pids, &memory);
	check(pids.max == SEEP_UNLIMITED && memory.max == SEEP_UNLIMITED,
	      "no cgroup v2, no bound");
	fakeroot_write("/proc/5/cgroup", "4:memory:/x\n1:name=systemd:/\n");
	write_mounts("/");
	cgroup_bounds(5, &pids, &memory);
	check(pids.max == SEEP_UNLIMITED, "only cgroup v1, no bound");
}

static void test_bounds(void)
{
	struct cgroup_bound pids, memory;

	fakeroot_write("/proc/5/cgroup", "4:memory:/x\n0::/slice/web\n");
	fakeroot_write("/cg/slice/pids.max", "100\n");
	fakeroot_write("/cg/slice/pids.current", "90\n");
	fakeroot_write("/cg/slice/web/pids.max", "30\n");
	fakeroot_write("/cg/slice/web/pids.current", "5\n");
	fakeroot_write("/cg/slice/memory.max", "max\n");
	fakeroot_write("/cg/slice/memory.current", "900\n");
	fakeroot_write("/cg/slice/web/memory.max", "1000\n");
	fakeroot_write("/cg/slice/web/memory.current", "900\n");
	fakeroot_write("/cg/slice/web/memory.stat",
		       "anon 300\ninactive_file 400\nactive_file 150\n");
	cgroup_bounds(5, &pids, &memory);
	check(pids.max == 100 && pids.used == 90 &&
	      !strcmp(pids.group, "/slice"),
	      "the group with the least left binds");
	check(memory.max == 1000 && memory.used == 350 &&
	      !strcmp(memory.group, "/slice/web"),
	      "clean page cache is not used up");
}

static void test_view(void)
{
	struct cgroup_bound pids, memory;

	fakeroot_write("/proc/5/cgroup", "0::/../other\n");
	cgroup_bounds(5, &pids, &memory);
	check(pids.max == SEEP_UNLIMITED, "a group outside of our namespace");
	write_mounts("/slice");
	fakeroot_write("/proc/5/cgroup", "0::/slice/web\n");
	fakeroot_write("/cg/web/pids.max", "7\n");
	fakeroot_write("/cg/web/pids.current", "6\n");
	cgroup_bounds(5, &pids, &memory);
	check(pids.max == 7 && !strcmp(pids.group, "/web"),
	      "a mount that shows a part of the tree");
}

static void test_pids(void)
{
	struct pid_list list = { .v = NULL };
	char path[128];
	size_t hidden;
	int ret;

	fakeroot_write("/g/cgroup.procs", "");
	fakeroot_write("/g/a/cgroup.procs", "11\n12\n0\n");
	fakeroot_write("/g/a/b/cgroup.procs", "13\n0\n");
	snprintf(path, sizeof(path), "%s/g", fakeroot);
	ret = cgroup_pids(path, &list, &hidden);
	check(!ret && list.n == 3 && hidden == 2,
	      "processes of a group and of those below it");
	free(list.v);
	list = (struct pid_list){ .v = NULL };
	fakeroot_write("/cg/web/cgroup.procs", "21\n");
	ret = cgroup_pids("/web", &list, &hidden);
	check(!ret && list.n == 1 && list.v[0] == 21,
	      "a group named by its path in the tree");
	free(list.v);
	list = (struct pid_list){ .v = NULL };
	snprintf(path, sizeof(path), "%s/absent", fakeroot);
	check(cgroup_pids(path, &list, &hidden) == -ENOENT && !list.n,
	      "no such group");
	free(list.v);
}

int main(void)
{
	fakeroot_begin();
	test_none();
	test_bounds();
	test_view();
	test_pids();
	fakeroot_end();
	return tap_done();
}
