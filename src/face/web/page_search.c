/*
 * page_search.c - all that is known, searched: also what touches nothing of ours.
 */
#include "base/clock.h"
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/ours.h"
#include "service/search.h"

enum { HITS_A_PAGE = 20 };

static const char *const least_names[] = { "critical", "high", "medium", "low" };
static const char *const least_texts[] = { M("Critical only"), M("High and above"), M("Medium and above"), M("Low and above") };

struct search_page {
	struct search_result result;
	struct web_choices   severities, sources;
	LIST(struct facet)   facets;
	bool                 asked;        /* something was looked for                  */
	bool                 more_asked;   /* and also by what is asked for more seldom */
	bool                 has_facets, has_unscored;
	bool                 has_found, has_more, is_first;
	struct str           more_href, watch_href;
};
static const struct field page_fields[] = {
	FIELD_OF(struct search_page, result, FIELD_STRUCT, &search_schema),
	FIELD_OF(struct search_page, severities, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct search_page, sources, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct search_page, facets, FIELD_LIST, &facet_schema),
	FIELD(struct search_page, has_facets, FIELD_BOOL), FIELD(struct search_page, has_unscored, FIELD_BOOL), FIELD(struct search_page, more_asked, FIELD_BOOL),
	FIELD(struct search_page, asked, FIELD_BOOL), FIELD(struct search_page, has_found, FIELD_BOOL), FIELD(struct search_page, has_more, FIELD_BOOL),
	FIELD(struct search_page, is_first, FIELD_BOOL), FIELD(struct search_page, more_href, FIELD_STR), FIELD(struct search_page, watch_href, FIELD_STR),
};
static const struct schema page_schema = SCHEMA("search_page", struct search_page, page_fields);

void
search_choices(struct web *web, struct str severity, struct str chosen, struct web_choices *severities, struct web_choices *sources)
{
	web_choice_add(web, severities, STR(""), web_word(web, M("Any")), severity);
	for (size_t i = 0; i < ARRAY_LEN(least_names); i++)
		web_choice_add(web, severities, str_of(least_names[i]), web_word(web, least_texts[i]), severity);
	web_choice_add(web, sources, STR(""), web_word(web, M("Any")), chosen);
	for (int source = 0; source < SOURCE_COUNT; source++)
		if (source != SOURCE_KEV && source != SOURCE_EPSS && source != SOURCE_BUILDS && source != SOURCE_EOL && source != SOURCE_NAMES && source != SOURCE_ALERTS)
			web_choice_add(web, sources, str_of(enum_name(&source_names, source)), str_of(enum_name(&source_names, source)), chosen);
}

/* The same as a watch, which is begun with what was looked for here. */
static struct str
watch_href(const struct web *web)
{
	static const char *const same[][2] = { { "q", "words" }, { "product", "products" }, { "severity", "severity" }, { "source", "source" }, { "cwe", "cwe" } };
	struct str href = STR("/watches/new?name=");

	href = arena_printf(web->arena, "%.*s%.*s", STR_ARG(href), STR_ARG(web_encoded(web, web_text(web, web_text(web, "q").len > 0 ? "q" : "product"))));
	for (size_t i = 0; i < ARRAY_LEN(same); i++)
		if (web_text(web, same[i][0]).len > 0)
			href = arena_printf(web->arena, "%.*s&%s=%.*s", STR_ARG(href), same[i][1], STR_ARG(web_encoded(web, web_text(web, same[i][0]))));
	return arena_printf(web->arena, "%.*s%s%s", STR_ARG(href), web_tick(web, "kev") ? "&kev=yes" : "", web_tick(web, "ours") ? "&ours=yes" : "");
}

/* A way to fewer hits, when it leads to fewer, or back from it. The counts of a very long list are those of its beginning: they are not said. */
static void
narrower(struct web *web, const struct search_result *result, struct facets *facets, struct str value, const char *title, int64_t count)
{
	bool chosen = str_eq(web_text(web, arena_cstr(web->arena, facets->list.items[facets->list.count - 1].name)), value);

	if (chosen || (count > 0 && count < result->found))
		facet_add(web, facets, value, title, result->at_least ? -1 : count);
}

