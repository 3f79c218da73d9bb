/*
 * page_system.c - /systems/{id}: one system whole. The form that a department fills in when it brings one in, and changes later; the same change to
 * many; out of use, and back.
 */
#include "face/web/page_ledger.h"
#include "service/system/system.h"

enum { MANY_MOST = 500, LINE_MOST = 300, LONG_MOST = 4000 };

/* ------------------------------------------------------------------------------------------- the form */

enum kind { LINE, LONG, DAY, SELECT, ANSWER };

/* How the parts of a form are asked for, in groups: by name, as system_fields has them. */
static const struct asked {
	const char *name;
	enum kind   kind;
	const char *hint;        /* key of the catalogue, or NULL                         */
	const char *list;        /* of words that are proposed: "units" …; or NULL        */
	const char *group;       /* of the first of a group: its title                    */
	const char *about;       /* ... and what is said of it, or NULL                   */
} asked[] = {
	{ "name", LINE, M("As staff or residents call it."), NULL, M("What it is, and who answers for it"), NULL },
	{ "number", LINE, M("Of the property register or of the list that was kept so far."), NULL, NULL, NULL },
	{ "services", LINE, M("What the work is for which it is used. Several: with 、 between."), "services", NULL, NULL },
	{ "unit", LINE, M("Which department answers for it."), "units", NULL, NULL },
	{ "owner", LINE, M("A name or an office, so that somebody can be asked."), "owners", NULL, NULL },
	{ "contractor", LINE, M("Who runs it for us by contract."), "contractors", NULL, NULL },
	{ "function", LINE, NULL, "functions", NULL, NULL },
	{ "place", LINE, M("Building, data centre, or region of a cloud."), "places", NULL, NULL },
	{ "note", LONG, NULL, NULL, NULL, NULL },
	{ "network", SELECT, M("To which network it is connected."), NULL, M("From where it can be reached"),
	    M("This decides how likely an attack is. What nobody knows counts as open to the internet until it is answered.") },
	{ "segment", SELECT, M("Only where the rules of the organisation name its networks more exactly."), NULL, NULL, NULL },
	{ "reach", SELECT, M("Whether screens or services of it open from outside."), NULL, NULL, NULL },
	{ "ports", LINE, M("Numbers that are open to the outside, such as 443."), NULL, NULL, NULL },
	{ "media", ANSWER, NULL, NULL, NULL, NULL },
	{ "maintenance_line", ANSWER, NULL, NULL, NULL, NULL },
	{ "devices", ANSWER, NULL, NULL, NULL, NULL },
	{ "segments", ANSWER, NULL, NULL, NULL, NULL },
	{ "controls", ANSWER, NULL, NULL, NULL, NULL },
	{ "information", LINE, M("Classes with how many, such as 個人情報 12,000件、特定個人情報 3,000件. None: なし."), NULL, M("What it holds, and what happens when it stops"),
	    M("This decides how large the damage is.") },
	{ "resident_facing", ANSWER, NULL, NULL, NULL, NULL },
	{ "life_or_safety", ANSWER, NULL, NULL, NULL, NULL },
	{ "internal_only", ANSWER, NULL, NULL, NULL, NULL },
	{ "official_register", ANSWER, NULL, NULL, NULL, NULL },
	{ "integrity_duty", ANSWER, NULL, NULL, NULL, NULL },
	{ "importance", SELECT, NULL, NULL, NULL, NULL },
	{ "hosting", SELECT, M("Who has to patch machine, OS and application follows from this."), NULL, M("Where it runs, and its maintenance"), NULL },
	{ "provider", LINE, M("Of a cloud or data centre."), NULL, NULL, NULL },
	{ "maintenance", LINE, M("When it may be stopped regularly, such as the third Wednesday at 22:00."), NULL, NULL, NULL },
	{ "replace_on", DAY, M("When it shall be replaced or given up."), NULL, NULL, NULL },
	{ "site_until", DAY, M("After this day it is asked whether the site was taken down."), NULL, M("A site that stands for a time only"),
	    M("Sites for campaigns and surveys are forgotten easily. Others leave this empty.") },
	{ "site_closer", LINE, M("Who takes it down, and whom we ask."), "owners", NULL, NULL },
};

