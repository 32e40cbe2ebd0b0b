// SPDX-License-Identifier: GPL-2.0
#include <math.h>

#include "fmt.h"
#include "tap.h"
#include "util.h"

static void test_bytes(void)
{
	static const struct {
		double bytes;
		const char *text;
	} cases[] = {
		{ 0, "0 B" }, { 1, "1 B" }, { 1023, "1023 B" },
		{ 1024, "1.0 KiB" }, { 1536, "1.5 KiB" },
		{ 102400, "100 KiB" }, { 1048575, "1.0 MiB" },
		{ 1 << 30, "1.0 GiB" }, { 0x1p60, "1.0 EiB" },
		{ 0x1p64, "16.0 EiB" }, { -2048, "-2.0 KiB" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		check_text(fmt_bytes(cases[i].bytes).s, cases[i].text,
			   cases[i].text);
}

static void test_count(void)
{
	static const struct {
		double n;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { 999, "999" }, { 1000, "1,000" },
		{ 123456, "123,456" }, { 1234567, "1,234,567" },
		{ -1234, "-1,234" }, { -123, "-123" },
		{ 18446744073709551615.0, "18,446,744,073,709,551,616" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		check_text(fmt_count(cases[i].n).s, cases[i].text,
			   cases[i].text);
}

static void test_duration(void)
{
	static const struct {
		double seconds;
		const char *text;
	} cases[] = {
		{ 0, "0 s" }, { -5, "0 s" }, { 0.25, "250 ms" },
		{ 0.9999, "1 s" }, { 12.3, "12 s" }, { 59.4, "59 s" },
		{ 59.6, "1 min" }, { 61, "1 min 1 s" },
		{ 3599.7, "1 h" }, { 3660, "1 h 1 min" },
		{ 86399, "1 d" }, { 90000, "1 d 1 h" },
		{ 14 * 86400.0, "14 days" }, { 1e9, "11,574 days" },
		{ INFINITY, "forever" }, { NAN, "?" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		check_text(fmt_duration(cases[i].seconds).s, cases[i].text,
			   cases[i].text);
}

static void test_rate(void)
{
	static const struct {
		double rate;
		int is_bytes;
		const char *text;
	} cases[] = {
		{ 2, 0, "+2.00/s" }, { 0.5, 0, "+30.0/min" },
		{ 1 / 3600.0, 0, "+1.00/h" }, { 1 / 86400.0, 0, "+1.00/day" },
		{ 123.4, 0, "+123/s" }, { -2, 0, "-2.00/s" },
		{ 4096, 1, "+4.0 KiB/s" }, { 512, 1, "+30.0 KiB/min" },
		{ 0, 0, "+0.00/day" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		check_text(fmt_rate(cases[i].rate, cases[i].is_bytes).s,
			   cases[i].text, cases[i].text);
}

static void test_sparkline(void)
{
	const double rise[] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	const double flat[] = { 3, 3, 3 };
	const double hole[] = { 1, NAN, 2 };
	double many[100] = { 0 };

	check_text(fmt_sparkline(rise, 8).s, "▁▂▃▄▅▆▇█", "sparkline of a rise");
	check_text(fmt_sparkline(flat, 3).s, "▁▁▁", "sparkline of a level");
	check_text(fmt_sparkline(hole, 3).s, "▁ █", "sparkline with a hole");
	check_text(fmt_sparkline(rise, 0).s, "", "sparkline of nothing");
	many[99] = 1;
	check(strlen(fmt_sparkline(many, 100).s) == 45 &&
	      strstr(fmt_sparkline(many, 100).s, "█"),
	      "sparkline keeps the newest values");
}

static void test_clean(void)
{
	static const struct {
		const char *from;
		const char *to;
		const char *what;
	} cases[] = {
		{ "nginx: worker", "nginx: worker", "plain text" },
		{ "a\033[31mb\nc\177", "a?[31mb?c?", "escape sequences" },
		{ "größe €", "größe €", "UTF-8" },
		{ "\xc3", "?", "a character cut short" },
		{ "\xff\xfe", "??", "no UTF-8" },
		{ "\xc0\xaf", "??", "an overlong slash" },
		{ "\302\23331m", "??31m", "a C1 control" },
		{ "\xed\xa0\x80", "???", "a surrogate" },
		{ "\xf0\x9f\x90\x9b", "\xf0\x9f\x90\x9b", "four bytes" },
	};
	char text[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text), "%s", cases[i].from);
		fmt_clean(text);
		check_text(text, cases[i].to, cases[i].what);
	}
}

int main(void)
{
	test_bytes();
	test_count();
	test_duration();
	test_rate();
	test_sparkline();
	test_clean();
	return tap_done();
}
