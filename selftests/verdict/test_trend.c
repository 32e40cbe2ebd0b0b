// SPDX-License-Identifier: GPL-2.0
/*
 * The verdict on series as real processes make them, what must not change it,
 * and the edges. TAP.
 */
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "merge.h"
#include "rng.h"
#include "scenarios.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define MIB		(1024.0 * 1024.0)
#define LONG		50000

static struct trend_point points[LONG];
static int tests, failures;

static __attribute__((__format__(printf, 2, 3)))
void result(bool ok, const char *format, ...)
{
	va_list args;

	printf("%sok %d ", ok ? "" : "not ", ++tests);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	failures += !ok;
}

static struct trend_point point(double t, double v)
{
	return (struct trend_point){ .t = t, .min = v, .max = v, .last = v };
}

static void expect(const char *name, size_t n, enum trend_unit unit, enum trend_verdict want)
{
	struct trend_result r;

	trend_judge(points, n, unit, &r);
	result(r.verdict == want, "%s: %s", name, trend_verdict_name(want));
	if (r.verdict != want)
		printf("# got %s, score %.2f, %s: %s\n", trend_verdict_name(r.verdict), r.score,
		       trend_shape_name(r.shape), r.reason);
}

/* What real processes look like, as functions of time: noiseless, in jumps. */

static double fd_per_second(double t)
{
	return 12 + floor(t);
}

static double thread_per_two_seconds(double t)
{
	return 5 + floor(t / 2);
}

static double thread_per_ten_seconds(double t)
{
	return 7 + floor((t + 3) / 10);
}

static double at_rest(double t)
{
	(void)t;
	return 43;
}

static double pages(double t)
{
	return 25 * MIB + 65536 * floor(t * 3);
}

static double exec_ramp_then_rest(double t)
{
	return t < 1 ? MIB : t < 2 ? 9 * MIB : 21 * MIB;
}

static double exec_ramp_then_leak(double t)
{
	return t < 1 ? MIB : t < 2 ? 9 * MIB : 21 * MIB + 0.5 * MIB * t;
}

/* A heap that grows for 30 s, then is collected every 7 s. */
static double node_heap(double t)
{
	double warm = fmin(t, 30) * 2 * MIB;

	return 40 * MIB + floor((warm + fmod(t, 7) / 7 * 12 * MIB) / 4096) * 4096;
}

static double collector_leak(double t)
{
	return 40 * MIB + floor((fmod(t, 5) / 5 * 8 * MIB + t * 0.2 * MIB) / 4096) * 4096;
}

static double runtime_drift(double t)
{
	return 300 * MIB + floor(t / 9) * 4096 * 3;
}

static double pool_ramp(double t)
{
	return fmin(4 + floor(t), 20);
}

static double server_connections(double t)
{
	return 20 + fmod(floor(t * 7.3), 5) + (fmod(t, 11) < 2 ? 9 : 0);
}

static double jvm_warm(double t)
{
	return floor((180 * MIB + 90 * MIB * (1 - exp(-t / 8))) / 4096) * 4096;
}

static double one_step(double t)
{
	return t < 33 ? 20 : 27;
}

static double two_steps(double t)
{
	return 20 + (t > 11) * 3 + (t > 47) * 5;
}

static double leak_stopped(double t)
{
	return 15 + floor(fmin(t, 40));
}

static double accept_loop(double t)
{
	return 9 + (fmod(t, 3) < 1.4) + floor(t / 6);
}

static double falling(double t)
{
	return 90 - floor(t / 2);
}

