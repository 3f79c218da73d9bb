/*
 * oidc.c - setting out to a provider, and coming back.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/hash.h"
#include "format/json/json.h"
#include "service/people/identity.h"
#include "service/people/link.h"
#include "service/people/secret.h"
#include "service/session/oidc_parts.h"
#include "store/ledger/identity.h"
#include "store/ledger/people.h"

enum { CODE_MOST = 4000, WORD_MOST = 60 };

/* ------------------------------------------------------------------------------------ what is made of the secret */

static struct str
digest(struct str text, struct arena *arena)
{
	struct sha256 sum;
	struct str bytes = STR("");

	sha256_init(&sum);
	sha256_add(&sum, text.ptr, text.len);
	(void)crypt_unhex(sha256_hex(&sum, arena), arena, &bytes);
	return crypt_base64url(bytes, arena);
}

/* Texts of 43 signs, none of which says anything of the others: "state", "nonce", "verifier". */
static struct str
made_of(struct str secret, const char *what, struct arena *arena)
{
	return digest(arena_printf(arena, "oidc %s %.*s", what, STR_ARG(secret)), arena);
}

/* -------------------------------------------------------------------------------------------- setting out */

static struct str
way_to(const struct oidc *oidc, const struct oidc_provider *provider, struct str secret, struct str back, struct arena *arena)
{
	return arena_printf(arena, "%.*s%cresponse_type=code&scope=openid%%20profile%%20email&client_id=%.*s&redirect_uri=%.*s&state=%.*s&nonce=%.*s"
	    "&code_challenge=%.*s&code_challenge_method=S256", STR_ARG(provider->authorize), str_find_char(provider->authorize, '?') == SIZE_MAX ? '?' : '&',
	    STR_ARG(oidc_encoded(oidc->place->client, arena)), STR_ARG(oidc_encoded(back, arena)), STR_ARG(made_of(secret, "state", arena)),
	    STR_ARG(made_of(secret, "nonce", arena)), STR_ARG(digest(made_of(secret, "verifier", arena), arena)));
}

static struct err *
in_its_name(const struct oidc *oidc, struct err *err, struct arena *arena)
{
	return err == NULL ? NULL : err_wrap(arena, err, M("Signing in by {name}"), ARG("name", oidc->place->name));
}

struct err *
oidc_begin(struct ledger *ledger, const struct oidc *oidc, const struct oidc_start *start, int64_t now, struct arena *arena,
    struct oidc_way *ret_way)
{
	const struct ledger_arrival arrival = { start->account, str_sub(start->goal, 0, start->goal.len <= OIDC_GOAL_MOST ? start->goal.len : 0),
		now + OIDC_MINUTES * 60 * INSTANT_SECOND };
	struct str secret = token_new(arena);
	struct oidc_provider provider;

	TRY(in_its_name(oidc, oidc_learn(oidc, now, arena, &provider), arena));
	TRY(ledger_arrival_put(ledger, &arrival, secret_digest(secret, arena), now, arena));
	ret_way->url = way_to(oidc, &provider, secret, start->back, arena);
	ret_way->cookie = arena_printf(arena, "%lld.%.*s", (long long)ledger_org(ledger), STR_ARG(secret));
	return NULL;
}

/* ------------------------------------------------------------------------------------- the code for an ID token */

struct coming {
	const struct oidc         *oidc;
	const struct oidc_return  *returned;
	int64_t                    now;
	struct str                 secret;
	struct oidc_provider       provider;
	struct ledger_arrival      arrival;
	struct oidc_claims         claims;
	int64_t                    account;
	bool                       code_wanted;
};

static void
reader_cleanup(struct json_reader **reader)
{
	json_reader_free(*reader);
}
#define READER_SCOPE __attribute__((cleanup(reader_cleanup)))

/* A word of the standard in a sentence; what is none is not repeated. */
static struct str
word_of(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_lower(text.ptr[i]) && text.ptr[i] != '_')
			return STR("?");
	return text.len == 0 || text.len > WORD_MOST ? STR("?") : text;
}

/* RFC 6749 2.3.1: both encoded as in a form, then as RFC 7617 has it. */
static struct str
basic(const struct oidc_place *place, struct arena *arena)
{
	struct str text = crypt_base64url(arena_printf(arena, "%.*s:%.*s", STR_ARG(oidc_encoded(place->client, arena)),
	    STR_ARG(oidc_encoded(place->secret, arena))), arena);
	struct buf out BUF_SCOPE = { 0 };

	buf_add(&out, STR("Basic "));
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(&out, text.ptr[i] == '-' ? '+' : text.ptr[i] == '_' ? '/' : text.ptr[i]);
	for (size_t i = text.len; i % 4 != 0; i++)
		buf_add_char(&out, '=');
	return arena_copy(arena, buf_str(&out));
}

