/*
 * page_audit.c - 監査記録: who did what when, for auditors and administrators; whether the chain holds; and all of it as lines for elsewhere.
 *
 * Looking is itself written down, before anything is shown (service/audit).
 */
#include "base/catalogue.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "face/web/pages.h"
#include "service/audit/audit.h"
#include "service/key/vault.h"
#include "store/ledger/people.h"

enum { ROWS = 50 };

/* ------------------------------------------------------------------------------------------------ rows */

struct audit_row { int64_t number, at; struct str who, name, via, sentence, link, object; bool sealed; };
static const struct field row_fields[] = {
	FIELD(struct audit_row, number, FIELD_INT),
	FIELD(struct audit_row, at, FIELD_INSTANT),
	FIELD(struct audit_row, who, FIELD_STR),
	FIELD(struct audit_row, name, FIELD_STR),
	FIELD(struct audit_row, via, FIELD_STR),
	FIELD(struct audit_row, sentence, FIELD_STR),
	FIELD(struct audit_row, link, FIELD_STR),
	FIELD(struct audit_row, object, FIELD_STR),
	FIELD(struct audit_row, sealed, FIELD_BOOL),
};
static const struct schema row_schema = SCHEMA("audit_row", struct audit_row, row_fields);
struct audit_list { LIST(struct audit_row) rows; struct web_choices people, kinds; struct str next; };
static const struct field list_fields[] = {
	FIELD_OF(struct audit_list, rows, FIELD_LIST, &row_schema),
	FIELD_OF(struct audit_list, people, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct audit_list, kinds, FIELD_LIST, &web_choice_schema),
	FIELD(struct audit_list, next, FIELD_STR),
};
static const struct schema list_schema = SCHEMA("audit_list", struct audit_list, list_fields);

