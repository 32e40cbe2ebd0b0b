# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# Python's own web server gives every connection a thread and waits for ever:
# each lost client costs it a socket, a thread and the thread's stack.
title="python3 -m http.server; one client a second is lost in mid-request"
packages="python3"
leaks="threads:1:pids.max fds:1:RLIMIT_NOFILE"
also="mapped anon maps"
nofile=1024
pids_max=2000

program() { exec python3 -m http.server --bind 127.0.0.1 8000; }

ready() { listens 8000; }

load() {
	while pause 1; do
		lost_client 8000 $'GET / HTTP/1.1\r\n' && act
	done
}
