/*
 * page_name.c - /names: what is written in the register and nobody has said the meaning of, with what it may mean and why; many decided at once,
 * remembered, and taken back.
 */
#include <stdlib.h>
#include "face/web/page_ledger.h"
#include "service/name.h"
#include "service/system/system.h"

enum { ROWS_MOST = 30, CHOICES_MOST = 4, TEXT_MOST = 400, DECIDED_MOST = 50 };

struct candidate_view { struct str identity, product, ground, vendor; bool certain, chosen; int64_t vulnerabilities; };
struct name_view {
	struct str vendor, name, read;
	int64_t    spellings, systems, hosts;
	bool       certain, later;
	LIST(struct candidate_view) candidates;
};
struct decided_view { struct str vendor, name, identity, by; int64_t at; bool rejected; };
struct names_view {
	LIST(struct name_view)    rows;
	LIST(struct decided_view) decided;
	int64_t                   waiting, certain, confirmed, products, shown;
	bool                      keeper, no_lists, has_certain, more, has_decided;
};
static const struct field candidate_fields[] = {
	FIELD(struct candidate_view, identity, FIELD_STR),
	FIELD(struct candidate_view, product, FIELD_STR),
	FIELD(struct candidate_view, ground, FIELD_STR),
	FIELD(struct candidate_view, vendor, FIELD_STR),
	FIELD(struct candidate_view, certain, FIELD_BOOL),
	FIELD(struct candidate_view, chosen, FIELD_BOOL),
	FIELD(struct candidate_view, vulnerabilities, FIELD_INT),
};
static const struct schema candidate_schema = SCHEMA("candidate", struct candidate_view, candidate_fields);
static const struct field name_fields[] = {
	FIELD(struct name_view, vendor, FIELD_STR),
	FIELD(struct name_view, name, FIELD_STR),
	FIELD(struct name_view, read, FIELD_STR),
	FIELD(struct name_view, spellings, FIELD_INT),
	FIELD(struct name_view, systems, FIELD_INT),
	FIELD(struct name_view, hosts, FIELD_INT),
	FIELD(struct name_view, certain, FIELD_BOOL),
	FIELD(struct name_view, later, FIELD_BOOL),
	FIELD_OF(struct name_view, candidates, FIELD_LIST, &candidate_schema),
};
static const struct schema name_schema = SCHEMA("name", struct name_view, name_fields);
static const struct field decided_fields[] = {
	FIELD(struct decided_view, vendor, FIELD_STR),
	FIELD(struct decided_view, name, FIELD_STR),
	FIELD(struct decided_view, identity, FIELD_STR),
	FIELD(struct decided_view, by, FIELD_STR),
	FIELD(struct decided_view, at, FIELD_INSTANT),
	FIELD(struct decided_view, rejected, FIELD_BOOL),
};
static const struct schema decided_schema = SCHEMA("decided_name", struct decided_view, decided_fields);
static const struct field names_fields[] = {
	FIELD_OF(struct names_view, rows, FIELD_LIST, &name_schema),
	FIELD_OF(struct names_view, decided, FIELD_LIST, &decided_schema),
	FIELD(struct names_view, waiting, FIELD_INT),
	FIELD(struct names_view, certain, FIELD_INT),
	FIELD(struct names_view, confirmed, FIELD_INT),
	FIELD(struct names_view, products, FIELD_INT),
	FIELD(struct names_view, shown, FIELD_INT),
	FIELD(struct names_view, keeper, FIELD_BOOL),
	FIELD(struct names_view, no_lists, FIELD_BOOL),
	FIELD(struct names_view, has_certain, FIELD_BOOL),
	FIELD(struct names_view, more, FIELD_BOOL),
	FIELD(struct names_view, has_decided, FIELD_BOOL),
};
static const struct schema names_schema = SCHEMA("names_page", struct names_view, names_fields);

static void
add_row(struct web *web, struct names_view *view, const struct name_row *row)
{
	struct name_view *one = list_add(web->arena, &view->rows);

	*one = (struct name_view){ .vendor = row->vendor, .name = row->name, .spellings = row->spellings, .systems = row->systems, .hosts = row->hosts,
		.read = str_eq(row->product, row->name) ? STR("") : row->product };
	for (size_t i = 0; i < row->choices.count && i < CHOICES_MOST; i++) {
		const struct name_choice *choice = &row->choices.items[i];

		one->certain |= i == 0 && choice->certain;
		list_push(web->arena, &one->candidates, ((struct candidate_view){ .identity = choice->identity,
		    .product = name_product_words(choice, web->lang, web->arena), .ground = name_ground_words(choice, web->lang, web->arena),
		    .vendor = name_vendor_words(choice, web->lang, web->arena), .certain = choice->certain, .chosen = i == 0 && choice->certain,
		    .vulnerabilities = choice->vulnerabilities }));
	}
	one->later = !one->certain;
}

struct deciding { struct names_view *view; struct arena *arena; };

static struct err *
take_decided(void *context, const struct ledger_alias *alias, struct arena *scratch)
{
	struct deciding *deciding = context;
	struct arena *arena = deciding->arena;

	(void)scratch;
	if (alias->organisation.len > 0)
		return NULL;
	list_push(arena, &deciding->view->decided, ((struct decided_view){ arena_copy(arena, alias->vendor), arena_copy(arena, alias->written),
	    arena_copy(arena, alias->identity), arena_copy(arena, alias->by), alias->at, alias->rejected }));
	return NULL;
}

/* The newest first, so that a slip of a moment ago stands at the top. */
static int
newest_first(const void *a, const void *b)
{
	const struct decided_view *left = a, *right = b;

	return left->at > right->at ? -1 : left->at < right->at;
}

