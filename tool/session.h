/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What most commands begin with: connect, read the targets, find those that
 * were named. What fails is explained here; the caller returns the status.
 */
#ifndef SEEP_SESSION_H
#define SEEP_SESSION_H

#include <jansson.h>

#include "nl.h"
#include "proc.h"

/**
 * struct session - a command at work
 * @cmd: its name
 * @seep: the connection
 * @targets: all targets, once read
 * @failed: what was said to be wrong, for JSON
 * @status: the worst exit status so far
 */
struct session {
	const char *cmd;
	struct seep *seep;
	struct target_list targets;
	json_t *failed;
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
 * session_fail_pid - the same for a process that cannot become a target
 * @s: the session
 * @pid: the process
 * @err: a negative errno
 */
void session_fail_pid(struct session *s, pid_t pid, int err);

/**
 * session_bad_input - say what is wrong with an argument, and remember it
 * @s: the session
 * @what: the argument
 * @why: the rest of the sentence
 */
void session_bad_input(struct session *s, const char *what, const char *why);

/**
 * session_read_targets - read all targets into @s->targets
 * @s: the session
 *
 * Return: 0, or the exit status after saying why.
 */
int session_read_targets(struct session *s);

/**
 * session_on_targets - run the body of a command on targets
 * @cmd: its name
 * @args: PIDs of the targets; each that has none is said
 * @n: how many; none means all targets
 * @work: the body; the targets are in @s->targets; returns an exit status
 * @arg: its second argument
 *
 * Return: the exit status; a failure that was said outweighs @work's.
 */
int session_on_targets(const char *cmd, char **args, int n,
		       int (*work)(struct session *s, void *arg), void *arg);

#endif /* SEEP_SESSION_H */
