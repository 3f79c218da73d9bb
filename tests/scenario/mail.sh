#!/bin/sh
# Letters to a real mail server (Debian's exim4, on loopback, with an authority of our own): STARTTLS, TLS from the first byte, a password, a relay without TLS;
# what arrives is read back and is what was written, in long Japanese names and subjects; and every fault is one sentence.
# shellcheck disable=SC2154,SC2034 # lib.sh stands before it
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
server=''
stop_server() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
	server=''
}
trap 'stop_server; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
exim=$(command -v exim4 || ls /usr/sbin/exim4 2>/dev/null)
if [ -z "$exim" ] || ! command -v openssl >/dev/null; then
	skip "exim4 or openssl is not installed here"
	plan
	exit 0
fi

# An authority, and a certificate of its for 127.0.0.1 (not for any name).
spool=$scratch/spool
mkdir -p "$spool/box" "$spool/log" "$spool/tls"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Rei CA" -keyout "$scratch/ca.key" -out "$scratch/ca.pem" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=mail" -keyout "$spool/tls/key.pem" -out "$scratch/mail.csr" 2>/dev/null
echo "subjectAltName=IP:127.0.0.1" >"$scratch/san"
openssl x509 -req -in "$scratch/mail.csr" -CA "$scratch/ca.pem" -CAkey "$scratch/ca.key" -CAcreateserial -days 2 -extfile "$scratch/san" \
	-out "$spool/tls/cert.pem" 2>/dev/null
read -r starttls implicit clear nobody <<PORTS
$(python3 -c '
import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
print(*[s.getsockname()[1] for s in held])')
PORTS
# Root's server delivers as its own user, who must come by; another user's as that user.
as_user='' drop='deliver_drop_privilege = true'
if [ "$(id -u)" = 0 ]; then
	as_user='user = Debian-exim' drop=''
	chmod 711 "$scratch"
	chown -R Debian-exim "$spool"
fi
# What becomes of a letter is in its recipient's name.
cat >"$scratch/exim.conf" <<CONF
primary_hostname = mail.example.lg.jp
spool_directory = $spool
log_file_path = $spool/log/%slog
pid_file_path = $spool/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = $starttls : $implicit : $clear
tls_on_connect_ports = $implicit
tls_certificate = $spool/tls/cert.pem
tls_privatekey = $spool/tls/key.pem
tls_advertise_hosts = \${if eq{\$received_port}{$clear}{}{*}}
auth_advertise_hosts = \${if eq{\$tls_in_cipher}{}{}{*}}
acl_smtp_rcpt = rcpt
acl_smtp_data = data
host_lookup =
rfc1413_query_timeout = 0s
timezone = UTC
keep_environment =
$drop
begin acl
rcpt:
  deny    condition = \${if eq{\$received_port}{$clear}{no}{yes}}
          !authenticated = *
          message = 5.7.0 log in first
  defer   local_parts = later
          message = 4.2.1 try later
  deny    local_parts = never
          message = 5.1.1 no such user
  accept
data:
  defer   condition = \${if match{\$recipients}{full@}}
          message = 4.3.1 no room
  deny    condition = \${if match{\$recipients}{unwanted@}}
          message = 5.6.0 not wanted
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = $spool/box
  maildir_format
  return_path_add
  $as_user
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{\$auth2}{tsukuroi}}{eq{\$auth3}{合言葉 with a blank}}}}
  server_set_id = \$auth2
CONF
chmod 644 "$scratch/exim.conf"
"$exim" -C "$scratch/exim.conf" -bdf >"$scratch/exim.out" 2>&1 </dev/null &
server=$!
for _ in $(seq 100); do
	python3 -c "import socket; socket.create_connection(('127.0.0.1', $clear), 1)" 2>/dev/null && break
	sleep 0.1
done
if ! kill -0 "$server" 2>/dev/null; then
	skip "exim4 does not run here: $(tail -n 1 "$scratch/exim.out")"
	plan
	exit 0
fi

