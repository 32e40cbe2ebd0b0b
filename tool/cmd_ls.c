// SPDX-License-Identifier: GPL-2.0
#include <getopt.h>
#include <stdio.h>

#include "args.h"
#include "cmd.h"
#include "fmt.h"
#include "json.h"
#include "out.h"
#include "proc.h"
#include "session.h"

static const char help[] =
"Usage: seep ls [OPTION]... [PID]...\n"
"List the targets: the processes that are recorded, and those that were and\n"
"have exited.\n"
"\n"
"  --json            print a JSON object\n"
"  -h, --help        print this help\n"
"\n"
"Example:\n"
"  seep ls --json | jq '.targets[].pid'\n";

static void print_target(const struct target *t)
{
	u64 end = t->exited ? t->exited_at : proc_boottime();
	double recorded = end > t->added_at ?
			  (double)(end - t->added_at) / 1e9 : 0;

	printf("%7d  %-15s  %-6s  %13s  %8s  %9s  %7s  %9s  %s\n", t->pid,
	       t->comm, t->exited ? "exited" : "live",
	       fmt_duration(recorded).s,
	       fmt_duration(t->interval_ms / 1e3).s, fmt_count((double)t->seq).s,
	       fmt_count((double)t->missed).s, fmt_bytes((double)t->memory).s,
	       t->label);
}

static void print_text(const struct target_list *targets,
		       const struct status *st)
{
	size_t i;

	printf("%s%7s  %-15s  %-6s  %13s  %8s  %9s  %7s  %9s  %s%s\n",
	       out_color(OUT_BOLD), "PID", "NAME", "STATE", "RECORDED", "EVERY",
	       "SAMPLES", "MISSED", "MEMORY", "LABEL", out_color(OUT_RESET));
	for (i = 0; i < targets->n; i++)
		print_target(&targets->v[i]);
	printf("%u live of at most %u, %u exited of at most %u; %s of kernel memory\n",
	       st->live, st->max_targets, st->exited, st->max_exited,
	       fmt_bytes((double)st->memory).s);
}

static int print_json(const struct target_list *targets,
		      const struct status *st)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < targets->n; i++)
		json_array_append_new(array, json_of_target(&targets->v[i]));
	return out_json(json_pack("{s:s s:o s:o}", JSON_SCHEMA("ls"),
				  "targets", array, "module",
				  json_of_status(st)));
}

static int list_targets(struct session *s, void *arg)
{
	const bool *json = arg;
	struct status st;
	int ret = seep_status(s->seep, &st);

	if (ret)
		return session_fail(s, NULL, ret);
	if (*json)
		return print_json(&s->targets, &st);
	print_text(&s->targets, &st);
	return 0;
}

int cmd_ls(int argc, char **argv)
{
	bool json = false;
	int ret = args_json_only(argc, argv, help, &json);

	if (ret >= 0)
		return ret;
	return session_on_targets("ls", argv + optind, argc - optind,
				  list_targets, &json);
}
