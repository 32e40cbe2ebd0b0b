/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_HOOKS_H
#define _SEEP_HOOKS_H

#include <linux/types.h>

int seep_hooks_init(void);
void seep_hooks_exit(void);
int seep_hooks_attach(void);
void seep_hooks_detach(void);
u32 seep_hooks_attached(void);

#endif /* _SEEP_HOOKS_H */
