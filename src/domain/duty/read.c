/*
 * read.c - duties as people write them.
 */
#include "base/asset.h"
#include "domain/duty/duty.h"
#include "format/yaml/take.h"

static const char *const clock_words[] = { "guide", "limit" };
const struct enum_names clock_kind_names = ENUM_NAMES(clock_words);

struct reading {
	struct duties     *duties;
	struct vocabulary  vocabulary;
	struct arena      *arena;
};

static struct err *
read_fact(struct reading *r, const struct yaml_node *node)
{
	static const char *const keys[] = { "type", "ja", "en" };
	static const char *const type_words[] = { "bool", "number" };
	static const struct enum_names types = ENUM_NAMES(type_words);
	struct duty_fact fact = { .id = node->key };
	int type = 0;

	TRY(yaml_only(node, keys, ARRAY_LEN(keys), r->arena));
	TRY(yaml_may_enum(node, "type", &types, r->arena, &type));
	TRY(yaml_need_words(node, NULL, r->arena, &fact.question));
	fact.kind = type == 0 ? FACT_BOOL : FACT_INT;
	list_push(r->arena, &r->duties->facts, fact);
	return NULL;
}

static struct err *
read_facts(struct reading *r, const struct yaml_node *facts)
{
	struct fact_word *words = ARENA_ARRAY(r->arena, struct fact_word, facts->items.count);

	if (facts->items.count > RULE_FACTS)
		return yaml_wrong(facts, err_new(r->arena, ERR_LIMIT, M("There are more than {most} facts."), ARG_N("most", RULE_FACTS)), r->arena);
	for (size_t i = 0; i < facts->items.count; i++) {
		TRY(read_fact(r, facts->items.items[i]));
		words[i] = (struct fact_word){ arena_cstr(r->arena, facts->items.items[i]->key), r->duties->facts.items[i].kind, NULL };
	}
	r->vocabulary = (struct vocabulary){ words, facts->items.count };
	return NULL;
}

static struct err *
read_rule(struct reading *r, const struct yaml_node *node, const struct rule **ret_rule)
{
	const struct yaml_node *when = yaml_find(node, "when");

	return when == NULL ? NULL : rule_of_yaml(when, &r->vocabulary, r->arena, ret_rule);
}

static struct err *
read_clock(struct reading *r, const struct yaml_node *node, struct duty *duty)
{
	static const char *const keys[] = { "ja", "en", "word", "days", "kind", "when" };
	struct duty_clock clock = { .days = -1 };
	int kind = CLOCK_GUIDE;

	TRY(yaml_only(node, keys, ARRAY_LEN(keys), r->arena));
	TRY(yaml_need_words(node, NULL, r->arena, &clock.title));
	TRY(yaml_need_words(node, "word", r->arena, &clock.word));
	TRY(yaml_may_int(node, "days", 0, 3660, r->arena, &clock.days));
	TRY(yaml_may_enum(node, "kind", &clock_kind_names, r->arena, &kind));
	TRY(read_rule(r, node, &clock.when));
	clock.kind = (enum clock_kind)kind;
	list_push(r->arena, &duty->clocks, clock);
	return NULL;
}

static struct err *
read_duty(struct reading *r, const struct yaml_node *node)
{
	static const char *const keys[] = { "id", "ja", "en", "when", "to", "clocks", "basis", "note", "seen", "from" };
	struct duty duty = { .from = DAY_NONE };
	struct yaml_node *clocks;

	TRY(yaml_only(node, keys, ARRAY_LEN(keys), r->arena));
	TRY(yaml_need_text(node, "id", r->arena, &duty.id));
	TRY(yaml_need_words(node, NULL, r->arena, &duty.title));
	TRY(yaml_need_text(node, "when", r->arena, &duty.when_text));
	TRY(read_rule(r, node, &duty.when));
	TRY(yaml_need_words(node, "to", r->arena, &duty.to));
	TRY(yaml_need_words(node, "basis", r->arena, &duty.basis));
	TRY(yaml_may_words(node, "note", r->arena, &duty.note));
	TRY(yaml_need_day(node, "seen", r->arena, &duty.seen));
	if (yaml_find(node, "from") != NULL)
		TRY(yaml_need_day(node, "from", r->arena, &duty.from));
	TRY(yaml_need(node, "clocks", YAML_SEQUENCE, r->arena, &clocks));
	for (size_t i = 0; i < clocks->items.count; i++)
		TRY(read_clock(r, clocks->items.items[i], &duty));
	list_push(r->arena, &r->duties->list, duty);
	return NULL;
}

static struct err *
read_all(struct reading *r, const struct yaml_node *root)
{
	static const char *const keys[] = { "duties", "since", "title", "facts", "list" };
	struct yaml_node *facts, *list;

	TRY(yaml_only(root, keys, ARRAY_LEN(keys), r->arena));
	TRY(yaml_need_text(root, "duties", r->arena, &r->duties->name));
	TRY(yaml_need_day(root, "since", r->arena, &r->duties->since));
	TRY(yaml_need_words(root, "title", r->arena, &r->duties->title));
	TRY(yaml_need(root, "facts", YAML_MAPPING, r->arena, &facts));
	TRY(yaml_need(root, "list", YAML_SEQUENCE, r->arena, &list));
	TRY(read_facts(r, facts));
	for (size_t i = 0; i < list->items.count; i++)
		TRY(read_duty(r, list->items.items[i]));
	return NULL;
}

struct err *
duties_read(struct str yaml, struct str name, struct arena *arena, struct duties *ret_duties)
{
	struct duties duties = { 0 };
	struct reading r = { .duties = &duties, .arena = arena };
	struct yaml_node *root;
	struct err *err;

	TRY(yaml_parse(yaml, name, arena, &root));
	err = read_all(&r, root);
	if (err != NULL)
		return err_wrap(arena, err, M("{file}"), ARG("file", name));
	*ret_duties = duties;
	return NULL;
}

struct err *
duties_builtin(struct str name, struct arena *arena, struct duties *ret_duties)
{
	struct str path = arena_printf(arena, "duties/%.*s.yaml", STR_ARG(name));
	struct str text = asset_find(path);

	if (text.ptr == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There are no duties \"{name}\"; \"japan\" is there."), ARG("name", name));
	return duties_read(text, path, arena, ret_duties);
}
