/*
 * ledger_rows.c - the rows of a sheet one by one: which were in the ledger before, which say something new, which have left the
 * sheet since it came last, and what is to be said beside each.
 *
 * A sheet comes again under other names and with other rows. It is the same one when its headings are the same and at least half of the
 * rows that stood in it are there again; two offices that fill in the same form stay apart. A row is known by its 管理番号, else by
 * system, host and product.
 */
#include <assert.h>
#include <stdlib.h>
#include "base/catalogue.h"
#include "base/file.h"
#include "service/ledger_parts.h"
#include "service/provenance.h"

/* ---------------------------------------------------------------------------------------- gathering */

static size_t
sheet_index(struct ledger_intake *intake, struct str name)
{
	uint64_t *at = map_find(&intake->sheet_at, name);

	if (at == NULL) {
		struct intake_sheet *sheet = list_add(intake->arena, &intake->sheets);

		sheet->name = arena_copy(intake->arena, name);
		*map_put(intake->arena, &intake->sheet_at, sheet->name) = intake->sheets.count;
		return intake->sheets.count - 1;
	}
	return (size_t)*at - 1;
}

static size_t
line_index(struct ledger_intake *intake, struct str sheet, int64_t row)
{
	struct str key = arena_printf(intake->arena, "%lld\x1f%.*s", (long long)row, STR_ARG(sheet));
	uint64_t *at = map_put(intake->arena, &intake->line_at, key);

	if (*at == 0) {
		struct intake_line *line = list_add(intake->arena, &intake->lines);

		line->sheet = sheet_index(intake, sheet);
		line->row = row;
		*at = intake->lines.count;
	}
	return (size_t)*at - 1;
}

void
rows_take_mapping(struct ledger_intake *intake, const struct sheet_mapping *mapping)
{
	size_t at = sheet_index(intake, mapping->sheet);
	struct intake_sheet *sheet = &intake->sheets.items[at];

	if (sheet->fingerprint.len == 0)   /* of a sheet with several blocks the first names it */
		sheet->fingerprint = arena_copy(intake->arena, mapping->fingerprint);
}

void
rows_add(struct ledger_intake *intake, const struct ledger_row *row, struct str system, struct str host,
    const struct component *component)
{
	struct intake_entry *entry = list_add(intake->arena, &intake->entries);

	entry->sheet = sheet_index(intake, row->sheet);
	entry->line = line_index(intake, row->sheet, row->line);
	entry->number = arena_copy(intake->arena, str_trim_space(row->key));
	entry->system = arena_copy(intake->arena, system);
	entry->host = arena_copy(intake->arena, host);
	if (component == NULL)
		return;
	entry->identity = arena_copy(intake->arena, ledger_product_identity(component, intake->arena));
	entry->name = arena_copy(intake->arena, component->name);
	entry->version = arena_copy(intake->arena, component->version);
}

static void
say_of(struct ledger_intake *intake, struct intake_line *line, struct str en, struct str ja)
{
	list_push(intake->arena, &line->reasons_en, arena_copy(intake->arena, en));
	list_push(intake->arena, &line->reasons_ja, arena_copy(intake->arena, ja));
}

void
rows_take_problem(struct ledger_intake *intake, const struct problem *problem)
{
	struct intake_line *line;
	size_t at;

	if (problem->line <= 0)
		return;
	at = line_index(intake, problem->id, problem->line);
	line = &intake->lines.items[at];
	line->refused |= !problem->warning;
	say_of(intake, line, problem->sentence_en, problem->sentence_ja);
}

/* ------------------------------------------------------------------------- the same number, the same row */

static struct err *
warn_line(struct ledger_intake *intake, const struct intake_entry *entry, const struct err *err, struct arena *arena)
{
	return sink_warn(&intake->sink, intake->sheets.items[entry->sheet].name, -1, intake->lines.items[entry->line].row, err, arena);
}

