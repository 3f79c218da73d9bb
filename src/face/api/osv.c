/*
 * osv.c - OSV's API (https://google.github.io/osv.dev/api/): records by id, and those that speak of a package in a version.
 *
 *     GET  /v1/vulns/{id}
 *     POST /v1/query         {"version": "2.4.1", "package": {"name": "jinja2", "ecosystem": "PyPI"}}  or  {"package": {"purl": "pkg:pypi/jinja2@2.4.1"}}
 *     POST /v1/querybatch    {"queries": [ … ]}: ids and dates alone, in the order of the questions
 *
 * Versions are held to ranges by domain/match, as everywhere in this program. A record whose range has no order for the version asked about is told as well: it
 * is not known to be none. An ecosystem that the knowledge base has no records of, a commit, and more questions than MOST are errors in words, never an empty
 * answer. Errors are those of OSV, in English: {"code": 3, "message": "…"}.
 */
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "domain/match/match.h"
#include "face/api/osv.h"
#include "format/component/component.h"
#include "format/json/json.h"
#include "format/json/json_write.h"
#include "format/vulnid/vulnid.h"

enum { QUERIES_MOST = 1000, PAGE_OF_ONE = 1000, BODY_MOST = 4 << 20 };

struct query {
	struct component component;
	int64_t          from;          /* page_token: so many were told before */
};

static struct err *
unusable(struct api *api, const char *message)
{
	return err_new(api->arena, ERR_USAGE, message);
}

/* ------------------------------------------------------------------------------------------- what is asked */

/* "Debian:12", "Alpine:v3.18", "Ubuntu:Pro:22.04:LTS": the release of a distribution stands behind its name. */
static void
take_ecosystem(struct component *component, struct str ecosystem)
{
	struct str release, part;

	(void)str_cut(ecosystem, ':', &component->ecosystem, &release);
	if (str_take(&release, STR("Pro:")))
		component->channel = STR("esm");
	part = release;
	(void)str_take_end(&part, STR(":LTS"));
	component->release = part;
}

static struct err *
read_package(struct api *api, struct json package, struct component *component)
{
	struct str purl = json_get_str(package, "purl"), name = json_get_str(package, "name"), ecosystem = json_get_str(package, "ecosystem");
	static const struct system_name nowhere;

	if (purl.len > 0) {
		struct str version = component->version;

		if (name.len > 0 || ecosystem.len > 0)
			return unusable(api, "purl and name/ecosystem cannot both be given.");
		component->version = STR("");
		if (component_take_purl(component, purl, api->arena) != NULL)
			return unusable(api, "Invalid Package URL.");
		if (version.len > 0 && component->version.len > 0)
			return unusable(api, "version specified in params and purl query.");
		if (component->version.len == 0)
			component->version = version;
		component_finish(component, &nowhere, api->arena);
		return NULL;
	}
	if (name.len == 0 || ecosystem.len == 0)
		return unusable(api, "Invalid query: a package has a name and an ecosystem, or a purl.");
	component->kind = COMPONENT_LIBRARY;
	component->name = component->package = name;
	take_ecosystem(component, ecosystem);
	return NULL;
}

static struct err *
read_query(struct api *api, struct json object, struct query *query)
{
	struct json package = json_get(object, "package");
	struct str token = json_get_str(object, "page_token");

	*query = (struct query){ .component.version = json_get_str(object, "version") };
	if (json_kind(object) != JSON_OBJECT)
		return unusable(api, "Invalid query: an object is wanted.");
	if (json_get_str(object, "commit").len > 0)
		return unusable(api, "Queries by commit are not answered here: ask by package and version.");
	if (json_kind(package) != JSON_OBJECT)
		return unusable(api, "Invalid query: a package is wanted.");
	if (token.len > 0 && (!str_to_i64(token, &query->from) || query->from < 0))
		return unusable(api, "Invalid page token.");
	return read_package(api, package, &query->component);
}

/* ------------------------------------------------------------------------------------------- what is found */

struct finding {
	const struct match_index *index;
	const struct component   *component;
	struct arena             *arena;
	struct str_list           ids;
};

static struct err *
on_row(void *data, const struct match_row *row)
{
	struct finding *finding = data;

	for (size_t i = 0; i < row->says_count; i++) {
		const struct match_says *says = &row->says[i];
		struct grounds grounds;
		struct str id;

		if (says->source != SOURCE_OSV || says->verdict == VERDICT_NOT_AFFECTED)
			continue;
		grounds = match_explain(finding->index, finding->component, says, finding->arena);
		id = osv_served_id(grounds.record, finding->arena);
		if (!str_is_one_of(id, finding->ids.items, finding->ids.count))
			list_push(finding->arena, &finding->ids, id);
	}
	return NULL;
}

/* Every feed of OSV as fresh: a record says what it says however old it is. */
static struct match_sources
sources_of(const struct osv_ask *ask)
{
	struct match_source *sources = ARENA_ARRAY(ask->api->arena, struct match_source, ask->feeds_count);
	size_t osv = 0;

	for (size_t i = 0; i < ask->feeds_count; i++) {
		const struct kb_source *row = &ask->feeds[i];

		if (row->source == SOURCE_OSV && row->records > 0)
			sources[osv++] = (struct match_source){ .source = SOURCE_OSV, .feed = row->name, .built = row->built, .fetched = row->fetched,
				.count = row->records, .complete = true, .fresh = true };
	}
	return (struct match_sources){ sources, osv };
}

