#!/bin/sh
# Two languages that do not mix: Japanese output holds no English sentence of the catalogue, English output nothing Japanese but
# data.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
make_home municipality
demo_knowledge
demo_inventory
t assess
cat >"$scratch/plain.csv" <<'CSV'
System,Host,Vendor,Software,Version,CPE
Web,web01,Apache,HTTP Server,2.4.49,cpe:2.3:a:apache:http_server:2.4.49:*:*:*:*:*:*:*
Mail,mail01,Unknown maker,Some mailer,1.0,
CSV

commands='
--help
feed import --help
ledger import --help
finding list --help
scan --help
feed status
feed import epss DEMO/feeds/kev.json
feed import csaf x
feed import nvd DEMO/feeds/nvd.json
kb show CVE-2021-44228
kb show CVE-1999-99999
ledger import csv PLAIN
ledger import csv PLAIN
ledger import sbom DEMO/feeds/kev.json
ledger show software http
ledger show service web
ledger history
assess
finding list --system Web
finding list --system Nowhere
finding list --action soon
finding questions
finding remedies
finding show 2
finding show x
finding why CVE-2021-41773 --system Web
scan DEMO/reservation.cdx.json --all
scan DEMO/nowhere
ledger answer 4711 x
ledger answer --system Web exposure internet
ledger answer --system Web exposure nowhere
ledger confirm Tomcat what
doctor
nonsense
finding list --nonsense'

# Sentences of the catalogue, their first words up to a place or line: long enough to be no name or term.
python3 "$(dirname "$0")/sentences.py" "$root"/po/ja/*.po >"$scratch/english"
echo "$commands" | while read -r command; do
	[ -n "$command" ] || continue
	command=$(printf '%s' "$command" | sed "s:DEMO:$demo:g; s:PLAIN:$scratch/plain.csv:g")
	for lang in ja en; do
		# shellcheck disable=SC2086 # words
		t $command
		cat "$out" "$err" >"$scratch/said"
		if ! expected "0|1|2|3|4|5"; then
			echo "not ok $lang $command ended with $status" >>"$scratch/results"
		elif [ $lang = ja ] && grep -aqF -f "$scratch/english" "$scratch/said"; then
			echo "not ok in Japanese, $command says in English: $(grep -aF -f "$scratch/english" "$scratch/said" | head -n 1)" >>"$scratch/results"
		elif [ $lang = en ] && python3 "$(dirname "$0")/japanese.py" "$demo/ledger.csv" "$demo/feeds/jvn.xml" "$demo/reservation.cdx.json" <"$scratch/said" >"$scratch/japanese"; then
			echo "not ok in English, $command says in Japanese: $(head -n 1 "$scratch/japanese")" >>"$scratch/results"
		else
			echo "ok $lang: $command" >>"$scratch/results"
		fi
	done
done
: >"$out"
: >"$err"
while read -r verdict rest; do
	case $verdict in
	ok) ok "$rest" ;;
	*) not_ok "${rest#ok }" ;;
	esac
done <"$scratch/results"

story "the language is chosen as everywhere"
is "by LANG" "$(LC_ALL='' LC_MESSAGES='' LANG=en_GB.UTF-8 "$TSUKUROI" --home "$scratch/none" assess 2>&1 | grep -c 'There is no home')" 1
is "by LC_ALL before LANG" "$(LC_ALL=ja_JP.UTF-8 LANG=en_GB.UTF-8 "$TSUKUROI" --home "$scratch/none" assess 2>&1 | grep -c 'There is no home')" 0
is "Japanese when nothing says" "$(env -u LC_ALL -u LC_MESSAGES -u LANG "$TSUKUROI" --home "$scratch/none" assess 2>&1 | grep -c 'There is no home')" 0
lang=fr
run 2 assess
plan
