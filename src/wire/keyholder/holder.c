#include "wire/keyholder/holder.h"

#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "wire/keyholder/share.h"

enum { ABOUT_MOST = 256, TEXT_MOST = 8 << 10 };

static struct str
view(const void *bytes, size_t len)
{
	return (struct str){ bytes, len };
}

/* ---------------------------------------------------------------------- begin */

struct err *
holder_open_into(const unsigned char key[CRYPT_KEY], struct str about, struct str sealed, struct arena *arena, void *into, size_t len)
{
	struct str plain;

	TRY(crypt_open(key, about, sealed, arena, &plain));
	if (plain.len == len)
		memcpy(into, plain.ptr, len);
	crypt_wipe((void *)(uintptr_t)plain.ptr, plain.len);
	if (plain.len != len)
		return err_new(arena, ERR_FORMAT, M("A sealed key is {len} bytes long instead of {right}."), ARG_N("len", plain.len), ARG_N("right", len));
	return NULL;
}

struct err *
holder_unlock_key(const struct head *head, struct str secret, struct arena *arena, unsigned char ret_key[CRYPT_KEY])
{
	struct str bytes;

	if (head->passphrase)
		return crypt_key_of(secret, head->salt, arena, ret_key);
	if (!crypt_unhex(str_trim_space(secret), arena, &bytes) || bytes.len != CRYPT_KEY)
		return err_new(arena, ERR_FORMAT, M("This is no file that unlocks master keys: such a file is one line of 64 hexadecimal digits."));
	memcpy(ret_key, bytes.ptr, CRYPT_KEY);
	crypt_wipe((void *)(uintptr_t)bytes.ptr, bytes.len);
	return NULL;
}

static struct err *
open_all(struct holder *holder, struct arena *arena)
{
	const struct head *head = &holder->head;

	for (size_t i = 0; i < head->masters_count; i++) {
		struct err *err = holder_open_into(holder->secrets->unlock, head_about_master(head->masters[i].fingerprint, arena),
		    head->masters[i].sealed, arena, holder->secrets->masters[i], CRYPT_KEY);

		if (err != NULL)
			return err_new(arena, ERR_FORBIDDEN, head->passphrase ? M("The passphrase is wrong: it does not unlock the master key.")
			    : M("The key file is of another home: it does not unlock the master key."));
	}
	return holder_open_into(holder->secrets->masters[0], HEAD_ABOUT_SIGNING, head->signing, arena, holder->secrets->signing, CRYPT_SECRET);
}

struct err *
holder_begin(struct holder *holder, struct str head, const struct key_unlock *unlock, struct arena *arena)
{
	struct err *err;

	holder->arena = arena_new();
	holder->secrets = crypt_memory(sizeof(*holder->secrets));
	holder->pace = (struct holder_pace){ HOLDER_BURST, 0 };
	err = head_read(arena_copy(holder->arena, head), holder->arena, &holder->head);
	if (err == NULL && holder->head.passphrase != unlock->passphrase)
		err = err_new(arena, ERR_USAGE, holder->head.passphrase ? M("The master key is unlocked by a passphrase, not by a key file.")
		    : M("The master key is unlocked by a key file, not by a passphrase."));
	if (err == NULL)
		err = holder_unlock_key(&holder->head, unlock->secret, arena, holder->secrets->unlock);
	if (err == NULL)
		err = open_all(holder, arena);
	if (err != NULL) {
		err = err_copy(err, arena);
		holder_done(holder);
	}
	return err;
}

void
holder_done(struct holder *holder)
{
	crypt_memory_free(holder->secrets);
	arena_free(holder->arena);
	holder->secrets = NULL;
	holder->arena = NULL;
}

/* --------------------------------------------------------------------- change */

/* A changed head counts when it is written; the strs of `changed` may be anywhere. */
static bool
change(struct holder *holder, struct head *changed, struct arena *arena)
{
	struct arena *kept = arena_new();
	int64_t offset;
	struct str slot;
	struct err *err;

	changed->sequence++;
	slot = head_slot(changed, arena, &offset);
	if (!holder->keep(holder->context, slot, offset)) {
		arena_free(kept);
		return false;
	}
	err = head_read(arena_copy(kept, slot), kept, changed);
	if (err != NULL) {
		arena_free(kept);
		return false;
	}
	arena_free(holder->arena);
	holder->arena = kept;
	holder->head = *changed;
	return true;
}

