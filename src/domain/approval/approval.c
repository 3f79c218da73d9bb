#include "domain/approval/approval.h"

#include <assert.h>

#include "domain/rule/rule.h"

static const char *const act_words[ACT_KINDS] = { "submit", "agree", "return", "refuse", "withdraw", "view", "outside" };
const struct enum_names route_act_names = ENUM_NAMES(act_words);
static const char *const as_words[] = { "himself", "delegate", "deputy" };
const struct enum_names route_as_names = ENUM_NAMES(as_words);

const char *
route_act_text(enum route_act_kind kind)
{
	static const char *const texts[ACT_KINDS] = {
		M("submitted"), M("agreed"), M("sent back"), M("not approved"), M("withdrawn"), M("seen"), M("decided elsewhere"),
	};

	return texts[kind];
}

const char *
route_do_text(enum route_act_kind kind)
{
	static const char *const texts[ACT_KINDS] = {
		M("submit it"), M("agree or decide"), M("send it back"), M("not approve it"), M("take it back"), M("see it afterwards"),
		M("note a decision made elsewhere"),
	};

	return texts[kind];
}

const char *
route_as_text(enum route_as as)
{
	static const char *const texts[] = { "", M("by delegated power"), M("as deputy") };

	return texts[as];
}

/* ----------------------------------------------------------------------------------------- progress */

static bool
is_asked(const struct approval *approval, size_t step, int64_t account, bool *ret_by_name)
{
	bool found = false;

	*ret_by_name = false;
	for (size_t i = 0; i < approval->seats_count; i++)
		if (approval->seats[i].step == step) {
			*ret_by_name = true;
			found = found || approval->seats[i].account == account;
		}
	return found;
}

/* Did this account agree at the step in the round that began with that act? */
static bool
has_agreed(const struct route_acts *acts, size_t from, size_t to, size_t step, int64_t account)
{
	for (size_t i = from; i < to; i++)
		if (acts->items[i].kind == ACT_AGREE && acts->items[i].step == step && acts->items[i].account == account)
			return true;
	return false;
}

/* With the acts up to `to`: has everybody agreed who must? */
static bool
is_step_done(const struct approval *approval, const struct route_acts *acts, size_t from, size_t to, size_t step)
{
	const struct route_step *s = &approval->route->steps.items[step];

	if (!s->all)   /* it is a consultation: the decision is done with one */
		return true;
	for (size_t i = 0; i < approval->seats_count; i++)
		if (approval->seats[i].step == step && !has_agreed(acts, from, to, step, approval->seats[i].account))
			return false;
	return true;
}

static void
begin_again(struct approval_progress *progress, bool returned)
{
	progress->state = APPROVAL_NONE;
	progress->step = 0;
	progress->drafted = progress->decided = NO_INDEX;
	progress->returned = returned;
}

static void
decide(const struct approval *approval, const struct route_act *act, size_t at, struct approval_progress *progress)
{
	progress->state = APPROVAL_GRANTED;
	progress->step = NO_INDEX;
	progress->decided = at;
	progress->view_open = act->as == AS_DEPUTY && approval->route->steps.items[act->step].view_after;
}

static void
agree(const struct approval *approval, const struct route_acts *acts, size_t at, struct approval_progress *progress)
{
	const struct route_act *act = &acts->items[at];

	if (act->step == approval->route->decides)
		decide(approval, act, at, progress);
	else if (is_step_done(approval, acts, progress->drafted, at + 1, act->step))
		progress->step = act->step + 1;
}

static void
follow(const struct approval *approval, const struct route_acts *acts, size_t at, struct approval_progress *progress)
{
	switch (acts->items[at].kind) {
	case ACT_SUBMIT:
		*progress = (struct approval_progress){ .state = APPROVAL_PENDING, .step = 1, .round = progress->round + 1, .drafted = at,
			.decided = NO_INDEX };
		break;
	case ACT_AGREE:
		agree(approval, acts, at, progress);
		break;
	case ACT_RETURN:
	case ACT_WITHDRAW:
		begin_again(progress, acts->items[at].kind == ACT_RETURN);
		break;
	case ACT_REFUSE:
		progress->state = APPROVAL_REFUSED;
		progress->step = NO_INDEX;
		progress->decided = at;
		break;
	case ACT_OUTSIDE:
		decide(approval, &acts->items[at], at, progress);
		break;
	case ACT_VIEW:
	case ACT_KINDS:
	default:
		assert(acts->items[at].kind == ACT_VIEW);
		progress->view_open = progress->view_open && acts->items[at].step != approval->route->decides;
		break;
	}
}

