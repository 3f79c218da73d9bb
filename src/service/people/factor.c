#include "service/people/factor.h"

#include <liboath/oath.h>
#include "base/buf.h"
#include "base/crypt.h"
#include "service/people/secret.h"

static const struct field totp_fields[] = { FIELD(struct totp_view, secret, FIELD_STR), FIELD(struct totp_view, uri, FIELD_STR) };
const struct schema totp_view_schema = SCHEMA("second_factor", struct totp_view, totp_fields);

/* --------------------------------------------------------------------------------- the secret, kept */

static struct str
about(int64_t account, struct arena *arena)
{
	return arena_printf(arena, "totp/%lld", (long long)account);
}

static struct err *
keep_secret(const struct people_vault *vault, int64_t account, struct str secret, struct arena *arena, struct str *ret_blob)
{
	*ret_blob = secret;
	return vault == NULL ? NULL : vault->seal(vault->context, about(account, arena), secret, arena, ret_blob);
}

static struct err *
read_secret(const struct people_vault *vault, int64_t account, struct str blob, struct arena *arena, struct str *ret_secret)
{
	*ret_secret = blob;
	return vault == NULL ? NULL : vault->read(vault->context, about(account, arena), blob, arena, ret_secret);
}

/* ------------------------------------------------------------------------------------ is a code right */

/*
 * The step of a code, among now and one before and after; 0 when it is none of them, or not later than the last that was taken. liboath
 * gives the distance only, so each step is asked for itself.
 */
static int64_t
step_of_code(struct str secret, struct str code, int64_t last_step, int64_t now)
{
	char expected[TOTP_DIGITS + 1];
	int64_t step = now / INSTANT_SECOND / TOTP_STEP_S, found = 0;

	for (int64_t at = step - 1; at <= step + 1; at++) {
		if (oath_totp_generate(secret.ptr, secret.len, (time_t)(at * TOTP_STEP_S), TOTP_STEP_S, 0, TOTP_DIGITS, expected) != OATH_OK)
			return 0;
		if (at > last_step && found == 0 && crypt_same(str_of(expected), code))
			found = at;
	}
	crypt_wipe(expected, sizeof(expected));
	return found;
}

static struct err *
take_paper_code(struct ledger *ledger, int64_t account, struct str typed, int64_t now, struct arena *arena, bool *ret_right)
{
	struct str digest = secret_digest(typed, arena);
	int64_t left;

	TRY(ledger_codes_left(ledger, account, digest, arena, &left));
	*ret_right = left > 0;
	return left > 0 ? ledger_code_use(ledger, account, digest, now, arena) : NULL;
}

struct err *
factor_take(struct ledger *ledger, int64_t account, struct str code, const struct people_vault *vault, int64_t now, struct arena *arena,
    bool *ret_right)
{
	struct str typed = code_fold(code, arena), secret;
	struct ledger_totp totp;
	int64_t step;

	*ret_right = false;
	TRY(ledger_totp_get(ledger, account, arena, &totp));
	if (totp.secret.len == 0 || totp.confirmed_at == INSTANT_NONE)
		return NULL;
	if (typed.len != TOTP_DIGITS)
		return take_paper_code(ledger, account, typed, now, arena, ret_right);
	TRY(read_secret(vault, account, totp.secret, arena, &secret));
	step = step_of_code(secret, typed, totp.last_step, now);
	*ret_right = step != 0;
	return step != 0 ? ledger_totp_step(ledger, account, step, now, arena) : NULL;
}

/* --------------------------------------------------------------------------------------- made, confirmed */

