# SPDX-License-Identifier: GPL-2.0
#
# `make help` lists what can be made.

# The running kernel's headers; on a machine without them those of the
# newest installed kernel, which is the one that the VM boots.
KDIR ?= $(firstword $(wildcard /lib/modules/$(shell uname -r)/build) \
	$(addprefix /usr/src/linux-headers-, \
	$(shell . selftests/lib.sh && lab_release 2>/dev/null)))
PREFIX ?= /usr/local

all: module tool

help:
	@echo 'make                build the module (for the running kernel) and the tool'
	@echo 'make demo           boot a VM, record real programs, say which of them leak'
	@echo 'make check          all checks and tests; check-STEP for one of them'
	@echo 'make bench          the benchmarks'
	@echo "make vm CMD='...'   run a command in the VM; OPTIONS= for selftests/vm/vm"
	@echo 'make vm-shell       a shell in the VM'
	@echo 'make spec           regenerate the netlink code from its spec'
	@echo 'make install        install module, tool and man page (PREFIX, DESTDIR)'
	@echo 'make clean'

vm:
	@$(if $(CMD),,$(error CMD= is missing: make vm CMD='uname -a'))\
	selftests/vm/vm $(OPTIONS) -c '$(subst ','\'',$(value CMD))'

vm-shell:
	@selftests/vm/vm $(OPTIONS) --shell

.PHONY: all help vm vm-shell
