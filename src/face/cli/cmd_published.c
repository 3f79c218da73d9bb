/*
 * cmd_published.c - what makers publish besides weaknesses: months, builds, ends of support; and Microsoft's words in kb show.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/published.h"

const struct cli_option options_published[] = {
	{ "most", "COUNT", M("at most so many (default 100)") },
	{ NULL, NULL, NULL },
};

static struct err *
most_of(struct cli *cli, int64_t *ret_most)
{
	TRY(cli_number(cli, "most", 100, ret_most));
	if (*ret_most < 1 || *ret_most > 1000000)
		return err_new(cli->arena, ERR_USAGE, M("The option --most takes 1 to 1000000."));
	return NULL;
}

static void
add_cells(struct cli *cli, struct table *table, const struct str *cells)
{
	for (size_t i = 0; i < table->columns_count; i++)
		list_push(cli->arena, &table->cells, cells[i]);
}

/* ------------------------------------------------------------------- months */

static const struct table_column month_columns[] = {
	{ M("Month"), false }, { M("State"), false }, { M("Issued"), false }, { M("Held issue"), false }, { M("To fetch"), false },
};

static const char *const month_texts[] = {
	[MONTH_HELD]      = M("held"),
	[MONTH_MISSING]   = M("missing"),
	[MONTH_OLD]       = M("re-issued since"),
	[MONTH_NOT_WHOLE] = M("some records could not be read"),
	[MONTH_UNLISTED]  = M("not in the list: the list is older"),
};

static void
print_months(struct cli *cli, const struct months_view *view)
{
	struct table table = { .columns = month_columns, .columns_count = ARRAY_LEN(month_columns) };

	for (size_t i = 0; i < view->months.count; i++) {
		const struct month_view *month = &view->months.items[i];

		/* Without the list there is nothing to lay them beside. */
		if (month->state == MONTH_HELD || !view->has_list)
			continue;
		add_cells(cli, &table, (struct str[]){ month->id, cli_word(cli, month_texts[month->state]), print_instant(cli, month->listed),
		    print_instant(cli, month->held), month->url });
	}
	if (table.cells.count > 0 || cli->output == OUTPUT_CSV)
		print_rows(cli, &table);
	if (cli->output == OUTPUT_CSV)
		return;
	if (view->complete)
		cli_say(cli, M("All {count} months of the list are held in their newest issue."), ARG_N("count", view->months.count));
	else if (view->has_list)
		cli_say(cli, M("{gaps} of {count} months are missing or old: until they are taken in, \"nothing found\" means nothing for "
		    "Microsoft's products."),
		    ARG_N("gaps", view->gaps), ARG_N("count", view->months.count));
	else
		cli_say(cli, M("The list of months is not there: fetch {url} as JSON and take it in with \"feed import msrc\"."),
		    ARG("url", STR("https://api.msrc.microsoft.com/cvrf/v3.0/updates")));
}

struct err *
cmd_feed_missing(struct cli *cli, enum cli_status *ret_status)
{
	struct kb *kb KB_SCOPE = NULL;
	struct months_view view;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(published_months(kb, cli->arena, &view));
	*ret_status = view.complete ? CLI_DONE : CLI_CANNOT_TELL;
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &months_view_schema, &view);
	else
		print_months(cli, &view);
	return NULL;
}

/* ----------------------------------------------------------------- releases */

static const struct table_column release_columns[] = {
	{ M("Day"), false }, { M("Product"), false }, { M("Version"), false }, { M("KB"), false }, { M("Kind"), false },
};

static struct str
or_dash(struct str text)
{
	return text.len > 0 ? text : STR("-");
}

static struct str
kb_name(struct cli *cli, struct str kb)
{
	return kb.len == 0 ? STR("-") : arena_printf(cli->arena, "KB%.*s", STR_ARG(kb));
}

static struct str
kind_of(struct cli *cli, const struct release *release)
{
	if (release->channel.len == 0 || release->kind.len == 0)
		return or_dash(release->channel.len > 0 ? release->channel : release->kind);
	return arena_join(cli->arena, (struct str[]){ release->channel, release->kind }, 2, STR(", "));
}

static void
say_found(struct cli *cli, int64_t found, size_t shown)
{
	if (cli->output == OUTPUT_TEXT)
		cli_say(cli, M("{found} found, {shown} shown."), ARG_N("found", found), ARG_N("shown", shown));
}

