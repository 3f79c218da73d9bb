#!/bin/sh
# A day and the next, from where knowledge is published to a network that nothing reaches: fetched, searched, carried across, and what it means there.
# What is asserted of each step alone stands in pull.sh, csaf.sh, search.sh and bundle.sh; this is the whole way.
#     TRANSCRIPT=FILE    keeps what the people saw, to be read
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/pull/server.sh
. "$root/tests/pull/server.sh"

transcript=${TRANSCRIPT:-$scratch/transcript}
: >"$transcript"
lang=ja
floppy=1474560
office=$scratch/office closed=$scratch/closed
feeds=$scratch/feeds
printf 'four words that mend\n' >"$scratch/passphrase"

# ------------------------------------------------------------------------------------------------ the tools of the story

# chapter WHAT: a heading. note LINE: a line of the teller's own.
chapter() {
	story "$1"
	printf '\n━━ %s\n' "$1" >>"$transcript"
}
note() { printf '   %s\n' "$*" >>"$transcript"; }
# What is different on every machine, and every time, is left out.
plain() { sed "s#$base#http://配信元#g; s#$scratch/##g"; }
# at_home HOME: the commands that follow are for it.
at_home() {
	home=$1
	case $home in
	"$office") where=インターネット接続系 ;;
	*) where=LGWAN接続系 ;;
	esac
}
# tell STATUSES ARGUMENTS…: run, and what was typed and seen is kept.
tell() {
	run "$@"
	shift
	printf '\n%s %s$ tsukuroi %s\n' "$(echo "$at" | cut -c 1-16 | tr T ' ')" "$where" "$*" | plain >>"$transcript"
	cat "$out" "$err" | plain | sed 's/^/    /' >>"$transcript"
	[ "$status" = 0 ] || printf '    （終了状態 %s）\n' "$status" >>"$transcript"
}
# stands SOURCE: its state and count, as the home has it.
stands() { "$TSUKUROI" --home "$home" --at "$at" feed status --json 2>/dev/null | jq -r --arg feed "$1" '.sources[] | select(.name == $feed) | "\(.state) \(.count)"'; }
# verdict SYSTEM CVE: what the ledger's finding says by now.
verdict() {
	"$TSUKUROI" --home "$home" --at "$at" finding list --json 2>/dev/null |
		jq -r --arg system "$1" --arg cve "$2" '[.findings[] | select(.system == $system and .vulnerability == $cve) | .verdict] | join(",") | if . == "" then "-" else . end'
}
# told WHAT SYSTEM CVE: a line of the import's table.
told() {
	if grep -F "$3" "$out" | grep -F "$2" | grep -qF "$1"; then ok "$3 in $2: $1"; else not_ok "$3 in $2 should be said: $1"; fi
}
ids() { "$TSUKUROI" --home "$home" --lang ja --at "$at" kb search --json "$@" 2>/dev/null | jq -r '[.hits[].id] | join(" ")'; }

# ------------------------------------------------------------------------------------------- what is published, day by day

# nvd_record ID DAY CPE END TEXT: a record of NVD.
nvd_record() {
	jq -nc --arg id "$1" --arg day "$2" --arg cpe "$3" --arg below "$4" --arg text "$5" '{cve: {id: $id, sourceIdentifier: "nvd@nist.gov",
		published: ($day + "T01:00:00.000"), lastModified: ($day + "T01:00:00.000"), vulnStatus: "Analyzed", descriptions: [{lang: "en", value: $text}],
		metrics: {cvssMetricV31: [{source: "nvd@nist.gov", type: "Primary", cvssData: {version: "3.1", vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
			baseScore: 9.8, baseSeverity: "CRITICAL"}}]},
		configurations: [{nodes: [{operator: "OR", negate: false, cpeMatch: [{vulnerable: true, criteria: $cpe, versionEndExcluding: $below}]}]}]}}'
}
# nvd_is FILTER: the published file of NVD goes through jq; $record is a record that was made.
nvd_is() {
	jq -c --argjson record "${2:-null}" "$1" "$feeds/nvd.json" >"$feeds/nvd.new" && mv "$feeds/nvd.new" "$feeds/nvd.json"
}
first_day() {
	cp -r "$demo/feeds" "$feeds"
	nvd_is '.vulnerabilities += [$record]' "$(nvd_record CVE-2026-990101 2026-11-18 'cpe:2.3:o:nec:aterm_wg2600hs_firmware:*:*:*:*:*:*:*:*' 1.7.2 \
		'A request to the management page restarts the device.')"
}
# The next day: one is new and one was none; JVN iPedia has a new record; EPSS counts anew; an alert says more.
second_day() {
	nvd_is '.vulnerabilities += [$record]' "$(nvd_record CVE-2026-990102 2026-11-20 'cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*' 9.0.99 \
		'A crafted upload is stored outside of its folder.')"
	nvd_is '(.vulnerabilities[] | select(.cve.id == "CVE-2026-990101") | .cve) |= (.vulnStatus = "Rejected" | .lastModified = "2026-11-20T02:00:00.000" |
		.descriptions = [{lang: "en", value: "Rejected reason: the behaviour was not a vulnerability."}] | del(.configurations, .metrics))'
	sed -i 's/EC-CUBE の管理画面には、/EC-CUBE の管理画面と会員画面には、/; s/2021-05-20T14:30:00/2026-11-20T14:30:00/' "$feeds/jvn.xml"
	sed -i '1s/2026-11-[0-9]*T/2026-11-20T/; s/^\(CVE-2021-20717\),[0-9.]*,/\1,0.61234,/' "$feeds/epss.csv"
}
office_asks() {
	ask_sources
	for source in eol jvn-products cve5 msrc debian-tracker alpine-secdb jvn-news builds ipa ipa-alerts; do
		t feed source off "$source"
	done
	t feed source on osv:Debian
	{ echo 'organisation = 例市'; echo 'segment = インターネット接続系'; } >>"$home/tsukuroi.conf"
}