static struct str
key_of(struct ledger_intake *intake, size_t sheet, struct str a, struct str b, struct str c, struct str d)
{
	return arena_printf(intake->arena, "%zu\x1f%.*s\x1f%.*s\x1f%.*s\x1f%.*s", sheet, STR_ARG(a), STR_ARG(b), STR_ARG(c), STR_ARG(d));
}

/* How many lines have a number, and how many numbers there are: a number may be a system's, and stand in all of its rows. */
struct numbering { size_t lines, numbers; };

static struct numbering
count_numbers(struct ledger_intake *intake, struct map *first)
{
	struct numbering numbering = { 0 };
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i];
		uint64_t *at;

		if (entry->number.len == 0 || entry->line == last)
			continue;
		last = entry->line;
		at = map_put(intake->arena, first, key_of(intake, entry->sheet, entry->number, STR(""), STR(""), STR("")));
		numbering.lines++;
		numbering.numbers += *at == 0;
		if (*at == 0)
			*at = i + 1;
	}
	return numbering;
}

static struct err *
warn_numbers(struct ledger_intake *intake, struct arena *arena)
{
	struct map first = { 0 };
	struct numbering numbering = count_numbers(intake, &first);
	bool one_each = numbering.numbers * 5 >= numbering.lines * 4;
	size_t last = SIZE_MAX;

	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i], *before;

		if (entry->number.len == 0 || entry->line == last)
			continue;
		last = entry->line;
		before = &intake->entries.items[*map_find(&first, key_of(intake, entry->sheet, entry->number, STR(""), STR(""), STR(""))) - 1];
		if (before->line == entry->line || (!one_each && str_eq(before->system, entry->system)))
			continue;
		TRY(warn_line(intake, entry, err_new(arena, ERR_CONFLICT, M("The number {number} stands in row {row} too ({name})."),
		    ARG("number", entry->number), ARG_N("row", intake->lines.items[before->line].row),
		    ARG("name", before->host.len > 0 ? before->host : before->system)), arena));
	}
	return NULL;
}

/* The same product in the same version on the same host, in two rows. */
static struct err *
warn_doubles(struct ledger_intake *intake, struct arena *arena)
{
	struct map first = { 0 };

	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i];
		uint64_t *at;

		if (entry->identity.len == 0 || str_starts(entry->identity, STR("cpe:2.3:o:")))
			continue;
		at = map_put(intake->arena, &first, key_of(intake, 0, entry->system, entry->host, entry->identity, entry->version));
		if (*at == 0) {
			*at = entry->line + 1;
			continue;
		}
		if (*at == entry->line + 1 || entry->number.len > 0)
			continue;
		TRY(warn_line(intake, entry, err_new(arena, ERR_CONFLICT, M("{name} stands on this host in row {row} already."),
		    ARG("name", entry->name), ARG_N("row", intake->lines.items[*at - 1].row)), arena));
	}
	return NULL;
}

/* ------------------------------------------------------------------------------- what stood there before */

struct host_before {
	struct map            versions;      /* identity → index + 1 in first          */
	LIST(struct str)      first;         /* a version of each                      */
	struct map            exact;         /* identity and version                   */
	struct map            named;         /* name and version                       */
};

/* All hosts that rows tell products of. */
struct hosts_before {
	struct ledger_intake *intake;
	struct map            at;            /* system and host → index + 1            */
	LIST(struct ledger_host_named) names;
	LIST(struct host_before)      hosts;
	size_t                asked;         /* the first of those asked for at once   */
};

