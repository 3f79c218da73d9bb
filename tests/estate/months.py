#!/usr/bin/env python3
"""Months of MSRC as CVRF documents, put together at run time from what WES-NG keeps of them.

usage: months.py WESNG.csv[.gz] OUT FIRST LAST        FIRST and LAST are months: 202601 202606

WES-NG's list is MSRC's own (CVE, product, KB, what the KB supersedes, day) without FixedBuild; here it becomes documents again,
one a month, by the day on which MSRC posted a row. Rows without a KB stand beside the same row with one, and say that the
product is listed. The list of months (updates.json) names those made here. Azure Linux is left out. Nothing is made up: what the list does not have, the documents do not have.
"""
import csv
import gzip
import json
import pathlib
import re
import sys
from xml.sax.saxutils import escape, quoteattr

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LINUX = re.compile(r"^(azl|cbl)\d|Azure Linux|CBL Mariner")
HEAD = ('<?xml version="1.0" encoding="utf-8"?>\n<cvrf:cvrfdoc xmlns:cvrf="http://www.icasi.org/CVRF/schema/cvrf/1.1"'
        ' xmlns:vuln="http://www.icasi.org/CVRF/schema/vuln/1.1" xmlns:prod="http://www.icasi.org/CVRF/schema/prod/1.1">\n')


def rows_of(path, first, last):
    opened = gzip.open(path, "rt", encoding="utf-8", errors="replace") if path.endswith(".gz") else open(path, encoding="utf-8", errors="replace")
    months = {}
    with opened as file:
        for row in csv.DictReader(file):
            if first <= row["DatePosted"][:6] <= last and not LINUX.search(row["AffectedProduct"]):
                months.setdefault(row["DatePosted"][:6], {}).setdefault(row["CVE"], []).append(row)
    return months


def day_of(text):
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T07:00:00"


def remediation(row, ids):
    kb = row["BulletinKB"]
    restart = "Yes" if row["AffectedProduct"].startswith("Windows") else "Maybe"
    return (f'   <vuln:Remediation Type="Vendor Fix"><vuln:Description>{escape(kb)}</vuln:Description>'
            f'<vuln:Supercedence>{escape(row["Supersedes"].replace("|", ";"))}</vuln:Supercedence>'
            f'<vuln:ProductID>{ids[row["AffectedProduct"]]}</vuln:ProductID><vuln:RestartRequired>{restart}</vuln:RestartRequired>'
            '<vuln:SubType>Security Update</vuln:SubType></vuln:Remediation>\n')


def vulnerability(cve, rows, ids, ordinal):
    listed = sorted({ids[row["AffectedProduct"]] for row in rows})
    fixes = sorted({(row["AffectedProduct"], row["BulletinKB"]): row for row in rows if row["BulletinKB"]}.items())
    worst = min((row["DatePosted"] for row in rows))
    out = [f'  <vuln:Vulnerability Ordinal="{ordinal}">\n   <vuln:Title>{escape(rows[0]["Title"])}</vuln:Title>\n   <vuln:CVE>{cve}</vuln:CVE>\n'
           '   <vuln:ProductStatuses><vuln:Status Type="Known Affected">']
    out += [f"<vuln:ProductID>{number}</vuln:ProductID>" for number in listed]
    out.append("</vuln:Status></vuln:ProductStatuses>\n   <vuln:Threats>"
               f'<vuln:Threat Type="Severity"><vuln:Description>{escape(rows[0]["Severity"])}</vuln:Description></vuln:Threat>'
               f'<vuln:Threat Type="Impact"><vuln:Description>{escape(rows[0]["Impact"])}</vuln:Description></vuln:Threat></vuln:Threats>\n'
               "   <vuln:Remediations>\n")
    out += [remediation(row, ids) for _, row in fixes]
    out.append(f'   </vuln:Remediations>\n   <vuln:RevisionHistory><vuln:Revision><vuln:Number>1.0</vuln:Number><vuln:Date>{day_of(worst)}'
               '</vuln:Date></vuln:Revision></vuln:RevisionHistory>\n  </vuln:Vulnerability>\n')
    return "".join(out)


def document(month, cves):
    name = f"{month[:4]}-{MONTHS[int(month[4:]) - 1]}"
    products = sorted({row["AffectedProduct"] for rows in cves.values() for row in rows})
    ids = {product: 10000 + at for at, product in enumerate(products)}
    last = max(row["DatePosted"] for rows in cves.values() for row in rows)
    first = min(row["DatePosted"] for rows in cves.values() for row in rows)
    out = [HEAD, f" <cvrf:DocumentTitle>{name} Security Updates</cvrf:DocumentTitle>\n <cvrf:DocumentTracking>\n"
           f"  <cvrf:Identification><cvrf:ID>{name}</cvrf:ID></cvrf:Identification>\n  <cvrf:Status>Final</cvrf:Status>\n"
           "  <cvrf:Version>1.0</cvrf:Version>\n"
           f"  <cvrf:RevisionHistory><cvrf:Revision><cvrf:Number>1</cvrf:Number><cvrf:Date>{day_of(last)}</cvrf:Date></cvrf:Revision></cvrf:RevisionHistory>\n"
           f"  <cvrf:InitialReleaseDate>{day_of(first)}</cvrf:InitialReleaseDate>\n  <cvrf:CurrentReleaseDate>{day_of(last)}</cvrf:CurrentReleaseDate>\n"
           ' </cvrf:DocumentTracking>\n <prod:ProductTree>\n  <prod:Branch Type="Vendor" Name="Microsoft">\n'
           '   <prod:Branch Type="Product Family" Name="Windows">\n']
    out += [f"    <prod:FullProductName ProductID={quoteattr(str(ids[product]))}>{escape(product)}</prod:FullProductName>\n" for product in products]
    out.append("   </prod:Branch>\n  </prod:Branch>\n </prod:ProductTree>\n")
    out += [vulnerability(cve, rows, ids, at) for at, (cve, rows) in enumerate(sorted(cves.items()), 1)]
    out.append("</cvrf:cvrfdoc>\n")
    return name, "".join(out)


def main():
    path, out, first, last = sys.argv[1:5]
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    listed = []
    for month, cves in sorted(rows_of(path, first, last).items()):
        name, text = document(month, cves)
        pathlib.Path(out, f"{name}.xml").write_text(text, encoding="utf-8")
        posted = [row["DatePosted"] for rows in cves.values() for row in rows]
        listed.append({"ID": name, "Alias": name, "DocumentTitle": f"{name} Security Updates", "Severity": None,
                       "InitialReleaseDate": day_of(min(posted)) + "Z", "CurrentReleaseDate": day_of(max(posted)) + "Z",
                       "CvrfUrl": f"https://api.msrc.microsoft.com/cvrf/v3.0/cvrf/{name}"})
        print(f"{name}: {len(cves)} CVEs, {sum(map(len, cves.values()))} rows")
    pathlib.Path(out, "updates.json").write_text(json.dumps({"value": listed}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
