#include "service/key/key.h"

#include <sys/stat.h>
#include "base/clock.h"
#include "base/file.h"
#include "store/ledger/key.h"

enum { UNLOCK_MOST = 4096 };

static const struct field view_fields[] = {
	FIELD(struct key_view, made, FIELD_BOOL),
	FIELD(struct key_view, passphrase, FIELD_BOOL),
	FIELD(struct key_view, running, FIELD_BOOL),
	FIELD(struct key_view, key, FIELD_STR),
	FIELD(struct key_view, older, FIELD_STR),
	FIELD(struct key_view, ledger_key, FIELD_STR),
	FIELD(struct key_view, made_at, FIELD_INSTANT),
	FIELD(struct key_view, threshold, FIELD_INT),
	FIELD(struct key_view, shares, FIELD_INT),
	FIELD(struct key_view, shared_at, FIELD_INSTANT),
	FIELD(struct key_view, keys, FIELD_INT),
	FIELD(struct key_view, erased, FIELD_INT),
	FIELD(struct key_view, waiting, FIELD_INT),
	FIELD(struct key_view, started_at, FIELD_INSTANT),
	FIELD(struct key_view, requests, FIELD_INT),
	FIELD(struct key_view, given, FIELD_INT),
	FIELD(struct key_view, refused, FIELD_INT),
	FIELD(struct key_view, landlock, FIELD_INT),
	FIELD(struct key_view, public, FIELD_STR),
};
const struct schema key_view_schema = SCHEMA("keys", struct key_view, view_fields);

static const struct field restored_fields[] = {
	FIELD(struct key_restored, key, FIELD_STR),
	FIELD(struct key_restored, signing_kept, FIELD_BOOL),
	FIELD(struct key_restored, keys, FIELD_INT),
	FIELD(struct key_restored, others, FIELD_INT),
};
const struct schema key_restored_schema = SCHEMA("restored", struct key_restored, restored_fields);

/* ---------------------------------------------------------------------- what unlocks */

struct str
key_unlock_path(const struct home *home, struct arena *arena)
{
	return path_join(arena, home->path, STR("keys/unlock"));
}

struct err *
key_unlock_read(const struct home *home, struct str path, struct arena *arena, struct key_unlock *ret_unlock)
{
	struct stat st;

	if (path.len == 0)
		path = key_unlock_path(home, arena);
	if (stat(arena_cstr(arena, path), &st) != 0)
		return err_new(arena, ERR_NOT_FOUND, M("The key file {file} is not there: bring the medium it lies on, or name it with --unlock FILE."),
		    ARG("file", path));
	if (S_ISREG(st.st_mode) && (st.st_mode & 077) != 0)
		return err_new(arena, ERR_FORBIDDEN, M("Others may read the key file {file}: take their rights away with \"chmod 600\" first."), ARG("file", path));
	*ret_unlock = (struct key_unlock){ .passphrase = false };
	TRY(file_read(path, UNLOCK_MOST, arena, &ret_unlock->secret));
	return key_unlock_check(ret_unlock, arena);
}

struct err *
key_unlock_write(const struct home *home, struct str path, struct arena *arena, struct key_unlock *ret_unlock)
{
	if (path.len == 0) {
		path = key_unlock_path(home, arena);
		TRY(dir_make(path_join(arena, home->path, STR("keys")), arena));
	}
	if (!file_exists(path, arena))
		TRY(file_write(path, key_unlock_make(arena), arena));
	return key_unlock_read(home, path, arena, ret_unlock);
}

/* --------------------------------------------------------------- making and restoring */

static struct err *
need_administrator(const struct key_desk *desk, struct arena *arena)
{
	return actor_need(desk->actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena);
}

static struct err *
note(const struct key_desk *desk, struct str verb, struct str fingerprint, struct arena *arena)
{
	return ledger_audit(desk->ledger, desk->actor->login, desk->now, verb, arena_printf(arena, "key/%.*s", STR_ARG(fingerprint)), STR(""), arena);
}

struct err *
key_init_may(const struct key_desk *desk, struct arena *arena)
{
	struct str master;

	TRY(need_administrator(desk, arena));
	if (key_head_exists(desk->home->path, arena))
		return err_new(arena, ERR_CONFLICT, M("The home {home} has keys already."), ARG("home", desk->home->path));
	TRY(ledger_master(desk->ledger, arena, &master));
	if (master.len == 0)
		return NULL;
	return err_new(arena, ERR_CONFLICT,
	    M("The ledger is sealed with key {key} already: bring it here from its shares with \"tsukuroi key restore\"."), ARG("key", master));
}

