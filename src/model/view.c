#include "model/view.h"

static struct view *
make(enum view_kind kind, struct arena *arena)
{
	struct view *view = ARENA_NEW(arena, struct view);

	view->kind = kind;
	return view;
}

struct view *
view_map(struct arena *arena)
{
	return make(VIEW_MAP, arena);
}

struct view *
view_list(struct arena *arena)
{
	return make(VIEW_LIST, arena);
}

struct view *
view_text(struct str text, struct arena *arena)
{
	struct view *view = make(VIEW_TEXT, arena);

	view->text = text;
	return view;
}

void
view_put(struct view *into, struct str name, struct view *value, struct arena *arena)
{
	if (into->kind == VIEW_LIST) {
		list_push(arena, &into->items, value);
		return;
	}
	for (size_t i = 0; i < into->parts.count; i++) {
		if (str_eq(into->parts.items[i].name, name)) {
			into->parts.items[i].value = value;
			return;
		}
	}
	*list_add(arena, &into->parts) = (struct view_part){ name, value };
}

void
view_put_text(struct view *into, struct str name, struct str text, struct arena *arena)
{
	view_put(into, name, view_text(text, arena), arena);
}

void
view_put_truth(struct view *into, struct str name, bool truth, struct arena *arena)
{
	struct view *view = make(VIEW_TRUTH, arena);

	view->truth = truth;
	view_put(into, name, view, arena);
}

const struct view *
view_find(const struct view *view, struct str name)
{
	if (view->kind != VIEW_MAP)
		return NULL;
	for (size_t i = 0; i < view->parts.count; i++)
		if (str_eq(view->parts.items[i].name, name))
			return view->parts.items[i].value;
	return NULL;
}

bool
view_is_true(const struct view *view)
{
	switch (view->kind) {
	case VIEW_NONE:
		return false;
	case VIEW_TRUTH:
		return view->truth;
	case VIEW_TEXT:
		return view->text.len > 0;
	case VIEW_LIST:
		return view->items.count > 0;
	case VIEW_MAP:
		return true;
	}
	return false;
}
