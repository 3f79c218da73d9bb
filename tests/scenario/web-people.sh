#!/bin/sh
# People at the web: an organisation set up by the console's link, first passwords by link, a second factor, lock-out, sessions, tokens; a second
# organisation that sees nothing of the first; and what somebody who means ill may try.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
cookie() { tr -d '\r' <"$head" | grep -i "^set-cookie: $1="; }
sign_in() { fetch "$1" /sign-in --data-urlencode "login=$2" --data-urlencode "password=$3"; }
# code SECRET: what a telephone shows now; a code counts once, so each asks for a later step.
code() { python3 -c '
import base64, hmac, struct, sys, time
key = base64.b32decode(sys.argv[1].replace(" ", ""))
mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + int(sys.argv[2])), "sha1")
at = mac[-1] & 15
print("%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000))' "$1" "${2:-0}"; }
good='mori no kuma san'
other='kawa no soba de asobu'

story "nobody has a password: the console has a link"
start_home
setup=$(sed -n 's/.*: http:[^ ]*\(\/setup\/[^ ]*\)$/\1/p' "$log")
is "a link is printed" "$(test -n "$setup" && echo yes)" yes
is "without it nobody sets up" "$(fetch a /setup/1.tsk_nothing)" 404
is "its page" "$(fetch a "$setup")" 200
has "Name of the organisation"
is "a bad password is said to be one" "$(fetch a "$setup" --data-urlencode organisation=例市 -d name=Hanako -d login=hanako -d password=short -d again=short)" 400
has "at least 12 characters"
has 'value="hanako"'
is "two that differ" "$(fetch a "$setup" --data-urlencode organisation=例市 -d name=Hanako -d login=hanako -d "password=$good" -d "again=$other")" 400
is "set up" "$(fetch a "$setup" --data-urlencode organisation=例市 --data-urlencode 'name=例野 花子' -d login=hanako --data-urlencode "password=$good" \
	--data-urlencode "again=$good" -d criteria=municipality -d language=en)" 303
is "and signed in, sent on" "$(location)" /setup
is "first steps" "$(fetch a /setup)" 200
has "例市"
is "a second time" "$(fetch b "$setup")" 404
is "the settings hold it" "$(grep -c -e '^organisation = 例市' -e '^criteria = municipality' "$home/tsukuroi.conf")" 2
stop_home
start_home
is "no link any more" "$(grep -c /setup/ "$log")" 0

story "an account gets a link, not a password"
is "made" "$(send a /settings/people/new /settings/people -d login=taro --data-urlencode 'name=例田 太郎' -d office=reader --data-urlencode new_unit=市民課)" 303
is "its link" "$(send a /settings/people/taro /settings/people/taro/link)" 200
has "shown this once"
welcome=$(grep -o '/welcome/[^<" ]*' "$out" | head -n 1)
is "the page behind it" "$(fetch t "$welcome")" 200
has "例田 太郎"
is "made of the login" "$(fetch t "$welcome" -d password=taro-taro-taro -d again=taro-taro-taro)" 400
is "chosen" "$(fetch t "$welcome" --data-urlencode "password=$good" --data-urlencode "again=$good")" 303
is "in" "$(fetch t /account)" 200
has "市民課"
is "the link again" "$(fetch x "$welcome")" 404
is "no administrator" "$(fetch t /settings/people/new)" 403
is "who makes himself one" "$(send t /settings/people/taro /settings/people/taro -d office=administrator)" 403
is "who reads the audit" "$(fetch t /audit)" 403

story "wrong passwords"
is "wrong" "$(sign_in w hanako "$other")" 403
cp "$out" "$scratch/known"
is "of nobody" "$(sign_in w nobody "$other")" 403
sed 's/hanako/nobody/' "$scratch/known" | grep -v -e '<p>As of' -e ' of ' >"$scratch/k"
grep -v -e '<p>As of' -e ' of ' "$out" >"$scratch/n"
is "say the same" "$(diff "$scratch/k" "$scratch/n" | head -n 4)" ""
lacks "$other"
python3 - "$home/ledger.db" <<'END'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as ledger:
    ledger.execute("UPDATE account SET failures = 10 WHERE login = 'taro'")
END
is "after ten none is looked at" "$(sign_in w taro "$good")" 403
has "wait a little"
fetch a /settings/people/taro >/dev/null
has "closed to passwords"
is "an administrator opens it" "$(send a /settings/people/taro /settings/people/taro/unlock)" 303
is "in again" "$(sign_in w taro "$good")" 303

story "a second factor"
is "begun" "$(send a /account/second-factor /account/second-factor)" 303
is "its page" "$(fetch a /account/second-factor)" 200
has "<svg"
secret=$(sed -n 's/.*id="secret">\([A-Z2-7 ]*\)<.*/\1/p' "$out")
is "a wrong code" "$(send a /account/second-factor /account/second-factor/confirm -d code=000000)" 400
is "the right one" "$(send a /account/second-factor /account/second-factor/confirm -d "code=$(code "$secret")")" 200
is "ten codes on paper" "$(grep -o '<span class="key">[^<]*' "$out" | wc -l)" 10
paper=$(sed -n 's/.*<span class="key">\([^<]*\)<.*/\1/p' "$out" | head -n 1)
is "the password is not enough" "$(sign_in c hanako "$good")" 303
is "a code is asked for" "$(location)" "/sign-in/code?to="
is "not in yet" "$(fetch c /account)" 303
is "wrong code" "$(fetch c /sign-in/code -d code=000000)" 403
next=$(code "$secret" 1)
is "right code" "$(fetch c /sign-in/code -d "code=$next")" 303
is "in" "$(fetch c /account)" 200
sign_in d hanako "$good" >/dev/null
is "the same code again" "$(fetch d /sign-in/code -d "code=$next")" 403
is "one on paper" "$(fetch d /sign-in/code -d "code=$paper")" 303
is "the step is nothing without the password's browser" "$(fetch e /sign-in/code -d "code=$next")" 303
is "but begins anew" "$(location)" /sign-in

story "sessions and passwords"
is "one's browsers" "$(fetch a /account)" 200
is "all others end" "$(send a /account /account/sessions/end-others)" 303
is "the other one is out" "$(fetch c /account)" 303
is "a new password asks for the old" "$(send a /account/password /account/password -d current=wrong --data-urlencode "password=$other" --data-urlencode "again=$other")" 400
cp "$scratch/a.jar" "$scratch/old.jar"
is "and takes it" "$(send a /account/password /account/password --data-urlencode "current=$good" --data-urlencode "password=$other" --data-urlencode "again=$other")" 303
is "this browser stays" "$(fetch a /account)" 200
is "by a new secret" "$(fetch old /account)" 303

story "a token"
is "made and shown" "$(send a /account/tokens /account/tokens -d name=monitor -d scope=read -d days=30)" 200
token=$(sed -n 's/.*id="token">\([^<]*\)<.*/\1/p' "$out")
bearer() { bearer_path=$1; shift; curl -sS -o "$out" -w '%{http_code}' -H "Authorization: Bearer $token" "$@" "$url$bearer_path"; }
is "it reads" "$(bearer /settings/people)" 200
json '.people.accounts | length > 1' true
is "it does not write" "$(bearer /settings/units -d name=x -d new=1)" 403
fetch a /account/tokens >/dev/null
is "withdrawn" "$(send a /account/tokens /account/tokens/end -d "id=$(field id)")" 303
is "it is nothing" "$(bearer /settings/people)" 403

story "accounts from a list of people"
printf '職員一覧\n氏名,ログインID,所属,権限,期限\n例島 次郎,jiro,税務課,閲覧,2027-03-31\n例田 太郎,taro,市民課、税務課,,\n=1+1,Bad Login,,,\n例野 花子,hanako,,監査,\n例川 八郎,hachiro,,監査,\n' |
	iconv -f UTF-8 -t CP932 >"$scratch/list.csv"
fetch a /settings/people/import >/dev/null
csrf=$(field _csrf) key=$(field _key)
is "looked at" "$(fetch a /settings/people/import -F "_csrf=$csrf" -F "_key=$key" -F "file=@$scratch/list.csv")" 200
has "What would come of it"
has "New: 2"
has "Changed: 1"
has "Refused: 2"
has "Nobody gives an office to himself"
has "is no login"
has "wait for a second person"
is "nothing is written yet" "$(fetch a /settings/people/jiro)" 404
is "by nobody else" "$(fetch t /settings/people/import)" 403
fetch a /settings/people/import >/dev/null
is "no list of people" "$(fetch a /settings/people/import -F "_csrf=$(field _csrf)" -F "_key=$(field _key)" -F "file=@$root/demo/ledger.csv")" 400
has "No row of headings"
fetch a /settings/people/import >/dev/null
fetch a /settings/people/import -F "_csrf=$(field _csrf)" -F "_key=$(field _key)" -F "file=@$scratch/list.csv" >/dev/null
rows=$(python3 -c 'import html, re, sys; print(html.unescape(re.search(r"name=\"rows\" value=\"([^\"]*)\"", open(sys.argv[1], encoding="utf-8").read()).group(1)), end="")' "$out")
printf '%s' "$rows" >"$scratch/rows"
is "taken in" "$(fetch a /settings/people/import --data-urlencode "_csrf=$(field _csrf)" --data-urlencode "_key=$(field _key)" -d write=1 -d links=1 \
	--data-urlencode "rows@$scratch/rows")" 200
has "What was taken in"
welcome=$(grep -o '/welcome/[^<" ]*' "$out" | head -n 1)
is "a link" "$(fetch n "$welcome")" 200
has "例島 次郎"
fetch a /settings/people/jiro >/dev/null
has 2027-03-31
fetch a /settings/people/taro >/dev/null
has 税務課
fetch a /settings/proposals >/dev/null
has auditor
fetch a /settings/people/import >/dev/null
is "the result as a file" "$(fetch a /settings/people/import --data-urlencode "_csrf=$(field _csrf)" --data-urlencode "_key=$(field _key)" -d write=1 -d as=csv \
	--data-urlencode "rows@$scratch/rows")" 200
has "What became of it"
has "Already so"
has "'=1+1"

printf '氏名,ログイン名,部署\n例谷 九郎,kuro,税務課\n' >"$scratch/people.csv"
python3 "$root/tests/scenario/workbook.py" "$scratch/people.csv" "$scratch/people.xlsx"
"$TSUKUROI" --home "$home" --lang en account import "$scratch/people.xlsx" >"$out" 2>"$err"
has "Nothing was written"
"$TSUKUROI" --home "$home" --lang en account import --write --links "$scratch/people.xlsx" >"$out" 2>"$err"
has "/welcome/1.tsk_"

story "the audit"
is "who did what" "$(fetch a /audit?kind=account)" 200
has "made an account"
lacks "kawa no"
is "by day and page" "$(fetch a '/audit?since=2020-01-01&until=2020-01-02')" 200
has "Nothing was written down"
is "the chain" "$(fetch a /audit/chain)" 200
is "for elsewhere" "$(fetch a /audit/export)" 200
is "a line is JSON" "$(head -n 1 "$out" | jq -r 'has("verb")')" true

story "two organisations"
is "another" "$(send a /settings/organisations /settings/organisations --data-urlencode name=隣町)" 200
setup=$(grep -o '/setup/[^<" ]*' "$out" | head -n 1)
is "its set-up" "$(fetch j "$setup" -d name=Jiro -d login=hanako --data-urlencode "password=$good" --data-urlencode "again=$good")" 303
is "its people" "$(fetch j /settings/people)" 200
has "Jiro"
lacks "例田 太郎"
is "not the other's" "$(fetch j /settings/people/taro)" 404
is "nor by number" "$(fetch j /settings/people/number/1)" 404
is "nor its audit" "$(fetch j /audit)" 200
lacks "例田 太郎"
is "it makes none itself" "$(fetch j /settings/organisations)" 403
is "signing in asks which" "$(fetch k /sign-in)" 200
has "隣町"
is "the short link" "$(fetch k /o/2)" 303
is "is remembered" "$(sign_in k hanako "$good")" 303
is "its own page" "$(fetch k /settings/people)" 200
has "隣町"
sed 's/\ttsukuroi\t2\./\ttsukuroi\t1./' "$scratch/k.jar" >"$scratch/forged.jar"
is "a session of one is none of the other" "$(fetch forged /settings/people)" 303
send j /account/tokens /account/tokens -d name=t -d scope=read >/dev/null
token=$(sed -n 's/.*id="token">\([^<]*\)<.*/\1/p' "$out")
is "a token finds its own" "$(bearer /settings/people)" 200
json '[.people.accounts[].name] | join(",")' Jiro

story "every page that shows one thing, asked for with the other's"
curl -sS "$url/openapi.json" | jq -r '.paths | to_entries[] | select(.value.get) | .key' >"$scratch/paths"
seen=0
while read -r path; do
	case $path in *'{'*) ;; *) continue ;; esac
	case $path in */\{secret\}* | /assets/* | /language/* | /o/* | *\{name\}* ) continue ;; esac
	status_there=$(fetch j "$(echo "$path" | sed -e 's/{login}/taro/g' -e 's/{[a-z_]*}/1/g')")
	case $status_there in 200) grep -q -e 例田 -e 市民課 "$out" && not_ok "$path shows what is another's" ;; 40[0-9] | 303) ;; *) not_ok "$path: $status_there" ;; esac
	seen=$((seen + 1))
done <"$scratch/paths"
is "addresses asked for" "$(test "$seen" -gt 3 && echo many)" many

story "who means ill"
is "a form of another site" "$(fetch a /sign-out -d _key=1 -H 'Origin: http://evil.example')" 403
is "without the page's secret" "$(fetch a /settings/units -d name=x -d new=1)" 403
fetch j /account >/dev/null
foreign=$(field _csrf)
is "with another's secret" "$(fetch a /settings/units -d name=x -d new=1 -d "_csrf=$foreign")" 403
printf '#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\ttsukuroi\t1.tsk_fixed\n' >"$scratch/fixed.jar"
sign_in fixed nobody "$good" >/dev/null
is "a fixed secret stays worthless" "$(fetch fixed /account)" 303
sign_in r hanako "$good" >/dev/null
for to in //evil.example https://evil.example '/\evil.example'; do
	rm -f "$scratch/r.jar"
	fetch r /sign-in --data-urlencode "login=hanako" --data-urlencode "password=$good" -d organisation=2 --data-urlencode "to=$to" >/dev/null
	is "sent to $to" "$(location)" /
done
case $(cookie tsukuroi) in *HttpOnly*SameSite=Lax*) ok "cookies are no script's" ;; *) not_ok "cookies are no script's" ;; esac
is "a name with lines in it" "$(send a /account /account --data-urlencode "$(printf 'name=a\r\nSet-Cookie: x=1')")" 400
is "no header came of it" "$(cookie x)" ""
is "a name that is HTML" "$(send a /account /account --data-urlencode 'name=<script>alert(1)</script>')" 303
fetch a /settings/people >/dev/null
has "&lt;script&gt;alert(1)"
lacks "<script>alert(1)"
is "another host" "$(fetch r /sign-in -H 'Host: evil.example')" 200
lacks "evil.example"
for path in /account /nothing /sign-in /audit/export /icons.svg /settings/people/none; do
	fetch a "$path" >/dev/null
	if grep -qi "^content-security-policy: default-src 'none'" "$head"; then ok "guarded: $path"; else not_ok "guarded: $path"; fi
done
fetch a /settings/units >/dev/null
csrf=$(field _csrf) key=$(field _key)
is "a write" "$(fetch a /settings/units -d name=one -d new=1 -d "_csrf=$csrf" -d "_key=$key")" 303
is "again by the same key" "$(fetch a /settings/units -d name=one -d new=1 -d "_csrf=$csrf" -d "_key=$key")" 303
is "another wish by the same key" "$(fetch a /settings/units -d name=two -d new=1 -d "_csrf=$csrf" -d "_key=$key")" 409
plan
