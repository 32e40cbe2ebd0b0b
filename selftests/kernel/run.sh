#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds the kselftests of the module and runs them in the VM.  Every test's
# result is printed; what a failed one had to say, too.
#
# usage: run.sh [OPTION]... [TEST[:NAME]]...
#
#   TEST              a file of functionality/ or regressions/, without its .c;
#                     default: all
#   NAME              only that test of the file, as it is printed
#   --list            the tests there are
#   --module=FILE     another module than the one of this tree
#   --all-output      everything that the tests say
#
# Exit status: 0 when every test there is has run and passed; 1 otherwise, be
# it that one failed, was skipped, or is missing from the output.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$(dirname "$0")/../lib.sh"

module="" list="" all=""
while [ $# -gt 0 ]; do
	case $1 in
	--list) list=1 ;;
	--module=*) module=$(realpath -e "${1#*=}") || exit 2 ;;
	--all-output) all=1 ;;
	-h|--help) sed -n '3,/^$/s/^#\( \|$\)//p' "$0"; exit ;;
	-*) die "$1: no such option: try --help" 2 ;;
	*) break ;;
	esac
	shift
done

"$top/selftests/setup.sh" build vm
ksource=$("$top/selftests/ksource.sh")
out=$top/build/kselftest
mkdir -p "$out"
make -s -C "$here" -j2 KSFT="$ksource/tools/testing/selftests" OUT="$out" >&2

# TEST or TEST:NAME to PROGRAM or PROGRAM:NAME
programs() {
	local test source

	for test; do
		source=$(cd "$here" && ls -d {functionality,regressions}/"${test%%:*}".c 2>/dev/null) ||
			[ -n "$source" ] || die "$test: no such test: try --list" 2
		printf '%s%s\n' "${source%.c}" "${test#"${test%%:*}"}"
	done
}

if [ $# = 0 ]; then
	mapfile -t tests < <(cd "$here" && find functionality regressions -name '*.c' 2>/dev/null |
		sed 's/\.c$//' | sort)
else
	mapfile -t tests < <(programs "$@")
	[ ${#tests[@]} -ge $# ] || exit 2
fi

if [ -n "$list" ]; then
	for test in "${tests[@]}"; do
		{ "$out/$test" -l 2>&1 || true; } |
			awk -v test="${test##*/}" '!/^[#-]/ { print test ":" $NF }'
	done
	exit
fi

[ -n "$module" ] || module=$("$top/selftests/vm/module.sh")
# What it says goes through the VM's port and is judged out here, line by line,
# for which mawk has to be told so.
judge=(awk)
! awk -W version 2>&1 </dev/null | grep -q ^mawk || judge+=(-W interactive)
status=0
: >"$out/log"
"$top/selftests/vm/vm" --timeout="${SEEP_TIMEOUT:-900}" --memory=1536 \
	"$here/inside.sh" "$module" "$out" "${tests[@]}" </dev/null >>"$out/log" &
vm=$!
trap 'kill $vm 2>/dev/null || true' EXIT
tail -q -s 0.2 -c +1 -f --pid=$vm "$out/log" 2>/dev/null |
	"${judge[@]}" -v all="$all" -v wanted="${tests[*]%%:*}" -f "$here/tap.awk" || status=1
wait $vm || { status=$?; say "the VM ended with status $status: everything it said is in $out/log"; }
[ "$status" = 0 ] || exit 1
