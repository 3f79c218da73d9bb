#include "test.h"

#include <unistd.h>
#include "base/file.h"
#include "service/ask.h"
#include "service/book.h"
#include "service/layer.h"
#include "service/life.h"
#include "service/maintained.h"
#include "service/mapping.h"
#include "service/name.h"
#include "service/people/account.h"
#include "service/provenance.h"
#include "service/register.h"
#include "service/retire.h"
#include "store/ledger/audit.h"
#include "store/ledger/entry.h"
#include "store/ledger/register.h"

/*
 * Services that write ask whoever entered the home, whatever page let him in: each of them by somebody of every kind. 電話 belongs to 総務課, 窓口 to
 * 市民課.
 */
static const int64_t noon = 1795000000 * INSTANT_SECOND;

struct world { struct arena *arena; struct str dir; struct home home, entered; };

/* What is written: of 電話 where it is about a system. */
static struct err *
put_inspection(struct world *w)
{
	struct ledger_entry entry = { .kind = LEDGER_ENTRY_INSPECTION, .product = STR("診断"), .day = 20000, .until = DAY_NONE, .ground = STR("良") };
	int64_t id;

	return book_put(&w->entered, &entry, STR("電話"), STR("t"), noon, w->arena, &id);
}

static struct err *
put_departure(struct world *w)
{
	struct ledger_entry entry = { .kind = LEDGER_ENTRY_DEPARTURE, .word = STR("person"), .party = STR("例山"), .day = 20000, .until = DAY_NONE };
	int64_t id;

	return book_put(&w->entered, &entry, STR(""), STR("t"), noon, w->arena, &id);
}

static struct err *
put_medium(struct world *w)
{
	return book_medium(&w->entered, &(struct book_medium){ .file = STR("a"), .digest = STR("00"), .medium = STR("1") }, STR("t"), noon, w->arena);
}

static struct err *
withdraw_first(struct world *w)
{
	return book_withdraw(&w->entered, LEDGER_ENTRY_INSPECTION, 1, STR("t"), noon, w->arena);
}

static struct err *
retire_row(struct world *w)
{
	return retire_confirm(&w->entered, &(int64_t){ 1 }, 1, STR("t"), noon, w->arena);
}

static struct err *
keep_row(struct world *w)
{
	return retire_keep(&w->entered, &(int64_t){ 1 }, 1, STR("t"), noon, w->arena);
}

static struct err *
settle(struct world *w)
{
	return provenance_settle(&w->entered, 1, STR("held"), STR("t"), noon, w->arena);
}

static struct err *
decide_name(struct world *w)
{
	struct name_word word = { .name = STR("交換機"), .rejected = true, .identity = STR("cpe:2.3:a:x:y"), .by = STR("t"), .at = noon };

	return name_decide(&w->entered, &word, w->arena, &word);
}

static struct err *
confirm_names(struct world *w)
{
	struct name_words words;

	return name_confirm_certain(&w->entered, STR("t"), noon, w->arena, &words);
}

static struct err *
set_layer(struct world *w)
{
	return layer_set(&w->entered, &(struct layer_setting){ .system = STR("電話"), .hosting = STR("SaaS"), .by = STR("t"), .now = noon }, w->arena);
}

static struct err *
state_of_system(struct world *w)
{
	struct layer_statement said = { .party = STR("例社"), .vulnerability = STR("CVE-2026-0001"), .word = STR("mended"), .system = STR("電話"), .day = 20000,
		.until = DAY_NONE, .ground = STR("連絡"), .by = STR("t"), .now = noon };
	int64_t id;

	return layer_statement_put(&w->entered, &said, w->arena, &id);
}

static struct err *
state_of_all(struct world *w)
{
	struct layer_statement said = { .party = STR("例社"), .vulnerability = STR("CVE-2026-0001"), .word = STR("mended"), .day = 20000, .until = DAY_NONE,
		.ground = STR("連絡"), .by = STR("t"), .now = noon };
	int64_t id;

	return layer_statement_put(&w->entered, &said, w->arena, &id);
}

static struct err *
forget_columns(struct world *w)
{
	return mapping_forget(&w->entered, STR("x"), STR("t"), noon, w->arena);
}

static struct err *
put_contractor(struct world *w)
{
	return ask_contractor_put(&w->entered, &(struct ledger_contractor){ .name = STR("例社"), .ends = DAY_NONE }, STR("t"), noon, w->arena);
}

static struct err *
add_software(struct world *w)
{
	struct str words[] = { STR("product=交換機"), STR("version=1") };
	struct ledger_intake_report report;

	return register_add(&w->entered, STR("電話"), words, 2, STR("t"), noon, w->arena, &report);
}

static struct err *
answer(struct world *w)
{
	int64_t systems;

	return register_answer(&w->entered, STR("電話"), STR("exposure"), STR("internal"), STR("t"), noon, w->arena, &systems);
}

static struct err *
set_site(struct world *w)
{
	struct life_setting setting = { .system = STR("電話"), .site_until = 21000, .site_closer = STR("総務"), .contract_until = DAY_NONE, .replacement = DAY_NONE,
		.by = STR("t"), .now = noon };

	return life_set(&w->entered, &setting, w->arena);
}

static struct err *
take_maintained(struct world *w)
{
	struct maintained_result result;
	struct str file = path_join(w->arena, w->dir, STR("m.csv"));

	TRY(file_write(file, STR("部署,製品\n総務課,交換機\n"), w->arena));
	return maintained_import(&w->entered, file, STR("t"), noon, w->arena, &result);
}

/*
 * house: only of those who keep what holds for all systems. What is missing (a row, a difference, the reader of a sheet) is what those who may come
 * to.
 */
