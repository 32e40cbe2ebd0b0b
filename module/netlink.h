/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_NETLINK_H
#define _SEEP_NETLINK_H

#include <linux/pid_namespace.h>
#include <linux/skbuff.h>
#include <net/genetlink.h>

#include "netlink-gen.h"
#include "target.h"

#define SEEP_VERSION	"0.1.0"

/**
 * struct seep_nl_header - how a message about a target begins
 * @portid: receiver
 * @seq: of the request
 * @flags: of netlink
 * @cmd: SEEP_CMD_*
 * @event_seq: number of the notification, or 0
 * @ns: PID namespace of the receiver
 */
struct seep_nl_header {
	u32 portid;
	u32 seq;
	int flags;
	u8 cmd;
	u64 event_seq;
	struct pid_namespace *ns;
};

/* A target exists for those who have a PID for it. */
static inline bool seep_nl_visible(const struct seep_target *target,
				   struct pid_namespace *ns)
{
	return ns == &init_pid_ns || pid_nr_ns(target->pid, ns);
}

int seep_netlink_init(void);
void seep_netlink_exit(void);

int seep_nl_begin(struct sk_buff *skb, struct netlink_ext_ack *extack);
void seep_nl_end(void);
int seep_nl_fill_target(struct sk_buff *skb, const struct seep_nl_header *header,
			struct seep_target *target, struct netlink_callback *cb);

void seep_nl_events_init(void);
void seep_nl_events_exit(void);
u64 seep_nl_events_seq(void);
u64 seep_nl_events_lost(void);

#endif /* _SEEP_NETLINK_H */
