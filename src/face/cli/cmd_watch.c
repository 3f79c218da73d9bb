/*
 * cmd_watch.c - products and words that are watched, what is new of them, what is to be done about it.
 */
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"
#include "service/watch/watch.h"

enum { SHOWN_MOST = 100 };

const struct cli_option options_watch_add[] = {
	{ "products", "LIST", M("products, with commas between: a CPE name, or vendor and product") },
	{ "words",    "LIST", M("words as in a search, with commas between") },
	{ "cpe-list", "FILE", M("the products of a list of CPE names, as mjcheck4 writes it") },
	{ "swid",     "FILE", M("the products of SWID tags") },
	{ "unit",     "UNIT", M("the people of this unit see it too, and check together") },
	{ "severity", "critical|high|medium|low", M("at least so severe") },
	{ "source",   "NAME", M("that this source speaks of: nvd, cve5, osv, jvn, msrc …") },
	{ "cwe",      "CWE-N", M("of this kind of weakness") },
	{ "kev",      NULL,   M("only what is known to be exploited (KEV)") },
	{ "ours",     NULL,   M("only what touches what is registered here") },
	{ "register", NULL,   M("the products that are registered: what names one in words only, before anybody said which versions") },
	{ "mail",     NULL,   M("what is new goes to its people by mail, in one letter a business day") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_watch_show[] = {
	{ "state", "unread|unchecked|needed", M("only those") },
	{ "after", "PLACE", M("the page that follows, as the page before said") },
	{ "most",  "COUNT", M("at most so many (default 100)") },
	{ NULL, NULL, NULL },
};
const struct cli_option options_watch_check[] = {
	{ "note", "TEXT", M("why, or what is done") },
	{ NULL, NULL, NULL },
};

static struct watch_desk
watches_of(struct cli_desk *desk)
{
	return (struct watch_desk){ &desk->home, desk->ledger };
}

static struct str
number_cell(struct cli *cli, int64_t number)
{
	return arena_printf(cli->arena, "%lld", (long long)number);
}

/* ------------------------------------------------------------------------------------------------- adding */

static struct err *
products_of(struct cli *cli, struct str *ret_products)
{
	struct str_list given = cli_list(cli, "products");
	static const struct { const char *option; struct str kind; } files[] = { { "cpe-list", STR_INIT("cpelist") }, { "swid", STR_INIT("swid") } };

	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct str products;

		if (!cli_has(cli, files[i].option))
			continue;
		TRY(watch_take(cli_value(cli, files[i].option), files[i].kind, cli->arena, &products));
		list_push(cli->arena, &given, products);
	}
	*ret_products = arena_join(cli->arena, given.items, given.count, STR("\n"));
	return NULL;
}

struct err *
cmd_watch_add(struct cli *cli, enum cli_status *ret_status)
{
	struct watch_order order = { .unit = cli_value(cli, "unit"), .severity = cli_value(cli, "severity"), .source = cli_value(cli, "source"),
		.cwe = cli_value(cli, "cwe"), .kev = cli_has(cli, "kev"), .ours = cli_has(cli, "ours"), .registered = cli_has(cli, "register"), .mail = cli_has(cli, "mail") };
	struct str_list words = cli_list(cli, "words");
	struct watch_view watch;
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	order.name = cli->operands[0];
	order.words = arena_join(cli->arena, words.items, words.count, STR("\n"));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	TRY(products_of(cli, &order.products));
	TRY(watch_add(&watches, &desk.actor, &order, cli->now, cli->arena, &id));
	TRY(watch_get(&watches, &desk.actor, id, cli->arena, &watch));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &watch_view_schema, &watch);
	else
		cli_say(cli, M("Watch {number} begins: {count} are known already, what comes now is new."), ARG_N("number", id), ARG_N("count", watch.hits));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ looking */

struct err *
cmd_watch_list(struct cli *cli, enum cli_status *ret_status)
{
	static const struct table_column columns[] = { { M("Number"), true }, { M("Name"), false }, { M("Unit"), false }, { M("Found in all"), true },
		{ M("Unread"), true }, { M("Not checked"), true }, { M("To be dealt with"), true }, { M("Looked at"), false }, { M("Last error"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct watch_list_view list;
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	TRY(watch_list(&watches, &desk.actor, cli->arena, &list));
	if (cli->output == OUTPUT_JSON) {
		print_json(cli, &watch_list_schema, &list);
		return NULL;
	}
	if (list.watches.count == 0) {
		cli_say(cli, M("Nothing is watched: no watch is yours or your units'. Begin one with \"watch add NAME --register\" (what is registered), \"--products\" or \"--words\"."));
		return NULL;
	}
	for (size_t i = 0; i < list.watches.count; i++) {
		const struct watch_view *row = &list.watches.items[i];
		struct str cells[] = { number_cell(cli, row->id), row->name, row->unit, number_cell(cli, row->hits), number_cell(cli, row->unread),
			number_cell(cli, row->unchecked), number_cell(cli, row->needed), print_instant(cli, row->looked_at), row->error };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	return NULL;
}

static void
print_hits(struct cli *cli, const struct watch_hits_view *view)
{
	static const struct table_column columns[] = { { M("Vulnerability"), false }, { M("Score"), true }, { M("Why it is here"), false },
		{ M("Found by"), false }, { M("Is something to be done?"), false }, { M("Read or not"), false }, { M("Title"), false } };
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->hits.count; i++) {
		const struct watch_hit_view *hit = &view->hits.items[i];
		int why = 0, need = 0;

		(void)enum_find(&watch_why_names, hit->why, &why);
		(void)enum_find(&watch_need_names, hit->need, &need);
		struct str cells[] = { hit->id, hit->base < 0 ? STR("-") : arena_printf(cli->arena, "%d.%d", hit->base / 10, hit->base % 10),
			cli_word(cli, watch_why_names.words[why]), hit->term, cli_word(cli, watch_need_names.words[need]),
			cli_word(cli, hit->read ? M("was read") : M("unread")), hit->title };

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
	if (view->next.len > 0)
		cli_note(cli, M("There are more: --after {place}"), ARG("place", view->next));
}

struct err *
cmd_watch_show(struct cli *cli, enum cli_status *ret_status)
{
	struct str name = cli_value(cli, "state");
	int state = WATCH_ALL;
	struct watch_hits_view view;
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;
	int64_t id, most;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(cli_number(cli, "most", SHOWN_MOST, &most));
	if (name.len > 0 && !enum_find(&watch_state_names, name, &state))
		return err_new(cli->arena, ERR_USAGE, M("What a watch found is unread, unchecked or needed, not \"{word}\"."), ARG("word", name));
	if (most < 1)
		return err_new(cli->arena, ERR_USAGE, M("Say how many, at least 1."));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	TRY(watch_hits(&watches, &desk.actor, id, (enum watch_state)state, cli_value(cli, "after"), most, cli->lang, cli->arena, &view));
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &watch_hits_schema, &view);
	else
		print_hits(cli, &view);
	return NULL;
}

struct err *
cmd_watch_products(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;
	struct str text;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	TRY(watch_products(&watches, &desk.actor, id, cli->arena, &text));
	buf_add(&cli->out, text);
	return NULL;
}

/* -------------------------------------------------------------------------------------------- read, checked */

struct err *
cmd_watch_read(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 2));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	return watch_read(&watches, &desk.actor, id, cli->operands_count > 1 ? cli->operands[1] : STR(""), true, cli->now, cli->arena);
}

struct err *
cmd_watch_check(struct cli *cli, enum cli_status *ret_status)
{
	struct watch_hit_view hit;
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;
	int64_t id;
	int need;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 3, 3));
	TRY(cli_operand_number(cli, 0, &id));
	if (!enum_find(&watch_need_names, cli->operands[2], &need))
		return err_new(cli->arena, ERR_USAGE, M("Say needed, not_needed or unchecked, not \"{word}\"."), ARG("word", cli->operands[2]));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	TRY(watch_hit(&watches, &desk.actor, id, cli->operands[1], cli->lang, cli->arena, &hit));
	return watch_check(&watches, &desk.actor, id, hit.id, (enum watch_need)need, cli_has(cli, "note") ? cli_value(cli, "note") : hit.note,
	    hit.revision, cli->now, cli->arena);
}

struct err *
cmd_watch_end(struct cli *cli, enum cli_status *ret_status)
{
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;
	int64_t id;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_operand_number(cli, 0, &id));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	return watch_end(&watches, &desk.actor, id, cli->now, cli->arena);
}

struct err *
cmd_watch_look(struct cli *cli, enum cli_status *ret_status)
{
	struct watch_looked looked;
	struct cli_desk desk CLI_DESK_SCOPE;
	struct watch_desk watches;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(cli_desk_open(cli, &desk));
	watches = watches_of(&desk);
	TRY(watch_look(&watches, cli->now, cli->arena, &looked));
	cli_say(cli, M("{watches} watches were looked at, {news} news."), ARG_N("watches", looked.watches), ARG_N("news", looked.news));
	if (looked.failed == 0)
		return NULL;
	*ret_status = CLI_CANNOT_TELL;
	cli_note(cli, M("note: {count} watches could not be looked at; \"tsukuroi watch list\" says why."), ARG_N("count", looked.failed));
	return NULL;
}
