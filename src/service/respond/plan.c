#include "service/respond/plan.h"

#include "base/buf.h"
#include "base/map.h"
#include "format/json/json_write.h"
#include "format/yaml/yaml.h"
#include "service/agreed.h"
#include "service/due/due.h"
#include "service/judge.h"
#include "service/situation.h"

static const struct field cell_fields[] = {
	FIELD(struct plan_cell_view, known, FIELD_BOOL),
	FIELD(struct plan_cell_view, gone, FIELD_BOOL),
	FIELD(struct plan_cell_view, damage, FIELD_STR),
	FIELD(struct plan_cell_view, likelihood, FIELD_STR),
	FIELD(struct plan_cell_view, action, FIELD_STR),
	FIELD(struct plan_cell_view, provisional, FIELD_BOOL),
	FIELD(struct plan_cell_view, words, FIELD_STR),
};
static const struct schema cell_schema = SCHEMA("plan_cell", struct plan_cell_view, cell_fields);
static const struct field system_fields[] = {
	FIELD(struct plan_system_view, system, FIELD_STR),
	FIELD(struct plan_system_view, finding, FIELD_STR),
	FIELD_OF(struct plan_system_view, before, FIELD_STRUCT, &cell_schema),
	FIELD_OF(struct plan_system_view, after, FIELD_LIST, &cell_schema),
};
const struct schema plan_system_view_schema = SCHEMA("plan_system", struct plan_system_view, system_fields);
static const struct field row_fields[] = {
	FIELD(struct plan_row_view, name, FIELD_STR),
	FIELD(struct plan_row_view, content, FIELD_STR),
	FIELD(struct plan_row_view, measure, FIELD_STR),
	FIELD(struct plan_row_view, possible_on, FIELD_STR),
	FIELD(struct plan_row_view, cost, FIELD_INT),
	FIELD(struct plan_row_view, lasting, FIELD_BOOL),
};
static const struct schema row_schema = SCHEMA("plan", struct plan_row_view, row_fields);
static const struct field proposal_fields[] = {
	FIELD(struct plan_proposal_view, measure, FIELD_STR),
	FIELD(struct plan_proposal_view, vulnerability, FIELD_STR),
	FIELD(struct plan_proposal_view, source, FIELD_STR),
	FIELD(struct plan_proposal_view, words, FIELD_STR),
};
const struct schema plan_proposal_view_schema = SCHEMA("plan_proposal", struct plan_proposal_view, proposal_fields);
static const struct field list_fields[] = {
	FIELD(struct plan_list_view, casefile, FIELD_STR),
	FIELD_OF(struct plan_list_view, plans, FIELD_LIST, &row_schema),
	FIELD(struct plan_list_view, both, FIELD_BOOL),
	FIELD_OF(struct plan_list_view, systems, FIELD_LIST, &plan_system_view_schema),
	FIELD_OF(struct plan_list_view, proposed, FIELD_LIST, &plan_proposal_view_schema),
	FIELD(struct plan_list_view, matrix, FIELD_STRS),
};
const struct schema plan_list_view_schema = SCHEMA("plans", struct plan_list_view, list_fields);

/* ----------------------------------------------------------------------------------------- what is planned */

/* One way to go: a plan, or B and then A. */
struct way { enum measure measures[2]; size_t count; };

struct planning {
	const struct respond_desk *desk;
	struct case_now           *now;
	int64_t                    at;
	enum lang                  lang;
	struct criteria            criteria;
	struct segments            segments;
	struct calendar            calendar;
	struct judge               judge;
	LIST(struct way)           ways;
	struct map                 worst;      /* system id → its place in the answer + 1              */
	LIST(enum action)          actions;    /* of the answer's systems: the worst so far            */
	struct plan_list_view     *list;
	struct arena              *arena;
};

static void
take_row(struct planning *p, const struct yaml_node *row)
{
	struct plan_row_view view = { .name = yaml_find_str(row, "name"), .content = yaml_find_str(row, "content"),
		.measure = yaml_find_str(row, "measure"), .possible_on = yaml_find_str(row, "possible_on") };
	struct way way = { .count = 0 };
	int measure;

	if (enum_find(&measure_names, view.measure, &measure)) {
		way = (struct way){ { (enum measure)measure, MEASURE_COUNT }, 1 };
		view.lasting = measure_is_lasting((enum measure)measure);
	}
	(void)str_to_i64(yaml_find_str(row, "cost"), &view.cost);
	list_push(p->arena, &p->list->plans, view);
	list_push(p->arena, &p->ways, way);
}

/* Where there is one lasting plan and one interim, going by both is a way of its own: the interim one first. */
static void
add_both(struct planning *p)
{
	size_t lasting = NO_INDEX, interim = NO_INDEX;

	for (size_t i = 0; i < p->ways.count; i++) {
		size_t *kind = p->list->plans.items[i].lasting ? &lasting : &interim;

		if (p->ways.items[i].count == 1 && *kind == NO_INDEX)
			*kind = i;
	}
	p->list->both = lasting != NO_INDEX && interim != NO_INDEX;
	if (p->list->both)
		list_push(p->arena, &p->ways, ((struct way){ { p->ways.items[interim].measures[0], p->ways.items[lasting].measures[0] }, 2 }));
}

