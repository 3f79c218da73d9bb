#include "service/maintained.h"

#include <string.h>
#include "base/catalogue.h"
#include "base/limits.h"
#include "base/map.h"
#include "domain/calendar/calendar.h"
#include "model/inventory.h"
#include "model/record.h"
#include "service/book.h"
#include "service/intake.h"
#include "service/product.h"
#include "store/ledger/entry.h"
#include "wire/worker/worker.h"

struct reading {
	struct sink               sink;       /* first: the sink is the reading */
	struct arena             *arena;
	struct maintained_result *result;
	LIST(struct ledger_entry) entries;
	struct map                by_key;     /* unit, product, version → place in entries + 1 */
};

static struct str
key_of(const struct ledger_entry *entry, struct arena *arena)
{
	const struct str parts[] = { entry->party, entry->product, entry->version };

	return arena_join(arena, parts, ARRAY_LEN(parts), STR("\x1f"));
}

/* The quote that maintained_export put before what a spreadsheet would take for a formula comes off again. */
static struct str
without_quote(struct str text)
{
	if (text.len > 1 && text.ptr[0] == '\'' && strchr("=+-@", text.ptr[1]) != NULL)
		return str_from(text, 1);
	return text;
}

static struct err *
entry_of(const struct ledger_row *row, struct arena *arena, struct ledger_entry *ret_entry)
{
	struct ledger_entry entry = {
		.kind = LEDGER_ENTRY_MAINTAINED, .party = without_quote(row->unit), .product = without_quote(row->product),
		.version = without_quote(row->version), .ground = without_quote(row->note),
		.day = DAY_NONE, .until = DAY_NONE, .withdrawn_at = INSTANT_NONE,
	};
	struct str identity = row->cpe.len > 0 ? row->cpe : row->purl;

	if (entry.party.len == 0 || entry.product.len == 0)
		return err_new(arena, ERR_FORMAT, M("The row names no department or no product."));
	if (row->support_end.len > 0)
		TRY(calendar_day_parse(row->support_end, arena, &entry.until));
	if (identity.len > 0)
		TRY(product_identity(identity, arena, &entry.number));
	*ret_entry = entry;
	return NULL;
}

static struct err *
take_row(struct reading *reading, const struct ledger_row *told, struct arena *scratch)
{
	struct arena *arena = reading->arena;
	struct ledger_row row;
	struct ledger_entry entry;
	struct err *err;
	uint64_t *place;

	record_copy(&ledger_row_schema, told, arena, &row);
	err = entry_of(&row, arena, &entry);
	place = err == NULL ? map_put(arena, &reading->by_key, key_of(&entry, arena)) : NULL;
	if (place != NULL && *place != 0)
		err = err_new(arena, ERR_FORMAT, M("This product and version of the department stand in an earlier row already."));
	if (err != NULL)
		return sink_refuse(&reading->sink, row.product, -1, row.line, err, scratch);
	list_push(arena, &reading->entries, entry);
	*place = reading->entries.count;
	return NULL;
}

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	return schema == &ledger_row_schema ? take_row((struct reading *)sink, value, arena) : NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct reading *reading = (struct reading *)sink;

	(void)arena;
	if (!problem->warning && reading->result->problems.count < LIMIT_PROBLEMS_KEPT)
		record_copy(&problem_schema, problem, reading->arena, list_add(reading->arena, &reading->result->problems));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ writing */

struct comparing {
	struct reading   *reading;
	struct map        seen;        /* key → 1: in force as the file has it, or replaced */
	LIST(int64_t)     replaced;
	struct str        by;
	int64_t           now;
};

static bool
is_same(const struct ledger_entry *a, const struct ledger_entry *b)
{
	return a->until == b->until && str_eq(a->number, b->number) && str_eq(a->ground, b->ground);
}

