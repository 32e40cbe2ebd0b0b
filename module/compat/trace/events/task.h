/* SPDX-License-Identifier: GPL-2.0 */
/* No include guard: trace headers are read more than once. */
#include <linux/version.h>
#include_next <trace/events/task.h>

#ifndef _SEEP_COMPAT_TRACE_EVENTS_TASK_H
#define _SEEP_COMPAT_TRACE_EVENTS_TASK_H

/* The type of the flags that task_newtask hands to its probes. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 0, 0)
#define seep_clone_flags_t	unsigned long
#else
#define seep_clone_flags_t	u64
#endif

#endif