struct err *
cmd_kb_releases(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = release_columns, .columns_count = ARRAY_LEN(release_columns) };
	struct kb *kb KB_SCOPE = NULL;
	struct releases_view view;
	int64_t most;

	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(most_of(cli, &most));
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(published_releases(kb, arena_join(cli->arena, cli->operands, cli->operands_count, STR(" ")), most, cli->arena, &view));
	*ret_status = view.found == 0 ? CLI_CANNOT_TELL : CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &releases_view_schema, &view);
		return NULL;
	}
	for (size_t i = 0; i < view.releases.count; i++) {
		const struct release *release = &view.releases.items[i];

		add_cells(cli, &table, (struct str[]){ or_dash(day_format(release->day, cli->arena)), release->product, or_dash(release->version),
		    kb_name(cli, release->kb), kind_of(cli, release) });
	}
	if (view.releases.count > 0 || cli->output == OUTPUT_CSV)
		print_rows(cli, &table);
	say_found(cli, view.found, view.releases.count);
	return NULL;
}

/* --------------------------------------------------------------------- life */

static const struct table_column life_columns[] = {
	{ M("Product"), false }, { M("Version"), false }, { M("State"), false }, { M("Supported until"), false },
	{ M("Extended until"), false }, { M("Source"), false },
};

static const char *const life_texts[] = {
	[LIFE_SUPPORTED] = M("supported"),
	[LIFE_EXTENDED]  = M("extended support only"),
	[LIFE_ENDED]     = M("ended"),
	[LIFE_UNSAID]    = M("the source does not say"),
};

/* A day, or in words why there is none. */
static struct str
end_words(struct cli *cli, const struct life_view *life)
{
	if (life->cycle.support_end != DAY_NONE)
		return day_format(life->cycle.support_end, cli->arena);
	if (life->cycle.ended)
		return cli_word(cli, M("ended, no day given"));
	return life->state == LIFE_SUPPORTED ? cli_word(cli, M("no end announced")) : STR("-");
}

struct err *
cmd_kb_life(struct cli *cli, enum cli_status *ret_status)
{
	struct table table = { .columns = life_columns, .columns_count = ARRAY_LEN(life_columns) };
	struct kb *kb KB_SCOPE = NULL;
	struct lives_view view;
	int64_t most;

	TRY(cli_expect_operands(cli, 1, SIZE_MAX));
	TRY(most_of(cli, &most));
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(published_life(kb, arena_join(cli->arena, cli->operands, cli->operands_count, STR(" ")), most, cli->now, cli->arena, &view));
	*ret_status = view.found == 0 ? CLI_CANNOT_TELL : CLI_DONE;
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &lives_view_schema, &view);
		return NULL;
	}
	for (size_t i = 0; i < view.cycles.count; i++) {
		const struct life_view *life = &view.cycles.items[i];

		add_cells(cli, &table, (struct str[]){ or_dash(life->cycle.title),
		    life->cycle.label.len > 0 ? life->cycle.label : life->cycle.cycle, cli_word(cli, life_texts[life->state]), end_words(cli, life),
		    or_dash(day_format(life->cycle.extended_end, cli->arena)), life->feed });
	}
	if (view.cycles.count > 0 || cli->output == OUTPUT_CSV)
		print_rows(cli, &table);
	say_found(cli, view.found, view.cycles.count);
	return NULL;
}

/* --------------------------------------------------------- Microsoft's words */

static const char *const restart_texts[] = {
	[ANSWER_UNKNOWN] = M("perhaps"),
	[ANSWER_NO]      = M("not needed"),
	[ANSWER_YES]     = M("needed"),
};

static void
print_fix(struct cli *cli, const struct fix *fix)
{
	struct str parts[3];
	size_t count = 0;

	parts[count++] = fix->kb.len > 0 ? kb_name(cli, fix->kb) : or_dash(fix->text);
	if (fix->build.len > 0)
		parts[count++] = fix->build;
	if (fix->kind.len > 0)
		parts[count++] = arena_printf(cli->arena, "(%.*s)", STR_ARG(fix->kind));
	cli_say(cli, M("        {fix}; restart: {restart}; replaces: {replaced}"), ARG("fix", arena_join(cli->arena, parts, count, STR(" "))),
	    ARG("restart", cli_word(cli, restart_texts[fix->restart])),
	    ARG("replaced", or_dash(arena_join(cli->arena, fix->supersedes.items, fix->supersedes.count, STR(", ")))));
}

