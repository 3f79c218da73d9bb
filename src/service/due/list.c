/*
 * list.c - which deadlines run, in the cases a person may see.
 */
#include "base/catalogue.h"
#include "service/due/parts.h"
#include "store/ledger/casefile.h"
#include "domain/playbook/playbook.h"

static const struct field view_fields[] = {
	FIELD(struct deadline_view, number, FIELD_STR),
	FIELD(struct deadline_view, label, FIELD_STR),
	FIELD(struct deadline_view, sealed, FIELD_BOOL),
	FIELD(struct deadline_view, deadline, FIELD_STR),
	FIELD(struct deadline_view, task, FIELD_INT),
	FIELD(struct deadline_view, title, FIELD_STR),
	FIELD(struct deadline_view, role, FIELD_STR),
	FIELD(struct deadline_view, owner, FIELD_STR),
	FIELD(struct deadline_view, due, FIELD_INSTANT),
	FIELD(struct deadline_view, overdue, FIELD_BOOL),
	FIELD(struct deadline_view, role_title, FIELD_STR),
};
const struct schema deadline_view_schema = SCHEMA("deadline", struct deadline_view, view_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct deadline_list, deadlines, FIELD_LIST, &deadline_view_schema),
	FIELD(struct deadline_list, trust, FIELD_STR),
};
const struct schema deadline_list_schema = SCHEMA("deadline_list", struct deadline_list, list_fields);

/* A playbook is read once for all cases that go by it. */
struct read_book { struct str digest; const struct playbook *book; };
/* What he sees of one case: asked once for all its deadlines. */
struct seen { int64_t casefile; const struct playbook *book; struct access access; };
struct seeing {
	struct ledger       *ledger;
	const struct actor  *actor;
	int64_t              now;
	struct arena        *arena;
	LIST(struct read_book) books;
	LIST(struct seen)    seen;
	struct ledger_accounts accounts;
};

static struct err *
book_of(struct seeing *s, const struct ledger_case *head, const struct playbook **ret_book)
{
	struct playbook *book;
	struct str text;

	for (size_t i = 0; i < s->books.count; i++)
		if (str_eq(s->books.items[i].digest, head->book_digest)) {
			*ret_book = s->books.items[i].book;
			return NULL;
		}
	TRY(ledger_playbook_text(s->ledger, head->book_digest, s->arena, &text));
	TRY(playbook_read(text, head->playbook, s->arena, &book));
	list_push(s->arena, &s->books, ((struct read_book){ head->book_digest, book }));
	*ret_book = book;
	return NULL;
}

static struct err *
look(struct seeing *s, int64_t casefile, const struct seen **ret_seen)
{
	struct case_people people;
	const struct playbook *book;
	struct ledger_case head;

	for (size_t i = 0; i < s->seen.count; i++)
		if (s->seen.items[i].casefile == casefile) {
			*ret_seen = &s->seen.items[i];
			return NULL;
		}
	TRY(ledger_case_find(s->ledger, STR(""), casefile, s->arena, &head));
	TRY(book_of(s, &head, &book));
	TRY(case_people_load(s->ledger, casefile, book, s->arena, &people));
	list_push(s->arena, &s->seen, ((struct seen){ casefile, book, actor_access(s->actor, book, &people, head.sealed, s->now) }));
	*ret_seen = &s->seen.items[s->seen.count - 1];
	return NULL;
}

static bool
sees_compartment(const struct seen *seen, struct str compartment)
{
	for (size_t i = 0; i < seen->book->compartments.count; i++)
		if (str_eq(seen->book->compartments.items[i], compartment))
			return (seen->access.compartments & (uint64_t)1 << i) != 0;
	return false;
}

/* An open case is open to all who see the house; anything else is asked of the case. */
static struct err *
may_see(struct seeing *s, const struct ledger_deadline *deadline, bool *ret_may)
{
	const struct seen *seen;

	*ret_may = true;
	if (!deadline->sealed && deadline->compartment.len == 0 && actor_sees_house(s->actor))
		return NULL;
	TRY(look(s, deadline->casefile, &seen));
	*ret_may = (seen->access.rights & RIGHT_READ) != 0 && (deadline->compartment.len == 0 || sees_compartment(seen, deadline->compartment));
	return NULL;
}

