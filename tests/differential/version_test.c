/*
 * Our orderings against the programs that own them (tests/differential/ask), each asked about the same pairs in one go:
 * versions made up of pieces, real versions beside each other, and real ones with something changed. A program that is
 * not at hand is skipped and said so. TSUKUROI_PAIRS in the environment says how many pairs each is asked.
 *
 * The same pairs hold our keys to our own order: where both versions have one, the keys compare as the versions do.
 */
#include "format/json/feed_test.h"
#include <sys/wait.h>
#include <unistd.h>
#include "base/buf.h"
#include "domain/version/version.h"
#include "format/osv/osv.h"

/* What an owner's "no version" and ours mean for each other. */
enum stance {
	STRICT,        /* what is a version to one is a version to the other                              */
	NARROWER,      /* he refuses versions that we read, because feeds and inventories write so        */
	WIDER,         /* he has an answer for texts that are no versions, or for versions without an order */
	APART,         /* both                                                                            */
};

struct owner {
	const char *name;         /* as `ask` knows him                                                     */
	enum scheme scheme;
	enum stance stance;
	const char *starts;       /* what made-up versions begin with and what they go on with, between spaces: */
	const char *pieces;       /* chosen so that most texts are valid and many pairs are close              */
	const char *files[4];     /* real versions: "a < b" lines (.txt) or OSV records                      */
	size_t      most;         /* pairs, where he starts a program for each; 0: as many as wished          */
};

#define SCALIBR "version/osv-scalibr/"

/* SemVer's: three numbers, then whatever there may be behind them. */
static const char semver_starts[] = "1.2.3-a 1.2.3-1 1.2.3-rc. 1.0.0-0 1.0.0+x 1.0.0- 0.0.1 2.0.0 0.9.0-beta.1 1.10.0 10.0.0-rc. 1.2 v1.2.3 01.2.3";
static const char semver_pieces[] = "1 0 10 .1 .0 .10 .01 .a .A .alpha .beta.2 .-1 .1a - + +x x-y rc 1a 99999999999 .";