/*
 * Microsoft's words that have official ones in Japanese (its pages of ratings); what is none of them stays as published.
 */
static const struct { struct str word; const char *text; } ratings[] = {
	{ STR_INIT("Critical"), M("Critical") },   { STR_INIT("Important"), M("Important") },
	{ STR_INIT("Moderate"), M("Moderate") },   { STR_INIT("Low"), M("Low") },
	{ STR_INIT("Remote Code Execution"), M("Remote Code Execution") },
	{ STR_INIT("Elevation of Privilege"), M("Elevation of Privilege") },
	{ STR_INIT("Information Disclosure"), M("Information Disclosure") },
	{ STR_INIT("Denial of Service"), M("Denial of Service") },
	{ STR_INIT("Spoofing"), M("Spoofing") },   { STR_INIT("Tampering"), M("Tampering") },
	{ STR_INIT("Security Feature Bypass"), M("Security Feature Bypass") },
	{ STR_INIT("Publicly Disclosed"), M("Publicly Disclosed") },
	{ STR_INIT("Exploited"), M("Exploited") }, { STR_INIT("Yes"), M("Yes") }, { STR_INIT("No"), M("No") },
	{ STR_INIT("Latest Software Release"), M("Latest Software Release") },
	{ STR_INIT("Older Software Release"), M("Older Software Release") }, { STR_INIT("DOS"), M("DOS") },
	{ STR_INIT("Exploitation Detected"), M("Exploitation Detected") },
	{ STR_INIT("Exploitation More Likely"), M("Exploitation More Likely") },
	{ STR_INIT("Exploitation Less Likely"), M("Exploitation Less Likely") },
	{ STR_INIT("Exploitation Unlikely"), M("Exploitation Unlikely") },
};

static struct str
rating_words(struct cli *cli, struct str word)
{
	for (size_t i = 0; i < ARRAY_LEN(ratings); i++)
		if (str_eq(word, ratings[i].word))
			return cli_word(cli, ratings[i].text);
	return word;
}

/* "Publicly Disclosed:No;Exploited:Yes;": its parts in the person's words. */
static void
print_exploit_status(struct cli *cli, struct str status)
{
	struct buf line BUF_SCOPE = { 0 };
	struct str part, name, value;

	while (str_split(&status, ';', &part)) {
		if (str_trim_space(part).len == 0)
			continue;
		(void)str_cut(part, ':', &name, &value);
		buf_addf(&line, "%s%.*s: %.*s", line.len > 0 ? "; " : "", STR_ARG(rating_words(cli, str_trim_space(name))),
		    STR_ARG(rating_words(cli, str_trim_space(value))));
	}
	buf_addf(&cli->out, "    %.*s\n", STR_ARG(buf_str(&line)));
}

static void
print_product(struct cli *cli, const struct affected *row)
{
	struct str words[3];
	size_t count = 0;

	if (row->urgency.len > 0)
		words[count++] = rating_words(cli, row->urgency);
	if (row->impact.len > 0)
		words[count++] = rating_words(cli, row->impact);
	if (row->status == AFFECTED_UNKNOWN)
		words[count++] = cli_word(cli, M("not said to be affected"));
	buf_addf(&cli->out, "    %.*s%s%.*s\n", STR_ARG(row->product), count > 0 ? ": " : "",
	    STR_ARG(arena_join(cli->arena, words, count, STR(", "))));
	for (size_t i = 0; i < row->fixes.count; i++)
		print_fix(cli, &row->fixes.items[i]);
	if (row->fixes.count == 0)
		cli_say(cli, M("        no fix is listed"));
}

void
print_microsoft(struct cli *cli, const struct advisory *advisory)
{
	struct str title = cli->lang == LANG_JA && advisory->title_ja.len > 0 ? advisory->title_ja : advisory->title_en;

	if (title.len > 0)
		buf_addf(&cli->out, "    %.*s\n", STR_ARG(title));
	for (size_t i = 0; i < advisory->evidence.count; i++)
		print_exploit_status(cli, advisory->evidence.items[i].text);
	for (size_t i = 0; i < advisory->affected.count; i++)
		print_product(cli, &advisory->affected.items[i]);
	for (size_t i = 0; i < advisory->references.count; i++)
		buf_addf(&cli->out, "    %.*s (%.*s)\n", STR_ARG(advisory->references.items[i].url),
		    STR_ARG(arena_join(cli->arena, advisory->references.items[i].tags.items, advisory->references.items[i].tags.count, STR(", "))));
}
