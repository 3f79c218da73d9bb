/*
 * cmd_account.c - accounts, units, and what waits for a second person.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/casefile/proposals.h"
#include "service/people/account.h"
#include "service/respond/handover.h"

const struct cli_option options_account_add[] = {
	{ "name",     "NAME",    M("the person's name") },
	{ "mail",     "ADDRESS", M("the mail address") },
	{ "language", "ja|en",   M("the language of letters") },
	{ "office",   "LIST",    M("all offices: administrator, security, operator, owner, executive, auditor, reader") },
	{ "unit",     "LIST",    M("all units the person belongs to, made when they are new") },
	{ "head",     "LIST",    M("the units among them that the person leads") },
	{ "os-user",  "USER",    M("the user of the operating system who is this person") },
	{ "ends",     "DAY",     M("the last day on which it may be used, as 2027-03-31; none: no end") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_account_list[] = {
	{ "unit", "NAME", M("of this unit only") },
	{ "left", NULL,   M("also those who have left") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_account_confirm[] = {
	{ "refuse", NULL, M("refuses it, or takes one's own back") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_unit_put[] = {
	{ "superior", "NAME",    M("the unit that stands above it") },
	{ "mail",     "ADDRESS", M("the unit's own mail box") },
	{ NULL, NULL, NULL },
};

/* --------------------------------------------------------------------------------------- in words */

static const struct { const char *state, *text; } state_texts[] = {
	{ "active", M("active") }, { "locked", M("locked") }, { "left", M("has left") },
};

static struct str
state_words(struct cli *cli, const struct account_view *view)
{
	if (view->password_locked && str_eq(view->state, STR("active")))
		return cli_word(cli, M("active; password locked after wrong ones"));
	for (size_t i = 0; i < ARRAY_LEN(state_texts); i++)
		if (str_eq(view->state, str_of(state_texts[i].state)))
			return cli_word(cli, state_texts[i].text);
	return view->state;
}

static struct str
offices_words(struct cli *cli, const struct str_list *offices)
{
	struct str_list words = { 0 };
	int office;

	for (size_t i = 0; i < offices->count; i++)
		if (enum_find(&office_names, offices->items[i], &office))
			list_push(cli->arena, &words, cli_word(cli, office_text(1U << office)));
	return words.count == 0 ? STR("-") : arena_join(cli->arena, words.items, words.count, cli_word(cli, M(", ")));
}

static struct str
units_words(struct cli *cli, const struct account_view *view)
{
	struct str_list words = { 0 };

	for (size_t i = 0; i < view->units.count; i++)
		list_push(cli->arena, &words, !view->units.items[i].head ? view->units.items[i].name
		    : catalogue_say(cli->arena, cli->lang, M("{unit} (head)"), ARG("unit", view->units.items[i].name)));
	return words.count == 0 ? STR("-") : arena_join(cli->arena, words.items, words.count, cli_word(cli, M(", ")));
}

static struct str
or_dash(struct str text)
{
	return text.len == 0 ? STR("-") : text;
}

/* A line "label: value". */
static void
line(struct cli *cli, const char *label, struct str value)
{
	buf_addf(&cli->out, "  %.*s: %.*s\n", STR_ARG(cli_word(cli, label)), STR_ARG(value));
}

static void
print_account(struct cli *cli, const struct account_view *view)
{
	buf_addf(&cli->out, "%.*s  %.*s\n", STR_ARG(view->login), STR_ARG(view->name));
	line(cli, M("State"), state_words(cli, view));
	line(cli, M("Offices"), offices_words(cli, &view->offices));
	line(cli, M("Units"), units_words(cli, view));
	line(cli, M("Mail"), or_dash(view->mail));
	line(cli, M("User of the operating system"), or_dash(view->os_user));
	line(cli, M("Password"), cli_word(cli, view->password ? M("set") : M("none")));
	line(cli, M("Second factor"), !view->second_factor ? cli_word(cli, M("none"))
	    : catalogue_say(cli->arena, cli->lang, M("in use, {count} codes on paper left"), ARG_N("count", view->codes_left)));
	line(cli, M("Tokens in force"), arena_printf(cli->arena, "%lld", (long long)view->tokens));
	line(cli, M("Made"), print_instant(cli, view->made_at));
	if (view->ends != DAY_NONE)
		line(cli, M("Last day of use"), day_format(view->ends, cli->arena));
	if (view->left_at != INSTANT_NONE)
		line(cli, M("Left"), print_instant(cli, view->left_at));
}

