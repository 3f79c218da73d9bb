#!/bin/sh
# Ledgers as offices keep them: encodings, titles above the headings, 〃, workbooks, columns named by a person; an upgrade that
# mends.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

sheet() { # sheet VERSION: what the office keeps, in UTF-8
	cat <<CSV
令和8年度　情報システム台帳,,,,,
作成：情報政策課,,,,,
No.,システム名称,サーバ名,ソフトウェア,バージョン,担当課
1,公式ウェブサイト,web01,Apache Tomcat,$1,広報課
2,〃,〃,EC-CUBE,４．０．５,〃
3,住民情報システム,jumin01,Apache Tomcat,10.1.40,市民課
CSV
}
confirmed_home() {
	make_home standard
	demo_knowledge
	t ledger confirm "Apache Tomcat" cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*
	t ledger confirm "EC-CUBE" cpe:2.3:a:ec-cube:ec-cube:*:*:*:*:*:*:*:*
}
rows() { t ledger show software --csv; python3 -c 'import csv, sys
for row in list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))[1:]: print("|".join(row[:3]))' "$out" | LC_ALL=C sort; }

story "every encoding says the same"
sheet 9.0.71 >"$scratch/utf8.csv"
expected="Apache Tomcat|10.1.40|住民情報システム
Apache Tomcat|9.0.71|公式ウェブサイト
EC-CUBE|4.0.5|公式ウェブサイト"
iconv -f UTF-8 -t CP932 "$scratch/utf8.csv" >"$scratch/cp932.csv"
iconv -f UTF-8 -t EUC-JP "$scratch/utf8.csv" >"$scratch/eucjp.csv"
{ printf '\357\273\277'; sed 's/$/\r/' "$scratch/utf8.csv"; } >"$scratch/bom.csv"
iconv -f UTF-8 -t UTF-16 "$scratch/utf8.csv" >"$scratch/utf16.csv"
tr , '\t' <"$scratch/utf8.csv" >"$scratch/tabs.csv"
gzip -c "$scratch/cp932.csv" >"$scratch/packed.csv.gz"
python3 "$(dirname "$0")/workbook.py" "$scratch/utf8.csv" "$scratch/book.xlsx"
for file in utf8.csv cp932.csv eucjp.csv bom.csv utf16.csv tabs.csv packed.csv.gz book.xlsx; do
	make_home standard
	case $file in *.xlsx) kind=xlsx ;; *) kind=csv ;; esac
	run 0 ledger import $kind "$scratch/$file"
	has "3 installed"
	is "$file" "$(rows)" "$expected"
	before=$(ledger_state)
	run 0 ledger import $kind "$scratch/$file"
	has "nothing changed"
	is "$file a second time" "$(ledger_state)" "$before"
done
run 0 ledger import csv "$scratch/book.xlsx"
is "a workbook under the name of CSV" "$(rows)" "$expected"

story "the columns a person names"
cat >"$scratch/odd.csv" <<'CSV'
甲,乙,丙,丁,戊
公式ウェブサイト,web01,Apache Tomcat,9.0.71,廃棄予定
CSV
make_home standard
run 3 ledger import csv "$scratch/odd.csv"
one_sentence "no heading is known" "odd.csv"
is "nothing was taken in" "$(rows)" ""
cat >"$scratch/mapping" <<'MAP'
# 情報政策課
甲=system
乙=host
丙=product
丁=version
戊=-
@header=1
MAP
run 0 ledger import csv --mapping "$scratch/mapping" "$scratch/odd.csv"
is "by the mapping" "$(rows)" "Apache Tomcat|9.0.71|公式ウェブサイト"
echo "甲=colour" >"$scratch/mapping"
run 3 ledger import csv --mapping "$scratch/mapping" "$scratch/odd.csv"
has "colour"
run "3|5" ledger import csv --mapping "$scratch/none" "$scratch/odd.csv"
has "$scratch/none"

story "an upgrade is told and closes what it mends"
confirmed_home
run 0 ledger import csv "$scratch/utf8.csv"
run 1 assess
t finding list --json
json '[.findings[] | select(.verdict == "affected") | .component.name + " " + .vulnerability] | sort | join(", ")' \
	"Apache Tomcat CVE-2025-24813, EC-CUBE CVE-2021-20717"
