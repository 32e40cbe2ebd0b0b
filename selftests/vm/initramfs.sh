#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Packs busybox, ./init and the modules that ./init needs into an initramfs in
# the cache, and prints its path.
#
# usage: initramfs.sh KERNEL-DIRECTORY RELEASE

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

here=$(cd "$(dirname "$0")" && pwd)
modules="virtio_pci virtio_console 9pnet_virtio 9p overlay"
kernel=$1 release=$2

pack() {
	local module file

	mkdir -p bin modules proc sys dev share rw lower root
	cp "$(command -v busybox)" bin/busybox
	ln -s busybox bin/sh
	cp "$here/init" init
	chmod 755 init
	for module in $modules; do
		/sbin/modprobe -d "$kernel" -S "$release" --show-depends "$module"
	done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' |
	while read -r file; do
		case $file in
		*.xz) xz -dc "$file" >"modules/$(basename "$file" .xz)" ;;
		*) cp "$file" modules ;;
		esac
		basename "$file" .xz
	done >modules/order
	find . -mindepth 1 | busybox cpio -o -H newc
}

key=$(sha256sum "$0" "$here/init" "$(command -v busybox)" | sha256sum | cut -c 1-12)
out=$cache/initramfs/$(basename "$kernel")-$key

if [ ! -f "$out" ]; then
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	mkdir "$tmp/tree" "$cache/initramfs" -p
	(cd "$tmp/tree" && pack) >"$tmp/cpio" 2>"$tmp/log" ||
		die "initramfs: $(tail -n 1 "$tmp/log")"
	mv "$tmp/cpio" "$out.$$"
	mv "$out.$$" "$out"
fi
echo "$out"
