/*
 * import_write.c - an import's one unit of work: systems, hosts, software, and per stream of a host the
 * difference between what stood there and what is told now.
 */
#include "store/ledger/import.h"

#include <stdlib.h>
#include "store/ledger/register.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/word.h"

/* A version that a person answered. */
struct told_version { struct str version; struct word word; };

struct writing {
	struct ledger               *ledger;
	struct ledger_import        *import;
	struct arena                *arena;
	struct ledger_import_result *result;
	struct map                   systems;      /* name → id                               */
	struct map                   versions;     /* "system/host/identity" → text, answered */
	LIST(struct told_version)    answered;
	struct query                 installed, removed, proved, changes;
	struct ids                   change_ids;
	int64_t                      versionless, nameless;      /* components that lack these */
};

/* What changed of one product on one host: to be paired into upgrades. */
struct delta {
	int64_t    product;
	struct str arch, version;
	bool       removed;
};
struct delta_list { struct delta *items; size_t count, room; };

/* ------------------------------------------------------------------------------------ seen before */

static struct err *
inventory_find(struct ledger *ledger, int64_t host, struct str stream, struct arena *arena, int64_t *ret_id, int64_t *ret_import)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_INVENTORY_FIND, arena, &q));
	bind_int(&q, host);
	bind_str(&q, stream);
	TRY(query_step(&q, arena, &row));
	*ret_id = row ? column_int(&q, 0) : 0;
	*ret_import = row ? column_int(&q, 1) : 0;
	return NULL;
}

static struct err *
host_find(struct ledger *ledger, int64_t system, struct str name, struct arena *arena, int64_t *ret_id)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_HOST_FIND, arena, &q));
	bind_int(&q, system);
	bind_str(&q, name);
	return query_one(&q, arena, ret_id);
}

/* The import that stream of that host stands on; 0 when there is none. */
static struct err *
stands_on(struct ledger *ledger, const struct gathered_host *host, struct arena *arena, int64_t *ret_import)
{
	int64_t system, id, inventory;

	*ret_import = 0;
	TRY(ledger_system_find(ledger, host->system, arena, &system));
	TRY(host_find(ledger, system, host->name, arena, &id));
	return inventory_find(ledger, id, host->stream, arena, &inventory, ret_import);
}

/* The same bytes, and every stream still stands on them: then nothing is new but that they were seen again. */
static struct err *
known_before(struct writing *w, bool *ret_known)
{
	struct query q QUERY_SCOPE, seen QUERY_SCOPE;
	int64_t earlier, now;
	size_t streams = 0;

	*ret_known = false;
	TRY(ledger_query(w->ledger, SQL_IMPORT_BY_DIGEST, w->arena, &q));
	bind_str(&q, w->import->head.digest);
	TRY(query_one(&q, w->arena, &earlier));
	for (size_t i = 0; i < w->import->hosts.count && earlier != 0; i++) {
		if (w->import->hosts.items[i].stream.len == 0)
			continue;
		streams++;
		TRY(stands_on(w->ledger, &w->import->hosts.items[i], w->arena, &now));
		if (now != earlier)
			return NULL;
	}
	if (streams == 0)
		return NULL;
	*ret_known = true;
	w->result->known = true;
	w->result->id = earlier;
	TRY(ledger_query(w->ledger, SQL_INVENTORY_SEEN, w->arena, &seen));
	bind_int(&seen, earlier);
	bind_instant(&seen, w->import->head.at);
	return query_run(&seen, w->arena);
}

/* ------------------------------------------------------------------------- import, systems, hosts */

static struct err *
insert_import(struct writing *w)
{
	const struct ledger_import_head *head = &w->import->head;
	struct query q QUERY_SCOPE;

	TRY(ledger_allot(w->ledger, "import", 1, w->arena, &w->result->id));
	TRY(ledger_query(w->ledger, SQL_IMPORT_INSERT, w->arena, &q));
	bind_int(&q, w->result->id);
	bind_str(&q, head->file);
	bind_str(&q, head->digest);
	bind_str(&q, head->format);
	bind_str(&q, head->by);
	bind_instant(&q, head->at);
	return query_run(&q, w->arena);
}

