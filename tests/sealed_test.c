/*
 * The disk searched for words of a sealed case: whatever was done with it, no byte of the home, of the ledger's files, of letters, logs and temporary
 * files, and of PostgreSQL's whole data directory holds one of its words, as UTF-8, UTF-16, base64 or hexadecimal digits. That the search finds what is
 * there is proved by a word of an open case, and by a file with the word in every form.
 */
#include "service/casefile/drill_test.h"

#include <ctype.h>
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "service/home.h"
#include "service/job/job.h"
#include "wire/keyholder/keyholder.h"

#define SECRET  "ヒグラシ7f3aQx"
#define CONTROL "アブラゼミ9c1eWz"

enum { FORMS_MOST = 12 };

/* ------------------------------------------------------------------------------------------ forms of a word */

struct forms { struct str items[FORMS_MOST]; size_t count; };

static struct str
utf16(struct str text, bool little, struct arena *arena)
{
	char *bytes = arena_alloc(arena, text.len * 2);
	size_t len = 0, step;
	uint32_t point;

	for (size_t at = 0; at < text.len; at += step) {
		step = str_point(text, at, &point);
		assert_true(step > 0 && point < 0x10000);
		bytes[len++] = (char)(little ? point : point >> 8);
		bytes[len++] = (char)(little ? point >> 8 : point);
	}
	return (struct str){ bytes, len };
}

/* The part of a word's base64 that does not depend on what stands around it, when `before` bytes modulo three stand in front. */
static struct str
base64(struct str text, size_t before, struct arena *arena)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t skipped = (3 - before) % 3, len = 0;
	char *out = arena_alloc(arena, text.len * 2);

	for (size_t at = skipped; at + 3 <= text.len; at += 3) {
		const unsigned char *b = (const unsigned char *)text.ptr + at;
		uint32_t bits = (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | b[2];

		for (int shift = 18; shift >= 0; shift -= 6)
			out[len++] = digits[bits >> shift & 63];
	}
	return (struct str){ out, len };
}

static struct forms
forms_of(const char *word, struct arena *arena)
{
	struct str text = str_of(word);
	struct forms forms = { { text, utf16(text, true, arena), utf16(text, false, arena), base64(text, 0, arena), base64(text, 1, arena),
	    base64(text, 2, arena), crypt_hex(text, arena), crypt_hex(utf16(text, true, arena), arena) }, 8 };
	char *upper = arena_cstr(arena, forms.items[6]);

	for (char *c = upper; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	forms.items[forms.count++] = str_of(upper);
	return forms;
}

/* ----------------------------------------------------------------------------------------------- the search */

struct search { struct forms forms; size_t files, bytes, hits; struct arena *arena; };

static void
search_file(struct search *search, struct str path)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str bytes;

	assert_ok(file_read(path, (size_t)1 << 30, arena, &bytes));
	search->files++;
	search->bytes += bytes.len;
	for (size_t i = 0; i < search->forms.count; i++)
		if (memmem(bytes.ptr, bytes.len, search->forms.items[i].ptr, search->forms.items[i].len) != NULL) {
			print_message("    form %zu stands in %.*s\n", i, STR_ARG(path));
			search->hits++;
		}
}

/* Names of files count too. */
static void
search_dir(struct search *search, struct str dir)
{
	DIR *open = opendir(arena_cstr(search->arena, dir));
	struct dirent *entry;

	assert_non_null(open);
	while ((entry = readdir(open)) != NULL) {
		struct str name = str_of(entry->d_name), path = path_join(search->arena, dir, arena_copy(search->arena, name));
		struct stat st;

		if (str_eq(name, STR(".")) || str_eq(name, STR("..")) || lstat(arena_cstr(search->arena, path), &st) != 0)
			continue;
		search->hits += str_find(name, search->forms.items[0]) != SIZE_MAX;
		if (S_ISDIR(st.st_mode))
			search_dir(search, path);
		else if (S_ISREG(st.st_mode))
			search_file(search, path);
	}
	(void)closedir(open);
}

/* Where PostgreSQL of tools/with-postgres has its data: beside its socket, which the URL names. */
static struct str
postgres_data(struct str url, struct arena *arena)
{
	size_t at = str_find(url, STR("host="));
	struct str host = str_from(url, at + 5);
	char *path = arena_alloc(arena, host.len + 8);
	size_t len = 0;

	assert_true(at != SIZE_MAX);
	for (size_t i = 0; i < host.len && host.ptr[i] != '&'; i++) {
		if (host.ptr[i] == '%') {
			path[len++] = '/';
			i += 2;
		} else {
			path[len++] = host.ptr[i];
		}
	}
	return path_join(arena, (struct str){ path, len }, STR("data"));
}

