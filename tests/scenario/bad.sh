#!/bin/sh
# Bad input: refused in one sentence that names the file, and nothing of it is taken in.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
bad=$scratch/bad
mkdir "$bad"

make_home standard
t feed import nvd "$demo/feeds/nvd.json"
t feed import kev "$demo/feeds/kev.json"
t ledger import sbom "$demo/reservation.cdx.json" --system 予約
known_before=$(known)
ledger_before=$(ledger_state)

# refused STATUS WHAT COMMAND… FILE: in one sentence with the file's name.
refused() {
	refused_status=$1 refused_what=$2
	shift 2
	for refused_file in "$@"; do :; done
	t "$@"
	if expected "$refused_status" && [ "$(lines)" = 1 ] && cat "$out" "$err" | grep -qaF -- "$(basename "$refused_file")"; then
		ok "$refused_what: $status, one sentence with its name"
	else
		not_ok "$refused_what: should end with $refused_status in one sentence with its name"
	fi
}
lines() { cat "$out" "$err" | grep -a . | grep -avc '^Knowledge base: nothing changed\.$'; }
untouched() {
	is "the knowledge base is as before" "$(known)" "$known_before"
	is "the ledger is as before" "$(ledger_state | sha256sum)" "$(echo "$ledger_before" | sha256sum)"
}

story "an empty file of any source is told to be empty, packed or not"
kinds='nvd cve5 osv kev epss jvn msrc builds eol names csaf alerts debsec secdb'
: >"$bad/nothing"
printf ' \n\t\r\n' >"$bad/white"
printf '\357\273\277\n' >"$bad/mark"
head -c 100000 /dev/zero | tr '\0' '\n' >"$bad/long"
gzip -c "$bad/nothing" >"$bad/nothing.gz"
gzip -c "$bad/long" >"$bad/long.gz"
for kind in $kinds; do
	table=''
	for file in nothing white mark long nothing.gz long.gz; do
		t feed import "$kind" "$bad/$file"
		if ! expected 3 || [ "$(lines)" != 1 ] || ! grep -qF "$file: The file is empty. Fetch it again, or see whether it was copied whole." "$out" "$err"; then table="$table $file:$status"; fi
	done
	is "$kind of nothing: one sentence each" "$table" ""
done
lang=ja
t feed import kev "$bad/white"
has "ファイルが空です。"
lang=en
# White space before what is no such file is not an empty file.
printf '\n\nhello' >"$bad/hello"
for kind in $kinds; do
	t feed import "$kind" "$bad/hello"
	if expected 3 && ! grep -q 'is empty' "$out" "$err"; then ok "$kind of something else is not called empty"; else not_ok "$kind of something else"; fi
done
untouched

story "cut short anywhere"
cut_short() { # cut_short WHAT FILE POINTS COMMAND…
	cut_what=$1 cut_file=$2 cut_points=$3
	shift 3
	size=$(wc -c <"$cut_file")
	failed=''
	i=1
	while [ $i -le "$cut_points" ]; do
		bytes=$((size * i / (cut_points + 1)))
		head -c $bytes "$cut_file" >"$bad/cut"
		t "$@" "$bad/cut"
		if ! expected 3 || [ "$(lines)" != 1 ] || ! cat "$out" "$err" | grep -qaF cut; then
			failed="$failed $bytes:$status"
			cp "$out" "$scratch/failed.out"
		fi
		i=$((i + 1))
	done
	is "$cut_what, cut at $cut_points places, is refused in a sentence" "$failed" ""
}
gzip -c "$demo/feeds/nvd.json" >"$scratch/nvd.json.gz"
python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z: z.write(sys.argv[2], "kev.json")' "$scratch/kev.zip" "$demo/feeds/kev.json"
cut_short "NVD's JSON" "$demo/feeds/nvd.json" 40 feed import nvd
cut_short "KEV's JSON" "$demo/feeds/kev.json" 10 feed import kev
cut_short "JVN's XML" "$demo/feeds/jvn.xml" 10 feed import jvn
cut_short "a gzip file" "$scratch/nvd.json.gz" 10 feed import nvd
cut_short "a zip file" "$scratch/kev.zip" 6 feed import kev
cut_short "a CycloneDX document" "$demo/reservation.cdx.json" 12 ledger import sbom --system 予約
cut_short "a CycloneDX document to scan" "$demo/reservation.cdx.json" 4 scan

