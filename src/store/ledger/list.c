/*
 * list.c - findings by urgency a page at a time, one finding with its history, questions, remedies, totals.
 */
#include "store/ledger/db.h"
#include "store/ledger/keep.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/standing.h"

enum { QUESTION_NAMES_MOST = 20, PAGE_MOST = 10000 };

#define F(column, member, kind) { #column, (kind), offsetof(struct ledger_finding_row, member), NULL, NULL }
static const struct field row_fields[] = {
	F(id, id, FIELD_INT),
	F(system_id, finding.system, FIELD_INT),
	F(product_id, finding.product, FIELD_INT),
	F(vulnerability_id, finding.vulnerability, FIELD_INT),
	F(verdict, finding.verdict, FIELD_ENUM),
	F(action, finding.action, FIELD_ENUM),
	F(damage, finding.damage, FIELD_ENUM),
	F(likelihood, finding.likelihood, FIELD_ENUM),
	F(due, finding.due, FIELD_INSTANT),
	F(why_ja, finding.why_ja, FIELD_STR),
	F(why_en, finding.why_en, FIELD_STR),
	F(remedy, finding.remedy, FIELD_ENUM),
	F(remedy_target, finding.remedy_target, FIELD_STR),
	F(restart, finding.restart, FIELD_ENUM),
	F(evidence, finding.evidence, FIELD_STR),
	F(first_seen, first_seen, FIELD_INSTANT),
	F(closed_at, closed_at, FIELD_INSTANT),
	F(system_name, system_name, FIELD_STR),
	F(unit, unit, FIELD_STR),
	F(owner, owner, FIELD_STR),
	F(contractor, contractor, FIELD_STR),
	F(product_name, product_name, FIELD_STR),
	F(product_identity, product_identity, FIELD_STR),
	F(name, about.name, FIELD_STR),
	F(title_ja, about.title_ja, FIELD_STR),
	F(title_en, about.title_en, FIELD_STR),
	F(state, about.state, FIELD_ENUM),
	F(severity, about.severity, FIELD_STR),
	F(score, about.score, FIELD_TENTHS),
	F(kev_added, about.kev_added, FIELD_DAY),
	F(kev_due, about.kev_due, FIELD_DAY),
	F(ransomware, about.ransomware, FIELD_BOOL),
	F(epss, about.epss, FIELD_MILLIONTHS),
	F(exploitation, about.exploitation, FIELD_ENUM),
	F(generation, about.generation, FIELD_STR),
	F(decision, decision, FIELD_INT),
	F(decision_kind, decision_kind, FIELD_STR),
	F(decision_review, decision_review, FIELD_BOOL),
};
#undef F
static const struct schema row_schema = SCHEMA("finding", struct ledger_finding_row, row_fields);

static void
read_row(const struct query *q, struct ledger_finding_row *row, struct arena *arena)
{
	column_fields(q, 0, &row_schema, row, arena);
	row->about.id = row->finding.vulnerability;
	if (row->finding.due == INT64_MAX)
		row->finding.due = INSTANT_NONE;
}

/* ------------------------------------------------------------------------------------------- pages */

/* "action.due.id" of the last row that was shown; of questions "worst.-systems.id". */
struct cursor { int64_t first, second, id; };

static struct str
cursor_format(const struct ledger_finding_row *row, struct arena *arena)
{
	return arena_printf(arena, "%d.%lld.%lld", (int)row->finding.action,
	    (long long)(row->finding.due == INSTANT_NONE ? INT64_MAX : row->finding.due), (long long)row->id);
}

static struct err *
cursor_parse(struct str text, struct arena *arena, struct cursor *ret_cursor)
{
	struct str first, second, id;

	*ret_cursor = (struct cursor){ -1, 0, 0 };
	if (text.len == 0)
		return NULL;
	if (!str_cut(text, '.', &first, &second) || !str_cut(second, '.', &second, &id) || !str_to_i64(first, &ret_cursor->first)
	    || !str_to_i64(second, &ret_cursor->second) || !str_to_i64(id, &ret_cursor->id))
		return err_new(arena, ERR_USAGE, M("\"{cursor}\" is no place in this list: begin at its first page."), ARG("cursor", text));
	return NULL;
}

