#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Runs the static checks: each over the tree, which must be clean, and over its
# file in planted/, in which it must find what is wrong.  Prints TAP.

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

checks="checkpatch kernel-doc shellcheck versions spec count sparse warnings"
here=$(cd "$(dirname "$0")" && pwd)
count=0 status=0

# usage: result NAME WORKED
result() {
	count=$((count + 1))
	if [ "$2" = yes ]; then
		echo "ok $count $1"
	else
		echo "not ok $count $1"
		status=1
	fi
}

"$top/selftests/setup.sh" build source spec static
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo TAP version 13
# shellcheck disable=SC2086 # a list of words
echo "1..$((2 * $(wc -w <<<$checks)))"
for check in $checks; do
	worked=yes
	"$here/$check.sh" >"$log" 2>&1 || worked=no
	sed 's/^/# /' "$log"
	result "$check" $worked

	planted=$(echo "$here/planted/$check".*)
	expected=$(sed -nE 's, *\*/$,,; s,.*expected: ,,p' "$planted")
	worked=no
	"$here/$check.sh" "$planted" >"$log" 2>&1 || worked=yes
	# A check that fails for want of something has found nothing.
	grep -q -- "$expected" "$log" || worked=no
	[ $worked = yes ] || sed 's/^/# /' "$log"
	result "$check finds what was planted: $expected" $worked
done
exit $status
