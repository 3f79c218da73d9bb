#include "service/key/vault.h"

#include <string.h>
#include <sys/resource.h>
#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "service/home.h"
#include "store/ledger/key.h"
#include "wire/keyholder/keyholder.h"

enum { CACHED_MOST = 256, WRAPPED = 144, PUBLIC_FILE_MOST = 4096 };
enum { BLOB_PLAIN = 'p', BLOB_SEALED = 's' };

/* What a key of the cache is of: its wrapped form, which the ledger must still say. */
struct cached {
	int64_t org, casefile;
	char    wrapped[WRAPPED];
};

struct vault {
	struct ledger    *ledger;
	char             *home;
	struct keyholder *holder;                         /* NULL until it is asked */
	struct cached     cached[CACHED_MOST];
	unsigned char   (*keys)[CRYPT_KEY];               /* crypt_memory, one to a cached */
	size_t            next;                           /* where the next one goes: the oldest gives way */
};

/* ----------------------------------------------------------------------- begin */

/* A core dump would hold what was opened. */
static void
leave_no_core(void)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
}

struct err *
vault_open(const struct home *home, struct ledger *ledger, struct arena *arena, struct vault **ret_vault)
{
	struct vault *vault = mem_alloc(sizeof(*vault));

	(void)arena;
	leave_no_core();
	vault->ledger = ledger;
	vault->home = mem_alloc(home->path.len + 1);
	memcpy(vault->home, home->path.ptr, home->path.len);
	vault->keys = crypt_memory((size_t)CACHED_MOST * CRYPT_KEY);
	*ret_vault = vault;
	return NULL;
}

void
vault_close(struct vault *vault)
{
	if (vault == NULL)
		return;
	keyholder_close(vault->holder);
	crypt_memory_free(vault->keys);
	mem_free(vault->home);
	mem_free(vault);
}

static struct err *
ask(struct vault *vault, struct arena *arena)
{
	return vault->holder != NULL ? NULL : keyholder_open(str_of(vault->home), arena, &vault->holder);
}

bool
vault_is_unlocked(const struct vault *vault)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;

	return keyholder_open(str_of(vault->home), arena, &holder) == NULL;
}

/* ----------------------------------------------------------------------- names */

static struct str
about_key(const struct vault *vault, int64_t casefile, struct str compartment, struct arena *arena)
{
	return arena_printf(arena, "%lld/%lld/%.*s", (long long)ledger_org(vault->ledger), (long long)casefile, STR_ARG(compartment));
}

/* Lengths first: no two places are written alike. */
static struct str
about_content(const struct vault *vault, const struct place *place, struct arena *arena)
{
	return arena_printf(arena, "tsukuroi content 1 %lld/%lld/%zu/%.*s/%.*s", (long long)ledger_org(vault->ledger), (long long)place->casefile,
	    place->compartment.len, STR_ARG(place->compartment), STR_ARG(place->about));
}

static struct err *
gone(const struct place *place, struct arena *arena)
{
	return err_new(arena, ERR_GONE, M("This content is gone for good: the key of compartment {compartment} was destroyed on purpose."),
	    ARG("compartment", place->compartment));
}

/* ------------------------------------------------------------------------ keys */

static unsigned char *
find_cached(struct vault *vault, const struct ledger_key *key)
{
	for (size_t i = 0; i < CACHED_MOST; i++)
		if (vault->cached[i].casefile == key->casefile && vault->cached[i].org == ledger_org(vault->ledger) && key->wrapped.len == WRAPPED &&
		    memcmp(vault->cached[i].wrapped, key->wrapped.ptr, WRAPPED) == 0)
			return vault->keys[i];
	return NULL;
}

/* A place for a key whose wrapped form is known; it counts only when that stands in the ledger. */
static unsigned char *
put_cached(struct vault *vault, const struct ledger_key *key, const unsigned char bytes[CRYPT_KEY])
{
	size_t at = vault->next;
	struct cached *cached = &vault->cached[at];

	vault->next = (at + 1) % CACHED_MOST;
	*cached = (struct cached){ ledger_org(vault->ledger), key->casefile, { 0 } };
	memcpy(cached->wrapped, key->wrapped.ptr, key->wrapped.len < WRAPPED ? key->wrapped.len : WRAPPED);
	memcpy(vault->keys[at], bytes, CRYPT_KEY);
	return vault->keys[at];
}

