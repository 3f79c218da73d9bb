/*
 * page_ledger_book.c - the record book at the web: what providers stated, what was inspected, what media were carried in and out. One page for each
 * kind, and its form.
 */
#include "face/web/page_ledger.h"
#include "service/book.h"
#include "service/layer.h"
#include "service/system/system.h"

enum { LINE_MOST = 300, LONG_MOST = 4000 };

static const char *const state_names[] = { "in_force", "due", "overdue", "withdrawn" };
static const char *const state_texts[] = { M("in force"), M("within 30 days"), M("past its day"), M("withdrawn") };
static const struct enum_names state_words = ENUM_WORDS(state_names, state_texts);
static const char *const said_names[] = { "mended", "not_affected", "affected", "investigating" };
static const char *const said_texts[] = { M("It is mended"), M("It does not apply"), M("It applies and is not mended"), M("It is investigated") };
static const struct enum_names said_words = ENUM_WORDS(said_names, said_texts);

struct record_row { int64_t id; struct str system, product, vulnerability, party, number, word, ground, url, by, state; int32_t day, until; int64_t before; bool has_before; };
struct records_view { LIST(struct record_row) rows; LIST(struct web_choice_view) words; struct str_list systems; struct str today; bool keeper, any; };
static const struct field record_fields[] = {
	FIELD(struct record_row, id, FIELD_INT),
	FIELD(struct record_row, system, FIELD_STR),
	FIELD(struct record_row, product, FIELD_STR),
	FIELD(struct record_row, vulnerability, FIELD_STR),
	FIELD(struct record_row, party, FIELD_STR),
	FIELD(struct record_row, number, FIELD_STR),
	FIELD_WORD(struct record_row, word, &said_words),
	FIELD(struct record_row, ground, FIELD_STR),
	FIELD(struct record_row, url, FIELD_STR),
	FIELD(struct record_row, by, FIELD_STR),
	FIELD_WORD(struct record_row, state, &state_words),
	FIELD(struct record_row, day, FIELD_DAY),
	FIELD(struct record_row, until, FIELD_DAY),
	FIELD(struct record_row, before, FIELD_INT),
	FIELD(struct record_row, has_before, FIELD_BOOL),
};
static const struct schema record_schema = SCHEMA("record_row", struct record_row, record_fields);
static const struct field records_fields[] = {
	FIELD_OF(struct records_view, rows, FIELD_LIST, &record_schema),
	FIELD_OF(struct records_view, words, FIELD_LIST, &web_choice_schema),
	FIELD(struct records_view, systems, FIELD_STRS),
	FIELD(struct records_view, today, FIELD_STR),
	FIELD(struct records_view, keeper, FIELD_BOOL),
	FIELD(struct records_view, any, FIELD_BOOL),
};
static const struct schema records_schema = SCHEMA("records_page", struct records_view, records_fields);

struct naming { struct str_list *names; struct arena *arena; };

static struct err *
take_name(void *context, const struct ledger_brief *brief, struct arena *scratch)
{
	struct naming *naming = context;

	(void)scratch;
	list_push(naming->arena, naming->names, arena_copy(naming->arena, brief->name));
	return NULL;
}

static struct err *
get_records(struct web *web, enum ledger_entry_kind kind, struct records_view *view)
{
	struct web_choices words = { 0 };
	struct book_views entries;

	TRY(book_list(web->home, kind, STR(""), true, web->now, web->arena, &entries));
	for (size_t i = entries.entries.count; i-- > 0;) {      /* the newest first */
		const struct book_view *one = &entries.entries.items[i];

		list_push(web->arena, &view->rows, ((struct record_row){ one->id, one->system, one->product, one->vulnerability, one->party, one->number,
		    one->word, one->ground, one->url, one->by, one->state, one->day, one->until, one->before, one->before >= 0 }));
	}
	view->any = view->rows.count > 0;
	ledger_choices(web, &said_words, web_text(web, "word"), &words);
	view->words.items = words.items;
	view->words.count = words.count;
	view->today = day_format(instant_day(web->now, ZONE_JST), web->arena);
	view->keeper = (web->actor.offices & (kind == LEDGER_ENTRY_MEDIUM ? (unsigned)OFFICES_OF_ORDER : (unsigned)SYSTEM_KEEPERS)) != 0;
	return ledger_briefs(web->ledger, take_name, &(struct naming){ &view->systems, web->arena }, web->arena);
}

static struct err *
get_statements(struct web *web, void *ret_view)
{
	return get_records(web, LEDGER_ENTRY_STATEMENT, ret_view);
}

static struct err *
get_inspections(struct web *web, void *ret_view)
{
	return get_records(web, LEDGER_ENTRY_INSPECTION, ret_view);
}

static struct err *
get_media(struct web *web, void *ret_view)
{
	return get_records(web, LEDGER_ENTRY_MEDIUM, ret_view);
}

/* --------------------------------------------------------------------------------------------- entering */

static struct err *
post_statement(struct web *web)
{
	struct layer_statement statement = { .party = web_text(web, "party"), .vulnerability = web_text(web, "vulnerability"), .word = web_text(web, "word"),
		.product = web_text(web, "product"), .system = web_text(web, "system"), .day = web_day(web, "day"), .until = web_day(web, "until"),
		.ground = web_text(web, "ground"), .url = web_text(web, "url"), .by = web->actor.login, .now = web->now };
	int64_t id;

	TRY(layer_statement_put(web->home, &statement, web->arena, &id));
	web_go(web, "/statements");
	web_tell(web, M("Kept. The next comparison takes it into account."));
	return NULL;
}

