"""Makes a second organisation out of the first: every row of the ledger again, with ids and names of its own. usage: twin.py LEDGER SOURCE

LEDGER: the SQLite file of a home that is not running. SOURCE: the source tree; its migrations say which columns hold ids. Numbers of cases are of
2031; names of systems, hosts, people and units begin with 隣の. Prints the organisation's number.
"""
import pathlib
import re
import sqlite3
import sys

ledger, source = sqlite3.connect(sys.argv[1]), pathlib.Path(sys.argv[2])
FURTHER = 1_000_000
NAMED = {("system", "name"), ("host", "name"), ("unit", "name"), ("account", "name"), ("service", "name"), ("person", "name"), ("contractor", "name"),
         ("saved_view", "name"), ("import", "file"), ("entry", "ground"), ("decision", "reason"), ("system", "contractor"), ("ask", "contractor"),
         ("sheet_entry", "system"), ("sheet_entry", "host")}
ids = set()
for path in sorted((source / "src/store/ledger/migrate").glob("*.sql")):
    text = path.read_text()
    for table, body in re.findall(r"^CREATE TABLE (\w+) \((.*?)^\);", text, re.M | re.S):
        ids |= {(table, name) for name in re.findall(r"^\t(\w+)\s+(?:key|id)\b", body, re.M)}
    for table, name in re.findall(r"^ALTER TABLE (\w+) ADD COLUMN\n\t(\w+)\s+id\b", text, re.M):
        ids.add((table, name))

other = ledger.execute("SELECT max(id) + 1 FROM org").fetchone()[0]
ledger.execute("INSERT INTO org (id, name, made_at) SELECT ?, '隣の町', made_at FROM org WHERE id = 1", (other,))
ledger.execute("UPDATE allot SET next = next + ? WHERE name <> 'org'", (2 * FURTHER,))
ledger.execute("UPDATE allot SET next = ? WHERE name = 'org'", (other + 1,))
for (table,) in ledger.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall():
    columns = [row[1] for row in ledger.execute(f"PRAGMA table_info({table})")]
    # What stands on a host is packed with its ids (host_content): the next assessment gathers it anew.
    if "org_id" not in columns or table == "host_content":
        continue
    parts = []
    for name in columns:
        if name == "org_id":
            parts.append(str(other))
        elif (table, name) in ids:
            parts.append(f"CASE WHEN {name} IS NULL OR {name} <= 0 THEN {name} ELSE {name} + {FURTHER} END")
        elif (table, name) in NAMED:
            parts.append(f"CASE WHEN {name} = '' THEN '' ELSE '隣の' || {name} END")
        elif (table, name) in (("casefile", "number"), ("case_deadline", "number"), ("roster_turn", "number")):
            parts.append(f"replace({name}, '-2026-', '-2031-')")
        elif (table, name) == ("letter", "message"):
            parts.append(f"'twin-' || {name}")
        else:
            parts.append(f'"{name}"')
    quoted = ", ".join(f'"{name}"' for name in columns)
    ledger.execute(f"INSERT INTO {table} ({quoted}) SELECT {', '.join(parts)} FROM {table} WHERE org_id = 1")
ledger.commit()
print(other)
