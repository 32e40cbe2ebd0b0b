/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_COMPAT_NET_NETLINK_H
#define _SEEP_COMPAT_NET_NETLINK_H

#include <linux/version.h>
#include_next <net/netlink.h>

/* Before 6.7 a policy did not take the generated ranges, which are const. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
#undef NLA_POLICY_FULL_RANGE
#define NLA_POLICY_FULL_RANGE(tp, _range) {				\
	.type = NLA_ENSURE_UINT_TYPE(tp),				\
	.validation_type = NLA_VALIDATE_RANGE_PTR,			\
	.range = (struct netlink_range_validation *)(_range),		\
}
#endif

#endif /* _SEEP_COMPAT_NET_NETLINK_H */
