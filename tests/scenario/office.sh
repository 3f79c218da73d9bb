#!/bin/sh
# What keeps going when people change: what hangs on a person is shown and handed over, and an account leaves with nothing in its name.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

# person LOGIN OPTIONS…: an account, and in $scratch/LOGIN a token of that person, who makes it by password.
person() {
	person_login=$1
	shift
	run 0 account add "$person_login" "$@"
	echo "seven long words of $(printf '%s' "$person_login" | tr 'a-z' 'b-za')" >"$scratch/password"
	run 0 account password "$person_login" --password-file "$scratch/password"
	run 0 token make --login "$person_login" --password-file "$scratch/password" --scope read,write,admin --name desk
	grep '^tsk_' "$out" >"$scratch/$person_login"
	chmod 600 "$scratch/$person_login"
}
number() { sed -n 's/.*\([A-Z]-2026-[0-9]*\).*/\1/p' "$out" | head -1; }

run 0 init
echo "clock = given" >>"$home/tsukuroi.conf"
person hanako --name "例野 花子" --office security --unit 情報政策課
person jiro --name "例山 二郎" --office security --unit 情報政策課 --head 情報政策課
person saburo --name "例川 三郎" --office reader --unit 市民課

story "parts, tasks, turns on call and tokens hang on a person"
run 0 case open request "ログの保存期間を延ばす" --token-file "$scratch/hanako"
request=$(number)
run 0 case open handover "市民課の引継ぎ" --as head --token-file "$scratch/jiro"
handing=$(number)
run 0 case party "$handing" successor hanako --token-file "$scratch/jiro"
run 0 case set "$handing" leaves_on 2026-12-25 --token-file "$scratch/jiro"
run 0 case set "$handing" from_whom saburo --token-file "$scratch/jiro"
run 0 case set "$handing" to_whom hanako --token-file "$scratch/jiro"
run 0 case set "$handing" notes "毎週月曜に更新を確かめます。" --token-file "$scratch/jiro"
run 0 case move "$handing" begin --token-file "$scratch/jiro"
run 0 task list --case "$handing" --json --token-file "$scratch/jiro"
task=$(jq -r '.tasks | map(select(.state == "open"))[0].id' "$out")
run 0 task assign "$task" hanako --token-file "$scratch/jiro"
run 0 oncall set hanako --phone 0000-00-0000 --from 2026-12-01 --until 2026-12-08
run 0 handover show hanako --json
json '.items | map(.kind) | unique | contains(["oncall", "part", "task", "token"])' true
left=$(jq .left "$out")
holds "something is left" test "$left" -eq 7
run 0 handover show hanako
has "what you may not see included"
lang=ja
run 0 handover show hanako
has "呼出当番"
lang=en

story "it is shown to that person, who leads the unit, and administrators"
run 0 handover show hanako --token-file "$scratch/hanako"
run 0 handover show hanako --token-file "$scratch/jiro"
run "3|5" handover show hanako --token-file "$scratch/saburo"
has "who leads the unit"
run 3 handover show nobody

story "the paper tells the next person all of it, and why each risk stands"
run 0 case open handover "情報政策課の引継ぎ" --as head --token-file "$scratch/jiro"
paper=$(number)
run 0 case set "$paper" from_whom hanako --token-file "$scratch/jiro"
run 0 case set "$paper" to_whom jiro --token-file "$scratch/jiro"
run 0 case set "$paper" leaves_on 2026-12-25 --token-file "$scratch/jiro"
run 0 case set "$paper" notes "毎週月曜に更新を確かめます。" --token-file "$scratch/jiro"
run 0 document make "$paper" paper --lang ja --token-file "$scratch/jiro"
has "ログの保存期間を延ばす"
has "約束と期限"
has "呼出当番"
has "令和8年12月"
run 0 document make "$paper" paper --lang en --token-file "$scratch/jiro"
has "Questions to contractors that are not answered"
run 0 case move "$paper" begin --token-file "$scratch/jiro"
run 0 case move "$paper" cancel --reason "試しに作った" --token-file "$scratch/jiro"

story "an approval that waits for somebody by name is asked of the other; consent that was given stays"
person taro --name "例田 太郎" --office executive --unit 情報政策課
person shiro --name "例谷 四郎" --office executive --unit 情報政策課
run 0 case open posture "庁内の態勢" --as security --token-file "$scratch/jiro"
posture=$(number)
run 0 case set "$posture" level team --token-file "$scratch/jiro"
run 0 case set "$posture" leader jiro --token-file "$scratch/jiro"
run 0 approval submit "$posture" agreement --ask decide=taro --token-file "$scratch/jiro"
run "3|5" approval agree "$posture" agreement --token-file "$scratch/shiro"
run 0 handover show taro --json
json '.items | map(select(.kind == "approval")) | length' 1
run 1 handover give taro saburo --only approval
has "has not the office"
run 0 handover give taro shiro --only approval --json
json '[.given, .left] | @text' '[1,0]'
run 0 case show "$posture" --token-file "$scratch/jiro"
has "例谷 四郎 is asked in place of 例田 太郎"
run "3|5" approval agree "$posture" agreement --token-file "$scratch/taro"
run 0 approval agree "$posture" agreement --token-file "$scratch/shiro"
run 0 audit show
has "had another person asked for an approval"
run 0 case move "$posture" decline --reason "要らなくなった" --token-file "$scratch/shiro"

