#include "test.h"
#include <jansson.h>
#include "base/limits.h"
#include "base/vec.h"
#include "domain/range/range.h"

static size_t wrongs;

/* All that is wrong is told before the test fails. */
#define wrong(...)                           \
	do {                                 \
		print_message("    " __VA_ARGS__); \
		print_message("\n");         \
		wrongs++;                    \
	} while (0)

/* The next field before the mark, without its spaces. */
static struct str
take_field(struct str *rest)
{
	size_t at = str_find(*rest, STR("::"));
	struct str field = at == SIZE_MAX ? *rest : str_sub(*rest, 0, at);

	*rest = at == SIZE_MAX ? (struct str){ 0 } : str_from(*rest, at + 2);
	return str_trim_space(field);
}

static void
check_versions(const struct version_set *set, enum scheme scheme, struct str versions, enum containment expected, struct str line)
{
	static const char *const words[] = { "in", "out", "undecided" };
	struct str version;

	while (versions.len > 0) {
		enum containment answer;

		str_cut(versions, ' ', &version, &versions);
		answer = range_contains(set, scheme, version, NULL);
		if (answer != expected)
			wrong("%.*s is %s, not %s: %.*s", STR_ARG(version), words[answer], words[expected], STR_ARG(line));
	}
}

/* "error" alone is refused by the reader of VERS, which names no character. */
static void
check_refusal(const struct err *err, struct str expected, struct str line)
{
	struct str number;
	int64_t at = 0;

	if (str_cut(expected, ' ', &expected, &number))
		assert_true(str_to_i64(number, &at));
	if (!str_eq(expected, STR("error")))
		wrong("refused: %.*s", STR_ARG(line));
	if (err->code != ERR_FORMAT)
		wrong("%s: %.*s", err_code_name(err->code), STR_ARG(line));
	for (size_t i = 0; i < err->args_count; i++)
		if (strcmp(err->args[i].name, "at") == 0 && err->args[i].number != at)
			wrong("refused at %d: %.*s", (int)err->args[i].number, STR_ARG(line));
}

static void
check_case(struct str line, struct arena *arena)
{
	struct str rest = line, name = take_field(&rest), range = take_field(&rest), expected = take_field(&rest);
	struct str in = take_field(&rest), out = take_field(&rest), made;
	struct version_set set;
	struct err *err;
	int scheme;

	assert_true(enum_find(&scheme_names, name, &scheme));
	err = range_of_native((enum scheme)scheme, range, arena, &set);
	if (err != NULL) {
		check_refusal(err, expected, line);
		return;
	}
	made = range_format(&set, arena);
	if (!str_eq(made, expected))
		wrong("%.*s, not %.*s: %.*s", STR_ARG(made), STR_ARG(expected), STR_ARG(line));
	assert_true(str_eq(set.text, range));
	check_versions(&set, (enum scheme)scheme, in, RANGE_IN, line);
	check_versions(&set, (enum scheme)scheme, out, RANGE_OUT, line);
	check_versions(&set, (enum scheme)scheme, str_trim_space(rest), RANGE_UNDECIDED, line);
}

typedef void case_fn(struct str line, struct arena *arena);

static size_t
each_case(case_fn *check)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text, line;
	size_t count = 0;

	assert_ok(file_read(STR(SOURCE_ROOT "/src/domain/range/range_native.cases"), 1 << 20, arena, &text));
	while (str_line(&text, &line)) {
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		check(line, arena);
		count++;
	}
	return count;
}

static void
the_cases_hold(void **state)
{
	size_t count = each_case(check_case);

	(void)state;
	print_message("  %zu cases\n", count);
	assert_int_equal(wrongs, 0);
	assert_true(count > 250);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cases_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
