// SPDX-License-Identifier: GPL-2.0
#include <linux/init.h>
#include <linux/module.h>
#include <linux/rcupdate.h>

#include "hooks.h"
#include "netlink.h"
#include "sampler.h"
#include "target.h"

module_param_named(max_targets, seep_max_targets, uint, 0444);
MODULE_PARM_DESC(max_targets, "the most live targets there may be (1024)");
module_param_named(max_exited, seep_max_exited, uint, 0444);
MODULE_PARM_DESC(max_exited, "the most exited targets that are kept (64)");

static void delete_targets(void)
{
	struct seep_target *target;

	mutex_lock(&seep_lock);
	while ((target = seep_target_next(0)))
		seep_target_del(target);
	if (seep_hooks_attached())
		seep_hooks_detach();
	mutex_unlock(&seep_lock);
}

static int __init seep_init(void)
{
	int err;

	err = seep_hooks_init();
	if (err)
		return err;
	err = seep_sampler_init();
	if (err)
		goto exit_hooks;
	err = seep_netlink_init();
	if (err)
		goto exit_sampler;
	return 0;

exit_sampler:
	seep_sampler_exit();
exit_hooks:
	seep_hooks_exit();
	return err;
}

static void __exit seep_exit(void)
{
	seep_netlink_exit();
	delete_targets();
	/* The fork probe may have added one before it was detached. */
	delete_targets();
	seep_sampler_exit();
	seep_hooks_exit();
	rcu_barrier();
}

module_init(seep_init);
module_exit(seep_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("seep: finds slow leaks in running processes");
MODULE_VERSION(SEEP_VERSION);
MODULE_ALIAS_GENL_FAMILY(SEEP_FAMILY_NAME);
