/*
 * words.c - which facts the expressions of a playbook speak of. A vocabulary has room for 64 words, a large playbook has many more
 * parts: so only words that some expression uses are in it, found by reading the expressions' words before their grammar.
 */
#include "domain/playbook/engine.h"
#include "domain/playbook/read.h"
#include "format/yaml/take.h"

static bool
can_be_asked(enum play_type type)
{
	return type == PLAY_BOOL || type == PLAY_NUMBER || type == PLAY_MONEY || type == PLAY_CHOICE || type == PLAY_ROWS;
}

/* Which part of which section, with which ending, is which kind of word. */
static const struct {
	enum play_word_kind kind;
	enum section        section;
	struct str          ending;
} forms[] = {
	{ WORD_FIELD, SECTION_FIELDS, STR_INIT("") },
	{ WORD_FILLED, SECTION_FIELDS, STR_INIT("_filled") },
	{ WORD_TASK_OPEN, SECTION_TASKS, STR_INIT("_open") },
	{ WORD_TASK_DONE, SECTION_TASKS, STR_INIT("_done") },
	{ WORD_PASSED, SECTION_DEADLINES, STR_INIT("_passed") },
	{ WORD_APPROVAL, SECTION_APPROVALS, STR_INIT("") },
};

struct wordlist { struct play_word *items; size_t count; size_t room; };

/* All that could be asked about, used or not. */
static void
list_words(struct reader *r, struct wordlist *all)
{
	for (size_t f = 0; f < ARRAY_LEN(forms); f++) {
		const struct names *names = &r->sections[forms[f].section];

		for (size_t i = 0; i < names->count; i++) {
			struct str name = arena_printf(r->arena, "%.*s%.*s", STR_ARG(names->items[i]), STR_ARG(forms[f].ending));

			if (forms[f].kind == WORD_FIELD && !can_be_asked(r->book->fields.items[i].type))
				continue;
			list_push(r->arena, all, ((struct play_word){ forms[f].kind, i, name }));
		}
	}
	for (size_t i = 0; i < PREDICATE_COUNT; i++)
		list_push(r->arena, all, ((struct play_word){ WORD_PREDICATE, i, str_of(play_predicate_names.names[i]) }));
	for (size_t i = 0; i < all->count; i++)
		list_push(r->arena, &r->words, all->items[i].name);
}

/* What stands on the other side of a comparison. */
static bool
is_value(const struct reader *r, struct str word)
{
	static const struct str grammar[] = { STR_INIT("and"), STR_INIT("or"), STR_INIT("not"), STR_INIT("true"), STR_INIT("false"),
		STR_INIT("none"), STR_INIT("pending"), STR_INIT("granted"), STR_INIT("refused") };

	if (str_is_one_of(word, grammar, ARRAY_LEN(grammar)))
		return true;
	for (size_t i = 0; i < r->book->fields.count; i++)
		for (size_t j = 0; j < r->book->fields.items[i].values.count; j++)
			if (str_eq(r->book->fields.items[i].values.items[j].id, word))
				return true;
	return false;
}

static struct err *
unknown_word(const struct reader *r, const struct yaml_node *node, struct str word)
{
	const struct names *fields = &r->sections[SECTION_FIELDS];
	struct str near = yaml_nearest(word, r->words.items, r->words.count);

	if (str_is_one_of(word, fields->items, fields->count))
		return wrong(r, node, M("\"{name}\" has no value that an expression could compare: ask \"{name}_filled\"."), ARG("name", word));
	if (near.len > 0)
		return wrong(r, node, M("\"{name}\" is nothing that an expression can ask about: did you mean \"{nearest}\"?"), ARG("name", word),
		    ARG("nearest", near));
	return wrong(r, node,
	    M("\"{name}\" is nothing that an expression can ask about. There are fields, FIELD_filled, TASK_open, TASK_done, DEADLINE_passed, approvals, and {predicates}."),
	    ARG("name", word), ARG("predicates", arena_join(r->arena, r->words.items + r->words.count - PREDICATE_COUNT, PREDICATE_COUNT, STR(", "))));
}

static bool
has_word(const struct playbook *book, struct str word)
{
	for (size_t i = 0; i < book->words.count; i++)
		if (str_eq(book->words.items[i].name, word))
			return true;
	return false;
}

