/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel has and libc has not.
 */
#ifndef SEEP_UTIL_H
#define SEEP_UTIL_H

#include <stddef.h>
#include <stdint.h>

typedef uint32_t u32;
typedef uint64_t u64;

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#ifndef __printf
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#endif

#endif /* SEEP_UTIL_H */
