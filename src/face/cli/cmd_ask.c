/*
 * cmd_ask.c - who knows is asked: sheets out, answers in, who is silent, and who the contractors are.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "domain/calendar/calendar.h"
#include "service/ask.h"
#include "service/finding.h"
#include "service/respond/asked.h"

#define SHEET_OPTIONS \
	{ "contractor",    "NAME", M("only this contractor") }, \
	{ "vulnerability", "CVE", M("only this one; may be given several times") }, \
	{ "due",           "DATE", M("answers are wanted by this day (default: ten business days from now)") }, \
	{ "dir",           "DIR", M("where the files are written (default: here)") }, \
	{ "most",          "COUNT", M("at most so many lines on a sheet, the most urgent first (default 200)") }, \
	{ "with-csv",      NULL, M("writes CSV beside the workbook, for those without a spreadsheet program") }, \
	{ "again",         NULL, M("asks again what is already asked and still open") }

const struct cli_option options_ask[] = { SHEET_OPTIONS, { NULL, NULL, NULL } };
const struct cli_option options_ask_applicability[] = {
	SHEET_OPTIONS,
	{ "case",          "NUMBER", M("about the findings of this case only; it is noted there") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_ask_take[] = {
	{ "yes",            NULL, M("applies what was shown; without it nothing is changed") },
	{ "contradictions", NULL, M("with --yes: applies answers that contradict what was seen, too, after you looked at them") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_ask_chase[] = {
	{ "contractor", "NAME", M("only this contractor") },
	{ "dir",        "DIR", M("where the files are written (default: here)") },
	{ "send",       NULL, M("puts them into the outbox instead, where an address is registered") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_ask_contractor[] = {
	{ "person",        "NAME", M("whom letters are addressed to") },
	{ "mail",          "ADDRESS", M("their mail address") },
	{ "contract",      "NUMBER", M("the number of the contract") },
	{ "clause",        "TEXT", M("the clause by which they must answer, as letters cite it") },
	{ "ends",          "DATE", M("the day on which the contract ends") },
	{ "overseer",      "NAME", M("who answers for the contract on our side") },
	{ "overseer-mail", "ADDRESS", M("their mail address") },
	{ NULL, NULL, NULL },
};

static void
add_cells(struct cli *cli, struct table *table, const struct str *cells)
{
	for (size_t i = 0; i < table->columns_count; i++)
		list_push(cli->arena, &table->cells, cells[i]);
}

static struct str
count_words(struct cli *cli, int64_t count)
{
	return arena_printf(cli->arena, "%lld", (long long)count);
}

static struct str
sheet_number(struct cli *cli, struct str kind, int64_t number)
{
	return arena_printf(cli->arena, "%c%lld", str_eq(kind, STR("applicability")) ? 'K' : 'S', (long long)number);
}

/* ------------------------------------------------------------------------------------- sheets out */

static struct err *
day_of(struct cli *cli, const char *option, int32_t *ret_day)
{
	*ret_day = DAY_NONE;
	return cli_has(cli, option) ? calendar_day_parse(cli_value(cli, option), cli->arena, ret_day) : NULL;
}

static struct err *
options_of(struct cli *cli, struct ask_options *ret_options)
{
	struct ask_options options = { .contractor = cli_value(cli, "contractor"), .systems = cli->operands,
		.systems_count = cli->operands_count, .again = cli_has(cli, "again"), .csv = cli_has(cli, "with-csv"),
		.dir = cli_has(cli, "dir") ? cli_value(cli, "dir") : STR("."), .by = cli_who(cli), .now = cli->now, .lang = cli->lang };
	struct str *wanted = ARENA_ARRAY(cli->arena, struct str, cli->values_count + 1);

	for (size_t i = 0; i < cli->values_count; i++)
		if (str_eq(str_of(cli->values[i].option->name), STR("vulnerability")))
			wanted[options.vulnerabilities_count++] = cli->values[i].value;
	options.vulnerabilities = wanted;
	TRY(day_of(cli, "due", &options.due));
	if (options.due != DAY_NONE && options.due < instant_day(cli->now, ZONE_JST))
		return err_new(cli->arena, ERR_USAGE, M("The day {day} is past: answers can be wanted by a day to come."),
		    ARG("day", day_format(options.due, cli->arena)));
	TRY(cli_number(cli, "most", 200, &options.most));
	if (options.most < 1 || options.most > 10000)
		return err_new(cli->arena, ERR_USAGE, M("The option --{option} takes a number from 1 to {most}."), ARG("option", STR("most")),
		    ARG_N("most", 10000));
	*ret_options = options;
	return NULL;
}

