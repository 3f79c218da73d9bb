"""Walks a case of each playbook from its opening to its end, over HTTP, as several people would: fills in what lacks, submits and agrees, calls
tasks done, takes the step that leads on. It knows no playbook: what a page of the generic kind offers must be enough.

usage: walk.py URL TOKENS PLAYBOOK…   TOKENS: a folder of LOGIN.token. Prints a line a playbook: "ID closed N steps" or why it stopped.
"""
import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

url, folder = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2])
# Security staff first: who begins most cases, and is told of all.
tokens = {path.stem: path.read_text().strip() for path in sorted(folder.glob("*.token"), key=lambda path: (path.stem != "sato", path.stem))}
TEXTS = {"text": "例", "long": "確かめた\n二行目", "number": "1", "money": "10000", "day": "2099-12-01", "instant": "2099-12-01T10:00", "bool": "false",
         "url": "https://example.jp/"}
refused = []
first = next(iter(tokens))


def ask(login, path, body=None):
    request = urllib.request.Request(url + path, headers={"Authorization": "Bearer " + tokens[login], "Accept": "application/json"})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        refused.append(f"{login} {path}: {error.code} {error.read()[:200].decode(errors='replace')}")
        return None


def value_of(form, choice):
    kind = form["field"]["type"]
    if kind == "bool":
        return "true" if choice == 1 else "false"
    if kind in ("choice", "person", "unit"):
        values = [c["value"] for c in form.get("choices", [])]
        return values[choice % len(values)] if values else ""
    if kind == "rows":
        return json.dumps([{c["name"]: value_of({"field": c, "choices": c.get("choices", [])}, 0) for c in form["columns"] if c.get("required")
                            or c["type"] in ("text", "choice")}])
    return TEXTS[kind]


def fill(number, stage, choice):
    """Every empty field of the stage that somebody may fill; in later turns choices are chosen otherwise."""
    for login in tokens:
        page = ask(login, f"/cases/{number}/stages/{stage}") or {}
        for item in page.get("inputs", []) + page.get("elsewhere", []):
            field = item["form"]["field"]
            if not field.get("value") or (field["type"] in ("choice", "bool") and choice > 0 and login == first):
                ask(login, f"/cases/{number}/fields/{field['name']}", {"text": value_of(item["form"], choice)})


def approve(number, approvals):
    for approval in approvals:
        for _ in range(4 if approval["state"] != "granted" else 0):
            acted = False
            for login in tokens:
                page = ask(login, f"/cases/{number}/approvals/{approval['name']}") or {"acts": []}
                kinds = [act["kind"] for act in page["acts"] if act["as"] == "himself"]
                act = next((kind for kind in ("submit", "agree") if kind in kinds), None)
                if act is not None and ask(login, f"/cases/{number}/approvals/{approval['name']}", {"act": act}) is not None:
                    acted = True
            if not acted:
                break


def finish_tasks(number):
    for login in tokens:
        for task in (ask(login, f"/cases/{number}") or {"casefile": {"tasks": []}})["casefile"].get("tasks", []):
            if task.get("may"):
                ask(login, f"/tasks/{task['id']}/done", {"note": "済"})


def confirm(number):
    for login in tokens:
        page = ask(login, f"/cases/{number}")
        if page and (page["proposed"] or {}).get("may"):
            return ask(login, f"/cases/{number}/confirm", {}) is not None
    return False


def step(number):
    """One step on: along the way if somebody may, else any to a state where the case has not been."""
    for onward in (True, False):
        for login in tokens:
            page = ask(login, f"/cases/{number}") or {}
            for button in page.get("buttons", []):
                move = button["move"]
                if bool(move.get("onward")) != onward or (not onward and move.get("reason")):
                    continue
                if ask(login, f"/cases/{number}/move", {"move": move["id"], "reason": "試し"}) is not None:
                    confirm(number)
                    return True
    return False


def walk(book):
    opened = None
    for login in tokens:
        opened = ask(login, "/cases/new", {"playbook": book, "title": f"{book} の試し", "unit": "情報政策課", "system": ["施設予約システム"]})
        if opened:
            break
    if not opened:
        return "not opened: " + (refused[-1] if refused else "")
    number = opened["location"].rsplit("/", 1)[1]
    steps = 0
    for turn in range(9):
        page = ask(first, f"/cases/{number}")
        if not page["casefile"].get("open"):
            return f"closed {steps} steps"
        here = page["casefile"]["state"]
        choice = turn % 3
        fill(number, here, choice)
        approve(number, page["casefile"].get("approvals", []))
        finish_tasks(number)
        if step(number):
            steps += 1
    last = ask(first, f"/cases/{number}")
    why = [w for move in last.get("later", []) if move.get("onward") for w in move.get("why", [])]
    return f"stopped in {last['casefile']['state']} after {steps} steps: {why}; last refusal: {refused[-1] if refused else ''}"


for name in sys.argv[3:]:
    refused.clear()
    print(name, walk(name), flush=True)
