#include "base/clock.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "format/json/json_write.h"
#include "service/finding.h"
#include "service/items.h"

const struct cli_option options_finding_list[] = {
	{ "system",    "NAME",   M("only this system") },
	{ "verdict",   "VERDICT", M("only affected, unknown or provider (handled by who patches that layer)") },
	{ "action",    "ACTION", M("only from this action on: immediate, out_of_cycle, scheduled, defer") },
	{ "kev",       NULL,     M("only what is known to be exploited (KEV)") },
	{ "severity",  "SCORE",  M("only from this CVSS score on, e.g. 7.0") },
	{ "epss",      "PERCENT", M("only from this EPSS probability on, in percent") },
	{ "text",      "TEXT",   M("only where product, vulnerability, title or system contain this (全角/半角, ひら/カタ alike)") },
	{ "closed",    NULL,     M("those that were closed, instead of the open ones") },
	{ "most",      "COUNT",  M("at most so many (default 100)") },
	{ "after",     "CURSOR", M("goes on behind the page before") },
	{ NULL, NULL, NULL },
};

/* --------------------------------------------------------------------- filters */

static const struct {
	const char        *name;
	enum ledger_action action;
} action_words[] = {
	{ "immediate", LEDGER_IMMEDIATE }, { "out_of_cycle", LEDGER_OUT_OF_CYCLE }, { "scheduled", LEDGER_SCHEDULED },
	{ "defer", LEDGER_DEFER },
};

static struct err *
action_of(struct cli *cli, struct ledger_filter *filter)
{
	struct str asked = cli_value(cli, "action");

	if (!cli_has(cli, "action"))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(action_words); i++)
		if (str_eq(asked, str_of(action_words[i].name))) {
			filter->action_least = (int)action_words[i].action;
			return NULL;
		}
	return err_new(cli->arena, ERR_USAGE, M("The option --action takes immediate, out_of_cycle, scheduled or defer, not \"{value}\"."),
	    ARG("value", asked));
}

static struct err *
verdict_of(struct cli *cli, struct ledger_filter *filter)
{
	struct str asked = cli_value(cli, "verdict");

	if (!cli_has(cli, "verdict"))
		return NULL;
	if (str_eq(asked, STR("affected")))
		filter->verdict = LEDGER_AFFECTED;
	else if (str_eq(asked, STR("unknown")))
		filter->verdict = LEDGER_UNDECIDED;
	else if (str_eq(asked, STR("provider")))
		filter->verdict = LEDGER_PROVIDER;
	else
		return err_new(cli->arena, ERR_USAGE, M("The option --verdict takes affected, unknown or provider, not \"{value}\"."),
		    ARG("value", asked));
	return NULL;
}

/* "7", "7.5", "0.97": a decimal number as so many of its last places; -1 when the option was not given. */
static struct err *
decimal_of(struct cli *cli, const char *name, int places, int32_t *ret_value)
{
	struct str asked = cli_value(cli, name), whole, part;
	uint64_t value, digits = 0;

	*ret_value = -1;
	if (!cli_has(cli, name))
		return NULL;
	(void)str_cut(asked, '.', &whole, &part);
	if (!str_to_u64(whole, &value) || value > 100 || part.len > (size_t)places || (part.len > 0 && !str_to_u64(part, &digits)))
		return err_new(cli->arena, ERR_USAGE, M("The option --{option} takes a number, not \"{value}\"."),
		    ARG("option", str_of(name)), ARG("value", asked));
	for (size_t i = 0; i < (size_t)places; i++) {
		value *= 10;
		if (i >= part.len)
			digits *= 10;
	}
	*ret_value = (int32_t)(value + digits);
	return NULL;
}

static struct err *
filter_of(struct cli *cli, struct finding_filter *ret_filter)
{
	struct finding_filter filter = {
		.filter = LEDGER_FILTER_ALL, .system = cli_value(cli, "system"), .text = cli_value(cli, "text"),
		.details = cli->output != OUTPUT_TEXT, .questions = cli->output != OUTPUT_TEXT,
	};

	TRY(action_of(cli, &filter.filter));
	TRY(verdict_of(cli, &filter.filter));
	TRY(decimal_of(cli, "severity", 1, &filter.base_least));
	TRY(decimal_of(cli, "epss", 4, &filter.epss_least));
	TRY(cli_number(cli, "most", 100, &filter.filter.most));
	if (filter.filter.most < 1 || filter.filter.most > 10000)
		return err_new(cli->arena, ERR_USAGE, M("The option --most takes 1 to 10000."));
	filter.filter.kev = cli_has(cli, "kev");
	filter.filter.closed = cli_has(cli, "closed");
	filter.filter.after = cli_value(cli, "after");
	filter.filter.now = cli->now;
	*ret_filter = filter;
	return NULL;
}

