/*
 * nvd.c - NVD's CVE API 2.0 (https://nvd.nist.gov/developers/vulnerabilities) over the records of NVD that the knowledge base holds.
 *
 * An error is a status of 404 (403 for who may not) without a body, whose sentence stands in the header "message", in English, as NVD has it. What a parameter asks of
 * facts that are not kept (hasCertAlerts, hasCertNotes, hasOval, tags of a CVE other than "disputed") is such an error: silence would be a wrong answer.
 * An answer to who sent an apiKey has the header "apiKey: Yes", and a key that is none is 404 "Invalid apiKey.", as there. NVD tells nobody in headers how much he
 * may ask; it answers 403 beyond 5 requests in 30 seconds, 50 with a key. Nobody is counted here: what is too much at once is 503 with Retry-After.
 * Records come by published, the oldest first. keywordSearch looks into titles and texts of all sources that speak of the CVE.
 */
#include "base/clock.h"
#include "domain/cvss/cvss.h"
#include "domain/match/match.h"
#include "domain/range/range.h"
#include "face/api/frame.h"
#include "format/cpe/cpe.h"
#include "format/json/json_write.h"
#include "format/vulnid/vulnid.h"
#include "service/served/served.h"

enum { PAGE_MOST = 2000, SPAN_DAYS_MOST = 120 };

struct nvd_ask {
	struct api        *api;
	struct listed_ask  listed;
	struct str         id;                /* cveId, canonical; ""                             */
	struct cpe         cpe;               /* cpeName or virtualMatchString                    */
	bool               by_cpe, exact, vulnerable, disputed;
	struct str         source;            /* sourceIdentifier; ""                             */
	struct cut         from, until;       /* versionStart, versionEnd; CUT_NONE               */
};

static struct err *
invalid(const struct nvd_ask *ask, const char *name)
{
	return err_new(ask->api->arena, ERR_USAGE, "Invalid {name} parameter.", ARG("name", str_of(name)));
}

/* --------------------------------------------------------------------------------------------- which records */

static bool
attributes_meet(const struct cpe *match, const struct cpe *asked)
{
	for (int i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		enum cpe_relation relation;

		if (i == CPE_VERSION || i == CPE_UPDATE)
			continue;
		relation = cpe_value_relation(&match->attributes[i], &asked->attributes[i]);
		/* "Undefined" is a pattern that was asked for: then what it names counts. */
		if (relation == CPE_UNDEFINED)
			relation = cpe_value_relation(&asked->attributes[i], &match->attributes[i]);
		if (relation == CPE_DISJOINT)
			return false;
	}
	return true;
}

/* Lies the first cut before the second? What has no order does: it may. */
static bool
may_lie_before(const struct cut *lower, const struct cut *upper)
{
	enum order order;

	if (lower->side == CUT_NONE || upper->side == CUT_NONE)
		return true;
	order = version_compare(SCHEME_GENERIC, lower->version, upper->version);
	if (order != ORDER_EQUAL)
		return order != ORDER_GREATER;
	return lower->side == CUT_BEFORE && upper->side == CUT_AFTER;
}

static bool
span_meets(const struct nvd_ask *ask, const struct version_set *set)
{
	if (set->undecided)
		return true;
	for (size_t i = 0; i < set->intervals.count; i++)
		if (may_lie_before(&set->intervals.items[i].lower, &ask->until) && may_lie_before(&ask->from, &set->intervals.items[i].upper))
			return true;
	for (size_t i = 0; i < set->exact.count; i++) {
		struct cut before = { CUT_BEFORE, set->exact.items[i], { 0 } }, after = { CUT_AFTER, set->exact.items[i], { 0 } };

		if (may_lie_before(&before, &ask->until) && may_lie_before(&ask->from, &after))
			return true;
	}
	return false;
}

static bool
versions_meet(const struct nvd_ask *ask, const struct cpe *match, const struct config_match *row, struct arena *arena)
{
	const struct cpe_value *version = &ask->cpe.attributes[CPE_VERSION], *update = &ask->cpe.attributes[CPE_UPDATE];
	struct version_set set = range_of_cpe(match->attributes[CPE_VERSION].kind == CPE_NA ? STR("-") : match->attributes[CPE_VERSION].text,
	    match->attributes[CPE_UPDATE].text, &row->versions, arena), asked;

	if (ask->from.side != CUT_NONE || ask->until.side != CUT_NONE)
		return span_meets(ask, &set);
	if (version->kind != CPE_VALUE)
		return version->kind == CPE_ANY || version->kind == CPE_WILD || match->attributes[CPE_VERSION].kind != CPE_VALUE;
	asked = range_of_cpe(version->text, update->kind == CPE_VALUE ? update->text : STR(""), NULL, arena);
	return asked.exact.count == 0 || range_contains(&set, SCHEME_GENERIC, asked.exact.items[0], NULL) != RANGE_OUT;
}