struct beginning { const struct key_desk *desk; struct str fingerprint; };

static struct err *
begin_with(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct beginning *beginning = context;

	TRY(ledger_master_set(ledger, beginning->fingerprint, beginning->desk->now, arena));
	return note(beginning->desk, STR("key.init"), beginning->fingerprint, arena);
}

struct err *
key_init(const struct key_desk *desk, const struct key_unlock *unlock, struct key_split split, struct arena *arena, struct key_made *ret_made)
{
	TRY(key_init_may(desk, arena));
	TRY(key_head_make(desk->home->path, unlock, split, desk->now, arena, ret_made));
	return ledger_write(desk->ledger, begin_with, &(struct beginning){ desk, ret_made->fingerprint }, arena);
}

struct err *
key_restore(const struct key_desk *desk, const struct key_unlock *unlock, const struct str *texts, size_t count, struct arena *arena,
    struct key_restored *ret_restored)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct key_restored restored = { 0 };
	struct ledger_key_counts counts;
	struct str master;

	TRY(need_administrator(desk, arena));
	if (keyholder_open(desk->home->path, arena, &holder) == NULL)
		return err_new(arena, ERR_CONFLICT, M("The key holder runs: stop it with \"tsukuroi key stop\" before its key is restored."));
	TRY(ledger_master(desk->ledger, arena, &master));
	TRY(key_head_restore(desk->home->path, unlock, texts, count, master, desk->now, arena, &restored.key, &restored.signing_kept));
	TRY(ledger_key_count(desk->ledger, restored.key, arena, &counts));
	restored.keys = counts.keys - counts.erased - counts.others;
	restored.others = counts.others;
	TRY(note(desk, STR("key.restore"), restored.key, arena));
	*ret_restored = restored;
	return NULL;
}

struct err *
key_start_alone(const struct home *home, struct arena *arena, bool *ret_started)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct keyholder_start start = { .home = home->path };
	bool passphrase;

	*ret_started = false;
	if (!key_head_exists(home->path, arena) || keyholder_open(home->path, arena, &holder) == NULL)
		return NULL;
	TRY(key_head_asks(home->path, arena, &passphrase));
	if (passphrase || !file_exists(key_unlock_path(home, arena), arena))
		return NULL;
	TRY(key_unlock_read(home, STR(""), arena, &start.unlock));
	TRY(keyholder_start(&start, arena));
	*ret_started = true;
	return NULL;
}

/* ---------------------------------------------------------------------------- status */

static void
take_status(const struct keyholder_status *status, struct key_view *view)
{
	view->running = true;
	view->key = status->master;
	view->older = status->older;
	view->made_at = status->made_at;
	view->threshold = status->threshold;
	view->shares = status->shares;
	view->shared_at = status->shared_at;
	view->started_at = status->started_at;
	view->requests = status->requests;
	view->given = status->given;
	view->refused = status->refused;
	view->landlock = status->landlock_abi;
	view->public = status->public;
}

struct err *
key_status(const struct key_desk *desk, struct arena *arena, struct key_view *ret_view)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct key_view view = { .made_at = INSTANT_NONE, .shared_at = INSTANT_NONE, .started_at = INSTANT_NONE };
	struct ledger_key_counts counts;
	struct keyholder_status status;

	TRY(actor_need(desk->actor, OFFICE_ADMINISTRATOR | OFFICE_SECURITY | OFFICE_AUDITOR, SCOPE_READ, arena));
	view.made = key_head_exists(desk->home->path, arena);
	if (view.made)
		TRY(key_head_asks(desk->home->path, arena, &view.passphrase));
	TRY(ledger_master(desk->ledger, arena, &view.ledger_key));
	if (view.made && keyholder_open(desk->home->path, arena, &holder) == NULL) {
		TRY(keyholder_status(holder, arena, &status));
		take_status(&status, &view);
	}
	TRY(ledger_key_count(desk->ledger, view.running ? view.key : view.ledger_key, arena, &counts));
	view.keys = counts.keys - counts.erased;
	view.erased = counts.erased;
	view.waiting = counts.others;
	*ret_view = view;
	return NULL;
}
