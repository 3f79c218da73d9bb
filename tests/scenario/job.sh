# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# job.sh - the main job on the demonstration's data, step by step: what applies, what does not, what cannot be told, why, what to
# do and by when, which question settles it. Told by main.sh on SQLite and by postgresql.sh on PostgreSQL, with the same answers.

findings() { jq -r '.findings[] | [.system, .component.name, .component.version, .vulnerability, .verdict, .grounds[0].code,
	.fixed, .action, .provisional, .due] | map(. // "-" | tostring) | join(" | ")' <"$out" | LC_ALL=C sort; }
# 2026-11-20 is a Friday, the Monday behind it a holiday (勤労感謝の日): one day is 24 hours, five business days end on the 30th.
expected_findings() {
	LC_ALL=C sort <<'TABLE'
公式ウェブサイト | Apache HTTP Server | 2.4.49 | CVE-2021-41773 | affected | in_range | - | out_of_cycle | - | 2026-11-30T08:15:00Z
公式ウェブサイト | Apache HTTP Server | 2.4.49 | CVE-2021-42013 | affected | in_range | - | immediate | true | 2026-11-21T00:00:00Z
公式ウェブサイト | EC-CUBE | 4.0.5 | CVE-2021-20717 | affected | in_range | - | out_of_cycle | true | 2026-11-30T08:15:00Z
施設予約システム | Apache Tomcat | - | CVE-2025-24813 | unknown | no_version | - | immediate | - | 2026-11-21T00:00:00Z
施設予約システム | log4j-core | 2.14.1 | CVE-2021-44228 | affected | in_range | 2.15.0 | immediate | - | 2026-11-21T00:00:00Z
住民情報システム | Apache Tomcat | 9.0.71 | CVE-2025-24813 | affected | in_range | 9.0.99 | immediate | true | 2026-11-21T00:00:00Z
住民情報システム | 一太郎2023 | - | CVE-2026-990071 | unknown | no_range | - | out_of_cycle | true | 2026-11-30T08:15:00Z
庁内ネットワーク | FortiGate 100F (FortiOS) | 7.0.5 | CVE-2022-40684 | affected | in_range | 7.0.7 | immediate | true | 2026-11-21T00:00:00Z
庁内ネットワーク | Aterm WG2600HS ファームウェア | 1.7.1 | CVE-2025-0354 | affected | in_range | 1.7.2 | out_of_cycle | true | 2026-11-30T08:15:00Z
庁内ネットワーク | Aterm WG2600HS ファームウェア | 1.7.1 | CVE-2025-0355 | affected | in_range | 1.7.2 | out_of_cycle | true | 2026-11-30T08:15:00Z
庁内ネットワーク | Archer AX21 ファームウェア | 1.1.3 | CVE-2023-1389 | affected | condition_met | 1.1.4 | immediate | true | 2026-11-21T00:00:00Z
TABLE
}
question() { jq -r --arg kind "$1" --arg product "$2" '.questions[] | select(.kind == $kind and .product == $product) | .id' <"$out"; }

knowledge_and_inventory() {
	run 4 feed status
	has "The knowledge base is empty"
	run 0 feed import nvd "$demo/feeds/nvd.json"
	has "9 records: 9 new"
	demo_knowledge
	run 0 feed status --json
	json '.sources | map(.state) | unique | join(",")' fresh
	json '.sources | map(.count) | add' 38
	lang=ja
	run 0 ledger import csv --answer none "$demo/ledger.csv"
	has "「業務名」"
	has "バージョン不明 2 件"
	lang=en
	run 0 ledger import csv --answer none "$demo/ledger.csv"
	has "taken in before; nothing changed"
	run 0 ledger import sbom "$demo/reservation.cdx.json" --system 施設予約システム --host app01
	has "4 installed, 0 upgraded, 0 removed"
}

what_applies() {
	run 4 finding list
	has "never assessed"
	run 1 assess
	has "11 findings: 11 new"
	has "source osv:npm"
	run 1 finding list --json
	cp "$out" "$scratch/findings.json"
	is "the findings" "$(findings)" "$(expected_findings)"
	json '.checked | [.components, .affected, .unknown, .not_affected] | @text' '[13,7,4,2]'
	json '[.findings[].grounds[0].reason | select(test("。$"))] | length' 0
	lang=ja
	run 1 finding list --json
	is "the same in Japanese but for the words" \
		"$(jq -S 'walk(if type == "object" then del(.title, .reason, .why, .question) else . end)' <"$out")" \
		"$(jq -S 'walk(if type == "object" then del(.title, .reason, .why, .question) else . end)' <"$scratch/findings.json")"
	json '[.findings[].grounds[0].reason | select(test("。$") | not)] | length' 0
	run 1 finding list
	has "通常よりも迅速に対応（Out of cycle）"
	has "2026-11-30 17:15 JST"
	lang=en
	run 1 assess
	has "11 findings: 0 new, 0 changed, 0 closed"
}

why_and_why_not() {
	id=$(jq -r '.findings[] | select(.vulnerability == "CVE-2021-44228") | .id' <"$scratch/findings.json")
	run 0 finding show "$id"
	has "GHSA-jfh8-c2jp-5v3q"
	has ">=2.13.0,<2.15.0"
	has "2026-11-21 09:00 JST"
	has "app01: log4j-core 2.14.1"
	has "Immediate (as fast as possible) or Out of cycle (faster than usual), depending on: Automatable, Human Impact"
	lang=ja
	run 0 finding show "$id"
	has "GHSA-jfh8-c2jp-5v3q：log4j-core のバージョン 2.14.1 は、影響を受ける範囲 >=2.13.0,<2.15.0 に含まれます。2.15.0 で修正されています。"
	has "個人情報 12万件を保持するため"
	has "可能な限り迅速な対応（Immediate）または通常よりも迅速に対応（Out of cycle）（攻撃の自動化、人への影響が分かれば絞り込めます）"
	has "初めて確認"
	run 0 finding show "$id" --json
	has '"deployer": ['
	run 0 finding why CVE-2025-24813
	has "公式ウェブサイト: ソフトウェア 2 件、うち判定できたもの 2 件、レコードに名前があるもの 0 件"
	has "非該当: CVE-2025-24813 のどのレコードにも、ここにあるソフトウェアの名前はありません"
	has "判定不能  app01: Apache Tomcat"
	has "該当  jumin01: Apache Tomcat 9.0.71"
	lang=en
	run 0 finding why CVE-2018-14574 --system 施設予約システム
	has "not affected"
	has ">=1.11,<1.11.15|>=2.0,<2.0.8"
	run 3 finding why CVE-1999-99999
	run 3 finding show 4711
	run 2 finding show CVE-2021-44228
}

views_and_filters() {
	run 0 ledger show service
	has "生涯学習課"
	run 0 ledger show system 住民情報
	has "一太郎2023"
	lacks "EC-CUBE"
	run 0 ledger show software tomcat
	has "9.0.71"
	lacks "EC-CUBE"
	run 2 ledger show people
	for filter in "--kev:7" "--system 庁内ネットワーク:4" "--verdict unknown:2" "--action immediate:6" "--severity 9.0:5" "--epss 50:7" \
		"--text ｔｏｍｃａｔ:2" "--closed:0" "--most 3:3"; do
		# shellcheck disable=SC2086 # options with their values
		t finding list --json ${filter%:*}
		is "finding list ${filter%:*}" "$(jq '.findings | length' <"$out")" "${filter##*:}"
	done
	t finding list --json --most 4
	after=$(jq -r .next <"$out")
	got=$(jq -r '.findings[].id' <"$out")
	while [ "$status" != 5 ] && [ "${after:-null}" != null ]; do
		t finding list --json --most 4 --after "$after"
		got="$got $(jq -r '.findings[].id' <"$out")"
		after=$(jq -r .next <"$out")
	done
	# shellcheck disable=SC2086 # a list
	is "page by page, each once" "$(printf '%s\n' $got | sort -n | tr '\n' ' ')" "1 2 3 4 5 6 7 8 9 10 11 "
	run 2 finding list --action soon
	run 2 finding list --most 0
	run 3 finding list --system ありません
	run 0 finding remedies --json
	json '.remedies[] | select(.product == "log4j-core") | [.kind, .target, .action, .findings, .kev] | @text' \
		'["version","2.15.0","immediate",1,1]'
	json '.remedies | length' 9
}

a_question_answered() {
	run 0 finding questions --json
	id=$(question version "Apache Tomcat")
	json '.questions[] | select(.product == "Apache Tomcat") | [.kind, .systems_count, .kev, .action] | @text' \
		'["version",1,1,"immediate"]'
	json '[.questions[] | select((.question | length) < 10 or .systems_count < 1)] | length' 0
	lang=ja
	run 0 finding questions
	has "Apache Tomcat のバージョンは何ですか。"
	lang=en
	run 0 ledger answer "$id" 9.0.98
	has "Answered for 1 systems"
	run 3 ledger answer "$id" 9.0.98
	has "is not open"
	run 2 ledger answer --system 施設予約システム exposure nowhere
	run 2 ledger answer --system 施設予約システム colour blue
	run 3 ledger answer --system ありません exposure internet
	run 1 assess
	run 1 finding list --json --system 施設予約システム
	json '.findings[] | select(.component.name == "Apache Tomcat") | [.verdict, .component.version, .grounds[0].code, .fixed] | @text' \
		'["affected","9.0.98","in_range","9.0.99"]'
	id=$(jq -r '.findings[] | select(.component.name == "Apache Tomcat") | .id' <"$out")
	run 0 finding show "$id"
	is "two lines of history" "$(grep -c '2026-11-20 09:00 JST  ' "$out")" 2

	story "the facts of a system answered, nothing of it is provisional any more"
	t finding list --json --system 公式ウェブサイト
	json '[.findings[] | select(.provisional)] | length' 2
	for answer in "life_or_safety no" "resident_facing yes" "internal_only no" "official_register no" "integrity_duty no"; do
		# shellcheck disable=SC2086 # a fact and its value
		run 0 ledger answer --system 公式ウェブサイト $answer
	done
	run 1 assess
	run 1 finding list --json --system 公式ウェブサイト
	json '[.findings[] | select(.component.name == "Apache HTTP Server") | .provisional] | unique | @text' '[false]'
	json '[.findings[] | select(.damage | length != 1)] | length' 0

	story "and mended, it closes"
	at=2026-11-20T18:00:00+09:00
	sed 's/log4j-core@2.14.1/log4j-core@2.25.2/; s/"version": "2.14.1"/"version": "2.25.2"/' "$demo/reservation.cdx.json" >"$scratch/mended.cdx.json"
	run 0 ledger import sbom "$scratch/mended.cdx.json" --system 施設予約システム --host app01
	has "upgraded"
	run 1 assess
	has "1 closed"
	run 0 finding list --json --closed
	json '.findings[] | .vulnerability' CVE-2021-44228
	id=$(jq -r '.findings[0].id' <"$out")
	run 0 finding show "$id"
	has "closed (the inventory changed)"
	run 0 ledger history
	has "2.14.1 to 2.25.2"
}
