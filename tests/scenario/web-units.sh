#!/bin/sh
# Owner units see what they and the units below them have, and nothing of the others: no row, no count, no file, no feed, whatever the address; and
# write nothing of theirs. On the demonstration city, by everything that openapi.json lists.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
unset TSUKUROI_AT
holds "a city" "$root/tools/demo-home" "$home" "$TSUKUROI"
at=$(TZ=Asia/Tokyo date +%FT%T+09:00)
printf 'a city for show\n' >"$scratch/password"
run 0 account add bucho --name '部長 例' --office owner --unit 総務部
run 0 account password bucho --password-file "$scratch/password"
run 0 unit set 総務課 --superior 総務部
run 0 unit set 市民課 --superior 総務部
run 0 account add nobody --name '無職 例'
run 0 account password nobody --password-file "$scratch/password"
start_home

story "whose systems are listed"
for who in sato mina mori aoki kato bucho; do is "$who signs in" "$(sign_in $who)" 303; done
accept=application/json
found() { is "$1 finds" "$(jq '[.. | objects | select(has("found")) | .found][0]' "$out")" "$2"; }
systems_of() {
	python3 - "$home/ledger.db" "$@" <<'END'
import sqlite3, sys
ledger = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
names = [name for unit in sys.argv[2:] for (name,) in ledger.execute("SELECT s.name FROM system s JOIN unit u ON u.id = s.unit_id WHERE u.name = ?", (unit,))]
print("\n".join(sorted(names)))
END
}
everything=$(python3 -c '
import sqlite3, sys
print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT count(*) FROM system").fetchone()[0])' "$home/ledger.db")
for who in sato mina mori; do
	fetch $who /systems >/dev/null
	found $who "$everything"
done
fetch aoki /systems >/dev/null
found aoki "$(systems_of 総務課 | wc -l)"
fetch kato /systems >/dev/null
found kato "$(systems_of 市民課 | wc -l)"
fetch bucho /systems >/dev/null
found bucho "$(systems_of 総務課 市民課 総務部 | grep -c .)"

story "what is counted is counted of one's own"
open_of() {
	python3 - "$home/ledger.db" "$@" <<'END'
import sqlite3, sys
ledger = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
units = ",".join("?" * len(sys.argv[2:]))
print(*ledger.execute(f"SELECT count(DISTINCT f.vulnerability_id) FROM finding f JOIN system s ON s.id = f.system_id JOIN unit u ON u.id = s.unit_id "
                      f"WHERE f.closed_at IS NULL AND u.name IN ({units})", sys.argv[2:]).fetchone())
END
}
fetch aoki /findings >/dev/null
is "aoki's weaknesses" "$(jq '[.. | objects | select(has("total")) | .total][0]' "$out")" "$(open_of 総務課)"
fetch bucho /findings >/dev/null
is "those of the department" "$(jq '[.. | objects | select(has("total")) | .total][0]' "$out")" "$(open_of 総務課 市民課 総務部)"

story "the feeds of an owner unit"
accept=text/html
is "a token" "$(send aoki /account/tokens /account/tokens -d name=feed -d scope=read -d days=30)" 200
token=$(sed -n 's/.*id="token">\([^<]*\)<.*/\1/p' "$out")
is "Atom" "$(curl -sS -o "$out" -w '%{http_code}' "$url/changes.atom?token=$token")" 200
has "公式ウェブサイト"
lacks "図書館システム"
lacks "住民情報システム"
is "iCalendar" "$(curl -sS -o "$out" -w '%{http_code}' "$url/calendar.ics?token=$token")" 200
lacks "窓口予約サイト"
lacks "職員メール"
is "a token that may write is none for feeds" "$(send aoki /account/tokens /account/tokens -d name=wide -d scope=read -d scope=write -d days=30)" 200
wide=$(sed -n 's/.*id="token">\([^<]*\)<.*/\1/p' "$out")
is "refused" "$(curl -sS -o "$out" -w '%{http_code}' "$url/changes.atom?token=$wide")" 403

story "every address, every form, with what is others'"
for who in aoki kato nobody; do
	python3 "$root/tests/scenario/trespass.py" "$url" "$home/ledger.db" "$who" "a city for show" units >"$out" 2>"$err"
	status=$?
	is "$who tries" "$(tail -n 1 "$out" | sed 's/.*, told/told/')" "told 0, let in 0, changed 0"
	head -n 40 "$out" | grep -v '^words' | sed 's/^/#   /'
	echo "# $(tail -n 1 "$out")"
done

story "what an owner unit may"
sign_in aoki >/dev/null
is "a new system is of one's own unit" "$(send aoki /systems/new /systems/new --data-urlencode name=広報車の予約)" 303
page=$(location)
is "it stands there" "$(fetch aoki "$page")" 200
has "総務課"
is "another unit's it is not" "$(send aoki /systems/new /systems/new --data-urlencode name=市民課の台帳 --data-urlencode unit=市民課)" 403
is "nor one that nobody knows" "$(send aoki /systems/new /systems/new --data-urlencode name=新課の台帳 --data-urlencode unit=新しい課)" 403
printf 'システム名,ソフトウェア名,バージョン\n職員メール,Roundcube,9.9.9\n' >"$scratch/list.csv"
bearer() { bearer_path=$1; shift; curl -sS -m 60 -o "$out" -w '%{http_code}' -H "Authorization: Bearer $wide" -H 'Accept: application/json' -H 'Accept-Language: en' "$@" "$url$bearer_path"; }
is "a list that tells of another unit's system" "$(bearer /imports -F "file=@$scratch/list.csv")" 200
upload=$(jq -r .location "$out")
bearer "$upload/take" -X POST >/dev/null
is "tells nothing of it" "$(python3 -c '
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM software_item WHERE version = ?", ("9.9.9",)).fetchone()[0])' "$home/ledger.db")" 0
bearer "$upload" >/dev/null
has "別の部署のもの"

story "two who write at once"
sign_in bucho >/dev/null
fetch bucho "$page/edit" >/dev/null
revision=$(field revision)
is "the first saves" "$(send aoki "$page/edit" "$page/edit" --data-urlencode name=広報車の予約 --data-urlencode place=本庁舎三階 --data-urlencode unit=総務課 -d "revision=$revision")" 303
is "the second is told" "$(send bucho "$page/edit" "$page/edit" --data-urlencode name=広報車の予約 --data-urlencode place=別館一階 --data-urlencode unit=総務課 -d "revision=$revision")" 409
has "本庁舎三階"
has "別館一階"
is "what was written first stands" "$(fetch bucho "$page")" 200
has "本庁舎三階"
stop_home
plan
