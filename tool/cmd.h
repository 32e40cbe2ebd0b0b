/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The commands of seep. Each reads its own options, prints its own help and
 * returns an exit status.
 */
#ifndef SEEP_CMD_H
#define SEEP_CMD_H

/**
 * enum exit_status - what the caller of seep learns
 * @EXIT_DONE: done; no leak, where a verdict was asked for
 * @EXIT_LEAK: a leak was found
 * @EXIT_BAD_INPUT: usage, or something named that is not there
 * @EXIT_UNABLE: the module or a permission is missing, or the system failed
 * @EXIT_UNSURE: no verdict could be reached, and --strict asked for one
 */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_LEAK = 1,
	EXIT_BAD_INPUT = 2,
	EXIT_UNABLE = 3,
	EXIT_UNSURE = 4,
};

/* argv[0] is the name of the command. */
int cmd_add(int argc, char **argv);
int cmd_rm(int argc, char **argv);
int cmd_set(int argc, char **argv);
int cmd_ls(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_watch(int argc, char **argv);
int cmd_events(int argc, char **argv);
int cmd_analyze(int argc, char **argv);
int cmd_version(int argc, char **argv);

#endif /* SEEP_CMD_H */
