/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module's structs as JSON. The names of the members are part of the
 * documented schemas: add, never rename.
 */
#ifndef SEEP_JSON_H
#define SEEP_JSON_H

#include <jansson.h>

#include "nl.h"

/* Every top-level object begins with its schema. */
#define JSON_SCHEMA(command)	"schema", "seep/" command "/1"

/**
 * json_of_target - all that is known of a target
 * @t: the target
 */
json_t *json_of_target(const struct target *t);

/**
 * json_of_name - which target: id, pid, comm, label, state
 * @t: the target
 */
json_t *json_of_name(const struct target *t);

/**
 * json_of_status - the state of the module
 * @st: the state
 */
json_t *json_of_status(const struct status *st);

/**
 * json_of_values - a sample's values
 * @values: the values
 */
json_t *json_of_values(const u64 *values);

/**
 * json_of_limit - a limit; null if it is not set
 * @limit: the limit
 */
json_t *json_of_limit(u64 limit);

/**
 * json_join - add the members of one object to another
 * @obj: the object; NULL is out of memory
 * @more: the other; its reference is taken; NULL is out of memory
 *
 * Return: @obj, or NULL, and then @obj is gone.
 */
json_t *json_join(json_t *obj, json_t *more);

/**
 * value_name - name of a value in texts and in JSON
 * @v: the value
 */
const char *value_name(enum value v);

#endif /* SEEP_JSON_H */
