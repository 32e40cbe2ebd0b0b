#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Prints kvm where it works and tcg everywhere else.  A /dev/kvm may be there
# and hang, so it counts only once a guest has come up under it; the answer is
# remembered until this machine reboots.
#
# usage: accel.sh KERNEL-DIRECTORY INITRAMFS

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

probe() {
	local status=0

	timeout -k 5 20 qemu-system-x86_64 -accel "${SEEP_PROBE:-kvm}" -cpu max -m 256 \
		-nodefaults -no-user-config -no-reboot -display none \
		-device isa-debug-exit,iobase=0xf4,iosize=0x04 \
		-kernel "$1/boot/vmlinux" -initrd "$2" \
		-append "quiet panic=-1 seep.probe" </dev/null >/dev/null 2>&1 ||
		status=$?
	[ "$status" = 85 ]
}

answer=$cache/accel-$(cat /proc/sys/kernel/random/boot_id)
if ! grep -qwE 'vmx|svm' /proc/cpuinfo || [ ! -w /dev/kvm ]; then
	echo tcg
elif [ -f "$answer" ]; then
	cat "$answer"
else
	rm -f "$cache"/accel-*
	if probe "$@"; then echo kvm; else echo tcg; fi | tee "$answer"
fi
