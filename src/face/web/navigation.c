/*
 * navigation.c - the places of the navigation, and within each the lists that belong to it.
 *
 * A place is shown to who may open it, by its route's own word; a list that no file of pages has is not shown. The pages of the place one
 * is in stand below it, so that every list is two clicks away, without script.
 */
#include "face/web/frame.h"

#include <string.h>

enum { LISTS_MOST = 12 };
struct list_of { const char *title, *path; };
static const struct {
	const char    *name, *title, *path;
	struct list_of lists[LISTS_MOST];       /* ends with path NULL */
} areas[] = {
	{ "today", M("Today"), "/", { { NULL, NULL } } },
	{ "findings", M("Vulnerabilities"), "/findings", {
		{ M("By remedy"), "/remedies" }, { M("Questions"), "/questions" }, { M("Inquiries"), "/asks" }, { M("Decisions"), "/decisions" },
		{ M("What changed"), "/changes" }, { M("Watches"), "/watches" }, { M("VEX"), "/vex" }, { NULL, NULL } } },
	{ "systems", M("Register of systems"), "/systems", {
		{ M("Take in"), "/imports" }, { M("Names"), "/names" }, { M("Rows that left"), "/retirements" }, { M("Differing versions"), "/differences" },
		{ M("Nobody in charge"), "/orphans" }, { M("End of support"), "/life" },
		{ M("Contractors"), "/contractors" }, { M("Statements"), "/statements" }, { M("Inspections"), "/inspections" }, { M("Media"), "/media" },
		{ M("Segments"), "/segments" }, { NULL, NULL } } },
	{ "cases", M("Cases"), "/cases", {
		{ M("My tasks"), "/tasks" }, { M("Approval rounds"), "/approvals" }, { M("Deadlines"), "/deadlines" }, { M("Calendar"), "/calendar" },
		{ M("Client PCs"), "/patching" }, { M("Posture"), "/posture" }, { M("Roster"), "/roster" }, { M("Whom to tell"), "/duties" },
		{ M("Handing over"), "/handover" }, { M("Examples"), "/cases/examples" }, { NULL, NULL } } },
	{ "status", M("Situation"), "/status", { { M("Sources"), "/knowledge" }, { M("Notices"), "/knowledge/notices" }, { NULL, NULL } } },
	{ "reports", M("Reports"), "/reports", { { M("Indicators"), "/reports/kpi" }, { M("By mail"), "/reports/subscriptions" }, { NULL, NULL } } },
	{ "settings", M("Settings"), "/settings", { { NULL, NULL } } },
	{ "audit", M("Audit"), "/audit", { { NULL, NULL } } },
};

static const struct web_route *
open_to(const struct web *web, const char *path)
{
	struct web_places places;
	bool other;
	const struct web_route *route = route_find(HTTP_GET, str_of(path), &places, &other);

	return route != NULL && route_lets_in(route, web->actor.offices) ? route : NULL;
}

/* Whether the person is on that page, or within what it lists: "/names/3" is within "/names". */
static bool
is_here(const struct web *web, const char *path)
{
	struct str at = web->request->path, rest = at;

	return str_eq(at, str_of(path)) || (str_take(&rest, str_of(path)) && str_starts(rest, STR("/")));
}

/* "/knowledge/notices" stands within "/knowledge" too: of a list and one within it the inner one is where the person is. */
static bool
is_nearest(const struct web *web, const struct list_of *lists, const char *path)
{
	for (; lists->path != NULL; lists++)
		if (strlen(lists->path) > strlen(path) && is_here(web, lists->path))
			return false;
	return is_here(web, path);
}

static void
put_lists(const struct web *web, const struct list_of *lists, struct web_section_view *section)
{
	for (const struct list_of *all = lists; lists->path != NULL; lists++) {
		bool here = is_nearest(web, all, lists->path);

		if (open_to(web, lists->path) == NULL)
			continue;
		list_push(web->arena, &section->lists, ((struct web_place_view){ web_word(web, lists->title), str_of(lists->path), here }));
		section->within |= here;
	}
}

void
put_sections(const struct web *web, struct web_frame *frame)
{
	struct str here = str_of(web->route == NULL || web->route->section == NULL ? "" : web->route->section);

	for (size_t i = 0; i < ARRAY_LEN(areas); i++) {
		struct web_section_view section = { .name = str_of(areas[i].name), .path = str_of(areas[i].path), .current = str_eq(here, str_of(areas[i].name)) };

		if (open_to(web, areas[i].path) == NULL)
			continue;
		section.title = web_word(web, areas[i].title);
		if (section.current)
			put_lists(web, areas[i].lists, &section);
		list_push(web->arena, &frame->sections, section);
	}
}
