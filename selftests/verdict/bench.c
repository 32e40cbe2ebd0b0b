// SPDX-License-Identifier: GPL-2.0
/*
 * How often the verdict is right, on seeded series with a known answer, beside
 * two rules that people use: a static limit and the dual window.
 *
 *	bench [-s SERIES] [-r SEED] [-w] [-c POINTS] [-g] [-o FILE]
 *
 * -s series per scenario, -w wider ranges than those tuned to, -c merge each to
 * as many points, as the module does, -g the gate: fail when a figure misses
 * what is to be accepted (of merged series: differs from what the plain ones
 * say), -o one JSON line per figure.
 */
#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "merge.h"
#include "scenarios.h"

#define SCENARIOS_MAX	64
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

enum method {
	METHOD_SEEP,
	METHOD_LIMIT,
	METHOD_WINDOWS,
	METHODS,
};

static const char * const method_names[METHODS] = {
	[METHOD_SEEP] = "seep",
	[METHOD_LIMIT] = "static limit",
	[METHOD_WINDOWS] = "dual window",
};

/* What one method said of one series. */
struct outcome {
	double score;
	bool leak;
};

/* What was said of all series. */
struct record {
	size_t n;
	bool *leak;
	size_t *scenario;
	struct outcome *said[METHODS];
	enum trend_verdict *verdict;
	double seconds;
	size_t other_verdict;	/* than that of the series before it was merged */
	size_t other_shape;
};

/* What series are judged. */
struct choice {
	size_t series;
	unsigned long seed;
	bool wide;
	size_t capacity;	/* 0: not merged */
};

/* The figures of one method. */
struct summary {
	double false_positives;
	double missed;
	double auc;
	double wrong[SCENARIOS_MAX];
	double worst_ok;
	double worst_leak;
};

static double largest(const struct series *s)
{
	double high = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->p[i].last > high)
			high = s->p[i].last;
	return high;
}

/* An alarm when the value passes a fixed number. */
static struct outcome static_limit(const struct series *s)
{
	static const double limits[] = {
		[TREND_BYTES] = 1024.0 * 1024 * 1024,
		[TREND_COUNT_FDS] = 2000,
		[TREND_COUNT_THREADS] = 300,
		[TREND_COUNT] = 2000,
	};
	double over = largest(s) / limits[s->unit];

	return (struct outcome){ .score = log(over + 1e-12), .leak = over > 1 };
}

/* The samples of the last so many seconds. */
struct window {
	double span;
	size_t from;
	double n;
	double sum;
	double squares;
};

static void slide(struct window *w, const struct series *s, size_t i, double base)
{
	double v = s->p[i].last - base;

	w->n++;
	w->sum += v;
	w->squares += v * v;
	for (; s->p[i].t - s->p[w->from].t > w->span; w->from++) {
		v = s->p[w->from].last - base;
		if (isnan(v))
			continue;
		w->n--;
		w->sum -= v;
		w->squares -= v * v;
	}
}

/*
 * A burst detector that is sold as a leak detector: an alarm when the value
 * passes long mean + 2.5 long deviations + 1.2 * distance of the two means,
 * over 30 s and 10 minutes. Asked, like the others, at the end of the record.
 */
static struct outcome dual_window(const struct series *s)
{
	struct window quick = { .span = 30 }, slow = { .span = 600 };
	struct outcome o = { .score = -INFINITY };
	double base = NAN;

	for (size_t i = 0; i < s->n; i++) {
		double v = s->p[i].last, mean, sd, limit;

		if (isnan(v))
			continue;
		if (isnan(base))
			base = v;
		slide(&quick, s, i, base);
		slide(&slow, s, i, base);
		if (slow.n < 20 || s->p[i].t - s->p[0].t < 60)
			continue;
		mean = slow.sum / slow.n;
		sd = sqrt(fmax(slow.squares / slow.n - mean * mean, 0));
		limit = mean + 2.5 * sd + 1.2 * fabs(quick.sum / quick.n - mean);
		o.score = (v - base - limit) / (sd + 1e-9);
		o.leak = v - base > limit;
	}
	if (isinf(o.score))
		o.score = -1e9;
	return o;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}

