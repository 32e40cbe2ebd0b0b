// SPDX-License-Identifier: GPL-2.0
/*
 * Samples that count: missed ones dropped, long series thinned, lives split
 * and laid over each other by age, the ramp after an exec cut off.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trend_int.h"

#define LIVES_MAX	64
#define PARTS		3	/* samples that a merged point is taken for */
#define GAP_RESTART	1.8	/* usual intervals without a sample */
#define DEEPER		1.25	/* times any fall without a gap */

static double quantum_of(enum trend_unit unit)
{
	return unit == TREND_BYTES ? 4096 : 1;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(const double *v, size_t n)
{
	double copy[SERIES_MAX];

	memcpy(copy, v, n * sizeof(*v));
	qsort(copy, n, sizeof(*copy), compare);
	return n % 2 ? copy[n / 2] : (copy[n / 2 - 1] + copy[n / 2]) / 2;
}

/* Of several samples of one moment the last counts. */
static bool usable(const struct trend_point *p, size_t i, size_t n)
{
	if (!isfinite(p[i].t) || !isfinite(p[i].last))
		return false;
	return i + 1 == n || p[i + 1].t != p[i].t || !isfinite(p[i + 1].last);
}

static bool merged(const struct trend_point *p)
{
	return p->min < p->last || p->max > p->last;
}

/*
 * A merged point is taken for a few samples, spread over the time since the
 * point before: from one extreme to the other, that nearer to the last value at
 * the end. Its last value alone would be a random pick of a tooth.
 */
static void spread(const struct trend_point *p, double since, struct trend_point part[PARTS])
{
	double low = fmin(p->min, p->last), high = fmax(p->max, p->last);
	bool up = high - p->last < p->last - low;
	double from = up ? low : high, to = up ? high : low;

	for (size_t i = 0; i < PARTS; i++) {
		part[i] = *p;
		part[i].t -= since * (PARTS - 1 - i) / PARTS;
		part[i].last = from + (to - from) * i / (PARTS - 1);
	}
}

/* Takes a sample, as one of @every that become one. */
static void take(struct series_clean *s, const struct trend_point *p, size_t in, size_t every,
		 unsigned int *segment)
{
	double share = 1.0 / (in % every + 1);
	size_t k = in / every;

	if (in % every == 0) {
		s->t[k] = p->t;
		s->v[k] = p->last;
		s->lo[k] = p->last;
		segment[k] = p->segment;
		s->n = k + 1;
		return;
	}
	s->t[k] += (p->t - s->t[k]) * share;
	s->v[k] += (p->last - s->v[k]) * share;
	s->lo[k] = fmin(s->lo[k], p->last);
}

/**
 * struct census - what there is to load
 * @usable: points that can be used
 * @first: time of the first
 * @usual: mean time from one to the next
 */
struct census {
	size_t usable;
	double first;
	double usual;
};

static void count(const struct trend_point *p, size_t n, struct series_clean *s,
		  struct census *c)
{
	double last = 0;

	*c = (struct census){ };
	for (size_t i = 0; i < n; i++) {
		s->missed += !isfinite(p[i].t) || !isfinite(p[i].last);
		if (!usable(p, i, n))
			continue;
		if (!c->usable++)
			c->first = p[i].t;
		last = p[i].t;
		if (merged(&p[i]))
			s->parts = PARTS;
	}
	if (c->usable > 1)
		c->usual = (last - c->first) / (c->usable - 1);
}

/* Copies the usable points, merging neighbours if there are too many. */
static void load(const struct trend_point *p, size_t n, struct series_clean *s,
		 unsigned int *segment)
{
	struct trend_point part[PARTS];
	struct census c;
	size_t every, in = 0;
	double before;

	count(p, n, s, &c);
	every = c.usable * s->parts / SERIES_MAX + 1;
	before = c.first - c.usual;
	for (size_t i = 0; i < n; i++) {
		if (!usable(p, i, n))
			continue;
		part[0] = p[i];
		if (s->parts > 1)
			spread(&p[i], fmin(p[i].t - before, c.usual), part);
		before = p[i].t;
		for (size_t k = 0; k < s->parts; k++)
			take(s, &part[k], in++, every, segment);
	}
}

/* Fall from the mean of @w samples before each sample to that of @w after. */
static void falls(const struct series_clean *s, size_t w, double *fall)
{
	double before = 0, after = 0;

	for (size_t i = 0; i < s->n; i++)
		fall[i] = 0;
	for (size_t i = 0; i < w; i++) {
		before += s->v[i] / w;
		after += s->v[i + w] / w;
	}
	for (size_t i = w; i + w < s->n; i++) {
		fall[i] = before - after;
		before += (s->v[i] - s->v[i - w]) / w;
		after += (s->v[i + w] - s->v[i]) / w;
	}
}

static double mean(const double *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i];
	return sum / n;
}

