// SPDX-License-Identifier: GPL-2.0
#include <unistd.h>

#include "fakeroot.h"
#include "nl.h"
#include "tap.h"

/* Fields 3 to 22 of a process that was started at tick 4711. */
#define REST(flags) \
	" S 1 1 1 0 -1 " flags " 9 8 7 6 5 4 3 2 20 0 1 0 4711 1 2\n"

static void test_stat(void)
{
	static const struct {
		const char *text;
		const char *comm;	/* NULL: refused */
	} cases[] = {
		{ "1 (init)" REST("4194560"), "init" },
		{ "1 (a b)" REST("0"), "a b" },
		{ "1 (a) S 1)" REST("0"), "a) S 1" },
		{ "1 (()" REST("0"), "(" },
		{ "1 ())" REST("0"), ")" },
		{ "1 ()" REST("0"), "" },
		{ "1 (x\ny)" REST("0"), "x\ny" },
		{ "2 (kthreadd)" REST("2129984"), "kthreadd" },
		{ "1 (cut) S 1 1 1 0 -1 0 9 8", NULL },
		{ "1 (open S 1", NULL },
		{ ")(", NULL },
		{ "", NULL },
	};
	struct proc_stat st;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		bool good = proc_parse_stat(cases[i].text, &st);

		check(good == !!cases[i].comm &&
		      (!good || (!strcmp(st.comm, cases[i].comm) &&
				 st.start_time == 4711 && st.state == 'S' &&
				 st.is_kthread == !strcmp(st.comm, "kthreadd"))),
		      "stat of a process: case %zu", i);
	}
}

static void test_status(void)
{
	static const char boxed[] =
"Name:\tx\n"
"Tgid:\t7\n"
"Uid:\t1000\t0\t0\t0\n"
"NSpid:\t9\t12\t3\n"
"CapEff:\t0000000000200000\n";
	static const char plain[] =
"Tgid:\t7\n"
"Uid:\t0\n"
"CapEff:\tffffffffffffffff\n";
	struct proc_status st;

	check(proc_parse_status(boxed, &st) &&
	      st.tgid == 7 && st.uid == 1000 && st.cap_eff == 0x200000 &&
	      st.ns_pid == 3 && st.ns_depth == 3, "status in a container");
	check(proc_parse_status(plain, &st) &&
	      st.ns_depth == 0 && st.cap_eff == ~0ULL,
	      "status without PID namespaces");
	check(!proc_parse_status("Name:\tTgid:\t7\n", &st),
	      "a name that looks like a key");
	check(!proc_parse_status("", &st), "no status");
}

static void test_self(void)
{
	struct proc_status status;
	struct proc_stat st;

	check(!proc_stat(getpid(), &st) && !strcmp(st.comm, "test_proc") &&
	      st.start_time, "our own stat");
	check(!proc_status(getpid(), &status) && status.tgid == getpid() &&
	      status.uid == getuid(), "our own status");
	check(proc_stat(0x7ffffffe, &st) < 0, "no such process");
}

static void test_machine(void)
{
	static const char meminfo[] =
"MemTotal: 100 kB\n"
"MemFree: 1 kB\n"
"MemAvailable: 60 kB\n"
"SwapTotal: 10 kB\n"
"SwapFree: 5 kB\n";
	struct proc_machine m;

	proc_machine(&m);
	check(m.threads_max == SEEP_UNLIMITED && m.memory == SEEP_UNLIMITED &&
	      m.memory_left == SEEP_UNLIMITED && !m.threads,
	      "bounds of a machine without /proc");
	fakeroot_write("/proc/loadavg", "0.1 0.2 0.3 2/345 678\n");
	fakeroot_write("/proc/sys/kernel/threads-max", "1000\n");
	fakeroot_write("/proc/sys/kernel/pid_max", "32768\n");
	fakeroot_write("/proc/sys/vm/max_map_count", "65530\n");
	fakeroot_write("/proc/meminfo", meminfo);
	proc_machine(&m);
	check(m.threads == 345 && m.threads_max == 1000 &&
	      m.pid_max == 32768 && m.max_map_count == 65530,
	      "bounds of a machine: counts");
	check(m.memory == 110 * 1024 && m.memory_left == 65 * 1024,
	      "bounds of a machine: memory with swap");
}

static void add_process(int pid, const char *comm, const char *ns_pids)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	snprintf(text, sizeof(text), "%d (%s)" REST("0"), pid, comm);
	fakeroot_write(path, text);
	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	snprintf(text, sizeof(text),
		 "Tgid:\t%d\nUid:\t0\nNSpid:\t%d%s\nCapEff:\t0\n", pid, pid,
		 ns_pids);
	fakeroot_write(path, text);
}

static size_t count_comm(const char *comm)
{
	struct pid_list list = { .v = NULL };
	size_t n = proc_by_comm(comm, &list) ? 999 : list.n;

	free(list.v);
	return n;
}

static void test_search(void)
{
	add_process(11, "web", "");
	add_process(12, "web", "\t1");
	add_process(13, "webber", "\t40\t7");
	add_process(14, "a-very-long-nam", "");
	check(count_comm("web") == 2, "by name");
	check(count_comm("we") == 0, "not by a part of the name");
	check(count_comm("a-very-long-name-indeed") == 1,
	      "by more of the name than the kernel keeps");
	check(proc_by_ns_pid(7) == 13, "by the number in a container");
	check(proc_by_ns_pid(11) == 0, "not by a number of this namespace");
}

int main(void)
{
	test_stat();
	test_status();
	test_self();
	fakeroot_begin();
	test_machine();
	test_search();
	fakeroot_end();
	return tap_done();
}
