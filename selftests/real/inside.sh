#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Inside the VM: records the programs and compares the report with what they
# are known to do, as TAP.
#
# usage: inside.sh SECONDS RECORDINGS NAME...	RECORDINGS: see run.sh, may be ""

set -euo pipefail
. "$(dirname "$0")/lib.sh"

seconds=$1 recordings=$2
shift 2

echo "TAP version 13"
echo "1..$#"

start_all "$@"
pause 12	# caches fill, and the heaps of node and others
from=$EPOCHREALTIME
for name; do
	registration "$name"
	seep add --interval 200ms --label "$name" "${registration[@]}" >/dev/null
done
if [ -n "$recordings" ]; then
	timeout "$seconds" seep watch --interval $((seconds * 1000 / 400))ms \
		>"$recordings/samples" &
	for name; do echo "${pids[$name]} $name"; done >"$recordings/pids"
fi
pause "$seconds"
to=$EPOCHREALTIME
status=0
seep report --json >"$work/report" || status=$?
[ $status -le 1 ] || exit $status
seep report >"$work/report.txt" || true
calm

n=0 failed=0
for name; do
	n=$((n + 1))
	differences=$(compare "$name" "$work/report" "$from" "$to")
	describe "$name"
	if [ -z "$differences" ]; then
		echo "ok $n $name: $title"
	else
		echo "not ok $n $name: $title"
		echo "# ${differences//$'\n'/$'\n'# }"
		failed=1
	fi
done
[ $failed = 0 ] || sed 's/^/# /' "$work/report.txt"
exit $failed
