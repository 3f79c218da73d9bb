/*
 * rotate.c - shares of the master, and a new master: made, every key wrapped by it, the old one forgotten.
 */
#include "base/clock.h"
#include "service/key/key.h"
#include "store/ledger/key.h"

enum { WRAPPED_AT_ONCE = 100 };

static const struct field papers_fields[] = {
	FIELD(struct key_papers, key, FIELD_STR),
	FIELD(struct key_papers, threshold, FIELD_INT),
	FIELD(struct key_papers, shares, FIELD_INT),
	FIELD(struct key_papers, papers, FIELD_STRS),
};
const struct schema key_papers_schema = SCHEMA("shares", struct key_papers, papers_fields);

static struct err *
note(const struct key_desk *desk, struct str verb, struct str fingerprint, struct arena *arena)
{
	return ledger_audit(desk->ledger, desk->actor->login, desk->now, verb, arena_printf(arena, "key/%.*s", STR_ARG(fingerprint)), STR(""), arena);
}

static struct err *
begin(const struct key_desk *desk, struct arena *arena, struct keyholder **ret_holder)
{
	TRY(actor_need(desk->actor, OFFICE_ADMINISTRATOR, SCOPE_ADMIN, arena));
	return keyholder_open(desk->home->path, arena, ret_holder);
}

/* ------------------------------------------------------------------------------ shares */

static struct err *
make_papers(struct keyholder *holder, struct str key, struct key_split split, struct arena *arena, struct key_papers *ret_papers)
{
	struct str *shares;

	TRY(keyholder_shares(holder, split, arena, &shares));
	*ret_papers = (struct key_papers){ .key = key, .threshold = split.threshold, .shares = split.shares };
	for (int64_t i = 0; i < split.shares; i++)
		list_push(arena, &ret_papers->papers, shares[i]);
	return NULL;
}

/* The audit row comes first: shares are the key. */
struct err *
key_shares(const struct key_desk *desk, struct key_split split, struct arena *arena, struct key_papers *ret_papers)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct keyholder_status status;

	TRY(begin(desk, arena, &holder));
	TRY(key_split_check(split, arena));
	TRY(keyholder_status(holder, arena, &status));
	TRY(note(desk, STR("key.shares"), status.master, arena));
	return make_papers(holder, status.master, split, arena, ret_papers);
}

struct err *
key_papers_handed(const struct key_desk *desk, const struct key_papers *papers, struct arena *arena)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;

	TRY(begin(desk, arena, &holder));
	return keyholder_shared(holder, (struct key_split){ papers->threshold, papers->shares }, arena);
}

/* ---------------------------------------------------------------------------- rotation */

/* Something done for every organisation of the ledger. */
typedef struct err *for_org(struct ledger *ledger, void *context, struct arena *arena);

static struct err *
for_each_org(struct ledger *ledger, for_org *work, void *context, struct arena *arena)
{
	struct ledger_orgs orgs;

	TRY(ledger_orgs(ledger, arena, &orgs));
	for (size_t i = 0; i < orgs.count; i++) {
		TRY(ledger_org_use(ledger, orgs.items[i], arena));
		TRY(work(ledger, context, arena));
	}
	return NULL;
}

/* A unit of work that speaks for several organisations: for ours again when it is over, however it went. */
static struct err *
write_all(struct ledger *ledger, ledger_work *work, void *context, struct arena *arena)
{
	int64_t ours = ledger_org(ledger);
	struct err *err = ledger_write(ledger, work, context, arena);

	TRY(ledger_org_use(ledger, ours, arena));
	return err;
}

struct naming { const struct key_desk *desk; const struct key_rotation *rotation; };

/* From here on new keys are under the new master only; organisations that never sealed anything name none. */
static struct err *
name_master(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct naming *naming = context;
	struct str master;

	TRY(ledger_master(ledger, arena, &master));
	if (master.len == 0 || str_eq(master, naming->rotation->to))
		return NULL;
	return ledger_master_set(ledger, naming->rotation->to, naming->desk->now, arena);
}

static struct err *
name_masters(struct ledger *ledger, void *context, struct arena *arena)
{
	TRY(ledger_key_turn(ledger, arena));
	return for_each_org(ledger, name_master, context, arena);
}

struct err *
key_rotate_begin(const struct key_desk *desk, struct key_split split, struct arena *arena, struct key_rotation *ret_rotation)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct keyholder_status status;
	struct key_rotation rotation = { 0 };
	struct key_wrapped masters;

	TRY(begin(desk, arena, &holder));
	TRY(key_split_check(split, arena));
	TRY(keyholder_status(holder, arena, &status));
	TRY(keyholder_rotate(holder, arena, &masters));
	rotation.from = masters.older;
	rotation.to = masters.master;
	TRY(note(desk, STR("key.rotate"), rotation.to, arena));
	TRY(write_all(desk->ledger, name_masters, &(struct naming){ desk, &rotation }, arena));
	/* One that was begun before has its papers out already, unless it was stopped just then. */
	if (status.older.len == 0 || status.shares == 0)
		TRY(make_papers(holder, rotation.to, split, arena, &rotation.papers));
	*ret_rotation = rotation;
	return NULL;
}

