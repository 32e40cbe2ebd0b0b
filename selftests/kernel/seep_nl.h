/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The family "seep" over a bare netlink socket: nothing between a test and the
 * bytes, so that a test can also say what no library would let it say.
 */
#ifndef SEEP_NL_H
#define SEEP_NL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <linux/seep.h>

/**
 * struct nl - a connection to the family
 * @fd: socket
 * @family: number of the family
 * @group: number of its multicast group
 * @seq: of the last request
 * @chunk: how many bytes one read takes: the kernel cuts a dump into pieces as
 *	large as the largest read so far, but not smaller than a page
 * @interrupted: the last dump had NLM_F_DUMP_INTR in some message
 * @ack: extended-ack text of the last answer, "" without one
 * @done: the dump that nl_dump_begin() began has come to its end
 */
struct nl {
	int fd;
	uint16_t family;
	uint32_t group;
	uint32_t seq;
	size_t chunk;
	bool interrupted;
	bool done;
	char ack[160];
};

/**
 * struct attr - an attribute of a request
 * @type: SEEP_A_*
 * @len: of the payload
 * @num: the payload, unless @data points to it
 * @data: the payload, or NULL
 */
struct attr {
	uint16_t type;
	uint16_t len;
	uint64_t num;
	const void *data;
};

#define U32(t, v)	((struct attr) { .type = (t), .len = 4, .num = (v) })
#define U64(t, v)	((struct attr) { .type = (t), .len = 8, .num = (v) })
#define FLAG(t)		((struct attr) { .type = (t) })
#define STR(t, s)	((struct attr) { .type = (t), .len = strlen(s) + 1, .data = (s) })
#define RAW(t, p, n)	((struct attr) { .type = (t), .len = (n), .data = (p) })

/* Most of the attributes that a test names are those of a target. */
#define PID(v)		U32(SEEP_A_TARGET_PID, v)
#define ID(v)		U64(SEEP_A_TARGET_ID, v)
#define INTERVAL(v)	U32(SEEP_A_TARGET_INTERVAL, v)
#define POINTS(v)	U32(SEEP_A_TARGET_POINTS, v)
#define FOLLOW(v)	U32(SEEP_A_TARGET_FOLLOW, v)
#define LABEL(s)	STR(SEEP_A_TARGET_LABEL, s)

#define MESSAGE_MAX	1024
#define MESSAGE_ATTRS	32

/**
 * struct message - an answer, a point, or another nest of one
 * @cmd: SEEP_CMD_*
 * @flags: of netlink
 * @at: where the payload of each attribute is in @raw; 0 without it
 * @len: of the payload of each attribute
 * @raw: the attributes as they came
 */
struct message {
	uint8_t cmd;
	uint16_t flags;
	uint16_t at[MESSAGE_ATTRS];
	uint16_t len[MESSAGE_ATTRS];
	unsigned char raw[MESSAGE_MAX];
};

bool has(const struct message *message, int attr);
uint64_t num(const struct message *message, int attr);
const char *text(const struct message *message, int attr);
bool nest(const struct message *message, int attr, struct message *inner);
/* Of a point: value(point, SEEP_A_POINT_LAST, SEEP_A_VALUES_FDS) */
uint64_t value(const struct message *point, int set, int attr);

int nl_open(struct nl *nl);
/* One that reads a page at a time, so that a dump takes many reads. */
int nl_open_slow(struct nl *nl);
void nl_close(struct nl *nl);
int nl_listen(struct nl *nl);
int nl_receive_event(struct nl *nl, struct message *event, int timeout_ms);

int nl_send(struct nl *nl, int cmd, int flags, const struct attr *attrs, size_t count);
int nl_send_raw(struct nl *nl, int cmd, int flags, const void *payload, size_t len);
int nl_answer(struct nl *nl, struct message *reply);
int nl_do_attrs(struct nl *nl, struct message *reply, int cmd,
		const struct attr *attrs, size_t count);

/* Called for each message; of a message with samples, for each of its points. */
typedef void (*nl_handler)(const struct message *message, void *data);
int nl_dump_attrs(struct nl *nl, nl_handler handler, void *data, int cmd,
		  const struct attr *attrs, size_t count);
int nl_dump_read(struct nl *nl, nl_handler handler, void *data);
int nl_dump_rest(struct nl *nl, nl_handler handler, void *data);

#define NL_LIST(...)	((const struct attr[]) { __VA_ARGS__ })
#define NL_COUNT(...)	(sizeof(NL_LIST(__VA_ARGS__)) / sizeof(struct attr))

/* nl_do(nl, reply or NULL, SEEP_CMD_*, attribute...): 0 or -errno */
#define nl_do(nl, reply, cmd, ...) \
	nl_do_attrs(nl, reply, cmd, NL_LIST(__VA_ARGS__), NL_COUNT(__VA_ARGS__))
/* nl_dump(nl, handler, data, SEEP_CMD_*, attribute...): 0 or -errno */
#define nl_dump(nl, handler, data, cmd, ...) \
	nl_dump_attrs(nl, handler, data, cmd, NL_LIST(__VA_ARGS__), NL_COUNT(__VA_ARGS__))
/* The same in steps: begin, then nl_dump_read() while it returns 1. */
#define nl_dump_begin(nl, cmd, ...) \
	nl_send(nl, cmd, NLM_F_DUMP, NL_LIST(__VA_ARGS__), NL_COUNT(__VA_ARGS__))

/* The operations as a test mostly wants them. */
#define target_add(nl, ...) \
	nl_do(nl, NULL, SEEP_CMD_TARGET_ADD, __VA_ARGS__)
#define target_del(nl, ...) \
	nl_do(nl, NULL, SEEP_CMD_TARGET_DEL, __VA_ARGS__)
#define target_set(nl, ...) \
	nl_do(nl, NULL, SEEP_CMD_TARGET_SET, __VA_ARGS__)
#define target_get(nl, reply, ...) \
	nl_do(nl, reply, SEEP_CMD_TARGET_GET, __VA_ARGS__)

/* One attribute of a target, or of the status; ~0 when the request fails. */
uint64_t target_num(struct nl *nl, int pid, int attr);
uint64_t status_num(struct nl *nl, int attr);
uint64_t target_id(struct nl *nl, int pid);
int sample_fresh(struct nl *nl, uint64_t id, struct message *point);
int count_targets(struct nl *nl);

#endif /* SEEP_NL_H */