static struct err *
take_before(void *context, const struct ledger_named_item *item, struct arena *scratch)
{
	struct hosts_before *all = context;
	struct host_before *before = &all->hosts.items[all->asked + (size_t)item->nth];
	struct arena *arena = all->intake->arena;
	struct str identity = arena_copy(arena, item->identity), version = arena_copy(arena, item->version);
	uint64_t *at = map_put(arena, &before->versions, identity);

	(void)scratch;
	if (*at == 0) {
		list_push(arena, &before->first, version);
		*at = before->first.count;
	}
	*map_put(arena, &before->exact, arena_join(arena, (struct str[]){ identity, version }, 2, STR("\x1f"))) = 1;
	*map_put(arena, &before->named, arena_join(arena, (struct str[]){ item->name, version }, 2, STR("\x1f"))) = 1;
	return NULL;
}

static uint64_t *
before_slot(struct hosts_before *all, const struct intake_entry *entry)
{
	return map_put(all->intake->arena, &all->at, key_of(all->intake, 0, entry->system, entry->host, STR(""), STR("")));
}

/* So many at once that a server is asked seldom, so few that its answer is not large. */
enum { HOSTS_AT_ONCE = 1024 };

static struct err *
read_before(struct hosts_before *all, struct arena *arena)
{
	struct ledger_intake *intake = all->intake;

	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i];
		uint64_t *at = entry->identity.len == 0 ? NULL : before_slot(all, entry);

		if (at == NULL || *at != 0)
			continue;
		list_push(intake->arena, &all->names, ((struct ledger_host_named){ entry->system, entry->host }));
		(void)list_add(intake->arena, &all->hosts);
		*at = all->names.count;
	}
	for (all->asked = 0; all->asked < all->names.count; all->asked += HOSTS_AT_ONCE) {
		size_t left = all->names.count - all->asked;

		TRY(ledger_items_named(intake->ledger, &all->names.items[all->asked], left < HOSTS_AT_ONCE ? left : HOSTS_AT_ONCE, take_before, all, arena));
	}
	return NULL;
}

static struct err *
system_is_known(struct ledger_intake *intake, struct str name, struct arena *arena, bool *ret_known)
{
	int64_t id;

	TRY(ledger_system_find(intake->ledger, name, arena, &id));
	*ret_known = id != 0;
	return NULL;
}

/* New, another version, or the same as stood there. */
static struct err *
compare_entry(struct hosts_before *all, struct intake_entry *entry, struct arena *arena)
{
	const struct host_before *before;
	const uint64_t *at;
	bool known = true;

	if (entry->identity.len == 0) {
		TRY(system_is_known(all->intake, entry->system, arena, &known));
		entry->is_new = !known;
		return NULL;
	}
	before = &all->hosts.items[*before_slot(all, entry) - 1];
	if (map_find(&before->named, arena_join(arena, (struct str[]){ entry->name, entry->version }, 2, STR("\x1f"))) != NULL)
		return NULL;
	at = map_find(&before->versions, entry->identity);
	entry->is_new = at == NULL;
	entry->is_other = at != NULL && entry->version.len > 0
	    && map_find(&before->exact, arena_join(arena, (struct str[]){ entry->identity, entry->version }, 2, STR("\x1f"))) == NULL;
	if (entry->is_other)
		entry->from = before->first.items[*at - 1];
	return NULL;
}

