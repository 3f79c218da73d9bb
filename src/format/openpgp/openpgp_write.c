#include "format/openpgp/openpgp_write.h"

#include <assert.h>
#include <nettle/sha1.h>
#include <string.h>
#include "base/buf.h"
#include "base/clock.h"
#include "format/openpgp/parts.h"

enum { VERSION = 4, ALGORITHM_EDDSA = 22, HASH_SHA512 = 10, CRC24_BEGIN = 0xb704ce, CRC24_POLYNOMIAL = 0x1864cfb, ARMOR_LINE = 64 };
enum { OF_DOCUMENT = 0x00, OF_KEY_BY_ANOTHER = 0x10, OF_KEY_AND_USER = 0x13 };      /* kinds of signatures */
enum { PART_CREATED = 2, PART_PREFERRED_HASHES = 21, PART_FLAGS = 27, PART_ISSUER = 16, PART_FINGERPRINT = 33 };
enum { FLAGS_CERTIFY_AND_SIGN = 3, KEY_ID = 8 };

/* ------------------------------------------------------------------------------------------------- packets */

static void
put_number(struct buf *out, uint64_t number, int bytes)
{
	while (bytes-- > 0)
		buf_add_char(out, (char)(number >> (8 * bytes)));
}

static void
put_seconds(struct buf *out, int64_t at)
{
	put_number(out, (uint64_t)(at / INSTANT_SECOND), 4);
}

static void
put_packet(struct buf *out, int tag, struct str body)
{
	put_number(out, 0xc0U | (unsigned)tag, 1);
	put_number(out, 255, 1);
	put_number(out, body.len, 4);
	buf_add(out, body);
}

/* A number without zeros in front, after how many bits it has. */
static void
put_mpi(struct buf *out, struct str bytes)
{
	size_t bits;

	while (bytes.len > 0 && bytes.ptr[0] == 0)
		bytes = str_from(bytes, 1);
	bits = bytes.len * 8;
	for (unsigned top = bytes.len > 0 ? (unsigned char)bytes.ptr[0] : 0x80; top < 0x80; top <<= 1)
		bits--;
	put_number(out, bits, 2);
	buf_add(out, bytes);
}

static struct str
taken(struct buf *out, struct arena *arena)
{
	struct str bytes = arena_copy(arena, buf_str(out));

	buf_done(out);
	return bytes;
}

/* ----------------------------------------------------------------------------------------------------- key */

static struct str
key_body(const struct openpgp_own *own, struct arena *arena)
{
	static const char ed25519[] = "\x09\x2b\x06\x01\x04\x01\xda\x47\x0f\x01";       /* its length, 1.3.6.1.4.1.11591.15.1 */
	char point[CRYPT_PUBLIC + 1] = { 0x40 };                                             /* as it is, not compressed by x       */
	struct buf out = { 0 };

	memcpy(point + 1, own->public, CRYPT_PUBLIC);
	put_number(&out, VERSION, 1);
	put_seconds(&out, own->made_at);
	put_number(&out, ALGORITHM_EDDSA, 1);
	buf_add(&out, (struct str){ ed25519, sizeof(ed25519) - 1 });
	put_mpi(&out, (struct str){ point, sizeof(point) });
	return taken(&out, arena);
}

/* As it goes into fingerprints and signatures over the key. */
static void
put_key_to_hash(struct buf *out, struct str key)
{
	put_number(out, 0x99, 1);
	put_number(out, key.len, 2);
	buf_add(out, key);
}

static struct str
fingerprint_bytes(struct str key, struct arena *arena)
{
	unsigned char *digest = arena_alloc(arena, SHA1_DIGEST_SIZE);
	struct buf out BUF_SCOPE = { 0 };
	struct sha1_ctx sha1;

	put_key_to_hash(&out, key);
	sha1_init(&sha1);
	sha1_update(&sha1, out.len, (const uint8_t *)out.ptr);
	sha1_digest(&sha1, SHA1_DIGEST_SIZE, digest);
	return (struct str){ (const char *)digest, SHA1_DIGEST_SIZE };
}

struct str
openpgp_own_fingerprint(const struct openpgp_own *own, struct arena *arena)
{
	return openpgp_upper_hex(fingerprint_bytes(key_body(own, arena), arena), arena);
}

/* ----------------------------------------------------------------------------------------------- signatures */

static void
put_part(struct buf *out, int type, struct str value)
{
	put_number(out, value.len + 1, 1);
	put_number(out, (unsigned)type, 1);
	buf_add(out, value);
}

