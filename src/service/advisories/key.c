/*
 * key.c - the key that advisories are signed with: made, renewed, given out.
 */
#include <stdlib.h>
#include "base/clock.h"
#include "base/file.h"
#include "format/openpgp/openpgp.h"
#include "service/advisories/parts.h"

enum { FINGERPRINT = 40 };

static const struct field key_fields[] = {
	FIELD(struct own_key, fingerprint, FIELD_STR), FIELD(struct own_key, user, FIELD_STR), FIELD(struct own_key, file, FIELD_STR),
	FIELD(struct own_key, former, FIELD_STR),
};
const struct schema own_key_schema = SCHEMA("own_key", struct own_key, key_fields);
static const struct field public_fields[] = {
	FIELD(struct own_public_key, fingerprint, FIELD_STR), FIELD(struct own_public_key, user, FIELD_STR), FIELD(struct own_public_key, made_at, FIELD_INSTANT),
};
const struct schema own_public_key_schema = SCHEMA("own_public_key", struct own_public_key, public_fields);

/* --------------------------------------------------------------------------------------------------- signing */

static struct err *
sign(void *context, struct str digest, struct arena *arena, unsigned char ret_signature[CRYPT_SIGNATURE])
{
	return signer_sign(context, digest, arena, ret_signature);
}

struct openpgp_own
own_signing(struct signer *signer)
{
	struct openpgp_own own = { .made_at = signer->made_at, .sign = sign, .context = signer };

	for (size_t i = 0; i < CRYPT_PUBLIC; i++)
		own.public[i] = signer->public[i];
	return own;
}

/* ------------------------------------------------------------------------------------------ made and renewed */

struct making { const struct key_desk *desk; bool made; };

static struct err *
make(struct ledger *ledger, void *context, struct arena *arena)
{
	struct making *making = context;
	struct err *err = signer_make(making->desk->home, ledger, making->desk->now, arena);

	making->made = err == NULL;
	if (err != NULL)
		return err->code == ERR_CONFLICT ? NULL : err;
	return ledger_audit(ledger, making->desk->actor->login, making->desk->now, STR("csaf.key"), STR("csaf/key"), STR(""), arena);
}

static struct err *
renew(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct key_desk *desk = context;

	TRY(signer_renew(desk->home, ledger, desk->now, arena));
	return ledger_audit(ledger, desk->actor->login, desk->now, STR("csaf.renew"), STR("csaf/key"), STR(""), arena);
}

