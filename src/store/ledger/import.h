/*
 * import.h - what an import has gathered before it writes; inside this room only.
 */
#pragma once
#include "base/map.h"
#include "store/ledger/db.h"

struct gathered_item {
	size_t     component;     /* index into components */
	struct str place;
	int64_t    places;
	struct word word;
	int64_t    software;      /* not 0: what stands there already holds in its place */
};

/* One stream of one host. */
struct gathered_host {
	struct str            system, name, stream;
	struct str            distribution, release, kernel, format, tool, machine;
	enum answer           restart_pending;
	int64_t               made;
	enum provenance       provenance;        /* of items that say none */
	enum coverage         coverage[LAYER_COUNT];
	struct { struct gathered_item *items; size_t count, room; } items;
	int64_t               system_id, host_id;
	int64_t               renamed;      /* host that has another name so far, or 0 */
	bool                  keeps;             /* ledger_import_keep                             */
	bool                  fresh;             /* made by this import: nothing stands on it yet  */
	struct str_list       dropped;           /* product identities                             */
	struct str            digest;            /* ledger_import_digest                           */
	int64_t               told;              /* items, before they are weighed                 */
	LIST(struct ledger_fact) facts;          /* told of the host itself                        */
};

struct gathered_component {
	struct component component;
	struct str       digest;
	int64_t          id, product;     /* in the ledger, once written */
};

struct ledger_import {
	struct ledger            *ledger;
	struct arena             *arena;
	struct ledger_import_head head;
	struct { struct ledger_system *items; size_t count, room; } systems;
	struct { struct gathered_host *items; size_t count, room; } hosts;
	struct { struct gathered_component *items; size_t count, room; } components;
	struct map                hosts_by_key, components_by_digest;    /* index + 1 */
	size_t                    host;                                 /* current   */
	LIST(struct ledger_import_held) held;
};

/* The component's index, gathered once. */
size_t import_component_of(struct ledger_import *import, const struct component *component);

/* A fact that a file tells: stored unless the same stands there, or a stronger word. */
CHECKED struct err *fact_told(struct ledger *ledger, const struct ledger_fact *fact, struct arena *arena);

/* Software items and products of all components, in bulk: fills id and product. */
CHECKED struct err *import_intern(struct ledger_import *import, struct arena *arena);
/* The unit of work. */
CHECKED struct err *import_write(struct ledger *ledger, void *context, struct arena *arena);
struct import_work { struct ledger_import *import; struct ledger_import_result result; };
