/*
 * systems.c - notices that are asked of systems: of which, what they answered; and whether there is a patch by now.
 */
#include <stdlib.h>
#include "base/limits.h"
#include "base/map.h"
#include "service/notice/parts.h"
#include "service/product.h"
#include "store/ledger/audit.h"

enum { GROUND_MOST = 4000, AGAIN_DAYS_MOST = 366 };

/* ------------------------------------------------------------------------------------------------ gathered */

static void
add_system(const struct ledger_notice_answer *answer, int32_t today, struct notice_view *view, struct arena *arena)
{
	bool open = answer->word == LEDGER_NOTICE_ASKED || (answer->until != DAY_NONE && answer->until < today);

	list_push(arena, &view->systems, ((struct notice_system_view){ answer->system, answer->system_name, answer->unit,
	    str_of(enum_name(&ledger_notice_word_names, (int)answer->word)), answer->ground, answer->until, answer->by, answer->at, open }));
	view->row.open += open;
	view->holds += !open && answer->word == LEDGER_NOTICE_HOLDS;
	view->holds_not += !open && answer->word == LEDGER_NOTICE_HOLDS_NOT;
	view->cannot_tell += !open && answer->word == LEDGER_NOTICE_CANNOT_TELL;
}

static int
compare_systems(const void *a, const void *b)
{
	const struct notice_system_view *left = a, *right = b;

	return left->open != right->open ? (left->open ? -1 : 1) : str_cmp(left->name, right->name);
}

/* Those that have the product now and were never asked. */
static struct err *
add_having(const struct notice_desk *desk, const struct ledger_notice *notice, struct map *seen, struct notice_view *view, struct arena *arena)
{
	struct ledger_notice_systems having;
	struct str identity;

	TRY(product_words_identity(notice->identity, arena, &identity));
	TRY(ledger_notice_systems(desk->cases->ledger, identity, view->text.product, arena, &having));
	for (size_t i = 0; i < having.count; i++) {
		const struct ledger_notice_system *system = &having.items[i];
		uint64_t *known = map_put(arena, seen, (struct str){ (const char *)&system->system, sizeof(system->system) });

		if ((*known)++ == 0)
			add_system(&(struct ledger_notice_answer){ .system = system->system, .system_name = system->system_name, .unit = system->unit,
			    .word = LEDGER_NOTICE_ASKED, .until = DAY_NONE, .at = INSTANT_NONE }, DAY_NONE, view, arena);
	}
	return NULL;
}

static void
add_look(const struct ledger_notice_answer *answer, struct notice_view *view, struct arena *arena)
{
	list_push(arena, &view->looks, ((struct notice_look_view){ answer->word == LEDGER_NOTICE_HOLDS, answer->ground, answer->until, answer->by, answer->at }));
}

