/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The frame of the workloads. A workload holds objects of one kind, and a shape
 * says how many it holds as time goes by. What kind, is all that differs.
 */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include <stddef.h>

/**
 * struct kind - what a workload is made of
 * @name: in the help
 * @step: objects per step by default
 * @take: makes one object; NULL when it cannot
 * @give: gives one back
 */
struct kind {
	const char *name;
	int step;
	void *(*take)(size_t size);
	void (*give)(void *object, size_t size);
};

int workload(const struct kind *kind, int argc, char **argv);

#endif /* WORKLOAD_H */
