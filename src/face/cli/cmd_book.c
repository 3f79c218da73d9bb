#include "base/clock.h"
#include "base/hash.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/book.h"
#include "service/maintained.h"

/* ------------------------------------------------------------------ what all share */

struct book_column {
	struct table_column column;
	struct str        (*cell)(struct cli *cli, const struct book_view *view);
};

static struct str number_cell(struct cli *cli, const struct book_view *view) { return arena_printf(cli->arena, "%lld", (long long)view->id); }
static struct str system_cell(struct cli *cli, const struct book_view *view) { return view->system.len > 0 ? view->system : cli_word(cli, M("(all)")); }
static struct str product_cell(struct cli *cli, const struct book_view *view) { (void)cli; return view->product; }
static struct str version_cell(struct cli *cli, const struct book_view *view) { (void)cli; return view->version; }
static struct str party_cell(struct cli *cli, const struct book_view *view) { (void)cli; return view->party; }
static struct str paper_cell(struct cli *cli, const struct book_view *view) { (void)cli; return view->number; }
static struct str day_cell(struct cli *cli, const struct book_view *view) { return print_day(cli, view->day); }
static struct str until_cell(struct cli *cli, const struct book_view *view) { return print_day(cli, view->until); }
static struct str ground_cell(struct cli *cli, const struct book_view *view) { (void)cli; return view->ground; }
static struct str approver_cell(struct cli *cli, const struct book_view *view) { (void)cli; return view->approver; }
static struct str by_cell(struct cli *cli, const struct book_view *view) { (void)cli; return view->by; }
static struct str state_cell(struct cli *cli, const struct book_view *view) { return cli_word(cli, book_state_text(view->state)); }
static struct str digest_cell(struct cli *cli, const struct book_view *view) { (void)cli; return str_sub(view->digest, 0, 16); }

static struct str
file_cell(struct cli *cli, const struct book_view *view)
{
	(void)cli;
	return view->file;
}

static struct str
direction_cell(struct cli *cli, const struct book_view *view)
{
	return cli_word(cli, str_eq(view->word, STR("in")) ? M("brought in") : M("taken out"));
}

static struct str
at_cell(struct cli *cli, const struct book_view *view)
{
	return print_instant(cli, view->at);
}

/* "3 (12 before)": how many things an inspection found, and how many the one before. */
static struct str
count_cell(struct cli *cli, const struct book_view *view)
{
	int64_t count;

	if (!str_to_i64(view->number, &count))
		return STR("-");
	if (view->before < 0)
		return view->number;
	return catalogue_say(cli->arena, cli->lang, M("{count} ({before} before)"), ARG("count", view->number), ARG_N("before", view->before));
}

enum { COLUMNS_MOST = 12 };

static void
print_book(struct cli *cli, const struct book_column *columns, size_t count, const struct book_views *views)
{
	struct table_column headings[COLUMNS_MOST];
	struct table table = { .columns = headings, .columns_count = count };

	for (size_t i = 0; i < count; i++)
		headings[i] = columns[i].column;
	for (size_t i = 0; i < views->entries.count; i++)
		for (size_t c = 0; c < count; c++)
			list_push(cli->arena, &table.cells, columns[c].cell(cli, &views->entries.items[i]));
	print_rows(cli, &table);
}

static struct err *
list_kind(struct cli *cli, enum ledger_entry_kind kind, const struct book_column *columns, size_t count)
{
	struct book_views views;
	struct home home;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(book_list(&home, kind, cli_value(cli, "system"), cli_has(cli, "withdrawn"), cli->now, cli->arena, &views));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &book_views_schema, &views);
	else
		print_book(cli, columns, count, &views);
	return NULL;
}

static struct err *
put_entry(struct cli *cli, struct ledger_entry *entry, struct str system)
{
	struct home home;
	int64_t id;

	TRY(cli_open_home(cli, &home));
	TRY(book_put(&home, entry, system, cli_who(cli), cli->now, cli->arena, &id));
	cli_say(cli, M("Kept as number {number}."), ARG_N("number", id));
	return NULL;
}

/* -------------------------------------------------------------------- inspections */

