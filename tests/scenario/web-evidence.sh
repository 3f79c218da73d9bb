#!/bin/sh
# What texts say of exploitation, at the web: a person reads the sentence and answers; readers only read; what an alert's author writes stays a text.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
person() {
	run 0 account add "$1" --name "$2" --office "$3" --unit 情報政策課
	printf 'a city for show\n' >"$scratch/password"
	run 0 account password "$1" --password-file "$scratch/password"
}
at=$(date -u +%FT%TZ)

run 0 init
printf 'clock = given\n' >>"$home/tsukuroi.conf"
person sato 佐藤 security
person mina ミナ reader
cat >"$scratch/at269001.html" <<'END'
<html><head><title>例示製品 &lt;script&gt;alert(1)&lt;/script&gt; に関する注意喚起</title></head><body><p>JPCERT-AT-2026-9001<br>2026-11-19(新規)</p>
<h4>I. 概要</h4><p>CVE-2026-990001 &lt;img src=x onerror=alert(1)&gt; の悪用が確認されています。</p></body></html>
END
run 0 feed import alerts "$scratch/at269001.html"
start_home
is "sato signs in" "$(sign_in sato)" 303
is "mina signs in" "$(sign_in mina)" 303
is "sato reads English" "$(fetch sato /language/en)" 303

story "a sentence is read, and answered with a ground"
is "the list" "$(fetch sato '/knowledge/exploitation?everywhere=yes')" 200
has "悪用が確認されています"
lacks "<img src=x"
key=$(field key)
is "without a ground it is refused" "$(send sato '/knowledge/exploitation?everywhere=yes' /knowledge/exploitation --data-urlencode "key=$key" -d answer=confirm)" 400
is "a reader may not answer" "$(send mina '/knowledge/exploitation?everywhere=yes' /knowledge/exploitation --data-urlencode "key=$key" -d answer=confirm -d reason=x)" 403
is "it is confirmed" "$(send sato '/knowledge/exploitation?everywhere=yes' /knowledge/exploitation --data-urlencode "key=$key" -d answer=confirm -d reason=read)" 303
is "it waits no longer" "$(fetch sato '/knowledge/exploitation?everywhere=yes')" 200
lacks "悪用が確認されています"
is "it stands on the vulnerability's page" "$(fetch sato /vulnerabilities/CVE-2026-990001)" 200
has "confirmed"
is "a sentence that is none" "$(send sato '/knowledge/exploitation?everywhere=yes&all=yes' /knowledge/exploitation -d key=0000000000000000 -d answer=refuse -d reason=x)" 404
is "it is taken back" "$(send sato /vulnerabilities/CVE-2026-990001 /knowledge/exploitation --data-urlencode "key=$key" -d answer=take-back -d vulnerability=CVE-2026-990001)" 303
is "and leads back to where it stood" "$(location)" "/vulnerabilities/CVE-2026-990001#said"

story "alerts"
is "what touches us" "$(fetch sato /knowledge/alerts)" 200
has "No alert touches anything here"
is "all" "$(fetch sato '/knowledge/alerts?all=yes')" 200
has "JPCERT-AT-2026-9001"
lacks "<script>alert"
accept=application/json
is "as JSON" "$(fetch sato '/knowledge/alerts?all=yes')" 200
has '"JPCERT-AT-2026-9001"'
plan
