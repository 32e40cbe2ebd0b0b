// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"
#include "out.h"

static bool is_terminal;
static bool use_color;

void out_init(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	is_terminal = isatty(STDOUT_FILENO);
	use_color = is_terminal && !(no_color && *no_color) &&
		    !(term && !strcmp(term, "dumb"));
}

int out_finish(int status)
{
	bool lost = ferror(stdout);

	errno = 0;
	if (!fflush(stdout) && !lost)
		return status;
	out_err("standard output: %s",
		errno ? strerror(errno) : "could not be written");
	return EXIT_UNABLE;
}

bool out_is_terminal(void)
{
	return is_terminal;
}

int out_columns(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) || !ws.ws_col)
		return 80;
	return ws.ws_col;
}

int out_rows(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) || !ws.ws_row)
		return 24;
	return ws.ws_row;
}

const char *out_color(enum out_color color)
{
	static const char * const sequences[] = {
		[OUT_RESET] = "\033[0m",
		[OUT_BOLD] = "\033[1m",
		[OUT_DIM] = "\033[2m",
		[OUT_GOOD] = "\033[32m",
		[OUT_BAD] = "\033[1;31m",
		[OUT_WARN] = "\033[33m",
	};

	return use_color ? sequences[color] : "";
}

void out_err(const char *fmt, ...)
{
	va_list args;

	/* Keep the order that the user sees, where both are one terminal. */
	fflush(stdout);
	fputs("seep: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

static int dump_json(json_t *obj, size_t flags)
{
	int ret = obj ? json_dumpf(obj, stdout, flags) : -1;

	json_decref(obj);
	if (!ret && putchar('\n') != EOF)
		return 0;
	if (!ferror(stdout))
		out_err("JSON: out of memory");
	return EXIT_UNABLE;
}

int out_json(json_t *obj)
{
	return dump_json(obj, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
}

int out_json_line(json_t *obj)
{
	int ret = dump_json(obj, JSON_COMPACT | JSON_REAL_PRECISION(15));

	if (fflush(stdout))
		return EXIT_UNABLE;
	return ret;
}

json_t *out_json_double(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}
