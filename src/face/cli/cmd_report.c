/*
 * cmd_report.c - reports: which there are, one made, those that were kept.
 */
#include "base/file.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/report/subscribe.h"

const struct cli_option options_report_make[] = {
	{ "format",     "FORMAT", M("text, html, pdf, mail, xlsx, csv or json (default: as the file's name ends, else text)") },
	{ "unit",       "UNIT",   M("about the systems of that unit") },
	{ "system",     "SYSTEM", M("about that system") },
	{ "case",       "CASE",   M("about that case") },
	{ "contractor", "NAME",   M("about what that contractor runs") },
	{ "since",      "DAY",    M("what is new since that day (default: since the last report that was kept, else seven days)") },
	{ "next",       "DAY",    M("the day of the next report") },
	{ "keep",       NULL,     M("keeps it, so that the next one can be compared with it") },
	{ "output",     "FILE",   M("writes the report there; the file must not be there yet") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_report_get[] = { { "output", "FILE", M("the file to write, which must not be there yet") }, { NULL, NULL, NULL } };

static const struct { struct str end; enum report_format format; } ends[] = {
	{ STR_INIT(".html"), REPORT_HTML }, { STR_INIT(".htm"), REPORT_HTML }, { STR_INIT(".pdf"), REPORT_PDF }, { STR_INIT(".eml"), REPORT_MAIL },
	{ STR_INIT(".xlsx"), REPORT_XLSX }, { STR_INIT(".csv"), REPORT_CSV }, { STR_INIT(".json"), REPORT_JSON },
};

static struct err *
format_of(struct cli *cli, enum report_format *ret_format)
{
	struct str word = cli_value(cli, "format"), output = cli_value(cli, "output");
	int format = cli->output == OUTPUT_JSON ? REPORT_JSON : cli->output == OUTPUT_CSV ? REPORT_CSV : REPORT_TEXT;

	if (word.len > 0 && !enum_find(&report_format_names, word, &format))
		return err_new(cli->arena, ERR_USAGE, M("A report is made as text, html, pdf, mail, xlsx, csv or json, not \"{format}\"."), ARG("format", word));
	for (size_t i = 0; word.len == 0 && i < ARRAY_LEN(ends); i++)
		if (str_ends(output, ends[i].end))
			format = (int)ends[i].format;
	*ret_format = (enum report_format)format;
	return NULL;
}

static struct err *
day_of(struct cli *cli, const char *option, int32_t *ret_day)
{
	struct str word = cli_value(cli, option);

	*ret_day = DAY_NONE;
	if (word.len > 0 && !day_parse(word, ret_day))
		return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no day: write it as 2026-11-20."), ARG("text", word));
	return NULL;
}

static struct err *
order_of(struct cli *cli, struct report_order *ret_order)
{
	int32_t since;

	*ret_order = (struct report_order){ .name = cli->operands[0], .unit = cli_value(cli, "unit"), .system = cli_value(cli, "system"),
		.casefile = cli_value(cli, "case"), .contractor = cli_value(cli, "contractor"), .since = INSTANT_NONE, .lang = cli->lang };
	TRY(day_of(cli, "since", &since));
	if (since != DAY_NONE)
		ret_order->since = day_instant(since, ZONE_JST);
	return day_of(cli, "next", &ret_order->next);
}

static struct err *
hand_out(struct cli *cli, enum report_format format, struct str title, struct str bytes)
{
	struct str output = cli_value(cli, "output");

	if (output.len > 0) {
		TRY(file_write(output, bytes, cli->arena));
		cli_note(cli, M("\"{title}\" was written to {file}, {bytes} bytes."), ARG("title", title), ARG("file", output), ARG_N("bytes", bytes.len));
		return NULL;
	}
	if (format == REPORT_PDF || format == REPORT_XLSX)
		return err_new(cli->arena, ERR_USAGE, M("This format is for a file: name one with --output."));
	buf_add(&cli->out, bytes);
	return NULL;
}

struct err *
cmd_report_make(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct report_desk reports;
	struct str output = cli_value(cli, "output"), title, bytes;
	enum report_format format;
	struct report_order order;
	struct report_made made;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(format_of(cli, &format));
	TRY(order_of(cli, &order));
	if (output.len > 0 && (file_exists(output, cli->arena) || dir_exists(output, cli->arena)))
		return err_new(cli->arena, ERR_CONFLICT, M("There is a file {file} already: name another."), ARG("file", output));
	TRY(cli_desk_open(cli, &desk));
	reports = (struct report_desk){ &desk.work.cases, &desk.home };
	TRY(report_make(&reports, &desk.actor, &order, cli->now, cli->arena, &made));
	TRY(report_render(&reports, &made, format, cli->arena, &title, &bytes));
	if (cli_has(cli, "keep")) {
		TRY(report_keep(&reports, &desk.actor, &made, cli->arena, &id));
		cli_note(cli, M("Kept as report {number}: the next one is compared with it."), ARG_N("number", id));
	}
	return hand_out(cli, format, title, bytes);
}

static void
print_kinds(struct cli *cli, const struct report_list_view *list)
{
	static const struct table_column columns[] = { { M("Report"), false }, { M("Title"), false }, { M("For whom"), false }, { M("About"), false }, { M("Last kept"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->kinds.count; i++) {
		const struct report_kind_view *kind = &list->kinds.items[i];
		struct str cells[] = { kind->name, kind->title, kind->readers,
			arena_join(cli->arena, kind->takes.items, kind->takes.count, STR(" | ")), print_instant(cli, kind->last_at) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static void
print_kept(struct cli *cli, const struct report_list_view *list)
{
	static const struct table_column columns[] = { { M("Number"), true }, { M("Report"), false }, { M("About"), false }, { M("Kept"), false }, { M("By"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	if (list->kept.count == 0)
		return;
	for (size_t i = 0; i < list->kept.count; i++) {
		const struct report_kept_view *kept = &list->kept.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)kept->id), kept->title, kept->scope, print_instant(cli, kept->at), kept->by };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	buf_add_char(&cli->out, '\n');
	print_rows(cli, &table);
}

struct err *
cmd_report_list(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct report_desk reports;
	struct report_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	reports = (struct report_desk){ &desk.work.cases, &desk.home };
	TRY(report_list(&reports, &desk.actor, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &report_list_view_schema, &list);
		return NULL;
	}
	print_kinds(cli, &list);
	print_kept(cli, &list);
	return NULL;
}

struct err *
cmd_report_get(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct report_desk reports;
	struct str json;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (!str_to_i64(cli->operands[0], &id))
		return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number of a report: \"tsukuroi report list\" shows them."), ARG("text", cli->operands[0]));
	TRY(cli_desk_open(cli, &desk));
	reports = (struct report_desk){ &desk.work.cases, &desk.home };
	TRY(report_kept(&reports, &desk.actor, id, cli->arena, &json));
	return hand_out(cli, REPORT_JSON, cli->operands[0], json);
}

/* --------------------------------------------------------------------------------------------------- by mail */

const struct cli_option options_report_subscribe[] = {
	{ "every",  "week|month|day", M("how often: every week (default), on the first business day of a month, or every business day") },
	{ "on",     "mon|tue|wed|thu|fri", M("the day of a weekly one (default: mon)") },
	{ "format", "mail|pdf|xlsx|csv", M("in the letter's text (default), or as a file beside it") },
	{ "in",     "ja|en",      M("its language (default: one's own)") },
	{ "to",     "UNIT",       M("to the mail box of that unit instead of oneself") },
	{ "unit",   "UNIT",       M("about the systems of that unit") },
	{ "system", "SYSTEM",     M("about that system") },
	{ NULL, NULL, NULL },
};

static struct err *
sending_of(struct cli *cli, struct report_sending *ret_sending)
{
	struct str every = cli_value(cli, "every"), on = cli_value(cli, "on"), format = cli_value(cli, "format");
	int every_at = LEDGER_EVERY_WEEK, on_at = 0, format_at = REPORT_MAIL;

	if (every.len > 0 && !enum_find(&ledger_every_names, every, &every_at))
		return err_new(cli->arena, ERR_USAGE, M("A report is sent every week, month or day, not \"{word}\"."), ARG("word", every));
	if (on.len > 0 && !enum_find(&report_weekday_names, on, &on_at))
		return err_new(cli->arena, ERR_USAGE, M("A report is sent on a day from Monday to Friday."));
	if (format.len > 0 && !enum_find(&report_format_names, format, &format_at))
		return err_new(cli->arena, ERR_USAGE, M("A report is sent as mail, pdf, xlsx or csv."));
	*ret_sending = (struct report_sending){ (enum ledger_every)every_at, on_at + 1, (enum report_format)format_at, cli_value(cli, "in"), cli_value(cli, "to") };
	return NULL;
}

struct err *
cmd_report_subscribe(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct report_desk reports;
	struct report_sending sending;
	struct report_order order;
	int32_t due;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(sending_of(cli, &sending));
	TRY(order_of(cli, &order));
	TRY(cli_desk_open(cli, &desk));
	reports = (struct report_desk){ &desk.work.cases, &desk.home };
	TRY(report_subscribe(&reports, &desk.actor, &order, &sending, cli->now, cli->arena, &due));
	cli_say(cli, M("It is sent for the first time on {day}."), ARG("day", day_format(due, cli->arena)));
	return NULL;
}

struct err *
cmd_report_subscriptions(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = { { M("Number"), true }, { M("Report"), false }, { M("About"), false }, { M("For whom"), false }, { M("Next"), false },
		{ M("Last sent"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct subscription_list_view list;
	struct report_desk reports;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	reports = (struct report_desk){ &desk.work.cases, &desk.home };
	TRY(report_subscriptions(&reports, &desk.actor, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &subscription_list_view_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.subscriptions.count; i++) {
		const struct subscription_view *row = &list.subscriptions.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)row->id), row->title, row->unit.len > 0 ? row->unit : row->system, row->to.len > 0 ? row->to : row->login,
			day_format(row->due, cli->arena), print_instant(cli, row->sent_at) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_report_send(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct report_desk reports;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(cli_desk_open(cli, &desk));
	reports = (struct report_desk){ &desk.work.cases, &desk.home };
	return report_send_now(&reports, &desk.actor, id, cli->now, cli->arena);
}

struct err *
cmd_report_unsubscribe(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct report_desk reports;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (!str_to_i64(cli->operands[0], &id))
		return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number of a subscription: \"report subscriptions\" lists them."), ARG("text", cli->operands[0]));
	TRY(cli_desk_open(cli, &desk));
	reports = (struct report_desk){ &desk.work.cases, &desk.home };
	return report_unsubscribe(&reports, &desk.actor, id, cli->now, cli->arena);
}
