/*
 * render.c - fills a template from a view.
 */
#include "format/mustache/parts.h"

const struct view *
stack_find(const struct stack *stack, struct str name)
{
	const struct view *found = NULL;
	struct str part;

	if (str_eq(name, STR(".")))
		return stack->views[stack->count - 1];
	(void)str_split(&name, '.', &part);
	for (size_t i = stack->count; i > 0 && found == NULL; i--)
		found = view_find(stack->views[i - 1], part);
	while (found != NULL && str_split(&name, '.', &part))
		found = view_find(found, part);
	return found;
}

void
mustache_html(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.ptr[i]) {
		case '&':
			buf_add(out, STR("&amp;"));
			break;
		case '<':
			buf_add(out, STR("&lt;"));
			break;
		case '>':
			buf_add(out, STR("&gt;"));
			break;
		case '"':
			buf_add(out, STR("&quot;"));
			break;
		default:
			buf_add_char(out, text.ptr[i]);
		}
	}
}

struct filling {
	struct stack      stack;
	mustache_escape  *escape;
	mustache_partial *partial;
	void             *context;
	struct arena     *arena;
	struct buf       *out;
	size_t            steps;
	size_t            indented;   /* bytes of indentation put together      */
	size_t            depth;      /* of sections and partials in each other */
};

static struct err *render(struct filling *f, const struct mustache *template, size_t begin, size_t end, struct str indent);

static struct err *
too_much(const struct filling *f, const struct mustache *template, const struct node *node)
{
	return err_new(f->arena, ERR_LIMIT, M("{file}, line {line}: the template makes more than can be read, or calls itself without end."),
	    ARG("file", template->name), ARG_N("line", node->line));
}

static struct err *
render_with(struct filling *f, const struct mustache *template, const struct node *node, const struct view *view, struct str indent)
{
	size_t begin = (size_t)(node - template->nodes.items) + 1;
	struct err *err;

	if (f->stack.count == LIMIT_TEMPLATE_DEPTH)
		return too_much(f, template, node);
	f->stack.views[f->stack.count++] = view;
	err = render(f, template, begin, node->end, indent);
	f->stack.count--;
	return err;
}

static struct err *
render_section(struct filling *f, const struct mustache *template, const struct node *node, struct str indent)
{
	const struct view *view = stack_find(&f->stack, node->text);

	if (view == NULL || !view_is_true(view))
		return NULL;
	if (view->kind != VIEW_LIST)
		return render_with(f, template, node, view, indent);
	for (size_t i = 0; i < view->items.count; i++)
		TRY(render_with(f, template, node, view->items.items[i], indent));
	return NULL;
}

static struct err *
render_inverted(struct filling *f, const struct mustache *template, const struct node *node, struct str indent)
{
	const struct view *view = stack_find(&f->stack, node->text);

	if (view != NULL && view_is_true(view))
		return NULL;
	return render(f, template, (size_t)(node - template->nodes.items) + 1, node->end, indent);
}

static struct err *
render_partial(struct filling *f, const struct node *node, struct str indent)
{
	const struct mustache *partial = f->partial == NULL ? NULL : f->partial(f->context, node->text);
	const struct str indents[] = { indent, node->indent };

	if (partial == NULL)
		return NULL;
	if (node->indent.len > 0) {
		indent = arena_join(f->arena, indents, ARRAY_LEN(indents), STR(""));
		f->indented += indent.len;
	}
	return render(f, partial, 0, partial->nodes.count, indent);
}

static void
render_value(struct filling *f, const struct node *node)
{
	const struct view *view = stack_find(&f->stack, node->text);
	struct str text = STR("");

	if (view != NULL && view->kind == VIEW_TEXT)
		text = view->text;
	else if (view != NULL && view->kind == VIEW_TRUTH)
		text = view->truth ? STR("true") : STR("false");
	if (node->kind == NODE_VALUE)
		f->escape(f->out, text);
	else
		buf_add(f->out, text);
}

static struct err *
render_node(struct filling *f, const struct mustache *template, const struct node *node, struct str indent)
{
	switch (node->kind) {
	case NODE_LINE:
		buf_add(f->out, indent);
		return NULL;
	case NODE_TEXT:
		buf_add(f->out, node->text);
		return NULL;
	case NODE_VALUE:
	case NODE_RAW:
		render_value(f, node);
		return NULL;
	case NODE_SECTION:
		return render_section(f, template, node, indent);
	case NODE_INVERTED:
		return render_inverted(f, template, node, indent);
	case NODE_PARTIAL:
		return render_partial(f, node, indent);
	}
	return NULL;
}

static struct err *
render(struct filling *f, const struct mustache *template, size_t begin, size_t end, struct str indent)
{
	if (begin < end && f->depth == LIMIT_TEMPLATE_DEPTH)
		return too_much(f, template, &template->nodes.items[begin]);
	f->depth++;
	for (size_t i = begin; i < end; i++) {
		const struct node *node = &template->nodes.items[i];

		if (++f->steps > LIMIT_TEMPLATE_STEPS || f->out->len + f->indented > LIMIT_FILLED_BYTES)
			return too_much(f, template, node);
		TRY(render_node(f, template, node, indent));
		if (node->kind == NODE_SECTION || node->kind == NODE_INVERTED)
			i = node->end - 1;
	}
	f->depth--;
	return NULL;
}

struct err *
mustache_render(const struct mustache *template, const struct view *view, mustache_escape *escape, mustache_partial *partial,
    void *context, struct arena *arena, struct buf *out)
{
	struct filling f = { .escape = escape, .partial = partial, .context = context, .arena = arena, .out = out };

	f.stack.views[f.stack.count++] = view;
	return render(&f, template, 0, template->nodes.count, STR(""));
}
