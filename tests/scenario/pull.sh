#!/bin/sh
# Public knowledge fetched from a server that behaves, and from one that does not: what the person saw, and what was kept. The server is tests/pull/server.py,
# on this machine.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/pull/server.sh
. "$root/tests/pull/server.sh"

start_sources
# pull_home: a new home whose sources all stand on the server, without pauses.
pull_home() {
	make_home standard
	ask_sources
}
asked() { grep -c "^$1" "$place/log"; }
state() { "$TSUKUROI" --home "$home" --lang en --at "$at" feed status --json 2>/dev/null | jq -r --arg feed "$1" '.sources[] | select(.name == $feed) | "\(.state) \(.count)"'; }

kb_said() { "$TSUKUROI" --home "$home" --at "$at" kb evidence CVE-2026-990001 --json 2>/dev/null | jq -r '[.items[] | "\(.record) \(.level) \(.vulnerability)"] | join("; ")'; }

story "what would be asked"
pull_home
run 0 feed sources
has "nvd"
has "The running home does not fetch by itself"
run 0 feed pull nvd --dry-run
has "nvd: would ask $base/nvd?resultsPerPage=2000&startIndex=0"
is "nobody was asked" "$(wc -l <"$place/log" | tr -d ' ')" 0
run 2 feed pull nowhere
run 2 feed source set nvd every often
has "a span like 90m, 2h or 7d"

story "everything behaves"
run 0 feed pull kev epss nvd jvn jvn-products eol osv:Debian cve5
has "kev: 1 files: 8 new"
has "nvd: 3 files: 9 new"
has "jvn: 2 files"
has "osv:Debian: 2 files: 5 new"
has "cve5: 3 files: 1 new"
has "jvn-products: 1 files: 1 new"
run 0 feed status
for feed in kev epss nvd osv:Debian jvn:detail cve5; do
	is "$feed" "$(state $feed | cut -d' ' -f 1)" fresh
done
has "This product uses the NVD API but is not endorsed or certified by the NVD."
run 0 feed pull kev
has "kev: nothing new."
run 0 feed pull msrc
has "msrc: 1 files: 1 new"
run 0 feed missing
run 0 feed pull jpcert
has "jpcert: 2 files: 2 new"
is "what the page of an alert says" "$(kb_said)" "JPCERT-AT-2026-9001 active CVE-2026-990001"
: >"$place/log"
run 0 feed pull jpcert
has "jpcert: nothing new."
is "no page is asked for again" "$(grep -c '^/at/' "$place/log")" 0
: >"$place/log"
run 0 feed pull nvd
holds "NVD is asked by the last change" grep -q '^/nvd.*lastModStartDate=2026-11-19T22:00:00.000Z&lastModEndDate=2026-11-20T00:00:00.000Z' "$place/log"
at=2026-11-20T18:00:00+09:00
: >"$place/log"
: >"$place/later"
run 0 feed pull jvn osv:Debian cve5
holds "MyJVN is asked by the day of the last change" grep -q '^/myjvn?method=getVulnOverviewList.*rangeDatePublic=n.*datePublishedStartD=19' "$place/log"
holds "and for details ten at a time" grep -q '^/myjvn?method=getVulnDetailInfo.*vulnId=JVNDB-.*+JVNDB-' "$place/log"
is "of OSV only what changed" "$(grep '^/osv' "$place/log" | sed 's/ .*//; s/DSA-[0-9-]*/ID/' | tr '\n' ' ')" "/osv/Debian/modified_id.csv /osv/Debian/ID.json "
is "osv:Debian stays complete" "$(state osv:Debian)" "fresh 5"
: >"$place/log"
for source in jvn-news builds ipa ipa-alerts; do
	t feed source off $source
done
run 0 feed pull
has "nvd: "
lacks "jvn-news"
rm -f "$place/later"
at=2026-11-20T09:00:00+09:00

story "names in the form of MyJVN's version 4, a page after the other"
pull_home
from jvn-products "$base/myjvn?method=getProductList&feed=oka"
run 0 feed pull jvn-products
has "jvn-products: 2 files: 2 new"

