// SPDX-License-Identifier: GPL-2.0
/*
 * The verdict on recordings of real programs: whole, cut to a minute, and
 * merged as the module merges what does not fit. TAP.
 *
 *	recordings FILE...
 *
 * Each is named TRUTH-KIND-WORKLOAD-SECONDSs.csv.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../../tool/csv.h"
#include "merge.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define CUT		60	/* seconds */

static int tests, failures;

static const size_t capacities[] = { 64, 128, 256 };

/* What the name of a file says of its series. */
struct recording {
	const char *name;
	enum trend_verdict truth;
	enum trend_unit unit;
};

static bool parse_name(const char *path, struct recording *r)
{
	static const struct {
		const char *word;
		enum trend_unit unit;
	} kinds[] = {
		{ "fds-", TREND_COUNT_FDS }, { "threads-", TREND_COUNT_THREADS },
		{ "anon-", TREND_BYTES }, { "mapped-", TREND_BYTES },
	};
	const char *slash = strrchr(path, '/'), *kind;

	r->name = slash ? slash + 1 : path;
	kind = strchr(r->name, '-');
	if (!strncmp(r->name, "leak-", 5))
		r->truth = TREND_LEAK;
	else if (!strncmp(r->name, "ok-", 3))
		r->truth = TREND_OK;
	else
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		r->unit = kinds[i].unit;
		if (!strncmp(kind + 1, kinds[i].word, strlen(kinds[i].word)))
			return true;
	}
	return false;
}

static void result(bool ok, const char *name, const char *how, const struct trend_result *r)
{
	printf("%sok %d %s, %s\n", ok ? "" : "not ", ++tests, name, how);
	if (ok)
		return;
	failures++;
	printf("# got %s, score %.2f, %s: %s\n", trend_verdict_name(r->verdict), r->score,
	       trend_shape_name(r->shape), r->reason);
}

static void expect(const struct recording *rec, const char *how, const struct trend_point *p,
		   size_t n)
{
	struct trend_result r;

	trend_judge(p, n, rec->unit, &r);
	result(r.verdict == rec->truth, rec->name, how, &r);
}

static void expect_merged(const struct recording *rec, const struct csv *csv, size_t capacity)
{
	struct trend_point points[256];
	char how[32];

	snprintf(how, sizeof(how), "merged to %zu points", capacity);
	expect(rec, how, points, merge_points(csv->points, csv->n, capacity, points));
}

static size_t count_until(const struct csv *csv, double seconds)
{
	size_t n = 0;

	while (n < csv->n && csv->points[n].t <= csv->points[0].t + seconds)
		n++;
	return n;
}

static bool judge_file(const char *path)
{
	struct csv csv = { 0 };
	struct recording rec;
	FILE *in = fopen(path, "re");
	bool good = in && parse_name(path, &rec) && !csv_read(in, path, &csv);

	if (in)
		fclose(in);
	if (good) {
		expect(&rec, "whole", csv.points, csv.n);
		if (strstr(rec.name, "-90s"))
			expect(&rec, "its first minute", csv.points, count_until(&csv, CUT));
		for (size_t i = 0; i < ARRAY_SIZE(capacities); i++)
			expect_merged(&rec, &csv, capacities[i]);
	} else {
		fprintf(stderr, "recordings: %s: cannot be read: %s\n", path,
			csv.error[0] ? csv.error : "no such file, or truth or kind unknown");
	}
	csv_free(&csv);
	return good;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!judge_file(argv[i]))
			return 2;
	printf("1..%d\n", tests);
	return failures || !tests;
}
