/*
 * template.c - templates by name: the home's own before those that are built in.
 */
#include <stdlib.h>
#include "base/asset.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "service/document/parts.h"

struct templates {
	const struct home *home;
	enum lang          lang;
	struct arena      *arena;
	struct map         loaded;      /* by name: struct mustache *, 0 where there is none */
	struct str_list    texts;       /* name and text of each that was loaded              */
	struct err        *failed;
};

struct templates *
templates_new(const struct home *home, enum lang lang, struct arena *arena)
{
	struct templates *templates = ARENA_NEW(arena, struct templates);

	*templates = (struct templates){ .home = home, .lang = lang, .arena = arena };
	return templates;
}

/* A name is one of ours, never a path. */
static bool
is_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!char_is_lower(name.ptr[i]) && !char_is_digit(name.ptr[i]) && name.ptr[i] != '-' && name.ptr[i] != '_')
			return false;
	return name.len > 0 && name.len < 100;
}

/* ptr NULL: there is none. *ret_file: for messages. */
static struct err *
find_text(const struct templates *templates, struct str name, struct str *ret_file, struct str *ret_text)
{
	struct arena *arena = templates->arena;
	struct str file = arena_printf(arena, "templates/%.*s.%s.mustache", STR_ARG(name), templates->lang == LANG_JA ? "ja" : "en");
	struct str own = templates->home == NULL ? STR("") : path_join(arena, templates->home->path, file);

	*ret_file = file;
	*ret_text = (struct str){ 0 };
	if (!is_name(name))
		return NULL;
	if (own.len > 0 && file_exists(own, arena)) {
		*ret_file = own;
		return file_read(own, LIMIT_TEMPLATE_BYTES, arena, ret_text);
	}
	*ret_text = asset_find(file);
	return NULL;
}

static struct err *
load(struct templates *templates, struct str name, const struct mustache **ret_template)
{
	struct mustache *template;
	struct str file, text;
	int64_t line;

	*ret_template = NULL;
	TRY(find_text(templates, name, &file, &text));
	if (text.ptr == NULL)
		return NULL;
	TRY(mustache_parse(text, file, templates->arena, &template));
	if (mustache_is_raw(template, &line))
		return err_new(templates->arena, ERR_FORMAT, M("{file}, line {line}: a template may not use {{{{{{ }}}} or {{{{&: what people wrote must stay inert."),
		    ARG("file", file), ARG_N("line", line));
	list_push(templates->arena, &templates->texts, arena_copy(templates->arena, name));
	list_push(templates->arena, &templates->texts, text);
	*ret_template = template;
	return NULL;
}

const struct mustache *
templates_partial(void *context, struct str name)
{
	struct templates *templates = context;
	uint64_t *known = map_find(&templates->loaded, name);
	const struct mustache *template = NULL;
	struct err *err;

	if (known != NULL)
		return (const struct mustache *)(uintptr_t)*known;
	err = load(templates, name, &template);
	if (templates->failed == NULL)
		templates->failed = err;
	*map_put(templates->arena, &templates->loaded, arena_copy(templates->arena, name)) = (uint64_t)(uintptr_t)template;
	return template;
}

struct err *
templates_failed(const struct templates *templates)
{
	return templates->failed;
}

struct err *
templates_load(struct templates *templates, struct str name, const struct mustache **ret_template)
{
	const struct mustache *template = templates_partial(templates, name);

	TRY(templates->failed);
	if (template == NULL)
		return err_new(templates->arena, ERR_NOT_FOUND,
		    templates->lang == LANG_JA ? M("There is no template \"{name}\" in Japanese: \"tsukuroi document templates\" lists those there are.")
		    : M("There is no template \"{name}\" in English: \"tsukuroi document templates\" lists those there are."), ARG("name", name));
	*ret_template = template;
	return NULL;
}

struct str
templates_digest(const struct templates *templates, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	for (size_t i = 0; i < templates->texts.count; i++) {
		sha256_add(&sum, templates->texts.items[i].ptr, templates->texts.items[i].len);
		sha256_add(&sum, "", 1);
	}
	return sha256_hex(&sum, arena);
}

/* ------------------------------------------------------------------------------------------------------ listing */

