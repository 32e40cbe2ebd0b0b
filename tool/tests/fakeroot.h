/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A directory that stands for / in a test: proc_root points there.
 */
#ifndef SEEP_FAKEROOT_H
#define SEEP_FAKEROOT_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "proc.h"

#define FAKEROOT "/tmp/seep-test-XXXXXX"

static char fakeroot[sizeof(FAKEROOT)] = FAKEROOT;

static inline void fakeroot_begin(void)
{
	if (!mkdtemp(fakeroot)) {
		puts("Bail out! no temporary directory");
		exit(1);
	}
	proc_root = fakeroot;
}

/* Writes a file, with the directories above it. */
static inline void fakeroot_write(const char *path, const char *text)
{
	char full[512];
	size_t i;
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", fakeroot, path);
	for (i = sizeof(fakeroot); full[i]; i++) {
		if (full[i] != '/')
			continue;
		full[i] = '\0';
		mkdir(full, 0700);
		full[i] = '/';
	}
	f = fopen(full, "w");
	if (!f || fputs(text, f) < 0 || fclose(f)) {
		puts("Bail out! cannot write a file");
		exit(1);
	}
}

static inline void fakeroot_end(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", fakeroot);
	if (system(command))
		puts("# the temporary directory could not be removed");
}

#endif /* SEEP_FAKEROOT_H */
