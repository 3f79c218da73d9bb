#include "domain/segment/segment.h"

#include <assert.h>

#include "base/asset.h"
#include "base/fold.h"
#include "base/limits.h"
#include "format/yaml/yaml.h"

#define ASSET_FOLDER "segments/"

static const char *const by_words[SEGMENT_BY_COUNT] = {
	"service", "access", "vpn", "specific", "sanitised", "vdi", "one_way", "maintenance", "media",
};
const struct enum_names segment_by_names = ENUM_NAMES(by_words);

static const struct field class_fields[] = {
	FIELD(struct segment_class, name, FIELD_STR),
	FIELD(struct segment_class, ja, FIELD_STR),
	FIELD(struct segment_class, en, FIELD_STR),
	FIELD(struct segment_class, words, FIELD_STRS),
	FIELD(struct segment_class, source, FIELD_STR),
	FIELD(struct segment_class, is_internet, FIELD_BOOL),
	FIELD_NAMED(struct segment_class, reach, &exposure_names),
};
static const struct schema class_schema = SCHEMA("segment_class", struct segment_class, class_fields);
static const struct field path_fields[] = {
	FIELD(struct segment_path, from_name, FIELD_STR),
	FIELD(struct segment_path, to_name, FIELD_STR),
	FIELD_NAMED(struct segment_path, by, &segment_by_names),
	FIELD(struct segment_path, source, FIELD_STR),
};
static const struct schema path_schema = SCHEMA("segment_path", struct segment_path, path_fields);
static const struct field segments_fields[] = {
	FIELD(struct segments, name, FIELD_STR),
	FIELD(struct segments, ja, FIELD_STR),
	FIELD(struct segments, en, FIELD_STR),
	FIELD(struct segments, since, FIELD_DAY),
	FIELD_OF(struct segments, classes, FIELD_LIST, &class_schema),
	FIELD_OF(struct segments, paths, FIELD_LIST, &path_schema),
};
const struct schema segments_schema = SCHEMA("segments", struct segments, segments_fields);

/* How much of what reaches the beginning of a path reaches its end, and which of the four ways it is. */
static const struct {
	const char   *text;
	enum exposure most;
	enum route    route;
} by[SEGMENT_BY_COUNT] = {
	[SEGMENT_SERVICE]     = { M("published service"), EXPOSURE_INTERNET, ROUTE_COUNT },
	[SEGMENT_ACCESS]      = { M("access by users and programs"), EXPOSURE_INTERNAL, ROUTE_COUNT },
	[SEGMENT_VPN]         = { M("access by VPN"), EXPOSURE_INTERNAL, ROUTE_COUNT },
	[SEGMENT_SPECIFIC]    = { M("named connections only"), EXPOSURE_CLOSED, ROUTE_SEGMENTS },
	[SEGMENT_SANITISED]   = { M("sanitised transfer"), EXPOSURE_CLOSED, ROUTE_SEGMENTS },
	[SEGMENT_VDI]         = { M("screen transfer (VDI)"), EXPOSURE_CLOSED, ROUTE_SEGMENTS },
	[SEGMENT_ONE_WAY]     = { M("one-way transfer"), EXPOSURE_CLOSED, ROUTE_SEGMENTS },
	[SEGMENT_MAINTENANCE] = { M("maintenance line"), EXPOSURE_CLOSED, ROUTE_MAINTENANCE },
	[SEGMENT_MEDIA]       = { M("carried by medium"), EXPOSURE_CLOSED, ROUTE_MEDIA },
};

const char *
segment_by_text(enum segment_by kind)
{
	return by[kind].text;
}

enum route
segment_route(enum segment_by kind)
{
	return by[kind].route;
}

/* ----------------------------------------------------------------------------------------- reading */

static struct err *
wrong(const struct yaml_node *node, struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("\"{key}\" in line {line} of the segments is missing, unknown or not of the form it must have."),
	    ARG("key", node->key), ARG_N("line", node->line));
}

/* The part of that name and kind. */
static struct err *
part_get(const struct yaml_node *node, const char *key, enum yaml_kind kind, struct arena *arena, const struct yaml_node **ret_part)
{
	const struct yaml_node *part = yaml_find(node, key);

	if (part == NULL)
		return err_new(arena, ERR_FORMAT, M("The segments lack \"{key}\" (in the part that begins at line {line})."),
		    ARG("key", str_of(key)), ARG_N("line", node->line));
	if (part->kind != kind)
		return wrong(part, arena);
	*ret_part = part;
	return NULL;
}

static struct err *
check_keys(const struct yaml_node *node, const char *const *keys, size_t count, struct arena *arena)
{
	const struct yaml_node *stranger = yaml_stranger(node, keys, count);

	return stranger == NULL ? NULL : wrong(stranger, arena);
}

static struct err *
read_text(const struct yaml_node *node, const char *key, struct arena *arena, struct str *ret_text)
{
	const struct yaml_node *part = NULL;

	TRY(part_get(node, key, YAML_SCALAR, arena, &part));
	if (part->text.len == 0)
		return wrong(part, arena);
	*ret_text = part->text;
	return NULL;
}

