"""Two people have one form open: the second is told, nothing of either is lost, and what is chosen holds. For every edit of tests/web/edits.tsv.

usage: revisions.py URL EDITS   Prints TAP lines without numbers: "ok - …" or "not ok - …".
"""
import concurrent.futures
import html.parser
import http.cookiejar
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

URL, EDITS = sys.argv[1].rstrip("/"), sys.argv[2]
PASSWORD = "a city for show"


class Forms(html.parser.HTMLParser):
    """Of each form what a browser would send: [action, [[name, value]], {radio groups without a choice}]."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.area, self.select = [], [], None, None
        self.feed(text)

    def put(self, name, value):
        if self.forms and name:
            self.forms[-1]["fields"].append([name, value])

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form":
            self.forms.append({"action": a.get("action"), "fields": [], "radios": {}})
        elif tag == "a":
            self.links.append(a.get("href", ""))
        elif tag == "input":
            kind = a.get("type", "text")
            if kind == "radio" and self.forms:
                self.forms[-1]["radios"].setdefault(a["name"], False)
                self.forms[-1]["radios"][a["name"]] |= "checked" in a
            if kind not in ("radio", "checkbox", "file", "submit") or "checked" in a:
                self.put(a.get("name"), a.get("value", "on" if kind in ("radio", "checkbox") else ""))
        elif tag == "textarea":
            self.area = [a.get("name"), ""]
        elif tag == "select":
            self.select = [a.get("name"), None]
        elif tag == "option" and self.select:
            if self.select[1] is None or "selected" in a:
                self.select[1] = a.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.put(self.area[0], self.area[1].removeprefix("\n"))
            self.area = None
        elif tag == "select" and self.select:
            self.put(self.select[0], self.select[1] or "")
            self.select = None


class Browser:
    def __init__(self, login):
        self.login = login
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), Stay())
        status, _, _ = self.ask("/sign-in", [["login", login], ["password", PASSWORD]])
        if status != 303:
            print(f"not ok - {login} signs in: {status}")

    def ask(self, path, fields=None, **headers):
        request = urllib.request.Request(URL + urllib.parse.quote(path, safe="/?=&%#:+"), headers={"Accept": "text/html", "Accept-Language": "en", **headers})
        if fields is not None:
            request.data = urllib.parse.urlencode([tuple(field) for field in fields]).encode()
        try:
            with self.opener.open(request, timeout=120) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


browsers = {}


def browser(login):
    if login not in browsers:
        browsers[login] = Browser(login)
    return browsers[login]


def say(good, what, more=""):
    print(f"ok - {what}" if good else f"not ok - {what}: {more}")


def resolve(login, page):
    """A page's address; "A > B + C": the first link of A that begins with B and goes on with a number, and C behind it."""
    if " > " not in page:
        return page
    page, wanted = page.split(" > ")
    wanted, _, tail = wanted.partition(" + ")
    links = Forms(browser(login).ask(page)[2]).links
    found = next((link for link in links if re.fullmatch(re.escape(wanted) + r"[0-9][^/?#]*(#\w+)?", link)), "")
    return found.split("#")[0] + tail


def action_of(path):
    return re.compile("^" + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + "$")


def form_of(login, path, page):
    """The form that edits: of several, the one of what stands."""
    status, _, text = browser(login).ask(page)
    forms = [form for form in Forms(text).forms if action_of(path).match((form["action"] or page).split("?")[0]) and any(name == "revision" for name, _ in form["fields"])]
    for form in forms:
        form["action"] = (form["action"] or page).split("?")[0]
    forms.sort(key=lambda form: ["revision", "none"] in form["fields"])
    return forms[0] if forms else say(False, f"{path}: a form with a revision stands on {page}", f"{status}, {len(text)} bytes")


def typed(form, changes):
    changes = [change.split("=", 1) for change in changes.split("&")]
    names = {name for name, _ in changes}
    return [field for field in form["fields"] if field[0] not in names] + changes


def why(text):
    return re.sub("<[^>]+>", " ", "".join(re.findall(r'role="alert">.*?</div>', text, re.S))) or re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))[-500:]


def value(form, name):
    return next((value for key, value in form["fields"] if key == name), "")


def chosen(text, default):
    """The merge page's form; what nobody chose is chosen so."""
    form = next((form for form in Forms(text).forms if any(name.startswith("_pick.") for name in form["radios"])), None)
    if form is None:
        return None, 0
    open_ = [name for name, done in form["radios"].items() if not done]
    form["fields"] += [[name, default] for name in open_]
    return form, len(open_)


