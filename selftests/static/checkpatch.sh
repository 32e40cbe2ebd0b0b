#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's style, by its own script.

. "$(dirname "$0")/lib.sh"

checkpatch=$("$top/selftests/ksource.sh")/scripts/checkpatch.pl

# An iterator in the manner of list_for_each() uses its argument twice.
everywhere=MACRO_ARG_REUSE
# These headers compare versions, that is what they are for; and checkpatch
# takes LINUX_VERSION_CODE for a constant.
compat=$everywhere,LINUX_VERSION_CODE,CONSTANT_COMPARISON
# What checkpatch prefers are the kernel's own types, functions and macros,
# which a program has not; _Thread_local is C11.
userspace=$everywhere,PREFER_KERNEL_TYPES,STRCPY,STRNCPY,STRLCPY
userspace+=,PREFER_DEFINED_ATTRIBUTE_MACRO,CAMELCASE

# A constant like 1e-9 is no subtraction, but the kernel has no such constants.
not_floats() {
	local file line text

	while IFS=: read -r file line text; do
		[[ $text == *"around that '-'"* ]] &&
			sed -n "${line}p" "$file" | grep -qE '[0-9.]([ep]-[0-9])' ||
			echo "$file:$line:$text"
	done
}

# usage: check IGNORED-TYPES FILE...
check() {
	local ignored=$1
	shift
	[ $# -gt 0 ] || return 0
	# What it finds is judged below, its exit status knows no exceptions.
	{ "$checkpatch" --no-tree --root="$tmp" --strict --terse --show-types --quiet \
		--no-summary --ignore "$ignored" --file "$@" 2>&1 || true; } | not_floats
}

[ $# -gt 0 ] || mapfile -t files < <(c_files)
[ $# = 0 ] || files=("$(realpath "$1")")
matching() { printf '%s\n' "${files[@]}" | grep -E "$@"; }
mapfile -t in_compat < <(matching ^module/compat/)
mapfile -t in_userspace < <(matching '^(tool|selftests)/')
mapfile -t elsewhere < <(matching -v '^(module/compat|tool|selftests)/')

# It leaves a file where it runs, and looks for names in include/.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/include"
ln -s "$top"/{module,tool,selftests} "$tmp"
cd "$tmp"
{
	check $compat "${in_compat[@]}"
	check $userspace "${in_userspace[@]}"
	check $everywhere "${elsewhere[@]}"
} | tee "$tmp/log"
[ ! -s "$tmp/log" ]
