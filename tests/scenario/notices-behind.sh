#!/bin/sh
# Notices where the knowledge base is large: the page answers at once and says that it is being taken in; the running home takes it in behind, judges by it,
# and whoever is killed between loses nothing. NOTICE_RECORDS=300000: as bench/README.md tells.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
records=${NOTICE_RECORDS:-6000}

# now ARGUMENTS…: the program, at the real hour.
now() {
	"$TSUKUROI" --home "$home" --lang en "$@" >"$out" 2>"$err" </dev/null
	status=$?
}
importing() { ps -o pid=,args= --ppid "$server" | sed -n 's/^ *\([0-9]*\) .* importing .*/\1/p'; }
notice() { curl -sS -m 60 -b "$scratch/sato.jar" -H 'Accept: application/json' "$url/knowledge/notices/$1" | jq -r ".notice.$2"; }
# put TITLE VERSIONS [NUMBER EDITION [TLP]]: written down at the page; prints the status, $took has the milliseconds.
put() {
	put_page=/knowledge/notices/new
	[ -z "${3:-}" ] || put_page=/knowledge/notices/$3/edit
	fetch sato "$put_page" >/dev/null
	put_at=$(date +%s%3N)
	fetch sato "${put_page%/new}" -F "_csrf=$(field _csrf)" -F "_key=$(field _key)" ${4:+-F "edition=$4"} -F kind=weakness -F "title=$1" -F "product=みどり文書管理" \
		-F identity=own -F "versions=$2" -F channel=mail -F "tlp=${5:-green}"
	echo $(($(date +%s%3N) - put_at)) >"$scratch/took"
}
# comes NUMBER: waits until it is in the knowledge base; prints the seconds.
comes() {
	comes_at=$(date +%s)
	for _ in $(seq 1200); do
		[ "$(notice "$1" waits)" = false ] && break
		sleep 0.2
	done
	echo $(($(date +%s) - comes_at))
}
finding() {
	for _ in $(seq 150); do
		now finding list --json
		found=$(jq -r --arg id "$1" '[.findings[] | select(.vulnerability == $id)][0].verdict' <"$out")
		[ "$found" = "$2" ] && break
		sleep 0.2
	done
	echo "$found"
}

trap '"$TSUKUROI" --home "$home" key stop >/dev/null 2>&1; stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT

story "a large knowledge base, and a register"
run 0 init
now key init --unlock file
is "a key, for what is sealed" "$status" 0
echo 'a city for show' >"$scratch/password"
chmod 600 "$scratch/password"
now account add sato --name 佐藤 --office security --office operator --language en
now account password sato --password-file "$scratch/password"
"$root/bench/generate" nvd "$records" "$scratch/nvd.json" 2>/dev/null
now feed import nvd "$scratch/nvd.json"
is "so many are known" "$status" 0
printf 'システム名,ソフトウェア名,バージョン\n文書管理,みどり文書管理,3.1\n' >"$scratch/ledger.csv"
now ledger import csv --answer none "$scratch/ledger.csv"
now assess
start_home
sign_in sato >/dev/null

story "its page does not wait for it"
is "written down" "$(put 最初のお知らせ '4.0 より前のバージョン')" 303
ok "answered after $(cat "$scratch/took") ms"
fetch sato "$(location)" >/dev/null
number=$(location | sed 's#.*/##')
number=${number:-N-$(date +%Y)-0001}
seconds=$(comes "$number")
ok "taken in $seconds s later, $records records"
is "and judged by the running home" "$(finding "$number" affected)" affected
now kb search "$number"
has "最初のお知らせ"

story "killed between, nothing is lost"
held=$(importing)
kill -STOP "$held"
is "written down" "$(put 二番目のお知らせ '4.0 より前のバージョン')" 303
second=N-$(date +%Y)-0002
is "its page says that it is being taken in" "$(notice "$second" waits)" true
fetch sato "/knowledge/notices/$second" >/dev/null
has "is being taken in"
kill -9 "$held"
kill -9 "$server"
wait "$server" 2>/dev/null
server=
sleep 1
start_home
seconds=$(comes "$second")
ok "taken in $seconds s after the home is back"
is "and judged" "$(finding "$second" affected)" affected

story "revised and withdrawn, likewise"
is "a next edition" "$(put 二番目のお知らせ '3.0 より前のバージョン' "$second" 1)" 303
comes "$second" >/dev/null
is "it applies no more" "$(finding "$second" null)" null
is "taken back" "$(send sato "/knowledge/notices/$second" "/knowledge/notices/$second/withdraw" --data-urlencode 'reason=誤り')" 303
comes "$second" >/dev/null
now kb show "$second" --json
is "known as withdrawn" "$(jq -r '.. | .state? // empty' <"$out" | sort -u | head -n 1)" withdrawn

story "a sealed one: the knowledge base has product and versions, and none of its words"
is "written down" "$(put 封をしたお知らせ '4.0 より前のバージョン' '' '' amber+strict)" 303
third=N-$(date +%Y)-0003
comes "$third" >/dev/null
is "judged" "$(finding "$third" affected)" affected
now kb show "$third" --json
lacks 封をした

story "by the command line whoever writes waits"
now notice add --title 三番目 --product みどり文書管理 --identity own --versions '4.0 より前のバージョン' --json
is "it is there at once" "$(jq -r .waits <"$out")" false

story "another organisation shares the home: notices leave what both know, and nothing is found by them any more"
is "it is found so far" "$(finding "$third" affected)" affected
now organisation add 隣町
is "made" "$status" 0
now kb show "$third"
is "it is not known any more" "$status" 3
is "nor is anything found by it" "$(finding "$third" null)" null
is "what was written down stands, and is asked" "$(notice "$third" 'row | [.state, .asks, .open] | map(tostring) | join(" ")')" "in_force true 1"
stop_home
plan
