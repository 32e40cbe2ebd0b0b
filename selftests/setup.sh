#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Installs what a group of steps needs and this machine lacks, from Debian's
# packages: compilers and tools only, never a service, never a kernel.
#
# usage: setup.sh GROUP...	see below
#        setup.sh --update	read the package lists anew
#
# SETUP=0 forbids any change: then what is missing is named, exit status 4.

set -euo pipefail
. "$(dirname "$0")/lib.sh"

groups="build, vm, source, spec, static"

group() {
	case $1 in
	build)
		why="to build the module and the tool"
		want="gcc make kmod libc6-dev linux-headers-amd64 pkg-config
		      libnl-3-dev libnl-genl-3-dev libjansson-dev" ;;
	vm)
		why="to boot a virtual machine"
		want="qemu-system-x86 busybox-static kmod linux-headers-amd64
		      xz-utils util-linux" ;;
	source)
		why="for the tools in the kernel source"
		want="linux-source-6.12 xz-utils perl" ;;
	spec)
		why="to generate the netlink code"
		want="python3 python3-yaml python3-jsonschema" ;;
	static)
		why="for the static checks"
		want="sparse shellcheck perl" ;;
	*)
		die "$1: no such group: $groups" 2 ;;
	esac
}

# What of the given packages is not installed, one line.
missing() {
	dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
		awk -v want="$*" '
		$1 == "installed" { have[$2] = 1 }
		END {
			n = split(want, w)
			for (i = 1; i <= n; i++)
				if (!(w[i] in have))
					printf "%s%s", sep++ ? " " : "", w[i]
		}' || true
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo -- "$@"
	else
		die "not root, and no sudo: as root, run: $*"
	fi
}

# apt_get LOG ARGUMENT...: quiet, unless it fails
apt_get() {
	local log=$1
	shift
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" \
		</dev/null >"$log" 2>&1
}

update() {
	[ "${SETUP:-1}" != 0 ] || die "SETUP=0 forbids reading the package lists" 4
	say "reading the package lists"
	apt_get "$log" update || die "apt-get update: $(tail -n 1 "$log")"
}

install() {
	apt_get "$log" install --no-install-recommends "$@"
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT

[ $# -gt 0 ] || die "which group? $groups" 2
[ "$1" != --update ] || { update; exit; }

all="" reasons=""
for name; do
	group "$name"
	all="$all $want" reasons="$reasons${reasons:+, }$why"
done
# shellcheck disable=SC2086 # a list of words
lack=$(missing $all)
[ -n "$lack" ] || exit 0

command -v apt-get >/dev/null ||
	die "no apt-get here; needed $reasons, by Debian's names: $lack" 4
[ "${SETUP:-1}" != 0 ] ||
	die "SETUP=0, and missing $reasons: apt-get install $lack" 4
[ "$(dpkg --print-architecture)" = amd64 ] ||
	die "$(dpkg --print-architecture): only amd64 is supported" 4

say "installing $reasons: $lack"
compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null || update
# shellcheck disable=SC2086 # a list of words
install $lack && exit
# Old lists name files that the archive no longer has.
update
# shellcheck disable=SC2086
install $lack || die "apt-get install: $(grep -m 1 '^E:' "$log" || tail -n 1 "$log")"
