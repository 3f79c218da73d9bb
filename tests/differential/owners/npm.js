// npm's semver, strict.
const semver = require('semver');
const lines = require('fs').readFileSync(0, 'utf8').split('\n').slice(0, -1);
const answers = lines.map((line) => {
	const [a, b] = line.split('\t').map((text) => semver.parse(text, { loose: false }));
	return a && b ? '<=>'[a.compare(b) + 1] : '?';
});
process.stdout.write(answers.join('\n') + '\n');
