#include "base/catalogue.h"

#include <stdlib.h>
#include <string.h>

static int
compare_key(const void *key, const void *entry)
{
	return strcmp(key, ((const struct catalogue_entry *)entry)->key);
}

const char *
catalogue_text(enum lang lang, const char *message)
{
	const struct catalogue_entry *entry;

	if (lang == LANG_EN)
		return message;
	entry = bsearch(message, catalogue_entries, catalogue_entries_count, sizeof(*entry), compare_key);
	return entry == NULL ? message : entry->ja;
}

static void
add_place(struct buf *out, struct str name, const struct err_arg *args, size_t args_count)
{
	for (size_t i = 0; i < args_count; i++) {
		if (!str_eq(name, str_of(args[i].name)))
			continue;
		if (args[i].is_number && args[i].text.len == 0)
			buf_addf(out, "%lld", (long long)args[i].number);
		else
			buf_add(out, args[i].text);
		return;
	}
	buf_addf(out, "{%.*s}", STR_ARG(name));
}

void
catalogue_format(struct buf *out, enum lang lang, const char *message, const struct err_arg *args,
    size_t args_count)
{
	struct str rest = str_of(catalogue_text(lang, message));

	while (rest.len > 0) {
		struct str head, name;

		if (!str_cut(rest, '{', &head, &rest)) {
			buf_add(out, head);
			return;
		}
		buf_add(out, head);
		if (str_take(&rest, STR("{"))) {
			buf_add_char(out, '{');
			continue;
		}
		(void)str_cut(rest, '}', &name, &rest);
		add_place(out, name, args, args_count);
	}
}

struct str
catalogue_say_args(struct arena *arena, enum lang lang, const char *message, const struct err_arg *args)
{
	struct buf text BUF_SCOPE = { 0 };
	size_t count = 0;

	while (args[count].name != NULL)
		count++;
	catalogue_format(&text, lang, message, args, count);
	return arena_copy(arena, buf_str(&text));
}
