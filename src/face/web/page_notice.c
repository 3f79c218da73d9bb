/*
 * page_notice.c - notices that came by mail, telephone or paper: listed, written down, asked of systems, watched until there is a patch.
 *
 * Their scans are never shown in a browser: they are saved, as everything that strangers made.
 */
#include "base/input.h"
#include "base/limits.h"
#include "face/web/link.h"
#include "face/web/pages.h"
#include "service/found/reassess.h"
#include "service/notice/notice.h"

enum { ROWS = 50, SYSTEMS_MOST = 300, UPLOAD_MOST = 128 << 20 };

static struct err *
desk_of(struct web *web, struct notice_desk *ret_desk)
{
	ret_desk->home = web->home;
	ret_desk->at_once = NOTICE_AT_ONCE;
	return web_case_desk(web, &ret_desk->cases);
}

static void
add_words(struct web *web, const struct enum_names *names, struct str chosen, struct web_choices *choices)
{
	for (size_t i = 0; i < names->count; i++)
		web_choice_add(web, choices, str_of(names->names[i]), web_word(web, names->words[i]), chosen);
}

/* ------------------------------------------------------------------------------------------------ the list */

struct notices_page {
	struct notice_list_view list;
	struct web_choices      kinds;
	bool                    may, narrowed, has_rows;
	struct str              next_href;
};
static const struct field list_fields[] = {
	FIELD_OF(struct notices_page, list, FIELD_STRUCT, &notice_list_schema),
	FIELD_OF(struct notices_page, kinds, FIELD_LIST, &web_choice_schema),
	FIELD(struct notices_page, may, FIELD_BOOL),
	FIELD(struct notices_page, narrowed, FIELD_BOOL),
	FIELD(struct notices_page, has_rows, FIELD_BOOL),
	FIELD(struct notices_page, next_href, FIELD_STR),
};
static const struct schema list_page_schema = SCHEMA("notices_page", struct notices_page, list_fields);

static struct err *
get_notices(struct web *web, void *ret_view)
{
	struct notices_page *page = ret_view;
	struct notice_query query = { .kind = web_choice(web, "kind", -1), .withdrawn = web_tick(web, "withdrawn"), .due = web_tick(web, "due"),
		.after = web_text(web, "after"), .most = ROWS };
	struct notice_desk desk;

	TRY(desk_of(web, &desk));
	TRY(notice_list(&desk, &web->actor, &query, web->now, web->arena, &page->list));
	web_choice_add(web, &page->kinds, STR(""), web_word(web, M("Any")), web_text(web, "kind"));
	add_words(web, &notice_kind_names, web_text(web, "kind"), &page->kinds);
	page->may = (web->actor.offices & NOTICE_WRITERS) != 0;
	page->narrowed = query.kind >= 0 || query.due || query.after.len > 0;
	page->has_rows = page->list.notices.count > 0;
	page->next_href = link_next(web, page->list.next);
	return NULL;
}

static const struct web_param list_params[] = {
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &notice_kind_names, .summary = M("Kind") },
	{ .name = "due", .kind = WEB_TICK, .summary = M("Only where a patch is to be looked for") },
	{ .name = "withdrawn", .kind = WEB_TICK, .summary = M("Withdrawn ones too") },
	{ .name = "after", .kind = WEB_TEXT, .most = 40, .summary = M("Page that follows") },
	{ .name = NULL },
};

/* ------------------------------------------------------------------------------------------------ the form */

