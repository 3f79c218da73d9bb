/*
 * hands.mjs - two ways of using a page: `mouse` clicks, with or without script; `keys` has nothing but a keyboard: it walks by Tab to what it
 * wants, as far as the page lets it, and presses. What cannot be reached so fails.
 *
 * What is meant is named as a person finds it: a field by its name, a button by where its form posts to, a link by where it goes.
 */
const WALK_MOST = 400;

/* A tick by its name and value, or where it stands ("main …"). */
const box = (name, value) => (name.startsWith("main ") ? name : `[name="${name}"]${value === undefined ? "" : `[value="${value}"]`}`);
/* "#id", or a name. */
const field = (name) => (name.startsWith("#") ? name : `main [name="${name}"]:not([type=hidden])`);
const link = (path) => (path instanceof RegExp ? null : `a[href="${path}"]`);
const button = (action) => `main form[action="${action}"] button, main button[formaction="${action}"]`;

async function linkTo(page, path) {
	if (!(path instanceof RegExp)) return page.locator(link(path)).first();
	const index = await page.$$eval("main a[href]", (all, source) => all.findIndex((one) => new RegExp(source).test(new URL(one.href).pathname)), path.source);
	if (index < 0) throw new Error(`no link leads to ${path} on ${page.url()}`);
	return page.locator("main a[href]").nth(index);
}
async function settled(page, act) {
	await Promise.all([page.waitForNavigation({ waitUntil: "domcontentloaded" }), act()]);
}

/* What is handed out as a file is kept as `file`. */
async function kept(page, file, act) {
	const [download] = await Promise.all([page.waitForEvent("download"), act()]);
	await download.saveAs(file);
}

export function mouse(page) {
	async function found(selector) {
		const to = page.locator(selector).first();
		await unfold(to);
		return to;
	}
	return {
		page,
		async goto(path) { await page.goto(path); },
		async open(path) { const to = await linkTo(page, path); await unfold(to); await settled(page, () => to.click()); },
		async fill(name, text) { await (await found(field(name))).fill(text); },
		async choose(name, value) { await (await found(field(name))).selectOption(value); },
		async tick(name, value) { await (await found(box(name, value))).check(); },
		async press(action, within = "") { const to = await found(within || button(action)); await settled(page, () => to.click()); },
		async fetch(path, file) { return kept(page, file, async () => (await linkTo(page, path)).click()); },
	};
}

/* Opens what stands folded around it, as a person would. */
async function unfold(to) {
	const folded = to.locator("xpath=ancestor::details[not(@open)]/summary");
	for (let at = 0; at < await folded.count(); at++) await folded.nth(0).click();
}

export function keys(page) {
	async function walk(to) {
		const handle = await to.elementHandle();
		for (let steps = 0; steps < WALK_MOST; steps++) {
			const where = await handle.evaluate((one) => (document.activeElement === one ? "there"
				: document.activeElement?.matches("details:not([open]) > summary") && document.activeElement.parentElement.contains(one) ? "folded"
					: one.type === "radio" && document.activeElement?.type === "radio" && document.activeElement.name === one.name ? "beside" : "on"));
			if (where === "there") return seen(handle);
			if (where === "folded") await page.keyboard.press("Enter");
			if (where === "beside") await page.keyboard.press("ArrowDown");
			else await page.keyboard.press("Tab");
		}
		throw new Error(`no way by keyboard to ${await handle.evaluate((one) => one.outerHTML.slice(0, 200))} on ${page.url()}`);
	}
	/* Where one is must be seen: the focus ring, and not below something. */
	async function seen(handle) {
		const lost = await handle.evaluate((one) => {
			const style = getComputedStyle(one);
			return style.outlineStyle === "none" && style.boxShadow === "none";
		});
		if (lost) throw new Error(`the focus is not seen on ${await handle.evaluate((one) => one.outerHTML.slice(0, 200))}`);
	}
	return {
		page,
		async goto(path) { await page.goto(path); },
		async open(path) { await walk(await linkTo(page, path)); await settled(page, () => page.keyboard.press("Enter")); },
		async fill(name, text) {
			const to = page.locator(field(name)).first();
			await walk(to);
			if (["date", "datetime-local"].includes(await to.getAttribute("type"))) return to.fill(text);
			await page.keyboard.press("Control+a");
			await page.keyboard.insertText(text);
		},
		async choose(name, value) {
			const to = page.locator(field(name)).first();
			await walk(to);
			const steps = await to.evaluate((one, wanted) => [...one.options].findIndex((option) => option.value === wanted) - one.selectedIndex, value);
			for (let at = 0; at < Math.abs(steps); at++) await page.keyboard.press(steps > 0 ? "ArrowDown" : "ArrowUp");
		},
		async tick(name, value) {
			const to = page.locator(box(name, value)).first();
			await walk(to);
			if (!await to.isChecked()) await page.keyboard.press("Space");
		},
		async fetch(path, file) {
			await walk(await linkTo(page, path));
			return kept(page, file, () => page.keyboard.press("Enter"));
		},
		async press(action, within = "") { await walk(page.locator(within || button(action)).first()); await settled(page, () => page.keyboard.press("Enter")); },
	};
}