struct approval_progress
approval_progress(const struct approval *approval, const struct route_acts *acts)
{
	struct approval_progress progress = { 0 };

	begin_again(&progress, false);
	for (size_t i = 0; i < acts->count; i++)
		follow(approval, acts, i, &progress);
	return progress;
}

/* ------------------------------------------------------------------------------------ what may be done */

struct asking {
	const struct approval         *approval;
	const struct route_acts       *acts;
	const struct route_actor      *actor;
	const struct approval_progress progress;
	struct arena                  *arena;
};

static bool
holds(const struct route_actor *actor, struct str office)
{
	return office.len > 0 && str_is_one_of(office, actor->offices, actor->offices_count);
}

static struct err *
forbidden(const struct asking *q, const char *message, struct str office)
{
	struct str words = q->actor->office_words == NULL ? office : q->actor->office_words(office, q->actor->lang);

	return err_new(q->arena, ERR_FORBIDDEN, message, ARG("office", words));
}

static struct err *
conflict(const struct asking *q, const char *message)
{
	return err_new(q->arena, ERR_CONFLICT, message);
}

/* Where all who are asked must agree, somebody has to be asked by name: all of nobody is nobody. */
static struct err *
need_names(const struct asking *q)
{
	const struct approval_route *route = q->approval->route;
	bool by_name;

	for (size_t i = 0; i < route->decides; i++) {
		(void)is_asked(q->approval, i, 0, &by_name);
		if (route->steps.items[i].kind == STEP_CONSULT && route->steps.items[i].all && !by_name)
			return err_new(q->arena, ERR_CONFLICT, M("Name those who are consulted at the step \"{step}\": all of them have to agree."),
			    ARG("step", route->steps.items[i].id));
	}
	return NULL;
}

static struct err *
may_submit(const struct asking *q, struct route_act *act)
{
	const struct route_step *draft = &q->approval->route->steps.items[0];

	act->step = 0;
	if (q->progress.state == APPROVAL_PENDING)
		return conflict(q, M("This approval is under way already; withdraw it before you submit it again."));
	if (q->progress.state != APPROVAL_NONE)
		return conflict(q, M("This approval has been decided; another one has to be begun."));
	if (!holds(q->actor, draft->by))
		return forbidden(q, M("Only somebody with the office \"{office}\" may draft this."), draft->by);
	return need_names(q);
}

/* Whose turn it is: those asked by name, else whoever holds the office. */
static struct err *
may_as_himself(const struct asking *q, size_t step)
{
	const struct route_step *s = &q->approval->route->steps.items[step];
	bool by_name, asked = is_asked(q->approval, step, q->actor->account, &by_name);

	if (by_name ? !asked : !holds(q->actor, s->by))
		return by_name ? forbidden(q, M("At this step others were asked by name."), s->by) :
		                 forbidden(q, M("At this step it is the turn of the office \"{office}\"."), s->by);
	return NULL;
}

static struct err *
may_as_delegate(const struct asking *q, const struct route_step *s)
{
	if (s->delegate_to.len == 0)
		return forbidden(q, M("The route knows no delegated power here; it is the turn of the office \"{office}\"."), s->by);
	if (!holds(q->actor, s->delegate_to))
		return forbidden(q, M("The delegated power is the office \"{office}\"'s."), s->delegate_to);
	if (rule_eval(s->delegate_when, q->approval->facts, NULL) != TRUTH_TRUE)
		return err_new(q->arena, ERR_FORBIDDEN, M("The delegated power needs {rule}, which does not hold or is not known."),
		    ARG("rule", s->delegate_text));
	return NULL;
}