static void
say_sheet(struct cli *cli, const struct ask_sheet_view *sheet)
{
	if (sheet->file.len > 0) {
		cli_say(cli, M("{number}: {lines} lines to {contractor}, by {day}"), ARG("number", sheet_number(cli, sheet->kind, sheet->number)),
		    ARG_N("lines", sheet->lines), ARG("contractor", sheet->contractor), ARG("day", day_format(sheet->due, cli->arena)));
		cli_say(cli, M("  sheet: {file}"), ARG("file", sheet->file));
		if (sheet->csv.len > 0)
			cli_say(cli, M("  CSV: {file}"), ARG("file", sheet->csv));
		if (sheet->mail_to.len > 0)
			cli_say(cli, M("  mail: {file} (to {address})"), ARG("file", sheet->mail), ARG("address", sheet->mail_to));
		else
			cli_say(cli, M("  mail: {file} (no address is registered: \"ask contractor\")"), ARG("file", sheet->mail));
	}
	if (sheet->already > 0)
		cli_say(cli, M("  {contractor}: {count} lines are asked already and not asked again (--again)."), ARG("contractor", sheet->contractor),
		    ARG_N("count", sheet->already));
	if (sheet->beyond > 0)
		cli_say(cli, M("  {contractor}: {count} less urgent lines did not fit on the sheet (--most)."), ARG("contractor", sheet->contractor),
		    ARG_N("count", sheet->beyond));
	if (sheet->known > 0)
		cli_say(cli, M("  {contractor}: {count} products are not asked about: they were read on the machine itself."),
		    ARG("contractor", sheet->contractor), ARG_N("count", sheet->known));
}

static void
print_sheets(struct cli *cli, const struct ask_sheets *sheets)
{
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &ask_sheets_schema, sheets);
		return;
	}
	for (size_t i = 0; i < sheets->sheets.count; i++)
		say_sheet(cli, &sheets->sheets.items[i]);
	if (sheets->sheets.count == 0)
		cli_say(cli, M("There is nothing to ask."));
	if (sheets->without_contractor > 0)
		cli_say(cli, M("{count} findings are in systems of which the ledger names no contractor: nobody is asked about them."),
		    ARG_N("count", sheets->without_contractor));
}

static struct err *
ask_for_case(struct cli *cli, struct ask_options *options, struct ask_sheets *sheets)
{
	struct str number = cli_value(cli, "case");
	struct cli_desk desk CLI_DESK_SCOPE;
	struct respond_desk respond;

	if (options->vulnerabilities_count > 0)
		return err_new(cli->arena, ERR_USAGE, M("The case says what is asked about: --case and --vulnerability do not go together."));
	TRY(cli_desk_open(cli, &desk));
	respond = (struct respond_desk){ &desk.work.cases, &desk.home };
	TRY(respond_ask_options(&respond, &desk.actor, number, options, cli->arena));
	TRY(ask_applicability(&desk.home, options, cli->arena, sheets));
	return respond_asked(&respond, &desk.actor, number, sheets, cli->now, cli->arena);
}

struct err *
cmd_ask_applicability(struct cli *cli, enum cli_status *ret_status)
{
	struct ask_sheets sheets;
	struct ask_options options;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(options_of(cli, &options));
	TRY(cli_open_home(cli, &home));
	if (cli_has(cli, "case"))
		TRY(ask_for_case(cli, &options, &sheets));
	else
		TRY(ask_applicability(&home, &options, cli->arena, &sheets));
	print_sheets(cli, &sheets);
	return NULL;
}

struct err *
cmd_ask_composition(struct cli *cli, enum cli_status *ret_status)
{
	struct ask_sheets sheets;
	struct ask_options options;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1000));
	TRY(options_of(cli, &options));
	TRY(cli_open_home(cli, &home));
	TRY(ask_composition(&home, &options, cli->arena, &sheets));
	print_sheets(cli, &sheets);
	return NULL;
}

/* ------------------------------------------------------------------------------------- answers in */

static const char *const outcome_texts[] = {
	[ASK_APPLIES] = M("taken"), [ASK_UNCHANGED] = M("unchanged"), [ASK_CONTRADICTS] = M("contradicts"), [ASK_REFUSED] = M("refused"),
};
static const struct table_column line_columns[] = {
	{ M("Row"), true }, { M("System"), false }, { M("Software"), false }, { M("Vulnerability"), false }, { M("Held until now"), false },
	{ M("Answer"), false }, { M("Outcome"), false }, { M("Effect"), false },
};

