#!/bin/sh
# kill -9 at any moment, and a disk that is full: what is on disk is as before or as after, never between, and the next start works.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

entries() { find "$home" -mindepth 1 -maxdepth 2 | sed "s:^$home/::; s:-[0-9][0-9]*:-N:" | LC_ALL=C sort | uniq -c | tr -s ' ' '\n' | tr '\n' ' '; }

# milliseconds COMMAND…: how long it takes.
milliseconds() {
	milliseconds_since=$(date +%s%N)
	t "$@"
	echo $((($(date +%s%N) - milliseconds_since) / 1000000))
}

# killed TIMES COMMAND…: with $before and $after known, stopped at so many moments spread over its duration and a little chance.
killed() {
	killed_times=$1
	shift
	cp -a "$home" "$scratch/kept"
	duration=$(milliseconds "$@")
	state_after=$(state)
	rm -rf "$home"
	cp -a "$scratch/kept" "$home"
	state_before=$(state)
	torn='' as_before=0 as_after=0
	i=0
	while [ $i -lt "$killed_times" ]; do
		moment=$(awk -v seed="$$$i" -v i=$i -v n="$killed_times" -v d="$duration" 'BEGIN { srand(seed); printf "%.3f", d * (i + rand()) / n / 1000 }')
		timeout -s KILL "$moment" "$TSUKUROI" --home "$home" --lang en --at "$at" "$@" >"$out" 2>"$err" </dev/null
		case $(state) in
		"$state_before") as_before=$((as_before + 1)) ;;
		"$state_after")
			as_after=$((as_after + 1))
			rm -rf "$home"
			cp -a "$scratch/kept" "$home"
			;;
		*) torn="$torn $moment" ;;
		esac
		i=$((i + 1))
	done
	echo "# $1: takes $duration ms; killed $killed_times times: as before $as_before, as after $as_after"
	what=$(printf '%s ' "$@" | cut -c 1-20)
	is "$what killed: torn at" "$torn" ""
	t "$@"
	if expected "0|1"; then ok "$what then goes through"; else not_ok "$what should then go through"; fi
	is "$what: the state afterwards" "$(state | sha256sum)" "$(echo "$state_after" | sha256sum)"
	rm -rf "$scratch/kept"
}

story "killed while knowledge comes in"
make_home standard
demo_knowledge
demo_inventory
state() { known; }
whole=$(entries)
if [ -e "$data/nvd/nvdcve-2.0-2022.even5000.converted.json.gz" ]; then
	killed 8 feed import nvd "$data/nvd/nvdcve-2.0-2022.even5000.converted.json.gz"
else
	jq -c '.vulnerabilities[].cve.lastModified = "2026-11-20T00:00:00.000"' "$demo/feeds/nvd.json" >"$scratch/later.json"
	killed 8 feed import nvd "$scratch/later.json"
fi
run 0 doctor
jq -c '.vulnerabilities[].cve.lastModified = "2026-11-20T00:30:00.000"' "$demo/feeds/nvd.json" >"$scratch/later.json"
run 0 feed import nvd "$scratch/later.json"
is "nothing is left behind" "$(entries)" "$whole"

story "killed while an inventory comes in"
state() { ledger_state; }
jq -c '.components = [range(3000) | {type: "library", name: "part-\(.)", version: "1.\(.)", purl: "pkg:npm/part-\(.)@1.\(.)"}]' \
	"$demo/reservation.cdx.json" >"$scratch/many.cdx.json"
killed 5 ledger import sbom "$scratch/many.cdx.json" --system 施設予約システム --host app01
run 0 doctor

story "killed while computers come in"
python3 "$root/tests/estate/estate.py" "$scratch/estate" --collected 2026-11-19 || not_ok "no estate could be made"
# Computers come in by the hundred: few enough here to be one unit of work.
find "$scratch/estate/share" -type f | LC_ALL=C sort | tail -n +91 | xargs -d '\n' rm -f
killed 5 ledger import windows "$scratch/estate/share"
run 0 doctor

story "killed while judging"
state() { t finding list --json --most 10000; jq -c '[.generation, (.findings | length), .checked]' <"$out"; }
killed 5 assess
run 0 doctor