struct field_view {
	struct str name, label, hint, value, list;
	bool       line, longer, day, select, answer, must, question, tick;
	LIST(struct web_choice_view) choices;
};
struct field_group { struct str title, about; LIST(struct field_view) fields; };
struct word_list_view { struct str id; struct str_list words; };
struct form_view {
	int64_t    id;
	struct str name, heading;
	bool       is_new;
	LIST(struct field_group)     groups;
	LIST(struct word_list_view)  lists;
	struct web_edit_view         edit;
};
static const struct field field_fields[] = {
	FIELD(struct field_view, name, FIELD_STR),
	FIELD(struct field_view, label, FIELD_STR),
	FIELD(struct field_view, hint, FIELD_STR),
	FIELD(struct field_view, value, FIELD_STR),
	FIELD(struct field_view, list, FIELD_STR),
	FIELD(struct field_view, line, FIELD_BOOL),
	FIELD(struct field_view, longer, FIELD_BOOL),
	FIELD(struct field_view, day, FIELD_BOOL),
	FIELD(struct field_view, select, FIELD_BOOL),
	FIELD(struct field_view, answer, FIELD_BOOL),
	FIELD(struct field_view, must, FIELD_BOOL),
	FIELD(struct field_view, question, FIELD_BOOL),
	FIELD(struct field_view, tick, FIELD_BOOL),
	FIELD_OF(struct field_view, choices, FIELD_LIST, &web_choice_schema),
};
static const struct schema field_schema = SCHEMA("form_field", struct field_view, field_fields);
static const struct field group_fields[] = {
	FIELD(struct field_group, title, FIELD_STR),
	FIELD(struct field_group, about, FIELD_STR),
	FIELD_OF(struct field_group, fields, FIELD_LIST, &field_schema),
};
static const struct schema group_schema = SCHEMA("form_group", struct field_group, group_fields);
static const struct field words_fields[] = {
	FIELD(struct word_list_view, id, FIELD_STR),
	FIELD(struct word_list_view, words, FIELD_STRS),
};
static const struct schema words_schema = SCHEMA("word_list", struct word_list_view, words_fields);
static const struct field form_fields[] = {
	FIELD(struct form_view, id, FIELD_INT),
	FIELD(struct form_view, name, FIELD_STR),
	FIELD(struct form_view, heading, FIELD_STR),
	FIELD(struct form_view, is_new, FIELD_BOOL),
	FIELD_OF(struct form_view, groups, FIELD_LIST, &group_schema),
	FIELD_OF(struct form_view, lists, FIELD_LIST, &words_schema),
	FIELD_OF(struct form_view, edit, FIELD_STRUCT, &web_edit_schema),
};
static const struct schema form_schema = SCHEMA("system_form_page", struct form_view, form_fields);

static const struct system_field *
field_named(const char *name)
{
	for (size_t i = 0; i < system_fields_count; i++)
		if (str_eq(str_of(name), str_of(system_fields[i].name)))
			return &system_fields[i];
	return NULL;
}

static struct system_form
typed_form(const struct web *web)
{
	struct system_form form = { 0 };

	for (size_t i = 0; i < system_fields_count; i++)
		*system_field_of(&form, &system_fields[i]) = web_text(web, system_fields[i].name);
	return form;
}

static void
add_segments(struct web *web, const struct segments *segments, struct str chosen, struct web_choices *choices)
{
	web_choice_add(web, choices, STR(""), web_word(web, M("By the network zone above")), chosen);
	for (size_t i = 0; i < segments->classes.count; i++)
		web_choice_add(web, choices, segments->classes.items[i].name, segment_title(&segments->classes.items[i], web->lang), chosen);
}

