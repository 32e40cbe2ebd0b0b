// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "args.h"
#include "cmd.h"
#include "explain.h"
#include "json.h"
#include "out.h"

static const char help[] =
"Usage: seep events [OPTION]...\n"
"Print what happens to targets as it happens, one line each: add, follow (a\n"
"child was added), exec, exit and del; and lost, where events were lost.\n"
"Ends with SIGINT or SIGTERM. PIDs are those of the host.\n"
"\n"
"  --json            print a JSON object per line\n"
"  -h, --help        print this help\n"
"\n"
"Example:\n"
"  seep events --json | jq 'select(.event == \"exit\")'\n";

static const char * const kinds[] = {
	[EVENT_ADD] = "add",
	[EVENT_FOLLOW] = "follow",
	[EVENT_EXEC] = "exec",
	[EVENT_EXIT] = "exit",
	[EVENT_DEL] = "del",
};

/**
 * struct listening - the command at work
 * @json: print JSON
 * @seq: number of the newest event
 * @status: exit status of what was printed
 */
struct listening {
	bool json;
	u64 seq;
	int status;
};

static double wall_clock(char *text, size_t size)
{
	struct timespec now;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &tm);
	strftime(text, size, "%F %T", &tm);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* @count: how many, or 0 if that is not known yet */
static void print_lost(struct listening *l, u64 count)
{
	char text[32];
	double now = wall_clock(text, sizeof(text));

	if (l->json) {
		l->status |= out_json_line(json_pack("{s:s s:s s:f s:o}",
			JSON_SCHEMA("events"), "event", "lost", "time", now,
			"count", count ? json_integer((json_int_t)count) :
					 json_null()));
		return;
	}
	if (count)
		printf("%s  lost    %llu events\n", text, count);
	else
		printf("%s  lost    events came too fast\n", text);
	fflush(stdout);
}

static void print_detail(const struct event *e)
{
	const struct target *t = &e->target;
	int status = (int)t->exit_code;

	if (e->kind == EVENT_FOLLOW)
		printf("  child of target %llu", t->parent);
	if (e->kind == EVENT_EXIT && WIFSIGNALED(status))
		printf("  killed by SIG%s",
		       sigabbrev_np(WTERMSIG(status)) ?: "?");
	else if (e->kind == EVENT_EXIT)
		printf("  status %d", WEXITSTATUS(status));
	if (t->label[0])
		printf("  [%s]", t->label);
	putchar('\n');
}

static void print_event(struct listening *l, const struct event *e)
{
	char text[32];
	double now = wall_clock(text, sizeof(text));

	if (l->json) {
		l->status |= out_json_line(json_pack("{s:s s:s s:f s:I s:o}",
			JSON_SCHEMA("events"), "event", kinds[e->kind],
			"time", now, "seq", (json_int_t)e->target.event_seq,
			"target", json_of_target(&e->target)));
		return;
	}
	printf("%s  %-6s  %7d  %s", text, kinds[e->kind], e->target.pid,
	       e->target.comm);
	print_detail(e);
	fflush(stdout);
}

/* Numbers that were skipped are events that were lost. */
static void on_event(const struct event *e, void *arg)
{
	u64 seq = e->target.event_seq;
	struct listening *l = arg;

	if (seq > l->seq + 1)
		print_lost(l, seq - l->seq - 1);
	if (seq > l->seq)
		l->seq = seq;
	print_event(l, e);
}

static int take_events(struct seep *s, struct listening *l)
{
	int ret = seep_events_read(s, on_event, l);

	if (ret == -ENOBUFS) {
		print_lost(l, 0);
		ret = 0;
	}
	if (ret == -ENODEV) {
		out_err("events: the seep module was unloaded");
		return EXIT_UNABLE;
	}
	if (ret)
		return explain_call("events", NULL, ret, "");
	return l->status;
}

static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

/* Ends when asked to, or when nobody reads us any more. */
static int listen_on(struct seep *s, struct listening *l, int signals)
{
	struct pollfd fds[] = {
		{ .fd = seep_events_fd(s), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	int status = 0;

	while (!status) {
		if (poll(fds, ARRAY_SIZE(fds), -1) < 0)
			return explain_call("events", NULL, -errno, "");
		if (fds[1].revents || fds[2].revents)
			return EXIT_DONE;
		if (fds[0].revents)
			status = take_events(s, l);
	}
	return status;
}

/* Joins first and asks for the newest number then: what comes is not missed. */
static int start(struct seep *s, struct listening *l)
{
	struct status st;
	struct seep *ask;
	int ret = seep_events_join(s);

	if (ret)
		return explain_call("events", NULL, ret, "");
	ret = seep_open(&ask);
	if (ret)
		return explain_open(ret);
	ret = seep_status(ask, &st);
	if (ret)
		ret = explain_call("events", NULL, ret, seep_message(ask));
	else
		l->seq = st.event_seq;
	seep_close(ask);
	return ret;
}

int cmd_events(int argc, char **argv)
{
	struct listening l = { .json = false };
	struct seep *s;
	int signals, ret = args_json_only(argc, argv, help, &l.json);

	if (ret >= 0)
		return ret;
	if (optind < argc) {
		out_err("events: %s: takes no argument", argv[optind]);
		return EXIT_BAD_INPUT;
	}
	ret = seep_open(&s);
	if (ret)
		return explain_open(ret);
	signals = open_signals();
	ret = start(s, &l);
	if (!ret)
		ret = listen_on(s, &l, signals);
	close(signals);
	seep_close(s);
	return ret;
}
