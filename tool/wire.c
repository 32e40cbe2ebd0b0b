// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <string.h>

#include "fmt.h"
#include "wire.h"

int wire_put_target(struct nl_msg *msg, const struct target_request *req)
{
	int ret = 0;

	if (req->id)
		ret |= nla_put_u64(msg, SEEP_A_TARGET_ID, req->id);
	if (req->pid)
		ret |= nla_put_u32(msg, SEEP_A_TARGET_PID, (u32)req->pid);
	if (req->start_time)
		ret |= nla_put_u64(msg, SEEP_A_TARGET_START_TIME,
				   req->start_time);
	if (req->label)
		ret |= nla_put_string(msg, SEEP_A_TARGET_LABEL, req->label);
	if (req->interval_ms)
		ret |= nla_put_u32(msg, SEEP_A_TARGET_INTERVAL,
				   req->interval_ms);
	if (req->points)
		ret |= nla_put_u32(msg, SEEP_A_TARGET_POINTS, req->points);
	if (req->set_follow)
		ret |= nla_put_u32(msg, SEEP_A_TARGET_FOLLOW, req->follow);
	return ret ? -ENOMEM : 0;
}

int wire_put_sample(struct nl_msg *msg, const struct sample_request *req)
{
	int ret = 0;

	if (req->target)
		ret |= nla_put_u64(msg, SEEP_A_SAMPLE_TARGET, req->target);
	if (req->since)
		ret |= nla_put_u64(msg, SEEP_A_SAMPLE_SINCE, req->since);
	if (req->fresh) {
		ret |= nla_put_flag(msg, SEEP_A_SAMPLE_LATEST);
		ret |= nla_put_flag(msg, SEEP_A_SAMPLE_FRESH);
	}
	return ret ? -ENOMEM : 0;
}

static u64 get_u64(struct nlattr **tb, int type)
{
	return tb[type] && nla_len(tb[type]) == sizeof(u64) ?
		nla_get_u64(tb[type]) : 0;
}

static u32 get_u32(struct nlattr **tb, int type)
{
	return tb[type] && nla_len(tb[type]) == sizeof(u32) ?
		nla_get_u32(tb[type]) : 0;
}

static void get_string(struct nlattr **tb, int type, char *to, size_t size)
{
	to[0] = '\0';
	if (tb[type])
		nla_strlcpy(to, tb[type], size);
	/* Names are what processes choose: they may hold escape sequences. */
	fmt_clean(to);
}

int wire_status(struct nlmsghdr *hdr, struct status *st)
{
	struct nlattr *tb[SEEP_A_STATUS_MAX + 1];

	if (genlmsg_parse(hdr, 0, tb, SEEP_A_STATUS_MAX, NULL) < 0)
		return -EBADMSG;
	get_string(tb, SEEP_A_STATUS_VERSION, st->version,
		   sizeof(st->version));
	st->live = get_u32(tb, SEEP_A_STATUS_LIVE);
	st->exited = get_u32(tb, SEEP_A_STATUS_EXITED);
	st->max_targets = get_u32(tb, SEEP_A_STATUS_MAX_TARGETS);
	st->max_exited = get_u32(tb, SEEP_A_STATUS_MAX_EXITED);
	st->memory = get_u64(tb, SEEP_A_STATUS_MEMORY);
	st->hooks = get_u32(tb, SEEP_A_STATUS_HOOKS);
	st->event_seq = get_u64(tb, SEEP_A_STATUS_EVENT_SEQ);
	st->events_lost = get_u64(tb, SEEP_A_STATUS_EVENTS_LOST);
	return 0;
}

static void get_limits(struct nlattr *nest, struct rlimits *l)
{
	struct nlattr *tb[SEEP_A_LIMITS_MAX + 1];

	if (nla_parse_nested(tb, SEEP_A_LIMITS_MAX, nest, NULL) < 0)
		return;
	l->nofile = get_u64(tb, SEEP_A_LIMITS_NOFILE);
	l->nofile_hard = get_u64(tb, SEEP_A_LIMITS_NOFILE_HARD);
	l->nproc = get_u64(tb, SEEP_A_LIMITS_NPROC);
	l->nproc_hard = get_u64(tb, SEEP_A_LIMITS_NPROC_HARD);
	l->nproc_used = get_u64(tb, SEEP_A_LIMITS_NPROC_USED);
	l->as = get_u64(tb, SEEP_A_LIMITS_AS);
	l->as_hard = get_u64(tb, SEEP_A_LIMITS_AS_HARD);
}