static bool
meets(const struct nvd_ask *ask, const struct config_match *row, struct arena *arena)
{
	struct cpe match;

	if (ask->vulnerable && !row->vulnerable)
		return false;
	if (cpe_parse(row->cpe, arena, &match) != NULL)
		return false;
	return attributes_meet(&match, &ask->cpe) && versions_meet(ask, &match, row, arena);
}

static bool
keeps(void *data, const struct advisory *advisory, struct arena *arena)
{
	const struct nvd_ask *ask = data;

	if ((ask->source.len > 0 && !str_eq_nocase(ask->source, advisory->assigner)) || (ask->disputed && advisory->state != ADVISORY_DISPUTED))
		return false;
	for (size_t c = 0; ask->by_cpe && c < advisory->configs.count; c++)
		for (size_t n = 0; n < advisory->configs.items[c].nodes.count; n++)
			for (size_t m = 0; m < advisory->configs.items[c].nodes.items[n].matches.count; m++)
				if (meets(ask, &advisory->configs.items[c].nodes.items[n].matches.items[m], arena))
					return true;
	return !ask->by_cpe;
}

/* ----------------------------------------------------------------------------------------------- parameters */

static struct err *
take_id(struct nvd_ask *ask, const char *name, struct str value)
{
	struct vulnid id = vulnid_parse(value, ask->api->arena);

	ask->id = id.text;
	return id.kind == VULNID_CVE ? NULL : invalid(ask, name);
}

static struct str
product_part(const struct cpe_value *value)
{
	return value->kind == CPE_ANY ? STR("") : value->text;
}

static struct err *
take_cpe(struct nvd_ask *ask, const char *name, struct str value)
{
	struct arena *arena = ask->api->arena;
	bool exact = str_eq(str_of(name), STR("cpeName"));
	const struct cpe_value *attributes = ask->cpe.attributes;

	if (ask->by_cpe || !str_starts(value, STR("cpe:2.3:")))
		return invalid(ask, name);
	if (cpe_parse(value, arena, &ask->cpe) != NULL) {
		/* A match string may leave out what it does not ask for. */
		struct str padded = arena_printf(arena, "%.*s:*:*:*:*:*:*:*:*:*:*", STR_ARG(value)), colons = padded, part;
		size_t end = 0;

		for (int i = 0; i < 13 && str_split(&colons, ':', &part); i++)
			end = (size_t)(part.ptr - padded.ptr) + part.len;
		if (exact || cpe_parse(str_sub(padded, 0, end), arena, &ask->cpe) != NULL)
			return invalid(ask, name);
	}
	if (exact && (attributes[CPE_VENDOR].kind == CPE_ANY || attributes[CPE_PRODUCT].kind == CPE_ANY || attributes[CPE_VERSION].kind == CPE_ANY))
		return invalid(ask, name);
	ask->by_cpe = true;
	list_push(arena, &ask->listed.products, ((struct listed_product){ product_part(&attributes[CPE_VENDOR]), product_part(&attributes[CPE_PRODUCT]),
	    product_part(&attributes[CPE_PART]) }));
	return NULL;
}

static const struct { const char *name; enum severity severity; } severities[] = {
	{ "LOW", SEVERITY_LOW }, { "MEDIUM", SEVERITY_MEDIUM }, { "HIGH", SEVERITY_HIGH }, { "CRITICAL", SEVERITY_CRITICAL },
};

static struct err *
take_severity(struct nvd_ask *ask, const char *name, struct str value)
{
	char version = name[5];
	unsigned *bits = version == '2' ? &ask->listed.v2 : version == '3' ? &ask->listed.v3 : &ask->listed.v4;

	for (size_t i = 0; i < ARRAY_LEN(severities); i++)
		if (str_eq(value, str_of(severities[i].name)) && (version != '2' || severities[i].severity != SEVERITY_CRITICAL)) {
			*bits = 1U << severities[i].severity;
			return NULL;
		}
	return invalid(ask, name);
}

