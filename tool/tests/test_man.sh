#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The manual page is clean and names every command and option that --help does.

seep=${SEEP:?the program to test}
page=$(cd "$(dirname "$0")" && pwd)/../../Documentation/seep.8
n=0 failed=0

ok() {	# status, description
	n=$((n + 1))
	[ "$1" -eq 0 ] || failed=$((failed + 1))
	[ "$1" -eq 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

# Of groff's output, only the letters count.
text=$(sed 's/\\-/-/g; s/\\f[RBIP]//g' "$page")
if command -v man >/dev/null; then
	warnings=$(LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l "$page" 2>&1 >/dev/null)
	[ -z "$warnings" ]
	ok $? "no warnings: $warnings"
else
	n=$((n + 1))
	echo "ok $n - no warnings # SKIP there is no man here"
fi
for command in $("$seep" help | awk '/^  [a-z]+ / && $1 != "seep" { print $1 }'); do
	grep -q "seep $command" <<<"$text"
	ok $? "command $command"
	for option in $("$seep" help "$command" | grep -oE -- '^ +(-[a-z], )?--[a-z]+' |
			grep -oE -- '--[a-z]+'); do
		grep -qe "$option" <<<"$text"
		ok $? "option $option of $command"
	done
done
echo "1..$n"
[ "$failed" -eq 0 ]
