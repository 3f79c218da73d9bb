/*
 * example.c - a closed case kept for the next person: how it was done here the last time (guide 002 3.1.5, 属人化).
 */
#include "base/fold.h"
#include "base/limits.h"
#include "service/casefile/parts.h"

struct offering { struct str words; bool withdraw; };

/* What everybody who may read the case sees of it, folded for searching. */
static struct str
words_of(const struct case_now *now, struct str words, struct arena *arena)
{
	struct str_list parts = { 0 };

	list_push(arena, &parts, now->head.number);
	list_push(arena, &parts, now->title);
	list_push(arena, &parts, words);
	for (size_t i = 0; i < now->book->fields.count; i++) {
		const struct play_field *field = &now->book->fields.items[i];

		if (field->compartment != 0 || field->visible_to.count > 0 || now->values[i].text.len == 0)
			continue;
		list_push(arena, &parts, play_value_words(field, now->values[i].text, LANG_JA, arena));
		list_push(arena, &parts, play_value_words(field, now->values[i].text, LANG_EN, arena));
	}
	for (size_t i = 0; i < now->links.count; i++)
		if (str_eq(now->links.items[i].compartment, now->book->compartments.items[0]))
			list_push(arena, &parts, now->links.items[i].content);
	return fold_text(arena_join(arena, parts.items, parts.count, STR(" ")), arena);
}

static struct err *
offer(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct offering *offering = context;

	TRY(case_need(now, RIGHT_EDIT, 0, arena));
	if (now->head.sealed)
		return err_new(arena, ERR_CONFLICT, M("A sealed case is never an example: {number}."), ARG("number", now->head.number));
	if (now->head.is_open && !offering->withdraw)
		return err_new(arena, ERR_CONFLICT, M("The case {number} is not closed yet: offer it as an example when it is."),
		    ARG("number", now->head.number));
	now->head.example_at = offering->withdraw ? INSTANT_NONE : at;
	now->head.example_words = offering->withdraw ? STR("") : words_of(now, offering->words, arena);
	TRY(case_entry(now, actor, ENTRY_EXAMPLE, STR(""), 0, STR(""), offering->withdraw ? STR("no") : STR("yes"), at, arena));
	return case_audit(now, actor, "case.example", offering->withdraw ? STR("no") : STR("yes"), STR(""), at, arena);
}

struct err *
case_example(const struct case_desk *desk, const struct actor *actor, struct str number, struct str words, bool withdraw, int64_t now,
    struct arena *arena)
{
	struct offering offering = { words, withdraw };

	TRY(case_text(words, LIMIT_CASE_TITLE, arena));
	return case_within(desk, actor, number, 0, now, offer, &offering, arena);
}
