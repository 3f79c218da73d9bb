#!/bin/sh
# The main job with the ledger on PostgreSQL: the same answers as on SQLite.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/job.sh
. "$(dirname "$0")/job.sh"
if [ -z "${TSUKUROI_PG:-}" ]; then
	skip "TSUKUROI_PG names no PostgreSQL"
	plan
	exit 0
fi
name=scenario_$$
psql -q "$TSUKUROI_PG" -c "CREATE DATABASE $name" >/dev/null
trap 'psql -q "$TSUKUROI_PG" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1; rm -rf "$scratch"' EXIT
LEDGER=$(printf '%s' "$TSUKUROI_PG" | sed "s:/tsukuroi?:/$name?:")

story "the main job"
make_home municipality
run 5 doctor
has "ledger: postgresql, schema"
knowledge_and_inventory
what_applies
why_and_why_not
views_and_filters
a_question_answered
t finding list --json --most 1000
cp "$out" "$scratch/on-postgresql.json"

story "the same on SQLite"
# shellcheck disable=SC2034 # read by make_home
LEDGER=
home=$scratch/sqlite
at=2026-11-20T09:00:00+09:00
make_home municipality
demo_knowledge
demo_inventory
t assess
t finding questions --json
t ledger answer "$(question version "Apache Tomcat")" 9.0.98
for answer in "life_or_safety no" "resident_facing yes" "internal_only no" "official_register no" "integrity_duty no"; do
	# shellcheck disable=SC2086 # a fact and its value
	t ledger answer --system 公式ウェブサイト $answer
done
t assess
at=2026-11-20T18:00:00+09:00
t ledger import sbom "$scratch/mended.cdx.json" --system 施設予約システム --host app01
t assess
t finding list --json --most 1000
same() { jq -S '.findings | map(del(.id)) | sort_by(.system, .vulnerability, .component.name)' <"$1"; }
is "every finding is the same" "$(same "$out" | sha256sum)" "$(same "$scratch/on-postgresql.json" | sha256sum)"

story "a database that is not there"
run 5 --home "$scratch/none" init --ledger "postgresql://nobody@/nothing?host=$scratch"
holds "no half-made home is left" test ! -e "$scratch/none/tsukuroi.conf"
plan
