#include "service/respond/rematch.h"

#include "service/assess.h"
#include "service/respond/propose.h"

static const struct field rematch_fields[] = {
	FIELD(struct rematch_view, number, FIELD_STR), FIELD(struct rematch_view, findings, FIELD_INT), FIELD(struct rematch_view, open, FIELD_INT),
	FIELD(struct rematch_view, undecided, FIELD_INT), FIELD(struct rematch_view, generation, FIELD_STR),
	FIELD(struct rematch_view, cannot_tell, FIELD_BOOL),
};
const struct schema rematch_view_schema = SCHEMA("rematch", struct rematch_view, rematch_fields);

static struct err *
count(const struct respond_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena, struct rematch_view *view)
{
	struct respond_findings findings;
	struct case_now loaded;

	TRY(case_load(desk->cases, actor, number, now, arena, &loaded));
	TRY(respond_findings(desk, &loaded, now, arena, &findings));
	view->number = loaded.head.number;
	view->findings = (int64_t)findings.count;
	for (size_t i = 0; i < findings.count; i++) {
		if (findings.items[i].closed_at != INSTANT_NONE)
			continue;
		if (findings.items[i].finding.verdict == LEDGER_UNDECIDED)
			view->undecided++;
		else
			view->open++;
	}
	return NULL;
}

struct err *
case_rematch(const struct respond_desk *desk, const struct actor *actor, struct str number, int64_t now, struct arena *arena,
    struct rematch_view *ret_view)
{
	struct assess_options options = { .by = actor->login, .now = now };
	struct rematch_view view = { 0 };
	struct assess_result result;
	struct respond_after after;
	struct case_now loaded;

	TRY(case_load(desk->cases, actor, number, now, arena, &loaded));
	TRY(case_need(&loaded, RIGHT_EDIT, 0, arena));
	TRY(assess_run(desk->home, &options, arena, &result));
	TRY(respond_after_assess(desk, actor->lang, now, arena, &after));
	view.generation = result.generation;
	view.cannot_tell = result.cannot_tell;
	TRY(count(desk, actor, number, now, arena, &view));
	*ret_view = view;
	return NULL;
}
