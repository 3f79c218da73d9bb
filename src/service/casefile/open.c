/*
 * open.c - a case begins: its number, its people, what it is about, the first tasks.
 */
#include "base/limits.h"
#include "service/casefile/parts.h"
#include "store/ledger/people.h"

struct opening {
	const struct case_desk    *desk;
	const struct actor        *actor;
	const struct case_opening *asked;
	const struct playbook     *book;
	size_t                     as;
	int64_t                    unit, at;
	struct str                 number;
};

/* The office a role is called after: its bit; 0 none. */
static unsigned
office_of(const struct play_role *role)
{
	for (unsigned i = 0; i < OFFICE_COUNT; i++)
		if (str_eq(role->id, str_of(enum_name(&office_names, (int)i))))
			return 1U << i;
	return 0;
}

/* ------------------------------------------------------------------------------------- who may open it */

static struct err *
find_role(struct opening *opening, struct arena *arena)
{
	const struct playbook *book = opening->book;

	opening->as = 0;
	if (opening->asked->as.len > 0) {
		opening->as = case_role_find(book, opening->asked->as);
		return opening->as != NO_INDEX ? NULL : err_new(arena, ERR_NOT_FOUND, M("The playbook {playbook} has no role \"{role}\"."),
		    ARG("playbook", book->id), ARG("role", opening->asked->as));
	}
	for (size_t i = 0; i < book->roles.count; i++)
		if ((office_of(&book->roles.items[i]) & opening->actor->offices) != 0) {
			opening->as = i;
			return NULL;
		}
	return NULL;
}

struct err *
case_may_open(const struct actor *actor, const struct playbook *book, struct arena *arena)
{
	unsigned first = office_of(&book->roles.items[0]);

	return actor_need(actor, OFFICE_SECURITY | (first != 0 ? first : OFFICE_OPERATOR | OFFICE_OWNER | OFFICE_EXECUTIVE), SCOPE_WRITE, arena);
}

static struct err *
prepare(struct opening *opening, struct arena *arena)
{
	const struct case_opening *asked = opening->asked;

	opening->book = playbooks_find(opening->desk->books, asked->playbook, instant_day(opening->at, ZONE_JST));
	if (opening->book == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There is no playbook \"{playbook}\" in force: tsukuroi playbook list shows which there are."),
		    ARG("playbook", asked->playbook));
	TRY(case_may_open(opening->actor, opening->book, arena));
	TRY(find_role(opening, arena));
	TRY(case_text(asked->title, LIMIT_CASE_TITLE, arena));
	TRY(case_text(asked->neutral, LIMIT_CASE_TITLE, arena));
	if (asked->title.len == 0)
		return err_new(arena, ERR_USAGE, M("A case needs a title: say in a line what it is about."));
	if (asked->unit.len > 0) {
		TRY(ledger_unit_find(opening->desk->ledger, asked->unit, arena, &opening->unit));
		if (opening->unit == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no unit \"{unit}\"."), ARG("unit", asked->unit));
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- people */

static struct err *
add_party(const struct opening *opening, int64_t casefile, size_t role, enum holder holder, int64_t holder_id, struct arena *arena)
{
	struct ledger_party party = { .role = opening->book->roles.items[role].id, .holder = holder, .holder_id = holder_id,
		.by = opening->actor->account, .at = opening->at, .withdrawn_at = INSTANT_NONE };

	TRY(ledger_case_party_id(opening->desk->ledger, arena, &party.id));
	return ledger_case_party_put(opening->desk->ledger, casefile, &party, arena);
}

struct units { struct ledger *ledger; LIST(int64_t) ids; struct arena *arena; };

static void
add_unit(struct units *units, int64_t id)
{
	for (size_t i = 0; i < units->ids.count; i++)
		if (units->ids.items[i] == id)
			return;
	if (id != 0)
		list_push(units->arena, &units->ids, id);
}

static struct err *
take_unit(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct units *units = context;
	int64_t id = 0;

	if (system->unit.len > 0)
		TRY(ledger_unit_find(units->ledger, system->unit, arena, &id));
	add_unit(units, id);
	return NULL;
}

static struct err *
take_system(void *context, const struct ledger_case_subject *subject, struct arena *arena)
{
	struct units *units = context;

	return ledger_systems(units->ledger, subject->id, take_unit, units, arena);
}

static struct err *
add_units(const struct opening *opening, int64_t casefile, size_t role, const struct units *units, struct arena *arena)
{
	for (size_t i = 0; i < units->ids.count; i++)
		TRY(add_party(opening, casefile, role, HOLDER_UNIT, units->ids.items[i], arena));
	return NULL;
}

