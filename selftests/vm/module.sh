#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Builds seep.ko for the VM's kernel in build/RELEASE/, apart from the one that
# `make` builds for the running kernel.  Prints its path.
#
# usage: module.sh [RELEASE]

set -euo pipefail
. "$(dirname "$0")/../lib.sh"

"$top/selftests/setup.sh" build
release=${1:-$(lab_release)}
dir=$top/build/$release

mkdir -p "$dir"
exec {lock_fd}>"$dir/.lock"
flock "$lock_fd"
module_tree "$dir"
kernel_make "$release" "$dir" {lock_fd}>&- ||
	die "the module does not build for $release"
echo "$dir/seep.ko"
