/*
 * Our orderings against the programs that own them: dpkg (the program and its Perl library), Python's packaging
 * and rpm, each asked about the same pairs in one go. A program that is not installed is skipped and said so.
 * TSUKUROI_PAIRS in the environment says how many pairs are made up for each that answers quickly.
 */
#include "test.h"
#include <unistd.h>
#include "base/buf.h"
#include "base/vec.h"
#include "domain/version/version.h"

struct pair {
	struct str a, b;
};

struct pairs {
	LIST(struct pair) list;
};

/* What the pieces of made-up versions are: chosen so that most texts are valid and many pairs are close. */
static const char *const deb_pieces[] = { "1", "0", "10", "01", ".", ".", "-", "+", "~", "a", "B", "rc1", "2:", "deb12u" };
static const char *const rpm_pieces[] = { "1", "0", "10", "01", ".", ".", "_", "+", "~", "^", "a", "B", "rc1", "el9" };
static const char *const python_pieces[] = { "1", "0", "10", "01", ".", ".", "-", "_", "a", "b1", "rc", "c2", ".post", "rev",
	".dev", "dev3", "+", "x.1", "v", "1!", "alpha", "PREVIEW", "r4" };

struct owner {
	enum scheme        scheme;
	const char        *program;     /* prints "yes" when it is there                      */
	const char        *command;     /* reads pairs "a b" from $PAIRS, prints < = > ? a line */
	const char *const *pieces;
	size_t             pieces_count;
	const char        *data;        /* a file of real pairs, or NULL                      */
	size_t             made, real;  /* how many of each                                   */
	bool               is_slow;     /* starts a program for each pair                     */
	bool               is_lax;      /* its word on what is no version at all is not asked */
};

static const struct owner owners[] = {
	{ SCHEME_DEB, "dpkg --version >/dev/null 2>&1 && echo yes",
	  "while read -r a b; do"
	  " if dpkg --compare-versions \"$a\" lt \"$b\" 2>/dev/null; then echo '<';"
	  " elif dpkg --compare-versions \"$a\" eq \"$b\" 2>/dev/null; then echo '=';"
	  " elif dpkg --compare-versions \"$a\" gt \"$b\" 2>/dev/null; then echo '>'; else echo '?'; fi;"
	  " done < \"$PAIRS\"",
	  deb_pieces, ARRAY_LEN(deb_pieces), "version/osv-scalibr/debian-versions-generated.odd-lines.txt", 1000, 500, true, false },
	{ SCHEME_DEB, "perl -MDpkg::Version -e 'print \"yes\"' 2>/dev/null",
	  "perl -MDpkg::Version -ne '"
	  "my ($a, $b) = split;"
	  "my $order = eval { version_compare($a, $b) };"
	  "print defined $order ? (\"<\", \"=\", \">\")[$order + 1] : \"?\", \"\\n\";' \"$PAIRS\" 2>/dev/null",
	  deb_pieces, ARRAY_LEN(deb_pieces), "version/osv-scalibr/debian-versions-generated.odd-lines.txt", 30000, 6000, false, true },
	{ SCHEME_PEP440, "python3 -c 'import packaging.version' 2>/dev/null && echo yes",
	  "python3 -c '\n"
	  "import os\n"
	  "from packaging.version import Version, InvalidVersion\n"
	  "for line in open(os.environ[\"PAIRS\"]):\n"
	  "    a, b = line.split()\n"
	  "    try:\n"
	  "        a, b = Version(a), Version(b)\n"
	  "        print(\"<\" if a < b else \">\" if a > b else \"=\")\n"
	  "    except InvalidVersion:\n"
	  "        print(\"?\")\n'",
	  python_pieces, ARRAY_LEN(python_pieces), "version/osv-scalibr/pypi-versions-generated.odd-lines.txt", 30000, 6000, false, false },
	{ SCHEME_RPM, "rpm --eval '%{lua:print(rpm.vercmp(\"1\",\"2\"))}' 2>/dev/null | grep -q -e -1 && echo yes",
	  "rpm --eval '%{lua:\n"
	  "local signs = { [-1] = \"<\", [0] = \"=\", [1] = \">\" }\n"
	  "for line in io.lines(os.getenv(\"PAIRS\")) do\n"
	  "    local a, b = line:match(\"(.+) (.+)\")\n"
	  "    io.stdout:write(signs[rpm.vercmp(a, b)], \"\\n\")\n"
	  "end}'",
	  rpm_pieces, ARRAY_LEN(rpm_pieces), NULL, 30000, 0, false, false },
};

/* A sequence that is the same everywhere and each time. */
static size_t
next_number(uint64_t *state, size_t below)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(*state >> 33) % below;
}

