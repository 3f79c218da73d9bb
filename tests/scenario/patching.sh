#!/bin/sh
# Mass patching is counted from the ledger: what matching finds on each host, never what somebody says. On SQLite, and on PostgreSQL where
# TSUKUROI_PG names one.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

person() {
	echo "a long enough password of $1" >"$scratch/$1.password"
	t account add "$1" --name "$2" --office "$3" --unit 情報政策課
	t account password "$1" --password-file "$scratch/$1.password"
	t token make --login "$1" --password-file "$scratch/$1.password" --scope read,write --name test
	grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/$1.token"
}
as() {
	as_who=$1 as_status=$2
	shift 2
	run "$as_status" "$@" --token-file "$scratch/$as_who.token"
}
field() { is "$2" "$(jq -r --arg name "$2" '.fields[] | select(.name == $name) | .value' <"$out")" "$3"; }

the_road() {
	at=2026-11-20T09:00:00+09:00
	make_home municipality
	echo "clock = given" >>"$home/tsukuroi.conf"
	demo_knowledge
	demo_inventory
	person sato 佐藤 security
	person ito 伊藤 operator
	person abe 阿部 executive
	person mori 森 executive
	product="Aterm WG2600HS ファームウェア"

	story "before anything was assessed nobody can tell"
	as sato 4 patching status "$product" --json
	json '[.total.hosts, .total.done, .total.left] | @text' '[1,0,0]'
	run 1 assess
	as sato 1 patching status "$product" --json
	json '[.total.hosts, .total.done, .total.left, .total.unknown] | @text' '[1,0,1,0]'
	json '.targets | index("1.7.2") != null' true
	as sato 1 patching status "$product" --by unit
	has "情報政策課"
	as sato 2 patching status "$product" --by colour
	as sato 3 patching status "Nothing of the kind"
	has "nor a product that stands on a host"

	story "the case shows the counts, and is not finished while one is left"
	as sato 0 case open mass-patching "無線アクセスポイントの更新" --as security
	as sato 3 patching status M-2026-0001
	has "does not say yet which update"
	as sato 3 patching count M-2026-0009
	as sato 0 case set M-2026-0001 update "$product"
	as sato 1 patching count M-2026-0001
	has "The counts stand in M-2026-0001 now."
	as sato 1 patching count M-2026-0001
	has "are these already"
	as sato 0 case show M-2026-0001
	has "Counted from the ledger, $product: 1 in all, 0 done, 1 left, 0 cannot be told."
	as sato 0 case show M-2026-0001 --json
	field x remaining 1
	field x target 1
	as sato 0 case set M-2026-0001 finish_by 2026-12-10
	as sato 0 case link M-2026-0001 advisory CVE-2025-0354
	as ito 0 case move M-2026-0001 pilot
	as ito 0 case set M-2026-0001 pilot good
	as ito 0 case move M-2026-0001 roll
	as ito 0 case set M-2026-0001 failed 0
	as sato 3 case move M-2026-0001 finish
	as ito 0 case set M-2026-0001 remaining 0
	as ito 0 case set M-2026-0001 unknown 1
	as sato 3 case move M-2026-0001 finish
	as ito 0 case set M-2026-0001 unknown 0
	as sato 3 case move M-2026-0001 finish

	story "an exception has its computer, its reason, its measure and its day, and two executives"
	as ito 1 patching count M-2026-0001
	as ito 0 case move M-2026-0001 sweep
	as abe 3 case move M-2026-0001 finish_excepted

	story "matching again counts anew by itself, and then it is finished"
	at=2026-11-21T09:00:00+09:00
	sed 's/WG2600HS ファームウェア,1.7.1,\(.*\):1.7.1:/WG2600HS ファームウェア,1.7.2,\1:1.7.2:/' "$demo/ledger.csv" >"$scratch/mended.csv"
	run 0 ledger import csv --answer none "$scratch/mended.csv"
	as sato 4 patching status "$product" --json
	json .total.unknown 1
	run 1 assess
	has "cases of mass patching counted anew: 1"
	as sato 0 patching status M-2026-0001 --json
	json '[.total.hosts, .total.done, .total.left, .total.unknown] | @text' '[1,1,0,0]'
	as sato 0 case show M-2026-0001 --json
	field x remaining 0
	field x unknown 0
	field x "done" 1
	as sato 0 task list --case M-2026-0001 --json
	for task in $(jq -r '.tasks[] | select(.state == "open") | .id' <"$out"); do as sato 0 task "done" "$task"; done
	as sato 0 case move M-2026-0001 finish
	as sato 0 document list M-2026-0001 --json
	json '[.documents[].name] | sort | join(",")' notice,report
}

LEDGER=
the_road
if [ -n "${TSUKUROI_PG:-}" ]; then
	name=patching_$$
	psql -q "$TSUKUROI_PG" -c "CREATE DATABASE $name" >/dev/null
	trap 'psql -q "$TSUKUROI_PG" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1; rm -rf "$scratch"' EXIT
	LEDGER=$(printf '%s' "$TSUKUROI_PG" | sed "s:/tsukuroi?:/$name?:")
	home=$scratch/postgresql
	the_road
else
	skip "TSUKUROI_PG names no PostgreSQL"
fi
plan
