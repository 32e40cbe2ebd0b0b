# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
title="nginx, a master and a worker, under steady load"
packages="nginx-light"
add="cgroup"

prepare() {
	echo hello >index.html
	cat >nginx.conf <<-CONF
	daemon off;
	worker_processes 1;
	pid nginx.pid;
	events { }
	http {
		access_log off;
		server { listen 127.0.0.1:8081; root .; }
	}
	CONF
}

program() { exec nginx -p "$PWD" -c nginx.conf -e error.log -g 'user root;'; }

ready() { listens 8081; }

load() {
	while pause 0.05; do
		http_get 8081 /index.html
	done
}
