/*
 * hand.c - parts and tasks of a person who goes, given to the one who comes.
 */
#include "service/casefile/hand.h"

#include "service/casefile/parts.h"
#include "service/casefile/share.h"
#include "store/ledger/people.h"

struct id_set { int64_t *items; size_t count, room; };

static void
add_once(struct id_set *set, int64_t id, struct arena *arena)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i] == id)
			return;
	list_push(arena, set, id);
}

struct finding_cases { struct id_set *set; struct arena *arena; };

static struct err *
case_of_task(void *context, const struct ledger_case_task *task, struct arena *arena)
{
	struct finding_cases *finding = context;

	(void)arena;
	add_once(finding->set, task->casefile, finding->arena);
	return NULL;
}

static struct err *
cases_of(struct ledger *ledger, int64_t account, struct arena *arena, struct id_set *set)
{
	struct finding_cases finding = { set, arena };
	struct ledger_ids ids;

	TRY(ledger_cases_of_account(ledger, account, 0, arena, &ids));
	for (size_t i = 0; i < ids.count; i++)
		add_once(set, ids.items[i], arena);
	return ledger_case_tasks_of(ledger, account, INT32_MAX, case_of_task, &finding, arena);
}

/* ------------------------------------------------------------------------------------------- what he has */

static struct case_held
held_in(const struct case_now *now, enum case_held_kind kind, int64_t account, int64_t id)
{
	return (struct case_held){ .kind = kind, .account = account, .casefile = now->head.id, .id = id, .number = now->head.number,
		.label = now->head.sealed ? now->head.neutral : now->title, .due = INSTANT_NONE };
}

static struct err *
held_parts(const struct case_now *now, const struct actor *actor, int64_t account, struct arena *arena, struct case_held_list *list)
{
	struct ledger_parties parties;

	TRY(ledger_case_parties(now->desk->ledger, now->head.id, arena, &parties));
	for (size_t i = 0; now->head.is_open && i < parties.count; i++) {
		const struct ledger_party *party = &parties.items[i];
		struct case_held held = held_in(now, HELD_PART, account, party->id);
		size_t role = case_role_find(now->book, party->role);

		if (party->holder != HOLDER_ACCOUNT || party->holder_id != account || party->withdrawn_at != INSTANT_NONE ||
		    !case_part_is_seen(now->book, &now->access, party->role))
			continue;
		held.role = party->role;
		held.title = role == NO_INDEX ? party->role : words_in(&now->book->roles.items[role].title, actor->lang);
		list_push(arena, list, held);
	}
	return NULL;
}

static void
held_tasks(const struct case_now *now, const struct actor *actor, int64_t account, struct arena *arena, struct case_held_list *list)
{
	for (size_t i = 0; i < now->tasks.count; i++) {
		const struct ledger_case_task *task = &now->tasks.items[i];
		struct case_held held = held_in(now, HELD_TASK, account, task->id);

		if (task->owner != account || task->state != TASK_OPEN || !case_sees(now, task->compartment))
			continue;
		held.role = task->role;
		held.title = words_in(&now->book->tasks.items[now->play.tasks.items[i].task].title, actor->lang);
		held.due = task->due;
		list_push(arena, list, held);
	}
}

struct err *
case_held_by(const struct case_desk *desk, const struct actor *actor, int64_t account, int64_t at, struct arena *arena,
    struct case_held_list *ret_list)
{
	struct id_set cases = { 0 };

	*ret_list = (struct case_held_list){ 0 };
	TRY(cases_of(desk->ledger, account, arena, &cases));
	for (size_t i = 0; i < cases.count; i++) {
		struct case_now now;
		struct err *err = case_load_id(desk, actor, cases.items[i], at, arena, &now);

		if (err != NULL && err->code == ERR_NOT_FOUND)
			continue;      /* what he may not read does not exist for him */
		TRY(err);
		TRY(held_parts(&now, actor, account, arena, ret_list));
		held_tasks(&now, actor, account, arena, ret_list);
	}
	return NULL;
}

