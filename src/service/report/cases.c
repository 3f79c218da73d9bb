/*
 * cases.c - what open cases tell reports: plans, stops, interim measures, what is asked of whom. Sealed ones are numbers and neutral labels.
 */
#include "base/catalogue.h"
#include "format/yaml/yaml.h"
#include "service/report/parts.h"
#include "service/respond/plan.h"
#include "store/ledger/casefile.h"

/* ------------------------------------------------------------------------------------------------- loading */

struct naming { struct report_making *making; struct str_list *names; };

static struct err *
take_subject(void *context, const struct ledger_case_subject *subject, struct arena *arena)
{
	struct naming *naming = context;

	(void)arena;
	list_push(naming->making->arena, naming->names, arena_copy(naming->making->arena, subject->name));
	return NULL;
}

static bool
names_standing(const struct report_making *making, struct str system)
{
	for (size_t i = 0; i < making->standings.count; i++)
		if (str_eq(making->standings.items[i].name, system))
			return true;
	return false;
}

/* A case belongs to a unit's report where it is the unit's, or about one of its systems. */
static bool
in_scope(const struct report_making *making, const struct report_case *c)
{
	const struct report_order *order = making->order;

	if (order->unit.len == 0 && order->system.len == 0 && order->contractor.len == 0)
		return true;
	if (order->unit.len > 0 && str_eq(c->unit, order->unit))
		return true;
	for (size_t i = 0; i < c->systems.count; i++)
		if (names_standing(making, c->systems.items[i]))
			return true;
	return false;
}

static struct err *
take_case(struct report_making *making, const struct case_row_view *row)
{
	const struct case_desk *desk = making->desk->cases;
	struct report_case c = { .number = row->number, .label = row->label, .playbook = row->playbook, .unit = row->unit, .state = row->state,
		.state_title = row->state_title, .sealed = row->sealed, .due = row->due };
	struct naming naming = { making, &c.systems };

	if (!c.sealed) {
		TRY(case_load(desk, making->actor, c.number, making->now, making->arena, &c.now));
		TRY(ledger_case_subjects(making->ledger, c.now.head.id, LINK_SYSTEM, take_subject, &naming, making->arena));
	}
	if (in_scope(making, &c))
		list_push(making->arena, &making->cases, c);
	return NULL;
}

/* One case by its number, open or closed; else all that are open. */
struct err *
report_load_cases(struct report_making *making)
{
	struct case_query query = CASE_QUERY_OPEN;
	struct case_list_view list;

	if (making->cases.count > 0)
		return NULL;
	query.most = REPORT_CASES;
	if (making->order->casefile.len > 0) {
		query.open = -1;
		query.text = making->order->casefile;
	}
	TRY(case_list(making->desk->cases, making->actor, &query, making->now, making->arena, &list));
	making->cases_more = list.next.len > 0;
	for (size_t i = 0; i < list.cases.count; i++)
		if (making->order->casefile.len == 0 || str_eq(list.cases.items[i].number, making->order->casefile))
			TRY(take_case(making, &list.cases.items[i]));
	return NULL;
}

bool
report_case_has_system(const struct report_case *c, struct str system)
{
	for (size_t i = 0; i < c->systems.count; i++)
		if (str_eq(c->systems.items[i], system))
			return true;
	return false;
}

struct err *
report_case_findings(const struct report_making *making, struct report_case *c, struct respond_findings *ret_findings)
{
	const struct respond_desk desk = { making->desk->cases, making->desk->home };

	*ret_findings = (struct respond_findings){ 0 };
	return c->sealed ? NULL : respond_findings(&desk, &c->now, making->now, making->arena, ret_findings);
}

/* -------------------------------------------------------------------------------------------------- fields */

static const struct play_field *
field_of(const struct report_case *c, const char *name, size_t *ret_place)
{
	const struct playbook *book = c->now.book;

	for (size_t i = 0; !c->sealed && i < book->fields.count; i++)
		if (str_eq(book->fields.items[i].id, str_of(name)) && access_field(book, &c->now.access, i)) {
			*ret_place = i;
			return &book->fields.items[i];
		}
	return NULL;
}

struct str
report_field(const struct report_case *c, const char *name)
{
	size_t place;

	return field_of(c, name, &place) == NULL ? STR("") : c->now.values[place].text;
}

struct str
report_field_words(const struct report_making *making, const struct report_case *c, const char *name)
{
	size_t place;
	const struct play_field *field = field_of(c, name, &place);

	return field == NULL || c->now.values[place].text.len == 0 ? STR("")
	    : play_value_words(field, c->now.values[place].text, making->lang, making->arena);
}

int32_t
report_field_day(const struct report_case *c, const char *name)
{
	int32_t day;

	return day_parse(report_field(c, name), &day) ? day : DAY_NONE;
}

int64_t
report_field_instant(const struct report_case *c, const char *name)
{
	int64_t instant;

	return instant_parse(report_field(c, name), ZONE_UTC, &instant) ? instant : INSTANT_NONE;
}

/* --------------------------------------------------------------------------------------------------- plans */

/* A column of a row in words; "" where the playbook has no such column. */
static struct str
cell_words(const struct report_making *making, const struct play_field *plans, const struct yaml_node *row, const char *name)
{
	for (size_t i = 0; i < plans->columns.count; i++)
		if (str_eq(plans->columns.items[i].id, str_of(name)))
			return play_value_words(&plans->columns.items[i], yaml_find_str(row, name), making->lang, making->arena);
	return STR("");
}

