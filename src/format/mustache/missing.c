/*
 * missing.c - which names of a template a view does not have, and whether it lets something through as it is.
 */
#include "format/mustache/parts.h"

struct looking {
	struct stack            stack;
	mustache_partial       *partial;
	void                   *context;
	struct arena           *arena;
	struct mustache_misses *misses;
	const struct mustache  *files[LIMIT_TEMPLATE_DEPTH];     /* a partial within itself is looked at once */
	size_t                  depth;
	size_t                  steps;
};

static struct err *look(struct looking *l, const struct mustache *template, size_t begin, size_t end);

static void
add_miss(struct looking *l, const struct mustache *template, const struct node *node)
{
	for (size_t i = 0; i < l->misses->count; i++) {
		const struct mustache_miss *miss = &l->misses->items[i];

		if (miss->line == node->line && str_eq(miss->name, node->text) && str_eq(miss->file, template->name))
			return;
	}
	if (l->misses->count < LIMIT_PROBLEMS_KEPT)
		*list_add(l->arena, l->misses) = (struct mustache_miss){ template->name, node->text, node->line, node->kind == NODE_PARTIAL };
}

static bool
is_begun(const struct looking *l, const struct mustache *partial)
{
	for (size_t i = 0; i < l->depth; i++)
		if (l->files[i] == partial)
			return true;
	return false;
}

static struct err *
look_at_partial(struct looking *l, const struct mustache *template, const struct node *node)
{
	const struct mustache *partial = l->partial == NULL ? NULL : l->partial(l->context, node->text);
	struct err *err;

	if (partial == NULL) {
		add_miss(l, template, node);
		return NULL;
	}
	if (is_begun(l, partial) || l->depth == LIMIT_TEMPLATE_DEPTH)
		return NULL;
	l->files[l->depth++] = partial;
	err = look(l, partial, 0, partial->nodes.count);
	l->depth--;
	return err;
}

/* What is inside a section whose name is not there is not looked at: everything in it would be missed too. */
static struct err *
look_at_section(struct looking *l, const struct mustache *template, const struct node *node)
{
	size_t begin = (size_t)(node - template->nodes.items) + 1;
	const struct view *view = stack_find(&l->stack, node->text);
	bool enters = node->kind == NODE_SECTION;
	struct err *err;

	if (view == NULL) {
		add_miss(l, template, node);
		return NULL;
	}
	/* Of a list without items nothing is known, and nothing in it is ever shown. */
	if (enters && view->kind == VIEW_LIST && view->items.count == 0)
		return NULL;
	if (view->kind == VIEW_LIST && view->items.count > 0)
		view = view->items.items[0];
	if (enters && l->stack.count == LIMIT_TEMPLATE_DEPTH)
		return err_new(l->arena, ERR_LIMIT, M("{file}, line {line}: sections are nested too deeply."), ARG("file", template->name),
		    ARG_N("line", node->line));
	if (enters)
		l->stack.views[l->stack.count++] = view;
	err = look(l, template, begin, node->end);
	l->stack.count -= enters;
	return err;
}

static struct err *
look(struct looking *l, const struct mustache *template, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		const struct node *node = &template->nodes.items[i];

		if (++l->steps > LIMIT_TEMPLATE_STEPS)
			return err_new(l->arena, ERR_LIMIT, M("{file}, line {line}: the template makes more than can be read, or calls itself without end."),
			    ARG("file", template->name), ARG_N("line", node->line));
		if (node->kind == NODE_PARTIAL)
			TRY(look_at_partial(l, template, node));
		if ((node->kind == NODE_VALUE || node->kind == NODE_RAW) && stack_find(&l->stack, node->text) == NULL)
			add_miss(l, template, node);
		if (node->kind == NODE_SECTION || node->kind == NODE_INVERTED) {
			TRY(look_at_section(l, template, node));
			i = node->end - 1;
		}
	}
	return NULL;
}

struct err *
mustache_missing(const struct mustache *template, const struct view *shape, mustache_partial *partial, void *context,
    struct arena *arena, struct mustache_misses *ret_misses)
{
	struct mustache_misses misses = { 0 };
	struct looking l = { .partial = partial, .context = context, .arena = arena, .misses = &misses };

	l.stack.views[l.stack.count++] = shape;
	l.files[l.depth++] = template;
	TRY(look(&l, template, 0, template->nodes.count));
	*ret_misses = misses;
	return NULL;
}

bool
mustache_is_raw(const struct mustache *template, int64_t *ret_line)
{
	for (size_t i = 0; i < template->nodes.count; i++) {
		if (template->nodes.items[i].kind == NODE_RAW) {
			*ret_line = template->nodes.items[i].line;
			return true;
		}
	}
	return false;
}
