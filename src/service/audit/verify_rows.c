/*
 * verify_rows.c - the chain, link by link. Where a link does not hold, what was done is looked for among the neighbours, so that a
 * moved row is not called a changed one; the chain then goes on from the link that stands there, so that one change is one finding.
 */
#include "service/audit/audit_parts.h"

enum { ROWS_AT_ONCE = 4096, DISPLACED_MOST = 256, NEIGHBOURS = 256 };

struct page { const struct ledger_audit_row *rows; size_t count; struct arena *arena; };

static bool
is_sealed_here(struct audit_check *check, const struct page *page, const struct ledger_audit_row *here,
    const struct ledger_audit_row *candidate, struct str *ret_link)
{
	struct str link = ledger_audit_link(here->sequence, check->link, candidate, page->arena);

	if (!str_eq(link, candidate->link) && !str_eq(link, here->link))
		return false;
	*ret_link = arena_copy(page->arena, link);
	return true;
}

/* Does another row belong here: one of the next, or one that was out of its place before? */
static bool
find_owner(struct audit_check *check, const struct page *page, size_t at, struct str *ret_link)
{
	const struct ledger_audit_row *here = &page->rows[at];

	for (size_t i = at + 1; i < page->count && i <= at + NEIGHBOURS; i++)
		if (is_sealed_here(check, page, here, &page->rows[i], ret_link))
			return true;
	for (size_t i = 0; i < check->displaced.count; i++)
		if (is_sealed_here(check, page, here, &check->displaced.items[i], ret_link))
			return true;
	return false;
}

static void
keep_displaced(struct audit_check *check, const struct ledger_audit_row *row)
{
	struct ledger_audit_row copy = *row;

	if (check->displaced.count >= DISPLACED_MOST)
		return;
	copy.who = arena_copy(check->arena, row->who);
	copy.via = arena_copy(check->arena, row->via);
	copy.verb = arena_copy(check->arena, row->verb);
	copy.object = arena_copy(check->arena, row->object);
	copy.digest = arena_copy(check->arena, row->digest);
	copy.link = arena_copy(check->arena, row->link);
	list_push(check->arena, &check->displaced, copy);
}

/* The link that the next row goes on from. */
static struct str
what_was_done(struct audit_check *check, const struct page *page, size_t at)
{
	const struct ledger_audit_row *row = &page->rows[at];
	struct str link = row->link;

	check->broken = true;
	if (find_owner(check, page, at, &link))
		audit_found(check, AUDIT_MOVED, row->sequence, row->sequence);
	else
		audit_found(check, AUDIT_CHANGED, row->sequence, row->sequence);
	keep_displaced(check, row);
	return link;
}

/* The heads at this place: the row's link is theirs, or the chain was written anew since the last that agreed. */
static void
hold_heads(struct audit_check *check)
{
	for (; check->next < check->heads.count && check->heads.items[check->next].head.place <= check->place; check->next++) {
		const struct audit_witness *witness = &check->heads.items[check->next];

		if (witness->head.place < check->place || check->broken)
			continue;
		if (!str_eq(witness->head.link, check->link)) {
			if (!check->rewritten)
				audit_found(check, AUDIT_REWRITTEN, check->agreed + 1, check->place);
			check->rewritten = true;
			continue;
		}
		if (check->rewritten)
			continue;
		check->agreed = check->place;
		if (witness->proven) {
			check->seen.proven = check->place;
			check->seen.proven_at = witness->head.at;
		}
	}
}

/* A second row at a place: was the first the one that was put in? */
static void
second_at_place(struct audit_check *check, const struct ledger_audit_row *row)
{
	check->broken = true;
	audit_found(check, AUDIT_INSERTED, row->sequence, row->sequence);
}

/* Of rows that claim one place, the one whose link holds is looked at; else the first. */
static size_t
choose_of_place(struct audit_check *check, const struct page *page, size_t at, size_t *ret_end)
{
	size_t chosen = at, end = at + 1;

	while (end < page->count && page->rows[end].sequence == page->rows[at].sequence)
		end++;
	for (size_t i = at; end > at + 1 && i < end; i++)
		if (str_eq(ledger_audit_link(page->rows[i].sequence, check->link, &page->rows[i], page->arena), page->rows[i].link)) {
			chosen = i;
			break;
		}
	if (end > at + 1)
		second_at_place(check, &page->rows[at]);
	*ret_end = end;
	return chosen;
}

/* One place: at most one row of it is new to the chain. Gives where the next place begins. */
static size_t
check_place(struct audit_check *check, const struct page *page, size_t at)
{
	const struct ledger_audit_row *row;
	size_t end, chosen;
	struct str link;

	if (page->rows[at].sequence == check->place && check->place > 0) {      /* its twin ended the page before */
		second_at_place(check, &page->rows[at]);
		return at + 1;
	}
	chosen = choose_of_place(check, page, at, &end);
	row = &page->rows[chosen];
	link = row->link;
	if (row->sequence > check->place + 1) {
		check->broken = true;
		audit_found(check, AUDIT_DELETED, check->place + 1, row->sequence - 1);
	} else {
		struct str made = ledger_audit_link(row->sequence, check->link, row, page->arena);

		if (!str_eq(made, row->link))
			link = what_was_done(check, page, chosen);
	}
	check->place = row->sequence;
	check->link = link;
	hold_heads(check);
	return end;
}

static void
check_page(struct audit_check *check, const struct page *page)
{
	for (size_t at = 0; at < page->count;)
		at = check_place(check, page, at);
	check->seen.rows += (int64_t)page->count;
	check->id = page->rows[page->count - 1].id;
	check->place = page->rows[page->count - 1].sequence;
}

struct err *
audit_check_rows(struct audit_check *check, struct ledger *ledger)
{
	struct arena *pages[2] = { arena_new(), arena_new() };      /* the link that a page ends with lives over the next */
	struct ledger_audit_rows rows = { .count = ROWS_AT_ONCE };
	struct err *err = NULL;

	for (size_t turn = 0; err == NULL && rows.count == ROWS_AT_ONCE; turn++) {
		struct arena *page = pages[turn % 2];

		arena_reset(page);
		err = ledger_audit_sealed(ledger, check->place, check->id, ROWS_AT_ONCE, page, &rows);
		if (err == NULL && rows.count > 0)
			check_page(check, &(struct page){ rows.items, rows.count, page });
	}
	check->link = arena_copy(check->arena, check->link);
	if (err != NULL)
		err = err_copy(err, check->arena);
	arena_free(pages[0]);
	arena_free(pages[1]);
	return err;
}