static struct err *
put_system(struct writing *w, const struct ledger_system *system)
{
	uint64_t *known = map_put(w->arena, &w->systems, system->name);
	int64_t id;
	bool is_new;

	TRY(system_put(w->ledger, system, w->arena, &id, &is_new));
	w->result->systems += *known == 0;
	w->result->systems_new += is_new;
	*known = (uint64_t)id;
	return NULL;
}

static struct err *
put_systems(struct writing *w)
{
	for (size_t i = 0; i < w->import->systems.count; i++)
		TRY(put_system(w, &w->import->systems.items[i]));
	for (size_t i = 0; i < w->import->hosts.count; i++) {
		struct gathered_host *host = &w->import->hosts.items[i];

		if (map_find(&w->systems, host->system) == NULL)
			TRY(put_system(w, &(struct ledger_system){ .name = host->system }));
		host->system_id = (int64_t)*map_find(&w->systems, host->system);
	}
	return NULL;
}

/* The host's id; a renamed one's with its new name, unless another has taken that in the meantime. */
static struct err *
settle_host(struct writing *w, struct gathered_host *host)
{
	struct query q QUERY_SCOPE;

	TRY(host_find(w->ledger, host->system_id, host->name, w->arena, &host->host_id));
	if (host->host_id != 0 || host->renamed == 0)
		return NULL;
	host->host_id = host->renamed;
	TRY(ledger_query(w->ledger, SQL_HOST_RENAME, w->arena, &q));
	bind_int(&q, host->host_id);
	bind_str(&q, host->name);
	return query_run(&q, w->arena);
}

static struct err *
put_host(struct writing *w, struct gathered_host *host)
{
	struct query insert QUERY_SCOPE, q QUERY_SCOPE;

	TRY(settle_host(w, host));
	w->result->hosts++;
	host->fresh = host->host_id == 0;
	if (host->fresh) {
		TRY(ledger_allot(w->ledger, "host", 1, w->arena, &host->host_id));
		TRY(ledger_query(w->ledger, SQL_HOST_INSERT, w->arena, &insert));
		bind_int(&insert, host->host_id);
		bind_int(&insert, host->system_id);
		bind_str(&insert, host->name);
		TRY(query_run(&insert, w->arena));
		w->result->hosts_new++;
	}
	TRY(ledger_query(w->ledger, SQL_HOST_UPDATE, w->arena, &q));
	bind_int(&q, host->host_id);
	bind_str(&q, host->distribution);
	bind_str(&q, host->release);
	bind_str(&q, host->kernel);
	return query_run(&q, w->arena);
}

static struct err *
put_facts(struct writing *w)
{
	for (size_t i = 0; i < w->import->hosts.count; i++) {
		const struct gathered_host *host = &w->import->hosts.items[i];

		for (size_t k = 0; k < host->facts.count; k++) {
			struct ledger_fact fact = host->facts.items[k];

			fact.system = host->system_id;
			fact.host = host->host_id;
			TRY(fact_told(w->ledger, &fact, w->arena));
		}
	}
	return NULL;
}

/* --------------------------------------------------------------------------- versions people told */

static struct str
version_key(int64_t system, int64_t host, struct str identity, struct arena *arena)
{
	return arena_printf(arena, "%lld/%lld/%.*s", (long long)system, (long long)host, STR_ARG(identity));
}

static struct err *
read_versions(struct writing *w)
{
	struct query q QUERY_SCOPE;
	bool row;

	(void)list_add(w->arena, &w->answered);      /* index 0 means none */
	TRY(ledger_query(w->ledger, SQL_FACT_VERSIONS, w->arena, &q));
	for (;;) {
		struct str identity;

		TRY(query_step(&q, w->arena, &row));
		if (!row)
			return NULL;
		identity = column_str(&q, 2, w->arena);
		(void)str_take(&identity, STR("version:"));
		*map_put(w->arena, &w->versions, version_key(column_int(&q, 0), column_int(&q, 1), identity, w->arena)) = w->answered.count;
		list_push(w->arena, &w->answered, ((struct told_version){ column_str(&q, 3, w->arena),
		    { (enum provenance)column_int(&q, 6), column_str(&q, 5, w->arena), instant_day(column_instant(&q, 4), ZONE_JST) } }));
	}
}

