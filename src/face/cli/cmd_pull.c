/*
 * cmd_pull.c - public knowledge fetched from where it is published: by hand, by a timer, and as a process of the running home.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/pull/pull.h"
#include "wire/local/local.h"

enum { GOES_MOST = 400, LOOK_EVERY_S = 5 };

const struct cli_option options_feed_pull[] = {
	{ "all",     NULL, M("all sources that are on, also those that are not due yet") },
	{ "accept",  NULL, M("takes in what was held because it shrank or went back") },
	{ "dry-run", NULL, M("asks nobody: says what would be asked first") },
	{ NULL, NULL, NULL },
};

/* ------------------------------------------------------------------------------------------------------- pull */

static void
print_outcome(struct cli *cli, const struct pull_outcome *outcome)
{
	const struct kb_feed_outcome *sums = &outcome->sums;

	switch (outcome->end) {
	case PULL_PLANNED:
		if (outcome->url.len > 0)
			cli_say(cli, M("{source}: would ask {url}"), ARG("source", outcome->source), ARG("url", outcome->url));
		else
			cli_say(cli, M("{source}: there would be nothing to ask."), ARG("source", outcome->source));
		return;
	case PULL_SAME:
		if (sums->problems > 0)
			cli_say(cli, M("{source}: nothing new; {problems} refused: \"tsukuroi feed status\" says of which source."), ARG("source", outcome->source),
			    ARG_N("problems", sums->problems));
		else
			cli_say(cli, M("{source}: nothing new."), ARG("source", outcome->source));
		return;
	case PULL_HELD:
		cli_say(cli, M("{source}: held. {reason} If it is right: tsukuroi feed pull {source} --accept"), ARG("source", outcome->source),
		    ARG("reason", err_sentence(outcome->failed, cli->lang, cli->arena)));
		return;
	case PULL_PARTLY:
		cli_say(cli, M("{source}: {added} new, {changed} changed. {reason} They are asked for again the next time."), ARG("source", outcome->source),
		    ARG_N("added", sums->added), ARG_N("changed", sums->changed), ARG("reason", err_sentence(outcome->failed, cli->lang, cli->arena)));
		return;
	case PULL_TOOK:
		cli_say(cli, M("{source}: {files} files: {added} new, {changed} changed, {unchanged} as before, {gone} gone; {problems} refused"),
		    ARG("source", outcome->source), ARG_N("files", outcome->files), ARG_N("added", sums->added), ARG_N("changed", sums->changed),
		    ARG_N("unchanged", sums->unchanged), ARG_N("gone", sums->gone), ARG_N("problems", sums->problems));
		return;
	default:
		cli_say(cli, M("{source}: nothing was taken in. {reason} What is in force stays. Tried again from {when}."), ARG("source", outcome->source),
		    ARG("reason", err_sentence(outcome->failed, cli->lang, cli->arena)), ARG("when", instant_words(outcome->next, cli->arena)));
	}
}

/* As long as there is more: a source that was not asked for long comes in several goes. */
static struct err *
pull_source(struct cli *cli, const struct home *home, const struct pull_source *source, enum cli_status *status)
{
	struct pull_options options = { .now = cli->now, .accept = cli_has(cli, "accept"), .dry_run = cli_has(cli, "dry-run") };
	struct pull_outcome outcome = { .more = true };

	for (int go = 0; go < GOES_MOST && outcome.more; go++) {
		TRY(pull_one(home, source, &options, cli->arena, &outcome));
		print_outcome(cli, &outcome);
		TRY(cli_flush(cli));
	}
	if (outcome.failed != NULL && (enum cli_status)err_exit_status(outcome.failed->code) > *status)
		*status = (enum cli_status)err_exit_status(outcome.failed->code);
	return NULL;
}

static struct err *
find_source(struct cli *cli, const struct home *home, struct str name, const struct pull_source **ret_source)
{
	struct err *err = pull_source_of(home, name, cli->arena, ret_source);

	return err == NULL || err->code != ERR_NOT_FOUND ? err :
	    err_new(cli->arena, ERR_USAGE, M("There is no source \"{name}\": \"tsukuroi feed sources\" lists them."), ARG("name", name));
}

