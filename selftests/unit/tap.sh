#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# selftests/kernel/tap.awk judges the tests; this judges tap.awk: each kind of
# output that is not whole must fail, and name why.

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

count=0 bad=0

# usage: judge NAME STATUS WORDS WANTED LINE...: the status of tap.awk, and what
# its output contains
judge() {
	local name=$1 want=$2 words=$3 wanted=$4 said status=0
	shift 4

	said=$(printf '%s\n' "$@" | awk -v wanted="$wanted" \
		-f "$top/selftests/kernel/tap.awk") || status=$?
	count=$((count + 1))
	if [ "$status" = "$want" ] && [[ $said == *"$words"* ]]; then
		echo "ok $count tap.$name"
	else
		echo "not ok $count tap.$name"
		bad=1
		printf '# status %s: %s\n' "$status" "$said"
	fi
}

echo "1..15"
judge whole 0 "ok 2 a: y" a \
	"BEGIN a" 1..2 "ok 1 f.x" "ok 2 f.y" "END a 0"
judge two_programs 0 "# 2 passed, 0 failed" "a b" \
	"BEGIN a" 1..1 "ok 1 f.x" "END a 0" "BEGIN b" 1..1 "ok 1 f.x" "END b 0"
judge failed 1 "not ok 2 a: y" a \
	"BEGIN a" 1..2 "ok 1 f.x" "not ok 2 f.y" "END a 1"
judge said_why 1 "line 7" a \
	"BEGIN a" 1..1 "# line 7: Expected" "not ok 1 f.x" "END a 1"
judge no_plan 1 "no plan" a \
	"BEGIN a" "ok 1 f.x" "END a 0"
judge two_plans 1 "two plans" a \
	"BEGIN a" 1..1 1..1 "ok 1 f.x" "END a 0"
judge empty_plan 1 "no test at all" a \
	"BEGIN a" 1..0 "END a 0"
judge missing_result 1 "planned 2 tests, reported 1" a \
	"BEGIN a" 1..2 "ok 1 f.x" "END a 0"
judge result_out_of_order 1 "result 3 where 2 was due" a \
	"BEGIN a" 1..2 "ok 1 f.x" "ok 3 f.y" "END a 0"
judge bad_status 1 "exit status 1, but 0 tests failed" a \
	"BEGIN a" 1..1 "ok 1 f.x" "END a 1"
judge good_status_of_a_failure 1 "exit status 0, but 1 tests failed" a \
	"BEGIN a" 1..1 "not ok 1 f.x" "END a 0"
judge skipped 1 "in the VM nothing is missing" a \
	"BEGIN a" 1..1 "ok 1 f.x # SKIP no such thing" "END a 0"
judge cut_off 1 "has not run to its end" a \
	"BEGIN a" 1..2 "ok 1 f.x"
judge program_missing 1 "b: has not run to its end" "a b" \
	"BEGIN a" 1..1 "ok 1 f.x" "END a 0"
judge nothing_at_all 1 "a: has not run to its end" a ""
exit $bad
