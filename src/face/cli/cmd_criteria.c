/*
 * cmd_criteria.c - the criteria and own tables of SSVC: in words, checked, tried out, proposed and agreed to.
 */
#include "base/file.h"
#include "base/limits.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/criteria/criteria.h"
#include "service/criteria/edition.h"
#include "service/criteria/replay.h"
#include "service/finding.h"

enum { TEXT_MOST = 1 << 20, REPLAY_SHOWN = 200 };

const struct cli_option options_criteria_propose[] = {
	{ "reason", "TEXT", M("why they are to change; the executive reads it") },
	{ NULL, NULL, NULL },
};

const struct cli_option options_ssvc_propose[] = {
	{ "reason", "TEXT", M("why they are to change; the executive reads it") },
	{ "since", "DAY", M("the day from which the table is to decide, YYYY-MM-DD") },
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
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct criteria_face face;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(str_ends(name, STR(".yaml")) ? file_read(name, TEXT_MOST, cli->arena, &text) : criteria_text(&home, ledger, name, cli->now, cli->arena, &text));
	TRY(criteria_face(text, cli->lang, cli->arena, &face));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &criteria_face_schema, &face);
	else
		print_face(cli, &face);
	return NULL;
}

/* Needs no home: a file is criteria, or its line is named. */
struct err *
cmd_criteria_check(struct cli *cli, enum cli_status *ret_status)
{
	struct criteria criteria;
	struct str text;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(file_read(cli->operands[0], TEXT_MOST, cli->arena, &text));
	TRY(criteria_read(text, cli->operands[0], cli->arena, &criteria));
	cli_say(cli, M("{title}, in force from {day}: every part is there, and nothing worse has a milder action."),
	    ARG("title", cli->lang == LANG_JA ? criteria.title_ja : criteria.title_en), ARG("day", print_day(cli, criteria.since)));
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

/* What the file holds, by its kind. */
static struct err *
read_rules(struct cli *cli, struct str kind, struct str text, struct criteria *criteria, struct ssvc_table *table, struct replay_rules *ret_rules)
{
	if (str_eq(kind, EDITION_CRITERIA)) {
		TRY(criteria_read(text, cli->operands[0], cli->arena, criteria));
		*ret_rules = (struct replay_rules){ .criteria = criteria };
		return NULL;
	}
	TRY(ssvc_table_read(text, cli->operands[0], cli->arena, table));
	TRY(ssvc_deployer_fits(table, cli->arena));
	*ret_rules = (struct replay_rules){ .table = table };
	return NULL;
}

static struct err *
replay(struct cli *cli, struct str kind, enum cli_status *ret_status)
{
	struct replay_asked asked = { .most = REPLAY_SHOWN, .now = cli->now, .lang = cli->lang };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct replay_rules rules;
	struct replay_view view;
	struct criteria criteria;
	struct ssvc_table table;
	struct actor actor;
	struct home home;
	struct str text;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(file_read(cli->operands[0], TEXT_MOST, cli->arena, &text));
	TRY(read_rules(cli, kind, text, &criteria, &table, &rules));
	TRY(criteria_replay(&home, ledger, &actor, &rules, &asked, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &replay_view_schema, &view);
	else
		print_replay(cli, &view);
	return NULL;
}

static struct err *
propose(struct cli *cli, struct str kind, enum cli_status *ret_status)
{
	struct ledger_draft draft = { .since = DAY_NONE, .reason = cli_value(cli, "reason") };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct str since = str_eq(kind, EDITION_SSVC) ? cli_value(cli, "since") : STR("");
	struct actor actor;
	struct home home;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (since.len > 0 && !day_parse(since, &draft.since))
		return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no day: write it as 2026-11-20."), ARG("text", since));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(file_read(cli->operands[0], TEXT_MOST, cli->arena, &draft.text));
	TRY(edition_propose(ledger, &actor, kind, &draft, cli->now, cli->arena, &id));
	cli_say(cli, M("Edition {id} is proposed: it holds once an executive has agreed."), ARG_N("id", id));
	return NULL;
}

/* Agreed to, or taken back. */
static struct err *
settle(struct cli *cli, struct str kind, bool agreed, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct actor actor;
	struct home home;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (!str_to_i64(cli->operands[0], &id) || id <= 0)
		return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is no number."), ARG("text", cli->operands[0]));
	TRY(open_all(cli, &home, &ledger, &actor));
	if (agreed) {
		TRY(edition_agree(ledger, &actor, kind, id, cli->now, cli->arena));
		cli_say(cli, M("Your agreement is recorded: the criteria hold from their day. Judge everything anew then."));
	} else {
		TRY(edition_withdraw(ledger, &actor, kind, id, cli->now, cli->arena));
		cli_say(cli, M("The edition is taken back; it stays to be read."));
	}
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

static struct err *
list(struct cli *cli, struct str kind, enum cli_status *ret_status)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct edition_list editions;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_all(cli, &home, &ledger, &actor));
	TRY(edition_list(ledger, &actor, kind, cli->now, cli->arena, &editions));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &edition_list_schema, &editions);
		return NULL;
	}
	for (size_t i = 0; i < editions.editions.count; i++) {
		const struct edition_view *one = &editions.editions.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)one->id), print_day(cli, one->since),
			one->in_force ? cli_word(cli, M("in force")) : state_word(cli, one->state), one->proposed_name, one->agreed_name, one->reason };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

/* --------------------------------------------------------------------------------------------- the commands */

struct err *
cmd_criteria_replay(struct cli *cli, enum cli_status *ret_status)
{
	return replay(cli, EDITION_CRITERIA, ret_status);
}

struct err *
cmd_criteria_propose(struct cli *cli, enum cli_status *ret_status)
{
	return propose(cli, EDITION_CRITERIA, ret_status);
}

struct err *
cmd_criteria_agree(struct cli *cli, enum cli_status *ret_status)
{
	return settle(cli, EDITION_CRITERIA, true, ret_status);
}

struct err *
cmd_criteria_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	return settle(cli, EDITION_CRITERIA, false, ret_status);
}

struct err *
cmd_criteria_list(struct cli *cli, enum cli_status *ret_status)
{
	return list(cli, EDITION_CRITERIA, ret_status);
}

struct err *
cmd_ssvc_replay(struct cli *cli, enum cli_status *ret_status)
{
	return replay(cli, EDITION_SSVC, ret_status);
}

struct err *
cmd_ssvc_propose(struct cli *cli, enum cli_status *ret_status)
{
	return propose(cli, EDITION_SSVC, ret_status);
}

struct err *
cmd_ssvc_agree(struct cli *cli, enum cli_status *ret_status)
{
	return settle(cli, EDITION_SSVC, true, ret_status);
}

struct err *
cmd_ssvc_withdraw(struct cli *cli, enum cli_status *ret_status)
{
	return settle(cli, EDITION_SSVC, false, ret_status);
}

struct err *
cmd_ssvc_editions(struct cli *cli, enum cli_status *ret_status)
{
	return list(cli, EDITION_SSVC, ret_status);
}