static struct err *
compare_entries(struct ledger_intake *intake, struct arena *arena)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct hosts_before all = { .intake = intake };

	TRY(read_before(&all, arena));
	for (size_t i = 0; i < intake->entries.count; i++, arena_reset(scratch)) {
		struct err *err = compare_entry(&all, &intake->entries.items[i], scratch);

		if (err != NULL)
			return err_copy(err, arena);
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------ the sheet's last form */

/* The rows a source had, held against those of the file. */
struct matching {
	struct ledger_intake *intake;
	size_t                sheet;
	const struct map     *keys;         /* of the file's rows of this sheet                    */
	const struct map     *products;     /* system, host and product, of all of the file's rows */
	size_t                rows, again;
	bool                  drops;        /* second walk: what a number no longer says is dropped */
	LIST(struct ledger_sheet_entry) gone;
};

static struct str
entry_key(struct ledger_intake *intake, struct str number, struct str system, struct str host, struct str identity)
{
	return number.len > 0 ? key_of(intake, 0, number, STR(""), STR(""), STR("")) : key_of(intake, 1, system, host, identity, STR(""));
}

static void
drop_restated(struct matching *matching, const struct ledger_sheet_entry *entry)
{
	struct ledger_intake *intake = matching->intake;

	if (entry->identity.len == 0 || map_find(matching->products, key_of(intake, 0, entry->system, entry->host, entry->identity, STR(""))) != NULL)
		return;
	ledger_import_host(intake->import, entry->system, entry->host, STR("sheet"));
	ledger_import_keep(intake->import);
	ledger_import_drop(intake->import, entry->identity);
}

static struct err *
match_entry(void *context, const struct ledger_sheet_entry *entry, struct arena *scratch)
{
	struct matching *matching = context;
	struct arena *arena = matching->intake->arena;
	bool again = map_find(matching->keys, entry_key(matching->intake, entry->number, entry->system, entry->host, entry->identity)) != NULL;

	(void)scratch;
	if (entry->gone_at != INSTANT_NONE)
		return NULL;
	matching->rows++;
	matching->again += again;
	if (!matching->drops)
		return NULL;
	if (again && entry->number.len > 0)
		drop_restated(matching, entry);
	else if (!again)
		list_push(arena, &matching->gone, ((struct ledger_sheet_entry){ .id = entry->id, .source = entry->source,
		    .number = arena_copy(arena, entry->number), .system = arena_copy(arena, entry->system),
		    .host = arena_copy(arena, entry->host), .identity = arena_copy(arena, entry->identity),
		    .name = arena_copy(arena, entry->name), .line = entry->line, .seen_at = entry->seen_at }));
	return NULL;
}

/* The source that this sheet goes on with: at least half of whose rows are here again, the one with the most. */
static struct err *
find_source(struct matching *matching, struct arena *arena)
{
	struct intake_sheet *sheet = &matching->intake->sheets.items[matching->sheet];
	struct ledger_ids sources;
	size_t best = 0;

	TRY(ledger_sheet_sources(matching->intake->ledger, sheet->fingerprint, arena, &sources));
	for (size_t i = 0; i < sources.count; i++) {
		matching->rows = matching->again = 0;
		TRY(ledger_sheet_entries(matching->intake->ledger, sources.items[i], match_entry, matching, arena));
		if (matching->again * 2 < matching->rows || matching->again <= best)
			continue;
		best = matching->again;
		sheet->source = sources.items[i];
	}
	return NULL;
}

static struct err *
match_sheet(struct ledger_intake *intake, size_t sheet, const struct map *products, struct arena *arena)
{
	struct map keys = { 0 };
	struct matching matching = { .intake = intake, .sheet = sheet, .keys = &keys, .products = products };

	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i];

		if (entry->sheet == sheet)
			*map_put(intake->arena, &keys, entry_key(intake, entry->number, entry->system, entry->host, entry->identity)) = 1;
	}
	if (keys.count == 0)
		return NULL;
	TRY(find_source(&matching, arena));
	if (intake->sheets.items[sheet].source == 0)
		return NULL;
	matching.drops = true;
	TRY(ledger_sheet_entries(intake->ledger, intake->sheets.items[sheet].source, match_entry, &matching, arena));
	for (size_t i = 0; i < matching.gone.count; i++)
		list_push(intake->arena, &intake->report.gone, matching.gone.items[i]);
	return NULL;
}

static struct err *
match_sheets(struct ledger_intake *intake, struct arena *arena)
{
	struct map products = { 0 };

	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i];

		*map_put(intake->arena, &products, key_of(intake, 0, entry->system, entry->host, entry->identity, STR(""))) = 1;
	}
	for (size_t i = 0; i < intake->sheets.count; i++)
		TRY(match_sheet(intake, i, &products, arena));
	return NULL;
}

/* ---------------------------------------------------------------------------------------- writing */