at=2026-11-20T15:00:00+09:00
sheet 9.0.99 >"$scratch/utf8.csv"
run 0 ledger import csv "$scratch/utf8.csv"
has "1 upgraded, 0 removed"
run 0 ledger history
has "9.0.71 to 9.0.99"
has "web01"
run 1 assess
has "1 closed"
run 1 finding list --json
json '[.findings[].vulnerability] | join(", ")' CVE-2021-20717
t finding list --json --closed
id=$(jq -r '.findings[0].id' <"$out")
run 0 finding show "$id"
has "closed (the inventory changed)"
lang=ja
run 0 finding show "$id"
has "解消 (構成の変更)"
lang=en

story "a sheet that comes again, with rows that changed and rows that are gone"
make_home standard
cat >"$scratch/list.csv" <<'CSV'
管理番号,ホスト名,製品名,バージョン
S-1,web01,nginx,1.26.1
S-2,db01,PostgreSQL,15.6
S-3,ap01,Tomcat,9.0.98
CSV
run 0 ledger import csv "$scratch/list.csv"
has "rows: 3 taken in, 0 updated, 0 unchanged"
is "the answer stands beside it" "$(sed -n 2p "$scratch/list.result.csv")" 'S-1,web01,nginx,1.26.1,"Taken in",""'
sed '/S-2/d; s/9.0.98/9.0.99/' "$scratch/list.csv" >"$scratch/next-year.csv"
run 0 ledger import csv "$scratch/next-year.csv"
has "rows: 0 taken in, 1 updated, 1 unchanged"
has "1 rows are no longer in the sheet"
is "why" "$(tail -n 1 "$scratch/next-year.result.csv")" 'S-3,ap01,Tomcat,9.0.99,"Updated","Tomcat: 9.0.98 to 9.0.99."'
run 0 ledger show software PostgreSQL
has "15.6"
run 0 ledger retire --json
json '[.rows[] | .key + " " + .host + " " + .product] | join(",")' "S-2 db01 PostgreSQL"
run 3 ledger retire 99
run 0 ledger retire --all
run 0 ledger show software PostgreSQL
lacks "15.6"
run 0 ledger history
has "PostgreSQL"
run 0 ledger retire
has "nothing is proposed"
run 0 ledger export
cp "$out" "$scratch/export.csv"
run 0 ledger import csv --answer none "$scratch/export.csv"
has "0 installed, 0 upgraded, 0 removed"
run 0 ledger export
holds "out and in again changes nothing" cmp "$out" "$scratch/export.csv"
run 0 ledger export --output "$scratch/export.xlsx"
run 0 ledger import xlsx --answer none "$scratch/export.xlsx"
has "0 installed, 0 upgraded, 0 removed"

story "what is read is kept, and an export makes the same ledger anew"
make_home standard
cat >"$scratch/hosts.csv" <<'CSV'
システム名,業務名,ホスト名,OS,OSバージョン,メーカー,製品名,バージョン,型番,シリアル番号,IPアドレス,利用者,情報源
窓口,住民票,pc01,Windows 11 Pro,10.0.26100.1742,例電機,,,EX-100F,SN-0001,192.0.2.10、192.0.2.11,利用者1,
窓口,印鑑登録,gw01,,,例電機,EX-R830,15.02.25,EX-R830,SN-0002,１９２．０．２．１,,
窓口,,pc02,,,,nginx,1.26.1,,,,,不明
CSV
run 0 ledger import csv --answer none "$scratch/hosts.csv"
run 0 ledger card 窓口
has "pc01: IP address = 192.0.2.10 192.0.2.11 (Ledger sheet"
has "pc01: Serial number = SN-0001"
has "pc01: User = 利用者1"
has "gw01: IP address = 192.0.2.1 "
run 0 ledger show software EX-R830 --json
run 0 ledger export
is "a model is hardware, unless the product is that device" "$(cut -d, -f4,7,8,9,12,13,27 "$out" | tr -d '\r"' | tail -n +2 | LC_ALL=C sort | tr '\n' ' ')" ",,,,,, gw01,例電機,EX-R830,15.02.25,,SN-0002,台帳 pc01,,,,,SN-0001,台帳 pc01,,,,EX-100F,SN-0001,台帳 pc02,,nginx,1.26.1,,,不明 "
cp "$out" "$scratch/software.csv"
run 0 ledger export hosts
has '"EX-100F","SN-0001","192.0.2.10 192.0.2.11","利用者1","台帳"'
cp "$out" "$scratch/hosts-out.csv"
for register in software hosts-out; do
	make_home standard
	run 0 ledger import csv --answer none "$scratch/$register.csv"
	run 0 ledger export "${register%-out}"
	holds "an empty ledger becomes the same: $register" cmp "$out" "$scratch/$register.csv"
