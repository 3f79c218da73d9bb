/*
 * page_served.c - the APIs of others that are served here (face/api): whether, to whom, at which addresses, and how it is changed.
 */
#include "face/web/pages.h"
#include "service/served/served.h"

struct served_api { struct str name, address, what; };
static const struct field api_fields[] = {
	FIELD(struct served_api, name, FIELD_STR), FIELD(struct served_api, address, FIELD_STR), FIELD(struct served_api, what, FIELD_STR),
};
static const struct schema api_schema = SCHEMA("served_api", struct served_api, api_fields);
struct served_view {
	bool            is_on, needs_token, by_default;     /* by_default: nobody named networks */
	struct str_list networks;
	LIST(struct served_api) apis;
};
static const struct field served_fields[] = {
	FIELD(struct served_view, is_on, FIELD_BOOL), FIELD(struct served_view, needs_token, FIELD_BOOL), FIELD(struct served_view, by_default, FIELD_BOOL),
	FIELD(struct served_view, networks, FIELD_STRS), FIELD_OF(struct served_view, apis, FIELD_LIST, &api_schema),
};
static const struct schema served_schema = SCHEMA("served", struct served_view, served_fields);

static const struct { const char *name, *path, *what; } apis[] = {
	{ "MyJVN (feed=hnd)", "/myjvn", M("Records of JVN iPedia, lists of vendors and products, alerts") },
	{ "NVD CVE API 2.0", "/rest/json/cves/2.0", M("Records of NVD") },
	{ "OSV", "/v1/query", M("Packages of programming languages and distributions in a version") },
	{ "icat for JSON", "/IPARssReader.php?tool=icatw", M("The newest alerts, as icat's script asks for them") },
	{ "HTML", "/knowledge/icat.html", M("The same as a page, for a frame in a portal") },
	{ "Atom", "/knowledge/feed.atom", M("The newest vulnerabilities, for readers of feeds") },
	{ "CSAF", "/.well-known/csaf/provider-metadata.json", M("Advisories of this organisation that were put out for it") },
};

struct str
served_base(const struct web *web)
{
	struct str base = web->home->address;

	(void)str_take_end(&base, STR("/"));
	return base.len > 0 ? base : arena_printf(web->arena, "%s://%.*s", web->request->secure ? "https" : "http", STR_ARG(web->request->host));
}

static struct err *
get_served(struct web *web, void *ret_view)
{
	struct served_view *view = ret_view;
	struct str networks = web->home->served_networks, base = served_base(web);
	size_t from = 0;

	view->is_on = served_is_on(web->home);
	view->needs_token = served_needs_token(web->home);
	view->by_default = networks.len == 0;
	if (networks.len == 0)
		networks = STR(SERVED_NETWORKS);
	for (size_t i = 0; i <= networks.len; i++)
		if (i == networks.len || networks.ptr[i] == ',' || char_is_space(networks.ptr[i])) {
			if (i > from)
				list_push(web->arena, &view->networks, str_sub(networks, from, i - from));
			from = i + 1;
		}
	for (size_t i = 0; i < ARRAY_LEN(apis); i++)
		list_push(web->arena, &view->apis, ((struct served_api){ str_of(apis[i].name), arena_printf(web->arena, "%.*s%s", STR_ARG(base), apis[i].path),
		    web_word(web, apis[i].what) }));
	return NULL;
}

const struct web_route routes_served[] = {
	{ .method = HTTP_GET, .path = "/settings/served", .summary = M("Served APIs"), .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY,
	    .scope = SCOPE_READ, .view = &served_schema, .page = "settings-served", .section = "settings", .get = get_served },
	{ .path = NULL },
};
