/*
 * import.c - gathers what an inventory or sheet says. import_write.c puts it into the ledger.
 */
#include "store/ledger/import.h"

#include <assert.h>
#include "base/mem.h"

struct ledger_import *
ledger_import_begin(struct ledger *ledger, const struct ledger_import_head *head)
{
	struct ledger_import *import = mem_alloc(sizeof(*import));

	import->ledger = ledger;
	import->arena = arena_new();
	import->head = (struct ledger_import_head){
		arena_copy(import->arena, head->file), arena_copy(import->arena, head->digest),
		arena_copy(import->arena, head->format), arena_copy(import->arena, head->by), head->at,
	};
	import->host = SIZE_MAX;
	return import;
}

void
ledger_import_free(struct ledger_import *import)
{
	if (import == NULL)
		return;
	arena_free(import->arena);
	mem_free(import);
}

void
ledger_import_system(struct ledger_import *import, const struct ledger_system *system)
{
	struct arena *arena = import->arena;
	struct ledger_system *copy = list_add(arena, &import->systems);
	struct str *texts[] = {
		&copy->name, &copy->key, &copy->service, &copy->unit, &copy->owner, &copy->contractor, &copy->function,
		&copy->place, &copy->maintenance, &copy->note, &copy->network_text, &copy->reach_text, &copy->ports,
		&copy->importance_text,
	};

	*copy = *system;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = arena_copy(arena, *texts[i]);
	copy->information.items = NULL;
	copy->information.count = copy->information.room = 0;
	for (size_t i = 0; i < system->information.count; i++) {
		struct ledger_information information = system->information.items[i];

		information.text = arena_copy(arena, information.text);
		list_push(arena, &copy->information, information);
	}
	copy->facts.items = NULL;
	copy->facts.count = copy->facts.room = 0;
	for (size_t i = 0; i < system->facts.count; i++) {
		struct ledger_fact fact = system->facts.items[i];

		fact.name = arena_copy(arena, fact.name);
		fact.value = arena_copy(arena, fact.value);
		fact.answered_by = arena_copy(arena, fact.answered_by);
		list_push(arena, &copy->facts, fact);
	}
}

/* Where the index of that host's stream stands, plus 1. */
static uint64_t *
host_slot(struct ledger_import *import, struct str system, struct str host, struct str stream)
{
	struct str parts[] = { system, host, stream };

	return map_put(import->arena, &import->hosts_by_key, arena_join(import->arena, parts, ARRAY_LEN(parts), STR("\x1f")));
}

void
ledger_import_host(struct ledger_import *import, struct str system, struct str host, struct str stream)
{
	uint64_t *found = host_slot(import, system, host, stream);

	if (*found == 0) {
		struct gathered_host *gathered = list_add(import->arena, &import->hosts);

		gathered->system = arena_copy(import->arena, system);
		gathered->name = arena_copy(import->arena, host);
		gathered->stream = arena_copy(import->arena, stream);
		gathered->made = INSTANT_NONE;
		*found = import->hosts.count;
	}
	import->host = (size_t)*found - 1;
}

void
ledger_import_rename(struct ledger_import *import, struct str system, struct str host, struct str stream)
{
	struct gathered_host *gathered;

	assert(import->host != SIZE_MAX);
	gathered = &import->hosts.items[import->host];
	/* The name it had until now may be given to the next host: a file of several tells each one's last. */
	*host_slot(import, gathered->system, gathered->name, gathered->stream) = 0;
	*host_slot(import, system, host, stream) = import->host + 1;
	gathered->system = arena_copy(import->arena, system);
	gathered->name = arena_copy(import->arena, host);
	gathered->stream = arena_copy(import->arena, stream);
}

void
ledger_import_renamed(struct ledger_import *import, int64_t host)
{
	assert(import->host != SIZE_MAX);
	import->hosts.items[import->host].renamed = host;
}

