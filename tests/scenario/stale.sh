#!/bin/sh
# What time and sources do to an answer: what was fresh gets old, what was there is withdrawn, what was whole shrinks.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

story "nothing to judge by"
run 3 scan --kb "$scratch/nowhere" "$demo/reservation.cdx.json"
one_sentence "no knowledge base" "$scratch/nowhere"
make_home standard
run 4 scan "$demo/reservation.cdx.json" --json
json '.checked | [.components, .not_judged, .affected] | @text' '[4,4,0]'
run 4 feed status
run 4 finding list
t ledger import sbom "$demo/reservation.cdx.json" --system 予約
run 4 assess
run 5 doctor

story "a year later"
make_home standard
demo_knowledge
debian() { # debian VERSION: one machine with openssl of this version
	cat <<JSON
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"openssl","version":"$1",
"purl":"pkg:deb/debian/openssl@$1?arch=amd64&distro=debian-12"}]}
JSON
}
debian 3.0.9-1 >"$scratch/old.cdx.json"
debian 3.0.11-1~deb12u2 >"$scratch/new.cdx.json"
run 1 scan "$scratch/old.cdx.json" --json
json '.findings | map(.vulnerability + " " + .verdict) | join(",")' "CVE-2023-5363 affected"
run 0 scan "$scratch/new.cdx.json" --json --all
json '.findings | map(.vulnerability + " " + .verdict) | join(",")' "CVE-2023-5363 not_affected"
at=2027-11-20T09:00:00+09:00
run 1 scan "$scratch/old.cdx.json" --json
json '.findings | map(.vulnerability + " " + .verdict) | join(",")' "CVE-2023-5363 affected"
run 4 scan "$scratch/new.cdx.json" --json --all
json '.findings | map(.vulnerability + " " + .verdict) | join(",")' "CVE-2023-5363 unknown"
json '[.sources[] | select(.name == "osv:Debian") | .state] | join("")' stale
run 4 feed status
has "older than its age limit"
at=2026-11-20T09:00:00+09:00

story "a package its distributor's fresh and whole feed is silent about"
sed 's/openssl/bash/g' "$scratch/new.cdx.json" >"$scratch/silent.cdx.json"
run 0 scan "$scratch/silent.cdx.json" --json
json '.checked | [.components, .not_affected] | @text' '[1,1]'
at=2027-11-20T09:00:00+09:00
run 4 scan "$scratch/silent.cdx.json" --json
json '.checked | [.components, .not_affected] | @text' '[1,0]'
at=2026-11-20T09:00:00+09:00
sed 's/debian-12/debian-99/' "$scratch/new.cdx.json" >"$scratch/release.cdx.json"
run "0|4" scan "$scratch/release.cdx.json" --json --all
json '[.findings[] | select(.verdict == "not_affected")] | length' 0

story "a source withdraws"
t ledger import sbom "$demo/reservation.cdx.json" --system 予約
run 1 assess
t finding list --json
json '[.findings[] | select(.vulnerability == "CVE-2021-44228")] | length' 1
jq -c '.withdrawn = "2026-11-20T01:00:00Z" | .modified = "2026-11-20T01:00:00Z"' "$demo/feeds/osv-maven.ndjson" >"$scratch/withdrawn.ndjson"
jq -c '(.vulnerabilities[] | select(.cve.id == "CVE-2021-44228") | .cve) |=
	(.vulnStatus = "Rejected" | .lastModified = "2026-11-20T01:00:00.000" | del(.configurations))' "$demo/feeds/nvd.json" >"$scratch/rejected.json"
at=2026-11-20T12:00:00+09:00
run 0 feed import osv "$scratch/withdrawn.ndjson"
run 0 feed import nvd "$scratch/rejected.json"
t assess
is "closed by it" "$(sed -n 's/.*, \([0-9]*\) closed.*/\1/p' "$out")" 1
t finding list --closed --json
id=$(jq -r '.findings[0].id' <"$out")
run 0 finding show "$id"
has "withdr"
lang=ja
run 0 finding show "$id"
has "取り下げ"
lang=en
t feed import osv "$demo/feeds/osv-maven.ndjson"
t assess
is "an older file does not bring it back" "$(sed -n 's/.*: \([0-9]*\) new.*/\1/p' "$out")" 0

story "a whole feed that shrank is held"
before=$(known)
head -n 2 "$demo/feeds/osv-debian-12.ndjson" >"$scratch/shrunk.ndjson"
run 3 feed import osv --complete --name osv:Debian "$scratch/shrunk.ndjson"
has "osv:Debian"
is "the knowledge base" "$(known)" "$before"
run 4 feed status
has "was held"
run 1 scan "$scratch/old.cdx.json"
run 0 feed import osv --complete --name osv:Debian --accept "$scratch/shrunk.ndjson"
has "3 gone"
run 0 scan "$scratch/old.cdx.json" --json
json '.findings | length' 0

story "one record in a file of its own is a part, whatever its feed"
make_home standard
run 0 feed import osv --complete --name osv:Debian "$demo/feeds/osv-debian-12.ndjson"
sed -n 1p "$demo/feeds/osv-debian-12.ndjson" >"$scratch/one.json"
t feed import osv "$scratch/one.json"
run 1 scan "$scratch/old.cdx.json"

story "a file offered by mistake does not spoil what is there"
make_home standard
demo_knowledge
t feed import epss "$demo/feeds/kev.json"
t feed import jvn "$demo/feeds/nvd.json"
run 1 scan "$scratch/old.cdx.json"
t feed status --json
json '[.sources[] | select(.state == "fresh") | .name] | length' 7
plan
