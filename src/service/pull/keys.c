/*
 * keys.c - the keys that providers sign with, remembered from the first time on.
 *
 *     H/pull/keys/NAME        "key = FINGERPRINT<tab>USER<tab>PACKETS" a line: what was pinned
 *     H/pull/keys/NAME.gpg    those that the provider publishes now, among the pinned: what gpgv is asked with
 */
#include "service/pull/plan.h"

#include "base/buf.h"
#include "base/crypt.h"
#include "base/file.h"
#include "format/openpgp/openpgp.h"
#include "service/intake.h"
#include "wire/worker/worker.h"

struct taking_keys {
	struct sink       sink;
	struct arena     *arena;
	struct pull_keys *keys;
};

static struct err *
take_key(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking_keys *taking = (struct taking_keys *)sink;
	const struct openpgp_key *key = value;

	(void)arena;
	if (schema == &openpgp_key_schema)
		list_push(taking->arena, &taking->keys->list, ((struct pull_key){ arena_copy(taking->arena, key->fingerprint),
		    arena_copy(taking->arena, key->user), arena_copy(taking->arena, key->hex) }));
	return NULL;
}

static struct err *
take_no_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

struct err *
pull_keys_read(struct pull_run *run, struct str path, struct pull_keys *keys)
{
	struct intake_file opened INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct taking_keys taking = { { take_key, take_no_problem }, run->arena, keys };
	struct worker_job job = { .kind = "openpgp" };

	TRY(intake_open(path, run->arena, &opened));
	job.fd = opened.fd;
	job.name = opened.name;
	return worker_run(&job, &taking.sink, run->arena);
}

/* ---------------------------------------------------------------------------------------------------- pinned */

static struct str
keys_file(const struct home *home, const struct pull_source *source, const char *end, struct arena *arena)
{
	return path_join(arena, pull_dir(home, STR("keys"), arena), arena_printf(arena, "%s%s", source->name, end));
}

static struct err *
take_pinned(void *context, struct str key, struct str value, struct arena *arena)
{
	struct pull_keys *keys = context;
	struct pull_key pinned = { 0 };

	if (!str_eq(key, STR("key")))
		return NULL;
	(void)str_split(&value, '\t', &pinned.fingerprint);
	(void)str_split(&value, '\t', &pinned.user);
	pinned.hex = value;
	list_push(arena, &keys->list, pinned);
	return NULL;
}

struct err *
pull_keys_pinned(const struct home *home, const struct pull_source *source, struct arena *arena, struct pull_keys *ret_keys)
{
	*ret_keys = (struct pull_keys){ 0 };
	return pull_lines(keys_file(home, source, "", arena), take_pinned, ret_keys, arena);
}

static bool
has_key(const struct pull_keys *keys, struct str fingerprint)
{
	for (size_t i = 0; i < keys->list.count; i++)
		if (str_eq(keys->list.items[i].fingerprint, fingerprint))
			return true;
	return false;
}

/* A name in a key is a stranger's: it stays one piece of one line. */
static struct str
one_piece(struct str text, struct arena *arena)
{
	struct str copy = arena_copy(arena, text);
	char *letters = (char *)(uintptr_t)copy.ptr;

	for (size_t i = 0; i < copy.len; i++)
		if ((unsigned char)letters[i] < ' ')
			letters[i] = ' ';
	return copy;
}

static struct err *
pin(const struct pull_run *run, const struct pull_keys *published)
{
	struct buf out BUF_SCOPE = { 0 };

	buf_addf(&out, "# Keys that %s signs with. Written by the program.\n", run->source->name);
	for (size_t i = 0; i < published->list.count; i++) {
		const struct pull_key *key = &published->list.items[i];

		buf_addf(&out, "key = %.*s\t%.*s\t%.*s\n", STR_ARG(key->fingerprint), STR_ARG(one_piece(key->user, run->arena)), STR_ARG(key->hex));
	}
	return file_write(keys_file(run->home, run->source, "", run->arena), buf_str(&out), run->arena);
}

static struct err *
write_ring(const struct pull_run *run, const struct pull_keys *published, struct str *ret_ring)
{
	struct buf out BUF_SCOPE = { 0 };
	struct str bytes;

	for (size_t i = 0; i < published->list.count; i++) {
		if (!crypt_unhex(published->list.items[i].hex, run->arena, &bytes))
			return err_new(run->arena, ERR_FORMAT, M("{file} holds no public key of OpenPGP, or a damaged one."), ARG("file", str_of(run->source->name)));
		buf_add(&out, bytes);
	}
	*ret_ring = keys_file(run->home, run->source, ".gpg", run->arena);
	return file_write(*ret_ring, buf_str(&out), run->arena);
}

struct err *
pull_keys_settle(struct pull_run *run, const struct pull_keys *published, struct str *ret_ring)
{
	struct pull_keys pinned;

	TRY(dir_make(pull_dir(run->home, STR(""), run->arena), run->arena));
	TRY(dir_make(pull_dir(run->home, STR("keys"), run->arena), run->arena));
	TRY(pull_keys_pinned(run->home, run->source, run->arena, &pinned));
	for (size_t i = 0; i < published->list.count && pinned.list.count > 0 && !run->accept; i++) {
		const struct pull_key *key = &published->list.items[i];

		if (!has_key(&pinned, key->fingerprint))
			return err_new(run->arena, ERR_HELD, M("{source} signs with a new key, {fingerprint} ({user}). Nothing was taken in: ask the issuer by another way whether that is its key, then accept it."),
			    ARG("source", str_of(run->source->name)), ARG("fingerprint", key->fingerprint), ARG("user", key->user));
	}
	if (pinned.list.count == 0 || run->accept)
		TRY(pin(run, published));
	return write_ring(run, published, ret_ring);
}
