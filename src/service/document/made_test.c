#include "format/paper/paper.h"
#include "service/casefile/drill_test.h"
#include "service/document/document.h"

static const char papers_book[] =
    "playbook: papers\nsince: 2026-04-01\ntitle: {ja: 文書, en: Papers}\nnumber: Z\ncompartments: [common, inside]\n"
    "roles:\n"
    "  security: {ja: 担当, en: Security, rights: [read, comment, edit, assign, export, close]}\n"
    "  operator: {ja: 運用, en: Operator, rights: [read, comment, edit], compartments: [common]}\n"
    "fields:\n"
    "  what: {type: long, ja: 内容, en: What, by: [security, operator]}\n"
    "  who: {type: person, ja: 担当者, en: Who, by: [security]}\n"
    "  until: {type: day, ja: 期限, en: Until, by: [security]}\n"
    "  ready: {type: bool, ja: 準備, en: Ready, by: [security]}\n"
    "  secret: {type: text, ja: 部外秘, en: Secret, by: [security], visible_to: [security]}\n"
    "  inner: {type: text, ja: 内々, en: Inner, by: [security], compartment: inside}\n"
    "  rows: {type: rows, ja: 表, en: Rows, by: [security], columns: {name: {type: text, ja: 名, en: Name}, cost: {type: money, ja: 費用, en: Cost}}}\n"
    "states:\n  one: {ja: 一, en: One}\n  two: {ja: 二, en: Two}\n  end: {ja: 終, en: End, final: true}\n"
    "moves:\n"
    "  - {id: go, ja: 進む, en: Go, from: one, to: two, by: [security], makes: [notice]}\n"
    "  - {id: finish, ja: 終える, en: Finish, from: two, to: end, by: [security]}\n"
    "guards:\n  early: {ja: 早い, en: Too early, when: not ready, hides: [late]}\n"
    "documents:\n"
    "  notice: {ja: お知らせ, en: Notice, template: notice, to: [operator]}\n"
    "  staff:  {ja: 担当あて, en: For the staff, template: staff, to: [security]}\n"
    "  inside: {ja: 内々の文書, en: Inside paper, template: inside, to: [security], compartment: inside}\n"
    "  late:   {ja: 後の文書, en: Late paper, template: notice, to: [operator]}\n";

static const struct { const char *file, *text; } own[] = {
	{ "notice.en.mustache", "# Notice {{case.number}}\n\n{{what}}\n\n| Name | Cost |\n{{#rows}}\n| {{name}} | {{cost}} |\n{{/rows}}\n\n{{who}} {{until}}{{#document.to}} {{role}}:{{name}}{{/document.to}}\n\n{{document.organisation}}\n" },
	{ "notice.ja.mustache", "# お知らせ\n\n{{what}}\n\n{{who}} {{until}}\n" },
	{ "staff.en.mustache", "# Staff\n\n{{secret}} {{what}}\n" },
	{ "inside.en.mustache", "# Inside\n\n{{inner}} {{what}}\n" },
};

struct papers {
	struct drill        *d;
	struct home          home;
	struct case_desk     desk;
	struct case_hooks    hooks;
	struct document_desk documents;
	struct str           number;
};

static void
set(struct papers *p, const char *field, const char *value)
{
	assert_ok(case_set(&p->desk, &p->d->sato, p->number, str_of(field), str_of(value), -1, p->d->now, p->d->arena));
}

static void
write_template(struct papers *p, const char *file, const char *text)
{
	struct str dir = path_join(p->d->arena, p->home.path, STR("templates"));

	assert_ok(dir_make(dir, p->d->arena));
	assert_ok(file_write(path_join(p->d->arena, dir, str_of(file)), str_of(text), p->d->arena));
}

static void
papers_begin(struct papers *p, struct drill *d, char *dir)
{
	struct case_opening opening = { .playbook = STR("papers"), .title = STR("件名 <b>"), .tlp = TLP_AMBER };
	struct playbook *book;

	*p = (struct papers){ .d = d };
	assert_non_null(mkdtemp(dir));
	p->home.path = str_of(dir);
	p->home.organisation = STR("例市");
	p->home.paper_lang = LANG_EN;
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		write_template(p, own[i].file, own[i].text);
	assert_ok(playbook_read(str_of(papers_book), STR("papers.yaml"), d->arena, &book));
	assert_ok(playbooks_add(&d->books, book, false, d->arena));
	p->documents = (struct document_desk){ &p->desk, &p->home };
	p->hooks = (struct case_hooks){ .make_document = document_make_hook, .documents = &p->documents };
	p->desk = d->desk;
	p->desk.hooks = &p->hooks;
	assert_ok(case_open(&p->desk, &d->sato, &opening, d->now, d->arena, &p->number));
	set(p, "what", "窓口を止めます。\n# 見出しではない");
	set(p, "who", "kato");
	set(p, "until", "2026-11-25");
	set(p, "rows", "[{name: 甲, cost: 1200}, {name: 乙}]");
	set(p, "secret", "部外秘の語");
	set(p, "inner", "内々の語");
}

