/*
 * cmd_job.c - what is done without being asked: run once by hand, looked at; deadlines; an administrator's word on the clock.
 */
#include "base/catalogue.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/home.h"
#include "service/job/job.h"

enum { LIST_MOST = 50, LIST_LIMIT = 10000 };

const struct cli_option options_job_list[] = {
	{ "state", "waiting|done|failed", M("only jobs and letters in this state") },
	{ "limit", "N", M("at most so many (default 50)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_job_trust[] = {
	{ "reason", "TEXT", M("how the clock was checked, e.g. compared with the time signal") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_deadline_list[] = {
	{ "mine",    NULL, M("only those I am to meet, in person or by my role") },
	{ "overdue", NULL, M("only what is past") },
	{ "case",    "CASE", M("only of this case") },
	{ "until",   "DATE", M("only what is due by the end of this day") },
	{ NULL, NULL, NULL },
};

struct opened { struct home home; struct ledger *ledger; struct actor actor; };

static void
opened_done(struct opened *opened)
{
	ledger_close(opened->ledger);
}
#define OPENED_SCOPE __attribute__((cleanup(opened_done))) = { 0 }

/* ------------------------------------------------------------------------------------------------- job run */

static void
print_pass(struct cli *cli, const struct job_pass *pass)
{
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &job_pass_schema, pass);
		return;
	}
	cli_say(cli, M("Jobs done: {done}. Letters written: {reminders}, sent: {sent}."), ARG_N("done", pass->done),
	    ARG_N("reminders", pass->reminders), ARG_N("sent", pass->sent));
	if (pass->told > 0)
		cli_say(cli, M("Webhooks told: {count}."), ARG_N("count", pass->told));
	if (pass->left > 0)
		cli_say(cli, M("{count} jobs wait for a person or for the key holder."), ARG_N("count", pass->left));
	for (size_t i = 0; i < pass->failures.count; i++)
		cli_say(cli, M("Not done, tried again later: {what}: {reason}"), ARG("what", pass->failures.items[i].what),
		    ARG("reason", pass->failures.items[i].sentence));
	if (pass->trust != TRUST_TRUSTED)
		cli_say(cli, trust_text(pass->trust));
}

struct err *
cli_mailer(const struct home *home, struct arena *arena, struct mailer **ret_mailer)
{
	struct mailer_settings settings = { home->mail, home->mail_from, home->mail_user, home->mail_tls,
		home->mail_certificates.len > 0 ? home->mail_certificates : home->fetch_ca };

	return mailer_open(&settings, home->path, arena, ret_mailer);
}

struct err *
cmd_job_run(struct cli *cli, enum cli_status *ret_status)
{
	struct mailer *mailer MAILER_SCOPE = NULL;
	struct opened opened OPENED_SCOPE;
	struct job_room room JOB_ROOM_SCOPE = { .arena = cli->arena };
	struct due_reading reading;
	struct job_desk desk;
	struct job_pass pass;
	int64_t now;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(actor_need(&opened.actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, cli->arena));
	TRY(cli_mailer(&opened.home, cli->arena, &mailer));
	now = cli->now;
	if (!clock_is_fixed())
		TRY(ledger_clock(opened.ledger, cli->arena, &now));
	reading = due_reading_now(now, cli->arena);
	room.home = &opened.home;
	room.ledger = opened.ledger;
	desk = (struct job_desk){ .ledger = opened.ledger, .mailer = mailer, .context = &room, .settle = job_room_settle, .hourly = job_room_hourly,
		.tell = job_room_tell };
	TRY(job_run(&desk, &reading, job_owner(cli->arena), cli->lang, cli->arena, &pass));
	print_pass(cli, &pass);
	if (pass.failed > 0)
		*ret_status = CLI_FOUND;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ job list */

static const char *const state_texts[] = { M("waits"), M("done"), M("given up") };
static const char *const kind_texts[] = {
	M("tell of a deadline"), M("deadline passes"), M("look at the case"), M("call before publication"), M("warn of a long holiday"), M("standing"), M("by one at a time"),
};

static struct str
state_word(struct cli *cli, struct str state)
{
	int value;

	return enum_find(&job_state_names, state, &value) ? cli_word(cli, state_texts[value]) : state;
}

static void
print_jobs(struct cli *cli, const struct job_list_view *list)
{
	static const struct table_column columns[] = {
		{ M("Number"), true }, { M("Job"), false }, { M("Case"), false }, { M("Rule"), false }, { M("Due"), false }, { M("State"), false },
		{ M("Tries"), true }, { M("Last error"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->jobs.count; i++) {
		const struct job_view *job = &list->jobs.items[i];
		int kind;
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)job->id),
			enum_find(&job_kind_names, job->kind, &kind) ? cli_word(cli, kind_texts[kind]) : job->kind, job->number, job->rule,
			print_instant(cli, job->due), state_word(cli, job->state), arena_printf(cli->arena, "%lld", (long long)job->attempt), job->error };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static void
print_letters(struct cli *cli, const struct job_list_view *list)
{
	static const struct table_column columns[] = {
		{ M("Letter"), true }, { M("To"), false }, { M("Subject"), false }, { M("Written"), false }, { M("State"), false },
		{ M("Tries"), true }, { M("Last error"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	if (list->letters.count == 0)
		return;
	buf_add_char(&cli->out, '\n');
	for (size_t i = 0; i < list->letters.count; i++) {
		const struct letter_view *letter = &list->letters.items[i];
		struct str cells[] = { arena_printf(cli->arena, "%lld", (long long)letter->id), letter->to, letter->subject,
			print_instant(cli, letter->made_at), state_word(cli, letter->state),
			arena_printf(cli->arena, "%lld", (long long)letter->attempt), letter->error };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static void
print_clock(struct cli *cli, const struct job_list_view *list)
{
	int trust;

	buf_add_char(&cli->out, '\n');
	if (enum_find(&trust_names, list->trust, &trust))
		cli_say(cli, trust_text((enum trust)trust));
	for (size_t i = 0; i < list->clocks.count; i++) {
		const struct clock_view *clock = &list->clocks.items[i];

		cli_say(cli, M("  {node}: last looked at {at}"), ARG("node", clock->node), ARG("at", print_instant(cli, clock->at)));
		if (clock->by.len > 0)
			cli_say(cli, M("    checked by {who}: {reason}"), ARG("who", clock->by), ARG("reason", clock->reason));
	}
}

struct err *
cmd_job_list(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	struct job_list_view list;
	int state = -1;
	int64_t most;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_number(cli, "limit", LIST_MOST, &most));
	if (most < 1 || most > LIST_LIMIT)
		return err_new(cli->arena, ERR_USAGE, M("The option --{option} takes a number from 1 to {most}."), ARG("option", STR("limit")),
		    ARG_N("most", LIST_LIMIT));
	if (cli_has(cli, "state") && !enum_find(&job_state_names, cli_value(cli, "state"), &state))
		return err_new(cli->arena, ERR_USAGE, M("The option --state takes waiting, done or failed, not \"{value}\"."),
		    ARG("value", cli_value(cli, "state")));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(job_list(opened.ledger, &opened.actor, state, most, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &job_list_schema, &list);
		return NULL;
	}
	print_jobs(cli, &list);
	if (cli->output == OUTPUT_CSV)
		return NULL;
	print_letters(cli, &list);
	print_clock(cli, &list);
	return NULL;
}

struct err *
cmd_job_trust(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(job_trust(opened.ledger, &opened.actor, cli_value(cli, "reason"), cli->now, cli->arena));
	cli_say(cli, M("The clock is trusted from {now} on; what waited for its instant goes on with the next pass."),
	    ARG("now", print_instant(cli, cli->now)));
	return NULL;
}

/* -------------------------------------------------------------------------------------------- deadline list */

static struct str
due_words(struct cli *cli, const struct deadline_view *view)
{
	if (view->due == INSTANT_NONE)
		return cli_word(cli, M("not counted yet"));
	return view->overdue ? catalogue_say(cli->arena, cli->lang, M("{due} (past)"), ARG("due", print_instant(cli, view->due)))
	                     : print_instant(cli, view->due);
}

static void
print_deadlines(struct cli *cli, const struct deadline_list *list)
{
	static const struct table_column columns[] = {
		{ M("Due"), false }, { M("Case"), false }, { M("Title"), false }, { M("What is to be done"), false }, { M("By"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->deadlines.count; i++) {
		const struct deadline_view *view = &list->deadlines.items[i];
		struct str cells[] = { due_words(cli, view), view->number, view->label, view->title, view->owner.len > 0 ? view->owner : view->role_title };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static bool
any_overdue(const struct deadline_list *list)
{
	for (size_t i = 0; i < list->deadlines.count; i++)
		if (list->deadlines.items[i].overdue)
			return true;
	return false;
}

struct err *
cmd_deadline_list(struct cli *cli, enum cli_status *ret_status)
{
	struct deadline_query query = { .mine = cli_has(cli, "mine"), .overdue = cli_has(cli, "overdue"), .number = cli_value(cli, "case"),
		.until = INSTANT_NONE };
	struct opened opened OPENED_SCOPE;
	struct deadline_list list;
	int32_t until;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_day(cli, "until", DAY_NONE, &until));
	if (until != DAY_NONE)
		query.until = day_instant(until + 1, ZONE_JST) - 1;
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(deadline_list(opened.ledger, &opened.actor, &query, cli->now, cli->arena, &list));
	if (any_overdue(&list))
		*ret_status = CLI_FOUND;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &deadline_list_schema, &list);
		return NULL;
	}
	if (list.deadlines.count == 0 && cli->output != OUTPUT_CSV)
		cli_say(cli, query.overdue ? M("Nothing is overdue.") : M("No deadline runs."));
	else
		print_deadlines(cli, &list);
	return NULL;
}
