#include "face/lib/call.h"

#include <stdlib.h>
#include "base/catalogue.h"
#include "face/lib/memory.h"

/* A handle is small: most ranges fit the first block. */
enum { HANDLE_BLOCK = 512 };

struct tsukuroi *
tsukuroi_new(void)
{
	return calloc(1, sizeof(struct tsukuroi));
}

void
tsukuroi_free(struct tsukuroi *t)
{
	if (t == NULL)
		return;
	pool_free(&t->scratch);
	free(t);
}

const char *
tsukuroi_release(void)
{
	return TSUKUROI_VERSION;
}

/* -------------------------------------------------------------------------------------------- calls */

static enum tsukuroi_status
status_of(const struct err *err)
{
	if (err == NULL)
		return TSUKUROI_OK;
	switch (err->code) {
	case ERR_NOT_FOUND:
		return TSUKUROI_NOT_FOUND;
	case ERR_LIMIT:
		return TSUKUROI_LIMIT;
	default:
		return TSUKUROI_BAD_INPUT;
	}
}

/* Everything the context holds goes, because none of it need be whole. */
static void
give_back(struct tsukuroi *t)
{
	memory_leave();
	pool_free(&t->scratch);
	pool_free(&t->kept);
	t->scratch.first = NULL;
	t->kept.first = NULL;
	t->arenas[0] = NULL;
	t->arenas[1] = NULL;
	t->err = NULL;
	t->status = TSUKUROI_NO_MEMORY;
}

/* Runs the work with memory's way out open. False when memory ended, and then nothing is left of the call. */
static bool
guarded(struct tsukuroi *t, call_work *work, void *task, const struct err **ret_err)
{
	if (setjmp(t->out) != 0) {
		give_back(t);
		return false;
	}
	memory_enter(t);
	t->into = &t->scratch;
	*ret_err = work(t, task);
	memory_leave();
	return true;
}

struct fresh {
	call_work *work;
	void      *task;
};

static struct err *
run_fresh(struct tsukuroi *t, void *task)
{
	const struct fresh *fresh = task;
	struct arena **arena = &t->arenas[t->turn = !t->turn];

	if (*arena == NULL)
		*arena = arena_new();
	else
		arena_reset(*arena);
	t->arena = *arena;
	return fresh->work(t, fresh->task);
}

enum tsukuroi_status
call_run(struct tsukuroi *t, call_work *work, void *task)
{
	struct fresh fresh = { work, task };

	if (t == NULL)
		return TSUKUROI_MISUSE;
	if (guarded(t, run_fresh, &fresh, &t->err))
		t->status = status_of(t->err);
	return t->status;
}

enum tsukuroi_status
call_misuse(struct tsukuroi *t)
{
	if (t != NULL) {
		t->err = NULL;
		t->status = TSUKUROI_MISUSE;
	}
	return TSUKUROI_MISUSE;
}

struct arena *
call_keep(struct tsukuroi *t)
{
	t->into = &t->kept;
	return arena_new_of(HANDLE_BLOCK);
}

void
call_keep_done(struct tsukuroi *t, struct pool *ret_pool)
{
	t->into = &t->scratch;
	pool_move(ret_pool, &t->kept);
}

struct err *
call_keep_not(struct tsukuroi *t, const struct err *err)
{
	struct err *copy;

	t->into = &t->scratch;
	copy = err_copy(err, t->arena);
	pool_free(&t->kept);
	t->kept.first = NULL;
	return copy;
}

/* ------------------------------------------------------------------------------------------- errors */

struct saying {
	enum lang   lang;
	const char *text;
};

static struct err *
say(struct tsukuroi *t, void *task)
{
	struct saying *saying = task;

	saying->text = arena_cstr(t->arena, err_sentence(t->err, saying->lang, t->arena));
	return NULL;
}

const char *
tsukuroi_message(struct tsukuroi *t, enum tsukuroi_lang lang)
{
	struct saying saying = { lang_in(lang), "" };
	const struct err *err;

	if (t == NULL)
		return catalogue_text(saying.lang, M("There is no context: tsukuroi_new makes one."));
	if (t->err != NULL && guarded(t, say, &saying, &err))
		return saying.text;
	switch (t->status) {
	case TSUKUROI_NO_MEMORY:
		return catalogue_text(saying.lang, M("There is not enough memory."));
	case TSUKUROI_MISUSE:
		return catalogue_text(saying.lang,
		    M("The program that calls the library gave no place for the answer, or a number that means nothing there."));
	default:
		return "";
	}
}

/* --------------------------------------------------------------------------------------------- text */

enum lang
lang_in(enum tsukuroi_lang lang)
{
	return lang == TSUKUROI_JA ? LANG_JA : LANG_EN;
}

struct str
str_in(const char *text, size_t len)
{
	if (text == NULL)
		return STR("");
	return len == TSUKUROI_NUL ? str_of(text) : (struct str){ text, len };
}

struct tsukuroi_text
text_out(struct tsukuroi *t, struct str text)
{
	return (struct tsukuroi_text){ arena_cstr(t->arena, text), text.len };
}