static struct err *
unwrap(struct vault *vault, const struct ledger_key *key, struct arena *arena, const unsigned char **ret_key)
{
	struct str about = about_key(vault, key->casefile, key->compartment, arena), wrapped;
	unsigned char bytes[CRYPT_KEY];

	*ret_key = find_cached(vault, key);
	if (*ret_key != NULL)
		return NULL;
	if (key->wrapped.len != WRAPPED || !crypt_unhex(key->wrapped, arena, &wrapped))
		return err_new(arena, ERR_STORE, M("The key of compartment {compartment} is damaged in the ledger: restore the ledger from a backup."),
		    ARG("compartment", key->compartment));
	TRY(ask(vault, arena));
	TRY(keyholder_unwrap(vault->holder, about, wrapped, arena, bytes));
	*ret_key = put_cached(vault, key, bytes);
	crypt_wipe(bytes, sizeof(bytes));
	return NULL;
}

struct err *
vault_check_master(struct ledger *ledger, const struct key_wrapped *wrapped, struct arena *arena)
{
	struct str master;

	TRY(ledger_master(ledger, arena, &master));
	if (master.len == 0)
		return ledger_master_set(ledger, wrapped->master, clock_now(), arena);
	if (str_eq(master, wrapped->master) || str_eq(master, wrapped->older))
		return NULL;
	return err_new(arena, ERR_LOCKED,
	    M("The key holder here has master key {here}, but the ledger is sealed with {ledger}: give it the shares of that key with "
	      "\"tsukuroi key restore\"."),
	    ARG("here", wrapped->master), ARG("ledger", master));
}

struct making { struct vault *vault; const struct place *place; const unsigned char *key; };

/* In the unit of work in which it is first used. Tried again, it makes another: the key of a lost attempt is in no row. */
static struct err *
make_key(struct ledger *ledger, void *context, struct arena *arena)
{
	struct making *making = context;
	struct vault *vault = making->vault;
	struct ledger_key key = { making->place->casefile, making->place->compartment, .made_at = clock_now() }, earlier;
	struct key_wrapped wrapped;
	unsigned char bytes[CRYPT_KEY];
	bool there;

	TRY(ledger_key_turn(ledger, arena));
	TRY(ledger_key_find(ledger, key.casefile, key.compartment, arena, &there, &earlier));
	if (there && earlier.erased_at != INSTANT_NONE)
		return gone(making->place, arena);
	if (there)
		return unwrap(vault, &earlier, arena, &making->key);
	TRY(ask(vault, arena));
	TRY(keyholder_new(vault->holder, about_key(vault, key.casefile, key.compartment, arena), arena, bytes, &wrapped));
	key.wrapped = crypt_hex(wrapped.wrapped, arena);
	key.master = wrapped.master;
	making->key = put_cached(vault, &key, bytes);
	crypt_wipe(bytes, sizeof(bytes));
	TRY(vault_check_master(ledger, &wrapped, arena));
	return ledger_key_add(ledger, &key, arena);
}

/* --------------------------------------------------------------------- content */

bool
vault_is_sealed(struct str blob)
{
	return blob.len > 0 && blob.ptr[0] == BLOB_SEALED;
}

static struct str
blob_of(char kind, struct str content, struct arena *arena)
{
	char *blob = arena_alloc(arena, content.len + 1);

	blob[0] = kind;
	if (content.len > 0)
		memcpy(blob + 1, content.ptr, content.len);
	return (struct str){ blob, content.len + 1 };
}

struct str
vault_plain(struct str content, struct arena *arena)
{
	return blob_of(BLOB_PLAIN, content, arena);
}

struct err *
vault_seal(struct vault *vault, const struct place *place, struct str content, struct arena *arena, struct str *ret_blob)
{
	struct making making = { vault, place, NULL };
	struct ledger_key key;
	bool there;

	TRY(ledger_key_find(vault->ledger, place->casefile, place->compartment, arena, &there, &key));
	if (there && key.erased_at != INSTANT_NONE)
		return gone(place, arena);
	if (there)
		TRY(unwrap(vault, &key, arena, &making.key));
	else
		TRY(ledger_write(vault->ledger, make_key, &making, arena));
	*ret_blob = blob_of(BLOB_SEALED, crypt_seal(making.key, about_content(vault, place, arena), content, arena), arena);
	return NULL;
}