static void
print_lines(struct cli *cli, const struct ask_take_view *view)
{
	struct table table = { .columns = line_columns, .columns_count = ARRAY_LEN(line_columns) };

	for (size_t i = 0; i < view->lines.count; i++) {
		const struct ask_line_view *line = &view->lines.items[i];
		struct str cells[] = { count_words(cli, line->line), line->system, line->product, line->vulnerability, line->said, line->answer,
			cli_word(cli, outcome_texts[line->outcome]), line->effect };

		add_cells(cli, &table, cells);
	}
	print_rows(cli, &table);
}

static void
print_taken(struct cli *cli, const struct ask_take_view *view)
{
	print_lines(cli, view);
	if (cli->output == OUTPUT_CSV)
		return;
	cli_say(cli, M("{file}: {answered} answered lines, {unanswered} without an answer; {taken} are taken, {contradicts} contradict what was seen, {refused} refused."),
	    ARG("file", view->file), ARG_N("answered", view->answered), ARG_N("unanswered", view->unanswered), ARG_N("taken", view->applies),
	    ARG_N("contradicts", view->contradicts), ARG_N("refused", view->refused));
	if (view->applied)
		cli_say(cli, M("Applied. \"tsukuroi assess\" takes it into account."));
	else
		cli_say(cli, M("Nothing is changed yet: \"ask take --yes\" applies it."));
}

/* Into the open cases about it, where the time is not one of the asker's choosing. What was taken stands whatever comes of that. */
static struct err *
note_answers(struct cli *cli, const struct home *home, const struct ask_take_view *view, int64_t *ret_notes)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct desk desk;
	struct err *err;

	*ret_notes = 0;
	if (!view->applied || (cli_has(cli, "at") && !home->clock_given))
		return NULL;
	TRY(home_ledger(home, cli->arena, &ledger));
	TRY(desk_open(home, ledger, cli->arena, &desk));
	err = respond_answered(&(struct respond_desk){ &desk.cases, home }, view, cli->lang, cli->now, cli->arena, ret_notes);
	desk_close(&desk);
	return err;
}

static void
tell_cases(struct cli *cli, const struct home *home, const struct ask_take_view *view)
{
	int64_t notes;
	struct err *err = note_answers(cli, home, view, &notes);

	if (err != NULL)
		cli_note(cli, M("note: what the cases make of it is not known: {why}"), ARG("why", err_sentence(err, cli->lang, cli->arena)));
	else if (notes > 0)
		cli_note(cli, M("note: {count} answers stand in the timelines of open cases"), ARG_N("count", notes));
}

/* 1 when something is left for a person: a contradiction, a refusal. */
struct err *
cmd_ask_take(struct cli *cli, enum cli_status *ret_status)
{
	struct ask_take_options options = { .apply = cli_has(cli, "yes"), .contradictions = cli_has(cli, "contradictions"),
		.by = cli_who(cli), .now = cli->now, .lang = cli->lang };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1000));
	TRY(cli_open_home(cli, &home));
	for (size_t i = 0; i < cli->operands_count; i++) {
		struct ask_take_view view;

		TRY(ask_take(&home, cli->operands[i], &options, cli->arena, &view));
		tell_cases(cli, &home, &view);
		if (view.applied)
			cli_tell_conditions(cli, &home);
		if (cli->output == OUTPUT_JSON)
			print_json(cli, &ask_take_schema, &view);
		else
			print_taken(cli, &view);
		if (view.contradicts > 0 || view.refused > 0)
			*ret_status = CLI_FOUND;
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------- silence */

static const struct { const char *name, *text; } steps[] = {
	{ "done", M("all answered") }, { "wait", M("wait") }, { "remind", M("remind: \"ask chase\"") },
	{ "escalate", M("cite the contract: \"ask chase\"") }, { "escalated", M("with who answers for the contract") },
};
static const struct table_column status_columns[] = {
	{ M("Sheet"), false }, { M("Contractor"), false }, { M("Due"), false }, { M("Lines"), true }, { M("No answer"), true },
	{ M("Still open"), true }, { M("Overdue (business days)"), true }, { M("Worst behind it"), false }, { M("Reminders"), true },
	{ M("Next step"), false },
};

static struct str
step_words(struct cli *cli, struct str next)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (str_eq(next, str_of(steps[i].name)))
			return cli_word(cli, steps[i].text);
	return next;
}

