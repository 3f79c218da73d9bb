/*
 * criteria_replay.c - other criteria held against everything that is open: what would move.
 */
#include "base/map.h"
#include "service/finding.h"
#include "service/found/criteria.h"
#include "service/judge.h"
#include "service/situation.h"

enum { MOVED_SHOWN = 200, PAGE = 1000 };

static const struct field moved_fields[] = {
	FIELD(struct moved_view, finding, FIELD_INT),
	FIELD(struct moved_view, system, FIELD_STR),
	FIELD(struct moved_view, product, FIELD_STR),
	FIELD(struct moved_view, vulnerability, FIELD_STR),
	FIELD_WORD(struct moved_view, was, &report_action_names),
	FIELD_WORD(struct moved_view, becomes, &report_action_names),
};
static const struct schema moved_schema = SCHEMA("moved", struct moved_view, moved_fields);
static const struct field cells_fields[] = {
	FIELD_WORD(struct replay_cells, action, &report_action_names),
	FIELD(struct replay_cells, now, FIELD_INT),
	FIELD(struct replay_cells, then, FIELD_INT),
};
static const struct schema cells_schema = SCHEMA("replay_action", struct replay_cells, cells_fields);
static const struct field replay_fields[] = {
	FIELD(struct replay_view, looked_at, FIELD_INT),
	FIELD(struct replay_view, moved, FIELD_INT),
	FIELD(struct replay_view, worse, FIELD_INT),
	FIELD(struct replay_view, milder, FIELD_INT),
	FIELD_OF(struct replay_view, actions, FIELD_LIST, &cells_schema),
	FIELD_OF(struct replay_view, list, FIELD_LIST, &moved_schema),
};
const struct schema replay_schema = SCHEMA("replay", struct replay_view, replay_fields);

struct known_system { int64_t id; struct risk_facts facts; struct ledger_fact *conditions; size_t count; };
struct replaying {
	struct criteria        now, then;
	struct judge           judge;
	struct segments        segments;
	int64_t                at;
	struct map             systems, threats;     /* id, name: its place in the lists, from 1 */
	LIST(struct known_system) system_list;
	LIST(struct threat)    threat_list;
	int64_t                counts[2][ACTION_COUNT];
	struct arena          *arena;
	struct replay_view    *view;
};

static struct str
key_of(int64_t id, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)id);
}

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct replaying *r = context;
	struct known_system *known = list_add(r->arena, &r->system_list);

	(void)scratch;
	known->id = system->id;
	known->facts = situation_of(system, &r->segments, r->at);
	known->facts.exploitation_source = STR("");
	known->conditions = ARENA_ARRAY(r->arena, struct ledger_fact, system->facts.count + 1);
	for (size_t i = 0; i < system->facts.count; i++)
		if (str_starts(system->facts.items[i].name, SITUATION_CONDITIONS))
			known->conditions[known->count++] = (struct ledger_fact){ .name = arena_copy(r->arena, system->facts.items[i].name),
				.value = arena_copy(r->arena, system->facts.items[i].value) };
	*map_put(r->arena, &r->systems, key_of(system->id, r->arena)) = r->system_list.count;
	return NULL;
}

/* NULL: the knowledge base has nothing on it any more. */
static struct err *
threat_of(struct replaying *r, struct str name, const struct threat **ret_threat)
{
	uint64_t *at = map_find(&r->threats, name);
	uint32_t number;

	*ret_threat = NULL;
	if (at == NULL) {
		uint64_t place = 0;

		if (r->judge.index != NULL && match_find(r->judge.index, name, &number)) {
			TRY(judge_threat(&r->judge, number, r->arena, list_add(r->arena, &r->threat_list)));
			place = r->threat_list.count;
		}
		at = map_put(r->arena, &r->threats, arena_copy(r->arena, name));
		*at = place;
	}
	if (*at != 0)
		*ret_threat = &r->threat_list.items[*at - 1];
	return NULL;
}

static void
note_move(struct replaying *r, const struct ledger_finding_row *row, enum action was, enum action becomes)
{
	struct replay_view *view = r->view;

	view->moved++;
	view->worse += becomes > was;
	view->milder += becomes < was;
	if (view->list.count < MOVED_SHOWN)
		list_push(r->arena, &view->list, ((struct moved_view){ row->id, arena_copy(r->arena, row->system_name), arena_copy(r->arena, row->product_name),
		    arena_copy(r->arena, row->about.name), str_of(enum_name(&action_names, (int)was)), str_of(enum_name(&action_names, (int)becomes)) }));
}

static struct err *
replay_one(struct replaying *r, const struct ledger_finding_row *row, struct arena *scratch)
{
	uint64_t *at = map_find(&r->systems, key_of(row->finding.system, scratch));
	const struct known_system *system = at == NULL ? NULL : &r->system_list.items[*at - 1];
	const struct threat *threat;
	struct risk_facts facts;
	enum action was, becomes;

	TRY(threat_of(r, row->about.name, &threat));
	if (system == NULL || threat == NULL || row->finding.verdict == LEDGER_PROVIDER)
		return NULL;
	facts = judge_facts(&r->judge, threat, &system->facts, situation_conditions(system->conditions, system->count, row->about.name));
	was = risk_action(&r->now, &facts);
	becomes = risk_action(&r->then, &facts);
	r->view->looked_at++;
	r->counts[0][was]++;
	r->counts[1][becomes]++;
	if (was != becomes)
		note_move(r, row, was, becomes);
	return NULL;
}

static struct err *
replay_all(struct replaying *r, struct ledger *ledger, struct arena *arena)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct ledger_filter filter = LEDGER_FILTER_ALL;

	filter.now = r->at;
	filter.most = PAGE;
	do {
		struct ledger_finding_list page;

		arena_reset(scratch);
		TRY(err_copy(ledger_findings(ledger, &filter, scratch, &page), arena));
		for (size_t i = 0; i < page.rows.count; i++)
			TRY(err_copy(replay_one(r, &page.rows.items[i], scratch), arena));
		filter.after = arena_copy(arena, page.next);
	} while (filter.after.len > 0);
	return NULL;
}

struct err *
criteria_replay(const struct home *home, struct ledger *ledger, struct str text, int64_t now, struct arena *arena,
    struct replay_view *ret_view)
{
	struct replay_view view = { 0 };
	struct replaying r = { .at = now, .arena = arena, .view = &view };
	struct kb *kb KB_SCOPE = NULL;

	TRY(home_criteria(home, arena, &r.now));
	TRY(criteria_read(text, STR("criteria"), arena, &r.then));
	TRY(home_segments(home, arena, &r.segments));
	TRY(home_kb(home->path, arena, &kb));
	TRY(judge_open(kb, now, arena, &r.judge));
	TRY(ledger_systems(ledger, 0, take_system, &r, arena));
	TRY(replay_all(&r, ledger, arena));
	for (int action = ACTION_IMMEDIATE; action >= ACTION_DEFER; action--)
		list_push(arena, &view.actions, ((struct replay_cells){ str_of(enum_name(&action_names, action)), r.counts[0][action], r.counts[1][action] }));
	*ret_view = view;
	return NULL;
}
