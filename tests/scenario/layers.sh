#!/bin/sh
# Whose layer it is and what its party said; from where a segment is reached; how long things are supported; who is left to
# answer; inspections, media, maintained products; and what people read on makers' pages, given to another organisation.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

make_home municipality
demo_knowledge
demo_inventory
t assess
verdict_of() { jq -r --arg id "$1" --arg system "$2" '[.findings[] | select(.vulnerability == $id and .system == $system)][0].verdict' <"$out"; }
action_of() { jq -r --arg id "$1" --arg system "$2" '[.findings[] | select(.vulnerability == $id and .system == $system)][0].action' <"$out"; }

story "a platform that a provider patches"
run 0 ledger layer 公式ウェブサイト --hosting 'PaaS（例クラウド株式会社）' 'アプリ=委託先 例システム' --json
json '.layers[0].hosting' paas
json '[.layers[0].duties[] | .party] | join(" ")' "own contractor provider provider provider provider"
json '.layers[0].duties[2].name' 例クラウド株式会社
run 2 ledger layer 公式ウェブサイト --hosting 雲
run 2 ledger layer 公式ウェブサイト 筐体=委託先
run 3 ledger layer どこにもない --hosting SaaS
run "1|4" assess
t finding list --system 公式ウェブサイト --json
is "nobody has said it is mended" "$(verdict_of CVE-2021-42013 公式ウェブサイト)" unknown
is "and it is as urgent as if it applied" "$(action_of CVE-2021-42013 公式ウェブサイト)" immediate
t finding questions --json
is "the provider is asked" "$(jq -r '[.questions[] | select(.kind == "provider" and .fact == "例クラウド株式会社")] | length' <"$out")" 1

story "a dated statement, and its end"
run 2 ledger statement add 例クラウド CVE-2021-42013 fine --ground x
run 2 ledger statement add 例クラウド CVE-2021-42013 mended
run 3 ledger statement add 例クラウド 四二〇一三 mended --ground x
run 2 ledger statement add 例クラウド CVE-2021-42013 mended --ground x --on 2027-01-01
run 0 ledger statement add 例クラウド CVE-2021-42013 mended --on 令和8年11月10日 --until 2027-01-31 --ground '障害情報で公表'
run "1|4" assess
t finding list --system 公式ウェブサイト --json
is "it is the provider's word, not ours" "$(verdict_of CVE-2021-42013 公式ウェブサイト)" provider
is "and nothing for us to do" "$(action_of CVE-2021-42013 公式ウェブサイト)" null
is "another weakness stays open" "$(verdict_of CVE-2021-41773 公式ウェブサイト)" unknown
run "0|4" finding list --verdict provider
has CVE-2021-42013
lacks CVE-2021-41773
t finding list --verdict affected --system 公式ウェブサイト
lacks CVE-2021-42013
t finding remedies
lang=ja
t finding list --system 公式ウェブサイト
has 提供者対応
run 0 ledger statement list
has 令和8年11月10日
lang=en
at=2027-02-01T09:00:00+09:00
run "1|4" assess
t finding list --system 公式ウェブサイト --json
is "past its last day it is open again" "$(verdict_of CVE-2021-42013 公式ウェブサイト)" unknown
at=2026-11-20T09:00:00+09:00
t finding why CVE-2021-42013 --system 公式ウェブサイト --json
is "why says whose word it is" "$(jq -r '[.report.findings[] | .verdict] | unique | join(" ")' <"$out")" provider
run 0 ledger withdraw statement 1
run 3 ledger withdraw statement 1
run 0 ledger statement list --withdrawn
has withdrawn
run 0 ledger statement add 例クラウド CVE-2021-42013 affected --ground '対応予定'
run "1|4" assess
t finding list --system 公式ウェブサイト --json
is "they say it is not mended" "$(verdict_of CVE-2021-42013 公式ウェブサイト)" affected

story "segments"
run 0 segment list
has "closed network"
run 0 segment list standard --paths
run 3 segment list nowhere
run 0 ledger layer 公式ウェブサイト --segment LGWAN接続系 --json
json '.layers[0].segment' lgwan
json '.layers[0].exposure' internet   # 外部アクセス可 outweighs the segment
run 0 ledger layer 文書管理システム --segment DMZ公開 --json
json '.layers[0].exposure' internet
run 0 ledger layer 文書管理システム --segment 閉域 --json
json '.layers[0].exposure' closed
sed 's/to: lgwan, by: sanitised/to: lgwan, by: access/' "$root/segments/municipality.yaml" >"$home/segments.yaml"
run 3 segment check "$home/segments.yaml"
has "lgwan"
sed -i 's/reached: closed/reached: internal/' "$home/segments.yaml"
run 3 segment check "$home/segments.yaml"
run 0 segment check "$root/segments/standard.yaml"
run 0 ledger layer 公式ウェブサイト --segment DMZ公開

