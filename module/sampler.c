// SPDX-License-Identifier: GPL-2.0
/*
 * The one timer of the module. It samples the targets that are due and, when a
 * probe has noticed something, does what the probe may not: it allocates, tells,
 * freezes and forgets.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/sched/signal.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "follow.h"
#include "hooks.h"
#include "sample.h"
#include "sampler.h"

/*
 * The exit probe can be blinded (by sysctl kernel.ftrace_enabled, for one). A
 * target that this many looks in a row, so far apart, find without memory is
 * taken for gone; an exit that the probe does see takes less time than that.
 */
#define SILENT_LOOKS	3
#define SILENT_WAIT	(100 * NSEC_PER_MSEC)

unsigned int seep_max_exited = 64;

static struct workqueue_struct *sampler_queue;
static void sampler_run(struct work_struct *work);
static DECLARE_DELAYED_WORK(sampler_work, sampler_run);

/* Some target has something in its noticed bits or its life. */
static atomic_t noticed = ATOMIC_INIT(0);

/**
 * seep_sampler_kick() - look after the targets now
 *
 * Context: any.
 */
void seep_sampler_kick(void)
{
	mod_delayed_work(sampler_queue, &sampler_work, 0);
}

/**
 * seep_sampler_notice() - a probe has changed a target
 *
 * Context: any.
 */
void seep_sampler_notice(void)
{
	atomic_set_release(&noticed, 1);
	seep_sampler_kick();
}

/**
 * seep_sampler_look() - sample a target, besides its history
 * @target: gets the sample as its newest
 * @now: time of the sample, in nanoseconds of CLOCK_BOOTTIME
 * @counters: read the counters too, see seep_sample_take()
 *
 * Context: process, under seep_lock and rcu_read_lock().
 * Return: false when it is gone.
 */
bool seep_sampler_look(struct seep_target *target, u64 now, bool counters)
{
	struct task_struct *task = pid_task(target->pid, PIDTYPE_TGID);

	target->now.value[SEEP_VALUE(EXECS)] = READ_ONCE(target->execs);
	return task && seep_sample_take(task, &target->now, now, counters);
}

static void go_silent(struct seep_target *target, u64 now)
{
	target->due = now + SILENT_WAIT;
	if (++target->silent < SILENT_LOOKS)
		return;
	if (cmpxchg(&target->life, SEEP_LIFE_LIVE, SEEP_LIFE_LAST_LOOK) != SEEP_LIFE_LIVE)
		return;
	target->exited_at = ktime_get_boottime_ns();
	/* Pairs with settle_target(). */
	smp_store_release(&target->life, SEEP_LIFE_GONE);
	atomic_set_release(&noticed, 1);
}

/* Samples fall on multiples of the interval, so that one wake-up serves many. */
static void set_due(struct seep_target *target, u64 now)
{
	u64 interval = (u64)target->interval * NSEC_PER_MSEC;

	if (target->due && !target->silent && now > target->due)
		target->missed += div64_u64(now - target->due, interval);
	target->due = (div64_u64(now, interval) + 1) * interval;
}

/**
 * seep_sampler_sample() - take the sample that is due
 * @target: live
 *
 * Context: process, under seep_lock.
 */
void seep_sampler_sample(struct seep_target *target)
{
	u64 now = ktime_get_ns();
	bool taken;

	rcu_read_lock();
	taken = seep_sampler_look(target, ktime_get_boottime_ns(), true);
	rcu_read_unlock();
	if (!taken) {
		go_silent(target, now);
		return;
	}
	set_due(target, now);
	target->silent = 0;
	if (!seep_follow_provide(target))
		seep_history_add(&target->history, &target->now);
	else
		target->missed++;
}

/* Counters that the last look had no time to read stay what they were. */
static void add_final(struct seep_target *target)
{
	struct seep_sample *final = &target->final;
	int i;

	if (!final->at || !target->history.points)
		return;
	for (i = SEEP_GAUGES; i < SEEP_VALUES; i++)
		final->value[i] = max(final->value[i], target->now.value[i]);
	final->value[SEEP_VALUE(EXECS)] = target->execs;
	target->now = *final;
	seep_history_add(&target->history, final);
}