struct err *
vault_read(struct vault *vault, const struct place *place, struct str blob, struct arena *arena, struct str *ret_content)
{
	const unsigned char *bytes;
	struct ledger_key key;
	bool there;

	*ret_content = str_from(blob, 1);
	if (blob.len == 0 || blob.ptr[0] == BLOB_PLAIN)
		return NULL;
	*ret_content = STR("");
	if (blob.ptr[0] != BLOB_SEALED)
		return err_new(arena, ERR_STORE, M("A content of this case is damaged in the ledger: restore the ledger from a backup."));
	TRY(ledger_key_find(vault->ledger, place->casefile, place->compartment, arena, &there, &key));
	if (!there)
		return err_new(arena, ERR_FORBIDDEN, M("This content was sealed for another case or compartment, where it does not belong."));
	if (key.erased_at != INSTANT_NONE)
		return gone(place, arena);
	TRY(unwrap(vault, &key, arena, &bytes));
	return crypt_open(bytes, about_content(vault, place, arena), str_from(blob, 1), arena, ret_content);
}

/* --------------------------------------------------------------------- erasing */

struct erasing { struct vault *vault; int64_t casefile; struct str compartment; int64_t at; struct str wrapped; };

static struct err *
erase(struct ledger *ledger, void *context, struct arena *arena)
{
	struct erasing *erasing = context;
	struct ledger_key key;
	unsigned char *cached;
	bool there;

	TRY(ledger_key_turn(ledger, arena));
	TRY(ledger_key_find(ledger, erasing->casefile, erasing->compartment, arena, &there, &key));
	if (!there)
		return err_new(arena, ERR_NOT_FOUND, M("This case has no sealed content in compartment {compartment}."), ARG("compartment", erasing->compartment));
	if (key.erased_at != INSTANT_NONE)
		return gone(&(struct place){ .compartment = erasing->compartment }, arena);
	cached = find_cached(erasing->vault, &key);
	if (cached != NULL)
		crypt_wipe(cached, CRYPT_KEY);
	if (cached != NULL)
		memset(&erasing->vault->cached[(size_t)(cached - erasing->vault->keys[0]) / CRYPT_KEY], 0, sizeof(struct cached));
	erasing->wrapped = key.wrapped;
	return ledger_key_erase(ledger, erasing->casefile, erasing->compartment, erasing->at, arena);
}

struct err *
vault_erase(struct vault *vault, int64_t casefile, struct str compartment, int64_t at, struct arena *arena, struct str *ret_wrapped)
{
	struct erasing erasing = { vault, casefile, compartment, at, { 0 } };

	TRY(ledger_write(vault->ledger, erase, &erasing, arena));
	*ret_wrapped = erasing.wrapped;
	return NULL;
}

struct err *
vault_scrub(struct vault *vault, struct str wrapped, struct arena *arena, struct str *ret_where)
{
	return ledger_scrub(vault->ledger, wrapped, arena, ret_where);
}

/* --------------------------------------------------------------------- signing */

struct err *
vault_sign(struct vault *vault, struct str text, struct arena *arena, struct str *ret_signature)
{
	char *signature = arena_alloc(arena, CRYPT_SIGNATURE);

	TRY(ask(vault, arena));
	TRY(keyholder_sign(vault->holder, text, arena, (unsigned char *)signature));
	*ret_signature = (struct str){ signature, CRYPT_SIGNATURE };
	return NULL;
}

struct err *
vault_public_read(struct str file, struct arena *arena, unsigned char ret_public[CRYPT_PUBLIC])
{
	struct str text, bytes;

	TRY(file_read(file, PUBLIC_FILE_MOST, arena, &text));
	if (!crypt_unhex(str_trim_space(text), arena, &bytes) || bytes.len != CRYPT_PUBLIC)
		return err_new(arena, ERR_FORMAT, M("{file} is no public key: it is 64 hexadecimal digits."), ARG("file", file));
	memcpy(ret_public, bytes.ptr, CRYPT_PUBLIC);
	return NULL;
}