story "what is no document"
: >"$bad/empty"
head -c 100000 /dev/zero | tr '\000' '[' >"$bad/brackets"
{ printf '{"vulnerabilities":'; head -c 100000 /dev/zero | tr '\000' '['; } >"$bad/deep"
head -c 30000000 /dev/zero | tr '\000' a >"$bad/one-line"
printf '\000\001\002\003garbage' >"$bad/binary"
printf '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"a\000b"}]}' >"$bad/nul"
iconv -f UTF-8 -t CP932 "$demo/reservation.cdx.json" >"$bad/cp932.json"
cat >"$bad/entities.xml" <<'XML'
<?xml version="1.0"?>
<!DOCTYPE bom [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library"><name>&f;&f;&f;&f;</name></component></components></bom>
XML
sed 's/<!ENTITY a "a*">/<!ENTITY a SYSTEM "file:\/\/\/etc\/passwd">/; s/&f;&f;&f;&f;/\&a;/' "$bad/entities.xml" >"$bad/outside.xml"
for kind in nvd cve5 kev epss osv jvn; do
	for file in empty brackets deep one-line binary; do
		refused 3 "$file as $kind" feed import $kind "$bad/$file"
	done
done
for file in empty brackets one-line binary entities.xml outside.xml; do
	refused 3 "$file as an inventory" ledger import sbom "$bad/$file"
	refused 3 "$file scanned" scan "$bad/$file"
done
lacks "root:"
for file in nul cp932.json; do
	t ledger import sbom "$bad/$file" --system 別
	is "$file is refused, or its record is, in words" "$(expected '3' && lines)" 1
done

story "small files that grow"
python3 -c 'import sys, zlib, zipfile, gzip
zeros = b" " * (1 << 24)
with gzip.open(sys.argv[1] + "/bomb.gz", "wb", 9) as g:
    g.write(b"{\"vulnerabilities\": [")
    for _ in range(40): g.write(zeros)
with open(sys.argv[1] + "/bomb.gz", "rb") as one, gzip.open(sys.argv[1] + "/bomb2.gz", "wb", 9) as two: two.write(one.read())
with zipfile.ZipFile(sys.argv[1] + "/bomb.zip", "w", zipfile.ZIP_DEFLATED) as z:
    with z.open("a.json", "w") as a:
        for _ in range(40): a.write(zeros)' "$bad"
refused 3 "a gzip bomb" feed import nvd "$bad/bomb.gz"
refused 3 "a gzip in a gzip" feed import nvd "$bad/bomb2.gz"
refused 3 "a zip bomb" ledger import sbom "$bad/bomb.zip"

story "workbooks that cannot be read"
printf '\320\317\021\340\241\261\032\341%01000d' 0 >"$bad/old.xls"
{ printf '\320\317\021\340\241\261\032\341%0600d' 0; printf 'E\000n\000c\000r\000y\000p\000t\000e\000d\000P\000a\000c\000k\000a\000g\000e\000%0600d' 0; } >"$bad/password.xlsx"
refused 3 "a workbook of before 2007" ledger import xlsx "$bad/old.xls"
refused 3 "a workbook with a password" ledger import xlsx "$bad/password.xlsx"
refused 3 "JSON as a workbook" ledger import xlsx "$demo/feeds/kev.json"

story "what the machine does not give"
mkdir "$bad/folder"
refused 5 "a folder" feed import nvd "$bad/folder"
refused "3|5" "no such file" feed import nvd "$bad/nowhere.json"
refused "3|5" "no such file to scan" scan "$bad/nowhere.json"
mkfifo "$bad/fifo"
timeout 20 "$TSUKUROI" --home "$home" --lang en --at "$at" feed import nvd "$bad/fifo" >"$out" 2>"$err"
is "a pipe in the file system with nobody behind it is not waited for" "$?" 5
if [ "$(id -u)" != 0 ]; then
	cp "$demo/feeds/kev.json" "$bad/secret"
	chmod 0 "$bad/secret"
	refused 5 "a file that may not be read" feed import kev "$bad/secret"
else
	skip "root may read every file"
fi

story "one bad record does not keep the others out"
jq -c '.vulnerabilities[2].cve.id = "CVE-NOT-A-NUMBER"' "$demo/feeds/nvd.json" >"$bad/one.json"
at=2026-11-21T09:00:00+09:00
t feed import nvd "$bad/one.json"
is "refused and said" "$status $(grep -c 'CVE-NOT-A-NUMBER' "$out") $(sed -n 's/.* \([0-9]*\) refused.*/\1/p' "$out")" "0 1 1"
at=2026-11-20T09:00:00+09:00
awk '{ print } /"bomFormat"/ { print " \"bomFormat\": \"CycloneDX\"," }' "$demo/reservation.cdx.json" >"$bad/doubled.json"
t scan "$bad/doubled.json"
if expected 3 || grep -q doubled "$err"; then ok "a doubled key is refused or told"; else not_ok "a doubled key should be refused or told"; fi
untouched
run 0 doctor
plan