struct wrapping {
	const struct key_rotation *rotation;
	struct keyholder          *holder;
	key_told                  *told;
	void                      *context;
	int64_t                    wrapped, turn;      /* all so far; in this unit of work */
	int64_t                    left;               /* under another master             */
};

static struct err *
wrap_one(struct ledger *ledger, const struct wrapping *wrapping, struct ledger_key *key, struct arena *arena)
{
	struct str about = arena_printf(arena, "%lld/%lld/%.*s", (long long)ledger_org(ledger), (long long)key->casefile, STR_ARG(key->compartment));
	struct key_wrapped wrapped;
	struct str bytes;
	struct err *err;

	if (!crypt_unhex(key->wrapped, arena, &bytes))
		bytes = STR("");
	err = keyholder_wrap(wrapping->holder, about, bytes, arena, &wrapped);
	if (err != NULL)
		return err_wrap(arena, err, M("key {about}"), ARG("about", about));
	key->wrapped = crypt_hex(wrapped.wrapped, arena);
	key->master = wrapped.master;
	return ledger_key_rewrap(ledger, key, arena);
}

static struct err *
wrap_some(struct ledger *ledger, void *context, struct arena *arena)
{
	struct wrapping *wrapping = context;
	struct ledger_keys keys;

	TRY(ledger_key_turn(ledger, arena));
	TRY(ledger_keys_of_others(ledger, wrapping->rotation->to, WRAPPED_AT_ONCE, arena, &keys));
	for (size_t i = 0; i < keys.keys.count; i++)
		TRY(wrap_one(ledger, wrapping, &keys.keys.items[i], arena));
	wrapping->turn = (int64_t)keys.keys.count;
	return NULL;
}

static struct err *
wrap_org(struct ledger *ledger, void *context, struct arena *arena)
{
	struct wrapping *wrapping = context;

	(void)arena;
	do {
		struct arena *turn ARENA_SCOPE = arena_new();
		struct err *err = ledger_write(ledger, wrap_some, wrapping, turn);

		if (err != NULL)
			return err_copy(err, arena);
		wrapping->wrapped += wrapping->turn;
		if (wrapping->told != NULL && wrapping->turn > 0)
			wrapping->told(wrapping->context, wrapping->wrapped);
	} while (wrapping->turn == WRAPPED_AT_ONCE);
	return NULL;
}

static struct err *
wrap_all(struct ledger *ledger, struct wrapping *wrapping, struct arena *arena)
{
	int64_t ours = ledger_org(ledger);
	struct err *err = for_each_org(ledger, wrap_org, wrapping, arena);

	TRY(ledger_org_use(ledger, ours, arena));
	return err;
}

static struct err *
count_left(struct ledger *ledger, void *context, struct arena *arena)
{
	struct wrapping *wrapping = context;
	struct ledger_key_counts counts;

	TRY(ledger_key_count(ledger, wrapping->rotation->to, arena, &counts));
	wrapping->left += counts.others;
	return NULL;
}

/* While this unit of work has its turn nobody makes a key, so that none can be left under a master that is forgotten. */
static struct err *
forget_old(struct ledger *ledger, void *context, struct arena *arena)
{
	struct wrapping *wrapping = context;

	wrapping->left = 0;
	TRY(ledger_key_turn(ledger, arena));
	TRY(for_each_org(ledger, count_left, wrapping, arena));
	return wrapping->left > 0 ? NULL : keyholder_retire(wrapping->holder, wrapping->rotation->from, arena);
}

struct err *
key_rotate_finish(const struct key_desk *desk, const struct key_rotation *rotation, key_told *told, void *context, struct arena *arena,
    int64_t *ret_wrapped)
{
	struct keyholder *holder KEYHOLDER_SCOPE = NULL;
	struct wrapping wrapping = { .rotation = rotation, .told = told, .context = context, .left = 1 };

	TRY(begin(desk, arena, &holder));
	wrapping.holder = holder;
	while (wrapping.left > 0) {
		TRY(wrap_all(desk->ledger, &wrapping, arena));
		TRY(write_all(desk->ledger, forget_old, &wrapping, arena));
	}
	TRY(note(desk, STR("key.rotated"), rotation->to, arena));
	*ret_wrapped = wrapping.wrapped;
	return NULL;
}
