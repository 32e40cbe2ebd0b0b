// SPDX-License-Identifier: GPL-2.0
/*
 * seep analyze: the verdict on a series from a file.
 */
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "cmd.h"
#include "csv.h"
#include "fmt.h"
#include "json.h"
#include "out.h"
#include "trend.h"
#include "util.h"

static const char help[] =
	"Usage: seep analyze [OPTION]... FILE|-\n"
	"Say whether a time series leaks. Needs no module and no permission.\n"
	"\n"
	"FILE has two columns: seconds,value. A header, blank lines and lines that\n"
	"begin with # are skipped; an empty value is a missed sample; - is standard\n"
	"input.\n"
	"\n"
	"  -k, --kind KIND    what the values count: bytes (default), fds or threads\n"
	"  -l, --limit N      say when the value will reach N; for bytes also 512M, 2G\n"
	"  -s, --strict       exit with 4 instead of 0 when the verdict is unsure\n"
	"  -j, --json         print one JSON object\n"
	"  -h, --help         this text\n"
	"\n"
	"Exit status: 0 no leak, 1 leak, 2 usage or bad input, 4 unsure with --strict.\n"
	"\n"
	"Example:\n"
	"  seep analyze --kind fds --limit 1024 fds.csv\n";

static const struct kind {
	const char *name;
	enum trend_unit unit;
} kinds[] = {
	{ "bytes", TREND_BYTES },
	{ "fds", TREND_COUNT_FDS },
	{ "threads", TREND_COUNT_THREADS },
};

struct options {
	const struct kind *kind;
	const char *file;
	double limit;		/* NaN without one */
	bool strict;
	bool json;
};

static const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	out_err("analyze: --kind: %s: use bytes, fds or threads", name);
	return NULL;
}

static bool parse_limit(const char *text, double *limit)
{
	static const char suffixes[] = "KMGT";
	const char *suffix;
	char *end;

	*limit = strtod(text, &end);
	if (end != text && *end && !end[1]) {
		suffix = strchr(suffixes, *end);
		if (suffix) {
			*limit = ldexp(*limit, 10 * (int)(suffix - suffixes + 1));
			end++;
		}
	}
	if (end != text && !*end && isfinite(*limit) && *limit > 0)
		return true;
	out_err("analyze: --limit: %s: give a positive number, such as 1024 or 512M", text);
	return false;
}

static bool parse_option(int c, struct options *o)
{
	switch (c) {
	case 'k':
		o->kind = find_kind(optarg);
		return o->kind;
	case 'l':
		return parse_limit(optarg, &o->limit);
	case 's':
		o->strict = true;
		return true;
	default:
		o->json = true;
		return true;
	}
}

