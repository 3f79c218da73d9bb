#include "test.h"
#include "base/asset.h"
#include "base/hash.h"
#include "format/paper/paper.h"
#include "service/document/parts.h"
#include "store/ledger/people.h"

/* -------------------------------------------------------------------------------------------- templates and playbooks */

static struct playbook *
book_of(struct str text, struct str name, struct arena *arena)
{
	struct playbook *book;

	assert_ok(playbook_read(text, name, arena, &book));
	return book;
}

static size_t
check_book(const struct playbook *book, struct arena *arena)
{
	size_t rendered = 0;

	for (size_t i = 0; i < book->documents.count; i++)
		for (int lang = LANG_JA; lang <= LANG_EN; lang++) {
			struct play_refusals why = { 0 };

			if (!document_renders(NULL, book, i, (enum lang)lang, arena, &why))
				fail_msg("%.*s, %.*s: %.*s", STR_ARG(book->id), STR_ARG(book->documents.items[i].id),
				    STR_ARG(play_refusal_words(&why.items[0], LANG_EN, arena)));
			rendered++;
		}
	return rendered;
}

static void
every_document_of_a_playbook_renders(void **state)
{
	size_t rendered = 0;

	(void)state;
	for (size_t i = 0; i < assets_count; i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct str name = str_of(assets[i].name);

		if (str_starts(name, STR("playbooks/")))
			rendered += check_book(book_of(asset_find(name), name, arena), arena);
	}
	print_message("  %zu documents\n", rendered);
	assert_true(rendered >= 36);
}

static const char *const general[] = { "draft", "case-record", "overdue", "escalation", "site-operator-notice" };

static void
general_papers_fit_every_playbook(void **state)
{
	(void)state;
	for (size_t i = 0; i < assets_count; i++) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct str name = str_of(assets[i].name);
		const struct playbook *book;

		if (!str_starts(name, STR("playbooks/")))
			continue;
		book = book_of(asset_find(name), name, arena);
		for (size_t g = 0; g < ARRAY_LEN(general) * 2; g++) {
			enum lang lang = g % 2 == 0 ? LANG_JA : LANG_EN;
			struct templates *templates = templates_new(NULL, lang, arena);
			struct document_source shape;
			struct play_refusals why = { 0 };
			struct str title, content, digest;

			source_shape(book, NULL, lang, arena, &shape);
			assert_ok(template_misses(templates, str_of(general[g / 2]), &shape, arena, &why));
			if (why.count > 0)
				fail_msg("%.*s, %s: %.*s", STR_ARG(name), general[g / 2], STR_ARG(play_refusal_words(&why.items[0], LANG_EN, arena)));
			assert_ok(document_fill(&shape, templates, str_of(general[g / 2]), DOCUMENT_HTML, arena, &title, &content, &digest));
			assert_true(title.len > 0);
		}
	}
}

static void
every_template_is_there_in_both_languages(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct template_list_view list;

	(void)state;
	assert_ok(document_templates(NULL, arena, &list));
	assert_true(list.templates.count >= 60);
	for (size_t i = 0; i < list.templates.count; i += 2) {
		assert_true(str_eq(list.templates.items[i].name, list.templates.items[i + 1].name));
		assert_str(list.templates.items[i].language, "ja");
		assert_str(list.templates.items[i + 1].language, "en");
		assert_str(list.templates.items[i].source, "built in");
	}
}

/* ----------------------------------------------------------------------------------------------- a home's own templates */

static void
write_template(struct str home, const char *name, const char *text, struct arena *arena)
{
	struct str dir = path_join(arena, home, STR("templates"));

	assert_ok(dir_make(dir, arena));
	assert_ok(file_write(path_join(arena, dir, str_of(name)), str_of(text), arena));
}

static const char small_book[] =
    "playbook: small\nsince: 2026-04-01\ntitle: {ja: 小, en: Small}\nnumber: X\ncompartments: [common, finder]\n"
    "roles:\n  security: {ja: 担当, en: Staff, rights: [read, edit, close]}\n  owner: {ja: 部門, en: Owner, rights: [read], compartments: [common]}\n"
    "fields:\n  what: {type: text, ja: 何, en: What, by: [security]}\n  secret: {type: text, ja: 秘, en: Secret, by: [security], visible_to: [security]}\n"
    "  finder: {type: text, ja: 発見者, en: Finder, by: [security], compartment: finder}\n"
    "  day: {type: day, ja: 日, en: Day, by: [security]}\n  at: {type: instant, ja: 時, en: At, by: [security]}\n  cost: {type: money, ja: 費用, en: Cost, by: [security]}\n"
    "  ok: {type: bool, ja: 可, en: Ok, by: [security]}\n  kind: {type: choice, values: {a: {ja: 甲, en: A}, b: {ja: 乙, en: B}}, ja: 種別, en: Kind, by: [security]}\n"
    "  rows: {type: rows, ja: 行, en: Rows, by: [security], columns: {n: {type: text, ja: 名, en: Name}, y: {type: money, ja: 円, en: Yen}}}\n"
    "states:\n  one: {ja: 一, en: One}\n  two: {ja: 二, en: Two, final: true}\n"
    "moves:\n  - {id: go, ja: 進む, en: Go, from: one, to: two, by: [security]}\n"
    "documents:\n  open: {ja: 公開, en: Open, template: mine}\n  owner: {ja: 部門あて, en: To the owner, template: mine, to: [owner]}\n"
    "  staff: {ja: 担当あて, en: To the staff, template: mine, to: [security]}\n  found: {ja: 発見者あて, en: To the finder, template: mine, to: [security], compartment: finder}\n"
    "  both: {ja: 両方, en: Both, template: mine, to: [security, owner]}\n";

