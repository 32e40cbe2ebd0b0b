# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# A Go daemon that waits for ever for the header of a request: each client that
# connects and falls silent holds a goroutine and a descriptor.
title="prometheus-node-exporter; two clients a second connect and fall silent"
packages="prometheus-node-exporter"
leaks="fds:1:RLIMIT_NOFILE"
also="mapped anon maps"
nofile=1024

program() {
	exec prometheus-node-exporter --web.listen-address=127.0.0.1:9101
}

ready() { listens 9101; }

load() {
	while pause 0.5; do
		lost_client 9101 && act
	done
}
