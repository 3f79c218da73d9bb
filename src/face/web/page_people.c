/*
 * page_people.c - accounts: everybody sees who there is, administrators make and change them.
 *
 * Nobody is told a password: who makes an account gets a link to hand over, by which its owner chooses one. What two people must agree on is only
 * proposed here (page_units.c has where it is confirmed).
 */
#include "base/catalogue.h"
#include "face/web/pages.h"
#include "service/people/identity.h"
#include "service/people/link.h"
#include "service/respond/handover.h"

/* ------------------------------------------------------------------------------------------------ list */

/* soon: those whose last day is near or past, by that day; for administrators. */
struct people_page { struct account_views people, soon; struct web_choices units; int64_t proposals; bool waiting, any_soon; };
static const struct field people_fields[] = {
	FIELD_OF(struct people_page, people, FIELD_STRUCT, &account_views_schema),
	FIELD_OF(struct people_page, soon, FIELD_STRUCT, &account_views_schema),
	FIELD_OF(struct people_page, units, FIELD_LIST, &web_choice_schema),
	FIELD(struct people_page, proposals, FIELD_INT),
	FIELD(struct people_page, waiting, FIELD_BOOL),
	FIELD(struct people_page, any_soon, FIELD_BOOL),
};
static const struct schema people_schema = SCHEMA("people", struct people_page, people_fields);
static const struct web_param people_params[] = {
	{ .name = "unit", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("Name of a unit") },
	{ .name = "left", .kind = WEB_TICK, .summary = M("Also those who have left") },
	{ .name = NULL },
};

static struct err *
put_units(struct web *web, const struct str_list *chosen, struct web_choices *choices)
{
	struct unit_views units;

	TRY(unit_list(web->ledger, &web->actor, web->arena, &units));
	for (size_t i = 0; i < units.units.count; i++) {
		struct str name = units.units.items[i].name;

		web_choice_add(web, choices, name, name, str_is_one_of(name, chosen->items, chosen->count) ? name : STR(""));
	}
	return NULL;
}

/* Whoever's last day comes within a month, the first of them first. */
static struct err *
put_soon(struct web *web, struct account_views *soon)
{
	struct account_views all;

	if ((web->actor.offices & OFFICE_ADMINISTRATOR) == 0)
		return NULL;
	TRY(account_list(web->ledger, &web->actor, STR(""), false, web->now, web->arena, &all));
	for (size_t i = 0; i < all.accounts.count; i++) {
		size_t at = soon->accounts.count;

		if (!all.accounts.items[i].ends_soon)
			continue;
		list_push(web->arena, &soon->accounts, all.accounts.items[i]);
		for (; at > 0 && soon->accounts.items[at].ends < soon->accounts.items[at - 1].ends; at--) {
			struct account_view moved = soon->accounts.items[at];

			soon->accounts.items[at] = soon->accounts.items[at - 1];
			soon->accounts.items[at - 1] = moved;
		}
	}
	return NULL;
}

static struct err *
get_people(struct web *web, void *ret_view)
{
	struct people_page *page = ret_view;
	struct str unit = web_text(web, "unit");
	struct str_list chosen = { 0 };
	struct proposal_views proposals;

	*page = (struct people_page){ 0 };
	TRY(account_list(web->ledger, &web->actor, unit, web_tick(web, "left"), web->now, web->arena, &page->people));
	TRY(put_soon(web, &page->soon));
	page->any_soon = page->soon.accounts.count > 0;
	if (unit.len > 0)
		list_push(web->arena, &chosen, unit);
	TRY(put_units(web, &chosen, &page->units));
	TRY(proposal_list(web->ledger, &web->actor, web->now, web->arena, &proposals));
	page->proposals = (int64_t)proposals.proposals.count;
	page->waiting = page->proposals > 0;
	return NULL;
}

/* ---------------------------------------------------------------------------------------- made and changed */

struct office_choice { struct str value, title, text; bool chosen, by_two; };
static const struct field office_fields[] = {
	FIELD(struct office_choice, value, FIELD_STR),
	FIELD(struct office_choice, title, FIELD_STR),
	FIELD(struct office_choice, text, FIELD_STR),
	FIELD(struct office_choice, chosen, FIELD_BOOL),
	FIELD(struct office_choice, by_two, FIELD_BOOL),
};
static const struct schema office_schema = SCHEMA("office", struct office_choice, office_fields);

