#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every script of the tree, known by its first line or its name.

. "$(dirname "$0")/lib.sh"

scripts() {
	find .ci selftests tool -type f ! -path '*/planted/*' ! -name '*.[cho]' -print0 |
		xargs -0 awk 'FNR == 1 && (/^#!.*sh$/ || FILENAME ~ /\.sh$/) { print FILENAME }'
}

[ $# -gt 0 ] || mapfile -t files < <(scripts)
[ $# = 0 ] || files=("$@")
shellcheck --external-sources --source-path=SCRIPTDIR "${files[@]}"
