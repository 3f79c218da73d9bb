#include "store/ledger/vex.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field document_fields[] = {
	COLUMN(struct ledger_vex_document, id, FIELD_INT),
	COLUMN(struct ledger_vex_document, name, FIELD_STR),
	COLUMN(struct ledger_vex_document, author, FIELD_STR),
	COLUMN(struct ledger_vex_document, form, FIELD_STR),
	COLUMN(struct ledger_vex_document, version, FIELD_INT),
	COLUMN(struct ledger_vex_document, said_at, FIELD_INSTANT),
	COLUMN(struct ledger_vex_document, digest, FIELD_STR),
	COLUMN(struct ledger_vex_document, file, FIELD_STR),
	COLUMN(struct ledger_vex_document, word, FIELD_ENUM),
	COLUMN(struct ledger_vex_document, owner, FIELD_STR),
	COLUMN(struct ledger_vex_document, reason, FIELD_STR),
	COLUMN(struct ledger_vex_document, until, FIELD_DAY),
	COLUMN(struct ledger_vex_document, taken_by, FIELD_STR),
	COLUMN(struct ledger_vex_document, taken_at, FIELD_INSTANT),
	COLUMN(struct ledger_vex_document, ended_at, FIELD_INSTANT),
	COLUMN(struct ledger_vex_document, replaced_by, FIELD_INT),
	COLUMN(struct ledger_vex_document, statements, FIELD_INT),
	COLUMN(struct ledger_vex_document, decisions, FIELD_INT),
};
static const struct schema document_schema = SCHEMA("vex_document", struct ledger_vex_document, document_fields);
/* What is written of it: all up to who took it in and when. */
enum { DOCUMENT_WRITTEN = 14 };
static const struct schema written_schema = { "vex_document", sizeof(struct ledger_vex_document), document_fields, DOCUMENT_WRITTEN };

static const struct field statement_fields[] = {
	COLUMN(struct ledger_vex_statement, id, FIELD_INT),
	COLUMN(struct ledger_vex_statement, document, FIELD_INT),
	COLUMN(struct ledger_vex_statement, number, FIELD_INT),
	COLUMN(struct ledger_vex_statement, vulnerability, FIELD_STR),
	COLUMN(struct ledger_vex_statement, aliases, FIELD_STR),
	COLUMN(struct ledger_vex_statement, name, FIELD_STR),
	COLUMN(struct ledger_vex_statement, version, FIELD_STR),
	COLUMN(struct ledger_vex_statement, versions, FIELD_STR),
	COLUMN(struct ledger_vex_statement, purl, FIELD_STR),
	COLUMN(struct ledger_vex_statement, cpe, FIELD_STR),
	COLUMN(struct ledger_vex_statement, status, FIELD_STR),
	COLUMN(struct ledger_vex_statement, justification, FIELD_STR),
	COLUMN(struct ledger_vex_statement, impact, FIELD_STR),
	COLUMN(struct ledger_vex_statement, action, FIELD_STR),
	COLUMN(struct ledger_vex_statement, at, FIELD_INSTANT),
};
static const struct schema statement_schema = SCHEMA("vex_statement", struct ledger_vex_statement, statement_fields);

static const struct field decision_fields[] = {
	COLUMN(struct ledger_vex_decision, decision, FIELD_INT),
	COLUMN(struct ledger_vex_decision, statement, FIELD_INT),
	COLUMN(struct ledger_vex_decision, kind, FIELD_STR),
	COLUMN(struct ledger_vex_decision, vulnerability, FIELD_STR),
	COLUMN(struct ledger_vex_decision, product, FIELD_INT),
	COLUMN(struct ledger_vex_decision, system, FIELD_INT),
	COLUMN(struct ledger_vex_decision, range, FIELD_STR),
	COLUMN(struct ledger_vex_decision, reason, FIELD_STR),
};
static const struct schema decision_schema = SCHEMA("vex_decision", struct ledger_vex_decision, decision_fields);