/* What is answered beside the file is not held by the file's digest. */
static void
answer_version(struct writing *w, struct gathered_host *host, struct gathered_item *item)
{
	struct component component = w->import->components.items[item->component].component;
	struct str identity;
	const uint64_t *found;

	if (component.version.len > 0)
		return;
	identity = ledger_product_identity(&component, w->arena);
	found = map_find(&w->versions, version_key(host->system_id, host->host_id, identity, w->arena));
	if (found == NULL)
		found = map_find(&w->versions, version_key(host->system_id, 0, identity, w->arena));
	if (found == NULL)
		return;
	component.version = w->answered.items[*found].version;
	item->word = w->answered.items[*found].word;
	host->digest = STR("");
	item->component = import_component_of(w->import, &component);
}

static int
by_component(const void *a, const void *b)
{
	const struct gathered_item *left = a, *right = b;
	int order = (left->component > right->component) - (left->component < right->component);

	return order != 0 ? order : str_cmp(left->place, right->place);
}

/* The same item at several places of a host is one installation, with its first place. */
static void
merge_items(struct gathered_host *host)
{
	size_t kept = 0;

	if (host->items.count == 0)
		return;
	qsort(host->items.items, host->items.count, sizeof(host->items.items[0]), by_component);
	for (size_t i = 1; i < host->items.count; i++) {
		if (host->items.items[i].component == host->items.items[kept].component) {
			host->items.items[kept].places += host->items.items[i].places;
			if (host->items.items[i].word.provenance > host->items.items[kept].word.provenance)
				host->items.items[kept].word = host->items.items[i].word;
		} else
			host->items.items[++kept] = host->items.items[i];
	}
	host->items.count = kept + 1;
}

/* What a verdict needs of what was told, as service/lint counts it. */
static void
count_quality(struct writing *w, const struct gathered_host *host)
{
	for (size_t i = 0; i < host->items.count; i++) {
		const struct component *told = &w->import->components.items[host->items.items[i].component].component;

		if (told->kind == COMPONENT_OTHER || told->kind == COMPONENT_UPDATE)
			continue;
		w->versionless += told->version.len == 0;
		w->nameless += told->purl.len == 0 && told->cpe.len == 0 && told->distribution.len == 0;
	}
}

static void
settle_items(struct writing *w)
{
	for (size_t i = 0; i < w->import->hosts.count; i++) {
		struct gathered_host *host = &w->import->hosts.items[i];

		for (size_t k = 0; k < host->items.count; k++) {
			if (host->items.items[k].word.provenance == PROVENANCE_UNKNOWN)
				host->items.items[k].word.provenance = host->provenance;
			answer_version(w, host, &host->items.items[k]);
		}
		merge_items(host);
		host->told = (int64_t)host->items.count;
		w->result->components += host->told;
		count_quality(w, host);
	}
}

/* ------------------------------------------------------------------------------------- one stream */

static struct err *
put_coverage(struct writing *w, const struct gathered_host *host, int64_t inventory)
{
	struct query gone QUERY_SCOPE;

	TRY(ledger_query(w->ledger, SQL_COVERAGE_DELETE, w->arena, &gone));
	bind_int(&gone, inventory);
	TRY(query_run(&gone, w->arena));
	for (int layer = 0; layer < LAYER_COUNT; layer++) {
		struct query q QUERY_SCOPE;

		if (host->coverage[layer] == COVERAGE_NONE)
			continue;
		TRY(ledger_query(w->ledger, SQL_COVERAGE_INSERT, w->arena, &q));
		bind_int(&q, inventory);
		bind_int(&q, layer);
		bind_int(&q, host->coverage[layer]);
		TRY(query_run(&q, w->arena));
	}
	return NULL;
}

static struct err *
put_inventory(struct writing *w, const struct gathered_host *host, int64_t *ret_id, bool *ret_new)
{
	struct query q QUERY_SCOPE;
	int64_t import;

	TRY(inventory_find(w->ledger, host->host_id, host->stream, w->arena, ret_id, &import));
	*ret_new = *ret_id == 0;
	if (*ret_new)
		TRY(ledger_allot(w->ledger, "inventory", 1, w->arena, ret_id));
	TRY(ledger_query(w->ledger, *ret_new ? SQL_INVENTORY_INSERT : SQL_INVENTORY_UPDATE, w->arena, &q));
	bind_int(&q, *ret_id);
	if (*ret_new) {
		bind_int(&q, host->host_id);
		bind_str(&q, host->stream);
	}
	bind_int(&q, w->result->id);
	bind_str(&q, host->format);
	bind_str(&q, host->tool);
	bind_instant(&q, host->made);
	bind_str(&q, host->machine);
	bind_int(&q, host->restart_pending);
	bind_instant(&q, w->import->head.at);
	bind_str(&q, host->digest);
	bind_int(&q, host->told);
	TRY(query_run(&q, w->arena));
	return put_coverage(w, host, *ret_id);
}

