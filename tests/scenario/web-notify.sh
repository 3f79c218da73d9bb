#!/bin/sh
# Tickets in trackers elsewhere, webhooks to other programs, reports that come by mail: through pages and commands, with a server that listens, refuses,
# is slow and sends on.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_all; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server='' listener=''
log=$scratch/log heard=$scratch/heard
stop_all() {
	for process in $server $listener; do
		kill "$process" 2>/dev/null && wait "$process" 2>/dev/null
	done
	server='' listener=''
}
# fetch WHO PATH OPTIONS…: as that browser (a jar of cookies); prints the status, answer in $out.
fetch() {
	fetch_who=$1 fetch_path=$2
	shift 2
	curl -sS -m 60 -b "$scratch/$fetch_who.jar" -c "$scratch/$fetch_who.jar" -D "$scratch/head" -o "$out" -w '%{http_code}' -H 'Accept: text/html' \
		-H 'Accept-Language: en' "$@" "$url$fetch_path" 2>"$err"
}
field() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$out" | head -n 1; }
# form WHO PAGE PATH FIELDS…: the page is opened, then its form is sent.
form() {
	form_who=$1 form_page=$2 form_path=$3
	shift 3
	fetch "$form_who" "$form_page" >/dev/null
	form_csrf=$(field _csrf) form_key=$(field _key)
	fetch "$form_who" "$form_path" --data-urlencode "_csrf=$form_csrf" --data-urlencode "_key=$form_key" "$@"
}
sign_in() {
	fetch "$1" /sign-in >/dev/null
	fetch "$1" /sign-in --data-urlencode "login=$1" --data-urlencode "password=a city for show" --data-urlencode "_csrf=$(field _csrf)" >/dev/null
	fetch "$1" /language/en >/dev/null
}
# hook PATH BODY OPTIONS…: as a tracker.
hook() {
	hook_path=$1 hook_body=$2
	shift 2
	curl -sS -m 60 -o "$out" -w '%{http_code}' -H 'Content-Type: application/json' --data-binary "$hook_body" "$@" "$url$hook_path" 2>"$err"
}
sent_of() { jq -r "select(.path == \"$1\") | $2" "$heard" 2>/dev/null; }

TSUKUROI_AT=2026-11-20T08:40:00+09:00 "$root/tools/demo-home" "$home" "$TSUKUROI" >"$out" 2>&1 || not_ok "a home for show"
sed -i "/^clock/d" "$home/tsukuroi.conf"      # from here on jobs are done by the clock
: >"$heard"
python3 "$root/tests/scenario/listener.py" "$heard" >"$scratch/port" 2>/dev/null &
listener=$!
for _ in $(seq 100); do
	[ -s "$scratch/port" ] && break
	sleep 0.1
done
port=$(cat "$scratch/port")
: >"$log"
"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$log" 2>&1 </dev/null &
server=$!
for _ in $(seq 600); do
	grep -q '^Pages: ' "$log" && break
	sleep 0.1
done
url=$(sed -n 's/^Pages: \(.*\)\/$/\1/p' "$log")
for who in sato kanri mina; do sign_in "$who"; done

story "a tracker is set up, and its page for a new ticket is filled in"
is "sato may" "$(form sato /settings/tickets /settings/tickets -d kind=redmine --data-urlencode base=https://redmine.example.jp/ -d project=sec)" 303
is "mina may not" "$(fetch mina /settings/tickets)" 403
is "no address of a tracker" "$(form sato /settings/tickets /settings/tickets -d kind=redmine --data-urlencode 'base=javascript:alert(1)' -d project=sec)" 400
is "the case's page" "$(fetch sato /cases/R-2026-0004/tickets)" 200
has 'href="https://redmine.example.jp/projects/sec/issues/new?issue%5Bsubject%5D=%5BR-2026-0004%5D'
has "R-2026-0004"