/* The statement whose index serves the narrowest part of the filter. */
static int
statement_of(const struct ledger_filter *filter)
{
	if (filter->closed && filter->vulnerability.len > 0)
		return SQL_FINDING_LIST_CLOSED_VULNERABILITY;
	if (filter->closed)
		return filter->system != 0 ? SQL_FINDING_LIST_CLOSED_SYSTEM : SQL_FINDING_LIST_CLOSED;
	if (filter->vulnerability.len > 0)
		return SQL_FINDING_LIST_VULNERABILITY;
	if (filter->system != 0)
		return SQL_FINDING_LIST_SYSTEM;
	if (filter->update)
		return SQL_FINDING_LIST_UPDATE;
	return filter->product != 0 ? SQL_FINDING_LIST_PRODUCT : SQL_FINDING_LIST;
}

static void
bind_filter(struct query *q, const struct ledger_filter *filter, const struct cursor *cursor, int64_t most)
{
	bind_int(q, filter->now);
	bind_int(q, filter->action_least);
	bind_int(q, filter->verdict);
	bind_int(q, filter->product);
	bind_str(q, filter->remedy_target);
	bind_int(q, filter->kev);
	bind_int(q, filter->hide_decided);
	bind_int(q, cursor->first);
	bind_int(q, cursor->second);
	bind_int(q, cursor->id);
	bind_int(q, most);
	bind_int(q, filter->system);
	bind_str(q, filter->vulnerability);
}

/* Reads one row more than asked for: that it is there is how the page knows of a next one. */
static struct err *
read_page(struct ledger *ledger, int statement, const struct ledger_filter *filter, const struct cursor *cursor, int64_t most, struct arena *arena,
    struct ledger_finding_list *list)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, statement, arena, &q));
	bind_filter(&q, filter, cursor, most - (int64_t)list->rows.count + 1);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		if ((int64_t)list->rows.count == most) {
			list->next = cursor_format(&list->rows.items[most - 1], arena);
			return NULL;
		}
		read_row(&q, list_add(arena, &list->rows), arena);
	}
}

struct err *
ledger_findings(struct ledger *ledger, const struct ledger_filter *filter, struct arena *arena,
    struct ledger_finding_list *ret_list)
{
	int64_t most = filter->most < 1 ? 1 : filter->most > PAGE_MOST ? PAGE_MOST : filter->most;
	struct ledger_finding_list list = { 0 };
	int statement = statement_of(filter);
	struct cursor cursor;

	TRY(cursor_parse(filter->after, arena, &cursor));
	if (cursor.first < filter->action_worst)
		cursor = (struct cursor){ filter->action_worst, -1, 0 };      /* before the first that is bad enough */
	else if (statement == SQL_FINDING_LIST)
		TRY(read_page(ledger, SQL_FINDING_LIST_SAME, filter, &cursor, most, arena, &list));
	if (list.next.len == 0)
		TRY(read_page(ledger, statement, filter, &cursor, most, arena, &list));
	*ret_list = list;
	return NULL;
}

/* ------------------------------------------------------------------------------------- one finding */

static const struct field instance_fields[] = {
	COLUMN(struct ledger_instance, software, FIELD_INT),
	COLUMN(struct ledger_instance, verdict, FIELD_ENUM),
	COLUMN(struct ledger_instance, source, FIELD_STR),
	COLUMN(struct ledger_instance, record, FIELD_STR),
	COLUMN(struct ledger_instance, range, FIELD_STR),
	COLUMN(struct ledger_instance, reason, FIELD_STR),
	COLUMN(struct ledger_instance, args, FIELD_STR),
};
static const struct schema instance_schema = SCHEMA("instance", struct ledger_instance, instance_fields);

