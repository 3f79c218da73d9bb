#include "store/ledger/criteria.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field fields[] = {
	COLUMN(struct ledger_criteria, id, FIELD_INT),
	COLUMN(struct ledger_criteria, since, FIELD_DAY),
	COLUMN(struct ledger_criteria, text, FIELD_STR),
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
	bind_day(&q, edition->since);
	bind_str(&q, edition->text);
	bind_str(&q, edition->reason);
	bind_int(&q, edition->proposed_by);
	bind_str(&q, edition->proposed_name);
	bind_instant(&q, edition->proposed_at);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, putting->by, edition->proposed_at, STR("criteria.propose"),
	    arena_printf(arena, "criteria/%lld", (long long)putting->id), ledger_digest(&edition->text, 1, arena), arena);
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
ledger_criteria_all(struct ledger *ledger, struct arena *arena, struct ledger_criteria_list *ret_list)
{
	struct query q QUERY_SCOPE;

	*ret_list = (struct ledger_criteria_list){ 0 };
	TRY(ledger_query(ledger, SQL_CRITERIA_LIST, arena, &q));
	return query_all(&q, &edition_schema, arena, ret_list);
}

struct settling { int64_t id, account, at; struct str name, by; };

static struct err *
settle(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct settling *s = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, s->account != 0 ? SQL_CRITERIA_AGREE : SQL_CRITERIA_WITHDRAW, arena, &q));
	bind_int(&q, s->id);
	if (s->account != 0) {
		bind_int(&q, s->account);
		bind_str(&q, s->name);
	}
	bind_instant(&q, s->at);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, s->by, s->at, s->account != 0 ? STR("criteria.agree") : STR("criteria.withdraw"),
	    arena_printf(arena, "criteria/%lld", (long long)s->id), STR(""), arena);
}

struct err *
ledger_criteria_settle(struct ledger *ledger, int64_t id, int64_t account, struct str name, struct str by, int64_t at, struct arena *arena)
{
	struct settling settling = { id, account, at, name, by };

	return ledger_write(ledger, settle, &settling, arena);
}