static struct str
percent_encoded(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < text.len; i++) {
		if (char_is_alnum(text.ptr[i]) || str_find_char(STR("-._~"), text.ptr[i]) != SIZE_MAX)
			buf_add_char(&out, text.ptr[i]);
		else
			buf_addf(&out, "%%%02X", (unsigned)(unsigned char)text.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

/* As programs on telephones read it: the label says whose it is, the issuer which home. */
static struct str
uri_of(struct str secret, struct str login, struct str organisation, struct arena *arena)
{
	struct str issuer = percent_encoded(organisation.len > 0 ? organisation : STR("Tsukuroi"), arena);

	return arena_printf(arena, "otpauth://totp/%.*s:%.*s?secret=%.*s&issuer=%.*s&algorithm=SHA1&digits=%d&period=%d", STR_ARG(issuer),
	    STR_ARG(percent_encoded(login, arena)), STR_ARG(secret), STR_ARG(issuer), TOTP_DIGITS, TOTP_STEP_S);
}

struct factor_work {
	const struct actor        *actor;
	struct str                 login, secret, code;
	const struct people_vault *vault;
	int64_t                    now;
	struct str_list            codes;
};

static struct err *
note(struct ledger *ledger, const struct factor_work *work, const char *verb, int64_t account, struct arena *arena)
{
	return ledger_audit(ledger, work->actor->login, work->now, str_of(verb), arena_printf(arena, "account/%lld", (long long)account),
	    STR(""), arena);
}

static struct err *
make(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct factor_work *work = context;
	int64_t account = work->actor->account;
	struct ledger_totp totp;
	struct str blob;

	TRY(ledger_totp_get(ledger, account, arena, &totp));
	if (totp.confirmed_at != INSTANT_NONE)
		return err_new(arena, ERR_CONFLICT, M("A second factor is in use: end it first with \"tsukuroi account totp end\"."));
	TRY(keep_secret(work->vault, account, work->secret, arena, &blob));
	TRY(ledger_totp_put(ledger, account, blob, work->now, arena));
	return note(ledger, work, "account.totp.make", account, arena);
}

static struct str
upper(struct str text, struct arena *arena)
{
	char *letters = arena_cstr(arena, text);

	for (size_t i = 0; i < text.len; i++)
		if (char_is_lower(letters[i]))
			letters[i] = (char)(letters[i] - ('a' - 'A'));
	return str_of(letters);
}

struct err *
account_totp_make(struct ledger *ledger, const struct actor *actor, struct str organisation, const struct people_vault *vault, int64_t now,
    struct arena *arena, struct totp_view *ret_view)
{
	char *secret = arena_alloc(arena, TOTP_BYTES);
	struct factor_work work = { .actor = actor, .vault = vault, .now = now, .secret = { secret, TOTP_BYTES } };
	struct str text;

	TRY(actor_need(actor, 0, SCOPE_ADMIN, arena));
	crypt_random(secret, TOTP_BYTES);
	TRY(ledger_write(ledger, make, &work, arena));
	text = upper(base32_text(work.secret, arena), arena);
	*ret_view = (struct totp_view){ text, uri_of(text, actor->login, organisation, arena) };
	return NULL;
}

struct err *
account_totp_waiting(struct ledger *ledger, const struct actor *actor, struct str organisation, const struct people_vault *vault,
    struct arena *arena, struct totp_view *ret_view)
{
	struct ledger_totp totp;
	struct str secret, text;

	*ret_view = (struct totp_view){ STR(""), STR("") };
	TRY(actor_need(actor, 0, SCOPE_ADMIN, arena));
	TRY(ledger_totp_get(ledger, actor->account, arena, &totp));
	if (totp.secret.len == 0 || totp.confirmed_at != INSTANT_NONE)
		return NULL;
	TRY(read_secret(vault, actor->account, totp.secret, arena, &secret));
	text = upper(base32_text(secret, arena), arena);
	*ret_view = (struct totp_view){ text, uri_of(text, actor->login, organisation, arena) };
	return NULL;
}

static struct err *
confirm(struct ledger *ledger, void *context, struct arena *arena)
{
	struct factor_work *work = context;
	int64_t account = work->actor->account, step;
	struct ledger_totp totp;
	struct str_list digests = { 0 };
	struct str secret;

	TRY(ledger_totp_get(ledger, account, arena, &totp));
	if (totp.secret.len == 0)
		return err_new(arena, ERR_NOT_FOUND, M("No second factor was made: begin with \"tsukuroi account totp make\"."));
	TRY(read_secret(work->vault, account, totp.secret, arena, &secret));
	step = step_of_code(secret, code_fold(work->code, arena), totp.last_step, work->now);
	if (step == 0)
		return err_new(arena, ERR_FORBIDDEN,
		    M("The code is not that of this secret now: see that the clocks of this machine and of the telephone are right."));
	work->codes = (struct str_list){ 0 };
	for (int i = 0; i < PAPER_CODES; i++) {
		struct str code = code_new(arena);

		list_push(arena, &work->codes, code);
		list_push(arena, &digests, secret_digest(code_fold(code, arena), arena));
	}
	TRY(ledger_totp_step(ledger, account, step, work->now, arena));
	TRY(ledger_codes_put(ledger, account, digests.items, digests.count, arena));
	return note(ledger, work, "account.totp.confirm", account, arena);
}

struct err *
account_totp_confirm(struct ledger *ledger, const struct actor *actor, struct str code, const struct people_vault *vault, int64_t now,
    struct arena *arena, struct str_list *ret_codes)
{
	struct factor_work work = { .actor = actor, .vault = vault, .now = now, .code = code };

	TRY(actor_need(actor, 0, SCOPE_ADMIN, arena));
	TRY(ledger_write(ledger, confirm, &work, arena));
	*ret_codes = work.codes;
	return NULL;
}

static struct err *
end(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct factor_work *work = context;
	struct ledger_account account;

	TRY(account_of(ledger, work->login, arena, &account));
	TRY(ledger_totp_end(ledger, account.id, arena));
	return note(ledger, work, "account.totp.end", account.id, arena);
}

struct err *
account_totp_end(struct ledger *ledger, const struct actor *actor, struct str login, int64_t now, struct arena *arena)
{
	struct factor_work work = { .actor = actor, .login = login, .now = now };

	TRY(actor_need(actor, str_eq(actor->login, login) ? 0 : OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return ledger_write(ledger, end, &work, arena);
}
