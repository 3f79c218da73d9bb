#include "test.h"

#include "format/qr/qr.h"

static void
a_code_is_drawn_with_its_three_corners(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str svg;

	(void)state;
	assert_ok(qr_svg(STR("otpauth://totp/x"), STR("a \"label\" <b>"), arena, &svg));
	/* Sixteen bytes at level M are version 2: 25 squares and the quiet zone. */
	assert_true(str_find(svg, STR("viewBox=\"0 0 33 33\"")) != SIZE_MAX);
	/* Finder patterns begin left and right in the first row, and left in the eighteenth below. */
	assert_true(str_find(svg, STR("M4 4h7v1h-7z")) != SIZE_MAX);
	assert_true(str_find(svg, STR("M22 4h7v1h-7z")) != SIZE_MAX);
	assert_true(str_find(svg, STR("M4 22h7v1h-7z")) != SIZE_MAX);
	assert_true(str_find(svg, STR("<b>")) == SIZE_MAX);
	assert_true(str_ends(svg, STR("</svg>")));
}

static void
what_is_too_long_is_not_drawn(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	static const char many[QR_TEXT_MOST + 1];
	struct str svg;

	(void)state;
	assert_err(qr_svg((struct str){ many, sizeof(many) }, STR(""), arena, &svg), ERR_LIMIT);
	assert_err(qr_svg(STR(""), STR(""), arena, &svg), ERR_USAGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_drawn_with_its_three_corners),
		cmocka_unit_test(what_is_too_long_is_not_drawn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