static bool
has_role(const struct seen *seen, struct str role)
{
	for (size_t i = 0; i < seen->book->roles.count; i++)
		if (str_eq(seen->book->roles.items[i].id, role))
			return (seen->access.roles & (uint64_t)1 << i) != 0;
	return false;
}

/* His in person, or of nobody in person and of a role he has. */
static struct err *
is_his(struct seeing *s, const struct ledger_deadline *deadline, bool *ret_his)
{
	const struct seen *seen;

	*ret_his = deadline->owner == s->actor->account;
	if (deadline->owner != 0)
		return NULL;
	TRY(look(s, deadline->casefile, &seen));
	*ret_his = has_role(seen, deadline->role);
	return NULL;
}

static struct str
login_of(const struct seeing *s, int64_t account)
{
	for (size_t i = 0; i < s->accounts.count; i++)
		if (s->accounts.items[i].id == account)
			return s->accounts.items[i].login;
	return STR("");
}

static struct str
role_title(const struct seen *seen, struct str role, enum lang lang)
{
	for (size_t i = 0; i < seen->book->roles.count; i++)
		if (str_eq(seen->book->roles.items[i].id, role))
			return words_in(&seen->book->roles.items[i].title, lang);
	return role;
}

static struct err *
view_of(struct seeing *s, const struct ledger_deadline *deadline, struct deadline_view *ret_view)
{
	const struct seen *seen;
	struct str title = s->actor->lang == LANG_JA ? deadline->title_ja : deadline->title_en;

	if (deadline->subject.len > 0)
		title = catalogue_say(s->arena, s->actor->lang, M("{task} ({subject})"), ARG("task", title), ARG("subject", deadline->subject));
	TRY(look(s, deadline->casefile, &seen));
	*ret_view = (struct deadline_view){ .number = deadline->number, .label = deadline->label, .sealed = deadline->sealed,
		.deadline = deadline->name, .task = deadline->task, .title = title, .role = deadline->role, .owner = login_of(s, deadline->owner),
		.due = deadline->due, .overdue = deadline->due != INSTANT_NONE && deadline->due < s->now,
		.role_title = role_title(seen, deadline->role, s->actor->lang) };
	return NULL;
}

static struct err *
add_if_wanted(struct seeing *s, const struct deadline_query *query, const struct ledger_deadline *deadline, struct deadline_list *list)
{
	bool wanted;

	if (deadline->state != DEADLINE_RUNNING || (query->number.len > 0 && !str_eq(query->number, deadline->number)) ||
	    (query->overdue && (deadline->due == INSTANT_NONE || deadline->due >= s->now)))
		return NULL;
	TRY(may_see(s, deadline, &wanted));
	if (wanted && query->mine)
		TRY(is_his(s, deadline, &wanted));
	return wanted ? view_of(s, deadline, list_add(s->arena, &list->deadlines)) : NULL;
}

struct err *
deadline_list(struct ledger *ledger, const struct actor *actor, const struct deadline_query *query, int64_t now, struct arena *arena,
    struct deadline_list *ret_list)
{
	struct seeing seeing = { .ledger = ledger, .actor = actor, .now = now, .arena = arena };
	struct deadline_list list = { 0 };
	struct deadlines running;
	enum trust trust;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_deadlines(ledger, 0, query->overdue && query->until == INSTANT_NONE ? now : query->until, arena, &running));
	TRY(ledger_accounts(ledger, 0, arena, &seeing.accounts));
	for (size_t i = 0; i < running.count; i++)
		TRY(add_if_wanted(&seeing, query, &running.items[i], &list));
	TRY(due_trust(ledger, now, arena, &trust));
	list.trust = str_of(enum_name(&trust_names, (int)trust));
	*ret_list = list;
	return NULL;
}