static const struct real {
	const char *name;
	double (*at)(double t);
	enum trend_unit unit;
	double seconds;
	double interval;
	enum trend_verdict want;
} real[] = {
	{ "an fd per second, 60 s", fd_per_second, TREND_COUNT_FDS, 60, 1, TREND_LEAK },
	{ "an fd per second, 90 s", fd_per_second, TREND_COUNT_FDS, 90, 1, TREND_LEAK },
	{ "an fd per second, sampled fast", fd_per_second, TREND_COUNT_FDS, 60, 0.2, TREND_LEAK },
	{ "a thread per 2 s, 60 s", thread_per_two_seconds, TREND_COUNT_THREADS, 60, 1,
	  TREND_LEAK },
	{ "a thread per 2 s, 90 s", thread_per_two_seconds, TREND_COUNT_THREADS, 90, 1,
	  TREND_LEAK },
	{ "a thread per 2 s, sampled fast", thread_per_two_seconds, TREND_COUNT_THREADS, 60, 0.2,
	  TREND_LEAK },
	{ "a thread per 10 s, 120 s", thread_per_ten_seconds, TREND_COUNT_THREADS, 120, 1,
	  TREND_LEAK },
	{ "a thread per 10 s, 60 s", thread_per_ten_seconds, TREND_COUNT_THREADS, 60, 1,
	  TREND_LEAK },
	{ "at rest, 60 s", at_rest, TREND_COUNT_FDS, 60, 1, TREND_OK },
	{ "at rest, 90 s", at_rest, TREND_BYTES, 90, 0.2, TREND_OK },
	{ "page-wise growth", pages, TREND_BYTES, 90, 1, TREND_LEAK },
	{ "exec, then rest", exec_ramp_then_rest, TREND_BYTES, 90, 0.5, TREND_OK },
	{ "exec, then a leak", exec_ramp_then_leak, TREND_BYTES, 90, 0.5, TREND_LEAK },
	{ "a heap warming up, then collected, 90 s", node_heap, TREND_BYTES, 90, 1, TREND_OK },
	{ "a heap warming up, then collected, 300 s", node_heap, TREND_BYTES, 300, 1, TREND_OK },
	{ "a leak under a collector", collector_leak, TREND_BYTES, 120, 0.5, TREND_LEAK },
	{ "a runtime drifting 0.1 %", runtime_drift, TREND_BYTES, 300, 1, TREND_OK },
	{ "a pool that fills", pool_ramp, TREND_COUNT_THREADS, 90, 1, TREND_OK },
	{ "connections come and go", server_connections, TREND_COUNT_FDS, 90, 1, TREND_OK },
	{ "a virtual machine warming up", jvm_warm, TREND_BYTES, 90, 1, TREND_OK },
	{ "one step", one_step, TREND_COUNT_FDS, 90, 1, TREND_OK },
	{ "two steps", two_steps, TREND_COUNT_FDS, 90, 1, TREND_OK },
	{ "a leak that stopped", leak_stopped, TREND_COUNT_FDS, 90, 1, TREND_OK },
	{ "a leak of one in two requests", accept_loop, TREND_COUNT_FDS, 90, 0.5, TREND_LEAK },
	{ "falling", falling, TREND_COUNT_THREADS, 90, 1, TREND_OK },
};

static size_t sample(const struct real *r)
{
	size_t n = r->seconds / r->interval + 1;

	for (size_t i = 0; i < n; i++)
		points[i] = point(i * r->interval, r->at(i * r->interval));
	return n;
}

static void test_real(void)
{
	for (size_t k = 0; k < ARRAY_SIZE(real); k++)
		expect(real[k].name, sample(&real[k]), real[k].unit, real[k].want);
}

/* Three equal steps in equal rounds are a leak, two are not yet. */
static void test_rounds(void)
{
	static const struct {
		size_t rounds;
		enum trend_verdict want;
	} cases[] = {
		{ 3, TREND_LEAK }, { 4, TREND_LEAK }, { 5, TREND_LEAK }, { 10, TREND_LEAK },
	};

	for (size_t k = 0; k < ARRAY_SIZE(cases); k++) {
		size_t n = 20 * cases[k].rounds + 10;
		char name[40];

		for (size_t i = 0; i < n; i++)
			points[i] = point(i, 10 + (i + 10) / 20);
		snprintf(name, sizeof(name), "%zu equal rounds", cases[k].rounds);
		expect(name, n, TREND_COUNT_FDS, cases[k].want);
	}
}

/* What must not change the verdict. */

static void copy_scaled(const struct series *s, double time, double shift, double value)
{
	for (size_t i = 0; i < s->n; i++)
		points[i] = point(s->p[i].t * time + shift, s->p[i].last * value);
}

static size_t copy_doubled(const struct series *s)
{
	for (size_t i = 0; i < s->n; i++) {
		points[2 * i] = s->p[i];
		points[2 * i + 1] = s->p[i];
	}
	return 2 * s->n;
}

static void copy_reversed(const struct series *s)
{
	for (size_t i = 0; i < s->n; i++) {
		points[i] = s->p[s->n - 1 - i];
		points[i].t = s->p[s->n - 1].t - points[i].t;
	}
}

static struct trend_result original;

static bool same_verdict(size_t n, enum trend_unit unit)
{
	struct trend_result r;

	trend_judge(points, n, unit, &r);
	return r.verdict == original.verdict || fabs(original.score) < 0.7;
}

static enum trend_unit other_unit(enum trend_unit unit)
{
	return unit == TREND_COUNT_FDS ? TREND_COUNT_THREADS :
	       unit == TREND_COUNT_THREADS ? TREND_COUNT : unit;
}

