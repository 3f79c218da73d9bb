#include "service/advisories/advisories.h"

#include <stdlib.h>
#include <sys/stat.h>
#include "base/clock.h"
#include "base/file.h"
#include "format/csaf/csaf.h"
#include "format/json/json.h"
#include "service/advisories/parts.h"

static const struct field advisory_fields[] = {
	FIELD(struct own_advisory, path, FIELD_STR), FIELD(struct own_advisory, id, FIELD_STR), FIELD(struct own_advisory, title, FIELD_STR),
	FIELD(struct own_advisory, kind, FIELD_STR), FIELD(struct own_advisory, tlp, FIELD_STR), FIELD(struct own_advisory, category, FIELD_STR),
	FIELD(struct own_advisory, publisher, FIELD_STR), FIELD(struct own_advisory, space, FIELD_STR), FIELD(struct own_advisory, first, FIELD_INSTANT),
	FIELD(struct own_advisory, released, FIELD_INSTANT), FIELD(struct own_advisory, is_signed, FIELD_BOOL),
	FIELD(struct own_advisory, version, FIELD_STR), FIELD(struct own_advisory, is_withdrawn, FIELD_BOOL),
};
const struct schema own_advisory_schema = SCHEMA("own_advisory", struct own_advisory, advisory_fields);
static const struct field advisories_fields[] = { FIELD_OF(struct own_advisories, list, FIELD_LIST, &own_advisory_schema) };
const struct schema own_advisories_schema = SCHEMA("own_advisories", struct own_advisories, advisories_fields);

enum { YEAR_DIGITS = 4 };

struct str
own_folder(const struct home *home, struct arena *arena)
{
	return path_join(arena, home->path, STR("csaf"));
}

bool
own_advisory_is_free(const struct own_advisory *advisory)
{
	return str_eq(advisory->tlp, STR("WHITE"));
}

/* ---------------------------------------------------------------------------------------------- one document */

static bool
is_year(struct str text)
{
	uint64_t year;

	return text.len == YEAR_DIGITS && str_to_u64(text, &year);
}

/* Lower case, digits, "+-_", and ".json". */
static bool
is_file_name(struct str name)
{
	if (!str_take_end(&name, STR(".json")) || name.len == 0 || name.len > OWN_NAME_MOST)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) && str_find_char(STR("+-_"), name.ptr[i]) == SIZE_MAX)
			return false;
	return true;
}

static bool
take_tlp(struct str label, struct arena *arena, struct str *ret_tlp)
{
	static const struct str labels[] = { STR_INIT("WHITE"), STR_INIT("GREEN"), STR_INIT("AMBER"), STR_INIT("RED") };

	*ret_tlp = str_eq(label, STR("CLEAR")) ? STR("WHITE") : arena_copy(arena, label);
	return str_is_one_of(*ret_tlp, labels, ARRAY_LEN(labels));
}

bool
own_advisory_take(struct json root, struct arena *arena, struct own_advisory *advisory)
{
	struct json head = json_get(root, "document"), tracking = json_get(head, "tracking"), publisher = json_get(head, "publisher");
	struct str status = json_get_str(tracking, "status");
	const struct { struct str *into; struct json from; const char *key; } texts[] = {
		{ &advisory->id, tracking, "id" }, { &advisory->title, head, "title" }, { &advisory->kind, head, "category" },
		{ &advisory->category, publisher, "category" }, { &advisory->publisher, publisher, "name" }, { &advisory->space, publisher, "namespace" },
	};

	if (!take_tlp(json_get_str(json_get(json_get(head, "distribution"), "tlp"), "label"), arena, &advisory->tlp))
		return false;
	if (!str_eq(status, STR("final")) && !str_eq(status, STR("interim")))
		return false;
	if (!instant_parse(json_get_str(tracking, "current_release_date"), ZONE_UTC, &advisory->released) ||
	    !instant_parse(json_get_str(tracking, "initial_release_date"), ZONE_UTC, &advisory->first))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		*texts[i].into = arena_copy(arena, json_get_str(texts[i].from, texts[i].key));
		if (texts[i].into->len == 0)
			return false;
	}
	advisory->version = arena_copy(arena, json_get_str(tracking, "version"));
	advisory->is_withdrawn = csaf_is_withdrawn(head);
	return true;
}

