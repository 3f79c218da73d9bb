/*
 * myjvn_records.c - getVulnOverviewList and getVulnDetailInfo.
 *
 * The three families of dates: 公表日 (datePublic) is here when any source that is held first spoke of the vulnerability, because JVN's own is not kept;
 * 更新日 (datePublished) the record's last change; 発行日 (dateFirstPublished) its registration. Each is the past week unless something else is asked for.
 */
#include "base/clock.h"
#include "base/map.h"
#include "domain/cvss/cvss.h"
#include "face/api/myjvn.h"
#include "format/vulnid/vulnid.h"

/* ------------------------------------------------------------------------------------------------- dates */

static const struct { const char *range, *family; size_t span; } families[] = {
	{ "rangeDatePublic", "datePublic", offsetof(struct listed_ask, appeared) },
	{ "rangeDatePublished", "datePublished", offsetof(struct listed_ask, modified) },
	{ "rangeDateFirstPublished", "dateFirstPublished", offsetof(struct listed_ask, published) },
};

static bool
number_of(const struct myjvn *myjvn, const char *family, const char *end, const char *unit, int *ret_number, bool *ret_given)
{
	struct str value = myjvn_param(myjvn, arena_cstr(myjvn->api->arena, arena_printf(myjvn->api->arena, "%s%s%s", family, end, unit)));
	uint64_t number = 0;

	*ret_given = value.len > 0;
	if (value.len > 0 && (!str_to_u64(value, &number) || number > 9999))
		return false;
	*ret_number = (int)number;
	return true;
}

/* A year, a month or a day: its first moment, or at its end the first behind it. */
static bool
instant_of(const struct myjvn *myjvn, const char *family, bool is_end, int64_t *ret_instant)
{
	struct civil date = { 0, 1, 1 };
	bool year, month, day;
	const char *end = is_end ? "End" : "Start";

	*ret_instant = INSTANT_NONE;
	if (!number_of(myjvn, family, end, "Y", &date.year, &year) || !number_of(myjvn, family, end, "M", &date.month, &month) ||
	    !number_of(myjvn, family, end, "D", &date.day, &day))
		return false;
	if (!year)
		return !month && !day;
	if (day && !month)
		return false;
	date.month = month ? date.month : 1;
	date.day = day ? date.day : 1;
	if (!civil_is_valid(date))
		return false;
	if (is_end && !month)
		date.year++;
	else if (is_end && !day)
		date = date.month == 12 ? (struct civil){ date.year + 1, 1, 1 } : (struct civil){ date.year, date.month + 1, 1 };
	*ret_instant = day_instant(day_of_civil(date) + (is_end && day ? 1 : 0), ZONE_JST);
	return true;
}

/* Since the first moment of the day a week or a month ago. */
static int64_t
some_time_ago(int64_t now, bool month)
{
	int32_t today = instant_day(now, ZONE_JST);
	struct civil date = day_civil(today);

	if (!month)
		return day_instant(today - 7, ZONE_JST);
	date.month = date.month == 1 ? 12 : date.month - 1;
	date.year -= date.month == 12;
	while (!civil_is_valid(date))
		date.day--;
	return day_instant(day_of_civil(date), ZONE_JST);
}

static void
take_family(struct myjvn *myjvn, const char *range_name, const char *family, struct listed_span *span)
{
	struct str range = myjvn_param(myjvn, range_name);

	if (!instant_of(myjvn, family, false, &span->from) || !instant_of(myjvn, family, true, &span->until)) {
		myjvn_fail(myjvn, "99000001", arena_printf(myjvn->api->arena, "パラメタ %s の日付が正しくありません。", family));
		return;
	}
	if (span->from != INSTANT_NONE && span->until != INSTANT_NONE && span->until <= span->from)
		myjvn_fail(myjvn, "99000004", arena_printf(myjvn->api->arena, "パラメタ %s の日付の組み合わせが正しくありません。", family));
	if (range.len > 0 && !str_eq(range, STR("n")) && !str_eq(range, STR("w")) && !str_eq(range, STR("m")))
		myjvn_fail(myjvn, "99000001", arena_printf(myjvn->api->arena, "パラメタ %s の値には n、w、m のいずれかを指定してください。", range_name));
	if (span->from != INSTANT_NONE || span->until != INSTANT_NONE || str_eq(range, STR("n")))
		return;
	span->from = some_time_ago(myjvn->api->now, str_eq(range, STR("m")));
}

/* ------------------------------------------------------------------------------------------------ filters */

static const struct { const char *letter; enum severity severity; } severities[] = {
	{ "n", SEVERITY_NONE }, { "l", SEVERITY_LOW }, { "m", SEVERITY_MEDIUM }, { "h", SEVERITY_HIGH }, { "c", SEVERITY_CRITICAL },
};

