#!/usr/bin/env python3
"""An estate of Windows computers as their collectors would have written it: 200 PCs and 20 servers of an invented city.

usage: estate.py OUT [--builds FILE] [--pcs N] [--servers N] [--programs N] [--flat] [--seed N] [--collected DATE]

--builds is windows-update-history.json(.gz): builds and KBs that Microsoft really released; they are taken from it at run time.
Without it a few builds are made up, and the estate says so in OUT/truth.csv. The same seed gives the same bytes.

OUT gets files in every form the program reads (the collector's, from cmd in CP932 and from PowerShell in UTF-8; systeminfo and
wmic in Japanese and English; .reg in UTF-16), some of them broken on purpose, and truth.csv: what each computer really has, and
which form told it. --flat writes the collector's form only, into one folder: for the bench.
"""
import argparse
import csv
import datetime
import gzip
import json
import pathlib
import random

PROGRAMS = [  # name, publisher, versions, 64-bit: invented where no maker is named
    ("7-Zip 24.09 (x64)", "Igor Pavlov", ["24.09"], 64), ("Mozilla Firefox (x64 ja)", "Mozilla", ["128.5.0", "140.2.0", "145.0"], 64),
    ("Google Chrome", "Google LLC", ["146.0.7680.80", "145.0.7632.46"], 64), ("Zoom Workplace", "Zoom", ["6.1.10 (45028)"], 0),
    ("Adobe Acrobat (64-bit)", "Adobe", ["25.001.20756", "24.005.20320"], 64), ("一太郎2025", "株式会社ジャストシステム", ["35.0.1"], 32),
    ("サクラエディタ 2.4.2.6048", "サクラエディタ開発プロジェクト", ["2.4.2.6048"], 32), ("Lhaplus", "", [""], 32),
    ("Java 8 Update 401 (64-bit)", "Oracle Corporation", ["8.0.4010.10"], 64), ("Python 3.12.4 (64-bit)", "Python Software Foundation", ["3.12.4150.0"], 0),
    ("Microsoft Visual C++ 2015-2022 Redistributable (x64) - 14.38.33135", "Microsoft Corporation", ["14.38.33135.0"], 32),
    ("Microsoft Edge", "Microsoft Corporation", ["146.0.3856.109", "145.0.3800.58"], 32), ("TeraPad", "", ["1.09"], 32),
    ("例市 財務会計クライアント", "例システム株式会社", ["7.3.1", "7.2.0"], 32), ("例市 庁内文書管理", "例システム株式会社", ["4.0.12"], 64),
    ("ウイルス対策エージェント", "例セキュリティ株式会社", ["14.2.0.2110"], 64),
]
CHANNELS = {"Current": "492350f6-3a01-4f97-b9c0-c7c6ddf67d60", "Monthly Enterprise": "55336b82-a18d-4dd6-b5f6-9e5095c314a6",
            "Semi-Annual Enterprise": "7ffbc6bf-bc32-4f92-8982-f9dd17fd3114"}
OFFICE = [("O365ProPlusRetail", "Current", "16.0.20228.20190"), ("O365ProPlusRetail", "Monthly Enterprise", "16.0.20131.20206"),
          ("O365ProPlusRetail", "Semi-Annual Enterprise", "16.0.19127.20752"), ("ProPlus2021Volume", None, "16.0.14332.20800")]
UNITS = ["総務課", "税務課", "市民課", "福祉課", "建設課", "教育委員会"]
MADE_UP = [{"full_version": f"10.0.26100.{ubr}", "os_type": kind, "windows_version": version, "release_date": day, "kb_article": kb,
            "release_type": "Standard"} for kind, version, ubr, day, kb in (
                ("client", "24H2", 1000, "2026-06-09", "KB9000001"), ("client", "24H2", 1100, "2026-07-14", "KB9000002"),
                ("client", "24H2", 1200, "2026-08-11", "KB9000003"), ("server", "2025", 32100, "2026-07-14", "KB9000004"),
                ("server", "2025", 32200, "2026-08-11", "KB9000005"))]
UNINSTALL = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"


