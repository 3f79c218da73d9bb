/*
 * osv_write.c - a record in the OSV format (https://ossf.github.io/osv-schema/), from what is kept of one. Not kept, and therefore not there: credits, most of
 * what databases and ecosystems add of their own, and whether a CVE stood under "aliases" or "upstream" where a record names several.
 */
#include "base/clock.h"
#include "face/api/frame.h"
#include "format/json/json_write.h"

static void
put_texts(struct json_writer *w, const char *key, const struct str_list *texts)
{
	if (texts->count == 0)
		return;
	json_begin_array(w, key);
	for (size_t i = 0; i < texts->count; i++)
		json_put_str(w, NULL, texts->items[i]);
	json_end(w);
}

static void
put_some(struct json_writer *w, const char *key, struct str text)
{
	if (text.len > 0)
		json_put_str(w, key, text);
}

static void
put_scores(struct json_writer *w, const struct score *scores, size_t count)
{
	static const struct str types[] = { [CVSS_NONE] = STR_INIT(""), [CVSS_V2] = STR_INIT("CVSS_V2"), [CVSS_V3_0] = STR_INIT("CVSS_V3"),
		[CVSS_V3_1] = STR_INIT("CVSS_V3"), [CVSS_V4] = STR_INIT("CVSS_V4") };

	if (count == 0)
		return;
	json_begin_array(w, "severity");
	for (size_t i = 0; i < count; i++) {
		json_begin_object(w, NULL);
		json_put_str(w, "type", types[scores[i].version]);
		json_put_str(w, "score", scores[i].vector);
		json_end(w);
	}
	json_end(w);
}

static void
put_ranges(struct json_writer *w, const struct affected *affected)
{
	static const char *const kinds[] = { [OSV_SEMVER] = "SEMVER", [OSV_ECOSYSTEM] = "ECOSYSTEM", [OSV_GIT] = "GIT" };
	static const char *const events[] = { [OSV_INTRODUCED] = "introduced", [OSV_FIXED] = "fixed", [OSV_LAST_AFFECTED] = "last_affected", [OSV_LIMIT] = "limit" };

	if (affected->ranges.count == 0)
		return;
	json_begin_array(w, "ranges");
	for (size_t i = 0; i < affected->ranges.count; i++) {
		const struct osv_range *range = &affected->ranges.items[i];

		json_begin_object(w, NULL);
		json_put_str(w, "type", str_of(kinds[range->kind]));
		put_some(w, "repo", range->repo);
		json_begin_array(w, "events");
		for (size_t e = 0; e < range->events.count; e++) {
			json_begin_object(w, NULL);
			json_put_str(w, events[range->events.items[e].kind], range->events.items[e].version);
			json_end(w);
		}
		json_end(w);
		json_end(w);
	}
	json_end(w);
}

static void
put_affected(struct json_writer *w, const struct affected *affected)
{
	json_begin_object(w, NULL);
	if (affected->package.len > 0) {
		json_begin_object(w, "package");
		json_put_str(w, "name", affected->package);
		json_put_str(w, "ecosystem", affected->ecosystem);
		put_some(w, "purl", affected->purl);
		json_end(w);
	}
	put_ranges(w, affected);
	put_texts(w, "versions", &affected->versions);
	put_scores(w, affected->scores.items, affected->scores.count);
	if (affected->urgency.len > 0) {
		json_begin_object(w, "ecosystem_specific");
		json_put_str(w, "urgency", affected->urgency);
		json_end(w);
	}
	json_end(w);
}

static void
put_references(struct json_writer *w, const struct advisory *advisory)
{
	if (advisory->references.count == 0)
		return;
	json_begin_array(w, "references");
	for (size_t i = 0; i < advisory->references.count; i++) {
		const struct reference *reference = &advisory->references.items[i];

		json_begin_object(w, NULL);
		json_put_str(w, "type", reference->tags.count > 0 ? reference->tags.items[0] : STR("WEB"));
		json_put_str(w, "url", reference->url);
		json_end(w);
	}
	json_end(w);
}

/* To the millionth, as far as there is one. */
static struct str
exactly(int64_t at, struct arena *arena)
{
	struct str whole = instant_format(at, ZONE_UTC, arena);
	int64_t rest = (at % INSTANT_SECOND + INSTANT_SECOND) % INSTANT_SECOND;

	return rest == 0 ? whole : arena_printf(arena, "%.*s.%06dZ", (int)whole.len - 1, whole.ptr, (int)rest);
}

void
osv_write(struct json_writer *w, const char *key, const struct advisory *advisory, struct arena *arena)
{
	const struct { const char *key; int64_t at; } instants[] = {
		{ "modified", advisory->modified }, { "published", advisory->published }, { "withdrawn", advisory->withdrawn } };

	json_begin_object(w, key);
	json_put_str(w, "id", advisory->id);
	put_some(w, "summary", advisory->title_en);
	put_some(w, "details", advisory->text_en);
	put_texts(w, "aliases", &advisory->aliases);
	put_texts(w, "upstream", &advisory->covers);
	put_texts(w, "related", &advisory->related);
	for (size_t i = 0; i < ARRAY_LEN(instants); i++)
		if (instants[i].at != INSTANT_NONE)
			json_put_str(w, instants[i].key, exactly(instants[i].at, arena));
	put_references(w, advisory);
	if (advisory->affected.count > 0) {
		json_begin_array(w, "affected");
		for (size_t i = 0; i < advisory->affected.count; i++)
			put_affected(w, &advisory->affected.items[i]);
		json_end(w);
	}
	json_put_str(w, "schema_version", STR("1.7.0"));
	put_scores(w, advisory->scores.items, advisory->scores.count);
	json_end(w);
}
