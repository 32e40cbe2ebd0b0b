/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_COMPAT_LINUX_FTRACE_H
#define _SEEP_COMPAT_LINUX_FTRACE_H

#include <linux/version.h>
#include_next <linux/ftrace.h>

/* Before 5.11 a callback was handed pt_regs. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 11, 0)
#define ftrace_regs	pt_regs
#endif

#endif /* _SEEP_COMPAT_LINUX_FTRACE_H */