done

story "a row that a surer word outweighs is said so"
make_home standard
printf 'システム名,ホスト名,製品名,バージョン,情報源\n窓口,web01,nginx,1.26.1,ヒアリング\n' >"$scratch/sure.csv"
run 0 ledger import csv --answer none "$scratch/sure.csv"
printf 'システム名,ホスト名,製品名,バージョン,情報源\n窓口,web01,nginx,1.26.0,設計書\n窓口,web01,PostgreSQL,15.6,設計書\n' >"$scratch/paper.csv"
run 0 ledger import csv "$scratch/paper.csv"
is "careful, with the reason" "$(sed -n 2p "$scratch/paper.result.csv")" '窓口,web01,nginx,1.26.0,設計書,"Attention","nginx stays 1.26.1 (Hearing), not 1.26.0: that is the surer word. See ""ledger differences""."'
has "1 taken in"
cp "$scratch/paper.result.csv" "$scratch/first.csv"
run 0 ledger import csv "$scratch/paper.csv"
has "0 taken in, 0 updated, 1 unchanged, 1 "
is "the same file says the same of it" "$(sed -n 2p "$scratch/paper.result.csv")" "$(sed -n 2p "$scratch/first.csv")"
run 0 ledger show software nginx
lacks "1.26.0"
run 0 ledger settle 1 held
run 0 ledger import csv "$scratch/paper.csv"
has "0 taken in, 0 updated, 2 unchanged, 0 "

story "what the columns mean is saved for the next time"
make_home standard
printf '甲,乙,丙\nweb01,nginx,1.26.1\n' >"$scratch/odd.csv"
printf '甲=host\n乙=product\n丙=version\n' >"$scratch/mapping"
run 3 ledger mapping show "$scratch/odd.csv"
run 0 ledger mapping save --mapping "$scratch/mapping" "$scratch/odd.csv"
run 0 ledger mapping list
has "odd.csv"
has "desktop-patrol"
run 0 ledger import csv --answer none "$scratch/odd.csv"
has "1 installed"
run 0 ledger mapping forget odd.csv
run 3 ledger mapping forget odd.csv
run 2 ledger mapping colour
printf 'Name,OperatingSystem,OperatingSystemVersion\nPC1,Windows 11 Pro,10.0 (26100)\n' >"$scratch/ad.csv"
run 0 ledger import csv --answer none --mapping ad "$scratch/ad.csv"
run 0 ledger show software Windows
has "10.0.26100"

story "one by one, at the keyboard"
run 0 ledger add 図書館システム 製品名='Apache Tomcat' バージョン=9.0.71 ホスト名=lib01 所管=図書館
has "1 installed, 0 upgraded, 0 removed"
run 0 ledger add 図書館システム 製品名='Apache Tomcat' バージョン=９．０．９８ ホスト名=lib01
has "0 installed, 1 upgraded, 0 removed"
run 0 ledger add 図書館システム product=PostgreSQL version=15.3 host=lib01
run 0 ledger export 図書館システム
is "what is there" "$(cut -d, -f4,8,9 "$out" | tail -n +2 | sort | tr -d '\r"' | tr '\n' ' ')" "lib01,Apache Tomcat,9.0.98 lib01,PostgreSQL,15.3 "
run 2 ledger add 図書館システム 色=赤
one_sentence "a word that is no heading" "色=赤"
run 2 ledger add 図書館システム

story "what is no sheet"
cp "$demo/feeds/kev.json" "$scratch/kev.csv"
printf '\320\317\021\340\241\261\032\341%01000d' 0 >"$scratch/old.xls"
for file in kev.csv old.xls; do
	run 3 ledger import csv "$scratch/$file"
	one_sentence "$file" "$file"
done
head -c 600 "$scratch/book.xlsx" >"$scratch/half.xlsx"
run 3 ledger import xlsx "$scratch/half.xlsx"
has "still be being copied"
run 2 ledger import people "$scratch/utf8.csv"
run 2 ledger import csv
plan
