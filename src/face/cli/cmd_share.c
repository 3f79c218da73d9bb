/*
 * cmd_share.c - who has which part in a case, what is granted to whom, and who sees it.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/casefile/share.h"

const struct cli_option options_case_party[] = {
	{ "address",  "TEXT",   M("how somebody from outside is reached") },
	{ "withdraw", "NUMBER", M("takes this one away") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_case_grant[] = {
	{ "until",       "DATE",   M("its last day (default: 30 days from now)") },
	{ "compartment", "NAME",   M("in this part of the case only (default: the common one, and what his parts open)") },
	{ "reason",      "TEXT",   M("why; it stands in the timeline") },
	{ "withdraw",    "NUMBER", M("takes this one away") },
	{ NULL, NULL, NULL },
};

static struct str
rights_words(struct cli *cli, const struct str_list *rights)
{
	struct str_list words = { 0 };
	int right;

	for (size_t i = 0; i < rights->count; i++)
		if (enum_find(&right_names, rights->items[i], &right))
			list_push(cli->arena, &words, cli_word(cli, case_right_text(1U << right)));
	return arena_join(cli->arena, words.items, words.count, cli_word(cli, M(", ")));
}

static struct str
joined(struct cli *cli, const struct str_list *list)
{
	return list->count == 0 ? STR("-") : arena_join(cli->arena, list->items, list->count, cli_word(cli, M(", ")));
}

/* A grant that ends with a day is told by that day. */
static struct str
until_words(struct cli *cli, int64_t until)
{
	int32_t day;

	if (until == INSTANT_NONE)
		return cli_word(cli, M("without end"));
	day = instant_day(until - 1, ZONE_JST);
	return day_instant(day + 1, ZONE_JST) == until ? day_format(day, cli->arena) : print_instant(cli, until);
}

/* --------------------------------------------------------------------------------------- given, taken away */

struct err *
cmd_case_party(struct cli *cli, enum cli_status *ret_status)
{
	bool away = cli_has(cli, "withdraw");
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t number;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, away ? 1 : 3, away ? 1 : 3));
	TRY(cli_number(cli, "withdraw", 0, &number));
	TRY(cli_desk_open(cli, &desk));
	if (away) {
		TRY(case_party_end(&desk.work.cases, &desk.actor, cli->operands[0], number, cli->now, cli->arena));
		cli_say(cli, M("Part {number} of the case {case} is taken away."), ARG_N("number", number), ARG("case", cli->operands[0]));
		return NULL;
	}
	TRY(case_party_add(&desk.work.cases, &desk.actor, cli->operands[0], cli->operands[1], cli->operands[2], cli_value(cli, "address"), cli->now,
	    cli->arena, &number));
	cli_say(cli, M("{holder} has the part \"{role}\" in the case {case} (number {number})."), ARG("holder", cli->operands[2]),
	    ARG("role", cli->operands[1]), ARG("case", cli->operands[0]), ARG_N("number", number));
	return NULL;
}

static struct err *
grant(struct cli *cli)
{
	struct case_grant_order order = { .holder = cli->operands[1], .compartment = cli_value(cli, "compartment"), .until = INSTANT_NONE,
		.reason = cli_value(cli, "reason") };
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t number, proposal;
	int32_t last;

	TRY(case_rights_parse(cli->operands[2], cli->arena, &order.rights));
	TRY(cli_day(cli, "until", DAY_NONE, &last));
	if (last != DAY_NONE)
		order.until = day_instant(last + 1, ZONE_JST);
	TRY(cli_desk_open(cli, &desk));
	TRY(case_grant_add(&desk.work.cases, &desk.actor, cli->operands[0], &order, cli->now, cli->arena, &number, &proposal));
	if (last == DAY_NONE)
		last = instant_day(cli->now, ZONE_JST) + GRANT_DAYS;
	if (proposal != 0)
		cli_say(cli, M("Grant {number} waits for a second person, who says: tsukuroi account confirm {proposal}"), ARG_N("number", number),
		    ARG_N("proposal", proposal));
	else
		cli_say(cli, M("Grant {number}: {holder} until {day}."), ARG_N("number", number), ARG("holder", order.holder),
		    ARG("day", day_format(last, cli->arena)));
	return NULL;
}

struct err *
cmd_case_grant(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t number;

	*ret_status = CLI_DONE;
	if (!cli_has(cli, "withdraw")) {
		TRY(cli_expect_operands(cli, 3, 3));
		return grant(cli);
	}
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_number(cli, "withdraw", 0, &number));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_grant_end(&desk.work.cases, &desk.actor, cli->operands[0], number, cli->now, cli->arena));
	cli_say(cli, M("Grant {number} is taken away."), ARG_N("number", number));
	return NULL;
}

/* --------------------------------------------------------------------------------------------- who sees it */

