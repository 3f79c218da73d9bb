#!/bin/sh
# VEX end to end: what is open and decided goes out in three forms; somebody's document is shown, taken in with a yes, replaced, withdrawn; a second
# home that takes the first one's document says the same.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
stop_home() {
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	server=
}
# tomcat's ground, http_server's, a state that changes nothing: NAME VERSION STATE
maker() {
	cat >"$scratch/maker.json" <<EOF
{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://maker.example/vex/1", "author": "$1", "timestamp": "2026-11-1${2}T00:00:00Z", "version": $2,
 "statements": [
  {"vulnerability": {"name": "CVE-2021-42013"}, "status": "$3", "justification": "vulnerable_code_not_in_execute_path", "action_statement": "update",
   "products": [{"@id": "a", "identifiers": {"cpe23": "cpe:2.3:a:apache:http_server:2.4.49:*:*:*:*:*:*:*"}}]},
  {"vulnerability": {"name": "CVE-2025-24813"}, "status": "not_affected", "impact_statement": "The servlet cannot write.",
   "products": [{"@id": "b", "identifiers": {"cpe23": "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*"}}]},
  {"vulnerability": {"name": "CVE-2023-1389"}, "status": "under_investigation", "products": [{"@id": "pkg:generic/nothing-here@1"}]}]}
EOF
}
# What is said, without whose, where and when.
said() { jq -cS '[.statements[] | {v: .vulnerability.name, s: .status, j: .justification, i: .impact_statement, a: .action_statement, t: .timestamp, p: [.products[]["@id"]]}]' "$1"; }

story "a home with weaknesses; before anything is judged nothing can be said"
run 0 init
printf 'clock = given\n' >>"$home/tsukuroi.conf"
run 2 vex export
one_sentence "without a name" "organisation = NAME"
printf 'organisation = 例市\n' >>"$home/tsukuroi.conf"
run "2|3|4|5" vex export
one_sentence "of an empty ledger" 'taken for "no problem"'
run 0 feed import nvd "$demo/feeds/nvd.json"
run 0 feed import kev --accept "$demo/feeds/kev.json"
run 0 ledger import csv --answer none "$demo/ledger.csv"
run "0|1|4" assess
cp -R "$home" "$scratch/second"

story "out, in three forms"
run 0 vex export --out "$scratch/open.json"
says_affected=$(jq '[.statements[] | select(.status == "affected")] | length' "$scratch/open.json")
is "what applies is said with what to do" "$(jq '[.statements[] | select(.status == "affected" and (.action_statement | length) > 0)] | length' "$scratch/open.json")" "$says_affected"
holds "something applies" test "$says_affected" -gt 0
holds "what cannot be told is being looked at" jq -e '[.statements[] | select(.status == "under_investigation")] | length > 0' "$scratch/open.json"
is "head" "$(jq -r '[.["@context"], .author, .version] | join(" ")' "$scratch/open.json")" "https://openvex.dev/ns/v0.2.0 例市 1"
run 0 vex export
holds "the same again is the same bytes" cmp -s "$out" "$scratch/open.json"
run 0 vex export --form cyclonedx
json .bomFormat CycloneDX
holds "every product spoken of is described" jq -e '[.components[]["bom-ref"]] as $refs | all(.vulnerabilities[].affects[].ref; IN($refs[]))' "$out"
run 2 vex export --form csaf
one_sentence "CSAF without an address" "site = https://"
printf 'site = https://www.city.example.jp\n' >>"$home/tsukuroi.conf"
run 0 vex export --form csaf --out "$scratch/csaf.json"
is "it is CSAF's VEX profile" "$(jq -r '.document | [.category, .csaf_version, .publisher.namespace] | join(" ")' "$scratch/csaf.json")" "csaf_vex 2.0 https://www.city.example.jp"
if [ -r "$data/csaf/schema-2.0/csaf_json_schema.json" ] && python3 -c 'import jsonschema' 2>/dev/null; then
	holds "it obeys CSAF's schema" python3 - "$data/csaf/schema-2.0/csaf_json_schema.json" "$scratch/csaf.json" <<'EOF'
