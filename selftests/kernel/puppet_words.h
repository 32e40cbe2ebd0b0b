/* SPDX-License-Identifier: GPL-2.0 */
/* What the two halves of the puppet have of each other. */
#ifndef PUPPET_WORDS_H
#define PUPPET_WORDS_H

#include <limits.h>
#include <sys/types.h>

#define STACK_SIZE	16384

/* What an order returns whose answer comes from another thread or program. */
#define ANSWERED	LONG_MIN

/* Where orders come from, and the process that gets them. */
extern int orders;
extern pid_t self;

void answer(long result);
int start_thread(void *(*run)(void *));

/* puppet_fork.c: other programs, children, the end */
void go_on_with_execs(void);
long do_exec(long arg);
long do_execs(long count);
long do_exec_thread(long arg);
long do_fork(long count);
long do_storm(long count);
long do_chain(long depth);
long do_thread_storm(long count);
long do_vfork(long code);
long do_daemon(long arg);
long do_fork_namespace(long arg);
long do_clone(long flags);
long do_exit(long code);
long do_dump_core(long arg);

#endif /* PUPPET_WORDS_H */
