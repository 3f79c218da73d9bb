#include "service/knowledge/named.h"

#include <stdlib.h>

static size_t
first_bytes(struct str text)
{
	return (size_t)(unsigned char)text.ptr[0] << 8 | (unsigned char)text.ptr[1];
}

void
named_put(struct arena *arena, struct named *named, struct str name, size_t item)
{
	if (name.len < NAMED_LEAST)
		return;
	list_push(arena, &named->names, ((struct named_name){ name, item, 0 }));
	named->begins[first_bytes(name)] = true;
}

static int
compare(const void *a, const void *b)
{
	const struct named_name *left = a, *right = b;
	int order = str_cmp(left->name, right->name);

	return order != 0 ? order : left->item < right->item ? -1 : 1;
}

void
named_ready(struct named *named)
{
	struct named_name *names = named->names.items;

	if (named->names.count > 0)
		qsort(names, named->names.count, sizeof(*names), compare);
	for (size_t i = 1; i < named->names.count; i++) {
		size_t shorter = i;

		while (shorter > 0 && !str_starts(names[i].name, names[shorter - 1].name))
			shorter = names[shorter - 1].shorter;
		names[i].shorter = shorter;
	}
}

/* The last name, from 1, that stands before or at the text in order; 0. A name that the text begins with is this one, or one that it begins with. */
static size_t
last_before(const struct named *named, struct str text)
{
	size_t from = 0, until = named->names.count;

	while (from < until) {
		size_t middle = from + (until - from) / 2;

		if (str_cmp(named->names.items[middle].name, text) <= 0)
			from = middle + 1;
		else
			until = middle;
	}
	return from;
}

void
named_each(const struct named *named, struct str text, void (*take)(void *data, size_t item), void *data)
{
	for (size_t at = 0; at + NAMED_LEAST <= text.len; at++) {
		struct str rest = str_from(text, at);

		if (!named->begins[first_bytes(rest)] || str_word_goes_on(text, at))
			continue;
		for (size_t i = last_before(named, rest); i > 0; i = named->names.items[i - 1].shorter) {
			const struct named_name *name = &named->names.items[i - 1];

			if (str_starts(rest, name->name) && !str_word_goes_on(text, at + name->name.len))
				take(data, name->item);
		}
	}
}
