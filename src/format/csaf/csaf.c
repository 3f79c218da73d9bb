#include "format/csaf/csaf.h"

#include "format/csaf/part.h"
#include "format/json/json_feed.h"
#include "format/vulnid/vulnid.h"

enum { HOST_MOST = 200 };

struct csaf_feed {
	struct json_feed feed;
	char             host[HOST_MOST];     /* of the publishers' namespace */
	size_t           host_len;
	bool             is_mixed, is_own;
};

static struct str
id_of(struct json record)
{
	return json_get_str(json_get(json_get(record, "document"), "tracking"), "id");
}

/* "https://www.redhat.com/security" is of www.redhat.com. */
static struct str
host_of(struct str space)
{
	struct str host, rest = space;

	if (!str_take(&rest, STR("https://")) && !str_take(&rest, STR("http://")))
		return STR("");
	(void)str_cut(rest, '/', &host, &rest);
	for (size_t i = 0; i < host.len; i++)
		if (!char_is_alnum(host.ptr[i]) && host.ptr[i] != '.' && host.ptr[i] != '-')
			return STR("");
	return host.len < HOST_MOST ? host : STR("");
}

static void
note_publisher(struct csaf_feed *feed, struct str space)
{
	struct str host = host_of(space);

	if (feed->host_len == 0)
		for (feed->host_len = 0; feed->host_len < host.len; feed->host_len++)
			feed->host[feed->host_len] = char_lower(host.ptr[feed->host_len]);
	feed->is_mixed |= !str_eq_nocase(host, (struct str){ feed->host, feed->host_len });
}

/* The words of the document go where its language is read. */
static struct err *
read_words(struct json document, struct arena *arena, struct advisory *advisory)
{
	static const struct str told[] = { STR_INIT("summary"), STR_INIT("description") };
	struct str lang, title, category, text;
	struct json notes;

	TRY(json_want_text(document, "lang", arena, &lang));
	TRY(json_need_text(document, "title", arena, &title));
	title = arena_printf(arena, "%.*s: %.*s", STR_ARG(advisory->id), STR_ARG(title));
	if (str_starts_nocase(lang, STR("ja")))
		advisory->title_ja = title;
	else
		advisory->title_en = title;
	TRY(json_want_list(document, "notes", arena, &notes));
	for (struct json_iter i = json_each(notes); json_next(&i);) {
		struct str *into = advisory->title_ja.len > 0 ? &advisory->text_ja : &advisory->text_en;

		TRY(json_need_text(i.value, "category", arena, &category));
		TRY(json_want_text(i.value, "text", arena, &text));
		if (str_is_one_of(category, told, ARRAY_LEN(told)))
			*into = into->len == 0 ? text : arena_printf(arena, "%.*s\n%.*s", STR_ARG(*into), STR_ARG(text));
	}
	return NULL;
}

static struct err *
read_references(struct json document, struct arena *arena, struct advisory *advisory)
{
	struct json list;

	TRY(json_want_list(document, "references", arena, &list));
	for (struct json_iter i = json_each(list); json_next(&i);) {
		struct reference *reference = list_add(arena, &advisory->references);
		struct str category;

		TRY(json_need_text(i.value, "url", arena, &reference->url));
		TRY(json_want_text(i.value, "summary", arena, &reference->title));
		TRY(json_want_text(i.value, "category", arena, &category));
		if (category.len > 0)
			list_push(arena, &reference->tags, category);
	}
	return NULL;
}

