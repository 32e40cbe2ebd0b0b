// SPDX-License-Identifier: GPL-2.0
/* The registry of targets, and what the probes do with it. */
#include <linux/hashtable.h>
#include <linux/math64.h>
#include <linux/netlink.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time_namespace.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "follow.h"
#include "hooks.h"
#include "sample.h"
#include "sampler.h"
#include "target.h"

/*
 * Taken by every process that asks or changes something and by the sampler,
 * never by a probe: who holds it may sleep and knows that no target goes away.
 */
DEFINE_MUTEX(seep_lock);

/* Protects what the fork probe changes too: list, look-up, counts, families. */
DEFINE_RAW_SPINLOCK(seep_registry_lock);

LIST_HEAD(seep_targets);
BLOCKING_NOTIFIER_HEAD(seep_target_notifier);
unsigned int seep_max_targets = 1024;

static DEFINE_HASHTABLE(live_targets, 10);
static u32 nr_live;
static u64 last_id;
/* Changes with every addition and removal; never 0. */
static u64 generation = 1;

static struct seep_target *find_live(const struct pid *pid)
{
	struct seep_target *target;

	hash_for_each_possible_rcu(live_targets, target, hash, (unsigned long)pid,
				   lockdep_is_held(&seep_lock) ||
				   lockdep_is_held(&seep_registry_lock))
		if (target->pid == pid)
			return target;
	return NULL;
}

/**
 * seep_target_current() - the target that the current process is
 *
 * Context: any, within rcu_read_lock().
 */
struct seep_target *seep_target_current(void)
{
	return find_live(task_tgid(current));
}

/**
 * seep_target_find() - find a target by its id
 * @id: of the target
 *
 * Context: under seep_lock.
 */
struct seep_target *seep_target_find(u64 id)
{
	struct seep_target *target = id ? seep_target_next(id - 1) : NULL;

	return target && target->id == id ? target : NULL;
}

/**
 * seep_target_find_pid() - find a target by its PID in the caller's namespace
 * @nr: the PID
 *
 * Of several targets with that PID, all but one of which have exited, the
 * newest is found.
 *
 * Context: process, under seep_lock.
 */
struct seep_target *seep_target_find_pid(pid_t nr)
{
	struct seep_target *target, *found = NULL;

	seep_for_each_target(target)
		if (pid_vnr(target->pid) == nr)
			found = target;
	return found;
}

/**
 * seep_target_next() - the oldest target that is newer than @id
 * @id: of a target, which need not be there, or 0
 *
 * Context: under seep_lock.
 */
struct seep_target *seep_target_next(u64 id)
{
	struct seep_target *target;

	seep_for_each_target(target)
		if (target->id > id)
			return target;
	return NULL;
}

/**
 * seep_targets_live() - how many targets are not frozen
 */
u32 seep_targets_live(void)
{
	return READ_ONCE(nr_live);
}

/**
 * seep_targets_generation() - a number that changes when the list does
 */
u64 seep_targets_generation(void)
{
	return READ_ONCE(generation);
}

static u64 start_ticks(u64 start)
{
	return div_u64(timens_add_boottime_ns(start), NSEC_PER_SEC / USER_HZ);
}

/**
 * seep_target_start_ticks() - start time as /proc/PID/stat shows it to the caller
 * @target: whose process is meant
 */
u64 seep_target_start_ticks(const struct seep_target *target)
{
	return start_ticks(target->start);
}

/**
 * seep_target_memory() - bytes of kernel memory that a target holds
 * @target: that holds it
 *
 * Context: under seep_lock.
 */
u64 seep_target_memory(const struct seep_target *target)
{
	return sizeof(*target) + seep_follow_memory(target) +
	       PAGE_ALIGN((u64)target->history.capacity * sizeof(struct seep_point));
}

/**
 * seep_targets_total() - count the targets
 * @totals: gets the counts
 *
 * Context: under seep_lock.
 */
void seep_targets_total(struct seep_totals *totals)
{
	struct seep_target *target;

	*totals = (struct seep_totals) {};
	seep_for_each_target(target) {
		if (target->frozen)
			totals->exited++;
		else
			totals->live++;
		totals->memory += seep_target_memory(target);
	}
}

/**
 * seep_target_tell() - tell whoever listens what became of a target
 * @target: that something became of
 * @event: what
 *
 * Context: process, under seep_lock.
 */
void seep_target_tell(struct seep_target *target, enum seep_event event)
{
	blocking_notifier_call_chain(&seep_target_notifier, event, target);
}

/**
 * seep_target_alloc() - make a target that is not in the list yet
 *
 * Context: process; the memory is charged to the current memory cgroup.
 */