static struct err *
read_words(const struct yaml_node *node, struct arena *arena, struct segment_class *class)
{
	const struct yaml_node *words = yaml_find(node, "words");

	if (words == NULL)
		return NULL;
	if (words->kind != YAML_SEQUENCE)
		return wrong(words, arena);
	for (size_t i = 0; i < words->items.count; i++) {
		if (words->items.items[i]->kind != YAML_SCALAR)
			return wrong(words, arena);
		list_push(arena, &class->words, words->items.items[i]->text);
	}
	return NULL;
}

static struct err *
read_class(const struct yaml_node *node, struct arena *arena, struct segments *segments)
{
	static const char *const keys[] = { "ja", "en", "words", "source", "is", "reached" };
	struct segment_class class = { .name = node->key, .reach = EXPOSURE_CLOSED };
	const struct yaml_node *expected = yaml_find(node, "reached"), *is = yaml_find(node, "is");
	int value = EXPOSURE_UNKNOWN;

	if (node->kind != YAML_MAPPING)
		return wrong(node, arena);
	TRY(check_keys(node, keys, ARRAY_LEN(keys), arena));
	TRY(read_text(node, "ja", arena, &class.ja));
	TRY(read_text(node, "en", arena, &class.en));
	TRY(read_words(node, arena, &class));
	class.source = yaml_find_str(node, "source");
	if (is != NULL && !str_eq(is->text, STR("internet")))
		return wrong(is, arena);
	class.is_internet = is != NULL;
	if (expected != NULL && (!enum_find(&exposure_names, expected->text, &value) || value == EXPOSURE_UNKNOWN))
		return wrong(expected, arena);
	class.expected = (enum exposure)value;
	list_push(arena, &segments->classes, class);
	return NULL;
}

static struct err *
read_end(const struct yaml_node *node, const char *key, const struct segments *segments, struct arena *arena, size_t *ret_place)
{
	const struct segment_class *class;
	const struct yaml_node *part;

	TRY(part_get(node, key, YAML_SCALAR, arena, &part));
	class = segment_find(segments, part->text);
	if (class == NULL)
		return err_new(arena, ERR_FORMAT, M("The path in line {line} leads to or from \"{name}\", which is none of the classes."),
		    ARG_N("line", part->line), ARG("name", part->text));
	*ret_place = (size_t)(class - segments->classes.items);
	return NULL;
}

static struct err *
read_path(const struct yaml_node *node, struct arena *arena, struct segments *segments)
{
	static const char *const keys[] = { "from", "to", "by", "source" };
	struct segment_path path = { .source = yaml_find_str(node, "source") };
	const struct yaml_node *kind;
	int value;

	if (node->kind != YAML_MAPPING)
		return wrong(node, arena);
	TRY(check_keys(node, keys, ARRAY_LEN(keys), arena));
	TRY(read_end(node, "from", segments, arena, &path.from));
	TRY(read_end(node, "to", segments, arena, &path.to));
	TRY(part_get(node, "by", YAML_SCALAR, arena, &kind));
	if (!enum_find(&segment_by_names, kind->text, &value))
		return wrong(kind, arena);
	path.by = (enum segment_by)value;
	path.from_name = segments->classes.items[path.from].name;
	path.to_name = segments->classes.items[path.to].name;
	list_push(arena, &segments->paths, path);
	return NULL;
}

/* ------------------------------------------------------------------------------------------- reach */

static enum exposure
least(enum exposure a, enum exposure b)
{
	return a < b ? a : b;
}

static_assert(EXPOSURE_CLOSED < EXPOSURE_INTERNAL && EXPOSURE_INTERNAL < EXPOSURE_INTERNET, "the stronger reach is the greater");

/* Raises what each path leads to until nothing rises any more: a class rises at most twice. */
static void
find_reach(struct segments *segments)
{
	bool rose = true;

	for (size_t i = 0; i < segments->classes.count; i++)
		if (segments->classes.items[i].is_internet)
			segments->classes.items[i].reach = EXPOSURE_INTERNET;
	while (rose) {
		rose = false;
		for (size_t i = 0; i < segments->paths.count; i++) {
			const struct segment_path *path = &segments->paths.items[i];
			struct segment_class *to = &segments->classes.items[path->to];
			enum exposure reach = least(segments->classes.items[path->from].reach, by[path->by].most);

			if (reach > to->reach) {
				to->reach = reach;
				to->through = i + 1;
				rose = true;
			}
		}
	}
}

static struct err *
check_reach(const struct segments *segments, struct arena *arena)
{
	for (size_t i = 0; i < segments->classes.count; i++) {
		const struct segment_class *class = &segments->classes.items[i];

		if (class->expected != EXPOSURE_UNKNOWN && class->expected != class->reach)
			return err_new(arena, ERR_FORMAT, M("The class \"{name}\" should be reached as \"{expected}\", but the paths reach it as \"{reach}\": take the path away, or expect it."),
			    ARG("name", class->name), ARG("expected", str_of(enum_name(&exposure_names, (int)class->expected))),
			    ARG("reach", str_of(enum_name(&exposure_names, (int)class->reach))));
	}
	return NULL;
}

