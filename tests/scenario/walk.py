"""Walks a case of each playbook from its opening to its end, over HTTP, as several people would: fills in what lacks, submits and agrees, calls
tasks done, takes the step that leads on. What a page of the generic kind offers must be enough: of a playbook it knows no more than what people
answer where the answer decides the way (ANSWERS), who opens it and what it is about (OPENED), and who else takes part (PARTS).

usage: walk.py URL TOKENS PLAYBOOK[:FINDING|:CASE]…   TOKENS: a folder of LOGIN.token; FINDING: what it is about; CASE: one under way. Prints a line a playbook:
"ID ended in STATE after N steps", or "ID NUMBER stopped in STATE …" and why.
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
ANSWERS = {
    "decision": {"about": "publicity", "publicity": "not_public"},
    "finding-response": {"applies": "affected", "direction": "mend"},
    "handover": {"from_whom": "kudo", "to_whom": "ito", "left_over": "0"},
    "mass-patching": {"pilot": "good"},
    "outside-notice": {"verdict": "applies"},
    "trouble": {"harm": "relay", "entrance": "closed", "backdoor": "closed"},
}
OPENED = {"handover": {"by": "ono", "as": "head"}}
PARTS = {"handover": {"leaver": "kudo", "successor": "ito"}}
OWNER = "aoki"    # of the owner unit: named where all who are named have to agree
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


def fill(number, stage, choice, answers):
    """Every empty field of the stage that somebody may fill; in later turns choices are chosen otherwise, but not those that were answered."""
    for login in tokens:
        page = ask(login, f"/cases/{number}/stages/{stage}") or {}
        for item in page.get("inputs", []) + page.get("elsewhere", []):
            field = item["form"]["field"]
            again = field["type"] in ("choice", "bool") and choice > 0 and login == first and field["name"] not in answers
            if not field.get("value") or again:
                text = answers.get(field["name"]) or value_of(item["form"], choice)
                ask(login, f"/cases/{number}/fields/{field['name']}", {"text": text})


def approve(number, approvals):
    for approval in approvals:
        for _ in range(4):
            acted = False
            for login in tokens:
                page = ask(login, f"/cases/{number}/approvals/{approval['name']}") or {"acts": []}
                kinds = [act["kind"] for act in page["acts"] if act["as"] == "himself"]
                act = next((kind for kind in ("submit", "agree") if kind in kinds), None)
                must = [step["step"]["id"] for step in page.get("steps", []) if act == "submit" and step["must"]]
                body = {"act": act, "step": must, "login": [OWNER for _ in must]}
                if act is not None and ask(login, f"/cases/{number}/approvals/{approval['name']}", body) is not None:
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


def step(number, onward):
    """One step on: along the way, or any to a state where the case has not been."""
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


def open_case(book):
    who = OPENED.get(book, {}).get("by")
    order = {"playbook": book, "title": f"{book} の試し", "unit": "情報政策課", "system": ["施設予約システム"], "as": OPENED.get(book, {}).get("as", "")}
    if book in findings:
        order |= {"system": [], "finding": findings[book]}
    for login in [who] if who else tokens:
        opened = ask(login, "/cases/new", order)
        if opened:
            number = opened["location"].rsplit("/", 1)[1]
            for role, holder in PARTS.get(book, {}).items():
                ask(login, f"/cases/{number}/people", {"role": role, "holder": holder})
            return number
    return None


def turn_of(number, casefile, choice, answers):
    """What can be done in this state: what it asks first, then what its tasks and moves ask of later ones."""
    stages = [casefile["state"]]
    for more in ([], [stage["id"] for stage in casefile["stages"] if stage["fields"] > 0 and stage["id"] != casefile["state"]]):
        for stage in more or stages:
            fill(number, stage, choice, answers)
        approve(number, casefile.get("approvals", []))
        finish_tasks(number)
        if step(number, True):
            return True
    return step(number, False)


def walk(book, number):
    number = number or open_case(book)
    if not number:
        return "not opened: " + (refused[-1] if refused else "")
    answers, steps = ANSWERS.get(book, {}), 0
    for turn in range(9):
        casefile = ask(first, f"/cases/{number}")["casefile"]
        if not casefile.get("open"):
            return f"ended in {casefile['state']} after {steps} steps"
        if turn_of(number, casefile, 0 if answers else turn % 3, answers):
            steps += 1
        elif answers:
            break
    last = ask(first, f"/cases/{number}")
    why = [w for move in last.get("later", []) if move.get("onward") for w in move.get("why", [])]
    return f"{number} stopped in {last['casefile']['state']} after {steps} steps: {why}; refused: {refused[-3:]}"


findings = {}
for name in sys.argv[3:]:
    refused.clear()
    book, _, under_way = name.partition(":")
    if under_way.isdigit():
        findings[book], under_way = under_way, ""
    print(book, walk(book, under_way), flush=True)