story "JVN iPedia in the form of MyJVN's version 4: the same records"
pull_home
run 0 feed pull jvn
at=2026-11-20T18:00:00+09:00
from jvn "$base/myjvn?feed=oka"
before=$(known)
: >"$place/log"
run 0 feed pull jvn
has "nothing new"
is "nothing is there twice or different" "$(known)" "$before"
holds "asked by the day of the last change" grep -q '^/myjvn?feed=oka&method=getVulnOverviewList.*modifiedStartDate=20261119&modifiedEndDate=20261120' "$place/log"
holds "and for details ten at a time" grep -q '^/myjvn?feed=oka&method=getVulnDetailInfo&ft=jvnstix.*vulnId=JVNDB-.*+JVNDB-' "$place/log"
for form in "" "?feed=oka"; do
	pull_home
	at=2026-11-20T09:00:00+09:00
	t feed pull jvn
	id=$(sed -n 's/.*<VulinfoID>\(JVNDB-[0-9-]*\)<.*/\1/p' "$demo/feeds/jvn.xml" | head -n 1)
	title=$(sed -n 's/.*<Title>\(.*\)<\/Title>.*/\1/p' "$demo/feeds/jvn.xml" | head -n 1)
	t watch add "What is watched" --words "$title"
	t watch read 1 "$(t watch show 1 --json; jq -r '.hits[0].id' <"$out")"
	at=2026-11-20T18:00:00+09:00
	from jvn "$base/myjvn$form"
	: >"$place/withdrawn"
	run 0 feed pull jvn
	has "1 changed"
	run 0 kb show "$id"
	has "withdrawn"
	rm -f "$place/withdrawn"
	t watch look
	t watch show 1 --json
	is "the watch tells that it was taken back" "$(jq -r '.hits[0] | "\(.why) \(.withdrawn)"' <"$out")" "withdrawn true"
done
at=2026-11-20T09:00:00+09:00

story "how many JVN iPedia took in each year, in either form"
pull_home
run 0 feed pull jvn-statistics
has "jvn-statistics: 1 files: 5 new"
is "kept with its date" "$(state statistics:myjvn)" "fresh 5"
from jvn-statistics "$base/myjvn?method=getStatistics&feed=oka&pubStartDate=1998"
run 0 feed pull jvn-statistics
has "nothing new"
is "the same" "$(state statistics:myjvn)" "fresh 5"