struct seep_target *seep_target_alloc(void)
{
	return kzalloc(sizeof(struct seep_target), SEEP_GFP);
}

/**
 * seep_target_provide() - give a target the storage of its history
 * @target: has its number of points and no storage
 *
 * Context: process; the memory is charged to the current memory cgroup.
 * Return: 0 or -ENOMEM.
 */
int seep_target_provide(struct seep_target *target)
{
	struct seep_point *points;

	/* By the page: the slabs would round 140 KiB up to 256. */
	points = __vmalloc(array_size(target->points, sizeof(*points)),
			   SEEP_GFP | __GFP_ZERO);
	if (!points)
		return -ENOMEM;
	seep_history_init(&target->history, points, target->points);
	return 0;
}

static void target_free_rcu(struct rcu_head *rcu)
{
	struct seep_target *target = container_of(rcu, struct seep_target, rcu);
	struct seep_family *family = rcu_access_pointer(target->family);

	if (family)
		seep_follow_put(family);
	put_pid(target->pid);
	kfree(target);
}

/* A probe may still look at it, but not at its points. */
static void target_free(struct seep_target *target)
{
	vfree(target->history.points);
	call_rcu(&target->rcu, target_free_rcu);
}

/**
 * seep_target_insert() - put a target into the list and the look-up
 * @target: new
 * @task: a thread of the process, not yet reaped
 *
 * Context: any, under seep_registry_lock and rcu_read_lock().
 * Return: 0, -EEXIST when the process is a target, -ENOSPC when there are as
 * many as there may be.
 */
int seep_target_insert(struct seep_target *target, struct task_struct *task)
{
	struct pid *pid = task_tgid(task);

	if (find_live(pid))
		return -EEXIST;
	if (nr_live >= seep_max_targets)
		return -ENOSPC;

	target->pid = get_pid(pid);
	target->start = task->group_leader->start_boottime;
	strscpy(target->comm, task->group_leader->comm, sizeof(target->comm));
	target->added_at = ktime_get_boottime_ns();
	target->id = ++last_id;
	WRITE_ONCE(nr_live, nr_live + 1);
	WRITE_ONCE(generation, generation + 1);
	hash_add_rcu(live_targets, &target->hash, (unsigned long)pid);
	list_add_tail_rcu(&target->list, &seep_targets);
	return 0;
}

static void leave_lookup(struct seep_target *target)
{
	struct seep_family *family = seep_family_of(target);

	lockdep_assert_held(&seep_registry_lock);
	hash_del_rcu(&target->hash);
	WRITE_ONCE(nr_live, nr_live - 1);
	if (family && !target->root)
		family->live--;
}

/**
 * seep_target_freeze() - the process is gone: keep what is known of it
 * @target: live until now
 *
 * Context: process, under seep_lock.
 */
void seep_target_freeze(struct seep_target *target)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&seep_registry_lock, flags);
	leave_lookup(target);
	raw_spin_unlock_irqrestore(&seep_registry_lock, flags);
	target->frozen = true;
}

/**
 * seep_target_del() - forget a target
 * @target: must not be used any more
 *
 * Context: process, under seep_lock.
 */
void seep_target_del(struct seep_target *target)
{
	unsigned long flags;

	seep_target_tell(target, SEEP_EVENT_DEL);
	if (target->root)
		seep_follow_stop(target);
	raw_spin_lock_irqsave(&seep_registry_lock, flags);
	if (!target->frozen)
		leave_lookup(target);
	list_del_rcu(&target->list);
	WRITE_ONCE(generation, generation + 1);
	raw_spin_unlock_irqrestore(&seep_registry_lock, flags);
	target_free(target);
}

/* Why a process cannot be a target; 0 when it can. */
static int check_process(struct pid *pid, u64 ticks,
			 struct netlink_ext_ack *extack)
{
	struct task_struct *task = pid_task(pid, PIDTYPE_TGID);

	if (!task && pid_task(pid, PIDTYPE_PID)) {
		NL_SET_ERR_MSG(extack, "the PID is that of a thread, not of a process");
		return -EINVAL;
	}
	if (!task || seep_process_dead(task)) {
		NL_SET_ERR_MSG(extack, "no such process in this PID namespace, or it has exited");
		return -ESRCH;
	}
	if (task->flags & PF_KTHREAD) {
		NL_SET_ERR_MSG(extack, "a kernel thread has no user memory and no descriptors");
		return -EOPNOTSUPP;
	}
	if (ticks && ticks != start_ticks(task->start_boottime)) {
		NL_SET_ERR_MSG(extack, "the process started at another time: the PID was recycled");
		return -ESTALE;
	}
	return 0;
}

