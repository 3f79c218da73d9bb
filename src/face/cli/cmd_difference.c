/*
 * cmd_difference.c - where a weaker word says another version than the one that counts: shown, and settled by a person.
 */
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/provenance.h"

static const struct table_column columns[] = {
	{ M("Number"), true }, { M("System"), false }, { M("Host"), false }, { M("Software"), false }, { M("Counts"), false },
	{ M("Whose word"), false }, { M("Told otherwise"), false }, { M("Whose word"), false }, { M("File"), false },
};

static void
print_differences(struct cli *cli, const struct differences *differences)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < differences->differences.count; i++) {
		const struct difference_view *one = &differences->differences.items[i];
		struct str cells[] = {
			arena_printf(cli->arena, "%lld", (long long)one->number), one->system, one->host, one->product, one->held,
			provenance_words(one->held_provenance, one->held_by, one->held_on, cli->lang, cli->arena), one->told,
			provenance_words(one->told_provenance, one->told_by, one->told_on, cli->lang, cli->arena), one->file,
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

struct err *
cmd_ledger_differences(struct cli *cli, enum cli_status *ret_status)
{
	struct differences differences;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(provenance_differences(&home, cli->operands_count == 1 ? cli->operands[0] : STR(""), cli->arena, &differences));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &differences_schema, &differences);
	else if (cli->output == OUTPUT_CSV || differences.differences.count > 0)
		print_differences(cli, &differences);
	else
		cli_say(cli, M("Nothing in the ledger is told in two ways."));
	if (differences.differences.count > 0 && cli->output == OUTPUT_TEXT)
		cli_note(cli, M("Settle one with \"tsukuroi ledger settle NUMBER held\" (keep what counts) or \"… told\" (take the other)."));
	return NULL;
}

struct err *
cmd_ledger_settle(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;
	int64_t number;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	if (!str_to_i64(cli->operands[0], &number))
		return err_new(cli->arena, ERR_USAGE, M("A difference is named by its number, as \"ledger differences\" shows it, not \"{value}\"."),
		    ARG("value", cli->operands[0]));
	TRY(cli_open_home(cli, &home));
	TRY(provenance_settle(&home, number, cli->operands[1], cli_who(cli), cli->now, cli->arena));
	cli_say(cli, M("Difference {number} is settled. \"tsukuroi assess\" takes it into account."), ARG_N("number", number));
	return NULL;
}