story "faults"
: >"$scratch/table"
# faulty NAME SOURCE PATH KIND STATUSES SENTENCE: the source is there, then offers something wrong. What is in force stays what it was.
faulty() {
	rm -f "$place/fault"
	pull_home
	t feed pull "$2" osv:Debian
	before=$(known)
	rm -rf "$home/pull/state/$2"
	fault "$3 $4"
	run "$5" feed pull "$2"
	saw=$(cat "$out" "$err" | head -n 1)
	has "$6"
	after=$(known)
	is "$1: what is in force" "$after" "$before"
	rm -f "$place/fault"
	kept=$(state "$7")
	printf '%s | %s | %s\n' "$1" "$saw" "$kept" | sed "s#$base#http://SERVER#g" >>"$scratch/table"
}
faulty "cut in the middle, each time" kev /kev.json cut 5 "broke off after" kev
faulty "429 with a long Retry-After" kev /kev.json "429 wait=7200" 5 "asks to wait 7200 seconds" kev
faulty "503" epss /epss.csv.gz 503 5 "answered 503" epss
faulty "a sign-in page instead" epss /epss.csv.gz html 3 "text/html" epss
faulty "a body without end" kev /kev.json endless 3 "sends more than 67108864 bytes" kev
faulty "a redirect off the list" kev /kev.json away 5 "https://elsewhere.example, which is not on the list" kev
faulty "half of it, as if whole" epss /epss.csv.gz broken 3 "epss-1 could not be unpacked" epss
faulty "nothing at all" kev /kev.json empty 3 "The file is empty" kev
faulty "fewer records than before" kev /kev.json shrunk 3 "kev has 1 records, where 8 are held" kev
faulty "of a year before" kev /kev.json stale 3 "older than what is held" kev
faulty "a broken second page" nvd /nvd?resultsPerPage=2000\&startIndex=4 broken 3 "nvd-2: byte" nvd
faulty "totals that change between pages" nvd /nvd moving 5 "changed each time while it was read" nvd
faulty "a checksum that does not fit" jvn /ja/feed/checksum.txt shrunk 3 "another SHA-256" jvn:detail
faulty "MyJVN in maintenance" jvn-products /myjvn html 3 "text/html" names:myjvn
figures() { faulty "$1: figures of years" jvn-statistics "/myjvn?method=getStatistics" "$2" "$3" "$4" statistics:myjvn; }
figures "cut in the middle" cut 5 "broke off after"
figures "429" "429 wait=7200" 5 "asks to wait 7200 seconds"
figures "503" 503 5 "answered 503"
figures "a sign-in page instead" html 3 "text/html"
figures "a body without end" endless 3 "sends more than 4194304 bytes"
figures "a redirect off the list" away 5 "https://elsewhere.example, which is not on the list"
figures "half of it, as if whole" broken 3 "well-formed"
figures "nothing at all" empty 3 "The file is empty"
figures "an error of MyJVN's own" refused 3 "VS06030970"
figures "fewer years than before" shrunk 3 "has 1 records, where 5 are held"
oka() {
	pull_home
	t feed pull jvn
	from jvn "$base/myjvn?feed=oka"
	at=2026-11-20T18:00:00+09:00
	before=$(known)
	fault "/myjvn?feed=oka&method=getVuln$2 $3"
	run "$4" feed pull jvn
	saw=$(cat "$out" "$err" | head -n 1)
	has "$5"
	is "$1: what is in force" "$(known)" "$before"
	rm -f "$place/fault"
	printf '%s | %s | %s\n' "$1" "$saw" "$(state jvn:detail)" | sed "s#$base#http://SERVER#g" >>"$scratch/table"
	at=2026-11-20T09:00:00+09:00
}
oka "a list of version 4, cut" OverviewList cut 5 "broke off after"
oka "a list of version 4, half of it as if whole" OverviewList broken 3 "JSON"
oka "details of version 4, half of them as if whole" DetailInfo broken 3 "JSON"
oka "details of version 4: a page for people" DetailInfo html 3 "text/html"
oka "details of version 4 without end" DetailInfo endless 3 "sends more than"
echo "# fault | what the person saw | state and records kept"
sed 's/^/# /' "$scratch/table"

story "what passes is waited for, and a cut is continued"
pull_home
fault "/kev.json 429 1"
run 0 feed pull kev
is "asked twice" "$(asked /kev.json)" 2
fault "/osv/Debian/all.zip cut 1"
run 0 feed pull osv:Debian
has "5 new"
holds "from where it was cut" grep -q '^/osv/Debian/all.zip  range=bytes=[1-9]' "$place/log"
fault "/nvd?resultsPerPage=2000&startIndex=8 503"
run 5 feed pull nvd
rm -f "$place/fault"
: >"$place/log"
run 0 feed pull nvd
is "pages that came whole are not asked for again" "$(asked /nvd)" 1
fault "/nvd moving 2"
rm -rf "$home/pull/state/nvd"
run 0 feed pull nvd
rm -f "$place/fault"

