"""Portage's own comparison; None is no version."""
import sys

from portage.versions import vercmp

for line in sys.stdin:
    order = vercmp(*line.rstrip("\n").split("\t"))
    print("?" if order is None else "<" if order < 0 else ">" if order > 0 else "=")
