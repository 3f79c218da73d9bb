#!/bin/sh
# Signing in by another provider (OpenID Connect): a provider of our own on this machine, and what it may do wrong.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/lib.sh"
trap 'stop_all; chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
server=
provider=
log=$scratch/log
head=$scratch/head
idp=$scratch/idp
stop_all() {
	for pid in $server $provider; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done
	server='' provider=''
}
if ! command -v openssl >/dev/null; then
	skip "no openssl on this machine"
	plan
	exit 0
fi
mkdir "$idp"
echo 'a secret between two' >"$idp/secret"
python3 "$root/tests/scenario/provider.py" "$idp" >"$idp/port" 2>"$idp/log" &
provider=$!
for _ in $(seq 300); do [ -s "$idp/port" ] && break; sleep 0.1; done
issuer=http://127.0.0.1:$(cat "$idp/port")

# start_with LINE…: the home's settings with these of the provider, and the server begun anew.
start_with() {
	[ -n "$server" ] && kill "$server" && wait "$server" 2>/dev/null
	sed -i '/^oidc/d' "$home/tsukuroi.conf"
	printf '%s\n' "oidc = $issuer" 'oidc_client = tsukuroi' 'oidc_name = 例市認証基盤' "$@" >>"$home/tsukuroi.conf"
	: >"$log"
	"$TSUKUROI" --home "$home" --lang en serve --listen 127.0.0.1:0 >"$log" 2>&1 </dev/null &
	server=$!
	for _ in $(seq 600); do grep -q ' runs: ' "$log" && break; sleep 0.1; done
	url=$(sed -n 's/^Pages: \(.*\)\/$/\1/p' "$log")
}
# fetch WHO URL OPTIONS…: as that browser (a jar of cookies); prints the status, answer in $out, its head in $head.
fetch() {
	fetch_who=$1 fetch_url=$2
	shift 2
	case $fetch_url in /*) fetch_url=$url$fetch_url ;; esac
	curl -sS -m 60 -b "$scratch/$fetch_who.jar" -c "$scratch/$fetch_who.jar" -D "$head" -o "$out" -w '%{http_code}' -H 'Accept: text/html' -H 'Accept-Language: en' "$@" \
		"$fetch_url" 2>"$err"
}
location() { tr -d '\r' <"$head" | sed -n 's/^[Ll]ocation: //p'; }
cookie() { tr -d '\r' <"$head" | grep -i "^set-cookie: $1="; }
field() { sed -n "s/.*name=\"$1\" value=\"\([^\"]*\)\".*/\1/p" "$out" | head -n 1; }
send() {
	send_who=$1 send_page=$2 send_path=$3
	shift 3
	fetch "$send_who" "$send_page" >/dev/null
	set -- "$@" --data-urlencode "_csrf=$(field _csrf)" --data-urlencode "_key=$(field _key)"
	fetch "$send_who" "$send_path" "$@"
}
# there WHO [TO]: that browser sets out, and the provider sends it back: where to, in $back.
there() {
	fetch "$1" "/sign-in/provider?to=${2:-}" >/dev/null
	fetch "$1" "$(location)" >/dev/null
	back=$(location)
}
# round WHO [TO]: there and back; prints the status that awaits it here.
round() {
	rm -f "$scratch/$1.jar"
	there "$@"
	fetch "$1" "$back"
}
# away: the link on the page that leads to the provider.
away() { grep -o "href=\"$issuer/authorize[^\"]*" "$out" | head -n 1 | sed -e 's/^href="//' -e 's/&amp;/\&/g'; }
who() { echo "$*" >"$idp/who"; }
fault() { echo "${1:-}" >"$idp/fault"; }
code() { python3 -c '
import base64, hmac, struct, sys, time
key = base64.b32decode(sys.argv[1].replace(" ", ""))
mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + int(sys.argv[2])), "sha1")
at = mac[-1] & 15
print("%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000))' "$1" "${2:-0}"; }
audit() { "$TSUKUROI" --home "$home" --lang en audit show --limit 200 >"$out" 2>"$err"; }

"$TSUKUROI" --home "$home" --lang en init >"$out" 2>"$err"
"$TSUKUROI" --home "$home" --lang en account add hanako --name 例野花子 --language en --office reader >"$out" 2>"$err"
"$TSUKUROI" --home "$home" --lang en account add jiro --name 例田次郎 --language en --mail jiro@example.jp --office security >"$out" 2>"$err"
mkdir -p "$home/keys"
cp "$idp/secret" "$home/keys/oidc.secret"

story "a secret that others may read is not used"
chmod 644 "$home/keys/oidc.secret"
start_with
is "the page stands" "$(fetch x /sign-in)" 200
has "chmod 600"
lacks "a secret between two"
chmod 600 "$home/keys/oidc.secret"

story "a person whom nobody linked"
who s-1 hanako hanako@example.jp
is "the button" "$(fetch x /sign-in)" 200
has "例市認証基盤"
is "leads away" "$(fetch x /sign-in/provider)" 303
case $(location) in "$issuer/authorize?response_type=code&"*"&code_challenge_method=S256") ok "to the provider" ;; *) not_ok "to the provider: $(location)" ;; esac
case $(cookie tsukuroi_way) in *HttpOnly*SameSite=Lax*) ok "with a cookie that is no script's" ;; *) not_ok "with a cookie that is no script's" ;; esac
is "stays outside" "$(round x)" 403
has "Signing in by 例市認証基盤: You have no account here"
is "and is not in" "$(fetch x /account)" 303

