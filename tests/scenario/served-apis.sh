#!/bin/sh
# The APIs of others at their own paths: what clients of MyJVN, NVD, OSV and icat ask, and what they get; two of them unmodified where they are at hand.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
# ask PATH OPTIONS…: what came stands in $out, the headers in $err; the status is printed.
ask() {
	ask_path=$1
	shift
	curl -sS -m 60 -o "$out" -D "$err" -w '%{http_code}' "$@" "$url$ask_path"
}
# setting KEY VALUE
setting() {
	sed -i "/^$1 *=/d" "$home/tsukuroi.conf"
	echo "$1 = $2" >>"$home/tsukuroi.conf"
}
# attribute NAME: of the status at the end of MyJVN's answer.
attribute() { sed -n "s/.*<status:Status[^>]* $1=\"\([^\"]*\)\".*/\1/p" "$out"; }
everything='rangeDatePublic=n&rangeDatePublished=n&rangeDateFirstPublished=n'
my='/myjvn?feed=hnd&method='
nvd=/rest/json/cves/2.0

story "nobody may, until it is said who"
make_home standard
echo 'served_apis = local' >>"$home/tsukuroi.conf"
start_home
is "nothing taken in is no empty list: NVD" "$(ask "$nvd")" 404
has "message: The knowledge base here has no records of NVD."
is "… nor JVN" "$(ask "${my}getVulnOverviewList") $(attribute errCd)" "200 VL99000005"
is "… nor OSV" "$(ask /v1/query -H 'Content-Type: application/json' -d '{"package":{"name":"x","ecosystem":"npm"},"version":"1"}')" 400
stop_home
setting served_apis off
demo_knowledge
secret=$("$TSUKUROI" --home "$home" --lang en token make --name feeds --scope read 2>/dev/null | grep -aoE "tsk_[a-z2-7]{58}")
start_home
is "off: the address is not there" "$(ask "${my}getVulnOverviewList")" 404
is "off: nor NVD's" "$(ask "$nvd?cveId=CVE-2021-44228")" 404
setting served_apis local
setting served_networks "192.0.2.0/24"
is "another network's" "$(ask "$nvd?cveId=CVE-2021-44228")" 403
has "message: This API is not served to this address"
setting served_networks "192.0.2.0/24, 127.0.0.1"
is "one of the list's" "$(ask "$nvd?cveId=CVE-2021-44228")" 200
is "… and no other site's script reads it" "$(grep -ci access-control-allow "$err")" 0
setting served_apis token
is "without a token" "$(ask /v1/vulns/PYSEC-2099-1)" 403
json '.code' 7
is "with none, NVD" "$(ask "$nvd?cveId=CVE-2021-44228")" 403
is "with a wrong one" "$(ask "$nvd?cveId=CVE-2021-44228" -H 'apiKey: tsk_no')" 404
has "message: Invalid apiKey."
is "NVD's clients send it as apiKey" "$(ask "$nvd?cveId=CVE-2021-44228" -H "apiKey: $secret")" 200
has "apiKey: Yes"
is "others as a bearer" "$(ask "${my}getStatistics&theme=sumJvnDb" -H "Authorization: Bearer $secret")" 200
setting served_apis local
is "a method that changes something" "$(ask "$nvd" -X POST -d x=1)" 405

story "NVD: by id, by pages, by what is asked"
known_cve=$(ask "$nvd" >/dev/null && jq -r '.vulnerabilities[0].cve.id' <"$out")
total=$(jq -r .totalResults <"$out")
is "everything" "$(jq -r '.vulnerabilities | length' <"$out")" "$total"
json '.format + .version' NVD_CVE2.0
is "the oldest first" "$(jq -r '[.vulnerabilities[].cve.published] == ([.vulnerabilities[].cve.published] | sort)' <"$out")" true
is "one" "$(ask "$nvd?cveId=$known_cve") $(jq -r '.vulnerabilities[0].cve.id' <"$out")" "200 $known_cve"
has "X-Notice: This product uses data from the NVD API but is not endorsed or certified by the NVD."
is "pages meet" "$(for page_at in 0 1 2; do ask "$nvd?resultsPerPage=1&startIndex=$page_at" >/dev/null && jq -r '.vulnerabilities[].cve.id' <"$out"; done | sort -u | wc -l)" 3
is "behind the end" "$(ask "$nvd?startIndex=99999") $(jq -r '"\(.resultsPerPage) \(.totalResults)"' <"$out")" "200 0 $total"
is "an id that is none" "$(ask "$nvd?cveId=x") $(wc -c <"$out")" "404 0"
has "message: Invalid cveId parameter."
for wrong in 'resultsPerPage=2001' 'cvssV3Severity=Bad' 'nosuch=1' 'hasOval' 'lastModStartDate=2026-01-01T00:00:00.000' 'cpeName=cpe:2.3:a:x:y' \
	'lastModStartDate=2026-01-01T00:00:00.000&lastModEndDate=2026-06-01T00:00:00.000' 'keywordExactMatch' 'isVulnerable' 'versionStart=1'; do
	is "refused: $wrong" "$(ask "$nvd?$wrong")" 404
	holds "… with a sentence" grep -qai '^message: .' "$err"
