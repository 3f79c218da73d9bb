/*
 * page_findings.c - the list of what was found: by vulnerability, or one by one; narrowed, sorted, kept, saved as a file.
 */
#include "base/fold.h"
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/finding.h"
#include "service/found/weakness.h"

enum { ROWS = 50 };

/* --------------------------------------------------------------------------------------- what is asked */

static const char *const by_words[] = { "vulnerability", "finding" };
static const struct enum_names by_names = ENUM_NAMES(by_words);
static const char *const action_words[] = { "immediate", "out_of_cycle", "scheduled", "defer" };
static const struct enum_names action_choices = ENUM_NAMES(action_words);
static const char *const verdict_words_[] = { "affected", "unknown", "provider" };
static const struct enum_names verdict_choices = ENUM_NAMES(verdict_words_);
static const char *const severity_words[] = { "none", "low", "medium", "high", "critical" };
static const struct enum_names severity_choices = ENUM_NAMES(severity_words);
static const char *const threat_words[] = { "kev", "active", "poc" };
static const struct enum_names threat_choices = ENUM_NAMES(threat_words);
static const char *const age_words[] = { "week", "quarter" };
static const struct enum_names age_choices = ENUM_NAMES(age_words);
static const char *const decided_words[] = { "no", "yes" };
static const struct enum_names decided_choices = ENUM_NAMES(decided_words);
static const char *const sort_words[] = { "urgency", "score", "systems", "newest", "epss" };
static const struct enum_names sort_choices = ENUM_NAMES(sort_words);
static const char *const sort_titles[] = { M("most urgent first"), M("highest score first"), M("most systems first"), M("newest first"),
	M("likeliest to be exploited first (EPSS)") };
static const char *const format_words[] = { "csv", "xlsx" };
static const struct enum_names format_choices = ENUM_NAMES(format_words);

static const struct web_param list_params[] = {
	{ .name = "by", .kind = WEB_CHOICE, .choices = &by_names, .summary = M("One row a") },
	{ .name = "q", .kind = WEB_TEXT, .most = 200, .summary = M("Search") },
	{ .name = "action", .kind = WEB_CHOICE, .choices = &action_choices, .summary = M("Action") },
	{ .name = "verdict", .kind = WEB_CHOICE, .choices = &verdict_choices, .summary = M("Verdict") },
	{ .name = "severity", .kind = WEB_CHOICE, .choices = &severity_choices, .summary = M("Severity") },
	{ .name = "threat", .kind = WEB_CHOICE, .choices = &threat_choices, .summary = M("Threat") },
	{ .name = "age", .kind = WEB_CHOICE, .choices = &age_choices, .summary = M("Since when") },
	{ .name = "decided", .kind = WEB_CHOICE, .choices = &decided_choices, .summary = M("Decision") },
	{ .name = "unit", .kind = WEB_NUMBER, .summary = M("Unit") },
	{ .name = "system", .kind = WEB_TEXT, .most = 400, .summary = M("System") },
	{ .name = "sort", .kind = WEB_CHOICE, .choices = &sort_choices, .summary = M("Order") },
	{ .name = "after", .kind = WEB_TEXT, .most = 100, .summary = M("Goes on behind") },
	{ .name = "format", .kind = WEB_CHOICE, .choices = &format_choices, .summary = M("As a file") },
	{ .name = NULL },
};