static struct err *
sources_of(struct cli *cli, const struct home *home, struct pull_list *ret_list)
{
	*ret_list = (struct pull_list){ 0 };
	if (cli->operands_count == 0)
		return pull_wanted(home, !cli_has(cli, "all"), cli->now, cli->arena, ret_list);
	for (size_t i = 0; i < cli->operands_count; i++) {
		const struct pull_source *source;

		TRY(find_source(cli, home, cli->operands[i], &source));
		list_push(cli->arena, ret_list, source);
	}
	return NULL;
}

struct err *
cmd_feed_pull(struct cli *cli, enum cli_status *ret_status)
{
	struct pull_list list;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_open_home(cli, &home));
	TRY(sources_of(cli, &home, &list));
	if (list.count == 0)
		cli_say(cli, M("No source is due: \"tsukuroi feed sources\" says when each is next."));
	for (size_t i = 0; i < list.count; i++)
		TRY(pull_source(cli, &home, list.items[i], ret_status));
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------- sources */

static const struct table_column columns[] = {
	{ M("Source"), false }, { M("On"), false }, { M("Pace"), false }, { M("Last success"), false }, { M("How the last time ended"), false }, { M("Next time"), false },
};

static void
print_pulls(struct cli *cli, const struct pulls_view *view)
{
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->sources.count; i++) {
		const struct pull_view *source = &view->sources.items[i];
		int state = PULL_NEVER;

		(void)enum_find(&pull_end_names, source->state, &state);
		struct str cells[] = {
			source->name, source->on ? cli_word(cli, M("on")) : cli_word(cli, M("off")), source->every, print_instant(cli, source->succeeded),
			cli_word(cli, pull_end_names.words[state]), source->on ? print_instant(cli, source->next) : STR("-"),
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (cli->output == OUTPUT_CSV) {
		print_table_csv(cli, &table);
		return;
	}
	print_table_text(cli, &table);
	for (size_t i = 0; i < view->sources.count; i++)
		if (view->sources.items[i].said.len > 0)
			cli_say(cli, M("{source}: {reason}"), ARG("source", view->sources.items[i].name), ARG("reason", view->sources.items[i].said));
	for (size_t i = 0; i < view->sources.count; i++)
		for (size_t k = 0; k < view->sources.items[i].keys.count; k++)
			cli_say(cli, M("{source} signs with the key {key}"), ARG("source", view->sources.items[i].name), ARG("key", view->sources.items[i].keys.items[k]));
	cli_say(cli, view->scheduled ? M("The running home fetches these by itself.") : M("The running home does not fetch by itself: \"tsukuroi feed schedule on\" has it do so."));
}

struct err *
cmd_feed_sources(struct cli *cli, enum cli_status *ret_status)
{
	struct pulls_view view;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(pull_show(&home, cli->now, cli->lang, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &pulls_view_schema, &view);
	else
		print_pulls(cli, &view);
	return NULL;
}

struct opened { struct home home; struct ledger *ledger; struct actor actor; };

static void
opened_done(struct opened *opened)
{
	ledger_close(opened->ledger);
}
#define OPENED_SCOPE __attribute__((cleanup(opened_done))) = { 0 }

static struct err *
set(struct cli *cli, struct str name, struct str key, struct str value)
{
	const struct pull_source *source;
	struct opened opened OPENED_SCOPE;

	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(find_source(cli, &opened.home, name, &source));
	return pull_set(&opened.home, opened.ledger, &opened.actor, source, key, value, cli->now, cli->arena);
}

static struct err *
add_or_remove(struct cli *cli, bool add)
{
	struct opened opened OPENED_SCOPE;
	const struct pull_source *source;

	TRY(cli_expect_operands(cli, 2, 2));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	if (!add)
		return pull_remove(&opened.home, opened.ledger, &opened.actor, cli->operands[1], cli->now, cli->arena);
	TRY(pull_add(&opened.home, opened.ledger, &opened.actor, cli->operands[1], cli->now, cli->arena, &source));
	cli_say(cli, M("{source} is a source now. \"tsukuroi feed pull {source}\" fetches it; \"tsukuroi feed sources\" then shows the keys that it signs with: compare them with what its issuer says elsewhere."),
	    ARG("source", pull_source_name(source)));
	return NULL;
}

/*
 * "on nvd", "off nvd", "set nvd every 2h", "add csaf:psirt.example.jp", "remove csaf:psirt.example.jp": "set nvd every" without a value is as the table
 * says again.
 */
struct err *
cmd_feed_source(struct cli *cli, enum cli_status *ret_status)
{
	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, 4));
	if (str_eq(cli->operands[0], STR("on")) || str_eq(cli->operands[0], STR("off"))) {
		TRY(cli_expect_operands(cli, 2, 2));
		TRY(set(cli, cli->operands[1], STR("on"), str_eq(cli->operands[0], STR("on")) ? STR("yes") : STR("no")));
	} else if (str_eq(cli->operands[0], STR("set"))) {
		TRY(cli_expect_operands(cli, 3, 4));
		TRY(set(cli, cli->operands[1], cli->operands[2], cli->operands_count == 4 ? cli->operands[3] : STR("")));
	} else if (str_eq(cli->operands[0], STR("add"))) {
		return add_or_remove(cli, true);
	} else if (str_eq(cli->operands[0], STR("remove"))) {
		TRY(add_or_remove(cli, false));
	} else
		return err_new(cli->arena, ERR_USAGE, M("Choose one of on, off, set, add and remove."));
	cli_say(cli, M("Set: {source}."), ARG("source", cli->operands[1]));
	return NULL;
}

