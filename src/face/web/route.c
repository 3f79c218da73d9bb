/*
 * route.c - which row of the tables an address is.
 */
#include "face/web/frame.h"

/* "/cases/{number}/move" laid on a path, piece by piece; what stands in a place is never empty and has no slash. */
static bool
lies_on(const char *pattern, struct str path, struct web_places *places)
{
	struct str rest = str_of(pattern), want, have;

	places->count = 0;
	while (str_split(&rest, '/', &want)) {
		if (!str_split(&path, '/', &have))
			return false;
		if (str_take(&want, STR("{")) && str_take_end(&want, STR("}"))) {
			if (have.len == 0 || places->count == WEB_PLACES_MOST)
				return false;
			places->items[places->count++] = (struct web_place){ want, have };
		} else if (!str_eq(want, have)) {
			return false;
		}
	}
	return path.ptr == NULL;
}

const struct web_route *
route_find(enum http_method method, struct str path, struct web_places *ret_places, bool *ret_other)
{
	struct web_places places;

	*ret_other = false;
	if (method == HTTP_HEAD)
		method = HTTP_GET;
	for (size_t t = 0; web_tables[t] != NULL; t++) {
		for (const struct web_route *route = web_tables[t]; route->path != NULL; route++) {
			if (!lies_on(route->path, path, &places))
				continue;
			if (route->method == method) {
				*ret_places = places;
				return route;
			}
			*ret_other = true;
		}
	}
	return NULL;
}

bool
route_lets_in(const struct web_route *route, unsigned offices)
{
	switch (route->right) {
	case WEB_PUBLIC:
	case WEB_PERSON:
		return true;
	case WEB_READER:
		return offices != 0;
	case WEB_OFFICE:
		return (offices & route->offices) != 0;
	case WEB_UNDECLARED:
		return false;
	}
	return false;
}

void
routes_each(void (*each)(void *context, const struct web_route *route), void *context)
{
	for (size_t t = 0; web_tables[t] != NULL; t++)
		for (const struct web_route *route = web_tables[t]; route->path != NULL; route++)
			each(context, route);
}

/* ------------------------------------------------------------------------------------------------ rules */

struct checking { struct arena *arena; struct err *err; };

static const char *
fault_of(const struct web_route *route)
{
	struct web_places places;
	bool other;

	if (route->right == WEB_UNDECLARED || (route->right == WEB_OFFICE) != (route->offices != 0))
		return M("it does not say who may");
	if (route->right != WEB_PUBLIC && route->scope == 0)
		return M("it does not say which scope a token needs");
	if ((route->method == HTTP_GET) != (route->get != NULL) || (route->method == HTTP_POST) != (route->post != NULL))
		return M("its method and its function do not belong together");
	if (route->page != NULL && (route->view == NULL || route->summary == NULL))
		return M("its page has no view or no title");
	if (route->method == HTTP_POST && route->scope == SCOPE_READ)
		return M("it changes something with a token that may only read");
	return route_find(route->method, str_of(route->path), &places, &other) == route ? NULL : M("another route has its address");
}

static void
check(void *context, const struct web_route *route)
{
	struct checking *checking = context;
	const char *fault = fault_of(route);

	if (fault != NULL && checking->err == NULL)
		checking->err = err_new(checking->arena, ERR_UNSUPPORTED, M("The route {method} {path} is not served: {fault}."),
		    ARG("method", str_of(http_method_names[route->method])), ARG("path", str_of(route->path)), ARG("fault", str_of(fault)));
}

struct err *
routes_check(struct arena *arena)
{
	struct checking checking = { arena, NULL };

	routes_each(check, &checking);
	return checking.err;
}
