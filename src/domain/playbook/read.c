/*
 * read.c - a playbook out of YAML, from its head to its parts. What is misspelt would silently do less than was agreed: every key
 * must be known, and every name must be the name of something.
 */
#include "domain/playbook/read.h"
#include "format/yaml/take.h"

#include "base/hash.h"
#include "base/limits.h"

const char *const section_names[SECTION_COUNT] = {
	"compartments", "roles", "fields", "approvals", "tasks", "states", "moves", "guards", "deadlines", "documents",
};

/* ---------------------------------------------------------------------------------------- saying it */

struct err *
wrong_make(const struct reader *r, int64_t line, enum err_code code, const char *where, const char *message, const struct err_arg *args)
{
	struct err *err = err_make(r->arena, code, where, NULL, message, args);

	err = err_wrap(r->arena, err, M("line {line}"), ARG_N("line", line));
	return err_wrap(r->arena, err, M("{file}"), ARG("file", r->file));
}

static struct err *
unknown_key(const struct reader *r, const struct yaml_node *stranger, const char *const *keys, size_t count)
{
	struct str known[32];
	struct str near;
	size_t n = count < ARRAY_LEN(known) ? count : ARRAY_LEN(known);

	for (size_t i = 0; i < n; i++)
		known[i] = str_of(keys[i]);
	near = yaml_nearest(stranger->key, known, n);
	if (near.len > 0)
		return wrong(r, stranger, M("\"{key}\" is no key that can stand here: did you mean \"{nearest}\"?"), ARG("key", stranger->key),
		    ARG("nearest", near));
	return wrong(r, stranger, M("\"{key}\" is no key that can stand here; there are: {keys}."), ARG("key", stranger->key),
	    ARG("keys", arena_join(r->arena, known, n, STR(", "))));
}

static bool
is_play_id(struct str text)
{
	if (text.len == 0 || text.len > LIMIT_PLAY_ID || !char_is_lower(text.ptr[0]))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_lower(text.ptr[i]) && !char_is_digit(text.ptr[i]) && text.ptr[i] != '_')
			return false;
	return true;
}

/* Words of expressions, and who makes moves by himself, are no names. */
struct err *
want_id(const struct reader *r, const struct yaml_node *node, struct str id)
{
	static const struct str taken[] = { STR_INIT("program"), STR_INIT("and"), STR_INIT("or"), STR_INIT("not"), STR_INIT("true"),
		STR_INIT("false") };

	if (is_play_id(id) && !str_is_one_of(id, taken, ARRAY_LEN(taken)))
		return NULL;
	return wrong(r, node,
	    M("\"{name}\" cannot be a name here: a small letter first, then small letters, digits and \"_\", at most {most}, and none of program, and, or, not, true, false."),
	    ARG("name", id), ARG_N("most", LIMIT_PLAY_ID));
}

/* ------------------------------------------------------------------------------------- small parts */

struct err *
want_mapping(const struct reader *r, const struct yaml_node *node, const char *const *keys, size_t count)
{
	const struct yaml_node *stranger;

	if (node->kind != YAML_MAPPING)
		return wrong(r, node, M("Here a mapping {{key: value, …}} must stand."));
	stranger = yaml_stranger(node, keys, count);
	return stranger == NULL ? NULL : unknown_key(r, stranger, keys, count);
}

struct err *
want(const struct reader *r, const struct yaml_node *node, const char *key, enum yaml_kind kind, const struct yaml_node **ret_part)
{
	static const char *const messages[] = {
		[YAML_SCALAR] = M("\"{key}\" must be one word or text."),
		[YAML_SEQUENCE] = M("\"{key}\" must be a list: [one, another]."),
		[YAML_MAPPING] = M("\"{key}\" must be a mapping: {{key: value, …}}."),
	};
	const struct yaml_node *part = yaml_find(node, key);

	if (part == NULL)
		return wrong(r, node, M("\"{key}\" is missing here."), ARG("key", str_of(key)));
	if (part->kind != kind)
		return wrong(r, part, messages[kind], ARG("key", str_of(key)));
	if (kind == YAML_SCALAR && part->text.len == 0)
		return wrong(r, part, M("\"{key}\" is empty."), ARG("key", str_of(key)));
	*ret_part = part;
	return NULL;
}