static const struct field event_fields[] = {
	COLUMN(struct ledger_event, at, FIELD_INSTANT),
	COLUMN(struct ledger_event, cause, FIELD_ENUM),
	COLUMN(struct ledger_event, verdict_before, FIELD_ENUM),
	COLUMN(struct ledger_event, verdict, FIELD_ENUM),
	COLUMN(struct ledger_event, action_before, FIELD_ENUM),
	COLUMN(struct ledger_event, action, FIELD_ENUM),
	COLUMN(struct ledger_event, opened, FIELD_BOOL),
	COLUMN(struct ledger_event, closed, FIELD_BOOL),
	COLUMN(struct ledger_event, by, FIELD_STR),
	COLUMN(struct ledger_event, generation, FIELD_STR),
};
static const struct schema event_schema = SCHEMA("event", struct ledger_event, event_fields);

static const struct field place_fields[] = {
	COLUMN(struct ledger_place, software, FIELD_INT),
	COLUMN(struct ledger_place, host, FIELD_STR),
	COLUMN(struct ledger_place, name, FIELD_STR),
	COLUMN(struct ledger_place, version, FIELD_STR),
	COLUMN(struct ledger_place, place, FIELD_STR),
	COLUMN(struct ledger_place, provenance, FIELD_ENUM),
	COLUMN(struct ledger_place, told_by, FIELD_STR),
	COLUMN(struct ledger_place, told_on, FIELD_DAY),
};
static const struct schema place_schema = SCHEMA("place", struct ledger_place, place_fields);

static struct err *
read_instances(struct ledger *ledger, struct str findings, struct ledger_finding_detail *details, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_FINDING_INSTANCES, arena, &q));
	bind_str(&q, findings);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		column_fields(&q, 1, &instance_schema, list_add(arena, &details[column_int(&q, 0)].row.finding.instances), arena);
	}
}

/* Places come by host, so a host that differs from the one before is one more. */
static struct err *
read_places(struct ledger *ledger, struct str findings, struct ledger_finding_detail *details, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_FINDING_PLACES, arena, &q));
	bind_str(&q, findings);
	for (;;) {
		struct ledger_finding_detail *detail;
		struct ledger_place *place;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		detail = &details[column_int(&q, 0)];
		place = list_add(arena, &detail->places);
		column_fields(&q, 1, &place_schema, place, arena);
		detail->row.hosts += detail->places.count == 1 || !str_eq(place[-1].host, place->host);
	}
}

static struct err *
read_events(struct ledger *ledger, struct str findings, struct ledger_finding_detail *details, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_FINDING_EVENTS, arena, &q));
	bind_str(&q, findings);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		column_fields(&q, 1, &event_schema, list_add(arena, &details[column_int(&q, 0)].events), arena);
	}
}

struct err *
ledger_finding_details(struct ledger *ledger, const struct ledger_finding_row *rows, size_t count, struct arena *arena,
    struct ledger_finding_detail **ret_details)
{
	struct ledger_finding_detail *details = ARENA_ARRAY(arena, struct ledger_finding_detail, count + 1);
	struct sql_list findings SQL_LIST_SCOPE;
	struct str list;

	for (size_t i = 0; i < count; i++) {
		details[i] = (struct ledger_finding_detail){ .row = rows[i] };
		details[i].row.hosts = 0;
		sql_list_row(&findings, rows[i].id, STR(""), STR(""));
	}
	list = sql_list_text(&findings);
	TRY(read_instances(ledger, list, details, arena));
	TRY(read_places(ledger, list, details, arena));
	TRY(read_events(ledger, list, details, arena));
	*ret_details = details;
	return NULL;
}

struct err *
ledger_finding_get(struct ledger *ledger, int64_t id, int64_t now, struct arena *arena, struct ledger_finding_detail *ret_detail)
{
	struct ledger_finding_row found = { 0 };
	struct ledger_finding_detail *detail;
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_FINDING_GET, arena, &q));
	bind_int(&q, now);
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("The ledger has no finding {id}."), ARG_N("id", id));
	read_row(&q, &found, arena);
	TRY(ledger_finding_details(ledger, &found, 1, arena, &detail));
	*ret_detail = *detail;
	return NULL;
}

/* ----------------------------------------------------------------------- questions, remedies, totals */

