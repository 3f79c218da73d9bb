/*
 * keys.c - keys that bundles are signed with, and those whose bundles a home takes.
 */
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "service/bundle/parts.h"

enum { KEY_FILE_MOST = 4096 };

static struct str
trusted_dir(const struct home *home, struct arena *arena)
{
	return path_join(arena, home->path, STR("bundle-keys"));
}

static struct err *
refuse_there(struct str file, struct arena *arena)
{
	if (!file_exists(file, arena))
		return NULL;
	return err_new(arena, ERR_CONFLICT, M("{file} is there already: a key is never written over."), ARG("file", file));
}

struct err *
bundle_keygen(struct str dir, struct str passphrase, struct arena *arena, struct bundle_keys *ret_keys)
{
	struct minisign_secret *secret = crypt_memory(sizeof(*secret));
	struct minisign_public public;
	struct str text;
	struct err *err;

	ret_keys->public = path_join(arena, dir, STR("tsukuroi.pub"));
	ret_keys->secret = path_join(arena, dir, STR("tsukuroi.key"));
	minisign_make(secret, &public);
	err = minisign_secret_write(secret, passphrase, arena, &text);
	crypt_memory_free(secret);
	TRY(err);
	TRY(dir_make(dir, arena));
	TRY(refuse_there(ret_keys->public, arena));
	TRY(refuse_there(ret_keys->secret, arena));
	TRY(file_write(ret_keys->secret, text, arena));
	ret_keys->id = minisign_id(public.id, arena);
	return file_write(ret_keys->public, minisign_public_write(&public, arena), arena);
}

struct err *
bundle_key_asks(struct str key_file, struct arena *arena, bool *ret_asks)
{
	struct str text;

	TRY(file_read(key_file, KEY_FILE_MOST, arena, &text));
	return minisign_secret_asks(text, arena, ret_asks);
}

struct err *
bundle_key_read(struct str file, struct arena *arena, struct minisign_public *ret_key)
{
	struct err *err;
	struct str text;

	TRY(file_read(file, KEY_FILE_MOST, arena, &text));
	err = minisign_public_read(text, arena, ret_key);
	return err == NULL ? NULL : err_wrap(arena, err, M("{file}"), ARG("file", file));
}

/* ----------------------------------------------------------------------------------------------- trust */

static struct str
trusted_file(const struct home *home, struct str id, struct arena *arena)
{
	return path_join(arena, trusted_dir(home, arena), arena_printf(arena, "%.*s.pub", STR_ARG(id)));
}

struct err *
bundle_trust(const struct home *home, struct str key_file, struct arena *arena, struct str *ret_id)
{
	struct minisign_public key;

	TRY(bundle_key_read(key_file, arena, &key));
	*ret_id = minisign_id(key.id, arena);
	TRY(dir_make(trusted_dir(home, arena), arena));
	return file_write(trusted_file(home, *ret_id, arena), minisign_public_write(&key, arena), arena);
}

struct err *
bundle_trusted(const struct home *home, struct arena *arena, struct str_list *ret_ids)
{
	struct str *names;
	size_t count;

	*ret_ids = (struct str_list){ 0 };
	if (!dir_exists(trusted_dir(home, arena), arena))
		return NULL;
	TRY(dir_list(trusted_dir(home, arena), arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		if (str_take_end(&names[i], STR(".pub")))
			list_push(arena, ret_ids, names[i]);
	return NULL;
}

struct err *
bundle_distrust(const struct home *home, struct str id, struct arena *arena)
{
	struct str_list ids;

	TRY(bundle_trusted(home, arena, &ids));
	if (!str_is_one_of(id, ids.items, ids.count))
		return err_new(arena, ERR_NOT_FOUND, M("This home trusts no key {id}."), ARG("id", id));
	if (unlink(arena_cstr(arena, trusted_file(home, id, arena))) != 0)
		return err_system(arena, M("The file {file} could not be removed."), ARG("file", trusted_file(home, id, arena)));
	return NULL;
}

struct err *
bundle_key_trusted(const struct home *home, const unsigned char id[MINISIGN_ID], struct arena *arena, struct minisign_public *ret_key)
{
	struct str name = minisign_id(id, arena), file = trusted_file(home, name, arena);

	if (!file_exists(file, arena))
		return err_new(arena, ERR_CONFLICT,
		    M("It was signed with key {id}, which this home does not trust: give its public key with \"tsukuroi bundle trust FILE\" when it is the right one."),
		    ARG("id", name));
	return bundle_key_read(file, arena, ret_key);
}
