// SPDX-License-Identifier: GPL-2.0
/* Dumps of samples: the history of one target, or the newest of all. */
#include <linux/netlink.h>

#include "netlink.h"
#include "sampler.h"

/**
 * struct sample_dump - where a dump of samples stands
 * @begun: the request has been read
 * @latest: the newest sample of each target rather than the history of one
 * @fresh: with @latest, a sample taken now
 * @target: id that was asked for, or 0 for all
 * @id: of the last target whose newest sample was given out
 * @seq: of the last point that was given out
 */
struct sample_dump {
	bool begun;
	bool latest;
	bool fresh;
	u64 target;
	u64 id;
	u64 seq;
};

static int put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, SEEP_A_SAMPLE_PAD);
}

static int put_values(struct sk_buff *skb, int attr, const u64 *value, int count)
{
	struct nlattr *nest = nla_nest_start(skb, attr);
	int i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < count; i++)
		if (put_u64(skb, SEEP_A_VALUES_THREADS + i, value[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static void *message_begin(struct sk_buff *skb, struct netlink_callback *cb)
{
	void *message = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				    cb->nlh->nlmsg_seq, &seep_nl_family,
				    NLM_F_MULTI, SEEP_CMD_SAMPLE_GET);

	if (message)
		genl_dump_check_consistent(cb, message);
	return message;
}

static int put_point(struct sk_buff *skb, const struct seep_point *point)
{
	if (put_u64(skb, SEEP_A_SAMPLE_SEQ, point->seq) ||
	    nla_put_u32(skb, SEEP_A_SAMPLE_COUNT, point->count) ||
	    put_u64(skb, SEEP_A_SAMPLE_FIRST_AT, point->first_at) ||
	    put_u64(skb, SEEP_A_SAMPLE_LAST_AT, point->last_at) ||
	    put_values(skb, SEEP_A_SAMPLE_LAST, point->last, SEEP_VALUES))
		return -EMSGSIZE;
	if (point->count == 1)
		return 0;
	if (put_values(skb, SEEP_A_SAMPLE_LOW, point->low, SEEP_GAUGES) ||
	    put_values(skb, SEEP_A_SAMPLE_HIGH, point->high, SEEP_GAUGES))
		return -EMSGSIZE;
	return 0;
}

static int fill_point(struct sk_buff *skb, struct netlink_callback *cb,
		      u64 id, const struct seep_point *point)
{
	void *message = message_begin(skb, cb);

	if (!message)
		return -EMSGSIZE;
	if (put_u64(skb, SEEP_A_SAMPLE_TARGET, id) || put_point(skb, point)) {
		genlmsg_cancel(skb, message);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, message);
	return 0;
}

static int fill_sample(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct seep_target *target,
		       const struct seep_sample *sample)
{
	void *message = message_begin(skb, cb);

	if (!message)
		return -EMSGSIZE;
	if (put_u64(skb, SEEP_A_SAMPLE_TARGET, target->id) ||
	    put_u64(skb, SEEP_A_SAMPLE_SEQ, target->history.seq) ||
	    put_u64(skb, SEEP_A_SAMPLE_LAST_AT, sample->at) ||
	    put_values(skb, SEEP_A_SAMPLE_LAST, sample->value, SEEP_VALUES)) {
		genlmsg_cancel(skb, message);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, message);
	return 0;
}

static int fill_latest(struct sk_buff *skb, struct netlink_callback *cb,
		       struct seep_target *target, bool fresh)
{
	struct seep_sample sample;

	if (!fresh || target->frozen)
		return fill_sample(skb, cb, target, &target->now);
	sample = target->now;
	seep_sampler_look(target, &sample);
	return fill_sample(skb, cb, target, &sample);
}

static int dump_latest(struct sk_buff *skb, struct netlink_callback *cb,
		       struct sample_dump *dump)
{
	struct seep_target *target;

	cb->seq = seep_targets_generation();
	while ((target = seep_target_next(dump->id))) {
		if ((!dump->target || dump->target == target->id) &&
		    target->now.at && pid_vnr(target->pid) &&
		    fill_latest(skb, cb, target, dump->fresh))
			break;
		dump->id = target->id;
	}
	return skb->len;
}

static int dump_history(struct sk_buff *skb, struct netlink_callback *cb,
			struct sample_dump *dump)
{
	struct seep_target *target = seep_target_find(dump->target);
	const struct seep_point *point;

	if (!target || !pid_vnr(target->pid)) {
		NL_SET_ERR_MSG(cb->extack, "no such target");
		return -ENOENT;
	}
	/* Points that merge while the dump goes on have another stride then. */
	cb->seq = target->history.stride;
	while ((point = seep_history_after(&target->history, dump->seq))) {
		if (fill_point(skb, cb, target->id, point))
			break;
		dump->seq = point->seq;
	}
	return skb->len;
}

static int dump_begin(struct netlink_callback *cb, struct sample_dump *dump)
{
	struct nlattr **attrs = genl_dumpit_info(cb)->attrs;

	dump->begun = true;
	dump->latest = attrs[SEEP_A_SAMPLE_LATEST];
	dump->fresh = attrs[SEEP_A_SAMPLE_FRESH];
	if (attrs[SEEP_A_SAMPLE_TARGET])
		dump->target = nla_get_u64(attrs[SEEP_A_SAMPLE_TARGET]);
	if (attrs[SEEP_A_SAMPLE_SINCE])
		dump->seq = nla_get_u64(attrs[SEEP_A_SAMPLE_SINCE]);
	if (!dump->latest && dump->fresh) {
		NL_SET_ERR_MSG(cb->extack, "fresh goes with latest");
		return -EINVAL;
	}
	if (dump->latest && attrs[SEEP_A_SAMPLE_SINCE]) {
		NL_SET_ERR_MSG(cb->extack, "since asks for a history, latest does not");
		return -EINVAL;
	}
	if (!dump->latest && !dump->target) {
		NL_SET_ERR_MSG(cb->extack, "a history is that of one target: name its id");
		return -EINVAL;
	}
	return 0;
}

int seep_nl_sample_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct sample_dump *dump = (void *)cb->ctx;
	int err;

	BUILD_BUG_ON(sizeof(*dump) > sizeof(cb->ctx));
	err = dump->begun ? 0 : dump_begin(cb, dump);
	if (err)
		return err;
	err = seep_nl_begin(cb->skb, cb->extack);
	if (err)
		return err;
	err = dump->latest ? dump_latest(skb, cb, dump) : dump_history(skb, cb, dump);
	seep_nl_end();
	return err;
}
