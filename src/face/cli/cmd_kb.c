#include "base/clock.h"
#include "face/cli/commands.h"
#include "format/json/json_write.h"
#include "service/judge.h"
#include "service/reading.h"
#include "service/search.h"

const struct cli_option options_kb_show[] = {
	{ "raw", NULL, M("prints the records as they were received") },
	{ NULL, NULL, NULL },
};

const struct cli_option options_kb_read[] = {
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

struct err *
cmd_kb_show(struct cli *cli, enum cli_status *ret_status)
{
	struct kb_vulnerabilities found;
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
		}
		for (size_t r = 0; records && r < found.list.items[i].records.count; r++)
			TRY(print_record(cli, kb, &found.list.items[i].records.items[r], &writer));
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
	if ((cli->operands_count == 2) != cli_has(cli, "withdraw"))
		return err_new(cli->arena, ERR_USAGE, M("Say which versions are affected, or take an earlier reading back with --withdraw."));
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

/* ---------------------------------------------------------------------- search */

const struct cli_option options_kb_search[] = {
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

		buf_addf(&cli->out, "%.*s  %.*s  %.*s%.*s\n", STR_ARG(hit->id), STR_ARG(score), STR_ARG(hit->title), STR_ARG(withdrawn));
	}
	for (size_t i = 0; i < result->products.count; i++)
		cli_say(cli, M("product {identity}: {count} vulnerabilities"), ARG("identity", result->products.items[i].identity),
		    ARG_N("count", result->products.items[i].vulnerabilities));
	cli_say(cli, M("{found} found, {shown} shown."), ARG_N("found", result->found), ARG_N("shown", result->hits.count));
}

struct err *
cmd_kb_search(struct cli *cli, enum cli_status *ret_status)
{
	struct search_result result;
	int64_t most;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(cli_number(cli, "most", 100, &most));
	TRY(search_run(cli->home, arena_join(cli->arena, cli->operands, cli->operands_count, STR(" ")), most, cli->lang, cli->arena,
	    &result));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &search_schema, &result);
	else
		print_hits(cli, &result);
	return NULL;
}
