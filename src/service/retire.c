#include "service/retire.h"

static const struct field view_fields[] = {
	FIELD(struct retirement_view, number, FIELD_INT),
	FIELD(struct retirement_view, key, FIELD_STR),
	FIELD(struct retirement_view, system, FIELD_STR),
	FIELD(struct retirement_view, host, FIELD_STR),
	FIELD(struct retirement_view, product, FIELD_STR),
	FIELD(struct retirement_view, sheet, FIELD_STR),
	FIELD(struct retirement_view, row, FIELD_INT),
	FIELD(struct retirement_view, missing_since, FIELD_INSTANT),
};
static const struct schema view_schema = SCHEMA("retirement", struct retirement_view, view_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct retirements, rows, FIELD_LIST, &view_schema),
};
const struct schema retirements_schema = SCHEMA("retirements", struct retirements, list_fields);

struct listing { struct retirements *list; struct arena *arena; };

static struct err *
take_entry(void *context, const struct ledger_sheet_entry *entry, struct arena *scratch)
{
	struct listing *listing = context;
	struct arena *arena = listing->arena;

	(void)scratch;
	list_push(arena, &listing->list->rows, ((struct retirement_view){ .number = entry->id, .key = arena_copy(arena, entry->number),
	    .system = arena_copy(arena, entry->system), .host = arena_copy(arena, entry->host), .product = arena_copy(arena, entry->name),
	    .sheet = arena_copy(arena, entry->sheet), .row = entry->line, .missing_since = entry->gone_at }));
	return NULL;
}

struct err *
retire_list(const struct home *home, struct arena *arena, struct retirements *ret_retirements)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct retirements list = { 0 };

	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_sheet_gone(ledger, take_entry, &(struct listing){ &list, arena }, arena));
	*ret_retirements = list;
	return NULL;
}

struct err *
retire_confirm(const struct home *home, const int64_t *numbers, size_t count, struct str by, int64_t now, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;

	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	return ledger_sheet_retire(ledger, numbers, count, by, now, arena);
}

struct err *
retire_keep(const struct home *home, const int64_t *numbers, size_t count, struct str by, int64_t now, struct arena *arena)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;

	TRY(home_ledger_for(home, HOME_REGISTER, arena, &ledger));
	return ledger_sheet_release(ledger, numbers, count, by, now, arena);
}
