#include "service/export.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/catalogue.h"
#include "base/map.h"
#include "format/charset/charset.h"
#include "format/workbook/workbook.h"
#include "model/record.h"
#include "service/provenance.h"

/* ---------------------------------------------------------------------------------------- registers */

#define CELL(heading_, member) { (heading_), offsetof(struct export_row, member) }

static const struct export_column software_columns[] = {
	CELL(M("Asset number"), told.key), CELL(M("Business"), told.service), CELL(M("System name"), told.system), CELL(M("Host name"), told.host),
	CELL(M("OS"), told.os), CELL(M("OS version"), os_version),
	CELL(M("Manufacturer"), told.vendor), CELL(M("Software name"), told.product), CELL(M("Version"), told.version), CELL(M("CPE"), told.cpe), CELL(M("PURL"), told.purl),
	CELL(M("Model"), told.model), CELL(M("Serial number"), told.serial), CELL(M("IP address"), told.address), CELL(M("User"), told.user),
	CELL(M("Department"), told.unit), CELL(M("Administrator"), told.owner), CELL(M("Contractor"), told.contractor), CELL(M("Purpose"), told.function),
	CELL(M("Network zone"), told.network), CELL(M("External access"), told.exposure), CELL(M("Ports"), told.ports), CELL(M("Location"), told.place),
	CELL(M("Information held"), told.information), CELL(M("Importance"), told.importance), CELL(M("Note"), told.note),
	CELL(M("Information source"), told.provenance), CELL(M("Confirmed by"), told.told_by), CELL(M("Confirmed on"), told.told_on),
};

static const struct export_column system_columns[] = {
	CELL(M("Asset number"), told.key), CELL(M("System name"), told.system), CELL(M("Business"), told.service), CELL(M("Department"), told.unit),
	CELL(M("Administrator"), told.owner), CELL(M("Contractor"), told.contractor), CELL(M("Purpose"), told.function), CELL(M("Network zone"), told.network),
	CELL(M("External access"), told.exposure), CELL(M("Ports"), told.ports), CELL(M("Location"), told.place), CELL(M("Information held"), told.information),
	CELL(M("Importance"), told.importance), CELL(M("Note"), told.note),
};

static const struct export_column host_columns[] = {
	CELL(M("System name"), told.system), CELL(M("Host name"), told.host), CELL(M("OS"), told.os), CELL(M("OS version"), os_version), CELL(M("Department"), told.unit),
	CELL(M("Location"), told.place), CELL(M("Network zone"), told.network), CELL(M("Model"), told.model),
	CELL(M("Serial number"), told.serial), CELL(M("IP address"), told.address), CELL(M("User"), told.user),
	CELL(M("Information source"), told.provenance), CELL(M("Confirmed by"), told.told_by), CELL(M("Confirmed on"), told.told_on),
};

const struct export_register export_registers[] = {
	{ "software", M("Software register"), software_columns, ARRAY_LEN(software_columns), true, true },
	{ "systems", M("System register"), system_columns, ARRAY_LEN(system_columns), false, false },
	{ "hosts", M("Host register"), host_columns, ARRAY_LEN(host_columns), false, true },
};
const size_t export_registers_count = ARRAY_LEN(export_registers);

const struct export_register *
export_register_find(struct str name)
{
	for (size_t i = 0; i < export_registers_count; i++)
		if (str_eq(name, str_of(export_registers[i].name)))
			return &export_registers[i];
	return NULL;
}

struct str
export_cell(const struct export_register *reg, size_t column, const struct export_row *row)
{
	return *(const struct str *)(const void *)((const char *)row + reg->columns[column].offset);
}

/* --------------------------------------------------------------------------------------------- rows */

struct exporting {
	struct ledger                 *ledger;
	struct arena                  *arena;
	const struct export_register  *reg;
	LIST(struct export_row)        systems;     /* the system's part of its rows */
	LIST(int64_t)                  ids;
	struct map                     system_at;   /* id → index + 1                */
	struct map                     facts;       /* "host/name" → index + 1       */
	LIST(struct str)               values;
	LIST(struct ledger_software)   software;    /* by id                         */
	struct export_rows             rows;
};

