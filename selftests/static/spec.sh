#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The generated netlink code is that of the spec, or of the spec given.

. "$(dirname "$0")/lib.sh"

"$top/selftests/spec.sh" --check "$@"
