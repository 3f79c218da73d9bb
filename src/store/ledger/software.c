/*
 * software.c - software items and products, hosts and what stands on them, and how that changed.
 */
#include "store/ledger/content.h"
#include "store/ledger/db.h"
#include "store/ledger/name.h"
#include "store/ledger/sql_registry.h"

enum { SOFTWARE_PAGE = 5000 };

#define COMPONENT_COLUMNS(type, at)                                              \
	{ "kind", FIELD_ENUM, offsetof(type, at kind), NULL, NULL },             \
	{ "name", FIELD_STR, offsetof(type, at name), NULL, NULL },              \
	{ "version", FIELD_STR, offsetof(type, at version), NULL, NULL },        \
	{ "vendor", FIELD_STR, offsetof(type, at vendor), NULL, NULL },          \
	{ "purl", FIELD_STR, offsetof(type, at purl), NULL, NULL },              \
	{ "cpe", FIELD_STR, offsetof(type, at cpe), NULL, NULL },                \
	{ "ecosystem", FIELD_STR, offsetof(type, at ecosystem), NULL, NULL },    \
	{ "package", FIELD_STR, offsetof(type, at package), NULL, NULL },        \
	{ "source_name", FIELD_STR, offsetof(type, at source_name), NULL, NULL }, \
	{ "source_version", FIELD_STR, offsetof(type, at source_version), NULL, NULL }, \
	{ "distribution", FIELD_STR, offsetof(type, at distribution), NULL, NULL }, \
	{ "release", FIELD_STR, offsetof(type, at release), NULL, NULL },        \
	{ "arch", FIELD_STR, offsetof(type, at arch), NULL, NULL },              \
	{ "module", FIELD_STR, offsetof(type, at module), NULL, NULL },          \
	{ "channel", FIELD_STR, offsetof(type, at channel), NULL, NULL },        \
	{ "edition", FIELD_STR, offsetof(type, at edition), NULL, NULL },        \
	{ "installation", FIELD_STR, offsetof(type, at installation), NULL, NULL }

static const struct field component_fields[] = { COMPONENT_COLUMNS(struct component, ) };
const struct schema software_component_schema = SCHEMA("software", struct component, component_fields);

static const struct field software_fields[] = {
	COLUMN(struct ledger_software, id, FIELD_INT),
	COLUMN(struct ledger_software, product, FIELD_INT),
	COLUMN(struct ledger_software, identity, FIELD_STR),
	COMPONENT_COLUMNS(struct ledger_software, component.),
};
static const struct schema software_schema = SCHEMA("software", struct ledger_software, software_fields);

/* --------------------------------------------------------------------------------------- identity */

/* "pkg:npm/%40angular/core@17.0.1?a=b#c" without its version and what follows. */
static struct str
purl_identity(struct str purl)
{
	struct str head = purl, space, name, tail;

	(void)str_cut(head, '#', &head, &tail);
	(void)str_cut(head, '?', &head, &tail);
	(void)str_cut_last(head, '/', &space, &name);
	if (!str_cut(name, '@', &name, &tail))
		return head;
	return str_sub(head, 0, (size_t)(tail.ptr - head.ptr) - 1);
}

/* "cpe:2.3:a:apache:tomcat": five parts; a quoted colon parts nothing. */
static struct str
cpe_identity(struct str cpe)
{
	size_t parts = 0;

	for (size_t i = 0; i < cpe.len; i++) {
		if (cpe.ptr[i] == '\\')
			i++;
		else if (cpe.ptr[i] == ':' && ++parts == 5)
			return str_sub(cpe, 0, i);
	}
	return cpe;
}

/* A name as people write it: case of ASCII and space around it mean nothing. */
static struct str
name_identity(const struct component *component, struct arena *arena)
{
	struct str vendor = str_trim_space(component->vendor);
	struct str text = arena_printf(arena, "name:%.*s%s%.*s", STR_ARG(vendor), vendor.len == 0 ? "" : "/",
	    STR_ARG(str_trim_space(component->name)));

	for (size_t i = 0; i < text.len; i++)
		((char *)text.ptr)[i] = char_lower(text.ptr[i]);
	return text;
}

