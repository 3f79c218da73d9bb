#!/bin/sh
# Every inventory at hand, from two dozen tools: scanned against real knowledge; an answer or one sentence, never a crash.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
if ! with_data sbom || ! with_data osv/pypa-even-600.ndjson.gz; then
	plan
	exit 0
fi
make_home standard
t feed import nvd "$data/nvd/nvdcve-2.0-2022.even5000.converted.json.gz"
t feed import osv "$data/osv/go-vulndb-even.ndjson.gz" "$data/osv/pypa-even-600.ndjson.gz" "$data/osv/rustsec-even.ndjson.gz"
run 0 doctor

answered=0 refused=0 affected=0
: >"$scratch/bad"
find "$data/sbom" -type f \( -name '*.json' -o -name '*.xml' -o -name '*.spdx' -o -name '*.tag' -o -name '*.bom' -o -name '*.gz' \) | LC_ALL=C sort >"$scratch/files"
while read -r file; do
	t scan --json --quiet "$file"
	case $status in
	0 | 1 | 4)
		answered=$((answered + 1))
		[ $status != 1 ] || affected=$((affected + 1))
		jq -e '.checked.components == .checked.affected + .checked.not_affected + .checked.unknown + .checked.not_judged' \
			<"$out" >/dev/null || echo "$file: its counts do not add up" >>"$scratch/bad"
		;;
	3)
		refused=$((refused + 1))
		[ "$(grep -ac . "$err")" = 1 ] || echo "$file: $(grep -ac . "$err") lines" >>"$scratch/bad"
		grep -aqF -- "$(basename "$file")" "$err" || echo "$file: not named: $(head -c 200 "$err")" >>"$scratch/bad"
		;;
	*) echo "$file: status $status: $(head -c 200 "$err")" >>"$scratch/bad" ;;
	esac
done <"$scratch/files"
cp "$scratch/bad" "$err"
echo "# $(wc -l <"$scratch/files") files: $answered answered, $affected of them with something affected, $refused refused in a sentence"
is "files that were neither answered nor refused well" "$(wc -l <"$scratch/bad")" 0
holds "most were answered" test $answered -gt $((refused * 2))
plan