static const struct field question_fields[] = {
	COLUMN(struct ledger_question, id, FIELD_INT),
	COLUMN(struct ledger_question, kind, FIELD_STR),
	COLUMN(struct ledger_question, fact, FIELD_STR),
	COLUMN(struct ledger_question, product, FIELD_INT),
	COLUMN(struct ledger_question, product_name, FIELD_STR),
	COLUMN(struct ledger_question, product_identity, FIELD_STR),
	COLUMN(struct ledger_question, systems, FIELD_INT),
	COLUMN(struct ledger_question, asked_at, FIELD_INSTANT),
	COLUMN(struct ledger_question, worst, FIELD_ENUM),
	COLUMN(struct ledger_question, kev, FIELD_INT),
};
static const struct schema question_schema = SCHEMA("question", struct ledger_question, question_fields);

static struct err *
read_systems(struct ledger *ledger, struct ledger_question *question, struct arena *item, struct arena *arena)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_QUESTION_NAMES, arena, &q));
	bind_int(&q, question->id);
	bind_int(&q, QUESTION_NAMES_MOST);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(item, &question->system_names, column_str(&q, 0, item));
	}
}

struct err *
ledger_questions(struct ledger *ledger, ledger_each_question *each, void *context, struct arena *arena)
{
	return ledger_questions_of(ledger, &(struct ledger_question_filter){ 0 }, each, context, arena);
}

struct str
ledger_question_cursor(const struct ledger_question *question, struct arena *arena)
{
	return arena_printf(arena, "%d.%lld.%lld", (int)question->worst, (long long)-question->systems, (long long)question->id);
}

struct err *
ledger_questions_of(struct ledger *ledger, const struct ledger_question_filter *filter, ledger_each_question *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	struct cursor after;
	bool row;

	TRY(cursor_parse(filter->after, arena, &after));
	TRY(ledger_query(ledger, filter->system.len > 0 ? SQL_QUESTION_LIST_SYSTEM : SQL_QUESTION_LIST, arena, &q));
	bind_int(&q, filter->id);
	bind_int(&q, filter->product);
	bind_str(&q, filter->system);
	bind_int(&q, after.first);
	bind_int(&q, after.second);
	bind_int(&q, after.id);
	bind_int(&q, filter->most > 0 ? filter->most : INT64_MAX);
	for (;;) {
		struct ledger_question question = { 0 };
		struct err *err;

		TRY(query_next(&q, &question_schema, &question, item, arena, &row));
		if (!row)
			return NULL;
		TRY(read_systems(ledger, &question, item, arena));
		err = each(context, &question, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

static const struct field remedy_fields[] = {
	COLUMN(struct ledger_remedy, kind, FIELD_ENUM),
	COLUMN(struct ledger_remedy, target, FIELD_STR),
	COLUMN(struct ledger_remedy, product, FIELD_INT),
	COLUMN(struct ledger_remedy, product_name, FIELD_STR),
	COLUMN(struct ledger_remedy, product_identity, FIELD_STR),
	COLUMN(struct ledger_remedy, systems, FIELD_INT),
	COLUMN(struct ledger_remedy, findings, FIELD_INT),
	COLUMN(struct ledger_remedy, kev, FIELD_INT),
	COLUMN(struct ledger_remedy, worst, FIELD_ENUM),
	COLUMN(struct ledger_remedy, due, FIELD_INSTANT),
	COLUMN(struct ledger_remedy, restart, FIELD_ENUM),
};
static const struct schema remedy_schema = SCHEMA("remedy", struct ledger_remedy, remedy_fields);

struct err *
ledger_remedies(struct ledger *ledger, int64_t now, int64_t most, ledger_each_remedy *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(keep_ready(ledger, now, arena));
	TRY(ledger_query(ledger, SQL_REMEDY_LIST, arena, &q));
	bind_int(&q, most);
	for (;;) {
		struct ledger_remedy remedy = { 0 };
		struct err *err;

		TRY(query_next(&q, &remedy_schema, &remedy, item, arena, &row));
		if (!row)
			return NULL;
		if (remedy.due == INT64_MAX)
			remedy.due = INSTANT_NONE;
		err = each(context, &remedy, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

struct err *
ledger_remedy_totals(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_remedies, int64_t *ret_findings)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(keep_ready(ledger, now, arena));
	TRY(ledger_query(ledger, SQL_REMEDY_TOTALS, arena, &q));
	TRY(query_step(&q, arena, &row));
	*ret_remedies = column_int(&q, 0);
	*ret_findings = column_int(&q, 1);
	return NULL;
}

struct err *
ledger_proposal_count(struct ledger *ledger, int64_t now, struct arena *arena, int64_t *ret_proposals)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_PROPOSAL_COUNT, arena, &q));
	bind_instant(&q, now);
	return query_one(&q, arena, ret_proposals);
}

static struct err *
total_assets(struct ledger *ledger, struct arena *arena, struct ledger_totals *totals)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_TOTAL_ASSETS, arena, &q));
	TRY(query_step(&q, arena, &row));
	totals->systems = column_int(&q, 0);
	totals->systems_unregistered = column_int(&q, 1);
	totals->hosts = column_int(&q, 2);
	totals->software = column_int(&q, 3);
	totals->installations = column_int(&q, 4);
	totals->questions = column_int(&q, 5);
	return NULL;
}

