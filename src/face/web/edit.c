/*
 * edit.c - two people change one thing. The form carries what its person began from (revision, and the texts themselves); what stands is asked within
 * the unit of work that writes. Where it is another, nothing is written, and one page serves every form: field by field what stands now beside what was
 * typed. Who changed it alone is chosen already; what both changed must be chosen. What is sent from there is the same form again.
 */
#include "base/catalogue.h"
#include "base/hash.h"
#include "face/web/frame.h"

static const struct field edit_fields[] = {
	FIELD(struct web_edit_view, revision, FIELD_STR),
	FIELD(struct web_edit_view, before, FIELD_STRS),
};
const struct schema web_edit_schema = SCHEMA("edit", struct web_edit_view, edit_fields);

/* --------------------------------------------------------------------------------- what a form carries */

enum { BRIEF_MOST = 300 };
#define DIGEST STR("sha256:")

/* A long text is carried as its digest: whether it was changed can be told by that, too. */
static struct str
brief_of(const struct web *web, struct str value)
{
	struct sha256 sum;

	if (value.len <= BRIEF_MOST && str_find_char(value, '\n') == SIZE_MAX)
		return value;
	sha256_init(&sum);
	sha256_add(&sum, value.ptr, value.len);
	return arena_printf(web->arena, "%.*s%.*s", STR_ARG(DIGEST), STR_ARG(sha256_hex(&sum, web->arena)));
}

static struct str_list
brief_list(const struct web *web, const struct str_list *values)
{
	struct str_list list = { 0 };

	for (size_t i = 0; i < values->count; i++)
		list_push(web->arena, &list, brief_of(web, values->items[i]));
	return list;
}

static struct str_list
sent_before(const struct web *web)
{
	struct str_list before = { 0 };

	for (size_t i = 0; i < web->request->form.count; i++)
		if (str_eq(web->request->form.items[i].name, STR("_before")) && str_is_text(web->request->form.items[i].value))
			list_push(web->arena, &before, web->request->form.items[i].value);
	return before;
}

static struct web_edit_view
carried(const struct web *web, const struct stand *stand)
{
	struct web_edit_view view = { .revision = stand_revision(stand, web->arena) };

	for (size_t i = 0; i < stand->fields.count; i++) {
		const struct stand_field *field = &stand->fields.items[i];

		struct str key = stand_key(field, web->arena);

		list_push(web->arena, &view.before, key);
		for (size_t k = 0; k < field->values.count; k++)
			list_push(web->arena, &view.before, arena_printf(web->arena, "%.*s=%.*s", STR_ARG(key), STR_ARG(brief_of(web, field->values.items[k]))));
	}
	return view;
}

struct web_edit_view
web_edit(const struct web *web, const struct stand *stand)
{
	const struct web_route *post = web->inner->sent_by;

	if (post != NULL && post->stands != NULL && web->inner->revision.len > 0)
		return (struct web_edit_view){ web->inner->revision, sent_before(web) };
	return carried(web, stand);
}

/* ------------------------------------------------------------------------------------------ asked again */

static struct err *
holds(void *context, struct ledger *ledger, struct arena *arena)
{
	struct web *web = context;
	struct stand stand = { 0 };
	struct err *err;

	(void)ledger;
	TRY(web->route->stands(web, &stand));
	err = stand_check(&stand, web->inner->revision, arena);
	web->inner->stale = err != NULL;
	return err;
}

/* The form's field; or, as programs do, the header: "…", of which * is whatever stands. */
static struct str
revision_of(const struct web *web)
{
	struct str header = http_find(&web->request->headers, "If-Match");

	if (header.ptr == NULL)
		return web_text(web, "revision");
	(void)str_take(&header, STR("W/"));
	(void)str_take(&header, STR("\""));
	(void)str_take_end(&header, STR("\""));
	return str_eq(header, STR("*")) ? STR("") : header;
}

static void
put_theirs(struct web *web, const struct stand_field *field)
{
	struct str_list all = web_list(web, field->name);

	if (field->at == 0)
		values_put(web, str_of(field->name), &field->values);
	else if (field->at <= all.count)
		all.items[field->at - 1] = field->values.count > 0 ? field->values.items[0] : STR("");
}