story "linked by an administrator"
start_with 'oidc_match = login'
is "in by the login, which the settings trust" "$(round h)" 303
is "to the first page" "$(location)" /
case $(cookie tsukuroi) in *HttpOnly*SameSite=Lax*) ok "with a session" ;; *) not_ok "with a session" ;; esac
is "as herself" "$(fetch h /account)" 200
has 例野花子
start_with
is "and stays linked" "$(round h "$(printf /cases | xxd -p)")" 303
is "sent where she was going" "$(location)" /cases
for to in //evil.example https://evil.example '/\evil.example' "$(printf //evil.example | xxd -p)"; do
	is "sent to $to" "$(round h "$to")" 303
	is "goes home" "$(location)" /
done
is "signing out says so" "$(send h /account /sign-out)" 303
fetch h /sign-in >/dev/null
has "you may be signed in still"

story "both kinds of keys, and one that is new"
echo es >"$idp/key"
is "ES256" "$(round h)" 303
before=$(wc -l <"$idp/asked")
echo new >"$idp/key"
round h >/dev/null
has "not among the known ones"
is "keys are not asked for at every turn" "$(wc -l <"$idp/asked")" "$before"
sleep 31
is "but when one is new" "$(round h)" 303
echo rs >"$idp/key"

story "a provider that errs or lies"
while IFS='|' read -r wrong status sentence; do
	fault "$wrong"
	is "$wrong" "$(round f)" "$status"
	has "$sentence"
	is "not in" "$(fetch f /account)" 303
done <<'END'
nonce|403|to another question
expired|403|holds no longer
audience|403|meant for another program
issuer|403|not that of this provider
unsigned|403|signed by &quot;none&quot;
hmac|403|signed by &quot;HS256&quot;
key|403|signature of the token is wrong
mixup|403|not that of this provider
cancel|403|called off there
END
fault

story "who means ill"
there a
rm -f "$scratch/b.jar"
is "another browser cannot come back in its place" "$(fetch b "$back")" 403
has "not begun in this browser"
is "who set out can" "$(fetch a "$back")" 303
fault takes-twice
there a
cp "$scratch/a.jar" "$scratch/again.jar"
is "a code" "$(fetch a "$back")" 303
is "is not taken twice, even where the provider would" "$(fetch again "$back")" 403
has "over already"
fault
there a
is "another state" "$(fetch a "$(echo "$back" | sed 's/state=[^&]*/state=guess/')")" 403
printf '#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\ttsukuroi\t1.tsk_fixed\n' >"$scratch/fixed.jar"
there fixed
fetch fixed "$back" >/dev/null
if grep -q tsk_fixed "$scratch/fixed.jar"; then not_ok "a fixed session stays"; else ok "a fixed session is gone"; fi
echo 'another secret' >"$idp/secret"
is "a secret that is wrong" "$(round f)" 403
has "oidc_client"
lacks "a secret between two"
echo 'a secret between two' >"$idp/secret"
"$TSUKUROI" --home "$home" --lang en account lock hanako >"$out" 2>"$err"
is "who is locked here stays out" "$(round h)" 403
has "no account here"
cp "$out" "$scratch/locked"
who s-404 nobody nobody@example.jp
is "as who is unknown" "$(round n)" 403
is "in the same words" "$(grep -o 'Signing in by[^<]*' "$out" | head -n 1)" "$(grep -o 'Signing in by[^<]*' "$scratch/locked" | head -n 1)"
"$TSUKUROI" --home "$home" --lang en account unlock hanako >"$out" 2>"$err"
audit
has "Signing in by a provider was refused, login hanako"
has "came in by a provider"