struct str
ledger_product_identity(const struct component *component, struct arena *arena)
{
	struct str source = component->source_name.len > 0 ? component->source_name : component->name;

	if (component->kind == COMPONENT_OS_PACKAGE && component->distribution.len > 0)
		return arena_printf(arena, "dist:%.*s/%.*s", STR_ARG(component->distribution), STR_ARG(source));
	if (component->purl.len > 0)
		return purl_identity(component->purl);
	if (str_starts(component->cpe, STR("cpe:2.3:")))
		return cpe_identity(component->cpe);
	if (component->ecosystem.len > 0 && component->package.len > 0)
		return arena_printf(arena, "eco:%.*s/%.*s", STR_ARG(component->ecosystem), STR_ARG(component->package));
	return name_identity(component, arena);
}

/* The fields of Windows count only where they say something, so that items from before them keep their digest. */
enum { FIELDS_OF_WINDOWS = 2 };

struct str
software_digest(const struct component *component, struct arena *arena)
{
	struct str texts[ARRAY_LEN(component_fields)];
	bool windows = component->edition.len > 0 || component->installation.len > 0;

	texts[0] = str_of(enum_name(&component_kind_names, (int)component->kind));
	for (size_t i = 1; i < ARRAY_LEN(component_fields); i++)
		texts[i] = *(const struct str *)(const void *)((const char *)component + component_fields[i].offset);
	return ledger_digest(texts, ARRAY_LEN(texts) - (windows ? 0 : FIELDS_OF_WINDOWS), arena);
}

static struct err *
product_intern(struct ledger *ledger, const struct component *component, struct arena *arena, int64_t *ret_id)
{
	struct query found QUERY_SCOPE, q QUERY_SCOPE;
	struct str identity = ledger_product_identity(component, arena);

	TRY(ledger_query(ledger, SQL_PRODUCT_FIND, arena, &found));
	bind_str(&found, identity);
	TRY(query_one(&found, arena, ret_id));
	if (*ret_id != 0)
		return NULL;
	TRY(ledger_allot(ledger, "product", 1, arena, ret_id));
	TRY(ledger_query(ledger, SQL_PRODUCT_INSERT, arena, &q));
	bind_int(&q, *ret_id);
	bind_str(&q, identity);
	bind_str(&q, component->name);
	bind_str(&q, component->vendor);
	TRY(query_add(&q, arena));
	return query_flush(&q, arena);
}

struct err *
software_intern(struct ledger *ledger, const struct component *component, struct arena *arena, int64_t *ret_id,
    int64_t *ret_product)
{
	struct query found QUERY_SCOPE, q QUERY_SCOPE;
	struct str digest = software_digest(component, arena);
	bool row;

	TRY(ledger_query(ledger, SQL_SOFTWARE_FIND, arena, &found));
	bind_str(&found, digest);
	TRY(query_step(&found, arena, &row));
	if (row) {
		*ret_id = column_int(&found, 0);
		*ret_product = column_int(&found, 1);
		return NULL;
	}
	TRY(product_intern(ledger, component, arena, ret_product));
	TRY(ledger_allot(ledger, "software", 1, arena, ret_id));
	TRY(ledger_query(ledger, SQL_SOFTWARE_INSERT, arena, &q));
	bind_int(&q, *ret_id);
	bind_str(&q, digest);
	bind_int(&q, *ret_product);
	bind_fields(&q, &software_component_schema, component);
	TRY(query_add(&q, arena));
	return query_flush(&q, arena);
}

/* ------------------------------------------------------------------------------------------ items */

static struct err *
software_page(struct ledger *ledger, int64_t *after, int64_t last, struct confirmed *confirmed, ledger_each_software *each, void *context,
    struct arena *item, struct arena *arena, int64_t *ret_rows)
{
	struct query q QUERY_SCOPE;
	bool row;

