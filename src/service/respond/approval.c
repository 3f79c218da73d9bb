#include "service/respond/approval.h"

#include <assert.h>

#include "base/catalogue.h"
#include "base/hash.h"
#include "store/ledger/approval.h"
#include "store/ledger/people.h"

/* -------------------------------------------------------------------------------------------- schemas */

static const struct field step_fields[] = {
	FIELD(struct approval_step_view, id, FIELD_STR),
	FIELD(struct approval_step_view, title, FIELD_STR),
	FIELD(struct approval_step_view, kind, FIELD_STR),
	FIELD(struct approval_step_view, office, FIELD_STR),
	FIELD(struct approval_step_view, all, FIELD_BOOL),
	FIELD(struct approval_step_view, asked, FIELD_STRS),
	FIELD(struct approval_step_view, delegate, FIELD_STR),
	FIELD(struct approval_step_view, deputy, FIELD_STR),
};
const struct schema approval_step_view_schema = SCHEMA("approval_step", struct approval_step_view, step_fields);
static const struct field act_fields[] = {
	FIELD(struct approval_act_view, number, FIELD_INT),
	FIELD(struct approval_act_view, at, FIELD_INSTANT),
	FIELD(struct approval_act_view, by, FIELD_STR),
	FIELD(struct approval_act_view, step, FIELD_STR),
	FIELD(struct approval_act_view, what, FIELD_STR),
	FIELD(struct approval_act_view, as, FIELD_STR),
	FIELD(struct approval_act_view, remark, FIELD_STR),
	FIELD(struct approval_act_view, outside, FIELD_STR),
	FIELD(struct approval_act_view, day, FIELD_DAY),
};
static const struct schema act_schema = SCHEMA("approval_act", struct approval_act_view, act_fields);
static const struct field view_fields[] = {
	FIELD(struct approval_view, casefile, FIELD_STR),
	FIELD(struct approval_view, label, FIELD_STR),
	FIELD(struct approval_view, name, FIELD_STR),
	FIELD(struct approval_view, title, FIELD_STR),
	FIELD(struct approval_view, route, FIELD_STR),
	FIELD(struct approval_view, route_title, FIELD_STR),
	FIELD(struct approval_view, state, FIELD_STR),
	FIELD(struct approval_view, waits, FIELD_STR),
	FIELD(struct approval_view, waits_for, FIELD_STRS),
	FIELD(struct approval_view, view_open, FIELD_BOOL),
	FIELD_OF(struct approval_view, steps, FIELD_LIST, &approval_step_view_schema),
	FIELD_OF(struct approval_view, acts, FIELD_LIST, &act_schema),
	FIELD(struct approval_view, may, FIELD_STRS),
};
const struct schema approval_view_schema = SCHEMA("approval", struct approval_view, view_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct approval_list_view, approvals, FIELD_LIST, &approval_view_schema),
};
const struct schema approval_list_view_schema = SCHEMA("approvals", struct approval_list_view, list_fields);

/* ------------------------------------------------------------------------------------------- knowledge */

static struct str
digest_of(struct str text, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	return sha256_hex(&sum, arena);
}

/* --------------------------------------------------------------------------------- an approval of a case */

/* All that is known of one approval: its route, the acts since it was last begun, and those before. */
struct file {
	const struct respond_desk *desk;
	struct case_now           *now;
	size_t                     at;         /* in the playbook's approvals                        */
	struct str                 name, compartment;
	struct approval_route              *route;
	struct str                 route_text, route_digest;
	struct approval            approval;
	LIST(struct route_seat)    seats;
	struct route_acts          acts;       /* of the round under way or decided; none after a clearing */
	LIST(struct ledger_approval_act) all;  /* whatever was done, with contents opened             */
	int64_t                    round;
	struct arena              *arena;
};

static struct err *
open_content(const struct file *file, const struct ledger_approval_act *act, struct str blob, struct arena *arena, struct str *ret_text)
{
	struct place place = { file->now->head.id, file->compartment,
		arena_printf(arena, "approval/%.*s/%lld", STR_ARG(file->name), (long long)act->number) };

	if (blob.len == 0) {
		*ret_text = STR("");
		return NULL;
	}
	return content_read(file->desk->cases->vault, &place, blob, arena, ret_text);
}

