/*
 * jobs.mjs ORIGIN - what people do most, done on a demo home in two ways: in Japanese with a mouse and no script, in English with a keyboard alone.
 * Each way ends where the job is done and the page says so. The ways do the same job on different things, so that neither finds the other's work done.
 */
import { launch, open, password } from "./browser.mjs";
import { keys, mouse } from "./hands.mjs";
import { done, is, ok, part } from "./tap.mjs";

const origin = process.argv[2];
const browser = await launch();
const ways = [
	{ name: "mouse, no script, ja", hands: mouse, look: { lang: "ja", script: false }, first: true },
	{ name: "keyboard, en", hands: keys, look: { lang: "en" }, first: false },
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
	["what may not be done is refused in words", "mina", async (me) => {
		await me.goto("/knowledge");
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
			is(`${what} (${way.name}): nothing was asked of another host`, me.page.strays.length, 0);
			await me.page.context().close();
		});
await browser.close();
done();