static struct err *
put_sheet(struct ledger_intake *intake, size_t sheet, struct arena *arena)
{
	const struct intake_sheet *told = &intake->sheets.items[sheet];
	LIST(struct ledger_sheet_entry) entries = { 0 };
	struct map seen = { 0 };
	struct ledger_sheet put = { .source = told->source, .fingerprint = told->fingerprint, .import = intake->report.result.id,
		.at = intake->options.at, .name = told->name.len == 0 ? path_base(intake->options.file)
		    : arena_printf(arena, "%.*s / %.*s", STR_ARG(path_base(intake->options.file)), STR_ARG(told->name)) };

	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i];
		uint64_t *once;

		if (entry->sheet != sheet)
			continue;
		once = map_put(arena, &seen, key_of(intake, 0, entry->number, entry->system, entry->host, entry->identity));
		if ((*once)++ > 0)
			continue;
		list_push(arena, &entries, ((struct ledger_sheet_entry){ .number = entry->number, .system = entry->system, .host = entry->host,
		    .identity = entry->identity, .name = entry->name, .line = intake->lines.items[entry->line].row }));
	}
	put.entries = entries.items;
	put.count = entries.count;
	return put.count == 0 ? NULL : ledger_sheet_put(intake->ledger, &put, arena);
}

static struct err *
write_rows(struct ledger *ledger, void *context, struct arena *arena)
{
	struct ledger_intake *intake = context;

	(void)ledger;
	TRY(ledger_import_finish(intake->import, arena, &intake->report.result));
	for (size_t i = 0; !intake->report.result.known && i < intake->sheets.count; i++)
		TRY(put_sheet(intake, i, arena));
	return NULL;
}

/* -------------------------------------------------------------------------------------------- answers */

/* What stronger words keep out, found by what an entry says. */
struct kept_out {
	struct ledger_intake           *intake;
	struct map                      at;       /* system, host, product and version told → index + 1 */
	LIST(struct ledger_import_held) list;
};

static void
keep_out(struct kept_out *kept_out, struct str product, const struct ledger_import_held *held)
{
	struct ledger_intake *intake = kept_out->intake;

	list_push(intake->arena, &kept_out->list, *held);
	*map_put(intake->arena, &kept_out->at, key_of(intake, 0, held->system, held->host, product, held->version)) = kept_out->list.count;
}

static struct err *
take_difference(void *context, const struct ledger_difference *difference, struct arena *scratch)
{
	struct kept_out *kept_out = context;
	struct arena *arena = kept_out->intake->arena;
	struct ledger_import_held held = { .system = arena_copy(arena, difference->system_name), .host = arena_copy(arena, difference->host_name),
		.version = arena_copy(arena, difference->told), .held = arena_copy(arena, difference->held),
		.provenance = difference->held_provenance };

	(void)scratch;
	keep_out(kept_out, difference->identity, &held);
	return NULL;
}

/* A file that came before writes nothing: what it was kept from then is what nobody has decided yet. */
static struct err *
load_kept_out(struct kept_out *kept_out, struct arena *arena)
{
	size_t count;
	const struct ledger_import_held *held = ledger_import_held(kept_out->intake->import, &count);

	if (kept_out->intake->report.result.known)
		return ledger_differences(kept_out->intake->ledger, 0, take_difference, kept_out, arena);
	for (size_t i = 0; i < count; i++)
		keep_out(kept_out, held[i].name, &held[i]);
	return NULL;
}

/* A stronger word stands: what the row says was not taken in, and waits as a difference. */
static void
say_held(struct ledger_intake *intake, const struct intake_entry *entry, const struct ledger_import_held *held)
{
	enum lang langs[] = { LANG_EN, LANG_JA };
	struct str said[ARRAY_LEN(langs)];

	for (size_t i = 0; i < ARRAY_LEN(langs); i++)
		said[i] = catalogue_say(intake->arena, langs[i],
		    M("{product} stays {held} ({source}), not {told}: that is the surer word. See \"ledger differences\"."), ARG("product", entry->name),
		    ARG("held", held->held), ARG("source", str_of(catalogue_text(langs[i], provenance_text(held->provenance)))),
		    ARG("told", held->version));
	say_of(intake, &intake->lines.items[entry->line], said[0], said[1]);
}

