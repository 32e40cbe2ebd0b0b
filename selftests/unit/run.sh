#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The pure code of the module, built for user space with its own warnings as
# errors and with the address and undefined-behaviour sanitizers, and tested on
# this machine.

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

# shellcheck disable=SC2086 # a list of words
build() { # TEST: with the file of the module that has its name
	gcc $flags -o "$out/$1" "$here/$1.c" "$top/module/$1.c"
}

tests="history"
for test in $tests; do
	build "$test"
	echo "BEGIN $test"
	status=0
	timeout -k 5 300 "$out/$test" 2>&1 || status=$?
	echo "END $test $status"
done | awk -v wanted="$tests" -f "$top/selftests/kernel/tap.awk"