/* An item that stands in a stream, by the order of ids. */
struct there { int64_t id; struct word word; };
struct there_list { struct there *items; size_t count, room; };

static struct err *
standing(struct writing *w, int64_t host, int64_t inventory, struct arena *item, struct there_list *ret_list)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(w->ledger, SQL_INSTALLATION_OF, w->arena, &q));
	bind_int(&q, host);
	bind_int(&q, inventory);
	for (;;) {
		TRY(query_step(&q, w->arena, &row));
		if (!row)
			return NULL;
		list_push(item, ret_list, ((struct there){ column_int(&q, 0), column_word(&q, 1, item) }));
	}
}

/* An item with the id it has in the ledger, to be walked beside the ids that stand there. */
struct told { int64_t id; const struct gathered_item *item; };

static int
by_id(const void *a, const void *b)
{
	int64_t left = ((const struct told *)a)->id, right = ((const struct told *)b)->id;

	return (left > right) - (left < right);
}

static struct err *
install(struct writing *w, const struct gathered_host *host, int64_t inventory, const struct told *told, struct arena *item,
    struct delta_list *deltas)
{
	const struct gathered_component *gathered = &w->import->components.items[told->item->component];
	struct delta delta = { gathered->product, gathered->component.arch, gathered->component.version, false };

	bind_int(&w->installed, host->host_id);
	bind_int(&w->installed, inventory);
	bind_int(&w->installed, told->id);
	bind_str(&w->installed, told->item->place);
	bind_int(&w->installed, told->item->places);
	bind_instant(&w->installed, w->import->head.at);
	bind_int(&w->installed, w->result->id);
	bind_word(&w->installed, &told->item->word);
	list_push(item, deltas, delta);
	return query_add(&w->installed, w->arena);
}

static struct err *
take_away(struct writing *w, const struct gathered_host *host, int64_t inventory, int64_t software, struct arena *item,
    struct delta_list *deltas)
{
	struct query q QUERY_SCOPE;
	struct delta delta = { .removed = true };
	bool row;

	bind_int(&w->removed, host->host_id);
	bind_int(&w->removed, inventory);
	bind_int(&w->removed, software);
	TRY(query_add(&w->removed, w->arena));
	TRY(ledger_query(w->ledger, SQL_SOFTWARE_BRIEF, w->arena, &q));
	bind_int(&q, software);
	TRY(query_step(&q, w->arena, &row));
	if (row)
		delta = (struct delta){ column_int(&q, 0), column_str(&q, 2, item), column_str(&q, 1, item), true };
	list_push(item, deltas, delta);
	return NULL;
}

static struct err *
record_change(struct writing *w, const struct gathered_host *host, enum ledger_change_kind kind, int64_t product,
    struct str from, struct str to)
{
	int64_t id;

	if (kind == LEDGER_UPGRADED && str_eq(from, to))
		return NULL;      /* only what else is told of it changed */
	*(kind == LEDGER_INSTALLED ? &w->result->installed : kind == LEDGER_REMOVED ? &w->result->removed : &w->result->upgraded) += 1;
	TRY(ids_take(w->ledger, &w->change_ids, w->arena, &id));
	bind_int(&w->changes, id);
	bind_int(&w->changes, host->system_id);
	bind_int(&w->changes, host->host_id);
	bind_int(&w->changes, product);
	bind_instant(&w->changes, w->import->head.at);
	bind_int(&w->changes, kind);
	bind_str(&w->changes, from);
	bind_str(&w->changes, to);
	bind_int(&w->changes, w->result->id);
	return query_add(&w->changes, w->arena);
}

