/*
 * test.h - what every cmocka test of the house begins with.
 */
#pragma once
/* cmocka wants these before itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/arena.h"
#include "base/err.h"
#include "base/file.h"
#include "base/str.h"

#define assert_str(actual, expected)                                                        \
	do {                                                                                \
		struct str test_a = (actual);                                               \
		struct str test_b = str_of(expected);                                       \
		if (!str_eq(test_a, test_b))                                                \
			fail_msg("\"%.*s\" is not \"%.*s\"", STR_ARG(test_a), STR_ARG(test_b)); \
	} while (0)

/* Succeeds, or says why not. */
#define assert_ok(expression)                                                               \
	do {                                                                                \
		struct arena *test_arena_ = arena_new();                                    \
		struct err *test_err = (expression);                                        \
		if (test_err != NULL)                                                       \
			fail_msg("%s: %.*s", #expression, STR_ARG(err_trace(test_err, test_arena_))); \
		arena_free(test_arena_);                                                    \
	} while (0)

/* Fails with this code. */
#define assert_err(expression, code_)                                                       \
	do {                                                                                \
		struct err *test_err = (expression);                                        \
		if (test_err == NULL)                                                       \
			fail_msg("%s succeeded", #expression);                              \
		assert_string_equal(err_code_name(test_err->code), #code_);                 \
	} while (0)

/* The path of a real data file; NULL with a printed reason where it is not at hand. */
static inline __attribute__((unused)) const char *
test_data(struct arena *arena, const char *name)
{
	const char *root = getenv("TSUKUROI_DATA");
	struct str path = path_join(arena, str_of(root == NULL ? SOURCE_ROOT "/../shared/data" : root), str_of(name));

	if (!file_exists(path, arena) && !dir_exists(path, arena)) {
		print_message("skipped: the data file %s is not at hand\n", name);
		return NULL;
	}
	return arena_cstr(arena, path);
}

/* Skips the rest of the test where a path of test_data is NULL; frees the arena, whose scope skip() leaves by a jump. */
#define skip_without(path, arena)          \
	do {                               \
		if ((path) == NULL) {      \
			arena_free(*(arena)); \
			*(arena) = NULL;   \
			skip();            \
		}                          \
	} while (0)
