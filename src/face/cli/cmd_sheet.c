/*
 * cmd_sheet.c - what is said of a sheet that was imported; what its columns mean; rows that have left it.
 */
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/mapping.h"
#include "service/register.h"
#include "service/retire.h"

enum { SAID_AT_MOST = 20 };

/* ----------------------------------------------------------------------------------- an import's rows */

static const char *const result_words[LEDGER_ROW_RESULT_COUNT] = {
	[LEDGER_ROW_TAKEN]   = M("Taken in"),
	[LEDGER_ROW_UPDATED] = M("Updated"),
	[LEDGER_ROW_SAME]    = M("Unchanged"),
	[LEDGER_ROW_CAREFUL] = M("Attention"),
	[LEDGER_ROW_REFUSED] = M("Not taken in"),
};

static void
print_columns(struct cli *cli, const struct register_import *import)
{
	struct str sheet = STR("");

	for (size_t i = 0; i < import->mapping.count; i++) {
		const struct register_column *column = &import->mapping.items[i];

		if (!str_eq(column->sheet, sheet))
			cli_note(cli, M("  sheet \"{sheet}\""), ARG("sheet", column->sheet));
		sheet = column->sheet;
		if (str_eq(column->field, STR("installed")))
			cli_note(cli, M("  column \"{heading}\" is read as a product: installed where ○ stands"), ARG("heading", column->heading));
		else if (!str_eq(column->field, STR("-")))
			cli_note(cli, M("  column \"{heading}\" is read as {field}"), ARG("heading", column->heading), ARG("field", column->field));
	}
	if (import->unused.count > 0)
		cli_note(cli, M("  not used: {headings} (\"ledger mapping show FILE\" writes a mapping to correct)"),
		    ARG("headings", arena_join(cli->arena, import->unused.items, import->unused.count, STR(", "))));
	if (import->saved > 0)
		cli_note(cli, M("  by the mapping that was saved for these headings"));
}

static void
print_told_row(struct cli *cli, const struct ledger_row_report *row)
{
	struct str reason = cli->lang == LANG_JA ? row->reason_ja : row->reason_en;
	struct str result = cli_word(cli, result_words[row->result]);

	if (row->sheet.len > 0)
		cli_say(cli, M("  {sheet}, row {row}: {result}: {reason}"), ARG("sheet", row->sheet), ARG_N("row", row->row),
		    ARG("result", result), ARG("reason", reason));
	else
		cli_say(cli, M("  row {row}: {result}: {reason}"), ARG_N("row", row->row), ARG("result", result), ARG("reason", reason));
}

static void
print_told(struct cli *cli, const struct ledger_intake_report *report)
{
	size_t said = 0, more = 0;

	for (size_t i = 0; i < report->told.count; i++) {
		const struct ledger_row_report *row = &report->told.items[i];

		if (row->result != LEDGER_ROW_CAREFUL && row->result != LEDGER_ROW_REFUSED)
			continue;
		if (said++ < SAID_AT_MOST)
			print_told_row(cli, row);
		else
			more++;
	}
	if (more > 0)
		cli_say(cli, M("  and {count} rows more"), ARG_N("count", more));
}

/* What is of a sheet or the whole file, and of no row. */
static void
print_notices(struct cli *cli, const struct ledger_intake_report *report)
{
	for (size_t i = 0; i < report->problems.count; i++)
		if (report->problems.items[i].line < 0)
			cli_say(cli, M("  {sentence}"), ARG("sentence", cli->lang == LANG_JA ? report->problems.items[i].sentence_ja
			    : report->problems.items[i].sentence_en));
}

static void
print_gone(struct cli *cli, const struct ledger_intake_report *report)
{
	if (report->gone.count == 0)
		return;
	cli_say(cli, M("  {count} rows are no longer in the sheet. They stay in the ledger; \"tsukuroi ledger retire\" lists them."),
	    ARG_N("count", report->gone.count));
	for (size_t i = 0; i < report->gone.count && i < SAID_AT_MOST; i++) {
		const struct ledger_sheet_entry *entry = &report->gone.items[i];

		cli_say(cli, M("    {number} {system} {host} {product}"), ARG("number", entry->number), ARG("system", entry->system),
		    ARG("host", entry->host), ARG("product", entry->name));
	}
}

