#!/bin/sh
# A quarter in an invented city (例市: 10 units, 40 systems), June to August 2025, with the days on which real weaknesses entered KEV: what is found, who
# decides, what is done by when, what is sent, and what is shown at the end. QUARTER_OUT=DIR keeps the transcript, the papers and the letters.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/../scenario/lib.sh"
quarter=$root/tests/quarter
keep=${QUARTER_OUT:-$scratch/kept}
mkdir -p "$keep"
transcript=$keep/transcript.txt
: >"$transcript"
lang=ja

# ------------------------------------------------------------------------------------------------ the tools of the story

# say WHO WHAT: a line of the transcript, with the faked time.
say() { printf '%s  %-8s %s\n' "$(echo "$at" | cut -c 1-16 | tr T ' ')" "$1" "$2" >>"$transcript"; }
# person LOGIN NAME OFFICES UNIT: an account, and a token in $scratch/LOGIN.token.
person() {
	echo "a long enough password of $1" >"$scratch/$1.password"
	t account add "$1" --name "$2" --office "$3" --unit "$4" --mail "$1@city.example.jp"
	t account password "$1" --password-file "$scratch/$1.password"
	t token make --login "$1" --password-file "$scratch/$1.password" --scope read,write,admin --name quarter --until 2025-12-31
	grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/$1.token"
	[ -s "$scratch/$1.token" ] || not_ok "no token for $1"
}
# as LOGIN STATUSES ARGUMENTS…: the program, run by that person; what it said goes into the transcript.
as() {
	as_who=$1 as_status=$2
	shift 2
	run "$as_status" "$@" --token-file "$scratch/$as_who.token"
	say "$as_who" "tsukuroi $*"
	sed 's/^/                              /' "$out" >>"$transcript"
}
# to LOGIN ARGUMENTS…: the same, nothing judged and nothing kept: for looking.
to() {
	to_who=$1
	shift
	t "$@" --token-file "$scratch/$to_who.token"
}
# set_fields LOGIN CASE: "field value" lines of standard input are filled in.
set_fields() {
	while read -r set_field set_value; do
		as "$1" 0 case set "$2" "$set_field" "$set_value"
	done
}
# pass DAY HOUR: the clock goes on to that day and hour; what falls due on the way is done at the opening and the close of every day.
pass() {
	pass_to=$1
	while [ "$today" != "$pass_to" ]; do
		at=${today}T17:20:00+09:00
		t job run
		[ "$status" = 0 ] || not_ok "job run of $at"
		today=$(date -d "$today + 1 day" +%F)
		at=${today}T08:35:00+09:00
		t job run
		[ "$status" = 0 ] || not_ok "job run of $at"
	done
	at=${today}T$2:00+09:00
	t job run
}
# learn: the catalogue as it stands today, and everything is weighed anew.
learn() {
	python3 "$quarter/facts.py" kev "$today" >"$scratch/kev.json"
	run 0 feed import kev --accept "$scratch/kev.json"
	fresh
	run "0|1|4" assess
	say 照合 "$(grep -v '^ ' "$out" | head -n 1)"
}
# fresh: what NVD says, as of today: without a fresh source nothing is called "not affected".
fresh() {
	python3 "$quarter/facts.py" nvd "$today" >"$scratch/nvd.json"
	run 0 feed import nvd "$scratch/nvd.json"
}
# install SYSTEM:KEY=VERSION …: the register as the contractors' sheet has it now.
changes=
install() {
	changes="$changes $*"
	# shellcheck disable=SC2086 # a list of words
	python3 "$quarter/facts.py" ledger $changes >"$scratch/ledger.csv"
	run 0 ledger import csv "$scratch/ledger.csv"
	fresh
	say 台帳 "$*"
	run "0|1|4" assess
}
opened() { grep -oE '[A-Z]-2025-[0-9]{4}' "$out" | head -n 1; }
# case_state CASE STATE
case_state() {
	to sato case show "$1" --json
	json '.state' "$2"
}

# finish LOGIN CASE: calls everything done that he has to do in the case and that may be called so.
finish() {
	to "$1" task list --json
	for finish_task in $(jq -r --arg number "$2" '.tasks[] | select(.number == $number) | .id' <"$out"); do
		as "$1" "0|3" task "done" "$finish_task"
	done
}

# ------------------------------------------------------------------------------------------------------ the story

