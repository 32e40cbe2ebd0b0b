/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What /proc says well: who a process is, and what the machine allows.
 */
#ifndef SEEP_PROC_H
#define SEEP_PROC_H

#include <stdbool.h>
#include <sys/types.h>

#include "util.h"

/* Before every path below /proc and /sys; not empty in tests only. */
extern const char *proc_root;

/**
 * struct pid_list - processes
 * @v: their numbers; free() it
 * @n: how many
 */
struct pid_list {
	pid_t *v;
	size_t n;
};

/**
 * struct proc_stat - from /proc/PID/stat
 * @comm: name of the process
 * @state: a letter; 'Z' is a zombie
 * @is_kthread: a thread of the kernel
 * @start_time: when it started, in clock ticks since boot
 */
struct proc_stat {
	char comm[64];
	char state;
	bool is_kthread;
	u64 start_time;
};

/**
 * struct proc_status - from /proc/PID/status
 * @tgid: the process that a thread belongs to
 * @uid: real user
 * @cap_eff: effective capabilities
 * @ns_pid: PID in the innermost PID namespace
 * @ns_depth: PID namespaces that it is in, from ours on; 1 is ours alone
 */
struct proc_status {
	pid_t tgid;
	u32 uid;
	u64 cap_eff;
	pid_t ns_pid;
	unsigned int ns_depth;
};

/**
 * struct proc_machine - bounds of the machine; SEEP_UNLIMITED if not known
 * @threads: threads there are
 * @threads_max: kernel.threads-max
 * @pid_max: kernel.pid_max
 * @max_map_count: vm.max_map_count
 * @memory: bytes of memory and swap
 * @memory_left: bytes of them that can still be had
 */
struct proc_machine {
	u64 threads;
	u64 threads_max;
	u64 pid_max;
	u64 max_map_count;
	u64 memory;
	u64 memory_left;
};

/**
 * proc_read - read a small file as text
 * @buf: where to
 * @size: its size
 * @fmt: path, as in printf
 *
 * Return: 0 or a negative errno.
 */
int __printf(3, 4) proc_read(char *buf, size_t size, const char *fmt, ...);

/**
 * proc_field - the number after a key, as in "MemFree:   12 kB"
 * @text: lines
 * @key: with its colon
 * @base: of the number
 * @value: the number
 *
 * Return: whether there is one.
 */
bool proc_field(const char *text, const char *key, int base, u64 *value);

/**
 * proc_parse_stat - read the text of /proc/PID/stat
 * @text: the text; the name may hold spaces and parentheses
 * @st: the facts
 *
 * Return: whether it was one.
 */
bool proc_parse_stat(const char *text, struct proc_stat *st);

/**
 * proc_parse_status - read the text of /proc/PID/status
 * @text: the text
 * @st: the facts
 *
 * Return: whether it was one.
 */
bool proc_parse_status(const char *text, struct proc_status *st);

/**
 * proc_stat - who is a process
 * @pid: which
 * @st: the facts
 *
 * Return: 0, or -ESRCH.
 */
int proc_stat(pid_t pid, struct proc_stat *st);

/**
 * proc_status - more of a process
 * @pid: which
 * @st: the facts
 *
 * Return: 0, or -ESRCH.
 */
int proc_status(pid_t pid, struct proc_status *st);

/**
 * proc_machine - bounds of the machine
 * @m: the bounds
 */
void proc_machine(struct proc_machine *m);

/**
 * proc_by_comm - find processes by name, ourselves aside
 * @comm: the name; what exceeds the kernel's 15 characters is not compared
 * @list: the processes
 *
 * Return: 0 or a negative errno.
 */
int proc_by_comm(const char *comm, struct pid_list *list);

/**
 * proc_by_ns_pid - find a process that a container knows by a number
 * @pid: its PID in a PID namespace below ours
 *
 * Return: its PID here, or 0.
 */
pid_t proc_by_ns_pid(pid_t pid);

/**
 * proc_boottime - nanoseconds of CLOCK_BOOTTIME
 */
u64 proc_boottime(void);

/**
 * pid_list_add - append a process
 * @list: where to
 * @pid: which
 *
 * Return: 0 or -ENOMEM.
 */
int pid_list_add(struct pid_list *list, pid_t pid);

#endif /* SEEP_PROC_H */
