// SPDX-License-Identifier: GPL-2.0
/*
 * Follow-fork: children of a target become targets before they run their first
 * instruction. The fork probe cannot allocate, so it takes them from a reserve
 * that the sampler fills up again; what it cannot take is counted.
 */
#include <linux/memcontrol.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>

#include "follow.h"
#include "sampler.h"

/* A burst of forks that the sampler has no time to answer may be this long. */
#define RESERVE_MAX	64

static struct seep_family *family_alloc(void)
{
	struct seep_family *family = kzalloc(sizeof(*family), SEEP_GFP);

	if (!family)
		return NULL;
	refcount_set(&family->refs, 1);
	INIT_LIST_HEAD(&family->reserve);
	family->memcg = get_mem_cgroup_from_mm(current->mm);
	return family;
}

/**
 * seep_follow_put() - give back a reference to a family
 * @family: may be freed by it
 *
 * Context: any, a grace period after the last probe could find it.
 */
void seep_follow_put(struct seep_family *family)
{
	struct seep_target *target, *next;

	if (!refcount_dec_and_test(&family->refs))
		return;
	list_for_each_entry_safe(target, next, &family->reserve, list)
		kfree(target);
	mem_cgroup_put(family->memcg);
	kfree(family);
}

static bool reserve_wanted(struct seep_family *family)
{
	u32 room = family->max > family->live ? family->max - family->live : 0;

	return family->reserved < min_t(u32, room, RESERVE_MAX);
}

/**
 * seep_follow_refill() - fill the reserve of a target's family
 * @target: does nothing for one that is not the root of a family
 *
 * When memory is short the reserve stays smaller, and what is lost by that is
 * counted by the fork probe.
 *
 * Context: process, under seep_lock.
 */
void seep_follow_refill(struct seep_target *target)
{
	struct seep_family *family = seep_family_of(target);
	struct seep_target *spare;
	struct mem_cgroup *old;

	if (!target->root)
		return;
	old = set_active_memcg(family->memcg);
	while (reserve_wanted(family)) {
		spare = seep_target_alloc();
		if (!spare)
			break;
		raw_spin_lock_irq(&seep_registry_lock);
		list_add(&spare->list, &family->reserve);
		family->reserved++;
		raw_spin_unlock_irq(&seep_registry_lock);
	}
	set_active_memcg(old);
}

static void set_max(struct seep_family *family, u32 max)
{
	raw_spin_lock_irq(&seep_registry_lock);
	family->max = max;
	raw_spin_unlock_irq(&seep_registry_lock);
}

/**
 * seep_follow_stop() - follow no more
 * @root: of the family; its descendants stay targets
 *
 * Context: process, under seep_lock. No child is added when it returns.
 */
void seep_follow_stop(struct seep_target *root)
{
	set_max(seep_family_of(root), 0);
}

/**
 * seep_follow_set() - follow the descendants of a target
 * @root: a target that was not followed itself
 * @max: how many of them may live at one time; 0 follows no more
 *
 * Context: process, under seep_lock.
 * Return: 0, -ENOMEM, or -EINVAL for a target that was followed itself.
 */
int seep_follow_set(struct seep_target *root, u32 max)
{
	struct seep_family *family = seep_family_of(root);

	if (family && !root->root)
		return -EINVAL;
	if (!family && !max)
		return 0;
	if (!family) {
		family = family_alloc();
		if (!family)
			return -ENOMEM;
		root->root = true;
		rcu_assign_pointer(root->family, family);
	}
	set_max(family, max);
	seep_follow_refill(root);
	return 0;
}

/**
 * seep_follow_provide() - give a followed child what the probe could not
 * @target: any; nothing is done when its history has storage
 *
 * Context: process, under seep_lock.
 * Return: 0, or -ENOMEM; then it may be tried again.
 */
int seep_follow_provide(struct seep_target *target)
{
	struct seep_target *parent;
	struct mem_cgroup *old;
	int err;

	if (target->history.points)
		return 0;
	parent = seep_target_find(target->parent);
	if (parent)
		strscpy(target->label, parent->label, sizeof(target->label));
	old = set_active_memcg(seep_family_of(target)->memcg);
	err = seep_target_provide(target);
	set_active_memcg(old);
	return err;
}

/**
 * seep_follow_memory() - bytes of kernel memory that a root holds for its family
 * @target: 0 for one that is not a root
 *
 * Context: under seep_lock.
 */
u64 seep_follow_memory(const struct seep_target *target)
{
	struct seep_family *family = seep_family_of(target);

	if (!target->root)
		return 0;
	return sizeof(*family) + (u64)READ_ONCE(family->reserved) * sizeof(*target);
}

static struct seep_target *reserve_take(struct seep_family *family)
{
	struct seep_target *target;

	if (family->live >= family->max)
		return NULL;
	target = list_first_entry_or_null(&family->reserve, struct seep_target, list);
	if (!target)
		return NULL;
	list_del(&target->list);
	family->reserved--;
	return target;
}

static int insert_child(struct seep_target *parent, struct seep_family *family,
			struct task_struct *child)
{
	struct seep_target *target = reserve_take(family);
	int err;

	if (!target)
		return -ENOSPC;
	target->parent = parent->id;
	target->interval = READ_ONCE(parent->interval);
	target->points = parent->points;
	__set_bit(SEEP_NOTICED_FORK, &target->noticed);
	RCU_INIT_POINTER(target->family, family);

	err = seep_target_insert(target, child);
	if (err) {
		RCU_INIT_POINTER(target->family, NULL);
		list_add(&target->list, &family->reserve);
		family->reserved++;
		return err;
	}
	refcount_inc(&family->refs);
	family->live++;
	family->followed++;
	return 0;
}

/**
 * seep_follow_fork() - the current process has made another
 * @child: the first thread of the new process, which does not run yet
 *
 * Context: the fork probe.
 */
void seep_follow_fork(struct task_struct *child)
{
	struct seep_family *family = NULL;
	struct seep_target *parent;
	unsigned long flags;

	rcu_read_lock();
	parent = seep_target_current();
	if (parent)
		family = rcu_dereference(parent->family);
	if (!family || !READ_ONCE(family->max))
		goto unlock;

	raw_spin_lock_irqsave(&seep_registry_lock, flags);
	if (insert_child(parent, family, child) == -ENOSPC)
		family->lost++;
	raw_spin_unlock_irqrestore(&seep_registry_lock, flags);
	seep_sampler_notice();
unlock:
	rcu_read_unlock();
}
