#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The demonstration: builds the module and the tool, boots a VM, starts real
# programs from Debian in it, records them while they run, and says which of
# them leak.  Nothing is loaded into this machine's kernel.  Fails when the
# verdicts are not the known ones.
#
# usage: demo.sh [SECONDS]	how long to record, 90 by default

set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/real/lib.sh"

seconds=${1:-90}
[[ $seconds =~ ^[1-9][0-9]{0,4}$ ]] || die "$seconds: not a number of seconds" 2

leaking="caddy-stalled-downloads node-exporter-fifo python-http-lost-clients
	redis-no-expiry"
healthy="nginx-busy node-garbage python-http-idle redis-expiring"
noise="stress-ng"

# usage: quietly WHAT COMMAND...: one line, and more only if it fails
quietly() {
	local what=$1 start=$EPOCHREALTIME log
	shift

	log=$(mktemp)
	printf '%s ... ' "$what"
	if ! "$@" >"$log" 2>&1; then
		echo "failed"
		cat "$log"
		rm "$log"
		return 1
	fi
	rm "$log"
	awk -v from="$start" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.0f s\n", to - from }'
}

echo "seep finds slow leaks in running programs: threads, descriptors, memory."
echo
"$top/selftests/setup.sh" build vm
quietly "Building the tool" make -s -C "$top/tool"
quietly "Building the kernel module" "$top/selftests/vm/module.sh"
# shellcheck disable=SC2086 # lists of words
packages="$(packages_of $leaking $healthy $noise) jq"
# shellcheck disable=SC2086
"$top/selftests/vm/labroot.sh" $packages >/dev/null
echo "Booting a virtual machine with that module; this machine's kernel stays as it is."
status=0
"$top/selftests/vm/vm" -m --pkgs="$packages" --timeout=$((seconds + 200)) \
	--env="PATH=$top/build:$PATH" \
	"$real/demo-inside.sh" "$seconds" "$leaking" "$healthy" "$noise" || status=$?
[ $status = 0 ] && exit
say "the demonstration failed, status $status"
exit $status