static struct err *
post_inspection(struct web *web)
{
	struct ledger_entry entry = { .kind = LEDGER_ENTRY_INSPECTION, .product = web_text(web, "product"), .day = web_day(web, "day"),
		.until = web_day(web, "until"), .number = web_text(web, "number"), .ground = web_text(web, "ground") };
	int64_t id;

	TRY(book_put(web->home, &entry, web_text(web, "system"), web->actor.login, web->now, web->arena, &id));
	web_go(web, "/inspections");
	web_tell(web, M("Kept. It is reminded of before its next day."));
	return NULL;
}

static struct err *
post_medium(struct web *web)
{
	const struct http_file *file = web_file(web, "file");
	struct book_medium medium = { .out = web_tick(web, "out"), .medium = web_text(web, "product"), .purpose = web_text(web, "ground"),
		.party = web_text(web, "party") };

	if (file == NULL)
		return err_new(web->arena, ERR_USAGE, M("This record needs the file it is about."));
	medium.file = web_file_path(web, file);
	TRY(book_medium(web->home, &medium, web->actor.login, web->now, web->arena));
	web_go(web, "/media");
	web_tell(web, M("Kept: the file's name and digest, not its content."));
	return NULL;
}

static const struct { const char *name, *path; enum ledger_entry_kind kind; } kinds[] = {
	{ "statement", "/statements", LEDGER_ENTRY_STATEMENT },
	{ "inspection", "/inspections", LEDGER_ENTRY_INSPECTION },
	{ "medium", "/media", LEDGER_ENTRY_MEDIUM },
};

static struct err *
post_withdraw(struct web *web)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!str_eq(web_text(web, "kind"), str_of(kinds[i].name)))
			continue;
		TRY(book_withdraw(web->home, kinds[i].kind, web_number(web, "id", 0), web->actor.login, web->now, web->arena));
		web_go(web, "%s", kinds[i].path);
		web_tell(web, M("Withdrawn. It stays to be read, and counts no more."));
		return NULL;
	}
	return err_new(web->arena, ERR_NOT_FOUND, M("There is no such kind of record."));
}

#define SYSTEM { .name = "system", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("System") }
#define DAYS(first, last) { .name = "day", .kind = WEB_DAY, .summary = (first) }, { .name = "until", .kind = WEB_DAY, .summary = (last) }

static const struct web_param statement_params[] = {
	{ .name = "party", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Who said it") },
	{ .name = "vulnerability", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Number of the vulnerability") },
	{ .name = "word", .kind = WEB_CHOICE, .choices = &said_words, .summary = M("What they say") },
	{ .name = "product", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Product") },
	{ .name = "ground", .kind = WEB_LONG_TEXT, .most = LONG_MOST, .summary = M("Their ground, or where it is written") },
	{ .name = "url", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Address of the page") },
	SYSTEM,
	DAYS(M("Said on"), M("Holds until")),
	{ .name = NULL },
};
static const struct web_param inspection_params[] = {
	{ .name = "product", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Inspection") },
	{ .name = "ground", .kind = WEB_LONG_TEXT, .most = LONG_MOST, .summary = M("What came of it") },
	{ .name = "number", .kind = WEB_TEXT, .most = 20, .summary = M("How many points it found") },
	SYSTEM,
	DAYS(M("Made on"), M("To be made again by")),
	{ .name = NULL },
};
static const struct web_param medium_params[] = {
	{ .name = "out", .kind = WEB_TICK, .summary = M("It leaves") },
	{ .name = "product", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Storage medium") },
	{ .name = "ground", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Purpose") },
	{ .name = "party", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("From or to") },
	{ .name = "file", .kind = WEB_FILE, .summary = M("File") },
	{ .name = NULL },
};
static const struct web_param withdraw_params[] = {
	{ .name = "kind", .kind = WEB_TEXT, .most = 20, .summary = M("Kind of record") },
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the record") },
	{ .name = NULL },
};

#define KEEPERS .method = HTTP_POST, .right = WEB_OFFICE, .offices = SYSTEM_KEEPERS, .scope = SCOPE_WRITE
#define RECORDS .method = HTTP_GET, .right = WEB_READER, .scope = SCOPE_READ, .view = &records_schema, .section = "systems"

const struct web_route routes_ledger_book[] = {
	{ RECORDS, .path = "/statements", .summary = M("Statements of providers"), .page = "statements", .get = get_statements },
	{ KEEPERS, .path = "/statements", .summary = M("Statements of providers"), .lane = HTTP_LANE_WRITES, .params = statement_params,
	    .post = post_statement },
	{ RECORDS, .path = "/inspections", .summary = M("Inspections"), .page = "inspections", .get = get_inspections },
	{ KEEPERS, .path = "/inspections", .summary = M("Inspections"), .lane = HTTP_LANE_WRITES, .params = inspection_params, .post = post_inspection },
	{ RECORDS, .path = "/media", .summary = M("Media carried in and out"), .page = "media", .get = get_media },
	{ .method = HTTP_POST, .right = WEB_OFFICE, .offices = OFFICES_OF_ORDER, .scope = SCOPE_WRITE, .path = "/media",
	    .summary = M("Media carried in and out"), .lane = HTTP_LANE_UPLOADS, .params = medium_params, .post = post_medium,
	    .body_most = (int64_t)512 << 20 },
	{ KEEPERS, .path = "/records/{kind}/{id}/withdraw", .summary = M("Withdraw a record"), .lane = HTTP_LANE_WRITES, .params = withdraw_params,
	    .post = post_withdraw, .back = "/systems" },
	{ .path = NULL },
};
