#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Tests the lab itself: what passes comes through, what goes wrong in a guest
# is noticed, and nothing is left behind.  Two guests at a time.  Prints TAP.
#
# A line on the console that looks like a fault of the kernel fails the run,
# whoever wrote it: a false alarm is cheap.  A line that looks like a success
# is worth nothing.
#
# shellcheck disable=SC2016,SC2317 # for the guest's shell; called by name

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# usage: try NAME STATUS PATTERN VM-ARGUMENT...
# The run must end with STATUS and print something that matches PATTERN.
try() {
	local name=$1 status=$2 pattern=$3 got=0
	shift 3

	TMPDIR=$tmp "$here/vm" "$@" >"$tmp/$name.log" 2>&1 </dev/null || got=$?
	if [ "$got" = "$status" ] && grep -qE -- "$pattern" "$tmp/$name.log"; then
		echo yes >"$tmp/$name.result"
	else
		echo "status $got, not $status, or no '$pattern' printed" >>"$tmp/$name.log"
		echo no >"$tmp/$name.result"
	fi
}

try_status() {
	try status 3 "^in seep-vm$" -c 'echo in $(uname -n); exit 3'
}

# Everything that the success of a command relies on, in one boot.
try_inside() {
	mkdir "$tmp/writable"
	try inside 0 "^300000$" --rw="$tmp/writable" --env=WORD="two words" -c '
		set -e
		[ "$PWD" = "'"$PWD"'" ] && [ "$WORD" = "two words" ]
		echo x >/usr/written && echo x >/tmp/written && echo x >/dev/shm/written
		echo inside >"'"$tmp"'/writable/file"
		grep -q . /sys/kernel/tracing/README
		grep -q memory /sys/fs/cgroup/cgroup.subtree_control
		ls -d /sys/kernel/debug/kprobes /proc/self /dev/pts/ptmx >/dev/null
		(echo >/dev/tcp/127.0.0.1/1) 2>&1 | grep -q refused
		sleep 1000 &
		seq 1 300000'
	if ! grep -qs inside "$tmp/writable/file" || [ -e /usr/written ]; then
		echo no >"$tmp/inside.result"
	fi
}

try_hang() {
	try hang 124 "timeout: no end after 15 s" --timeout=15 sleep 1000
}

try_panic() {
	try panic 125 "complained: .*sysrq triggered crash" \
		-c 'echo c >/proc/sysrq-trigger'
}

try_splat() {
	try splat 125 "complained: .*WARNING: CPU" \
		-c 'echo "WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2" >/dev/kmsg'
}

try_fake() {
	try fake 125 "died without a verdict" -c '
		for console in /dev/ttyS0 /dev/kmsg /dev/stdout; do
			echo "exit 0 tainted 0" >$console
		done
		echo o >/proc/sysrq-trigger; sleep 1000'
}

# One of the two channels alone convinces nobody.
try_disagree() {
	try disagree 125 "verdicts differ: 'exit 1', QEMU 85" -c '
		echo "exit 1 tainted 0" >/run/seep/result; sync
		printf "\052" | dd of=/dev/port bs=1 seek=244 conv=notrunc'
}

try_no_module() {
	try no_module 125 "in the guest: .*insmod.*module" --module="$here/vm" true
}

# The processes with a command line that matches; there need not be a pgrep.
processes() {
	local file words

	for file in /proc/[0-9]*/cmdline; do
		mapfile -d '' -t words 2>/dev/null <"$file" || continue
		[[ ! "${words[*]}" =~ $1 ]] || echo "${words[*]}"
	done 2>/dev/null
}

# However the script is ended, it takes its guest along.
# usage: try_signal NAME SIGNAL STATUS
try_signal() {
	local name=$1 pid got=0 guest="qemu-system.* seep[.]$1" log=$tmp/$1.log

	TMPDIR=$tmp "$here/vm" --append="seep.$name" sleep 1000 >"$log" 2>&1 &
	pid=$!
	for _ in {1..100}; do
		[ -z "$(processes "$guest")" ] || break
		sleep 0.2
	done
	[ -n "$(processes "$guest")" ] || echo "no guest to kill" >>"$log"
	kill "-$2" "$pid"
	wait "$pid" 2>/dev/null || got=$?
	[ "$got" = "$3" ] || echo "status $got, not $3" >>"$log"
	sleep 1
	processes "$guest" >>"$log"
	if [ -s "$log" ]; then echo no; else echo yes; fi >"$tmp/$name.result"
}

try_killed() { try_signal killed KILL 137; }
try_ended() { try_signal ended TERM 143; }

tests="status inside hang panic splat fake disagree no_module killed ended"
"$here/vm" true		# fills the cache, before two want to

# shellcheck disable=SC2086 # a list of words
set -- $tests
while [ $# -gt 0 ]; do
	"try_$1" &
	[ $# = 1 ] || "try_$2" &
	wait
	shift $(($# < 2 ? 1 : 2))
done

echo TAP version 13
echo "1..$(($(wc -w <<<"$tests") + 1))"
count=0 status=0
for name in $tests; do
	count=$((count + 1))
	if [ "$(cat "$tmp/$name.result")" = yes ]; then
		echo "ok $count $name"
	else
		sed 's/^/# /' "$tmp/$name.log" | tail -n 20
		echo "not ok $count $name"
		status=1
	fi
done

left=$(processes "qemu-system.*$tmp")
count=$((count + 1))
if [ -z "$left" ]; then
	echo "ok $count nothing is left behind"
else
	echo "not ok $count left behind: $left"
	status=1
fi
exit $status
