/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel module as plain structs and calls. Only nl.c knows libnl and the
 * wire. Calls return 0 or more, or a negative errno; seep_message() then has
 * the kernel's own words, if it said any.
 */
#ifndef SEEP_NL_H
#define SEEP_NL_H

#include <linux/seep.h>
#include <stdbool.h>
#include <sys/types.h>

#include "util.h"

/**
 * enum value - what a sample holds; the order is that of the wire
 * @VALUE_THREADS: threads
 * @VALUE_FDS: open file descriptors
 * @VALUE_MAPS: mappings
 * @VALUE_MAPPED: mapped bytes
 * @VALUE_ANON: resident anonymous bytes
 * @VALUE_FILE: resident bytes of files
 * @VALUE_SHMEM: resident bytes of shared memory
 * @VALUE_SWAP: bytes swapped out
 * @VALUE_DATA: private writable bytes
 * @VALUE_MINOR_FAULTS: counter
 * @VALUE_MAJOR_FAULTS: counter
 * @VALUE_CPU: counter, nanoseconds
 * @VALUE_EXECS: counter since registration
 * @VALUES: how many
 */
enum value {
	VALUE_THREADS,
	VALUE_FDS,
	VALUE_MAPS,
	VALUE_MAPPED,
	VALUE_ANON,
	VALUE_FILE,
	VALUE_SHMEM,
	VALUE_SWAP,
	VALUE_DATA,
	VALUE_MINOR_FAULTS,
	VALUE_MAJOR_FAULTS,
	VALUE_CPU,
	VALUE_EXECS,
	VALUES,
};

/* A limit that is not set. */
#define SEEP_UNLIMITED (~0ULL)

/**
 * struct rlimits - resource limits of a process; SEEP_UNLIMITED if not set
 * @nofile: soft RLIMIT_NOFILE
 * @nofile_hard: hard RLIMIT_NOFILE
 * @nproc: soft RLIMIT_NPROC
 * @nproc_hard: hard RLIMIT_NPROC
 * @nproc_used: threads of the process's user
 * @as: soft RLIMIT_AS
 * @as_hard: hard RLIMIT_AS
 */
struct rlimits {
	u64 nofile;
	u64 nofile_hard;
	u64 nproc;
	u64 nproc_hard;
	u64 nproc_used;
	u64 as;
	u64 as_hard;
};

/**
 * struct target - a registered process; times are CLOCK_BOOTTIME nanoseconds
 * @id: number of the registration
 * @pid: process ID in our PID namespace; 0 where it has none
 * @start_time: when it started, as in field 22 of /proc/PID/stat
 * @label: the user's text, or ""
 * @comm: name of its leader
 * @exited: it is gone and its history is frozen
 * @interval_ms: sampling interval
 * @points: capacity of the history
 * @follow: descendants that may be registered
 * @parent: id of the target that it was forked from; 0 without
 * @followed: descendants registered so far
 * @follow_lost: descendants that were not registered
 * @added_at: when it was registered
 * @execs: execs since then
 * @exec_at: the last of them; 0 without
 * @exited_at: when it exited; 0 while it lives
 * @exit_code: wait status
 * @seq: samples taken
 * @used: points of the history in use
 * @stride: samples in one point
 * @missed: samples that were due and not taken
 * @memory: bytes of kernel memory
 * @has_limits: whether @limits is filled in; a live target only
 * @limits: its limits
 * @event_seq: number of the notification, in a notification
 */
struct target {
	u64 id;
	pid_t pid;
	u64 start_time;
	char label[SEEP_LABEL_MAX + 1];
	char comm[32];
	bool exited;
	u32 interval_ms;
	u32 points;
	u32 follow;
	u64 parent;
	u32 followed;
	u32 follow_lost;
	u64 added_at;
	u32 execs;
	u64 exec_at;
	u64 exited_at;
	u32 exit_code;
	u64 seq;
	u32 used;
	u32 stride;
	u64 missed;
	u64 memory;
	bool has_limits;
	struct rlimits limits;
	u64 event_seq;
};

/**
 * struct sample - one point of a history
 * @target: id of its target
 * @seq: number of the newest sample in the point
 * @count: samples in the point
 * @first_at: time of the oldest
 * @last_at: time of the newest
 * @last: newest values
 * @min: smallest values; as @last for counters
 * @max: largest values; as @last for counters
 */
struct sample {
	u64 target;
	u64 seq;
	u32 count;
	u64 first_at;
	u64 last_at;
	u64 last[VALUES];
	u64 min[VALUES];
	u64 max[VALUES];
};

/**
 * struct status - the module as a whole
 * @version: its version
 * @live: targets that live
 * @exited: targets that are gone and kept
 * @max_targets: bound of @live
 * @max_exited: bound of @exited
 * @memory: bytes of kernel memory of all targets
 * @hooks: kernel hooks attached
 * @event_seq: number of the newest notification
 * @events_lost: notifications that could not be sent
 */
