"""Conan 2's own Version."""
import sys

from conan.errors import ConanException
from conan.internal.model.version import Version

for line in sys.stdin:
    try:
        a, b = map(Version, line.rstrip("\n").split("\t"))
        print("<" if a < b else ">" if a > b else "=")
    except (ConanException, TypeError):
        print("?")
