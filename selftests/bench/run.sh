#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The benchmarks. Each prints a table for people and writes a JSON line per
# figure to build/bench/NAME.jsonl: name, value, unit, peer, ratio, goal, met.
# A figure that misses its goal makes this fail, at the end.

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

out=$top/build/bench
mkdir -p "$out"
missed=0

# figure FILE NAME VALUE UNIT PEER-NAME PEER-VALUE GOAL, the goal being the
# smallest value of PEER / VALUE that is good enough.
figure() {
	local file=$1 name=$2 value=$3 unit=$4 peer=$5 peer_value=$6 goal=$7 ratio met

	ratio=$(awk "BEGIN { printf \"%.1f\", $peer_value / $value }")
	met=$(awk "BEGIN { print ($ratio >= $goal ? \"true\" : \"false\") }")
	[ "$met" = true ] || missed=$((missed + 1))
	printf '%-34s %10s %-24s 1/%-7s goal 1/%-5s %s\n' "$name" "$value" "$unit" \
		"$ratio" "$goal" "$([ "$met" = true ] && echo met || echo MISSED)"
	printf '  %-32s %10s\n' "against $peer" "$peer_value"
	printf '{"name": "%s", "value": %s, "unit": "%s", "peer": {"name": "%s", "value": %s}, "ratio": %s, "goal": %s, "met": %s}\n' \
		"$name" "$value" "$unit" "$peer" "$peer_value" "$ratio" "$goal" "$met" >>"$file"
}

build() {
	# shellcheck disable=SC2046 # lists of words
	cc -O2 -D_GNU_SOURCE -Wall -Wextra -Werror -I"$top/module/uapi" \
		$(pkg-config --cflags libnl-genl-3.0) "$top/selftests/bench/$1.c" \
		-o "$out/$1" $(pkg-config --libs libnl-genl-3.0)
}

bench_sample() {
	local proc dump file=$out/sample.jsonl

	build sample
	: >"$file"
	"$top/selftests/vm/vm" --module --icount --memory=2048 --timeout=300 \
		-c "$out/sample" >"$out/sample.txt"
	read -r proc dump <"$out/sample.txt"
	figure "$file" sample "$dump" 'instructions/process' '/proc read in C' "$proc" 150
}

"$top/selftests/setup.sh" build vm
echo 'threads, descriptors, mapped and resident bytes of 200 processes (50 descriptors,'
echo '5 threads each), sampled for one dump, on Linux 6.1:'
bench_sample
exit $((missed > 0))