static struct oidc_question
code_question(const struct coming *coming, struct arena *arena)
{
	const struct oidc_place *place = coming->oidc->place;
	bool in_header = place->secret.len > 0 && !coming->provider.by_form;
	struct buf form BUF_SCOPE = { 0 };

	buf_addf(&form, "grant_type=authorization_code&code=%.*s&redirect_uri=%.*s&code_verifier=%.*s", STR_ARG(oidc_encoded(coming->returned->code, arena)),
	    STR_ARG(oidc_encoded(coming->returned->back, arena)), STR_ARG(made_of(coming->secret, "verifier", arena)));
	if (!in_header)
		buf_addf(&form, "&client_id=%.*s", STR_ARG(oidc_encoded(place->client, arena)));
	if (!in_header && place->secret.len > 0)
		buf_addf(&form, "&client_secret=%.*s", STR_ARG(oidc_encoded(place->secret, arena)));
	return (struct oidc_question){ coming->provider.token, arena_copy(arena, buf_str(&form)), in_header ? basic(place, arena) : STR("") };
}

static struct err *
no_token(const struct oidc_answer *answer, struct json document, struct arena *arena)
{
	struct str error = json_get_str(document, "error");

	if (str_eq(error, STR("invalid_grant")))
		return err_new(arena, ERR_FORBIDDEN, M("The provider does not take its own code: it was used already, or is too old."));
	if (str_eq(error, STR("invalid_client")) || str_eq(error, STR("unauthorized_client")))
		return err_new(arena, ERR_FORBIDDEN, M("The provider does not take this program for the one it knows: an administrator looks at oidc_client and its secret."));
	return err_new(arena, ERR_FORBIDDEN, M("The provider refused the code: status {status}, \"{error}\"."), ARG_N("status", answer->status),
	    ARG("error", arena_copy(arena, word_of(error))));
}

static struct err *
ask_for_token(const struct coming *coming, struct arena *arena, struct str *ret_token)
{
	struct json_reader *reader READER_SCOPE = json_reader_new();
	const struct oidc_question question = code_question(coming, arena);
	struct oidc_answer answer;
	struct json document = { 0 };

	TRY(coming->oidc->wire.ask(coming->oidc->wire.context, &question, arena, &answer));
	TRY(json_parse(reader, answer.body, arena, &document));
	if (answer.status != 200 || json_get_str(document, "id_token").len == 0)
		return no_token(&answer, document, arena);
	*ret_token = arena_copy(arena, json_get_str(document, "id_token"));
	return NULL;
}

/* Providers change their keys: one that is not known is asked for. */
static struct err *
check_signature(const struct coming *coming, const struct jose_token *token, struct arena *arena)
{
	struct jose_keys keys;
	bool known;
	struct err *err;

	TRY(oidc_learn_keys(coming->oidc, &coming->provider, false, coming->now, arena, &keys));
	err = jose_check(token, &keys, arena, &known);
	if (known || err == NULL)
		return err;
	TRY(oidc_learn_keys(coming->oidc, &coming->provider, true, coming->now, arena, &keys));
	return jose_check(token, &keys, arena, &known);
}

static struct err *
believe(struct coming *coming, struct arena *arena)
{
	struct jose_token token;
	struct err *err;
	struct str text;

	TRY(oidc_learn(coming->oidc, coming->now, arena, &coming->provider));
	if (coming->returned->issuer.len == 0 ? coming->provider.says_issuer : !str_eq(coming->returned->issuer, coming->oidc->place->issuer))
		return err_new(arena, ERR_FORBIDDEN, M("The answer is not that of this provider."));
	TRY(ask_for_token(coming, arena, &text));
	err = jose_token_parse(text, arena, &token);
	if (err != NULL)
		return err_make(arena, ERR_FORBIDDEN, ERR_WHERE, err, M("The answer cannot be used"), ERR_ARGS());
	TRY(check_signature(coming, &token, arena));
	return oidc_claims_check(token.content, coming->oidc->place, made_of(coming->secret, "nonce", arena), coming->now, arena, &coming->claims);
}

/* --------------------------------------------------------------------------------------------- coming back */