const struct cli_option options_inspection_add[] = {
	{ "on", "DATE", M("the day it was made (default: today)") },
	{ "result", "TEXT", M("what came of it") },
	{ "count", "COUNT", M("how many things it found, for the trend") },
	{ "next", "DATE", M("the day by which it is to be made again") },
	{ "evidence", "FILE", M("its report: the name and digest are kept, not the content") },
	{ "system", "NAME", M("the system inspected (default: the whole organisation)") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_inspection_add(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger_entry entry = { .kind = LEDGER_ENTRY_INSPECTION, .ground = cli_value(cli, "result"), .file = cli_value(cli, "evidence") };
	int64_t count;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_number(cli, "count", -1, &count));
	TRY(cli_day(cli, "on", instant_day(cli->now, ZONE_JST), &entry.day));
	TRY(cli_day(cli, "next", DAY_NONE, &entry.until));
	if (cli_has(cli, "count"))
		entry.number = arena_printf(cli->arena, "%lld", (long long)count);
	entry.product = cli->operands[0];
	return put_entry(cli, &entry, cli_value(cli, "system"));
}

struct err *
cmd_inspection_list(struct cli *cli, enum cli_status *ret_status)
{
	static const struct book_column columns[] = {
		{ { M("Number"), true }, number_cell }, { { M("Inspection"), false }, product_cell }, { { M("System"), false }, system_cell },
		{ { M("Made on"), false }, day_cell }, { { M("Result"), false }, ground_cell }, { { M("Found"), false }, count_cell },
		{ { M("Next"), false }, until_cell }, { { M("State"), false }, state_cell }, { { M("Evidence"), false }, file_cell },
		{ { M("SHA-256"), false }, digest_cell }, { { M("Entered by"), false }, by_cell },
	};

	*ret_status = CLI_DONE;
	return list_kind(cli, LEDGER_ENTRY_INSPECTION, columns, ARRAY_LEN(columns));
}

/* -------------------------------------------------------------------------- media */

const struct cli_option options_medium_add[] = {
	{ "medium", "NAME", M("which medium: its number or name") },
	{ "purpose", "TEXT", M("what for") },
	{ "party", "NAME", M("from whom, or to whom") },
	{ "approver", "NAME", M("who allowed it") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_medium_add(struct cli *cli, enum cli_status *ret_status)
{
	struct book_medium medium = { .medium = cli_value(cli, "medium"), .purpose = cli_value(cli, "purpose"), .party = cli_value(cli, "party"),
		.approver = cli_value(cli, "approver") };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, SIZE_MAX));
	medium.out = str_eq(cli->operands[0], STR("out"));
	if (!medium.out && !str_eq(cli->operands[0], STR("in")))
		return err_new(cli->arena, ERR_USAGE, M("Say in or out, not \"{value}\"."), ARG("value", cli->operands[0]));
	TRY(cli_open_home(cli, &home));
	for (size_t i = 1; i < cli->operands_count; i++) {
		medium.file = cli->operands[i];
		TRY(book_medium(&home, &medium, cli_who(cli), cli->now, cli->arena));
	}
	cli_say(cli, M("{count} files kept in the record of media."), ARG_N("count", cli->operands_count - 1));
	return NULL;
}

struct err *
cli_record_media(struct cli *cli, const struct home *home, const struct str *files, size_t count)
{
	struct book_medium medium = { .medium = cli_value(cli, "medium"), .purpose = cli_value(cli, "purpose") };

	if (!cli_has(cli, "medium"))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		medium.file = files[i];
		TRY(book_medium(home, &medium, cli_who(cli), cli->now, cli->arena));
	}
	cli_note(cli, M("{count} files kept in the record of media."), ARG_N("count", count));
	return NULL;
}

struct err *
cli_record_output(struct cli *cli, const struct home *home, struct str file)
{
	struct book_medium medium = { .out = true, .file = file, .medium = cli_value(cli, "medium"), .purpose = cli_value(cli, "purpose") };
	struct sha256 sum;

	if (!cli_has(cli, "medium"))
		return NULL;
	if (file.len == 0) {
		medium.file = STR("ledger.csv");
		sha256_init(&sum);
		sha256_add(&sum, cli->out.ptr, cli->out.len);
		medium.digest = sha256_hex(&sum, cli->arena);
	}
	return book_medium(home, &medium, cli_who(cli), cli->now, cli->arena);
}

struct err *
cmd_medium_list(struct cli *cli, enum cli_status *ret_status)
{
	static const struct book_column columns[] = {
		{ { M("Number"), true }, number_cell }, { { M("When"), false }, at_cell }, { { M("Direction"), false }, direction_cell },
		{ { M("Storage medium"), false }, product_cell }, { { M("File"), false }, file_cell }, { { M("SHA-256"), false }, digest_cell },
		{ { M("Purpose"), false }, ground_cell }, { { M("From or to"), false }, party_cell }, { { M("Allowed by"), false }, approver_cell }, { { M("By"), false }, by_cell },
	};

	*ret_status = CLI_DONE;
	return list_kind(cli, LEDGER_ENTRY_MEDIUM, columns, ARRAY_LEN(columns));
}

/* ------------------------------------------------------------ people and contracts */

const struct cli_option options_departure[] = {
	{ "on", "DATE", M("since that day (default: today)") },
	{ "note", "TEXT", M("why, and who takes over") },
	{ NULL, NULL, NULL },
};