static struct err *
read_head_of(struct json document, struct arena *arena, struct advisory *advisory)
{
	struct json tracking = json_get(document, "tracking"), publisher = json_get(document, "publisher");

	TRY(json_need_text(tracking, "id", arena, &advisory->id));
	advisory->id = vulnid_canonical(advisory->id, arena);
	TRY(json_want_instant(tracking, "initial_release_date", arena, &advisory->published));
	TRY(json_want_instant(tracking, "current_release_date", arena, &advisory->modified));
	if (advisory->modified == INSTANT_NONE)
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is missing."), ARG("key", STR("current_release_date")));
	advisory->withdrawn = INSTANT_NONE;
	TRY(json_need_text(publisher, "name", arena, &advisory->assigner));
	if (csaf_is_withdrawn(document)) {
		advisory->state = ADVISORY_WITHDRAWN;
		advisory->withdrawn = advisory->modified;
	}
	TRY(read_words(document, arena, advisory));
	return read_references(document, arena, advisory);
}

/* A row that holds for all of them says so by naming none. */
static void
settle_only(struct advisory *advisory)
{
	for (size_t i = 0; i < advisory->affected.count; i++)
		if (advisory->affected.items[i].only.count == advisory->covers.count)
			advisory->affected.items[i].only.count = 0;
}

static struct err *
read_record(struct json_feed *feed, struct json record, struct arena *arena, void *value)
{
	struct advisory *advisory = value;
	struct csaf_tree tree;
	struct csaf_saying saying = { .tree = &tree, .arena = arena, .advisory = advisory };
	struct json document, product_tree, list;
	size_t number = 0;

	TRY(json_need_object(record, "document", arena, &document));
	if (!str_eq(json_get_str(document, "csaf_version"), STR("2.0")))
		return err_new(arena, ERR_FORMAT, M("This is no document of CSAF 2.0: it calls itself \"{version}\"."),
		    ARG("version", str_sub(json_get_str(document, "csaf_version"), 0, 50)));
	advisory->source = SOURCE_CSAF;
	TRY(csaf_check_document(document, ((const struct csaf_feed *)feed)->is_own, arena));
	TRY(read_head_of(document, arena, advisory));
	note_publisher((struct csaf_feed *)feed, json_get_str(json_get(document, "publisher"), "namespace"));
	TRY(json_want_object(record, "product_tree", arena, &product_tree));
	TRY(csaf_tree_read(product_tree, arena, &tree));
	TRY(json_want_list(record, "vulnerabilities", arena, &list));
	saying.severity = json_get_str(json_get(document, "aggregate_severity"), "text");
	saying.is_vex = str_eq(json_get_str(document, "category"), STR("csaf_vex"));
	saying.is_single = json_count(list) <= 1;
	for (struct json_iter i = json_each(list); json_next(&i);)
		TRY(csaf_vulnerability(&saying, i.value, ++number));
	settle_only(advisory);
	return NULL;
}

static struct err *
read_head(struct json_feed *feed, const struct json_stream *stream, struct arena *arena, struct feed_head *ret_head)
{
	const struct csaf_feed *csaf = (const struct csaf_feed *)feed;

	(void)stream;
	if (csaf->host_len > 0 && !csaf->is_mixed)
		ret_head->name = arena_printf(arena, "csaf:%.*s", (int)csaf->host_len, csaf->host);
	return NULL;
}

static struct err *
read_feed(struct input *input, struct sink *sink, struct arena *arena, bool is_signed, bool is_own)
{
	struct csaf_feed csaf = {
		.is_own = is_own,
		.feed = {
			.format = "CSAF", .schema = &advisory_schema, .id = id_of, .read = read_record, .head = read_head, .source = SOURCE_CSAF,
			.may_refuse_all = is_signed,
		},
	};

	return json_feed_read(&csaf.feed, input, sink, arena);
}

struct err *
csaf_read(struct input *input, struct sink *sink, struct arena *arena)
{
	return read_feed(input, sink, arena, false, false);
}

struct err *
csaf_document_read(struct input *input, struct sink *sink, struct arena *arena)
{
	return read_feed(input, sink, arena, true, false);
}

struct err *
csaf_own_read(struct input *input, struct sink *sink, struct arena *arena)
{
	return read_feed(input, sink, arena, false, true);
}