static void
papers_end(struct papers *p)
{
	assert_ok(dir_remove(p->home.path, p->d->arena));
}

static struct document_list_view
list_of(struct papers *p, const struct actor *actor)
{
	struct document_list_view list;

	assert_ok(document_list(&p->documents, actor, p->number, p->d->now, p->d->arena, &list));
	return list;
}

static struct document_made
make(struct papers *p, const char *name, enum document_format format)
{
	const struct document_order order = { .name = str_of(name), .lang = LANG_EN, .format = format };
	struct document_made made;

	assert_ok(document_make(&p->documents, &p->d->sato, p->number, &order, p->d->now, p->d->arena, &made));
	return made;
}

static struct err *
try_make(struct papers *p, const struct actor *actor, const char *name)
{
	const struct document_order order = { .name = str_of(name), .lang = LANG_EN };
	struct document_made made;

	return document_make(&p->documents, actor, p->number, &order, p->d->now, p->d->arena, &made);
}

static bool
holds(struct str text, const char *what)
{
	return str_find(text, str_of(what)) != SIZE_MAX;
}

static int64_t
revision_of(struct papers *p)
{
	struct case_view view;

	assert_ok(case_show(&p->desk, &p->d->sato, p->number, p->d->now, p->d->arena, &view));
	return view.revision;
}

static void
a_move_makes_its_paper(struct papers *p)
{
	struct document_row_view row;
	struct document_list_view list;
	struct case_moved moved;
	struct case_view view;
	struct str content;

	assert_ok(case_move(&p->desk, &p->d->sato, p->number, STR("go"), STR(""), p->d->now, p->d->arena, &moved));
	list = list_of(p, &p->d->sato);
	assert_int_equal(list.documents.count, 1);
	assert_str(list.documents.items[0].title, "Notice");
	assert_str(list.documents.items[0].format, "html");
	assert_str(list.documents.items[0].by, "佐藤");
	assert_ok(document_get(&p->documents, &p->d->sato, list.documents.items[0].id, p->d->now, p->d->arena, &row, &content));
	assert_true(holds(content, "<h1>Notice Z-2026-0001</h1>") && holds(content, "窓口を止めます。<br># 見出しではない"));
	assert_true(holds(content, "加藤 Wednesday, 25 November 2026") && holds(content, "1,200"));
	assert_true(holds(content, "例市") && holds(content, "Operator:"));
	assert_int_equal(row.size, content.len);
	assert_int_equal(row.template_digest.len, 64);
	assert_int_equal(row.inputs_digest.len, 64);
	assert_ok(case_show(&p->desk, &p->d->sato, p->number, p->d->now, p->d->arena, &view));
	assert_str(view.timeline.items[view.timeline.count - 1].verb, "document");
	assert_true(row.revision < view.revision);
}

static void
a_person_makes_papers(struct papers *p)
{
	struct document_made first, again, other;
	struct document_list_view list;
	struct document_row_view row;
	struct case_view view;
	struct str content;
	size_t before = list_of(p, &p->d->sato).documents.count;

	first = make(p, "notice", DOCUMENT_TEXT);
	assert_str(first.title, "Notice Z-2026-0001");
	assert_ok(document_get(&p->documents, &p->d->sato, first.id, p->d->now, p->d->arena, &row, &content));
	assert_true(str_eq(content, first.content));
	again = make(p, "notice", DOCUMENT_TEXT);
	assert_true(str_eq(again.content, first.content));
	set(p, "what", "別の文");
	other = make(p, "notice", DOCUMENT_MAIL);
	assert_true(holds(other.content, "別の文"));
	list = list_of(p, &p->d->sato);
	assert_int_equal(list.documents.count, before + 3);
	assert_true(str_eq(list.documents.items[before].inputs_digest, list.documents.items[before + 1].inputs_digest));
	assert_false(str_eq(list.documents.items[before].inputs_digest, list.documents.items[before + 2].inputs_digest));
	other = make(p, "case-record", DOCUMENT_HTML);
	assert_ok(case_show(&p->desk, &p->d->sato, p->number, p->d->now, p->d->arena, &view));
	assert_true(holds(view.timeline.items[view.timeline.count - 1].words, "Record of case"));
	assert_true(holds(other.content, "件名 &lt;b&gt;") && holds(other.content, "部外秘の語") && !holds(other.content, "内々の語"));
	write_template(p, "notice.en.mustache", "# Changed\n");
	assert_str(make(p, "notice", DOCUMENT_TEXT).title, "Changed");
	assert_ok(document_get(&p->documents, &p->d->sato, first.id, p->d->now, p->d->arena, &row, &content));
	assert_true(str_eq(content, first.content));
	write_template(p, own[0].file, own[0].text);
}