at=2026-12-14T09:00:00+09:00
long="市民文化スポーツ部生涯学習推進課情報化推進担当（髙橋・﨑田組 ①）太郎左衛門"
# settings LINES…: the home's, beside its own.
settings() {
	cp "$scratch/plain.conf" "$home/tsukuroi.conf"
	printf '%s\n' "$@" >>"$home/tsukuroi.conf"
}
# to LOCAL-PART STATUS: the report goes to that address, a minute later than the one before.
minute=10
to() {
	minute=$((minute + 1))
	at=2026-12-14T09:$minute:00+09:00
	t account set "$(id -un)" --mail "$1@example.lg.jp"
	t report send "$subscription"
	run "$2" job run
}
# arrived: what is in the box is the letter in the folder, part by part; the box is emptied.
arrived() {
	for _ in $(seq 100); do
		[ -z "$(ls "$spool/box/new" 2>/dev/null)" ] || break
		sleep 0.1
	done
	python3 - "$spool/box/new" "$scratch/letters" "$unit" >"$out" 2>"$err" <<'PY'
import email, email.header, email.policy, email.utils, pathlib, re, shutil, sys
def read(folder):
    path, = pathlib.Path(folder).iterdir()
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
def to_of(message):      # as RFC 2047 joins encoded words, which the modern policy does not do in a name
    name, address = email.utils.parseaddr(email.message_from_bytes(bytes(message))["To"])
    return str(email.header.make_header(email.header.decode_header(name))), address
def plain(part):      # each was made in a minute of its own
    text = re.sub(r"\d{1,2}:\d\d|\d{1,2}時(\d{1,2}分)?", "", part.get_payload(decode=True).decode()) if part.get_content_maintype() == "text" else None
    return text and text.replace("\r\n", "\n")
def parts(message):
    return [(p.get_content_type(), p.get_filename(), plain(p)) for p in message.walk() if not p.is_multipart()]
got, expected = read(sys.argv[1]), read(sys.argv[2])
for name in ("Subject", "Auto-Submitted"):
    assert got[name] == expected[name], (name, got[name], expected[name])
assert to_of(got) == to_of(expected), (to_of(got), to_of(expected))
assert [a.addr_spec for a in got["From"].addresses] == ["tsukuroi@example.lg.jp"], got["From"]
assert got["Return-path"] == "<tsukuroi@example.lg.jp>", got["Return-path"]
assert parts(got) == parts(expected), [pair for pair in zip(parts(got), parts(expected)) if pair[0] != pair[1]]
assert any(sys.argv[3] in "".join((text or "").split()) for _, _, text in parts(got)), parts(got)
assert not got.defects and all(len(line) <= 998 for line in got.as_bytes().splitlines())
print(*to_of(got), got["Subject"], "received", got["Received"], sep="\n")
shutil.rmtree(sys.argv[1])
PY
	status=$?
	is "what arrived is what was written" "$status" 0
	has "$long"
}

story "a letter in a folder: what the others are held against"
run 0 init
echo "clock = given" >>"$home/tsukuroi.conf"
cp "$home/tsukuroi.conf" "$scratch/plain.conf"
unit="例市役所本庁舎総務部デジタル推進室情報システム最適化担当および出先機関共同利用端末管理担当"
run 0 ledger add 受付システム 製品名="Apache Tomcat" バージョン=9.0.98 所管="$unit"
run 0 account set "$(id -un)" --name "$long" --mail staff@example.lg.jp
run 0 report subscribe owner --unit "$unit" --json
subscription=1
settings "mail = folder:$scratch/letters"
to staff 0
is "letters in the folder" "$(find "$scratch/letters" -name '*.eml' | wc -l | tr -d ' ')" 1

