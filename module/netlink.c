// SPDX-License-Identifier: GPL-2.0
/* The family: who may ask, the operations on targets, the status. */
#include <linux/capability.h>
#include <linux/netlink.h>
#include <linux/pid_namespace.h>
#include <linux/sched/task.h>

#include "follow.h"
#include "hooks.h"
#include "netlink.h"
#include "sampler.h"

#define INTERVAL_DEFAULT	1000
#define POINTS_DEFAULT		512

/*
 * What is recorded are secrets of other processes, and to record costs kernel
 * memory, so that only the initial user namespace counts.
 */
static int permit(struct sk_buff *skb, struct netlink_ext_ack *extack)
{
	if (netlink_capable(skb, CAP_SYS_PTRACE) && netlink_capable(skb, CAP_PERFMON))
		return 0;
	if (netlink_capable(skb, CAP_SYS_ADMIN))
		return 0;
	NL_SET_ERR_MSG(extack,
		       "needs CAP_SYS_PTRACE and CAP_PERFMON in the initial user namespace");
	return -EPERM;
}

/**
 * seep_nl_begin() - begin an operation
 * @skb: the request
 * @extack: gets the reason of a refusal
 *
 * Return: 0 with seep_lock held and all settled that happened before; -EPERM, or
 * -EINTR when the caller was killed.
 */
int seep_nl_begin(struct sk_buff *skb, struct netlink_ext_ack *extack)
{
	int err = permit(skb, extack);

	if (err)
		return err;
	if (mutex_lock_killable(&seep_lock))
		return -EINTR;
	seep_sampler_settle();
	return 0;
}

/**
 * seep_nl_end() - end what seep_nl_begin() began
 */
void seep_nl_end(void)
{
	mutex_unlock(&seep_lock);
}

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, SEEP_A_TARGET_PAD);
}

/* All bits set says no limit, whatever the width of the kernel's long. */
static u64 limit(unsigned long value)
{
	return value == RLIM_INFINITY ? U64_MAX : value;
}

struct limits {
	u64 nofile, nofile_hard;
	u64 nproc, nproc_hard, nproc_used;
	u64 as, as_hard;
};

static bool read_limits(struct seep_target *target, struct limits *limits)
{
	struct task_struct *task;

	rcu_read_lock();
	task = pid_task(target->pid, PIDTYPE_TGID);
	if (task) {
		limits->nofile = limit(task_rlimit(task, RLIMIT_NOFILE));
		limits->nofile_hard = limit(task_rlimit_max(task, RLIMIT_NOFILE));
		limits->nproc = limit(task_rlimit(task, RLIMIT_NPROC));
		limits->nproc_hard = limit(task_rlimit_max(task, RLIMIT_NPROC));
		limits->nproc_used = seep_nproc_used(__task_cred(task));
		limits->as = limit(task_rlimit(task, RLIMIT_AS));
		limits->as_hard = limit(task_rlimit_max(task, RLIMIT_AS));
	}
	rcu_read_unlock();
	return task;
}