static size_t
search_all(const char *word, struct str home, struct str where, struct arena *arena)
{
	struct search search = { .forms = forms_of(word, arena), .arena = arena };
	struct str dir = where, name;

	search_dir(&search, home);
	if (str_starts(where, STR("postgresql://")))
		dir = postgres_data(where, arena);
	else
		(void)str_cut_last(where, '/', &dir, &name);
	search_dir(&search, dir);
	print_message("    %zu files, %zu bytes searched for %s: %zu hits\n", search.files, search.bytes, word, search.hits);
	assert_true(search.files > 3 && search.bytes > 100000);
	return search.hits;
}

/* ------------------------------------------------------------------------------------------- what is done */

struct sealed {
	struct drill     drill;
	struct home      home;
	struct vault    *vault;
	struct str       where, outbox;
	struct case_hooks hooks;
};

static void
read_disclosure(struct sealed *s)
{
	struct arena *arena = s->drill.arena;
	struct playbook *book;
	struct str text;

	assert_ok(file_read(STR(SOURCE_ROOT "/tests/playbooks/disclosure.yaml"), 1 << 20, arena, &text));
	assert_ok(playbook_read(text, STR("disclosure.yaml"), arena, &book));
	assert_true(book->sealed);
	assert_ok(playbooks_add(&s->drill.books, book, false, arena));
}

static void
set(struct sealed *s, struct str number, const char *field, const char *value)
{
	assert_ok(case_set(&s->drill.desk, &s->drill.sato, number, str_of(field), str_of(value), -1, s->drill.now, s->drill.arena));
}

/* Somebody from outside has a part, by name and address. */
static void
put_party(struct sealed *s, struct str number, const char *word)
{
	struct arena *arena = s->drill.arena;
	struct ledger_party party = { .role = STR("vendor"), .holder = HOLDER_OUTSIDE, .by = s->drill.sato.account, .at = s->drill.now,
		.withdrawn_at = INSTANT_NONE };
	struct ledger_case found;
	struct place place = { .compartment = STR("vendor") };      /* of his part */

	assert_ok(ledger_case_find(s->drill.ledger, number, 0, arena, &found));
	assert_ok(ledger_case_party_id(s->drill.ledger, arena, &party.id));
	place.casefile = found.id;
	place.about = arena_printf(arena, "party/%lld/name", (long long)party.id);
	assert_ok(vault_seal(s->vault, &place, str_of(word), arena, &party.name));
	place.about = arena_printf(arena, "party/%lld/address", (long long)party.id);
	assert_ok(vault_seal(s->vault, &place, arena_printf(arena, "%s@example.jp", word), arena, &party.address));
	assert_ok(ledger_case_party_put(s->drill.ledger, found.id, &party, arena));
}

/* Title, fields in two compartments, a link, messages, a note, a file and its name, moves with their ground. */
static struct str
work_at(struct sealed *s, const char *playbook, const char *word, bool sealed)
{
	struct drill *d = &s->drill;
	struct str text = arena_printf(d->arena, "話は %s のこと", word), content = arena_printf(d->arena, "%%PDF-1.7\n%s\n", word), number;
	struct case_opening opening = { .playbook = str_of(playbook), .title = text, .tlp = TLP_RED };
	struct case_message message = { .title = text, .text = text };
	struct case_file_view file;
	int64_t thread;

	list_push(d->arena, &opening.about, ((struct case_target){ LINK_VENDOR, text, STR("") }));
	assert_ok(case_open(&d->desk, &d->sato, &opening, d->now, d->arena, &number));
	if (sealed) {
		set(s, number, "vn", word);
		set(s, number, "finder", word);
		set(s, number, "grounds", word);
		set(s, number, "grounds", arena_printf(d->arena, "%s, said otherwise", word).ptr);
		put_party(s, number, word);
	} else {
		set(s, number, "ground", word);
	}
	assert_ok(case_write(&d->desk, &d->sato, number, &message, d->now, d->arena, &thread));
	assert_ok(case_note(&d->desk, &d->sato, number, text, STR(""), d->now, d->arena));
	assert_ok(case_file_put(&d->desk, &d->sato, number, arena_printf(d->arena, "%s.pdf", word), content, STR(""), d->now, d->arena, &file));
	assert_ok(case_set_title(&d->desk, &d->sato, number, arena_printf(d->arena, "%s again", word), d->now, d->arena));
	return number;
}

/* It is read and looked for, by whom it concerns. */
static void
read_it(struct sealed *s, struct str number, const char *word)
{
	struct drill *d = &s->drill;
	struct case_query query = CASE_QUERY_OPEN;
	struct case_list_view list;
	struct case_view view;
	struct str content;

	assert_ok(case_show(&d->desk, &d->sato, number, d->now, d->arena, &view));
	assert_true(str_find(view.title, str_of(word)) != SIZE_MAX);
	assert_int_equal(view.files.count, 1);
	assert_ok(case_file_get(&d->desk, &d->sato, view.files.items[0].id, d->now, d->arena, &(struct case_file_view){ 0 }, &content));
	assert_true(str_find(content, str_of(word)) != SIZE_MAX);
	query.text = str_of(word);
	assert_ok(case_list(&d->desk, &d->sato, &query, d->now, d->arena, &list));
}

