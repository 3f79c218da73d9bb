#!/bin/sh
# Reports as their readers get them: made of one city on one morning and held against tests/golden, in both languages and every format; kept ones
# are what the next is compared with; what a person may not see is in none of them. REPORTS_ACCEPT=1 writes the golden files anew.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
golden=$root/tests/golden
at=2026-11-20T09:00:00+09:00
lang=ja

# as LOGIN STATUSES ARGUMENTS…: the program, run by that person of the demonstration.
as() {
	as_who=$1 as_status=$2
	shift 2
	[ -s "$scratch/$as_who.token" ] || {
		t token make --login "$as_who" --password-file "$scratch/password" --scope read,write,admin --name test
		grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/$as_who.token"
	}
	run "$as_status" "$@" --token-file "$scratch/$as_who.token"
}
# golden NAME: what was printed last is the golden file, word for word.
golden() {
	if [ -n "${REPORTS_ACCEPT:-}" ]; then cp "$out" "$golden/$1"; fi
	if diff -u "$golden/$1" "$out" >"$scratch/diff" 2>&1; then
		ok "$1 as it should read"
	else
		head -n 40 "$scratch/diff" | sed 's/^/# /'
		not_ok "$1 as it should read"
	fi
}

story "a city with something on every page, and what its executives have to decide"
TSUKUROI_AT=2026-11-20T08:40:00+09:00 "$root/tools/demo-home" "$home" "$TSUKUROI" >"$out" 2>&1 || not_ok "a home for show"
echo "a city for show" >"$scratch/password"
as sato 0 case open request "CVE-2025-0354 の緊急更新の費用" --unit 情報政策課
as sato 0 case set B-2026-0001 purpose "無線アクセスポイントの更新"
as sato 0 case set B-2026-0001 items '[{"what": "保守委託の追加", "money": 1200000}, {"what": "予備機", "money": 38000}]'
as sato 0 case set B-2026-0001 without "庁内の端末が外部につながれるおそれが続く"
as sato 0 case set B-2026-0001 needed_by 2026-11-27
as sato 0 case move B-2026-0001 ask
as sato 0 case open decision "施設予約システムを続けるか" --system 施設予約システム --unit 生涯学習課
as sato 0 case set D-2026-0001 about service
as sato 0 case set D-2026-0001 decide_by 2026-11-24T17:00:00+09:00
as sato 0 case set D-2026-0001 grounds "予約者12万人の個人情報が漏れるおそれがある"

story "each report reads as it should, in both languages"
for name in executive weekly correction accepted damage-cost; do
	as sato 0 report make $name
	golden "report-$name.ja.txt"
done
as sato 0 report make owner --unit 情報政策課
golden report-owner.ja.txt
as sato 0 report make risk-sheet --system 施設予約システム
golden report-risk-sheet.ja.txt
as sato 0 report make contractor --contractor 見本ソフト
golden report-contractor.ja.txt
as sato 0 report make action-plan --case R-2026-0004
golden report-action-plan.ja.txt
lang=en
as sato 0 report make executive
golden report-executive.en.txt
as sato 0 report make owner --unit 情報政策課
golden report-owner.en.txt
as sato 0 report make risk-sheet --system 施設予約システム
golden report-risk-sheet.en.txt
as sato 0 report make action-plan --case R-2026-0004
golden report-action-plan.en.txt
lang=ja

story "a risk sheet and a plan have the seven items of guide 004 as fields of their own, as paper, table and JSON"
as sato 0 report make risk-sheet --system 施設予約システム --json
seven='[.items | .name, .product, .versions, .condition, .impact, .fix, .mitigation | (.text | length > 0)] | [length, all] | @text'
json ".risks[0].known | $seven" '[7,true]'
json '.risks[0].known | [.vulnerability, .items.versions.record, .items.mitigation.stated] | @text' '["CVE-2021-44228","GHSA-jfh8-c2jp-5v3q",false]'
as sato 0 report make risk-sheet --system 施設予約システム --csv
has '"2.13.0 以上 2.15.0 未満（GHSA-jfh8-c2jp-5v3q）","ネットワーク経由、ログイン不要、利用者の操作は不要（CVSS 3.1 (osv:Maven)）"'
as sato 0 report make action-plan --case R-2026-0004 --json
json ".known[0] | $seven" '[7,true]'
json '[.known[].vulnerability] | unique | length' "$(jq '.known | length' <"$out")"

story "each report as a PDF is read aloud as it stands on the page: headings, paragraphs, lists, cells with their headings, language and title"
# read_aloud NAME ARGUMENTS…
read_aloud() {
	read_name=$1
	shift
	rm -f "$scratch/read.pdf"
	as sato 0 report make "$read_name" "$@" --output "$scratch/read.pdf"
	as sato 0 report make "$read_name" "$@" --output "$scratch/read-$read_name-$lang.html"
	if command -v pdfinfo >/dev/null; then
		python3 "$root/tests/scenario/structure.py" "$scratch/read.pdf" "$scratch/read-$read_name-$lang.html" $lang >"$out" 2>"$err"
		is "the structure of $read_name ($lang)" "$?" 0
	else
		skip "pdfinfo is not at hand"
	fi
	if command -v qpdf >/dev/null; then holds "$read_name ($lang) is a sound PDF" qpdf --check "$scratch/read.pdf"; else skip "qpdf is not at hand"; fi
}
for name in executive weekly correction accepted damage-cost; do
	read_aloud $name
