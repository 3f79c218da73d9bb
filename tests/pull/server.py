#!/usr/bin/env python3
"""The sources of public knowledge on one loopback port, small and real-shaped, with faults on demand.

usage: server.py FEEDS DIR    FEEDS: demo/feeds. DIR: gets `port`, `tls-port` (where DIR/cert.pem and key.pem are) and `log`, a line a request.

DIR/fault holds lines "PATH KIND [TIMES]": the next TIMES (default: all) requests whose path begins so end badly:
    cut        half of the body, then the connection ends          429 [wait=N]   Retry-After
    503        is busy                                            html           a page for people, with status 200
    endless    a body that never ends                             away           a redirect to a server that is on no list
    broken     half of the body, as if it were whole              shrunk         one record where there were many
    stale      of a year before                                   moving         (NVD) another totalResults on each page
    empty      nothing at all, with status 200                     refused        (getStatistics) an error of MyJVN's own

DIR/files, where it is there, is served as it stands: a provider of CSAF.
"""
import gzip
import http.server
import io
import json
import pathlib
import re
import ssl
import sys
import threading
import urllib.parse
import xml.etree.ElementTree
import zipfile

feeds, place = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
lock = threading.Lock()
NVD_PAGE = 4
JSON, XML, ZIP = "application/json", "text/xml", "application/zip"


def text(name):
    return (feeds / name).read_text()


def fault_of(path):
    """The fault that this request meets, counted down."""
    with lock:
        file = place / "fault"
        lines = file.read_text().splitlines() if file.exists() else []
        for number, line in enumerate(lines):
            words = line.split()
            if not path.startswith(words[0]):
                continue
            times = int(words[2]) if len(words) > 2 and words[2].isdigit() else None
            if times is not None:
                lines[number:number + 1] = [f"{words[0]} {words[1]} {times - 1}"] if times > 1 else []
                file.write_text("\n".join(lines))
            return words[1], words
    return "", []


# ------------------------------------------------------------------------------------------------ sources


def kev(fault, query):
    catalogue = json.loads(text("kev.json"))
    if fault == "shrunk":
        catalogue["vulnerabilities"] = catalogue["vulnerabilities"][:1]
        catalogue["count"] = 1
    if fault == "stale":
        catalogue["dateReleased"] = "2025-11-18T15:00:00.000Z"
    return JSON, json.dumps(catalogue).encode()


def epss(fault, query):
    lines = text("epss.csv").splitlines()
    if fault == "shrunk":
        lines = lines[:3]
    if fault == "stale":
        lines[0] = lines[0].replace("2026-", "2025-")
    return "application/gzip", gzip.compress("\n".join(lines).encode() + b"\n", mtime=0)


def eol(fault, query):
    return JSON, text("eol.json").encode()


def nvd(fault, query):
    feed = json.loads(text("nvd.json"))
    records = feed["vulnerabilities"]
    since, until = query.get("lastModStartDate", ""), query.get("lastModEndDate", "")
    if since:
        records = [r for r in records if since[:19] <= r["cve"]["lastModified"][:19] <= until[:19]]
    start = int(query.get("startIndex", 0))
    total = len(records)
    if fault == "moving" and start > 0:
        total -= 1
    page = records[start:start + NVD_PAGE]
    feed.update(resultsPerPage=len(page), startIndex=start, totalResults=total, timestamp="2026-11-20T00:00:00.000", vulnerabilities=page)
    return JSON, json.dumps(feed).encode()


def details():
    """Each record of JVN iPedia by its id, as it stands."""
    found = re.findall(r" <Vulinfo>.*?</Vulinfo>\n", text("jvn.xml"), re.S)
    records = {re.search(r"<VulinfoID>(.*?)</VulinfoID>", record)[1]: record for record in found}
    # Then its issuer takes the first of them back.
    if (place / "withdrawn").exists():
        first = next(iter(records))
        records[first] = re.sub(r"(<DateLastUpdated>).*?<", r"\g<1>2026-11-20T09:30:00+09:00<", re.sub(r"<Title>", "<Title>** 削除 ** ", records[first], count=1))
    return records


def vuldef(records):
    head = text("jvn.xml").split(" <Vulinfo>")[0].replace("<VULDEF-Document ", '<VULDEF-Document xmlns:status="http://jvndb.jvn.jp/myjvn/Status" ')
    status = f'<status:Status version="3.3" retCd="0" errCd="" errMsg="" totalRes="{len(records)}" totalResRet="{len(records)}" firstRes="1"/>'
    return (head + "".join(records) + status + "</VULDEF-Document>\n").encode()


