#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# run.sh TEST...
# Runs TAP programs as subtests. A test that fails, dies, hangs or does not
# say how many results it has is a failure.

judge() {	# output, status
	awk -v status="$2" '
	/^ok/ { n++ }
	/^not ok/ { n++; bad++ }
	/^1\.\.[0-9]+/ { plan = substr($1, 4); planned = 1 }
	END { exit !(status == 0 && !bad && planned && plan == n) }' "$1"
}

output=$(mktemp) || exit 1
trap 'rm -f "$output"' EXIT
count=0 failed=0
echo "TAP version 13"
echo "1..$#"
for test in "$@"; do
	count=$((count + 1))
	name=$(basename "$test")
	timeout 60 "$test" >"$output" 2>&1
	status=$?
	echo "# Subtest: $name"
	sed 's/^/    /' "$output"
	if judge "$output" "$status"; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name (status $status)"
		failed=$((failed + 1))
	fi
done
echo "# $count tests, $failed failed"
[ "$failed" -eq 0 ]
