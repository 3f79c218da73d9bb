#include "format/openpgp/openpgp.h"

#include <nettle/sha1.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "format/openpgp/parts.h"

static const struct field key_fields[] = {
	FIELD(struct openpgp_key, fingerprint, FIELD_STR), FIELD(struct openpgp_key, user, FIELD_STR), FIELD(struct openpgp_key, hex, FIELD_STR),
	FIELD(struct openpgp_key, made_at, FIELD_INSTANT),
};
const struct schema openpgp_key_schema = SCHEMA("openpgp_key", struct openpgp_key, key_fields);

struct keys {
	struct str    file;
	struct sink  *sink;
	struct arena *arena;
	struct str    rest;          /* packets still to be read       */
	const char   *begun;         /* where the key at hand begins   */
	struct openpgp_key key;
	size_t        count;
};

static struct err *
damaged(const struct keys *keys)
{
	return err_new(keys->arena, ERR_FORMAT, M("{file} holds no public key of OpenPGP, or a damaged one."), ARG("file", keys->file));
}

/* ----------------------------------------------------------------------------------------------- armor */

/* The bytes of all blocks that begin so; a line "=XXXX" is a check that the packets make needless. */
static struct err *
unarmor(const struct keys *keys, struct str text, struct str begin, struct buf *out)
{
	bool inside = false, body = false;
	struct buf letters BUF_SCOPE = { 0 };
	struct str line, bytes;

	while (str_line(&text, &line)) {
		line = str_trim_space(line);
		if (str_starts(line, STR("-----BEGIN PGP PRIVATE KEY")))
			return err_new(keys->arena, ERR_FORMAT, M("{file} holds a secret key: it must not be used any more, tell its owner."), ARG("file", keys->file));
		if (str_starts(line, begin)) {
			inside = true;
			body = false;
		} else if (str_starts(line, STR("-----END PGP")) && inside) {
			if (!crypt_unbase64(buf_str(&letters), keys->arena, &bytes))
				return damaged(keys);
			buf_add(out, bytes);
			buf_clear(&letters);
			inside = false;
		} else if (inside && !body) {
			body = line.len == 0;
		} else if (inside && !str_starts(line, STR("="))) {
			buf_add(&letters, line);
		}
	}
	return inside ? damaged(keys) : NULL;
}

/* --------------------------------------------------------------------------------------------- packets */

static bool
take_bytes(struct str *rest, size_t len, size_t *ret_number)
{
	if (rest->len < len)
		return false;
	for (size_t i = 0; i < len; i++)
		*ret_number = *ret_number << 8 | (unsigned char)rest->ptr[i];
	*rest = str_from(*rest, len);
	return true;
}

/* Of the new format: one, two or five bytes; parts of unknown length are for data, not for keys. */
static bool
take_new_length(struct str *rest, size_t *ret_len)
{
	size_t first = 0, more = 0;

	if (!take_bytes(rest, 1, &first))
		return false;
	if (first < 192) {
		*ret_len = first;
		return true;
	}
	if (first < 224 && take_bytes(rest, 1, &more)) {
		*ret_len = ((first - 192) << 8) + more + 192;
		return true;
	}
	return first == 255 && take_bytes(rest, 4, ret_len);
}

static bool
take_packet(struct str *rest, unsigned *ret_tag, struct str *ret_body)
{
	size_t first = 0, len = 0;

	if (!take_bytes(rest, 1, &first) || (first & 0x80) == 0)
		return false;
	*ret_tag = first & 0x40 ? first & 0x3f : (first >> 2) & 0x0f;
	if (first & 0x40 ? !take_new_length(rest, &len) : (first & 3) == 3 || !take_bytes(rest, (size_t)1 << (first & 3), &len))
		return false;
	if (len > rest->len)
		return false;
	*ret_body = str_sub(*rest, 0, len);
	*rest = str_from(*rest, len);
	return true;
}

struct str
openpgp_upper_hex(struct str bytes, struct arena *arena)
{
	struct str hex = crypt_hex(bytes, arena);
	char *letters = (char *)(uintptr_t)hex.ptr;

	for (size_t i = 0; i < hex.len; i++)
		if (char_is_lower(letters[i]))
			letters[i] = (char)(letters[i] - 'a' + 'A');
	return hex;
}

static struct str
fingerprint_of(struct str body, struct arena *arena)
{
	const unsigned char head[] = { 0x99, (unsigned char)(body.len >> 8), (unsigned char)body.len };
	unsigned char digest[SHA1_DIGEST_SIZE];
	struct sha1_ctx sum;

	sha1_init(&sum);
	sha1_update(&sum, sizeof(head), head);
	sha1_update(&sum, body.len, (const unsigned char *)body.ptr);
	sha1_digest(&sum, sizeof(digest), digest);
	return openpgp_upper_hex((struct str){ (const char *)digest, sizeof(digest) }, arena);
}

