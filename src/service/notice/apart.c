/*
 * apart.c - notices where several organisations share a home: out of the knowledge base, which is everybody's.
 */
#include "service/notice/parts.h"
#include "service/people/actor.h"

struct err *
notice_home_is_alone(struct ledger *ledger, struct arena *arena, bool *ret_alone)
{
	struct ledger_org_rows orgs;

	TRY(ledger_org_list(ledger, arena, &orgs));
	*ret_alone = orgs.count <= 1;
	return NULL;
}

bool
notice_asks(enum ledger_notice_kind kind, bool alone)
{
	return kind != LEDGER_NOTICE_WEAKNESS || !alone;
}

/* Asked under the lock: whoever makes another organisation meanwhile takes out afterwards what goes in now. */
struct err *
notice_import_begin(const struct notice_desk *desk, int64_t now, struct arena *arena, struct kb_import **ret_import)
{
	const struct kb_feed feed = { .source = SOURCE_OWN, .name = NOTICE_FEED, .contract = KB_PARTIAL };
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	bool alone;

	*ret_import = NULL;
	TRY(kb_import_begin(desk->home->kb_path, now, arena, &import));
	TRY(notice_home_is_alone(desk->cases->ledger, arena, &alone));
	if (!alone)
		return NULL;
	TRY(kb_import_feed(import, &feed, arena));
	*ret_import = import;
	import = NULL;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- taken out */

static struct err *
is_held(const struct home *home, int64_t now, struct arena *arena, bool *ret_held)
{
	struct kb *kb KB_SCOPE = NULL;
	struct kb_source *sources;
	size_t count;

	*ret_held = false;
	TRY(home_kb(home->path, arena, &kb));
	TRY(kb_sources(kb, now, arena, &sources, &count));
	for (size_t i = 0; i < count; i++)
		*ret_held = *ret_held || str_eq(sources[i].name, NOTICE_FEED);
	return NULL;
}

/* Whatever was found by a notice is found by it no more, in whose register it may be. */
static struct err *
judge_in_each(struct ledger *ledger, const struct ledger_org_rows *orgs, enum lang lang, int64_t now, struct arena *arena)
{
	struct ledger_judging judging = { .asked_at = now, .who = actor_program().login, .lang = lang == LANG_JA ? STR("ja") : STR("en") };

	for (size_t i = 0; i < orgs->count; i++) {
		TRY(ledger_org_use(ledger, orgs->items[i].id, arena));
		TRY(ledger_judging_ask(ledger, &judging, arena));
	}
	return NULL;
}

struct err *
notice_keep_apart(const struct home *home, struct ledger *ledger, enum lang lang, int64_t now, struct arena *arena)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	int64_t own = ledger_org(ledger);
	struct ledger_org_rows orgs;
	struct kb_result result;
	struct err *err;
	bool held;

	TRY(ledger_org_list(ledger, arena, &orgs));
	TRY(is_held(home, now, arena, &held));
	if (orgs.count <= 1 || !held)
		return NULL;
	TRY(kb_import_begin(home->kb_path, now, arena, &import));
	TRY(kb_import_forget(import, NOTICE_FEED, arena));
	TRY(kb_import_finish(import, arena, &result));
	err = judge_in_each(ledger, &orgs, lang, now, arena);
	TRY(ledger_org_use(ledger, own, arena));
	return err;
}
