#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/feed.h"
#include "service/judge.h"
#include "service/published.h"
#include "service/pull/pull.h"

const struct cli_option options_feed_import[] = {
	{ "name",      "NAME", M("the feed's name, e.g. osv:PyPI (default: what the file says)") },
	{ "complete",  NULL,   M("the file is the whole feed: what it does not list is gone") },
	{ "partial",   NULL,   M("the file is a part of the feed") },
	{ "accept",    NULL,   M("takes a file in that was held because it shrank or went back") },
	{ "age-limit", "DAYS", M("after how many days the feed counts as too old") },
	CLI_MEDIUM_OPTIONS,
	{ NULL, NULL, NULL },
};

static struct err *
feed_options_of(struct cli *cli, struct feed_options *ret_options)
{
	int64_t days;

	if (!feed_kind_is_known(cli->operands[0]))
		return err_new(cli->arena, ERR_USAGE, M("There is no feed kind \"{kind}\": take one of {kinds}."),
		    ARG("kind", cli->operands[0]), ARG("kinds", feed_kinds(cli->arena)));
	if (cli_has(cli, "complete") && cli_has(cli, "partial"))
		return err_new(cli->arena, ERR_USAGE, M("Choose one of --complete and --partial."));
	TRY(cli_number(cli, "age-limit", 0, &days));
	if (days < 0 || days > 36500)
		return err_new(cli->arena, ERR_USAGE, M("The option --age-limit takes 0 to 36500 days."));
	*ret_options = (struct feed_options){
		.kind = cli->operands[0], .name = cli_value(cli, "name"), .age_limit = days * INSTANT_DAY, .now = cli->now,
		.accept = cli_has(cli, "accept"),
		.contract = cli_has(cli, "complete") ? KB_COMPLETE : cli_has(cli, "partial") ? KB_PARTIAL : KB_BY_TABLE,
	};
	return NULL;
}

/* A line a file; the exit status is that of the worst failure. */
static void
print_file(struct cli *cli, const struct feed_file *file, enum cli_status *status)
{
	const struct kb_feed_outcome *outcome = &file->outcome;

	if (file->failed != NULL) {
		enum cli_status own = (enum cli_status)err_exit_status(file->failed->code);

		cli_say(cli, M("{file}: nothing was taken in. {reason}"), ARG("file", file->path),
		    ARG("reason", err_sentence(file->failed, cli->lang, cli->arena)));
		*status = own > *status ? own : *status;
		return;
	}
	cli_say(cli, M("{file}: {name}: {read} records: {added} new, {changed} changed, {unchanged} as before, {gone} gone; {problems} refused, {warnings} warnings"),
	    ARG("file", file->path), ARG("name", outcome->name), ARG_N("read", outcome->read), ARG_N("added", outcome->added),
	    ARG_N("changed", outcome->changed), ARG_N("unchanged", outcome->unchanged), ARG_N("gone", outcome->gone),
	    ARG_N("problems", outcome->problems), ARG_N("warnings", outcome->warnings));
}

enum { PROBLEMS_SHOWN = 5 };

static void
print_problem(struct cli *cli, const struct problem *problem)
{
	struct str sentence = cli->lang == LANG_JA ? problem->sentence_ja : problem->sentence_en;

	if (problem->warning)
		cli_say(cli, M("  note: {sentence}"), ARG("sentence", sentence));
	else
		cli_say(cli, M("  refused {id} (byte {offset}): {sentence}"), ARG("id", problem->id), ARG_N("offset", problem->offset),
		    ARG("sentence", sentence));
}

/* Why records were refused, the first few of each feed that was just taken in; of notes those about a whole document. */
static struct err *
print_problems(struct cli *cli, const struct home *home, const struct feed_import_result *result)
{
	struct kb *kb KB_SCOPE = NULL;

	TRY(home_kb(home->path, cli->arena, &kb));
	for (size_t i = 0; i < result->files.count; i++) {
		struct problem *problems;
		size_t count;

		if (result->files.items[i].failed != NULL)
			continue;
		TRY(kb_problems(kb, result->files.items[i].outcome.name, cli->arena, &problems, &count));
		for (size_t p = 0, shown = 0; p < count && shown < PROBLEMS_SHOWN; p++) {
			if (problems[p].warning && problems[p].offset >= 0)
				continue;
			shown++;
			print_problem(cli, &problems[p]);
		}
	}
	return NULL;
}