done
is "by severity" "$(ask "$nvd?cvssV3Severity=CRITICAL") $(jq -r '[.vulnerabilities[].cve.metrics | (.cvssMetricV31 // .cvssMetricV30)[].cvssData.baseSeverity] | unique | index("CRITICAL") != null' <"$out")" "200 true"
is "by KEV" "$(ask "$nvd?hasKev") $(jq -r '[.vulnerabilities[].cve | has("cisaExploitAdd")] | all' <"$out")" "200 true"
criteria=$(ask "$nvd" >/dev/null && jq -r '[.vulnerabilities[].cve | select(.configurations) | .configurations[].nodes[].cpeMatch[] | select(.vulnerable and .versionEndExcluding)][0] | "\(.criteria) \(.versionEndExcluding)"' <"$out")
product=$(echo "$criteria" | cut -d: -f1-5)
end=${criteria#* }
inside=$(ask "$nvd?cpeName=$product:0.0.1:*:*:*:*:*:*:*" >/dev/null && jq -r .totalResults <"$out")
beyond=$(ask "$nvd?cpeName=$product:$end:*:*:*:*:*:*:*" >/dev/null && jq -r .totalResults <"$out")
holds "a version below the end is in more of them ($inside, $beyond)" test "$inside" -ge "$beyond" -a "$(ask "$nvd?virtualMatchString=$product" >/dev/null && jq -r .totalResults <"$out")" -ge "$inside"
is "by dates" "$(ask "$nvd?pubStartDate=2000-01-01T00:00:00.000%2B09:00&pubEndDate=2000-02-01T00:00:00.000%2B09:00") $(jq -r .totalResults <"$out")" "200 0"

story "OSV: a package in a version"
query='{"package":{"name":"jinja2","ecosystem":"PyPI"},"version":"2.4.1"}'
with_data osv/pypa-even-600.ndjson.gz && t feed import osv "$data/osv/pypa-even-600.ndjson.gz" && {
	is "it is answered from what is in force now" "$(ask /v1/query -H 'Content-Type: application/json' -d "$query")" 200
	json '[.vulns[].id] | join(" ")' 'PYSEC-2014-8 PYSEC-2019-220 PYSEC-2021-66'
	cp "$out" "$scratch/whole"
	is "by purl" "$(ask /v1/query -d '{"package":{"purl":"pkg:pypi/jinja2@2.4.1"}}' -H 'Content-Type: application/json') $(jq -r '.vulns | length' <"$out")" "200 3"
	is "a version that is mended" "$(ask /v1/query -d '{"package":{"name":"jinja2","ecosystem":"PyPI"},"version":"3.1.4"}' -H 'Content-Type: application/json') $(cat "$out")" '200 {}'
	# As osv-scanner asks: packages by purl, and by name and ecosystem.
	is "a batch, in its order" "$(ask /v1/querybatch -H 'Content-Type: application/json' -d "{\"queries\":[{\"package\":{\"purl\":\"pkg:pypi/jinja2@3.1.4\"}},$query]}")" 200
	json '"\(.results | length) \(.results[0]) \(.results[1].vulns | map(.id) | join(" "))"' '2 {} PYSEC-2014-8 PYSEC-2019-220 PYSEC-2021-66'
	is "a record by its id" "$(ask /v1/vulns/PYSEC-2014-8)" 200
	is "… the same as in the answer" "$(jq -S . <"$out")" "$(jq -S '.vulns[0]' <"$scratch/whole")"
	is "none such" "$(ask /v1/vulns/PYSEC-1999-1) $(cat "$out")" '404 {"code":5,"message":"Bug not found."}'
	is "an ecosystem that nobody brought is no empty answer" "$(ask /v1/query -H 'Content-Type: application/json' -d '{"package":{"name":"x","ecosystem":"Hackage"},"version":"1"}')" 400
	has "has no records of it"
	is "nor a commit" "$(ask /v1/query -H 'Content-Type: application/json' -d '{"commit":"6879efc2c1596d11a6a6ad296f80063b558d5e0f"}') $(jq .code <"$out")" "400 3"
	is "what is no JSON" "$(ask /v1/query -H 'Content-Type: application/json' -d '{"package":') $(jq .code <"$out")" "400 3"
	if command -v pip-audit >/dev/null 2>&1; then
		echo 'jinja2==2.4.1' >"$scratch/requirements.txt"
		pip-audit -s osv --osv-url "$url/v1/query" -r "$scratch/requirements.txt" --no-deps --disable-pip --progress-spinner off -f json >"$out" 2>"$err"
		json '[.dependencies[0].vulns[].id] | sort | join(" ")' 'PYSEC-2014-8 PYSEC-2019-220 PYSEC-2021-66'
	else
		skip "pip-audit is not at hand"
	fi
}

story "OSV: packages of distributions, and what was withdrawn"
cat >"$scratch/tracker.json" <<-'END'
	{"curl":{"CVE-2026-0001":{"description":"A flaw in curl.","releases":{"bookworm":{"status":"resolved","fixed_version":"7.88.1-10+deb12u9","urgency":"medium"},
	"trixie":{"status":"open","urgency":"not yet assigned"}}},
	"CVE-2026-0002":{"releases":{"bookworm":{"status":"resolved","fixed_version":"0","urgency":"unimportant"}}}}}
END
for release in v3.19:8.9.0-r0 v3.20:8.9.1-r0; do
	echo "{\"distroversion\":\"${release%:*}\",\"reponame\":\"main\",\"packages\":[{\"pkg\":{\"name\":\"curl\",\"secfixes\":{\"${release#*:}\":[\"CVE-2026-0001\"]}}}]}" >"$scratch/${release%:*}.json"
done
echo '{"id":"PYSEC-2099-1","modified":"2026-01-02T00:00:00Z","withdrawn":"2026-01-02T00:00:00Z","affected":[{"package":{"name":"jinja2","ecosystem":"PyPI"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}]}' >"$scratch/withdrawn.ndjson"
t feed import debsec "$scratch/tracker.json"
t feed import secdb "$scratch/v3.19.json" "$scratch/v3.20.json"
t feed import osv "$scratch/withdrawn.ndjson"
# asks PACKAGE ECOSYSTEM VERSION: the ids that are told, or the error.
asks() {
	ask /v1/query -H 'Content-Type: application/json' -d "{\"package\":{\"name\":\"$1\",\"ecosystem\":\"$2\"},\"version\":\"$3\"}" >/dev/null
	jq -r 'if has("code") then .code else [.vulns[]?.id] | join(" ") end' <"$out"
}
is "Debian's tracker, before it is mended" "$(asks curl Debian:12 7.88.1-10+deb12u5)" DEBIAN-CVE-2026-0001
json '.vulns[0] | "\(.upstream[0]) \(has("modified")) \(.affected | map(.package.ecosystem) | join(" "))"' 'CVE-2026-0001 true Debian:12 Debian:13'
is "… and after" "$(asks curl Debian:12 7.88.1-10+deb12u9)" ''
is "… where it is open" "$(asks curl Debian:13 8.14.1-2)" DEBIAN-CVE-2026-0001
is "… in a release that nobody brought" "$(asks curl Debian:11 7.74.0-1)" 3
is "Alpine's, before" "$(asks curl Alpine:v3.19 8.5.0-r0)" ALPINE-CVE-2026-0001
cp "$out" "$scratch/whole"
is "… and after" "$(asks curl Alpine:v3.19 8.9.0-r0)" ''
is "… of the next release" "$(asks curl Alpine:v3.20 8.9.0-r0)" ALPINE-CVE-2026-0001
is "by purl" "$(ask /v1/query -H 'Content-Type: application/json' -d '{"package":{"purl":"pkg:deb/debian/curl@7.88.1-10+deb12u5?distro=debian-12"}}') $(jq -r '.vulns[0].id' <"$out")" "200 DEBIAN-CVE-2026-0001"
is "a record by its id: both lists" "$(ask /v1/vulns/ALPINE-CVE-2026-0001) $(jq -r '[.affected[].package.ecosystem] | join(" ")' <"$out")" "200 Alpine:v3.19 Alpine:v3.20"
is "… the same as in the answer" "$(jq -S . <"$out")" "$(jq -S '.vulns[0]' <"$scratch/whole")"
is "what was never in a package is not affected" "$(ask /v1/vulns/DEBIAN-CVE-2026-0002) $(jq 'has("affected")' <"$out")" "200 false"
is "what was withdrawn stays so" "$(ask /v1/vulns/PYSEC-2099-1) $(jq -r .withdrawn <"$out")" "200 2026-01-02T00:00:00Z"
is "… and is in no answer" "$(asks jinja2 PyPI 3.1.4)" ''
echo '{"curl":{"CVE-2026-0002":{"releases":{"bookworm":{"status":"resolved","fixed_version":"0"}}}}}' >"$scratch/tracker.json"
t feed import debsec --accept "$scratch/tracker.json"
is "what a list has no more is withdrawn" "$(ask /v1/vulns/DEBIAN-CVE-2026-0001) $(jq -r 'has("withdrawn")' <"$out")" "200 true"

if python3 -c 'import nvdlib' 2>/dev/null; then
	python3 - "$url" "$known_cve" >"$out" 2>"$err" <<-'END'
		import sys, requests
		ask = requests.get
		requests.get = lambda address, **rest: ask(address.replace("https://services.nvd.nist.gov", sys.argv[1]), **rest)
		import nvdlib
		one = nvdlib.searchCVE(cveId=sys.argv[2], key="none", delay=0.7)[0]
		print(one.id, one.vulnStatus, len(nvdlib.searchCVE(key="none", delay=0.7)))
	END
	is "nvdlib" "$(cat "$out")" "$known_cve Analyzed $total"
else
	skip "nvdlib is not at hand"
fi

story "MyJVN: every method, its status, its errors"
if with_data jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml; then
	for feed in dataFeed_jvndb_detail_hnd getVulnOverviewList_hnd; do t feed import jvn "$data/jvn/examples/hnd/$feed.xml"; done
	t feed import names "$data/jvn/examples/hnd/getProductList_hnd.xml"
	t feed import names "$data/jvn/examples/hnd/getVendorList_hnd.xml"
	is "the past week: nothing" "$(ask "${my}getVulnOverviewList") $(attribute retCd) $(attribute totalRes)" "200 0 0"
	is "everything" "$(ask "${my}getVulnOverviewList&$everything") $(attribute retCd)" "200 0"
	all=$(attribute totalRes)
	is "… as many items as it says" "$(grep -o '<item rdf:about' "$out" | wc -l)" "$all"
	is "… the newest first" "$(grep -o '<dcterms:modified>[^<]*' "$out" | tail -n +2 | sort -rc && echo yes)" yes
	is "two from the second on" "$(ask "${my}getVulnOverviewList&$everything&startItem=2&maxCountItem=2") $(attribute totalRes) $(attribute totalResRet) $(attribute firstRes)" "200 $all 2 2"
	is "by product" "$(ask "${my}getVulnOverviewList&$everything&cpeName=cpe:/a:jacic:*") $(attribute totalRes) $(attribute cpeName)" "200 1 cpe:/a:jacic:*"
	is "by words" "$(ask "${my}getVulnOverviewList&$everything&keyword=%E9%9B%BB%E5%AD%90%E5%85%A5%E6%9C%AD") $(attribute totalRes)" "200 1"
	is "by the month of its change" "$(ask "${my}getVulnOverviewList&rangeDatePublic=n&rangeDateFirstPublished=n&datePublishedStartY=2024&datePublishedStartM=5&datePublishedEndY=2024&datePublishedEndM=5") $(grep -o '<sec:identifier>[^<]*' "$out" | tail -n 1)" "200 <sec:identifier>JVNDB-2022-000097"
	is "details, two of three" "$(ask "${my}getVulnDetailInfo&vulnId=JVNDB-2022-000097+JVNDB-2017-009608+JVNDB-1999-000001") $(attribute totalRes) $(attribute vulnId)" "200 2 JVNDB-2022-000097+JVNDB-2017-009608+JVNDB-1999-000001"
	cp "$out" "$scratch/detail.xml"
	is "… in POST" "$(ask /myjvn -d 'feed=hnd&method=getVulnDetailInfo&vulnId=JVNDB-2022-000097') $(attribute totalResRet)" "200 1"
	is "… joined by a sign that was escaped" "$(ask "${my}getVulnDetailInfo&vulnId=JVNDB-2022-000097%2BJVNDB-2017-009608") $(attribute totalRes)" "200 2"
	is "vendors" "$(ask "${my}getVendorList&keyword=%E6%9D%B1%E8%8A%9D") $(attribute totalRes)" "200 4"
	is "products" "$(ask "${my}getProductList&cpeName=cpe:/h:mitsubishielectric:*") $(attribute retCd)" "200 0"
	is "statistics" "$(ask "${my}getStatistics&theme=sumCvss&type=q") $(attribute retCd) $(grep -c 'cntC=' "$out")" "200 0 1"
	for case in 'getNothing|XX00000001' 'getVulnOverviewList&startItem=0|VL01020003' 'getVendorList&startItem=x|VN01020003' 'getProductList&startItem=-1|PR01020003' \
		'getVulnDetailInfo&vulnId=CVE-2026-0001|VD01030602' 'getStatistics&theme=sumCvss&datePublicStartY=2026&datePublicEndY=2020|VS06030970' \
		'getVulnOverviewList&maxCountItem=51|VL99000001' 'getVulnDetailInfo|VD99000002' 'getVulnOverviewList&vendorId=1&productId=2|VL99000003'; do
		is "an error has its code: ${case%|*}" "$(ask "$my${case%|*}") $(attribute retCd) $(attribute errCd)" "200 1 ${case#*|}"
	done
	is "another feed" "$(ask '/myjvn?feed=itm&method=getVendorList') $(attribute errCd)" "200 XX00000001"
	# Our own reader takes it for what it is.
	t --home "$scratch/second" init
	"$TSUKUROI" --home "$scratch/second" --lang en feed import jvn "$scratch/detail.xml" >"$out" 2>"$err"
	has "jvn:detail: 2 records"
	if python3 -c 'import lxml' 2>/dev/null; then
		ask "${my}getVulnOverviewList&$everything" >/dev/null && cp "$out" "$scratch/overview.xml"
		ask "${my}getVendorList" >/dev/null && cp "$out" "$scratch/vendors.xml"
		ask "${my}getProductList" >/dev/null && cp "$out" "$scratch/products.xml"
		ask "${my}getStatistics&theme=sumAll&cweId=CWE-79&datePublicStartY=2010" >/dev/null && cp "$out" "$scratch/statistics.xml"
		for answer in overview detail vendors products statistics; do
			is "$answer: holds to the schemas of JVN" "$(python3 "$root/tests/scenario/jvn_schemas.py" "$data/jvn/schemas/hnd" "$scratch/$answer.xml" 2>&1)" True
		done
	else
		skip "lxml is not at hand"
	fi
	is "no alerts held is an error" "$(ask "${my}getAlertList") $(attribute errCd)" "200 AL99000005"
	story "icat, its page, Atom"
	is "icat for JSON" "$(ask '/IPARssReader.php?1763712000&tool=icatw') $(jq -r '.itemdata | length' <"$out")" "200 7"
	json '.itemdata[0] | keys | join(" ")' 'item_date item_identifier item_link item_title'
	is "an unknown tool" "$(ask '/IPARssReader.php?1&tool=x') $(jq -r .messageid <"$out")" "200 IRSS-0103"
	is "a page for a frame" "$(ask '/knowledge/icat.html') $(grep -c '<a href="https://jvndb.jvn.jp/' "$out") $(grep -ci '<script' "$out")" "200 1 0"
fi
if with_data jvn/examples/hnd/getAlertList_hnd.xml; then
	story "alerts, once some are held"
	t feed import alerts "$data/jvn/examples/hnd/getAlertList_hnd.xml"
	is "as Atom" "$(ask "${my}getAlertList") $(attribute retCd)" "200 0"
	alerts=$(attribute totalRes)
	is "… as many entries as it says" "$(grep -o '<entry>' "$out" | wc -l)" "$alerts"
	is "as JSON" "$(ask "${my}getAlertList&ft=json") $(jq -r '.feed."status:Status".totalRes + " " + (.feed.entry | length | tostring)' <"$out")" "200 $alerts $alerts"
	json '.feed.entry[0] | [has("title"), has("id"), has("link"), has("category"), has("updated"), has("published"), has("sec:items")] | all' true
	is "by year" "$(ask "${my}getAlertList&datePublished=1999") $(attribute totalRes)" "200 0"
	has "該当する脆弱性対策情報はありません。"
	is "a year that is none" "$(ask "${my}getAlertList&datePublished=x") $(attribute errCd)" "200 AL0703019"
	ask "${my}getAlertList" >/dev/null && cp "$out" "$scratch/alerts.xml"
	if python3 -c 'import lxml' 2>/dev/null; then
		is "alerts hold to the schemas of JVN" "$(python3 "$root/tests/scenario/jvn_schemas.py" "$data/jvn/schemas/hnd" "$scratch/alerts.xml" 2>&1)" True
	fi
	"$TSUKUROI" --home "$scratch/second" --lang en feed import alerts "$scratch/alerts.xml" >"$out" 2>"$err"
	has "$alerts records"
	is "icat shows them first" "$(ask '/IPARssReader.php?1&tool=icath') $(jq -r '.itemdata | length > 0' <"$out") $(jq -r .docTitle <"$out")" "200 true 注意喚起・重要なセキュリティ情報"
fi
is "Atom" "$(ask '/knowledge/feed.atom?lang=en') $(head -c 200 "$out" | grep -c 'http://www.w3.org/2005/Atom')" "200 1"
is "… whose links lead here from anywhere" "$(grep -o '<link href="[^"]*' "$out" | grep -vc "^<link href=\"$url/vulnerabilities/") $(grep -c "rel=\"self\" href=\"$url/knowledge/feed.atom?lang=en\"" "$out")" "0 1"

story "own advisories: what a person put out, and nothing else"
is "without any, no provider" "$(ask /.well-known/csaf/provider-metadata.json)" 404
mkdir -p "$home/csaf/2026"
# document ID TLP STATUS: an advisory of a made organisation.
document() {
	cat <<-END
		{"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"例の製品の脆弱性","distribution":{"tlp":{"label":"$2"}},
		"publisher":{"category":"vendor","name":"例市","namespace":"https://www.city.example.jp"},
		"tracking":{"id":"$1","status":"$3","version":"1","initial_release_date":"2026-11-01T00:00:00Z","current_release_date":"2026-11-02T00:00:00Z","revision_history":[]}}}
	END
}
document EX-2026-001 WHITE final >"$home/csaf/2026/ex-2026-001.json"
document EX-2026-002 AMBER final >"$home/csaf/2026/ex-2026-002.json"
document EX-2026-003 WHITE draft >"$home/csaf/2026/ex-2026-003.json"
is "a list of one" "$(ask /.well-known/csaf/index.txt) $(cat "$out")" "200 2026/ex-2026-001.json"
is "who publishes" "$(ask /.well-known/csaf/provider-metadata.json) $(jq -r '.publisher.name + " " + .role' <"$out")" "200 例市 csaf_publisher"
is "the document" "$(ask /.well-known/csaf/2026/ex-2026-001.json) $(jq -r .document.tracking.id <"$out")" "200 EX-2026-001"
is "its hash" "$(ask /.well-known/csaf/2026/ex-2026-001.json.sha256) $(cut -d' ' -f1 "$out")" "200 $(sha256sum "$home/csaf/2026/ex-2026-001.json" | cut -d' ' -f1)"
for kept in 2026/ex-2026-002.json 2026/ex-2026-003.json 2026/none.json ../tsukuroi.conf 2026/%2e%2e/tsukuroi.conf '2026/..%2f..%2ftsukuroi.conf'; do
	kept_status=$(ask "/.well-known/csaf/$kept" --path-as-is)
	case $kept_status in
	400 | 404) ok "not given out: $kept" ;;
	*) not_ok "not to be given out: $kept ($kept_status)" ;;
	esac
