"""A provider of OpenID Connect on this machine, for web-oidc.sh: provider.py FOLDER prints its port and answers until it is ended.

Its keys are made by openssl when it starts. What it does wrong stands in FOLDER/fault, who signs in in FOLDER/who ("subject login mail"); everybody
is let in at once. FOLDER/key names the key it signs with: rs, es, or new (one that it has from now on).
With FOLDER/tls.pem and tls.key it speaks https.
"""
import base64
import hashlib
import http.server
import json
import os
import secrets
import ssl
import subprocess
import sys
import time
import urllib.parse

folder = sys.argv[1]
codes = {}
scheme = "https" if os.path.exists(os.path.join(folder, "tls.pem")) else "http"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def told(name, otherwise=""):
    try:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return file.read().strip()
    except FileNotFoundError:
        return otherwise


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout


def der_parts(data):
    """The whole numbers of a SEQUENCE of INTEGERs."""
    parts, at = [], 2 if data[1] < 0x80 else 2 + (data[1] & 0x7f)
    while at < len(data):
        length = data[at + 1]
        begin = at + 2
        if length & 0x80:
            count = length & 0x7f
            length = int.from_bytes(data[begin:begin + count], "big")
            begin += count
        parts.append(int.from_bytes(data[begin:begin + length], "big"))
        at = begin + length
    return parts


class Key:
    def __init__(self, kid, kind):
        self.kid, self.kind = kid, kind
        self.file = os.path.join(folder, "key-" + kid)
        if kind == "RS256":
            openssl("genrsa", "-out", self.file, "2048")
            text = openssl("rsa", "-in", self.file, "-RSAPublicKey_out", "-outform", "DER")
            modulus, exponent = der_parts(text)
            self.public = {"kty": "RSA", "n": b64(modulus.to_bytes(256, "big")), "e": b64(exponent.to_bytes(3, "big"))}
        else:
            openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", self.file)
            point = openssl("ec", "-in", self.file, "-pubout", "-outform", "DER")[-64:]
            self.public = {"kty": "EC", "crv": "P-256", "x": b64(point[:32]), "y": b64(point[32:])}
        self.public.update(kid=kid, use="sig", alg=kind)

    def sign(self, text):
        signature = openssl("dgst", "-sha256", "-sign", self.file, data=text.encode())
        if self.kind == "RS256":
            return b64(signature)
        r, s = der_parts(signature)
        return b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


keys = {"rs": Key("rs", "RS256"), "es": Key("es", "ES256"), "other": Key("other", "RS256")}


def id_token(code, issuer):
    fault, now = told("fault"), int(time.time())
    subject, login, mail = (told("who") + "   ").split(" ")[:3]
    name = told("key", "rs")
    if name not in keys:
        keys[name] = Key(name, "ES256")
    key = keys[name]
    claims = {"iss": issuer, "aud": "tsukuroi", "sub": subject, "preferred_username": login, "email": mail, "email_verified": True,
              "name": "例田 太郎", "iat": now, "exp": now + 300, "nonce": code["nonce"]}
    header = {"alg": key.kind, "kid": key.kid, "typ": "JWT"}
    if fault == "nonce":
        claims["nonce"] = "guess"
    elif fault == "expired":
        claims.update(iat=now - 900, exp=now - 600)
    elif fault == "audience":
        claims["aud"] = "another"
    elif fault == "issuer":
        claims["iss"] = "https://another.example.jp"
    elif fault == "unsigned":
        header = {"alg": "none"}
    text = b64(json.dumps(header).encode()) + "." + b64(json.dumps(claims).encode())
    if fault == "unsigned":
        return text + "."
    if fault == "hmac":
        import hmac
        text = b64(json.dumps({"alg": "HS256", "kid": key.kid}).encode()) + "." + b64(json.dumps(claims).encode())
        return text + "." + b64(hmac.digest(openssl("rsa", "-in", key.file, "-pubout"), text.encode(), "sha256"))
    return text + "." + (keys["other"] if fault == "key" else key).sign(text)


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def give(self, status, body, kind="application/json", **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        issuer = "%s://%s" % (scheme, self.headers["Host"])
        url = urllib.parse.urlsplit(self.path)
        if told("fault") == "down":
            self.give(503, {})
        elif url.path == "/.well-known/openid-configuration":
            self.give(200, {"issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token",
                            "jwks_uri": issuer + "/keys", "authorization_response_iss_parameter_supported": True})
        elif url.path == "/keys":
            with open(os.path.join(folder, "asked"), "a", encoding="utf-8") as file:
                file.write("keys\n")
            self.give(200, {"keys": [key.public for name, key in keys.items() if name != "other"]})
        elif url.path == "/authorize":
            self.authorize(issuer, dict(urllib.parse.parse_qsl(url.query)))
        else:
            self.give(404, {})

    def authorize(self, issuer, query):
        code = secrets.token_hex(8)
        codes[code] = query
        answer = {"code": code, "state": query["state"], "iss": issuer, "session_state": "x"}
        if told("fault") == "cancel":
            answer = {"error": "access_denied", "state": query["state"], "iss": issuer}
        elif told("fault") == "mixup":
            answer["iss"] = "https://another.example.jp"
        self.give(303, b"", Location=query["redirect_uri"] + "?" + urllib.parse.urlencode(answer))

    def do_POST(self):
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        code = codes.get(form["code"]) if told("fault") == "takes-twice" else codes.pop(form["code"], None)
        challenge = b64(hashlib.sha256(form["code_verifier"].encode()).digest())
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        given = [urllib.parse.unquote_plus(part) for part in base64.b64decode(given).decode().split(":")]
        if kind != "Basic" or given != ["tsukuroi", told("secret")]:
            self.give(401, {"error": "invalid_client"})
        elif code is None or code["code_challenge"] != challenge or code["redirect_uri"] != form["redirect_uri"]:
            self.give(400, {"error": "invalid_grant"})
        else:
            self.give(200, {"access_token": "x", "token_type": "Bearer", "id_token": id_token(code, scheme + "://" + self.headers["Host"])})


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if scheme == "https":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, "tls.pem"), os.path.join(folder, "tls.key"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
