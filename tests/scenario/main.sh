#!/bin/sh
# The main job from an empty home to a finding that was mended, in both languages.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/job.sh
. "$(dirname "$0")/job.sh"

story "a home"
run 3 assess
has "There is no home in"
run 0 init --criteria municipality
run 3 init
has "already"
run 3 --home "$scratch/another" init --criteria lenient
holds "no half-made home is left" test ! -e "$scratch/another/tsukuroi.conf"

story "knowledge and inventory"
knowledge_and_inventory
story "what applies"
what_applies
story "why, and why not"
why_and_why_not
story "three views, filters, pages, remedies"
views_and_filters

story "CSV for a spreadsheet"
sed 's/"name": "jquery"/"name": "=cmd|calc"/; s/"3.5.1"/"-1+1"/' "$demo/reservation.cdx.json" >"$scratch/formula.json"
run "0|4" ledger import sbom "$scratch/formula.json" --system "+式" --host "@host"
run 0 ledger show software --csv
is "it begins with a byte order mark" "$(head -c 3 "$out" | od -An -tx1 | tr -d ' ')" efbbbf
# shellcheck disable=SC2016 # for the inner shell
holds "every line ends with CR LF" sh -c 'test "$(wc -l <"$0")" = "$(grep -c "$(printf "\r")\$" "$0")"' "$out"
is "no cell begins a formula" "$(python3 -c 'import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
print(len({len(r) for r in rows}), sum(c[:1] in set("=+-@\t\r") and c != "" for r in rows for c in r))' "$out")" "1 0"
has "'=cmd|calc"
for command in "finding list --csv" "finding remedies --csv" "ledger show system --csv" "ledger show service --csv" "feed status --csv"; do
	# shellcheck disable=SC2086 # words
	t $command
	is "$command reads as a table" "$(python3 -c 'import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
print(len({len(r) for r in rows}), len(rows) > 1)' "$out")" "1 True"
done
make_home municipality
demo_knowledge
demo_inventory
t assess

story "a question answered"
a_question_answered
plan
