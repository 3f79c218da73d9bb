/*
 * tour.mjs ORIGIN - the pictures of doc/tour, and the page that shows them: what each office sees of a demo home, in Japanese and English, on a
 * desk, on a telephone and on paper. A page that cannot be shown is a failure, so that the tour never shows less than it says.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { launch, open, signIn } from "./browser.mjs";
import { done, ok } from "./tap.mjs";

const origin = process.argv[2];
const out = process.env.WEB_OUT;
const desk = { width: 1280, height: 860 };
const telephone = { width: 390, height: 844, scale: 1.5 };

/* name, address (or how to get there from a list: the first link that matches), who looks, in words; phone and paper: also so. */
const stops = [
	["today", "/", "sato", "今日やること", "What to do today", { phone: true }],
	["findings", "/findings", "sato", "該当と判定不能の一覧", "What applies, and what cannot be told", {}],
	["finding", ["/findings", /^\/(findings\/\d+|vulnerabilities\/[^/]+)$/], "sato", "一件の理由、根拠、対処", "One finding: why, on what grounds, what to do", { phone: true }],
	["questions", "/questions", "sato", "判定不能を決める質問", "Questions that would settle what is unknown", {}],
	["remedies", "/remedies", "sato", "対処ごとに", "By what mends it", {}],
	["systems", "/systems", "sato", "台帳", "The ledger", { phone: true }],
	["system", ["/systems", /^\/systems\/\d+$/], "sato", "システムの台帳カード", "The card of a system", { paper: true }],
	["imports", "/imports", "sato", "取り込み", "Taking files in", {}],
	["names", "/names", "sato", "名前の確定", "Which product a written name means", {}],
	["cases", "/cases", "sato", "案件の一覧", "Cases", {}],
	["case", "/cases/R-2026-0004", "sato", "案件: 次にすることと、進み方", "A case: what is next, and how far it has come", { phone: true }],
	["plans", "/cases/R-2026-0004/plans", "sato", "対処案を並べて", "Plans side by side", {}],
	["tasks", "/tasks", "kudo", "運用担当の作業", "An operator's tasks", {}],
	["approvals", "/approvals", "kudo", "回議", "Approvals", {}],
	["calendar", "/calendar", "sato", "予定表", "Calendar", {}],
	["status", "/status", "mori", "状況", "The situation", { phone: true }],
	["executive", "/reports/executive", "mori", "幹部向けの 1 枚", "One page for the executives", { paper: true }],
	["knowledge", "/knowledge", "sato", "情報源と、その古さ", "Sources, and how old they are", {}],
	["search", "/knowledge/search?q=Apache", "sato", "知られていること全体の検索", "All that is known, searched", { phone: true }],
	["watch", ["/watches", /^\/watches\/\d+$/], "sato", "見張り: CVE のないうちから", "A watch: also before there is a CVE", {}],
	["notice", "/knowledge/notices/new", "sato", "電話や紙で来たお知らせ", "A notice that came by telephone or on paper", {}],
	["bundles", "/knowledge/bundles", "sato", "閉じた網への束", "Bundles for closed networks", {}],
	["vex", "/vex", "sato", "VEX の出し入れ", "VEX in and out", {}],
	["criteria", "/settings/criteria", "sato", "判断の基準", "Criteria", {}],
	["people", "/settings/people", "kanri", "利用者", "People", {}],
	["audit", "/audit", "noda", "監査記録", "Audit", {}],
];

/* The address itself, or the first link of the list that matches. */
async function reach(page, where) {
	if (typeof where === "string") return page.goto(where);
	await page.goto(where[0]);
	const links = await page.$$eval("main a[href]", (all) => all.map((one) => new URL(one.href).pathname));
	const link = links.find((one) => where[1].test(one));
	return link ? page.goto(link) : null;
}

/* One session for each person. */
const states = new Map();
async function signedIn(browser, login) {
	if (!states.has(login)) {
		const page = await open(browser, origin);
		await signIn(page, login);
		states.set(login, await page.context().storageState());
		await page.context().close();
	}
	return states.get(login);
}
/* WebP is a tenth of PNG, and text stays clear. */
async function shoot(page, clip, file) {
	const chrome = await page.context().newCDPSession(page);
	const { data } = await chrome.send("Page.captureScreenshot", { format: "webp", quality: 80, clip: { ...clip, scale: 1 }, captureBeyondViewport: true });
	writeFileSync(file, Buffer.from(data, "base64"));
}

async function picture(browser, [name, where, login, ja, en], lang, look, file) {
	const page = await open(browser, origin, { lang, ...look, state: await signedIn(browser, login) });
	const answer = await reach(page, where);
	const shown = ok(`${file}: ${lang === "ja" ? ja : en}`, answer !== null && answer.status() === 200, answer === null ? "no link leads there" : `status ${answer.status()} of ${page.url()}`);
	if (shown && file.endsWith(".pdf")) await page.pdf({ path: `${out}/${file}`, format: "A4", preferCSSPageSize: true });
	else if (shown) await shoot(page, await piece(page, look), `${out}/${file}`);
	await page.context().close();
	return shown;
}
/* Long pages are cut where a reader of the tour has understood. */
async function piece(page, look) {
	const height = await page.evaluate(() => document.documentElement.scrollHeight);
	return { x: 0, y: 0, width: look.width, height: Math.min(height, look.height * 2) };
}

function chapter(lang, shown) {
	const words = lang === "ja" ? ["画面の案内", "例市（見本）の台帳で撮ったものです。"] : ["A tour of the pages", "Made from the ledger of an invented city."];
	const lines = [`# ${words[0]}`, "", `${words[1]}${lang === "ja" ? "" : " "}\`make tour\``, ""];
	for (const { stop: [, , login, ja, en], files } of shown.filter((one) => one.files.length > 0))
		lines.push(`## ${lang === "ja" ? ja : en}`, "", ...files.filter((file) => file.startsWith(`${lang}-`)).map((file) => `![${lang === "ja" ? ja : en} (${login})](${file})`), "");
	return lines.join("\n");
}

mkdirSync(out, { recursive: true });
for (const old of readdirSync(out)) if (/\.(png|webp|pdf)$/.test(old)) rmSync(`${out}/${old}`);
const browser = await launch();
const shown = [];
for (const stop of stops) {
	const [name, , , , , also] = stop;
	const files = [];
	for (const lang of ["ja", "en"]) {
		if (await picture(browser, stop, lang, desk, `${lang}-${name}.webp`)) files.push(`${lang}-${name}.webp`);
		if (also.phone && await picture(browser, stop, lang, telephone, `${lang}-${name}-phone.webp`)) files.push(`${lang}-${name}-phone.webp`);
	}
	if (also.paper && await picture(browser, stop, "ja", desk, `ja-${name}.pdf`)) {
		execFileSync("pdftoppm", ["-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile", `${out}/ja-${name}.pdf`, `${out}/ja-${name}-paper`]);
		rmSync(`${out}/ja-${name}.pdf`);
		files.push(`ja-${name}-paper.png`);
	}
	shown.push({ stop, files });
}
await browser.close();
writeFileSync(`${out}/README.ja.md`, chapter("ja", shown));
writeFileSync(`${out}/README.md`, chapter("en", shown));
done();
