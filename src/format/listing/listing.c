#include "format/listing/parts.h"

#include "base/clock.h"
#include "base/limits.h"
#include "format/json/json_shape.h"

static const struct field entry_fields[] = {
	FIELD(struct listing_entry, id, FIELD_STR), FIELD(struct listing_entry, url, FIELD_STR), FIELD(struct listing_entry, digest, FIELD_STR),
	FIELD(struct listing_entry, hash, FIELD_STR), FIELD(struct listing_entry, signature, FIELD_STR), FIELD(struct listing_entry, at, FIELD_INSTANT),
};
const struct schema listing_entry_schema = SCHEMA("listing_entry", struct listing_entry, entry_fields);
static const struct field head_fields[] = {
	FIELD(struct listing_head, total, FIELD_INT), FIELD(struct listing_head, from, FIELD_INT), FIELD(struct listing_head, count, FIELD_INT),
	FIELD(struct listing_head, newest, FIELD_INSTANT), FIELD(struct listing_head, oldest, FIELD_INSTANT),
	FIELD(struct listing_head, next, FIELD_STR),
};
const struct schema listing_head_schema = SCHEMA("listing_head", struct listing_head, head_fields);

struct err *
listing_not_such(const struct listing *listing, const char *what)
{
	return err_new(listing->arena, ERR_FORMAT, M("{file} is not what was asked for: {what} is missing."), ARG("file", listing->input->name),
	    ARG("what", str_of(what)));
}

struct err *
listing_give(struct listing *listing, struct listing_entry entry, struct arena *arena)
{
	struct listing_head *head = &listing->head;

	if (entry.at != INSTANT_NONE) {
		head->newest = head->newest == INSTANT_NONE || entry.at > head->newest ? entry.at : head->newest;
		head->oldest = head->oldest == INSTANT_NONE || entry.at < head->oldest ? entry.at : head->oldest;
	}
	head->count++;
	if (head->count > LIMIT_LIST_ITEMS)
		return err_new(listing->arena, ERR_LIMIT, M("{file} lists more than {most} entries."), ARG("file", listing->input->name),
		    ARG_N("most", LIMIT_LIST_ITEMS));
	/* Lists of lines are taken as they are; JSON and XML are text by now. */
	if (!str_is_text(entry.id) || !str_is_text(entry.url) || !str_is_text(entry.digest))
		return listing_not_such(listing, "UTF-8");
	if (listing->since != INSTANT_NONE && entry.at != INSTANT_NONE && entry.at <= listing->since)
		return NULL;
	return sink_record(listing->sink, &listing_entry_schema, &entry, arena);
}

/* ------------------------------------------------------------------------------------------------ NVD */

static struct err *
count_records(struct listing *listing, struct json_stream *stream)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct json record;
	bool more, broken;

	for (;;) {
		arena_reset(item);
		struct err *err = json_stream_next(stream, item, &record, &more, &broken);

		/* What cannot be read is counted all the same: whether it is refused is its reader's to say. */
		if (err != NULL && !broken)
			return err_copy(err, listing->arena);
		if (err == NULL && !more)
			return NULL;
		listing->head.count++;
	}
}

static struct err *
read_nvd(struct listing *listing)
{
	struct json_stream *stream = json_stream_new(listing->input, "vulnerabilities");
	struct err *err = count_records(listing, stream);

	if (err == NULL && (!str_to_i64(json_stream_head(stream, "totalResults"), &listing->head.total) ||
	    !str_to_i64(json_stream_head(stream, "startIndex"), &listing->head.from)))
		err = listing_not_such(listing, "totalResults");
	if (err == NULL)
		(void)instant_parse(json_stream_head(stream, "timestamp"), ZONE_UTC, &listing->head.newest);
	json_stream_free(stream);
	return err;
}

/* ---------------------------------------------------------------------------------------------- MyJVN */