struct err *
cmd_feed_import(struct cli *cli, enum cli_status *ret_status)
{
	struct feed_import_result result;
	struct feed_options options;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, SIZE_MAX));
	TRY(feed_options_of(cli, &options));
	TRY(cli_open_home(cli, &home));
	TRY(feed_import(home.kb_path, &options, cli->operands + 1, cli->operands_count - 1, cli->arena, &result));
	for (size_t i = 0; i < result.files.count; i++)
		print_file(cli, &result.files.items[i], ret_status);
	TRY(print_problems(cli, &home, &result));
	TRY(cli_record_media(cli, &home, cli->operands + 1, cli->operands_count - 1));
	if (result.kb.published || result.kb.overlay_published)
		cli_say(cli, M("Knowledge base: generation {generation}, {records} records, {vulnerabilities} vulnerabilities."),
		    ARG_N("generation", result.kb.generation), ARG_N("records", result.kb.records),
		    ARG_N("vulnerabilities", result.kb.vulnerabilities));
	else
		cli_say(cli, M("Knowledge base: nothing changed."));
	return NULL;
}

/* ---------------------------------------------------------------------- status */

static const struct table_column status_columns[] = {
	{ M("Source"), false }, { M("Built"), false }, { M("Fetched"), false }, { M("Records"), true }, { M("Age (days)"), true },
	{ M("State"), false },
};

static const struct {
	enum kb_freshness freshness;
	const char       *text;
} freshness_texts[] = {
	{ KB_FRESH,  M("fresh") },
	{ KB_STALE,  M("older than its age limit") },
	{ KB_HELD,   M("the last file was held: look at it and import it with --accept") },
	{ KB_FAILED, M("the last file could not be read") },
	{ KB_NEVER,  M("no file could be read so far") },
};

static struct str
freshness_words(struct cli *cli, enum kb_freshness freshness)
{
	for (size_t i = 0; i < ARRAY_LEN(freshness_texts); i++)
		if (freshness_texts[i].freshness == freshness)
			return cli_word(cli, freshness_texts[i].text);
	return STR("");
}

/* A month that is missing does not show in ages. */
static struct err *
print_gaps(struct cli *cli, struct kb *kb, const struct judge *judge)
{
	struct months_view months;
	bool has_msrc = false;

	for (size_t i = 0; i < judge->sources.count; i++)
		has_msrc |= str_eq(judge->rows[i].name, STR("msrc"));
	if (!has_msrc)
		return NULL;
	TRY(published_months(kb, cli->arena, &months));
	if (!months.complete)
		cli_say(cli, M("Not all of MSRC's months are held in their newest issue: \"tsukuroi feed missing\" says which."));
	return NULL;
}

static struct err *
print_status(struct cli *cli, struct kb *kb, const struct judge *judge)
{
	struct table table = { .columns = status_columns, .columns_count = ARRAY_LEN(status_columns) };
	struct str_list notices = { 0 };

	for (size_t i = 0; i < judge->sources.count; i++) {
		const struct kb_source *row = &judge->rows[i];
		struct str cells[] = {
			row->name, print_instant(cli, row->built), print_instant(cli, row->fetched),
			arena_printf(cli->arena, "%lld", (long long)row->records),
			row->age < 0 ? STR("-") : arena_printf(cli->arena, "%lld", (long long)(row->age / INSTANT_DAY)),
			freshness_words(cli, row->freshness),
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	if (cli->output == OUTPUT_CSV) {
		print_table_csv(cli, &table);
		return NULL;
	}
	print_table_text(cli, &table);
	pull_notices(judge->rows, judge->sources.count, cli->arena, &notices);
	for (size_t i = 0; i < notices.count; i++)
		cli_say(cli, M("{notice}"), ARG("notice", notices.items[i]));
	return print_gaps(cli, kb, judge);
}

struct err *
cmd_feed_status(struct cli *cli, enum cli_status *ret_status)
{
	struct kb *kb KB_SCOPE = NULL;
	struct report report = { .at = cli->now };
	struct judge judge;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(judge_open(kb, cli->now, cli->arena, &judge));
	report.generation = judge.generation;
	judge_sources(&judge, cli->arena, &report);
	*ret_status = judge.sources.count == 0 ? CLI_CANNOT_TELL : CLI_DONE;
	for (size_t i = 0; i < judge.sources.count; i++)
		if (judge.rows[i].freshness != KB_FRESH && judge.rows[i].freshness != KB_NEVER)
			*ret_status = CLI_CANNOT_TELL;
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &report_schema, &report);
	else if (judge.sources.count == 0)
		cli_say(cli, M("The knowledge base is empty: import a feed first."));
	else
		TRY(print_status(cli, kb, &judge));
	return NULL;
}
