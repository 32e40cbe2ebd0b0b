// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "args.h"
#include "cmd.h"
#include "json.h"
#include "out.h"
#include "session.h"

static const char help[] =
"Usage: seep rm [OPTION]... PID...\n"
"       seep rm [OPTION]... --all\n"
"Stop to record processes and drop their history. The processes run on.\n"
"\n"
"  --all             all targets, also those that have exited\n"
"  --json            print a JSON object\n"
"  -h, --help        print this help\n"
"\n"
"Example:\n"
"  seep rm 1234\n";

enum {
	OPT_ALL = ARGS_LONG,
	OPT_JSON,
};

static const struct option options[] = {
	{ "all", no_argument, NULL, OPT_ALL },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/**
 * struct removing - the command at work
 * @all: remove all
 * @json: print JSON
 */
struct removing {
	bool all;
	bool json;
};

static int parse(struct removing *r, int argc, char **argv)
{
	bool pids;
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		switch (c) {
		case OPT_ALL:
			r->all = true;
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
	pids = optind < argc;
	if (r->all == pids) {
		out_err("rm: needs either PIDs or --all: try 'seep rm --help'");
		return EXIT_BAD_INPUT;
	}
	return -1;
}

/* Returns whether the target is gone by our doing. */
static bool remove_one(struct session *s, const struct target *t)
{
	int ret = seep_target_del(s->seep, t->id);
	char what[16];

	if (!ret)
		return true;
	snprintf(what, sizeof(what), "%d", t->pid);
	session_fail(s, what, ret);
	return false;
}

static int remove_targets(struct session *s, void *arg)
{
	const struct removing *r = arg;
	json_t *removed;
	size_t i;
	int ret = r->all ? seep_target_del_all(s->seep) : 0;

	if (ret)
		return session_fail(s, NULL, ret);
	removed = json_array();
	for (i = 0; i < s->targets.n; i++) {
		const struct target *t = &s->targets.v[i];

		if (!r->all && !remove_one(s, t))
			continue;
		json_array_append_new(removed, json_of_name(t));
		if (!r->json)
			printf("removed %d %s\n", t->pid, t->comm);
	}
	if (r->json)
		return out_json(json_pack("{s:s s:o s:O}", JSON_SCHEMA("rm"),
					  "removed", removed, "failed",
					  s->failed));
	json_decref(removed);
	return 0;
}

int cmd_rm(int argc, char **argv)
{
	struct removing r = { .all = false };
	int ret = parse(&r, argc, argv);

	if (ret >= 0)
		return ret;
	return session_on_targets("rm", argv + optind, argc - optind,
				  remove_targets, &r);
}
