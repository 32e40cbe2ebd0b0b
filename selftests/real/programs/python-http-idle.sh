# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
title="python3 -m http.server at rest"
packages="python3"

program() { exec python3 -m http.server --bind 127.0.0.1 8001; }

ready() { listens 8001; }
