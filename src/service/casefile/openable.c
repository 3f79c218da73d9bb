/*
 * openable.c - which cases a person may begin, and what they may be about: for whoever asks "what has happened?".
 */
#include "service/casefile/parts.h"
#include "store/ledger/people.h"
#include "store/ledger/register.h"

struct gathering { struct case_openable_view *view; struct arena *arena; };

static struct err *
take_system(void *context, const struct ledger_brief *system, struct arena *arena)
{
	struct gathering *gathering = context;

	(void)arena;
	if (gathering->view->systems.count < CASE_SYSTEMS_MOST)
		list_push(gathering->arena, &gathering->view->systems, arena_copy(gathering->arena, system->name));
	else
		gathering->view->more_systems = true;
	return NULL;
}

static void
add_book(const struct actor *actor, const struct playbook *book, struct arena *arena, struct case_openable_view *view)
{
	struct case_book_view shown = { .id = book->id, .title = words_in(&book->title, actor->lang), .about = words_in(&book->about, actor->lang),
		.sealed = book->sealed };

	if (case_may_open(actor, book, arena) != NULL)
		return;
	for (size_t i = 0; i < book->roles.count; i++)
		list_push(arena, &shown.roles, ((struct case_choice_view){ book->roles.items[i].id, words_in(&book->roles.items[i].title, actor->lang) }));
	list_push(arena, &view->books, shown);
}

bool
case_may_open_any(const struct case_desk *desk, const struct actor *actor, int64_t now, struct arena *arena)
{
	for (size_t i = 0; i < desk->books->count; i++) {
		const struct playbook *book = desk->books->items[i];

		if (playbooks_find(desk->books, book->id, instant_day(now, ZONE_JST)) == book && case_may_open(actor, book, arena) == NULL)
			return true;
	}
	return false;
}

struct err *
case_openable(const struct case_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct case_openable_view *ret_view)
{
	const struct ledger_brief_filter few = { .network = -1, .reach = -1, .importance = -1, .most = CASE_SYSTEMS_MOST + 1 };
	struct case_openable_view view = { 0 };
	struct gathering gathering = { &view, arena };
	struct ledger_units units;

	for (size_t i = 0; i < desk->books->count; i++) {
		const struct playbook *book = desk->books->items[i];

		/* Each once: the edition in force. */
		if (playbooks_find(desk->books, book->id, instant_day(now, ZONE_JST)) == book)
			add_book(actor, book, arena, &view);
	}
	TRY(ledger_units(desk->ledger, arena, &units));
	for (size_t i = 0; i < units.count; i++)
		list_push(arena, &view.units, units.items[i].name);
	TRY(ledger_brief_page(desk->ledger, &few, take_system, &gathering, arena));
	*ret_view = view;
	return NULL;
}
