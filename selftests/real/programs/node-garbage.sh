# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034,SC2154
#
# A node server under steady load with a bounded cache: everything it drops is
# collected in time, its memory goes up and down.
title="node, an HTTP server with a bounded cache, under load: makes much garbage"
packages="nodejs"
add="comm"

# Small generations, as in a container: at ten requests a second the default ones
# take minutes to fill for the first time.
program() {
	exec node --max-semi-space-size=1 --max-old-space-size=64 \
		"$real/programs/node-garbage.js"
}

ready() { listens 3000; }

load() {
	local n=0
	while pause 0.1; do
		http_get 3000 "/page/$((n++))"
	done
}
