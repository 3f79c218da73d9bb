#!/bin/sh
# A case from "found" to "closed" by several people: who may do what, what is refused and why, words and files, two at once.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

# person LOGIN NAME OFFICES: an account, and a token of its own in $scratch/LOGIN.token.
person() {
	echo "a long enough password of $1" >"$scratch/$1.password"
	t account add "$1" --name "$2" --office "$3"
	t account password "$1" --password-file "$scratch/$1.password"
	t token make --login "$1" --password-file "$scratch/$1.password" --scope read,write --name test
	grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/$1.token"
}
# as LOGIN STATUSES ARGUMENTS…: the program, run by that person.
as() {
	as_who=$1 as_status=$2
	shift 2
	run "$as_status" "$@" --token-file "$scratch/$as_who.token"
}

story "people and a case"
make_home standard
echo "clock = given" >>"$home/tsukuroi.conf"
demo_inventory
person sato 佐藤 security
person ito 伊藤 security
person kato 加藤 operator
person mori 森 executive
person ono 小野 executive
person abe 阿部 reader
as sato 0 case open finding-response "Tomcat の古い版" --system 施設予約システム --advisory CVE-2023-46589
has "Opened as R-2026-0001."
as sato 0 case list --json
json '.cases | length' 1
json '.cases[0].state' survey
json '.cases[0].overdue' false

story "who may not, is told why; who may not see, is told nothing"
as abe 0 case show R-2026-0001
has "Response to a finding"
as abe 5 case set R-2026-0001 applies affected
has "You may not change the case R-2026-0001"
as abe 5 case write R-2026-0001 hello
as abe 5 case open finding-response "mine"
as abe 3 case show R-2026-0999
has "There is no case R-2026-0999, or you may not read it."
as sato 3 case open no-such-book x
has "There is no playbook"
as sato 3 case open finding-response x --system なし
has "There is no system"
as sato 3 case set R-2026-0001 applies perhaps
has "perhaps"
as sato 3 case set R-2026-0001 colour red
has "no field"
as sato 3 case note R-2026-0001 "$(printf 'red \033[31m text')"
has "control character"
as sato 3 case move R-2026-0001 direct
has "must be filled first"

story "①: filled in, and two who write at once"
as sato 0 case set R-2026-0001 applies affected
as sato 0 case show R-2026-0001 --json
revision=$(jq '.fields[] | select(.name == "ground") | .revision' <"$out")
as ito 0 case set R-2026-0001 ground "Ito: 稼働中の版を確認した" --revision "$revision"
as sato 3 case set R-2026-0001 ground "Sato: 台帳による" --revision "$revision"
has "伊藤 wrote"
has "Sato: 台帳による"
as kato 0 case set R-2026-0001 conditions met
as sato 0 case show R-2026-0001 --json
json '.fields[] | select(.name == "ground") | .value' "Ito: 稼働中の版を確認した"
json '.tasks[0].state' "done"
as sato 0 case move R-2026-0001 direct
has "2 Impact and direction"

story "words, unread, corrections"
as sato 0 case write R-2026-0001 "どなたか停止の影響を教えてください"
as kato 0 case read R-2026-0001
has "どなたか"
has "(new)"
as kato 0 case read R-2026-0001
lacks "(new)"
as kato 0 case write R-2026-0001 "夜間なら影響ありません"
as sato 0 case show R-2026-0001 --json
json '.threads[0].unread' 1
number=$(jq '[.timeline[] | select(.verb == "message")][1].number' <"$out")
as sato 3 case write R-2026-0001 "not mine" --corrects "$number"
as kato 0 case write R-2026-0001 "深夜0時以降なら、です" --corrects "$number"
as abe 3 case read R-2026-0001 99

story "a file stays in quarantine"
printf '%%PDF-1.7 not really' >"$scratch/手順.txt"
as kato 0 case file put R-2026-0001 "$scratch/手順.txt"
has "(pdf, 19 bytes), in quarantine"
as sato 0 case show R-2026-0001
has "not released: unsafe"
as sato 0 case file get 1 --output "$scratch/back"
has "do not open it"
holds "the same bytes" cmp "$scratch/back" "$scratch/手順.txt"
is "for its owner only" "$(stat -c %a "$scratch/back")" 600
as sato 3 case file get 1 --output "$scratch/back"
as abe 5 case file release 1 --reason x
as sato 2 case file release 1
as sato 0 case file release 1 --reason "委託先に確認した"
as sato 3 case file release 1 --reason "again"

story "not applicable: proposed by one, confirmed by another"
as sato 0 case open finding-response "二件目" --system 施設予約システム
as sato 0 case set R-2026-0002 applies not_affected
printf '使っていない機能\n設定で無効\n' >"$scratch/ground"
"$TSUKUROI" --home "$home" --lang en --at "$at" case set R-2026-0002 ground - --token-file "$scratch/sato.token" <"$scratch/ground" >"$out" 2>"$err"
is "from standard input" "$?" 0
as sato 0 case move R-2026-0002 dismiss
has "Proposed"
as sato 3 case confirm R-2026-0002
has "another"
as ito 2 case confirm R-2026-0002 --refuse
as ito 0 case confirm R-2026-0002 --refuse --reason "根拠の資料を付けてください"
as sato 0 case move R-2026-0002 dismiss
as ito 0 case confirm R-2026-0002
has "Not affected"
as sato 0 case list --json
json '[.cases[].number] | join(" ")' R-2026-0001
as sato 0 case list --closed --json
json '.cases[0].state' not_affected
as sato 0 case example R-2026-0002 --words "無効化"
as abe 0 case examples "設定 無効"
has "R-2026-0002"
as abe 0 case examples "nginx" --json
json '.cases | length' 0

story "tasks"
as kato 5 case open finding-response "三件目" --system 施設予約システム
has "Only security staff may do this"
as sato 0 case open finding-response "三件目" --system 施設予約システム
as sato 0 task list --all --json
task=$(jq '[.tasks[] | select(.number == "R-2026-0003")][0].id' <"$out")
as abe 5 task assign "$task" abe
as sato 3 task assign "$task" kato
has "does not have the part"
as sato 3 task assign "$task" nobody
as kato 0 task list
as sato 3 task "done" 9999
has "There is no task 9999"

story "a risk is accepted by two, on record, and the acceptance lapses"
while read -r field value; do
	as sato 0 case set R-2026-0001 "$field" "$value"
done <<END
impact 予約の受付が半日止まり得る
direction accept
accept_owner mori
accept_reason 来月に更改するため
accept_effect 利用者への影響は小さい
expiry 2026-12-10
END
as sato 3 case move R-2026-0001 accept
as mori 0 case move R-2026-0001 accept
has "Proposed"
as ono 0 case confirm R-2026-0001
has "Accepted"
as sato 0 case show R-2026-0001 --json
json '[.timeline[] | select(.verb == "document")] | length' 1
json '.open' true
at=2026-12-10T23:59:00+09:00
t job run
as sato 0 case show R-2026-0001 --json
json '.state' accepted
at=2026-12-11T00:10:00+09:00
t job run
as sato 0 case show R-2026-0001 --json
json '.state' direction
json '.open' true
json '[.timeline[] | select(.verb == "move")][-1].who' Tsukuroi

story "the timeline tells all of it, in both languages"
as sato 0 case show R-2026-0002 --whole
has '佐藤 proposed the move "Close as not affected"'
has "根拠の資料を付けてください"
lang=ja
as sato 0 case show R-2026-0002 --whole
has "別の人の確認待ち"
has "伊藤が"
lacks "{"
lang=en
plan
