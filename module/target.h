/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_TARGET_H
#define _SEEP_TARGET_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/pid.h>
#include <linux/rculist.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "history.h"

struct netlink_ext_ack;
struct seep_family;

/*
 * For what a target holds: charged to who registers it, and refused when the
 * cgroup has no room for it, rather than made room for by the OOM killer.
 */
#define SEEP_GFP	(GFP_KERNEL_ACCOUNT | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

/**
 * enum seep_target_life - written by the probes, with cmpxchg() from live on
 * @SEEP_LIFE_LIVE: runs
 * @SEEP_LIFE_LAST_LOOK: the exit probe takes the last sample
 * @SEEP_LIFE_GONE: the last sample, if there is one, stands in the target
 */
enum seep_target_life {
	SEEP_LIFE_LIVE,
	SEEP_LIFE_LAST_LOOK,
	SEEP_LIFE_GONE,
};

/* Bits of seep_target.noticed: what probes saw and nobody was told of yet. */
enum seep_noticed {
	SEEP_NOTICED_FORK,
	SEEP_NOTICED_EXEC,
};

/**
 * struct seep_target - a registered process
 *
 * Without another word a member is protected by seep_lock or does not change
 * while the target stands in the list.
 *
 * @list: in seep_targets, in the order of @id; written under
 *	seep_registry_lock, read under RCU or seep_lock
 * @hash: in the look-up by @pid until @frozen; protected as @list
 * @rcu: to free it after the last probe that may have found it
 * @id: number of the registration, never used twice
 * @parent: the id of the target it was forked from, or 0
 * @pid: the process (thread group)
 * @start: when the process started, in nanoseconds since boot
 * @label: the user's words
 * @comm: name of the leader at registration, then at exit; @life publishes it
 * @life: see there
 * @noticed: bits of enum seep_noticed; atomic
 * @frozen: it exited, and nothing changes any more
 * @interval: between samples, in milliseconds
 * @due: when the next sample is, in nanoseconds of the monotonic clock
 * @silent: how many looks in a row found neither memory nor files
 * @missed: samples that were due and not taken
 * @added_at: time of registration, as all times that follow in nanoseconds of
 *	CLOCK_BOOTTIME
 * @execs: written by the exec probe, which a process runs one at a time
 * @exec_at: as @execs
 * @exited_at: written by the exit probe, published by @life
 * @exit_code: as @exited_at; a wait status
 * @final: sample of the exit probe, published by @life; its time is 0 when the
 *	probe did not see the exit
 * @now: newest sample, which a reader may have asked for besides @history
 * @points: what the storage of @history holds or shall hold
 * @history: all samples; a followed child has no storage yet when it is born
 * @family: the descendants that it belongs to, or NULL; read under RCU
 * @root: @family was made for it, rather than inherited
 */
struct seep_target {
	struct list_head list;
	struct hlist_node hash;
	struct rcu_head rcu;
	u64 id;
	u64 parent;
	struct pid *pid;
	u64 start;
	char label[SEEP_LABEL_MAX + 1];
	char comm[TASK_COMM_LEN];
	int life;
	unsigned long noticed;
	bool frozen;
	u32 interval;
	u64 due;
	u32 silent;
	u64 missed;
	u64 added_at;
	u32 execs;
	u64 exec_at;
	u64 exited_at;
	u32 exit_code;
	struct seep_sample final;
	struct seep_sample now;
	u32 points;
	struct seep_history history;
	struct seep_family __rcu *family;
	bool root;
};

/**
 * struct seep_target_spec - what to register
 * @pid: in the PID namespace of the caller
 * @start_ticks: of the process, in clock ticks as in /proc/PID/stat; 0 to trust @pid
 * @label: may be NULL
 * @interval: in milliseconds
 * @points: capacity of the history
 * @follow: descendants that may be registered at one time
 */
struct seep_target_spec {
	pid_t pid;
	u64 start_ticks;
	const char *label;
	u32 interval;
	u32 points;
	u32 follow;
};

/**
 * enum seep_event - what seep_target_notifier tells of a target
 * @SEEP_EVENT_ADD: registered
 * @SEEP_EVENT_FOLLOW: registered because its parent is followed
 * @SEEP_EVENT_EXEC: runs another program
 * @SEEP_EVENT_EXIT: exited
 * @SEEP_EVENT_DEL: about to be forgotten
 */
enum seep_event {
	SEEP_EVENT_ADD,
	SEEP_EVENT_FOLLOW,
	SEEP_EVENT_EXEC,
	SEEP_EVENT_EXIT,
	SEEP_EVENT_DEL,
};

/**
 * struct seep_totals - of all targets
 * @live: targets that are not frozen
 * @exited: targets that are
 * @memory: bytes of kernel memory that they hold
 */
struct seep_totals {
	u32 live;
	u32 exited;
	u64 memory;
};

extern struct mutex seep_lock;
extern raw_spinlock_t seep_registry_lock;
extern struct list_head seep_targets;
extern struct blocking_notifier_head seep_target_notifier;
extern unsigned int seep_max_targets;

/* Under seep_lock the body may sleep, since only its holder removes targets. */
#define seep_for_each_target(target)					\
	list_for_each_entry_rcu(target, &seep_targets, list,		\
				lockdep_is_held(&seep_lock))

#define seep_for_each_target_after(target, id)				\
	for (target = seep_target_next(id);				\
	     target && &target->list != &seep_targets;			\
	     target = list_next_entry(target, list))

struct seep_target *seep_target_alloc(void);
int seep_target_insert(struct seep_target *target, struct task_struct *task);
int seep_target_provide(struct seep_target *target);
struct seep_target *seep_target_add(const struct seep_target_spec *spec,
				    struct netlink_ext_ack *extack);
void seep_target_del(struct seep_target *target);
void seep_target_freeze(struct seep_target *target);
struct seep_target *seep_target_find(u64 id);
struct seep_target *seep_target_find_pid(pid_t nr);
struct seep_target *seep_target_next(u64 id);
struct seep_target *seep_target_current(void);
u64 seep_target_start_ticks(const struct seep_target *target);
u64 seep_target_memory(const struct seep_target *target);
void seep_target_tell(struct seep_target *target, enum seep_event event);
void seep_targets_total(struct seep_totals *totals);
u32 seep_targets_live(void);
u64 seep_targets_generation(void);

void seep_target_exec(void);
void seep_target_exit(void);

#endif /* _SEEP_TARGET_H */
