/*
 * examples.mjs - makes what no demonstration has and every page wants an example of: a subject that is written about, a paper, files that wait to be
 * taken in, an answered sheet, proposed editions, a VEX document, a tracker. All of it by the forms of the pages, as people make them.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { mouse } from "./hands.mjs";
import { ok, part } from "./tap.mjs";

const vex = {
	"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://maker.example/vex/1", author: "見本ソフト", timestamp: "2026-11-11T00:00:00Z", version: 1,
	statements: [{ vulnerability: { name: "CVE-2025-24813" }, status: "not_affected", impact_statement: "The servlet cannot write.",
		products: [{ "@id": "b", identifiers: { cpe23: "cpe:2.3:a:apache:tomcat:*:*:*:*:*:*:*:*" } }] }],
};
const people = "氏名,ログイン,所属,メール,役割\r\n例山 一,reiyama,総務課,reiyama@city.example.jp,所管課\r\n青木 緑,aoki,総務課,aoki@city.example.jp,所管課\r\n名無し,,,,\r\n";

/* An inquiry of one contractor, and its sheet answered as the receiver would. Ends where it is looked at. */
export async function answered(me, contractor, files) {
	await me.goto("/asks");
	await me.tick("kind", "applicability");
	await me.choose("contractor", contractor);
	await me.tick("again", "1");
	await me.press("/asks");
	await me.goto("/asks");
	const asked = await me.page.$$eval("main th a[href^='/asks/']", (all) => all.map((one) => Number(one.getAttribute("href").split("/").pop())));
	await me.goto(`/asks/${Math.max(...asked)}`);
	await me.fetch(/\/sheet$/, `${files}/sheet.xlsx`);
	execFileSync("python3", [`${process.env.WEB_ROOT}/tests/scenario/fill.py`, `${files}/sheet.xlsx`, `${files}/answered.xlsx`, "1:I=該当", "1:M=例山", "1:N=2026/11/25"]);
	await me.goto("/asks");
	await me.page.locator("main [name=answer]").setInputFiles(`${files}/answered.xlsx`);
	await me.press("/asks/answers");
}