void
print_sheet_columns(struct cli *cli, const struct register_import *import)
{
	print_columns(cli, import);
}

void
print_sheet_rows(struct cli *cli, const struct register_import *import)
{
	const struct ledger_intake_report *report = &import->report;

	if (report->told.count > 0)
		cli_say(cli, M("  rows: {taken} taken in, {updated} updated, {same} unchanged, {careful} to look at, {refused} not taken in"),
		    ARG_N("taken", report->told_count[LEDGER_ROW_TAKEN]), ARG_N("updated", report->told_count[LEDGER_ROW_UPDATED]),
		    ARG_N("same", report->told_count[LEDGER_ROW_SAME]), ARG_N("careful", report->told_count[LEDGER_ROW_CAREFUL]),
		    ARG_N("refused", report->told_count[LEDGER_ROW_REFUSED]));
	print_notices(cli, report);
	print_told(cli, report);
	print_gone(cli, report);
	if (import->answer.len > 0)
		cli_say(cli, M("  what became of each row: {file}"), ARG("file", import->answer));
	if (import->answer_err != NULL)
		cli_say(cli, M("  the answer could not be written: {reason}"), ARG("reason", err_sentence(import->answer_err, cli->lang, cli->arena)));
}

/* ------------------------------------------------------------------------------------------- mappings */

const struct cli_option options_ledger_mapping[] = {
	{ "mapping", "FILE", M("show, save: what a person corrected, or a preset's name") },
	{ "hidden", NULL, M("show: hidden sheets too") },
	{ NULL, NULL, NULL },
};

static const struct table_column mapping_columns[] = {
	{ M("Mapping"), false }, { M("Headings"), false }, { M("Saved"), false }, { M("By"), false },
};

static struct err *
list_mappings(struct cli *cli, const struct home *home)
{
	struct table table = { .columns = mapping_columns, .columns_count = ARRAY_LEN(mapping_columns) };
	struct mapping_list list;

	TRY(mapping_list(home, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &mapping_list_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.mappings.count; i++) {
		const struct mapping_view *one = &list.mappings.items[i];
		struct str cells[] = { one->name, one->fingerprint,
			one->at == INSTANT_NONE ? cli_word(cli, M("built in")) : print_instant(cli, one->at), one->by };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

static struct err *
show_mapping(struct cli *cli, const struct home *home)
{
	struct mapping_list list;
	struct str text;

	TRY(mapping_list(home, cli->arena, &list));
	for (size_t i = 0; i < list.mappings.count; i++) {
		const struct mapping_view *one = &list.mappings.items[i];

		if (!str_eq(one->name, cli->operands[1]) && !str_eq(one->fingerprint, cli->operands[1]))
			continue;
		buf_add(&cli->out, one->text);
		return NULL;
	}
	TRY(mapping_show(home, cli->operands[1], cli_value(cli, "mapping"), cli_has(cli, "hidden"), cli->arena, &text));
	buf_add(&cli->out, text);
	return NULL;
}

static struct err *
save_mapping(struct cli *cli, const struct home *home)
{
	int64_t saved;

	TRY(mapping_save(home, cli->operands[1], cli_value(cli, "mapping"), cli_who(cli), cli->now, cli->arena, &saved));
	cli_say(cli, M("Saved for the headings of {count} sheets. Files with these headings are read so from now on."), ARG_N("count", saved));
	return NULL;
}

static struct err *
forget_mapping(struct cli *cli, const struct home *home)
{
	TRY(mapping_forget(home, cli->operands[1], cli_who(cli), cli->now, cli->arena));
	cli_say(cli, M("The mapping \"{name}\" is forgotten; columns are guessed again."), ARG("name", cli->operands[1]));
	return NULL;
}

struct err *
cmd_ledger_mapping(struct cli *cli, enum cli_status *ret_status)
{
	static const struct {
		struct str   verb;
		size_t       operands;
		struct err *(*run)(struct cli *cli, const struct home *home);
	} verbs[] = {
		{ STR_INIT("list"), 1, list_mappings }, { STR_INIT("show"), 2, show_mapping }, { STR_INIT("save"), 2, save_mapping },
		{ STR_INIT("forget"), 2, forget_mapping },
	};
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 2));
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		if (!str_eq(cli->operands[0], verbs[i].verb))
			continue;
		TRY(cli_expect_operands(cli, verbs[i].operands, verbs[i].operands));
		TRY(cli_open_home(cli, &home));
		return verbs[i].run(cli, &home);
	}
	return err_new(cli->arena, ERR_USAGE, M("A mapping is asked for by list, show FILE, save FILE or forget NAME, not \"{value}\"."),
	    ARG("value", cli->operands[0]));
}