void
ledger_import_keep(struct ledger_import *import)
{
	assert(import->host != SIZE_MAX);
	import->hosts.items[import->host].keeps = true;
}

void
ledger_import_drop(struct ledger_import *import, struct str identity)
{
	assert(import->host != SIZE_MAX);
	list_push(import->arena, &import->hosts.items[import->host].dropped, arena_copy(import->arena, identity));
}

void
ledger_import_digest(struct ledger_import *import, struct str digest)
{
	assert(import->host != SIZE_MAX);
	import->hosts.items[import->host].digest = arena_copy(import->arena, digest);
}

void
ledger_import_fact(struct ledger_import *import, const struct ledger_fact *fact)
{
	struct ledger_fact *copy;

	assert(import->host != SIZE_MAX);
	copy = list_add(import->arena, &import->hosts.items[import->host].facts);
	*copy = *fact;
	copy->name = arena_copy(import->arena, fact->name);
	copy->value = arena_copy(import->arena, fact->value);
	copy->answered_by = arena_copy(import->arena, fact->answered_by);
}

const struct ledger_import_held *
ledger_import_held(const struct ledger_import *import, size_t *ret_count)
{
	*ret_count = import->held.count;
	return import->held.items;
}

static struct component
copy_component(const struct component *from, struct arena *arena)
{
	struct component copy = *from;

	for (size_t i = 1; i < software_component_schema.count; i++) {
		struct str *text = (struct str *)(void *)((char *)&copy + software_component_schema.fields[i].offset);

		*text = arena_copy(arena, *text);
	}
	copy.ref = copy.place = STR("");
	return copy;
}

size_t
import_component_of(struct ledger_import *import, const struct component *component)
{
	struct str digest = software_digest(component, import->arena);
	uint64_t *found = map_put(import->arena, &import->components_by_digest, digest);

	if (*found == 0) {
		struct gathered_component *gathered = list_add(import->arena, &import->components);

		gathered->component = copy_component(component, import->arena);
		gathered->digest = digest;
		*found = import->components.count;
	}
	return (size_t)*found - 1;
}

void
ledger_import_component(struct ledger_import *import, const struct component *component)
{
	struct gathered_host *host;
	struct gathered_item item;

	assert(import->host != SIZE_MAX);
	host = &import->hosts.items[import->host];
	assert(host->stream.len > 0);
	item = (struct gathered_item){ .component = import_component_of(import, component), .place = arena_copy(import->arena, component->place),
	    .places = 1, .word = { component->provenance, arena_copy(import->arena, component->told_by), component->told_on } };
	list_push(import->arena, &host->items, item);
}

void
ledger_import_inventory(struct ledger_import *import, const struct inventory_head *head)
{
	struct gathered_host *host;

	assert(import->host != SIZE_MAX);
	host = &import->hosts.items[import->host];
	host->distribution = arena_copy(import->arena, head->distribution);
	host->release = arena_copy(import->arena, head->release);
	host->kernel = arena_copy(import->arena, head->kernel);
	host->format = arena_copy(import->arena, head->format);
	host->tool = arena_copy(import->arena, head->tool);
	host->machine = arena_copy(import->arena, head->machine);
	host->restart_pending = head->restart_pending;
	host->provenance = head->provenance;
	host->made = head->made;
	if (import->head.format.len == 0)
		import->head.format = host->format;
	for (size_t i = 0; i < head->coverage.count; i++) {
		const struct coverage_row *row = &head->coverage.items[i];

		if (row->layer < LAYER_COUNT)
			host->coverage[row->layer] = row->coverage;
	}
}

struct err *
ledger_import_finish(struct ledger_import *import, struct arena *arena, struct ledger_import_result *ret_result)
{
	struct import_work work = { import, { 0 } };

	TRY(ledger_write(import->ledger, import_write, &work, arena));
	*ret_result = work.result;
	return NULL;
}
