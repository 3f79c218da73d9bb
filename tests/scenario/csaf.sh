#!/bin/sh
# A provider of signed advisories (CSAF) on this machine: found, believed in what it signed, and what the person saw when it was not to be believed.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

if ! command -v gpg >/dev/null || ! command -v gpgv >/dev/null; then
	skip "gpg and gpgv are not installed"
	plan
	exit 0
fi
place=$scratch/provider
mkdir -p "$place/.well-known/csaf" "$place/advisories/2026"
GNUPGHOME=$scratch/gpg
export GNUPGHOME
mkdir -m 700 "$GNUPGHOME"
trap 'kill $server 2>/dev/null; gpgconf --kill all 2>/dev/null; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
(cd "$place" && exec python3 -u -m http.server --bind 127.0.0.1 0) >"$scratch/port" 2>"$scratch/requests" &
server=$!
for _ in $(seq 60); do
	port=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$scratch/port")
	[ -n "$port" ] && break
	sleep 0.3
done
base=http://127.0.0.1:$port
source=csaf:psirt.example.jp

key() { gpg --batch --quiet --passphrase '' --quick-generate-key "Example PSIRT <$1@example.jp>" ed25519 sign never 2>/dev/null; }
fingerprint() { gpg --with-colons -k "$1@example.jp" 2>/dev/null | sed -n 's/^fpr:*\([0-9A-F]*\):/\1/p' | head -n 1; }
publish_key() { gpg --batch --armor --export "$1@example.jp" >"$place/openpgp.asc" 2>/dev/null; }
# metadata ROLE DISTRIBUTION: what the provider says of itself; its key is WHO's.
metadata() {
	cat >"$place/.well-known/csaf/provider-metadata.json" <<-JSON
		{"canonical_url":"$base/.well-known/csaf/provider-metadata.json","metadata_version":"2.0","role":"$1","last_updated":"2026-11-19T00:00:00Z",
		"publisher":{"category":"vendor","name":"Example","namespace":"https://psirt.example.jp"},"list_on_CSAF_aggregators":true,
		"mirror_on_CSAF_aggregators":true,"distributions":[$2],"public_openpgp_keys":[{"fingerprint":"$(fingerprint "$who")","url":"$base/openpgp.asc"}]}
	JSON
}
folder="{\"directory_url\":\"$base/advisories/\"}"
# document NUMBER CVE DAY END: affected before END; signed by WHO.
document() {
	file=$place/advisories/2026/ex-2026-$1.json
	cat >"$file" <<-JSON
		{"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"Garden server","publisher":{"category":"vendor","name":"Example","namespace":"https://psirt.example.jp"},
		"tracking":{"id":"EX-2026-$1","status":"final","version":"1","initial_release_date":"$3","current_release_date":"$3","revision_history":[{"number":"1","date":"$3","summary":"First"}]}},
		"product_tree":{"branches":[{"category":"vendor","name":"Example","branches":[{"category":"product_name","name":"Garden server","branches":[
		{"category":"product_version_range","name":"vers:intdot/<$4","product":{"product_id":"A","name":"Garden server before $4","product_identification_helper":{"cpe":"cpe:2.3:a:example:garden_server:*:*:*:*:*:*:*:*"}}}]}]}]},
		"vulnerabilities":[{"cve":"$2","notes":[{"category":"description","text":"Anybody can read the watering plan."}],"product_status":{"known_affected":["A"]},
		"remediations":[{"category":"vendor_fix","details":"Update to $4","product_ids":["A"]}]}]}
	JSON
	sign "$file"
}
sign() {
	(cd "$(dirname "$1")" && sha256sum "$(basename "$1")" >"$(basename "$1").sha256")
	gpg --batch --yes --quiet --armor -u "$who@example.jp" -o "$1.asc" --detach-sign "$1" 2>/dev/null
}
lists() {
	(cd "$place/advisories" && find . -name '*.json' | sed 's#^\./##' | sort >index.txt
	while read -r path; do
		printf '"%s","%s"\n' "$path" "$(jq -r .document.tracking.current_release_date "$path")"
	done <index.txt | sort -t, -k2 -r >changes.csv)
}
provider() {
	rm -rf "$place/advisories"
	mkdir -p "$place/advisories/2026" "$place/.well-known/csaf"
	rm -f "$place/.well-known/security.txt" "$place/"*.json
	who=psirt
	publish_key psirt
	metadata csaf_trusted_provider "$folder"
	document 0001 CVE-2026-0101 2026-11-10T00:00:00Z 2.0
	document 0002 CVE-2026-0102 2026-11-12T00:00:00Z 2.1
	document 0003 CVE-2026-0103 2026-11-19T00:00:00Z 2.2
	lists
}
provider_home() {
	make_home standard
	printf 'clock = given\nfetch_hosts = %s local\n' "$base" >>"$home/tsukuroi.conf"
	t feed source add "$source"
	t feed source set "$source" url "$base"
	t feed source set "$source" pause 0
}
state() { "$TSUKUROI" --home "$home" --lang en --at "$at" feed status --json 2>/dev/null | jq -r --arg feed "$source" '.sources[] | select(.name == $feed) | "\(.state) \(.count)"'; }
requests() { grep -c "GET $1" "$scratch/requests"; }