static void *need(void *p)
{
	if (!p) {
		fputs("bench: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

/* Merges a series; what is said of it then should be what was said before. */
static void judge_merged(struct record *r, const struct series *s, size_t capacity,
			 struct trend_result *verdict)
{
	static struct trend_point merged[SCENARIO_MAX_POINTS];
	struct trend_result plain;
	size_t n = merge_points(s->p, s->n, capacity, merged);

	trend_judge(s->p, s->n, s->unit, &plain);
	trend_judge(merged, n, s->unit, verdict);
	r->other_verdict += verdict->verdict != plain.verdict;
	r->other_shape += verdict->shape != plain.shape;
}

static void run(struct record *r, const struct choice *c)
{
	static struct series s;
	struct trend_result verdict;
	size_t series = c->series, all = series * scenario_count();

	r->leak = need(calloc(all, sizeof(*r->leak)));
	r->scenario = need(calloc(all, sizeof(*r->scenario)));
	r->verdict = need(calloc(all, sizeof(*r->verdict)));
	for (size_t m = 0; m < METHODS; m++)
		r->said[m] = need(calloc(all, sizeof(*r->said[m])));
	for (size_t id = 0; id < scenario_count(); id++) {
		/* The module never merges two processes, and it counts execs. */
		if (c->capacity && strstr(scenario_name(id), "-restarts"))
			continue;
		for (size_t k = 0; k < series; k++, r->n++) {
			double start;

			scenario_make(id, c->seed + k, c->wide, &s);
			start = now();
			if (c->capacity)
				judge_merged(r, &s, c->capacity, &verdict);
			else
				trend_judge(s.p, s.n, s.unit, &verdict);
			r->seconds += now() - start;
			r->leak[r->n] = s.leak;
			r->scenario[r->n] = id;
			r->verdict[r->n] = verdict.verdict;
			r->said[METHOD_SEEP][r->n] = (struct outcome){
				verdict.score, verdict.verdict == TREND_LEAK,
			};
			r->said[METHOD_LIMIT][r->n] = static_limit(&s);
			r->said[METHOD_WINDOWS][r->n] = dual_window(&s);
		}
	}
}

struct ranked {
	double score;
	bool leak;
};

static int by_score(const void *a, const void *b)
{
	double x = ((const struct ranked *)a)->score, y = ((const struct ranked *)b)->score;

	return (x > y) - (x < y);
}

/* Area under the curve: how often a leak scores above a series that is ok. */
static double area(const struct record *r, const struct outcome *said)
{
	struct ranked *all = need(calloc(r->n, sizeof(*all)));
	double ranks = 0, leaks = 0, oks;

	for (size_t i = 0; i < r->n; i++)
		all[i] = (struct ranked){ said[i].score, r->leak[i] };
	qsort(all, r->n, sizeof(*all), by_score);
	for (size_t i = 0, end; i < r->n; i = end) {
		for (end = i; end < r->n && all[end].score == all[i].score;)
			end++;
		for (size_t k = i; k < end; k++) {
			if (!all[k].leak)
				continue;
			ranks += (i + end + 1) / 2.0;
			leaks++;
		}
	}
	free(all);
	oks = r->n - leaks;
	return (ranks - leaks * (leaks + 1) / 2) / (leaks * oks);
}

static void summarize(const struct record *r, enum method m, size_t series, struct summary *s)
{
	double count[2] = { 0 }, wrong[2] = { 0 };

	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < r->n; i++) {
		bool bad = r->said[m][i].leak != r->leak[i];

		count[r->leak[i]]++;
		wrong[r->leak[i]] += bad;
		s->wrong[r->scenario[i]] += bad / (double)series;
	}
	s->false_positives = wrong[0] / count[0];
	s->missed = wrong[1] / count[1];
	s->auc = area(r, r->said[m]);
	for (size_t id = 0; id < scenario_count(); id++) {
		double *worst = scenario_leak(id) ? &s->worst_leak : &s->worst_ok;

		*worst = fmax(*worst, s->wrong[id]);
	}
}

static double unsure_share(const struct record *r, size_t id)
{
	double n = 0, unsure = 0;

	for (size_t i = 0; i < r->n; i++) {
		if (r->scenario[i] != id)
			continue;
		n++;
		unsure += r->verdict[i] == TREND_UNSURE;
	}
	return unsure / n;
}

static void print_tables(const struct record *r, const struct summary *sum)
{
	printf("%-22s %8s %8s %8s %8s\n", "wrong verdicts, %", "seep", "unsure", "limit",
	       "windows");
	for (size_t id = 0; id < scenario_count(); id++)
		printf("%-22s %8.1f %8.1f %8.1f %8.1f\n", scenario_name(id),
		       100 * sum[METHOD_SEEP].wrong[id], 100 * unsure_share(r, id),
		       100 * sum[METHOD_LIMIT].wrong[id],
		       100 * sum[METHOD_WINDOWS].wrong[id]);
	printf("\n%-22s %12s %8s %8s\n", "method", "false pos.", "missed", "AUC");
	for (size_t m = 0; m < METHODS; m++)
		printf("%-22s %10.2f %% %6.2f %% %8.4f\n", method_names[m],
		       100 * sum[m].false_positives, 100 * sum[m].missed, sum[m].auc);
	printf("\n%zu series, %.2f ms each\n", r->n, 1e3 * r->seconds / r->n);
}

/* One figure, what it is compared with and what it should be. */
struct figure {
	const char *name;
	double value;
	const char *unit;
	const char *peer;
	double peer_value;
	double accept;
	double goal;
	bool more;	/* more is better */
};

static bool reaches(const struct figure *f, double bound)
{
	return f->more ? f->value >= bound : f->value <= bound;
}

static void write_figure(FILE *out, const struct figure *f)
{
	double ratio = f->peer_value > 0 ? f->value / f->peer_value : 0;

	fprintf(out, "{\"name\":\"verdict.%s\",\"value\":%.6g,\"unit\":\"%s\",", f->name,
		f->value, f->unit);
	if (f->peer)
		fprintf(out, "\"peer\":\"%s\",\"ratio\":%.6g,", f->peer, ratio);
	else
		fprintf(out, "\"peer\":null,\"ratio\":null,");
	fprintf(out, "\"goal\":%.6g,\"met\":%s}\n", f->goal,
		reaches(f, f->goal) ? "true" : "false");
}

/* Returns how many figures are not even acceptable. */
static int report(const struct record *r, const struct summary *sum, FILE *out)
{
	const struct summary *s = &sum[METHOD_SEEP], *peer = &sum[METHOD_LIMIT];
	const char *limit = method_names[METHOD_LIMIT];
	const struct figure figures[] = {
		{ "false_positives", 100 * s->false_positives, "%", limit,
		  100 * peer->false_positives, 2, 1, false },
		{ "missed", 100 * s->missed, "%", limit, 100 * peer->missed, 5, 3, false },
		{ "auc", s->auc, "", limit, peer->auc, 0.990, 0.996, true },
		{ "worst_ok", 100 * s->worst_ok, "%", limit, 100 * peer->worst_ok, 8, 4, false },
		{ "worst_leak", 100 * s->worst_leak, "%", limit, 100 * peer->worst_leak, 15, 9,
		  false },
		{ "time", 1e3 * r->seconds / r->n, "ms", NULL, 0, 5, 2, false },
	};
	int failed = 0;

	for (size_t i = 0; i < ARRAY_SIZE(figures); i++) {
		const struct figure *f = &figures[i];

		printf("%-16s %8.4g %-2s  accept %-6g goal %-6g %s\n", f->name, f->value, f->unit,
		       f->accept, f->goal, reaches(f, f->goal) ? "goal met" :
		       reaches(f, f->accept) ? "acceptable" : "FAILED");
		failed += !reaches(f, f->accept);
		if (out)
			write_figure(out, f);
	}
	return failed;
}

/* Merged to an eighth of what the module keeps, some detail is gone for good. */
static int report_merged(const struct record *r, size_t capacity)
{
	double verdict = 100.0 * r->other_verdict / r->n;
	double shape = 100.0 * r->other_shape / r->n;
	bool failed = verdict > 2.5 || shape > (capacity < 128 ? 20 : 10);

	printf("merged to %zu points: another verdict %.2f %%, another shape %.2f %%: %s\n",
	       capacity, verdict, shape, failed ? "FAILED" : "acceptable");
	return failed;
}

int main(int argc, char **argv)
{
	static struct record r;
	struct summary sum[METHODS];
	struct choice choice = { .series = 100, .seed = 1 };
	bool gate = false;
	FILE *out = NULL;
	int c, failed;

	while ((c = getopt(argc, argv, "s:r:wc:go:")) >= 0) {
		if (c == 's')
			choice.series = strtoul(optarg, NULL, 10);
		else if (c == 'r')
			choice.seed = strtoul(optarg, NULL, 10);
		else if (c == 'w')
			choice.wide = true;
		else if (c == 'c')
			choice.capacity = strtoul(optarg, NULL, 10);
		else if (c == 'g')
			gate = true;
		else if (c == 'o')
			out = fopen(optarg, "w");
		else
			return 2;
		if (c == 'o' && !out) {
			perror(optarg);
			return 2;
		}
	}
	if (!choice.series) {
		fputs("bench: -s: give the number of series per scenario\n", stderr);
		return 2;
	}
	run(&r, &choice);
	for (size_t m = 0; m < METHODS; m++)
		summarize(&r, m, choice.series, &sum[m]);
	print_tables(&r, sum);
	failed = choice.capacity ? report_merged(&r, choice.capacity) : report(&r, sum, out);
	if (out && fclose(out)) {
		perror("bench");
		return 2;
	}
	return gate && failed;
}
