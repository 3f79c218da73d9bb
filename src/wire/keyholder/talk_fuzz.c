/* Anything may come through the key holder's socket: every message is taken apart, and every question answered. */
#include "base/clock.h"
#include "base/file.h"
#include "wire/keyholder/holder.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static bool
keep(void *context, struct str slot, int64_t offset)
{
	(void)context;
	return slot.len == HEAD_SLOT && offset % HEAD_SLOT == 0;
}

/* Keys that are made without a file: their values do not matter. */
static void
begin(struct holder *holder)
{
	struct arena *arena = arena_new();
	struct holder_secrets *secrets = crypt_memory(sizeof(*secrets));
	struct head_master *master;

	*holder = (struct holder){ .keep = keep, .arena = arena, .secrets = secrets };
	master = &holder->head.masters[0];
	master->fingerprint = key_fingerprint(secrets->masters[0], arena);
	master->sealed = crypt_seal(secrets->unlock, head_about_master(master->fingerprint, arena),
	    (struct str){ (char *)secrets->masters[0], CRYPT_KEY }, arena);
	holder->head.masters_count = 1;
	holder->head.public = (struct str){ arena_alloc(arena, CRYPT_PUBLIC), CRYPT_PUBLIC };
	holder->head.signing = crypt_seal(secrets->masters[0], HEAD_ABOUT_SIGNING,
	    (struct str){ (char *)secrets->signing, CRYPT_SECRET }, arena);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str rest = { (const char *)bytes, len };
	struct talk question, answer;
	struct buf out BUF_SCOPE = { 0 };
	struct holder holder;

	begin(&holder);
	while (talk_take(&rest, arena, &question) == NULL && question.word != 0) {
		holder_answer(&holder, &question, (struct holder_now){ clock_ticks(), clock_now() }, arena, &answer);
		talk_put(&out, &answer);
		holder_wipe(&question, &answer);
	}
	holder_done(&holder);
	return 0;
}