struct err *
read_title(const struct reader *r, const struct yaml_node *node, struct words *ret_title)
{
	const struct yaml_node *part;

	if (yaml_find(node, "ja") != NULL) {
		TRY(want(r, node, "ja", YAML_SCALAR, &part));
		ret_title->ja = part->text;
	}
	if (yaml_find(node, "en") != NULL) {
		TRY(want(r, node, "en", YAML_SCALAR, &part));
		ret_title->en = part->text;
	}
	if (ret_title->ja.len > 0 || ret_title->en.len > 0)
		return NULL;
	return wrong(r, node, M("Write what people read: \"ja\", and \"en\" if you want."));
}

struct err *
read_bool(const struct reader *r, const struct yaml_node *node, const char *key, bool *ret_bool)
{
	const struct yaml_node *part;

	if (yaml_find(node, key) == NULL)
		return NULL;
	TRY(want(r, node, key, YAML_SCALAR, &part));
	if (!str_eq(part->text, STR("true")) && !str_eq(part->text, STR("false")))
		return wrong(r, part, M("\"{key}\" must be true or false."), ARG("key", str_of(key)));
	*ret_bool = str_eq(part->text, STR("true"));
	return NULL;
}

struct err *
read_enum(const struct reader *r, const struct yaml_node *part, const struct enum_names *names, int *ret_value)
{
	struct str_list known = { 0 };

	if (part->kind == YAML_SCALAR && enum_find(names, part->text, ret_value))
		return NULL;
	for (size_t i = 0; i < names->count; i++)
		list_push(r->arena, &known, str_of(names->names[i]));
	return wrong(r, part, M("\"{value}\" cannot stand here; there are: {names}."), ARG("value", part->text),
	    ARG("names", arena_join(r->arena, known.items, known.count, STR(", "))));
}

/* ------------------------------------------------------------------------------------------- names */

struct err *
place_of(const struct reader *r, enum section section, const struct yaml_node *scalar, size_t *ret_at)
{
	const struct names *names = &r->sections[section];
	struct str near;

	if (scalar->kind != YAML_SCALAR)
		return wrong(r, scalar, M("Here a name out of {section} must stand."), ARG("section", str_of(section_names[section])));
	for (size_t i = 0; i < names->count; i++) {
		if (str_eq(names->items[i], scalar->text)) {
			*ret_at = i;
			return NULL;
		}
	}
	near = yaml_nearest(scalar->text, names->items, names->count);
	if (near.len > 0)
		return wrong(r, scalar, M("\"{name}\" stands nowhere in {section}: did you mean \"{nearest}\"?"), ARG("name", scalar->text),
		    ARG("section", str_of(section_names[section])), ARG("nearest", near));
	return wrong(r, scalar, M("\"{name}\" stands nowhere in {section}; there are: {names}."), ARG("name", scalar->text),
	    ARG("section", str_of(section_names[section])), ARG("names", arena_join(r->arena, names->items, names->count, STR(", "))));
}

struct err *
read_place(const struct reader *r, const struct yaml_node *node, const char *key, enum section section, size_t *ret_at)
{
	const struct yaml_node *part = yaml_find(node, key);

	*ret_at = NO_INDEX;
	return part == NULL ? NULL : place_of(r, section, part, ret_at);
}

static struct err *
add_place(const struct reader *r, const struct yaml_node *scalar, enum section section, struct index_list *list)
{
	size_t at;

	TRY(place_of(r, section, scalar, &at));
	if (index_has(list, at))
		return wrong(r, scalar, M("\"{name}\" stands twice in this list."), ARG("name", scalar->text));
	list_push(r->arena, list, at);
	return NULL;
}

struct err *
read_places(const struct reader *r, const struct yaml_node *node, const char *key, enum section section, struct index_list *ret_list)
{
	const struct yaml_node *part = yaml_find(node, key);

	*ret_list = (struct index_list){ 0 };
	if (part == NULL)
		return NULL;
	if (part->kind != YAML_SEQUENCE)
		return add_place(r, part, section, ret_list);
	for (size_t i = 0; i < part->items.count; i++)
		TRY(add_place(r, part->items.items[i], section, ret_list));
	return NULL;
}

/* ------------------------------------------------------------------------------------------- spans */

