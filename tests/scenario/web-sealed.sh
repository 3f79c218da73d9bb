#!/bin/sh
# What is sealed, at the web: its words are heard by those who have a part in it, and by nobody else, in no page, report, sheet, paper, feed, list or
# audit, in whatever form.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
trap '"$TSUKUROI" --home "$home" key stop >/dev/null 2>&1; stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
unset TSUKUROI_AT
secret=ヒグラシ7f3aQx
holds "a city" "$root/tools/demo-home" "$home" "$TSUKUROI"
at=$(TZ=Asia/Tokyo date +%FT%T+09:00)
run 0 playbook take "$root/tests/playbooks/disclosure.yaml"
run 0 key init --unlock file
printf 'a city for show\n' >"$scratch/password"
"$TSUKUROI" --home "$home" --at "$at" token make --login sato --password-file "$scratch/password" --scope read,write --name sealed 2>/dev/null |
	grep -o 'tsk_[a-z0-9]*' | head -n 1 >"$scratch/token"
as_sato() { run 0 "$@" --token-file "$scratch/token"; }

story "a case that is sealed, with its word in all that it holds"
as_sato case open disclosure "$secret の件" --tlp red
sealed=$(grep -oE 'V-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
as_sato case set "$sealed" vn "$secret"
as_sato case set "$sealed" finder "$secret"
as_sato case set "$sealed" grounds "$secret が根拠"
as_sato case write "$sealed" "$secret について"
as_sato case note "$sealed" "$secret と聞いた"
as_sato case link "$sealed" vendor "$secret 社"
printf '%s\n' "$secret" >"$scratch/paper.txt"
as_sato case file put "$sealed" "$scratch/paper.txt"
as_sato case title "$sealed" "$secret の題名"
t job run
start_home
heard() { python3 "$root/tests/scenario/hostile.py" listen "$url" "$home/ledger.db" "$1" "a city for show" "$secret" >"$out" 2>"$err"; status=$?; tail -n 1 "$out" | sed 's/.*heard //'; }

story "who hears of it"
is "who has a part" "$(test "$(heard sato)" -gt 0 && echo does)" does
echo "# sato: $(tail -n 1 "$out")"
for who in mina noda aoki mori kanri kudo; do
	is "$who" "$(heard $who)" 0
	head -n 20 "$out" | grep -v '^answers' | sed 's/^/#   /'
	echo "# $who: $(tail -n 1 "$out")"
done
stop_home
plan
