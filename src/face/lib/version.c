/*
 * version.c - orderings of versions: nothing here takes memory.
 */
#include "domain/version/version.h"

#include <string.h>
#include "face/lib/call.h"

_Static_assert(SCHEME_NONE + 1 == SCHEME_COUNT, "schemes that order something are numbered from 0 without a gap");

static bool
is_scheme(int scheme)
{
	return scheme >= 0 && scheme < SCHEME_NONE;
}

int
tsukuroi_scheme(const char *name, size_t len)
{
	struct str text = str_in(name, len);
	int found;

	if (enum_find(&scheme_names, text, &found))
		return is_scheme(found) ? found : -1;
	found = (int)scheme_of_purl_type(text);
	if (found == SCHEME_NONE)
		found = (int)scheme_of_ecosystem(text);
	return is_scheme(found) ? found : -1;
}

const char *
tsukuroi_scheme_name(int scheme)
{
	return is_scheme(scheme) ? enum_name(&scheme_names, scheme) : NULL;
}

enum tsukuroi_order
tsukuroi_version_compare(int scheme, const char *a, size_t a_len, const char *b, size_t b_len)
{
	if (!is_scheme(scheme))
		return TSUKUROI_UNKNOWN;
	return (enum tsukuroi_order)version_compare((enum scheme)scheme, str_in(a, a_len), str_in(b, b_len));
}

int
tsukuroi_version_is_valid(int scheme, const char *version, size_t len)
{
	return is_scheme(scheme) && version_is_valid((enum scheme)scheme, str_in(version, len));
}

int
tsukuroi_version_is_prerelease(int scheme, const char *version, size_t len)
{
	return is_scheme(scheme) && version_is_prerelease((enum scheme)scheme, str_in(version, len));
}

/* ------------------------------------------------------------------------------------------- keys */

_Static_assert(sizeof(((struct tsukuroi_key *)NULL)->bytes) == VERSION_KEY_MOST, "the public key holds one of ours");

int
tsukuroi_version_key(int scheme, const char *version, size_t len, struct tsukuroi_key *ret_key)
{
	struct version_key key;

	if (ret_key == NULL)
		return 0;
	memset(ret_key, 0, sizeof(*ret_key));
	if (!is_scheme(scheme) || !version_key((enum scheme)scheme, str_in(version, len), &key))
		return 0;
	memcpy(ret_key->bytes, key.bytes, key.len);
	ret_key->len = key.len;
	ret_key->whole = key.whole;
	return 1;
}

static bool
key_in(const struct tsukuroi_key *key, struct version_key *ret_key)
{
	if (key == NULL || key->len == 0 || key->len > VERSION_KEY_MOST)
		return false;
	memcpy(ret_key->bytes, key->bytes, key->len);
	ret_key->len = key->len;
	ret_key->whole = key->whole != 0;
	return true;
}

enum tsukuroi_order
tsukuroi_key_compare(const struct tsukuroi_key *a, const struct tsukuroi_key *b)
{
	struct version_key left, right;

	if (!key_in(a, &left) || !key_in(b, &right))
		return TSUKUROI_UNKNOWN;
	return (enum tsukuroi_order)version_key_order(&left, &right);
}