static bool
rotate(struct holder *holder, int64_t now, struct arena *arena)
{
	unsigned char (*masters)[CRYPT_KEY] = holder->secrets->masters;
	struct head changed = holder->head;

	if (changed.masters_count == KEY_MASTERS)
		return true;
	memcpy(masters[1], masters[0], CRYPT_KEY);
	crypt_random(masters[0], CRYPT_KEY);
	changed.masters[1] = changed.masters[0];
	changed.masters[0] = (struct head_master){ .fingerprint = key_fingerprint(masters[0], arena), .made_at = now, .shared_at = INSTANT_NONE };
	changed.masters[0].sealed = crypt_seal(holder->secrets->unlock, head_about_master(changed.masters[0].fingerprint, arena),
	    view(masters[0], CRYPT_KEY), arena);
	changed.signing = crypt_seal(masters[0], HEAD_ABOUT_SIGNING, view(holder->secrets->signing, CRYPT_SECRET), arena);
	changed.masters_count = KEY_MASTERS;
	if (change(holder, &changed, arena))
		return true;
	memcpy(masters[0], masters[1], CRYPT_KEY);
	crypt_wipe(masters[1], CRYPT_KEY);
	return false;
}

/* Twice, so that both slots have forgotten it. */
static bool
retire(struct holder *holder, struct arena *arena)
{
	for (int slot = 0; slot < 2; slot++) {
		struct head changed = holder->head;

		changed.masters[1] = (struct head_master){ 0 };
		changed.masters_count = 1;
		if (!change(holder, &changed, arena))
			return false;
	}
	crypt_wipe(holder->secrets->masters[1], CRYPT_KEY);
	return true;
}

/* -------------------------------------------------------------------- answers */

static struct str
decimal(int64_t number, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)number);
}

static void
add(struct talk *answer, struct str part)
{
	answer->parts[answer->count++] = part;
}

static void
add_masters(const struct holder *holder, struct arena *arena, struct talk *answer)
{
	add(answer, arena_copy(arena, holder->head.masters[0].fingerprint));
	add(answer, arena_copy(arena, holder->head.masters_count == KEY_MASTERS ? holder->head.masters[1].fingerprint : STR("")));
}

/* Keys of cases are authenticated as such, so that nothing else this master seals can be asked for as one. */
static struct str
about_key(struct str about, struct arena *arena)
{
	return arena_printf(arena, "tsukuroi case key 1 %.*s", STR_ARG(about));
}

static bool
open_key(const struct holder *holder, struct str about, struct str wrapped, struct arena *arena, unsigned char key[CRYPT_KEY])
{
	for (size_t i = 0; i < holder->head.masters_count; i++)
		if (holder_open_into(holder->secrets->masters[i], about_key(about, arena), wrapped, arena, key, CRYPT_KEY) == NULL)
			return true;
	return false;
}

static struct str
wrap(const struct holder *holder, struct str about, const unsigned char key[CRYPT_KEY], struct arena *arena)
{
	return crypt_seal(holder->secrets->masters[0], about_key(about, arena), view(key, CRYPT_KEY), arena);
}

bool
keyholder_is_signer(struct str about)
{
	uint64_t org, which;
	struct str number, rest;

	return str_cut(about, '/', &number, &rest) && str_to_u64(number, &org) && str_take(&rest, STR("0/signing")) &&
	    (rest.len == 0 || (str_take(&rest, STR("-")) && str_to_u64(rest, &which)));
}

/* May a key be given now? If not, the answer says when. */
static bool
in_pace(struct holder *holder, int64_t ticks, struct arena *arena, struct talk *answer)
{
	struct holder_pace *pace = &holder->pace;
	int64_t more = (ticks - pace->ticks) * HOLDER_A_SECOND / INSTANT_SECOND;

	if (pace->ticks == 0 || more > HOLDER_BURST)
		*pace = (struct holder_pace){ HOLDER_BURST, ticks };
	else if (more > 0)
		*pace = (struct holder_pace){ pace->tokens + more > HOLDER_BURST ? HOLDER_BURST : pace->tokens + more, ticks };
	if (pace->tokens > 0) {
		pace->tokens--;
		return true;
	}
	answer->word = TALK_SLOW;
	add(answer, decimal(1000 / HOLDER_A_SECOND + 1, arena));
	return false;
}

