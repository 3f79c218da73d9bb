/*
 * organisation.h - several organisations in one home: a prefecture that runs it for its municipalities.
 *
 * Every statement of the ledger binds one organisation's number, so nothing of one is seen in another. Each has its own accounts,
 * units, cases and audit; knowledge, criteria and settings of the machine are the home's; what one was told in a notice stays
 * out of that knowledge (service/notice). Administrators of the first one make the others, each with a link by which its own first administrator sets
 * it up (link.h): who made it cannot come in.
 */
#pragma once
#include "service/people/link.h"

struct organisation_view { int64_t id; struct str name; int64_t made_at; bool set_up; struct str link /* of a new one, or a renewed one; else "" */; };
struct organisation_views { LIST(struct organisation_view) organisations; };
extern const struct schema organisation_view_schema, organisation_views_schema;

/* For everybody who signs in: number and name. home_name: of the first one, while the ledger does not know it. */
CHECKED struct err *organisation_choices(struct ledger *ledger, struct str home_name, struct arena *arena, struct organisation_views *ret_views);
/* By name, or by number; 0: there is none such. */
CHECKED struct err *organisation_find(struct ledger *ledger, struct str home_name, struct str name, struct arena *arena, int64_t *ret_id);
/* The name of the one that the ledger speaks for. */
CHECKED struct err *organisation_name(struct ledger *ledger, struct str home_name, struct arena *arena, struct str *ret_name);

/* Administrators of the first one only; ERR_FORBIDDEN. */
CHECKED struct err *organisation_list(struct ledger *ledger, const struct actor *actor, struct str home_name, struct arena *arena,
    struct organisation_views *ret_views);
/* A new one; a new link for one that nobody has set up yet. ERR_CONFLICT: the name is taken; it is set up. */
CHECKED struct err *organisation_add(struct ledger *ledger, const struct actor *actor, struct str name, int64_t now, struct arena *arena,
    struct organisation_view *ret_view);
CHECKED struct err *organisation_invite(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena,
    struct organisation_view *ret_view);

/* Who has that token, in whichever organisation: the ledger speaks for that one from now on. Errors as actor_by_token. */
CHECKED struct err *organisation_of_token(struct ledger *ledger, struct str token, int64_t now, struct arena *arena, struct actor *ret_actor);
