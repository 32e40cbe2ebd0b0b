/* SPDX-License-Identifier: GPL-2.0 */
/* What tests need of the machine they run on: the module, /proc, patience. */
#ifndef LAB_H
#define LAB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "seep_nl.h"

/* How long a condition may take that is sure to come, on a slow machine. */
#define PATIENCE_MS	20000

/* The path of the module to load. */
#define MODULE_ENV	"SEEP_KO"

int module_load(const char *parameters);
int module_unload(void);
bool module_loaded(void);
int module_refs(void);

/*
 * The areas of kernel memory that functions made whose names begin with @maker.
 * Of a module that is not loaded any more there is only the address. While other
 * areas come and go, the kernel's list may leave out some.
 */
int count_areas(const char *maker);
#define AREAS_LEFT_BEHIND	"0x"

/* Load it anew with parameters and connect again. */
int module_reload(struct nl *nl, const char *parameters);

/* All children, and theirs, are killed and waited for. */
void end_children(void);

long now_ms(void);
void nap(void);

/* True as soon as the condition is, false when PATIENCE_MS have passed. */
#define wait_until(condition) ({					\
	long give_up_at = now_ms() + PATIENCE_MS;			\
	bool is_true;							\
									\
	while (!(is_true = (condition)) && now_ms() < give_up_at)	\
		nap();							\
	is_true;							\
})

/* A number of /proc/PID/status, in the unit of the file; ~0 without it. */
uint64_t proc_status(pid_t pid, const char *key);
/* A field of /proc/PID/stat, numbered as in proc(5). */
uint64_t proc_stat(pid_t pid, int field);
char proc_state(pid_t pid);
bool is_quiet(pid_t pid);
int count_fds(pid_t pid);
int count_maps(pid_t pid);

/* One process waits until another one has opened it; may be used again. */
struct barrier {
	int pipe[2];
};

bool barrier_init(struct barrier *barrier);
bool barrier_open(struct barrier *barrier);
bool barrier_wait(struct barrier *barrier);

bool read_file(const char *path, char *content, size_t size);
bool write_file(const char *path, const char *content);
uint64_t read_number(const char *path);

#endif /* LAB_H */
