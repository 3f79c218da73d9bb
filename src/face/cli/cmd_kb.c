#include "base/clock.h"
#include "base/file.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "format/json/json_write.h"
#include "service/items.h"
#include "service/judge.h"
#include "service/reading.h"
#include "service/search.h"

const struct cli_option options_kb_show[] = {
	{ "raw", NULL, M("prints the records as they were received") },
	{ NULL, NULL, NULL },
};

const struct cli_option options_kb_read[] = {
	{ "not-affected", NULL, M("the page says that the product is not affected; needs --review and --url or --sentence") },
	{ "url", "URL", M("the page that was read") },
	{ "sentence", "TEXT", M("the page's words that it rests on") },
	{ "on", "DATE", M("the day it was read (default: today)") },
	{ "review", "DATE", M("the day by which it is to be read again") },
	{ "withdraw", NULL, M("takes an earlier reading back") },
	{ NULL, NULL, NULL },
};

static struct err *
print_record(struct cli *cli, struct kb *kb, const struct kb_record_ref *ref, struct json_writer *writer)
{
	struct advisory advisory;
	struct str raw;

	if (cli_has(cli, "raw")) {
		TRY(kb_record_raw(kb, ref->feed, ref->id, cli->arena, &raw));
		if (raw.ptr == NULL)
			cli_note(cli, M("{feed} {id}: the text as received was not kept"), ARG("feed", ref->feed), ARG("id", ref->id));
		buf_add(&cli->out, raw);
		buf_add_char(&cli->out, '\n');
		return NULL;
	}
	TRY(kb_record(kb, ref->feed, ref->id, cli->arena, &advisory));
	json_put_record(writer, NULL, &advisory_schema, &advisory);
	return NULL;
}

/* Microsoft's rows stand nowhere else: other sources repeat them without builds. */
static struct err *
say_microsoft(struct cli *cli, struct kb *kb, const struct kb_record_ref *ref)
{
	struct advisory advisory;

	if (ref->source != SOURCE_MSRC)
		return NULL;
	TRY(kb_record(kb, ref->feed, ref->id, cli->arena, &advisory));
	print_microsoft(cli, &advisory);
	return NULL;
}

static struct err *
say_vulnerability(struct cli *cli, struct kb *kb, const struct kb_vulnerability *one)
{
	cli_say(cli, M("{id}: also known as {names}"), ARG("id", one->id),
	    ARG("names", one->same_as.count == 0 ? STR("-")
	        : arena_join(cli->arena, one->same_as.items, one->same_as.count, STR(", "))));
	for (size_t i = 0; i < one->records.count; i++) {
		const struct kb_record_ref *ref = &one->records.items[i];

		cli_say(cli, M("  {feed}: {id}, changed {modified}{state}"), ARG("feed", ref->feed), ARG("id", ref->id),
		    ARG("modified", print_instant(cli, ref->modified)),
		    ARG("state", ref->state == ADVISORY_WITHDRAWN ? cli_word(cli, M(", withdrawn")) : STR("")));
		TRY(say_microsoft(cli, kb, ref));
	}
	return NULL;
}

/* What changes daily: KEV, EPSS and how EPSS moved. */
static struct err *
say_threat(struct cli *cli, struct kb *kb, struct str id)
{
	struct kb_epss_point *points;
	struct match_threat threat;
	size_t count;

	if (!match_overlay_find(kb_overlay(kb), id, cli->arena, &threat))
		return NULL;
	if (threat.has_kev)
		cli_say(cli, M("  KEV: added {added}, due {due} (US agencies), {action}"), ARG("added", day_format(threat.kev.added, cli->arena)),
		    ARG("due", day_format(threat.kev.due, cli->arena)), ARG("action", threat.kev.action));
	TRY(kb_epss_history(kb, id, cli->arena, &points, &count));
	for (size_t i = 0; i < count; i++)
		cli_say(cli, M("  EPSS {day}: {percent} %"), ARG("day", day_format(points[i].day, cli->arena)),
		    ARG("percent", arena_printf(cli->arena, "%d.%02d", points[i].probability / 10000, points[i].probability / 100 % 100)));
	return NULL;
}

/* Behind its records: what they say of it together. */
static struct err *
put_items(struct cli *cli, struct kb *kb, struct str id, struct json_writer *writer)
{
	struct items_view items;

	TRY(items_of(kb, id, NULL, cli->lang, cli->arena, &items));
	json_begin_object(writer, NULL);
	json_put_record(writer, items_view_schema.name, &items_view_schema, &items);
	json_end(writer);
	return NULL;
}

