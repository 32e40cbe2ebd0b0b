# SPDX-License-Identifier: GPL-2.0
#
# Says in what a report differs from the description of a program: a line
# each, none if it is as expected.

def short: . * 1000 | round / 1000;

def found: "\(.verdict), \(.rate.per_second | short)/s, \(.limit.name // "no limit"): \(.reason)";

# The measured rate may be off by this factor, either way.
def factor: 1.5;

def missing_leak($want):
	($want | split(":")) as [$series, $units, $limit]
	| ($rate * ($units | tonumber)) as $true
	| (.series[] | select(.name == $series))
	| if .verdict != "leak" then
		"\($series): should leak \($true | short)/s: \(found)"
	  elif .rate.per_second > $true * factor or .rate.per_second < $true / factor then
		"\($series): the true rate is \($true | short)/s: \(found)"
	  elif .limit.name != $limit then
		"\($series): \($limit) comes first: \(found)"
	  elif .limit.time_left.seconds == null then
		"\($series): how much time is left? \(found)"
	  else empty end;

def false_leaks($known):
	.series[] | select(.verdict == "leak" and (.name | IN($known[]) | not))
	| "\(.name): does not leak: \(found)";

($leaks | split(" ")) as $wanted
| ([$wanted[] | split(":")[0]] + ($also | split(" "))) as $known
| [.targets[] | select(.label == $name)] as $targets
| if $targets | any(.pid == $pid) | not then
	"not in the report"
  else
	($targets[] | select(.pid == $pid) | missing_leak($wanted[])),
	($targets[] | "\(.comm) (\(.pid)): " as $who
		| if .pid == $pid then false_leaks($known) else false_leaks([]) end
		| $who + .),
	(if $wanted == [] and $brief == "" then
		$targets[] | select(.verdict == "unsure")
		| "\(.comm) (\(.pid)): should be ok: unsure: \(.why // "")",
		  (.series[] | select(.verdict == "unsure") | "\(.name): \(found)")
	else empty end)
  end
