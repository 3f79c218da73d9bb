#!/usr/bin/env python3
"""find_word.py WORD DIRECTORY…: every file there that holds the word as UTF-8, UTF-16, base64 or hexadecimal digits, a line each."""
import base64
import pathlib
import sys

word, directories = sys.argv[1], sys.argv[2:]
plain = word.encode()


def base64_core(before):
    """The digits of the word that do not depend on what stands around it."""
    skipped = -before % 3
    return base64.b64encode(plain[skipped:skipped + (len(plain) - skipped) // 3 * 3])


forms = {
    "UTF-8": plain, "UTF-16LE": word.encode("utf-16-le"), "UTF-16BE": word.encode("utf-16-be"),
    "base64/0": base64_core(0), "base64/1": base64_core(1), "base64/2": base64_core(2),
    "hex": plain.hex().encode(), "HEX": plain.hex().upper().encode(),
}
for directory in directories:
    for path in sorted(pathlib.Path(directory).rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            for name, form in forms.items():
                if form in content or form in str(path).encode():
                    print(f"{path}: {name}")
