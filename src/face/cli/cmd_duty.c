/*
 * cmd_duty.c - whom to tell after a leak or intrusion, and who leads the response.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/respond/duty.h"
#include "service/respond/posture.h"

/* ----------------------------------------------------------------------------------------------- duty */

const struct cli_option options_duty_check[] = {
	{ "case", "NUMBER", M("keeps the answers in this case, and goes on from those it has") },
	{ "known", "DATE", M("the day on which it became known: clocks run from it") },
	{ NULL, NULL, NULL },
};

static void
print_clock(struct cli *cli, const struct duty_clock_view *clock)
{
	struct str kind = str_eq(clock->kind, STR("limit")) ? cli_word(cli, M("limit")) : cli_word(cli, M("yardstick"));
	struct str maybe = clock->provisional ? cli_word(cli, M(" (if so)")) : STR("");

	if (clock->due == DAY_NONE)
		cli_say(cli, M("   {title}: {word}{maybe}"), ARG("title", clock->title), ARG("word", clock->word), ARG("maybe", maybe));
	else
		cli_say(cli, M("   {title}: {word} → {kind} {day}, last business day until then {business}{maybe}"), ARG("title", clock->title),
		    ARG("word", clock->word), ARG("kind", kind), ARG("day", print_day(cli, clock->due)),
		    ARG("business", print_day(cli, clock->business)), ARG("maybe", maybe));
}

static void
print_duty(struct cli *cli, const struct duty_view *duty)
{
	if (duty->provisional)
		cli_say(cli, M("? {title} (hangs on: {facts})"), ARG("title", duty->title),
		    ARG("facts", arena_join(cli->arena, duty->open.items, duty->open.count, cli_word(cli, M(", ")))));
	else
		cli_say(cli, M("* {title}: what was said meets the rule"), ARG("title", duty->title));
	cli_say(cli, M("   to: {to}"), ARG("to", duty->to));
	for (size_t i = 0; i < duty->clocks.count; i++)
		print_clock(cli, &duty->clocks.items[i]);
	cli_say(cli, M("   basis: {basis} (looked up {day})"), ARG("basis", duty->basis), ARG("day", day_format(duty->seen, cli->arena)));
	if (duty->note.len > 0)
		cli_say(cli, M("   note: {note}"), ARG("note", duty->note));
}

static void
print_duties(struct cli *cli, const struct duty_list_view *list)
{
	cli_say(cli, M("{title} (rules of {since})"), ARG("title", list->title), ARG("since", day_format(list->since, cli->arena)));
	if (list->aware == DAY_NONE)
		cli_say(cli, M("When it became known was not said (--known DATE): no clock has a day yet."));
	else
		cli_say(cli, M("Known since {day}, which is day 0; days are calendar days."), ARG("day", print_day(cli, list->aware)));
	for (size_t i = 0; i < list->duties.count; i++)
		print_duty(cli, &list->duties.items[i]);
	if (list->excluded > 0)
		cli_say(cli, M("{count} further rules do not meet what was said."), ARG_N("count", list->excluded));
	if (list->questions.count > 0)
		cli_say(cli, M("Facts that would settle more (duty check NAME=yes|no|NUMBER …):"));
	for (size_t i = 0; i < list->questions.count; i++)
		cli_say(cli, M("   {id}: {question}"), ARG("id", list->questions.items[i].id), ARG("question", list->questions.items[i].question));
	cli_say(cli, M("This is a list to go through, not a decision: whether to report is decided by those responsible for law and personal data."));
}

static struct err *
take_answers(struct cli *cli, struct duty_answer *answers)
{
	for (size_t i = 0; i < cli->operands_count; i++)
		if (!str_cut(cli->operands[i], '=', &answers[i].fact, &answers[i].value))
			return err_new(cli->arena, ERR_USAGE, M("\"{text}\" is not of the form NAME=VALUE."), ARG("text", cli->operands[i]));
	return NULL;
}

static struct err *
check(struct cli *cli, const struct duty_answer *answers, struct duty_list_view *ret_list)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	int32_t known;

	TRY(cli_day(cli, "known", DAY_NONE, &known));
	TRY(cli_desk_open(cli, &desk));
	if (cli_has(cli, "case"))
		return duty_check_case(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, cli_value(cli, "case"), answers,
		    cli->operands_count, cli->now, cli->arena, ret_list);
	return duty_check(&desk.home, desk.ledger, &desk.actor, answers, cli->operands_count, known, cli->arena, ret_list);
}