/* By bit, as office_names. */
static const char *const office_hints[OFFICE_COUNT] = {
	M("Accounts, units, keys, settings"), M("Opens cases, judges, proposes"), M("Keeps systems"), M("Answers for a system's work, consents"),
	M("Decides and accepts"), M("Reads the audit"), M("Reads"),
};

struct person_page {
	struct account_view        account;
	LIST(struct office_choice) choices;
	struct web_choices         units, heads;
	struct str                 provider;
	struct identity_views      identities;
	bool                       me, may_enter;
	struct web_edit_view       edit;
};
static const struct field person_fields[] = {
	FIELD_OF(struct person_page, account, FIELD_STRUCT, &account_view_schema),
	FIELD_OF(struct person_page, choices, FIELD_LIST, &office_schema),
	FIELD_OF(struct person_page, units, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct person_page, heads, FIELD_LIST, &web_choice_schema),
	FIELD(struct person_page, provider, FIELD_STR),
	FIELD_OF(struct person_page, identities, FIELD_STRUCT, &identity_views_schema),
	FIELD(struct person_page, me, FIELD_BOOL),
	FIELD(struct person_page, may_enter, FIELD_BOOL),
	FIELD_OF(struct person_page, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema person_schema = SCHEMA("person", struct person_page, person_fields);

static const char *const languages[] = { "ja", "en" };
static const struct enum_names language_names = ENUM_NAMES(languages);
static const struct web_param person_params[] = {
	{ .name = "login", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login") },
	{ .name = "name", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("Name") },
	{ .name = "mail", .kind = WEB_TEXT, .summary = M("Mail address") },
	{ .name = "language", .kind = WEB_CHOICE, .choices = &language_names, .summary = M("Language") },
	{ .name = "office", .kind = WEB_LIST, .summary = M("Offices") },
	{ .name = "unit", .kind = WEB_LIST, .summary = M("Units") },
	{ .name = "new_unit", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("A unit that is new") },
	{ .name = "ends", .kind = WEB_DAY, .summary = M("Last day of use") },
	{ .name = "head", .kind = WEB_LIST, .summary = M("Units that this person leads") },
	{ .name = "whole", .kind = WEB_TICK, .summary = M("Offices and units are told whole: what is not named is taken away") },
	{ .name = NULL },
};

static void
put_offices(struct web *web, const struct str_list *have, struct person_page *page)
{
	for (int i = 0; i < OFFICE_COUNT; i++) {
		struct str value = str_of(enum_name(&office_names, i));

		list_push(web->arena, &page->choices, ((struct office_choice){ value, web_word(web, office_text(1U << i)), web_word(web, office_hints[i]),
		    str_is_one_of(value, have->items, have->count), ((unsigned)OFFICES_BY_TWO & 1U << i) != 0 }));
	}
}

static struct err *
get_new(struct web *web, void *ret_view)
{
	struct str_list offices = web_list(web, "office"), units = web_list(web, "unit");
	struct person_page *page = ret_view;

	*page = (struct person_page){ 0 };
	put_offices(web, &offices, page);
	return put_units(web, &units, &page->units);
}

/* How the person signs in elsewhere is an administrator's business. */
static struct err *
put_provider(struct web *web, struct person_page *page)
{
	struct str fault;

	if ((web->actor.offices & OFFICE_ADMINISTRATOR) == 0)
		return NULL;
	TRY(provider_name(web, &page->provider, &fault));
	return identity_list(web->ledger, &web->actor, page->account.login, web->arena, &page->identities);
}

void
account_typed(const struct web *web, struct account_view *account)
{
	if (web->request->method != HTTP_POST)
		return;
	if (web_given(web, "name"))
		account->name = web_text(web, "name");
	if (web_given(web, "mail"))
		account->mail = web_text(web, "mail");
	if (web_given(web, "language"))
		account->language = web_text(web, "language");
	if (web_given(web, "ends"))
		account->ends = web_day(web, "ends");
}

static struct err *
person_stands(struct web *web, struct stand *ret_stand)
{
	return account_stand(web->ledger, &web->actor, web_text(web, "login"), false, web->now, web->arena, ret_stand);
}

/* What the person has; of a form that was sent and failed, what is ticked in it. */
static struct err *
put_choices(struct web *web, struct person_page *page)
{
	struct str_list units = { 0 }, heads = { 0 }, offices = page->account.offices;

	for (size_t i = 0; i < page->account.units.count; i++) {
		list_push(web->arena, &units, page->account.units.items[i].name);
		if (page->account.units.items[i].head)
			list_push(web->arena, &heads, page->account.units.items[i].name);
	}
	if (web_tick(web, "whole")) {
		offices = web_list(web, "office");
		units = web_list(web, "unit");
		heads = web_list(web, "head");
	}
	put_offices(web, &offices, page);
	TRY(put_units(web, &units, &page->units));
	return put_units(web, &heads, &page->heads);
}

static struct err *
get_person(struct web *web, void *ret_view)
{
	struct person_page *page = ret_view;
	struct stand stand = { 0 };

	*page = (struct person_page){ 0 };
	TRY(account_show(web->ledger, &web->actor, web_text(web, "login"), web->now, web->arena, &page->account));
	web_title(web, page->account.name);
	page->me = page->account.id == web->actor.account;
	page->may_enter = str_eq(page->account.state, STR("active"));
	TRY(person_stands(web, &stand));
	page->edit = web_edit(web, &stand);
	account_typed(web, &page->account);
	TRY(put_choices(web, page));
	return put_provider(web, page);
}

/* The audit knows accounts by their number. */
static struct err *
get_person_numbered(struct web *web, void *view)
{
	struct account_views all;

	(void)view;
	TRY(account_list(web->ledger, &web->actor, STR(""), true, web->now, web->arena, &all));
	for (size_t i = 0; i < all.accounts.count; i++) {
		if (all.accounts.items[i].id != web_number(web, "id", 0))
			continue;
		web_redirect(web, arena_printf(web->arena, "/settings/people/%.*s", STR_ARG(all.accounts.items[i].login)));
		return NULL;
	}
	return err_new(web->arena, ERR_NOT_FOUND, M("There is no such account."));
}

static struct err *
order_of(const struct web *web, bool whole, struct account_order *ret_order)
{
	struct str_list offices = web_list(web, "office");
	struct account_order order = { .login = web_text(web, "login"), .name = web_text(web, "name"), .mail = web_text(web, "mail"),
		.language = web_choice(web, "language", 0) == 1 ? LANG_EN : LANG_JA, .units = web_list(web, "unit"), .heads = web_list(web, "head"),
		.ends = web_day(web, "ends") };

	order.told = (web_given(web, "name") ? TOLD_NAME : 0U) | (web_given(web, "mail") ? TOLD_MAIL : 0U) | (web_given(web, "language") ? TOLD_LANGUAGE : 0U) |
		(web_given(web, "ends") ? TOLD_ENDS : 0U);
	if (whole || offices.count > 0)
		order.told |= TOLD_OFFICES;
	if (whole || order.units.count > 0)
		order.told |= TOLD_UNITS;
	if (whole || order.heads.count > 0)
		order.told |= TOLD_HEADS;
	if (web_text(web, "new_unit").len > 0)
		list_push(web->arena, &order.units, web_text(web, "new_unit"));
	TRY(offices_parse(arena_join(web->arena, offices.items, offices.count, STR(",")), web->arena, &order.offices));
	*ret_order = order;
	return NULL;
}

static void
tell_made(struct web *web, const struct account_view *view, const char *message)
{
	if (view->proposal != 0)
		web_tell(web, M("Saved. The offices of administrator and auditor wait for a second person: number {number} of the two-person steps."),
		    ARG_N("number", view->proposal));
	else
		web_tell(web, message, ARG("name", view->name));
}

static struct err *
post_person(struct web *web)
{
	struct account_order order;
	struct account_view view;

	TRY(order_of(web, web_tick(web, "whole"), &order));
	TRY(account_set(web->ledger, &web->actor, &order, web->now, web->arena, &view));
	tell_made(web, &view, M("Saved: {name}."));
	web_go(web, "/settings/people/%.*s", STR_ARG(view.login));
	return NULL;
}

static struct err *
post_new(struct web *web)
{
	struct account_order order;
	struct account_view view;

	TRY(order_of(web, true, &order));
	TRY(account_add(web->ledger, &web->actor, &order, web->now, web->arena, &view));
	tell_made(web, &view, M("The account of {name} is made. Now make the link by which the password is chosen."));
	web_go(web, "/settings/people/%.*s", STR_ARG(view.login));
	return NULL;
}

/* ------------------------------------------------------------------------------------------ what is done */

struct invitation_page { struct str login, name, link; int64_t until; };
static const struct field invitation_fields[] = {
	FIELD(struct invitation_page, login, FIELD_STR),
	FIELD(struct invitation_page, name, FIELD_STR),
	FIELD(struct invitation_page, link, FIELD_STR),
	FIELD(struct invitation_page, until, FIELD_INSTANT),
};
static const struct schema invitation_schema = SCHEMA("invitation", struct invitation_page, invitation_fields);
static const struct web_param login_params[] = {
	{ .name = "login", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login") },
	{ .name = NULL },
};

/* As the administrator's browser knows this program: he hands it to somebody in the same net. */
struct str
address_of(const struct web *web, const char *path, struct str rest)
{
	return arena_printf(web->arena, "%s://%.*s%s%.*s", web->request->secure ? "https" : "http", STR_ARG(web->request->host), path, STR_ARG(rest));
}

static struct err *
post_link(struct web *web)
{
	struct invitation_page page = { .login = web_text(web, "login"), .until = web->now + LINK_WELCOME_HOURS * INSTANT_HOUR };
	struct account_view account;
	struct str link;

	TRY(account_show(web->ledger, &web->actor, page.login, web->now, web->arena, &account));
	TRY(welcome_invite(web->ledger, &web->actor, page.login, web->now, web->arena, &link));
	page.name = account.name;
	page.link = address_of(web, "/welcome/", link);
	web_answer(web, &page);
	web_go(web, "/settings/people/%.*s", STR_ARG(account.login));
	return NULL;
}

typedef struct err *act(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena);

static struct err *
do_to(struct web *web, act *how, const char *said)
{
	struct str login = web_text(web, "login");

	TRY(how(web->ledger, &web->actor, login, web->now, web->arena));
	web_tell(web, said, ARG("login", login));
	web_go(web, "/settings/people/%.*s", STR_ARG(login));
	return NULL;
}

static struct err *
post_lock(struct web *web)
{
	return do_to(web, account_lock, M("{login} is locked, with every token of that account."));
}

static struct err *
post_unlock(struct web *web)
{
	return do_to(web, account_unlock, M("{login} is active again."));
}

static struct err *
post_factor_end(struct web *web)
{
	return do_to(web, account_totp_end, M("{login} has no second factor any more."));
}

/* -------------------------------------------------------------------------------------------- leaving */

struct leaving_page { struct handover_view handover; struct web_choices others; bool held; };
static const struct field leaving_fields[] = {
	FIELD_OF(struct leaving_page, handover, FIELD_STRUCT, &handover_view_schema),
	FIELD_OF(struct leaving_page, others, FIELD_LIST, &web_choice_schema),
	FIELD(struct leaving_page, held, FIELD_BOOL),
};
static const struct schema leaving_schema = SCHEMA("leaving", struct leaving_page, leaving_fields);
static const struct web_param give_params[] = {
	{ .name = "login", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login") },
	{ .name = "to", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login of who takes it over") },
	{ .name = NULL },
};

static struct err *
get_leave(struct web *web, void *ret_view)
{
	struct leaving_page *page = ret_view;
	const struct case_desk *desk;
	struct account_views all;

	*page = (struct leaving_page){ 0 };
	TRY(web_case_desk(web, &desk));
	TRY(handover_show(desk, &web->actor, web_text(web, "login"), web->now, web->arena, &page->handover));
	page->held = page->handover.left > 0;
	TRY(account_list(web->ledger, &web->actor, STR(""), false, web->now, web->arena, &all));
	for (size_t i = 0; i < all.accounts.count; i++)
		if (!str_eq(all.accounts.items[i].login, page->handover.login) && str_eq(all.accounts.items[i].state, STR("active")))
			web_choice_add(web, &page->others, all.accounts.items[i].login, catalogue_say(web->arena, web->lang, M("{name} ({login})"),
			    ARG("name", all.accounts.items[i].name), ARG("login", all.accounts.items[i].login)), web_text(web, "to"));
	return NULL;
}

static struct err *
post_give(struct web *web)
{
	struct handover_given_view given;
	const struct case_desk *desk;

	TRY(web_case_desk(web, &desk));
	TRY(handover_give(desk, &web->actor, web_text(web, "login"), web_text(web, "to"), HANDOVER_GIVEN, web->now, web->arena, &given));
	web_tell(web, M("Handed over: {given}. What still hangs on the person: {left}."), ARG_N("given", given.given), ARG_N("left", given.left));
	web_go(web, "/settings/people/%.*s/leave", STR_ARG(web_text(web, "login")));
	return NULL;
}

static struct err *
post_leave(struct web *web)
{
	struct account_duties beside = handover_duties(&web->now);
	const struct account_duties *const duties[] = { &account_case_duties, &beside };
	struct str login = web_text(web, "login");

	TRY(account_leave(web->ledger, &web->actor, login, duties, ARRAY_LEN(duties), web->now, web->arena));
	web_tell(web, M("{login} has left; the name stays in what was done."), ARG("login", login));
	web_go(web, "/settings/people");
	return NULL;
}

#define TO_READ .right = WEB_PERSON, .scope = SCOPE_READ, .section = "settings"
#define TO_ADMINISTER .right = WEB_OFFICE, .offices = OFFICE_ADMINISTRATOR, .scope = SCOPE_ADMIN, .section = "settings"
const struct web_route routes_people[] = {
	{ .method = HTTP_GET, .path = "/settings/people", .summary = M("Accounts"), TO_READ, .params = people_params, .view = &people_schema, .page = "people",
	    .get = get_people },
	{ .method = HTTP_POST, .path = "/settings/people", .summary = M("A new account"), TO_ADMINISTER, .params = person_params, .post = post_new,
	    .back = "/settings/people/new" },
	{ .method = HTTP_GET, .path = "/settings/people/new", .summary = M("A new account"), TO_ADMINISTER, .params = person_params, .view = &person_schema,
	    .page = "person-new", .get = get_new },
	{ .method = HTTP_GET, .path = "/settings/people/number/{id}", .summary = M("An account by its number"), TO_READ, .get = get_person_numbered },
	{ .method = HTTP_GET, .path = "/settings/people/{login}", .summary = M("An account"), TO_READ, .params = person_params, .view = &person_schema,
	    .page = "person", .get = get_person },
	{ .method = HTTP_POST, .path = "/settings/people/{login}", .summary = M("Change an account"), TO_ADMINISTER, .params = person_params,
	    .post = post_person, .stands = person_stands },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/link", .summary = M("A link for the first password"), TO_ADMINISTER, .params = login_params,
	    .view = &invitation_schema, .page = "person-link", .post = post_link, .back = "/settings/people/{login}" },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/lock", .summary = M("Lock an account"), TO_ADMINISTER, .params = login_params,
	    .post = post_lock, .back = "/settings/people/{login}" },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/unlock", .summary = M("Unlock an account"), TO_ADMINISTER, .params = login_params,
	    .post = post_unlock, .back = "/settings/people/{login}" },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/end-second-factor", .summary = M("End the second factor of an account"), TO_ADMINISTER,
	    .params = login_params, .post = post_factor_end, .back = "/settings/people/{login}" },
	{ .method = HTTP_GET, .path = "/settings/people/{login}/leave", .summary = M("A person leaves"), TO_ADMINISTER, .params = give_params,
	    .view = &leaving_schema, .page = "person-leave", .get = get_leave },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/hand-over", .summary = M("Hand over what a person has"), TO_ADMINISTER, .params = give_params,
	    .post = post_give, .back = "/settings/people/{login}/leave" },
	{ .method = HTTP_POST, .path = "/settings/people/{login}/leave", .summary = M("A person leaves"), TO_ADMINISTER, .params = login_params,
	    .post = post_leave },
	{ .path = NULL },
};