story "a source that shrank, or cannot be read, or is old, says no more that something is not affected"
pull_home
cat >"$scratch/new.cdx.json" <<JSON
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"openssl","version":"3.0.11-1~deb12u2",
"purl":"pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12"}]}
JSON
verdict() {
	t scan "$scratch/new.cdx.json" --json --all
	jq -r '.findings | map(.vulnerability + " " + .verdict) | join(",")' <"$out"
}
run 0 feed pull osv:Debian
is "fresh" "$(verdict)" "CVE-2023-5363 not_affected"
t ledger import sbom "$scratch/new.cdx.json" --system 予約
t assess
t finding list --json
is "no finding" "$(jq '.findings | length' <"$out")" 0
rm -rf "$home/pull/state/osv:Debian"
fault "/osv/Debian/all.zip shrunk"
run 3 feed pull osv:Debian
has "osv:Debian: held."
is "held" "$(verdict)" "CVE-2023-5363 unknown"
t assess
t finding list --json
is "a finding that cannot be decided" "$(jq -r '.findings[0] | "\(.vulnerability) \(.verdict)"' <"$out")" "CVE-2023-5363 unknown"
run 4 feed status
rm -f "$place/fault"
run 0 feed pull osv:Debian
is "and again" "$(verdict)" "CVE-2023-5363 not_affected"
at=2026-11-30T09:00:00+09:00
is "old" "$(verdict)" "CVE-2023-5363 unknown"
at=2026-11-20T09:00:00+09:00
fault "/osv/Debian/all.zip shrunk"
rm -rf "$home/pull/state/osv:Debian"
run 0 feed pull osv:Debian --accept
has "3 gone"
rm -f "$place/fault"

story "distributors' own lists"
pull_home
rm -rf "$home/pull/state/osv:Debian"
run 0 feed pull debian-tracker
has "debian-tracker: 1 files: 22 new"
t scan "$scratch/new.cdx.json" --json --all
is "Debian's tracker alone judges its packages" "$(jq -r '.findings | map(.vulnerability + " " + .verdict) | sort | join(", ")' <"$out")" \
	"CVE-2023-5363 not_affected, CVE-2026-0900 affected"
rm -rf "$home/pull/state/debian-tracker"
fault "/debian-tracker shrunk"
run 3 feed pull debian-tracker
has "held"
t scan "$scratch/new.cdx.json" --json --all
is "held, it no longer says not affected" "$(jq -r '.findings | map(.vulnerability + " " + .verdict) | sort | join(", ")' <"$out")" \
	"CVE-2023-5363 unknown, CVE-2026-0900 affected"
rm -f "$place/fault"
run 0 feed pull alpine-secdb
has "alpine-secdb: 3 files: 2 new"
is "a feed a file" "$(state osv:Alpine:secdb:v3.20:main)" "fresh 1"
cat >"$scratch/alpine.cdx.json" <<JSON
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"zlib","version":"1.2.12-r1",
"purl":"pkg:apk/alpine/zlib@1.2.12-r1?arch=x86_64&distro=alpine-3.20"}]}
JSON
t scan "$scratch/alpine.cdx.json" --json --all
is "what it mended later is affected" "$(jq -r '.findings | map(.vulnerability + " " + .verdict) | join(",")' <"$out")" "CVE-2022-37434 affected"
fault "/secdb/v3.20/community.json html"
rm -rf "$home/pull/state/alpine-secdb"
run 3 feed pull alpine-secdb
rm -f "$place/fault"

story "killed between the knowledge base and the memory"
pull_home
run 0 feed pull nvd
cp -r "$home/pull/state" "$scratch/state"
rm -f "$home/pull/state/nvd"
before=$(known)
run 0 feed pull nvd
has "nvd: nothing new."
is "nothing twice" "$(known)" "$before"

story "whom to trust"
pull_home
from kev "$tls/kev.json"
run 5 feed pull kev
has "is not trusted"
echo "fetch_ca = $place/cert.pem" >>"$home/tsukuroi.conf"
run 0 feed pull kev
from kev http://127.0.0.1:1/kev.json
run 5 feed pull kev
has "not on the list of servers"
from kev https://localhost:1/kev.json
run 5 feed pull kev
has "an address inside"
from kev "$base/kev.json"

story "a key is sent, and told to nobody"
echo "0123-secret" >"$home/nvd.key"
chmod 644 "$home/nvd.key"
run 0 feed source set nvd key_file nvd.key
run 5 feed pull nvd
has "chmod 600"
chmod 600 "$home/nvd.key"
fault "/nvd 503"
run 5 feed pull nvd
lacks "secret"
holds "it was sent" grep -q 'key=0123-secret' "$place/log"
holds "and is nowhere in what is remembered" sh -c "! grep -rq secret '$home/pull'"
rm -f "$place/fault"

