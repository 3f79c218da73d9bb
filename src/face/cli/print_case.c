/*
 * print_case.c - a case for the person at the desk: where it stands, what is to be filled in, what may be done next, and what happened.
 */
#include "base/clock.h"
#include "base/width.h"
#include "face/cli/commands.h"
#include "face/cli/desk.h"
#include "face/cli/table.h"

enum { TIMELINE_SHORT = 15 };

static void
heading(struct cli *cli, const char *text)
{
	buf_addf(&cli->out, "\n%.*s\n", STR_ARG(cli_word(cli, text)));
}

/* A text of several lines goes on under its first. */
static void
put_lines(struct cli *cli, struct str text, const char *indent)
{
	struct str line;
	bool first = true;

	while (str_line(&text, &line)) {
		buf_addf(&cli->out, "%s%.*s\n", first ? "" : indent, STR_ARG(line));
		first = false;
	}
	if (first)
		buf_add_char(&cli->out, '\n');
}

static void
print_head(struct cli *cli, const struct case_view *view)
{
	struct str sealed = view->sealed ? cli_word(cli, M("(sealed)")) : STR("");

	buf_addf(&cli->out, "%.*s  %.*s %.*s\n", STR_ARG(view->number), STR_ARG(view->title), STR_ARG(sealed));
	cli_say(cli, M("  Playbook: {title}, edition of {day}"), ARG("title", view->playbook_title), ARG("day", print_day(cli, view->edition)));
	cli_say(cli, M("  State:    {state}, since {at}"), ARG("state", view->state_title), ARG("at", print_instant(cli, view->entered_at)));
	cli_say(cli, M("  Opened:   {at}, {who}; TLP:{tlp}"), ARG("at", print_instant(cli, view->opened_at)), ARG("who", view->opened_by),
	    ARG("tlp", view->tlp));
	if (view->unit.len > 0)
		cli_say(cli, M("  Unit:     {unit}"), ARG("unit", view->unit));
	if (!view->open)
		cli_say(cli, M("  Closed:   {at}"), ARG("at", print_instant(cli, view->closed_at)));
	if (view->proposed.len > 0)
		cli_say(cli, M("  Waits for another person: \"{move}\", proposed by {who}"), ARG("move", view->proposed), ARG("who", view->proposed_by));
}

static void
print_field(struct cli *cli, const struct case_field_view *field)
{
	buf_addf(&cli->out, "  %s %.*s (%.*s): ", field->obligatory && field->value.len == 0 ? "!" : field->may ? "+" : " ", STR_ARG(field->title),
	    STR_ARG(field->name));
	put_lines(cli, field->value.len == 0 ? STR("-") : field->words, "      ");
	if (field->value.len > 0)
		buf_addf(&cli->out, "      %.*s, %.*s [%lld]\n", STR_ARG(field->by), STR_ARG(print_instant(cli, field->at)), (long long)field->revision);
}

static void
print_fields(struct cli *cli, const struct case_view *view, bool whole)
{
	struct str_list empty = { 0 };

	heading(cli, M("Fields  (! must be filled now, + you may fill it)"));
	for (size_t i = 0; i < view->fields.count; i++) {
		const struct case_field_view *field = &view->fields.items[i];

		if (whole || field->value.len > 0 || field->obligatory)
			print_field(cli, field);
		else
			list_push(cli->arena, &empty, arena_printf(cli->arena, "%.*s (%.*s)", STR_ARG(field->title), STR_ARG(field->name)));
	}
	if (empty.count > 0)
		cli_say(cli, M("  empty: {fields}"),
		    ARG("fields", arena_join(cli->arena, empty.items, empty.count, cli->lang == LANG_JA ? STR("、") : STR(", "))));
}

static void
print_move(struct cli *cli, const struct case_move_view *move, bool whole)
{
	buf_addf(&cli->out, "  %s %.*s: %.*s → %.*s%.*s\n", move->may ? "*" : "-", STR_ARG(move->id), STR_ARG(move->title), STR_ARG(move->to),
	    STR_ARG(move->two_person ? cli_word(cli, M(" (two persons)")) : STR("")));
	for (size_t i = 0; i < move->why.count && (whole || i < 3); i++)
		buf_addf(&cli->out, "      %.*s\n", STR_ARG(move->why.items[i]));
	if (!whole && move->why.count > 3)
		cli_say(cli, M("      and {count} more reasons: --whole shows them"), ARG_N("count", move->why.count - 3));
}

