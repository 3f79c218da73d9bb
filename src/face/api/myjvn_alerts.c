/*
 * myjvn_alerts.c - getAlertList: warnings of IPA, JPCERT/CC and whoever else is held, as an Atom feed (XML) or as JSON (ft=json).
 *
 * An entry is one alert with its one item. Its number is its issuer's where there is one, else its address; its level stands in the category only where the
 * issuer says one. The newest stands first.
 */
#include <stdlib.h>
#include "base/clock.h"
#include "face/api/myjvn.h"
#include "format/json/json_write.h"
#include "model/alert.h"
#include "model/record.h"

struct alerts {
	struct myjvn      *myjvn;
	uint64_t           updated, issued;     /* years asked for; 0: any */
	LIST(struct alert) list;
	int64_t            held;
};

static const struct { enum alert_level level; struct str term, label; } levels[] = {
	{ ALERT_INFO, STR_INIT("Info"), STR_INIT("INFO") }, { ALERT_LOW, STR_INIT("Low"), STR_INIT("注意") }, { ALERT_MEDIUM, STR_INIT("Medium"), STR_INIT("警告") },
	{ ALERT_HIGH, STR_INIT("High"), STR_INIT("重要") }, { ALERT_CRITICAL, STR_INIT("Critical"), STR_INIT("緊急") },
};

/* --------------------------------------------------------------------------------------------- what is asked */

static uint64_t
year_of(struct myjvn *myjvn, const char *name)
{
	struct str value = myjvn_param(myjvn, name);
	uint64_t year = 0;

	if (value.len > 0 && (!str_to_u64(value, &year) || year == 0 || year > 9999))
		myjvn_fail(myjvn, "0703019", arena_printf(myjvn->api->arena, "パラメタ %s の値には西暦年（1 から 9999）を指定してください。", name));
	return year;
}

static bool
is_of_year(int64_t at, uint64_t year)
{
	return year == 0 || (at != INSTANT_NONE && (uint64_t)day_civil(instant_day(at, ZONE_JST)).year == year);
}

static bool
is_about(const struct alerts *alerts, const struct alert *alert, struct arena *arena)
{
	struct str names = myjvn_param(alerts->myjvn, "cpeName"), name;

	if (names.len == 0)
		return true;
	while (str_split(&names, ' ', &name))
		for (size_t i = 0; i < alert->cpes.count; i++)
			if (myjvn_glob(arena_printf(arena, "%.*s*", STR_ARG(name)), cpe_uri(alert->cpes.items[i], arena)))
				return true;
	return false;
}

static struct err *
on_alert(void *data, struct str feed, const void *value, struct arena *item)
{
	struct alerts *alerts = data;
	struct arena *arena = alerts->myjvn->api->arena;
	const struct alert *alert = value;

	(void)feed;
	alerts->held++;
	if (!is_of_year(alert->modified == INSTANT_NONE ? alert->published : alert->modified, alerts->updated) || !is_of_year(alert->published, alerts->issued) ||
	    !is_about(alerts, alert, item))
		return NULL;
	record_copy(&alert_schema, alert, arena, list_add(arena, &alerts->list));
	return NULL;
}

static int64_t
changed_at(const struct alert *alert)
{
	return alert->modified == INSTANT_NONE ? alert->published : alert->modified;
}

static int
newest_first(const void *a_, const void *b_)
{
	const struct alert *a = a_, *b = b_;

	if (changed_at(a) != changed_at(b))
		return changed_at(a) < changed_at(b) ? 1 : -1;
	return str_cmp(a->id, b->id);
}

static struct str
instant(int64_t at, struct arena *arena)
{
	return instant_format(at, ZONE_JST, arena);
}

/* --------------------------------------------------------------------------------------------------- Atom */

static void
put_link(struct xml_writer *w, const char *element, struct str url)
{
	if (url.len == 0)
		return;
	xml_begin(w, element);
	xml_put_attribute(w, "href", url);
	xml_end(w);
}

