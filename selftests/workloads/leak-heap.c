// SPDX-License-Identifier: GPL-2.0
/* Blocks of the heap that are written to and not freed. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "workload.h"

static void *take(size_t size)
{
	void *block = malloc(size);

	if (block)
		memset(block, 1, size);
	return block;
}

static void give(void *object, size_t size)
{
	free(object);
}

int main(int argc, char **argv)
{
	static const struct kind kind = {
		.name = "blocks", .step = 1, .take = take, .give = give,
	};

	/* What is freed goes back at once, large blocks too come from the heap. */
	mallopt(M_TRIM_THRESHOLD, 0);
	mallopt(M_MMAP_MAX, 0);
	return workload(&kind, argc, argv);
}
