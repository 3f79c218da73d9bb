/*
 * csaf.c - the organisation's own advisories as a CSAF provider gives them out (CSAF 2.0, 7.1 and 7.2), for collectors that look under /.well-known/csaf/:
 *
 *     provider-metadata.json   who publishes, and where       index.txt  changes.csv   what there is, the newest first
 *     2026/example-2026-001.json   a document                 …json.sha256             and its hash
 *
 * Published is what a person put into the folder csaf/YYYY/ of the home, by a name that CSAF allows (5.1); a draft, and what its TLP does not give to
 * everybody, is passed over. Without any document there is no provider. Publisher and dates are those of the documents.
 */
#include <stdlib.h>
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "face/api/frame.h"
#include "format/json/json.h"
#include "format/json/json_write.h"

enum { DOCUMENT_MOST = 16 << 20, DOCUMENTS_MOST = 10000, YEAR_DIGITS = 4 };

struct csaf_document { struct str path, id, category, name, space; int64_t released; };
struct csaf_documents { LIST(struct csaf_document) list; };

/* ------------------------------------------------------------------------------------------- what is published */

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
	if (!str_take_end(&name, STR(".json")) || name.len == 0 || name.len > 200)
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) && str_find_char(STR("+-_"), name.ptr[i]) == SIZE_MAX)
			return false;
	return true;
}

static bool
take_document(struct json root, struct csaf_document *document, struct arena *arena)
{
	struct json head = json_get(root, "document"), tracking = json_get(head, "tracking"), publisher = json_get(head, "publisher");
	struct str tlp = json_get_str(json_get(json_get(head, "distribution"), "tlp"), "label");

	if (!str_eq(tlp, STR("WHITE")) && !str_eq(tlp, STR("CLEAR")))
		return false;
	if (!str_eq(json_get_str(tracking, "status"), STR("final")) && !str_eq(json_get_str(tracking, "status"), STR("interim")))
		return false;
	if (!instant_parse(json_get_str(tracking, "current_release_date"), ZONE_UTC, &document->released))
		return false;
	document->id = arena_copy(arena, json_get_str(tracking, "id"));
	document->category = arena_copy(arena, json_get_str(publisher, "category"));
	document->name = arena_copy(arena, json_get_str(publisher, "name"));
	document->space = arena_copy(arena, json_get_str(publisher, "namespace"));
	return document->id.len > 0 && document->name.len > 0 && document->space.len > 0;
}

static struct str
folder_of(const struct api *api)
{
	return path_join(api->arena, api->home->path, STR("csaf"));
}

/* A file that cannot be read, or is no such document, is not published; that is for its owner to see in the list. */
static void
look_at(struct api *api, struct json_reader *reader, struct str year, struct str name, struct csaf_documents *documents)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct csaf_document document = { 0 };
	struct str bytes;
	struct json root;

	if (documents->list.count >= DOCUMENTS_MOST || !is_file_name(name))
		return;
	if (file_read(path_join(item, path_join(item, folder_of(api), year), name), DOCUMENT_MOST, item, &bytes) != NULL || json_parse(reader, bytes, item, &root) != NULL)
		return;
	if (!take_document(root, &document, api->arena))
		return;
	document.path = arena_printf(api->arena, "%.*s/%.*s", STR_ARG(year), STR_ARG(name));
	list_push(api->arena, &documents->list, document);
}

static int
newest_first(const void *a_, const void *b_)
{
	const struct csaf_document *a = a_, *b = b_;

	return a->released != b->released ? (a->released < b->released ? 1 : -1) : str_cmp(a->path, b->path);
}

