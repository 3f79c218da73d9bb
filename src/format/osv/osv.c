#include "format/osv/osv.h"

#include <string.h>
#include "base/map.h"
#include "format/json/json_feed.h"
#include "format/json/json_shape.h"
#include "format/vulnid/vulnid.h"

enum { ECOSYSTEM_MOST = 128 };   /* bytes of an ecosystem's name that can name a feed */

struct osv_feed {
	struct json_feed feed;
	char             ecosystem[ECOSYSTEM_MOST];
	size_t           ecosystem_len;
	bool             is_mixed;
};

static struct str
id_of(struct json record)
{
	return json_get_str(record, "id");
}

/* ----------------------------------------------------------------------------------------- scores */

static const struct {
	struct str         type, prefix;
	enum cvss_version  version;
} score_types[] = {
	{ STR_INIT("CVSS_V2"), STR_INIT(""),          CVSS_V2 },
	{ STR_INIT("CVSS_V3"), STR_INIT("CVSS:3.0/"), CVSS_V3_0 },
	{ STR_INIT("CVSS_V3"), STR_INIT("CVSS:3.1/"), CVSS_V3_1 },
	{ STR_INIT("CVSS_V4"), STR_INIT("CVSS:4.0/"), CVSS_V4 },
};

static enum cvss_version
version_of(struct str type, struct str vector)
{
	for (size_t i = 0; i < ARRAY_LEN(score_types); i++) {
		if (str_eq(type, score_types[i].type) && str_starts(vector, score_types[i].prefix))
			return score_types[i].version;
	}
	return CVSS_NONE;
}

/* The database that speaks: "GHSA", "RUSTSEC". */
static struct str
provider_of(struct str id)
{
	struct str head, tail;

	(void)str_cut(id, '-', &head, &tail);
	return head;
}

/* One vector or, of other types ("Ubuntu"), a word for how urgent it is. */
static struct err *
read_severity(struct json object, struct str provider, struct arena *arena, struct score *ret_score, struct str *word)
{
	struct str type, text;

	TRY(json_need_text(object, "type", arena, &type));
	TRY(json_need_text(object, "score", arena, &text));
	*ret_score = (struct score){ provider, version_of(type, text), text, -1 };
	if (ret_score->version != CVSS_NONE)
		return NULL;
	if (str_starts(type, STR("CVSS")))
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is no CVSS vector of the type {type}."),
		    ARG("text", str_sub(text, 0, 200)), ARG("type", str_sub(type, 0, 50)));
	*word = text;
	return NULL;
}

/* ------------------------------------------------------------------------------------------ ranges */

static const char *const event_keys[] = {
	[OSV_INTRODUCED] = "introduced",
	[OSV_FIXED] = "fixed",
	[OSV_LAST_AFFECTED] = "last_affected",
	[OSV_LIMIT] = "limit",
};

/* One event an object, by the schema; older records join introduced and fixed. */
static struct err *
read_event(struct json object, struct arena *arena, struct osv_range *range)
{
	size_t before = range->events.count;

	for (size_t kind = 0; kind < ARRAY_LEN(event_keys); kind++) {
		struct str version;

		TRY(json_want_text(object, event_keys[kind], arena, &version));
		if (version.len > 0)
			list_push(arena, &range->events, ((struct osv_event){ (enum osv_event_kind)kind, version }));
	}
	if (range->events.count == before)
		return err_new(
		    arena, ERR_FORMAT, M("An event of a range is none of introduced, fixed, last_affected and limit."));
	return NULL;
}

static struct err *
read_range(struct json object, struct arena *arena, struct osv_range *range)
{
	static const struct str types[] = { STR_INIT("SEMVER"), STR_INIT("ECOSYSTEM"), STR_INIT("GIT") };
	struct json events;
	struct str type;
	size_t kind = 0;

	TRY(json_need_text(object, "type", arena, &type));
	while (kind < ARRAY_LEN(types) && !str_eq(type, types[kind]))
		kind++;
	if (kind == ARRAY_LEN(types))
		return err_new(arena, ERR_FORMAT, M("The range type \"{text}\" is none of SEMVER, ECOSYSTEM and GIT."),
		    ARG("text", str_sub(type, 0, 100)));
	range->kind = (enum osv_range_kind)kind;
	TRY(json_want_text(object, "repo", arena, &range->repo));
	TRY(json_want_list(object, "events", arena, &events));
	for (struct json_iter i = json_each(events); json_next(&i);)
		TRY(read_event(i.value, arena, range));
	return NULL;
}

