/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A verdict, as people read it and as programs do.
 */
#ifndef SEEP_REPORT_H
#define SEEP_REPORT_H

#include <jansson.h>

#include "judge.h"

/**
 * report_text - print the verdict on a target
 * @t: the target
 * @v: the verdict
 */
void report_text(const struct target *t, const struct verdict *v);

/**
 * report_json - the verdict on a target as an object
 * @t: the target
 * @v: the verdict
 */
json_t *report_json(const struct target *t, const struct verdict *v);

#endif /* SEEP_REPORT_H */