static int fill_limits(struct sk_buff *skb, struct seep_target *target)
{
	struct limits limits;
	struct nlattr *nest;

	if (target->frozen || !read_limits(target, &limits))
		return 0;
	nest = nla_nest_start(skb, SEEP_A_TARGET_LIMITS);
	if (!nest)
		return -EMSGSIZE;
	if (put_u64(skb, SEEP_A_LIMITS_NOFILE, limits.nofile) ||
	    put_u64(skb, SEEP_A_LIMITS_NOFILE_HARD, limits.nofile_hard) ||
	    put_u64(skb, SEEP_A_LIMITS_NPROC, limits.nproc) ||
	    put_u64(skb, SEEP_A_LIMITS_NPROC_HARD, limits.nproc_hard) ||
	    put_u64(skb, SEEP_A_LIMITS_NPROC_USED, limits.nproc_used) ||
	    put_u64(skb, SEEP_A_LIMITS_AS, limits.as) ||
	    put_u64(skb, SEEP_A_LIMITS_AS_HARD, limits.as_hard))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* The leader's name now, or the last known one. */
static int fill_comm(struct sk_buff *skb, struct seep_target *target)
{
	struct task_struct *task = NULL;
	char comm[TASK_COMM_LEN];

	if (!target->frozen)
		task = get_pid_task(target->pid, PIDTYPE_TGID);
	if (!task)
		return nla_put_string(skb, SEEP_A_TARGET_COMM, target->comm);
	get_task_comm(comm, task);
	put_task_struct(task);
	return nla_put_string(skb, SEEP_A_TARGET_COMM, comm);
}

static int fill_identity(struct sk_buff *skb, struct seep_target *target,
			 struct pid_namespace *ns)
{
	if (put_u64(skb, SEEP_A_TARGET_ID, target->id) ||
	    nla_put_u32(skb, SEEP_A_TARGET_PID, pid_nr_ns(target->pid, ns)) ||
	    put_u64(skb, SEEP_A_TARGET_START_TIME, seep_target_start_ticks(target)) ||
	    fill_comm(skb, target))
		return -EMSGSIZE;
	if (target->label[0] && nla_put_string(skb, SEEP_A_TARGET_LABEL, target->label))
		return -EMSGSIZE;
	if (target->parent && put_u64(skb, SEEP_A_TARGET_PARENT, target->parent))
		return -EMSGSIZE;
	return 0;
}

static int fill_family(struct sk_buff *skb, struct seep_target *target)
{
	struct seep_family *family = seep_family_of(target);

	if (!target->root)
		return 0;
	if (nla_put_u32(skb, SEEP_A_TARGET_FOLLOW, READ_ONCE(family->max)) ||
	    nla_put_u32(skb, SEEP_A_TARGET_FOLLOWED, READ_ONCE(family->followed)) ||
	    nla_put_u32(skb, SEEP_A_TARGET_FOLLOW_LOST, READ_ONCE(family->lost)))
		return -EMSGSIZE;
	return 0;
}

static int fill_life(struct sk_buff *skb, struct seep_target *target)
{
	u32 execs = READ_ONCE(target->execs);

	if (nla_put_u32(skb, SEEP_A_TARGET_STATE, target->frozen ?
			SEEP_TARGET_STATE_EXITED : SEEP_TARGET_STATE_LIVE) ||
	    put_u64(skb, SEEP_A_TARGET_ADDED_AT, target->added_at) ||
	    nla_put_u32(skb, SEEP_A_TARGET_EXECS, execs))
		return -EMSGSIZE;
	if (execs && put_u64(skb, SEEP_A_TARGET_EXEC_AT, READ_ONCE(target->exec_at)))
		return -EMSGSIZE;
	if (!target->frozen)
		return 0;
	if (put_u64(skb, SEEP_A_TARGET_EXITED_AT, target->exited_at))
		return -EMSGSIZE;
	/* An exit that no probe saw has no status either. */
	if (target->final.at &&
	    nla_put_u32(skb, SEEP_A_TARGET_EXIT_CODE, target->exit_code))
		return -EMSGSIZE;
	return 0;
}

static int fill_history(struct sk_buff *skb, struct seep_target *target)
{
	struct seep_history *history = &target->history;

	if (nla_put_u32(skb, SEEP_A_TARGET_INTERVAL, target->interval) ||
	    nla_put_u32(skb, SEEP_A_TARGET_POINTS, target->points) ||
	    put_u64(skb, SEEP_A_TARGET_SEQ, history->seq) ||
	    nla_put_u32(skb, SEEP_A_TARGET_USED, history->used) ||
	    nla_put_u32(skb, SEEP_A_TARGET_STRIDE, history->stride) ||
	    put_u64(skb, SEEP_A_TARGET_MISSED, target->missed) ||
	    put_u64(skb, SEEP_A_TARGET_MEMORY, seep_target_memory(target)))
		return -EMSGSIZE;
	return 0;
}

/**
 * seep_nl_fill_target() - write the message about a target
 * @skb: to write to
 * @header: how it begins
 * @target: what it is about
 * @cb: the dump that it is part of, or NULL
 *
 * Context: process, under seep_lock.
 * Return: 0, or -EMSGSIZE with @skb as it was.
 */
int seep_nl_fill_target(struct sk_buff *skb, const struct seep_nl_header *header,
			struct seep_target *target, struct netlink_callback *cb)
{
	void *message = genlmsg_put(skb, header->portid, header->seq,
				    &seep_nl_family, header->flags, header->cmd);

	if (!message)
		return -EMSGSIZE;
	if (cb)
		genl_dump_check_consistent(cb, message);
	if (fill_identity(skb, target, header->ns) || fill_life(skb, target) ||
	    fill_family(skb, target) || fill_history(skb, target) ||
	    fill_limits(skb, target) ||
	    (header->event_seq &&
	     put_u64(skb, SEEP_A_TARGET_EVENT_SEQ, header->event_seq))) {
		genlmsg_cancel(skb, message);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, message);
	return 0;
}

static u32 attr_u32(struct genl_info *info, int attr, u32 absent)
{
	return info->attrs[attr] ? nla_get_u32(info->attrs[attr]) : absent;
}

int seep_nl_target_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct seep_target_spec spec = {
		.pid = attr_u32(info, SEEP_A_TARGET_PID, 0),
		.interval = attr_u32(info, SEEP_A_TARGET_INTERVAL, INTERVAL_DEFAULT),
		.points = attr_u32(info, SEEP_A_TARGET_POINTS, POINTS_DEFAULT),
		.follow = attr_u32(info, SEEP_A_TARGET_FOLLOW, 0),
	};
	struct seep_target *target;
	struct sk_buff *reply;
	void *message;
	int err;

	if (info->attrs[SEEP_A_TARGET_START_TIME])
		spec.start_ticks = nla_get_u64(info->attrs[SEEP_A_TARGET_START_TIME]);
	if (info->attrs[SEEP_A_TARGET_LABEL])
		spec.label = nla_data(info->attrs[SEEP_A_TARGET_LABEL]);

	reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	message = genlmsg_put_reply(reply, info, &seep_nl_family, 0,
				    SEEP_CMD_TARGET_ADD);
	err = seep_nl_begin(skb, info->extack);
	if (err)
		goto free_reply;
	if (!spec.pid) {
		NL_SET_ERR_MSG(info->extack, "the PID of the process is missing");
		err = -EINVAL;
		goto unlock;
	}
	target = seep_target_add(&spec, info->extack);
	if (IS_ERR(target)) {
		err = PTR_ERR(target);
		goto unlock;
	}
	/* An empty reply has room for this. */
	put_u64(reply, SEEP_A_TARGET_ID, target->id);
	nla_put_u32(reply, SEEP_A_TARGET_PID, spec.pid);
	seep_nl_end();

	genlmsg_end(reply, message);
	return genlmsg_reply(reply, info);

unlock:
	seep_nl_end();
free_reply:
	nlmsg_free(reply);
	return err;
}