struct err *
cmd_kb_show(struct cli *cli, enum cli_status *ret_status)
{
	struct kb_vulnerabilities found;
	struct items_view items;
	struct kb *kb KB_SCOPE = NULL;
	struct json_writer writer = { .out = &cli->out, .pretty = true };
	bool records = cli->output == OUTPUT_JSON || cli_has(cli, "raw");

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(kb_find(kb, cli->operands[0], cli->arena, &found));
	if (found.list.count == 0)
		return err_new(cli->arena, ERR_NOT_FOUND, M("The knowledge base holds nothing on {id}."), ARG("id", cli->operands[0]));
	if (cli->output == OUTPUT_JSON && !cli_has(cli, "raw"))
		json_begin_array(&writer, NULL);
	for (size_t i = 0; i < found.list.count; i++) {
		if (!records) {
			TRY(say_vulnerability(cli, kb, &found.list.items[i]));
			TRY(say_threat(cli, kb, found.list.items[i].id));
			TRY(items_of(kb, found.list.items[i].id, NULL, cli->lang, cli->arena, &items));
			print_seven_items(cli, &items);
		}
		for (size_t r = 0; records && r < found.list.items[i].records.count; r++)
			TRY(print_record(cli, kb, &found.list.items[i].records.items[r], &writer));
		if (cli->output == OUTPUT_JSON && !cli_has(cli, "raw"))
			TRY(put_items(cli, kb, found.list.items[i].id, &writer));
	}
	if (cli->output == OUTPUT_JSON && !cli_has(cli, "raw")) {
		json_end(&writer);
		buf_add_char(&cli->out, '\n');
	}
	return NULL;
}

/* ------------------------------------------------------------------------ read */

struct err *
cmd_kb_read(struct cli *cli, enum cli_status *ret_status)
{
	struct reading reading = { .by = cli_who(cli), .now = cli->now };
	struct kb_result result;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 2, SIZE_MAX));
	reading.withdraw = cli_has(cli, "withdraw");
	reading.not_affected = cli_has(cli, "not-affected");
	reading.url = cli_value(cli, "url");
	reading.sentence = cli_value(cli, "sentence");
	TRY(cli_day(cli, "on", DAY_NONE, &reading.read_on));
	TRY(cli_day(cli, "review", DAY_NONE, &reading.review_on));
	TRY(cli_open_home(cli, &home));
	reading.vulnerability = cli->operands[0];
	reading.cpe = cli->operands[1];
	reading.phrases = cli->operands + 2;
	reading.count = cli->operands_count - 2;
	TRY(reading_put(&home, &reading, cli->arena, &result));
	cli_say(cli, M("Kept as an own source in generation {generation}. \"tsukuroi assess\" takes it into account."),
	    ARG_N("generation", result.generation));
	return NULL;
}

/* -------------------------------------------------------------------- readings */

const struct cli_option options_kb_readings[] = {
	{ "withdrawn", NULL, M("also those withdrawn") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_readings_export[] = {
	{ "as", "NAME", M("the organisation's name, under which others know these readings") },
	{ NULL, NULL, NULL },
};

static const struct table_column reading_columns[] = {
	{ M("Vulnerability"), false }, { M("Product"), false }, { M("Verdict"), false }, { M("Versions"), false }, { M("Read on"), false },
	{ M("Review by"), false }, { M("State"), false }, { M("Whose"), false }, { M("Read by"), false }, { M("Ground"), false },
};

static struct str
reading_state(struct cli *cli, const struct reading_view *view)
{
	struct str_list words = { 0 };

	if (str_eq(view->record.state, STR("withdrawn")))
		return cli_word(cli, M("withdrawn"));
	list_push(cli->arena, &words, str_eq(view->record.state, STR("yields")) ? cli_word(cli, M("yields to ours")) : cli_word(cli, M("in force")));
	if (view->overdue)
		list_push(cli->arena, &words, cli_word(cli, M("review overdue")));
	if (view->conflict)
		list_push(cli->arena, &words, cli_word(cli, M("conflict")));
	return arena_join(cli->arena, words.items, words.count, cli_word(cli, M(", ")));
}

static void
add_reading(struct cli *cli, struct table *table, const struct reading_view *view)
{
	const struct reading_record *record = &view->record;
	enum verdict verdict = str_eq(record->verdict, STR("affected")) ? VERDICT_AFFECTED : VERDICT_NOT_AFFECTED;
	struct str cells[] = {
		record->vulnerability, record->product, print_verdict(cli, verdict),
		arena_join(cli->arena, record->versions.items, record->versions.count, cli_word(cli, M(", "))), print_day(cli, record->read_on),
		print_day(cli, record->review_on), reading_state(cli, view),
		record->organisation.len > 0 ? record->organisation : cli_word(cli, M("ours")), record->by,
		record->sentence.len > 0 ? record->sentence : record->url,
	};

	for (size_t c = 0; c < ARRAY_LEN(cells); c++)
		list_push(cli->arena, &table->cells, cells[c]);
}

struct err *
cmd_kb_readings(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = reading_columns, .columns_count = ARRAY_LEN(reading_columns) };
	struct reading_views views;
	struct kb *kb KB_SCOPE = NULL;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(reading_list(kb, cli_has(cli, "withdrawn"), cli->now, cli->arena, &views));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &reading_views_schema, &views);
		return NULL;
	}
	for (size_t i = 0; i < views.readings.count; i++)
		add_reading(cli, &table, &views.readings.items[i]);
	print_rows(cli, &table);
	return NULL;
}

