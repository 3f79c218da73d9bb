/*
 * replay.c - every open finding under what is in force and under other criteria: counted in one pass that keeps a few numbers a finding; words are
 * made for the page that is shown only.
 */
#include "service/criteria/replay.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "base/map.h"
#include "model/report.h"
#include "service/agreed.h"
#include "service/judge.h"
#include "service/listing.h"
#include "service/situation.h"

enum { PAGE = 2000, FILE_ROWS_MOST = 100000 };

static const struct field count_fields[] = {
	FIELD_WORD(struct replay_count_view, action, &report_action_names),
	FIELD(struct replay_count_view, before, FIELD_INT),
	FIELD(struct replay_count_view, after, FIELD_INT),
};
static const struct schema count_schema = SCHEMA("count", struct replay_count_view, count_fields);
static const struct field cell_fields[] = {
	FIELD_WORD(struct replay_cell_view, action_before, &report_action_names),
	FIELD_WORD(struct replay_cell_view, action_after, &report_action_names),
	FIELD(struct replay_cell_view, before, FIELD_INT),
	FIELD(struct replay_cell_view, after, FIELD_INT),
	FIELD(struct replay_cell_view, changed, FIELD_BOOL),
};
static const struct schema cell_schema = SCHEMA("cell", struct replay_cell_view, cell_fields);
static const struct field row_fields[] = {
	FIELD_WORD(struct replay_row_view, damage, &report_damage_names),
	FIELD_OF(struct replay_row_view, cells, FIELD_LIST, &cell_schema),
};
static const struct schema row_schema = SCHEMA("row", struct replay_row_view, row_fields);
static const struct field path_fields[] = {
	FIELD_WORD(struct replay_path_view, from, &report_action_names),
	FIELD_WORD(struct replay_path_view, to, &report_action_names),
	FIELD(struct replay_path_view, findings, FIELD_INT),
	FIELD(struct replay_path_view, worse, FIELD_BOOL),
};
static const struct schema path_schema = SCHEMA("path", struct replay_path_view, path_fields);
static const struct field move_fields[] = {
	FIELD(struct replay_move_view, id, FIELD_INT),
	FIELD(struct replay_move_view, vulnerability, FIELD_STR),
	FIELD(struct replay_move_view, product, FIELD_STR),
	FIELD(struct replay_move_view, system, FIELD_STR),
	FIELD(struct replay_move_view, unit, FIELD_STR),
	FIELD_WORD(struct replay_move_view, from, &report_action_names),
	FIELD_WORD(struct replay_move_view, to, &report_action_names),
	FIELD(struct replay_move_view, why, FIELD_STR),
	FIELD(struct replay_move_view, due_before, FIELD_INSTANT),
	FIELD(struct replay_move_view, due_after, FIELD_INSTANT),
	FIELD(struct replay_move_view, nearer, FIELD_BOOL),
	FIELD(struct replay_move_view, decided, FIELD_BOOL),
};
static const struct schema move_schema = SCHEMA("move", struct replay_move_view, move_fields);
static const struct field view_fields[] = {
	FIELD(struct replay_view, judged, FIELD_INT),
	FIELD(struct replay_view, untold, FIELD_INT),
	FIELD(struct replay_view, moved, FIELD_INT),
	FIELD(struct replay_view, worse, FIELD_INT),
	FIELD(struct replay_view, milder, FIELD_INT),
	FIELD(struct replay_view, nearer, FIELD_INT),
	FIELD(struct replay_view, systems, FIELD_INT),
	FIELD(struct replay_view, has_untold, FIELD_BOOL),
	FIELD(struct replay_view, has_moved, FIELD_BOOL),
	FIELD(struct replay_view, has_cells, FIELD_BOOL),
	FIELD(struct replay_view, has_dates, FIELD_BOOL),
	FIELD_OF(struct replay_view, actions, FIELD_LIST, &count_schema),
	FIELD_OF(struct replay_view, cells, FIELD_LIST, &row_schema),
	FIELD_OF(struct replay_view, paths, FIELD_LIST, &path_schema),
	FIELD_OF(struct replay_view, moves, FIELD_LIST, &move_schema),
	FIELD(struct replay_view, next, FIELD_STR),
	FIELD(struct replay_view, generation, FIELD_STR),
};
const struct schema replay_view_schema = SCHEMA("replay", struct replay_view, view_fields);

