#include "domain/match/host.h"

#include <stdlib.h>

enum { NAME_LEAST = 3 };   /* a shorter folded name says nothing */

static bool
is_firmware_key(struct str key)
{
	return str_starts(key, STR("o:")) && str_ends(key, STR("_firmware"));
}

static void
add_item(struct match_host *host, const struct host_item *item, struct arena *arena)
{
	uint64_t *first = map_put(arena, &host->by_key, item->key);
	struct host_item *added = list_add(arena, &host->items);

	*added = *item;
	added->next = (size_t)*first;
	*first = host->items.count;
	if (str_starts(item->key, STR("o:")) && !is_firmware_key(item->key))
		list_push(arena, &host->systems, item->key);
	host->platforms |= product_platform_of_key(item->key);
}

static void
add_update(struct match_host *host, const struct component *component, struct arena *arena)
{
	struct host_updates *updates = str_eq(component->channel, STR("pending")) ? &host->pending : &host->installed;
	uint32_t kb = windows_read_kb(component->name);

	if (kb != 0)
		list_push(arena, updates, kb);
}

static int
compare_updates(const void *a_, const void *b_)
{
	uint32_t a = *(const uint32_t *)a_, b = *(const uint32_t *)b_;

	return a < b ? -1 : a > b;
}

static void
sort_updates(struct host_updates *updates)
{
	if (updates->count > 1)
		qsort(updates->items, updates->count, sizeof(*updates->items), compare_updates);
}

static void
add_component(struct match_host *host, const struct component *component, struct arena *arena)
{
	struct host_item item = { .ecosystem = component->ecosystem };

	if (component->kind == COMPONENT_UPDATE) {
		add_update(host, component, arena);
		return;
	}
	if (component->cpe.len == 0 || cpe_parse(component->cpe, arena, &item.cpe) != NULL) {
		if (component->kind != COMPONENT_OTHER)
			list_push(arena, &host->nameless, product_fold(component->name, arena));
		return;
	}
	item.key = product_cpe_key(&item.cpe, arena);
	item.version = product_version(&item.cpe, component, arena);
	if (item.key.len > 0)
		add_item(host, &item, arena);
}

/* The distribution stands for an operating system of its CPE, with the release as its version. */
static void
add_distribution(struct match_host *host, struct arena *arena)
{
	const struct match_host_facts *facts = host->facts;
	const struct distro *distro = distro_of_id(facts->distribution);
	struct host_item item = { .version = facts->release };

	if (facts->distribution.len > 0 || facts->kernel.len > 0)
		host->platforms |= PLATFORM_LINUX;
	if (distro == NULL || distro->product == NULL)
		return;
	item.key = arena_join(arena, (struct str[]){ STR("o"), str_of(distro->product) }, 2, STR(":"));
	if (map_find(&host->by_key, item.key) == NULL)
		add_item(host, &item, arena);
}

const struct match_host *
match_host_new(const struct match_host_facts *facts, struct arena *arena)
{
	struct match_host *host = ARENA_NEW(arena, struct match_host);

	host->facts = facts;
	for (size_t i = 0; i < facts->count; i++)
		add_component(host, &facts->components[i], arena);
	add_distribution(host, arena);
	sort_updates(&host->installed);
	sort_updates(&host->pending);
	return host;
}

/* ------------------------------------------------------------------------------------ leaves */

static enum kleene
kleene_of(enum containment containment)
{
	return containment == RANGE_IN ? KLEENE_TRUE : containment == RANGE_OUT ? KLEENE_FALSE : KLEENE_UNKNOWN;
}

static enum kleene
limits_of_leaf(const struct config_leaf *leaf, const struct cpe *asset, struct str ecosystem, struct arena *arena)
{
	struct cpe criterion;

	if (!leaf->limited)
		return KLEENE_TRUE;
	if (cpe_parse(leaf->criterion, arena, &criterion) != NULL)
		return KLEENE_UNKNOWN;
	return kleene_of(product_limits_hold(&criterion, asset, ecosystem));
}

enum kleene
leaf_of_asset(const struct config_leaf *leaf, const struct cpe *asset, const struct probe *probe, struct str ecosystem,
    struct set_room *room, struct arena *arena)
{
	enum kleene limits = limits_of_leaf(leaf, asset, ecosystem, arena);
	struct version_set set;

	if (leaf->unstated)
		return leaf->vulnerable ? kleene_and(limits, KLEENE_UNKNOWN) : limits;
	set = set_decode(leaf->body, room, arena);
	if (set_is_all(&set))
		return limits;
	if (probe->version.len == 0)
		return kleene_and(limits, KLEENE_UNKNOWN);
	return kleene_and(limits, kleene_of(product_holds(&set, probe, NULL)));
}

static bool
is_complete(const struct match_host *host, enum layer layer)
{
	return host->facts->coverage[layer] == COVERAGE_COMPLETE;
}

