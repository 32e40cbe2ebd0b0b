// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "nl.h"
#include "wire.h"

/* The kernel fills dump messages up to the buffer that it sees. */
#define BUFFER_SIZE	(64 * 1024)
/* For notifications that arrive faster than they are printed. */
#define QUEUE_SIZE	(1024 * 1024)
/* Times that a dump is read again because the kernel's list changed. */
#define DUMP_TRIES	8

/**
 * struct seep - a connection to the module
 * @sock: libnl's socket
 * @family: number of the family
 * @done: the reply under way is complete
 * @error: its outcome, 0 or a negative errno
 * @message: the kernel's words about it
 */
struct seep {
	struct nl_sock *sock;
	int family;
	bool done;
	int error;
	char message[256];
};

typedef int (*take_fn)(struct nlmsghdr *hdr, void *arg);

/**
 * struct reply - where the messages of one reply go
 * @s: the connection
 * @take: takes one message; a negative errno ends the call
 * @arg: second argument of @take
 */
struct reply {
	struct seep *s;
	take_fn take;
	void *arg;
};

/* Connection */

static int family_id(struct seep *s)
{
	int ret = genl_ctrl_resolve(s->sock, SEEP_FAMILY_NAME);

	if (ret >= 0) {
		s->family = ret;
		return 0;
	}
	return ret == -NLE_OBJ_NOTFOUND ? -ENOENT : -EPROTO;
}

static int connect_socket(struct seep *s)
{
	int on = 1;

	s->sock = nl_socket_alloc();
	if (!s->sock)
		return -ENOMEM;
	if (genl_connect(s->sock) < 0)
		return -EPROTO;
	nl_socket_set_msg_buf_size(s->sock, BUFFER_SIZE);
	/* Without it the kernel says only a number: worth going on. */
	setsockopt(nl_socket_get_fd(s->sock), SOL_NETLINK, NETLINK_EXT_ACK,
		   &on, sizeof(on));
	return 0;
}

int seep_open(struct seep **s)
{
	int ret;

	*s = calloc(1, sizeof(**s));
	if (!*s)
		return -ENOMEM;
	ret = connect_socket(*s);
	if (!ret)
		ret = family_id(*s);
	if (ret) {
		seep_close(*s);
		*s = NULL;
	}
	return ret;
}

void seep_close(struct seep *s)
{
	if (!s)
		return;
	nl_socket_free(s->sock);
	free(s);
}

const char *seep_message(const struct seep *s)
{
	return s->message;
}

/* Requests */

static void keep_message(struct seep *s, struct nlattr *attrs, int len)
{
	struct nlattr *tb[NLMSGERR_ATTR_MAX + 1];

	if (len <= 0 || nla_parse(tb, NLMSGERR_ATTR_MAX, attrs, len, NULL) < 0)
		return;
	if (tb[NLMSGERR_ATTR_MSG])
		nla_strlcpy(s->message, tb[NLMSGERR_ATTR_MSG],
			    sizeof(s->message));
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *err, void *arg)
{
	struct nlmsghdr *hdr = (void *)((char *)err - NLMSG_HDRLEN);
	struct seep *s = ((struct reply *)arg)->s;
	int skip = NLMSG_HDRLEN + sizeof(*err);

	(void)from;
	s->done = true;
	s->error = err->error;
	/* The request comes back before the attributes, unless capped. */
	if (!(hdr->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(err->msg.nlmsg_len) - NLMSG_HDRLEN;
	if (hdr->nlmsg_flags & NLM_F_ACK_TLVS)
		keep_message(s, (void *)((char *)hdr + skip),
			     (int)hdr->nlmsg_len - skip);
	return NL_STOP;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	(void)msg;
	((struct reply *)arg)->s->done = true;
	return NL_STOP;
}

/* A dump that fails half-way says so in its last message. */
static int on_finish(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct seep *s = ((struct reply *)arg)->s;
	int skip = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(int));

	s->done = true;
	if (nlmsg_datalen(hdr) >= (int)sizeof(int))
		s->error = *(int *)nlmsg_data(hdr);
	if (hdr->nlmsg_flags & NLM_F_ACK_TLVS)
		keep_message(s, (void *)((char *)hdr + skip),
			     (int)hdr->nlmsg_len - skip);
	return NL_OK;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct reply *r = arg;
	int ret = r->take ? r->take(nlmsg_hdr(msg), r->arg) : 0;

	if (ret >= 0)
		return NL_OK;
	r->s->error = ret;
	r->s->done = true;
	return NL_STOP;
}

static struct nl_msg *new_request(struct seep *s, int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc();

	if (msg && !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, s->family, 0,
				flags, (uint8_t)cmd, SEEP_FAMILY_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

static int receive(struct reply *r)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	struct seep *s = r->s;
	int ret = 0;

	if (!cb)
		return -ENOMEM;
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, r);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, r);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, r);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, r);
	while (!s->done && ret >= 0)
		ret = nl_recvmsgs(s->sock, cb);
	nl_cb_put(cb);
	if (s->error)
		return s->error;
	if (ret == -NLE_DUMP_INTR)
		return -EINTR;
	return ret < 0 ? -EIO : 0;
}

