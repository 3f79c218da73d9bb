/*
 * expression.c - the expressions of a playbook as people read them: each word is put by what it is called, the grammar stays.
 */
#include "domain/playbook/say.h"

/* What may follow the word that was read last, as the other side of a comparison. */
struct reading { const struct playbook *book; struct arena *arena; const struct play_word *last; };

static const struct { struct str token; const char *message; struct str same; } grammar[] = {
	{ STR_INIT("and"), M("and"), STR_INIT("") }, { STR_INIT("or"), M("or"), STR_INIT("") }, { STR_INIT("not"), M("not:"), STR_INIT("") },
	{ STR_INIT("true"), M("yes"), STR_INIT("") }, { STR_INIT("false"), M("no"), STR_INIT("") },
	{ STR_INIT("=="), NULL, STR_INIT("=") }, { STR_INIT("!="), NULL, STR_INIT("≠") }, { STR_INIT("<="), NULL, STR_INIT("≤") },
	{ STR_INIT(">="), NULL, STR_INIT("≥") },
};

static struct words
grammar_words(struct str token)
{
	for (size_t i = 0; i < ARRAY_LEN(grammar); i++)
		if (str_eq(grammar[i].token, token))
			return grammar[i].message != NULL ? words_told(grammar[i].message) : words_same(grammar[i].same);
	return words_same(token);
}

static struct words
word_words(const struct reading *r, const struct play_word *word)
{
	static const char *const messages[] = {
		[WORD_FIELD] = M("\"{title}\""), [WORD_FILLED] = M("\"{title}\" is filled"), [WORD_TASK_OPEN] = M("open tasks \"{title}\""),
		[WORD_TASK_DONE] = M("tasks \"{title}\" done"), [WORD_PASSED] = M("\"{title}\" is overdue"), [WORD_APPROVAL] = M("\"{title}\""),
		[WORD_PREDICATE] = M("\"{title}\""),
	};

	return say(r->arena, messages[word->kind], { "title", word_title(r->book, word) });
}

/* A value of the choice or approval that is compared; false when it is none. */
static bool
value_words(const struct reading *r, struct str token, struct words *ret_words)
{
	const struct play_field *field;
	int state;

	if (r->last == NULL)
		return false;
	if (r->last->kind == WORD_APPROVAL && enum_find(&approval_state_names, token, &state)) {
		*ret_words = approval_state_words((enum approval_state)state);
		return true;
	}
	if (r->last->kind != WORD_FIELD)
		return false;
	field = &r->book->fields.items[r->last->at];
	for (size_t i = 0; i < field->values.count; i++) {
		if (str_eq(field->values.items[i].id, token)) {
			*ret_words = field->values.items[i].title;
			return true;
		}
	}
	return false;
}

/* A name stands for the value of what is compared first, as the parser of rules takes it. */
static struct words
token_words(struct reading *r, struct str token, bool compared)
{
	struct words words;

	if (compared && value_words(r, token, &words))
		return words;
	for (size_t i = 0; i < r->book->words.count; i++) {
		if (str_eq(r->book->words.items[i].name, token)) {
			r->last = &r->book->words.items[i];
			return word_words(r, r->last);
		}
	}
	return value_words(r, token, &words) ? words : grammar_words(token);
}

static bool
is_word_char(char c)
{
	return char_is_alnum(c) || c == '_';
}

/* A word or number, a sign of two characters, or one character of any kind. */
static size_t
token_len(struct str rest)
{
	size_t len = 0;
	uint32_t point;

	while (len < rest.len && is_word_char(rest.ptr[len]))
		len++;
	if (len > 0)
		return len;
	if (rest.len > 1 && rest.ptr[1] == '=' && str_find_char(STR("=!<>"), rest.ptr[0]) != SIZE_MAX)
		return 2;
	len = str_point(rest, 0, &point);
	return len == 0 ? 1 : len;
}

struct words
expression_words(const struct playbook *book, struct str text, struct arena *arena)
{
	struct reading r = { book, arena, NULL };
	struct str_list ja = { 0 }, en = { 0 };
	bool compared = false;

	for (struct str rest = str_trim_space(text); rest.len > 0; rest = str_trim_space(rest)) {
		struct str token = str_sub(rest, 0, token_len(rest));
		struct words words = token_words(&r, token, compared);

		compared = !is_word_char(token.ptr[0]);
		list_push(arena, &ja, words_in(&words, LANG_JA));
		list_push(arena, &en, words_in(&words, LANG_EN));
		rest = str_from(rest, token.len);
	}
	return (struct words){ arena_join(arena, ja.items, ja.count, STR(" ")), arena_join(arena, en.items, en.count, STR(" ")) };
}
