// npm's semver: is a version in a range? What it cannot read at all, version or range, is "?".
const semver = require('semver');
const lines = require('fs').readFileSync(0, 'utf8').split('\n').slice(0, -1);
const answers = lines.map((line) => {
	const [version, range] = line.split('\t');
	const read = semver.parse(version);
	const set = semver.validRange(range) === null ? null : new semver.Range(range);
	return read && set ? (set.test(read) ? 'in' : 'out') : '?';
});
process.stdout.write(answers.join('\n') + '\n');