/* ---------------------------------------------------------------------------------------- affected */

/* Keeps the ecosystem without its release, until a second one turns up. */
static void
note_ecosystem(struct osv_feed *feed, struct str ecosystem)
{
	struct str name, release;

	(void)str_cut(ecosystem, ':', &name, &release);
	if (name.len == 0)
		return;
	if (feed->ecosystem_len == 0 && name.len < ECOSYSTEM_MOST) {
		memcpy(feed->ecosystem, name.ptr, name.len);
		feed->ecosystem_len = name.len;
	}
	if (!str_eq(name, (struct str){ feed->ecosystem, feed->ecosystem_len }))
		feed->is_mixed = true;
}

static void
use_first(struct str *word, struct json object, const char *key)
{
	if (word->len == 0)
		*word = json_get_str(object, key);
}

static struct err *
read_severities(struct json object, struct str provider, struct arena *arena, struct affected *affected)
{
	struct json list;

	TRY(json_want_list(object, "severity", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct score score;

		TRY(read_severity(i.value, provider, arena, &score, &affected->urgency));
		if (score.version != CVSS_NONE)
			list_push(arena, &affected->scores, score);
	}
	return NULL;
}

static struct err *
read_affected(
    struct osv_feed *feed, struct json object, struct str provider, struct arena *arena, struct affected *affected)
{
	struct json package, ranges, ecosystem, database;

	TRY(json_want_object(object, "package", arena, &package));
	TRY(json_want_text(package, "ecosystem", arena, &affected->ecosystem));
	TRY(json_want_text(package, "name", arena, &affected->package));
	TRY(json_want_text(package, "purl", arena, &affected->purl));
	note_ecosystem(feed, affected->ecosystem);
	TRY(json_want_texts(object, "versions", arena, &affected->versions));
	TRY(json_want_list(object, "ranges", arena, &ranges));
	for (struct json_iter i = json_each(ranges); json_next(&i);)
		TRY(read_range(i.value, arena, list_add(arena, &affected->ranges)));
	TRY(read_severities(object, provider, arena, affected));
	TRY(json_want_object(object, "ecosystem_specific", arena, &ecosystem));
	TRY(json_want_object(object, "database_specific", arena, &database));
	use_first(&affected->urgency, ecosystem, "urgency");
	use_first(&affected->urgency, ecosystem, "ubuntu_priority");
	use_first(&affected->urgency, database, "informational");
	use_first(&affected->urgency, ecosystem, "severity");
	use_first(&affected->urgency, database, "severity");
	affected->status = affected->ranges.count > 0 || affected->versions.count > 0 ? AFFECTED_NO : AFFECTED_UNKNOWN;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- names */

/* The list's names in their canonical spelling, each once; *ret_cves counts the CVEs. */
static struct err *
read_names(struct json record, const char *key, struct arena *arena, struct str_list *names, size_t *ret_cves)
{
	struct str_list written = { 0 };
	struct map seen = { 0 };

	*ret_cves = 0;
	TRY(json_want_texts(record, key, arena, &written));
	for (size_t i = 0; i < written.count; i++) {
		struct str name = vulnid_canonical(written.items[i], arena);
		uint64_t *count;

		if (name.len == 0)
			continue;
		count = map_put(arena, &seen, name);
		if ((*count)++ > 0)
			continue;
		list_push(arena, names, name);
		*ret_cves += vulnid_parse(name, arena).kind == VULNID_CVE;
	}
	return NULL;
}

/* CVEs to one list, the rest to the other (NULL: nowhere). */
static void
sort_names(const struct str_list *names, struct arena *arena, struct str_list *cves, struct str_list *others)
{
	for (size_t i = 0; i < names->count; i++) {
		if (vulnid_parse(names->items[i], arena).kind == VULNID_CVE)
			list_push(arena, cves, names->items[i]);
		else if (others != NULL)
			list_push(arena, others, names->items[i]);
	}
}

static struct err *
read_relations(struct json record, struct arena *arena, struct advisory *advisory)
{
	struct str_list aliases = { 0 }, upstream = { 0 };
	size_t alias_cves, upstream_cves, related_cves;

	TRY(read_names(record, "aliases", arena, &aliases, &alias_cves));
	TRY(read_names(record, "upstream", arena, &upstream, &upstream_cves));
	TRY(read_names(record, "related", arena, &advisory->related, &related_cves));
	if (upstream_cves > 0)
		sort_names(&upstream, arena, &advisory->covers, NULL);
	else
		advisory->covers = upstream;
	if (alias_cves <= 1)
		advisory->aliases = aliases;
	else
		sort_names(&aliases, arena, &advisory->covers, &advisory->related);
	if (advisory->covers.count == 0 && vulnid_parse(advisory->id, arena).kind == VULNID_DISTRO)
		sort_names(&advisory->related, arena, &advisory->covers, NULL);
	return NULL;
}

/* -------------------------------------------------------------------------------------- the record */

static struct err *
read_references(struct json record, struct arena *arena, struct advisory *advisory)
{
	struct json list;

	TRY(json_want_list(record, "references", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct reference *reference = list_add(arena, &advisory->references);
		struct str type;

		TRY(json_need_text(i.value, "url", arena, &reference->url));
		TRY(json_want_text(i.value, "type", arena, &type));
		if (type.len > 0)
			list_push(arena, &reference->tags, type);
	}
	return NULL;
}

static struct err *
read_about(struct json record, struct arena *arena, struct advisory *advisory)
{
	TRY(json_need_text(record, "id", arena, &advisory->id));
	advisory->id = vulnid_canonical(advisory->id, arena);
	TRY(json_want_instant(record, "published", arena, &advisory->published));
	TRY(json_want_instant(record, "modified", arena, &advisory->modified));
	if (advisory->modified == INSTANT_NONE)
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is missing."), ARG("key", STR("modified")));
	TRY(json_want_instant(record, "withdrawn", arena, &advisory->withdrawn));
	advisory->state = advisory->withdrawn == INSTANT_NONE ? ADVISORY_PUBLISHED : ADVISORY_WITHDRAWN;
	TRY(json_want_text(record, "summary", arena, &advisory->title_en));
	TRY(json_want_text(record, "details", arena, &advisory->text_en));
	return read_relations(record, arena, advisory);
}

/* What is said of the whole record: its vectors, and a word for packages that have none of their own. */
static struct err *
read_record_severity(struct json record, struct arena *arena, struct advisory *advisory)
{
	struct affected all = { 0 };
	struct json database;

	TRY(read_severities(record, provider_of(advisory->id), arena, &all));
	for (size_t i = 0; i < all.scores.count; i++)
		list_push(arena, &advisory->scores, all.scores.items[i]);
	TRY(json_want_object(record, "database_specific", arena, &database));
	use_first(&all.urgency, database, "severity");
	for (size_t i = 0; i < advisory->affected.count; i++) {
		if (advisory->affected.items[i].urgency.len == 0)
			advisory->affected.items[i].urgency = all.urgency;
	}
	return NULL;
}

static struct err *
read_record(struct json_feed *feed, struct json record, struct arena *arena, void *value)
{
	struct advisory *advisory = value;
	struct json list;

	advisory->source = SOURCE_OSV;
	TRY(read_about(record, arena, advisory));
	TRY(json_want_list(record, "affected", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(read_affected((struct osv_feed *)feed, i.value, provider_of(advisory->id), arena,
		    list_add(arena, &advisory->affected)));
	TRY(read_record_severity(record, arena, advisory));
	return read_references(record, arena, advisory);
}

static struct err *
read_head(struct json_feed *feed, const struct json_stream *stream, struct arena *arena, struct feed_head *ret_head)
{
	const struct osv_feed *osv = (const struct osv_feed *)feed;

	(void)stream;
	if (osv->ecosystem_len > 0 && !osv->is_mixed)
		ret_head->name = arena_printf(arena, "osv:%.*s", (int)osv->ecosystem_len, osv->ecosystem);
	return NULL;
}

struct err *
osv_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct osv_feed osv = {
		.feed = {
			.format = "OSV",
			.schema = &advisory_schema,
			.id = id_of,
			.read = read_record,
			.head = read_head,
			.source = SOURCE_OSV,
		},
	};

	return json_feed_read(&osv.feed, input, sink, arena);
}