/* A program may also have come as a package of the distribution, or lie there under a name without a CPE. */
static bool
is_program_absent(const struct match_host *host, struct str key, struct arena *arena)
{
	struct str product;

	if (!is_complete(host, LAYER_APPLICATIONS))
		return false;
	if (host->facts->distribution.len > 0 && !is_complete(host, LAYER_OS_PACKAGES))
		return false;
	str_cut_last(key, ':', &(struct str){ 0 }, &product);
	product = product_fold(product, arena);
	for (size_t i = 0; i < host->nameless.count; i++) {
		struct str name = host->nameless.items[i];

		if (name.len < NAME_LEAST || product.len < NAME_LEAST || str_find(name, product) != SIZE_MAX ||
		    str_find(product, name) != SIZE_MAX)
			return false;
	}
	return true;
}

/* A generic system, "o:microsoft:windows" and its like, of any version: the platform decides. */
static bool
is_family(struct str key)
{
	static const struct str families[] = {
		STR_INIT("o:microsoft:windows"), STR_INIT("o:linux:linux_kernel"), STR_INIT("o:apple:macos"),
		STR_INIT("o:apple:mac_os_x"), STR_INIT("o:google:android"),
	};

	return str_is_one_of(key, families, ARRAY_LEN(families));
}

/* "o:microsoft:windows_10" and "o:microsoft:windows_10_22h2" may be one thing under two names. */
static bool
is_kin(struct str a, struct str b)
{
	struct str longer = a.len > b.len ? a : b, shorter = a.len > b.len ? b : a;

	return str_starts(longer, shorter) && (longer.len == shorter.len || longer.ptr[shorter.len] == '_');
}

static bool
is_any_version(const struct config_leaf *leaf, struct set_room *room, struct arena *arena)
{
	struct version_set set = set_decode(leaf->body, room, arena);

	return leaf->unstated || set_is_all(&set);
}

static enum kleene
system_leaf(const struct match_host *host, const struct config_leaf *leaf, struct set_room *room, struct arena *arena)
{
	bool any_version = is_any_version(leaf, room, arena);
	unsigned platform = product_platform_of_key(leaf->key);

	if (is_family(leaf->key) && (host->platforms & platform) != 0)
		return any_version && !leaf->limited ? KLEENE_TRUE : KLEENE_UNKNOWN;
	for (size_t i = 0; i < host->systems.count; i++)
		if (is_kin(leaf->key, host->systems.items[i]))
			return KLEENE_UNKNOWN;
	/* It is false only where what does run is known to be something else. */
	return is_complete(host, LAYER_OS) && (host->systems.count > 0 || host->platforms != 0) ? KLEENE_FALSE
	                                                                                       : KLEENE_UNKNOWN;
}

bool
host_is_own_hardware(struct str leaf_key, struct str firmware_key)
{
	return str_take(&leaf_key, STR("h:")) && str_take(&firmware_key, STR("o:")) &&
	    str_take_end(&firmware_key, STR("_firmware")) && str_eq(leaf_key, firmware_key);
}

enum kleene
leaf_of_own_hardware(const struct config_leaf *leaf, struct set_room *room, struct arena *arena)
{
	return !leaf->limited && is_any_version(leaf, room, arena) ? KLEENE_TRUE : KLEENE_UNKNOWN;
}

static enum kleene
hardware_leaf(const struct match_host *host, const struct config_leaf *leaf, struct set_room *room, struct arena *arena)
{
	for (size_t i = 0; i < host->items.count; i++)
		if (host_is_own_hardware(leaf->key, host->items.items[i].key))
			return leaf_of_own_hardware(leaf, room, arena);
	return is_complete(host, LAYER_HARDWARE) ? KLEENE_FALSE : KLEENE_UNKNOWN;
}

static enum kleene
absent_leaf(const struct match_host *host, const struct config_leaf *leaf, struct set_room *room, struct arena *arena)
{
	if (is_firmware_key(leaf->key))
		return is_complete(host, LAYER_FIRMWARE) ? KLEENE_FALSE : KLEENE_UNKNOWN;
	if (str_starts(leaf->key, STR("o:")))
		return system_leaf(host, leaf, room, arena);
	if (str_starts(leaf->key, STR("h:")))
		return hardware_leaf(host, leaf, room, arena);
	return is_program_absent(host, leaf->key, arena) ? KLEENE_FALSE : KLEENE_UNKNOWN;
}

enum kleene
host_leaf(const struct match_host *host, const struct config_leaf *leaf, struct set_room *room, struct arena *arena)
{
	const uint64_t *first = leaf->key.len == 0 ? NULL : map_find(&host->by_key, leaf->key);
	enum kleene value = KLEENE_FALSE;

	if (leaf->key.len == 0)
		return KLEENE_UNKNOWN;
	if (first == NULL)
		return absent_leaf(host, leaf, room, arena);
	for (size_t at = (size_t)*first; at != 0; at = host->items.items[at - 1].next) {
		const struct host_item *item = &host->items.items[at - 1];

		value = kleene_or(value, leaf_of_asset(leaf, &item->cpe, &(struct probe){ .scheme = leaf->scheme, .version = item->version },
		    item->ecosystem, room, arena));
	}
	if (value != KLEENE_FALSE || str_starts(leaf->key, STR("o:")))
		return value;
	/* These are not it; another of the same name may be where nobody looked. */
	return kleene_or(value, str_starts(leaf->key, STR("h:")) ? hardware_leaf(host, leaf, room, arena)
	    : is_complete(host, LAYER_APPLICATIONS) ? KLEENE_FALSE : KLEENE_UNKNOWN);
}
