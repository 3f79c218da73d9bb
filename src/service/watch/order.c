/*
 * order.c - watches: who sees which, made, changed, ended.
 */
#include "service/people/account.h"
#include "service/search.h"
#include "service/watch/parts.h"
#include "store/ledger/people.h"

static const struct field watch_fields[] = {
	FIELD(struct watch_view, id, FIELD_INT),
	FIELD(struct watch_view, revision, FIELD_INT),
	FIELD(struct watch_view, name, FIELD_STR),
	FIELD(struct watch_view, unit, FIELD_STR),
	FIELD(struct watch_view, owner, FIELD_STR),
	FIELD(struct watch_view, products, FIELD_STR),
	FIELD(struct watch_view, words, FIELD_STR),
	FIELD(struct watch_view, severity, FIELD_STR),
	FIELD(struct watch_view, source, FIELD_STR),
	FIELD(struct watch_view, cwe, FIELD_STR),
	FIELD(struct watch_view, kev, FIELD_BOOL),
	FIELD(struct watch_view, ours, FIELD_BOOL),
	FIELD(struct watch_view, registered, FIELD_BOOL),
	FIELD(struct watch_view, mail, FIELD_BOOL),
	FIELD(struct watch_view, terms, FIELD_INT),
	FIELD(struct watch_view, hits, FIELD_INT),
	FIELD(struct watch_view, unread, FIELD_INT),
	FIELD(struct watch_view, unchecked, FIELD_INT),
	FIELD(struct watch_view, needed, FIELD_INT),
	FIELD(struct watch_view, any_terms, FIELD_BOOL),
	FIELD(struct watch_view, any_unread, FIELD_BOOL),
	FIELD(struct watch_view, any_needed, FIELD_BOOL),
	FIELD(struct watch_view, looked_at, FIELD_INSTANT),
	FIELD(struct watch_view, error, FIELD_STR),
};
const struct schema watch_view_schema = SCHEMA("watch", struct watch_view, watch_fields);
static const struct field list_fields[] = {
	FIELD_OF(struct watch_list_view, watches, FIELD_LIST, &watch_view_schema),
	FIELD(struct watch_list_view, unread, FIELD_INT),
};
const struct schema watch_list_schema = SCHEMA("watches", struct watch_list_view, list_fields);

/* ------------------------------------------------------------------------------------------------- seeing */

static bool
is_of_unit(const struct ledger_memberships *memberships, struct str unit)
{
	for (size_t i = 0; i < memberships->count; i++)
		if (str_eq(memberships->items[i].unit_name, unit))
			return true;
	return false;
}

bool
watch_looks_inside(const struct ledger_watch *watch)
{
	return watch->ours != 0 || watch->registered != 0;
}

static bool
sees(const struct actor *actor, const struct ledger_memberships *memberships, const struct ledger_watch *watch)
{
	if (watch_looks_inside(watch) && !actor_sees_house(actor))
		return false;
	return watch->account == actor->account || (watch->unit.len > 0 && is_of_unit(memberships, watch->unit));
}