import json, re, sys
import jsonschema
schema, document = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
def local(node):      # scores, which a VEX need not have, are described elsewhere
    if isinstance(node, dict):
        return {k: local(v) for k, v in node.items() if not (k == "$ref" and re.match("https?:", str(v)))}
    return [local(v) for v in node] if isinstance(node, list) else node
jsonschema.Draft202012Validator(local(schema)).validate(document)
EOF
else
	skip "CSAF's schema is not here"
fi
run 0 vex export --vulnerability CVE-2021-42013
holds "of one vulnerability nothing else is said" jq -e 'all(.statements[]; .vulnerability.name == "CVE-2021-42013")' "$out"
run 0 vex export --system 公式ウェブサイト
holds "of one system its products" jq -e 'all(.statements[].products[]; .["@id"] | test("http_server"))' "$out"
run 0 vex export --product cpe:2.3:a:apache:tomcat
holds "of one product" jq -e 'all(.statements[].products[]; .["@id"] | test("tomcat"))' "$out"
run "2|3|4" vex export --product nowhere
one_sentence "a product that is not here" nowhere
run 2 vex export --form xml
one_sentence "a form that is none" xml
run "2|3|4" vex export --vulnerability CVE-1999-99999
one_sentence "a vulnerability that nobody knows" "nothing to say"

story "somebody's document is only shown, the maker's becomes decisions"
maker 例ソフト 1 not_affected
run 0 vex import "$scratch/maker.json" --json
json '[.statements, .concerned, .applies, .shown] | map(tostring) | join(" ")' "3 3 0 3"
run 0 vex import "$scratch/maker.json" --word maker --json
json '[.applies, .conflicts, .known] | map(tostring) | join(" ")' "3 0 false"
run 0 vex list --json
json '.documents | length' 0
run 0 vex import "$scratch/maker.json" --word maker --owner 佐藤 --until 2027-01-31 --yes
has "taken in as number 1"
run 0 vex import "$scratch/maker.json" --word maker --yes
has "nothing changes"
run 0 vex list --json
json '.documents | map([.id, .word, .owner, .statements, .decisions, .until] | map(tostring) | join(" ")) | join(",")' "1 maker 佐藤 3 2 2027-01-31"
run 0 finding decisions --json
json '.decisions | map(select(.holds)) | length' 2
json '[.decisions[] | select(.vulnerability == "CVE-2021-42013")][0].reason | contains("例ソフト")' true
run "0|1|4" assess
run 0 vex show 1 --json
json '[.stands, .applies] | map(tostring) | join(" ")' "3 0"
run 0 vex export --vulnerability CVE-2021-42013
is "their words go out as they came" "$(said "$out")" '[{"a":"update","i":null,"j":"vulnerable_code_not_in_execute_path","p":["pkg:generic/http_server@2.4.49"],"s":"not_affected","t":"2026-11-11T00:00:00Z","v":"CVE-2021-42013"}]'
json .version 2

story "what was decided here stays"
run "0|1|4" finding list --json
other=$(jq -r '[.findings[] | select(.vulnerability == "CVE-2022-40684")][0].id' "$out")
run 0 finding decide "$other" investigating --owner 伊藤 --reason looking --until 2026-12-31 --all-systems
cat >"$scratch/router.json" <<'EOF'
{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://router.example/1", "author": "見本通信", "timestamp": "2026-11-19T00:00:00Z", "version": 1,
 "statements": [{"vulnerability": {"name": "CVE-2022-40684"}, "status": "not_affected", "justification": "component_not_present",
   "products": [{"@id": "r", "identifiers": {"cpe23": "cpe:2.3:o:fortinet:fortios:7.0.5:*:*:*:*:*:*:*"}}]}]}
EOF
run 0 vex import "$scratch/router.json" --word maker --yes --json
json '[.applies, .conflicts, .effects[0].effect] | map(tostring) | join(" ")' "0 1 conflicts"
run 0 finding show "$other"
has "looking"

