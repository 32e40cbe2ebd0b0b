/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The frame of every test of this folder. Each test runs with a module of its
 * own, freshly loaded, so that none depends on what another one left behind;
 * and each test's end unloads it, whatever the test has left there.
 */
#ifndef SEEP_TEST_H
#define SEEP_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <linux/netlink.h>

#include "kselftest_harness.h"
#include "lab.h"
#include "puppet.h"
#include "seep_nl.h"

/* Parameters of the module; a test file may define others before. */
#ifndef MODULE_PARAMETERS
#define MODULE_PARAMETERS	""
#endif

/* Of a test that takes long: harness timeouts are for a quiet machine. */
#define PATIENT		120

FIXTURE(seep) {
	struct nl nl;
	int areas;
};

FIXTURE_SETUP(seep)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (module_loaded())
		ASSERT_EQ(0, module_unload());
	self->areas = count_areas(AREAS_LEFT_BEHIND);
	ASSERT_EQ(0, module_load(MODULE_PARAMETERS));
	ASSERT_EQ(0, nl_open(&self->nl));
}

FIXTURE_TEARDOWN(seep)
{
	nl_close(&self->nl);
	end_children();
	EXPECT_EQ(0, module_unload());
	EXPECT_FALSE(module_loaded());
	EXPECT_EQ(self->areas, count_areas(AREAS_LEFT_BEHIND));
}

/* The request is refused with this errno and these words. */
#define EXPECT_REFUSED(error, words, nl, request) do {	\
	EXPECT_EQ(-(error), request);			\
	EXPECT_STREQ(words, (nl)->ack);			\
} while (0)

/*
 * True in a child process, whose parent waits here for its end: what the child
 * does to itself ends with it. It says EXPECT, never ASSERT, and ends with
 * _exit(0).
 */
static inline bool in_child(struct __test_metadata *_metadata)
{
	pid_t pid = fork();
	int status = -1;

	if (!pid)
		return true;
	EXPECT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	return false;
}

#define ASSERT_PUPPET(puppet)	ASSERT_EQ(0, puppet_start(puppet))

#define WORDS_NO_TARGET	"no such target"
#define WORDS_EPERM	"needs CAP_SYS_PTRACE and CAP_PERFMON in the initial user namespace"

#endif /* SEEP_TEST_H */
