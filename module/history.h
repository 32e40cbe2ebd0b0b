/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The bounded history of a target: a fixed number of points that always covers
 * its whole life. Pure code, also built for user space by its tests.
 */
#ifndef _SEEP_HISTORY_H
#define _SEEP_HISTORY_H

#include <linux/types.h>
#include <uapi/linux/seep.h>

/* The values of a sample have the numbers of the attributes that carry them. */
#define SEEP_VALUE(name)	(SEEP_A_VALUES_##name - SEEP_A_VALUES_THREADS)

#define SEEP_VALUES		(SEEP_VALUE(EXECS) + 1)
#define SEEP_GAUGES		(SEEP_VALUE(DATA) + 1)

/**
 * struct seep_sample - what was seen of a process at one time
 * @at: time, in nanoseconds of CLOCK_BOOTTIME
 * @credit: threads that may be walked for the counters, see seep_sample_take()
 * @value: indexed by SEEP_VALUE(); the first SEEP_GAUGES go up and down, the
 *	others only up
 */
struct seep_sample {
	u64 at;
	u32 credit;
	u64 value[SEEP_VALUES];
};

/**
 * struct seep_point - one or more neighbouring samples
 * @seq: number of the newest sample
 * @first_at: time of the oldest sample
 * @last_at: time of the newest sample
 * @count: number of samples
 * @last: values of the newest sample
 * @low: smallest value of each gauge
 * @high: largest value of each gauge
 */
struct seep_point {
	u64 seq;
	u64 first_at;
	u64 last_at;
	u32 count;
	u64 last[SEEP_VALUES];
	u64 low[SEEP_GAUGES];
	u64 high[SEEP_GAUGES];
};

/**
 * struct seep_history - the points of a target, oldest first
 * @points: storage for @capacity points
 * @capacity: an even number
 * @used: points in use
 * @stride: samples that a full point holds; every point but the newest is full
 * @seq: samples added so far
 */
struct seep_history {
	struct seep_point *points;
	u32 capacity;
	u32 used;
	u32 stride;
	u64 seq;
};

void seep_history_init(struct seep_history *history, struct seep_point *points,
		       u32 capacity);
void seep_history_add(struct seep_history *history,
		      const struct seep_sample *sample);
const struct seep_point *seep_history_after(const struct seep_history *history,
					    u64 seq);

#endif /* _SEEP_HISTORY_H */
