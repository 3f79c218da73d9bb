/*
 * executive.c - 幹部1枚: one page that is read in a minute, without numbers of weaknesses.
 *
 * Guide 002, 2.1: 情報システムの安全性は時とともに低下すること、突発的な対応では予算や人的資源等の柔軟な組み換えが必要となること are what executives are to
 * understand, so damage, days, money and what is asked of them stand on it, and nothing that has to be looked up. The three lines are chosen
 * by the table below, the first that holds of each line; doc/en/reports.md has the same table in words.
 */
#include <stdlib.h>
#include "base/catalogue.h"
#include "service/agreed.h"
#include "service/report/parts.h"
#include "service/respond/posture.h"

struct standing_now {
	bool       assessed, compared;
	int64_t    systems, immediate, out_of_cycle, scheduled;      /* systems by their worst            */
	int64_t    due;                                             /* the first of the worst that there is */
	int64_t    overdue, overdue_units, opened, closed;
	struct str names;                                           /* of the systems with Immediate     */
	int64_t    decisions;
	struct str by;                                              /* of the first                      */
	int64_t    percent, undecided;
};

/* -------------------------------------------------------------------------------------------- 結論3行 */

static bool not_assessed(const struct standing_now *s) { return !s->assessed; }
static bool no_systems(const struct standing_now *s) { return s->systems == 0; }
static bool has_immediate(const struct standing_now *s) { return s->immediate > 0; }
static bool has_out_of_cycle(const struct standing_now *s) { return s->out_of_cycle > 0; }
static bool has_scheduled(const struct standing_now *s) { return s->scheduled > 0; }
static bool overdue_compared(const struct standing_now *s) { return s->overdue > 0 && s->compared; }
static bool has_overdue(const struct standing_now *s) { return s->overdue > 0; }
static bool is_compared(const struct standing_now *s) { return s->compared; }
static bool decisions_unknown(const struct standing_now *s) { return s->decisions > 0 && s->percent < 0; }
static bool has_decisions(const struct standing_now *s) { return s->decisions > 0; }
static bool nothing_known(const struct standing_now *s) { return s->percent < 0; }
static bool always(const struct standing_now *s) { return s != NULL; }

enum { CONCLUSIONS = 3 };
static const struct {
	int         line;
	bool      (*holds)(const struct standing_now *s);
	const char *message;
} conclusions[] = {
	/* How it stands. Nothing found is never said without "of what could be judged". */
	{ 0, not_assessed,     M("It has not been checked yet which vulnerabilities apply to our systems: no conclusion can be drawn.") },
	{ 0, no_systems,       M("No system is in the ledger yet: no conclusion can be drawn.") },
	{ 0, has_immediate,    M("{immediate} systems need a response as fast as possible ({names}). The first is due by {due}.") },
	{ 0, has_out_of_cycle, M("No system needs an immediate response. {out_of_cycle} systems need one faster than usual, the first by {due}.") },
	{ 0, has_scheduled,    M("Nothing is urgent. {scheduled} systems are mended at their regular maintenance, the first by {due}.") },
	{ 0, always,           M("Of what could be judged, nothing needs a response now.") },
	/* What became of it. */
	{ 1, not_assessed,     M("What is new and what is late cannot be told before it was checked.") },
	{ 1, overdue_compared, M("Since the last report {opened} findings are new and {closed} were cleared; {overdue} are past their day, in {units} units.") },
	{ 1, has_overdue,      M("{overdue} findings are past their day, in {units} units.") },
	{ 1, is_compared,      M("Since the last report {opened} findings are new and {closed} were cleared; none is past its day.") },
	{ 1, always,           M("No response is past its day.") },
	/* What is asked of the reader, and how far all this can be trusted. */
	{ 2, decisions_unknown, M("{decisions} matters wait for your decision, the first by {by}. Which software is in use is not registered yet.") },
	{ 2, has_decisions,    M("{decisions} matters wait for your decision, the first by {by}. {percent} % of the software is known; {undecided} findings cannot be decided yet.") },
	{ 2, nothing_known,    M("Nothing waits for your decision. Which software is in use is not registered yet.") },
	{ 2, always,           M("Nothing waits for your decision. {percent} % of the software is known; {undecided} findings cannot be decided yet.") },
};