static struct field_view
field_view_of(struct web *web, const struct asked *one, const struct system_field *field, struct str value, const struct segments *segments)
{
	struct field_view view = { .name = str_of(field->name), .label = web_word(web, field->label), .value = value,
		.hint = one->hint == NULL ? STR("") : web_word(web, one->hint), .list = str_of(one->list == NULL ? "" : one->list),
		.line = one->kind == LINE, .longer = one->kind == LONG, .day = one->kind == DAY, .select = one->kind == SELECT,
		.answer = one->kind == ANSWER, .must = field->offset == offsetof(struct system_form, name), .question = field->asked };
	struct web_choices choices = { 0 };

	if (field->words != NULL)
		ledger_choices(web, field->words, value.len == 0 && one->kind == SELECT ? STR("unknown") : value, &choices);
	else if (one->kind == SELECT)
		add_segments(web, segments, value, &choices);
	view.choices.items = choices.items;
	view.choices.count = choices.count;
	return view;
}

static void
add_list(struct web *web, struct form_view *view, const char *id, const struct str_list *words)
{
	list_push(web->arena, &view->lists, ((struct word_list_view){ str_of(id), *words }));
}

static struct err *
fill_form(struct web *web, struct system_form *form, struct form_view *view)
{
	struct segments segments;
	struct system_words words;

	TRY(home_segments(web->home, web->arena, &segments));
	TRY(system_words(web->ledger, web->arena, &words));
	add_list(web, view, "units", &words.units);
	add_list(web, view, "owners", &words.owners);
	add_list(web, view, "services", &words.services);
	add_list(web, view, "contractors", &words.contractors);
	add_list(web, view, "places", &words.places);
	add_list(web, view, "functions", &words.functions);
	for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
		const struct system_field *field = field_named(asked[i].name);
		struct field_group *group;

		if (asked[i].group != NULL) {
			group = list_add(web->arena, &view->groups);
			group->title = web_word(web, asked[i].group);
			group->about = asked[i].about == NULL ? STR("") : web_word(web, asked[i].about);
		}
		group = &view->groups.items[view->groups.count - 1];
		list_push(web->arena, &group->fields, field_view_of(web, &asked[i], field, *system_field_of(form, field), &segments));
	}
	return NULL;
}

static struct err *
form_stands(struct web *web, struct stand *ret_stand)
{
	struct system_form held;

	TRY(system_form_get(web->ledger, web_number(web, "id", 0), web->arena, &held));
	system_stand(&held, web->arena, ret_stand);
	return NULL;
}

static struct err *
get_edit(struct web *web, void *ret_view)
{
	struct form_view *view = ret_view;
	struct system_form held, typed = typed_form(web);
	struct stand stand = { 0 };

	view->id = web_number(web, "id", 0);
	TRY(system_form_get(web->ledger, view->id, web->arena, &held));
	view->name = held.name;
	TRY(form_stands(web, &stand));
	view->edit = web_edit(web, &stand);
	view->heading = web_word(web, M("Change what is entered"));
	return fill_form(web, web_given(web, "name") ? &typed : &held, view);
}

static struct err *
get_new(struct web *web, void *ret_view)
{
	struct form_view *view = ret_view;
	struct system_form form = typed_form(web);

	view->is_new = true;
	view->heading = web_word(web, M("Enter a system"));
	return fill_form(web, &form, view);
}

static struct err *
save(struct web *web, int64_t id)
{
	struct system_form form = typed_form(web);
	struct system_saved saved;

	TRY(system_save(web->home, web->ledger, &web->actor, id, &form, web_text(web, "revision"), web->now, web->arena, &saved));
	web_go(web, "/systems/%lld", (long long)saved.id);
	if (saved.open.count == 0)
		web_tell(web, M("Saved. Everything that is asked is answered."));
	else
		web_tell(web, M("Saved. {count} points were left open: they stay below as questions, and count as unknown until they are answered."),
		    ARG_N("count", saved.open.count));
	return NULL;
}

static struct err *
post_edit(struct web *web)
{
	return save(web, web_number(web, "id", 0));
}

