/*
 * page_setup.c - an organisation begins: its first administrator; and everybody's first password. Both come by a link that works once.
 */
#include "face/web/pages.h"
#include "service/knowledge/knowledge.h"
#include "service/people/organisation.h"

static const char *const languages[] = { "ja", "en" };
static const struct enum_names language_names = ENUM_NAMES(languages);

/* What was typed twice must be the same: nobody sees what he types. */
struct err *
same_twice(struct web *web)
{
	if (str_eq(web_text(web, "password"), web_text(web, "again")))
		return NULL;
	return err_new(web->arena, ERR_USAGE, M("The two passwords are not the same: please type both again."));
}

/* ------------------------------------------------------------------------------------------ setting up */

/* Criteria to begin with; each can be changed later. */
static const struct { const char *name, *title; } presets[] = {
	{ "municipality", M("Local government: three layers of networks, residents' information") },
	{ "standard",     M("Company, association or small site") },
};
static const char *const preset_words[] = { "municipality", "standard" };
static const struct enum_names preset_names = ENUM_NAMES(preset_words);

struct setup_view { struct str secret, organisation; bool first; struct web_choices presets; };
static const struct field setup_fields[] = {
	FIELD(struct setup_view, secret, FIELD_STR),
	FIELD(struct setup_view, organisation, FIELD_STR),
	FIELD(struct setup_view, first, FIELD_BOOL),
	FIELD_OF(struct setup_view, presets, FIELD_LIST, &web_choice_schema),
};
static const struct schema setup_schema = SCHEMA("setup", struct setup_view, setup_fields);

static const struct web_param setup_params[] = {
	{ .name = "secret", .kind = WEB_TEXT, .summary = M("The link's secret") },
	{ .name = "organisation", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("Name of the organisation") },
	{ .name = "name", .kind = WEB_TEXT, .most = PEOPLE_NAME_MOST, .summary = M("Your name") },
	{ .name = "login", .kind = WEB_TEXT, .most = LOGIN_MOST, .summary = M("Login") },
	{ .name = "mail", .kind = WEB_TEXT, .summary = M("Mail address") },
	{ .name = "password", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("Password") },
	{ .name = "again", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("The same password again") },
	{ .name = "language", .kind = WEB_CHOICE, .choices = &language_names, .summary = M("Language") },
	{ .name = "criteria", .kind = WEB_CHOICE, .choices = &preset_names, .summary = M("Criteria to begin with") },
	{ .name = NULL },
};

static struct err *
get_setup(struct web *web, void *ret_view)
{
	struct str chosen = web_text(web, "criteria");
	struct setup_view *view = ret_view;

	*view = (struct setup_view){ .secret = web_text(web, "secret") };
	TRY(link_follow(web->ledger, view->secret, web->arena));
	TRY(setup_see(web->ledger, view->secret, web->now, web->arena));
	view->first = ledger_org(web->ledger) == LEDGER_ORG;
	TRY(organisation_name(web->ledger, web->home->organisation, web->arena, &view->organisation));
	if (web_given(web, "organisation"))
		view->organisation = web_text(web, "organisation");
	for (size_t i = 0; i < ARRAY_LEN(presets); i++)
		web_choice_add(web, &view->presets, str_of(presets[i].name), web_word(web, presets[i].title),
		    chosen.len > 0 ? chosen : str_of(presets[0].name));
	return NULL;
}

/* What the home is called and judges by is its first organisation's to say. */
static struct err *
keep_settings(struct web *web, struct str organisation)
{
	struct str criteria = web_text(web, "criteria");
	const struct home_setting settings[] = { { "organisation", organisation }, { "criteria", criteria.len > 0 ? criteria : web->home->criteria } };

	return ledger_org(web->ledger) != LEDGER_ORG ? NULL : home_set(web->home, settings, ARRAY_LEN(settings), web->arena);
}

static struct err *
post_setup(struct web *web)
{
	struct str link = web_text(web, "secret");
	struct setup_order order = { .organisation = web_text(web, "organisation"), .login = web_text(web, "login"), .name = web_text(web, "name"),
		.mail = web_text(web, "mail"), .password = web_text(web, "password"), .language = web_choice(web, "language", LANG_JA) == 1 ? LANG_EN : LANG_JA };
	struct actor actor;

	TRY(link_follow(web->ledger, link, web->arena));
	TRY(setup_see(web->ledger, link, web->now, web->arena));
	if (ledger_org(web->ledger) != LEDGER_ORG)
		order.organisation = STR("");
	else if (order.organisation.len == 0)
		return err_new(web->arena, ERR_USAGE, M("Please say what the organisation is called."));
	TRY(same_twice(web));
	TRY(setup_finish(web->ledger, link, &order, web->now, web->arena, &actor));
	TRY(keep_settings(web, order.organisation));
	web_tell(web, M("{name} is the first administrator."), ARG("name", actor.name));
	return sign_in_as(web, &actor, STR("/setup"));
}

