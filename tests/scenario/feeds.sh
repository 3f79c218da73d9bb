#!/bin/sh
# Every real feed file: read with the counts it was catalogued with, once however often, refused in words when it is another kind.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

counts() { sed -n 's/.*: \([0-9]*\) records: .* gone; \([0-9]*\) refused.*/\1 \2/p' "$out"; }
# feed KIND FILE COUNT [OPTIONS…]: the file brings so many records, none refused; a second time nothing changes.
feed() {
	feed_kind=$1 feed_file=$2 feed_count=$3
	shift 3
	with_data "$feed_file" || return 0
	t feed import "$feed_kind" "$@" "$data/$feed_file"
	is "$feed_file: status, records, refused" "$status $(counts)" "0 $feed_count 0"
	before=$(known)
	t feed import "$feed_kind" "$@" "$data/$feed_file"
	if expected 0 && grep -q 'Knowledge base: nothing changed' "$out" && [ "$(known)" = "$before" ]; then
		ok "$feed_file: a second time nothing changes"
	else
		not_ok "$feed_file: a second time nothing should change"
	fi
}

story "each file, twice"
make_home standard
feed nvd nvd/nvdcve-2.0-2022.even5000.converted.json.gz 5000
feed nvd nvd/vunnel-single-entry.json 1
feed nvd nvd/feed-format-samples/nvdcve-2.0-2002.json.gz 4
feed nvd nvd/feed-format-samples/nvdcve-2.0-modified.json.gz 2
feed nvd nvd/anchore-nvd-overrides-even-800.ndjson.gz 800
feed cve5 cve5/vulnrichment-even-3000.ndjson.gz 3000
feed cve5 cve5/raw/CVE-2015-2968.json 1
feed osv osv/go-vulndb-even.ndjson.gz 2142
feed osv osv/rustsec-even.ndjson.gz 355
feed osv osv/pypa-even-600.ndjson.gz 600
feed csaf csaf/cisa/icsa-17-061-02.json 1
feed csaf csaf/vendors/redhat/rhsa-2024_6163.json 1
feed jvn jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml 7
feed jvn jvn/examples/hnd/getVulnOverviewList_hnd.xml 2
feed kev kev/known_exploited_vulnerabilities.json 1404
feed kev kev/known_exploited_vulnerabilities.csv 1404
feed msrc microsoft/cvrf/2024-Mar.xml 2
feed msrc microsoft/cvrf/updates.json 2
feed msrc microsoft/csaf/msrc_cve-2025-29795.json 1
feed msrc microsoft/sug-v2/vulnerability/0.json 2
feed msrc microsoft/sug-v2/affectedProduct/0.json 2
feed msrc microsoft/sug-v2/deployment/0.json 2
feed msrc microsoft/sug-v2/advisory/0.json 2
feed msrc microsoft/bulletin/BulletinSearch.xlsx 1
feed builds microsoft/builds/windows-update-history.json.gz 1885
feed builds microsoft/builds/m365apps-builds.json.gz 921
feed builds microsoft/builds/exchange-builds.json.gz 333
feed builds microsoft/builds/sqlserver-builds.json.gz 657
feed builds microsoft/builds/edge-releases.json.gz 341
feed builds microsoft/builds/windows-lifecycle-client.json 40
feed eol eol/endoflife-products.ndjson.gz 4794

story "EPSS of every date, in order, then one that is older"
if with_data epss/epss_scores-2026-08-22.kev-subset.reshaped.csv.gz; then
	make_home standard
	for day in 2024-11-30 2025-02-28 2025-05-31 2025-08-31 2025-11-30 2026-02-28 2026-05-31 2026-08-22; do
		t feed import epss --accept "$data/epss/epss_kev_nvd-$day.csv.gz"
		is "$day: status and refused records" "$status $(sed -n 's/.* gone; \([0-9]*\) refused.*/\1/p' "$out")" "0 0"
	done
	run 0 feed import epss "$data/epss/epss_scores-2026-05-31.kev-subset.reshaped.csv.gz"
	has "epss: 1547 records"
	run 0 feed import epss "$data/epss/epss_scores-2026-08-22.kev-subset.reshaped.csv.gz"
	has "epss: 1556 records"
	before=$(known)
	run 3 feed import epss "$data/epss/epss_scores-2026-05-31.kev-subset.reshaped.csv.gz"
	one_sentence "an older day" "older than what is held"
	run 0 feed import epss "$data/epss/epss_scores-2026-08-22.kev-subset.reshaped.csv.gz"
	has "0 new, 0 changed, 1556 as before"
	is "the knowledge base" "$(known)" "$before"
fi

