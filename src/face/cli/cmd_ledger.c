#include "base/clock.h"
#include "base/fold.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/finding.h"
#include "service/provenance.h"
#include "service/register.h"

const struct cli_option options_ledger_import[] = {
	{ "system",  "NAME", M("the system it belongs to (default: what the file is about)") },
	{ "host",    "NAME", M("the host it was taken from (default: the same)") },
	{ "os",      "ID:RELEASE", M("the distribution of a package list that does not say it, e.g. debian:12") },
	{ "collected", "DATE", M("when Windows files that do not say it were made, e.g. 2026-11-20") },
	{ "mapping", "FILE", M("which column says what, \"heading=field\" a line, where the guess is wrong; or a preset of \"ledger mapping list\"") },
	{ "hidden",  NULL, M("hidden sheets of a workbook too") },
	{ "answer",  "FILE|none", M("where a sheet goes with what became of each row (default: beside it, as FILE.result.xlsx)") },
	CLI_MEDIUM_OPTIONS,
	{ NULL, NULL, NULL },
};
const struct cli_option options_ledger_answer[] = {
	{ "system", "NAME", M("answers a fact of one system instead: ledger answer --system NAME FACT VALUE") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_ledger_confirm[] = {
	{ NULL, NULL, NULL },
};
const struct cli_option options_ledger_history[] = {
	{ "most", "COUNT", M("at most so many (default 100)") },
	{ NULL, NULL, NULL },
};

/* ---------------------------------------------------------------------- import */

static void
print_import(struct cli *cli, struct str path, const struct register_import *import)
{
	const struct ledger_intake_report *report = &import->report;

	print_sheet_columns(cli, import);
	if (report->result.known)
		cli_say(cli, M("{file}: this file was taken in before; nothing changed."), ARG("file", path));
	else
		cli_say(cli, M("{file}: {components} software items on {hosts} hosts of {systems} systems: {installed} installed, {upgraded} upgraded, {removed} removed"),
		    ARG("file", path), ARG_N("components", report->result.components), ARG_N("hosts", report->result.hosts),
		    ARG_N("systems", report->result.systems), ARG_N("installed", report->result.installed),
		    ARG_N("upgraded", report->result.upgraded), ARG_N("removed", report->result.removed));
	if (report->without_version > 0)
		cli_say(cli, M("  {count} without a version: they will be undecided"), ARG_N("count", report->without_version));
	if (report->without_identity > 0)
		cli_say(cli, M("  {count} known by name only: \"tsukuroi name list\" shows what they may mean"),
		    ARG_N("count", report->without_identity));
	if (report->refused > 0)
		cli_say(cli, M("  {count} refused"), ARG_N("count", report->refused));
	print_sheet_rows(cli, import);
	for (size_t i = 0; report->rows == 0 && i < report->problems.count && i < 5; i++)
		cli_say(cli, M("  {id} (line {line}): {sentence}"), ARG("id", report->problems.items[i].id),
		    ARG_N("line", report->problems.items[i].line),
		    ARG("sentence", cli->lang == LANG_JA ? report->problems.items[i].sentence_ja : report->problems.items[i].sentence_en));
}

struct err *
cmd_ledger_add(struct cli *cli, enum cli_status *ret_status)
{
	struct register_import import = { 0 };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, SIZE_MAX));
	TRY(cli_open_home(cli, &home));
	TRY(register_add(&home, cli->operands[0], cli->operands + 1, cli->operands_count - 1, cli_who(cli), cli->now, cli->arena,
	    &import.report));
	print_import(cli, cli->operands[0], &import);
	return NULL;
}

