// SPDX-License-Identifier: GPL-2.0
/*
 * Where the module listens to the kernel. The tracepoints are not exported by
 * name; taskstats_exit() is the one place in do_exit(), of one shape on all
 * kernels, where the memory and the files of the dying are still there.
 */
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <trace/events/sched.h>
#include <trace/events/task.h>

#include "follow.h"
#include "hooks.h"
#include "target.h"

#define EXIT_FUNCTION	"taskstats_exit"

static void probe_exec(void *data, struct task_struct *task, pid_t old_pid,
		       struct linux_binprm *bprm)
{
	seep_target_exec();
}

static void probe_fork(void *data, struct task_struct *task,
		       seep_clone_flags_t clone_flags)
{
	if (!(clone_flags & CLONE_THREAD))
		seep_follow_fork(task);
}

static void probe_exit(unsigned long ip, unsigned long parent_ip,
		       struct ftrace_ops *ops, struct ftrace_regs *regs)
{
	seep_target_exit();
}

static struct ftrace_ops exit_ops = {
	.func = probe_exit,
};

/**
 * struct trace_hook - a tracepoint and its probe
 * @name: of the tracepoint
 * @probe: has the prototype of the tracepoint, checked below
 * @tracepoint: found by seep_hooks_init()
 */
struct trace_hook {
	const char *name;
	void *probe;
	struct tracepoint *tracepoint;
};

static struct trace_hook trace_hooks[] = {
	{ "sched_process_exec", probe_exec },
	{ "task_newtask", probe_fork },
};

/* seep_lock of target.c protects it. */
static u32 attached;

static void find_tracepoint(struct tracepoint *tracepoint, void *data)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(trace_hooks); i++)
		if (!strcmp(tracepoint->name, trace_hooks[i].name))
			trace_hooks[i].tracepoint = tracepoint;
}

/**
 * seep_hooks_init() - find what there is to listen to
 *
 * Return: 0, -ENOENT when this kernel lacks a tracepoint, or the error of
 * ftrace_set_filter().
 */
int seep_hooks_init(void)
{
	size_t i;

	/* A probe whose tracepoint has changed shape does not build. */
	check_trace_callback_type_sched_process_exec(probe_exec);
	check_trace_callback_type_task_newtask(probe_fork);

	for_each_kernel_tracepoint(find_tracepoint, NULL);
	for (i = 0; i < ARRAY_SIZE(trace_hooks); i++) {
		if (trace_hooks[i].tracepoint)
			continue;
		pr_err("this kernel has no tracepoint %s\n", trace_hooks[i].name);
		return -ENOENT;
	}
	return ftrace_set_filter(&exit_ops, EXIT_FUNCTION, strlen(EXIT_FUNCTION), 1);
}

/**
 * seep_hooks_exit() - forget what was found
 */
void seep_hooks_exit(void)
{
	/* Leaves the ops unfit for use, so it is not part of a detachment. */
	ftrace_free_filter(&exit_ops);
}

static void detach_traces(size_t count)
{
	while (count--)
		tracepoint_probe_unregister(trace_hooks[count].tracepoint,
					    trace_hooks[count].probe, NULL);
	tracepoint_synchronize_unregister();
}

static int attach_traces(void)
{
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(trace_hooks); i++) {
		err = tracepoint_probe_register(trace_hooks[i].tracepoint,
						trace_hooks[i].probe, NULL);
		if (err) {
			detach_traces(i);
			return err;
		}
	}
	return 0;
}

/**
 * seep_hooks_attach() - begin to listen
 *
 * Context: process, under seep_lock.
 * Return: 0, or the error of the hook that could not be attached; then none is.
 */
int seep_hooks_attach(void)
{
	int err;

	err = attach_traces();
	if (err)
		return err;
	err = register_ftrace_function(&exit_ops);
	if (err) {
		detach_traces(ARRAY_SIZE(trace_hooks));
		return err;
	}
	attached = ARRAY_SIZE(trace_hooks) + 1;
	return 0;
}

/**
 * seep_hooks_detach() - listen no more
 *
 * Context: process, under seep_lock. No probe runs any more when it returns.
 */
void seep_hooks_detach(void)
{
	unregister_ftrace_function(&exit_ops);
	detach_traces(ARRAY_SIZE(trace_hooks));
	attached = 0;
}

/**
 * seep_hooks_attached() - how many hooks are attached
 *
 * Context: under seep_lock.
 */
u32 seep_hooks_attached(void)
{
	return attached;
}
