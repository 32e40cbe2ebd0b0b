// SPDX-License-Identifier: GPL-2.0
/* expected: LINUX_VERSION_CODE < KERNEL_VERSION */
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define OLD 1
#endif
