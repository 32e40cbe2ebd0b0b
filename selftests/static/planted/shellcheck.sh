#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# expected: SC2086

cat $1
