/*
 * api.c - which API a request is for, who may ask, and the knowledge base that it is answered from: opened once by each thread, and again when a newer one
 * is in force.
 */
#include "face/api/api.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "face/api/frame.h"
#include "service/served/served.h"

enum { TOKEN_MOST = 200 };

static const struct api_route *const routes[] = {
	&api_myjvn, &api_nvd, &api_osv_query, &api_osv_batch, &api_osv_get, &api_icat, &api_icat_page, &api_atom, &api_csaf, &api_security_txt,
};

static const struct api_route *
route_of(struct str path, struct str *ret_rest)
{
	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		struct str pattern = str_of(routes[i]->path), head, place;

		*ret_rest = STR("");
		if (str_eq(path, pattern))
			return routes[i];
		if (!str_cut_last(pattern, '/', &head, &place) || !str_starts(place, STR("{")))
			continue;
		*ret_rest = path;
		if (str_take(ret_rest, head) && str_take(ret_rest, STR("/")) && ret_rest->len > 0 &&
		    (str_ends(place, STR("…}")) || str_find_char(*ret_rest, '/') == SIZE_MAX))
			return routes[i];
	}
	return NULL;
}

/* The root of a host that CSAF's DNS path leads to is another page than that of other hosts. */
static struct str
path_of(const struct http_request *request)
{
	return str_eq(request->path, STR("/")) && str_starts(request->host, CSAF_DNS_PATH) ? STR("/.well-known/csaf/provider-metadata.json") : request->path;
}

bool
api_is_asked(const struct http_request *request)
{
	struct str rest;

	return route_of(path_of(request), &rest) != NULL;
}

bool
api_serves(const struct home *home, const struct http_request *request)
{
	return served_is_on(home) && api_is_asked(request);
}

bool
api_admit(enum http_method method, struct str path, struct http_admission *ret_admission)
{
	struct str rest;
	const struct api_route *route = route_of(path, &rest);

	(void)method;
	if (route != NULL)
		*ret_admission = (struct http_admission){ .lane = HTTP_LANE_SERVED, .body_most = route->body_most > 0 ? route->body_most : HTTP_FORM_BYTES };
	return route != NULL;
}

/* ------------------------------------------------------------------------------------------- a request's parts */

static struct str
param_in(const struct http_pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (str_eq(pairs->items[i].name, str_of(name)))
			return pairs->items[i].value.ptr == NULL ? STR("") : pairs->items[i].value;
	return (struct str){ 0 };
}

struct str
api_param(const struct api *api, const char *name)
{
	struct str value = param_in(&api->request->query, name);

	return value.ptr != NULL ? value : param_in(&api->request->form, name);
}

struct err *
api_body(struct api *api, struct str *ret_body)
{
	const struct http_file *file = NULL;
	char *bytes;
	size_t len = 0;

	for (size_t i = 0; i < api->request->files.count; i++)
		if (api->request->files.items[i].name.len == 0)
			file = &api->request->files.items[i];
	*ret_body = STR("");
	if (file == NULL)
		return NULL;
	bytes = arena_alloc(api->arena, (size_t)file->size);
	while (len < (size_t)file->size) {
		ssize_t got = pread(file->fd, bytes + len, (size_t)file->size - len, (off_t)len);

		if (got <= 0)
			return err_system(api->arena, M("What was sent could not be read."));
		len += (size_t)got;
	}
	*ret_body = (struct str){ bytes, len };
	return NULL;
}

void
api_status(struct api *api, int status, const char *type)
{
	api->answer->status = status;
	http_header(api->answer, api->arena, "Content-Type", str_of(type));
}

struct str
api_origin(const struct api *api)
{
	struct str base = api->home->address, host = api->request->host;

	(void)str_take_end(&base, STR("/"));
	(void)str_take(&host, CSAF_DNS_PATH);
	return base.len > 0 ? base : arena_printf(api->arena, "%s://%.*s", api->request->secure ? "https" : "http", STR_ARG(host));
}

/* -------------------------------------------------------------------------------------------------- the kb */

struct api_own {
	struct kb  *kb;
	struct stat current;        /* of the file that says which one is in force */
};

struct api_own *
api_open(struct arena *arena)
{
	return ARENA_NEW(arena, struct api_own);
}

void
api_close(struct api_own *own)
{
	if (own != NULL)
		kb_close(own->kb);
}

