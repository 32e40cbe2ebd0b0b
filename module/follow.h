/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_FOLLOW_H
#define _SEEP_FOLLOW_H

#include <linux/refcount.h>

#include "target.h"

struct mem_cgroup;

/**
 * struct seep_family - the descendants of a target that are followed
 * @refs: held by each target of the family
 * @rcu: to free it after the last probe that may use it
 * @max: descendants that may live at one time; 0 follows no more
 * @live: descendants that live
 * @followed: descendants registered so far
 * @lost: descendants that were not registered
 * @reserve: targets made ready for the fork probe, linked by their list
 * @reserved: how many
 * @memcg: memory cgroup of the registering process, which is charged for all
 *
 * seep_registry_lock protects all but @refs and @memcg.
 */
struct seep_family {
	refcount_t refs;
	struct rcu_head rcu;
	u32 max;
	u32 live;
	u32 followed;
	u32 lost;
	struct list_head reserve;
	u32 reserved;
	struct mem_cgroup *memcg;
};

int seep_follow_set(struct seep_target *root, u32 max);
void seep_follow_stop(struct seep_target *root);
void seep_follow_put(struct seep_family *family);
void seep_follow_refill(struct seep_target *target);
int seep_follow_provide(struct seep_target *target);
u64 seep_follow_memory(const struct seep_target *target);
void seep_follow_fork(struct task_struct *child);

/* The family of a target, for the holder of seep_lock. */
static inline struct seep_family *seep_family_of(const struct seep_target *target)
{
	return rcu_dereference_protected(target->family,
					 lockdep_is_held(&seep_lock));
}

#endif /* _SEEP_FOLLOW_H */
