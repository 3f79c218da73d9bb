/*
 * vec.h - arrays that grow in an arena.
 *
 *     LIST(struct str) names = { 0 };
 *     list_push(arena, &names, STR("curl"));
 *     for (size_t i = 0; i < names.count; i++) use(names.items[i]);
 *
 * A list is a value: copying it copies the view, not the items. What an array outgrew stays in the
 * arena until that goes; doubling keeps this to one more copy.
 */
#pragma once
#include <string.h>
#include "base/arena.h"

#define LIST(type)              \
	struct {                \
		type  *items;   \
		size_t count;   \
		size_t room;    \
	}

/* The commonest list, named so that it can be passed about. */
struct str_list {
	struct str *items;
	size_t      count;
	size_t      room;
};

static inline void *
list_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t item)
{
	size_t more = *room == 0 ? 4 : *room * 2;
	void *grown;

	if (items != NULL && count < *room)
		return items;
	grown = arena_array(arena, more, item);
	if (items != NULL)
		memcpy(grown, items, count * item);
	*room = more;
	return grown;
}

/* Room for one more; gives a pointer to it, zeroed. */
#define list_add(arena, list)                                                                   \
	((list)->items = list_grow((arena), (list)->items, (list)->count, &(list)->room,        \
	     sizeof(*(list)->items)),                                                           \
	    &(list)->items[(list)->count++])

#define list_push(arena, list, value) (*list_add((arena), (list)) = (value))
