# SPDX-License-Identifier: GPL-2.0
#
# Counts the results in the TAP output of a step that ended with `status`:
# prints how many passed, failed and were skipped.  Results that were planned
# and are missing have failed, and so has something in a step that fails
# without a word.  A step that speaks no TAP is one result.

{ sub(/\r$/, "") }
/^ok [0-9]/ && /# *(SKIP|skip)/ { skipped++; next }
/^ok [0-9]/ { passed++ }
/^not ok [0-9]/ { failed++ }
/^1\.\.[0-9]+/ { planned += substr($1, 4); plans++ }

END {
	seen = passed + failed + skipped
	if (!seen && !plans && !status)
		passed = 1
	else if (planned > seen)
		failed += planned - seen
	else if (plans && planned < seen || status && !failed)
		failed++
	print passed + 0, failed + 0, skipped + 0
}
