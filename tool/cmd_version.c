// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <stdio.h>

#include "args.h"
#include "cmd.h"
#include "json.h"
#include "out.h"
#include "session.h"

static const char help[] =
"Usage: seep version [OPTION]...\n"
"Print the version of the tool and, if it is loaded, of the module.\n"
"\n"
"  --json            print a JSON object\n"
"  -h, --help        print this help\n"
"\n"
"Example:\n"
"  seep version --json\n";

static int print(bool json, const struct status *st, const char *absent)
{
	if (json)
		return out_json(json_pack("{s:s s:s s:o s:o}",
					  JSON_SCHEMA("version"),
					  "tool", SEEP_VERSION, "module",
					  absent ? json_null() :
						   json_string(st->version),
					  "status",
					  absent ? json_null() :
						   json_of_status(st)));
	printf("seep %s, module %s\n", SEEP_VERSION,
	       absent ? absent : st->version);
	return EXIT_DONE;
}

int cmd_version(int argc, char **argv)
{
	const char *absent = NULL;
	struct status st;
	struct seep *s;
	bool json = false;
	int ret = args_json_only(argc, argv, help, &json);

	if (ret >= 0)
		return ret;
	if (optind < argc) {
		out_err("version: %s: takes no argument", argv[optind]);
		return EXIT_BAD_INPUT;
	}
	ret = seep_open(&s);
	if (ret == -ENOENT)
		absent = "not loaded";
	else if (ret || seep_status(s, &st))
		absent = "not known (it does not answer us)";
	ret = print(json, &st, absent);
	seep_close(s);
	return ret;
}
