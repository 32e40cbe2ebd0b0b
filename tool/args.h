/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arguments: every value is read to its end, or refused with one line.
 */
#ifndef SEEP_ARGS_H
#define SEEP_ARGS_H

#include <stdbool.h>

#include "proc.h"
#include "util.h"

/* The first value of an option that has no letter; only --help has one. */
#define ARGS_LONG 256

/**
 * args_bad_option - say what getopt_long() did not like
 * @argv: the command's arguments
 * @c: what getopt_long() returned, '?' or ':'
 *
 * For an option string that begins with ":", and long options whose values are
 * from ARGS_LONG on (that is how they are told from letters), 'h' aside.
 *
 * Return: EXIT_BAD_INPUT.
 */
int args_bad_option(char **argv, int c);

/**
 * args_json_only - read the options of a command that has only --json
 * @argc: as in main()
 * @argv: as in main()
 * @help: text for --help
 * @json: whether JSON is wanted
 *
 * Return: -1 to go on, with the arguments from optind on; else the exit status.
 */
int args_json_only(int argc, char **argv, const char *help, bool *json);

/**
 * args_unsigned - read a whole number
 * @text: decimal digits and nothing else
 * @min: the smallest that is allowed
 * @max: the largest that is allowed
 * @value: the number
 *
 * Return: whether @text is one.
 */
bool args_unsigned(const char *text, u64 min, u64 max, u64 *value);

/**
 * args_duration - read a duration such as 500ms, 1s, 2m, 1h or 1.5h
 * @text: a number and its unit; without a unit, seconds
 * @ms: the duration in milliseconds
 *
 * Return: whether @text is one.
 */
bool args_duration(const char *text, u64 *ms);

/**
 * args_pids - read the numbers of processes
 * @cmd: the command, for the messages
 * @args: the arguments
 * @n: how many
 * @list: the numbers; free @list->v
 *
 * Return: whether all are; each that is not has been said.
 */
bool args_pids(const char *cmd, char **args, int n, struct pid_list *list);

#endif /* SEEP_ARGS_H */
