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

# What a log says: results passed, failed and skipped, and whether they are
# as many as planned.  A step that speaks no TAP is one result.
count() {
	tr -d '\r' <"$1" | awk -v status="$2" '
	/^ok [0-9]/ && / # SKIP/ { skipped++; next }
	/^ok [0-9]/ { passed++ }
	/^not ok [0-9]/ { failed++ }
	/^1\.\.[0-9]+/ { planned += substr($1, 4); plans++ }
	END {
		seen = passed + failed + skipped
		if (!seen && !plans)
			status ? failed++ : passed++
		else if (plans && seen != planned)
			failed += planned > seen ? planned - seen : 1
		else if (status && !failed)
			failed++
		print passed + 0, failed + 0, skipped + 0
	}'
}

explain() {
	{ grep -B 10 '^not ok' "$1" || tail -n 20 "$1"; } | tail -n 40 | sed 's/^/    /'
	echo "    all of it: $1"
}

[ $# -gt 0 ] || mapfile -t chosen < <(names)
[ $# = 0 ] || chosen=("$@")
selftests/setup.sh build vm source spec static
mkdir -p build/check
passed=0 failed=0 skipped=0
for step in "${chosen[@]}"; do
	names | grep -qx -- "$step" || die "$step: no such step: $(names | xargs)" 2
	command=$(command_of "$step")
	if [[ $command == *.sh && ! -x ${command# } ]]; then
		printf '%-8s not in this tree:%s\n' "$step" "$command"
		continue
	fi
	log=build/check/$step.log
	start=$EPOCHREALTIME
	printf '%-8s' "$step"
	status=0
	$command >"$log" 2>&1 </dev/null || status=$?
	read -r p f s < <(count "$log" $status)
	awk -v from="$start" -v to="$EPOCHREALTIME" -v p="$p" -v f="$f" -v s="$s" 'BEGIN {
		printf "%7.1f s  %3d passed, %d failed%s\n", to - from, p, f,
			s ? ", " s " skipped" : "" }'
	grep -E '^ok .* # SKIP' "$log" | sed 's/^/    /' || true
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	if [ "$f" != 0 ]; then
		explain "$log"
		break
	fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
