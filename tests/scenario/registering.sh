#!/bin/sh
# A unit announces a system before it is used; what security staff registers stands in the ledger and is judged. On SQLite, and on PostgreSQL where
# TSUKUROI_PG names one.
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

the_road() {
	at=2026-11-20T09:00:00+09:00
	make_home municipality
	echo "clock = given" >>"$home/tsukuroi.conf"
	demo_knowledge
	person sato 佐藤 security
	person ono 小野 owner

	story "what is not whole is not submitted, and nothing stands in the ledger before it is registered"
	as ono 0 case open system-register "広報写真の公開サイト" --as unit --unit 広報課
	for field in "name 広報写真サイト" "function 写真の公開" "owner 広報課" "contact ono" "contractor なし" "exposure internet" "information 個人情報 200件" "starts_on 2027-01-10"; do
		as ono 0 case set S-2026-0001 "${field%% *}" "${field#* }"
	done
	as ono 3 case move S-2026-0001 submit
	as ono 0 case set S-2026-0001 products '[{"product":"Apache HTTP Server","version":"2.4.49","who_patches":"広報課","support_end":"2028-03-31"},{"product":"PHP","version":"8.2.1","who_patches":"広報課"}]'
	as ono 0 case move S-2026-0001 submit
	run 0 ledger show system
	lacks "広報写真サイト"
	as ono 3 case move S-2026-0001 register
	as sato 0 case move S-2026-0001 register
	as sato 0 case show S-2026-0001
	has "In the ledger now: the system 広報写真サイト with 2 products."
	run 0 ledger show system
	has "広報写真サイト"
	run 0 ledger show software
	has "8.2.1"
	as sato 0 document list S-2026-0001 --json
	json '[.documents[].name] | join(",")' receipt

	story "a change that is announced and registered replaces what stood there"
	at=2026-12-20T09:00:00+09:00
	as ono 0 case move S-2026-0001 change --reason "PHP を更新した"
	as ono 0 case set S-2026-0001 products '[{"product":"Apache HTTP Server","version":"2.4.49","who_patches":"広報課"},{"product":"PHP","version":"8.3.9","who_patches":"広報課"}]'
	as ono 0 case move S-2026-0001 submit
	as sato 0 case move S-2026-0001 register
	run 0 ledger history
	has "8.2.1 to 8.3.9"
	run 0 ledger show software
	has "8.3.9"
	lacks "8.2.1"

	run 0 assess
	has "2 software items on 1 hosts of 1 systems"

	story "retired by its case it is out of use in the ledger too; taken back it is in use again, and the case says both"
	as ono 0 case set S-2026-0001 retired_on 2026-12-31
	as sato 0 case move S-2026-0001 retire
	as sato 0 case show S-2026-0001
	has "In the ledger the system 広報写真サイト is out of use from now on"
	run 0 ledger show software
	lacks "広報写真サイト"
	run 4 assess
	has "0 software items on 0 hosts of 0 systems"
	as sato 0 case move S-2026-0001 revive --reason "取り消し"
	as sato 0 case show S-2026-0001
	has "In the ledger the system 広報写真サイト is in use again"
	run 0 ledger show system
	has "広報写真サイト"
}

LEDGER=
the_road
if [ -n "${TSUKUROI_PG:-}" ]; then
	name=registering_$$
	psql -q "$TSUKUROI_PG" -c "CREATE DATABASE $name" >/dev/null
	trap 'psql -q "$TSUKUROI_PG" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1; rm -rf "$scratch"' EXIT
	LEDGER=$(printf '%s' "$TSUKUROI_PG" | sed "s:/tsukuroi?:/$name?:")
	home=$scratch/postgresql
	the_road
else
	skip "TSUKUROI_PG names no PostgreSQL"
fi
plan
