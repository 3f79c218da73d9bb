/*
 * cmd_playbook.c - procedures: which there are, what they say, how two editions differ, taking one of the organisation's own in.
 */
#include "base/file.h"
#include "face/cli/commands.h"
#include "face/cli/table.h"
#include "service/document/document.h"
#include "service/playbook/playbook.h"

/* Without a home there are those that came along: who writes a playbook needs none. */
static struct err *
open_books(struct cli *cli, struct playbooks *ret_books, int32_t *ret_day)
{
	struct home home;

	*ret_day = instant_day(cli->now, ZONE_JST);
	if (!cli->home_given && !file_exists(path_join(cli->arena, cli->home, STR("tsukuroi.conf")), cli->arena))
		return service_playbooks(NULL, cli->arena, ret_books);
	TRY(cli_open_home(cli, &home));
	return service_playbooks(&home, cli->arena, ret_books);
}

/* ------------------------------------------------------------------------------------------- list */

static struct str
state_word(struct cli *cli, struct str state)
{
	static const struct { struct str state; const char *text; } states[] = {
		{ STR_INIT("in_force"), M("in force") }, { STR_INIT("to_come"), M("to come") }, { STR_INIT("past"), M("replaced") },
	};

	for (size_t i = 0; i < ARRAY_LEN(states); i++)
		if (str_eq(states[i].state, state))
			return cli_word(cli, states[i].text);
	return state;
}

static void
print_editions(struct cli *cli, const struct editions_view *view)
{
	static const struct table_column columns[] = {
		{ M("Playbook"), false }, { M("Since"), false }, { M("State"), false }, { M("Number"), false }, { M("Title"), false },
		{ M("From where"), false },
	};
	struct table table = { .columns = columns, .columns_count = ARRAY_LEN(columns) };

	for (size_t i = 0; i < view->editions.count; i++) {
		const struct edition_view *edition = &view->editions.items[i];
		struct str cells[] = {
			edition->id, day_format(edition->since, cli->arena), state_word(cli, edition->state), edition->number, edition->title,
			edition->own ? edition->source : cli_word(cli, M("came along")),
		};

		print_table_row(cli, &table, cells, ARRAY_LEN(cells));
	}
	print_rows(cli, &table);
}

struct err *
cmd_playbook_list(struct cli *cli, enum cli_status *ret_status)
{
	struct editions_view view;
	struct playbooks books;
	int32_t day;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 0, 0));
	TRY(open_books(cli, &books, &day));
	playbook_editions(&books, day, cli->lang, cli->arena, &view);
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &editions_schema, &view);
	else
		print_editions(cli, &view);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- show */

static void
print_part(struct cli *cli, const struct part_view *part)
{
	cli_say(cli, M("  {title} [{id}]"), ARG("title", part->title), ARG("id", part->id));
	for (size_t i = 0; i < part->lines.count; i++)
		cli_say(cli, M("      {label}: {text}"), ARG("label", part->lines.items[i].label), ARG("text", part->lines.items[i].text));
}

static void
print_playbook(struct cli *cli, const struct playbook_view *view)
{
	const struct edition_view *edition = &view->edition;

	cli_say(cli, M("{title} [{id}]"), ARG("title", edition->title), ARG("id", edition->id));
	cli_say(cli, M("  since {day} ({state}), from {source}"), ARG("day", print_day(cli, edition->since)),
	    ARG("state", state_word(cli, edition->state)), ARG("source", edition->source));
	cli_say(cli, M("  numbers: {number}-YEAR-0001"), ARG("number", edition->number));
	if (edition->sealed)
		cli_say(cli, M("  sealed: what is written in its cases is encrypted"));
	if (view->compartments.count > 1)
		cli_say(cli, M("  compartments: {names}"),
		    ARG("names", arena_join(cli->arena, view->compartments.items, view->compartments.count, STR(", "))));
	for (size_t i = 0; i < view->sections.count; i++) {
		const struct section_view *section = &view->sections.items[i];

		buf_add_char(&cli->out, '\n');
		cli_say(cli, M("{label}:"), ARG("label", section->label));
		for (size_t j = 0; j < section->parts.count; j++)
			print_part(cli, &section->parts.items[j]);
	}
}