def version_4(record):
    """A record of VULDEF as a document of MyJVN's version 4: what is said is the same."""
    root = xml.etree.ElementTree.fromstring(record)
    data = root.find("VulinfoData")

    def said(element, path):
        return (element.findtext(path) or "").strip()

    items = data.findall("Affected/AffectedItem")
    names = [{"category": "product_name", "name": said(item, "ProductName"), "product": {
        "product_id": f"jvnpid:1.0::p{number}", "product_identification_helper": {"cpe": said(item, "Cpe")}}} for number, item in enumerate(items)]
    related = data.findall("Related/RelatedItem")
    scores = {{"2": "cvss_v2", "3": "cvss_v3", "4": "cvss_v4"}[cvss.get("version")[0]]: {
        "version": cvss.get("version"), "vectorString": said(cvss, "Vector"), "baseScore": float(said(cvss, "Base"))} for cvss in data.findall("Impact/Cvss")}
    return {
        "document": {
            "category": "myjvn_security_advisory", "csaf_version": "2.1", "lang": "ja", "title": said(data, "Title"),
            "notes": [{"category": "description", "text": said(data, "VulinfoDescription/Overview")}],
            "tracking": {"id": said(root, "VulinfoID"), "initial_release_date": said(data, "DateFirstPublished"),
                         "public_date": said(data, "DatePublic"), "current_release_date": said(data, "DateLastUpdated")},
            "references": [{"category": "external", "summary": said(item, "Title") or said(item, "VulinfoID"), "url": said(item, "URL"),
                            "type": item.get("type"), "source": said(item, "Name")} for item in related]},
        "product_tree": {"branches": [{"category": "vendor", "name": said(item, "Name"), "branches": [name]} for item, name in zip(items, names)]},
        "vulnerabilities": [{
            "cve": "", "cwes": [{"id": said(item, "VulinfoID")} for item in related if item.get("type") == "cwe"],
            "product_status": {"known_affected": [name["product"]["product_id"] for name in names]},
            "threats": [{"category": "impact", "details": said(item, "Description")} for item in data.findall("Impact/ImpactItem")],
            "remediations": [{"category": "vendor_fix", "details": said(item, "Description")} for item in data.findall("Solution/SolutionItem")],
            "metrics": [{"content": scores}]}],
        "jvn_extension": {"affected": [{"vendor": said(item, "Name"), "product": said(item, "ProductName"), "versions": [
            {"version": "", "status": "affected", "lessThanOrEqual": "", "description": "バージョン " + (version.text or "").strip()}
            for version in item.findall("VersionNumber") if (version.text or "").strip()]} for item in items]}}


YEARS = [(2022, 25078, 4053, 10131, 10419, 475, 0), (2023, 27636, 4226, 10457, 12525, 428, 0), (2024, 21085, 2816, 7578, 10322, 369, 0),
         (2025, 24180, 4410, 8080, 11260, 430, 0), (2026, 19034, 3011, 6505, 9150, 368, 0)]


def years(fault):
    if fault == "shrunk":
        return YEARS[-1:]
    return YEARS[:-1] + [(2026, 12, 1, 2, 3, 4, 2)] if fault == "stale" else YEARS


def statistics_4(query):
    names = ("year", "total_vulninfo", "total_severity_critical", "total_severity_high", "total_severity_medium", "total_severity_low", "total_severity_none")
    return {"generator": {"date": "2026-11-20T08:00:00+09:00"}, "dataTotal": {"vulninfo": 234395}, "data": [dict(zip(names, year)) for year in YEARS],
            "status": {"version": "4.0.0", "method": "getStatistics", "feed": "oka", "retCd": 0, "errCd": "", "errMsg": ""}}


def statistics(fault, query):
    status = 'retCd="0" errCd="" errMsg=""'
    if fault == "refused":
        status = 'retCd="1" errCd="VS06030970" errMsg="期間の指定が正しくありません。"'
    rows = "".join(f'<mjstat:resData date="{y}" cntAll="{a}" cntC="{c}" cntH="{h}" cntM="{m}" cntL="{low}" cntN="{n}"/>' for y, a, c, h, m, low, n in years(fault))
    return XML, ('<?xml version="1.0" encoding="UTF-8"?><Result version="3.3" xmlns="http://jvndb.jvn.jp/myjvn/Results" '
                 'xmlns:mjstat="http://jvndb.jvn.jp/myjvn/Statistics" xmlns:status="http://jvndb.jvn.jp/myjvn/Status"><mjstat:sumCvss>'
                 '<mjstat:resDataTotal vulinfo="234395" vendor="30055" product="77881"/>' + (rows if fault != "refused" else "") +
                 f'</mjstat:sumCvss><status:Status version="3.3" method="getStatistics" {status} theme="sumCvss" type="y"/></Result>').encode()


