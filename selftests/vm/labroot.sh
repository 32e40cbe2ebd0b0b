#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Unpacks Debian packages, with those of their dependencies that this machine
# lacks, into a directory of the cache that the VM lays over the machine's
# root: programs under test are never installed here.  Prints the directory.
#
# usage: labroot.sh PACKAGE...

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

[ $# -gt 0 ] || die "which packages?" 2

# What apt would install, as PACKAGE=VERSION lines.
resolve() {
	apt-get -s -q --no-install-recommends install "$@" >"$log" 2>&1 &&
		sed -nE 's/^Inst ([^ ]+) (\[[^]]*\] )?\(([^ ]+) .*/\1=\3/p' "$log" | sort
}

# Debian 12 has /bin, /lib, ... as links into /usr; older packages unpack
# into the directories, which must not hide the links.
unpack() {
	local root=$1 name deb

	mkdir -p "$root/usr"
	for name in bin sbin lib lib64; do
		mkdir "$root/usr/$name"
		ln -s "usr/$name" "$root/$name"
	done
	for deb in *.deb; do
		dpkg-deb --fsys-tarfile "$deb" |
			tar -x --keep-directory-symlink --no-same-owner -C "$root"
	done
}

# The answer depends on what was asked for and on what is installed.
request=$( (printf '%s\n' "$@" | sort; cat /var/lib/dpkg/status) |
	sha256sum | cut -c 1-16)
link=$cache/labroot/request-$request
if [ -d "$link" ]; then
	readlink -f "$link"
	exit
fi

lock labroot
mkdir -p "$cache/labroot"
tmp=$(mktemp -d "$cache/labroot.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
log=$tmp/log

debs=$(resolve "$@") || {
	[ "${SETUP:-1}" != 0 ] || die "SETUP=0, and unknown or unmet: $*" 4
	"$top/selftests/setup.sh" --update
	debs=$(resolve "$@") || die "$*: $(grep -m 1 '^E:' "$log")"
}
key=$(sha256sum <<<"$debs" | cut -c 1-16)
dir=$cache/labroot/$key
if [ ! -d "$dir" ]; then
	mkdir "$tmp/debs" "$tmp/root"
	cd "$tmp/debs"
	if [ -n "$debs" ]; then
		# shellcheck disable=SC2086 # a list of words
		fetch "$log" $debs || die "$*: $(grep -m 1 '^E:' "$log")"
		unpack "$tmp/root"
	fi
	mv "$tmp/root" "$dir"
fi
ln -sfn "$key" "$link"
echo "$dir"