static struct err *
check(const struct key_desk *desk, struct arena *arena)
{
	TRY(actor_need(desk->actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	TRY(own_org_check(desk, arena));
	return desk->home->organisation.len > 0 ? NULL
	    : err_new(arena, ERR_USAGE, M("The key bears the organisation's name: put \"organisation = NAME\" into tsukuroi.conf first."));
}

/* The public half of the newest, vouched for by the one before; that one's own file stays as it is, or away where somebody took it away. */
static struct err *
give_out(const struct key_desk *desk, struct arena *arena, struct own_key *ret_key)
{
	struct signer signer SIGNER_SCOPE = { 0 }, former SIGNER_SCOPE = { 0 };
	struct openpgp_own own, own_former;
	struct str armored, name;
	bool there, renewed;

	TRY(signer_open(desk->home, desk->ledger, arena, &signer, &there));
	TRY(signer_open_former(desk->home, desk->ledger, arena, &former, &renewed));
	own = own_signing(&signer);
	own_former = own_signing(&former);
	name = desk->home->site.len == 0 ? desk->home->organisation
	    : arena_printf(arena, "%.*s <%.*s>", STR_ARG(desk->home->organisation), STR_ARG(desk->home->site));
	*ret_key = (struct own_key){ .fingerprint = openpgp_own_fingerprint(&own, arena), .user = name,
		.former = renewed ? openpgp_own_fingerprint(&own_former, arena) : STR("") };
	ret_key->file = own_key_file(desk->home, ret_key->fingerprint, arena);
	TRY(openpgp_own_key(&own, renewed ? &own_former : NULL, name, arena, &armored));
	TRY(dir_make(own_folder(desk->home, arena), arena));
	TRY(dir_make(path_join(arena, own_folder(desk->home, arena), STR("openpgp")), arena));
	return file_write(ret_key->file, armored, arena);
}

struct err *
own_key_make(const struct key_desk *desk, struct arena *arena, struct own_key *ret_key, bool *ret_made)
{
	struct making making = { desk, false };

	TRY(check(desk, arena));
	TRY(ledger_write(desk->ledger, make, &making, arena));
	TRY(give_out(desk, arena, ret_key));
	*ret_made = making.made;
	return NULL;
}

struct err *
own_key_renew(const struct key_desk *desk, struct arena *arena, struct own_key *ret_key)
{
	TRY(check(desk, arena));
	TRY(ledger_write(desk->ledger, renew, (void *)(uintptr_t)desk, arena));
	return give_out(desk, arena, ret_key);
}

/* ------------------------------------------------------------------------------------------------- given out */

static bool
is_fingerprint(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!char_is_digit(text.ptr[i]) && !(text.ptr[i] >= 'A' && text.ptr[i] <= 'F'))
			return false;
	return text.len == FINGERPRINT;
}

struct str
own_key_file(const struct home *home, struct str fingerprint, struct arena *arena)
{
	return path_join(arena, path_join(arena, own_folder(home, arena), STR("openpgp")), arena_printf(arena, "%.*s.asc", STR_ARG(fingerprint)));
}

struct finding { struct sink sink; struct own_public_key *key; struct arena *arena; };

/* The one that the file is called after; somebody may have put others beside it. */
static struct err *
on_key(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct finding *finding = (struct finding *)sink;
	const struct openpgp_key *key = value;

	(void)schema, (void)arena;
	if (str_eq(key->fingerprint, finding->key->fingerprint)) {
		finding->key->user = arena_copy(finding->arena, key->user);
		finding->key->made_at = key->made_at;
	}
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink, (void)problem, (void)arena;
	return NULL;
}

/* What the file says of the key; where it cannot be read, its name alone. */
static struct own_public_key
look_at(const struct home *home, struct str fingerprint, struct arena *arena)
{
	struct own_public_key key = { .fingerprint = fingerprint, .user = STR(""), .made_at = INSTANT_NONE };
	struct finding finding = { { on_key, on_problem }, &key, arena };
	struct input_bytes input;
	struct str bytes;

	if (file_read(own_key_file(home, fingerprint, arena), OWN_ARMOR_MOST, arena, &bytes) == NULL &&
	    openpgp_keys_read(input_of_bytes(&input, bytes, fingerprint), &finding.sink, arena) != NULL)
		key.user = STR("");
	return key;
}

static int
newest_first(const void *a_, const void *b_)
{
	const struct own_public_key *a = a_, *b = b_;

	return a->made_at != b->made_at ? (a->made_at < b->made_at ? 1 : -1) : str_cmp(a->fingerprint, b->fingerprint);
}

struct err *
own_public_keys(const struct home *home, struct arena *arena, struct own_public_keys *ret_keys)
{
	struct str folder = path_join(arena, own_folder(home, arena), STR("openpgp")), *names;
	size_t count;

	*ret_keys = (struct own_public_keys){ 0 };
	if (!dir_exists(folder, arena))
		return NULL;
	TRY(dir_list(folder, arena, &names, &count));
	for (size_t i = 0; i < count; i++)
		if (str_take_end(&names[i], STR(".asc")) && is_fingerprint(names[i]))
			list_push(arena, &ret_keys->list, look_at(home, names[i], arena));
	if (ret_keys->list.count > 0)
		qsort(ret_keys->list.items, ret_keys->list.count, sizeof(*ret_keys->list.items), newest_first);
	return NULL;
}

bool
own_public_keys_have(const struct own_public_keys *keys, struct str fingerprint)
{
	for (size_t i = 0; i < keys->list.count; i++)
		if (str_eq(keys->list.items[i].fingerprint, fingerprint))
			return true;
	return false;
}

struct err *
own_public_key(const struct home *home, struct str fingerprint, struct arena *arena, struct str *ret_bytes, bool *ret_found)
{
	*ret_found = is_fingerprint(fingerprint) && file_exists(own_key_file(home, fingerprint, arena), arena);
	return *ret_found ? file_read(own_key_file(home, fingerprint, arena), OWN_ARMOR_MOST, arena, ret_bytes) : NULL;
}

struct err *
own_advisory_signed_by(const struct home *home, const struct own_advisory *advisory, struct arena *arena, struct str *ret_fingerprint)
{
	struct str bytes;
	bool found;

	*ret_fingerprint = STR("");
	TRY(own_advisory_signature(home, advisory, arena, &bytes, &found));
	if (found)
		*ret_fingerprint = openpgp_signature_by(bytes, arena);
	return NULL;
}