static const struct owner owners[] = {
	{ "dpkg", SCHEME_DEB, WIDER, "1 0 10 01 2:1 1.2-", "1 0 10 01 . . - + ~ a B rc1 2: deb12u",
	  { SCALIBR "debian-versions-generated.odd-lines.txt" }, 1000 },
	{ "dpkg-perl", SCHEME_DEB, APART, "1 0 10 01 2:1 1.2-", "1 0 10 01 . . - + ~ a B rc1 2: deb12u",
	  { SCALIBR "debian-versions-generated.odd-lines.txt", SCALIBR "debian-versions.odd-lines.txt" }, 0 },
	{ "rpm", SCHEME_RPM, WIDER, "1 0 10 01 1: 0:1 1.2-", "1 0 10 01 . . _ + ~ ^ a B rc1 el9 -",
	  { SCALIBR "redhat-versions.odd-lines.txt" }, 0 },
	{ "packaging", SCHEME_PEP440, STRICT, "1 0 10 v1 1!2 1.0", "1 0 10 01 . . - _ a b1 rc c2 .post rev .dev dev3 + x.1 alpha PREVIEW r4",
	  { SCALIBR "pypi-versions-generated.odd-lines.txt", "osv/pypa-even-600.ndjson.gz" }, 0 },
	{ "npm", SCHEME_SEMVER, NARROWER, semver_starts, semver_pieces,
	  { SCALIBR "semver-versions.odd-lines.txt", "osv/rustsec-even.ndjson.gz" }, 0 },
	{ "cargo", SCHEME_CARGO, STRICT, semver_starts, semver_pieces,
	  { "osv/rustsec-even.ndjson.gz", SCALIBR "semver-versions.odd-lines.txt" }, 0 },
	{ "hex", SCHEME_HEX, STRICT, semver_starts, semver_pieces,
	  { SCALIBR "semver-versions.odd-lines.txt", "osv/rustsec-even.ndjson.gz" }, 0 },
	{ "gem", SCHEME_GEM, NARROWER, "1 0 10 1.0 01", "1 0 10 01 . . . - a b rc pre .pre A 1a",
	  { SCALIBR "rubygems-versions-generated.odd-lines.txt", SCALIBR "rubygems-versions.odd-lines.txt" }, 0 },
	{ "maven", SCHEME_MAVEN, WIDER, "1 0 10 1.0 01 2.0.", "1 0 10 01 . . - - a b1 m2 alpha rc cr SNAPSHOT ga final sp x -x .x",
	  { SCALIBR "maven-versions-generated.odd-lines.txt", SCALIBR "maven-versions.odd-lines.txt" }, 0 },
	{ "composer", SCHEME_COMPOSER, APART, "1 0 1.2 1.2.3 v1.2.3 1.2.3.4 1.0.0-", "1 0 10 .1 .0 - -dev -alpha beta1 RC p2 patch .2 +x stable a b",
	  { SCALIBR "packagist-versions-generated.odd-lines.txt", SCALIBR "packagist-versions.odd-lines.txt" }, 0 },
	{ "nuget", SCHEME_NUGET, NARROWER, "1.2.3 1.2.3.4 1.0 1 1.2.3- 1.0.0.0- 1.0.0+ 1.10.0 1.2.3-rc. 01.2", semver_pieces,
	  { SCALIBR "nuget-versions.odd-lines.txt", "osv/by-ecosystem/nuget/GHSA-2c7v-qcjp-4mg2.json", "osv/rustsec-even.ndjson.gz" }, 0 },
	{ "golang", SCHEME_GOLANG, NARROWER, "v1.2.3 v1.2.3- v1.0.0- v1.0.0+ v0.0.0-20200101000000-abcdef123456 v2.0.0+incompatible v1.2 v1",
	  semver_pieces, { "osv/go-vulndb-even.ndjson.gz" }, 0 },
	{ "golang", SCHEME_GOLANG, NARROWER, "go1 go1.21 go1.20.3 go1.21.0 go1.9", "1 0 10 . . rc1 rc beta2 beta rc10 -x", { NULL }, 0 },
	{ "pacman", SCHEME_PACMAN, WIDER, "1 0 1.0 1: 2:1 1.2-1 1.0a", "1 0 10 01 . . _ + a rc1 beta -1 -2 .a",
	  { SCALIBR "alpine-versions-generated.odd-lines.txt" }, 0 },
	{ "gentoo", SCHEME_GENTOO, STRICT, "1 0 1.0 10 1.02 01", "1 0 10 01 .1 .01 .10 .0 a b _alpha _beta2 _pre _rc1 _p _p2 -r1 -r0",
	  { SCALIBR "alpine-versions-generated.odd-lines.txt" }, 0 },
	{ "cran", SCHEME_CRAN, NARROWER, "1 0 10 1.0 1-2", "1 0 10 01 . . - .0 -1 a",
	  { SCALIBR "cran-versions-generated.odd-lines.txt", SCALIBR "cran-versions.odd-lines.txt" }, 0 },
	{ "conan", SCHEME_CONAN, WIDER, "1 0 1.0 1.2.3 cci.20200101 1.1.1a", "1 0 10 .1 .0 .10 .a .rc -rc1 -b +x +1 .x - 1a",
	  { SCALIBR "semver-versions.odd-lines.txt", "osv/rustsec-even.ndjson.gz" }, 0 },
	{ "apk", SCHEME_APK, APART, "1 0 10 1.1 1.2.3", "1 2 10 12 .1 .2 .30 a b _alpha _rc1 _p _git20 -r1 -r ~0a",
	  { SCALIBR "alpine-versions-generated.odd-lines.txt", "version/apk/version.data.odd-lines.txt" }, 0 },
};

struct pair {
	struct str a, b;
};

struct pairs {
	LIST(struct pair) list;
	struct str_list   starts, pieces, real;
	uint64_t          state;
};

/* A sequence that is the same everywhere and each time. */
static size_t
next_number(struct pairs *pairs, size_t below)
{
	pairs->state = pairs->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(pairs->state >> 33) % below;
}

static struct str
any_of(struct pairs *pairs, const struct str_list *list)
{
	return list->items[next_number(pairs, list->count)];
}

/* ----------------------------------------------------------------------------- real versions */

/* What can stand on a line between TABs. */
static void
add_real(struct pairs *pairs, struct str version, struct arena *arena)
{
	bool fine = version.len > 0 && version.len < 200;

	for (size_t i = 0; i < version.len; i++)
		fine &= version.ptr[i] > ' ' && version.ptr[i] < 0x7f;
	if (fine)
		list_push(arena, &pairs->real, version);
}

/* "1.0 < 1.0.1", with remarks behind and between. */
static void
read_lines(struct pairs *pairs, const char *path, struct arena *arena)
{
	struct str text, line, a, sign, b;

	assert_ok(file_read(str_of(path), 1 << 22, arena, &text));
	while (str_line(&text, &line)) {
		if (!str_cut(line, ' ', &a, &line) || !str_cut(line, ' ', &sign, &b) || sign.len != 1 || sign.ptr[0] < '<' || sign.ptr[0] > '>')
			continue;
		str_cut(b, '\t', &b, &line);
		str_cut(b, ' ', &b, &line);
		add_real(pairs, a, arena);
		add_real(pairs, b, arena);
	}
}