story "30 May: the city is written down"
at=2025-05-30T09:00:00+09:00 today=2025-05-30
make_home municipality
{
	echo "clock = given"
	echo "organisation = 例市"
	echo "mail = folder:$keep/letters"
} >>"$home/tsukuroi.conf"
person sato 佐藤 security 情報政策課
person ito 伊藤 security 情報政策課
person kudo 工藤 operator 情報政策課
person mori 森 executive 情報政策課
person ono 小野 executive 総務課
person aoki 青木 owner 総務課
person hara 原 owner 生涯学習課
person kato 加藤 owner 市民課
person noda 野田 auditor 総務課
# The city worked by these procedures a year before the editions that come along.
for book in finding-response trouble posture; do
	sed 's/^since: .*/since: 2025-04-01/' "$root/playbooks/$book.yaml" >"$scratch/$book.yaml"
	run 0 playbook take "$scratch/$book.yaml"
done
as mori 0 account confirm 1
install
as sato 0 calendar maintenance add "monthly 3rd Wed 22:00-26:00" --note "定期メンテナンス（全システム）"
as sato 0 calendar close 2025-08-14 2025-08-15 --note "夏季の一斉休業"
as sato 0 oncall set kudo --phone 000-0000-0001 --from 2025-08-09 --until 2025-08-18 --for holiday --note "お盆の当番"
run 0 ledger show system
is "forty systems" "$(grep 台帳 "$out" | awk '{ print $1 }' | sort -u | wc -l)" 40

story "2 June: Craft CMS enters KEV; the public web site is mended by an update, with consent"
pass 2025-06-02 10:30
learn
as sato 0 case open finding-response "公式ウェブサイトの Craft CMS" --advisory CVE-2025-35939 --system 公式ウェブサイト --system イベント申込サイト --unit 総務課
web=$(opened)
set_fields sato "$web" <<END
applies affected
ground 台帳の版 4.14.0 と 5.6.1 が影響を受ける範囲にあることを確かめた
END
as aoki 0 case set "$web" conditions met
as sato 0 case move "$web" direct
set_fields sato "$web" <<END
impact 申込者の情報が読まれるおそれがある
direction mend
due 2025-06-09
END
as sato 0 case move "$web" plan
as sato 0 plan add "$web" name=A measure=update content=修正版への更新 effect=resolves side_effects=数分の停止 possible_on=2025-06-05 cost=0
as sato 0 plan add "$web" name=B measure=restrict content=管理画面の接続元を庁内に限る effect=likelihood side_effects=なし possible_on=2025-06-02 cost=0
as sato 0 plan show "$web"
cp "$out" "$keep/plans.txt"
has "脆弱性は解消"
as sato 0 plan choose "$web" b_then_a
set_fields kudo "$web" <<END
tested virtual
test_note 検証環境で表示と申込を確かめた
stops false
interim restrict
interim_until 2025-06-06
END
as sato 3 case move "$web" start
has "同意"
as sato 0 approval submit "$web" consent --ask owner=aoki
pass 2025-06-03 09:30
as kudo 0 approval agree "$web" consent
as sato "3|5" approval agree "$web" consent
as aoki 0 approval agree "$web" consent --remark "5日の朝に実施してください"
as kudo 0 case move "$web" start
pass 2025-06-05 10:00
install Q-01:craft=4.15.3 Q-02:craft=5.7.5
finish kudo "$web"
as sato 0 case move "$web" close
case_state "$web" closed
as sato 0 case example "$web" --words "Craft CMS 更新 管理画面の制限"

story "9 June: Roundcube; the mail is accepted for a time, and the acceptance lapses"
pass 2025-06-09 11:00
learn
as sato 0 case open finding-response "職員メールの Roundcube" --advisory CVE-2024-42009 --system 職員メール --unit 情報政策課
mail=$(opened)
set_fields sato "$mail" <<END
applies affected
ground 1.6.7 は 1.6.8 より前
END
as sato 0 case move "$mail" direct
set_fields sato "$mail" <<END
impact 職員のメールが読まれるおそれがある
direction accept
accept_owner mori
accept_reason 七月の更改まで画像表示を止めて使う
accept_effect 利用者への影響は小さい
expiry 2025-06-30
END
as mori 0 case move "$mail" accept
as mori "3|5" case confirm "$mail"
as ono 0 case confirm "$mail"
case_state "$mail" accepted
pass 2025-07-01 09:00
case_state "$mail" direction
as sato 0 case set "$mail" direction mend
as sato 0 case set "$mail" due 2025-07-04
as sato 0 case move "$mail" plan
install Q-04:roundcube=1.6.11
say 小結 "受容の期限が切れ、案件は方向性に戻った"

