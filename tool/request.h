/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The options that say how a target is recorded, common to add and set.
 */
#ifndef SEEP_REQUEST_H
#define SEEP_REQUEST_H

#include <stdbool.h>

#include "args.h"
#include "nl.h"

/* Descendants that --follow without a number allows. */
#define REQUEST_FOLLOW	64

enum {
	REQUEST_LABEL = ARGS_LONG,
	REQUEST_INTERVAL,
	REQUEST_FOLLOW_N,
	REQUEST_POINTS,
	REQUEST_NEXT,		/* first number for a command's own options */
};

/**
 * request_option - read the value of one of them
 * @cmd: the command, for the message
 * @option: which
 * @value: its value
 * @req: where to
 *
 * Return: whether it is good; if not, that has been said.
 */
bool request_option(const char *cmd, int option, const char *value,
		    struct target_request *req);

#endif /* SEEP_REQUEST_H */
