/*
 * pages.mjs ORIGIN - every page of the route table, for people of every office: it answers, axe-core finds nothing (light and dark), nothing
 * has to be moved sideways at 320 px and at 400 %, nothing is asked of another host, the console is silent, and it can be read without script.
 */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { launch, open, sideways, signIn } from "./browser.mjs";
import { makeExamples } from "./examples.mjs";
import { crawl, pageRoutes } from "./routes.mjs";
import { done, ok, part, say } from "./tap.mjs";

const origin = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/* WCAG 2.2 AA and what axe calls best practice: JIS X 8341-3:2016 AA is within. */
const rules = { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

async function violations(page, options = rules) {
	await page.evaluate(axe);
	const { violations: found } = await page.evaluate((asked) => window.axe.run(document, asked), options);
	return found.flatMap((one) => one.nodes.slice(0, 5).map((node) => `${one.id} (${one.impact}): ${node.target.join(" ")}: ${one.help}\n    ${node.html.slice(0, 200)}`));
}

/*
 * Looking closely takes seconds: a route is looked at so for the first person who comes to it; the others are asked whether they get it. All of it
 * for everybody: WEB_WHOLE=1 (nightly).
 */
const whole = Boolean(process.env.WEB_WHOLE);
const looked = new Map();
function closely(route, most) {
	const times = looked.get(route.path) ?? 0;
	looked.set(route.path, times + 1);
	return whole || times < most;
}

/* What is open, closely. */
async function lookAt(page, name) {
	const wrong = await violations(page);
	ok(`${name}: axe finds nothing`, wrong.length === 0, wrong);
	await page.emulateMedia({ colorScheme: "dark" });
	const dark = await violations(page, { resultTypes: ["violations"], runOnly: { type: "rule", values: ["color-contrast"] } });
	ok(`${name}: nor in the dark`, dark.length === 0, dark);
	await page.emulateMedia({ colorScheme: "light" });
	await page.setViewportSize({ width: 320, height: 256 });
	ok(`${name}: 320 px wide, which is 1280 at 400 %`, await sideways(page) <= 0, `${await sideways(page)} px too wide: ${await widest(page)}`);
	await page.setViewportSize({ width: 1280, height: 900 });
}

/* No trace of what it was made of: places and sentences of templates. */
async function wholly(page, name) {
	const raw = await page.evaluate(() => /\{\{|\}\}|\[\[|\]\]/.test(document.body.innerText));
	ok(`${name}: no trace of its template`, !raw);
}

async function walk(browser, login, most, seeds) {
	const page = await open(browser, origin);
	const said = [];
	page.on("console", (message) => { if (["error", "warning"].includes(message.type())) said.push(message.text()); });
	page.on("pageerror", (error) => said.push(String(error)));
	if (login) await signIn(page, login);
	const routes = await pageRoutes(page);
	ok(`${login || "nobody"}: the program tells its pages`, routes.length > 0);
	await crawl(page, routes, most, seeds, async (address, route, answer) => {
		const status = answer.status();
		const name = `${login || "nobody"}: ${address}`;
		const heard = said.splice(0);
		if (status === 403 || status === 404 && (!route.plain || momentary.includes(route.path))) return;
		if (!ok(`${name}: answers`, status === 200, `status ${status}`, answer.reason ?? "")) return;
		if (new URL(page.url()).pathname !== address.split("?")[0]) return;
		shown.add(route.path);
		ok(`${name}: the console is silent`, heard.length === 0, heard);
		await wholly(page, name);
		if (closely(route, most)) await lookAt(page, name);
	});
	routes.filter((route) => route.page).forEach((route) => every.add(route.path));
	ok(`${login || "nobody"}: nothing was asked of another host`, page.strays.length === 0, page.strays);
	await page.context().close();
}

/* The elements that stick out on the right. */
async function widest(page) {
	return page.evaluate(() => [...document.querySelectorAll("main *, header *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".table-box *"))
		.slice(0, 4).map((one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") ?? ""}"> ${one.textContent.trim().slice(0, 40)}`).join("; "));
}

/* Pages that are there for a moment only, or where the administrator has set something up outside: scenarios look at them. */
const momentary = ["/setup/{secret}", "/welcome/{secret}", "/sign-in/code", "/sign-in/provider", "/sign-in/provider/return", "/account/provider"];
const shown = new Set();
const every = new Set();
const people = (process.env.WEB_PEOPLE ?? ",sato,kanri,mori,aoki,noda,mina").split(",");
const browser = await launch();
async function enter(login) {
	const page = await open(browser, origin);
	await signIn(page, login);
	return page;
}
const seeds = await makeExamples(enter, async (page, what) => {
	await wholly(page, what);
	await lookAt(page, what);
});
for (const login of people)
	await part(`pages of ${login || "nobody"}`, () => walk(browser, login, login === "sato" ? 2 : 1, seeds));
for (const path of every)
	if (!shown.has(path) && !momentary.includes(path)) ok(`${path}: somebody comes to an example of it`, process.env.WEB_PEOPLE !== undefined);
await browser.close();
done();
