#!/bin/sh
# Windows judged: by build, by updates, by neither; a question answered with what winver shows; remedies by their KB; and an
# estate against the sources, where these are at hand.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

story "servers by build, from a sheet"
at=2026-03-01T09:00:00+09:00
make_home standard
t feed import msrc "$demo/feeds/msrc-2022-Nov.xml"
t feed import builds "$demo/feeds/builds.json"
cat >"$scratch/servers.csv" <<'CSV'
システム名,ホスト名,メーカー,ソフトウェア名,バージョン
例市 庶務,srv-old,Microsoft,Windows Server 2019 Standard,10.0.17763.3532
例市 庶務,srv-new,Microsoft,Windows Server 2019 Standard,10.0.17763.3650
例市 税務,srv-dark,Microsoft,Windows Server 2019 Standard,10.0.17763
例市 福祉,srv-none,Microsoft,Windows Server,
CSV
run 0 ledger import csv "$scratch/servers.csv"
run "1|4" assess
run "0|1|4" finding why CVE-2022-37966
t finding why CVE-2022-37966 --json
answer_of() { jq -r --arg host "$1" '.report.findings[] | select(.hosts == [$host]) | .verdict + " " + .grounds[0].code' <"$out"; }
# The sheet does not tell Server Core from the whole server, and the document lists the whole one only.
is "before the fix" "$(answer_of srv-old)" "unknown product_unclear"
is "the fix itself" "$(answer_of srv-new)" "not_affected build_fixed"
is "no revision" "$(answer_of srv-dark)" "unknown no_build"

story "a build answers, in the words of winver, and only for its own build"
t finding questions --json
is "one question asks for the build" "$(jq -r '[.questions[] | select(.kind == "build" and .product == "Windows Server 2019 Standard")] | length' <"$out")" 1
question=$(jq -r '.questions[] | select(.kind == "build" and .product == "Windows Server 2019 Standard") | .id' <"$out")
run 2 ledger answer "$question" "17763"
has "is no build with its revision"
run 0 ledger answer "$question" "バージョン 1809 (OS ビルド 17763.3650)"
run "0|1|4" assess
t finding why CVE-2022-37966 --json
is "settled" "$(answer_of srv-dark)" "not_affected build_fixed"

story "an estate of real builds against real documents"
wesng=$data/microsoft/wesng/msrc-kb-cve-2016-2026.even-cve.csv.gz
builds=$data/microsoft/builds
if [ -r "$wesng" ] && [ -r "$builds/windows-update-history.json.gz" ]; then
	at=2026-08-06T09:00:00+09:00
	make_home standard
	python3 "$root/tests/estate/estate.py" "$scratch/estate" --collected 2026-08-05 --builds "$builds/windows-update-history.json.gz"
	python3 "$root/tests/estate/months.py" "$wesng" "$scratch/months" 202605 202606 >"$out"
	run 0 feed import msrc "$scratch"/months/*.xml "$scratch/months/updates.json"
	run 0 feed import builds "$builds/windows-update-history.json.gz" "$builds/m365apps-builds.json.gz" "$builds/sqlserver-builds.json.gz"
	run 0 ledger import windows "$scratch/estate/share" "$scratch/estate/pieces"
	run "1|4" assess
	python3 "$root/tests/estate/verdicts.py" "$home/ledger.db" "$wesng" "$builds/windows-update-history.json.gz" 202605 202606 >"$scratch/verdicts"
	is "no verdict differs from the sources" "$(tail -n 1 "$scratch/verdicts" | grep -o '[0-9]* differ')" "0 differ"
	t finding remedies
	has "apply KB5094127, restart needed"
else
	skip "the lists of MSRC and of builds are not at hand"
fi
plan
