#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Comments that open with two stars are complete and match the code below.

. "$(dirname "$0")/lib.sh"

kernel_doc=$("$top/selftests/ksource.sh")/scripts/kernel-doc

[ $# -gt 0 ] || mapfile -t files < <(c_files)
[ $# = 0 ] || files=("$@")
# Not -Wreturn: "the target of @pid, or NULL" has said it in the first line.
"$kernel_doc" -none -Werror -Wshort-desc -Wcontents-before-sections "${files[@]}"