struct err *
notice_systems(const struct notice_desk *desk, const struct ledger_notice *notice, int32_t today, struct arena *arena, struct notice_view *view)
{
	struct ledger_notice_answers answers;
	struct map seen = { 0 };

	TRY(ledger_notice_answers(desk->cases->ledger, notice->id, arena, &answers));
	for (size_t i = 0; i < answers.count; i++) {
		const struct ledger_notice_answer *answer = &answers.items[i];

		if (answer->system == 0) {
			add_look(answer, view, arena);
			continue;
		}
		*map_put(arena, &seen, (struct str){ (const char *)&answer->system, sizeof(answer->system) }) = 1;
		add_system(answer, today, view, arena);
	}
	if (view->row.asks)
		TRY(add_having(desk, notice, &seen, view, arena));
	if (view->systems.count > 0)
		qsort(view->systems.items, view->systems.count, sizeof(*view->systems.items), compare_systems);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ answered */

struct answering {
	const struct actor         *actor;
	struct ledger_notice        notice;
	struct ledger_notice_answer answer;
	LIST(int64_t)               systems;    /* it holds for each; 0: of the notice itself          */
	bool                        looks;      /* of the notice itself, with the day of the next look */
};

static struct err *
answer(struct ledger *ledger, void *context, struct arena *arena)
{
	struct answering *answering = context;

	for (size_t i = 0; i < answering->systems.count; i++) {
		answering->answer.system = answering->systems.items[i];
		TRY(ledger_notice_answer_put(ledger, &answering->answer, arena));
		TRY(ledger_audit(ledger, answering->actor->login, answering->answer.at, answering->looks ? STR("notice.look") : STR("notice.answer"),
		    arena_printf(arena, "notice/%.*s/%lld", STR_ARG(answering->notice.number), (long long)answering->answer.system), STR(""), arena));
	}
	return answering->looks ? ledger_notice_look_on(ledger, answering->notice.id, answering->answer.until, arena) : NULL;
}

static struct err *
begin(const struct notice_desk *desk, const struct actor *actor, struct str number, struct str ground, int64_t now, struct arena *arena,
    struct answering *answering)
{
	TRY(notice_find(desk, number, 0, arena, &answering->notice));
	if (answering->notice.withdrawn_at != INSTANT_NONE)
		return err_new(arena, ERR_CONFLICT, M("Notice {number} was withdrawn."), ARG("number", number));
	if (str_trim_space(ground).len == 0)
		return err_new(arena, ERR_USAGE, M("Write down what you saw, and where: an answer without a ground settles nothing."));
	TRY(case_text(ground, GROUND_MOST, arena));
	answering->actor = actor;
	answering->answer.notice = answering->notice.id;
	answering->answer.ground = ground;
	answering->answer.by = actor->login;
	answering->answer.at = now;
	return NULL;
}

static struct err *
check_again(int32_t day, int32_t today, struct arena *arena)
{
	if (day == DAY_NONE || day <= today || day > today + AGAIN_DAYS_MOST)
		return err_new(arena, ERR_USAGE, M("Say on which day, within a year from tomorrow on, it is looked at again."));
	return NULL;
}

static struct err *
find_systems(const struct notice_desk *desk, const struct str_list *names, struct arena *arena, struct answering *answering)
{
	if (names->count == 0)
		return err_new(arena, ERR_USAGE, M("Choose the systems the answer holds for."));
	for (size_t i = 0; i < names->count; i++) {
		int64_t system;

		TRY(ledger_system_find(desk->cases->ledger, names->items[i], arena, &system));
		if (system == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no system \"{name}\" in the ledger."), ARG("name", names->items[i]));
		list_push(arena, &answering->systems, system);
	}
	return NULL;
}

struct err *
notice_answer(const struct notice_desk *desk, const struct actor *actor, const struct notice_answering *given, int64_t now, struct arena *arena)
{
	struct answering answering = { 0 };
	bool alone;

	TRY(actor_need(actor, OFFICES_OF_REGISTER, SCOPE_WRITE, arena));
	TRY(begin(desk, actor, given->number, given->ground, now, arena, &answering));
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	if (!notice_asks(answering.notice.kind, alone))
		return err_new(arena, ERR_USAGE, M("Notice {number} is judged by versions, and asked of no system."), ARG("number", given->number));
	if (given->word == LEDGER_NOTICE_ASKED)
		return err_new(arena, ERR_USAGE, M("Say whether it holds there or not."));
	if (given->word != LEDGER_NOTICE_HOLDS || given->until != DAY_NONE)
		TRY(check_again(given->until, instant_day(now, ZONE_JST), arena));
	TRY(find_systems(desk, &given->systems, arena, &answering));
	answering.answer.word = given->word;
	answering.answer.until = given->until;
	return ledger_write(desk->cases->ledger, answer, &answering, arena);
}

struct err *
notice_look(const struct notice_desk *desk, const struct actor *actor, const struct notice_looking *looking, int64_t now, struct arena *arena)
{
	struct answering answering = { .looks = true };

	TRY(actor_need(actor, NOTICE_WRITERS, SCOPE_WRITE, arena));
	TRY(begin(desk, actor, looking->number, looking->ground, now, arena, &answering));
	if (answering.notice.kind != LEDGER_NOTICE_WEAKNESS)
		return err_new(arena, ERR_USAGE, M("Only notices of a product's vulnerability wait for a patch."));
	if (!looking->there)
		TRY(check_again(looking->next, instant_day(now, ZONE_JST), arena));
	list_push(arena, &answering.systems, 0);
	answering.answer.word = looking->there ? LEDGER_NOTICE_HOLDS : LEDGER_NOTICE_HOLDS_NOT;
	answering.answer.until = looking->there ? DAY_NONE : looking->next;
	return ledger_write(desk->cases->ledger, answer, &answering, arena);
}
