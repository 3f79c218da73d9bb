/*
 * story.c - the way to a situation is found again by trying each act of it once more: the first values that lead there are told.
 */
#include "domain/playcheck/story.h"

#include "base/catalogue.h"

/* ---------------------------------------------------------------------------------------- sentences */

struct play_refusal
sentence(struct arena *arena, const char *message, const struct telling *places, size_t count)
{
	struct play_refusal it = { .message = message };

	for (enum lang lang = LANG_JA; lang <= LANG_EN; lang++) {
		struct err_arg *args = ARENA_ARRAY(arena, struct err_arg, count + 1);

		for (size_t i = 0; i < count; i++)
			args[i] = (struct err_arg)ARG(places[i].name, words_in(&places[i].text, lang));
		it.args[lang] = args;
	}
	return it;
}

struct words
words_number(struct arena *arena, int64_t number)
{
	struct str text = arena_printf(arena, "%lld", (long long)number);

	return (struct words){ text, text };
}

static struct words
both(const char *message)
{
	return (struct words){ str_of(catalogue_text(LANG_JA, message)), str_of(catalogue_text(LANG_EN, message)) };
}

/* --------------------------------------------------------------------------------------- one telling */

struct storyteller {
	const struct space   *space;
	struct arena         *arena;
	struct trial         *trial;
	uint8_t              *shown;      /* of each field: the value that was told last */
	const char           *looked[PREDICATE_COUNT];    /* likewise of each predicate; NULL */
	struct play_refusals *story;
};

static void
say(struct storyteller *it, struct play_refusal sentence_made)
{
	list_push(it->arena, it->story, sentence_made);
}

static struct words
first_of(const struct storyteller *it, uint64_t roles)
{
	for (size_t i = 0; i < it->space->book->roles.count; i++)
		if (roles >> i & 1)
			return it->space->book->roles.items[i].title;
	return both(M("Nobody"));
}

/* What stands in the field where that can be said in a word; of texts, days and rows it matters only that they are filled. */
static bool
value_words(const struct storyteller *it, size_t field, size_t value, struct words *ret_words)
{
	const struct play_field *that = &it->space->book->fields.items[field];
	int64_t number = it->space->values[field].items[value].value;

	switch (that->type) {
	case PLAY_BOOL:
		*ret_words = both(number != 0 ? M("yes") : M("no"));
		return true;
	case PLAY_CHOICE:
		*ret_words = that->values.items[number].title;
		return true;
	case PLAY_NUMBER:
	case PLAY_MONEY:
		*ret_words = words_number(it->arena, number);
		return true;
	default:
		return false;
	}
}

static void
say_field(struct storyteller *it, size_t field)
{
	const struct space *space = it->space;
	struct words title = space->book->fields.items[field].title, who = first_of(it, space->fillers[field]), what;
	uint8_t value = it->trial->value[field];

	if (it->shown[field] == value)
		return;
	if (value == VALUE_EMPTY)
		say(it, SAY(it->arena, M("{role} empties \"{field}\"."), { "role", who }, { "field", title }));
	else if (value == VALUE_REFUSED)
		say(it, SAY(it->arena, M("\"{field}\" holds what it cannot hold."), { "field", title }));
	else if (value_words(it, field, value, &what))
		say(it, SAY(it->arena, M("{role} fills \"{field}\": {value}."), { "role", who }, { "field", title }, { "value", what }));
	else
		say(it, SAY(it->arena, M("{role} fills \"{field}\"."), { "role", who }, { "field", title }));
	it->shown[field] = value;
}

static void
say_approval(struct storyteller *it, size_t at)
{
	enum approval_state state = it->trial->now.approvals[at];
	struct words title = it->space->book->approvals.items[at].title;

	if (state == APPROVAL_PENDING)
		say(it, SAY(it->arena, M("\"{approval}\" was asked for and waits."), { "approval", title }));
}

static void
say_predicate(struct storyteller *it, size_t at, struct fact fact)
{
	const char *value = !fact.known ? M("not known") : fact.value != 0 ? M("yes") : M("no");

	if (it->looked[at] != NULL && strcmp(it->looked[at], value) == 0)
		return;
	it->looked[at] = value;
	say(it, SAY(it->arena, M("The program looks: {predicate}: {value}."), { "predicate", both(play_predicate_texts[at]) },
	    { "value", both(value) }));
}

