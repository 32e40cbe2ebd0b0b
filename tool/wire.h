/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attributes to structs and back: the half of nl.c that knows the family.
 */
#ifndef SEEP_WIRE_H
#define SEEP_WIRE_H

#include "nl.h"

struct nl_msg;
struct nlmsghdr;

/**
 * struct sample_request - which samples are asked for
 * @target: those of one target, or 0
 * @since: only points newer than this sequence number
 * @fresh: a new sample of each live target
 */
struct sample_request {
	u64 target;
	u64 since;
	bool fresh;
};

/**
 * wire_put_target - append a request for a target
 * @msg: where to
 * @req: the request
 *
 * Return: 0, or -ENOMEM.
 */
int wire_put_target(struct nl_msg *msg, const struct target_request *req);

/**
 * wire_put_sample - append a request for samples
 * @msg: where to
 * @req: the request
 *
 * Return: 0, or -ENOMEM.
 */
int wire_put_sample(struct nl_msg *msg, const struct sample_request *req);

/**
 * wire_status - read the state of the module
 * @hdr: the message
 * @st: the state
 *
 * Return: 0, or -EBADMSG.
 */
int wire_status(struct nlmsghdr *hdr, struct status *st);

/**
 * wire_target - read a target
 * @hdr: the message
 * @t: the target
 *
 * Return: 0, or -EBADMSG.
 */
int wire_target(struct nlmsghdr *hdr, struct target *t);

/**
 * wire_point - read a point of a history
 * @nest: the attribute that holds it
 * @p: the point
 *
 * Return: 0, or -EBADMSG.
 */
int wire_point(struct nlattr *nest, struct sample *p);

#endif /* SEEP_WIRE_H */
