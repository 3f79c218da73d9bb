#!/bin/sh
# Notices that came by mail, telephone or paper: written down with their scan, judged like every advisory, asked of systems, watched until there is a patch,
# sealed when they may not be passed on; by the command line and by the browser. And the seven items of guide 004 wherever a vulnerability is shown.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"

# post LOGIN PAGE PATH FIELDS…: as send, for forms with files.
post() {
	post_who=$1 post_page=$2 post_path=$3
	shift 3
	fetch "$post_who" "$post_page" >/dev/null
	set -- "$@" -F "_csrf=$(field _csrf)" -F "_key=$(field _key)"
	fetch "$post_who" "$post_path" "$@"
}

TSUKUROI_AT=2026-11-20T08:40:00+09:00 "$root/tools/demo-home" "$home" "$TSUKUROI" >"$out" 2>&1 || not_ok "a home for show"
printf '%%PDF-1.4\nscan' >"$scratch/スキャン.pdf"
printf 'MZ\220\0program' >"$scratch/tool.exe"

story "by telephone: a vulnerability of a product, judged like every advisory"
run 2 notice add --title "修正のお知らせ"
has "which product or service"
run 3 notice add --title T --product "Apache HTTP Server" --versions "see the maker's page"
has "cannot be read as versions"
run 3 notice add --title T --product P --vulnerability nonsense
run 3 notice add --title T --product P --cvss "CVSS:3.1/AV:X"
run 2 notice add --title T --product P --received 2027-01-01
has "has not come yet"
run 3 notice add --title T --product P --file "$scratch/tool.exe"
has "no scan, picture, letter or paper"
run 0 notice add --title "Apache HTTP Server の緊急修正" --product "Apache HTTP Server" --identity cpe:2.3:a:apache:http_server \
	--versions "2.4.60 より前のバージョン" --impact "情報が読み取られます。" --from "みどりシステムズ" --by telephone --look 2026-11-27 --exploited active \
	--file "$scratch/スキャン.pdf" --tlp green
has "Kept as N-2026-0001, edition 1."
run "1|4" assess
t finding list --json
is "it is found where the version runs" "$(jq -r '[.findings[] | select(.vulnerability == "N-2026-0001")][0] | [.verdict, .system, .exploitation] | join(" ")' <"$out")" "affected 公式ウェブサイト active"
run 0 notice show N-2026-0001 --json
json '.items.fix.text' "There is no patch yet; it is looked for again on 2026-11-27."
json '.items.condition.text' "not stated by the sources"
json '.items.condition.stated' false
json '.files | length' 1
run 0 notice file N-2026-0001 1 --output "$scratch/back.pdf"
is "the scan comes back as it came" "$(cmp "$scratch/back.pdf" "$scratch/スキャン.pdf" && echo same)" same
run 0 kb search N-2026-0001
has "緊急修正"

story "watched until there is a patch"
run 0 notice list --due --json
json '.notices | length' 0
at=2026-11-27T09:00:00+09:00
run 0 notice list --due --json
json '.notices[0].state' "look"
run 2 notice look N-2026-0001 --next 2026-12-04
has "without a ground"
run 2 notice look N-2026-0001 --next 2026-11-27 --ground "maker's page"
run 0 notice look N-2026-0001 --next 2026-12-04 --ground "maker's page"
run 0 notice list --due --json
json '.notices | length' 0
run 0 notice look N-2026-0001 --there --ground "maker's page"
run 0 notice edit N-2026-0001 --fix "2.4.60 へ更新します。" --vulnerability CVE-2026-999999 --reason "修正版が出た"
has "edition 2"
run 0 kb show CVE-2026-999999 --json
run 0 notice show N-2026-0001 --edition 1 --json
json '.text.fix' null
run "1|4" assess
t finding list --json
is "it goes by the CVE's number now" "$(jq -r '[.findings[] | select(.vulnerability == "CVE-2026-999999")] | length > 0' <"$out")" true
is "and by its own no longer" "$(jq -r '[.findings[] | select(.vulnerability == "N-2026-0001")] | length' <"$out")" 0

story "a product that no public list has"
run 0 notice add --title "文書管理の認証不備" --product "みどり文書管理" --versions "3.2 およびそれ以前" --by paper --tlp green
has "Nobody has said which product that is"
run 0 notice list --json
json '.notices[0].state' "unsaid"
run 0 notice edit N-2026-0002 --identity own
has "It is about cpe:2.3:a:own:product_"

