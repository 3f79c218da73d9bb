/*
 * odata.c - rows of Microsoft's OData pages: the list of updates, and the tables of the Security Update Guide v2.
 *
 * What a row is of is told by a member that only its table has. The guide's tables come in pages, and a CVE's products may be
 * spread over several of them: so a row of affectedProduct is a record of its own that covers its CVE.
 */
#include "format/msrc/reading.h"

#include "format/json/json_shape.h"
#include "format/vulnid/vulnid.h"
#include "model/release.h"

static struct err *
read_cve(struct json row, struct arena *arena, struct str *ret_id)
{
	struct vulnid cve;
	struct str text;

	TRY(json_need_text(row, "cveNumber", arena, &text));
	cve = vulnid_parse(text, arena);
	if (cve.kind != VULNID_CVE)
		return err_new(arena, ERR_FORMAT, M("\"{text}\" is not a CVE number."), ARG("text", str_sub(text, 0, 100)));
	*ret_id = cve.text;
	return NULL;
}

static int64_t
newer(struct msrc_reading *reading, int64_t at)
{
	if (at > reading->head.built)
		reading->head.built = at;
	return at;
}

/* "CWE-693: Protection Mechanism Failure" */
static struct err *
read_cwes(struct json row, struct arena *arena, struct str_list *ids)
{
	struct str_list names = { 0 };

	TRY(json_want_texts(row, "cweList", arena, &names));
	for (size_t i = 0; i < names.count; i++) {
		struct str id, words;

		(void)str_cut(names.items[i], ':', &id, &words);
		if (str_starts(id, STR("CWE-")))
			list_push(arena, ids, str_trim_space(id));
	}
	return NULL;
}

static struct err *
read_score(struct json row, struct arena *arena, struct advisory *advisory)
{
	struct score score = { .provider = STR("Microsoft") };
	struct str base;

	TRY(json_want_text(row, "vectorString", arena, &score.vector));
	TRY(json_want_text(row, "baseScore", arena, &base));
	score.version = msrc_cvss_version(score.vector);
	score.base = msrc_tenths(base);
	if (score.vector.len > 0)
		list_push(arena, &advisory->scores, score);
	return NULL;
}

/* ----------------------------------------------------------- list of updates */

static struct err *
take_update(struct msrc_reading *reading, struct json row)
{
	struct arena *item = reading->item;
	struct document document = { .records = -1 };

	TRY(json_need_text(row, "ID", item, &document.id));
	TRY(json_want_text(row, "DocumentTitle", item, &document.title));
	TRY(json_want_instant(row, "InitialReleaseDate", item, &document.published));
	TRY(json_want_instant(row, "CurrentReleaseDate", item, &document.current));
	(void)newer(reading, document.current);
	return reading_take(reading, &document_schema, &document);
}

/* ----------------------------------------------------------- vulnerability */

static bool
is_japanese(struct json row)
{
	return str_starts(json_get_str(row, "langCode"), STR("ja"));
}

static struct err *
read_words(struct json row, struct arena *arena, struct advisory *advisory)
{
	struct str title, plain, html;

	TRY(json_want_text(row, "cveTitle", arena, &title));
	TRY(json_want_text(row, "unformattedDescription", arena, &plain));
	TRY(json_want_text(row, "description", arena, &html));
	if (plain.len == 0)
		plain = msrc_plain(html, arena);
	*(is_japanese(row) ? &advisory->title_ja : &advisory->title_en) = title;
	*(is_japanese(row) ? &advisory->text_ja : &advisory->text_en) = plain;
	return NULL;
}

static struct err *
read_exploitation(struct json row, struct arena *arena, struct advisory *advisory)
{
	struct str exploited, disclosed, latest;

	TRY(json_want_text(row, "exploited", arena, &exploited));
	TRY(json_want_text(row, "publiclyDisclosed", arena, &disclosed));
	TRY(json_want_text(row, "latestSoftwareRelease", arena, &latest));
	if (exploited.len > 0)
		list_push(arena, &advisory->evidence, ((struct evidence){
		    .level = str_eq_nocase(exploited, STR("Yes")) ? EXPLOITATION_ACTIVE : EXPLOITATION_UNKNOWN,
		    .provider = STR("Microsoft"), .at = advisory->modified,
		    .text = arena_printf(arena, "Publicly Disclosed:%.*s;Exploited:%.*s;Latest Software Release:%.*s", STR_ARG(disclosed),
		        STR_ARG(exploited), STR_ARG(latest)) }));
	return NULL;
}

