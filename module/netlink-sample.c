// SPDX-License-Identifier: GPL-2.0
/* Dumps of samples: the history of one target, or the newest of all. */
#include <linux/bits.h>
#include <linux/netlink.h>
#include <linux/pid_namespace.h>
#include <linux/timekeeping.h>

#include "netlink.h"
#include "sampler.h"

#define ALL_VALUES	((u32)GENMASK(SEEP_VALUES - 1, 0))

/**
 * struct sample_dump - where a dump of samples stands
 * @begun: the request has been read
 * @latest: the newest sample of each target rather than the history of one
 * @fresh: with @latest, a sample taken now
 * @target: id that was asked for, or 0 for all
 * @id: of the last target whose newest sample was given out
 * @seq: of the last point that was given out
 * @mask: bits of the values that are wanted
 */
struct sample_dump {
	bool begun;
	bool latest;
	bool fresh;
	u32 mask;
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
 * Samples are what a monitor asks for every second, and nothing but many small
 * numbers: the room for a point is looked for once, and then it is written.
 */
static void *write_u64(void *to, int attr, u64 value)
{
	struct attr_u64 *at = to;

	at->header = (struct nlattr) { .nla_len = sizeof(*at), .nla_type = attr };
	at->value = value;
	return at + 1;
}

static void *nest_end(void *nest, int attr, void *to)
{
	*(struct nlattr *)nest = (struct nlattr) {
		.nla_len = to - nest,
		.nla_type = attr | NLA_F_NESTED,
	};
	return to;
}

static void *write_values(void *nest, int attr, const u64 *value, u32 mask)
{
	void *to = nest + sizeof(struct nlattr);

	for (; mask; mask &= mask - 1) {
		int i = __ffs(mask);

		to = write_u64(to, SEEP_A_VALUES_THREADS + i, value[i]);
	}
	return nest_end(nest, attr, to);
}

/**
 * struct writer - a message that is being written
 * @to: where the next point comes
 * @end: of the room
 */
struct writer {
	void *to;
	void *end;
};

/* Is there room for a point with @values, those of its nests taken together? */
static bool has_room(const struct writer *writer, int values)
{
	return writer->end - writer->to >= 4 * sizeof(struct nlattr) +
	       (5 + values) * sizeof(struct attr_u64);
}

static bool put_point(struct writer *writer, struct sample_dump *dump,
		      const struct seep_point *point)
{
	u32 gauges = dump->mask & GENMASK(SEEP_GAUGES - 1, 0);
	void *to = writer->to + sizeof(struct nlattr);

	if (!has_room(writer, SEEP_VALUES + 2 * SEEP_GAUGES))
		return false;
	to = write_u64(to, SEEP_A_POINT_TARGET, dump->target);
	to = write_u64(to, SEEP_A_POINT_SEQ, point->seq);
	to = write_u64(to, SEEP_A_POINT_COUNT, point->count);
	to = write_u64(to, SEEP_A_POINT_FIRST_AT, point->first_at);
	to = write_u64(to, SEEP_A_POINT_LAST_AT, point->last_at);
	to = write_values(to, SEEP_A_POINT_LAST, point->last, dump->mask);
	if (point->count > 1) {
		to = write_values(to, SEEP_A_POINT_LOW, point->low, gauges);
		to = write_values(to, SEEP_A_POINT_HIGH, point->high, gauges);
	}
	writer->to = nest_end(writer->to, SEEP_A_SAMPLE_POINT, to);
	return true;
}

static bool put_latest(struct writer *writer, struct sample_dump *dump,
		       const struct seep_target *target)
{
	void *to = writer->to + sizeof(struct nlattr);

	if (!has_room(writer, SEEP_VALUES))
		return false;
	to = write_u64(to, SEEP_A_POINT_TARGET, target->id);
	to = write_u64(to, SEEP_A_POINT_LAST_AT, target->now.at);
	to = write_values(to, SEEP_A_POINT_LAST, target->now.value, dump->mask);
	writer->to = nest_end(writer->to, SEEP_A_SAMPLE_POINT, to);
	return true;
}

static bool is_wanted(struct sample_dump *dump, struct pid_namespace *ns,
		      struct seep_target *target)
{
	return (!dump->target || dump->target == target->id) &&
	       seep_nl_visible(target, ns);
}

/* Return: 0 when that was all, 1 when there is more. */
static int dump_latest(struct writer *writer, struct sample_dump *dump)
{
	bool counters = dump->mask >> SEEP_GAUGES;
	struct pid_namespace *ns = task_active_pid_ns(current);
	u64 now = ktime_get_boottime_ns();
	struct seep_target *target;

	seep_for_each_target_after(target, dump->id) {
		if (!is_wanted(dump, ns, target))
			continue;
		if (dump->fresh && !target->frozen)
			seep_sampler_look(target, now, counters);
		if (target->now.at && !put_latest(writer, dump, target))
			return 1;
		dump->id = target->id;
	}
	return 0;
}

/* Return: as dump_latest(). */
static int dump_history(struct writer *writer, struct sample_dump *dump,
			struct netlink_callback *cb)
{
	struct seep_target *target = seep_target_find(dump->target);
	const struct seep_point *point;

