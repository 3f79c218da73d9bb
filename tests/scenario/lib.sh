# shellcheck shell=sh
# lib.sh - what every scenario begins with: the program on a home of its own, at a fixed instant, and TAP out of it.
#
#     story "what it is about"
#     run 0 init                      runs the program; ok when it ends with one of these statuses ("0", "0|1")
#     has "a sentence"                what it printed holds this text
#     lacks "another"                 … and not that one
#     json '.findings | length' 7     jq over standard output
#     is "what" "$got" "$expected"
#     skip "why"                      one test that could not be made here
#     plan                            at the end
#
# A run that a sanitizer stopped ends with 98 or 99, so that no expected status can hide it.
set -u
: "${TSUKUROI:?the built program}" "${TSUKUROI_SOURCE:?the source tree}"
root=$TSUKUROI_SOURCE
# shellcheck disable=SC2034 # for the stories
data=${TSUKUROI_DATA:-$root/../shared/data} demo=$root/demo
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tsukuroi-scenario.XXXXXX")
trap 'chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
unset TSUKUROI_HOME TSUKUROI_TRACE
home=$scratch/home
lang=en
at=2026-11-20T09:00:00+09:00
count=0
out=$scratch/out
err=$scratch/err
status=0
: >"$out"
: >"$err"
ASAN_OPTIONS=${ASAN_OPTIONS:-}:exitcode=99
LSAN_OPTIONS=exitcode=99
UBSAN_OPTIONS=halt_on_error=1:exitcode=98:print_stacktrace=1
export ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS

story() { echo "# $*"; }
ok() {
	count=$((count + 1))
	echo "ok $count - $1"
}
# not_ok NAME: with what the program said last, as comments.
not_ok() {
	count=$((count + 1))
	echo "not ok $count - $1"
	{ echo "status $status; printed:"; head -c 700 "$out"; echo; echo "and on standard error:"; tail -c 1000 "$err"; } |
		tr -d '\000\r' | sed 's/^/#   /'
}
skip() {
	count=$((count + 1))
	echo "ok $count # skip $1"
}
plan() { echo "1..$count"; }

# t ARGUMENTS…: the program, nothing judged.
t() {
	"$TSUKUROI" --home "$home" --lang "$lang" --at "$at" "$@" >"$out" 2>"$err" </dev/null
	status=$?
	return 0
}
# expected STATUSES: is $status one of them, and did no sanitizer complain?
expected() {
	if grep -qE 'runtime error:|(Address|Leak)Sanitizer' "$err" "$out"; then
		return 1
	fi
	case "|$1|" in
	*"|$status|"*) return 0 ;;
	esac
	return 1
}
run() {
	run_statuses=$1
	shift
	t "$@"
	if expected "$run_statuses"; then
		ok "$(printf '%s ' "$@" | tr '\n' ' ' | cut -c 1-120)gives $status"
	else
		not_ok "$(printf '%s ' "$@" | tr '\n' ' ' | cut -c 1-120)should give $run_statuses"
	fi
}
has() {
	if cat "$out" "$err" | grep -qaF -- "$1"; then ok "says: $1"; else not_ok "should say: $1"; fi
}
lacks() {
	if cat "$out" "$err" | grep -qaF -- "$1"; then not_ok "should not say: $1"; else ok "does not say: $1"; fi
}
is() {
	if [ "$2" = "$3" ]; then
		ok "$1: $(printf '%s' "$2" | tr '\n' ' ' | cut -c 1-100)"
	else
		not_ok "$1: got $(printf '%s' "$2" | tr '\n' ' '), expected $(printf '%s' "$3" | tr '\n' ' ')"
	fi
}
# holds WHAT COMMAND…: ok when the command succeeds.
holds() {
	holds_what=$1
	shift
	if "$@" >/dev/null 2>&1; then ok "$holds_what"; else not_ok "$holds_what"; fi
}
json() { is "$1" "$(jq -r "$1" <"$out" 2>&1)" "$2"; }
# one_sentence WHAT TEXT: it refused in one line, which holds the text.
one_sentence() {
	one_line=$(cat "$out" "$err" | grep -a . | grep -avcE '^(Knowledge base: nothing changed\.|知識ベース.*)$')
	if [ "$one_line" = 1 ] && cat "$out" "$err" | grep -qaF -- "$2"; then
		ok "$1: one sentence that names $2"
	else
		not_ok "$1: should be one sentence that names $2"
	fi
}

# The generation in force, and everything the ledger has recorded: what must not move when something is refused.
known() { "$TSUKUROI" --home "$home" --lang en --at "$at" doctor 2>/dev/null | grep 'knowledge base'; }
ledger_state() {
	for ledger_view in software system service; do
		"$TSUKUROI" --home "$home" --lang en --at "$at" ledger show $ledger_view --csv 2>/dev/null
	done
	"$TSUKUROI" --home "$home" --lang en --at "$at" ledger history --csv 2>/dev/null
}

# make_home CRITERIA: a new home in $home, without tests of its own. LEDGER: a PostgreSQL.
make_home() {
	rm -rf "$home"
	if [ -n "${LEDGER:-}" ]; then
		t init --criteria "$1" --ledger "$LEDGER"
	else
		t init --criteria "$1"
	fi
	[ "$status" = 0 ] || not_ok "a home could not be made"
}
# demo_knowledge: the demonstration's six feeds.
demo_knowledge() {
	t feed import nvd "$demo/feeds/nvd.json"
	t feed import cve5 "$demo/feeds/cve5.json"
	t feed import osv --complete --name osv:Debian "$demo/feeds/osv-debian-12.ndjson"
	t feed import osv "$demo/feeds/osv-maven.ndjson" "$demo/feeds/osv-pypi.ndjson"
	t feed import jvn "$demo/feeds/jvn.xml"
	t feed import kev --accept "$demo/feeds/kev.json"
	t feed import epss --accept "$demo/feeds/epss.csv"
}
demo_inventory() {
	t ledger import csv --answer none "$demo/ledger.csv"
	t ledger import sbom "$demo/reservation.cdx.json" --system 施設予約システム --host app01
}
# with_data FILE…: are these real files here? Otherwise one skipped test says so.
with_data() {
	for with_data_file in "$@"; do
		if [ ! -e "$data/$with_data_file" ]; then
			skip "the data file $with_data_file is not at hand"
			return 1
		fi
	done
}
