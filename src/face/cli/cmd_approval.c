/*
 * cmd_approval.c - 起案, 合議, 決裁 of cases.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/document/document.h"
#include "service/respond/approval.h"

const struct cli_option options_approval_list[] = {
	{ "mine", NULL, M("only those in which you can do something now") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_approval_paper[] = {
	{ "format", "text|html|pdf|mail", M("how it is written (default: text)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_approval_act[] = {
	{ "as", "delegate|deputy", M("by delegated power, or as deputy") },
	{ "remark", "TEXT", M("a remark; of sending back, refusing and deputies it is obligatory") },
	{ "ask", "STEP=LOGIN", M("who is asked at a step; may be given several times (of submit)") },
	{ "number", "NUMBER", M("number of a decision that was made elsewhere") },
	{ "on", "DATE", M("its day") },
	{ NULL, NULL, NULL },
};

static struct str
operand(const struct cli *cli, size_t place)
{
	return place < cli->operands_count ? cli->operands[place] : STR("");
}

/* ----------------------------------------------------------------------------------------------- showing */

static struct str
state_word(struct cli *cli, struct str state)
{
	static const char *const texts[] = { M("not submitted"), M("in circulation"), M("decided: approved"), M("not approved") };
	int value;

	return enum_find(&approval_state_names, state, &value) ? cli_word(cli, texts[value]) : state;
}

static void
print_step(struct cli *cli, const struct approval_step_view *step)
{
	struct str asked = arena_join(cli->arena, step->asked.items, step->asked.count, cli_word(cli, M(", ")));

	if (step->asked.count == 0)
		cli_say(cli, M("   {title}: {office}"), ARG("title", step->title), ARG("office", step->office));
	else if (step->all)
		cli_say(cli, M("   {title}: all of {names}"), ARG("title", step->title), ARG("names", asked));
	else
		cli_say(cli, M("   {title}: one of {names}"), ARG("title", step->title), ARG("names", asked));
	if (step->delegate.len > 0)
		cli_say(cli, M("      delegated power: {office}"), ARG("office", step->delegate));
	if (step->deputy.len > 0)
		cli_say(cli, M("      deputy: {office}"), ARG("office", step->deputy));
}

static void
print_act(struct cli *cli, const struct approval_act_view *act)
{
	struct str as = act->as.len > 0 ? arena_printf(cli->arena, " (%.*s)", STR_ARG(act->as)) : STR("");

	cli_say(cli, M("   {when} {by}: {step}, {what}{as}"), ARG("when", print_instant(cli, act->at)), ARG("by", act->by), ARG("step", act->step),
	    ARG("what", act->what), ARG("as", as));
	if (act->outside.len > 0)
		cli_say(cli, M("      decision {number} of {day}"), ARG("number", act->outside), ARG("day", print_day(cli, act->day)));
	if (act->remark.len > 0)
		cli_say(cli, M("      {remark}"), ARG("remark", act->remark));
}

/* "agree/deputy" in words, with the command's own word in brackets. */
static struct str
may_words(struct cli *cli, const struct approval_view *view)
{
	struct str_list words = { 0 };

	for (size_t i = 0; i < view->may.count; i++) {
		struct str act = view->may.items[i], as = STR(""), doing;
		int kind, how = AS_HIMSELF;

		(void)str_cut(view->may.items[i], '/', &act, &as);
		if (!enum_find(&route_act_names, act, &kind) || (as.len > 0 && !enum_find(&route_as_names, as, &how))) {
			list_push(cli->arena, &words, view->may.items[i]);
			continue;
		}
		doing = cli_word(cli, route_do_text((enum route_act_kind)kind));
		list_push(cli->arena, &words, how == AS_HIMSELF
		    ? catalogue_say(cli->arena, cli->lang, M("{act} (approval {command})"), ARG("act", doing), ARG("command", act))
		    : catalogue_say(cli->arena, cli->lang, M("{act} {as} (approval {command} --as {how})"), ARG("act", doing),
		          ARG("as", cli_word(cli, route_as_text((enum route_as)how))), ARG("command", act), ARG("how", as)));
	}
	return arena_join(cli->arena, words.items, words.count, cli_word(cli, M(", ")));
}

static void
print_approval(struct cli *cli, const struct approval_view *view)
{
	cli_say(cli, M("{number} {label}: {title} by {route} — {state}"), ARG("number", view->casefile), ARG("label", view->label),
	    ARG("title", view->title), ARG("route", view->route_title), ARG("state", state_word(cli, view->state)));
	if (view->waits.len > 0)
		cli_say(cli, M("waits for: {step}, {names}"), ARG("step", view->waits),
		    ARG("names", arena_join(cli->arena, view->waits_for.items, view->waits_for.count, cli_word(cli, M(", ")))));
	if (view->view_open)
		cli_say(cli, M("still to be seen by who decides"));
	cli_say(cli, M("Route:"));
	for (size_t i = 0; i < view->steps.count; i++)
		print_step(cli, &view->steps.items[i]);
	if (view->acts.count > 0)
		cli_say(cli, M("What was done:"));
	for (size_t i = 0; i < view->acts.count; i++)
		print_act(cli, &view->acts.items[i]);
	if (view->may.count > 0)
		cli_say(cli, M("You can now: {acts}"), ARG("acts", may_words(cli, view)));
}

