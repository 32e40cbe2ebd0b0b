// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cmd.h"
#include "explain.h"
#include "fakeroot.h"
#include "tap.h"

static char said[4096];

/* stderr goes to a file while something is explained. */
static int begin(FILE *to)
{
	int saved = dup(STDERR_FILENO);

	fflush(stderr);
	dup2(fileno(to), STDERR_FILENO);
	return saved;
}

static void end(FILE *from, int saved)
{
	size_t n;

	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(from);
	n = fread(said, 1, sizeof(said) - 1, from);
	said[n] = '\0';
	fclose(from);
}

static int open_failed(int err)
{
	FILE *f = tmpfile();
	int saved = begin(f);
	int ret = explain_open(err);

	end(f, saved);
	return ret;
}

static int pid_failed(pid_t pid, int err, const char *message)
{
	FILE *f = tmpfile();
	int saved = begin(f);
	int ret = explain_pid("add", pid, err, message);

	end(f, saved);
	return ret;
}

static void test_not_loaded(void)
{
	char path[256];
	struct utsname u;

	check(open_failed(-ENOENT) == EXIT_UNABLE &&
	      strstr(said, "not loaded") && strstr(said, "insmod"),
	      "not loaded");
	check(strstr(said, "linux-headers-"), "headers are missing");
	check(!strstr(said, "locked down") && !strstr(said, "sig_enforce"),
	      "no lockdown, no signatures: not a word about them");
	uname(&u);
	snprintf(path, sizeof(path), "/lib/modules/%s/build/x", u.release);
	fakeroot_write(path, "");
	fakeroot_write("/sys/kernel/security/lockdown",
		       "[none] integrity confidentiality\n");
	open_failed(-ENOENT);
	check(!strstr(said, "headers") && !strstr(said, "locked down"),
	      "headers are there, lockdown is off");
	fakeroot_write("/sys/kernel/security/lockdown",
		       "none [integrity] confidentiality\n");
	fakeroot_write("/sys/module/module/parameters/sig_enforce", "Y\n");
	open_failed(-ENOENT);
	check(strstr(said, "locked down (integrity)"), "lockdown");
	check(strstr(said, "module.sig_enforce"), "signatures are enforced");
}

static void add_process(int pid, int tgid, const char *comm, char state,
			const char *flags, const char *ns_pids)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	snprintf(text, sizeof(text),
		 "%d (%s) %c 1 1 1 0 -1 %s 9 8 7 6 5 4 3 2 20 0 1 0 4711 1\n",
		 pid, comm, state, flags);
	fakeroot_write(path, text);
	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	snprintf(text, sizeof(text),
		 "Tgid:\t%d\nUid:\t0\nNSpid:\t%d%s\nCapEff:\t0\n", tgid, pid,
		 ns_pids);
	fakeroot_write(path, text);
}

static void test_pid(void)
{
	static const struct {
		pid_t pid;
		int err;
		const char *message;
		int status;
		const char *words;
	} cases[] = {
		{ 99, -ESRCH, "", EXIT_BAD_INPUT, "99: no such process" },
		{ 7, -ESRCH, "", EXIT_BAD_INPUT, "which is 20 here" },
		{ 11, -EINVAL, "", EXIT_BAD_INPUT, "thread of process 10" },
		{ 2, -EOPNOTSUPP, "", EXIT_BAD_INPUT, "of the kernel" },
		{ 12, -ESRCH, "", EXIT_BAD_INPUT, "zombie" },
		{ 10, -EEXIST, "", EXIT_BAD_INPUT, "is a target already" },
		{ 10, -ESTALE, "", EXIT_BAD_INPUT, "another process" },
		{ 10, -ENOSPC, "", EXIT_BAD_INPUT, "max_targets" },
		{ 10, -EINVAL, "the kernel's words", EXIT_BAD_INPUT,
		  "10: the kernel's words" },
		{ 10, -EPERM, "", EXIT_UNABLE, "CAP_SYS_PTRACE" },
		{ 10, -ENOMEM, "", EXIT_UNABLE, "Cannot allocate memory" },
		{ 13, -ESRCH, "", EXIT_BAD_INPUT, "e?[31mvil" },
	};
	size_t i;

	add_process(2, 2, "kthreadd", 'S', "2129984", "");
	add_process(10, 10, "web", 'S', "0", "");
	add_process(11, 10, "web", 'S', "0", "");
	add_process(12, 12, "dead", 'Z', "0", "");
	add_process(13, 13, "e\033[31mvil", 'Z', "0", "");
	add_process(20, 20, "boxed", 'S', "0", "\t7");
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		int status = pid_failed(cases[i].pid, cases[i].err,
					cases[i].message);
		bool good = status == cases[i].status &&
			    strstr(said, cases[i].words) &&
			    strchr(said, '\n') == strrchr(said, '\n');

		check(good, "says '%s' in one line", cases[i].words);
		if (!good)
			printf("# status %d: %s", status, said);
	}
}

static void test_unloaded(void)
{
	FILE *f = tmpfile();
	int saved = begin(f);
	int ret = explain_call("watch", NULL, -ENOENT, "");

	end(f, saved);
	check(ret == EXIT_UNABLE && strstr(said, "was unloaded"),
	      "unloaded under way");
}

int main(void)
{
	fakeroot_begin();
	test_unloaded();
	test_not_loaded();
	test_pid();
	fakeroot_end();
	return tap_done();
}
