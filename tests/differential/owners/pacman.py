"""libalpm's alpm_pkg_vercmp, which pacman and vercmp use. It has an answer for every text."""
import ctypes
import ctypes.util
import sys

compare = ctypes.CDLL(ctypes.util.find_library("alpm")).alpm_pkg_vercmp
compare.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
for line in sys.stdin.buffer:
    a, b = line.rstrip(b"\n").split(b"\t")
    order = compare(a, b)
    print("<" if order < 0 else ">" if order > 0 else "=")