static void
say_vars(struct storyteller *it)
{
	for (size_t i = 0; i < it->trial->vars->count; i++) {
		const struct var *var = &it->trial->vars->items[i];

		switch (var->kind) {
		case VAR_FIELD:
			say_field(it, var->at);
			break;
		case VAR_APPROVAL:
			say_approval(it, var->at);
			break;
		case VAR_PREDICATE:
			say_predicate(it, var->at, it->trial->now.predicates[var->at]);
			break;
		case VAR_CLEARED:
			say_predicate(it, PREDICATE_REMATCH_CLEAR, (struct fact){ it->trial->task_cleared_known, it->trial->task_cleared });
			break;
		case VAR_MET:
			break;
		}
	}
}

/* What has to be there for the move, beside what it hangs on. */
static void
say_needs(struct storyteller *it, size_t move)
{
	const struct playbook *book = it->space->book;

	for (size_t i = 0; i < book->fields.count; i++)
		if (move_needs(book, &book->moves.items[move], i) && is_free(it->space, it->trial->now.state) && it->shown[i] < VALUE_FIRST)
			say_field(it, i);
}

/* What stands still from now on, where it will matter, as it is then. */
static void
say_kept(struct storyteller *it, size_t move, const struct situation *after)
{
	const struct space *space = it->space;
	size_t state = situation_get(space, after, SLOT_STATE, 0);

	for (size_t i = 0; i < space->book->fields.count; i++) {
		if ((space->kept[i] >> state & 1) == 0 || !is_free(space, it->trial->now.state) ||
		    index_has(&space->book->moves.items[move].clears, i))
			continue;
		it->trial->value[i] = (uint8_t)situation_get(space, after, SLOT_FIELD, i);
		say_field(it, i);
	}
}

static void
say_move(struct storyteller *it, size_t move)
{
	const struct playbook *book = it->space->book;
	const struct play_move *that = &book->moves.items[move];
	const struct words from = book->states.items[it->trial->now.state].title, to = book->states.items[that->to].title;
	const struct words who = first_of(it, it->space->movers[move]);
	bool confirms = that->two_person && it->trial->now.proposed == move;
	const char *message = that->by_program ? M("The program makes \"{move}\": \"{from}\" → \"{to}\".")
	    : confirms                         ? M("{role}, another person, confirms \"{move}\": \"{from}\" → \"{to}\".")
	    : that->two_person                 ? M("{role} proposes \"{move}\".")
	                                       : M("{role} makes \"{move}\": \"{from}\" → \"{to}\".");

	say(it, SAY(it->arena, message, { "role", who }, { "move", that->title }, { "from", from }, { "to", to }));
	if (that->two_person && !confirms)
		return;
	for (size_t i = 0; i < that->clears.count; i++)
		it->shown[that->clears.items[i]] = VALUE_EMPTY;
}

static void
say_started(struct storyteller *it, const struct situation *before, const struct situation *after)
{
	for (size_t i = 0; i < it->space->book->tasks.count; i++) {
		size_t was = situation_get(it->space, before, SLOT_OPEN, i), is = situation_get(it->space, after, SLOT_OPEN, i);

		if (is > was)
			say(it, SAY(it->arena, M("\"{task}\" begins ({count} open)."), { "task", it->space->book->tasks.items[i].title },
			    { "count", words_number(it->arena, (int64_t)is) }));
	}
}

/* ------------------------------------------------------------------------------------- acts told again */

struct again { struct storyteller *teller; uint64_t wanted; struct acting *acting; bool found; };

/* The trial stands at the values that led here, but the move has changed the case: it is loaded once more. */
static void
found_again(void *context, struct act act, const struct situation *after)
{
	struct again *it = context;

	(void)act;
	if (situation_pack(it->teller->space, after) != it->wanted)
		return;
	it->found = it->acting->stop = true;
	trial_reload(it->teller->trial);
}

static void
tell_act(struct storyteller *it, const struct situation *before, struct act act, const struct situation *after)
{
	struct acting acting = { .space = it->space, .trial = it->trial };
	struct again again = { it, situation_pack(it->space, after), &acting, false };

	acting.found = found_again;
	acting.context = &again;
	act_again(&acting, before, act);
	say_vars(it);
	if (act.kind == ACT_FINISH) {
		const struct play_task *task = &it->space->book->tasks.items[act.at];

		say(it, SAY(it->arena, M("{role} finishes \"{task}\"."), { "role", first_of(it, (uint64_t)1 << task->by) }, { "task", task->title }));
		return;
	}
	say_needs(it, act.at);
	say_kept(it, act.at, after);
	say_move(it, act.at);
	say_started(it, before, after);
}

