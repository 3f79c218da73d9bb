#!/bin/sh
# Scores, decisions and business days asked line by line: every row of the published tables, a stream of vectors, both languages.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

# lines ARGUMENTS…: the program on what stands in $scratch/in.
lines() {
	"$TSUKUROI" --lang "$lang" --at "$at" "$@" <"$scratch/in" >"$out" 2>"$err"
	status=$?
}

story "CVSS, one line for each"
printf '%s\n' CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P AV:N/AC:L/Au:N/C:P/I:P/A:P \
	CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U CVSS:3.1/AV:N '' CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N >"$scratch/in"
lines score cvss
is "the answers" "$(cat "$out")" '9.8	9.3	9.3	critical
7.5	7.5	7.5	high
8.1	high	000220
?	The CVSS vector lacks its metric "AC".
?	The CVSS vector is empty.
0.0	0.0	0.0	none'
is "a stream with ? ends well" "$status" 0
lang=ja
lines score cvss
is "severities are the same word in every language" "$(cut -f 4 "$out" | head -n 2 | tr '\n' ' ')" "critical high "
run 0 score cvss --explain AV:N/AC:L/Au:N/C:P/I:P/A:P
has "危険"
lang=en
run 4 score cvss nonsense
run 0 score cvss CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H
is "ten" "$(cat "$out")" '10.0	critical	000100'
run 0 score cvss --explain CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P/MSI:S/U:Red
has "CVSS-BTE 9.7 (Critical), macrovector 000010"
has "Provider Urgency"
run 0 score cvss --explain --json AV:N/AC:L/Au:N/C:P/I:P/A:P/E:POC
json '.metrics | length' 7
json '.temporal' 6.8
json '.metrics[0].value_name' Network
run 3 score cvss --explain AV:N
run 2 score cvss --explain

story "a million bytes on one line are one answer"
{
	head -c 2000000 /dev/zero | tr '\0' A
	echo
	echo AV:N/AC:L/Au:N/C:P/I:P/A:P
} >"$scratch/in"
lines score cvss
is "two lines" "$(cut -c 1 "$out" | tr '\n' ' ')" "? 7 "

story "SSVC: every row of the published tables"
published() {
	file=$data/ssvc/csv/$2
	[ -f "$file" ] || {
		skip "$1: the data file $2 is not at hand"
		return
	}
	sed 1d "$file" | tr -d '\r' | sed 's/^[0-9]*,//; s/,[^,]*$//' | tr , '\t' >"$scratch/in"
	lines score ssvc "$1"
	sed 1d "$file" | tr -d '\r' | sed 's/.*,//' >"$scratch/want"
	holds "$1: $(wc -l <"$scratch/want") rows" cmp "$out" "$scratch/want"
}
published deployer ssvc/deployer_patch_application_priority_1_0_0.csv
published supplier ssvc/supplier_patch_development_priority_1_0_0.csv
published coordinator-triage ssvc/coordinator_triage_1_0_0.csv
published coordinator-publish ssvc/coordinator_publish_decision_table_1_0_0.csv
published cisa-coordinator cisa/cisa_coordinator_2_0_3.csv
published cisa-bod-26-04 cisa/cisa_bod_26_04_1_0_0.csv
published human-impact ssvc/human_impact_1_0_0.csv
published utility ssvc/utility_1_0_0.csv
published public-safety-impact ssvc/public_safety_impact_1_0_0.csv

story "SSVC: what is not known, what is misspelt, vectors"
printf 'active\topen\tyes\t?\nnone\tsmall\tno\t?\nactiv\topen\tyes\thigh\nactive\topen\n' >"$scratch/in"
lines score ssvc deployer
is "the answers" "$(cut -c 1-60 "$out")" '?	What is not known could make it any of: Immediate, Out-of-
?	What is not known could make it any of: Scheduled, Defer.
?	"activ" is no value of Exploitation; there are: None (N), 
?	The line has 2 fields between tabs; 4 are needed: Exploita'
run 0 score ssvc --vector deployer active open yes marginal+mef\ failure
is "a vector out" "$(cat "$out")" SSVCv2/E:A/EXP:O/A:Y/HI:M/DSOI:O/2026-11-20T00:00:00Z/
run 0 score ssvc cisa-coordinator SSVCv2/E:A/A:Y/T:T/M:H/D:C/2026-11-20T01:02:03Z/
is "a vector in" "$(cat "$out")" act
run 4 score ssvc cisa-coordinator SSVCv2/E:A/A:Y/T:T/M:H/D:T/
run 4 score ssvc --vector deployer active open yes ''
run 3 score ssvc nowhere a b
has "cisa-bod-26-04, cisa-coordinator"
run 2 score ssvc

