/*
 * page_advisories.c - what this home gives out as a provider of CSAF: its own advisories, the keys that they are signed with, and what was given out by mistake.
 */
#include "base/clock.h"
#include "face/web/pages.h"
#include "service/advisories/advisories.h"
#include "service/served/served.h"
#include "store/ledger/ledger.h"

enum { SHOWN_AT_ONCE = 100 };

struct advisory_row {
	struct str id, title, tlp, tlp_badge, version, address, signed_by;     /* signed_by: the fingerprint, "" unsigned                      */
	int64_t    first, released;
	bool       is_free, is_withdrawn, is_signed, is_unknown;               /* is_unknown: signed by a key that is not given out            */
};
static const struct field row_fields[] = {
	FIELD(struct advisory_row, id, FIELD_STR), FIELD(struct advisory_row, title, FIELD_STR), FIELD(struct advisory_row, tlp, FIELD_STR),
	FIELD(struct advisory_row, tlp_badge, FIELD_STR), FIELD(struct advisory_row, version, FIELD_STR), FIELD(struct advisory_row, address, FIELD_STR),
	FIELD(struct advisory_row, signed_by, FIELD_STR), FIELD(struct advisory_row, first, FIELD_INSTANT), FIELD(struct advisory_row, released, FIELD_INSTANT),
	FIELD(struct advisory_row, is_free, FIELD_BOOL), FIELD(struct advisory_row, is_withdrawn, FIELD_BOOL), FIELD(struct advisory_row, is_signed, FIELD_BOOL),
	FIELD(struct advisory_row, is_unknown, FIELD_BOOL),
};
static const struct schema row_schema = SCHEMA("advisory_row", struct advisory_row, row_fields);

struct advisory_key { struct str fingerprint, user, address; int64_t made_at; bool is_newest; };
static const struct field key_fields[] = {
	FIELD(struct advisory_key, fingerprint, FIELD_STR), FIELD(struct advisory_key, user, FIELD_STR), FIELD(struct advisory_key, address, FIELD_STR),
	FIELD(struct advisory_key, made_at, FIELD_INSTANT), FIELD(struct advisory_key, is_newest, FIELD_BOOL),
};
static const struct schema key_schema = SCHEMA("advisory_key", struct advisory_key, key_fields);

struct advisories_page {
	bool       is_here, is_on, any, any_key, any_erased, has_next;      /* is_here: of the organisation that puts advisories out from this home */
	struct str metadata;
	int64_t    count, next;                                   /* next: where the following page begins, 0 behind the last             */
	LIST(struct advisory_row) rows;
	LIST(struct advisory_key) keys;
	struct own_erasures erased;
};
static const struct field page_fields[] = {
	FIELD(struct advisories_page, is_here, FIELD_BOOL), FIELD(struct advisories_page, is_on, FIELD_BOOL), FIELD(struct advisories_page, any, FIELD_BOOL),
	FIELD(struct advisories_page, any_key, FIELD_BOOL), FIELD(struct advisories_page, any_erased, FIELD_BOOL), FIELD(struct advisories_page, has_next, FIELD_BOOL),
	FIELD(struct advisories_page, metadata, FIELD_STR),
	FIELD(struct advisories_page, count, FIELD_INT), FIELD(struct advisories_page, next, FIELD_INT), FIELD_OF(struct advisories_page, rows, FIELD_LIST, &row_schema),
	FIELD_OF(struct advisories_page, keys, FIELD_LIST, &key_schema), FIELD_OF(struct advisories_page, erased, FIELD_STRUCT, &own_erasures_schema),
};
static const struct schema page_schema = SCHEMA("advisories_page", struct advisories_page, page_fields);

static struct str
address_under(const struct web *web, struct str path)
{
	return arena_printf(web->arena, "%.*s/.well-known/csaf/%.*s", STR_ARG(served_base(web)), STR_ARG(path));
}

static struct err *
list_keys(struct web *web, struct advisories_page *page, struct own_public_keys *ret_keys)
{
	TRY(own_public_keys(web->home, web->arena, ret_keys));
	for (size_t i = 0; i < ret_keys->list.count; i++) {
		const struct own_public_key *key = &ret_keys->list.items[i];

		list_push(web->arena, &page->keys, ((struct advisory_key){ key->fingerprint, key->user,
		    address_under(web, arena_printf(web->arena, "openpgp/%.*s.asc", STR_ARG(key->fingerprint))), key->made_at, i == 0 && key->made_at != INSTANT_NONE }));
	}
	page->any_key = ret_keys->list.count > 0;
	return NULL;
}

static struct err *
add_row(struct web *web, const struct own_advisory *advisory, const struct own_public_keys *keys, struct advisories_page *page)
{
	static const struct { struct str tlp, badge; } badges[] = {
		{ STR_INIT("WHITE"), STR_INIT("clear") }, { STR_INIT("GREEN"), STR_INIT("green") }, { STR_INIT("AMBER"), STR_INIT("amber") }, { STR_INIT("RED"), STR_INIT("red") },
	};
	struct advisory_row *row = list_add(web->arena, &page->rows);

	*row = (struct advisory_row){ .id = advisory->id, .title = advisory->title, .tlp = advisory->tlp, .version = advisory->version, .first = advisory->first,
		.released = advisory->released, .address = address_under(web, advisory->path), .is_free = own_advisory_is_free(advisory),
		.is_withdrawn = advisory->is_withdrawn, .is_signed = advisory->is_signed };
	for (size_t i = 0; i < ARRAY_LEN(badges); i++)
		if (str_eq(advisory->tlp, badges[i].tlp))
			row->tlp_badge = badges[i].badge;
	TRY(own_advisory_signed_by(web->home, advisory, web->arena, &row->signed_by));
	row->is_unknown = row->is_signed && !own_public_keys_have(keys, row->signed_by);
	return NULL;
}

static struct err *
get_advisories(struct web *web, void *ret_view)
{
	struct advisories_page *page = ret_view;
	size_t from = (size_t)web_number(web, "from", 0);
	struct own_public_keys keys;
	struct own_advisories all;

	page->is_here = ledger_org(web->ledger) == LEDGER_ORG;
	page->is_on = served_is_on(web->home);
	page->metadata = address_under(web, STR("provider-metadata.json"));
	if (!page->is_here)
		return NULL;
	TRY(list_keys(web, page, &keys));
	TRY(own_advisories(web->home, web->arena, &all));
	for (size_t i = from; i < all.list.count && i - from < SHOWN_AT_ONCE; i++)
		TRY(add_row(web, &all.list.items[i], &keys, page));
	page->count = (int64_t)all.list.count;
	page->any = page->rows.count > 0;
	page->has_next = from < all.list.count && all.list.count - from > SHOWN_AT_ONCE;
	page->next = page->has_next ? (int64_t)(from + SHOWN_AT_ONCE) : 0;
	TRY(own_erasures(web->home, web->arena, &page->erased));
	page->any_erased = page->erased.list.count > 0;
	return NULL;
}

static const struct web_param params[] = {
	{ .name = "from", .kind = WEB_NUMBER, .summary = M("Where the next page begins") },
	{ .name = NULL },
};

const struct web_route routes_advisories[] = {
	{ .method = HTTP_GET, .path = "/settings/served/advisories", .summary = M("Advisories that are out"), .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR | OFFICE_SECURITY,
	    .scope = SCOPE_READ, .params = params, .view = &page_schema, .page = "settings-advisories", .section = "settings", .get = get_advisories },
	{ .path = NULL },
};