story "STARTTLS, TLS from the first byte, and a relay without TLS"
echo "tsukuroi:合言葉 with a blank" >"$home/mail-user"
chmod 600 "$home/mail-user"
cp "$scratch/ca.pem" "$home/ca.pem"
settings "mail = smtp://127.0.0.1:$starttls" "mail_from = tsukuroi@example.lg.jp" "mail_user = mail-user" "mail_certificates = ca.pem"
to staff 0
arrived
has "TLS"
settings "mail = smtps://127.0.0.1:$implicit" "mail_from = tsukuroi@example.lg.jp" "mail_user = mail-user" "fetch_ca = ca.pem"
to staff 0
arrived
has "TLS"
settings "mail = smtp://127.0.0.1:$clear" "mail_from = tsukuroi@example.lg.jp" "mail_tls = none"
to staff 0
arrived
lacks "TLS"

story "every fault is one sentence, and nothing arrives"
# fault WHAT SENTENCE LOCAL-PART SETTINGS…
fault() {
	fault_what=$1 fault_says=$2 fault_to=$3
	shift 3
	settings "mail_from = tsukuroi@example.lg.jp" "$@"
	to "$fault_to" 1
	has "$fault_says"
	is "$fault_what is told once" "$(grep -c '^Not done' "$out")" 1
	is "nothing arrived" "$(find "$spool/box/new" -type f 2>/dev/null | wc -l | tr -d ' ')" 0
	rm -rf "$home"
	cp -a "$scratch/kept" "$home"
}
cp -a "$home" "$scratch/kept"
there="mail = smtp://127.0.0.1:$starttls"
fault "an authority that is not known" "The certificate of the mail server smtp://127.0.0.1:$starttls is not trusted" staff "$there" "mail_user = mail-user"
fault "the same by TLS from the first byte" "is not trusted" staff "mail = smtps://127.0.0.1:$implicit" "mail_user = mail-user"
fault "a certificate for another name" "is not trusted" staff "mail = smtp://localhost:$starttls" "mail_user = mail-user" "mail_certificates = ca.pem"
fault "a server without TLS" "offers no TLS: nothing was sent" staff "mail = smtp://127.0.0.1:$clear"
echo "tsukuroi:a wrong one" >"$home/mail-wrong"
chmod 600 "$home/mail-wrong"
cp -p "$home/mail-wrong" "$scratch/kept/mail-wrong"
fault "a wrong password" "refused the user or the password" staff "$there" "mail_user = mail-wrong" "mail_certificates = ca.pem"
lacks "a wrong one"
fault "no password" "refused the letter for good (reply 550)" staff "$there" "mail_certificates = ca.pem"
fault "a recipient for later" "does not take the letter now (reply 451)" later "$there" "mail_user = mail-user" "mail_certificates = ca.pem"
fault "a recipient that is none" "refused the letter for good (reply 550)" never "$there" "mail_user = mail-user" "mail_certificates = ca.pem"
fault "a server that is full" "does not take the letter now (reply 45" full "$there" "mail_user = mail-user" "mail_certificates = ca.pem"
fault "a letter that is not wanted" "refused the letter for good (reply 550)" unwanted "$there" "mail_user = mail-user" "mail_certificates = ca.pem"
fault "nobody there" "did not take the letter" staff "mail = smtp://127.0.0.1:$nobody" "mail_tls = none"
settings "$there" "mail_from = tsukuroi@example.lg.jp" "mail_certificates = no-such.pem"
run 3 job run
one_sentence "no such file" no-such.pem

story "what was refused for a while is sent again with the same Message-ID"
settings "$there" "mail_from = tsukuroi@example.lg.jp" "mail_user = mail-user"
to staff 1
at=2026-12-14T10:00:00+09:00
settings "$there" "mail_from = tsukuroi@example.lg.jp" "mail_user = mail-user" "mail_certificates = ca.pem"
run 0 job run
for _ in $(seq 100); do
	[ -z "$(ls "$spool/box/new" 2>/dev/null)" ] || break
	sleep 0.1
done
is "letters that arrived" "$(find "$spool/box/new" -type f 2>/dev/null | wc -l | tr -d ' ')" 1
is "and that it was the second try" "$(cat "$spool"/box/new/* 2>/dev/null | sed -n 's/^X-Tsukuroi-Attempt: *\([0-9]*\).*/\1/p')" 2
stop_server
plan
