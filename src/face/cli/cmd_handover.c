/*
 * cmd_handover.c - what hangs on a person, and all of it to another.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/respond/handover.h"

const struct cli_option options_handover_give[] = {
	{ "only", "KIND,…", M("only these: part, task, oncall, decision, approval, question") },
	{ "case", "NUMBER", M("writes how much is left into the field left_over of this handover case") },
	{ NULL, NULL, NULL },
};

static struct str
kind_word(struct cli *cli, struct str kind)
{
	static const char *const words[HANDOVER_KINDS] = {
		[HANDOVER_PART] = M("part in a case"), [HANDOVER_TASK] = M("task in person"), [HANDOVER_ONCALL] = M("turn on call"),
		[HANDOVER_DECISION] = M("decision answered for"), [HANDOVER_APPROVAL] = M("approval waiting"), [HANDOVER_TOKEN] = M("token"), [HANDOVER_QUESTION] = M("question to a contractor"),
	};
	int value;

	return enum_find(&handover_kind_names, kind, &value) ? cli_word(cli, words[value]) : kind;
}

static struct str
or_dash(struct str text)
{
	return text.len > 0 ? text : STR("-");
}

static void
print_left(struct cli *cli, struct str login, int64_t left)
{
	if (left == 0)
		cli_say(cli, M("Nothing is left in the name of {login}; the account may leave."), ARG("login", login));
	else
		cli_say(cli, M("Left in the name of {login}: {count}, what you may not see included."), ARG("login", login), ARG_N("count", left));
}

static void
print_items(struct cli *cli, const struct handover_view *view)
{
	static const struct table_column columns[] = {
		{ M("Kind"), false }, { M("Number"), true }, { M("Case"), false }, { M("Title"), false }, { M("What"), false }, { M("Due or until"), false },
		{ M("Why"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->items.count; i++) {
		const struct handover_item_view *item = &view->items.items[i];
		struct str cells[] = { kind_word(cli, item->kind), item->id == 0 ? STR("-") : arena_printf(cli->arena, "%lld", (long long)item->id),
			or_dash(item->number), or_dash(item->label), or_dash(item->what), print_instant(cli, item->due), or_dash(item->why) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (view->items.count > 0 || cli->output == OUTPUT_CSV)
		print_rows(cli, &table);
}

struct err *
cmd_handover_show(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct handover_view view;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_desk_open(cli, &desk));
	TRY(handover_show(&desk.work.cases, &desk.actor, cli->operands[0], cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &handover_view_schema, &view);
		return NULL;
	}
	print_items(cli, &view);
	if (cli->output == OUTPUT_TEXT)
		print_left(cli, view.login, view.left);
	return NULL;
}

static void
print_given(struct cli *cli, const struct handover_given_view *given)
{
	cli_say(cli, M("Handed over from {from} to {to}: {count}."), ARG("from", given->from), ARG("to", given->to), ARG_N("count", given->given));
	for (size_t i = 0; i < given->kept.count; i++) {
		const struct handover_kept_view *kept = &given->kept.items[i];

		cli_say(cli, M("Not handed over: {kind} {number} {what}: {why}"), ARG("kind", kind_word(cli, kept->kind)), ARG("number", kept->number),
		    ARG("what", kept->what), ARG("why", kept->why));
	}
	print_left(cli, given->from, given->left);
}

struct err *
cmd_handover_give(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct handover_given_view given;
	unsigned kinds;

	TRY(cli_expect_operands(cli, 2, 2));
	TRY(handover_kinds_parse(cli_value(cli, "only"), cli->arena, &kinds));
	TRY(cli_desk_open(cli, &desk));
	TRY(handover_give(&desk.work.cases, &desk.actor, cli->operands[0], cli->operands[1], kinds, cli->now, cli->arena, &given));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &handover_given_view_schema, &given);
	else
		print_given(cli, &given);
	if (cli_has(cli, "case"))
		TRY(case_set(&desk.work.cases, &desk.actor, cli_value(cli, "case"), STR("left_over"),
		    arena_printf(cli->arena, "%lld", (long long)given.left), -1, cli->now, cli->arena));
	*ret_status = given.kept.count > 0 ? CLI_FOUND : CLI_DONE;
	return NULL;
}
