#include "base/clock.h"
#include "face/cli/commands.h"
#include "format/json/json_write.h"
#include "service/desk/desk.h"
#include "service/assess.h"
#include "service/finding.h"
#include "service/job/job.h"
#include "service/judge.h"
#include "service/respond/propose.h"

static void
print_json_result(struct cli *cli, const struct assess_result *result, const struct respond_after *after)
{
	struct json_writer writer = { .out = &cli->out, .pretty = true };

	json_begin_object(&writer, NULL);
	json_put_str(&writer, "generation", result->generation);
	json_put_int(&writer, "systems", result->systems);
	json_put_int(&writer, "hosts", result->hosts);
	json_put_int(&writer, "items", result->items);
	json_put_int(&writer, "findings", result->ledger.findings);
	json_put_int(&writer, "provider", result->provided);
	json_put_int(&writer, "opened", result->ledger.opened);
	json_put_int(&writer, "changed", result->ledger.changed);
	json_put_int(&writer, "closed", result->ledger.closed);
	json_put_int(&writer, "questions", result->ledger.questions);
	json_begin_array(&writer, "needed");
	for (size_t i = 0; i < result->needed.count; i++)
		json_put_str(&writer, NULL, result->needed.items[i]);
	json_end(&writer);
	json_begin_array(&writer, "rules");
	for (size_t i = 0; i < result->rules.count; i++)
		json_put_str(&writer, NULL, judge_rule_words(result->rules.items[i].rule, cli->lang, cli->arena));
	json_end(&writer);
	json_put_int(&writer, "cases_moved", after->settled);
	json_put_int(&writer, "cases_proposed", after->proposed);
	json_begin_array(&writer, "cases_opened");
	for (size_t i = 0; i < after->opened.count; i++)
		json_put_str(&writer, NULL, after->opened.items[i]);
	json_end(&writer);
	json_put_decimal(&writer, "evaluate_seconds", result->evaluate_us, 6);
	json_put_decimal(&writer, "persist_seconds", result->persist_us, 6);
	json_end(&writer);
	buf_add_char(&cli->out, '\n');
}

static void
print_rule(struct cli *cli, const struct assess_rule *use)
{
	struct str words = judge_rule_words(use->rule, cli->lang, cli->arena);

	if (use->over)
		cli_say(cli, M("  not applied any more, its day is over: {rule}; {count} software items"), ARG("rule", words), ARG_N("count", use->items));
	else
		cli_say(cli, M("  {rule}; {count} software items"), ARG("rule", words), ARG_N("count", use->items));
}

static void
print_result(struct cli *cli, const struct assess_result *result)
{
	cli_say(cli, M("{items} software items on {hosts} hosts of {systems} systems, judged by {generation}:"),
	    ARG_N("items", result->items), ARG_N("hosts", result->hosts), ARG_N("systems", result->systems),
	    ARG("generation", result->generation.len == 0 ? STR("-") : result->generation));
	cli_say(cli, M("{findings} findings: {opened} new, {changed} changed, {closed} closed; {questions} questions open."),
	    ARG_N("findings", result->ledger.findings - result->provided), ARG_N("opened", result->ledger.opened),
	    ARG_N("changed", result->ledger.changed), ARG_N("closed", result->ledger.closed),
	    ARG_N("questions", result->ledger.questions));
	if (result->provided > 0)
		cli_say(cli, M("  besides, handled by the provider: {count} findings"), ARG_N("count", result->provided));
	for (size_t i = 0; i < result->needed.count; i++)
		cli_say(cli, M("  source {name}: {state}"), ARG("name", result->needed.items[i]),
		    ARG("state", cli_word(cli, M("needed, and not loaded or too old"))));
	for (size_t i = 0; i < result->rules.count; i++)
		print_rule(cli, &result->rules.items[i]);
	if (!result->kev_known && result->ledger.findings > 0)
		cli_say(cli, M("KEV is not loaded or too old: what is exploited is not known, so the worst is assumed. Import it with \"feed import kev\"."));
	if (result->cannot_tell)
		cli_say(cli, M("This is not the whole answer: a source that is needed is missing or too old, or nothing could be judged."));
}

static void
print_after(struct cli *cli, const struct respond_after *after)
{
	if (after->settled > 0)
		cli_say(cli, M("  cases in which something was settled by it: {count}"), ARG_N("count", after->settled));
	if (after->counted > 0)
		cli_say(cli, M("  cases of mass patching counted anew: {count}"), ARG_N("count", after->counted));
	for (size_t i = 0; i < after->opened.count; i++)
		cli_say(cli, M("  opened by rule: {number}"), ARG("number", after->opened.items[i]));
	if (after->proposed > 0)
		cli_say(cli, M("  cases proposed: {count}; tsukuroi case proposals lists them"), ARG_N("count", after->proposed));
}

static struct err *
look_at_cases(struct cli *cli, const struct home *home, struct respond_after *after)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct desk desk;
	struct err *err;

	TRY(home_ledger(home, cli->arena, &ledger));
	TRY(desk_open(home, ledger, cli->arena, &desk));
	err = respond_after_assess(&(struct respond_desk){ &desk.cases, home }, cli->lang, cli->now, cli->arena, after);
	desk_close(&desk);
	return err;
}

/* What was found stands whatever comes of the cases. At a time of one's choosing cases are written to only where the home takes such. */
static void
after_assess(struct cli *cli, const struct home *home, struct respond_after *after)
{
	struct err *err;

	*after = (struct respond_after){ 0 };
	if (cli_has(cli, "at") && !home->clock_given)
		return;
	err = look_at_cases(cli, home, after);
	if (err != NULL)
		cli_note(cli, M("note: what the cases make of it is not known: {why}"), ARG("why", err_sentence(err, cli->lang, cli->arena)));
}

struct err *
cli_assess(struct cli *cli, const struct home *home, bool silent, enum cli_status *ret_status)
{
	struct assess_options options = { .by = cli_who(cli), .now = cli->now };
	struct respond_after after;
	struct assess_result result;

	TRY(assess_run(home, &options, cli->arena, &result));
	after_assess(cli, home, &after);
	if (!silent && cli->output == OUTPUT_JSON)
		print_json_result(cli, &result, &after);
	else if (!silent) {
		print_result(cli, &result);
		print_after(cli, &after);
	}
	*ret_status = result.any_affected ? CLI_FOUND : result.cannot_tell ? CLI_CANNOT_TELL : CLI_DONE;
	return NULL;
}

struct err *
cmd_assess(struct cli *cli, enum cli_status *ret_status)
{
	struct home home;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	return cli_assess(cli, &home, false, ret_status);
}
