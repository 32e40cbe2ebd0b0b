// SPDX-License-Identifier: GPL-2.0
/*
 * seep: finds slow leaks of running processes.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "out.h"
#include "util.h"

static int cmd_help(int argc, char **argv);

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *description;
} commands[] = {
	{ "add", cmd_add, "start to record processes" },
	{ "rm", cmd_rm, "stop to record them and drop their history" },
	{ "set", cmd_set, "change the label, interval or bound of a target" },
	{ "ls", cmd_ls, "list what is recorded" },
	{ "report", cmd_report, "say what leaks, how fast, and until when" },
	{ "watch", cmd_watch, "show the newest samples, again and again" },
	{ "events", cmd_events, "print what happens to targets as it happens" },
	{ "analyze", cmd_analyze, "judge a time series from a CSV file" },
	{ "version", cmd_version, "print the versions of tool and module" },
	{ "help", cmd_help, "explain a command" },
};

static void print_usage(FILE *to)
{
	size_t i;

	fprintf(to, "Usage: seep COMMAND [OPTION]... [ARGUMENT]...\n"
		"Find slow leaks of threads, descriptors and memory in running processes.\n\n"
		"Commands:\n");
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(to, "  %-9s %s\n", commands[i].name,
			commands[i].description);
	fprintf(to, "\nExample:\n"
		"  seep add 1234         start to record process 1234\n"
		"  seep report 1234      an hour later: does it leak?\n\n"
		"'seep help COMMAND' or 'seep COMMAND --help' explains a command.\n");
}

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	out_err("%s: no such command: try 'seep help'", name);
	return NULL;
}

static int cmd_help(int argc, char **argv)
{
	const struct command *c;
	char option[] = "--help";
	char *ask[3] = { argv[1], option, NULL };

	if (argc > 2) {
		out_err("help: %s: explains one command at a time", argv[2]);
		return EXIT_BAD_INPUT;
	}
	if (argc < 2 || argv[1][0] == '-' || !strcmp(argv[1], "help")) {
		print_usage(stdout);
		return EXIT_DONE;
	}
	c = find_command(argv[1]);
	if (!c)
		return EXIT_BAD_INPUT;
	return c->run(2, ask);
}

static int run(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		print_usage(stderr);
		return EXIT_BAD_INPUT;
	}
	if (!strcmp(argv[1], "-h") || !strcmp(argv[1], "--help"))
		argv[1] = "help";
	if (!strcmp(argv[1], "-V") || !strcmp(argv[1], "--version"))
		argv[1] = "version";
	c = find_command(argv[1]);
	return c ? c->run(argc - 1, argv + 1) : EXIT_BAD_INPUT;
}

int main(int argc, char **argv)
{
	out_init();
	return out_finish(run(argc, argv));
}