int wire_target(struct nlmsghdr *hdr, struct target *t)
{
	struct nlattr *tb[SEEP_A_TARGET_MAX + 1];

	if (genlmsg_parse(hdr, 0, tb, SEEP_A_TARGET_MAX, NULL) < 0)
		return -EBADMSG;
	memset(t, 0, sizeof(*t));
	t->id = get_u64(tb, SEEP_A_TARGET_ID);
	t->pid = (pid_t)get_u32(tb, SEEP_A_TARGET_PID);
	t->start_time = get_u64(tb, SEEP_A_TARGET_START_TIME);
	get_string(tb, SEEP_A_TARGET_LABEL, t->label, sizeof(t->label));
	get_string(tb, SEEP_A_TARGET_COMM, t->comm, sizeof(t->comm));
	t->exited = get_u32(tb, SEEP_A_TARGET_STATE) ==
		    SEEP_TARGET_STATE_EXITED;
	t->interval_ms = get_u32(tb, SEEP_A_TARGET_INTERVAL);
	t->points = get_u32(tb, SEEP_A_TARGET_POINTS);
	t->follow = get_u32(tb, SEEP_A_TARGET_FOLLOW);
	t->parent = get_u64(tb, SEEP_A_TARGET_PARENT);
	t->followed = get_u32(tb, SEEP_A_TARGET_FOLLOWED);
	t->follow_lost = get_u32(tb, SEEP_A_TARGET_FOLLOW_LOST);
	t->added_at = get_u64(tb, SEEP_A_TARGET_ADDED_AT);
	t->execs = get_u32(tb, SEEP_A_TARGET_EXECS);
	t->exec_at = get_u64(tb, SEEP_A_TARGET_EXEC_AT);
	t->exited_at = get_u64(tb, SEEP_A_TARGET_EXITED_AT);
	t->exit_code = get_u32(tb, SEEP_A_TARGET_EXIT_CODE);
	t->seq = get_u64(tb, SEEP_A_TARGET_SEQ);
	t->used = get_u32(tb, SEEP_A_TARGET_USED);
	t->stride = get_u32(tb, SEEP_A_TARGET_STRIDE);
	t->missed = get_u64(tb, SEEP_A_TARGET_MISSED);
	t->memory = get_u64(tb, SEEP_A_TARGET_MEMORY);
	t->event_seq = get_u64(tb, SEEP_A_TARGET_EVENT_SEQ);
	t->has_limits = tb[SEEP_A_TARGET_LIMITS];
	if (t->has_limits)
		get_limits(tb[SEEP_A_TARGET_LIMITS], &t->limits);
	return 0;
}

/* What is absent keeps the values it had. */
static void get_values(struct nlattr *nest, u64 *values)
{
	struct nlattr *tb[SEEP_A_VALUES_MAX + 1];
	int i;

	if (!nest || nla_parse_nested(tb, SEEP_A_VALUES_MAX, nest, NULL) < 0)
		return;
	for (i = 0; i < VALUES; i++)
		if (tb[SEEP_A_VALUES_THREADS + i])
			values[i] = get_u64(tb, SEEP_A_VALUES_THREADS + i);
}

int wire_point(struct nlattr *nest, struct sample *p)
{
	struct nlattr *tb[SEEP_A_POINT_MAX + 1];

	if (nla_parse_nested(tb, SEEP_A_POINT_MAX, nest, NULL) < 0)
		return -EBADMSG;
	memset(p, 0, sizeof(*p));
	p->target = get_u64(tb, SEEP_A_POINT_TARGET);
	p->seq = get_u64(tb, SEEP_A_POINT_SEQ);
	p->count = get_u64(tb, SEEP_A_POINT_COUNT);
	p->first_at = get_u64(tb, SEEP_A_POINT_FIRST_AT);
	p->last_at = get_u64(tb, SEEP_A_POINT_LAST_AT);
	get_values(tb[SEEP_A_POINT_LAST], p->last);
	memcpy(p->min, p->last, sizeof(p->min));
	memcpy(p->max, p->last, sizeof(p->max));
	get_values(tb[SEEP_A_POINT_LOW], p->min);
	get_values(tb[SEEP_A_POINT_HIGH], p->max);
	return 0;
}