/* ----------------------------------------------------------------------------------------- retirement */

const struct cli_option options_ledger_retire[] = {
	{ "all", NULL, M("every row that is listed") },
	{ "keep", NULL, M("the rows only left their sheet: what they said stays in the ledger") },
	{ NULL, NULL, NULL },
};

static const struct table_column retire_columns[] = {
	{ M("Number"), true }, { M("Asset number"), false }, { M("System"), false }, { M("Host"), false }, { M("Software"), false },
	{ M("Last seen in"), false }, { M("Missing since"), false },
};

static struct err *
list_retirements(struct cli *cli, const struct retirements *retirements)
{
	struct table table = { .columns = retire_columns, .columns_count = ARRAY_LEN(retire_columns) };

	for (size_t i = 0; i < retirements->rows.count; i++) {
		const struct retirement_view *one = &retirements->rows.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)one->number), one->key, one->system, one->host, one->product,
			one->sheet, print_instant(cli, one->missing_since) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &retirements_schema, retirements);
	else if (cli->output == OUTPUT_CSV)
		print_table_csv(cli, &table);
	else if (retirements->rows.count > 0)
		print_table_text(cli, &table);
	else
		cli_say(cli, M("Every row of the sheets is still in them: nothing is proposed for retirement."));
	if (retirements->rows.count > 0 && cli->output == OUTPUT_TEXT)
		cli_note(cli, M("Confirm with \"tsukuroi ledger retire NUMBER…\" (or --all), or keep them with --keep."));
	return NULL;
}

static struct err *
chosen_rows(struct cli *cli, const struct retirements *retirements, struct ledger_ids *ret_ids)
{
	int64_t number;

	*ret_ids = (struct ledger_ids){ 0 };
	for (size_t i = 0; cli_has(cli, "all") && i < retirements->rows.count; i++)
		list_push(cli->arena, ret_ids, retirements->rows.items[i].number);
	for (size_t i = 0; !cli_has(cli, "all") && i < cli->operands_count; i++) {
		if (!str_to_i64(cli->operands[i], &number))
			return err_new(cli->arena, ERR_USAGE, M("A row is named by its number, as \"ledger retire\" shows it, not \"{value}\"."),
			    ARG("value", cli->operands[i]));
		list_push(cli->arena, ret_ids, number);
	}
	return NULL;
}

struct err *
cmd_ledger_retire(struct cli *cli, enum cli_status *ret_status)
{
	struct retirements retirements;
	struct ledger_ids ids;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, SIZE_MAX));
	TRY(cli_open_home(cli, &home));
	TRY(retire_list(&home, cli->arena, &retirements));
	if (cli->operands_count == 0 && !cli_has(cli, "all"))
		return list_retirements(cli, &retirements);
	TRY(chosen_rows(cli, &retirements, &ids));
	if (cli_has(cli, "keep")) {
		TRY(retire_keep(&home, ids.items, ids.count, cli_who(cli), cli->now, cli->arena));
		cli_say(cli, M("{count} rows stay in the ledger and are no longer proposed."), ARG_N("count", ids.count));
		return NULL;
	}
	TRY(retire_confirm(&home, ids.items, ids.count, cli_who(cli), cli->now, cli->arena));
	cli_say(cli, M("{count} rows are retired; the history keeps them. \"tsukuroi assess\" takes it into account."), ARG_N("count", ids.count));
	return NULL;
}
