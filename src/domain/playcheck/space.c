/*
 * space.c - what of a case is kept apart, and what each act may hang on.
 */
#include "base/limits.h"
#include "domain/playcheck/space.h"
#include "domain/visibility/visibility.h"

/* ------------------------------------------------------------------------------------- predicates */

static const struct { enum play_predicate predicate; struct str field; } looks[] = {
	{ PREDICATE_RELEASE_PASSED, STR_INIT("release") }, { PREDICATE_INTERIM_PASSED, STR_INIT("interim_until") },
	{ PREDICATE_EXPIRY_PASSED, STR_INIT("expiry") },
};

enum play_predicate
predicate_of_field(const struct playbook *book, size_t field)
{
	for (size_t i = 0; field != NO_INDEX && i < ARRAY_LEN(looks); i++)
		if (str_eq(book->fields.items[field].id, looks[i].field))
			return looks[i].predicate;
	return PREDICATE_COUNT;
}

size_t
field_of_predicate(const struct playbook *book, enum play_predicate predicate)
{
	for (size_t i = 0; i < book->fields.count; i++)
		if (predicate_of_field(book, i) == predicate)
			return i;
	return NO_INDEX;
}

bool
predicate_stays(enum play_predicate predicate)
{
	return predicate != PREDICATE_REMATCH_CLEAR && predicate != PREDICATE_IMMEDIATE;
}

/* -------------------------------------------------------------------------------------- variables */

static void
add_var(struct vars *vars, enum var_kind kind, size_t at, struct arena *arena)
{
	for (size_t i = 0; i < vars->count; i++)
		if (vars->items[i].kind == kind && vars->items[i].at == at)
			return;
	list_push(arena, vars, ((struct var){ kind, at }));
}

static void
vars_of_deadline(const struct playbook *book, size_t at, struct arena *arena, struct vars *vars)
{
	const struct play_deadline *deadline = &book->deadlines.items[at];

	vars_of_rule(book, deadline->when, arena, vars);
	if (deadline->field != NO_INDEX)
		add_var(vars, VAR_FIELD, deadline->field, arena);
	if (deadline->met_by_field == NO_INDEX)
		return;
	add_var(vars, VAR_FIELD, deadline->met_by_field, arena);
	add_var(vars, VAR_MET, at, arena);
}

/* While deadlines are looked at none counts as past, so that a `when` of one does not lead to another without end. */
static void
add_word(const struct play_word *word, struct arena *arena, struct vars *vars)
{
	switch (word->kind) {
	case WORD_FIELD:
	case WORD_FILLED:
		add_var(vars, VAR_FIELD, word->at, arena);
		break;
	case WORD_APPROVAL:
		add_var(vars, VAR_APPROVAL, word->at, arena);
		break;
	case WORD_PREDICATE:
		add_var(vars, VAR_PREDICATE, word->at, arena);
		break;
	case WORD_PASSED:
	case WORD_TASK_OPEN:
	case WORD_TASK_DONE:
		break;
	}
}

void
vars_of_rule(const struct playbook *book, const struct rule *rule, struct arena *arena, struct vars *vars)
{
	uint64_t facts = rule == NULL ? 0 : rule_facts(rule);

	for (size_t i = 0; i < book->words.count; i++)
		if (facts >> i & 1)
			add_word(&book->words.items[i], arena, vars);
}

/* The same, with what the deadlines hang on that it asks about. */
static void
vars_of_act(const struct playbook *book, const struct rule *rule, struct arena *arena, struct vars *vars)
{
	uint64_t facts = rule == NULL ? 0 : rule_facts(rule);

	vars_of_rule(book, rule, arena, vars);
	for (size_t i = 0; i < book->words.count; i++)
		if ((facts >> i & 1) != 0 && book->words.items[i].kind == WORD_PASSED)
			vars_of_deadline(book, book->words.items[i].at, arena, vars);
}

/* Does the move lead from one state to another? */
static bool
leads_on(const struct play_move *move)
{
	for (size_t i = 0; i < move->from.count; i++)
		if (move->from.items[i] != move->to)
			return true;
	return false;
}

