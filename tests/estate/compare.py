#!/usr/bin/env python3
"""Holds what a ledger came to know of the estate against what its computers really have: compare.py LEDGER.db truth.csv

Prints each difference and a line of counts; status 1 when a computer is missing or told wrongly. What a form of file does not tell
(systeminfo has no UBR) may be missing, never wrong.
"""
import csv
import sqlite3
import sys

OS, UPDATE = 3, 7


def main():
    ledger = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    have = {}
    for host, kind, name, version in ledger.execute(
            "SELECT h.name, s.kind, s.name, s.version FROM host h JOIN installation i ON i.host_id = h.id"
            " JOIN software_item s ON s.id = i.software_id"):
        have.setdefault(host, []).append((kind, name, version))
    restart = dict(ledger.execute("SELECT h.name, v.restart_pending FROM host h JOIN inventory v ON v.host_id = h.id"))
    wrong = unknown = 0
    with open(sys.argv[2], encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        items = have.get(row["host"], [])
        version = next((v for kind, _, v in items if kind == OS), "")
        full = f"10.0.{row['build']}.{row['ubr']}"
        says = [f"OS {version}, not {full}"] if version != full and not (row["form"].startswith("info") and full.startswith(version + ".")) else []
        unknown += version != full
        if row["form"] != "reg-ja" or "KB" in str(items):
            if (UPDATE, row["kb"], "") not in items:
                says.append(f"no {row['kb']}")
        programs = sum(1 for kind, _, _ in items if kind not in (OS, UPDATE))
        if not row["form"].startswith("info") and programs < int(row["programs"]) * 9 // 10:
            says.append(f"{programs} programs of {row['programs']}")
        if row["form"] in ("cmd", "powershell") and restart.get(row["host"]) != (2 if row["restart"] == "True" else 1):
            says.append("restart")
        if row["sql"] and not row["form"].startswith(("info", "reg")) and not any(v == row["sql"] for _, _, v in items):
            says.append(f"no SQL Server {row['sql']}")
        wrong += bool(says)
        if says:
            print(row["host"], row["form"], "; ".join(says))
    print(f"{len(rows)} computers, {wrong} wrong, {unknown} whose UBR is not told")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
