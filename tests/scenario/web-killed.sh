#!/bin/sh
# The process of the pages is killed while people write: what was acknowledged is there, and what is sent again under its key is there once.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
stop_home() {
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	server=
}

# notes LEDGER: what happens to notes written into a case by four people at once, the process killed six times.
notes() {
	LEDGER=$1 make_home municipality
	echo "clock = given" >>"$home/tsukuroi.conf"
	printf 'correct horse battery\n' >"$scratch/password"
	chmod 600 "$scratch/password"
	t account add sato --name "佐藤" --office security
	t account password sato --password-file "$scratch/password"
	"$TSUKUROI" --home "$home" --lang en token make --name desk --scope read,write --login sato --password-file "$scratch/password" >"$out" 2>"$err" </dev/null
	token=$(grep -o 'tsk_[A-Za-z0-9_-]*' "$out" | head -n 1)
	echo "$token" >"$scratch/token"
	run 0 case open finding-response "notes" --token-file "$scratch/token"
	case=$(grep -oE '[A-Z]+-[0-9]{4}-[0-9]{4}' "$out" | head -n 1)
	: >"$scratch/log"
	"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$scratch/log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 300); do
		grep -q ' runs: ' "$scratch/log" && break
		sleep 0.1
	done
	python3 - "$(sed -n 's/^Pages: //p' "$scratch/log")" "$token" "$case" "$server" >"$scratch/acknowledged" 2>"$err" <<-'END'
		import http.client, json, os, signal, subprocess, sys, threading, time, urllib.parse
		url, token, case, server = sys.argv[1:]
		place, lock, over = urllib.parse.urlparse(url), threading.Lock(), []
		def write(name):
		    for n in range(10000):
		        if over:
		            return
		        text = "note %s-%d" % (name, n)
		        while True:      # the same wish under the same key, until somebody says that it is done
		            try:
		                c = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
		                c.request("POST", "/cases/%s/notes" % case, json.dumps({"text": text}), {"Content-Type": "application/json", "Accept": "application/json",
		                    "Authorization": "Bearer " + token, "Idempotency-Key": text})
		                status = c.getresponse().status
		                if status in (200, 201, 204):
		                    with lock: print(text)
		                    break
		                if status != 503:
		                    print("unexpected", status)
		                    return
		            except (OSError, http.client.HTTPException):
		                pass
		threads = [threading.Thread(target=write, args=("abcd"[i],)) for i in range(4)]
		for thread in threads: thread.start()
		for turn in range(6):
		    time.sleep(1.3)
		    for line in subprocess.run(["ps", "-o", "pid=,args=", "--ppid", server], capture_output=True, text=True).stdout.splitlines():
		        if " web " in line:
		            os.kill(int(line.split()[0]), signal.SIGKILL)
		over.append(1)
		for thread in threads: thread.join()
	END
	stop_home
	echo "# acknowledged: $(wc -l <"$scratch/acknowledged")"
	t case show "$case" --json --token-file "$scratch/token"
	jq -r '.. | strings | select(startswith("note "))' <"$out" | sort >"$scratch/written"
	sort "$scratch/acknowledged" >"$scratch/sorted"
	holds "some were written" test -s "$scratch/sorted"
	is "unexpected answers" "$(grep -c unexpected "$scratch/sorted")" 0
	is "acknowledged, and not there" "$(comm -23 "$scratch/sorted" "$scratch/written" | wc -l)" 0
	is "there twice" "$(uniq -d "$scratch/written" | wc -l)" 0
	run 0 audit seal
	run "0|4" audit verify
	lacks ALTERED
}

story "SQLite"
notes ""
plan