	*ret_rows = 0;
	TRY(ledger_query(ledger, SQL_SOFTWARE_PAGE, arena, &q));
	bind_int(&q, *after);
	bind_int(&q, last);
	bind_int(&q, SOFTWARE_PAGE);
	for (;;) {
		struct ledger_software software = { 0 };
		struct err *err;

		TRY(query_next(&q, &software_schema, &software, item, arena, &row));
		if (!row)
			return NULL;
		*after = software.id;
		(*ret_rows)++;
		software.confirmed = confirmed_identity(confirmed, &software.component);
		err = each(context, &software, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

/* A page at a time, so that a client library that keeps whole results keeps little. */
struct err *
ledger_software(struct ledger *ledger, ledger_each_software *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new(), *kept ARENA_SCOPE = arena_new();
	struct confirmed confirmed;
	int64_t after = 0, rows;
	struct err *err = confirmed_load(ledger, kept, &confirmed);

	if (err != NULL)
		return err_copy(err, arena);
	do
		TRY(software_page(ledger, &after, INT64_MAX, &confirmed, each, context, item, arena, &rows));
	while (rows == SOFTWARE_PAGE);
	return NULL;
}

struct err *
ledger_software_one(struct ledger *ledger, int64_t id, ledger_each_software *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new(), *kept ARENA_SCOPE = arena_new();
	struct confirmed confirmed;
	int64_t after = id - 1, rows;

	TRY(err_copy(confirmed_load(ledger, kept, &confirmed), arena));
	return software_page(ledger, &after, id, &confirmed, each, context, item, arena, &rows);
}

/* ------------------------------------------------------------------------------------------ hosts */

static const struct field host_fields[] = {
	COLUMN(struct ledger_host, id, FIELD_INT),
	COLUMN(struct ledger_host, system, FIELD_INT),
	COLUMN(struct ledger_host, name, FIELD_STR),
	COLUMN(struct ledger_host, distribution, FIELD_STR),
	COLUMN(struct ledger_host, release, FIELD_STR),
	COLUMN(struct ledger_host, kernel, FIELD_STR),
};
static const struct schema host_schema = SCHEMA("host", struct ledger_host, host_fields);
struct host_list { struct ledger_host *items; size_t count, room; };

static struct err *
read_hosts(struct ledger *ledger, int64_t system, struct arena *item, struct arena *arena, struct host_list *ret_hosts)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_HOST_OF_SYSTEM, arena, &q));
	bind_int(&q, system);
	for (;;) {
		struct ledger_host *host;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		host = list_add(item, ret_hosts);
		host->seen_at = host->collected = INSTANT_NONE;
		column_fields(&q, 0, &host_schema, host, item);
	}
}

/* Systems behind one, up to another: the hosts of some are read together. */
struct range { int64_t after, last; };

/* Brief, and what was gathered of each, at the same place. */
static struct err *
read_briefs(struct ledger *ledger, const struct range *range, struct arena *item, struct arena *arena, struct host_list *ret_hosts,
    struct str_list *ret_contents)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_HOST_BRIEF, arena, &q));
	bind_int(&q, range->after);
	bind_int(&q, range->last);
	for (;;) {
		struct ledger_host *host;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		host = list_add(item, ret_hosts);
		host->seen_at = host->collected = INSTANT_NONE;
		column_fields(&q, 0, &host_schema, host, item);
		list_push(item, ret_contents, column_blob(&q, (int)host_schema.count, item));
	}
}

static bool
stands_before(const struct ledger_host *host, int64_t system, int64_t id)
{
	return host->system < system || (host->system == system && host->id < id);
}

/* Rows come by system and host id as hosts do: the next host that this row is of. NULL is beyond. */
static struct ledger_host *
host_of(const struct host_list *hosts, size_t *at, int64_t system, int64_t id)
{
	while (*at < hosts->count && stands_before(&hosts->items[*at], system, id))
		(*at)++;
	return *at < hosts->count && hosts->items[*at].id == id ? &hosts->items[*at] : NULL;
}

