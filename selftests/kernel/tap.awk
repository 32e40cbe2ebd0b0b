# SPDX-License-Identifier: GPL-2.0
#
# Makes one TAP of that of several programs, each between "BEGIN PROGRAM" and
# "END PROGRAM STATUS".  Strict: a program of the list `wanted` that did not run
# to its end, a plan or a result that is missing, twice or out of order, a status
# that says something else than the results, a skipped test: each is a failure.
# What a program says belongs to its next result and is shown when that is bad,
# or always with `all`.

function result(good, what) {
	printf "%s %d %s\n", good ? "ok" : "not ok", ++results, what
	bad += !good
	fflush()
}

function complain(what) {
	result(0, program ": " what)
}

function show_said(i) {
	for (i = 1; i <= lines && !all; i++)
		print "#   " said[i]
	lines = 0
}

function end_program(status) {
	if (plan < 0)
		complain("no plan")
	else if (seen != plan)
		complain("planned " plan " tests, reported " seen)
	else if (!plan)
		complain("no test at all")
	if ((status == 0) != (failed == 0))
		complain("exit status " status ", but " failed " tests failed")
	if (seen != plan)
		show_said()
	ended[program]++
	program = ""
}

# "ok 3 fixture.name # SKIP why", in fields from the number on
function take_result(ok, number, name) {
	sub(/^[^.]*\./, "", name)
	if (number != ++seen)
		complain("result " number " where " seen " was due")
	failed += !ok
	if (ok && /# *(SKIP|XFAIL|XPASS|TODO)/) {
		sub(/.*# */, "")
		complain(name ": in the VM nothing is missing, but: " $0)
		show_said()
	} else {
		result(ok, program ": " name)
		if (!ok)
			show_said()
	}
	lines = 0
}

BEGIN {
	n_wanted = split(wanted, want)
	print "TAP version 13"
}

$1 == "BEGIN" {
	if (program)
		complain("has not ended")
	program = $2
	plan = -1
	seen = failed = lines = 0
	next
}

$1 == "END" && program == $2 { end_program($3); next }

!program { print "# " $0; next }

all { print "#   " $0 }

/^1\.\.[0-9]+$/ {
	if (plan >= 0)
		complain("two plans")
	plan = substr($0, 4) + 0
	next
}

/^ok [0-9]/ { take_result(1, $2, $3); next }

/^not ok [0-9]/ { take_result(0, $3, $4); next }

/^TAP version|^# (Starting|PASSED|FAILED|Totals)|^#  *(RUN|OK) / { next }

{ said[++lines] = $0 }

END {
	if (program) {
		complain("has not ended")
		show_said()
	}
	for (i = 1; i <= n_wanted; i++)
		if (!ended[want[i]]) {
			program = want[i]
			complain("has not run to its end")
		}
	print "1.." results
	printf "# %d passed, %d failed\n", results - bad, bad
	exit bad || !results
}
