#!/bin/sh
# Response by browser and by program: cases are walked from open to closed over HTTP; two who write at once lose nothing;
# files are saved, never shown; papers stand in their sandbox; what is hostile is inert.
# All thirteen playbooks are walked to a final state. Of mass-patching it is the end with exceptions, of the others the way on without trouble;
# other ways out (dismissed, refused, dropped, an acceptance) are walked from the command line: cases.sh, respond.sh, patching.sh.
# shellcheck disable=SC2154
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
stop_home() {
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	server=
}
start_home() {
	: >"$scratch/log"
	"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$scratch/log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 300); do
		grep -q ' runs: ' "$scratch/log" && break
		sleep 0.1
	done
	url=$(sed -n 's/^Pages: //p' "$scratch/log")
	url=${url%/}
}
# person LOGIN NAME OFFICES: an account of 情報政策課, and a token of its own in $scratch/tokens.
person() {
	echo "a long enough password of $1" >"$scratch/$1.password"
	t account add "$1" --name "$2" --office "$3" --unit 情報政策課
	t account password "$1" --password-file "$scratch/$1.password"
	t token make --login "$1" --password-file "$scratch/$1.password" --scope read,write --name test
	grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/tokens/$1.token"
}
# sign_in LOGIN: as a browser does it; its cookies in $scratch/LOGIN.jar.
sign_in() {
	curl -sS -o "$out" -c "$scratch/$1.jar" --data-urlencode "login=$1" --data-urlencode "password=a long enough password of $1" "$url/sign-in" 2>"$err"
}
# page LOGIN PATH: its status; the page in $out.
page() { curl -sS -m 60 -o "$out" -w '%{http_code}' -b "$scratch/$1.jar" -H 'Accept: text/html' "$url$2" 2>"$err"; }
# post LOGIN PATH FORM…: with the token of the page seen last.
post() {
	post_who=$1 post_path=$2
	shift 2
	csrf=$(sed -n 's/.*name="_csrf" value="\([^"]*\)".*/\1/p' "$out" | head -n 1)
	curl -sS -m 60 -o "$out" -D "$scratch/head" -w '%{http_code}' -b "$scratch/$post_who.jar" -H 'Accept: text/html' -F "_csrf=$csrf" "$@" "$url$post_path" 2>"$err"
}

at=$(TZ=Asia/Tokyo date +%FT%H:%M:%S+09:00)
mkdir "$scratch/tokens"
make_home standard
echo "clock = given" >>"$home/tsukuroi.conf"
demo_knowledge
demo_inventory
t assess
person sato 佐藤 security
person ito 伊藤 security
person kudo 工藤 operator
person aoki 青木 owner
person mori 森 executive
person ono 小野 executive
start_home

# walked ID STATE: what walk.py said of it, in $scratch/walked.
walked() {
	line=$(grep "^$1 " "$scratch/walked")
	case $line in
	"$1 ended in $2 "*) ok "$line" ;;
	*) not_ok "${line:-$1 was not walked}" ;;
	esac
}
walk() { python3 "$(dirname "$0")/walk.py" "$url" "$scratch/tokens" "$@" >"$scratch/walked" 2>"$err"; }

story "cases are walked from open to closed by what their generic page offers"
walk applicability cost-memo decision duty-roster handover mass-patching outside-notice posture redistribution request system-register trouble
walked applicability answered
walked cost-memo settled
walked decision closed
walked duty-roster checked
walked handover "done"
walked mass-patching excepted
walked outside-notice closed
walked posture ended
walked redistribution told
walked request closed
walked system-register retired
walked trouble closed

story "a weakness that was found: not closed before matching again has seen that it is mended"
t finding list --json
finding=$(jq -r '[.findings[] | select(.component.name | test("WG2600HS")) | .id] | first' "$out")
walk "finding-response:$finding"
number=$(sed -n 's/^finding-response \(R-[0-9-]*\) stopped in doing .*/\1/p' "$scratch/walked")
holds "it stops in doing" test -n "$number"
sign_in sato
page sato "/cases/$number" >/dev/null
is "matched again, it says what still applies" "$(post sato "/cases/$number/rematch")" 303
t finding list --json
is "which is still open" "$(jq "[.findings[] | select(.id == $finding)] | length" "$out")" 1
sed 's/WG2600HS ファームウェア,1.7.1,\(.*\):1.7.1:/WG2600HS ファームウェア,1.7.2,\1:1.7.2:/' "$demo/ledger.csv" >"$scratch/mended.csv"
at=$(TZ=Asia/Tokyo date +%FT%H:%M:%S+09:00)
t ledger import csv --answer none "$scratch/mended.csv"
page sato "/cases/$number" >/dev/null
is "matched again from the case, after it was mended" "$(post sato "/cases/$number/rematch")" 303
t finding list --json
is "the finding is closed by that" "$(jq "[.findings[] | select(.id == $finding)] | length" "$out")" 0
walk "finding-response:$number"
walked finding-response closed