/* The target that the request names by id or pid; a PID is the caller's. */
static struct seep_target *named_target(struct genl_info *info)
{
	struct nlattr *id = info->attrs[SEEP_A_TARGET_ID];
	struct nlattr *pid = info->attrs[SEEP_A_TARGET_PID];
	struct seep_target *target;

	if (!id == !pid) {
		NL_SET_ERR_MSG(info->extack, "name the target either by id or by pid");
		return ERR_PTR(-EINVAL);
	}
	target = id ? seep_target_find(nla_get_u64(id)) :
		      seep_target_find_pid(nla_get_u32(pid));
	if (target && seep_nl_visible(target, task_active_pid_ns(current)))
		return target;
	NL_SET_ERR_MSG(info->extack, "no such target");
	return ERR_PTR(-ENOENT);
}

static void delete_all(void)
{
	struct seep_target *target, *next;

	for (target = seep_target_next(0); target; target = next) {
		next = seep_target_next(target->id);
		if (seep_nl_visible(target, task_active_pid_ns(current)))
			seep_target_del(target);
	}
}

static int delete_named(struct genl_info *info)
{
	struct seep_target *target;

	if (info->attrs[SEEP_A_TARGET_ALL]) {
		if (info->attrs[SEEP_A_TARGET_ID] || info->attrs[SEEP_A_TARGET_PID]) {
			NL_SET_ERR_MSG(info->extack, "either all targets or one");
			return -EINVAL;
		}
		delete_all();
		return 0;
	}
	target = named_target(info);
	if (IS_ERR(target))
		return PTR_ERR(target);
	seep_target_del(target);
	return 0;
}

int seep_nl_target_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	int err = seep_nl_begin(skb, info->extack);

	if (err)
		return err;
	err = delete_named(info);
	seep_nl_end();
	seep_sampler_kick();
	return err;
}

static int set_target(struct seep_target *target, struct genl_info *info)
{
	struct nlattr *label = info->attrs[SEEP_A_TARGET_LABEL];
	int err;

	if (target->frozen) {
		NL_SET_ERR_MSG(info->extack, "the target has exited");
		return -ESRCH;
	}
	if (info->attrs[SEEP_A_TARGET_FOLLOW]) {
		err = seep_follow_set(target, attr_u32(info, SEEP_A_TARGET_FOLLOW, 0));
		if (err == -EINVAL)
			NL_SET_ERR_MSG(info->extack, "the target was followed itself");
		if (err)
			return err;
	}
	if (label)
		strscpy(target->label, nla_data(label), sizeof(target->label));
	if (info->attrs[SEEP_A_TARGET_INTERVAL]) {
		target->due = 0;
		WRITE_ONCE(target->interval,
			   attr_u32(info, SEEP_A_TARGET_INTERVAL, 0));
	}
	return 0;
}