story "a package by its URL; and versions that nobody told"
run 0 notice add --title "log4j" --product pkg:maven/org.apache.logging.log4j/log4j-core --versions "2.14.1 およびそれ以前" --tlp green
run 0 notice add --title "httpd" --product httpd --identity cpe:2.3:a:apache:http_server --tlp green
run "1|4" assess
t finding list --json
is "in the range" "$(jq -r '[.findings[] | select(.vulnerability == "N-2026-0003")][0] | [.verdict, .grounds[0].source, .grounds[0].range] | join(" ")' <"$out")" "affected own <=2.14.1"
is "cannot be told" "$(jq -r '[.findings[] | select(.vulnerability == "N-2026-0004")][0] | [.verdict, .grounds[0].code] | join(" ")' <"$out")" "unknown not_stated"
run 0 notice withdraw N-2026-0003 --reason "a test"
run 0 notice withdraw N-2026-0004 --reason "a test"

story "taken back, not deleted"
run 2 notice withdraw N-2026-0001
run 0 notice withdraw N-2026-0001 --reason "保守業者が訂正した"
run 3 notice withdraw N-2026-0001 --reason "again"
run 3 notice edit N-2026-0001 --fix "x"
run "1|4" assess
t finding list --json
is "nothing is found by it any more" "$(jq -r '[.findings[] | select(.vulnerability == "CVE-2026-999999")] | length' <"$out")" 0
run 0 notice list --withdrawn --json
json '[.notices[] | select(.number == "N-2026-0001")][0].state' "withdrawn"
run 0 notice show N-2026-0001
has "Apache HTTP Server"

story "it stays in the house"
echo "a passphrase for carrying" >"$scratch/passphrase"
run 0 bundle keygen "$scratch/keys" --passphrase-file "$scratch/passphrase"
run 5 bundle create --key "$scratch/keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/b" --source own:notices
has "stay in this home"

story "by the browser: a cloud service's notice is asked of systems"
start_home
sign_in sato >"$out"
sign_in mina >"$out"
sign_in aoki >"$out"
sign_in mori >"$out"
is "the list" "$(fetch sato /knowledge/notices)" 200
has "N-2026-0002"
is "a reader writes none" "$(fetch mina /knowledge/notices/new)" 403
is "without a product it is refused" "$(post sato /knowledge/notices/new /knowledge/notices -F kind=cloud -F title=T -F product=)" 400
is "written down" "$(post sato /knowledge/notices/new /knowledge/notices -F kind=cloud -F channel=web -F tlp=amber -F received=2026-11-20 \
	-F 'title=公開設定の確認依頼' -F 'product=雲の保管庫' -F 'systems=公式ウェブサイト' -F 'systems=施設予約システム' -F "file=@$scratch/スキャン.pdf")" 303
notice=$(location)
is "where it stands" "$notice" /knowledge/notices/N-2026-0005
is "shown" "$(fetch sato "$notice")" 200
has "公式ウェブサイト"
lacks "style="
is "a file is saved, never shown" "$(fetch mina "$notice/files/2" >/dev/null; tr -d '\r' <"$head" | grep -ci 'content-disposition: attachment')" 1
is "an answer needs its ground" "$(send sato "$notice" "$notice/answer" -d system=公式ウェブサイト -d word=holds_not -d ground= -d until=2027-05-01)" 400
is "and a day until which it counts" "$(send sato "$notice" "$notice/answer" -d system=公式ウェブサイト -d word=holds_not -d ground=seen -d until=)" 400
is "answered" "$(send sato "$notice" "$notice/answer" -d system=公式ウェブサイト -d word=holds_not --data-urlencode 'ground=設定画面で確認した' -d until=2027-05-01)" 303
accept=application/json
fetch sato "$notice" >/dev/null
is "as the program has it" "$(jq -r '.notice | [.systems[0].word, .systems[1].word, .holds_not, .row.open] | join(" ")' <"$out")" "asked holds_not 1 1"
accept=text/html
is "it is an open question like the others" "$(fetch sato /questions)" 200
has "$notice/answer"
has 判定不能
lacks "style="
accept=application/json
fetch sato /questions >/dev/null
json '.notices[0] | [.number, .open, .systems[]] | map(tostring) | join(" ")' "${notice##*/} 1 施設予約システム"
accept=text/html
is "an owner unit sees those of its systems" "$(fetch aoki /questions)" 200
lacks "$notice"
is "a question is answered for chosen systems" "$(send sato /questions "$notice/answer" -d to=/questions -d word=cannot_tell --data-urlencode 'ground=提供元に照会中' -d until=2026-11-27)" 400
is "by whoever looked and cannot tell yet" "$(send sato /questions "$notice/answer" -d to=/questions -d systems=施設予約システム -d word=cannot_tell --data-urlencode 'ground=提供元に照会中' -d until=2026-11-27)" 303
is "back to the questions" "$(location)" /questions
fetch sato /questions >/dev/null
lacks "$notice/answer"
accept=application/json
fetch sato "$notice" >/dev/null
is "that is no answer that lets it rest" "$(jq -r '.notice | [.cannot_tell, .holds_not, .row.open] | join(" ")' <"$out")" "1 1 0"
accept=text/html
is "a reader answers nothing" "$(send mina "$notice" "$notice/answer" -d system=公式ウェブサイト -d word=holds -d ground=x)" 403
is "an owner unit answers for no other's system" "$(send aoki "$notice" "$notice/answer" -d system=施設予約システム -d word=holds_not -d ground=x -d until=2027-05-01)" 404
fetch aoki "$notice" >/dev/null
lacks "施設予約システム"
is "the second who saves is told" "$(post sato "$notice/edit" "$notice/edit" -F edition=0 -F title=T -F product=P)" 409

