// SPDX-License-Identifier: GPL-2.0
#include "facts.h"

void facts_of(const struct target *t, const struct proc_machine *machine,
	      struct limit_facts *f)
{
	struct proc_status st;
	struct proc_stat stat;

	limits_none(f);
	if (t->exited)
		return;
	f->machine = *machine;
	if (t->has_limits)
		f->rlimits = t->limits;
	/* What bears this number in /proc now must still be the target. */
	if (proc_stat(t->pid, &stat) || stat.start_time != t->start_time ||
	    proc_status(t->pid, &st))
		return;
	f->nproc_exempt = limits_nproc_exempt(st.uid, st.cap_eff);
	cgroup_bounds(t->pid, &f->pids, &f->memory);
}
