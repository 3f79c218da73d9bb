/*
 * csaf_feeds.c - documents about the documents: the provider's metadata, and ROLIE (RFC 8322) as CSAF 2.0 has it in JSON: a feed a TLP, the service document that
 * names the feeds, a document of categories a TLP.
 */
#include <string.h>
#include "base/clock.h"
#include "face/api/csaf.h"
#include "format/json/json_write.h"

static const struct { const char *label, *low; } tlps[] = { { "WHITE", "white" }, { "GREEN", "green" }, { "AMBER", "amber" }, { "RED", "red" } };

#define INFORMATION_TYPE STR("urn:ietf:params:rolie:category:information-type")
#define CSAF_SCHEMA      STR("https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json")

static bool
is_of(const struct own_advisory *advisory, size_t tlp)
{
	return str_eq(advisory->tlp, str_of(tlps[tlp].label));
}

static bool
has_any(const struct csaf_out *out, size_t tlp)
{
	for (size_t i = 0; i < out->advisories.list.count; i++)
		if (is_of(&out->advisories.list.items[i], tlp))
			return true;
	return false;
}

/* When something was last put out, taken back or taken away; SIZE_MAX: whatever its TLP. */
static int64_t
changed_at(const struct csaf_out *out, size_t tlp)
{
	int64_t at = INSTANT_NONE;

	for (size_t i = 0; i < out->advisories.list.count; i++)
		if ((tlp == SIZE_MAX || is_of(&out->advisories.list.items[i], tlp)) && out->advisories.list.items[i].released > at)
			at = out->advisories.list.items[i].released;
	for (size_t i = 0; i < out->erasures.list.count; i++)
		if ((tlp == SIZE_MAX || is_of(&out->erasures.list.items[i].advisory, tlp)) && out->erasures.list.items[i].at > at)
			at = out->erasures.list.items[i].at;
	return at;
}

static void
put_instant(const struct csaf_out *out, struct json_writer *w, const char *key, int64_t at)
{
	json_put_str(w, key, instant_format(at, ZONE_UTC, out->api->arena));
}

/* The base and what stands behind it. */
static void
put_url(const struct csaf_out *out, struct json_writer *w, const char *key, struct str path, const char *end)
{
	json_put_str(w, key, arena_printf(out->api->arena, "%.*s%.*s%s", STR_ARG(out->base), STR_ARG(path), end));
}

static struct str
feed_name(const struct csaf_out *out, size_t tlp)
{
	return arena_printf(out->api->arena, "csaf-feed-tlp-%s", tlps[tlp].low);
}

static struct str
category_name(const struct csaf_out *out, size_t tlp)
{
	return arena_printf(out->api->arena, "category-%s", tlps[tlp].low);
}

/* --------------------------------------------------------------------------------------------------- metadata */

/* What cannot be read counts as not signed. */
static bool
is_signed_by_ours(const struct csaf_out *out, const struct own_advisory *advisory)
{
	struct str by;

	return own_advisory_signed_by(out->api->home, advisory, out->api->arena, &by) == NULL && own_public_keys_have(&out->keys, by);
}

/* Without TLS it is a publisher; what is signed, all of it, by a key that is given out makes a trusted provider of a provider (7.2). */
static const char *
role_of(const struct csaf_out *out)
{
	if (!csaf_has_rolie(out))
		return "csaf_publisher";
	for (size_t i = 0; i < out->advisories.list.count; i++)
		if (!is_signed_by_ours(out, &out->advisories.list.items[i]))
			return "csaf_provider";
	return "csaf_trusted_provider";
}

/* A new key is news, too. */
static int64_t
last_updated(const struct csaf_out *out)
{
	int64_t at = changed_at(out, SIZE_MAX);

	return out->keys.list.count > 0 && out->keys.list.items[0].made_at > at ? out->keys.list.items[0].made_at : at;
}

