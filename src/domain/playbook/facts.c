/*
 * facts.c - a case as the facts that expressions ask about, and the same facts as people read them.
 */
#include "base/catalogue.h"
#include "domain/playbook/say.h"

static const char *const approval_words[] = { "none", "pending", "granted", "refused" };
const struct enum_names approval_state_names = ENUM_NAMES(approval_words);
static const char *const approval_texts[] = { M("not asked for"), M("waiting for approval"), M("approved"), M("turned down") };

/* ---------------------------------------------------------------------------------------- values */

static struct fact
known(int64_t value)
{
	return (struct fact){ true, value };
}

static struct fact
of_field(const struct playbook *book, const struct play_case *now, size_t at)
{
	const struct play_cell *cell = &now->fields[at];

	if (cell->filled == PLAY_FILLED)
		return known(cell->value);
	return (struct fact){ book->fields.items[at].type == PLAY_ROWS, 0 };
}

static struct fact
of_filled(const struct playbook *book, const struct play_case *now, size_t at)
{
	(void)book;
	return known(now->fields[at].filled == PLAY_FILLED);
}

static struct fact
count_tasks(const struct play_case *now, size_t kind, enum play_task_state state)
{
	int64_t count = 0;

	for (size_t i = 0; i < now->tasks.count; i++)
		count += now->tasks.items[i].task == kind && now->tasks.items[i].state == state;
	return known(count);
}

static struct fact
of_open(const struct playbook *book, const struct play_case *now, size_t at)
{
	(void)book;
	return count_tasks(now, at, TASK_OPEN);
}

static struct fact
of_done(const struct playbook *book, const struct play_case *now, size_t at)
{
	(void)book;
	return count_tasks(now, at, TASK_DONE);
}

static struct fact
of_passed(const struct playbook *book, const struct play_case *now, size_t at)
{
	(void)book;
	return now->deadlines_passed[at];
}

static struct fact
of_approval(const struct playbook *book, const struct play_case *now, size_t at)
{
	(void)book;
	return known((int64_t)now->approvals[at]);
}

static struct fact
of_predicate(const struct playbook *book, const struct play_case *now, size_t at)
{
	(void)book;
	return now->predicates[at];
}

/* ----------------------------------------------------------------------------------------- words */

static struct str
bool_text(int64_t value, enum lang lang)
{
	return str_of(catalogue_text(lang, value != 0 ? M("yes") : M("no")));
}

static struct str
number_text(int64_t value, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)value);
}

static struct str
field_text(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena)
{
	const struct play_field *field = &book->fields.items[at];

	if (field->type == PLAY_BOOL)
		return bool_text(value, lang);
	if (field->type == PLAY_CHOICE && value >= 0 && (size_t)value < field->values.count)
		return words_in(&field->values.items[value].title, lang);
	return number_text(value, arena);
}

static struct str
filled_text(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena)
{
	(void)book;
	(void)at;
	(void)arena;
	return str_of(catalogue_text(lang, value != 0 ? M("filled") : M("empty")));
}

static struct str
open_text(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena)
{
	(void)book;
	(void)at;
	return catalogue_say(arena, lang, M("{count} open"), ARG_N("count", value));
}

static struct str
done_text(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena)
{
	(void)book;
	(void)at;
	return catalogue_say(arena, lang, M("{count} done"), ARG_N("count", value));
}

static struct str
passed_text(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena)
{
	(void)book;
	(void)at;
	(void)arena;
	return str_of(catalogue_text(lang, value != 0 ? M("overdue") : M("not overdue")));
}

static struct str
approval_text(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena)
{
	(void)book;
	(void)at;
	(void)arena;
	return str_of(catalogue_text(lang, approval_texts[value]));
}

static struct str
predicate_text(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena)
{
	(void)book;
	(void)at;
	(void)arena;
	return bool_text(value, lang);
}

static const struct words *field_title(const struct playbook *book, size_t at) { return &book->fields.items[at].title; }
static const struct words *task_title(const struct playbook *book, size_t at) { return &book->tasks.items[at].title; }
static const struct words *deadline_title(const struct playbook *book, size_t at) { return &book->deadlines.items[at].title; }
static const struct words *approval_title(const struct playbook *book, size_t at) { return &book->approvals.items[at].title; }

/* What a word of each kind is: its value, its title (NULL: a predicate's, of the catalogue), its value in words. */
static const struct {
	struct fact (*value)(const struct playbook *book, const struct play_case *now, size_t at);
	const struct words *(*title)(const struct playbook *book, size_t at);
	struct str (*text)(const struct playbook *book, size_t at, int64_t value, enum lang lang, struct arena *arena);
} kinds[] = {
	[WORD_FIELD] = { of_field, field_title, field_text },
	[WORD_FILLED] = { of_filled, field_title, filled_text },
	[WORD_TASK_OPEN] = { of_open, task_title, open_text },
	[WORD_TASK_DONE] = { of_done, task_title, done_text },
	[WORD_PASSED] = { of_passed, deadline_title, passed_text },
	[WORD_APPROVAL] = { of_approval, approval_title, approval_text },
	[WORD_PREDICATE] = { of_predicate, NULL, predicate_text },
};

