// SPDX-License-Identifier: GPL-2.0
/* Threads that are started and wait for something that does not come. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "workload.h"

#define STACK_SIZE	65536

/* A thread, and what it waits for. */
struct waiter {
	pthread_t thread;
	sem_t end;
};

static void *wait_for_end(void *data)
{
	struct waiter *waiter = data;

	while (sem_wait(&waiter->end))
		;
	return NULL;
}

static void *take(size_t size)
{
	struct waiter *waiter = malloc(sizeof(*waiter));
	pthread_attr_t attr;

	if (!waiter)
		return NULL;
	sem_init(&waiter->end, 0, 0);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	errno = pthread_create(&waiter->thread, &attr, wait_for_end, waiter);
	pthread_attr_destroy(&attr);
	if (!errno)
		return waiter;
	free(waiter);
	return NULL;
}

static void give(void *object, size_t size)
{
	struct waiter *waiter = object;

	sem_post(&waiter->end);
	pthread_join(waiter->thread, NULL);
	free(waiter);
}

int main(int argc, char **argv)
{
	static const struct kind kind = {
		.name = "threads", .step = 1, .take = take, .give = give,
	};

	return workload(&kind, argc, argv);
}