static void
take_scores(struct myjvn *myjvn, struct listed_ask *ask)
{
	struct str severity = myjvn_param(myjvn, "severity"), vector = myjvn_param(myjvn, "vector");

	for (size_t i = 0; i < ARRAY_LEN(severities); i++)
		if (str_eq(severity, str_of(severities[i].letter)))
			ask->v3 = 1U << severities[i].severity;
	if (severity.len > 0 && ask->v3 == 0)
		myjvn_fail(myjvn, "99000001", STR("パラメタ severity の値には n、l、m、h、c のいずれかを指定してください。"));
	if (vector.len == 0)
		return;
	ask->metrics = vector;
	if (vector.len > 100 || (!str_take(&ask->metrics, STR("CVSS:3.0/")) && !str_take(&ask->metrics, STR("CVSS:3.1/"))))
		myjvn_fail(myjvn, "99000001", STR("パラメタ vector の値には CVSS v3 の基本評価基準 (CVSS:3.0/AV:…) を指定してください。"));
}

/* The root element with what it declares, and the language of the answer. */
static void
begin_root(struct myjvn *myjvn, const char *name, const char *const (*attributes)[2], size_t count)
{
	xml_begin(&myjvn->w, name);
	for (size_t i = 0; i < count; i++)
		xml_put_attribute(&myjvn->w, attributes[i][0], str_of(attributes[i][1]));
	xml_put_attribute(&myjvn->w, "xml:lang", myjvn->english ? STR("en") : STR("ja"));
}

/* ----------------------------------------------------------------------------------------------- overview */