static struct err *
on_status(struct listing *listing, const struct xml_node *status)
{
	struct str code = xml_attribute(status, "retCd");

	if (!str_eq(code, STR("0")))
		return err_new(listing->arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"), ARG("code", xml_attribute(status, "errCd")),
		    ARG("reason", xml_attribute(status, "errMsg")));
	listing->has_status = str_to_i64(xml_attribute(status, "totalRes"), &listing->head.total) &&
	    str_to_i64(xml_attribute(status, "totalResRet"), &listing->head.count);
	if (!str_to_i64(xml_attribute(status, "firstRes"), &listing->head.from))
		listing->head.from = -1;
	return listing->has_status ? NULL : listing_not_such(listing, "totalRes");
}

static struct err *
on_element(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	struct listing *listing = (struct listing *)listener;
	struct listing_entry entry = { .id = xml_child_text(node, "identifier"), .url = xml_child_text(node, "link"), .at = INSTANT_NONE };

	(void)offset;
	if (str_eq(node->name, STR("Status")))
		return on_status(listing, node);
	(void)instant_parse(xml_child_text(node, "modified"), ZONE_JST, &entry.at);
	return entry.id.len == 0 ? listing_not_such(listing, "identifier") : listing_give(listing, entry, arena);
}

static struct err *
read_myjvn(struct listing *listing)
{
	static const char *const names[] = { "Status", "item", NULL };

	listing->listener = (struct xml_listener){ on_element, NULL, names };
	TRY(xml_read(listing->input, &listing->listener, listing->arena));
	/* A page for people (maintenance, an error) has none. */
	return listing->has_status ? NULL : listing_not_such(listing, "Status");
}

/* Version 4 (feed=oka): the same in JSON, under one of two names, numbers as numbers or as texts. */
static bool
status_number(struct json status, const char *key, int64_t *ret_number)
{
	return json_i64(json_get(status, key), ret_number) || str_to_i64(json_get_str(status, key), ret_number);
}

static struct err *
on_status_json(struct listing *listing, struct json root)
{
	struct json status = json_get(root, "status");
	int64_t code = 0;

	if (json_kind(status) != JSON_OBJECT)
		status = json_get(root, "status:Status");
	if (!status_number(status, "retCd", &code))
		return listing_not_such(listing, "status");
	if (code != 0)
		return err_new(listing->arena, ERR_NOT_FOUND, M("MyJVN answered with the error {code}: {reason}"), ARG("code", json_get_str(status, "errCd")),
		    ARG("reason", json_get_str(status, "errMsg")));
	if (!status_number(status, "totalRes", &listing->head.total) || !status_number(status, "totalResRet", &listing->head.count))
		return listing_not_such(listing, "totalRes");
	if (!status_number(status, "firstRes", &listing->head.from))
		listing->head.from = -1;
	return NULL;
}

/* Of an overview; other lists have none, and are counted by their status. */
static struct err *
give_entries_json(struct listing *listing, struct json root)
{
	for (struct json_iter i = json_each(json_get(json_get(root, "feed"), "entry")); json_next(&i);) {
		struct listing_entry entry = { .id = json_get_str(i.value, "id"), .url = json_get_str(i.value, "link"), .at = INSTANT_NONE };

		(void)instant_parse(json_get_str(i.value, "modified"), ZONE_JST, &entry.at);
		TRY(entry.id.len == 0 ? listing_not_such(listing, "id") : listing_give(listing, entry, listing->arena));
	}
	return NULL;
}

static struct err *
read_myjvn_json(struct listing *listing)
{
	struct json_reader *reader = json_reader_new();
	struct json root;
	struct str text;
	struct err *err = input_all(listing->input, LISTING_BYTES, listing->arena, &text);

	if (err == NULL)
		err = json_parse_padded(reader, text, listing->arena, &root);
	if (err == NULL)
		err = give_entries_json(listing, root);
	if (err == NULL)
		err = on_status_json(listing, root);
	json_reader_free(reader);
	return err;
}

