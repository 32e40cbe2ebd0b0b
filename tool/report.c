// SPDX-License-Identifier: GPL-2.0
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "fmt.h"
#include "json.h"
#include "out.h"
#include "proc.h"
#include "report.h"

#define INDENT	"        "

static enum out_color color_of(enum trend_verdict v)
{
	switch (v) {
	case TREND_LEAK:
		return OUT_BAD;
	case TREND_UNSURE:
		return OUT_WARN;
	default:
		return OUT_GOOD;
	}
}

/* A leak is what the eye must find, also without colour. */
static const char *word_of(enum trend_verdict v)
{
	return v == TREND_LEAK ? "LEAK" : trend_verdict_name(v);
}

static double seconds_between(u64 from, u64 to)
{
	return to > from ? (double)(to - from) / 1e9 : 0;
}

static void print_leaks(const struct verdict *v)
{
	const char *sep = ": leaks ";
	int i;

	for (i = 0; i < JUDGE_SERIES; i++) {
		if (v->series[i].trend.verdict != TREND_LEAK)
			continue;
		printf("%s%s", sep, value_name(v->series[i].value));
		sep = ", ";
	}
}

static void print_title(const struct target *t, const struct verdict *v)
{
	printf("%s%-6s%s  %s%s (%d)%s", out_color(color_of(v->headline)),
	       word_of(v->headline), out_color(OUT_RESET), out_color(OUT_BOLD),
	       t->comm, t->pid, out_color(OUT_RESET));
	if (t->label[0])
		printf(" [%s]", t->label);
	print_leaks(v);
	putchar('\n');
}

static void print_end(const struct target *t)
{
	int status = (int)t->exit_code;
	struct fmt ago;

	if (!t->exited) {
		fputs("running", stdout);
		return;
	}
	ago = fmt_duration(seconds_between(t->exited_at, proc_boottime()));
	if (WIFSIGNALED(status))
		printf("killed by SIG%s %s ago",
		       sigabbrev_np(WTERMSIG(status)) ?: "?", ago.s);
	else
		printf("exited with status %d %s ago", WEXITSTATUS(status),
		       ago.s);
}

static void print_record(const struct target *t)
{
	u64 end = t->exited ? t->exited_at : proc_boottime();

	fputs(INDENT, stdout);
	print_end(t);
	printf("; recorded for %s: %s samples, one every %s\n",
	       fmt_duration(seconds_between(t->added_at, end)).s,
	       fmt_count((double)t->seq).s,
	       fmt_duration(t->interval_ms / 1e3).s);
	if (t->execs)
		printf(INDENT "ran another program (exec) %u %s, last %s ago\n",
		       t->execs, t->execs == 1 ? "time" : "times",
		       fmt_duration(seconds_between(t->exec_at,
						    proc_boottime())).s);
}

static void print_losses(const struct target *t, const struct verdict *v)
{
	const char *on = out_color(OUT_WARN), *off = out_color(OUT_RESET);

	if (t->missed)
		printf(INDENT "%slost: samples missed: %s%s\n", on,
		       fmt_count((double)t->missed).s, off);
	if (t->follow_lost)
		printf(INDENT "%slost: %u children were not recorded%s\n", on,
		       t->follow_lost, off);
	if (v->why[0])
		printf(INDENT "%sunsure: %s%s\n", on, v->why, off);
}

static struct fmt amount(const struct series *s, u64 n)
{
	return s->is_bytes ? fmt_bytes((double)n) : fmt_count((double)n);
}

static void print_limit_name(const struct series *s)
{
	const struct limit *l = &s->limit;

	fputs(l->name, stdout);
	if (l->group[0])
		printf(" of %s", l->group);
	printf(" (%s of %s used)", amount(s, l->used).s, amount(s, l->max).s);
}

/* "in 2 min to 3 min", as narrow as the rate is known. */
static void print_left(const struct series *s)
{
	struct fmt lo = fmt_duration(s->left_lo);
	struct fmt hi = fmt_duration(s->left_hi);

	if (isinf(s->left_hi))
		printf(" in %s at the earliest", lo.s);
	else if (!strcmp(lo.s, hi.s))
		printf(" in %s", lo.s);
	else
		printf(" in %s to %s", lo.s, hi.s);
}