static const struct field behind_fields[] = {
	COLUMN(struct ledger_vex_behind, decision, FIELD_INT),
	COLUMN(struct ledger_vex_behind, status, FIELD_STR),
	COLUMN(struct ledger_vex_behind, justification, FIELD_STR),
	COLUMN(struct ledger_vex_behind, impact, FIELD_STR),
	COLUMN(struct ledger_vex_behind, action, FIELD_STR),
	COLUMN(struct ledger_vex_behind, at, FIELD_INSTANT),
};
static const struct schema behind_schema = SCHEMA("vex_behind", struct ledger_vex_behind, behind_fields);

static const struct field finding_fields[] = {
	COLUMN(struct ledger_vex_finding, finding, FIELD_INT),
	COLUMN(struct ledger_vex_finding, system, FIELD_INT),
	COLUMN(struct ledger_vex_finding, system_name, FIELD_STR),
	COLUMN(struct ledger_vex_finding, product, FIELD_INT),
	COLUMN(struct ledger_vex_finding, software, FIELD_INT),
	COLUMN(struct ledger_vex_finding, vulnerability, FIELD_STR),
	COLUMN(struct ledger_vex_finding, verdict, FIELD_ENUM),
	COLUMN(struct ledger_vex_finding, remedy, FIELD_ENUM),
	COLUMN(struct ledger_vex_finding, remedy_target, FIELD_STR),
	COLUMN(struct ledger_vex_finding, restart, FIELD_ENUM),
	COLUMN(struct ledger_vex_finding, why_ja, FIELD_STR),
	COLUMN(struct ledger_vex_finding, why_en, FIELD_STR),
	COLUMN(struct ledger_vex_finding, first_seen, FIELD_INSTANT),
	COLUMN(struct ledger_vex_finding, decision, FIELD_INT),
	COLUMN(struct ledger_vex_finding, kind, FIELD_STR),
	COLUMN(struct ledger_vex_finding, owner, FIELD_STR),
	COLUMN(struct ledger_vex_finding, reason, FIELD_STR),
	COLUMN(struct ledger_vex_finding, decided_at, FIELD_INSTANT),
	COLUMN(struct ledger_vex_finding, review, FIELD_BOOL),
};
static const struct schema finding_schema = SCHEMA("vex_finding", struct ledger_vex_finding, finding_fields);

/* ------------------------------------------------------------------------------------------ reading */

struct err *
ledger_vex_documents(struct ledger *ledger, const struct ledger_vex_query *query, struct arena *arena, struct ledger_vex_documents *ret_documents)
{
	struct query q QUERY_SCOPE;

	*ret_documents = (struct ledger_vex_documents){ 0 };
	TRY(ledger_query(ledger, SQL_VEX_DOCUMENT_LIST, arena, &q));
	bind_int(&q, query->id);
	bind_str(&q, query->name);
	bind_int(&q, query->ended);
	bind_instant(&q, query->now);
	return query_all(&q, &document_schema, arena, ret_documents);
}

struct err *
ledger_vex_statements(struct ledger *ledger, int64_t document, int64_t after, int64_t most, struct arena *arena,
    struct ledger_vex_statements *ret_statements)
{
	struct query q QUERY_SCOPE;

	*ret_statements = (struct ledger_vex_statements){ 0 };
	TRY(ledger_query(ledger, SQL_VEX_STATEMENT_LIST, arena, &q));
	bind_int(&q, document);
	bind_int(&q, after);
	bind_int(&q, most);
	return query_all(&q, &statement_schema, arena, ret_statements);
}

struct err *
ledger_vex_about(struct ledger *ledger, struct str vulnerability, struct arena *arena, struct ledger_vex_statements *ret_statements)
{
	struct query q QUERY_SCOPE;

	*ret_statements = (struct ledger_vex_statements){ 0 };
	TRY(ledger_query(ledger, SQL_VEX_STATEMENT_ABOUT, arena, &q));
	bind_str(&q, vulnerability);
	return query_all(&q, &statement_schema, arena, ret_statements);
}

struct err *
ledger_vex_decisions(struct ledger *ledger, int64_t document, int64_t now, struct arena *arena, struct ledger_vex_decisions *ret_decisions)
{
	struct query q QUERY_SCOPE;

	*ret_decisions = (struct ledger_vex_decisions){ 0 };
	TRY(ledger_query(ledger, SQL_VEX_DECISION_LIST, arena, &q));
	bind_int(&q, document);
	bind_instant(&q, now);
	return query_all(&q, &decision_schema, arena, ret_decisions);
}