static struct err *
add_page(struct json row, struct str id, struct arena *arena, struct advisory *advisory)
{
	struct reference page = {
		.url = arena_printf(arena, "https://msrc.microsoft.com/update-guide/vulnerability/%.*s", STR_ARG(id)),
	};
	struct json articles;
	bool action;

	list_push(arena, &page.tags, STR("Vendor Advisory"));
	TRY(json_want_bool(row, "customerActionRequired", arena, &action));
	if (json_kind(json_get(row, "customerActionRequired")) == JSON_BOOL && !action)
		list_push(arena, &page.tags, STR("No customer action"));
	TRY(json_want_list(row, "articles", arena, &articles));
	for (struct json_iter i = json_each(articles); json_next(&i);) {
		struct str type = json_get_str(i.value, "articleType");

		if (type.len > 0 && !str_is_one_of(type, page.tags.items, page.tags.count))
			list_push(arena, &page.tags, type);
	}
	list_push(arena, &advisory->references, page);
	return NULL;
}

static struct err *
take_vulnerability(struct msrc_reading *reading, struct json row)
{
	struct arena *item = reading->item;
	struct advisory advisory = { .source = SOURCE_MSRC, .state = ADVISORY_PUBLISHED, .withdrawn = INSTANT_NONE };

	TRY(read_cve(row, item, &advisory.id));
	TRY(json_want_text(row, "issuingCna", item, &advisory.assigner));
	TRY(json_want_instant(row, "releaseDate", item, &advisory.published));
	TRY(json_want_instant(row, "latestRevisionDate", item, &advisory.modified));
	if (advisory.modified == INSTANT_NONE)
		advisory.modified = advisory.published;
	TRY(read_words(row, item, &advisory));
	TRY(read_cwes(row, item, &advisory.cwes));
	TRY(read_score(row, item, &advisory));
	TRY(read_exploitation(row, item, &advisory));
	TRY(add_page(row, advisory.id, item, &advisory));
	(void)newer(reading, advisory.modified);
	return reading_take(reading, &advisory_schema, &advisory);
}

/* ---------------------------------------------------------- affectedProduct */

static struct err *
read_article(struct json article, struct arena *arena, struct fix *fix)
{
	struct str name, superseded;

	TRY(json_want_text(article, "articleName", arena, &name));
	TRY(json_want_text(article, "articleUrl", arena, &fix->url));
	TRY(json_want_text(article, "downloadName", arena, &fix->kind));
	TRY(json_want_text(article, "fixedBuildNumber", arena, &fix->build));
	TRY(json_want_text(article, "supercedence", arena, &superseded));
	fix->restart = msrc_restart(json_get_str(article, "rebootRequired"));
	msrc_supersedes(superseded, arena, &fix->supersedes);
	cvrf_describe_fix(fix, name);
	return NULL;
}

static struct err *
read_product(struct json row, struct arena *arena, struct affected *affected)
{
	struct json articles;
	struct str cpe;

	*affected = (struct affected){ .status = AFFECTED_YES, .ecosystem = STR("Microsoft"), .vendor = STR("Microsoft") };
	TRY(json_need_text(row, "product", arena, &affected->product));
	TRY(json_want_text(row, "severity", arena, &affected->urgency));
	TRY(json_want_text(row, "impact", arena, &affected->impact));
	TRY(json_want_text(row, "cpe", arena, &cpe));
	TRY(json_want_list(row, "kbArticles", arena, &articles));
	affected->package = msrc_product_fold(affected->product, arena);
	if (cpe.len > 0)
		list_push(arena, &affected->cpes, cpe);
	for (struct json_iter i = json_each(articles); json_next(&i);)
		TRY(read_article(i.value, arena, list_add(arena, &affected->fixes)));
	return NULL;
}

static struct err *
take_product(struct msrc_reading *reading, struct json row)
{
	struct arena *item = reading->item;
	struct advisory advisory = { .source = SOURCE_MSRC, .state = ADVISORY_PUBLISHED, .withdrawn = INSTANT_NONE };
	struct affected *affected = list_add(item, &advisory.affected);
	struct str cve, family;
	int64_t number;

	TRY(read_cve(row, item, &cve));
	TRY(read_product(row, item, affected));
	TRY(json_want_text(row, "productFamily", item, &family));
	if (json_get_bool(row, "isMariner") || msrc_product_is_linux(affected->product) || msrc_product_is_linux(family))
		return NULL;
	if (!json_i64(json_get(row, "productId"), &number))
		return err_new(item, ERR_FORMAT, M("\"{key}\" should be a number."), ARG("key", STR("productId")));
	advisory.id = arena_printf(item, "%.*s/%lld", STR_ARG(cve), (long long)number);
	list_push(item, &advisory.covers, cve);
	TRY(json_want_instant(row, "initialReleaseDate", item, &advisory.published));
	TRY(json_want_instant(row, "releaseDate", item, &advisory.modified));
	TRY(read_cwes(row, item, &advisory.cwes));
	TRY(read_score(row, item, &advisory));
	TRY(add_page(row, cve, item, &advisory));
	(void)newer(reading, advisory.modified);
	return reading_take(reading, &advisory_schema, &advisory);
}

