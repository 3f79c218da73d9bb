/*
 * entry.c - the record book: dated entries, and what is read beside them: sources that speak, what was mended.
 */
#include "store/ledger/entry.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const struct field entry_fields[] = {
	COLUMN(struct ledger_entry, id, FIELD_INT),
	COLUMN(struct ledger_entry, kind, FIELD_ENUM),
	COLUMN(struct ledger_entry, system, FIELD_INT),
	COLUMN(struct ledger_entry, system_name, FIELD_STR),
	COLUMN(struct ledger_entry, product, FIELD_STR),
	COLUMN(struct ledger_entry, version, FIELD_STR),
	COLUMN(struct ledger_entry, vulnerability, FIELD_STR),
	COLUMN(struct ledger_entry, party, FIELD_STR),
	COLUMN(struct ledger_entry, number, FIELD_STR),
	COLUMN(struct ledger_entry, word, FIELD_STR),
	COLUMN(struct ledger_entry, day, FIELD_DAY),
	COLUMN(struct ledger_entry, until, FIELD_DAY),
	COLUMN(struct ledger_entry, ground, FIELD_STR),
	COLUMN(struct ledger_entry, url, FIELD_STR),
	COLUMN(struct ledger_entry, file, FIELD_STR),
	COLUMN(struct ledger_entry, digest, FIELD_STR),
	COLUMN(struct ledger_entry, by, FIELD_STR),
	COLUMN(struct ledger_entry, at, FIELD_INSTANT),
	COLUMN(struct ledger_entry, withdrawn_at, FIELD_INSTANT),
	COLUMN(struct ledger_entry, withdrawn_by, FIELD_STR),
	COLUMN(struct ledger_entry, approver, FIELD_STR),
};
static const struct schema entry_schema = SCHEMA("entry", struct ledger_entry, entry_fields);

static const char *const kind_words[] = {
	"statement", "contract", "replacement", "inspection", "medium", "departure", "maintained",
};
const struct enum_names ledger_entry_names = ENUM_NAMES(kind_words);

static struct err *
insert(struct ledger *ledger, const struct ledger_entry *entry, int64_t id, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_ENTRY_INSERT, arena, &q));
	bind_int(&q, id);
	bind_int(&q, entry->kind);
	bind_int(&q, entry->system);
	bind_str(&q, entry->product);
	bind_str(&q, entry->version);
	bind_str(&q, entry->vulnerability);
	bind_str(&q, entry->party);
	bind_str(&q, entry->number);
	bind_str(&q, entry->word);
	bind_day(&q, entry->day);
	bind_day(&q, entry->until);
	bind_str(&q, entry->ground);
	bind_str(&q, entry->url);
	bind_str(&q, entry->file);
	bind_str(&q, entry->digest);
	bind_str(&q, entry->by);
	bind_instant(&q, entry->at);
	bind_str(&q, entry->approver);
	return query_run(&q, arena);
}

/* What was written, as a digest: the audit shows that an entry is the one that was written, and nothing of its content. */
static struct str
digest_of(const struct ledger_entry *entry, struct arena *arena)
{
	const struct str texts[] = {
		entry->product, entry->version, entry->vulnerability, entry->party, entry->number, entry->word, entry->ground, entry->url,
		entry->file, entry->digest, day_format(entry->day, arena), day_format(entry->until, arena), entry->approver,
	};

	return ledger_digest(texts, ARRAY_LEN(texts), arena);
}

static struct str
object_of(enum ledger_entry_kind kind, int64_t id, struct arena *arena)
{
	return arena_printf(arena, "%s/%lld", enum_name(&ledger_entry_names, (int)kind), (long long)id);
}

struct putting { const struct ledger_entry *entry; int64_t id; };

static struct err *
put(struct ledger *ledger, void *context, struct arena *arena)
{
	struct putting *putting = context;
	const struct ledger_entry *entry = putting->entry;

	TRY(may_write_system(ledger, entry->system, arena));
	TRY(ledger_allot(ledger, "entry", 1, arena, &putting->id));
	TRY(insert(ledger, entry, putting->id, arena));
	return ledger_audit(ledger, entry->by, entry->at, STR("entry.put"), object_of(entry->kind, putting->id, arena),
	    digest_of(entry, arena), arena);
}