/* [what, login, how]: each ends on the page it is an example of. */
const examples = [
	["a subject of a case", "sato", async (me) => {
		await me.goto("/cases/T-2026-0001/threads");
		await me.fill("title", "住民への知らせ");
		await me.fill("text", "明日の朝までに文案を見てください。\n二行目です。");
		await me.press("/cases/T-2026-0001/threads");
	}],
	["a paper of a case", "sato", async (me) => {
		await me.goto("/cases/T-2026-0001/papers");
		await me.press("/cases/T-2026-0001/papers");
	}],
	["files that wait to be taken in", "sato", async (me) => {
		await me.goto("/imports");
		await me.page.locator("main [name=file]").setInputFiles([`${process.env.WEB_ROOT}/demo/ledger.csv`, `${process.env.WEB_ROOT}/demo/reservation.cdx.json`, `${process.env.WEB_ROOT}/demo/scan.xml`]);
		await me.press("/imports");
	}],
	["a large list, looked through in line", "sato", async (me, files) => {
		const rows = Array.from({ length: 30000 }, (_, i) => `窓口${i % 20},pc${String(Math.floor(i / 20)).padStart(5, "0")},例社,業務ソフト${i % 50},1.${i % 7}`);
		writeFileSync(`${files}/large.csv`, `システム名,ホスト名,メーカー,ソフトウェア名,版\n${rows.join("\n")}\n`);
		await me.goto("/imports");
		await me.page.locator("main [name=file]").setInputFiles(`${files}/large.csv`);
		await me.press("/imports");
		await me.page.locator('main form[action$="/take"] button').waitFor({ timeout: 120000 });      /* the page looks again by itself */
	}],
	["an answered sheet", "sato", (me, files) => answered(me, "見本システムズ", files)],
	["an edition of the criteria", "sato", async (me) => {
		await me.goto("/settings/criteria/new");
		await me.fill("#out_of_cycle_days", "3");
		await me.fill("#reason", "休日をはさむと五営業日では遅いため");
		await me.press("/settings/criteria/new", "main form.wide .actions button:not([name])");
	}],
	["a table of SSVC", "sato", async (me) => {
		await me.goto("/settings/ssvc/new");
		await me.fill("#reason", "公開していない機器の扱いを市の決まりに合わせる");
		await me.press("/settings/ssvc/new", "main form.wide .actions button:not([name])");
	}],
	["a VEX document, looked at", "sato", async (me, files) => {
		writeFileSync(`${files}/maker.json`, JSON.stringify(vex));
		await me.goto("/vex");
		await me.page.locator("main [name=document]").setInputFiles(`${files}/maker.json`);
		await me.press("/vex");
	}],
	["a VEX document, taken in", "sato", async (me, files) => {
		writeFileSync(`${files}/second.json`, JSON.stringify({ ...vex, "@id": "https://maker.example/vex/2" }));
		await me.goto("/vex");
		await me.page.locator("main [name=document]").setInputFiles(`${files}/second.json`);
		await me.press("/vex");
		const incoming = new URL(me.page.url()).pathname;
		await me.tick("main form [name=word]");
		await me.press(incoming);
		await me.press(incoming, "main form.form[method=post] .actions button");
	}],
	["a notice that came by telephone", "sato", async (me) => {
		await me.goto("/knowledge/notices/new");
		await me.choose("channel", "telephone");
		await me.fill("sender", "例文書システムズの保守窓口");
		await me.fill("title", "文書管理の画面から他人の文書が読める");
		await me.fill("product", "みどり文書管理");
		await me.fill("versions", "4.5.1 より前");
		await me.fill("impact", "権限のない人が文書を読めます。");
		await me.press("/knowledge/notices");
	}],
	["its next edition", "sato", async (me) => {
		await me.goto("/knowledge/notices");
		await me.open(/^\/knowledge\/notices\/N-/);
		await me.open(/\/edit$/);
	}],
	["a hit of a watch, checked", "sato", async (me) => {
		await me.goto("/watches/1");
		await me.open(/^\/watches\/1\/check/);
	}],
	["a tracker of tickets", "sato", async (me) => {
		await me.goto("/settings/tickets");
		await me.fill("#name", "市の Redmine");
		await me.fill("#base", "https://redmine.example.jp");
		await me.fill("#project", "shisutemu");
		await me.press("/settings/tickets");
	}],
	["a ticket of a case", "sato", async (me) => {
		await me.goto("/cases/T-2026-0001/tickets");
		await me.fill("#ticket", "1234");
		await me.press("/cases/T-2026-0001/tickets");
	}],
	["the address a tracker tells at", "sato", async (me) => {
		await me.goto("/settings/tickets");
		await me.press("", "main form[action$='/hook'] button");
	}],
	["a report by mail", "sato", async (me) => {
		await me.goto("/reports/subscriptions");
		await me.press("/reports/subscriptions");
	}],
	["addresses for feed readers", "sato", async (me) => {
		await me.goto("/reports/subscriptions");
		await me.press("/reports/subscriptions/feed");
	}],
	["a list of people, looked at", "kanri", async (me, files) => {
		writeFileSync(`${files}/people.csv`, people);
		await me.goto("/settings/people/import");
		await me.page.locator("main [name=file]").setInputFiles(`${files}/people.csv`);
		await me.press("/settings/people/import");
	}],
];

/* Makes them; look(page, what) while each is open. enter(login): a page of somebody who is signed in. Returns the addresses that came of it. */
export async function makeExamples(enter, look) {
	const files = `${process.env.WEB_HOME}.files`;
	const entered = new Map();
	const addresses = [];
	mkdirSync(files, { recursive: true });
	for (const [what, login, work] of examples)
		await part(what, async () => {
			if (!entered.has(login)) entered.set(login, await enter(login));
			const page = entered.get(login);
			await work(mouse(page), files);
			const wrong = await page.locator("main .notice.bad[role=alert], .problem").allInnerTexts();
			ok(`${what} is made`, wrong.length === 0, `at ${page.url()}`, wrong);
			await look(page, what);
			addresses.push(page.url().slice(new URL(page.url()).origin.length));
		});
	for (const page of entered.values()) await page.context().close();
	return addresses;
}
