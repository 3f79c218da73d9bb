#!/bin/sh
# Programs of others, unmodified, against the served APIs: fetched from their registries for this run, asked as their makers meant them to be. Their hosts are fixed
# (api.osv.dev, services.nvd.nist.gov, jvndb.jvn.jp): so all of it runs in a network of its own, in which these names are this machine, with a certificate of an
# authority made for the run. Nothing is fetched unasked; without a registry, or without such networks, there is nothing to show, and it says so.
#
#     TSUKUROI_CLIENTS=FOLDER     asks for it: what is fetched and built stands there, for the next run too
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
hosts="csaf.city.example.jp csaf.data.security.csaf.city.example.jp api.osv.dev services.nvd.nist.gov jvndb.jvn.jp"
clients=${TSUKUROI_CLIENTS:-}
csaf_version=v3.5.1 osv_scanner_version=v1.9.2

# ---------------------------------------------------------------------------------------------------- their programs
fetch_go() {
	command -v go >/dev/null 2>&1 || return 1
	for module in github.com/gocsaf/csaf/v3/cmd/csaf_checker@$csaf_version github.com/gocsaf/csaf/v3/cmd/csaf_downloader@$csaf_version \
		github.com/google/osv-scanner/cmd/osv-scanner@$osv_scanner_version; do
		program=${module%@*}
		[ -x "$clients/${program##*/}" ] || GOBIN=$clients GOFLAGS="-modcacherw -p=1" timeout 900 go install "$module" >"$scratch/go.log" 2>&1 || return 1
	done
}
fetch_python() {
	[ -x "$clients/venv/bin/pip-audit" ] ||
		{ python3 -m venv "$clients/venv" && timeout 600 "$clients/venv/bin/pip" -q install pip-audit==2.10.1 nvdlib==0.9.0 lxml; } >"$scratch/pip.log" 2>&1
}
fetch_node() {
	command -v npm >/dev/null 2>&1 || return 1
	[ -e "$clients/npm/node_modules/@secvisogram" ] ||
		{ mkdir -p "$clients/npm" && timeout 300 npm install --silent --no-save --prefix "$clients/npm" @secvisogram/csaf-validator-lib@2.0.10; } >"$scratch/npm.log" 2>&1
}
if [ -z "$clients" ]; then
	skip "programs of others are fetched only when TSUKUROI_CLIENTS names a folder for them"
	plan
	exit 0
fi
mkdir -p "$clients"

# ------------------------------------------------------------------------------------- from here on in a network of its own
if [ "${1:-}" != inside ]; then
	unshare -rnm true 2>/dev/null || {
		skip "this machine lets nobody make networks of his own (unshare -rnm)"
		plan
		exit 0
	}
	fetch_go || echo "# no programs in Go: $(tail -n 1 "$scratch/go.log" 2>/dev/null || echo 'no go here')"
	fetch_python || echo "# no programs in Python: $(tail -n 1 "$scratch/pip.log" 2>/dev/null)"
	fetch_node || echo "# no programs in JavaScript: $(tail -n 1 "$scratch/npm.log" 2>/dev/null || echo 'no npm here')"
	TSUKUROI_CLIENTS=$clients unshare -rnm sh "$0" inside
	exit
fi
ip link set lo up
{
	echo "127.0.0.1 localhost"
	for name in $hosts; do echo "127.0.0.1 $name"; done
} >"$scratch/hosts"
mount --bind "$scratch/hosts" /etc/hosts
ca=$scratch/ca.pem
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$scratch/ca.key" -out "$ca" -days 2 -subj "/CN=Example CA" -addext basicConstraints=critical,CA:true 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout "$scratch/key.pem" -out "$scratch/csr.pem" -subj "/CN=csaf.city.example.jp" 2>/dev/null
echo "subjectAltName=$(for name in $hosts; do printf 'DNS:%s,' "$name"; done | sed 's/,$//')" >"$scratch/names"
openssl x509 -req -in "$scratch/csr.pem" -CA "$ca" -CAkey "$scratch/ca.key" -CAcreateserial -days 2 -extfile "$scratch/names" -out "$scratch/certificate.pem" 2>/dev/null
export SSL_CERT_FILE="$ca" REQUESTS_CA_BUNDLE="$ca" CURL_CA_BUNDLE="$ca"

story "a home that serves, by https"
make_home standard
cat >>"$home/tsukuroi.conf" <<-'END'
	organisation = 例市
	site = https://www.city.example.jp
	security_contact = mailto:psirt@city.example.jp
	served_apis = local
	clock = given
