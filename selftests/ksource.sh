#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Unpacks what the checks and tests need of Debian's kernel source (checkpatch,
# kernel-doc, the YNL generator, kselftest) into the cache, once.  Prints the
# directory, laid out like the kernel tree.

set -euo pipefail
. "$(dirname "$0")/lib.sh"

series=6.12
members="
	scripts/checkpatch.pl scripts/spelling.txt scripts/const_structs.checkpatch
	scripts/kernel-doc scripts/coccicheck
	tools/net/ynl tools/include tools/testing/selftests/kselftest
	tools/testing/selftests/kselftest.h
	tools/testing/selftests/kselftest_harness.h
	tools/testing/selftests/lib.mk tools/scripts
	Documentation/netlink/genetlink.yaml"

"$top/selftests/setup.sh" source
version=$(dpkg-query -W -f '${Version}' linux-source-$series)
key=$(sha256sum "$0" | cut -c 1-8)
dir=$cache/ksource/$version-$key

if [ ! -d "$dir" ]; then
	lock ksource
	if [ ! -d "$dir" ]; then
		tmp=$(mktemp -d "$cache/ksource.XXXXXX")
		trap 'rm -rf "$tmp"' EXIT
		say "unpacking parts of linux-source-$series $version"
		# shellcheck disable=SC2046,SC2086 # lists of words
		tar -C "$tmp" --strip-components=1 --no-same-owner \
			-xf /usr/src/linux-source-$series.tar.xz \
			$(printf "linux-source-$series/%s " $members)
		mkdir -p "$cache/ksource"
		mv "$tmp" "$dir"
	fi
	unlock
fi
echo "$dir"
