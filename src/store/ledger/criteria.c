#include "store/ledger/criteria.h"

#include "base/clock.h"
#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

enum { DRAFT_DAYS = 30 };

static const struct field fields[] = {
	COLUMN(struct ledger_criteria, id, FIELD_INT),
	COLUMN(struct ledger_criteria, kind, FIELD_STR),
	COLUMN(struct ledger_criteria, since, FIELD_DAY),
	COLUMN(struct ledger_criteria, text, FIELD_STR),
	COLUMN(struct ledger_criteria, digest, FIELD_STR),
	COLUMN(struct ledger_criteria, reason, FIELD_STR),
	COLUMN(struct ledger_criteria, proposed_by, FIELD_INT),
	COLUMN(struct ledger_criteria, proposed_name, FIELD_STR),
	COLUMN(struct ledger_criteria, proposed_at, FIELD_INSTANT),
	COLUMN(struct ledger_criteria, agreed_by, FIELD_INT),
	COLUMN(struct ledger_criteria, agreed_name, FIELD_STR),
	COLUMN(struct ledger_criteria, agreed_at, FIELD_INSTANT),
	COLUMN(struct ledger_criteria, withdrawn_at, FIELD_INSTANT),
};
static const struct schema edition_schema = SCHEMA("criteria_edition", struct ledger_criteria, fields);

/* "criteria.agree", "ssvc/3": what the audit calls them. */
static struct str
verb_of(struct str kind, const char *what, struct arena *arena)
{
	return arena_printf(arena, "%.*s.%s", STR_ARG(kind), what);
}

static struct str
object_of(struct str kind, int64_t id, struct arena *arena)
{
	return arena_printf(arena, "%.*s/%lld", STR_ARG(kind), (long long)id);
}

struct putting { const struct ledger_criteria *edition; struct str by; int64_t id; };

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	struct putting *putting = context;
	const struct ledger_criteria *edition = putting->edition;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(ledger, "criteria_edition", 1, arena, &putting->id));
	TRY(ledger_query(ledger, SQL_CRITERIA_INSERT, arena, &q));
	bind_int(&q, putting->id);
	bind_str(&q, edition->kind);
	bind_day(&q, edition->since);
	bind_str(&q, edition->text);
	bind_str(&q, edition->digest);
	bind_str(&q, edition->reason);
	bind_int(&q, edition->proposed_by);
	bind_str(&q, edition->proposed_name);
	bind_instant(&q, edition->proposed_at);
	bind_instant(&q, edition->agreed_at);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, putting->by, edition->proposed_at, verb_of(edition->kind, edition->agreed_at == INSTANT_NONE ? "propose" : "take_over", arena),
	    object_of(edition->kind, putting->id, arena), edition->digest, arena);
}

struct err *
ledger_criteria_put(struct ledger *ledger, const struct ledger_criteria *edition, struct str by, struct arena *arena, int64_t *ret_id)
{
	struct putting putting = { edition, by, 0 };

	TRY(ledger_write(ledger, put, &putting, arena));
	*ret_id = putting.id;
	return NULL;
}

struct err *
ledger_criteria_all(struct ledger *ledger, struct str kind, struct arena *arena, struct ledger_criteria_list *ret_list)
{
	struct query q QUERY_SCOPE;

	*ret_list = (struct ledger_criteria_list){ 0 };
	TRY(ledger_query(ledger, SQL_CRITERIA_LIST, arena, &q));
	bind_str(&q, kind);
	return query_all(&q, &edition_schema, arena, ret_list);
}

struct err *
ledger_criteria_get(struct ledger *ledger, struct str kind, int64_t id, struct arena *arena, struct ledger_criteria *ret_edition)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CRITERIA_GET, arena, &q));
	bind_str(&q, kind);
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("There is no edition {id} of the criteria."), ARG_N("id", id));
	column_fields(&q, 0, &edition_schema, ret_edition, arena);
	return NULL;
}

