#include "service/respond/asked.h"

#include "base/catalogue.h"

struct names { LIST(struct str) list; };

static void
add_name(struct names *names, struct str name, struct arena *arena)
{
	if (!str_is_one_of(name, names->list.items, names->list.count))
		list_push(arena, &names->list, name);
}

struct err *
respond_ask_options(const struct respond_desk *desk, const struct actor *actor, struct str number, struct ask_options *options, struct arena *arena)
{
	struct names systems = { 0 }, vulnerabilities = { 0 };
	struct respond_findings findings;
	struct case_now now;

	TRY(case_load(desk->cases, actor, number, options->now, arena, &now));
	TRY(case_need(&now, RIGHT_COMMENT, 0, arena));
	TRY(respond_findings(desk, &now, options->now, arena, &findings));
	for (size_t i = 0; i < findings.count; i++) {
		if (findings.items[i].closed_at != INSTANT_NONE)
			continue;
		add_name(&systems, findings.items[i].system_name, arena);
		add_name(&vulnerabilities, findings.items[i].about.name, arena);
	}
	if (systems.list.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} is about no open finding: there is nothing to ask."), ARG("number", number));
	options->systems = systems.list.items;
	options->systems_count = systems.list.count;
	options->vulnerabilities = vulnerabilities.list.items;
	options->vulnerabilities_count = vulnerabilities.list.count;
	return NULL;
}

struct err *
respond_asked(const struct respond_desk *desk, const struct actor *actor, struct str number, const struct ask_sheets *sheets, int64_t now,
    struct arena *arena)
{
	for (size_t i = 0; i < sheets->sheets.count; i++) {
		const struct ask_sheet_view *sheet = &sheets->sheets.items[i];

		if (sheet->file.len == 0)
			continue;
		TRY(case_note(desk->cases, actor, number, catalogue_say(arena, actor->lang,
		    M("{contractor} is asked whether it applies: sheet K{sheet}, {lines} lines, answers by {day}."), ARG("contractor", sheet->contractor),
		    ARG_N("sheet", sheet->number), ARG_N("lines", sheet->lines), ARG("day", day_format(sheet->due, arena))), STR(""), now, arena));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- answers */

struct answering {
	const struct respond_desk *desk;
	struct ledger_case_covers  covers;
	enum lang                  lang;
	int64_t                    now, notes;
	struct arena              *arena;
};

static struct err *
note_in_cases(struct answering *a, int64_t finding, struct str words)
{
	struct actor program = actor_program();

	for (size_t i = 0; i < a->covers.count; i++) {
		struct ledger_case head;

		if (a->covers.items[i].finding != finding)
			continue;
		TRY(ledger_case_find(a->desk->cases->ledger, STR(""), a->covers.items[i].casefile, a->arena, &head));
		TRY(case_note(a->desk->cases, &program, head.number, words, STR(""), a->now, a->arena));
		a->notes++;
	}
	return NULL;
}

static struct err *
note_line(struct answering *a, const struct ask_take_view *view, const struct ask_line_view *line)
{
	struct ledger_filter filter = LEDGER_FILTER_ALL;
	struct str words = catalogue_say(a->arena, a->lang, M("Answer about {vulnerability} in {system} (sheet K{sheet}): {answer}"),
	    ARG("vulnerability", line->vulnerability), ARG("system", line->system), ARG_N("sheet", view->number), ARG("answer", line->answer));
	struct ledger_finding_list page;

	filter.vulnerability = line->vulnerability;
	filter.now = a->now;
	do {
		TRY(ledger_findings(a->desk->cases->ledger, &filter, a->arena, &page));
		for (size_t i = 0; i < page.rows.count; i++)
			if (str_eq(page.rows.items[i].system_name, line->system))
				TRY(note_in_cases(a, page.rows.items[i].id, words));
		filter.after = page.next;
	} while (page.next.len > 0);
	return NULL;
}

struct err *
respond_answered(const struct respond_desk *desk, const struct ask_take_view *view, enum lang lang, int64_t now, struct arena *arena, int64_t *ret_notes)
{
	struct answering a = { .desk = desk, .lang = lang, .now = now, .arena = arena };

	TRY(ledger_case_covered(desk->cases->ledger, 0, arena, &a.covers));
	for (size_t i = 0; a.covers.count > 0 && i < view->lines.count; i++)
		if (view->lines.items[i].outcome == ASK_APPLIES && view->lines.items[i].vulnerability.len > 0)
			TRY(note_line(&a, view, &view->lines.items[i]));
	*ret_notes = a.notes;
	return NULL;
}