static void
tell_world(struct storyteller *it, struct act act)
{
	const struct playbook *book = it->space->book;

	switch (act.kind) {
	case ACT_GRANT:
		say(it, SAY(it->arena, M("\"{approval}\" is granted."), { "approval", book->approvals.items[act.at].title }));
		break;
	case ACT_REFUSE:
		say(it, SAY(it->arena, M("\"{approval}\" is refused."), { "approval", book->approvals.items[act.at].title }));
		break;
	case ACT_ANEW:
		say(it, SAY(it->arena, M("What \"{approval}\" is about changes, so that it has to be asked for anew."),
		    { "approval", book->approvals.items[act.at].title }));
		break;
	case ACT_PASS:
		say(it, SAY(it->arena, M("The deadline \"{deadline}\" passes."), { "deadline", book->deadlines.items[act.at].title }));
		break;
	case ACT_POSTPONE:
		say(it, SAY(it->arena, M("The deadline \"{deadline}\" is put off, by the field it counts from."),
		    { "deadline", book->deadlines.items[act.at].title }));
		break;
	case ACT_HOLD:
		say_predicate(it, act.at, (struct fact){ true, 1 });
		break;
	case ACT_LOOSEN:
		say_predicate(it, act.at, (struct fact){ true, 0 });
		break;
	case ACT_BEGIN:
	case ACT_MOVE:
	case ACT_FINISH:
		break;
	}
}

static void
tell_node(struct storyteller *it, const struct explored *explored, uint32_t node)
{
	const struct node *that = &explored->nodes[node];
	struct situation after = situation_unpack(it->space, that->packed), nothing = { 0 }, before;

	if (that->act.kind == ACT_BEGIN) {
		say(it, SAY(it->arena, M("A case begins in \"{state}\"."), { "state", it->space->book->states.items[0].title }));
		say_started(it, &nothing, &after);
		return;
	}
	before = situation_unpack(it->space, explored->nodes[that->parent].packed);
	if (that->act.kind == ACT_MOVE || that->act.kind == ACT_FINISH)
		tell_act(it, &before, that->act, &after);
	else
		tell_world(it, that->act);
}

static void
teller_begin(struct storyteller *it, const struct explored *explored, struct trial *trial, struct arena *arena, struct play_refusals *story)
{
	const struct space *space = explored->space;

	*it = (struct storyteller){ .space = space, .arena = arena, .trial = trial, .story = story,
		.shown = ARENA_ARRAY(arena, uint8_t, space->book->fields.count) };
}

static void
tell_way(struct storyteller *it, const struct explored *explored, uint32_t node)
{
	LIST(uint32_t) way = { 0 };

	for (uint32_t at = node; at != NO_NODE; at = explored->nodes[at].parent)
		list_push(it->arena, &way, at);
	for (size_t i = way.count; i-- > 0;)
		tell_node(it, explored, way.items[i]);
}

void
story_to(const struct explored *explored, uint32_t node, struct arena *arena, struct play_refusals *ret_story)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct storyteller teller;
	struct trial trial;

	trial_init(explored->space, scratch, &trial);
	teller_begin(&teller, explored, &trial, arena, ret_story);
	tell_way(&teller, explored, node);
}

void
story_of_sight(const struct explored *explored, const struct sight_of *sight, struct arena *arena, struct play_refusals *ret_story)
{
	const struct space *space = explored->space;
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct situation at = situation_unpack(space, explored->nodes[sight->node].packed);
	struct storyteller teller;
	struct trial trial;

	trial_init(space, scratch, &trial);
	teller_begin(&teller, explored, &trial, arena, ret_story);
	tell_way(&teller, explored, sight->node);
	trial_begin(&trial, &at, &space->move_vars[sight->move], sight->move);
	memcpy(trial.places, sight->places, trial.vars->count * sizeof(*trial.places));
	trial_reload(&trial);
	say_vars(&teller);
	say_needs(&teller, sight->move);
	say_move(&teller, sight->move);
}

/* --------------------------------------------------------------------------------------------- why not */

static void
add_all(struct play_refusals *to, const struct play_refusals *from, struct arena *arena)
{
	for (size_t i = 0; i < from->count; i++)
		list_push(arena, to, from->items[i]);
}

/* The same, each with what it stands in the way of. */
static void
add_of(struct play_refusals *to, const char *message, struct words what, const struct play_refusals *from, struct arena *arena)
{
	for (size_t i = 0; i < from->count; i++)
		list_push(arena, to, SAY(arena, message, { "what", what }, { "reason", { play_refusal_words(&from->items[i], LANG_JA, arena),
		    play_refusal_words(&from->items[i], LANG_EN, arena) } }));
}

