/*
 * show.c - notices as people and programs read them.
 */
#include "base/buf.h"
#include "base/catalogue.h"
#include "service/name.h"
#include "service/notice/parts.h"
#include "service/timeline/timeline.h"
#include "store/kb/kb.h"
#include "store/ledger/audit.h"

/* --------------------------------------------------------------------------------------------- words, views */

static const char *const kind_codes[] = { "weakness", "setting", "cloud" };
static const char *const kind_texts[] = { M("Vulnerability of a product"), M("Case of misconfiguration or incident"), M("Notice of a cloud service") };
const struct enum_names notice_kind_names = ENUM_WORDS(kind_codes, kind_texts);
static const char *const channel_codes[] = { "mail", "telephone", "paper", "fax", "meeting", "web" };
static const char *const channel_texts[] = { M("mail"), M("telephone"), M("paper"), M("fax"), M("meeting"), M("page on the web") };
const struct enum_names notice_channel_names = ENUM_WORDS(channel_codes, channel_texts);
static const char *const tlp_codes[] = { "clear", "green", "amber", "amber+strict", "red" };
static const char *const tlp_texts[] = { M("TLP:CLEAR (may be made public)"), M("TLP:GREEN (within the community)"), M("TLP:AMBER (within the organisation and whom it works for)"),
	M("TLP:AMBER+STRICT (within the organisation; sealed)"), M("TLP:RED (named persons; sealed)") };
const struct enum_names notice_tlp_names = ENUM_WORDS(tlp_codes, tlp_texts);
static const char *const state_codes[] = { "in_force", "look", "unsaid", "withdrawn" };
static const char *const state_texts[] = { M("in force"), M("look whether there is a patch"), M("not judged: say the product"), M("withdrawn") };
const struct enum_names notice_state_names = ENUM_WORDS(state_codes, state_texts);
static const char *const word_codes[] = { "asked", "holds", "holds_not", "cannot_tell" };
static const char *const word_texts[] = { M("not answered"), M("affected"), M("not affected"), M("cannot be decided") };
const struct enum_names notice_word_names = ENUM_WORDS(word_codes, word_texts);
static const char *const exploited_codes[] = { "none", "poc", "active" };
static const char *const exploited_texts[] = { M("no exploitation known"), M("a proof of concept is public"), M("exploited") };
const struct enum_names notice_exploited_names = ENUM_WORDS(exploited_codes, exploited_texts);

static const struct field row_fields[] = {
	FIELD(struct notice_row_view, number, FIELD_STR),
	FIELD_WORD(struct notice_row_view, kind, &notice_kind_names),
	FIELD_WORD(struct notice_row_view, tlp, &notice_tlp_names),
	FIELD_WORD(struct notice_row_view, state, &notice_state_names),
	FIELD(struct notice_row_view, title, FIELD_STR),
	FIELD(struct notice_row_view, product, FIELD_STR),
	FIELD(struct notice_row_view, received_on, FIELD_DAY),
	FIELD(struct notice_row_view, look_on, FIELD_DAY),
	FIELD(struct notice_row_view, by, FIELD_STR),
	FIELD(struct notice_row_view, at, FIELD_INSTANT),
	FIELD(struct notice_row_view, edition, FIELD_INT),
	FIELD(struct notice_row_view, files, FIELD_INT),
	FIELD(struct notice_row_view, open, FIELD_INT),
	FIELD(struct notice_row_view, sealed, FIELD_BOOL),
	FIELD(struct notice_row_view, asks, FIELD_BOOL),
};
const struct schema notice_row_schema = SCHEMA("notice_row", struct notice_row_view, row_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct notice_list_view, notices, FIELD_LIST, &notice_row_schema),
	FIELD(struct notice_list_view, next, FIELD_STR),
};
const struct schema notice_list_schema = SCHEMA("notices", struct notice_list_view, list_fields);

