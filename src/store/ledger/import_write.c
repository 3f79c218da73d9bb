/*
 * import_write.c - an import's one unit of work: where its items stand (import_place.c), software, and per stream of a host the
 * difference between what stood there and what is told now.
 */
#include "store/ledger/import.h"

#include <stdlib.h>
#include "store/ledger/content.h"
#include "store/ledger/sql_registry.h"
#include "store/ledger/word.h"

/* A version that a person answered. */
struct told_version { struct str version; struct word word; };

struct writing {
	struct ledger               *ledger;
	struct ledger_import        *import;
	struct arena                *arena;
	struct ledger_import_result *result;
	struct placing               place;
	struct map                   versions;     /* "system/host/identity" → text, answered */
	LIST(struct told_version)    answered;
	struct software_ids          written;      /* hosts of whose installations some came or went */
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

/* The same bytes, and every stream still stands on them: then nothing is new but that they were seen again. */
static struct err *
known_before(struct writing *w, bool *ret_known)
{
	struct query q QUERY_SCOPE, seen QUERY_SCOPE;
	int64_t earlier;
	size_t streams = 0;

	*ret_known = false;
	TRY(ledger_query(w->ledger, SQL_IMPORT_BY_DIGEST, w->arena, &q));
	bind_str(&q, w->import->head.digest);
	TRY(query_one(&q, w->arena, &earlier));
	for (size_t i = 0; i < w->import->hosts.count && earlier != 0; i++) {
		const struct gathered_host *host = &w->import->hosts.items[i];

		if (host->stream.len == 0)
			continue;
		streams++;
		if (host->stands_on != earlier || w->place.hosts.items[host->place].renamed)
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

/* An item that stands in a stream, by the order of ids. */
struct there { int64_t id; struct word word; };
struct there_list { struct there *items; size_t count, room; };

static int
by_software(const void *a, const void *b)
{
	int64_t left = ((const struct there *)a)->id, right = ((const struct there *)b)->id;

	return (left > right) - (left < right);
}

/* An item with the id it has in the ledger, to be walked beside the ids that stand there. */
struct told { int64_t id; const struct gathered_item *item; };
struct told_list { struct told *items; size_t count; };

/* Some hundred hosts are gone through together, so that a server is asked but a few times for them all. */
enum { HOSTS_AT_ONCE = 256 };
struct brief { int64_t product; struct str version, arch, identity; };
struct batch {
	struct gathered_host      *hosts;
	size_t                     count;
	struct arena              *arena;
	struct there_list         *there;        /* of each host                 */
	struct told_list          *told;
	struct word_replaced_list *replaced;
	struct map                 briefs_by_id; /* software → index + 1         */
	LIST(struct brief)         briefs;       /* of what stands and is not told */
};

static struct err *
read_there(struct writing *w, struct batch *batch)
{
	struct sql_list streams SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row, asks = false;

	for (size_t i = 0; i < batch->count; i++) {
		bool stands = batch->hosts[i].inventory != 0 && !batch->hosts[i].first;

		asks |= stands;
		sql_list_row(&streams, stands ? batch->hosts[i].inventory : 0, STR(""), STR(""));
	}
	if (!asks)
		return NULL;
	TRY(ledger_query(w->ledger, SQL_INSTALLATION_OF, w->arena, &q));
	bind_str(&q, sql_list_text(&streams));
	for (;;) {
		TRY(query_step(&q, w->arena, &row));
		if (!row)
			break;
		list_push(batch->arena, &batch->there[column_int(&q, 0)], ((struct there){ column_int(&q, 1), column_word(&q, 2, batch->arena) }));
	}
	for (size_t i = 0; i < batch->count; i++)
		if (batch->there[i].count > 1)
			qsort(batch->there[i].items, batch->there[i].count, sizeof(batch->there[i].items[0]), by_software);
	return NULL;
}

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

static struct str
key_of_id(const int64_t *id)
{
	return (struct str){ (const char *)id, sizeof(*id) };
}

static const struct brief *
brief_of(const struct batch *batch, int64_t software)
{
	const uint64_t *at = map_find(&batch->briefs_by_id, key_of_id(&software));

	return at == NULL ? NULL : &batch->briefs.items[*at - 1];
}

static struct err *
take_away(struct writing *w, const struct batch *batch, const struct gathered_host *host, int64_t software, struct delta_list *deltas)
{
	const struct brief *brief = brief_of(batch, software);
	struct delta delta = { .removed = true };

	bind_int(&w->removed, host->host_id);
	bind_int(&w->removed, host->inventory);
	bind_int(&w->removed, software);
	TRY(query_add(&w->removed, w->arena));
	if (brief != NULL)
		delta = (struct delta){ brief->product, brief->arch, brief->version, true };
	list_push(batch->arena, deltas, delta);
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
static struct told_list
told_in_order(const struct writing *w, const struct gathered_host *host, struct arena *arena)
{
	struct told *told = ARENA_ARRAY(arena, struct told, host->items.count);
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
	return (struct told_list){ told, kept };
}

/* What stands on a host and is not told, of which more has to be known. */
static void
list_untold(struct batch *batch, size_t host, struct sql_list *list, struct map *listed, size_t *count)
{
	const struct told_list *told = &batch->told[host];
	size_t next = 0;

	for (size_t i = 0; i < batch->there[host].count; i++) {
		int64_t id = batch->there[host].items[i].id;
		uint64_t *at;

		while (next < told->count && told->items[next].id < id)
			next++;
		if (next < told->count && told->items[next].id == id)
			continue;
		at = map_put(batch->arena, listed, arena_copy(batch->arena, key_of_id(&id)));
		if (*at == 0) {
			sql_list_row(list, id, STR(""), STR(""));
			*at = ++*count;
		}
	}
}

static struct err *
read_briefs(struct writing *w, struct batch *batch)
{
	struct sql_list list SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	size_t count = 0;
	bool row;

	for (size_t i = 0; i < batch->count; i++)
		list_untold(batch, i, &list, &batch->briefs_by_id, &count);
	if (count == 0)
		return NULL;
	for (size_t i = 0; i < count; i++)
		list_push(batch->arena, &batch->briefs, ((struct brief){ 0 }));
	TRY(ledger_query(w->ledger, SQL_SOFTWARE_BRIEFS, w->arena, &q));
	bind_str(&q, sql_list_text(&list));
	for (;;) {
		TRY(query_step(&q, w->arena, &row));
		if (!row)
			return NULL;
		batch->briefs.items[column_int(&q, 0)] = (struct brief){ column_int(&q, 1), column_str(&q, 2, batch->arena),
			column_str(&q, 3, batch->arena), column_str(&q, 4, batch->arena) };
	}
}

/* Of a host that keeps what is not told: is this item a product that is told otherwise, or dropped? */
static bool
gives_way(const struct writing *w, const struct batch *batch, const struct gathered_host *host, int64_t software)
{
	const struct brief *brief = brief_of(batch, software);

	if (brief == NULL || brief->product == 0)
		return false;
	for (size_t i = 0; i < host->items.count; i++)
		if (w->import->components.items[host->items.items[i].component].product == brief->product)
			return true;
	return str_is_one_of(brief->identity, host->dropped.items, host->dropped.count);
}

/* What stood here and is not told now. */
static struct err *
not_told(struct writing *w, const struct batch *batch, const struct gathered_host *host, int64_t software, struct delta_list *deltas)
{
	if (host->keeps && !gives_way(w, batch, host, software))
		return NULL;
	return take_away(w, batch, host, software, deltas);
}

static struct err *
write_items(struct writing *w, const struct batch *batch, size_t nth, struct delta_list *deltas)
{
	const struct gathered_host *host = &batch->hosts[nth];
	const struct there_list *there = &batch->there[nth];
	const struct told_list *told = &batch->told[nth];
	size_t old = 0;

	for (size_t i = 0; i < told->count; i++) {
		for (; old < there->count && there->items[old].id < told->items[i].id; old++)
			TRY(not_told(w, batch, host, there->items[old].id, deltas));
		if (old < there->count && there->items[old].id == told->items[i].id)
			TRY(prove(w, host, host->inventory, &there->items[old++], &told->items[i]));
		else
			TRY(install(w, host, host->inventory, &told->items[i], batch->arena, deltas));
	}
	for (; old < there->count; old++)
		TRY(not_told(w, batch, host, there->items[old].id, deltas));
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

struct elsewhere { int64_t product; struct str version, name; };
struct elsewhere_list { struct elsewhere *items; size_t count, room; };

/* A sheet's host that was there before: others may say the same of it. */
static bool
has_others(const struct gathered_host *host)
{
	return !host->fresh && host->keeps && host->stream.len > 0;
}

static struct err *
read_elsewhere(struct writing *w, const struct gathered_host *hosts, size_t count, struct arena *arena, struct elsewhere_list *lists)
{
	struct sql_list list SQL_LIST_SCOPE;
	struct query q QUERY_SCOPE;
	bool row, asks = false;

	for (size_t i = 0; i < count; i++) {
		asks |= has_others(&hosts[i]);
		sql_list_row(&list, has_others(&hosts[i]) ? hosts[i].host_id : 0, hosts[i].stream, STR(""));
	}
	if (!asks)
		return NULL;
	TRY(ledger_query(w->ledger, SQL_ITEMS_ELSEWHERE, w->arena, &q));
	bind_str(&q, sql_list_text(&list));
	for (;;) {
		TRY(query_step(&q, w->arena, &row));
		if (!row)
			return NULL;
		list_push(arena, &lists[column_int(&q, 0)],
		    ((struct elsewhere){ column_int(&q, 1), column_str(&q, 2, arena), column_str(&q, 3, arena) }));
	}
}

/*
 * What another stream of the host says word for word is not said again beside it: a list written from the ledger and read back
 * changes nothing. Is there anything left to be written?
 */
static bool
leave_out_known(struct writing *w, struct gathered_host *host, const struct elsewhere_list *elsewhere)
{
	size_t kept = 0;

	for (size_t i = 0; i < host->items.count; i++) {
		const struct gathered_component *told = &w->import->components.items[host->items.items[i].component];
		bool known = false;

		for (size_t k = 0; k < elsewhere->count && !known; k++)
			known = str_eq(elsewhere->items[k].version, told->component.version) && (elsewhere->items[k].product == told->product ||
			    str_eq(elsewhere->items[k].name, told->component.name));
		if (!known)
			host->items.items[kept++] = host->items.items[i];
	}
	host->items.count = kept;
	return kept > 0 || host->inventory != 0;
}

static size_t
next_batch(const struct ledger_import *import, size_t from)
{
	size_t left = import->hosts.count - from;

	return left < HOSTS_AT_ONCE ? left : HOSTS_AT_ONCE;
}

/* Which of the hosts have something to write. */
static struct err *
settle_streams(struct writing *w)
{
	bool *has_any = ARENA_ARRAY(w->arena, bool, w->import->hosts.count + 1);
	struct arena *batch ARENA_SCOPE = arena_new();

	for (size_t from = 0, count; from < w->import->hosts.count; from += count, arena_reset(batch)) {
		struct gathered_host *hosts = &w->import->hosts.items[from];
		struct elsewhere_list *elsewhere = ARENA_ARRAY(batch, struct elsewhere_list, HOSTS_AT_ONCE);

		count = next_batch(w->import, from);
		TRY(read_elsewhere(w, hosts, count, batch, elsewhere));
		for (size_t i = 0; i < count; i++) {
			bool any = true;

			if (hosts[i].fresh)      /* many at once: nothing is asked of what nothing can be known of */
				any = !hosts[i].keeps || hosts[i].items.count > 0;
			else if (has_others(&hosts[i]))
				any = leave_out_known(w, &hosts[i], &elsewhere[i]);
			has_any[from + i] = hosts[i].stream.len > 0 && any;
		}
	}
	return import_put_inventories(&w->place, has_any);
}

/* A stream's first inventory is what there is, not what changed: it is counted, and first_seen tells the rest. */
static struct err *
write_host(struct writing *w, const struct batch *batch, size_t nth)
{
	const struct gathered_host *host = &batch->hosts[nth];
	struct delta_list deltas = { 0 };

	if (host->inventory == 0)
		return NULL;
	TRY(give_way(w, host, &batch->replaced[nth]));
	TRY(write_items(w, batch, nth, &deltas));
	if (deltas.count > 0 || batch->replaced[nth].count > 0)
		list_push(w->arena, &w->written, host->host_id);
	if (!host->first) {
		w->result->streams_changed += deltas.count > 0;
		return record_changes(w, host, &deltas);
	}
	w->result->streams_new++;
	w->result->installed += (int64_t)deltas.count;
	return NULL;
}

/* All of them are weighed and read before the first is written. */
static struct err *
write_batch(struct writing *w, size_t from, size_t count, struct arena *arena)
{
	struct batch batch = { .hosts = &w->import->hosts.items[from], .count = count, .arena = arena,
		.there = ARENA_ARRAY(arena, struct there_list, count), .told = ARENA_ARRAY(arena, struct told_list, count),
		.replaced = ARENA_ARRAY(arena, struct word_replaced_list, count) };

	TRY(import_weigh(w->import, batch.hosts, count, w->result->id, arena, batch.replaced));
	TRY(read_there(w, &batch));
	for (size_t i = 0; i < count; i++)
		batch.told[i] = told_in_order(w, &batch.hosts[i], arena);
	TRY(read_briefs(w, &batch));
	for (size_t i = 0; i < count; i++) {
		TRY(import_step(&w->place, w->import->hosts.count + from + i));
		TRY(write_host(w, &batch, i));
	}
	return NULL;
}

/* What reads what stands in the ledger reads what was written so far. */
static struct err *
flush_items(struct writing *w)
{
	TRY(query_flush(&w->removed, w->arena));
	TRY(query_flush(&w->installed, w->arena));
	TRY(query_flush(&w->proved, w->arena));
	return query_flush(&w->changes, w->arena);
}

static struct err *
write_hosts(struct writing *w)
{
	struct arena *batch ARENA_SCOPE = arena_new();

	TRY(ledger_query(w->ledger, SQL_INSTALLATION_INSERT, w->arena, &w->installed));
	TRY(ledger_query(w->ledger, SQL_INSTALLATION_DELETE, w->arena, &w->removed));
	TRY(ledger_query(w->ledger, SQL_INSTALLATION_PROVE, w->arena, &w->proved));
	TRY(ledger_query(w->ledger, SQL_CHANGE_INSERT, w->arena, &w->changes));
	for (size_t from = 0, count; from < w->import->hosts.count; from += count, arena_reset(batch)) {
		size_t most = next_batch(w->import, from);

		if (w->import->hosts.items[from].again)
			TRY(flush_items(w));
		for (count = 1; count < most && !w->import->hosts.items[from + count].again;)
			count++;
		TRY(write_batch(w, from, count, batch));
	}
	TRY(flush_items(w));
	content_order(&w->written);      /* several streams of one are one host */
	TRY(content_gather(w->ledger, w->written.items, w->written.count, w->arena));
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

	TRY(import_find(&w->place));
	TRY(known_before(w, &known));
	if (known)
		return NULL;
	TRY(insert_import(w));
	TRY(import_put_systems(&w->place));
	TRY(import_put_hosts(&w->place));
	TRY(import_put_facts(&w->place));
	TRY(read_versions(w));
	settle_items(w);
	TRY(import_intern(w->import, w->arena));
	TRY(settle_streams(w));
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
		.place = { .ledger = ledger, .import = work->import, .arena = own, .result = &work->result }, .change_ids = { .kind = "change" } };
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
