/*
 * take.h - parts of a YAML document taken by their form, for readers of what people write: every refusal names file line and word.
 *
 * A function that takes an optional part leaves the given variable alone when the part is not there. ERR_FORMAT throughout.
 */
#pragma once
#include "base/vec.h"
#include "format/yaml/yaml.h"
#include "model/playbook.h"

/* "line {line}: …" around what is wrong with this node. */
CHECKED struct err *yaml_wrong(const struct yaml_node *node, struct err *why, struct arena *arena);

/* The name that was probably meant: at most a third of the word's letters differ (and at least one may). "" when there is none. */
struct str yaml_nearest(struct str word, const struct str *names, size_t count);

/* The node is a mapping of these keys only; a stranger is named with the known word that is nearest to it. */
CHECKED struct err *yaml_only(const struct yaml_node *node, const char *const *keys, size_t count, struct arena *arena);
/* The part under that key, of that kind. */
CHECKED struct err *yaml_need(const struct yaml_node *node, const char *key, enum yaml_kind kind, struct arena *arena,
    struct yaml_node **ret_part);
CHECKED struct err *yaml_need_text(const struct yaml_node *node, const char *key, struct arena *arena, struct str *ret_text);
CHECKED struct err *yaml_need_day(const struct yaml_node *node, const char *key, struct arena *arena, int32_t *ret_day);
/* Both languages: {ja: …, en: …} under the key, or the node's own ja and en when key is NULL. */
CHECKED struct err *yaml_need_words(const struct yaml_node *node, const char *key, struct arena *arena, struct words *ret_words);

CHECKED struct err *yaml_may_text(const struct yaml_node *node, const char *key, struct arena *arena, struct str *ret_text);
CHECKED struct err *yaml_may_bool(const struct yaml_node *node, const char *key, struct arena *arena, bool *ret_value);
CHECKED struct err *yaml_may_int(const struct yaml_node *node, const char *key, int64_t least, int64_t most, struct arena *arena,
    int64_t *ret_value);
CHECKED struct err *yaml_may_words(const struct yaml_node *node, const char *key, struct arena *arena, struct words *ret_words);
/* One word or a sequence of words. */
CHECKED struct err *yaml_may_strs(const struct yaml_node *node, const char *key, struct arena *arena, struct str_list *ret_texts);
/* A word of an enum. */
CHECKED struct err *yaml_may_enum(const struct yaml_node *node, const char *key, const struct enum_names *names, struct arena *arena,
    int *ret_value);
