/*
 * shape.c - a case in which everything is there that a playbook can bring, so that a template can be held against it before there is one.
 */
#include "service/document/parts.h"
#include "store/ledger/people.h"

/* Sunday, 1 March 2026, 9:00 in Japan. */
enum { SAMPLE_DAY = 20513 };
#define SAMPLE_AT (SAMPLE_DAY * INSTANT_DAY)

static struct str
sample_of(const struct play_field *field)
{
	switch (field->type) {
	case PLAY_BOOL:
		return STR("true");
	case PLAY_NUMBER:
	case PLAY_MONEY:
		return STR("1");
	case PLAY_DAY:
		return STR("2026-03-01");
	case PLAY_INSTANT:
		return STR("2026-03-01T00:00:00Z");
	case PLAY_CHOICE:
		return field->values.count > 0 ? field->values.items[0].id : STR("x");
	default:
		return STR("x");
	}
}

static void
fill_case(const struct playbook *book, struct arena *arena, struct case_now *now)
{
	static const enum case_link kinds[] = { LINK_FINDING, LINK_SYSTEM, LINK_ADVISORY, LINK_CASE, LINK_TICKET, LINK_PRODUCT, LINK_VENDOR, LINK_UNIT };

	*now = (struct case_now){ .book = book, .title = STR("x"), .head = { .number = STR("X-2026-0001"), .opened_at = SAMPLE_AT, .closed_at = SAMPLE_AT } };
	play_begin(book, SAMPLE_AT, arena, &now->play);
	now->play.tasks.count = 0;
	now->values = ARENA_ARRAY(arena, struct case_value, book->fields.count);
	for (size_t i = 0; i < book->fields.count; i++)
		now->values[i].text = sample_of(&book->fields.items[i]);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		*list_add(arena, &now->links) = (struct ledger_case_link){ .kind = kinds[i], .content = STR("x"), .compartment = book->compartments.items[0] };
	if (book->tasks.count > 0) {
		*list_add(arena, &now->tasks) = (struct ledger_case_task){ .compartment = book->compartments.items[0], .due = SAMPLE_AT, .ended_at = SAMPLE_AT };
		*list_add(arena, &now->play.tasks) = (struct play_task_now){ .task = 0 };
	}
	now->access.rights = RIGHTS_ALL;
	now->access.roles = now->access.compartments = UINT64_MAX;
	for (int i = 0; i < RIGHT_COUNT; i++)
		now->access.in[i] = UINT64_MAX;
}

/* What only papers for their maker may speak of. */
static void
fill_general(const struct case_now *now, struct arena *arena, struct document_source *source)
{
	struct case_view *seen = ARENA_NEW(arena, struct case_view);
	struct approval_view *approval = ARENA_NEW(arena, struct approval_view);

	*list_add(arena, &seen->timeline) = (struct case_entry_view){ .at = SAMPLE_AT, .words = STR("x"), .compartment = now->book->compartments.items[0] };
	*list_add(arena, &approval->steps) = (struct approval_step_view){ .id = STR("x") };
	*list_add(arena, &approval->acts) = (struct approval_act_view){ .at = SAMPLE_AT, .step = STR("x") };
	source->seen = seen;
	source->approval = approval;
}

void
source_shape(const struct playbook *book, const struct play_document *document, enum lang lang, struct arena *arena, struct document_source *ret_source)
{
	struct case_now *now = ARENA_NEW(arena, struct case_now);
	struct ledger_parties *parties = ARENA_NEW(arena, struct ledger_parties);
	struct str *names = ARENA_NEW(arena, struct str);

	fill_case(book, arena, now);
	*list_add(arena, parties) = (struct ledger_party){ .role = book->roles.count > 0 ? book->roles.items[0].id : STR("x"), .withdrawn_at = INSTANT_NONE };
	*names = STR("x");
	*ret_source = (struct document_source){ .now = now, .document = document, .title = STR("x"), .organisation = STR("x"), .maker = STR("x"),
		.at = SAMPLE_AT, .lang = lang, .parties = parties, .party_names = names, .shape = true };
	if (document == NULL)
		fill_general(now, arena, ret_source);
}