static int
by_product(const void *a, const void *b)
{
	const struct delta *left = a, *right = b;
	int order = (left->product > right->product) - (left->product < right->product);

	if (order == 0)
		order = str_cmp(left->arch, right->arch);
	if (order == 0)
		order = left->removed == right->removed ? 0 : left->removed ? -1 : 1;
	return order != 0 ? order : str_cmp(left->version, right->version);
}

/* One group (product, architecture): its removed ones stand first; the n-th of them became the n-th new one. */
static struct err *
record_group(struct writing *w, const struct gathered_host *host, const struct delta *group, size_t count)
{
	size_t removed = 0;

	while (removed < count && group[removed].removed)
		removed++;
	for (size_t i = 0; i < removed || removed + i < count; i++) {
		bool gone = i < removed, came = removed + i < count;
		enum ledger_change_kind kind = gone && came ? LEDGER_UPGRADED : gone ? LEDGER_REMOVED : LEDGER_INSTALLED;

		TRY(record_change(w, host, kind, group[0].product, gone ? group[i].version : STR(""),
		    came ? group[removed + i].version : STR("")));
	}
	return NULL;
}

static struct err *
record_changes(struct writing *w, const struct gathered_host *host, struct delta_list *deltas)
{
	if (deltas->count == 0)
		return NULL;
	qsort(deltas->items, deltas->count, sizeof(deltas->items[0]), by_product);
	for (size_t from = 0, to; from < deltas->count; from = to) {
		for (to = from + 1; to < deltas->count; to++) {
			if (deltas->items[to].product != deltas->items[from].product
			    || !str_eq(deltas->items[to].arch, deltas->items[from].arch))
				break;
		}
		TRY(record_group(w, host, &deltas->items[from], to - from));
	}
	return NULL;
}

/* The same item, told again: by a stronger word, or by the same one later. */
static struct err *
prove(struct writing *w, const struct gathered_host *host, int64_t inventory, const struct there *there, const struct told *told)
{
	const struct word *word = &told->item->word;
	bool later = word->provenance == there->word.provenance && word->told_by.len > 0
	    && (!str_eq(word->told_by, there->word.told_by) || word->told_on > there->word.told_on);

	if (word->provenance <= there->word.provenance && !later)
		return NULL;
	bind_int(&w->proved, host->host_id);
	bind_int(&w->proved, inventory);
	bind_int(&w->proved, there->id);
	bind_word(&w->proved, word);
	return query_add(&w->proved, w->arena);
}

/* By id; an item that stands in another's place may be told itself too. */
static struct told *
told_in_order(const struct writing *w, const struct gathered_host *host, struct arena *item, size_t *ret_count)
{
	struct told *told = ARENA_ARRAY(item, struct told, host->items.count);
	size_t kept = 0;

	for (size_t i = 0; i < host->items.count; i++) {
		const struct gathered_item *one = &host->items.items[i];

		told[i] = (struct told){ one->software != 0 ? one->software : w->import->components.items[one->component].id, one };
	}
	if (host->items.count > 0)
		qsort(told, host->items.count, sizeof(told[0]), by_id);
	for (size_t i = 0; i < host->items.count; i++)
		if (i == 0 || told[i].id != told[kept - 1].id)
			told[kept++] = told[i];
	*ret_count = kept;
	return told;
}

/* Of a host that keeps what is not told: is this item a product that is told otherwise, or dropped? */
static struct err *
gives_way(struct writing *w, const struct gathered_host *host, int64_t software, bool *ret_gives_way)
{
	struct query q QUERY_SCOPE;
	struct str identity;
	int64_t product;
	bool row;

	*ret_gives_way = false;
	TRY(ledger_query(w->ledger, SQL_SOFTWARE_IDENTITY, w->arena, &q));
	bind_int(&q, software);
	TRY(query_step(&q, w->arena, &row));
	if (!row)
		return NULL;
	product = column_int(&q, 0);
	identity = w->ledger->db->engine->get_str(&q, 1);
	*ret_gives_way = str_is_one_of(identity, host->dropped.items, host->dropped.count);
	for (size_t i = 0; i < host->items.count; i++)
		*ret_gives_way |= w->import->components.items[host->items.items[i].component].product == product;
	return NULL;
}

/* What stood here and is not told now. */
static struct err *
not_told(struct writing *w, const struct gathered_host *host, int64_t inventory, int64_t software, struct arena *item,
    struct delta_list *deltas)
{
	bool gone = true;