static void
conclude(const struct report_making *making, const struct standing_now *s, struct report_executive *view)
{
	const struct err_arg args[] = {
		ARG_N("immediate", s->immediate), ARG_N("out_of_cycle", s->out_of_cycle), ARG_N("scheduled", s->scheduled), ARG("names", s->names),
		ARG("due", s->due == INSTANT_NONE ? report_word(making, M("no day yet")) : report_instant(s->due, making->lang, making->arena)),
		ARG_N("opened", s->opened), ARG_N("closed", s->closed), ARG_N("overdue", s->overdue), ARG_N("units", s->overdue_units),
		ARG_N("decisions", s->decisions), ARG("by", s->by), ARG_N("percent", s->percent), ARG_N("undecided", s->undecided), { 0 },
	};

	for (int line = 0; line < CONCLUSIONS; line++)
		for (size_t i = 0; i < ARRAY_LEN(conclusions); i++)
			if (conclusions[i].line == line && conclusions[i].holds(s)) {
				list_push(making->arena, &view->conclusions, catalogue_say_args(making->arena, making->lang, conclusions[i].message, args));
				break;
			}
}

/* ------------------------------------------------------------------------------------------- the matrix */

static const char *const level_marks[LEVEL_COUNT] = { "low", "middle", "high" };

static struct str
with_difference(const struct report_making *making, int64_t now, int64_t before)
{
	if (before < 0)
		return report_say(making, M("{count} findings"), ARG_N("count", now));
	if (now == before)
		return report_say(making, M("{count} findings (as before)"), ARG_N("count", now));
	return report_say(making, M("{count} findings ({difference})"), ARG_N("count", now),
	    ARG("difference", arena_printf(making->arena, "%+lld", (long long)(now - before))));
}

static void
count_cells(const struct ledger_cells *cells, int64_t counts[LEVEL_COUNT][LEVEL_COUNT], int64_t *ret_outside)
{
	*ret_outside = 0;
	for (size_t i = 0; i < cells->count; i++) {
		int damage = report_worst_level(cells->items[i].damage), likelihood = report_worst_level(cells->items[i].likelihood);

		if (damage < 0 || likelihood < 0)
			*ret_outside += cells->items[i].findings;
		else
			counts[damage][likelihood] += cells->items[i].findings;
	}
}

static struct str
fill_cell(struct report_making *making, struct report_executive *view, const struct criteria *criteria, int damage, int likelihood, int64_t count)
{
	struct str mark = arena_printf(making->arena, "cell.%s.%s", level_marks[damage], level_marks[likelihood]);
	struct report_cell_view cell = { .damage = str_of(enum_name(&level_names, damage)), .likelihood = str_of(enum_name(&level_names, likelihood)),
		.action = str_of(enum_name(&action_names, (int)criteria->matrix[damage][likelihood])), .findings = count, .before = -1 };

	(void)marks_get(making->before, mark, &cell.before);
	marks_put(making->marks, mark, count);
	cell.words = with_difference(making, count, cell.before);
	list_push(making->arena, &view->cells, cell);
	return cell.words;
}