struct err *
ledger_criteria_in_force(struct ledger *ledger, struct str kind, int32_t day, struct arena *arena, struct ledger_criteria *ret_edition, bool *ret_found)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_CRITERIA_IN_FORCE, arena, &q));
	bind_str(&q, kind);
	bind_day(&q, day);
	TRY(query_step(&q, arena, ret_found));
	if (*ret_found)
		column_fields(&q, 0, &edition_schema, ret_edition, arena);
	return NULL;
}

struct settling { const struct ledger_criteria *edition; int64_t account, at; struct str name, by; };

static struct err *
settle(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct settling *s = context;
	struct query q QUERY_SCOPE;
	int64_t changed;

	TRY(ledger_query(ledger, s->account != 0 ? SQL_CRITERIA_AGREE : SQL_CRITERIA_WITHDRAW, arena, &q));
	bind_int(&q, s->edition->id);
	if (s->account != 0) {
		bind_int(&q, s->account);
		bind_str(&q, s->name);
	}
	bind_instant(&q, s->at);
	TRY(query_one(&q, arena, &changed));
	if (changed == 0)
		return err_new(arena, ERR_CONFLICT, M("Edition {id} does not wait for agreement any more."), ARG_N("id", s->edition->id));
	return ledger_audit(ledger, s->by, s->at, verb_of(s->edition->kind, s->account != 0 ? "agree" : "withdraw", arena),
	    object_of(s->edition->kind, s->edition->id, arena), s->edition->digest, arena);
}

struct err *
ledger_criteria_settle(struct ledger *ledger, const struct ledger_criteria *edition, int64_t account, struct str name, struct str by, int64_t at,
    struct arena *arena)
{
	struct settling settling = { edition, account, at, name, by };

	return ledger_write(ledger, settle, &settling, arena);
}

/* ------------------------------------------------------------------------------------------------ drafts */

struct drafting { struct str kind, digest, by; const struct ledger_draft *draft; int64_t at; };

static struct err *
put_draft(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct drafting *d = context;
	struct query old QUERY_SCOPE, new QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_DRAFT_FORGET, arena, &old));
	bind_instant(&old, d->at - DRAFT_DAYS * 24 * INSTANT_HOUR);
	TRY(query_run(&old, arena));
	TRY(ledger_query(ledger, SQL_DRAFT_INSERT, arena, &new));
	bind_str(&new, d->kind);
	bind_str(&new, d->digest);
	bind_str(&new, d->draft->text);
	bind_str(&new, d->draft->reason);
	bind_day(&new, d->draft->since);
	bind_instant(&new, d->at);
	TRY(query_run(&new, arena));
	return ledger_audit(ledger, d->by, d->at, verb_of(d->kind, "try", arena), arena_printf(arena, "%.*s/draft", STR_ARG(d->kind)), d->digest,
	    arena);
}

struct err *
ledger_draft_put(struct ledger *ledger, struct str kind, struct str digest, const struct ledger_draft *draft, struct str by, int64_t at, struct arena *arena)
{
	struct drafting drafting = { kind, digest, by, draft, at };

	return ledger_write(ledger, put_draft, &drafting, arena);
}

static const struct field draft_fields[] = {
	COLUMN(struct ledger_draft, text, FIELD_STR),
	COLUMN(struct ledger_draft, reason, FIELD_STR),
	COLUMN(struct ledger_draft, since, FIELD_DAY),
};
static const struct schema draft_schema = SCHEMA("criteria_draft", struct ledger_draft, draft_fields);

struct err *
ledger_draft_find(struct ledger *ledger, struct str kind, struct str digest, struct arena *arena, struct ledger_draft *ret_draft, bool *ret_found)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_DRAFT_GET, arena, &q));
	bind_str(&q, kind);
	bind_str(&q, digest);
	TRY(query_step(&q, arena, ret_found));
	if (*ret_found)
		column_fields(&q, 0, &draft_schema, ret_draft, arena);
	return NULL;
}
