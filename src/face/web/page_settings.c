/*
 * page_settings.c - what can be set here, as tiles: a place shows when its page is there and the person may open it.
 */
#include "face/web/frame.h"
#include "face/web/pages.h"

struct settings_tile { struct str path, title, text, icon; };
static const struct field tile_fields[] = {
	FIELD(struct settings_tile, path, FIELD_STR),
	FIELD(struct settings_tile, title, FIELD_STR),
	FIELD(struct settings_tile, text, FIELD_STR),
	FIELD(struct settings_tile, icon, FIELD_STR),
};
static const struct schema tile_schema = SCHEMA("settings_tile", struct settings_tile, tile_fields);
struct settings_group { struct str title; LIST(struct settings_tile) tiles; };
static const struct field group_fields[] = {
	FIELD(struct settings_group, title, FIELD_STR),
	FIELD_OF(struct settings_group, tiles, FIELD_LIST, &tile_schema),
};
static const struct schema group_schema = SCHEMA("settings_group", struct settings_group, group_fields);
struct settings_view { LIST(struct settings_group) groups; };
static const struct field settings_fields[] = { FIELD_OF(struct settings_view, groups, FIELD_LIST, &group_schema) };
static const struct schema settings_schema = SCHEMA("settings", struct settings_view, settings_fields);

/* group: of a tile that begins one; NULL: it belongs to the one above. */
static const struct { const char *group, *path, *title, *text, *icon; } tiles[] = {
	{ M("People and units"), "/settings/people", M("Accounts"), M("Who works here, with which offices; first passwords; who leaves"), "person" },
	{ NULL, "/settings/units", M("Units"), M("Departments, what stands above them, who leads them"), "person" },
	{ NULL, "/settings/proposals", M("Two-person steps"), M("What one proposed and another must confirm"), "tasks" },
	{ NULL, "/settings/organisations", M("Organisations"), M("Others that use this home, each for itself"), "settings" },
	{ NULL, "/setup", M("First steps"), M("What comes first, in its order"), "today" },
	{ M("How it is judged"), "/settings/criteria", M("Criteria"), M("Damage, likelihood and what follows, as dated versions"), "decisions" },
	{ NULL, "/settings/ssvc", M("SSVC tables"), M("CERT/CC's and CISA's decision tables"), "decisions" },
	{ NULL, "/settings/segments", M("Network segments"), M("From where each can be reached"), "systems" },
	{ NULL, "/settings/postures", M("Postures"), M("Who leads when much comes at once"), "status" },
	{ M("How work goes"), "/settings/playbooks", M("Procedures"), M("Playbooks: steps, parts and deadlines"), "cases" },
	{ NULL, "/settings/calendar", M("Closed days and maintenance"), M("Days off, maintenance windows"), "calendar" },
	{ NULL, "/settings/oncall", M("On call and turns"), M("Who is called when, who checks which source"), "calendar" },
	{ NULL, "/settings/templates", M("Templates of papers"), M("What letters and papers say"), "reports" },
	{ NULL, "/reports/subscriptions", M("Reports that are sent"), M("What goes to whom, and when"), "reports" },
	{ NULL, "/settings/tickets", M("Trackers of tickets"), M("Redmine, Backlog, Jira: new tickets, and how they stand"), "tasks" },
	{ NULL, "/settings/webhooks", M("Other programs that are told"), M("Chats and other programs: what is new, as it comes"), "reports" },
	{ NULL, "/settings/served", M("Served APIs"), M("Programs that ask here as they would ask MyJVN, NVD or OSV"), "out" },
	{ NULL, "/settings/contractors", M("Contractors"), M("Who is asked, and how reached"), "questions" },
	{ M("What comes in"), "/knowledge", M("Sources of knowledge"), M("What they say, and how old it is"), "knowledge" },
	{ NULL, "/imports", M("Imports"), M("Lists and inventories that were taken in"), "imports" },
	{ NULL, "/settings/mappings", M("Mappings of columns"), M("Which column of whose list is what"), "imports" },
};

/* Its page is there, and open to him. */
static bool
is_open(const struct web *web, const char *path)
{
	struct web_places places;
	bool other;
	const struct web_route *route = route_find(HTTP_GET, str_of(path), &places, &other);

	return route != NULL && (route->right != WEB_OFFICE || (web->actor.offices & route->offices) != 0);
}

static struct err *
get_settings(struct web *web, void *ret_view)
{
	struct settings_view *view = ret_view;
	struct settings_group group = { 0 };

	*view = (struct settings_view){ 0 };
	for (size_t i = 0; i < ARRAY_LEN(tiles); i++) {
		if (tiles[i].group != NULL && group.tiles.count > 0)
			list_push(web->arena, &view->groups, group);
		if (tiles[i].group != NULL)
			group = (struct settings_group){ .title = web_word(web, tiles[i].group) };
		if (is_open(web, tiles[i].path))
			list_push(web->arena, &group.tiles, ((struct settings_tile){ str_of(tiles[i].path), web_word(web, tiles[i].title),
			    web_word(web, tiles[i].text), str_of(tiles[i].icon) }));
	}
	if (group.tiles.count > 0)
		list_push(web->arena, &view->groups, group);
	return NULL;
}

const struct web_route routes_settings[] = {
	{ .method = HTTP_GET, .path = "/settings", .summary = M("Settings"), .right = WEB_PERSON, .scope = SCOPE_READ, .section = "settings",
	    .view = &settings_schema, .page = "settings", .get = get_settings },
	{ .path = NULL },
};