static struct err *
may_as_deputy(const struct asking *q, const struct route_step *s, const struct route_act *act)
{
	if (s->deputy.len == 0)
		return forbidden(q, M("The route knows no deputy here; it is the turn of the office \"{office}\"."), s->by);
	if (!holds(q->actor, s->deputy))
		return forbidden(q, M("Only the office \"{office}\" may decide as deputy."), s->deputy);
	if (act->remark.len == 0)
		return conflict(q, M("A deputy has to say why he decides: who is away, until when."));
	return NULL;
}

static struct err *
may_take_part(const struct asking *q, const struct route_act *act)
{
	const struct route_step *s = &q->approval->route->steps.items[act->step];

	if (s->kind == STEP_DECIDE && q->acts->items[q->progress.drafted].account == q->actor->account)
		return conflict(q, M("Who drafted it cannot decide it as well."));
	if (act->as == AS_HIMSELF)
		return may_as_himself(q, act->step);
	return act->as == AS_DELEGATE ? may_as_delegate(q, s) : may_as_deputy(q, s, act);
}

static struct err *
may_answer(const struct asking *q, struct route_act *act)
{
	if (q->progress.state != APPROVAL_PENDING)
		return conflict(q, M("This approval does not wait for an answer now."));
	act->step = q->progress.step;
	TRY(may_take_part(q, act));
	if (act->kind == ACT_REFUSE && act->step != q->approval->route->decides)
		return conflict(q, M("Who is consulted cannot refuse it; send it back with a remark."));
	if (act->kind != ACT_AGREE && act->remark.len == 0)
		return conflict(q, M("Say in a remark why it is sent back or refused."));
	if (act->kind == ACT_AGREE && has_agreed(q->acts, q->progress.drafted, q->acts->count, act->step, q->actor->account))
		return conflict(q, M("You have agreed to it already."));
	return NULL;
}

static struct err *
may_withdraw(const struct asking *q, struct route_act *act)
{
	act->step = 0;
	if (q->progress.state != APPROVAL_PENDING)
		return conflict(q, M("There is nothing under way that could be withdrawn."));
	if (q->acts->items[q->progress.drafted].account != q->actor->account)
		return conflict(q, M("Only who drafted it may withdraw it."));
	return NULL;
}

static struct err *
may_record_outside(const struct asking *q, struct route_act *act)
{
	act->step = q->approval->route->decides;
	if (q->progress.state != APPROVAL_PENDING)
		return conflict(q, M("This approval does not wait for an answer now."));
	if (act->number.len == 0 || act->day == DAY_NONE)
		return conflict(q, M("A decision made elsewhere needs its number and its day."));
	if (!holds(q->actor, q->approval->route->steps.items[0].by))
		return forbidden(q, M("Only somebody with the office \"{office}\" may record it."), q->approval->route->steps.items[0].by);
	return NULL;
}

/* 後閲 by the one who decides; a notice by whom it was for. */
static struct err *
may_view(const struct asking *q, struct route_act *act)
{
	const struct approval_route *route = q->approval->route;

	if (q->progress.state != APPROVAL_GRANTED)
		return conflict(q, M("It has not been decided yet: there is nothing to see."));
	if (q->progress.view_open && may_as_himself(q, route->decides) == NULL) {
		act->step = route->decides;
		return NULL;
	}
	for (size_t i = route->decides + 1; i < route->steps.count; i++)
		if (may_as_himself(q, i) == NULL) {
			act->step = i;
			return NULL;
		}
	return conflict(q, M("Nothing of it waits to be seen by you."));
}

struct err *
approval_may(const struct approval *approval, const struct route_acts *acts, const struct route_actor *actor,
    struct route_act *act, struct arena *arena)
{
	const struct asking q = { approval, acts, actor, approval_progress(approval, acts), arena };

	switch (act->kind) {
	case ACT_SUBMIT:
		return may_submit(&q, act);
	case ACT_AGREE:
	case ACT_RETURN:
	case ACT_REFUSE:
		return may_answer(&q, act);
	case ACT_WITHDRAW:
		return may_withdraw(&q, act);
	case ACT_VIEW:
		return may_view(&q, act);
	case ACT_OUTSIDE:
	case ACT_KINDS:
	default:
		assert(act->kind == ACT_OUTSIDE);
		return may_record_outside(&q, act);
	}
}
