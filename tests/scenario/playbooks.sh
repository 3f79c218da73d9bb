#!/bin/sh
# Playbooks proved at the desk: those that come along, an organisation's own, one that holds and nineteen that do not, in both languages.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
books=$root/tests/playbooks

run 0 init
echo "clock = given" >>"$home/tsukuroi.conf"

story "those that come along hold"
run 0 playbook check
for name in applicability cost-memo decision duty-roster finding-response handover mass-patching outside-notice posture redistribution request system-register trouble; do
	has "$name, edition since 2026-04-01: holds."
done
has "of at most 2000000"
run 0 playbook check --json
json '[.playbooks[] | select(.holds)] | length' 13
json '[.playbooks[].faults[]] | length' 0
json '[.playbooks[] | select(.situations < 4 or .bound != 2000000)] | length' 0

story "a vendor's disclosure holds"
run 0 playbook check "$books/disclosure.yaml"
has "disclosure, edition since 2026-04-01: holds."

story "each that is broken is refused for its own reason"
# kind FILE KIND
kind() {
	run 1 playbook check --json "$books/broken/$1.yaml"
	json '.playbooks[0].holds' false
	json '[.playbooks[0].faults[].kind] | unique | join(" ")' "$2"
}
kind state-unreached state_unreached
kind state-left-never state_left_never
kind deadlock deadlock
kind deadlock-overdue deadlock
kind loop loop
kind move-nobody move_nobody
kind move-never move_never
kind task-never task_never
kind field-nobody field_nobody
kind guard-around guard_around
kind guard-document guard_document
kind guard-never guard_never
kind guard-always guard_always
kind deadline-never-runs deadline_never_runs
kind deadline-never-met deadline_never_met
kind deadline-late deadline_late
kind tells-nobody tells_nobody
kind route route
kind template template
kind decides-blind decides_blind
kind decides-stays decides_stays
kind decides-final decides_stays
kind decides-left decides_left

story "a path that can be walked"
lang=en
run 1 playbook check "$books/broken/guard-around.yaml"
has 'guard-around.yaml: line 18: "Publish in a hurry" goes around the guard "Before the release"'
has '    1. A case begins in "Draft".'
has 'Chief makes "Publish in a hurry": "Draft" → "Published".'
lang=ja
run 1 playbook check "$books/broken/deadlock.yaml"
has '14 行目：「実施」で案件が行き詰まることがあります。'
has '作業「試験する」を終えられません：この操作の条件を満たしていません（適用する: 残り 1 件）。'
lang=en

story "what does not hold is not taken in; what holds is"
run 3 playbook take "$books/broken/guard-around.yaml"
has_err() { if grep -qF "$1" "$err"; then ok "says $1"; else not_ok "says $1"; fi; }
has_err "It was not taken in."
run 0 playbook take "$books/disclosure.yaml"
run 0 playbook check
has "disclosure, edition since 2026-04-01: holds."

story "a route of the home's own counts"
mkdir -p "$home/routes"
printf 'route: executive-decision\nsince: 2026-04-01\ntitle: {ja: 決裁, en: Decision}\nsteps:\n  - {id: draft, kind: draft, by: security, ja: 起案, en: Draft}\n' \
	>"$home/routes/executive-decision.yaml"
run 1 playbook check decision
has 'its route "executive-decision" does not lead to a decision'
rm -r "$home/routes"

story "a file that cannot be read"
run 3 playbook check "$root/README.md"
run 3 playbook check nothing-of-that-name
printf 'playbook: x\nsince: 2026-04-01\nwhat: 1\n' >"$scratch/x.yaml"
run 3 playbook check "$scratch/x.yaml" "$books/broken/loop.yaml"

plan