story "the settings trust the mail address, or make accounts"
start_with 'oidc_match = mail'
who s-2 whatever jiro@example.jp
is "by mail" "$(round j)" 303
fetch j /account >/dev/null
has 例田次郎
start_with 'oidc_new = reader,administrator'
who s-3 Taro@example.jp taro@example.jp
is "a new account" "$(round t)" 303
fetch t "/account?lang=en" >/dev/null
has "例田 太郎"
has "Reader"
lacks "Administrator"
who s-4 jiro x@example.jp
is "never one that is somebody's" "$(round t)" 403

story "one links one's own, and a second factor is asked for"
who s-3 Taro@example.jp taro@example.jp
round t >/dev/null
who s-5 taro2 taro@example.jp
is "from a form" "$(send t /account/provider /account/provider)" 200
link=$(away)
fetch t "$link" >/dev/null
is "linked" "$(fetch t "$(location)")" 303
is "and told so" "$(location)" /account/provider
fetch t /account/provider >/dev/null
has s-5
is "without the page's secret" "$(fetch t /account/provider -d _key=1)" 403
send t /account/provider /account/provider >/dev/null
link=$(away)
fetch t "$link" >/dev/null
back=$(location)
grep tsukuroi_way "$scratch/t.jar" >"$scratch/thief.jar"
is "somebody who took the cookie, but is not signed in" "$(fetch thief "$back")" 403
send t /account/second-factor /account/second-factor >/dev/null
fetch t /account/second-factor >/dev/null
secret=$(sed -n 's/.*id="secret">\([A-Z2-7 ]*\)<.*/\1/p' "$out")
is "a second factor" "$(send t /account/second-factor /account/second-factor/confirm -d "code=$(code "$secret")")" 200
is "is asked for here" "$(round t)" 303
is "on its page" "$(location)" '/sign-in/code?to='
is "not in yet" "$(fetch t /account)" 303
is "a code" "$(fetch t /sign-in/code -d "code=$(code "$secret" 1)")" 303
is "in" "$(fetch t /account)" 200
is "the link is ended" "$(send t /account/provider /account/provider/end --data-urlencode "issuer=$issuer")" 303
who s-5 elsewhere taro@example.jp
start_with
is "and nobody comes in by it" "$(round t)" 403

story "a provider that does not answer"
kill "$provider" && wait "$provider" 2>/dev/null
provider=
start_with
is "is said" "$(fetch d /sign-in/provider)" 500
has "Signing in by 例市認証基盤"
is "passwords go on" "$(fetch d /sign-in)" 200

story "encrypted, by an authority of one's own"
for name in city stranger; do
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -keyout "$idp/$name.key" -out "$idp/$name.pem" -addext basicConstraints=critical,CA:TRUE 2>/dev/null
done
printf 'subjectAltName=IP:127.0.0.1\n' >"$idp/ext"
openssl req -newkey rsa:2048 -nodes -subj /CN=provider -keyout "$idp/tls.key" -out "$idp/tls.csr" 2>/dev/null
openssl x509 -req -in "$idp/tls.csr" -CA "$idp/city.pem" -CAkey "$idp/city.key" -CAcreateserial -days 2 -extfile "$idp/ext" -out "$idp/tls.pem" 2>/dev/null
: >"$idp/port"
python3 "$root/tests/scenario/provider.py" "$idp" >"$idp/port" 2>"$idp/log" &
provider=$!
for _ in $(seq 300); do [ -s "$idp/port" ] && break; sleep 0.1; done
issuer=https://127.0.0.1:$(cat "$idp/port")
fault
who s-9 rokuro rokuro@example.jp
export CURL_CA_BUNDLE="$idp/city.pem"
start_with 'oidc_new = reader' "oidc_certificates = $idp/city.pem"
is "in" "$(round s)" 303
fetch s '/account?lang=en' >/dev/null
has "rokuro"
start_with "oidc_certificates = $idp/stranger.pem"
is "of another authority" "$(fetch u /sign-in/provider)" 500
has "Signing in by 例市認証基盤"
start_with
is "of none that this machine knows" "$(fetch u /sign-in/provider)" 500
sed -i 's|^oidc = .*|oidc = http://id.example.jp|' "$home/tsukuroi.conf"
sleep 1.1
is "a provider that is not encrypted" "$(fetch u /sign-in)" 200
has "must begin with https://"
plan
