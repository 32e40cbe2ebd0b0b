/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which limit a growing series hits first. Pure: facts in, answer out.
 */
#ifndef SEEP_LIMITS_H
#define SEEP_LIMITS_H

#include "cgroup.h"
#include "nl.h"
#include "proc.h"

/**
 * struct limit_facts - every limit that there is for one process
 * @rlimits: its resource limits
 * @nproc_exempt: RLIMIT_NPROC does not hold it
 * @machine: bounds of the machine
 * @pids: bound of threads of the cgroups around it
 * @memory: bound of bytes of the cgroups around it
 */
struct limit_facts {
	struct rlimits rlimits;
	bool nproc_exempt;
	struct proc_machine machine;
	struct cgroup_bound pids;
	struct cgroup_bound memory;
};

/**
 * struct limit - the limit that binds first
 * @name: its name, e.g. "RLIMIT_NOFILE"
 * @group: the cgroup it belongs to, or ""
 * @max: the limit
 * @used: what counts against it
 * @left: what is left of it; 0 if it is passed
 */
struct limit {
	const char *name;
	char group[256];
	u64 max;
	u64 used;
	u64 left;
};

/**
 * limits_none - facts of which nothing is known
 * @f: the facts
 */
void limits_none(struct limit_facts *f);

/**
 * limits_nproc_exempt - whether RLIMIT_NPROC does not hold a process
 * @uid: its real user
 * @cap_eff: its effective capabilities
 */
bool limits_nproc_exempt(u32 uid, u64 cap_eff);

/**
 * limits_tightest - which limit a series hits first when it grows
 * @v: the series
 * @current: its value now
 * @f: the facts
 * @out: the limit
 *
 * Return: whether there is any.
 */
bool limits_tightest(enum value v, u64 current, const struct limit_facts *f,
		     struct limit *out);

#endif /* SEEP_LIMITS_H */
