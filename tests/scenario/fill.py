"""fill.py IN.xlsx OUT.xlsx [sort] [drop=N]… NUMBER:COLUMN=TEXT…: fills a sheet in as its receiver would.

NUMBER is the line's ("2" of K1-2-…), COLUMN the letter Excel shows. sort: the lines stand in reverse order afterwards; drop=N: line N
is deleted. The rest of the workbook stays as it is, byte for byte.
"""
import re
import sys
import zipfile
from xml.sax.saxutils import escape

source, target, *orders = sys.argv[1:]
book = zipfile.ZipFile(source)
sheet = book.read("xl/worksheets/sheet1.xml").decode()


def put(row, column, text):
    cell = re.search(rf'<c r="{column}\d+"( s="\d+")?(/>| t="inlineStr"><is>.*?</is></c>)', row, re.S)
    assert cell, f"no cell {column}"
    at = re.search(rf'{column}\d+', cell[0])[0]
    return row.replace(cell[0], f'<c r="{at}"{cell[1] or ""} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>')


def line_of(row):
    found = re.search(r"[KS]\d+-(\d+)-[0-9a-f]{8}", row)
    return int(found[1]) if found else None


rows = re.findall(r"<row .*?</row>", sheet, re.S)
lines = [row for row in rows if line_of(row)]
filled = list(lines)
for order in orders:
    if order == "sort":
        filled.reverse()
    elif order.startswith("drop="):
        filled = [row for row in filled if line_of(row) != int(order[5:])]
    else:
        where, text = order.split("=", 1)
        number, column = where.split(":")
        filled = [put(row, column, text) if line_of(row) == int(number) else row for row in filled]
numbers = [re.search(r'<row r="(\d+)"', row)[1] for row in lines]
moved = []
for row, number in zip(filled, numbers):
    row = re.sub(r'<row r="\d+"', f'<row r="{number}"', row, count=1)
    moved.append(re.sub(r'<c r="([A-Z]+)\d+"', rf'<c r="\g<1>{number}"', row))
start, end = sheet.index(lines[0]), sheet.index(lines[-1]) + len(lines[-1])
sheet = sheet[:start] + "".join(moved) + sheet[end:]
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
    for name in book.namelist():
        out.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else book.read(name))