struct err *
cmd_ledger_import(struct cli *cli, enum cli_status *ret_status)
{
	struct register_options options = {
		.system = cli_value(cli, "system"), .host = cli_value(cli, "host"), .mapping = cli_value(cli, "mapping"),
		.os = cli_value(cli, "os"), .hidden = cli_has(cli, "hidden"), .answer = cli_value(cli, "answer"), .lang = cli->lang,
		.by = cli_who(cli), .now = cli->now,
	};
	struct arena *scratch ARENA_SCOPE = arena_new();   /* one file's */
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, SIZE_MAX));
	options.kind = cli->operands[0];
	if (str_eq(options.kind, STR("windows")))
		return cmd_ledger_import_windows(cli, ret_status);
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	for (size_t i = 1; i < cli->operands_count; i++, arena_reset(scratch)) {
		struct register_import import;
		struct err *err = register_import_file(ledger, &options, cli->operands[i], scratch, &import);

		if (err != NULL && cli->operands_count == 2)
			return err_copy(err, cli->arena);
		if (err != NULL) {   /* one bad file of several does not keep the others out */
			enum cli_status own = (enum cli_status)err_exit_status(err->code);

			cli_say(cli, M("{file}: nothing was taken in. {reason}"), ARG("file", cli->operands[i]),
			    ARG("reason", err_sentence(err, cli->lang, cli->arena)));
			*ret_status = own > *ret_status ? own : *ret_status;
			continue;
		}
		print_import(cli, cli->operands[i], &import);
	}
	return cli_record_media(cli, &home, cli->operands + 1, cli->operands_count - 1);
}

/* ----------------------------------------------------------------- three views */

static const struct table_column view_columns[LEDGER_VIEW_SERVICE + 1][8] = {
	[LEDGER_VIEW_SOFTWARE] = { { M("Software"), false }, { M("Version"), false }, { M("System"), false }, { M("Host"), false },
	    { M("Responsible unit"), false }, { M("Findings"), true }, { M("Worst action"), false }, { M("Source of information"), false } },
	[LEDGER_VIEW_SYSTEM] = { { M("System"), false }, { M("Host"), false }, { M("Software"), false }, { M("Version"), false },
	    { M("Place"), false }, { M("Findings"), true }, { M("Worst action"), false }, { M("Source of information"), false } },
	[LEDGER_VIEW_SERVICE] = { { M("Service"), false }, { M("System"), false }, { M("Responsible unit"), false },
	    { M("Owner"), false }, { M("Network"), false }, { M("Findings"), true }, { M("Worst action"), false } },
};

static struct str
software_words(struct cli *cli, const struct ledger_view_row *row)
{
	if (row->vendor.len == 0 || str_find(row->product, row->vendor) != SIZE_MAX)
		return arena_copy(cli->arena, row->product);
	return arena_printf(cli->arena, "%.*s %.*s", STR_ARG(row->vendor), STR_ARG(row->product));
}

struct view_printing {
	struct cli      *cli;
	enum ledger_view view;
	struct table     table;
	struct str       about;     /* folded; empty: everything */
};

/* Does any name of the row hold the text, as people write it? */
static bool
is_about(const struct ledger_view_row *row, struct str about, struct arena *scratch)
{
	const struct str names[] = {
		row->service, row->unit, row->owner, row->system, row->host, row->vendor, row->product, row->identity,
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_find(fold_text(names[i], scratch), about) != SIZE_MAX)
			return true;
	return about.len == 0;
}

static struct err *
take_view_row(void *context, const struct ledger_view_row *row, struct arena *scratch)
{
	struct view_printing *printing = context;
	struct cli *cli = printing->cli;
	struct arena *arena = cli->arena;
	struct str findings = arena_printf(arena, "%lld", (long long)row->open);
	struct str worst = row->open == 0 ? STR("") : cli_word(cli, finding_action_text(finding_action_name(row->worst)));
	struct str version = row->version.len == 0 && row->product.len > 0 ? cli_word(cli, M("(version unknown)")) : arena_copy(arena, row->version);
	struct str host = row->host.len > 0 ? arena_copy(arena, row->host)
	    : catalogue_say(arena, cli->lang, M("{count} hosts"), ARG_N("count", row->hosts));
	struct str provenance = cli_word(cli, provenance_text(row->provenance));
	size_t columns = printing->table.columns_count;
	struct str cells[3][8] = {
		{ software_words(cli, row), version, arena_copy(arena, row->system), host,
		    arena_copy(arena, row->unit), findings, worst, provenance },
		{ arena_copy(arena, row->system), host, software_words(cli, row), version,
		    arena_copy(arena, row->place), findings, worst, provenance },
		{ arena_copy(arena, row->service), arena_copy(arena, row->system), arena_copy(arena, row->unit),
		    arena_copy(arena, row->owner), arena_copy(arena, row->network_text), findings, worst },
	};

	if (!is_about(row, printing->about, scratch))
		return NULL;
	for (size_t i = 0; i < columns; i++)
		list_push(arena, &printing->table.cells, cells[printing->view][i]);
	return NULL;
}