static struct str
signature_path(const struct home *home, struct str path, struct arena *arena)
{
	return path_join(arena, own_folder(home, arena), arena_printf(arena, "%.*s.asc", STR_ARG(path)));
}

/* Made before the document was written, it is of an edition before. */
static bool
signature_is_newer(const struct home *home, struct str path, struct arena *arena)
{
	struct stat document, signature;

	if (stat(arena_cstr(arena, path_join(arena, own_folder(home, arena), path)), &document) != 0 ||
	    stat(arena_cstr(arena, signature_path(home, path, arena)), &signature) != 0)
		return false;
	return signature.st_mtim.tv_sec != document.st_mtim.tv_sec ? signature.st_mtim.tv_sec > document.st_mtim.tv_sec
	    : signature.st_mtim.tv_nsec >= document.st_mtim.tv_nsec;
}

/* A file that cannot be read, or is no such document, is not put out; that is for its owner to see in the list. */
static bool
look_at(const struct home *home, struct json_reader *reader, struct str path, struct arena *arena, struct own_advisory *advisory, struct str *bytes)
{
	struct str year, name;
	struct json root;

	if (!str_cut(path, '/', &year, &name) || !is_year(year) || !is_file_name(name))
		return false;
	if (file_read(path_join(arena, own_folder(home, arena), path), OWN_ADVISORY_BYTES, arena, bytes) != NULL || json_parse(reader, *bytes, arena, &root) != NULL)
		return false;
	*advisory = (struct own_advisory){ .path = path, .is_signed = signature_is_newer(home, path, arena) };
	return own_advisory_take(root, arena, advisory);
}

struct err *
own_advisory_read(const struct home *home, struct str path, struct arena *arena, struct own_advisory *ret_advisory, struct str *ret_bytes, bool *ret_found)
{
	struct json_reader *reader = json_reader_new();

	*ret_found = look_at(home, reader, path, arena, ret_advisory, ret_bytes);
	json_reader_free(reader);
	return NULL;
}

struct err *
own_advisory_signature(const struct home *home, const struct own_advisory *advisory, struct arena *arena, struct str *ret_bytes, bool *ret_found)
{
	*ret_found = advisory->is_signed;
	return *ret_found ? file_read(signature_path(home, advisory->path, arena), OWN_ARMOR_MOST, arena, ret_bytes) : NULL;
}

/* ------------------------------------------------------------------------------------------------------- all */

static int
newest_first(const void *a_, const void *b_)
{
	const struct own_advisory *a = a_, *b = b_;

	return a->released != b->released ? (a->released < b->released ? 1 : -1) : str_cmp(a->path, b->path);
}

struct own_advisory
own_advisory_copy(const struct own_advisory *found, struct arena *arena)
{
	struct own_advisory kept = *found;

	for (size_t i = 0; i < own_advisory_schema.count; i++) {
		const struct field *field = &own_advisory_schema.fields[i];
		struct str *text = (struct str *)((char *)&kept + field->offset);

		if (field->kind == FIELD_STR)
			*text = arena_copy(arena, *text);
	}
	return kept;
}

static void
look_at_year(const struct home *home, struct json_reader *reader, struct str year, struct arena *arena, struct own_advisories *all)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct str *names, bytes;
	size_t count;

	if (!is_year(year) || dir_list(path_join(arena, own_folder(home, arena), year), arena, &names, &count) != NULL)
		return;
	for (size_t n = 0; n < count && all->list.count < OWN_ADVISORIES; n++) {
		struct own_advisory advisory;

		arena_reset(item);
		if (look_at(home, reader, path_join(item, year, names[n]), item, &advisory, &bytes))
			list_push(arena, &all->list, own_advisory_copy(&advisory, arena));
	}
}

struct err *
own_advisories(const struct home *home, struct arena *arena, struct own_advisories *ret_all)
{
	struct str folder = own_folder(home, arena), *years;
	struct json_reader *reader;
	size_t count = 0;

	*ret_all = (struct own_advisories){ 0 };
	if (!dir_exists(folder, arena))
		return NULL;
	TRY(dir_list(folder, arena, &years, &count));
	reader = json_reader_new();
	for (size_t y = 0; y < count; y++)
		look_at_year(home, reader, years[y], arena, ret_all);
	json_reader_free(reader);
	if (ret_all->list.count > 0)
		qsort(ret_all->list.items, ret_all->list.count, sizeof(*ret_all->list.items), newest_first);
	return NULL;
}
