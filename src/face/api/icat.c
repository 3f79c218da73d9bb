/*
 * icat.c - what is new, for pages and readers of feeds: icat's JSON, the same as a page to be put into another, Atom.
 *
 *     GET /IPARssReader.php?1763712000&tool=icatw      JSON as the script of icat for JSON asks for it; tool is icatw or icath
 *     GET /knowledge/icat.html?lang=en                 a page without script, for a frame in an intranet's portal
 *     GET /knowledge/feed.atom?lang=en&product=…       Atom (RFC 4287): the newest, or those whose vendors and products have these words
 *
 * The first two show alerts of IPA, JPCERT/CC and others, or where none are held the newest records of JVN iPedia, Atom vulnerabilities of all sources; their
 * titles say which.
 */
#include <stdlib.h>
#include "base/catalogue.h"
#include "base/clock.h"
#include "face/api/frame.h"
#include "format/json/json_write.h"
#include "format/xml/xml_write.h"
#include "model/alert.h"

enum { NEWEST = 7, ENTRIES = 50 };

static enum lang
lang_of(const struct api *api)
{
	return str_eq(api_param(api, "lang"), STR("en")) ? LANG_EN : LANG_JA;
}

static struct str
word(const struct api *api, const char *message)
{
	return catalogue_say(api->arena, lang_of(api), message);
}

/* What is shown: alerts where some are held, else the newest records of JVN iPedia. */
struct item { struct str title, link, id; struct str_list names; int64_t at; };
struct newest { struct api *api; const char *title, *since; LIST(struct item) items; };

static struct str
title_of(const struct advisory *advisory, enum lang lang)
{
	return (lang == LANG_EN && advisory->title_en.len > 0) || advisory->title_ja.len == 0 ? advisory->title_en : advisory->title_ja;
}

static struct str_list
copies(const struct str_list *texts, struct arena *arena)
{
	struct str_list list = { 0 };

	for (size_t i = 0; i < texts->count; i++)
		list_push(arena, &list, arena_copy(arena, texts->items[i]));
	return list;
}

/* A digest of others', and what is no warning, is left to those who read feeds. */
static struct err *
on_alert(void *data, struct str feed, const void *value, struct arena *item)
{
	struct newest *newest = data;
	struct arena *arena = newest->api->arena;
	const struct alert *alert = value;

	(void)feed;
	(void)item;
	if (alert->kind == ALERT_NOTICE || alert->kind == ALERT_NEWS)
		list_push(arena, &newest->items, ((struct item){ arena_copy(arena, alert->title), arena_copy(arena, alert->url), arena_copy(arena, alert->id),
		    copies(&alert->cves, arena), alert->modified == INSTANT_NONE ? alert->published : alert->modified }));
	return NULL;
}

static int
newest_first(const void *a_, const void *b_)
{
	const struct item *a = a_, *b = b_;

	return a->at != b->at ? (a->at < b->at ? 1 : -1) : str_cmp(a->id, b->id);
}

static struct err *
add_records(struct newest *newest)
{
	const struct listed_ask ask = { .source = SOURCE_JVN, .order = LISTED_NEWEST, .modified = LISTED_ALWAYS, .published = LISTED_ALWAYS, .appeared = LISTED_ALWAYS,
		.most = NEWEST };
	struct api *api = newest->api;
	struct listed_page page;

	TRY(kb_list(api->kb, &ask, api->arena, &page));
	for (size_t i = 0; i < page.records.count; i++) {
		const struct advisory *advisory = &page.records.items[i];

		list_push(api->arena, &newest->items, ((struct item){ title_of(advisory, lang_of(api)),
		    jvn_page(advisory->id, lang_of(api) == LANG_EN && advisory->title_en.len > 0, api->arena), advisory->id, advisory->covers, advisory->modified }));
	}
	return NULL;
}

static struct err *
find_newest(struct api *api, struct newest *newest)
{
	bool held;

	*newest = (struct newest){ .api = api, .title = M("Alerts and important security notices"), .since = M("What is known here of alerts up to {at}.") };
	TRY(api_holds(api, SOURCE_ALERTS, &held));
	if (held)
		TRY(kb_each_note(api->kb, &alert_schema, STR(""), on_alert, newest, api->arena));
	if (newest->items.count > 0) {
		qsort(newest->items.items, newest->items.count, sizeof(*newest->items.items), newest_first);
		newest->items.count = newest->items.count > NEWEST ? NEWEST : newest->items.count;
		return NULL;
	}
	newest->title = M("New in JVN iPedia");
	newest->since = M("What JVN iPedia said up to {at}.");
	TRY(api_holds(api, SOURCE_JVN, &held));
	if (held)
		TRY(add_records(newest));
	if (newest->items.count == 0)
		return err_new(api->arena, ERR_NOT_FOUND, M("The knowledge base has neither alerts nor records of JVN iPedia: take them in first."));
	return NULL;
}

/* --------------------------------------------------------------------------------------------------- JSON */

