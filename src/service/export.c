#include "service/export.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "model/record.h"
#include "service/provenance.h"

struct exporting {
	struct arena                  *arena;
	LIST(struct ledger_row)        systems;     /* the system's part of its rows, by id order */
	LIST(int64_t)                  ids;
	LIST(struct ledger_software)   software;    /* by id */
	struct export_rows             rows;
};

/* 保持情報 as it was written, class by class. */
static struct str
information_of(const struct ledger_system *system, struct arena *arena)
{
	struct str_list texts = { 0 };

	for (size_t i = 0; i < system->information.count; i++)
		list_push(arena, &texts, arena_copy(arena, system->information.items[i].text));
	return arena_join(arena, texts.items, texts.count, STR("、"));
}

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct exporting *exporting = context;
	struct ledger_row row = {
		.key = system->key, .system = system->name, .service = system->service, .unit = system->unit, .owner = system->owner,
		.contractor = system->contractor, .function = system->function, .network = system->network_text,
		.exposure = system->reach_text, .ports = system->ports, .place = system->place,
		.information = information_of(system, scratch), .importance = system->importance_text, .note = system->note,
	};

	list_push(exporting->arena, &exporting->ids, system->id);
	record_copy(&ledger_row_schema, &row, exporting->arena, list_add(exporting->arena, &exporting->systems));
	if (system->installations == 0)
		list_push(exporting->arena, &exporting->rows.list, exporting->systems.items[exporting->systems.count - 1]);
	return NULL;
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

static struct err *
take_host(void *context, const struct ledger_host *host, struct arena *scratch)
{
	struct exporting *exporting = context;
	struct ledger_row row = { 0 };

	(void)scratch;
	for (size_t i = 0; i < exporting->ids.count; i++)
		if (exporting->ids.items[i] == host->system)
			row = exporting->systems.items[i];
	row.host = arena_copy(exporting->arena, host->name);
	for (size_t i = 0; i < host->items.count; i++) {
		const struct ledger_software *software = bsearch(&host->items.items[i].software, exporting->software.items,
		    exporting->software.count, sizeof(*exporting->software.items), by_id);

		if (software == NULL || software->component.kind == COMPONENT_UPDATE)
			continue;
		row.vendor = software->component.vendor;
		row.product = software->component.name;
		row.version = software->component.version;
		row.cpe = software->component.cpe;
		row.purl = software->component.purl;
		row.provenance = str_of(catalogue_text(LANG_JA, provenance_text(host->items.items[i].provenance)));
		row.told_by = arena_copy(exporting->arena, host->items.items[i].told_by);
		row.told_on = day_format(row.told_by.len == 0 ? DAY_NONE : host->items.items[i].told_on, exporting->arena);
		list_push(exporting->arena, &exporting->rows.list, row);
	}
	return NULL;
}

struct err *
export_rows(struct ledger *ledger, int64_t system, struct arena *arena, struct export_rows *ret_rows)
{
	struct exporting exporting = { .arena = arena };
	struct arena *scratch ARENA_SCOPE = arena_new();

	TRY(ledger_systems(ledger, system, take_system, &exporting, scratch));
	TRY(ledger_software(ledger, take_software, &exporting, scratch));
	TRY(ledger_hosts(ledger, system, take_host, &exporting, scratch));
	*ret_rows = exporting.rows;
	return NULL;
}
