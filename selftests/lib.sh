# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Shared by the scripts in selftests/: where things are, and how to complain.

: "${HOME:=$(getent passwd "$(id -u)" | cut -d : -f 6)}"
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${SEEP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/seep}
prog=${0##*/}

say() { printf '%s: %s\n' "$prog" "$*" >&2; }
die() { say "$1"; exit "${2:-1}"; }

# Several runs may want the same thing in the cache: one makes it, the others
# wait for it.  usage: lock NAME
lock() {
	mkdir -p "$cache" || die "cache: $cache: cannot be written: set SEEP_CACHE"
	exec {lock_fd}>"$cache/.$1.lock"
	flock "$lock_fd"
}

unlock() { exec {lock_fd}>&-; }

# The release of the lab's kernel: what the VM boots and its module is built
# for; that of the headers which Debian's metapackage has brought.
lab_release() {
	local release=${SEEP_KERNEL:-}

	[ -n "$release" ] ||
		release=$(dpkg-query -W -f '${Depends}' linux-headers-amd64 2>/dev/null |
			sed -nE 's/^linux-headers-([^ ,]+).*/\1/p')
	[ -n "$release" ] || die "no kernel headers: apt-get install linux-headers-amd64"
	echo "$release"
}

# The headers that `make` builds the module with.
kernel_dir() {
	local build release

	build=/lib/modules/$(uname -r)/build
	if [ -d "$build" ]; then
		echo "$build"
	else
		release=$(lab_release) || return
		echo "/usr/src/linux-headers-$release"
	fi
}

# apt-get download, into the current directory, as whoever we are: the cache
# may lie where apt's own user cannot go, hence no sandbox user.
# usage: fetch LOG PACKAGE=VERSION...
fetch() {
	local log=$1 names
	shift
	names=$(printf '%s ' "${@%%=*}")
	[ "${SETUP:-1}" != 0 ] ||
		die "SETUP=0 forbids the download, and the VM lacks: $names" 4
	say "fetching for the VM (not installed): $names"
	apt-get -q -o APT::Sandbox::User=root download "$@" >"$log" 2>&1 && return
	"$top/selftests/setup.sh" --update &&
		apt-get -q -o APT::Sandbox::User=root download "$@" >"$log" 2>&1
}

# A tree of links to the module's sources: the objects stay apart.
# usage: module_tree DIRECTORY
module_tree() {
	local file

	[ -f "$top/Kbuild" ] || die "$top/Kbuild: no module here"
	mkdir -p "$1"
	find "$1" -xtype l -delete
	(cd "$top" && find Kbuild module -name '*.mod.c' -o -type f \
		\( -name '*.[chS]' -o -name Kbuild \) -print) |
	while read -r file; do
		mkdir -p "$1/$(dirname "$file")"
		ln -sfn "$top/$file" "$1/$file"
	done
}

# The kernel's build system for the module in DIRECTORY, silent if all is well;
# without BTF, for which there is no vmlinux here.
# usage: kernel_make RELEASE DIRECTORY MAKE-ARGUMENT...
kernel_make() {
	local headers=/usr/src/linux-headers-$1 dir=$2 status=0
	shift 2

	make -C "$headers" M="$dir" --no-print-directory -s \
		CONFIG_DEBUG_INFO_BTF_MODULES= "$@" modules \
		>"$dir/log" 2>&1 || status=$?
	sed "s|$dir/||" "$dir/log" >&2
	return $status
}
