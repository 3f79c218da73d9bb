#include "service/lint.h"

#include "base/catalogue.h"
#include "base/map.h"

static const char *const texts[LINT_KIND_COUNT] = {
	[LINT_NO_VERSION] = M("without a version: they cannot be judged; have the tool read the installed files"),
	[LINT_NO_IDENTITY] = M("without a package URL or CPE: known by name only, to be confirmed by hand"),
	[LINT_NO_SUPPLIER] = M("without a supplier"),
	[LINT_NO_RELEASE] = M("distribution packages without a release: they cannot be judged; let the tool look at /etc/os-release"),
	[LINT_DOUBLE] = M("listed more than once"),
	[LINT_NO_TOOL] = M("the document does not say which tool made it"),
	[LINT_NO_TIME] = M("the document does not say when it was made"),
	[LINT_REFUSED] = M("could not be read"),
};

const char *
lint_text(enum lint_kind kind)
{
	return texts[kind];
}

static void
note(struct lint_row *rows, enum lint_kind kind, struct str name, struct arena *arena)
{
	rows[kind].count++;
	if (name.len > 0 && rows[kind].examples.count < LINT_EXAMPLES)
		list_push(arena, &rows[kind].examples, name);
}

static bool
has_identity(const struct component *component)
{
	return component->purl.len > 0 || component->cpe.len > 0 || component->distribution.len > 0;
}

/* True when it could be judged at all. */
static bool
look_at(const struct component *component, struct map *seen, struct lint_row *rows, struct arena *arena)
{
	bool package = component->kind == COMPONENT_OS_PACKAGE;
	struct str identity = component->purl.len > 0 ? component->purl : component->cpe;
	uint64_t *times;

	if (component->version.len == 0)
		note(rows, LINT_NO_VERSION, component->name, arena);
	if (!has_identity(component))
		note(rows, LINT_NO_IDENTITY, component->name, arena);
	if (component->vendor.len == 0 && !package)
		note(rows, LINT_NO_SUPPLIER, component->name, arena);
	if (package && component->release.len == 0)
		note(rows, LINT_NO_RELEASE, component->name, arena);
	if (identity.len > 0) {
		times = map_put(arena, seen, identity);
		if ((*times)++ == 1)
			note(rows, LINT_DOUBLE, component->name, arena);
	}
	return component->version.len > 0 && has_identity(component) && !(package && component->release.len == 0);
}

struct err *
lint_file(struct str path, struct arena *arena, struct lint *ret_lint)
{
	struct lint_row rows[LINT_KIND_COUNT] = { 0 };
	struct inventory_file file;
	struct lint lint = { 0 };
	struct map seen = { 0 };

	TRY(inventory_take(path, arena, &file));
	lint.file = file.name;
	lint.format = file.head.format;
	lint.tool = file.head.tool;
	for (size_t i = 0; i < file.components.count; i++) {
		const struct component *component = &file.components.items[i];

		if (component->kind == COMPONENT_OTHER || component->kind == COMPONENT_UPDATE || component->excluded)
			continue;
		lint.components++;
		lint.usable = look_at(component, &seen, rows, arena) || lint.usable;
	}
	if (file.head.tool.len == 0)
		note(rows, LINT_NO_TOOL, STR(""), arena);
	if (file.head.made == INSTANT_NONE)
		note(rows, LINT_NO_TIME, STR(""), arena);
	rows[LINT_REFUSED].count = file.refused;
	for (size_t i = 0; i < LINT_KIND_COUNT; i++) {
		rows[i].kind = (enum lint_kind)i;
		if (rows[i].count > 0)
			list_push(arena, &lint.rows, rows[i]);
	}
	*ret_lint = lint;
	return NULL;
}
