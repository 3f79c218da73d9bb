/*
 * conditions.c - after answers were given: what the open cases make of those about conditions.
 */
#include "service/respond/conditions.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"

static struct err *
hear(struct cli *cli, const struct home *home, int64_t *ret_filled)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct desk desk;
	struct err *err;

	TRY(home_ledger(home, cli->arena, &ledger));
	TRY(desk_open(home, ledger, cli->arena, &desk));
	err = respond_conditions(&(struct respond_desk){ &desk.cases, home }, cli->now, cli->lang, cli->now, cli->arena, ret_filled);
	desk_close(&desk);
	return err;
}

void
cli_tell_conditions(struct cli *cli, const struct home *home)
{
	struct err *err;
	int64_t filled;

	if (cli_has(cli, "at") && !home->clock_given)
		return;
	err = hear(cli, home, &filled);
	if (err != NULL)
		cli_note(cli, M("note: what the cases make of it is not known: {why}"), ARG("why", err_sentence(err, cli->lang, cli->arena)));
	else if (filled > 0)
		cli_note(cli, M("note: the answer about conditions stands in {count} open cases"), ARG_N("count", filled));
}
