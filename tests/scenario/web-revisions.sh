#!/bin/sh
# Two people change one thing: every form that edits what stands (tests/web/edits.tsv) tells the second, shows both side by side, and loses nothing of either.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
unset TSUKUROI_AT
holds "a city" "$root/tools/demo-home" "$home" "$TSUKUROI"
at=$(TZ=Asia/Tokyo date +%FT%T+09:00)
t calendar maintenance add 'monthly 3rd Wed 22:00-26:00' --note 毎月
t calendar maintenance add 'weekly Sun 01:00-05:00' --note 毎週
start_home
story "every edit"
python3 "$root/tests/scenario/revisions.py" "$url" "$root/tests/web/edits.tsv" >"$scratch/tap" 2>"$scratch/tap.err"
is "the walk came to its end" "$?" 0
cat "$scratch/tap.err" >"$err"
while IFS= read -r line; do
	case $line in
	"ok - "*) ok "${line#ok - }" ;;
	"not ok - "*) printf '%s\n' "$line" >"$out"; not_ok "${line#not ok - }" ;;
	*) echo "# $line" ;;
	esac
done <"$scratch/tap"
stop_home
plan
