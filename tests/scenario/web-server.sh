#!/bin/sh
# The pages' server as its operator knows it: begun on a fresh machine, restarted under load, killed, with a certificate, by systemd.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
log=$scratch/log
stop_home() {
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	server=
}
# start_home OPTIONS…: at a port of its own choice, which it tells.
start_home() {
	: >"$log"
	"$TSUKUROI" --home "$home" --lang en serve "$@" >"$log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 300); do
		grep -q ' runs: ' "$log" && break
		sleep 0.1
	done
	url=$(sed -n 's/^Pages: //p' "$log")
	web=
	for _ in $(seq 100); do
		web=$(web_pid)
		[ -n "$web" ] && break
		sleep 0.1
	done
}
web_pid() {
	ps -o pid=,args= --ppid "$server" | sed -n 's/^ *\([0-9]*\) tsukuroi web .*/\1/p' | tail -n 1
}
# fetch PATH OPTIONS…: the status, and what came in $out.
fetch() {
	fetch_path=$1
	shift
	curl -sS -m 60 -o "$out" -w '%{http_code}' "$@" "${url%/}$fetch_path" 2>"$err"
}

story "on a fresh machine"
start_home --listen 127.0.0.1:0
holds "a home is made" test -f "$home/tsukuroi.conf"
is "it answers" "$(fetch /healthz)" 200

is "what is nowhere" "$(fetch /no/such/page)" 404
is "what climbs" "$(fetch '/%2e%2e/etc/passwd')" 400

story "restarted under load: nobody is turned away"
# load SECONDS: connections that stay open and new ones; prints how many were not answered.
load() {
	python3 - "$url" "$1" <<-'END'
		import http.client, sys, threading, time, urllib.parse
		place = urllib.parse.urlparse(sys.argv[1])
		good, bad = [0], []
		def ask(end):
		    while time.time() < end:
		        try:
		            connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
		            for _ in range(20):
		                connection.request("GET", "/healthz")
		                answer = connection.getresponse()
		                answer.read()
		                if answer.status != 200:
		                    bad.append(answer.status)
		                good[0] += 1
		                if answer.getheader("Connection") == "close":
		                    break
		            connection.close()
		        except OSError as error:
		            bad.append(error)
		        except http.client.HTTPException as error:
		            bad.append(error)
		threads = [threading.Thread(target=ask, args=(time.time() + float(sys.argv[2]),)) for _ in range(3)]
		for thread in threads: thread.start()
		for thread in threads: thread.join()
		print(len(bad) if good[0] > 0 else "none asked", *bad[:3])
	END
}
load 6 >"$scratch/load" &
loading=$!
before=$web
sleep 1
kill -HUP "$server"
sleep 2
kill -HUP "$server"
wait $loading
is "of all who asked meanwhile were not answered" "$(cat "$scratch/load")" 0
for _ in $(seq 100); do
	[ "$(ps -o pid=,args= --ppid "$server" | grep -c 'tsukuroi web')" = 1 ] && break
	sleep 0.3
done
is "one process serves pages" "$(ps -o pid=,args= --ppid "$server" | grep -c 'tsukuroi web')" 1
holds "and it is another" test "$(web_pid)" != "$before"

story "killed: who asks meanwhile waits, and is answered"
kill -9 "$(web_pid)"
is "the next" "$(fetch /healthz)" 200

story "one that cannot begin leaves the old one in place"
cp "$home/tsukuroi.conf" "$scratch/conf"
echo "proxies = nonsense" >>"$home/tsukuroi.conf"
before=$(web_pid)
kill -HUP "$server"
for _ in $(seq 100); do
	grep -q nonsense "$log" && break
	sleep 0.1
done
cp "$log" "$out"
has 'nonsense'
is "it is still there" "$(web_pid)" "$before"
is "and answers" "$(fetch /healthz)" 200
cp "$scratch/conf" "$home/tsukuroi.conf"

story "the access log"
echo "access_log = access.log" >>"$home/tsukuroi.conf"
kill -HUP "$server"
for _ in $(seq 100); do
	fetch "/healthz?secret=1" >/dev/null
	[ -s "$home/access.log" ] && break
	sleep 0.2
done
is "a line is an object" "$(head -n 1 "$home/access.log" | jq -r '.address + " " + .method + " " + .route + " " + (.status | tostring)')" \
	"127.0.0.1 GET /healthz 400"
is "queries are not in it" "$(grep -c secret "$home/access.log")" 0
is "it is its owner's" "$(stat -c %a "$home/access.log")" 600

story "the end"
port=$(echo "$url" | sed 's/.*:\([0-9]*\)\/$/\1/')
stop_home
is "nobody listens" "$(fetch /healthz)" 000

