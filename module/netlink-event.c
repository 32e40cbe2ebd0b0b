// SPDX-License-Identifier: GPL-2.0
/* The multicast group: what becomes of the targets, numbered. */
#include <linux/notifier.h>
#include <linux/pid_namespace.h>
#include <linux/rtnetlink.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>

#include "netlink.h"

/* Under seep_lock. */
static u64 event_seq;
static u64 events_lost;

/* The generator of the table has no word for the flag. */
static const struct genl_multicast_group groups[] = {
	[SEEP_NLGRP_EVENTS] = {
		.name = SEEP_MCGRP_EVENTS,
		.flags = GENL_MCAST_CAP_SYS_ADMIN,
	},
};

static const u8 commands[] = {
	[SEEP_EVENT_ADD] = SEEP_CMD_TARGET_ADD_NTF,
	[SEEP_EVENT_FOLLOW] = SEEP_CMD_TARGET_FOLLOW_NTF,
	[SEEP_EVENT_EXEC] = SEEP_CMD_TARGET_EXEC_NTF,
	[SEEP_EVENT_EXIT] = SEEP_CMD_TARGET_EXIT_NTF,
	[SEEP_EVENT_DEL] = SEEP_CMD_TARGET_DEL_NTF,
};

static void send_event(struct net *net, const struct seep_nl_header *header,
		       struct seep_target *target)
{
	struct sk_buff *skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);

	if (!skb) {
		events_lost++;
		return;
	}
	if (seep_nl_fill_target(skb, header, target, NULL)) {
		nlmsg_free(skb);
		events_lost++;
		return;
	}
	genlmsg_multicast_netns(&seep_nl_family, net, skb, 0, SEEP_NLGRP_EVENTS,
				GFP_KERNEL);
}

/*
 * The capability to join is asked of the user namespace that owns the network
 * namespace, and anybody can be root of one. So only those are told that the
 * initial user namespace owns.
 */
static int tell_listeners(struct notifier_block *block, unsigned long event,
			  void *target)
{
	const struct seep_nl_header header = {
		.cmd = commands[event],
		.event_seq = ++event_seq,
		.ns = &init_pid_ns,
	};
	struct net *net;

	down_read(&net_rwsem);
	for_each_net(net)
		if (net->user_ns == &init_user_ns &&
		    genl_has_listeners(&seep_nl_family, net, SEEP_NLGRP_EVENTS))
			send_event(net, &header, target);
	up_read(&net_rwsem);
	return NOTIFY_OK;
}

static struct notifier_block listener = {
	.notifier_call = tell_listeners,
};

/**
 * seep_nl_events_seq() - number of the newest notification
 *
 * Context: under seep_lock.
 */
u64 seep_nl_events_seq(void)
{
	return event_seq;
}

/**
 * seep_nl_events_lost() - notifications that were numbered and not sent
 *
 * Context: under seep_lock.
 */
u64 seep_nl_events_lost(void)
{
	return events_lost;
}

/**
 * seep_nl_events_init() - begin to number; before the family is registered
 */
void seep_nl_events_init(void)
{
	BUILD_BUG_ON(ARRAY_SIZE(groups) != 1);
	seep_nl_family.mcgrps = groups;
	blocking_notifier_chain_register(&seep_target_notifier, &listener);
}

/**
 * seep_nl_events_exit() - send no more
 */
void seep_nl_events_exit(void)
{
	blocking_notifier_chain_unregister(&seep_target_notifier, &listener);
}
