/*
 * fill.c - a template and a view become a paper; and whether they can.
 */
#include "base/hash.h"
#include "format/paper/paper.h"
#include "service/document/parts.h"

/* ------------------------------------------------------------------------------------------------------ digest */

static void
sum_text(struct sha256 *sum, struct str text)
{
	uint64_t len = text.len;
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(len >> 8 * i);
	sha256_add(sum, bytes, sizeof(bytes));
	sha256_add(sum, text.ptr, text.len);
}

/* Each node by its kind, its length and what is in it; views are as deep as we build them. */
static void
sum_view(struct sha256 *sum, const struct view *view)
{
	unsigned char kind = (unsigned char)view->kind, truth = view->truth;

	sha256_add(sum, &kind, 1);
	sha256_add(sum, &truth, 1);
	sum_text(sum, view->text);
	for (size_t i = 0; i < view->items.count; i++)
		sum_view(sum, view->items.items[i]);
	for (size_t i = 0; i < view->parts.count; i++) {
		sum_text(sum, view->parts.items[i].name);
		sum_view(sum, view->parts.items[i].value);
	}
	sha256_add(sum, "", 1);
}

/* -------------------------------------------------------------------------------------------------------- filling */

static struct err *
fill(const struct document_source *source, struct templates *templates, struct str template, struct arena *arena, struct paper *ret_paper,
    struct str *ret_digest)
{
	struct buf out BUF_SCOPE = { 0 };
	const struct mustache *loaded;
	struct view *view;
	struct sha256 sum;

	TRY(templates_load(templates, template, &loaded));
	TRY(document_view(source, arena, &view));
	TRY(mustache_render(loaded, view, paper_escape, templates_partial, templates, arena, &out));
	TRY(templates_failed(templates));
	sha256_init(&sum);
	sum_view(&sum, view);
	*ret_digest = sha256_hex(&sum, arena);
	return paper_read(buf_str(&out), arena, ret_paper);
}

struct err *
document_fill(const struct document_source *source, struct templates *templates, struct str template, enum document_format format,
    struct arena *arena, struct str *ret_title, struct str *ret_content, struct str *ret_digest)
{
	struct paper paper;

	TRY(fill(source, templates, template, arena, &paper, ret_digest));
	*ret_title = paper.title;
	switch (format) {
	case DOCUMENT_TEXT:
	case DOCUMENT_MAIL:
		*ret_content = paper_text(&paper, PAPER_MAIL_COLUMNS, arena);
		return NULL;
	case DOCUMENT_HTML:
		*ret_content = paper_html(&paper, source->lang, arena);
		return NULL;
	case DOCUMENT_PDF:
		return paper_pdf(&paper, source->lang, arena, ret_content);
	}
	return NULL;
}

struct err *
document_paper(const struct home *home, struct str template, enum lang lang, const struct view *view, struct arena *arena, struct paper *ret_paper)
{
	struct templates *templates = templates_new(home, lang, arena);
	struct buf out BUF_SCOPE = { 0 };
	const struct mustache *loaded;

	TRY(templates_load(templates, template, &loaded));
	TRY(mustache_render(loaded, view, paper_escape, templates_partial, templates, arena, &out));
	TRY(templates_failed(templates));
	return paper_read(arena_copy(arena, buf_str(&out)), arena, ret_paper);
}

struct err *
document_paper_misses(const struct home *home, struct str template, enum lang lang, const struct view *shape, struct arena *arena,
    struct str_list *ret_misses)
{
	struct templates *templates = templates_new(home, lang, arena);
	struct mustache_misses misses;
	const struct mustache *loaded;

	*ret_misses = (struct str_list){ 0 };
	TRY(templates_load(templates, template, &loaded));
	TRY(mustache_missing(loaded, shape, templates_partial, templates, arena, &misses));
	TRY(templates_failed(templates));
	for (size_t i = 0; i < misses.count; i++)
		list_push(arena, ret_misses, arena_printf(arena, "%.*s:%lld: %.*s", STR_ARG(misses.items[i].file), (long long)misses.items[i].line,
		    STR_ARG(misses.items[i].name)));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- checking */

static const struct err_arg *
kept(struct arena *arena, const struct err_arg *args, size_t count)
{
	struct err_arg *copy = ARENA_ARRAY(arena, struct err_arg, count + 1);

	memcpy(copy, args, count * sizeof(*args));
	return copy;
}

/* A sentence whose places are the same in both languages. */
static void
add_why(struct play_refusals *why, struct arena *arena, const char *message, const struct err_arg *args, size_t count)
{
	const struct err_arg *copy = kept(arena, args, count);

	*list_add(arena, why) = (struct play_refusal){ message, { copy, copy } };
}

static void
add_error(struct play_refusals *why, struct arena *arena, const struct err *err)
{
	const struct err_arg ja[] = { ARG("reason", err_sentence(err, LANG_JA, arena)) }, en[] = { ARG("reason", err_sentence(err, LANG_EN, arena)) };

	*list_add(arena, why) = (struct play_refusal){ M("{reason}"), { [LANG_JA] = kept(arena, ja, 1), [LANG_EN] = kept(arena, en, 1) } };
}

struct err *
template_misses(struct templates *templates, struct str template, const struct document_source *shape, struct arena *arena, struct play_refusals *why)
{
	struct mustache_misses misses;
	const struct mustache *loaded;
	struct view *view;

	TRY(templates_load(templates, template, &loaded));
	TRY(document_view(shape, arena, &view));
	TRY(mustache_missing(loaded, view, templates_partial, templates, arena, &misses));
	TRY(templates_failed(templates));
	for (size_t i = 0; i < misses.count; i++) {
		const struct mustache_miss *miss = &misses.items[i];
		const struct err_arg args[] = { ARG("file", miss->file), ARG_N("line", miss->line), ARG("name", miss->name) };

		add_why(why, arena, miss->is_partial ? M("{file}, line {line}: there is no partial template \"{name}\".")
		    : M("{file}, line {line}: the template speaks of \"{name}\", which the case does not have, or which those it is for do not see."),
		    args, ARRAY_LEN(args));
	}
	return NULL;
}

bool
document_renders(const struct home *home, const struct playbook *book, size_t document, enum lang lang, struct arena *arena, struct play_refusals *why)
{
	const struct play_document *paper = &book->documents.items[document];
	struct templates *templates = templates_new(home, lang, arena);
	struct str title, content, digest;
	struct document_source shape;
	size_t before = why->count;
	struct err *err;

	source_shape(book, paper, lang, arena, &shape);
	err = template_misses(templates, paper->template, &shape, arena, why);
	if (err == NULL)
		err = document_fill(&shape, templates, paper->template, DOCUMENT_TEXT, arena, &title, &content, &digest);
	if (err != NULL) {
		add_error(why, arena, err);
	} else if (title.len == 0) {
		const struct err_arg args[] = { ARG("name", paper->template) };

		add_why(why, arena, M("The template \"{name}\" has no heading (a line that begins with \"# \"), so the paper has no title."), args, ARRAY_LEN(args));
	}
	return why->count == before;
}
