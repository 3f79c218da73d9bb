/*
 * list.c - cases and tasks a person may see. What he may not is in no row and in no count.
 */
#include "base/buf.h"
#include "base/fold.h"
#include "service/casefile/parts.h"
#include "store/ledger/job.h"
#include "store/ledger/people.h"
#include "store/ledger/ticket.h"

enum { PAGE = 500, ROWS_MOST = 10000 };

struct listing {
	const struct case_desk  *desk;
	const struct actor      *actor;
	const struct case_query *query;
	struct case_list_view   *list;
	struct case_books        books;
	struct ledger_units      units;
	struct str               text;        /* folded */
	struct ledger_ticket_cases ticketed;  /* that have a ticket of that number */
	const struct deadlines  *late;        /* of all cases, when only these are wanted; NULL */
	int64_t                  now, seen, last;
	struct arena            *arena;
};

/* ------------------------------------------------------------------------------------------ what he sees */

/* In person, or by a unit: what an office holds is everybody's there. */
static bool
is_his(const struct actor *actor, const struct case_people *people)
{
	for (size_t i = 0; i < people->parties.count; i++) {
		const struct party *party = &people->parties.items[i];

		if (party->holder != HOLDER_ROLE && sight_holds(&actor->sight, party->holder, party->holder_id))
			return true;
	}
	return false;
}

/* An open case is for all who see the house; of others the parts and units are asked. */
static struct err *
sees_case(const struct listing *listing, const struct ledger_case *casefile, const struct playbook *book, struct arena *arena, bool *ret_sees)
{
	struct case_people people;
	struct access access;

	*ret_sees = !casefile->sealed && actor_sees_house(listing->actor);
	if (*ret_sees && !listing->query->mine)
		return NULL;
	TRY(case_people_load(listing->desk->ledger, casefile->id, book, arena, &people));
	access = actor_access(listing->actor, book, &people, casefile->sealed, listing->now);
	*ret_sees = (access.rights & RIGHT_READ) != 0 && (!listing->query->mine || is_his(listing->actor, &people));
	return NULL;
}

static struct err *
label_of(const struct listing *listing, const struct ledger_case *casefile, const struct playbook *book, struct arena *arena, struct str *ret_label)
{
	struct place place = { casefile->id, book->compartments.items[0], STR("title") };

	*ret_label = casefile->neutral;
	return casefile->sealed ? NULL : content_read(listing->desk->vault, &place, casefile->title, arena, ret_label);
}

static bool
is_late(const struct listing *listing, int64_t casefile)
{
	for (size_t i = 0; i < listing->late->count; i++)
		if (listing->late->items[i].casefile == casefile)
			return true;
	return false;
}

static bool
answers(const struct listing *listing, const struct ledger_case *casefile, struct str label, struct arena *arena)
{
	const struct case_query *query = listing->query;

	if ((query->open >= 0 && casefile->is_open != (query->open != 0))
	    || (query->playbook.len > 0 && !str_eq(casefile->playbook, query->playbook))
	    || (query->state.len > 0 && !str_eq(casefile->state, query->state)))
		return false;
	if (query->overdue && !is_late(listing, casefile->id))
		return false;
	for (size_t i = 0; i < listing->ticketed.count; i++)
		if (listing->ticketed.items[i].casefile == casefile->id)
			return true;
	return listing->text.len == 0 || str_find(fold_text(label, arena), listing->text) != SIZE_MAX
	    || str_find(fold_text(casefile->number, arena), listing->text) != SIZE_MAX;
}