static void
say_changed(struct ledger_intake *intake, struct intake_line *line, const struct intake_entry *entry)
{
	struct err_arg args[] = { ARG("product", entry->name), ARG("from", entry->from.len > 0 ? entry->from : STR("?")),
		ARG("to", entry->version), { 0 } };

	line->updated = true;
	line->changes++;
	say_of(intake, line, catalogue_say_args(intake->arena, LANG_EN, M("{product}: {from} to {to}."), args),
	    catalogue_say_args(intake->arena, LANG_JA, M("{product}: {from} to {to}."), args));
}

/* What became of every entry, now that it is known what stronger words kept out. */
static struct err *
say_entries(struct ledger_intake *intake, struct arena *arena)
{
	struct kept_out kept_out = { .intake = intake };
	bool known = intake->report.result.known;

	TRY(load_kept_out(&kept_out, arena));
	for (size_t i = 0; i < intake->entries.count; i++) {
		const struct intake_entry *entry = &intake->entries.items[i];
		struct intake_line *line = &intake->lines.items[entry->line];
		const uint64_t *at = map_find(&kept_out.at,
		    key_of(intake, 0, entry->system, entry->host, known ? entry->identity : entry->name, entry->version));

		assert(at == NULL || kept_out.list.items != NULL);
		if (at != NULL)
			say_held(intake, entry, &kept_out.list.items[*at - 1]);
		else if (entry->is_other && !known)
			say_changed(intake, line, entry);
		line->taken |= at == NULL && entry->is_new && !known;
	}
	return NULL;
}

static int
by_place(const void *a, const void *b)
{
	const struct intake_line *left = a, *right = b;

	if (left->sheet != right->sheet)
		return left->sheet < right->sheet ? -1 : 1;
	return (left->row > right->row) - (left->row < right->row);
}

static void
report_line(struct ledger_intake *intake, const struct intake_line *line, bool warned)
{
	struct ledger_row_report *told = list_add(intake->arena, &intake->report.told);

	told->sheet = intake->sheets.items[line->sheet].name;
	told->row = line->row;
	told->result = line->refused ? LEDGER_ROW_REFUSED : warned ? LEDGER_ROW_CAREFUL : line->taken ? LEDGER_ROW_TAKEN
	    : line->updated ? LEDGER_ROW_UPDATED : LEDGER_ROW_SAME;
	told->reason_en = arena_join(intake->arena, line->reasons_en.items, line->reasons_en.count, STR(" "));
	told->reason_ja = arena_join(intake->arena, line->reasons_ja.items, line->reasons_ja.count, STR(""));
	intake->report.told_count[told->result]++;
}

static void
report_lines(struct ledger_intake *intake)
{
	if (intake->lines.count > 0)
		qsort(intake->lines.items, intake->lines.count, sizeof(intake->lines.items[0]), by_place);
	for (size_t i = 0; i < intake->lines.count; i++) {
		const struct intake_line *line = &intake->lines.items[i];

		report_line(intake, line, line->reasons_en.count > line->changes);
	}
}

struct err *
rows_finish(struct ledger_intake *intake, struct arena *arena)
{
	if (intake->entries.count > 0) {
		TRY(warn_numbers(intake, arena));
		TRY(warn_doubles(intake, arena));
		TRY(compare_entries(intake, arena));
		TRY(match_sheets(intake, arena));
	}
	TRY(ledger_write(intake->ledger, write_rows, intake, arena));
	TRY(say_entries(intake, arena));
	report_lines(intake);
	return NULL;
}