/* ------------------------------------------------------------------------------------------------ news */

static struct str
first_of(const struct xml_node *node, const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (xml_child_text(node, names[i]).len > 0)
			return xml_child_text(node, names[i]);
	return STR("");
}

static struct err *
on_news(struct xml_listener *listener, const struct xml_node *node, uint64_t offset, struct arena *arena)
{
	static const char *const dates[] = { "date", "updated", "modified", "pubDate", NULL };
	struct listing *listing = (struct listing *)listener;
	struct listing_entry entry = { .url = xml_child_text(node, "link"), .at = INSTANT_NONE };

	(void)offset;
	if (entry.url.len == 0)
		entry.url = xml_attribute(xml_child(node, "link"), "href");
	entry.id = entry.url;
	(void)instant_parse(first_of(node, dates), ZONE_JST, &entry.at);
	/* An item without an address leads nowhere. */
	return entry.url.len == 0 ? NULL : listing_give(listing, entry, arena);
}

static struct err *
on_news_root(struct xml_listener *listener, const struct xml_node *node, struct arena *arena)
{
	struct listing *listing = (struct listing *)listener;

	(void)arena;
	listing->has_status = str_eq(node->name, STR("RDF")) || str_eq(node->name, STR("rss")) || str_eq(node->name, STR("feed"));
	return NULL;
}

static struct err *
read_news(struct listing *listing)
{
	static const char *const names[] = { "item", "entry", NULL };

	listing->listener = (struct xml_listener){ on_news, on_news_root, names };
	TRY(xml_read(listing->input, &listing->listener, listing->arena));
	return listing->has_status ? NULL : listing_not_such(listing, "RSS");
}

/* -------------------------------------------------------------------------------------------- JSON lists */

static struct err *
give_changes(struct listing *listing, struct json record, const char *key, int64_t at, struct arena *arena)
{
	struct json list;

	TRY(json_want_list(record, key, arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct listing_entry entry = { .url = json_get_str(i.value, "githubLink"), .at = at };

		TRY(json_need_text(i.value, "cveId", arena, &entry.id));
		TRY(listing_give(listing, entry, arena));
	}
	return NULL;
}

static struct err *
on_delta(struct listing *listing, struct json record, struct arena *arena)
{
	struct listing_head *head = &listing->head;
	int64_t at;

	TRY(json_want_instant(record, "fetchTime", arena, &at));
	if (at == INSTANT_NONE)
		return listing_not_such(listing, "fetchTime");
	/* A fetch in which nothing changed is one too. */
	head->newest = head->newest == INSTANT_NONE || at > head->newest ? at : head->newest;
	head->oldest = head->oldest == INSTANT_NONE || at < head->oldest ? at : head->oldest;
	TRY(give_changes(listing, record, "new", at, arena));
	return give_changes(listing, record, "updated", at, arena);
}

/* "2023/11/02 12:00:18" of Japan. */
static int64_t
jvn_time(struct str text, struct arena *arena)
{
	struct str iso = arena_copy(arena, text);
	int64_t at = INSTANT_NONE;
	char *letters = (char *)(uintptr_t)iso.ptr;

	if (iso.len != 19)
		return INSTANT_NONE;
	letters[4] = letters[7] = '-';
	letters[10] = 'T';
	return instant_parse(iso, ZONE_JST, &at) ? at : INSTANT_NONE;
}

static struct err *
on_checksum(struct listing *listing, struct json record, struct arena *arena)
{
	struct listing_entry entry = { .at = INSTANT_NONE };

	TRY(json_need_text(record, "filename", arena, &entry.id));
	TRY(json_need_text(record, "url", arena, &entry.url));
	TRY(json_need_text(record, "sha256", arena, &entry.digest));
	entry.at = jvn_time(json_get_str(record, "lastModified"), arena);
	return listing_give(listing, entry, arena);
}

static struct err *
on_asset(struct listing *listing, struct json record, struct arena *arena)
{
	struct listing_entry entry = { .at = INSTANT_NONE };

	TRY(json_need_text(record, "name", arena, &entry.id));
	TRY(json_need_text(record, "browser_download_url", arena, &entry.url));
	return listing_give(listing, entry, arena);
}

static struct err *
read_stream(struct listing *listing, const char *array_key, struct err *(*on_record)(struct listing *, struct json, struct arena *))
{
	struct json_stream *stream = json_stream_new(listing->input, array_key);
	struct arena *item ARENA_SCOPE = arena_new();
	struct err *err = NULL;
	bool more = true, broken;

	while (err == NULL && more) {
		struct json record;

		arena_reset(item);
		err = json_stream_next(stream, item, &record, &more, &broken);
		if (err == NULL && more)
			err = on_record(listing, record, item);
	}
	if (err != NULL)
		err = err_copy(err, listing->arena);
	json_stream_free(stream);
	return err;
}

static struct err *
read_deltalog(struct listing *listing)
{
	return read_stream(listing, NULL, on_delta);
}

static struct err *
read_checksums(struct listing *listing)
{
	return read_stream(listing, NULL, on_checksum);
}

static struct err *
read_release(struct listing *listing)
{
	return read_stream(listing, "assets", on_asset);
}

/* ----------------------------------------------------------------------------------------------- OSV */

static struct err *
read_osvids(struct listing *listing)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct str rest, line, when;

	TRY(input_all(listing->input, LISTING_BYTES, listing->arena, &rest));
	while (str_line(&rest, &line)) {
		struct listing_entry entry = { .at = INSTANT_NONE };

		if (line.len == 0)
			continue;
		arena_reset(item);
		if (!str_cut(line, ',', &when, &entry.id) || !instant_parse(when, ZONE_UTC, &entry.at) || entry.id.len == 0)
			return listing_not_such(listing, "id,modified");
		TRY(listing_give(listing, entry, item));
	}
	return NULL;
}