static struct err *
take_act(void *context, const struct ledger_approval_act *act, struct arena *arena)
{
	struct file *file = context;
	struct ledger_approval_act *kept = list_add(file->arena, &file->all);

	*kept = *act;
	TRY(open_content(file, act, act->remark, file->arena, &kept->remark));
	TRY(open_content(file, act, act->outside, file->arena, &kept->outside));
	kept->route_digest = arena_copy(file->arena, act->route_digest);
	(void)arena;
	return NULL;
}

static struct err *
take_seat(void *context, const struct ledger_approval_seat *seat, struct arena *arena)
{
	struct file *file = context;

	(void)arena;
	list_push(file->arena, &file->seats, ((struct route_seat){ (size_t)seat->step, seat->account }));
	return NULL;
}

/* The acts of the last round. What the case has cleared since is past: then there are none. */
static void
take_round(struct file *file)
{
	struct approval_progress progress;
	struct route_acts acts = { 0 };

	for (size_t i = 0; i < file->all.count; i++) {
		const struct ledger_approval_act *a = &file->all.items[i];

		if (a->kind == ACT_SUBMIT)
			acts.count = 0;
		list_push(file->arena, &acts, ((struct route_act){ (size_t)a->step, (enum route_act_kind)a->kind, (enum route_as)a->as, a->account,
		    a->at, a->remark, a->outside, a->day }));
		file->round = a->round;
	}
	progress = approval_progress(&file->approval, &acts);
	if (progress.state == file->now->play.approvals[file->at])
		file->acts = acts;
}

/* The route of the round under way is the one it began with; else the one in force. */
static struct err *
take_route(struct file *file)
{
	struct str id = file->now->book->approvals.items[file->at].route, path = arena_printf(file->arena, "routes/%.*s.yaml", STR_ARG(id));
	bool is_under_way = file->now->play.approvals[file->at] != APPROVAL_NONE && file->all.count > 0;

	if (is_under_way) {
		file->route_digest = file->all.items[file->all.count - 1].route_digest;
		TRY(ledger_playbook_text(file->desk->cases->ledger, file->route_digest, file->arena, &file->route_text));
	} else {
		TRY(respond_knowledge(file->desk, path, file->arena, &file->route_text));
		file->route_digest = digest_of(file->route_text, file->arena);
	}
	return route_read(file->route_text, path, file->arena, &file->route);
}

/* The largest sum the case speaks of: what 専決 is measured by must not be understated. */
static struct fact
amount_of(const struct case_now *now, struct arena *arena)
{
	struct fact amount = { 0 };

	for (size_t i = 0; i < now->book->fields.count; i++) {
		int64_t sum;

		if (!respond_sum(&now->book->fields.items[i], now->values[i].text, arena, &sum))
			continue;
		if (!amount.known || sum > amount.value)
			amount = (struct fact){ true, sum };
	}
	return amount;
}

static struct err *
load_file(const struct respond_desk *desk, struct case_now *now, struct str name, struct arena *arena, struct file *ret_file)
{
	struct file file = { .desk = desk, .now = now, .at = NO_INDEX, .arena = arena, .compartment = now->book->compartments.items[0] };

	for (size_t i = 0; i < now->book->approvals.count; i++)
		if (str_eq(now->book->approvals.items[i].id, name) || (name.len == 0 && now->book->approvals.count == 1))
			file.at = i;
	if (file.at == NO_INDEX)
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no approval \"{name}\"."), ARG("number", now->head.number), ARG("name", name));
	file.name = now->book->approvals.items[file.at].id;
	*ret_file = file;
	TRY(ledger_approval_acts(desk->cases->ledger, now->head.id, ret_file->name, take_act, ret_file, arena));
	TRY(take_route(ret_file));
	ret_file->approval.route = ret_file->route;
	ret_file->approval.facts[ROUTE_AMOUNT] = amount_of(now, arena);
	ret_file->approval.facts[ROUTE_IMMEDIATE] = now->play.predicates[PREDICATE_IMMEDIATE];
	ret_file->approval.facts[ROUTE_SEALED] = (struct fact){ true, now->head.sealed };
	if (ret_file->all.count > 0)
		TRY(ledger_approval_seats(desk->cases->ledger, now->head.id, ret_file->name, ret_file->all.items[ret_file->all.count - 1].round,
		    take_seat, ret_file, arena));
	ret_file->approval.seats = ret_file->seats.items;
	ret_file->approval.seats_count = ret_file->seats.count;
	take_round(ret_file);
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- acting */

