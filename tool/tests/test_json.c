// SPDX-License-Identifier: GPL-2.0
#include <math.h>

#include "json.h"
#include "out.h"
#include "report.h"
#include "tap.h"

static const struct target live = {
	.id = 3, .pid = 1234, .start_time = 99, .comm = "web",
	.interval_ms = 1500, .points = 512, .seq = 10, .used = 10,
	.stride = 1, .added_at = 5000000000, .has_limits = true,
	.limits = { .nofile = 1024, .as = SEEP_UNLIMITED },
};

static const struct target dead = {
	.id = 4, .comm = "job", .label = "nightly", .exited = true,
	.added_at = 5000000000, .exited_at = 9000000000, .exit_code = 9,
	.execs = 2, .exec_at = 6000000000, .parent = 3,
};

/* Whether the value at a key is as JSON text says. */
static void check_member(const json_t *obj, const char *key, const char *text)
{
	json_t *expected = json_loads(text, JSON_DECODE_ANY, NULL);
	json_t *is = json_object_get(obj, key);

	check(expected && is && json_equal(is, expected), "%s is %s", key,
	      text);
	if (is && !json_equal(is, expected)) {
		printf("# is ");
		json_dumpf(is, stdout, JSON_ENCODE_ANY);
		putchar('\n');
	}
	json_decref(expected);
}

static void test_live(void)
{
	json_t *obj = json_of_target(&live);

	check(obj, "a live target");
	check_member(obj, "id", "3");
	check_member(obj, "pid", "1234");
	check_member(obj, "label", "null");
	check_member(obj, "state", "\"live\"");
	check_member(obj, "interval_s", "1.5");
	check_member(obj, "added_at_s", "5.0");
	check_member(obj, "exited_at_s", "null");
	check_member(obj, "exit_code", "null");
	check_member(obj, "exit_signal", "null");
	check_member(json_object_get(obj, "limits"), "nofile", "1024");
	check_member(json_object_get(obj, "limits"), "as", "null");
	json_decref(obj);
}

static void test_dead(void)
{
	json_t *obj = json_of_target(&dead);

	check(obj, "a target that was killed");
	check_member(obj, "pid", "null");
	check_member(obj, "label", "\"nightly\"");
	check_member(obj, "state", "\"exited\"");
	check_member(obj, "recorded_s", "4.0");
	check_member(obj, "exit_code", "null");
	check_member(obj, "exit_signal", "9");
	check_member(obj, "parent", "3");
	check_member(obj, "exec_at_s", "6.0");
	check_member(obj, "limits", "null");
	json_decref(obj);
}

static void test_values(void)
{
	u64 values[VALUES] = { [VALUE_FDS] = 7 };
	json_t *obj = json_of_values(values);
	int v;

	check(json_object_size(obj) == VALUES, "every value has a member");
	check_member(obj, "fds", "7");
	for (v = 0; v < VALUES; v++)
		check(json_object_get(obj, value_name((enum value)v)),
		      "member %s", value_name((enum value)v));
	json_decref(obj);
}

static void test_report(void)
{
	struct sample_list none = { .v = NULL };
	struct limit_facts f;
	struct verdict v;
	json_t *obj, *series;

	limits_none(&f);
	f.rlimits.nofile = 1024;
	judge(&live, &none, &f, &v);
	obj = report_json(&live, &v);
	check(obj, "a report");
	check_member(obj, "verdict", "\"unsure\"");
	check_member(obj, "why", "null");
	series = json_array_get(json_object_get(obj, "series"), 1);
	check_member(series, "name", "\"fds\"");
	check_member(series, "unit", "\"count\"");
	check_member(series, "verdict", "\"unsure\"");
	check_member(json_object_get(series, "limit"), "value", "1024");
	check_member(json_object_get(series, "limit"), "time_left", "null");
	json_decref(obj);
}

static void test_numbers(void)
{
	json_t *inf = out_json_double(INFINITY), *nan = out_json_double(NAN);
	json_t *one = out_json_double(1);

	check(json_is_null(inf) && json_is_null(nan), "what is no number is null");
	check(json_is_real(one), "what is one is one");
	json_decref(inf);
	json_decref(nan);
	json_decref(one);
}

int main(void)
{
	test_live();
	test_dead();
	test_values();
	test_report();
	test_numbers();
	return tap_done();
}