struct err *
cmd_ask_status(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = status_columns, .columns_count = ARRAY_LEN(status_columns) };
	struct ask_status status;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(ask_status(&home, cli->now, cli->arena, &status));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &ask_status_schema, &status);
		return NULL;
	}
	for (size_t i = 0; i < status.asks.count; i++) {
		const struct ask_status_row *row = &status.asks.items[i];
		struct str cells[] = { sheet_number(cli, row->kind, row->number), row->contractor, day_format(row->due, cli->arena),
			count_words(cli, row->lines), count_words(cli, row->open), count_words(cli, row->unsettled), count_words(cli, row->overdue),
			cli_word(cli, finding_action_text(row->worst)), count_words(cli, row->reminders), step_words(cli, row->next) };

		add_cells(cli, &table, cells);
	}
	if (status.asks.count == 0 && cli->output == OUTPUT_TEXT)
		cli_say(cli, M("Nobody has been asked anything yet: \"ask applicability\", \"ask composition\"."));
	else
		print_rows(cli, &table);
	return NULL;
}

static const struct { const char *name, *text; } stages[] = {
	{ "first", M("first reminder") }, { "second", M("second reminder") }, { "escalation", M("to who answers for the contract") },
};

struct err *
cmd_ask_chase(struct cli *cli, enum cli_status *ret_status)
{
	struct ask_reminders reminders;
	struct ask_options options = { .contractor = cli_value(cli, "contractor"), .dir = cli_has(cli, "dir") ? cli_value(cli, "dir") : STR("."),
		.send = cli_has(cli, "send"), .by = cli_who(cli), .now = cli->now, .lang = cli->lang };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(ask_chase(&home, &options, cli->arena, &reminders));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &ask_reminders_schema, &reminders);
		return NULL;
	}
	for (size_t i = 0; i < reminders.reminders.count; i++) {
		const struct ask_reminder_view *one = &reminders.reminders.items[i];
		struct str stage = one->stage;

		for (size_t k = 0; k < ARRAY_LEN(stages); k++)
			if (str_eq(stage, str_of(stages[k].name)))
				stage = cli_word(cli, stages[k].text);
		cli_say(cli, M("{contractor}: {stage}, {open} lines open, {days} business days overdue: {file}"), ARG("contractor", one->contractor),
		    ARG("stage", stage), ARG_N("open", one->open), ARG_N("days", one->overdue),
		    ARG("file", one->file.len > 0 ? one->file
		        : catalogue_say(cli->arena, cli->lang, M("letter to {address} in the outbox"), ARG("address", one->to))));
	}
	if (reminders.reminders.count == 0)
		cli_say(cli, M("No reminder is due today."));
	return NULL;
}

/* ------------------------------------------------------------------------------------ contractors */

static const struct table_column contractor_columns[] = {
	{ M("Contractor"), false }, { M("Person"), false }, { M("Mail"), false }, { M("Contract"), false }, { M("Ends"), false },
	{ M("Clause"), false }, { M("Answers for the contract"), false }, { M("Systems"), true },
};

static struct err *
list_contractors(struct cli *cli, const struct home *home)
{
	struct table table = { .columns = contractor_columns, .columns_count = ARRAY_LEN(contractor_columns) };
	struct ask_contractors contractors;

	TRY(ask_contractors(home, cli->arena, &contractors));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &ask_contractors_schema, &contractors);
		return NULL;
	}
	for (size_t i = 0; i < contractors.contractors.count; i++) {
		const struct ask_contractor_view *one = &contractors.contractors.items[i];
		struct str cells[] = { one->name, one->person, one->mail, one->contract, day_format(one->ends, cli->arena), one->clause,
			one->overseer, count_words(cli, one->systems) };

		add_cells(cli, &table, cells);
	}
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_ask_contractor(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger_contractor contractor = { .person = cli_value(cli, "person"), .mail = cli_value(cli, "mail"),
		.contract = cli_value(cli, "contract"), .clause = cli_value(cli, "clause"), .overseer = cli_value(cli, "overseer"),
		.overseer_mail = cli_value(cli, "overseer-mail") };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(day_of(cli, "ends", &contractor.ends));
	TRY(cli_open_home(cli, &home));
	if (cli->operands_count == 0)
		return list_contractors(cli, &home);
	contractor.name = cli->operands[0];
	TRY(ask_contractor_put(&home, &contractor, cli_who(cli), cli->now, cli->arena));
	cli_say(cli, M("{contractor} is registered."), ARG("contractor", contractor.name));
	return NULL;
}