static struct err *
post_new(struct web *web)
{
	return save(web, 0);
}

/* ------------------------------------------------------------------------------------------ one of them */

struct show_view { struct system_view system; bool keeper; };
static const struct field show_fields[] = {
	FIELD_OF(struct show_view, system, FIELD_STRUCT, &system_view_schema),
	FIELD(struct show_view, keeper, FIELD_BOOL),
};
static const struct schema show_schema = SCHEMA("system_page", struct show_view, show_fields);

static struct err *
get_system(struct web *web, void *ret_view)
{
	struct show_view *view = ret_view;

	TRY(system_show(web->home, web->ledger, web_number(web, "id", 0), web->now, web->lang, web->arena, &view->system));
	view->system.query = web_encoded(web, view->system.name);
	view->keeper = (web->actor.offices & SYSTEM_KEEPERS) != 0;
	web_title(web, view->system.name);
	return NULL;
}

static struct err *
post_retire(struct web *web)
{
	int64_t id = web_number(web, "id", 0);

	TRY(system_retire(web->ledger, &web->actor, id, web->now, web->arena));
	web_go(web, "/systems/%lld", (long long)id);
	web_tell(web, M("The system is out of use. Its history stays; it stands in no list any more."));
	return NULL;
}

static struct err *
post_revive(struct web *web)
{
	int64_t id = web_number(web, "id", 0);

	TRY(system_revive(web->ledger, &web->actor, id, web->now, web->arena));
	web_go(web, "/systems/%lld", (long long)id);
	web_tell(web, M("The system is in use again. Tell anew what is installed in it."));
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- many */

struct change_row { int64_t id; struct str name, unit, revision; };
struct change_view {
	LIST(struct change_row)      rows;
	LIST(struct field_view)      fields;
	LIST(struct word_list_view)  lists;
	int64_t                      count;
};
static const struct field change_row_fields[] = {
	FIELD(struct change_row, id, FIELD_INT),
	FIELD(struct change_row, name, FIELD_STR),
	FIELD(struct change_row, unit, FIELD_STR),
	FIELD(struct change_row, revision, FIELD_STR),
};
static const struct schema change_row_schema = SCHEMA("change_row", struct change_row, change_row_fields);
static const struct field change_fields[] = {
	FIELD_OF(struct change_view, rows, FIELD_LIST, &change_row_schema),
	FIELD_OF(struct change_view, fields, FIELD_LIST, &field_schema),
	FIELD_OF(struct change_view, lists, FIELD_LIST, &words_schema),
	FIELD(struct change_view, count, FIELD_INT),
};
static const struct schema change_schema = SCHEMA("systems_change", struct change_view, change_fields);

/* What makes sense for many at once. */
static const char *const changed_together[] = { "unit", "owner", "contractor", "network", "reach", "place", "maintenance", "hosting", "provider" };

static const struct asked *
asked_named(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(asked); i++)
		if (str_eq(str_of(name), str_of(asked[i].name)))
			return &asked[i];
	return NULL;
}

static struct err *
add_change_rows(struct web *web, struct change_view *view)
{
	struct str_list ids = web_list(web, "id");

	for (size_t i = 0; i < ids.count; i++) {
		struct system_form form;
		int64_t id;

		if (!str_to_i64(ids.items[i], &id))
			return err_new(web->arena, ERR_USAGE, M("\"{value}\" is no number of a system."), ARG("value", ids.items[i]));
		TRY(system_form_get(web->ledger, id, web->arena, &form));
		list_push(web->arena, &view->rows, ((struct change_row){ id, form.name, form.unit, system_revision(&form, web->arena) }));
	}
	view->count = (int64_t)view->rows.count;
	return NULL;
}

