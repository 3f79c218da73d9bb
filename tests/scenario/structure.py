#!/usr/bin/env python3
"""structure.py PDF HTML LANG: what a program reads aloud of the PDF is what the same paper says as a page for a browser.

Headings, paragraphs, items and cells in their order (pdfinfo -struct-text against the HTML); the language and the title; headings of columns say
so; and on the pages nothing is drawn that is neither of an element nor an artefact. Prints what differs; ends with 0 when nothing does.
"""
import html.parser
import re
import subprocess
import sys
import unicodedata
import zlib

BLOCKS = {"h1": "H1", "h2": "H2", "h3": "H3", "p": "P", "li": "LBody", "th": "TH", "td": "TD"}
PAINTING = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Tj", b"TJ", b"'", b'"', b"Do", b"sh"}


def plain(text):
    return " ".join(unicodedata.normalize("NFKC", text).split())


def rows_of(blocks):
    """(element, text) in order; cells of a row together, rows without a word left out."""
    rows = []
    for element, text in blocks:
        if element == "TR":
            rows.append(("TR", []))
        elif element in ("TH", "TD"):
            rows[-1][1].append((element, text))
        else:
            rows.append((element, text))
    return [row for row in rows if row[0] != "TR" or any(text for _, text in row[1])]


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks, self.inside, self.title, self.language = [], None, "", ""

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.blocks.append(("TR", ""))
        elif tag in BLOCKS or tag == "title":
            self.inside = [BLOCKS.get(tag, tag), ""]
        elif tag == "br" and self.inside:
            self.inside[1] += " "
        elif tag == "html":
            self.language = dict(attributes)["lang"]

    def handle_data(self, data):
        if self.inside:
            self.inside[1] += data

    def handle_endtag(self, tag):
        if self.inside and (tag in BLOCKS or tag == "title"):
            if tag == "title":
                self.title = plain(self.inside[1])
            else:
                self.blocks.append((self.inside[0], plain(self.inside[1])))
            self.inside = None


def structure_of(pdf):
    """The same of the PDF; pieces of one text (Span) are joined."""
    printed = subprocess.run(["pdfinfo", "-struct-text", pdf], capture_output=True, text=True, check=True).stdout
    blocks, unscoped = [], 0
    for line in printed.splitlines():
        element = re.match(r" *([A-Z][A-Za-z0-9]*)(?: \(\w+\))?(:?)$", line)
        text = re.match(r' *"(.*)"$', line)
        if element and not line.strip().startswith("/"):
            name = element.group(1)
            if name in ("TR", "TH", "TD", "P", "LBody", "Lbl") or re.fullmatch("H[1-6]", name):
                blocks.append([name, ""])
            unscoped += name == "TH" and element.group(2) == ""
        elif text:
            blocks[-1][1] += text.group(1)
        elif not line.strip().startswith("/") and line.strip():
            sys.exit(f"{pdf}: what is {line!r}?")
    return [(name, plain(text)) for name, text in blocks if name != "Lbl"], unscoped


def pressed(row):
    return [text.replace(" ", "") for _, text in row[1]]


def differences(expected, got):
    """A row that goes on over the page is read as two, which say the same together; where they were parted is no blank."""
    found, at = [], 0
    for row in expected:
        have = got[at] if at < len(got) else ("nothing", "")
        at += 1
        if have == row:
            continue
        pieces = [have]
        while row[0] == have[0] == "TR" and at < len(got) and got[at][0] == "TR":
            joined = ["".join(cells) for cells in zip(*map(pressed, pieces))]
            if joined == pressed(row):
                break
            pieces.append(got[at])
            at += 1
        if len(pieces) == 1 or joined != pressed(row):
            found.append(f"expected {row}, got {pieces}")
    return found + [f"and {row} besides" for row in got[at:]]


def painted_outside(pdf):
    """Signs that paint and stand in no marked content; also how many artefacts there are."""
    data, outside, artefacts = open(pdf, "rb").read(), 0, 0
    objects = {int(m.group(1)): m.start() for m in re.finditer(rb"(?m)^(\d+) 0 obj\n", data)}      # the last of a number counts
    for number in {int(n) for n in re.findall(rb"/Contents (\d+) 0 R", data)}:
        at = data.index(b"stream\n", objects[number]) + 7
        drawn = zlib.decompressobj().decompress(data[at:])
        drawn = re.sub(rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>", b"x", drawn)
        depth = 0
        for word in drawn.replace(b"[", b" ").replace(b"]", b" ").split():
            depth += (word in (b"BDC", b"BMC")) - (word == b"EMC")
            outside += depth == 0 and word in PAINTING
        artefacts += drawn.count(b"/Artifact BMC")
        outside += abs(depth)
    return outside, artefacts


def main():
    pdf, page_file, language = sys.argv[1:]
    page = Page()
    page.feed(open(page_file, encoding="utf-8").read())
    blocks, unscoped = structure_of(pdf)
    found = differences(rows_of(page.blocks), rows_of(blocks))
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    title = re.search(r"(?m)^Title: *(.*)$", info)
    data = open(pdf, "rb").read()
    outside, artefacts = painted_outside(pdf)
    wanted = {
        "elements are there": len(blocks) > 3,
        "it says that it is tagged": "Tagged:          yes" in info,
        "its title": title and plain(title.group(1)) == page.title,
        "its language": page.language == language and f"/Lang ({language})".encode() in data,
        "its title is what a window shows": b"/DisplayDocTitle true" in data,
        "headings of columns say so": unscoped == 0,
        "nothing is painted outside": outside == 0,
        "page numbers are artefacts": artefacts > 0,
    }
    found += [f"not so: {what}" for what, so in wanted.items() if not so]
    print("\n".join(found[:10]))
    sys.exit(1 if found else 0)


main()
