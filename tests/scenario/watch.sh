#!/bin/sh
# What is watched: products and words that may have no CVE yet; what is new of them and why; read by each, checked together; lists of products out and in.
# shellcheck disable=SC2154 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

make_home standard
echo "clock = given" >>"$home/tsukuroi.conf"
demo_knowledge
demo_inventory
t assess
# advisory ID SCORE KEV TEXT: a record of NVD that names no product yet.
advisory() {
	jq -nc --arg id "$1" --argjson score "$2" --arg text "$3" --arg modified "${4:-2026-11-20T02:00:00.000}" '{ resultsPerPage: 1, startIndex: 0, totalResults: 1, format: "NVD_CVE", version: "2.0",
		timestamp: "2026-11-20T03:00:00.000", vulnerabilities: [{ cve: { id: $id, sourceIdentifier: "cve@example.jp", published: "2026-11-19T00:00:00.000",
		lastModified: $modified, vulnStatus: "Received", descriptions: [{ lang: "en", value: $text }], references: [],
		metrics: (if $score == 0 then {} else { cvssMetricV31: [{ source: "nvd@nist.gov", type: "Primary", cvssData: { version: "3.1",
		vectorString: (if $score >= 9 then "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" else "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N" end),
		baseScore: $score, baseSeverity: "LOW" } }] } end) } }] }' >"$scratch/$1.json"
	t feed import nvd "$scratch/$1.json"
}
hits() { "$TSUKUROI" --home "$home" --lang en --at "$at" watch show "$@" --json 2>"$err" | jq -r '[.hits[].id] | sort | join(" ")'; }
of() { "$TSUKUROI" --home "$home" --lang en --at "$at" watch show "$1" --json 2>"$err" | jq -r --arg id "$2" '.hits[] | select(.id == $id) | '"$3"; }

story "begun"
run 0 watch list
has "Nothing is watched"
run 0 watch add "Log4j and the like" --products "cpe:/a:apache:log4j" --words "架空のグループウェア,quixotic"
has "are known already, what comes now is new"
is "what is known is not new" "$(hits 1 --state unread)" ""
is "and is there" "$(of 1 CVE-2021-44228 .why)" known
run 0 watch add "What we have" --register
run 2 watch add "Nothing"
one_sentence "a watch of nothing" "what is to be watched"
run 2 watch add "Wrong" --words x --severity enormous
one_sentence "a severity that is none" enormous
run 3 watch add "Other" --words x --unit 無い課
one_sentence "a unit that there is not" 無い課
run 0 watch look
has "0 watches were looked at"

story "what comes is new, with why; what names a product of ours in words only is a candidate"
advisory CVE-2026-40001 0 "A quixotic memory leak in an appliance."
advisory CVE-2026-40002 0 "A weakness in Apache Tomcat lets anybody in."
run 0 watch look
has "2 watches were looked at, 2 news"
is "by words" "$(hits 1 --state unread)" CVE-2026-40001
is "why" "$(of 1 CVE-2026-40001 '[.why, .term, .match] | join("|")')" "new|quixotic|"
is "the candidate" "$(hits 2)" CVE-2026-40002
is "which no finding is about: it is not counted" "$(of 2 CVE-2026-40002 '[.standing, .affected] | map(tostring) | join("|")')" "none|0"
run "0|1" finding list --json
json '[.findings[] | select(.vulnerability == "CVE-2026-40002")] | length' 0
run 0 watch look
has "0 watches were looked at"

story "read, checked; news of what was read"
run 0 watch read 1 CVE-2026-40001
is "read" "$(hits 1 --state unread)" ""
run 0 watch check 1 CVE-2026-40001 needed --note "=メーカーに問い合わせる"
is "to be dealt with" "$(hits 1 --state needed)" CVE-2026-40001
run 2 watch check 1 CVE-2026-40001 perhaps
one_sentence "an answer that is none" perhaps
run 3 watch check 1 CVE-1999-0001 needed
one_sentence "what it did not find" CVE-1999-0001
advisory CVE-2026-40001 0 "A quixotic memory leak in an appliance, in other words." 2026-11-20T04:00:00.000
run 0 watch look
is "other words are no news" "$(hits 1 --state unread)" ""
advisory CVE-2026-40001 9.8 "A quixotic memory leak in an appliance, in other words." 2026-11-20T05:00:00.000
at=2026-11-20T10:00:00+09:00
run 0 watch look
is "a score is" "$(of 1 CVE-2026-40001 '[.why, .need, .note] | join("|")')" "worse|needed|=メーカーに問い合わせる"
jq '.vulnerabilities += [{ cveID: "CVE-2026-40001", vendorProject: "Example", product: "Appliance", vulnerabilityName: "Example", dateAdded: "2026-11-20",
	shortDescription: "Example", requiredAction: "Example", dueDate: "2026-12-11", knownRansomwareCampaignUse: "Unknown", notes: "" }] | .count = (.vulnerabilities | length)
	| .dateReleased = "2026-11-20T00:00:00.000Z" | .catalogVersion = "2026.11.20"' "$demo/feeds/kev.json" >"$scratch/kev.json"