static const struct web_param list_params[] = {
	{ .name = "who", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login of who did it") },
	{ .name = "kind", .kind = WEB_TEXT, .summary = M("Kind of act: the beginning of its verb") },
	{ .name = "object", .kind = WEB_TEXT, .summary = M("What it was done to, and what is within it") },
	{ .name = "since", .kind = WEB_DAY, .summary = M("First day") },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Last day") },
	{ .name = "after", .kind = WEB_NUMBER, .summary = M("Where the next page begins") },
	{ .name = NULL },
};

/* Verbs by what they are about: the part before the point. */
static const struct { const char *verb, *title; } kinds[] = {
	{ "account",  M("Accounts and signing in") }, { "session", M("Sessions of browsers") }, { "token", M("Tokens") }, { "proposal", M("Two-person steps") },
	{ "case",     M("Cases") },                   { "decide",  M("Decisions") },            { "import", M("Imports") }, { "document", M("Papers") },
	{ "key",      M("Keys") },                    { "audit",   M("The audit itself") },     { "serve", M("The server") },
};

/* Pages of what an object names. */
static const struct { const char *kind, *path; } pages[] = {
	{ "case", "/cases" }, { "account", "/settings/people/number" },
};

static struct str
link_of(const struct web *web, const struct audit_entry *entry)
{
	struct str kind, id, part;

	if (!str_cut(entry->called, '/', &kind, &id))
		return STR("");
	(void)str_cut(id, '/', &id, &part);
	for (size_t i = 0; i < ARRAY_LEN(pages); i++)
		if (str_eq(kind, str_of(pages[i].kind)))
			return arena_printf(web->arena, "%s/%.*s", pages[i].path, STR_ARG(id));
	return STR("");
}

static struct str
name_in(const struct account_views *accounts, struct str login)
{
	for (size_t i = 0; i < accounts->accounts.count; i++)
		if (str_eq(accounts->accounts.items[i].login, login))
			return accounts->accounts.items[i].name;
	return STR("");
}

static void
put_choices(struct web *web, const struct account_views *accounts, struct audit_list *list)
{
	for (size_t i = 0; i < accounts->accounts.count; i++)
		web_choice_add(web, &list->people, accounts->accounts.items[i].login, catalogue_say(web->arena, web->lang, M("{name} ({login})"),
		    ARG("name", accounts->accounts.items[i].name), ARG("login", accounts->accounts.items[i].login)), web_text(web, "who"));
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		web_choice_add(web, &list->kinds, str_of(kinds[i].verb), web_word(web, kinds[i].title), web_text(web, "kind"));
}

static int64_t
beginning_of(int32_t day, int32_t later)
{
	return day == DAY_NONE ? INSTANT_NONE : day_instant(day + later, ZONE_JST);
}

static struct str
next_of(struct web *web, int64_t next)
{
	static const char *const kept[] = { "who", "kind", "object", "since", "until" };
	struct buf out BUF_SCOPE = { 0 };

	if (next == 0)
		return STR("");
	buf_addf(&out, "?after=%lld", (long long)next);
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		if (web_text(web, kept[i]).len > 0)
			buf_addf(&out, "&%s=%.*s", kept[i], STR_ARG(web_encoded(web, web_text(web, kept[i]))));
	return arena_copy(web->arena, buf_str(&out));
}

static struct err *
get_audit(struct web *web, void *ret_view)
{
	const struct audit_asked asked = { .wish = { .who = web_text(web, "who"), .kind = web_text(web, "kind"), .object = web_text(web, "object"),
		.since = beginning_of(web_day(web, "since"), 0), .until = beginning_of(web_day(web, "until"), 1), .before = web_number(web, "after", 0),
		.most = ROWS }, .lang = web->lang, .now = web->now };
	struct audit_list *list = ret_view;
	struct account_views accounts;
	struct audit_page page;

	*list = (struct audit_list){ 0 };
	TRY(audit_page(web->ledger, &web->actor, &asked, web->arena, &page));
	TRY(account_list(web->ledger, &web->actor, STR(""), true, web->now, web->arena, &accounts));
	put_choices(web, &accounts, list);
	for (size_t i = 0; i < page.entries.count; i++) {
		const struct audit_entry *entry = &page.entries.items[i];

		list_push(web->arena, &list->rows, ((struct audit_row){ entry->number, entry->at, entry->who, name_in(&accounts, entry->who),
		    web_word(web, audit_via_words(entry->via)), entry->sentence, link_of(web, entry), entry->object, entry->place > 0 }));
	}
	list->next = next_of(web, page.next);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- the chain */

struct chain_page { struct audit_verified verified; int64_t at; };
static const struct field chain_fields[] = {
	FIELD_OF(struct chain_page, verified, FIELD_STRUCT, &audit_verified_schema),
	FIELD(struct chain_page, at, FIELD_INSTANT),
};
static const struct schema chain_schema = SCHEMA("audit_chain", struct chain_page, chain_fields);

/* What can be known beside the ledger: the file of heads, and the key that they are signed with. Either may be missing, and verification says so. */
static struct err *
take_witnesses(const struct web *web, struct audit_verifying *how)
{
	unsigned char *key = arena_alloc(web->arena, CRYPT_PUBLIC);
	struct str public_key = path_join(web->arena, web->home->path, STR("keys/audit.pub"));

	how->heads_name = web->home->audit_heads;
	if (file_exists(how->heads_name, web->arena))
		TRY(file_read(how->heads_name, LIMIT_AUDIT_HEADS, web->arena, &how->heads));
	if (!file_exists(public_key, web->arena))
		return NULL;
	TRY(vault_public_read(public_key, web->arena, key));
	how->public_key = (struct str){ (const char *)key, CRYPT_PUBLIC };
	return NULL;
}

static struct err *
get_chain(struct web *web, void *ret_view)
{
	struct audit_verifying how = { .lang = web->lang };
	struct chain_page *page = ret_view;

	page->at = web->now;
	TRY(take_witnesses(web, &how));
	return audit_verify(web->ledger, &how, web->arena, &page->verified);
}

/* --------------------------------------------------------------------------------------------- exported */

static const struct web_param export_params[] = {
	{ .name = "since", .kind = WEB_DAY, .summary = M("First day") },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Last day") },
	{ .name = NULL },
};

static struct err *
add_line(void *context, struct str line, struct arena *arena)
{
	struct buf *out = context;

	if (out->len + line.len > LIMIT_AUDIT_EXPORT)
		return err_new(arena, ERR_LIMIT, M("This is more than fits into one file of a browser: choose fewer days, or use \"tsukuroi audit export\"."));
	buf_add(out, line);
	return NULL;
}

static struct err *
get_export(struct web *web, void *view)
{
	int64_t since = beginning_of(web_day(web, "since"), 0), until = beginning_of(web_day(web, "until"), 1), rows;
	struct buf out BUF_SCOPE = { 0 };

	(void)view;
	TRY(audit_export(web->ledger, &web->actor, AUDIT_JSONL, since, until, web->now, add_line, &out, web->arena, &rows));
	web_send(web, "application/jsonl; charset=utf-8", arena_copy(web->arena, buf_str(&out)), arena_printf(web->arena, "audit-%.*s.jsonl",
	    STR_ARG(day_format(instant_day(web->now, ZONE_JST), web->arena))));
	return NULL;
}

#define FOR_AUDITORS .right = WEB_OFFICE, .offices = OFFICE_AUDITOR | OFFICE_ADMINISTRATOR, .scope = SCOPE_READ, .section = "audit"
const struct web_route routes_audit[] = {
	{ .method = HTTP_GET, .path = "/audit", .summary = M("Audit"), FOR_AUDITORS, .params = list_params, .view = &list_schema, .page = "audit",
	    .get = get_audit },
	{ .method = HTTP_GET, .path = "/audit/chain", .summary = M("Whether the audit is whole"), FOR_AUDITORS, .lane = HTTP_LANE_DOCUMENTS,
	    .view = &chain_schema, .page = "audit-chain", .get = get_chain },
	{ .method = HTTP_GET, .path = "/audit/export", .summary = M("The audit as lines of JSON"), FOR_AUDITORS, .lane = HTTP_LANE_DOCUMENTS,
	    .params = export_params, .get = get_export },
	{ .path = NULL },
};