static struct err *
end_key(struct keys *keys, const char *end)
{
	if (keys->begun == NULL)
		return NULL;
	if (++keys->count > OPENPGP_KEYS)
		return err_new(keys->arena, ERR_LIMIT, M("{file} holds more than {most} keys."), ARG("file", keys->file), ARG_N("most", OPENPGP_KEYS));
	keys->key.hex = crypt_hex((struct str){ keys->begun, (size_t)(end - keys->begun) }, keys->arena);
	return sink_record(keys->sink, &openpgp_key_schema, &keys->key, keys->arena);
}

/* Behind the version: the seconds since 1970 (5.5.2). */
static int64_t
made_at(struct str rest)
{
	size_t seconds = 0;

	(void)take_bytes(&rest, 4, &seconds);
	return (int64_t)seconds * INSTANT_SECOND;
}

static struct err *
begin_key(struct keys *keys, const char *begin, struct str body)
{
	TRY(end_key(keys, begin));
	if (body.len < 6 || body.len > UINT16_MAX)
		return damaged(keys);
	if (body.ptr[0] != 4)
		return err_new(keys->arena, ERR_UNSUPPORTED, M("{file} holds a key of version {version}: only version 4 can be checked here."),
		    ARG("file", keys->file), ARG_N("version", (unsigned char)body.ptr[0]));
	keys->begun = begin;
	keys->key = (struct openpgp_key){ .fingerprint = fingerprint_of(body, keys->arena), .made_at = made_at(str_from(body, 1)) };
	return NULL;
}

static struct err *
read_packets(struct keys *keys)
{
	while (keys->rest.len > 0) {
		const char *begin = keys->rest.ptr;
		struct str body;
		unsigned tag;

		if (!take_packet(&keys->rest, &tag, &body))
			return damaged(keys);
		if (tag == OPENPGP_SECRET_KEY || tag == OPENPGP_SECRET_SUBKEY)
			return err_new(keys->arena, ERR_FORMAT, M("{file} holds a secret key: it must not be used any more, tell its owner."), ARG("file", keys->file));
		if (tag == OPENPGP_PUBLIC_KEY)
			TRY(begin_key(keys, begin, body));
		else if (keys->begun == NULL)
			return damaged(keys);
		if (tag == OPENPGP_USER && keys->key.user.len == 0 && str_is_text(body) && body.len <= 1000)
			keys->key.user = body;
	}
	TRY(end_key(keys, keys->rest.ptr));
	return keys->count == 0 ? damaged(keys) : NULL;
}

struct err *
openpgp_keys_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct keys keys = { .file = input->name, .sink = sink, .arena = arena };
	struct buf bytes BUF_SCOPE = { 0 };
	struct str text;

	TRY(input_all(input, OPENPGP_BYTES, arena, &text));
	if (text.len > 0 && ((unsigned char)text.ptr[0] & 0x80) != 0) {
		keys.rest = text;
	} else {
		TRY(unarmor(&keys, text, STR("-----BEGIN PGP PUBLIC KEY"), &bytes));
		keys.rest = arena_copy(arena, buf_str(&bytes));
	}
	return read_packets(&keys);
}

/* -------------------------------------------------------------------------------------------- signatures */

/* The part of a signature that names its key (5.2.3.28): 33, the version, the fingerprint. */
static struct str
issuer_in(struct str parts, struct arena *arena)
{
	for (size_t len = 0; take_new_length(&parts, &len) && len > 0 && len <= parts.len; len = 0) {
		struct str part = str_sub(parts, 0, len);

		parts = str_from(parts, len);
		if (len == 2 + SHA1_DIGEST_SIZE && part.ptr[0] == 33 && part.ptr[1] == 4)
			return openpgp_upper_hex(str_from(part, 2), arena);
	}
	return STR("");
}

struct str
openpgp_signature_by(struct str armored, struct arena *arena)
{
	enum { AHEAD_OF_PARTS = 4 };      /* version, kind, algorithms */
	const struct keys none = { .file = STR(""), .arena = arena };
	struct buf bytes BUF_SCOPE = { 0 };
	struct str rest, body;
	size_t len = 0;
	unsigned tag;

	if (unarmor(&none, armored, STR("-----BEGIN PGP SIGNATURE"), &bytes) != NULL)
		return STR("");
	rest = buf_str(&bytes);
	if (!take_packet(&rest, &tag, &body) || tag != OPENPGP_SIGNATURE || body.len < AHEAD_OF_PARTS || body.ptr[0] != 4)
		return STR("");
	body = str_from(body, AHEAD_OF_PARTS);
	return take_bytes(&body, 2, &len) && len <= body.len ? issuer_in(str_sub(body, 0, len), arena) : STR("");
}