def releases(path):
    """Releases of a client or server line, newest last: {(kind, build): [(day, ubr, kb, version, type)]}."""
    rows = MADE_UP
    if path:
        opener = gzip.open if str(path).endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8") as file:
            rows = json.load(file)["data"]
    lines = {}
    for row in rows:
        build, ubr = row["full_version"].split(".")[2:4]
        if row["kb_article"]:
            lines.setdefault((row["os_type"], build), []).append(
                (row["release_date"], int(ubr), row["kb_article"], row["windows_version"], row["release_type"]))
    return {key: sorted(value) for key, value in lines.items()}


class Computer:
    """What one computer really has."""

    def __init__(self, rng, number, server, lines, day, programs):
        kind = "server" if server else "client"
        wanted = ["14393", "17763", "20348", "26100"] if server else ["19045", "22631", "26100", "26100", "26200"]
        builds = [b for b in wanted if (kind, b) in lines] or [b for k, b in lines if k == kind]
        self.server, self.build = server, rng.choice(builds)
        self.at = datetime.datetime.combine(day, datetime.time(9)) - datetime.timedelta(minutes=rng.randrange(60 * 24 * 3))
        if rng.random() < 0.04:      # not heard of for long
            self.at -= datetime.timedelta(days=70)
        seen = self.at.date().isoformat()
        history = [r for r in lines[kind, self.build] if r[0] < seen and r[4] == "Standard"] or lines[kind, self.build]
        back = rng.choice([0, 0, 0, 1, 1, 2, 5, 12])
        self.day, self.ubr, self.kb, self.version, _ = history[max(len(history) - 1 - back, 0)]
        self.newest = max(r[1] for r in lines[kind, self.build] if r[0] <= day.isoformat() and r[4] == "Standard")
        self.name = f"{'SRV' if server else 'PC'}-{number:04d}"
        self.serial = f"EX{rng.randrange(10**8):08d}"
        names = {"14393": "Windows Server 2016", "17763": "Windows Server 2019", "20348": "Windows Server 2022", "26100": "Windows Server 2025"}
        self.product = f"{names.get(self.build, 'Windows Server')} Standard" if server else rng.choice(["Windows 10 Pro", "Windows 10 Enterprise"])
        self.edition = "ServerStandard" if server else {"Pro": "Professional", "Enterprise": "Enterprise"}[self.product.split()[-1]]
        self.core = server and rng.random() < 0.3
        self.pending = rng.random() < 0.05
        self.programs = [(name, maker, rng.choice(versions), bits) for name, maker, versions, bits in rng.sample(PROGRAMS, rng.randrange(6, len(PROGRAMS)))]
        self.programs += [(f"業務ソフト {i:03d}", f"例ソフト{i % 40}", f"{i % 7}.{rng.randrange(4)}", 64 if i % 2 else 32) for i in range(programs)]
        self.office = None if server else rng.choice(OFFICE + [None])
        self.sql = rng.choice(["15.0.4430.1", "15.0.2180.2", "16.0.4225.2"]) if server and rng.random() < 0.4 else None
        self.kbs = [self.kb] + rng.sample(["KB5054979", "KB5012170", "KB890830"], 2)
        self.form = "cmd"

    def minutes(self):
        return self.at.strftime("%Y%m%d%H%M")


def reg(path, values):
    """As reg query prints it: a block a value, as /v asks."""
    return "".join(f"\n{path}\n    {name}    {'REG_DWORD' if isinstance(value, int) else 'REG_SZ'}    "
                   f"{hex(value) if isinstance(value, int) else value}\n" for name, value in values)


def os_values(pc):
    return [("ProductName", pc.product), ("DisplayVersion", pc.version if len(pc.version) == 4 and not pc.server else "24H2"), ("CurrentVersion", "6.3"),
            ("CurrentMajorVersionNumber", 10), ("CurrentMinorVersionNumber", 0), ("CurrentBuild", pc.build), ("UBR", pc.ubr),
            ("EditionID", pc.edition), ("InstallationType", "Server Core" if pc.core else "Server" if pc.server else "Client")]


