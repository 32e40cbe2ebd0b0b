// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "seep_nl.h"

#define READ_MAX	65536

struct request {
	struct nlmsghdr nlh;
	struct genlmsghdr genl;
	unsigned char attrs[2048];
};

bool has(const struct message *message, int attr)
{
	return message->at[attr];
}

uint64_t num(const struct message *message, int attr)
{
	uint64_t wide = 0;
	size_t len = message->len[attr];

	/* Of an integer the width is what the spec says; little endian only. */
	if (len <= sizeof(wide))
		memcpy(&wide, message->raw + message->at[attr], len);
	return wide;
}

const char *text(const struct message *message, int attr)
{
	return has(message, attr) ? (const char *)message->raw + message->at[attr] : "";
}

static bool parse_attrs(struct message *message, const void *attrs, size_t len)
{
	size_t at = 0;

	memset(message->at, 0, sizeof(message->at));
	if (len > sizeof(message->raw))
		return false;
	memcpy(message->raw, attrs, len);
	while (at + NLA_HDRLEN <= len) {
		const struct nlattr *nla = (void *)(message->raw + at);
		int type = nla->nla_type & NLA_TYPE_MASK;

		if (nla->nla_len < NLA_HDRLEN || at + nla->nla_len > len ||
		    type >= MESSAGE_ATTRS)
			return false;
		message->at[type] = at + NLA_HDRLEN;
		message->len[type] = nla->nla_len - NLA_HDRLEN;
		at += NLA_ALIGN(nla->nla_len);
	}
	return true;
}

bool nest(const struct message *message, int attr, struct message *inner)
{
	return has(message, attr) &&
	       parse_attrs(inner, message->raw + message->at[attr], message->len[attr]);
}

uint64_t value(const struct message *point, int set, int attr)
{
	struct message inner;

	return nest(point, set, &inner) ? num(&inner, attr) : UINT64_MAX;
}

static bool parse_message(struct message *message, const struct nlmsghdr *nlh)
{
	const struct genlmsghdr *genl = NLMSG_DATA(nlh);

	message->cmd = genl->cmd;
	message->flags = nlh->nlmsg_flags;
	return parse_attrs(message, (char *)genl + GENL_HDRLEN,
			   nlh->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN));
}

/* A message with samples is nothing but points, one after the other. */
static bool parse_points(const struct nlmsghdr *nlh, nl_handler handler, void *data)
{
	const char *at = (char *)NLMSG_DATA(nlh) + GENL_HDRLEN;
	const char *end = (char *)nlh + nlh->nlmsg_len;
	struct message point = { .cmd = SEEP_CMD_SAMPLE_GET, .flags = nlh->nlmsg_flags };

	while (at + NLA_HDRLEN <= end) {
		const struct nlattr *nla = (void *)at;

		if (nla->nla_type != (SEEP_A_SAMPLE_POINT | NLA_F_NESTED) ||
		    nla->nla_len < NLA_HDRLEN || at + nla->nla_len > end ||
		    !parse_attrs(&point, at + NLA_HDRLEN, nla->nla_len - NLA_HDRLEN))
			return false;
		if (handler)
			handler(&point, data);
		at += NLA_ALIGN(nla->nla_len);
	}
	return at == end;
}

static bool parse_answer(const struct nlmsghdr *nlh, nl_handler handler, void *data)
{
	const struct genlmsghdr *genl = NLMSG_DATA(nlh);
	struct message message;

	if (nlh->nlmsg_len < NLMSG_LENGTH(GENL_HDRLEN))
		return false;
	if (nlh->nlmsg_type != GENL_ID_CTRL && genl->cmd == SEEP_CMD_SAMPLE_GET)
		return parse_points(nlh, handler, data);
	if (!parse_message(&message, nlh))
		return false;
	if (handler)
		handler(&message, data);
	return true;
}

/* NLMSG_ERROR and the NLMSG_DONE of a dump carry an errno and the text. */
static int parse_ack(struct nl *nl, const struct nlmsghdr *nlh)
{
	const char *end = (const char *)nlh + nlh->nlmsg_len;
	const char *at = NLMSG_DATA(nlh);
	int error = *(const int *)at;

	nl->ack[0] = 0;
	at += sizeof(int);
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		const struct nlmsghdr *asked = (const void *)at;

		at += nlh->nlmsg_flags & NLM_F_CAPPED ? sizeof(*asked) :
			NLMSG_ALIGN(asked->nlmsg_len);
	}
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return error;
	while (at + NLA_HDRLEN <= end) {
		const struct nlattr *nla = (const void *)at;

		if (nla->nla_len < NLA_HDRLEN)
			break;
		if ((nla->nla_type & NLA_TYPE_MASK) == NLMSGERR_ATTR_MSG)
			snprintf(nl->ack, sizeof(nl->ack), "%s", at + NLA_HDRLEN);
		at += NLA_ALIGN(nla->nla_len);
	}
	return error;
}

