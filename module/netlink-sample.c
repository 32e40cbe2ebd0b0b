// SPDX-License-Identifier: GPL-2.0
/* Dumps of samples: the history of one target, or the newest of all. */
#include <linux/netlink.h>
#include <linux/pid_namespace.h>
#include <linux/timekeeping.h>

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

/* An attribute of 64 bits. Readers copy the value, so it needs no alignment. */
struct attr_u64 {
	struct nlattr header;
	u64 value;
} __packed;

/*
 * A dump of samples is what a monitor asks for every second, and nothing but
 * many small numbers: a message is sized once and then only written.
 */
static void *write_u64(void *to, int attr, u64 value)
{
	struct attr_u64 *at = to;

	at->header.nla_len = sizeof(*at);
	at->header.nla_type = attr;
	at->value = value;
	return at + 1;
}

static void *write_values(void *to, int attr, const u64 *value, int count)
{
	struct nlattr *nest = to;
	int i;

	to += sizeof(*nest);
	for (i = 0; i < count; i++)
		to = write_u64(to, SEEP_A_VALUES_THREADS + i, value[i]);
	nest->nla_len = to - (void *)nest;
	nest->nla_type = attr | NLA_F_NESTED;
	return to;
}

static size_t size_values(int count)
{
	return sizeof(struct nlattr) + count * sizeof(struct attr_u64);
}

/**
 * message_begin() - begin a message that ends with attributes of known size
 * @skb: to write to
 * @cb: the dump
 * @message: gets the message
 * @size: of its attributes
 *
 * Return: where to write @size bytes, or NULL when they do not fit.
 */
static void *message_begin(struct sk_buff *skb, struct netlink_callback *cb,
			   void **message, size_t size)
{
	if (skb_tailroom(skb) < nlmsg_total_size(GENL_HDRLEN + size))
		return NULL;
	*message = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
			       cb->nlh->nlmsg_seq, &seep_nl_family,
			       NLM_F_MULTI, SEEP_CMD_SAMPLE_GET);
	if (!*message)
		return NULL;
	genl_dump_check_consistent(cb, *message);
	return skb_put(skb, size);
}

static int fill_point(struct sk_buff *skb, struct netlink_callback *cb,
		      u64 id, const struct seep_point *point)
{
	bool merged = point->count > 1;
	size_t size = 5 * sizeof(struct attr_u64) + size_values(SEEP_VALUES) +
		      merged * 2 * size_values(SEEP_GAUGES);
	void *message, *to = message_begin(skb, cb, &message, size);

	if (!to)
		return -EMSGSIZE;
	to = write_u64(to, SEEP_A_SAMPLE_TARGET, id);
	to = write_u64(to, SEEP_A_SAMPLE_SEQ, point->seq);
	to = write_u64(to, SEEP_A_SAMPLE_COUNT, point->count);
	to = write_u64(to, SEEP_A_SAMPLE_FIRST_AT, point->first_at);
	to = write_u64(to, SEEP_A_SAMPLE_LAST_AT, point->last_at);
	to = write_values(to, SEEP_A_SAMPLE_LAST, point->last, SEEP_VALUES);
	if (merged) {
		to = write_values(to, SEEP_A_SAMPLE_LOW, point->low, SEEP_GAUGES);
		write_values(to, SEEP_A_SAMPLE_HIGH, point->high, SEEP_GAUGES);
	}
	genlmsg_end(skb, message);
	return 0;
}

static int fill_sample(struct sk_buff *skb, struct netlink_callback *cb,
		       const struct seep_target *target,
		       const struct seep_sample *sample)
{
	size_t size = 3 * sizeof(struct attr_u64) + size_values(SEEP_VALUES);
	void *message, *to = message_begin(skb, cb, &message, size);

	if (!to)
		return -EMSGSIZE;
	to = write_u64(to, SEEP_A_SAMPLE_TARGET, target->id);
	to = write_u64(to, SEEP_A_SAMPLE_SEQ, target->history.seq);
	to = write_u64(to, SEEP_A_SAMPLE_LAST_AT, sample->at);
	write_values(to, SEEP_A_SAMPLE_LAST, sample->value, SEEP_VALUES);
	genlmsg_end(skb, message);
	return 0;
}

static int fill_latest(struct sk_buff *skb, struct netlink_callback *cb,
		       struct seep_target *target, u64 fresh_at)
{
	struct seep_sample sample;

	if (!fresh_at || target->frozen)
		return fill_sample(skb, cb, target, &target->now);
	sample = target->now;
	seep_sampler_look(target, &sample, fresh_at);
	return fill_sample(skb, cb, target, &sample);
}

static int dump_latest(struct sk_buff *skb, struct netlink_callback *cb,
		       struct sample_dump *dump)
{
	struct pid_namespace *ns = task_active_pid_ns(current);
	u64 fresh_at = dump->fresh ? ktime_get_boottime_ns() : 0;
	struct seep_target *target;

	cb->seq = seep_targets_generation();
	seep_for_each_target_after(target, dump->id) {
		if ((!dump->target || dump->target == target->id) &&
		    target->now.at && pid_nr_ns(target->pid, ns) &&
		    fill_latest(skb, cb, target, fresh_at))
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
