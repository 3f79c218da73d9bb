#!/usr/bin/env python3
"""facts.py nvd | kev DAY | ledger [SYSTEM=KEY:VERSION …]: the quarter's feeds and register out of its tables.

kev DAY: the catalogue as it stood that day. ledger: the register, with these versions in place of those of the table.
"""
import csv
import json
import pathlib
import sys

here = pathlib.Path(__file__).parent


def rows(name):
    for line in (here / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


products = {key: (maker, name, cpe) for key, maker, name, cpe in rows("products.tsv")}


def cpe(key, version="*"):
    return f"cpe:2.3:a:{products[key][2]}:{version}:*:*:*:*:*:*:*"


def match(key, versions):
    first, before = versions.split(":")
    found = {"vulnerable": True, "criteria": cpe(key), "versionEndExcluding": before}
    if first:
        found["versionStartIncluding"] = first
    return found


def nvd():
    records = []
    for number, published, _, vector, key, ranges, sentence in rows("weaknesses.tsv"):
        records.append({"cve": {
            "id": number, "sourceIdentifier": "nvd@nist.gov", "published": published + "T00:00:00.000",
            "lastModified": published + "T00:00:00.000", "vulnStatus": "Analyzed",
            "descriptions": [{"lang": "en", "value": sentence}],
            "metrics": {"cvssMetricV31": [{"source": "nvd@nist.gov", "type": "Primary",
                                           "cvssData": {"version": "3.1", "vectorString": vector}}]},
            "configurations": [{"nodes": [{"operator": "OR", "negate": False,
                                           "cpeMatch": [match(key, one) for one in ranges.split()]}]}]}})
    return {"resultsPerPage": len(records), "startIndex": 0, "totalResults": len(records), "format": "NVD_CVE",
            "version": "2.0", "timestamp": sys.argv[2] + "T00:00:00.000", "vulnerabilities": records}


def kev(day):
    listed = [{"cveID": number, "vendorProject": products[key][0], "product": products[key][1], "vulnerabilityName": products[key][1],
               "dateAdded": added, "shortDescription": sentence, "requiredAction": "Apply the maker's update, or stop using the product.",
               "dueDate": due, "knownRansomwareCampaignUse": "Unknown", "notes": "", "cwes": []}
              for number, _, days, _, key, _, sentence in rows("weaknesses.tsv") if days != "-"
              for added, due in [days.split("/")] if added <= day]
    # One that was there before the quarter, so that the catalogue is never empty.
    listed.append({"cveID": "CVE-2021-44228", "vendorProject": "Apache", "product": "Log4j2", "vulnerabilityName": "Log4j2",
                   "dateAdded": "2021-12-10", "shortDescription": "Log4j2 runs what it is told to log.",
                   "requiredAction": "Apply the maker's update.", "dueDate": "2021-12-24", "knownRansomwareCampaignUse": "Known",
                   "notes": "", "cwes": []})
    return {"title": "As of that day", "catalogVersion": day.replace("-", "."), "dateReleased": day + "T01:00:00.0000Z",
            "count": len(listed), "vulnerabilities": listed}


def ledger(changes):
    put = dict(change.split("=", 1) for change in changes)
    out = csv.writer(sys.stdout, lineterminator="\r\n")
    out.writerow(["管理番号", "業務名", "システム名", "ホスト名", "メーカー", "ソフトウェア名", "バージョン", "CPE", "所管", "管理者", "委託先",
                  "システム区分", "外部公開", "設置場所", "保持情報"])
    for number, service, system, host, unit, owner, contractor, network, reach, place, info, software in rows("systems.tsv"):
        for at, one in enumerate(software.split("+")):
            key, version = one.split(" ")
            version = put.get(f"{number}:{key}", version)
            maker, name, _ = products[key]
            out.writerow([f"{number}-{at + 1}", service, system, host, maker, name, version, cpe(key, version), unit, owner, contractor,
                          network, reach, place, info])


if sys.argv[1] == "ledger":
    ledger(sys.argv[2:])
else:
    json.dump(nvd() if sys.argv[1] == "nvd" else kev(sys.argv[2]), sys.stdout, ensure_ascii=False)