struct err *
ledger_vex_behind(struct ledger *ledger, int64_t now, struct arena *arena, struct ledger_vex_behinds *ret_behinds)
{
	struct query q QUERY_SCOPE;

	*ret_behinds = (struct ledger_vex_behinds){ 0 };
	TRY(ledger_query(ledger, SQL_VEX_DECISION_WORDS, arena, &q));
	bind_instant(&q, now);
	return query_all(&q, &behind_schema, arena, ret_behinds);
}

struct err *
ledger_vex_findings(struct ledger *ledger, const struct ledger_vex_scope *scope, struct arena *arena, struct ledger_vex_findings *ret_findings)
{
	struct query q QUERY_SCOPE;

	*ret_findings = (struct ledger_vex_findings){ 0 };
	TRY(ledger_query(ledger, scope->vulnerability.len > 0 ? SQL_VEX_FINDINGS_ABOUT : SQL_VEX_FINDINGS, arena, &q));
	bind_instant(&q, scope->now);
	bind_int(&q, scope->system);
	bind_int(&q, scope->product);
	bind_str(&q, scope->vulnerability);
	bind_int(&q, scope->most == 0 ? INT64_MAX : scope->most);
	return query_all(&q, &finding_schema, arena, ret_findings);
}

/* ------------------------------------------------------------------------------------------- taking */

struct taking {
	const struct ledger_vex_taking *told;
	struct str                      by;
	int64_t                         at, id;
};

static struct err *
put_statements(struct ledger *ledger, const struct ledger_vex_taking *told, int64_t document, int64_t first, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_VEX_STATEMENT_INSERT, arena, &q));
	for (size_t i = 0; i < told->statements_count; i++) {
		struct ledger_vex_statement row = told->statements[i];

		row.id = first + (int64_t)i;
		row.document = document;
		row.number = (int64_t)i + 1;
		bind_fields(&q, &statement_schema, &row);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

static struct err *
put_document(struct ledger *ledger, struct taking *taking, struct arena *arena)
{
	struct ledger_vex_document row = taking->told->document;
	struct query q QUERY_SCOPE;
	int64_t first;

	taking->id = row.id;
	if (row.id != 0)
		return NULL;
	TRY(ledger_allot(ledger, "vex_document", 1, arena, &row.id));
	TRY(ledger_query(ledger, SQL_VEX_DOCUMENT_INSERT, arena, &q));
	bind_fields(&q, &written_schema, &row);
	TRY(query_run(&q, arena));
	taking->id = row.id;
	if (taking->told->statements_count == 0)
		return NULL;
	TRY(ledger_allot(ledger, "vex_statement", (int64_t)taking->told->statements_count, arena, &first));
	return put_statements(ledger, taking->told, row.id, first, arena);
}

static struct err *
stand_on(struct ledger *ledger, int64_t decision, int64_t statement, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_VEX_DECISION_PUT, arena, &q));
	bind_int(&q, decision);
	bind_int(&q, statement);
	return query_run(&q, arena);
}

static struct err *
end_document(struct ledger *ledger, int64_t id, int64_t replaced_by, int64_t at, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_VEX_DOCUMENT_END, arena, &q));
	bind_int(&q, id);
	bind_instant(&q, at);
	bind_int(&q, replaced_by);
	return query_run(&q, arena);
}

/* The statement of that number; a document has them all, one behind the other. */
static struct err *
statement_of(struct ledger *ledger, int64_t document, int64_t number, struct arena *arena, int64_t *ret_id)
{
	struct ledger_vex_statements one;

	TRY(ledger_vex_statements(ledger, document, number - 1, 1, arena, &one));
	if (one.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("This document has no statement {number}."), ARG_N("number", number));
	*ret_id = one.items[0].id;
	return NULL;
}

