/*
 * page_people_list.c - accounts out of a list of people: looked at, then taken in.
 *
 * Between the two nothing is kept here: the page that shows what would come carries the rows, and they are judged anew when they come back.
 */
#include <sys/mman.h>
#include <unistd.h>
#include "base/file.h"
#include "face/web/pages.h"
#include "service/people/account_csv.h"
#include "service/people/link.h"
#include "service/session/oidc.h"

enum { LIST_BYTES = 8 << 20, ROWS_BYTES = 1800000 };

struct list_page { struct account_csv_view list; struct str rows, address, file; int64_t until; bool looked, links; };
static const struct field page_fields[] = {
	FIELD_OF(struct list_page, list, FIELD_STRUCT, &account_csv_view_schema),
	FIELD(struct list_page, rows, FIELD_STR),
	FIELD(struct list_page, address, FIELD_STR),
	FIELD(struct list_page, file, FIELD_STR),
	FIELD(struct list_page, until, FIELD_INSTANT),
	FIELD(struct list_page, looked, FIELD_BOOL),
	FIELD(struct list_page, links, FIELD_BOOL),
};
static const struct schema page_schema = SCHEMA("people_list", struct list_page, page_fields);
static const char *const shapes[] = { "page", "csv" };
static const struct enum_names shape_names = ENUM_NAMES(shapes);
static const struct web_param list_params[] = {
	{ .name = "file", .kind = WEB_FILE, .summary = M("List of people (CSV, XLSX)") },
	{ .name = "rows", .kind = WEB_LONG_TEXT, .most = ROWS_BYTES, .summary = M("Rows of the list, as CSV") },
	{ .name = "name", .kind = WEB_TEXT, .most = 200, .summary = M("Name of the file") },
	{ .name = "links", .kind = WEB_TICK, .summary = M("Make a link for each new account") },
	{ .name = "write", .kind = WEB_TICK, .summary = M("Take it in, instead of only looking") },
	{ .name = "as", .kind = WEB_CHOICE, .choices = &shape_names, .summary = M("How the answer comes") },
	{ .name = NULL },
};

static struct err *
get_list(struct web *web, void *ret_view)
{
	(void)web;
	*(struct list_page *)ret_view = (struct list_page){ 0 };
	return NULL;
}

static struct err *
open_text(struct str text, struct arena *arena, int *ret_fd)
{
	*ret_fd = memfd_create("people.csv", MFD_CLOEXEC);
	if (*ret_fd < 0 || write(*ret_fd, text.ptr, text.len) != (ssize_t)text.len)
		return err_system(arena, M("The rows could not be put aside."));
	return NULL;
}

/* The column of subjects is the provider's that is set; where none is, or the settings are wrong, the page for signing in says so. */
static struct str
issuer_of(const struct web *web)
{
	struct oidc_place place;

	return oidc_place_of(web->home, web->arena, &place) == NULL ? place.issuer : STR("");
}

static struct err *
answer_list(struct web *web, struct list_page *page, const struct account_csv_order *order)
{
	page->looked = true;
	page->links = order->links;
	page->file = order->name;
	page->address = address_of(web, "/welcome/", STR(""));
	page->until = web->now + LINK_WELCOME_HOURS * INSTANT_HOUR;
	TRY(account_csv(web->ledger, &web->actor, order, web->now, web->lang, web->arena, &page->list));
	if (!order->write)
		page->rows = account_csv_format(&page->list, web->arena);
	web_answer(web, page);
	if (order->write && web_choice(web, "as", 0) == 1)
		web_send(web, "text/csv; charset=utf-8", account_csv_result(&page->list, page->address, web->lang, web->arena), STR("accounts.csv"));
	web_go(web, "/settings/people");
	return NULL;
}

static struct err *
post_list(struct web *web)
{
	const struct http_file *file = web_file(web, "file");
	int own FD_SCOPE = -1;
	struct list_page page = { 0 };
	struct account_csv_order order = { .name = file == NULL ? web_text(web, "name") : file->filename,
		.issuer = issuer_of(web), .links = web_tick(web, "links"), .write = web_tick(web, "write") };

	if (file == NULL && web_text(web, "rows").len == 0)
		return err_new(web->arena, ERR_USAGE, M("Choose a file with the list of people."));
	if (file == NULL)
		TRY(open_text(web_text(web, "rows"), web->arena, &own));
	order.path = file != NULL ? web_file_path(web, file) : arena_printf(web->arena, "/proc/self/fd/%d", own);
	return answer_list(web, &page, &order);
}

#define TO_ADMINISTER .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR, .scope = SCOPE_ADMIN, .section = "settings", .params = list_params, \
	.view = &page_schema
const struct web_route routes_people_list[] = {
	{ .method = HTTP_GET, .path = "/settings/people/import", .summary = M("Accounts from a list of people"), TO_ADMINISTER, .page = "people-list",
	    .get = get_list },
	{ .method = HTTP_POST, .path = "/settings/people/import", .summary = M("Accounts from a list of people"), TO_ADMINISTER, .page = "people-list-shown",
	    .lane = HTTP_LANE_UPLOADS, .body_most = LIST_BYTES, .post = post_list },
	{ .path = NULL },
};