	/* Points that merge while the dump goes on have another stride then. */
	cb->seq = target->history.stride;
	while ((point = seep_history_after(&target->history, dump->seq))) {
		if (!put_point(writer, dump, point))
			return 1;
		dump->seq = point->seq;
	}
	return 0;
}

/*
 * One message is as long as what the reader takes at a time. To return 0 with
 * the last one lets its end stand in the same buffer.
 */
static int dump_message(struct sk_buff *skb, struct netlink_callback *cb,
			struct sample_dump *dump)
{
	void *message = genlmsg_put(skb, NETLINK_CB(cb->skb).portid,
				    cb->nlh->nlmsg_seq, &seep_nl_family,
				    NLM_F_MULTI, SEEP_CMD_SAMPLE_GET);
	void *begin = skb_tail_pointer(skb);
	struct writer writer = { .to = begin, .end = begin + skb_tailroom(skb) };
	int more;

	if (!message)
		return -EMSGSIZE;
	cb->seq = seep_targets_generation();
	if (dump->latest) {
		rcu_read_lock();
		more = dump_latest(&writer, dump);
		rcu_read_unlock();
	} else {
		more = dump_history(&writer, dump, cb);
	}
	if (writer.to == begin) {
		genlmsg_cancel(skb, message);
		return more;
	}
	skb_put(skb, writer.to - begin);
	genl_dump_check_consistent(cb, message);
	genlmsg_end(skb, message);
	return more ? skb->len : 0;
}

static int dump_begin(struct netlink_callback *cb, struct sample_dump *dump)
{
	struct nlattr **attrs = seep_genl_dump_attrs(cb);

	dump->begun = true;
	dump->latest = attrs[SEEP_A_SAMPLE_LATEST];
	dump->fresh = attrs[SEEP_A_SAMPLE_FRESH];
	if (attrs[SEEP_A_SAMPLE_TARGET])
		dump->target = nla_get_u64(attrs[SEEP_A_SAMPLE_TARGET]);
	dump->mask = attrs[SEEP_A_SAMPLE_MASK] ?
		nla_get_u32(attrs[SEEP_A_SAMPLE_MASK]) : ALL_VALUES;
	if (attrs[SEEP_A_SAMPLE_SINCE])
		dump->seq = nla_get_u64(attrs[SEEP_A_SAMPLE_SINCE]);
	if (dump->mask & ~ALL_VALUES) {
		NL_SET_ERR_MSG(cb->extack, "the mask names values that there are not");
		return -EINVAL;
	}
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

/* Return: 0, or -ENOENT when the one target that was asked for is not there. */
static int check_target(struct netlink_callback *cb, struct sample_dump *dump)
{
	struct seep_target *target = seep_target_find(dump->target);

	if (!dump->target ||
	    (target && seep_nl_visible(target, task_active_pid_ns(current))))
		return 0;
	NL_SET_ERR_MSG(cb->extack, "no such target");
	return -ENOENT;
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
	err = check_target(cb, dump) ?: dump_message(skb, cb, dump);
	seep_nl_end();
	return err;
}