story "killed while answers are taken"
t ask applicability --with-csv --dir "$scratch/sheets"
python3 - "$scratch/answered.csv" "$scratch"/sheets/*.csv <<'PY'
import csv, sys
with open(sys.argv[1], "w", encoding="utf-8", newline="") as answered:
    for sheet in sys.argv[2:]:
        for row in list(csv.reader(open(sheet, encoding="utf-8-sig", newline="")))[1:]:
            csv.writer(answered).writerow([row[0], *[""] * 7, "Applies"])
PY
holds "answers" test -s "$scratch/answered.csv"
state() { ledger_state; for state_of in "ask status" "ledger statement list"; do
	# shellcheck disable=SC2086 # two words
	t $state_of --json
	cat "$out"
done; }
killed 5 ask take "$scratch/answered.csv" --yes
run 0 doctor

story "two at once: one waits or is told, nothing is torn"
make_home standard
for number in 1 2 3 4; do
	"$TSUKUROI" --home "$home" --lang en --at "$at" feed import nvd "$demo/feeds/nvd.json" >"$scratch/at-once.$number" 2>&1 &
done
wait
run 0 feed import nvd "$demo/feeds/nvd.json"
has "9 as before"
run 0 doctor
demo_inventory
for number in 1 2 3; do
	"$TSUKUROI" --home "$home" --lang en --at "$at" assess >"$scratch/at-once.$number" 2>&1 &
done
wait
run 1 assess
has "0 new, 0 changed, 0 closed"

story "killed while a case moves on"
make_home standard
echo "clock = given" >>"$home/tsukuroi.conf"
demo_inventory
state() { t case show R-2026-0001 --json; sed 's/"revision": [0-9]*//' "$out"; }
t case open finding-response "An old Tomcat" --system 施設予約システム
killed 6 case set R-2026-0001 applies affected
t case set R-2026-0001 ground "looked at the running version"
killed 10 case move R-2026-0001 direct
killed 6 case file put R-2026-0001 "$demo/feeds/kev.json"

story "the disk is full"
small=$scratch/small
blocks=700
mkdir "$small"
if mount -t tmpfs -o size=6m tmpfs "$small" 2>/dev/null; then
	trap 'umount "$small" 2>/dev/null; rm -rf "$scratch"' EXIT
	full() { t "$@"; }
	room='tmpfs'
else
	# Without the right to mount: files may not grow, which fails like a full disk.
	full() {
		(
			trap '' XFSZ
			ulimit -f "$blocks"
			exec "$TSUKUROI" --home "$home" --lang "$lang" --at "$at" "$@"
		) >"$out" 2>"$err" </dev/null
		status=$?
	}
	room='a limit on the size of files'
fi
echo "# by $room"
home=$small/home
make_home standard
t feed import kev "$demo/feeds/kev.json"
t feed import nvd "$demo/feeds/nvd.json"
t ledger import sbom "$demo/reservation.cdx.json" --system 予約
known_before=$(known)
ledger_before=$(ledger_state)
jq -c '.vulnerabilities = [range(4000) as $i | .vulnerabilities[0] | .cve.id = "CVE-2020-\(10000 + $i)"
	| .cve.descriptions[0].value = ([range(60) | "\($i * 7919 + . * 104729)"] | join(" and "))]' "$demo/feeds/nvd.json" >"$scratch/large.json"
full feed import nvd "$scratch/large.json"
if expected 5; then ok "knowledge for which there is no room gives 5"; else not_ok "knowledge for which there is no room should give 5"; fi
is "one sentence" "$(cat "$out" "$err" | grep -ac .)" 1
[ "$room" != tmpfs ] || has "no room left on the disk"
is "the knowledge base" "$(known)" "$known_before"
if [ "$room" = tmpfs ]; then
	head -c $((($(df -k "$small" | awk 'END { print $4 }') - 96) * 1024)) /dev/zero >"$small/filler"
fi
blocks=200
full ledger import sbom "$scratch/many.cdx.json" --system 予約
if expected 5; then ok "an inventory for which there is no room gives 5"; else not_ok "an inventory for which there is no room should give 5"; fi
is "one sentence" "$(cat "$out" "$err" | grep -ac .)" 1
[ "$room" != tmpfs ] || has "no room left on the disk"
is "the ledger" "$(ledger_state | sha256sum)" "$(echo "$ledger_before" | sha256sum)"
rm -f "$small/filler"
run 0 doctor
run 0 ledger import sbom "$scratch/many.cdx.json" --system 予約
plan
