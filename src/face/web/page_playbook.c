/*
 * page_playbook.c - the procedures of this organisation: which there are, what one says, and what its editions differ in.
 */
#include "base/catalogue.h"
#include "face/web/pages.h"
#include "format/chart/chart.h"
#include "service/document/document.h"
#include "service/playcheck/playcheck.h"
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
	struct str            states_svg;
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
	FIELD(struct one_page, states_svg, FIELD_STR),
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

/* The way first, then what is beside it; *ret_places: by state, its place in the drawing. */
static size_t
order_states(struct web *web, const struct playbook *book, struct chart_state *states, size_t *places)
{
	struct play_outline outline;
	size_t count = 0, way;

	playbook_outline(book, web->arena, &outline);
	for (size_t i = 0; i < outline.way.count; i++)
		places[outline.way.items[i]] = count++;
	way = count;
	for (size_t state = 0; state < book->states.count; state++) {
		if (playbook_way_place(&outline, state) == NO_INDEX)
			places[state] = count++;
		states[places[state]] = (struct chart_state){ words_in(&book->states.items[state].title, web->lang), book->states.items[state].final };
	}
	return way;
}

/* One line a pair of stages, however many steps go between them: the table names each. */
static void
put_drawing(struct web *web, const struct playbook *book, struct one_page *page)
{
	struct chart_state *states = ARENA_ARRAY(web->arena, struct chart_state, book->states.count);
	size_t *places = ARENA_ARRAY(web->arena, size_t, book->states.count);
	struct { struct chart_step *items; size_t count, room; } steps = { 0 };
	struct chart_states drawn = { .id = STR("states"), .title = words_in(&book->title, web->lang), .states = states, .states_count = book->states.count,
		.desc = web_word(web, M("Stages from top to bottom, and the steps between them. The table below says the same in words.")) };

	if (book->states.count == 0 || book->states.count > CHART_STATES_MOST)
		return;
	drawn.way_count = order_states(web, book, states, places);
	for (size_t from = 0; from < book->states.count; from++)
		for (size_t to = 0; to < book->states.count; to++) {
			bool has = false;

			for (size_t i = 0; i < book->moves.count && !has; i++)
				has = book->moves.items[i].to == to && index_has(&book->moves.items[i].from, from);
			if (has)
				list_push(web->arena, &steps, ((struct chart_step){ places[from], places[to] }));
		}
	drawn.steps = steps.items;
	drawn.steps_count = steps.count;
	if (drawn.way_count > 0)
		page->states_svg = chart_states(&drawn, web->arena);
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
	put_drawing(web, book, page);
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

/* ----------------------------------------------------------------------------------------------- proved */

static struct err *
get_check(struct web *web, void *ret_view)
{
	const struct playbook *book;
	struct playbooks books;

	TRY(service_playbooks(web->home, web->arena, &books));
	TRY(playbook_get(&books, web_text(web, "name"), instant_day(web->now, ZONE_JST), web->arena, &book));
	return playbook_prove(web->home, document_renders, book, web->lang, web->arena, ret_view);
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
	{ .method = HTTP_GET, .path = "/settings/playbooks/{name}/check", .summary = M("Check of a procedure"), .right = WEB_READER, .scope = SCOPE_READ,
	    .lane = HTTP_LANE_DOCUMENTS, .params = one_params, .view = &playbook_proof_schema, .page = "playbook-check", .section = "settings", .get = get_check },
	{ .path = NULL },
};
