/*
 * marks.c - what a report leaves for the next one to be compared with.
 */
#include "base/buf.h"
#include "base/map.h"
#include "service/report/parts.h"

struct mark { struct str name; int64_t value; };
struct marks {
	struct arena      *arena;
	LIST(struct mark)  list;
	struct map         places;      /* name → its place in the list + 1 */
};

struct marks *
marks_new(struct arena *arena)
{
	struct marks *marks = ARENA_NEW(arena, struct marks);

	marks->arena = arena;
	return marks;
}

void
marks_put(struct marks *marks, struct str name, int64_t value)
{
	uint64_t *place;

	name = arena_copy(marks->arena, name);
	place = map_put(marks->arena, &marks->places, name);
	if (*place == 0) {
		list_push(marks->arena, &marks->list, ((struct mark){ name, value }));
		*place = marks->list.count;
	}
	marks->list.items[*place - 1].value = value;
}

bool
marks_get(const struct marks *marks, struct str name, int64_t *ret_value)
{
	const uint64_t *place = map_find(&marks->places, name);

	if (place == NULL)
		return false;
	*ret_value = marks->list.items[*place - 1].value;
	return true;
}

/* A line it does not understand was written by a later version: it is left alone. */
struct marks *
marks_parse(struct str text, struct arena *arena)
{
	struct marks *marks = marks_new(arena);
	struct str line, name, value;
	int64_t number;

	while (str_line(&text, &line))
		if (str_cut_last(line, ' ', &name, &value) && str_to_i64(value, &number))
			marks_put(marks, name, number);
	return marks;
}

struct str
marks_format(const struct marks *marks, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < marks->list.count; i++) {
		buf_add(&out, marks->list.items[i].name);
		buf_addf(&out, " %lld\n", (long long)marks->list.items[i].value);
	}
	return arena_copy(arena, buf_str(&out));
}