/* Does the guard forbid some move, not this one, that leads where this one leads? Moves within a state lead nowhere. */
static bool
goes_around(const struct playbook *book, const struct play_guard *guard, size_t at)
{
	const struct play_move *move = &book->moves.items[at];

	if (index_has(&guard->forbids, at))
		return false;
	for (size_t i = 0; i < guard->forbids.count; i++) {
		const struct play_move *forbidden = &book->moves.items[guard->forbids.items[i]];

		if (forbidden->to == move->to && leads_on(forbidden))
			return true;
	}
	return false;
}

static bool
makes_hidden(const struct play_move *move, const struct play_guard *guard)
{
	for (size_t i = 0; i < move->makes.count; i++)
		if (index_has(&guard->hides, move->makes.items[i]))
			return true;
	return false;
}

static void
find_move_vars(struct space *space, size_t at)
{
	const struct playbook *book = space->book;
	struct vars *vars = &space->move_vars[at];

	vars_of_act(book, book->moves.items[at].when, space->arena, vars);
	for (size_t i = 0; book->moves.items[at].by_program && i < book->moves.count; i++)
		if (book->moves.items[i].by_program)
			vars_of_act(book, book->moves.items[i].when, space->arena, vars);
	for (size_t i = 0; i < book->guards.count; i++) {
		const struct play_guard *guard = &book->guards.items[i];
		bool around = goes_around(book, guard, at);

		if (around)
			space->around[at] |= (uint64_t)1 << i;
		if (around || index_has(&guard->forbids, at) || makes_hidden(&book->moves.items[at], guard))
			vars_of_act(book, guard->when, space->arena, vars);
	}
}

/* Of a task that has a subject, matching again is asked for that subject alone. */
static void
find_task_vars(struct space *space, size_t at)
{
	const struct play_task *task = &space->book->tasks.items[at];
	struct vars *vars = &space->task_vars[at];

	vars_of_act(space->book, task->done_when, space->arena, vars);
	for (size_t i = 0; task->each != EACH_ONE && i < vars->count; i++)
		if (vars->items[i].kind == VAR_PREDICATE && vars->items[i].at == PREDICATE_REMATCH_CLEAR)
			vars->items[i].kind = VAR_CLEARED;
}

/* ---------------------------------------------------------------------------------------- values */

/* The least number it can be filled with; a table without rows is empty. */
static int64_t
least_of(const struct play_field *field)
{
	if (field->type == PLAY_ROWS)
		return field->min > 1 ? field->min : 1;
	return field->type == PLAY_NUMBER || field->type == PLAY_MONEY ? field->min : 0;
}

static void
add_value(struct space *space, size_t field, int64_t value)
{
	const struct play_field *it = &space->book->fields.items[field];
	struct cells *cells = &space->values[field];

	if (it->type == PLAY_BOOL && (value < 0 || value > 1))
		return;
	if (it->type == PLAY_CHOICE && (value < 0 || (size_t)value >= it->values.count))
		return;
	if ((it->type == PLAY_NUMBER || it->type == PLAY_MONEY || it->type == PLAY_ROWS) && value < least_of(it))
		return;
	for (size_t i = VALUE_FIRST; i < cells->count; i++)
		if (cells->items[i].value == value)
			return;
	if (cells->count <= UINT8_MAX)
		list_push(space->arena, cells, ((struct play_cell){ PLAY_FILLED, value }));
}

/* What the rule tells apart: of choices and truths those named, of numbers those named and the two beside. */
static void
values_of_rule(struct space *space, const struct rule *rule)
{
	const struct playbook *book = space->book;

	for (size_t i = 0; rule != NULL && i < book->words.count; i++) {
		const struct play_word *word = &book->words.items[i];
		int64_t numbers[UINT8_MAX / 3];
		size_t count;

		if (word->kind != WORD_FIELD || (rule_facts(rule) >> i & 1) == 0)
			continue;
		count = rule_numbers(rule, i, numbers, ARRAY_LEN(numbers));
		for (size_t j = 0; j < count && j < ARRAY_LEN(numbers); j++) {
			bool is_number = book->fields.items[word->at].type != PLAY_CHOICE;

			add_value(space, word->at, numbers[j]);
			if (is_number && numbers[j] > INT64_MIN)
				add_value(space, word->at, numbers[j] - 1);
			if (is_number && numbers[j] < INT64_MAX)
				add_value(space, word->at, numbers[j] + 1);
		}
	}
}