/* By the browser that set out, in time, for the first time. */
static struct err *
recognise(struct ledger *ledger, struct coming *coming, struct arena *arena)
{
	const struct oidc_return *returned = coming->returned;
	struct str number;
	struct err *err = link_follow(ledger, returned->cookie, arena);

	if (err != NULL && err->code != ERR_NOT_FOUND)
		return err;
	if (err != NULL || !str_cut(returned->cookie, '.', &number, &coming->secret) ||
	    !crypt_same(returned->state, made_of(coming->secret, "state", arena)))
		return err_new(arena, ERR_FORBIDDEN, M("It was not begun in this browser: begin again from the page for signing in."));
	TRY(ledger_arrival_take(ledger, secret_digest(coming->secret, arena), arena, &coming->arrival));
	if (coming->arrival.until == INSTANT_NONE || coming->now >= coming->arrival.until)
		return err_new(arena, ERR_FORBIDDEN, M("It was begun too long ago, or is over already: begin again from the page for signing in."));
	if (coming->arrival.account != 0 && coming->arrival.account != returned->account)
		return err_new(arena, ERR_FORBIDDEN, M("Somebody else is signed in here now than when it was begun."));
	if (str_eq(returned->error, STR("access_denied")))
		return err_new(arena, ERR_FORBIDDEN, M("It was called off there."));
	if (returned->error.len > 0 || returned->code.len == 0 || returned->code.len > CODE_MOST)
		return err_new(arena, ERR_FORBIDDEN, M("The provider answered \"{error}\"."), ARG("error", word_of(returned->error)));
	return NULL;
}

static struct err *
enter(struct ledger *ledger, void *context, struct arena *arena)
{
	struct coming *coming = context;
	const struct oidc_place *place = coming->oidc->place;
	struct ledger_account account = { 0 };

	coming->code_wanted = false;
	TRY(oidc_whose_account(ledger, place, &coming->claims, coming->now, arena, &coming->account));
	if (coming->account != 0)
		TRY(ledger_account_get(ledger, coming->account, arena, &account));
	if (coming->account == 0 || account.state != ACCOUNT_ACTIVE || account_is_over(&account, coming->now))
		return err_new(arena, ERR_FORBIDDEN, M("You have no account here that may be used so: ask an administrator, who links or unlocks it."));
	coming->code_wanted = account.second_factor != 0;
	return coming->code_wanted ? NULL : ledger_audit(ledger, account.login, coming->now, STR("account.enter_by"),
	    arena_printf(arena, "account/%lld", (long long)account.id), place->issuer, arena);
}

static struct err *
link_own(struct ledger *ledger, void *context, struct arena *arena)
{
	struct coming *coming = context;
	struct ledger_account account;

	coming->account = coming->arrival.account;
	TRY(ledger_account_get(ledger, coming->account, arena, &account));
	return identity_put(ledger, account.login, account.id, coming->oidc->place->issuer, coming->claims.subject, coming->now, arena);
}

struct refusing { int64_t now, account; const struct err *why; };

/* The sentence as it stands in the program, without what was put into it: nothing that came from elsewhere gets into the audit. */
static struct err *
write_refusal(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct refusing *refusing = context;
	const struct err *inner = refusing->why;
	struct ledger_account account = { .login = STR("(unknown)") };

	if (refusing->account != 0)
		TRY(ledger_account_get(ledger, refusing->account, arena, &account));
	while (inner->cause != NULL)
		inner = inner->cause;
	return ledger_audit(ledger, account.login, refusing->now, STR("account.refuse_by"), arena_printf(arena, "account/%lld", (long long)account.id),
	    str_of(inner->message), arena);
}

static struct err *
come(struct ledger *ledger, struct coming *coming, struct arena *arena, struct oidc_arrived *ret_arrived)
{
	TRY(recognise(ledger, coming, arena));
	TRY(believe(coming, arena));
	TRY(ledger_write(ledger, coming->arrival.account != 0 ? link_own : enter, coming, arena));
	*ret_arrived = (struct oidc_arrived){ .code_wanted = coming->code_wanted, .linked = coming->arrival.account != 0, .goal = coming->arrival.goal };
	return actor_of_account(ledger, coming->account, VIA_WEB, arena, &ret_arrived->actor);
}

struct err *
oidc_finish(struct ledger *ledger, const struct oidc *oidc, const struct oidc_return *returned, int64_t now, struct arena *arena,
    struct oidc_arrived *ret_arrived)
{
	struct coming coming = { .oidc = oidc, .returned = returned, .now = now };
	struct err *err = come(ledger, &coming, arena, ret_arrived);

	if (err != NULL)
		TRY(ledger_write(ledger, write_refusal, &(struct refusing){ now, coming.account, err }, arena));
	return in_its_name(oidc, err, arena);
}
