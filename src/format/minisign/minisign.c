#include "format/minisign/minisign.h"

#include <assert.h>
#include <string.h>

enum { ALGORITHM = 2, CHECKSUM = 32, NUMBER = 8 };
enum {
	SECRET_BODY  = MINISIGN_ID + CRYPT_SECRET + CHECKSUM,      /* what the passphrase hides */
	SECRET_BYTES = 3 * ALGORITHM + CRYPT_SCRYPT_SALT + 2 * NUMBER + SECRET_BODY,
	PUBLIC_BYTES = ALGORITHM + MINISIGN_ID + CRYPT_PUBLIC,
	SIGNED_BYTES = ALGORITHM + MINISIGN_ID + CRYPT_SIGNATURE,
};
static_assert(SECRET_BYTES == 158 && PUBLIC_BYTES == 42 && SIGNED_BYTES == 74, "the files of minisign have these lengths");

/* What a new key's passphrase costs: 128 MiB and about a second. minisign reads these from the file. */
static const uint64_t new_work = 1 << 23, new_memory = 1 << 27;

#define KEY_ALGORITHM    STR("Ed")
#define PREHASHED        STR("ED")
#define BY_SCRYPT        STR("Sc")
#define CHECK_ALGORITHM  STR("B2")
#define NO_PASSPHRASE    ((struct str){ "\0\0", ALGORITHM })
#define UNTRUSTED        STR("untrusted comment: ")
#define TRUSTED          STR("trusted comment: ")

/* ------------------------------------------------------------------------------------------------ bytes */

static struct str
view(const unsigned char *bytes, size_t len)
{
	return (struct str){ (const char *)bytes, len };
}

static struct str
take(struct str *rest, size_t len)
{
	struct str taken = str_sub(*rest, 0, len);

	*rest = str_from(*rest, len);
	return taken;
}

static void
put(unsigned char **at, struct str bytes)
{
	memcpy(*at, bytes.ptr, bytes.len);
	*at += bytes.len;
}

static uint64_t
number_of(struct str bytes)
{
	uint64_t number = 0;

	for (size_t i = bytes.len; i > 0; i--)
		number = number << 8 | (unsigned char)bytes.ptr[i - 1];
	return number;
}

static void
put_number(unsigned char **at, uint64_t number)
{
	for (size_t i = 0; i < NUMBER; i++, number >>= 8)
		*(*at)++ = (unsigned char)(number & 0xff);
}

struct str
minisign_id(const unsigned char id[MINISIGN_ID], struct arena *arena)
{
	return arena_printf(arena, "%016llX", (unsigned long long)number_of(view(id, MINISIGN_ID)));
}

/* The line behind the comment that a file begins with; a text without one is that line. */
static bool
second_line(struct str text, struct str *ret_line)
{
	struct str line;

	if (!str_line(&text, &line) || (str_starts(line, UNTRUSTED) && !str_line(&text, &line)))
		return false;
	*ret_line = str_trim_space(line);
	return true;
}

static bool
decode(struct str line, size_t len, struct arena *arena, struct str *ret_bytes)
{
	return crypt_unbase64(line, arena, ret_bytes) && ret_bytes->len == len;
}

/* ------------------------------------------------------------------------------------------------ keys */

void
minisign_make(struct minisign_secret *ret_secret, struct minisign_public *ret_public)
{
	crypt_sign_keys(ret_public->key, ret_secret->key);
	crypt_random(ret_public->id, MINISIGN_ID);
	memcpy(ret_secret->id, ret_public->id, MINISIGN_ID);
}

struct str
minisign_public_write(const struct minisign_public *key, struct arena *arena)
{
	unsigned char bytes[PUBLIC_BYTES], *at = bytes;
	struct str id = minisign_id(key->id, arena);

	put(&at, KEY_ALGORITHM);
	put(&at, view(key->id, MINISIGN_ID));
	put(&at, view(key->key, CRYPT_PUBLIC));
	return arena_printf(arena, "untrusted comment: minisign public key %.*s\n%.*s\n", STR_ARG(id),
	    STR_ARG(crypt_base64(view(bytes, sizeof(bytes)), arena)));
}

struct err *
minisign_public_read(struct str text, struct arena *arena, struct minisign_public *ret_key)
{
	struct str line, bytes;

	if (!second_line(text, &line) || !decode(line, PUBLIC_BYTES, arena, &bytes) || !str_eq(take(&bytes, ALGORITHM), KEY_ALGORITHM))
		return err_new(arena, ERR_FORMAT, M("This is no public key of minisign: it has two lines, a comment and the key that begins with \"RW\"."));
	memcpy(ret_key->id, take(&bytes, MINISIGN_ID).ptr, MINISIGN_ID);
	memcpy(ret_key->key, bytes.ptr, CRYPT_PUBLIC);
	return NULL;
}