/* What its first heading says before anything is filled in: 「対処計画書」, 「案件記録」. */
static struct str
heading_of(struct str text)
{
	static const struct str marks[] = { STR_INIT("　"), STR_INIT(" "), STR_INIT(":"), STR_INIT("（") };
	struct str line;

	while (str_line(&text, &line)) {
		size_t tag = str_find(line, STR("{{"));

		if (!str_take(&line, STR("# ")))
			continue;
		line = str_trim_space(str_sub(line, 0, tag == SIZE_MAX ? line.len : tag - 2));
		for (size_t i = 0; tag != SIZE_MAX && i < ARRAY_LEN(marks); i++)
			(void)str_take_end(&line, marks[i]);
		return line;
	}
	return STR("");
}

struct err *
template_heading(const struct home *home, struct str name, enum lang lang, struct arena *arena, struct str *ret_title)
{
	struct str file, text;

	TRY(find_text(templates_new(home, lang, arena), name, &file, &text));
	*ret_title = heading_of(text);
	if (ret_title->len == 0)
		*ret_title = name;
	return NULL;
}

static const struct field row_fields[] = {
	FIELD(struct template_row_view, name, FIELD_STR),
	FIELD(struct template_row_view, language, FIELD_STR),
	FIELD(struct template_row_view, source, FIELD_STR),
	FIELD(struct template_row_view, title, FIELD_STR),
};
static const struct schema row_schema = SCHEMA("template", struct template_row_view, row_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct template_list_view, templates, FIELD_LIST, &row_schema),
};
const struct schema template_list_view_schema = SCHEMA("templates", struct template_list_view, list_fields);

/* "stop-notice.ja.mustache"; false of a partial, and of any other file. */
static bool
take_file(struct str file, struct template_row_view *ret_row)
{
	struct str name = file, language;

	if (!str_take_end(&name, STR(".mustache")) || !str_cut_last(name, '.', &name, &language) || !is_name(name) || name.ptr[0] == '_')
		return false;
	*ret_row = (struct template_row_view){ .name = name, .language = language };
	return str_eq(language, STR("ja")) || str_eq(language, STR("en"));
}

static void
add_row(struct template_list_view *list, struct template_row_view row, struct arena *arena)
{
	for (size_t i = 0; i < list->templates.count; i++) {
		struct template_row_view *there = &list->templates.items[i];

		if (str_eq(there->name, row.name) && str_eq(there->language, row.language)) {
			there->source = row.source;
			return;
		}
	}
	list_push(arena, &list->templates, row);
}

static int
compare_rows(const void *a, const void *b)
{
	const struct template_row_view *left = a, *right = b;
	int order = str_cmp(left->name, right->name);

	return order != 0 ? order : -str_cmp(left->language, right->language);
}

static struct err *
add_own(const struct home *home, struct template_list_view *list, struct arena *arena)
{
	struct str dir = path_join(arena, home->path, STR("templates")), *names;
	size_t count;

	if (!dir_exists(dir, arena))
		return NULL;
	TRY(dir_list(dir, arena, &names, &count));
	for (size_t i = 0; i < count; i++) {
		struct template_row_view row;

		if (!take_file(names[i], &row))
			continue;
		row.source = STR("home");
		add_row(list, row, arena);
	}
	return NULL;
}

struct err *
document_templates(const struct home *home, struct arena *arena, struct template_list_view *ret_list)
{
	struct template_list_view list = { 0 };

	for (size_t i = 0; i < assets_count; i++) {
		struct str file = str_of(assets[i].name);
		struct template_row_view row;

		if (!str_take(&file, STR("templates/")) || !take_file(file, &row))
			continue;
		row.source = STR("built in");
		add_row(&list, row, arena);
	}
	if (home != NULL)
		TRY(add_own(home, &list, arena));
	for (size_t i = 0; i < list.templates.count; i++) {
		struct template_row_view *row = &list.templates.items[i];

		TRY(template_heading(home, row->name, str_eq(row->language, STR("ja")) ? LANG_JA : LANG_EN, arena, &row->title));
	}
	if (list.templates.count > 0)
		qsort(list.templates.items, list.templates.count, sizeof(*list.templates.items), compare_rows);
	*ret_list = list;
	return NULL;
}
