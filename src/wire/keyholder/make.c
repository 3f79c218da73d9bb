/*
 * make.c - a home's first head, and one from shares.
 */
#include <string.h>
#include "base/clock.h"
#include "base/file.h"
#include "wire/keyholder/holder.h"
#include "wire/keyholder/share.h"

struct err *
key_split_check(struct key_split split, struct arena *arena)
{
	if (split.threshold >= 2 && split.threshold <= split.shares && split.shares <= KEY_SHARES_MOST)
		return NULL;
	return err_new(arena, ERR_USAGE,
	    M("Of {shares} shares {threshold} cannot be asked for: at least 2 shares restore the key, and at most {most} are handed out."),
	    ARG_N("shares", split.shares), ARG_N("threshold", split.threshold), ARG_N("most", KEY_SHARES_MOST));
}

struct str
key_unlock_make(struct arena *arena)
{
	unsigned char key[CRYPT_KEY];
	struct str hex;

	crypt_random(key, sizeof(key));
	hex = crypt_hex((struct str){ (char *)key, sizeof(key) }, arena);
	crypt_wipe(key, sizeof(key));
	((char *)(uintptr_t)hex.ptr)[hex.len] = '\n';
	return (struct str){ hex.ptr, hex.len + 1 };
}

struct err *
key_unlock_check(const struct key_unlock *unlock, struct arena *arena)
{
	struct head none = { .passphrase = false };
	unsigned char key[CRYPT_KEY];

	if (!unlock->passphrase) {
		TRY(holder_unlock_key(&none, unlock->secret, arena, key));
		crypt_wipe(key, sizeof(key));
		return NULL;
	}
	if (unlock->secret.len < KEY_PASSPHRASE_LEAST)
		return err_new(arena, ERR_USAGE, M("A passphrase of {count} bytes is too short: take at least {least}, several words are best."),
		    ARG_N("count", unlock->secret.len), ARG_N("least", KEY_PASSPHRASE_LEAST));
	return NULL;
}

bool
key_head_exists(struct str home, struct arena *arena)
{
	return file_exists(key_path(home, "master", arena), arena);
}

static struct err *
no_head(struct str home, struct arena *arena)
{
	return err_new(arena, ERR_NOT_FOUND, M("The home {home} has no keys yet: make them with \"tsukuroi key init\"."), ARG("home", home));
}

static struct err *
head_load(struct str home, struct arena *arena, struct head *ret_head)
{
	struct str bytes;

	if (!key_head_exists(home, arena))
		return no_head(home, arena);
	TRY(file_read(key_path(home, "master", arena), HEAD_BYTES, arena, &bytes));
	return head_read(bytes, arena, ret_head);
}

struct err *
key_head_asks(struct str home, struct arena *arena, bool *ret_passphrase)
{
	struct head head;

	TRY(head_load(home, arena, &head));
	*ret_passphrase = head.passphrase;
	return NULL;
}

/* ---------------------------------------------------------------------- write */

/* An earlier public key is still needed for what it signed: it stays as "audit-1a2b3c4d.pub". */
static struct err *
keep_public(struct str home, struct str path, struct str digits, struct arena *arena)
{
	struct str earlier, kept, bytes;

	if (!file_exists(path, arena))
		return NULL;
	TRY(file_read(path, HEAD_SLOT, arena, &earlier));
	if (str_starts(earlier, digits) || !crypt_unhex(str_trim_space(earlier), arena, &bytes))
		return NULL;
	kept = arena_printf(arena, "audit-%.*s.pub", STR_ARG(str_sub(earlier, 0, 8)));
	return file_write(key_path(home, kept.ptr, arena), earlier, arena);
}

/* Its digits and a line's end: copied and compared by eye. */
static struct err *
write_public(struct str home, struct str public, struct arena *arena)
{
	struct str path = key_path(home, "audit.pub", arena), digits = crypt_hex(public, arena);

	TRY(keep_public(home, path, digits, arena));
	return file_write(path, arena_printf(arena, "%.*s\n", STR_ARG(digits)), arena);
}