/*
 * What the machine said of itself is as old as the newest inventory that looked at the system or its updates: a sheet or the
 * SBOM of one application does not make it newer.
 */
static void
take_machine(struct ledger_host *host, const struct query *q)
{
	int64_t layer = column_int(q, 3), made = column_instant(q, 5);

	if ((layer != LAYER_OS && layer != LAYER_UPDATES) || column_int(q, 4) == COVERAGE_NONE)
		return;
	if (made == INSTANT_NONE || (host->collected != INSTANT_NONE && made <= host->collected))
		return;
	host->collected = made;
	host->restart_pending = (enum answer)column_int(q, 6);
}

static struct err *
read_coverage(struct ledger *ledger, const struct range *range, struct arena *arena, struct host_list *hosts)
{
	struct query q QUERY_SCOPE;
	size_t at = 0;
	bool row;

	TRY(ledger_query(ledger, SQL_INVENTORY_OF_SYSTEM, arena, &q));
	bind_int(&q, range->after);
	bind_int(&q, range->last);
	for (;;) {
		struct ledger_host *host;
		int64_t layer, seen;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		host = host_of(hosts, &at, column_int(&q, 0), column_int(&q, 1));
		if (host == NULL)
			continue;
		seen = column_instant(&q, 2);
		if (seen > host->seen_at)
			host->seen_at = seen;
		take_machine(host, &q);
		layer = column_int(&q, 3);
		if (layer >= 0 && layer < LAYER_COUNT && column_int(&q, 4) > (int64_t)host->coverage[layer])
			host->coverage[layer] = (enum coverage)column_int(&q, 4);
	}
}

/* One software item that several inventories of a host name is one item of it. */
static void
add_item(struct ledger_host *host, const struct ledger_item *found, struct arena *item)
{
	size_t count = host->items.count;
	struct ledger_item *last;

	if (count == 0 || host->items.items[count - 1].software != found->software) {
		list_push(item, &host->items, *found);
		return;
	}
	last = &host->items.items[count - 1];
	last->places += found->places;
	if (found->first_seen < last->first_seen)
		last->first_seen = found->first_seen;
}

static struct err *
read_items(struct ledger *ledger, int64_t system, struct arena *item, struct arena *arena, struct host_list *hosts)
{
	struct query q QUERY_SCOPE;
	size_t at = 0;
	bool row;

	TRY(ledger_query(ledger, SQL_ITEMS_OF_SYSTEM, arena, &q));
	bind_int(&q, system);
	for (;;) {
		struct ledger_item found;
		struct ledger_host *host;

		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		host = host_of(hosts, &at, system, column_int(&q, 0));
		if (host == NULL)
			continue;
		found = (struct ledger_item){ column_int(&q, 1), column_int(&q, 2), column_instant(&q, 3),
			column_str(&q, 4, item), column_int(&q, 5), (enum provenance)column_int(&q, 6), column_str(&q, 7, item),
			column_day(&q, 8) };
		add_item(host, &found, item);
	}
}

/* A host that nothing was gathered of: from its installations, inventory after inventory. */
static struct err *
read_software(struct ledger *ledger, int64_t host, struct arena *arena, struct software_ids *ids)
{
	struct query q QUERY_SCOPE;
	bool row;

	ids->count = 0;
	TRY(ledger_query(ledger, SQL_SOFTWARE_OF_HOST, arena, &q));
	bind_int(&q, host);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			break;
		list_push(arena, ids, column_int(&q, 0));
	}
	content_order(ids);
	return NULL;
}

static struct err *
each_of(const struct host_list *hosts, ledger_each_host *each, void *context, struct arena *item, struct arena *arena)
{
	for (size_t i = 0; i < hosts->count; i++)
		TRY(err_copy(each(context, &hosts->items[i], item), arena));
	return NULL;
}

