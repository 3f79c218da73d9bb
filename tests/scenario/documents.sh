#!/bin/sh
# Papers of cases at the desk: made by a move and by a person, in two languages and every format, by one's own templates; what people wrote stays inert;
# sealed like their case; killed at any moment, a paper is there with its entry or neither is.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap '"$TSUKUROI" --home "$home" key stop >/dev/null 2>&1; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
export ASAN_OPTIONS

run 0 init
printf 'clock = given\norganisation = 例市\n' >>"$home/tsukuroi.conf"
run 0 document templates --json
json '[.templates[] | select(.name == "stop-notice")] | length' 2
json '[.templates[] | select(.name | startswith("_"))] | length' 0

story "a move makes its letter"
evil='# 見出し
| a | b |
<script>alert(1)</script> \n ---'
run 0 case open applicability "Tomcat の該非 <b>"
run 0 case set Q-2026-0001 question "$evil"
run 0 case set Q-2026-0001 reply_by 2026-11-27
lang=ja
run 0 case move Q-2026-0001 ask
lang=en
run 0 document list Q-2026-0001 --json
json '.documents | length' 1
json '.documents[0].name' letter
json '.documents[0].language' ja
run 0 document get 1 --output "$scratch/letter.html"
is "tags of the field in the letter" "$(grep -c '<script' "$scratch/letter.html")" 0
is "its headings" "$(grep -o '<h[123]>' "$scratch/letter.html" | tr '\n' ' ')" "<h1> <h2> <h2> "
holds "the day is said as official papers do" grep -q '令和8年11月27日（金）' "$scratch/letter.html"
holds "the organisation is named" grep -q '例市' "$scratch/letter.html"
run 3\|5 document get 1 --output "$scratch/letter.html"
has "There is a file"

story "in every language and format"
for language in ja en; do
	lang=$language
	for format in text html mail; do
		run 0 document make Q-2026-0001 letter --format $format --output "$scratch/$language.$format"
		is "bytes of $language.$format that are no text" "$(iconv -f UTF-8 -t UTF-8 "$scratch/$language.$format" >/dev/null 2>&1; echo $?)" 0
	done
	t document make Q-2026-0001 case-record --output "$scratch/$language.pdf"
	if [ "$status" = 0 ]; then
		is "$language.pdf begins with" "$(head -c 5 "$scratch/$language.pdf")" "%PDF-"
		if command -v pdftotext >/dev/null; then
			holds "its text can be searched" sh -c "pdftotext '$scratch/$language.pdf' - | grep -q Q-2026-0001"
			t document make Q-2026-0001 letter --output "$scratch/$language-letter.pdf"
			python3 "$root/tests/scenario/structure.py" "$scratch/$language-letter.pdf" "$scratch/$language.html" "$language" >"$out" 2>"$err"
			is "it is read aloud as it stands on the page" "$?" 0
		else
			skip "pdftotext is not at hand"
		fi
	else
		one_sentence "no PDF on this machine" "install the package"
	fi
