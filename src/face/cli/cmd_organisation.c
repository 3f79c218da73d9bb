/*
 * cmd_organisation.c - several organisations in one home: who there is, and another one with the link that sets it up.
 */
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/notice/notice.h"
#include "service/people/organisation.h"

static const struct table_column organisation_columns[] = {
	{ M("Number"), true }, { M("Name"), false }, { M("Made"), false }, { M("State"), false },
};

struct err *
cmd_organisation_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = organisation_columns, .columns_count = ARRAY_LEN(organisation_columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct organisation_views views;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(organisation_list(ledger, &actor, home.organisation, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &organisation_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.organisations.count; i++) {
		const struct organisation_view *view = &views.organisations.items[i];

		print_table_row(cli, &table, (const struct str[]){ arena_printf(cli->arena, "%lld", (long long)view->id), view->name,
		    print_instant(cli, view->made_at), cli_word(cli, view->set_up ? M("set up") : M("waits for its first administrator")) },
		    ARRAY_LEN(organisation_columns));
	}
	print_rows(cli, &table);
	return NULL;
}

/* The organisation is made and its link told, whatever comes of this: another process may be building the knowledge base. */
static struct err *
keep_notices_apart(struct cli *cli, const struct home *home, struct ledger *ledger)
{
	struct err *err = notice_keep_apart(home, ledger, cli->lang, cli->now, cli->arena);

	return err == NULL ? NULL : err_wrap(cli->arena, err, M("The organisation is made, but notices of the first one are still in the knowledge base: the running home takes them out by itself"));
}

struct err *
cmd_organisation_add(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct organisation_view made;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(organisation_add(ledger, &actor, cli->operands[0], cli->now, cli->arena, &made));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &organisation_view_schema, &made);
		return keep_notices_apart(cli, &home, ledger);
	}
	cli_say(cli, M("{name} is organisation {number}. Its first administrator sets it up, once and within {hours} hours, at the pages' address with: /setup/{link}"),
	    ARG("name", made.name), ARG_N("number", made.id), ARG_N("hours", LINK_SETUP_HOURS), ARG("link", made.link));
	return keep_notices_apart(cli, &home, ledger);
}
