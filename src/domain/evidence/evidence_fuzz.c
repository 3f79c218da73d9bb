#include <stdlib.h>
#include "domain/evidence/evidence.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* Whatever is told stands in the text, and says something. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	static const char list[] = "active\texploited\nactive\t悪用…確認\npoc\tpoc\nnot-before\tno\nnot-behind\tません\nmaybe-behind\t可能性\nstop\tが\npause\t、\n"
	    "says-none\tnot…exploit*\nnothing\tpoint of\nstem\texploit\nstem\tpoc\nstem\t悪用\n";
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len };
	const struct evidence_phrases *phrases;
	struct evidence_list said;

	if (evidence_read_phrases(str_of(list), arena, &phrases) != NULL)
		abort();
	evidence_find(phrases, text, arena, &said);
	for (size_t i = 0; i < said.list.count; i++) {
		const struct evidence_said *one = &said.list.items[i];

		if (one->level == EXPLOITATION_UNKNOWN || one->sentence.len == 0 || one->sentence.ptr < text.ptr ||
		    one->sentence.ptr + one->sentence.len > text.ptr + text.len)
			abort();
	}
	if (evidence_read_phrases(text, arena, &phrases) == NULL)
		evidence_find(phrases, STR("悪用が確認されています。"), arena, &said);
	return 0;
}
