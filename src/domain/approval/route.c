/*
 * route.c - routes as people write them.
 */
#include "domain/approval/approval.h"
#include "domain/rule/rule.h"
#include "format/yaml/take.h"

static const char *const step_words[] = { "draft", "consult", "decide", "inform" };
const struct enum_names route_step_names = ENUM_NAMES(step_words);

static const struct fact_word fact_words[ROUTE_FACTS] = {
	[ROUTE_AMOUNT]    = { "amount", FACT_INT, NULL },
	[ROUTE_IMMEDIATE] = { "immediate", FACT_BOOL, NULL },
	[ROUTE_SEALED]    = { "sealed", FACT_BOOL, NULL },
};
const struct vocabulary route_vocabulary = { fact_words, ROUTE_FACTS };

static struct err *
read_delegation(const struct yaml_node *node, struct arena *arena, struct route_step *step)
{
	static const char *const keys[] = { "to", "when" };
	struct yaml_node *part = yaml_find(node, "may_delegate");

	if (part == NULL)
		return NULL;
	TRY(yaml_only(part, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_text(part, "to", arena, &step->delegate_to));
	TRY(yaml_need_text(part, "when", arena, &step->delegate_text));
	return rule_of_yaml(yaml_find(part, "when"), &route_vocabulary, arena, &step->delegate_when);
}

/* 専決, 代決 and 後閲 are of decisions only, and 後閲 is of 代決. */
static struct err *
check_step(const struct yaml_node *node, const struct route_step *step, struct arena *arena)
{
	bool has_more = step->delegate_to.len > 0 || step->deputy.len > 0 || step->view_after;

	if (step->kind != STEP_DECIDE && has_more)
		return yaml_wrong(node, err_new(arena, ERR_FORMAT,
		    M("Only the decision can have \"may_delegate\", \"deputy\" and \"view_after\".")), arena);
	if (step->view_after && step->deputy.len == 0)
		return yaml_wrong(node, err_new(arena, ERR_FORMAT, M("\"view_after\" needs a \"deputy\": it is for what he decided.")), arena);
	if (step->deputy.len > 0 && str_eq(step->deputy, step->by))
		return yaml_wrong(node, err_new(arena, ERR_FORMAT, M("The deputy must be of another office than the one who decides.")), arena);
	return NULL;
}

static struct err *
read_step(const struct yaml_node *node, struct arena *arena, struct approval_route *route)
{
	static const char *const keys[] = { "id", "kind", "by", "all", "ja", "en", "may_delegate", "deputy", "view_after" };
	struct route_step step = { 0 };
	int kind = STEP_DRAFT;
	struct str word;

	TRY(yaml_only(node, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_text(node, "id", arena, &step.id));
	TRY(yaml_need_text(node, "kind", arena, &word));
	TRY(yaml_may_enum(node, "kind", &route_step_names, arena, &kind));
	step.kind = (enum route_step_kind)kind;
	TRY(yaml_need_words(node, NULL, arena, &step.title));
	TRY(yaml_need_text(node, "by", arena, &step.by));
	TRY(yaml_may_bool(node, "all", arena, &step.all));
	TRY(read_delegation(node, arena, &step));
	TRY(yaml_may_text(node, "deputy", arena, &step.deputy));
	TRY(yaml_may_bool(node, "view_after", arena, &step.view_after));
	TRY(check_step(node, &step, arena));
	for (size_t i = 0; i < route->steps.count; i++)
		if (str_eq(route->steps.items[i].id, step.id))
			return yaml_wrong(node, err_new(arena, ERR_FORMAT, M("The step \"{id}\" stands twice."), ARG("id", step.id)), arena);
	list_push(arena, &route->steps, step);
	return NULL;
}

/* A draft first, one decision, consultations between them, notices after it. */
static struct err *
check_order(const struct yaml_node *steps, struct arena *arena, struct approval_route *route)
{
	enum route_step_kind before = STEP_DRAFT;

	route->decides = NO_INDEX;
	for (size_t i = 0; i < route->steps.count; i++) {
		const struct route_step *step = &route->steps.items[i];
		bool is_second = i > 0 && (step->kind == STEP_DRAFT || (step->kind == STEP_DECIDE && route->decides != NO_INDEX));

		if (step->kind < before || is_second || (i == 0 && step->kind != STEP_DRAFT))
			return yaml_wrong(steps->items.items[i], err_new(arena, ERR_FORMAT,
			    M("The steps must be one draft, then consultations, one decision, then whom to inform.")), arena);
		if (step->kind == STEP_DECIDE)
			route->decides = i;
		before = step->kind;
	}
	if (route->decides == NO_INDEX)
		return yaml_wrong(steps, err_new(arena, ERR_FORMAT, M("The route has no decision.")), arena);
	return NULL;
}

static struct err *
read_all(const struct yaml_node *root, struct arena *arena, struct approval_route *route)
{
	static const char *const keys[] = { "route", "since", "title", "steps" };
	struct yaml_node *steps;

	TRY(yaml_only(root, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_text(root, "route", arena, &route->id));
	TRY(yaml_need_day(root, "since", arena, &route->since));
	TRY(yaml_need_words(root, "title", arena, &route->title));
	TRY(yaml_need(root, "steps", YAML_SEQUENCE, arena, &steps));
	for (size_t i = 0; i < steps->items.count; i++)
		TRY(read_step(steps->items.items[i], arena, route));
	return check_order(steps, arena, route);
}

struct err *
route_read(struct str yaml, struct str name, struct arena *arena, struct approval_route **ret_route)
{
	struct approval_route *route = ARENA_NEW(arena, struct approval_route);
	struct yaml_node *root;
	struct err *err;

	TRY(yaml_parse(yaml, name, arena, &root));
	err = read_all(root, arena, route);
	if (err != NULL)
		return err_wrap(arena, err, M("{file}"), ARG("file", name));
	*ret_route = route;
	return NULL;
}
