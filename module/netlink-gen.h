/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/seep.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_SEEP_GEN_H
#define _LINUX_SEEP_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/seep.h>

int seep_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info);
int seep_nl_target_add_doit(struct sk_buff *skb, struct genl_info *info);
int seep_nl_target_del_doit(struct sk_buff *skb, struct genl_info *info);
int seep_nl_target_set_doit(struct sk_buff *skb, struct genl_info *info);
int seep_nl_target_get_doit(struct sk_buff *skb, struct genl_info *info);
int seep_nl_target_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int seep_nl_sample_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

enum {
	SEEP_NLGRP_EVENTS,
};

extern struct genl_family seep_nl_family;

#endif /* _LINUX_SEEP_GEN_H */
