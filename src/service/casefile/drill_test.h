/*
 * drill_test.h - for tests: an organisation of five people and a playbook of three states, on each engine, with a second connection.
 */
#pragma once
#include "service/casefile/casefile.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/people.h"

static const int64_t drill_noon = 1795230000 * INSTANT_SECOND;      /* 2026-11-21T11:40:00+09:00 */
enum { drill_newer_day = 20700 };                                   /* 2026-09-04 */

static const char drill_book[] =
    "playbook: drill\nsince: 2026-04-01\ntitle: {ja: 訓練, en: Drill}\nnumber: D\ncompartments: [common, inside]\n"
    "roles:\n"
    "  security: {ja: 担当, en: Security, rights: [read, comment, edit, assign, export, close]}\n"
    "  operator: {ja: 運用, en: Operator, rights: [read, comment, edit], compartments: [common]}\n"
    "fields:\n"
    "  applies: {type: choice, values: {affected: {ja: 該当, en: affected}, not_affected: {ja: 非該当, en: not affected}}, ja: 該非, en: Applies, by: [security]}\n"
    "  ground: {type: long, ja: 根拠, en: Ground, by: [security, operator]}\n"
    "  person: {type: person, ja: 担当者, en: Person, by: [security]}\n"
    "  until: {type: day, ja: 期限, en: Until, by: [security]}\n"
    "  inner: {type: text, ja: 内々の事情, en: Inner affairs, by: [security], compartment: inside}\n"
    "%s"
    "tasks:\n"
    "  mend: {ja: 実施, en: Mend, each: system, by: operator, in: doing, due: {business_days: 5}}\n"
    "states:\n"
    "  survey: {ja: 調査, en: Survey}\n"
    "  doing: {ja: 実施, en: Doing}\n"
    "  closed: {ja: 完了, en: Closed, final: true}\n"
    "moves:\n"
    "  - {id: plan, ja: 実施に移る, en: Carry out, from: survey, to: doing, by: [security], needs: [applies], when: \"applies == affected\", starts: [mend]}\n"
    "  - {id: dismiss, ja: 非該当として閉じる, en: Dismiss, from: survey, to: closed, by: [security], needs: [applies], when: \"applies == not_affected\"}\n"
    "  - {id: back, ja: 戻す, en: Back, from: doing, to: survey, by: [security, operator], reason: true, drops: [mend], clears: [applies]}\n"
    "  - {id: close, ja: 閉じる, en: Close, from: doing, to: closed, by: [security], tasks: [mend], two_person: true}\n"
    "  - {id: reopen, ja: 再開, en: Reopen, from: closed, to: survey, by: [security], reason: true}\n"
    "deadlines:\n"
    "  look: {ja: 初動, en: First look, in: survey, from: opened, due: {business_days: 1}, met_by: plan}\n";

struct drill {
	struct ledger   *ledger, *second;
	struct arena    *arena;
	struct str       where;
	int64_t          now;
	struct playbooks books;
	struct calendar  calendar;
	struct case_desk desk, other;      /* on one connection each */
	struct actor     sato, ito, kato, abe, guest;
};

static inline struct actor
drill_person(struct drill *d, const char *login, const char *name, int64_t offices)
{
	struct ledger_account account = { .login = str_of(login), .name = str_of(name), .offices = offices, .password_at = INSTANT_NONE,
		.held_until = INSTANT_NONE, .made_at = d->now, .left_at = INSTANT_NONE };
	struct actor actor;

	assert_ok(ledger_account_add(d->ledger, &account, d->arena));
	assert_ok(actor_of_account(d->ledger, account.id, VIA_DIRECT, d->arena, &actor));
	actor.lang = LANG_EN;
	return actor;
}

static inline void
drill_edition(struct drill *d, int32_t since, const char *more)
{
	struct str text = arena_printf(d->arena, drill_book, more);
	struct playbook *book;

	if (since != 0)
		text = arena_printf(d->arena, "%.*ssince: %.*s%.*s", (int)str_find(text, STR("since:")), text.ptr,
		    STR_ARG(day_format(since, d->arena)), STR_ARG(str_from(text, str_find(text, STR("since:")) + 17)));
	assert_ok(playbook_read(text, STR("drill.yaml"), d->arena, &book));
	assert_ok(playbooks_add(&d->books, book, false, d->arena));
}

static inline void
drill_newer_edition(struct drill *d)
{
	drill_edition(d, drill_newer_day, "  remark: {type: text, ja: 備考, en: Remark}\n");
}

static inline void
drill_system(struct drill *d, const char *name)
{
	struct ledger_import_head head = { .file = STR("systems.csv"), .digest = str_of(name), .format = STR("csv"), .by = STR("test"), .at = d->now };
	struct ledger_import *import = ledger_import_begin(d->ledger, &head);
	struct ledger_import_result result;

	ledger_import_host(import, str_of(name), STR("ap1"), STR("sheet"));
	assert_ok(ledger_import_finish(import, d->arena, &result));
	ledger_import_free(import);
}

static inline void
drill_begin(struct drill *d, struct ledger *ledger, struct str where, struct arena *arena)
{
	static const char *const systems[] = { "住民情報システム", "予約システム", "図書館システム" };

	*d = (struct drill){ .ledger = ledger, .arena = arena, .where = where, .now = drill_noon };
	assert_ok(ledger_open(where, 0, arena, &d->second));
	for (size_t i = 0; i < ARRAY_LEN(systems); i++)
		drill_system(d, systems[i]);
	d->sato = drill_person(d, "sato", "佐藤", OFFICE_SECURITY);
	d->ito = drill_person(d, "ito", "伊藤", OFFICE_SECURITY);
	d->kato = drill_person(d, "kato", "加藤", OFFICE_OPERATOR);
	d->abe = drill_person(d, "abe", "阿部", OFFICE_READER);
	d->guest = drill_person(d, "guest", "外の人", 0);
	drill_edition(d, 0, "");
	d->desk = (struct case_desk){ d->ledger, NULL, &d->books, &d->calendar, NULL };
	d->other = (struct case_desk){ d->second, NULL, &d->books, &d->calendar, NULL };
}

static inline void
drill_end(struct drill *d)
{
	ledger_close(d->second);
}

static inline struct str
drill_open(struct drill *d, const struct actor *actor, const char *title)
{
	struct case_opening opening = { .playbook = STR("drill"), .title = str_of(title), .tlp = TLP_AMBER };
	struct str number;

	list_push(d->arena, &opening.about, ((struct case_target){ LINK_SYSTEM, STR("住民情報システム"), STR("") }));
	list_push(d->arena, &opening.about, ((struct case_target){ LINK_SYSTEM, STR("予約システム"), STR("") }));
	assert_ok(case_open(&d->desk, actor, &opening, d->now, d->arena, &number));
	return number;
}

static inline const struct case_field_view *
drill_field(const struct case_view *view, const char *name)
{
	for (size_t i = 0; i < view->fields.count; i++)
		if (str_eq(view->fields.items[i].name, str_of(name)))
			return &view->fields.items[i];
	return NULL;
}

static inline int64_t
drill_revision(const struct case_view *view, const char *name)
{
	const struct case_field_view *field = drill_field(view, name);

	assert_non_null(field);
	return field->revision;
}

typedef void drill_story(struct drill *d);

static inline void
drill_tell(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	drill_story *story = *(drill_story **)context;
	struct drill d;

	drill_begin(&d, ledger, where, arena);
	story(&d);
	drill_end(&d);
}

#define DRILL(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		drill_story *story = name;            \
		(void)state;                          \
		on_each_engine(drill_tell, (void *)&story); \
	}