done
read_aloud owner --unit 情報政策課
read_aloud risk-sheet --system 施設予約システム
read_aloud contractor --contractor 見本ソフト
read_aloud action-plan --case R-2026-0004
lang=en
read_aloud executive
read_aloud owner --unit 情報政策課
lang=ja

story "on the executives' page no number of a weakness stands, and it is one page"
as sato 0 report make executive
lacks "CVE-"
has "123.8万円"
as sato 0 report make executive --output "$scratch/executive.pdf"
if command -v pdfinfo >/dev/null; then
	is "pages" "$(pdfinfo "$scratch/executive.pdf" | sed -n 's/^Pages: *//p')" 1
else
	skip "pdfinfo is not at hand"
fi

story "what a text says is attacked stands on it, and it is one page still"
cve=CVE-2025-48988
cat >"$scratch/at269001.html" <<END
<!DOCTYPE html><html lang="ja"><head><title>例示製品の脆弱性に関する注意喚起</title><link rel="canonical" href="https://www.jpcert.or.jp/at/2026/at269001.html"></head>
<body><p>JPCERT-AT-2026-9001<br>2026-11-19(新規)</p><h4>I. 概要</h4><p>例示製品には脆弱性（$cve）があります。本脆弱性を悪用した攻撃を確認しています。</p></body></html>
END
run 0 feed import alerts "$scratch/at269001.html"
as sato 0 report make executive --json
json '.exploited | length' 1
as sato 0 report make executive --output "$scratch/attacked.pdf"
if command -v pdfinfo >/dev/null; then is "pages" "$(pdfinfo "$scratch/attacked.pdf" | sed -n 's/^Pages: *//p')" 1; fi

story "every format of every report"
for name in executive weekly correction accepted damage-cost risk-sheet; do
	for format in html mail csv json; do
		as sato 0 report make $name --format $format
	done
	as sato 0 report make $name --output "$scratch/$name.xlsx"
	holds "$name.xlsx is a workbook" sh -c "head -c 2 '$scratch/$name.xlsx' | grep -q PK"
done
as sato 0 report make accepted --csv
has '"CVE-2024-42009"'
as sato 0 report make executive --json
json '.head.name' executive
json '.conclusions | length' 3
json '[.cells[].findings] | add' "$(jq -r '[.cells[].findings] | add' <"$out")"
json '.decisions | map(.cost_yen) | @text' '[-1,1238000]'

story "what is kept is what the next one is compared with"
as sato 0 report make executive --keep
has "控えを残しました"
as sato 0 report list --json
json '.kept | map(.name) | @text' '["executive"]'
at=2026-11-21T09:00:00+09:00
t ledger answer --system 施設予約システム life_or_safety yes
run 1 assess
as sato 0 report make executive
has "令和8年11月20日の報告と比べています。"
has "前回と同じ"
as sato 0 report get 1
json .head.name executive
as mina 5 report get 1
as mina 5 report make executive --keep
as mina 0 report make executive
at=2026-11-20T09:00:00+09:00

story "a report that comes by mail, once, on the first day the office is open after Monday's holiday"
as sato 0 report subscribe weekly
has 2026-11-24
as sato 3 report subscribe nonsense
as sato 2 report subscribe owner
as sato 2 report subscribe weekly --every year
as sato 0 report subscriptions --json
json '.subscriptions | map([.login, .name, .every, .due]) | @text' '[["sato","weekly","week","2026-11-24"]]'
as mina 3 report unsubscribe 1
at=2026-11-24T07:30:00+09:00
run 0 job run
as kanri 0 job list --json
json '[.letters[] | select(.subject | contains("週次報告"))] | length' 0
at=2026-11-24T08:40:00+09:00
run 0 job run
run 0 job run
as kanri 0 job list --json
json '[.letters[] | select(.subject | contains("週次報告"))] | map([.to, .state]) | @text' '[["佐藤 花","done"]]'
as sato 0 report subscriptions --json
json '.subscriptions[0].due' 2026-11-30
as sato 0 report unsubscribe 1
at=2026-11-20T09:00:00+09:00

story "what cannot be made says why"
as sato 3 report make nonsense
one_sentence "another name" nonsense
as sato 2 report make owner
as sato 2 report make executive --unit 情報政策課
as sato 3 report make owner --unit どこにもない課
as sato 3 report make action-plan --case R-2026-9999
as sato 2 report make weekly --since soon
as sato 2 report make executive --format docx
as sato 2 report make executive --format pdf
plan
