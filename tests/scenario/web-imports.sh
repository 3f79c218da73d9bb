#!/bin/sh
# Large lists at the web: they wait in line and are taken in beside the pages, which answer meanwhile; their page says how far they have come; given up,
# killed and begun again, seen by nobody else.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
rows=${IMPORT_ROWS:-30000}      # 100000: as bench/README.md tells

# drop LOGIN FILE: the files' form as a browser sends it; prints the status.
drop() {
	fetch "$1" /imports >/dev/null
	fetch "$1" /imports -F "_csrf=$(field _csrf)" -F "_key=$(field _key)" -F "file=@$2"
}
# state LOGIN UPLOAD: as a program sees it.
state() {
	curl -sS -m 60 -b "$scratch/$1.jar" -H 'Accept: application/json' -H 'Accept-Language: en' "$url$2" 2>/dev/null | jq -r '.line.state // .status // ""' 2>/dev/null
}
# until LOGIN UPLOAD STATE…: waits for one of these; prints it.
until_state() {
	until_who=$1 until_upload=$2
	shift 2
	for _ in $(seq $((900 + rows / 20))); do
		until_now=$(state "$until_who" "$until_upload")
		for until_one; do
			if [ "$until_now" = "$until_one" ]; then
				echo "$until_now"
				return
			fi
		done
		sleep 0.1
	done
	echo "still $until_now"
}
press() { send "$1" "$2" "$2/$3"; }
# take LOGIN UPLOAD: as the form on its page says.
take() { send "$1" "$2" "$2/take" -d system= ; }
# now ARGUMENTS…: the program, at the real hour.
now() {
	"$TSUKUROI" --home "$home" --lang en "$@" >"$out" 2>"$err" </dev/null
	status=$?
}
importing() { ps -o pid=,args= --ppid "$server" | sed -n 's/^ *\([0-9]*\) .* importing .*/\1/p'; }
kill_importing() {
	kill_pid=$(importing)
	kill -9 "$kill_pid" && ok "the process is killed while it $1"
}
imports() { curl -sS -b "$scratch/kudo.jar" -H 'Accept: application/json' "$url/imports" | jq "[.rows[] | select(.file == \"$1\")] | length"; }

story "people, and files"
run 0 init
echo 'a city for show' >"$scratch/password"
chmod 600 "$scratch/password"
for login in kudo:operator mori:owner mina:reader; do
	now account add "${login%:*}" --name "${login%:*}" --office "${login#*:}" --unit 図書館 --language en
	now account password "${login%:*}" --password-file "$scratch/password"
	is "${login%:*} has a password" "$status" 0