	if (host->keeps)
		TRY(gives_way(w, host, software, &gone));
	return gone ? take_away(w, host, inventory, software, item, deltas) : NULL;
}

static struct err *
write_items(struct writing *w, const struct gathered_host *host, int64_t inventory, struct arena *item, struct delta_list *deltas)
{
	struct there_list there = { 0 };
	size_t count, old = 0;
	struct told *told = told_in_order(w, host, item, &count);

	TRY(standing(w, host->host_id, inventory, item, &there));
	for (size_t i = 0; i < count; i++) {
		for (; old < there.count && there.items[old].id < told[i].id; old++)
			TRY(not_told(w, host, inventory, there.items[old].id, item, deltas));
		if (old < there.count && there.items[old].id == told[i].id)
			TRY(prove(w, host, inventory, &there.items[old++], &told[i]));
		else
			TRY(install(w, host, inventory, &told[i], item, deltas));
	}
	for (; old < there.count; old++)
		TRY(not_told(w, host, inventory, there.items[old].id, item, deltas));
	return NULL;
}

/* What a weaker word said in another stream of the host gives way, and the history says to what. */
static struct err *
give_way(struct writing *w, const struct gathered_host *host, const struct word_replaced_list *replaced)
{
	for (size_t i = 0; i < replaced->count; i++) {
		const struct word_replaced *one = &replaced->items[i];

		bind_int(&w->removed, host->host_id);
		bind_int(&w->removed, one->inventory);
		bind_int(&w->removed, one->software);
		TRY(query_add(&w->removed, w->arena));
		TRY(inventory_forget(w->ledger, one->inventory, w->arena));
		TRY(record_change(w, host, LEDGER_UPGRADED, one->product, one->from, one->to));
	}
	return NULL;
}

/* A stream's first inventory is what there is, not what changed: it is counted, and first_seen tells the rest. */
struct elsewhere { int64_t product; struct str version, name; };
struct elsewhere_list { struct elsewhere *items; size_t count, room; };

static struct err *
read_elsewhere(struct writing *w, const struct gathered_host *host, struct arena *item, struct elsewhere_list *ret_list)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(w->ledger, SQL_ITEMS_ELSEWHERE, w->arena, &q));
	bind_int(&q, host->host_id);
	bind_str(&q, host->stream);
	for (;;) {
		TRY(query_step(&q, w->arena, &row));
		if (!row)
			return NULL;
		list_push(item, ret_list, ((struct elsewhere){ column_int(&q, 0), column_str(&q, 1, item), column_str(&q, 2, item) }));
	}
}

/*
 * What another stream of the host says word for word is not said again beside it: a list written from the ledger and read back
 * changes nothing. *ret_any: is there anything left to be written?
 */
static struct err *
leave_out_known(struct writing *w, struct gathered_host *host, struct arena *item, bool *ret_any)
{
	struct elsewhere_list elsewhere = { 0 };
	int64_t inventory, import;
	size_t kept = 0;

	TRY(read_elsewhere(w, host, item, &elsewhere));
	for (size_t i = 0; i < host->items.count; i++) {
		const struct gathered_component *told = &w->import->components.items[host->items.items[i].component];
		bool known = false;

		for (size_t k = 0; k < elsewhere.count && !known; k++)
			known = str_eq(elsewhere.items[k].version, told->component.version) && (elsewhere.items[k].product == told->product ||
			    str_eq(elsewhere.items[k].name, told->component.name));
		if (!known)
			host->items.items[kept++] = host->items.items[i];
	}
	host->items.count = kept;
	TRY(inventory_find(w->ledger, host->host_id, host->stream, w->arena, &inventory, &import));
	*ret_any = kept > 0 || inventory != 0;
	return NULL;
}