static struct err *
get_change(struct web *web, void *ret_view)
{
	struct change_view *view = ret_view;
	struct str_list set = web_list(web, "set");
	struct system_words words;
	struct segments segments = { 0 };
	struct form_view lists = { 0 };

	TRY(add_change_rows(web, view));
	for (size_t i = 0; i < ARRAY_LEN(changed_together); i++) {
		const struct system_field *field = field_named(changed_together[i]);
		struct field_view one = field_view_of(web, asked_named(field->name), field, web_text(web, field->name), &segments);

		one.tick = str_is_one_of(one.name, set.items, set.count);
		list_push(web->arena, &view->fields, one);
	}
	TRY(system_words(web->ledger, web->arena, &words));
	add_list(web, &lists, "units", &words.units);
	add_list(web, &lists, "owners", &words.owners);
	add_list(web, &lists, "contractors", &words.contractors);
	add_list(web, &lists, "places", &words.places);
	view->lists.items = lists.lists.items;
	view->lists.count = lists.lists.count;
	return NULL;
}

static struct err *
post_change(struct web *web)
{
	struct change_view view = { 0 };
	struct system_bulk bulk = { .form = typed_form(web), .set = web_list(web, "set") };
	struct str_list revisions = web_list(web, "revisions");
	int64_t *ids;

	TRY(add_change_rows(web, &view));
	if (revisions.count > 0 && revisions.count != view.rows.count)
		return err_new(web->arena, ERR_USAGE, M("Send a revision for each system, or none."));
	if (view.rows.count == 0 || bulk.set.count == 0)
		return err_new(web->arena, ERR_USAGE, M("Select at least one system in the list, and tick at least one point to change."));
	for (size_t i = 0; i < bulk.set.count; i++)
		if (asked_named(arena_cstr(web->arena, bulk.set.items[i])) == NULL)
			return err_new(web->arena, ERR_USAGE, M("\"{value}\" is no part of a system."), ARG("value", bulk.set.items[i]));
	ids = ARENA_ARRAY(web->arena, int64_t, view.rows.count);
	for (size_t i = 0; i < view.rows.count; i++)
		ids[i] = view.rows.items[i].id;
	bulk.ids = ids;
	bulk.revisions = revisions.items;
	bulk.count = view.rows.count;
	TRY(system_change_many(web->home, web->ledger, &web->actor, &bulk, web->now, web->arena));
	web_go(web, "/systems");
	web_tell(web, M("{count} systems were changed."), ARG_N("count", bulk.count));
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- routes */

#define ID { .name = "id", .kind = WEB_NUMBER, .summary = M("Number of the system") }
#define FORM_PARTS \
	{ .name = "name", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("System name") }, \
	{ .name = "number", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Asset number") }, \
	{ .name = "services", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Business") }, \
	{ .name = "unit", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Department") }, \
	{ .name = "owner", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Administrator") }, \
	{ .name = "contractor", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Contractor") }, \
	{ .name = "function", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Purpose") }, \
	{ .name = "place", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Location") }, \
	{ .name = "maintenance", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Regular maintenance") }, \
	{ .name = "note", .kind = WEB_LONG_TEXT, .most = LONG_MOST, .summary = M("Note") }, \
	{ .name = "network", .kind = WEB_CHOICE, .choices = &system_network_words, .summary = M("Network zone") }, \
	{ .name = "segment", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Network segment") }, \
	{ .name = "reach", .kind = WEB_CHOICE, .choices = &system_reach_words, .summary = M("External access") }, \
	{ .name = "importance", .kind = WEB_CHOICE, .choices = &system_importance_words, .summary = M("Importance") }, \
	{ .name = "ports", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Ports") }, \
	{ .name = "information", .kind = WEB_TEXT, .most = LONG_MOST, .summary = M("Information held") }, \
	{ .name = "hosting", .kind = WEB_CHOICE, .choices = &system_hosting_words, .summary = M("Form of hosting") }, \
	{ .name = "provider", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Provider of the cloud") }, \
	{ .name = "site_until", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Last day of publication") }, \
	{ .name = "site_closer", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Who takes the site down") }, \
	{ .name = "replace_on", .kind = WEB_TEXT, .most = LINE_MOST, .summary = M("Planned replacement") }, \
	{ .name = "resident_facing", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("Residents or customers use it directly") }, \
	{ .name = "life_or_safety", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("When it stops, lives or safety are in danger") }, \
	{ .name = "internal_only", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("Only staff use it") }, \
	{ .name = "official_register", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("It keeps an official register") }, \
	{ .name = "integrity_duty", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("Wrong contents would do harm to others") }, \
	{ .name = "controls", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("A protection stands before it (WAF, IPS)") }, \
	{ .name = "media", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("USB memory or other media are brought in") }, \
	{ .name = "maintenance_line", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("There is a line for remote maintenance") }, \
	{ .name = "devices", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("PCs of maintainers are brought in and connected") }, \
	{ .name = "segments", .kind = WEB_CHOICE, .choices = &system_answer_words, .summary = M("It can be reached by way of other networks") }

static const struct web_param id_params[] = { ID, { .name = NULL } };
static const struct web_param new_params[] = { FORM_PARTS, { .name = NULL } };
static const struct web_param edit_params[] = {
	ID,
	FORM_PARTS,
	{ .name = NULL },
};
static const struct web_param rows_params[] = {
	{ .name = "id", .kind = WEB_LIST, .most = MANY_MOST, .summary = M("Numbers of systems") },
	{ .name = NULL },
};
static const struct web_param change_params[] = {
	{ .name = "id", .kind = WEB_LIST, .most = MANY_MOST, .summary = M("Numbers of systems") },
	{ .name = "revisions", .kind = WEB_LIST, .most = MANY_MOST, .summary = M("Revision of each as it was seen, in the order of their numbers") },
	{ .name = "set", .kind = WEB_LIST, .most = 40, .summary = M("Which parts are changed") },
	FORM_PARTS,
	{ .name = NULL },
};

#define KEEPERS .right = WEB_OFFICE, .offices = SYSTEM_KEEPERS

const struct web_route routes_system[] = {
	{ .method = HTTP_GET, .path = "/systems/new", .summary = M("Enter a system"), KEEPERS, .scope = SCOPE_READ, .view = &form_schema,
	    .page = "system-edit", .section = "systems", .get = get_new },
	{ .method = HTTP_POST, .path = "/systems/new", .summary = M("Enter a system"), KEEPERS, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES,
	    .params = new_params, .post = post_new },
	{ .method = HTTP_GET, .path = "/systems/change", .summary = M("Change several systems together"), KEEPERS, .scope = SCOPE_READ, .params = rows_params,
	    .view = &change_schema, .page = "system-change", .section = "systems", .get = get_change },
	{ .method = HTTP_POST, .path = "/systems/change", .summary = M("Change several systems together"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = change_params, .post = post_change },
	{ .method = HTTP_GET, .path = "/systems/{id}", .summary = M("System"), .right = WEB_READER, .scope = SCOPE_READ, .params = id_params,
	    .view = &show_schema, .page = "system", .section = "systems", .get = get_system },
	{ .method = HTTP_GET, .path = "/systems/{id}/edit", .summary = M("Change what is entered"), KEEPERS, .scope = SCOPE_READ, .params = id_params,
	    .view = &form_schema, .page = "system-edit", .section = "systems", .get = get_edit },
	{ .method = HTTP_POST, .path = "/systems/{id}/edit", .summary = M("Change what is entered"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = edit_params, .post = post_edit, .stands = form_stands },
	{ .method = HTTP_GET, .path = "/systems/{id}/retire", .summary = M("Take a system out of use"), KEEPERS, .scope = SCOPE_READ, .params = id_params,
	    .view = &show_schema, .page = "system-retire", .section = "systems", .get = get_system },
	{ .method = HTTP_POST, .path = "/systems/{id}/retire", .summary = M("Take a system out of use"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_retire },
	{ .method = HTTP_POST, .path = "/systems/{id}/revive", .summary = M("Bring a system back into use"), KEEPERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = id_params, .post = post_revive, .back = "/systems/{id}" },
	{ .path = NULL },
};