struct form_page {
	struct str         number, heading;      /* "": a new one                    */
	int64_t            edition;
	bool               is_new, offers;       /* offers: what was typed of a system's name is looked at */
	struct notice_text text;
	struct str         versions, numbers, received, look, identity, more_systems;
	struct web_choices kinds, channels, tlps, exploited, systems;
};
static const struct field form_fields[] = {
	FIELD(struct form_page, number, FIELD_STR), FIELD(struct form_page, heading, FIELD_STR), FIELD(struct form_page, edition, FIELD_INT),
	FIELD(struct form_page, is_new, FIELD_BOOL), FIELD(struct form_page, offers, FIELD_BOOL), FIELD_OF(struct form_page, text, FIELD_STRUCT, &notice_text_schema),
	FIELD(struct form_page, versions, FIELD_STR), FIELD(struct form_page, numbers, FIELD_STR), FIELD(struct form_page, received, FIELD_STR),
	FIELD(struct form_page, look, FIELD_STR), FIELD(struct form_page, identity, FIELD_STR), FIELD(struct form_page, more_systems, FIELD_STR),
	FIELD_OF(struct form_page, kinds, FIELD_LIST, &web_choice_schema), FIELD_OF(struct form_page, channels, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct form_page, tlps, FIELD_LIST, &web_choice_schema), FIELD_OF(struct form_page, exploited, FIELD_LIST, &web_choice_schema),
	FIELD_OF(struct form_page, systems, FIELD_LIST, &web_choice_schema),
};
static const struct schema form_schema = SCHEMA("notice_form", struct form_page, form_fields);

/* What was typed, where the page comes again; else as it stands. */
static struct str
typed(const struct web *web, const char *name, struct str stands)
{
	return web_given(web, name) ? web_text(web, name) : stands;
}

static struct str
day_text(const struct web *web, int32_t day)
{
	return day == DAY_NONE ? STR("") : day_format(day, web->arena);
}

static void
fill_texts(struct web *web, struct form_page *page)
{
	page->text.title = typed(web, "title", page->text.title);
	page->text.product = typed(web, "product", page->text.product);
	page->text.condition = typed(web, "condition", page->text.condition);
	page->text.impact = typed(web, "impact", page->text.impact);
	page->text.fix = typed(web, "fix", page->text.fix);
	page->text.mitigation = typed(web, "mitigation", page->text.mitigation);
	page->text.vector = typed(web, "vector", page->text.vector);
	page->text.sender = typed(web, "sender", page->text.sender);
	page->text.receiver = typed(web, "receiver", page->text.receiver);
	page->text.url = typed(web, "url", page->text.url);
	page->text.reason = web_text(web, "reason");
	page->versions = typed(web, "versions", page->versions);
	page->numbers = typed(web, "numbers", page->numbers);
	page->received = typed(web, "received", page->received);
	page->look = typed(web, "look", page->look);
	page->identity = typed(web, "identity", page->identity);
}

static void
fill_choices(struct web *web, const struct notice_view *view, struct form_page *page)
{
	add_words(web, &notice_kind_names, typed(web, "kind", view->row.kind.len > 0 ? view->row.kind : STR("weakness")), &page->kinds);
	add_words(web, &notice_channel_names, typed(web, "channel", view->channel.len > 0 ? view->channel : STR("mail")), &page->channels);
	add_words(web, &notice_tlp_names, typed(web, "tlp", view->row.tlp.len > 0 ? view->row.tlp : STR("amber")), &page->tlps);
	web_choice_add(web, &page->exploited, STR(""), web_word(web, M("It says nothing of that")), typed(web, "exploited", view->text.exploited));
	add_words(web, &notice_exploited_names, typed(web, "exploited", view->text.exploited), &page->exploited);
}

/* like: those that have what was typed in their names; they stand first. */
struct naming { struct web *web; struct form_page *page; struct str_list like; };

static struct err *
take_system(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct naming *naming = context;
	struct str_list chosen = web_list(naming->web, "systems");
	struct str name = arena_copy(naming->web->arena, system->name);

	(void)scratch;
	if (naming->page->systems.count < SYSTEMS_MOST && !str_is_one_of(name, naming->like.items, naming->like.count))
		web_choice_add(naming->web, &naming->page->systems, name, name, str_is_one_of(name, chosen.items, chosen.count) ? name : STR(""));
	return NULL;
}