/* Of algorithm, number and key: tells a wrong passphrase from a right one. */
static void
checksum_of(struct str id_and_key, unsigned char ret_checksum[CHECKSUM])
{
	unsigned char bytes[ALGORITHM + MINISIGN_ID + CRYPT_SECRET], *at = bytes;

	put(&at, KEY_ALGORITHM);
	put(&at, id_and_key);
	crypt_hash_of(view(bytes, sizeof(bytes)), ret_checksum, CHECKSUM);
	crypt_wipe(bytes, sizeof(bytes));
}

static struct err *
mask(unsigned char body[SECRET_BODY], struct str passphrase, const unsigned char *salt, uint64_t work, uint64_t memory, struct arena *arena)
{
	unsigned char stream[SECRET_BODY];

	TRY(crypt_scrypt(passphrase, salt, work, memory, arena, stream, sizeof(stream)));
	for (size_t i = 0; i < SECRET_BODY; i++)
		body[i] ^= stream[i];
	crypt_wipe(stream, sizeof(stream));
	return NULL;
}

struct err *
minisign_secret_write(const struct minisign_secret *key, struct str passphrase, struct arena *arena, struct str *ret_text)
{
	unsigned char bytes[SECRET_BYTES], *at = bytes, *salt, *body;
	bool bare = passphrase.len == 0;

	put(&at, KEY_ALGORITHM);
	put(&at, bare ? NO_PASSPHRASE : BY_SCRYPT);
	put(&at, CHECK_ALGORITHM);
	salt = at;
	crypt_random(salt, CRYPT_SCRYPT_SALT);
	at += CRYPT_SCRYPT_SALT;
	put_number(&at, bare ? 0 : new_work);
	put_number(&at, bare ? 0 : new_memory);
	body = at;
	put(&at, view(key->id, MINISIGN_ID));
	put(&at, view(key->key, CRYPT_SECRET));
	/* As minisign does it: only a passphrase needs a checksum. */
	memset(at, 0, CHECKSUM);
	if (!bare) {
		checksum_of(view(body, MINISIGN_ID + CRYPT_SECRET), at);
		TRY(mask(body, passphrase, salt, new_work, new_memory, arena));
	}
	*ret_text = arena_printf(arena, "untrusted comment: minisign encrypted secret key\n%.*s\n",
	    STR_ARG(crypt_base64(view(bytes, sizeof(bytes)), arena)));
	crypt_wipe(bytes, sizeof(bytes));
	return NULL;
}

/* A secret key's file in its parts. */
struct secret_file { bool bare; struct str salt; uint64_t work, memory; struct str body; };

static struct err *
secret_parse(struct str text, struct arena *arena, struct secret_file *ret_file)
{
	struct str line, bytes, by;

	if (!second_line(text, &line) || !decode(line, SECRET_BYTES, arena, &bytes) || !str_eq(take(&bytes, ALGORITHM), KEY_ALGORITHM))
		return err_new(arena, ERR_FORMAT, M("This is no secret key of minisign: it has two lines, a comment and the key."));
	by = take(&bytes, ALGORITHM);
	ret_file->bare = str_eq(by, NO_PASSPHRASE);
	if ((!ret_file->bare && !str_eq(by, BY_SCRYPT)) || !str_eq(take(&bytes, ALGORITHM), CHECK_ALGORITHM))
		return err_new(arena, ERR_UNSUPPORTED, M("This secret key is protected in a way that is not known here."));
	ret_file->salt = take(&bytes, CRYPT_SCRYPT_SALT);
	ret_file->work = number_of(take(&bytes, NUMBER));
	ret_file->memory = number_of(take(&bytes, NUMBER));
	ret_file->body = bytes;
	return NULL;
}

struct err *
minisign_secret_asks(struct str text, struct arena *arena, bool *ret_asks)
{
	struct secret_file file;

	TRY(secret_parse(text, arena, &file));
	*ret_asks = !file.bare;
	return NULL;
}

struct err *
minisign_secret_read(struct str text, struct str passphrase, struct arena *arena, struct minisign_secret *ret_key)
{
	unsigned char body[SECRET_BODY], checksum[CHECKSUM];
	struct secret_file file;
	bool right;

	TRY(secret_parse(text, arena, &file));
	memcpy(body, file.body.ptr, sizeof(body));
	if (!file.bare)
		TRY(mask(body, passphrase, (const unsigned char *)file.salt.ptr, file.work, file.memory, arena));
	checksum_of(view(body, MINISIGN_ID + CRYPT_SECRET), checksum);
	right = file.bare || crypt_same(view(checksum, CHECKSUM), view(body + MINISIGN_ID + CRYPT_SECRET, CHECKSUM));
	memcpy(ret_key->id, body, MINISIGN_ID);
	memcpy(ret_key->key, body + MINISIGN_ID, CRYPT_SECRET);
	crypt_wipe(body, sizeof(body));
	if (right)
		return NULL;
	crypt_wipe(ret_key, sizeof(*ret_key));
	return err_new(arena, ERR_FORBIDDEN, M("That is not the passphrase of this secret key."));
}