static void put(struct request *request, const struct attr *attr)
{
	struct nlattr *nla = (void *)((char *)request + NLMSG_ALIGN(request->nlh.nlmsg_len));

	nla->nla_type = attr->type;
	nla->nla_len = NLA_HDRLEN + attr->len;
	if (attr->len)
		memcpy((char *)nla + NLA_HDRLEN, attr->data ?: &attr->num, attr->len);
	request->nlh.nlmsg_len = NLMSG_ALIGN(request->nlh.nlmsg_len) +
				 NLA_ALIGN(nla->nla_len);
}

static void begin(struct nl *nl, struct request *request, int type, int cmd, int flags)
{
	memset(request, 0, sizeof(*request));
	request->nlh.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN);
	request->nlh.nlmsg_type = type;
	request->nlh.nlmsg_flags = NLM_F_REQUEST | flags;
	request->nlh.nlmsg_seq = ++nl->seq;
	request->genl.cmd = cmd;
	request->genl.version = SEEP_FAMILY_VERSION;
	nl->ack[0] = 0;
	nl->interrupted = false;
	nl->done = false;
}

static int transmit(struct nl *nl, const struct request *request)
{
	ssize_t sent = send(nl->fd, request, request->nlh.nlmsg_len, 0);

	return sent < 0 ? -errno : 0;
}

static int send_to(struct nl *nl, int type, int cmd, int flags,
		   const struct attr *attrs, size_t count)
{
	struct request request;
	size_t i;

	begin(nl, &request, type, cmd, flags);
	for (i = 0; i < count; i++)
		put(&request, &attrs[i]);
	return transmit(nl, &request);
}

int nl_send(struct nl *nl, int cmd, int flags, const struct attr *attrs, size_t count)
{
	return send_to(nl, nl->family, cmd, flags, attrs, count);
}

/* A message whose attributes are any bytes at all. */
int nl_send_raw(struct nl *nl, int cmd, int flags, const void *payload, size_t len)
{
	struct request request;

	begin(nl, &request, nl->family, cmd, flags);
	memcpy(request.attrs, payload, len);
	request.nlh.nlmsg_len += len;
	return transmit(nl, &request);
}

/* Return: 1 when there may be more to read, 0 at the end, or -errno. */
static int take(struct nl *nl, const struct nlmsghdr *nlh, nl_handler handler, void *data)
{
	if (nlh->nlmsg_seq != nl->seq)
		return 1;
	nl->interrupted |= nlh->nlmsg_flags & NLM_F_DUMP_INTR;
	if (nlh->nlmsg_type == NLMSG_ERROR || nlh->nlmsg_type == NLMSG_DONE)
		return parse_ack(nl, nlh);
	return parse_answer(nlh, handler, data) ? 1 : -EBADMSG;
}

/**
 * nl_dump_read() - one read of an answer
 * @nl: where something was asked
 * @handler: called for each message
 * @data: given to @handler
 *
 * Return: 1 when there may be more to read, 0 at the end, or -errno.
 */
int nl_dump_read(struct nl *nl, nl_handler handler, void *data)
{
	static _Thread_local char buffer[READ_MAX];
	struct nlmsghdr *nlh = (void *)buffer;
	ssize_t len;
	int more = 1;

	len = recv(nl->fd, buffer, nl->chunk, MSG_TRUNC);
	if (len < 0)
		return -errno;
	if ((size_t)len > nl->chunk)
		return -EMSGSIZE;
	while (more > 0 && NLMSG_OK(nlh, (size_t)len)) {
		more = take(nl, nlh, handler, data);
		nlh = NLMSG_NEXT(nlh, len);
	}
	nl->done = more <= 0;
	return more;
}

int nl_dump_rest(struct nl *nl, nl_handler handler, void *data)
{
	int more;

	do
		more = nl_dump_read(nl, handler, data);
	while (more > 0);
	return more;
}

static void keep(const struct message *message, void *data)
{
	if (data)
		*(struct message *)data = *message;
}

int nl_answer(struct nl *nl, struct message *reply)
{
	return nl_dump_rest(nl, keep, reply);
}

