// SPDX-License-Identifier: GPL-2.0
#include <sys/wait.h>

#include "json.h"
#include "proc.h"

static const char * const value_names[VALUES] = {
	[VALUE_THREADS] = "threads",
	[VALUE_FDS] = "fds",
	[VALUE_MAPS] = "maps",
	[VALUE_MAPPED] = "mapped",
	[VALUE_ANON] = "anon",
	[VALUE_FILE] = "file",
	[VALUE_SHMEM] = "shmem",
	[VALUE_SWAP] = "swap",
	[VALUE_DATA] = "data",
	[VALUE_MINOR_FAULTS] = "minor_faults",
	[VALUE_MAJOR_FAULTS] = "major_faults",
	[VALUE_CPU] = "cpu_ns",
	[VALUE_EXECS] = "execs",
};

const char *value_name(enum value v)
{
	return value_names[v];
}

json_t *json_join(json_t *obj, json_t *more)
{
	if (!json_object_update_new(obj, more))
		return obj;
	json_decref(obj);
	return NULL;
}

static json_t *seconds(u64 ns)
{
	return json_real((double)ns / 1e9);
}

/* A time, where 0 says that it has not come. */
static json_t *seconds_or_null(u64 ns)
{
	return ns ? seconds(ns) : json_null();
}

static json_t *number_or_null(u64 n)
{
	return n ? json_integer((json_int_t)n) : json_null();
}

json_t *json_of_limit(u64 limit)
{
	return limit == SEEP_UNLIMITED ? json_null() :
					 json_integer((json_int_t)limit);
}

static json_t *json_of_rlimits(const struct target *t)
{
	const struct rlimits *l = &t->limits;

	if (!t->has_limits)
		return json_null();
	return json_pack("{s:o s:o s:o s:o s:I s:o s:o}",
			 "nofile", json_of_limit(l->nofile),
			 "nofile_hard", json_of_limit(l->nofile_hard),
			 "nproc", json_of_limit(l->nproc),
			 "nproc_hard", json_of_limit(l->nproc_hard),
			 "nproc_used", (json_int_t)l->nproc_used,
			 "as", json_of_limit(l->as),
			 "as_hard", json_of_limit(l->as_hard));
}

json_t *json_of_name(const struct target *t)
{
	return json_pack("{s:I s:o s:s s:o s:s}",
			 "id", (json_int_t)t->id,
			 "pid", number_or_null((u64)t->pid),
			 "comm", t->comm,
			 "label", t->label[0] ? json_string(t->label) :
						json_null(),
			 "state", t->exited ? "exited" : "live");
}

static json_t *json_of_life(const struct target *t)
{
	int status = (int)t->exit_code;
	bool code = t->exited && WIFEXITED(status);
	bool signal = t->exited && WIFSIGNALED(status);
	u64 end = t->exited ? t->exited_at : proc_boottime();

	return json_pack("{s:I s:f s:o s:o s:i s:o s:o s:o s:o}",
			 "start_time", (json_int_t)t->start_time,
			 "added_at_s", (double)t->added_at / 1e9,
			 "recorded_s", seconds(end > t->added_at ?
					       end - t->added_at : 0),
			 "parent", number_or_null(t->parent),
			 "execs", (int)t->execs,
			 "exec_at_s", seconds_or_null(t->exec_at),
			 "exited_at_s", seconds_or_null(t->exited_at),
			 "exit_code", code ? json_integer(WEXITSTATUS(status)) :
					     json_null(),
			 "exit_signal", signal ? json_integer(WTERMSIG(status)) :
						 json_null());
}

static json_t *json_of_record(const struct target *t)
{
	return json_pack("{s:f s:I s:I s:I s:I s:I s:I s:I s:I s:I s:o}",
			 "interval_s", t->interval_ms / 1e3,
			 "samples", (json_int_t)t->seq,
			 "missed", (json_int_t)t->missed,
			 "points", (json_int_t)t->points,
			 "points_used", (json_int_t)t->used,
			 "stride", (json_int_t)t->stride,
			 "follow", (json_int_t)t->follow,
			 "followed", (json_int_t)t->followed,
			 "follow_lost", (json_int_t)t->follow_lost,
			 "memory_bytes", (json_int_t)t->memory,
			 "limits", json_of_rlimits(t));
}

json_t *json_of_target(const struct target *t)
{
	return json_join(json_join(json_of_name(t), json_of_life(t)),
			 json_of_record(t));
}

json_t *json_of_status(const struct status *st)
{
	return json_pack("{s:s s:I s:I s:I s:I s:I s:I s:I s:I}",
			 "version", st->version,
			 "live", (json_int_t)st->live,
			 "exited", (json_int_t)st->exited,
			 "max_targets", (json_int_t)st->max_targets,
			 "max_exited", (json_int_t)st->max_exited,
			 "memory_bytes", (json_int_t)st->memory,
			 "hooks", (json_int_t)st->hooks,
			 "event_seq", (json_int_t)st->event_seq,
			 "events_lost", (json_int_t)st->events_lost);
}

json_t *json_of_values(const u64 *values)
{
	json_t *obj = json_object();
	int i;

	for (i = 0; obj && i < VALUES; i++) {
		if (json_object_set_new(obj, value_names[i],
					json_integer((json_int_t)values[i]))) {
			json_decref(obj);
			obj = NULL;
		}
	}
	return obj;
}
