/*
 * page_playbook.c - the procedures of this organisation: which there are, what one says, and what its editions differ in.
 */
#include "face/web/pages.h"
#include "service/playbook/playbook.h"

struct list_page { struct editions_view list; };
static const struct field list_fields[] = { FIELD_OF(struct list_page, list, FIELD_STRUCT, &editions_schema) };
static const struct schema list_schema = SCHEMA("playbooks_page", struct list_page, list_fields);

static struct err *
get_list(struct web *web, void *ret_view)
{
	struct list_page *page = ret_view;
	struct playbooks books;

	TRY(service_playbooks(web->home, web->arena, &books));
	playbook_editions(&books, instant_day(web->now, ZONE_JST), web->lang, web->arena, &page->list);
	return NULL;
}

/* Stages and the moves between them, as a table: what a picture would show, for everybody. */
struct way_view { struct str from, move, to, by; bool program, onward; };
struct one_page {
	struct playbook_view  book;
	struct str            about;
	LIST(struct way_view) ways;
	LIST(struct edition_view) editions;        /* others of the same id           */
	struct difference_view difference;         /* from the one named by `from`    */
	bool                  compared;
};
static const struct field way_fields[] = {
	FIELD(struct way_view, from, FIELD_STR), FIELD(struct way_view, move, FIELD_STR), FIELD(struct way_view, to, FIELD_STR),
	FIELD(struct way_view, by, FIELD_STR), FIELD(struct way_view, program, FIELD_BOOL), FIELD(struct way_view, onward, FIELD_BOOL),
};
static const struct schema way_schema = SCHEMA("playbook_way", struct way_view, way_fields);
static const struct field one_fields[] = {
	FIELD_OF(struct one_page, book, FIELD_STRUCT, &playbook_view_schema), FIELD(struct one_page, about, FIELD_STR),
	FIELD_OF(struct one_page, ways, FIELD_LIST, &way_schema), FIELD_OF(struct one_page, editions, FIELD_LIST, &playbook_edition_schema),
	FIELD_OF(struct one_page, difference, FIELD_STRUCT, &difference_schema), FIELD(struct one_page, compared, FIELD_BOOL),
};
static const struct schema one_schema = SCHEMA("playbook_page", struct one_page, one_fields);

static struct str
roles_words(struct web *web, const struct playbook *book, const struct index_list *roles)
{
	struct str_list titles = { 0 };

	for (size_t i = 0; i < roles->count; i++)
		list_push(web->arena, &titles, words_in(&book->roles.items[roles->items[i]].title, web->lang));
	return arena_join(web->arena, titles.items, titles.count, web_word(web, M(", ")));
}

static void
put_ways(struct web *web, const struct playbook *book, struct one_page *page)
{
	struct play_outline outline;

	playbook_outline(book, web->arena, &outline);
	for (size_t state = 0; state < book->states.count; state++)
		for (size_t i = 0; i < book->moves.count; i++) {
			const struct play_move *move = &book->moves.items[i];

			if (index_has(&move->from, state))
				list_push(web->arena, &page->ways, ((struct way_view){ words_in(&book->states.items[state].title, web->lang),
				    words_in(&move->title, web->lang), words_in(&book->states.items[move->to].title, web->lang), roles_words(web, book, &move->by),
				    move->by_program, playbook_leads_on(&outline, state, move) }));
		}
}

static struct err *
get_one(struct web *web, void *ret_view)
{
	int32_t today = instant_day(web->now, ZONE_JST);
	struct one_page *page = ret_view;
	const struct playbook *book, *older, *in_force;
	struct editions_view all;
	struct playbooks books;

	TRY(service_playbooks(web->home, web->arena, &books));
	TRY(playbook_get(&books, web_text(web, "name"), today, web->arena, &book));
	in_force = playbooks_find(&books, book->id, today);
	playbook_view_of(book, in_force, today, web->lang, web->arena, &page->book);
	page->about = words_in(&book->about, web->lang);
	web_title(web, words_in(&book->title, web->lang));
	put_ways(web, book, page);
	playbook_editions(&books, today, web->lang, web->arena, &all);
	for (size_t i = 0; i < all.editions.count; i++)
		if (str_eq(all.editions.items[i].id, book->id) && all.editions.items[i].since != book->since)
			list_push(web->arena, &page->editions, all.editions.items[i]);
	page->compared = web_text(web, "from").len > 0;
	if (!page->compared)
		return NULL;
	TRY(playbook_get(&books, web_text(web, "from"), today, web->arena, &older));
	playbook_difference_of(older, book, in_force, today, web->lang, web->arena, &page->difference);
	return NULL;
}

static const struct web_param one_params[] = {
	{ .name = "name", .kind = WEB_TEXT, .most = 100, .summary = M("Procedure, or procedure@day of an edition") },
	{ .name = "from", .kind = WEB_TEXT, .most = 100, .summary = M("Compared with this edition") },
	{ .name = NULL },
};
const struct web_route routes_playbook[] = {
	{ .method = HTTP_GET, .path = "/settings/playbooks", .summary = M("Procedures"), .right = WEB_READER, .scope = SCOPE_READ, .view = &list_schema,
	    .page = "playbooks", .section = "settings", .get = get_list },
	{ .method = HTTP_GET, .path = "/settings/playbooks/{name}", .summary = M("Procedure"), .right = WEB_READER, .scope = SCOPE_READ,
	    .params = one_params, .view = &one_schema, .page = "playbook", .section = "settings", .get = get_one },
	{ .path = NULL },
};