static struct err *
fill_form(struct web *web, const struct notice_view *view, struct form_page *page)
{
	struct naming naming = { web, page, { 0 } };
	struct str_list ticked = web_list(web, "systems");
	struct notice_desk desk;

	fill_texts(web, page);
	fill_choices(web, view, page);
	TRY(desk_of(web, &desk));
	TRY(notice_systems_like(&desk, web_text(web, "more_systems"), SYSTEMS_MOST, web->arena, &naming.like));
	page->offers = web_text(web, "more_systems").len > 0;
	page->more_systems = naming.like.count > 0 ? STR("") : web_text(web, "more_systems");
	for (size_t i = 0; i < naming.like.count; i++) {
		struct str name = naming.like.items[i];

		web_choice_add(web, &page->systems, name, name, naming.like.count == 1 || str_is_one_of(name, ticked.items, ticked.count) ? name : STR(""));
	}
	return ledger_systems(web->ledger, 0, take_system, &naming, web->arena);
}

static struct err *
get_new(struct web *web, void *ret_view)
{
	struct form_page *page = ret_view;
	struct notice_view nothing = { 0 };

	page->is_new = true;
	page->heading = web_word(web, M("Write a notice down"));
	page->received = day_text(web, instant_day(web->now, ZONE_JST));
	return fill_form(web, &nothing, page);
}

static struct err *
get_edit(struct web *web, void *ret_view)
{
	struct form_page *page = ret_view;
	struct notice_view view;
	struct notice_desk desk;

	TRY(desk_of(web, &desk));
	TRY(notice_show(&desk, &web->actor, web_text(web, "number"), 0, web->now, web->lang, web->arena, &view));
	if (!view.may_write)
		return err_new(web->arena, ERR_FORBIDDEN, M("You may not write an edition of {number}."), ARG("number", web_text(web, "number")));
	page->number = view.row.number;
	page->edition = view.row.edition;
	page->heading = web_word(web, M("Write its next edition"));
	page->text = view.text;
	page->versions = arena_join(web->arena, view.text.versions.items, view.text.versions.count, STR("\n"));
	page->numbers = arena_join(web->arena, view.text.vulnerabilities.items, view.text.vulnerabilities.count, STR(" "));
	page->received = day_text(web, view.row.received_on);
	page->look = day_text(web, view.row.look_on);
	page->identity = view.identity;
	return fill_form(web, &view, page);
}

/* Lines of a long text, or words of a line; without empty ones. */
static struct str_list
pieces(const struct web *web, struct str text, char between)
{
	struct str_list list = { 0 };
	struct str piece;

	while (str_split(&text, between, &piece))
		if (str_trim_space(piece).len > 0)
			list_push(web->arena, &list, str_trim_space(piece));
	return list;
}

static struct err *
read_files(struct web *web, struct notice_writing *writing)
{
	const struct http_files *files = &web->request->files;
	struct notice_file *read = ARENA_ARRAY(web->arena, struct notice_file, files->count + 1);

	for (size_t i = 0; i < files->count; i++) {
		struct input_fd input;

		if (files->items[i].size == 0 && files->items[i].filename.len == 0)
			continue;
		read[writing->files_count].name = files->items[i].filename;
		TRY(input_all(input_of_fd(&input, files->items[i].fd, files->items[i].filename), NOTICE_FILE_MOST, web->arena,
		    &read[writing->files_count].content));
		writing->files_count++;
	}
	writing->files = read;
	return NULL;
}

