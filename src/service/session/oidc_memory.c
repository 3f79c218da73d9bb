/*
 * oidc_memory.c - what the provider said of itself and its keys, kept for a while. Nobody waits for another who is asking: both ask.
 */
#include <pthread.h>
#include <string.h>
#include "base/clock.h"
#include "service/session/oidc_parts.h"

struct kept { char text[JOSE_TEXT_MOST]; size_t len; int64_t at; };
struct oidc_memory {
	pthread_mutex_t mutex;         /* of what follows          */
	struct str      issuer;        /* whose it is, in name      */
	char            name[1000];
	struct kept     provider, keys;
};

struct oidc_memory *
oidc_memory_new(struct arena *arena)
{
	struct oidc_memory *memory = ARENA_NEW(arena, struct oidc_memory);

	(void)pthread_mutex_init(&memory->mutex, NULL);
	return memory;
}

/* "": nothing that is younger than that, or of another provider. */
static struct str
recall(struct oidc_memory *memory, const struct kept *kept, struct str issuer, int64_t since, struct arena *arena)
{
	struct str text = STR("");

	(void)pthread_mutex_lock(&memory->mutex);
	if (kept->len > 0 && kept->at >= since && str_eq(memory->issuer, issuer))
		text = arena_copy(arena, (struct str){ kept->text, kept->len });
	(void)pthread_mutex_unlock(&memory->mutex);
	return text;
}

static void
keep(struct oidc_memory *memory, struct kept *kept, struct str issuer, struct str text, int64_t now)
{
	if (issuer.len > sizeof(memory->name) || text.len > sizeof(kept->text))
		return;
	(void)pthread_mutex_lock(&memory->mutex);
	if (!str_eq(memory->issuer, issuer)) {
		memcpy(memory->name, issuer.ptr, issuer.len);
		memory->issuer = (struct str){ memory->name, issuer.len };
		memory->provider.len = memory->keys.len = 0;
	}
	memcpy(kept->text, text.ptr, text.len);
	kept->len = text.len;
	kept->at = now;
	(void)pthread_mutex_unlock(&memory->mutex);
}

static struct err *
ask(const struct oidc *oidc, struct str url, struct arena *arena, struct str *ret_text)
{
	const struct oidc_question question = { .url = url };
	struct oidc_answer answer;

	TRY(oidc->wire.ask(oidc->wire.context, &question, arena, &answer));
	if (answer.status != 200)
		return err_new(arena, ERR_SYSTEM, M("The provider answered with status {status}."), ARG_N("status", answer.status));
	if (answer.body.len > JOSE_TEXT_MOST)
		return err_new(arena, ERR_LIMIT, M("The provider's answer is longer than {most} bytes."), ARG_N("most", JOSE_TEXT_MOST));
	*ret_text = answer.body;
	return NULL;
}

/* Where an issuer's document stands: OpenID Connect Discovery 4. */
static struct str
document_of(struct str issuer, struct arena *arena)
{
	(void)str_take_end(&issuer, STR("/"));
	return arena_printf(arena, "%.*s/.well-known/openid-configuration", STR_ARG(issuer));
}

struct err *
oidc_learn(const struct oidc *oidc, int64_t now, struct arena *arena, struct oidc_provider *ret_provider)
{
	struct str issuer = oidc->place->issuer;
	struct str text = recall(oidc->memory, &oidc->memory->provider, issuer, now - OIDC_KEPT_MINUTES * 60 * INSTANT_SECOND, arena);

	if (text.len > 0)
		return oidc_provider_parse(text, issuer, arena, ret_provider);
	TRY(ask(oidc, document_of(issuer, arena), arena, &text));
	TRY(oidc_provider_parse(text, issuer, arena, ret_provider));
	keep(oidc->memory, &oidc->memory->provider, issuer, text, now);
	return NULL;
}

struct err *
oidc_learn_keys(const struct oidc *oidc, const struct oidc_provider *provider, bool anew, int64_t now, struct arena *arena,
    struct jose_keys *ret_keys)
{
	struct str issuer = oidc->place->issuer;
	int64_t since = now - (anew ? OIDC_ANEW_S : OIDC_KEPT_MINUTES * 60) * INSTANT_SECOND;
	struct str text = recall(oidc->memory, &oidc->memory->keys, issuer, since, arena);

	if (text.len > 0)
		return jose_keys_parse(text, arena, ret_keys);
	TRY(ask(oidc, provider->keys, arena, &text));
	TRY(jose_keys_parse(text, arena, ret_keys));
	keep(oidc->memory, &oidc->memory->keys, issuer, text, now);
	return NULL;
}
