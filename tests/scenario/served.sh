#!/bin/sh
# A running home: two people at its socket, each with his own rights over the ledger and over his files.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_home; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
stop_home() {
	[ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
	server=
}
start_home() {
	: >"$scratch/log"
	"$TSUKUROI" --home "$home" --lang en serve >"$scratch/log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 100); do
		[ -S "$home/run/tsukuroi.sock" ] && grep -q runs "$scratch/log" && return
		sleep 0.1
	done
	not_ok "the home should run: $(cat "$scratch/log")"
}
# as TOKEN-FILE STATUSES ARGUMENTS…
as() {
	as_token=$1
	shift
	TSUKUROI_TOKEN=$(cat "$as_token")
	export TSUKUROI_TOKEN
	run "$@"
	unset TSUKUROI_TOKEN
}

story "a home with two people"
chmod 755 "$scratch"
make_home municipality
printf "clock = given\nlisten = off\n" >>"$home/tsukuroi.conf"
run 0 account add hanako --name "例 花子" --office security,reader
run 0 account add taro --name "例 太郎" --office reader
for login in hanako taro; do
	printf '%s\n' "correct horse battery of $login" >"$scratch/password"
	chmod 600 "$scratch/password"
	run 0 account password $login --password-file "$scratch/password"
	"$TSUKUROI" --home "$home" --lang en --at "$at" token make --name desk --scope read,write --login $login \
		--password-file "$scratch/password" >"$out" 2>"$err" </dev/null
	grep -o 'tsk_[A-Za-z0-9_-]*' "$out" | head -n 1 >"$scratch/$login"
	is "a token for $login" "$(wc -l <"$scratch/$login" | tr -d ' ')" 1
done

story "it runs, once"
start_home
run 3 serve
has "runs already"
run 0 account list
has "hanako"
as "$scratch/taro" 0 account list
as "$scratch/taro" 5 audit show
has "Only"
run 0 audit show --limit 20
has "by the home's socket"
is "who was refused did not start it" "$(grep -c "started the home's server" "$out")" 1
as "$scratch/hanako" 0 calendar close 2026-12-28
run 0 audit show --who hanako --limit 1
has "by token"
run "0|4" finding list --json
as "$scratch/taro" "0|4" finding list --json

story "files are opened by who names them, with his rights"
cp "$home/audit-heads" "$scratch/heads" 2>/dev/null || : >"$scratch/heads"
(cd "$scratch" && "$TSUKUROI" --home "$home" --lang en --at "$at" audit verify --head heads >"$out" 2>"$err" </dev/null)
is "a path beside him is found" "$?" 4
run 5 audit verify --head "$home/audit-heads"
has "belongs to the home itself"
run 5 audit verify --head "$scratch/none"
has "No such file"
run 5 --token-file "$home/tsukuroi.conf" audit show
has "belongs to the home itself"
run 0 --token-file "$scratch/hanako" account list

story "exit status, standard input, both outputs come through"
run 2 audit show --since someday
run 2 audit show --nonsense
"$TSUKUROI" --home "$home" --lang en --at "$at" audit export 2>"$err" | head -n 1 >"$out"
is "a pipe takes what is printed" "$(jq -r .id <"$out")" 1
lacks "The home ended"

story "another user of the machine"
if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1 && command -v runuser >/dev/null; then
	group=$(id -gn nobody)
	cp "$TSUKUROI" "$scratch/tsukuroi"
	chmod 755 "$scratch/tsukuroi"
	other() {
		(cd /tmp && runuser -u nobody -- env LANG=en_US.UTF-8 ASAN_OPTIONS="$ASAN_OPTIONS" "$scratch/tsukuroi" --home "$home" "$@") >"$out" 2>"$err" </dev/null
		status=$?
	}
	# refused STATUS SAYS ARGUMENTS…
	refused() {
		refused_status=$1 refused_says=$2
		shift 2
		other "$@"
		is "$* of another user gives $refused_status" "$status" "$refused_status"
		has "$refused_says"
	}
	refused 5 "belongs to another user" account list
	stop_home
	echo "group = $group" >>"$home/tsukuroi.conf"
	start_home
	refused 5 "has no account here" account list
	run 0 account set taro --os-user nobody
	other account list
	is "with an account he is let in" "$status" 0
	refused 5 "for the owner" ledger import csv "$demo/ledger.csv"
	refused 5 "Only" audit show
	echo secret >"$scratch/secret"
	chmod 600 "$scratch/secret"
	refused 5 "Permission denied" --token-file "$scratch/secret" account list
	other unit list
	is "nobody but him is asked who he is" "$status" 0
else
	skip "no second user could be made: this runs without root, or there is no user nobody"
fi

story "a client of one's own making"
# raw ARGUMENTS…: a command as another program would send it, all its arguments unlooked at.
raw() {
	python3 - "$home/run/tsukuroi.sock" "$@" >"$out" 2>"$err" <<-'END'
		import array, socket, sys
		def text(t): return bytes([len(t.encode())]) + t.encode()
		s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
		s.connect(sys.argv[1])
		args = sys.argv[2:]
		packet = bytes([1, len(args)]) + b"".join(map(text, args)) + text("en") + text("") + b"\0"
		s.sendmsg([packet], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
		while True:
		    got = s.recv(65536)
		    if not got or got[0] == 8:
		        sys.exit(got[1] // 2 if got else 99)
		    s.send(bytes([7, 2, 0]))      # every file: error 1
	END
	status=$?
}
raw_gives() {
	raw_status=$1
	shift
	raw "$@"
	if expected "$raw_status"; then ok "raw $* gives $status"; else not_ok "raw $* should give $raw_status"; fi
}
raw_gives 0 account list
has "hanako"
mkdir "$scratch/evil"
cp "$home/tsukuroi.conf" "$scratch/evil"
raw_gives 0 --home "$scratch/evil" "--hom=$scratch/evil" account list
has "hanako"
holds "no other home is opened for him" test ! -e "$scratch/evil/ledger.db"
raw_gives 5 init
raw_gives 5 ledger import csv "$demo/ledger.csv"
raw_gives 5 playbook take "$home/tsukuroi.conf"
has "belongs to the home itself"
raw_gives 5 playbook take "$home/../home/tsukuroi.conf"
raw_gives 5 --token-file /etc/hostname account list
raw_gives 2 served /tmp
python3 - "$home/run/tsukuroi.sock" <<'END'
import os, socket, sys
for packet in [b"\1", b"\xff" * 60000, os.urandom(5000), b"\1\xff\xff\xff\xff\x0f", b"\7\0\0", b"\2\1a"]:
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.connect(sys.argv[1])
    s.send(packet)
    s.close()
END
run 0 account list

story "ended, killed, begun again"
stop_home
holds "the socket is gone" test ! -e "$home/run/tsukuroi.sock"
run 0 account list
start_home
kill -9 "$server"
wait "$server" 2>/dev/null
server=
sleep 0.5
run 0 account list
start_home
run 0 account list
stop_home
run 0 audit seal
run "0|4" audit verify
lacks ALTERED
plan