/* "maintenance" alone means the next one; {maintenance: 1} the same. */
struct err *
read_span(const struct reader *r, const struct yaml_node *part, struct span *ret_span)
{
	const struct yaml_node *count;
	uint64_t number;
	int kind;

	if (part->kind == YAML_SCALAR && str_eq(part->text, STR("maintenance"))) {
		*ret_span = (struct span){ SPAN_MAINTENANCE, 1 };
		return NULL;
	}
	if (part->kind != YAML_MAPPING || part->items.count != 1)
		return wrong(r, part, M("A span is one number with its unit, such as {{business_days: 5}}, or the word \"maintenance\"."));
	TRY(want_mapping(r, part, span_names.names, span_names.count));
	count = part->items.items[0];
	(void)enum_find(&span_names, count->key, &kind);
	if (count->kind != YAML_SCALAR || !str_to_u64(count->text, &number) || number > LIMIT_PLAY_SPAN)
		return wrong(r, count, M("\"{value}\" must be a whole number from 0 to {most}."), ARG("value", count->text),
		    ARG_N("most", LIMIT_PLAY_SPAN));
	if (kind == SPAN_MAINTENANCE && number != 1)
		return wrong(r, count, M("Only the next maintenance can be meant: write \"maintenance\"."));
	*ret_span = (struct span){ (enum span_kind)kind, (int64_t)number };
	return NULL;
}

/* -------------------------------------------------------------------------------------------- head */

static struct err *
read_id(const struct reader *r, const struct yaml_node *part)
{
	for (size_t i = 0; i < part->text.len; i++)
		if (!char_is_lower(part->text.ptr[i]) && !char_is_digit(part->text.ptr[i]) && (part->text.ptr[i] != '-' || i == 0))
			return wrong(r, part, M("A playbook's name has small letters, digits and hyphens only, such as \"finding-response\"."));
	if (part->text.len > LIMIT_PLAY_ID)
		return wrong(r, part, M("\"{name}\" is longer than {most} letters."), ARG("name", part->text), ARG_N("most", LIMIT_PLAY_ID));
	r->book->id = part->text;
	return NULL;
}

static struct err *
read_number(const struct reader *r, const struct yaml_node *part)
{
	for (size_t i = 0; i < part->text.len; i++)
		if (!char_is_upper(part->text.ptr[i]) || i >= 8)
			return wrong(r, part, M("\"number\" is one to eight capital letters: with \"R\" cases are called R-2026-0001."));
	r->book->number = part->text;
	return NULL;
}

static struct err *
read_head(const struct reader *r)
{
	static const char *const titles[] = { "ja", "en" };
	const struct yaml_node *part;

	TRY(want(r, r->root, "playbook", YAML_SCALAR, &part));
	TRY(read_id(r, part));
	TRY(want(r, r->root, "since", YAML_SCALAR, &part));
	if (!day_parse(part->text, &r->book->since))
		return wrong(r, part, M("\"since\" is the day from which cases begin with this edition, such as 2026-04-01; \"{value}\" is no day."),
		    ARG("value", part->text));
	TRY(want(r, r->root, "title", YAML_MAPPING, &part));
	TRY(want_mapping(r, part, titles, ARRAY_LEN(titles)));
	TRY(read_title(r, part, &r->book->title));
	if (yaml_find(r->root, "about") != NULL) {
		TRY(want(r, r->root, "about", YAML_MAPPING, &part));
		TRY(want_mapping(r, part, titles, ARRAY_LEN(titles)));
		TRY(read_title(r, part, &r->book->about));
	}
	TRY(want(r, r->root, "number", YAML_SCALAR, &part));
	TRY(read_number(r, part));
	return read_bool(r, r->root, "sealed", &r->book->sealed);
}

/* ---------------------------------------------------------------------------------------- sections */

static const struct {
	bool     required;
	bool     is_list;      /* of names or of mappings with an id; else a mapping under ids */
	size_t   most;
	struct err *(*read)(struct reader *r, const struct yaml_node *section);
} sections[SECTION_COUNT] = {
	[SECTION_COMPARTMENTS] = { false, true, 64, NULL },
	[SECTION_ROLES] = { true, false, 64, read_roles },
	[SECTION_FIELDS] = { false, false, LIMIT_PLAY_PARTS, read_fields },
	[SECTION_APPROVALS] = { false, false, LIMIT_PLAY_PARTS, read_approvals },
	[SECTION_TASKS] = { false, false, LIMIT_PLAY_PARTS, read_tasks },
	[SECTION_STATES] = { true, false, 64, read_states },
	[SECTION_MOVES] = { true, true, LIMIT_PLAY_PARTS, read_moves },
	[SECTION_GUARDS] = { false, false, LIMIT_PLAY_PARTS, read_guards },
	[SECTION_DEADLINES] = { false, false, LIMIT_PLAY_PARTS, read_deadlines },
	[SECTION_DOCUMENTS] = { false, false, LIMIT_PLAY_PARTS, read_documents },
};

