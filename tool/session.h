/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What most commands begin with: connect, read the targets, find those that
 * were named. What fails is explained here; the caller returns the status.
 */
#ifndef SEEP_SESSION_H
#define SEEP_SESSION_H

#include "nl.h"

/**
 * struct session - a command at work
 * @cmd: its name
 * @seep: the connection
 * @targets: all targets, once read
 * @status: the worst exit status so far
 */
struct session {
	const char *cmd;
	struct seep *seep;
	struct target_list targets;
	int status;
};

/**
 * session_open - connect
 * @s: the session
 * @cmd: name of the command
 *
 * Return: 0, or the exit status after saying why.
 */
int session_open(struct session *s, const char *cmd);

/**
 * session_close - end a session
 * @s: it
 *
 * Return: its exit status.
 */
int session_close(struct session *s);

/**
 * session_fail - say why a call was refused, and remember the status
 * @s: the session
 * @what: what the call was about, or NULL
 * @err: a negative errno
 *
 * Return: the exit status.
 */
int session_fail(struct session *s, const char *what, int err);

/**
 * session_read_targets - read all targets into @s->targets
 * @s: the session
 *
 * Return: 0, or the exit status after saying why.
 */
int session_read_targets(struct session *s);

/**
 * session_select - keep only the targets that were named
 * @s: the session, with its targets read
 * @args: PIDs; each that is not one or has no target is said and remembered
 * @n: how many; none keeps all targets
 */
void session_select(struct session *s, char **args, int n);

#endif /* SEEP_SESSION_H */