struct err *
cmd_duty_check(struct cli *cli, enum cli_status *ret_status)
{
	struct duty_answer *answers = ARENA_ARRAY(cli->arena, struct duty_answer, cli->operands_count);
	struct duty_list_view list;

	TRY(take_answers(cli, answers));
	if (cli_has(cli, "case") && cli_has(cli, "known"))
		return err_new(cli->arena, ERR_USAGE, M("A case says itself since when it is known (its field known_at); leave --known away."));
	TRY(check(cli, answers, &list));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &duty_list_view_schema, &list);
	else
		print_duties(cli, &list);
	*ret_status = CLI_DONE;
	return NULL;
}

/* -------------------------------------------------------------------------------------------- posture */

static const struct table_column posture_columns[] = {
	{ M("System"), false }, { M("Department"), false }, { M("Action"), false }, { M("Findings"), true },
};

static struct str
action_word(struct cli *cli, struct str name)
{
	int value;

	return enum_find(&action_names, name, &value) ? cli_word(cli, action_text((enum action)value)) : name;
}

static void
print_agreement(struct cli *cli, const struct posture_view *view)
{
	if (view->agreed_by.len == 0)
		cli_say(cli, M("Rules: {title} of {since}. No executive has agreed to them yet (\"agreed\" in the file)."), ARG("title", view->rules_title),
		    ARG("since", day_format(view->since, cli->arena)));
	else
		cli_say(cli, M("Rules: {title} of {since}, agreed by {by} on {day}."), ARG("title", view->rules_title),
		    ARG("since", day_format(view->since, cli->arena)), ARG("by", view->agreed_by), ARG("day", print_day(cli, view->agreed_on)));
}

static void
print_level(struct cli *cli, const struct posture_view *view)
{
	if (view->level.len == 0) {
		cli_say(cli, M("No posture is proposed: the ordinary organisation will do."));
		return;
	}
	cli_say(cli, view->provisional ? M("Proposed (provisional): {title}") : M("Proposed: {title}"), ARG("title", view->title));
	cli_say(cli, M("   led by: {lead}"), ARG("lead", view->lead));
	cli_say(cli, M("   with: {members}"), ARG("members", arena_join(cli->arena, view->members.items, view->members.count, cli_word(cli, M(", ")))));
	cli_say(cli, M("   by the rule: {rule}"), ARG("rule", view->rule));
	if (view->provisional)
		cli_say(cli, M("   not known yet: {facts}"), ARG("facts", arena_join(cli->arena, view->open.items, view->open.count, cli_word(cli, M(", ")))));
}

static void
print_posture(struct cli *cli, const struct posture_view *view)
{
	struct table table = { .columns = posture_columns, .columns_count = ARRAY_LEN(posture_columns) };

	cli_say(cli, M("Systems by the worst that is open on them: Immediate {immediate}, Out of cycle {out}, Scheduled {scheduled}"),
	    ARG_N("immediate", view->immediate), ARG_N("out", view->out_of_cycle), ARG_N("scheduled", view->scheduled));
	print_level(cli, view);
	print_agreement(cli, view);
	for (size_t i = 0; i < view->systems.count; i++) {
		const struct posture_system_view *system = &view->systems.items[i];
		struct str cells[] = { system->system, system->unit, action_word(cli, system->action),
			arena_printf(cli->arena, "%lld", (long long)system->findings) };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (view->systems.count > 0)
		print_rows(cli, &table);
}

struct err *
cmd_posture_show(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct posture_view view;
	struct actor actor;
	struct home home;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(cli_actor(cli, &home, ledger, &actor));
	TRY(posture_show(&home, ledger, &actor, cli->now, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &posture_view_schema, &view);
	else
		print_posture(cli, &view);
	*ret_status = view.level.len > 0 ? CLI_FOUND : CLI_DONE;
	return NULL;
}

const struct cli_option options_posture_open[] = {
	{ "leader", "LOGIN", M("who leads it in person") },
	{ "until", "DATE", M("looked at again on this day (default: in a week)") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_posture_open(struct cli *cli, enum cli_status *ret_status)
{
	struct posture_order order = { .leader = cli_value(cli, "leader") };
	struct cli_desk desk CLI_DESK_SCOPE;
	struct str number;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_day(cli, "until", instant_day(cli->now, ZONE_JST) + POSTURE_REVIEW_DAYS, &order.review_on));
	TRY(cli_desk_open(cli, &desk));
	TRY(posture_open(&(struct respond_desk){ &desk.work.cases, &desk.home }, &desk.actor, &order, cli->now, cli->arena, &number));
	cli_say(cli, M("Opened as {number}."), ARG("number", number));
	cli_say(cli, M("Next: name the leader if none is named, ask for the executive's agreement (tsukuroi approval submit {number} agreement), then take the posture (tsukuroi case move {number} stand)."),
	    ARG("number", number));
	return NULL;
}