/* ------------------------------------------------------------------------------------------ signatures */

/* What the second signature is of. */
static struct str
whole_of(const struct minisign_signature *signature, struct arena *arena)
{
	char *bytes = arena_alloc(arena, CRYPT_SIGNATURE + signature->trusted.len);

	memcpy(bytes, signature->signature, CRYPT_SIGNATURE);
	if (signature->trusted.len > 0)
		memcpy(bytes + CRYPT_SIGNATURE, signature->trusted.ptr, signature->trusted.len);
	return (struct str){ bytes, CRYPT_SIGNATURE + signature->trusted.len };
}

struct err *
minisign_sign(const struct minisign_secret *key, const unsigned char digest[CRYPT_HASH], struct str trusted, struct arena *arena,
    struct minisign_signature *ret_signature)
{
	if (!str_is_text(trusted) || str_find_char(trusted, '\n') != SIZE_MAX || str_find_char(trusted, '\r') != SIZE_MAX)
		return err_new(arena, ERR_USAGE, M("The comment of a signature is one line of text."));
	memcpy(ret_signature->id, key->id, MINISIGN_ID);
	ret_signature->trusted = trusted;
	crypt_sign(key->key, view(digest, CRYPT_HASH), ret_signature->signature);
	crypt_sign(key->key, whole_of(ret_signature, arena), ret_signature->whole);
	return NULL;
}

struct str
minisign_signature_write(const struct minisign_signature *signature, struct arena *arena)
{
	unsigned char bytes[SIGNED_BYTES], *at = bytes;
	struct str id = minisign_id(signature->id, arena), first, second;

	put(&at, PREHASHED);
	put(&at, view(signature->id, MINISIGN_ID));
	put(&at, view(signature->signature, CRYPT_SIGNATURE));
	first = crypt_base64(view(bytes, sizeof(bytes)), arena);
	second = crypt_base64(view(signature->whole, CRYPT_SIGNATURE), arena);
	return arena_printf(arena, "untrusted comment: signature by key %.*s\n%.*s\ntrusted comment: %.*s\n%.*s\n", STR_ARG(id), STR_ARG(first),
	    STR_ARG(signature->trusted), STR_ARG(second));
}

struct err *
minisign_signature_read(struct str text, struct arena *arena, struct minisign_signature *ret_signature)
{
	struct str comment, first, trusted, second, bytes, whole, algorithm;

	if (!str_line(&text, &comment) || !str_starts(comment, UNTRUSTED) || !str_line(&text, &first) || !str_line(&text, &trusted) ||
	    !str_take(&trusted, TRUSTED) || !str_is_text(trusted) || !str_line(&text, &second) || text.len > 0 ||
	    !decode(first, SIGNED_BYTES, arena, &bytes) || !decode(second, CRYPT_SIGNATURE, arena, &whole))
		return err_new(arena, ERR_FORMAT, M("This is no signature of minisign: it has four lines, two comments and two signatures."));
	algorithm = take(&bytes, ALGORITHM);
	if (!str_eq(algorithm, PREHASHED))
		return err_new(arena, ERR_UNSUPPORTED, M("The signature is of a kind that is not accepted here: only what minisign makes today (\"ED\") is."));
	memcpy(ret_signature->id, take(&bytes, MINISIGN_ID).ptr, MINISIGN_ID);
	memcpy(ret_signature->signature, bytes.ptr, CRYPT_SIGNATURE);
	memcpy(ret_signature->whole, whole.ptr, CRYPT_SIGNATURE);
	ret_signature->trusted = arena_copy(arena, trusted);
	return NULL;
}

struct err *
minisign_verify(const struct minisign_public *key, const unsigned char digest[CRYPT_HASH], const struct minisign_signature *signature,
    struct arena *arena)
{
	if (memcmp(key->id, signature->id, MINISIGN_ID) != 0)
		return err_new(arena, ERR_FORMAT, M("It was signed with key {other}, not with {key}."), ARG("other", minisign_id(signature->id, arena)),
		    ARG("key", minisign_id(key->id, arena)));
	if (!crypt_signed(key->key, view(digest, CRYPT_HASH), signature->signature))
		return err_new(arena, ERR_FORMAT, M("The signature does not fit: the file was changed, cut short, or signed by somebody else under that name."));
	if (!crypt_signed(key->key, whole_of(signature, arena), signature->whole))
		return err_new(arena, ERR_FORMAT, M("The signature's comment was changed."));
	return NULL;
}
