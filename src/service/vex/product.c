#include "service/vex/product.h"

#include "base/map.h"
#include "domain/range/range.h"
#include "format/cpe/cpe.h"
#include "format/purl/purl.h"
#include "model/record.h"
#include "service/exchange.h"
#include "service/judge.h"

struct loading { struct vex_software *software; struct arena *arena; };

static struct str
id_key(const int64_t *id)
{
	return (struct str){ (const char *)id, sizeof(*id) };
}

static struct err *
take_software(void *context, const struct ledger_software *told, struct arena *scratch)
{
	struct loading *loading = context;
	struct vex_software *software = loading->software;
	struct component *component = list_add(loading->arena, &software->components);

	(void)scratch;
	record_copy(&component_schema, &told->component, loading->arena, component);
	judge_apply_identity(component, arena_copy(loading->arena, told->confirmed), loading->arena);
	*map_put(loading->arena, software->by_id, arena_copy(loading->arena, id_key(&told->id))) = software->components.count;
	return NULL;
}

struct err *
vex_software_load(struct ledger *ledger, struct arena *arena, struct vex_software *ret_software)
{
	struct loading loading = { ret_software, arena };

	*ret_software = (struct vex_software){ .by_id = ARENA_NEW(arena, struct map) };
	*ret_software->by_id = (struct map){ 0 };
	return ledger_software(ledger, take_software, &loading, arena);
}

const struct component *
vex_software_find(const struct vex_software *software, int64_t id)
{
	const uint64_t *place = map_find(software->by_id, id_key(&id));

	return place == NULL ? NULL : &software->components.items[*place - 1];
}

struct vex_product
vex_product_of(const struct component *component, struct arena *arena)
{
	return (struct vex_product){ .name = component->name, .version = component->version, .purl = component->purl,
		.cpe = exchange_cpe_name(component, arena) };
}

struct str
vex_product_words(struct str name, struct str version, struct str versions, struct arena *arena)
{
	struct str told = version.len > 0 ? version : versions;

	return told.len == 0 ? name : arena_printf(arena, "%.*s %.*s", STR_ARG(name), STR_ARG(told));
}

/* ------------------------------------------------------------------------------------- is it spoken of */

/* Of no version: of all. A version that nobody told is in none. */
static bool
has_version(const struct ledger_vex_statement *statement, struct str version, struct arena *arena)
{
	struct version_set set;
	enum scheme scheme;

	if (statement->versions.len > 0)
		return version.len > 0 && range_of_vers(statement->versions, arena, &set, &scheme) == NULL &&
		    range_contains(&set, scheme, version, NULL) == RANGE_IN;
	return statement->version.len == 0 || str_eq(statement->version, version);
}

/* What a package is fetched from says nothing of what it is. */
static bool
tells_of_origin(struct str key)
{
	static const struct str keys[] = { STR_INIT("repository_url"), STR_INIT("download_url"), STR_INIT("vcs_url"), STR_INIT("file_name"),
		STR_INIT("checksum") };

	return str_is_one_of(key, keys, ARRAY_LEN(keys));
}

static bool
is_package(const struct ledger_vex_statement *statement, const struct component *component, struct arena *arena)
{
	struct str rest, key, value;
	struct purl told, own;

	if (purl_parse(statement->purl, arena, &told) != NULL || purl_parse(component->purl, arena, &own) != NULL)
		return false;
	if (!str_eq(told.type, own.type) || !str_eq(told.space, own.space) || !str_eq(told.name, own.name) || !str_eq(told.subpath, own.subpath))
		return false;
	for (rest = told.qualifiers; purl_next_qualifier(&rest, arena, &key, &value);)
		if (!tells_of_origin(key) && !str_eq(value, purl_qualifier(&own, key, arena)))
			return false;
	return has_version(statement, component->version.len > 0 ? component->version : own.version, arena);
}

static bool
is_named(const struct ledger_vex_statement *statement, const struct component *component, struct arena *arena)
{
	struct str name = exchange_cpe_name(component, arena);
	enum cpe_relation relation;
	struct cpe told, own;

	if (name.len == 0 || cpe_parse(statement->cpe, arena, &told) != NULL || cpe_parse(name, arena, &own) != NULL)
		return false;
	relation = cpe_relation(&told, &own);
	if (relation != CPE_EQUAL && relation != CPE_SUPERSET)
		return false;
	return told.attributes[CPE_VERSION].kind == CPE_VALUE || has_version(statement, component->version, arena);
}

bool
vex_speaks_of(const struct ledger_vex_statement *statement, const struct component *component, bool names, struct arena *arena)
{
	if (statement->purl.len > 0 && component->purl.len > 0)
		return is_package(statement, component, arena);
	if (statement->cpe.len > 0)
		return is_named(statement, component, arena);
	if (!names || statement->purl.len > 0 || component->purl.len > 0 || component->cpe.len > 0)
		return false;
	return str_eq(statement->name, component->name) && has_version(statement, component->version, arena);
}
