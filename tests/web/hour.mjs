/*
 * hour.mjs ORIGIN - the first hour of somebody who has read one page, in a browser, without a shell: from the link that the program printed to one page for
 * the executives. The ledger is as ugly as ledgers are, the knowledge comes as files, as it does in a closed network. Every page on the way must lead on.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { launch, open } from "./browser.mjs";
import { mouse } from "./hands.mjs";
import { done, is, ok, part, say } from "./tap.mjs";

const origin = process.argv[2];
const root = process.env.WEB_ROOT;
const made = `${process.env.WEB_HOME}.files`;
const secret = "うめ さくら つつじ 2026";
mkdirSync(made, { recursive: true });

/* 60 rows as they stand in offices: names as people say them, half-width kana, two rows of headings, and 40 % without a version. */
function uglyLedger() {
	const software = ["Apache HTTP Server 2.4.49", "apache tomcat", "Tomcat ９．０．７１", "ｱﾊﾟｯﾁ　Tomcat", "EC-CUBE 4.0.5", "ウィルス対策ソフト", "一太郎２０２３", "Windows Server 2019",
		"Oracle Database 19c", "PostgreSQL 15.12", "WordPress", "nginx 1.26.3", "OpenSSL 3.0.7", "Roundcube Webmail 1.6.7", "サクラエディタ", "FortiGate 60F v7.0.5", "複合機（3階）", "Adobe Acrobat Reader", "7-Zip 19.00", "PHP"];
	const units = ["市民課", "税務課", "福祉課", "総務課", "情報政策課", "水道課"];
	const rows = [["例市　情報機器等一覧（令和８年度）"], [], ["No.", "システム名", "設置場所", "機器名", "ソフト", "バージョン", "所管課", "保守業者", "備考"]];
	for (let at = 0; at < 60; at++) {
		const name = software[at % software.length];
		const version = at % 5 < 2 ? "" : ["2.4.49", "不明", "9.0.71", "最新", "1.26.3"][at % 5];
		rows.push([at + 1, `${units[at % 6]}${["窓口", "内部", "公開"][at % 3]}システム`, at % 2 ? "本庁" : "ﾃﾞｰﾀｾﾝﾀｰ", `sv${String(at).padStart(2, "0")}`, name, version, units[at % 6], at % 4 ? "見本システムズ" : "", at % 7 ? "" : "来年更改予定?"]);
	}
	const text = rows.map((row) => row.join(",")).join("\r\n") + "\r\n";
	writeFileSync(`${made}/ichiran.utf8.csv`, text);
	writeFileSync(`${made}/情報機器一覧.csv`, execFileSync("iconv", ["-f", "UTF-8", "-t", "CP932", `${made}/ichiran.utf8.csv`]));
	return `${made}/情報機器一覧.csv`;
}

/* Twenty PCs, as the collector on each wrote it. */
function computers() {
	const folder = `${root}/demo/windows`;
	const samples = readdirSync(folder).filter((name) => !name.startsWith("FILE-SV"));
	return Array.from({ length: 20 }, (_, at) => {
		const from = samples[at % samples.length];
		const host = from.split("_")[0];
		const name = `PC-${String(at + 1).padStart(3, "0")}`;
		const bytes = Buffer.from(readFileSync(`${folder}/${from}`, "latin1").replaceAll(host, name), "latin1");
		writeFileSync(`${made}/${name}_202611200900.txt`, bytes);
		return `${made}/${name}_202611200900.txt`;
	});
}

const browser = await launch();
const page = await open(browser, origin, { lang: "ja" });
const me = mouse(page);
const path = () => new URL(page.url()).pathname;
const refused = async () => (await page.locator("main .notice.bad").allInnerTexts()).join(" ");
/* Each page says nothing is wrong, and shows at least one way on. */
async function leadsOn(what) {
	const bad = await refused();
	const ways = await page.locator("main a[href], main button").count();
	ok(what, bad === "" && ways > 0, `at ${page.url()}: ${bad}`, (await page.locator("main").innerText()).slice(0, 400));
}
/* Files through /imports: what would come of it, then taken in. */
async function takeIn(what, files, system) {
	await page.goto("/imports");
	if (typeof files === "string") await me.fill("paste", files);
	else await page.locator("main [name=file]").setInputFiles(files);
	if (system) await me.fill("system", system);
	await me.press("/imports");
	await leadsOn(`${what}: what would come of it is shown`);
	const take = await page.locator("main form[action$='/take']").getAttribute("action");
	await me.press(take);
	await leadsOn(`${what}: it is in`);
}

await part("the link on the console", async () => {
	const link = readFileSync(process.env.WEB_LOG, "utf8").match(/\/setup\/[\w.-]+/);
	if (!ok("the program printed it", link !== null, readFileSync(process.env.WEB_LOG, "utf8"))) return;
	await page.goto(link[0]);
	await me.fill("organisation", "例市");
	await me.tick("criteria", "municipality");
	await me.fill("name", "佐藤 花");
	await me.fill("login", "sato");
	await me.fill("password", secret);
	await me.fill("again", secret);
	await me.press(path());
	await leadsOn("the organisation and its first administrator are there");
	if (path() === "/sign-in") {
		await me.fill("login", "sato");
		await me.fill("password", secret);
		await me.press("/sign-in");
	}
	await page.goto("/setup");
	await leadsOn("what comes next is said");
});

