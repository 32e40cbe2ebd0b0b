/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What went wrong, and what the user can do about it.
 */
#ifndef SEEP_EXPLAIN_H
#define SEEP_EXPLAIN_H

#include <sys/types.h>

/**
 * explain_open - say why the module cannot be reached
 * @err: from seep_open(), a negative errno
 *
 * Return: EXIT_UNABLE.
 */
int explain_open(int err);

/**
 * explain_call - say why the module refused a call
 * @cmd: the command
 * @what: what it was about, or NULL
 * @err: a negative errno
 * @message: the kernel's own words, or ""
 *
 * Return: EXIT_UNABLE, or EXIT_BAD_INPUT where @what was wrong.
 */
int explain_call(const char *cmd, const char *what, int err,
		 const char *message);

/**
 * explain_pid - say why a process cannot become a target
 * @cmd: the command
 * @pid: the process
 * @err: a negative errno
 * @message: the kernel's own words, or ""
 *
 * Return: as explain_call().
 */
int explain_pid(const char *cmd, pid_t pid, int err, const char *message);

#endif /* SEEP_EXPLAIN_H */
