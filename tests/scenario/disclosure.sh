#!/bin/sh
# A vendor's disclosure from notice to publication (tests/playbooks/disclosure.yaml, guide 003 chapters 3 to 5): once with its deadlines met, once with them missed. The
# playbook is a throw-away: what is shown is that the engine carries it, sealed, with its embargo.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

secret=ツクツクボウシ5d2kRv
stop_holder() { "$TSUKUROI" --home "$home" key stop >/dev/null 2>&1; }
trap 'stop_holder; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
found() { python3 "$root/tests/scenario/find_word.py" "$1" "$home" "$scratch/letters"; }
# person LOGIN NAME OFFICES: an account, and a token of its own in $scratch/LOGIN.token.
person() {
	echo "a long enough password of $1" >"$scratch/$1.password"
	t account add "$1" --name "$2" --office "$3" --mail "$1@vendor.example.jp"
	t account password "$1" --password-file "$scratch/$1.password"
	t token make --login "$1" --password-file "$scratch/$1.password" --scope read,write,admin --name test --until 2027-10-31
	grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/$1.token"
	[ -s "$scratch/$1.token" ] || not_ok "no token for $1"
}
as() {
	as_who=$1 as_status=$2
	shift 2
	run "$as_status" "$@" --token-file "$scratch/$as_who.token"
}
# fill LOGIN CASE: "field value" lines of standard input.
fill() { while read -r fill_field fill_value; do as "$1" 0 case set "$2" "$fill_field" "$fill_value"; done; }
# letters WHO SUBJECT: how many letters to that person have that in their subject.
letters() {
	python3 "$root/tests/quarter/letters.py" "$scratch/letters" "$scratch/letters.txt" 2>/dev/null || : >"$scratch/letters.txt"
	grep -A1 "$1@" "$scratch/letters.txt" | grep -c "$2"
}
# deadline CASE NAME: "met", "overdue" or "running".
deadline() {
	t case show "$1" --json --token-file "$scratch/sasaki.token"
	jq -r --arg name "$2" '.deadlines[] | select(.name == $name) | if .met then "met" elif .overdue then "overdue" else "running" end' <"$out"
}
at_and_jobs() {
	at=$1
	t job run
	[ "$status" = 0 ] || not_ok "job run of $at"
}

story "a vendor with keys and people"
at=2026-11-02T09:00:00+09:00
make_home standard
{ echo "clock = given"; echo "mail = folder:$scratch/letters"; } >>"$home/tsukuroi.conf"
run 0 key init --unlock file --shares 3 --threshold 2
run 0 playbook take "$root/tests/playbooks/disclosure.yaml"
person sasaki 佐々木 security
person kimura 木村 security
person endo 遠藤 executive
person hayashi 林 executive
person doi 土居 owner
person maki 牧 operator
person usui 臼井 reader
lang=ja

