/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TAP for small table tests: check() what must hold, and return tap_done().
 */
#ifndef SEEP_TAP_H
#define SEEP_TAP_H

#include <stdio.h>
#include <string.h>

static int tap_tests, tap_failures;

#define check(cond, ...)						\
do {									\
	int tap_good = !!(cond);					\
									\
	tap_failures += !tap_good;					\
	printf("%sok %d - ", tap_good ? "" : "not ", ++tap_tests);	\
	printf(__VA_ARGS__);						\
	putchar('\n');							\
} while (0)

static inline void check_text(const char *text, const char *expected,
			      const char *what)
{
	check(!strcmp(text, expected), "%s", what);
	if (strcmp(text, expected))
		printf("# is '%s', should be '%s'\n", text, expected);
}

static inline int tap_done(void)
{
	printf("1..%d\n", tap_tests);
	return tap_failures ? 1 : 0;
}

#endif /* SEEP_TAP_H */