static struct err *
run_json(struct api *api, struct str rest)
{
	struct json_writer w = { .out = &api->out };
	struct str tool = api_param(api, "tool");
	struct newest newest;

	(void)rest;
	if (!str_eq(tool, STR("icatw")) && !str_eq(tool, STR("icath")))
		return err_new(api->arena, ERR_USAGE, M("tool is icatw or icath."));
	TRY(find_newest(api, &newest));
	json_begin_object(&w, NULL);
	json_begin_array(&w, "itemdata");
	for (size_t i = 0; i < newest.items.count; i++) {
		const struct item *item = &newest.items.items[i];

		json_begin_object(&w, NULL);
		json_put_str(&w, "item_title", item->title);
		json_put_str(&w, "item_link", item->link);
		json_put_str(&w, "item_date", instant_format(item->at, ZONE_JST, api->arena));
		json_begin_array(&w, "item_identifier");
		json_put_str(&w, NULL, item->id);
		for (size_t c = 0; c < item->names.count; c++)
			json_put_str(&w, NULL, item->names.items[c]);
		json_end(&w);
		json_end(&w);
	}
	json_end(&w);
	json_put_str(&w, "docTitle", word(api, newest.title));
	json_put_null(&w, "docTitleFix");
	json_put_str(&w, "docLink", newest.items.items[0].link);
	json_put_str(&w, "docDate", instant_format(newest.items.items[0].at, ZONE_JST, api->arena));
	json_end(&w);
	api_status(api, 200, "application/json; charset=UTF-8");
	return NULL;
}

/* IRSS-0103 is what IPA's own server says when it could not read. */
static void
refuse_json(struct api *api, int status, const struct err *err)
{
	struct json_writer w = { .out = &api->out };

	api_status(api, status >= 500 || status == 403 || status == 405 ? status : 200, "application/json; charset=UTF-8");
	json_begin_object(&w, NULL);
	json_put_str(&w, "messageid", STR("IRSS-0103"));
	json_put_str(&w, "message", err_sentence(err, LANG_JA, api->arena));
	json_end(&w);
}

const struct api_route api_icat = { "/IPARssReader.php", 1U << HTTP_GET, 0, run_json, refuse_json };

/* --------------------------------------------------------------------------------------------------- page */

static void
put_item(struct xml_writer *w, const struct item *item, bool english, struct arena *arena)
{
	xml_begin(w, "li");
	xml_begin(w, "span");
	xml_put_attribute(w, "class", STR("grow"));
	xml_begin(w, "a");
	xml_put_attribute(w, "href", item->link);
	xml_put_attribute(w, "target", STR("_top"));
	xml_put_attribute(w, "rel", STR("noopener noreferrer"));
	if (english && !str_is_ascii(item->title))
		xml_put_attribute(w, "lang", STR("ja"));
	xml_put_text(w, item->title);
	xml_end(w);
	xml_begin(w, "small");
	xml_begin(w, "time");
	xml_put_attribute(w, "class", STR("nowrap"));
	xml_put_attribute(w, "datetime", instant_format(item->at, ZONE_JST, arena));
	xml_put_text(w, instant_words(item->at, arena));
	xml_end(w);
	/* An em apart, or on a line of its own. */
	xml_put_text(w, STR("\xe2\x80\x83"));
	xml_begin(w, "span");
	xml_put_attribute(w, "class", STR("nowrap"));
	xml_put_text(w, item->id);
	xml_end(w);
	xml_end(w);
	xml_end(w);
	xml_end(w);
}

static void
put_head(struct xml_writer *w, struct str title)
{
	xml_begin(w, "head");
	xml_begin(w, "meta");
	xml_put_attribute(w, "charset", STR("utf-8"));
	xml_end(w);
	xml_begin(w, "meta");
	xml_put_attribute(w, "name", STR("viewport"));
	xml_put_attribute(w, "content", STR("width=device-width, initial-scale=1"));
	xml_end(w);
	xml_begin(w, "link");
	xml_put_attribute(w, "rel", STR("stylesheet"));
	xml_put_attribute(w, "href", STR("/assets/served/tsukuroi.css"));
	xml_end(w);
	xml_put(w, "title", title);
	xml_end(w);
}

static struct err *
run_page(struct api *api, struct str rest)
{
	struct xml_writer w = { .out = &api->out };
	struct newest newest;
	struct str title;

	(void)rest;
	TRY(find_newest(api, &newest));
	title = word(api, newest.title);
	buf_add(&api->out, STR("<!DOCTYPE html>\n"));
	xml_begin(&w, "html");
	xml_put_attribute(&w, "lang", lang_of(api) == LANG_EN ? STR("en") : STR("ja"));
	put_head(&w, title);
	xml_begin(&w, "body");
	xml_begin(&w, "main");
	xml_put_attribute(&w, "class", STR("card"));
	xml_put(&w, "h1", title);
	xml_begin(&w, "ul");
	xml_put_attribute(&w, "class", STR("list"));
	for (size_t i = 0; i < newest.items.count; i++)
		put_item(&w, &newest.items.items[i], lang_of(api) == LANG_EN, api->arena);
	xml_end(&w);
	xml_begin(&w, "p");
	xml_put_attribute(&w, "class", STR("muted small"));
	xml_put_text(&w, catalogue_say(api->arena, lang_of(api), newest.since, ARG("at", instant_words(api->source_at, api->arena))));
	xml_end(&w);
	xml_end(&w);
	xml_end(&w);
	xml_end(&w);
	api_status(api, 200, "text/html; charset=UTF-8");
	/* Shown in others' frames; nothing in it acts. */
	http_header(api->answer, api->arena, "Content-Security-Policy", STR("default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"));
	return NULL;
}

