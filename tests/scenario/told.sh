#!/bin/sh
# What other programs and letters are told: each of the events of webhooks, raised here by what happens; and that what is sealed is in none of them, nor in
# letters to units, the feed of changes or the calendar, while an open case with the same life is.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
trap '"$TSUKUROI" --home "$home" key stop >/dev/null 2>&1; stop_home; kill "$listener" 2>/dev/null; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
listener='' heard=$scratch/heard
at=2026-11-20T08:40:00+09:00
holds "a city" env TSUKUROI_AT=$at "$root/tools/demo-home" "$home" "$TSUKUROI"
secret=ヒグラシ7f3aQx plain=ミンミンゼミ7f3aQx
: >"$heard"
python3 "$root/tests/scenario/listener.py" "$heard" >"$scratch/port" 2>/dev/null &
listener=$!
for _ in $(seq 100); do
	[ -s "$scratch/port" ] && break
	sleep 0.1
done
port=$(cat "$scratch/port")
sed -i '/^fetch_hosts/d' "$home/tsukuroi.conf"
echo "fetch_hosts = http://127.0.0.1:$port local" >>"$home/tsukuroi.conf"
bodies() { jq -r ".body | fromjson | $1" "$heard" 2>/dev/null; }
# told EVENT: how many posts spoke of it.
told() { bodies '.events[].event' | grep -cx "$1"; }

story "a program that is told all, from now on"
at=2026-11-20T09:00:00+09:00
# Rules by which one more system makes the difference.
t --json posture show
more=$(($(jq .immediate "$out") + 1))
mkdir -p "$home/postures"
sed "s/immediate_systems >= 2/immediate_systems >= $more/" "$root/postures/standard.yaml" >"$home/postures/mild.yaml"
echo 'postures = mild' >>"$home/tsukuroi.conf"
run 0 webhook add "http://127.0.0.1:$port/ok" --name all --in ja
at=2026-11-20T09:05:00+09:00
run 0 job run
is "what stood before is no news" "$(wc -l <"$heard" | tr -d ' ')" 0

story "two cases of the same life: one sealed, one open"
run 0 playbook take "$root/tests/playbooks/disclosure.yaml"
run 0 key init --unlock file
printf 'a city for show\n' >"$scratch/password"
"$TSUKUROI" --home "$home" --at "$at" token make --login sato --password-file "$scratch/password" --scope read,write,admin --name told 2>/dev/null |
	grep -o 'tsk_[a-z0-9]*' | head -n 1 >"$scratch/token"
as_sato() { run 0 "$@" --token-file "$scratch/token"; }
as_sato case open disclosure "$secret の件" --tlp red
sealed=$(grep -oE 'V-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
as_sato case set "$sealed" vn "$secret"
as_sato case set "$sealed" grounds "$secret が根拠"
as_sato case write "$sealed" "$secret について"
as_sato case open trouble "$plain の件"
open=$(grep -oE 'T-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
is "both are there" "${sealed:+yes}${open:+yes}" yesyes
run 0 unit set 情報政策課 --mail joho@city.example.jp
as_sato report subscribe weekly --every week --to 情報政策課
as_sato --json case list
is "who takes part sees both" "$(jq -r '.cases[].label' "$out" | grep -c -e "$plain")" 1

story "finding, and posture: what is suddenly exploited must be mended at once"
at=2026-11-20T10:00:00+09:00
run '0|1|4' --json finding list
wanted=$(jq -r '[.findings[] | select(.action == "scheduled" or .action == "out_of_cycle") | .vulnerability] | unique | .[]' "$out" | grep '^CVE' | head -n 40)
is "there is something that could be" "$(test -n "$wanted" && echo yes)" yes
jq --arg all "$wanted" '.catalogVersion = "2026.11.20" | .dateReleased = "2026-11-20T00:00:00.000Z"
	| .vulnerabilities += [$all | split("\n")[] | {cveID: ., vendorProject: "x", product: "x", vulnerabilityName: "x", dateAdded: "2026-11-20", shortDescription: "x",
		requiredAction: "x", dueDate: "2026-11-27", knownRansomwareCampaignUse: "Known", notes: "", cwes: []}]
	| .count = (.vulnerabilities | length)' "$demo/feeds/kev.json" >"$scratch/kev.json"
run 0 feed import kev --accept "$scratch/kev.json"
run '0|1|4' assess
run 0 job run
is "a finding is told" "$(told finding | sed 's/^[1-9].*/yes/')" yes
is "with its cause" "$(bodies '.events[] | select(.event == "finding") | .items[0].detail' | grep -c -e KEV | sed 's/^[1-9].*/yes/')" yes
is "the posture is told" "$(told posture | sed 's/^[1-9].*/yes/')" yes

story "watch, and a letter: what comes of what is watched is told once, each vulnerability once"
own=ヒメハルゼミ7f3aQx
as_sato watch add 家電 --words quixotic --unit 情報政策課 --mail
as_sato watch add 同じ語 --words quixotic --unit 情報政策課 --mail
as_sato watch add $own --words quixotic
run 0 account set sato --mail sato@city.example.jp
run 0 account set kudo --mail kudo@city.example.jp
jq -nc '{ resultsPerPage: 1, startIndex: 0, totalResults: 1, format: "NVD_CVE", version: "2.0", timestamp: "2026-11-20T03:00:00.000", vulnerabilities: [{ cve: {
	id: "CVE-2026-40001", sourceIdentifier: "cve@example.jp", published: "2026-11-19T00:00:00.000", lastModified: "2026-11-20T02:00:00.000", vulnStatus: "Received",
	descriptions: [{ lang: "en", value: "A quixotic leak." }], references: [], metrics: {} } }] }' >"$scratch/new.json"