static struct err *
take_metrics(struct nvd_ask *ask, const char *name, struct str value)
{
	struct str rest = value, metric;
	char version = name[5];

	/* The version of the vector itself: of 3 there are two. */
	(void)(str_take(&rest, STR("CVSS:3.0/")) || str_take(&rest, STR("CVSS:3.1/")) || str_take(&rest, STR("CVSS:4.0/")));
	if (rest.len == 0 || rest.len > 200 || ask->listed.metrics.len > 0)
		return invalid(ask, name);
	ask->listed.metrics = rest;
	while (str_split(&rest, '/', &metric))
		if (metric.len < 3 || str_find_char(metric, ':') == SIZE_MAX)
			return invalid(ask, name);
	/* Only scores of that version: any band of it. */
	if (version == '2')
		ask->listed.v2 |= ask->listed.v2 == 0 ? 31 : 0;
	else if (version == '3')
		ask->listed.v3 |= ask->listed.v3 == 0 ? 31 : 0;
	else
		ask->listed.v4 |= ask->listed.v4 == 0 ? 31 : 0;
	return NULL;
}

static struct err *
take_cwe(struct nvd_ask *ask, const char *name, struct str value)
{
	struct str number = value;
	uint64_t ignored;

	ask->listed.cwe = value;
	return str_take(&number, STR("CWE-")) && str_to_u64(number, &ignored) ? NULL : invalid(ask, name);
}

static struct err *
take_instant(struct nvd_ask *ask, const char *name, struct str value)
{
	char *copy = arena_cstr(ask->api->arena, value);
	bool start = str_find(str_of(name), STR("Start")) != SIZE_MAX, changed = str_starts(str_of(name), STR("lastMod"));
	struct listed_span *span = changed ? &ask->listed.modified : &ask->listed.published;

	/* "+09:00" whose '+' was sent as it is. */
	for (size_t i = 10; i < value.len; i++)
		if (copy[i] == ' ')
			copy[i] = '+';
	if (value.len < 10 || !instant_parse(str_of(copy), ZONE_UTC, start ? &span->from : &span->until))
		return invalid(ask, name);
	if (!start)
		span->until++;      /* its last thousandth too */
	return NULL;
}

static struct err *
take_number(struct nvd_ask *ask, const char *name, struct str value)
{
	bool start = str_eq(str_of(name), STR("startIndex"));
	uint64_t number;

	if (!str_to_u64(value, &number) || number > INT32_MAX || (!start && (number == 0 || number > PAGE_MOST)))
		return invalid(ask, name);
	if (start)
		ask->listed.start = (int64_t)number;
	else
		ask->listed.most = (int64_t)number;
	return NULL;
}

static struct err *
take_words(struct nvd_ask *ask, const char *name, struct str value)
{
	ask->listed.words = str_trim_space(value);
	return ask->listed.words.len > 0 ? NULL : invalid(ask, name);
}

static struct err *
take_version(struct nvd_ask *ask, const char *name, struct str value)
{
	bool start = str_eq(str_of(name), STR("versionStart"));
	struct str type = api_param(ask->api, start ? "versionStartType" : "versionEndType");
	bool including = str_eq(type, STR("including"));

	if (value.len == 0 || (!including && !str_eq(type, STR("excluding"))) || api_param(ask->api, "virtualMatchString").ptr == NULL)
		return invalid(ask, name);
	if (start)
		ask->from = (struct cut){ including ? CUT_BEFORE : CUT_AFTER, value, { 0 } };
	else
		ask->until = (struct cut){ including ? CUT_AFTER : CUT_BEFORE, value, { 0 } };
	return NULL;
}

static struct err *
take_flag(struct nvd_ask *ask, const char *name, struct str value)
{
	struct str flag = str_of(name);

	if (value.len > 0 && !str_eq_nocase(value, STR("true")))
		return invalid(ask, name);
	if (str_eq(flag, STR("hasKev")))
		ask->listed.kev = true;
	else if (str_eq(flag, STR("noRejected")))
		ask->listed.live = true;
	else if (str_eq(flag, STR("isVulnerable")))
		ask->vulnerable = true;
	else if (str_eq(flag, STR("keywordExactMatch")))
		ask->listed.phrase = true;
	return NULL;
}

static struct err *
take_tag(struct nvd_ask *ask, const char *name, struct str value)
{
	(void)name;
	ask->disputed = str_eq(value, STR("disputed"));
	return ask->disputed ? NULL : err_new(ask->api->arena, ERR_USAGE, "cveTag is kept here as \"disputed\" only.");
}

static struct err *
take_source(struct nvd_ask *ask, const char *name, struct str value)
{
	ask->source = value;
	return value.len > 0 ? NULL : invalid(ask, name);
}

