#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What `make check` makes of the output of a step.

. "$(dirname "$0")/lib.sh"

count() { awk -v status="$1" -f selftests/count.awk "${@:2}"; }

# usage: expect 'PASSED FAILED SKIPPED' STATUS LINE...
expect() {
	local got

	got=$(printf '%s\n' "${@:3}" | count "$2")
	[ "$got" = "$1" ] || { echo "$got, not $1: status $2: ${*:3}"; wrong=1; }
}

if [ $# -gt 0 ]; then
	echo "passed, failed, skipped: $(count 0 "$1")"
	[[ $(count 0 "$1") == *" 0 "* ]]
	exit
fi

wrong=0
expect "1 0 0" 0 "no TAP at all"
expect "0 1 0" 1 "no TAP at all"
expect "2 0 0" 0 1..2 "ok 1 a" "ok 2 b"
expect "1 1 0" 0 1..2 "ok 1 a" "not ok 2 b"
expect "1 1 0" 1 1..2 "ok 1 a" "not ok 2 b"
expect "2 1 0" 1 1..2 "ok 1 a" "ok 2 b"
expect "1 1 0" 0 1..2 "ok 1 a"
expect "2 1 0" 0 1..1 "ok 1 a" "ok 2 b"
expect "0 2 0" 0 1..2
expect "1 0 1" 0 1..2 "ok 1 a # SKIP no disk" "ok 2 b"
expect "2 0 0" 0 1..1 "ok 1 a" $'1..1\r' $'ok 1 b\r'
expect "1 0 0" 0 1..1 "# not ok 1 inner" "    not ok 1 inner" "ok 1 a"
exit $wrong