static void
tell_proposal(struct cli *cli, int64_t proposal)
{
	if (proposal != 0)
		cli_say(cli, M("The offices administrator and auditor wait for a second person, who says: tsukuroi account confirm {number}"),
		    ARG_N("number", proposal));
}

static void
answer_account(struct cli *cli, const struct account_view *view)
{
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &account_view_schema, view);
		return;
	}
	print_account(cli, view);
	tell_proposal(cli, view->proposal);
}

/* --------------------------------------------------------------------------------- made and changed */

static struct err *
read_order(struct cli *cli, struct account_order *order)
{
	static const struct { const char *option; unsigned told; } options[] = {
		{ "name", TOLD_NAME }, { "mail", TOLD_MAIL }, { "language", TOLD_LANGUAGE }, { "office", TOLD_OFFICES }, { "unit", TOLD_UNITS },
		{ "head", TOLD_HEADS }, { "os-user", TOLD_OS_USER }, { "ends", TOLD_ENDS },
	};
	struct str language = cli_value(cli, "language");

	*order = (struct account_order){ .login = cli->operands[0], .name = cli_value(cli, "name"), .mail = cli_value(cli, "mail"),
		.units = cli_list(cli, "unit"), .heads = cli_list(cli, "head"), .os_user = cli_value(cli, "os-user"),
		.language = str_eq(language, STR("en")) ? LANG_EN : LANG_JA, .ends = DAY_NONE };
	for (size_t i = 0; i < ARRAY_LEN(options); i++)
		if (cli_has(cli, options[i].option))
			order->told |= options[i].told;
	if (cli_has(cli, "language") && !str_eq(language, STR("ja")) && !str_eq(language, STR("en")))
		return err_new(cli->arena, ERR_USAGE, M("The option --language takes ja or en, not \"{value}\"."), ARG("value", language));
	if (cli_has(cli, "ends") && !str_eq(cli_value(cli, "ends"), STR("none")))
		TRY(calendar_day_parse(cli_value(cli, "ends"), cli->arena, &order->ends));
	return offices_parse(cli_value(cli, "office"), cli->arena, &order->offices);
}

typedef struct err *account_change(struct ledger *ledger, const struct actor *actor, const struct account_order *order, int64_t now,
    struct arena *arena, struct account_view *ret_view);

static struct err *
change(struct cli *cli, account_change *how, unsigned always)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct account_order order;
	struct account_view view;
	struct actor actor;
	struct home home;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(read_order(cli, &order));
	order.told |= always;
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(how(ledger, &actor, &order, cli->now, cli->arena, &view));
	answer_account(cli, &view);
	return NULL;
}

struct err *
cmd_account_add(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return change(cli, account_add, TOLD_NAME | TOLD_OFFICES | TOLD_UNITS | TOLD_HEADS);
}

struct err *
cmd_account_set(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return change(cli, account_set, 0);
}

/* --------------------------------------------------------------------------------------------- shown */

static const struct table_column account_columns[] = {
	{ M("Login"), false }, { M("Name"), false }, { M("Units"), false }, { M("Offices"), false }, { M("Mail"), false }, { M("State"), false },
};