# ==================================================================================================== the first day

first_day
start_sources "$feeds"
printf '知識が届き、検索され、閉域へ運ばれるまで\n\n' >>"$transcript"
note "例市（見本）の二つの置き場所です。取得元は、この機器の上で実物と同じ形のデータを配る試験用のサーバーです。"

chapter "1. インターネット側の置き場所と、取得元の登録"
at_home "$office"
make_home municipality
office_asks
if command -v gpg >/dev/null && command -v gpgv >/dev/null; then
	csaf=$place/files provider=csaf:psirt.example.jp
	mkdir -p "$csaf"
	# shellcheck source=tests/pull/csaf.sh
	. "$root/tests/pull/csaf.sh"
	trap 'stop_sources; gpgconf --kill all 2>/dev/null; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
	key psirt
	provider
	tell 0 feed source add "$provider"
	from "$provider" "$base"
	t feed source set "$provider" pause 0
else
	provider=
	skip "gpg and gpgv are not installed: without a provider of CSAF"
fi

chapter "2. 一度で全部を取りに行く（配信元のいくつかは不調です）"
cat >"$place/fault" <<END
/kev.json 429 1
/osv/Debian/all.zip cut 1
/epss.csv.gz html
/rss/jpcert.rdf 503
END
note "不調: KEV は一度だけ「待ってください」(429)、OSV は途中で切断、EPSS は認証ページに差し替え、JPCERT/CC は 503。"
[ -z "$provider" ] || { note "CSAF は、一つの文書が署名の後に書き換えられている。"; echo ' ' >>"$csaf/advisories/2026/ex-2026-0003.json"; }
tell "3|5" feed pull
has "epss"
is "waited for, and there" "$(stands kev)" "fresh 8"
is "cut, continued, and there" "$(stands osv:Debian)" "fresh 5"
is "of a page for people nothing was taken" "$(stands epss)" ""
[ -z "$provider" ] || is "an altered document keeps its source from saying 非該当" "$(stands "$provider")" "held 2"
tell 4 feed status
rm "$place/fault"
if [ -n "$provider" ]; then
	document 0003 CVE-2026-0103 2026-11-19T00:00:00Z 2.2
	lists
fi
note "配信元が直ったので、もう一度取りに行く。"
tell 0 feed pull epss jpcert ${provider:+"$provider"}
for source in kev epss nvd osv:Debian jvn:detail ${provider:+"$provider"}; do
	is "$source" "$(stands "$source" | cut -d ' ' -f 1)" fresh
done

chapter "3. 日本語で検索する"
note "漢字二文字の語:"
tell 0 kb search 管理
is "a word of two kanji" "$(ids 管理)" "CVE-2021-20717"
note "一文字でも、全角半角・ひらがなカタカナの違いがあっても見つかる:"
tell 0 kb search 欠
holds "one letter" test -n "$(ids 欠)"
is "kana and width make no difference" "$(ids ﾌｧｰﾑｳｪｱ)" "$(ids ふぁーむうぇあ)"
note "製品名で:"
tell 0 kb search --product 一太郎
is "a product" "$(ids --product 一太郎)" "CVE-2026-990071"
note "悪用が確認されているもの（KEV）だけ:"
tell 0 kb search --kev
is "only what KEV lists" "$(ids --kev | wc -w | tr -d ' ')" 6

chapter "4. 署名鍵と、持ち出す束"
tell 0 bundle keygen "$scratch/keys" --passphrase-file "$scratch/passphrase"
tell 0 bundle create --key "$scratch/keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/11-20.bundle" \
	--medium USB-07 --approver 見本課長 --purpose 閉域への持込 --party 情報政策課
has "媒体持出"
has "SHA-256 $(sha256sum "$scratch/11-20.bundle" | cut -d ' ' -f 1)"
tell 0 ledger medium list
has 見本課長

