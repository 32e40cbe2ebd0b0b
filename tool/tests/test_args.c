// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "args.h"
#include "tap.h"

static void test_duration(void)
{
	static const struct {
		const char *text;
		long long ms;	/* -1 is refused */
	} cases[] = {
		{ "500ms", 500 }, { "1s", 1000 }, { "1", 1000 },
		{ "2m", 120000 }, { "1h", 3600000 }, { "1.5h", 5400000 },
		{ "1d", 86400000 }, { "0.25s", 250 }, { "0", 0 },
		{ "", -1 }, { "s", -1 }, { "-1s", -1 }, { "+1s", -1 },
		{ "1sec", -1 }, { "1 s", -1 }, { " 1s", -1 }, { "1s ", -1 },
		{ "1e3", -1 }, { "0x10", -1 }, { "inf", -1 }, { "nan", -1 },
		{ ".5s", -1 }, { "1.s", -1 }, { "1..5s", -1 }, { "1.2.3s", -1 },
		{ "99999999999999999999h", -1 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		u64 ms = 0;
		bool good = args_duration(cases[i].text, &ms);

		check(good == (cases[i].ms >= 0) &&
		      (!good || ms == (u64)cases[i].ms), "duration '%s'",
		      cases[i].text);
	}
}

static void test_unsigned(void)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{ "1", true }, { "100", true }, { "007", true },
		{ "0", false }, { "101", false }, { "", false },
		{ "-1", false }, { "+1", false }, { " 1", false },
		{ "1 ", false }, { "1x", false }, { "0x1", false },
		{ "1.0", false },
		{ "18446744073709551617", false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		u64 value;

		check(args_unsigned(cases[i].text, 1, 100, &value) ==
		      cases[i].good, "number from 1 to 100: '%s'",
		      cases[i].text);
	}
}

static void test_pids(void)
{
	char one[] = "1", max[] = "2147483647", over[] = "2147483648";
	char zero[] = "0", empty[] = "";
	char *good[2] = { one, max }, *bad[4] = { one, over, zero, empty };
	struct pid_list list;

	check(args_pids("test", good, 2, &list) && list.n == 2 &&
	      list.v[0] == 1 && list.v[1] == 2147483647, "good PIDs");
	free(list.v);
	check(!args_pids("test", bad, 4, &list), "bad PIDs");
	free(list.v);
	check(args_pids("test", good, 0, &list) && !list.n, "no PIDs");
	free(list.v);
}

int main(void)
{
	test_duration();
	test_unsigned();
	test_pids();
	return tap_done();
}