static void
put_rolie_feeds(const struct csaf_out *out, struct json_writer *w)
{
	json_begin_object(w, NULL);
	json_begin_object(w, "rolie");
	json_begin_array(w, "categories");
	for (size_t i = 0; i < ARRAY_LEN(tlps); i++)
		if (has_any(out, i))
			put_url(out, w, NULL, category_name(out, i), ".json");
	json_end(w);
	json_begin_array(w, "feeds");
	for (size_t i = 0; i < ARRAY_LEN(tlps); i++) {
		if (!has_any(out, i))
			continue;
		json_begin_object(w, NULL);
		json_put_str(w, "summary", arena_printf(out->api->arena, "All advisories of TLP:%s", tlps[i].label));
		json_put_str(w, "tlp_label", str_of(tlps[i].label));
		put_url(out, w, "url", feed_name(out, i), ".json");
		json_end(w);
	}
	json_end(w);
	json_begin_array(w, "services");
	put_url(out, w, NULL, STR("service"), ".json");
	json_end(w);
	json_end(w);
	json_end(w);
}

static void
put_keys(const struct csaf_out *out, struct json_writer *w)
{
	if (out->keys.list.count == 0)
		return;
	json_begin_array(w, "public_openpgp_keys");
	for (size_t i = 0; i < out->keys.list.count; i++) {
		json_begin_object(w, NULL);
		json_put_str(w, "fingerprint", out->keys.list.items[i].fingerprint);
		put_url(out, w, "url", arena_printf(out->api->arena, "openpgp/%.*s", STR_ARG(out->keys.list.items[i].fingerprint)), ".asc");
		json_end(w);
	}
	json_end(w);
}

void
csaf_put_metadata(const struct csaf_out *out)
{
	const struct own_advisory *newest = &out->advisories.list.items[0];
	struct json_writer w = { .out = &out->api->out };

	json_begin_object(&w, NULL);
	put_url(out, &w, "canonical_url", STR("provider-metadata"), ".json");
	json_begin_array(&w, "distributions");
	if (csaf_has_rolie(out))
		put_rolie_feeds(out, &w);
	json_begin_object(&w, NULL);
	json_put_str(&w, "directory_url", out->base);
	json_end(&w);
	json_end(&w);
	put_instant(out, &w, "last_updated", last_updated(out));
	json_put_bool(&w, "list_on_CSAF_aggregators", false);
	json_put_str(&w, "metadata_version", STR("2.0"));
	json_put_bool(&w, "mirror_on_CSAF_aggregators", false);
	put_keys(out, &w);
	json_begin_object(&w, "publisher");
	json_put_str(&w, "category", newest->category);
	json_put_str(&w, "name", newest->publisher);
	json_put_str(&w, "namespace", newest->space);
	json_end(&w);
	json_put_str(&w, "role", str_of(role_of(out)));
	json_end(&w);
	api_status(out->api, 200, "application/json");
}

/* ------------------------------------------------------------------------------------------------------ ROLIE */

static void
put_link(const struct csaf_out *out, struct json_writer *w, const char *rel, struct str path, const char *end)
{
	json_begin_object(w, NULL);
	json_put_str(w, "rel", str_of(rel));
	put_url(out, w, "href", path, end);
	json_end(w);
}

static void
put_category(struct json_writer *w, struct str term)
{
	json_begin_object(w, NULL);
	json_put_str(w, "scheme", INFORMATION_TYPE);
	json_put_str(w, "term", term);
	json_end(w);
}

static void
put_entry(const struct csaf_out *out, struct json_writer *w, const struct own_advisory *advisory)
{
	json_begin_object(w, NULL);
	json_put_str(w, "id", advisory->id);
	json_put_str(w, "title", advisory->title);
	json_begin_array(w, "link");
	put_link(out, w, "self", advisory->path, "");
	put_link(out, w, "hash", advisory->path, ".sha256");
	put_link(out, w, "hash", advisory->path, ".sha512");
	if (advisory->is_signed)
		put_link(out, w, "signature", advisory->path, ".asc");
	json_end(w);
	put_instant(out, w, "published", advisory->first);
	put_instant(out, w, "updated", advisory->released);
	json_begin_object(w, "content");
	json_put_str(w, "type", STR("application/json"));
	put_url(out, w, "src", advisory->path, "");
	json_end(w);
	json_begin_object(w, "format");
	json_put_str(w, "schema", CSAF_SCHEMA);
	json_put_str(w, "version", STR("2.0"));
	json_end(w);
	json_end(w);
}

