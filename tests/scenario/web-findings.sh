#!/bin/sh
# Findings and decisions at the web: what is open is listed and narrowed, one finding is understood, asked about, answered, decided; what is not
# known is never "nothing"; criteria are agreed to by two people; what somebody who means ill writes stays a text.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
# as_json WHO PATH: what a program is answered there.
as_json() {
	accept=application/json
	fetch "$@"
	accept=text/html
}
person() {
	run 0 account add "$1" --name "$2" --office "$3" --unit 情報政策課
	printf 'mori no kuma san\n' >"$scratch/password"
	run 0 account password "$1" --password-file "$scratch/password"
}
sign_in() { fetch "$1" /sign-in --data-urlencode "login=$1" --data-urlencode "password=mori no kuma san"; }
at=$(date -u +%FT%TZ)

story "a home that holds a web server, a weakness of it, and a system of which nobody has said what it is"
run 0 init
printf 'clock = given\n' >>"$home/tsukuroi.conf"
run 0 account add sato --name 佐藤 --office security --unit 情報政策課
printf 'mori no kuma san\n' >"$scratch/password"
run 0 account password sato --password-file "$scratch/password"
person mori 森 executive
person mina ミナ reader
run 0 feed import nvd "$demo/feeds/nvd.json"
run 0 feed import kev --accept "$demo/feeds/kev.json"
run 0 feed import epss --accept "$demo/feeds/epss.csv"
start_home
is "sato signs in" "$(sign_in sato)" 303
is "and reads English" "$(fetch sato /language/en)" 303

story "on an empty ledger the first steps stand where the work will"
is "the first page" "$(fetch sato /)" 200
has "First steps"
lacks "Nothing waits for you"
is "the list says that nothing is known" "$(fetch sato /findings)" 200
has "so nothing is known yet"
stop_home

run 0 ledger import csv --answer none "$demo/ledger.csv"
{
	sed -n 2p "$demo/ledger.csv"
	echo 'W-900,広報,写真館,web90,Django Software Foundation,Django,2.0.1,cpe:2.3:a:djangoproject:django:2.0.1:*:*:*:*:*:*:*,広報課,広報担当,見本システムズ,インターネット公開,公開,データセンター,業務上重要情報'
} >"$scratch/more.csv"
run 0 ledger import csv --answer none "$scratch/more.csv"
run "0|1|4" assess
start_home
is "sato is signed in still" "$(fetch sato /)" 200

story "the list by vulnerability, narrowed"
is "all" "$(fetch sato /findings)" 200
has "class=\"chip"
is "Immediate only" "$(fetch sato '/findings?action=immediate&sort=score')" 200
is "by system" "$(fetch sato '/findings?by=finding')" 200
is "a word that is no action is refused" "$(fetch sato '/findings?action=whatever')" 400
is "a cursor that is none is refused" "$(fetch sato '/findings?after=x')" 400
is "a name that is not declared is refused" "$(fetch sato '/findings?evil=1')" 400
is "as CSV" "$(fetch sato '/findings?format=csv')" 200
is "it begins with its mark" "$(head -c 3 "$out" | od -An -tx1 | tr -d ' ')" efbbbf
is "as XLSX" "$(fetch sato '/findings?format=xlsx')" 200
is "it is a zip" "$(head -c 2 "$out")" PK
is "JSON is the same" "$(as_json sato /findings)" 200
json '.list.weaknesses | length > 0' true
name=$(jq -r '.list.weaknesses[0].vulnerability' "$out")
is "what is looked for is inert" "$(fetch sato '/findings?q=%3Cscript%3Ealert(1)%3C/script%3E')" 200
lacks "<script>alert"
is "a view is kept" "$(send sato /findings /findings/views --data-urlencode 'name=<b>urgent</b>' --data-urlencode 'query=action=immediate')" 303
is "and listed, inert" "$(fetch sato /findings)" 200
has "&lt;b&gt;urgent"

