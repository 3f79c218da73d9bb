#include "format/jose/jose.h"

#include "base/crypt.h"
#include "format/jose/verify.h"
#include "format/json/json.h"

/* How tokens name the algorithms, and keys say that they are of them. */
static const struct { struct str name, type, curve; } algorithms[] = {
	[JOSE_RS256] = { STR_INIT("RS256"), STR_INIT("RSA"), STR_INIT("") },
	[JOSE_ES256] = { STR_INIT("ES256"), STR_INIT("EC"), STR_INIT("P-256") },
	[JOSE_EDDSA] = { STR_INIT("EdDSA"), STR_INIT("OKP"), STR_INIT("Ed25519") },
};
enum { POINT = 32 /* bytes of a coordinate of both curves */ };

static void
reader_cleanup(struct json_reader **reader)
{
	json_reader_free(*reader);
}
#define READER_SCOPE __attribute__((cleanup(reader_cleanup)))

/* ---------------------------------------------------------------------------------------------- keys */

static struct str
bytes_of(struct json object, const char *name, struct arena *arena)
{
	struct str bytes;

	return crypt_unbase64url(json_get_str(object, name), arena, &bytes) ? bytes : STR("");
}

/* "use" and "key_ops" say what a key is for, where they say anything. */
static bool
checks_signatures(struct json key)
{
	struct json operations = json_get(key, "key_ops");
	struct str use = json_get_str(key, "use");

	if (use.len > 0 && !str_eq(use, STR("sig")))
		return false;
	for (struct json_iter i = json_each(operations); json_next(&i);)
		if (str_eq(json_str(i.value), STR("verify")))
			return true;
	return json_kind(operations) == JSON_ABSENT;
}

static struct str
without_zeros(struct str number)
{
	while (number.len > 0 && number.ptr[0] == '\0')
		number = str_from(number, 1);
	return number;
}

static bool
take_numbers(struct json object, struct jose_key *key, struct arena *arena)
{
	if (key->algorithm == JOSE_RS256) {
		key->first = without_zeros(bytes_of(object, "n", arena));
		key->second = without_zeros(bytes_of(object, "e", arena));
		return key->first.len >= JOSE_RSA_LEAST && key->first.len <= JOSE_RSA_MOST && key->second.len > 0 && key->second.len <= 8;
	}
	key->first = bytes_of(object, "x", arena);
	key->second = bytes_of(object, "y", arena);
	return key->first.len == POINT && (key->algorithm == JOSE_EDDSA || key->second.len == POINT);
}

static bool
take_key(struct json object, struct arena *arena, struct jose_key *ret_key)
{
	struct str type = json_get_str(object, "kty"), curve = json_get_str(object, "crv"), named = json_get_str(object, "alg");

	for (size_t i = 0; i < ARRAY_LEN(algorithms); i++) {
		if (!str_eq(type, algorithms[i].type) || !str_eq(curve, algorithms[i].curve) || (named.len > 0 && !str_eq(named, algorithms[i].name)))
			continue;
		*ret_key = (struct jose_key){ .algorithm = (enum jose_algorithm)i, .id = arena_copy(arena, json_get_str(object, "kid")) };
		return checks_signatures(object) && take_numbers(object, ret_key, arena);
	}
	return false;
}

struct err *
jose_keys_parse(struct str text, struct arena *arena, struct jose_keys *ret_keys)
{
	struct json_reader *reader READER_SCOPE = json_reader_new();
	struct jose_keys keys = { 0 };
	struct jose_key key;
	struct json root, list;

	if (text.len > JOSE_TEXT_MOST)
		return err_new(arena, ERR_LIMIT, M("A set of keys has at most {most} bytes."), ARG_N("most", JOSE_TEXT_MOST));
	TRY(json_parse(reader, text, arena, &root));
	list = json_get(root, "keys");
	if (json_kind(list) != JSON_ARRAY)
		return err_new(arena, ERR_FORMAT, M("This is no set of keys (JWK set): it has no list \"keys\"."));
	if (json_count(list) > JOSE_KEYS_MOST)
		return err_new(arena, ERR_LIMIT, M("A set of keys has at most {most} of them."), ARG_N("most", JOSE_KEYS_MOST));
	for (struct json_iter i = json_each(list); json_next(&i);)
		if (take_key(i.value, arena, &key))
			list_push(arena, &keys, key);
	*ret_keys = keys;
	return NULL;
}