END
demo_knowledge
at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
t key init --unlock file
t key start
t csaf key
# advisory NUMBER TLP: one that is whole, of a made vendor.
advisory() {
	cat <<-END
		{"document":{"category":"csaf_security_advisory","csaf_version":"2.0","lang":"ja","title":"例の予約システムにおけるクロスサイトスクリプティングの脆弱性",
		"distribution":{"tlp":{"label":"$2"}},"publisher":{"category":"vendor","name":"例市","namespace":"https://www.city.example.jp"},
		"notes":[{"category":"summary","text":"予約の備考欄に入力した文字が、そのまま画面に出ます。"}],
		"tracking":{"id":"EX-2026-000$1","status":"final","version":"1","initial_release_date":"2026-11-01T00:00:00Z","current_release_date":"2026-11-01T00:00:00Z",
		"revision_history":[{"date":"2026-11-01T00:00:00Z","number":"1","summary":"初版"}]}},
		"product_tree":{"branches":[{"category":"vendor","name":"例市","branches":[{"category":"product_name","name":"例の予約システム","branches":[
		{"category":"product_version","name":"2.3","product":{"name":"例の予約システム 2.3","product_id":"P-1"}},
		{"category":"product_version","name":"2.4","product":{"name":"例の予約システム 2.4","product_id":"P-2"}}]}]}]},
		"vulnerabilities":[{"title":"クロスサイトスクリプティング","cwe":{"id":"CWE-79","name":"Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')"},
		"notes":[{"category":"description","text":"予約の備考欄に入力した文字が、そのまま画面に出ます。"}],"ids":[{"system_name":"例市","text":"EX-$1"}],
		"product_status":{"known_affected":["P-1"],"fixed":["P-2"]},"remediations":[{"category":"vendor_fix","details":"2.4 に更新してください。","product_ids":["P-1"]}]}]}
	END
}
for number in 1:WHITE 2:AMBER 3:WHITE 4:WHITE; do
	advisory "${number%:*}" "${number#*:}" >"$scratch/ex-2026-000${number%:*}.json"
	run 0 csaf publish "$scratch/ex-2026-000${number%:*}.json"
done
run 0 csaf withdraw EX-2026-0003 --reason "別の製品でした。"
run 0 csaf withdraw EX-2026-0004 --erase --reason "TLP:RED のはずでした。"
run 0 csaf key --renew
advisory 5 WHITE >"$scratch/ex-2026-0005.json"
run 0 csaf publish "$scratch/ex-2026-0005.json"
secret=$("$TSUKUROI" --home "$home" --lang en token make --name collector --scope read 2>/dev/null | grep -aoE "tsk_[a-z2-7]{58}")
: >"$log"
"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:443 --certificate "$scratch/certificate.pem" --key "$scratch/key.pem" >"$log" 2>&1 </dev/null &
# shellcheck disable=SC2034 # stop_home's
server=$!
for _ in $(seq 300); do
	[ "$(curl -s -m 5 -o /dev/null -w '%{http_code}' https://csaf.city.example.jp/healthz)" = 200 ] && break
	sleep 0.1
done

story "gocsaf $csaf_version: csaf_checker and csaf_downloader"
# wrong REPORT: the requirements of which something is wrong, by their numbers.
wrong() { jq -r '[.domains[0].requirements[] | select(any(.messages[]?; .type == 2)) | .num] | join(" ")' <"$1"; }
if [ -x "$clients/csaf_checker" ]; then
	"$clients/csaf_checker" -o "$scratch/report.json" csaf.city.example.jp >"$out" 2>"$err"
	is "everybody: passed, as which role, what is wrong" "$(jq -r '.domains[0] | "\(.passed) \(.role)"' <"$scratch/report.json"),$(wrong "$scratch/report.json")" "true csaf_trusted_provider,"
	"$clients/csaf_checker" -H "Authorization: Bearer $secret" -o "$scratch/report.json" csaf.city.example.jp >"$out" 2>"$err"
	is "who shows a token, TLP:AMBER too" "$(jq -r '.domains[0] | "\(.passed) \(.role)"' <"$scratch/report.json"),$(wrong "$scratch/report.json")" "true csaf_trusted_provider,"
	mkdir "$scratch/got"
	"$clients/csaf_downloader" -d "$scratch/got" csaf.city.example.jp >"$out" 2>"$err"
	is "fetched, hashes and signatures verified" "$(cd "$scratch/got" && find . -name '*.json*' | sort | tr '\n' ' ')" \
		"$(for file in 1 3 5; do for end in '' .asc .sha256 .sha512; do printf './white/2026/ex-2026-000%s.json%s ' $file "$end"; done; done)"
else
	skip "csaf_checker could not be fetched"
