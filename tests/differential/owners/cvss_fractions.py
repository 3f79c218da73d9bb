"""The equations of versions 2, 3.0 and 3.1 in fractions, as the specifications print them: no rounding but theirs. Version 3.0
rounds up as its words have it, 3.1 as its appendix A has it, so that any vector for which they part would show."""
import functools
import math
import sys
from fractions import Fraction as F

W2 = {
    "AV": {"L": "0.395", "A": "0.646", "N": "1"}, "AC": {"H": "0.35", "M": "0.61", "L": "0.71"},
    "Au": {"M": "0.45", "S": "0.56", "N": "0.704"}, "C": {"N": "0", "P": "0.275", "C": "0.660"},
    "E": {"U": "0.85", "POC": "0.9", "F": "0.95", "H": "1", "ND": "1"},
    "RL": {"OF": "0.87", "TF": "0.90", "W": "0.95", "U": "1", "ND": "1"},
    "RC": {"UC": "0.90", "UR": "0.95", "C": "1", "ND": "1"},
    "CDP": {"N": "0", "L": "0.1", "LM": "0.3", "MH": "0.4", "H": "0.5", "ND": "0"},
    "TD": {"N": "0", "L": "0.25", "M": "0.75", "H": "1", "ND": "1"}, "CR": {"L": "0.5", "M": "1", "H": "1.51", "ND": "1"},
}
W3 = {
    "AV": {"N": "0.85", "A": "0.62", "L": "0.55", "P": "0.2"}, "AC": {"L": "0.77", "H": "0.44"},
    "PRU": {"N": "0.85", "L": "0.62", "H": "0.27"}, "PRC": {"N": "0.85", "L": "0.68", "H": "0.5"},
    "UI": {"N": "0.85", "R": "0.62"}, "C": {"H": "0.56", "L": "0.22", "N": "0"},
    "E": {"X": "1", "H": "1", "F": "0.97", "P": "0.94", "U": "0.91"},
    "RL": {"X": "1", "U": "1", "W": "0.97", "T": "0.96", "O": "0.95"},
    "RC": {"X": "1", "C": "1", "R": "0.96", "U": "0.92"}, "CR": {"X": "1", "H": "1.5", "M": "1", "L": "0.5"},
}
for table in (W2, W3):
    for weights in table.values():
        for value, text in weights.items():
            weights[value] = F(text)
    table["I"] = table["A"] = table["C"]
    table["IR"] = table["AR"] = table["CR"]


def half_up(x):
    return F(math.floor(x * 10 + F(1, 2)), 10)


@functools.cache
def base2(c, i, a, exploitability, adjusted):
    impact = F("10.41") * (1 - (1 - c) * (1 - i) * (1 - a))
    impact = min(F(10), impact) if adjusted else impact
    f = 0 if impact == 0 else F("1.176")
    return half_up((F("0.6") * impact + F("0.4") * exploitability - F("1.5")) * f)


def scores2(m):
    w = {name: W2[name][m.get(name, "ND")] for name in ("AV", "AC", "Au", "C", "I", "A", "E", "RL", "RC", "CDP", "TD", "CR", "IR", "AR")}
    exploitability = 20 * w["AV"] * w["AC"] * w["Au"]
    threat = w["E"] * w["RL"] * w["RC"]
    base = base2(w["C"], w["I"], w["A"], exploitability, False)
    here = half_up(base2(w["C"] * w["CR"], w["I"] * w["IR"], w["A"] * w["AR"], exploitability, True) * threat)
    return base, half_up(base * threat), max(F(0), half_up((here + (10 - here) * w["CDP"]) * w["TD"]))


def roundup30(x):
    return F(math.ceil(x * 10), 10)


def roundup31(x):
    whole = math.floor(x * 100000 + F(1, 2))
    return F(whole, 100000) if whole % 10000 == 0 else F(whole // 10000 + 1, 10)


@functools.cache
def combined3(version, modified, changed, lost, exploitability):
    if not changed:
        impact = F("6.42") * lost
    elif modified and version == "3.1":
        impact = F("7.52") * (lost - F("0.029")) - F("3.25") * (lost * F("0.9731") - F("0.02")) ** 13
    else:
        impact = F("7.52") * (lost - F("0.029")) - F("3.25") * (lost - F("0.02")) ** 15
    if impact <= 0:
        return F(0)
    roundup = roundup31 if version == "3.1" else roundup30
    return roundup(min((F("1.08") if changed else 1) * (impact + exploitability), F(10)))


def part3(version, m, modified):
    def value(name):
        return m["M" + name] if modified and m.get("M" + name, "X") != "X" else m[name]

    changed = value("S") == "C"
    left = F(1)
    for name in "CIA":
        left *= 1 - W3[name][value(name)] * (W3["CR"][m.get(name + "R", "X")] if modified else 1)
    lost = min(1 - left, F("0.915")) if modified else 1 - left
    exploitability = F("8.22") * W3["AV"][value("AV")] * W3["AC"][value("AC")] * W3["PRC" if changed else "PRU"][value("PR")] * \
        W3["UI"][value("UI")]
    return combined3(version, modified, changed, lost, exploitability)


def scores3(version, m):
    roundup = roundup31 if version == "3.1" else roundup30
    threat = W3["E"][m.get("E", "X")] * W3["RL"][m.get("RL", "X")] * W3["RC"][m.get("RC", "X")]
    base = part3(version, m, False)
    return base, roundup(base * threat), roundup(part3(version, m, True) * threat)


for line in sys.stdin:
    parts = line.rstrip("\n").split("/")
    version = parts.pop(0)[5:] if parts[0].startswith("CVSS:") else "2"
    metrics = dict(part.split(":") for part in parts)
    if version == "4.0":
        print("?")
        continue
    print(" ".join(f"{float(score):.1f}" for score in (scores2(metrics) if version == "2" else scores3(version, metrics))))
