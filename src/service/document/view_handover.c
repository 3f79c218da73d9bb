/*
 * view_handover.c - {{handover.…}}: what hangs on the person whom the field "from_whom" of a case names, for the paper 引継書.
 */
#include "service/document/parts.h"
#include "service/respond/handover.h"

/* A list of the paper, and the kinds that stand in it. */
static const struct { const char *list; struct str kinds[2]; } lists[] = {
	{ "cases", { STR_INIT("part"), STR_INIT("part") } },         { "promises", { STR_INIT("task"), STR_INIT("task") } },
	{ "duties", { STR_INIT("oncall"), STR_INIT("roster") } },    { "risks", { STR_INIT("decision"), STR_INIT("decision") } },
	{ "questions", { STR_INIT("question"), STR_INIT("question") } }, { "approvals", { STR_INIT("approval"), STR_INIT("approval") } },
	{ "views", { STR_INIT("view"), STR_INIT("view") } },
};

static struct view *
view_item(const struct document_source *source, const struct handover_item_view *item, struct arena *arena)
{
	struct view *view = view_map(arena);

	view_put_text(view, STR("number"), item->number, arena);
	view_put_text(view, STR("label"), item->label, arena);
	view_put_text(view, STR("what"), item->what, arena);
	view_put_text(view, STR("why"), item->why, arena);
	/* The end of a day is told as that day. */
	view_put_text(view, STR("due"), item->due == INSTANT_NONE ? STR("") : paper_day(instant_day(item->due - 1, ZONE_JST), source->lang, arena), arena);
	return view;
}

static struct err *
fill_list(const struct document_source *source, size_t field, struct arena *arena, struct handover_view *list, int64_t *sealed)
{
	struct str login = source->now->values[field].text;

	*list = (struct handover_view){ 0 };
	*sealed = 0;
	if (!source->shape)
		return login.len == 0 ? NULL : handover_list(source->now->desk, login, source->lang, source->at, arena, list, sealed);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		list_push(arena, &list->items, ((struct handover_item_view){ .kind = lists[i].kinds[0], .number = STR("x"), .label = STR("x"),
		    .what = STR("x"), .why = STR("x"), .due = source->at }));
	return NULL;
}

struct err *
view_handover(const struct document_source *source, size_t field, struct arena *arena, struct view **ret_view)
{
	struct view *view = view_map(arena), *has = view_map(arena);
	struct handover_view list;
	int64_t sealed;

	TRY(fill_list(source, field, arena, &list, &sealed));
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct view *items = view_list(arena);

		for (size_t k = 0; k < list.items.count; k++)
			if (str_is_one_of(list.items.items[k].kind, lists[i].kinds, ARRAY_LEN(lists[i].kinds)))
				view_put(items, STR(""), view_item(source, &list.items.items[k], arena), arena);
		view_put(view, str_of(lists[i].list), items, arena);
		view_put_truth(has, str_of(lists[i].list), view_is_true(items), arena);
	}
	view_put_text(view, STR("sealed"), sealed == 0 && !source->shape ? STR("") : arena_printf(arena, "%lld", (long long)sealed), arena);
	view_put(view, STR("has"), has, arena);
	*ret_view = view;
	return NULL;
}
