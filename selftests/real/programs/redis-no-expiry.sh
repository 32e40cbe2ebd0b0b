# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# Redis without maxmemory, as it comes; sessions are stored without expiry.
title="redis-server, without maxmemory; 40 sessions of 2 KB a second are stored for ever"
packages="redis-server redis-tools"
leaks="anon:20000:memory.max"
also="mapped"
memory_max=256M

program() {
	exec redis-server --bind 127.0.0.1 --port 6379 --save ''
}

ready() { listens 6379; }

load() {
	local fd n=0 i batch data

	printf -v data '%02000d' 0
	exec {fd}<>/dev/tcp/127.0.0.1/6379
	while pause 0.25; do
		batch=""
		for ((i = 0; i < 10; i++)); do
			batch+="SET session:$((n++)) $data"$'\r\n'
		done
		printf '%s' "$batch" >&"$fd"
		for ((i = 0; i < 10; i++)); do read -ru "$fd"; done
		act
	done
}
