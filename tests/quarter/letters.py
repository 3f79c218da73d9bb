#!/usr/bin/env python3
"""letters.py DIR OUT: every letter of a folder as a person reads it, in the order of sending, into one text."""
import email
import email.policy
import pathlib
import sys

letters = []
for path in pathlib.Path(sys.argv[1]).glob("*.eml"):
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    letters.append((letter["Date"].datetime, str(letter["To"]), str(letter["Subject"]), letter.get_body().get_content()))
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for when, to, subject, body in sorted(letters):
        print(f"=== {when:%Y-%m-%d %H:%M}  {to}\n{subject}\n\n{body.strip()}\n", file=out)