static void
print_moves(struct cli *cli, const struct case_view *view, bool whole)
{
	if (view->moves.count == 0)
		return;
	heading(cli, M("Moves  (* you may make it now)"));
	for (size_t i = 0; i < view->moves.count; i++)
		print_move(cli, &view->moves.items[i], whole);
}

static void
print_deadlines(struct cli *cli, const struct case_view *view)
{
	for (size_t i = 0; i < view->approvals.count; i++) {
		if (i == 0)
			heading(cli, M("Approvals"));
		buf_addf(&cli->out, "  %.*s (%.*s): %.*s\n", STR_ARG(view->approvals.items[i].title), STR_ARG(view->approvals.items[i].name),
		    STR_ARG(view->approvals.items[i].words));
	}
	for (size_t i = 0; i < view->deadlines.count; i++) {
		const struct case_deadline_view *due = &view->deadlines.items[i];

		if (i == 0)
			heading(cli, M("Deadlines"));
		buf_addf(&cli->out, "  %.*s  %.*s%s%.*s %.*s\n", STR_ARG(print_instant(cli, due->due)), STR_ARG(due->title), due->subject.len > 0 ? ": " : "",
		    STR_ARG(due->subject), STR_ARG(cli_word(cli, due->met ? M("(met)") : due->overdue ? M("(overdue)") : M("(running)"))));
	}
}

static void
print_people(struct cli *cli, const struct case_view *view)
{
	for (size_t i = 0; i < view->parties.count; i++) {
		if (i == 0)
			heading(cli, M("Who takes part"));
		buf_addf(&cli->out, "  %.*s: %.*s\n", STR_ARG(view->parties.items[i].title), STR_ARG(view->parties.items[i].name));
	}
	for (size_t i = 0; i < view->links.count; i++) {
		const struct case_link_view *link = &view->links.items[i];
		int kind = 0;

		if (i == 0)
			heading(cli, M("Linked with"));
		(void)enum_find(&case_link_names, link->kind, &kind);
		buf_addf(&cli->out, "  %lld  %.*s: %.*s\n", (long long)link->id, STR_ARG(cli_word(cli, case_link_text((enum case_link)kind))),
		    STR_ARG(link->text));
	}
}

static void
print_talk(struct cli *cli, const struct case_view *view)
{
	for (size_t i = 0; i < view->threads.count; i++) {
		const struct case_thread_view *thread = &view->threads.items[i];

		if (i == 0)
			heading(cli, M("Threads"));
		cli_say(cli, M("  {id}  {title}: {messages} messages, {unread} new to you"), ARG_N("id", thread->id), ARG("title", thread->title),
		    ARG_N("messages", thread->messages), ARG_N("unread", thread->unread));
	}
	for (size_t i = 0; i < view->files.count; i++) {
		const struct case_file_view *file = &view->files.items[i];

		if (i == 0)
			heading(cli, M("Files"));
		buf_addf(&cli->out, "  %lld  %.*s (%.*s, %lld) %.*s\n", (long long)file->id, STR_ARG(file->name), STR_ARG(file->kind), (long long)file->size,
		    STR_ARG(file->released ? STR("") : cli_word(cli, M("not released: unsafe"))));
	}
}

static void
print_timeline(struct cli *cli, const struct case_view *view, bool whole)
{
	size_t first = !whole && view->timeline.count > TIMELINE_SHORT ? view->timeline.count - TIMELINE_SHORT : 0;

	heading(cli, M("Timeline"));
	if (first > 0)
		cli_say(cli, M("  ({count} earlier entries: --whole shows them)"), ARG_N("count", first));
	for (size_t i = first; i < view->timeline.count; i++) {
		buf_addf(&cli->out, "  %4lld  %.*s  ", (long long)view->timeline.items[i].number, STR_ARG(print_instant(cli, view->timeline.items[i].at)));
		put_lines(cli, view->timeline.items[i].words, "        ");
	}
}

void
print_case(struct cli *cli, const struct case_view *view, bool whole)
{
	print_head(cli, view);
	print_fields(cli, view, whole);
	print_moves(cli, view, whole);
	if (view->tasks.count > 0) {
		heading(cli, M("Tasks"));
		print_tasks(cli, view->tasks.items, view->tasks.count, false);
	}
	print_deadlines(cli, view);
	print_people(cli, view);
	print_talk(cli, view);
	print_timeline(cli, view, whole);
}
