// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "cmd.h"
#include "fmt.h"
#include "json.h"
#include "out.h"
#include "proc.h"
#include "session.h"

static const char help[] =
"Usage: seep watch [OPTION]... [PID]...\n"
"Show samples of targets taken now, again and again: on a terminal as a table\n"
"with the course of each series, elsewhere one line per sample, with tabs.\n"
"Without PIDs, all targets that live, also those that are added meanwhile; with\n"
"PIDs, until none of them lives any more. Ends with SIGINT or SIGTERM.\n"
"\n"
"  --interval TIME   time between samples, from 100ms (default 1s)\n"
"  --count N         stop after N rounds\n"
"  --json            print a JSON object per sample\n"
"  -h, --help        print this help\n"
"\n"
"Example:\n"
"  seep watch --interval 10s --count 6 1234 | cut -f 2,4,5\n";

enum {
	OPT_INTERVAL = ARGS_LONG,
	OPT_COUNT,
	OPT_JSON,
};

static const struct option options[] = {
	{ "interval", required_argument, NULL, OPT_INTERVAL },
	{ "count", required_argument, NULL, OPT_COUNT },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* The columns of the table. */
static const enum value columns[] = {
	VALUE_THREADS, VALUE_FDS, VALUE_MAPPED, VALUE_ANON,
};

#define COLUMNS		ARRAY_SIZE(columns)
/* Values that a sparkline can have; what fits the terminal is drawn. */
#define COURSE		15

/* To draw over the table before, which flickers less than to clear it. */
#define CURSOR_HOME	"\033[H"
#define CLEAR_LINE	"\033[K"
#define CLEAR_REST	"\033[J"

/**
 * struct row - a target that is watched
 * @target: the target
 * @sample: its newest sample
 * @fresh: @sample was taken in this round
 * @course: earlier values, oldest first, then the newest
 * @n: how many of them
 */
struct row {
	struct target target;
	struct sample sample;
	bool fresh;
	double course[COLUMNS][COURSE];
	size_t n;
};

/**
 * struct watching - the command at work
 * @interval_ms: time between rounds
 * @count: rounds left; 0 is no end
 * @json: print JSON
 * @named: only the targets that were named are watched
 * @rows: what is watched
 * @n: how many
 */
struct watching {
	u64 interval_ms;
	u64 count;
	bool json;
	bool named;
	struct row *rows;
	size_t n;
};

static int parse(struct watching *w, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		switch (c) {
		case OPT_INTERVAL:
			if (args_duration(optarg, &w->interval_ms) &&
			    w->interval_ms >= SEEP_INTERVAL_MIN)
				break;
			out_err("watch: --interval: '%s': is not a duration from 100ms on",
				optarg);
			return EXIT_BAD_INPUT;
		case OPT_COUNT:
			if (args_unsigned(optarg, 1, ~0U, &w->count))
				break;
			out_err("watch: --count: '%s': is not a number from 1 on",
				optarg);
			return EXIT_BAD_INPUT;
		case OPT_JSON:
			w->json = true;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_DONE;
		default:
			return args_bad_option(argv, c);
		}
	}
	w->named = optind < argc;
	return -1;
}

static void push(struct row *row, const struct sample *s)
{
	size_t i;

	if (row->n == COURSE) {
		for (i = 0; i < COLUMNS; i++)
			memmove(row->course[i], row->course[i] + 1,
				(COURSE - 1) * sizeof(row->course[i][0]));
		row->n--;
	}
	for (i = 0; i < COLUMNS; i++)
		row->course[i][row->n] = (double)s->last[columns[i]];
	row->n++;
}

/* A table begins with the course that the module has recorded. */
static void recall(struct session *s, struct row *row)
{
	struct sample_list list;
	size_t i;

	if (seep_sample_dump(s->seep, row->target.id, 0, &list) >= 0)
		for (i = list.n > COURSE ? list.n - COURSE : 0; i < list.n; i++)
			push(row, &list.v[i]);
	free(list.v);
}

static struct row *find_row(struct watching *w, u64 id)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (w->rows[i].target.id == id)
			return &w->rows[i];
	return NULL;
}

static int add_row(struct session *s, struct watching *w,
		   const struct target *t)
{
	struct row *rows = reallocarray(w->rows, w->n + 1, sizeof(*rows));

	if (!rows)
		return -ENOMEM;
	w->rows = rows;
	rows[w->n] = (struct row){ .target = *t };
	if (out_is_terminal() && !w->json)
		recall(s, &rows[w->n]);
	w->n++;
	return 0;
}

/* Names, states and newcomers; targets that were removed go. */
static int update_targets(struct session *s, struct watching *w)
{
	const struct target_list *all = &s->targets;
	struct row *row;
	size_t i, k, n = 0;
	int ret = 0;

	for (i = 0; i < w->n; i++) {
		for (k = 0; k < all->n; k++)
			if (all->v[k].id == w->rows[i].target.id)
				break;
		if (k == all->n)
			continue;
		w->rows[n] = w->rows[i];
		w->rows[n++].target = all->v[k];
	}
	w->n = n;
	for (i = 0; !ret && !w->named && i < all->n; i++) {
		row = find_row(w, all->v[i].id);
		if (!row && !all->v[i].exited)
			ret = add_row(s, w, &all->v[i]);
	}
	return ret;
}

