#include "service/respond/posture.h"

#include "model/report.h"

static const struct field system_fields[] = {
	FIELD(struct posture_system_view, system, FIELD_STR),
	FIELD(struct posture_system_view, unit, FIELD_STR),
	FIELD_WORD(struct posture_system_view, action, &report_action_names),
	FIELD(struct posture_system_view, findings, FIELD_INT),
};
static const struct schema system_schema = SCHEMA("posture_system", struct posture_system_view, system_fields);
static const struct field view_fields[] = {
	FIELD(struct posture_view, rules, FIELD_STR),
	FIELD(struct posture_view, rules_title, FIELD_STR),
	FIELD(struct posture_view, since, FIELD_DAY),
	FIELD(struct posture_view, agreed_by, FIELD_STR),
	FIELD(struct posture_view, agreed_on, FIELD_DAY),
	FIELD(struct posture_view, level, FIELD_STR),
	FIELD(struct posture_view, title, FIELD_STR),
	FIELD(struct posture_view, lead, FIELD_STR),
	FIELD(struct posture_view, members, FIELD_STRS),
	FIELD(struct posture_view, rule, FIELD_STR),
	FIELD(struct posture_view, provisional, FIELD_BOOL),
	FIELD(struct posture_view, open, FIELD_STRS),
	FIELD(struct posture_view, immediate, FIELD_INT),
	FIELD(struct posture_view, out_of_cycle, FIELD_INT),
	FIELD(struct posture_view, scheduled, FIELD_INT),
	FIELD_OF(struct posture_view, systems, FIELD_LIST, &system_schema),
};
const struct schema posture_view_schema = SCHEMA("posture", struct posture_view, view_fields);

/* ------------------------------------------------------------------------------------------- counting */

/* What is open, by system and by cell. */
struct counting {
	LIST(struct posture_system_view) systems;
	int64_t             by_action[LEDGER_NO_ACTION + 1];
	enum truth          very_large, exploited;
	struct arena       *arena;
};

static enum truth
truth_of_damage(unsigned damage)
{
	return damage == LEDGER_HIGH ? TRUTH_TRUE : (damage & LEDGER_HIGH) != 0 || damage == 0 ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

static void
count_system(struct counting *counting, const struct ledger_standing *standing)
{
	if (standing->worst > LEDGER_SCHEDULED)
		return;
	counting->by_action[standing->worst]++;
	list_push(counting->arena, &counting->systems, ((struct posture_system_view){ .system = standing->name, .unit = standing->unit,
	    .action = str_of(enum_name(&ledger_action_names, (int)standing->worst)),
	    .findings = standing->immediate + standing->out_of_cycle + standing->scheduled }));
}

static void
count_cell(struct counting *counting, const struct ledger_cell *cell)
{
	if (cell->action != LEDGER_IMMEDIATE)
		return;
	counting->very_large = truth_or(counting->very_large, truth_of_damage(cell->damage));
	counting->exploited = truth_or(counting->exploited, cell->kev > 0 ? TRUTH_TRUE : TRUTH_FALSE);
}

static void
count_all(const struct ledger_standings *standings, const struct ledger_cells *cells, struct counting *counting)
{
	for (size_t i = 0; i < standings->count; i++)
		count_system(counting, &standings->items[i]);
	for (size_t i = 0; i < cells->count; i++)
		count_cell(counting, &cells->items[i]);
}

/* --------------------------------------------------------------------------------------------- showing */

static struct fact
fact_of_truth(enum truth truth)
{
	return (struct fact){ truth != TRUTH_UNKNOWN, truth == TRUTH_TRUE };
}

static void
show_level(const struct postures *postures, const struct posture *posture, enum lang lang, struct arena *arena, struct posture_view *view)
{
	const struct posture_level *level;

	if (posture->level == NO_INDEX)
		return;
	level = &postures->levels.items[posture->level];
	view->level = level->id;
	view->title = words_in(&level->title, lang);
	view->lead = words_in(&level->lead, lang);
	for (size_t i = 0; i < level->members.count; i++)
		list_push(arena, &view->members, words_in(&level->members.items[i], lang));
	view->rule = postures->rules.items[posture->rule].text;
	view->provisional = posture->provisional;
	for (size_t i = 0; i < POSTURE_FACTS; i++)
		if ((posture->open & (1ull << i)) != 0)
			list_push(arena, &view->open, str_of(posture_vocabulary.words[i].name));
}

static void
show_systems(const struct counting *counting, struct arena *arena, struct posture_view *view)
{
	struct str scheduled = str_of(enum_name(&ledger_action_names, LEDGER_SCHEDULED));

	view->immediate = counting->by_action[LEDGER_IMMEDIATE];
	view->out_of_cycle = counting->by_action[LEDGER_OUT_OF_CYCLE];
	view->scheduled = counting->by_action[LEDGER_SCHEDULED];
	for (size_t i = 0; i < counting->systems.count; i++)
		if (!str_eq(counting->systems.items[i].action, scheduled))
			list_push(arena, &view->systems, counting->systems.items[i]);
}

static struct err *
read_rules(const struct home *home, struct arena *arena, struct postures *ret_postures)
{
	struct respond_desk desk = { .home = home };
	struct str name = home->postures.len > 0 ? home->postures : STR("standard");
	struct str path = arena_printf(arena, "postures/%.*s.yaml", STR_ARG(name)), text;

	TRY(respond_knowledge(&desk, path, arena, &text));
	return postures_read(text, path, arena, ret_postures);
}

struct err *
posture_of(const struct home *home, const struct actor *actor, const struct ledger_standings *standings, const struct ledger_cells *cells,
    struct arena *arena, struct posture_view *ret_view)
{
	struct counting counting = { .very_large = TRUTH_FALSE, .exploited = TRUTH_FALSE, .arena = arena };
	struct fact facts[POSTURE_FACTS] = { 0 };
	struct postures postures;
	struct posture posture;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(read_rules(home, arena, &postures));
	count_all(standings, cells, &counting);
	facts[POSTURE_IMMEDIATE] = (struct fact){ true, counting.by_action[LEDGER_IMMEDIATE] };
	facts[POSTURE_OUT_OF_CYCLE] = (struct fact){ true, counting.by_action[LEDGER_OUT_OF_CYCLE] };
	facts[POSTURE_SCHEDULED] = (struct fact){ true, counting.by_action[LEDGER_SCHEDULED] };
	facts[POSTURE_VERY_LARGE] = fact_of_truth(counting.very_large);
	facts[POSTURE_EXPLOITED] = fact_of_truth(counting.exploited);
	posture = posture_propose(&postures, facts);
	*ret_view = (struct posture_view){ .rules = postures.name, .rules_title = words_in(&postures.title, actor->lang), .since = postures.since,
		.agreed_by = postures.agreed_by, .agreed_on = postures.agreed_on };
	show_level(&postures, &posture, actor->lang, arena, ret_view);
	show_systems(&counting, arena, ret_view);
	return NULL;
}

struct err *
posture_show(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t now, struct arena *arena,
    struct posture_view *ret_view)
{
	struct ledger_standings standings;
	struct ledger_cells cells;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_standings(ledger, now, arena, &standings));
	TRY(ledger_cells(ledger, now, arena, &cells));
	return posture_of(home, actor, &standings, &cells, arena, ret_view);
}
