/*
 * apart_test.c - notices of organisations that share a home: each has its own, and the knowledge base none. Stories on both engines.
 */
#include "service/notice/parts.h"
#include "service/people/organisation.h"
#include "store/ledger/engines_test.h"

static const int64_t noon = 1795000000 * INSTANT_SECOND;      /* in November 2026 */

/* A home over that ledger, and whoever set up the organisation that it speaks for. */
struct stage { struct home home; struct case_desk cases; struct notice_desk desk; struct actor actor; struct arena *arena; };

static struct actor
administrator(struct ledger *ledger, struct str link, const char *login, struct arena *arena)
{
	const struct setup_order order = { STR(""), str_of(login), STR("例野 花子"), STR("h@example.jp"), STR("mori no kuma san"), LANG_EN };
	struct actor actor;

	assert_ok(setup_finish(ledger, link, &order, noon, arena, &actor));
	return actor;
}

static void
set_the_stage(struct stage *s, struct ledger *ledger, struct arena *arena)
{
	char dir[] = "/tmp/tsukuroi-apart-XXXXXX";
	struct str link;

	assert_non_null(mkdtemp(dir));
	*s = (struct stage){ .home.path = arena_copy(arena, str_of(dir)), .cases.ledger = ledger, .arena = arena };
	s->home.kb_path = path_join(arena, s->home.path, STR("kb"));
	s->desk = (struct notice_desk){ .home = &s->home, .cases = &s->cases };
	assert_ok(setup_invite(ledger, STR("(program)"), noon, arena, &link));
	s->actor = administrator(ledger, link, "hanako", arena);
}

static struct str
put(const struct stage *s, const char *title, const char *cve, enum tlp tlp)
{
	struct notice_writing writing = { .kind = LEDGER_NOTICE_WEAKNESS, .tlp = tlp, .received_on = DAY_NONE, .look_on = DAY_NONE,
		.identity = STR("cpe:2.3:a:example:shelf:*:*:*:*:*:*:*:*"), .text = { .title = str_of(title), .product = STR("例の棚") } };
	struct str number;

	list_push(s->arena, &writing.text.versions, STR("prior to 2.0"));
	if (cve != NULL)
		list_push(s->arena, &writing.text.vulnerabilities, str_of(cve));
	assert_ok(notice_put(&s->desk, &s->actor, &writing, noon, s->arena, &number));
	return number;
}

static size_t
known(const struct stage *s, const char *id)
{
	struct kb *kb KB_SCOPE = NULL;
	struct kb_vulnerabilities found;

	assert_ok(home_kb(s->home.path, s->arena, &kb));
	assert_ok(kb_find(kb, str_of(id), s->arena, &found));
	return found.list.count;
}

static struct notice_view
shown(const struct stage *s, struct str number)
{
	struct notice_view view;

	assert_ok(notice_show(&s->desk, &s->actor, number, 0, noon, LANG_EN, s->arena, &view));
	return view;
}

static size_t
listed(const struct stage *s)
{
	struct notice_list_view list;

	assert_ok(notice_list(&s->desk, &s->actor, &(struct notice_query){ .kind = -1, .withdrawn = true, .most = 10 }, noon, s->arena, &list));
	return list.notices.count;
}

static bool
is_judged_anew(struct ledger *ledger, int64_t org, struct arena *arena)
{
	struct ledger_judging judging;
	int64_t own = ledger_org(ledger);
	bool waits;

	assert_ok(ledger_org_use(ledger, org, arena));
	assert_ok(ledger_judging(ledger, arena, &judging, &waits));
	assert_ok(ledger_org_use(ledger, own, arena));
	return waits;
}

