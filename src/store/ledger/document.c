#include "store/ledger/document.h"

#include "store/ledger/db.h"
#include "store/ledger/sql_registry.h"

static const char *const format_words[] = { "text", "html", "pdf", "mail" };
const struct enum_names document_format_names = ENUM_NAMES(format_words);

static const struct field document_fields[] = {
	COLUMN(struct ledger_document, id, FIELD_INT),
	COLUMN(struct ledger_document, casefile, FIELD_INT),
	COLUMN(struct ledger_document, name, FIELD_STR),
	COLUMN(struct ledger_document, template, FIELD_STR),
	COLUMN(struct ledger_document, template_digest, FIELD_STR),
	COLUMN(struct ledger_document, inputs_digest, FIELD_STR),
	COLUMN(struct ledger_document, revision, FIELD_INT),
	COLUMN(struct ledger_document, language, FIELD_INT),
	COLUMN(struct ledger_document, format, FIELD_INT),
	COLUMN(struct ledger_document, compartment, FIELD_STR),
	COLUMN(struct ledger_document, restricted, FIELD_BOOL),
	COLUMN(struct ledger_document, recipients, FIELD_STR),
	COLUMN(struct ledger_document, size, FIELD_INT),
	COLUMN(struct ledger_document, by, FIELD_INT),
	COLUMN(struct ledger_document, at, FIELD_INSTANT),
};
static const struct schema ledger_document_schema = SCHEMA("document", struct ledger_document, document_fields);

struct err *
ledger_document_id(struct ledger *ledger, struct arena *arena, int64_t *ret_id)
{
	return ledger_allot(ledger, "document", 1, arena, ret_id);
}

struct err *
ledger_document_put(struct ledger *ledger, const struct ledger_document *document, struct str content, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_DOCUMENT_INSERT, arena, &q));
	bind_fields(&q, &ledger_document_schema, document);
	bind_blob(&q, content);
	return query_run(&q, arena);
}

struct err *
ledger_document_find(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_document *ret_document)
{
	struct ledger_document document = { 0 };
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_DOCUMENT_GET, arena, &q));
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (row)
		column_fields(&q, 0, &ledger_document_schema, &document, arena);
	*ret_document = document;
	return NULL;
}

struct err *
ledger_document_content(struct ledger *ledger, int64_t id, struct arena *arena, struct str *ret_blob)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_DOCUMENT_CONTENT, arena, &q));
	bind_int(&q, id);
	TRY(query_step(&q, arena, &row));
	if (!row)
		return err_new(arena, ERR_NOT_FOUND, M("There is no document {number}."), ARG_N("number", id));
	*ret_blob = column_blob(&q, 0, arena);
	return NULL;
}

struct err *
ledger_documents(struct ledger *ledger, int64_t casefile, ledger_each_document *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_DOCUMENT_LIST, arena, &q));
	bind_int(&q, casefile);
	for (;;) {
		struct ledger_document document = { 0 };
		struct err *err;

		TRY(query_next(&q, &ledger_document_schema, &document, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &document, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