static const char *const rdf_attributes[][2] = {
	{ "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance" },
	{ "xmlns", "http://purl.org/rss/1.0/" },
	{ "xmlns:rss", "http://purl.org/rss/1.0/" },
	{ "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
	{ "xmlns:dc", "http://purl.org/dc/elements/1.1/" },
	{ "xmlns:dcterms", "http://purl.org/dc/terms/" },
	{ "xmlns:sec", "http://jvn.jp/rss/mod_sec/3.0/" },
	{ "xmlns:marking", "http://data-marking.mitre.org/Marking-1" },
	{ "xmlns:tlpMarking", "http://data-marking.mitre.org/extensions/MarkingStructure#TLP-1" },
	{ "xmlns:status", "http://jvndb.jvn.jp/myjvn/Status" },
	{ "xsi:schemaLocation", "http://purl.org/rss/1.0/ https://jvndb.jvn.jp/schema/jvnrss_3.2.xsd"
	    " http://jvndb.jvn.jp/myjvn/Status https://jvndb.jvn.jp/schema/status_3.3.xsd" },
};

static void
put_channel(struct myjvn *myjvn, const struct listed_page *page)
{
	struct xml_writer *w = &myjvn->w;
	struct arena *arena = myjvn->api->arena;
	struct str title = myjvn->english ? STR("JVNDB  Vulnerability Countermeasure Information") : STR("JVNDB　脆弱性対策情報");
	struct str now = instant_format(myjvn->api->now, ZONE_JST, arena);

	xml_begin(w, "channel");
	xml_put_attribute(w, "rdf:about", STR("https://jvndb.jvn.jp/apis/myjvn"));
	xml_put(w, "title", title);
	xml_put(w, "link", STR("https://jvndb.jvn.jp/apis/myjvn"));
	xml_put(w, "description", title);
	xml_put(w, "dc:date", now);
	xml_put(w, "dcterms:issued", STR(""));
	xml_put(w, "dcterms:modified", now);
	myjvn_handling(myjvn);
	xml_begin(w, "items");
	xml_begin(w, "rdf:Seq");
	for (size_t i = 0; i < page->records.count; i++) {
		xml_begin(w, "rdf:li");
		xml_put_attribute(w, "rdf:resource", jvn_page(page->records.items[i].id, myjvn->english, arena));
		xml_end(w);
	}
	xml_end(w);
	xml_end(w);
	xml_end(w);
}

static void
put_overview(struct myjvn *myjvn, const struct listed_page *page)
{
	struct xml_writer *w = &myjvn->w;

	xml_declare(w);
	if (page->records.count == 0) {
		myjvn_result(myjvn);
	} else {
		begin_root(myjvn, "rdf:RDF", rdf_attributes, ARRAY_LEN(rdf_attributes));
		put_channel(myjvn, page);
		for (size_t i = 0; i < page->records.count; i++)
			jvnrss_write(w, &page->records.items[i], myjvn->english, myjvn->api->arena);
	}
	myjvn_status(myjvn);
	xml_end(w);
}

static struct err *
run_overview(struct myjvn *myjvn)
{
	struct listed_ask ask = { .source = SOURCE_JVN, .order = LISTED_NEWEST, .modified = LISTED_ALWAYS, .published = LISTED_ALWAYS, .appeared = LISTED_ALWAYS,
		.metrics = STR(""), .cwe = STR(""), .words = str_trim_space(myjvn_param(myjvn, "keyword")), .start = myjvn->start - 1, .most = myjvn->most };
	struct listed_page page;
	struct err *err;

	for (size_t i = 0; i < ARRAY_LEN(families); i++)
		take_family(myjvn, families[i].range, families[i].family, (struct listed_span *)(void *)((char *)&ask + families[i].span));
	take_scores(myjvn, &ask);
	TRY(myjvn_need_records(myjvn));
	if (myjvn->error.len > 0 || !myjvn_products_of(myjvn, &ask, &err))
		return myjvn->error.len > 0 ? NULL : err;
	err = kb_list(myjvn->api->kb, &ask, myjvn->api->arena, &page);
	if (err != NULL && err->code == ERR_USAGE) {
		myjvn_fail(myjvn, "99000001", STR("パラメタ keyword の値には文字または数字を指定してください。"));
		return NULL;
	}
	TRY(err);
	myjvn->total = page.total;
	myjvn->returned = (int64_t)page.records.count;
	put_overview(myjvn, &page);
	return NULL;
}

static const char *const overview_params[] = {
	"cpeName", "vendorId", "productId", "keyword", "severity", "vector", "rangeDatePublic", "rangeDatePublished", "rangeDateFirstPublished",
	"datePublicStartY", "datePublicStartM", "datePublicStartD", "datePublicEndY", "datePublicEndM", "datePublicEndD",
	"datePublishedStartY", "datePublishedStartM", "datePublishedStartD", "datePublishedEndY", "datePublishedEndM", "datePublishedEndD",
	"dateFirstPublishedStartY", "dateFirstPublishedStartM", "dateFirstPublishedStartD", "dateFirstPublishedEndY", "dateFirstPublishedEndM",
	"dateFirstPublishedEndD", NULL,
};
const struct myjvn_method myjvn_overview = { "getVulnOverviewList", "VL", 50, true, overview_params, run_overview };

/* ------------------------------------------------------------------------------------------------- detail */

static const char *const vuldef_attributes[][2] = {
	{ "version", "3.2" },
	{ "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance" },
	{ "xmlns", "http://jvn.jp/vuldef/" },
	{ "xmlns:vuldef", "http://jvn.jp/vuldef/" },
	{ "xmlns:status", "http://jvndb.jvn.jp/myjvn/Status" },
	{ "xmlns:sec", "http://jvn.jp/rss/mod_sec/3.0/" },
	{ "xmlns:marking", "http://data-marking.mitre.org/Marking-1" },
	{ "xmlns:tlpMarking", "http://data-marking.mitre.org/extensions/MarkingStructure#TLP-1" },
	{ "xsi:schemaLocation", "http://jvn.jp/vuldef/ https://jvndb.jvn.jp/schema/vuldef_3.2.xsd"
	    " http://jvn.jp/rss/mod_sec/3.0/ https://jvndb.jvn.jp/schema/mod_sec_3.0.xsd http://jvndb.jvn.jp/myjvn/Status https://jvndb.jvn.jp/schema/status_3.3.xsd" },
};

static struct err *
find_all(struct myjvn *myjvn, struct str ids, struct listed_page *page)
{
	struct map seen = { 0 };
	struct str id;

	while (myjvn->error.len == 0 && myjvn_next(&ids, &id)) {
		struct vulnid parsed = vulnid_parse(id, myjvn->api->arena);
		struct advisory advisory;
		bool found;

		if (parsed.kind != VULNID_JVNDB) {
			myjvn_fail(myjvn, "01030602", STR("パラメタ vulnId の値には JVNDB で始まる識別子を指定してください。"));
			return NULL;
		}
		if ((*map_put(myjvn->api->arena, &seen, parsed.text))++ > 0)
			continue;
		TRY(kb_listed(myjvn->api->kb, SOURCE_JVN, parsed.text, myjvn->api->arena, &advisory, &found));
		if (!found)
			continue;
		page->total++;
		if (page->total >= myjvn->start && (int64_t)page->records.count < myjvn->most)
			list_push(myjvn->api->arena, &page->records, advisory);
	}
	return NULL;
}

static struct err *
run_detail(struct myjvn *myjvn)
{
	struct str ids = str_trim_space(myjvn_param(myjvn, "vulnId"));
	struct listed_page page = { 0 };
	struct xml_writer *w = &myjvn->w;

	if (ids.len == 0)
		myjvn_fail(myjvn, "99000002", STR("パラメタ vulnId は必須です。"));
	TRY(myjvn_need_records(myjvn));
	TRY(find_all(myjvn, ids, &page));
	if (myjvn->error.len > 0)
		return NULL;
	myjvn->total = page.total;
	myjvn->returned = (int64_t)page.records.count;
	xml_declare(w);
	if (page.records.count == 0) {
		myjvn_result(myjvn);
	} else {
		begin_root(myjvn, "VULDEF-Document", vuldef_attributes, ARRAY_LEN(vuldef_attributes));
		for (size_t i = 0; i < page.records.count; i++)
			vuldef_write(w, &page.records.items[i], myjvn->english, myjvn->api->arena);
		myjvn_handling(myjvn);
	}
	myjvn_status(myjvn);
	xml_end(w);
	return NULL;
}

static const char *const detail_params[] = { "vulnId", NULL };
const struct myjvn_method myjvn_detail = { "getVulnDetailInfo", "VD", 10, true, detail_params, run_detail };