/* 保持情報 as it was written; classes that were told in one sentence share it. */
static struct str
information_of(const struct ledger_system *system, struct arena *arena)
{
	struct str_list texts = { 0 };

	for (size_t i = 0; i < system->information.count; i++)
		if (!str_is_one_of(system->information.items[i].text, texts.items, texts.count))
			list_push(arena, &texts, arena_copy(arena, system->information.items[i].text));
	return arena_join(arena, texts.items, texts.count, STR("、"));
}

static struct str
fact_key(int64_t host, struct str name, struct arena *arena)
{
	return arena_printf(arena, "%lld/%.*s", (long long)host, STR_ARG(name));
}

static void
take_facts(struct exporting *exporting, const struct ledger_system *system)
{
	for (size_t i = 0; i < system->facts.count; i++) {
		const struct ledger_fact *fact = &system->facts.items[i];

		if (fact->host == 0)
			continue;
		list_push(exporting->arena, &exporting->values, arena_copy(exporting->arena, fact->value));
		*map_put(exporting->arena, &exporting->facts, fact_key(fact->host, fact->name, exporting->arena)) = exporting->values.count;
	}
}

static struct str
fact_of(const struct exporting *exporting, int64_t host, struct str name)
{
	const uint64_t *at = map_find(&exporting->facts, fact_key(host, name, exporting->arena));

	return at == NULL ? STR("") : exporting->values.items[*at - 1];
}

/* One service stands in the system's rows; each further one in a row that says nothing else. */
static struct err *
take_services(struct exporting *exporting, const struct ledger_system *system, struct arena *scratch)
{
	struct str_list services;

	TRY(ledger_system_services(exporting->ledger, system->id, scratch, &services));
	for (size_t i = 0; i < services.count; i++) {
		struct export_row *row;

		if (str_eq(services.items[i], system->service))
			continue;
		row = list_add(exporting->arena, &exporting->rows.list);
		row->told.system = arena_copy(exporting->arena, system->name);
		row->told.service = arena_copy(exporting->arena, services.items[i]);
	}
	return NULL;
}

/* What a system's number and note say is its own: they stand in a row without product, so that they come back to it. */
static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct exporting *exporting = context;
	struct arena *arena = exporting->arena;
	struct ledger_row told = {
		.key = system->key, .system = system->name, .service = system->service, .unit = system->unit, .owner = system->owner,
		.contractor = system->contractor, .function = system->function, .network = system->network_text,
		.exposure = system->reach_text, .ports = system->ports, .place = system->place,
		.information = information_of(system, scratch), .importance = system->importance_text, .note = system->note,
	};
	struct export_row row = { 0 };

	record_copy(&ledger_row_schema, &told, arena, &row.told);
	if (!exporting->reg->hosts || (exporting->reg->products && (system->installations == 0 || system->key.len > 0 || system->note.len > 0)))
		list_push(arena, &exporting->rows.list, row);
	row.told.key = row.told.note = STR("");
	list_push(arena, &exporting->systems, row);
	list_push(arena, &exporting->ids, system->id);
	*map_put(arena, &exporting->system_at, arena_printf(arena, "%lld", (long long)system->id)) = exporting->systems.count;
	take_facts(exporting, system);
	return exporting->reg->products || !exporting->reg->hosts ? take_services(exporting, system, scratch) : NULL;
}

static struct err *
take_software(void *context, const struct ledger_software *software, struct arena *scratch)
{
	struct exporting *exporting = context;
	struct ledger_software *own = list_add(exporting->arena, &exporting->software);

	(void)scratch;
	own->id = software->id;
	record_copy(&component_schema, &software->component, exporting->arena, &own->component);
	return NULL;
}

static int
by_id(const void *key, const void *item)
{
	int64_t id = *(const int64_t *)key, other = ((const struct ledger_software *)item)->id;

	return id < other ? -1 : id > other;
}

static bool
is_plain_os(const struct component *component)
{
	return component->kind == COMPONENT_OS && component->cpe.len == 0 && component->purl.len == 0 && component->vendor.len == 0;
}

/* A version that is not known is said to be unknown: an empty cell would leave it to be looked for in the name. */
static struct str
version_of(const struct component *component)
{
	return component->version.len > 0 ? component->version : STR("不明");
}

static bool
is_plain_model(const struct component *component)
{
	return component->kind == COMPONENT_HARDWARE && component->cpe.len == 0 && component->purl.len == 0 && component->vendor.len == 0
	    && component->version.len == 0;
}

