// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "out.h"
#include "request.h"

static bool read_label(const char *cmd, const char *text,
		       struct target_request *req)
{
	if (strlen(text) > SEEP_LABEL_MAX) {
		out_err("%s: --label: '%s': is longer than %d bytes", cmd,
			text, SEEP_LABEL_MAX);
		return false;
	}
	req->label = text;
	return true;
}

static bool read_interval(const char *cmd, const char *text,
			  struct target_request *req)
{
	u64 ms;

	if (!args_duration(text, &ms) || ms < SEEP_INTERVAL_MIN ||
	    ms > SEEP_INTERVAL_MAX) {
		out_err("%s: --interval: '%s': is not a duration from 100ms to 1h",
			cmd, text);
		return false;
	}
	req->interval_ms = (u32)ms;
	return true;
}

static bool read_follow(const char *cmd, const char *text,
			struct target_request *req)
{
	u64 n = REQUEST_FOLLOW;

	if (text && !args_unsigned(text, 0, SEEP_FOLLOW_MAX, &n)) {
		out_err("%s: --follow: '%s': is not a number from 0 to %d",
			cmd, text, SEEP_FOLLOW_MAX);
		return false;
	}
	req->set_follow = true;
	req->follow = (u32)n;
	return true;
}

static bool read_points(const char *cmd, const char *text,
			struct target_request *req)
{
	u64 n;

	if (!args_unsigned(text, SEEP_POINTS_MIN, SEEP_POINTS_MAX, &n)) {
		out_err("%s: --points: '%s': is not a number from %d to %d",
			cmd, text, SEEP_POINTS_MIN, SEEP_POINTS_MAX);
		return false;
	}
	req->points = (u32)n;
	return true;
}

bool request_option(const char *cmd, int option, const char *value,
		    struct target_request *req)
{
	switch (option) {
	case REQUEST_LABEL:
		return read_label(cmd, value, req);
	case REQUEST_INTERVAL:
		return read_interval(cmd, value, req);
	case REQUEST_FOLLOW_N:
		return read_follow(cmd, value, req);
	default:
		return read_points(cmd, value, req);
	}
}
