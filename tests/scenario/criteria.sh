#!/bin/sh
# Criteria: tried on what is open without changing anything, proposed, agreed to by another; what the trial said is what the next assessment gives.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
today=$(TZ=Asia/Tokyo date +%F)
at=${today}T23:00:00+09:00

# as_mori STATUSES ARGUMENTS…: the program, run by the executive.
as_mori() {
	as_status=$1
	shift
	run "$as_status" "$@" --token-file "$scratch/mori.token"
}
# actions: how many open findings have which action, by the ledger.
actions() { "$TSUKUROI" --home "$home" --lang en --at "$at" finding list --json 2>/dev/null | jq -c '[.findings[].action] | group_by(.) | map({(.[0]): length}) | add'; }

story "a city's findings, judged by the criteria it was set up with"
make_home municipality
echo "clock = given" >>"$home/tsukuroi.conf"
demo_knowledge
demo_inventory
run "0|1|4" assess
echo "a city for show" >"$scratch/password"
run 0 account add mori --name "森 次長" --office executive
run 0 account password mori --password-file "$scratch/password"
run 0 token make --login mori --password-file "$scratch/password" --scope read,write,admin --name test
grep -o 'tsk_[a-z0-9]*' "$out" | head -n 1 >"$scratch/mori.token"

story "what can be read, and what cannot"
for preset in standard municipality small-site enterprise vendor; do
	run 0 criteria show "$preset"
	has "Likelihood is high when"
	lacks "exposure"
done
printf 'matrix: no\n' >"$scratch/wrong.yaml"
run 3 criteria replay "$scratch/wrong.yaml"
has "criteria lack"
run 2 criteria replay
run 3 criteria show nobody
run 0 criteria check "$root/criteria/vendor.yaml"
has "every part is there"
run 3 criteria check "$scratch/wrong.yaml"
has "criteria lack"

story "tried out, nothing changes"
sed "s/^since:.*/since: $today/; s/out_of_cycle: 5 business_days/out_of_cycle: 2 business_days/; s/- \[defer, scheduled, scheduled\]/- [scheduled, out_of_cycle, out_of_cycle]/" \
	"$root/criteria/municipality.yaml" >"$scratch/stricter.yaml"
before=$(actions)
run 0 criteria replay "$scratch/stricter.yaml" --json
cp "$out" "$scratch/trial"
is "every finding is counted before and after" "$(jq '(.judged == ([.actions[].before] | add)) and (.judged == ([.actions[].after] | add)) and .judged > 0' "$out")" true
is "and in a cell" "$(jq '.judged == ([.cells[].cells[].before] | add) and .judged == ([.cells[].cells[].after] | add)' "$out")" true
is "moves are worse or milder" "$(jq '.moved == .worse + .milder and .milder == 0' "$out")" true
is "each move has its reason" "$(jq '[.moves[] | select(.why == "" or .from == .to)] | length' "$out")" 0
is "the ledger is as it was" "$(actions)" "$before"
run 0 criteria replay "$root/criteria/municipality.yaml" --json
is "the same criteria move nothing" "$(jq .moved "$out")" 0

story "two people"
run 2 criteria propose "$scratch/stricter.yaml"
has "why"
run 2 criteria propose "$root/criteria/municipality.yaml" --reason x
has "past"
run 0 criteria propose "$scratch/stricter.yaml" --reason "review of the year"
run 5 criteria agree 1
is "what is proposed judges nothing" "$(t assess; actions)" "$before"
as_mori 0 criteria agree 1
as_mori 3 criteria agree 1
run 0 criteria list
has "in force"
has "森 次長"
run 0 criteria show
has "within 2 business days"

story "the next assessment gives what the trial said"
run "0|1|4" assess
is "action by action" "$(actions | jq -c '[(.immediate // 0), (.out_of_cycle // 0), (.scheduled // 0), (.defer // 0)]')" "$(jq -c '[.actions[].after]' "$scratch/trial")"
run 0 audit show
has "criteria"

story "an own SSVC table: checked, tried out, two people, and from its day on findings are decided by it"
first=$(t finding list --json; jq '[.findings[].id][0]' "$out")
run 0 finding show "$first"
has "CERT/CC SSVC"
# where it is exploited nothing is left to the next maintenance any more
sed -e 's/^table: deployer/table: city/; s/^id: .*/id: "x_example.city:DT:1.0.0"/' -e 's/A S N: S S O O/A S N: O O O O/; s/A S Y: S O O O/A S Y: O O O O/; s/A C N: S S O O/A C N: O O O O/; s/A O N: S O O I/A O N: O O O I/' \
	-e 's/ja: パッチ適用の優先度（利用者）/ja: 例市の判断表/; s/en: Deployer Patch Application Priority/en: Table of the city/' "$root/ssvc/deployer.yaml" >"$scratch/city.yaml"
run 0 ssvc check "$scratch/city.yaml"
run 0 ssvc replay "$scratch/city.yaml" --json
is "every finding is counted before and after" "$(jq '(.judged == ([.actions[].before] | add)) and (.judged == ([.actions[].after] | add)) and .judged > 0' "$out")" true
is "cells are the criteria's" "$(jq '.has_cells or .has_dates' "$out")" false
run 0 ssvc replay "$root/ssvc/deployer.yaml" --json
is "the same table moves nothing" "$(jq .moved "$out")" 0
run 3 ssvc propose "$root/ssvc/supplier.yaml" --since "$today" --reason x
has "cannot be answered"
run 2 ssvc propose "$scratch/city.yaml" --reason x
has "from which day"
run 0 ssvc propose "$scratch/city.yaml" --since "$today" --reason "what is exploited does not wait"
number=$(grep -o '[0-9]*' "$out" | head -n 1)
as_mori 3 criteria agree "$number"
run 5 ssvc agree "$number"
run 0 finding show "$first"
has "CERT/CC SSVC"
as_mori 0 ssvc agree "$number"
as_mori 3 ssvc agree "$number"
run 0 ssvc editions
has "in force"
run 0 finding show "$first"
has "Table of the city, own table of $today"
run 0 audit show
has "SSVC table"

story "files of an older home are taken over once"
mkdir -p "$home/criteria/1"
sed "s/^since:.*/since: $today/; s/out_of_cycle: 5 business_days/out_of_cycle: 1 business_days/" "$root/criteria/municipality.yaml" >"$home/criteria/1/$today.yaml"
run 0 criteria list
has "in force"
run 0 criteria show
has "within 1 business days"
is "once" "$(t criteria list --json; jq '[.editions[] | select(.state == "taken_over" and .in_force)] | length' "$out")" 1
plan