static struct err *
find_plans(const struct case_now *now, struct arena *arena, size_t *ret_field)
{
	for (size_t i = 0; i < now->book->fields.count; i++)
		if (now->book->fields.items[i].type == PLAY_ROWS && str_eq(now->book->fields.items[i].id, STR("plans"))) {
			*ret_field = i;
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("The playbook of {number} has no plans."), ARG("number", now->head.number));
}

static struct err *
take_plans(struct planning *p)
{
	struct yaml_node *rows;
	size_t field;

	TRY(find_plans(p->now, p->arena, &field));
	if (p->now->values[field].text.len == 0 || !access_field(p->now->book, &p->now->access, field))
		return NULL;
	TRY(yaml_parse(p->now->values[field].text, STR("plans"), p->arena, &rows));
	for (size_t j = 0; j < rows->items.count; j++)
		take_row(p, rows->items.items[j]);
	add_both(p);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- cells */

static struct plan_cell_view
cell_view(const struct planning *p, const struct plan_cell *cell)
{
	struct plan_cell_view view = { .known = true, .gone = cell->gone, .words = plan_cell_text(cell, p->lang, p->arena) };

	if (cell->gone)
		return view;
	view.damage = str_of(enum_name(&level_names, (int)cell->worst_damage));
	view.likelihood = str_of(enum_name(&level_names, (int)cell->worst_likelihood));
	view.action = str_of(enum_name(&action_names, (int)cell->action));
	view.provisional = cell->provisional;
	return view;
}

struct asked { const struct planning *p; struct str vulnerability; struct risk_facts situation; enum answer conditions; };

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct asked *asked = context;

	(void)arena;
	asked->situation = situation_of(system, &asked->p->segments, asked->p->at);
	asked->conditions = situation_conditions(system->facts.items, system->facts.count, asked->vulnerability);
	return NULL;
}

static struct err *
facts_of(const struct planning *p, const struct ledger_finding_row *row, struct risk_facts *ret_facts)
{
	struct asked asked = { p, row->about.name, risk_facts_unknown(p->at), ANSWER_UNKNOWN };
	struct threat threat;
	uint32_t number;

	TRY(ledger_systems(p->desk->cases->ledger, row->finding.system, take_system, &asked, p->arena));
	*ret_facts = asked.situation;
	if (p->judge.index == NULL || !match_find(p->judge.index, row->about.name, &number))
		return NULL;      /* what the knowledge base does not hold stays unknown */
	TRY(judge_threat(&p->judge, number, p->arena, &threat));
	*ret_facts = judge_facts(&p->judge, &threat, &asked.situation, asked.conditions);
	return NULL;
}

static void
show_ways(const struct planning *p, const struct risk_facts *facts, struct plan_system_view *view)
{
	struct plan_cell cells[3];

	view->after.count = 0;
	for (size_t i = 0; i < p->ways.count; i++) {
		const struct way *way = &p->ways.items[i];

		plan_cells(&p->criteria, facts, &p->calendar, way->measures, way->count, cells);
		list_push(p->arena, &view->after, way->count == 0 ? (struct plan_cell_view){ 0 } : cell_view(p, &cells[way->count]));
	}
	plan_cells(&p->criteria, facts, &p->calendar, NULL, 0, cells);
	view->before = cell_view(p, &cells[0]);
}

/* A system is shown by its worst finding. */
static struct err *
weigh(struct planning *p, const struct ledger_finding_row *row)
{
	uint64_t *place = map_put(p->arena, &p->worst, arena_printf(p->arena, "%lld", (long long)row->finding.system));
	struct plan_system_view *view;
	struct risk_facts facts;
	enum action action;

	TRY(facts_of(p, row, &facts));
	action = risk_action(&p->criteria, &facts);
	if (*place != 0 && p->actions.items[*place - 1] >= action)
		return NULL;
	if (*place == 0) {
		list_push(p->arena, &p->list->systems, ((struct plan_system_view){ .system = row->system_name }));
		list_push(p->arena, &p->actions, action);
		*place = p->actions.count;
	}
	view = &p->list->systems.items[*place - 1];
	p->actions.items[*place - 1] = action;
	view->finding = row->about.name;
	show_ways(p, &facts, view);
	return NULL;
}

/* -------------------------------------------------------------------------------------------- proposals */

static bool
is_proposed(const struct planning *p, struct str vulnerability)
{
	for (size_t i = 0; i < p->list->proposed.count; i++)
		if (str_eq(p->list->proposed.items[i].vulnerability, vulnerability))
			return true;
	return false;
}