struct err *
case_held_plain(const struct case_desk *desk, int64_t account, enum lang lang, int64_t at, struct arena *arena, struct case_held_list *ret_list,
    int64_t *ret_sealed)
{
	struct actor program = actor_program();
	struct id_set cases = { 0 };

	program.lang = lang;
	*ret_list = (struct case_held_list){ 0 };
	*ret_sealed = 0;
	TRY(cases_of(desk->ledger, account, arena, &cases));
	for (size_t i = 0; i < cases.count; i++) {
		struct ledger_case head;
		struct case_now now;

		TRY(ledger_case_find(desk->ledger, STR(""), cases.items[i], arena, &head));
		if (head.sealed) {
			*ret_sealed += head.is_open;
			continue;
		}
		TRY(case_load_id(desk, &program, cases.items[i], at, arena, &now));
		TRY(held_parts(&now, &program, account, arena, ret_list));
		held_tasks(&now, &program, account, arena, ret_list);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ to another */

static struct err *
find_part(const struct case_now *now, const struct case_held *held, struct arena *arena, struct ledger_party *ret_party, bool *ret_found)
{
	struct ledger_parties parties;

	*ret_found = false;
	TRY(ledger_case_parties(now->desk->ledger, now->head.id, arena, &parties));
	for (size_t i = 0; i < parties.count && !*ret_found; i++) {
		*ret_party = parties.items[i];
		*ret_found = ret_party->id == held->id && ret_party->withdrawn_at == INSTANT_NONE && ret_party->holder == HOLDER_ACCOUNT &&
		    ret_party->holder_id == held->account &&
		    case_part_is_seen(now->book, &now->access, ret_party->role);
	}
	return NULL;
}

static bool
has_part(const struct case_now *now, size_t role, int64_t account)
{
	for (size_t i = 0; i < now->people.parties.count; i++) {
		const struct party *party = &now->people.parties.items[i];

		if (party->role == role && party->holder == HOLDER_ACCOUNT && party->holder_id == account)
			return true;
	}
	return false;
}

/* The part as the other's: a row of its own, unless he has it already. Address and outside name are empty, but sealed all the same. */
static struct err *
give_part(struct case_now *now, const struct actor *actor, size_t role, int64_t to, int64_t at, struct arena *arena)
{
	struct ledger_party party = { .role = now->book->roles.items[role].id, .holder = HOLDER_ACCOUNT, .holder_id = to, .by = actor->account,
		.at = at, .withdrawn_at = INSTANT_NONE };
	struct str compartment = now->book->compartments.items[case_part_compartment(now->book, role)], about;

	if (has_part(now, role, to))
		return NULL;
	TRY(ledger_case_party_id(now->desk->ledger, arena, &party.id));
	about = arena_printf(arena, "party/%lld", (long long)party.id);
	TRY(case_seal(now, compartment, arena_printf(arena, "%.*s/address", STR_ARG(about)), STR(""), arena, &party.address));
	TRY(ledger_case_party_put(now->desk->ledger, now->head.id, &party, arena));
	return case_audit(now, actor, "case.party", about, STR(""), at, arena);
}

static struct err *
hand_part(struct case_now *now, const struct actor *actor, const struct case_held *held, const struct ledger_account *to, int64_t at,
    struct arena *arena, struct err **ret_refused)
{
	struct ledger_account from;
	struct ledger_party party;
	size_t role;
	bool found;

	TRY(find_part(now, held, arena, &party, &found));
	role = found ? case_role_find(now->book, party.role) : NO_INDEX;
	if (role == NO_INDEX) {
		*ret_refused = err_new(arena, ERR_NOT_FOUND, M("There is no part number {part} in the case {number}: tsukuroi case who {number} lists them."),
		    ARG_N("part", held->id), ARG("number", now->head.number));
		return NULL;
	}
	*ret_refused = case_may_give_part(now, role, arena);
	if (*ret_refused != NULL)
		return NULL;
	TRY(ledger_account_get(now->desk->ledger, party.holder_id, arena, &from));
	TRY(give_part(now, actor, role, to->id, at, arena));
	TRY(ledger_case_party_withdraw(now->desk->ledger, party.id, actor->account, at, arena));
	TRY(case_people_load(now->desk->ledger, now->head.id, now->book, arena, &now->people));
	TRY(case_entry(now, actor, ENTRY_PARTY, party.role, case_part_compartment(now->book, role), from.login, to->login, at, arena));
	return case_audit(now, actor, "case.party.end", arena_printf(arena, "party/%lld", (long long)party.id), STR(""), at, arena);
}

static struct err *
hand_task(struct case_now *now, const struct actor *actor, const struct case_held *held, const struct ledger_account *to, int64_t at,
    struct arena *arena, struct err **ret_refused)
{
	struct case_assigning assigning = { held->id, to->login, INSTANT_NONE };
	int64_t owner;
	size_t place;

	*ret_refused = case_may_assign(now, actor, &assigning, at, arena, &place, &owner);
	if (*ret_refused == NULL && now->tasks.items[place].owner != held->account)
		*ret_refused = err_new(arena, ERR_CONFLICT, M("The task {id} has been given to somebody else meanwhile."), ARG_N("id", held->id));
	return *ret_refused != NULL ? NULL : case_assign(now, actor, at, &assigning, arena);
}

/* What keeps one from being handed over is told; what keeps the ledger from working is an error. */
static bool
is_refusal(const struct err *err)
{
	return err->code == ERR_FORBIDDEN || err->code == ERR_CONFLICT || err->code == ERR_NOT_FOUND;
}

struct err *
case_hand(const struct case_desk *desk, const struct actor *actor, const struct case_held *held, size_t count, struct str to, int64_t at,
    struct arena *arena, struct str *ret_whys)
{
	struct ledger_account account;
	struct case_now now;
	bool changed = false;

	TRY(actor_need(actor, 0, SCOPE_WRITE, arena));
	TRY(account_of(desk->ledger, to, arena, &account));
	TRY(case_load_head(desk, actor, STR(""), held->casefile, at, arena, &now));
	TRY(case_load_rest(&now, at, arena));
	for (size_t i = 0; i < count; i++) {
		struct err *refused = NULL;

		TRY((held[i].kind == HELD_PART ? hand_part : hand_task)(&now, actor, &held[i], &account, at, arena, &refused));
		if (refused != NULL && !is_refusal(refused))
			return refused;
		changed = changed || refused == NULL;
		ret_whys[i] = refused == NULL ? STR("") : err_sentence(refused, actor->lang, arena);
	}
	return changed ? case_settle(&now, at, arena) : NULL;
}
