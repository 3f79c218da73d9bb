/*
 * link.c - what a case is about: findings, systems, advisories, other cases, tickets, products, vendors, units.
 *
 * A link that comes while tasks of its kind run brings its own task; one that goes takes its open task with it.
 */
#include "base/limits.h"
#include "service/casefile/parts.h"

/* What the ledger must know already, and how one says that it does not. */
static const struct { bool must; const char *unknown; } known[] = {
	[LINK_FINDING]  = { true, M("There is no finding \"{name}\": tsukuroi finding list shows their numbers.") },
	[LINK_SYSTEM]   = { true, M("There is no system \"{name}\" in the ledger.") },
	[LINK_ADVISORY] = { false, NULL },
	[LINK_CASE]     = { true, M("There is no case \"{name}\", or you may not read it.") },
	[LINK_TICKET]   = { false, NULL },
	[LINK_PRODUCT]  = { false, NULL },
	[LINK_VENDOR]   = { false, NULL },
	[LINK_UNIT]     = { true, M("There is no unit \"{name}\" in the ledger.") },
};

/* A finding is written as what it is, so that its link can be read after it has gone. */
static struct err *
find_finding(const struct case_now *now, struct str text, int64_t at, struct arena *arena, int64_t *ret_target, struct str *ret_content)
{
	struct ledger_finding_detail detail;
	uint64_t id;
	struct err *err;

	if (!str_to_u64(text, &id) || id > INT64_MAX)
		return NULL;
	err = ledger_finding_get(now->desk->ledger, (int64_t)id, at, arena, &detail);
	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? NULL : err;
	*ret_target = (int64_t)id;
	*ret_content = arena_printf(arena, "%.*s, %.*s, %.*s", STR_ARG(detail.row.about.name), STR_ARG(detail.row.product_name),
	    STR_ARG(detail.row.system_name));
	return NULL;
}

static struct err *
find_target(const struct case_now *now, const struct actor *actor, const struct case_target *target, int64_t at, struct arena *arena,
    int64_t *ret_target, struct str *ret_content)
{
	struct case_now other;
	struct err *err;

	*ret_target = 0;
	*ret_content = target->text;
	if (target->kind == LINK_FINDING)
		TRY(find_finding(now, target->text, at, arena, ret_target, ret_content));
	else
		TRY(ledger_case_target(now->desk->ledger, target->kind, target->text, arena, ret_target));
	if (target->kind == LINK_CASE && *ret_target != 0) {
		err = case_load_head(now->desk, actor, STR(""), *ret_target, at, arena, &other);
		if (err != NULL && err->code != ERR_NOT_FOUND)
			return err;
		if (err != NULL || *ret_target == now->head.id)
			*ret_target = 0;
	}
	if (*ret_target == 0 && known[target->kind].must)
		return err_new(arena, ERR_NOT_FOUND, known[target->kind].unknown, ARG("name", target->text));
	return NULL;
}

static bool
is_linked(const struct case_now *now, enum case_link kind, int64_t target, struct str content)
{
	for (size_t i = 0; i < now->links.count; i++) {
		const struct ledger_case_link *link = &now->links.items[i];

		if (link->kind == kind && (target != 0 ? link->target == target : str_eq(link->content, content)))
			return true;
	}
	return false;
}

struct err *
case_link_one(struct case_now *now, const struct actor *actor, const struct case_target *target, int64_t at, struct arena *arena)
{
	size_t place = target->compartment.len == 0 ? 0 : case_compartment(now->book, target->compartment);
	struct ledger_case_link put = { .casefile = now->head.id, .kind = target->kind, .by = actor->account, .at = at,
		.withdrawn_at = INSTANT_NONE };
	struct str content;

	if (place == NO_INDEX)
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no part \"{part}\", or you do not see it."),
		    ARG("number", now->head.number), ARG("part", target->compartment));
	TRY(case_text(target->text, LIMIT_CASE_TITLE, arena));
	if (target->text.len == 0)
		return err_new(arena, ERR_USAGE, M("Say what the case is to be linked with."));
	TRY(find_target(now, actor, target, at, arena, &put.target, &content));
	if (is_linked(now, put.kind, put.target, content))
		return err_new(arena, ERR_CONFLICT, M("The case {number} is linked with \"{name}\" already."), ARG("number", now->head.number),
		    ARG("name", target->text));
	put.compartment = now->book->compartments.items[place];
	TRY(ledger_case_link_id(now->desk->ledger, arena, &put.id));
	TRY(case_entry(now, actor, ENTRY_LINK, arena_printf(arena, "%s/%lld", enum_name(&case_link_names, (int)put.kind), (long long)put.id), place,
	    STR(""), content, at, arena));
	TRY(case_seal(now, put.compartment, arena_printf(arena, "link/%lld", (long long)put.id), content, arena, &put.content));
	TRY(ledger_case_link_put(now->desk->ledger, &put, arena));
	put.content = content;
	list_push(arena, &now->links, put);
	return NULL;
}