static struct err *
check_internet(const struct segments *segments, const struct yaml_node *root, struct arena *arena)
{
	size_t count = 0;

	for (size_t i = 0; i < segments->classes.count; i++)
		count += segments->classes.items[i].is_internet;
	if (count == 1)
		return NULL;
	return err_new(arena, ERR_FORMAT, M("Of the classes (line {line}) exactly one must say \"is: internet\"; {count} do."),
	    ARG_N("line", root->line), ARG_N("count", count));
}

static struct err *
read_lists(const struct yaml_node *root, struct arena *arena, struct segments *segments)
{
	const struct yaml_node *classes, *paths;

	TRY(part_get(root, "classes", YAML_MAPPING, arena, &classes));
	TRY(part_get(root, "paths", YAML_SEQUENCE, arena, &paths));
	if (classes->items.count > LIMIT_SEGMENT_CLASSES || paths->items.count > LIMIT_SEGMENT_PATHS)
		return err_new(arena, ERR_LIMIT, M("The segments have more than {classes} classes or {paths} paths."),
		    ARG_N("classes", LIMIT_SEGMENT_CLASSES), ARG_N("paths", LIMIT_SEGMENT_PATHS));
	for (size_t i = 0; i < classes->items.count; i++)
		TRY(read_class(classes->items.items[i], arena, segments));
	TRY(check_internet(segments, classes, arena));
	for (size_t i = 0; i < paths->items.count; i++)
		TRY(read_path(paths->items.items[i], arena, segments));
	return NULL;
}

struct err *
segments_read(struct str yaml, struct str name, struct arena *arena, struct segments *ret_segments)
{
	static const char *const keys[] = { "segments", "since", "title", "classes", "paths" };
	const struct yaml_node *title, *since;
	struct segments segments = { 0 };
	struct yaml_node *root;

	TRY(yaml_parse(yaml, name, arena, &root));
	if (root->kind != YAML_MAPPING)
		return wrong(root, arena);
	TRY(check_keys(root, keys, ARRAY_LEN(keys), arena));
	TRY(read_text(root, "segments", arena, &segments.name));
	TRY(part_get(root, "since", YAML_SCALAR, arena, &since));
	if (!day_parse(since->text, &segments.since))
		return wrong(since, arena);
	TRY(part_get(root, "title", YAML_MAPPING, arena, &title));
	TRY(read_text(title, "ja", arena, &segments.ja));
	TRY(read_text(title, "en", arena, &segments.en));
	TRY(read_lists(root, arena, &segments));
	find_reach(&segments);
	TRY(check_reach(&segments, arena));
	*ret_segments = segments;
	return NULL;
}

struct err *
segments_builtin(struct str name, struct arena *arena, struct segments *ret_segments)
{
	struct str path = arena_printf(arena, ASSET_FOLDER "%.*s.yaml", STR_ARG(name));
	struct str yaml = asset_find(path);
	struct str_list there = { 0 };

	if (yaml.ptr != NULL)
		return segments_read(yaml, path, arena, ret_segments);
	for (size_t i = 0; i < assets_count; i++) {
		struct str known = str_of(assets[i].name);

		if (str_take(&known, STR(ASSET_FOLDER)) && str_take_end(&known, STR(".yaml")))
			list_push(arena, &there, known);
	}
	return err_new(arena, ERR_NOT_FOUND, M("There are no segments \"{name}\" built in: there are {names}."), ARG("name", name),
	    ARG("names", arena_join(arena, there.items, there.count, STR(", "))));
}

/* ------------------------------------------------------------------------------------------- asking */

const struct segment_class *
segment_find(const struct segments *segments, struct str name)
{
	for (size_t i = 0; i < segments->classes.count; i++)
		if (str_eq(segments->classes.items[i].name, name))
			return &segments->classes.items[i];
	return NULL;
}

static bool
is_called(const struct segment_class *class, struct str folded, struct arena *scratch)
{
	if (str_eq(fold_text(class->name, scratch), folded) || str_eq(fold_text(class->ja, scratch), folded)
	    || str_eq(fold_text(class->en, scratch), folded))
		return true;
	for (size_t i = 0; i < class->words.count; i++)
		if (str_eq(fold_text(class->words.items[i], scratch), folded))
			return true;
	return false;
}

const struct segment_class *
segment_of_words(const struct segments *segments, struct str words, struct arena *scratch)
{
	struct str folded = str_trim_space(fold_text(words, scratch));

	for (size_t i = 0; i < segments->classes.count && folded.len > 0; i++)
		if (is_called(&segments->classes.items[i], folded, scratch))
			return &segments->classes.items[i];
	return NULL;
}

struct str
segment_title(const struct segment_class *class, enum lang lang)
{
	return lang == LANG_JA ? class->ja : class->en;
}