t feed import kev --accept "$scratch/kev.json"
at=2026-11-20T11:00:00+09:00
run 0 watch look
is "exploitation is" "$(of 1 CVE-2026-40001 '[.why, .read] | map(tostring) | join("|")')" "exploited|false"

story "lists of products, in and out"
printf 'cpe:/a:apache:tomcat:9.0.1\ncpe:2.3:a:apache:http_server:2.4.1:*:*:*:*:*:*:*\ncpe:/a:apache:tomcat:9.0.2\n# a remark\n' >"$scratch/list.txt"
run 0 watch add "mjcheck" --cpe-list "$scratch/list.txt" --unit ""
run 0 watch products 3
is "each product once, without its version" "$(cat "$out")" "cpe:/a:apache:tomcat
cpe:/a:apache:http_server"
printf 'no product at all\n' >"$scratch/bad.txt"
run 3 watch add "bad" --cpe-list "$scratch/bad.txt"
cat >"$scratch/one.swidtag" <<'TAG'
<SoftwareIdentity xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd" name="Example Suite" version="1.0" tagId="example.jp-suite"><Entity name="Example K.K." regid="example.jp" role="softwareCreator tagCreator"/></SoftwareIdentity>
TAG
run 0 watch add "tags" --swid "$scratch/one.swidtag"
run 0 watch products 4
has "Example Suite"

story "alerts come before there is a number"
# alert NUMBER TITLE: one of JPCERT/CC's feed.
alert() {
	printf '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://www.jpcert.or.jp/at/2026/at%s.html"><title>%s</title><link>https://www.jpcert.or.jp/at/2026/at%s.html</link><dc:date>2026-11-20T10:30+09:00</dc:date></item></rdf:RDF>' "$1" "$2" "$1" >"$scratch/at$1.rdf"
	t feed import alerts --accept "$scratch/at$1.rdf"
}
alert 269010 "架空のｸﾞﾙｰﾌﾟｳｪｱの脆弱性に関する注意喚起 (公開)"
alert 269011 "Apache Log4j の脆弱性に関する注意喚起 (公開)"
alert 269012 "Apache Log4jet の脆弱性に関する注意喚起 (公開)"
alert 269013 "Log4j の脆弱性 (CVE-2021-44228) に関する注意喚起 (公開)"
run 0 watch look
is "by words however they are written, by a product, not by a part of a word" "$(hits 1 --state unread)" "CVE-2026-40001 JPCERT-AT-2026-9010 JPCERT-AT-2026-9011"
is "why" "$(of 1 JPCERT-AT-2026-9010 '[.why, .term, .path, (.sources | join(" "))] | join("|")')" "new|架空のグループウェア|/knowledge/alerts?all=yes&q=JPCERT-AT-2026-9010|alerts"
is "one on what was found by its number says nothing new" "$(hits 1 | grep -c 9013)" 0
run 0 watch check 1 JPCERT-AT-2026-9010 not_needed --note "使っていない"
run 0 watch add "Critical ones" --words "架空のグループウェア" --severity critical
is "who asks for what alerts do not say gets none" "$("$TSUKUROI" --home "$home" --lang en --at "$at" watch list --json | jq '.watches[] | select(.name == "Critical ones") | .hits')" 0
run 0 watch end "$("$TSUKUROI" --home "$home" --lang en --at "$at" watch list --json | jq '.watches[] | select(.name == "Critical ones") | .id')"

story "hostile words"
for word in '"' "'" '*' '(' 'AND' 'a OR b' 'name:x' 'NEAR(a b)' '%' "\\" '<script>alert(1)</script>'; do
	t watch add "x" --words "$word"
	if expected 0; then ok "the word $word"; else not_ok "the word $word"; fi
done
run 2 watch add "$(printf 'a\033[2J')" --words x
run 0 watch end 4
run 3 watch show 4
plan
