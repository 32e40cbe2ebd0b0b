/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Seeded series with a known answer: what leaking and healthy processes look
 * like, drawn widely and close to what can be told at all.
 */
#ifndef SEEP_SCENARIOS_H
#define SEEP_SCENARIOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../tool/trend.h"

#define SCENARIO_MAX_POINTS	5000

/**
 * struct series - one series and what is true of it
 * @p: its points; a missed sample has NaN values
 * @n: how many
 * @unit: what it counts
 * @leak: the right answer
 * @z: for leaks in plain noise, growth over its standard error; else 0
 */
struct series {
	struct trend_point p[SCENARIO_MAX_POINTS];
	size_t n;
	enum trend_unit unit;
	bool leak;
	double z;
};

/** scenario_count - number of scenarios */
size_t scenario_count(void);

/**
 * scenario_name - name of a scenario
 * @id: below scenario_count()
 */
const char *scenario_name(size_t id);

/**
 * scenario_leak - whether series of a scenario leak
 * @id: below scenario_count()
 */
bool scenario_leak(size_t id);

/**
 * scenario_make - one series
 * @id: below scenario_count()
 * @seed: the same seed gives the same series
 * @wide: draw shapes and noise from wider ranges than those tuned to
 * @s: where to put it
 */
void scenario_make(size_t id, uint64_t seed, bool wide, struct series *s);

#endif /* SEEP_SCENARIOS_H */