static struct err *
fill_matrix(struct report_making *making, const struct ledger_cells *cells, struct report_executive *view)
{
	int64_t counts[LEVEL_COUNT][LEVEL_COUNT] = { 0 }, outside;
	struct criteria criteria;

	TRY(agreed_criteria(making->desk->home, making->ledger, making->now, making->arena, &criteria, NULL));
	count_cells(cells, counts, &outside);
	for (int damage = (int)LEVEL_COUNT - 1; damage >= 0; damage--) {
		struct report_matrix_row row = { .damage = report_word(making, damage_text((enum level)damage)) };
		struct str *places[] = { &row.low, &row.middle, &row.high };

		for (int likelihood = 0; likelihood < (int)LEVEL_COUNT; likelihood++)
			*places[likelihood] = fill_cell(making, view, &criteria, damage, likelihood, counts[damage][likelihood]);
		list_push(making->arena, &view->matrix, row);
	}
	view->matrix_words = outside == 0 ? report_word(making, M("Where a fact is missing, the worst that is possible is counted."))
	    : report_say(making, M("Where a fact is missing, the worst that is possible is counted; {count} findings have no cell yet."), ARG_N("count", outside));
	return NULL;
}

/* ------------------------------------------------------------------------------- systems with Immediate */

static struct err *
add_immediate(struct report_making *making, struct report_executive *view, const struct ledger_standing *standing)
{
	const struct ledger_system *system;
	struct report_immediate_view row = { .system = standing->name, .unit = standing->unit, .due = standing->due, .findings = standing->immediate };
	struct ledger_finding_list list;
	struct str_list notes = { 0 };
	unsigned harms = 0;
	bool provisional = false;

	TRY(report_load_system(making, standing->system));
	system = report_system(making, standing->system);
	TRY(report_findings(making, standing->system, LEDGER_IMMEDIATE, REPORT_ROWS, &list));
	for (size_t i = 0; i < list.rows.count; i++) {
		const struct ledger_finding *finding = &list.rows.items[i].finding;

		harms |= report_harms(&list.rows.items[i], making->arena);
		provisional = provisional || finding->verdict == LEDGER_UNDECIDED || (finding->damage & (finding->damage - 1)) != 0;
	}
	row.service = system == NULL || system->service.len == 0 ? standing->name : system->service;
	row.harm = report_harm_words(making, harms);
	row.information = report_information(making, system);
	if (standing->due != INSTANT_NONE && standing->due < making->now)
		list_push(making->arena, &notes, report_word(making, M("past its day")));
	if (provisional)
		list_push(making->arena, &notes, report_word(making, M("provisional: facts are missing")));
	row.note = report_join(making, &notes);
	list_push(making->arena, &view->immediate, row);
	return NULL;
}