/**
 * struct cuts - where a series may have been restarted
 * @n: how many
 * @at: first sample of the new life
 */
struct cuts {
	size_t n;
	size_t at[LIVES_MAX];
};

static double highest(const double *v, size_t from, size_t to)
{
	double high = v[from];

	while (++from < to)
		high = fmax(high, v[from]);
	return high;
}

/* After a gap, and nowhere near it deeper, the value falls to where it began. */
static void find_cuts(const struct series_clean *s, size_t w, const double *fall,
		      struct cuts *cuts)
{
	double gap[SERIES_MAX], least, start = mean(s->v, w);

	for (size_t i = 1; i < s->n; i++)
		gap[i] = s->t[i] - s->t[i - 1];
	least = GAP_RESTART * median(gap + 1, s->n - 1);
	cuts->n = 0;
	for (size_t i = w; i + w < s->n && cuts->n < LIVES_MAX; i++)
		if (gap[i] >= least && fall[i] > 0 &&
		    fabs(mean(s->v + i, w) - start) < 0.4 * fall[i] &&
		    fall[i] > 0.93 * highest(fall, i - w, i + w))
			cuts->at[cuts->n++] = i;
}

/* The deepest fall that no gap explains. */
static double other_fall(const struct series_clean *s, size_t w, const double *fall,
			 const struct cuts *cuts)
{
	double deepest = 0;
	size_t c = 0;

	for (size_t i = w; i + w < s->n; i++) {
		while (c < cuts->n && cuts->at[c] + w < i)
			c++;
		if (c == cuts->n || i + w < cuts->at[c])
			deepest = fmax(deepest, fall[i]);
	}
	return deepest;
}

/*
 * Restarts told from values alone. A collector falls as deep without a gap:
 * only falls deeper than any other count.
 */
static void guess_restarts(const struct series_clean *s, unsigned int *segment)
{
	double fall[SERIES_MAX], other;
	size_t w = s->n / 40, deeper = 0;
	struct cuts cuts;

	w = w < 3 ? 3 : w > 40 ? 40 : w;
	if (s->n < 8 * w)
		return;
	falls(s, w, fall);
	find_cuts(s, w, fall, &cuts);
	other = other_fall(s, w, fall, &cuts);
	for (size_t c = 0; c < cuts.n; c++)
		deeper += fall[cuts.at[c]] > DEEPER * other;
	if (!deeper)
		return;
	for (size_t c = 0; c < cuts.n; c++)
		for (size_t i = cuts.at[c]; fall[cuts.at[c]] > DEEPER * other && i < s->n; i++)
			segment[i]++;
}

static unsigned int count_lives(const struct series_clean *s,
				const unsigned int *segment)
{
	unsigned int lives = 1;

	for (size_t i = 1; i < s->n; i++)
		lives += segment[i] != segment[i - 1];
	return lives;
}

/* Drops lives too short to tell anything: an exec right after the start. */
static void drop_short_lives(struct series_clean *s, unsigned int *segment)
{
	size_t out = 0, end;

	for (size_t i = 0; i < s->n; i = end) {
		for (end = i; end < s->n && segment[end] == segment[i];)
			end++;
		if (end - i < s->n / 20 + 3)
			continue;
		for (size_t k = i; k < end; k++, out++) {
			s->t[out] = s->t[k];
			s->v[out] = s->v[k];
			s->lo[out] = s->lo[k];
			segment[out] = segment[k];
		}
	}
	if (out)
		s->n = out;
}

/* Where a series of rising ages begins to reach past @age. */
static size_t at_age(const double *age, size_t from, size_t to, double want)
{
	while (from + 1 < to && age[from] < want)
		from++;
	return from;
}