static void
refuse_text(struct api *api, int status, const struct err *err)
{
	api_status(api, status, "text/plain; charset=UTF-8");
	buf_addf(&api->out, "%.*s\n", STR_ARG(err_sentence(err, lang_of(api), api->arena)));
}

const struct api_route api_icat_page = { "/knowledge/icat.html", 1U << HTTP_GET, 0, run_page, refuse_text };

/* --------------------------------------------------------------------------------------------------- Atom */

static struct str
page_of(const struct api *api, struct str id)
{
	return arena_printf(api->arena, "%.*s/vulnerabilities/%.*s", STR_ARG(api_origin(api)), STR_ARG(id));
}

/* The address of this feed, for readers that were given the file. */
static struct str
self_of(const struct api *api, struct str product)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_addf(&out, "%.*s/knowledge/feed.atom?lang=%s", STR_ARG(api_origin(api)), lang_of(api) == LANG_EN ? "en" : "ja");
	if (product.len > 0)
		buf_add(&out, STR("&product="));
	buf_add_percent(&out, product);
	return arena_copy(api->arena, buf_str(&out));
}

static void
put_entry(struct xml_writer *w, const struct api *api, const struct kb_hit *hit)
{
	xml_begin(w, "entry");
	xml_put(w, "title", hit->title.len > 0 ? arena_printf(api->arena, "%.*s: %.*s", STR_ARG(hit->id), STR_ARG(hit->title)) : hit->id);
	xml_put(w, "id", arena_printf(api->arena, "tag:tsukuroi,2026:%.*s", STR_ARG(hit->id)));
	xml_begin(w, "link");
	xml_put_attribute(w, "href", page_of(api, hit->id));
	xml_end(w);
	xml_put_some(w, "published", hit->published > 0 ? instant_format(hit->published, ZONE_JST, api->arena) : STR(""));
	xml_put(w, "updated", instant_format(hit->modified, ZONE_JST, api->arena));
	xml_put_some(w, "summary", arena_printf(api->arena, "%.*s%.*s%.*s", STR_ARG(hit->before), STR_ARG(hit->match), STR_ARG(hit->behind)));
	if (hit->kev) {
		xml_begin(w, "category");
		xml_put_attribute(w, "term", STR("KEV"));
		xml_put_attribute(w, "label", word(api, M("Known to be exploited (KEV)")));
		xml_end(w);
	}
	xml_end(w);
}

static struct err *
run_atom(struct api *api, struct str rest)
{
	struct kb_query query = { .text = STR(""), .product = str_trim_space(api_param(api, "product")), .base_least = -1, .base_most = 100, .since = INSTANT_NONE,
		.until = INSTANT_NONE, .cwe = STR(""), .after = STR(""), .most = ENTRIES, .lang = lang_of(api) };
	struct xml_writer w = { .out = &api->out };
	struct kb_hits hits;
	int64_t updated = 0;

	(void)rest;
	TRY(kb_search(api->kb, &query, api->arena, &hits));
	for (size_t i = 0; i < hits.hits.count; i++)
		updated = hits.hits.items[i].modified > updated ? hits.hits.items[i].modified : updated;
	xml_declare(&w);
	xml_begin(&w, "feed");
	xml_put_attribute(&w, "xmlns", STR("http://www.w3.org/2005/Atom"));
	xml_put_attribute(&w, "xml:lang", lang_of(api) == LANG_EN ? STR("en") : STR("ja"));
	xml_put(&w, "title", word(api, M("New vulnerabilities in the knowledge base")));
	xml_put(&w, "id", STR("tag:tsukuroi,2026:knowledge"));
	xml_begin(&w, "link");
	xml_put_attribute(&w, "rel", STR("self"));
	xml_put_attribute(&w, "href", self_of(api, query.product));
	xml_end(&w);
	xml_put(&w, "updated", instant_format(updated > 0 ? updated : api->now, ZONE_JST, api->arena));
	xml_begin(&w, "author");
	xml_put(&w, "name", api->home->organisation.len > 0 ? api->home->organisation : STR("Tsukuroi"));
	xml_end(&w);
	for (size_t i = 0; i < hits.hits.count; i++)
		put_entry(&w, api, &hits.hits.items[i]);
	xml_end(&w);
	api_status(api, 200, "application/atom+xml; charset=UTF-8");
	return NULL;
}

const struct api_route api_atom = { "/knowledge/feed.atom", 1U << HTTP_GET, 0, run_atom, refuse_text };
