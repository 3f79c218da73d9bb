/*
 * one_page.c - the page for executives stays one page: what is too much for its PDF is taken off it in steps, and it says how much that is.
 *
 * First texts that people wrote are cut, then tables lose their last row, the longest table first, and where that does
 * not do texts are cut again. English needs more room than Japanese, and a city has
 * longer names than one plans with: so the page itself is asked, and not a number of rows that was right once. The page on the screen, the table and the
 * JSON have all.
 */
#include "base/catalogue.h"
#include "service/items.h"
#include "service/report/parts.h"

enum { TEXT_MOST = 120, TEXT_LEAST = 45 };      /* bytes of a name: 40 and 15 characters of Japanese; sentences have more of them */

void
report_executive_more(struct report_executive *view, enum lang lang, struct arena *arena)
{
	const struct { int64_t left; struct str *words; const char *message; } lists[] = {
		{ view->immediate_all - (int64_t)view->immediate.count, &view->immediate_more, M("And {count} more systems; the weekly report names all of them.") },
		{ view->decisions_all - (int64_t)view->decisions.count, &view->decisions_more, M("And {count} more.") },
		{ view->overdue_all - (int64_t)view->overdue.count, &view->overdue_more, M("And {count} more units.") },
		{ view->exploited_all - (int64_t)view->exploited.count, &view->exploited_more, M("The first of them stand here; the weekly report names all.") },
	};

	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		*lists[i].words = lists[i].left > 0 ? catalogue_say(arena, lang, lists[i].message, ARG_N("count", lists[i].left)) : STR("");
}

/* Texts of that many bytes; of all that were longer, how many there were. */
struct cutting { size_t most, count; struct arena *arena; };

static void
cut(struct cutting *cutting, struct str *text, size_t times)
{
	size_t most = times * cutting->most;

	cutting->count += text->len > most + STR("…").len;
	if (text->len > most + STR("…").len)
		*text = items_shortened(*text, most, cutting->arena);
}

/* Of rows of its own: those of the report stay whole. */
#define OWN_ROWS(list, arena) ((list).items = memcpy(ARENA_ARRAY((arena), __typeof__(*(list).items), (list).count + 1), \
	(list).items == NULL ? (const void *)"" : (const void *)(list).items, (list).count * sizeof(*(list).items)))

static void
cut_rows(struct cutting *cutting, struct report_executive *view)
{
	for (size_t i = 0; i < view->immediate.count; i++) {
		cut(cutting, &view->immediate.items[i].service, 1);
		cut(cutting, &view->immediate.items[i].system, 1);
		cut(cutting, &view->immediate.items[i].information, 2);
	}
	for (size_t i = 0; i < view->exploited.count; i++) {
		cut(cutting, &view->exploited.items[i].product, 1);
		cut(cutting, &view->exploited.items[i].units, 1);
		cut(cutting, &view->exploited.items[i].issuers, 1);
	}
	for (size_t i = 0; i < view->decisions.count; i++) {
		cut(cutting, &view->decisions.items[i].what, 1);
		cut(cutting, &view->decisions.items[i].otherwise, 2);
	}
	for (size_t i = 0; i < view->overdue.count; i++)
		cut(cutting, &view->overdue.items[i].unit, 1);
}

static bool
cut_texts(struct report_executive *view, size_t most, struct arena *arena)
{
	struct cutting cutting = { .most = most, .arena = arena };

	OWN_ROWS(view->conclusions, arena);
	OWN_ROWS(view->immediate, arena);
	OWN_ROWS(view->exploited, arena);
	OWN_ROWS(view->decisions, arena);
	OWN_ROWS(view->overdue, arena);
	for (size_t i = 0; i < view->conclusions.count; i++)
		cut(&cutting, &view->conclusions.items[i], 4);
	cut_rows(&cutting, view);
	cut(&cutting, &view->posture.words, 4);
	cut(&cutting, &view->posture.members, 4);
	return cutting.count > 0;
}

/* The longest table loses its last row; of those alike the one that is nearest to the end of the page. False: none has more than one. */
static bool
drop_row(struct report_executive *view)
{
	size_t *counts[] = { &view->overdue.count, &view->decisions.count, &view->exploited.count, &view->immediate.count }, *longest = counts[0];

	for (size_t i = 1; i < ARRAY_LEN(counts); i++)
		if (*counts[i] > *longest)
			longest = counts[i];
	if (*longest <= 1)
		return false;
	--*longest;
	return true;
}

bool
report_executive_shorten(void *value, size_t step, enum lang lang, struct arena *arena)
{
	struct report_executive *view = value;
	bool shorter = true;

	if (step == 0)
		(void)cut_texts(view, TEXT_MOST, arena);
	else
		shorter = drop_row(view) || cut_texts(view, TEXT_LEAST, arena);
	report_executive_more(view, lang, arena);
	return shorter;
}