static struct str
office_word(struct str office, enum lang lang)
{
	int value;

	return enum_find(&office_names, office, &value) ? str_of(catalogue_text(lang, office_text(1u << value))) : office;
}

static struct route_actor
route_actor_of(const struct actor *actor, struct arena *arena)
{
	struct str_list offices = { 0 };

	for (size_t i = 0; i < office_names.count; i++)
		if ((actor->offices & (1u << i)) != 0)
			list_push(arena, &offices, str_of(office_names.names[i]));
	return (struct route_actor){ actor->account, offices.items, offices.count, actor->lang, office_word };
}

/* Those who are asked by name, by their logins; each must have the step's office, or nobody could act in his place. */
static struct err *
seat_all(struct file *file, const struct approval_doing *doing)
{
	struct ledger *ledger = file->desk->cases->ledger;

	file->seats.count = 0;
	for (size_t i = 0; i < doing->asks_count; i++) {
		size_t step = NO_INDEX;
		int64_t account;

		for (size_t j = 0; j < file->route->steps.count; j++)
			if (str_eq(file->route->steps.items[j].id, doing->asks[i].step))
				step = j;
		if (step == NO_INDEX)
			return err_new(file->arena, ERR_NOT_FOUND, M("The route {route} has no step \"{step}\"."), ARG("route", file->route->id),
			    ARG("step", doing->asks[i].step));
		TRY(ledger_account_find(ledger, doing->asks[i].login, file->arena, &account));
		if (account == 0)
			return err_new(file->arena, ERR_NOT_FOUND, M("There is no account \"{login}\"."), ARG("login", doing->asks[i].login));
		list_push(file->arena, &file->seats, ((struct route_seat){ step, account }));
	}
	file->approval.seats = file->seats.items;
	file->approval.seats_count = file->seats.count;
	return NULL;
}

static struct err *
seal_text(const struct file *file, int64_t number, struct str text, struct str *ret_blob)
{
	struct place place = { file->now->head.id, file->compartment,
		arena_printf(file->arena, "approval/%.*s/%lld", STR_ARG(file->name), (long long)number) };

	*ret_blob = STR("");
	return text.len == 0 ? NULL : content_seal(file->desk->cases->vault, file->now->head.sealed, &place, text, file->arena, ret_blob);
}

static struct err *
keep_act(struct file *file, const struct route_act *act)
{
	struct ledger *ledger = file->desk->cases->ledger;
	bool begins = act->kind == ACT_SUBMIT;
	struct ledger_approval_act put = { .number = (int64_t)file->all.count + 1, .round = file->round + begins, .step = (int64_t)act->step,
		.kind = act->kind, .as = act->as, .account = act->account, .at = act->at, .day = act->day, .route_digest = file->route_digest };

	TRY(seal_text(file, put.number, act->remark, &put.remark));
	TRY(seal_text(file, put.number, act->number, &put.outside));
	TRY(ledger_approval_act_put(ledger, file->now->head.id, file->name, &put, file->arena));
	if (!begins)
		return NULL;
	TRY(ledger_playbook_keep(ledger, file->route_digest, arena_printf(file->arena, "route/%.*s", STR_ARG(file->route->id)), file->route->since,
	    file->route_text, file->arena));
	for (size_t i = 0; i < file->seats.count; i++)
		TRY(ledger_approval_seat_put(ledger, file->now->head.id, file->name,
		    &(struct ledger_approval_seat){ put.round, (int64_t)file->seats.items[i].step, file->seats.items[i].account }, file->arena));
	return NULL;
}