static struct report_option_view
option_of(const struct report_making *making, const struct report_case *c, const struct play_field *plans, const struct yaml_node *row)
{
	struct report_option_view view = { .casefile = c->number, .name = cell_words(making, plans, row, "name"), .content = cell_words(making, plans, row, "content"),
		.measure = cell_words(making, plans, row, "measure"), .effect = cell_words(making, plans, row, "effect"),
		.side_effects = cell_words(making, plans, row, "side_effects"), .staff = cell_words(making, plans, row, "staff"), .cost_yen = -1 };
	struct str day = yaml_find_str(row, "possible_on");
	int32_t possible;

	(void)str_to_i64(yaml_find_str(row, "cost"), &view.cost_yen);
	view.cost = report_yen(view.cost_yen, making->lang, making->arena);
	view.possible_on = day_parse(day, &possible) ? report_day(possible, making->lang, making->arena) : report_word(making, M("not decided"));
	return view;
}

/* The cells of the worst system stand beside the plans; those of every system in the changes. */
static struct err *
add_cells(const struct report_making *making, const struct report_case *c, struct report_options *options, struct report_changes *changes)
{
	const struct respond_desk desk = { making->desk->cases, making->desk->home };
	struct plan_list_view list;

	TRY(plan_show(&desk, making->actor, c->number, making->now, making->arena, &list));
	for (size_t s = 0; s < list.systems.count; s++) {
		const struct plan_system_view *system = &list.systems.items[s];

		for (size_t i = 0; i < system->after.count; i++) {
			const struct plan_cell_view *after = &system->after.items[i];
			struct str words = after->known ? after->words : report_word(making, M("cannot be told: the plan names no measure"));
			struct str plan = i < options->count ? options->items[i].name : report_word(making, M("B, then A"));

			if (s == 0 && i < options->count) {
				options->items[i].before = system->before.words;
				options->items[i].after = words;
			}
			if (changes != NULL)
				list_push(making->arena, changes, ((struct report_change_row){ system->system, system->finding, plan, system->before.words, words }));
		}
	}
	return NULL;
}

struct err *
report_plans(const struct report_making *making, const struct report_case *c, struct report_options *ret_options, struct report_changes *changes)
{
	size_t place;
	const struct play_field *plans = field_of(c, "plans", &place);
	struct yaml_node *rows;

	*ret_options = (struct report_options){ 0 };
	if (plans == NULL || plans->type != PLAY_ROWS || c->now.values[place].text.len == 0)
		return NULL;
	TRY(yaml_parse(c->now.values[place].text, plans->id, making->arena, &rows));
	for (size_t i = 0; i < rows->items.count; i++)
		list_push(making->arena, ret_options, option_of(making, c, plans, rows->items.items[i]));
	return add_cells(making, c, ret_options, changes);
}

static bool
is_chosen(struct str chosen, struct str name)
{
	if (str_eq(chosen, STR("a")))
		return str_eq_nocase(name, STR("A"));
	if (str_eq(chosen, STR("b")))
		return str_eq_nocase(name, STR("B"));
	return str_eq(chosen, STR("b_then_a"));
}

int64_t
report_cost(const struct report_case *c, const struct report_options *options, struct str *ret_name, const struct report_option_view **ret_chosen)
{
	struct str chosen = report_field(c, "chosen");
	int64_t sum = -1;

	*ret_name = STR("");
	*ret_chosen = NULL;
	for (size_t i = 0; i < options->count; i++) {
		const struct report_option_view *option = &options->items[i];

		if (options->count > 1 && !is_chosen(chosen, option->name))
			continue;
		/* Of B and then A it is A that mends. */
		if (*ret_chosen == NULL || str_eq_nocase(option->name, STR("A")))
			*ret_chosen = option;
		*ret_name = str_eq(chosen, STR("b_then_a")) ? STR("B→A") : option->name;
		if (option->cost_yen >= 0 && __builtin_add_overflow(sum < 0 ? 0 : sum, option->cost_yen, &sum))
			sum = INT64_MAX;
	}
	return sum;
}

/* --------------------------------------------------------------------------------------------------- stops */

static struct str
consent_words(const struct report_making *making, const struct report_case *c)
{
	for (size_t i = 0; !c->sealed && i < c->now.book->approvals.count; i++)
		if (str_eq(c->now.book->approvals.items[i].id, STR("consent")))
			return report_word(making, case_approval_text(c->now.play.approvals[i]));
	return STR("");
}

struct report_stop_view
report_stop(const struct report_making *making, const struct report_case *c)
{
	struct str interim = report_field(c, "interim");

	return (struct report_stop_view){ .casefile = c->number, .label = c->label, .from = report_field_instant(c, "stop_at"), .until = report_field_instant(c, "restart_at"),
		.substitute = report_field_words(making, c, "substitute"), .interim = str_eq(interim, STR("none")) ? STR("") : report_field_words(making, c, "interim"),
		.interim_until = report_field_day(c, "interim_until"), .state = c->state_title, .consent = consent_words(making, c),
		.due = report_field_day(c, "due") };
}