const struct cli_option options_playbook_show[] = {
	{ "edition", "DAY", M("the edition since that day, instead of the one in force") },
	{ NULL, NULL, NULL },
};

struct err *
cmd_playbook_show(struct cli *cli, enum cli_status *ret_status)
{
	const struct playbook *book;
	struct playbook_view view;
	struct playbooks books;
	struct str name;
	int32_t day, edition;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_day(cli, "edition", DAY_NONE, &edition));
	TRY(open_books(cli, &books, &day));
	name = cli->operands[0];
	if (edition != DAY_NONE)
		name = arena_printf(cli->arena, "%.*s@%.*s", STR_ARG(name), STR_ARG(day_format(edition, cli->arena)));
	TRY(playbook_get_any(&books, name, day, cli->arena, &book));
	playbook_view_of(book, playbooks_find(&books, book->id, day), day, cli->lang, cli->arena, &view);
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &playbook_view_schema, &view);
	else
		print_playbook(cli, &view);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- diff */

static void
print_difference(struct cli *cli, const struct difference_view *view)
{
	for (size_t i = 0; i < view->lines.count; i++)
		cli_say(cli, M("- {text}"), ARG("text", view->lines.items[i].text));
	if (view->lines.count == 0)
		cli_say(cli, M("The two say the same."));
}

/* Like diff(1): 1 says that there is a difference. */
struct err *
cmd_playbook_diff(struct cli *cli, enum cli_status *ret_status)
{
	const struct playbook *older, *newer;
	struct difference_view view;
	struct playbooks books;
	int32_t day;

	TRY(cli_expect_operands(cli, 2, 2));
	TRY(open_books(cli, &books, &day));
	TRY(playbook_get_any(&books, cli->operands[0], day, cli->arena, &older));
	TRY(playbook_get_any(&books, cli->operands[1], day, cli->arena, &newer));
	playbook_difference_of(older, newer, playbooks_find(&books, newer->id, day), day, cli->lang, cli->arena, &view);
	*ret_status = view.lines.count == 0 ? CLI_DONE : CLI_FOUND;
	if (cli->output == OUTPUT_JSON)
		print_json(cli, &difference_schema, &view);
	else
		print_difference(cli, &view);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- take */

struct err *
cmd_playbook_take(struct cli *cli, enum cli_status *ret_status)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	const struct playbook *book, *before;
	struct difference_view view;
	struct playbooks books;
	struct actor actor;
	struct home home;

	*ret_status = CLI_DONE;
	TRY(cli_expect_operands(cli, 1, 1));
	TRY(cli_open_home(cli, &home));
	TRY(home_ledger(&home, cli->arena, &ledger));
	TRY(cli_actor(cli, &home, ledger, &actor));
	TRY(service_playbooks(&home, cli->arena, &books));
	TRY(playbook_take(&home, ledger, &actor, cli->operands[0], document_renders, cli->now, cli->lang, cli->arena, &book));
	cli_say(cli, M("{title} [{id}], the edition since {day}, was taken in. Cases that run keep the edition they began with."),
	    ARG("title", words_in(&book->title, cli->lang)), ARG("id", book->id), ARG("day", print_day(cli, book->since)));
	before = playbooks_find(&books, book->id, book->since);
	if (before == NULL)
		return NULL;
	cli_say(cli, M("Against the edition since {day}:"), ARG("day", print_day(cli, before->since)));
	playbook_difference_of(before, book, before, book->since, cli->lang, cli->arena, &view);
	print_difference(cli, &view);
	return NULL;
}
