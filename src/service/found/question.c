#include "service/found/question.h"

#include "service/ask.h"
#include "service/finding.h"
#include "service/register.h"
#include "service/situation.h"

static const char *const form_words[] = { "version", "yes_no", "number", "exposure", "importance", "day", "identity", "elsewhere" };
const struct enum_names question_form_names = ENUM_NAMES(form_words);

static const struct field fields[] = {
	FIELD_OF(struct question_form_view, question, FIELD_STRUCT, &question_view_schema),
	FIELD_WORD(struct question_form_view, form, &question_form_names),
	FIELD(struct question_form_view, how, FIELD_STR),
	FIELD(struct question_form_view, href, FIELD_STR),
	FIELD(struct question_form_view, has_kev, FIELD_BOOL),
	FIELD(struct question_form_view, has_beyond, FIELD_BOOL),
	FIELD(struct question_form_view, of_systems, FIELD_BOOL),
	FIELD(struct question_form_view, beyond, FIELD_INT),
};
const struct schema question_form_schema = SCHEMA("question_form", struct question_form_view, fields);

/* What settles a question of a kind, and where, when it is no word. */
static const struct { const char *kind; enum question_form form; const char *href; } kinds[] = {
	{ "version",     FORM_VERSION,   "" },
	{ "build",       FORM_VERSION,   "" },
	{ "conditions",  FORM_YES_NO,    "" },
	{ "site",        FORM_YES_NO,    "" },
	{ "identity",    FORM_IDENTITY,  "" },
	{ "provider",    FORM_ELSEWHERE, "/asks" },
	{ "source",      FORM_ELSEWHERE, "/knowledge" },
	{ "reading",     FORM_ELSEWHERE, "/knowledge" },
	{ "support",     FORM_ELSEWHERE, "/systems" },
};
static const struct { const char *fact; enum question_form form; } facts[] = {
	{ "exposure", FORM_EXPOSURE }, { "importance", FORM_IMPORTANCE }, { "next_maintenance", FORM_DAY },
};

static enum question_form
fact_form(struct str fact)
{
	for (size_t i = 0; i < ARRAY_LEN(facts); i++)
		if (str_eq(fact, str_of(facts[i].fact)))
			return facts[i].form;
	return situation_is_number(fact) ? FORM_NUMBER : FORM_YES_NO;
}

/* A fact of a system is not that of another; conditions of a weakness neither. */
static bool
is_of_systems(struct str kind)
{
	return str_eq(kind, STR("fact")) || str_eq(kind, STR("conditions"));
}

struct question_form_view
question_form_of(const struct question_view *question, enum lang lang)
{
	struct question_form_view view = { .question = *question, .beyond = question->systems_count - (int64_t)question->systems.count };
	enum question_form form = FORM_ELSEWHERE;

	view.has_kev = question->kev > 0;
	view.has_beyond = view.beyond > 0;
	view.of_systems = is_of_systems(question->kind);
	view.href = STR("/imports");
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!str_eq(question->kind, str_of(kinds[i].kind)))
			continue;
		form = kinds[i].form;
		view.href = str_of(kinds[i].href);
	}
	if (str_eq(question->kind, STR("fact"))) {
		form = fact_form(question->fact);
		view.href = STR("");
	}
	view.form = str_of(enum_name(&question_form_names, (int)form));
	if (form == FORM_VERSION)
		view.how = ask_how(question->product, STR(""), lang);
	return view;
}

struct finding_one { int64_t id; struct str kind, fact, product; struct arena *arena; };

static struct err *
find_one(void *context, const struct ledger_question *question, struct arena *scratch)
{
	struct finding_one *one = context;

	(void)scratch;
	if (question->id != one->id)
		return NULL;
	one->kind = arena_copy(one->arena, question->kind);
	one->fact = arena_copy(one->arena, question->fact);
	one->product = arena_copy(one->arena, question->product_name);
	return NULL;
}

static struct err *
answer_of_systems(const struct home *home, const struct actor *actor, struct str fact, struct str value, const struct str_list *systems, int64_t now,
    struct arena *arena, int64_t *ret_systems)
{
	if (systems->count == 0)
		return err_new(arena, ERR_USAGE, M("Choose the systems the answer holds for."));
	for (size_t i = 0; i < systems->count; i++) {
		int64_t count;

		TRY(register_answer(home, systems->items[i], fact, value, actor->login, now, arena, &count));
		*ret_systems += count;
	}
	return NULL;
}

struct err *
question_answer(const struct home *home, const struct actor *actor, int64_t id, struct str value, const struct str_list *systems, int64_t now,
    struct arena *arena, int64_t *ret_systems)
{
	struct ledger *ledger LEDGER_SCOPE = NULL;
	struct finding_one one = { .id = id, .arena = arena };
	struct str identity;

	TRY(actor_need(actor, OFFICE_SECURITY | OFFICE_OPERATOR | OFFICE_OWNER | OFFICE_ADMINISTRATOR, SCOPE_WRITE, arena));
	if (value.len == 0)
		return err_new(arena, ERR_USAGE, M("Please choose or write an answer."));
	TRY(home_ledger(home, arena, &ledger));
	TRY(ledger_questions_of(ledger, &(struct ledger_question_filter){ .id = id }, find_one, &one, arena));
	*ret_systems = 0;
	if (is_of_systems(one.kind))
		return answer_of_systems(home, actor, one.fact, value, systems, now, arena, ret_systems);
	if (!str_eq(one.kind, STR("identity")))
		return register_answer(home, STR(""), arena_printf(arena, "%lld", (long long)id), value, actor->login, now, arena, ret_systems);
	return register_confirm(home, one.product, value, actor->login, now, arena, &identity);
}