static int update_samples(struct session *s, struct watching *w)
{
	struct sample_list list;
	struct row *row;
	size_t i;
	int ret = seep_sample_fresh(s->seep, &list);

	for (i = 0; i < w->n; i++)
		w->rows[i].fresh = false;
	for (i = 0; ret >= 0 && i < list.n; i++) {
		row = find_row(w, list.v[i].target);
		if (!row || row->target.exited)
			continue;
		row->sample = list.v[i];
		row->fresh = true;
		push(row, &list.v[i]);
	}
	free(list.v);
	return ret < 0 ? ret : 0;
}

static struct fmt value_text(enum value v, double value)
{
	return v == VALUE_MAPPED || v == VALUE_ANON ? fmt_bytes(value) :
						      fmt_count(value);
}

static void print_row(const struct row *row, size_t spark)
{
	size_t i, n = row->n < spark ? row->n : spark;
	enum value v;

	printf("%s%7d %-15s%s", row->target.exited ? out_color(OUT_DIM) : "",
	       row->target.pid, row->target.comm,
	       row->target.exited ? out_color(OUT_RESET) : "");
	for (i = 0; i < COLUMNS; i++) {
		v = columns[i];
		printf(" %9s ", value_text(v, (double)row->sample.last[v]).s);
		fputs(fmt_sparkline(row->course[i] + row->n - n, n).s, stdout);
		printf("%*s", (int)(spark - n), "");
	}
	if (row->target.exited)
		fputs(" exited", stdout);
	puts(CLEAR_LINE);
}

static void print_table(const struct watching *w)
{
	int columns_left = out_columns() - 23 - 11 * (int)COLUMNS;
	int spark = columns_left / (int)COLUMNS;
	size_t i, room = (size_t)out_rows() - 2;

	if (spark < 0)
		spark = 0;
	if (spark > COURSE)
		spark = COURSE;
	fputs(CURSOR_HOME, stdout);
	printf("%s%7s %-15s", out_color(OUT_BOLD), "PID", "NAME");
	for (i = 0; i < COLUMNS; i++)
		printf(" %9s %*s", value_name(columns[i]), spark, "");
	printf("%s" CLEAR_LINE "\n", out_color(OUT_RESET));
	for (i = 0; i < w->n && i < room; i++)
		print_row(&w->rows[i], (size_t)spark);
	if (i < w->n)
		printf("%zu more do not fit here", w->n - i);
	fputs(CLEAR_REST, stdout);
	fflush(stdout);
}

static int print_json(const struct row *row, double now)
{
	json_t *obj = json_pack("{s:s s:f}", JSON_SCHEMA("watch"), "time", now);

	obj = json_join(obj, json_of_name(&row->target));
	obj = json_join(obj, json_of_values(row->sample.last));
	return out_json_line(obj);
}

static void print_line(const struct row *row, double now)
{
	int i;

	printf("%.3f\t%d\t%s", now, row->target.pid, row->target.comm);
	for (i = 0; i < VALUES; i++)
		printf("\t%llu", row->sample.last[i]);
	putchar('\n');
}

static int print_lines(const struct watching *w)
{
	struct timespec ts;
	double now;
	int status = 0;
	size_t i;

	clock_gettime(CLOCK_REALTIME, &ts);
	now = (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
	for (i = 0; !status && i < w->n; i++) {
		if (!w->rows[i].fresh)
			continue;
		if (w->json)
			status = print_json(&w->rows[i], now);
		else
			print_line(&w->rows[i], now);
	}
	return fflush(stdout) ? EXIT_UNABLE : status;
}

static bool any_lives(const struct watching *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (!w->rows[i].target.exited)
			return true;
	return false;
}

/* Sleeps until a moment; returns whether to go on. */
static bool sleep_until(const struct timespec *start, u64 ms)
{
	struct timespec now, left;
	sigset_t set;
	long long ns;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ns = (start->tv_sec - now.tv_sec) * 1000000000LL + start->tv_nsec -
	     now.tv_nsec + (long long)ms * 1000000LL;
	if (ns < 0)
		ns = 0;
	left = (struct timespec){ .tv_sec = ns / 1000000000,
				  .tv_nsec = ns % 1000000000 };
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return sigtimedwait(&set, NULL, &left) < 0;
}

static int run_round(struct session *s, struct watching *w)
{
	int ret = update_targets(s, w);

	if (!ret)
		ret = update_samples(s, w);
	if (ret)
		return session_fail(s, NULL, ret);
	if (!out_is_terminal() || w->json)
		return print_lines(w);
	print_table(w);
	return 0;
}

static int reread(struct session *s)
{
	free(s->targets.v);
	return session_read_targets(s);
}

static int watch_targets(struct session *s, void *arg)
{
	struct watching *w = arg;
	struct timespec start;
	u64 round = 0;
	size_t i;
	int ret = 0;

	for (i = 0; !ret && w->named && i < s->targets.n; i++)
		ret = add_row(s, w, &s->targets.v[i]);
	if (ret)
		return session_fail(s, NULL, ret);
	clock_gettime(CLOCK_MONOTONIC, &start);
	do {
		ret = round ? reread(s) : 0;
		if (!ret)
			ret = run_round(s, w);
		round++;
		if (ret || round == w->count || (w->named && !any_lives(w)))
			break;
	} while (sleep_until(&start, round * w->interval_ms));
	free(w->rows);
	return ret;
}

int cmd_watch(int argc, char **argv)
{
	struct watching w = { .interval_ms = 1000 };
	int ret = parse(&w, argc, argv);

	if (ret >= 0)
		return ret;
	return session_on_targets("watch", argv + optind, argc - optind,
				  watch_targets, &w);
}
