#include "domain/duty/duty.h"

size_t
duty_fact_find(const struct duties *duties, struct str id)
{
	for (size_t i = 0; i < duties->facts.count; i++)
		if (str_eq(duties->facts.items[i].id, id))
			return i;
	return NO_INDEX;
}

/* What people answer. */
static const struct { struct str word; bool known; int64_t value; } answers[] = {
	{ STR_INIT(""), false, 0 }, { STR_INIT("不明"), false, 0 }, { STR_INIT("unknown"), false, 0 }, { STR_INIT("わからない"), false, 0 },
	{ STR_INIT("はい"), true, 1 }, { STR_INIT("有"), true, 1 }, { STR_INIT("yes"), true, 1 }, { STR_INIT("true"), true, 1 },
	{ STR_INIT("いいえ"), true, 0 }, { STR_INIT("無"), true, 0 }, { STR_INIT("no"), true, 0 }, { STR_INIT("false"), true, 0 },
};

struct err *
duty_fact_value(const struct duty_fact *fact, struct str written, struct arena *arena, struct fact *ret_value)
{
	struct str text = str_trim_space(written);
	int64_t number;

	for (size_t i = 0; i < ARRAY_LEN(answers); i++)
		if (str_eq_nocase(text, answers[i].word) && (fact->kind == FACT_BOOL || !answers[i].known)) {
			*ret_value = (struct fact){ answers[i].known, answers[i].value };
			return NULL;
		}
	if (fact->kind == FACT_INT && str_to_i64(text, &number) && number >= 0) {
		*ret_value = (struct fact){ true, number };
		return NULL;
	}
	return err_new(arena, ERR_FORMAT, fact->kind == FACT_INT ? M("\"{text}\" is no number; write one, or 不明 (unknown).") :
	                                                           M("\"{text}\" is no answer; write はい, いいえ or 不明 (yes, no, unknown)."),
	    ARG("text", written));
}

static void
add_clocks(const struct duty *duty, const struct fact *facts, int32_t aware, const struct calendar *calendar, struct arena *arena,
    struct duty_shown *shown)
{
	for (size_t i = 0; i < duty->clocks.count; i++) {
		const struct duty_clock *clock = &duty->clocks.items[i];
		struct duty_due due = { clock, TRUTH_TRUE, DAY_NONE, DAY_NONE };
		uint64_t open = 0;

		if (clock->when != NULL)
			due.holds = rule_eval(clock->when, facts, &open);
		if (due.holds == TRUTH_FALSE)
			continue;
		if (clock->days >= 0 && aware != DAY_NONE) {
			due.due = aware + (int32_t)clock->days;
			due.business = calendar_business_day_until(calendar, due.due);
		}
		shown->open |= open;
		list_push(arena, &shown->clocks, due);
	}
}

/* A rule that was not in force on that day; while the day is not said, every rule counts. */
static bool
is_not_yet(const struct duty *duty, int32_t aware)
{
	return duty->from != DAY_NONE && aware != DAY_NONE && aware < duty->from;
}

void
duty_assess(const struct duties *duties, const struct fact *facts, int32_t aware, const struct calendar *calendar,
    struct arena *arena, struct duty_list *ret_list)
{
	struct duty_list list = { 0 };

	for (size_t i = 0; i < duties->list.count; i++) {
		const struct duty *duty = &duties->list.items[i];
		struct duty_shown shown = { .duty = duty };

		shown.applies = is_not_yet(duty, aware) ? TRUTH_FALSE : rule_eval(duty->when, facts, &shown.open);
		if (shown.applies == TRUTH_FALSE) {
			list.excluded++;
			continue;
		}
		add_clocks(duty, facts, aware, calendar, arena, &shown);
		list_push(arena, &list.shown, shown);
	}
	*ret_list = list;
}