/* Situations that are asked why something can never be: the nearest of them. */
enum { ASKED_MOST = 1000 };

/* The fewest reasons that were met so far. */
struct least { bool any; struct play_refusals reasons; };

/* Over all values that the move hangs on in that situation. */
static void
least_of_move(struct trial *trial, const struct situation *at, size_t move, struct arena *arena, struct least *least)
{
	const struct playbook *book = trial->space->book;

	trial_begin(trial, at, &trial->space->move_vars[move], move);
	while (trial_next(trial)) {
		struct play_actor actor = move_actor(trial->space, move, &trial->now);
		struct play_refusals reasons = { 0 };

		arena_reset(trial->scratch);
		play_may(book, &trial->now, move, &actor, trial->scratch, &reasons);
		if (least->any && reasons.count >= least->reasons.count)
			continue;
		*least = (struct least){ .any = true };
		play_may(book, &trial->now, move, &actor, arena, &least->reasons);
	}
}

static void
least_of_task(struct trial *trial, const struct situation *at, size_t kind, struct arena *arena, struct least *least)
{
	const struct playbook *book = trial->space->book;
	struct play_actor actor = actor_of((uint64_t)1 << book->tasks.items[kind].by, 1);

	trial_begin(trial, at, &trial->space->task_vars[kind], NO_INDEX);
	while (trial_next(trial)) {
		struct play_refusals reasons = { 0 };
		size_t task = first_open(&trial->now, kind);

		arena_reset(trial->scratch);
		play_may_finish(book, &trial->now, task, &actor, trial->scratch, &reasons);
		if (least->any && reasons.count >= least->reasons.count)
			continue;
		*least = (struct least){ .any = true };
		play_may_finish(book, &trial->now, task, &actor, arena, &least->reasons);
	}
}

void
story_why_stuck(const struct explored *explored, uint32_t node, struct arena *arena, struct play_refusals *ret_reasons)
{
	const struct space *space = explored->space;
	const struct playbook *book = space->book;
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct situation at = situation_unpack(space, explored->nodes[node].packed);
	size_t state = situation_get(space, &at, SLOT_STATE, 0);
	struct trial trial;

	trial_init(space, scratch, &trial);
	for (size_t i = 0; i < book->moves.count; i++) {
		struct least least = { 0 };

		if (!index_has(&book->moves.items[i].from, state))
			continue;
		least_of_move(&trial, &at, i, arena, &least);
		add_of(ret_reasons, M("\"{what}\" cannot be made: {reason}"), book->moves.items[i].title, &least.reasons, arena);
	}
	for (size_t i = 0; i < book->tasks.count; i++) {
		struct least least = { 0 };

		if (situation_get(space, &at, SLOT_OPEN, i) == 0)
			continue;
		least_of_task(&trial, &at, i, arena, &least);
		add_of(ret_reasons, M("\"{what}\" cannot be finished: {reason}"), book->tasks.items[i].title, &least.reasons, arena);
	}
}

void
story_why_never(const struct explored *explored, size_t move, struct arena *arena, struct play_refusals *ret_reasons)
{
	const struct space *space = explored->space;
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct least least = { 0 };
	struct trial trial;
	size_t asked = 0;

	trial_init(space, scratch, &trial);
	for (size_t i = 0; i < explored->count && least.reasons.count != 1 && asked < ASKED_MOST; i++) {
		struct situation at = situation_unpack(space, explored->nodes[i].packed);

		if (!index_has(&space->book->moves.items[move].from, situation_get(space, &at, SLOT_STATE, 0)))
			continue;
		least_of_move(&trial, &at, move, arena, &least);
		asked++;
	}
	add_all(ret_reasons, &least.reasons, arena);
}

void
story_why_open(const struct explored *explored, size_t task, struct arena *arena, struct play_refusals *ret_reasons)
{
	const struct space *space = explored->space;
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct least least = { 0 };
	struct trial trial;
	size_t asked = 0;

	trial_init(space, scratch, &trial);
	for (size_t i = 0; i < explored->count && least.reasons.count != 1 && asked < ASKED_MOST; i++) {
		struct situation at = situation_unpack(space, explored->nodes[i].packed);

		if (situation_get(space, &at, SLOT_OPEN, task) == 0)
			continue;
		least_of_task(&trial, &at, task, arena, &least);
		asked++;
	}
	add_all(ret_reasons, &least.reasons, arena);
}
