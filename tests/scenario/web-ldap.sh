#!/bin/sh
# Signing in with the password of a directory: OpenLDAP's own server on this machine.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_all; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
directory=
log=$scratch/log
PATH=$PATH:/usr/sbin
stop_all() {
	for pid in $server $directory; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
	server='' directory=''
}
if ! command -v slapd >/dev/null; then
	skip "no slapd on this machine"
	plan
	exit 0
fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$scratch/db"
cat >"$scratch/slapd.conf" <<END
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile $scratch/pid
database mdb
directory $scratch/db
suffix "dc=example,dc=jp"
access to attrs=userPassword by anonymous auth by * none
access to * by self read by * none
END
cat >"$scratch/people.ldif" <<'END'
dn: dc=example,dc=jp
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,dc=example,dc=jp
objectClass: organizationalUnit
ou: people

dn: uid=taro,ou=people,dc=example,dc=jp
objectClass: inetOrgPerson
uid: taro
sn: 例田
cn: 例田 太郎
mail: taro@example.jp
userPassword: kuma no mori san

dn: uid=jiro,ou=people,dc=example,dc=jp
objectClass: inetOrgPerson
uid: jiro
sn: 例田
cn: 例田 次郎
userPassword: kitsune no yomeiri
END
slapadd -f "$scratch/slapd.conf" -l "$scratch/people.ldif" >"$scratch/slapd.log" 2>&1 || { cat "$scratch/slapd.log"; exit 1; }
slapd -d 0 -f "$scratch/slapd.conf" -h "ldap://127.0.0.1:$port" >"$scratch/slapd.log" 2>&1 &
directory=$!

"$TSUKUROI" --home "$home" --lang en init >"$out" 2>"$err"
# setting LINE…: the home's settings with these of the directory, and the server begun anew.
start_with() {
	[ -n "$server" ] && kill "$server" && wait "$server" 2>/dev/null
	sed -i '/^ldap/d' "$home/tsukuroi.conf"
	printf '%s\n' "ldap = ldap://127.0.0.1:$port" 'ldap_name = uid={login},ou=people,dc=example,dc=jp' "$@" >>"$home/tsukuroi.conf"
	: >"$log"
	"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 600); do
		grep -q ' runs: ' "$log" && break
		sleep 0.1
	done
	url=$(sed -n 's/^Pages: \(.*\)\/$/\1/p' "$log")
}
sign_in() {
	rm -f "$scratch/jar"
	curl -sS -m 60 -c "$scratch/jar" -o "$out" -w '%{http_code}' -H 'Accept: text/html' --data-urlencode "login=$1" --data-urlencode "password=$2" "$url/sign-in?lang=en" 2>"$err"
}
fetch() { curl -sS -m 60 -b "$scratch/jar" -o "$out" -w '%{http_code}' -H 'Accept: text/html' "$url$1" 2>"$err"; }
"$TSUKUROI" --home "$home" --lang en account add jiro --name 例田次郎 --office security >"$out" 2>"$err"

story "who has an account"
start_with 'ldap_new ='
is "comes in by the directory's password" "$(sign_in jiro 'kitsune no yomeiri')" 303
is "as himself" "$(fetch '/account?lang=en')" 200
has "例田次郎"
is "his password is changed there" "$(fetch '/account/password?lang=en')" 200
has "is that of the directory"
is "not by another" "$(sign_in jiro 'kuma no mori san')" 403
is "not by none" "$(sign_in jiro '')" 403
is "who has no account stays outside" "$(sign_in taro 'kuma no mori san')" 403

story "who has none gets one, where the settings say so"
start_with 'ldap_new = reader'
is "in" "$(sign_in taro 'kuma no mori san')" 303
is "his account" "$(fetch '/account?lang=en')" 200
has "例田 太郎"
has "taro@example.jp"
has "Reader"
is "names with signs in them are none" "$(sign_in 'taro,ou=people' 'kuma no mori san')" 403
is "nor a star" "$(sign_in '*' 'kuma no mori san')" 403

