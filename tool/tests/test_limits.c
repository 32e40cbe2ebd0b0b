// SPDX-License-Identifier: GPL-2.0
#include <linux/capability.h>

#include "limits.h"
#include "tap.h"

static struct limit_facts facts(void)
{
	struct limit_facts f;

	limits_none(&f);
	f.rlimits = (struct rlimits){
		.nofile = 1024, .nproc = 500, .nproc_used = 450,
		.as = SEEP_UNLIMITED,
	};
	f.machine = (struct proc_machine){
		.threads = 1000, .threads_max = 30000, .pid_max = 32768,
		.max_map_count = 65530, .memory = 8000, .memory_left = 3000,
	};
	return f;
}

/* What of limit_facts differs from facts(). */
enum change {
	NOTHING, EXEMPT, GROUP_PIDS, GROUP_FULL, GROUP_MEMORY, ADDRESS_SPACE,
	PID_MAX,
};

static void apply(enum change change, struct limit_facts *f)
{
	struct cgroup_bound pids = { .max = 20, .used = 5, .group = "/web" };
	struct cgroup_bound memory = { .max = 900, .used = 100 };

	f->nproc_exempt = change == EXEMPT || change == PID_MAX;
	if (change == GROUP_PIDS || change == GROUP_FULL)
		f->pids = pids;
	if (change == GROUP_FULL)
		f->pids.used = 21;
	if (change == GROUP_MEMORY)
		f->memory = memory;
	if (change == ADDRESS_SPACE)
		f->rlimits.as = 1 << 20;
	if (change == PID_MAX)
		f->machine.pid_max = 4096;
}

static void test_tightest(void)
{
	static const struct {
		enum value value;
		enum change change;
		u64 current;
		const char *name;	/* NULL: none */
		u64 left;
	} cases[] = {
		{ VALUE_FDS, NOTHING, 24, "RLIMIT_NOFILE", 1000 },
		{ VALUE_FDS, NOTHING, 1024, "RLIMIT_NOFILE", 0 },
		{ VALUE_FDS, NOTHING, 5000, "RLIMIT_NOFILE", 0 },
		{ VALUE_THREADS, NOTHING, 9, "RLIMIT_NPROC", 50 },
		{ VALUE_THREADS, EXEMPT, 9, "kernel.threads-max", 29000 },
		{ VALUE_THREADS, PID_MAX, 9, "kernel.pid_max", 3096 },
		{ VALUE_THREADS, GROUP_PIDS, 5, "pids.max", 15 },
		{ VALUE_THREADS, GROUP_FULL, 5, "pids.max", 0 },
		{ VALUE_MAPS, NOTHING, 30, "vm.max_map_count", 65500 },
		{ VALUE_MAPPED, NOTHING, 99, NULL, 0 },
		{ VALUE_MAPPED, ADDRESS_SPACE, 24, "RLIMIT_AS", (1 << 20) - 24 },
		{ VALUE_ANON, NOTHING, 10, "memory of the machine", 3000 },
		{ VALUE_ANON, GROUP_MEMORY, 10, "memory.max", 800 },
		{ VALUE_FILE, NOTHING, 10, NULL, 0 },
	};
	struct limit limit;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct limit_facts f = facts();
		bool found;

		apply(cases[i].change, &f);
		found = limits_tightest(cases[i].value, cases[i].current, &f,
					&limit);
		check(found == !!cases[i].name &&
		      (!found || (!strcmp(limit.name, cases[i].name) &&
				  limit.left == cases[i].left)),
		      "case %zu: %s", i, cases[i].name ?: "no limit");
	}
}

static void test_none(void)
{
	struct limit_facts f;
	struct limit limit;
	int v;

	limits_none(&f);
	for (v = 0; v < VALUES; v++)
		check(!limits_tightest((enum value)v, 1, &f, &limit),
		      "nothing known, no limit: value %d", v);
}

static void test_exempt(void)
{
	check(limits_nproc_exempt(0, 0), "root is not held by RLIMIT_NPROC");
	check(!limits_nproc_exempt(1000, 0), "a user is");
	check(limits_nproc_exempt(1000, 1ULL << CAP_SYS_RESOURCE),
	      "not with CAP_SYS_RESOURCE");
	check(limits_nproc_exempt(1000, 1ULL << CAP_SYS_ADMIN),
	      "not with CAP_SYS_ADMIN");
}

int main(void)
{
	test_tightest();
	test_none();
	test_exempt();
	return tap_done();
}
