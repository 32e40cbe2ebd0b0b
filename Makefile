# SPDX-License-Identifier: GPL-2.0
#
# make            the module for the running kernel, and the tool
# make help       what else there is

SHELL := /bin/bash

# The running kernel's headers; on a machine without them those of the newest
# installed kernel, which is the one that the VM boots.
KDIR ?= $(shell . selftests/lib.sh && kernel_dir)
PREFIX ?= /usr/local
RELEASE = $(firstword $(shell /sbin/modinfo -F vermagic seep.ko))

all: module tool

help:
	@echo 'make                build the module for the running kernel, and the tool'
	@echo 'make install        install module, tool and manual page (PREFIX, DESTDIR)'
	@echo 'make demo           boot a VM, record real programs, say which of them leak'
	@echo 'make check          all checks and tests; make check-STEP for one of them'
	@echo 'make bench          what it costs, against others'
	@echo 'make bench-verdict  how often the verdict is wrong, against others'
	@echo "make vm CMD='...'   run a command in the VM; OPTIONS: selftests/vm/vm --help"
	@echo 'make vm-shell       a shell in the VM'
	@echo 'make spec           generate the netlink code from its spec'
	@echo 'make clean'
	@echo
	@echo 'What is missing is installed from Debian packages; SETUP=0 forbids it.'

setup-build:
	@selftests/setup.sh build

# There is no vmlinux to make BTF from.  Objects of other headers are of no use.
module: setup-build
	@[ "$$(cat build/kdir 2>/dev/null)" = "$(KDIR)" ] || $(MAKE) -s clean-module
	@mkdir -p build && echo "$(KDIR)" >build/kdir
	$(MAKE) -C "$(KDIR)" M="$(CURDIR)" CONFIG_DEBUG_INFO_BTF_MODULES= modules
	@release=$$(/sbin/modinfo -F vermagic seep.ko | cut -d ' ' -f 1); \
	[ "$$release" = "$$(uname -r)" ] || echo "seep.ko is for $$release:" \
		"the running kernel, $$(uname -r), has no headers here"

tool: setup-build
	$(MAKE) -C tool

install:
	@[ -f seep.ko ] && [ -x build/seep ] || { echo 'make first, then make install'; exit 1; }
	$(MAKE) -C tool install PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)"
	install -D -m 644 seep.ko "$(DESTDIR)/lib/modules/$(RELEASE)/updates/seep.ko"
	[ -n "$(DESTDIR)" ] || /sbin/depmod "$(RELEASE)"

demo:
	@selftests/demo.sh

check:
	@selftests/check.sh

check-%:
	@selftests/check.sh $*

bench:
	@selftests/bench/run.sh

bench-verdict:
	@selftests/verdict/run.sh bench

vm:
	@$(if $(CMD),,$(error CMD= is missing: make vm CMD='uname -a'))\
	selftests/vm/vm $(OPTIONS) -c '$(subst ','\'',$(value CMD))'

vm-shell:
	@selftests/vm/vm $(OPTIONS) --shell

spec:
	@selftests/spec.sh

clean-module:
	find . -path ./build -prune -o -path ./tool -prune -o -type f \( -name '*.o' \
		-o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' -o -name '.*.cmd' \
		\) -exec rm -f {} +
	rm -f Module.symvers modules.order

clean: clean-module
	rm -rf build

.PHONY: all help setup-build module tool install demo check bench bench-verdict vm vm-shell \
	spec clean clean-module