def stale_is_refused(path, login, page, first, second):
    page = resolve(login, page)
    one, other = form_of(login, path, page), form_of(login, path, page)
    if not one or not other:
        return
    ours, theirs = browser(login), Browser(login)
    for name in ("_csrf", "_key"):
        one["fields"] = [f for f in one["fields"] if f[0] != name]
    one["fields"] += [f for f in Forms(theirs.ask(page)[2]).forms[0]["fields"] if f[0] in ("_csrf", "_key")]
    status, _, text = theirs.ask(one["action"], typed(one, first))
    say(status == 303, f"{path}: the first saves", f"{status} {why(text)}")
    status, headers, text = ours.ask(other["action"], typed(other, second))
    say(status == 409, f"{path}: the second is told", f"{status} {headers.get('Location')}")
    if status != 409:
        return
    form, left = chosen(text, "mine")
    say(form is not None and left > 0, f"{path}: and must choose", text[-800:])
    say(text.count('value="theirs"') == text.count('value="mine"') > 0, f"{path}: both stand side by side")
    if not form:
        return
    status, _, text = ours.ask(form["action"], form["fields"])
    say(status == 303, f"{path}: what was chosen is saved", f"{status} {why(text)}")
    programs(ours, path, other, second)


def programs(ours, path, form, second):
    fields = [field for field in typed(form, second) if field[0] not in ("revision", "_before", "_key", "_csrf")]
    csrf, revision = value(form, "_csrf"), value(form, "revision")
    headers = {"Accept": "application/json", "X-CSRF-Token": csrf}
    status, answer, text = ours.ask(form["action"], fields, **{"If-Match": f'"{revision}"'}, **headers)
    say(status == 409 and answer.get("Content-Type") == "application/problem+json", f"{path}: a program with If-Match is told", f"{status} {text[:300]}")
    status, again, text = ours.ask(form["action"], fields + [["revision", revision]], **headers)
    say(status == 409 and again.get("ETag") == answer.get("ETag"), f"{path}: and one with a revision", f"{status} {text[:300]}")
    status, _, text = ours.ask(form["action"], fields, **{"If-Match": answer.get("ETag") or ""}, **headers)
    say(status == 200, f"{path}: with the one that stands it is done", f"{status} {text[:300]}")


def apart():
    """Each changed another part: nothing is left to choose, and both hold."""
    login, page, path = "kanri", "/settings/people/kato", "/settings/people/{login}"
    one, other = form_of(login, path, page), form_of(login, path, page)
    status, _, _ = browser(login).ask(page, typed(one, "name=加藤 一"))
    say(status == 303, "one changes the name", status)
    status, _, text = browser(login).ask(page, typed(other, "mail=kato2@city.example.jp"))
    form, left = chosen(text, "mine")
    say(status == 409 and form is not None and left == 0, "who changed another part has nothing left to choose", f"{status} {left}")
    status, _, _ = browser(login).ask(form["action"], form["fields"])
    now = form_of(login, path, page)
    say(status == 303 and value(now, "name") == "加藤 一" and value(now, "mail") == "kato2@city.example.jp", "and both hold", now["fields"])


def theirs_chosen():
    login, page, path = "kanri", "/settings/units?name=総務課", "/settings/units"
    one, other = form_of(login, path, page), form_of(login, path, page)
    browser(login).ask(path, typed(one, "mail=theirs@city.example.jp"))
    form, left = chosen(browser(login).ask(path, typed(other, "mail=mine@city.example.jp"))[2], "theirs")
    status, _, _ = browser(login).ask(form["action"], form["fields"])
    say(left == 1 and status == 303 and value(form_of(login, path, page), "mail") == "theirs@city.example.jp", "what the other wrote is kept when it is chosen", status)


def a_new_one_that_is_there():
    login, page, path = "kudo", "/contractors", "/contractors"
    form = form_of(login, path, page)
    status, _, text = browser(login).ask(path, typed(form, "name=見本システムズ&person=三番 例"))
    say(status == 409 and "二番 例" in text and "三番 例" in text, "who enters one that is there is told too", status)
    say('name="person" value="三番 例"' in text, "with what was typed")


def gone():
    login, path = "sato", "/settings/calendar/maintenance"
    page = resolve(login, "/settings/calendar > /settings/calendar?id=")
    form = form_of(login, path, page)
    say(browser(login).ask(path, [["_csrf", value(form, "_csrf")], ["remove", value(form, "id")]])[0] == 303, "a window is taken off")
    status, _, text = browser(login).ask(path, typed(form, "note=まだ書いていた"))
    say(status == 409 and "_pick." not in text and "まだ書いていた" in text, "who was changing it still has what was typed", status)


def wrong_first():
    """A form that failed keeps what it began from: the next try is told as well."""
    login, page, path = "kanri", "/settings/people/hara", "/settings/people/{login}"
    one, other = form_of(login, path, page), form_of(login, path, page)
    status, _, text = browser(login).ask(page, typed(other, "mail=no mail&name=原 二"))
    again = next(form for form in Forms(text).forms if any(name == "revision" for name, _ in form["fields"]))
    say(status == 400 and value(again, "name") == "原 二" and value(again, "revision") == value(other, "revision"), "a form that failed keeps all of it", status)
    browser(login).ask(page, typed(one, "name=原 一"))
    again["action"] = page
    status, _, _ = browser(login).ask(page, typed(again, "mail=hara@city.example.jp"))
    say(status == 409, "and its next try is told", status)


