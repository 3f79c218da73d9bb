/*
 * people.c - bundles at the hands of people who are signed in: their rights, the audit, the record of media.
 */
#include "service/book.h"
#include "service/bundle/parts.h"

struct telling { const struct actor *actor; struct str verb, object; int64_t now; };

static struct err *
tell_audit(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct telling *telling = context;

	return ledger_audit(ledger, telling->actor->login, telling->now, telling->verb, telling->object, STR(""), arena);
}

static struct err *
keep_record(const struct home *home, const struct actor *actor, const struct bundle_wish *wish, const struct bundle_shown *shown, int64_t now, struct arena *arena)
{
	struct book_medium medium = { .file = wish->filename, .digest = shown->sha256, .medium = wish->medium, .approver = wish->approver,
		.purpose = wish->purpose, .party = wish->party };

	return wish->medium.len == 0 ? NULL : book_medium(home, &medium, actor->login, now, arena);
}

struct err *
bundle_take(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct bundle_wish *wish, int64_t now, struct arena *arena,
    struct bundle_taken *ret_taken)
{
	struct bundle_import import = { .path = wish->path, .accept = wish->accept, .now = now };
	struct telling telling = { actor, STR("bundle.import"), STR(""), now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY, SCOPE_WRITE, arena));
	*ret_taken = (struct bundle_taken){ 0 };
	if (wish->look)
		return bundle_verify(home, STR(""), wish->path, arena, &ret_taken->shown);
	TRY(bundle_import(home, &import, arena, ret_taken));
	telling.object = arena_printf(arena, "bundle/%.*s", STR_ARG(ret_taken->shown.id));
	TRY(ledger_write(ledger, tell_audit, &telling, arena));
	return keep_record(home, actor, wish, &ret_taken->shown, now, arena);
}

struct err *
bundle_trust_by(const struct home *home, struct ledger *ledger, const struct actor *actor, struct str key_file, int64_t now, struct arena *arena,
    struct str *ret_id)
{
	struct telling telling = { actor, STR("bundle.trust"), STR(""), now };

	TRY(actor_need(actor, OFFICE_ADMINISTRATOR, SCOPE_WRITE, arena));
	TRY(bundle_trust(home, key_file, arena, ret_id));
	telling.object = arena_printf(arena, "bundle-key/%.*s", STR_ARG(*ret_id));
	return ledger_write(ledger, tell_audit, &telling, arena);
}