/*
 * Puts the lives on one scale: each is shifted to the level of the longest one
 * at equal age, so that lives of unequal length do not make steps.
 */
static void level_lives(struct series_clean *s, const size_t *start, unsigned int lives)
{
	unsigned int best = 0;
	double diff[SERIES_MAX];

	for (unsigned int k = 1; k < lives; k++)
		if (start[k + 1] - start[k] > start[best + 1] - start[best])
			best = k;
	for (unsigned int k = 0; k < lives; k++) {
		size_t j = start[best], m = 0;
		double by;

		if (k == best)
			continue;
		for (size_t i = start[k]; i < start[k + 1]; i++) {
			j = at_age(s->t, j, start[best + 1], s->t[i]);
			diff[m++] = s->v[i] - s->v[j];
		}
		by = m ? median(diff, m) : 0;
		for (size_t i = start[k]; i < start[k + 1]; i++) {
			s->v[i] -= by;
			s->lo[i] -= by;
		}
	}
}

struct aged {
	double t, v, lo;
};

static int by_age(const void *a, const void *b)
{
	return compare(&((const struct aged *)a)->t, &((const struct aged *)b)->t);
}

static void overlay(struct series_clean *s, const unsigned int *segment)
{
	struct aged all[SERIES_MAX];
	size_t start[LIVES_MAX + 2] = { 0 };
	unsigned int lives = 0;

	for (size_t i = 1; i < s->n && lives < LIVES_MAX; i++)
		if (segment[i] != segment[i - 1])
			start[++lives] = i;
	start[++lives] = s->n;
	for (unsigned int k = 0; k < lives; k++)
		for (size_t i = start[k + 1]; i-- > start[k];)
			s->t[i] -= s->t[start[k]];
	level_lives(s, start, lives);
	for (size_t i = 0; i < s->n; i++)
		all[i] = (struct aged){ s->t[i], s->v[i], s->lo[i] };
	qsort(all, s->n, sizeof(*all), by_age);
	for (size_t i = 0; i < s->n; i++) {
		s->t[i] = all[i].t;
		s->v[i] = all[i].v;
		s->lo[i] = all[i].lo;
	}
	s->overlaid = true;
}

/*
 * An exec begins with a ramp: samples further below everything later than all
 * of that is wide.
 */
static void cut_ramp(struct series_clean *s)
{
	double low[SERIES_MAX], high = -INFINITY, before = -INFINITY;
	size_t most = s->n / 12 + 2, cut = 0;

	if (s->n < 12)
		return;
	low[s->n - 1] = s->v[s->n - 1];
	for (size_t i = s->n - 1; i-- > 0;)
		low[i] = fmin(low[i + 1], s->v[i]);
	for (size_t i = 0; i < s->n; i++)
		high = fmax(high, s->v[i]);
	for (size_t i = 1; i <= most; i++) {
		before = fmax(before, s->v[i - 1]);
		if (low[i] - before > 0.5 * (high - low[i]))
			cut = i;
	}
	s->n -= cut;
	s->trimmed = cut;
	memmove(s->t, s->t + cut, s->n * sizeof(*s->t));
	memmove(s->v, s->v + cut, s->n * sizeof(*s->v));
	memmove(s->lo, s->lo + cut, s->n * sizeof(*s->lo));
}

/**
 * clean_series - reduce raw points to the samples that count
 * @p: the points
 * @n: how many
 * @unit: what they count
 * @s: where to put the result
 */
void clean_series(const struct trend_point *p, size_t n, enum trend_unit unit,
		  struct series_clean *s)
{
	unsigned int segment[SERIES_MAX];

	*s = (struct series_clean){ .quantum = quantum_of(unit), .parts = 1, .lives = 1 };
	load(p, n, s, segment);
	if (!s->n)
		return;
	if (count_lives(s, segment) == 1)
		guess_restarts(s, segment);
	s->lives = count_lives(s, segment);
	if (s->lives > 1) {
		drop_short_lives(s, segment);
		if (count_lives(s, segment) > 1)
			overlay(s, segment);
	}
	cut_ramp(s);
	s->origin = s->t[0];
	for (size_t i = 0; i < s->n; i++)
		s->t[i] -= s->origin;
	s->span = s->t[s->n - 1];
}