static const struct {
	const char *name;
	struct err *(*write)(struct world *w);
	bool        house, missing, own;      /* own: of what is one's own, whichever that is */
} deeds[] = {
	{ "add_software", add_software, false, false }, { "answer", answer, false, false }, { "put_inspection", put_inspection, false, false },
	{ "withdraw_first", withdraw_first, false, true }, { "retire_row", retire_row, false, true }, { "keep_row", keep_row, false, true },
	{ "settle", settle, false, true }, { "decide_name", decide_name, false, false }, { "confirm_names", confirm_names, false, false, true },
	{ "set_layer", set_layer, false, false }, { "state_of_system", state_of_system, false, false }, { "set_site", set_site, false, false },
	{ "put_departure", put_departure, true, false }, { "put_medium", put_medium, true, false }, { "state_of_all", state_of_all, true, false },
	{ "forget_columns", forget_columns, true, true }, { "put_contractor", put_contractor, true, false }, { "take_maintained", take_maintained, true, true },
};

static const struct { const char *login, *unit; unsigned offices; bool keeps_phone, keeps_house; } people[] = {
	{ "mina", "総務課", OFFICE_READER, false, false }, { "noda", "総務課", OFFICE_AUDITOR, false, false }, { "mori", "総務課", OFFICE_EXECUTIVE, false, false },
	{ "none", "総務課", 0, false, false }, { "kato", "市民課", OFFICE_OWNER, false, false }, { "aoki", "総務課", OFFICE_OWNER, true, false },
	{ "hara", "総務部", OFFICE_OWNER, true, false }, { "kudo", "市民課", OFFICE_OPERATOR, true, true }, { "sato", "市民課", OFFICE_SECURITY, true, true },
	{ "kanri", "市民課", OFFICE_ADMINISTRATOR, true, true },
};

static void
make_world(struct world *w)
{
	char dir[] = "/tmp/tsukuroi-guard-XXXXXX";
	struct ledger *ledger LEDGER_SCOPE = NULL;
	int64_t above, unit, id;

	assert_non_null(mkdtemp(dir));
	w->arena = arena_new();
	w->dir = arena_copy(w->arena, str_of(dir));
	assert_ok(home_init(path_join(w->arena, w->dir, STR("h")), STR(""), STR(""), w->arena, &w->home));
	assert_ok(home_ledger(&w->home, w->arena, &ledger));
	assert_ok(ledger_unit_make(ledger, STR("総務部"), w->arena, &above));
	assert_ok(ledger_unit_make(ledger, STR("総務課"), w->arena, &unit));
	assert_ok(ledger_unit_set(ledger, unit, above, STR(""), w->arena));
	assert_ok(ledger_unit_make(ledger, STR("市民課"), w->arena, &unit));
	assert_ok(ledger_system_set(ledger, &(struct ledger_system){ .name = STR("電話"), .unit = STR("総務課") }, &(struct str_list){ 0 }, STR("t"), noon, w->arena, &id));
	assert_ok(ledger_system_set(ledger, &(struct ledger_system){ .name = STR("窓口"), .unit = STR("市民課") }, &(struct str_list){ 0 }, STR("t"), noon, w->arena, &id));
}

static struct actor
enter(struct world *w, size_t person)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct ledger_account account = { .login = str_of(people[person].login), .name = STR("P"), .offices = people[person].offices };
	struct actor actor;
	int64_t unit;

	assert_ok(home_ledger(&w->home, w->arena, &ledger));
	assert_ok(ledger_account_add(ledger, &account, w->arena));
	assert_ok(ledger_unit_find(ledger, str_of(people[person].unit), w->arena, &unit));
	assert_ok(ledger_membership_put(ledger, account.id, unit, false, w->arena));
	assert_ok(actor_of_account(ledger, account.id, VIA_WEB, w->arena, &actor));
	return actor;
}

/* How far the audit has come. */
static int64_t
written(struct world *w)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	int64_t first;

	assert_ok(home_ledger(&w->home, w->arena, &ledger));
	assert_ok(ledger_audit_mark(ledger, w->arena, &first));
	return first;
}

static void
each_service_asks_whoever_entered(void **state)
{
	struct world w;

	(void)state;
	make_world(&w);
	for (size_t p = 0; p < ARRAY_LEN(people); p++) {
		struct actor actor = enter(&w, p);

		w.entered = w.home;
		actor_enter(&actor, &w.entered, w.arena);
		for (size_t d = 0; d < ARRAY_LEN(deeds); d++) {
			bool may = deeds[d].house ? people[p].keeps_house : people[p].keeps_phone || (deeds[d].own && people[p].offices == OFFICE_OWNER);
			int64_t before = written(&w);
			struct err *err = deeds[d].write(&w);

			if (may && deeds[d].missing)
				assert_true(err == NULL || err->code == ERR_NOT_FOUND || err->code == ERR_WORKER);
			else if (may != (err == NULL) || (err != NULL && err->code != ERR_FORBIDDEN && err->code != ERR_NOT_FOUND))
				fail_msg("%s by %s: %s", deeds[d].name, people[p].login, err == NULL ? "let in" : arena_cstr(w.arena, err_trace(err, w.arena)));
			if (!may && written(&w) != before)
				fail_msg("%s by %s is refused, and written", deeds[d].name, people[p].login);
		}
	}
	/* Who owns the home's files is asked nothing. */
	w.entered = w.home;
	assert_ok(put_contractor(&w));
	assert_ok(dir_remove(w.dir, w.arena));
	arena_free(w.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_service_asks_whoever_entered) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
