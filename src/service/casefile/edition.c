/*
 * edition.c - a running case goes on with another edition of its playbook, after the person has seen what differs.
 */
#include "service/casefile/parts.h"

struct changing { int32_t day; struct case_edition_view *view; };

static struct err *
find_edition(const struct case_now *now, int32_t day, struct arena *arena, const struct playbook **ret_book)
{
	const struct playbook *found = playbooks_find(now->desk->books, now->head.playbook, day);

	if (found == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("The playbook {playbook} has no edition in force on {day}."), ARG("playbook", now->head.playbook),
		    ARG("day", day_format(day, arena)));
	if (str_eq(found->digest, now->head.book_digest))
		return err_new(arena, ERR_CONFLICT, M("The case {number} has this edition already ({day})."), ARG("number", now->head.number),
		    ARG("day", day_format(found->since, arena)));
	*ret_book = found;
	return NULL;
}

static void
compare(const struct case_now *now, const struct actor *actor, const struct playbook *newer, struct arena *arena, struct case_edition_view *view)
{
	struct play_differences differences = { 0 };

	*view = (struct case_edition_view){ .playbook = now->head.playbook, .from = now->head.edition, .to = newer->since, .may = true };
	playbook_difference(now->book, newer, &now->play, arena, &differences);
	for (size_t i = 0; i < differences.count; i++) {
		view->may = view->may && !differences.items[i].blocks;
		list_push(arena, &view->differences,
		    play_refusal_words(differences.items[i].says, actor->lang, arena));
	}
}

/* The case is loaded anew under the other book: what it does not know any more is no longer asked, and stays in the timeline. */
static struct err *
go_on(struct case_now *now, const struct actor *actor, const struct playbook *newer, int64_t at, struct arena *arena)
{
	struct str was = day_format(now->head.edition, arena);

	TRY(ledger_playbook_keep(now->desk->ledger, newer->digest, newer->id, newer->since, newer->text, arena));
	now->head.edition = newer->since;
	now->head.book_digest = newer->digest;
	now->book = newer;
	TRY(case_people_load(now->desk->ledger, now->head.id, newer, arena, &now->people));
	now->access = actor_access(actor, newer, &now->people, now->head.sealed, at);
	now->actor.roles = now->access.roles;
	now->tasks.count = 0;
	now->links.count = 0;
	TRY(case_load_rest(now, at, arena));
	TRY(case_entry(now, actor, ENTRY_EDITION, newer->digest, 0, was, day_format(newer->since, arena), at, arena));
	return case_audit(now, actor, "case.edition", newer->digest, STR(""), at, arena);
}

static struct err *
change_edition(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct changing *changing = context;
	const struct playbook *newer;

	TRY(case_need(now, RIGHT_EDIT, 0, arena));
	TRY(find_edition(now, changing->day, arena, &newer));
	compare(now, actor, newer, arena, changing->view);
	if (!changing->view->may)
		return err_new(arena, ERR_CONFLICT, M("The case {number} cannot go on in the edition of {day}: {why}"), ARG("number", now->head.number),
		    ARG("day", day_format(newer->since, arena)),
		    ARG("why", arena_join(arena, changing->view->differences.items, changing->view->differences.count, STR(" "))));
	changing->view->made = true;
	return go_on(now, actor, newer, at, arena);
}

struct err *
case_edition(const struct case_desk *desk, const struct actor *actor, struct str number, int32_t day, bool make, int64_t now, struct arena *arena,
    struct case_edition_view *ret_view)
{
	struct changing changing = { day, ret_view };
	const struct playbook *newer;
	struct case_now seen;

	if (make)
		return case_within(desk, actor, number, 0, now, change_edition, &changing, arena);
	TRY(case_load(desk, actor, number, now, arena, &seen));
	TRY(find_edition(&seen, day, arena, &newer));
	compare(&seen, actor, newer, arena, ret_view);
	return NULL;
}
