# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # scratch, home and demo are those of lib.sh; the rest is for the stories
# server.sh - for scenarios that fetch: the sources of public knowledge on this machine (server.py), and homes that ask them. Comes after lib.sh.
#
#     start_sources [FEEDS]    from there on $base and $tls are their addresses, $place is their folder; they end with the scenario
#     ask_sources              the home in $home asks them for everything, without pauses
#     from SOURCE ADDRESS      one source, as a person sets it
#     fault "PATH KIND …"      what goes wrong from now on, until that file is gone: $place/fault
place=$scratch/server
sources=
running=
stop_sources() {
	# shellcheck disable=SC2086 # two numbers, or none
	[ -z "$sources$running" ] || { kill $sources $running; wait $sources $running; } 2>/dev/null
}
trap 'stop_sources; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
start_sources() {
	mkdir "$place"
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$place/key.pem" -out "$place/cert.pem" -days 2 -subj /CN=127.0.0.1 \
		-addext subjectAltName=IP:127.0.0.1 >/dev/null 2>&1
	PYTHONDONTWRITEBYTECODE=1 python3 "$root/tests/pull/server.py" "${1:-$demo/feeds}" "$place" 2>"$scratch/server.err" &
	sources=$!
	for _ in $(seq 60); do
		[ -s "$place/port" ] && [ -s "$place/tls-port" ] && break
		sleep 0.1
	done
	base=http://127.0.0.1:$(cat "$place/port")
	tls=https://127.0.0.1:$(cat "$place/tls-port")
}
ask_sources() {
	printf 'clock = given\nfetch_hosts = %s local, %s local\n' "$base" "$tls" >>"$home/tsukuroi.conf"
	mkdir -p "$home/pull"
	while read -r name path; do
		printf '%s.url = %s%s\n%s.pause = 0\n' "$name" "$base" "$path" "$name"
	done >"$home/pull/sources.conf" <<-END
		kev /kev.json
		epss /epss.csv.gz
		eol /eol
		nvd /nvd
		jvn /myjvn
		jvn-products /myjvn?method=getProductList&feed=hnd
		jvn-statistics /myjvn?method=getStatistics&feed=hnd&theme=sumCvss&type=y
		cve5 /cve
		osv:Debian /osv
		msrc /msrc/updates
		jpcert /rss/jpcert.rdf
		debian-tracker /debian-tracker
		alpine-secdb /secdb
	END
	: >"$place/log"
}
from() { t feed source set "$1" url "$2"; }
fault() { echo "$*" >"$place/fault"; }
