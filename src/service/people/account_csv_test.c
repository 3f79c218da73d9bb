#include "test.h"

#include <sys/mman.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "service/people/account.h"
#include "service/people/account_csv.h"
#include "service/people/link.h"
#include "store/ledger/engines_test.h"
#include "store/ledger/identity.h"
#include "store/ledger/people.h"
#include "wire/worker/worker.h"

/* A list of people held against the accounts, and taken in: stories on both engines; the file is read by a worker. */
static const int64_t noon = 1795000000 * INSTANT_SECOND;
#define ISSUER STR("https://id.example.jp")

struct desk { struct ledger *ledger; struct arena *arena; struct actor kanri; };

static void
add(struct desk *desk, const char *login, const char *name, unsigned offices, enum account_state state)
{
	struct ledger_account account = { .login = str_of(login), .name = str_of(name), .offices = offices, .made_at = noon, .left_at = INSTANT_NONE };

	assert_ok(ledger_account_add(desk->ledger, &account, desk->arena));
	account.state = state;
	assert_ok(ledger_account_set(desk->ledger, &account, desk->arena));
}

static void
open_desk(struct desk *desk, struct ledger *ledger, struct arena *arena)
{
	int64_t id;

	*desk = (struct desk){ .ledger = ledger, .arena = arena };
	add(desk, "kanri", "例山 管理", OFFICE_ADMINISTRATOR, ACCOUNT_ACTIVE);
	add(desk, "hanako", "例野 花子", OFFICE_READER | OFFICE_AUDITOR, ACCOUNT_ACTIVE);
	add(desk, "taro", "例田 太郎", OFFICE_READER, ACCOUNT_LEFT);
	assert_ok(ledger_account_find(ledger, STR("kanri"), arena, &id));
	assert_ok(actor_of_account(ledger, id, VIA_WEB, arena, &desk->kanri));
}

static struct err *
take(struct desk *desk, const struct actor *actor, struct str text, bool write_it, struct account_csv_view *view)
{
	int fd = memfd_create("list", MFD_CLOEXEC);
	struct account_csv_order order = { .path = arena_printf(desk->arena, "/proc/self/fd/%d", fd), .name = STR("職員.csv"), .issuer = ISSUER, .links = true,
		.write = write_it };
	struct err *err;

	assert_int_equal(write(fd, text.ptr, text.len), text.len);
	err = account_csv(desk->ledger, actor, &order, noon, LANG_EN, desk->arena, view);
	(void)close(fd);
	return err;
}

#define LIST_OF_ALL STR("氏名,ログイン名,メール,部署,役割,期限,認証基盤の識別子\n" \
	"例野 花子,hanako,hanako@example.jp,市民課,閲覧、運用担当,2027-03-31,s-1\n" \
	"例島 次郎,jiro,,\"市民課、税務課\",所管課,,\n" \
	"例山 管理,kanri,,,管理者、セキュリティ,,\n" \
	"例田 太郎,taro,,,,,\n" \
	"例原 三郎,Saburo,,,,,\n" \
	"例島 次郎,jiro,,,,,\n" \
	",shiro,,,,,\n" \
	"例川 五郎,goro,no mail,,,,\n" \
	"例川 六郎,rokuro,,,村長,,\n" \
	"例川 七郎,shichiro,,,監査,,s-1\n" \
	"例川 八郎,hachiro,,,監査担当,,\n")

static void
check_view(const struct account_csv_view *view)
{
	static const char *const states[] = { "changed", "new", "refused", "refused", "refused", "refused", "refused", "refused", "refused", "refused", "new" };

	assert_int_equal(view->rows.count, ARRAY_LEN(states));
	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (!str_eq(view->rows.items[i].state, str_of(states[i])))
			fail_msg("row %d is %.*s: %.*s", (int)view->rows.items[i].row, STR_ARG(view->rows.items[i].state), STR_ARG(view->rows.items[i].reason));
	assert_int_equal(view->missing.count, 0);
	assert_true(str_find(view->rows.items[0].reason, STR("Auditor")) != SIZE_MAX);
	assert_str(view->rows.items[2].reason, "Nobody gives an office to himself.");
	assert_str(view->rows.items[5].reason, "This login stands in the list twice.");
	assert_true(str_find(view->rows.items[10].reason, STR("second person")) != SIZE_MAX);
}