struct err *
cmd_readings_export(struct cli *cli, enum cli_status *ret_status)
{
	struct buf out BUF_SCOPE = { 0 };
	struct home home;
	int64_t count;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	TRY(reading_export(&home, cli_value(cli, "as"), cli->now, cli->arena, &out, &count));
	TRY(file_write(cli->operands[0], buf_str(&out), cli->arena));
	cli_say(cli, M("{count} readings written to {file}."), ARG_N("count", count), ARG("file", cli->operands[0]));
	return NULL;
}

struct err *
cmd_readings_import(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = reading_columns, .columns_count = ARRAY_LEN(reading_columns) };
	struct reading_import import;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	TRY(reading_import(&home, cli->operands[0], cli->now, cli->arena, &import));
	cli_say(cli, M("{file}, readings of {organisation}: {taken} taken in, {unchanged} known, {yielding} yield to ours, {refused} refused."),
	    ARG("file", cli->operands[0]), ARG("organisation", import.organisation), ARG_N("taken", import.taken),
	    ARG_N("unchanged", import.unchanged), ARG_N("yielding", import.yielding), ARG_N("refused", import.problems.count));
	for (size_t i = 0; i < import.problems.count; i++)
		cli_say(cli, M("  {id}: {why}"), ARG("id", import.problems.items[i].id),
		    ARG("why", cli->lang == LANG_JA ? import.problems.items[i].sentence_ja : import.problems.items[i].sentence_en));
	if (import.conflicts.count > 0)
		cli_say(cli, M("These say something else than ours; ours counts:"));
	for (size_t i = 0; i < import.conflicts.count; i++)
		add_reading(cli, &table, &import.conflicts.items[i]);
	if (import.conflicts.count > 0)
		print_rows(cli, &table);
	if (import.problems.count > 0)
		*ret_status = CLI_BAD_INPUT;
	return NULL;
}

/* ---------------------------------------------------------------------- search */

const struct cli_option options_kb_search[] = {
	{ "product", "NAME", M("in the names of vendors, products and packages") },
	{ "severity", "critical|high|medium|low", M("at least so severe") },
	{ "source", "NAME", M("that this source speaks of: nvd, cve5, osv, jvn, msrc …") },
	{ "cwe", "CWE-N", M("of this kind of weakness") },
	{ "since", "DATE", M("published on or after that day") },
	{ "until", "DATE", M("published on or before that day") },
	{ "kev", NULL, M("only what is known to be exploited (KEV)") },
	{ "withdrawn", NULL, M("also what was withdrawn") },
	{ "after", "PLACE", M("the page that follows, as the page before said") },
	{ "most", "COUNT", M("at most so many (default 100)") },
	{ NULL, NULL, NULL },
};

static void
print_hits(struct cli *cli, const struct search_result *result)
{
	for (size_t i = 0; i < result->hits.count; i++) {
		const struct search_hit *hit = &result->hits.items[i];
		struct str score = hit->base < 0 ? STR("-") : arena_printf(cli->arena, "%d.%d", hit->base / 10, hit->base % 10);
		struct str withdrawn = hit->withdrawn ? cli_word(cli, M(", withdrawn")) : STR("");

		buf_addf(&cli->out, "%.*s  %.*s  %s%.*s%.*s\n", STR_ARG(hit->id), STR_ARG(score), hit->kev ? "KEV  " : "", STR_ARG(hit->title), STR_ARG(withdrawn));
		if (hit->in_text && hit->match.len > 0)
			buf_addf(&cli->out, "    …%.*s[%.*s]%.*s…\n", STR_ARG(hit->before), STR_ARG(hit->match), STR_ARG(hit->behind));
	}
	for (size_t i = 0; i < result->products.count; i++)
		cli_say(cli, M("product {identity}: {count} vulnerabilities"), ARG("identity", result->products.items[i].identity),
		    ARG_N("count", result->products.items[i].vulnerabilities));
	cli_say(cli, result->at_least ? M("{found} or more found, {shown} shown.") : M("{found} found, {shown} shown."), ARG_N("found", result->found),
	    ARG_N("shown", result->hits.count));
	if (result->next.len > 0)
		cli_say(cli, M("There are more: --after {place}"), ARG("place", result->next));
}

struct err *
cmd_kb_search(struct cli *cli, enum cli_status *ret_status)
{
	struct search_wish wish = { .product = cli_value(cli, "product"), .severity = cli_value(cli, "severity"), .source = cli_value(cli, "source"),
		.cwe = cli_value(cli, "cwe"), .kev = cli_has(cli, "kev"), .withdrawn = cli_has(cli, "withdrawn"), .after = cli_value(cli, "after") };
	struct search_result result;

	*ret_status = CLI_DONE;
	wish.text = arena_join(cli->arena, cli->operands, cli->operands_count, STR(" "));
	TRY(cli_number(cli, "most", 100, &wish.most));
	TRY(cli_day(cli, "since", DAY_NONE, &wish.since));
	TRY(cli_day(cli, "until", DAY_NONE, &wish.until));
	TRY(search_run(cli->home, &wish, cli->lang, cli->arena, &result));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &search_schema, &result);
	else
		print_hits(cli, &result);
	return NULL;
}