/* Of a choice one value more, that nobody names; of anything else one where nobody names any. */
static void
add_other(struct space *space, size_t field)
{
	const struct play_field *it = &space->book->fields.items[field];
	size_t before = space->values[field].count;

	if (it->type != PLAY_CHOICE) {
		if (before == VALUE_FIRST)
			add_value(space, field, least_of(it) == INT64_MIN ? 0 : least_of(it));
		return;
	}
	for (size_t i = 0; space->values[field].count == before && i < it->values.count; i++)
		add_value(space, field, (int64_t)i);
}

static void
find_values(struct space *space)
{
	const struct playbook *book = space->book;

	for (size_t i = 0; i < book->fields.count; i++) {
		list_push(space->arena, &space->values[i], ((struct play_cell){ .filled = PLAY_EMPTY }));
		list_push(space->arena, &space->values[i], ((struct play_cell){ .filled = PLAY_REFUSED }));
	}
	for (size_t i = 0; i < book->moves.count; i++)
		values_of_rule(space, book->moves.items[i].when);
	for (size_t i = 0; i < book->guards.count; i++)
		values_of_rule(space, book->guards.items[i].when);
	for (size_t i = 0; i < book->tasks.count; i++)
		values_of_rule(space, book->tasks.items[i].done_when);
	for (size_t i = 0; i < book->deadlines.count; i++)
		values_of_rule(space, book->deadlines.items[i].when);
	for (size_t i = 0; i < book->fields.count; i++)
		add_other(space, i);
}

/* Empty where it may be emptied, where cases begin, and where a move that clears it leads. */
static void
find_empties(struct space *space)
{
	const struct playbook *book = space->book;

	for (size_t i = 0; i < book->fields.count; i++)
		space->may_be_empty[i] = ~book->fields.items[i].obliged | 1;
	for (size_t i = 0; i < book->moves.count; i++)
		for (size_t j = 0; j < book->moves.items[i].clears.count; j++)
			space->may_be_empty[book->moves.items[i].clears.items[j]] |= (uint64_t)1 << book->moves.items[i].to;
}

/* ------------------------------------------------------------------------------------------ people */

/* What somebody sees and may do who has this part in a case and nothing else. */
static struct access
access_of_role(const struct playbook *book, size_t role)
{
	struct party party = { .role = role, .holder = HOLDER_ACCOUNT, .holder_id = 1 };
	const struct parties parties = { &party, 1, 1 };
	const struct sight who = { .account = 1 };
	const struct grants none = { 0 };

	return access_of(book, &parties, &none, &who, 0, false);
}

bool
move_closes(const struct playbook *book, const struct play_move *move)
{
	for (size_t i = 0; i < move->from.count; i++)
		if (book->states.items[move->to].final && !book->states.items[move->from.items[i]].final)
			return true;
	return false;
}

static bool
may_move(const struct playbook *book, const struct access *access, const struct play_move *move)
{
	return (access->rights & RIGHT_READ) != 0 && (!move_closes(book, move) || access_may(access, RIGHT_CLOSE, 0));
}

static void
find_people(struct space *space)
{
	const struct playbook *book = space->book;

	for (size_t role = 0; role < book->roles.count; role++) {
		struct access access = access_of_role(book, role);
		uint64_t bit = (uint64_t)1 << role;

		for (size_t i = 0; i < book->fields.count; i++) {
			const struct play_field *field = &book->fields.items[i];
			bool fills = field->by.count == 0 || index_has(&field->by, role);

			if (fills && access_field(book, &access, i) && access_may(&access, RIGHT_EDIT, field->compartment))
				space->fillers[i] |= bit;
		}
		for (size_t i = 0; i < book->moves.count; i++)
			if (index_has(&book->moves.items[i].by, role) && may_move(book, &access, &book->moves.items[i]))
				space->movers[i] |= bit;
		for (size_t i = 0; i < book->tasks.count; i++)
			if (book->tasks.items[i].by == role && (access.rights & RIGHT_COMMENT) != 0)
				space->finishers[i] |= bit;
	}
}

