# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Real programs, started inside the VM and put under load.  What one program
# is and does stands in programs/NAME.sh, which says:
#
#   title=       who it is and what happens to it, for people
#   packages=    Debian packages that the VM must have for it
#   add=         how it is registered: pid, comm or cgroup
#   options=     further options of `seep add`
#   leaks=       what must be found, SERIES:UNITS-PER-ACTION:LIMIT each; empty:
#                nothing may be found
#   also=        series that may leak as well, as a consequence
#   brief=       its children live too short for a verdict: "unsure" will do
#   nofile= pids_max= memory_max= cpu_max=    its limits, where not the default
#   prepare()    makes what it needs, in an empty directory of its own
#   program()    becomes the program (exec), in the same place
#   ready()      is true once it serves; may use $pid
#   load()       its clients, until killed; calls `act` for each action that
#                costs the program units of what it leaks

real=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=/run/real
groups=/sys/fs/cgroup/real
declare -A pids

# For program(), ready() and load().

# A sleep that starts no process.
exec {never}<> <(:)
pause() { read -rt "$1" -u "$never" || true; }

act() { echo "$EPOCHREALTIME" >>actions; }

listens() { (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A client that connects, says what it is told, if anything, and is lost: the
# connection stays open and silent.  usage: lost_client PORT [TEXT]
lost_client() {
	local fd

	exec {fd}<>"/dev/tcp/127.0.0.1/$1" || return
	[ -z "${2:-}" ] || printf '%s' "$2" >&"$fd"
}

# One whole request on a connection of its own.  usage: http_get PORT PATH
http_get() {
	local fd

	exec {fd}<>"/dev/tcp/127.0.0.1/$1" || return
	printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&"$fd"
	mapfile -u "$fd"
	exec {fd}<&-
}

# For those who run the programs.

# shellcheck disable=SC2034 # for others
describe() {
	title="" packages="" add="pid" options="" leaks="" also="" brief=""
	nofile="" pids_max="" memory_max="" cpu_max=""
	unset -f prepare program ready load
	# shellcheck source=/dev/null
	. "$real/programs/$1.sh"
}

# The packages of all the given programs.
packages_of() {
	local name

	for name; do
		describe "$name"
		echo "$packages"
	done | xargs -n 1 | sort -u | xargs
}

# In a cgroup of its own, where it is counted and limited.
start_program() {
	local group=$groups/$1

	describe "$1"
	mkdir -p "$work/$1" "$group"
	[ -z "$pids_max" ] || echo "$pids_max" >"$group/pids.max"
	[ -z "$memory_max" ] || echo "$memory_max" >"$group/memory.max"
	[ -z "$cpu_max" ] || echo "$cpu_max" >"$group/cpu.max"
	(
		cd "$work/$1" || exit
		echo "$BASHPID" >"$group/cgroup.procs"
		[ -z "$nofile" ] || ulimit -n "$nofile"
		! declare -F prepare >/dev/null || prepare || exit
		program
	) </dev/null >"$work/$1/log" 2>&1 &
	pids[$1]=$!
}

# usage: await_ready NAME SECONDS
await_ready() {
	local pid=${pids[$1]} end=$((SECONDS + $2))

	describe "$1"
	until (cd "$work/$1" && ready); do
		if [ $SECONDS -ge $end ] || [ ! -d "/proc/$pid" ]; then
			echo "$1 does not start: $(tail -n 1 "$work/$1/log")" >&2
			return 1
		fi
		pause 0.2
	done
}

start_load() {
	describe "$1"
	declare -F load >/dev/null || return 0
	(
		echo "$BASHPID" >$groups/load/cgroup.procs
		cd "$work/$1" && load
	) </dev/null >"$work/$1/load.log" 2>&1 &
}

# Starts programs and their load.  usage: start_all NAME...
start_all() {
	local name

	echo +cpu >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p $groups/load
	echo '+cpu +memory +pids' >$groups/cgroup.subtree_control
	for name; do start_program "$name"; done
	for name; do await_ready "$name" 90 || return; done
	for name; do start_load "$name"; done
}

# Stops the load, and with it the noise of whoever has no verdict to wait for.
calm() {
	echo 1 >$groups/load/cgroup.freeze
	[ ! -d $groups/stress-ng ] || echo 1 >$groups/stress-ng/cgroup.freeze
}

# Sets $registration to the arguments of `seep add` for a program that runs.
registration() {
	local pid

	describe "$1"
	pid=${pids[$1]}
	# shellcheck disable=SC2206 # a list of words
	registration=($options)
	case $add in
	pid) registration+=("$pid") ;;
	comm) registration+=(--comm "$(cat "/proc/$pid/comm")") ;;
	cgroup) registration+=(--cgroup "$groups/$1") ;;
	esac
}

# Actions per second between two times.  usage: true_rate NAME FROM TO
true_rate() {
	awk -v from="$2" -v to="$3" '
		$1 >= from && $1 <= to { n++ }
		END { printf "%.4f\n", n / (to - from) }' "$work/$1/actions"
}

# Compares `seep report --json` with what was described, a line for each
# difference.  usage: compare NAME REPORT FROM TO
compare() {
	local rate=0

	describe "$1"
	[ -z "$leaks" ] || rate=$(true_rate "$1" "$3" "$4")
	jq -r --arg name "$1" --arg leaks "$leaks" --arg also "$also" \
		--arg brief "$brief" --argjson rate "$rate" \
		--argjson pid "${pids[$1]}" \
		-f "$real/compare.jq" "$2"
}
