/*
 * cmd_timetable.c - the organisation's timetable: closed days, maintenance windows, who is on call.
 */
#include "domain/calendar/calendar.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/due/due.h"
#include "service/home.h"

const struct cli_option options_calendar_close[] = {
	{ "note", "TEXT", M("why, e.g. the day the town was founded") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_calendar_maintenance[] = {
	{ "system", "SYSTEM", M("only windows in which this system may be stopped") },
	{ "ics", NULL, M("writes a calendar file (RFC 5545) for calendar programs") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_maintenance_add[] = {
	{ "system", "SYSTEM", M("of this system; without it, of all") },
	{ "note", "TEXT", M("what people should know of it") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_oncall_set[] = {
	{ "from", "INSTANT", M("on call from this day or instant on") },
	{ "until", "INSTANT", M("until this day or instant; without both the entry stands in the contact tree for good") },
	{ "phone", "NUMBER", M("where to call") },
	{ "order", "N", M("at which place of the order (default 1)") },
	{ "for", "any|holiday|publication", M("called always (default), on closed days, or just before a publication") },
	{ "note", "TEXT", M("what people should know of it") },
	{ NULL, NULL, NULL },
};

struct opened { struct home home; struct ledger *ledger; struct actor actor; };

static void
opened_done(struct opened *opened)
{
	ledger_close(opened->ledger);
}
#define OPENED_SCOPE __attribute__((cleanup(opened_done))) = { 0 }

static struct err *
number_operand(struct cli *cli, int64_t *ret_number)
{
	TRY(cli_expect_operands(cli, 1, 1));
	if (!str_to_i64(cli->operands[0], ret_number) || *ret_number < 1)
		return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number."), ARG("text", cli->operands[0]));
	return NULL;
}

static struct str
or_dash(struct str text)
{
	return text.len > 0 ? text : STR("-");
}

/* ------------------------------------------------------------------------------------------- closed days */

/* "2026-08-14", 「令和8年8月14日」, "2026-08-12...2026-08-14" */
static struct err *
days_of(struct cli *cli, struct day_list *ret_days)
{
	struct str text = arena_join(cli->arena, cli->operands, cli->operands_count, STR("\n"));

	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	return calendar_closed_read(text, cli->arena, ret_days);
}

struct err *
cmd_calendar_close(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	struct day_list days;

	*ret_status = CLI_DONE;
	TRY(days_of(cli, &days));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_close_days(opened.ledger, &opened.actor, days.days.items, days.days.count, cli_value(cli, "note"), cli->now, cli->arena));
	cli_say(cli, M("{count} days are closed days now; deadlines of open cases are counted anew with the next pass."), ARG_N("count", days.days.count));
	return NULL;
}

struct err *
cmd_calendar_open(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	struct day_list days;

	*ret_status = CLI_DONE;
	TRY(days_of(cli, &days));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_open_days(opened.ledger, &opened.actor, days.days.items, days.days.count, cli->now, cli->arena));
	cli_say(cli, M("{count} days are no closed days of the organisation any more; deadlines of open cases are counted anew with the next pass."),
	    ARG_N("count", days.days.count));
	return NULL;
}

struct err *
cmd_calendar_closed(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = { { M("Date"), false }, { M("Note"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct opened opened OPENED_SCOPE;
	struct timetable_view view;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_timetable(opened.ledger, &opened.actor, STR(""), cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &timetable_schema, &view);
		return NULL;
	}
	for (size_t i = 0; i < view.closed.count; i++) {
		struct str cells[] = { print_day(cli, view.closed.items[i].day), or_dash(view.closed.items[i].note) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (view.closed.count == 0 && cli->output != OUTPUT_CSV)
		cli_say(cli, M("The organisation has no closed days of its own ahead: `calendar close` takes them."));
	else
		print_rows(cli, &table);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- maintenance */

static void
print_windows(struct cli *cli, const struct timetable_view *view)
{
	static const struct table_column columns[] = {
		{ M("Number"), true }, { M("System"), false }, { M("Maintenance window"), false }, { M("Comes next"), false }, { M("Window ends"), false },
		{ M("Note"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->windows.count; i++) {
		const struct window_view *window = &view->windows.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)window->id),
			window->system.len > 0 ? window->system : cli_word(cli, M("all systems")), window->words, print_instant(cli, window->begins),
			print_instant(cli, window->ends), or_dash(window->note) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

struct err *
cmd_calendar_maintenance(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	struct timetable_view view;
	struct str text;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	if (cli_has(cli, "ics")) {
		TRY(due_timetable_ics(opened.ledger, &opened.actor, cli_value(cli, "system"), cli->now, cli->arena, &text));
		buf_add(&cli->out, text);
		return NULL;
	}
	TRY(due_timetable(opened.ledger, &opened.actor, cli_value(cli, "system"), cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &timetable_schema, &view);
	else if (view.windows.count == 0 && cli->output != OUTPUT_CSV)
		cli_say(cli, M("No maintenance window is known: `calendar maintenance add` takes them."));
	else
		print_windows(cli, &view);
	return NULL;
}

struct err *
cmd_maintenance_add(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 5));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_maintenance_add(opened.ledger, &opened.actor, cli_value(cli, "system"),
	    arena_join(cli->arena, cli->operands, cli->operands_count, STR(" ")), cli_value(cli, "note"), cli->now, cli->arena, &id));
	cli_say(cli, M("Maintenance window {number} is kept."), ARG_N("number", id));
	return NULL;
}

struct err *
cmd_maintenance_remove(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(number_operand(cli, &id));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_maintenance_remove(opened.ledger, &opened.actor, id, cli->now, cli->arena));
	cli_say(cli, M("Maintenance window {number} is withdrawn."), ARG_N("number", id));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- on call */

static const char *const purpose_texts[] = { M("always"), M("on closed days"), M("before a publication") };

static struct err *
oncall_of(struct cli *cli, struct ledger_oncall *ret_oncall)
{
	struct ledger_oncall oncall = { .phone = cli_value(cli, "phone"), .note = cli_value(cli, "note") };
	int purpose = ONCALL_ANY;

	TRY(cli_instant(cli, "from", &oncall.begins));
	TRY(cli_instant(cli, "until", &oncall.ends));
	TRY(cli_number(cli, "order", 1, &oncall.place));
	if (cli_has(cli, "for") && !enum_find(&oncall_purpose_names, cli_value(cli, "for"), &purpose))
		return err_new(cli->arena, ERR_USAGE, M("The option --for takes any, holiday or publication, not \"{value}\"."),
		    ARG("value", cli_value(cli, "for")));
	oncall.purpose = (enum oncall_purpose)purpose;
	*ret_oncall = oncall;
	return NULL;
}

struct err *
cmd_oncall_set(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	struct ledger_oncall oncall;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(oncall_of(cli, &oncall));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_oncall_add(opened.ledger, &opened.actor, &oncall, cli->operands[0], cli->now, cli->arena, &id));
	cli_say(cli, M("Entry {number} of people on call is kept."), ARG_N("number", id));
	return NULL;
}

static struct str
when_words(struct cli *cli, const struct oncall_view *one)
{
	if (one->begins == INSTANT_NONE)
		return cli_word(cli, M("stands for good"));
	return arena_printf(cli->arena, "%.*s - %.*s", STR_ARG(print_instant(cli, one->begins)), STR_ARG(print_instant(cli, one->ends)));
}

struct err *
cmd_oncall_list(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = {
		{ M("Number"), true }, { M("Order"), true }, { M("Name"), false }, { M("Phone"), false }, { M("Called"), false }, { M("When"), false },
		{ M("Now"), false }, { M("Note"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct opened opened OPENED_SCOPE;
	struct oncall_list list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_oncall_list(opened.ledger, &opened.actor, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &oncall_list_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.oncall.count; i++) {
		const struct oncall_view *one = &list.oncall.items[i];
		int purpose;
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)one->id), arena_printf(cli->arena, "%lld", (long long)one->place),
			one->name, or_dash(one->phone),
			enum_find(&oncall_purpose_names, one->purpose, &purpose) ? cli_word(cli, purpose_texts[purpose]) : one->purpose,
			when_words(cli, one), cli_word(cli, one->now ? M("yes") : M("no")), or_dash(one->note) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (list.oncall.count == 0 && cli->output != OUTPUT_CSV)
		cli_say(cli, M("Nobody is on call: `oncall set` says whom to call."));
	else
		print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_oncall_remove(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(number_operand(cli, &id));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(due_oncall_remove(opened.ledger, &opened.actor, id, cli->now, cli->arena));
	cli_say(cli, M("Entry {number} of people on call is withdrawn."), ARG_N("number", id));
	return NULL;
}
