#!/bin/sh
# Watches at the web: a search is kept as one, what comes is new on the first page, each reads for himself, a unit checks together; what one keeps to oneself
# nobody else sees; lists of products in, check lists out.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
# shellcheck disable=SC2154 # of web.sh
page() {
	accept=application/json
	fetch "$@" >/dev/null
	accept=text/html
}
TSUKUROI_AT=2026-11-20T08:40:00+09:00 "$root/tools/demo-home" "$home" "$TSUKUROI" >"$out" 2>&1 || not_ok "a home for show"
sed -i "/^clock/d" "$home/tsukuroi.conf"      # from here on it is looked at by the clock
start_home
for who in sato kudo mina aoki; do
	sign_in "$who" >/dev/null
	fetch "$who" /language/en >/dev/null
done

story "a search is narrowed by what was found"
page sato '/knowledge/search?q=Apache'
jq -r '.facets[].values[] | select(.counted and (.chosen | not)) | [.href, .count] | @tsv' "$out" >"$scratch/chips"
is "there are ways to fewer" "$(wc -l <"$scratch/chips" | awk '{ print ($1 >= 3) }')" 1
while IFS="$(printf '\t')" read -r href hits; do
	page sato "$href"
	is "$href finds what it says" "$(jq -r .result.found "$out")" "$hits"
	is "… and leads back" "$(jq -r '[.facets[].values[] | select(.chosen) | .href] | first' "$out")" '/knowledge/search?q=Apache'
done <"$scratch/chips"

story "a search is kept as a watch"
is "it is searched" "$(fetch sato '/knowledge/search?q=quixotic&product=appliance&kev=yes')" 200
has 'href="/watches/new?name=quixotic&amp;words=quixotic&amp;products=appliance&amp;kev=yes"'
is "the form has it" "$(fetch sato '/watches/new?name=quixotic&words=quixotic')" 200
has '>quixotic</textarea>'
is "begun" "$(send sato /watches/new /watches/new --data-urlencode name=家電 --data-urlencode words=quixotic --data-urlencode unit=情報政策課)" 303
mine=$(location | sed 's/.*\///')
is "a watch of nothing is not" "$(send sato /watches/new /watches/new --data-urlencode name=無)" 400
has "what is to be watched"
printf 'cpe:/a:apache:tomcat:9.0.1\n' >"$scratch/list.txt"
fetch sato /watches/new >/dev/null
is "with a list of products, for oneself" "$(fetch sato /watches/new -F "_csrf=$(field _csrf)" -F "_key=$(field _key)" -F name=一覧 -F "file=@$scratch/list.txt")" 303
own=$(location | sed 's/.*\///')
page sato "/watches/$own"
json '.found.watch.products' "cpe:/a:apache:tomcat"
is "nobody else sees it" "$(fetch kudo "/watches/$own")" 404
is "nor says anything of it" "$(send kudo "/watches/$mine" "/watches/$own/end")" 404
is "his unit's is seen by its people" "$(fetch kudo "/watches/$mine")" 200
is "and not by others" "$(fetch mina "/watches/$mine")" 404
is "what is registered is watched by who sees the house" "$(send aoki /watches/new /watches/new --data-urlencode name=全部 --data-urlencode register=yes)" 403

story "what comes is new"
jq -nc '{ resultsPerPage: 1, startIndex: 0, totalResults: 1, format: "NVD_CVE", version: "2.0", timestamp: "2026-11-20T03:00:00.000", vulnerabilities: [{ cve: {
	id: "CVE-2026-40001", sourceIdentifier: "cve@example.jp", published: "2026-11-19T00:00:00.000", lastModified: "2026-11-20T02:00:00.000", vulnStatus: "Received",
	descriptions: [{ lang: "en", value: "A quixotic <script>alert(1)</script> leak." }], references: [], metrics: {} } }] }' >"$scratch/new.json"
run 0 feed import nvd "$scratch/new.json"
for _ in $(seq 300); do
	page sato /
	[ "$(jq '.unread // 0' <"$out")" -gt 0 ] 2>/dev/null && break
	sleep 0.2
done
json '[.watches[] | [.name, .unread] | map(tostring) | join(" ")] | join("|")' "家電 1"
fetch sato / >/dev/null
has "家電"
is "the page" "$(fetch sato "/watches/$mine")" 200
lacks "<script>alert"
page kudo "/watches/$mine?state=unread"
json '[.found.hits[].id] | join(" ")' CVE-2026-40001
is "one reads it" "$(send kudo "/watches/$mine" "/watches/$mine/read" --data-urlencode vulnerability=CVE-2026-40001)" 303
page kudo "/watches/$mine?state=unread"
json '.found.hits | length' 0
page sato "/watches/$mine?state=unread"
json '.found.hits | length' 1

story "checked together; who saves second is told"
fetch sato "/watches/$mine/check?vulnerability=CVE-2026-40001" >/dev/null
csrf=$(field _csrf) key=$(field _key) revision=$(field revision) before=$(field _before)
is "one says that something is to be done" "$(send kudo "/watches/$mine/check?vulnerability=CVE-2026-40001" "/watches/$mine/check" \
	--data-urlencode vulnerability=CVE-2026-40001 --data-urlencode need=needed --data-urlencode note=更新する)" 303
is "the other sees both" "$(fetch sato "/watches/$mine/check" --data-urlencode "_csrf=$csrf" --data-urlencode "_key=$key" --data-urlencode "revision=$revision" \
	--data-urlencode "_before=$before" --data-urlencode vulnerability=CVE-2026-40001 --data-urlencode need=not_needed --data-urlencode note=不要)" 409
has 更新する
has 不要
page sato "/watches/$mine?state=needed"
json '[.found.hits[] | .need, .note, .checked_by] | join(" ")' "needed 更新する kudo"
is "all read" "$(send sato "/watches/$mine" "/watches/$mine/read")" 303
page sato /
json .unread 0

story "taken along"
is "Excel" "$(fetch sato "/watches/$mine/file?format=xlsx")" 200
is "CSV" "$(fetch sato "/watches/$mine/file?format=csv")" 200
has 更新する
is "products" "$(fetch sato "/watches/$own/file?format=cpe")" 200
is "as mjcheck4 takes them" "$(cat "$out")" "cpe:/a:apache:tomcat"
is "in the weekly report" "$(fetch sato /reports/weekly)" 200
has CVE-2026-40001
is "narrowed to what is registered" "$(fetch sato '/knowledge/search?q=tomcat&ours=yes')" 200
has "/vulnerabilities/CVE-2025-24813"
lacks "/vulnerabilities/CVE-2026-40001"
is "ended" "$(send sato "/watches/$own" "/watches/$own/end")" 303
is "and gone" "$(fetch sato "/watches/$own")" 404
stop_home
plan
