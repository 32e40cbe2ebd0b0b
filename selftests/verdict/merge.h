/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SEEP_MERGE_H
#define SEEP_MERGE_H

#include <stddef.h>

#include "../../tool/trend.h"

/**
 * merge_points - merge a series as the module merges a full history
 * @p: plain samples; missed ones are left out, as the module does
 * @n: how many
 * @capacity: points that fit
 * @out: the points, at least @capacity of them
 *
 * Return: the number of points.
 */
size_t merge_points(const struct trend_point *p, size_t n, size_t capacity,
		    struct trend_point *out);

#endif /* SEEP_MERGE_H */