struct err *
cmd_approval_show(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct approval_view view;

	TRY(cli_expect_operands(cli, 1, 2));
	TRY(cli_desk_open(cli, &desk));
	TRY(approval_show(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, operand(cli, 0), operand(cli, 1), cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &approval_view_schema, &view);
	else
		print_approval(cli, &view);
	*ret_status = CLI_DONE;
	return NULL;
}

static const struct table_column columns[] = {
	{ M("Case"), false }, { M("Title"), false }, { M("Approval"), false }, { M("Waits for"), false }, { M("You can"), false },
};

struct err *
cmd_approval_list(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct approval_list_view list;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	TRY(approval_list(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, cli_has(cli, "mine"), cli->now, cli->arena, &list));
	*ret_status = CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &approval_list_view_schema, &list);
		return NULL;
	}
	if (list.approvals.count == 0)
		cli_say(cli, M("Nothing waits for an approval."));
	for (size_t i = 0; i < list.approvals.count; i++) {
		const struct approval_view *view = &list.approvals.items[i];
		struct str names = arena_join(cli->arena, view->waits_for.items, view->waits_for.count, cli_word(cli, M(", ")));
		struct str cells[] = { view->casefile, view->label, view->title,
			view->view_open ? cli_word(cli, M("to be seen")) : arena_printf(cli->arena, "%.*s: %.*s", STR_ARG(view->waits), STR_ARG(names)),
			may_words(cli, view) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (list.approvals.count > 0)
		print_rows(cli, &table);
	return NULL;
}

/* The paper (起案文) with its boxes, kept with the case as every paper is. */
struct err *
cmd_approval_paper(struct cli *cli, enum cli_status *ret_status)
{
	struct document_order order = { .name = STR("draft"), .lang = cli->lang };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct document_made made;
	struct approval_view view;
	int format = DOCUMENT_TEXT;

	TRY(cli_expect_operands(cli, 1, 2));
	if (cli_has(cli, "format") && !enum_find(&document_format_names, cli_value(cli, "format"), &format))
		return err_new(cli->arena, ERR_USAGE, M("--format takes text, html, pdf or mail."));
	order.format = (enum document_format)format;
	TRY(cli_desk_open(cli, &desk));
	TRY(approval_show(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, operand(cli, 0), operand(cli, 1), cli->now, cli->arena, &view));
	order.approval = view.name;
	TRY(document_make(&(struct document_desk){ &desk.work.cases, &desk.home }, &desk.actor, operand(cli, 0), &order, cli->now, cli->arena, &made));
	buf_add(&cli->out, made.content);
	*ret_status = CLI_DONE;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ acting */

static struct err *
take_asks(struct cli *cli, struct approval_doing *doing)
{
	struct approval_ask *asks = ARENA_ARRAY(cli->arena, struct approval_ask, cli->values_count);

	for (size_t i = 0; i < cli->values_count; i++) {
		struct approval_ask *ask = &asks[doing->asks_count];

		if (!str_eq(str_of(cli->values[i].option->name), STR("ask")))
			continue;
		if (!str_cut(cli->values[i].value, '=', &ask->step, &ask->login))
			return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is not of the form STEP=LOGIN."), ARG("text", cli->values[i].value));
		doing->asks_count++;
	}
	doing->asks = asks;
	return NULL;
}

static struct err *
take_doing(struct cli *cli, struct approval_doing *doing)
{
	int as = AS_HIMSELF;

	if (cli_has(cli, "as") && !enum_find(&route_as_names, cli_value(cli, "as"), &as))
		return err_new(cli->arena, ERR_USAGE, M("--as takes delegate or deputy."));
	doing->as = (enum route_as)as;
	doing->remark = cli_value(cli, "remark");
	doing->outside = cli_value(cli, "number");
	TRY(cli_day(cli, "on", DAY_NONE, &doing->day));
	return take_asks(cli, doing);
}

static struct err *
act(struct cli *cli, enum route_act_kind kind, enum cli_status *ret_status)
{
	struct approval_doing doing = { .kind = kind };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct approval_view view;

	TRY(cli_expect_operands(cli, 1, 2));
	TRY(take_doing(cli, &doing));
	TRY(cli_desk_open(cli, &desk));
	TRY(approval_act(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, operand(cli, 0), operand(cli, 1), &doing, cli->now, cli->arena));
	TRY(approval_show(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, operand(cli, 0), operand(cli, 1), cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &approval_view_schema, &view);
	else
		print_approval(cli, &view);
	*ret_status = CLI_DONE;
	return NULL;
}

struct err *cmd_approval_submit(struct cli *cli, enum cli_status *ret_status) { return act(cli, ACT_SUBMIT, ret_status); }
struct err *cmd_approval_agree(struct cli *cli, enum cli_status *ret_status) { return act(cli, ACT_AGREE, ret_status); }
struct err *cmd_approval_return(struct cli *cli, enum cli_status *ret_status) { return act(cli, ACT_RETURN, ret_status); }
struct err *cmd_approval_refuse(struct cli *cli, enum cli_status *ret_status) { return act(cli, ACT_REFUSE, ret_status); }
struct err *cmd_approval_withdraw(struct cli *cli, enum cli_status *ret_status) { return act(cli, ACT_WITHDRAW, ret_status); }
struct err *cmd_approval_view(struct cli *cli, enum cli_status *ret_status) { return act(cli, ACT_VIEW, ret_status); }
struct err *cmd_approval_outside(struct cli *cli, enum cli_status *ret_status) { return act(cli, ACT_OUTSIDE, ret_status); }
