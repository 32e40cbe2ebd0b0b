// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "args.h"
#include "cmd.h"
#include "facts.h"
#include "fmt.h"
#include "json.h"
#include "out.h"
#include "proc.h"
#include "report.h"
#include "session.h"

static const char help[] =
"Usage: seep report [OPTION]... [PID]...\n"
"Say which targets leak, how fast, and when they hit a limit; without PIDs, all\n"
"of them, the worst first.\n"
"\n"
"  --strict          exit with 4 if no verdict could be reached\n"
"  --json            print a JSON object\n"
"  -h, --help        print this help\n"
"\n"
"Exit status: 0 no leak, 1 a leak, 2 bad input, 3 no module or no permission,\n"
"4 unsure (only with --strict).\n"
"\n"
"Example:\n"
"  seep report --strict 1234 || echo 'look at it'\n";

enum {
	OPT_STRICT = ARGS_LONG,
	OPT_JSON,
};

static const struct option options[] = {
	{ "strict", no_argument, NULL, OPT_STRICT },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/**
 * struct reporting - the command at work
 * @strict: unsure is a failure
 * @json: print JSON
 * @all: no targets were named
 */
struct reporting {
	bool strict;
	bool json;
	bool all;
};

/**
 * struct judged - a target and its verdict
 * @target: the target
 * @verdict: the verdict
 */
struct judged {
	const struct target *target;
	struct verdict verdict;
};

/**
 * struct counts - how many targets there are
 * @verdict: of each verdict, but for the brief ones
 * @brief: see is_brief()
 */
struct counts {
	size_t verdict[3];
	size_t brief;
};

static int parse(struct reporting *r, int argc, char **argv)
{
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		switch (c) {
		case OPT_STRICT:
			r->strict = true;
			break;
		case OPT_JSON:
			r->json = true;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_DONE;
		default:
			return args_bad_option(argv, c);
		}
	}
	return -1;
}

/* Return: whether the target was judged; a failure has been said. */
static bool judge_target(struct session *s, const struct proc_machine *machine,
			 const struct target *t, struct judged *j)
{
	struct sample_list history;
	struct limit_facts facts;
	char what[16];
	int ret;

	j->target = t;
	facts_of(t, machine, &facts);
	ret = seep_sample_dump(s->seep, t->id, 0, &history);
	if (ret >= 0)
		ret = judge(t, &history, &facts, &j->verdict);
	free(history.v);
	/* An exited target may be pushed out by a newer one meanwhile. */
	if (!ret || ret == -ENOENT)
		return !ret;
	snprintf(what, sizeof(what), "%d", t->pid);
	session_fail(s, what, ret);
	return false;
}

static int compare(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;

	return judge_compare(&x->verdict, &y->verdict) ?:
	       (x->target->id > y->target->id) -
	       (x->target->id < y->target->id);
}

/*
 * A child that was followed, not asked for by name, and is gone before there was
 * a verdict: of a busy shell there may be hundreds.
 */
static bool is_brief(const struct reporting *r, const struct judged *j)
{
	return r->all && j->target->parent && j->target->exited &&
	       j->verdict.headline == TREND_UNSURE;
}

static void print_text(const struct reporting *r, const struct judged *v,
		       size_t n, const struct counts *counts)
{
	const size_t *of = counts->verdict;
	size_t i, shown = n - counts->brief;

	for (i = 0; i < n; i++)
		if (!is_brief(r, &v[i]))
			report_text(v[i].target, &v[i].verdict);
	if (n > 1)
		printf("%zu target%s: %zu leak, %zu ok, %zu unsure\n",
		       shown, shown == 1 ? "" : "s", of[TREND_LEAK],
		       of[TREND_OK], of[TREND_UNSURE]);
	if (counts->brief)
		printf("besides, followed children gone too soon for a verdict: %zu\n",
		       counts->brief);
}

static int print_json(const struct judged *v, size_t n,
		      const struct counts *counts, json_t *failed)
{
	const size_t *of = counts->verdict;
	json_t *targets = json_array();
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(targets, report_json(v[i].target,
							   &v[i].verdict));
	return out_json(json_pack("{s:s s:o s:{s:I s:I s:I s:I} s:O}",
				  JSON_SCHEMA("report"), "targets", targets,
				  "summary",
				  "leak", (json_int_t)of[TREND_LEAK],
				  "ok", (json_int_t)of[TREND_OK],
				  "unsure", (json_int_t)of[TREND_UNSURE],
				  "brief", (json_int_t)counts->brief,
				  "failed", failed));
}

static int status_of(const struct reporting *r, size_t n,
		     const struct counts *counts)
{
	if (counts->verdict[TREND_LEAK])
		return EXIT_LEAK;
	if (r->strict && (counts->verdict[TREND_UNSURE] || n == counts->brief))
		return EXIT_UNSURE;
	return EXIT_DONE;
}

static int report_targets(struct session *s, void *arg)
{
	struct judged *v = calloc(s->targets.n + 1, sizeof(*v));
	const struct reporting *r = arg;
	struct proc_machine machine;
	struct counts counts = { .brief = 0 };
	size_t i, n = 0;
	int ret = 0;

	if (!v)
		return session_fail(s, NULL, -ENOMEM);
	if (!s->targets.n && !s->status)
		out_err("report: no targets: 'seep add PID' starts to record one");
	proc_machine(&machine);
	for (i = 0; i < s->targets.n; i++) {
		if (!judge_target(s, &machine, &s->targets.v[i], &v[n]))
			continue;
		if (is_brief(r, &v[n]))
			counts.brief++;
		else
			counts.verdict[v[n].verdict.headline]++;
		n++;
	}
	qsort(v, n, sizeof(*v), compare);
	if (r->json)
		ret = print_json(v, n, &counts, s->failed);
	else
		print_text(r, v, n, &counts);
	free(v);
	return ret ?: status_of(r, n, &counts);
}

int cmd_report(int argc, char **argv)
{
	struct reporting r = { .strict = false };
	int ret = parse(&r, argc, argv);

	if (ret >= 0)
		return ret;
	r.all = optind == argc;
	return session_on_targets("report", argv + optind, argc - optind,
				  report_targets, &r);
}