done
python3 - "$scratch" "$rows" <<'END'
import json, sys
place, rows = sys.argv[1], int(sys.argv[2])
def sheet(name, rows, version, of_host=0):      # so many programs of a host; 0: one
    with open("%s/%s.csv" % (place, name), "w") as f:
        f.write("システム名,ホスト名,メーカー,ソフトウェア名,版\n")
        for i in range(rows):
            f.write("業務システム%d%03d,pc%05d,例社%d,業務ソフト%04d,%d.%d.%d\n" % (version, i // of_host if of_host else i % 400, i // (of_host or 20), i % 37, i % 2000, version, i % 13, i % 7))
sheet("large", rows, 1)
sheet("second", 20000, 2, 400)
sheet("third", 20000, 3)
sheet("small", 1500, 4)
with open(place + "/site.cdx.json", "w") as f:
    parts, size = [], 0
    while size < 20 << 20:
        n = len(parts)
        part = {"type": "library", "bom-ref": "r%d" % n, "name": "lib-%06d" % n, "version": "%d.%d" % (n % 9, n % 13),
            "purl": "pkg:npm/%%40example/lib-%06d@%d.%d" % (n, n % 9, n % 13), "description": "A part of the site that says a little of itself. " * 4}
        parts.append(part)
        size += len(json.dumps(part)) + 2
    json.dump({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": {"type": "application", "name": "例市サイト"}}, "components": parts}, f)
open(place + "/broken.csv", "wb").write(b"\x7fELF" + bytes(range(256)) * 8000)
END
first=$(id -un)      # the home's owner, an administrator
now account password "$first" --password-file "$scratch/password"
start_home
for login in "$first" kudo mori mina; do is "$login signs in" "$(sign_in "$login")" 303; done

story "a small list is as immediate as ever"
is "dropped" "$(drop kudo "$scratch/small.csv")" 303
upload=$(location)
is "looked through with its page" "$(fetch kudo "$upload")" 200
has '1500 rows: 1500 new'
is "it is not in line" "$(state kudo "$upload")" ""
is "thrown away" "$(press kudo "$upload" drop)" 303

story "a large one waits in line, and pages answer"
python3 - "$url" "$scratch/kudo.jar" "$scratch/times" <<'END' &
import http.client, sys, time, urllib.parse
url, jar, out = sys.argv[1:]
cookies = "; ".join("%s=%s" % tuple(line.split("\t")[5:7]) for line in open(jar).read().splitlines() if line.count("\t") == 6)
place, times = urllib.parse.urlparse(url), []
try:
    while True:
        for path in ("/", "/systems", "/imports", "/findings", "/tasks"):
            began = time.time()
            c = http.client.HTTPConnection(place.hostname, place.port, timeout=120)
            c.request("GET", path, headers={"Cookie": cookies})
            status = c.getresponse().status
            c.close()
            times.append((time.time() - began, status))
            open(out, "w").write("%d\n" % len(times) + "\n".join("%.4f %d" % one for one in times))
            time.sleep(0.02)
except OSError:
    pass
END
meter=$!
began=$(date +%s%N)
is "dropped" "$(drop kudo "$scratch/large.csv")" 303
answered=$((($(date +%s%N) - began) / 1000000))
echo "# the upload was answered within $answered ms"
upload=$(location)
is "its page" "$(fetch kudo "$upload")" 200
has "large.csv"
holds "it looks again by itself, without script" grep -qi "^refresh: " "$head"
is "a second gets in line behind it" "$(drop mori "$scratch/second.csv")" 303
second=$(location)
is "it says so" "$(fetch mori "$second")" 200
has "Before it: 1"
is "the first is another's to nobody else" "$(fetch mori "$upload")" 404
is "nor to a reader" "$(fetch mina "$upload")" 403
is "nor may it be given up by another" "$(press mori "$upload" drop)" 404
is "looked through" "$(until_state kudo "$upload" looked failed)" looked
is "what would come of it" "$(fetch kudo "$upload")" 200
has "$rows rows: $rows new"
is "nothing is written" "$(imports large.csv)" 0
is "the second's turn has come" "$(until_state mori "$second" looked failed)" looked
is "it is given up" "$(press mori "$second" drop)" 303
is "it says so" "$(state mori "$second")" given_up
is "and is not taken in" "$(take mori "$second")" 409
is "the first is agreed to" "$(take kudo "$upload")" 303
is "taken in" "$(until_state kudo "$upload" "done" failed)" "done"
seconds=$((($(date +%s%N) - began) / 1000000))
echo "# $rows rows, looked through and taken in, after $seconds ms"
is "with what changed" "$(fetch kudo "$upload")" 200
has "$rows rows: $rows new"
is "it stands in the register, once" "$(imports large.csv)" 1
is "twice it cannot be taken in" "$(take kudo "$upload")" 409

story "a bill of materials of 20 MB"
is "dropped" "$(drop kudo "$scratch/site.cdx.json")" 303
upload=$(location)
is "looked through" "$(until_state kudo "$upload" looked failed)" looked
is "with what it is worth" "$(fetch kudo "$upload")" 200
has "Software bill of materials"
is "taken in" "$(take kudo "$upload")" 303
is "it is there" "$(until_state kudo "$upload" "done" failed)" "done"
kill "$meter" 2>/dev/null
wait "$meter" 2>/dev/null
sed 1d "$scratch/times" | sort -n >"$scratch/sorted"
total=$(wc -l <"$scratch/sorted")
slow=$(sed -n "$((total * 99 / 100))p" "$scratch/sorted" | cut -d ' ' -f 1)
echo "# meanwhile $total pages, median $(sed -n "$((total / 2))p" "$scratch/sorted" | cut -d ' ' -f 1) s, p99 $slow s, slowest $(tail -n 1 "$scratch/sorted" | cut -d ' ' -f 1) s"
is "all of them were answered" "$(cut -d ' ' -f 2 "$scratch/sorted" | sort -u)" 200
holds "pages went on while it was looked through and taken in" test "$total" -ge 20

story "killed at any place, it is taken up again"
is "dropped" "$(drop kudo "$scratch/third.csv")" 303
upload=$(location)
is "it is being looked through" "$(until_state kudo "$upload" reading looked)" reading
kill_importing "looks"
is "looked through all the same" "$(until_state kudo "$upload" looked failed)" looked
is "agreed" "$(take kudo "$upload")" 303
is "it is being taken in" "$(until_state kudo "$upload" taking "done")" taking
is "it cannot be given up by now" "$(press kudo "$upload" drop)" 409
kill_importing "writes"
is "taken in all the same" "$(until_state kudo "$upload" "done" failed)" "done"
fetch kudo "$upload" >/dev/null
has "20000 rows: 20000 new"
is "once" "$(imports third.csv)" 1
is "the whole home is killed with one in line" "$(drop kudo "$scratch/second.csv")" 303
upload=$(location)
kill -9 "$server" 2>/dev/null
wait "$server" 2>/dev/null
sleep 1
start_home
is "it is there again" "$(until_state kudo "$upload" looked failed)" looked
is "given up while it waits for a word" "$(press kudo "$upload" drop)" 303
is "nothing of it was written" "$(imports second.csv)" 0

story "given up while it is looked through"
is "dropped" "$(drop kudo "$scratch/large.csv")" 303
upload=$(location)
until_state kudo "$upload" reading >/dev/null
is "given up" "$(press kudo "$upload" drop)" 303
is "it says so" "$(state kudo "$upload")" given_up
is "the list says how each stands" "$(fetch kudo /imports)" 200
has "Given up"
has "large.csv"

story "what is no list, and who went"
is "dropped" "$(drop kudo "$scratch/broken.csv")" 303
upload=$(location)
is "gone through" "$(until_state kudo "$upload" looked failed)" looked
is "its page says what is wrong" "$(fetch kudo "$upload")" 200
has "Nothing of this file can be taken in."
press kudo "$upload" drop >/dev/null
is "another drops one" "$(drop mori "$scratch/second.csv")" 303
upload=$(location)
is "looked through" "$(until_state mori "$upload" looked failed)" looked
kill -STOP "$(importing)"
is "and agrees" "$(take mori "$upload")" 303
now account lock mori
kill -CONT "$(importing)"
is "his account is locked meanwhile: it is not done for him" "$(until_state "$first" "$upload" failed "done")" failed
is "its page says why" "$(fetch "$first" "$upload?lang=en")" 200
has "The account mori is locked"
is "nothing was written" "$(imports second.csv)" 0
stop_home
cat "$log" >"$out"
lacks Sanitizer

story "two nodes, one ledger: what one was sent, the other does"
if [ -z "${TSUKUROI_PG:-}" ]; then
	skip "TSUKUROI_PG names no PostgreSQL"
	plan
	exit 0
fi
name=imports_$$
psql -q "$TSUKUROI_PG" -c "CREATE DATABASE $name" >/dev/null
trap 'kill "$north" "$server" 2>/dev/null; psql -q "$TSUKUROI_PG" -c "DROP DATABASE IF EXISTS $name WITH (FORCE)" >/dev/null 2>&1; rm -rf "$scratch"' EXIT
ledger=$(printf '%s' "$TSUKUROI_PG" | sed "s:/tsukuroi?:/$name?:")
home=$scratch/north log=$scratch/north.log
now init --ledger "$ledger"
is "a home" "$status" 0
now account add kudo --name kudo --office operator --language en
now account password kudo --password-file "$scratch/password"
start_home
north=$server north_url=$url
stopped=$(importing)
kill -STOP "$stopped"
home=$scratch/south log=$scratch/south.log
now init --ledger "$ledger"
start_home
south_url=$url url=$north_url
rm -f "$scratch/kudo.jar"
is "kudo signs in at the first" "$(sign_in kudo)" 303
is "and sends a list, there" "$(drop kudo "$scratch/second.csv")" 303
upload=$(location)
is "the other looks it through" "$(until_state kudo "$upload" looked failed)" looked
is "agreed, at the first" "$(take kudo "$upload")" 303
is "taken in, by the other" "$(until_state kudo "$upload" "done" failed)" "done"
is "the first gives the answer out" "$(fetch kudo "$upload/answer")" 200
holds "it is the sheet with its results" grep -qa "Taken in" "$out"
is "once" "$(imports second.csv)" 1
kill -CONT "$stopped"
url=$south_url
stop_home
server=$north
north=
stop_home
cat "$scratch/north.log" "$scratch/south.log" >"$out"
lacks Sanitizer
plan