done
is "what is not for everybody is for who shows a token" "$(ask /.well-known/csaf/2026/ex-2026-002.json -H "Authorization: Bearer $secret") $(jq -r .document.tracking.id <"$out")" "200 EX-2026-002"
is "… and for nobody else" "$(ask /.well-known/csaf/2026/ex-2026-002.json -H 'Authorization: Bearer tsk_no')" 404
is "by hand means unsigned" "$(ask /.well-known/csaf/2026/ex-2026-001.json.asc)" 404
is "a longer hash" "$(ask /.well-known/csaf/2026/ex-2026-001.json.sha512) $(cut -d' ' -f1 "$out")" "200 $(sha512sum "$home/csaf/2026/ex-2026-001.json" | cut -d' ' -f1)"
is "a folder's page" "$(ask /.well-known/csaf/2026/) $(grep -o 'href="[^"]*"' "$out" | tr '\n' ' ')" '200 href="ex-2026-001.json" href="ex-2026-001.json.sha256" href="ex-2026-001.json.sha512" '
is "ROLIE is of https" "$(ask /.well-known/csaf/csaf-feed-tlp-white.json)" 404
is "without a contact, no security.txt" "$(ask /.well-known/security.txt)" 404
setting security_contact "mailto:psirt@city.example.jp"
is "with one" "$(ask /.well-known/security.txt) $(grep -c -e '^Contact: mailto:psirt@city.example.jp' -e '^Expires: 2' -e "^CSAF: $url/.well-known/csaf/provider-metadata.json" "$out")" "200 3"

story "… and signed, by a key that does not leave the key holder"
setting clock given
run 2 csaf key
has "organisation = NAME"
setting organisation 例市
run 5 csaf key
has "tsukuroi key init"
run 3 csaf key --renew
has "There is no key yet that could be renewed"
t key init --unlock file
t key start
run 0 csaf key
has "Advisories are signed from now on with the key"
fingerprint=$(grep -oE '[0-9A-F]{40}' "$out" | head -n 1)
run 0 csaf key
has "Advisories are signed with the key $fingerprint"
# advisory ID TLP DAY SUMMARY: one that is whole.
advisory() {
	document "$1" "$2" final | sed "s/2026-11-02T/2026-11-$3T/; s/\"revision_history\":\[\]/\"revision_history\":[{\"date\":\"2026-11-01T00:00:00Z\",\"number\":\"1\",\"summary\":\"$4\"}]/"
}
document EX-2026-004 WHITE final >"$scratch/ex.json"
run 3 csaf publish "$scratch/ex.json"
has "revision_history"
document EX-2026-004 WHITE draft >"$scratch/ex.json"
run 3 csaf publish "$scratch/ex.json"
has "draft"
echo '{"document":{"csaf_version":"2.0"}}' >"$scratch/ex.json"
run 3 csaf publish "$scratch/ex.json"
advisory "EX 2026/004" WHITE 03 初版 >"$scratch/ex.json"
jq --arg id "EX-$(printf '%0200d' 1)" '.document.tracking.id = $id' "$scratch/ex.json" >"$scratch/long.json"
run 3 csaf publish "$scratch/long.json"
one_sentence "a number that no file can be named after" "more than 200 bytes"
run 0 csaf publish "$scratch/ex.json"
has "EX 2026/004 is out as 2026/ex_2026_004.json, TLP:WHITE, signed."
advisory "EX 2026/004" WHITE 02 前の版 >"$scratch/ex.json"
run 3 csaf publish "$scratch/ex.json"
has "A later edition of EX 2026/004 is out already"
advisory "EX_2026_004" WHITE 04 別の文書 >"$scratch/ex.json"
run 3 csaf publish "$scratch/ex.json"
has "give it another number"
advisory EX-2026-005 RED 03 初版 >"$scratch/ex.json"
run 0 csaf publish "$scratch/ex.json"
has "TLP:RED, signed."
is "its signature" "$(ask /.well-known/csaf/2026/ex_2026_004.json.asc) $(head -n 1 "$out")" "200 -----BEGIN PGP SIGNATURE-----"
cp "$out" "$scratch/ex.asc"
is "the key" "$(ask "/.well-known/csaf/openpgp/$fingerprint.asc")" 200
if command -v gpg >/dev/null 2>&1; then
	mkdir -m 700 "$scratch/gnupg" && GNUPGHOME=$scratch/gnupg gpg --quiet --batch --dearmor <"$out" >"$scratch/ring.gpg" 2>/dev/null
	is "others take it" "$(gpgv --keyring "$scratch/ring.gpg" --status-fd 1 "$scratch/ex.asc" "$home/csaf/2026/ex_2026_004.json" 2>/dev/null | grep -c "VALIDSIG $fingerprint")" 1
	echo >>"$home/csaf/2026/ex_2026_004.json"
	is "… not over what was altered" "$(gpgv --keyring "$scratch/ring.gpg" --status-fd 1 "$scratch/ex.asc" "$home/csaf/2026/ex_2026_004.json" 2>/dev/null | grep -c VALIDSIG)" 0
	is "… which is given out as not signed" "$(ask /.well-known/csaf/2026/ex_2026_004.json.asc)" 404
else
	skip "gpg is not at hand"
fi
run 0 csaf list
has "EX-2026-005  TLP:RED"
is "nobody learns of what is not for him" "$(ask /.well-known/csaf/index.txt) $(grep -c ex-2026-005 "$out")" "200 0"
is "… but who may" "$(ask /.well-known/csaf/index.txt -H "Authorization: Bearer $secret") $(grep -c ex-2026-005 "$out")" "200 1"

story "… taken back, or never to have been there"
run 2 csaf withdraw EX-2026-007
has "--reason TEXT"
run 3 csaf withdraw EX-2026-007 --reason "別の製品でした。"
has "Nothing is out under the number EX-2026-007"
advisory EX-2026-007 WHITE 03 初版 | jq '.document.lang = "ja" | .product_tree.full_product_names = [{name: "例", product_id: "P"}]' >"$scratch/ex.json"
run 0 csaf publish "$scratch/ex.json"
run 0 csaf withdraw EX-2026-007 --reason "別の製品でした。"
has "EX-2026-007 is taken back: its version 2 says so, as 2026/ex-2026-007.json, signed."
is "it stays where it was" "$(ask /.well-known/csaf/2026/ex-2026-007.json)" 200
json '.document | "\(.category) \(.title) \(.tracking.version) \(.tracking.status) \(.tracking.revision_history | length)"' "csaf_base 【取り下げ】例の製品の脆弱性 2 final 2"
json '.document.notes[-1] | "\(.category) \(.title)"' "description 取り下げの理由"
json '[has("product_tree"), (.document.tracking.current_release_date > "2026-11-03"), (.document.tracking.revision_history[0].summary)] | join(" ")' "false true 初版"
cp "$out" "$scratch/back.json"
if [ -r "$data/csaf/schema-2.0/csaf_json_schema.json" ] && python3 -c 'import jsonschema' 2>/dev/null; then
	holds "CSAF's schema agrees" python3 -W ignore -c 'import json, sys, jsonschema; jsonschema.Draft202012Validator({k: v for k, v in json.load(open(sys.argv[1])).items() if k != "$schema"}).validate(json.load(open(sys.argv[2])))' \
		"$data/csaf/schema-2.0/csaf_json_schema.json" "$scratch/back.json"
else
	skip "no schema, or no jsonschema"
fi
is "… signed anew" "$(ask /.well-known/csaf/2026/ex-2026-007.json.asc) $(head -n 1 "$out")" "200 -----BEGIN PGP SIGNATURE-----"
[ ! -e "$scratch/ring.gpg" ] || is "… as others find" "$(gpgv --keyring "$scratch/ring.gpg" --status-fd 1 "$out" "$scratch/back.json" 2>/dev/null | grep -c "VALIDSIG $fingerprint")" 1
is "it is the newest of all" "$(ask /.well-known/csaf/index.txt) $(head -n 1 "$out")" "200 2026/ex-2026-007.json"
run 3 csaf withdraw EX-2026-007 --reason "もう一度"
has "is taken back already"
run 3 csaf publish "$scratch/ex.json"
one_sentence "the edition before does not come back" "A later edition of EX-2026-007 is out already"
"$TSUKUROI" --home "$scratch/second" --lang en feed import csaf "$scratch/back.json" >"$out" 2>"$err"
is "who takes it in knows it as withdrawn" "$("$TSUKUROI" --home "$scratch/second" --json kb show EX-2026-007 2>/dev/null | grep -c '"state": *"withdrawn"')" 1
advisory EX-2026-008 WHITE 03 初版 >"$scratch/ex.json"
run 0 csaf publish "$scratch/ex.json"
is "put out for everybody by mistake" "$(ask /.well-known/csaf/2026/ex-2026-008.json)" 200
run 0 csaf withdraw EX-2026-008 --erase --reason "TLP:AMBER のはずでした。"
has "EX-2026-008, TLP:WHITE, is given out no longer."
for gone in ex-2026-008.json ex-2026-008.json.asc ex-2026-008.json.sha256; do
	is "gone: $gone" "$(ask "/.well-known/csaf/2026/$gone")" 404
	is "… for who shows a token, too" "$(ask "/.well-known/csaf/2026/$gone" -H "Authorization: Bearer $secret")" 404
done
is "no list knows it" "$(ask /.well-known/csaf/changes.csv -H "Authorization: Bearer $secret") $(grep -c ex-2026-008 "$out")" "200 0"
is "nor does its way lead to it" "$(ask "/.well-known/csaf/erased/$(cd "$home/csaf/erased" && echo *.json)" -H "Authorization: Bearer $secret")" 404
is "it is kept, with its signature and the reason" "$(cd "$home/csaf/erased" && echo ex-2026-008.*.json ex-2026-008.*.json.asc ex-2026-008.*.json.reason | wc -w) $(cat "$home"/csaf/erased/*.reason)" "3 TLP:AMBER のはずでした。"
is "who collects sees that something changed" "$(ask /.well-known/csaf/provider-metadata.json) $(jq -r .last_updated <"$out")" "200 $(date -u -d "@$(basename "$home"/csaf/erased/ex-2026-008.*.json .json | sed 's/.*\.//')" +%Y-%m-%dT%H:%M:%SZ)"
advisory EX-2026-008 AMBER 03 初版 >"$scratch/ex.json"
run 0 csaf publish "$scratch/ex.json"
has "TLP:AMBER, signed."
t audit show --limit 40
is "the audit has both" "$(grep -cE 'csaf.(withdraw|erase)|took an advisory back|given out no longer' "$out")" 2


story "… by another key from now on, the former one known as well"
cp "$scratch/ring.gpg" "$scratch/ring.former.gpg" 2>/dev/null
run 0 csaf key --renew
has "The key $fingerprint before it has signed it."
renewed=$(grep -oE '[0-9A-F]{40}' "$out" | head -n 1)
is "it is another" "$(test "$renewed" != "$fingerprint" && echo yes)" yes
run 0 csaf key
has "Advisories are signed with the key $renewed"
is "both are given out" "$(ask /.well-known/csaf/provider-metadata.json) $(jq -r '[.public_openpgp_keys[].fingerprint] | sort | join(" ")' <"$out")" \
	"200 $(printf '%s\n' "$fingerprint" "$renewed" | sort | tr '\n' ' ' | sed 's/ $//')"
advisory EX-2026-009 WHITE 03 初版 >"$scratch/ex.json"
run 0 csaf publish "$scratch/ex.json"
if command -v gpg >/dev/null 2>&1; then
	for key in $fingerprint $renewed; do
		ask "/.well-known/csaf/openpgp/$key.asc" >/dev/null
		GNUPGHOME=$scratch/gnupg gpg --quiet --batch --import "$out" 2>/dev/null
	done
	GNUPGHOME=$scratch/gnupg gpg --quiet --batch --with-colons --check-sigs "$renewed" >"$out" 2>/dev/null
	is "the new one is signed by itself and by the former" "$(grep -c '^sig:!' "$out") $(grep -c "^sig:!.*$fingerprint" "$out")" "2 1"
	GNUPGHOME=$scratch/gnupg gpg --quiet --batch --export >"$scratch/ring.gpg"
	for pair in "ex-2026-007 $fingerprint" "ex-2026-009 $renewed"; do
		is "what was signed holds: $pair" "$(gpgv --keyring "$scratch/ring.gpg" --status-fd 1 "$home/csaf/2026/${pair% *}.json.asc" "$home/csaf/2026/${pair% *}.json" 2>/dev/null | grep -c "VALIDSIG ${pair#* }")" 1
	done
	is "who knows the former alone takes nothing of the new one" "$(gpgv --keyring "$scratch/ring.former.gpg" --status-fd 1 "$home/csaf/2026/ex-2026-009.json.asc" "$home/csaf/2026/ex-2026-009.json" 2>/dev/null | grep -c VALIDSIG)" 0
fi
run 0 key rotate --shares 3 --threshold 2
run 0 csaf publish "$scratch/ex.json"
has "EX-2026-009 is out as 2026/ex-2026-009.json, TLP:WHITE, signed."
run 0 csaf key
has "Advisories are signed with the key $renewed"
is "a page shows what is out, to who may see it" "$(ask /settings/served/advisories -H 'Accept: application/json')" 401
is "… by a token" "$(ask /settings/served/advisories -H 'Accept: application/json' -H "Authorization: Bearer $secret")" 200
json '. | "\(.is_here) \(.is_on) \(.count) \(.rows | length) \(.keys | map(.fingerprint) | join(" "))"' "true true 7 7 $renewed $fingerprint"
json '.rows[] | select(.id == "EX-2026-009") | "\(.tlp) \(.version) \(.signed_by) \(.is_withdrawn // false) \(.address)"' "WHITE 1 $renewed false $url/.well-known/csaf/2026/ex-2026-009.json"
json '.rows[] | select(.id == "EX-2026-007") | "\(.version) \(.signed_by) \(.is_withdrawn)"' "2 $fingerprint true"
json '.rows[] | select(.id == "EX-2026-001") | "\(.is_signed // false) \(.signed_by // "")"' "false "
json '.erased.list[] | "\(.advisory.id) \(.advisory.tlp) \(.reason)"' "EX-2026-008 WHITE TLP:AMBER のはずでした。"
is "… from the third on" "$(ask '/settings/served/advisories?from=2' -H 'Accept: application/json' -H "Authorization: Bearer $secret") $(jq -r '.rows | length' <"$out")" "200 5"
is "… behind the last" "$(ask '/settings/served/advisories?from=99999999999' -H 'Accept: application/json' -H "Authorization: Bearer $secret") $(jq -r '.rows // [] | length' <"$out")" "200 0"
t audit show --limit 60
is "the audit has it" "$(grep -cE 'csaf.renew|renewed the key that advisories' "$out")" 1


story "… and by a former key that is to be trusted no longer"
# role: what it says of itself, by https.
role() { ask /.well-known/csaf/provider-metadata.json >/dev/null && jq -r .role <"$out"; }
setting address https://csaf.city.example.jp
is "what is there unsigned makes no trusted provider" "$(role)" csaf_provider
rm "$home/csaf/2026/ex-2026-001.json" "$home/csaf/2026/ex_2026_004.json"
is "all signed by keys that are given out" "$(role)" csaf_trusted_provider
mv "$home/csaf/openpgp/$fingerprint.asc" "$scratch/former.asc"
is "by a key that is not" "$(role)" csaf_provider
is "the page tells" "$(ask /settings/served/advisories -H 'Accept: application/json' -H "Authorization: Bearer $secret") $(jq -r '[.rows[] | select(.is_unknown) | .id] | index("EX-2026-007") != null' <"$out")" "200 true"
for mine in ex-2026-005 ex-2026-007 ex-2026-008; do
	cp "$home/csaf/2026/$mine.json" "$scratch/$mine.json"
	run 0 csaf publish "$scratch/$mine.json"
done
is "signed anew" "$(role) $(ask /settings/served/advisories -H 'Accept: application/json' -H "Authorization: Bearer $secret" >/dev/null && jq -r '[.rows[] | select(.is_unknown)] | length' <"$out")" "csaf_trusted_provider 0"
run 0 csaf key
is "… and the former stays away" "$(ask /.well-known/csaf/provider-metadata.json) $(jq -r '[.public_openpgp_keys[].fingerprint] | join(" ")' <"$out")" "200 $renewed"
setting address "$url"

# The running home would start it again by what unlocks it.
mv "$home/keys/unlock" "$scratch/unlock"
t key stop
advisory EX-2026-006 WHITE 03 初版 >"$scratch/ex.json"
run 5 csaf publish "$scratch/ex.json"
has "key start"
holds "nothing is put out unsigned once there is a key" test ! -e "$home/csaf/2026/ex-2026-006.json"

if with_data nvd/nvdcve-2.0-2022.even5000.converted.json.gz; then
	story "5,000 records of NVD: every metric is the one that NVD gave"
	t feed import nvd "$data/nvd/nvdcve-2.0-2022.even5000.converted.json.gz"
	python3 - "$url$nvd" "$data/nvd/nvdcve-2.0-2022.even5000.converted.json.gz" >"$out" 2>"$err" <<-'END'
		import gzip, json, sys, urllib.request
		theirs, ours, compared, differ = json.load(gzip.open(sys.argv[2]))["vulnerabilities"], {}, 0, 0
		for start in range(0, len(theirs) + 2000, 2000):
		    page = json.load(urllib.request.urlopen(f"{sys.argv[1]}?startIndex={start}"))
		    ours.update((record["cve"]["id"], record["cve"]) for record in page["vulnerabilities"])
		for record in theirs:
		    for version, metrics in record["cve"].get("metrics", {}).items():
		        for one, other in zip(metrics, ours[record["cve"]["id"]]["metrics"][version]):
		            words = ("source", "type", "baseSeverity", "exploitabilityScore", "impactScore")
		            pairs = [(one[word], other.get(word)) for word in words if word in one] + [(value, other["cvssData"].get(word)) for word, value in one["cvssData"].items()]
		            compared += len(pairs)
		            differ += sum(a != b for a, b in pairs)
		print(compared > 100000, differ)
	END
	is "more than 100,000 values, none differs" "$(cat "$out")" "True 0"
fi

story "hostile questions are questions"
for hostile in "$nvd?keywordSearch=%22%20OR%201%3D1--" "$nvd?cveId=CVE-2021-44228%00" "$nvd?virtualMatchString=cpe:2.3:%5B:%5B%5E*:*" \
	"${my}getVulnOverviewList&$everything&keyword=%22)%20NOT%20(%22" "${my}getVulnOverviewList&$everything&cpeName=cpe:/%5B:%5B%5D:*" \
	"${my}getVulnDetailInfo&vulnId=%3C%2Fx%3E" "/v1/vulns/..%2f..%2fetc" "/knowledge/feed.atom?product=%22%22"; do
	hostile_status=$(ask "$hostile")
	case $hostile_status in
	200 | 400 | 404) ok "$hostile: $hostile_status" ;;
	*) not_ok "$hostile: $hostile_status" ;;
	esac
done
holds "the process lives, and said nothing of a fault" sh -c "! grep -qE 'Sanitizer|runtime error' '$log'"
is "it still answers" "$(ask "$nvd?cveId=$known_cve")" 200
stop_home
plan
