/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Figures as people read them. Pure; each returns its text by value, so that
 * it can be used in place: printf("%s", fmt_bytes(n).s).
 */
#ifndef SEEP_FMT_H
#define SEEP_FMT_H

#include <stddef.h>

/**
 * struct fmt - a short text
 * @s: the text
 */
struct fmt {
	char s[48];
};

/**
 * fmt_bytes - e.g. "812 B", "1.5 KiB", "23.4 MiB"
 * @bytes: how many
 */
struct fmt fmt_bytes(double bytes);

/**
 * fmt_count - e.g. "812", "12,345"
 * @n: how many, rounded to a whole number
 */
struct fmt fmt_count(double n);

/**
 * fmt_duration - e.g. "850 ms", "12 s", "2 min 5 s", "3 h 20 min", "12 days"
 * @seconds: how long; infinite is "forever"
 */
struct fmt fmt_duration(double seconds);

/**
 * fmt_rate - growth in the unit of time that keeps it readable, e.g.
 *	"+2.1/s", "+12/min", "+340 KiB/h"
 * @per_second: units per second
 * @is_bytes: whether the unit is a byte
 */
struct fmt fmt_rate(double per_second, int is_bytes);

/**
 * fmt_sparkline - a row of bars, lowest for the smallest value
 * @values: the values; NaN leaves a space
 * @n: how many of them; the last ones are drawn if there is no room
 */
struct fmt fmt_sparkline(const double *values, size_t n);

/**
 * fmt_clean - make a text from elsewhere safe to print
 * @text: the text; what is not printable UTF-8 becomes '?'
 */
void fmt_clean(char *text);

#endif /* SEEP_FMT_H */
