// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>

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
	return ret ? explain_open(ret) : 0;
}

int session_close(struct session *s)
{
	free(s->targets.v);
	seep_close(s->seep);
	return s->status;
}

static void remember(struct session *s, int status)
{
	/* No permission or no module outweighs one bad argument. */
	if (status > s->status)
		s->status = status;
}

int session_fail(struct session *s, const char *what, int err)
{
	int status = explain_call(s->cmd, what, err, seep_message(s->seep));

	remember(s, status);
	return status;
}

int session_read_targets(struct session *s)
{
	int ret = seep_target_dump(s->seep, &s->targets);

	if (ret < 0)
		return session_fail(s, NULL, ret);
	if (ret)
		out_error("%s: targets came and went while they were read: some may be missing",
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

void session_select(struct session *s, char **args, int n)
{
	bool *keep = calloc(s->targets.n + 1, sizeof(*keep));
	pid_t pid;
	int i;

	if (!keep) {
		session_fail(s, NULL, -ENOMEM);
		return;
	}
	for (i = 0; i < n; i++) {
		if (!args_pid(s->cmd, args[i], &pid))
			remember(s, EXIT_BAD_INPUT);
		else if (!mark(&s->targets, pid, keep))
			session_fail(s, args[i], -ENOENT);
	}
	if (n)
		sweep(&s->targets, keep);
	free(keep);
}