fi
if [ -e "$clients/npm/node_modules/@secvisogram" ]; then
	cat >"$clients/npm/check.mjs" <<-'END'
		import { readFile } from 'node:fs/promises'
		import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js'
		import * as schema from '@secvisogram/csaf-validator-lib/schemaTests.js'
		import validate from '@secvisogram/csaf-validator-lib/validate.js'
		for (const file of process.argv.slice(2)) {
		  const done = await validate([schema.csaf_2_0_strict ?? schema.csaf_2_0, ...Object.values(mandatory)], JSON.parse(await readFile(file)))
		  console.log(done.isValid, done.tests.filter((test) => !test.isValid).map((test) => test.name).join(' '))
		}
	END
	t ledger import csv --answer none "$demo/ledger.csv"
	t assess
	t vex export --form csaf --out "$scratch/vex.json"
	is "secvisogram's validator: an advisory, one taken back, and a VEX document of ours" \
		"$(node "$clients/npm/check.mjs" "$scratch/ex-2026-0001.json" "$home/csaf/2026/ex-2026-0003.json" "$scratch/vex.json" 2>"$err" | tr '\n' ' ')" "true  true  true  "
else
	skip "csaf-validator-lib could not be fetched"
fi

story "OSV: osv-scanner $osv_scanner_version, pip-audit 2.10.1"
mkdir "$scratch/project"
cat >"$scratch/tracker.json" <<-'END'
	{"curl":{"CVE-2026-0001":{"description":"A flaw in curl.","releases":{"bookworm":{"status":"resolved","fixed_version":"7.88.1-10+deb12u9"}}}}}
END
echo '{"distroversion":"v3.19","reponame":"main","packages":[{"pkg":{"name":"curl","secfixes":{"8.9.0-r0":["CVE-2026-0001"]}}}]}' >"$scratch/secdb.json"
echo '{"id":"PYSEC-2099-2","modified":"2026-01-02T00:00:00Z","details":"x","aliases":["CVE-2099-0002"],"affected":[{"package":{"name":"jinja2","ecosystem":"PyPI"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.7.2"}]}]}]}' >"$scratch/pypi.ndjson"
t feed import debsec "$scratch/tracker.json"
t feed import secdb "$scratch/secdb.json"
t feed import osv "$scratch/pypi.ndjson"
echo 'jinja2==2.4.1' >"$scratch/project/requirements.txt"
cat >"$scratch/project/bom.cdx.json" <<-'END'
	{"bomFormat":"CycloneDX","specVersion":"1.4","version":1,"components":[
	{"type":"library","name":"curl","version":"7.88.1-10+deb12u5","purl":"pkg:deb/debian/curl@7.88.1-10+deb12u5?distro=debian-12"},
	{"type":"library","name":"curl","version":"8.5.0-r0","purl":"pkg:apk/alpine/curl@8.5.0-r0?distro=3.19"}]}
END
if [ -x "$clients/osv-scanner" ]; then
	"$clients/osv-scanner" scan --lockfile "$scratch/project/requirements.txt" --sbom "$scratch/project/bom.cdx.json" --format json >"$out" 2>"$err"
	json '[.results[].packages[] | "\(.package.ecosystem) \([.vulnerabilities[].id] | join(" "))"] | sort | join(", ")' 'Alpine ALPINE-CVE-2026-0001, Debian DEBIAN-CVE-2026-0001, PyPI PYSEC-2099-2'
else
	skip "osv-scanner could not be fetched"
fi
if [ -x "$clients/venv/bin/pip-audit" ]; then
	"$clients/venv/bin/pip-audit" -s osv -r "$scratch/project/requirements.txt" --no-deps --disable-pip --progress-spinner off -f json >"$out" 2>"$err"
	json '[.dependencies[0].vulns[].id] | join(" ")' 'PYSEC-2099-2'

	story "NVD: nvdlib 0.9.0"
	"$clients/venv/bin/python3" - >"$out" 2>"$err" <<-'END'
		import nvdlib
		one = nvdlib.searchCVE(cveId="CVE-2021-44228", key="none", delay=0.7)[0]
		print(one.id, one.vulnStatus, one.score[1], len(nvdlib.searchCVE(keywordSearch="log4j", key="none", delay=0.7)) > 0)
	END
	is "one by its id, and by words" "$(cat "$out")" "CVE-2021-44228 Analyzed 10.0 True"
else
	skip "pip-audit and nvdlib could not be fetched"
fi
holds "the process lives, and said nothing of a fault" sh -c "! grep -qE 'Sanitizer|runtime error' '$log'"
t key stop
stop_home
plan
