# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
#
# Noise: processes that come and go, memory that is mapped and given back.
title="stress-ng with its children: processes and memory that come and go"
packages="stress-ng"
add="cgroup"
options="--follow"
brief=1
cpu_max="30000 100000"	# of one processor

program() {
	exec nice -n 19 stress-ng --temp-path . --quiet --timeout 0 \
		--fork 1 --fork-max 1 --vm 1 --vm-bytes 16M --vm-hang 1
}

ready() { [ -n "$(<"/proc/$pid/task/$pid/children")" ]; }