story "a later edition takes the place of the earlier one, an earlier one does not come back"
cp "$scratch/maker.json" "$scratch/first.json"
maker 例ソフト 2 affected
run 0 vex import "$scratch/maker.json" --word maker --yes --json
json '[.replaces, .ends, .stands, .conflicts] | map(tostring) | join(" ")' "1 2 2 0"
run "2|3|4|5" vex import "$scratch/first.json" --word maker --yes
one_sentence "the earlier edition" "A later edition"
run 0 vex list --all --json
json '[.documents[] | select(.name == "https://maker.example/vex/1") | .state] | join(" ")' "in_force replaced"
newest=$(jq -r '[.documents[] | select(.state == "in_force" and .name == "https://maker.example/vex/1")][0].id' "$out")
run 0 vex export --vulnerability CVE-2021-42013
json '.statements[0].status' affected
json .version 3

story "a second home with the same ledger that takes the first one's document says the same"
run 0 vex export --out "$scratch/said.json"
first=$home
home=$scratch/second
run 0 vex import "$scratch/said.json" --word own --yes
run 0 vex export --out "$scratch/again.json"
is "the same statements" "$(said "$scratch/again.json")" "$(said "$scratch/said.json")"
for form in cyclonedx csaf; do
	home=$first
	run 0 vex export --form $form --out "$scratch/$form.json"
	home=$scratch/third-$form
	cp -R "$scratch/second" "$home"
	run 0 vex import "$scratch/$form.json" --word own --json
	json '.applies' 0
	json '.conflicts' 0
done
home=$first

story "believed no longer, it ends with what was decided on it"
run 0 vex withdraw "$newest"
run 0 vex export --vulnerability CVE-2025-24813
holds "the weakness is open again" jq -e 'any(.statements[]; .status == "affected")' "$out"
run "2|3|4" vex withdraw "$newest"
one_sentence "twice" "no VEX document"
run "2|3|4" vex show 99
one_sentence "one that never was" "no VEX document 99"

story "where systems differ about one product the most cautious answer counts"
cat >"$scratch/more.csv" <<'EOF'
システム名,ホスト名,メーカー,ソフトウェア名,バージョン,CPE
見本の第二サイト,web9,Apache,Apache HTTP Server,2.4.49,cpe:2.3:a:apache:http_server:2.4.49:*:*:*:*:*:*:*
EOF
run 0 ledger import csv "$scratch/more.csv"
run "0|1|4" assess
run "0|1|4" finding list --json
one=$(jq -r '[.findings[] | select(.vulnerability == "CVE-2021-41773" and .system == "見本の第二サイト")][0].id' "$out")
run 0 finding decide "$one" not_affected --owner 伊藤 --reason "cgi is off" --until 2026-12-31
run 0 vex export --vulnerability CVE-2021-41773 --system 見本の第二サイト
json '[.statements[] | [.status, .impact_statement] | join(" ")] | join(",")' "not_affected cgi is off"
run 0 vex export --vulnerability CVE-2021-41773
json '[.statements[].status] | join(",")' affected

story "who means ill is refused in one sentence"
printf '{"@context":"https://openvex.dev/ns/v0.2.0"' >"$scratch/evil.json"
run "3|4" vex import "$scratch/evil.json"
printf '{"a":1}' >"$scratch/evil.json"
run "2|3|4" vex import "$scratch/evil.json"
one_sentence "what is no VEX" "no VEX document"
printf '{"@context":"https://openvex.dev/ns/v0.2.0","@id":"x","author":"y","statements":[]}' >"$scratch/evil.json"
run "3|4" vex import "$scratch/evil.json"
one_sentence "what says nothing" "no statement"
python3 -c 'print("{\"@context\":" + "[" * 100000)' >"$scratch/evil.json"
run "3|4" vex import "$scratch/evil.json" --yes
one_sentence "what is nested without end" evil.json
run "2|3|4" vex import "$scratch/first.json" --word god
one_sentence "nobody's word" god
run "2|3|4" vex import "$scratch/first.json" --word maker --until 2020-01-01 --yes
one_sentence "a day that is past" "last day"

story "at the web"
head=$scratch/head
run 0 account add sato --name 佐藤 --office security --unit 情報政策課
run 0 account add mina --name ミナ --office reader --unit 情報政策課
printf 'mori no kuma san\n' >"$scratch/password"
run 0 account password sato --password-file "$scratch/password"
run 0 account password mina --password-file "$scratch/password"
: >"$scratch/log"
"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$scratch/log" 2>&1 </dev/null &
server=$!
for _ in $(seq 600); do
	grep -q ' runs: ' "$scratch/log" && break
	sleep 0.1
