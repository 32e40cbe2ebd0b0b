# SPDX-License-Identifier: GPL-2.0
#
# Judges the TAP of several programs, each between "BEGIN PROGRAM" and "END
# PROGRAM STATUS".  Strict: a program of the list `wanted` that did not run, a
# plan or a result that is missing, twice or out of order, a status that says
# something else than the results, a skipped test: each is a failure.  Lines
# that are not TAP belong to the next result and are shown when it is bad.

function complain(what) {
	printf "FAIL  %s: %s\n", program, what
	bad++
	fflush()
}

function show_said(i) {
	for (i = 1; i <= lines; i++)
		print "      " said[i]
}

BEGIN { n_wanted = split(wanted, want) }

$1 == "BEGIN" {
	if (program)
		complain("has not ended")
	program = $2
	runs[program]++
	plan = -1
	seen = failed_here = lines = 0
	next
}

$1 == "END" && program == $2 {
	if (plan < 0)
		complain("no plan")
	else if (seen != plan)
		complain("planned " plan " tests, reported " seen)
	if (!plan)
		complain("no test at all")
	if (($3 == 0) != (failed_here == 0))
		complain("exit status " $3 ", but " failed_here " tests failed")
	if (seen != plan)
		show_said()
	ended[program]++
	program = ""
	next
}

!program { print; next }

all { print "      " $0 }

/^1\.\.[0-9]+$/ {
	if (plan >= 0)
		complain("two plans")
	plan = substr($0, 4) + 0
	next
}

/^(not )?ok [0-9]/ {
	failed = $1 == "not"
	number = failed ? $3 : $2
	name = failed ? $4 : $3
	sub(/^[^.]*\./, "", name)
	if (number != ++seen)
		complain("result " number " where " seen " was due")
	verdict = failed ? "FAIL" : "ok"
	if (!failed && /# (SKIP|XFAIL|XPASS|TODO)/)
		verdict = "SKIP"
	printf "%-5s %s: %s\n", verdict, program, name
	if (verdict == "ok") {
		good++
	} else {
		failed_here += failed
		bad++
		if (!all)
			show_said()
	}
	lines = 0
	fflush()
	next
}

/^TAP version|^# (Starting|PASSED|FAILED|Totals)|^#  *(RUN|OK) / { next }

{ said[++lines] = $0 }

END {
	if (program)
		complain("has not ended")
	for (i = 1; i <= n_wanted; i++) {
		program = want[i]
		if (!ended[program])
			complain("has not run to its end")
		total++
	}
	printf "%d tests passed, %d failed, in %d programs\n", good, bad, n_wanted
	exit bad > 0 || !good
}