/* Consumes the request. */
static int talk(struct seep *s, struct nl_msg *msg, take_fn take, void *arg)
{
	struct reply r = { .s = s, .take = take, .arg = arg };
	int ret;

	if (!msg)
		return -ENOMEM;
	s->done = false;
	s->error = 0;
	s->message[0] = '\0';
	ret = nl_send_auto(s->sock, msg);
	nlmsg_free(msg);
	return ret < 0 ? -EIO : receive(&r);
}

/* Lists */

/* Makes room for one more; sizes are powers of two. */
static void *grow(void *v, size_t n, size_t size)
{
	return n & (n - 1) ? v : reallocarray(v, n ? 2 * n : 1, size);
}

static int take_status(struct nlmsghdr *hdr, void *arg)
{
	return wire_status(hdr, arg);
}

static int take_target(struct nlmsghdr *hdr, void *arg)
{
	struct target_list *list = arg;
	struct target *v = grow(list->v, list->n, sizeof(*v));

	if (!v)
		return -ENOMEM;
	list->v = v;
	return wire_target(hdr, &v[list->n++]);
}

static int take_point(struct nlattr *nest, struct sample_list *list)
{
	struct sample *v = grow(list->v, list->n, sizeof(*v));

	if (!v)
		return -ENOMEM;
	list->v = v;
	return wire_point(nest, &v[list->n++]);
}

static int take_samples(struct nlmsghdr *hdr, void *arg)
{
	struct nlattr *attr;
	int rem, ret = 0;

	nlmsg_for_each_attr(attr, hdr, GENL_HDRLEN, rem) {
		if (!ret && nla_type(attr) == SEEP_A_SAMPLE_POINT)
			ret = take_point(attr, arg);
	}
	return ret;
}

static int take_id(struct nlmsghdr *hdr, void *arg)
{
	struct target t;
	int ret = wire_target(hdr, &t);

	*(u64 *)arg = t.id;
	return ret;
}

/* Calls */

/* Finishes a request for a target and sends it. */
static int talk_target(struct seep *s, int cmd,
		       const struct target_request *req, take_fn take,
		       void *arg)
{
	struct nl_msg *msg = new_request(s, cmd, 0);

	if (msg && !wire_put_target(msg, req))
		return talk(s, msg, take, arg);
	nlmsg_free(msg);
	return -ENOMEM;
}

int seep_status(struct seep *s, struct status *status)
{
	memset(status, 0, sizeof(*status));
	return talk(s, new_request(s, SEEP_CMD_STATUS_GET, 0), take_status,
		    status);
}

int seep_target_add(struct seep *s, const struct target_request *req, u64 *id)
{
	*id = 0;
	return talk_target(s, SEEP_CMD_TARGET_ADD, req, take_id, id);
}

int seep_target_set(struct seep *s, const struct target_request *req)
{
	return talk_target(s, SEEP_CMD_TARGET_SET, req, NULL, NULL);
}

int seep_target_del(struct seep *s, u64 id)
{
	const struct target_request req = { .id = id };

	return talk_target(s, SEEP_CMD_TARGET_DEL, &req, NULL, NULL);
}

int seep_target_del_all(struct seep *s)
{
	struct nl_msg *msg = new_request(s, SEEP_CMD_TARGET_DEL, 0);

	if (!msg || nla_put_flag(msg, SEEP_A_TARGET_ALL) < 0) {
		nlmsg_free(msg);
		return -ENOMEM;
	}
	return talk(s, msg, NULL, NULL);
}

int seep_target_dump(struct seep *s, struct target_list *list)
{
	int tries, ret = -EINTR;

	list->v = NULL;
	for (tries = 0; ret == -EINTR && tries < DUMP_TRIES; tries++) {
		list->n = 0;
		ret = talk(s, new_request(s, SEEP_CMD_TARGET_GET, NLM_F_DUMP),
			   take_target, list);
	}
	return ret == -EINTR ? 1 : ret;
}

static int talk_samples(struct seep *s, const struct sample_request *req,
			struct sample_list *list)
{
	struct nl_msg *msg = new_request(s, SEEP_CMD_SAMPLE_GET, NLM_F_DUMP);

	if (msg && !wire_put_sample(msg, req))
		return talk(s, msg, take_samples, list);
	nlmsg_free(msg);
	return -ENOMEM;
}

static int dump_samples(struct seep *s, const struct sample_request *req,
			struct sample_list *list)
{
	int tries, ret = -EINTR;

