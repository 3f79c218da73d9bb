"""Writes a hostile text into everything a ledger can bring, and then reads every page: nothing of it may have become a tag, an attribute, a script, a
template's name, a formula or a header.

usage: hostile.py write LEDGER           of a home that is not running
       hostile.py read URL LEDGER LOGIN PASSWORD

       hostile.py listen URL LEDGER LOGIN PASSWORD WORD     where that word is heard, in whatever form

"read" prints "pages N, files N, seen N, wrong 0", with a line for each that is wrong before it; seen: pages on which the text stands, as a text.
"""
import csv
import html.parser
import http.client
import io
import json
import re
import sqlite3
import subprocess
import sys
import urllib.parse
import zipfile

MARK = """=zq<zqtag onzq=1>"onzq=2 'onzq=3 {{zq}}{{{zq}}}[[zq]]&zq;</title></script><script>zq()</script>"""
# Texts that people or files write, of every table that has such: names, words, reasons. Keys that must stay what they are (digests, logins) are not among them.
TEXTS = {
    "system": "name number contractor function place maintenance note network_text reach_text ports importance_text", "unit": "name", "person": "name",
    "service": "name", "host": "name distribution release kernel", "information": "words", "product": "name vendor",
    "software_item": "name version vendor package source_name", "vulnerability": "title_ja title_en", "wording": "ja en", "ground": "record versions reason",
    "import": "file format who", "inventory": "stream format tool", "installation": "place told_by", "change": "from_version to_version", "fact": "answered_by",
    "decision": "owner reason", "entry": "product version vulnerability party number ground url file who", "account": "name", "contractor": "name person contract clause overseer",
    "saved_view": "name", "difference": "held told held_by told_by", "name_word": "vendor written organisation", "sheet_mapping": "name", "sheet_source": "name",
    "sheet_entry": "system host name", "sighting": "name what told_by", "ask": "contractor who", "ask_row": "version told_version ground answered_by",
    "maintenance_window": "note who", "oncall": "name note", "closed_day": "note", "roster": "source", "casefile": "neutral", "case_deadline": "label title_ja title_en subject",
    "token": "name", "web_session": "agent address", "audit": "object",
}


def write(ledger):
    database = sqlite3.connect(ledger)
    for table, columns in TEXTS.items():
        there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
        for column in columns.split():
            if column not in there:
                sys.exit(f"{table} has no {column} any more")
            joined = f"? || {column}" if column in ("note", "reason", "ground") else f"{column} || ?"
            database.execute(f"UPDATE {table} SET {column} = {joined} WHERE {column} <> ''", (MARK,))
    database.commit()


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.wrong, self.text = [], []

    def handle_starttag(self, tag, attrs):
        if tag.startswith("zq") or tag == "script" and not dict(attrs).get("src", "").startswith("/assets/"):
            self.wrong.append(f"a tag: {tag}")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.wrong.append(f"an attribute: {name}")
            if name in ("href", "src", "action", "formaction") and re.match(r"\s*(javascript|data|vbscript):|//", value or "", re.I):
                self.wrong.append(f"an address: {value[:60]}")

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.text.append(data)


def wrong_in(kind, data):
    """What is wrong with an answer; and whether the text is in it."""
    if "html" in kind:
        reader = Reader()
        reader.feed(data.decode())
        return reader.wrong, "zqtag" in "".join(reader.text)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
        return (["a formula"] if re.search(r"<f[ >][^<]*zq", parts) else []) + (["a tag"] if "<zqtag" in parts else []), "zqtag" in parts
    if "csv" in kind:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
        return [f"a formula: {cell[:40]}" for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and "zq" in cell], b"zqtag" in data
    if "xml" in kind:
        return (["a tag"] if b"<zqtag" in data else []), b"zqtag" in data
    return [], b"zqtag" in data