key psirt
key other

story "a provider is added, found by its name, and everything it signed is taken"
provider
provider_home
run 2 feed source add nonsense
run "3|5" feed source add "$source"
has "there already"
run 0 feed source add csaf:other.example.jp
run 0 feed source remove csaf:other.example.jp
run 2 feed source remove nvd
run 0 feed pull "$source" --dry-run
has "$base/.well-known/csaf/provider-metadata.json"
run 0 feed pull "$source"
has "3 new"
is "in force" "$(state)" "fresh 3"
run 0 feed sources
has "$source signs with the key"
has "Example PSIRT <psirt@example.jp>"
run 0 kb show CVE-2026-0102
has "EX-2026-0002"
cat >"$scratch/garden.cdx.json" <<JSON
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"application","name":"Garden server","version":"2.0.5","cpe":"cpe:2.3:a:example:garden_server:2.0.5:*:*:*:*:*:*:*"}]}
JSON
t scan "$scratch/garden.cdx.json" --json --all
is "who is affected is told by the ranges" "$(jq -r '.findings | map(.vulnerability + " " + .verdict) | sort | join(", ")' <"$out")" \
	"CVE-2026-0101 not_affected, CVE-2026-0102 affected, CVE-2026-0103 affected"

story "the next time only what is new"
: >"$scratch/requests"
run 0 feed pull "$source"
has "nothing new"
is "documents of before are not asked for" "$(requests /advisories/2026/ex-2026-0001.json)" 0
document 0004 CVE-2026-0104 2026-11-20T00:00:00Z 2.3
lists
run 0 feed pull "$source"
has "1 new"
is "in force" "$(state)" "fresh 4"

story "found by security.txt"
provider
mkdir "$place/elsewhere"
mv "$place/.well-known/csaf/provider-metadata.json" "$place/elsewhere/metadata.json"
printf 'Contact: mailto:psirt@example.jp\nCSAF: %s/elsewhere/metadata.json\n' "$base" >"$place/.well-known/security.txt"
provider_home
run 0 feed pull "$source"
has "3 new"
rm -rf "$place/elsewhere" "$place/.well-known/security.txt"
run 5 feed pull "$source"

story "by ROLIE feeds"
provider
metadata csaf_trusted_provider "{\"rolie\":{\"feeds\":[{\"summary\":\"x\",\"tlp_label\":\"WHITE\",\"url\":\"$base/rolie.json\"},{\"summary\":\"y\",\"tlp_label\":\"AMBER\",\"url\":\"$base/amber.json\"}]}}"
# rolie FILE NEXT NUMBER …
rolie() {
	rolie_file=$1 rolie_next=$2
	shift 2
	for number in "$@"; do
		printf '{"id":"EX-2026-%s","updated":"%s","link":[{"rel":"self","href":"%s"},{"rel":"hash","href":"%s.sha256"},{"rel":"signature","href":"%s.asc"}],"content":{"type":"application/json","src":"%s"}}\n' \
			"$number" "$(jq -r .document.tracking.current_release_date "$place/advisories/2026/ex-2026-$number.json")" \
			"$base/advisories/2026/ex-2026-$number.json" "$base/advisories/2026/ex-2026-$number.json" "$base/advisories/2026/ex-2026-$number.json" "$base/advisories/2026/ex-2026-$number.json"
	done | jq -s --arg next "$rolie_next" '{feed: {id: "x", title: "x", updated: "2026-11-20T00:00:00Z", link: [if $next == "" then empty else {rel: "next", href: $next} end], entry: .}}' >"$place/$rolie_file"
}
rolie rolie.json "$base/rolie-2.json" 0003 0002
rolie rolie-2.json "" 0001
provider_home
run 0 feed pull "$source"
has "3 new"
: >"$scratch/table"
# faulty NAME STATUSES SENTENCE STATE: what the provider offers now is fetched; what was in force is what it was, and says no more that something is not affected.
faulty() {
	run "$2" feed pull "$source"
	has "$3"
	printf '%s | %s | %s\n' "$1" "$(cat "$out" "$err" | head -n 1)" "$(state)" | sed "s#$base#http://SERVER#g" >>"$scratch/table"
	is "$1: in force" "$(state)" "$4"
}
rolie rolie-2.json "$base/rolie.json" 0001
faulty "a ROLIE feed that leads back to itself" 3 "leads back to a page" "fresh 3"
rolie rolie-2.json "https://elsewhere.example/rolie.json" 0001
faulty "a ROLIE feed that leads to another host" 5 "not on the list of servers" "fresh 3"
echo '{"feed": []}' >"$place/rolie.json"
faulty "a ROLIE feed that is none" 3 "feed" "failed 3"