story "SSVC: tables"
run 0 ssvc list
has "coordinator-triage"
run 0 ssvc list --json
json '. | length' 10
run 0 ssvc show deployer --json
json '.mapping | length' 72
json '.mapping[71]["ssvc:DSOI:1.0.0"]' I
run 0 ssvc show utility
has "Y Yes        C Concentrated  S Super Effective"
run 0 ssvc check "$root/ssvc/deployer.yaml"
sed 's/A O Y: O O I I/A O Y: O O I D/' "$root/ssvc/deployer.yaml" >"$scratch/worse.yaml"
run 1 ssvc check "$scratch/worse.yaml"
has "E:A EXP:O A:Y HI:H gives Immediate, but E:A EXP:O A:Y HI:VH gives Defer"
run 3 score ssvc "$scratch/worse.yaml" a b c d
has "monotone: false"
sed '$ d' "$root/ssvc/deployer.yaml" >"$scratch/short.yaml"
run 3 ssvc check "$scratch/short.yaml"
has "combinations have no outcome; the first is E:A EXP:O A:Y HI:L"
sed 's/^table: .*/&\nmonotone: false\nreason: kept as it was/' "$scratch/worse.yaml" >"$scratch/reasoned.yaml"
run 0 ssvc check "$scratch/reasoned.yaml"
has "kept as it was"
run 0 score ssvc "$scratch/reasoned.yaml" active open yes "very high"
is "a table of one's own" "$(cat "$out")" defer

story "EPSS out of the knowledge base"
run 3 score epss CVE-2021-44228
make_home municipality
t feed import epss --accept "$demo/feeds/epss.csv"
run 0 score epss cve-2021-44228
is "probability, percentile, day" "$(cat "$out")" '0.999990	1.000000	2026-11-19'
run 4 score epss CVE-1999-0001
run 4 score epss nonsense

story "what texts say of exploitation"
printf '本脆弱性の悪用が確認されています。\nCVE-2026-990002 は悪用されていますが、CVE-2026-990003 の悪用は確認されていません。\n任意のコードを実行される可能性があります。\n' >"$scratch/in"
lines score evidence
is "level, numbers, sentence" "$(cut -f 1,2 "$out" | tr '\t\n' ' |')" 'active -|active CVE-2026-990002|-|'
is "several follow one another" "$(sed -n 2p "$out" | cut -f 4,5)" "$(printf 'none\tCVE-2026-990003')"

story "business days"
printf '2026-11-20\t5\n令和8年12月28日\t1\n2026-11-24\t-1\n昭和64年1月8日\t1\n2099-12-31\t1\n2026-11-20\tx\n' >"$scratch/in"
lines calendar add
is "dates, and reasons" "$(cut -c 1-10 "$out" | tr '\n' '|')" "2026-11-30|2027-01-04|2026-11-20|$(printf '?\t昭和64年' | cut -c 1-10)|$(printf '?\tHolidays')|$(printf '?\t"x" is n')|"
printf '# 休業日\n令和8年11月24日\n2026-11-25 ... 2026-11-26\n' >"$scratch/closed"
run 0 calendar add --closed "$scratch/closed" --wareki 2026-11-20 1
is "closed days" "$(cat "$out")" 令和8年11月27日
echo soon >"$scratch/closed"
run 3 calendar add --closed "$scratch/closed" 2026-11-20 1
has "line 1"
run 0 calendar add --works-at-year-end 2026-12-28 1
is "open at the year's end" "$(cat "$out")" 2026-12-29
run 0 calendar holidays 令和8年 --json
json '. | length' 18
run 0 calendar holidays 2019
has "Accession of the Emperor"
run 3 calendar holidays 2100
run 3 calendar holidays 平成32年
plan
