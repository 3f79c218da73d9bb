/*
 * shot URL FILE [URL FILE …]: pages as pictures (FILE.pdf: as they would be printed).
 *   --lang ja|en  --width PIXELS  --height PIXELS  --dark  --print (looks of paper)  --no-script  --zoom 4  --scale 2
 *   --login NAME [--password TEXT] signs in first;  --cookie NAME=VALUE;  --top only what is seen first
 */
import { parseArgs } from "node:util";
import { launch, open, password, signIn } from "./browser.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: {
	lang: { type: "string", default: "ja" }, width: { type: "string", default: "1280" }, height: { type: "string", default: "900" }, dark: { type: "boolean" },
	print: { type: "boolean" }, "no-script": { type: "boolean" }, zoom: { type: "string", default: "1" }, scale: { type: "string", default: "1" },
	login: { type: "string" }, password: { type: "string", default: password }, cookie: { type: "string" }, top: { type: "boolean" }, forced: { type: "boolean" },
} });
if (positionals.length === 0 || positionals.length % 2 !== 0) {
	console.error("usage: shot URL FILE … [--lang en] [--width 320] [--dark] [--print] [--login sato]");
	process.exit(2);
}
const zoom = Number(values.zoom);
const origin = new URL(positionals[0]).origin;
const browser = await launch();
const page = await open(browser, origin === "null" ? "http://127.0.0.1" : origin, {
	lang: values.lang, width: Math.round(values.width / zoom), height: Math.round(values.height / zoom), dark: values.dark, script: !values["no-script"],
	scale: values.scale * zoom, forced: values.forced });
if (values.cookie) {
	const [name, ...rest] = values.cookie.split("=");
	await page.context().addCookies([{ name, value: rest.join("="), url: origin }]);
}
if (values.login) await signIn(page, values.login, values.password);
if (values.print) await page.emulateMedia({ media: "print" });
let bad = 0;
for (let at = 0; at < positionals.length; at += 2) {
	const answer = await page.goto(positionals[at]);
	if (answer && answer.status() >= 400) { console.error(`${positionals[at]}: ${answer.status()}`); bad = 1; }
	if (positionals[at + 1].endsWith(".pdf")) await page.pdf({ path: positionals[at + 1], format: "A4", preferCSSPageSize: true });
	else await page.screenshot({ path: positionals[at + 1], fullPage: !values.top });
}
for (const stray of page.strays) { console.error(`asked elsewhere: ${stray}`); bad = 1; }
await browser.close();
process.exit(bad);
