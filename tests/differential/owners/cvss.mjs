// Scores by an npm library, named as the first argument: "base temporal environmental", or one score for version 4; "-" where the
// library gives none, "?" for what it refuses.
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { dirname, join } from 'node:path';

const library = process.argv[2];
const require = createRequire(import.meta.url);
// js-cvss imports its own files without their ending.
const hook = `export async function resolve(name, context, next) {
	try { return await next(name, context); } catch (error) { if (name.startsWith('.')) return next(name + '.js', context); throw error; }
}`;
register('data:text/javascript,' + encodeURIComponent(hook));

const show = (score) => (typeof score === 'number' && !Number.isNaN(score) ? score.toFixed(1) : '-');
const version_of = (vector) => (vector.startsWith('CVSS:') ? vector.slice(5, 8) : '2');
const three = (scores) => scores.map(show).join(' ');

const with_ae = (peer) => (vector) => {
	const version = version_of(vector);
	const scores = new { '4.0': peer.Cvss4P0, '3.1': peer.Cvss3P1, '3.0': peer.Cvss3P0, 2: peer.Cvss2 }[version](vector).calculateScores();
	return version === '4.0' ? show(scores.overall) : three([scores.base, scores.temporal, scores.environmental]);
};
const with_js_cvss = (peer) => (vector) => {
	const version = version_of(vector);
	const scored = new { '4.0': peer.CVSS40, '3.1': peer.CVSS31, '3.0': peer.CVSS30, 2: peer.CVSS20 }[version](vector);
	return version === '4.0' ? show(scored.Score()) : three([scored.BaseScore(), scored.TemporalScore(), scored.EnvironmentalScore()]);
};
const with_cvss4 = (peer) => (vector) =>
	three([peer.calculateBaseScore, peer.calculateTemporalScore, peer.calculateEnvironmentalScore].map((f) => f(vector)));

const ways = { 'ae-cvss-calculator': with_ae, '@pandatix/js-cvss': with_js_cvss, cvss4: with_cvss4 };
const folder = join(process.env.NODE_PATH, library);
const peer = library.endsWith('js-cvss') ? await import(join(folder, 'dist/index.js')) : require(dirname(join(folder, 'package.json')));
const ask = ways[library](peer);
const answers = readFileSync(0, 'utf8').split('\n').slice(0, -1).map((vector) => {
	try {
		return ask(vector);
	} catch (refusal) {
		return '?';
	}
});
process.stdout.write(answers.join('\n') + '\n');
