/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The verdict: does a time series leak? Pure: samples in, verdict out; no
 * input or output, no clock, no allocation, and the same answer every time.
 */
#ifndef SEEP_TREND_H
#define SEEP_TREND_H

#include <stddef.h>

/**
 * enum trend_unit - what the values of a series count
 * @TREND_BYTES: memory, in bytes
 * @TREND_COUNT_FDS: open file descriptors
 * @TREND_COUNT_THREADS: threads
 * @TREND_COUNT: any other whole number of things
 */
enum trend_unit {
	TREND_BYTES,
	TREND_COUNT_FDS,
	TREND_COUNT_THREADS,
	TREND_COUNT,
};

/**
 * struct trend_point - one sample, or several merged ones
 * @t: time of @last, in seconds from any origin; must not go backwards
 * @min: smallest value since the point before
 * @max: largest value since the point before
 * @last: value at @t; NaN marks a missed sample
 * @segment: changes where the process was restarted or called exec
 *
 * A plain sample has @min = @max = @last.
 */
struct trend_point {
	double t;
	double min;
	double max;
	double last;
	unsigned int segment;
};

/**
 * enum trend_verdict - the answer
 * @TREND_OK: bounded, falling or too small to matter
 * @TREND_LEAK: grows to the end, material, and a bound is excluded
 * @TREND_UNSURE: too little data, or growth whose end cannot be told yet
 */
enum trend_verdict {
	TREND_OK,
	TREND_LEAK,
	TREND_UNSURE,
};

/**
 * enum trend_shape - the kind of curve that describes a series best
 * @TREND_SHAPE_UNKNOWN: too little data to say
 * @TREND_SHAPE_FLAT: constant, or noise around a constant
 * @TREND_SHAPE_FALLING: goes down
 * @TREND_SHAPE_WARMUP: grew at the start, then a plateau
 * @TREND_SHAPE_SATURATING: grows ever more slowly
 * @TREND_SHAPE_SAWTOOTH: rises and is given back, the floor stays
 * @TREND_SHAPE_PERIODIC: follows a cycle
 * @TREND_SHAPE_STEP: moved between a few levels
 * @TREND_SHAPE_BURST: short peaks, the floor stays
 * @TREND_SHAPE_GROWING: grows, but its end cannot be told yet
 * @TREND_SHAPE_LINEAR: leak at a steady rate
 * @TREND_SHAPE_LATE: leak that began during the record
 * @TREND_SHAPE_STAIRCASE: leak in steps
 * @TREND_SHAPE_ACCELERATING: leak that becomes faster
 * @TREND_SHAPE_FLOOR: leak under a saw-tooth or bursts: the floor rises
 * @TREND_SHAPE_CYCLE: leak on top of a cycle
 * @TREND_SHAPE_RESTARTS: leak that every restart resets
 * @TREND_SHAPES: number of shapes
 */
enum trend_shape {
	TREND_SHAPE_UNKNOWN,
	TREND_SHAPE_FLAT,
	TREND_SHAPE_FALLING,
	TREND_SHAPE_WARMUP,
	TREND_SHAPE_SATURATING,
	TREND_SHAPE_SAWTOOTH,
	TREND_SHAPE_PERIODIC,
	TREND_SHAPE_STEP,
	TREND_SHAPE_BURST,
	TREND_SHAPE_GROWING,
	TREND_SHAPE_LINEAR,
	TREND_SHAPE_LATE,
	TREND_SHAPE_STAIRCASE,
	TREND_SHAPE_ACCELERATING,
	TREND_SHAPE_FLOOR,
	TREND_SHAPE_CYCLE,
	TREND_SHAPE_RESTARTS,
	TREND_SHAPES,
};

/**
 * struct trend_result - a verdict and what it rests on
 * @verdict: leak, ok or unsure
 * @shape: the curve that describes the series best
 * @score: evidence, comparable between series; positive: leak
 * @rate: growth at the end of the record, units per second; 0 if none
 * @rate_lo: lower end of its 95 % interval
 * @rate_hi: upper end of its 95 % interval
 * @onset: when the growth began, in the time of the samples
 * @level: level at the end, noise removed
 * @growth: growth from @onset to the end, in units
 * @confidence: 0 to 1, in @verdict
 * @span: seconds between the first and the last used sample
 * @used: samples that were used
 * @missed: samples that were missed (NaN)
 * @reason: one plain sentence with the figures
 */
struct trend_result {
	enum trend_verdict verdict;
	enum trend_shape shape;
	double score;
	double rate;
	double rate_lo;
	double rate_hi;
	double onset;
	double level;
	double growth;
	double confidence;
	double span;
	size_t used;
	size_t missed;
	char reason[256];
};

/**
 * trend_judge - say whether a series leaks
 * @p: the points, in the order of time
 * @n: how many
 * @unit: what the values count
 * @out: the verdict, always filled in
 */
void trend_judge(const struct trend_point *p, size_t n, enum trend_unit unit,
		 struct trend_result *out);

/**
 * trend_time_to - time left until a limit is reached
 * @r: a verdict
 * @limit: the limit, in the unit of the series
 * @lo: earliest, in seconds from the last sample
 * @mid: at the measured rate
 * @hi: latest
 *
 * Infinite without growth, 0 when the level is over the limit already.
 */
void trend_time_to(const struct trend_result *r, double limit,
		   double *lo, double *mid, double *hi);

/**
 * trend_verdict_name - "ok", "leak" or "unsure"
 * @v: a verdict
 */
const char *trend_verdict_name(enum trend_verdict v);

/**
 * trend_shape_name - the shape in a word or two, e.g. "staircase"
 * @s: a shape
 */
const char *trend_shape_name(enum trend_shape s);

#endif /* SEEP_TREND_H */
