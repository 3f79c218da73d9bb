#!/bin/sh
# Two organisations in one home, and what each was told by telephone: the other does not see it, wherever it looks. What went into the knowledge base while
# there was one organisation leaves it when there are two; from then on notices of a product's vulnerability are asked of systems.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"

# asked WHO PATH: the page as JSON.
asked() { curl -sS -m 60 -b "$scratch/$1.jar" -H 'Accept: application/json' "$url$2" 2>"$err"; }
# until WHAT EXPECTED COMMAND…: asks for a while.
until_is() {
	until_what=$1 until_wanted=$2
	shift 2
	for _ in $(seq 300); do
		until_got=$("$@")
		[ "$until_got" = "$until_wanted" ] && break
		sleep 0.2
	done
	is "$until_what" "$until_got" "$until_wanted"
}
# known ID: what the knowledge base says of it.
known() {
	t kb show "$1" --json
	echo "$status"
}
# found WHO ID: whether anything of that number stands in its lists.
found() { asked "$1" "/findings?q=$2" | jq --arg id "$2" '[.. | objects | select(.vulnerability? == $id)] | length > 0'; }
encoded() { printf %s "$1" | jq -sRr @uri; }
# put WHO TITLE: written down at the page.
put() {
	fetch "$1" /knowledge/notices/new >/dev/null
	fetch "$1" /knowledge/notices -F "_csrf=$(field _csrf)" -F "_key=$(field _key)" -F kind=weakness -F channel=telephone -F tlp=amber -F received=2026-11-20 \
		-F "title=$2" -F "impact=$2の影響" -F 'product=Apache HTTP Server' -F identity=cpe:2.3:a:apache:http_server -F 'versions=2.4.60 より前のバージョン'
}

TSUKUROI_AT=2026-11-20T08:40:00+09:00 "$root/tools/demo-home" "$home" "$TSUKUROI" >"$out" 2>&1 || not_ok "a home for show"

story "one organisation: judged by versions, as ever"
run 0 notice add --title "ひとりのときの連絡" --product "Apache HTTP Server" --identity cpe:2.3:a:apache:http_server --versions "2.4.60 より前のバージョン" \
	--from "みどりシステムズ" --by telephone --tlp amber
has "takes it into account"
run "1|4" assess
t finding list --json
is "found" "$(jq -r '[.findings[] | select(.vulnerability == "N-2026-0001")][0].verdict' <"$out")" affected
run 0 kb search ひとりのときの連絡
has N-2026-0001

story "another one shares the home"
is "its number" "$(python3 "$root/tests/scenario/twin.py" "$home/ledger.db" "$root")" 2
python3 - "$home/ledger.db" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as ledger:
    for (table,) in ledger.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'notice%'").fetchall():
        ledger.execute(f"DELETE FROM {table} WHERE org_id = 2")
    ledger.execute("DELETE FROM allot WHERE name LIKE 'case/%/N/2026'")
    ledger.execute("INSERT INTO allot (name, next) VALUES ('case/1/N/2026', 2), ('case/2/N/2026', 2)")
END
echo 'served_apis = local' >>"$home/tsukuroi.conf"
start_home
sign_in sato 'a city for show' 1 >"$out"
mv "$scratch/sato.jar" "$scratch/first.jar"
sign_in sato 'a city for show' 2 >"$out"
mv "$scratch/sato.jar" "$scratch/second.jar"
until_is "what was told to the first leaves the knowledge base" 3 known N-2026-0001
run "0|1|3" kb search ひとりのときの連絡
lacks N-2026-0001
run "0|1" feed status --json
lacks own:notices
is "the first reads it" "$(fetch first /knowledge/notices/N-2026-0001)" 200
has "ひとりのときの連絡"
has "複数の組織で共用"
has "公式ウェブサイト"
lacks "style="
is "the other does not" "$(fetch second /knowledge/notices/N-2026-0001)" 404

