/*
 * paint.mjs URL COOKIES PAGE…: when the first of a page is seen, in Debian's Chromium: a line "PAGE first-paint first-contentful-paint load", in
 * milliseconds from the click. Each page is opened twice, as people have the looks of pages in the browser already; the quicker one counts.
 */
import { launch, open } from "../tests/web/browser.mjs";

const [url, cookies, ...pages] = process.argv.slice(2);
const browser = await launch();
const page = await open(browser, new URL(url).origin, { lang: "en" });
await page.context().addCookies(cookies.split("; ").map((text) => ({ name: text.slice(0, text.indexOf("=")), value: text.slice(text.indexOf("=") + 1), url })));
for (const path of pages) {
	let best;
	for (let turn = 0; turn < 2; turn++) {
		await page.goto("/" + path, { timeout: 60000 });
		await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
		const seen = await page.evaluate(() => ({
			...Object.fromEntries(performance.getEntriesByType("paint").map((entry) => [entry.name, Math.round(entry.startTime)])),
			load: Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd),
		}));
		if (!best || seen["first-paint"] < best["first-paint"]) best = seen;
	}
	console.log(`/${path} ${best["first-paint"]} ${best["first-contentful-paint"]} ${best.load}`);
}
await browser.close();
