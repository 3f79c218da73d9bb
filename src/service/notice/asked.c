/*
 * asked.c - notices as open questions: what each asks of which systems; and systems by a part of their name.
 */
#include "base/fold.h"
#include "model/report.h"
#include "service/notice/parts.h"

enum { SYSTEMS_NAMED_MOST = 50, NOTICES_MOST = 1000, AGAIN_DAYS = 180 };

static const struct field fields[] = {
	FIELD(struct notice_asked_view, number, FIELD_STR),
	FIELD_WORD(struct notice_asked_view, kind, &notice_kind_names),
	FIELD(struct notice_asked_view, title, FIELD_STR),
	FIELD(struct notice_asked_view, product, FIELD_STR),
	FIELD(struct notice_asked_view, condition, FIELD_STR),
	FIELD(struct notice_asked_view, sealed, FIELD_BOOL),
	FIELD(struct notice_asked_view, received_on, FIELD_DAY),
	FIELD(struct notice_asked_view, again_on, FIELD_DAY),
	FIELD(struct notice_asked_view, systems, FIELD_STRS),
	FIELD(struct notice_asked_view, open, FIELD_INT),
	FIELD(struct notice_asked_view, beyond, FIELD_INT),
	FIELD(struct notice_asked_view, any_beyond, FIELD_BOOL),
};
const struct schema notice_asked_schema = SCHEMA("notice_asked", struct notice_asked_view, fields);

static struct err *
add_asked(const struct notice_desk *desk, const struct ledger_notice *notice, int32_t today, struct arena *arena, struct notice_asked_list *list)
{
	struct notice_asked_view asked = { .number = notice->number, .kind = str_of(enum_name(&ledger_notice_kind_names, (int)notice->kind)),
		.sealed = notice_is_sealed(notice->tlp), .received_on = notice->received_on, .again_on = today + AGAIN_DAYS };
	struct notice_view view = { .row.asks = true, .text.product = notice->product };

	if (!asked.sealed)
		TRY(notice_open(desk, notice, arena, &view.text));
	TRY(notice_systems(desk, notice, today, arena, &view));
	asked.title = view.text.title;
	asked.product = view.text.product;
	asked.condition = view.text.condition;
	asked.open = view.row.open;
	for (size_t i = 0; i < view.systems.count && view.systems.items[i].open && asked.systems.count < SYSTEMS_NAMED_MOST; i++)
		list_push(arena, &asked.systems, view.systems.items[i].name);
	asked.beyond = asked.open - (int64_t)asked.systems.count;
	asked.any_beyond = asked.beyond > 0;
	if (asked.open > 0)
		list_push(arena, list, asked);
	return NULL;
}

struct err *
notice_asked(const struct notice_desk *desk, const struct actor *actor, int64_t now, struct arena *arena, struct notice_asked_list *ret_list)
{
	struct ledger_notices notices;
	bool alone;

	*ret_list = (struct notice_asked_list){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_notices(desk->cases->ledger, &(struct ledger_notice_query){ .kind = -1, .look_by = DAY_NONE, .most = NOTICES_MOST }, arena, &notices));
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	for (size_t i = 0; i < notices.count; i++)
		if (notice_asks(notices.items[i].kind, alone))
			TRY(add_asked(desk, &notices.items[i], instant_day(now, ZONE_JST), arena, ret_list));
	return NULL;
}

/* ------------------------------------------------------------------------------------- a part of a name */

struct liking { struct str part; size_t most; struct str_list names; struct arena *arena; };

static struct err *
take_name(void *context, const struct ledger_system *system, struct arena *scratch)
{
	struct liking *liking = context;

	if (liking->names.count < liking->most && str_find(fold_text(system->name, scratch), liking->part) != SIZE_MAX)
		list_push(liking->arena, &liking->names, arena_copy(liking->arena, system->name));
	return NULL;
}

struct err *
notice_systems_like(const struct notice_desk *desk, struct str part, size_t most, struct arena *arena, struct str_list *ret_names)
{
	struct liking liking = { fold_text(str_trim_space(part), arena), most, { 0 }, arena };

	if (liking.part.len > 0)
		TRY(ledger_systems(desk->cases->ledger, 0, take_name, &liking, arena));
	*ret_names = liking.names;
	return NULL;
}
