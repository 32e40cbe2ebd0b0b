// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "cmd.h"
#include "out.h"

int args_bad_option(char **argv, int c)
{
	const char *cmd = argv[0];
	char letter[3] = { '-', (char)optopt, 0 };
	bool is_letter = optopt > 0 && optopt < 256 && optopt != 'h';
	const char *arg = is_letter ? letter : argv[optind - 1];

	if (c == ':')
		out_err("%s: %s: needs a value: try 'seep %s --help'",
			cmd, arg, cmd);
	else if (optopt && !is_letter)
		out_err("%s: %s: takes no value: try 'seep %s --help'",
			cmd, arg, cmd);
	else if (is_letter && isdigit(optopt))
		out_err("%s: %s...: a process number is not negative",
			cmd, arg);
	else
		out_err("%s: %s: no such option: try 'seep %s --help'",
			cmd, arg, cmd);
	return EXIT_BAD_INPUT;
}

int args_json_only(int argc, char **argv, const char *help, bool *json)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, ARGS_LONG },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
		switch (c) {
		case ARGS_LONG:
			*json = true;
			break;
		case 'h':
			fputs(help, stdout);
			return EXIT_DONE;
		default:
			return args_bad_option(argv, c);
		}
	}
	return -1;
}

bool args_unsigned(const char *text, u64 min, u64 max, u64 *value)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return !errno && !*end && *value >= min && *value <= max;
}

static double unit_ms(const char *unit)
{
	static const struct {
		const char *name;
		double ms;
	} units[] = {
		{ "", 1e3 }, { "ms", 1 }, { "s", 1e3 }, { "m", 60e3 },
		{ "h", 3600e3 }, { "d", 86400e3 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (!strcmp(unit, units[i].name))
			return units[i].ms;
	return -1;
}

bool args_duration(const char *text, u64 *ms)
{
	size_t digits = strspn(text, "0123456789.");
	double value, unit;
	char *end;

	/* strtod() alone would take "inf", "0x1" and "1e3". */
	if (!digits || text[0] == '.' || text[digits - 1] == '.')
		return false;
	value = strtod(text, &end);
	unit = unit_ms(text + digits);
	if (end != text + digits || unit < 0 || value * unit > 1e15)
		return false;
	*ms = (u64)llround(value * unit);
	return true;
}

bool args_pids(const char *cmd, char **args, int n, struct pid_list *list)
{
	bool good = true;
	u64 pid;
	int i;

	*list = (struct pid_list){ .v = NULL };
	for (i = 0; i < n; i++) {
		if (args_unsigned(args[i], 1, INT_MAX, &pid) &&
		    !pid_list_add(list, (pid_t)pid))
			continue;
		out_err("%s: '%s': is not the number of a process", cmd,
			args[i]);
		good = false;
	}
	return good;
}