story "one notice each, on the same day"
is "the first writes one down" "$(put first 市が聞いた弱点)" 303
is "it stands" "$(location)" /knowledge/notices/N-2026-0002
is "the other writes one down" "$(put second 町が聞いた弱点)" 303
is "it stands, under the same number" "$(location)" /knowledge/notices/N-2026-0002
for pair in "first 市が聞いた弱点 町が聞いた弱点 隣の公式ウェブサイト" "second 町が聞いた弱点 市が聞いた弱点 nothing"; do
	# shellcheck disable=SC2086 # four words
	set -- $pair
	is "$1 reads its own" "$(fetch "$1" /knowledge/notices/N-2026-0002)" 200
	has "$2"
	has "公式ウェブサイト"
	lacks "$4"
	is "it is an open question" "$(fetch "$1" /questions)" 200
	has "$2"
	for path in /knowledge/notices /knowledge/notices/N-2026-0002 /questions / /findings "/knowledge/search?q=$(encoded "$3")" "/knowledge/search?q=N-2026&withdrawn=yes" /knowledge /knowledge/alerts \
		/knowledge/exploitation /watches /audit /reports; do
		fetch "$1" "$path" >/dev/null
		is "nothing of the other's at $path" "$(grep -v -e 'name="q"' "$out" | grep -c -e "$3の影響" -e "<[^>]*>$3<" -e 'vulnerabilities/N-2026')" 0
		is "nor for programs" "$(asked "$1" "$path" | jq --arg title "$3" '[.. | objects | select(.title? == $title or (.id? // "" | tostring | startswith("N-2026")))] | length')" 0
	done
	is "no vulnerability of that number" "$(fetch "$1" /vulnerabilities/N-2026-0002)" 404
done
is "nothing is judged by them" "$(found first N-2026-0002) $(found second N-2026-0002)" "false false"
is "nor any more by what was written down before" "$(found first N-2026-0001) $(found second N-2026-0001)" "false false"
is "what others tell still is" "$(found first CVE-2021-42013) $(found second CVE-2021-42013)" "true true"
is "the first answers for its system" "$(send first /knowledge/notices/N-2026-0002 /knowledge/notices/N-2026-0002/answer -d system=公式ウェブサイト -d word=holds \
	--data-urlencode 'ground=2.4.49 であることを確認した' -d until=)" 303
is "in the first" "$(asked first /knowledge/notices/N-2026-0002 | jq '.notice | [.holds, .kept_apart]' -c)" '[1,true]'
is "not in the other" "$(asked second /knowledge/notices/N-2026-0002 | jq '.notice | [.holds, .kept_apart]' -c)" '[0,true]'
is "each takes back its own" "$(send second /knowledge/notices/N-2026-0002 /knowledge/notices/N-2026-0002/withdraw -d reason=誤り)" 303
is "and no other's" "$(asked first /knowledge/notices/N-2026-0002 | jq -r .notice.row.state)" in_force

story "the APIs of others, the knowledge base and a bundle have neither"
for path in /v1/vulns/N-2026-0002 '/rest/json/cves/2.0?keywordSearch=%E8%81%9E%E3%81%84%E3%81%9F%E5%BC%B1%E7%82%B9' \
	'/myjvn?method=getVulnOverviewList&feed=hnd&keyword=%E8%81%9E%E3%81%84%E3%81%9F%E5%BC%B1%E7%82%B9&rangeDatePublic=n&rangeDatePublished=n&rangeDateFirstPublished=n'; do
	curl -sS -m 60 -o "$out" "$url$path" 2>"$err"
	lacks "市が聞いた弱点"
	lacks "町が聞いた弱点"
	lacks "N-2026-000"
done
is "in no file of the knowledge base that is in force" "$(known N-2026-0002)" 3
run "0|1|3" kb search 聞いた弱点
lacks N-2026
echo "a passphrase for carrying" >"$scratch/passphrase"
run 0 bundle keygen "$scratch/keys" --passphrase-file "$scratch/passphrase"
run 0 bundle create --key "$scratch/keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/all.bundle"
stop_home
home=$scratch/elsewhere
run 0 init
run 0 bundle trust "$scratch/keys/tsukuroi.pub"
run "0|1|4" bundle import "$scratch/all.bundle" --no-assess
run "0|1|3" kb search 聞いた弱点
lacks N-2026
run "0|1" feed status --json
lacks own:notices

story "another organisation made by the command line: what was held leaves at once"
home=$scratch/small
run 0 init
echo 'clock = given' >>"$home/tsukuroi.conf"
run 0 notice add --title "ひとりのときの連絡" --product P --identity own --versions "2.0 より前のバージョン" --by telephone --tlp amber --vulnerability CVE-2026-999999
run 0 kb show CVE-2026-999999
run 0 organisation add 隣町
run 3 kb show CVE-2026-999999
run 3 kb show N-2026-0001
run 0 notice add --title "ふたりになってからの連絡" --product P --versions "2.0 より前のバージョン" --by telephone --tlp clear
has "share this home"
run 3 kb show N-2026-0002
run 0 notice list
has "N-2026-0002"
plan
