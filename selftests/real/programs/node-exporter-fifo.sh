# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# A Go daemon whose blocking calls leak threads: among its text files is a
# FIFO that nobody writes, so that open() blocks an OS thread at each scrape.
# Two descriptors stay with the thread: the scraper's connection, and the one
# that open() has reserved (not in /proc/PID/fd, but it counts for the limit).
title="prometheus-node-exporter, scraped once a second; one of its text files is a FIFO"
packages="prometheus-node-exporter"
leaks="threads:1:pids.max fds:2:RLIMIT_NOFILE"
also="mapped anon maps"
pids_max=600
nofile=4096

prepare() { mkdir text && mkfifo text/backup.prom; }

program() {
	exec prometheus-node-exporter --web.listen-address=127.0.0.1:9100 \
		--web.max-requests=0 --collector.disable-defaults \
		--collector.textfile --collector.textfile.directory=text
}

ready() { listens 9100; }

load() {
	while pause 1; do
		lost_client 9100 $'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n' && act
	done
}
