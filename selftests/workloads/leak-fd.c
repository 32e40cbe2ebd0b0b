// SPDX-License-Identifier: GPL-2.0
/* Descriptors that are opened and not closed. */
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "workload.h"

/* The number of a descriptor, plus one: 0 is one too, and no pointer. */
static void *take(size_t size)
{
	return (void *)(intptr_t)(open("/dev/null", O_RDONLY | O_CLOEXEC) + 1);
}

static void give(void *object, size_t size)
{
	close((intptr_t)object - 1);
}

int main(int argc, char **argv)
{
	static const struct kind kind = {
		.name = "descriptors", .step = 1, .take = take, .give = give,
	};

	return workload(&kind, argc, argv);
}