static void print_limit(const struct series *s)
{
	if (!judge_is_growing(s) || (s->limited && isinf(s->left_lo)))
		return;
	printf("%26s", "");
	if (!s->limited) {
		puts("no limit is set that would stop it");
		return;
	}
	if (!s->limit.left) {
		fputs("has used up ", stdout);
		print_limit_name(s);
	} else {
		fputs(s->trend.verdict == TREND_LEAK ? "hits " :
						       "would hit ", stdout);
		print_limit_name(s);
		print_left(s);
	}
	putchar('\n');
}

static void print_series(const struct target *t, const struct series *s)
{
	const struct trend_result *r = &s->trend;
	bool ok = r->verdict == TREND_OK;

	/* Mappings are shown where they say something new. */
	if (s->value == VALUE_MAPS && r->verdict != TREND_LEAK)
		return;
	printf(INDENT "%-8s %s%-6s%s %s%3.0f %%%s  %s%s\n", value_name(s->value),
	       out_color(color_of(r->verdict)), word_of(r->verdict),
	       out_color(OUT_RESET), out_color(OUT_DIM), 100 * r->confidence,
	       ok ? "" : out_color(OUT_RESET), r->reason,
	       out_color(OUT_RESET));
	/* A process that is gone hits no limit. */
	if (!t->exited)
		print_limit(s);
}

void report_text(const struct target *t, const struct verdict *v)
{
	int i;

	print_title(t, v);
	print_record(t);
	print_losses(t, v);
	for (i = 0; i < JUDGE_SERIES; i++)
		print_series(t, &v->series[i]);
	putchar('\n');
}

static json_t *json_of_series_limit(const struct series *s)
{
	const struct limit *l = &s->limit;
	bool grows = judge_is_growing(s);

	if (!s->limited)
		return json_null();
	return json_pack("{s:s s:o s:I s:I s:I s:o}",
			 "name", l->name,
			 "group", l->group[0] ? json_string(l->group) :
						json_null(),
			 "value", (json_int_t)l->max,
			 "used", (json_int_t)l->used,
			 "left", (json_int_t)l->left,
			 "time_left", !grows ? json_null() :
			 json_pack("{s:o s:o s:o}",
				   "seconds", out_json_double(s->left_mid),
				   "low", out_json_double(s->left_lo),
				   "high", out_json_double(s->left_hi)));
}

/* The members that analyze prints too. */
static json_t *json_of_trend(const struct trend_result *r)
{
	return json_pack("{s:s s:s s:o s:o s:o s:{s:o s:o s:o} s:o s:o s:I s:o s:s}",
			 "verdict", trend_verdict_name(r->verdict),
			 "shape", trend_shape_name(r->shape),
			 "score", out_json_double(r->score),
			 "confidence", out_json_double(r->confidence),
			 "level", out_json_double(r->level),
			 "rate",
			 "per_second", out_json_double(r->rate),
			 "low", out_json_double(r->rate_lo),
			 "high", out_json_double(r->rate_hi),
			 "onset", out_json_double(r->onset),
			 "growth", out_json_double(r->growth),
			 "samples", (json_int_t)r->used,
			 "span_s", out_json_double(r->span),
			 "reason", r->reason);
}

static json_t *json_of_series(const struct series *s)
{
	json_t *obj = json_pack("{s:s s:s s:I s:o}",
				"name", value_name(s->value),
				"unit", s->is_bytes ? "bytes" : "count",
				"current", (json_int_t)s->current,
				"limit", json_of_series_limit(s));

	return json_join(obj, json_of_trend(&s->trend));
}

json_t *report_json(const struct target *t, const struct verdict *v)
{
	json_t *series = json_array();
	int i;

	for (i = 0; i < JUDGE_SERIES; i++)
		json_array_append_new(series, json_of_series(&v->series[i]));
	return json_join(json_of_target(t),
			 json_pack("{s:s s:o s:o}",
				   "verdict", trend_verdict_name(v->headline),
				   "why", v->why[0] ? json_string(v->why) :
						      json_null(),
				   "series", series));
}
