#!/bin/sh
# Who knows is asked: sheets out, filled in as contractors do, taken back; what is wrong with one; silence, and words that differ.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

here=$(dirname "$0")
sheets=$scratch/sheets
fill() { python3 "$here/fill.py" "$@"; }
sheet_of() { # sheet_of CONTRACTOR: the file the last "ask … --json" made for it
	jq -r --arg who "$1" '.sheets[] | select(.contractor == $who) | .file' <"$out"
}
verdict_of() { # verdict_of SYSTEM PRODUCT
	t finding list --system "$1" --json
	jq -r --arg what "$2" '.findings[] | select(.component.name == $what) | .verdict' <"$out" | sort -u | tr '\n' ' '
}

story "an inquiry for every contractor, the worst first"
make_home standard
demo_knowledge
demo_inventory
t assess
run 0 ask contractor 見本ソフト --person 予約太郎 --mail support@example.jp --contract 2026-015 --clause "Article 12" --overseer 契約係
run 0 ask applicability --dir "$sheets" --with-csv --json
json '.sheets | length' 4
json '.sheets[] | select(.contractor == "見本ソフト") | .lines' 2
json '.without_contractor' 0
soft=$(sheet_of 見本ソフト) web=$(sheet_of 見本システムズ)
holds "a workbook" test -s "$soft"
holds "CSV beside it" test -s "${soft%.xlsx}.csv"
is "the letter" "$(python3 -c 'import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
body = m.get_body().get_content()
print(m["to"], "|", m["subject"], "|", "2026-12-07" in body and "Article 12" in body, [a.get_filename().endswith(".xlsx") for a in m.iter_attachments()], m.defects)' "${soft%.xlsx}.eml")" \
	"予約太郎 <support@example.jp> | Inquiry: do these vulnerabilities apply? (K2, by 2026-12-07) | True [True] []"
run 0 ask applicability --dir "$sheets"
has "asked already"
lacks "  sheet:"

story "a filled-in sheet is shown first, and applied when a person says so"
at=2026-11-26T09:00:00+09:00
fill "$soft" "$scratch/soft.xlsx" sort 1:I=Applies 1:K=9.0.71 1:L=2026-12-10 1:M=Tanaka 1:N=2026/11/25
before=$(ledger_state)
run 0 ask take "$scratch/soft.xlsx"
has "Version 9.0.71 is taken over"
has "1 answered lines, 1 without an answer"
is "nothing is changed by showing" "$(ledger_state)" "$before"
is "the version was asked for" "$(verdict_of 施設予約システム 'Apache Tomcat')" "unknown "
run 0 ask take "$scratch/soft.xlsx" --yes
has "Applied."
run "0|1|4" assess
is "the answer decides" "$(verdict_of 施設予約システム 'Apache Tomcat')" "affected "
t ledger history --csv
has "version known: 9.0.71"
t finding list --system 施設予約システム --json
number=$(jq -r '[.findings[] | select(.component.name == "Apache Tomcat")][0].id' <"$out")
run 0 finding show "$number"
has "Contractor's answer (見本ソフト Tanaka, 2026-11-25)"
has "Applies, planned for 2026-12-10 (inquiry K2"
run 0 ask take "$scratch/soft.xlsx"
has "The same answer was taken before."

story "does not apply: with a ground, an owner and an end; never against what was seen"
fill "$web" "$scratch/web.xlsx" "1:I=Does not apply" "1:M=Sato" "2:I=Does not apply" "2:J=CGI is off, seen in httpd.conf" 2:M=Sato "2:N=令和8年11月25日" 3:I=調査中
run 1 ask take "$scratch/web.xlsx" --yes
has "taken with its ground only"
has "Does not apply, by their word, for 180 days"
has "to be asked again on 2026-12-03"
t finding list --system 公式ウェブサイト --json
number=$(jq -r '[.findings[] | select(.vulnerability == "CVE-2021-41773")][0].id' <"$out")
run 0 finding show "$number"
has "taken for not affected by 見本システムズ Sato until 2027-05-24: CGI is off, seen in httpd.conf (inquiry K1"
fill "$web" "$scratch/other.xlsx" 2:I=Applies 2:M=Sato
at=2026-11-27T09:00:00+09:00
run 0 ask take "$scratch/other.xlsx" --yes
run 0 finding show "$number"
lacks "taken for not affected"
has "Applies (inquiry K1, 見本システムズ Sato, 2026-11-27)"
at=2026-11-26T09:00:00+09:00
fill "$soft" "$scratch/seen.xlsx" "2:I=Does not apply" "2:J=not used" 2:M=Tanaka
run 1 ask take "$scratch/seen.xlsx" --yes
has "version 2.14.1 runs there, which is affected"
is "what was seen holds" "$(verdict_of 施設予約システム log4j-core)" "affected "
t finding list --system 施設予約システム --json
number=$(jq -r '[.findings[] | select(.component.name == "log4j-core")][0].id' <"$out")
run 0 finding show "$number"
lacks "taken for not affected"

