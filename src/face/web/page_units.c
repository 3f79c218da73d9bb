/*
 * page_units.c - units; what waits for a second person; and other organisations in this home.
 */
#include "base/catalogue.h"
#include "face/web/pages.h"
#include "service/casefile/proposals.h"
#include "service/people/organisation.h"

/* ---------------------------------------------------------------------------------------------- units */

static const struct web_param unit_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("Name of the unit") },
	{ .name = "superior", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("The unit above it") },
	{ .name = "mail", .kind = WEB_TEXT, .summary = M("Mail box of the unit") },
	{ .name = "new", .kind = WEB_TICK, .summary = M("It is a new one") },
	{ .name = NULL },
};

struct units_page { struct unit_views all; struct unit_view unit; struct web_choices superiors; struct web_edit_view edit, none; };
static const struct field units_fields[] = {
	FIELD_OF(struct units_page, all, FIELD_STRUCT, &unit_views_schema),
	FIELD_OF(struct units_page, unit, FIELD_STRUCT, &unit_view_schema),
	FIELD_OF(struct units_page, superiors, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct units_page, edit, FIELD_STRUCT, &web_edit_schema),
	FIELD_OF(struct units_page, none, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema units_schema = SCHEMA("units_page", struct units_page, units_fields);

static struct err *
unit_stands(struct web *web, struct stand *ret_stand)
{
	return unit_stand(web->ledger, &web->actor, web_text(web, "name"), web->arena, ret_stand);
}

/* name: of the unit whose form is filled in to be changed. */
static struct err *
get_units(struct web *web, void *ret_view)
{
	struct units_page *page = ret_view;
	struct stand stand = { 0 }, none = { 0 };

	*page = (struct units_page){ 0 };
	TRY(unit_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	page->none = web_edit(web, &none);
	TRY(unit_list(web->ledger, &web->actor, web->arena, &page->all));
	for (size_t i = 0; i < page->all.units.count; i++)
		if (str_eq(page->all.units.items[i].name, web_text(web, "name")))
			page->unit = page->all.units.items[i];
	if (web->request->method == HTTP_POST && page->unit.name.len > 0) {
		page->unit.superior = web_text(web, "superior");
		page->unit.mail = web_text(web, "mail");
	}
	for (size_t i = 0; i < page->all.units.count; i++)
		if (!str_eq(page->all.units.items[i].name, page->unit.name))
			web_choice_add(web, &page->superiors, page->all.units.items[i].name, page->all.units.items[i].name, page->unit.superior);
	return NULL;
}

static struct err *
post_unit(struct web *web)
{
	struct str superior = web_text(web, "superior"), mail = web_text(web, "mail");

	TRY(unit_put(web->ledger, &web->actor, web_text(web, "name"), web_given(web, "superior") ? &superior : NULL, web_given(web, "mail") ? &mail : NULL,
	    web_tick(web, "new"), web->now, web->arena));
	web_tell(web, M("Saved: {name}."), ARG("name", web_text(web, "name")));
	web_go(web, "/settings/units");
	return NULL;
}

/* ----------------------------------------------------------------------------------- two-person steps */

struct proposal_row { int64_t id; struct str words, by; int64_t at, until; bool mine; };
static const struct field proposal_row_fields[] = {
	FIELD(struct proposal_row, id, FIELD_INT),
	FIELD(struct proposal_row, words, FIELD_STR),
	FIELD(struct proposal_row, by, FIELD_STR),
	FIELD(struct proposal_row, at, FIELD_INSTANT),
	FIELD(struct proposal_row, until, FIELD_INSTANT),
	FIELD(struct proposal_row, mine, FIELD_BOOL),
};
static const struct schema proposal_row_schema = SCHEMA("proposal_row", struct proposal_row, proposal_row_fields);
struct proposals_page { LIST(struct proposal_row) proposals; };
static const struct field proposals_fields[] = { FIELD_OF(struct proposals_page, proposals, FIELD_LIST, &proposal_row_schema) };
static const struct schema proposals_schema = SCHEMA("proposals_page", struct proposals_page, proposals_fields);
static const char *const words_of_settling[] = { "confirm", "refuse" };
static const struct enum_names settling_names = ENUM_NAMES(words_of_settling);
static const struct web_param settle_params[] = {
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the proposal"), .obligatory = true },
	{ .name = "answer", .kind = WEB_CHOICE, .choices = &settling_names, .summary = M("confirm or refuse"), .obligatory = true },
	{ .name = NULL },
};

static struct err *
get_proposals(struct web *web, void *ret_view)
{
	struct proposals_page *page = ret_view;
	struct proposal_views views;

	*page = (struct proposals_page){ 0 };
	TRY(proposal_list(web->ledger, &web->actor, web->now, web->arena, &views));
	for (size_t i = 0; i < views.proposals.count; i++) {
		const struct proposal_view *view = &views.proposals.items[i];
		struct proposal_row row = { view->id, STR(""), view->by, view->at, view->until, str_eq(view->by, web->actor.login) };

		TRY(proposal_words(web->ledger, view, web->lang, web->arena, &row.words));
		list_push(web->arena, &page->proposals, row);
	}
	return NULL;
}

static struct err *
post_proposal(struct web *web)
{
	const struct case_desk *desk;
	bool confirm = web_choice(web, "answer", 1) == 0;
	struct proposal_settled settled;

	TRY(web_case_desk(web, &desk));
	TRY(proposal_settle_any(desk, &web->actor, web_number(web, "id", 0), confirm, web->now, web->arena, &settled));
	if (settled.left_in.len > 0)
		web_tell(web, M("The key is destroyed, but {file} still holds it: take that file away."), ARG("file", settled.left_in));
	else
		web_tell(web, confirm ? M("Proposal {number} is confirmed and holds from now on.") : M("Proposal {number} is refused."),
		    ARG_N("number", web_number(web, "id", 0)));
	web_go(web, "/settings/proposals");
	return NULL;
}

/* --------------------------------------------------------------------------------------- organisations */

static const struct web_param organisation_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("Name of the organisation") },
	{ .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the organisation, where there are several") },
	{ .name = NULL },
};

static struct err *
get_organisations(struct web *web, void *ret_view)
{
	return organisation_list(web->ledger, &web->actor, web->home->organisation, web->arena, ret_view);
}

/* A new one, or a new link for one that nobody has set up yet. */
static struct err *
post_organisation(struct web *web)
{
	struct organisation_view made;

	if (web_given(web, "id"))
		TRY(organisation_invite(web->ledger, &web->actor, web_number(web, "id", 0), web->now, web->arena, &made));
	else
		TRY(organisation_add(web->ledger, &web->actor, web_text(web, "name"), web->now, web->arena, &made));
	made.link = address_of(web, "/setup/", made.link);
	web_answer(web, &made);
	web_go(web, "/settings/organisations");
	return NULL;
}

#define TO_READ .right = WEB_PERSON, .scope = SCOPE_READ, .section = "settings"
#define TO_ADMINISTER .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR, .scope = SCOPE_ADMIN, .section = "settings"
const struct web_route routes_units[] = {
	{ .method = HTTP_GET, .path = "/settings/units", .summary = M("Units"), TO_READ, .params = unit_params, .view = &units_schema, .page = "units",
	    .get = get_units },
	{ .method = HTTP_POST, .path = "/settings/units", .summary = M("Make or change a unit"), TO_ADMINISTER, .params = unit_params, .post = post_unit,
	    .stands = unit_stands },
	{ .method = HTTP_GET, .path = "/settings/proposals", .summary = M("Two-person steps"), TO_READ, .view = &proposals_schema, .page = "proposals",
	    .get = get_proposals },
	{ .method = HTTP_POST, .path = "/settings/proposals", .summary = M("Confirm or refuse"), .right = WEB_PERSON, .scope = SCOPE_WRITE,
	    .section = "settings", .params = settle_params, .post = post_proposal },
	{ .method = HTTP_GET, .path = "/settings/organisations", .summary = M("Organisations"), TO_ADMINISTER, .params = organisation_params,
	    .view = &organisation_views_schema, .page = "organisations", .get = get_organisations },
	{ .method = HTTP_POST, .path = "/settings/organisations", .summary = M("Another organisation"), TO_ADMINISTER, .params = organisation_params,
	    .view = &organisation_view_schema, .page = "organisation-link", .post = post_organisation },
	{ .path = NULL },
};
