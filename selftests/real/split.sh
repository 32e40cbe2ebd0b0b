#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Makes of what run.sh -r has left a CSV file for each series of each program,
# named by what it is known to be: leak-SERIES-NAME.csv, ok-SERIES-NAME.csv.
#
# usage: split.sh DIRECTORY

set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$1"

# usage: series PID COLUMN
series() {
	awk -F '\t' -v pid="$1" -v column="$2" '
		$2 != pid { next }
		!start { start = $1 }
		{ printf "%.2f,%s\n", $1 - start, $column }' samples
}

while read -r pid name; do
	describe "$name"
	for column in threads:4 fds:5 mapped:7 anon:8; do
		kind=${column%:*}
		verdict=ok
		[[ " $leaks" != *" $kind:"* ]] || verdict=leak
		[[ " $also " != *" $kind "* ]] || continue
		series "$pid" "${column#*:}" >"$verdict-$kind-$name.csv"
	done
done <pids
rm samples pids
