#!/bin/sh
# Windows computers of an invented city: files of every form into the ledger, again, a month later, and how far an update has come.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

builds=$data/microsoft/builds/windows-update-history.json.gz
estate=$scratch/estate
make_estate() { # make_estate COLLECTED ARGUMENT…: with real builds where they are at hand
	rm -rf "$estate"
	collected=$1
	shift
	if [ -r "$builds" ]; then
		python3 "$root/tests/estate/estate.py" "$estate" --collected "$collected" --builds "$builds" "$@"
	else
		python3 "$root/tests/estate/estate.py" "$estate" --collected "$collected" "$@"
	fi
}
at=2026-08-21T09:00:00+09:00

story "an estate of every form is taken in whole, and its broken files are named"
make_home standard
make_estate 2026-08-20
run 0 ledger import windows "$estate/share" "$estate/pieces"
has "220 computers from 261 files: 220 new"
has "1 files passed over"
has "3 files refused"
has "PC-9001_202611190900.txt was not taken in: The file ends before its [end]"
has "PC-9003_202611190900.txt was not taken in: The file is empty"
is "every computer is as it is" "$(python3 "$root/tests/estate/compare.py" "$home/ledger.db" "$estate/truth.csv" | tail -n 1 | cut -d, -f1-2)" \
	"220 computers, 0 wrong"

story "the same folder changes nothing"
before=$(ledger_state)
run 0 ledger import windows "$estate/share" "$estate/pieces"
has "0 new, 0 changed, 220 unchanged"
is "the ledger" "$(ledger_state)" "$before"

story "in Japanese too"
lang=ja
run 0 ledger import windows "$estate/share"
has "台: 新規 0、変更 0、変更なし"
has "ファイルが [end] の行まで書かれていません"
lang=en

story "one computer in one shot, without a ledger"
run "0|1|4" scan "$root/src/format/windows/cases/PC-0101_202611201403.txt" --kb "$home"
has "components looked at"
lacks "refused"

story "what Microsoft's documents do not say is not asked for; the page of the finding says where to read"
make_home standard
at=2024-08-20T09:00:00+09:00
t feed import msrc "$demo/feeds/msrc-2024-Aug.json"
mkdir "$scratch/old"
sed -e 's/26100/22631/g; s/24H2/23H2/g' -e 's/\(UBR *REG_DWORD *\)0x[0-9a-f]*/\10xbbf/' \
	"$root/src/format/windows/cases/PC-0101_202611201403.txt" >"$scratch/old/PC-0101.txt"
run 0 ledger import windows "$scratch/old"
run 1 assess
t finding questions --json
json '[.questions[] | select(.kind == "conditions")] | length' 0
t finding list --verdict affected --json
number=$(jq -r '[.findings[] | select(.vulnerability == "CVE-2024-38106")][0].id' <"$out")
run 0 finding show "$number"
has "https://msrc.microsoft.com/update-guide/vulnerability/CVE-2024-38106"
at=2026-08-21T09:00:00+09:00
make_home standard
t ledger import windows "$estate/share" "$estate/pieces"

story "nothing good is an error, and nothing there is said"
mkdir "$scratch/letters"
echo "Dear all" >"$scratch/letters/letter.txt"
run 3 ledger import windows "$scratch/letters"
has "letter.txt was not taken in"
run 3 ledger import windows "$scratch/nowhere"
one_sentence "no folder" "nowhere"
run 2 ledger import windows --collected yesterday "$estate/share"
one_sentence "no date" "yesterday"

story "real machines as another program saw them"
if [ -d "$data/microsoft/hosts-vuls" ]; then
	make_home standard
	at=2026-11-20T09:00:00+09:00
	python3 "$root/tests/estate/from_vuls.py" "$scratch/vuls" "$data"/microsoft/hosts-vuls/*.json >"$scratch/seen"
	run 0 ledger import windows "$scratch/vuls"
	has "14 computers from 14 files: 14 new"
	is "every build" "$(python3 -c 'import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("SELECT h.name, s.version FROM host h JOIN installation i ON i.host_id = h.id"
        " JOIN software_item s ON s.id = i.software_id WHERE s.kind = 3 ORDER BY h.name"): print(*row)' "$home/ledger.db")" \
		"$(cut -d " " -f 1-2 "$scratch/seen" | LC_ALL=C sort)"
	at=2026-08-21T09:00:00+09:00
	make_home standard
	t ledger import windows "$estate/share" "$estate/pieces"
else
	skip "no machines seen by Vuls are at hand"
fi

story "how far an update has come"
run 4 ledger progress
run 2 ledger progress hello
one_sentence "no update" "hello"
if [ -r "$builds" ]; then
	run 0 feed import builds "$builds"
	run 1 ledger progress
	json_run() { run 1 ledger progress --json; }
	json_run
	json '.total.computers' 220
	json '.total.done' "$(awk -F, 'NR > 1 && $3 !~ /^info/ && $7 >= $10' "$estate/truth.csv" | wc -l)"
	json '.total.unknown' "$(awk -F, 'NR > 1 && $3 ~ /^info/' "$estate/truth.csv" | wc -l)"
	json '.total.computers - .total.done - .total.waiting - .total.missing - .total.unknown' 0
	run 1 ledger progress 26100.9168
	has "computers have another Windows"
	mkdir "$scratch/clock"
	sed -e 's/^host=.*/host=PC-CLOCK/' -e 's/^SERIAL=.*/SERIAL=EX-CLOCK/' -e 's/^time=.*/time=20260701090000.000000+540/' \
		"$root/src/format/windows/cases/PC-0101_202611201403.txt" >"$scratch/clock/PC-CLOCK.txt"
	run 0 ledger import windows "$scratch/clock"
	has "PC-CLOCK: the clock said 2026-07-01"
else
	skip "no table of builds is at hand"
fi

plan
