/*
 * browser.mjs - Debian's Chromium as people have it: a language, a width, the dark, no script; signed in or not.
 */
import { chromium } from "playwright-core";

export const password = "a city for show";       /* of everybody in a home of tools/demo-home */

export async function launch() {
	return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"] });
}

/*
 * look: { lang "ja" "en", width, height, dark, script false, scale, state: of a context that is signed in }. Nothing but the origin may be asked for anything: what is asked elsewhere is
 * refused, and stands in page.strays.
 */
export async function open(browser, origin, look = {}) {
	const context = await browser.newContext({
		locale: look.lang === "en" ? "en-GB" : "ja-JP", timezoneId: "Asia/Tokyo", viewport: { width: look.width ?? 1280, height: look.height ?? 900 },
		deviceScaleFactor: look.scale ?? 1, colorScheme: look.dark ? "dark" : "light", reducedMotion: "reduce", javaScriptEnabled: look.script ?? true,
		forcedColors: look.forced ? "active" : "none", baseURL: origin, storageState: look.state, ignoreHTTPSErrors: true, acceptDownloads: true,
	});
	await context.addCookies([{ name: "tsukuroi_lang", value: look.lang ?? "ja", url: origin }]);
	const strays = [];
	await context.route("**", (route) => {
		const url = new URL(route.request().url());
		if (url.origin === new URL(origin).origin || url.protocol === "data:" || url.protocol === "file:")
			return route.continue();
		strays.push(url.href);
		return route.abort();
	});
	const page = await context.newPage();
	page.setDefaultTimeout(15000);
	page.strays = strays;
	return page;
}

export async function signIn(page, login, secret = password) {
	await page.goto("/sign-in");
	await page.fill("[name=login]", login);
	await page.fill("[name=password]", secret);
	await Promise.all([page.waitForURL((url) => url.pathname !== "/sign-in"), page.press("[name=password]", "Enter")]);
}

/* Whether the page itself would have to be moved sideways: by how many pixels. */
export async function sideways(page) {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