story "refusals say the same of everybody"
"$TSUKUROI" --home "$home" --lang en account add saburo --name 例田三郎 --office reader >"$out" 2>"$err"
printf 'yama no ue no kuma\n' >"$scratch/password"
chmod 600 "$scratch/password"
"$TSUKUROI" --home "$home" --lang en account password saburo --password-file "$scratch/password" >"$out" 2>"$err"
for login in jiro saburo nobody; do
	is "$login" "$(sign_in "$login" 'a wrong password')" 403
	grep -o '<div class="notice bad".*' "$out" >"$scratch/said.$login"
done
is "in the same words as of a directory's person" "$(cat "$scratch/said.nobody")" "$(cat "$scratch/said.jiro")"
is "and of one who has a password here" "$(cat "$scratch/said.nobody")" "$(cat "$scratch/said.saburo")"
is "who comes in by it" "$(sign_in saburo 'yama no ue no kuma')" 303

story "a directory that does not answer"
kill "$directory" && wait "$directory" 2>/dev/null
directory=
is "nobody comes in by it" "$(sign_in taro 'kuma no mori san')" 500
has "could not be asked"
is "who has a password here does" "$(sign_in saburo 'yama no ue no kuma')" 303

story "encrypted, by an authority of one's own"
if ! command -v openssl >/dev/null; then
	skip "no openssl on this machine"
	plan
	exit 0
fi
tls=$scratch/tls
mkdir "$tls"
# authority NAME: a certificate that others are made by.
authority() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$1" -keyout "$tls/$1.key" -out "$tls/$1.pem" -addext basicConstraints=critical,CA:TRUE 2>/dev/null
}
# certificate NAME AUTHORITY SUBJECT-ALTERNATIVE
certificate() {
	printf 'subjectAltName=%s\n' "$3" >"$tls/$1.ext"
	openssl req -newkey rsa:2048 -nodes -subj /CN=directory -keyout "$tls/$1.key" -out "$tls/$1.csr" 2>/dev/null
	openssl x509 -req -in "$tls/$1.csr" -CA "$tls/$2.pem" -CAkey "$tls/$2.key" -CAcreateserial -days 2 -extfile "$tls/$1.ext" -out "$tls/$1.pem" 2>/dev/null
}
authority city
authority stranger
certificate directory city IP:127.0.0.1,IP:127.0.0.2
# run_directory ADDRESSES: with the city's certificate.
run_directory() {
	[ -n "$directory" ] && kill "$directory" && wait "$directory" 2>/dev/null
	slapd -d 0 -f "$scratch/tls.conf" -h "$1" >"$scratch/slapd.log" 2>&1 &
	directory=$!
	sleep 1
}
secure_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
{ cat "$scratch/slapd.conf"; } | sed "s|^database mdb|TLSCACertificateFile $tls/city.pem\nTLSCertificateFile $tls/directory.pem\nTLSCertificateKeyFile $tls/directory.key\n&|" >"$scratch/tls.conf"
run_directory "ldaps://127.0.0.1:$secure_port/ ldap://127.0.0.2:$port/"
start_with "ldap = ldaps://127.0.0.1:$secure_port" "ldap_certificates = $tls/city.pem"
is "ldaps" "$(sign_in jiro 'kitsune no yomeiri')" 303
is "a wrong password" "$(sign_in jiro 'kuma no mori san')" 403
start_with "ldap = ldaps://127.0.0.1:$secure_port" "ldap_certificates = $tls/stranger.pem"
is "of another authority" "$(sign_in jiro 'kitsune no yomeiri')" 500
has "could not be asked"
start_with "ldap = ldaps://localhost:$secure_port" "ldap_certificates = $tls/city.pem"
is "of another name" "$(sign_in jiro 'kitsune no yomeiri')" 500
start_with "ldap = ldap://127.0.0.2:$port" "ldap_certificates = $tls/city.pem"
is "StartTLS" "$(sign_in jiro 'kitsune no yomeiri')" 303
start_with "ldap = ldap://127.0.0.2:$port" "ldap_certificates = $tls/stranger.pem"
is "StartTLS of another authority" "$(sign_in jiro 'kitsune no yomeiri')" 500
sed -i '/^TLS/d' "$scratch/tls.conf"
run_directory "ldap://127.0.0.2:$port/"
start_with "ldap = ldap://127.0.0.2:$port" "ldap_certificates = $tls/city.pem"
is "no password goes where nothing is encrypted" "$(sign_in jiro 'kitsune no yomeiri')" 500
has "could not be asked"
plan
