# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Shared by the static checks.  Each is a script that prints what is wrong and
# fails, over the tree or over the files given: run.sh also gives it one of
# planted/, in which it must find something.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$top"

# What people wrote in C, one file per line.
c_files() {
	find module tool selftests -name '*.[ch]' ! -name '*.mod.c' \
		! -name 'netlink-gen.[ch]' ! -path 'module/uapi/*' \
		! -path 'selftests/static/planted/*' | sort
}

# Builds the module apart from the tree, or a module of the one file given.
# usage: kbuild NAME FILE MAKE-ARGUMENT...
kbuild() {
	local dir=$top/build/static/$1 file=$2 release
	shift 2
	release=$(lab_release)

	if [ -n "$file" ]; then
		mkdir -p "$dir-planted"
		cp "$file" "$dir-planted/planted.c"
		echo 'obj-m := planted.o' >"$dir-planted/Kbuild"
		kernel_make "$release" "$dir-planted" "$@"
	else
		module_tree "$dir"
		kernel_make "$release" "$dir" "$@"
	fi
}