static struct err *
hosts_of_system(struct ledger *ledger, int64_t system, ledger_each_host *each, void *context, struct arena *item, struct arena *arena)
{
	struct host_list hosts = { 0 };

	TRY(read_hosts(ledger, system, item, arena, &hosts));
	TRY(read_coverage(ledger, &(struct range){ system - 1, system }, arena, &hosts));
	TRY(read_items(ledger, system, item, arena, &hosts));
	return each_of(&hosts, each, context, item, arena);
}

static struct err *
briefs_of_systems(struct ledger *ledger, const struct range *range, struct software_ids *ids, ledger_each_host *each, void *context,
    struct arena *item, struct arena *arena)
{
	struct host_list hosts = { 0 };
	struct str_list contents = { 0 };

	TRY(read_briefs(ledger, range, item, arena, &hosts, &contents));
	TRY(read_coverage(ledger, range, arena, &hosts));
	for (size_t i = 0; i < hosts.count; i++) {
		struct ledger_host *host = &hosts.items[i];

		if (!content_unpack(contents.items[i], ids, arena))
			TRY(read_software(ledger, host->id, arena, ids));
		host->software = ids->items;
		host->software_count = ids->count;
		TRY(err_copy(each(context, host, item), arena));
	}
	return NULL;
}

struct system_ids { int64_t *items; size_t count, room; };

static struct err *
read_systems(struct ledger *ledger, int64_t system, struct arena *arena, struct system_ids *ret_systems)
{
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_SYSTEM_IDS, arena, &q));
	bind_int(&q, system);
	for (;;) {
		TRY(query_step(&q, arena, &row));
		if (!row)
			return NULL;
		list_push(arena, ret_systems, column_int(&q, 0));
	}
}

struct err *
ledger_hosts(struct ledger *ledger, int64_t system, ledger_each_host *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct system_ids systems = { 0 };

	TRY(read_systems(ledger, system, arena, &systems));
	for (size_t i = 0; i < systems.count; i++, arena_reset(item))
		TRY(hosts_of_system(ledger, systems.items[i], each, context, item, arena));
	return NULL;
}

/* Some hundred systems in three questions: one by one, a server's answers would be waited for longer than read. */
struct err *
ledger_hosts_brief(struct ledger *ledger, ledger_each_host *each, void *context, struct arena *arena)
{
	enum { SYSTEMS_AT_ONCE = 256 };
	struct arena *item ARENA_SCOPE = arena_new(), *own ARENA_SCOPE = arena_new();
	struct software_ids ids = { 0 };
	struct system_ids systems = { 0 };
	struct range range = { 0, 0 };

	TRY(read_systems(ledger, 0, arena, &systems));
	for (size_t i = 0; i < systems.count; i += SYSTEMS_AT_ONCE, arena_reset(item)) {
		size_t last = i + SYSTEMS_AT_ONCE < systems.count ? i + SYSTEMS_AT_ONCE : systems.count;

		range = (struct range){ range.last, systems.items[last - 1] };
		TRY(err_copy(briefs_of_systems(ledger, &range, &ids, each, context, item, own), arena));
	}
	return NULL;
}

static const struct field machine_fields[] = {
	COLUMN(struct ledger_machine, id, FIELD_INT),
	COLUMN(struct ledger_machine, system, FIELD_STR),
	COLUMN(struct ledger_machine, unit, FIELD_STR),
	COLUMN(struct ledger_machine, name, FIELD_STR),
	COLUMN(struct ledger_machine, machine, FIELD_STR),
	COLUMN(struct ledger_machine, made, FIELD_INSTANT),
	COLUMN(struct ledger_machine, seen, FIELD_INSTANT),
	COLUMN(struct ledger_machine, restart_pending, FIELD_ENUM),
	COLUMN(struct ledger_machine, digest, FIELD_STR),
	COLUMN(struct ledger_machine, items, FIELD_INT),
};
static const struct schema machine_schema = SCHEMA("machine", struct ledger_machine, machine_fields);