struct err *
cmd_feed_schedule(struct cli *cli, enum cli_status *ret_status)
{
	struct opened opened OPENED_SCOPE;
	bool on;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	on = str_eq(cli->operands[0], STR("on"));
	if (!on && !str_eq(cli->operands[0], STR("off")))
		return err_new(cli->arena, ERR_USAGE, M("Choose one of on and off."));
	TRY(cli_enter(cli, &opened.home, &opened.ledger, &opened.actor));
	TRY(pull_schedule(&opened.home, opened.ledger, &opened.actor, on, cli->now, cli->arena));
	cli_say(cli, on ? M("The running home fetches these by itself.") : M("The running home does not fetch by itself: \"tsukuroi feed schedule on\" has it do so."));
	return NULL;
}

/* --------------------------------------------------------------------------------- the running home's fetcher */

static void
tell(const struct pull_outcome *outcome, const struct err *err, enum lang lang, struct arena *arena)
{
	const struct err *why = err != NULL ? err : outcome->failed;

	if (why != NULL)
		(void)fprintf(stderr, "tsukuroi: %.*s: %.*s\n", STR_ARG(outcome->source), STR_ARG(err_sentence(why, lang, arena)));
}

/*
 * Settings are read anew each time. A home whose clock a person gives is not fetched for: time stands still there. What is asked for by a person is
 * fetched also where nothing is by itself.
 */
static struct err *
look_round(struct str path, enum lang lang, struct arena *arena)
{
	struct home home;
	struct pull_list due;

	TRY(home_open(path, arena, &home));
	if (home.clock_given)
		return NULL;
	TRY(pull_wanted(&home, true, clock_now(), arena, &due));
	for (size_t i = 0; i < due.count; i++) {
		struct pull_options options = { .now = clock_now() };
		struct pull_outcome outcome = { .source = pull_source_name(due.items[i]) };

		TRY(pull_is_accepted(&home, due.items[i], arena, &options.accept));
		if (home.pull_scheduled || pull_is_asked(&home, due.items[i], arena))
			tell(&outcome, pull_one(&home, due.items[i], &options, arena, &outcome), lang, arena);
	}
	return NULL;
}

int
cli_pulling_main(int argc, char **argv)
{
	enum lang lang = str_starts(str_of(getenv("LANG")), STR("en")) ? LANG_EN : LANG_JA;
	struct timespec pause = { LOOK_EVERY_S, 0 };

	local_end_with_home();
	if (argc != 3 || argv[2][0] != '/')
		return CLI_USAGE;
	for (;;) {
		struct arena *arena ARENA_SCOPE = arena_new();
		struct err *err = look_round(str_of(argv[2]), lang, arena);

		if (err != NULL) {
			(void)fprintf(stderr, "tsukuroi: %.*s\n", STR_ARG(err_sentence(err, lang, arena)));
			return err_exit_status(err->code);
		}
		(void)nanosleep(&pause, NULL);
	}
}
