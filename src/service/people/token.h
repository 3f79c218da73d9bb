/*
 * token.h - tokens: what a program shows instead of a person. Made by a person for himself, shown once, kept as a digest.
 */
#pragma once
#include "service/people/actor.h"

enum { TOKEN_DAYS = 90, TOKEN_DAYS_MOST = 366 };       /* how long one holds unless told otherwise, and at most */

struct token_view {
	int64_t         id;
	struct str      login, name;
	struct str_list scopes;                /* scope_names                                     */
	int64_t         made_at, until, used_at;
	struct str      state;                 /* "in_force" "over" "withdrawn"                   */
	struct str      token;                 /* the token itself, of a new one; else ""         */
};
struct token_views { LIST(struct token_view) tokens; };
extern const struct schema token_view_schema, token_views_schema;

/* "read,write" into bits; ERR_USAGE names the word that is none. */
CHECKED struct err *scopes_parse(struct str text, struct arena *arena, unsigned *ret_scopes);
/* ERR_FORBIDDEN to who came by a token himself; ERR_USAGE when it would hold longer than TOKEN_DAYS_MOST or has ended already. */
CHECKED struct err *token_make(struct ledger *ledger, const struct actor *actor, struct str name, unsigned scopes, int64_t until, int64_t now,
    struct arena *arena, struct token_view *ret_view);
/* One's own; as administrator those of a login, or all (""). */
CHECKED struct err *token_list(struct ledger *ledger, const struct actor *actor, struct str login, bool all, int64_t now, struct arena *arena,
    struct token_views *ret_views);
/* One's own; as administrator any. */
CHECKED struct err *token_withdraw(struct ledger *ledger, const struct actor *actor, int64_t id, int64_t now, struct arena *arena);
