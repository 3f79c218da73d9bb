#!/bin/sh
# When people change: the last day of an account, the papers of handing over, approvals that wait for the next person; and what else an administrator sets up:
# the secret of a provider, and criteria that are newer than the last assessment.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
unset TSUKUROI_AT
holds "a city" "$root/tools/demo-home" "$home" "$TSUKUROI"
at=$(TZ=Asia/Tokyo date +%FT%T+09:00)
day() { TZ=Asia/Tokyo date -d "$1 days" +%F; }
printf 'a city for show\n' >"$scratch/password"
# token LOGIN: kept in $scratch/LOGIN.token.
token() {
	"$TSUKUROI" --home "$home" --at "$at" token make --login "$1" --password-file "$scratch/password" --scope read,write,admin --name leaving 2>/dev/null |
		grep -o 'tsk_[a-z0-9]*' | head -n 1 >"$scratch/$1.token"
}
for who in mina mori ono sato; do token $who; done
bearer() { curl -sS -m 60 -o "$out" -w '%{http_code}' -H "Authorization: Bearer $(cat "$scratch/$1.token")" -H 'Accept: application/json' "$url$2"; }
start_home

story "the last day of an account"
english() { sign_in "$1" >/dev/null && fetch "$1" /language/en; }
for who in kanri mina kudo; do is "$who signs in" "$(english $who)" 303; done
is "an administrator sets it" "$(send kanri /settings/people/mina /settings/people/mina -d "ends=$(day 0)")" 303
is "today it works" "$(fetch mina /account)" 200
is "for a program, too" "$(bearer mina /account)" 200
is "an administrator sees who is near" "$(fetch kanri /settings/people)" 200
has "Last days within a month"
is "the day that is past" "$(send kanri /settings/people/mina /settings/people/mina -d "ends=$(day -1)")" 303
is "the page that was open is none any more" "$(fetch mina /account)" 303
is "nor does the token do anything" "$(bearer mina /account)" 403
is "nor the password" "$(sign_in mina)" 403
is "no day" "$(send kanri /settings/people/mina /settings/people/mina -d ends=soon)" 400
run 0 account set mina --ends none
run 0 account unlock mina
rm -f "$scratch/mina.jar"
is "without an end again" "$(sign_in mina)" 303
run 0 account set kanri --ends "$(day 30)"
run 3 account set root --ends "$(day 30)"
has "last administrator without a last day"

story "the secret between this program and a provider"
printf 'geheim-7f3a\n' >"$scratch/secret"
run 0 account provider-secret --secret-file "$scratch/secret"
is "it is kept" "$(cat "$home/keys/oidc.secret")" geheim-7f3a
is "for the owner alone" "$(stat -c %a "$home/keys/oidc.secret")" 600
run 0 audit show
has "set the secret of the provider"
lacks geheim
printf '\n' >"$scratch/empty"
run 2 account provider-secret --secret-file "$scratch/empty"
run 2 account provider-secret
has "--secret-file"
t account provider-secret --end --token-file "$scratch/sato.token"
is "not for security staff" "$([ "$status" = 0 ] || echo refused)" refused
run 0 account provider-secret --end
is "gone" "$(test -e "$home/keys/oidc.secret" || echo gone)" gone

story "papers of handing over"
is "none yet" "$(fetch kudo /handover)" 200
has "Papers of handing over"
has "None yet."
has "Approvals under way"
as_ono() { run "$@" --token-file "$scratch/ono.token"; }
as_ono 0 case open handover "工藤 駿 → 伊藤 一郎" --as head
case=$(grep -oE 'H-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
as_ono 0 case set "$case" leaves_on "$(day 20)"
as_ono 0 case set "$case" from_whom kudo
as_ono 0 case set "$case" to_whom ito
as_ono 0 case set "$case" notes 例のとおり
as_ono 0 case move "$case" begin
is "then it is there" "$(fetch kudo /handover)" 200
is "by the case" "$(grep -c "href=\"/cases/$case\"" "$out" | sed 's/^[1-9].*/yes/')" yes
is "and opens" "$(fetch kudo "$(grep -o '/documents/[0-9]*' "$out" | head -n 1)")" 200

story "criteria that are newer than the last assessment"
is "sato" "$(english sato)" 303
run '0|1|4' --json finding list
finding=$(jq '.findings[0].id' "$out")
is "judged by those in force" "$(fetch sato "/findings/$finding")" 200
lacks "Other criteria are in force since the last assessment"
sed "s/^since: .*/since: $(day 0)/" "$root/criteria/municipality.yaml" >"$scratch/criteria.yaml"
run 0 criteria propose "$scratch/criteria.yaml" --reason 例 --token-file "$scratch/sato.token"
edition=$(grep -o '[0-9]*' "$out" | head -n 1)
run 0 criteria agree "$edition" --token-file "$scratch/mori.token"
is "the page says so" "$(fetch sato "/findings/$finding")" 200
has "Other criteria are in force since the last assessment"
is "judged anew" "$(send sato "/findings/$finding" /assess -d next=/findings)" 303
is "it is gone" "$(fetch sato "/findings/$finding")" 200
lacks "Other criteria are in force since the last assessment"
stop_home
plan