story "notice: the receipt by the next business day (3 November is a holiday)"
as sasaki 0 case open disclosure "$secret の遠隔操作" --label "製品の件 1" --tlp red --vendor "供給元一" --product "$secret"
case=$(grep -oE 'V-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
for part in "developer maki" "desk usui" "responsible endo" "responsible hayashi" "psirt kimura"; do
	# shellcheck disable=SC2086 # a role and a login
	as sasaki 0 case party "$case" $part
done
echo >"$scratch/nobody.token"
as nobody 5 case show "$case"
as doi 3 case show "$case"
as doi 0 case list --json
json '.cases | length' 0
as maki 0 case list
lacks "$secret"
has "製品の件 1"
at_and_jobs 2026-11-04T13:00:00+09:00
is "told before it is due" "$(letters sasaki "$case")" 0
at_and_jobs 2026-11-04T15:00:00+09:00
is "the PSIRT is told three hours before" "$(letters sasaki "$case")" 1
fill sasaki "$case" <<END
vn JVN#99999999
source coordinator
received_at 2026-11-02T09:00:00+09:00
receipt details
finder $secret の発見者
END
as sasaki 0 case move "$case" acknowledge
is "the receipt is in time" "$(deadline "$case" receipt)" met
as maki 0 case show "$case"
lacks "発見者"

story "verified, mended, prepared"
at_and_jobs 2026-11-05T10:00:00+09:00
fill sasaki "$case" <<END
tn TN-0001
started_on 2026-11-05
END
as sasaki 0 case move "$case" verify
as maki 0 case set "$case" grounds "$secret の処理に入力の確認が足りない"
to_do() { t task list --all --json --token-file "$scratch/$1.token"; jq -r --arg number "$case" '.tasks[] | select(.number == $number) | .id' <"$out"; }
for task in $(to_do maki); do as maki "0|3" task "done" "$task"; done
for task in $(to_do sasaki); do as sasaki "0|3" task "done" "$task"; done
fill sasaki "$case" <<END
verdict affected
products [{product: 見本ルーター, status: vulnerable, fixed_in: 2.1.4}]
END
as sasaki 0 case move "$case" plan_fix
fill sasaki "$case" <<END
plan 修正版 2.1.4 を公表と同時に配る
release 2026-12-17T12:00:00+09:00
END
at_and_jobs 2026-12-01T10:00:00+09:00
as sasaki 0 case move "$case" prepare
is "45 days from day 0" "$(t case show "$case" --json --token-file "$scratch/sasaki.token"; jq -r '.deadlines[] | select(.name == "target") | .due' <"$out" | cut -c 1-10)" 2026-12-20
at_and_jobs 2026-12-09T10:00:00+09:00
as sasaki 0 case move "$case" send_draft
is "the draft is in time" "$(deadline "$case" draft)" met
as sasaki 0 case set "$case" statement "修正版 2.1.4 を公開しました"
as sasaki 0 case move "$case" send_statement
is "the statement is in time" "$(deadline "$case" statement)" met
as sasaki 0 approval submit "$case" publication --ask owner=doi
as doi 3 approval agree "$case" publication
as sasaki 0 case party "$case" developer doi
as doi 0 approval agree "$case" publication
as endo 0 approval agree "$case" publication

story "nothing before the release, then by two"
at_and_jobs 2026-12-17T11:59:00+09:00
as endo 3 case move "$case" publish
has "公表日時の前"
as sasaki "3|5" document make "$case" desk_note
at_and_jobs 2026-12-17T12:00:30+09:00
as endo 0 case move "$case" publish
as endo 3 case confirm "$case"
as hayashi 0 case confirm "$case"
t case show "$case" --json --token-file "$scratch/sasaki.token"
json '.state' published
json '[.timeline[] | select(.verb == "document")] | length' 5
is "published in time" "$(jq -r '[.deadlines[] | select(.name == "publish")][0].met' <"$out")" true

story "the same, with every deadline missed"
at=2027-01-12T09:00:00+09:00
as sasaki 0 case open disclosure "$secret の二件目" --label "製品の件 2" --tlp red --product "$secret"
late=$(grep -oE 'V-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
as sasaki 0 case party "$late" responsible endo
as sasaki 0 case party "$late" responsible hayashi
at_and_jobs 2027-01-14T09:00:00+09:00
is "the receipt is overdue" "$(deadline "$late" receipt)" overdue
is "and the responsible executive is told, once" "$(letters endo "$late")" 1
at_and_jobs 2027-01-14T10:00:00+09:00
is "still once" "$(letters endo "$late")" 1
fill sasaki "$late" <<END
vn JVN#99999998
source finder
received_at 2027-01-12T09:00:00+09:00
receipt details
tn TN-0002
started_on 2027-01-14
grounds 調べた
verdict affected
products [{product: 見本ルーター, status: vulnerable_investigating}]
plan 修正版を作る
release 2027-02-26T12:00:00+09:00
END
as sasaki 0 case move "$late" acknowledge
t case show "$late" --token-file "$scratch/sasaki.token" --whole
has "受領通知"
as sasaki 0 case move "$late" verify
case=$late
for task in $(to_do sasaki); do as sasaki "0|3" task "done" "$task"; done
as sasaki "0|3" case party "$late" developer maki
for task in $(to_do maki); do as maki "0|3" task "done" "$task"; done
as sasaki 0 case move "$late" plan_fix
at_and_jobs 2027-02-10T09:00:00+09:00
as sasaki 0 case move "$late" prepare
at_and_jobs 2027-02-26T09:00:00+09:00
is "the draft was not sent in time" "$(deadline "$late" draft)" overdue
is "nor the statement" "$(deadline "$late" statement)" overdue
at_and_jobs 2027-02-28T09:00:00+09:00
is "nor published by the target" "$(deadline "$late" publish)" overdue
as endo 3 case move "$late" publish
has "ベンダー声明"
is "the executive heard of each" "$(letters endo "$late" | awk '{ print ($1 >= 4) }')" 1

story "no word of it is outside the sealed contents"
is "letters, ledger, audit and logs" "$(found "$secret")" ""
is "the search finds what is there: the neutral label" "$(found '製品の件 1' | grep -c . | awk '{ print ($1 > 0) }')" 1
run "0|4" audit verify
run 0 playbook check "$root/tests/playbooks/disclosure.yaml"
plan