story "who has something does not leave"
run 3 account leave hanako
has "turns on call: 1"
has "open tasks in cases: 4"
has "parts in open cases: 2"

story "one kind alone, then all the rest, in one go"
run 2 handover give hanako jiro --only king
run 2 handover give hanako hanako
run "3|5" handover give hanako jiro --token-file "$scratch/saburo"
run 0 handover give hanako jiro --only oncall --json --token-file "$scratch/jiro"
json .given 1
run 0 oncall list --json
json '.oncall // .calls | map(select(.name == "例山 二郎")) | length' 1
lacks "0000-00-0000"
run 0 handover give hanako jiro --case "$handing" --token-file "$scratch/jiro"
has "Handed over from hanako to jiro: 6"
has "Nothing is left in the name of hanako"
run 0 case show "$handing" --json --token-file "$scratch/jiro"
json '.fields | map(select(.name == "left_over"))[0].value' 0
json '.timeline | map(select(.verb == "party" and .was == "hanako" and .became == "jiro")) | length' 1
json '.timeline | map(select(.verb == "task_assigned" and .became == "jiro")) | length' 4
run 0 task list --json --token-file "$scratch/jiro"
json ".tasks | map(select(.id == $task and .owner == \"例山 二郎\")) | length" 1
run 0 audit show
has "handed over what one person had"
run 0 handover give hanako jiro --json
json .given 0
json .left 0
run 0 account leave hanako
run 0 handover show hanako --json
json '.items | length' 0

story "sources are checked in turn, and what was not is seen"
run 0 roster set "IPA 重要なセキュリティ情報" --people jiro,saburo
run 2 roster set "IPA 重要なセキュリティ情報" --people jiro --days someday
run 3 roster set "JVN" --people nobody
run 0 roster turn
has "begun: 1"
run 0 roster turn
has "begun: 0"
run 0 roster proof --json
json '.turns | map(.person + " " + .state) | join(",")' "jiro waiting"
run 2 roster checked "IPA 重要なセキュリティ情報" --last "No. 1"
run 2 roster checked "IPA 重要なセキュリティ情報" --nothing
run 3 roster checked "JVN" --nothing --last x
run 0 roster checked "IPA 重要なセキュリティ情報" --nothing --last "2026年11月の定例更新" --token-file "$scratch/jiro"
run 0 roster proof --json
json '.turns[0] | .state + " " + .by + " " + .last' "checked jiro 2026年11月の定例更新"
run 0 roster proof
has "Checked, nothing relevant"
at=2026-11-21T09:00:00+09:00
run 0 roster turn
has "begun: 0"
at=2026-11-24T09:00:00+09:00
run 0 job run
run 0 roster turn
has "begun: 0"
run 0 roster proof --json
json '.turns | map(.person) | join(" ")' "jiro saburo"
run 0 roster checked "IPA 重要なセキュリティ情報" --case B-2026-0001 --last "No. 7" --token-file "$scratch/saburo"
run 0 roster proof --json
json '.turns[1] | .state + " " + .taken_up' "handed B-2026-0001"
run 0 roster list
has "IPA"

story "days on which the program was off are named, and nobody is said to have checked"
at=2026-11-30T09:00:00+09:00
run 0 job run
run 0 roster proof --since 2026-11-25 --json
json '.turns | map((.day | tostring) + " " + .state + " " + .person) | join(",")' "2026-11-25 gap ,2026-11-26 gap ,2026-11-27 gap ,2026-11-30 waiting jiro"
run 0 roster proof --since 2026-11-25
has "Not checked: the program was off"
lang=ja
run 0 roster proof --since 2026-11-25
has "確認なし（プログラムが止まっていた日）"
lang=en

story "a rule ends; its proof stays, and one that begins anew has no gap before"
run 3 roster end "JPCERT/CC"
run "3|5" roster end "IPA 重要なセキュリティ情報" --token-file "$scratch/saburo"
at=2026-12-02T09:00:00+09:00
run 0 roster end "IPA 重要なセキュリティ情報"
run 0 roster list --json
json '.rules | length' 0
run 0 audit show --json
json '[.entries[] | select(.verb == "roster.end" or .verb == "roster.set") | .object | test("^roster/[0-9]+$")] | all and length == 2' true
at=2026-12-10T09:00:00+09:00
run 0 roster set "IPA 重要なセキュリティ情報" --people jiro
at=2026-12-11T09:00:00+09:00
run 0 roster turn
run 0 roster proof --since 2026-12-01 --json
json '.turns | map((.day | tostring) + " " + .state) | join(",")' "2026-12-01 gap,2026-12-10 gap,2026-12-11 waiting"
plan
