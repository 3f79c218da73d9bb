/*
 * err.h - how things fail, for three readers: the program, the operator, the person.
 *
 * A function that can fail returns struct err *; NULL is success. The program acts on `code`. The
 * operator and the person read one sentence made from the chain of messages, outermost first, in
 * Japanese or English:
 *
 *     nvdcve-2.0-2026.json.gz: record CVE-2026-1234: The CVSS metric "XX" is unknown.
 *
 * A message is an English sentence with named places, marked M("…"); it is also the key by which
 * the catalogue (base/catalogue.h) finds the Japanese one. The build fails when one is missing.
 *
 *     return err_new(arena, ERR_FORMAT, M("The CVSS metric \"{metric}\" is unknown."),
 *         ARG("metric", name));
 *
 * An innermost message says what was wrong and, where it can be mended by the reader, what to do.
 * A wrapping message names the place only: M("record {id}"), M("line {line}").
 */
#pragma once
#include "base/arena.h"
#include "base/lang.h"
#include "base/str.h"

enum err_code {
	ERR_NONE,
#define ERR_DEF(code, exit_status, http_status) code,
#include "base/err.def"
#undef ERR_DEF
};

struct err_arg {
	const char *name;       /* NULL ends an array of these   */
	struct str  text;       /* used when is_number is false  */
	int64_t     number;
	bool        is_number;
};

struct err {
	enum err_code         code;
	const char           *where;    /* "src/format/purl/purl.c:41", for the log     */
	const char           *message;  /* key of the catalogue                         */
	const struct err_arg *args;
	size_t                args_count;
	const struct err     *cause;    /* the error beneath, or NULL                   */
};

#define M(text) text
#define ARG(name_, text_)    { .name = (name_), .text = (text_) }
#define ARG_N(name_, number_) { .name = (name_), .number = (int64_t)(number_), .is_number = true }

#define CHECKED __attribute__((warn_unused_result))

#define ERR_STRING2(x) #x
#define ERR_STRING(x)  ERR_STRING2(x)
#define ERR_WHERE      __FILE__ ":" ERR_STRING(__LINE__)

/* Items of an array and their end. cppcheck 2.10 knows no __VA_OPT__, and is shown their beginning instead. */
#ifdef __CPPCHECK__
#define ENDED(type, ...) ((type[]){ { 0 }, ##__VA_ARGS__ })
#else
#define ENDED(type, ...) ((type[]){ __VA_ARGS__ __VA_OPT__(,) { 0 } })
#endif
#define ERR_ARGS(...) ENDED(struct err_arg, __VA_ARGS__)

/* Both copy the arguments into the arena. err_wrap keeps the code of its cause. */
#define err_new(arena, code, message, ...) \
	err_make((arena), (code), ERR_WHERE, NULL, (message), ERR_ARGS(__VA_ARGS__))
#define err_wrap(arena, cause, message, ...) \
	err_make((arena), (cause)->code, ERR_WHERE, (cause), (message), ERR_ARGS(__VA_ARGS__))
/* The operating system's own word for errno, as the cause of a sentence that names the thing. */
#define err_system(arena, message, ...) \
	err_make((arena), ERR_SYSTEM, ERR_WHERE, err_errno((arena), ERR_WHERE), (message), ERR_ARGS(__VA_ARGS__))

CHECKED NEVER_NULL struct err *err_make(struct arena *arena, enum err_code code, const char *where,
    const struct err *cause, const char *message, const struct err_arg *args);
CHECKED NEVER_NULL struct err *err_errno(struct arena *arena, const char *where);

/* Hands an error up untouched. The only macro in the house that hides a return. */
#define TRY(expression)                          \
	do {                                     \
		struct err *try_err = (expression); \
		if (try_err != NULL)             \
			return try_err;          \
	} while (0)

/* The chain as one sentence for a person. */
struct str err_sentence(const struct err *err, enum lang lang, struct arena *arena);
/* The same in English with codes and places in the source, for a log. */
struct str err_trace(const struct err *err, struct arena *arena);

const char *err_code_name(enum err_code code);   /* "ERR_FORMAT" */
int err_exit_status(enum err_code code);
int err_http_status(enum err_code code);

/* Copies a chain into another arena, for an error that outlives its undertaking. */
struct err *err_copy(const struct err *err, struct arena *arena);
