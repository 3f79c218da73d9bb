#include "service/respond/registered.h"

#include "base/catalogue.h"
#include "base/hash.h"
#include "format/yaml/yaml.h"
#include "service/ledger.h"
#include "store/ledger/people.h"
#include "store/ledger/register.h"

#define PLAYBOOK   STR("system-register")
#define REGISTERED STR("registered")

static struct str
said(const struct case_now *now, const char *field)
{
	for (size_t i = 0; i < now->book->fields.count; i++)
		if (str_eq(now->book->fields.items[i].id, str_of(field)))
			return now->values[i].text;
	return STR("");
}

/* In the words that sheets use, which is how the ledger understands them. */
static struct str
exposure_words(struct str value)
{
	static const struct { struct str value, words; } known[] = {
		{ STR_INIT("internet"), STR_INIT("公開") }, { STR_INIT("internal"), STR_INIT("庁内") }, { STR_INIT("closed"), STR_INIT("閉域") },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_eq(value, known[i].value))
			return known[i].words;
	return STR("");
}

/* A contact is an account; the ledger keeps the name. */
static struct err *
contact_name(struct ledger *ledger, struct str login, struct arena *arena, struct str *ret_name)
{
	struct ledger_account account;
	int64_t id;

	*ret_name = login;
	if (login.len == 0)
		return NULL;
	TRY(ledger_account_find(ledger, login, arena, &id));
	if (id == 0)
		return NULL;
	TRY(ledger_account_get(ledger, id, arena, &account));
	*ret_name = account.name;
	return NULL;
}

static struct err *
system_row(const struct case_now *now, struct arena *arena, struct ledger_row *ret_row)
{
	struct str contractor = said(now, "contractor");

	*ret_row = (struct ledger_row){ .system = said(now, "name"), .function = said(now, "function"), .unit = said(now, "owner"),
		.exposure = exposure_words(said(now, "exposure")), .information = said(now, "information") };
	if (!str_eq(contractor, STR("なし")) && !str_eq(contractor, STR("none")))
		ret_row->contractor = contractor;
	return contact_name(now->desk->ledger, said(now, "contact"), arena, &ret_row->owner);
}

static struct err *
put_rows(const struct case_now *now, struct sink *sink, struct arena *arena, int64_t *ret_rows)
{
	struct ledger_row row;
	struct yaml_node *products;

	*ret_rows = 0;
	TRY(system_row(now, arena, &row));
	TRY(yaml_parse(said(now, "products"), STR("products"), arena, &products));
	for (size_t i = 0; i < products->items.count; i++) {
		const struct yaml_node *product = products->items.items[i];

		row.line = (int64_t)i + 1;
		row.product = yaml_find_str(product, "product");
		row.version = yaml_find_str(product, "version");
		row.support_end = yaml_find_str(product, "support_end");
		row.responsibility = yaml_find_str(product, "who_patches");
		TRY(sink->record(sink, &ledger_row_schema, &row, arena));
		++*ret_rows;
	}
	return NULL;
}

/* The same case twice in the same words is the same file. */
static struct str
digest_of(const struct case_now *now, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, now->head.number.ptr, now->head.number.len);
	for (size_t i = 0; i < now->book->fields.count; i++) {
		sha256_add(&sum, "\n", 1);
		sha256_add(&sum, now->values[i].text.ptr, now->values[i].text.len);
	}
	return sha256_hex(&sum, arena);
}

static struct err *
write_down(const struct case_now *now, const struct actor *actor, int64_t at, struct arena *arena, int64_t *ret_rows)
{
	struct ledger_intake_options options = { .file = now->head.number, .digest = digest_of(now, arena), .by = actor->login, .at = at };
	struct ledger_intake *intake = ledger_intake_new(now->desk->ledger, &options);
	struct ledger_intake_report report = { 0 };
	struct err *err = put_rows(now, ledger_intake_sink(intake), arena, ret_rows);

	if (err == NULL)
		err = ledger_intake_finish(intake, arena, &report);
	ledger_intake_free(intake);
	if (err == NULL && report.refused + report.told_count[LEDGER_ROW_REFUSED] > 0)
		return err_new(arena, ERR_USAGE, M("What was announced in {number} could not be written into the ledger: give it back to the unit, and look at the name of the system and of its products."),
		    ARG("number", now->head.number));
	return err;
}

static struct err *
say(struct case_now *now, const struct actor *actor, int64_t at, struct str what, struct arena *arena)
{
	return case_entry(now, actor, ENTRY_NOTE, STR(""), 0, STR(""), what, at, arena);
}

static struct err *
registered(struct case_now *now, const struct actor *actor, int64_t at, struct arena *arena)
{
	int64_t rows;

	TRY(write_down(now, actor, at, arena, &rows));
	return say(now, actor, at, catalogue_say(arena, actor->lang, M("In the ledger now: the system {system} with {count} products. \"tsukuroi assess\" judges them."),
	    ARG("system", said(now, "name")), ARG_N("count", rows)), arena);
}

/* The system may have been renamed since, or never written: then the case says that nothing was changed. */
static struct err *
set_use(struct case_now *now, bool retired, const struct actor *actor, int64_t at, struct arena *arena)
{
	struct ledger *ledger = now->desk->ledger;
	struct str system = said(now, "name");
	int64_t id;

	TRY(ledger_system_find(ledger, system, arena, &id));
	if (id == 0)
		return say(now, actor, at, catalogue_say(arena, actor->lang,
		    M("The ledger has no system {system}: nothing was changed in it. If it has another name there, take it out of use or bring it back on its page."),
		    ARG("system", system)), arena);
	if (retired)
		TRY(ledger_system_retire(ledger, id, actor->login, at, arena));
	else
		TRY(ledger_fact_withdraw(ledger, id, 0, STR(LEDGER_RETIRED), actor->login, at, arena));
	return say(now, actor, at, catalogue_say(arena, actor->lang, retired
	    ? M("In the ledger the system {system} is out of use from now on: it stands in no list, and its open findings end with the next assessment.")
	    : M("In the ledger the system {system} is in use again. What is installed in it has to be told again."), ARG("system", system)), arena);
}

struct err *
respond_registered(struct case_now *now, size_t move, const struct actor *actor, int64_t at, struct arena *arena)
{
	const struct play_move *made = &now->book->moves.items[move];

	if (now->head.sealed || !str_eq(now->book->id, PLAYBOOK))
		return NULL;
	if (str_eq(made->id, STR("register")) && str_eq(now->book->states.items[now->play.state].id, REGISTERED))
		return registered(now, actor, at, arena);
	if (str_eq(made->id, STR("retire")) || str_eq(made->id, STR("revive")))
		return set_use(now, str_eq(made->id, STR("retire")), actor, at, arena);
	return NULL;
}
