#!/bin/sh
# Knowledge over an air gap: made where there is an internet, signed, carried, checked, taken in where there is none, and what it means there.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"

office=$scratch/office closed=$scratch/closed
keys=$scratch/keys
echo 'four words that mend' >"$scratch/passphrase"
echo 'four words that rend' >"$scratch/other-phrase"

# in HOME: the commands that follow are for it.
in_home() { home=$1; }
made() { sed -n 's/^Bundle \([0-9a-f]\{16\}-[0-9.]*\).*/\1/p' "$out" | head -n 1; }
sources() { "$TSUKUROI" --home "$home" --lang en --at "$at" feed status --json 2>/dev/null | jq -c '.sources | map([.name, .built, .fetched])'; }

story "two homes: one that fetches, one that stands alone"
in_home "$office"
make_home standard
demo_knowledge
echo 'organisation = 例市' >>"$home/tsukuroi.conf"
echo 'segment = インターネット接続系' >>"$home/tsukuroi.conf"
in_home "$closed"
make_home standard
echo 'segment = LGWAN接続系' >>"$home/tsukuroi.conf"
t ledger import sbom "$demo/reservation.cdx.json" --system 予約
run 4 assess

story "a key"
run 0 bundle keygen "$keys" --passphrase-file "$scratch/passphrase"
is "who may read the secret one" "$(stat -c %a "$keys/tsukuroi.key")" 600
run 3 bundle keygen "$keys" --passphrase-file "$scratch/passphrase"
one_sentence "a key is not written over" tsukuroi.
in_home "$office"
run 5 bundle create --key "$keys/tsukuroi.key" --passphrase-file "$scratch/other-phrase" --output "$scratch/no.bundle"
one_sentence "a wrong passphrase" passphrase
run 3 bundle create --key "$keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/no.bundle" --since last
one_sentence "nothing was made before" whole

story "all of it, made and carried out"
run 0 bundle create --key "$keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/1.bundle" \
	--medium USB-07 --approver 見本課長 --purpose 閉域への持込
first=$(made)
has "Record of media, carried out: 2026-11-20 09:00 JST"
has "network segment of this home: インターネット接続系"
has "$(sha256sum "$scratch/1.bundle" | cut -d ' ' -f 1)"
run 0 ledger medium list
has 見本課長
has USB-07

story "without this program"
head -n 5 "$scratch/1.bundle" | tail -n 4 >"$scratch/1.minisig"
tail -n +6 "$scratch/1.bundle" >"$scratch/1.zst"
if command -v minisign >/dev/null; then
	holds "minisign takes the signature for right" minisign -Vm "$scratch/1.zst" -x "$scratch/1.minisig" -p "$keys/tsukuroi.pub"
	is "and reads its comment" "$(minisign -Vm "$scratch/1.zst" -x "$scratch/1.minisig" -p "$keys/tsukuroi.pub" | sed -n 's/^Trusted comment: //p')" \
		"tsukuroi bundle $first since the beginning made 2026-11-20T00:00:00Z"
	echo >>"$scratch/1.zst"
	if minisign -Vm "$scratch/1.zst" -x "$scratch/1.minisig" -p "$keys/tsukuroi.pub" >/dev/null 2>&1; then
		not_ok "a changed one should not pass"
	else
		ok "a changed one does not pass"
	fi
	# A key of minisign's own signs here; without a passphrase, whose work would take a gigabyte.
	minisign -G -W -p "$scratch/theirs.pub" -s "$scratch/theirs.key" >/dev/null 2>&1
	run 0 bundle create --key "$scratch/theirs.key" --output "$scratch/theirs.bundle"
	run 0 bundle verify --public "$scratch/theirs.pub" "$scratch/theirs.bundle"
	has "key $(sed -n 's/.*public key //p' "$scratch/theirs.pub")"
	# What is signed rightly and is no bundle.
	head -c 300000000 /dev/zero | zstd -q -3 >"$scratch/bomb.zst"
	minisign -S -s "$scratch/theirs.key" -m "$scratch/bomb.zst" -x "$scratch/bomb.minisig" -t bomb >/dev/null 2>&1
	{ echo 'tsukuroi bundle 1'; cat "$scratch/bomb.minisig" "$scratch/bomb.zst"; } >"$scratch/bomb.bundle"
	run 3 bundle verify --public "$scratch/theirs.pub" "$scratch/bomb.bundle"
	one_sentence "a bomb" bomb.bundle
else
	skip "minisign is not installed"
fi