story "how long things are supported"
run 4 life list
has "feed import eol"
cat >"$scratch/eol.json" <<'JSON'
{"schema_version": "1.2.0", "generated_at": "2026-11-01T00:00:00Z", "total": 1, "result": [
 {"name": "tomcat", "label": "Apache Tomcat", "identifiers": [{"type": "cpe", "id": "cpe:2.3:a:apache:tomcat"}], "releases": [
  {"name": "9.0", "label": "9.0", "releaseDate": "2017-09-27", "isEol": false, "eolFrom": "2027-03-31", "latest": {"name": "9.0.121"}}]},
 {"name": "apache-http-server", "label": "Apache HTTP Server", "identifiers": [{"type": "cpe", "id": "cpe:2.3:a:apache:http_server"}], "releases": [
  {"name": "2.4", "label": "2.4", "releaseDate": "2012-02-21", "isEol": true, "eolFrom": "2026-01-31", "latest": {"name": "2.4.68"}}]}]}
JSON
run 0 feed import eol "$scratch/eol.json"
run 1 life list --json
is "Tomcat ends within six months" "$(jq -r '[.rows[] | select(.product == "Apache Tomcat" and .version == "9.0.71")][0] | [.state, .end] | join(" ")' <"$out")" "within_6 2027-03-31"
is "a version nobody knows cannot be told" "$(jq -r '[.rows[] | select(.product == "Apache Tomcat" and .version == null)][0] | [.state, .missing] | join(" ")' <"$out")" "cannot_tell version"
is "Apache has ended" "$(jq -r '[.rows[] | select(.product == "Apache HTTP Server")][0].state' <"$out")" over
t finding list --system 公式ウェブサイト --json
number=$(jq -r '[.findings[] | select(.vulnerability == "CVE-2021-41773")][0].id' <"$out")
run 0 finding show "$number"
has "support has ended: 2026-01-31"
run 0 life set cpe:2.3:a:apache:http_server --until 2027-12-31 --contract K-7 --system 公式ウェブサイト
run 0 life list --json
is "a contract moves the end" "$(jq -r '[.rows[] | select(.product == "Apache HTTP Server")][0] | [.state, .end, .contract] | join(" ")' <"$out")" "supported 2027-12-31 K-7"
run 0 life set --system 住民情報システム --replace 2027-03-01
run 0 life list --within 3m
lacks "Apache Tomcat"
run 0 life list --within 12m --csv
has "2027-03-01"
run 2 life list --within soon
run 2 life set --system 住民情報システム
run 2 life set --system 住民情報システム --replace 2027-03-01 --until 2027-03-01

story "a site for a time"
run 2 life set --system 公式ウェブサイト --site-until 2026-11-01
run 0 life set --system 公式ウェブサイト --site-until 2026-11-01 --closer 広報課
run "1|4" assess
t finding questions --json
site=$(jq -r '[.questions[] | select(.kind == "site")][0].id' <"$out")
run 1 ledger orphans
has "does it still answer"
run 2 ledger answer "$site" maybe
run 0 ledger answer "$site" 有
run "1|4" assess
t finding questions --json
is "taken down, it is not asked again" "$(jq -r '[.questions[] | select(.kind == "site")] | length' <"$out")" 0

story "who is left to answer"
run 0 ledger person left 文書担当 --on 2026-10-01
run 0 ledger contractor ended 例システム --on 2026-09-30
run 1 ledger orphans --json
json '[.orphans[] | select(.kind == "owner_left")][0] | [.system, .since] | join(" ")' "文書管理システム 2026-10-01"
at=2027-04-01T09:00:00+09:00
run 1 ledger orphans --json
json '[.orphans[] | select(.kind == "silent")] | length > 0' true
at=2026-11-20T09:00:00+09:00

story "inspections, media, maintained products, what was mended"
echo report >"$scratch/report.txt"
run 2 ledger inspection add 脆弱性診断 --system 公式ウェブサイト
run 0 ledger inspection add 脆弱性診断 --system 公式ウェブサイト --on 2025-11-01 --result '12件指摘' --count 12 --next 2026-10-31
run 0 ledger inspection list
has overdue
run 0 ledger inspection add 脆弱性診断 --system 公式ウェブサイト --on 2026-11-01 --result '3件指摘' --count 3 --next 2027-10-31 --evidence "$scratch/report.txt"
run 0 ledger inspection list --json
json '[.entries[] | .state] | join(" ")' "superseded in_force"
json '.entries[1].before' 12
json '.entries[1].digest' "$(sha256sum "$scratch/report.txt" | cut -d ' ' -f 1)"
run 5 ledger inspection add 診断 --result x --evidence "$scratch/none"
run 0 ledger medium add in "$scratch/report.txt" --medium USB-03 --purpose 脆弱性情報の搬入 --party 情報政策課
run 2 ledger medium add sideways "$scratch/report.txt" --medium USB-03
run 2 ledger medium add in "$scratch/report.txt"
run 0 ledger medium list
has USB-03
has "brought in"
printf '所管,製品名,バージョン,CPE,サポート期限,備考\r\n製品一課,かすみ,3.1,cpe:2.3:a:example:kasumi,2027-03-31,=1+1\r\n製品一課,かすみ,3.0,,,\r\n,無所属,1,,,\r\n' >"$scratch/maintained.csv"
run 3 ledger maintained import "$scratch/maintained.csv"
has "2 products added"
has "row 4"
run 3 ledger maintained import "$scratch/maintained.csv"
has "0 products added, 0 changed, 2 as they were"
run 0 ledger maintained export
cp "$out" "$scratch/again.csv"
has "'=1+1"
run 0 ledger maintained import "$scratch/again.csv"
has "0 products added, 0 changed, 2 as they were"
run 0 ledger maintained list --json
json '.entries | length' 2
run 0 ledger patches
run 2 ledger withdraw nothing 1

