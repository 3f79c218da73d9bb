/*
 * template.c - the pages of web/, read once for each language.
 *
 * [[English with {place}.]] becomes the sentence of that language, its letters made inert, its places {{place}}: so a translation can no more
 * make a tag than a value can.
 */
#include "base/asset.h"
#include "base/catalogue.h"
#include "base/hash.h"
#include "face/web/frame.h"

enum { TEMPLATES_MOST = 400, VERSION_DIGITS = 12 };

struct page_template {
	struct str             name;
	const struct mustache *of[2];      /* by enum lang */
};
struct web_templates {
	struct page_template items[TEMPLATES_MOST];
	size_t               count;
	struct str           version;
};

/* ------------------------------------------------------------------------------------------ sentences */

/* Letters of the sentence are made inert as values are; its braces become those of a tag. */
static void
add_sentence(struct buf *out, struct str sentence)
{
	for (size_t i = 0; i < sentence.len; i++) {
		if (sentence.ptr[i] == '{')
			buf_add(out, STR("{{"));
		else if (sentence.ptr[i] == '}')
			buf_add(out, STR("}}"));
		else
			mustache_html(out, str_sub(sentence, i, 1));
	}
}

static struct str
with_words(struct str text, enum lang lang, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (;;) {
		size_t at = str_find(text, STR("[[")), end;

		if (at == SIZE_MAX)
			break;
		buf_add(&out, str_sub(text, 0, at));
		text = str_from(text, at + 2);
		end = str_find(text, STR("]]"));
		if (end == SIZE_MAX)
			break;
		add_sentence(&out, str_of(catalogue_text(lang, arena_cstr(arena, str_sub(text, 0, end)))));
		text = str_from(text, end + 2);
	}
	buf_add(&out, text);
	return arena_copy(arena, buf_str(&out));
}

/* ------------------------------------------------------------------------------------------- reading */

static struct err *
read_one(struct web_templates *templates, const struct asset *asset, struct str name, struct arena *arena)
{
	struct str text = { asset->begin, (size_t)(asset->end - asset->begin) };
	struct page_template *page = &templates->items[templates->count++];

	page->name = name;
	for (int lang = LANG_JA; lang <= LANG_EN; lang++) {
		struct mustache *parsed;

		TRY(mustache_parse(with_words(text, (enum lang)lang, arena), str_of(asset->name), arena, &parsed));
		page->of[lang] = parsed;
	}
	return NULL;
}

struct err *
templates_open(struct arena *arena, struct web_templates **ret_templates)
{
	struct web_templates *templates = ARENA_NEW(arena, struct web_templates);
	struct sha256 sum;

	sha256_init(&sum);
	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name);

		if (!str_take(&name, STR("web/")))
			continue;
		sha256_add(&sum, assets[i].begin, (size_t)(assets[i].end - assets[i].begin));
		if (!str_take_end(&name, STR(".html")))
			continue;
		if (templates->count == TEMPLATES_MOST)
			return err_new(arena, ERR_LIMIT, M("There are more than {most} templates."), ARG_N("most", TEMPLATES_MOST));
		TRY(read_one(templates, &assets[i], name, arena));
	}
	templates->version = str_sub(sha256_hex(&sum, arena), 0, VERSION_DIGITS);
	*ret_templates = templates;
	return NULL;
}

struct str
template_version(const struct web_templates *templates)
{
	return templates->version;
}

const struct mustache *
template_find(const struct web_templates *templates, struct str name, enum lang lang)
{
	for (size_t i = 0; i < templates->count; i++)
		if (str_eq(templates->items[i].name, name))
			return templates->items[i].of[lang];
	return NULL;
}

/* -------------------------------------------------------------------------------------------- filling */

struct partials { const struct web_templates *templates; const char *page; enum lang lang; };

/* {{>content}} of the frame is the page. */
static const struct mustache *
partial(void *context, struct str name)
{
	const struct partials *partials = context;

	return template_find(partials->templates, str_eq(name, STR("content")) ? str_of(partials->page) : name, partials->lang);
}

