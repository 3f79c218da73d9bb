/*
 * criteria_agree.c - editions of the criteria: proposed by one person, agreed to by an executive who is another, in force from their day.
 */
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "service/found/criteria.h"

static const char *const states[] = { "waiting", "agreed", "withdrawn" };
static const char *const state_words[] = { M("waits for agreement"), M("agreed to"), M("taken back") };
const struct enum_names edition_state_names = ENUM_WORDS(states, state_words);
static const struct field edition_fields[] = {
	FIELD(struct edition_view, id, FIELD_INT),
	FIELD(struct edition_view, since, FIELD_DAY),
	FIELD(struct edition_view, reason, FIELD_STR),
	FIELD(struct edition_view, proposed_name, FIELD_STR),
	FIELD(struct edition_view, agreed_name, FIELD_STR),
	FIELD_WORD(struct edition_view, state, &edition_state_names),
	FIELD(struct edition_view, proposed_at, FIELD_INSTANT),
	FIELD(struct edition_view, agreed_at, FIELD_INSTANT),
	FIELD(struct edition_view, may_agree, FIELD_BOOL),
};
const struct schema edition_view_schema = SCHEMA("edition", struct edition_view, edition_fields);
static const struct field list_fields[] = { FIELD_OF(struct edition_list, editions, FIELD_LIST, &edition_view_schema) };
const struct schema edition_list_schema = SCHEMA("editions", struct edition_list, list_fields);

enum { PROPOSERS = OFFICE_SECURITY | OFFICE_ADMINISTRATOR };

struct err *
criteria_propose(struct ledger *ledger, const struct actor *actor, struct str text, struct str reason, int64_t now, struct arena *arena, int64_t *ret_id)
{
	struct ledger_criteria edition = { .text = text, .reason = reason, .proposed_by = actor->account, .proposed_name = actor->name, .proposed_at = now };
	struct criteria criteria;

	TRY(actor_need(actor, PROPOSERS, SCOPE_WRITE, arena));
	TRY(criteria_read(text, STR("criteria"), arena, &criteria));
	if (reason.len == 0)
		return err_new(arena, ERR_USAGE, M("Say why the criteria are to change: the executive reads it."));
	if (criteria.since < instant_day(now, ZONE_JST))
		return err_new(arena, ERR_USAGE, M("The day from which they hold ({day}) is past: choose today or later."), ARG("day", day_format(criteria.since, arena)));
	edition.since = criteria.since;
	return ledger_criteria_put(ledger, &edition, actor->login, arena, ret_id);
}

/* ----------------------------------------------------------------------------------------------- drafts */

enum { DRAFT_MOST = 1 << 20 };

static struct str
draft_path(const struct home *home, struct str digest, const char *ending, struct arena *arena)
{
	return arena_printf(arena, "%.*s/drafts/%.*s%s", STR_ARG(home_criteria_dir(home, arena)), STR_ARG(digest), ending);
}

struct err *
criteria_draft_keep(const struct home *home, const struct actor *actor, struct str text, struct str reason, struct arena *arena, struct str *ret_digest)
{
	struct str dir = home_criteria_dir(home, arena);
	struct sha256 sum;

	TRY(actor_need(actor, PROPOSERS, SCOPE_WRITE, arena));
	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	*ret_digest = sha256_hex(&sum, arena);
	TRY(dir_make(path_join(arena, home->path, STR("criteria")), arena));
	TRY(dir_make(dir, arena));
	TRY(dir_make(path_join(arena, dir, STR("drafts")), arena));
	TRY(file_write(draft_path(home, *ret_digest, ".yaml", arena), text, arena));
	return file_write(draft_path(home, *ret_digest, ".txt", arena), reason, arena);
}

struct err *
criteria_draft(const struct home *home, const struct actor *actor, struct str digest, struct arena *arena, struct str *ret_text, struct str *ret_reason)
{
	bool is = digest.len == 64;

	TRY(actor_need(actor, PROPOSERS, SCOPE_READ, arena));
	for (size_t i = 0; i < digest.len && is; i++)
		is = char_is_hex(digest.ptr[i]);
	if (!is || !file_exists(draft_path(home, digest, ".yaml", arena), arena))
		return err_new(arena, ERR_NOT_FOUND, M("This draft is not kept here."));
	TRY(file_read(draft_path(home, digest, ".yaml", arena), DRAFT_MOST, arena, ret_text));
	return file_read(draft_path(home, digest, ".txt", arena), DRAFT_MOST, arena, ret_reason);
}

struct err *
criteria_edition(struct ledger *ledger, int64_t id, struct arena *arena, struct ledger_criteria *ret_edition)
{
	struct ledger_criteria_list list;

	TRY(ledger_criteria_all(ledger, arena, &list));
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i].id == id) {
			*ret_edition = list.items[i];
			return NULL;
		}
	return err_new(arena, ERR_NOT_FOUND, M("There is no edition {id} of the criteria."), ARG_N("id", id));
}

static struct err *
waiting(const struct ledger_criteria *edition, struct arena *arena)
{
	if (edition->agreed_by == 0 && edition->withdrawn_at == INSTANT_NONE)
		return NULL;
	return err_new(arena, ERR_CONFLICT, M("Edition {id} does not wait for agreement any more."), ARG_N("id", edition->id));
}

struct err *
criteria_agree(const struct home *home, struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct str dir = home_criteria_dir(home, arena);
	struct ledger_criteria edition;

	TRY(actor_need(actor, OFFICE_EXECUTIVE, SCOPE_WRITE, arena));
	TRY(criteria_edition(ledger, id, arena, &edition));
	TRY(waiting(&edition, arena));
	if (edition.proposed_by == actor->account)
		return err_new(arena, ERR_FORBIDDEN, M("Who proposed the criteria cannot agree to them: another executive does."));
	/* The record first: what is in force without one would be nobody's word. */
	TRY(ledger_criteria_settle(ledger, id, actor->account, actor->name, actor->login, now, arena));
	TRY(dir_make(path_join(arena, home->path, STR("criteria")), arena));
	TRY(dir_make(dir, arena));
	return file_write(path_join(arena, dir, arena_printf(arena, "%.*s.yaml", STR_ARG(day_format(edition.since, arena)))), edition.text, arena);
}

struct err *
criteria_withdraw(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct ledger_criteria edition;

	TRY(actor_need(actor, PROPOSERS | OFFICE_EXECUTIVE, SCOPE_WRITE, arena));
	TRY(criteria_edition(ledger, id, arena, &edition));
	TRY(waiting(&edition, arena));
	return ledger_criteria_settle(ledger, id, 0, STR(""), actor->login, now, arena);
}

struct err *
criteria_editions(struct ledger *ledger, const struct actor *actor, struct arena *arena, struct edition_list *ret_list)
{
	struct ledger_criteria_list list;

	*ret_list = (struct edition_list){ 0 };
	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(ledger_criteria_all(ledger, arena, &list));
	for (size_t i = 0; i < list.count; i++) {
		const struct ledger_criteria *one = &list.items[i];
		const char *state = one->agreed_by != 0 ? "agreed" : one->withdrawn_at != INSTANT_NONE ? "withdrawn" : "waiting";

		list_push(arena, &ret_list->editions, ((struct edition_view){ one->id, one->since, one->reason, one->proposed_name, one->agreed_name, str_of(state),
		    one->proposed_at, one->agreed_at, state[0] == 'w' && state[1] == 'a' && (actor->offices & OFFICE_EXECUTIVE) != 0 && one->proposed_by != actor->account }));
	}
	return NULL;
}
