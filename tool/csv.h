/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Time series from anywhere: lines of "seconds,value".
 */
#ifndef SEEP_CSV_H
#define SEEP_CSV_H

#include <stddef.h>
#include <stdio.h>

#include "trend.h"

/**
 * struct csv - a series read from a file
 * @points: its points; a missed sample has NaN for a value
 * @n: how many
 * @error: what is wrong with the file, with its name and line
 */
struct csv {
	struct trend_point *points;
	size_t n;
	char error[256];
};

/**
 * csv_read - read a series
 * @in: where from
 * @name: what to call it in an error
 * @csv: the series; to be freed with csv_free() in any case
 *
 * Two columns, separated by a comma, a semicolon or a tab; an optional header;
 * "#" begins a comment line; an empty value is a missed sample.
 *
 * Return: 0, or -1 with @csv->error filled in.
 */
int csv_read(FILE *in, const char *name, struct csv *csv);

/**
 * csv_free - give the points back
 * @csv: a series
 */
void csv_free(struct csv *csv);

#endif /* SEEP_CSV_H */