/* ------------------------------------------------------------------------------------------------------- facts */

struct replay_system {
	struct risk_facts        facts;
	LIST(struct ledger_fact) conditions;      /* answered of single vulnerabilities */
};
struct move { int64_t id, due_before, due_after; enum action from, to; };
struct replay {
	const struct criteria *before, *after;             /* of criteria; else NULL        */
	const struct ssvc_table *table_before, *table;     /* of a table; else NULL         */
	struct judge           judge;
	struct segments        segments;
	struct calendar        calendar;          /* as an assessment has it                */
	int64_t                now;
	struct map             systems;           /* id → struct replay_system *            */
	struct map             threats;           /* number in the index → struct threat *  */
	struct map             moved_systems;
	LIST(struct move)      moves;
	int64_t                counts[2][LEVEL_COUNT][LEVEL_COUNT], actions[2][ACTION_COUNT], paths[ACTION_COUNT][ACTION_COUNT];
	struct replay_view    *view;
	struct arena          *arena;
};

static struct str
number_key(const int64_t *number)
{
	return (struct str){ (const char *)number, sizeof(*number) };
}

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct replay *r = context;
	struct replay_system *own = ARENA_NEW(r->arena, struct replay_system);

	(void)arena;
	own->facts = situation_of(system, &r->segments, r->now);
	for (size_t i = 0; i < system->facts.count; i++)
		if (str_starts(system->facts.items[i].name, SITUATION_CONDITIONS))
			list_push(r->arena, &own->conditions, ((struct ledger_fact){ .name = arena_copy(r->arena, system->facts.items[i].name),
			    .value = arena_copy(r->arena, system->facts.items[i].value) }));
	*map_put(r->arena, &r->systems, arena_copy(r->arena, number_key(&system->id))) = (uint64_t)(uintptr_t)own;
	return NULL;
}

static struct err *
threat_of(struct replay *r, uint32_t number, const struct threat **ret_threat)
{
	int64_t key = number;
	const uint64_t *known = map_find(&r->threats, number_key(&key));
	struct threat *threat;

	if (known == NULL) {
		threat = ARENA_NEW(r->arena, struct threat);
		TRY(judge_threat(&r->judge, number, r->arena, threat));
		*map_put(r->arena, &r->threats, arena_copy(r->arena, number_key(&key))) = (uint64_t)(uintptr_t)threat;
		*ret_threat = threat;
		return NULL;
	}
	*ret_threat = (const struct threat *)(uintptr_t)*known;
	return NULL;
}

/* *ret_told is false where the knowledge base has the vulnerability no more; then *ret_threat is NULL. *ret_system: NULL where it is gone. */
static struct err *
about(struct replay *r, const struct ledger_finding_row *row, const struct replay_system **ret_system, const struct threat **ret_threat)
{
	const uint64_t *place = map_find(&r->systems, number_key(&row->finding.system));
	uint32_t number;

	*ret_system = place == NULL ? NULL : (const struct replay_system *)(uintptr_t)*place;
	*ret_threat = NULL;
	if (r->judge.index == NULL || !match_find(r->judge.index, row->about.name, &number))
		return NULL;
	return threat_of(r, number, ret_threat);
}

static struct err *
facts_of(struct replay *r, const struct ledger_finding_row *row, struct risk_facts *ret_facts, bool *ret_told)
{
	const struct replay_system *system;
	const struct threat *threat;

	TRY(about(r, row, &system, &threat));
	*ret_told = system != NULL && threat != NULL;
	if (*ret_told)
		*ret_facts = judge_facts(&r->judge, threat, &system->facts,
		    situation_conditions(system->conditions.items, system->conditions.count, row->about.name));
	return NULL;
}

