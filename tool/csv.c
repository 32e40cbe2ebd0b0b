// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"

#define LINE_MAX_BYTES	1024
#define QUOTE_BYTES	40	/* of a bad field that an error shows */
#define VALUE_MAX	1e18

/**
 * struct reader - where reading has come to
 * @csv: the series so far
 * @name: name of the file
 * @line: number of the line, from 1
 * @room: points that fit
 * @separator: what separates the columns; 0 while unknown
 * @seen: a line that was neither blank nor a comment was read
 */
struct reader {
	struct csv *csv;
	const char *name;
	unsigned long line;
	size_t room;
	char separator;
	bool seen;
};

static __attribute__((__format__(printf, 2, 3)))
int fail(struct reader *r, const char *format, ...)
{
	char *error = r->csv->error;
	size_t size = sizeof(r->csv->error), at;
	va_list args;

	snprintf(error, size, "%.80s:%lu: ", r->name, r->line);
	at = strlen(error);
	va_start(args, format);
	vsnprintf(error + at, size - at, format, args);
	va_end(args);
	return -1;
}

/* A field as an error shows it: short, and safe to print. */
static const char *quote(const char *field, char text[QUOTE_BYTES + 4])
{
	size_t n = 0;

	for (; field[n] && n < QUOTE_BYTES; n++)
		text[n] = isprint((unsigned char)field[n]) ? field[n] : '?';
	strcpy(text + n, field[n] ? "..." : "");
	return text;
}

static char *strip(char *s)
{
	char *end = s + strlen(s);

	while (isspace((unsigned char)*s))
		s++;
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return s;
}

/* Decimal or scientific; strtod() alone would take "0x1p3" and "nan(1)" too. */
static bool number(const char *s, double *v)
{
	char *end;

	*v = strtod(s, &end);
	return end != s && !*end && !strpbrk(s, "xXpP");
}

static int add(struct reader *r, double t, double v)
{
	struct csv *csv = r->csv;

	if (csv->n == r->room) {
		size_t room = r->room ? 2 * r->room : 1024;
		void *more = reallocarray(csv->points, room, sizeof(*csv->points));

		if (!more)
			return fail(r, "out of memory after %zu samples: use a shorter series",
				    csv->n);
		csv->points = more;
		r->room = room;
	}
	csv->points[csv->n++] = (struct trend_point){
		.t = t, .min = v, .max = v, .last = v,
	};
	return 0;
}

static int bad_value(struct reader *r, const char *field, double v, bool is_number)
{
	char text[QUOTE_BYTES + 4];

	quote(field, text);
	if (!is_number)
		return fail(r, "value \"%s\" is not a number: leave it empty if missed",
			    text);
	if (isfinite(v) && v < 0)
		return fail(r, "value \"%s\" is negative: give what is counted from 0 up", text);
	return fail(r, "value \"%s\" is out of range: leave it empty if it was missed",
		    text);
}

static int read_value(struct reader *r, const char *field, double *v)
{
	bool ok;

	*v = NAN;
	if (!*field)
		return 0;
	ok = number(field, v);
	if (ok && *v >= 0 && *v <= VALUE_MAX)
		return 0;
	return bad_value(r, field, *v, ok);
}

static int read_time(struct reader *r, const char *field, double *t)
{
	const struct csv *csv = r->csv;
	char text[QUOTE_BYTES + 4];

	quote(field, text);
	if (!*field)
		return fail(r, "no time before the separator: give the seconds of every sample");
	if (!number(field, t))
		return fail(r, "time \"%s\" is not a number: give seconds, such as 12.5", text);
	if (!(fabs(*t) <= VALUE_MAX))
		return fail(r, "time \"%s\" is out of range: give seconds", text);
	if (csv->n && *t < csv->points[csv->n - 1].t)
		return fail(r, "time \"%s\" is before %.12g, the one above: sort the file",
			    text, csv->points[csv->n - 1].t);
	return 0;
}

static char find_separator(const char *line)
{
	const char *at = strpbrk(line, ",;\t");

	return at ? *at : 0;
}

/* A first line that begins like a word names the columns. */
static bool is_header(const char *time, const char *value)
{
	double unused;

	return !number(time, &unused) && !number(value, &unused) &&
	       (isalpha((unsigned char)*time) || *time == '"');
}

static int read_fields(struct reader *r, char *line)
{
	char text[QUOTE_BYTES + 4], *value, *more;
	bool first = !r->seen;
	double t = 0, v = 0;

	r->seen = true;
	if (!r->separator)
		r->separator = find_separator(line);
	value = r->separator ? strchr(line, r->separator) : NULL;
	if (!value)
		return fail(r, "\"%s\" has no second column: each line is seconds,value",
			    quote(strip(line), text));
	*value++ = '\0';
	more = strchr(value, r->separator);
	if (more)
		return fail(r, "\"%s\" is a third column: cut the file down to seconds,value",
			    quote(strip(more + 1), text));
	line = strip(line);
	value = strip(value);
	if (first && is_header(line, value))
		return 0;
	if (read_time(r, line, &t) || read_value(r, value, &v))
		return -1;
	return add(r, t, v);
}

static bool is_blank(const char *line)
{
	line += strspn(line, " \t\r\n\v\f");
	return !*line || *line == '#';
}

static int read_line(struct reader *r, char *line, size_t length)
{
	if (r->line == 1 && !strncmp(line, "\xef\xbb\xbf", 3))
		line += 3;
	else if (strlen(line) != length)
		return fail(r, "a zero byte: this is not a text file");
	line[strcspn(line, "\r\n")] = '\0';
	return is_blank(line) ? 0 : read_fields(r, line);
}

/* Reads one line however it ends; -1 at the end, LINE_MAX_BYTES if too long. */
static int next_line(FILE *in, char line[LINE_MAX_BYTES + 1])
{
	int c, n = 0;

	while ((c = getc(in)) != EOF) {
		if (n == LINE_MAX_BYTES)
			return n;
		if (c == '\n')
			break;
		line[n++] = c;
	}
	line[n] = '\0';
	return n || c != EOF ? n : -1;
}

int csv_read(FILE *in, const char *name, struct csv *csv)
{
	struct reader r = { .csv = csv, .name = name };
	char line[LINE_MAX_BYTES + 1];
	int length;

	memset(csv, 0, sizeof(*csv));
	for (;;) {
		errno = 0;
		length = next_line(in, line);
		if (length < 0)
			break;
		r.line++;
		if (length == LINE_MAX_BYTES)
			return fail(&r, "longer than %d bytes: each line is seconds,value",
				    LINE_MAX_BYTES - 1);
		if (read_line(&r, line, length))
			return -1;
	}
	if (ferror(in))
		return fail(&r, "cannot be read on: %s", strerror(errno));
	if (!csv->n)
		return fail(&r, "no samples: each line is seconds,value");
	return 0;
}

void csv_free(struct csv *csv)
{
	free(csv->points);
	csv->points = NULL;
	csv->n = 0;
}