story "in Japanese"
lang=ja
fault "/kev.json 503"
run 5 feed pull kev
has "503 を返しました"
has "取り込みませんでした"
run 0 feed sources
has "取り込めませんでした"
rm -f "$place/fault"
lang=en

story "by browser, and without being asked"
pull_home
sed -i '/^clock/d' "$home/tsukuroi.conf"
for name in jvn jvn-news jvn-products nvd msrc builds eol jpcert ipa ipa-alerts; do echo "$name.on = no"; done >>"$home/pull/sources.conf"
echo 'mori no kuma san' >"$scratch/password"
token() {
	"$TSUKUROI" --home "$home" --lang en account add "$1" --name "$1" --office "$2" >/dev/null
	"$TSUKUROI" --home "$home" account password "$1" --password-file "$scratch/password" >/dev/null
	"$TSUKUROI" --home "$home" token make --login "$1" --password-file "$scratch/password" --scope "$3" --name t 2>/dev/null | grep -o 'tsk_[a-z0-9]*' | head -n 1 >"$scratch/$1"
}
token sato security read,write
token mina reader read,write
"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$scratch/serve.log" 2>&1 </dev/null &
running=$!
for _ in $(seq 100); do grep -q 'Pages: ' "$scratch/serve.log" && break; sleep 0.3; done
pages=$(sed -n 's/.*Pages: \(.*\)\/$/\1/p' "$scratch/serve.log")
api() {
	api_who=$1 api_path=$2
	shift 2
	curl -sS -m 60 -o "$out" -w '%{http_code}' -H "Authorization: Bearer $(cat "$scratch/$api_who")" -H 'Accept: application/json' -H 'Accept-Language: en' "$@" "$pages$api_path" 2>"$err"
}
# comes SOURCE STATE: within a while the page says so.
comes() {
	for _ in $(seq 60); do
		api sato /knowledge >/dev/null
		came=$(jq -r --arg name "$1" '.pulls.sources[] | select(.name == $name) | .state' <"$out" 2>/dev/null)
		[ "$came" = "$2" ] && break
		sleep 1
	done
	is "$1" "$came" "$2"
}
is "a page of sources" "$(api mina /knowledge)" 200
is "who reads may not have one fetched" "$(api mina /knowledge/fetch -d source=kev)" 403
is "an officer may" "$(api sato /knowledge/fetch -d source=kev | cut -c 1)" 2
comes kev took
is "of one that is none" "$(api sato /knowledge/fetch -d source=nothing)" 404
fault "/kev.json shrunk"
is "fetched again" "$(rm -f "$home/pull/state/kev"; api sato /knowledge/fetch -d source=kev | cut -c 1)" 2
comes kev held
is "a person says that it is right" "$(api sato /knowledge/fetch -d source=kev -d accept=yes | cut -c 1)" 2
comes kev took
rm -f "$place/fault"
is "who reads sets nothing" "$(api mina /knowledge/source -d source=osv:Debian -d on=yes)" 403
is "an officer does" "$(api sato /knowledge/source -d source=osv:Debian -d on=yes | cut -c 1)" 2
is "and has all fetched without being asked" "$(api sato /knowledge/schedule -d on=yes | cut -c 1)" 2
comes osv:Debian took
comes epss took
comes jvn-statistics took
is "the page says how many a year" "$(jq -r '.statistics | "\(.years[0].year) \(.years[0].registered) \(.years[1].critical) \(.is_fresh)"' <"$out")" "2026 19034 4410 true"
is "and the indicators, with their age" "$(api sato /reports/kpi)" 200
json '[.published.years[0].registered, .published.is_fresh, .has_published, (.published.years | length)] | @text' '[19034,true,true,3]'
has "JVN iPedia（IPA）の"
"$TSUKUROI" --home "$home" --lang en audit show >"$out" 2>"$err"
has "sato had a source of public knowledge fetched: source kev."
kill $running
wait $running 2>/dev/null
running=
plan
