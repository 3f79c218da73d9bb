/*
 * cmd_case.c - cases: opened, shown, listed, filled in, moved on, linked.
 */
#include "base/input.h"
#include "base/limits.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"

#include <unistd.h>

#define PART_OPTION { "part", "NAME", M("the part of the case it belongs to (default: the first)") }
#define REASON_OPTION { "reason", "TEXT", M("why") }

const struct cli_option options_case_open[] = {
	{ "finding",  "NUMBER", M("a finding it is about (may be repeated, as all of these)") },
	{ "system",   "NAME",   M("a system it is about") },
	{ "advisory", "ID",     M("an advisory it is about") },
	{ "product",  "ID",     M("a product it is about") },
	{ "vendor",   "NAME",   M("a vendor it is about") },
	{ "case",     "NUMBER", M("another case it belongs to") },
	{ "unit",     "NAME",   M("the unit whose case it is") },
	{ "proposal", "MARK",   M("opens what case proposals lists under this mark, or \"all\" of it; without operands") },
	{ "as",       "ROLE",   M("the part that you take in it") },
	{ "tlp",      "LABEL",  M("clear, green, amber (default), amber+strict or red") },
	{ "label",    "TEXT",   M("what lists show of a sealed case; say nothing of its content") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_case_list[] = {
	{ "closed",   NULL,     M("the closed ones") },
	{ "all",      NULL,     M("open and closed ones") },
	{ "mine",     NULL,     M("in which you have a part, in person or by your unit") },
	{ "overdue",  NULL,     M("where something is overdue") },
	{ "playbook", "ID",     M("of this playbook only") },
	{ "state",    "ID",     M("in this state only") },
	{ "system",   "NAME",   M("about this system only") },
	{ "text",     "TEXT",   M("only where number or title contain this (全角/半角, ひら/カタ alike)") },
	{ "most",     "COUNT",  M("at most so many (default 100)") },
	{ "after",    "NUMBER", M("goes on behind this case") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_case_show[] = { { "whole", NULL, M("the whole timeline, and every move with what it still lacks") }, { NULL, NULL, NULL } };
const struct cli_option options_case_set[] = {
	{ "revision", "NUMBER", M("the revision of the field that you read: refused when somebody wrote it since") },
	{ "clear",    NULL,     M("empties the field") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_case_move[] = { REASON_OPTION, { NULL, NULL, NULL } };
const struct cli_option options_case_confirm[] = { { "refuse", NULL, M("refuses it, or takes one's own back") }, REASON_OPTION, { NULL, NULL, NULL } };
const struct cli_option options_case_part[] = { PART_OPTION, { NULL, NULL, NULL } };
const struct cli_option options_case_edition[] = {
	{ "to",   "DATE", M("the edition in force on that day (default: today)") },
	{ "make", NULL,   M("goes over to it; without this only what differs is shown") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_case_example[] = {
	{ "words",    "TEXT", M("more words it is to be found by") },
	{ "withdraw", NULL,   M("does not offer it any more") },
	{ NULL, NULL, NULL },
};

/* ---------------------------------------------------------------------------------------------- the desk */

struct err *
cli_desk_open(struct cli *cli, struct cli_desk *ret_desk)
{
	TRY(cli_enter(cli, &ret_desk->home, &ret_desk->ledger, &ret_desk->actor));
	ret_desk->actor.lang = cli->lang;
	return desk_open(&ret_desk->home, ret_desk->ledger, cli->arena, &ret_desk->work);
}

void
cli_desk_close(struct cli_desk *desk)
{
	desk_close(&desk->work);
	ledger_close(desk->ledger);
}

struct err *
cli_content(struct cli *cli, struct str operand, size_t most, struct str *ret_content)
{
	struct input_fd standard;

	if (!str_eq(operand, STR("-"))) {
		*ret_content = operand;
		return NULL;
	}
	TRY(input_all(input_of_fd(&standard, STDIN_FILENO, STR("-")), most, cli->arena, ret_content));
	return NULL;
}

/* One line feed at the end is the shell's. */
static struct err *
text_of(struct cli *cli, struct str operand, struct str *ret_text)
{
	TRY(cli_content(cli, operand, LIMIT_CASE_TEXT, ret_text));
	if (str_eq(operand, STR("-")))
		(void)str_take_end(ret_text, STR("\n"));
	return NULL;
}

static struct err *
kind_of(struct cli *cli, struct str word, enum case_link *ret_kind)
{
	int kind;

	if (!enum_find(&case_link_names, word, &kind))
		return err_new(cli->arena, ERR_USAGE, M("A case is linked with a finding, system, advisory, case, ticket, product, vendor or unit, not \"{kind}\"."),
		    ARG("kind", word));
	*ret_kind = (enum case_link)kind;
	return NULL;
}

static struct err *
tlp_of(struct cli *cli, struct str word, enum tlp *ret_tlp)
{
	int tlp;

	if (!enum_find(&tlp_names, word, &tlp))
		return err_new(cli->arena, ERR_USAGE, M("TLP is clear, green, amber, amber+strict or red, not \"{label}\"."), ARG("label", word));
	*ret_tlp = (enum tlp)tlp;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- open */

struct err *
cmd_case_open(struct cli *cli, enum cli_status *ret_status)
{
	struct case_opening opening = { .as = cli_value(cli, "as"), .unit = cli_value(cli, "unit"), .neutral = cli_value(cli, "label"), .tlp = TLP_AMBER };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str number;

	if (cli_has(cli, "proposal"))
		return cmd_case_open_proposed(cli, ret_status);
	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	opening.playbook = cli->operands[0];
	TRY(text_of(cli, cli->operands[1], &opening.title));
	if (cli_has(cli, "tlp"))
		TRY(tlp_of(cli, cli_value(cli, "tlp"), &opening.tlp));
	for (size_t i = 0; i < cli->values_count; i++) {
		int kind;

		if (enum_find(&case_link_names, str_of(cli->values[i].option->name), &kind) && kind != LINK_UNIT)
			list_push(cli->arena, &opening.about, ((struct case_target){ (enum case_link)kind, cli->values[i].value, STR("") }));
	}
	TRY(cli_desk_open(cli, &desk));
	TRY(case_open(&desk.work.cases, &desk.actor, &opening, cli->now, cli->arena, &number));
	cli_say(cli, M("Opened as {number}."), ARG("number", number));
	return NULL;
}

/* ----------------------------------------------------------------------------------------- show, list */

struct err *
cmd_case_show(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_view view;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_show(&desk.work.cases, &desk.actor, cli->operands[0], cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &case_view_schema, &view);
	else
		print_case(cli, &view, cli_has(cli, "whole"));
	return NULL;
}

static void
print_cases(struct cli *cli, const struct case_list_view *list)
{
	static const struct table_column columns[] = {
		{ M("Number"), false }, { M("State"), false }, { M("Next due"), false }, { M("TLP"), false }, { M("Responsible unit"), false },
		{ M("Opened"), false }, { M("Title"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->cases.count; i++) {
		const struct case_row_view *row = &list->cases.items[i];
		struct str due = print_instant(cli, row->due);
		struct str cells[] = {
			row->number, row->state_title,
			row->overdue ? arena_printf(cli->arena, "%.*s %.*s", STR_ARG(due), STR_ARG(cli_word(cli, M("(overdue)")))) : due, row->tlp,
			row->unit.len == 0 ? STR("-") : row->unit, day_format(instant_day(row->opened_at, ZONE_JST), cli->arena),
			row->sealed ? arena_printf(cli->arena, "%.*s %.*s", STR_ARG(row->label), STR_ARG(cli_word(cli, M("(sealed)")))) : row->label,
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	if (list->next.len > 0)
		cli_note(cli, M("note: there are more; go on with --after {cursor}"), ARG("cursor", list->next));
}

static struct err *
print_list(struct cli *cli, const struct case_list_view *list)
{
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &case_list_view_schema, list);
	else
		print_cases(cli, list);
	return NULL;
}

struct err *
cmd_case_list(struct cli *cli, enum cli_status *ret_status)
{
	struct case_query query = { .open = cli_has(cli, "all") ? -1 : cli_has(cli, "closed") ? 0 : 1, .mine = cli_has(cli, "mine"),
		.overdue = cli_has(cli, "overdue"), .playbook = cli_value(cli, "playbook"), .state = cli_value(cli, "state"),
		.system = cli_value(cli, "system"), .text = cli_value(cli, "text"), .after = cli_value(cli, "after") };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_number(cli, "most", 100, &query.most));
	if (query.most < 1 || query.most > 10000)
		return err_new(cli->arena, ERR_USAGE, M("The option --most takes 1 to 10000."));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_list(&desk.work.cases, &desk.actor, &query, cli->now, cli->arena, &list));
	return print_list(cli, &list);
}

struct err *
cmd_case_examples(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_list_view list;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_examples(&desk.work.cases, &desk.actor, cli->operands_count == 0 ? STR("") : cli->operands[0], cli->now, cli->arena, &list));
	return print_list(cli, &list);
}

/* --------------------------------------------------------------------------------------- fill in, move on */

struct err *
cmd_case_set(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str value = STR("");
	int64_t revision;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, cli_has(cli, "clear") ? 2 : 3, cli_has(cli, "clear") ? 2 : 3));
	TRY(cli_number(cli, "revision", -1, &revision));
	if (!cli_has(cli, "clear"))
		TRY(text_of(cli, cli->operands[2], &value));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_set(&desk.work.cases, &desk.actor, cli->operands[0], cli->operands[1], value, revision, cli->now, cli->arena));
	cli_say(cli, M("Written down."));
	return NULL;
}

static void
print_moved(struct cli *cli, const struct case_moved *moved)
{
	for (size_t i = 0; i < moved->done.count; i++)
		buf_addf(&cli->out, "%.*s\n", STR_ARG(moved->done.items[i]));
	if (moved->proposed)
		cli_say(cli, M("Proposed: another person confirms it with tsukuroi case confirm. The case is still in the state \"{state}\"."),
		    ARG("state", moved->title));
	else
		cli_say(cli, M("The case is in the state \"{state}\"."), ARG("state", moved->title));
}

struct err *
cmd_case_move(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_moved moved;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_move(&desk.work.cases, &desk.actor, cli->operands[0], cli->operands[1], cli_value(cli, "reason"), cli->now, cli->arena, &moved));
	print_moved(cli, &moved);
	return NULL;
}

struct err *
cmd_case_confirm(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_moved moved;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_confirm(&desk.work.cases, &desk.actor, cli->operands[0], cli_has(cli, "refuse"), cli_value(cli, "reason"), cli->now, cli->arena,
	    &moved));
	print_moved(cli, &moved);
	return NULL;
}

/* ----------------------------------------------------------------------------------------- small changes */

struct err *
cmd_case_note(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str text;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(text_of(cli, cli->operands[1], &text));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_note(&desk.work.cases, &desk.actor, cli->operands[0], text, cli_value(cli, "part"), cli->now, cli->arena));
	cli_say(cli, M("Written down."));
	return NULL;
}

struct err *
cmd_case_title(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str title;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(text_of(cli, cli->operands[1], &title));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_set_title(&desk.work.cases, &desk.actor, cli->operands[0], title, cli->now, cli->arena));
	cli_say(cli, M("Written down."));
	return NULL;
}

struct err *
cmd_case_tlp(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	enum tlp tlp;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(tlp_of(cli, cli->operands[1], &tlp));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_set_tlp(&desk.work.cases, &desk.actor, cli->operands[0], tlp, cli->now, cli->arena));
	cli_say(cli, M("Written down."));
	return NULL;
}

struct err *
cmd_case_link(struct cli *cli, enum cli_status *ret_status)
{
	struct case_target target = { .compartment = cli_value(cli, "part") };
	struct cli_desk desk CLI_DESK_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 3, 3));
	TRY(kind_of(cli, cli->operands[1], &target.kind));
	TRY(text_of(cli, cli->operands[2], &target.text));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_link(&desk.work.cases, &desk.actor, cli->operands[0], &target, cli->now, cli->arena));
	cli_say(cli, M("Linked."));
	return NULL;
}