/* Who may not, what is not there, what is hidden, what is broken: nothing is kept, the case stays as it was. */
static void
a_refused_paper_leaves_nothing(struct papers *p)
{
	size_t before = list_of(p, &p->d->sato).documents.count;
	int64_t revision = revision_of(p);
	struct str number = p->number;

	assert_err(try_make(p, &p->d->abe, "notice"), ERR_FORBIDDEN);
	assert_err(try_make(p, &p->d->sato, "nothing"), ERR_NOT_FOUND);
	assert_err(try_make(p, &p->d->sato, "../notice"), ERR_NOT_FOUND);
	assert_err(try_make(p, &p->d->sato, "late"), ERR_CONFLICT);
	assert_err(try_make(p, &p->d->sato, "work-plan"), ERR_FORMAT);
	write_template(p, "staff.en.mustache", "# Broken {{#what}}\n");
	assert_err(try_make(p, &p->d->sato, "staff"), ERR_FORMAT);
	write_template(p, "staff.en.mustache", "# Raw {{{what}}}\n");
	assert_err(try_make(p, &p->d->sato, "staff"), ERR_FORMAT);
	write_template(p, own[2].file, own[2].text);
	p->number = STR("Z-2026-9999");
	assert_err(try_make(p, &p->d->sato, "notice"), ERR_NOT_FOUND);
	p->number = number;
	assert_int_equal(list_of(p, &p->d->sato).documents.count, before);
	assert_int_equal(revision_of(p), revision);
}

static void
a_move_whose_paper_cannot_be_made_is_not_made(struct papers *p)
{
	struct case_opening opening = { .playbook = STR("papers"), .title = STR("二件目"), .tlp = TLP_AMBER };
	struct case_moved moved;
	struct case_view view;
	struct str number;

	assert_ok(case_open(&p->desk, &p->d->sato, &opening, p->d->now, p->d->arena, &number));
	write_template(p, "notice.en.mustache", "# {{no_such_field}}\n");
	assert_err(case_move(&p->desk, &p->d->sato, number, STR("go"), STR(""), p->d->now, p->d->arena, &moved), ERR_FORMAT);
	assert_ok(case_show(&p->desk, &p->d->sato, number, p->d->now, p->d->arena, &view));
	assert_str(view.state, "one");
	write_template(p, own[0].file, own[0].text);
}

/* kato has no part yet: as any reader he sees what is common; a restricted paper is for its readers. */
static void
papers_are_for_their_readers(struct papers *p)
{
	int64_t staff = make(p, "staff", DOCUMENT_TEXT).id, inside = make(p, "inside", DOCUMENT_TEXT).id;
	struct document_made mine = make(p, "inside", DOCUMENT_TEXT);
	struct document_list_view list = list_of(p, &p->d->abe);
	struct document_row_view row;
	struct str content;
	bool seen = false;

	assert_true(holds(mine.content, "内々の語"));
	for (size_t i = 0; i < list.documents.count; i++) {
		assert_true(list.documents.items[i].id != inside);
		if (list.documents.items[i].id == staff) {
			assert_false(list.documents.items[i].may);
			seen = true;
		}
	}
	assert_true(seen);
	assert_err(document_get(&p->documents, &p->d->abe, staff, p->d->now, p->d->arena, &row, &content), ERR_FORBIDDEN);
	assert_err(document_get(&p->documents, &p->d->abe, inside, p->d->now, p->d->arena, &row, &content), ERR_NOT_FOUND);
	assert_err(document_get(&p->documents, &p->d->abe, 999999, p->d->now, p->d->arena, &row, &content), ERR_NOT_FOUND);
	assert_err(document_get(&p->documents, &p->d->guest, staff, p->d->now, p->d->arena, &row, &content), ERR_NOT_FOUND);
	assert_ok(document_get(&p->documents, &p->d->sato, staff, p->d->now, p->d->arena, &row, &content));
	assert_true(holds(content, "部外秘の語"));
}

static void
papers_of_a_case(struct drill *d)
{
	char dir[] = "/tmp/tsukuroi-papers-XXXXXX";
	struct papers p;

	papers_begin(&p, d, dir);
	a_move_makes_its_paper(&p);
	a_person_makes_papers(&p);
	a_refused_paper_leaves_nothing(&p);
	a_move_whose_paper_cannot_be_made_is_not_made(&p);
	papers_are_for_their_readers(&p);
	papers_end(&p);
}
DRILL(papers_of_a_case)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_papers_of_a_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
