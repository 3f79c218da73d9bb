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

csaf=$place
# shellcheck source=tests/pull/csaf.sh
. "$root/tests/pull/csaf.sh"
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
sleep 0.3    # it came whole; the pause before the next has not passed
kill -9 $fetching
wait $fetching 2>/dev/null
is "nothing is in force yet" "$(state)" ""
t feed source set "$source" pause 0
: >"$scratch/requests"
run 0 feed pull "$source"
has "3 new"
is "what came whole is not asked for again" "$(requests /advisories/2026/ex-2026-0001.json)" 0

story "an archive of all documents, the first time"
# archive [FOLDER]: of what stands there, as of the 18th, with its hash and signature.
archive() {
	archive=$place/advisories/csaf_advisories_2026-11-18.tar.zst
	tar -C "${1:-$place/advisories}" -cf - 2026 | zstd -q -f -o "$archive"
	seal
}
seal() {
	(cd "$place/advisories" && basename "$archive" >archive_latest.txt)
	sign "$archive"
}
provider
archive
provider_home
: >"$scratch/requests"
run 0 feed pull "$source"
has "3 new"
is "in force" "$(state)" "fresh 3"
is "of before the archive none is asked for" "$(requests /advisories/2026/ex-2026-0001.json)" 0
is "what came after it is" "$(requests "/advisories/2026/ex-2026-0003.json HTTP")" 1
: >"$scratch/requests"
run 0 feed pull "$source"
has "nothing new"
is "the archive comes once" "$(requests /advisories/csaf_advisories)" 0

story "what an issuer takes back"
cat >"$scratch/plan.cdx.json" <<JSON
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"application","name":"Garden server","version":"2.0.5","cpe":"cpe:2.3:a:example:garden_server:2.0.5:*:*:*:*:*:*:*"}]}
JSON
t ledger import sbom "$scratch/plan.cdx.json" --system 公園
t assess
stands() {
	t finding list --json ${2:+"$2"}
	jq -r --arg id "$1" '.findings[] | select(.vulnerability == $id) | .verdict' <"$out"
}
is "affected" "$(stands CVE-2026-0102)" "affected"
t watch add "Gardens" --words Garden
t watch read 1 CVE-2026-0102
told() { "$TSUKUROI" --home "$home" --lang en --at "$at" watch show 1 --json 2>"$err" | jq -r '.hits[] | select(.id == "CVE-2026-0102") | "\(.why) \(.withdrawn) \(.read)"'; }
is "a watch knows it" "$(told)" "known false true"
rm "$place/advisories/2026/ex-2026-0002.json"*
lists
echo '"2026/ex-2026-0002.json","2026-11-19T12:00:00Z"' >"$place/advisories/deletions.csv"
run 0 feed pull "$source"
has "1 changed"
is "in force" "$(state)" "fresh 2"
run 0 kb show CVE-2026-0102
has "withdrawn"
t assess
is "its finding is open no more" "$(stands CVE-2026-0102)" ""
is "and closed" "$(stands CVE-2026-0102 --closed)" "affected"
t watch look
is "the watch has it as news" "$(told)" "withdrawn true false"
run 0 feed pull "$source"
has "nothing new"
document 0002 CVE-2026-0102 2026-11-20T01:00:00Z 2.1
lists
run 0 feed pull "$source"
has "1 changed"
is "published again, it is in force again" "$(state)" "fresh 3"

story "an archive that is not to be believed"
# odd NAME STATUSES SENTENCE STATE: the first fetch of a new home.
odd() {
	provider_home
	faulty "$1" "$2" "$3" "$4"
}
provider
archive
echo x >>"$archive"
odd "an archive that was altered" 5 "another hash than its issuer says" ""
(cd "$place/advisories" && sha256sum "$(basename "$archive")" >"$(basename "$archive").sha256")
odd "its hash altered as well" 5 "the signature does not fit" ""
archive
who=other
sign "$archive"
who=psirt
odd "an archive signed by somebody else" 5 "not one of those of its issuer" ""
rm "$archive.asc"
odd "an archive without a signature: the documents have their own" 0 "3 new" "fresh 3"
mkdir -p "$scratch/odd/2026"
cp "$place/advisories/2026/ex-2026-0001.json" "$scratch/odd/2026/"
ln -s /etc/passwd "$scratch/odd/2026/link.json"
archive "$scratch/odd"
odd "a link in the archive" 3 "no file inside it" "never 0"
rm "$scratch/odd/2026/link.json"
tar -C "$scratch/odd" -P --transform 's#^2026#../../2026#' -cf - 2026 | zstd -q -f -o "$archive"
seal
odd "a name that leads out of the archive" 3 "no file inside it" "never 0"
head -c 300M /dev/zero >"$scratch/odd/2026/zeros.json"
archive "$scratch/odd"
odd "an archive that swells" 3 "times its size" "never 0"
rm "$scratch/odd/2026/zeros.json"
archive
truncate -s 500 "$archive"
seal
odd "an archive that ends early, and is signed so" 3 "cut short" "never 0"
archive
echo '../../secret.tar.zst' >"$place/advisories/archive_latest.txt"
odd "an archive elsewhere" 3 "is no archive of a day" ""
provider
file=$place/advisories/2026/ex-2026-0009.json
echo '{"document": {' >"$file"
archive
rm "$file"
provider_home
run "0|4" feed pull "$source"
has "3 new"
has "1 refused"
is "a broken document is a problem of its own" "$(state)" "fresh 3"
truncate -s 5G "$archive"
odd "an archive without end" 3 "sends more than" ""