static struct err *
settle_decisions(struct ledger *ledger, const struct taking *taking, struct arena *arena)
{
	const struct ledger_vex_taking *told = taking->told;
	int64_t statement, decision, findings;

	for (size_t i = 0; i < told->end.count; i++)
		TRY(ledger_decision_end(ledger, told->end.items[i], 0, taking->by, taking->at, arena));
	for (size_t i = 0; i < told->keep.count; i++) {
		TRY(statement_of(ledger, taking->id, told->keep.items[i].statement, arena, &statement));
		TRY(stand_on(ledger, told->keep.items[i].decision, statement, arena));
	}
	for (size_t i = 0; i < told->make.count; i++) {
		TRY(statement_of(ledger, taking->id, told->make.items[i].statement, arena, &statement));
		TRY(ledger_decision_put(ledger, &told->make.items[i].decision, taking->by, arena, &decision, &findings));
		TRY(stand_on(ledger, decision, statement, arena));
	}
	return NULL;
}

static struct err *
take(struct ledger *ledger, void *context, struct arena *arena)
{
	struct taking *taking = context;

	TRY(put_document(ledger, taking, arena));
	if (taking->told->replaces != 0)
		TRY(end_document(ledger, taking->told->replaces, taking->id, taking->at, arena));
	TRY(settle_decisions(ledger, taking, arena));
	return ledger_audit(ledger, taking->by, taking->at, STR("vex.take"), arena_printf(arena, "vex/%lld", (long long)taking->id),
	    taking->told->document.digest, arena);
}

struct err *
ledger_vex_take(struct ledger *ledger, const struct ledger_vex_taking *told, struct str by, int64_t at, struct arena *arena, int64_t *ret_id)
{
	struct taking taking = { told, by, at, 0 };

	TRY(ledger_write(ledger, take, &taking, arena));
	*ret_id = taking.id;
	return NULL;
}

struct withdrawing { int64_t document, at; struct str by; };

static struct err *
withdraw(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct withdrawing *w = context;
	struct ledger_vex_decisions decisions;

	TRY(ledger_vex_decisions(ledger, w->document, w->at, arena, &decisions));
	for (size_t i = 0; i < decisions.count; i++)
		TRY(ledger_decision_end(ledger, decisions.items[i].decision, 0, w->by, w->at, arena));
	TRY(end_document(ledger, w->document, 0, w->at, arena));
	return ledger_audit(ledger, w->by, w->at, STR("vex.withdraw"), arena_printf(arena, "vex/%lld", (long long)w->document), STR(""), arena);
}

struct err *
ledger_vex_withdraw(struct ledger *ledger, int64_t document, struct str by, int64_t at, struct arena *arena)
{
	struct withdrawing withdrawing = { document, at, by };

	return ledger_write(ledger, withdraw, &withdrawing, arena);
}

/* ----------------------------------------------------------------------------------------- editions */

struct publishing { struct str scope, digest, by; int64_t now; struct ledger_vex_edition edition; };

static struct err *
publish(struct ledger *ledger, void *context, struct arena *arena)
{
	struct publishing *p = context;
	struct query last QUERY_SCOPE, q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_VEX_EDITION_GET, arena, &last));
	bind_str(&last, p->scope);
	TRY(query_step(&last, arena, &row));
	p->edition = (struct ledger_vex_edition){ row ? column_int(&last, 0) : 0, row ? column_str(&last, 1, arena) : STR(""),
		row ? column_instant(&last, 2) : INSTANT_NONE };
	if (!row || !str_eq(p->edition.digest, p->digest)) {
		p->edition = (struct ledger_vex_edition){ p->edition.edition + 1, p->digest, p->now };
		TRY(ledger_query(ledger, SQL_VEX_EDITION_PUT, arena, &q));
		bind_str(&q, p->scope);
		bind_int(&q, p->edition.edition);
		bind_str(&q, p->digest);
		bind_instant(&q, p->now);
		TRY(query_run(&q, arena));
	}
	return ledger_audit(ledger, p->by, p->now, STR("vex.give"), arena_printf(arena, "vex_edition/%lld", (long long)p->edition.edition), p->digest, arena);
}

struct err *
ledger_vex_edition(struct ledger *ledger, struct str scope, struct str digest, struct str by, int64_t now, struct arena *arena,
    struct ledger_vex_edition *ret_edition)
{
	struct publishing publishing = { .scope = scope, .digest = digest, .by = by, .now = now };

	TRY(ledger_write(ledger, publish, &publishing, arena));
	*ret_edition = publishing.edition;
	return NULL;
}
