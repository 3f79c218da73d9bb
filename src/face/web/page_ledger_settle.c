/*
 * page_ledger_settle.c - what a person has to say of the register's own words: rows that have left their list, and versions that two words differ on.
 */
#include "face/web/page_ledger.h"
#include "service/provenance.h"
#include "service/retire.h"
#include "service/system/system.h"

enum { ROWS_MOST = 1000 };

/* ------------------------------------------------------------------------------------ rows that left */

struct gone_view { struct retirements gone; bool any, keeper; };
static const struct field gone_fields[] = {
	FIELD_OF(struct gone_view, gone, FIELD_STRUCT, &retirements_schema),
	FIELD(struct gone_view, any, FIELD_BOOL),
	FIELD(struct gone_view, keeper, FIELD_BOOL),
};
static const struct schema gone_schema = SCHEMA("retirements_page", struct gone_view, gone_fields);

static struct err *
get_retirements(struct web *web, void *ret_view)
{
	struct gone_view *view = ret_view;

	TRY(retire_list(web->home, web->arena, &view->gone));
	view->any = view->gone.rows.count > 0;
	view->keeper = (web->actor.offices & SYSTEM_KEEPERS) != 0;
	return NULL;
}

static struct err *
post_retirements(struct web *web)
{
	struct str_list chosen = web_list(web, "number");
	int64_t *numbers = ARENA_ARRAY(web->arena, int64_t, chosen.count + 1);
	bool keep = web_tick(web, "keep");

	if (chosen.count == 0)
		return err_new(web->arena, ERR_USAGE, M("Tick at least one row."));
	for (size_t i = 0; i < chosen.count; i++)
		if (!str_to_i64(chosen.items[i], &numbers[i]))
			return err_new(web->arena, ERR_USAGE, M("\"{value}\" is no number of a row."), ARG("value", chosen.items[i]));
	if (keep)
		TRY(retire_keep(web->home, numbers, chosen.count, web->actor.login, web->now, web->arena));
	else
		TRY(retire_confirm(web->home, numbers, chosen.count, web->actor.login, web->now, web->arena));
	web_go(web, "/retirements");
	if (keep)
		web_tell(web, M("{count} rows stay in the register."), ARG_N("count", chosen.count));
	else
		web_tell(web, M("{count} rows were retired; the history keeps them."), ARG_N("count", chosen.count));
	return NULL;
}

/* ------------------------------------------------------------------------------ two words about a version */

struct word_row { int64_t number; struct str system, host, product, held, held_by, told, told_by, file, query; };
struct words_view { LIST(struct word_row) rows; bool any, keeper; };
static const struct field word_fields[] = {
	FIELD(struct word_row, number, FIELD_INT),
	FIELD(struct word_row, system, FIELD_STR),
	FIELD(struct word_row, host, FIELD_STR),
	FIELD(struct word_row, product, FIELD_STR),
	FIELD(struct word_row, held, FIELD_STR),
	FIELD(struct word_row, held_by, FIELD_STR),
	FIELD(struct word_row, told, FIELD_STR),
	FIELD(struct word_row, told_by, FIELD_STR),
	FIELD(struct word_row, file, FIELD_STR),
	FIELD(struct word_row, query, FIELD_STR),
};
static const struct schema word_schema = SCHEMA("difference_row", struct word_row, word_fields);
static const struct field words_fields[] = {
	FIELD_OF(struct words_view, rows, FIELD_LIST, &word_schema),
	FIELD(struct words_view, any, FIELD_BOOL),
	FIELD(struct words_view, keeper, FIELD_BOOL),
};
static const struct schema words_schema = SCHEMA("differences_page", struct words_view, words_fields);

static struct err *
get_differences(struct web *web, void *ret_view)
{
	struct words_view *view = ret_view;
	struct differences list;

	TRY(provenance_differences(web->home, STR(""), web->arena, &list));
	for (size_t i = 0; i < list.differences.count; i++) {
		const struct difference_view *one = &list.differences.items[i];

		list_push(web->arena, &view->rows, ((struct word_row){ one->number, one->system, one->host, one->product, one->held,
		    provenance_words(one->held_provenance, one->held_by, one->held_on, web->lang, web->arena), one->told,
		    provenance_words(one->told_provenance, one->told_by, one->told_on, web->lang, web->arena), one->file,
		    web_encoded(web, one->system) }));
	}
	view->any = view->rows.count > 0;
	view->keeper = (web->actor.offices & SYSTEM_KEEPERS) != 0;
	return NULL;
}

static struct err *
post_difference(struct web *web)
{
	TRY(provenance_settle(web->home, web_number(web, "number", 0), web_text(web, "choice"), web->actor.login, web->now, web->arena));
	web_go(web, "/differences");
	web_tell(web, M("Settled. The next comparison takes it into account."));
	return NULL;
}

static const struct web_param retirements_params[] = {
	{ .name = "number", .kind = WEB_LIST, .most = ROWS_MOST, .summary = M("Numbers of rows") },
	{ .name = "keep", .kind = WEB_TICK, .summary = M("They only left the list") },
	{ .name = NULL },
};
static const struct web_param difference_params[] = {
	{ .name = "number", .kind = WEB_NUMBER, .summary = M("Number of the difference") },
	{ .name = "choice", .kind = WEB_TEXT, .most = 20, .summary = M("Which word holds: held or told"), .obligatory = true },
	{ .name = NULL },
};

#define LOOK .method = HTTP_GET, .right = WEB_READER, .scope = SCOPE_READ, .section = "systems"
#define KEEPERS .method = HTTP_POST, .right = WEB_OFFICE, .offices = SYSTEM_KEEPERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES

const struct web_route routes_ledger_settle[] = {
	{ LOOK, .path = "/retirements", .summary = M("Rows that have left their list"), .view = &gone_schema, .page = "retirements", .get = get_retirements },
	{ KEEPERS, .path = "/retirements", .summary = M("Rows that have left their list"), .params = retirements_params, .post = post_retirements },
	{ LOOK, .path = "/differences", .summary = M("Versions that two words differ on"), .view = &words_schema, .page = "differences",
	    .get = get_differences },
	{ KEEPERS, .path = "/differences/{number}", .summary = M("Versions that two words differ on"), .params = difference_params,
	    .post = post_difference, .back = "/differences" },
	{ .path = NULL },
};