struct saved_row { int64_t id; struct str name, href; bool shared, may; };
struct findings_view {
	bool                      by_finding;
	struct str                by_vulnerability_href, by_finding_href, next_href, csv_href, xlsx_href, query;
	bool                      narrowed, has_facets;
	LIST(struct facet)        facets;
	struct web_choices        units, sorts;
	struct weakness_list_view list;
	LIST(struct finding_view) findings;
	LIST(struct saved_row)    saved;
	bool                      may_share, never_assessed;
	struct web_edit_view      edit;             /* of a view that is kept           */
	LIST(struct source_view)  sources;          /* that are not as they should be: by finding only */
};
static const struct field saved_fields[] = {
	FIELD(struct saved_row, id, FIELD_INT),
	FIELD(struct saved_row, name, FIELD_STR),
	FIELD(struct saved_row, href, FIELD_STR),
	FIELD(struct saved_row, shared, FIELD_BOOL),
	FIELD(struct saved_row, may, FIELD_BOOL),
};
static const struct schema saved_schema = SCHEMA("saved_view", struct saved_row, saved_fields);
static const struct field view_fields[] = {
	FIELD(struct findings_view, by_finding, FIELD_BOOL),
	FIELD(struct findings_view, by_vulnerability_href, FIELD_STR),
	FIELD(struct findings_view, by_finding_href, FIELD_STR),
	FIELD(struct findings_view, next_href, FIELD_STR),
	FIELD(struct findings_view, csv_href, FIELD_STR),
	FIELD(struct findings_view, xlsx_href, FIELD_STR),
	FIELD(struct findings_view, query, FIELD_STR),
	FIELD(struct findings_view, narrowed, FIELD_BOOL),
	FIELD(struct findings_view, has_facets, FIELD_BOOL),
	FIELD_OF(struct findings_view, facets, FIELD_LIST, &facet_schema),
	FIELD_OF(struct findings_view, units, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct findings_view, sorts, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct findings_view, list, FIELD_STRUCT, &weakness_list_schema),
	FIELD_OF(struct findings_view, findings, FIELD_LIST, &finding_view_schema),
	FIELD_OF(struct findings_view, saved, FIELD_LIST, &saved_schema),
	FIELD(struct findings_view, may_share, FIELD_BOOL),
	FIELD_OF(struct findings_view, edit, FIELD_STRUCT, &web_edit_schema),
	FIELD(struct findings_view, never_assessed, FIELD_BOOL),
	FIELD_OF(struct findings_view, sources, FIELD_LIST, &source_view_schema),
};
static const struct schema view_schema = SCHEMA("findings", struct findings_view, view_fields);

/* -------------------------------------------------------------------------------------------- the filter */

static const int ledger_verdicts[] = { LEDGER_AFFECTED, LEDGER_UNDECIDED, LEDGER_PROVIDER };