story "the number comes back, and the tracker tells"
is "no number" "$(form sato /cases/R-2026-0004/tickets /cases/R-2026-0004/tickets -d tracker=1 -d ticket=abc)" 400
is "a number" "$(form sato /cases/R-2026-0004/tickets /cases/R-2026-0004/tickets -d tracker=1 -d ticket=%2312)" 303
fetch sato /cases/R-2026-0004/tickets >/dev/null
has 'href="https://redmine.example.jp/issues/12"'
is "found by it" "$(fetch sato '/cases?q=%2312' >/dev/null; grep -c 'href="/cases/R-2026-0004"' "$out" | sed 's/^[1-9][0-9]*$/yes/')" yes
is "an address at which it tells, shown once" "$(form sato /settings/tickets /settings/tickets/1/hook)" 200
path=$(sed -n 's/.*id="hook">[^<]*\(\/hooks\/tickets\/[^<]*\)<.*/\1/p' "$out")
secret=${path#*.}
done_body='{"payload":{"action":"updated","issue":{"id":12,"updated_on":"2026-11-20T02:00:00Z","status":{"name":"<script>終了"}}}}'
is "a ticket is done" "$(hook "$path" "$done_body")" 200
is "one entry" "$(jq -r .changed <"$out")" 1
is "said again" "$(hook "$path" "$done_body" >/dev/null; jq -r .changed <"$out")" 0
fetch sato /cases/R-2026-0004/timeline >/dev/null
has "The tracker tells how the ticket 12 stands"
lacks "<script>終"
fetch sato /cases/R-2026-0004 >/dev/null
lacks "This case is closed"
is "a wrong token" "$(hook "${path}x" "$done_body")" 404
is "no token" "$(hook /hooks/tickets/1 "$done_body")" 404
is "no JSON" "$(hook "$path" 'hello')" 400
is "a wrong signature" "$(hook "$path" "$done_body " -H 'X-Hub-Signature: sha256=00')" 403
again='{"payload":{"action":"updated","issue":{"id":12,"updated_on":"2026-11-20T03:00:00Z","status":{"name":"Open"}}}}'
signature=$(printf %s "$again" | openssl dgst -sha256 -hmac "$secret" | sed 's/.* //')
is "a right one" "$(hook "$path" "$again" -H "X-Redmine-Signature-256: sha256=$signature")" 200
head -c 300000 /dev/zero | tr '\0' ' ' >"$scratch/large"
is "too large" "$(hook "$path" "@$scratch/large" | sed 's/^4[0-9][0-9]$/4xx/')" 4xx

story "servers are asked only when they are listed"
is "an address that is not" "$(form kanri /settings/webhooks /settings/webhooks -d name=chat --data-urlencode "url=http://127.0.0.1:$port/ok" -d events=task)" 403
is "inside is not for the page to list" "$(form kanri /settings/webhooks /settings/webhooks/hosts --data-urlencode "host=http://127.0.0.1:$port local")" 400
is "a name outside is" "$(form kanri /settings/webhooks /settings/webhooks/hosts -d host=hooks.example.jp)" 303
fetch kanri /settings/webhooks >/dev/null
has "https://hooks.example.jp"
is "sato may not" "$(fetch sato /settings/webhooks)" 403
sed -i "s|^fetch_hosts.*|fetch_hosts = http://127.0.0.1:$port local, hooks.example.jp|" "$home/tsukuroi.conf"
for name in ok down away; do
	is "$name" "$(form kanri /settings/webhooks /settings/webhooks -d "name=$name" -d shape=json --data-urlencode "url=http://127.0.0.1:$port/$name" -d events=report -d events=task -d in=en)" 200
	[ "$name" = ok ] && key=$(sed -n 's/.*id="key">\([^<]*\)<.*/\1/p' "$out")
done
is "slack" "$(form kanri /settings/webhooks /settings/webhooks -d name=slack -d shape=slack --data-urlencode "url=http://127.0.0.1:$port/slack" -d events=report -d in=en)" 200
is "teams" "$(form kanri /settings/webhooks /settings/webhooks -d name=teams -d shape=teams --data-urlencode "url=http://127.0.0.1:$port/teams" -d events=report -d in=ja)" 200
fetch kanri /settings/webhooks >/dev/null
lacks "/ok"

story "tests arrive, are signed, and what was refused is tried again"
for id in 1 2 3 4 5; do
	is "test $id" "$(form kanri /settings/webhooks "/settings/webhooks/$id/test")" 303
done
stop_server() { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; server=''; }
for _ in $(seq 200); do
	[ -n "$(sent_of /ok .path)" ] && [ -n "$(sent_of /down .path)" ] && [ -n "$(sent_of /away .path)" ] && [ -n "$(sent_of /teams .path)" ] && break
	sleep 0.2
done
sleep 2
is "it arrived once" "$(sent_of /ok .path | wc -l | tr -d ' ')" 1
is "as a test" "$(sent_of /ok '.body | fromjson | .test')" true
stamp=$(sent_of /ok '.headers["X-Tsukuroi-Signature"]' | sed 's/^t=\([0-9]*\),.*/\1/')
mark=$(sent_of /ok '.headers["X-Tsukuroi-Signature"]' | sed 's/.*v1=//')
is "its signature is right" "$({ printf '%s.' "$stamp"; sent_of /ok .body | tr -d '\n'; } | openssl dgst -sha256 -hmac "$key" | sed 's/.* //')" "$mark"
is "its id" "$(sent_of /ok '.headers["X-Tsukuroi-Delivery"]')" "$(sent_of /ok '.body | fromjson | .id')"
is "slack's shape" "$(sent_of /slack '.body | fromjson | .blocks[0].type')" header
is "teams's shape" "$(sent_of /teams '.body | fromjson | .attachments[0].content.type')" AdaptiveCard
is "nobody is sent on" "$(sent_of /stolen .path | wc -l | tr -d ' ')" 0
fetch kanri /settings/webhooks >/dev/null
has "500"
has "Next try"
has "307"

story "what is new is told, once, and why"
is "a report is kept" "$(form sato /reports/executive /reports/executive)" 303
for _ in $(seq 400); do
	sent_of /ok '.body | fromjson | .events[].event' | grep -q report && break
	sleep 0.25
done
is "it is told" "$(sent_of /ok '.body | fromjson | .events[] | select(.event == "report") | .count')" 1
is "with why" "$(sent_of /ok '.body | fromjson | .events[] | select(.event == "report") | .why')" "Somebody made them and handed them over."
is "to slack" "$(sent_of /slack '.body | fromjson | .text' | tail -n 1)" "Tsukuroi: 例市 / Reports that were kept: 1"
is "removed" "$(form kanri /settings/webhooks /settings/webhooks/2/end)" 303

story "reports by mail"
is "every Friday, as PDF" "$(form sato /reports/subscriptions /reports/subscriptions -d name=executive -d every=week -d weekday=fri -d format=pdf -d in=ja)" 303
fetch sato /reports/subscriptions >/dev/null
has "every week"
has "Friday"
number=$(sed -n 's/.*name="id" value="\([0-9]*\)".*/\1/p' "$out" | head -n 1)
is "now" "$(form sato /reports/subscriptions /reports/subscriptions/now -d "id=$number")" 303
is "another's is not" "$(form mina /reports/subscriptions /reports/subscriptions/now -d "id=$number")" 404
letter=
for _ in $(seq 200); do
	letter=$(grep -rls 'executive-.*\.pdf' "$home/letters" "$home/outbox" 2>/dev/null | head -n 1)
	[ -n "$letter" ] && break
	sleep 0.2
done
is "the letter carries it" "$(grep -c 'application/pdf' "${letter:-/dev/null}" | sed 's/^[1-9].*/yes/')" yes
is "stopped" "$(form sato /reports/subscriptions /reports/subscriptions/end -d "id=$number")" 303
is "to a unit that is none" "$(form sato /reports/subscriptions /reports/subscriptions -d name=executive -d to=nowhere)" 404
is "a report that is not sent so" "$(form sato /reports/subscriptions /reports/subscriptions -d name=executive -d format=html)" 400

story "feeds by an address with a token"
is "made" "$(form sato /reports/subscriptions /reports/subscriptions/feed)" 200
for id in changes calendar; do
	address=$(sed -n "s/.*id=\"$id\">\([^<]*\)<.*/\1/p" "$out" | sed 's/&amp;/\&/g')
	is "$id" "$(curl -sS -m 60 -o "$scratch/feed" -w '%{http_code}' "$address")" 200
	is "$id is one" "$(grep -c -e '<feed' -e 'BEGIN:VCALENDAR' "$scratch/feed")" 1
done

story "the same by commands"
stop_server
t() { "$TSUKUROI" --home "$home" --lang "$lang" "$@" >"$out" 2>"$err" </dev/null; status=$?; return 0; }
run 0 --json webhook list
json '.webhooks | length' 4
json '[.posts[] | select(.state == "done")] | length >= 4' true
run 0 --json ticket trackers
json '.trackers[0].kind' redmine
run 0 --json ticket show R-2026-0004
json '.tickets[0].number' 12
run 3 webhook test 2
run 2 ticket tracker add svn https://svn.example.jp
run 0 webhook remove 1
lacks "/ok"
plan
