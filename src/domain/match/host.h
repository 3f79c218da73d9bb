/*
 * host.h - what is on a host, as conditions ask it. Inside the room only.
 */
#pragma once
#include "base/map.h"
#include "domain/match/config.h"
#include "domain/match/subject.h"

struct host_item {
	struct cpe cpe;
	struct str key, version, ecosystem;
	size_t     next;      /* another with the same key: its place + 1; 0 is none */
};

struct match_host {
	const struct match_host_facts *facts;
	LIST(struct host_item)         items;        /* with a CPE                                   */
	struct map                     by_key;       /* key → place + 1                              */
	struct str_list                nameless;     /* folded names of programs without a CPE       */
	struct str_list                systems;      /* keys "o:…" of operating systems, no firmware */
	unsigned                       platforms;    /* known operating systems; 0: not known        */
	struct host_updates { uint32_t *items; size_t count, room; } installed, pending;   /* KBs, ascending */
};

/* Does this asset meet the leaf: attributes, then version. */
enum kleene leaf_of_asset(const struct config_leaf *leaf, const struct cpe *asset, const struct probe *probe,
    struct str ecosystem, struct set_room *room, struct arena *arena);

/* Is there something on the host that meets the leaf? False only where the layer is listed completely. */
enum kleene host_leaf(const struct match_host *host, const struct config_leaf *leaf, struct set_room *room,
    struct arena *arena);

/* Is the hardware "h:cisco:rv110w" the device whose firmware "o:cisco:rv110w_firmware" is? NVD names them so. */
bool host_is_own_hardware(struct str leaf_key, struct str firmware_key);
/* Then the device meets the leaf, unless that asks for more than its name. */
enum kleene leaf_of_own_hardware(const struct config_leaf *leaf, struct set_room *room, struct arena *arena);