struct err *
ledger_entry_put(struct ledger *ledger, const struct ledger_entry *entry, struct arena *arena, int64_t *ret_id)
{
	struct putting putting = { entry, 0 };

	TRY(ledger_write(ledger, put, &putting, arena));
	*ret_id = putting.id;
	return NULL;
}

struct withdrawing { enum ledger_entry_kind kind; int64_t id, at; struct str by; };

static struct err *
withdraw(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct withdrawing *withdrawing = context;
	struct query there QUERY_SCOPE, q QUERY_SCOPE;
	bool row;

	TRY(ledger_query_seen(ledger, SQL_ENTRY_EXISTS, arena, &there));
	bind_int(&there, withdrawing->id);
	bind_int(&there, withdrawing->kind);
	TRY(query_step(&there, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("There is no entry {number} of that kind in force."), ARG_N("number", withdrawing->id));
	TRY(may_write_system(ledger, column_int(&there, 0), arena));
	TRY(ledger_query(ledger, SQL_ENTRY_WITHDRAW, arena, &q));
	bind_int(&q, withdrawing->id);
	bind_instant(&q, withdrawing->at);
	bind_str(&q, withdrawing->by);
	TRY(query_run(&q, arena));
	return ledger_audit(ledger, withdrawing->by, withdrawing->at, STR("entry.withdraw"),
	    object_of(withdrawing->kind, withdrawing->id, arena), STR(""), arena);
}

struct err *
ledger_entry_withdraw(struct ledger *ledger, enum ledger_entry_kind kind, int64_t id, struct str by, int64_t at, struct arena *arena)
{
	struct withdrawing withdrawing = { kind, id, at, by };

	return ledger_write(ledger, withdraw, &withdrawing, arena);
}

struct err *
ledger_entries(struct ledger *ledger, enum ledger_entry_kind kind, int64_t system, bool withdrawn, ledger_each_entry *each,
    void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_ENTRY_LIST, arena, &q));
	bind_int(&q, kind);
	bind_int(&q, system);
	bind_int(&q, withdrawn);
	for (;;) {
		struct ledger_entry entry = { 0 };
		struct err *err;

		TRY(query_next(&q, &entry_schema, &entry, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &entry, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

/* ------------------------------------------------------------------------------- what is read beside them */

static const struct field stream_fields[] = {
	COLUMN(struct ledger_stream, system, FIELD_INT),
	COLUMN(struct ledger_stream, system_name, FIELD_STR),
	COLUMN(struct ledger_stream, host, FIELD_STR),
	COLUMN(struct ledger_stream, stream, FIELD_STR),
	COLUMN(struct ledger_stream, format, FIELD_STR),
	COLUMN(struct ledger_stream, seen_at, FIELD_INSTANT),
};
static const struct schema stream_schema = SCHEMA("stream", struct ledger_stream, stream_fields);

struct err *
ledger_streams(struct ledger *ledger, ledger_each_stream *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_STREAM_LIST, arena, &q));
	for (;;) {
		struct ledger_stream stream = { 0 };
		struct err *err;

		TRY(query_next(&q, &stream_schema, &stream, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &stream, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

static const struct field mended_fields[] = {
	COLUMN(struct ledger_mended, at, FIELD_INSTANT),
	COLUMN(struct ledger_mended, system, FIELD_STR),
	COLUMN(struct ledger_mended, product, FIELD_STR),
	COLUMN(struct ledger_mended, vulnerability, FIELD_STR),
	COLUMN(struct ledger_mended, remedy, FIELD_STR),
	COLUMN(struct ledger_mended, from, FIELD_STR),
	COLUMN(struct ledger_mended, to, FIELD_STR),
};
static const struct schema mended_schema = SCHEMA("mended", struct ledger_mended, mended_fields);

struct err *
ledger_mended(struct ledger *ledger, int64_t system, int64_t most, ledger_each_mended *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, system == 0 ? SQL_MENDED_LIST : SQL_MENDED_LIST_SYSTEM, arena, &q));
	if (system != 0)
		bind_int(&q, system);
	bind_int(&q, LEDGER_CAUSE_INVENTORY_CHANGED);
	bind_int(&q, most);
	for (;;) {
		struct ledger_mended mended = { 0 };
		struct err *err;

		TRY(query_next(&q, &mended_schema, &mended, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &mended, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
