#include "test.h"

#include <dirent.h>
#include "base/vec.h"
#include "format/jose/jose.h"

#define CASES SOURCE_ROOT "/src/format/jose/cases"

/* What the beginning of a case's name says of it. */
static const struct { struct str name; enum err_code parse, check; bool known; } expected[] = {
	{ STR_INIT("good-"), ERR_NONE, ERR_NONE, true },
	{ STR_INIT("wrong-"), ERR_NONE, ERR_FORBIDDEN, true },
	{ STR_INIT("unknown-"), ERR_NONE, ERR_FORBIDDEN, false },
	{ STR_INIT("refused-"), ERR_UNSUPPORTED, ERR_NONE, false },
	{ STR_INIT("broken-"), ERR_FORMAT, ERR_NONE, false },
};

static enum err_code
code_of(const struct err *err)
{
	return err == NULL ? ERR_NONE : err->code;
}

static void
try_case(struct str name, size_t row, struct arena *arena)
{
	struct str text, token_text, keys_text;
	struct jose_token token;
	struct jose_keys keys;
	struct err *err;
	bool known = !expected[row].known;

	assert_ok(file_read(path_join(arena, STR(CASES), name), JOSE_TEXT_MOST, arena, &text));
	assert_true(str_cut(text, '\n', &token_text, &keys_text));
	assert_ok(jose_keys_parse(keys_text, arena, &keys));
	err = jose_token_parse(token_text, arena, &token);
	if (code_of(err) != expected[row].parse)
		fail_msg("%.*s is read as %s", STR_ARG(name), err_code_name(code_of(err)));
	if (err != NULL)
		return;
	err = jose_check(&token, &keys, arena, &known);
	if (code_of(err) != expected[row].check || known != expected[row].known)
		fail_msg("%.*s is held for %s", STR_ARG(name), err_code_name(code_of(err)));
}

static void
tokens_are_what_their_names_say(void **state)
{
	size_t seen[ARRAY_LEN(expected)] = { 0 };
	DIR *dir = opendir(CASES);
	struct dirent *entry;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		struct arena *arena ARENA_SCOPE = arena_new();

		for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
			if (!str_starts(str_of(entry->d_name), expected[i].name))
				continue;
			try_case(str_of(entry->d_name), i, arena);
			seen[i]++;
		}
	}
	(void)closedir(dir);
	for (size_t i = 0; i < ARRAY_LEN(expected); i++)
		assert_true(seen[i] >= 4);
}

static void
keys_that_check_nothing_are_passed_over(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct jose_keys keys;
	struct str many;

	(void)state;
	assert_ok(jose_keys_parse(STR("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"},{\"kty\":\"RSA\",\"n\":\"AAAA\",\"e\":\"AQAB\"},{},7,"
	    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}"), arena, &keys));
	assert_int_equal(keys.count, 0);
	assert_err(jose_keys_parse(STR("[]"), arena, &keys), ERR_FORMAT);
	assert_err(jose_keys_parse(STR("{\"keys\":{}}"), arena, &keys), ERR_FORMAT);
	many = (struct str){ arena_alloc(arena, JOSE_TEXT_MOST + 1), JOSE_TEXT_MOST + 1 };
	assert_err(jose_keys_parse(many, arena, &keys), ERR_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_what_their_names_say),
		cmocka_unit_test(keys_that_check_nothing_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