story "checked"
run 0 bundle verify --public "$keys/tsukuroi.pub" "$scratch/1.bundle"
has "例市"
has "all that is known there"
run 0 bundle verify --public "$keys/tsukuroi.pub" "$scratch/1.bundle" --json
json '.segment' インターネット接続系
json '.feeds | map(select(.name == "kev")) | .[0].values > 0' true
in_home "$closed"
run 3 bundle verify "$scratch/1.bundle"
one_sentence "a key that is not trusted" "bundle trust"
run 0 bundle trust
has "No key is trusted yet"
run 0 bundle trust "$keys/tsukuroi.pub"
run 0 bundle verify "$scratch/1.bundle"

story "refused, each in one sentence, and nothing changed"
before=$(known)
refused() { # refused WHAT FILE WORDS
	t bundle import "$2" --no-assess
	if [ "$status" -ne 0 ]; then ok "$1: refused with $status"; else not_ok "$1: should be refused"; fi
	one_sentence "$1" "$3"
	is "$1: the knowledge base" "$(known)" "$before"
}
size=$(stat -c %s "$scratch/1.bundle")
head -c $((size / 2)) "$scratch/1.bundle" >"$scratch/half.bundle"
refused "cut short" "$scratch/half.bundle" "half.bundle"
head -c 100 "$scratch/1.bundle" >"$scratch/stump.bundle"
refused "cut within its signature" "$scratch/stump.bundle" "stump.bundle"
{ cat "$scratch/1.bundle"; echo; } >"$scratch/longer.bundle"
refused "with something behind it" "$scratch/longer.bundle" "longer.bundle"
for place in 700 $((size / 2)) $((size - 1)); do
	cp "$scratch/1.bundle" "$scratch/flipped.bundle"
	byte=$(od -An -tu1 -j "$place" -N 1 "$scratch/1.bundle" | tr -d ' ')
	# shellcheck disable=SC2059 # a byte by its octal number
	printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$scratch/flipped.bundle" bs=1 seek="$place" conv=notrunc 2>/dev/null
	refused "changed at byte $place" "$scratch/flipped.bundle" "flipped.bundle"
done
sed 's/since the beginning/since last week/' "$scratch/1.bundle" >"$scratch/comment.bundle"
refused "with another comment" "$scratch/comment.bundle" "comment"
sed '1s/1$/2/' "$scratch/1.bundle" >"$scratch/two.bundle"
refused "of another form" "$scratch/two.bundle" "no bundle"
refused "no bundle" "$demo/reservation.cdx.json" "no bundle"
run 0 bundle keygen "$scratch/other" --bare
in_home "$office"
t bundle create --key "$scratch/other/tsukuroi.key" --output "$scratch/stranger.bundle"
in_home "$closed"
refused "of a stranger" "$scratch/stranger.bundle" "bundle trust"

story "taken in, and what it means here"
run 1 bundle import "$scratch/1.bundle" --medium USB-07 --approver 見本係長 --purpose 情報の更新
has "Record of media, carried in"
has "network segment of this home: LGWAN接続系"
has "CVE-2021-44228"
has "予約"
is "sources are as old as they were there" "$(sources)" "$(in_home "$office"; sources)"
before=$(known)
refused "a second time" "$scratch/1.bundle" "already"

story "a day later: only what came"
at=2026-11-21T09:00:00+09:00
in_home "$office"
jq -c '.withdrawn = "2026-11-20T20:00:00Z" | .modified = "2026-11-20T20:00:00Z"' "$demo/feeds/osv-maven.ndjson" >"$scratch/withdrawn.ndjson"
jq -c '(.vulnerabilities[] | select(.cve.id == "CVE-2021-44228") | .cve) |=
	(.vulnStatus = "Rejected" | .lastModified = "2026-11-20T20:00:00.000" | del(.configurations))' "$demo/feeds/nvd.json" >"$scratch/rejected.json"
run 0 feed import osv "$scratch/withdrawn.ndjson"
run 0 feed import nvd "$scratch/rejected.json"
run 0 bundle create --key "$keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/2.bundle" --since last --json
json .base "$first"
second=$(jq -r .id <"$out")
echo "# a delta of $(jq .values <"$out") records: $(stat -c %s "$scratch/2.bundle") bytes; all of it: $size bytes"
at=2026-11-22T09:00:00+09:00
t feed import nvd "$demo/feeds/nvd.json"
run 0 bundle create --key "$keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/3.bundle" --since "$second"
in_home "$scratch/third"
make_home standard
run 0 bundle trust "$keys/tsukuroi.pub"
before=$(known)
refused "the second before the first" "$scratch/2.bundle" "$first"
in_home "$closed"
before=$(known)
t bundle import "$scratch/2.bundle"
has "closed"
has "CVE-2021-44228"
t finding list --json
json '[.findings[] | select(.vulnerability == "CVE-2021-44228" and .verdict == "affected")] | length' 0
before=$(known)
refused "one that is older than what is held" "$scratch/1.bundle" "older"
run "0|1|4" bundle import "$scratch/3.bundle" --json
json .taken.shown.base "$second"
in_home "$office"
before=$(known)
run 0 bundle trust "$keys/tsukuroi.pub"
refused "what was made here" "$scratch/3.bundle" "made from this"