struct err *
watch_all_seen(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct ledger_watches *ret_watches)
{
	struct ledger_memberships memberships;
	struct ledger_watches all;

	*ret_watches = (struct ledger_watches){ 0 };
	TRY(ledger_memberships(ledger, actor->account, arena, &memberships));
	TRY(ledger_watches(ledger, actor->account, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (sees(actor, &memberships, &all.items[i]))
			list_push(arena, ret_watches, all.items[i]);
	return NULL;
}

struct err *
watch_seen(struct ledger *ledger, const struct actor *actor, int64_t id, struct arena *arena, struct ledger_watch *ret_watch)
{
	struct ledger_watches seen;

	TRY(watch_all_seen(ledger, actor, arena, &seen));
	for (size_t i = 0; i < seen.count; i++)
		if (seen.items[i].id == id) {
			*ret_watch = seen.items[i];
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("There is no watch {number} of yours or of your units."), ARG_N("number", id));
}

static int64_t
count_lines(struct str text)
{
	struct str line;
	int64_t count = 0;

	while (str_line(&text, &line))
		count += str_trim_space(line).len > 0;
	return count;
}

struct watch_view
watch_view_of(const struct ledger_watch *watch)
{
	int64_t terms = count_lines(watch->products) + count_lines(watch->words);

	return (struct watch_view){ .id = watch->id, .revision = watch->revision, .name = watch->name, .unit = watch->unit, .owner = watch->login,
		.products = watch->products, .words = watch->words, .severity = watch->severity, .source = watch->source, .cwe = watch->cwe, .kev = watch->kev != 0,
		.ours = watch->ours != 0, .registered = watch->registered != 0, .mail = watch->mail != 0, .terms = terms,
		.hits = watch->hits, .unread = watch->unread, .unchecked = watch->unchecked, .needed = watch->needed, .any_terms = terms > 0, .any_unread = watch->unread > 0,
		.any_needed = watch->needed > 0, .looked_at = watch->looked_at,
		.error = watch->error };
}

struct err *
watch_list(const struct watch_desk *desk, const struct actor *actor, struct arena *arena, struct watch_list_view *ret_list)
{
	struct ledger_watches seen;

	*ret_list = (struct watch_list_view){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(watch_all_seen(desk->ledger, actor, arena, &seen));
	for (size_t i = 0; i < seen.count; i++) {
		list_push(arena, &ret_list->watches, watch_view_of(&seen.items[i]));
		ret_list->unread += seen.items[i].unread;
	}
	return NULL;
}

struct err *
watch_get(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct watch_view *ret_watch)
{
	struct ledger_watch watch;

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(watch_seen(desk->ledger, actor, id, arena, &watch));
	*ret_watch = watch_view_of(&watch);
	return NULL;
}

struct err *
watch_stand(const struct watch_desk *desk, const struct actor *actor, int64_t id, struct arena *arena, struct stand *ret_stand)
{
	struct watch_view watch;

	*ret_stand = (struct stand){ 0 };
	TRY(watch_get(desk, actor, id, arena, &watch));
	stand_put(ret_stand, "name", M("Name"), watch.name, arena);
	stand_put(ret_stand, "products", M("Products to watch"), watch.products, arena);
	stand_put(ret_stand, "words", M("Words to watch"), watch.words, arena);
	stand_put(ret_stand, "severity", M("Severity"), watch.severity, arena);
	stand_put(ret_stand, "source", M("Source"), watch.source, arena);
	stand_put(ret_stand, "cwe", M("Kind of weakness (CWE)"), watch.cwe, arena);
	stand_put(ret_stand, "kev", M("Known to be exploited (KEV)"), watch.kev ? STR("yes") : STR(""), arena);
	stand_put(ret_stand, "ours", M("Only what touches what is registered here"), watch.ours ? STR("yes") : STR(""), arena);
	stand_put(ret_stand, "register", M("The products that are registered here"), watch.registered ? STR("yes") : STR(""), arena);
	stand_put(ret_stand, "unit", M("Who sees it"), watch.unit, arena);
	stand_put(ret_stand, "mail", M("News by mail"), watch.mail ? STR("yes") : STR(""), arena);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------- orders */

/* Each line once, without what stands around it. */
static struct err *
take_lines(struct str text, struct arena *arena, struct str *ret_lines)
{
	struct str_list lines = { 0 };
	struct str line;

	if (text.len > WATCH_TEXT_MOST)
		return err_new(arena, ERR_LIMIT, M("A watch has at most {most} bytes of products and of words."), ARG_N("most", WATCH_TEXT_MOST));
	while (str_line(&text, &line)) {
		line = str_trim_space(line);
		if (line.len == 0 || str_is_one_of(line, lines.items, lines.count))
			continue;
		if (!people_is_line(line, WATCH_NAME_MOST))
			return err_new(arena, ERR_USAGE, M("\"{line}\" cannot be watched: a product or words are one line of at most {most} bytes."), ARG("line", line),
			    ARG_N("most", WATCH_NAME_MOST));
		list_push(arena, &lines, line);
	}
	if (lines.count > WATCH_LINES_MOST)
		return err_new(arena, ERR_LIMIT, M("A watch has at most {most} products and as many words: make several."), ARG_N("most", WATCH_LINES_MOST));
	*ret_lines = arena_join(arena, lines.items, lines.count, STR("\n"));
	return NULL;
}

static struct err *
check_unit(struct ledger *ledger, const struct actor *actor, struct str unit, struct arena *arena)
{
	struct ledger_memberships memberships;
	int64_t id = 0;

	if (unit.len == 0)
		return NULL;
	TRY(ledger_unit_find(ledger, unit, arena, &id));
	if (id == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no unit \"{name}\" in the ledger."), ARG("name", unit));
	TRY(ledger_memberships(ledger, actor->account, arena, &memberships));
	if (!is_of_unit(&memberships, unit))
		return err_new(arena, ERR_FORBIDDEN, M("You do not belong to the unit \"{name}\": a watch is one's own or one's unit's."), ARG("name", unit));
	return NULL;
}

static struct err *
row_of(const struct watch_desk *desk, const struct actor *actor, const struct watch_order *order, struct arena *arena, struct ledger_watch *row)
{
	row->name = str_trim_space(order->name);
	row->unit = str_trim_space(order->unit);
	row->severity = order->severity;
	row->source = order->source;
	row->cwe = str_trim_space(order->cwe);
	row->kev = order->kev;
	row->ours = order->ours;
	row->registered = order->registered;
	row->mail = order->mail;
	if (row->name.len == 0 || !people_is_line(row->name, WATCH_NAME_MOST))
		return err_new(arena, ERR_USAGE, M("A watch needs a name: one line of at most {most} bytes."), ARG_N("most", WATCH_NAME_MOST));
	TRY(take_lines(order->products, arena, &row->products));
	TRY(take_lines(order->words, arena, &row->words));
	TRY(search_check(&(struct search_wish){ .severity = row->severity, .source = row->source, .cwe = row->cwe, .since = DAY_NONE, .until = DAY_NONE }, arena));
	if (row->products.len + row->words.len + row->cwe.len == 0 && !order->kev && !order->registered && !order->ours)
		return err_new(arena, ERR_USAGE, M("Say what is to be watched: a product, words, a kind of weakness, or what is registered."));
	if (watch_looks_inside(row) && !actor_sees_house(actor))
		return err_new(arena, ERR_FORBIDDEN, M("What is registered in the whole house is watched by who sees all of it."));
	return check_unit(desk->ledger, actor, row->unit, arena);
}

struct err *
watch_audit(struct ledger *ledger, const struct actor *actor, const char *verb, int64_t id, int64_t now, struct arena *arena)
{
	return ledger_audit(ledger, actor->login, now, str_of(verb), arena_printf(arena, "watch/%lld", (long long)id), STR(""), arena);
}

struct doing { const struct actor *actor; struct ledger_watch row; int64_t now; bool set; };

static struct err *
add(struct ledger *ledger, void *context, struct arena *arena)
{
	struct doing *doing = context;

	TRY(ledger_watch_put(ledger, &doing->row, arena, &doing->row.id));
	return watch_audit(ledger, doing->actor, "watch.add", doing->row.id, doing->now, arena);
}

/* What it finds at once is known; when that fails, the running home looks again. */
static struct err *
look_at_once(const struct watch_desk *desk, int64_t id, int64_t now, struct arena *arena)
{
	struct kb *kb KB_SCOPE = NULL;
	struct ledger_watches all;
	struct watch_alerts alerts;
	int64_t news;

	TRY(kb_open(desk->home->kb_path, arena, &kb));
	TRY(watch_alerts_gather(kb, now, arena, &alerts));
	TRY(ledger_watches(desk->ledger, 0, arena, &all));
	for (size_t i = 0; i < all.count; i++)
		if (all.items[i].id == id)
			TRY(watch_look_one(desk, kb, &alerts, &all.items[i], now, arena, &news));
	return NULL;
}

struct err *
watch_add(const struct watch_desk *desk, const struct actor *actor, const struct watch_order *order, int64_t now, struct arena *arena, int64_t *ret_id)
{
	struct doing doing = { actor, { .account = actor->account, .made_at = now, .made_by = actor->login }, now, false };

	TRY(actor_need(actor, OFFICES_ALL, SCOPE_WRITE, arena));
	TRY(row_of(desk, actor, order, arena, &doing.row));
	TRY(ledger_write(desk->ledger, add, &doing, arena));
	*ret_id = doing.row.id;
	return look_at_once(desk, doing.row.id, now, arena);
}

static struct err *
set(struct ledger *ledger, void *context, struct arena *arena)
{
	struct doing *doing = context;

	TRY(ledger_watch_set(ledger, &doing->row, arena, &doing->set));
	return doing->set ? watch_audit(ledger, doing->actor, "watch.change", doing->row.id, doing->now, arena) : NULL;
}

struct err *
watch_set(const struct watch_desk *desk, const struct actor *actor, int64_t id, int64_t revision, const struct watch_order *order, int64_t now,
    struct arena *arena)
{
	struct doing doing = { .actor = actor, .now = now };

	TRY(actor_need(actor, OFFICES_ALL, SCOPE_WRITE, arena));
	TRY(watch_seen(desk->ledger, actor, id, arena, &doing.row));
	doing.row.revision = revision;
	TRY(row_of(desk, actor, order, arena, &doing.row));
	TRY(ledger_write(desk->ledger, set, &doing, arena));
	if (!doing.set)
		return err_new(arena, ERR_CONFLICT, M("Somebody changed this watch meanwhile: look at it again."));
	return look_at_once(desk, id, now, arena);
}

static struct err *
end(struct ledger *ledger, void *context, struct arena *arena)
{
	struct doing *doing = context;

	TRY(ledger_watch_end(ledger, doing->row.id, doing->now, arena));
	return watch_audit(ledger, doing->actor, "watch.end", doing->row.id, doing->now, arena);
}

struct err *
watch_end(const struct watch_desk *desk, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct doing doing = { .actor = actor, .now = now };

	TRY(actor_need(actor, OFFICES_ALL, SCOPE_WRITE, arena));
	TRY(watch_seen(desk->ledger, actor, id, arena, &doing.row));
	return ledger_write(desk->ledger, end, &doing, arena);
}
