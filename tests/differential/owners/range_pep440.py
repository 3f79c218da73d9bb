"""Python's packaging: is a version among those of a specifier set, pre-releases being members like others?"""
import functools
import sys

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version


@functools.lru_cache(maxsize=None)
def read(text):
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


for line in sys.stdin:
    version, text = line.rstrip("\n").split("\t")
    specifiers = read(text)
    try:
        Version(version)
        print("?" if specifiers is None else "in" if specifiers.contains(version, prereleases=True) else "out")
    except InvalidVersion:
        print("?")