struct err *
cmd_account_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = account_columns, .columns_count = ARRAY_LEN(account_columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct account_views views;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(account_list(ledger, &actor, cli_value(cli, "unit"), cli_has(cli, "left"), cli->now, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &account_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.accounts.count; i++) {
		const struct account_view *view = &views.accounts.items[i];
		const struct str cells[] = { view->login, view->name, units_words(cli, view), offices_words(cli, &view->offices),
			or_dash(view->mail), state_words(cli, view) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_account_show(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct account_view view;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(account_show(ledger, &actor, cli->operands_count == 0 ? actor.login : cli->operands[0], cli->now, cli->arena, &view));
	answer_account(cli, &view);
	return NULL;
}

/* ------------------------------------------------------------------------------ locked, unlocked */

typedef struct err *account_act(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena);

static struct err *
act(struct cli *cli, account_act *how, const char *said)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(how(ledger, &actor, cli->operands[0], cli->now, cli->arena));
	cli_say(cli, said, ARG("login", cli->operands[0]));
	return NULL;
}

struct err *
cmd_account_lock(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return act(cli, account_lock, M("{login} is locked, with every token of that account."));
}

struct err *
cmd_account_unlock(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return act(cli, account_unlock, M("{login} is active again."));
}

struct err *
cmd_account_leave(struct cli *cli, enum cli_status *ret_status)
{
	struct account_duties beside = handover_duties(&cli->now);
	const struct account_duties *const duties[] = { &account_case_duties, &beside };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(account_leave(ledger, &actor, cli->operands[0], duties, ARRAY_LEN(duties), cli->now, cli->arena));
	cli_say(cli, M("{login} has left; the name stays in what was done."), ARG("login", cli->operands[0]));
	return NULL;
}

/* ---------------------------------------------------------------------- what waits for a second person */

static const struct table_column proposal_columns[] = {
	{ M("Number"), true }, { M("What is proposed"), false }, { M("Proposed by"), false }, { M("At"), false }, { M("Lapses"), false },
};

struct err *
cmd_account_proposals(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = proposal_columns, .columns_count = ARRAY_LEN(proposal_columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct proposal_views views;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(proposal_list(ledger, &actor, cli->now, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &proposal_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.proposals.count; i++) {
		const struct proposal_view *view = &views.proposals.items[i];
		struct str words;

		TRY(proposal_words(ledger, view, cli->lang, cli->arena, &words));
		print_table_row(cli, &table, (const struct str[]){ arena_printf(cli->arena, "%lld", (long long)view->id), words, view->by,
		    print_instant(cli, view->at), print_instant(cli, view->until) }, ARRAY_LEN(proposal_columns));
	}
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_account_confirm(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	bool confirm = !cli_has(cli, "refuse");
	struct proposal_settled settled;
	int64_t number;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &number));
	TRY(cli_desk_open(cli, &desk));
	TRY(proposal_settle_any(&desk.work.cases, &desk.actor, number, confirm, cli->now, cli->arena, &settled));
	cli_say(cli, confirm ? M("Proposal {number} is confirmed and holds from now on.") : M("Proposal {number} is refused."),
	    ARG_N("number", number));
	if (settled.erased)
		cli_key_erased(cli, settled.left_in);
	return NULL;
}

/* --------------------------------------------------------------------------------------------- units */

static const struct table_column unit_columns[] = {
	{ M("Unit"), false }, { M("Stands above it"), false }, { M("Led by"), false }, { M("People"), true }, { M("Systems"), true },
	{ M("Mail"), false },
};

struct err *
cmd_unit_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = unit_columns, .columns_count = ARRAY_LEN(unit_columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct unit_views views;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(unit_list(ledger, &actor, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &unit_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.units.count; i++) {
		const struct unit_view *view = &views.units.items[i];

		print_table_row(cli, &table, (const struct str[]){ view->name, or_dash(view->superior),
		    or_dash(arena_join(cli->arena, view->heads.items, view->heads.count, cli_word(cli, M(", ")))),
		    arena_printf(cli->arena, "%lld", (long long)view->people), arena_printf(cli->arena, "%lld", (long long)view->systems),
		    or_dash(view->mail) }, ARRAY_LEN(unit_columns));
	}
	print_rows(cli, &table);
	return NULL;
}

static struct err *
put_unit(struct cli *cli, bool make)
{
	struct str superior = cli_value(cli, "superior"), mail = cli_value(cli, "mail");
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(unit_put(ledger, &actor, cli->operands[0], cli_has(cli, "superior") ? &superior : NULL, cli_has(cli, "mail") ? &mail : NULL, make,
	    cli->now, cli->arena));
	cli_say(cli, M("The unit \"{name}\" is kept."), ARG("name", cli->operands[0]));
	return NULL;
}

struct err *
cmd_unit_add(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return put_unit(cli, true);
}

struct err *
cmd_unit_set(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return put_unit(cli, false);
}