struct err *
template_page(const struct web_templates *templates, const char *page, enum lang lang, const struct view *view, struct arena *arena,
    struct str *ret_html)
{
	struct partials partials = { templates, page, lang };
	const struct mustache *frame = template_find(templates, STR("frame"), lang);
	struct buf out BUF_SCOPE = { 0 };

	if (frame == NULL || template_find(templates, str_of(page), lang) == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There is no page {name}."), ARG("name", str_of(page)));
	TRY(mustache_render(frame, view, mustache_html, partial, &partials, arena, &out));
	*ret_html = arena_copy(arena, buf_str(&out));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- checking */

struct checking {
	const struct web_templates *templates;
	struct arena               *arena;
	struct str_list            *wrong;
	struct view                *form;
	struct err                 *err;
};

static void
put_params(struct view *form, const struct web_route *route, struct arena *arena)
{
	for (const struct web_param *param = route->params; param != NULL && param->name != NULL; param++)
		view_put_text(form, str_of(param->name), STR("x"), arena);
}

static void
gather_params(void *context, const struct web_route *route)
{
	struct checking *checking = context;

	put_params(checking->form, route, checking->arena);
}

static void
check_template(struct checking *checking, const char *path, const char *page, const struct schema *schema)
{
	struct partials partials = { checking->templates, page, LANG_JA };
	struct mustache_misses misses = { 0 };
	struct view *shape;

	if (template_find(checking->templates, str_of(page), LANG_JA) == NULL) {
		list_push(checking->arena, checking->wrong, arena_printf(checking->arena, "%s: there is no web/%s.html", path, page));
		return;
	}
	shape = view_shape(schema, checking->arena);
	view_put(shape, STR("web"), view_shape(&web_frame_schema, checking->arena), checking->arena);
	view_put(shape, STR("form"), checking->form, checking->arena);
	checking->err = mustache_missing(template_find(checking->templates, STR("frame"), LANG_JA), shape, partial, &partials, checking->arena, &misses);
	for (size_t i = 0; i < misses.count; i++)
		list_push(checking->arena, checking->wrong, arena_printf(checking->arena, "%.*s:%lld: %s \"%.*s\" (page of %s)",
		    STR_ARG(misses.items[i].file), (long long)misses.items[i].line, misses.items[i].is_partial ? "there is no partial" : "the view has no",
		    STR_ARG(misses.items[i].name), path));
}

static void
check_page(void *context, const struct web_route *route)
{
	struct checking *checking = context;

	if (route->page != NULL && checking->err == NULL)
		check_template(checking, route->path, route->page, route->view);
}

/* What is not made inert may only be a drawing of the server's own. */
static void
check_raw(struct checking *checking)
{
	for (size_t i = 0; i < assets_count; i++) {
		struct str name = str_of(assets[i].name), rest = { assets[i].begin, (size_t)(assets[i].end - assets[i].begin) }, line;

		if (!str_starts(name, STR("web/")) || !str_ends(name, STR(".html")))
			continue;
		for (int64_t number = 1; str_line(&rest, &line); number++) {
			size_t at = str_find(line, STR("{{{"));

			if (str_find(line, STR("{{&")) != SIZE_MAX || (at != SIZE_MAX && str_find(str_from(line, at), STR("_svg}}}")) == SIZE_MAX))
				list_push(checking->arena, checking->wrong, arena_printf(checking->arena, "%.*s:%lld: what is not made inert may only be a …_svg", STR_ARG(name), (long long)number));
		}
	}
}

struct err *
templates_check(const struct web_templates *templates, struct arena *arena, struct str_list *ret_wrong)
{
	struct checking checking = { templates, arena, ret_wrong, view_map(arena), NULL };

	*ret_wrong = (struct str_list){ 0 };
	routes_each(gather_params, &checking);
	routes_each(check_page, &checking);
	if (checking.err == NULL)
		check_template(&checking, "409", "merge", &web_merge_schema);
	check_raw(&checking);
	return checking.err;
}
