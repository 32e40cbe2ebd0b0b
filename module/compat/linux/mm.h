/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_COMPAT_LINUX_MM_H
#define _SEEP_COMPAT_LINUX_MM_H

#include <linux/version.h>
#include_next <linux/mm.h>

/*
 * From 6.2 on each CPU keeps its share of the counters, and get_mm_counter()
 * gives what has been folded: far off for a small process.
 */
static inline unsigned long seep_mm_counter(struct mm_struct *mm, int member)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
	return get_mm_counter(mm, member);
#else
	return percpu_counter_sum_positive(&mm->rss_stat[member]);
#endif
}

#endif /* _SEEP_COMPAT_LINUX_MM_H */
