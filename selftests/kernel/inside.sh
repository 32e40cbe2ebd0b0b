#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Inside the VM: runs the programs of tests one after the other.  The lines
# BEGIN and END let who judges the output (tap.awk) see what is missing.
#
# usage: inside.sh MODULE DIRECTORY PROGRAM[:NAME]...

set -u
module=$1 directory=$2
shift 2

# A test loads it anew, which takes four times as long with debug information.
export SEEP_KO=/run/seep.ko
cp "$module" "$SEEP_KO"
strip --strip-debug "$SEEP_KO" || exit 2
mkdir -p /run/bin
cp -r "$directory/puppet" "$directory/workloads" /run/bin || exit 2

for test; do
	program=${test%%:*} name=${test#"${test%%:*}"} name=${name#:}
	mkdir -p "/run/bin/${program%/*}"
	cp "$directory/$program" "/run/bin/$program" || exit 2
	echo "BEGIN $program"
	timeout -k 5 600 "/run/bin/$program" ${name:+-t "$name"} 2>&1
	status=$?
	echo "END $program $status"
	[ ! -d /sys/module/seep ] || rmmod seep
done
