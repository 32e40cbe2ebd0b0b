#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Generates the UAPI header and the kernel's policies and operation tables
# from the family's spec, with the generator of the kernel source.
#
# usage: spec.sh [--check [SPEC]]	--check: only compare with the committed files

set -euo pipefail
. "$(dirname "$0")/lib.sh"

"$top/selftests/setup.sh" spec
ksource=$("$top/selftests/ksource.sh")
spec=Documentation/netlink/specs/seep.yaml
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# The generator finds its schema next to the spec's directory, and the root of
# the tree, to name the spec in its output, by a file MAINTAINERS.
mkdir -p "$tmp/tree/${spec%/*}" "$tmp/new/module/uapi/linux"
: >"$tmp/tree/MAINTAINERS"
cp "${2:-$top/$spec}" "$tmp/tree/$spec"
cp "$ksource/Documentation/netlink/genetlink.yaml" "$tmp/tree/Documentation/netlink"

generate() {
	/usr/bin/python3 "$ksource/tools/net/ynl/ynl-gen-c.py" --spec "$tmp/tree/$spec" \
		--mode "$1" "--$2" -o "$tmp/new/$3" >"$tmp/log" 2>&1 ||
		die "$spec: $(tail -n 1 "$tmp/log")"
}

generate uapi header module/uapi/linux/seep.h
generate kernel header module/netlink-gen.h
generate kernel source module/netlink-gen.c

cd "$top"
for file in module/uapi/linux/seep.h module/netlink-gen.h module/netlink-gen.c; do
	if [ "${1:-}" != --check ]; then
		cmp -s "$tmp/new/$file" "$file" || cp -v "$tmp/new/$file" "$file"
	elif ! diff -u --label "$file (committed)" --label "$file (generated)" \
		"$file" "$tmp/new/$file"; then
		die "$file is stale: make spec"
	fi
done