static int
by_id(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct err *
find(struct api *api, const struct match_sources *sources, const struct component *component, struct str_list *ret_ids)
{
	struct match_ask ask = { .index = kb_index(api->kb), .sources = sources };
	struct finding finding = { .index = ask.index, .component = component, .arena = api->arena };
	struct match_result result = { .missing = MISSING_SOURCE, .needs = STR("osv") };

	if (ask.index != NULL)
		TRY(match_component(&ask, component, on_row, &finding, api->arena, &result));
	if (!result.judged && result.missing == MISSING_SOURCE)
		return err_new(api->arena, ERR_USAGE, "The ecosystem {name} cannot be answered: the knowledge base here has no records of it ({needs}).",
		    ARG("name", component->ecosystem), ARG("needs", result.needs));
	if (finding.ids.count > 0)
		qsort(finding.ids.items, finding.ids.count, sizeof(*finding.ids.items), by_id);
	*ret_ids = finding.ids;
	return NULL;
}

static struct err *
put_found(struct osv_ask *ask, struct json_writer *w, const struct match_sources *sources, const struct query *query, bool whole)
{
	struct api *api = ask->api;
	struct str_list ids;
	size_t at = (size_t)query->from, end;

	TRY(find(api, sources, &query->component, &ids));
	end = ids.count > at && ids.count - at > PAGE_OF_ONE ? at + PAGE_OF_ONE : ids.count;
	if (at < end)
		json_begin_array(w, "vulns");
	for (size_t i = at; i < end; i++) {
		struct advisory advisory;
		bool found;

		TRY(osv_record(ask, ids.items[i], &advisory, &found));
		if (!found)
			continue;
		if (whole) {
			osv_write(w, NULL, &advisory, api->arena);
			continue;
		}
		json_begin_object(w, NULL);
		json_put_str(w, "id", advisory.id);
		json_put_str(w, "modified", instant_format(advisory.modified, ZONE_UTC, api->arena));
		json_end(w);
	}
	if (at < end)
		json_end(w);
	if (end < ids.count)
		json_put_str(w, "next_page_token", arena_printf(api->arena, "%zu", end));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- routes */

static struct err *
answer_query(struct api *api, struct json root)
{
	struct json_writer w = { .out = &api->out };
	struct match_sources sources;
	struct osv_ask ask = { .api = api };
	struct query query;

	TRY(read_query(api, root, &query));
	TRY(osv_ask_feeds(&ask));
	sources = sources_of(&ask);
	json_begin_object(&w, NULL);
	TRY(put_found(&ask, &w, &sources, &query, true));
	json_end(&w);
	return NULL;
}

static struct err *
answer_batch(struct api *api, struct json root)
{
	struct json queries = json_get(root, "queries");
	struct json_writer w = { .out = &api->out };
	struct match_sources sources;
	struct osv_ask ask = { .api = api };

	if (json_kind(queries) != JSON_ARRAY)
		return unusable(api, "Invalid query: \"queries\" is wanted.");
	if (json_count(queries) > QUERIES_MOST)
		return unusable(api, "Too many queries.");
	TRY(osv_ask_feeds(&ask));
	sources = sources_of(&ask);
	json_begin_object(&w, NULL);
	json_begin_array(&w, "results");
	for (struct json_iter i = json_each(queries); json_next(&i);) {
		struct query query;

		TRY(read_query(api, i.value, &query));
		json_begin_object(&w, NULL);
		TRY(put_found(&ask, &w, &sources, &query, false));
		json_end(&w);
	}
	json_end(&w);
	json_end(&w);
	return NULL;
}

static struct err *
run_body(struct api *api, struct err *(*answer)(struct api *api, struct json root))
{
	struct json_reader *reader;
	struct json root;
	struct str body;
	struct err *err;

	TRY(api_body(api, &body));
	reader = json_reader_new();
	err = json_parse(reader, body, api->arena, &root);
	if (err != NULL)
		err = unusable(api, "Invalid query: the body is no JSON.");
	else
		err = answer(api, root);
	json_reader_free(reader);
	if (err == NULL)
		api_status(api, 200, "application/json");
	return err;
}

static struct err *
run_query(struct api *api, struct str rest)
{
	(void)rest;
	return run_body(api, answer_query);
}

static struct err *
run_batch(struct api *api, struct str rest)
{
	(void)rest;
	return run_body(api, answer_batch);
}

static struct err *
run_get(struct api *api, struct str rest)
{
	struct json_writer w = { .out = &api->out };
	struct advisory advisory;
	struct osv_ask ask = { .api = api };
	bool found;

	TRY(osv_record(&ask, vulnid_canonical(rest, api->arena), &advisory, &found));
	if (!found)
		return err_new(api->arena, ERR_NOT_FOUND, "Bug not found.");
	osv_write(&w, NULL, &advisory, api->arena);
	api_status(api, 200, "application/json");
	return NULL;
}

static void
refuse(struct api *api, int status, const struct err *err)
{
	static const struct { int status, code; } codes[] = { { 400, 3 }, { 403, 7 }, { 404, 5 }, { 405, 12 }, { 413, 8 }, { 503, 14 } };
	struct json_writer w = { .out = &api->out };
	int code = 13;

	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		if (status == codes[i].status)
			code = codes[i].code;
	api_status(api, status, "application/json");
	json_begin_object(&w, NULL);
	json_put_int(&w, "code", code);
	json_put_str(&w, "message", err_sentence(err, LANG_EN, api->arena));
	json_end(&w);
}

const struct api_route api_osv_query = { "/v1/query", 1U << HTTP_POST, BODY_MOST, run_query, refuse };
const struct api_route api_osv_batch = { "/v1/querybatch", 1U << HTTP_POST, BODY_MOST, run_batch, refuse };
const struct api_route api_osv_get = { "/v1/vulns/{id}", 1U << HTTP_GET, 0, run_get, refuse };
