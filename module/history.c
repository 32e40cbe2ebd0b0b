// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>
#include <linux/string.h>

#include "history.h"

/**
 * seep_history_init() - begin an empty history
 * @history: to be initialized
 * @points: storage for @capacity points, owned by the caller
 * @capacity: number of points, even and not 0
 */
void seep_history_init(struct seep_history *history, struct seep_point *points,
		       u32 capacity)
{
	*history = (struct seep_history) {
		.points = points,
		.capacity = capacity,
		.stride = 1,
	};
}

static void point_set(struct seep_point *point, const struct seep_sample *sample)
{
	point->first_at = sample->at;
	point->count = 0;
	memcpy(point->low, sample->value, sizeof(point->low));
	memcpy(point->high, sample->value, sizeof(point->high));
}

static void point_add(struct seep_point *point, const struct seep_sample *sample,
		      u64 seq)
{
	int i;

	point->seq = seq;
	point->last_at = sample->at;
	point->count++;
	memcpy(point->last, sample->value, sizeof(point->last));
	for (i = 0; i < SEEP_GAUGES; i++) {
		point->low[i] = min(point->low[i], sample->value[i]);
		point->high[i] = max(point->high[i], sample->value[i]);
	}
}

/* Two neighbours become one; @to may be @older. */
static void point_merge(struct seep_point *to, const struct seep_point *older,
			const struct seep_point *newer)
{
	int i;

	to->seq = newer->seq;
	to->first_at = older->first_at;
	to->last_at = newer->last_at;
	to->count = older->count + newer->count;
	memcpy(to->last, newer->last, sizeof(to->last));
	for (i = 0; i < SEEP_GAUGES; i++) {
		to->low[i] = min(older->low[i], newer->low[i]);
		to->high[i] = max(older->high[i], newer->high[i]);
	}
}

static void history_halve(struct seep_history *history)
{
	struct seep_point *points = history->points;
	u32 i;

	for (i = 0; i < history->used / 2; i++)
		point_merge(&points[i], &points[2 * i], &points[2 * i + 1]);
	history->used /= 2;
	history->stride *= 2;
}

/**
 * seep_history_add() - add the newest sample
 * @history: is halved when it is full: each two neighbours become one point,
 *	and from then on a point takes twice as many samples
 * @sample: not older than the ones before
 */
void seep_history_add(struct seep_history *history,
		      const struct seep_sample *sample)
{
	struct seep_point *point = NULL;

	if (history->used)
		point = &history->points[history->used - 1];
	if (!point || point->count == history->stride) {
		if (history->used == history->capacity)
			history_halve(history);
		point = &history->points[history->used++];
		point_set(point, sample);
	}
	point_add(point, sample, ++history->seq);
}

/**
 * seep_history_after() - find what is new since a sample
 * @history: to look in
 * @seq: number of a sample
 *
 * Return: the oldest point that holds a sample newer than @seq, or NULL.
 */
const struct seep_point *seep_history_after(const struct seep_history *history,
					    u64 seq)
{
	u32 low = 0, high = history->used;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (history->points[middle].seq > seq)
			high = middle;
		else
			low = middle + 1;
	}
	return low < history->used ? &history->points[low] : NULL;
}