static struct err *
put_departure(struct cli *cli, struct str word)
{
	struct ledger_entry entry = { .kind = LEDGER_ENTRY_DEPARTURE, .word = word, .ground = cli_value(cli, "note"), .until = DAY_NONE };

	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_day(cli, "on", instant_day(cli->now, ZONE_JST), &entry.day));
	entry.party = cli->operands[0];
	TRY(put_entry(cli, &entry, STR("")));
	cli_say(cli, M("\"ledger orphans\" shows the systems that are left without one."));
	return NULL;
}

struct err *
cmd_person_left(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return put_departure(cli, STR("person"));
}

struct err *
cmd_contractor_ended(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	return put_departure(cli, STR("contractor"));
}

/* ---------------------------------------------------------------- what we maintain */

struct err *
cmd_maintained_list(struct cli *cli, enum cli_status *ret_status)
{
	static const struct book_column columns[] = {
		{ { M("Number"), true }, number_cell }, { { M("Responsible unit"), false }, party_cell }, { { M("Product"), false }, product_cell },
		{ { M("Version"), false }, version_cell }, { { M("CPE or purl"), false }, paper_cell }, { { M("Maintained until"), false }, until_cell },
		{ { M("State"), false }, state_cell }, { { M("Note"), false }, ground_cell }, { { M("Entered by"), false }, by_cell },
	};

	*ret_status = CLI_DONE;
	return list_kind(cli, LEDGER_ENTRY_MAINTAINED, columns, ARRAY_LEN(columns));
}

struct err *
cmd_maintained_import(struct cli *cli, enum cli_status *ret_status)
{
	struct maintained_result result;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	TRY(maintained_import(&home, cli->operands[0], cli_who(cli), cli->now, cli->arena, &result));
	cli_say(cli, M("{file}: {added} products added, {changed} changed, {unchanged} as they were, {refused} rows refused."),
	    ARG("file", cli->operands[0]), ARG_N("added", result.added), ARG_N("changed", result.changed),
	    ARG_N("unchanged", result.unchanged), ARG_N("refused", result.problems.count));
	for (size_t i = 0; i < result.problems.count; i++)
		cli_say(cli, M("  row {line}: {why}"), ARG_N("line", result.problems.items[i].line),
		    ARG("why", cli->lang == LANG_JA ? result.problems.items[i].sentence_ja : result.problems.items[i].sentence_en));
	for (size_t i = 0; i < result.vanished.count; i++)
		cli_say(cli, M("  not in the file any more: {product} (take it out with \"ledger withdraw maintained NUMBER\")"),
		    ARG("product", result.vanished.items[i]));
	if (result.problems.count > 0)
		*ret_status = CLI_BAD_INPUT;
	return NULL;
}

struct err *
cmd_maintained_export(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	return maintained_export(&home, cli->now, cli->arena, &cli->out);
}

/* -------------------------------------------------------------- withdrawn, mended */

struct err *
cmd_ledger_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;
	int64_t id;
	int kind;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	if (!enum_find(&ledger_entry_names, cli->operands[0], &kind) || !str_to_i64(cli->operands[1], &id))
		return err_new(cli->arena, ERR_USAGE, M("Say which record by its kind and number: statement, contract, replacement, inspection, medium, departure or maintained, e.g. \"ledger withdraw contract 3\"."));
	TRY(cli_open_home(cli, &home));
	TRY(book_withdraw(&home, (enum ledger_entry_kind)kind, id, cli_who(cli), cli->now, cli->arena));
	cli_say(cli, M("Number {number} is withdrawn; it stays to be read with --withdrawn."), ARG_N("number", id));
	return NULL;
}

const struct cli_option options_ledger_patches[] = {
	{ "most", "COUNT", M("at most so many (default 100)") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_ledger_patches(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = {
		{ M("When"), false }, { M("System"), false }, { M("Software"), false }, { M("Change"), false }, { M("Vulnerability"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct mended_views views;
	struct home home;
	int64_t most;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_number(cli, "most", 100, &most));
	TRY(cli_open_home(cli, &home));
	TRY(book_mended(&home, cli->operands_count > 0 ? cli->operands[0] : STR(""), most, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &mended_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.mended.count; i++) {
		const struct mended_view *view = &views.mended.items[i];
		struct str change = view->from.len > 0 && view->to.len > 0
		    ? catalogue_say(cli->arena, cli->lang, M("{from} to {to}"), ARG("from", view->from), ARG("to", view->to))
		    : view->to.len == 0 ? catalogue_say(cli->arena, cli->lang, M("removed {version}"), ARG("version", view->from)) : view->to;
		struct str cells[] = { print_instant(cli, view->at), view->system, view->product, change, view->vulnerability };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}
