// SPDX-License-Identifier: GPL-2.0
/* One plain sentence with the figures. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fmt.h"
#include "trend_int.h"

struct words {
	enum trend_unit unit;
	const struct series_clean *s;
	const struct features *f;
	struct trend_result *r;
};

struct phrase {
	char s[160];
};

static const char *noun(enum trend_unit unit)
{
	static const char * const nouns[] = {
		[TREND_BYTES] = "bytes",
		[TREND_COUNT_FDS] = "fds",
		[TREND_COUNT_THREADS] = "threads",
		[TREND_COUNT] = "objects",
	};

	return nouns[unit];
}

static struct fmt amount(enum trend_unit unit, double value)
{
	struct fmt f, n = unit == TREND_BYTES ? fmt_bytes(value) : fmt_count(value);

	if (unit == TREND_BYTES)
		return n;
	snprintf(f.s, sizeof(f.s), "%.30s %.*s", n.s,
		 (int)strlen(noun(unit)) - !strcmp(n.s, "1"), noun(unit));
	return f;
}

static __attribute__((__format__(printf, 2, 3)))
void say(struct trend_result *r, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(r->reason, sizeof(r->reason), format, args);
	va_end(args);
}

/* A number with the digits that count. */
static struct fmt number(double v)
{
	struct fmt f;

	snprintf(f.s, sizeof(f.s), "%.*f", fabs(v) < 9.95 ? 1 : 0, v);
	return f;
}

/* The longest of s, min, h, day in which the rate is at least one or so. */
static double rate_unit(double rate, const char **name)
{
	static const struct {
		double seconds;
		const char *name;
	} units[] = { { 1, "s" }, { 60, "min" }, { 3600, "h" }, { 86400, "day" } };
	size_t i = 0;

	while (i < 3 && rate * units[i].seconds < 0.95)
		i++;
	*name = units[i].name;
	return units[i].seconds;
}

static struct phrase rate_text(enum trend_unit unit, const struct trend_result *r)
{
	struct phrase f;
	const char *per;
	double k;

	if (unit == TREND_BYTES) {
		k = rate_unit(r->rate / 16384, &per);
		snprintf(f.s, sizeof(f.s), "+%s/%s (%s to %s)", fmt_bytes(r->rate * k).s, per,
			 fmt_bytes(fmax(r->rate_lo, 0) * k).s, fmt_bytes(r->rate_hi * k).s);
		return f;
	}
	k = rate_unit(r->rate, &per);
	snprintf(f.s, sizeof(f.s), "+%s %s/%s (%s to %s)", number(r->rate * k).s,
		 noun(unit), per, number(fmax(r->rate_lo, 0) * k).s, number(r->rate_hi * k).s);
	return f;
}

static void reason_leak(const struct words *w)
{
	static const char * const how[TREND_SHAPES] = {
		[TREND_SHAPE_LINEAR] = "not slowing",
		[TREND_SHAPE_LATE] = "since it began, not slowing",
		[TREND_SHAPE_STAIRCASE] = "in steps that are never given back",
		[TREND_SHAPE_ACCELERATING] = "becoming faster",
		[TREND_SHAPE_FLOOR] = "also in what is left after each fall",
		[TREND_SHAPE_CYCLE] = "on top of a cycle",
		[TREND_SHAPE_RESTARTS] = "at equal age in every life",
	};
	const char *more = how[w->r->shape];
	double length = w->s->span * (1 - w->f->onset);

	say(w->r, "%s for %s, %s; now %s", rate_text(w->unit, w->r).s,
	    fmt_duration(length).s, more ? more : "not slowing",
	    amount(w->unit, w->r->level).s);
}

static void reason_ok(const struct words *w)
{
	struct fmt level = amount(w->unit, w->r->level);
	struct fmt span = fmt_duration(w->s->span);

	switch (w->r->shape) {
	case TREND_SHAPE_FALLING:
		say(w->r, "falling, now %s after %s", level.s, span.s);
		break;
	case TREND_SHAPE_WARMUP:
		say(w->r, "grew at the start, then stayed at %s", level.s);
		break;
	case TREND_SHAPE_SATURATING:
		say(w->r, "growth slows down and levels off near %s", level.s);
		break;
	case TREND_SHAPE_SAWTOOTH:
		say(w->r, "rises and is given back; the floor does not rise over %s", span.s);
		break;
	case TREND_SHAPE_PERIODIC:
		say(w->r, "follows a cycle around %s without growing over %s", level.s, span.s);
		break;
	case TREND_SHAPE_STEP:
		say(w->r, "moved between levels, now %s, without growing on", level.s);
		break;
	case TREND_SHAPE_BURST:
		say(w->r, "short peaks that are given back; now %s", level.s);
		break;
	default:
		say(w->r, "no growth that matters over %s: %s", span.s, level.s);
		break;
	}
}

static void reason_unsure(const struct words *w)
{
	const struct trend_result *r = w->r;

	if (!r->used)
		say(w->r, "no sample at all");
	else if (r->shape == TREND_SHAPE_GROWING)
		say(w->r, "growing: %s for %s, but it may still level off; watch longer",
		    rate_text(w->unit, r).s, fmt_duration(w->s->span).s);
	else if (w->f->n > 0)
		say(w->r, "%zu of %zu samples were missed", r->missed, r->missed + r->used);
	else
		say(w->r, "too short: %zu samples over %s", r->used, fmt_duration(r->span).s);
}

/**
 * trend_reason - put a verdict in words
 * @s: the series
 * @f: what was measured of it
 * @unit: what it counts
 * @r: the verdict; its reason is filled in
 */
void trend_reason(const struct series_clean *s, const struct features *f,
		  enum trend_unit unit, struct trend_result *r)
{
	struct words w = { .unit = unit, .s = s, .f = f, .r = r };

	if (r->verdict == TREND_LEAK)
		reason_leak(&w);
	else if (r->verdict == TREND_OK)
		reason_ok(&w);
	else
		reason_unsure(&w);
}