/* Days pass: reminders and escalations become letters in a folder. */
static int64_t
let_days_pass(struct sealed *s)
{
	struct mailer *mailer;
	int64_t letters = 0;

	assert_ok(mailer_open(&(struct mailer_settings){ .where = arena_printf(s->drill.arena, "folder:%.*s", STR_ARG(s->outbox)) }, s->home.path,
	    s->drill.arena, &mailer));
	for (int hour = 0; hour <= 96; hour += 3) {
		int64_t now = s->drill.now + hour * INSTANT_HOUR;
		struct due_reading reading = { { now, now, STR_INIT("boot") }, STR_INIT("node") };
		struct job_desk desk = { .ledger = s->drill.ledger, .mailer = mailer };
		struct job_pass pass;

		assert_ok(job_run(&desk, &reading, STR("runner"), LANG_JA, s->drill.arena, &pass));
		letters += pass.sent;
	}
	mailer_close(mailer);
	return letters;
}

static void
begin(struct sealed *s, struct ledger *ledger, struct str where, struct arena *arena, char *dir)
{
	struct keyholder_start start;
	struct key_made made;

	drill_begin(&s->drill, ledger, where, arena);
	read_disclosure(s);
	s->where = where;
	s->home = (struct home){ .path = str_of(dir) };
	s->outbox = path_join(arena, s->home.path, STR("outbox"));
	assert_ok(dir_make(s->outbox, arena));
	start = (struct keyholder_start){ .home = s->home.path, .unlock = { false, key_unlock_make(arena) } };
	assert_ok(key_head_make(s->home.path, &start.unlock, (struct key_split){ 2, 3 }, drill_noon, arena, &made));
	assert_ok(keyholder_start(&start, arena));
	assert_ok(vault_open(&s->home, ledger, arena, &s->vault));
	s->hooks = job_case_hooks(ledger);
	s->drill.desk.vault = s->drill.other.vault = s->vault;
	s->drill.desk.hooks = &s->hooks;
}

static void
finish(struct sealed *s)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;

	vault_close(s->vault);
	assert_ok(keyholder_open(s->home.path, s->drill.arena, &holder));
	assert_ok(keyholder_stop(holder, s->drill.arena));
	drill_end(&s->drill);
	assert_ok(dir_remove(s->home.path, s->drill.arena));
}

/* --------------------------------------------------------------------------------------------------- tests */

static void
nothing_of_it_stands_on_the_disk(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	char dir[] = "/tmp/tsukuroi-sealed-XXXXXX";
	struct sealed s = { 0 };
	struct str number;

	(void)context;
	assert_non_null(mkdtemp(dir));
	begin(&s, ledger, where, arena, dir);
	(void)work_at(&s, "drill", CONTROL, false);
	number = work_at(&s, "disclosure", SECRET, true);
	read_it(&s, number, SECRET);
	print_message("    letters: %lld\n", (long long)let_days_pass(&s));
	assert_int_equal(search_all(SECRET, s.home.path, where, arena), 0);
	assert_true(search_all(CONTROL, s.home.path, where, arena) > 0);
	finish(&s);
}

static void
test_nothing_of_it_stands_on_the_disk(void **state)
{
	(void)state;
	on_each_engine(nothing_of_it_stands_on_the_disk, NULL);
}

/* Every form of a word is found where it stands, at every place of base64's groups. */
static void
test_the_search_finds_every_form(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct forms forms = forms_of(SECRET, arena);
	char dir[] = "/tmp/tsukuroi-sealed-XXXXXX";

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < forms.count; i++) {
		struct search search = { .forms = forms, .arena = arena };
		struct str path = path_join(arena, str_of(dir), STR("file"));

		assert_ok(file_write(path, arena_join(arena, (struct str[]){ STR("before "), forms.items[i], STR(" after") }, 3, STR("")), arena));
		search_dir(&search, str_of(dir));
		assert_true(search.hits >= 1);
	}
	/* "x" and the word, "xy" and the word: what base64 makes of them holds the form for that place. */
	assert_str(base64(STR("abcdef"), 0, arena), "YWJjZGVm");
	assert_str(base64(STR("abcdefg"), 2, arena), "YmNkZWZn");
	assert_str(base64(STR("abcdefgh"), 1, arena), "Y2RlZmdo");
	assert_ok(dir_remove(str_of(dir), arena));
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_search_finds_every_form),
		cmocka_unit_test(test_nothing_of_it_stands_on_the_disk),
	};

	if (argc > 1 && strcmp(argv[1], "keyholder") == 0)
		return keyholder_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