story "not to other machines in plain text, unless somebody says so"
# refused SAYS OPTIONS…
refused() {
	refused_says=$1
	shift
	timeout 20 "$TSUKUROI" --home "$home" --lang en serve --once "$@" >"$out" 2>"$err" </dev/null
	is "serve $* is refused" "$?" 2
	has "$refused_says"
}
refused "without encryption" --listen 0.0.0.0:0
refused "without encryption" --listen "[::]:0"
refused "is no address" --listen nowhere
refused "go together" --listen 127.0.0.1:0 --key "$home/tsukuroi.conf"
start_home --listen 0.0.0.0:0 --plain
url=$(echo "$url" | sed 's/0\.0\.0\.0/127.0.0.1/')
is "with --plain it is" "$(fetch /healthz)" 200
stop_home

story "a certificate, and another in its place"
if command -v openssl >/dev/null; then
	certificate() {
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" -addext "subjectAltName=IP:127.0.0.1" \
			-keyout "$scratch/$1.key" -out "$scratch/$1.pem" >/dev/null 2>&1
	}
	# shown: whose certificate it is, as a client sees it.
	shown() {
		python3 -c '
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[2])
context.check_hostname = False
s = context.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=30))
print(s.getpeercert()["subject"][0][0][1], s.version())' "$port" "$scratch/all.pem" 2>&1 | tail -n 1
	}
	certificate one
	certificate two
	cat "$scratch/one.pem" "$scratch/two.pem" >"$scratch/all.pem"
	cp "$scratch/one.pem" "$scratch/web.pem"
	cp "$scratch/one.key" "$scratch/web.key"
	start_home --listen 127.0.0.1:0 --certificate "$scratch/web.pem" --key "$scratch/web.key"
	port=$(echo "$url" | sed 's/.*:\([0-9]*\)\/$/\1/')
	is "pages come by https" "$(fetch /healthz --cacert "$scratch/one.pem")" 200
	is "it is shown" "$(shown)" "one TLSv1.3"
	is "old versions of TLS are refused" "$(fetch /healthz --cacert "$scratch/one.pem" --tls-max 1.1)" 000
	before=$(web_pid)
	# As programs that renew do: one file after the other. A pair that does not fit is not taken.
	cp "$scratch/two.pem" "$scratch/web.pem"
	kill -HUP "$before"
	for _ in $(seq 100); do
		grep -q "are not a certificate" "$log" && break
		sleep 0.1
	done
	is "half of a new one changes nothing" "$(shown)" "one TLSv1.3"
	cp "$scratch/two.key" "$scratch/web.key"
	for _ in $(seq 100); do
		[ "$(shown)" = "two TLSv1.3" ] && break
		sleep 0.2
	done
	is "the new one is shown" "$(shown)" "two TLSv1.3"
	is "by the same process" "$(web_pid)" "$before"
	stop_home
else
	skip "openssl, which makes certificates, is not at hand"
fi

story "systemd: its socket, and what it wants to hear"
python3 - "$TSUKUROI" "$home" >"$out" 2>"$err" <<'END'
import os, signal, socket, subprocess, sys, urllib.request
program, home = sys.argv[1:]
heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
heard.bind("\0tsukuroi-scenario-%d" % os.getpid())
heard.settimeout(60)
listening = socket.socket()
listening.bind(("127.0.0.1", 0))
listening.listen()
def begin():
    os.dup2(listening.fileno(), 3, inheritable=True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1", NOTIFY_SOCKET="@tsukuroi-scenario-%d" % os.getppid())
    os.execv(program, [program, "--home", home, "--lang", "en", "serve"])
pid = os.fork()
if pid == 0:
    begin()
print(heard.recv(200).decode())
print(urllib.request.urlopen("http://127.0.0.1:%d/healthz" % listening.getsockname()[1], timeout=60).status)
os.kill(pid, signal.SIGHUP)
print(heard.recv(200).decode().split("\n")[0])
print(heard.recv(200).decode())
os.kill(pid, signal.SIGTERM)
print(heard.recv(200).decode())
print(os.waitpid(pid, 0)[1])
END
is "it is told" "$(grep -v '^Pages\|^The home' "$out" | tr '\n' ' ')" "READY=1 200 RELOADING=1 READY=1 STOPPING=1 0 "

story "what it takes from those who want to harm"
start_home --listen 127.0.0.1:0
python3 - "$(echo "$url" | sed 's/.*:\([0-9]*\)\/$/\1/')" >"$out" 2>"$err" <<'END'
import os, random, socket, sys
port, chance = int(sys.argv[1]), random.Random(6)
pieces = [b"GET / HTTP/1.1\r\n", b"POST /sign-in HTTP/1.1\r\n", b"Host: a\r\n", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"\r\n", b"5\r\nabcde\r\n",
          b"Content-Type: multipart/form-data; boundary=x\r\n", b"--x\r\n", b"Content-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n", b"\0", b"\xff" * 9]
for turn in range(400):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as s:
        try:
            s.sendall(b"".join(chance.choice(pieces) for _ in range(chance.randrange(1, 12))))
            if turn % 4 == 0:
                s.shutdown(socket.SHUT_WR)
                s.recv(100)
        except OSError:
            pass
print("done")
END
has "done"
is "it answers as before" "$(fetch /healthz)" 200
is "and was never started anew" "$(web_pid)" "$web"
stop_home
cat "$log" >"$out"
lacks Sanitizer
plan