struct err *
edit_begin(struct web *web)
{
	struct stand stand = { 0 };
	bool asked = false;

	web->inner->revision = revision_of(web);
	web->inner->guard = (struct ledger_guard){ holds, web, false };
	if (web->inner->revision.len > 0)
		ledger_guard_set(web->ledger, &web->inner->guard);
	for (size_t i = 0; i < web->request->form.count; i++) {
		struct str name = web->request->form.items[i].name;
		const struct stand_field *field;

		if (!str_take(&name, WEB_PICK) || !str_eq(web->request->form.items[i].value, STR("theirs")))
			continue;
		if (!asked)
			TRY(web->route->stands(web, &stand));
		asked = true;
		field = stand_find(&stand, name, web->arena);
		if (field != NULL)
			put_theirs(web, field);
	}
	return NULL;
}

void
edit_end(struct web *web)
{
	ledger_guard_set(web->ledger, NULL);
}

/* ------------------------------------------------------------------------------------------- side by side */

struct merge_row { struct str pick, label, theirs, mine, before; bool both, keep_theirs, keep_mine, has_before; };
struct merge_typed { struct str name, label, value; bool text; };
struct merge_page {
	LIST(struct merge_row)   rows;
	LIST(struct merge_typed) typed;
	struct web_edit_view     edit;
	struct str               back;
	bool                     gone, alike;       /* it is not there any more; what was typed differs nowhere */
};
static const struct field row_fields[] = {
	FIELD(struct merge_row, pick, FIELD_STR),
	FIELD(struct merge_row, label, FIELD_STR),
	FIELD(struct merge_row, theirs, FIELD_STR),
	FIELD(struct merge_row, mine, FIELD_STR),
	FIELD(struct merge_row, before, FIELD_STR),
	FIELD(struct merge_row, both, FIELD_BOOL),
	FIELD(struct merge_row, keep_theirs, FIELD_BOOL),
	FIELD(struct merge_row, keep_mine, FIELD_BOOL),
	FIELD(struct merge_row, has_before, FIELD_BOOL),
};
static const struct schema row_schema = SCHEMA("merge_row", struct merge_row, row_fields);
static const struct field typed_fields[] = {
	FIELD(struct merge_typed, name, FIELD_STR),
	FIELD(struct merge_typed, label, FIELD_STR),
	FIELD(struct merge_typed, text, FIELD_BOOL),
	FIELD(struct merge_typed, value, FIELD_STR),
};
static const struct schema typed_schema = SCHEMA("merge_typed", struct merge_typed, typed_fields);
static const struct field merge_fields[] = {
	FIELD_OF(struct merge_page, rows, FIELD_LIST, &row_schema),
	FIELD_OF(struct merge_page, typed, FIELD_LIST, &typed_schema),
	FIELD_OF(struct merge_page, edit, FIELD_STRUCT, &web_edit_schema),
	FIELD(struct merge_page, back, FIELD_STR),
	FIELD(struct merge_page, gone, FIELD_BOOL),
	FIELD(struct merge_page, alike, FIELD_BOOL),
};
const struct schema web_merge_schema = SCHEMA("merge", struct merge_page, merge_fields);

/* Its values as the form had them; false: the form had no such field. */
static bool
before_of(const struct web *web, const struct str_list *before, struct str key, struct str_list *ret_values)
{
	bool has = false;

	*ret_values = (struct str_list){ 0 };
	for (size_t i = 0; i < before->count; i++) {
		struct str entry = before->items[i];

		if (!str_take(&entry, key) || (entry.len > 0 && entry.ptr[0] != '='))
			continue;
		has = true;
		if (entry.len > 0)
			list_push(web->arena, ret_values, str_from(entry, 1));
	}
	return has;
}

static struct str
words_of(const struct web *web, const struct stand_field *field, const struct str_list *values)
{
	struct str_list words = { 0 };
	int word;

	for (size_t i = 0; i < values->count; i++)
		list_push(web->arena, &words, field->words != NULL && field->words->words != NULL && enum_find(field->words, values->items[i], &word)
		    ? web_word(web, field->words->words[word]) : values->items[i]);
	return arena_join(web->arena, words.items, words.count, web_word(web, M(", ")));
}

