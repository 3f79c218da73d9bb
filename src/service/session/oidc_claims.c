/*
 * oidc_claims.c - what a provider says of itself and of a person, held against what is expected of it.
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "format/json/json.h"
#include "service/people/account.h"
#include "service/people/identity.h"
#include "service/session/oidc_parts.h"
#include "wire/fetch/fetch.h"

enum { ADDRESS_MOST = 1000, AGE_MOST_S = 600 };

static void
reader_cleanup(struct json_reader **reader)
{
	json_reader_free(*reader);
}
#define READER_SCOPE __attribute__((cleanup(reader_cleanup)))

/* ------------------------------------------------------------------------------------------- the provider */

static bool
lists(struct json list, const char *word)
{
	for (struct json_iter i = json_each(list); json_next(&i);)
		if (str_eq(json_str(i.value), str_of(word)))
			return true;
	return false;
}

/* Encrypted as the issuer is: http is for a provider on this very machine, as in tests. */
static struct err *
take_address(struct json document, const char *name, struct str issuer, struct arena *arena, struct str *ret_address)
{
	struct str address = json_get_str(document, name);
	struct fetch_url url;

	if (address.len == 0 || address.len > ADDRESS_MOST)
		return err_new(arena, ERR_FORMAT, M("The provider does not say its \"{name}\"."), ARG("name", str_of(name)));
	TRY(fetch_url_parse(address, arena, &url));
	if (!url.tls && str_starts(issuer, STR("https://")))
		return err_new(arena, ERR_FORMAT, M("The provider's \"{name}\" is not encrypted (https)."), ARG("name", str_of(name)));
	*ret_address = arena_copy(arena, address);
	return NULL;
}

struct err *
oidc_provider_parse(struct str text, struct str issuer, struct arena *arena, struct oidc_provider *ret_provider)
{
	struct json_reader *reader READER_SCOPE = json_reader_new();
	struct oidc_provider provider = { 0 };
	struct json document, ways;

	TRY(json_parse(reader, text, arena, &document));
	if (!str_eq(json_get_str(document, "issuer"), issuer))
		return err_new(arena, ERR_FORMAT, M("The provider calls itself \"{said}\", and the settings call it \"{issuer}\": they must be the same, sign for sign."),
		    ARG("said", str_sub(json_get_str(document, "issuer"), 0, ISSUER_MOST)), ARG("issuer", issuer));
	TRY(take_address(document, "authorization_endpoint", issuer, arena, &provider.authorize));
	TRY(take_address(document, "token_endpoint", issuer, arena, &provider.token));
	TRY(take_address(document, "jwks_uri", issuer, arena, &provider.keys));
	ways = json_get(document, "token_endpoint_auth_methods_supported");
	provider.by_form = lists(ways, "client_secret_post") && !lists(ways, "client_secret_basic");
	provider.says_issuer = json_get_bool(document, "authorization_response_iss_parameter_supported");
	*ret_provider = provider;
	return NULL;
}

struct str
oidc_encoded(struct str text, struct arena *arena)
{
	struct buf out BUF_SCOPE = { 0 };

	for (size_t i = 0; i < text.len; i++) {
		if (char_is_alnum(text.ptr[i]) || str_find_char(STR("-_.~"), text.ptr[i]) != SIZE_MAX)
			buf_add_char(&out, text.ptr[i]);
		else
			buf_addf(&out, "%%%02X", (unsigned char)text.ptr[i]);
	}
	return arena_copy(arena, buf_str(&out));
}

/* --------------------------------------------------------------------------------------------- the person */

static struct err *
refuse(struct arena *arena, const char *message)
{
	return err_new(arena, ERR_FORBIDDEN, message);
}

/* Seconds since 1970 as RFC 7519's NumericDate, whole or not. */
static bool
instant_of(struct json claims, const char *name, int64_t *ret_instant)
{
	double seconds;

	if (!json_f64(json_get(claims, name), &seconds) || seconds < 0 || seconds > 1e11)
		return false;
	*ret_instant = (int64_t)(seconds * (double)INSTANT_SECOND);
	return true;
}

/* For this program, and for no other that the provider does not set beside it in its name ("azp"). */
static bool
is_for(struct json claims, struct str client)
{
	struct json audience = json_get(claims, "aud"), party = json_get(claims, "azp");
	bool among = str_eq(json_str(audience), client);

	for (struct json_iter i = json_each(audience); json_kind(audience) == JSON_ARRAY && json_next(&i);)
		among = among || str_eq(json_str(i.value), client);
	if (json_kind(party) != JSON_ABSENT)
		return among && str_eq(json_str(party), client);
	return among && (json_kind(audience) != JSON_ARRAY || json_count(audience) == 1);
}

static struct err *
check_times(struct json claims, int64_t now, struct arena *arena)
{
	const int64_t skew = OIDC_SKEW_S * INSTANT_SECOND;
	int64_t until, made, from;

	if (!instant_of(claims, "exp", &until) || !instant_of(claims, "iat", &made))
		return refuse(arena, M("The answer does not say until when it holds."));
	if (now >= until + skew)
		return refuse(arena, M("The answer holds no longer: if this comes again, the clocks here and there differ."));
	if (made > now + skew || made < now - AGE_MOST_S * INSTANT_SECOND || (instant_of(claims, "nbf", &from) && from > now + skew))
		return refuse(arena, M("The answer is not of now: if this comes again, the clocks here and there differ."));
	return NULL;
}

static struct str
line_of(struct json claims, const char *name, size_t most, struct arena *arena)
{
	struct str text = json_get_str(claims, name);

	return people_is_line(text, most) ? arena_copy(arena, text) : STR("");
}

struct err *
oidc_claims_check(struct str content, const struct oidc_place *place, struct str nonce, int64_t now, struct arena *arena,
    struct oidc_claims *ret_claims)
{
	struct json_reader *reader READER_SCOPE = json_reader_new();
	struct json claims;

	TRY(json_parse(reader, content, arena, &claims));
	if (!str_eq(json_get_str(claims, "iss"), place->issuer))
		return refuse(arena, M("The answer is not that of this provider."));
	if (!is_for(claims, place->client))
		return refuse(arena, M("The answer is meant for another program."));
	TRY(check_times(claims, now, arena));
	if (!crypt_same(json_get_str(claims, "nonce"), nonce))
		return refuse(arena, M("The answer is to another question than was asked."));
	*ret_claims = (struct oidc_claims){ .subject = line_of(claims, "sub", SUBJECT_MOST, arena),
		.login = line_of(claims, "preferred_username", PEOPLE_NAME_MOST, arena), .name = line_of(claims, "name", PEOPLE_NAME_MOST, arena),
		.mail = line_of(claims, "email", PEOPLE_NAME_MOST, arena), .mail_verified = json_get_bool(claims, "email_verified") };
	return ret_claims->subject.len > 0 ? NULL : refuse(arena, M("The answer does not say who it is about."));
}