/* ------------------------------------------------------------------------ list */

static const struct table_column list_columns[] = {
	{ M("Number"), true }, { M("Action"), false }, { M("Due"), false }, { M("Verdict"), false }, { M("System"), false },
	{ M("Software"), false }, { M("Vulnerability"), false }, { M("Score"), false }, { M("Threat"), false },
};

static void
print_list(struct cli *cli, const struct report *report)
{
	struct table table = { .columns = list_columns, .columns_count = ARRAY_LEN(list_columns) };

	for (size_t i = 0; i < report->findings.count; i++) {
		const struct finding_view *view = &report->findings.items[i];
		struct str action = cli_word(cli, finding_action_text(view->action));
		struct str cells[] = {
			arena_printf(cli->arena, "%lld", (long long)view->id),
			view->provisional ? arena_printf(cli->arena, "%.*s%.*s", STR_ARG(action), STR_ARG(cli_word(cli, M(" (provisional)")))) : action,
			print_instant(cli, view->due), print_verdict(cli, view->verdict), view->system, view->component.name,
			view->vulnerability, print_score(cli, view), print_threat(cli, view),
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_table_text(cli, &table);
}

static void
print_coverage(struct cli *cli, const struct report *report)
{
	const struct checked_view *checked = &report->checked;
	int64_t known = checked->components - checked->not_judged;

	cli_say(cli, M("{count} software items looked at, {known} of them judged ({percent} %): {affected} affected, {unknown} undecided, {not_affected} not affected."),
	    ARG_N("count", checked->components), ARG_N("known", known),
	    ARG_N("percent", checked->components == 0 ? 0 : known * 100 / checked->components),
	    ARG_N("affected", checked->affected), ARG_N("unknown", checked->unknown), ARG_N("not_affected", checked->not_affected));
	print_sources(cli, report);
}

/* What was closed is listed, and is nothing to act upon. */
static enum cli_status
status_of(const struct report *report, bool closed)
{
	for (size_t i = 0; i < report->findings.count && !closed; i++)
		if (report->findings.items[i].verdict == VERDICT_AFFECTED)
			return CLI_FOUND;
	if (report->generation.len == 0 || (report->checked.components > 0 && report->checked.not_judged == report->checked.components))
		return CLI_CANNOT_TELL;
	for (size_t i = 0; i < report->sources.count; i++)
		if (str_eq(report->sources.items[i].state, STR("stale")))
			return CLI_CANNOT_TELL;
	return CLI_DONE;
}

struct err *
cmd_finding_list(struct cli *cli, enum cli_status *ret_status)
{
	struct finding_filter filter;
	struct report report;
	struct home home;

	TRY(cli_expect_operands(cli, 0, 0));
	TRY(filter_of(cli, &filter));
	TRY(cli_open_home(cli, &home));
	TRY(finding_report(&home, &filter, cli->now, cli->lang, cli->arena, &report));
	*ret_status = status_of(&report, filter.filter.closed);
	switch (cli->output) {
	case OUTPUT_JSON: print_json(cli, &report_schema, &report); return NULL;
	case OUTPUT_CSV:  print_findings_csv(cli, &report); return NULL;
	case OUTPUT_TEXT: break;
	}
	if (report.generation.len == 0)
		cli_say(cli, M("The ledger was never assessed: run \"tsukuroi assess\" first."));
	else if (report.findings.count == 0)
		cli_say(cli, M("There is no such finding."));
	else
		print_list(cli, &report);
	print_coverage(cli, &report);
	if (report.next.len > 0)
		cli_say(cli, M("There are more: --after {cursor}"), ARG("cursor", report.next));
	return NULL;
}

/* ------------------------------------------------------------------------ show */

static void
line(struct cli *cli, const char *label, struct str text)
{
	struct str word = cli_word(cli, label);
	size_t width = text_width(word);

	if (text.len > 0)
		buf_addf(&cli->out, "  %.*s%*s  %.*s\n", STR_ARG(word), width < 16 ? (int)(16 - width) : 0, "", STR_ARG(text));
}

static void
print_places(struct cli *cli, const struct finding_page *page)
{
	for (size_t i = 0; i < page->places.count; i++) {
		const struct finding_place *place = &page->places.items[i];
		struct str version = place->version.len == 0 ? cli_word(cli, M("(version unknown)")) : place->version;

		line(cli, i == 0 ? M("Where") : "", arena_printf(cli->arena, "%.*s: %.*s %.*s%s%.*s%s%.*s", STR_ARG(place->host),
		    STR_ARG(place->name), STR_ARG(version), place->place.len > 0 ? "  " : "", STR_ARG(place->place),
		    place->provenance.len > 0 ? "  " : "", STR_ARG(place->provenance)));
	}
}

static void
print_page(struct cli *cli, const struct finding_page *page)
{
	const struct finding_view *view = &page->view;
	struct arena *arena = cli->arena;

	buf_addf(&cli->out, "%.*s  %.*s  %.*s\n", STR_ARG(view->vulnerability), STR_ARG(view->component.name), STR_ARG(view->system));
	line(cli, M("Title"), view->title);
	line(cli, M("Also known as"), arena_join(arena, view->aliases.items, view->aliases.count, STR(", ")));
	line(cli, M("Verdict"), print_verdict(cli, view->verdict));
	for (size_t i = 0; i < view->grounds.count; i++)
		line(cli, i == 0 ? M("Grounds") : "", view->grounds.items[i].reason);
	line(cli, M("Score"), print_score(cli, view));
	line(cli, M("Threat"), print_threat(cli, view));
	line(cli, M("Action"), cli_word(cli, finding_action_text(view->action)));
	line(cli, M("Due"), print_instant(cli, view->due));
	line(cli, M("Why"), view->why);
	line(cli, M("SSVC deployer"), page->deployer);
	line(cli, M("by the table"), page->deployer_table);
	line(cli, M("Note"), page->note);
	line(cli, M("Mended in"), view->fixed);
	line(cli, M("Support"), view->support);
	line(cli, M("Responsible unit"), view->unit);
	print_places(cli, page);
	for (size_t i = 0; i < page->answers.count; i++)
		line(cli, i == 0 ? M("Inquiries") : "", page->answers.items[i]);
	line(cli, M("Decision"), page->decision);
	for (size_t i = 0; i < page->events.count; i++)
		line(cli, i == 0 ? M("History") : "", arena_printf(arena, "%.*s  %.*s (%.*s)", STR_ARG(print_instant(cli, page->events.items[i].at)),
		    STR_ARG(page->events.items[i].what), STR_ARG(page->events.items[i].cause)));
}

/* A finding as lists have it, and the seven items. */
struct finding_known { struct finding_view finding; /* first */ struct items_view items; };

static void
print_known(struct cli *cli, const struct finding_known *known)
{
	struct field *fields = ARENA_ARRAY(cli->arena, struct field, finding_view_schema.count + 1);
	struct schema schema = { finding_view_schema.name, sizeof(*known), fields, finding_view_schema.count + 1 };

	for (size_t i = 0; i < finding_view_schema.count; i++)
		fields[i] = finding_view_schema.fields[i];
	fields[finding_view_schema.count] = (struct field){ items_view_schema.name, FIELD_STRUCT, offsetof(struct finding_known, items), &items_view_schema, NULL };
	print_json(cli, &schema, known);
}

struct err *
cmd_finding_show(struct cli *cli, enum cli_status *ret_status)
{
	struct finding_known known = { 0 };
	struct kb *kb KB_SCOPE = NULL;
	struct finding_page page;
	struct home home;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	if (!str_to_i64(cli->operands[0], &id))
		return err_new(cli->arena, ERR_USAGE, M("A finding is named by its number, as \"finding list\" shows it, not \"{value}\"."),
		    ARG("value", cli->operands[0]));
	TRY(cli_open_home(cli, &home));
	TRY(finding_page(&home, id, cli->now, cli->lang, cli->arena, &page));
	known.finding = page.view;
	TRY(home_kb(cli->home, cli->arena, &kb));
	TRY(items_of_finding(kb, &page.view, cli->lang, cli->arena, &known.items));
	if (cli->output == OUTPUT_JSON) {
		print_known(cli, &known);
		return NULL;
	}
	print_page(cli, &page);
	buf_addf(&cli->out, "\n");
	print_seven_items(cli, &known.items);
	return NULL;
}

/* --------------------------------------------------------- questions, remedies */

static const struct table_column question_columns[] = {
	{ M("Number"), true }, { M("Question"), false }, { M("Software"), false }, { M("System"), false }, { M("System count"), true },
	{ M("Worst action"), false }, { M("KEV"), true },
};

static void
print_questions_csv(struct cli *cli, const struct report *report)
{
	struct table table = { .columns = question_columns, .columns_count = ARRAY_LEN(question_columns) };

	for (size_t i = 0; i < report->questions.count; i++) {
		const struct question_view *question = &report->questions.items[i];
		struct str cells[] = {
			arena_printf(cli->arena, "%lld", (long long)question->id), question->question, question->product,
			arena_join(cli->arena, question->systems.items, question->systems.count, cli_word(cli, M(", "))),
			arena_printf(cli->arena, "%lld", (long long)question->systems_count),
			cli_word(cli, finding_action_text(question->action)), arena_printf(cli->arena, "%lld", (long long)question->kev),
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_table_csv(cli, &table);
}

struct err *
cmd_finding_questions(struct cli *cli, enum cli_status *ret_status)
{
	struct report report = { .at = cli->now };
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(finding_questions(&home, cli->lang, cli->arena, &report));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &report_schema, &report);
		return NULL;
	}
	if (cli->output == OUTPUT_CSV) {
		print_questions_csv(cli, &report);
		return NULL;
	}
	if (report.questions.count == 0)
		cli_say(cli, M("Nothing is open."));
	for (size_t i = 0; i < report.questions.count; i++)
		print_question(cli, &report.questions.items[i], i + 1);
	if (report.questions.count > 0)
		cli_say(cli, M("To answer: tsukuroi ledger answer NUMBER VALUE, e.g. \"ledger answer 3 9.0.98\"."));
	return NULL;
}

static const struct table_column remedy_columns[] = {
	{ M("Action"), false }, { M("Due"), false }, { M("Software"), false }, { M("Remedy"), false }, { M("Systems"), true },
	{ M("Findings"), true }, { M("KEV"), true },
};

static void
print_remedies(struct cli *cli, const struct remedies *remedies)
{
	struct table table = { .columns = remedy_columns, .columns_count = ARRAY_LEN(remedy_columns) };

	for (size_t i = 0; i < remedies->list.count; i++) {
		const struct remedy_view *remedy = &remedies->list.items[i];
		struct str cells[] = {
			cli_word(cli, finding_action_text(remedy->action)), print_instant(cli, remedy->due), remedy->product,
			finding_remedy_words(remedy, cli->lang, cli->arena), arena_printf(cli->arena, "%lld", (long long)remedy->systems),
			arena_printf(cli->arena, "%lld", (long long)remedy->findings), arena_printf(cli->arena, "%lld", (long long)remedy->kev),
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

static void
print_remedies_json(struct cli *cli, const struct remedies *remedies)
{
	struct json_writer writer = { .out = &cli->out, .pretty = true, .keep_empty = true };

	json_begin_object(&writer, NULL);
	json_begin_array(&writer, "remedies");
	for (size_t i = 0; i < remedies->list.count; i++)
		json_put_record(&writer, NULL, &remedy_view_schema, &remedies->list.items[i]);
	json_end(&writer);
	json_end(&writer);
	buf_add_char(&cli->out, '\n');
}

struct err *
cmd_finding_remedies(struct cli *cli, enum cli_status *ret_status)
{
	struct remedies remedies;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_open_home(cli, &home));
	TRY(finding_remedies(&home, cli->now, REMEDIES_MOST, cli->arena, &remedies));
	if (cli->output == OUTPUT_JSON)
		print_remedies_json(cli, &remedies);
	else
		print_remedies(cli, &remedies);
	return NULL;
}
