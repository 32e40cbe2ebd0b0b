#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module builds without a warning, those of W=1 included.

. "$(dirname "$0")/lib.sh"

kbuild warnings "${1:-}" W=1 KCFLAGS=-Werror