static void
answer_status(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	const struct head_master *newest = &holder->head.masters[0];
	const int64_t numbers[] = {
		newest->made_at, newest->split.threshold, newest->split.shares, newest->shared_at, holder->started_at, holder->requests,
		holder->given, holder->refused, holder->landlock_abi,
	};

	(void)question;
	(void)when;
	add_masters(holder, arena, answer);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		add(answer, decimal(numbers[i], arena));
	add(answer, crypt_hex(holder->head.public, arena));
}

static void
answer_new(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	unsigned char *key = arena_alloc(arena, CRYPT_KEY);

	if (keyholder_is_signer(question->parts[0])) {
		answer->word = TALK_REFUSED;
		return;
	}
	if (!in_pace(holder, when.ticks, arena, answer))
		return;
	crypt_random(key, CRYPT_KEY);
	add(answer, view(key, CRYPT_KEY));
	add(answer, wrap(holder, question->parts[0], key, arena));
	add_masters(holder, arena, answer);
	holder->given++;
}

static void
answer_unwrap(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	unsigned char *key = arena_alloc(arena, CRYPT_KEY);

	if (!in_pace(holder, when.ticks, arena, answer))
		return;
	if (keyholder_is_signer(question->parts[0]) || !open_key(holder, question->parts[0], question->parts[1], arena, key)) {
		answer->word = TALK_REFUSED;
		return;
	}
	add(answer, view(key, CRYPT_KEY));
	holder->given++;
}

static void
answer_wrap(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	unsigned char key[CRYPT_KEY];

	(void)when;
	if (!open_key(holder, question->parts[0], question->parts[1], arena, key)) {
		answer->word = TALK_REFUSED;
		return;
	}
	add(answer, wrap(holder, question->parts[0], key, arena));
	add_masters(holder, arena, answer);
	crypt_wipe(key, sizeof(key));
}

static void
answer_sign(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	unsigned char *signature = arena_alloc(arena, CRYPT_SIGNATURE);

	(void)when;
	crypt_sign(holder->secrets->signing, question->parts[0], signature);
	add(answer, view(signature, CRYPT_SIGNATURE));
}

/* Its seed is wrapped as keys of cases are, and leaves only so. */
static void
answer_signer(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	unsigned char seed[CRYPT_KEY], secret[CRYPT_SECRET], *public = arena_alloc(arena, CRYPT_PUBLIC);

	(void)when;
	if (!keyholder_is_signer(question->parts[0])) {
		answer->word = TALK_UNKNOWN;
		return;
	}
	crypt_random(seed, sizeof(seed));
	crypt_sign_keys_of(seed, public, secret);
	add(answer, view(public, CRYPT_PUBLIC));
	add(answer, wrap(holder, question->parts[0], seed, arena));
	add_masters(holder, arena, answer);
	crypt_wipe(seed, sizeof(seed));
	crypt_wipe(secret, sizeof(secret));
}

static void
answer_sign_as(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	unsigned char seed[CRYPT_KEY], secret[CRYPT_SECRET];
	unsigned char *public = arena_alloc(arena, CRYPT_PUBLIC), *signature = arena_alloc(arena, CRYPT_SIGNATURE);

	(void)when;
	if (!keyholder_is_signer(question->parts[0])) {
		answer->word = TALK_UNKNOWN;
		return;
	}
	if (!open_key(holder, question->parts[0], question->parts[1], arena, seed)) {
		answer->word = TALK_REFUSED;
		return;
	}
	crypt_sign_keys_of(seed, public, secret);
	crypt_sign(secret, question->parts[2], signature);
	add(answer, view(signature, CRYPT_SIGNATURE));
	add(answer, view(public, CRYPT_PUBLIC));
	crypt_wipe(seed, sizeof(seed));
	crypt_wipe(secret, sizeof(secret));
}

static void
answer_rotate(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	(void)question;
	if (!rotate(holder, when.now, arena)) {
		answer->word = TALK_FAILED;
		return;
	}
	add(answer, STR(""));
	add_masters(holder, arena, answer);
}

