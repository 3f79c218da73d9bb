/*
 * cmd_heard.c - what texts say of exploitation, answered by people; and alerts.
 */
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/knowledge/heard.h"

const struct cli_option options_kb_evidence[] = {
	{ "open", NULL, M("only what nobody answered yet") },
	{ "ours", NULL, M("only of vulnerabilities that are open here") },
	{ "confirm", "KEY", M("the sentence means it: from now on it is evidence") },
	{ "refuse", "KEY", M("the sentence does not mean it") },
	{ "take-back", "KEY", M("takes an earlier answer back") },
	{ "reason", "TEXT", M("on what the answer rests") },
	{ "most", "N", M("at most so many (default: 100)") },
	{ "after", "PLACE", M("goes on behind the last page") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_kb_alerts[] = {
	{ "ours", NULL, M("only those that touch something here") },
	{ "concerns", "NUMBER", M("the alert concerns us") },
	{ "refuse", "NUMBER", M("the alert does not concern us") },
	{ "take-back", "NUMBER", M("takes an earlier answer back") },
	{ "reason", "TEXT", M("on what the answer rests") },
	{ "most", "N", M("at most so many (default: 100)") },
	{ NULL, NULL, NULL },
};

struct entered { struct home home; struct ledger *ledger; struct actor actor; };

static void
entered_done(struct entered *entered)
{
	ledger_close(entered->ledger);
}
#define ENTERED_SCOPE __attribute__((cleanup(entered_done))) = { 0 }

typedef struct err *answer_fn(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str key, enum heard_answer answer,
    struct str reason, int64_t now, struct arena *arena);

/* The answer among the options, when there is one. */
static struct err *
answer(struct cli *cli, const struct entered *entered, const char *const options[3], answer_fn *say, bool *ret_answered)
{
	*ret_answered = false;
	for (int i = 0; i < 3; i++) {
		if (!cli_has(cli, options[i]))
			continue;
		TRY(say(&entered->home, entered->ledger, &entered->actor, cli_value(cli, options[i]), (enum heard_answer)i, cli_value(cli, "reason"), cli->now,
		    cli->arena));
		cli_say(cli, M("Kept. \"tsukuroi assess\" takes it into account."));
		*ret_answered = true;
	}
	return NULL;
}

static struct str
word_of(const struct cli *cli, const struct enum_names *names, struct str name)
{
	int value;

	return enum_find(names, name, &value) ? str_of(catalogue_text(cli->lang, names->words[value])) : name;
}

/* -------------------------------------------------------------------------------------------- sentences */

static const struct field sentences_fields[] = {
	FIELD_OF(struct heard_list, items, FIELD_LIST, &heard_view_schema), FIELD(struct heard_list, next, FIELD_STR),
	FIELD(struct heard_list, active, FIELD_INT), FIELD(struct heard_list, poc, FIELD_INT), FIELD(struct heard_list, none, FIELD_INT),
};
static const struct schema sentences_schema = SCHEMA("heard_list", struct heard_list, sentences_fields);

static void
print_sentences(struct cli *cli, const struct heard_list *list)
{
	static const struct table_column columns[] = {
		{ M("Key"), false }, { M("Vulnerability"), false }, { M("Says"), false }, { M("State"), false }, { M("Day"), false }, { M("Whose"), false },
		{ M("Record"), false }, { M("Sentence"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->items.count; i++) {
		const struct heard_view *view = &list->items.items[i];
		struct str cells[] = { view->key, view->vulnerability, word_of(cli, &report_exploitation_names, view->level),
			word_of(cli, &heard_state_names, view->state), print_day(cli, view->at == INSTANT_NONE ? DAY_NONE : instant_day(view->at, ZONE_JST)), view->issuer,
			view->record, view->sentence };

		for (size_t c = 0; c < ARRAY_LEN(cells); c++)
			list_push(cli->arena, &table.cells, cells[c]);
	}
	print_rows(cli, &table);
	cli_note(cli, M("In the knowledge base: {active} sentences say that there are attacks, {poc} that code is public, {none} that none are known."),
	    ARG_N("active", list->active), ARG_N("poc", list->poc), ARG_N("none", list->none));
	if (list->next.len > 0)
		cli_say(cli, M("There are more: --after {place}"), ARG("place", list->next));
}

struct err *
cmd_kb_evidence(struct cli *cli, enum cli_status *ret_status)
{
	static const char *const options[] = { "confirm", "refuse", "take-back" };
	struct heard_query query = { .open = cli_has(cli, "open"), .ours = cli_has(cli, "ours"), .after = cli_value(cli, "after") };
	struct entered entered ENTERED_SCOPE;
	struct heard_list list;
	bool answered;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_number(cli, "most", 100, &query.most));
	TRY(cli_enter(cli, &entered.home, &entered.ledger, &entered.actor));
	TRY(answer(cli, &entered, options, heard_say, &answered));
	if (answered)
		return NULL;
	if (cli->operands_count == 1)
		query.vulnerability = cli->operands[0];
	TRY(heard_find(&entered.home, entered.ledger, &query, cli->arena, &list));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &sentences_schema, &list);
	else
		print_sentences(cli, &list);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- alerts */

static const struct field alerts_fields[] = {
	FIELD_OF(struct alert_list, items, FIELD_LIST, &alert_view_schema), FIELD(struct alert_list, total, FIELD_INT),
	FIELD(struct alert_list, fetched, FIELD_INSTANT), FIELD(struct alert_list, more, FIELD_BOOL),
};
static const struct schema alerts_schema = SCHEMA("alert_list", struct alert_list, alerts_fields);

static struct str
products_of(struct cli *cli, const struct alert_view *view)
{
	struct str_list names = { 0 };

	for (size_t i = 0; i < view->ours.count; i++)
		list_push(cli->arena, &names, view->ours.items[i]);
	for (size_t i = 0; i < view->products.count; i++)
		list_push(cli->arena, &names, arena_printf(cli->arena, "%.*s%s", STR_ARG(view->products.items[i].name), view->products.items[i].certain ? "" : "?"));
	return arena_join(cli->arena, names.items, names.count, STR(", "));
}

static void
print_alerts(struct cli *cli, const struct alert_list *list)
{
	static const struct table_column columns[] = {
		{ M("Day"), false }, { M("Whose"), false }, { M("Number"), false }, { M("Title"), false }, { M("Ours"), false }, { M("State"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < list->items.count; i++) {
		const struct alert_view *view = &list->items.items[i];
		struct str cells[] = { print_day(cli, view->modified == INSTANT_NONE ? DAY_NONE : instant_day(view->modified, ZONE_JST)), view->issuer, view->id,
			view->title, products_of(cli, view), view->answered == INSTANT_NONE && !view->asks ? STR("") : word_of(cli, &heard_state_names, view->state) };

		for (size_t c = 0; c < ARRAY_LEN(cells); c++)
			list_push(cli->arena, &table.cells, cells[c]);
	}
	print_rows(cli, &table);
	if (list->fetched == INSTANT_NONE)
		cli_note(cli, M("No alerts were taken in so far: an empty list says nothing."));
}

struct err *
cmd_kb_alerts(struct cli *cli, enum cli_status *ret_status)
{
	static const char *const options[] = { "concerns", "refuse", "take-back" };
	struct alert_query query = { .ours = cli_has(cli, "ours") };
	struct entered entered ENTERED_SCOPE;
	struct alert_list list;
	bool answered;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 1));
	TRY(cli_number(cli, "most", 100, &query.most));
	TRY(cli_enter(cli, &entered.home, &entered.ledger, &entered.actor));
	TRY(answer(cli, &entered, options, alerts_say, &answered));
	if (answered)
		return NULL;
	if (cli->operands_count == 1)
		query.text = cli->operands[0];
	TRY(alerts_find(&entered.home, entered.ledger, &query, cli->now, cli->arena, &list));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &alerts_schema, &list);
	else
		print_alerts(cli, &list);
	return NULL;
}
