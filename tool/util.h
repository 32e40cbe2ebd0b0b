/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel has and libc has not.
 */
#ifndef SEEP_UTIL_H
#define SEEP_UTIL_H

#include <linux/types.h>
#include <stddef.h>

typedef __u32 u32;
typedef __u64 u64;

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define __attr(...)	__attribute__((__VA_ARGS__))
#define __printf(a, b)	__attr(__format__(printf, a, b))

#endif /* SEEP_UTIL_H */
