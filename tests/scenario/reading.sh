#!/bin/sh
# What people put in and take out: a reading of the maker's page, a product confirmed, answers that are checked, search, lint,
# the ledger as a table and back again, CP932.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

make_home municipality
demo_knowledge
demo_inventory
t assess
question_of() { jq -r --arg kind "$1" --arg about "$2" '.questions[] | select(.kind == $kind and (.product == $about or .fact == $about)) | .id' <"$out" | head -n 1; }

story "a record without versions, and what the maker's page says"
run 3 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro "see the vendor's page"
has "cannot be read as versions"
run 2 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro
run 3 kb read nonsense cpe:2.3:a:justsystems:ichitaro "prior to 2024"
run 3 kb read CVE-2026-990071 cpe:2.3:a "prior to 2024"
run 0 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro "2022 およびそれ以前"
t finding questions --json
run 0 ledger answer "$(question_of version 一太郎2023)" 2023
run "1|4" assess
t finding list --json
is "the reading and the version settle it" "$(jq -r '[.findings[] | select(.vulnerability == "CVE-2026-990071")] | length' <"$out")" 0
run 0 finding why CVE-2026-990071 --json
is "not affected, by the own reading" "$(jq -r '.report.findings[0] | [.verdict, .grounds[0].rank, .grounds[0].range] | join(" ")' <"$out")" "not_affected own >=1000,<=2022"
run 0 kb read CVE-2026-990071 cpe:2.3:a:justsystems:ichitaro --withdraw
run "1|4" assess
t finding list --json
is "taken back, it is open again" "$(jq -r '[.findings[] | select(.vulnerability == "CVE-2026-990071")][0].verdict' <"$out")" unknown

story "a name that only people know"
run 3 ledger confirm 文書管理パック 文書管理
has "neither a CPE name nor a package URL"
run 0 ledger confirm 文書管理パック cpe:/a:example:document_pack
run "1|4" assess
t finding questions --json
is "it is not asked again" "$(question_of identity 文書管理パック)" ""

story "answers are checked while the person is there"
t finding questions --json
fact=$(question_of fact life_or_safety)
run 2 ledger answer "$fact" perhaps
has "is no answer to life_or_safety"
run 3 ledger answer 99999 yes
run 2 ledger answer --system 公式ウェブサイト weather yes
run 0 ledger answer --system 公式ウェブサイト life_or_safety no
run 0 ledger card 公式ウェブサイト
has "life_or_safety = no"
has "個人情報 1200件"
run 3 ledger card 無いシステム

story "looking for things as people write"
run 0 kb search ＴＯＭＣＡＴ
has "CVE-2025-24813"
has "cpe:2.3:a:apache:tomcat"
run 0 kb search くろすさいとすくりぷてぃんぐ --lang ja
has "EC-CUBE におけるクロスサイトスクリプティングの脆弱性"
run 0 kb search "nothing of that kind"
has "0 found"
run 2 kb search ""
run 1 finding list --text ﾌｧｰﾑｳｪｱ
has "Aterm WG2600HS"
run 0 finding list --text 無い語

story "how good an SBOM is"
run 1 lint "$demo/reservation.cdx.json" --json
json '.[0].rows | map(.kind) | join(",")' no_supplier
json '.[0].usable' true
printf '{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[{"type":"library","name":"x"}]}' >"$scratch/bare.json"
run 4 lint "$scratch/bare.json"
has "cannot be judged"

story "the ledger out, and in again"
run 0 ledger export 住民情報システム
cp "$out" "$scratch/export.csv"
home=$scratch/second
make_home municipality
run 0 ledger import csv "$scratch/export.csv"
run 0 ledger export
holds "out and in again is the same" cmp "$out" "$scratch/export.csv"
run 0 ledger export --lang ja --encoding cp932
holds "in CP932 it is the same too" sh -c 'iconv -f CP932 -t UTF-8 "$0" | tail -n +2 >"$2" && tail -n +2 "$1" | cmp - "$2"' "$out" "$scratch/export.csv" "$scratch/back"
run 2 ledger export --encoding latin1
plan
