#include "service/session/session.h"

#include "base/hash.h"
#include "service/people/secret.h"
#include "store/ledger/people.h"
#include "store/ledger/web.h"

static const char *const state_words[] = { "open", "over", "ended" };
static const char *const state_texts[] = { M("In use"), M("Ran out"), M("Signed out") };
static const struct enum_names state_names = ENUM_WORDS(state_words, state_texts);
static const struct field view_fields[] = {
	FIELD(struct session_view, id, FIELD_INT),
	FIELD(struct session_view, login, FIELD_STR),
	FIELD(struct session_view, name, FIELD_STR),
	FIELD(struct session_view, address, FIELD_STR),
	FIELD(struct session_view, agent, FIELD_STR),
	FIELD(struct session_view, began_at, FIELD_INSTANT),
	FIELD(struct session_view, seen_at, FIELD_INSTANT),
	FIELD(struct session_view, ended_at, FIELD_INSTANT),
	FIELD_WORD(struct session_view, state, &state_names),
};
const struct schema session_view_schema = SCHEMA("session", struct session_view, view_fields);

enum { SEEN_EVERY_S = 60, AGENT_MOST = 200 };

static struct err *
no_session(struct arena *arena)
{
	return err_new(arena, ERR_FORBIDDEN, M("You are not signed in, or were away for long: sign in again."));
}

static bool
is_over(const struct ledger_session *row, int64_t now)
{
	return now >= row->began_at + SESSION_HOURS * INSTANT_HOUR || now >= row->seen_at + SESSION_IDLE_MINUTES * 60 * INSTANT_SECOND;
}

/* ------------------------------------------------------------------------------------- begun and found */

struct beginning { const struct actor *actor; struct ledger_session row; struct str digest; };

static struct err *
begin(struct ledger *ledger, void *context, struct arena *arena)
{
	struct beginning *beginning = context;

	TRY(ledger_web_sweep(ledger, beginning->row.began_at - SESSION_KEPT_DAYS * INSTANT_DAY, arena));
	TRY(ledger_session_add(ledger, &beginning->row, beginning->digest, arena, &beginning->row.id));
	return ledger_audit(ledger, beginning->actor->login, beginning->row.began_at, STR("session.begin"),
	    arena_printf(arena, "session/%lld", (long long)beginning->row.id), STR(""), arena);
}

struct err *
session_begin(struct ledger *ledger, const struct actor *actor, struct str address, struct str agent, int64_t now, struct arena *arena,
    struct str *ret_secret)
{
	struct str secret = token_new(arena);
	struct beginning beginning = { actor, { .account = actor->account, .address = address, .agent = str_sub(agent, 0, AGENT_MOST), .began_at = now },
		secret_digest(secret, arena) };

	/* What a browser calls itself is its own word. */
	if (!str_is_text(beginning.row.agent))
		beginning.row.agent = STR("");
	TRY(ledger_write(ledger, begin, &beginning, arena));
	*ret_secret = secret;
	return NULL;
}

static struct str
csrf_of(struct str secret, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, "csrf ", 5);
	sha256_add(&sum, secret.ptr, secret.len);
	return sha256_hex(&sum, arena);
}

struct err *
session_find(struct ledger *ledger, struct str secret, int64_t now, struct arena *arena, struct session *ret_session)
{
	struct ledger_session row;

	if (!token_is_whole(secret))
		return no_session(arena);
	TRY(ledger_session_find(ledger, secret_digest(secret, arena), arena, &row));
	if (row.id == 0 || row.ended_at != INSTANT_NONE || is_over(&row, now))
		return no_session(arena);
	*ret_session = (struct session){ .id = row.id, .csrf = csrf_of(secret, arena), .until = row.began_at + SESSION_HOURS * INSTANT_HOUR };
	TRY(actor_of_account(ledger, row.account, VIA_WEB, arena, &ret_session->actor));
	TRY(actor_see_not_over(&ret_session->actor, now, arena));
	return now - row.seen_at < SEEN_EVERY_S * INSTANT_SECOND ? NULL : ledger_session_seen(ledger, row.id, now, arena);
}

/* ---------------------------------------------------------------------------------------------- ended */

struct ending { const struct actor *actor; int64_t id, now; };

static struct err *
end(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;

	TRY(ledger_session_end(ledger, ending->id, ending->now, arena));
	return ledger_audit(ledger, ending->actor->login, ending->now, STR("session.end"),
	    arena_printf(arena, "session/%lld", (long long)ending->id), STR(""), arena);
}

static struct err *
is_among(struct ledger *ledger, int64_t account, int64_t id, int64_t now, struct arena *arena)
{
	struct ledger_sessions rows;

	TRY(ledger_session_list(ledger, account, now - SESSION_KEPT_DAYS * INSTANT_DAY, arena, &rows));
	for (size_t i = 0; i < rows.count; i++)
		if (rows.items[i].id == id)
			return NULL;
	return err_new(arena, ERR_NOT_FOUND, M("There is no such session."));
}

struct err *
session_end(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena)
{
	struct ending ending = { actor, id, now };

	TRY(is_among(ledger, (actor->offices & OFFICE_ADMINISTRATOR) != 0 ? 0 : actor->account, id, now, arena));
	return ledger_write(ledger, end, &ending, arena);
}

static struct err *
end_others(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct ending *ending = context;

	TRY(ledger_session_end_all(ledger, ending->actor->account, ending->id, ending->now, arena));
	return ledger_audit(ledger, ending->actor->login, ending->now, STR("session.end_others"),
	    arena_printf(arena, "account/%lld", (long long)ending->actor->account), STR(""), arena);
}

struct err *
session_end_others(struct ledger *ledger, const struct actor *actor, int64_t but, int64_t now, struct arena *arena)
{
	struct ending ending = { actor, but, now };

	return ledger_write(ledger, end_others, &ending, arena);
}

/* ---------------------------------------------------------------------------------------------- shown */

struct err *
session_list(struct ledger *ledger, const struct actor *actor, bool all, int64_t now, struct arena *arena, struct session_views *ret_views)
{
	struct ledger_sessions rows;

	*ret_views = (struct session_views){ 0 };
	if (all)
		TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(ledger_session_list(ledger, all ? 0 : actor->account, now - SESSION_KEPT_DAYS * INSTANT_DAY, arena, &rows));
	for (size_t i = 0; i < rows.count; i++) {
		const struct ledger_session *row = &rows.items[i];

		list_push(arena, ret_views, ((struct session_view){ row->id, row->login, row->name, row->address, row->agent, row->began_at,
		    row->seen_at, row->ended_at, row->ended_at != INSTANT_NONE ? STR("ended") : is_over(row, now) ? STR("over") : STR("open") }));
	}
	return NULL;
}
