#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Kernel versions are compared in module/compat/ and nowhere else.

. "$(dirname "$0")/lib.sh"

[ $# -gt 0 ] || mapfile -t files < <(c_files | grep -v ^module/compat/)
[ $# = 0 ] || files=("$@")
! grep -nE '^[[:space:]]*#[[:space:]]*(el)?if.*VERSION' "${files[@]}"
