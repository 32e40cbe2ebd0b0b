/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _SEEP_SAMPLER_H
#define _SEEP_SAMPLER_H

#include "target.h"

extern unsigned int seep_max_exited;

int seep_sampler_init(void);
void seep_sampler_exit(void);
void seep_sampler_kick(void);
void seep_sampler_notice(void);
void seep_sampler_settle(void);
void seep_sampler_sample(struct seep_target *target);
bool seep_sampler_look(struct seep_target *target, u64 now, bool counters);

#endif /* _SEEP_SAMPLER_H */