static void
read_records(struct pairs *pairs, const char *name, struct arena *arena)
{
	struct gathered g;

	gather_begin(&g, arena);
	assert_true(gather_file(&g, osv_read, name));
	for (size_t i = 0; i < g.values.count; i++) {
		const struct advisory *advisory = g.values.items[i];

		for (size_t n = 0; n < advisory->affected.count; n++) {
			const struct affected *affected = &advisory->affected.items[n];

			for (size_t v = 0; v < affected->versions.count; v++)
				add_real(pairs, affected->versions.items[v], arena);
			for (size_t r = 0; r < affected->ranges.count; r++)
				for (size_t e = 0; e < affected->ranges.items[r].events.count && affected->ranges.items[r].kind != OSV_GIT; e++)
					add_real(pairs, affected->ranges.items[r].events.items[e].version, arena);
		}
	}
}

static void
read_real(struct pairs *pairs, const struct owner *owner, struct arena *arena)
{
	for (size_t i = 0; i < ARRAY_LEN(owner->files) && owner->files[i] != NULL; i++) {
		const char *path = test_data(arena, owner->files[i]);

		if (path != NULL && str_ends(str_of(path), STR(".txt")))
			read_lines(pairs, path, arena);
		else if (path != NULL)
			read_records(pairs, owner->files[i], arena);
	}
}

/* ------------------------------------------------------------------------------------- pairs */

static void
add_pair(struct pairs *pairs, struct str a, struct str b, struct arena *arena)
{
	struct pair pair = { a, b };

	if (next_number(pairs, 2) == 0)
		pair = (struct pair){ b, a };
	list_push(arena, &pairs->list, pair);
}

/* b is a with one piece put in, taken out or exchanged, so that the difference lies anywhere. */
static void
add_made(struct pairs *pairs, struct arena *arena)
{
	size_t count = 1 + next_number(pairs, 7), at = next_number(pairs, count), how = next_number(pairs, 3);
	struct buf a BUF_SCOPE = { 0 }, b BUF_SCOPE = { 0 };

	for (size_t i = 0; i < count; i++) {
		const struct str_list *list = i == 0 ? &pairs->starts : &pairs->pieces;
		struct str piece = any_of(pairs, list);

		buf_add(&a, piece);
		if (i == at && (how != 0 || i == 0))
			buf_add(&b, any_of(pairs, list));
		if (i != at || how == 1)
			buf_add(&b, piece);
	}
	add_pair(pairs, arena_copy(arena, buf_str(&a)), arena_copy(arena, buf_str(&b)), arena);
}

/* A real version with a piece put in, or in the place of up to two bytes. */
static struct str
changed(struct pairs *pairs, struct str version, struct arena *arena)
{
	size_t at = next_number(pairs, version.len + 1), gone = next_number(pairs, 3);
	struct buf text BUF_SCOPE = { 0 };

	buf_add(&text, str_sub(version, 0, at));
	buf_add(&text, any_of(pairs, &pairs->pieces));
	buf_add(&text, str_from(version, at + gone < version.len ? at + gone : version.len));
	return arena_copy(arena, buf_str(&text));
}

static void
add_real_pair(struct pairs *pairs, struct arena *arena)
{
	size_t at = next_number(pairs, pairs->real.count), near = at + next_number(pairs, 8);
	struct str a = pairs->real.items[at];

	if (next_number(pairs, 3) == 0)
		add_pair(pairs, a, changed(pairs, a, arena), arena);
	else if (next_number(pairs, 2) == 0)
		add_pair(pairs, a, any_of(pairs, &pairs->real), arena);
	else
		add_pair(pairs, a, pairs->real.items[near < pairs->real.count ? near : at], arena);
}

/* Real neighbours first, then half of pieces and half from real versions until there are as many as wished. */
static void
make_pairs(struct pairs *pairs, const struct owner *owner, size_t wished, struct arena *arena)
{
	struct str starts = str_of(owner->starts), pieces = str_of(owner->pieces), piece;

	while (str_split(&starts, ' ', &piece))
		list_push(arena, &pairs->starts, piece);
	while (str_split(&pieces, ' ', &piece))
		list_push(arena, &pairs->pieces, piece);
	read_real(pairs, owner, arena);
	for (size_t i = 1; i < pairs->real.count && i < wished / 2; i++)
		add_pair(pairs, pairs->real.items[i - 1], pairs->real.items[i], arena);
	while (pairs->list.count < wished)
		if (pairs->real.count > 0 && next_number(pairs, 2) == 0)
			add_real_pair(pairs, arena);
		else
			add_made(pairs, arena);
}

