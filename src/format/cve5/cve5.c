#include "format/cve5/cve5.h"

#include "base/map.h"
#include "format/json/json_feed.h"
#include "format/nvd/nvd_parts.h"
#include "format/vulnid/vulnid.h"

/* One record while it is read. */
struct reading {
	struct advisory *advisory;
	struct map       urls;       /* references seen: containers repeat each other's */
	struct str       provider;   /* of the container being read                     */
};

static struct str
id_of(struct json record)
{
	return json_get_str(json_get(record, "cveMetadata"), "cveId");
}

/* --------------------------------------------------------------------------------------- affected */

static struct err *
read_status(struct json object, const char *key, enum affected_status unsaid, struct arena *arena,
    enum affected_status *ret_status)
{
	struct str name;
	int status = (int)unsaid;

	TRY(json_want_text(object, key, arena, &name));
	if (name.len > 0 && !enum_find(&affected_status_names, name, &status))
		return err_new(arena, ERR_FORMAT,
		    M("The status \"{text}\" is none of affected, unaffected and unknown."),
		    ARG("text", str_sub(name, 0, 100)));
	*ret_status = (enum affected_status)status;
	return NULL;
}

static struct err *
read_row(struct json item, struct arena *arena, struct cve5_version *row)
{
	struct json changes;

	TRY(json_need_text(item, "version", arena, &row->version));
	TRY(read_status(item, "status", AFFECTED_UNKNOWN, arena, &row->status));
	TRY(json_want_text(item, "lessThan", arena, &row->less_than));
	TRY(json_want_text(item, "lessThanOrEqual", arena, &row->less_than_or_equal));
	TRY(json_want_text(item, "versionType", arena, &row->type));
	TRY(json_want_list(item, "changes", arena, &changes));
	for (struct json_iter i = json_each(changes); json_next(&i);) {
		struct cve5_change *change = list_add(arena, &row->changes);

		TRY(json_need_text(i.value, "at", arena, &change->at));
		TRY(read_status(i.value, "status", AFFECTED_UNKNOWN, arena, &change->status));
	}
	return NULL;
}

/* Package registries whose names are those of an OSV ecosystem. */
static const struct {
	struct str host;
	struct str ecosystem;
} collections[] = {
	{ STR_INIT("crates.io"),             STR_INIT("crates.io") },
	{ STR_INIT("hex.pm"),                STR_INIT("Hex") },
	{ STR_INIT("npmjs.com"),             STR_INIT("npm") },
	{ STR_INIT("nuget.org"),             STR_INIT("NuGet") },
	{ STR_INIT("packagist.org"),         STR_INIT("Packagist") },
	{ STR_INIT("pkg.go.dev"),            STR_INIT("Go") },
	{ STR_INIT("proxy.golang.org"),      STR_INIT("Go") },
	{ STR_INIT("pub.dev"),               STR_INIT("Pub") },
	{ STR_INIT("pypi.org"),              STR_INIT("PyPI") },
	{ STR_INIT("pypi.python.org"),       STR_INIT("PyPI") },
	{ STR_INIT("registry.npmjs.org"),    STR_INIT("npm") },
	{ STR_INIT("repo.maven.apache.org"), STR_INIT("Maven") },
	{ STR_INIT("repo1.maven.org"),       STR_INIT("Maven") },
	{ STR_INIT("rubygems.org"),          STR_INIT("RubyGems") },
};

static struct str
ecosystem_of(struct str url)
{
	struct str host, path;

	if (!str_take_nocase(&url, STR("https://")))
		(void)str_take_nocase(&url, STR("http://"));
	(void)str_cut(url, '/', &host, &path);
	(void)str_take_nocase(&host, STR("www."));
	for (size_t i = 0; i < ARRAY_LEN(collections); i++) {
		if (str_eq_nocase(host, collections[i].host))
			return collections[i].ecosystem;
	}
	return STR("");
}

static struct err *
read_affected(struct json item, struct arena *arena, struct affected *affected)
{
	struct str collection;
	struct json rows;

	TRY(json_want_text(item, "vendor", arena, &affected->vendor));
	TRY(json_want_text(item, "product", arena, &affected->product));
	TRY(json_want_text(item, "packageName", arena, &affected->package));
	TRY(json_want_text(item, "packageURL", arena, &affected->purl));
	TRY(json_want_text(item, "collectionURL", arena, &collection));
	if (affected->package.len > 0)
		affected->ecosystem = ecosystem_of(collection);
	TRY(json_want_texts(item, "cpes", arena, &affected->cpes));
	TRY(json_want_texts(item, "platforms", arena, &affected->platforms));
	TRY(json_want_texts(item, "modules", arena, &affected->modules));
	TRY(read_status(item, "defaultStatus", AFFECTED_UNKNOWN, arena, &affected->status));
	TRY(json_want_list(item, "versions", arena, &rows));
	for (struct json_iter i = json_each(rows); json_next(&i);)
		TRY(read_row(i.value, arena, list_add(arena, &affected->rows)));
	return NULL;
}