static const struct field file_fields[] = {
	FIELD(struct notice_file_view, id, FIELD_INT),
	FIELD(struct notice_file_view, name, FIELD_STR),
	FIELD(struct notice_file_view, size, FIELD_INT),
	FIELD(struct notice_file_view, by, FIELD_STR),
	FIELD(struct notice_file_view, at, FIELD_INSTANT),
};
static const struct schema file_schema = SCHEMA("file", struct notice_file_view, file_fields);
static const struct field system_fields[] = {
	FIELD(struct notice_system_view, system, FIELD_INT),
	FIELD(struct notice_system_view, name, FIELD_STR),
	FIELD(struct notice_system_view, unit, FIELD_STR),
	FIELD_WORD(struct notice_system_view, word, &notice_word_names),
	FIELD(struct notice_system_view, ground, FIELD_STR),
	FIELD(struct notice_system_view, until, FIELD_DAY),
	FIELD(struct notice_system_view, by, FIELD_STR),
	FIELD(struct notice_system_view, at, FIELD_INSTANT),
	FIELD(struct notice_system_view, open, FIELD_BOOL),
};
static const struct schema system_schema = SCHEMA("system", struct notice_system_view, system_fields);
static const struct field look_fields[] = {
	FIELD(struct notice_look_view, there, FIELD_BOOL),
	FIELD(struct notice_look_view, ground, FIELD_STR),
	FIELD(struct notice_look_view, next, FIELD_DAY),
	FIELD(struct notice_look_view, by, FIELD_STR),
	FIELD(struct notice_look_view, at, FIELD_INSTANT),
};
static const struct schema look_schema = SCHEMA("look", struct notice_look_view, look_fields);
static const struct field edition_fields[] = {
	FIELD(struct notice_edition_view, edition, FIELD_INT),
	FIELD(struct notice_edition_view, by, FIELD_STR),
	FIELD(struct notice_edition_view, at, FIELD_INSTANT),
	FIELD(struct notice_edition_view, shown, FIELD_BOOL),
};
static const struct schema edition_schema = SCHEMA("edition", struct notice_edition_view, edition_fields);
static const struct field choice_fields[] = {
	FIELD(struct notice_choice_view, identity, FIELD_STR),
	FIELD(struct notice_choice_view, name, FIELD_STR),
	FIELD(struct notice_choice_view, ground, FIELD_STR),
};
static const struct schema choice_schema = SCHEMA("choice", struct notice_choice_view, choice_fields);
static const struct field view_fields[] = {
	FIELD_OF(struct notice_view, row, FIELD_STRUCT, &notice_row_schema),
	FIELD_WORD(struct notice_view, channel, &notice_channel_names),
	FIELD(struct notice_view, identity, FIELD_STR),
	FIELD(struct notice_view, withdrawn_by, FIELD_STR),
	FIELD(struct notice_view, withdrawn_at, FIELD_INSTANT),
	FIELD_OF(struct notice_view, text, FIELD_STRUCT, &notice_text_schema),
	FIELD_OF(struct notice_view, items, FIELD_STRUCT, &items_view_schema),
	FIELD(struct notice_view, vulnerability, FIELD_STR),
	FIELD(struct notice_view, may_read, FIELD_BOOL),
	FIELD(struct notice_view, may_write, FIELD_BOOL),
	FIELD(struct notice_view, may_answer, FIELD_BOOL),
	FIELD(struct notice_view, is_weakness, FIELD_BOOL),
	FIELD(struct notice_view, kept_apart, FIELD_BOOL),
	FIELD(struct notice_view, newest, FIELD_BOOL),
	FIELD(struct notice_view, in_force, FIELD_BOOL),
	FIELD(struct notice_view, must_look, FIELD_BOOL),
	FIELD(struct notice_view, waits, FIELD_BOOL),
	FIELD_OF(struct notice_view, files, FIELD_LIST, &file_schema),
	FIELD_OF(struct notice_view, systems, FIELD_LIST, &system_schema),
	FIELD_OF(struct notice_view, looks, FIELD_LIST, &look_schema),
	FIELD_OF(struct notice_view, editions, FIELD_LIST, &edition_schema),
	FIELD_OF(struct notice_view, choices, FIELD_LIST, &choice_schema),
	FIELD(struct notice_view, holds, FIELD_INT),
	FIELD(struct notice_view, holds_not, FIELD_INT),
	FIELD(struct notice_view, cannot_tell, FIELD_INT),
};
const struct schema notice_view_schema = SCHEMA("notice", struct notice_view, view_fields);

/* ------------------------------------------------------------------------------------------------- a row */