/* The older one, by its name. Asked again after it is gone, the slots are written once more: perhaps one could not be before. */
static void
answer_retire(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	const struct head *head = &holder->head;

	(void)when;
	if (str_eq(question->parts[0], head->masters[0].fingerprint) ||
	    (head->masters_count == KEY_MASTERS && !str_eq(question->parts[0], head->masters[1].fingerprint)))
		answer->word = TALK_REFUSED;
	else if (!retire(holder, arena))
		answer->word = TALK_FAILED;
}

static bool
split_of(const struct talk *question, struct arena *arena, struct key_split *ret_split)
{
	return str_to_i64(question->parts[0], &ret_split->threshold) && str_to_i64(question->parts[1], &ret_split->shares) &&
	    key_split_check(*ret_split, arena) == NULL;
}

static void
answer_shares(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	struct key_split split;
	struct str *shares;

	(void)when;
	if (!split_of(question, arena, &split)) {
		answer->word = TALK_UNKNOWN;
		return;
	}
	shares = share_make(holder->secrets->masters[0], holder->head.masters[0].fingerprint, split, arena);
	for (size_t i = 0; i < (size_t)split.shares; i++)
		add(answer, shares[i]);
}

static void
answer_shared(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	struct head changed = holder->head;

	if (!split_of(question, arena, &changed.masters[0].split)) {
		answer->word = TALK_UNKNOWN;
		return;
	}
	changed.masters[0].shared_at = when.now;
	if (!change(holder, &changed, arena))
		answer->word = TALK_FAILED;
}

static void
answer_stop(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer)
{
	(void)question;
	(void)when;
	(void)arena;
	(void)answer;
	holder->stopping = true;
}

/* What each question must bring: so many parts, none longer than that. */
static const struct question {
	void (*answer)(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *answer);
	size_t parts, most;
} questions[TALK_QUESTIONS] = {
	[TALK_STATUS] = { answer_status, 0, 0 },          [TALK_NEW]    = { answer_new, 1, ABOUT_MOST },
	[TALK_UNWRAP] = { answer_unwrap, 2, ABOUT_MOST }, [TALK_WRAP]   = { answer_wrap, 2, ABOUT_MOST },
	[TALK_SIGN]   = { answer_sign, 1, TEXT_MOST },    [TALK_ROTATE] = { answer_rotate, 0, 0 },
	[TALK_RETIRE] = { answer_retire, 1, ABOUT_MOST }, [TALK_SHARES] = { answer_shares, 2, ABOUT_MOST },
	[TALK_SHARED] = { answer_shared, 2, ABOUT_MOST }, [TALK_STOP]   = { answer_stop, 0, 0 },
	[TALK_SIGNER] = { answer_signer, 1, ABOUT_MOST }, [TALK_SIGN_AS] = { answer_sign_as, 3, TEXT_MOST },
};

void
holder_answer(struct holder *holder, const struct talk *question, struct holder_now when, struct arena *arena, struct talk *ret_answer)
{
	const struct question *row = question->word < TALK_QUESTIONS ? &questions[question->word] : &questions[0];
	bool fits = row->answer != NULL && question->count == row->parts;

	for (size_t i = 0; fits && i < question->count; i++)
		fits = question->parts[i].len <= row->most;
	*ret_answer = (struct talk){ .word = fits ? TALK_OK : TALK_UNKNOWN };
	holder->requests++;
	if (fits)
		row->answer(holder, question, when, arena, ret_answer);
	if (ret_answer->word != TALK_OK)
		ret_answer->count = ret_answer->word == TALK_SLOW ? 1 : 0;
	if (ret_answer->word == TALK_REFUSED || ret_answer->word == TALK_UNKNOWN)
		holder->refused++;
}

void
holder_wipe(const struct talk *question, const struct talk *answer)
{
	bool secret = question->word == TALK_NEW || question->word == TALK_UNWRAP;
	size_t count = question->word == TALK_SHARES ? answer->count : secret && answer->word == TALK_OK ? 1 : 0;

	for (size_t i = 0; i < count; i++)
		crypt_wipe((void *)(uintptr_t)answer->parts[i].ptr, answer->parts[i].len);
}
