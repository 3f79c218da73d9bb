#include "base/err.h"

#include <errno.h>
#include <string.h>
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/limits.h"

static const struct {
	const char *name;
	int         exit_status;
	int         http_status;
} codes[] = {
	[ERR_NONE] = { "ERR_NONE", 0, 200 },
#define ERR_DEF(code, exit_status, http_status) [code] = { #code, exit_status, http_status },
#include "base/err.def"
#undef ERR_DEF
};

const char *
err_code_name(enum err_code code)
{
	return codes[code].name;
}

int
err_exit_status(enum err_code code)
{
	return codes[code].exit_status;
}

int
err_http_status(enum err_code code)
{
	return codes[code].http_status;
}

struct err *
err_make(struct arena *arena, enum err_code code, const char *where, const struct err *cause,
    const char *message, const struct err_arg *args)
{
	struct err *err = ARENA_NEW(arena, struct err);
	struct err_arg *copies;
	size_t count = 0;

	while (args[count].name != NULL)
		count++;
	copies = ARENA_ARRAY(arena, struct err_arg, count);
	for (size_t i = 0; i < count; i++) {
		copies[i] = args[i];
		if (args[i].is_number)
			copies[i].text = arena_printf(arena, "%lld", (long long)args[i].number);
		else
			copies[i].text = arena_copy(arena, str_sub(args[i].text, 0, LIMIT_ERR_SENTENCE / 4));
	}
	*err = (struct err){ code, where, message, copies, count, cause };
	return err;
}

struct err *
err_errno(struct arena *arena, const char *where)
{
	int number = errno;
	char text[128];
	struct err_arg args[] = { ARG("reason", str_of(strerror_r(number, text, sizeof(text)))), { 0 } };

	if (number == ENOSPC || number == EDQUOT)
		return err_make(arena, ERR_SYSTEM, where, NULL,
		    M("There is no room left on the disk: free some and try again; what was stored before is whole."), args);
	return err_make(arena, ERR_SYSTEM, where, NULL, M("The system answered \"{reason}\"."), args);
}

/* Behind a whole sentence its cause is the next one; behind a heading ("line 3") it is what is said of it. */
static struct str
between(struct str head, enum lang lang)
{
	if (str_ends(head, STR("。")))
		return STR("");
	if (str_ends(head, STR(".")))
		return STR(" ");
	return lang == LANG_JA ? STR("：") : STR(": ");
}

struct str
err_sentence(const struct err *err, enum lang lang, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	for (; err != NULL && text.len < LIMIT_ERR_SENTENCE; err = err->cause) {
		if (text.len > 0)
			buf_add(&text, between(buf_str(&text), lang));
		catalogue_format(&text, lang, err->message, err->args, err->args_count);
	}
	return arena_copy(arena, buf_str(&text));
}

struct str
err_trace(const struct err *err, struct arena *arena)
{
	struct buf text BUF_SCOPE = { 0 };

	for (; err != NULL; err = err->cause) {
		if (text.len > 0)
			buf_add(&text, STR(": "));
		catalogue_format(&text, LANG_EN, err->message, err->args, err->args_count);
		buf_addf(&text, " [%s %s]", err_code_name(err->code), err->where);
	}
	return arena_copy(arena, buf_str(&text));
}

struct err *
err_copy(const struct err *err, struct arena *arena)
{
	struct err *cause, *copy;
	struct err_arg *args;

	if (err == NULL)
		return NULL;
	cause = err_copy(err->cause, arena);
	args = ARENA_ARRAY(arena, struct err_arg, err->args_count + 1);
	for (size_t i = 0; i < err->args_count; i++) {
		args[i] = err->args[i];
		args[i].name = arena_cstr(arena, str_of(err->args[i].name));
	}
	copy = err_make(arena, err->code, arena_cstr(arena, str_of(err->where)), cause,
	    arena_cstr(arena, str_of(err->message)), args);
	return copy;
}