story "sheets that went another way: CSV, rows copied elsewhere, cut away, doubled, changed"
python3 - "${web%.xlsx}.csv" "$scratch/back.csv" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
rows[1][8], rows[1][9], rows[1][12] = "該当", "", "佐藤"
csv.writer(open(sys.argv[2], "w", encoding="cp932", errors="replace", newline="")).writerows([rows[0], rows[1]])
csv.writer(open(sys.argv[2] + ".bare", "w", encoding="utf-8", newline="")).writerows([["", "", *rows[1]]])
PY
run 0 ask take "$scratch/back.csv"
has "Applies, by their word"
run 0 ask take "$scratch/back.csv.bare"
has "Applies, by their word"
fill "$web" "$scratch/cut.xlsx" drop=1 2:I=Applies
run 0 ask take "$scratch/cut.xlsx"
fill "$web" "$scratch/changed.xlsx" 1:I=Applies "1:C=nginx" 2:I=maybe 3:I=Applies 3:N=soon
run 1 ask take "$scratch/changed.xlsx" --yes
has "The question was changed: \"Product\" was \"Apache HTTP Server\" and is \"nginx\" now."
has "\"maybe\" under \"Applies or not\" is none of the choices"
has "\"soon\" under \"Answered on\" is no date"
printf 'K1-1-00000000,,,,,,,,Applies\nK77-1-12345678,,,,,,,,Applies\n' >"$scratch/foreign.csv"
run 1 ask take "$scratch/foreign.csv"
has "was not sent out from this ledger"
run 3 ask take "$demo/ledger.csv"
has "holds no line of a sheet that was sent out"

story "silence is counted and chased, and never taken for an answer"
run 0 ask status --json
json '.asks[] | select(.contractor == "見本通信") | "\(.open) \(.overdue) \(.next)"' "4 0 wait"
at=2026-12-08T09:00:00+09:00
run 0 ask status --json
json '.asks[] | select(.contractor == "見本通信") | "\(.open) \(.overdue) \(.next) \(.worst)"' "4 1 remind immediate"
run 0 ask chase --dir "$sheets" --contractor 見本通信
has "first reminder, 4 lines open, 1 business days overdue"
run 0 ask chase --dir "$sheets" --contractor 見本通信
has "No reminder is due today."
at=2026-12-11T09:00:00+09:00
run 0 ask contractor 見本通信 --mail tanto@mihon.example.jp --person 見本花子
run 0 ask chase --dir "$sheets" --contractor 見本通信 --send
has "second reminder"
has "letter to tanto@mihon.example.jp in the outbox"
run 0 ask chase --dir "$sheets" --contractor 見本通信 --send
has "No reminder is due today."
"$TSUKUROI" --home "$home" --lang en job list --json >"$out" 2>"$err"
json '[.letters[] | select(.to | contains("見本花子"))] | length' 1
at=2026-12-16T09:00:00+09:00
run 0 ask chase --dir "$sheets" --contractor 見本通信
has "to who answers for the contract"
is "the last letter cites the contract" "$(python3 -c 'import email, email.policy, glob, sys
m = email.message_from_binary_file(open(glob.glob(sys.argv[1] + "/*K4*_3.eml")[0], "rb"), policy=email.policy.default)
print("neither the number of the contract nor its clause" in m.get_body().get_content())' "$sheets")" True
is "still open" "$(verdict_of 庁内ネットワーク 'Archer AX21 ファームウェア')" "affected "

story "what a system is made of"
at=2026-11-26T09:00:00+09:00
run 3 ask composition ないシステム --dir "$sheets"
run 0 ask composition 住民情報システム --dir "$sheets" --json
json '.sheets[0].lines' 2
made=$(sheet_of 見本情報)
fill "$made" "$scratch/made.xlsx" "1:G=In use" 1:H=9.0.80 "1:I=Design or specification document" 1:J=Suzuki "2:G=Not known" 3:E=PostgreSQL 3:H=13.4 3:C=jumin01 "3:G=In use" 3:J=Suzuki
run 1 ask take "$scratch/made.xlsx" --yes
has "New: PostgreSQL 13.4 enters the ledger"
has "They say version 9.0.80; by Ledger sheet it is 9.0.71."
t ledger show system 住民情報システム --csv
has "PostgreSQL"
t ledger card 住民情報システム
run 0 ledger differences --json
json '.differences | map(select(.product == "Apache Tomcat")) | .[0] | "\(.held) \(.held_provenance) \(.told) \(.told_provenance)"' "9.0.71 sheet 9.0.80 document"
number=$(jq -r '.differences[0].number' <"$out")
run 0 ledger settle "$number" told
run 0 ledger differences
has "Nothing in the ledger is told in two ways."
t ledger show software --csv
has '"9.0.80"'
run 3 ledger settle "$number" held

story "the word of who patches a layer is its statement"
make_home standard
demo_knowledge
demo_inventory
run 0 ledger layer 公式ウェブサイト 'ミドルウェア=委託先 見本システムズ'
run "1|4" assess
lacks "handled by the provider"
is "they are asked" "$(verdict_of 公式ウェブサイト 'Apache HTTP Server')" "unknown "
t finding questions --json
number=$(jq -r '[.questions[] | select(.kind == "provider")][0].id' <"$out")
run 2 ledger answer "$number" yes
has '"ledger statement add"'
run 0 ask applicability --dir "$sheets/layer" --contractor 見本システムズ --json
layer=$(sheet_of 見本システムズ)
fill "$layer" "$scratch/layer.xlsx" "2:I=Does not apply" "2:J=CGI is off, seen in httpd.conf" 2:M=Sato 2:N=2026-11-25
run "0|1" ask take "$scratch/layer.xlsx" --yes
run 0 ledger statement list --json
json '.entries | length' 1
json '.entries[0] | [.party, .vulnerability, .word, .number] | join(" ")' "見本システムズ CVE-2021-41773 not_affected K1-2"
run "1|4" assess
has "handled by the provider: 1 findings"
t finding list --system 公式ウェブサイト --verdict provider --json
json '[.findings[] | .vulnerability] | join(" ")' CVE-2021-41773

plan