int nl_do_attrs(struct nl *nl, struct message *reply, int cmd,
		const struct attr *attrs, size_t count)
{
	int err = nl_send(nl, cmd, NLM_F_ACK, attrs, count);

	return err ?: nl_answer(nl, reply);
}

int nl_dump_attrs(struct nl *nl, nl_handler handler, void *data, int cmd,
		  const struct attr *attrs, size_t count)
{
	int err = nl_send(nl, cmd, NLM_F_DUMP, attrs, count);

	return err ?: nl_dump_rest(nl, handler, data);
}

static uint32_t find_group(const struct message *family)
{
	struct message groups, group;

	/* The family has one group, so that the list has one entry. */
	if (nest(family, CTRL_ATTR_MCAST_GROUPS, &groups) && nest(&groups, 1, &group) &&
	    !strcmp(text(&group, CTRL_ATTR_MCAST_GRP_NAME), SEEP_MCGRP_EVENTS))
		return num(&group, CTRL_ATTR_MCAST_GRP_ID);
	return 0;
}

static int resolve(struct nl *nl)
{
	const struct attr name = STR(CTRL_ATTR_FAMILY_NAME, SEEP_FAMILY_NAME);
	struct message family;
	int err;

	err = send_to(nl, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_ACK, &name, 1);
	err = err ?: nl_answer(nl, &family);
	if (err)
		return err;
	nl->family = num(&family, CTRL_ATTR_FAMILY_ID);
	nl->group = find_group(&family);
	return nl->family && nl->group ? 0 : -ENOENT;
}

static int set_option(int fd, int option)
{
	const int on = 1;

	return setsockopt(fd, SOL_NETLINK, option, &on, sizeof(on)) ? -errno : 0;
}

static int open_with(struct nl *nl, size_t chunk)
{
	int err;

	*nl = (struct nl) { .chunk = chunk };
	nl->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (nl->fd < 0)
		return -errno;
	err = set_option(nl->fd, NETLINK_EXT_ACK);
	err = err ?: set_option(nl->fd, NETLINK_CAP_ACK);
	err = err ?: resolve(nl);
	if (err)
		nl_close(nl);
	return err;
}

int nl_open(struct nl *nl)
{
	return open_with(nl, 32768);
}

int nl_open_slow(struct nl *nl)
{
	return open_with(nl, 4096);
}

void nl_close(struct nl *nl)
{
	if (nl->fd >= 0)
		close(nl->fd);
	nl->fd = -1;
}

/* Join the group of events. */
int nl_listen(struct nl *nl)
{
	return setsockopt(nl->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &nl->group,
			  sizeof(nl->group)) ? -errno : 0;
}

/* Return: 0, -ETIMEDOUT, or the error of the socket, as -ENOBUFS. */
int nl_receive_event(struct nl *nl, struct message *event, int timeout_ms)
{
	struct pollfd pollfd = { .fd = nl->fd, .events = POLLIN };
	char buffer[8192];
	ssize_t len;

	if (poll(&pollfd, 1, timeout_ms) == 0)
		return -ETIMEDOUT;
	len = recv(nl->fd, buffer, sizeof(buffer), 0);
	if (len < 0)
		return -errno;
	return parse_message(event, (void *)buffer) ? 0 : -EBADMSG;
}

uint64_t target_num(struct nl *nl, int pid, int attr)
{
	struct message target;

	return target_get(nl, &target, PID(pid)) ? UINT64_MAX : num(&target, attr);
}

uint64_t target_id(struct nl *nl, int pid)
{
	return target_num(nl, pid, SEEP_A_TARGET_ID);
}

uint64_t status_num(struct nl *nl, int attr)
{
	struct message status;

	return nl_do_attrs(nl, &status, SEEP_CMD_STATUS_GET, NULL, 0) ? UINT64_MAX :
		num(&status, attr);
}

int sample_fresh(struct nl *nl, uint64_t id, struct message *point)
{
	memset(point, 0, sizeof(*point));
	return nl_dump(nl, keep, point, SEEP_CMD_SAMPLE_GET,
		       U64(SEEP_A_SAMPLE_TARGET, id), FLAG(SEEP_A_SAMPLE_LATEST),
		       FLAG(SEEP_A_SAMPLE_FRESH));
}

static void count_one(const struct message *message, void *data)
{
	(void)message;
	++*(int *)data;
}

int count_targets(struct nl *nl)
{
	int count = 0;
	int err = nl_dump_attrs(nl, count_one, &count, SEEP_CMD_TARGET_GET, NULL, 0);

	return err ?: count;
}