/* The id of one part: its key, or in a list what it says of itself. */
static struct err *
part_id(const struct reader *r, const struct yaml_node *part, bool is_list, struct str *ret_id)
{
	const struct yaml_node *id = part;

	*ret_id = part->key;
	if (is_list && part->kind == YAML_MAPPING)
		TRY(want(r, part, "id", YAML_SCALAR, &id));
	if (is_list)
		*ret_id = id->text;
	return want_id(r, id, *ret_id);
}

static struct err *
name_section(struct reader *r, enum section at, const struct yaml_node *section)
{
	struct names *names = &r->sections[at];

	if (section->items.count > sections[at].most)
		return wrong(r, section, M("{section} may have at most {most} parts; there are {count}."), ARG("section", str_of(section_names[at])),
		    ARG_N("most", sections[at].most), ARG_N("count", section->items.count));
	for (size_t i = 0; i < section->items.count; i++) {
		struct str id;

		TRY(part_id(r, section->items.items[i], sections[at].is_list, &id));
		for (size_t j = 0; j < names->count; j++)
			if (str_eq(names->items[j], id))
				return wrong(r, section->items.items[i], M("\"{name}\" stands twice in {section}."), ARG("name", id),
				    ARG("section", str_of(section_names[at])));
		list_push(r->arena, names, id);
	}
	return NULL;
}

/* An expression and "clears" could mean the one or the other. */
static struct err *
check_names(const struct reader *r)
{
	const struct names *fields = &r->sections[SECTION_FIELDS], *approvals = &r->sections[SECTION_APPROVALS];

	for (size_t i = 0; i < approvals->count; i++)
		if (str_is_one_of(approvals->items[i], fields->items, fields->count))
			return wrong(r, yaml_find(r->root, "approvals")->items.items[i], M("\"{name}\" is a field and an approval: rename one of them."),
			    ARG("name", approvals->items[i]));
	return NULL;
}

static struct err *
name_sections(struct reader *r)
{
	for (enum section i = 0; i < SECTION_COUNT; i++) {
		const struct yaml_node *section;

		if (yaml_find(r->root, section_names[i]) == NULL && !sections[i].required)
			continue;
		TRY(want(r, r->root, section_names[i], sections[i].is_list ? YAML_SEQUENCE : YAML_MAPPING, &section));
		if (sections[i].required && section->items.count == 0)
			return wrong(r, section, M("\"{key}\" is empty."), ARG("key", section->key));
		TRY(name_section(r, i, section));
	}
	if (r->sections[SECTION_COMPARTMENTS].count == 0)
		list_push(r->arena, &r->sections[SECTION_COMPARTMENTS], STR("common"));
	for (size_t i = 0; i < r->sections[SECTION_COMPARTMENTS].count; i++)
		list_push(r->arena, &r->book->compartments, r->sections[SECTION_COMPARTMENTS].items[i]);
	return check_names(r);
}

/* Fields come before what asks about them: their types make the vocabulary. */
static struct err *
read_sections(struct reader *r)
{
	TRY(read_fields(r, yaml_find(r->root, "fields")));
	TRY(read_words(r));
	for (enum section i = 0; i < SECTION_COUNT; i++) {
		const struct yaml_node *section = yaml_find(r->root, section_names[i]);

		if (section != NULL && sections[i].read != NULL && i != SECTION_FIELDS)
			TRY(sections[i].read(r, section));
	}
	return read_places(r, r->root, "begins", SECTION_TASKS, &r->book->begins);
}

static struct str
digest_of(struct str text, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	return sha256_hex(&sum, arena);
}

struct err *
playbook_read(struct str text, struct str name, struct arena *arena, struct playbook **ret_book)
{
	static const char *const keys[] = { "playbook", "since", "title", "about", "number", "sealed", "compartments", "roles", "fields", "approvals",
		"tasks", "states", "moves", "guards", "deadlines", "documents", "begins" };
	struct reader r = { .arena = arena, .file = name, .book = ARENA_NEW(arena, struct playbook) };

	TRY(yaml_parse(text, name, arena, &r.root));
	TRY(want_mapping(&r, r.root, keys, ARRAY_LEN(keys)));
	TRY(read_head(&r));
	TRY(name_sections(&r));
	TRY(read_sections(&r));
	TRY(check_parts(&r));
	r.book->source = arena_copy(arena, name);
	r.book->text = arena_copy(arena, text);
	r.book->digest = digest_of(text, arena);
	*ret_book = r.book;
	return NULL;
}