story "the three ways to a provider, in their order (CSAF 2.0 7.3)"
# Names are known by a proxy only: it is who looks them up.
names=$scratch/names
mkdir "$names"
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$names/key.pem" -out "$names/cert.pem" -days 2 -subj /CN=psirt.example.jp \
	-addext subjectAltName=DNS:psirt.example.jp,DNS:csaf.data.security.psirt.example.jp >/dev/null 2>&1
PYTHONDONTWRITEBYTECODE=1 python3 "$root/tests/pull/names.py" "$names" 2>"$scratch/names.err" &
proxy=$!
trap 'kill $server $proxy 2>/dev/null; gpgconf --kill all 2>/dev/null; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
for _ in $(seq 60); do
	[ -s "$names/port" ] && break
	sleep 0.3
done
named=https://psirt.example.jp
dns=csaf.data.security.psirt.example.jp
named_home() {
	make_home standard
	printf 'clock = given\nfetch_proxy = http://127.0.0.1:%s\nfetch_ca = %s\n' "$(cat "$names/port")" "$names/cert.pem" >>"$home/tsukuroi.conf"
	t feed source add "$source"
	t feed source set "$source" pause 0
	: >"$names/log"
}
ways() { grep -E "$dns|well-known|security.txt|metadata" "$names/log" | uniq | tr '\n' ';'; }
base=$named
folder="{\"directory_url\":\"$base/advisories/\"}"
provider
rm -rf "$names/psirt.example.jp"
cp -r "$place" "$names/psirt.example.jp"
mkdir -p "$names/$dns"
named_home
run 0 feed pull "$source"
has "3 new"
is "the well-known address is the first" "$(ways)" "psirt.example.jp /.well-known/csaf/provider-metadata.json;"
mv "$names/psirt.example.jp/.well-known/csaf/provider-metadata.json" "$names/psirt.example.jp/metadata.json"
printf 'Contact: mailto:psirt@example.jp\nCSAF: %s/metadata.json\n' "$named" >"$names/psirt.example.jp/.well-known/security.txt"
cp "$names/psirt.example.jp/metadata.json" "$names/$dns/index.html"
named_home
run 0 feed pull "$source"
has "3 new"
is "security.txt is the second" "$(ways)" "psirt.example.jp /.well-known/csaf/provider-metadata.json;psirt.example.jp /.well-known/security.txt;psirt.example.jp /metadata.json;"
rm "$names/psirt.example.jp/.well-known/security.txt"
named_home
run 0 feed pull "$source"
has "3 new"
is "the DNS path is the third" "$(ways)" \
	"psirt.example.jp /.well-known/csaf/provider-metadata.json;psirt.example.jp /.well-known/security.txt;psirt.example.jp /security.txt;$dns /;"
echo '<html>' >"$names/$dns/index.html"
named_home
faulty "a DNS path that leads to a page" 3 "JSON" "never 0"
rm -rf "${names:?}/$dns"
named_home
faulty "none of the three ways" 3 "is no provider of CSAF" ""
is "all three were tried" "$(ways)" "psirt.example.jp /.well-known/csaf/provider-metadata.json;psirt.example.jp /.well-known/security.txt;psirt.example.jp /security.txt;$dns -;"
lang=ja
run 3 feed pull "$source"
has "CSAF の提供元ではありません"
lang=en
kill $proxy
proxy=
base=http://127.0.0.1:$port
folder="{\"directory_url\":\"$base/advisories/\"}"
provider
provider_home
t feed pull "$source"

story "in Japanese"
lang=ja
rm "$place/advisories/2026/ex-2026-0003.json.asc"
run 3 feed pull "$source"
has "に署名がありません"
lang=en
echo "# fault | what the person saw | state and records kept"
sed 's/^/# /' "$scratch/table"
plan