done
url=$(sed -n 's/^Pages: \(.*\)\/$/\1/p' "$scratch/log")
for _ in $(seq 300); do
	[ "$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$url/healthz")" = 200 ] && break
	sleep 0.1
done
accept=text/html
fetch() {
	fetch_who=$1 fetch_path=$2
	shift 2
	curl -sS -m 60 -b "$scratch/$fetch_who.jar" -c "$scratch/$fetch_who.jar" -D "$head" -o "$out" -w '%{http_code}' -H "Accept: $accept" -H 'Accept-Language: en' "$@" \
		"$url$fetch_path" 2>"$err"
}
field() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$out" | head -n 1; }
location() { tr -d '\r' <"$head" | sed -n 's/^[Ll]ocation: //p'; }
is "sato signs in" "$(fetch sato /sign-in --data-urlencode login=sato --data-urlencode "password=mori no kuma san")" 303
is "mina too" "$(fetch mina /sign-in --data-urlencode login=mina --data-urlencode "password=mori no kuma san")" 303
is "they read English" "$(fetch sato /language/en; fetch mina /language/en)" 303303
is "the page" "$(fetch sato /vex)" 200
has "What we say to others"
is "a document is fetched" "$(fetch mina '/vex/document?form=openvex')" 200
holds "as a file" grep -qi '^content-disposition: attachment; .*vex-all-openvex.json' "$head"
json .author 例市
is "CSAF" "$(fetch mina '/vex/document?form=csaf&vulnerability=CVE-2025-24813')" 200
json .document.category csaf_vex
is "a reader may not send one" "$(fetch mina /vex; fetch mina /vex -F "document=@$scratch/maker.json" -F "_csrf=$(field _csrf)" -F "_key=$(field _key)")" 200403
maker '<script>alert(1)</script>' 3 not_affected
fetch sato /vex >/dev/null
is "sent" "$(fetch sato /vex -F "document=@$scratch/maker.json" -F "_csrf=$(field _csrf)" -F "_key=$(field _key)")" 303
incoming=$(location)
is "looked at" "$(fetch sato "$incoming&word=maker")" 200
lacks "<script>alert"
has "4 would change"
is "nothing is taken by looking" "$(accept=application/json fetch sato /vex)" 200
json '[.list.documents[] | select(.author | startswith("<script>"))] | length' 0
is "not for a reader" "$(fetch mina "$incoming")" 403
fetch sato "$incoming&word=maker" >/dev/null
is "taken in" "$(fetch sato "${incoming%%\?*}" -d word=maker -d file=maker.json --data-urlencode "_csrf=$(field _csrf)" --data-urlencode "_key=$(field _key)")" 303
taken=$(location)
is "its page" "$(fetch sato "$taken")" 200
lacks "<script>alert"
has "maker.json"
is "it is read as JSON" "$(accept=application/json fetch mina "$taken")" 200
json '[.shown.stands, .shown.document.word] | map(tostring) | join(" ")' "4 maker"
finding=$(jq -r '.shown.effects[0].finding' "$out")
is "it stands beside the finding" "$(fetch mina "/findings/$finding")" 200
has "What others said (VEX)"
lacks "<script>alert"
fetch sato "$taken" >/dev/null
is "believed no longer" "$(fetch sato "$taken/withdraw" --data-urlencode "_csrf=$(field _csrf)" --data-urlencode "_key=$(field _key)")" 303
is "it stays to be read" "$(accept=application/json fetch mina "$taken")" 200
json .shown.document.state withdrawn
is "what was sent is not kept" "$(fetch sato "$incoming")" 404
fetch sato /vex >/dev/null
printf 'PK\003\004 nothing' >"$scratch/evil.json"
is "bytes that are no document are taken to be looked at" "$(fetch sato /vex -F "document=@$scratch/evil.json" -F "_csrf=$(field _csrf)" -F "_key=$(field _key)")" 303
is "and refused" "$(case $(fetch sato "$(location)") in 4??) echo refused ;; esac)" refused
is "a digest that is a path is refused" "$(fetch sato '/vex/incoming/..%2F..%2Ftsukuroi.conf')" 400
plan
