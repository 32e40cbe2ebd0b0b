/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All limits of a process, from the module, /proc and cgroups together.
 */
#ifndef SEEP_FACTS_H
#define SEEP_FACTS_H

#include "limits.h"

/**
 * facts_of - collect the limits of a target
 * @t: the target; one that has exited has none
 * @machine: bounds of the machine
 * @f: the limits
 */
void facts_of(const struct target *t, const struct proc_machine *machine,
	      struct limit_facts *f);

#endif /* SEEP_FACTS_H */
