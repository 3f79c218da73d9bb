#include <assert.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "domain/cvss/cvss.h"
#include "domain/calendar/calendar.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "format/json/json_write.h"
#include "service/items.h"
#include "service/finding.h"

struct err *
cli_open_home(struct cli *cli, struct home *ret_home)
{
	TRY(cli_why_not(cli, home_open(cli->home, cli->arena, ret_home)));
	ret_home->sight = cli->sight;
	return NULL;
}

struct str
cli_who(struct cli *cli)
{
	const struct passwd *user = getpwuid(getuid());

	return user == NULL ? arena_printf(cli->arena, "uid %u", getuid()) : arena_copy(cli->arena, str_of(user->pw_name));
}

void
print_json(struct cli *cli, const struct schema *schema, const void *value)
{
	struct json_writer writer = { .out = &cli->out, .pretty = true, .keep_empty = true };

	json_put_record(&writer, NULL, schema, value);
	buf_add_char(&cli->out, '\n');
}

struct str
print_verdict(struct cli *cli, enum verdict verdict)
{
	return verdict_words(verdict, cli->lang);
}

struct str
print_instant(struct cli *cli, int64_t instant)
{
	return instant == INSTANT_NONE ? STR("-") : instant_words(instant, cli->arena);
}

struct str
print_score(struct cli *cli, const struct finding_view *view)
{
	const struct score_view *score;
	int severity;

	if (view->scores.count == 0 || view->scores.items[0].base < 0)
		return STR("-");
	score = &view->scores.items[0];
	if (!enum_find(&severity_names, score->severity, &severity))
		return arena_printf(cli->arena, "%d.%d", score->base / 10, score->base % 10);
	return arena_printf(cli->arena, "%d.%d %.*s", score->base / 10, score->base % 10,
	    STR_ARG(cli_word(cli, severity_text((enum severity)severity))));
}

struct str
print_threat(struct cli *cli, const struct finding_view *view)
{
	struct buf text BUF_SCOPE = { 0 };

	if (view->kev.added != DAY_NONE)
		buf_addf(&text, "KEV %.*s", STR_ARG(day_format(view->kev.added, cli->arena)));
	if (view->epss.probability >= 0)
		buf_addf(&text, "%sEPSS %d.%d %%", text.len > 0 ? ", " : "", view->epss.probability / 10000,
		    view->epss.probability / 1000 % 10);
	return text.len == 0 ? STR("-") : arena_copy(cli->arena, buf_str(&text));
}

/* ------------------------------------------------------------------------ CSV */

static const struct table_column csv_columns[] = {
	{ M("Number"), true }, { M("System"), false }, { M("Responsible unit"), false }, { M("Software"), false },
	{ M("Version"), false }, { M("Vulnerability"), false }, { M("Title"), false }, { M("Verdict"), false },
	{ M("Score"), false }, { M("Threat"), false }, { M("Action"), false }, { M("Due"), false }, { M("Mended in"), false },
	{ M("Grounds"), false },
};

static void
add_csv_row(struct cli *cli, struct table *table, const struct finding_view *view)
{
	struct str grounds = view->why.len > 0 ? view->why : view->grounds.count > 0 ? view->grounds.items[0].reason : STR("");
	struct str cells[] = {
		view->id == 0 ? STR("") : arena_printf(cli->arena, "%lld", (long long)view->id),
		view->system, view->unit, view->component.name, view->component.version, view->vulnerability, view->title,
		print_verdict(cli, view->verdict), print_score(cli, view), print_threat(cli, view),
		cli_word(cli, finding_action_text(view->action)), print_instant(cli, view->due), view->fixed, grounds,
	};

	static_assert(ARRAY_LEN(cells) == ARRAY_LEN(csv_columns), "a cell a column");
	print_table_row(cli, table, cells, ARRAY_LEN(cells));
}

void
print_findings_csv(struct cli *cli, const struct report *report)
{
	struct table table = { .columns = csv_columns, .columns_count = ARRAY_LEN(csv_columns) };

	for (size_t i = 0; i < report->findings.count; i++)
		add_csv_row(cli, &table, &report->findings.items[i]);
	print_table_csv(cli, &table);
}

/* ------------------------------------------------------------------ questions */

void
print_question(struct cli *cli, const struct question_view *question, size_t number)
{
	struct str label = question->id > 0 ? arena_printf(cli->arena, "Q%lld", (long long)question->id)
	                                    : arena_printf(cli->arena, "%zu.", number);

	buf_addf(&cli->out, "  %.*s %.*s\n", STR_ARG(label), STR_ARG(question->question));
	if (question->systems.count > 0)
		cli_say(cli, M("       systems: {names} ({count})"),
		    ARG("names", arena_join(cli->arena, question->systems.items, question->systems.count, cli_word(cli, M(", ")))),
		    ARG_N("count", question->systems_count));
	if (question->action.len > 0)
		cli_say(cli, M("       worst case: {action}"), ARG("action", cli_word(cli, finding_action_text(question->action))));
	if (question->vulnerabilities > 0)
		cli_say(cli, M("       would settle {count} vulnerabilities, {kev} of them known to be exploited"),
		    ARG_N("count", question->vulnerabilities), ARG_N("kev", question->kev));
	for (size_t i = 0; i < question->candidates.count && i < 5; i++)
		cli_say(cli, M("       could be: {identity}"), ARG("identity", question->candidates.items[i]));
}