static struct str
state_of(const struct ledger_notice *notice, int32_t today, bool asks)
{
	if (notice->withdrawn_at != INSTANT_NONE)
		return STR("withdrawn");
	if (notice->look_on != DAY_NONE && notice->look_on <= today)
		return STR("look");
	return !asks && notice->identity.len == 0 ? STR("unsaid") : STR("in_force");
}

static struct notice_row_view
row_of(const struct ledger_notice *notice, int32_t today, bool alone)
{
	bool asks = notice_asks(notice->kind, alone);

	return (struct notice_row_view){ .number = notice->number, .kind = str_of(enum_name(&ledger_notice_kind_names, (int)notice->kind)),
		.tlp = str_of(enum_name(&tlp_names, (int)notice->tlp)), .state = state_of(notice, today, asks), .product = notice->product,
		.received_on = notice->received_on, .look_on = notice->look_on, .by = notice->by, .at = notice->at, .edition = notice->edition,
		.files = notice->files, .sealed = notice_is_sealed(notice->tlp), .asks = asks };
}

static struct err *
add_row(const struct notice_desk *desk, const struct ledger_notice *notice, int32_t today, bool alone, struct arena *arena, struct notice_list_view *list)
{
	struct notice_view view = { .row = row_of(notice, today, alone) };

	if (!view.row.sealed) {
		TRY(notice_open(desk, notice, arena, &view.text));
		view.row.title = view.text.title;
	}
	if (view.row.asks && notice->withdrawn_at == INSTANT_NONE)
		TRY(notice_systems(desk, notice, today, arena, &view));
	list_push(arena, &list->notices, view.row);
	return NULL;
}

struct err *
notice_list(const struct notice_desk *desk, const struct actor *actor, const struct notice_query *query, int64_t now, struct arena *arena,
    struct notice_list_view *ret_list)
{
	int32_t today = instant_day(now, ZONE_JST);
	struct ledger_notice_query stored = { .kind = query->kind, .withdrawn = query->withdrawn, .look_by = query->due ? today : DAY_NONE,
		.most = query->most + 1 };
	struct notice_list_view list = { 0 };
	struct ledger_notices notices;
	struct ledger_notice after;
	bool alone;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	if (query->after.len > 0) {
		TRY(notice_find(desk, query->after, 0, arena, &after));
		stored.before = after.id;
	}
	TRY(ledger_notices(desk->cases->ledger, &stored, arena, &notices));
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	for (size_t i = 0; i < notices.count && (int64_t)i < query->most; i++)
		TRY(add_row(desk, &notices.items[i], today, alone, arena, &list));
	if (list.notices.count > 0 && (int64_t)notices.count > query->most)
		list.next = list.notices.items[list.notices.count - 1].number;
	*ret_list = list;
	return NULL;
}

enum { COUNTED_MOST = 1000 };