story "where all who are named have to agree, somebody can be named before it is submitted"
sign_in sato
page sato "/cases/new?playbook=decision" >/dev/null
has '<option value="executive">責任者</option>'
is "opened" "$(post sato /cases/new -F playbook=decision -F title=公表 -F system=施設予約システム)" 303
decision=$(sed -n 's|^[Ll]ocation: \(/cases/[A-Z0-9-]*\).*|\1|p' "$scratch/head")
page sato "$decision/approvals/agreed" >/dev/null
has 'name="login" required'
has '<option value="aoki">'
is "submitted" "$(post sato "$decision/approvals/agreed" -F act=submit -F step=owner -F login=aoki)" 303

story "two who write at once: both texts, and nothing is lost"
sign_in sato
sign_in ito
is "what has happened" "$(page sato /cases/new)" 200
has "何がありましたか"
is "opened" "$(post sato /cases/new -F playbook=finding-response --form-string 'title=<script>alert(1)</script> "x"' -F system=施設予約システム)" 303
number=$(sed -n 's|^[Ll]ocation: /cases/\([A-Z0-9-]*\).*|\1|p' "$scratch/head")
is "its page" "$(page sato "/cases/$number")" 200
has "&lt;script&gt;alert(1)&lt;/script&gt;"
lacks "<script>alert(1)"
is "a form of sato" "$(page sato "/cases/$number/stages/survey")" 200
cp "$out" "$scratch/form"
is "and of ito" "$(page ito "/cases/$number/stages/survey")" 200
is "ito saves" "$(post ito "/cases/$number/stages/survey" -F name=ground -F 'value=Ito looked' -F revision=0 -F was=)" 303
cp "$scratch/form" "$out"
is "sato is told" "$(post sato "/cases/$number/stages/survey" -F name=ground -F 'value=Sato looked' -F revision=0 -F was=)" 409
has "ほかの人が先に書いています"
has "Ito looked"
has "Sato looked"
is "what was left as it was is not written" "$(post sato "/cases/$number/stages/survey" -F name=ground -F 'value=' -F revision=0 -F was=)" 303
page sato "/cases/$number" >/dev/null
has "Ito looked"

story "a form from elsewhere changes nothing"
is "without its token" "$(curl -sS -o "$out" -w '%{http_code}' -b "$scratch/sato.jar" -F title=x "$url/cases/$number/head")" 403
is "from another site" "$(curl -sS -o "$out" -w '%{http_code}' -b "$scratch/sato.jar" -H 'Origin: https://evil.example' -F title=x "$url/cases/$number/head")" 403

story "a file is saved, never shown; a paper stands in its sandbox"
printf '<html><script>alert(2)</script>' >"$scratch/page.html"
page sato "/cases/$number/papers" >/dev/null
is "put in" "$(post sato "/cases/$number/files" -F "file=@$scratch/page.html;type=text/html")" 303
page sato "/cases/$number/papers" >/dev/null
has "隔離中"
curl -sS -o "$out" -D "$scratch/head" -b "$scratch/sato.jar" "$url/files/1" 2>"$err"
holds "as bytes" grep -qi '^content-type: application/octet-stream' "$scratch/head"
holds "to be saved" grep -qi '^content-disposition: attachment' "$scratch/head"
page sato "/cases/$number/papers" >/dev/null
is "a paper" "$(post sato "/cases/$number/papers" -F paper=case-record -F format=html -F language=ja)" 303
paper=$(sed -n 's|^[Ll]ocation: /documents/\([0-9]*\).*|\1|p' "$scratch/head")
curl -sS -o "$out" -D "$scratch/head" -b "$scratch/sato.jar" "$url/documents/$paper/content?show=1" 2>"$err"
holds "in a sandbox" grep -qi '^content-security-policy: .*sandbox' "$scratch/head"
is "with one policy" "$(grep -ci '^content-security-policy' "$scratch/head")" 1
lacks "<script>alert(1)"

story "the calendar of programs: a token that may only read, and no other"
is "without" "$(curl -sS -o "$out" -w '%{http_code}' "$url/calendar.ics")" 403
is "one that may write" "$(curl -sS -o "$out" -w '%{http_code}' "$url/calendar.ics?token=$(cat "$scratch/tokens/sato.token")")" 403
t token make --login sato --password-file "$scratch/sato.password" --scope read --name calendar
is "one that reads" "$(curl -sS -o "$scratch/ics" -w '%{http_code}' "$url/calendar.ics?token=$(grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1)")" 200
holds "a calendar" grep -q 'BEGIN:VCALENDAR' "$scratch/ics"
holds "with the case's deadline" grep -q "$number" "$scratch/ics"

story "every page of this part in both languages"
for path in /cases "/cases?open=all" "/cases/$number" "/cases/$number/plans" "/cases/$number/threads" "/cases/$number/papers" "/cases/$number/people" \
	"/cases/$number/timeline" "/cases/$number/more" "/cases/$number/approvals/consent" "/cases/$number/fields/plans" /cases/proposals /cases/examples \
	/tasks "/tasks?all=1" /deadlines /approvals /calendar "/calendar?month=2027-05" /posture /roster /duties /handover /patching \
	/settings/calendar /settings/playbooks /settings/playbooks/trouble; do
	for spoken in ja en; do
		case $path in *\?*) sep="&" ;; *) sep="?" ;; esac
		is "$path in $spoken" "$(page sato "$path${sep}lang=$spoken")" 200
	done
done
plan
