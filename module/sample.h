/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_SAMPLE_H
#define _SEEP_SAMPLE_H

#include <linux/sched/signal.h>

#include "history.h"

/**
 * seep_process_dead() - has the last thread begun to exit?
 * @task: any thread of the process
 */
static inline bool seep_process_dead(struct task_struct *task)
{
	return !atomic_read(&task->signal->live);
}

bool seep_sample_take(struct task_struct *task, struct seep_sample *sample,
		      u64 now, bool counters);

#endif /* _SEEP_SAMPLE_H */