/* --------------------------------------------------------------- deployment */

/* Without the build: MSRC's are not to be relied upon as a table of builds (windows.md §1.3 (4)). */
static struct err *
take_deployment(struct msrc_reading *reading, struct json row)
{
	struct arena *item = reading->item;
	struct release release = { .day = DAY_NONE };
	struct str id, article, superseded;
	int64_t at;

	TRY(json_need_text(row, "id", item, &id));
	TRY(json_need_text(row, "product", item, &release.product));
	TRY(json_want_text(row, "articleName", item, &article));
	TRY(json_want_text(row, "downloadName", item, &release.kind));
	TRY(json_want_text(row, "articleUrl", item, &release.url));
	TRY(json_want_text(row, "supercedence", item, &superseded));
	TRY(json_want_instant(row, "releaseDate", item, &at));
	release.kb = msrc_kb(article);
	msrc_supersedes(superseded, item, &release.supersedes);
	if (release.kb.len == 0 || msrc_product_is_linux(release.product))
		return NULL;
	release.id = arena_printf(item, "deployment/%.*s", STR_ARG(id));
	release.day = at == INSTANT_NONE ? DAY_NONE : instant_day(newer(reading, at), ZONE_UTC);
	return reading_take(reading, &release_schema, &release);
}

/* ----------------------------------------------------------------- advisory */

static struct err *
take_advice(struct msrc_reading *reading, struct json row)
{
	struct arena *item = reading->item;
	struct advisory advisory = { .source = SOURCE_MSRC, .withdrawn = INSTANT_NONE };
	struct str title, body;

	TRY(json_need_text(row, "advisoryNumber", item, &advisory.id));
	TRY(json_want_text(row, "title", item, &title));
	TRY(json_want_text(row, "body", item, &body));
	TRY(json_want_instant(row, "publishDate", item, &advisory.published));
	TRY(json_want_instant(row, "modifiedOn", item, &advisory.modified));
	advisory.state = json_get_bool(row, "isRemoved") ? ADVISORY_WITHDRAWN : ADVISORY_PUBLISHED;
	*(is_japanese(row) ? &advisory.title_ja : &advisory.title_en) = title;
	*(is_japanese(row) ? &advisory.text_ja : &advisory.text_en) = msrc_plain(body, item);
	(void)newer(reading, advisory.modified);
	return reading_take(reading, &advisory_schema, &advisory);
}

/* --------------------------------------------------------------------- rows */

/* A member only rows of one table have; the feed, and the one of Japanese rows. */
static const struct {
	const char  *member;
	struct str   feed, japanese;
	struct err *(*take)(struct msrc_reading *reading, struct json row);
} tables[] = {
	{ "CvrfUrl",         STR_INIT("msrc:updates"),        STR_INIT("msrc:updates"),        take_update },
	{ "cveTitle",        STR_INIT("msrc:sug"),            STR_INIT("msrc:sug-ja"),         take_vulnerability },
	{ "kbArticles",      STR_INIT("msrc:sug:products"),   STR_INIT("msrc:sug:products"),   take_product },
	{ "articleName",     STR_INIT("msrc:sug:deployment"), STR_INIT("msrc:sug:deployment"), take_deployment },
	{ "advisoryNumber",  STR_INIT("msrc:sug:advisory"),   STR_INIT("msrc:sug:advisory-ja"), take_advice },
};

struct err *
msrc_odata_take(struct msrc_reading *reading, struct json row, int64_t offset)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		struct err *err;

		if (json_kind(json_get(row, tables[i].member)) == JSON_ABSENT)
			continue;
		TRY(reading_of_feed(reading, is_japanese(row) ? tables[i].japanese : tables[i].feed));
		err = tables[i].take(reading, row);
		if (reading->failed != NULL)
			return reading->failed;
		return err == NULL ? NULL : reading_refuse(reading, json_get_str(row, "cveNumber"), offset, err);
	}
	return reading_refuse(reading, STR(""), offset, err_new(reading->item, ERR_FORMAT,
	    M("This row is of no table of MSRC's that is known here: list of updates, vulnerability, affectedProduct, deployment or advisory.")));
}
