#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/life.h"
#include "service/orphan.h"

/* ------------------------------------------------------------------------- life */

const struct cli_option options_life_list[] = {
	{ "within", "MONTHS", M("only what ends within so many months, or has ended, e.g. 12m") },
	{ "system", "NAME", M("only this system") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_life_set[] = {
	{ "until", "DATE", M("an own contract supports the product until then") },
	{ "contract", "NUMBER", M("the contract's number") },
	{ "with", "NAME", M("with whom the contract is") },
	{ "replace", "DATE", M("the product, or the whole system, is planned to be replaced then") },
	{ "site-until", "DATE", M("the system is a site that stands until then, e.g. of a campaign") },
	{ "closer", "NAME", M("who takes the site down") },
	{ "system", "NAME", M("the system (default with --until: all)") },
	{ "note", "TEXT", M("why") },
	{ NULL, NULL, NULL },
};

static const struct table_column life_columns[] = {
	{ M("System"), false }, { M("Software"), false }, { M("Version"), false }, { M("Hosts"), true }, { M("Support"), false },
	{ M("Ends on"), false }, { M("Ground"), false }, { M("Replaced on"), false }, { M("Findings"), true },
};

/* What the day, or its absence, rests on. */
static struct str
ground_words(struct cli *cli, const struct life_row *view)
{
	struct str source = arena_printf(cli->arena, "%.*s %.*s", STR_ARG(view->source), STR_ARG(view->cycle));
	int missing = LIFE_NOTHING;

	if (str_eq(view->kind, STR("site")))
		return catalogue_say(cli->arena, cli->lang, M("taken down by {name}"), ARG("name", view->note));
	if (view->contract_until != DAY_NONE && view->contract_until == view->end && view->contract.len == 0)
		return cli_word(cli, M("as the ledger says"));
	if (view->contract_until != DAY_NONE && view->contract_until == view->end)
		return catalogue_say(cli->arena, cli->lang, M("contract {number}"), ARG("number", view->contract));
	if (view->cycle.len == 0 && view->missing.len > 0) {
		(void)enum_find(&life_missing_names, view->missing, &missing);
		return catalogue_say(cli->arena, cli->lang, M("its {missing} is not known"),
		    ARG("missing", cli_word(cli, life_missing_text((enum life_missing)missing))));
	}
	if (view->extended != DAY_NONE && view->extended != view->published)
		return catalogue_say(cli->arena, cli->lang, M("{source}, until {day} with extended support"), ARG("source", source),
		    ARG("day", day_format(view->extended, cli->arena)));
	if (view->wording.len > 0)
		return arena_printf(cli->arena, "%.*s: %.*s", STR_ARG(source), STR_ARG(view->wording));
	return source;
}

static void
print_lives(struct cli *cli, const struct life_rows *views)
{
	struct table table = { .columns = life_columns, .columns_count = ARRAY_LEN(life_columns) };

	for (size_t i = 0; i < views->rows.count; i++) {
		const struct life_row *view = &views->rows.items[i];
		bool site = str_eq(view->kind, STR("site"));
		int state = LIFE_CANNOT_TELL;

		(void)enum_find(&life_stage_names, view->state, &state);
		struct str cells[] = {
			view->system, site ? cli_word(cli, M("(site for a time)")) : view->product, view->version,
			arena_printf(cli->arena, "%lld", (long long)view->hosts), cli_word(cli, life_stage_text((enum life_stage)state)),
			print_day(cli, view->end), ground_words(cli, view), print_day(cli, view->replacement),
			arena_printf(cli->arena, "%lld", (long long)view->open),
		};
		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

/* "12m", "12": months; also "1y". */
static struct err *
months_of(struct cli *cli, int *ret_months)
{
	struct str text = cli_value(cli, "within");
	uint64_t number;
	bool years;

	*ret_months = -1;
	if (!cli_has(cli, "within"))
		return NULL;
	years = str_take_end(&text, STR("y"));
	if (!years)
		(void)str_take_end(&text, STR("m"));
	if (!str_to_u64(text, &number) || number > 1200)
		return err_new(cli->arena, ERR_USAGE, M("The option --{option} takes a number of months such as 12m, not \"{value}\"."),
		    ARG("option", STR("within")), ARG("value", cli_value(cli, "within")));
	*ret_months = (int)number * (years ? 12 : 1);
	return NULL;
}

static bool
any_over(const struct life_rows *views)
{
	for (size_t i = 0; i < views->rows.count; i++)
		if (str_eq(views->rows.items[i].state, STR("over")))
			return true;
	return false;
}

struct err *
cmd_life_list(struct cli *cli, enum cli_status *ret_status)
{
	struct life_rows views;
	struct home home;
	int months;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(months_of(cli, &months));
	TRY(cli_open_home(cli, &home));
	TRY(life_list(&home, months, cli_value(cli, "system"), cli->now, cli->arena, &views));
	*ret_status = any_over(&views) ? CLI_FOUND : views.cycles == 0 ? CLI_CANNOT_TELL : CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &life_rows_schema, &views);
		return NULL;
	}
	print_lives(cli, &views);
	if (cli->output == OUTPUT_CSV)
		return NULL;
	if (views.cycles == 0)
		cli_say(cli, M("No ends of support are known: take them in with \"tsukuroi feed import eol FILE\"."));
	cli_say(cli, M("{count} products are in no list of ends of support, {unnamed} of them because nobody has confirmed their name: ask their makers."),
	    ARG_N("count", views.not_listed), ARG_N("unnamed", views.unnamed));
	return NULL;
}

struct err *
cmd_life_set(struct cli *cli, enum cli_status *ret_status)
{
	struct life_setting setting = {
		.system = cli_value(cli, "system"), .contract = cli_value(cli, "contract"), .party = cli_value(cli, "with"),
		.site_closer = cli_value(cli, "closer"), .ground = cli_value(cli, "note"), .by = cli_who(cli), .now = cli->now,
	};
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	if (cli->operands_count > 0)
		setting.product = cli->operands[0];
	TRY(cli_day(cli, "until", DAY_NONE, &setting.contract_until));
	TRY(cli_day(cli, "replace", DAY_NONE, &setting.replacement));
	TRY(cli_day(cli, "site-until", DAY_NONE, &setting.site_until));
	TRY(cli_open_home(cli, &home));
	TRY(life_set(&home, &setting, cli->arena));
	cli_say(cli, M("Kept. \"tsukuroi life list\" shows it."));
	return NULL;
}

/* ---------------------------------------------------------------------- orphans */

const struct cli_option options_ledger_orphans[] = {
	{ "silent", "DAYS", M("how long a source may be silent (default: by its kind)") },
	{ NULL, NULL, NULL },
};

static const struct table_column orphan_columns[] = {
	{ M("What"), false }, { M("System"), false }, { M("Who or which host"), false }, { M("Which source"), false }, { M("Since"), false },
};

struct err *
cmd_ledger_orphans(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = orphan_columns, .columns_count = ARRAY_LEN(orphan_columns) };
	struct orphan_views views;
	struct home home;
	int64_t days;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_number(cli, "silent", 0, &days));
	TRY(cli_open_home(cli, &home));
	TRY(orphan_list(&home, days, cli->now, cli->arena, &views));
	*ret_status = views.orphans.count > 0 ? CLI_FOUND : CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &orphan_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.orphans.count; i++) {
		const struct orphan_view *view = &views.orphans.items[i];
		int kind = ORPHAN_NO_OWNER;

		(void)enum_find(&orphan_kind_names, view->kind, &kind);
		struct str cells[] = { cli_word(cli, orphan_kind_text((enum orphan_kind)kind)), view->system, view->who, view->detail,
			print_day(cli, view->since) };
		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}