/* The secrets as a head, and that head as the home's file. */
static struct err *
write_head(struct str home, struct head *head, const struct holder_secrets *secrets, struct arena *arena)
{
	for (size_t i = 0; i < head->masters_count; i++) {
		struct head_master *master = &head->masters[i];

		master->fingerprint = key_fingerprint(secrets->masters[i], arena);
		master->sealed = crypt_seal(secrets->unlock, head_about_master(master->fingerprint, arena),
		    (struct str){ (const char *)secrets->masters[i], CRYPT_KEY }, arena);
	}
	head->signing = crypt_seal(secrets->masters[0], HEAD_ABOUT_SIGNING, (struct str){ (const char *)secrets->signing, CRYPT_SECRET }, arena);
	TRY(dir_make(path_join(arena, home, STR("keys")), arena));
	TRY(write_public(home, head->public, arena));
	return file_write(key_path(home, "master", arena), head_file(head, arena), arena);
}

static struct err *
begin_head(const struct key_unlock *unlock, struct holder_secrets *secrets, struct arena *arena, struct head *ret_head)
{
	unsigned char *salt = arena_alloc(arena, CRYPT_SALT);

	TRY(key_unlock_check(unlock, arena));
	crypt_random(salt, CRYPT_SALT);
	*ret_head = (struct head){ .sequence = 1, .passphrase = unlock->passphrase, .salt = { (char *)salt, CRYPT_SALT } };
	return holder_unlock_key(ret_head, unlock->secret, arena, secrets->unlock);
}

static void
new_signing(struct holder_secrets *secrets, struct arena *arena, struct head *head)
{
	unsigned char *public = arena_alloc(arena, CRYPT_PUBLIC);

	crypt_sign_keys(public, secrets->signing);
	head->public = (struct str){ (char *)public, CRYPT_PUBLIC };
}

static struct err *
make_with(struct holder_secrets *secrets, struct str home, const struct key_unlock *unlock, struct key_split split, int64_t now,
    struct arena *arena, struct key_made *ret_made)
{
	struct head head;

	TRY(begin_head(unlock, secrets, arena, &head));
	crypt_random(secrets->masters[0], CRYPT_KEY);
	new_signing(secrets, arena, &head);
	head.masters[0] = (struct head_master){ .made_at = now, .split = split, .shared_at = now };
	head.masters_count = 1;
	TRY(write_head(home, &head, secrets, arena));
	*ret_made = (struct key_made){
		.fingerprint = head.masters[0].fingerprint, .shares_count = (size_t)split.shares,
		.shares = share_make(secrets->masters[0], head.masters[0].fingerprint, split, arena),
	};
	return NULL;
}

struct err *
key_head_make(struct str home, const struct key_unlock *unlock, struct key_split split, int64_t now, struct arena *arena, struct key_made *ret_made)
{
	struct holder_secrets *secrets;
	struct err *err;

	TRY(key_split_check(split, arena));
	if (key_head_exists(home, arena))
		return err_new(arena, ERR_CONFLICT, M("The home {home} has keys already."), ARG("home", home));
	secrets = crypt_memory(sizeof(*secrets));
	err = make_with(secrets, home, unlock, split, now, arena, ret_made);
	crypt_memory_free(secrets);
	return err;
}

/* -------------------------------------------------------------------- restore */

/* The shares of one key, of all that were given. */
struct pile { struct share *items; size_t count; };

static struct pile
pile_of(struct pile all, struct str fingerprint, bool of_it, struct arena *arena)
{
	struct pile pile = { ARENA_ARRAY(arena, struct share, all.count + 1), 0 };

	for (size_t i = 0; i < all.count; i++)
		if (str_eq(all.items[i].fingerprint, fingerprint) == of_it)
			pile.items[pile.count++] = all.items[i];
	return pile;
}

static bool
names(struct pile all, struct str fingerprint)
{
	for (size_t i = 0; i < all.count; i++)
		if (str_eq(all.items[i].fingerprint, fingerprint))
			return true;
	return false;
}

static struct err *
check_expected(struct pile all, struct str expected, struct arena *arena)
{
	if (all.count == 0 || expected.len == 0 || names(all, expected))
		return NULL;
	return err_new(arena, ERR_FORBIDDEN,
	    M("These shares are of key {key}, but the ledger is sealed with key {expected}: take the shares that were handed out last."),
	    ARG("key", all.items[0].fingerprint), ARG("expected", expected));
}