static struct err *
find_all(struct api *api, struct csaf_documents *documents)
{
	struct str folder = folder_of(api), *years, *names;
	struct json_reader *reader = json_reader_new();
	size_t year_count = 0, name_count;

	if (dir_exists(folder, api->arena) && dir_list(folder, api->arena, &years, &year_count) != NULL)
		year_count = 0;
	for (size_t y = 0; y < year_count; y++)
		if (is_year(years[y]) && dir_list(path_join(api->arena, folder, years[y]), api->arena, &names, &name_count) == NULL)
			for (size_t n = 0; n < name_count; n++)
				look_at(api, reader, years[y], names[n], documents);
	json_reader_free(reader);
	if (documents->list.count == 0)
		return err_new(api->arena, ERR_NOT_FOUND, M("No advisories of this organisation are published here."));
	qsort(documents->list.items, documents->list.count, sizeof(*documents->list.items), newest_first);
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------- answers */

static struct str
base_of(const struct api *api)
{
	struct str base = api->home->address;

	(void)str_take_end(&base, STR("/"));
	if (base.len == 0)
		base = arena_printf(api->arena, "%s://%.*s", api->request->secure ? "https" : "http", STR_ARG(api->request->host));
	return arena_printf(api->arena, "%.*s/.well-known/csaf/", STR_ARG(base));
}

static void
put_metadata(struct api *api, const struct csaf_documents *documents)
{
	const struct csaf_document *newest = &documents->list.items[0];
	struct json_writer w = { .out = &api->out };

	json_begin_object(&w, NULL);
	json_put_str(&w, "canonical_url", arena_printf(api->arena, "%.*sprovider-metadata.json", STR_ARG(base_of(api))));
	json_begin_array(&w, "distributions");
	json_begin_object(&w, NULL);
	json_put_str(&w, "directory_url", base_of(api));
	json_end(&w);
	json_end(&w);
	json_put_str(&w, "last_updated", instant_format(newest->released, ZONE_UTC, api->arena));
	json_put_bool(&w, "list_on_CSAF_aggregators", false);
	json_put_str(&w, "metadata_version", STR("2.0"));
	json_put_bool(&w, "mirror_on_CSAF_aggregators", false);
	json_begin_object(&w, "publisher");
	json_put_str(&w, "category", newest->category);
	json_put_str(&w, "name", newest->name);
	json_put_str(&w, "namespace", newest->space);
	json_end(&w);
	json_put_str(&w, "role", STR("csaf_publisher"));
	json_end(&w);
	api_status(api, 200, "application/json");
}

static void
put_list(struct api *api, const struct csaf_documents *documents, bool changes)
{
	for (size_t i = 0; i < documents->list.count; i++) {
		const struct csaf_document *document = &documents->list.items[i];

		if (changes)
			buf_addf(&api->out, "\"%.*s\",\"%.*s\"\n", STR_ARG(document->path), STR_ARG(instant_format(document->released, ZONE_UTC, api->arena)));
		else
			buf_addf(&api->out, "%.*s\n", STR_ARG(document->path));
	}
	api_status(api, 200, changes ? "text/csv; charset=UTF-8" : "text/plain; charset=UTF-8");
}

/* "2026/name.json": only such paths are opened, and only what may be published is given out. */
static struct err *
put_file(struct api *api, struct str path)
{
	struct json_reader *reader = json_reader_new();
	struct csaf_documents documents = { 0 };
	bool hash = str_take_end(&path, STR(".sha256"));
	struct str year, name, bytes;
	struct sha256 sum;

	if (str_cut(path, '/', &year, &name) && is_year(year))
		look_at(api, reader, year, name, &documents);
	json_reader_free(reader);
	if (documents.list.count == 0)
		return err_new(api->arena, ERR_NOT_FOUND, M("Nothing stands at this address."));
	TRY(file_read(path_join(api->arena, folder_of(api), path), DOCUMENT_MOST, api->arena, &bytes));
	api_status(api, 200, hash ? "text/plain; charset=UTF-8" : "application/json");
	if (!hash) {
		buf_add(&api->out, bytes);
		return NULL;
	}
	sha256_init(&sum);
	sha256_add(&sum, bytes.ptr, bytes.len);
	buf_addf(&api->out, "%.*s  %.*s\n", STR_ARG(sha256_hex(&sum, api->arena)), STR_ARG(path_base(path)));
	return NULL;
}

static struct err *
run(struct api *api, struct str rest)
{
	struct csaf_documents documents = { 0 };
	bool metadata = str_eq(rest, STR("provider-metadata.json")), changes = str_eq(rest, STR("changes.csv"));

	if (!metadata && !changes && !str_eq(rest, STR("index.txt")))
		return put_file(api, rest);
	TRY(find_all(api, &documents));
	if (metadata)
		put_metadata(api, &documents);
	else
		put_list(api, &documents, changes);
	return NULL;
}

static void
refuse(struct api *api, int status, const struct err *err)
{
	api_status(api, status, "text/plain; charset=UTF-8");
	buf_addf(&api->out, "%.*s\n", STR_ARG(err_sentence(err, LANG_EN, api->arena)));
}

const struct api_route api_csaf = { "/.well-known/csaf/{rest…}", 1U << HTTP_GET, 0, run, refuse };
