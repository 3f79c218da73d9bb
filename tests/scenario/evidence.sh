#!/bin/sh
# What texts say of exploitation: an alert's sentence is a candidate that makes the worst provisional, a person confirms or refuses it, and nothing of it ever is KEV.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"

make_home standard
printf 'clock = given\n' >>"$home/tsukuroi.conf"
story "nothing was taken in"
run 0 kb evidence
has "0 sentences say that there are attacks"
run 0 kb alerts
has "an empty list says nothing"

story "an alert on something that is open here, and is in no catalogue"
demo_knowledge
t ledger import csv --answer none "$demo/ledger.csv"
t assess
finding() { "$TSUKUROI" --home "$home" --lang en --at "$at" finding list --json 2>/dev/null | jq -r --arg cve "$cve" "[.findings[] | select(.vulnerability == \$cve)][0] | $1"; }
cve=$("$TSUKUROI" --home "$home" --at "$at" finding list --json 2>/dev/null | jq -r '[.findings[] | select(.kev.added == null and .exploitation != "active" and .verdict == "affected")][0].vulnerability')
holds "there is one" test -n "$cve" -a "$cve" != null
page() {
	cat >"$scratch/at269001.html" <<-END
		<!DOCTYPE html><html lang="ja"><head><title>例示製品の脆弱性に関する注意喚起</title>
		<link rel="canonical" href="https://www.jpcert.or.jp/at/2026/at269001.html"></head><body><nav>CVE-2026-999999 の悪用が確認されています。</nav>
		<p>JPCERT-AT-2026-9001<br>2026-11-19(新規)</p><h4>I. 概要</h4><p>例示製品には脆弱性（$cve）があります。$1</p></body></html>
	END
	run 0 feed import alerts "$scratch/at269001.html"
}
page "本脆弱性を悪用した攻撃を確認しています。悪用された場合、任意のコードを実行される可能性があります。"
run 0 kb evidence "$cve"
has "not confirmed"
has "本脆弱性を悪用した攻撃を確認しています。"
lacks "可能性があります"
lacks "CVE-2026-999999"
run 0 kb evidence --open --ours
has "$cve"
key=$("$TSUKUROI" --home "$home" --at "$at" kb evidence "$cve" --json | jq -r '.items[0].key')

# told FIELD: of what the executives' report says of that weakness. Its number does not stand there.
told() { "$TSUKUROI" --home "$home" --lang en --at "$at" report make executive --json 2>/dev/null | jq -r ".exploited[0] | $1"; }
story "the executives' report and the weekly one say so"
# words: the sentence of it.
words() { "$TSUKUROI" --home "$home" --lang en --at "$at" report make "$1" --json 2>/dev/null | jq -r .exploited_words; }
run 0 report make executive
lacks "$cve"
is "in a sentence" "$(words executive | grep -c 'tell of attacks on 1 weaknesses that are open in .* A person has confirmed 0 of them; 0 also stand in KEV')" 1
is "by whose word, not confirmed, apart from KEV" "$(told '[.issuers, .confirmed, .kev, .vulnerability] | map(tostring) | join("|")')" "JPCERT/CC|false|false|null"
holds "in how many systems" test "$(told .count)" -ge 1
is "the weekly one names it" "$("$TSUKUROI" --home "$home" --at "$at" report make weekly --json 2>/dev/null | jq -r '.exploited[0].vulnerability')" "$cve"

story "a candidate makes the worst provisional, and is no entry of KEV"
t assess
is "not in KEV" "$(finding .kev.added)" null
holds "not exploited by anybody's word" test "$(finding .exploitation)" != active
is "its sentence" "$(finding '.why | test("text says that it is exploited")')" true

story "a person confirms it"
run 2 kb evidence --confirm "$key"
one_sentence "an answer has a ground" rests
run 3 kb evidence --confirm 0000000000000000 --reason x
run 0 kb evidence --confirm "$key" --reason "JPCERT/CC のページを読んだ"
run 0 kb evidence "$cve"
has "confirmed"
t assess
is "it is exploited" "$(finding .exploitation)" active
is "and in KEV no more than before" "$(finding .kev.added)" null
is "who says so" "$(finding '.why | test("JPCERT/CC")')" true

is "confirmed" "$(told .confirmed) $(words executive | grep -c 'confirmed 1 of them')" "true 1"

story "the answer is taken back, and the sentence refused"
run 0 kb evidence --take-back "$key"
run 3 kb evidence --take-back "$key"
run 0 kb evidence --refuse "$key" --reason "別の製品の話だった"
t assess
is "as before" "$(finding '.why | test("text says")')" false
is "and not told" "$(told .)" null
is "but what was looked at is" "$(words executive | grep -c 'none of them on what is open here.*Alerts were last taken in')" 1
run 0 kb evidence --open --ours
lacks "$key"

story "its source says otherwise later"
page "悪用は確認されていません。"
run 0 kb evidence "$cve"
has "本脆弱性を悪用した攻撃を確認しています。"
has "悪用は確認されていません。"

story "the seven items of guide 004, with whose word each is, wherever a program asks"
number=$("$TSUKUROI" --home "$home" --at "$at" finding list --json 2>/dev/null | jq -r --arg cve "$cve" '[.findings[] | select(.vulnerability == $cve)][0].id')
run 0 finding show "$number" --json
json '.vulnerability' "$cve"
json '[.seven_items | .name, .product, .versions, .condition, .impact, .fix, .mitigation | .text | length > 0] | all' true
json '.seven_items.versions | .stated and (.source | length > 0)' true
run 0 kb show "$cve" --json
json '[.[] | .seven_items? | select(. != null)] | length' 1
json '.[0] | has("affected")' true

story "an alert without a number is held against our products"
cat >"$scratch/alerts.rdf" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
 <item rdf:about="https://www.jpcert.or.jp/at/2026/at269002.html"><title>Apache Tomcat の脆弱性に関する注意喚起 (公開)</title>
  <link>https://www.jpcert.or.jp/at/2026/at269002.html</link><dc:date>2026-11-20T09:30+09:00</dc:date></item>
 <item rdf:about="https://www.jpcert.or.jp/at/2026/at269003.html"><title>どこにもない製品の脆弱性に関する注意喚起 (公開)</title>
  <link>https://www.jpcert.or.jp/at/2026/at269003.html</link><dc:date>2026-11-20T09:00+09:00</dc:date></item>
</rdf:RDF>
END
run 0 feed import alerts "$scratch/alerts.rdf"
run 0 ledger add 窓口 製品=Tomcat バージョン=9.0.71
run 0 kb alerts --ours
has "JPCERT-AT-2026-9002"
has "Tomcat?"
lacks "JPCERT-AT-2026-9003"
run 0 kb alerts --refuse JPCERT-AT-2026-9002 --reason "使っている版は対象外"
run 0 kb alerts --ours
lacks "JPCERT-AT-2026-9002"
run 0 kb alerts
has "JPCERT-AT-2026-9003"

story "what is no alert is refused, and what was there stays"
printf 'nonsense' >"$scratch/nonsense"
run 3 feed import alerts "$scratch/nonsense"
printf '<rss><channel><item><title>x</title><link>javascript:alert(1)</link></item></channel></rss>' >"$scratch/bad.rss"
t feed import alerts "$scratch/bad.rss"
run 0 kb alerts
lacks "javascript"
has "JPCERT-AT-2026-9003"
plan