story "what a sheet says of layers and ends, and what came by medium"
printf 'システム名,ホスト名,ソフトウェア名,バージョン,提供形態,責任範囲,サポート期限,更改予定日,公開終了日\r\n電子申請,sv1,独自受付,1.0,SaaS（例サービス）,アプリ=委託先 例システム,2026-12-31,R9.3.31,\r\nキャンペーン,sv2,WordPress,6.0,雲の上,,,,2026-12-01\r\n' >"$scratch/layers.csv"
run 0 ledger import csv "$scratch/layers.csv" --medium USB-04 --purpose 台帳の更新
has "雲の上"
run 0 ledger layer 電子申請 --json
json '.layers[0].hosting' saas
json '[.layers[0].duties[] | .party] | join(" ")' "own contractor provider provider provider provider"
t life list --json
is "the sheet's own end of support" "$(jq -r '[.rows[] | select(.product == "独自受付")][0] | [.state, .end, .replacement] | join(" ")' <"$out")" "within_3 2026-12-31 2027-03-31"
is "the sheet's last day of a site" "$(jq -r '[.rows[] | select(.kind == "site")][0] | [.system, .end] | join(" ")' <"$out")" "キャンペーン 2026-12-01"
run 0 ledger layer 電子申請 --hosting PaaS
run 0 ledger import csv "$scratch/layers.csv"
run 0 ledger layer 電子申請 --json
json '.layers[0].hosting' paas   # a person's answer outweighs the sheet
run 0 ledger export --medium USB-05
digest=$(sha256sum "$out" | cut -d ' ' -f 1)
run 0 ledger medium list --json
json '[.entries[] | [.word, .product] | join(" ")] | join(",")' "in USB-03,in USB-04,out USB-05"
json '.entries[2].digest' "$digest"

story "readings given to another organisation"
run 2 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro --not-affected
run 0 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro --not-affected --url https://example.jp/a --sentence '本製品は影響を受けません' --on 2026-11-18 --review 2027-05-18
run 2 kb readings export "$scratch/readings.json"
run 0 kb readings export "$scratch/readings.json" --as 例市
run "1|4" assess
run 0 finding why CVE-2026-990071 --json
is "not affected, by the own reading" "$(jq -r '.report.findings[0] | [.verdict, .grounds[0].rank] | join(" ")' <"$out")" "not_affected own"
at=2027-06-01T09:00:00+09:00
run 0 kb readings
has "review overdue"
t finding why CVE-2026-990071 --json
is "past its review nobody vouches for it" "$(jq -r '.report.findings[0].verdict' <"$out")" unknown
run "1|4" assess
t finding list --json
is "and it is open again" "$(verdict_of CVE-2026-990071 住民情報システム)" unknown
at=2026-11-20T09:00:00+09:00
run 0 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro '2022 およびそれ以前' --sentence '改訂された'
run 0 kb readings --json
json '.readings[0].record.former[0].verdict' not_affected
run 0 kb readings import "$scratch/readings.json"
has "1 yield to ours"
has "something else than ours"
run 0 kb readings
has conflict
run 0 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro --withdraw
run 3 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro --withdraw
run 0 kb readings --json
json '[.readings[] | .record | [.organisation, .state] | join(" ")] | join(",")' "例市 in_force"
run 0 kb readings --withdrawn
has withdrawn
printf '{"format": "tsukuroi-readings-1", "organisation": "別市", "readings": [{"vulnerability": "CVE-2026-1", "product": "cpe:2.3:a:x:y", "verdict": "affected"}, {"vulnerability": "CVE-2026-990071", "product": "cpe:2.3:a:justsystems:ichitaro", "verdict": "affected", "versions": ["see the page"], "read_on": "2026-11-01"}]}' >"$scratch/bad.json"
run 3 kb readings import "$scratch/bad.json"
has "2 refused"
echo '{"readings": []}' >"$scratch/none.json"
run 3 kb readings import "$scratch/none.json"
plan
