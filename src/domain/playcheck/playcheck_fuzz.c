#include <stdlib.h>
#include "domain/playbook/playbook.h"
#include "domain/playcheck/playcheck.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* So small that it is explored at once: what is sought is a playbook on which the proof itself goes wrong, not one that takes long. */
enum { FIELDS_MOST = 4, MOVES_MOST = 8, TASKS_MOST = 2, DEADLINES_MOST = 3, APPROVALS_MOST = 2 };

static bool
is_small(const struct playbook *book)
{
	return book->fields.count <= FIELDS_MOST && book->moves.count <= MOVES_MOST && book->tasks.count <= TASKS_MOST &&
	    book->deadlines.count <= DEADLINES_MOST && book->approvals.count <= APPROVALS_MOST;
}

/* The input is a playbook. It is proved, or refuted in sentences, the same way twice. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const struct playcheck_outside nobody;
	struct playcheck_report first, second;
	struct playbook *book;

	if (playbook_read((struct str){ (const char *)bytes, len }, STR("fuzz"), arena, &book) != NULL || !is_small(book))
		return 0;
	if (playcheck(book, &nobody, arena, &first) != NULL)
		return 0;
	for (size_t i = 0; i < first.faults.count; i++)
		for (enum lang lang = LANG_JA; lang <= LANG_EN; lang++)
			if (play_refusal_words(&first.faults.items[i].says, lang, arena).len == 0)
				abort();
	if (playcheck(book, &nobody, arena, &second) != NULL || second.faults.count != first.faults.count || second.situations != first.situations)
		abort();
	return 0;
}
