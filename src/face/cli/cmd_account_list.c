/*
 * cmd_account_list.c - accounts out of a list of people.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/people/account_csv.h"
#include "service/session/oidc.h"

const struct cli_option options_account_import[] = {
	{ "write", NULL, M("takes it in; without it one sees only what would come of each row") },
	{ "links", NULL, M("makes a link for each new account, by which its owner chooses a password") },
	{ NULL, NULL, NULL },
};

static const struct table_column columns[] = {
	{ M("Row"), true }, { M("Login"), false }, { M("Name"), false }, { M("What becomes of it"), false }, { M("Reason"), false }, { M("Link, once"), false },
};

static void
print_list(struct cli *cli, const struct account_csv_view *view)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->rows.count; i++) {
		const struct account_csv_row *row = &view->rows.items[i];
		const struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)row->row), row->login, row->name,
			cli_word(cli, account_csv_state(row->state)), row->reason,
			row->link.len == 0 ? STR("") : arena_printf(cli->arena, "/welcome/%.*s", STR_ARG(row->link)) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	for (size_t i = 0; i < view->missing.count; i++)
		cli_say(cli, M("Active here, and not in the list: {name} ({login})."), ARG("name", view->missing.items[i].name),
		    ARG("login", view->missing.items[i].login));
	if (view->any && !view->done)
		cli_say(cli, M("Nothing was written: give --write to take it in."));
}

struct err *
cmd_account_import(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct account_csv_order order = { .links = cli_has(cli, "links"), .write = cli_has(cli, "write") };
	struct account_csv_view view;
	struct oidc_place place;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_enter(cli, &home, &ledger, &actor));
	TRY(oidc_place_of(&home, cli->arena, &place));
	order.path = cli->operands[0];
	order.issuer = place.issuer;
	TRY(account_csv(ledger, &actor, &order, cli->now, cli->lang, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &account_csv_view_schema, &view);
	else
		print_list(cli, &view);
	return NULL;
}