def myjvn_4(query):
    known = details()
    method = query["method"]
    if method == "getStatistics":
        return JSON, json.dumps(statistics_4(query)).encode()
    status = {"version": "4.0.0", "method": method, "feed": "oka", "retCd": 0, "errCd": "", "errMsg": ""}
    if method == "getVulnDetailInfo":
        documents = [version_4(known[id]) for id in query["vulnId"].split(" ") if id in known]
        status |= {"totalRes": len(documents), "totalResRet": len(documents), "firstRes": 1}
        return JSON, json.dumps({"type": "bundle", "objects": [{"type": "identity"}, {"type": "jvn-jp-sdo", "VULDEF-Document": documents}], "status": status}).encode()
    start = int(query["startItem"]) - 1
    ids = list(known)[start:start + 2]
    entries = [{"id": id, "title": "x", "link": f"https://jvndb.jvn.jp/{id}", "modified": "2026-11-19T12:00:00+09:00"} for id in ids]
    status |= {"totalRes": str(len(known)), "totalResRet": str(len(ids)), "firstRes": str(start + 1)}
    return JSON, json.dumps({"feed": {"updated": "", "entry": entries}, "status:Status": status}).encode()


def myjvn(fault, query):
    known = details()
    method = query.get("method")
    if query.get("feed") == "oka" and method != "getProductList":
        return myjvn_4(query)
    if method == "getStatistics":
        return statistics(fault, query)
    if method == "getVulnDetailInfo":
        return XML, vuldef([known[id] for id in query["vulnId"].split(" ") if id in known])
    if method == "getProductList" and query.get("feed") == "oka":
        start = int(query["startItem"])
        vendors = [{"vendor_id": 1, "vid": 90001, "vname": "みどり電機", "cpe": "cpe:2.3::midori_denki", "products": [
            {"product_id": 1, "pid": 910000 + start, "pname": f"みどりルータ X{start}", "product_ids": [{"cpe": f"cpe:2.3:h:midori_denki:router_x{start}"}]}]}]
        status = {"version": "4.0.0", "method": method, "feed": "oka", "retCd": 0, "errCd": "", "errMsg": "", "totalRes": "2", "totalResRet": 1, "firstRes": start}
        return JSON, json.dumps({"jvn-product-dictionary": {"vendors": vendors}, "status": status}).encode()
    if method == "getProductList":
        return XML, ('<?xml version="1.0" encoding="UTF-8"?><Result version="3.3" xmlns="http://jvndb.jvn.jp/myjvn/Results" '
                     'xmlns:status="http://jvndb.jvn.jp/myjvn/Status"><VendorInfo xml:lang="ja"><Vendor vname="みどり電機" cpe="cpe:/:midori_denki" vid="90001">'
                     '<Product pname="みどりルータ X1" cpe="cpe:/h:midori_denki:router_x1" pid="910001"/></Vendor></VendorInfo>'
                     '<status:Status version="3.3" method="getProductList" retCd="0" errCd="" errMsg="" totalRes="1" totalResRet="1" firstRes="1"/></Result>').encode()
    ids = list(known)
    start = int(query["startItem"]) - 1
    items = "".join(f'<item rdf:about="https://jvndb.jvn.jp/{id}"><title>x</title><sec:identifier>{id}</sec:identifier></item>' for id in ids[start:start + 2])
    count = len(ids[start:start + 2])
    return XML, ('<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                 'xmlns:sec="http://jvn.jp/rss/mod_sec/3.0/" xmlns:status="http://jvndb.jvn.jp/myjvn/Status">' + items +
                 f'<status:Status version="3.3" retCd="0" errCd="" errMsg="" totalRes="{len(ids)}" totalResRet="{count}" firstRes="{start + 1}"/></rdf:RDF>').encode()