story "what is not to be believed"
provider
provider_home
t feed pull "$source"
echo ' ' >>"$place/advisories/2026/ex-2026-0003.json"
faulty "a document that was altered" 3 "another hash than its issuer says" "held 3"
document 0004 CVE-2026-0104 2026-11-20T00:00:00Z 2.3
(cd "$place/advisories/2026" && sha256sum ex-2026-0003.json >ex-2026-0003.json.sha256)
lists
faulty "its hash altered as well: the signature does not fit. The new one is taken" 3 "the signature does not fit" "held 4"
t scan "$scratch/garden.cdx.json" --json --all
is "a source that is held says no more that something is not affected" "$(jq -r '.findings | map(select(.vulnerability == "CVE-2026-0101") | .verdict) | join(",")' <"$out")" unknown
document 0003 CVE-2026-0103 2026-11-19T00:00:00Z 2.2
run 0 feed pull "$source"
is "mended, all is as before" "$(state)" "fresh 4"
rm "$place/advisories/2026/ex-2026-0003.json.asc"
faulty "a document without a signature" 3 "is not signed" "held 4"
who=other
document 0003 CVE-2026-0103 2026-11-19T00:00:00Z 2.2
who=psirt
faulty "signed by somebody else" 3 "not one of those of its issuer" "held 4"
rm "$place/advisories/2026/ex-2026-0003.json"
faulty "listed and not there" 3 "listed and not there" "held 4"
document 0003 CVE-2026-0103 2026-11-19T00:00:00Z 2.2
run 0 feed pull "$source"
echo '../../../secret.json' >>"$place/advisories/index.txt"
echo '"https://elsewhere.example/x.json","2026-11-20T00:00:00Z"' >>"$place/advisories/changes.csv"
faulty "a list that leads elsewhere" 3 "is no file of its folder" "fresh 4"
truncate -s 200M "$place/advisories/changes.csv"
faulty "a list without end" 3 "sends more than 67108864 bytes" "fresh 4"
lists
metadata csaf_provider "$folder"
faulty "a provider that does not sign" 3 "does not sign its documents" "fresh 4"

story "a changed key is refused until somebody says that it is right"
who=other
publish_key other
metadata csaf_trusted_provider "$folder"
for number in 1 2 3 4; do sign "$place/advisories/2026/ex-2026-000$number.json"; done
faulty "another key" 3 "signs with a new key, $(fingerprint other)" "held 4"
run 0 feed pull "$source" --accept
is "accepted" "$(state)" "fresh 4"
run 0 feed sources
has "other@example.jp"
lacks "psirt@example.jp"
publish_key psirt
faulty "a key that its metadata does not name" 3 "is not the one that its metadata names" "held 4"
publish_key other
printf -- '-----BEGIN PGP PRIVATE KEY BLOCK-----\n' >"$place/openpgp.asc"
faulty "a key file that holds a secret key" 3 "holds a secret key" "held 4"
publish_key other
run 0 feed pull "$source"

story "a document that is signed and contradicts itself is a problem of its own"
file=$place/advisories/2026/ex-2026-0005.json
sed 's/EX-2026-0001/EX-2026-0005/; s/"known_affected":\["A"\]/"known_affected":["B"]/; s/2026-11-10T/2026-11-20T/g' "$place/advisories/2026/ex-2026-0001.json" >"$file"
sign "$file"
lists
run "0|4" feed pull "$source"
has "1 refused"
is "the others stay" "$(state)" "fresh 4"

story "killed while it fetches, it goes on where it was"
provider
provider_home
t feed source set "$source" pause 500
: >"$scratch/requests"
"$TSUKUROI" --home "$home" --lang en --at "$at" feed pull "$source" >/dev/null 2>&1 </dev/null &
fetching=$!
for _ in $(seq 100); do
	[ "$(requests /advisories/2026/ex-2026-0001.json.asc)" -gt 0 ] && break
	sleep 0.1
done
kill -9 $fetching
wait $fetching 2>/dev/null
is "nothing is in force yet" "$(state)" ""
t feed source set "$source" pause 0
: >"$scratch/requests"
run 0 feed pull "$source"
has "3 new"
is "what came whole is not asked for again" "$(requests /advisories/2026/ex-2026-0001.json)" 0

story "in Japanese"
lang=ja
rm "$place/advisories/2026/ex-2026-0003.json.asc"
run 3 feed pull "$source"
has "に署名がありません"
lang=en
echo "# fault | what the person saw | state and records kept"
sed 's/^/# /' "$scratch/table"
plan
