/*
 * tsukuroi.js - comfort, and nothing that a page needs. Everything works without it; it speaks to no server and keeps nothing but
 * whether a form was touched. Elements ask for it by attributes (web/README.md): data-submit, data-unsaved, data-copy, data-all, data-search.
 */
"use strict";

/* A filter is sent as soon as it is chosen. Typing waits for Enter, and keyboards that walk through a select by arrows are left alone. */
for (const field of document.querySelectorAll("[data-submit]")) {
	let walked = false;
	field.addEventListener("keydown", (event) => { walked = event.key.startsWith("Arrow"); });
	field.addEventListener("pointerdown", () => { walked = false; });
	field.addEventListener("change", () => { if (!walked) field.form.requestSubmit(); });
}

/* What was typed is not lost by a wrong click: the browser asks, in its own words. */
for (const form of document.querySelectorAll("form[data-unsaved]")) {
	let touched = false;
	form.addEventListener("input", () => { touched = true; });
	form.addEventListener("submit", () => { touched = false; });
	window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}

/* A second click on a button that writes does not write twice. */
for (const form of document.querySelectorAll("form[method=post]")) {
	form.addEventListener("submit", (event) => {
		if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) event.preventDefault();
		else form.dataset.sent = Date.now();
	});
}
window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });

/* Buttons that copy are hidden where nothing could be copied. */
for (const button of document.querySelectorAll("[data-copy]")) {
	if (!navigator.clipboard) continue;
	button.hidden = false;
	button.addEventListener("click", async () => {
		const from = document.getElementById(button.dataset.copy);
		await navigator.clipboard.writeText("value" in from ? from.value : from.textContent.trim());
		if (button.dataset.copied) {
			const word = button.textContent;
			button.textContent = button.dataset.copied;
			setTimeout(() => { button.textContent = word; }, 2000);
		}
	});
}

/* The tick of a table's head ticks all rows, and tells when only some are. */
for (const all of document.querySelectorAll("input[data-all]")) {
	const rows = [...all.closest("table").querySelectorAll(`tbody input[type=checkbox][name="${all.dataset.all}"]`)];
	const tell = () => {
		const ticked = rows.filter((row) => row.checked).length;
		all.checked = ticked > 0 && ticked === rows.length;
		all.indeterminate = ticked > 0 && ticked < rows.length;
	};
	all.addEventListener("change", () => { for (const row of rows) row.checked = all.checked; });
	for (const row of rows) row.addEventListener("change", tell);
	tell();
}

/* "/" goes to the field that searches, as people know it from elsewhere; never while they type. */
document.addEventListener("keydown", (event) => {
	if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
	const field = document.querySelector("[data-search]");
	if (!field) return;
	event.preventDefault();
	field.focus();
	field.select();
});

/* Buttons that print exist only where they can. */
for (const button of document.querySelectorAll("[data-print]")) {
	button.hidden = false;
	button.addEventListener("click", () => window.print());
}