static const struct { const char *template; const char *refused[5]; } own[] = {      /* open owner staff found both */
	{ "# T\n{{what}} {{label.what}} {{is.ok}} {{is.kind.a}} {{#rows}}{{n}}{{y}}{{/rows}} {{case.number}} {{document.day}}\n", { NULL, NULL, NULL, NULL, NULL } },
	{ "# T\n{{secret}}\n", { "secret", "secret", NULL, NULL, "secret" } },
	{ "# T\n{{finder}}\n", { "finder", "finder", "finder", NULL, "finder" } },
	{ "# T\n{{#rows}}{{x}}{{/rows}} {{is.kind.c}}\n", { "\"x\"", "\"x\"", "\"x\"", "\"x\"", "\"x\"" } },
	{ "# T\n{{case.timeline}}\n", { "timeline", "timeline", "timeline", "timeline", "timeline" } },
	{ "# T\n{{>_none}}\n", { "_none", "_none", "_none", "_none", "_none" } },
	{ "# T\n\n{{{what}}}\n", { "line 3", "line 3", "line 3", "line 3", "line 3" } },
	{ "# T\n{{#what}}\n", { "not closed", "not closed", "not closed", "not closed", "not closed" } },
	{ "T\n", { "no heading", "no heading", "no heading", "no heading", "no heading" } },
	{ "# T\n{{>mine}}\n", { "without end", "without end", "without end", "without end", "without end" } },
};

static void
a_homes_own_template_is_checked_by_what_its_readers_see(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *book = book_of(str_of(small_book), STR("small.yaml"), arena);
	char dir[] = "/tmp/tsukuroi-document-XXXXXX";
	struct home home = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	home.path = str_of(dir);
	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		write_template(home.path, "mine.en.mustache", own[i].template, arena);
		for (size_t d = 0; d < book->documents.count; d++) {
			struct play_refusals why = { 0 };
			bool renders = document_renders(&home, book, d, LANG_EN, arena, &why);
			struct str said = renders ? STR("") : play_refusal_words(&why.items[0], LANG_EN, arena);

			if (renders != (own[i].refused[d] == NULL) || (!renders && str_find(said, str_of(own[i].refused[d])) == SIZE_MAX))
				fail_msg("%s for %.*s: %.*s", own[i].template, STR_ARG(book->documents.items[d].id), STR_ARG(said));
		}
	}
	assert_ok(dir_remove(str_of(dir), arena));
}

static void
own_templates_come_first(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char dir[] = "/tmp/tsukuroi-document-XXXXXX";
	struct home home = { 0 };
	struct template_list_view list;
	const struct mustache *template;
	struct str before, after;
	size_t own_ones = 0;

	(void)state;
	assert_non_null(mkdtemp(dir));
	home.path = str_of(dir);
	before = templates_digest(templates_new(&home, LANG_JA, arena), arena);
	write_template(home.path, "stop-notice.ja.mustache", "# 停止\n", arena);
	write_template(home.path, "_letterhead.ja.mustache", "例市\n", arena);
	write_template(home.path, "more.en.mustache", "# More\n", arena);
	write_template(home.path, "README.txt", "x", arena);
	assert_ok(document_templates(&home, arena, &list));
	for (size_t i = 0; i < list.templates.count; i++)
		own_ones += str_eq(list.templates.items[i].source, STR("home"));
	assert_int_equal(own_ones, 2);
	after = templates_digest(templates_new(&home, LANG_JA, arena), arena);
	assert_true(str_eq(before, after));
	{
		struct templates *templates = templates_new(&home, LANG_JA, arena);

		assert_ok(templates_load(templates, STR("stop-notice"), &template));
		assert_false(str_eq(templates_digest(templates, arena), before));
		assert_err(templates_load(templates, STR("../stop-notice"), &template), ERR_NOT_FOUND);
		assert_err(templates_load(templates, STR("nothing"), &template), ERR_NOT_FOUND);
		assert_err(templates_load(templates, STR(""), &template), ERR_NOT_FOUND);
	}
	assert_ok(dir_remove(str_of(dir), arena));
}