static struct err *
read_writing(struct web *web, struct notice_writing *ret_writing)
{
	*ret_writing = (struct notice_writing){ .number = web_text(web, "number"), .edition = web_number(web, "edition", 0),
		.kind = (enum ledger_notice_kind)web_choice(web, "kind", LEDGER_NOTICE_WEAKNESS),
		.channel = (enum ledger_notice_channel)web_choice(web, "channel", LEDGER_NOTICE_MAIL), .tlp = (enum tlp)web_choice(web, "tlp", TLP_AMBER),
		.received_on = web_day(web, "received"), .look_on = web_day(web, "look"), .identity = web_text(web, "identity"), .systems = web_list(web, "systems"),
		.text = { .title = web_text(web, "title"), .product = web_text(web, "product"), .versions = pieces(web, web_text(web, "versions"), '\n'),
		    .vulnerabilities = pieces(web, web_text(web, "numbers"), ' '), .condition = web_text(web, "condition"), .impact = web_text(web, "impact"),
		    .fix = web_text(web, "fix"), .mitigation = web_text(web, "mitigation"), .vector = web_text(web, "vector"), .exploited = web_text(web, "exploited"),
		    .sender = web_text(web, "sender"), .receiver = web_text(web, "receiver"), .url = web_text(web, "url"), .reason = web_text(web, "reason") } };
	if (web_text(web, "more_systems").len > 0)
		list_push(web->arena, &ret_writing->systems, web_text(web, "more_systems"));
	return read_files(web, ret_writing);
}

/* What it settles is seen at once, or is judged by the running home when that has taken it in. */
static struct err *
judge_anew(struct web *web, const struct notice_desk *desk, struct str number, bool *ret_waits)
{
	bool later;

	web_go(web, "/knowledge/notices/%.*s", STR_ARG(number));
	TRY(notice_waits(desk, number, web->arena, ret_waits));
	return *ret_waits ? NULL : reassess(web->home, &web->actor, REASSESS_AT_ONCE, web->lang, web->now, web->arena, &later);
}

static struct err *
post_notice(struct web *web)
{
	struct notice_writing writing;
	struct notice_desk desk;
	struct str number;
	bool waits;

	TRY(desk_of(web, &desk));
	TRY(read_writing(web, &writing));
	TRY(notice_put(&desk, &web->actor, &writing, web->now, web->arena, &number));
	TRY(judge_anew(web, &desk, number, &waits));
	web_tell(web, waits ? M("Written down as {number}. It is being taken in; what it means for the systems here is seen on its page in a while.")
	    : M("Written down as {number}."), ARG("number", number));
	return NULL;
}

/* ---------------------------------------------------------------------------------------------- one notice */

struct notice_page {
	struct notice_view notice;
	bool               has_files, has_systems, has_looks, has_choices, has_editions, needs_product;
	struct str         next_look;
};
static const struct field page_fields[] = {
	FIELD_OF(struct notice_page, notice, FIELD_STRUCT, &notice_view_schema),
	FIELD(struct notice_page, has_files, FIELD_BOOL), FIELD(struct notice_page, has_systems, FIELD_BOOL), FIELD(struct notice_page, has_looks, FIELD_BOOL),
	FIELD(struct notice_page, has_choices, FIELD_BOOL), FIELD(struct notice_page, has_editions, FIELD_BOOL), FIELD(struct notice_page, needs_product, FIELD_BOOL),
	FIELD(struct notice_page, next_look, FIELD_STR),
};
static const struct schema page_schema = SCHEMA("notice_page", struct notice_page, page_fields);

enum { LOOK_AGAIN_DAYS = 7, ANSWER_DAYS = 180 };

static struct err *
get_notice(struct web *web, void *ret_view)
{
	struct notice_page *page = ret_view;
	struct notice_desk desk;

	TRY(desk_of(web, &desk));
	TRY(notice_show(&desk, &web->actor, web_text(web, "number"), web_number(web, "edition", 0), web->now, web->lang, web->arena, &page->notice));
	page->has_files = page->notice.files.count > 0;
	page->has_systems = page->notice.systems.count > 0;
	page->has_looks = page->notice.looks.count > 0;
	page->has_choices = page->notice.choices.count > 0;
	page->has_editions = page->notice.editions.count > 1;
	page->needs_product = page->notice.may_write && page->notice.is_weakness && page->notice.identity.len == 0;
	page->next_look = day_text(web, instant_day(web->now, ZONE_JST) + (page->notice.is_weakness ? LOOK_AGAIN_DAYS : ANSWER_DAYS));
	web_title(web, page->notice.row.number);
	return NULL;
}

