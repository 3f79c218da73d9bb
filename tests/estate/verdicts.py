#!/usr/bin/env python3
"""Holds the verdicts on the estate's operating systems against the sources, by a second and much simpler reckoning.

usage: verdicts.py LEDGER.db WESNG.csv[.gz] windows-update-history.json[.gz] FIRST LAST

For every computer whose build and revision are known, and every CVE of these months that lists its product with an update: the
update's revision on that build (from the update history) against the computer's. At or above it: no finding may stand.
Below it: a finding must stand, and say affected. A computer whose inventory is older than its own build has a wrong clock: then
"cannot be decided" with that reason is the answer. Prints each difference and the counts; status 1 when there is one.
"""
import csv
import gzip
import json
import sqlite3
import sys

NAMES = {19045: "Windows 10 Version 22H2 for x64-based Systems", 22631: "Windows 11 Version 23H2 for x64-based Systems",
         26100: "Windows 11 Version 24H2 for x64-based Systems", 26200: "Windows 11 Version 25H2 for x64-based Systems",
         28000: "Windows 11 version 26H1 for x64-based Systems", 19044: "Windows 10 Version 21H2 for x64-based Systems"}
SERVERS = {14393: "Windows Server 2016", 17763: "Windows Server 2019", 20348: "Windows Server 2022", 26100: "Windows Server 2025"}
OS = 3
AFFECTED = 2


def opened(path):
    return gzip.open(path, "rt", encoding="utf-8", errors="replace") if path.endswith(".gz") else open(path, encoding="utf-8", errors="replace")


def main():
    ledger = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    with opened(sys.argv[3]) as file:
        history = json.load(file)["data"]
    revision = {}
    hotpatches = set()
    for row in history:
        build, ubr = map(int, row["build"].split("."))
        key = (row["os_type"], build, row["kb_article"].removeprefix("KB"))
        revision[key] = min(ubr, revision.get(key, ubr))
        if row["release_type"].startswith("Hotpatch"):
            hotpatches.add((build, ubr))
    needed = {}   # (product, cve) -> KBs
    with opened(sys.argv[2]) as file:
        for row in csv.DictReader(file):
            if sys.argv[4] <= row["DatePosted"][:6] <= sys.argv[5] and row["BulletinKB"].isdigit():
                needed.setdefault(row["AffectedProduct"].lower(), {}).setdefault(row["CVE"], set()).add(row["BulletinKB"])
    verdicts = {(software, name): (verdict, reason) for software, name, verdict, reason in ledger.execute(
        "SELECT i.software_id, v.name, g.verdict, g.reason FROM finding_instance i JOIN finding f ON f.id = i.finding_id"
        " JOIN vulnerability v ON v.id = f.vulnerability_id JOIN ground g ON g.id = i.ground_id WHERE f.closed_at IS NULL")}
    pairs = affected = doubted = wrong = skipped = computers = 0
    for software, version, installation, hosts in ledger.execute(
            "SELECT s.id, s.version, s.installation, count(*) FROM software_item s JOIN installation i ON i.software_id = s.id"
            f" WHERE s.kind = {OS} GROUP BY 1, 2, 3"):
        parts = version.split(".")
        if len(parts) != 4:
            continue
        build, ubr = int(parts[2]), int(parts[3])
        server = installation.startswith("Server")
        product = (SERVERS if server else NAMES).get(build)
        if product is None or (build, ubr) in hotpatches:
            continue
        computers += hosts
        for cve, kbs in needed.get(product.lower(), {}).items():
            known = [revision[key] for kb in kbs if (key := ("server" if server else "client", build, kb)) in revision]
            if not known:
                skipped += 1
                continue
            expected = ubr < min(known)
            pairs += hosts
            affected += hosts * expected
            said, reason = verdicts.get((software, cve), (None, None))
            if reason == "collected_before" and not expected:
                doubted += 1
                continue
            if (said == AFFECTED) != expected or (said is not None and not expected):
                wrong += 1
                print(f"{product} {build}.{ubr} {cve}: needs {sorted(known)}, the ledger says {said}")
    print(f"{computers} computers, {pairs} computers x CVE compared, {affected} affected, {doubted} kinds of doubted clocks, {wrong} differ, {skipped} of builds without that update in the history")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