/* ------------------------------------------------------------------------------------------- slots */

static unsigned
bits_for(size_t values)
{
	unsigned bits = 0;

	while (((size_t)1 << bits) < values)
		bits++;
	return bits;
}

static bool
uses_word(const struct playbook *book, enum play_word_kind kind, size_t at)
{
	for (size_t i = 0; i < book->words.count; i++)
		if (book->words.items[i].kind == kind && book->words.items[i].at == at)
			return true;
	return false;
}

/* Do the expressions or obligations of this move ask for the field? */
static bool
move_reads(const struct space *space, size_t move, size_t field)
{
	const struct vars *vars = &space->move_vars[move];

	for (size_t i = 0; i < vars->count; i++)
		if (vars->items[i].kind == VAR_FIELD && vars->items[i].at == field)
			return true;
	return move_needs(space->book, &space->book->moves.items[move], field);
}

/* Final states in which the field's value matters: a move out of it reads it, or leads to another such state and keeps it. */
static uint64_t
kept_in(const struct space *space, size_t field)
{
	const struct playbook *book = space->book;
	uint64_t kept = 0, before;

	do {
		before = kept;
		for (size_t i = 0; i < book->moves.count; i++) {
			const struct play_move *move = &book->moves.items[i];
			bool goes_on = (kept >> move->to & 1) != 0 && !index_has(&move->clears, field);

			for (size_t j = 0; j < move->from.count; j++)
				if (is_final(space, move->from.items[j]) && (goes_on || move_reads(space, i, field)))
					kept |= (uint64_t)1 << move->from.items[j];
		}
	} while (kept != before);
	return kept;
}

/* Does a move wait for the approval, or an expression ask about it? */
static bool
uses_approval(const struct playbook *book, size_t at)
{
	for (size_t i = 0; i < book->moves.count; i++)
		if (index_has(&book->moves.items[i].approvals, at))
			return true;
	return uses_word(book, WORD_APPROVAL, at);
}

static bool
has_two_person(const struct playbook *book)
{
	for (size_t i = 0; i < book->moves.count; i++)
		if (book->moves.items[i].two_person)
			return true;
	return false;
}

struct laying { struct space *space; unsigned shift; bool full; };

static void
lay(struct laying *lay, bool used, enum slot_kind kind, size_t at, size_t values)
{
	struct space *space = lay->space;
	unsigned bits = bits_for(values);

	space->slot_of[kind][at] = NO_INDEX;
	if (!used || bits == 0)
		return;
	if (lay->shift + bits > 64) {
		lay->full = true;
		return;
	}
	space->slot_of[kind][at] = space->slots_count;
	space->slots[space->slots_count++] = (struct slot){ kind, at, lay->shift, bits };
	lay->shift += bits;
}

static void
lay_out(struct laying *it)
{
	const struct playbook *book = it->space->book;
	const size_t counts[SLOT_KINDS] = {
		[SLOT_STATE] = 1, [SLOT_PROPOSED] = 1, [SLOT_FIELD] = book->fields.count, [SLOT_DECIDED] = book->approvals.count,
		[SLOT_OPEN] = book->tasks.count, [SLOT_DONE] = book->tasks.count, [SLOT_PAST] = book->deadlines.count,
		[SLOT_MET] = book->deadlines.count, [SLOT_HOLDS] = PREDICATE_COUNT,
	};

	for (size_t i = 0; i < SLOT_KINDS; i++)
		it->space->slot_of[i] = ARENA_ARRAY(it->space->arena, size_t, counts[i]);
	lay(it, true, SLOT_STATE, 0, book->states.count);
	lay(it, has_two_person(book), SLOT_PROPOSED, 0, book->moves.count + 1);
	for (size_t i = 0; i < book->fields.count; i++) {
		it->space->kept[i] = kept_in(it->space, i);
		lay(it, it->space->kept[i] != 0, SLOT_FIELD, i, it->space->values[i].count);
	}
	for (size_t i = 0; i < book->approvals.count; i++)
		lay(it, uses_approval(book, i), SLOT_DECIDED, i, 3);
	for (size_t i = 0; i < book->tasks.count; i++) {
		lay(it, true, SLOT_OPEN, i, TASKS_MAX + 1);
		lay(it, uses_word(book, WORD_TASK_DONE, i), SLOT_DONE, i, TASKS_MAX + 1);
	}
	for (size_t i = 0; i < book->deadlines.count; i++) {
		lay(it, uses_word(book, WORD_PASSED, i), SLOT_PAST, i, 2);
		lay(it, uses_word(book, WORD_PASSED, i) && book->deadlines.items[i].met_by_field == NO_INDEX, SLOT_MET, i, 2);
	}
	for (size_t i = 0; i < PREDICATE_COUNT; i++)
		lay(it, uses_word(book, WORD_PREDICATE, i) && predicate_stays((enum play_predicate)i), SLOT_HOLDS, i, 2);
}