/* --------------------------------------------------------------------------------------------- tokens */

static struct err *
no_token(struct arena *arena)
{
	return err_new(arena, ERR_FORMAT, M("This is no signed token: three parts in base64url with dots between, the first a JSON object."));
}

static struct err *
read_header(struct str text, struct arena *arena, struct jose_token *token)
{
	struct json_reader *reader READER_SCOPE = json_reader_new();
	struct json header;
	struct str named;

	TRY(json_parse(reader, text, arena, &header));
	named = json_get_str(header, "alg");
	if (json_kind(header) != JSON_OBJECT || json_kind(json_get(header, "alg")) != JSON_STRING)
		return no_token(arena);
	if (json_kind(json_get(header, "crit")) != JSON_ABSENT)
		return err_new(arena, ERR_UNSUPPORTED, M("The token demands that its reader knows more than is known here (\"crit\")."));
	token->key = arena_copy(arena, json_get_str(header, "kid"));
	for (size_t i = 0; i < ARRAY_LEN(algorithms); i++) {
		if (!str_eq(named, algorithms[i].name))
			continue;
		token->algorithm = (enum jose_algorithm)i;
		return NULL;
	}
	return err_new(arena, ERR_UNSUPPORTED, M("The token is signed by \"{algorithm}\": RS256, ES256 and EdDSA are taken."), ARG("algorithm", str_sub(named, 0, 40)));
}

struct err *
jose_token_parse(struct str text, struct arena *arena, struct jose_token *ret_token)
{
	struct str header, rest, content, signature, bytes;
	struct jose_token token = { 0 };

	if (text.len > JOSE_TEXT_MOST)
		return err_new(arena, ERR_LIMIT, M("A signed token has at most {most} bytes."), ARG_N("most", JOSE_TEXT_MOST));
	if (!str_cut(text, '.', &header, &rest) || !str_cut(rest, '.', &content, &signature) || !crypt_unbase64url(header, arena, &bytes))
		return no_token(arena);
	if (!crypt_unbase64url(content, arena, &token.content) || !crypt_unbase64url(signature, arena, &token.signature))
		return no_token(arena);
	TRY(read_header(bytes, arena, &token));
	token.covered = str_sub(text, 0, header.len + 1 + content.len);
	*ret_token = token;
	return NULL;
}

/* --------------------------------------------------------------------------------------- is it signed */

/* Of a token without an id the one key of its kind is meant. */
static const struct jose_key *
key_of(const struct jose_token *token, const struct jose_keys *keys)
{
	const struct jose_key *found = NULL;

	for (size_t i = 0; i < keys->count; i++) {
		const struct jose_key *key = &keys->items[i];

		if (key->algorithm != token->algorithm || (token->key.len > 0 && !str_eq(key->id, token->key)))
			continue;
		if (found != NULL)
			return NULL;
		found = key;
	}
	return found;
}

static struct err *
is_signed(const struct jose_token *token, const struct jose_key *key, struct arena *arena, bool *ret_signed)
{
	if (token->algorithm != JOSE_EDDSA)
		return jose_verify(key, token->covered, token->signature, arena, ret_signed);
	*ret_signed = token->signature.len == CRYPT_SIGNATURE &&
	    crypt_signed((const unsigned char *)key->first.ptr, token->covered, (const unsigned char *)token->signature.ptr);
	return NULL;
}

struct err *
jose_check(const struct jose_token *token, const struct jose_keys *keys, struct arena *arena, bool *ret_known)
{
	const struct jose_key *key = key_of(token, keys);
	bool right;

	*ret_known = key != NULL;
	if (key == NULL)
		return err_new(arena, ERR_FORBIDDEN, M("The token is signed with a key that is not among the known ones."));
	TRY(is_signed(token, key, arena, &right));
	return right ? NULL : err_new(arena, ERR_FORBIDDEN, M("The signature of the token is wrong."));
}
