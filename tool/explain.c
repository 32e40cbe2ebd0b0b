// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cmd.h"
#include "explain.h"
#include "fmt.h"
#include "out.h"
#include "proc.h"

static void explain_headers(void)
{
	char path[PATH_MAX];
	struct utsname u;

	if (uname(&u))
		return;
	snprintf(path, sizeof(path), "%s/lib/modules/%s/build", proc_root,
		 u.release);
	if (access(path, F_OK))
		out_err("to build it for this kernel, install its headers first: linux-headers-%s",
			u.release);
}

/* The mode in force stands in brackets: "none [integrity] confidentiality". */
static void explain_lockdown(void)
{
	char text[128];
	char *mode, *end;

	if (proc_read(text, sizeof(text), "/sys/kernel/security/lockdown"))
		return;
	mode = strchr(text, '[');
	end = mode ? strchr(mode, ']') : NULL;
	if (!end)
		return;
	*end = '\0';
	if (strcmp(mode + 1, "none"))
		out_err("this kernel is locked down (%s), as under Secure Boot, and takes only signed modules: sign seep.ko with an enrolled key, or turn Secure Boot off",
			mode + 1);
}

static void explain_signature(void)
{
	char text[8];

	if (proc_read(text, sizeof(text),
		      "/sys/module/module/parameters/sig_enforce"))
		return;
	if (text[0] == 'Y' || text[0] == '1')
		out_err("this kernel takes only signed modules (module.sig_enforce): sign seep.ko with a key that it trusts, or boot without that option");
}

int explain_open(int err)
{
	if (err != -ENOENT) {
		out_err("generic netlink: %s: cannot ask for the seep module",
			strerror(-err));
		return EXIT_UNABLE;
	}
	out_err("the seep module is not loaded: run 'modprobe seep', or 'insmod seep.ko' where it was built");
	explain_headers();
	explain_lockdown();
	explain_signature();
	return EXIT_UNABLE;
}

static const char *sentence(int err)
{
	switch (-err) {
	case ESRCH:
		return "no such process";
	case ENOENT:
		return "is not a target";
	case EEXIST:
		return "is a target already";
	case ESTALE:
		return "is another process by now";
	case ENOSPC:
		return "the module has no room for more targets";
	default:
		return strerror(-err);
	}
}

static const char *hint(int err)
{
	switch (-err) {
	case ENOENT:
		return ": 'seep ls' lists the targets";
	case ESTALE:
		return ": look up its number again";
	case ENOSPC:
		return ": remove some, or load the module with a higher max_targets";
	default:
		return "";
	}
}

static int explain_permission(const char *cmd)
{
	out_err("%s: not permitted: run it as root of the host, or with CAP_SYS_PTRACE and CAP_PERFMON (or CAP_SYS_ADMIN) in the initial user namespace",
		cmd);
	return EXIT_UNABLE;
}

int explain_call(const char *cmd, const char *what, int err,
		 const char *message)
{
	if (err == -EPERM || err == -EACCES)
		return explain_permission(cmd);
	/* A call about nothing in particular misses the family itself. */
	if (!what && err == -ENOENT) {
		out_err("%s: the seep module was unloaded", cmd);
		return EXIT_UNABLE;
	}
	if (!*message)
		message = sentence(err);
	if (what)
		out_err("%s: %s: %s%s", cmd, what, message, hint(err));
	else
		out_err("%s: %s%s", cmd, message, hint(err));
	return what && err != -ENOMEM && err != -EIO ? EXIT_BAD_INPUT :
						       EXIT_UNABLE;
}

static int explain_stranger(const char *cmd, pid_t pid)
{
	pid_t here = proc_by_ns_pid(pid);
	struct proc_stat st;

	if (here && !proc_stat(here, &st)) {
		fmt_clean(st.comm);
		out_err("%s: %d: no such process here; a container knows %s by that number, which is %d here",
			cmd, pid, st.comm, here);
	} else {
		out_err("%s: %d: no such process", cmd, pid);
	}
	return EXIT_BAD_INPUT;
}

int explain_pid(const char *cmd, pid_t pid, int err, const char *message)
{
	struct proc_status status;
	struct proc_stat st;
	char what[16];

	snprintf(what, sizeof(what), "%d", pid);
	if (err == -EPERM || err == -EACCES)
		return explain_permission(cmd);
	if (proc_stat(pid, &st) || proc_status(pid, &status))
		return explain_stranger(cmd, pid);
	fmt_clean(st.comm);
	if (status.tgid != pid)
		out_err("%s: %d: is a thread of process %d (%s): name that one",
			cmd, pid, status.tgid, st.comm);
	else if (st.is_kthread)
		out_err("%s: %d: %s is a thread of the kernel: only processes can be recorded",
			cmd, pid, st.comm);
	else if (st.state == 'Z')
		out_err("%s: %d: %s has exited already (a zombie)", cmd, pid,
			st.comm);
	else
		return explain_call(cmd, what, err, message);
	return EXIT_BAD_INPUT;
}
