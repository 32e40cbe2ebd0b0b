# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# What a client touches of the shared buffers makes its backend's resident
# memory grow for long; what it owns (anonymous) does not.
title="PostgreSQL, all of its processes, with a client that reads and writes a table"
packages="postgresql-15"
add="cgroup"

bin=/usr/lib/postgresql/15/bin

# It refuses to be root.
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }

prepare() {
	chown 65534 .
	as_nobody $bin/initdb -D data -N --no-instructions
}

program() {
	exec setpriv --reuid=65534 --regid=65534 --clear-groups \
		$bin/postgres -D data -k "$PWD" -c listen_addresses=
}

ready() { as_nobody $bin/psql -h "$PWD" -c 'select 1' postgres >/dev/null 2>&1; }

load() {
	local n=0

	echo 'create table t (i int primary key, s text);'
	echo "insert into t select i, repeat('x', 500) from generate_series(0, 9999) i;"
	while pause 0.1; do
		n=$(((n + 97) % 10000))
		echo "select sum(length(s)) from t where i between $n and $n + 200;"
		echo "update t set s = repeat('y', 500) where i = $n;"
	done | as_nobody $bin/psql -q -o /dev/null -h "$PWD" postgres
}
