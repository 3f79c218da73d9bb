#!/bin/sh
# The audit: sealed, proven by signed heads, and every way of changing it called by its name.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_holder; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
stop_holder() { "$TSUKUROI" --home "$home" key stop >/dev/null 2>&1 || true; }
sql() { python3 -c 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.argv[2]); d.close()' "$home/ledger.db" "$1"; }

story "a home with a key holder"
make_home municipality
echo "clock = given" >>"$home/tsukuroi.conf"
run 4 audit verify
has "nothing outside the ledger bears witness"
has "Nothing was ever sealed"
run 3 audit head
run 0 key init --unlock file --threshold 2 --shares 3
run "0|3" key start
run 0 unit add 情報政策課
run 0 account add hanako --name "例 花子" --office security
run 0 audit seal
has "The chain ends at row"
lacks "not signed"
run 0 audit verify
has "Intact: all"
has "Public key:"
json_rows=$("$TSUKUROI" --home "$home" --at "$at" audit verify --json 2>/dev/null | jq -r '.verdict, .rows == .proven' | tr '\n' ' ')
is "the same as JSON" "$json_rows" "intact true "
lang=ja
run 0 audit verify
has "改ざんはありません"
run 0 audit show --limit 10
has "が証跡に封をしました"
lang=en

story "shown, by account and by time; whoever looks stands in it"
run 0 audit show --who nobody
has "There is nothing of that kind"
run 0 audit show --verb audit.read
has "read the audit"
run 0 audit show --until 2020-01-01
has "There is nothing of that kind"
run 0 audit show --limit 2 --json
json '.entries | length' 2
next=$(jq -r .next <"$out")
run 0 audit show --limit 2 --before "$next" --json
is "the next page goes on" "$(jq -r '.entries[0].number' <"$out")" "$((next - 1))"
run 2 audit show --since someday
run 2 audit show --limit 0
run 3 audit show --case R-2026-9999

story "handed on"
run 0 audit export
is "a JSON document a line" "$(jq -r 'select(.verb == "account.add").via' <"$out" | head -n 1)" direct
run 0 audit export --format syslog --since 2026-11-20 --until 2026-11-21
is "RFC 5424: priority, version, instant, structured data" \
	"$(grep -cE '^<110>1 2026-11-20T00:00:00\.000000Z [^ ]+ tsukuroi - [a-z._]+ \[audit@32473 id="[0-9]+" who=.* link="[0-9a-f]*"\] ' "$out")" \
	"$(wc -l <"$out" | tr -d ' ')"
run 2 audit export --format xml

story "the head for paper"
run 0 audit head
has "Link:"
has "Signature:"
tail -n 1 "$out" >"$scratch/paper"
run 4 audit verify --head "$scratch/paper"
has "Cannot tell after row"
run 0 audit seal
cp "$home/audit-heads" "$scratch/heads"
cp "$home/keys/audit.pub" "$scratch/audit.pub"
run 0 audit verify --head "$scratch/heads" --public "$scratch/audit.pub"
run 5 audit verify --head "$scratch/none"
run 3 audit verify --public "$scratch/heads"

story "what was done to it is called by its name"
run 0 audit seal
cp "$home/ledger.db" "$scratch/ledger.db"
# tampered NAME SQL SAYS
tampered() {
	story "  $1"
	sql "$2"
	run 1 audit verify
	has "ALTERED"
	has "$3"
	cp "$scratch/ledger.db" "$home/ledger.db"
	rm -f "$home/ledger.db-wal" "$home/ledger.db-shm"
}
cp "$home/audit-heads" "$scratch/heads"
rows=$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT max(sequence) FROM audit").fetchone()[0])' "$home/ledger.db")
tampered "a row changed" "UPDATE audit SET who = 'other' WHERE sequence = 3" "Row 3 is not as it was sealed"
tampered "rows deleted" "DELETE FROM audit WHERE sequence IN (2, 3)" "Rows 2 to 3 are missing: they were deleted."
tampered "a row put in" "INSERT INTO audit (id, org_id, at, who, verb, object, digest, sequence, link) VALUES (9000, 1, 1, 'x', 'y', 'z', '', 4, 'l')" \
	"More than one row claims place 4"
tampered "two rows changed about" "UPDATE audit SET sequence = 5 - sequence WHERE sequence IN (2, 3)" "the order was changed"
tampered "the tail cut, and the note of it" "DELETE FROM audit WHERE sequence > $((rows - 2)); UPDATE audit_chain SET sequence = $((rows - 2)),
	link = (SELECT link FROM audit WHERE sequence = $((rows - 2)))" "Rows $((rows - 1)) to $rows are missing at the end"
tampered "everything deleted" "DELETE FROM audit" "Rows 1 to $rows are missing at the end"
run 0 audit verify

story "heads: altered, cut, of another ledger, by another key, none"
sed '1s/./x/' "$scratch/heads" >"$scratch/altered"
run 1 audit verify --head "$scratch/altered"
has "Line 1 of"
head -n 1 "$scratch/heads" >"$scratch/cut"
run 4 audit verify --head "$scratch/cut"
has "the file was cut, or it is an older copy"
head -c 300 "$scratch/heads" >"$scratch/torn"
run "1|4" audit verify --head "$scratch/torn"
has "does not count"
sed 's/audit-head-1 ................................ /audit-head-1 00112233445566778899aabbccddeeff /' "$scratch/heads" >"$scratch/foreign"
run 4 audit verify --head "$scratch/foreign"
has "are of another ledger"
run 4 audit verify --public 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
has "signed with another one"
: >"$scratch/empty"
run 4 audit verify --head "$scratch/empty"
head -c 100000 /dev/urandom >"$scratch/noise"
run "1|4" audit verify --head "$scratch/noise"

story "without key holder: said, and signed as soon as it runs again"
stop_holder
run 0 unit add 市民課
run 0 audit seal
has "is not signed, because no key holder runs"
run 4 audit verify
has "are not signed"
run 0 key start
run 0 audit seal
run 0 audit verify

plan
