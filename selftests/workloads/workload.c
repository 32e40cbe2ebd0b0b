// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "workload.h"

/* A saw-tooth gives all back after this many steps, a warm-up ends then. */
#define PERIOD_DEFAULT	20
#define PACE_DEFAULT	100
#define SIZE_DEFAULT	65536

/**
 * struct plan - the options
 * @shape: how many objects there are as time goes by
 * @pace: milliseconds between two steps
 * @step: objects taken in a step
 * @period: steps until the shape turns
 * @count: steps to make; 0 for no end
 * @size: bytes of an object, where it has some
 * @say: print each step
 */
struct plan {
	const struct shape *shape;
	int pace;
	int step;
	int period;
	int count;
	int size;
	bool say;
};

static void **held;
static size_t nr_held, nr_room, nr_forgotten;

static bool take(const struct kind *kind, const struct plan *plan, int objects)
{
	while (objects--) {
		void *object;

		if (nr_held == nr_room) {
			nr_room = nr_room ? 2 * nr_room : 1024;
			held = realloc(held, nr_room * sizeof(*held));
			if (!held)
				return false;
		}
		object = kind->take(plan->size);
		if (!object)
			return false;
		held[nr_held++] = object;
	}
	return true;
}

static void give_all(const struct kind *kind, const struct plan *plan)
{
	while (nr_held)
		kind->give(held[--nr_held], plan->size);
}

/* One more step each time, and nothing ever comes back: a leak. */
static bool go_steady(const struct kind *kind, const struct plan *plan, int step)
{
	return take(kind, plan, plan->step);
}

/* The same, but after a period all comes back. */
static bool go_sawtooth(const struct kind *kind, const struct plan *plan, int step)
{
	if (step % plan->period == 0)
		give_all(kind, plan);
	return take(kind, plan, plan->step);
}

/* It grows for one period, and then it stays. */
static bool go_warmup(const struct kind *kind, const struct plan *plan, int step)
{
	return step >= plan->period || take(kind, plan, plan->step);
}

/* All is there from the beginning. */
static bool go_flat(const struct kind *kind, const struct plan *plan, int step)
{
	return step || take(kind, plan, plan->step * plan->period);
}

/* A saw-tooth that forgets one object each time: the floor rises. */
static bool go_ratchet(const struct kind *kind, const struct plan *plan, int step)
{
	if (step && step % plan->period == 0) {
		nr_held--;
		nr_forgotten++;
		give_all(kind, plan);
	}
	return take(kind, plan, plan->step);
}

static const struct shape {
	const char *name;
	const char *help;
	bool (*go)(const struct kind *kind, const struct plan *plan, int step);
} shapes[] = {
	{ "steady", "takes and never gives back: a leak", go_steady },
	{ "ratchet", "gives back all but one per period: a slow leak", go_ratchet },
	{ "sawtooth", "gives all back at the end of each period: healthy", go_sawtooth },
	{ "warmup", "takes for one period, then stays: healthy", go_warmup },
	{ "flat", "takes a period's worth at once, then stays: healthy", go_flat },
};

#define NR_SHAPES	(sizeof(shapes) / sizeof(*shapes))

static const struct shape *find_shape(const char *name)
{
	size_t i;

	for (i = 0; i < NR_SHAPES; i++)
		if (!strcmp(shapes[i].name, name))
			return &shapes[i];
	return NULL;
}

static void print_help(const char *program, const struct kind *kind)
{
	size_t i;

	printf("usage: %s [OPTION]...\n\n"
	       "Holds %s, as many as a shape says.\n\n"
	       "  -s, --shape=SHAPE   one of those below (steady)\n"
	       "  -p, --pace=MS       milliseconds between two steps (%d)\n"
	       "  -n, --step=N        taken in each step (%d)\n"
	       "  -P, --period=STEPS  until the shape turns (%d)\n"
	       "  -c, --count=STEPS   exit after so many; 0 for no end (0)\n"
	       "  -b, --bytes=N       size of each, where it has one (%d)\n"
	       "  -v, --verbose       one line per step: milliseconds and how many there are\n\n"
	       "Shapes:\n", program, kind->name, PACE_DEFAULT, kind->step, PERIOD_DEFAULT,
	       SIZE_DEFAULT);
	for (i = 0; i < NR_SHAPES; i++)
		printf("  %-10s %s\n", shapes[i].name, shapes[i].help);
	printf("\nExample: %s --shape=sawtooth --pace=50 &\n", program);
}

static bool read_number(const char *text, int low, int *number)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < low || value > 1000000000)
		return false;
	*number = value;
	return true;
}

static bool set_option(struct plan *plan, int option, const char *value)
{
	switch (option) {
	case 's':
		plan->shape = find_shape(value);
		return plan->shape;
	case 'p':
		return read_number(value, 0, &plan->pace);
	case 'n':
		return read_number(value, 1, &plan->step);
	case 'P':
		return read_number(value, 1, &plan->period);
	case 'c':
		return read_number(value, 0, &plan->count);
	case 'b':
		return read_number(value, 1, &plan->size);
	case 'v':
		plan->say = true;
		return true;
	}
	return false;
}

/* Return: 0, 1 after the help, 2 for a bad argument. */
static int read_options(struct plan *plan, const struct kind *kind, int argc, char **argv)
{
	static const struct option options[] = {
		{ "shape", required_argument, NULL, 's' },
		{ "pace", required_argument, NULL, 'p' },
		{ "step", required_argument, NULL, 'n' },
		{ "period", required_argument, NULL, 'P' },
		{ "count", required_argument, NULL, 'c' },
		{ "bytes", required_argument, NULL, 'b' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	int option;

	while ((option = getopt_long(argc, argv, "s:p:n:P:c:b:vh", options, NULL)) != -1) {
		if (option == 'h') {
			print_help(argv[0], kind);
			return 1;
		}
		if (option == '?')
			return 2;
		if (!set_option(plan, option, optarg)) {
			fprintf(stderr, "%s: -%c: %s: try --help\n", argv[0], option, optarg);
			return 2;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "%s: %s: takes no argument: try --help\n", argv[0], argv[optind]);
		return 2;
	}
	return 0;
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* At fixed times, whatever a step takes. */
static void sleep_until(long ms)
{
	const struct timespec until = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
}

/**
 * workload() - the main function of a workload
 * @kind: what it is made of
 * @argc: as main()
 * @argv: as main()
 *
 * Return: 0, 1 when an object could not be had, 2 for a bad argument.
 */
int workload(const struct kind *kind, int argc, char **argv)
{
	struct plan plan = {
		.shape = &shapes[0],
		.pace = PACE_DEFAULT,
		.step = kind->step,
		.period = PERIOD_DEFAULT,
		.size = SIZE_DEFAULT,
	};
	long start = now_ms();
	int step, bad;

	bad = read_options(&plan, kind, argc, argv);
	if (bad)
		return bad == 1 ? 0 : 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (step = 0; !plan.count || step < plan.count; step++) {
		sleep_until(start + (long)step * plan.pace);
		if (!plan.shape->go(kind, &plan, step)) {
			fprintf(stderr, "%s: after %zu %s: %s\n", argv[0],
				nr_held + nr_forgotten, kind->name, strerror(errno));
			return 1;
		}
		if (plan.say)
			printf("%ld %zu\n", now_ms() - start, nr_held + nr_forgotten);
	}
	return 0;
}