def alerts(fault, query):
    """A feed of titles, as JPCERT/CC has it: what it says stands on the page."""
    dates = ("2026-11-20T09:30+09:00", "2026-11-21T10:00+09:00")
    return XML, ('<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                 'xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://www.jpcert.or.jp/at/2026/at269001.html">'
                 '<title>注意喚起: みどりルータの脆弱性に関する注意喚起 (公開)</title><link>https://www.jpcert.or.jp/at/2026/at269001.html</link>'
                 f'<dc:date>{dates[fault == "later"]}</dc:date></item></rdf:RDF>').encode()


def alert_page(fault, query):
    more = "攻撃が多発しています。" if fault == "later" else ""
    return "text/html", ('<!DOCTYPE html><html><head><title>みどりルータの脆弱性に関する注意喚起</title></head><body><p>JPCERT-AT-2026-9001<br>2026-11-20(新規)</p>'
                         f'<h4>I. 概要</h4><p>CVE-2026-990001 の悪用が確認されています。{more}</p></body></html>').encode()


def checksums(fault, query):
    import hashlib
    body = text("jvn.xml").encode()
    digest = "0" * 64 if fault == "shrunk" else hashlib.sha256(body).hexdigest()
    return "text/plain", json.dumps([{"url": "https://jvndb.jvn.jp/ja/feed/detail/jvndb_detail_2021.rdf", "filename": "jvndb_detail_2021.rdf",
                                      "sha256": digest, "size": len(body), "lastModified": "2026/11/19 12:00:18"}]).encode()


def detail_year(fault, query):
    return XML, text("jvn.xml").encode()


def cve_log(fault, query):
    return JSON, json.dumps([
        {"fetchTime": "2026-11-19T20:00:00.000Z", "numberOfChanges": 1, "new": [{"cveId": "CVE-2025-24813"}], "updated": [], "error": []},
        {"fetchTime": "2026-11-01T00:00:00.000Z", "numberOfChanges": 0, "new": [], "updated": [], "error": []}]).encode()


def cve_release(fault, query):
    name = "2026-11-20_all_CVEs_at_midnight.zip.zip"
    return JSON, json.dumps({"tag_name": "cve_2026-11-20_0000Z", "assets": [{"name": name, "browser_download_url": f"{query['_base']}/cve/{name}"}]}).encode()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members:
            archive.writestr(name, body)
    return out.getvalue()


def cve_zip(fault, query):
    return ZIP, zipped([("cves.zip", zipped([("cves/2025/24xxx/CVE-2025-24813.json", text("cve5.json"))]))])


def cve_record(fault, query):
    return "text/plain", text("cve5.json").encode()


def osv_records(fault):
    lines = [line for line in text("osv-debian-12.ndjson").splitlines() if line]
    return lines[:2] if fault == "shrunk" else lines


def osv_ids(fault, query):
    rows = [(json.loads(line)["modified"], json.loads(line)["id"]) for line in osv_records("")]
    # A day later one of them is changed.
    if (place / "later").exists():
        rows[0] = ("2026-11-20T06:00:00Z", rows[0][1])
    return "text/csv", "".join(f"{at},{id}\n" for at, id in sorted(rows, reverse=True)).encode()


def osv_zip(fault, query):
    return ZIP, zipped([(json.loads(line)["id"] + ".json", line) for line in osv_records(fault)])


def osv_record(fault, query):
    wanted = query["_path"].split("/")[-1].removesuffix(".json")
    record = next(json.loads(line) for line in osv_records("") if json.loads(line)["id"] == wanted)
    record["modified"] = "2026-11-20T06:00:00Z"
    return JSON, json.dumps(record).encode()


def msrc_updates(fault, query):
    listed = json.loads(text("msrc-updates.json"))
    listed["value"] = [month for month in listed["value"] if any(feeds.glob(f"msrc-{month['ID']}.*"))]
    return JSON, json.dumps(listed).encode()


def msrc_month(fault, query):
    found = next(feeds.glob("msrc-" + query["_path"].split("/")[-1] + ".*"), None)
    return (None, b"") if found is None else (XML if found.suffix == ".xml" else JSON, found.read_bytes())


def debian_tracker(fault, query):
    tracker = {
        "openssl": {
            "CVE-2023-5363": {"description": "x", "releases": {"bookworm": {"status": "resolved", "fixed_version": "3.0.11-1~deb12u2", "urgency": "low"}}},
            "CVE-2026-0900": {"description": "y", "releases": {"bookworm": {"status": "open", "urgency": "not yet assigned"}}}},
        "curl": {f"CVE-2026-{n:04}": {"releases": {"bookworm": {"status": "open"}}} for n in range(1, 21)}}
    if fault == "shrunk":
        del tracker["curl"]
    return JSON, json.dumps(tracker).encode()


