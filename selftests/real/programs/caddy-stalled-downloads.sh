# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# A Go web server that has no time limit for writing: each client that asks for
# a file and stops reading holds a goroutine, a connection and the open file.
title="caddy, serving files; each second a client stops reading in mid-download"
packages="caddy"
leaks="fds:2:RLIMIT_NOFILE"
also="mapped anon maps"
nofile=1024

prepare() { truncate -s 64M image.iso; }

program() {
	export HOME=$PWD
	exec caddy file-server --listen 127.0.0.1:8080 --root .
}

ready() { listens 8080; }

load() {
	while pause 1; do
		lost_client 8080 $'GET /image.iso HTTP/1.1\r\nHost: x\r\n\r\n' && act
	done
}
