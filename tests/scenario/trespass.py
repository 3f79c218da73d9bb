"""Tries every door with a stranger's keys: each address of openapi.json is asked for with what belongs to others, and each form is sent with
it, by the session and the secret (CSRF) of somebody who has no business there. Nothing of the others may be told, nothing of theirs may change.

usage: trespass.py URL LEDGER LOGIN PASSWORD units|ORGANISATION [--own ORGANISATION]

LEDGER: the SQLite file. "units": LOGIN is of an owner unit, the others are all systems of units that are neither his nor below his. ORGANISATION: the
number of another one. Prints "addresses N, forms N, told 0, let in 0, changed 0", with a line for each that is not as it should be before it.
"""
import http.client
import io
import json
import re
import sqlite3
import subprocess
import sys
import urllib.parse
import zipfile

url, ledger, login, password, others = sys.argv[1:6]
own_org = int(sys.argv[7]) if "--own" in sys.argv else 1
by_units = others == "units"
host = urllib.parse.urlsplit(url).netloc
database = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
told, let_in = [], []
count = {"addresses": 0, "forms": 0}


def rows(sql, *args):
    return [row[0] for row in database.execute(sql, args)]


# ------------------------------------------------------------------------------------------------------------ what belongs to whom

if by_units:
    account = rows("SELECT id FROM account WHERE org_id = ? AND login = ?", own_org, login)[0]
    units = set(rows("SELECT unit_id FROM membership WHERE account_id = ?", account))
    while True:
        below = set(rows("SELECT id FROM unit WHERE superior_id IN (%s)" % ",".join(map(str, units or {0})))) - units
        if not below:
            break
        units |= below
    inside = ",".join(map(str, units or {0}))
    OTHERS = f"(SELECT id FROM system WHERE unit_id IS NULL OR unit_id NOT IN ({inside}))"
else:
    OTHERS = f"(SELECT id FROM system WHERE org_id = {int(others)})"


def of_others(table, column="id"):
    """Keys of a table's rows that are others'."""
    columns = rows(f"SELECT name FROM pragma_table_info('{table}')")
    if not by_units:
        own = set(rows(f"SELECT {column} FROM {table} WHERE org_id = ?", own_org))
        return [value for value in rows(f"SELECT {column} FROM {table} WHERE org_id = ?", int(others)) if value not in own]
    if "system_id" in columns:
        return rows(f"SELECT {column} FROM {table} WHERE system_id IN {OTHERS}")
    if "host_id" in columns:
        return rows(f"SELECT {column} FROM {table} WHERE host_id IN (SELECT id FROM host WHERE system_id IN {OTHERS})")
    if table == "system":
        return rows(f"SELECT {column} FROM system WHERE id IN {OTHERS}")
    if table == "question":
        return rows(f"SELECT q.{column} FROM question q WHERE NOT EXISTS (SELECT 1 FROM question_system j WHERE j.question_id = q.id AND j.system_id NOT IN {OTHERS})")
    if table == "ask":
        return rows(f"SELECT a.{column} FROM ask a WHERE NOT EXISTS (SELECT 1 FROM ask_row r WHERE r.ask_id = a.id AND r.system_id NOT IN {OTHERS})")
    if table in ("casefile", "case_task", "case_file", "document", "case_thread", "case_party", "case_grant", "case_link"):
        case = {"casefile": "id", "case_party": "casefile_id", "case_grant": "casefile_id"}.get(table, "case_id")
        return rows(f"SELECT {column} FROM {table} WHERE {case} IN (SELECT c.id FROM casefile c WHERE c.unit_id NOT IN ({inside}) AND NOT EXISTS ("
                    f"SELECT 1 FROM case_party p WHERE p.casefile_id = c.id AND ((p.holder_kind = 1 AND p.holder_id IN ({inside})) OR "
                    f"(p.holder_kind = 0 AND p.holder_id = {account}) OR (p.holder_kind = 2 AND p.holder_id = 8)))"
                    f" AND NOT EXISTS (SELECT 1 FROM case_grant g WHERE g.casefile_id = c.id))")
    if table in ("saved_view", "token", "web_session", "report_subscription", "account_link"):
        return rows(f"SELECT {column} FROM {table} WHERE account_id NOT IN (0, {account})")
    if table in ("report", "sighting"):
        return rows(f"SELECT {column} FROM {table}")
    return []


# The start of an address, and whose keys stand in its last place.
TABLES = (
    ("/systems/", "system"), ("/products/", "product"), ("/findings/", "finding"), ("/questions/", "question"), ("/decisions/", "decision"), ("/tasks/", "case_task"),
    ("/documents/", "document"), ("/files/", "case_file"), ("/settings/criteria/", "criteria_edition"), ("/settings/people/number/", "account"), ("/records/", "entry"),
    ("/reports/kept/", "report"), ("/differences/", "difference"), ("/asks/", "ask"),
)
INNER = (("/people/", "case_party"), ("/grants/", "case_grant"), ("/links/", "case_link"), ("/files/", "case_file"), ("/threads/", "case_thread"))
FIELDS = {"system": ("system", "name"), "systems": ("system", "name"), "unit": ("unit", "name"), "finding": ("finding", "id"), "account": ("account", "id"),
          "case": ("casefile", "number"), "person": ("account", "login"), "login": ("account", "login"), "owner": ("account", "login"), "view": ("saved_view", "id"),
          "number": ("sheet_entry", "id"), "host": ("host", "name"), "contractor": ("contractor", "name"), "product": ("product", "identity")}