static struct err *
use_word(struct reader *r, const struct wordlist *all, const struct yaml_node *node, struct str word)
{
	const struct play_word *found = NULL;

	if (has_word(r->book, word))
		return NULL;
	for (size_t i = 0; i < all->count; i++) {
		if (!str_eq(all->items[i].name, word))
			continue;
		if (found != NULL)
			return wrong(r, node, M("\"{name}\" could mean two things here: rename one of them."), ARG("name", word));
		found = &all->items[i];
	}
	if (found == NULL)
		return is_value(r, word) ? NULL : unknown_word(r, node, word);
	if (r->book->words.count == RULE_FACTS)
		return wrong(r, node, M("The expressions of one playbook can ask about {most} things at most: split the playbook."),
		    ARG_N("most", RULE_FACTS));
	list_push(r->arena, &r->book->words, *found);
	return NULL;
}

static bool
is_word_char(char c)
{
	return char_is_alnum(c) || c == '_';
}

static struct err *
use_expression(struct reader *r, const struct wordlist *all, const struct yaml_node *node)
{
	struct str text = node->text;
	size_t end;

	for (size_t at = 0; at < text.len; at = end) {
		end = at + 1;
		if (!is_word_char(text.ptr[at]))
			continue;
		while (end < text.len && is_word_char(text.ptr[end]))
			end++;
		if (!char_is_digit(text.ptr[at]))
			TRY(use_word(r, all, node, str_sub(text, at, end - at)));
	}
	return NULL;
}

struct err *
read_words(struct reader *r)
{
	static const struct { enum section section; const char *key; } places[] = {
		{ SECTION_TASKS, "done_when" }, { SECTION_MOVES, "when" }, { SECTION_GUARDS, "when" }, { SECTION_DEADLINES, "when" },
	};
	struct wordlist all = { 0 };

	list_words(r, &all);
	for (size_t p = 0; p < ARRAY_LEN(places); p++) {
		const struct yaml_node *section = yaml_find(r->root, section_names[places[p].section]);

		for (size_t i = 0; section != NULL && i < section->items.count; i++) {
			const struct yaml_node *text = yaml_find(section->items.items[i], places[p].key);

			if (text != NULL)
				TRY(use_expression(r, &all, text));
		}
	}
	r->vocabulary = playbook_vocabulary(r->book, r->arena);
	return NULL;
}

static struct fact_word
field_word(const struct play_field *field, struct arena *arena)
{
	struct enum_names *names = ARENA_NEW(arena, struct enum_names);
	const char **ids;

	if (field->type != PLAY_CHOICE)
		return (struct fact_word){ .kind = field->type == PLAY_BOOL ? FACT_BOOL : FACT_INT };
	ids = ARENA_ARRAY(arena, const char *, field->values.count);
	for (size_t i = 0; i < field->values.count; i++)
		ids[i] = arena_cstr(arena, field->values.items[i].id);
	*names = (struct enum_names){ ids, field->values.count };
	return (struct fact_word){ .kind = FACT_ENUM, .names = names };
}

struct vocabulary
playbook_vocabulary(const struct playbook *book, struct arena *arena)
{
	static const struct fact_word by_kind[] = {
		[WORD_FILLED] = { NULL, FACT_BOOL, NULL }, [WORD_TASK_OPEN] = { NULL, FACT_INT, NULL }, [WORD_TASK_DONE] = { NULL, FACT_INT, NULL },
		[WORD_PASSED] = { NULL, FACT_BOOL, NULL }, [WORD_APPROVAL] = { NULL, FACT_ENUM, &approval_state_names },
		[WORD_PREDICATE] = { NULL, FACT_BOOL, NULL },
	};
	struct fact_word *words = ARENA_ARRAY(arena, struct fact_word, book->words.count);

	for (size_t i = 0; i < book->words.count; i++) {
		const struct play_word *word = &book->words.items[i];

		words[i] = word->kind == WORD_FIELD ? field_word(&book->fields.items[word->at], arena) : by_kind[word->kind];
		words[i].name = arena_cstr(arena, word->name);
	}
	return (struct vocabulary){ words, book->words.count };
}
