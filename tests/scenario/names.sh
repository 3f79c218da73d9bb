#!/bin/sh
# Names as people write them: the tray, candidates with their ground, what a person says of them, lists handed on to other
# organisations, WordPress sites.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

make_home municipality
demo_knowledge
cat >"$scratch/list.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<Result version="3.3" xmlns="http://jvndb.jvn.jp/myjvn/Results" xmlns:status="http://jvndb.jvn.jp/myjvn/Status"><VendorInfo xml:lang="ja">
<Vendor vname="例ソフト" cpe="cpe:/:rei" vid="9"><Product pname="例グループウェア" cpe="cpe:/a:rei:groupware" pid="901"/>
<Product pname="例Office" cpe="cpe:/a:rei:office" pid="902"/></Vendor>
<Vendor vname="マイクロソフト" cpe="cpe:/:microsoft" vid="2"><Product pname="Microsoft Office" cpe="cpe:/a:microsoft:office" pid="903"/></Vendor>
<Vendor vname="例電機" cpe="cpe:/:denki" vid="4"><Product pname="AB-1210X ファームウェア" cpe="cpe:/o:denki:ab-1210x_firmware" pid="904"/></Vendor>
</VendorInfo><status:Status method="getProductList" retCd="0" totalResRet="4"/></Result>
XML
cat >"$scratch/ledger.csv" <<'CSV'
システム名,ホスト名,メーカー,ソフトウェア名,バージョン
庁内,gw1,株式会社例ソフト,例グループウエア 5.15.2,5.15.2
庁内,gw2,㈱例ソフト,例グループウェア Ver.5.14,5.14
庁内,pc1,MS,Office 2019,
予約,pc2,例ソフト,Office 10,10
庁内,rt1,例電機,ルータ ａｂ-1210x,1.0
庁内,rt2,例電機,AB-1210Y,1.0
CSV

story "the tray says what names may mean, and on which ground"
run 0 feed import names "$scratch/list.xml"
has "names:myjvn: 4 records"
run 0 ledger import csv "$scratch/ledger.csv"
run 0 name list --json
first() { jq -r --arg name "$1" '.rows[] | select(.name == $name) | [.choices[0].identity, .choices[0].ground, .choices[0].certain] | map(tostring) | join(" ")' <"$out"; }
is "vendor and product whole: certain" "$(first "例グループウエア 5.15.2")" "cpe:2.3:a:rei:groupware:*:*:*:*:*:*:*:* equal true"
is "two spellings are one row" "$(jq -r '.rows[] | select(.product == "例グループウエア") | .spellings' <"$out")" 2
is "a number that may be part of the name: not certain" "$(first "Office 2019")" "cpe:2.3:a:microsoft:office:*:*:*:*:*:*:*:* equal false"
is "the same word of another vendor" "$(first "Office 10")" "cpe:2.3:a:rei:office:*:*:*:*:*:*:*:* equal false"
is "a model number, exact" "$(first "ルータ ａｂ-1210x")" "cpe:2.3:o:denki:ab-1210x_firmware:*:*:*:*:*:*:*:* model false"
is "or not at all" "$(jq -r '.rows[] | select(.name == "AB-1210Y") | .choices | length' <"$out")" 0

story "what is certain is confirmed by a person in one go, the rest one by one"
run 0 name confirm --certain
has "1 names confirmed"
run 0 name confirm "Office 10" pid:902
has "cpe:2.3:a:rei:office"
run 0 name reject --vendor MS "Office 2019" cpe:2.3:a:rei:office
run 0 name confirm --vendor MS "Office 2019" cpe:2.3:a:microsoft:office
run 3 name confirm "Office 10" pid:99999
run 3 name confirm "Office 10" office
run 2 name confirm "Office 10"
run 0 name list --json
is "two are left" "$(jq -r '.rows | length' <"$out")" 2
run "0|1|4" assess
run 0 finding questions --json
is "a question has the tray's first candidate" "$(jq -r '[.questions[] | select(.kind == "identity" and .product == "ルータ ａｂ-1210x")][0].candidates[0]' <"$out")" "cpe:2.3:o:denki:ab-1210x_firmware:*:*:*:*:*:*:*:*"
run 0 name forget "Office 10"
run 0 name list --json
is "what was forgotten is asked again" "$(jq -r '[.rows[] | select(.name == "Office 10")] | length' <"$out")" 1