struct err *
space_make(const struct playbook *book, struct arena *arena, struct space *ret_space)
{
	struct space space = {
		.book = book, .arena = arena,
		.values = ARENA_ARRAY(arena, struct cells, book->fields.count),
		.may_be_empty = ARENA_ARRAY(arena, uint64_t, book->fields.count),
		.kept = ARENA_ARRAY(arena, uint64_t, book->fields.count),
		.fillers = ARENA_ARRAY(arena, uint64_t, book->fields.count),
		.movers = ARENA_ARRAY(arena, uint64_t, book->moves.count),
		.finishers = ARENA_ARRAY(arena, uint64_t, book->tasks.count),
		.move_vars = ARENA_ARRAY(arena, struct vars, book->moves.count),
		.task_vars = ARENA_ARRAY(arena, struct vars, book->tasks.count),
		.deadline_vars = ARENA_ARRAY(arena, struct vars, book->deadlines.count),
		.around = ARENA_ARRAY(arena, uint64_t, book->moves.count),
	};
	struct laying laying = { .space = &space };

	if (book->guards.count > 64)
		return err_new(arena, ERR_LIMIT, M("{file}: {count} guards are more than the {most} that can be explored."), ARG("file", book->source),
		    ARG_N("count", book->guards.count), ARG_N("most", 64));
	find_values(&space);
	find_empties(&space);
	find_people(&space);
	for (size_t i = 0; i < book->moves.count; i++)
		find_move_vars(&space, i);
	for (size_t i = 0; i < book->tasks.count; i++)
		find_task_vars(&space, i);
	for (size_t i = 0; i < book->deadlines.count; i++)
		vars_of_deadline(book, i, arena, &space.deadline_vars[i]);
	lay_out(&laying);
	if (laying.full)
		return err_new(arena, ERR_LIMIT, M("{file}: Too much of a case matters at once (tasks, approvals, overdue deadlines): what is to be proved "
		    "must fit into 64 bits. Divide the playbook in two."), ARG("file", book->source));
	*ret_space = space;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ packing */

uint64_t
situation_pack(const struct space *space, const struct situation *situation)
{
	uint64_t packed = 0;

	for (size_t i = 0; i < space->slots_count; i++)
		packed |= (uint64_t)situation->slots[i] << space->slots[i].shift;
	return packed;
}

struct situation
situation_unpack(const struct space *space, uint64_t packed)
{
	struct situation situation = { 0 };

	for (size_t i = 0; i < space->slots_count; i++)
		situation.slots[i] = (uint16_t)(packed >> space->slots[i].shift & (((uint64_t)1 << space->slots[i].bits) - 1));
	return situation;
}

size_t
situation_get(const struct space *space, const struct situation *situation, enum slot_kind kind, size_t at)
{
	size_t slot = space->slot_of[kind][at];

	return slot == NO_INDEX ? 0 : situation->slots[slot];
}

void
situation_set(const struct space *space, struct situation *situation, enum slot_kind kind, size_t at, size_t value)
{
	size_t slot = space->slot_of[kind][at];

	if (slot != NO_INDEX)
		situation->slots[slot] = (uint16_t)value;
}
