#!/bin/sh
# Reports at the web: looked at, saved in every format, kept; the situation and the indicators. By people who may, and by those who may not.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
type_of() { tr -d '\r' <"$head" | sed -n 's/^[Cc]ontent-[Tt]ype: //p' | tail -n 1; }

TSUKUROI_AT=2026-11-20T08:40:00+09:00 "$root/tools/demo-home" "$home" "$TSUKUROI" >"$out" 2>&1 || not_ok "a home for show"
start_home
sign_in sato >"$out"
sign_in mina >"$out"

story "the situation, the indicators and every report are pages"
for page in /status /reports /reports/kpi /reports/executive /reports/weekly /reports/correction /reports/accepted /reports/damage-cost /reports/risk-sheet \
	"/reports/owner?unit=%E6%83%85%E5%A0%B1%E6%94%BF%E7%AD%96%E8%AA%B2" "/reports/action-plan?case=R-2026-0004"; do
	is "$page" "$(fetch sato "$page")" 200
done
is "what needs a choice asks for it" "$(fetch sato /reports/owner)" 200
has "何についての報告かを選んでください"
is "a figure says what it shows" "$(fetch sato /status >/dev/null; grep -c '<svg[^>]*role="img"' "$out")" 2
lacks "style="
fetch sato /reports/kpi >/dev/null
has "JVN iPediaの年別の登録件数は、まだ取り込んでいません。"
lacks '<th scope="row">20'

story "a report in every format"
for format in pdf xlsx csv text html json; do
	is "$format" "$(fetch sato "/reports/executive?format=$format")" 200
done
is "a workbook says that it is one" "$(fetch sato '/reports/executive?format=xlsx' >/dev/null; type_of)" application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
is "JSON is the report's own" "$(fetch sato '/reports/executive?format=json' >/dev/null; jq -r .head.name <"$out")" executive
is "a format that is none" "$(fetch sato '/reports/executive?format=docx')" 400
is "a report that is none" "$(fetch sato /reports/nonsense)" 404
is "a unit that is none" "$(fetch sato '/reports/owner?unit=nowhere')" 404
is "what it does not take" "$(fetch sato '/reports/executive?colour=red')" 400

story "keeping it is for those who hand it over"
fetch sato /reports/executive >/dev/null
csrf=$(field _csrf) key=$(field _key)
is "without the form's secret" "$(fetch sato /reports/executive -d unit=)" 403
is "kept" "$(fetch sato /reports/executive --data-urlencode "_csrf=$csrf" --data-urlencode "_key=$key" -d unit=)" 303
is "its data" "$(fetch sato /reports/kept/1 >/dev/null; jq -r .head.name <"$out")" executive
is "a reader looks" "$(fetch mina /reports/executive)" 200
csrf=$(field _csrf) key=$(field _key)
lacks "控えを残す（渡しました）"
is "a reader keeps nothing" "$(fetch mina /reports/executive --data-urlencode "_csrf=$csrf" --data-urlencode "_key=$key" -d unit=)" 403
is "and gets no kept one" "$(fetch mina /reports/kept/1)" 403
is "nobody sees anything: he is sent to sign in" "$(fetch nobody /reports/executive)" 303
plan
