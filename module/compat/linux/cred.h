/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_COMPAT_LINUX_CRED_H
#define _SEEP_COMPAT_LINUX_CRED_H

#include <linux/version.h>
#include_next <linux/cred.h>
#include <linux/sched/user.h>
#include <linux/user_namespace.h>

/* From 5.14 on, threads are counted per user and user namespace. */
static inline u64 seep_nproc_used(const struct cred *cred)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 14, 0)
	return atomic_read(&cred->user->processes);
#elif LINUX_VERSION_CODE < KERNEL_VERSION(5, 19, 0)
	return get_ucounts_value(cred->ucounts, UCOUNT_RLIMIT_NPROC);
#else
	return get_rlimit_value(cred->ucounts, UCOUNT_RLIMIT_NPROC);
#endif
}

#endif /* _SEEP_COMPAT_LINUX_CRED_H */