/* What stands in the timeline: 「合議: 同意（代決）　意見」. */
static struct str
act_words(const struct file *file, const struct route_act *act, enum lang lang)
{
	struct str step = words_in(&file->route->steps.items[act->step].title, lang);
	struct str what = str_of(catalogue_text(lang, route_act_text(act->kind))), as = str_of(catalogue_text(lang, route_as_text(act->as)));
	struct str words = arena_printf(file->arena, "%.*s: %.*s", STR_ARG(step), STR_ARG(what));

	if (act->as != AS_HIMSELF)
		words = arena_printf(file->arena, "%.*s (%.*s)", STR_ARG(words), STR_ARG(as));
	if (act->number.len > 0)
		words = arena_printf(file->arena, "%.*s %.*s %.*s", STR_ARG(words), STR_ARG(act->number), STR_ARG(day_format(act->day, file->arena)));
	if (act->remark.len > 0)
		words = arena_printf(file->arena, "%.*s — %.*s", STR_ARG(words), STR_ARG(act->remark));
	return words;
}

struct acting { const struct respond_desk *desk; struct str name; const struct approval_doing *doing; };

static struct err *
act_within(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	const struct acting *acting = context;
	const struct approval_doing *doing = acting->doing;
	struct route_actor who = route_actor_of(actor, arena);
	struct route_act act = { .kind = doing->kind, .as = doing->as, .account = actor->account, .at = at, .remark = doing->remark,
		.number = doing->outside, .day = doing->day };
	struct approval_progress progress;
	struct file file;

	TRY(load_file(acting->desk, now, acting->name, arena, &file));
	if (doing->kind == ACT_SUBMIT)
		TRY(seat_all(&file, doing));
	TRY(approval_may(&file.approval, &file.acts, &who, &act, arena));
	TRY(keep_act(&file, &act));
	TRY(case_entry(now, actor, ENTRY_APPROVAL, arena_printf(arena, "%.*s/%s", STR_ARG(file.name), enum_name(&route_act_names, (int)act.kind)), 0,
	    STR(""), act_words(&file, &act, actor->lang), at, arena));
	if (act.kind == ACT_SUBMIT)
		file.acts.count = 0;
	list_push(arena, &file.acts, act);
	progress = approval_progress(&file.approval, &file.acts);
	return progress.state == now->play.approvals[file.at] ? NULL : case_approval_set(now, actor, file.at, progress.state, at, arena);
}

struct err *
approval_act(const struct respond_desk *desk, const struct actor *actor, struct str number, struct str name,
    const struct approval_doing *doing, int64_t now, struct arena *arena)
{
	struct acting acting = { desk, name, doing };

	return case_within(desk->cases, actor, number, 0, now, act_within, &acting, arena);
}

/* -------------------------------------------------------------------------------------- handed over */

struct reseating {
	const struct respond_desk   *desk;
	struct str                   name;
	const struct ledger_account *from, *to;
	int64_t                      moved;
};

static bool
has_acted(const struct file *file, size_t step, int64_t account)
{
	for (size_t i = 0; i < file->acts.count; i++)
		if (file->acts.items[i].kind == ACT_AGREE && file->acts.items[i].step == step && file->acts.items[i].account == account)
			return true;
	return false;
}

static struct err *
reseat_one(struct reseating *r, struct file *file, size_t place, const struct actor *actor, int64_t at)
{
	const struct route_step *step = &file->route->steps.items[file->seats.items[place].step];
	struct ledger_approval_seat seat = { file->round, (int64_t)file->seats.items[place].step, r->from->id };
	struct ledger *ledger = file->desk->cases->ledger;
	bool there = false;
	int office;

	if (enum_find(&office_names, step->by, &office) && ((unsigned)r->to->offices & 1u << office) == 0)
		return err_new(file->arena, ERR_CONFLICT, M("{login} has not the office that the step \"{step}\" asks: {office}."), ARG("login", r->to->login),
		    ARG("step", words_in(&step->title, actor->lang)), ARG("office", office_word(step->by, actor->lang)));
	for (size_t i = 0; i < file->seats.count; i++)
		there = there || (file->seats.items[i].step == file->seats.items[place].step && file->seats.items[i].account == r->to->id);
	TRY(ledger_approval_seat_drop(ledger, file->now->head.id, file->name, &seat, file->arena));
	seat.account = r->to->id;
	if (!there)
		TRY(ledger_approval_seat_put(ledger, file->now->head.id, file->name, &seat, file->arena));
	r->moved++;
	TRY(case_entry(file->now, actor, ENTRY_APPROVAL, arena_printf(file->arena, "%.*s/reseat", STR_ARG(file->name)), 0, STR(""),
	    catalogue_say(file->arena, actor->lang, M("{step}: {to} is asked in place of {from}"), ARG("step", words_in(&step->title, actor->lang)),
	        ARG("to", r->to->name), ARG("from", r->from->name)), at, file->arena));
	return case_audit(file->now, actor, "approval.reseat", arena_printf(file->arena, "approval/%.*s", STR_ARG(file->name)), STR(""), at, file->arena);
}

