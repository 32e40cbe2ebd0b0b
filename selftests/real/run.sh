#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Real programs from Debian, as they come, recorded in the VM: those that leak
# must be found, with rate and limit, and the healthy ones let alone.
#
# usage: run.sh [-s SECONDS] [-r DIRECTORY] [NAME]...
#
#   -s SECONDS	how long to record, 90 by default
#   -r DIRECTORY	leave the series there, as CSV for `seep analyze`
#   NAME	one of programs/*.sh, without the .sh; all of them by default

set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/lib.sh"

seconds=90 recordings=""
while getopts s:r: option; do
	case $option in
	s) seconds=$OPTARG ;;
	r) recordings=$(realpath -e "$OPTARG") || exit 2 ;;
	*) exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[[ $seconds =~ ^[1-9][0-9]{0,4}$ ]] || die "-s: $seconds: not a number of seconds" 2

mapfile -t names < <(cd "$real/programs" && printf '%s\n' *.sh | sed 's/\.sh$//')
[ $# = 0 ] || names=("$@")
for name in "${names[@]}"; do
	[ -f "$real/programs/$name.sh" ] || die "$name: no such program in $real/programs" 2
done

"$top/selftests/setup.sh" build
make -s -C "$top/tool"
options=()
[ -z "$recordings" ] || options=(--rw="$recordings")
status=0
"$top/selftests/vm/vm" -m --pkgs="$(packages_of "${names[@]}") jq" \
	--timeout=$((seconds + 200)) --env="PATH=$top/build:$PATH" "${options[@]}" \
	"$real/inside.sh" "$seconds" "$recordings" "${names[@]}" || status=$?
[ -z "$recordings" ] || "$real/split.sh" "$recordings"
exit $status