struct err *
ledger_machines(struct ledger *ledger, struct str stream, ledger_each_machine *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_MACHINE_LIST, arena, &q));
	bind_str(&q, stream);
	for (;;) {
		struct ledger_machine machine = { 0 };
		struct err *err;

		TRY(query_next(&q, &machine_schema, &machine, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &machine, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

static struct err *
write_told_again(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ledger_told_again *again = context;
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_INVENTORY_TOLD_AGAIN, arena, &q));
	for (size_t i = 0; i < again->count; i++) {
		bind_int(&q, again->hosts[i]);
		bind_str(&q, again->stream);
		bind_instant(&q, again->at);
		TRY(query_add(&q, arena));
	}
	return query_flush(&q, arena);
}

struct err *
ledger_machines_told_again(struct ledger *ledger, const struct ledger_told_again *again, struct arena *arena)
{
	struct ledger_told_again copy = *again;

	return again->count == 0 ? NULL : ledger_write(ledger, write_told_again, &copy, arena);
}

struct err *
inventory_forget(struct ledger *ledger, int64_t inventory, struct arena *arena)
{
	struct query q QUERY_SCOPE;

	TRY(ledger_query(ledger, SQL_INVENTORY_FORGET, arena, &q));
	bind_int(&q, inventory);
	return query_run(&q, arena);
}

struct system_item { int64_t host; struct component component; };
static const struct field system_item_fields[] = {
	COLUMN(struct system_item, host, FIELD_INT),
	{ "kind", FIELD_ENUM, offsetof(struct system_item, component.kind), NULL, NULL },
	{ "name", FIELD_STR, offsetof(struct system_item, component.name), NULL, NULL },
	{ "version", FIELD_STR, offsetof(struct system_item, component.version), NULL, NULL },
	{ "release", FIELD_STR, offsetof(struct system_item, component.release), NULL, NULL },
	{ "arch", FIELD_STR, offsetof(struct system_item, component.arch), NULL, NULL },
	{ "edition", FIELD_STR, offsetof(struct system_item, component.edition), NULL, NULL },
	{ "installation", FIELD_STR, offsetof(struct system_item, component.installation), NULL, NULL },
	{ "channel", FIELD_STR, offsetof(struct system_item, component.channel), NULL, NULL },
};
static const struct schema system_item_schema = SCHEMA("system_item", struct system_item, system_item_fields);

struct err *
ledger_system_items(struct ledger *ledger, ledger_each_system_item *each, void *context, struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_SYSTEM_ITEMS, arena, &q));
	for (;;) {
		struct system_item found = { 0 };
		struct err *err;

		TRY(query_next(&q, &system_item_schema, &found, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, found.host, &found.component, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}

/* ---------------------------------------------------------------------------------------- changes */

static const struct field change_fields[] = {
	COLUMN(struct ledger_change, id, FIELD_INT),
	COLUMN(struct ledger_change, at, FIELD_INSTANT),
	COLUMN(struct ledger_change, kind, FIELD_ENUM),
	COLUMN(struct ledger_change, system, FIELD_STR),
	COLUMN(struct ledger_change, host, FIELD_STR),
	COLUMN(struct ledger_change, product, FIELD_STR),
	COLUMN(struct ledger_change, from, FIELD_STR),
	COLUMN(struct ledger_change, to, FIELD_STR),
	COLUMN(struct ledger_change, file, FIELD_STR),
	COLUMN(struct ledger_change, by, FIELD_STR),
};
static const struct schema change_schema = SCHEMA("change", struct ledger_change, change_fields);

struct err *
ledger_changes(struct ledger *ledger, int64_t system, int64_t before, int64_t most, ledger_each_change *each, void *context,
    struct arena *arena)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct query q QUERY_SCOPE;
	bool row;

	TRY(ledger_query(ledger, SQL_CHANGE_LIST, arena, &q));
	bind_int(&q, system);
	bind_int(&q, before);
	bind_int(&q, most);
	for (;;) {
		struct ledger_change change = { 0 };
		struct err *err;

		TRY(query_next(&q, &change_schema, &change, item, arena, &row));
		if (!row)
			return NULL;
		err = each(context, &change, item);
		if (err != NULL)
			return err_copy(err, arena);
	}
}