struct err *
cmd_ledger_show(struct cli *cli, enum cli_status *ret_status)
{
	struct view_printing printing = { .cli = cli };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct home home;
	int view;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 2));
	if (!enum_find(&ledger_view_names, cli->operands[0], &view))
		return err_new(cli->arena, ERR_USAGE, M("The ledger is shown from software, system or service, not \"{value}\"."),
		    ARG("value", cli->operands[0]));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	printing.view = (enum ledger_view)view;
	printing.about = cli->operands_count > 1 ? fold_text(cli->operands[1], cli->arena) : STR("");
	printing.table.columns = view_columns[view];
	printing.table.columns_count = printing.view == LEDGER_VIEW_SERVICE ? 7 : ARRAY_LEN(view_columns[0]);
	TRY(ledger_view(ledger, printing.view, STR(""), take_view_row, &printing, cli->arena));
	print_rows(cli, &printing.table);
	return NULL;
}

/* --------------------------------------------------------- answers and history */

struct err *
cmd_ledger_answer(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;
	int64_t systems;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_open_home(cli, &home));
	TRY(register_answer(&home, cli_value(cli, "system"), cli->operands[0], cli->operands[1], cli_who(cli), cli->now,
	    cli->arena, &systems));
	cli_say(cli, M("Answered for {count} systems. \"tsukuroi assess\" takes it into account."), ARG_N("count", systems));
	cli_tell_conditions(cli, &home);
	return NULL;
}

struct err *
cmd_ledger_confirm(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;
	struct str identity;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_open_home(cli, &home));
	TRY(register_confirm(&home, cli->operands[0], cli->operands[1], cli_who(cli), cli->now, cli->arena, &identity));
	cli_say(cli, M("\"{name}\" means {identity} from now on. \"tsukuroi assess\" takes it into account."),
	    ARG("name", cli->operands[0]), ARG("identity", identity));
	return NULL;
}

static const struct table_column change_columns[] = {
	{ M("When"), false }, { M("System"), false }, { M("Host"), false }, { M("Software"), false }, { M("Change"), false },
	{ M("By"), false }, { M("File"), false },
};

static struct str
change_words(struct cli *cli, const struct ledger_change *change)
{
	switch (change->kind) {
	case LEDGER_INSTALLED:
		return catalogue_say(cli->arena, cli->lang, M("installed {version}"), ARG("version", change->to));
	case LEDGER_REMOVED:
		return catalogue_say(cli->arena, cli->lang, M("removed {version}"), ARG("version", change->from));
	case LEDGER_UPGRADED:
		if (change->from.len == 0)
			return catalogue_say(cli->arena, cli->lang, M("version known: {version}"), ARG("version", change->to));
		return catalogue_say(cli->arena, cli->lang, M("{from} to {to}"), ARG("from", change->from), ARG("to", change->to));
	}
	return STR("");
}

struct change_printing {
	struct cli  *cli;
	struct table table;
};

static struct err *
take_change(void *context, const struct ledger_change *change, struct arena *scratch)
{
	struct change_printing *printing = context;
	struct arena *arena = printing->cli->arena;
	struct str cells[] = {
		print_instant(printing->cli, change->at), arena_copy(arena, change->system), arena_copy(arena, change->host),
		arena_copy(arena, change->product), change_words(printing->cli, change), arena_copy(arena, change->by),
		arena_copy(arena, change->file),
	};

	(void)scratch;
	for (size_t i = 0; i < ARRAY_LEN(cells); i++)
		list_push(arena, &printing->table.cells, cells[i]);
	return NULL;
}

struct err *
cmd_ledger_history(struct cli *cli, enum cli_status *ret_status)
{
	struct change_printing printing = { .cli = cli, .table = { .columns = change_columns, .columns_count = ARRAY_LEN(change_columns) } };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	int64_t most, system = 0;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_number(cli, "most", 100, &most));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	if (cli->operands_count == 1) {
		TRY(ledger_system_find(ledger, cli->operands[0], cli->arena, &system));
		if (system == 0)
			return err_new(cli->arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", cli->operands[0]));
	}
	TRY(ledger_changes(ledger, system, 0, most, take_change, &printing, cli->arena));
	print_rows(cli, &printing.table);
	return NULL;
}