static void
fill_product(struct export_row *row, const struct component *component)
{
	if (is_plain_model(component)) {
		row->told.model = component->name;
		return;
	}
	if (is_plain_os(component)) {
		row->told.os = component->name;
		row->os_version = version_of(component);
		return;
	}
	row->told.vendor = component->vendor;
	row->told.product = component->name;
	row->told.version = version_of(component);
	row->told.cpe = component->cpe;
	row->told.purl = component->purl;
}

static void
fill_word(struct ledger_row *row, const struct ledger_item *item, struct arena *arena)
{
	row->provenance = item->provenance == PROVENANCE_UNKNOWN ? STR("不明") : str_of(catalogue_text(LANG_JA, provenance_text(item->provenance)));
	row->told_by = arena_copy(arena, item->told_by);
	row->told_on = day_format(row->told_by.len == 0 ? DAY_NONE : item->told_on, arena);
}

static struct export_row
row_of_system(const struct exporting *exporting, int64_t id)
{
	char key[24];
	int len = snprintf(key, sizeof(key), "%lld", (long long)id);
	const uint64_t *at = map_find(&exporting->system_at, (struct str){ key, (size_t)len });

	return at == NULL ? (struct export_row){ 0 } : exporting->systems.items[*at - 1];
}

/* Of a host's own row: the first of its operating systems and of its models by name, and the word of the first of both. */
static void
join_own(struct export_row *own, const struct export_row *row)
{
	bool has = own->told.os.len > 0 || own->told.model.len > 0;
	bool os = row->told.os.len > 0 && (own->told.os.len == 0 || str_cmp(row->told.os, own->told.os) < 0);
	bool model = row->told.model.len > 0 && (own->told.model.len == 0 || str_cmp(row->told.model, own->told.model) < 0);

	if (os) {
		own->told.os = row->told.os;
		own->os_version = row->os_version;
	}
	if (model)
		own->told.model = row->told.model;
	if (os || (model && !has)) {
		own->told.provenance = row->told.provenance;
		own->told.told_by = row->told.told_by;
		own->told.told_on = row->told.told_on;
	}
}

static struct export_row
row_of_host(const struct exporting *exporting, const struct ledger_host *host)
{
	struct export_row row = row_of_system(exporting, host->system);

	row.told.host = arena_copy(exporting->arena, host->name);
	row.told.address = fact_of(exporting, host->id, STR(LEDGER_HOST_ADDRESS));
	row.told.serial = fact_of(exporting, host->id, STR(LEDGER_HOST_SERIAL));
	row.told.user = fact_of(exporting, host->id, STR(LEDGER_HOST_USER));
	return row;
}

/* A row a product; of hosts, one each, with its operating system and model. */
static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct exporting *exporting = context;
	struct export_row base = row_of_host(exporting, host), own = base;
	size_t before = exporting->rows.list.count;

	(void)scratch;
	for (size_t i = 0; i < host->items.count; i++) {
		const struct ledger_software *software = bsearch(&host->items.items[i].software, exporting->software.items,
		    exporting->software.count, sizeof(*exporting->software.items), by_id);
		struct export_row row = base;

		if (software == NULL || software->component.kind == COMPONENT_UPDATE)
			continue;
		fill_product(&row, &software->component);
		fill_word(&row.told, &host->items.items[i], exporting->arena);
		if (exporting->reg->products)
			list_push(exporting->arena, &exporting->rows.list, row);
		else
			join_own(&own, &row);
	}
	if (exporting->rows.list.count == before)
		list_push(exporting->arena, &exporting->rows.list, own);
	return NULL;
}

/* By names, so that equal ledgers give equal registers. */
static int
by_names(const void *a, const void *b)
{
	const struct ledger_row *left = &((const struct export_row *)a)->told, *right = &((const struct export_row *)b)->told;
	const struct str lefts[] = { left->system, left->host, left->os, left->product, left->version, left->vendor, left->cpe, left->purl,
		left->model, left->service, left->provenance };
	const struct str rights[] = { right->system, right->host, right->os, right->product, right->version, right->vendor, right->cpe, right->purl,
		right->model, right->service, right->provenance };
	int order = 0;

	for (size_t i = 0; i < ARRAY_LEN(lefts) && order == 0; i++)
		order = str_cmp(lefts[i], rights[i]);
	return order;
}

