#!/usr/bin/env python3
"""What Vuls saw of Windows machines, as our collector would have written it: from_vuls.py OUT FILE.json…

Only for tests: release, build.UBR, installed packages and applied updates of real machines. Prints name, build and counts of each.
"""
import json
import pathlib
import re
import sys

UNINSTALL = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"


def collector(host):
    version = host["runningKernel"]["version"].split(".")
    kernel = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    release = re.sub(r" (Version|for) .*", "", host["release"])
    server = "Server" in release
    values = [("ProductName", "REG_SZ", release), ("CurrentVersion", "REG_SZ", ".".join(version[:2])), ("CurrentBuild", "REG_SZ", version[2]),
              ("InstallationType", "REG_SZ", "Server" if server else "Client")]
    values += [("CurrentMajorVersionNumber", "REG_DWORD", "0xa")] * (version[0] == "10") + [("UBR", "REG_DWORD", hex(int(v))) for v in version[3:4]]
    lines = ["[tsukuroi-collect]", "version=1", f"host={host['serverName']}", f"arch={'AMD64' if 'x64' in host['release'] else ''}",
             "time=" + re.sub(r"\.\d+", "", host["scannedAt"]), "[os]", kernel]
    lines += [f"    {name}    {kind}    {value}" for name, kind, value in values]
    lines += ["[restart]", f"RebootPending={'yes' if host['runningKernel'].get('rebootRequired') else 'no'}", "RebootRequired=no", "[hotfix]"]
    lines += [f"KB{kb}" for kb in host["windowsKB"].get("applied") or []]
    lines += ["[uninstall64]"]
    for number, package in enumerate((host["packages"] or {}).values()):
        lines += [rf"{UNINSTALL}\P{number}", f"    DisplayName    REG_SZ    {package['name']}", f"    DisplayVersion    REG_SZ    {package['version']}"]
    return "\r\n".join(lines + ["[uninstall32]", "[uninstall-user]", "[end]", ""])


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            host = json.load(file)
        (out / f"{host['serverName']}.txt").write_bytes(b"\xef\xbb\xbf" + collector(host).encode())
        print(host["serverName"], host["runningKernel"]["version"], len(host["packages"] or {}), len(host["windowsKB"].get("applied") or []))


if __name__ == "__main__":
    main()