def alpine(fault, query):
    path = query["_path"].removeprefix("/secdb/")
    if path == "":
        return "text/html", b'<html><a href="../">../</a><a href="edge/">edge/</a><a href="v3.9/">v3.9/</a><a href="v3.20/">v3.20/</a></html>'
    release, repository = path.removesuffix(".json").split("/")
    return JSON, json.dumps({"distroversion": release, "reponame": repository, "packages": [
        {"pkg": {"name": "zlib" if repository == "main" else "jq", "secfixes": {"1.2.12-r2": ["CVE-2022-37434"]}}}]}).encode()


ROUTES = [
    ("/debian-tracker", debian_tracker), ("/secdb/", alpine),
    ("/kev.json", kev), ("/epss.csv.gz", epss), ("/eol", eol), ("/nvd", nvd), ("/myjvn", myjvn), ("/ja/feed/checksum.txt", checksums),
    ("/ja/feed/detail/", detail_year), ("/cve/deltaLog.json", cve_log), ("/cve/releases/latest", cve_release), ("/cve/2026-11-20_all", cve_zip),
    ("/cve/", cve_record), ("/osv/Debian/modified_id.csv", osv_ids), ("/osv/Debian/all.zip", osv_zip), ("/osv/Debian/", osv_record),
    ("/rss/jpcert.rdf", alerts), ("/at/", alert_page),
    ("/msrc/updates", msrc_updates), ("/msrc/cvrf/", msrc_month),
]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, headers, body=b""):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def go_wrong(self, fault, words):
        if fault == "429":
            wait = next((word[5:] for word in words if word.startswith("wait=")), "1")
            self.answer(429, {"Retry-After": wait})
        elif fault == "503":
            self.answer(503, {"Content-Type": "text/plain"}, b"busy")
        elif fault == "html":
            self.answer(200, {"Content-Type": "text/html; charset=utf-8"}, b"<html><body>Sign in to the network first.</body></html>")
        elif fault == "away":
            self.answer(302, {"Location": "https://elsewhere.example/feed"})
        elif fault == "empty":
            self.answer(200, {"Content-Type": JSON})
        else:
            return False
        return True

    def endless(self, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b" " * 65536)
        except OSError:
            pass

    def send(self, kind, body, fault):
        etag = '"%x"' % (hash(body) & 0xFFFFFFFF)
        if self.headers.get("If-None-Match") == etag and not fault:
            return self.answer(304, {"ETag": etag})
        if fault == "cut":
            self.answer(200, {"Content-Type": kind, "ETag": etag, "Content-Length": str(len(body))}, body[:len(body) // 2])
            self.close_connection = True
            return None
        if fault == "broken":
            body = body[:len(body) // 2]
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and self.headers.get("If-Range") == etag:
            start = int(asked[1])
            return self.answer(206, {"Content-Type": kind, "ETag": etag, "Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}, body[start:])
        return self.answer(200, {"Content-Type": kind, "ETag": etag}, body)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        # MyJVN's '+' stands between ids.
        query = {name: values[0] for name, values in urllib.parse.parse_qs(url.query).items()}
        query |= {"_path": url.path, "_base": f"http://{self.headers['Host']}"}
        fault, words = fault_of(self.path)
        with lock, open(place / "log", "a") as log:
            log.write(f"{self.path} {fault} range={self.headers.get('Range', '')} key={self.headers.get('apiKey', '')}\n")
        if self.go_wrong(fault, words):
            return
        if fault == "endless":
            self.endless(JSON)
            return
        file = place / "files" / url.path.lstrip("/")
        if file.is_file():
            self.send(JSON if file.suffix == ".json" else "text/plain", file.read_bytes(), fault)
            return
        for start, source in ROUTES:
            if url.path.startswith(start):
                kind, body = source(fault, query)
                if kind is None:
                    break
                self.send(kind, body, fault)
                return
        self.answer(404, {})


def serve(name, context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    (place / (name + ".new")).write_text(str(server.server_address[1]))
    (place / (name + ".new")).rename(place / name)
    server.serve_forever()


if (place / "cert.pem").exists():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(place / "cert.pem", place / "key.pem")
    threading.Thread(target=serve, args=("tls-port", tls), daemon=True).start()
serve("port")