/* Returns -1 to go on, else the exit status. */
static int parse(int argc, char **argv, struct options *o)
{
	static const struct option options[] = {
		{ "kind", required_argument, NULL, 'k' },
		{ "limit", required_argument, NULL, 'l' },
		{ "strict", no_argument, NULL, 's' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	int c;

	while ((c = getopt_long(argc, argv, ":k:l:sjh", options, NULL)) >= 0) {
		if (c == 'h') {
			fputs(help, stdout);
			return EXIT_DONE;
		}
		if (c == '?' || c == ':')
			return args_bad_option(argv, c);
		if (!parse_option(c, o))
			return EXIT_BAD_INPUT;
	}
	if (argc - optind == 1) {
		o->file = argv[optind];
		return -1;
	}
	if (argc == optind)
		out_err("analyze: which file? Give one, or - for standard input");
	else
		out_err("analyze: %s: one file at a time", argv[optind + 1]);
	return EXIT_BAD_INPUT;
}

static bool load(const char *file, struct csv *csv)
{
	bool is_stdin = !strcmp(file, "-");
	FILE *in = is_stdin ? stdin : fopen(file, "re");
	int ret;

	memset(csv, 0, sizeof(*csv));
	if (!in) {
		out_err("analyze: %s: %s: give a file of seconds,value, or - for standard input",
			file, strerror(errno));
		return false;
	}
	ret = csv_read(in, is_stdin ? "standard input" : file, csv);
	if (!is_stdin)
		fclose(in);
	if (ret)
		out_err("analyze: %s", csv->error);
	return !ret;
}

static json_t *limit_object(const struct options *o, const struct trend_result *r)
{
	double lo, mid, hi;

	trend_time_to(r, o->limit, &lo, &mid, &hi);
	return json_pack("{s:o, s:o, s:o, s:o}",
			 "value", out_json_double(o->limit),
			 "seconds", out_json_double(mid),
			 "low", out_json_double(lo),
			 "high", out_json_double(hi));
}

static json_t *rate_object(const struct trend_result *r)
{
	return json_pack("{s:o, s:o, s:o}",
			 "per_second", out_json_double(r->rate),
			 "low", out_json_double(r->rate_lo),
			 "high", out_json_double(r->rate_hi));
}

static int print_json(const struct options *o, const struct trend_result *r)
{
	json_t *obj;

	obj = json_pack("{s:i, s:s, s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:o, s:s}",
			"schema", 1,
			"verdict", trend_verdict_name(r->verdict),
			"score", out_json_double(r->score),
			"confidence", out_json_double(r->confidence),
			"shape", trend_shape_name(r->shape),
			"kind", o->kind->name,
			"rate", rate_object(r),
			"onset", out_json_double(r->onset),
			"level", out_json_double(r->level),
			"growth", out_json_double(r->growth),
			"samples", (json_int_t)r->used,
			"missed", (json_int_t)r->missed,
			"span_s", out_json_double(r->span),
			"reason", r->reason);
	if (obj && !isnan(o->limit) &&
	    json_object_set_new(obj, "limit", limit_object(o, r))) {
		json_decref(obj);
		obj = NULL;
	}
	return out_json(obj);
}

static struct fmt amount(const struct options *o, double value)
{
	return o->kind->unit == TREND_BYTES ? fmt_bytes(value) : fmt_count(value);
}

static void print_limit(const struct options *o, const struct trend_result *r)
{
	double lo, mid, hi;

	trend_time_to(r, o->limit, &lo, &mid, &hi);
	printf("  limit     %s: ", amount(o, o->limit).s);
	if (mid == 0)
		puts("already reached");
	else if (isinf(mid))
		puts("not in sight");
	else
		printf("in %s (%s to %s)\n", fmt_duration(mid).s, fmt_duration(lo).s,
		       fmt_duration(hi).s);
}

static void print_text(const struct options *o, const struct trend_result *r)
{
	static const enum out_color colors[] = {
		[TREND_OK] = OUT_GOOD,
		[TREND_LEAK] = OUT_BAD,
		[TREND_UNSURE] = OUT_WARN,
	};

	printf("%s%s%s: %s\n", out_color(colors[r->verdict]), trend_verdict_name(r->verdict),
	       out_color(OUT_RESET), r->reason);
	printf("  shape     %s, score %.1f\n", trend_shape_name(r->shape), r->score);
	printf("  samples   %zu used, %zu missed, over %s\n", r->used, r->missed,
	       fmt_duration(r->span).s);
	if (r->rate > 0)
		printf("  rate      %s\n", fmt_rate(r->rate, o->kind->unit == TREND_BYTES).s);
	if (!isnan(o->limit))
		print_limit(o, r);
}

static int verdict_status(const struct options *o, enum trend_verdict v)
{
	if (v == TREND_LEAK)
		return EXIT_LEAK;
	return v == TREND_UNSURE && o->strict ? EXIT_UNSURE : EXIT_DONE;
}

int cmd_analyze(int argc, char **argv)
{
	struct options o = { .kind = &kinds[0], .limit = NAN };
	struct trend_result r;
	struct csv csv;
	int ret;

	ret = parse(argc, argv, &o);
	if (ret >= 0)
		return ret;
	ret = EXIT_BAD_INPUT;
	if (!load(o.file, &csv))
		goto out;
	trend_judge(csv.points, csv.n, o.kind->unit, &r);
	ret = verdict_status(&o, r.verdict);
	if (!o.json)
		print_text(&o, &r);
	else if (print_json(&o, &r))
		ret = EXIT_UNABLE;
out:
	csv_free(&csv);
	return ret;
}
