/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_COMPAT_NET_GENETLINK_H
#define _SEEP_COMPAT_NET_GENETLINK_H

#include <linux/version.h>
#include_next <net/genetlink.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)

/*
 * The generated table has an entry for the do and one for the dump of a
 * command. Before 6.2 a table may name each command only once, so the entries
 * are joined; the dump then has the policy of the do.
 */
#define genl_split_ops	genl_ops
#define split_ops	ops
#define n_split_ops	n_ops

static inline void seep_genl_join(struct genl_ops *to, const struct genl_ops *from)
{
	if (!to->cmd || from->doit) {
		to->policy = from->policy;
		to->maxattr = from->maxattr;
	}
	to->cmd = from->cmd;
	to->doit = to->doit ?: from->doit;
	to->dumpit = to->dumpit ?: from->dumpit;
}

static inline int seep_genl_register(struct genl_family *family)
{
	static struct genl_ops joined[16];
	unsigned int i, last = 0;

	for (i = 0; i < family->n_ops; i++) {
		if (joined[last].cmd && joined[last].cmd != family->ops[i].cmd)
			last++;
		if (WARN_ON_ONCE(last == ARRAY_SIZE(joined)))
			return -E2BIG;
		seep_genl_join(&joined[last], &family->ops[i]);
	}
	family->ops = joined;
	family->n_ops = last + 1;
	return genl_register_family(family);
}

#else

static inline int seep_genl_register(struct genl_family *family)
{
	return genl_register_family(family);
}

#endif

/* From 6.6 on a dump has the whole information of a request. */
static inline struct nlattr **seep_genl_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
	return genl_dumpit_info(cb)->attrs;
#else
	return genl_info_dump(cb)->attrs;
#endif
}

#endif /* _SEEP_COMPAT_NET_GENETLINK_H */
