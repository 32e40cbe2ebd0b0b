// SPDX-License-Identifier: GPL-2.0
/* Mappings that are made and not taken away; nobody writes to them. */
#include <sys/mman.h>

#include "workload.h"

static void *take(size_t size)
{
	/* Shared, so that two neighbours do not become one. */
	void *start = mmap(NULL, size, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return start == MAP_FAILED ? NULL : start;
}

static void give(void *object, size_t size)
{
	munmap(object, size);
}

int main(int argc, char **argv)
{
	static const struct kind kind = {
		.name = "mappings", .step = 1, .take = take, .give = give,
	};

	return workload(&kind, argc, argv);
}