story "7 and 10 July: three in a week; a posture"
pass 2025-07-07 10:00
learn
as sato 0 case open finding-response "窓口予約サイトほかの Rails" --advisory CVE-2019-5418 --unit 市民課
rails=$(opened)
pass 2025-07-10 09:30
learn
as sato "0|1" posture show
cp "$out" "$keep/posture.txt"
has "提案する態勢"
as sato 0 case open posture "七月の集中対応" --unit 情報政策課
posture=$(opened)
set_fields sato "$posture" <<END
level security_head
ground 可能な限り迅速な対応が必要なシステムが複数ある
leader mori
members 佐藤、伊藤、工藤、森
review_on 2025-07-18
END
as sato 0 approval submit "$posture" agreement
as mori 0 approval agree "$posture" agreement
as mori 0 case move "$posture" stand
case_state "$posture" standing
install Q-01:phpmailer=5.2.28 Q-05:netscaler=13.1-58.32 Q-12:rails=5.2.8.1 Q-23:rails=5.2.8.1
pass 2025-07-18 15:00
as mori 0 case move "$posture" end --reason "対象のシステムの更新が終わった"

story "14 July: nobody acts, and it is told to who stands above"
pass 2025-07-22 09:00
as sato 1 deadline list --overdue
has "$rails"
python3 "$quarter/letters.py" "$keep/letters" "$keep/letters.txt"
is "the executive was told of the case that waits" "$(grep -A12 'mori@' "$keep/letters.txt" | grep -c "$rails" | awk '{ print ($1 > 0) }')" 1
set_fields sato "$rails" <<END
applies affected
ground 5.2.1 と 5.1.6 が該当する
END
as sato 0 case move "$rails" direct
set_fields sato "$rails" <<END
impact 申込者の情報が読まれるおそれがあった
direction mend
due 2025-07-25
END
as sato 0 case move "$rails" plan

story "18 July: trouble: the event site is used as a stepping stone"
learn
as sato 0 case open trouble "イベント申込サイトが踏み台に" --system イベント申込サイト --unit 総務課
trouble=$(opened)
set_fields sato "$trouble" <<END
known_at 2025-07-22T08:50:00+09:00
known_how 外部の組織から、攻撃元になっていると連絡を受けた
harm relay
evidence [{what: アクセスログ, where: 証拠保管用ディスク, at: "2025-07-22T09:20:00+09:00", who: 工藤}]
END
as sato 3 case move "$trouble" investigate
has "止める"
as kudo 0 case set "$trouble" stopped_at 2025-07-22T09:30:00+09:00
at=2025-07-22T10:00:00+09:00
as sato 0 duty check --case "$trouble" public_body=はい local_government=はい personal_data=不明
as kudo 0 duty check --case "$trouble" crime=はい malicious=はい
has "知った日: 2025-07-22"
as kudo 3 duty check --case "$trouble" colour=赤
as sato 2 duty check --case "$trouble" --known 2025-07-22
as sato 3 duty check --case "$web"
as sato 0 duty check --case "$trouble"
has "警察"
cp "$out" "$keep/duties.txt"
finish kudo "$trouble"
as sato 0 case set "$trouble" reported "総務省・県に第一報。個人情報の有無を確認中"
finish sato "$trouble"
as sato 0 case move "$trouble" investigate
as mori 3 case move "$trouble" reopen_service

story "8 to 18 August: the long holiday is told of ahead"
pass 2025-08-08 09:00
as sato "0|1" deadline list
as kudo 0 oncall list
has "お盆の当番"
python3 "$quarter/letters.py" "$keep/letters" "$keep/letters.txt"
is "the holiday was told of ten and three business days ahead" "$(grep -A2 'sato@' "$keep/letters.txt" | grep -c '長期休暇の事前確認')" 2
pass 2025-08-18 09:00
learn

story "29 August: what is shown at the end"
pass 2025-08-29 15:00
as sato 0 case list
cp "$out" "$keep/cases.txt"
as sato 0 case show "$web" --whole
cp "$out" "$keep/case-closed.txt"
as sato 0 case show "$trouble" --whole
cp "$out" "$keep/case-trouble.txt"
to sato document list "$web" --json
for paper in $(jq -r '.documents[].id' <"$out"); do run 0 document get "$paper" --output "$keep/paper-$paper.txt" --token-file "$scratch/sato.token"; done
is "papers were kept" "$(find "$keep" -name 'paper-*' | wc -l | awk '{ print ($1 > 1) }')" 1
as sato 0 case examples "Craft"
has "$web"
python3 "$quarter/letters.py" "$keep/letters" "$keep/letters.txt"
as noda 0 audit show --limit 20
as noda "0|4" audit verify
cp "$out" "$keep/audit.txt"
t job list --json
cp "$out" "$keep/jobs.json"

story "nothing twice, nothing missed"
is "no letter has the number of another" "$(grep -rhi '^Message-ID:' "$keep/letters" | sort | uniq -d | wc -l)" 0
is "no job failed" "$(jq -r '[.jobs[] | select(.state == "failed")] | length' <"$keep/jobs.json")" 0
is "every line of the story is in the transcript" "$(grep -c tsukuroi "$transcript" | awk '{ print ($1 > 80) }')" 1
plan
