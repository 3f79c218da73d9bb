# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # scratch is lib.sh's; csaf and base are set before
# csaf.sh - for scenarios: a provider of signed advisories in the folder $csaf, which is served at $base. Needs gpg.
#
#     key WHO                           a pair of keys
#     provider                          three documents of psirt, listed, signed and described
#     document NUMBER CVE DAY END       one more, affected before END, signed by $who; then: lists
GNUPGHOME=$scratch/gpg
export GNUPGHOME
mkdir -m 700 "$GNUPGHOME"

key() { gpg --batch --quiet --passphrase '' --quick-generate-key "Example PSIRT <$1@example.jp>" ed25519 sign never 2>/dev/null; }
fingerprint() { gpg --with-colons -k "$1@example.jp" 2>/dev/null | sed -n 's/^fpr:*\([0-9A-F]*\):/\1/p' | head -n 1; }
publish_key() { gpg --batch --armor --export "$1@example.jp" >"$csaf/openpgp.asc" 2>/dev/null; }
# metadata ROLE DISTRIBUTION: what the provider says of itself; its key is WHO's.
metadata() {
	cat >"$csaf/.well-known/csaf/provider-metadata.json" <<-JSON
		{"canonical_url":"$base/.well-known/csaf/provider-metadata.json","metadata_version":"2.0","role":"$1","last_updated":"2026-11-19T00:00:00Z",
		"publisher":{"category":"vendor","name":"Example","namespace":"https://psirt.example.jp"},"list_on_CSAF_aggregators":true,
		"mirror_on_CSAF_aggregators":true,"distributions":[$2],"public_openpgp_keys":[{"fingerprint":"$(fingerprint "$who")","url":"$base/openpgp.asc"}]}
	JSON
}
folder="{\"directory_url\":\"$base/advisories/\"}"
# document NUMBER CVE DAY END: affected before END; signed by WHO.
document() {
	file=$csaf/advisories/2026/ex-2026-$1.json
	cat >"$file" <<-JSON
		{"document":{"category":"csaf_security_advisory","csaf_version":"2.0","title":"Garden server","publisher":{"category":"vendor","name":"Example","namespace":"https://psirt.example.jp"},
		"tracking":{"id":"EX-2026-$1","status":"final","version":"1","initial_release_date":"$3","current_release_date":"$3","revision_history":[{"number":"1","date":"$3","summary":"First"}]}},
		"product_tree":{"branches":[{"category":"vendor","name":"Example","branches":[{"category":"product_name","name":"Garden server","branches":[
		{"category":"product_version_range","name":"vers:intdot/<$4","product":{"product_id":"A","name":"Garden server before $4","product_identification_helper":{"cpe":"cpe:2.3:a:example:garden_server:*:*:*:*:*:*:*:*"}}}]}]}]},
		"vulnerabilities":[{"cve":"$2","notes":[{"category":"description","text":"Anybody can read the watering plan."}],"product_status":{"known_affected":["A"]},
		"remediations":[{"category":"vendor_fix","details":"Update to $4","product_ids":["A"]}]}]}
	JSON
	sign "$file"
}
sign() {
	(cd "$(dirname "$1")" && sha256sum "$(basename "$1")" >"$(basename "$1").sha256")
	gpg --batch --yes --quiet --armor -u "$who@example.jp" -o "$1.asc" --detach-sign "$1" 2>/dev/null
}
lists() {
	(cd "$csaf/advisories" && find . -name '*.json' | sed 's#^\./##' | sort >index.txt
	while read -r path; do
		printf '"%s","%s"\n' "$path" "$(jq -r .document.tracking.current_release_date "$path")"
	done <index.txt | sort -t, -k2 -r >changes.csv)
}
provider() {
	rm -rf "$csaf/advisories"
	mkdir -p "$csaf/advisories/2026" "$csaf/.well-known/csaf"
	rm -f "$csaf/.well-known/security.txt" "$csaf/"*.json
	who=psirt
	publish_key psirt
	metadata csaf_trusted_provider "$folder"
	document 0001 CVE-2026-0101 2026-11-10T00:00:00Z 2.0
	document 0002 CVE-2026-0102 2026-11-12T00:00:00Z 2.1
	document 0003 CVE-2026-0103 2026-11-19T00:00:00Z 2.2
	lists
}
