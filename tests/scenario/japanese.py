"""japanese.py DATA… <OUTPUT: lines with Japanese that is in none of the data files; succeeds when there is one."""
import re
import sys

data = "".join(open(path, encoding="utf-8").read() for path in sys.argv[1:]) + "日本語 繕い 全角 半角 ひら カタ"
found = False
for line in sys.stdin.buffer.read().decode("utf-8", "replace").splitlines():
    foreign = [word for word in re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]+", line) if word not in data]
    if foreign:
        found = True
        print(" ".join(foreign), "in:", line)
sys.exit(0 if found else 1)