static struct err *
add_people(const struct opening *opening, int64_t casefile, struct arena *arena)
{
	struct units units = { .ledger = opening->desk->ledger, .arena = arena };

	add_unit(&units, opening->unit);
	TRY(ledger_case_subjects(opening->desk->ledger, casefile, LINK_SYSTEM, take_system, &units, arena));
	for (size_t i = 0; i < opening->book->roles.count; i++) {
		const struct play_role *role = &opening->book->roles.items[i];
		unsigned office = office_of(role);
		bool of_units = office == OFFICE_OWNER || str_eq(role->id, STR("unit"));

		if (of_units && units.ids.count > 0)
			TRY(add_units(opening, casefile, i, &units, arena));
		else if (office != 0)
			TRY(add_party(opening, casefile, i, HOLDER_ROLE, office, arena));
	}
	return NULL;
}

static struct err *
add_parties(const struct opening *opening, int64_t casefile, struct arena *arena)
{
	if (opening->actor->account != 0)
		TRY(add_party(opening, casefile, opening->as, HOLDER_ACCOUNT, opening->actor->account, arena));
	return opening->book->sealed ? NULL : add_people(opening, casefile, arena);
}

/* ------------------------------------------------------------------------------------------- beginning */

static struct err *
put(struct opening *opening, struct arena *arena, struct ledger_case *ret_case)
{
	const struct playbook *book = opening->book;
	struct ledger_case put = { .playbook = book->id, .edition = book->since, .book_digest = book->digest, .state = book->states.items[0].id,
		.is_open = true, .neutral = opening->asked->neutral.len > 0 ? opening->asked->neutral : words_in(&book->title, opening->actor->lang),
		.sealed = book->sealed, .tlp = opening->asked->tlp, .unit = opening->unit, .opened_at = opening->at, .entered_at = opening->at,
		.closed_at = INSTANT_NONE, .opened_by = opening->actor->account, .example_at = INSTANT_NONE };
	struct case_now now = { .desk = opening->desk };

	TRY(ledger_case_id(opening->desk->ledger, arena, &put.id));
	TRY(ledger_case_number(opening->desk->ledger, book->number, day_civil(instant_day(opening->at, ZONE_JST)).year, arena, &put.number));
	now.head = put;
	TRY(case_seal(&now, book->compartments.items[0], STR("title"), opening->asked->title, arena, &put.title));
	TRY(ledger_playbook_keep(opening->desk->ledger, book->digest, book->id, book->since, book->text, arena));
	TRY(ledger_case_put(opening->desk->ledger, &put, arena));
	*ret_case = put;
	return NULL;
}

static struct err *
begin(struct case_now *now, const struct opening *opening, struct arena *arena)
{
	size_t count;

	TRY(case_entry(now, opening->actor, ENTRY_OPENED, now->head.number, 0, STR(""), opening->asked->title, opening->at, arena));
	for (size_t i = 0; i < opening->asked->about.count; i++)
		TRY(case_link_one(now, opening->actor, &opening->asked->about.items[i], opening->at, arena));
	TRY(add_parties(opening, now->head.id, arena));
	TRY(case_people_load(opening->desk->ledger, now->head.id, now->book, arena, &now->people));
	TRY(case_predicates(now, opening->at, arena));
	for (size_t i = 0; i < now->book->begins.count; i++)
		TRY(case_start_task(now, opening->actor, now->book->begins.items[i], opening->at, arena, &count));
	TRY(case_audit(now, opening->actor, "case.open", STR(""), opening->asked->title, opening->at, arena));
	return case_settle(now, opening->at, arena);
}

/* Loaded as the program sees it: nobody has a part yet. */
static struct err *
open_case(struct ledger *ledger, void *context, struct arena *arena)
{
	struct opening *opening = context;
	struct actor program = actor_program();
	struct ledger_case head;
	struct case_now now;

	(void)ledger;
	TRY(put(opening, arena, &head));
	TRY(case_load_head(opening->desk, &program, STR(""), head.id, opening->at, arena, &now));
	TRY(case_load_rest(&now, opening->at, arena));
	opening->number = head.number;
	return begin(&now, opening, arena);
}

struct err *
case_open(const struct case_desk *desk, const struct actor *actor, const struct case_opening *opening, int64_t now, struct arena *arena,
    struct str *ret_number)
{
	struct opening all = { .desk = desk, .actor = actor, .asked = opening, .at = now };

	TRY(prepare(&all, arena));
	TRY(ledger_write(desk->ledger, open_case, &all, arena));
	*ret_number = all.number;
	return NULL;
}
