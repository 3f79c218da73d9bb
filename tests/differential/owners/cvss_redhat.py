"""Red Hat's cvss: "base temporal environmental", or one score for version 4; "-" for a group that the vector does not give, "?" for
what it refuses."""
import sys

from cvss import CVSS2, CVSS3, CVSS4, CVSSError


def show(score):
    return "-" if score is None else f"{abs(score):.1f}"


for line in sys.stdin:
    vector = line.rstrip("\n")
    kind = CVSS4 if vector.startswith("CVSS:4") else CVSS3 if vector.startswith("CVSS:3") else CVSS2
    try:
        print(" ".join(map(show, kind(vector).scores())))
    except CVSSError:
        print("?")
