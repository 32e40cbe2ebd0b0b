#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Unpacks a Debian kernel image into the cache, to be booted in the VM; the
# machine's own kernels are left alone.  Prints the directory: boot/vmlinux,
# boot/config, usr/lib/modules/RELEASE.
#
# usage: kernel.sh [RELEASE]	default: the lab's

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

# vmlinux is the payload of the bzImage: booted directly (PVH), the guest
# need not decompress it, which halves the boot under emulation.
extract_vmlinux() {
	local sects offset length

	sects=$(od -An -tu1 -j 497 -N 1 "$1")
	offset=$(od -An -tu4 -j 584 -N 4 "$1")
	length=$(od -An -tu4 -j 588 -N 4 "$1")
	# Four bytes of size follow the stream: xz calls them garbage.
	tail -c +$(((sects + 1) * 512 + offset + 1)) "$1" |
		head -c "$length" | xz -dc --single-stream >"$2" 2>/dev/null || true
	[ "$(head -c 4 "$2" | tail -c 3)" = ELF ]
}

unpack() {
	mkdir -p "$1/usr/lib"
	ln -s usr/lib "$1/lib"
	dpkg-deb --fsys-tarfile ./*.deb |
		tar -x --keep-directory-symlink --no-same-owner -C "$1" ./boot ./lib
	mv "$1/boot/config-$release" "$1/boot/config"
	/sbin/depmod -b "$1" "$release"
	extract_vmlinux "$1/boot/vmlinuz-$release" "$1/boot/vmlinux" ||
		die "linux-image-$release: no vmlinux found in its vmlinuz"
}

release=${1:-$(lab_release)}
version=$(dpkg-query -W -f '${Version}' "linux-headers-$release" 2>/dev/null) ||
	die "linux-headers-$release: not installed: apt-get install it"
dir=$cache/kernel/${release}_$version

if [ ! -d "$dir" ]; then
	lock kernel
	if [ ! -d "$dir" ]; then
		tmp=$(mktemp -d "$cache/kernel.XXXXXX")
		trap 'rm -rf "$tmp"' EXIT
		cd "$tmp"
		fetch "$tmp/log" "linux-image-$release=$version" ||
			die "linux-image-$release $version: $(tail -n 1 log): newer headers may help: apt-get install linux-headers-amd64"
		unpack root
		mkdir -p "$cache/kernel"
		mv root "$dir"
	fi
	unlock
fi
echo "$dir"