struct status {
	char version[32];
	u32 live;
	u32 exited;
	u32 max_targets;
	u32 max_exited;
	u64 memory;
	u32 hooks;
	u64 event_seq;
	u64 events_lost;
};

/**
 * enum event_kind - what happened
 * @EVENT_ADD: a target was registered
 * @EVENT_FOLLOW: a child of a target was registered
 * @EVENT_EXEC: a target runs another program
 * @EVENT_EXIT: a target exited
 * @EVENT_DEL: a target was dropped
 */
enum event_kind {
	EVENT_ADD,
	EVENT_FOLLOW,
	EVENT_EXEC,
	EVENT_EXIT,
	EVENT_DEL,
};

/**
 * struct event - a notification
 * @kind: what happened
 * @target: the target as it was then
 */
struct event {
	enum event_kind kind;
	struct target target;
};

/**
 * struct target_list - targets in the order of registration
 * @v: the targets
 * @n: how many
 */
struct target_list {
	struct target *v;
	size_t n;
};

/**
 * struct sample_list - samples, oldest first
 * @v: the samples
 * @n: how many
 */
struct sample_list {
	struct sample *v;
	size_t n;
};

/**
 * struct target_request - what is asked for a target
 * @id: which target; unless @pid
 * @pid: which process
 * @start_time: its start time, to refuse a recycled PID; 0 does not check
 * @label: new label, or NULL
 * @interval_ms: new interval, or 0
 * @points: capacity of the history, or 0; at registration only
 * @set_follow: whether @follow is meant
 * @follow: new bound of descendants
 */
struct target_request {
	u64 id;
	pid_t pid;
	u64 start_time;
	const char *label;
	u32 interval_ms;
	u32 points;
	bool set_follow;
	u32 follow;
};

struct seep;

/**
 * seep_open - connect to the module
 * @s: the connection; filled in on success
 *
 * Return: 0; -ENOENT if the module is not loaded.
 */
int seep_open(struct seep **s);

/**
 * seep_close - end a connection
 * @s: it; may be NULL
 */
void seep_close(struct seep *s);

/**
 * seep_message - what the kernel said of the last call that failed
 * @s: the connection
 *
 * Return: a sentence, or "".
 */
const char *seep_message(const struct seep *s);

/**
 * seep_status - read the state of the module
 * @s: the connection
 * @status: the state
 */
int seep_status(struct seep *s, struct status *status);

/**
 * seep_target_add - register a process
 * @s: the connection
 * @req: which and how
 * @id: number of the registration
 */
int seep_target_add(struct seep *s, const struct target_request *req, u64 *id);

/**
 * seep_target_del - unregister a target
 * @s: the connection
 * @id: number of the registration
 */
int seep_target_del(struct seep *s, u64 id);

/**
 * seep_target_del_all - unregister all targets
 * @s: the connection
 */
int seep_target_del_all(struct seep *s);

/**
 * seep_target_set - change a target
 * @s: the connection
 * @req: which and what
 */
int seep_target_set(struct seep *s, const struct target_request *req);

/**
 * seep_target_dump - read all targets
 * @s: the connection
 * @list: the targets; free @list->v
 *
 * Return: 0, or 1 if targets came and went all the time and the list may
 * therefore lack some.
 */
int seep_target_dump(struct seep *s, struct target_list *list);

/**
 * seep_sample_dump - read the history of a target
 * @s: the connection
 * @id: the target
 * @since: only points newer than this sequence number
 * @list: the samples; free @list->v
 *
 * Return: as seep_target_dump().
 */
int seep_sample_dump(struct seep *s, u64 id, u64 since,
		     struct sample_list *list);

/**
 * seep_sample_fresh - sample all targets now
 * @s: the connection
 * @list: one sample of each target, an exited one's last; free @list->v
 *
 * Return: as seep_target_dump().
 */
int seep_sample_fresh(struct seep *s, struct sample_list *list);

/**
 * seep_events_join - listen to notifications on this connection
 * @s: the connection; of no other use from now on
 */
int seep_events_join(struct seep *s);

/**
 * seep_events_fd - the file descriptor to poll
 * @s: the connection
 */
int seep_events_fd(const struct seep *s);

/**
 * seep_events_read - take what has arrived
 * @s: the connection
 * @handle: is called for each event
 * @arg: its second argument
 *
 * Return: 0; -ENOBUFS if events were lost; -ENODEV if the module was unloaded.
 */
int seep_events_read(struct seep *s,
		     void (*handle)(const struct event *event, void *arg),
		     void *arg);

#endif /* SEEP_NL_H */