static struct err *
system_of(struct web *web, int64_t *ret_system)
{
	struct str name = web_text(web, "system");

	*ret_system = 0;
	if (name.len == 0)
		return NULL;
	TRY(ledger_system_find(web->ledger, name, web->arena, ret_system));
	if (*ret_system == 0)
		return err_new(web->arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", name));
	return NULL;
}

static struct err *
filter_of(struct web *web, struct ledger_weakness_filter *ret_filter)
{
	int verdict = web_choice(web, "verdict", -1), age = web_choice(web, "age", -1), threat = web_choice(web, "threat", -1);
	struct ledger_weakness_filter filter = LEDGER_WEAKNESS_ALL;

	filter.now = web->now;
	filter.worst = web_choice(web, "action", -1);
	filter.verdict = verdict < 0 ? -1 : ledger_verdicts[verdict];
	filter.severity = web_choice(web, "severity", -1);
	filter.kev = threat == 0;
	filter.exploitation = threat == 1 ? EXPLOITATION_ACTIVE : threat == 2 ? EXPLOITATION_POC : -1;
	filter.newest = age == 0 ? web->now - 7 * INSTANT_DAY : 0;
	filter.oldest = age == 1 ? web->now - 90 * INSTANT_DAY : INT64_MAX;
	filter.words = fold_text(web_text(web, "q"), web->arena);
	filter.unit = web_number(web, "unit", 0);
	filter.decided = web_choice(web, "decided", -1);
	filter.sort = (enum weakness_sort)web_choice(web, "sort", WEAKNESS_BY_URGENCY);
	filter.after = web_text(web, "after");
	filter.most = ROWS;
	TRY(system_of(web, &filter.system));
	*ret_filter = filter;
	return NULL;
}

static void
add_facets(struct web *web, const struct ledger_weakness_counts *counts, struct facets *facets)
{
	static const char *const severities[] = { M("no score"), M("Low"), M("Medium"), M("High"), M("Critical") };

	facet_begin(web, facets, "action", M("Action"));
	for (size_t i = 0; i < ARRAY_LEN(action_words); i++)
		facet_add(web, facets, str_of(action_words[i]), report_action_names.words[i], counts->action[i]);
	facet_begin(web, facets, "verdict", M("Verdict"));
	facet_add(web, facets, STR("affected"), M("affected"), counts->affected);
	facet_add(web, facets, STR("unknown"), M("unknown"), counts->undecided);
	facet_add(web, facets, STR("provider"), M("handled by provider"), counts->provided);
	facet_begin(web, facets, "severity", M("Severity"));
	for (size_t i = ARRAY_LEN(severity_words); i-- > 0;)
		facet_add(web, facets, str_of(severity_words[i]), severities[i], counts->severity[i]);
	facet_begin(web, facets, "threat", M("Threat"));
	facet_add(web, facets, STR("kev"), M("in KEV"), counts->kev);
	facet_add(web, facets, STR("active"), M("exploited"), counts->exploited);
	facet_add(web, facets, STR("poc"), M("a proof of concept is public"), counts->poc);
	facet_begin(web, facets, "age", M("Since when"));
	facet_add(web, facets, STR("week"), M("new in 7 days"), counts->recent);
	facet_add(web, facets, STR("quarter"), M("open for 90 days"), counts->long_open);
	facet_begin(web, facets, "decided", M("Decision"));
	facet_add(web, facets, STR("no"), M("something left to decide"), -1);
	facet_add(web, facets, STR("yes"), M("covered by decisions"), -1);
}

static struct err *
add_choices(struct web *web, struct findings_view *view)
{
	struct str chosen = web_text(web, "sort"), unit = web_text(web, "unit");
	struct ledger_named_ids units;

	TRY(ledger_weakness_units(web->ledger, web->arena, &units));
	web_choice_add(web, &view->units, STR(""), web_word(web, M("all units")), unit);
	for (size_t i = 0; i < units.count; i++)
		web_choice_add(web, &view->units, arena_printf(web->arena, "%lld", (long long)units.items[i].id), units.items[i].name, unit);
	for (size_t i = 0; i < ARRAY_LEN(sort_words); i++)
		web_choice_add(web, &view->sorts, str_of(sort_words[i]), web_word(web, sort_titles[i]), chosen.len > 0 ? chosen : STR("urgency"));
	return NULL;
}

static struct err *
add_saved(struct web *web, struct findings_view *view)
{
	struct ledger_saved_views views;

	view->may_share = (web->actor.offices & (OFFICE_SECURITY | OFFICE_ADMINISTRATOR)) != 0;
	TRY(ledger_saved_views(web->ledger, STR("findings"), web->actor.account, web->arena, &views));
	for (size_t i = 0; i < views.count; i++)
		list_push(web->arena, &view->saved, ((struct saved_row){ views.items[i].id, views.items[i].name,
		    arena_printf(web->arena, "/findings?%.*s", STR_ARG(views.items[i].query)), views.items[i].account == 0,
		    views.items[i].account != 0 || view->may_share }));
	return NULL;
}

/* --------------------------------------------------------------------------------------------- the page */

static struct err *
by_vulnerability(struct web *web, const struct ledger_weakness_filter *filter, struct findings_view *view)
{
	struct ledger_weakness_counts counts;
	struct facets facets = { 0 };

	TRY(ledger_weakness_counts(web->ledger, filter, web->arena, &counts));
	TRY(weakness_list(web->ledger, filter, web->lang, web->arena, &view->list));
	view->list.total = counts.total;
	add_facets(web, &counts, &facets);
	view->facets.items = facets.list.items;
	view->facets.count = facets.list.count;
	view->has_facets = true;
	view->next_href = view->list.next;
	return NULL;
}

static bool
is_well(const struct source_view *source)
{
	return str_eq(source->state, STR("fresh"));
}

/* One by one there are no counts: a million are not counted for a page. */
static struct err *
by_finding(struct web *web, const struct ledger_weakness_filter *filter, struct findings_view *view)
{
	static const int32_t least[] = { -1, 1, 40, 70, 90 };
	struct finding_filter own = { .filter = LEDGER_FILTER_ALL, .base_least = -1, .epss_least = -1, .system = web_text(web, "system"),
		.text = web_text(web, "q") };
	struct report report;

	if (filter->worst >= 0)
		own.filter.action_worst = own.filter.action_least = filter->worst;
	own.filter.verdict = filter->verdict;
	own.filter.kev = filter->kev;
	own.filter.hide_decided = filter->decided == 0;
	own.filter.now = web->now;
	own.filter.most = ROWS;
	own.filter.after = filter->after;
	if (filter->severity > 0)
		own.base_least = least[filter->severity];
	TRY(finding_report(web->home, &own, web->now, web->lang, web->arena, &report));
	view->findings.items = report.findings.items;
	view->findings.count = report.findings.count;
	view->list.at = report.at;
	view->list.generation = report.generation;
	view->list.checked = report.checked;
	view->next_href = report.next;
	for (size_t i = 0; i < report.sources.count; i++)
		if (!is_well(&report.sources.items[i]))
			list_push(web->arena, &view->sources, report.sources.items[i]);
	return NULL;
}

static struct err *
send_file(struct web *web, const struct ledger_weakness_filter *filter)
{
	bool workbook = web_choice(web, "format", 0) == 1;
	struct str bytes;

	TRY(weakness_file(web->ledger, filter, workbook, web->lang, web->arena, &bytes));
	web_send(web, workbook ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8", bytes,
	    arena_printf(web->arena, "%.*s.%s", STR_ARG(web_word(web, M("Vulnerabilities"))), workbook ? "xlsx" : "csv"));
	return NULL;
}

static struct str
format_href(const struct web *web, const char *format)
{
	struct str here = link_with(web, "after", STR(""));

	return arena_printf(web->arena, "%.*s%cformat=%s", STR_ARG(here), str_find_char(here, '?') == SIZE_MAX ? '?' : '&', format);
}

static struct err *
get_findings(struct web *web, void *ret_view)
{
	struct findings_view *view = ret_view;
	struct ledger_weakness_filter filter;

	TRY(filter_of(web, &filter));
	if (web_given(web, "format"))
		return send_file(web, &filter);
	view->by_finding = web_choice(web, "by", 0) == 1;
	TRY(view->by_finding ? by_finding(web, &filter, view) : by_vulnerability(web, &filter, view));
	TRY(add_choices(web, view));
	TRY(add_saved(web, view));
	view->query = link_query(web);
	view->narrowed = view->query.len > 0 && !str_eq(view->query, STR("by=finding"));
	view->by_vulnerability_href = link_with(web, "by", STR(""));
	view->by_finding_href = link_with(web, "by", STR("finding"));
	view->csv_href = format_href(web, "csv");
	view->xlsx_href = format_href(web, "xlsx");
	view->edit = web_edit(web, &(struct stand){ 0 });
	view->never_assessed = view->list.generation.len == 0;
	view->next_href = link_next(web, view->next_href);
	return NULL;
}

/* ------------------------------------------------------------------------------------- views that are kept */

static const struct web_param save_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 100, .summary = M("Name of the view"), .obligatory = true },
	{ .name = "query", .kind = WEB_TEXT, .most = 2000, .summary = M("Conditions") },
	{ .name = "shared", .kind = WEB_TICK, .summary = M("For everybody") },
	{ .name = NULL },
};

