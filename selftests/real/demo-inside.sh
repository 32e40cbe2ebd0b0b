#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Inside the VM: what ../demo.sh shows.
#
# usage: demo-inside.sh SECONDS 'LEAKING-PROGRAMS' 'HEALTHY-ONES' 'NOISE'

set -euo pipefail
. "$(dirname "$0")/lib.sh"

seconds=$1
read -ra leaking < <(xargs <<<"$2")
read -ra healthy < <(xargs <<<"$3")
read -ra noise < <(xargs <<<"$4")
programs=("${leaking[@]}" "${healthy[@]}")

introduce() {
	local name

	for name; do
		describe "$name"
		echo "  $title"
	done
}

# The command line as a person would type it, and what it says.
register_aloud() {
	local name answer

	for name; do
		registration "$name"
		answer=$(seep add --interval 200ms --label "$name" "${registration[@]}" | paste -sd, | sed 's/,/, /g')
		printf '  $ %-54s # %s\n' "seep add ${registration[*]}" "$answer"
	done
}

# What the leaking programs hold now, one line.
progress() {
	local name values=() watched

	watched=$(seep watch --count 1)
	for name in "${leaking[@]}"; do
		describe "$name"
		values+=("$(awk -F '\t' -v pid="${pids[$name]}" -v series="${leaks%%:*}" '
			$2 != pid { next }
			series == "threads" { print $3, $4, "threads" }
			series == "fds" { print $3, $5, "fds" }
			series == "anon" { printf "%s %.1f MiB\n", $3, $8 / 1048576 }' <<<"$watched")")
	done
	printf '  %3d s' "$1"
	printf '   %s' "${values[@]}"
	echo
}

record() {
	local start=$SECONDS next=0 now

	while now=$((SECONDS - start)); [ $now -lt "$seconds" ]; do
		if [ $now -ge $next ]; then
			progress $now
			next=$((next + 15))
		fi
		pause 0.5
	done
}

echo "Linux $(uname -r) is up. Starting real programs, as Debian ships them:"
introduce "${programs[@]}"
echo "and as noise on the machine:"
introduce "${noise[@]}"
start_all "${programs[@]}" "${noise[@]}"
pause 10	# the caches of the healthy ones fill

echo
echo "They run. From now on they are recorded, without a restart:"
from=$EPOCHREALTIME
register_aloud "${programs[@]}"
echo
echo "Recording for $seconds s; what the leaking ones hold meanwhile:"
record
to=$EPOCHREALTIME
seep report --json >"$work/report" || [ $? = 1 ]

echo
echo 'What leaks, how fast, and until when; the worst first:'
echo '  $ seep report'
echo
seep report || [ $? = 1 ]

calm
wrong=""
for name in "${programs[@]}"; do
	differences=$(compare "$name" "$work/report" "$from" "$to")
	[ -z "$differences" ] || wrong+="$name: ${differences//$'\n'/$'\n'$name: }"$'\n'
done
if [ -n "$wrong" ]; then
	echo
	echo "These verdicts are not what is known of these programs:"
	printf '%s' "$wrong"
	exit 1
fi
cat <<EOT

You saw ${#leaking[@]} leaking programs named, each with its rate and the limit that it hits
first, and ${#healthy[@]} healthy ones, some of them just as busy, found in order.
Next: 'make vm-shell OPTIONS=-m' for a machine to try it on, there 'build/seep add PID'
and 'build/seep watch'; README.md says how to use it on a real one.
EOT