chapter "5. 閉域側の置き場所（LGWAN接続系）: 台帳だけがあり、知識はまだない"
at_home "$closed"
make_home municipality
{ echo 'organisation = 例市'; echo 'segment = LGWAN接続系'; } >>"$home/tsukuroi.conf"
t ledger import csv --answer none "$demo/ledger.csv"
cat >"$scratch/server.cdx.json" <<JSON
{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"openssl","version":"3.0.11-1~deb12u2",
"purl":"pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12"}]}
JSON
t ledger import sbom "$scratch/server.cdx.json" --system 予約サーバー
tell 4 feed status
note "公開鍵は束とは別の手段で受け取り、登録しておく。"
tell 0 bundle trust "$scratch/keys/tsukuroi.pub"

chapter "6. 検証し、取り込み、この台帳にとっての意味を見る"
tell 0 bundle verify "$scratch/11-20.bundle"
has "署名は正しいものです"
tell "1|4" bundle import "$scratch/11-20.bundle" --medium USB-07 --approver 見本係長 --purpose 情報の更新 --party 情報政策課
has "媒体"
told 該当 庁内ネットワーク CVE-2026-990101
is "what is newly known applies" "$(verdict 庁内ネットワーク CVE-2026-990101)" affected
is "what is mended is no finding" "$(verdict 予約サーバー CVE-2023-5363)" -
tell 0 ledger medium list
has 見本係長

# ==================================================================================================== the next day

chapter "7. 翌日: 変わったものだけを運ぶ"
at=2026-11-21T09:00:00+09:00
second_day
at_home "$office"
note "不調: OSV の Debian が、急に五件から二件に減った。"
fault "/osv/Debian/all.zip shrunk"
rm -rf "$home/pull/state/osv:Debian"
tell "3|5" feed pull
is "a source that shrank is held" "$(stands osv:Debian)" "held 5"
rm "$place/fault"
tell 0 bundle create --key "$scratch/keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/11-21.bundle" --since last \
	--medium USB-07 --approver 見本課長 --purpose 閉域への持込 --party 情報政策課
whole=$(stat -c %s "$scratch/11-20.bundle") delta=$(stat -c %s "$scratch/11-21.bundle")
note "大きさ: 初日の全部 $whole バイト、翌日の差分 $delta バイト（フロッピーディスク一枚は $floppy バイト）。"
holds "a day's delta of $delta bytes fits on a floppy" test "$delta" -lt "$floppy"
holds "and is smaller than the whole of $whole bytes" test "$delta" -lt "$whole"

chapter "8. 断られるもの: 一つずつ、なぜかが一文で出る。何も変わらない"
at_home "$closed"
before=$(known)
# refused WHAT FILE WORDS
refused() {
	note "$1:"
	tell "3|5" bundle import "$2"
	one_sentence "$1" "$3"
	is "$1: what is known here" "$(known)" "$before"
}
head -c $((delta / 2)) "$scratch/11-21.bundle" >"$scratch/half.bundle"
refused "途中で切れたもの" "$scratch/half.bundle" half.bundle
at_home "$office"
t bundle keygen "$scratch/stranger" --bare
t bundle create --key "$scratch/stranger/tsukuroi.key" --output "$scratch/stranger.bundle"
at_home "$closed"
refused "知らない鍵で署名されたもの" "$scratch/stranger.bundle" "bundle trust"

chapter "9. 差分を取り込む: 新しく該当、取り下げで閉じる、古い情報は判定不能"
tell "1|4" bundle import "$scratch/11-21.bundle" --medium USB-07 --approver 見本係長 --purpose 情報の更新 --party 情報政策課
has "新規 1 件、変更 2 件、取り下げ 1 件"
is "new: it applies" "$(verdict 住民情報システム CVE-2026-990102)" affected
is "withdrawn: it is closed" "$(verdict 庁内ネットワーク CVE-2026-990101)" -
is "its source is held out there: nobody can tell here" "$(verdict 予約サーバー CVE-2023-5363)" unknown
before=$(known)
refused "もう一度" "$scratch/11-21.bundle" 取り込み済み
refused "前の日のもの" "$scratch/11-20.bundle" 古い
tell 4 feed status
note "配信元が直ったことも、次の差分とともに届く。"
at=2026-11-22T09:00:00+09:00
at_home "$office"
tell 0 feed pull
tell 0 bundle create --key "$scratch/keys/tsukuroi.key" --passphrase-file "$scratch/passphrase" --output "$scratch/11-22.bundle" --since last
at_home "$closed"
tell "1|4" bundle import "$scratch/11-22.bundle"
is "mended there, it is told here" "$(verdict 予約サーバー CVE-2023-5363)" -

chapter "10. 閉域でも、同じように検索できる"
tell 0 kb search 会員
is "what changed out there is found by its new words" "$(ids 会員)" "CVE-2021-20717"
same() { "$TSUKUROI" --home "$home" --at "$at" feed status --json 2>/dev/null | jq -c '.sources | map([.name, .state, .count, .built, .fetched])'; }
is "every source stands as it stands out there" "$(same)" "$(at_home "$office"; same)"
tell 0 ledger medium list
plan
