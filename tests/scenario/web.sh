# shellcheck shell=sh
# shellcheck disable=SC2154 # scratch, home, out and err are those of lib.sh
# web.sh - for scenarios at the web: the running home, people at browsers. Comes after lib.sh.
#
#     start_home, stop_home
#     sign_in LOGIN [PASSWORD] [ORGANISATION]
#     fetch LOGIN PATH OPTIONS…       prints the status; the answer in $out, its head in $head
#     send LOGIN PAGE PATH FIELDS…    opens the page for its hidden fields, and sends a form that stands on it
trap 'stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
log=$scratch/log
head=$scratch/head
accept=text/html
# A home ends well when it is asked to; one that ended otherwise, or by itself before, is a failure with its last words.
stop_home() {
	[ -z "$server" ] && return
	kill "$server" 2>/dev/null
	wait "$server" 2>/dev/null
	stop_status=$?
	server=
	case $stop_status in
	0 | 143) ;;
	*)
		not_ok "the served home ended with $stop_status"
		tail -n 60 "$log" | sed 's/^/#   /'
		;;
	esac
	if grep -q 'Sanitizer\|runtime error:' "$log"; then
		not_ok "a process of the served home broke"
		grep -A 30 'Sanitizer\|runtime error:' "$log" | head -n 60 | sed 's/^/#   /'
	fi
}
start_home() {
	# The child empties it, in its own time: until then it would speak of the home before.
	: >"$log"
	"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 600); do
		grep -q ' runs: ' "$log" && break
		sleep 0.1
	done
	# shellcheck disable=SC2034 # for the stories
	url=$(sed -n 's/^Pages: \(.*\)\/$/\1/p' "$log")
	for _ in $(seq 300); do
		[ "$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$url/healthz")" = 200 ] && break
		sleep 0.1
	done
}
fetch() {
	fetch_who=$1 fetch_path=$2
	shift 2
	curl -sS -m 60 -b "$scratch/$fetch_who.jar" -c "$scratch/$fetch_who.jar" -D "$head" -o "$out" -w '%{http_code}' -H "Accept: $accept" -H 'Accept-Language: en' "$@" \
		"$url$fetch_path" 2>"$err"
}
field() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$out" | head -n 1; }
send() {
	send_who=$1 send_page=$2 send_path=$3
	shift 3
	fetch "$send_who" "$send_page" >/dev/null
	set -- "$@" --data-urlencode "_csrf=$(field _csrf)" --data-urlencode "_key=$(field _key)"
	fetch "$send_who" "$send_path" "$@"
}
location() { tr -d '\r' <"$head" | sed -n 's/^[Ll]ocation: //p'; }
sign_in() { fetch "$1" /sign-in --data-urlencode "login=$1" --data-urlencode "password=${2:-a city for show}" ${3:+-d "organisation=$3"}; }