static void settle_target(struct seep_target *target)
{
	/* Pairs with who took the last look, and makes its findings readable. */
	bool gone = smp_load_acquire(&target->life) == SEEP_LIFE_GONE;

	if (test_and_clear_bit(SEEP_NOTICED_FORK, &target->noticed)) {
		if (seep_follow_provide(target))
			target->missed++;
		seep_target_tell(target, SEEP_EVENT_FOLLOW);
	}
	if (test_and_clear_bit(SEEP_NOTICED_EXEC, &target->noticed))
		seep_target_tell(target, SEEP_EVENT_EXEC);
	if (gone && !target->frozen) {
		add_final(target);
		seep_target_freeze(target);
		seep_target_tell(target, SEEP_EVENT_EXIT);
	}
}

/* A root that has exited is still needed while its descendants live. */
static bool may_forget(struct seep_target *target)
{
	return target->frozen &&
	       !(target->root && READ_ONCE(seep_family_of(target)->live));
}

/* Children that were followed go first: nobody asked for them by name. */
static bool forget_before(struct seep_target *a, struct seep_target *b)
{
	if (!a->parent != !b->parent)
		return a->parent;
	return a->exited_at < b->exited_at;
}

static void forget_exited(void)
{
	struct seep_target *target, *oldest;
	struct seep_totals totals;

	seep_targets_total(&totals);
	while (totals.exited-- > seep_max_exited) {
		oldest = NULL;
		seep_for_each_target(target)
			if (may_forget(target) &&
			    (!oldest || forget_before(target, oldest)))
				oldest = target;
		if (!oldest)
			return;
		seep_target_del(oldest);
	}
}

/**
 * seep_sampler_settle() - do what the probes have left to do
 *
 * Whoever shows targets calls this first, so that what happened before is seen.
 *
 * Context: process, under seep_lock.
 */
void seep_sampler_settle(void)
{
	struct seep_target *target;

	if (!atomic_xchg(&noticed, 0))
		return;
	seep_for_each_target(target)
		settle_target(target);
	/* A child that has exited makes room in the family of an older target. */
	seep_for_each_target(target)
		seep_follow_refill(target);
	forget_exited();
}

/* Return: when the next sample is due, in monotonic nanoseconds. */
static u64 sample_due(void)
{
	u64 now = ktime_get_ns(), next = U64_MAX;
	struct seep_target *target;

	seep_for_each_target(target) {
		if (target->frozen)
			continue;
		if (target->due <= now)
			seep_sampler_sample(target);
		next = min(next, target->due);
	}
	return next;
}

/* Until they are detached, the fork probe may still add a target. */
static void detach_idle_hooks(void)
{
	if (seep_targets_live() || !seep_hooks_attached())
		return;
	seep_hooks_detach();
	if (seep_targets_live() && seep_hooks_attach())
		pr_warn("cannot attach the hooks again: exits are seen late\n");
}

static void sampler_run(struct work_struct *work)
{
	u64 next, now;

	mutex_lock(&seep_lock);
	seep_sampler_settle();
	next = sample_due();
	seep_sampler_settle();
	detach_idle_hooks();
	now = ktime_get_ns();
	if (next != U64_MAX)
		queue_delayed_work(sampler_queue, &sampler_work,
				   next > now ? nsecs_to_jiffies(next - now) + 1 : 0);
	mutex_unlock(&seep_lock);
}

/**
 * seep_sampler_init() - make ready; the first kick starts it
 *
 * Return: 0 or -ENOMEM.
 */
int seep_sampler_init(void)
{
	sampler_queue = alloc_workqueue("seep", WQ_UNBOUND | WQ_FREEZABLE, 1);
	return sampler_queue ? 0 : -ENOMEM;
}

/**
 * seep_sampler_exit() - stop for good
 *
 * Context: process, without seep_lock, when no hook is attached and nobody can
 * register any more.
 */
void seep_sampler_exit(void)
{
	cancel_delayed_work_sync(&sampler_work);
	destroy_workqueue(sampler_queue);
}
