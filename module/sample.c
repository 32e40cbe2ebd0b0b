// SPDX-License-Identifier: GPL-2.0
/* Reading a process: what the kernel counts anyway, without a walk of its objects. */
#include <linux/bitmap.h>
#include <linux/fdtable.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "sample.h"

/*
 * Faults and CPU time are kept per thread, so that their sum costs a walk. A
 * process with more threads than this is walked in only one of several samples,
 * which holds the cost of a sample to that of this many threads.
 */
#define WALK_THREADS	256

/* A sum that raced with this many exiting threads is left to the next sample. */
#define WALK_TRIES	3

static u64 count_fds(struct files_struct *files)
{
	struct fdtable *fdt = files_fdtable(files);

	return bitmap_weight(fdt->open_fds, fdt->max_fds);
}

static u64 pages(unsigned long nr)
{
	return (u64)nr << PAGE_SHIFT;
}

static void read_mm(struct mm_struct *mm, u64 *value)
{
	value[SEEP_VALUE(MAPS)] = mm->map_count;
	value[SEEP_VALUE(MAPPED)] = pages(mm->total_vm);
	value[SEEP_VALUE(DATA)] = pages(mm->data_vm);
	value[SEEP_VALUE(ANON)] = pages(seep_mm_counter(mm, MM_ANONPAGES));
	value[SEEP_VALUE(FILE)] = pages(seep_mm_counter(mm, MM_FILEPAGES));
	value[SEEP_VALUE(SHMEM)] = pages(seep_mm_counter(mm, MM_SHMEMPAGES));
	value[SEEP_VALUE(SWAP)] = pages(seep_mm_counter(mm, MM_SWAPENTS));
}

static bool read_tables(struct task_struct *task, u64 *value)
{
	if (!task->mm || !task->files)
		return false;
	read_mm(task->mm, value);
	value[SEEP_VALUE(FDS)] = count_fds(task->files);
	return true;
}

/* Only a task itself drops its mm and files; of others task_lock() keeps them. */
static bool read_thread(struct task_struct *task, u64 *value)
{
	bool alive;

	if (task == current)
		return read_tables(task, value);
	task_lock(task);
	alive = read_tables(task, value);
	task_unlock(task);
	return alive;
}

/* The leader may have left while other threads go on: any of them will do. */
static bool read_process(struct task_struct *task, u64 *value)
{
	struct task_struct *thread;

	if (read_thread(task, value))
		return true;
	for_each_thread(task, thread)
		if (read_thread(thread, value))
			return true;
	return false;
}

struct sums {
	u64 minor;
	u64 major;
	u64 cpu;
};

/*
 * An exiting thread moves its sums to the signal struct and leaves the list
 * under stats_lock. Only the bare count is read, which no kernel waits for.
 */
static bool sum_threads(struct task_struct *task, struct sums *sums)
{
	struct signal_struct *signal = task->signal;
	seqcount_t *count = &signal->stats_lock.seqcount.seqcount;
	unsigned int seq = raw_seqcount_begin(count);
	struct task_struct *thread;

	sums->minor = READ_ONCE(signal->min_flt);
	sums->major = READ_ONCE(signal->maj_flt);
	sums->cpu = READ_ONCE(signal->sum_sched_runtime);
	for_each_thread(task, thread) {
		sums->minor += READ_ONCE(thread->min_flt);
		sums->major += READ_ONCE(thread->maj_flt);
		sums->cpu += READ_ONCE(thread->se.sum_exec_runtime);
	}
	return !read_seqcount_retry(count, seq);
}

/* Apart, so that a sample without the counters does not pay for the stack. */
static noinline void read_counters(struct task_struct *task, u64 *value)
{
	struct sums sums;
	int tries;

	for (tries = 0; tries < WALK_TRIES; tries++) {
		if (!sum_threads(task, &sums))
			continue;
		value[SEEP_VALUE(MINOR_FAULTS)] = sums.minor;
		value[SEEP_VALUE(MAJOR_FAULTS)] = sums.major;
		value[SEEP_VALUE(CPU)] = sums.cpu;
		return;
	}
}

/**
 * seep_sample_take() - read a process
 * @task: any thread of it
 * @sample: holds the sample before, or zeros, and then the new one
 * @now: the time that the sample gets
 * @counters: read the faults and the CPU time too. Of a process with very many
 *	threads they are not read each time; the old ones stay then.
 *
 * The count of execs is not touched.
 *
 * Context: any, within rcu_read_lock(). Takes task_lock() of threads other than
 * the current one.
 * Return: false when no thread has its memory and files any more; @sample is
 * then as it was.
 */
bool seep_sample_take(struct task_struct *task, struct seep_sample *sample,
		      u64 now, bool counters)
{
	u32 threads = get_nr_threads(task);

	if (!read_process(task, sample->value))
		return false;

	sample->at = now;
	sample->value[SEEP_VALUE(THREADS)] = threads;
	if (!counters)
		return true;
	sample->credit += WALK_THREADS;
	if (sample->credit >= threads) {
		sample->credit = 0;
		read_counters(task, sample->value);
	}
	return true;
}
