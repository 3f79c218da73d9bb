/*
 * show.c - the audit for people: who may look, and that he looked is written down before he sees.
 */
#include "base/catalogue.h"
#include "service/audit/audit.h"
#include "store/ledger/casefile.h"

static const struct field entry_fields[] = {
	FIELD(struct audit_entry, number, FIELD_INT),
	FIELD(struct audit_entry, at, FIELD_INSTANT),
	FIELD(struct audit_entry, who, FIELD_STR),
	FIELD(struct audit_entry, via, FIELD_STR),
	FIELD(struct audit_entry, token, FIELD_INT),
	FIELD(struct audit_entry, verb, FIELD_STR),
	FIELD(struct audit_entry, object, FIELD_STR),
	FIELD(struct audit_entry, digest, FIELD_STR),
	FIELD(struct audit_entry, place, FIELD_INT),
	FIELD(struct audit_entry, called, FIELD_STR),
	FIELD(struct audit_entry, sentence, FIELD_STR),
};
static const struct schema entry_schema = SCHEMA("entry", struct audit_entry, entry_fields);
static const struct field page_fields[] = {
	FIELD_OF(struct audit_page, entries, FIELD_LIST, &entry_schema),
	FIELD(struct audit_page, next, FIELD_INT),
};
const struct schema audit_page_schema = SCHEMA("audit", struct audit_page, page_fields);

/* Whose rows, and of what: it is ids that were asked for, so it may stand in the audit. */
static struct str
what_was_asked(const struct ledger_audit_wish *wish, struct arena *arena)
{
	if (wish->object.len > 0)
		return arena_printf(arena, "audit/%.*s", STR_ARG(wish->object));
	if (wish->kind.len > 0)
		return arena_printf(arena, "audit/%.*s", STR_ARG(wish->kind));
	if (wish->who.len > 0)
		return arena_printf(arena, "audit/account/%.*s", STR_ARG(wish->who));
	return STR("audit");
}

/* People know a case by its number, not by its id. The number of a sealed case tells nothing. */
static struct err *
with_number(struct ledger *ledger, const struct ledger_audit_row *row, struct arena *arena, struct ledger_audit_row *ret_row)
{
	struct str rest = row->object, id, part = STR("");
	struct ledger_case found;
	int64_t number;
	bool parts;

	*ret_row = *row;
	if (!str_take(&rest, STR("case/")))
		return NULL;
	parts = str_cut(rest, '/', &id, &part);
	if (!str_to_i64(id, &number) || number <= 0)
		return NULL;
	TRY(ledger_case_find(ledger, STR(""), number, arena, &found));
	if (found.id != 0)
		ret_row->object = arena_printf(arena, "case/%.*s%s%.*s", STR_ARG(found.number), parts ? "/" : "", STR_ARG(part));
	return NULL;
}

struct err *
audit_page(struct ledger *ledger, const struct actor *actor, const struct audit_asked *asked, struct arena *arena, struct audit_page *ret_page)
{
	struct ledger_audit_wish wish = asked->wish;
	struct audit_page page = { 0 };
	struct ledger_audit_rows rows;

	TRY(actor_need(actor, OFFICE_AUDITOR | OFFICE_ADMINISTRATOR, SCOPE_READ, arena));
	TRY(ledger_audit_before_read(ledger, actor->login, asked->now, STR("audit.read"), what_was_asked(&wish, arena), STR(""), arena));
	wish.most++;
	TRY(ledger_audit_newest(ledger, &wish, arena, &rows));
	for (size_t i = 0; i < rows.count && (int64_t)i < asked->wish.most; i++) {
		const struct ledger_audit_row *row = &rows.items[i];
		struct ledger_audit_row told;

		TRY(with_number(ledger, row, arena, &told));
		list_push(arena, &page.entries, ((struct audit_entry){ row->id, row->at, row->who, row->via, row->token, row->verb, row->object,
		    row->digest, row->sequence, told.object, audit_sentence(&told, asked->lang, arena) }));
	}
	if (page.entries.items != NULL && page.entries.count > 0 && rows.count > page.entries.count)
		page.next = page.entries.items[page.entries.count - 1].number;
	*ret_page = page;
	return NULL;
}
