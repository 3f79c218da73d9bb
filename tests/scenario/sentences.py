"""sentences.py PO…: of every English message its longest piece without a place, when that is a phrase of four words or more."""
import re
import sys

for path in sys.argv[1:]:
    for text in re.findall(r'^msgid (.*?)^msgstr', open(path, encoding="utf-8").read(), re.M | re.S):
        text = "".join(re.findall(r'"(.*)"', text)).replace('\\"', '"').replace("\\n", "\n")
        piece = max(re.split(r"\{[a-z_]+\}|\n", text), key=len, default="").strip(" :,.")
        if len(piece.split()) >= 4:
            print(piece)
