#include "domain/posture/posture.h"

#include "base/asset.h"
#include "format/yaml/take.h"

static const struct fact_word words[POSTURE_FACTS] = {
	[POSTURE_IMMEDIATE]    = { "immediate_systems", FACT_INT, NULL },
	[POSTURE_OUT_OF_CYCLE] = { "out_of_cycle_systems", FACT_INT, NULL },
	[POSTURE_SCHEDULED]    = { "scheduled_systems", FACT_INT, NULL },
	[POSTURE_VERY_LARGE]   = { "very_large_damage", FACT_BOOL, NULL },
	[POSTURE_EXPLOITED]    = { "exploited", FACT_BOOL, NULL },
	[POSTURE_RESIDENTS]    = { "resident_facing", FACT_BOOL, NULL },
};
const struct vocabulary posture_vocabulary = { words, POSTURE_FACTS };

static struct err *
read_agreement(const struct yaml_node *root, struct arena *arena, struct postures *postures)
{
	static const char *const keys[] = { "by", "on" };
	struct yaml_node *agreed = yaml_find(root, "agreed");

	postures->agreed_on = DAY_NONE;
	if (agreed == NULL)
		return NULL;
	TRY(yaml_only(agreed, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_text(agreed, "by", arena, &postures->agreed_by));
	return yaml_need_day(agreed, "on", arena, &postures->agreed_on);
}

static struct err *
read_level(const struct yaml_node *node, struct arena *arena, struct postures *postures)
{
	static const char *const keys[] = { "ja", "en", "lead", "members" };
	static const char *const languages[] = { "ja", "en" };
	struct posture_level level = { .id = node->key };
	struct yaml_node *members;

	TRY(yaml_only(node, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_words(node, NULL, arena, &level.title));
	TRY(yaml_need_words(node, "lead", arena, &level.lead));
	TRY(yaml_need(node, "members", YAML_SEQUENCE, arena, &members));
	for (size_t i = 0; i < members->items.count; i++) {
		TRY(yaml_only(members->items.items[i], languages, ARRAY_LEN(languages), arena));
		TRY(yaml_need_words(members->items.items[i], NULL, arena, list_add(arena, &level.members)));
	}
	list_push(arena, &postures->levels, level);
	return NULL;
}

static struct err *
find_level(const struct yaml_node *rule, const struct postures *postures, struct arena *arena, size_t *ret_level)
{
	struct str id;

	TRY(yaml_need_text(rule, "level", arena, &id));
	for (size_t i = 0; i < postures->levels.count; i++)
		if (str_eq(postures->levels.items[i].id, id)) {
			*ret_level = i;
			return NULL;
		}
	return yaml_wrong(rule, err_new(arena, ERR_FORMAT, M("There is no level \"{level}\" under \"levels\"."), ARG("level", id)), arena);
}

static struct err *
read_rule(const struct yaml_node *node, struct arena *arena, struct postures *postures)
{
	static const char *const keys[] = { "when", "level" };
	struct posture_rule rule = { 0 };

	TRY(yaml_only(node, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_text(node, "when", arena, &rule.text));
	TRY(rule_of_yaml(yaml_find(node, "when"), &posture_vocabulary, arena, &rule.when));
	TRY(find_level(node, postures, arena, &rule.level));
	list_push(arena, &postures->rules, rule);
	return NULL;
}

static struct err *
read_all(const struct yaml_node *root, struct arena *arena, struct postures *postures)
{
	static const char *const keys[] = { "postures", "since", "title", "agreed", "levels", "rules" };
	struct yaml_node *levels, *rules;

	TRY(yaml_only(root, keys, ARRAY_LEN(keys), arena));
	TRY(yaml_need_text(root, "postures", arena, &postures->name));
	TRY(yaml_need_day(root, "since", arena, &postures->since));
	TRY(yaml_need_words(root, "title", arena, &postures->title));
	TRY(read_agreement(root, arena, postures));
	TRY(yaml_need(root, "levels", YAML_MAPPING, arena, &levels));
	TRY(yaml_need(root, "rules", YAML_SEQUENCE, arena, &rules));
	for (size_t i = 0; i < levels->items.count; i++)
		TRY(read_level(levels->items.items[i], arena, postures));
	for (size_t i = 0; i < rules->items.count; i++)
		TRY(read_rule(rules->items.items[i], arena, postures));
	return NULL;
}

struct err *
postures_read(struct str yaml, struct str name, struct arena *arena, struct postures *ret_postures)
{
	struct postures postures = { 0 };
	struct yaml_node *root;
	struct err *err;

	TRY(yaml_parse(yaml, name, arena, &root));
	err = read_all(root, arena, &postures);
	if (err != NULL)
		return err_wrap(arena, err, M("{file}"), ARG("file", name));
	*ret_postures = postures;
	return NULL;
}

struct err *
postures_builtin(struct str name, struct arena *arena, struct postures *ret_postures)
{
	struct str path = arena_printf(arena, "postures/%.*s.yaml", STR_ARG(name));
	struct str text = asset_find(path);

	if (text.ptr == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There are no postures \"{name}\"; \"standard\" is there."), ARG("name", name));
	return postures_read(text, path, arena, ret_postures);
}

struct posture
posture_propose(const struct postures *postures, const struct fact facts[POSTURE_FACTS])
{
	for (size_t i = 0; i < postures->rules.count; i++) {
		uint64_t open = 0;
		enum truth truth = rule_eval(postures->rules.items[i].when, facts, &open);

		if (truth != TRUTH_FALSE)
			return (struct posture){ postures->rules.items[i].level, i, truth == TRUTH_UNKNOWN, open };
	}
	return (struct posture){ NO_INDEX, NO_INDEX, false, 0 };
}
