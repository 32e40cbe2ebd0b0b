#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tests of the verdict, and a small bench whose figures have to be
# acceptable.
#
# usage: run.sh            tests
#        run.sh bench      the whole bench; figures to build/bench/verdict.jsonl

here=$(cd "$(dirname "$0")" && pwd) || exit 1
top=$(cd "$here/../.." && pwd) || exit 1
build=${BUILD:-$top/build}
out=$build/verdict
tool=$top/tool
failed=0

# usage: compile OUTPUT SOURCE [FLAG]...
compile() {
	local output=$1 source=$2

	shift 2
	"${CC:-gcc}" -std=gnu11 -g -Wall -Wextra -Werror -Wshadow -Wvla -D_GNU_SOURCE "$@" \
		-o "$output" "$here/$source" "$here/scenarios.c" "$here/shapes.c" \
		"$here/merge.c" "$tool"/trend*.c "$tool/fmt.c" "$tool/csv.c" -lm
}

# usage: run NAME COMMAND...
run() {
	local name=$1

	shift
	echo "# $name"
	if ! timeout "${TIMEOUT:-120}" "$@"; then
		echo "# $name: FAILED"
		failed=1
	fi
}

mkdir -p "$out" "$build/bench" || exit 1
compile "$out/bench" bench.c -O2 || exit 1
if [ "${1:-}" = bench ]; then
	TIMEOUT=600 run bench "$out/bench" -s 100 -r "${SEED:-20261}" -w \
		-o "$build/bench/verdict.jsonl"
	exit "$failed"
fi
compile "$out/recordings" recordings.c -O2 || exit 1
compile "$out/test_trend" test_trend.c -O1 -fsanitize=address,undefined \
	-fno-sanitize-recover=all || exit 1
make -s -C "$tool" BUILD="$build" || exit 1
run "the verdict" "$out/test_trend"
run "reading CSV" "$here/test_csv.sh" "$build/seep"
run "recordings of real programs" "$out/recordings" "$here"/recordings/*.csv
run "accuracy" "$out/bench" -s 20 -r 31337 -g
# Points that the module merged.
for points in 256 128 64; do
	run "accuracy, merged to $points points" "$out/bench" -s 20 -r 31337 -c "$points" -g
done
exit "$failed"
