#!/bin/sh
# What is done without being asked, through the command line: a case's deadlines come near, pass, are told of; a program that is killed in
# between or was off for days tells everything once; the clock is looked at; letters lie in the folder.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

letters() { find "$home/outbox" -name '*.eml' 2>/dev/null | wc -l | tr -d ' '; }
# letter PERSON: the subjects and texts of letters to that address, decoded.
letter() {
	python3 - "$home/outbox" "$1" <<'PY'
import email, email.policy, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml"), key=lambda p: p.stat().st_mtime_ns):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if sys.argv[2] in (message["To"] or ""):
        print(message["Message-ID"], message["Subject"], message.get_body().get_content(), sep="\n")
PY
}

at=2026-12-14T09:00:00+09:00
story "a case begins, and its deadlines run"
run 0 init
echo "clock = given" >>"$home/tsukuroi.conf"
run 0 account add sato --name 佐藤 --office security --mail sato@example.lg.jp
run 0 account set "$(id -un)" --mail root@example.lg.jp
run 0 account add abe --name Abe --office executive --mail abe@example.lg.jp
run 0 case open finding-response 停止の件
run 0 deadline list --json
json '[.deadlines[] | select(.number == "R-2026-0001")] | length > 1' true
first=$(jq -r '.deadlines[0].due' <"$out")
run 0 job list --json
json '[.jobs[] | select(.state == "waiting" and .kind == "tell")] | length > 2' true
run 0 job run
is "no letter yet" "$(letters)" 0

story "killed at any moment of a pass, each thing is told once"
at=2026-12-18T09:00:00+09:00
cp -a "$home" "$scratch/kept"
run 0 job run --json
json '.done > 3 and .sent > 0' true
whole=$("$TSUKUROI" --home "$home" --lang en --at "$at" case show R-2026-0001 --json | jq -c '[.timeline[].words] | sort')
rm -rf "$home"
cp -a "$scratch/kept" "$home"
for moment in 0.01 0.03 0.05 0.08 0.12 0.2 0.3 0.5; do
	timeout -s KILL $moment "$TSUKUROI" --home "$home" --lang en --at "$at" job run >/dev/null 2>&1 </dev/null
done
at=2026-12-18T09:06:00+09:00
run 0 job run
at=2026-12-18T09:12:00+09:00
run 0 job run
again=$("$TSUKUROI" --home "$home" --lang en --at "$at" case show R-2026-0001 --json | jq -c '[.timeline[].words] | sort')
is "the timeline is as without a kill" "$again" "$whole"
run 1 deadline list --overdue --json
json '[.deadlines[] | .due] | index("'"$first"'") != null' true
letter sato@example.lg.jp >"$out"
has "期限超過"
has "遅れてのお知らせです"
has "R-2026-0001 停止の件"
is "letters with one Message-ID are one file" "$(letter @ | grep -c '^<')" "$(letters)"

story "a closed day moves what is counted in business days"
run 1 deadline list --json
before=$(jq -r '[.deadlines[] | select(.overdue | not) | .due][0]' <"$out")
run 0 calendar close 2026-12-18 2026-12-21 2026-12-22
run 0 job run
run "0|1" deadline list --json
after=$(jq -r '[.deadlines[] | select(.overdue | not) | .due][0]' <"$out")
is "later than before" "$(printf '%s\n' "$before" "$after" | LC_ALL=C sort -u | tail -n 1)" "$after"
holds "moved" test "$before" != "$after"

story "a clock that was set back holds releases until somebody looked"
at=2026-12-18T08:00:00+09:00
run 0 job run
has "The clock was set back"
run 2 job trust
run 0 job trust --reason "compared with the time signal"
run 0 job run
lacks "set back"
run 0 job list
has "compared with the time signal"
run 0 audit show
has "looked at the clock"

story "maintenance, on call, and what is wrong is said"
run 0 calendar maintenance add "毎月第3水曜 22:00-26:00"
run 0 calendar maintenance --ics
has "RRULE:FREQ=MONTHLY;BYDAY=3WE"
run 3 calendar maintenance add "now and then"
has "is no maintenance window"
run 3 calendar maintenance remove 99
run 2 oncall set Yamada --from 2026-12-29
run 0 oncall set Yamada --from 2026-12-29 --until 2027-01-04 --for holiday
run 2 job list --state soon
echo "mail = carrier pigeon" >>"$home/tsukuroi.conf"
run 3 job run
has "cannot be used"
plan