static struct err *
pass_over(struct nvd_ask *ask, const char *name, struct str value)
{
	(void)ask;
	(void)name;
	(void)value;
	return NULL;
}

static struct err *
not_kept(struct nvd_ask *ask, const char *name, struct str value)
{
	(void)value;
	return err_new(ask->api->arena, ERR_USAGE, "{name} cannot be answered here: it is not kept.", ARG("name", str_of(name)));
}

static const struct { const char *name; struct err *(*take)(struct nvd_ask *ask, const char *name, struct str value); } params[] = {
	{ "cveId", take_id }, { "cpeName", take_cpe }, { "virtualMatchString", take_cpe },
	{ "versionStart", take_version }, { "versionEnd", take_version }, { "versionStartType", pass_over }, { "versionEndType", pass_over },
	{ "keywordSearch", take_words }, { "keywordExactMatch", take_flag },
	{ "cvssV2Severity", take_severity }, { "cvssV3Severity", take_severity }, { "cvssV4Severity", take_severity },
	{ "cvssV2Metrics", take_metrics }, { "cvssV3Metrics", take_metrics }, { "cvssV4Metrics", take_metrics },
	{ "cweId", take_cwe }, { "hasKev", take_flag }, { "isVulnerable", take_flag }, { "noRejected", take_flag },
	{ "lastModStartDate", take_instant }, { "lastModEndDate", take_instant }, { "pubStartDate", take_instant }, { "pubEndDate", take_instant },
	{ "resultsPerPage", take_number }, { "startIndex", take_number }, { "sourceIdentifier", take_source }, { "cveTag", take_tag },
	{ "apiKey", pass_over }, { "hasCertAlerts", not_kept }, { "hasCertNotes", not_kept }, { "hasOval", not_kept }, { "kevStartDate", not_kept },
	{ "kevEndDate", not_kept },
};

static struct err *
take_pair(struct nvd_ask *ask, const struct http_pair *pair)
{
	for (size_t i = 0; i < ARRAY_LEN(params); i++)
		if (str_eq(pair->name, str_of(params[i].name)))
			return params[i].take(ask, params[i].name, pair->value);
	return err_new(ask->api->arena, ERR_USAGE, "Invalid parameter: {name}", ARG("name", str_sub(pair->name, 0, 60)));
}

/* Both ends, and not farther apart than NVD allows. */
static struct err *
check_span(const struct nvd_ask *ask, const struct listed_span *span, const char *name)
{
	if (span->from == INSTANT_NONE && span->until == INSTANT_NONE)
		return NULL;
	if (span->from == INSTANT_NONE || span->until == INSTANT_NONE)
		return err_new(ask->api->arena, ERR_USAGE, "Both {name}StartDate and {name}EndDate are required.", ARG("name", str_of(name)));
	if (span->until <= span->from || span->until - span->from > SPAN_DAYS_MOST * INSTANT_DAY + 1)
		return err_new(ask->api->arena, ERR_USAGE, "{name}StartDate and {name}EndDate span 120 days at most.", ARG("name", str_of(name)));
	return NULL;
}

/* Its text is one of a list of products, or begins or ends so: '*' there is any text. */
static bool
is_listed_as_it_is(const struct cpe_value *value)
{
	return (value->kind == CPE_VALUE || value->kind == CPE_WILD) && str_find_char(value->text, '\\') == SIZE_MAX && str_find_char(value->text, '?') == SIZE_MAX;
}

/* Nothing but a product, vendor or part: then the list of products says all, and no record needs to be read for it. */
static bool
names_products_only(const struct nvd_ask *ask)
{
	if (ask->vulnerable || ask->from.side != CUT_NONE || ask->until.side != CUT_NONE)
		return false;
	for (int i = 0; i < CPE_ATTRIBUTE_COUNT; i++) {
		const struct cpe_value *value = &ask->cpe.attributes[i];
		bool is_of_product = i == CPE_PART || i == CPE_VENDOR || i == CPE_PRODUCT;

		if (value->kind != CPE_ANY && (!is_of_product || !is_listed_as_it_is(value)))
			return false;
	}
	return true;
}