def uninstall(pc, bits):
    root = {64: "HKEY_LOCAL_MACHINE", 32: "HKEY_LOCAL_MACHINE", 0: "HKEY_CURRENT_USER"}[bits]
    out = ""
    for index, (name, maker, version, own) in enumerate(pc.programs):
        if own == bits:
            values = [("DisplayName", name)] + [("DisplayVersion", version)] * (version != "") + [("Publisher", maker)] * (maker != "")
            out += "\n" + rf"{root}\{UNINSTALL}\{{{index:08X}-0000-0000-0000-{bits:012d}}}" + "\n"
            out += "".join(f"    {key}    REG_SZ    {value}\n" for key, value in values)
    return out


def collector(pc, shell):
    cv = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    time = pc.at.strftime("%Y%m%d%H%M%S.000000+540") if shell == "cmd" else pc.at.strftime("%Y-%m-%dT%H:%M:%S+09:00")
    text = (f"[tsukuroi-collect]\nversion=1\nshell={shell}\nhost={pc.name}\narch=AMD64\ntime={time}\nrights=user\n"
            f"[machine]\nserial={pc.serial}\n[os]\n{reg(cv, os_values(pc))}[restart]\nRebootPending={'yes' if pc.pending else 'no'}\nRebootRequired=no\n"
            f"[hotfix]\n" + "".join(kb + "\n" for kb in pc.kbs)
            + f"[uninstall64]\n{uninstall(pc, 64)}[uninstall32]\n{uninstall(pc, 32)}[uninstall-user]\n{uninstall(pc, 0)}[office]\n")
    if pc.office:
        release, channel, version = pc.office
        guid = CHANNELS.get(channel, "5030841d-c919-4594-8d2d-84ae4f96e58e")
        text += reg(r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Office\ClickToRun\Configuration",
                    [("VersionToReport", version), ("ProductReleaseIds", release), ("Platform", "x64"),
                     ("UpdateChannel", f"http://officecdn.microsoft.com/pr/{guid}"), ("CDNBaseUrl", f"http://officecdn.microsoft.com/pr/{guid}")])
    text += "[dotnet]\n" + reg(r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full", [("Release", 533320)])
    text += "[dotnet-runtimes]\nMicrosoft.NETCore.App 8.0.11 [C:\\Program Files\\dotnet\\shared\\Microsoft.NETCore.App]\n[products]\n"
    if pc.sql:
        text += reg(rf"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Microsoft SQL Server\MSSQL{pc.sql[:2]}.MSSQLSERVER\Setup",
                    [("Version", pc.sql.split(".")[0] + ".0.1000.6"), ("PatchLevel", pc.sql), ("Edition", "Standard Edition")])
    text = (text + "[exchange]\n[end]\n").replace("\n", "\r\n")
    return text.encode("cp932") if shell == "cmd" else b"\xef\xbb\xbf" + text.encode()


def systeminfo(pc, japanese):
    names = (["ホスト名", "OS 名", "OS バージョン", "OS 製造元", "システムの種類", "ホットフィックス"] if japanese
             else ["Host Name", "OS Name", "OS Version", "OS Manufacturer", "System Type", "Hotfix(s)"])
    name = pc.product.replace("Windows 10", "Windows 11") if int(pc.build) >= 22000 and not pc.server else pc.product
    count = f"{len(pc.kbs)} ホットフィックスがインストールされています。" if japanese else f"{len(pc.kbs)} Hotfix(s) Installed."
    values = [pc.name, f"Microsoft {name}", f"10.0.{pc.build} N/A {'ビルド' if japanese else 'Build'} {pc.build}", "Microsoft Corporation",
              "x64-based PC", count]
    width = max(len(n.encode("cp932")) for n in names) + 2
    lines = [n + ":" + " " * (width - len(n.encode("cp932"))) + v for n, v in zip(names, values)]
    lines += [" " * (width + 1) + f"[{i:02d}]: {kb}" for i, kb in enumerate(pc.kbs, 1)]
    return ("\r\n" + "\r\n".join(lines) + "\r\n").encode("cp932" if japanese else "ascii")


def reg_file(pc):
    blocks = [(r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion", os_values(pc)),
              (r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\ComputerName\ActiveComputerName", [("ComputerName", pc.name)])]
    for index, (name, maker, version, bits) in enumerate(pc.programs):
        root = "HKEY_CURRENT_USER\\" if bits == 0 else "HKEY_LOCAL_MACHINE\\"
        node = UNINSTALL.replace("SOFTWARE\\", "SOFTWARE\\WOW6432Node\\") if bits == 32 else UNINSTALL
        blocks.append((rf"{root}{node}\K{index}", [("DisplayName", name), ("DisplayVersion", version), ("Publisher", maker)]))
    text = "Windows Registry Editor Version 5.00\r\n\r\n"
    for path, values in blocks:
        text += f"[{path}]\r\n"
        for key, value in values:
            text += f'"{key}"=' + (f"dword:{value:08x}" if isinstance(value, int) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"') + "\r\n"
        text += "\r\n"
    return text.encode("utf-16")


def write(folder, pc, form):
    folder.mkdir(parents=True, exist_ok=True)
    pc.form = form
    if form in ("cmd", "powershell"):
        (folder / f"{pc.name}_{pc.minutes()}.txt").write_bytes(collector(pc, form))
        return
    own = folder / pc.name
    own.mkdir(exist_ok=True)
    (own / "systeminfo.txt").write_bytes(systeminfo(pc, form.endswith("ja")))
    if form.startswith("reg"):
        (own / "export.reg").write_bytes(reg_file(pc))
    else:
        (own / "qfe.csv").write_bytes(("\ufeff" + "Node,HotFixID\r\r\n" + "".join(f"{pc.name},{kb}\r\r\n" for kb in pc.kbs)).encode("utf-16-le"))


def write_broken(out, computers):
    """What happens on a share: a file cut short, one still being written, an older one, one machine renamed, two of one name."""
    folder = out / "share"
    (folder / "PC-9001_202611190900.txt").write_bytes(collector(computers[0], "cmd")[:3000])
    (folder / "PC-9002_202611190900.txt.tmp").write_bytes(b"[tsukuroi-collect]\r\n")
    (folder / "PC-9003_202611190900.txt").write_bytes(b"")
    (folder / "手順書.txt").write_bytes("この共有フォルダーに書き出してください。\r\n".encode("cp932"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--builds", type=pathlib.Path)
    parser.add_argument("--pcs", type=int, default=200)
    parser.add_argument("--servers", type=int, default=20)
    parser.add_argument("--programs", type=int, default=20, help="further invented programs a computer")
    parser.add_argument("--flat", action="store_true")
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--collected", default="2026-08-20")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    lines = releases(options.builds)
    day = datetime.date.fromisoformat(options.collected)
    computers = [Computer(rng, n + 1, n >= options.pcs, lines, day, options.programs) for n in range(options.pcs + options.servers)]
    for pc in computers:
        form = "cmd" if options.flat else rng.choices(["cmd", "powershell", "reg-ja", "info-ja", "info-en"], [10, 6, 2, 1, 1])[0]
        unit = UNITS[int(pc.name[-4:]) % len(UNITS)]
        write(options.out / "share" if options.flat or form in ("cmd", "powershell") else options.out / "pieces" / unit, pc, form)
    if not options.flat:
        write_broken(options.out, computers)
    with open(options.out / "truth.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["host", "serial", "form", "product", "edition", "build", "ubr", "kb", "day", "newest_ubr", "restart", "collected",
                        "office", "channel", "sql", "programs", "builds"])
        for pc in computers:
            table.writerow([pc.name, pc.serial, pc.form, pc.product, pc.edition, pc.build, pc.ubr, pc.kb, pc.day, pc.newest, pc.pending,
                            pc.at.isoformat(), pc.office[2] if pc.office else "", (pc.office[1] or "LTSC 2021") if pc.office else "", pc.sql or "",
                            len(pc.programs), "real" if options.builds else "made up"])


if __name__ == "__main__":
    main()