static const struct table_column part_columns[] = {
	{ M("Number"), true }, { M("Part"), false }, { M("Who"), false }, { M("Kind"), false }, { M("Given"), false },
};
static const struct table_column grant_columns[] = {
	{ M("Number"), true }, { M("Who"), false }, { M("Rights"), false }, { M("Until"), false }, { M("Reason"), false }, { M("By"), false },
};
static const struct table_column person_columns[] = {
	{ M("Login"), false }, { M("Name"), false }, { M("Rights"), false }, { M("Compartments"), false }, { M("Through"), false },
	{ M("Until"), false },
};

static const char *const holder_texts[] = { M("in person"), M("unit"), M("office"), M("from outside") };

static struct str
holder_words(struct cli *cli, struct str holder)
{
	int value;

	return enum_find(&holder_names, holder, &value) ? cli_word(cli, holder_texts[value]) : holder;
}

static void
print_parts(struct cli *cli, const struct case_who_view *view)
{
	struct table table = { .columns = part_columns, .columns_count = ARRAY_LEN(part_columns) };

	for (size_t i = 0; i < view->parts.count; i++) {
		const struct case_part_view *part = &view->parts.items[i];
		struct str name = part->address.len == 0 ? part->name
		    : arena_printf(cli->arena, "%.*s <%.*s>", STR_ARG(part->name), STR_ARG(part->address));

		print_table_row(cli, &table, (const struct str[]){ arena_printf(cli->arena, "%lld", (long long)part->id), part->title, name,
		    holder_words(cli, part->holder), print_instant(cli, part->at) }, ARRAY_LEN(part_columns));
	}
	print_table_text(cli, &table);
}

static void
print_grants(struct cli *cli, const struct case_who_view *view)
{
	struct table table = { .columns = grant_columns, .columns_count = ARRAY_LEN(grant_columns) };

	if (view->grants.count == 0)
		return;
	cli_say(cli, M("\nGranted beyond the parts:"));
	for (size_t i = 0; i < view->grants.count; i++) {
		const struct case_grant_view *row = &view->grants.items[i];
		struct str rights = rights_words(cli, &row->rights);

		if (row->compartment.len > 0)
			rights = catalogue_say(cli->arena, cli->lang, M("{rights} in {part}"), ARG("rights", rights), ARG("part", row->compartment));
		if (row->waits)
			rights = catalogue_say(cli->arena, cli->lang, M("{rights}, waiting for a second person"), ARG("rights", rights));
		print_table_row(cli, &table, (const struct str[]){ arena_printf(cli->arena, "%lld", (long long)row->id), row->name, rights,
		    until_words(cli, row->until), row->reason, row->by }, ARRAY_LEN(grant_columns));
	}
	print_table_text(cli, &table);
}

static void
print_people(struct cli *cli, const struct case_who_view *view)
{
	struct table table = { .columns = person_columns, .columns_count = ARRAY_LEN(person_columns) };

	for (size_t i = 0; i < view->people.count; i++) {
		const struct case_person_view *person = &view->people.items[i];

		print_table_row(cli, &table, (const struct str[]){ person->login, person->name, rights_words(cli, &person->rights),
		    joined(cli, &person->compartments), joined(cli, &person->through),
		    until_words(cli, person->until) },
		    ARRAY_LEN(person_columns));
	}
	if (cli->output == OUTPUT_CSV)
		print_table_csv(cli, &table);
	else
		print_table_text(cli, &table);
}

struct err *
cmd_case_who(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_who_view view;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_seen_by(&desk.work.cases, &desk.actor, cli->operands[0], cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &case_who_view_schema, &view);
		return NULL;
	}
	if (cli->output == OUTPUT_TEXT) {
		buf_addf(&cli->out, "%.*s  %.*s\n", STR_ARG(view.number), STR_ARG(view.label));
		cli_say(cli, view.open_to_all ? M("Whoever reads of the whole organisation may read it, and owner units whose case it is; beside them:")
		                              : M("It is sealed: nobody sees it but these:"));
		print_parts(cli, &view);
		print_grants(cli, &view);
		cli_say(cli, M("\nWho this is today:"));
	}
	print_people(cli, &view);
	return NULL;
}

static const struct table_column sees_columns[] = {
	{ M("Case"), false }, { M("Label"), false }, { M("State"), false }, { M("Rights"), false }, { M("Through"), false }, { M("Until"), false },
};

struct err *
cmd_account_sees(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = sees_columns, .columns_count = ARRAY_LEN(sees_columns) };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct account_sees_view view;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(account_sees(&desk.work.cases, &desk.actor, cli->operands_count == 0 ? desk.actor.login : cli->operands[0], cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &account_sees_view_schema, &view);
		return NULL;
	}
	if (cli->output == OUTPUT_TEXT && view.reads_open)
		cli_say(cli, M("{login} may read every open case; by parts and grants:"), ARG("login", view.login));
	for (size_t i = 0; i < view.cases.count; i++) {
		const struct account_case_view *row = &view.cases.items[i];

		print_table_row(cli, &table, (const struct str[]){ row->number, row->label, row->state, rights_words(cli, &row->rights),
		    joined(cli, &row->through), until_words(cli, row->until) },
		    ARRAY_LEN(sees_columns));
	}
	print_rows(cli, &table);
	return NULL;
}