static struct err *
look_at_kb(struct api_own *own, const struct home *home, struct arena *arena)
{
	struct stat current = { 0 };
	struct kb *kb;

	(void)stat(arena_cstr(arena, path_join(arena, home->kb_path, STR("current"))), &current);
	if (own->kb != NULL && current.st_ino == own->current.st_ino && current.st_mtim.tv_sec == own->current.st_mtim.tv_sec &&
	    current.st_mtim.tv_nsec == own->current.st_mtim.tv_nsec)
		return NULL;
	TRY(kb_open(home->kb_path, arena, &kb));
	kb_close(own->kb);
	own->kb = kb;
	own->current = current;
	return NULL;
}

struct err *
api_holds(struct api *api, enum source source, bool *ret_held)
{
	struct kb_source *rows;
	size_t count;
	int64_t oldest = INSTANT_NONE;

	*ret_held = false;
	TRY(kb_sources(api->kb, api->now, api->arena, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		int64_t at = rows[i].built == INSTANT_NONE ? rows[i].fetched : rows[i].built;

		if (rows[i].source != source || rows[i].records == 0)
			continue;
		*ret_held = true;
		if (at != INSTANT_NONE && (oldest == INSTANT_NONE || at < oldest))
			oldest = at;
	}
	api->source_at = oldest;
	if (oldest != INSTANT_NONE)
		http_header(api->answer, api->arena, "X-Source-Date", instant_format(oldest, ZONE_UTC, api->arena));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ answering */

static struct str
token_of(const struct http_request *request)
{
	struct str bearer = http_find(&request->headers, "Authorization");
	struct str key = http_find(&request->headers, "apiKey");

	if (str_take_nocase(&bearer, STR("Bearer ")) || str_take_nocase(&bearer, STR("apiKey ")))
		return str_sub(str_trim_space(bearer), 0, TOKEN_MOST);
	return str_sub(key, 0, TOKEN_MOST);
}

bool
api_needs_ledger(const struct home *home, const struct http_request *request)
{
	return served_needs_token(home) || (str_starts(path_of(request), STR("/.well-known/")) && token_of(request).len > 0);
}

static struct err *
run(struct api *api, struct api_own *own, const struct api_route *route, struct ledger *ledger, struct str rest)
{
	TRY(served_may(api->home, ledger, api->request->address, token_of(api->request), api->now, api->arena));
	if (ledger != NULL)
		TRY(served_reads(ledger, token_of(api->request), api->now, api->arena, &api->reads));
	TRY(look_at_kb(own, api->home, api->arena));
	api->kb = own->kb;
	return route->run(api, rest);
}

static void
refuse(struct api *api, const struct api_route *route, const struct err *err)
{
	int status = err_http_status(err->code);

	/* What is wrong inside is for the log: whoever asks learns no paths of this machine. */
	if (status >= 500) {
		(void)fprintf(stderr, "tsukuroi: api: %.*s\n", STR_ARG(err_trace(err, api->arena)));
		err = err_new(api->arena, ERR_STORE, M("The knowledge base cannot be asked at present; the log of the server says why."));
	}
	buf_clear(&api->out);
	api->answer->headers.count = 0;
	route->refuse(api, status, err);
}

void
api_answer(struct api_own *own, const struct home *home, struct ledger *ledger, const struct http_request *request, struct arena *arena,
    struct http_answer *ret_answer)
{
	struct api api = { .request = request, .home = home, .arena = arena, .now = clock_now(), .answer = ret_answer };
	struct str rest;
	const struct api_route *route = route_of(path_of(request), &rest);
	enum http_method method = request->method == HTTP_HEAD ? HTTP_GET : request->method;

	ret_answer->route = str_of(route->path);
	if ((route->methods >> method & 1U) == 0)
		route->refuse(&api, 405, err_new(arena, ERR_USAGE, M("This address takes no such request.")));
	else {
		struct err *err = run(&api, own, route, ledger, rest);

		if (err != NULL)
			refuse(&api, route, err);
	}
	http_header(ret_answer, arena, "X-Content-Type-Options", STR("nosniff"));
	http_header(ret_answer, arena, "Cache-Control", STR("no-cache"));
	ret_answer->body = arena_copy(arena, buf_str(&api.out));
	buf_done(&api.out);
}
