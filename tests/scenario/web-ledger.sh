#!/bin/sh
# The register at the web: a department enters a system, somebody else changes it meanwhile, a list is dropped and looked through before it is
# written, a machine sends its own inventory, names are confirmed and taken back.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
log=$scratch/log
stop_home() {
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	server=
}
start_home() {
	: >"$log"
	"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 600); do
		grep -q ' runs: ' "$log" && break
		sleep 0.1
	done
	url=$(sed -n 's/^Pages: \(.*\)\/$/\1/p' "$log")
}
# token LOGIN OFFICE: an account, and a token to act by.
token() {
	"$TSUKUROI" --home "$home" --lang en account add "$1" --name "$1" --office "$2" --unit 図書館 >/dev/null
	"$TSUKUROI" --home "$home" account password "$1" --password-file "$scratch/password" >/dev/null
	"$TSUKUROI" --home "$home" token make --login "$1" --password-file "$scratch/password" --scope read,write --name t 2>/dev/null | grep -o 'tsk_[a-z0-9]*' | head -n 1 >"$scratch/$1"
}
# api WHO PATH OPTIONS…: as a program; prints the status, answer in $out.
api() {
	api_who=$1 api_path=$2
	shift 2
	curl -sS -m 120 -o "$out" -w '%{http_code}' -H "Authorization: Bearer $(cat "$scratch/$api_who")" -H 'Accept: application/json' -H 'Accept-Language: en' "$@" "$url$api_path" 2>"$err"
}
place() { sed -n 's/.*"location":"\([^"]*\)".*/\1/p' "$out"; }

story "somebody who keeps systems, and somebody who reads"
run 0 init
echo 'mori no kuma san' >"$scratch/password"
token sato owner
token mina reader
start_home

story "a department brings a system in"
is "a reader may not" "$(api mina /systems/new --data-urlencode name=図書館システム)" 403
is "without a name" "$(api sato /systems/new --data-urlencode unit=図書館)" 400
is "entered" "$(api sato /systems/new --data-urlencode name=図書館システム --data-urlencode unit=図書館 -d network=lgwan -d resident_facing=yes)" 200
page=$(place)
is "twice the same name" "$(api sato /systems/new --data-urlencode name=図書館システム)" 409
is "it stands in the list" "$(api mina '/systems?q=図書&network=lgwan')" 200
has '"found":1'
is "and not elsewhere" "$(api mina '/systems?network=internet')" 200
has '"found":0'
is "what is no word is refused" "$(api mina '/systems?network=moon')" 400

story "nobody's change is lost"
is "the form" "$(api sato "$page/edit")" 200
revision=$(sed -n 's/.*"revision":"\([^"]*\)".*/\1/p' "$out")
is "another changes it" "$(api sato "$page/edit" --data-urlencode name=図書館システム --data-urlencode place=本庁 -d "revision=$revision")" 200
is "the first is told" "$(api sato "$page/edit" --data-urlencode name=図書館システム --data-urlencode place=別館 -d "revision=$revision")" 409
is "what was written first stands" "$(api mina "$page")" 200
has "本庁"