story "one vulnerability, and the proof that it is not here"
is "its page" "$(fetch sato "/vulnerabilities/$name")" 200
is "the proof of what is here is none" "$(fetch sato "/vulnerabilities/$name/proof")" 200
lacks "Checked, not affected"
has "This is no proof"
other=$(jq -r '.vulnerabilities[].cve.id' "$demo/feeds/nvd.json" | while read -r id; do
	as_json sato "/vulnerabilities/$id/proof" >/dev/null
	[ "$(jq -r '.affected' "$out")" = 0 ] && echo "$id" && break
done)
is "of what is nowhere affected" "$(as_json sato "/vulnerabilities/$other/proof")" 200
json '[.systems[] | select(.verdict == "not_affected" and (.items == 0 or .judged < .items))] | length' 0
json '.proves == (.unknown == 0 and (.systems | length) > 0)' true
is "of what nobody knows there is none" "$(fetch sato /vulnerabilities/CVE-1999-99999/proof)" 404

story "one finding, decided after looking at what it covers"
is "list" "$(as_json sato '/findings?by=finding')" 200
finding=$(jq -r '.findings[0].id' "$out")
is "its page" "$(fetch sato "/findings/$finding")" 200
has "How bad it is here"
is "none such" "$(fetch sato /findings/999999)" 404
soon=$(date -d '+30 days' +%F)
is "looked at first" "$(fetch sato "/findings/$finding/decide?kind=investigating&owner=Sato&reason=looking&until=$soon")" 200
has "This would be decided"
is "nothing is written by looking" "$(as_json sato /decisions)" 200
json '.list.decisions | length' 0
is "without an end it is refused" "$(send sato "/findings/$finding/decide" "/findings/$finding/decide" -d kind=investigating -d owner=Sato -d reason=looking)" 400
is "decided" "$(send sato "/findings/$finding/decide" "/findings/$finding/decide" -d kind=investigating -d owner=Sato -d reason=looking -d "until=$soon")" 303
is "it stands in the register" "$(as_json sato /decisions)" 200
json '.list.decisions | length' 1
is "accepting is not for security staff" "$(send sato "/findings/$finding/decide" "/findings/$finding/decide" -d kind=accept -d owner=Sato -d reason=r -d effect=e -d "until=$soon")" 403
is "a reader may not decide" "$(sign_in mina; fetch mina "/findings/$finding/decide")" 303403

story "a question is answered for the systems it holds for"
is "questions" "$(as_json sato /questions)" 200
question=$(jq -r '[.questions[] | select(.of_systems)][0].question.id' "$out")
system=$(jq -r '[.questions[] | select(.of_systems)][0].question.systems[0]' "$out")
is "without a system it is refused" "$(send sato /questions "/questions/$question/answer" -d value=no)" 400
is "answered, and judged anew" "$(send sato /questions "/questions/$question/answer" -d value=no --data-urlencode "systems=$system" -d next=/questions)" 303
is "nobody is sent elsewhere" "$(send sato /questions "/questions/$question/answer" -d value=no --data-urlencode "systems=$system" -d next=https://evil.example/; location)" 303/
is "what changed" "$(fetch sato /changes?since=2020-01-01)" 200

story "an answer about the conditions of exposure stands in the open case about it"
is "questions" "$(as_json sato /questions)" 200
question=$(jq -r '[.questions[] | select(.question.kind == "conditions")][0].question.id' "$out")
system=$(jq -r '[.questions[] | select(.question.kind == "conditions")][0].question.systems[0]' "$out")
name=$(jq -r '[.questions[] | select(.question.kind == "conditions")][0].question.fact | ltrimstr("conditions:")' "$out")
is "its weakness" "$(as_json sato "/vulnerabilities/$name")" 200
about=$(jq -r --arg system "$system" '[.findings[] | select(.system == $system)][0].id' "$out")
is "a case is opened from the finding" "$(send sato "/findings/$about" "/findings/$about/case")" 303
about=$(location)
is "answered" "$(send sato "/questions?question=$question" "/questions/$question/answer" -d value=no --data-urlencode "systems=$system")" 303
is "the case" "$(as_json sato "$about")" 200
is "what stands in it" "$(jq -r '[.. | objects | select(.name? == "conditions") | .value] | first' "$out")" not_met
is "a feed needs a token" "$(fetch nobody '/changes.atom?token=tsk_no')" 403