static void test_properties(void)
{
	static struct series s;
	enum { TIME, SHIFT, UNIT, DOUBLE, AGAIN, KINDS };
	static const char * const names[] = {
		[TIME] = "a slower clock", [SHIFT] = "a later origin of time",
		[UNIT] = "another unit of count", [DOUBLE] = "every sample twice",
		[AGAIN] = "being asked again",
	};
	int changed[KINDS] = { 0 }, reversed = 0, leaks = 0, all = 0;

	for (size_t id = 0; id < scenario_count(); id++) {
		for (uint64_t seed = 0; seed < 4; seed++, all++) {
			scenario_make(id, 4242 + seed, false, &s);
			trend_judge(s.p, s.n, s.unit, &original);
			copy_scaled(&s, 7, 0, 1);
			changed[TIME] += !same_verdict(s.n, s.unit);
			copy_scaled(&s, 1, 1.7e9, 1);
			changed[SHIFT] += !same_verdict(s.n, s.unit);
			copy_scaled(&s, 1, 0, 1);
			changed[AGAIN] += !same_verdict(s.n, s.unit);
			changed[UNIT] += !same_verdict(s.n, other_unit(s.unit));
			changed[DOUBLE] += !same_verdict(copy_doubled(&s), s.unit);
			if (original.verdict != TREND_LEAK)
				continue;
			leaks++;
			copy_reversed(&s);
			trend_judge(points, s.n, s.unit, &original);
			reversed += original.verdict == TREND_LEAK;
		}
	}
	for (size_t k = 0; k < KINDS; k++)
		result(changed[k] * 50 <= all, "%s: %d of %d verdicts changed", names[k],
		       changed[k], all);
	result(leaks > 20 && reversed * 50 <= leaks,
	       "time reversed: %d of %d leaks still leak", reversed, leaks);
}

/* A heap of 330 s at 200 ms: 1,650 samples, four of them to a point. */
static void test_merged(void)
{
	static struct trend_point plain[1650];
	static const size_t capacities[] = { 512, 256, 128, 64 };

	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		plain[i] = point(i * 0.2, node_heap(i * 0.2));
	trend_judge(plain, ARRAY_SIZE(plain), TREND_BYTES, &original);
	for (size_t k = 0; k < ARRAY_SIZE(capacities); k++) {
		size_t n = merge_points(plain, ARRAY_SIZE(plain), capacities[k], points);
		struct trend_result r;
		char name[40];

		snprintf(name, sizeof(name), "a heap merged to %zu points", capacities[k]);
		expect(name, n, TREND_BYTES, TREND_OK);
		trend_judge(points, n, TREND_BYTES, &r);
		result(r.shape == original.shape, "%s: %s", name,
		       trend_shape_name(original.shape));
	}
}

/* Short records. */

static double redis_steps(double t)
{
	return 7.8 * MIB + floor(t / 2.2) * 132 * 1024;
}

static double redis_smooth(double t)
{
	return 7.8 * MIB + floor(t * 15) * 4096;
}

static double two_fds(double t)
{
	return 9 + (t > 2) + (t > 4.5);
}

static double flicker(double t)
{
	return 26 + (fmod(t, 2) > 1.1);
}

static double one_page(double t)
{
	return 8 * MIB + (t > 3 ? 4096 : 0);
}

static double start_then_rest(double t)
{
	return 6 * MIB + fmin(t, 1) * MIB;
}

static const struct real young[] = {
	{ "7 s of steps of memory", redis_steps, TREND_BYTES, 6.7, 0.22, TREND_UNSURE },
	{ "6 s of steps of memory, 100 ms", redis_steps, TREND_BYTES, 6, 0.1, TREND_UNSURE },
	{ "7 s of steps of memory, 1 s", redis_steps, TREND_BYTES, 7, 1, TREND_UNSURE },
	{ "12 s of steps of memory", redis_steps, TREND_BYTES, 12, 0.2, TREND_LEAK },
	{ "two fds in 7 s", two_fds, TREND_COUNT_FDS, 7, 0.2, TREND_UNSURE },
	{ "at rest, 7 s", at_rest, TREND_BYTES, 7, 0.2, TREND_OK },
	{ "falling, 15 s", falling, TREND_COUNT_THREADS, 15, 0.2, TREND_OK },
	{ "flicker, 7 s", flicker, TREND_COUNT_FDS, 7, 0.2, TREND_OK },
	{ "one page in 7 s", one_page, TREND_BYTES, 7, 0.2, TREND_OK },
	{ "a start, then rest, 10 s", start_then_rest, TREND_BYTES, 10, 0.2, TREND_OK },
};