is "many together are seen with their revisions" "$(api sato "/systems/change?id=${page##*/}")" 200
revision=$(jq -r '.rows[0].revision' <"$out")
is "another changes one of them" "$(api sato "$page/edit" --data-urlencode name=図書館システム --data-urlencode place=分館)" 200
is "then none is changed" "$(api sato /systems/change -d "id=${page##*/}" -d "revisions=$revision" -d set=place --data-urlencode place=新館)" 409
has "図書館システム"
is "seen anew, it is" "$(api sato "/systems/change?id=${page##*/}")" 200
is "changed" "$(api sato /systems/change -d "id=${page##*/}" -d "revisions=$(jq -r '.rows[0].revision' <"$out")" -d set=place --data-urlencode place=本庁)" 200

story "a list is looked through before it is written"
printf 'システム名,ソフトウェア名,版\n図書館システム,アパッチ トムキャット,9.0.71\n図書館システム,PHP,\n' >"$scratch/list.csv"
is "dropped" "$(api sato /imports -F "file=@$scratch/list.csv")" 200
upload=$(place)
is "looked through" "$(api sato "$upload")" 200
has '"taken":2'
has '"done":false'
is "nothing is written" "$(api mina "$page")" 200
has '"unregistered":true'
is "it is its owner's alone" "$(api mina "$upload")" 403
is "a column is read otherwise" "$(api sato "$upload/columns" -d sheet= --data-urlencode heading=版 -d field=version)" 200
is "taken in" "$(api sato "$upload/take" -d remember=1)" 200
is "twice" "$(api sato "$upload/take" -d system=)" 409
is "the answer goes back" "$(api sato "$upload/answer")" 200
has "9.0.71"
is "now it stands there" "$(api mina "$page")" 200
has '"unregistered":false'
is "what is no list" "$(api sato /imports -F "file=@$TSUKUROI")" 200
is "is said to be none" "$(api sato "$(place)")" 200
has '"usable":false'
is "a path as a name" "$(api sato /imports -F "file=@$scratch/list.csv;filename=../../../etc/passwd.csv")" 200
is "stays in its place" "$(api sato "$(place)")" 200
has '"name":"passwd.csv"'
is "another's upload by guessing" "$(api sato /imports/../../../../etc)" 404

story "a row that left its list is asked about"
printf 'システム名,ソフトウェア名,版\n図書館システム,アパッチ トムキャット,9.0.71\n' >"$scratch/list.csv"
is "the list comes again" "$(api sato /imports -F "file=@$scratch/list.csv")" 200
upload=$(place)
is "looked through" "$(api sato "$upload")" 200
has '"gone":1'
is "taken in" "$(api sato "$upload/take" -d system=)" 200
is "it stands to be decided" "$(api sato /retirements)" 200
has '"product":"PHP"'
number=$(sed -n 's/.*"number":\([0-9]*\),.*/\1/p' "$out")
is "a reader may not" "$(api mina /retirements -d "number=$number")" 403
is "what is no number" "$(api sato /retirements -d number=x)" 400
is "retired" "$(api sato /retirements -d "number=$number")" 200
is "nothing is left to decide" "$(api sato /retirements)" 200
has '"any":false'
is "no two words differ" "$(api mina /differences)" 200
is "a difference that is none" "$(api sato /differences/99 -d choice=held)" 404

story "a machine tells of itself"
printf 'Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10\n' >"$scratch/dpkg"
tell() { api sato "/hosts/lib01/inventory?system=図書館システム" -H 'Content-Type: application/octet-stream' --data-binary "@$scratch/dpkg"; }
is "once" "$(tell)" 200
has '"installed":1'
is "again" "$(tell)" 200
has '"known_before":true'
seq 12000 | sed 's/.*/Package: package&\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.&-1\n/' >"$scratch/large"
is "a large one is taken in behind" "$(api sato "/hosts/lib02/inventory?system=図書館システム" -H 'Content-Type: application/octet-stream' --data-binary "@$scratch/large")" 200
taken_at=$(jq -r '.location' <"$out")
has "順番に取り込みます"
for _ in $(seq 300); do
	api sato "$taken_at" >/dev/null
	[ "$(jq -r '.line.state' <"$out")" = "done" ] && break
	sleep 0.2
done
is "and how it went stands there" "$(jq -r '.line.state, .upload.files[0].hosts_new' <"$out" | tr '\n' ' ')" "done 1 "
is "a reader's token" "$(api mina /hosts/lib01/inventory -H 'Content-Type: application/octet-stream' --data-binary "@$scratch/dpkg")" 403

story "a name is confirmed, and taken back"
is "it waits" "$(api sato /names)" 200
has "トムキャット"
is "confirmed" "$(api sato /names -d vendor= --data-urlencode 'name=アパッチ トムキャット' -d choice= --data-urlencode 'own=cpe:2.3:a:apache:tomcat:-:*:*:*:*:*:*:*')" 200
is "decided" "$(api sato /names)" 200
has '"confirmed":1'
is "taken back" "$(api sato /names/forget --data-urlencode 'name=アパッチ トムキャット')" 200

story "out of use"
is "a reader may not" "$(api mina "$page/retire" -X POST)" 403
is "done" "$(api sato "$page/retire" -X POST)" 200
is "it stands in no list" "$(api mina /systems)" 200
lacks '"name":"図書館システム"'
is "and is still read" "$(api mina "$page")" 200
has '"retired":true'

cat "$log" >"$out"
lacks Sanitizer
plan
