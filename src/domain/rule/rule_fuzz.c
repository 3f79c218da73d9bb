#include "domain/rule/rule.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* Any text is a rule or is refused; a rule gives an answer for known and unknown facts. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	static const char *const colours[] = { "red", "green" };
	static const struct enum_names names = ENUM_NAMES(colours);
	static const struct fact_word words[] = { { "b", FACT_BOOL, NULL }, { "n", FACT_INT, NULL }, { "e", FACT_ENUM, &names } };
	static const struct vocabulary vocabulary = { words, ARRAY_LEN(words) };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct fact facts[ARRAY_LEN(words)] = { { true, 1 } };
	const struct rule *rule;

	if (rule_parse((struct str){ (const char *)bytes, len }, &vocabulary, arena, &rule) == NULL)
		(void)rule_eval(rule, facts, NULL);
	return 0;
}
