/*
 * routes.mjs - all pages of the program: its own word for what it serves (/openapi.json), and for addresses with places in them
 * what links on its pages lead to.
 */

function pattern(path) {
	return new RegExp("^" + path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+") + "$");
}

/* GET routes: { path, at: RegExp, plain: without places, page: what is answered is one, asks: a question (?) belongs to its address }. */
export async function pageRoutes(page) {
	const answer = await page.request.get("/openapi.json");
	const api = await answer.json();
	return Object.entries(api.paths)
		.filter(([, methods]) => methods.get)
		.map(([path, methods]) => ({ path, at: pattern(path), plain: !path.includes("{"), page: methods.get["x-page"],
			asks: (methods.get.parameters ?? []).some((one) => one.in === "query" && one.required) }));
}

/*
 * Visits pages breadth first, from those without places and the addresses of `seeds`, at most `most` of each route, and calls
 * look(address, route, answer) on each while it is open.
 */
export async function crawl(page, routes, most, seeds, look) {
	const seen = new Set();
	const visits = new Map(routes.map((route) => [route.path, 0]));
	const queue = [...seeds, ...routes.filter((route) => route.plain && route.page && !route.asks).map((route) => route.path)];
	while (queue.length > 0) {
		const address = queue.shift();
		const path = address.split("?")[0];
		const route = routes.find((one) => one.plain && one.path === path) ?? routes.find((one) => one.at.test(path));
		if (!route?.page || seen.has(address) || visits.get(route.path) >= most) continue;
		seen.add(address);
		visits.set(route.path, visits.get(route.path) + 1);
		const answer = await page.goto(address).catch((error) => ({ status: () => 0, reason: error.message }));
		if (!answer) continue;
		await look(address, route, answer);
		const links = await page.$$eval("a[href]", (all) => all.map((one) => one.href)).catch(() => []);
		for (const link of links) {
			const url = new URL(link);
			if (url.origin !== new URL(page.url()).origin) continue;
			queue.push(routes.some((one) => one.asks && one.at.test(url.pathname)) ? url.pathname + url.search : url.pathname);
		}
	}
}
