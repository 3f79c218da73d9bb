/*
 * posture_open.c - the posture that is proposed becomes a case, in which it is agreed on, kept and ended.
 */
#include "base/catalogue.h"
#include "service/finding.h"
#include "service/respond/posture.h"

#define PLAYBOOK STR("posture")

struct opening {
	const struct respond_desk  *desk;
	const struct actor         *actor;
	const struct posture_order *order;
	const struct posture_view  *view;
	int64_t                     now;
	struct str                  number;
};

/* ---------------------------------------------------------------------------------------- what the fields say */

static void
add_line(struct str_list *lines, struct str line, struct arena *arena)
{
	list_push(arena, lines, line);
}

static struct str
ground_of(const struct posture_view *view, enum lang lang, struct arena *arena)
{
	struct str comma = str_of(catalogue_text(lang, M(", ")));
	struct str_list lines = { 0 };

	add_line(&lines, catalogue_say(arena, lang,
	    M("Systems by the worst that is open on them: Immediate {immediate}, Out of cycle {out}, Scheduled {scheduled}"),
	    ARG_N("immediate", view->immediate), ARG_N("out", view->out_of_cycle), ARG_N("scheduled", view->scheduled)), arena);
	add_line(&lines, catalogue_say(arena, lang, M("By the rules \"{title}\" of {since}: {rule}"), ARG("title", view->rules_title),
	    ARG("since", day_format(view->since, arena)), ARG("rule", view->rule)), arena);
	if (view->provisional)
		add_line(&lines, catalogue_say(arena, lang, M("Provisional, because it is not known yet: {facts}"),
		    ARG("facts", arena_join(arena, view->open.items, view->open.count, comma))), arena);
	for (size_t i = 0; i < view->systems.count; i++) {
		const struct posture_system_view *system = &view->systems.items[i];

		add_line(&lines, catalogue_say(arena, lang, M("{system}: {action}, {count} findings"), ARG("system", system->system),
		    ARG("action", str_of(catalogue_text(lang, finding_action_text(system->action)))), ARG_N("count", system->findings)), arena);
	}
	return arena_join(arena, lines.items, lines.count, STR("\n"));
}

static struct str
members_of(const struct posture_view *view, enum lang lang, struct arena *arena)
{
	return catalogue_say(arena, lang, M("Led by: {lead}\nWith: {members}"), ARG("lead", view->lead),
	    ARG("members", arena_join(arena, view->members.items, view->members.count, str_of(catalogue_text(lang, M(", "))))));
}

/* ------------------------------------------------------------------------------------------- opening it */

/* One posture at a time: a second one would tell people to stand under two leaders. */
static struct err *
none_is_open(const struct opening *o, struct arena *arena)
{
	struct case_query query = CASE_QUERY_OPEN;
	struct case_list_view list;

	query.playbook = PLAYBOOK;
	query.most = 1;
	TRY(case_list(o->desk->cases, o->actor, &query, o->now, arena, &list));
	if (list.cases.count == 0)
		return NULL;
	return err_new(arena, ERR_CONFLICT, M("The posture {number} is open already: change it there (tsukuroi case show {number}), or end it first."),
	    ARG("number", list.cases.items[0].number));
}

static struct err *
fill(const struct opening *o, struct arena *arena)
{
	enum lang lang = o->actor->lang;
	const struct { struct str field, value; } said[] = {
		{ STR("level"), o->view->level },
		{ STR("ground"), ground_of(o->view, lang, arena) },
		{ STR("members"), members_of(o->view, lang, arena) },
		{ STR("leader"), o->order->leader },
		{ STR("review_on"), day_format(o->order->review_on, arena) },
	};

	for (size_t i = 0; i < ARRAY_LEN(said); i++)
		if (said[i].value.len > 0)
			TRY(case_set(o->desk->cases, o->actor, o->number, said[i].field, said[i].value, -1, o->now, arena));
	return NULL;
}

static struct err *
open_filled(struct ledger *ledger, void *context, struct arena *arena)
{
	struct opening *o = context;
	struct case_opening opening = { .playbook = PLAYBOOK, .as = STR("security"), .tlp = TLP_AMBER };

	(void)ledger;
	opening.title = catalogue_say(arena, o->actor->lang, M("Posture: {title}"), ARG("title", o->view->title));
	for (size_t i = 0; i < o->view->systems.count; i++)
		list_push(arena, &opening.about, ((struct case_target){ LINK_SYSTEM, o->view->systems.items[i].system, STR("") }));
	TRY(case_open(o->desk->cases, o->actor, &opening, o->now, arena, &o->number));
	return fill(o, arena);
}

struct err *
posture_open(const struct respond_desk *desk, const struct actor *actor, const struct posture_order *order, int64_t now, struct arena *arena,
    struct str *ret_number)
{
	struct posture_view view;
	struct opening o = { desk, actor, order, &view, now, STR("") };

	TRY(actor_need(actor, OFFICE_SECURITY, SCOPE_WRITE, arena));
	if (order->review_on < instant_day(now, ZONE_JST))
		return err_new(arena, ERR_USAGE, M("The day on which the posture is looked at again is past: {day}."),
		    ARG("day", day_format(order->review_on, arena)));
	TRY(posture_show(desk->home, desk->cases->ledger, actor, now, arena, &view));
	if (view.level.len == 0)
		return err_new(arena, ERR_CONFLICT, M("No posture is proposed: the ordinary organisation will do."));
	TRY(none_is_open(&o, arena));
	TRY(ledger_write(desk->cases->ledger, open_filled, &o, arena));
	*ret_number = o.number;
	return NULL;
}
