/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A puppet is a process that does what a test tells it and nothing else: it is
 * quiet while it waits for the next order, so that what /proc says of it stays.
 */
#ifndef PUPPET_H
#define PUPPET_H

#include <stdbool.h>
#include <sys/types.h>

#define PUPPET_ORDER_MAX	64

/**
 * struct puppet - a running puppet
 * @pid: its process
 * @fd: where the orders go
 */
struct puppet {
	pid_t pid;
	int fd;
};

/**
 * puppet_start() - start a puppet, which dies with this process
 * @puppet: filled in
 *
 * Return: 0 when it is ready for orders, -1 otherwise.
 */
int puppet_start(struct puppet *puppet);

/**
 * puppet_do() - give an order and wait until it is carried out
 * @puppet: who
 * @verb: one of the words in puppet.c
 * @arg: what it means depends on the word
 *
 * Return: what the puppet answers, -1 when it died of it or could not.
 */
long puppet_do(struct puppet *puppet, const char *verb, long arg);

/* The same without waiting, for an order that has no answer, like "exit". */
void puppet_tell(struct puppet *puppet, const char *verb, long arg);

/**
 * puppet_wait() - wait for the end of a puppet
 * @puppet: gone afterwards
 *
 * Return: its wait status.
 */
int puppet_wait(struct puppet *puppet);

/* Tell it to exit with a code and wait until it has. */
int puppet_exit(struct puppet *puppet, int code);

/* Processes that only wait to be killed: cheaper than puppets. */
bool sleepers_start(pid_t *pids, int count);
void sleepers_kill(const pid_t *pids, int count);

#endif /* PUPPET_H */