struct err *
cmd_case_unlink(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int64_t link;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_operand_number(cli, 1, &link));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_unlink(&desk.work.cases, &desk.actor, cli->operands[0], link, cli->now, cli->arena));
	cli_say(cli, M("The link does not hold any more."));
	return NULL;
}

struct err *
cmd_case_edition(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct case_edition_view view;
	int32_t day;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_day(cli, "to", instant_day(cli->now, ZONE_JST), &day));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_edition(&desk.work.cases, &desk.actor, cli->operands[0], day, cli_has(cli, "make"), cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &case_edition_view_schema, &view);
		return NULL;
	}
	for (size_t i = 0; i < view.differences.count; i++)
		buf_addf(&cli->out, "%.*s\n", STR_ARG(view.differences.items[i]));
	if (view.made)
		cli_say(cli, M("The case goes on in the edition of {day}."), ARG("day", print_day(cli, view.to)));
	else if (view.may)
		cli_say(cli, M("Nothing was changed: with --make the case goes on in the edition of {day}."), ARG("day", print_day(cli, view.to)));
	else
		cli_say(cli, M("The case cannot go on in the edition of {day}."), ARG("day", print_day(cli, view.to)));
	return NULL;
}

struct err *
cmd_case_example(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(case_example(&desk.work.cases, &desk.actor, cli->operands[0], cli_value(cli, "words"), cli_has(cli, "withdraw"), cli->now, cli->arena));
	cli_say(cli, cli_has(cli, "withdraw") ? M("It is not offered as an example any more.") : M("It is offered as an example to whoever has such a case next."));
	return NULL;
}
