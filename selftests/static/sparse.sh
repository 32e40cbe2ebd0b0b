#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Address spaces, byte orders and lock balance of the module; sparse only
# warns, so anything it says is a failure.

. "$(dirname "$0")/lib.sh"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
kbuild sparse "${1:-}" C=2 CF="-D__CHECK_ENDIAN__ -Wcontext" 2>&1 | tee "$log"
[ ! -s "$log" ]