static struct err *
reseat_within(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	struct reseating *r = context;
	struct approval_progress progress;
	struct file file;

	r->moved = 0;
	for (size_t i = 0; i < now->book->approvals.count; i++)
		if (str_eq(now->book->approvals.items[i].id, r->name) && now->play.approvals[i] != APPROVAL_PENDING)
			return NULL;
	TRY(load_file(r->desk, now, r->name, arena, &file));
	progress = approval_progress(&file.approval, &file.acts);
	if (progress.step == NO_INDEX)
		return NULL;
	for (size_t i = 0; i < file.seats.count; i++)
		if (file.seats.items[i].account == r->from->id && file.seats.items[i].step >= progress.step &&
		    !has_acted(&file, file.seats.items[i].step, r->from->id))
			TRY(reseat_one(r, &file, i, actor, at));
	return NULL;
}

struct err *
approval_reseat(const struct respond_desk *desk, const struct actor *actor, struct str number, struct str name, const struct ledger_account *from,
    const struct ledger_account *to, int64_t now, struct arena *arena, int64_t *ret_moved)
{
	struct reseating reseating = { desk, name, from, to, 0 };

	TRY(case_within(desk->cases, actor, number, 0, now, reseat_within, &reseating, arena));
	*ret_moved = reseating.moved;
	return NULL;
}

/* ----------------------------------------------------------------------------------------------- seeing */

static struct str
name_of(const struct file *file, int64_t account)
{
	struct ledger_account row;

	if (ledger_account_get(file->desk->cases->ledger, account, file->arena, &row) != NULL)
		return STR("?");
	return row.name.len > 0 ? row.name : row.login;
}

static void
show_steps(const struct file *file, enum lang lang, struct approval_view *view)
{
	for (size_t i = 0; i < file->route->steps.count; i++) {
		const struct route_step *step = &file->route->steps.items[i];
		struct approval_step_view *shown = list_add(file->arena, &view->steps);

		*shown = (struct approval_step_view){ .id = step->id, .title = words_in(&step->title, lang),
			.kind = str_of(enum_name(&route_step_names, (int)step->kind)), .office = office_word(step->by, lang), .all = step->all,
			.delegate = office_word(step->delegate_to, lang), .deputy = office_word(step->deputy, lang) };
		for (size_t j = 0; j < file->seats.count; j++)
			if (file->seats.items[j].step == i)
				list_push(file->arena, &shown->asked, name_of(file, file->seats.items[j].account));
	}
}

static void
show_acts(const struct file *file, enum lang lang, struct approval_view *view)
{
	for (size_t i = 0; i < file->all.count; i++) {
		const struct ledger_approval_act *act = &file->all.items[i];
		struct str step = (size_t)act->step < file->route->steps.count ? words_in(&file->route->steps.items[act->step].title, lang) : STR("");

		list_push(file->arena, &view->acts, ((struct approval_act_view){ .number = act->number, .at = act->at, .by = name_of(file, act->account),
		    .step = step, .what = str_of(catalogue_text(lang, route_act_text((enum route_act_kind)act->kind))),
		    .as = act->as == AS_HIMSELF ? STR("") : str_of(catalogue_text(lang, route_as_text((enum route_as)act->as))), .remark = act->remark,
		    .outside = act->outside, .day = act->day }));
	}
}

/* As if somebody were named at each step: whether one may submit it does not hang on whom one is about to name. */
static struct approval
with_names(const struct file *file)
{
	struct approval named = file->approval;
	struct route_seat *seats = ARENA_ARRAY(file->arena, struct route_seat, file->route->steps.count);

	for (size_t i = 0; i < file->route->steps.count; i++)
		seats[i] = (struct route_seat){ i, 0 };
	named.seats = seats;
	named.seats_count = file->route->steps.count;
	return named;
}