static void
put_entry(struct alerts *alerts, const struct alert *alert)
{
	struct xml_writer *w = &alerts->myjvn->w;
	struct arena *arena = alerts->myjvn->api->arena;

	xml_begin(w, "entry");
	xml_put(w, "title", alert->title);
	xml_put(w, "id", alert->id);
	xml_put(w, "summary", alert->text);
	put_link(w, "link", alert->url);
	xml_put_some(w, "published", instant(alert->published, arena));
	xml_put(w, "updated", instant(changed_at(alert), arena));
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (levels[i].level == alert->level) {
			xml_begin(w, "category");
			xml_put_attribute(w, "term", levels[i].term);
			xml_put_attribute(w, "label", levels[i].label);
			xml_end(w);
		}
	xml_begin(w, "sec:items");
	xml_begin(w, "sec:item");
	xml_put(w, "sec:title", alert->title);
	xml_put(w, "sec:identifier", alert->id);
	put_link(w, "sec:link", alert->url);
	for (size_t i = 0; i < alert->cves.count; i++) {
		xml_begin(w, "sec:references");
		xml_put_attribute(w, "source", STR("CVE"));
		xml_put_attribute(w, "id", alert->cves.items[i]);
		xml_put_text(w, arena_printf(arena, "https://www.cve.org/CVERecord?id=%.*s", STR_ARG(alert->cves.items[i])));
		xml_end(w);
	}
	for (size_t i = 0; i < alert->cpes.count; i++) {
		xml_begin(w, "sec:cpe");
		xml_put_attribute(w, "version", STR("2.2"));
		xml_put_attribute(w, "vendor", STR(""));
		xml_put_text(w, cpe_uri(alert->cpes.items[i], arena));
		xml_end(w);
	}
	xml_put_some(w, "sec:published", instant(alert->published, arena));
	xml_put_some(w, "sec:updated", instant(changed_at(alert), arena));
	xml_put(w, "sec:author", alert->issuer);
	xml_end(w);
	xml_end(w);
	xml_end(w);
}

/* As JVN says it: one entry that is none. */
static void
put_nothing(struct xml_writer *w, struct str now)
{
	xml_begin(w, "entry");
	xml_put(w, "title", STR("該当する脆弱性対策情報はありません。"));
	xml_put(w, "id", STR(""));
	xml_put(w, "updated", now);
	xml_end(w);
}

static void
put_atom(struct alerts *alerts, size_t from, size_t end)
{
	struct myjvn *myjvn = alerts->myjvn;
	struct xml_writer *w = &myjvn->w;
	struct str now = instant(myjvn->api->now, myjvn->api->arena);

	xml_declare(w);
	xml_begin(w, "feed");
	xml_put_attribute(w, "xmlns:xsi", STR("http://www.w3.org/2001/XMLSchema-instance"));
	xml_put_attribute(w, "xmlns", STR("http://www.w3.org/2005/Atom"));
	xml_put_attribute(w, "xmlns:sec", STR("http://jvn.jp/rss/mod_sec/3.0/"));
	xml_put_attribute(w, "xmlns:marking", STR("http://data-marking.mitre.org/Marking-1"));
	xml_put_attribute(w, "xmlns:tlpMarking", STR("http://data-marking.mitre.org/extensions/MarkingStructure#TLP-1"));
	xml_put_attribute(w, "xmlns:status", STR("http://jvndb.jvn.jp/myjvn/Status"));
	xml_put_attribute(w, "xml:lang", STR("ja"));
	xml_begin(w, "title");
	xml_put_attribute(w, "type", STR("text"));
	xml_put_text(w, STR("注意警戒情報"));
	xml_end(w);
	xml_put(w, "updated", now);
	xml_put(w, "id", STR("tag:tsukuroi,2026:alerts"));
	xml_begin(w, "author");
	xml_put(w, "name", myjvn->api->home->organisation.len > 0 ? myjvn->api->home->organisation : STR("Tsukuroi"));
	xml_end(w);
	myjvn_handling(myjvn);
	for (size_t i = from; i < end; i++)
		put_entry(alerts, &alerts->list.items[i]);
	if (from >= end)
		put_nothing(w, now);
	myjvn_status(myjvn);
	xml_end(w);
}

/* --------------------------------------------------------------------------------------------------- JSON */

static void
put_item(struct json_writer *w, const struct alert *alert, struct arena *arena)
{
	json_begin_array(w, "sec:items");
	json_begin_object(w, NULL);
	json_begin_object(w, "sec:item");
	json_put_str(w, "sec:title", alert->title);
	json_put_str(w, "sec:identifier", alert->id);
	json_put_str(w, "sec:link", alert->url);
	json_put_str(w, "sec:published", instant(alert->published, arena));
	json_put_str(w, "sec:updated", instant(changed_at(alert), arena));
	json_begin_object(w, "sec:author");
	json_put_str(w, "value", alert->issuer);
	json_end(w);
	json_begin_array(w, "sec:cpe");
	for (size_t i = 0; i < alert->cpes.count; i++) {
		json_begin_object(w, NULL);
		json_put_str(w, "value", cpe_uri(alert->cpes.items[i], arena));
		json_end(w);
	}
	json_end(w);
	json_end(w);
	json_end(w);
	json_end(w);
}

static void
put_json_entry(struct json_writer *w, const struct alert *alert, struct arena *arena)
{
	json_begin_object(w, NULL);
	json_put_str(w, "title", alert->title);
	json_put_str(w, "id", alert->id);
	json_put_str(w, "summary", alert->text);
	json_put_str(w, "link", alert->url);
	json_begin_object(w, "category");
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (levels[i].level == alert->level) {
			json_put_str(w, "term", levels[i].term);
			json_put_str(w, "label", levels[i].label);
		}
	json_end(w);
	/* JVN's schema has the second, its answers have had the first. */
	json_put_str(w, "update", instant(changed_at(alert), arena));
	json_put_str(w, "updated", instant(changed_at(alert), arena));
	json_put_str(w, "published", instant(alert->published, arena));
	put_item(w, alert, arena);
	json_end(w);
}