/* The same for a table: what it needs the ledger has. */
static struct err *
deployer_facts_of(struct replay *r, const struct ledger_finding_row *row, struct ssvc_deployer_facts *ret_facts, bool *ret_told)
{
	const struct replay_system *system;
	const struct threat *threat;

	TRY(about(r, row, &system, &threat));
	*ret_told = system != NULL;
	if (*ret_told)
		*ret_facts = deployer_facts(&r->judge, threat, &system->facts, row);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- counted */

static void
count_move(struct replay *r, const struct ledger_finding_row *row, enum action from, enum action to, int64_t due)
{
	struct move move = { row->id, row->finding.due, due, from, to };

	r->view->moved++;
	r->view->worse += move.to > from;
	r->view->milder += move.to < from;
	r->view->nearer += move.due_after != INSTANT_NONE && (move.due_before == INSTANT_NONE || move.due_after < move.due_before);
	r->paths[from][move.to]++;
	*map_put(r->arena, &r->moved_systems, arena_copy(r->arena, number_key(&row->finding.system))) = 1;
	list_push(r->arena, &r->moves, move);
}

/* Of several decisions that are possible the worst. */
static enum action
decision_of(const struct ssvc_table *table, const struct ssvc_deployer_facts *facts)
{
	return deployer_action(ssvc_deployer_decide(table, facts).actions[0]);
}

static struct err *
take_by_table(struct replay *r, const struct ledger_finding_row *row)
{
	struct ssvc_deployer_facts facts;
	enum action before, after;
	bool told;

	TRY(deployer_facts_of(r, row, &facts, &told));
	if (!told) {
		r->view->untold++;
		return NULL;
	}
	before = decision_of(r->table_before, &facts);
	after = decision_of(r->table, &facts);
	r->view->judged++;
	r->actions[0][before]++;
	r->actions[1][after]++;
	if (before != after)
		count_move(r, row, before, after, INSTANT_NONE);
	return NULL;
}

static struct err *
take_finding(struct replay *r, const struct ledger_finding_row *row, struct arena *scratch)
{
	struct risk before, after;
	struct risk_facts facts;
	bool told;

	if (row->finding.verdict == LEDGER_PROVIDER)
		return NULL;
	if (r->table != NULL)
		return take_by_table(r, row);
	TRY(facts_of(r, row, &facts, &told));
	if (!told) {
		r->view->untold++;
		return NULL;
	}
	risk_assess(r->before, &facts, &r->calendar, scratch, &before);
	risk_assess(r->after, &facts, &r->calendar, scratch, &after);
	r->view->judged++;
	r->counts[0][before.worst_damage][before.worst_likelihood]++;
	r->counts[1][after.worst_damage][after.worst_likelihood]++;
	r->actions[0][before.action]++;
	r->actions[1][after.action]++;
	if (before.action != after.action)
		count_move(r, row, before.action, after.action, after.due);
	return NULL;
}

static struct err *
walk(struct replay *r, struct ledger *ledger)
{
	struct arena *page ARENA_SCOPE = arena_new(), *scratch ARENA_SCOPE = arena_new(), *cursor ARENA_SCOPE = arena_new();
	struct ledger_filter filter = LEDGER_FILTER_ALL;
	struct ledger_finding_list list;

	filter.most = PAGE;
	filter.now = r->now;
	do {
		TRY(err_copy(ledger_findings(ledger, &filter, page, &list), r->arena));
		for (size_t i = 0; i < list.rows.count; i++) {
			TRY(err_copy(take_finding(r, &list.rows.items[i], scratch), r->arena));
			arena_reset(scratch);
		}
		arena_reset(cursor);
		filter.after = arena_copy(cursor, list.next);
		arena_reset(page);
	} while (filter.after.len > 0);
	return NULL;
}

/* The worst first; by number where they are as bad. */
static int
by_weight(const void *a, const void *b)
{
	const struct move *x = a, *y = b;

	if (x->to != y->to)
		return x->to > y->to ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void
add_cells(struct replay *r)
{
	for (int damage = LEVEL_HIGH; damage >= LEVEL_LOW; damage--) {
		struct replay_row_view *row = list_add(r->arena, &r->view->cells);

		row->damage = str_of(enum_name(&level_names, damage));
		for (int l = LEVEL_LOW; l <= LEVEL_HIGH; l++)
			list_push(r->arena, &row->cells, ((struct replay_cell_view){ str_of(enum_name(&action_names, (int)r->before->matrix[damage][l])),
			    str_of(enum_name(&action_names, (int)r->after->matrix[damage][l])), r->counts[0][damage][l], r->counts[1][damage][l],
			    r->counts[0][damage][l] != r->counts[1][damage][l] || r->before->matrix[damage][l] != r->after->matrix[damage][l] }));
	}
}

static void
add_counts(struct replay *r)
{
	struct replay_view *view = r->view;

	for (int action = ACTION_IMMEDIATE; action >= ACTION_DEFER; action--)
		list_push(r->arena, &view->actions, ((struct replay_count_view){ str_of(enum_name(&action_names, action)), r->actions[0][action],
		    r->actions[1][action] }));
	view->has_cells = view->has_dates = r->after != NULL;
	if (view->has_cells)
		add_cells(r);
	for (int to = ACTION_IMMEDIATE; to >= ACTION_DEFER; to--)
		for (int from = ACTION_IMMEDIATE; from >= ACTION_DEFER; from--)
			if (r->paths[from][to] > 0)
				list_push(r->arena, &view->paths, ((struct replay_path_view){ str_of(enum_name(&action_names, from)),
				    str_of(enum_name(&action_names, to)), r->paths[from][to], to > from }));
	view->systems = (int64_t)r->moved_systems.count;
	view->has_untold = view->untold > 0;
	view->has_moved = view->moved > 0;
	view->generation = r->judge.generation;
}

/* -------------------------------------------------------------------------------------------------------- a page */

/* "3.120": the action after it and the number of the last one shown. */
static struct err *
cursor_parse(struct str text, struct arena *arena, struct move *ret_last)
{
	struct str to, id;
	int64_t action;

	if (str_cut(text, '.', &to, &id) && str_to_i64(to, &action) && action >= 0 && action < ACTION_COUNT && str_to_i64(id, &ret_last->id)) {
		ret_last->to = (enum action)action;
		return NULL;
	}
	return err_new(arena, ERR_USAGE, M("\"{cursor}\" is no place in this list: begin at its first page."), ARG("cursor", text));
}

/* Why the new rules come to what they come to. */
static struct err *
reason_of(struct replay *r, const struct ledger_finding_row *row, enum lang lang, struct str *ret_why, bool *ret_told)
{
	struct ssvc_deployer_facts facts;
	struct ssvc_deployer decided;
	struct risk_facts all;
	struct risk risk;

	if (r->table != NULL) {
		TRY(deployer_facts_of(r, row, &facts, ret_told));
		if (!*ret_told)
			return NULL;
		decided = ssvc_deployer_decide(r->table, &facts);
		*ret_why = deployer_sentence(r->table, &decided, lang, r->arena);
		return NULL;
	}
	TRY(facts_of(r, row, &all, ret_told));
	if (!*ret_told)
		return NULL;
	risk_assess(r->after, &all, &r->calendar, r->arena, &risk);
	*ret_why = risk_sentence(&risk, lang, r->arena);
	return NULL;
}

static struct err *
add_move(struct replay *r, struct ledger *ledger, const struct move *move, enum lang lang)
{
	struct ledger_finding_detail stored;
	struct str why = STR("");
	bool told;

	TRY(ledger_finding_get(ledger, move->id, r->now, r->arena, &stored));
	TRY(reason_of(r, &stored.row, lang, &why, &told));
	if (!told)
		return NULL;
	list_push(r->arena, &r->view->moves, ((struct replay_move_view){ .id = move->id, .vulnerability = stored.row.about.name,
	    .product = stored.row.product_name, .system = stored.row.system_name, .unit = stored.row.unit,
	    .from = str_of(enum_name(&action_names, (int)move->from)), .to = str_of(enum_name(&action_names, (int)move->to)),
	    .why = why, .due_before = move->due_before, .due_after = move->due_after,
	    .nearer = move->due_after != INSTANT_NONE && (move->due_before == INSTANT_NONE || move->due_after < move->due_before),
	    .decided = stored.row.decision != 0 && !stored.row.decision_review }));
	return NULL;
}

static struct err *
add_page(struct replay *r, struct ledger *ledger, const struct replay_asked *asked)
{
	struct move last = { 0 };
	size_t shown = 0;

	if (asked->after.len > 0)
		TRY(cursor_parse(asked->after, r->arena, &last));
	if (r->moves.count > 1)
		qsort(r->moves.items, r->moves.count, sizeof(*r->moves.items), by_weight);
	for (size_t i = 0; i < r->moves.count; i++) {
		const struct move *move = &r->moves.items[i];

		if (asked->after.len > 0 && by_weight(move, &last) <= 0)
			continue;
		if (shown++ == (size_t)asked->most) {
			const struct move *before = &r->moves.items[i - 1];

			r->view->next = arena_printf(r->arena, "%d.%lld", (int)before->to, (long long)before->id);
			return NULL;
		}
		TRY(add_move(r, ledger, move, asked->lang));
	}
	return NULL;
}

struct err *
criteria_replay(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct replay_rules *other,
    const struct replay_asked *asked, struct arena *arena, struct replay_view *ret_view)
{
	struct replay r = { .after = other->criteria, .table = other->table, .now = asked->now, .view = ret_view, .arena = arena };
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct kb *kb KB_SCOPE = NULL;
	struct ssvc_table table;
	struct criteria before;

	*ret_view = (struct replay_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(agreed_criteria(home, ledger, asked->now, arena, &before, NULL));
	TRY(agreed_deployer(ledger, asked->now, arena, &table, NULL));
	r.before = &before;
	r.table_before = &table;
	TRY(home_segments(home, arena, &r.segments));
	TRY(home_kb(home->path, arena, &kb));
	TRY(judge_open(kb, asked->now, arena, &r.judge));
	TRY(judge_hear(&r.judge, ledger, arena));
	TRY(err_copy(ledger_systems(ledger, 0, take_system, &r, scratch), arena));
	TRY(walk(&r, ledger));
	add_counts(&r);
	return add_page(&r, ledger, asked);
}

/* -------------------------------------------------------------------------------------------------------- a file */

static const struct listing_column columns[] = {
	{ M("System"), WORKBOOK_TEXT, 12 }, { M("Unit"), WORKBOOK_TEXT, 8 }, { M("Vulnerability"), WORKBOOK_TEXT, 9 },
	{ M("Product"), WORKBOOK_TEXT, 12 }, { M("Action now"), WORKBOOK_TEXT, 12 }, { M("Action after"), WORKBOOK_TEXT, 12 },
	{ M("Due now"), WORKBOOK_TEXT, 10 }, { M("Due after"), WORKBOOK_TEXT, 10 }, { M("Why"), WORKBOOK_TEXT, 30 },
};

static struct str
action_word(struct str name, enum lang lang)
{
	int action;

	return enum_find(&action_names, name, &action) ? str_of(catalogue_text(lang, action_text((enum action)action))) : name;
}

struct err *
criteria_replay_file(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct replay_rules *other,
    const struct replay_asked *asked, bool workbook, struct arena *arena, struct str *ret_bytes)
{
	struct listing listing = { .title = M("What criteria would change"), .columns = columns, .columns_count = ARRAY_LEN(columns) };
	struct replay_asked all = *asked;
	struct replay_view view;

	all.most = FILE_ROWS_MOST;
	all.after = STR("");
	TRY(criteria_replay(home, ledger, actor, other, &all, arena, &view));
	for (size_t i = 0; i < view.moves.count; i++) {
		const struct replay_move_view *move = &view.moves.items[i];
		const struct str cells[] = { move->system, move->unit, move->vulnerability, move->product, action_word(move->from, asked->lang),
			action_word(move->to, asked->lang), instant_words(move->due_before, arena), instant_words(move->due_after, arena), move->why };

		for (size_t c = 0; c < ARRAY_LEN(cells); c++)
			list_push(arena, &listing.cells, cells[c]);
	}
	return listing_file(&listing, workbook, asked->lang, asked->now, arena, ret_bytes);
}