/* ---------------------------------------------------------------------------------------- what comes next */

struct next_view { int64_t accounts; struct str knowledge; int64_t systems; bool begun; };
static const struct field next_fields[] = {
	FIELD(struct next_view, accounts, FIELD_INT),
	FIELD(struct next_view, knowledge, FIELD_STR),
	FIELD(struct next_view, systems, FIELD_INT),
	FIELD(struct next_view, begun, FIELD_BOOL),      /* there are systems */
};
static const struct schema next_schema = SCHEMA("setup_next", struct next_view, next_fields);

static struct err *
count_system(void *context, const struct ledger_view_row *row, struct arena *arena)
{
	(void)row;
	(void)arena;
	(*(int64_t *)context)++;
	return NULL;
}

static struct err *
get_next(struct web *web, void *ret_view)
{
	struct next_view *view = ret_view;
	struct account_views accounts;
	struct knowledge_view knowledge;

	*view = (struct next_view){ 0 };
	TRY(account_list(web->ledger, &web->actor, STR(""), false, web->now, web->arena, &accounts));
	view->accounts = (int64_t)accounts.accounts.count;
	TRY(knowledge_show(web->home, web->now, web->lang, web->arena, &knowledge));
	view->knowledge = knowledge.generation;
	TRY(ledger_view(web->ledger, LEDGER_VIEW_SYSTEM, STR(""), count_system, &view->systems, web->arena));
	view->begun = view->systems > 0;
	return NULL;
}

/* ------------------------------------------------------------------------------------ a first password */

struct welcome_view { struct str secret, login, name, organisation; };
static const struct field welcome_fields[] = {
	FIELD(struct welcome_view, secret, FIELD_STR),
	FIELD(struct welcome_view, login, FIELD_STR),
	FIELD(struct welcome_view, name, FIELD_STR),
	FIELD(struct welcome_view, organisation, FIELD_STR),
};
static const struct schema welcome_schema = SCHEMA("welcome", struct welcome_view, welcome_fields);
static const struct web_param welcome_params[] = {
	{ .name = "secret", .kind = WEB_TEXT, .summary = M("The link's secret") },
	{ .name = "password", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("Password") },
	{ .name = "again", .kind = WEB_SECRET, .most = PASSWORD_MOST, .summary = M("The same password again") },
	{ .name = NULL },
};

static struct err *
get_welcome(struct web *web, void *ret_view)
{
	struct welcome_view *view = ret_view;
	struct actor actor;

	*view = (struct welcome_view){ .secret = web_text(web, "secret") };
	TRY(link_follow(web->ledger, view->secret, web->arena));
	TRY(welcome_see(web->ledger, view->secret, web->now, web->arena, &actor));
	view->login = actor.login;
	view->name = actor.name;
	return organisation_name(web->ledger, web->home->organisation, web->arena, &view->organisation);
}

static struct err *
post_welcome(struct web *web)
{
	struct str link = web_text(web, "secret"), organisation;
	struct actor actor;

	TRY(link_follow(web->ledger, link, web->arena));
	TRY(organisation_name(web->ledger, web->home->organisation, web->arena, &organisation));
	TRY(same_twice(web));
	TRY(welcome_finish(web->ledger, link, web_text(web, "password"), organisation, web->now, web->arena, &actor));
	web_tell(web, M("Your password is set. From now on you sign in with it."));
	return sign_in_as(web, &actor, STR("/"));
}

const struct web_route routes_setup[] = {
	{ .method = HTTP_GET, .path = "/setup/{secret}", .summary = M("Set up"), .right = WEB_PUBLIC, .params = setup_params, .view = &setup_schema,
	    .page = "setup", .get = get_setup },
	{ .method = HTTP_POST, .path = "/setup/{secret}", .summary = M("Set up"), .right = WEB_PUBLIC, .lane = HTTP_LANE_PASSWORDS, .params = setup_params,
	    .post = post_setup },
	{ .method = HTTP_GET, .path = "/setup", .summary = M("First steps"), .right = WEB_PERSON, .scope = SCOPE_READ, .view = &next_schema,
	    .page = "setup-next", .section = "settings", .get = get_next },
	{ .method = HTTP_GET, .path = "/welcome/{secret}", .summary = M("Choose a password"), .right = WEB_PUBLIC, .params = welcome_params,
	    .view = &welcome_schema, .page = "welcome", .get = get_welcome },
	{ .method = HTTP_POST, .path = "/welcome/{secret}", .summary = M("Choose a password"), .right = WEB_PUBLIC, .lane = HTTP_LANE_PASSWORDS,
	    .params = welcome_params, .post = post_welcome },
	{ .path = NULL },
};
