#!/bin/sh
# Hostile texts in everything a ledger can bring, rendered inert on every page and in every file; and what somebody who means ill tries at every address.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/scenario/web.sh
. "$(dirname "$0")/web.sh"
unset TSUKUROI_AT
holds "a city" "$root/tools/demo-home" "$home" "$TSUKUROI"
cp "$home/ledger.db" "$scratch/clean.db"

story "a ledger whose every text is hostile"
holds "is written" python3 "$root/tests/scenario/hostile.py" write "$home/ledger.db"
start_home
python3 "$root/tests/scenario/hostile.py" read "$url" "$home/ledger.db" sato "a city for show" >"$out" 2>"$err"
status=$?
is "nothing of it is more than a text" "$(tail -n 1 "$out" | sed 's/.*, wrong/wrong/')" "wrong 0"
seen=$(sed -n '$s/.*seen \([0-9]*\).*/\1/p' "$out")
is "and it was there to be seen" "$(test "${seen:-0}" -gt 100 && echo often)" often
echo "# $(tail -n 1 "$out")"

story "names of files"
printf 'x' >"$scratch/plain"
sign_in sato >/dev/null
fetch sato /account >/dev/null
csrf=$(field _csrf)
for name in '../../evil.csv' 'a"b.csv' "$(printf 'a\r\nX-Zq: 1.csv')" '<zqtag>.csv' '=zq().csv'; do
	fetch sato /cases/R-2026-0004/files -F "_csrf=$csrf" -F "file=@$scratch/plain;filename=\"$(printf '%s' "$name" | sed 's/"/\\"/g')\"" >/dev/null
	fetch sato /imports -F "_csrf=$csrf" -F "file=@$scratch/plain;filename=\"$(printf '%s' "$name" | sed 's/"/\\"/g')\"" >/dev/null
done
fetch sato /cases/R-2026-0004/papers >/dev/null
lacks "<zqtag"
grep -o '/files/[0-9]*' "$out" | sort -u >"$scratch/files"
while read -r file; do
	fetch sato "$file" >/dev/null
	grep -qi '^x-zq' "$head" && not_ok "$file: a header came of its name"
	tr -d '\r' <"$head" | grep -i '^content-disposition' | grep -q -e '\.\./' -e '<zq' && not_ok "$file: a path came of its name"
done <"$scratch/files"
is "nothing was written elsewhere" "$(find "$scratch" "$home/.." -maxdepth 2 -name 'evil.csv' | wc -l)" 0
stop_home

story "every address, by somebody who means ill"
cp "$scratch/clean.db" "$home/ledger.db"
rm -f "$home/ledger.db-wal" "$home/ledger.db-shm"
start_home
python3 "$root/tests/scenario/attack.py" "$url" sato aoki "a city for show" >"$out" 2>"$err"
status=$?
is "it comes to nothing" "$(tail -n 1 "$out" | sed 's/.*, wrong/wrong/')" "wrong 0"
echo "# $(tail -n 1 "$out")"
is "and all still stands" "$(sign_in sato)" 303

story "bodies that never come"
python3 - "$url" "$scratch/ready" <<'END' &
import pathlib, socket, sys, time, urllib.parse
place = urllib.parse.urlsplit(sys.argv[1])
talks = []
for _ in range(40):
    talk = socket.create_connection((place.hostname, place.port), timeout=60)
    talk.sendall(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlogin=")
    talks.append(talk)
pathlib.Path(sys.argv[2]).touch()
time.sleep(60)
END
slow=$!
for _ in $(seq 200); do [ -e "$scratch/ready" ] && break; sleep 0.1; done
is "forty are waiting" "$(test -e "$scratch/ready" && echo yes)" yes
is "others are served meanwhile" "$(fetch sato /)" 200
kill $slow 2>/dev/null
stop_home
plan
