# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# Caddy does have a time limit for the header of a request, 10 seconds: clients
# that connect and fall silent cost it a bounded number of descriptors.
title="caddy, serving files; two clients a second connect and fall silent"
packages="caddy"

prepare() { echo hello >index.html; }

program() {
	export HOME=$PWD
	exec caddy file-server --listen 127.0.0.1:8082 --root .
}

ready() { listens 8082; }

load() {
	while pause 0.5; do
		lost_client 8082
	done
}
