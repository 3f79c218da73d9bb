#!/bin/sh
# Two whole organisations in one home: every address and every form of the one, with what belongs to the other, by somebody who may everything in his
# own; nothing is told, nothing changes. What is due is done in both.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
unset TSUKUROI_AT
holds "a city" "$root/tools/demo-home" "$home" "$TSUKUROI"
is "and its twin" "$(python3 "$root/tests/scenario/twin.py" "$home/ledger.db" "$root")" 2
python3 - "$home/ledger.db" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as ledger:
    ledger.execute("UPDATE account SET offices = 127 WHERE login = 'sato'")
END
start_home
story "both live, each by itself"
is "sato of the first" "$(sign_in sato 'a city for show' 1)" 303
is "his systems" "$(fetch sato /systems)" 200
has "住民情報システム"
lacks "隣の住民情報システム"
mv "$scratch/sato.jar" "$scratch/first.jar"
is "sato of the second" "$(sign_in sato 'a city for show' 2)" 303
is "its systems" "$(fetch sato /systems)" 200
has "隣の住民情報システム"
is "a sheet of the first is none of the second" "$(fetch sato /asks/1/sheet)" 404
is "nor is its inquiry" "$(fetch sato /asks/1)" 404

story "what is due is done in both"
jobs() { python3 -c '
import sqlite3, sys
print(*[row[0] for row in sqlite3.connect(sys.argv[1]).execute("SELECT org_id FROM job WHERE done_at IS NOT NULL GROUP BY org_id ORDER BY org_id")])' "$home/ledger.db"; }
for _ in $(seq 60); do
	[ "$(jobs)" = "1 2" ] && break
	sleep 1
done
is "jobs were done in" "$(jobs)" "1 2"

story "every address, every form, with what is the other's"
for pair in "2 1" "1 2"; do
	# shellcheck disable=SC2086 # two words
	set -- $pair
	python3 "$root/tests/scenario/trespass.py" "$url" "$home/ledger.db" sato "a city for show" "$1" --own "$2" >"$out" 2>"$err"
	status=$?
	is "who belongs to $2 tries what is of $1" "$(tail -n 1 "$out" | sed 's/.*, told/told/')" "told 0, let in 0, changed 0"
	head -n 40 "$out" | grep -v '^words' | sed 's/^/#   /'
	echo "# $(tail -n 1 "$out")"
done
stop_home
plan
