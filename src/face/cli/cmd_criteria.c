/*
 * cmd_criteria.c - the criteria in words, tried out, proposed and agreed to.
 */
#include "base/file.h"
#include "base/limits.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/criteria/replay.h"
#include "service/finding.h"
#include "service/found/criteria.h"

enum { TEXT_MOST = 1 << 20, REPLAY_SHOWN = 200 };

const struct cli_option options_criteria_propose[] = {
	{ "reason", "TEXT", M("why they are to change; the executive reads it") },
	{ NULL, NULL, NULL },
};

static struct err *
open_all(struct cli *cli, struct home *home, struct ledger **ret_ledger, struct actor *ret_actor)
{
	TRY(cli_open_home(cli, home));
	TRY(home_ledger(home, cli->arena, ret_ledger));
	return cli_actor(cli, home, *ret_ledger, ret_actor);
}

static void
print_face(struct cli *cli, const struct criteria_face *face)
{
	cli_say(cli, M("{title}, in force from {day}"), ARG("title", face->title), ARG("day", print_day(cli, face->since)));
	for (size_t i = 0; i < face->rules.count; i++) {
		const struct criteria_rule_view *rule = &face->rules.items[i];

		buf_addf(&cli->out, "%.*s\n", STR_ARG(rule->where));
		for (size_t k = 0; k < rule->any.count; k++)
			buf_addf(&cli->out, "  - %.*s\n", STR_ARG(rule->any.items[k]));
	}
	for (size_t i = 0; i < face->due.count; i++)
		buf_addf(&cli->out, "%.*s: %.*s\n", STR_ARG(cli_word(cli, finding_action_text(face->due.items[i].action))), STR_ARG(face->due.items[i].due));
}

/* Those in force; a preset by its name; or a file. */
struct err *
cmd_criteria_show(struct cli *cli, enum cli_status *ret_status)
{
	struct str name = cli->operands_count > 0 ? cli->operands[0] : STR(""), text;
	struct criteria_face face;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(str_ends(name, STR(".yaml")) ? file_read(name, TEXT_MOST, cli->arena, &text) : criteria_text(&home, name, cli->arena, &text));
	TRY(criteria_face(text, cli->lang, cli->arena, &face));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &criteria_face_schema, &face);
	else
		print_face(cli, &face);
	return NULL;
}

static void
print_replay(struct cli *cli, const struct replay_view *view)
{
	cli_say(cli, M("Of {looked_at} open findings {moved} would move: {worse} to a more urgent action, {milder} to a milder one."),
	    ARG_N("looked_at", view->judged), ARG_N("moved", view->moved), ARG_N("worse", view->worse), ARG_N("milder", view->milder));
	cli_say(cli, M("Systems touched: {systems}. Findings with a nearer date: {nearer}."), ARG_N("systems", view->systems), ARG_N("nearer", view->nearer));
	if (view->untold > 0)
		cli_say(cli, M("Of {untold} findings nothing can be said: the knowledge base has their vulnerability no more."), ARG_N("untold", view->untold));
	for (size_t i = 0; i < view->actions.count; i++)
		buf_addf(&cli->out, "  %.*s: %lld -> %lld\n", STR_ARG(cli_word(cli, finding_action_text(view->actions.items[i].action))),
		    (long long)view->actions.items[i].before, (long long)view->actions.items[i].after);
	for (size_t i = 0; i < view->moves.count; i++) {
		const struct replay_move_view *move = &view->moves.items[i];

		buf_addf(&cli->out, "  %lld %.*s %.*s %.*s: %.*s -> %.*s\n", (long long)move->id, STR_ARG(move->system), STR_ARG(move->product),
		    STR_ARG(move->vulnerability), STR_ARG(cli_word(cli, finding_action_text(move->from))), STR_ARG(cli_word(cli, finding_action_text(move->to))));
	}
}

struct err *
cmd_criteria_replay(struct cli *cli, enum cli_status *ret_status)
{
	struct replay_asked asked = { .most = REPLAY_SHOWN, .now = cli->now, .lang = cli->lang };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct replay_view view;
	struct criteria other;
	struct actor actor;
	struct home home;
	struct str text;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(file_read(cli->operands[0], TEXT_MOST, cli->arena, &text));
	TRY(criteria_read(text, cli->operands[0], cli->arena, &other));
	TRY(criteria_replay(&home, ledger, &actor, &other, &asked, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &replay_view_schema, &view);
	else
		print_replay(cli, &view);
	return NULL;
}

struct err *
cmd_criteria_propose(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;
	struct str text;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(file_read(cli->operands[0], TEXT_MOST, cli->arena, &text));
	TRY(criteria_propose(ledger, &actor, text, cli_value(cli, "reason"), cli->now, cli->arena, &id));
	cli_say(cli, M("Edition {id} is proposed: it holds once an executive has agreed."), ARG_N("id", id));
	return NULL;
}

static struct err *
edition_of(struct cli *cli, int64_t *ret_id)
{
	TRY(cli_expect_operands(cli, 1, 1));
	if (str_to_i64(cli->operands[0], ret_id) && *ret_id > 0)
		return NULL;
	return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number."), ARG("text", cli->operands[0]));
}

struct err *
cmd_criteria_agree(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(edition_of(cli, &id));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(criteria_agree(&home, ledger, &actor, id, cli->now, cli->arena));
	cli_say(cli, M("Your agreement is recorded: the criteria hold from their day. Judge everything anew then."));
	return NULL;
}

struct err *
cmd_criteria_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(edition_of(cli, &id));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(criteria_withdraw(ledger, &actor, id, cli->now, cli->arena));
	cli_say(cli, M("The edition is taken back; it stays to be read."));
	return NULL;
}

static const struct table_column columns[] = {
	{ M("Number"), true }, { M("In force from"), false }, { M("State"), false }, { M("Proposed by"), false }, { M("Agreed to by"), false }, { M("Reason"), false },
};

static struct str
state_word(struct cli *cli, struct str state)
{
	int number;

	return enum_find(&edition_state_names, state, &number) ? cli_word(cli, edition_state_names.words[number]) : state;
}

struct err *
cmd_criteria_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct edition_list list;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(criteria_editions(ledger, &actor, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &edition_list_schema, &list);
		return NULL;
	}
	for (size_t i = 0; i < list.editions.count; i++) {
		const struct edition_view *one = &list.editions.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)one->id), print_day(cli, one->since), state_word(cli, one->state), one->proposed_name,
			one->agreed_name, one->reason };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}