/* ------------------------------------------------------------------------------------ tasks that follow */

static bool
runs(const struct case_now *now, size_t task)
{
	if (!index_has(&now->book->tasks.items[task].in, now->play.state))
		return false;
	for (size_t i = 0; i < now->play.tasks.count; i++)
		if (now->play.tasks.items[i].task == task && now->play.tasks.items[i].state != TASK_DROPPED)
			return true;
	return false;
}

static struct err *
start_following(struct case_now *now, const struct actor *actor, int64_t at, struct arena *arena)
{
	size_t count;

	for (size_t i = 0; i < now->book->tasks.count; i++)
		if (now->book->tasks.items[i].each != EACH_ONE && runs(now, i))
			TRY(case_start_task(now, actor, i, at, arena, &count));
	return NULL;
}

struct err *
case_link_now(struct case_now *now, const struct actor *actor, const struct case_target *target, int64_t at, struct arena *arena, int64_t *ret_link)
{
	size_t place;

	TRY(case_compartment_need(now, target->compartment, RIGHT_EDIT, arena, &place));
	TRY(case_link_one(now, actor, target, at, arena));
	*ret_link = now->links.items[now->links.count - 1].id;
	TRY(start_following(now, actor, at, arena));
	return case_audit(now, actor, "case.link", arena_printf(arena, "link/%lld", (long long)*ret_link), STR(""), at, arena);
}

static struct err *
link(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	int64_t id;

	return case_link_now(now, actor, context, at, arena, &id);
}

struct err *
case_link(const struct case_desk *desk, const struct actor *actor, struct str number, const struct case_target *target, int64_t now,
    struct arena *arena)
{
	struct case_target all = *target;

	return case_within(desk, actor, number, 0, now, link, &all, arena);
}

/* ----------------------------------------------------------------------------------------- and the end */

static struct err *
unlink_one(struct case_now *now, const struct actor *actor, int64_t at, void *context, struct arena *arena)
{
	int64_t id = *(const int64_t *)context;
	size_t at_link = SIZE_MAX;
	struct ledger_case_link link;

	for (size_t i = 0; i < now->links.count; i++)
		if (now->links.items[i].id == id && case_sees(now, now->links.items[i].compartment))
			at_link = i;
	if (at_link == SIZE_MAX)
		return err_new(arena, ERR_NOT_FOUND, M("The case {number} has no link {id}: tsukuroi case show {number} lists them."),
		    ARG("number", now->head.number), ARG_N("id", id));
	link = now->links.items[at_link];
	TRY(case_need(now, RIGHT_EDIT, case_compartment(now->book, link.compartment), arena));
	TRY(ledger_case_link_withdraw(now->desk->ledger, id, actor->account, at, arena));
	now->links.items[at_link] = now->links.items[--now->links.count];
	TRY(case_entry(now, actor, ENTRY_UNLINKED, arena_printf(arena, "%s/%lld", enum_name(&case_link_names, (int)link.kind), (long long)id),
	    case_compartment(now->book, link.compartment), link.content, STR(""), at, arena));
	TRY(case_drop_orphans(now, actor, at, arena));
	return case_audit(now, actor, "case.unlink", arena_printf(arena, "link/%lld", (long long)id), STR(""), at, arena);
}

struct err *
case_unlink(const struct case_desk *desk, const struct actor *actor, struct str number, int64_t link_id, int64_t now, struct arena *arena)
{
	return case_within(desk, actor, number, 0, now, unlink_one, &link_id, arena);
}