static struct err *
saved_stands(struct web *web, struct stand *ret_stand)
{
	return weakness_view_stand(web->ledger, &web->actor, web_text(web, "name"), web_tick(web, "shared"), web->arena, ret_stand);
}

static struct err *
post_save(struct web *web)
{
	TRY(weakness_view_save(web->ledger, &web->actor, web_text(web, "name"), web_text(web, "query"), web_tick(web, "shared"), web->now, web->arena));
	web_go(web, "/findings?%.*s", STR_ARG(web_text(web, "query")));
	web_tell(web, M("The view \"{name}\" is kept."), ARG("name", web_text(web, "name")));
	return NULL;
}

static const struct web_param drop_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number"), .obligatory = true },
	{ .name = NULL },
};

static struct err *
post_drop(struct web *web)
{
	TRY(weakness_view_drop(web->ledger, &web->actor, web_number(web, "id", 0), web->now, web->arena));
	web_go(web, "/findings");
	web_tell(web, M("The view is gone."));
	return NULL;
}

const struct web_route routes_findings[] = {
	{ .method = HTTP_GET, .path = "/findings", .summary = M("Vulnerabilities"), .right = WEB_READER, .scope = SCOPE_READ, .params = list_params,
	    .view = &view_schema, .page = "findings", .section = "findings", .get = get_findings },
	{ .method = HTTP_POST, .path = "/findings/views", .summary = M("Keep this view"), .right = WEB_READER, .scope = SCOPE_WRITE, .params = save_params,
	    .post = post_save, .back = "/findings", .stands = saved_stands },
	{ .method = HTTP_POST, .path = "/findings/views/drop", .summary = M("Take a view away"), .right = WEB_READER, .scope = SCOPE_WRITE,
	    .params = drop_params, .post = post_drop, .back = "/findings" },
	{ .path = NULL },
};
