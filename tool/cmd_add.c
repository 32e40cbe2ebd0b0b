// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup.h"
#include "cmd.h"
#include "fmt.h"
#include "json.h"
#include "out.h"
#include "proc.h"
#include "request.h"
#include "session.h"

static const char help[] =
"Usage: seep add [OPTION]... PID...\n"
"       seep add [OPTION]... --comm NAME\n"
"       seep add [OPTION]... --cgroup PATH\n"
"Start to record processes. Nothing of seep has to run from then on.\n"
"\n"
"  --comm NAME       all processes of that name\n"
"  --cgroup PATH     all processes in a cgroup (v2) and in those below it\n"
"  --follow[=N]      record children too, up to N at a time (64 without N)\n"
"  --label TEXT      a name of your own, up to 63 bytes\n"
"  --interval TIME   time between samples, from 100ms to 1h (default 1s)\n"
"  --points N        points of history, from 16 to 8192 (default 512)\n"
"  --json            print a JSON object\n"
"  -h, --help        print this help\n"
"\n"
"Each PID that cannot be recorded gets a line on stderr; the others are added.\n"
"\n"
"Example:\n"
"  seep add --follow --label web 1234\n";

/**
 * struct adding - the command at work
 * @s: the session
 * @req: how to record
 * @comm: name of the processes, or NULL
 * @cgroup: group of the processes, or NULL
 * @json: print JSON
 * @added: what was added, as JSON
 * @already: what was a target, as JSON
 */
struct adding {
	struct session s;
	struct target_request req;
	const char *comm;
	const char *cgroup;
	bool json;
	json_t *added;
	json_t *already;
};

enum {
	OPT_COMM = REQUEST_NEXT,
	OPT_CGROUP,
	OPT_JSON,
};

static const struct option options[] = {
	{ "label", required_argument, NULL, REQUEST_LABEL },
	{ "interval", required_argument, NULL, REQUEST_INTERVAL },
	{ "follow", optional_argument, NULL, REQUEST_FOLLOW_N },
	{ "points", required_argument, NULL, REQUEST_POINTS },
	{ "comm", required_argument, NULL, OPT_COMM },
	{ "cgroup", required_argument, NULL, OPT_CGROUP },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* Return: -1 to go on, else the exit status. */
static int parse(struct adding *a, int argc, char **argv)
{
	bool pids;
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		switch (c) {
		case OPT_COMM:
			a->comm = optarg;
			break;
		case OPT_CGROUP:
			a->cgroup = optarg;
			break;
		case OPT_JSON:
			a->json = true;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_DONE;
		case '?':
		case ':':
			return args_bad_option(argv, c);
		default:
			if (!request_option(argv[0], c, optarg, &a->req))
				return EXIT_BAD_INPUT;
		}
	}
	pids = optind < argc;
	if (!!a->comm + !!a->cgroup + pids == 1)
		return -1;
	out_err("add: needs either PIDs, --comm or --cgroup: try 'seep add --help'");
	return EXIT_BAD_INPUT;
}

static void add_success(struct adding *a, pid_t pid, u64 id, const char *comm)
{
	bool added = id;

	if (!a->json)
		printf("%s %d %s\n", added ? "added" : "already a target:", pid,
		       comm);
	else if (added)
		json_array_append_new(a->added,
				      json_pack("{s:I s:i s:s}", "id",
						(json_int_t)id, "pid", pid,
						"comm", comm));
	else
		json_array_append_new(a->already,
				      json_pack("{s:i s:s}", "pid", pid,
						"comm", comm));
}

/* The start time makes sure that the kernel means the process we saw. */
static void add_pid(struct adding *a, pid_t pid)
{
	bool searched = a->comm || a->cgroup;
	struct proc_stat st;
	u64 id = 0;
	int ret;

	a->req.pid = pid;
	ret = proc_stat(pid, &st);
	if (!ret) {
		a->req.start_time = st.start_time;
		fmt_clean(st.comm);
		ret = seep_target_add(a->s.seep, &a->req, &id);
	}
	/* Between the search and now, processes may go and be added. */
	if (searched && ret == -ESRCH)
		return;
	if (!ret || (searched && ret == -EEXIST)) {
		add_success(a, pid, id, st.comm);
		return;
	}
	session_fail_pid(&a->s, pid, ret);
}

static void search(struct adding *a, struct pid_list *list)
{
	const char *what = a->comm ? a->comm : a->cgroup;
	size_t hidden = 0;
	int ret;

	if (a->comm)
		ret = proc_by_comm(a->comm, list);
	else
		ret = cgroup_pids(a->cgroup, list, &hidden);
	if (hidden)
		out_err("add: %s: %zu processes of another PID namespace have no number here and are left out",
			what, hidden);
	if (ret == -ENOENT)
		session_bad_input(&a->s, what,
				  "no such cgroup: name a directory with cgroup.procs, or a path as in /proc/PID/cgroup");
	else if (ret)
		session_bad_input(&a->s, what, strerror(-ret));
	else if (!list->n)
		session_bad_input(&a->s, what, a->comm ?
				  "no process has this name" :
				  "has no processes that can be seen here");
}

static int add_all(struct adding *a, struct pid_list *pids)
{
	size_t i;
	int ret = session_open(&a->s, "add");

	if (ret)
		return ret;
	a->added = json_array();
	a->already = json_array();
	if (a->comm || a->cgroup)
		search(a, pids);
	for (i = 0; i < pids->n; i++)
		add_pid(a, pids->v[i]);
	if (a->json)
		ret = out_json(json_pack("{s:s s:O s:O s:O}",
					 JSON_SCHEMA("add"), "added", a->added,
					 "already", a->already, "failed",
					 a->s.failed));
	json_decref(a->added);
	json_decref(a->already);
	return session_close(&a->s) ?: ret;
}

int cmd_add(int argc, char **argv)
{
	struct adding a = { .json = false };
	struct pid_list pids;
	int ret = parse(&a, argc, argv);

	if (ret >= 0)
		return ret;
	ret = EXIT_BAD_INPUT;
	if (args_pids("add", argv + optind, argc - optind, &pids))
		ret = add_all(&a, &pids);
	free(pids.v);
	return ret;
}