story "criteria: tried out, proposed, agreed to by another"
today=$(TZ=Asia/Tokyo date +%F)
is "in words" "$(fetch sato /settings/criteria)" 200
has "Likelihood is high when"
is "tried out" "$(send sato /settings/criteria/new /settings/criteria/new -d "since=$today" -d out_of_cycle_days=2 -d preset=standard -d try=1)" 303
is "what would move" "$(fetch sato "$(location)")" 200
has "What would move"
is "proposed" "$(send sato /settings/criteria/new /settings/criteria/new -d "since=$today" -d out_of_cycle_days=2 -d preset=standard -d reason=yearly)" 303
edition=$(location)
is "the proposer cannot agree" "$(send sato "$edition" "$edition/agree")" 403
sign_in mori >/dev/null
is "it waits on his first page" "$(fetch mori /language/en; fetch mori /)" 303200
has "Agree to edition"
is "the executive can" "$(send mori "$edition" "$edition/agree")" 303
is "and it is in force" "$(fetch mori /settings/criteria)" 200
has "within 2 business days"
is "what cannot be read is said, with its line" "$(send sato /settings/criteria/new /settings/criteria/new -d "since=$today" --data-urlencode 'text=matrix: no' -d reason=x)" 400

story "criteria: boxes are ticked, editions are compared, and a draft is found by its digest"
is "boxes in words" "$(fetch sato /settings/criteria/new?preset=standard)" 200
has 'value="high.exploited" checked'
has 'value="high.ransomware"'
lacks 'value="high.ransomware" checked'
is "one box" "$(send sato /settings/criteria/new /settings/criteria/new -d "since=$today" -d preset=standard -d rules=1 -d rule=high.exploited -d rule=high.ransomware -d try=1)" 303
is "what that means" "$(fetch sato "$(location)")" 200
has 'value="high.ransomware" checked'
has "ransomware attacks use it"
has "What differs"
lacks 'value="low.controlled and not poc" checked'
is "no draft of a stranger's digest" "$(fetch sato /settings/criteria/new?draft=../../etc/passwd)" 404
is "the edition against what was before it" "$(fetch sato "$edition")" 200
has "What differs"
has "Compared with"

story "an own SSVC table: row by row or as YAML, tried out, proposed, agreed to by another; findings say which edition decided"
is "the table as a form" "$(fetch sato /settings/ssvc/new)" 200
has "Try it out"
is "too few rows are refused" "$(send sato /settings/ssvc/new /settings/ssvc/new -d "since=$today" -d cell=D -d reason=x)" 400
sed -e 's/^table: deployer/table: city/; s/^id: .*/id: "x_example.city:DT:1.0.0"/; s/A O Y: O O I I/A O Y: I I I I/' -e 's/^  ja: パッチ適用.*/  ja: 例市の判断表/; s/^  en: Deployer Patch.*/  en: "Table <b>of the city"/' "$root/ssvc/deployer.yaml" >"$scratch/city.yaml"
is "tried out" "$(send sato /settings/ssvc/new /settings/ssvc/new -d "since=$today" --data-urlencode "text@$scratch/city.yaml" -d reason=first -d try=1)" 303
is "what would move" "$(fetch sato "$(location)")" 200
has "What would move"
has "Exploitation: Active, System Exposure: Open, Automatable: Yes, Human Impact: Low"
is "a milder row below a worse one is refused, with the place" "$(send sato /settings/ssvc/new /settings/ssvc/new -d "since=$today" --data-urlencode "text=$(sed 's/A O Y: I I I I/A O Y: I I I D/' "$scratch/city.yaml")" -d reason=x)" 400
has "asks for less"
is "proposed" "$(send sato /settings/ssvc/new /settings/ssvc/new -d "since=$today" --data-urlencode "text@$scratch/city.yaml" -d reason=first)" 303
table=$(location)
is "the proposer cannot agree" "$(send sato "$table" "$table/agree")" 403
is "it waits on the executive's first page" "$(fetch mori /)" 200
has "of the SSVC table"
is "agreed to" "$(send mori "$table" "$table/agree")" 303
is "and no second time" "$(send mori "$table" "$table/agree")" 409
is "in force" "$(fetch sato /settings/ssvc)" 200
has "Table &lt;b&gt;of the city"
is "a finding says which edition decided" "$(fetch sato "/findings/$finding")" 200
has "own table of $today"
plan
