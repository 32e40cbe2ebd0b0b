// SPDX-License-Identifier: GPL-2.0
/* expected: removes address space */
#include <linux/module.h>

int planted(const int __user *number);
int planted(const int __user *number)
{
	return *(const int *)number;
}

MODULE_DESCRIPTION("what sparse must find");
MODULE_LICENSE("GPL");