static struct err *
total_findings(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_totals *totals)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(standing_ready(ledger, arena));
	TRY(ledger_query(ledger, SQL_TOTAL_FINDINGS, arena, &q));
	bind_int(&q, now);
	for (;;) {
		int64_t action;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		action = column_int(&q, 0);
		if (action < 0 || action > LEDGER_NO_ACTION)
			continue;
		totals->open[action] = column_int(&q, 1);
		totals->affected += column_int(&q, 2);
		totals->undecided += column_int(&q, 3);
		totals->kev += column_int(&q, 4);
		totals->overdue += column_int(&q, 5);
		if (action == LEDGER_IMMEDIATE)
			totals->systems_immediate = column_int(&q, 6);
	}
}

struct err *
ledger_assessed_last(struct ledger *ledger, struct arena *arena, struct ledger_assessment_head *ret_last)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_last = (struct ledger_assessment_head){ .at = INSTANT_NONE };
	TRY(ledger_query(ledger, SQL_ASSESSMENT_LAST, arena, &q));
	TRY(query_step(&q, arena, &row));
	if (row)
		*ret_last = (struct ledger_assessment_head){ column_instant(&q, 1), column_str(&q, 2, arena), column_str(&q, 3, arena),
			column_str(&q, 4, arena), column_str(&q, 5, arena) };
	return NULL;
}

static struct err *
total_last(struct ledger *ledger, struct arena *arena, struct ledger_totals *totals)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_assessed_last(ledger, arena, &totals->last));
	TRY(ledger_query(ledger, SQL_TOTAL_TALLY, arena, &q));
	TRY(query_step(&q, arena, &row));
	totals->tally = (struct ledger_tally){ 0, column_int(&q, 0), column_int(&q, 1), column_int(&q, 2), column_int(&q, 3),
		column_int(&q, 4) };
	return NULL;
}

struct err *
ledger_questions_open(struct ledger *ledger, struct arena *arena, int64_t *ret_questions)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_TOTAL_QUESTIONS, arena, &q));
	return query_one(&q, arena, ret_questions);
}

struct err *
ledger_totals_last(struct ledger *ledger, struct arena *arena, struct ledger_totals *ret_totals)
{
	struct ledger_totals totals = { 0 };

	TRY(total_last(ledger, arena, &totals));
	*ret_totals = totals;
	return NULL;
}

struct err *
ledger_totals_findings(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_totals *ret_totals)
{
	struct ledger_totals totals = { 0 };

	TRY(total_findings(ledger, now, arena, &totals));
	*ret_totals = totals;
	return NULL;
}

struct err *
ledger_totals(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_totals *ret_totals)
{
	struct ledger_totals totals = { 0 };

	TRY(total_assets(ledger, arena, &totals));
	TRY(total_findings(ledger, now, arena, &totals));
	TRY(total_last(ledger, arena, &totals));
	*ret_totals = totals;
	return NULL;
}
