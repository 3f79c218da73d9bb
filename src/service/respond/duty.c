#include "service/respond/duty.h"

#include "format/json/json_write.h"
#include "format/yaml/yaml.h"
#include "service/due/due.h"

static const struct field clock_fields[] = {
	FIELD(struct duty_clock_view, title, FIELD_STR),
	FIELD(struct duty_clock_view, word, FIELD_STR),
	FIELD_WORD(struct duty_clock_view, kind, &clock_kind_names),
	FIELD(struct duty_clock_view, due, FIELD_DAY),
	FIELD(struct duty_clock_view, business, FIELD_DAY),
	FIELD(struct duty_clock_view, provisional, FIELD_BOOL),
};
static const struct schema clock_schema = SCHEMA("duty_clock", struct duty_clock_view, clock_fields);
static const struct field duty_fields[] = {
	FIELD(struct duty_view, id, FIELD_STR),
	FIELD(struct duty_view, title, FIELD_STR),
	FIELD(struct duty_view, to, FIELD_STR),
	FIELD(struct duty_view, basis, FIELD_STR),
	FIELD(struct duty_view, note, FIELD_STR),
	FIELD(struct duty_view, provisional, FIELD_BOOL),
	FIELD(struct duty_view, open, FIELD_STRS),
	FIELD(struct duty_view, seen, FIELD_DAY),
	FIELD_OF(struct duty_view, clocks, FIELD_LIST, &clock_schema),
};
static const struct schema duty_schema = SCHEMA("duty", struct duty_view, duty_fields);
static const struct field question_fields[] = {
	FIELD(struct duty_question_view, id, FIELD_STR),
	FIELD(struct duty_question_view, question, FIELD_STR),
	FIELD(struct duty_question_view, number, FIELD_BOOL),
};
static const struct schema question_schema = SCHEMA("duty_question", struct duty_question_view, question_fields);
static const struct field list_fields[] = {
	FIELD(struct duty_list_view, rules, FIELD_STR),
	FIELD(struct duty_list_view, title, FIELD_STR),
	FIELD(struct duty_list_view, since, FIELD_DAY),
	FIELD(struct duty_list_view, aware, FIELD_DAY),
	FIELD(struct duty_list_view, excluded, FIELD_INT),
	FIELD_OF(struct duty_list_view, duties, FIELD_LIST, &duty_schema),
	FIELD_OF(struct duty_list_view, questions, FIELD_LIST, &question_schema),
};
const struct schema duty_list_view_schema = SCHEMA("duties", struct duty_list_view, list_fields);

static struct err *
take_answers(const struct duties *duties, const struct duty_answer *answers, size_t count, struct arena *arena, struct fact *facts)
{
	for (size_t i = 0; i < count; i++) {
		size_t place = duty_fact_find(duties, answers[i].fact);
		struct err *err;

		if (place == NO_INDEX)
			return err_new(arena, ERR_NOT_FOUND, M("The duties {rules} know no fact \"{fact}\"."), ARG("rules", duties->name),
			    ARG("fact", answers[i].fact));
		err = duty_fact_value(&duties->facts.items[place], answers[i].value, arena, &facts[place]);
		if (err != NULL)
			return err_wrap(arena, err, M("{fact}"), ARG("fact", answers[i].fact));
	}
	return NULL;
}

static void
show_duty(const struct duties *duties, const struct duty_shown *shown, enum lang lang, struct arena *arena, struct duty_view *view)
{
	const struct duty *duty = shown->duty;

	*view = (struct duty_view){ .id = duty->id, .title = words_in(&duty->title, lang), .to = words_in(&duty->to, lang),
		.basis = words_in(&duty->basis, lang), .note = words_in(&duty->note, lang), .provisional = shown->applies == TRUTH_UNKNOWN,
		.seen = duty->seen };
	for (size_t i = 0; i < duties->facts.count; i++)
		if ((shown->open & (1ull << i)) != 0)
			list_push(arena, &view->open, duties->facts.items[i].id);
	for (size_t i = 0; i < shown->clocks.count; i++) {
		const struct duty_due *due = &shown->clocks.items[i];

		list_push(arena, &view->clocks, ((struct duty_clock_view){ words_in(&due->clock->title, lang), words_in(&due->clock->word, lang),
		    str_of(enum_name(&clock_kind_names, (int)due->clock->kind)), due->due, due->business, due->holds == TRUTH_UNKNOWN }));
	}
}