/* ----------------------------------------------------------------------------------------- doors */

void
play_facts(const struct playbook *book, const struct play_case *now, struct fact *facts)
{
	for (size_t i = 0; i < book->words.count; i++) {
		const struct play_word *word = &book->words.items[i];

		facts[i] = kinds[word->kind].value(book, now, word->at);
	}
}

void
facts_of_task(const struct playbook *book, const struct play_case *now, const struct play_task_now *task, struct fact *facts)
{
	play_facts(book, now, facts);
	if (book->tasks.items[task->task].each == EACH_ONE)
		return;
	for (size_t i = 0; i < book->words.count; i++)
		if (book->words.items[i].kind == WORD_PREDICATE && book->words.items[i].at == PREDICATE_REMATCH_CLEAR)
			facts[i] = (struct fact){ task->cleared_known, task->cleared };
}

struct words
word_title(const struct playbook *book, const struct play_word *word)
{
	if (kinds[word->kind].title != NULL)
		return *kinds[word->kind].title(book, word->at);
	return words_told(play_predicate_texts[word->at]);
}

struct words
approval_state_words(enum approval_state state)
{
	return words_told(approval_texts[state]);
}

static struct words
list_facts(const struct playbook *book, const struct fact *facts, uint64_t bits, struct arena *arena)
{
	struct words all[RULE_FACTS];
	size_t count = 0;

	for (size_t i = 0; i < book->words.count; i++) {
		const struct play_word *word = &book->words.items[i];
		struct str text[2];

		if ((bits >> i & 1) == 0)
			continue;
		for (enum lang lang = LANG_JA; lang <= LANG_EN; lang++) {
			struct words title = word_title(book, word);

			text[lang] = words_in(&title, lang);
			if (facts != NULL)
				text[lang] = catalogue_say(arena, lang, M("{title}: {value}"), ARG("title", text[lang]),
				    ARG("value", facts[i].known ? kinds[word->kind].text(book, word->at, facts[i].value, lang, arena)
					                        : str_of(catalogue_text(lang, M("not known")))));
		}
		all[count++] = (struct words){ text[LANG_JA], text[LANG_EN] };
	}
	return words_listed(all, count, arena);
}

struct words
facts_words(const struct playbook *book, const struct fact *facts, uint64_t bits, struct arena *arena)
{
	return list_facts(book, facts, bits, arena);
}

struct words
facts_names(const struct playbook *book, uint64_t bits, struct arena *arena)
{
	return list_facts(book, NULL, bits, arena);
}

struct words
words_told(const char *message)
{
	return (struct words){ str_of(catalogue_text(LANG_JA, message)), str_of(catalogue_text(LANG_EN, message)) };
}

struct words
words_same(struct str text)
{
	return (struct words){ text, text };
}

/* Where a title itself has the comma that lists have, all of them stand in brackets. */
struct words
words_listed(const struct words *words, size_t count, struct arena *arena)
{
	struct str_list ja = { 0 }, en = { 0 };
	bool brackets = false;

	for (size_t i = 0; i < count; i++) {
		list_push(arena, &ja, words_in(&words[i], LANG_JA));
		list_push(arena, &en, words_in(&words[i], LANG_EN));
		brackets |= count > 1 && str_find(ja.items[i], STR("、")) != SIZE_MAX;
	}
	for (size_t i = 0; i < count && brackets; i++)
		ja.items[i] = arena_printf(arena, "「%.*s」", STR_ARG(ja.items[i]));
	return (struct words){ arena_join(arena, ja.items, ja.count, brackets ? STR("") : STR("、")), arena_join(arena, en.items, en.count, STR(", ")) };
}

struct play_refusal
refusal_said(struct arena *arena, const char *message, const struct said *said, size_t count)
{
	struct play_refusal refusal = { .message = message };

	for (enum lang lang = LANG_JA; lang <= LANG_EN; lang++) {
		struct err_arg *args = ARENA_ARRAY(arena, struct err_arg, count + 1);

		for (size_t i = 0; i < count; i++)
			args[i] = (struct err_arg){ .name = said[i].name, .text = words_in(&said[i].text, lang) };
		refusal.args[lang] = args;
	}
	return refusal;
}

void
refuse_said(struct refusing *to, const char *message, const struct said *said, size_t count)
{
	to->refused = true;
	if (to->list != NULL)
		list_push(to->arena, to->list, refusal_said(to->arena, message, said, count));
}

struct words
words_said(struct arena *arena, const char *message, const struct said *said, size_t count)
{
	struct play_refusal both = refusal_said(arena, message, said, count);

	return (struct words){ play_refusal_words(&both, LANG_JA, arena), play_refusal_words(&both, LANG_EN, arena) };
}

struct str
play_refusal_words(const struct play_refusal *refusal, enum lang lang, struct arena *arena)
{
	return catalogue_say_args(arena, lang, refusal->message, refusal->args[lang]);
}
