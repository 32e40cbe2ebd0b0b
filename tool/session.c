// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "cmd.h"
#include "explain.h"
#include "out.h"
#include "session.h"

int session_open(struct session *s, const char *cmd)
{
	int ret;

	*s = (struct session){ .cmd = cmd };
	ret = seep_open(&s->seep);
	if (ret)
		return explain_open(ret);
	s->failed = json_array();
	return 0;
}

int session_close(struct session *s)
{
	free(s->targets.v);
	json_decref(s->failed);
	seep_close(s->seep);
	return s->status;
}

/* No permission or no module outweighs a bad argument. */
static void remember(struct session *s, const char *what, const char *error,
		     int status)
{
	if (status > s->status)
		s->status = status;
	if (what)
		json_array_append_new(s->failed,
				      json_pack("{s:s s:s}", "what", what,
						"error", error));
}

int session_fail(struct session *s, const char *what, int err)
{
	int status = explain_call(s->cmd, what, err, seep_message(s->seep));

	remember(s, what, strerrorname_np(-err), status);
	return status;
}

void session_fail_pid(struct session *s, pid_t pid, int err)
{
	char what[16];

	snprintf(what, sizeof(what), "%d", pid);
	remember(s, what, strerrorname_np(-err),
		 explain_pid(s->cmd, pid, err, seep_message(s->seep)));
}

void session_bad_input(struct session *s, const char *what, const char *why)
{
	out_err("%s: %s: %s", s->cmd, what, why);
	remember(s, what, "EINVAL", EXIT_BAD_INPUT);
}

int session_read_targets(struct session *s)
{
	int ret = seep_target_dump(s->seep, &s->targets);

	if (ret < 0)
		return session_fail(s, NULL, ret);
	if (ret)
		out_err("%s: targets came and went while they were read: some may be missing",
			s->cmd);
	return 0;
}

/* Marks the targets of one PID: a live one and those that bore it before. */
static bool mark(const struct target_list *all, pid_t pid, bool *keep)
{
	bool found = false;
	size_t i;

	for (i = 0; i < all->n; i++) {
		if (all->v[i].pid != pid)
			continue;
		keep[i] = true;
		found = true;
	}
	return found;
}

static void sweep(struct target_list *all, const bool *keep)
{
	size_t i, n = 0;

	for (i = 0; i < all->n; i++)
		if (keep[i])
			all->v[n++] = all->v[i];
	all->n = n;
}

static void select_targets(struct session *s, const struct pid_list *pids)
{
	bool *keep = calloc(s->targets.n + 1, sizeof(*keep));
	char what[16];
	size_t i;

	if (!keep) {
		session_fail(s, NULL, -ENOMEM);
		return;
	}
	for (i = 0; i < pids->n; i++) {
		if (mark(&s->targets, pids->v[i], keep))
			continue;
		snprintf(what, sizeof(what), "%d", pids->v[i]);
		session_fail(s, what, -ENOENT);
	}
	if (pids->n)
		sweep(&s->targets, keep);
	free(keep);
}

static int on_targets(const char *cmd, const struct pid_list *pids,
		      int (*work)(struct session *s, void *arg), void *arg)
{
	struct session s;
	int ret = session_open(&s, cmd);

	if (ret)
		return ret;
	if (!session_read_targets(&s)) {
		select_targets(&s, pids);
		ret = work(&s, arg);
	}
	return session_close(&s) ?: ret;
}

int session_on_targets(const char *cmd, char **args, int n,
		       int (*work)(struct session *s, void *arg), void *arg)
{
	struct pid_list pids;
	int ret = EXIT_BAD_INPUT;

	if (args_pids(cmd, args, n, &pids))
		ret = on_targets(cmd, &pids, work, arg);
	free(pids.v);
	return ret;
}