/* "#12" and "sec-7" as a ticket's number is kept. */
static struct str
ticket_number(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	text = str_trim_space(text);
	(void)str_take(&text, STR("#"));
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(&out, char_is_lower(text.ptr[i]) ? (char)(text.ptr[i] - ('a' - 'A')) : text.ptr[i]);
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------------------ rows */

/* A deadline of a part that he does not see is not there for him either; asked only of cases that have such. */
static struct err *
sees_deadline(const struct listing *listing, const struct ledger_case *casefile, const struct playbook *book,
    const struct ledger_deadline *deadline, struct arena *arena, bool *ret_sees)
{
	struct case_now now = { .desk = listing->desk, .head = *casefile, .book = book };

	*ret_sees = deadline->compartment.len == 0;
	if (*ret_sees)
		return NULL;
	TRY(case_people_load(listing->desk->ledger, casefile->id, book, arena, &now.people));
	now.access = actor_access(listing->actor, book, &now.people, casefile->sealed, listing->now);
	*ret_sees = case_sees(&now, deadline->compartment);
	return NULL;
}

/* The earliest that runs. */
static struct err *
due_of(const struct listing *listing, const struct ledger_case *casefile, const struct playbook *book, struct arena *arena,
    struct case_row_view *row)
{
	struct deadlines deadlines;
	bool sees;

	row->due = INSTANT_NONE;
	TRY(ledger_deadlines(listing->desk->ledger, casefile->id, INSTANT_NONE, arena, &deadlines));
	for (size_t i = 0; i < deadlines.count; i++) {
		const struct ledger_deadline *deadline = &deadlines.items[i];

		if (deadline->state != DEADLINE_RUNNING || deadline->due == INSTANT_NONE
		    || (row->due != INSTANT_NONE && deadline->due >= row->due))
			continue;
		TRY(sees_deadline(listing, casefile, book, deadline, arena, &sees));
		if (sees)
			row->due = deadline->due;
	}
	row->overdue = row->due != INSTANT_NONE && row->due < listing->now;
	return NULL;
}

static struct err *
add_row(struct listing *listing, const struct ledger_case *casefile, const struct playbook *book, struct str label, struct arena *arena)
{
	struct arena *keep = listing->arena;
	size_t state = case_state_find(book, casefile->state);
	struct case_row_view *row = list_add(keep, &listing->list->cases);

	*row = (struct case_row_view){ .number = arena_copy(keep, casefile->number), .label = arena_copy(keep, label),
		.playbook = arena_copy(keep, casefile->playbook), .playbook_title = words_in(&book->title, listing->actor->lang),
		.state = arena_copy(keep, casefile->state), .tlp = str_of(enum_name(&tlp_names, (int)casefile->tlp)), .open = casefile->is_open,
		.sealed = casefile->sealed, .opened_at = casefile->opened_at, .entered_at = casefile->entered_at, .closed_at = casefile->closed_at };
	row->state_title = state == NO_INDEX ? row->state : words_in(&book->states.items[state].title, listing->actor->lang);
	for (size_t i = 0; i < listing->units.count; i++)
		if (listing->units.items[i].id == casefile->unit)
			row->unit = listing->units.items[i].name;
	TRY(due_of(listing, casefile, book, arena, row));
	if (listing->query->overdue && !row->overdue)
		listing->list->cases.count--;      /* what is overdue in it, he does not see */
	return NULL;
}

/* Texts of a playbook live as long as the list: it is read into that arena, once. */
static struct err *
take_case(void *context, const struct ledger_case *casefile, struct arena *arena)
{
	struct listing *listing = context;
	const struct playbook *book;
	struct str label;
	bool sees;

	listing->seen++;
	listing->last = casefile->id;
	if ((int64_t)listing->list->cases.count > listing->query->most)
		return NULL;
	TRY(case_book(listing->desk, casefile->book_digest, &listing->books, listing->arena, &book));
	TRY(label_of(listing, casefile, book, arena, &label));
	if (!answers(listing, casefile, label, arena))
		return NULL;
	TRY(sees_case(listing, casefile, book, arena, &sees));
	return sees ? add_row(listing, casefile, book, label, arena) : NULL;
}

/* One more than asked for was looked for: it says that there is a next page. */
static void
end_page(struct listing *listing)
{
	struct case_list_view *list = listing->list;

	if ((int64_t)list->cases.count <= listing->query->most)
		return;
	list->cases.count = (size_t)listing->query->most;
	list->next = list->cases.count == 0 ? STR("") : list->cases.items[list->cases.count - 1].number;
}

/* --------------------------------------------------------------------------------------------- listing */

static struct err *
list_pages(struct listing *listing, int64_t after)
{
	const struct case_query *query = listing->query;
	struct ledger_case_filter filter = { .is_open = query->open, .playbook = query->playbook, .state = query->state, .after = after,
		.most = PAGE };

	do {
		listing->seen = 0;
		TRY(ledger_cases(listing->desk->ledger, &filter, take_case, listing, listing->arena));
		filter.after = listing->last;
	} while (listing->seen == PAGE && (int64_t)listing->list->cases.count <= query->most);
	return NULL;
}

static struct err *
list_about(struct listing *listing)
{
	int64_t system;

	TRY(ledger_system_find(listing->desk->ledger, listing->query->system, listing->arena, &system));
	if (system == 0)
		return err_new(listing->arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", listing->query->system));
	return ledger_cases_about(listing->desk->ledger, LINK_SYSTEM, system, take_case, listing, listing->arena);
}

static struct err *
find_after(const struct case_desk *desk, struct str number, struct arena *arena, int64_t *ret_id)
{
	struct ledger_case found = { 0 };

	if (number.len > 0)
		TRY(ledger_case_find(desk->ledger, number, 0, arena, &found));
	if (number.len > 0 && found.id == 0)
		return case_unknown(number, arena);
	*ret_id = found.id;
	return NULL;
}

struct err *
case_list(const struct case_desk *desk, const struct actor *actor, const struct case_query *query, int64_t now, struct arena *arena,
    struct case_list_view *ret_list)
{
	struct case_list_view list = { 0 };
	struct listing listing = { .desk = desk, .actor = actor, .query = query, .list = &list, .text = fold_text(query->text, arena), .now = now,
		.arena = arena };
	struct deadlines late = { 0 };
	int64_t after = 0;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(find_after(desk, query->after, arena, &after));
	TRY(ledger_units(desk->ledger, arena, &listing.units));
	if (query->overdue)
		TRY(ledger_deadlines(desk->ledger, 0, now, arena, &late));
	if (query->text.len > 0)
		TRY(ledger_ticket_cases(desk->ledger, ticket_number(query->text, arena), arena, &listing.ticketed));
	listing.late = &late;
	if (query->system.len > 0)
		TRY(list_about(&listing));
	else
		TRY(list_pages(&listing, after));
	end_page(&listing);
	*ret_list = list;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- examples */

/* Every word must be there. */
static bool
has_words(struct str words, struct str text)
{
	struct str word;

	while (str_split(&text, ' ', &word))
		if (str_find(words, word) == SIZE_MAX)
			return false;
	return true;
}

static struct err *
take_example(void *context, const struct ledger_case *casefile, struct arena *arena)
{
	struct listing *listing = context;
	const struct playbook *book;
	struct str label;
	bool sees;

	if (casefile->sealed || !has_words(casefile->example_words, listing->text) || (int64_t)listing->list->cases.count >= listing->query->most)
		return NULL;
	TRY(case_book(listing->desk, casefile->book_digest, &listing->books, listing->arena, &book));
	TRY(sees_case(listing, casefile, book, arena, &sees));
	if (!sees)
		return NULL;
	TRY(label_of(listing, casefile, book, arena, &label));
	return add_row(listing, casefile, book, label, arena);
}

struct err *
case_examples(const struct case_desk *desk, const struct actor *actor, struct str text, int64_t now, struct arena *arena,
    struct case_list_view *ret_list)
{
	struct case_query query = { .open = -1, .most = ROWS_MOST };
	struct case_list_view list = { 0 };
	struct listing listing = { .desk = desk, .actor = actor, .query = &query, .list = &list, .text = fold_text(text, arena), .now = now,
		.arena = arena };

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_units(desk->ledger, arena, &listing.units));
	TRY(ledger_case_examples(desk->ledger, take_example, &listing, arena));
	*ret_list = list;
	return NULL;
}