int seep_nl_target_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct seep_target *target;
	int err = seep_nl_begin(skb, info->extack);

	if (err)
		return err;
	target = named_target(info);
	err = IS_ERR(target) ? PTR_ERR(target) : set_target(target, info);
	seep_nl_end();
	seep_sampler_kick();
	return err;
}

int seep_nl_target_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct seep_nl_header header = {
		.portid = info->snd_portid,
		.seq = info->snd_seq,
		.cmd = SEEP_CMD_TARGET_GET,
		.ns = task_active_pid_ns(current),
	};
	struct seep_target *target;
	struct sk_buff *reply;
	int err;

	reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	err = seep_nl_begin(skb, info->extack);
	if (err)
		goto free_reply;
	target = named_target(info);
	err = IS_ERR(target) ? PTR_ERR(target) :
			       seep_nl_fill_target(reply, &header, target, NULL);
	seep_nl_end();
	if (!err)
		return genlmsg_reply(reply, info);
free_reply:
	nlmsg_free(reply);
	return err;
}

/**
 * struct target_dump - where a dump of targets stands
 * @id: of the last target that was given out
 */
struct target_dump {
	u64 id;
};

int seep_nl_target_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct seep_nl_header header = {
		.portid = NETLINK_CB(cb->skb).portid,
		.seq = cb->nlh->nlmsg_seq,
		.flags = NLM_F_MULTI,
		.cmd = SEEP_CMD_TARGET_GET,
		.ns = task_active_pid_ns(current),
	};
	struct target_dump *dump = (void *)cb->ctx;
	struct seep_target *target;
	int err, more = 0;

	BUILD_BUG_ON(sizeof(*dump) > sizeof(cb->ctx));
	if (nlmsg_attrlen(cb->nlh, GENL_HDRLEN)) {
		NL_SET_ERR_MSG(cb->extack, "a dump of targets takes no attributes");
		return -EINVAL;
	}
	err = seep_nl_begin(cb->skb, cb->extack);
	if (err)
		return err;
	cb->seq = seep_targets_generation();
	seep_for_each_target_after(target, dump->id) {
		if (seep_nl_visible(target, header.ns) &&
		    seep_nl_fill_target(skb, &header, target, cb)) {
			more = skb->len;
			break;
		}
		dump->id = target->id;
	}
	seep_nl_end();
	return more;
}

static int fill_status(struct sk_buff *skb)
{
	struct seep_totals totals;

	seep_targets_total(&totals);
	if (nla_put_string(skb, SEEP_A_STATUS_VERSION, SEEP_VERSION) ||
	    nla_put_u32(skb, SEEP_A_STATUS_LIVE, totals.live) ||
	    nla_put_u32(skb, SEEP_A_STATUS_EXITED, totals.exited) ||
	    nla_put_u32(skb, SEEP_A_STATUS_MAX_TARGETS, seep_max_targets) ||
	    nla_put_u32(skb, SEEP_A_STATUS_MAX_EXITED, seep_max_exited) ||
	    put_u64(skb, SEEP_A_STATUS_MEMORY, totals.memory) ||
	    nla_put_u32(skb, SEEP_A_STATUS_HOOKS, seep_hooks_attached()) ||
	    put_u64(skb, SEEP_A_STATUS_EVENT_SEQ, seep_nl_events_seq()) ||
	    put_u64(skb, SEEP_A_STATUS_EVENTS_LOST, seep_nl_events_lost()))
		return -EMSGSIZE;
	return 0;
}

int seep_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	void *message;
	int err;

	reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	message = genlmsg_put_reply(reply, info, &seep_nl_family, 0,
				    SEEP_CMD_STATUS_GET);
	err = seep_nl_begin(skb, info->extack);
	if (err)
		goto free_reply;
	err = fill_status(reply);
	seep_nl_end();
	if (err)
		goto free_reply;
	genlmsg_end(reply, message);
	return genlmsg_reply(reply, info);

free_reply:
	nlmsg_free(reply);
	return err;
}

/**
 * seep_netlink_init() - register the family
 *
 * Return: 0, or the error of the registration.
 */
int seep_netlink_init(void)
{
	int err;

	seep_nl_events_init();
	err = seep_genl_register(&seep_nl_family);
	if (err)
		seep_nl_events_exit();
	return err;
}

/**
 * seep_netlink_exit() - answer no more
 *
 * Context: process. No operation runs any more when it returns; targets that
 * are removed later still tell the event code, which sends nothing then.
 */
void seep_netlink_exit(void)
{
	seep_nl_events_exit();
	genl_unregister_family(&seep_nl_family);
}
