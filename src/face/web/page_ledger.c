/*
 * page_ledger.c - addresses of lists, and choices of words.
 */
#include "face/web/page_ledger.h"

static const struct field link_fields[] = {
	FIELD(struct link_view, title, FIELD_STR),
	FIELD(struct link_view, href, FIELD_STR),
	FIELD(struct link_view, count, FIELD_INT),
	FIELD(struct link_view, chosen, FIELD_BOOL),
};
const struct schema link_schema = SCHEMA("link", struct link_view, link_fields);

static void
put_pair(const struct web *web, struct buf *out, const char *name, struct str value)
{
	if (value.len == 0)
		return;
	buf_add_char(out, str_find_char(buf_str(out), '?') == SIZE_MAX ? '?' : '&');
	buf_addf(out, "%s=", name);
	buf_add(out, web_encoded(web, value));
}

struct str
ledger_link(const struct web *web, const char *path, const char *const *names, const char *name, struct str value)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, str_of(path));
	for (; *names != NULL; names++)
		if (!str_eq(str_of(*names), str_of(name)))
			put_pair(web, &out, *names, web_text(web, *names));
	put_pair(web, &out, name, value);
	return arena_copy(web->arena, buf_str(&out));
}

void
ledger_choices(struct web *web, const struct enum_names *words, struct str chosen, struct web_choices *choices)
{
	for (size_t i = 0; i < words->count; i++)
		web_choice_add(web, choices, str_of(words->names[i]), web_word(web, words->words[i]), chosen);
}