#define BEING_TAKEN_IN M("Written down. It is being taken in; what it means for the systems here is seen in a while.")

static struct err *
post_product(struct web *web)
{
	struct str identity = web_text(web, "other").len > 0 ? web_text(web, "other") : web_text(web, "identity");
	struct notice_desk desk;
	bool waits;

	TRY(desk_of(web, &desk));
	TRY(notice_say_product(&desk, &web->actor, web_text(web, "number"), identity, web->now, web->arena));
	TRY(judge_anew(web, &desk, web_text(web, "number"), &waits));
	web_tell(web, waits ? BEING_TAKEN_IN : M("The product is said, and everything was judged with it."));
	return NULL;
}

static struct err *
post_withdraw(struct web *web)
{
	struct notice_desk desk;
	bool waits;

	TRY(desk_of(web, &desk));
	TRY(notice_withdraw(&desk, &web->actor, web_text(web, "number"), web_text(web, "reason"), web->now, web->arena));
	TRY(judge_anew(web, &desk, web_text(web, "number"), &waits));
	web_tell(web, waits ? BEING_TAKEN_IN : M("It holds no longer; it stays to be read."));
	return NULL;
}

static struct err *
post_answer(struct web *web)
{
	struct notice_answering answering = { .number = web_text(web, "number"), .systems = web_list(web, "systems"),
		.word = (enum ledger_notice_word)web_choice(web, "word", LEDGER_NOTICE_ASKED), .ground = web_text(web, "ground"), .until = web_day(web, "until") };
	struct notice_desk desk;

	TRY(desk_of(web, &desk));
	if (web_given(web, "system"))
		list_push(web->arena, &answering.systems, web_text(web, "system"));
	TRY(notice_answer(&desk, &web->actor, &answering, web->now, web->arena));
	if (web_text(web, "to").len > 0)
		web_redirect(web, web_text(web, "to"));
	else
		web_go(web, "/knowledge/notices/%.*s#systems", STR_ARG(answering.number));
	web_tell(web, M("Written down for {system}."), ARG("system", arena_join(web->arena, answering.systems.items, answering.systems.count,
	    web_word(web, M(", ")))));
	return NULL;
}

static struct err *
post_look(struct web *web)
{
	struct notice_looking looking = { .number = web_text(web, "number"), .there = str_eq(web_text(web, "there"), STR("yes")),
		.ground = web_text(web, "ground"), .next = web_day(web, "next") };
	struct notice_desk desk;

	TRY(desk_of(web, &desk));
	TRY(notice_look(&desk, &web->actor, &looking, web->now, web->arena));
	web_go(web, looking.there ? "/knowledge/notices/%.*s/edit" : "/knowledge/notices/%.*s", STR_ARG(looking.number));
	web_tell(web, looking.there ? M("Written down. Put the patch into the notice now.") : M("Written down. It stands here again on the day you said."));
	return NULL;
}