static struct err *
compare(void *context, const struct ledger_entry *stored, struct arena *scratch)
{
	struct comparing *comparing = context;
	struct reading *reading = comparing->reading;
	const uint64_t *place = map_find(&reading->by_key, key_of(stored, scratch));

	if (place == NULL) {
		list_push(reading->arena, &reading->result->vanished, arena_printf(reading->arena, "%lld: %.*s %.*s %.*s", (long long)stored->id,
		    STR_ARG(stored->party), STR_ARG(stored->product), STR_ARG(stored->version)));
	} else if (is_same(&reading->entries.items[*place - 1], stored)) {
		reading->result->unchanged++;
		*map_put(reading->arena, &comparing->seen, arena_copy(reading->arena, key_of(stored, scratch))) = 1;
	} else {
		reading->result->changed++;
		list_push(reading->arena, &comparing->replaced, stored->id);
	}
	return NULL;
}

/* A unit of work may run twice: it counts from its beginning. */
static struct err *
write_all(struct ledger *ledger, void *context, struct arena *arena)
{
	struct comparing *comparing = context;
	struct reading *reading = comparing->reading;
	struct maintained_result *result = reading->result;

	comparing->seen = (struct map){ 0 };
	comparing->replaced.count = result->vanished.count = 0;
	result->changed = result->unchanged = 0;
	TRY(ledger_entries(ledger, LEDGER_ENTRY_MAINTAINED, 0, false, compare, comparing, arena));
	for (size_t i = 0; i < comparing->replaced.count; i++)
		TRY(ledger_entry_withdraw(ledger, LEDGER_ENTRY_MAINTAINED, comparing->replaced.items[i], comparing->by, comparing->now, arena));
	for (size_t i = 0; i < reading->entries.count; i++) {
		struct ledger_entry entry = reading->entries.items[i];
		int64_t id;

		if (map_find(&comparing->seen, key_of(&entry, arena)) != NULL)
			continue;
		entry.by = comparing->by;
		entry.at = comparing->now;
		TRY(ledger_entry_put(ledger, &entry, arena, &id));
	}
	result->added = (int64_t)reading->entries.count - result->changed - result->unchanged;
	return NULL;
}

struct err *
maintained_import(const struct home *home, struct str path, struct str by, int64_t now, struct arena *arena,
    struct maintained_result *ret_result)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct maintained_result result = { 0 };
	struct reading reading = { .sink = { on_record, on_problem }, .arena = arena, .result = &result };
	struct comparing comparing = { .reading = &reading, .by = by, .now = now };

	TRY(home_ledger_for(home, HOME_HOUSE, arena, &ledger));
	TRY(intake_open(path, arena, &file));
	TRY(worker_run(&(struct worker_job){ .kind = "sheet", .fd = file.fd, .name = file.name }, &reading.sink, arena));
	TRY(ledger_write(ledger, write_all, &comparing, arena));
	*ret_result = result;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- out */

/* A cell of CSV; what a spreadsheet would take for a formula is made inert by a quote before it. */
static void
add_cell(struct buf *out, struct str text, bool last)
{
	bool formula = text.len > 0 && (text.ptr[0] == '=' || text.ptr[0] == '+' || text.ptr[0] == '-' || text.ptr[0] == '@');

	buf_add(out, STR("\""));
	if (formula)
		buf_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, text.ptr[i]);
	}
	buf_add(out, last ? STR("\"\r\n") : STR("\","));
}

struct err *
maintained_export(const struct home *home, int64_t now, struct arena *arena, struct buf *out)
{
	struct book_views views;

	TRY(book_list(home, LEDGER_ENTRY_MAINTAINED, STR(""), false, now, arena, &views));
	buf_add(out, STR("\xef\xbb\xbf所管,製品名,バージョン,CPE,purl,サポート期限,備考\r\n"));
	for (size_t i = 0; i < views.entries.count; i++) {
		const struct book_view *view = &views.entries.items[i];
		bool is_cpe = str_starts(view->number, STR("cpe:"));

		add_cell(out, view->party, false);
		add_cell(out, view->product, false);
		add_cell(out, view->version, false);
		add_cell(out, is_cpe ? view->number : STR(""), false);
		add_cell(out, is_cpe ? STR("") : view->number, false);
		add_cell(out, day_format(view->until, arena), false);
		add_cell(out, view->ground, true);
	}
	return NULL;
}
