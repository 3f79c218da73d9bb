#!/bin/sh
# All that is known, searched as people write: on the command line; what changes is found by its new words.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

make_home standard
story "nothing to search in"
run 0 kb search tomcat
has "0 found"
run 2 kb search ""
one_sentence "nothing is asked for" "look for"

story "as people write"
demo_knowledge
ids() { "$TSUKUROI" --home "$home" --lang "$lang" --at "$at" kb search --json "$@" 2>"$err" | jq -r '[.hits[].id] | join(" ")'; }
is "a number" "$(ids CVE-2021-44228)" "CVE-2021-44228"
is "the number in small letters, wide" "$(ids ｃｖｅ－２０２１－４４２２８)" "CVE-2021-44228"
is "another name of it" "$(ids GHSA-jfh8-c2jp-5v3q)" "CVE-2021-44228"
is "a product" "$(ids log4j | tr ' ' '\n' | grep -c CVE-2021-44228)" 1
is "the beginning of a word is asked for by a star" "$(ids 'log4*' | tr ' ' '\n' | grep -c CVE-2021-44228)" 1
is "and is none without" "$(ids log4)" ""
lang=ja
one=$(ids ウェブブラウザー) two=$(ids うぇぶぶらうざ) three=$(ids ｳｪﾌﾞﾌﾞﾗｳｻﾞ)
is "width, kana and a final long vowel make no difference" "$one|$one" "$two|$three"
holds "and something is found" test -n "$one"
for word in '"' "'" '*' '(' 'AND' 'a OR b' 'name:x' '-x' '^' 'NEAR(a b)' '{name}: a' '%' "\\"; do
	t kb search --json -- "$word"
	if expected "0|2"; then ok "the word $word"; else not_ok "the word $word"; fi
done
lang=en

story "narrowed"
is "exploited only" "$(ids --kev | tr ' ' '\n' | sort -u | grep -c CVE)" "$(jq '.vulnerabilities | length' "$demo/feeds/kev.json" | awk '{ print ($1 > 0) ? '"$(ids --kev | wc -w)"' : 0 }')"
is "what is severe" "$(ids --severity critical --product log4j | tr ' ' '\n' | grep -c CVE-2021-44228)" 1
run 2 kb search --severity enormous
one_sentence "a severity that is none" enormous
run 2 kb search --source nowhere
one_sentence "a source that is none" nowhere
is "of one source" "$("$TSUKUROI" --home "$home" --at "$at" kb search --source jvn --json | jq '[.hits[].sources | index("jvn") != null] | all')" true
is "of a time" "$("$TSUKUROI" --home "$home" --at "$at" kb search --since 2021-12-01 --until 2021-12-31 --json | jq -r '[.hits[].published[0:7]] | unique | join(" ")')" "2021-12"
all=$("$TSUKUROI" --home "$home" --at "$at" kb search --since 1990-01-01 --json)
is "every page together is all" "$(place='' seen=''
	while :; do
		page=$("$TSUKUROI" --home "$home" --at "$at" kb search --since 1990-01-01 --most 3 ${place:+--after "$place"} --json)
		seen="$seen $(printf '%s' "$page" | jq -r '[.hits[].id] | join(" ")')"
		place=$(printf '%s' "$page" | jq -r '.next // ""')
		[ -n "$place" ] || break
	done
	printf "%s" "${seen# }")" "$(printf '%s' "$all" | jq -r '[.hits[].id] | join(" ")')"

story "what is withdrawn goes, what changes is found by its new words"
jq -c '(.vulnerabilities[] | select(.cve.id == "CVE-2021-44228") | .cve) |=
	(.lastModified = "2026-11-20T01:00:00.000" | .descriptions = [{lang: "en", value: "A quixotic zebra in a logging library."}])' "$demo/feeds/nvd.json" >"$scratch/changed.json"
t feed import nvd "$scratch/changed.json"
is "new words" "$(ids quixotic zebra)" "CVE-2021-44228"
run 0 kb search zebra
has "1 found, 1 shown"
plan