static struct err *
fill_immediate(struct report_making *making, struct report_executive *view)
{
	for (size_t i = 0; i < making->standings.count; i++) {
		const struct ledger_standing *standing = &making->standings.items[i];

		if (standing->immediate == 0)
			continue;
		if (++view->immediate_all <= EXECUTIVE_ROWS)
			TRY(add_immediate(making, view, standing));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------- 判断いただきたい事項 */

/* Numbers of weaknesses do not stand on this page, whoever wrote them into a title. */
static struct str
plain(const struct report_making *making, struct str text)
{
	struct buf out BUF_SCOPE = { 0 };
	size_t at;

	while ((at = str_find(text, STR("CVE-"))) != SIZE_MAX) {
		buf_add(&out, str_sub(text, 0, at));
		text = str_from(text, at + 4);
		while (text.len > 0 && (char_is_digit(text.ptr[0]) || text.ptr[0] == '-'))
			text = str_from(text, 1);
		if (making->lang == LANG_JA)
			(void)str_take(&text, STR(" "));
		buf_add(&out, report_word(making, M("a weakness")));
	}
	buf_add(&out, text);
	return arena_copy(making->arena, buf_str(&out));
}

/* What texts say is attacked: whose word, how many of ours, since when. Behind the other tables: it takes what they leave of the page. */
static struct err *
fill_exploited(struct report_making *making, struct report_executive *view)
{
	int64_t left = EXECUTIVE_TABLES - (int64_t)(view->immediate.count + view->decisions.count + view->overdue.count);
	int64_t most = left < 1 ? 1 : left < EXECUTIVE_EXPLOITED ? left : EXECUTIVE_EXPLOITED;
	struct report_exploited_rows rows;

	TRY(report_exploited(making, most, EXECUTIVE_NAMES, &rows, &view->exploited_words));
	for (size_t i = 0; i < rows.list.count; i++) {
		rows.list.items[i].title = plain(making, rows.list.items[i].title);
		rows.list.items[i].sentence = plain(making, rows.list.items[i].sentence);
		rows.list.items[i].vulnerability = STR("");
	}
	view->exploited = rows.list;
	view->exploited_all = rows.all;
	return NULL;
}

static int64_t
day_end(int32_t day)
{
	return day == DAY_NONE ? INSTANT_NONE : day_instant(day + 1, ZONE_JST) - INSTANT_SECOND;
}

static void
add_decision(const struct report_making *making, struct report_executive *view, const struct report_case *c, const char *kind, int64_t due,
    int64_t cost, struct str otherwise)
{
	struct report_decision_view row = { .kind = report_word(making, kind), .number = c->number, .what = plain(making, c->label), .cost_yen = cost, .due = due,
		.otherwise = plain(making, otherwise) };

	row.by = due == INSTANT_NONE ? report_word(making, M("no day yet")) : report_day(instant_day(due, ZONE_JST), making->lang, making->arena);
	row.cost = cost < 0 ? report_word(making, M("not estimated")) : report_yen(cost, making->lang, making->arena);
	if (row.otherwise.len == 0)
		row.otherwise = report_word(making, M("not written down yet"));
	list_push(making->arena, &view->decisions, row);
}

/* The money of a request: the sum of its items. */
static int64_t
sum_of_items(const struct report_case *c, struct arena *arena)
{
	int64_t sum;

	for (size_t i = 0; i < c->now.book->fields.count; i++)
		if (str_eq(c->now.book->fields.items[i].id, STR("items")) && respond_sum(&c->now.book->fields.items[i], report_field(c, "items"), arena, &sum))
			return sum;
	return -1;
}

static struct err *
decision_of_response(const struct report_making *making, struct report_executive *view, const struct report_case *c)
{
	const struct report_option_view *option;
	struct report_options options;
	struct str name;

	if (str_eq(c->state, STR("accepted")) || str_eq(c->state, STR("doing")))
		return NULL;
	if (str_eq(report_field(c, "direction"), STR("accept"))) {
		add_decision(making, view, c, M("acceptance of a risk"), day_end(report_field_day(c, "due")), -1, report_field(c, "impact"));
		return NULL;
	}
	if (!str_eq(report_field(c, "stops"), STR("true")))
		return NULL;
	TRY(report_plans(making, c, &options, NULL));
	add_decision(making, view, c, M("stop of a service"), report_field_instant(c, "stop_at"), report_cost(c, &options, &name, &option), report_field(c, "impact"));
	return NULL;
}

static struct err *
decision_of(const struct report_making *making, struct report_executive *view, const struct report_case *c)
{
	if (str_eq(c->playbook, STR("finding-response")))
		return decision_of_response(making, view, c);
	if (str_eq(c->playbook, STR("request")) && str_eq(c->state, STR("asked")))
		add_decision(making, view, c, M("budget or staff"), day_end(report_field_day(c, "needed_by")), sum_of_items(c, making->arena), report_field(c, "without"));
	if (str_eq(c->playbook, STR("decision")) && str_eq(c->state, STR("considering")))
		add_decision(making, view, c, str_eq(report_field(c, "about"), STR("publicity")) ? M("publicity") : M("stop of a service"),
		    report_field_instant(c, "decide_by"), -1, report_field(c, "grounds"));
	if (str_eq(c->playbook, STR("posture")) && str_eq(c->state, STR("proposed")))
		add_decision(making, view, c, M("posture"), day_end(report_field_day(c, "review_on")), -1, report_field(c, "ground"));
	return NULL;
}

/* A day before none, the earlier before the later. */
static int
compare_decisions(const void *a, const void *b)
{
	const struct report_decision_view *left = a, *right = b;
	int64_t first = left->due == INSTANT_NONE ? INT64_MAX : left->due, second = right->due == INSTANT_NONE ? INT64_MAX : right->due;

	return first != second ? (first < second ? -1 : 1) : str_cmp(left->number, right->number);
}

static struct err *
fill_decisions(struct report_making *making, struct report_executive *view, struct standing_now *s)
{
	TRY(report_load_cases(making));
	for (size_t i = 0; i < making->cases.count; i++) {
		const struct report_case *c = &making->cases.items[i];

		/* Of a sealed one only that there is one: nothing of it can be read out here. */
		if (!c->sealed)
			TRY(decision_of(making, view, c));
	}
	s->decisions = view->decisions_all = (int64_t)view->decisions.count;
	if (view->decisions.count == 0)
		return NULL;
	qsort(view->decisions.items, view->decisions.count, sizeof(*view->decisions.items), compare_decisions);
	s->by = view->decisions.items[0].by;
	if (view->decisions.count > EXECUTIVE_ROWS)
		view->decisions.count = EXECUTIVE_ROWS;
	return NULL;
}

/* ------------------------------------------------------------------------------------- units, posture, next */

static struct report_unit_view *
unit_row(struct report_making *making, struct report_executive *view, struct str unit)
{
	struct report_unit_view *row;

	for (size_t i = 0; i < view->overdue.count; i++)
		if (str_eq(view->overdue.items[i].unit, unit))
			return &view->overdue.items[i];
	row = list_add(making->arena, &view->overdue);
	*row = (struct report_unit_view){ .unit = unit, .due = INSTANT_NONE };
	return row;
}

static int
compare_units(const void *a, const void *b)
{
	const struct report_unit_view *left = a, *right = b;

	return left->overdue != right->overdue ? (left->overdue > right->overdue ? -1 : 1) : str_cmp(left->unit, right->unit);
}

/* Standings come the worst first, so the first of a unit says how it stands. */
static void
fill_units(struct report_making *making, struct report_executive *view, struct standing_now *s)
{
	struct str nobody = report_word(making, M("no unit named"));

	for (size_t i = 0; i < making->standings.count; i++) {
		const struct ledger_standing *standing = &making->standings.items[i];
		struct report_unit_view *row;

		if (standing->overdue == 0)
			continue;
		row = unit_row(making, view, standing->unit.len > 0 ? standing->unit : nobody);
		if (row->systems++ == 0)
			row->worst = report_action(making, standing->worst);
		row->overdue += standing->overdue;
		row->undecided += standing->undecided;
		row->findings += standing->immediate + standing->out_of_cycle + standing->scheduled + standing->deferred;
		if (row->due == INSTANT_NONE || standing->due < row->due)
			row->due = standing->due;
		s->overdue += standing->overdue;
	}
	s->overdue_units = view->overdue_all = (int64_t)view->overdue.count;
	if (view->overdue.count > 0)
		qsort(view->overdue.items, view->overdue.count, sizeof(*view->overdue.items), compare_units);
	if (view->overdue.count > EXECUTIVE_ROWS)
		view->overdue.count = EXECUTIVE_ROWS;
}

static struct err *
fill_posture(struct report_making *making, const struct ledger_cells *cells, struct report_executive *view)
{
	struct posture_view posture;
	struct str agreed;

	TRY(posture_of(making->desk->home, making->actor, &making->all, cells, making->arena, &posture));
	agreed = posture.agreed_by.len > 0 ? report_say(making, M("as agreed by {name} on {day}"), ARG("name", posture.agreed_by),
	    ARG("day", report_day(posture.agreed_on, making->lang, making->arena))) : report_word(making, M("these rules have not been agreed to by an executive yet"));
	view->posture = (struct report_posture_view){ .taken = posture.level.len > 0, .title = posture.title, .lead = posture.lead, .members = report_join(making, &posture.members) };
	if (posture.level.len == 0)
		view->posture.words = report_say(making, M("The ordinary organisation will do ({agreed})."), ARG("agreed", agreed));
	else
		view->posture.words = report_say(making, posture.provisional ? M("{title}, provisionally: facts are missing ({agreed}).") : M("{title} ({agreed})."),
		    ARG("title", posture.title), ARG("agreed", agreed));
	return NULL;
}

/* When the next one is due: the more urgent it is, the sooner. */
static void
fill_next(struct report_making *making, struct report_executive *view, const struct standing_now *s)
{
	static const struct { bool (*holds)(const struct standing_now *s); int business_days; const char *message; } rules[] = {
		{ has_immediate,    1,  M("{day} (the next business day, while a system needs an immediate response)") },
		{ has_out_of_cycle, 5,  M("{day} (in five business days, while a response is needed faster than usual)") },
		{ always,           20, M("{day} (in twenty business days)") },
	};
	size_t rule = 0;

	while (!rules[rule].holds(s))
		rule++;
	view->next = making->order->next != DAY_NONE ? making->order->next
	    : calendar_add_business_days(&making->calendar, making->today, rules[rule].business_days);
	view->next_words = making->order->next != DAY_NONE ? report_day(view->next, making->lang, making->arena)
	    : report_say(making, rules[rule].message, ARG("day", report_day(view->next, making->lang, making->arena)));
}

/* ------------------------------------------------------------------------------------------------- together */

static void
count_systems(struct report_making *making, struct standing_now *s)
{
	struct str_list names = { 0 };

	s->due = INSTANT_NONE;
	for (size_t i = 0; i < making->standings.count; i++) {
		const struct ledger_standing *standing = &making->standings.items[i];

		s->systems++;
		s->immediate += standing->worst == LEDGER_IMMEDIATE;
		s->out_of_cycle += standing->worst == LEDGER_OUT_OF_CYCLE;
		s->scheduled += standing->worst == LEDGER_SCHEDULED;
		if (standing->worst == LEDGER_IMMEDIATE && names.count < 3)
			list_push(making->arena, &names, standing->name);
	}
	/* They come by action, then day: the first is what is due first of the worst. */
	if (making->standings.count > 0)
		s->due = making->standings.items[0].due;
	s->names = report_join(making, &names);
	if (s->immediate > 3)
		s->names = report_say(making, M("{names} and {count} more"), ARG("names", s->names), ARG_N("count", s->immediate - 3));
	marks_put(making->marks, STR("immediate_systems"), s->immediate);
}

static struct err *
count_flow(struct report_making *making, struct standing_now *s)
{
	struct ledger_flows flows;

	s->compared = making->head->before != INSTANT_NONE;
	if (!s->compared)
		return NULL;
	TRY(ledger_flows(making->ledger, making->head->before, INT64_MAX / 2, making->arena, &flows));
	for (size_t i = 0; i < flows.count; i++) {
		s->opened += flows.items[i].opened ? flows.items[i].events : 0;
		s->closed += flows.items[i].closed ? flows.items[i].events : 0;
	}
	return NULL;
}

struct err *
report_fill_executive(struct report_making *making, void *value)
{
	struct report_executive *view = value;
	struct standing_now s = { .assessed = making->head->assessed_at != INSTANT_NONE, .percent = making->head->coverage_percent,
		.undecided = making->head->undecided };
	struct ledger_cells cells;

	TRY(ledger_cells(making->ledger, making->now, making->arena, &cells));
	count_systems(making, &s);
	TRY(count_flow(making, &s));
	TRY(fill_matrix(making, &cells, view));
	TRY(fill_immediate(making, view));
	TRY(fill_posture(making, &cells, view));
	TRY(fill_decisions(making, view, &s));
	fill_units(making, view, &s);
	TRY(fill_exploited(making, view));
	report_executive_more(view, making->lang, making->arena);
	fill_next(making, view, &s);
	conclude(making, &s, view);
	return NULL;
}