static void
put_json_status(struct myjvn *myjvn, struct json_writer *w)
{
	static const char *const asked[] = { "datePublished", "dateFirstPublished", "cpeName", "ft" };
	struct arena *arena = myjvn->api->arena;
	bool failed = myjvn->error.len > 0;

	json_begin_object(w, "status:Status");
	json_put_str(w, "version", STR("3.3"));
	json_put_str(w, "method", STR("getAlertList"));
	json_put_int(w, "retCd", failed);
	json_put_str(w, "retMax", failed ? STR("") : arena_printf(arena, "%lld", (long long)myjvn->method->most));
	json_put_str(w, "errCd", myjvn->error);
	json_put_str(w, "errMsg", myjvn->message);
	json_put_str(w, "totalRes", arena_printf(arena, "%lld", (long long)myjvn->total));
	json_put_str(w, "totalResRet", arena_printf(arena, "%lld", (long long)myjvn->returned));
	json_put_str(w, "firstRes", arena_printf(arena, "%lld", (long long)(myjvn->returned == 0 ? 0 : myjvn->start)));
	for (size_t i = 0; i < ARRAY_LEN(asked); i++)
		if (myjvn_param(myjvn, asked[i]).len > 0)
			json_put_str(w, asked[i], myjvn_param(myjvn, asked[i]));
	json_put_str(w, "feed", STR("hnd"));
	json_end(w);
}

static void
put_json(struct alerts *alerts, size_t from, size_t end)
{
	struct myjvn *myjvn = alerts->myjvn;
	struct api *api = myjvn->api;
	struct json_writer w = { .out = &api->out };

	json_begin_object(&w, NULL);
	json_put_str(&w, "$schema", STR("https://jvndb.jvn.jp/schema/getalert1.json"));
	json_begin_object(&w, "feed");
	json_put_str(&w, "title", STR("注意警戒情報"));
	json_put_str(&w, "id", STR("tag:tsukuroi,2026:alerts"));
	json_begin_object(&w, "author");
	json_put_str(&w, "name", api->home->organisation.len > 0 ? api->home->organisation : STR("Tsukuroi"));
	json_end(&w);
	json_put_str(&w, "updated", instant(api->now, api->arena));
	json_begin_array(&w, "entry");
	for (size_t i = from; i < end; i++)
		put_json_entry(&w, &alerts->list.items[i], api->arena);
	json_end(&w);
	put_json_status(myjvn, &w);
	json_end(&w);
	json_end(&w);
	api->answer->headers.count = 0;
	api_status(api, 200, "application/json; charset=UTF-8");
}

/* -------------------------------------------------------------------------------------------------- answer */

static void
take_page(struct alerts *alerts, size_t *ret_from, size_t *ret_end)
{
	struct myjvn *myjvn = alerts->myjvn;

	*ret_from = (size_t)myjvn->start - 1;
	*ret_end = *ret_from + (size_t)myjvn->most;
	if (*ret_end > alerts->list.count)
		*ret_end = alerts->list.count;
	myjvn->total = (int64_t)alerts->list.count;
	myjvn->returned = *ret_end > *ret_from ? (int64_t)(*ret_end - *ret_from) : 0;
}

static struct err *
run_alerts(struct myjvn *myjvn)
{
	struct alerts alerts = { .myjvn = myjvn, .updated = year_of(myjvn, "datePublished"), .issued = year_of(myjvn, "dateFirstPublished") };
	struct str ft = myjvn_param(myjvn, "ft");
	size_t from = 0, end = 0;

	if (ft.len > 0 && !str_eq(ft, STR("xml")) && !str_eq(ft, STR("json")))
		myjvn_fail(myjvn, "99000001", STR("パラメタ ft の値には xml または json を指定してください。"));
	if (myjvn->error.len == 0)
		TRY(kb_each_note(myjvn->api->kb, &alert_schema, STR(""), on_alert, &alerts, myjvn->api->arena));
	/* Nothing found in nothing would say that nobody warns. */
	if (myjvn->error.len == 0 && alerts.held == 0)
		myjvn_fail(myjvn, "99000005", STR("注意警戒情報が知識ベースにありません。"));
	if (myjvn->error.len > 0)
		return NULL;
	if (alerts.list.count > 0)
		qsort(alerts.list.items, alerts.list.count, sizeof(*alerts.list.items), newest_first);
	take_page(&alerts, &from, &end);
	if (str_eq(ft, STR("json")))
		put_json(&alerts, from, end);
	else
		put_atom(&alerts, from, end);
	return NULL;
}

static const char *const alert_params[] = { "datePublished", "dateFirstPublished", "cpeName", "ft", NULL };
const struct myjvn_method myjvn_alerts = { "getAlertList", "AL", 50, false, alert_params, run_alerts };
