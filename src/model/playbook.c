#include "model/playbook.h"

#define WORDS(table, ...)                                              \
	static const char *const table##_words[] = { __VA_ARGS__ };    \
	const struct enum_names table = ENUM_NAMES(table##_words)

WORDS(right_names, "read", "comment", "edit", "assign", "export", "close", "grant");
WORDS(play_type_names, "bool", "number", "day", "instant", "text", "long", "choice", "money", "person", "unit", "url", "rows");
WORDS(span_names, "hours", "business_hours", "days", "business_days", "months", "maintenance");
WORDS(play_each_names, "one", "system", "product", "unit", "vendor");
WORDS(play_decides_names, "nothing", "accept", "defer", "not_affected");
WORDS(play_predicate_names, "rematch_clear", "release_passed", "exploited", "interim_passed", "expiry_passed", "immediate");

const char *const play_predicate_texts[PREDICATE_COUNT] = {
	[PREDICATE_REMATCH_CLEAR] = M("matching again finds nothing affected or undecided any more"),
	[PREDICATE_RELEASE_PASSED] = M("the time of release has come"),
	[PREDICATE_EXPLOITED] = M("one of its vulnerabilities is known to be exploited"),
	[PREDICATE_INTERIM_PASSED] = M("the interim measure has ended"),
	[PREDICATE_EXPIRY_PASSED] = M("the acceptance has ended"),
	[PREDICATE_IMMEDIATE] = M("its worst action is Immediate"),
};

struct str
words_in(const struct words *words, enum lang lang)
{
	const struct str *wanted = lang == LANG_JA ? &words->ja : &words->en;

	return wanted->len > 0 ? *wanted : lang == LANG_JA ? words->en : words->ja;
}

bool
index_has(const struct index_list *list, size_t at)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i] == at)
			return true;
	return false;
}
