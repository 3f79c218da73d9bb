/*
 * show.c - papers that were made: which there are, and what one of them says.
 */
#include "service/document/parts.h"
#include "service/timeline/timeline.h"
#include "store/ledger/people.h"

static const struct field row_fields[] = {
	FIELD(struct document_row_view, id, FIELD_INT),
	FIELD(struct document_row_view, number, FIELD_STR),
	FIELD(struct document_row_view, name, FIELD_STR),
	FIELD(struct document_row_view, title, FIELD_STR),
	FIELD(struct document_row_view, template, FIELD_STR),
	FIELD(struct document_row_view, template_digest, FIELD_STR),
	FIELD(struct document_row_view, inputs_digest, FIELD_STR),
	FIELD(struct document_row_view, language, FIELD_STR),
	FIELD(struct document_row_view, format, FIELD_STR),
	FIELD(struct document_row_view, compartment, FIELD_STR),
	FIELD(struct document_row_view, recipients, FIELD_STRS),
	FIELD(struct document_row_view, size, FIELD_INT),
	FIELD(struct document_row_view, revision, FIELD_INT),
	FIELD(struct document_row_view, at, FIELD_INSTANT),
	FIELD(struct document_row_view, by, FIELD_STR),
	FIELD(struct document_row_view, may, FIELD_BOOL),
};
const struct schema document_row_view_schema = SCHEMA("document", struct document_row_view, row_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct document_list_view, documents, FIELD_LIST, &document_row_view_schema),
};
const struct schema document_list_view_schema = SCHEMA("documents", struct document_list_view, list_fields);

static bool
sees(const struct case_now *now, struct str compartment)
{
	for (size_t i = 0; i < now->book->compartments.count; i++)
		if (str_eq(now->book->compartments.items[i], compartment))
			return (now->access.compartments & (uint64_t)1 << i) != 0;
	return false;
}

/* Whether he has one of the parts it is for. */
static bool
is_for(const struct case_now *now, struct str recipients)
{
	struct str role;

	while (str_split(&recipients, ' ', &role))
		for (size_t i = 0; i < now->book->roles.count; i++)
			if (str_eq(now->book->roles.items[i].id, role) && (now->access.roles & (uint64_t)1 << i) != 0)
				return true;
	return false;
}

static bool
sees_all_fields(const struct case_now *now)
{
	for (size_t i = 0; i < now->book->fields.count; i++)
		if (now->book->fields.items[i].visible_to.count > 0 && !access_field(now->book, &now->access, i))
			return false;
	return true;
}

static bool
may_read(const struct case_now *now, const struct ledger_document *document)
{
	return !document->restricted || is_for(now, document->recipients) || sees_all_fields(now);
}

static void
put_recipients(const struct case_now *now, struct str recipients, enum lang lang, struct arena *arena, struct str_list *titles)
{
	struct str role;

	while (str_split(&recipients, ' ', &role))
		for (size_t i = 0; i < now->book->roles.count; i++)
			if (str_eq(now->book->roles.items[i].id, role))
				list_push(arena, titles, words_in(&now->book->roles.items[i].title, lang));
}

static struct err *
view_row(const struct home *home, const struct case_now *now, const struct actor *actor, const struct ledger_document *document, struct arena *arena,
    struct document_row_view *ret_row)
{
	const struct play_document *paper = book_document(now->book, document->name);
	struct ledger_account maker = { 0 };
	struct document_row_view row = { .id = document->id, .number = now->head.number, .name = arena_copy(arena, document->name),
		.title = paper == NULL ? STR("") : words_in(&paper->title, actor->lang), .template = arena_copy(arena, document->template),
		.template_digest = arena_copy(arena, document->template_digest), .inputs_digest = arena_copy(arena, document->inputs_digest),
		.language = document->language == LANG_JA ? STR("ja") : STR("en"), .format = str_of(enum_name(&document_format_names, (int)document->format)),
		.compartment = arena_copy(arena, document->compartment), .size = document->size, .revision = document->revision, .at = document->at,
		.may = may_read(now, document) };

	if (paper == NULL)
		TRY(template_heading(home, row.name, actor->lang, arena, &row.title));
	if (document->by != 0)
		TRY(ledger_account_get(now->desk->ledger, document->by, arena, &maker));
	row.by = maker.name;
	put_recipients(now, document->recipients, actor->lang, arena, &row.recipients);
	*ret_row = row;
	return NULL;
}

struct listing { const struct home *home; const struct case_now *now; const struct actor *actor; struct document_list_view *list; struct arena *arena; };

static struct err *
add_row(void *context, const struct ledger_document *document, struct arena *arena)
{
	struct listing *listing = context;

	(void)arena;
	if (!sees(listing->now, document->compartment))
		return NULL;
	return view_row(listing->home, listing->now, listing->actor, document, listing->arena, list_add(listing->arena, &listing->list->documents));
}

struct err *
document_list(const struct document_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct document_list_view *ret_list)
{
	struct document_list_view list = { 0 };
	struct case_now loaded;
	struct listing listing = { desk->home, &loaded, actor, &list, arena };

	TRY(case_load(desk->cases, actor, number, now, arena, &loaded));
	TRY(ledger_documents(desk->cases->ledger, loaded.head.id, add_row, &listing, arena));
	*ret_list = list;
	return NULL;
}

/* One in a case or compartment that he does not see is told like one that never was. */
static struct err *
unknown(int64_t id, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("There is no document {number}."), ARG_N("number", id));
}

struct err *
document_get(const struct document_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena,
    struct document_row_view *ret_row, struct str *ret_content)
{
	struct ledger_document document;
	struct case_now loaded;
	struct place place;
	struct str blob;
	struct err *err;

	TRY(ledger_document_find(desk->cases->ledger, id, arena, &document));
	if (document.id == 0)
		return unknown(id, arena);
	err = case_load_id(desk->cases, actor, document.casefile, now, arena, &loaded);
	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? unknown(id, arena) : err;
	if (!sees(&loaded, document.compartment))
		return unknown(id, arena);
	if (!may_read(&loaded, &document))
		return err_new(arena, ERR_FORBIDDEN, M("Document {number} tells of fields that you may not see, and is not for a part that you have in the case."),
		    ARG_N("number", id));
	TRY(ledger_document_content(desk->cases->ledger, id, arena, &blob));
	place = (struct place){ document.casefile, document.compartment, arena_printf(arena, "document/%lld", (long long)id) };
	TRY(content_read(desk->cases->vault, &place, blob, arena, ret_content));
	return view_row(desk->home, &loaded, actor, &document, arena, ret_row);
}