	list->v = NULL;
	for (tries = 0; ret == -EINTR && tries < DUMP_TRIES; tries++) {
		list->n = 0;
		ret = talk_samples(s, req, list);
	}
	return ret == -EINTR ? 1 : ret;
}

int seep_sample_dump(struct seep *s, u64 id, u64 since,
		     struct sample_list *list)
{
	return dump_samples(s, &(struct sample_request){ .target = id,
							 .since = since },
			    list);
}

int seep_sample_fresh(struct seep *s, struct sample_list *list)
{
	return dump_samples(s, &(struct sample_request){ .fresh = true }, list);
}

/* Notifications */

/**
 * struct listener - what is done with notifications
 * @s: the connection
 * @handle: the caller's function
 * @arg: its second argument
 * @unloaded: the family is gone
 */
struct listener {
	struct seep *s;
	void (*handle)(const struct event *event, void *arg);
	void *arg;
	bool unloaded;
};

static bool is_our_end(struct nlmsghdr *hdr)
{
	struct nlattr *tb[CTRL_ATTR_MAX + 1];
	struct genlmsghdr *genl = nlmsg_data(hdr);

	return genl->cmd == CTRL_CMD_DELFAMILY &&
	       genlmsg_parse(hdr, 0, tb, CTRL_ATTR_MAX, NULL) >= 0 &&
	       tb[CTRL_ATTR_FAMILY_NAME] &&
	       !strcmp(nla_get_string(tb[CTRL_ATTR_FAMILY_NAME]),
		       SEEP_FAMILY_NAME);
}

static int event_kind(int cmd)
{
	switch (cmd) {
	case SEEP_CMD_TARGET_ADD_NTF:
		return EVENT_ADD;
	case SEEP_CMD_TARGET_FOLLOW_NTF:
		return EVENT_FOLLOW;
	case SEEP_CMD_TARGET_EXEC_NTF:
		return EVENT_EXEC;
	case SEEP_CMD_TARGET_EXIT_NTF:
		return EVENT_EXIT;
	case SEEP_CMD_TARGET_DEL_NTF:
		return EVENT_DEL;
	default:
		return -1;
	}
}

static int on_event(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct listener *l = arg;
	struct event event;
	int kind;

	if (hdr->nlmsg_type == GENL_ID_CTRL) {
		l->unloaded |= is_our_end(hdr);
		return NL_OK;
	}
	if (hdr->nlmsg_type != l->s->family)
		return NL_OK;
	kind = event_kind(((struct genlmsghdr *)nlmsg_data(hdr))->cmd);
	if (kind < 0 || wire_target(hdr, &event.target))
		return NL_OK;
	event.kind = (enum event_kind)kind;
	l->handle(&event, l->arg);
	return NL_OK;
}

static int join_group(struct seep *s, const char *family, const char *group)
{
	int id = genl_ctrl_resolve_grp(s->sock, family, group);

	if (id < 0)
		return -ENOENT;
	switch (nl_socket_add_membership(s->sock, id)) {
	case 0:
		return 0;
	case -NLE_PERM:
		return -EPERM;
	default:
		return -EIO;
	}
}

int seep_events_fd(const struct seep *s)
{
	return nl_socket_get_fd(s->sock);
}

/* Beyond the bound of the machine where that is permitted. */
static void widen_queue(struct seep *s)
{
	const int size = QUEUE_SIZE;

	nl_socket_set_buffer_size(s->sock, size, 0);
	setsockopt(seep_events_fd(s), SOL_SOCKET, SO_RCVBUFFORCE, &size,
		   sizeof(size));
}

int seep_events_join(struct seep *s)
{
	int ret;

	/* Notifications are not replies: their numbers are not ours. */
	nl_socket_disable_seq_check(s->sock);
	widen_queue(s);
	ret = join_group(s, "nlctrl", "notify");
	if (!ret)
		ret = join_group(s, SEEP_FAMILY_NAME, SEEP_MCGRP_EVENTS);
	if (!ret)
		ret = nl_socket_set_nonblocking(s->sock) < 0 ? -EIO : 0;
	return ret;
}

int seep_events_read(struct seep *s,
		     void (*handle)(const struct event *event, void *arg),
		     void *arg)
{
	struct listener l = { .s = s, .handle = handle, .arg = arg };
	int ret;

	nl_socket_modify_cb(s->sock, NL_CB_VALID, NL_CB_CUSTOM, on_event, &l);
	ret = nl_recvmsgs_default(s->sock);
	if (l.unloaded)
		return -ENODEV;
	/* libnl has one number for ENOBUFS and ENOMEM. */
	if (ret == -NLE_NOMEM)
		return -ENOBUFS;
	return ret < 0 && ret != -NLE_AGAIN ? -EIO : 0;
}