static const struct { struct str name; struct err *(*read)(struct listing *listing); } styles[] = {
	{ STR_INIT("nvd"), read_nvd }, { STR_INIT("myjvn"), read_myjvn }, { STR_INIT("deltalog"), read_deltalog }, { STR_INIT("osvids"), read_osvids },
	{ STR_INIT("news"), read_news }, { STR_INIT("myjvnoka"), read_myjvn_json },
	{ STR_INIT("checksums"), read_checksums }, { STR_INIT("release"), read_release }, { STR_INIT("provider"), listing_provider },
	{ STR_INIT("securitytxt"), listing_security_txt }, { STR_INIT("rolie"), listing_rolie }, { STR_INIT("changes"), listing_changes },
	{ STR_INIT("index"), listing_index }, { STR_INIT("hash"), listing_hash }, { STR_INIT("links"), listing_links },
};

struct err *
listing_read(struct input *input, struct str told, struct sink *sink, struct arena *arena)
{
	struct listing listing = { .input = input, .sink = sink, .arena = arena, .since = INSTANT_NONE,
		.head = { .total = -1, .from = -1, .newest = INSTANT_NONE, .oldest = INSTANT_NONE } };
	struct str style, since;

	(void)str_cut(told, ' ', &style, &since);
	if (since.len > 0 && !instant_parse(since, ZONE_UTC, &listing.since))
		return err_new(arena, ERR_USAGE, M("There is no style of lists \"{style}\"."), ARG("style", told));
	for (size_t i = 0; i < ARRAY_LEN(styles); i++) {
		if (!str_eq(style, styles[i].name))
			continue;
		TRY(styles[i].read(&listing));
		return sink_record(sink, &listing_head_schema, &listing.head, arena);
	}
	return err_new(arena, ERR_USAGE, M("There is no style of lists \"{style}\"."), ARG("style", told));
}