def keys(database, path, name):
    tables = (("/systems/", "id", "system"), ("/products/", "id", "product"), ("/findings/", "id", "finding"), ("/questions/", "id", "question"),
              ("/decisions/", "id", "decision"), ("/tasks/", "id", "case_task"), ("/documents/", "id", "document"), ("/files/", "id", "case_file"),
              ("/settings/criteria/", "id", "criteria_edition"), ("/reports/kept/", "id", "report"), ("/asks/", "number", "ask"), ("/cases/", "thread", "case_thread"))
    for start, place, table in tables:
        if path.startswith(start) and name == place:
            return [row[0] for row in database.execute(f"SELECT id FROM {table} ORDER BY id LIMIT 3")]
    rows = {"number": "SELECT number FROM casefile", "login": "SELECT login FROM account LIMIT 3"}.get(name)
    if rows:
        return [row[0] for row in database.execute(rows)]
    if path.startswith("/vulnerabilities"):
        return [row[0] for row in database.execute("SELECT v.name FROM vulnerability v JOIN open_vulnerability o ON o.vulnerability_id = v.id LIMIT 2")]
    if path.startswith("/reports"):
        return ["executive", "weekly", "owner?unit=1", "correction", "acceptance"]
    return {"stage": ["survey"], "field": ["title"], "name": ["consent"], "part": ["sheet"]}.get(name, [])


def crawl(url, ledger, login, password):
    """Every page and file that may be asked for, in every form and both languages: (address, language, status, headers, bytes)."""
    host = urllib.parse.urlsplit(url).netloc
    database = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    cookies = {}

    def ask(method, path, language, body=None, accept="text/html"):
        connection = http.client.HTTPConnection(host, timeout=120)
        cookies["tsukuroi_lang"] = language
        headers = {"Accept": accept, "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, urllib.parse.quote(path, safe="/?=&%.:"), body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            cookies.update([line.split(";")[0].split("=", 1)])
        return answer.status, answer.headers, answer.read()

    if ask("POST", "/sign-in", "en", urllib.parse.urlencode({"login": login, "password": password}))[0] != 303:
        sys.exit("cannot sign in")
    for path, methods in json.loads(ask("GET", "/openapi.json", "en", accept="application/json")[2])["paths"].items():
        if "get" not in methods or path.startswith(("/language/", "/o/", "/setup/", "/welcome/", "/assets/")):
            continue
        found = [path]
        for name in re.findall(r"\{(\w+)\}", path):
            found = [one.replace("{%s}" % name, str(key)) for one in found for key in keys(database, path, name)]
        formats = [""]
        for parameter in methods["get"].get("parameters", []):
            if parameter["name"] == "format":
                formats += ["?format=" + word for word in parameter["schema"].get("enum", []) if word]
        for address in found:
            for ending in formats:
                for language in ("ja", "en") if not ending else ("ja",):
                    asked = address + (ending if "?" not in address else ending.replace("?", "&"))
                    yield asked, language, *ask("GET", asked, language)
            yield address, "json", *ask("GET", address, "ja", accept="application/json")


def read(url, ledger, login, password):
    wrong, count = [], {"pages": 0, "files": 0, "seen": 0}
    for address, language, status, headers, data in crawl(url, ledger, login, password):
        kind = headers.get("Content-Type") or ""
        bad, seen = wrong_in(kind, data)
        if status >= 500:
            bad.append(f"status {status}")
        if any(name.lower().startswith("x-zq") or "\n" in value for name, value in headers.items()):
            bad.append("a header")
        count["pages" if "html" in kind else "files"] += 1
        count["seen"] += seen
        wrong += [f"{address} ({language}): {what}" for what in sorted(set(bad))]
    for line in wrong:
        print(line)
    print(f"pages {count['pages']}, files {count['files']}, seen {count['seen']}, wrong {len(wrong)}")


def words_of(kind, data):
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if "pdf" in kind:
        return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=False).stdout.decode(errors="replace")
    return data.decode(errors="replace")


def listen(url, ledger, login, password, word):
    answers = heard = 0
    for address, language, _, headers, data in crawl(url, ledger, login, password):
        answers += 1
        if word in words_of(headers.get("Content-Type") or "", data) + "".join(headers.values()):
            heard += 1
            print(f"{address} ({language})")
    print(f"answers {answers}, heard {heard}")


if sys.argv[1] == "write":
    write(sys.argv[2])
elif sys.argv[1] == "read":
    read(*sys.argv[2:6])
else:
    listen(*sys.argv[2:7])