/* Joins what belongs together: the key in force, and, when there is enough of it, the one before. */
static struct err *
join_piles(struct pile all, struct str expected, struct arena *arena, struct holder_secrets *secrets, struct head *head)
{
	struct pile ours = pile_of(all, names(all, expected) ? expected : all.count > 0 ? all.items[0].fingerprint : STR(""), true, arena), rest = { 0 };

	if (ours.count > 0)
		rest = pile_of(all, ours.items[0].fingerprint, false, arena);
	if (rest.count > 0 && ((int64_t)ours.count < ours.items[0].threshold || (int64_t)rest.count < rest.items[0].threshold))
		return err_new(arena, ERR_FORBIDDEN, M("Share {number} is of another key ({other}) than the others ({key})."),
		    ARG_N("number", rest.items[0].number), ARG("other", rest.items[0].fingerprint), ARG("key", ours.items[0].fingerprint));
	TRY(share_join(ours.items, ours.count, arena, secrets->masters[0]));
	head->masters[0].split = (struct key_split){ ours.items[0].threshold, ours.items[0].shares };
	head->masters_count = 1;
	if (rest.count == 0)
		return NULL;
	TRY(share_join(rest.items, rest.count, arena, secrets->masters[1]));
	head->masters[1].split = (struct key_split){ rest.items[0].threshold, rest.items[0].shares };
	head->masters_count = 2;
	return NULL;
}

static struct err *
join_all(const struct str *texts, size_t count, struct str expected, struct arena *arena, struct holder_secrets *secrets, struct head *head)
{
	struct pile all = { 0 };
	struct err *err;

	for (size_t i = 0; i < count; i++)
		TRY(shares_read(texts[i], arena, &all.items, &all.count));
	TRY(check_expected(all, expected, arena));
	err = join_piles(all, expected, arena, secrets, head);
	crypt_wipe(all.items, all.count * sizeof(*all.items));
	return err;
}

/* The earlier head's signing key, when this master opens it: signatures go on as before. */
static bool
keep_signing(struct str home, struct holder_secrets *secrets, struct arena *arena, struct head *head)
{
	struct head earlier;

	if (head_load(home, arena, &earlier) != NULL || holder_open_into(secrets->masters[0], HEAD_ABOUT_SIGNING, earlier.signing, arena,
	    secrets->signing, CRYPT_SECRET) != NULL)
		return false;
	head->public = earlier.public;
	head->sequence = earlier.sequence + 1;
	return true;
}

/* A copy, so that there is a head at any time. */
static struct err *
set_aside(struct str home, struct arena *arena)
{
	struct str bytes;

	if (!key_head_exists(home, arena))
		return NULL;
	TRY(file_read(key_path(home, "master", arena), HEAD_BYTES, arena, &bytes));
	return file_write(key_path(home, "master.before", arena), bytes, arena);
}

static struct err *
restore_with(struct holder_secrets *secrets, struct str home, const struct key_unlock *unlock, int64_t now, struct arena *arena,
    struct head *head, bool *ret_signing_kept)
{
	struct head begun;

	TRY(begin_head(unlock, secrets, arena, &begun));
	begun.masters_count = head->masters_count;
	for (size_t i = 0; i < head->masters_count; i++)
		begun.masters[i] = (struct head_master){ .made_at = now, .split = head->masters[i].split, .shared_at = now };
	*head = begun;
	*ret_signing_kept = keep_signing(home, secrets, arena, head);
	if (!*ret_signing_kept)
		new_signing(secrets, arena, head);
	TRY(set_aside(home, arena));
	return write_head(home, head, secrets, arena);
}

struct err *
key_head_restore(struct str home, const struct key_unlock *unlock, const struct str *texts, size_t count, struct str expected, int64_t now,
    struct arena *arena, struct str *ret_fingerprint, bool *ret_signing_kept)
{
	struct holder_secrets *secrets = crypt_memory(sizeof(*secrets));
	struct head head = { 0 };
	struct err *err = join_all(texts, count, expected, arena, secrets, &head);

	if (err == NULL)
		err = restore_with(secrets, home, unlock, now, arena, &head, ret_signing_kept);
	if (err == NULL)
		*ret_fingerprint = head.masters[0].fingerprint;
	crypt_memory_free(secrets);
	return err;
}