/* -------------------------------------------------------------------- sources */

static const struct {
	const char *state;
	const char *text;
} state_texts[] = {
	{ "stale",   M("older than its age limit") },
	{ "held",    M("the last file was held: look at it and import it with --accept") },
	{ "failed",  M("the last file could not be read") },
	{ "never",   M("no file could be read so far") },
	{ "missing", M("needed, and not loaded") },
};

void
print_sources(struct cli *cli, const struct report *report)
{
	for (size_t i = 0; i < report->sources.count; i++)
		for (size_t s = 0; s < ARRAY_LEN(state_texts); s++)
			if (str_eq(report->sources.items[i].state, str_of(state_texts[s].state)))
				cli_say(cli, M("  source {name}: {state}"), ARG("name", report->sources.items[i].name),
				    ARG("state", cli_word(cli, state_texts[s].text)));
}

/* -------------------------------------------------------------------- tables and days */

static struct str *
headings_of(struct cli *cli, const struct table *table)
{
	struct str *headings = ARENA_ARRAY(cli->arena, struct str, table->columns_count);

	for (size_t i = 0; i < table->columns_count; i++)
		headings[i] = cli_word(cli, table->columns[i].heading);
	return headings;
}

void
print_table_row(struct cli *cli, struct table *table, const struct str *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		list_push(cli->arena, &table->cells, cells[i]);
}

void
print_table_csv(struct cli *cli, const struct table *table)
{
	table_print_csv(table, headings_of(cli, table), &cli->out);
}

void
print_table_text(struct cli *cli, const struct table *table)
{
	table_print(table, headings_of(cli, table), &cli->out);
}

void
print_rows(struct cli *cli, const struct table *table)
{
	(cli->output == OUTPUT_CSV ? print_table_csv : print_table_text)(cli, table);
}

struct err *
cli_instant(const struct cli *cli, const char *name, int64_t *ret_instant)
{
	*ret_instant = INSTANT_NONE;
	if (cli_has(cli, name) && !instant_parse(cli_value(cli, name), ZONE_JST, ret_instant))
		return err_new(cli->arena, ERR_USAGE, M("The option --{option} takes a day or an instant such as 2026-11-20T09:00, not \"{value}\"."),
		    ARG("option", str_of(name)), ARG("value", cli_value(cli, name)));
	return NULL;
}

struct err *
cli_day(const struct cli *cli, const char *name, int32_t fallback, int32_t *ret_day)
{
	struct err *err;

	*ret_day = fallback;
	if (!cli_has(cli, name))
		return NULL;
	err = calendar_day_parse(cli_value(cli, name), cli->arena, ret_day);
	if (err == NULL)
		return NULL;
	return err_make(cli->arena, ERR_USAGE, ERR_WHERE, err, M("the option --{option}"), ERR_ARGS(ARG("option", str_of(name))));
}

struct str
print_day(struct cli *cli, int32_t day)
{
	if (day == DAY_NONE)
		return STR("-");
	if (cli->lang != LANG_JA || cli->output == OUTPUT_CSV)
		return day_format(day, cli->arena);
	return arena_printf(cli->arena, "%.*s（%.*s）", STR_ARG(day_format(day, cli->arena)), STR_ARG(calendar_wareki(day, cli->arena)));
}

/* ------------------------------------------------------------------------------------------ the seven items */

static void
print_item(struct cli *cli, const char *label, const struct item_view *item)
{
	struct str text = item->text, line;

	buf_addf(&cli->out, "%.*s", STR_ARG(cli_word(cli, label)));
	if (item->source.len > 0)
		buf_addf(&cli->out, " (%.*s %.*s)", STR_ARG(item->source), STR_ARG(item->record));
	buf_addf(&cli->out, "\n");
	while (str_line(&text, &line))
		buf_addf(&cli->out, "    %.*s\n", STR_ARG(line));
}

void
print_seven_items(struct cli *cli, const struct items_view *items)
{
	print_item(cli, M("CVE and name of the vulnerability"), &items->name);
	print_item(cli, M("Software and products"), &items->product);
	print_item(cli, M("Affected versions"), &items->versions);
	print_item(cli, M("Condition under which it shows"), &items->condition);
	print_item(cli, M("Impact"), &items->impact);
	print_item(cli, M("Measure and how to carry it out"), &items->fix);
	print_item(cli, M("Until then: mitigation, workaround"), &items->mitigation);
}
