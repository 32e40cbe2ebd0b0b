/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Output: data goes to stdout, as text or JSON, diagnostics go to stderr.
 */
#ifndef SEEP_OUT_H
#define SEEP_OUT_H

#include <jansson.h>
#include <stdbool.h>

#include "util.h"

/**
 * enum out_color - how a piece of text is meant
 * @OUT_RESET: back to plain
 * @OUT_BOLD: a name to find
 * @OUT_DIM: a remark
 * @OUT_GOOD: ok
 * @OUT_BAD: a leak
 * @OUT_WARN: unsure, or lost
 */
enum out_color {
	OUT_RESET,
	OUT_BOLD,
	OUT_DIM,
	OUT_GOOD,
	OUT_BAD,
	OUT_WARN,
};

/**
 * out_init - find out what stdout is
 */
void out_init(void);

/**
 * out_finish - flush stdout; what was lost there becomes a failure
 * @status: the exit status so far
 *
 * Return: @status, or EXIT_UNABLE when data could not be written.
 */
int out_finish(int status);

/**
 * out_is_terminal - whether a person looks at stdout
 */
bool out_is_terminal(void);

/**
 * out_columns - width of the terminal; 80 where that is not known
 */
int out_columns(void);

/**
 * out_rows - height of the terminal; 24 where that is not known
 */
int out_rows(void);

/**
 * out_color - the sequence that switches to a colour, or ""
 * @color: the colour
 *
 * Only a terminal gets colour, and only without NO_COLOR.
 */
const char *out_color(enum out_color color);

/**
 * out_err - print "seep: <message>\n" on stderr
 * @fmt: as in printf; one line without a newline
 */
void __printf(1, 2) out_err(const char *fmt, ...);

/**
 * out_json - print an object for people and programs, indented
 * @obj: the object; the reference is taken; NULL is out of memory
 *
 * Return: 0, or EXIT_UNABLE after saying why.
 */
int out_json(json_t *obj);

/**
 * out_json_line - print an object on one line of its own, and flush
 * @obj: the object; the reference is taken; NULL is out of memory
 *
 * Return: 0, or EXIT_UNABLE after saying why.
 */
int out_json_line(json_t *obj);

/**
 * out_json_double - a number; null where it is not finite
 * @value: the number
 */
json_t *out_json_double(double value);

#endif /* SEEP_OUT_H */