story "a part of a system's name offers those that have it; a notice that is withdrawn asks no more"
is "a part is no system" "$(post sato /knowledge/notices/new /knowledge/notices -F kind=cloud -F tlp=amber -F received=2026-11-20 -F title=確認 -F product=雲の予定表 -F more_systems=施設予)" 400
has "施設予約システム"
has 'value="施設予約システム" checked'
is "written down" "$(post sato /knowledge/notices/new /knowledge/notices -F kind=cloud -F tlp=amber -F received=2026-11-20 -F title=予定表の確認 -F product=雲の予定表 -F systems=施設予約システム)" 303
asks=$(location)
fetch sato /questions >/dev/null
has "予定表の確認"
is "withdrawn" "$(send sato "$asks" "$asks/withdraw" -d reason=誤報)" 303
fetch sato /questions >/dev/null
lacks "予定表の確認"

story "the product is said on the page"
is "written down" "$(post sato /knowledge/notices/new /knowledge/notices -F kind=weakness -F tlp=green -F 'title=HTTPサーバー' -F 'product=ほげ文書' -F 'versions=1.0 およびそれ以前')" 303
notice=$(location)
fetch sato "$notice" >/dev/null
has "公開の一覧にない製品"
is "said" "$(send sato "$notice" "$notice/product" -d identity=cpe:2.3:a:apache:http_server)" 303
accept=application/json
fetch sato "$notice" >/dev/null
is "an edition of its own" "$(jq -r '.notice | [.row.edition, .row.state] | join(" ")' <"$out")" "2 in_force"
accept=text/html

story "what may not be passed on is sealed"
is "without keys it cannot be" "$(post sato /knowledge/notices/new /knowledge/notices -F kind=weakness -F tlp=red -F title=TOPSECRET -F product=P)" 423
stop_home
"$TSUKUROI" --home "$home" key init --unlock file --threshold 2 --shares 3 >"$out" 2>"$err" </dev/null
start_home
if [ "$(post sato /knowledge/notices/new /knowledge/notices -F kind=weakness -F tlp=red -F title=TOPSECRET -F product=P -F "file=@$scratch/スキャン.pdf")" = 303 ]; then
	ok "sealed"
	notice=$(location)
	is "its writer reads it" "$(fetch sato "$notice" >/dev/null; grep -c "<h1>TOPSECRET" "$out")" 1
	fetch mina "$notice" >/dev/null
	lacks "TOPSECRET"
	fetch mina /knowledge/notices >/dev/null
	lacks "TOPSECRET"
	is "nor its file" "$(fetch mina "$notice/files/3")" 403
	is "and it lies in no file of the database" "$(grep -c TOPSECRET "$home"/ledger.db* "$home"/kb/gen-*/kb.db | grep -cv ':0$')" 0
else
	not_ok "sealed"
fi

story "the seven items on the pages of a vulnerability, and beside the sources who checks them"
is "the vulnerability" "$(fetch sato /vulnerabilities/CVE-2021-42013)" 200
has "CVE・脆弱性の名称"
has "発露の条件"
has "ネットワーク経由"
accept=application/json
fetch sato /vulnerabilities/CVE-2021-42013 >/dev/null
is "as fields" "$(jq -r '.items | [.name.stated, .condition.source, .mitigation.stated, .mitigation.text] | join("|")' <"$out")" \
	"true|CVSS 3.1 (nvd)|false|情報源に記載がありません"
accept=text/html
is "the sources" "$(fetch sato /knowledge)" 200
has "当番による確認"
plan