static void test_young(void)
{
	struct trend_result r;
	size_t n;

	for (size_t k = 0; k < ARRAY_SIZE(young); k++)
		expect(young[k].name, sample(&young[k]), young[k].unit, young[k].want);
	n = sample(&young[0]);
	trend_judge(points, n, TREND_BYTES, &r);
	result(r.rate > 0 && r.rate_lo <= r.rate && r.rate <= r.rate_hi && r.confidence < 0.9,
	       "7 s of steps of memory: %s", r.reason);
	n = sample(&(struct real){ .at = redis_smooth, .seconds = 7, .interval = 0.2 });
	trend_judge(points, n, TREND_BYTES, &r);
	result(r.verdict != TREND_OK, "7 s of smooth growth: %s", trend_verdict_name(r.verdict));
}

static void test_segments(void)
{
	size_t n = 300;

	for (size_t i = 0; i < n; i++) {
		points[i] = point(i, 10 + (i % 100) / 3.0);
		points[i].segment = i / 100;
	}
	expect("a leak that restarts reset", n, TREND_COUNT_FDS, TREND_LEAK);
	for (size_t i = 0; i < n; i++) {
		points[i] = point(i, 10 + fmin(i % 100, 15));
		points[i].segment = i / 100;
	}
	expect("restarts with a warm-up", n, TREND_COUNT_FDS, TREND_OK);
	for (size_t i = 0; i < n; i++) {
		points[i] = point(i, i < 20 ? 3 : 40);
		points[i].segment = i >= 20;
	}
	expect("an exec into a larger program", n, TREND_COUNT_FDS, TREND_OK);
}

static void test_edges(void)
{
	struct trend_result r;

	expect("no points", 0, TREND_BYTES, TREND_UNSURE);
	points[0] = point(5, 100);
	expect("one point", 1, TREND_BYTES, TREND_UNSURE);
	points[1] = point(6, 200);
	expect("two points", 2, TREND_BYTES, TREND_UNSURE);
	for (size_t i = 0; i < 100; i++)
		points[i] = point(i, NAN);
	expect("all missed", 100, TREND_BYTES, TREND_UNSURE);
	trend_judge(points, 100, TREND_BYTES, &r);
	result(!r.used && r.missed == 100, "all missed: counted");
	for (size_t i = 0; i < 100; i++)
		points[i] = point(i, i % 3 ? INFINITY : 7);
	expect("infinite values are missed ones", 100, TREND_BYTES, TREND_OK);
	for (size_t i = 0; i < 100; i++)
		points[i] = point(1, i);
	expect("no time passes", 100, TREND_BYTES, TREND_UNSURE);
	for (size_t i = 0; i < 100; i++)
		points[i] = point(i, 0);
	expect("all zero", 100, TREND_COUNT_FDS, TREND_OK);
	for (size_t i = 0; i < 100; i++)
		points[i] = point(i, 1e18);
	expect("huge", 100, TREND_BYTES, TREND_OK);
	for (size_t i = 0; i < 100; i++)
		points[i] = point(i * 1e-9, 10 + i);
	expect("a very fast clock", 100, TREND_COUNT_FDS, TREND_LEAK);
	for (size_t i = 0; i < LONG; i++)
		points[i] = point(i, 100 * MIB + 4096.0 * i);
	expect("a very long leak", LONG, TREND_BYTES, TREND_LEAK);
	for (size_t i = 0; i < LONG; i++)
		points[i] = point(i, 50 + (i * 7919) % 13);
	expect("very long noise", LONG, TREND_COUNT_FDS, TREND_OK);
}

static bool near(double a, double b)
{
	return isinf(b) ? isinf(a) : fabs(a - b) <= 0.02 * fabs(b) + 1e-9;
}

static void test_rate(void)
{
	double lo, mid, hi;
	struct trend_result r;
	size_t n = sample(&real[0]);

	trend_judge(points, n, TREND_COUNT_FDS, &r);
	result(near(r.rate, 1) && r.rate_lo <= 1.001 && r.rate_hi >= 0.999, "rate: %.3f", r.rate);
	result(near(r.level, 72), "level: %.1f", r.level);
	trend_time_to(&r, 1024, &lo, &mid, &hi);
	result(near(mid, 952) && lo <= mid && mid <= hi, "time to a limit: %.0f", mid);
	trend_time_to(&r, 50, &lo, &mid, &hi);
	result(lo == 0 && mid == 0 && hi == 0, "over the limit already");
	n = sample(&real[8]);
	trend_judge(points, n, TREND_COUNT_FDS, &r);
	trend_time_to(&r, 1024, &lo, &mid, &hi);
	result(isinf(lo) && isinf(mid) && isinf(hi), "no growth, no time");
	result(strlen(r.reason) > 10 && !strchr(r.reason, '\n'), "a reason in one line");
}

int main(void)
{
	test_real();
	test_rounds();
	test_properties();
	test_merged();
	test_young();
	test_segments();
	test_edges();
	test_rate();
	printf("1..%d\n", tests);
	return failures != 0;
}