/* ---------------------------------------------------------------------------------------- metrics */

static const struct {
	const char        *key;
	enum cvss_version  version;
} metric_keys[] = {
	{ "cvssV4_0", CVSS_V4 },
	{ "cvssV3_1", CVSS_V3_1 },
	{ "cvssV3_0", CVSS_V3_0 },
	{ "cvssV2_0", CVSS_V2 },
};

static struct err *
read_kev(struct reading *r, struct json content, struct arena *arena)
{
	struct evidence evidence = { .level = EXPLOITATION_ACTIVE, .provider = r->provider };

	TRY(json_want_instant(content, "dateAdded", arena, &evidence.at));
	TRY(json_want_text(content, "reference", arena, &evidence.text));
	list_push(arena, &r->advisory->evidence, evidence);
	return NULL;
}

static struct err *
read_metric(struct reading *r, struct json metric, struct arena *arena)
{
	struct json other, content;
	struct str type;

	for (size_t m = 0; m < ARRAY_LEN(metric_keys); m++) {
		struct json cvss;

		TRY(json_want_object(metric, metric_keys[m].key, arena, &cvss));
		if (json_kind(cvss) == JSON_OBJECT)
			TRY(nvd_score(
			    cvss, metric_keys[m].version, r->provider, arena, list_add(arena, &r->advisory->scores)));
	}
	TRY(json_want_object(metric, "other", arena, &other));
	TRY(json_want_text(other, "type", arena, &type));
	content = json_get(other, "content");
	if (str_eq_nocase(type, STR("ssvc")))
		return nvd_ssvc(content, r->provider, arena, list_add(arena, &r->advisory->ssvc));
	return str_eq_nocase(type, STR("kev")) ? read_kev(r, content, arena) : NULL;
}

/* ------------------------------------------------------------------------------------- containers */

static struct err *
read_weaknesses(struct reading *r, struct json container, struct arena *arena)
{
	struct json types, names;

	TRY(json_want_list(container, "problemTypes", arena, &types));
	for (struct json_iter i = json_each(types); json_next(&i);) {
		TRY(json_want_list(i.value, "descriptions", arena, &names));
		for (struct json_iter n = json_each(names); json_next(&n);)
			nvd_add_cwe(arena, &r->advisory->cwes, json_get_str(n.value, "cweId"));
	}
	return NULL;
}