static struct err *
get_names(struct web *web, void *ret_view)
{
	struct names_view *view = ret_view;
	struct name_tray tray;

	TRY(name_list(web->home, web->arena, &tray));
	for (size_t i = 0; i < tray.rows.count && i < ROWS_MOST; i++)
		add_row(web, view, &tray.rows.items[i]);
	TRY(ledger_aliases(web->ledger, take_decided, &(struct deciding){ view, web->arena }, web->arena));
	if (view->decided.count > 0)
		qsort(view->decided.items, view->decided.count, sizeof(view->decided.items[0]), newest_first);
	view->decided.count = view->decided.count > DECIDED_MOST ? DECIDED_MOST : view->decided.count;
	view->has_decided = view->decided.count > 0;
	view->waiting = (int64_t)tray.rows.count;
	view->shown = (int64_t)view->rows.count;
	view->more = view->waiting > view->shown;
	view->certain = tray.certain;
	view->has_certain = tray.certain > 0;
	view->confirmed = tray.confirmed;
	view->products = tray.products;
	view->no_lists = tray.products == 0;
	view->keeper = (web->actor.offices & SYSTEM_KEEPERS) != 0;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- deciding */

static struct err *
decide(struct web *web, struct str vendor, struct str name, struct str identity, bool rejected)
{
	struct name_word word = { .vendor = vendor, .name = name, .identity = identity, .rejected = rejected, .by = web->actor.login, .at = web->now };

	return name_decide(web->home, &word, web->arena, &word);
}

/* None of those that were shown. */
static struct err *
reject(struct web *web, struct str vendor, struct str name)
{
	struct name_row row;

	TRY(name_show(web->home, vendor, name, web->arena, &row));
	for (size_t i = 0; i < row.choices.count && i < CHOICES_MOST; i++)
		TRY(decide(web, vendor, name, row.choices.items[i].identity, true));
	return NULL;
}

static struct err *
post_names(struct web *web)
{
	struct str_list vendors = web_list(web, "vendor"), names = web_list(web, "name"), choices = web_list(web, "choice"), owns = web_list(web, "own");
	int64_t confirmed = 0, rejected = 0;

	if (vendors.count != names.count || choices.count != names.count || owns.count != names.count)
		return err_new(web->arena, ERR_USAGE, M("Every name needs its vendor, its choice and a place for a choice of one's own."));
	for (size_t i = 0; i < names.count; i++) {
		struct str identity = owns.items[i].len > 0 ? owns.items[i] : choices.items[i];

		if (identity.len == 0)
			continue;
		if (str_eq(identity, STR("none")))
			TRY(reject(web, vendors.items[i], names.items[i]));
		else
			TRY(decide(web, vendors.items[i], names.items[i], identity, false));
		*(str_eq(identity, STR("none")) ? &rejected : &confirmed) += 1;
	}
	web_go(web, "/names");
	web_tell(web, M("{confirmed} names were confirmed, {rejected} said to be none of the candidates. The next comparison takes it into account."),
	    ARG_N("confirmed", confirmed), ARG_N("rejected", rejected));
	return NULL;
}

static struct err *
post_certain(struct web *web)
{
	struct name_words words;

	TRY(name_confirm_certain(web->home, web->actor.login, web->now, web->arena, &words));
	web_go(web, "/names");
	web_tell(web, M("{count} certain names were confirmed. The next comparison takes it into account."), ARG_N("count", words.list.count));
	return NULL;
}

static struct err *
post_forget(struct web *web)
{
	TRY(decide(web, web_text(web, "vendor"), web_text(web, "name"), STR(""), false));
	web_go(web, "/names");
	web_tell(web, M("What was confirmed of \"{name}\" is taken back: it waits to be confirmed again."), ARG("name", web_text(web, "name")));
	return NULL;
}

#define KEEPERS .right = WEB_OFFICE, .offices = SYSTEM_KEEPERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .back = "/names"

static const struct web_param decide_params[] = {
	{ .name = "vendor", .kind = WEB_LIST, .most = ROWS_MOST, .summary = M("Vendors as written") },
	{ .name = "name", .kind = WEB_LIST, .most = ROWS_MOST, .summary = M("Names as written") },
	{ .name = "choice", .kind = WEB_LIST, .most = ROWS_MOST, .summary = M("What they mean: an identity, \"none\", or nothing for later") },
	{ .name = "own", .kind = WEB_LIST, .most = ROWS_MOST, .summary = M("Identities of one's own, CPE or package URL") },
	{ .name = NULL },
};
static const struct web_param forget_params[] = {
	{ .name = "vendor", .kind = WEB_TEXT, .most = TEXT_MOST, .summary = M("Vendor as written") },
	{ .name = "name", .kind = WEB_TEXT, .most = TEXT_MOST, .summary = M("Name as written"), .obligatory = true },
	{ .name = NULL },
};

const struct web_route routes_name[] = {
	{ .method = HTTP_GET, .path = "/names", .summary = M("Names to confirm"), .right = WEB_READER, .scope = SCOPE_READ, .view = &names_schema,
	    .page = "names", .section = "systems", .get = get_names },
	{ .method = HTTP_POST, .path = "/names", .summary = M("Confirm names"), .params = decide_params, .post = post_names, KEEPERS },
	{ .method = HTTP_POST, .path = "/names/certain", .summary = M("Confirm all certain names"), .post = post_certain, KEEPERS },
	{ .method = HTTP_POST, .path = "/names/forget", .summary = M("Take back what was confirmed"), .params = forget_params, .post = post_forget, KEEPERS },
	{ .path = NULL },
};