struct err *
notice_counts(const struct notice_desk *desk, int64_t now, struct arena *arena, struct notice_counts *ret_counts)
{
	int32_t today = instant_day(now, ZONE_JST);
	struct ledger_notices notices;
	bool alone;

	*ret_counts = (struct notice_counts){ 0 };
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	TRY(ledger_notices(desk->cases->ledger, &(struct ledger_notice_query){ .kind = -1, .look_by = DAY_NONE, .most = COUNTED_MOST }, arena, &notices));
	for (size_t i = 0; i < notices.count; i++) {
		struct notice_view view = { .row.asks = notice_asks(notices.items[i].kind, alone), .text.product = notices.items[i].product };

		ret_counts->look += notices.items[i].look_on != DAY_NONE && notices.items[i].look_on <= today;
		if (!view.row.asks)
			continue;
		TRY(notice_systems(desk, &notices.items[i], today, arena, &view));
		ret_counts->open += view.row.open;
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- shown */

static struct item_view
item_of(struct str text, const struct ledger_notice *notice, enum lang lang)
{
	return text.len == 0 ? (struct item_view){ items_unstated(lang), STR(""), STR(""), false }
	    : (struct item_view){ text, STR(""), notice->number, true };
}

/* No word of a fix is not the same as "there is none yet", which was looked at. */
static struct item_view
fix_of(const struct ledger_notice *notice, const struct notice_text *text, enum lang lang, struct arena *arena)
{
	if (text->fix.len > 0 || notice->look_on == DAY_NONE)
		return item_of(text->fix, notice, lang);
	return item_of(catalogue_say(arena, lang, M("There is no patch yet; it is looked for again on {day}."), ARG("day", day_format(notice->look_on, arena))),
	    notice, lang);
}

static void
put_items(const struct ledger_notice *notice, enum lang lang, struct arena *arena, struct notice_view *view)
{
	const struct notice_text *text = &view->text;
	struct str numbers = arena_join(arena, text->vulnerabilities.items, text->vulnerabilities.count, STR(" "));
	struct str condition = text->condition.len > 0 ? text->condition : items_condition_words(text->vector, lang, arena);

	view->items = (struct items_view){ .vulnerability = view->vulnerability,
		.name = item_of(arena_join(arena, (struct str[]){ numbers.len > 0 ? numbers : notice->number, text->title }, 2, STR(" ")), notice, lang),
		.product = item_of(text->product, notice, lang),
		.versions = item_of(arena_join(arena, text->versions.items, text->versions.count, STR("\n")), notice, lang),
		.condition = item_of(condition, notice, lang), .impact = item_of(text->impact, notice, lang), .fix = fix_of(notice, text, lang, arena),
		.mitigation = item_of(text->mitigation, notice, lang) };
}

static struct err *
add_files(const struct notice_desk *desk, const struct ledger_notice *notice, struct arena *arena, struct notice_view *view)
{
	struct ledger_notice_files files;

	TRY(ledger_notice_files(desk->cases->ledger, notice->id, arena, &files));
	for (size_t i = 0; i < files.count; i++) {
		const struct ledger_notice_file *file = &files.items[i];
		struct place place = notice_file_place(file->id, -1, arena);
		struct notice_file_view *shown = list_add(arena, &view->files);

		*shown = (struct notice_file_view){ .id = file->id, .size = file->size, .by = file->by, .at = file->at };
		TRY(content_read(desk->cases->vault, &place, file->name, arena, &shown->name));
	}
	return NULL;
}

static struct err *
add_editions(const struct notice_desk *desk, const struct ledger_notice *notice, struct arena *arena, struct notice_view *view)
{
	struct ledger_notice_editions editions;

	TRY(ledger_notice_editions(desk->cases->ledger, notice->id, arena, &editions));
	for (size_t i = 0; i < editions.count; i++)
		list_push(arena, &view->editions, ((struct notice_edition_view){ editions.items[i].edition, editions.items[i].by, editions.items[i].at,
		    editions.items[i].edition == notice->edition }));
	view->newest = editions.count > 0 && editions.items[0].edition == notice->edition;
	return NULL;
}

enum { CHOICES_MOST = 5 };

/* Which product its written name may mean, for whoever says it. */
static struct err *
add_choices(const struct notice_desk *desk, enum lang lang, struct arena *arena, struct notice_view *view)
{
	struct name_row row;

	TRY(name_show(desk->home, STR(""), view->text.product, arena, &row));
	for (size_t i = 0; i < row.choices.count && view->choices.count < CHOICES_MOST; i++)
		if (!str_starts(row.choices.items[i].identity, STR("pid:")))
			list_push(arena, &view->choices, ((struct notice_choice_view){ row.choices.items[i].identity,
			    name_product_words(&row.choices.items[i], lang, arena), name_ground_words(&row.choices.items[i], lang, arena) }));
	return NULL;
}

/* The name under which the knowledge base has it: the CVE's where it is about one. */
static struct err *
find_name(const struct notice_desk *desk, const struct ledger_notice *notice, struct arena *arena, struct notice_view *view)
{
	struct kb_vulnerabilities found;
	struct kb *kb KB_SCOPE = NULL;

	TRY(home_kb(desk->home->path, arena, &kb));
	if (view->newest)
		TRY(notice_is_behind(kb, notice, arena, &view->waits));
	TRY(kb_find(kb, notice->number, arena, &found));
	view->vulnerability = found.list.count > 0 ? arena_copy(arena, found.list.items[0].id) : STR("");
	return NULL;
}

static struct err *
fill_content(const struct notice_desk *desk, const struct ledger_notice *notice, int64_t now, enum lang lang, struct arena *arena, struct notice_view *view)
{
	TRY(notice_open(desk, notice, arena, &view->text));
	view->row.title = view->text.title;
	view->row.product = view->text.product;
	if (view->is_weakness)
		TRY(find_name(desk, notice, arena, view));
	put_items(notice, lang, arena, view);
	TRY(add_files(desk, notice, arena, view));
	TRY(notice_systems(desk, notice, instant_day(now, ZONE_JST), arena, view));
	return view->is_weakness && notice->identity.len == 0 && view->may_write ? add_choices(desk, lang, arena, view) : NULL;
}

struct err *
notice_show(const struct notice_desk *desk, const struct actor *actor, struct str number, int64_t edition, int64_t now, enum lang lang,
    struct arena *arena, struct notice_view *ret_view)
{
	int32_t today = instant_day(now, ZONE_JST);
	struct ledger_notice notice;
	struct notice_view view;
	bool alone;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(notice_find(desk, number, edition, arena, &notice));
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	view = (struct notice_view){ .row = row_of(&notice, today, alone), .channel = str_of(enum_name(&ledger_notice_channel_names, (int)notice.channel)),
		.identity = notice.identity, .withdrawn_by = notice.withdrawn_by, .withdrawn_at = notice.withdrawn_at,
		.may_read = notice_may_read(&notice, actor), .is_weakness = !notice_asks(notice.kind, alone),
		.kept_apart = notice.kind == LEDGER_NOTICE_WEAKNESS && !alone, .in_force = notice.withdrawn_at == INSTANT_NONE };
	view.may_write = view.may_read && view.in_force && (actor->offices & NOTICE_WRITERS) != 0;
	view.may_answer = view.in_force && (actor->offices & OFFICES_OF_REGISTER) != 0;
	view.must_look = view.in_force && notice.look_on != DAY_NONE;
	TRY(add_editions(desk, &notice, arena, &view));
	if (view.may_read && view.row.sealed)
		TRY(ledger_audit_before_read(desk->cases->ledger, actor->login, now, STR("notice.read"), arena_printf(arena, "notice/%.*s", STR_ARG(number)),
		    STR(""), arena));
	if (view.may_read)
		TRY(fill_content(desk, &notice, now, lang, arena, &view));
	*ret_view = view;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- a file */

static struct err *
put_together(const struct notice_desk *desk, int64_t file, struct arena *arena, struct str *ret_content)
{
	struct buf whole BUF_SCOPE = { 0 };
	struct str_list parts;

	TRY(ledger_notice_parts(desk->cases->ledger, file, arena, &parts));
	for (size_t i = 0; i < parts.count; i++) {
		struct place place = notice_file_place(file, (int64_t)i, arena);
		struct str plain;

		TRY(content_read(desk->cases->vault, &place, parts.items[i], arena, &plain));
		buf_add(&whole, plain);
	}
	*ret_content = arena_copy(arena, buf_str(&whole));
	return NULL;
}

struct err *
notice_file_get(const struct notice_desk *desk, const struct actor *actor, struct str number, int64_t file, int64_t now, struct arena *arena,
    struct notice_file *ret_file)
{
	struct ledger_notice_files files;
	struct ledger_notice notice;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(notice_find(desk, number, 0, arena, &notice));
	if (!notice_may_read(&notice, actor))
		return err_new(arena, ERR_FORBIDDEN, M("Notice {number} is sealed to you."), ARG("number", number));
	TRY(ledger_notice_files(desk->cases->ledger, notice.id, arena, &files));
	for (size_t i = 0; i < files.count; i++) {
		struct place place = notice_file_place(file, -1, arena);

		if (files.items[i].id != file)
			continue;
		TRY(ledger_audit_before_read(desk->cases->ledger, actor->login, now, STR("notice.file.get"),
		    arena_printf(arena, "notice/%.*s/%lld", STR_ARG(number), (long long)file), STR(""), arena));
		TRY(content_read(desk->cases->vault, &place, files.items[i].name, arena, &ret_file->name));
		return put_together(desk, file, arena, &ret_file->content);
	}
	return err_new(arena, ERR_NOT_FOUND, M("There is no file {id}, or you may not see it."), ARG_N("id", file));
}