/* b is a with one piece put in, taken out or exchanged, so that the difference lies anywhere. */
static void
add_made(struct pairs *pairs, const struct owner *owner, uint64_t *state, struct arena *arena)
{
	size_t count = 2 + next_number(state, 7), at = 1 + next_number(state, count - 1), how = next_number(state, 3);
	struct buf a BUF_SCOPE = { 0 }, b BUF_SCOPE = { 0 };
	struct pair pair;

	for (size_t i = 0; i < count; i++) {
		size_t piece = i == 0 ? next_number(state, 4) : next_number(state, owner->pieces_count);

		buf_add(&a, str_of(owner->pieces[piece]));
		if (i == at && how != 0)
			buf_add(&b, str_of(owner->pieces[next_number(state, owner->pieces_count)]));
		if (i != at || how == 1)
			buf_add(&b, str_of(owner->pieces[piece]));
	}
	pair.a = arena_copy(arena, buf_str(&a));
	pair.b = arena_copy(arena, buf_str(&b));
	list_push(arena, &pairs->list, pair);
}

/* Real versions beside each other in their file, and with one from further on. */
static void
add_real(struct pairs *pairs, const struct owner *owner, struct arena *arena)
{
	const char *path = owner->data == NULL ? NULL : test_data(arena, owner->data);
	struct str text, line, before = { 0 };
	size_t lines = 0, step, at = 0;

	if (path == NULL)
		return;
	assert_ok(file_read(str_of(path), 1 << 22, arena, &text));
	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	step = lines / owner->real + 1;
	for (; str_line(&text, &line); at++) {
		struct pair pair;

		if (at % step != 0 || !str_cut(line, ' ', &pair.a, &pair.b) || !str_cut_last(pair.b, ' ', &line, &pair.b))
			continue;
		list_push(arena, &pairs->list, pair);
		if (before.len > 0) {
			pair.b = before;
			list_push(arena, &pairs->list, pair);
		}
		before = pair.a;
	}
}

static char *
write_pairs(const struct pairs *pairs, struct arena *arena)
{
	const char *dir = getenv("TMPDIR");
	char *path = arena_cstr(arena, arena_printf(arena, "%s/versions-XXXXXX", dir == NULL ? "/tmp" : dir));
	int fd = mkstemp(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");

	assert_non_null(file);
	for (size_t i = 0; i < pairs->list.count; i++)
		(void)fprintf(file, "%.*s %.*s\n", STR_ARG(pairs->list.items[i].a), STR_ARG(pairs->list.items[i].b));
	assert_int_equal(fclose(file), 0);
	return path;
}

static bool
is_installed(const struct owner *owner)
{
	char line[16] = "";
	FILE *pipe = popen(owner->program, "r");

	assert_non_null(pipe);
	(void)!fgets(line, sizeof(line), pipe);
	(void)pclose(pipe);
	return str_starts(str_of(line), STR("yes"));
}

static size_t
made_for(const struct owner *owner)
{
	const char *wish = getenv("TSUKUROI_PAIRS");
	int64_t count;

	if (wish == NULL || owner->is_slow)
		return owner->made;
	assert_true(str_to_i64(str_of(wish), &count) && count > 0);
	return (size_t)count;
}

static void
check_owner(const struct owner *owner)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct pairs pairs = { 0 };
	uint64_t state = 20261120;
	size_t differ = 0, answered = 0, unknown = 0;
	char line[64], *path;
	FILE *pipe;

	if (!is_installed(owner)) {
		print_message("skipped: what owns the order of %s is not installed\n", enum_name(&scheme_names, (int)owner->scheme));
		return;
	}
	for (size_t i = made_for(owner); i > 0; i--)
		add_made(&pairs, owner, &state, arena);
	add_real(&pairs, owner, arena);
	path = write_pairs(&pairs, arena);
	assert_int_equal(setenv("PAIRS", path, 1), 0);
	pipe = popen(owner->command, "r");
	assert_non_null(pipe);
	for (; answered < pairs.list.count && fgets(line, sizeof(line), pipe) != NULL; answered++) {
		const struct pair *pair = &pairs.list.items[answered];
		char ours = "<=>?"[version_compare(owner->scheme, pair->a, pair->b) + 1];

		unknown += ours == '?';
		if (owner->is_lax && (ours == '?' || line[0] == '?'))
			continue;
		if (line[0] != ours && !(line[0] == '?' && str_eq(pair->a, pair->b)) && differ++ < 20)
			print_message("    %.*s %c %.*s, the owner has %c\n", STR_ARG(pair->a), ours, STR_ARG(pair->b), line[0]);
	}
	(void)pclose(pipe);
	(void)unlink(path);
	print_message("  %s: %zu pairs, %zu of them with a text that is no version; %zu differ\n",
	    enum_name(&scheme_names, (int)owner->scheme), answered, unknown, differ);
	assert_int_equal(answered, pairs.list.count);
	assert_true(unknown < answered * 9 / 10);
	assert_int_equal(differ, 0);
}

static void
orders_agree_with_those_who_own_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(owners); i++)
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
