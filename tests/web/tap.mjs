/* tap.mjs - results as the scenarios tell them: "ok N - what". Ends the process with 1 when something was not. */
let count = 0;
let bad = 0;

export function ok(what, holds, ...details) {
	count++;
	if (!holds) bad++;
	console.log(`${holds ? "ok" : "not ok"} ${count} - ${what}`);
	if (!holds) for (const line of details.flat().join("\n").split("\n")) console.log(`#   ${line}`);
	return holds;
}
export function is(what, got, expected) { return ok(what, got === expected, `got ${JSON.stringify(got)}`, `expected ${JSON.stringify(expected)}`); }
export function say(sentence) { console.log(`# ${sentence}`); }
/* A part that throws is a failure with its place, not the end of all. */
export async function part(what, work) {
	const from = Date.now();
	try { await work(); }
	catch (error) { ok(what, false, error.stack ?? String(error)); }
	say(`${what}: ${((Date.now() - from) / 1000).toFixed(1)} s`);
}
export function done() {
	console.log(`1..${count}`);
	console.log(`# web: ${count - bad} of ${count} held`);
	process.exitCode = bad === 0 && count > 0 ? 0 : 1;
}