/* Two items that differ in what a sheet has no column for are one row of it. */
static void
drop_doubles(const struct export_register *reg, struct export_rows *rows)
{
	size_t kept = 0;

	for (size_t i = 0; i < rows->list.count; i++) {
		bool same = kept > 0;

		for (size_t c = 0; c < reg->columns_count && same; c++)
			same = str_eq(export_cell(reg, c, &rows->list.items[i]), export_cell(reg, c, &rows->list.items[kept - 1]));
		if (!same)
			rows->list.items[kept++] = rows->list.items[i];
	}
	rows->list.count = kept;
}

struct err *
export_rows(struct ledger *ledger, const struct export_register *reg, int64_t system, struct arena *arena, struct export_rows *ret_rows)
{
	struct exporting exporting = { .ledger = ledger, .arena = arena, .reg = reg };
	struct arena *scratch ARENA_SCOPE = arena_new();

	TRY(ledger_systems(ledger, system, take_system, &exporting, scratch));
	if (reg->hosts) {
		TRY(ledger_software(ledger, take_software, &exporting, scratch));
		TRY(ledger_hosts(ledger, system, take_host, &exporting, scratch));
	}
	if (exporting.rows.list.count > 0)
		qsort(exporting.rows.list.items, exporting.rows.list.count, sizeof(exporting.rows.list.items[0]), by_names);
	drop_doubles(reg, &exporting.rows);
	*ret_rows = exporting.rows;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ workbook */

struct err *
export_workbook(const struct export_register *reg, const struct export_rows *rows, enum lang lang, int64_t now, struct arena *arena,
    struct str *ret_bytes)
{
	struct workbook_column *columns = ARENA_ARRAY(arena, struct workbook_column, reg->columns_count);
	struct str title = str_of(catalogue_text(lang, reg->title)), *cells = ARENA_ARRAY(arena, struct str, reg->columns_count);
	struct workbook *book WORKBOOK_SCOPE = workbook_begin(&(struct workbook_options){ title, now });

	for (size_t c = 0; c < reg->columns_count; c++)
		columns[c].title = str_of(catalogue_text(lang, reg->columns[c].heading));
	TRY(workbook_sheet(book, &(struct workbook_sheet){ .name = title, .columns = columns, .columns_count = reg->columns_count }, arena));
	for (size_t i = 0; i < rows->list.count; i++) {
		for (size_t c = 0; c < reg->columns_count; c++)
			cells[c] = export_cell(reg, c, &rows->list.items[i]);
		TRY(workbook_row(book, cells, reg->columns_count, arena));
	}
	return workbook_end(book, arena, ret_bytes);
}

/* ----------------------------------------------------------------------------------------------- CSV */

static void
put_csv_cell(struct str text, struct arena *scratch, struct buf *out)
{
	struct str cell = workbook_csv_cell(text, scratch);

	buf_add_char(out, '"');
	for (size_t i = 0; i < cell.len; i++) {
		if (cell.ptr[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, cell.ptr[i]);
	}
	buf_add_char(out, '"');
}

struct err *
export_csv(const struct export_register *reg, const struct export_rows *rows, enum lang lang, bool cp932, struct arena *arena,
    struct str *ret_bytes, size_t *ret_lost)
{
	struct arena *scratch ARENA_SCOPE = arena_new();
	struct buf out BUF_SCOPE = { 0 }, encoded BUF_SCOPE = { 0 };

	*ret_lost = 0;
	for (size_t c = 0; c < reg->columns_count; c++) {
		buf_add(&out, c == 0 ? STR("") : STR(","));
		put_csv_cell(str_of(catalogue_text(lang, reg->columns[c].heading)), scratch, &out);
	}
	for (size_t i = 0; i < rows->list.count; i++, arena_reset(scratch))
		for (size_t c = 0; c < reg->columns_count; c++) {
			buf_add(&out, c == 0 ? STR("\r\n") : STR(","));
			put_csv_cell(export_cell(reg, c, &rows->list.items[i]), scratch, &out);
		}
	buf_add(&out, STR("\r\n"));
	if (cp932)
		TRY(charset_encode(CHARSET_CP932, buf_str(&out), arena, &encoded, ret_lost));
	*ret_bytes = cp932 ? arena_copy(arena, buf_str(&encoded)) : arena_join(arena, (struct str[]){ STR("\xef\xbb\xbf"), buf_str(&out) }, 2, STR(""));
	return NULL;
}