story "decisions are handed on, and never take the place of one's own"
run 2 name export
run 0 name export --organisation 例市 "$scratch/share.tsv"
printf 'MS\tOffice 2019\tcpe:2.3:a:rei:office\tconfirmed\t係\t2026-11-01\t例町\nx\n' >>"$scratch/share.tsv"
run 3 name import "$scratch/share.tsv"
has "1 contradict what is decided here, 1 refused"
has "yours stays in force"
run 0 name show --vendor MS "Office 2019" --json
is "one's own holds" "$(jq -r '[.choices[0].identity, .choices[0].ground] | join(" ")' <"$out")" "cpe:2.3:a:microsoft:office:*:*:*:*:*:*:*:* confirmed"

story "a CPE name that is known to be wrong"
cat >"$scratch/sbom.json" <<'JSON'
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"application","name":"guessed","version":"9.0.50","cpe":"cpe:2.3:a:apache:tomcat:9.0.50:*:*:*:*:*:*:*"}]}
JSON
run 0 ledger import sbom --system 予約 --host web9 "$scratch/sbom.json"
rules=$home/cpe-rules.tsv
printf 'cpe:2.3:a:apache:*\tignore\t\tthe tool guesses it\t係\t2099-12-31\n' >"$rules"
run "0|1|4" assess
has "the CPE name a:apache: is ignored: the tool guesses it (係, until 2099-12-31); 1 software items"
printf 'cpe:2.3:a:apache:*\tignore\t\tthe tool guesses it\t係\t2020-12-31\n' >"$rules"
run "0|1|4" assess
has "not applied any more, its day is over"
printf 'cpe:2.3:a:apache:*\tignore\t\t\t係\t2099-12-31\n' >"$rules"
run 3 assess
has "cpe-rules.tsv, line 1"
printf 'cpe:2.3:a:apache:*\tignore\t\tthe tool guesses it\t係\t2099-12-31\n' >"$rules"
run "0|1|4" scan "$scratch/sbom.json"
has "the CPE name a:apache: is ignored: the tool guesses it (係, until 2099-12-31)"
rm "$rules"

story "a WordPress site"
printf '6.4.3\nname,status,update,version\nusc-e-shop,active,none,2.9.1\n' >"$scratch/site.txt"
run 0 ledger import wordpress --system 公式サイト --host www "$scratch/site.txt"
run 0 name show usc-e-shop
has "names/aliases.tsv"
run 3 ledger import wordpress "$scratch/list.xml"
has "neither a list of wp-cli"

story "a CPE name that is read as another"
home=$scratch/renamed
run 0 init
run 0 feed import nvd "$demo/feeds/nvd.json"
cat >"$scratch/renamed.json" <<'JSON'
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"application","name":"tool","version":"9.0.50","cpe":"cpe:2.3:a:oldco:tool:9.0.50:*:*:*:*:*:*:*"}]}
JSON
words="is read as a:apache:tomcat: it changed hands (係, until 2099-12-31)"
printf 'cpe:2.3:a:oldco:tool\trewrite\tcpe:2.3:a:apache:tomcat\tit changed hands\t係\t2099-12-31\n' >"$home/cpe-rules.tsv"
run "0|1|4" scan --json "$scratch/renamed.json"
is "the scan judges by the name put in place" "$(jq -r '.findings[0] | .verdict + " " + .vulnerability' <"$out")" "affected CVE-2025-24813"
is "and its grounds say so" "$(jq -r '.findings[0].grounds[-1].reason' <"$out" | grep -cF "$words")" 1
run 0 ledger import sbom --system 予約 --host web1 "$scratch/renamed.json"
run "0|1|4" assess
run "0|1" finding show 1
has "$words"
printf 'cpe:2.3:a:oldco:tool\trewrite\tcpe:2.3:a:apache:tomcat\tit changed hands\t係\t2020-12-31\n' >"$home/cpe-rules.tsv"
run "0|1|4" scan "$scratch/renamed.json"
has "is not applied any more, its day is over (2020-12-31)"
lacks "CVE-2025-24813"

plan
