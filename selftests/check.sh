#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs the steps of `make check` in order, up to the first that fails, and
# counts what passed.  A step is a script that prints TAP, or just works; its
# output is in build/check/STEP.log.
#
# usage: check.sh [STEP]...

set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$top"

# In this order, cheap before dear: the name, and the script that runs it.
steps="
	build	make -s module tool
	static	selftests/static/run.sh
	tool	make -s -C tool test
	unit	selftests/unit/run.sh
	verdict	selftests/verdict/run.sh
	lab	selftests/vm/selftest.sh
	kernel	selftests/kernel/run.sh
	real	selftests/real/run.sh"

names() { awk 'NF { print $1 }' <<<"$steps"; }

command_of() { awk -v step="$1" '$1 == step { $1 = ""; print }' <<<"$steps"; }

# Why a step failed, as far as its log tells.
explain() {
	{ grep -B 10 '^not ok' "$1" || tail -n 20 "$1"; } | tail -n 40 | sed 's/^/    /'
	echo "    all of it: $1"
}

# usage: run STEP; adds to passed and failed
run() {
	local command log=build/check/$1.log start=$EPOCHREALTIME status=0
	local pass fail skip

	command=$(command_of "$1")
	printf '%-8s' "$1"
	$command >"$log" 2>&1 </dev/null || status=$?
	read -r pass fail skip < <(awk -v status=$status -f selftests/count.awk "$log")
	awk -v from="$start" -v to="$EPOCHREALTIME" -v counts="$pass passed, $fail failed" \
		-v skip="$skip" 'BEGIN {
			printf "%7.1f s  %s%s\n", to - from, counts,
				skip ? ", " skip " skipped" : "" }'
	grep -iE '^ok .*# *SKIP' "$log" | sed 's/^/    /' || true
	passed=$((passed + pass)) failed=$((failed + fail))
	[ "$fail" = 0 ] || explain "$log"
}

[ $# -gt 0 ] || mapfile -t chosen < <(names)
[ $# = 0 ] || chosen=("$@")
for step in "${chosen[@]}"; do
	names | grep -qx -- "$step" || die "$step: no such step: $(names | xargs)" 2
done

selftests/setup.sh build vm source spec static
mkdir -p build/check
passed=0 failed=0
for step in "${chosen[@]}"; do
	run "$step"
	[ $failed = 0 ] || break
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
