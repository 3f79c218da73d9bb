"""What somebody who means ill tries at every address of openapi.json: forms without the page's secret, with another person's, from another site, by
another method; paths out of the house in every place and every field; lines in what becomes a header; addresses to be sent on to; bodies too large.

usage: attack.py URL LOGIN OTHER PASSWORD     two who may sign in, LOGIN may most. Prints "tried N, wrong 0", with a line for each that is wrong before it.
"""
import http.client
import json
import re
import sys
import urllib.parse

url, login, other, password = sys.argv[1:5]
host = urllib.parse.urlsplit(url).netloc
wrong, tried = [], 0
OUTSIDE = ("../../../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd", "/etc/passwd", "..\\..\\etc\\passwd",
           "a%00b", "%0d%0aX-Zq:%201", "'%20OR%201=1--", "9223372036854775808", "-1", "%ff%fe", "A" * 3000)
OFF = ("//evil.example/", "https://evil.example/", "/\\evil.example/", "http:evil.example", "\thttps://evil.example", "javascript:alert(1)")
LINES = "a\r\nX-Zq: 1\r\nSet-Cookie: zq=1"
SKIPPED = ("/sign-out", "/account/password", "/account/second-factor", "/account/sessions", "/setup/", "/welcome/", "/settings/people/{login}/l", "/settings/people/{login}/u")


def ask(jar, method, path, body=None, headers=None):
    global tried
    tried += 1
    connection = http.client.HTTPConnection(host, timeout=120)
    sent = {"Accept": "text/html", "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items()), **(headers or {})}
    if body is not None:
        sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
    try:
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        data = answer.read()
    except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
        return 413, {}, b""
    for line in answer.headers.get_all("Set-Cookie") or []:
        name, value = line.split(";")[0].split("=", 1)
        if name.startswith("zq"):
            wrong.append(f"{method} {path[:80]}: a cookie of somebody else's")
        jar[name] = value
    location = answer.headers.get("Location") or "/"
    if not re.match(r"/(?![/\\])", location):
        wrong.append(f"{method} {path[:80]}: sent on to {location[:60]}")
    if "X-Zq" in answer.headers or b"root:x:0:" in data:
        wrong.append(f"{method} {path[:80]}: a header or a file that is not the house's")
    if answer.status >= 500:
        wrong.append(f"{method} {path[:80]}: status {answer.status}")
    return answer.status, answer.headers, data


def sign_in(who):
    jar = {"tsukuroi_lang": "en"}
    if ask(jar, "POST", "/sign-in", urllib.parse.urlencode({"login": who, "password": password}))[0] != 303:
        sys.exit(f"{who} cannot sign in")
    return jar, re.search(r'name="_csrf" value="([^"]*)"', ask(jar, "GET", "/account")[2].decode())[1]


jar, csrf = sign_in(login)
_, foreign = sign_in(other)
paths = json.loads(ask(dict(jar), "GET", "/openapi.json", headers={"Accept": "application/json"})[2])["paths"]


def fields_of(route):
    schema = route.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {}).get("schema", {})
    return schema.get("properties", {})


def attack_form(path, route):
    address = re.sub(r"\{\w+\}", "1", path)
    public = route.get("x-public", False)
    form = {name: field.get("enum", ["1"])[0] or "1" for name, field in fields_of(route).items()}
    for what, extra, headers in (("no secret", {}, {}), ("another's secret", {"_csrf": foreign}, {}),
                                 ("another site", {"_csrf": csrf}, {"Origin": "http://evil.example"}),
                                 ("another site, said otherwise", {"_csrf": csrf}, {"Sec-Fetch-Site": "cross-site"})):
        if public and not headers:
            continue
        status, _, _ = ask(dict(jar), "POST", address, urllib.parse.urlencode({**form, **extra}), headers)
        if status not in (400, 403):      # 400: of what was sent, before anything is done
            wrong.append(f"POST {address} with {what}: {status}")
    # No other method does what POST does.
    status, _, _ = ask(dict(jar), "GET", address, None, {"X-HTTP-Method-Override": "POST"})
    for method in ("PUT", "DELETE", "PATCH"):
        status, _, _ = ask(dict(jar), method, address, urllib.parse.urlencode({"_csrf": csrf}), {})
        if status not in (400, 403, 404, 405, 501):
            wrong.append(f"{method} {address}: {status}")
    for name in form:
        for value in OFF + (LINES,) if name in ("to", "back", "next", "name", "title", "file") else OUTSIDE[:1]:
            ask(dict(jar), "POST", address, urllib.parse.urlencode({**form, name: urllib.parse.unquote(value), "_csrf": csrf}))


def attack_places(method, path, route):
    for name in re.findall(r"\{(\w+)\}", path):
        for value in OUTSIDE:
            address = re.sub(r"\{\w+\}", "1", path.replace("{%s}" % name, value))
            status, _, data = ask(dict(jar), method, address, None if method == "GET" else urllib.parse.urlencode({"_csrf": csrf}))
            if status == 200 and "name}" not in path and b"<main" not in data and "secret" not in path:
                wrong.append(f"{method} {address[:80]}: 200")
    for parameter in route.get("parameters", []):
        if parameter["in"] == "query" and method == "GET" and "{" not in path:
            for value in OUTSIDE[:2] + OFF[:3] + ("%0d%0aX-Zq:%201",):
                ask(dict(jar), "GET", f"{path}?{parameter['name']}={urllib.parse.quote(value, safe='%')}")


for path, methods in paths.items():
    if path.startswith(SKIPPED):
        continue
    for method in ("get", "post"):
        if method in methods:
            attack_places(method.upper(), path, methods[method])
    if "post" in methods and path != "/sign-in":
        attack_form(path, methods["post"])
for path in ("/systems/new", "/account"):
    status, _, _ = ask(dict(jar), "POST", path, "name=" + "A" * (8 << 20))
    if status not in (400, 413):
        wrong.append(f"POST {path} with 8 MB: {status}")
for line in wrong[:60]:
    print(line)
print(f"tried {tried}, wrong {len(wrong)}")