def at_once():
    """Many at one moment: one saves, the others are told."""
    login, page, path = "kanri", "/settings/units?name=税務課", "/settings/units"
    people = [Browser(login) for _ in range(4)]
    for turn in range(3):
        forms = [form_of_browser(one, path, page) for one in people]
        with concurrent.futures.ThreadPoolExecutor(len(people)) as pool:
            answers = list(pool.map(lambda i: people[i].ask(path, typed(forms[i], f"mail=b{turn}{i}@city.example.jp"))[0], range(len(people))))
        say(sorted(answers) == [303] + [409] * (len(people) - 1), f"of {len(people)} at one moment one saves", answers)


def form_of_browser(one, path, page):
    forms = [form for form in Forms(one.ask(page)[2]).forms if any(name == "revision" for name, _ in form["fields"])]
    forms.sort(key=lambda form: ["revision", "none"] in form["fields"])
    return forms[0]


def harder(kind, form):
    """Two cells that may be one step harder, each by itself and both."""
    path, steps, found = f"/settings/{kind}/new", list("DSOI") if kind == "ssvc" else ["defer", "scheduled", "out_of_cycle", "immediate"], []
    for i in reversed([i for i, field in enumerate(form["fields"]) if field[0] == "cell" and field[1] in steps[:3]]):
        changed = [list(field) for field in form["fields"]]
        for at in found + [i]:
            changed[at][1] = steps[steps.index(changed[at][1]) + 1]
        alone = [list(field) for field in form["fields"]]
        alone[i][1] = changed[i][1]
        tried = [browser("sato").ask(path, typed({"fields": fields}, "try=1&reason=例")) for fields in (changed, alone)]
        if all(status == 303 and 'role="alert"' not in browser("sato").ask(headers["Location"])[2] for status, headers, _ in tried):
            found.append(i)
        if len(found) == 2:
            break
    return [(i, steps[steps.index(form["fields"][i][1]) + 1]) for i in found]


def criteria(kind):
    """Another edition came into force while somebody drafted: the draft meets it cell by cell."""
    path = f"/settings/{kind}/new"
    draft, meanwhile = form_of("sato", path, path), form_of("sato", path, path)
    for form in (draft, meanwhile):
        form["fields"] = [field for field in form["fields"] if field[0] != "_key"]
    (first, first_is), (second, second_is) = harder(kind, draft)
    meanwhile["fields"][first][1], draft["fields"][second][1] = first_is, second_is
    status, headers, text = browser("sato").ask(path, typed(meanwhile, "reason=前の人"))
    edition = (headers.get("Location") or "").rsplit("/", 1)[-1]
    say(status == 303, f"{kind}: an edition is proposed", f"{status} {why(text)}")
    form = Forms(browser("mori").ask(f"/settings/{kind}/{edition}")[2]).forms
    agree = next(form for form in form if (form["action"] or "").endswith("/agree"))
    say(browser("mori").ask(agree["action"], agree["fields"])[0] == 303, f"{kind}: and agreed to")
    status, _, text = browser("sato").ask(path, typed(draft, "reason=後の人"))
    form, left = chosen(text, "mine")
    say(status == 409 and form is not None, f"{kind}: who drafted on is told", f"{status} {why(text)}")
    if form is None:
        return
    say(left == 0, f"{kind}: cells that each changed alone are chosen already", left)
    status, headers, text = browser("sato").ask(form["action"], form["fields"])
    say(status == 303, f"{kind}: proposed with both", f"{status} {why(text)}")
    sent = [value for name, value in form["fields"] if name == "cell"]
    cells = [i for i, field in enumerate(draft["fields"]) if field[0] == "cell"]
    text = browser("sato").ask(headers.get("Location") or "/")[2]
    say(sent[cells.index(second)] == second_is and edition in text, f"{kind}: compared with the one that came into force", text[-400:])
    once = browser("mori").ask((headers.get("Location") or "/") + "/agree", [["_csrf", agree["fields"][0][1]]])[0]
    now = [value for name, value in form_of("sato", path, path)["fields"] if name == "cell"]
    say(once == 303 and (now[cells.index(first)], now[cells.index(second)]) == (first_is, second_is), f"{kind}: and in force, it has both cells", f"{once} {now}")


for line in open(EDITS, encoding="utf-8"):
    if line.startswith("#"):
        continue
    path, kind, *rest = line.rstrip("\n").split("\t")
    if kind == "edit" and len(rest) == 4:
        stale_is_refused(path, *rest)
apart()
theirs_chosen()
a_new_one_that_is_there()
gone()
wrong_first()
at_once()
criteria("criteria")
criteria("ssvc")