await part("what is known", async () => {
	for (const [file, kind] of [["nvd.json", "nvd"], ["jvn.xml", "jvn"], ["kev.json", "kev"], ["epss.csv", "epss"], ["msrc-2024-Aug.json", "msrc"], ["windows-builds.json", "builds"], ["eol.json", "eol"]]) {
		await page.goto("/knowledge");
		await page.locator("main [name=file]").setInputFiles(`${root}/demo/feeds/${file}`);
		await me.choose("kind", kind);
		await me.press("/knowledge");
		await leadsOn(`${file} is in`);
	}
});

await part("① an ugly ledger", () => takeIn("60 rows", [uglyLedger()]));
await part("② twenty PCs", () => takeIn("20 files", computers()));
await part("③ what a FortiGate and a Yamaha printed", async () => {
	const lines = readFileSync(`${root}/demo/console.txt`, "utf8").split("core-sw#")[0];
	await takeIn("FortiGate", lines, "庁内ネットワーク");
	await takeIn("Yamaha", readFileSync(`${root}/demo/router.txt`, "utf8"), "庁内ネットワーク");
});
await part("④ a service in the cloud, ⑤ a system that only its contractor knows", async () => {
	for (const [name, contractor] of [["例クラウド グループウェア", ""], ["例規検索システム", "見本文書"]]) {
		await page.goto("/systems/new");
		await me.fill("#name", name);
		if (contractor) await me.fill("#contractor", contractor);
		await me.press(path(), "main form.form[method=post] .actions button");
		await leadsOn(`${name} is in the register`);
	}
});
await part("the ledger is compared with what is known", async () => {
	await page.goto("/imports");
	await me.press("/assess");
	await leadsOn("it is assessed");
});
await part("⑥ fifteen names", async () => {
	await page.goto("/names");
	const choices = page.locator("main select[name=choice]");
	const count = await choices.count();
	let chosen = 0;
	for (let at = 0; at < count && chosen < 15; at++) {
		const values = await choices.nth(at).locator("option").evaluateAll((all) => all.map((one) => one.value).filter((one) => one !== ""));
		await choices.nth(at).selectOption(values[0]);
		chosen++;
	}
	say(`${count} names wait, ${chosen} are decided`);
	await me.press("/names");
	await leadsOn("they are remembered");
	ok("something is decided", await page.locator("main .table tbody tr").count() >= Math.min(chosen, 1));
});
await part("⑦ what to do today, and the questions", async () => {
	await page.goto("/");
	await leadsOn("today");
	ok("there is something to do, at most ten", await page.locator("main .list > li").count() > 0 && await page.locator("main .list").first().locator("> li").count() <= 10);
	await page.goto("/questions");
	await leadsOn("questions");
	const form = page.locator("main form[method=post]:has(input[type=radio])").first();
	await form.locator("input[type=radio]").last().check();
	for (const system of await form.locator("input[type=checkbox]").all()) await system.check();
	await Promise.all([page.waitForNavigation(), form.locator("button").first().click()]);
	await leadsOn("one is answered");
});
await part("⑧ one inquiry, and its answer", async () => {
	await page.goto("/asks");
	await me.tick("kind", "applicability");
	await me.choose("contractor", "見本システムズ");
	await me.press("/asks");
	await leadsOn("a sheet is made");
	await page.goto("/asks");
	await me.open(/^\/asks\/\d+$/);
	const sheet = page.locator("main a[href$='/sheet']");
	const [download] = await Promise.all([page.waitForEvent("download"), sheet.click()]);
	await download.saveAs(`${made}/sheet.xlsx`);
	ok("the sheet was fetched", readFileSync(`${made}/sheet.xlsx`).subarray(0, 2).toString() === "PK");
	execFileSync("python3", [`${root}/tests/scenario/fill.py`, `${made}/sheet.xlsx`, `${made}/answered.xlsx`, "1:I=該当", "1:M=例山", "1:N=2026/11/25"]);
	await page.goto("/asks");
	await page.locator("main [name=answer]").setInputFiles(`${made}/answered.xlsx`);
	await me.press("/asks/answers");
	await leadsOn("what the answer changes is shown first");
	await me.press(path());
	await leadsOn("it is applied");
});
await part("⑨ one page for the executives", async () => {
	await page.goto("/reports/executive");
	await leadsOn("it is made");
	const text = await page.locator("article.sheet").innerText();
	ok("no number of a vulnerability stands in it", !/CVE-\d/.test(text), text);
	const [paper] = await Promise.all([page.waitForEvent("download"), page.locator("main a[href*='pdf']").first().click()]);
	await paper.saveAs(`${made}/executive.pdf`);
	is("it is one page", execFileSync("pdfinfo", [`${made}/executive.pdf`], { encoding: "utf8" }).match(/Pages:\s+(\d+)/)[1], "1");
});
is("nothing was asked of another host", page.strays.length, 0);
await browser.close();
done();
