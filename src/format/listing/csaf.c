/*
 * csaf.c - how providers of CSAF documents say where these are (CSAF 2.0 §7.1).
 */
#include "format/listing/parts.h"

#include "base/limits.h"
#include "format/json/json_shape.h"

enum { METADATA_BYTES = 4 << 20, HASH_BYTES = 64 << 10, ROLIE_BYTES = 64 << 20 };

static void
reader_cleanup(struct json_reader **reader)
{
	json_reader_free(*reader);
}
#define READER_SCOPE __attribute__((cleanup(reader_cleanup)))

static struct err *
fact(struct listing *listing, const char *id, struct str url, struct str digest)
{
	return listing_give(listing, (struct listing_entry){ .id = str_of(id), .url = url, .digest = digest, .at = INSTANT_NONE }, listing->arena);
}

/* -------------------------------------------------------------------------------------- provider-metadata.json */

static struct err *
give_distributions(struct listing *listing, struct json root)
{
	struct json list, rolie, feeds;
	struct str url, label;

	TRY(json_want_list(root, "distributions", listing->arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		TRY(json_want_text(i.value, "directory_url", listing->arena, &url));
		if (url.len > 0)
			TRY(fact(listing, "directory", url, STR("")));
		TRY(json_want_object(i.value, "rolie", listing->arena, &rolie));
		TRY(json_want_list(rolie, "feeds", listing->arena, &feeds));
		for (struct json_iter f = json_each(feeds); json_next(&f);) {
			TRY(json_need_text(f.value, "url", listing->arena, &url));
			TRY(json_want_text(f.value, "tlp_label", listing->arena, &label));
			/* The others ask who one is. */
			if (label.len == 0 || str_eq(label, STR("WHITE")) || str_eq(label, STR("CLEAR")) || str_eq(label, STR("UNLABELED")))
				TRY(fact(listing, "rolie", url, label));
		}
	}
	return NULL;
}

struct err *
listing_provider(struct listing *listing)
{
	struct json_reader *reader READER_SCOPE = json_reader_new();
	struct str text, role, url, fingerprint;
	struct json root, keys;

	TRY(input_all(listing->input, METADATA_BYTES, listing->arena, &text));
	TRY(json_parse_padded(reader, text, listing->arena, &root));
	TRY(json_want_text(root, "role", listing->arena, &role));
	TRY(json_want_text(root, "canonical_url", listing->arena, &url));
	if (role.len == 0 || url.len == 0)
		return listing_not_such(listing, role.len == 0 ? "role" : "canonical_url");
	TRY(fact(listing, "role", STR(""), role));
	TRY(fact(listing, "self", url, STR("")));
	TRY(give_distributions(listing, root));
	TRY(json_want_list(root, "public_openpgp_keys", listing->arena, &keys));
	for (struct json_iter i = json_each(keys); json_next(&i);) {
		TRY(json_need_text(i.value, "url", listing->arena, &url));
		TRY(json_want_text(i.value, "fingerprint", listing->arena, &fingerprint));
		TRY(fact(listing, "key", url, fingerprint));
	}
	return NULL;
}

/* Lines "Name: value"; what is signed stands between lines of armor, which have no such name. */
struct err *
listing_security_txt(struct listing *listing)
{
	struct str rest, line, name, value;

	TRY(input_all(listing->input, METADATA_BYTES, listing->arena, &rest));
	while (str_line(&rest, &line))
		if (str_cut(line, ':', &name, &value) && str_eq_nocase(str_trim_space(name), STR("csaf")))
			TRY(fact(listing, "csaf", str_trim_space(value), STR("")));
	return NULL;
}

/* --------------------------------------------------------------------------------------------------- ROLIE */

static struct err *
give_entry(struct listing *listing, struct json json)
{
	struct listing_entry entry = { .at = INSTANT_NONE };
	struct json content, links;
	struct str rel, href;

	TRY(json_want_text(json, "id", listing->arena, &entry.id));
	TRY(json_want_object(json, "content", listing->arena, &content));
	TRY(json_want_text(content, "src", listing->arena, &entry.url));
	TRY(json_want_instant(json, "updated", listing->arena, &entry.at));
	TRY(json_want_list(json, "link", listing->arena, &links));
	for (struct json_iter i = json_each(links); json_next(&i);) {
		TRY(json_want_text(i.value, "rel", listing->arena, &rel));
		TRY(json_want_text(i.value, "href", listing->arena, &href));
		if (str_eq(rel, STR("hash")) && (entry.hash.len == 0 || str_ends(href, STR(".sha512"))))
			entry.hash = href;
		else if (str_eq(rel, STR("signature")))
			entry.signature = href;
		else if (str_eq(rel, STR("self")) && entry.url.len == 0)
			entry.url = href;
	}
	return entry.url.len == 0 ? listing_not_such(listing, "src") : listing_give(listing, entry, listing->arena);
}

struct err *
listing_rolie(struct listing *listing)
{
	struct json_reader *reader READER_SCOPE = json_reader_new();
	struct json root, feed, entries, links;
	struct str text, rel;

	TRY(input_all(listing->input, ROLIE_BYTES, listing->arena, &text));
	TRY(json_parse_padded(reader, text, listing->arena, &root));
	TRY(json_want_object(root, "feed", listing->arena, &feed));
	if (json_kind(feed) != JSON_OBJECT)
		return listing_not_such(listing, "feed");
	TRY(json_want_list(feed, "link", listing->arena, &links));
	for (struct json_iter i = json_each(links); json_next(&i);) {
		TRY(json_want_text(i.value, "rel", listing->arena, &rel));
		if (str_eq(rel, STR("next")))
			TRY(json_want_text(i.value, "href", listing->arena, &listing->head.next));
	}
	listing->head.next = arena_copy(listing->arena, listing->head.next);
	TRY(json_want_list(feed, "entry", listing->arena, &entries));
	for (struct json_iter i = json_each(entries); json_next(&i);)
		TRY(give_entry(listing, i.value));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- directories */

/* "\"2026/example-1.json\",\"2026-11-20T00:00:00Z\"", the quotes as one likes. */
struct err *
listing_changes(struct listing *listing)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct str rest, line, at;

	TRY(input_all(listing->input, LISTING_BYTES, listing->arena, &rest));
	while (str_line(&rest, &line)) {
		struct listing_entry entry = { .at = INSTANT_NONE };

		line = str_trim_space(line);
		if (line.len == 0)
			continue;
		arena_reset(item);
		if (!str_cut_last(line, ',', &entry.id, &at) || !instant_parse(str_trim(str_trim_space(at), '"'), ZONE_UTC, &entry.at))
			return listing_not_such(listing, "path,time");
		entry.id = str_trim(str_trim_space(entry.id), '"');
		TRY(listing_give(listing, entry, item));
	}
	return NULL;
}

struct err *
listing_index(struct listing *listing)
{
	struct str rest, line;

	TRY(input_all(listing->input, LISTING_BYTES, listing->arena, &rest));
	while (str_line(&rest, &line)) {
		struct listing_entry entry = { .id = str_trim_space(line), .at = INSTANT_NONE };

		if (entry.id.len > 0)
			TRY(listing_give(listing, entry, listing->arena));
	}
	return NULL;
}

struct err *
listing_hash(struct listing *listing)
{
	struct listing_entry entry = { .at = INSTANT_NONE };
	struct str text;

	TRY(input_all(listing->input, HASH_BYTES, listing->arena, &text));
	(void)str_cut(str_trim_space(text), ' ', &entry.digest, &entry.id);
	entry.id = str_trim(str_trim_space(entry.id), '*');
	for (size_t i = 0; i < entry.digest.len; i++)
		if (!char_is_hex(entry.digest.ptr[i]))
			return listing_not_such(listing, "SHA-256, SHA-512");
	if (entry.digest.len != 64 && entry.digest.len != 128)
		return listing_not_such(listing, "SHA-256, SHA-512");
	return listing_give(listing, entry, listing->arena);
}

/* href="…" of a page that nginx or Apache makes; whether a link is one of those that are looked for is for who asked. */
struct err *
listing_links(struct listing *listing)
{
	struct str rest, value;
	size_t at;

	TRY(input_all(listing->input, METADATA_BYTES, listing->arena, &rest));
	while ((at = str_find(rest, STR("href=\""))) != SIZE_MAX) {
		rest = str_from(rest, at + 6);
		if (!str_cut(rest, '"', &value, &rest))
			break;
		TRY(listing_give(listing, (struct listing_entry){ .id = value, .at = INSTANT_NONE }, listing->arena));
	}
	return NULL;
}