static void
show_may(const struct file *file, const struct actor *actor, struct approval_view *view)
{
	struct route_actor who = route_actor_of(actor, file->arena);
	struct approval named = with_names(file);

	for (int kind = 0; kind < ACT_KINDS; kind++)
		for (int as = AS_HIMSELF; as <= (kind == ACT_AGREE ? AS_DEPUTY : AS_HIMSELF); as++) {
			struct route_act act = { .kind = (enum route_act_kind)kind, .as = (enum route_as)as, .account = actor->account,
				.remark = STR("?"), .number = STR("?"), .day = 0 };
			struct str name = str_of(route_act_names.names[kind]);

			if (approval_may(kind == ACT_SUBMIT ? &named : &file->approval, &file->acts, &who, &act, file->arena) != NULL)
				continue;
			list_push(file->arena, &view->may, as == AS_HIMSELF ? name : arena_printf(file->arena, "%.*s/%s", STR_ARG(name), route_as_names.names[as]));
		}
}

static void
show_waiting(const struct file *file, const struct approval_progress *progress, enum lang lang, struct approval_view *view)
{
	const struct approval_step_view *step;

	if (progress->step == NO_INDEX)
		return;
	assert(view->steps.items != NULL);
	step = &view->steps.items[progress->step];
	view->waits = step->title;
	view->waits_for = step->asked;
	if (step->asked.count == 0)
		list_push(file->arena, &view->waits_for, office_word(file->route->steps.items[progress->step].by, lang));
}

static void
show_file(const struct file *file, const struct actor *actor, struct approval_view *view)
{
	const struct play_approval *asked = &file->now->book->approvals.items[file->at];
	struct approval_progress progress = approval_progress(&file->approval, &file->acts);

	*view = (struct approval_view){ .casefile = file->now->head.number, .label = file->now->head.neutral, .name = asked->id,
		.title = words_in(&asked->title, actor->lang), .route = file->route->id, .route_title = words_in(&file->route->title, actor->lang),
		.state = str_of(enum_name(&approval_state_names, (int)progress.state)), .view_open = progress.view_open };
	show_steps(file, actor->lang, view);
	show_acts(file, actor->lang, view);
	show_waiting(file, &progress, actor->lang, view);
	show_may(file, actor, view);
}

struct err *
approval_show(const struct respond_desk *desk, const struct actor *actor, struct str number, struct str name, int64_t now,
    struct arena *arena, struct approval_view *ret_view)
{
	struct case_now *case_now = ARENA_NEW(arena, struct case_now);
	struct file file;

	TRY(case_load(desk->cases, actor, number, now, arena, case_now));
	TRY(load_file(desk, case_now, name, arena, &file));
	show_file(&file, actor, ret_view);
	return NULL;
}

struct open_list { LIST(struct ledger_approval_open) items; struct arena *arena; };

static struct err *
take_open(void *context, const struct ledger_approval_open *open, struct arena *arena)
{
	struct open_list *list = context;

	(void)arena;
	list_push(list->arena, &list->items, ((struct ledger_approval_open){ open->casefile, arena_copy(list->arena, open->number),
	    arena_copy(list->arena, open->name) }));
	return NULL;
}

/* What waits for somebody: an answer, or 後閲. */
static bool
is_waiting(const struct approval_view *view)
{
	return view->view_open || str_eq(view->state, str_of(enum_name(&approval_state_names, APPROVAL_PENDING)));
}

struct err *
approval_list(const struct respond_desk *desk, const struct actor *actor, bool mine, int64_t now, struct arena *arena,
    struct approval_list_view *ret_list)
{
	struct open_list open = { .arena = arena };
	struct approval_list_view list = { 0 };

	TRY(ledger_approvals_open(desk->cases->ledger, take_open, &open, arena));
	for (size_t i = 0; i < open.items.count; i++) {
		struct approval_view view;
		struct err *err = approval_show(desk, actor, open.items.items[i].number, open.items.items[i].name, now, arena, &view);

		if (err != NULL && (err->code == ERR_NOT_FOUND || err->code == ERR_LOCKED))
			continue;      /* not his to see, or sealed at the moment */
		TRY(err);
		if (is_waiting(&view) && (!mine || view.may.count > 0))
			list_push(arena, &list.approvals, view);
	}
	*ret_list = list;
	return NULL;
}
