// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/seep.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink-gen.h"

#include <uapi/linux/seep.h>

/* Integer value ranges */
static const struct netlink_range_validation seep_a_target_pid_range = {
	.min	= 1ULL,
	.max	= S32_MAX,
};

static const struct netlink_range_validation seep_a_target_interval_range = {
	.min	= SEEP_INTERVAL_MIN,
	.max	= SEEP_INTERVAL_MAX,
};

static const struct netlink_range_validation seep_a_target_follow_range = {
	.max	= SEEP_FOLLOW_MAX,
};

/* SEEP_CMD_TARGET_ADD - do */
static const struct nla_policy seep_target_add_nl_policy[SEEP_A_TARGET_FOLLOW + 1] = {
	[SEEP_A_TARGET_PID] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_pid_range),
	[SEEP_A_TARGET_START_TIME] = { .type = NLA_U64, },
	[SEEP_A_TARGET_LABEL] = { .type = NLA_NUL_STRING, .len = SEEP_LABEL_MAX, },
	[SEEP_A_TARGET_INTERVAL] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_interval_range),
	[SEEP_A_TARGET_POINTS] = NLA_POLICY_RANGE(NLA_U32, SEEP_POINTS_MIN, SEEP_POINTS_MAX),
	[SEEP_A_TARGET_FOLLOW] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_follow_range),
};

/* SEEP_CMD_TARGET_DEL - do */
static const struct nla_policy seep_target_del_nl_policy[SEEP_A_TARGET_ALL + 1] = {
	[SEEP_A_TARGET_ID] = { .type = NLA_U64, },
	[SEEP_A_TARGET_PID] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_pid_range),
	[SEEP_A_TARGET_ALL] = { .type = NLA_FLAG, },
};

/* SEEP_CMD_TARGET_SET - do */
static const struct nla_policy seep_target_set_nl_policy[SEEP_A_TARGET_FOLLOW + 1] = {
	[SEEP_A_TARGET_ID] = { .type = NLA_U64, },
	[SEEP_A_TARGET_PID] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_pid_range),
	[SEEP_A_TARGET_LABEL] = { .type = NLA_NUL_STRING, .len = SEEP_LABEL_MAX, },
	[SEEP_A_TARGET_INTERVAL] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_interval_range),
	[SEEP_A_TARGET_FOLLOW] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_follow_range),
};

/* SEEP_CMD_TARGET_GET - do */
static const struct nla_policy seep_target_get_nl_policy[SEEP_A_TARGET_PID + 1] = {
	[SEEP_A_TARGET_ID] = { .type = NLA_U64, },
	[SEEP_A_TARGET_PID] = NLA_POLICY_FULL_RANGE(NLA_U32, &seep_a_target_pid_range),
};

/* SEEP_CMD_SAMPLE_GET - dump */
static const struct nla_policy seep_sample_get_nl_policy[SEEP_A_SAMPLE_MASK + 1] = {
	[SEEP_A_SAMPLE_TARGET] = { .type = NLA_U64, },
	[SEEP_A_SAMPLE_SINCE] = { .type = NLA_U64, },
	[SEEP_A_SAMPLE_LATEST] = { .type = NLA_FLAG, },
	[SEEP_A_SAMPLE_FRESH] = { .type = NLA_FLAG, },
	[SEEP_A_SAMPLE_MASK] = NLA_POLICY_MIN(NLA_U32, 1),
};

/* Ops table for seep */
static const struct genl_split_ops seep_nl_ops[] = {
	{
		.cmd	= SEEP_CMD_STATUS_GET,
		.doit	= seep_nl_status_get_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SEEP_CMD_TARGET_ADD,
		.doit		= seep_nl_target_add_doit,
		.policy		= seep_target_add_nl_policy,
		.maxattr	= SEEP_A_TARGET_FOLLOW,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SEEP_CMD_TARGET_DEL,
		.doit		= seep_nl_target_del_doit,
		.policy		= seep_target_del_nl_policy,
		.maxattr	= SEEP_A_TARGET_ALL,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SEEP_CMD_TARGET_SET,
		.doit		= seep_nl_target_set_doit,
		.policy		= seep_target_set_nl_policy,
		.maxattr	= SEEP_A_TARGET_FOLLOW,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SEEP_CMD_TARGET_GET,
		.doit		= seep_nl_target_get_doit,
		.policy		= seep_target_get_nl_policy,
		.maxattr	= SEEP_A_TARGET_PID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= SEEP_CMD_TARGET_GET,
		.dumpit	= seep_nl_target_get_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= SEEP_CMD_SAMPLE_GET,
		.dumpit		= seep_nl_sample_get_dumpit,
		.policy		= seep_sample_get_nl_policy,
		.maxattr	= SEEP_A_SAMPLE_MASK,
		.flags		= GENL_CMD_CAP_DUMP,
	},
};

static const struct genl_multicast_group seep_nl_mcgrps[] = {
	[SEEP_NLGRP_EVENTS] = { "events", },
};

struct genl_family seep_nl_family __ro_after_init = {
	.name		= SEEP_FAMILY_NAME,
	.version	= SEEP_FAMILY_VERSION,
	.netnsok	= true,
	.parallel_ops	= true,
	.module		= THIS_MODULE,
	.split_ops	= seep_nl_ops,
	.n_split_ops	= ARRAY_SIZE(seep_nl_ops),
	.mcgrps		= seep_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(seep_nl_mcgrps),
};
