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
	int64_t               renamed;      /* host that has another name so far, or 0 */
	bool                  keeps;             /* ledger_import_keep                             */
	struct str_list       dropped;           /* product identities                             */
	struct str            digest;            /* ledger_import_digest                           */
	int64_t               told;              /* items, before they are weighed                 */
	LIST(struct ledger_fact) facts;          /* told of the host itself                        */
	/* Found and made by import_place.c, anew with every try: */
	size_t                place;             /* index into placing's hosts                     */
	int64_t               system_id, host_id, inventory;
	int64_t               stands_on;         /* the import that the inventory is of so far, 0  */
	bool                  fresh;             /* made by this import: nothing stands on it yet  */
	bool                  first;             /* its stream is new                              */
	bool                  again;             /* ... was told by this import before             */
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

/* Where an import's items stand. Rows are asked for in one question for all, and written in bulk. */
struct placed_system { struct str name; int64_t id; bool told; };
struct placed_host { size_t system; struct str name; int64_t id; bool renamed, told; };
struct placing {
	struct ledger               *ledger;
	struct ledger_import        *import;
	struct arena                *arena;      /* of this try */
	struct ledger_import_result *result;
	struct map                   systems_by_name, hosts_by_name;      /* index + 1 */
	struct { struct placed_system *items; size_t count, room; } systems;
	struct { struct placed_host *items; size_t count, room; } hosts;
};

/* What there is of the systems, hosts and streams; writes nothing. */
CHECKED struct err *import_find(struct placing *placing);
/* Systems with what was told of them, then hosts. */
CHECKED struct err *import_put_systems(struct placing *placing);
CHECKED struct err *import_put_hosts(struct placing *placing);
/* Tells who watches; every host is gone through twice, itself and what stands on it. */
CHECKED struct err *import_step(struct placing *placing, size_t done);
/* What was told of systems and hosts as facts: stored unless the same stands there, or a stronger word. */
CHECKED struct err *import_put_facts(struct placing *placing);
/* The streams, with what they cover, for those hosts that `has_any` says have something to write; the others' inventory stays 0. */
CHECKED struct err *import_put_inventories(struct placing *placing, const bool *has_any);

CHECKED struct err *information_add(struct query *q, int64_t system, const struct ledger_information *information, struct arena *arena);
CHECKED struct err *fact_add(struct query *q, int64_t id, const struct ledger_fact *fact, struct arena *arena);

/* Software items and products of all components, in bulk: fills id and product. */
CHECKED struct err *import_intern(struct ledger_import *import, struct arena *arena);
/* The unit of work. */
CHECKED struct err *import_write(struct ledger *ledger, void *context, struct arena *arena);
struct import_work { struct ledger_import *import; struct ledger_import_result result; };
