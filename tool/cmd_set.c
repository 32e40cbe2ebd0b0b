// SPDX-License-Identifier: GPL-2.0
#include <getopt.h>
#include <stdio.h>

#include "cmd.h"
#include "json.h"
#include "out.h"
#include "request.h"
#include "session.h"

static const char help[] =
"Usage: seep set [OPTION]... PID...\n"
"Change how targets are recorded. What is not named stays as it is.\n"
"\n"
"  --label TEXT      a name of your own, up to 63 bytes; '' removes it\n"
"  --interval TIME   time between samples, from 100ms to 1h\n"
"  --follow[=N]      record children too, up to N at a time (64 without N);\n"
"                    --follow=0 follows no more\n"
"  --json            print a JSON object\n"
"  -h, --help        print this help\n"
"\n"
"Example:\n"
"  seep set --interval 10s 1234\n";

enum {
	OPT_JSON = REQUEST_NEXT,
};

static const struct option options[] = {
	{ "label", required_argument, NULL, REQUEST_LABEL },
	{ "interval", required_argument, NULL, REQUEST_INTERVAL },
	{ "follow", optional_argument, NULL, REQUEST_FOLLOW_N },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/**
 * struct setting - the command at work
 * @req: the change
 * @json: print JSON
 */
struct setting {
	struct target_request req;
	bool json;
};

static int parse(struct setting *set, int argc, char **argv)
{
	const struct target_request *req = &set->req;
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		switch (c) {
		case OPT_JSON:
			set->json = true;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_DONE;
		case '?':
		case ':':
			return args_bad_option(argv, c);
		default:
			if (!request_option(argv[0], c, optarg, &set->req))
				return EXIT_BAD_INPUT;
		}
	}
	if (!req->label && !req->interval_ms && !req->set_follow) {
		out_err("set: needs --label, --interval or --follow: try 'seep set --help'");
		return EXIT_BAD_INPUT;
	}
	if (optind < argc)
		return -1;
	out_err("set: needs PIDs: try 'seep set --help'");
	return EXIT_BAD_INPUT;
}

/* Whether a live target has taken over the number of one that exited. */
static bool is_replaced(const struct target_list *all, const struct target *t)
{
	size_t i;

	for (i = 0; t->exited && i < all->n; i++)
		if (all->v[i].pid == t->pid && !all->v[i].exited)
			return true;
	return false;
}

static bool set_one(struct session *s, struct setting *set,
		    const struct target *t)
{
	char what[16];
	int ret;

	set->req.id = t->id;
	ret = seep_target_set(s->seep, &set->req);
	if (!ret)
		return true;
	snprintf(what, sizeof(what), "%d", t->pid);
	session_fail(s, what, ret);
	return false;
}

static int set_targets(struct session *s, void *arg)
{
	json_t *changed = json_array();
	struct setting *set = arg;
	size_t i;

	for (i = 0; i < s->targets.n; i++) {
		const struct target *t = &s->targets.v[i];

		if (is_replaced(&s->targets, t) || !set_one(s, set, t))
			continue;
		json_array_append_new(changed, json_of_name(t));
		if (!set->json)
			printf("changed %d %s\n", t->pid, t->comm);
	}
	if (set->json)
		return out_json(json_pack("{s:s s:o s:O}", JSON_SCHEMA("set"),
					  "changed", changed, "failed",
					  s->failed));
	json_decref(changed);
	return 0;
}

int cmd_set(int argc, char **argv)
{
	struct setting set = { .json = false };
	int ret = parse(&set, argc, argv);

	if (ret >= 0)
		return ret;
	return session_on_targets("set", argv + optind, argc - optind,
				  set_targets, &set);
}