/* By how bad at least, whether known to be exploited, and who tells of it: counted over what was found. */
static void
add_facets(struct web *web, struct search_page *page)
{
	const struct search_result *result = &page->result;
	const int64_t severities[] = { result->critical, result->high, result->medium, result->low };
	struct facets facets = { 0 };
	int64_t least = 0;

	facet_begin(web, &facets, "severity", M("Severity"));
	for (size_t i = 0; i < ARRAY_LEN(severities); i++)
		if (severities[i] > 0 || str_eq(web_text(web, "severity"), str_of(least_names[i])))
			narrower(web, result, &facets, str_of(least_names[i]), least_texts[i], least += severities[i]);
	facet_begin(web, &facets, "kev", M("Threat"));
	narrower(web, result, &facets, STR("yes"), M("in KEV"), result->kev);
	facet_begin(web, &facets, "ours", M("Only what touches what is registered here"));
	facet_add(web, &facets, STR("yes"), M("Only what touches what is registered here"), -1);
	facet_begin(web, &facets, "source", M("Source"));
	for (size_t i = 0; i < result->sources.count; i++)
		narrower(web, result, &facets, result->sources.items[i].name, arena_cstr(web->arena, result->sources.items[i].name), result->sources.items[i].count);
	page->facets.items = facets.list.items;
	page->facets.count = facets.list.count;
	page->has_facets = page->is_first;
	page->has_unscored = result->unscored > 0;
}

static struct err *
run(struct web *web, struct search_wish wish, struct search_result *ret_result)
{
	struct arena *item ARENA_SCOPE = arena_new();
	struct ours ours;

	if (web_tick(web, "ours")) {
		TRY(ours_load(web->ledger, item, web->arena, &ours));
		wish.ours = &ours;
	}
	return search_run(web->home->path, &wish, web->lang, web->arena, ret_result);
}

static struct err *
get_search(struct web *web, void *ret_view)
{
	struct search_page *page = ret_view;
	struct search_wish wish = { .text = web_text(web, "q"), .product = web_text(web, "product"), .severity = web_text(web, "severity"),
		.source = web_text(web, "source"), .cwe = web_text(web, "cwe"), .since = web_day(web, "since"), .until = web_day(web, "until"),
		.kev = web_tick(web, "kev"), .withdrawn = web_tick(web, "withdrawn"), .after = web_text(web, "after"), .most = HITS_A_PAGE };

	search_choices(web, wish.severity, wish.source, &page->severities, &page->sources);
	page->watch_href = watch_href(web);
	page->asked = str_trim_space(wish.text).len + wish.product.len + wish.severity.len + wish.source.len + wish.cwe.len > 0 || wish.kev ||
	    wish.since != DAY_NONE || wish.until != DAY_NONE || web_tick(web, "ours");
	page->more_asked = wish.cwe.len > 0 || wish.since != DAY_NONE || wish.until != DAY_NONE || wish.withdrawn;
	if (!page->asked)
		return NULL;
	TRY(run(web, wish, &page->result));
	page->is_first = wish.after.len == 0;
	page->has_found = page->result.hits.count > 0;
	page->has_more = page->result.next.len > 0;
	page->more_href = link_next(web, page->result.next);
	add_facets(web, page);
	return NULL;
}

static const struct web_param params[] = {
	{ .name = "q", .kind = WEB_TEXT, .most = 200, .summary = M("Words") },
	{ .name = "product", .kind = WEB_TEXT, .most = 200, .summary = M("Product or vendor") },
	{ .name = "severity", .kind = WEB_TEXT, .most = 10, .summary = M("Severity") },
	{ .name = "source", .kind = WEB_TEXT, .most = 20, .summary = M("Source") },
	{ .name = "cwe", .kind = WEB_TEXT, .most = 20, .summary = M("Kind of weakness (CWE)") },
	{ .name = "since", .kind = WEB_DAY, .summary = M("Published from") },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Published until") },
	{ .name = "kev", .kind = WEB_TICK, .summary = M("Known to be exploited (KEV)") },
	{ .name = "ours", .kind = WEB_TICK, .summary = M("Only what touches what is registered here") },
	{ .name = "withdrawn", .kind = WEB_TICK, .summary = M("Withdrawn ones too") },
	{ .name = "after", .kind = WEB_TEXT, .most = 40, .summary = M("Page that follows") },
	{ .name = NULL },
};

const struct web_route routes_search[] = {
	{ .method = HTTP_GET, .path = "/knowledge/search", .summary = M("Search all that is known"), .right = WEB_READER, .scope = SCOPE_READ, .params = params,
	    .view = &page_schema, .page = "search", .section = "status", .get = get_search },
	{ .path = NULL },
};