/* --------------------------------------------------------------------------------------------------- views and words */

static void
days_are_said_as_official_papers_do(void **state)
{
	static const struct { const char *instant, *ja, *en; } cases[] = {
		{ "2026-11-25T11:00:00Z", "令和8年11月25日（水）20時00分", "Wednesday, 25 November 2026, 20:00 JST" },
		{ "2026-11-25T15:04:59Z", "令和8年11月26日（木）0時04分", "Thursday, 26 November 2026, 00:04 JST" },
		{ "2019-05-01T00:00:00Z", "令和元年5月1日（水）9時00分", "Wednesday, 1 May 2019, 09:00 JST" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int64_t instant;

		assert_true(instant_parse(str_of(cases[i].instant), ZONE_UTC, &instant));
		assert_str(paper_instant(instant, LANG_JA, arena), cases[i].ja);
		assert_str(paper_instant(instant, LANG_EN, arena), cases[i].en);
	}
	assert_str(paper_day(DAY_NONE, LANG_JA, arena), "");
	assert_str(paper_instant(INSTANT_NONE, LANG_EN, arena), "");
}

static const struct { const char *field, *text, *ja; } values[] = {
	{ "day", "2026-11-25", "令和8年11月25日（水）" }, { "at", "2026-11-25T11:00:00Z", "令和8年11月25日（水）20時00分" }, { "cost", "1234000", "1,234,000円" },
	{ "kind", "b", "乙" }, { "what", "# x\n- y", "# x\n- y" }, { "day", "", "" },
};

static void
values_are_said_as_official_papers_do(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *book = book_of(str_of(small_book), STR("small.yaml"), arena);
	struct document_source source;

	(void)state;
	source_shape(book, NULL, LANG_JA, arena, &source);
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		for (size_t f = 0; f < book->fields.count; f++) {
			struct view *view;

			if (!str_eq(book->fields.items[f].id, str_of(values[i].field)))
				continue;
			assert_ok(view_value(&source, &book->fields.items[f], str_of(values[i].text), arena, &view));
			assert_str(view->text, values[i].ja);
		}
}

/* What stands in fields cannot make a heading, a table or HTML, in any template that is shipped. */
static void
hostile_fields_change_no_paper(void **state)
{
	static const char evil[] = "# 見出し\n| a | b |\n</main><script>alert(1)</script>\n---\n{{case.number}}\n[ 印 | 印 ]\n- 1. \\n \\| \xe2\x80\xae";
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct playbook *book = book_of(asset_find(STR("playbooks/finding-response.yaml")), STR("finding-response.yaml"), arena);

	(void)state;
	for (size_t d = 0; d < book->documents.count; d++) {
		struct str contents[2], title, digest;

		for (size_t n = 0; n < 2; n++) {
			struct document_source source;

			source_shape(book, &book->documents.items[d], LANG_JA, arena, &source);
			for (size_t f = 0; f < book->fields.count; f++)
				if (book->fields.items[f].type == PLAY_LONG || book->fields.items[f].type == PLAY_TEXT)
					source.now->values[f].text = n == 0 ? STR("普通の文") : str_of(evil);
			assert_ok(document_fill(&source, templates_new(NULL, LANG_JA, arena), book->documents.items[d].template, DOCUMENT_HTML, arena, &title,
			    &contents[n], &digest));
		}
		assert_true(str_find(contents[1], STR("<script")) == SIZE_MAX);
		for (size_t e = 0; e < 3; e++) {
			static const char *const elements[] = { "<h1", "<table", "<tr>" };
			size_t counts[2] = { 0 };

			for (size_t n = 0; n < 2; n++)
				for (struct str rest = contents[n]; str_find(rest, str_of(elements[e])) != SIZE_MAX; counts[n]++)
					rest = str_from(rest, str_find(rest, str_of(elements[e])) + 1);
			assert_int_equal(counts[0], counts[1]);
		}
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_document_of_a_playbook_renders),
		cmocka_unit_test(general_papers_fit_every_playbook),
		cmocka_unit_test(every_template_is_there_in_both_languages),
		cmocka_unit_test(a_homes_own_template_is_checked_by_what_its_readers_see),
		cmocka_unit_test(own_templates_come_first),
		cmocka_unit_test(days_are_said_as_official_papers_do),
		cmocka_unit_test(values_are_said_as_official_papers_do),
		cmocka_unit_test(hostile_fields_change_no_paper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