static struct err *
get_file(struct web *web, void *view_)
{
	struct notice_desk desk;
	struct notice_file file;

	(void)view_;
	TRY(desk_of(web, &desk));
	TRY(notice_file_get(&desk, &web->actor, web_text(web, "number"), web_number(web, "file", 0), web->now, web->arena, &file));
	web_send(web, "application/octet-stream", file.content, file.name.len > 0 ? file.name : STR("file"));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- routes */

static const struct web_param notice_params[] = {
	{ .name = "number", .kind = WEB_TEXT, .most = 40, .summary = M("Number") },
	{ .name = "edition", .kind = WEB_NUMBER, .summary = M("Edition") },
	{ .name = NULL },
};
static const struct web_param form_params[] = {
	{ .name = "number", .kind = WEB_TEXT, .most = 40, .summary = M("Number") },
	{ .name = "edition", .kind = WEB_NUMBER, .summary = M("Edition that was seen") },
	{ .name = "kind", .kind = WEB_CHOICE, .choices = &notice_kind_names, .summary = M("Kind") },
	{ .name = "channel", .kind = WEB_CHOICE, .choices = &notice_channel_names, .summary = M("How it came") },
	{ .name = "tlp", .kind = WEB_CHOICE, .choices = &tlp_names, .summary = M("How far it may be passed on (TLP)") },
	{ .name = "exploited", .kind = WEB_CHOICE, .choices = &notice_exploited_names, .summary = M("What it says of exploitation") },
	{ .name = "title", .kind = WEB_TEXT, .most = 1000, .summary = M("What it tells of, in one line") },
	{ .name = "product", .kind = WEB_TEXT, .most = 400, .summary = M("Product or service, as it stands there") },
	{ .name = "identity", .kind = WEB_TEXT, .most = 1000, .summary = M("Which product that is (CPE name or package URL)") },
	{ .name = "versions", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Affected versions, a line each") },
	{ .name = "numbers", .kind = WEB_TEXT, .most = 2000, .summary = M("Numbers of the vulnerability") },
	{ .name = "condition", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Condition under which it shows") },
	{ .name = "impact", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Impact") },
	{ .name = "fix", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Measure and how to carry it out") },
	{ .name = "mitigation", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Until then: mitigation, workaround") },
	{ .name = "vector", .kind = WEB_TEXT, .most = 400, .summary = M("CVSS vector") },
	{ .name = "sender", .kind = WEB_TEXT, .most = 400, .summary = M("Who told it") },
	{ .name = "receiver", .kind = WEB_TEXT, .most = 400, .summary = M("Who received it") },
	{ .name = "received", .kind = WEB_DAY, .summary = M("Received on") },
	{ .name = "look", .kind = WEB_DAY, .summary = M("Look for a patch again on") },
	{ .name = "url", .kind = WEB_TEXT, .most = 2000, .summary = M("Address of the page") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Why this edition is written") },
	{ .name = "systems", .kind = WEB_LIST, .most = SYSTEMS_MOST, .summary = M("Systems to ask beside those that have the product") },
	{ .name = "more_systems", .kind = WEB_TEXT, .most = 400, .summary = M("Another system, or a part of its name") },
	{ .name = "file", .kind = WEB_FILE, .most = NOTICE_FILES_MOST, .summary = M("Scan, picture or letter") },
	{ .name = NULL },
};
static const struct web_param product_params[] = {
	{ .name = "number", .kind = WEB_TEXT, .most = 40, .summary = M("Number") },
	{ .name = "identity", .kind = WEB_TEXT, .most = 1000, .summary = M("Which product that is (CPE name or package URL)") },
	{ .name = "other", .kind = WEB_TEXT, .most = 1000, .summary = M("Another CPE name or package URL") },
	{ .name = NULL },
};
static const struct web_param withdraw_params[] = {
	{ .name = "number", .kind = WEB_TEXT, .most = 40, .summary = M("Number") },
	{ .name = "reason", .kind = WEB_LONG_TEXT, .most = 20000, .summary = M("Why it holds no longer"), .obligatory = true },
	{ .name = NULL },
};
static const struct web_param answer_params[] = {
	{ .name = "number", .kind = WEB_TEXT, .most = 40, .summary = M("Number") },
	{ .name = "system", .kind = WEB_TEXT, .most = 400, .summary = M("System") },
	{ .name = "systems", .kind = WEB_LIST, .most = SYSTEMS_MOST, .summary = M("Systems it holds for") },
	{ .name = "to", .kind = WEB_TEXT, .most = 400, .summary = M("Page to return to") },
	{ .name = "word", .kind = WEB_CHOICE, .choices = &notice_word_names, .summary = M("Does it hold here?"), .obligatory = true },
	{ .name = "ground", .kind = WEB_LONG_TEXT, .most = 4000, .summary = M("What you saw, and where"), .obligatory = true },
	{ .name = "until", .kind = WEB_DAY, .summary = M("Asked again from this day on") },
	{ .name = NULL },
};
static const struct web_param look_params[] = {
	{ .name = "number", .kind = WEB_TEXT, .most = 40, .summary = M("Number") },
	{ .name = "there", .kind = WEB_TEXT, .most = 3, .summary = M("There is a patch: yes or no"), .obligatory = true },
	{ .name = "ground", .kind = WEB_LONG_TEXT, .most = 4000, .summary = M("What you saw, and where"), .obligatory = true },
	{ .name = "next", .kind = WEB_DAY, .summary = M("Look for a patch again on") },
	{ .name = NULL },
};
static const struct web_param file_params[] = {
	{ .name = "number", .kind = WEB_TEXT, .most = 40, .summary = M("Number") },
	{ .name = "file", .kind = WEB_NUMBER, .summary = M("File") },
	{ .name = NULL },
};

#define OF_WRITERS .right = WEB_OFFICE, .offices = NOTICE_WRITERS
const struct web_route routes_notice[] = {
	{ .method = HTTP_GET, .path = "/knowledge/notices", .summary = M("Notices"), .right = WEB_READER, .scope = SCOPE_READ, .params = list_params,
	    .view = &list_page_schema, .page = "notices", .section = "status", .get = get_notices },
	{ .method = HTTP_GET, .path = "/knowledge/notices/new", .summary = M("Write a notice down"), OF_WRITERS, .scope = SCOPE_WRITE, .params = form_params,
	    .view = &form_schema, .page = "notice-form", .section = "status", .get = get_new },
	{ .method = HTTP_POST, .path = "/knowledge/notices", .summary = M("Write a notice down"), OF_WRITERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_UPLOADS, .params = form_params, .body_most = UPLOAD_MOST, .post = post_notice, .back = "/knowledge/notices/new" },
	{ .method = HTTP_GET, .path = "/knowledge/notices/{number}", .summary = M("One notice"), .right = WEB_READER, .scope = SCOPE_READ, .params = notice_params,
	    .view = &page_schema, .page = "notice", .section = "status", .get = get_notice },
	{ .method = HTTP_GET, .path = "/knowledge/notices/{number}/edit", .summary = M("Write its next edition"), OF_WRITERS, .scope = SCOPE_WRITE,
	    .params = form_params, .view = &form_schema, .page = "notice-form", .section = "status", .get = get_edit },
	{ .method = HTTP_POST, .path = "/knowledge/notices/{number}/edit", .summary = M("Write its next edition"), OF_WRITERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_UPLOADS, .params = form_params, .body_most = UPLOAD_MOST, .post = post_notice },
	{ .method = HTTP_POST, .path = "/knowledge/notices/{number}/product", .summary = M("Say which product a notice is about"), OF_WRITERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_UPLOADS, .params = product_params, .post = post_product, .back = "/knowledge/notices/{number}" },
	{ .method = HTTP_POST, .path = "/knowledge/notices/{number}/withdraw", .summary = M("Take a notice back"), OF_WRITERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_UPLOADS, .params = withdraw_params, .post = post_withdraw, .back = "/knowledge/notices/{number}" },
	{ .method = HTTP_POST, .path = "/knowledge/notices/{number}/answer", .summary = M("Answer whether it holds in a system"), .right = WEB_OFFICE,
	    .offices = OFFICES_OF_REGISTER, .scope = SCOPE_WRITE, .lane = HTTP_LANE_WRITES, .params = answer_params, .post = post_answer,
	    .back = "/knowledge/notices/{number}" },
	{ .method = HTTP_POST, .path = "/knowledge/notices/{number}/look", .summary = M("Write down whether there is a patch"), OF_WRITERS, .scope = SCOPE_WRITE,
	    .lane = HTTP_LANE_WRITES, .params = look_params, .post = post_look, .back = "/knowledge/notices/{number}" },
	{ .method = HTTP_GET, .path = "/knowledge/notices/{number}/files/{file}", .summary = M("A notice's scan"), .right = WEB_READER, .scope = SCOPE_READ,
	    .lane = HTTP_LANE_DOCUMENTS, .params = file_params, .get = get_file },
	{ .path = NULL },
};