static void
a_list_is_looked_at_and_then_taken_in(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct account_csv_view view;
	struct account_view hanako, jiro;
	struct ledger_identities linked;
	struct desk desk;
	struct actor actor;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	assert_ok(take(&desk, &desk.kanri, LIST_OF_ALL, false, &view));
	check_view(&view);
	assert_true(view.any && !view.done);
	assert_err(account_show(ledger, &desk.kanri, STR("jiro"), noon, arena, &jiro), ERR_NOT_FOUND);

	/* What the page carries back is the same list. */
	assert_ok(take(&desk, &desk.kanri, account_csv_format(&view, arena), true, &view));
	assert_int_equal(view.rows.items[0].row, 2);
	assert_true(view.done);
	assert_ok(account_show(ledger, &desk.kanri, STR("hanako"), noon, arena, &hanako));
	assert_str(hanako.mail, "hanako@example.jp");
	assert_str(day_format(hanako.ends, arena), "2027-03-31");
	assert_int_equal(hanako.offices.count, 3);       /* auditor stays: two gave it */
	assert_int_equal(hanako.units.count, 1);
	assert_ok(ledger_identities(ledger, hanako.id, arena, &linked));
	assert_str(linked.items[0].subject, "s-1");
	assert_ok(account_show(ledger, &desk.kanri, STR("jiro"), noon, arena, &jiro));
	assert_int_equal(jiro.units.count, 2);
	assert_ok(welcome_see(ledger, view.rows.items[1].link, noon + 1, arena, &actor));
	assert_str(actor.login, "jiro");
	assert_str(view.rows.items[0].link, "");
	/* The office of auditor waits for a second person. */
	assert_ok(account_show(ledger, &desk.kanri, STR("hachiro"), noon, arena, &jiro));
	assert_int_equal(jiro.offices.count, 0);

	assert_ok(take(&desk, &desk.kanri, STR("氏名,ログイン名\n例野　花子,hanako\n"), true, &view));
	assert_true(view.same == 1 && !view.any);
	assert_int_equal(view.missing.count, 3);
	/* An empty cell leaves the last day; one that is none is told. */
	assert_ok(take(&desk, &desk.kanri, STR("氏名,ログイン名,利用終了日\n例野 花子,hanako,\n例島 次郎,jiro,令和9年9月30日\n例原 四郎,yoshiro,いつか\n"), true, &view));
	assert_str(view.rows.items[2].state, "refused");
	assert_ok(account_show(ledger, &desk.kanri, STR("hanako"), noon, arena, &hanako));
	assert_str(day_format(hanako.ends, arena), "2027-03-31");
	assert_ok(account_show(ledger, &desk.kanri, STR("jiro"), noon, arena, &jiro));
	assert_str(day_format(jiro.ends, arena), "2027-09-30");
	assert_err(take(&desk, &actor, LIST_OF_ALL, false, &view), ERR_FORBIDDEN);
	assert_err(take(&desk, &desk.kanri, STR("x,y\n1,2\n"), true, &view), ERR_FORMAT);
}

static void
what_a_file_says_runs_nowhere(struct ledger *ledger, struct str where, struct arena *arena, void *context)
{
	struct account_csv_view view;
	struct str result;
	struct desk desk;

	(void)where;
	(void)context;
	open_desk(&desk, ledger, arena);
	assert_ok(take(&desk, &desk.kanri, STR("氏名,ログイン名,部署\n=cmd|' /C calc'!A0,hanako,\"+1\"\"2\"\n"), false, &view));
	result = account_csv_result(&view, STR("https://x.example.jp/welcome/"), LANG_JA, arena);
	assert_true(str_find(result, STR(",\"=cmd")) == SIZE_MAX && str_find(result, STR("\"'=cmd")) != SIZE_MAX);
	assert_true(str_find(result, STR("取込結果")) != SIZE_MAX && str_find(result, STR("理由")) != SIZE_MAX);
}

#define STORY(name)                                   \
	static void test_##name(void **state)         \
	{                                             \
		(void)state;                          \
		on_each_engine(name, NULL);           \
	}
STORY(a_list_is_looked_at_and_then_taken_in)
STORY(what_a_file_says_runs_nowhere)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_list_is_looked_at_and_then_taken_in),
		cmocka_unit_test(test_what_a_file_says_runs_nowhere),
	};

	if (argc > 1 && strcmp(argv[1], "worker") == 0)
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
