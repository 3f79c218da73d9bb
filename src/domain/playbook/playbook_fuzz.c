#include <stdlib.h>
#include "domain/playbook/engine.h"
#include "domain/playbook/playbook.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* A playbook that is read can be described, compared with itself, and played: every move that may be made leads to its state. */
static void
play(const struct playbook *book, struct arena *arena)
{
	static const struct calendar calendar;
	struct play_actor actor = { .account = 1, .roles = UINT64_MAX };
	struct play_differences differences = { 0 };
	struct play_lines lines;
	struct play_case now;

	for (enum play_part kind = 0; kind < PART_COUNT; kind++)
		for (size_t i = 0; i < playbook_parts(book, kind); i++)
			playbook_describe(book, kind, i, arena, &lines);
	play_begin(book, 0, arena, &now);
	playbook_difference(book, book, &now, arena, &differences);
	if (differences.count != 0)
		abort();
	for (size_t i = 0; i < book->moves.count; i++) {
		struct play_refusals refusals = { 0 };
		struct play_effects effects = { 0 };

		play_clock(book, &now, &calendar, (int64_t)i * INSTANT_DAY, arena);
		if (play_may(book, &now, i, &actor, arena, &refusals) != (refusals.count == 0))
			abort();
		if (refusals.count > 0)
			continue;
		play_make(book, &now, i, &actor, 0, arena, &effects);
		if (now.state != book->moves.items[i].to && now.proposed != i)
			abort();
	}
}

/* The input is a playbook; or after "V", a type's number and what is written into a field of it. */
int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text = { (const char *)bytes, len }, kept, again;
	struct playbook *book;
	struct play_cell cell;

	if (len > 2 && bytes[0] == 'V') {
		struct play_field field = { .id = STR("f"), .type = (enum play_type)(bytes[1] % (PLAY_URL + 1)) };

		if (play_value(&field, str_from(text, 2), arena, &kept, &cell) != NULL)
			return 0;
		(void)play_value_words(&field, kept, LANG_JA, arena);
		if (play_value(&field, kept, arena, &again, &cell) != NULL || !str_eq(kept, again))
			abort();
		return 0;
	}
	if (playbook_read(text, STR("fuzz"), arena, &book) == NULL)
		play(book, arena);
	return 0;
}
