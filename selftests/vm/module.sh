#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds seep.ko for the VM's kernel in build/RELEASE/, apart from the one that
# `make` builds for the running kernel.  Prints its path.
#
# usage: module.sh [RELEASE [DIRECTORY [MAKE-ARGUMENT]...]]

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

"$top/selftests/setup.sh" build
release=${1:-$(lab_release)}
dir=${2:-$top/build/$release}
shift $(($# < 2 ? $# : 2))

[ -f "$top/Kbuild" ] || die "$top/Kbuild: no module here"
mkdir -p "$dir"
exec {lock_fd}>"$dir/.lock"
flock "$lock_fd"
# A tree of links: the sources stay where they are, the objects go to $dir.
find "$dir" -xtype l -delete
(cd "$top" && find Kbuild module -name '*.mod.c' -o -type f \
	\( -name '*.[chS]' -o -name Kbuild \) -print) |
while read -r file; do
	mkdir -p "$dir/$(dirname "$file")"
	ln -sfn "$top/$file" "$dir/$file"
done
make -C "/usr/src/linux-headers-$release" M="$dir" --no-print-directory -s \
	CONFIG_DEBUG_INFO_BTF_MODULES= "$@" modules >"$dir/log" 2>&1 {lock_fd}>&- ||
	{ sed "s|$dir/||" "$dir/log" >&2; die "the module does not build for $release"; }
sed "s|$dir/||" "$dir/log" >&2
echo "$dir/seep.ko"