/* One organisation: as ever. */
static struct organisation_view
a_second_one_comes(struct stage *s, struct ledger *ledger)
{
	struct organisation_view made;
	struct notice_view view;

	assert_str(put(s, "はじめのお知らせ", NULL, TLP_GREEN), "N-2026-0001");
	assert_str(put(s, "番号のあるお知らせ", "CVE-2026-0007", TLP_CLEAR), "N-2026-0002");
	view = shown(s, STR("N-2026-0002"));
	assert_true(view.is_weakness && !view.kept_apart && !view.row.asks);
	assert_str(view.vulnerability, "CVE-2026-0007");
	assert_int_equal(known(s, "N-2026-0001") + known(s, "CVE-2026-0007"), 2);
	assert_ok(notice_keep_apart(&s->home, ledger, LANG_EN, noon, s->arena));
	assert_int_equal(known(s, "N-2026-0001"), 1);

	assert_ok(organisation_add(ledger, &s->actor, STR("隣町"), noon, s->arena, &made));
	assert_ok(notice_keep_apart(&s->home, ledger, LANG_EN, noon, s->arena));
	assert_int_equal(ledger_org(ledger), LEDGER_ORG);
	assert_int_equal(known(s, "N-2026-0001") + known(s, "N-2026-0002") + known(s, "CVE-2026-0007"), 0);
	assert_true(is_judged_anew(ledger, LEDGER_ORG, s->arena) && is_judged_anew(ledger, made.id, s->arena));
	return made;
}

/* What it says when it is shared: asked, not judged, and not waiting to be. */
static void
it_is_asked(const struct stage *s, struct str number, const char *title)
{
	struct notice_view view = shown(s, number);
	struct notice_taken taken;
	bool waits;

	assert_str(view.row.title, title);
	assert_true(view.kept_apart && view.row.asks && !view.is_weakness && !view.waits);
	assert_str(view.vulnerability, "");
	assert_ok(notice_waits(&s->desk, number, s->arena, &waits));
	assert_false(waits);
	assert_ok(notice_take_in(&s->desk, LANG_EN, noon, s->arena, &taken));
	assert_int_equal(taken.taken + taken.left, 0);
	assert_int_equal(known(s, arena_cstr(s->arena, number)), 0);
}

static void
each_has_its_own(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct organisation_view made;
	struct notice_view view;
	struct stage first, second;

	(void)where;
	(void)context;
	set_the_stage(&first, ledger, arena);
	made = a_second_one_comes(&first, ledger);
	it_is_asked(&first, STR("N-2026-0001"), "はじめのお知らせ");
	assert_str(put(&first, "市のお知らせ", NULL, TLP_CLEAR), "N-2026-0003");
	it_is_asked(&first, STR("N-2026-0003"), "市のお知らせ");

	second = first;
	second.desk.home = &second.home;
	second.desk.cases = &second.cases;
	assert_ok(link_follow(ledger, made.link, arena));
	second.actor = administrator(ledger, made.link, "jiro", arena);
	assert_int_equal(listed(&second), 0);
	assert_str(put(&second, "町のお知らせ", "CVE-2026-0007", TLP_CLEAR), "N-2026-0001");
	it_is_asked(&second, STR("N-2026-0001"), "町のお知らせ");
	assert_int_equal(listed(&second), 1);
	assert_int_equal(known(&second, "CVE-2026-0007"), 0);
	assert_err(notice_show(&second.desk, &second.actor, STR("N-2026-0003"), 0, noon, LANG_EN, arena, &view), ERR_NOT_FOUND);
	assert_ok(notice_withdraw(&second.desk, &second.actor, STR("N-2026-0001"), STR("誤り"), noon, arena));

	assert_ok(ledger_org_use(ledger, LEDGER_ORG, arena));
	assert_int_equal(listed(&first), 3);
	it_is_asked(&first, STR("N-2026-0001"), "はじめのお知らせ");
	assert_true(shown(&first, STR("N-2026-0001")).in_force);
	assert_ok(dir_remove(first.home.path, arena));
}

/* Whoever was about to put one in while the second organisation was made puts nothing in. */
static void
nothing_goes_in_once_it_is_shared(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct kb_import *import = NULL;
	struct organisation_view made;
	struct stage s;

	(void)where;
	(void)context;
	set_the_stage(&s, ledger, arena);
	assert_ok(notice_import_begin(&s.desk, noon, arena, &import));
	assert_non_null(import);
	kb_import_close(import);
	assert_ok(organisation_add(ledger, &s.actor, STR("隣町"), noon, arena, &made));
	assert_ok(notice_import_begin(&s.desk, noon, arena, &import));
	assert_null(import);
	assert_ok(dir_remove(s.home.path, arena));
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(each_has_its_own)
STORY(nothing_goes_in_once_it_is_shared)

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_each_has_its_own), cmocka_unit_test(test_nothing_goes_in_once_it_is_shared) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
