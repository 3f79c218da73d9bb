#include "service/respond/conditions.h"

#include "base/catalogue.h"
#include "service/situation.h"

#define CONDITIONS STR("conditions")

/* -------------------------------------------------------------------------------------- which were answered */

struct answered { int64_t system; struct str vulnerability; };
struct gathering { const struct respond_desk *desk; int64_t since, now; LIST(struct answered) answered; LIST(int64_t) cases; struct arena *arena; };

static struct err *
take_answers(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct gathering *g = context;

	(void)arena;
	for (size_t i = 0; i < system->facts.count; i++) {
		struct str name = system->facts.items[i].name;

		if (system->facts.items[i].answered_at >= g->since && str_take(&name, SITUATION_CONDITIONS))
			list_push(g->arena, &g->answered, ((struct answered){ system->id, arena_copy(g->arena, name) }));
	}
	return NULL;
}

static void
add_cases(struct gathering *g, const struct ledger_case_covers *covers, int64_t finding)
{
	for (size_t i = 0; i < covers->count; i++) {
		bool known = covers->items[i].finding != finding;

		for (size_t j = 0; j < g->cases.count; j++)
			known = known || g->cases.items[j] == covers->items[i].casefile;
		if (!known)
			list_push(g->arena, &g->cases, covers->items[i].casefile);
	}
}

static struct err *
find_cases(struct gathering *g)
{
	struct ledger_case_covers covers;

	TRY(ledger_case_covered(g->desk->cases->ledger, 0, g->arena, &covers));
	for (size_t i = 0; covers.count > 0 && i < g->answered.count; i++) {
		struct ledger_filter filter = LEDGER_FILTER_ALL;
		struct ledger_finding_list page;

		filter.vulnerability = g->answered.items[i].vulnerability;
		filter.system = g->answered.items[i].system;
		filter.now = g->now;
		do {
			TRY(ledger_findings(g->desk->cases->ledger, &filter, g->arena, &page));
			for (size_t j = 0; j < page.rows.count; j++)
				add_cases(g, &covers, page.rows.items[j].id);
			filter.after = page.next;
		} while (page.next.len > 0);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------ what they come to */

struct weighing {
	struct str         vulnerability;
	bool               met, open;       /* one is met; one was not answered, or nobody knows          */
	bool               unknown;         /* one was answered 「不明」                                    */
	struct ledger_fact last;            /* the latest answer                                          */
	struct str         system;
	struct arena      *arena;
};

static void
weigh(struct weighing *w, const struct ledger_fact *fact)
{
	enum answer answer = situation_answer(fact->value);

	w->met = w->met || answer == ANSWER_YES;
	w->unknown = w->unknown || answer == ANSWER_UNKNOWN;
}

static struct err *
weigh_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct weighing *w = context;
	bool answered = false;

	(void)arena;
	for (size_t i = 0; i < system->facts.count; i++) {
		const struct ledger_fact *fact = &system->facts.items[i];
		struct str name = fact->name;

		if (!str_take(&name, SITUATION_CONDITIONS) || !str_eq(name, w->vulnerability))
			continue;
		answered = true;
		weigh(w, fact);
		if (fact->answered_at < w->last.answered_at)
			continue;
		w->last = (struct ledger_fact){ .name = w->vulnerability, .value = arena_copy(w->arena, fact->value), .answered_at = fact->answered_at,
			.answered_by = arena_copy(w->arena, fact->answered_by) };
		w->system = arena_copy(w->arena, system->name);
	}
	w->open = w->open || !answered;
	return NULL;
}

static struct str
word_of(const struct weighing *w)
{
	if (w->met)
		return STR("met");
	if (w->open)
		return STR("");      /* one that nobody was asked about yet may be met */
	return w->unknown ? STR("unknown") : STR("not_met");
}

static struct err *
weigh_case(const struct respond_desk *desk, const struct case_now *now, int64_t at, struct weighing *w)
{
	struct respond_findings findings;

	TRY(respond_findings(desk, now, at, w->arena, &findings));
	for (size_t i = 0; i < findings.count; i++) {
		if (findings.items[i].closed_at != INSTANT_NONE)
			continue;
		w->vulnerability = findings.items[i].about.name;
		TRY(ledger_systems(desk->cases->ledger, findings.items[i].finding.system, weigh_system, w, w->arena));
	}
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- filled in */

static size_t
field_of(const struct playbook *book)
{
	for (size_t i = 0; i < book->fields.count; i++)
		if (str_eq(book->fields.items[i].id, CONDITIONS))
			return i;
	return NO_INDEX;
}

/* As the field itself says it. */
static struct str
answer_words(const struct playbook *book, size_t field, struct str value, enum lang lang, struct arena *arena)
{
	static const struct str words[] = { [ANSWER_UNKNOWN] = STR_INIT("unknown"), [ANSWER_YES] = STR_INIT("met"), [ANSWER_NO] = STR_INIT("not_met") };

	return play_value_words(&book->fields.items[field], words[situation_answer(value)], lang, arena);
}

struct filling { const struct respond_desk *desk; struct str number, word, note; int64_t now; };

static struct err *
fill(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct filling *f = context;
	struct actor program = actor_program();

	(void)ledger;
	TRY(case_set(f->desk->cases, &program, f->number, CONDITIONS, f->word, -1, f->now, arena));
	return case_note(f->desk->cases, &program, f->number, f->note, STR(""), f->now, arena);
}

static struct err *
fill_case(const struct gathering *g, int64_t id, enum lang lang, int64_t *filled)
{
	struct weighing w = { .last.answered_at = INT64_MIN, .arena = g->arena };
	struct filling filling = { .desk = g->desk, .now = g->now };
	struct actor program = actor_program();
	struct case_now now;
	size_t field;

	TRY(case_load_id(g->desk->cases, &program, id, g->now, g->arena, &now));
	field = field_of(now.book);
	if (now.head.sealed || field == NO_INDEX)
		return NULL;
	TRY(weigh_case(g->desk, &now, g->now, &w));
	filling.word = word_of(&w);
	if (filling.word.len == 0 || str_eq(filling.word, now.values[field].text) ||
	    (now.values[field].text.len > 0 && now.values[field].at >= w.last.answered_at))
		return NULL;
	filling.number = now.head.number;
	filling.note = catalogue_say(g->arena, lang, M("The conditions of {vulnerability} in {system}: {answer}, answered by {who} at {at}."),
	    ARG("vulnerability", w.last.name), ARG("system", w.system), ARG("answer", answer_words(now.book, field, w.last.value, lang, g->arena)), ARG("who", w.last.answered_by),
	    ARG("at", instant_words(w.last.answered_at, g->arena)));
	TRY(ledger_write(g->desk->cases->ledger, fill, &filling, g->arena));
	++*filled;
	return NULL;
}

struct err *
respond_conditions(const struct respond_desk *desk, int64_t since, enum lang lang, int64_t now, struct arena *arena, int64_t *ret_filled)
{
	struct gathering g = { .desk = desk, .since = since, .now = now, .arena = arena };

	*ret_filled = 0;
	TRY(ledger_systems(desk->cases->ledger, 0, take_answers, &g, arena));
	TRY(find_cases(&g));
	for (size_t i = 0; i < g.cases.count; i++)
		TRY(fill_case(&g, g.cases.items[i], lang, ret_filled));
	return NULL;
}