static struct err *
read_ask(struct nvd_ask *ask)
{
	const struct http_pairs *query = &ask->api->request->query;

	for (size_t i = 0; i < query->count; i++)
		TRY(take_pair(ask, &query->items[i]));
	TRY(check_span(ask, &ask->listed.modified, "lastMod"));
	TRY(check_span(ask, &ask->listed.published, "pub"));
	if (ask->vulnerable && !ask->by_cpe)
		return err_new(ask->api->arena, ERR_USAGE, "isVulnerable requires cpeName.");
	if (ask->listed.phrase && ask->listed.words.len == 0)
		return err_new(ask->api->arena, ERR_USAGE, "keywordExactMatch requires keywordSearch.");
	if ((ask->by_cpe && !names_products_only(ask)) || ask->source.len > 0 || ask->disputed) {
		ask->listed.keeps = keeps;
		ask->listed.data = ask;
	}
	return NULL;
}

/* --------------------------------------------------------------------------------------------------- answer */

static void
put_page(struct nvd_ask *ask, const struct listed_page *page)
{
	struct api *api = ask->api;
	struct json_writer w = { .out = &api->out };
	struct str timestamp = instant_format(api->now, ZONE_UTC, api->arena);
	struct arena *item ARENA_SCOPE = arena_new();

	json_begin_object(&w, NULL);
	json_put_int(&w, "resultsPerPage", (int64_t)page->records.count);
	json_put_int(&w, "startIndex", ask->listed.start);
	json_put_int(&w, "totalResults", page->total);
	json_put_str(&w, "format", STR("NVD_CVE"));
	json_put_str(&w, "version", STR("2.0"));
	json_put_str(&w, "timestamp", arena_printf(api->arena, "%.*s.000", (int)timestamp.len - 1, timestamp.ptr));
	json_begin_array(&w, "vulnerabilities");
	for (size_t i = 0; i < page->records.count; i++) {
		struct match_threat threat = { 0 };
		bool any;

		arena_reset(item);
		any = match_overlay_find(kb_overlay(api->kb), page->records.items[i].id, item, &threat) && threat.has_kev;
		nvd_write(&w, &page->records.items[i], any ? &threat.kev : NULL, item);
	}
	json_end(&w);
	json_end(&w);
}

static struct err *
one_of(struct nvd_ask *ask, struct listed_page *page)
{
	struct advisory advisory;
	bool found;

	TRY(kb_listed(ask->api->kb, SOURCE_NVD, ask->id, ask->api->arena, &advisory, &found));
	if (found && (!ask->listed.live || advisory.state != ADVISORY_WITHDRAWN)) {
		page->total = 1;
		if (ask->listed.start == 0)
			list_push(ask->api->arena, &page->records, advisory);
	}
	return NULL;
}

static bool
has_key(const struct api *api)
{
	return http_find(&api->request->headers, "apiKey").len > 0;
}

static struct err *
run(struct api *api, struct str rest)
{
	struct nvd_ask ask = { .api = api, .id = STR(""), .source = STR(""), .listed = { .source = SOURCE_NVD, .order = LISTED_PUBLISHED,
	    .modified = LISTED_ALWAYS, .published = LISTED_ALWAYS, .appeared = LISTED_ALWAYS, .most = PAGE_MOST } };
	struct listed_page page = { 0 };
	bool held;

	(void)rest;
	TRY(read_ask(&ask));
	TRY(api_holds(api, SOURCE_NVD, &held));
	if (!held)
		return err_new(api->arena, ERR_NOT_FOUND, "The knowledge base here has no records of NVD.");
	if (ask.id.len > 0)
		TRY(one_of(&ask, &page));
	else
		TRY(kb_list(api->kb, &ask.listed, api->arena, &page));
	put_page(&ask, &page);
	api_status(api, 200, "application/json");
	if (has_key(api))
		http_header(api->answer, api->arena, "apiKey", STR("Yes"));
	/* NVD's terms of use ask for it; it has no place in the document's schema. */
	http_header(api->answer, api->arena, "X-Notice", STR("This product uses data from the NVD API but is not endorsed or certified by the NVD."));
	return NULL;
}

static void
refuse(struct api *api, int status, const struct err *err)
{
	struct str sentence = err_sentence(err, LANG_EN, api->arena);

	if (has_key(api))
		http_header(api->answer, api->arena, "apiKey", STR("Yes"));
	/* A key that is none is a wrong parameter there; 403 is for who sent none. */
	if (status == 403 && has_key(api) && served_needs_token(api->home)) {
		status = 404;
		sentence = STR("Invalid apiKey.");
	}
	api_status(api, status >= 500 || status == 403 || status == 405 ? status : 404, "application/json");
	http_header(api->answer, api->arena, "message", str_is_ascii(sentence) ? sentence : STR("The request could not be answered."));
}

const struct api_route api_nvd = { "/rest/json/cves/2.0", 1U << HTTP_GET, 0, run, refuse };