static struct err *
write_host(struct writing *w, struct gathered_host *host, struct arena *item)
{
	struct word_replaced_list replaced = { 0 };
	struct delta_list deltas = { 0 };
	int64_t inventory;
	bool is_new, any = true;

	if (host->fresh)      /* many at once: nothing is asked of what nothing can be known of */
		any = !host->keeps || host->items.count > 0;
	else if (host->stream.len > 0 && host->keeps)
		TRY(leave_out_known(w, host, item, &any));
	if (host->stream.len == 0 || !any)
		return NULL;
	TRY(put_inventory(w, host, &inventory, &is_new));
	TRY(import_weigh(w->import, host, inventory, w->result->id, item, &replaced));
	TRY(give_way(w, host, &replaced));
	TRY(write_items(w, host, inventory, item, &deltas));
	if (!is_new) {
		w->result->streams_changed += deltas.count > 0;
		return record_changes(w, host, &deltas);
	}
	w->result->streams_new++;
	w->result->installed += (int64_t)deltas.count;
	return NULL;
}

/* Every host is gone through twice: itself, then what stands on it. */
static struct err *
tell_step(struct writing *w, size_t done)
{
	return ledger_step(w->ledger, &(struct ledger_step){ LEDGER_WRITES, (int64_t)done, 2 * (int64_t)w->import->hosts.count, 0 }, w->arena);
}

static struct err *
write_hosts(struct writing *w)
{
	struct arena *item ARENA_SCOPE = arena_new();

	TRY(ledger_query(w->ledger, SQL_INSTALLATION_INSERT, w->arena, &w->installed));
	TRY(ledger_query(w->ledger, SQL_INSTALLATION_DELETE, w->arena, &w->removed));
	TRY(ledger_query(w->ledger, SQL_INSTALLATION_PROVE, w->arena, &w->proved));
	TRY(ledger_query(w->ledger, SQL_CHANGE_INSERT, w->arena, &w->changes));
	for (size_t i = 0; i < w->import->hosts.count; i++) {
		arena_reset(item);
		TRY(tell_step(w, w->import->hosts.count + i));
		TRY(write_host(w, &w->import->hosts.items[i], item));
	}
	TRY(query_flush(&w->removed, w->arena));
	TRY(query_flush(&w->installed, w->arena));
	TRY(query_flush(&w->proved, w->arena));
	TRY(query_flush(&w->changes, w->arena));
	return ids_done(w->ledger, &w->change_ids, w->arena);
}

/* ---------------------------------------------------------------------------------------- the whole */

static struct err *
write_counts(struct writing *w)
{
	const struct ledger_import_result *result = w->result;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(w->ledger, SQL_IMPORT_COUNTS, w->arena, &q));
	bind_int(&q, result->id);
	bind_int(&q, result->systems);
	bind_int(&q, result->hosts);
	bind_int(&q, result->components);
	bind_int(&q, result->installed);
	bind_int(&q, result->removed);
	bind_int(&q, result->upgraded);
	bind_int(&q, w->versionless);
	bind_int(&q, w->nameless);
	return query_run(&q, w->arena);
}

static struct err *
write_all(struct writing *w)
{
	bool known;

	TRY(known_before(w, &known));
	if (known)
		return NULL;
	TRY(insert_import(w));
	TRY(put_systems(w));
	for (size_t i = 0; i < w->import->hosts.count; i++) {
		TRY(tell_step(w, i));
		TRY(put_host(w, &w->import->hosts.items[i]));
	}
	TRY(put_facts(w));
	TRY(read_versions(w));
	settle_items(w);
	TRY(import_intern(w->import, w->arena));
	TRY(write_hosts(w));
	TRY(write_counts(w));
	return ledger_audit(w->ledger, w->import->head.by, w->import->head.at, STR("import"),
	    arena_printf(w->arena, "import/%lld", (long long)w->result->id), w->import->head.digest, w->arena);
}

struct err *
import_write(struct ledger *ledger, void *context, struct arena *arena)
{
	struct import_work *work = context;
	struct arena *own ARENA_SCOPE = arena_new();
	struct writing w = { .ledger = ledger, .import = work->import, .arena = own, .result = &work->result,
		.change_ids = { .kind = "change" } };
	struct err *err;

	work->result = (struct ledger_import_result){ 0 };
	work->import->held.count = 0;      /* of a try before this one */
	err = write_all(&w);
	if (err == NULL)
		err = ledger_look_anew(ledger, work->result.installed, "system, host, inventory, software_item, product, installation, change", own);
	query_done(&w.installed);
	query_done(&w.removed);
	query_done(&w.proved);
	query_done(&w.changes);
	return err == NULL ? NULL : err_copy(err, arena);
}
