// SPDX-License-Identifier: GPL-2.0
#include <linux/capability.h>
#include <stdio.h>

#include "limits.h"

void limits_none(struct limit_facts *f)
{
	*f = (struct limit_facts){
		.rlimits = {
			.nofile = SEEP_UNLIMITED,
			.nproc = SEEP_UNLIMITED,
			.as = SEEP_UNLIMITED,
		},
		.machine = {
			.threads_max = SEEP_UNLIMITED,
			.pid_max = SEEP_UNLIMITED,
			.max_map_count = SEEP_UNLIMITED,
			.memory = SEEP_UNLIMITED,
			.memory_left = SEEP_UNLIMITED,
		},
		.pids = { .max = SEEP_UNLIMITED },
		.memory = { .max = SEEP_UNLIMITED },
	};
}

bool limits_nproc_exempt(u32 uid, u64 cap_eff)
{
	return !uid || cap_eff & (1ULL << CAP_SYS_RESOURCE |
				  1ULL << CAP_SYS_ADMIN);
}

/* All limits of a series see the same growth: the least left binds first. */
static void consider(struct limit *best, const char *name, const char *group,
		     u64 max, u64 used)
{
	u64 left = max > used ? max - used : 0;

	if (max == SEEP_UNLIMITED || (best->name && left >= best->left))
		return;
	best->name = name;
	snprintf(best->group, sizeof(best->group), "%s", group);
	best->max = max;
	best->used = used;
	best->left = left;
}

static void consider_threads(const struct limit_facts *f, struct limit *out)
{
	const struct proc_machine *m = &f->machine;

	if (!f->nproc_exempt)
		consider(out, "RLIMIT_NPROC", "", f->rlimits.nproc,
			 f->rlimits.nproc_used);
	consider(out, "pids.max", f->pids.group, f->pids.max, f->pids.used);
	consider(out, "kernel.threads-max", "", m->threads_max, m->threads);
	consider(out, "kernel.pid_max", "", m->pid_max, m->threads);
}

static void consider_memory(const struct limit_facts *f, struct limit *out)
{
	const struct proc_machine *m = &f->machine;

	consider(out, "memory.max", f->memory.group, f->memory.max,
		 f->memory.used);
	if (m->memory_left != SEEP_UNLIMITED)
		consider(out, "memory of the machine", "", m->memory,
			 m->memory > m->memory_left ?
				m->memory - m->memory_left : 0);
}

bool limits_tightest(enum value v, u64 current, const struct limit_facts *f,
		     struct limit *out)
{
	*out = (struct limit){ .name = NULL };
	switch (v) {
	case VALUE_THREADS:
		consider_threads(f, out);
		break;
	case VALUE_FDS:
		consider(out, "RLIMIT_NOFILE", "", f->rlimits.nofile, current);
		break;
	case VALUE_MAPS:
		consider(out, "vm.max_map_count", "", f->machine.max_map_count,
			 current);
		break;
	case VALUE_MAPPED:
		consider(out, "RLIMIT_AS", "", f->rlimits.as, current);
		break;
	case VALUE_ANON:
		consider_memory(f, out);
		break;
	default:
		break;
	}
	return out->name;
}