story "the gap makes nothing fresh"
in_home "$scratch/late"
make_home standard
run 0 bundle trust "$keys/tsukuroi.pub"
at=2027-11-22T09:00:00+09:00
run 0 bundle import "$scratch/1.bundle" --no-assess
run 4 feed status
has "older than its age limit"
at=2026-11-22T09:00:00+09:00

story "killed on the way, it begins anew"
in_home "$scratch/killed"
make_home standard
run 0 bundle trust "$keys/tsukuroi.pub"
for pause in 0.05 0.1 0.2 0.4 0.8; do
	"$TSUKUROI" --home "$home" --at "$at" bundle import "$scratch/1.bundle" --no-assess >/dev/null 2>&1 &
	victim=$!
	sleep "$pause"
	kill -9 "$victim" 2>/dev/null
	wait "$victim" 2>/dev/null
done
t bundle import "$scratch/1.bundle" --no-assess
case $status in
0) ok "taken in after all" ;;
*) if grep -q already "$out" "$err"; then ok "one of them had come through"; else not_ok "should be taken in after all"; fi ;;
esac
is "and whole" "$(sources)" "$(in_home "$scratch/late"; sources)"

story "what people read on makers' pages crosses when it is asked for"
outside=$scratch/reader inside=$scratch/asks
for home in "$outside" "$inside"; do
	make_home standard
done
in_home "$outside"
run 0 kb read CVE-2026-99001 cpe:/a:example:counter "3.2.0 未満" --url https://example.jp/notice --sentence "バージョン 3.2.0 未満"
run 0 bundle create --key "$keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --source own --output "$scratch/own.bundle"
in_home "$inside"
run "0|4" bundle import "$scratch/own.bundle" --public "$keys/tsukuroi.pub"
run 0 kb show CVE-2026-99001
has "OWN-CVE-2026-99001-example:counter"
in_home "$closed"

story "at the web"
in_home "$scratch/show"
# send_file WHO PATH OPTIONS…: a form with a file, as its page has it.
send_file() {
	send_who=$1 send_path=$2
	shift 2
	fetch "$send_who" /knowledge/bundles >/dev/null
	fetch "$send_who" "$send_path" -F "_csrf=$(field _csrf)" -F "_key=$(field _key)" "$@"
}
TSUKUROI_AT=2026-11-20T08:40:00+09:00 "$root/tools/demo-home" "$home" "$TSUKUROI" >"$out" 2>&1 || not_ok "a home for show"
start_home
sign_in kanri >"$out"
sign_in sato >"$out"
sign_in mina >"$out"
is "who only reads has no such page" "$(fetch mina /knowledge/bundles)" 403
is "a key is an administrator's" "$(send_file sato /knowledge/bundles/trust -F "file=@$keys/tsukuroi.pub")" 403
is "what is no key" "$(send_file kanri /knowledge/bundles/trust -F "file=@$demo/reservation.cdx.json")" 400
is "a key" "$(send_file kanri /knowledge/bundles/trust -F "file=@$keys/tsukuroi.pub")" 303
is "one that was changed" "$(send_file sato /knowledge/bundles -F "file=@$scratch/longer.bundle")" 400
has "署名が合いません"
is "looked at" "$(send_file sato /knowledge/bundles -F look=yes -F "file=@$scratch/1.bundle")" 200
has "取り込みはしていません"
has "$first"
is "taken in" "$(send_file sato /knowledge/bundles -F medium=USB-07 -F approver=見本課長 -F "file=@$scratch/1.bundle")" 200
has "丸ごと取り込みました"
is "a second time" "$(send_file sato /knowledge/bundles -F "file=@$scratch/1.bundle")" 409
has "取り込み済み"
fetch sato /media >/dev/null
has "USB-07"
stop_home

story "in Japanese"
lang=ja
in_home "$closed"
run 0 bundle verify "$scratch/1.bundle"
has "署名は正しいものです"
run 3 bundle import "$scratch/1.bundle"
has "取り込み済み"
run 0 ledger medium list
has 承認者
plan