done
lang=en
columns='import sys, unicodedata
print(max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n")) for line in open(sys.argv[1], encoding="utf-8")))'
holds "no line of a mail has more than 76 columns" [ "$(python3 -c "$columns" "$scratch/ja.mail")" -le 76 ]

story "what cannot be made leaves nothing"
run 0 document list Q-2026-0001 --json
before=$(jq '.documents | length' <"$out")
run 3 document make Q-2026-0001 nothing
has "document templates"
run 3 document make Q-2026-0001 ../letterhead
run 3 document make Q-2026-0001 handover
has "from_whom"
run 2 document make Q-2026-0001 letter --format docx
run 3 document make Q-2026-0009 letter
run 3 document get 999
run 0 document list Q-2026-0001 --json
json '.documents | length' "$before"

story "one's own templates"
mkdir "$home/templates"
printf '# 本市の照会\n\n{{question}}\n\n{{>_letterhead}}\n' >"$home/templates/applicability-question.ja.mustache"
lang=ja
run 0 document make Q-2026-0001 letter
has "本市の照会"
printf '# T\n{{{question}}}\n' >"$home/templates/applicability-question.ja.mustache"
run 3 document make Q-2026-0001 letter
has "2 行目"
lang=en
printf '# T\n\n{{no_such_name}}\n' >"$home/templates/applicability-question.en.mustache"
run 1 playbook check applicability
has "no_such_name"
rm -r "$home/templates"
run 0 playbook check applicability

story "killed while papers are made"
papers() { t document list Q-2026-0001 --json && jq '.documents | length' <"$out"; }
entries() { t case show Q-2026-0001 --json && jq '[.timeline[] | select(.verb == "document")] | length' <"$out"; }
begun=$(date +%s%N)
t document make Q-2026-0001 letter --format html
duration=$((($(date +%s%N) - begun) / 1000000))
first=$(papers)
i=0 uneven=''
while [ $i -lt 20 ]; do
	moment=$(awk -v i=$i -v d="$duration" 'BEGIN { printf "%.3f", d * (i + 1) / 18 / 1000 }')
	timeout -s KILL "$moment" "$TSUKUROI" --home "$home" --lang ja --at "$at" document make Q-2026-0001 letter --format html >"$out" 2>"$err" </dev/null
	[ "$(papers)" = "$(entries)" ] || uneven="$uneven $moment"
	i=$((i + 1))
done
echo "# takes $duration ms; killed 20 times: $(($(papers) - first)) papers came to be"
is "moments at which there were not as many entries as papers" "$uneven" ""

story "a sealed case"
secret=ヒグラシ5e2bKw
run 0 playbook take "$root/tests/playbooks/disclosure.yaml"
run 0 key init --unlock file --shares 2 --threshold 2
run 0 case open disclosure "$secret の件" --tlp red
run 0 case set V-2026-0001 vn "$secret"
run 0 document make V-2026-0001 receipt
has "$secret"
number=$(sed -n 's/^Document \([0-9]*\) was made.*/\1/p' "$err")
run 0 document list V-2026-0001 --json
json '.documents[0].inputs_digest' null
run 0 document get "$number"
has "$secret"
is "files that hold the word" "$(python3 "$root/tests/scenario/find_word.py" "$secret" "$home")" ""

story "a paper that announces a vulnerability has the seven items of guide 004, as public sources have them"
demo_knowledge
demo_inventory
told=ミンミンゼミ3k8dTq hidden=クマゼミ9w4mXz
run 0 notice add --title "$told" --product 'Apache Tomcat' --vulnerability CVE-2025-24813 --mitigation "$told" --fix "$told" --tlp green
run 0 notice add --title "$hidden" --product 'Apache Tomcat' --vulnerability CVE-2025-24813 --condition "$hidden" --tlp red
run 0 kb show CVE-2025-24813
has "$told"
t assess
run 0 case open redistribution "配布物の入れ替え"
paper=$(grep -oE 'V-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
run 0 document make "$paper" notice
lacks "public sources"
run 0 case link "$paper" advisory CVE-2025-24813
run 0 case link "$paper" advisory CVE-2026-99999
t finding list --json
finding=$(jq '[.findings[] | select(.vulnerability == "CVE-2021-44228")][0].id' <"$out")
run 0 case link "$paper" finding "$finding"
run 0 case link "$paper" advisory CVE-2021-44228
for language in en ja; do
	lang=$language
	run 0 document make "$paper" notice --output "$scratch/known.$language.html"
	mv "$scratch/known.$language.html" "$scratch/known.$language"
	is "vulnerabilities of the paper, each once ($language)" "$(grep -oE '<td>CVE-[0-9-]*' "$scratch/known.$language" | tr '\n' ' ')" "<td>CVE-2025-24813 <td>CVE-2021-44228 "
	is "what was told to this home alone ($language)" "$(grep -c "$told\|$hidden" "$scratch/known.$language")" 0
	is "where it stands in this house ($language)" "$(grep -c '施設予約システム' "$scratch/known.$language")" 0
done
lang=en
for row in Name Products Versions Condition Impact Fix Mitigation; do
	is "rows of $row" "$(grep -c ">$row</t[hd]>" "$scratch/known.en")" 2
done
holds "with whose word it is" grep -q 'apache log4j: update to 2.15.0 or later' "$scratch/known.en"
# Nobody states a mitigation; of a number that no public source tells of, nothing stands there.
is "what is not known" "$(grep -c 'not known (no public source' "$scratch/known.en")" 2
is "the same in Japanese" "$(grep -c '不明（取り込んだ公開の情報源に記載がありません）' "$scratch/known.ja")" 2

story "and only of what whom it is for may see is linked"
run 0 case link V-2026-0001 advisory CVE-2021-44228 --part vendor
run 0 case link V-2026-0001 advisory CVE-2025-24813
run 0 document make V-2026-0001 draft
has "CVE-2025-24813"
lacks "CVE-2021-44228"
run 0 key stop
run 5 document get "$number"
has "key start"
plan