static int insert_checked(struct seep_target *target, struct pid *pid,
			  u64 ticks, struct netlink_ext_ack *extack)
{
	struct task_struct *task;
	unsigned long flags;
	int err;

	rcu_read_lock();
	err = check_process(pid, ticks, extack);
	if (err)
		goto unlock;
	task = pid_task(pid, PIDTYPE_TGID);
	raw_spin_lock_irqsave(&seep_registry_lock, flags);
	err = seep_target_insert(target, task);
	raw_spin_unlock_irqrestore(&seep_registry_lock, flags);
unlock:
	rcu_read_unlock();
	if (err == -EEXIST)
		NL_SET_ERR_MSG(extack, "the process is a target already");
	else if (err == -ENOSPC)
		NL_SET_ERR_MSG(extack, "as many targets as max_targets allows");
	return err;
}

static struct seep_target *target_make(const struct seep_target_spec *spec)
{
	struct seep_target *target = seep_target_alloc();
	int err;

	if (!target)
		return ERR_PTR(-ENOMEM);
	target->interval = spec->interval;
	target->points = round_up(spec->points, 2);
	if (spec->label)
		strscpy(target->label, spec->label, sizeof(target->label));

	err = seep_target_provide(target);
	if (err)
		goto free;
	err = seep_follow_set(target, spec->follow);
	if (err)
		goto free;
	return target;
free:
	target_free(target);
	return ERR_PTR(err);
}

static int attach_hooks(struct netlink_ext_ack *extack)
{
	int err;

	if (seep_hooks_attached())
		return 0;
	err = seep_hooks_attach();
	if (err)
		NL_SET_ERR_MSG(extack, "cannot attach to the kernel's exec, fork and exit");
	return err;
}

/**
 * seep_target_add() - register a process
 * @spec: what to register
 * @extack: gets the reason of a refusal
 *
 * Context: process, under seep_lock. The memory is charged to the caller.
 * Return: the target, which has its first sample, or -EEXIST, -EINVAL for a
 * thread, -ENOMEM, -ENOSPC, -EOPNOTSUPP for a kernel thread, -ESRCH, -ESTALE for
 * a recycled PID, or the error of a hook that could not be attached.
 */
struct seep_target *seep_target_add(const struct seep_target_spec *spec,
				    struct netlink_ext_ack *extack)
{
	struct pid *pid = find_get_pid(spec->pid);
	struct seep_target *target;
	int err;

	target = target_make(spec);
	if (IS_ERR(target)) {
		NL_SET_ERR_MSG(extack, "no memory, at least not in the caller's cgroup");
		goto put;
	}
	err = attach_hooks(extack);
	if (!err)
		err = insert_checked(target, pid, spec->start_ticks, extack);
	if (err) {
		target_free(target);
		target = ERR_PTR(err);
	} else {
		seep_sampler_sample(target);
		seep_target_tell(target, SEEP_EVENT_ADD);
	}
	/* Sets the timer, or detaches the hooks that nobody needs. */
	seep_sampler_kick();
put:
	put_pid(pid);
	return target;
}

/**
 * seep_target_exec() - the current process runs another program
 *
 * Context: the exec probe.
 */
void seep_target_exec(void)
{
	struct seep_target *target;

	rcu_read_lock();
	target = seep_target_current();
	if (target) {
		WRITE_ONCE(target->exec_at, ktime_get_boottime_ns());
		WRITE_ONCE(target->execs, target->execs + 1);
		set_bit(SEEP_NOTICED_EXEC, &target->noticed);
		seep_sampler_notice();
	}
	rcu_read_unlock();
}

static void last_look(struct seep_target *target)
{
	struct signal_struct *signal = current->signal;

	if (cmpxchg(&target->life, SEEP_LIFE_LIVE, SEEP_LIFE_LAST_LOOK) != SEEP_LIFE_LIVE)
		return;
	target->exited_at = ktime_get_boottime_ns();
	seep_sample_take(current, &target->final, target->exited_at, true);
	target->exit_code = signal->flags & SIGNAL_GROUP_EXIT ?
		signal->group_exit_code : current->group_leader->exit_code;
	strscpy(target->comm, current->group_leader->comm, sizeof(target->comm));
	/* Pairs with settle_target(), which reads what was written above. */
	smp_store_release(&target->life, SEEP_LIFE_GONE);
	seep_sampler_notice();
}

/**
 * seep_target_exit() - a thread exits; its memory and files are still there
 *
 * Context: the exit probe. Of the last threads of a process more than one may
 * find that all have begun to exit; the first one takes the last look.
 */
void seep_target_exit(void)
{
	struct seep_target *target;

	if (!seep_process_dead(current))
		return;
	rcu_read_lock();
	target = seep_target_current();
	if (target)
		last_look(target);
	rcu_read_unlock();
}