story "MSRC's months: what is missing is said, until nothing is"
make_home standard
run 4 feed missing
has "The list of months is not there"
run 0 feed import msrc "$demo/feeds/msrc-2022-Nov.xml"
run 4 feed missing
has "The list of months is not there"
run 0 feed import msrc "$demo/feeds/msrc-updates.json"
run 4 feed missing
has "2022-Oct  missing"
has "1 of 2 months are missing or old"
run 4 feed status
has "Not all of MSRC's months are held"
run 4 feed missing --json
json '.complete, .has_list, .gaps' "false
true
1"
json '.months[0] | .id, .state, .url' "2022-Oct
missing
https://api.msrc.microsoft.com/cvrf/v3.0/cvrf/2022-Oct"
sed -e 's/2022-Nov/2022-Oct/; s/2026-02-18T03:08:36/2025-11-04T08:00:00/; s/CVE-2022-37966/CVE-2022-38000/' "$demo/feeds/msrc-2022-Nov.xml" >"$scratch/2022-Oct.xml"
run 0 feed import msrc "$scratch/2022-Oct.xml"
run 0 feed missing
has "All 2 months of the list are held in their newest issue."
sed -e 's/2025-11-04T08/2026-11-10T08/' "$demo/feeds/msrc-updates.json" >"$scratch/updates.json"
run 0 feed import msrc "$scratch/updates.json"
run 4 feed missing
has "2022-Oct  re-issued since"
sed -e 's/<vuln:ProductID>10816</<vuln:ProductID>1</' "$demo/feeds/msrc-2022-Nov.xml" >"$scratch/broken.xml"
run 3 feed import msrc "$scratch/broken.xml"
has "The product 1 is not in the product tree."

story "what makers publish is looked up"
run 0 feed import builds "$demo/feeds/builds.json"
run 0 feed import eol "$demo/feeds/eol.json"
run 0 kb releases KB5089549
has "2026-05-12  Windows 11, version 24H2  10.0.26100.8457  KB5089549"
run 0 kb releases windows server 2019
has "2 found, 2 shown."
run 4 kb releases no such product
run 2 kb releases ""
run 2 kb releases windows --most 0
run 0 kb life windows server
has "2031-10-14"
run 0 kb life tomcat --json
json '.cycles | map(.state + " " + .cycle.cycle) | sort[]' "ended 8.5
supported 11.0"
run 0 kb show CVE-2022-37966
has "KB5019966 10.0.17763.3650 (Security Update); restart: needed; replaces: 5018419"
has "Windows Server 2019: Critical, Elevation of Privilege"

story "an older record behind a newer one changes nothing"
make_home standard
run 0 feed import nvd "$demo/feeds/nvd.json"
before=$(known)
sed 's/"lastModified": "20[0-9][0-9]/"lastModified": "2001/; s/versionEndExcluding": "[^"]*"/versionEndExcluding": "0.0.1"/' \
	"$demo/feeds/nvd.json" >"$scratch/older.json"
run 0 feed import nvd "$scratch/older.json"
has "0 new, 0 changed, 9 as before"
is "the knowledge base" "$(known)" "$before"

story "packed anew it is the same"
mkdir "$scratch/packed"
gzip -c "$demo/feeds/nvd.json" >"$scratch/packed/nvd.json.gz"
if command -v zstd >/dev/null; then zstd -q "$demo/feeds/nvd.json" -o "$scratch/packed/nvd.json.zst"; else skip "no zstd here"; fi
python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z: z.write(sys.argv[2], "nvd.json")' "$scratch/packed/nvd.zip" "$demo/feeds/nvd.json"
cp "$scratch/packed/nvd.zip" "$scratch/packed/a name that says nothing"
for file in "$scratch/packed"/*; do
	run 0 feed import nvd "$file"
	has "9 records: 0 new, 0 changed, 9 as before"
done

story "a file of another kind is refused in one sentence"
make_home standard
before=$(known)
for pair in nvd:kev.json nvd:cve5.json nvd:jvn.xml nvd:epss.csv nvd:osv-maven.ndjson cve5:nvd.json cve5:osv-maven.ndjson \
	cve5:kev.json kev:nvd.json kev:cve5.json kev:epss.csv kev:jvn.xml epss:kev.json epss:nvd.json epss:jvn.xml osv:kev.json \
	osv:nvd.json osv:cve5.json jvn:nvd.json jvn:kev.json jvn:epss.csv msrc:nvd.json msrc:kev.json msrc:jvn.xml builds:nvd.json \
	builds:eol.json eol:builds.json eol:nvd.json nvd:msrc-2022-Nov.xml jvn:msrc-2022-Nov.xml nvd:builds.json; do
	run 3 feed import "${pair%%:*}" "$demo/feeds/${pair#*:}"
	one_sentence "$pair" "${pair#*:}"
done
for pair in jvn:jvn/examples/hnd/getAlertList_hnd.xml jvn:jvn/examples/hnd/dataFeed_jvndb_rss_hnd.xml \
	jvn:jvn/examples/oka/dataFeed_jvndb_detail_oka.json nvd:nvd/nvdcve-1.1-2022.mod64.json.gz \
	nvd:nvd/api-2.0/cpematch/3_pages/0-3.json osv:osv/raw-pypa-yaml/PYSEC-2018-110.yaml; do
	with_data "${pair#*:}" || continue
	run 3 feed import "${pair%%:*}" "$data/${pair#*:}"
	one_sentence "$pair" "$(basename "${pair#*:}")"
done
is "the knowledge base" "$(known)" "$before"

story "one bad file of several does not keep the others out"
run 3 feed import nvd "$demo/feeds/kev.json" "$demo/feeds/nvd.json"
has "9 records: 9 new"
has "generation 1, 9 records"

story "usage"
run 2 feed import
run 2 feed import nvd
run 2 feed import leaflet "$demo/feeds/nvd.json"
has 'no feed kind "leaflet"'
run 2 feed import nvd --complete --partial "$demo/feeds/nvd.json"
run 2 feed import nvd --age-limit soon "$demo/feeds/nvd.json"
plan