static void
put_feed(const struct csaf_out *out, size_t tlp)
{
	const struct own_advisories *all = &out->advisories;
	struct json_writer w = { .out = &out->api->out };

	json_begin_object(&w, NULL);
	json_begin_object(&w, "feed");
	json_put_str(&w, "id", feed_name(out, tlp));
	json_put_str(&w, "title", arena_printf(out->api->arena, "%.*s: advisories of TLP:%s", STR_ARG(all->list.items[0].publisher), tlps[tlp].label));
	json_begin_array(&w, "link");
	put_link(out, &w, "self", feed_name(out, tlp), ".json");
	put_link(out, &w, "service", STR("service"), ".json");
	json_end(&w);
	json_begin_array(&w, "category");
	put_category(&w, STR("csaf"));
	json_end(&w);
	json_begin_array(&w, "entry");
	for (size_t i = 0; i < all->list.count; i++)
		if (is_of(&all->list.items[i], tlp))
			put_entry(out, &w, &all->list.items[i]);
	json_end(&w);
	put_instant(out, &w, "updated", changed_at(out, tlp));
	json_end(&w);
	json_end(&w);
}

static void
put_service(const struct csaf_out *out)
{
	struct json_writer w = { .out = &out->api->out };

	json_begin_object(&w, NULL);
	json_begin_object(&w, "service");
	json_begin_array(&w, "workspace");
	json_begin_object(&w, NULL);
	json_put_str(&w, "title", out->advisories.list.items[0].publisher);
	json_begin_array(&w, "collection");
	for (size_t i = 0; i < ARRAY_LEN(tlps); i++) {
		if (!has_any(out, i))
			continue;
		json_begin_object(&w, NULL);
		json_put_str(&w, "title", arena_printf(out->api->arena, "All advisories of TLP:%s", tlps[i].label));
		put_url(out, &w, "href", feed_name(out, i), ".json");
		json_begin_object(&w, "categories");
		json_begin_array(&w, "category");
		put_category(&w, STR("csaf"));
		for (int end = 0; end < 3; end++)
			json_end(&w);
	}
	for (int end = 0; end < 5; end++)
		json_end(&w);
}

/* What kinds of documents there are, each once. */
static void
put_categories(const struct csaf_out *out, size_t tlp)
{
	const struct own_advisories *all = &out->advisories;
	struct json_writer w = { .out = &out->api->out };
	struct str_list seen = { 0 };

	json_begin_object(&w, NULL);
	json_begin_object(&w, "categories");
	json_begin_array(&w, "category");
	for (size_t i = 0; i < all->list.count; i++) {
		struct str kind = all->list.items[i].kind;

		if (!is_of(&all->list.items[i], tlp) || str_is_one_of(kind, seen.items, seen.count))
			continue;
		list_push(out->api->arena, &seen, kind);
		json_begin_object(&w, NULL);
		json_put_str(&w, "term", kind);
		json_end(&w);
	}
	json_end(&w);
	json_end(&w);
	json_end(&w);
}

bool
csaf_put_rolie(const struct csaf_out *out, struct str name)
{
	bool known = str_eq(name, STR("service.json"));

	if (!str_take_end(&name, STR(".json")))
		return false;
	if (known)
		put_service(out);
	for (size_t i = 0; !known && i < ARRAY_LEN(tlps); i++) {
		bool feed = str_eq(name, feed_name(out, i));

		known = has_any(out, i) && (feed || str_eq(name, category_name(out, i)));
		if (known && feed)
			put_feed(out, i);
		else if (known)
			put_categories(out, i);
	}
	api_status(out->api, 200, "application/json");
	return known;
}