/* Of two long texts what lies between the lines that they begin and end with alike. */
static void
shorten(const struct web *web, struct str *a, struct str *b)
{
	struct str rest_a = *a, rest_b = *b, line_a, line_b;
	size_t start = 0, end = 0;

	if (str_find_char(*a, '\n') == SIZE_MAX || str_find_char(*b, '\n') == SIZE_MAX)
		return;
	while (str_line(&rest_a, &line_a) && str_line(&rest_b, &line_b) && str_eq(line_a, line_b))
		start = (size_t)(rest_a.ptr - a->ptr);
	while (end < a->len - start && end < b->len - start && a->ptr[a->len - end - 1] == b->ptr[b->len - end - 1])
		end++;
	while (end > 0 && a->ptr[a->len - end - 1] != '\n')
		end--;
	*a = arena_printf(web->arena, "%s%.*s%s", start > 0 ? "…\n" : "", STR_ARG(str_sub(*a, start, a->len - start - end)), end > 0 ? "…" : "");
	*b = arena_printf(web->arena, "%s%.*s%s", start > 0 ? "…\n" : "", STR_ARG(str_sub(*b, start, b->len - start - end)), end > 0 ? "…" : "");
}

static struct str_list
typed_of(const struct web *web, const struct stand_field *field)
{
	struct str_list all = web_list(web, field->name);

	if (field->at == 0)
		return all;
	return field->at <= all.count ? (struct str_list){ &all.items[field->at - 1], 1, 1 } : (struct str_list){ 0 };
}

static void
add_row(const struct web *web, const struct stand_field *field, const struct str_list *carried_before, struct merge_page *page)
{
	struct str_list mine = typed_of(web, field), before, brief_mine = brief_list(web, &mine), brief_theirs = brief_list(web, &field->values);
	struct str key = stand_key(field, web->arena);
	/* What was not there had every field empty. */
	bool known = before_of(web, carried_before, key, &before) || str_eq(web->inner->revision, STAND_NONE);
	struct merge_row row = { .pick = arena_printf(web->arena, "_pick.%.*s", STR_ARG(key)), .label = web_word(web, field->label) };

	if ((field->at != 0 ? mine.count == 0 : !known && !web_given(web, field->name)) || stand_same(field, &mine, &field->values, web->arena))
		return;
	row.theirs = words_of(web, field, &field->values);
	row.mine = words_of(web, field, &mine);
	shorten(web, &row.theirs, &row.mine);
	row.keep_theirs = known && stand_same(field, &brief_mine, &before, web->arena);
	row.keep_mine = known && stand_same(field, &brief_theirs, &before, web->arena);
	row.both = known && !row.keep_theirs && !row.keep_mine;
	row.has_before = row.both && (before.count == 0 || !str_starts(before.items[0], DIGEST));
	if (row.has_before)
		row.before = words_of(web, field, &before);
	list_push(web->arena, &page->rows, row);
}

/* What the form sent, to be sent again: not what stands in the address, nor secrets. */
static void
add_typed(const struct web *web, struct merge_page *page)
{
	const struct web_values *values = &web->inner->values;

	for (size_t i = 0; i < values->count; i++) {
		const struct web_param *param = values->items[i].param;
		struct str place = arena_printf(web->arena, "{%s}", param->name);

		if (param->kind == WEB_SECRET || str_eq(str_of(param->name), STR("revision")) || str_find(str_of(web->route->path), place) != SIZE_MAX)
			continue;
		for (size_t k = 0; k < values->items[i].texts.count; k++)
			list_push(web->arena, &page->typed, ((struct merge_typed){ str_of(param->name),
			    param->summary == NULL ? str_of(param->name) : web_word(web, param->summary), values->items[i].texts.items[k],
			    param->kind != WEB_NUMBER && param->kind != WEB_TICK && values->items[i].texts.items[k].len > 0 }));
	}
}

void
edit_answer(struct web *web, const struct err *err, struct str back)
{
	struct merge_page page = { .back = back };
	struct str_list before = sent_before(web);
	struct stand stand = { 0 };
	struct err *failed = web->route->stands(web, &stand);

	if (failed != NULL || web->json) {
		answer_problem(web, failed != NULL ? failed : err);
		if (failed == NULL)
			web_header(web, "ETag", arena_printf(web->arena, "\"%.*s\"", STR_ARG(stand_revision(&stand, web->arena))));
		return;
	}
	page.edit = carried(web, &stand);
	page.gone = stand.fields.count == 0;
	for (size_t i = 0; i < stand.fields.count; i++)
		add_row(web, &stand.fields.items[i], &before, &page);
	page.alike = !page.gone && page.rows.count == 0;
	add_typed(web, &page);
	web->inner->failed = err;
	web_title(web, web_word(web, M("Changed by somebody else meanwhile")));
	answer_page(web, 409, "merge", &web_merge_schema, &page);
}