static struct err *
propose_record(struct planning *p, struct str vulnerability, const struct kb_record_ref *ref)
{
	enum measure measures[MEASURES_MOST];
	struct advisory advisory;
	size_t count;

	TRY(kb_record(p->judge.kb, ref->feed, ref->id, p->arena, &advisory));
	count = measures_of_jvn(advisory.solution_ja, measures);
	for (size_t i = 0; i < count; i++)
		list_push(p->arena, &p->list->proposed, ((struct plan_proposal_view){ str_of(enum_name(&measure_names, (int)measures[i])),
		    vulnerability, ref->id, advisory.solution_ja }));
	return NULL;
}

/* What JVN says mends a weakness of the case, by the marks of its words. */
static struct err *
propose(struct planning *p, struct str vulnerability)
{
	struct kb_vulnerabilities found;

	if (is_proposed(p, vulnerability))
		return NULL;
	TRY(kb_find(p->judge.kb, vulnerability, p->arena, &found));
	for (size_t i = 0; i < found.list.count; i++)
		for (size_t j = 0; j < found.list.items[i].records.count; j++)
			if (str_starts(found.list.items[i].records.items[j].feed, STR("jvn")))
				TRY(propose_record(p, vulnerability, &found.list.items[i].records.items[j]));
	return NULL;
}

static struct err *
weigh_all(struct planning *p)
{
	struct respond_findings findings;

	TRY(respond_findings(p->desk, p->now, p->at, p->arena, &findings));
	for (size_t i = 0; i < findings.count; i++)
		if (findings.items[i].closed_at == INSTANT_NONE) {
			TRY(weigh(p, &findings.items[i]));
			TRY(propose(p, findings.items[i].about.name));
		}
	return NULL;
}

struct err *
plan_show(const struct respond_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct plan_list_view *ret_list)
{
	struct kb *kb KB_SCOPE = NULL;
	struct case_now case_now;
	struct planning p = { .desk = desk, .now = &case_now, .at = now, .lang = actor->lang, .list = ret_list, .arena = arena };

	*ret_list = (struct plan_list_view){ 0 };
	TRY(case_load(desk->cases, actor, number, now, arena, &case_now));
	ret_list->casefile = case_now.head.number;
	TRY(take_plans(&p));
	TRY(agreed_criteria(desk->home, desk->cases->ledger, now, arena, &p.criteria, NULL));
	for (int i = 0; i < LEVEL_COUNT * LEVEL_COUNT; i++)
		list_push(arena, &ret_list->matrix, str_of(enum_name(&action_names, (int)p.criteria.matrix[LEVEL_COUNT - 1 - i / LEVEL_COUNT][i % LEVEL_COUNT])));
	TRY(home_segments(desk->home, arena, &p.segments));
	TRY(due_calendar(desk->cases->ledger, arena, &p.calendar));
	TRY(home_kb(desk->home->path, arena, &kb));
	TRY(judge_open(kb, now, arena, &p.judge));
	TRY(judge_hear(&p.judge, desk->cases->ledger, arena));
	return weigh_all(&p);
}

/* ------------------------------------------------------------------------------------------ written down */

static bool
is_given(const struct plan_cell_given *cells, size_t count, struct str column, struct str *ret_value)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(cells[i].column, column)) {
			*ret_value = cells[i].value;
			return true;
		}
	return false;
}

/* The effect follows from the measure, where nobody says otherwise. */
static void
put_effect(struct json_writer *writer, const struct play_field *plans, const struct plan_cell_given *cells, size_t count)
{
	struct str words = STR("");
	int measure;

	if (is_given(cells, count, STR("effect"), &words) || !is_given(cells, count, STR("measure"), &words)
	    || !enum_find(&measure_names, words, &measure))
		return;
	for (size_t i = 0; i < plans->columns.count; i++)
		if (str_eq(plans->columns.items[i].id, STR("effect")))
			json_put_str(writer, "effect", measure_is_lasting((enum measure)measure) ? STR("resolves") : STR("likelihood"));
}

/* The rows there are, and behind them the new one: kept rows are JSON, to which a row is added before the bracket that ends them. */
static struct str
with_row(const struct play_field *plans, struct str rows, const struct plan_cell_given *cells, size_t count, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &text };

	json_begin_object(&writer, NULL);
	for (size_t i = 0; i < count; i++)
		json_put_str(&writer, arena_cstr(arena, cells[i].column), cells[i].value);
	put_effect(&writer, plans, cells, count);
	json_end(&writer);
	return rows.len == 0 ? arena_printf(arena, "[%.*s]", STR_ARG(buf_str(&text))) :
	                       arena_printf(arena, "%.*s, %.*s]", (int)rows.len - 1, rows.ptr, STR_ARG(buf_str(&text)));
}

struct err *
plan_add(const struct respond_desk *desk, const struct actor *actor, struct str number, const struct plan_cell_given *cells, size_t count,
    int64_t now, struct arena *arena)
{
	struct case_now case_now;
	size_t field;

	TRY(case_load(desk->cases, actor, number, now, arena, &case_now));
	TRY(find_plans(&case_now, arena, &field));
	return case_set(desk->cases, actor, number, STR("plans"), with_row(&case_now.book->fields.items[field], case_now.values[field].text, cells, count, arena),
	    case_now.values[field].revision, now, arena);
}