/* ----------------------------------------------------------------------------------- asking */

static char *
write_pairs(const struct pairs *pairs, struct arena *arena)
{
	const char *dir = getenv("TMPDIR");
	char *path = arena_cstr(arena, arena_printf(arena, "%s/versions-XXXXXX", dir == NULL ? "/tmp" : dir));
	int fd = mkstemp(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	assert_non_null(file);
	for (size_t i = 0; i < pairs->list.count; i++)
		(void)fprintf(file, "%.*s\t%.*s\n", STR_ARG(pairs->list.items[i].a), STR_ARG(pairs->list.items[i].b));
	assert_int_equal(fclose(file), 0);
	return path;
}

static size_t
pairs_wished(const struct owner *owner)
{
	const char *wish = getenv("TSUKUROI_PAIRS");
	int64_t count = 20000;

	if (wish != NULL)
		assert_true(str_to_i64(str_of(wish), &count) && count > 0);
	return owner->most > 0 && (size_t)count > owner->most ? owner->most : (size_t)count;
}

struct tally {
	size_t agree, differ;
	size_t undecided;      /* an answer of his where we have none, and may have none */
	size_t refused;        /* the other way round                                    */
	size_t neither;
	size_t keys;           /* pairs whose keys told their order                      */
};

static void
count_answer(struct tally *tally, const struct owner *owner, const struct pair *pair, char his)
{
	char ours = "<=>?"[version_compare(owner->scheme, pair->a, pair->b) + 1];

	if (his == '?' && (ours == '?' || str_eq(pair->a, pair->b)))     /* the same bytes are equal, whatever they are */
		tally->neither++;
	else if (his == ours)
		tally->agree++;
	else if (his == '?' && (owner->stance == NARROWER || owner->stance == APART))
		tally->refused++;
	else if (ours == '?' && (owner->stance == WIDER || owner->stance == APART))
		tally->undecided++;
	else if (tally->differ++ < 20)
		print_message("    %.*s %c %.*s, %s has %c\n", STR_ARG(pair->a), ours, STR_ARG(pair->b), owner->name, his);
}

static void
hold_keys_to_order(struct tally *tally, const struct owner *owner, const struct pair *pair)
{
	struct version_key a, b;
	enum order order;

	if (!version_key(owner->scheme, pair->a, &a) || !version_key(owner->scheme, pair->b, &b))
		return;
	order = version_key_order(&a, &b);
	if (order == ORDER_UNKNOWN)
		return;
	tally->keys++;
	if (order != version_compare(owner->scheme, pair->a, pair->b))
		fail_msg("the keys of %.*s and %.*s say %c", STR_ARG(pair->a), STR_ARG(pair->b), "<=>"[order + 1]);
}

static void
check_owner(const struct owner *owner)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct pairs pairs = { .state = 20261120 };
	struct tally tally = { 0 };
	size_t answered = 0;
	char line[64], *path;
	int status;
	FILE *pipe;

	make_pairs(&pairs, owner, pairs_wished(owner), arena);
	path = write_pairs(&pairs, arena);
	pipe = popen(arena_cstr(arena, arena_printf(arena, "%s/tests/differential/ask %s <%s", SOURCE_ROOT, owner->name, path)), "r");
	assert_non_null(pipe);
	for (; answered < pairs.list.count && fgets(line, sizeof(line), pipe) != NULL; answered++) {
		count_answer(&tally, owner, &pairs.list.items[answered], line[0]);
		hold_keys_to_order(&tally, owner, &pairs.list.items[answered]);
	}
	status = pclose(pipe);
	(void)unlink(path);
	if (WEXITSTATUS(status) == 77) {
		print_message("skipped: %s by %s\n", enum_name(&scheme_names, (int)owner->scheme), owner->name);
		return;
	}
	print_message("  %-9s %-10s %8zu pairs: %8zu agree, %zu differ, %zu undecided by us, %zu refused by the owner, "
	    "%zu invalid to both; %zu by keys\n", enum_name(&scheme_names, (int)owner->scheme), owner->name, answered,
	    tally.agree, tally.differ, tally.undecided, tally.refused, tally.neither, tally.keys);
	assert_int_equal(status, 0);
	assert_int_equal(answered, pairs.list.count);
	assert_true(tally.agree > answered / 5);
	assert_int_equal(tally.differ, 0);
}

static void
orders_agree_with_those_who_own_them(void **state)
{
	const char *one = getenv("TSUKUROI_OWNER");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(owners); i++)
		if (one == NULL || str_eq(str_of(owners[i].name), str_of(one)))
			check_owner(&owners[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_agree_with_those_who_own_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
