#!/bin/sh
# From "assessed" to "mended, and verified" by an officer, an owner, an operator and two executives: cases by rule, plans and consent, what is
# accepted and lapses. On SQLite, and on PostgreSQL where TSUKUROI_PG names one.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

# person LOGIN NAME OFFICES: an account of 情報政策課, and a token of its own in $scratch/LOGIN.token.
person() {
	echo "a long enough password of $1" >"$scratch/$1.password"
	t account add "$1" --name "$2" --office "$3" --unit 情報政策課
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
# mark_of WORD: of the proposal whose title holds it.
mark_of() { jq -r --arg word "$1" '[.proposals[] | select(.title | contains($word))][0].mark' <"$out"; }

knowledge_with_remedy() {
	sed 's/ファームウェアを最新版へ更新してください。/【アップデートする】最新版へ更新してください。【ワークアラウンドを実施する】接続元を制限してください。/' \
		"$demo/feeds/jvn.xml" >"$scratch/jvn.xml"
	demo_knowledge
	t feed import jvn "$scratch/jvn.xml"
}

the_road() {
	at=2026-11-20T09:00:00+09:00
	make_home municipality
	echo "clock = given" >>"$home/tsukuroi.conf"
	knowledge_with_remedy
	demo_inventory
	person sato 佐藤 security
	person ito 伊藤 operator
	person ono 小野 owner
	person abe 阿部 executive
	person mori 森 executive

	story "cases by rule: one for each remedy and unit, never twice"
	run 1 assess
	has "cases proposed: "
	as sato 0 case proposals --json
	json '[.proposals[] | select(.title | contains("Aterm"))] | length' 1
	json '[.proposals[] | select(.title | contains("Aterm"))][0] | [.findings, .unit, .remedy, .action] | @text' '[2,"情報政策課","1.7.2","out_of_cycle"]'
	before=$(jq '.proposals | length' <"$out")
	mark=$(mark_of Aterm)
	as ono 5 case open --proposal "$mark"
	as sato 0 case open --proposal "$mark"
	has "Opened as R-2026-0001."
	as sato 3 case open --proposal "$mark"
	has "There is no proposal $mark"
	as sato 0 case proposals --json
	is "one fewer" "$(jq '.proposals | length' <"$out")" $((before - 1))

	story "① the conditions are asked of the owner; his answer is the ledger's"
	as ono 0 task list --json
	json '.tasks[0].kind' answer
	as ono 0 case set R-2026-0001 conditions met
	as ono 0 task list --json
	json '.tasks | length' 0
	as sato 0 case set R-2026-0001 applies affected
	as sato 0 case set R-2026-0001 ground "台帳の版 1.7.1 と開発者の発表"
	as sato 0 case link R-2026-0001 ticket https://tickets.example.jp/123
	as sato 0 case show R-2026-0001
	has "https://tickets.example.jp/123"
	as sato 0 case move R-2026-0001 direct

	story "態勢: proposed by rule, opened as a case that says why, agreed by the executive"
	as ono 1 posture show
	as ono 5 posture open
	as sato 2 posture open --until 2026-11-01
	as sato 0 posture open --leader abe --until 2026-11-25
	has "Opened as P-2026-0001."
	as sato 3 posture open
	has "P-2026-0001 is open already"
	as sato 0 case show P-2026-0001 --json
	level=$(jq -r '.fields[] | select(.name == "level") | .value' <"$out")
	json '[.fields[] | select(.name == "leader" or .name == "review_on") | .value] | @text' '["abe","2026-11-25"]'
	holds "its grounds name the systems" jq -e '.fields[] | select(.name == "ground") | .value | contains("庁内無線LAN") or contains("公式ウェブサイト")' "$out"
	as sato 3 case move P-2026-0001 stand
	as sato 0 approval submit P-2026-0001 agreement
	as abe 0 approval agree P-2026-0001 agreement
	as sato 0 case move P-2026-0001 stand
	as sato 0 document list P-2026-0001 --json
	json '[.documents[].name] | sort | join(",")' notice

	story "② impact and direction"
	as sato 0 case set R-2026-0001 impact "庁内の端末が外部につながれるおそれ"
	as sato 0 case set R-2026-0001 direction mend
	as sato 0 case set R-2026-0001 due 2026-11-30
	as sato 0 case move R-2026-0001 plan

	story "③ plans, side by side, with the cell before and after; consent by route"
	as sato 0 plan show R-2026-0001
	has "No plans have been written yet"
	has "for CVE-2025-0354, by JVNDB-2025-000002"
	as sato 3 plan add R-2026-0001 name=A measure=magic content=x side_effects=y
	as sato 3 plan add R-2026-0001 colour=red
	as sato 2 plan add R-2026-0001 colour
	as sato 0 plan add R-2026-0001 name=A measure=update content="1.7.2 に更新" side_effects="10 分の停止" possible_on=2026-11-21
	as ito 0 plan add R-2026-0001 name=B measure=isolate content="管理画面を切り離す" side_effects="遠隔で設定できない" possible_on=2026-11-20 cost=12000
	as sato 0 plan show R-2026-0001 --json
	json '[.plans[].name] | join(",")' A,B
	json '.both' true
	json '.systems | length' 1
	json '.systems[0].after | map(.gone // false) | @text' '[true,false,true]'
	json '[.proposed[].measure] | unique | join(",")' setting,update
	met=$(jq -r '.systems[0].before.likelihood' <"$out")
	as ono 0 case set R-2026-0001 conditions not_met
	as sato 0 plan show R-2026-0001 --json
	holds "the answer weighs: $met, and where they are not met less" test "$(jq -r '.systems[0].before.likelihood' <"$out")" != "$met"
	as ono 0 case set R-2026-0001 conditions met
	as sato 0 plan show R-2026-0001 --json
	json '.systems[0].before.likelihood' "$met"
	as sato 3 plan choose R-2026-0001 c
	as sato 0 plan choose R-2026-0001 b_then_a
	for field in "tested spare" "test_note 予備機で確かめた" "interim isolation" "interim_until 2026-11-30" "stops false"; do
		as sato 0 case set R-2026-0001 "${field%% *}" "${field#* }"
	done
	as sato 3 case move R-2026-0001 start
	as ono 5 approval submit R-2026-0001
	as sato 0 approval submit R-2026-0001
	as ono 5 approval agree R-2026-0001
	as ito 0 approval list --mine --json
	json '.approvals[0].casefile' R-2026-0001
	as ito 0 approval agree R-2026-0001
	as ono 0 approval return R-2026-0001 --remark "停止の時間を書いてください"
	as sato 3 case move R-2026-0001 start
	as sato 0 approval submit R-2026-0001
	as ito 0 approval agree R-2026-0001
	as ono 0 approval agree R-2026-0001 --remark "夜間なら可"
	has "decided: approved"
	as sato 0 approval paper R-2026-0001
	has "夜間なら可"
	as sato 0 case move R-2026-0001 start
	as sato 0 document list R-2026-0001 --json
	json '[.documents[].name] | sort | join(",")' draft,work_order

	story "④ done is what matching again has seen"
	at=2026-11-20T18:00:00+09:00
	as sato 3 case move R-2026-0001 close
	as ito 0 task list --json
	json '.tasks[0].kind' mend
	sed 's/WG2600HS ファームウェア,1.7.1,\(.*\):1.7.1:/WG2600HS ファームウェア,1.7.2,\1:1.7.2:/' "$demo/ledger.csv" >"$scratch/mended.csv"
	run 0 ledger import csv --answer none "$scratch/mended.csv"
	run 1 assess
	has "cases in which something was settled by it: 1"
	as ito 0 task list --json
	json '.tasks | length' 0
	as sato 0 case move R-2026-0001 close
	has "Closed, verified"
	as sato 0 case example R-2026-0001 --words "無線アクセスポイント 更新"
	as ito 0 case examples アクセスポイント --json
	json '.cases[0].number' R-2026-0001

	story "an acceptance holds until its last day, and not a day longer"
	as sato 0 case proposals --json
	as sato 0 case open --proposal "$(mark_of Archer)"
	as sato 0 case set R-2026-0002 applies affected
	as sato 0 case set R-2026-0002 ground "台帳で確認"
	as sato 0 case move R-2026-0002 direct
	as sato 0 case set R-2026-0002 impact "庁内LANの一部"
	as sato 0 case set R-2026-0002 direction accept
	for field in "accept_owner abe" "accept_reason 来月撤去する" "accept_effect 利用者への影響はない" "expiry 2026-12-10"; do
		as abe 0 case set R-2026-0002 "${field%% *}" "${field#* }"
	done
	as sato 3 case move R-2026-0002 accept
	as abe 0 case move R-2026-0002 accept
	run 0 finding decisions --json
	json '.decisions | length' 0
	as abe 3 case confirm R-2026-0002
	as mori 0 case confirm R-2026-0002
	as sato 0 finding decisions --json
	json '.decisions[0] | [.kind, .vulnerability, .owner, .reason, .effect, .casefile, .until, .findings] | @text' \
		'["accept","CVE-2023-1389","阿部","来月撤去する","利用者への影響はない","R-2026-0002","2026-12-10",1]'
	at=2026-12-10T23:50:00+09:00
	run 0 job run
	as sato 0 case show R-2026-0002 --json
	json .state accepted
	at=2026-12-11T00:10:00+09:00
	run 0 job run
	as sato 0 case show R-2026-0002 --json
	json .state direction
	as sato 0 finding decisions --json
	json '.decisions | length' 0

	story "what is not affected says so on the finding, until it is surveyed again"
	as sato 0 case proposals --json
	as sato 0 case open --proposal "$(mark_of EC-CUBE)"
	as sato 0 case set R-2026-0003 applies not_affected
	as sato 0 case set R-2026-0003 ground "該当する機能を使っていない"
	as sato 0 case move R-2026-0003 dismiss
	person kato 加藤 security
	as kato 0 case confirm R-2026-0003
	as sato 0 finding decisions --json
	json '.decisions[0] | [.kind, .owner, .reason] | @text' '["not_affected","加藤","該当する機能を使っていない"]'
	as sato 0 case move R-2026-0003 reopen --reason "機能を使い始めた"
	as sato 0 finding decisions --json
	json '.decisions | length' 0

	story "the contractor is asked from the case, and his answer stands in it"
	as sato 2 ask applicability --case R-2026-0003 --vulnerability CVE-2021-20717
	as sato 3 ask applicability --case R-2026-0001 --dir "$scratch/sheets"
	has "is about no open finding"
	as sato 0 ask applicability --case R-2026-0003 --dir "$home/sheets" --json
	json '[.sheets[] | [.contractor, .lines]] | @text' '[["見本システムズ",1]]'
	sheet=$(jq -r '.sheets[0].file' <"$out")
	as sato 0 case show R-2026-0003
	has "見本システムズ is asked whether it applies: sheet K1, 1 lines"
	python3 "$(dirname "$0")/fill.py" "$sheet" "$scratch/filled.xlsx" 1:I=Applies 1:K=4.0.5 1:M=Tanaka 1:N=2026/12/10
	as sato 0 ask take "$scratch/filled.xlsx"
	as sato 0 case show R-2026-0003
	lacks "Answer about"
	as sato 0 ask take "$scratch/filled.xlsx" --yes
	has "1 answers stand in the timelines of open cases"
	as sato 0 case show R-2026-0003
	has "Answer about CVE-2021-20717 in 公式ウェブサイト (sheet K1): Applies"
	has "The conditions of CVE-2021-20717 in 公式ウェブサイト: met, answered by "
	as sato 0 case show R-2026-0003 --json
	json '.fields[] | select(.name == "conditions") | .value' met

	story "an answer given to the ledger stands in the case too, and a later word of a person in the case stays"
	at=2026-12-12T09:00:00+09:00
	run 0 ledger answer --system 公式ウェブサイト conditions:CVE-2021-20717 no
	has "stands in 1 open cases"
	as sato 0 case show R-2026-0003 --json
	json '.fields[] | select(.name == "conditions") | .value' not_met
	as sato 0 case show R-2026-0003
	has "The conditions of CVE-2021-20717 in 公式ウェブサイト: not met, answered by "
	at=2026-12-12T10:00:00+09:00
	as sato 0 case set R-2026-0003 conditions met
	run 0 ledger answer --system 公式ウェブサイト resident_facing yes
	lacks "open cases"
	as sato 0 case show R-2026-0003 --json
	json '.fields[] | select(.name == "conditions") | .value' met

	story "opened without being asked, where the home says so"
	echo "open_cases = open" >>"$home/tsukuroi.conf"
	run 1 assess --json
	holds "the rest is opened" test "$(jq '.cases_opened | length' <"$out")" -gt 3
	run 1 assess --json
	json '.cases_opened | length' 0
	echo "open_cases = perhaps" >>"$home/tsukuroi.conf"
	run 3 assess
	has "this is no setting"
}

LEDGER=
the_road
if [ -n "${TSUKUROI_PG:-}" ]; then
	name=respond_$$
	psql -q "$TSUKUROI_PG" -c "CREATE DATABASE $name" >/dev/null
	trap 'psql -q "$TSUKUROI_PG" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1; rm -rf "$scratch"' EXIT
	LEDGER=$(printf '%s' "$TSUKUROI_PG" | sed "s:/tsukuroi?:/$name?:")
	home=$scratch/postgresql
	the_road
else
	skip "TSUKUROI_PG names no PostgreSQL"
fi
plan
