/*
 * proposals.c - what waits for a second person, in words, and settled.
 */
#include "service/casefile/proposals.h"

#include "base/catalogue.h"
#include "service/casefile/share.h"
#include "service/key/key.h"

/* ------------------------------------------------------------------------------------------- in words */

static struct str
offices_said(const struct str_list *offices, enum lang lang, struct arena *arena)
{
	struct str_list words = { 0 };
	int office;

	for (size_t i = 0; i < offices->count; i++)
		if (enum_find(&office_names, offices->items[i], &office))
			list_push(arena, &words, str_of(catalogue_text(lang, office_text(1U << office))));
	return arena_join(arena, words.items, words.count, str_of(catalogue_text(lang, M(", "))));
}

/* "account/12" and "+administrator" as people say it. */
static struct err *
office_proposal_words(struct ledger *ledger, const struct proposal_view *view, enum lang lang, struct arena *arena, struct str *ret_words)
{
	struct str id = view->object, rest = view->detail, word;
	struct ledger_account account;
	struct str_list offices = { 0 };
	int64_t number;

	while (str_split(&rest, ' ', &word))
		list_push(arena, &offices, str_from(word, 1));
	if (!str_take(&id, STR("account/")) || !str_to_i64(id, &number))
		return NULL;
	TRY(ledger_account_get(ledger, number, arena, &account));
	*ret_words = catalogue_say(arena, lang, M("{login} ({name}) is given the office: {offices}"), ARG("login", account.login),
	    ARG("name", account.name), ARG("offices", offices_said(&offices, lang, arena)));
	return NULL;
}

/* "grant/3" and "case/7 read,export": what it opens to whom is for those who see the case. */
static struct err *
grant_proposal_words(struct ledger *ledger, const struct proposal_view *view, enum lang lang, struct arena *arena, struct str *ret_words)
{
	struct str id = view->object, casefile, rights;
	struct ledger_case head;
	int64_t number;

	(void)str_cut(view->detail, ' ', &casefile, &rights);
	if (!str_take(&id, STR("grant/")) || !str_take(&casefile, STR("case/")) || !str_to_i64(casefile, &number))
		return NULL;
	TRY(ledger_case_find(ledger, STR(""), number, arena, &head));
	*ret_words = catalogue_say(arena, lang, M("grant {grant} in the case {case}: {rights}"), ARG("grant", id),
	    ARG("case", head.number), ARG("rights", case_grant_words(rights, lang, arena)));
	return NULL;
}

struct err *
proposal_words(struct ledger *ledger, const struct proposal_view *view, enum lang lang, struct arena *arena, struct str *ret_words)
{
	*ret_words = arena_printf(arena, "%.*s %.*s %.*s", STR_ARG(view->kind), STR_ARG(view->object), STR_ARG(view->detail));
	if (str_eq(view->kind, STR("erase")))
		*ret_words = catalogue_say(arena, lang, M("the key of compartment {compartment} of {case} is destroyed for good"),
		    ARG("compartment", view->detail), ARG("case", str_from(view->object, sizeof("case/") - 1)));
	if (str_eq(view->kind, STR("grant")))
		return grant_proposal_words(ledger, view, lang, arena, ret_words);
	return str_eq(view->kind, STR("office")) ? office_proposal_words(ledger, view, lang, arena, ret_words) : NULL;
}

/* --------------------------------------------------------------------------------------------- settled */

struct err *
proposal_settle_any(const struct case_desk *desk, const struct actor *actor, int64_t id, bool confirm, int64_t now, struct arena *arena,
    struct proposal_settled *ret_settled)
{
	struct case_desk own = *desk;
	struct key_erasing erasing = { .vault = desk->vault };
	const struct proposal_kind grant = { "grant", &own, case_grant_settle }, erase = key_erase_kind(&erasing);
	const struct proposal_kind *const kinds[] = { &proposal_office, &grant, &erase };
	struct proposal_settled settled = { .left_in = STR("") };

	TRY(proposal_settle(desk->ledger, actor, id, confirm, kinds, ARRAY_LEN(kinds), now, arena, &settled.proposal));
	settled.erased = erasing.wrapped.len > 0;
	if (settled.erased)
		TRY(vault_scrub(erasing.vault, erasing.wrapped, arena, &settled.left_in));
	*ret_settled = settled;
	return NULL;
}