static struct str
hashed_parts(const struct openpgp_own *own, int kind, int64_t at, struct arena *arena)
{
	struct buf out = { 0 }, value BUF_SCOPE = { 0 };

	put_number(&value, VERSION, 1);
	buf_add(&value, fingerprint_bytes(key_body(own, arena), arena));
	put_part(&out, PART_FINGERPRINT, buf_str(&value));
	buf_clear(&value);
	put_seconds(&value, at);
	put_part(&out, PART_CREATED, buf_str(&value));
	if (kind == OF_KEY_AND_USER) {
		put_part(&out, PART_FLAGS, (struct str){ (const char[]){ FLAGS_CERTIFY_AND_SIGN }, 1 });
		put_part(&out, PART_PREFERRED_HASHES, (struct str){ (const char[]){ HASH_SHA512 }, 1 });
	}
	return taken(&out, arena);
}

/* hashed: what the signature is over, ahead of its own head. */
static struct err *
put_signature(const struct openpgp_own *own, int kind, struct str hashed, int64_t at, struct arena *arena, struct buf *out)
{
	struct str parts = hashed_parts(own, kind, at, arena), issuer = str_from(fingerprint_bytes(key_body(own, arena), arena), SHA1_DIGEST_SIZE - KEY_ID), digest;
	struct buf body BUF_SCOPE = { 0 }, all BUF_SCOPE = { 0 };
	unsigned char signature[CRYPT_SIGNATURE];
	bool is_hex;

	put_number(&body, VERSION, 1);
	put_number(&body, (unsigned)kind, 1);
	put_number(&body, ALGORITHM_EDDSA, 1);
	put_number(&body, HASH_SHA512, 1);
	put_number(&body, parts.len, 2);
	buf_add(&body, parts);
	buf_add(&all, hashed);
	buf_add(&all, buf_str(&body));
	put_number(&all, VERSION, 1);
	put_number(&all, 0xff, 1);
	put_number(&all, body.len, 4);
	is_hex = crypt_unhex(crypt_sha512(buf_str(&all), arena), arena, &digest);
	assert(is_hex);
	TRY(own->sign(own->context, digest, arena, signature));
	put_number(&body, KEY_ID + 2, 2);
	put_part(&body, PART_ISSUER, issuer);
	buf_add(&body, str_sub(digest, 0, 2));
	put_mpi(&body, (struct str){ (const char *)signature, CRYPT_SIGNATURE / 2 });
	put_mpi(&body, (struct str){ (const char *)signature + CRYPT_SIGNATURE / 2, CRYPT_SIGNATURE / 2 });
	put_packet(out, OPENPGP_SIGNATURE, buf_str(&body));
	return NULL;
}

/* --------------------------------------------------------------------------------------------------- armor */

static uint32_t
crc24(struct str bytes)
{
	uint32_t crc = CRC24_BEGIN;

	for (size_t i = 0; i < bytes.len; i++) {
		crc ^= (uint32_t)(unsigned char)bytes.ptr[i] << 16;
		for (int bit = 0; bit < 8; bit++) {
			crc <<= 1;
			if (crc & 0x1000000)
				crc ^= CRC24_POLYNOMIAL;
		}
	}
	return crc & 0xffffff;
}

static struct str
armor(const char *kind, struct str bytes, struct arena *arena)
{
	struct str letters = crypt_base64(bytes, arena);
	struct buf out = { 0 }, check BUF_SCOPE = { 0 };

	buf_addf(&out, "-----BEGIN PGP %s-----\n\n", kind);
	for (size_t at = 0; at < letters.len; at += ARMOR_LINE)
		buf_addf(&out, "%.*s\n", STR_ARG(str_sub(letters, at, ARMOR_LINE)));
	put_number(&check, crc24(bytes), 3);
	buf_addf(&out, "=%.*s\n-----END PGP %s-----\n", STR_ARG(crypt_base64(buf_str(&check), arena)), kind);
	return taken(&out, arena);
}

struct err *
openpgp_own_key(const struct openpgp_own *own, const struct openpgp_own *former, struct str user, struct arena *arena, struct str *ret_armored)
{
	struct buf out BUF_SCOPE = { 0 }, hashed BUF_SCOPE = { 0 };
	struct str key = key_body(own, arena);

	put_packet(&out, OPENPGP_PUBLIC_KEY, key);
	put_packet(&out, OPENPGP_USER, user);
	put_key_to_hash(&hashed, key);
	put_number(&hashed, 0xb4, 1);
	put_number(&hashed, user.len, 4);
	buf_add(&hashed, user);
	TRY(put_signature(own, OF_KEY_AND_USER, buf_str(&hashed), own->made_at, arena, &out));
	if (former != NULL)
		TRY(put_signature(former, OF_KEY_BY_ANOTHER, buf_str(&hashed), own->made_at, arena, &out));
	*ret_armored = armor("PUBLIC KEY BLOCK", buf_str(&out), arena);
	return NULL;
}

struct err *
openpgp_own_signature(const struct openpgp_own *own, struct str document, int64_t at, struct arena *arena, struct str *ret_armored)
{
	struct buf out BUF_SCOPE = { 0 };

	TRY(put_signature(own, OF_DOCUMENT, document, at, arena, &out));
	*ret_armored = armor("SIGNATURE", buf_str(&out), arena);
	return NULL;
}
