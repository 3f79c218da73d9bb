/*
 * jobs.mjs ORIGIN - what people do most, done on a demo home in two ways: in Japanese with a mouse and no script, in English with a keyboard alone,
 * where the page is 320 px wide and 256 high, which is 1280 by 1024 at 400 %.
 * Each way ends where the job is done and the page says so. The ways do the same job on different things, so that neither finds the other's work done.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { launch, open, password, sideways } from "./browser.mjs";
import { answered } from "./examples.mjs";
import { keys, mouse } from "./hands.mjs";
import { done, is, ok, part } from "./tap.mjs";

const origin = process.argv[2];
const files = `${process.env.WEB_HOME}.files`;
mkdirSync(files, { recursive: true });
const browser = await launch();
const ways = [
	{ name: "mouse, no script, ja", hands: mouse, look: { lang: "ja", script: false }, first: true },
	{ name: "keyboard, 400 %, en", hands: keys, look: { lang: "en", width: 320, height: 256 }, first: false },
];

async function arrive(way, login) {
	const me = way.hands(await open(browser, origin, way.look));
	await me.goto("/sign-in");
	await me.fill("login", login);
	await me.fill("password", password);
	await me.press("/sign-in");
	return me;
}
const path = (me) => new URL(me.page.url()).pathname;
const text = (me, selector = "main") => me.page.locator(selector).first().innerText();
/* The page says that it was done, and not that it was refused. */
async function told(what, me) {
	const bad = await me.page.locator("main .notice.bad").allInnerTexts();
	ok(what, bad.length === 0 && await me.page.locator("main .notice.done").count() > 0, `at ${me.page.url()}`, bad, (await text(me)).slice(0, 300));
}

const jobs = [
	["a case is opened from what the program proposes", "sato", async (me) => {
		await me.goto("/cases/proposals");
		const before = await me.page.locator("main form[action='/cases/proposals']").count();
		await me.press("/cases/proposals");
		await me.goto("/cases/proposals");
		is("one proposal fewer", await me.page.locator("main form[action='/cases/proposals']").count(), before - 1);
	}],
	["a stage of a case is filled in, and its step taken", "sato", async (me, way) => {
		const number = way.first ? "R-2026-0005" : "R-2026-0006";
		await me.goto(`/cases/${number}`);
		await me.open(/\/stages\//);
		await me.choose("#field-applies", "affected");
		await me.fill("#field-ground", "台帳の版で確かめた");
		await me.press(path(me));
		await told("what was filled in stands there", me);
		await me.goto(`/cases/${number}`);
		await me.press(`/cases/${number}/move`);
		await told("the step is taken", me);
	}],
	["a note is written into a case", "sato", async (me, way) => {
		await me.goto("/cases/T-2026-0001/timeline");
		await me.fill("text", `${way.name} <b>から</b> {{x}}`);
		await me.press("/cases/T-2026-0001/notes");
		await told("it is kept", me);
		ok("as it was written", (await text(me, ".timeline")).includes(`${way.name} <b>から</b> {{x}}`));
	}],
	["a file of public knowledge is taken in", "sato", async (me) => {
		await me.goto("/knowledge");
		await me.page.locator("main [name=file]").setInputFiles(`${process.env.WEB_ROOT}/demo/feeds/epss.csv`);
		await me.choose("kind", "epss");
		await me.tick("accept");
		await me.press("/knowledge");
		await told("it is in", me);
	}],
	["an owner unit answers a question", "aoki", async (me) => {
		await me.goto("/questions");
		const forms = "main form:has([name=value][value=yes])";
		const before = await me.page.locator(forms).count();
		const action = await me.page.locator(forms).first().getAttribute("action");
		const form = `main form[action="${action}"]`;
		if (await me.page.locator(`${form} [name=systems]`).count() > 0) await me.tick(`${form} [name=systems]`);
		await me.tick(`${form} [name=value][value=no]`);
		await me.press(action);
		await told("the answer is kept", me);
		ok("it is asked of fewer", await me.page.locator(forms).count() <= before);
	}],
	["a contractor's sheet is taken back", "sato", async (me, way) => {
		await answered(me, way.first ? "見本システムズ" : "見本ソフト", files);
		await me.press(path(me));
		await told("what the contractor says is in", me);
	}],
	["an executive agrees to other criteria", "mori", async (me, way) => {
		const clerk = await arrive(ways[0], "sato");
		await clerk.goto("/settings/criteria/new");
		await clerk.fill("#out_of_cycle_days", way.first ? "3" : "4");
		await clerk.fill("#reason", "休日をはさむと五営業日では遅いため");
		await clerk.press("/settings/criteria/new", "main form.wide .actions button:not([name])");
		const edition = path(clerk);
		await clerk.page.context().close();
		await me.goto("/settings/criteria");
		await me.open(new RegExp(`^${edition}$`));
		await me.press(`${edition}/agree`);
		await told("it is agreed to", me);
	}],
	["a risk is accepted with its last day", "mori", async (me, way) => {
		await me.goto("/findings?by=finding");
		const found = await me.page.$$eval("main a[href^='/findings/']", (all) => all.map((one) => one.getAttribute("href")).filter((one) => /^\/findings\/\d+$/.test(one)));
		await me.goto(way.first ? found[0] : found.at(-1));
		await me.open(/\/decide$/);
		const decide = path(me);
		await me.tick("kind", "accept");
		await me.fill("owner", "mori");
		await me.fill("reason", "来月の更改で無くなる");
		await me.fill("effect", "利用者への影響は小さい");
		await me.fill("until", new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 10));
		await me.press(decide, `main form[method=get][action="${decide}"] button`);
		await me.press(decide);
		await told("it is decided", me);
	}],
	["a register is taken in again", "sato", async (me) => {
		await me.goto("/imports");
		await me.page.locator("main [name=file]").setInputFiles(`${process.env.WEB_ROOT}/demo/ledger.csv`);
		await me.press("/imports");
		await me.press(`${path(me)}/take`);
		await told("it is in", me);
	}],
	["the executives' page is printed", "mori", async (me, way) => {
		await me.goto("/reports");
		await me.open(/^\/reports\/executive$/);
		await me.page.pdf({ path: `${files}/executive-${way.first}.pdf`, format: "A4", preferCSSPageSize: true });
		is("it is one sheet of A4", execFileSync("pdfinfo", [`${files}/executive-${way.first}.pdf`], { encoding: "utf8" }).match(/Pages:\s+(\d+)/)[1], "1");
	}],
	["what may not be done is refused in words", "mina", async (me) => {
		await me.goto("/knowledge");
		is("the page is shown", path(me), "/knowledge");
		is("there is no form", await me.page.locator("main form[action='/knowledge']").count(), 0);
	}],
	["signing out", "sato", async (me) => {
		await me.press("/sign-out", "form[action='/sign-out'] button");
		await me.goto("/cases");
		ok("the pages are closed", path(me) === "/sign-in", path(me));
	}],
];

for (const [what, login, work] of jobs)
	for (const way of ways)
		await part(`${what} (${way.name})`, async () => {
			const me = await arrive(way, login);
			await work(me, way);
			is(`${what} (${way.name}): nothing has to be moved sideways`, Math.max(0, await sideways(me.page)), 0);
			is(`${what} (${way.name}): nothing was asked of another host`, me.page.strays.length, 0);
			await me.page.context().close();
		});
await browser.close();
done();
