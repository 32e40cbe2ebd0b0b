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
make -s -C "$top/selftests/workloads" OUT="$out/workloads" >&2

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
# Tests that patch the kernel while others run it, which needs a careful emulator.
patching=" functionality/unload "

# usage: boot OPTION... -- TEST...
boot() {
	local options=()

	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	[ $# = 0 ] || "$top/selftests/vm/vm" --timeout="${SEEP_TIMEOUT:-600}" --memory=1536 \
		--append=softlockup_panic=1 "${options[@]}" \
		"$here/inside.sh" "$module" "$out" "$@" </dev/null
}

boot_all() {
	local test one=() many=() status=0

	for test in "${tests[@]}"; do
		if [[ $patching == *" ${test%%:*} "* ]]; then one+=("$test"); else many+=("$test"); fi
	done
	boot -- "${many[@]}" || status=$?
	boot --one-thread -- "${one[@]}" || status=$?
	return $status
}

# What they say goes through the VM's port and is judged out here, line by line,
# for which mawk has to be told so.
judge=(awk)
! awk -W version 2>&1 </dev/null | grep -q ^mawk || judge+=(-W interactive)
status=0
boot_all | tee "$out/log" |
	"${judge[@]}" -v all="$all" -v wanted="${tests[*]%%:*}" -f "$here/tap.awk" || status=$?
[ "$status" = 0 ] || say "failed: everything that the VM said is in $out/log"
exit $((status != 0))
