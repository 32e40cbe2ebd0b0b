#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What needs no VM: the pure code of the module, built for user space with
# warnings as errors and with the address and undefined-behaviour sanitizers; and
# the judge of all these tests.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$(dirname "$0")/../lib.sh"

"$top/selftests/setup.sh" build
ksource=$("$top/selftests/ksource.sh")
out=$top/build/unit
mkdir -p "$out"

# The kernel's headers for programs come before those of the system.
flags="-std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wno-unused-parameter -Werror
	-fsanitize=address,undefined -fno-sanitize-recover=all
	-I$top/module -isystem $ksource/tools/include
	-isystem $ksource/tools/testing/selftests"

# usage: run NAME COMMAND: its output, for the judge
run() {
	local status=0

	echo "BEGIN $1"
	timeout -k 5 300 "$2" 2>&1 || status=$?
	echo "END $1 $status"
}

tests="history"
{
	run tap "$here/tap.sh"
	for test in $tests; do
		# With the file of the module that has its name.
		# shellcheck disable=SC2086 # a list of words
		gcc $flags -o "$out/$test" "$here/$test.c" "$top/module/$test.c"
		run "$test" "$out/$test"
	done
} | awk -v wanted="tap $tests" -f "$top/selftests/kernel/tap.awk"
