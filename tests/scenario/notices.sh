#!/bin/sh
# Two roads that begin outside: a cloud service's notice held against one's own settings (guide 004), and software that is offered on a site, weak, replaced and
# made known (guide 001).
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

person() {
	echo "a long enough password of $1" >"$scratch/$1.password"
	t account add "$1" --name "$2" --office "$3" --unit 広報課
	t account password "$1" --password-file "$scratch/$1.password"
	t token make --login "$1" --password-file "$scratch/$1.password" --scope read,write --name test
	grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/$1.token"
}
as() {
	as_who=$1 as_status=$2
	shift 2
	run "$as_status" "$@" --token-file "$scratch/$as_who.token"
}
# fill WHO NUMBER "field value" …
fill() {
	fill_who=$1 fill_case=$2
	shift 2
	for pair; do
		as "$fill_who" 0 case set "$fill_case" "${pair%% *}" "${pair#* }"
	done
}
# done_all WHO NUMBER: every open task of the case that he may call done.
done_all() {
	as "$1" 0 task list --case "$2" --json
	for task in $(jq -r '.tasks[] | select(.state == "open") | .id' <"$out"); do as "$1" 0 task "done" "$task"; done
}

at=2026-11-20T09:00:00+09:00
make_home municipality
echo "clock = given" >>"$home/tsukuroi.conf"
t ledger add 写真保管庫 "所管=広報課" "製品名=クラウド保管サービス"
person sato 佐藤 security
person saito 斎藤 security
person ono 小野 owner
person kudo 工藤 operator

run 0 notice list
has "No notice is in force"
story "a notice that came on paper is a case, and what cannot be told is not passed over"
as ono 5 case open outside-notice "保管庫の公開設定の変更" --unit 広報課
as sato 0 case open outside-notice "保管庫の公開設定の変更" --unit 広報課 --system 写真保管庫
as sato 3 case move N-2026-0001 check
fill sato N-2026-0001 "kind cloud" "from_whom クラウド保管サービス" "received_on 2026-11-20" "came_by paper" "says 共有リンクの初期値が公開に変わる" "act_by 2026-12-10" \
	'checks [{"item":"共有リンクの初期値","right":"限定公開"}]'
as sato 0 case move N-2026-0001 check
as kudo 0 case set N-2026-0001 found '[{"system":"写真保管庫","item":"共有リンクの初期値","state":"公開","on":"2026-11-24"}]'
done_all kudo N-2026-0001
fill sato N-2026-0001 "verdict unknown" "ground 一部の利用者の設定が見られない"
as sato 3 case move N-2026-0001 pass
as sato 3 case move N-2026-0001 mend
fill sato N-2026-0001 "verdict applies" "ground 初期値が公開だった"
as sato 0 case move N-2026-0001 mend

story "it is closed when it is mended, verified, and has gone into the rules"
as sato 3 case move N-2026-0001 close
fill kudo N-2026-0001 "mended 初期値を限定公開に戻した" "mended_on 2026-11-26"
done_all kudo N-2026-0001
as sato 3 case move N-2026-0001 close
fill sato N-2026-0001 "rule 半年ごとの点検に共有リンクの初期値を加える"
as sato 0 case move N-2026-0001 close
as sato 0 document list N-2026-0001 --json
json '[.documents[].name] | join(",")' request,record

story "software that is offered: nothing counts as replaced while the old version can be had"
as sato 0 case open redistribution "申請書作成ソフト 1.2 の入れ替え" --unit 広報課 --system 写真保管庫
fill sato V-2026-0001 "software 申請書作成ソフト" "affected 1.2 以前" 'offered [{"place":"https://www.city.example.jp/soft/","version":"1.2"}]' \
	"weakness 細工したファイルを開くと、ほかの人の操作を許します" "held_back yes"
as sato 0 case move V-2026-0001 prepare
fill kudo V-2026-0001 "fixed 1.3" "checksum 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" "tested 細工したファイルで再現しないことを確かめた" \
	"replaced_at 2026-11-27T17:00" "old_gone no"
as sato 3 case move V-2026-0001 replace
fill kudo V-2026-0001 "old_gone yes"
done_all kudo V-2026-0001
as sato 0 case move V-2026-0001 replace

story "and it is done when those who have it were told"
as sato 3 case move V-2026-0001 finish
fill ono V-2026-0001 "known_users サイトに掲載し、登録者にメールする" "told_on 2026-11-30"
done_all ono V-2026-0001
as sato 0 case move V-2026-0001 finish
as sato 0 document list V-2026-0001 --json
json '[.documents[].name] | join(",")' notice,report
plan
