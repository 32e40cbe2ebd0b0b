# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# The same as redis-no-expiry, done right.
title="redis-server; 40 sessions of 2 KB a second are stored for 5 seconds each"
packages="redis-server redis-tools"

program() {
	exec redis-server --bind 127.0.0.1 --port 6380 --save ''
}

ready() { listens 6380; }

load() {
	local fd n=0 i batch data

	printf -v data '%02000d' 0
	exec {fd}<>/dev/tcp/127.0.0.1/6380
	while pause 0.25; do
		batch=""
		for ((i = 0; i < 10; i++)); do
			batch+="SET session:$((n++)) $data EX 5"$'\r\n'
		done
		printf '%s' "$batch" >&"$fd"
		for ((i = 0; i < 10; i++)); do read -ru "$fd"; done
	done
}