IDS = (("/findings/views/", "saved_view"), ("/account/sessions/", "web_session"), ("/account/tokens/", "token"), ("/settings/calendar/maintenance", "maintenance_window"),
       ("/settings/calendar/oncall", "oncall"), ("/roster", "roster"), ("/settings/proposals", "proposal"), ("/reports/", "report_subscription"), ("/names", "product"))
MOST = 4      # of one kind, at one address: the first and the last


def few(values):
    values = sorted(set(values), key=str)
    return values if len(values) <= MOST else values[:MOST // 2] + values[-MOST // 2:]


def places(path, name):
    if "/cases/{number}" in path:
        if name == "number":
            return few(of_others("casefile", "number"))
        for part, table in INNER:
            if part in path and name in ("id", "thread"):
                return few(of_others(table)) or [1]
        return {"stage": ["survey"], "field": ["title"], "name": ["consent"]}.get(name, ["1"])
    for start, table in TABLES:
        if path.startswith(start) and name in ("id", "number"):
            keys = of_others(table)
            if by_units and table == "product":
                own = rows(f"SELECT DISTINCT f.product_id FROM finding f WHERE f.system_id NOT IN {OTHERS} UNION SELECT s.product_id FROM installation i "
                           f"JOIN host h ON h.id = i.host_id JOIN software_item s ON s.id = i.software_id WHERE h.system_id NOT IN {OTHERS}")
                keys = [key for key in rows("SELECT id FROM product") if key not in own]
            return few(keys)
    if name == "part":
        return ["sheet", "mail"]
    if name == "login":
        return [] if by_units else few(of_others("account", "login"))
    if name == "kind":
        return ["statement", "inspection", "medium", "contract", "replacement", "departure"]
    if name == "name" and path.startswith("/hosts/"):
        return few(of_others("host", "name"))
    return []


SECRETS = (("system", "name"), ("host", "name"), ("account", "name"), ("unit", "name"), ("contractor", "name"), ("person", "name"), ("casefile", "number"),
           ("saved_view", "name"), ("import", "file"), ("decision", "reason"), ("entry", "ground"), ("service", "name"))


# Words of the procedures themselves.
OF_PROCEDURES = ("クライアントPC",)


def secrets():
    """Words that only what is others' has."""
    columns = SECRETS[:2] if by_units else SECRETS
    words = {word for table, column in columns for word in of_others(table, column)}
    if by_units:
        mine = set(rows(f"SELECT name FROM system WHERE id NOT IN {OTHERS} UNION SELECT name FROM host WHERE system_id NOT IN {OTHERS}"))
    else:
        mine = {word for table, column in columns for word in rows(f"SELECT {column} FROM {table} WHERE org_id = ?", own_org)}
    return sorted(word for word in words - mine if isinstance(word, str) and len(word) > 3 and word not in OF_PROCEDURES and not re.fullmatch(r"[A-Za-z ]+", word) and
                  not any(word in text for text in mine))


# ------------------------------------------------------------------------------------------------------------------- as a browser

cookies = {}


def ask(method, path, form=None, accept="text/html"):
    connection = http.client.HTTPConnection(host, timeout=120)
    headers = {"Accept": accept, "Accept-Language": "ja", "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
    body = None
    if form is not None:
        body = urllib.parse.urlencode(form, doseq=True)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection.request(method, urllib.parse.quote(path, safe="/?=&%.:"), body, headers)
    answer = connection.getresponse()
    data = answer.read()
    for line in answer.headers.get_all("Set-Cookie") or []:
        name, value = line.split(";")[0].split("=", 1)
        cookies[name] = value
    return answer.status, answer.headers.get("Content-Type") or "", data


def words_of(kind, data):
    """What a person reads of it, whatever its form."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if "pdf" in kind:
        return subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=False).stdout.decode(errors="replace")
    return data.decode(errors="replace")


hidden = secrets()
pattern = re.compile("|".join(map(re.escape, hidden))) if hidden else re.compile(r"(?!)")


def look(method, path, kind, data, sent=""):
    """What he sent himself he may read again."""
    for found in set(pattern.findall(words_of(kind, data).replace("&#39;", "'").replace("&amp;", "&"))):
        if found not in sent:
            told.append(f"{method} {path}: {found}")


def sign_in():
    form = {"login": login, "password": password, "organisation": own_org}
    status, _, data = ask("POST", "/sign-in", form)
    if status != 303:
        sys.exit(f"{login} cannot sign in: {status} {data[:300].decode(errors='replace')}")
    return re.search(r'name="_csrf" value="([^"]*)"', ask("GET", "/account")[2].decode())[1]


def addresses(path):
    """The address with every choice of what belongs to others in its places; as it is when there is none."""
    found = [path]
    for name in re.findall(r"\{(\w+)\}", path):
        found = [one.replace("{%s}" % name, str(value)) for one in found for value in places(path, name)]
    return found


def value_of(path, name, schema):
    if name == "was":
        return [""]
    if "enum" in schema:
        return [word for word in schema["enum"] if word][:1]
    if name == "id":
        for start, table in IDS:
            if path.startswith(start):
                return few(of_others(table))[:1] or ["1"]
    table, column = FIELDS.get(name, (None, None))
    found = few(of_others(table, column))[:2] if table and not (by_units and table in ("unit", "account", "contractor", "product", "sheet_entry")) else []
    if by_units and name == "unit":
        found = rows(f"SELECT name FROM unit WHERE id NOT IN ({inside}) ORDER BY id")[:1]
    if by_units and name == "number" and path.startswith("/retirements"):
        found = rows(f"SELECT e.id FROM sheet_entry e JOIN system s ON s.name = e.system AND s.id IN {OTHERS}")[:2]
    if found:
        return found if schema.get("type") == "array" else found[:1]
    return {"integer": ["1"], "boolean": ["on"]}.get(schema.get("type"), ["2099-12-01" if schema.get("format") == "date" else "2099-12-01T10:00" if
                                                                       "date" in schema.get("format", "") else "trespassed"])


SKIPPED = ("/sign-out", "/sign-in", "/account/password", "/account/second-factor", "/language/", "/o/", "/setup/", "/welcome/", "/assets/")


def try_get(path, route):
    for address in addresses(path):
        forms = [""]
        for parameter in route.get("parameters", []):
            if parameter["in"] == "query" and parameter["name"] == "format":
                forms += ["?format=" + word for word in parameter["schema"].get("enum", []) if word]
        for form in forms:
            status, kind, data = ask("GET", address + form)
            count["addresses"] += 1
            look("GET", address + form, kind, data, address)
            if "{" in path and status not in (303, 400, 403, 404, 409, 415):
                let_in.append(f"GET {address + form}: {status}")
            if status >= 500:
                let_in.append(f"GET {address + form}: {status}")
        status, kind, data = ask("GET", address, accept="application/json")
        count["addresses"] += 1
        look("GET", address, kind, data, address)


def try_post(path, route, csrf):
    schema = route.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {}).get("schema", {})
    for address in addresses(path):
        form = {"_csrf": csrf}
        for name, field in schema.get("properties", {}).items():
            form[name] = value_of(path, name, field)
        status, kind, data = ask("POST", address, form)
        count["forms"] += 1
        look("POST", address, kind, data, urllib.parse.unquote(address) + json.dumps(form, ensure_ascii=False))
        if ("{" in path and status < 400 and "{kind}" not in path) or status >= 500:
            let_in.append(f"POST {address}: {status}")


# What the program does in every organisation meanwhile: jobs, letters, clocks, what is sealed of the audit.
RUNS_BY_ITSELF = ("job", "reminder", "letter", "clock_mark", "audit", "audit_chain", "kb_state", "web_session")


def standing():
    """Everything that is others', as it stands."""
    fresh = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    tables = rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    found = {}
    for table in tables:
        columns = rows(f"SELECT name FROM pragma_table_info('{table}')")
        if table in RUNS_BY_ITSELF:
            continue
        if not by_units and "org_id" in columns:
            found[table] = sorted(map(repr, fresh.execute(f"SELECT * FROM {table} WHERE org_id = ?", (int(others),))))
        elif by_units and table == "system":
            found[table] = sorted(map(repr, fresh.execute(f"SELECT * FROM system WHERE id IN {OTHERS}")))
        elif by_units and "system_id" in columns:
            found[table] = sorted(map(repr, fresh.execute(f"SELECT * FROM {table} WHERE system_id IN {OTHERS}")))
        elif by_units and "host_id" in columns:
            found[table] = sorted(map(repr, fresh.execute(f"SELECT * FROM {table} WHERE host_id IN (SELECT id FROM host WHERE system_id IN {OTHERS})")))
    fresh.close()
    return found


csrf = sign_in()
# Words that the program says of itself are no secrets.
own_words = "".join(ask("GET", path)[2].decode(errors="replace") for path in ("/settings/playbooks", "/cases/new", "/knowledge"))
hidden = [word for word in hidden if word not in own_words]
pattern = re.compile("|".join(map(re.escape, hidden)) or "(?!)")
paths = json.loads(ask("GET", "/openapi.json", accept="application/json")[2])["paths"]
before = standing()
for path, methods in paths.items():
    if path.startswith(SKIPPED):
        continue
    if "get" in methods:
        try_get(path, methods["get"])
for path, methods in paths.items():
    if "post" in methods and not path.startswith(SKIPPED):
        try_post(path, methods["post"], csrf)
after = standing()
changed = [f"{table}: {line}" for table in before for line in set(after[table]) ^ set(before[table])]
for line in told + let_in + changed:
    print(line[:400])
print(f"words {len(hidden)}, addresses {count['addresses']}, forms {count['forms']}, told {len(told)}, let in {len(let_in)}, changed {len(changed)}")
