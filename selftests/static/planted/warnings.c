// SPDX-License-Identifier: GPL-2.0
/* expected: unused-but-set */
#include <linux/module.h>

static int __init planted_init(void)
{
	int set;

	set = 1;
	return 0;
}
module_init(planted_init);

MODULE_DESCRIPTION("what W=1 must find");
MODULE_LICENSE("GPL");