at=2026-11-20T10:30:00+09:00
run 0 feed import nvd "$scratch/new.json"
run 0 job run
at=2026-11-20T10:35:00+09:00
run 0 job run
is "a watch is told, once, with both watches" "$(bodies '.events[] | select(.event == "watch") | .items[] | select(.path == "/vulnerabilities/CVE-2026-40001")
	| .detail | test("家電") and test("同じ語")')" true
is "one's own is nobody else's" "$(bodies . | grep -c -e "$own")" 0
news() {
	python3 - "$home" <<'END'
import email, email.policy, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*.eml"):
    letter = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
    text = letter.get_body().get_content()
    if "sato@" in str(letter["to"]) and "CVE-2026-40001" in text:
        print(text.count("- CVE-2026-40001"))
END
}
is "no letter before the next morning" "$(news)" ""
at=2026-11-21T09:10:00+09:00
run 0 job run
is "none on a Saturday" "$(news)" ""
at=2026-11-24T09:10:00+09:00
run 0 job run
at=2026-11-24T11:10:00+09:00
run 0 job run
is "one letter, and one line" "$(news)" 1

story "task and overdue, source: time goes by and nothing is done"
at=2026-12-21T10:00:00+09:00
run 0 job run
at=2026-12-21T10:05:00+09:00
run 0 job run
is "what is overdue is told" "$(told overdue | sed 's/^[1-9].*/yes/')" yes
is "sources that are too old are told" "$(told source | sed 's/^[1-9].*/yes/')" yes
is "a task is told" "$(told task | sed 's/^[1-9].*/yes/')" yes
posts=$(wc -l <"$heard")
at=2026-12-21T10:10:00+09:00
run 0 job run
is "and nothing twice" "$(wc -l <"$heard")" "$posts"

story "what is sealed is in none of it; the open case is"
is "posts say the word of the open one" "$(bodies . | grep -c -e "$plain" -e "$open" | sed 's/^[1-9].*/yes/')" yes
is "and not of the sealed one" "$(bodies . | grep -c -e "$secret" -e "$sealed")" 0
letters=$(find "$home" -path "$home/kb" -prune -o -name '*.eml' -print 2>/dev/null)
is "letters there are" "$(printf '%s' "$letters" | grep -c . | sed 's/^[1-9].*/yes/')" yes
# What a reader of the letters reads; in units, of those to the mail box of a unit.
printf '%s\n' "$letters" >"$scratch/letters"
python3 - "$scratch" <<'END'
import email, email.policy, pathlib, sys
folder = pathlib.Path(sys.argv[1])
with open(folder / "words", "w") as words, open(folder / "units", "w") as units:
    for path in (folder / "letters").read_text().split():
        letter = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
        parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
        text = "\n".join([str(letter["to"]), str(letter["subject"])] + parts)
        print(text, file=words)
        if "joho@" in str(letter["to"]):
            print(text, file=units)
END
is "they say the word of the open one" "$(grep -c -e "$plain" -e "$open" "$scratch/words" | sed 's/^[1-9].*/yes/')" yes
is "no letter says the word of the sealed one" "$(grep -c -e "$secret" "$scratch/words")" 0
is "the mail box of the unit got its report" "$(grep -c . "$scratch/units" | sed 's/^[1-9].*/yes/')" yes
is "and not that there is a sealed one" "$(grep -c -e "$secret" -e "$sealed" "$scratch/units")" 0

story "feed and calendar, by a token of who takes part"
unset TSUKUROI_AT
start_home
bearer=$(cat "$scratch/token")
is "sato signs in" "$(sign_in sato)" 303
is "addresses are made" "$(send sato /reports/subscriptions /reports/subscriptions/feed)" 200
for id in changes calendar; do
	address=$(sed -n "s/.*id=\"$id\">\([^<]*\)<.*/\1/p" "$out" | sed 's/&amp;/\&/g')
	is "$id" "$(curl -sS -m 60 -o "$scratch/$id" -w '%{http_code}' "$address")" 200
	is "$id says nothing of it" "$(grep -c -e "$secret" -e "$sealed" "$scratch/$id")" 0
done
is "the case is there for sato" "$(curl -sS -m 60 -o "$out" -w '%{http_code}' -H "Authorization: Bearer $bearer" "$url/cases/$sealed")" 200
has "$secret"
stop_home
plan
