#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What seep analyze reads, and what it says of what it cannot read. TAP.
# usage: test_csv.sh SEEP

seep=$(realpath -e "${1:?usage: test_csv.sh SEEP}") || exit 1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
failed=0

result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n $2"
	else
		echo "not ok $n $2"
		failed=1
		sed 's/^/# /' "$dir/out" "$dir/err"
	fi
}

# Runs seep analyze on standard input.
analyze() {
	"$seep" analyze "$@" >"$dir/out" 2>"$dir/err"
}

# usage: reads NAME STATUS FORMAT: a text that is good, and its exit status
reads() {
	# shellcheck disable=SC2059
	printf "$3" | analyze --kind fds -
	[ "${PIPESTATUS[1]}" = "$2" ] && [ ! -s "$dir/err" ]
	result $? "$1"
}

# usage: refuses NAME PATTERN FORMAT: exit 2, nothing on stdout, one line on stderr
refuses() {
	# shellcheck disable=SC2059
	printf "$3" >"$dir/in.csv"
	(cd "$dir" && "$seep" analyze in.csv >out 2>err)
	[ $? = 2 ] && [ ! -s "$dir/out" ] && [ "$(wc -l <"$dir/err")" = 1 ] &&
		grep -qE "^seep: analyze: in.csv:$2" "$dir/err"
	result $? "$1"
}

# A leak of one a second for two minutes. usage: leak SEPARATOR [END]
leak() {
	awk -v s="$1" -v e="$2" 'BEGIN { for (i = 0; i < 120; i++) printf "%d%s%d%s\n", i, s, 10 + i, e }'
}

# usage: exits NAME STATUS ARGUMENT...: with the leak as input
exits() {
	local name=$1 want=$2

	shift 2
	leak , >"$dir/leak.csv"
	analyze "$@"
	[ $? = "$want" ]
	result $? "$name"
}

reads "a plain file" 1 "$(leak ,)\n"
reads "no newline at the end" 1 "$(leak ,)"
reads "a header" 1 "seconds,value\n$(leak ,)\n"
reads "a quoted header" 1 "\"time (s)\",\"open fds\"\n$(leak ,)\n"
reads "CRLF" 1 "$(leak , '\r')\n"
reads "a byte order mark" 1 "\xef\xbb\xbfseconds,value\n$(leak ,)\n"
reads "comments and blank lines" 1 "# a comment\n\n  \t\n$(leak ,)\n# the end\n"
reads "semicolons" 1 "$(leak ';')\n"
reads "tabs" 1 "$(leak '\t')\n"
reads "spaces" 1 "$(leak ' , ')\n"
reads "missed samples" 1 "0,\n$(leak ,)\n120,\n121,\n"
reads "scientific notation" 0 "0,1e3\n1.5e0,1E3\n2e+1,+1000.0\n30,1e3\n40,1e3\n50,1e3\n60,1e3\n"
reads "only missed samples" 0 "0,\n1,\n2,\n"

refuses "an empty file" '0: no samples' ''
refuses "a header alone" '1: no samples' 'seconds,value\n'
refuses "a word for a value" '2: value "abc" is not a number: ' '0,1\n1,abc\n'
refuses "a negative value" '2: value "-3" is negative: ' '0,1\n1,-3\n'
refuses "NaN" '2: value "nan" is out of range: ' '0,1\n1,nan\n'
refuses "infinity" '2: value "inf" is out of range: ' '0,1\n1,inf\n'
refuses "a value too large" '1: value "1e300" is out of range: ' '0,1e300\n'
refuses "a hexadecimal value" '2: value "0x10" is not a number: ' '0,1\n1,0x10\n'
refuses "text after a value" '2: value "5 MB" is not a number: ' '0,1\n1,5 MB\n'
refuses "time going backwards" '3: time "1" is before 2, the one above: ' '0,1\n2,2\n1,3\n'
refuses "a word for a time" '2: time "noon" is not a number: ' '0,1\nnoon,2\n'
refuses "a date" '1: time "2026-01-01" is not a number: ' '2026-01-01,2\n'
refuses "no time" '2: no time ' '0,1\n,2\n'
refuses "an infinite time" '2: time "inf" is out of range: ' '0,1\ninf,2\n'
refuses "one column" '1: "17" has no second column: ' '17\n18\n'
refuses "a line of another kind" '2: "1;2" has no second column: ' '0,1\n1;2\n'
refuses "three columns" '1: "3" is a third column: ' '1,2,3\n'
refuses "two headers" '2: time "seconds" is not a number: ' 'seconds,value\nseconds,value\n0,1\n'
refuses "a line too long" '2: longer than ' "0,1\n1,$(printf '%01200d' 1)\n"
refuses "a zero byte" '2: a zero byte: ' '0,1\n1,\0002\n'
refuses "what cannot be printed" '1: value "a\?\?b" is not a number' '0,a\033\001b\n'

leak , >"$dir/leak.csv"
exits "a leak" 1 --kind fds "$dir/leak.csv"
exits "short options" 1 -k threads -l 500 "$dir/leak.csv"
exits "no file" 2
exits "two files" 2 "$dir/leak.csv" "$dir/leak.csv"
exits "a file that is not there" 2 "$dir/nothing.csv"
exits "a directory" 2 "$dir"
exits "an unknown kind" 2 --kind sockets "$dir/leak.csv"
exits "an unknown option" 2 --colour "$dir/leak.csv"
exits "a limit of zero" 2 --limit 0 "$dir/leak.csv"
exits "a limit that is no number" 2 --limit lots "$dir/leak.csv"
exits "help" 0 --help
printf '0,1\n1,2\n' >"$dir/short.csv"
exits "unsure" 0 "$dir/short.csv"
exits "unsure, strictly" 4 --strict "$dir/short.csv"

leak , | "$seep" analyze --json --kind fds --limit 1024 - >"$dir/out" 2>"$dir/err"
for field in schema verdict score shape kind rate per_second low high onset level samples \
	missed span_s reason limit confidence; do
	grep -q "\"$field\":" "$dir/out"
	result $? "JSON: $field"
done
grep -q '"verdict": "leak"' "$dir/out"
result $? "JSON: the verdict"

awk 'BEGIN { for (i = 0; i < 300000; i++) print i "," 10 }' | analyze --kind fds -
[ "${PIPESTATUS[1]}" = 0 ]
result $? "a very long file"

echo "1..$n"
exit "$failed"