static void
show_all(const struct duties *duties, const struct duty_list *list, enum lang lang, struct arena *arena, struct duty_list_view *view)
{
	uint64_t open = 0;

	for (size_t i = 0; i < list->shown.count; i++) {
		show_duty(duties, &list->shown.items[i], lang, arena, list_add(arena, &view->duties));
		open |= list->shown.items[i].open;
	}
	for (size_t i = 0; i < duties->facts.count; i++)
		if ((open & (1ull << i)) != 0)
			list_push(arena, &view->questions, ((struct duty_question_view){ duties->facts.items[i].id,
			    words_in(&duties->facts.items[i].question, lang), duties->facts.items[i].kind == FACT_INT }));
}

struct err *
duty_check(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct duty_answer *answers, size_t count,
    int32_t aware, struct arena *arena, struct duty_list_view *ret_list)
{
	struct respond_desk desk = { .home = home };
	struct calendar calendar;
	struct duty_list list;
	struct duties duties;
	struct fact *facts;
	struct str text;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(respond_knowledge(&desk, STR("duties/japan.yaml"), arena, &text));
	TRY(duties_read(text, STR("duties/japan.yaml"), arena, &duties));
	facts = ARENA_ARRAY(arena, struct fact, duties.facts.count);
	TRY(take_answers(&duties, answers, count, arena, facts));
	TRY(due_calendar(ledger, arena, &calendar));
	duty_assess(&duties, facts, aware, &calendar, arena, &list);
	*ret_list = (struct duty_list_view){ .rules = duties.name, .title = words_in(&duties.title, actor->lang), .since = duties.since,
		.aware = aware, .excluded = (int64_t)list.excluded };
	show_all(&duties, &list, actor->lang, arena, ret_list);
	return NULL;
}

/* ------------------------------------------------------------------------------------------ in a case */

struct answers { struct duty_answer *items; size_t count; size_t room; };

static void
add_answer(struct answers *answers, struct duty_answer answer, struct arena *arena)
{
	for (size_t i = 0; i < answers->count; i++)
		if (str_eq(answers->items[i].fact, answer.fact)) {
			answers->items[i].value = answer.value;
			return;
		}
	list_push(arena, answers, answer);
}

static struct err *
read_kept(struct str text, struct arena *arena, struct answers *ret_answers)
{
	struct yaml_node *rows;

	if (text.len == 0)
		return NULL;
	TRY(yaml_parse(text, STR("duty_facts"), arena, &rows));
	for (size_t i = 0; i < rows->items.count; i++)
		add_answer(ret_answers, (struct duty_answer){ yaml_find_str(rows->items.items[i], "fact"), yaml_find_str(rows->items.items[i], "answer") },
		    arena);
	return NULL;
}

static struct str
rows_of(const struct answers *answers, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &text };

	json_begin_array(&writer, NULL);
	for (size_t i = 0; i < answers->count; i++) {
		json_begin_object(&writer, NULL);
		json_put_str(&writer, "fact", answers->items[i].fact);
		json_put_str(&writer, "answer", answers->items[i].value);
		json_end(&writer);
	}
	json_end(&writer);
	return arena_copy(arena, buf_str(&text));
}

static size_t
field_of(const struct playbook *book, struct str id, enum play_type type)
{
	for (size_t i = 0; i < book->fields.count; i++)
		if (str_eq(book->fields.items[i].id, id) && book->fields.items[i].type == type)
			return i;
	return NO_INDEX;
}

struct err *
duty_check_case(const struct respond_desk *desk, const struct actor *actor, struct str number, const struct duty_answer *answers, size_t count,
    int64_t now, struct arena *arena, struct duty_list_view *ret_list)
{
	struct answers all = { 0 };
	struct case_now seen;
	int32_t aware = DAY_NONE;
	size_t facts, known;

	TRY(case_load(desk->cases, actor, number, now, arena, &seen));
	facts = field_of(seen.book, STR("duty_facts"), PLAY_ROWS);
	known = field_of(seen.book, STR("known_at"), PLAY_INSTANT);
	if (facts == NO_INDEX || !access_field(seen.book, &seen.access, facts))
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} keeps no facts about duties to report."), ARG("number", number));
	if (known != NO_INDEX && seen.play.fields[known].filled == PLAY_FILLED && access_field(seen.book, &seen.access, known))
		aware = instant_day(seen.play.fields[known].value, ZONE_JST);
	TRY(read_kept(seen.values[facts].text, arena, &all));
	for (size_t i = 0; i < count; i++)
		add_answer(&all, answers[i], arena);
	/* A fact that is none, or an answer that is none, is refused before anything is kept. */
	TRY(duty_check(desk->home, desk->cases->ledger, actor, all.items, all.count, aware, arena, ret_list));
	return count == 0 ? NULL : case_set(desk->cases, actor, number, STR("duty_facts"), rows_of(&all, arena), seen.values[facts].revision, now, arena);
}
