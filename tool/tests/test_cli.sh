#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The command line: what is refused, how, and with which exit status; $SEEP is
# the program. What needs the module to be absent is skipped where it is there.

seep=${SEEP:?the program to test}
out=$(mktemp) err=$(mktemp)
trap 'rm -f "$out" "$err"' EXIT
n=0 failed=0

ok() {	# condition (a command's status), description
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
		return
	fi
	failed=$((failed + 1))
	echo "not ok $n - $2"
	sed 's/^/# /' "$err"
}

# expect STATUS WORDS ARG...: exits so, says the words on stderr and nothing
# on stdout, each line as "seep: ...".
expect() {
	local status=$1 words=$2 is
	shift 2

	"$seep" "$@" >"$out" 2>"$err" </dev/null
	is=$?
	[ $is -eq "$status" ] && grep -qF -- "$words" "$err" &&
		[ ! -s "$out" ] && ! grep -qv '^seep: ' "$err"
	ok $? "seep $*: status $status, says: $words"
}

# bad WORDS ARG...: bad input, which takes exactly one line.
bad() {
	expect 2 "$@"
	[ "$(wc -l <"$err")" -eq 1 ]
	ok $? "seep ${*:2}: in one line"
}

helps() {	# command
	"$seep" "$1" --help >"$out" 2>"$err" && [ ! -s "$err" ] &&
			grep -q "^Usage: seep $1" "$out" &&
		grep -q '^Example' "$out" && grep -q -- --help "$out"
	ok $? "seep $1 --help: usage, options and an example"
	"$seep" help "$1" 2>/dev/null | cmp -s - "$out"
	ok $? "seep help $1: the same"
	"$seep" "$1" -h 2>/dev/null | cmp -s - "$out"
	ok $? "seep $1 -h: the same"
}

commands="add rm set ls report watch events analyze version"
for c in $commands; do
	helps "$c"
	bad "no such option" "$c" --no-such-option
	bad "no such option" "$c" -x
	"$seep" help | grep -q "^  $c "
	ok $? "seep help lists $c"
done

"$seep" >"$out" 2>"$err"
[ $? -eq 2 ] && grep -q ^Usage "$err" && [ ! -s "$out" ]
ok $? "seep without a command: usage on stderr, status 2"
"$seep" help >"$out" 2>"$err" && grep -q ^Usage "$out" && [ ! -s "$err" ]
ok $? "seep help: usage on stdout, status 0"
bad "no such command" frobnicate
bad "no such command" ""
bad "no such command" help frobnicate
bad "one command at a time" help add rm

bad "either PIDs, --comm or --cgroup" add
bad "either PIDs, --comm or --cgroup" add 1 --comm x
bad "either PIDs, --comm or --cgroup" add --comm x --cgroup y
bad "--comm: needs a value" add --comm
bad "--json=yes: takes no value" add --json=yes 1
bad "not negative" add -5
for pid in -5 0 -0 +1 1x x "" " 1" "1 " 1.0 0x1 2147483648 99999999999999999999; do
	bad "'$pid': is not the number of a process" add -- "$pid"
done
for command in rm ls report watch; do
	bad "'x': is not the number of a process" $command x
done
for t in 99ms 2h -1s "" 1sec x; do
	bad "--interval: '$t'" add "--interval=$t" 1
done
for p in 15 8193 x "" -16; do
	bad "--points: '$p'" add "--points=$p" 1
done
for f in 65537 x "" -1; do
	bad "--follow: '$f'" add "--follow=$f" 1
done
bad "longer than 63 bytes" add --label "$(printf 'x%.0s' {1..64})" 1
bad "either PIDs or --all" rm
bad "either PIDs or --all" rm --all 1
bad "needs --label, --interval or --follow" set 1
bad "needs PIDs" set --label x
bad "--interval: '50ms'" watch --interval 50ms
bad "--count: '0'" watch --count 0
bad "takes no argument" events 1
bad "takes no argument" version 1
expect 2 "'y'" add x y
[ "$(wc -l <"$err")" -eq 2 ]
ok $? "two bad PIDs: a line each"

"$seep" version --json >"$out" 2>"$err" &&
	grep -q '"schema": "seep/version/1"' "$out"
ok $? "seep version --json: has a schema"
"$seep" --version 2>/dev/null | grep -q '^seep [0-9.]*, module '
ok $? "seep --version: tool and module"
if [ -e /dev/full ]; then
	"$seep" help >/dev/full 2>"$err"
	[ $? -eq 3 ] && grep -q 'standard output' "$err"
	ok $? "a full disk: status 3, says so"
fi

if "$seep" version | grep -q 'not loaded'; then
	for c in "add 1" "add --comm x" "rm 1" "rm --all" "set --label x 1" ls \
		 report "report 1 --strict" watch "events --json"; do
		# shellcheck disable=SC2086
		expect 3 "the seep module is not loaded: run 'modprobe seep'" $c
	done
else
	n=$((n + 1))
	echo "ok $n - without the module # SKIP it is loaded here"
fi

echo "1..$n"
[ "$failed" -eq 0 ]