static struct err *
read_references(struct reading *r, struct json container, struct arena *arena)
{
	struct json list;

	TRY(json_want_list(container, "references", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct reference reference;
		uint64_t *seen;

		TRY(nvd_reference(i.value, arena, &reference));
		seen = map_put(arena, &r->urls, reference.url);
		if ((*seen)++ == 0)
			list_push(arena, &r->advisory->references, reference);
	}
	return NULL;
}

/* Who speaks in a container: a numbering authority's short name, or a publisher's title. */
static struct err *
read_provider(struct reading *r, struct json container, bool is_adp, struct arena *arena)
{
	struct json provider;
	struct str title = { 0 };
	int64_t updated;

	TRY(json_want_object(container, "providerMetadata", arena, &provider));
	TRY(json_want_text(provider, "shortName", arena, &r->provider));
	if (is_adp)
		TRY(json_want_text(container, "title", arena, &title));
	if (title.len > 0)
		r->provider = title;
	else if (r->provider.len == 0)
		r->provider = r->advisory->assigner;
	TRY(json_want_instant(provider, "dateUpdated", arena, &updated));
	if (updated > r->advisory->modified)
		r->advisory->modified = updated;
	return NULL;
}

static struct err *
read_container(struct reading *r, struct json container, bool is_adp, struct arena *arena)
{
	struct json list;

	if (json_kind(container) != JSON_OBJECT)
		return err_new(arena, ERR_FORMAT, M("\"{key}\" should be an object."), ARG("key", STR("containers")));
	TRY(read_provider(r, container, is_adp, arena));
	TRY(json_want_list(container, "affected", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(read_affected(i.value, arena, list_add(arena, &r->advisory->affected)));
	TRY(json_want_list(container, "metrics", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(read_metric(r, i.value, arena));
	TRY(read_weaknesses(r, container, arena));
	return read_references(r, container, arena);
}

/* ------------------------------------------------------------------------------------- the record */

/* What the attack leads to, where its pattern is only numbered (CAPEC-…), is in descriptions of its own. */
static struct err *
read_impacts(struct json cna, struct arena *arena, struct advisory *advisory)
{
	struct json list;

	TRY(json_want_list(cna, "impacts", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(nvd_texts(i.value, "descriptions", arena, &advisory->impact_en, &advisory->impact_ja));
	return NULL;
}

static struct err *
read_words(struct json cna, struct arena *arena, struct advisory *advisory)
{
	TRY(json_want_text(cna, "title", arena, &advisory->title_en));
	TRY(nvd_texts(cna, "configurations", arena, &advisory->condition_en, &advisory->condition_ja));
	TRY(read_impacts(cna, arena, advisory));
	TRY(nvd_texts(cna, "solutions", arena, &advisory->solution_en, &advisory->solution_ja));
	TRY(nvd_texts(cna, "workarounds", arena, &advisory->mitigation_en, &advisory->mitigation_ja));
	TRY(nvd_texts(cna, "descriptions", arena, &advisory->text_en, &advisory->text_ja));
	return nvd_texts(cna, "rejectedReasons", arena, &advisory->text_en, &advisory->text_ja);
}

static bool
is_disputed(struct json cna)
{
	for (struct json_iter tag = json_each(json_get(cna, "tags")); json_next(&tag);) {
		if (str_eq(json_str(tag.value), STR("disputed")))
			return true;
	}
	return false;
}

static struct err *
read_state(struct json metadata, struct json cna, struct arena *arena, enum advisory_state *ret_state)
{
	struct str state;

	TRY(json_need_text(metadata, "state", arena, &state));
	if (str_eq(state, STR("REJECTED")))
		*ret_state = ADVISORY_WITHDRAWN;
	else if (str_eq(state, STR("RESERVED")))
		*ret_state = ADVISORY_AWAITING;
	else if (str_eq(state, STR("PUBLISHED")))
		*ret_state = is_disputed(cna) ? ADVISORY_DISPUTED : ADVISORY_PUBLISHED;
	else
		return err_new(arena, ERR_FORMAT, M("The state \"{text}\" of a CVE record is not known."),
		    ARG("text", str_sub(state, 0, 100)));
	return NULL;
}

static struct err *
read_metadata(struct json metadata, struct arena *arena, struct advisory *advisory)
{
	struct str text;
	struct vulnid id;

	TRY(json_need_text(metadata, "cveId", arena, &text));
	id = vulnid_parse(text, arena);
	if (id.kind != VULNID_CVE)
		return err_new(
		    arena, ERR_FORMAT, M("\"{text}\" is not a CVE number."), ARG("text", str_sub(text, 0, 100)));
	advisory->id = id.text;
	TRY(json_want_text(metadata, "assignerShortName", arena, &advisory->assigner));
	TRY(json_want_instant(metadata, "datePublished", arena, &advisory->published));
	TRY(json_want_instant(metadata, "dateUpdated", arena, &advisory->modified));
	return json_want_instant(metadata, "dateRejected", arena, &advisory->withdrawn);
}

static struct err *
refuse_other_formats(struct json record, struct arena *arena)
{
	if (!str_eq(json_get_str(record, "dataType"), STR("CVE_RECORD")) ||
	    !str_starts(json_get_str(record, "dataVersion"), STR("5.")))
		return err_new(arena, ERR_FORMAT,
		    M("This is no CVE record of format 5: its dataType should be CVE_RECORD and its dataVersion 5.x."));
	return NULL;
}

static struct err *
read_record(struct json_feed *feed, struct json record, struct arena *arena, void *value)
{
	struct reading r = { .advisory = value };
	struct json metadata, containers, cna, adp;

	(void)feed;
	r.advisory->source = SOURCE_CVE5;
	TRY(refuse_other_formats(record, arena));
	TRY(json_need_object(record, "cveMetadata", arena, &metadata));
	TRY(json_need_object(record, "containers", arena, &containers));
	TRY(json_need_object(containers, "cna", arena, &cna));
	TRY(json_want_list(containers, "adp", arena, &adp));
	TRY(read_metadata(metadata, arena, r.advisory));
	TRY(read_state(metadata, cna, arena, &r.advisory->state));
	TRY(read_words(cna, arena, r.advisory));
	TRY(read_container(&r, cna, false, arena));
	for (struct json_iter i = json_each(adp); json_next(&i);)
		TRY(read_container(&r, i.value, true, arena));
	if (r.advisory->state != ADVISORY_WITHDRAWN)
		r.advisory->withdrawn = INSTANT_NONE;
	else if (r.advisory->withdrawn == INSTANT_NONE)
		r.advisory->withdrawn = r.advisory->modified;
	return NULL;
}

/* A stream of CVE records has nothing to say of itself. */
static struct err *
read_head(struct json_feed *feed, const struct json_stream *stream, struct arena *arena, struct feed_head *ret_head)
{
	(void)feed;
	(void)stream;
	(void)arena;
	(void)ret_head;
	return NULL;
}

struct err *
cve5_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct json_feed feed = {
		.format = "CVE Record Format 5",
		.schema = &advisory_schema,
		.id = id_of,
		.read = read_record,
		.head = read_head,
		.source = SOURCE_CVE5,
	};

	return json_feed_read(&feed, input, sink, arena);
}
