#include "test.h"

#include "domain/timekeeping/timekeeping.h"

#define S INSTANT_SECOND
#define H INSTANT_HOUR
static const int64_t noon = 1795000000 * INSTANT_SECOND;

static const struct {
	const char *what;
	int64_t     wall, ticks;      /* passed since the last reading: 1,000 s after the start of the machine */
	const char *boot;
	enum trust  trust;
} cases[] = {
	{ "nothing passed",                             0,               0,          "a", TRUST_TRUSTED },
	{ "both went on by an hour",                    H,               H,          "a", TRUST_TRUSTED },
	{ "asleep for two days, the counter ran",       48 * H,          48 * H,     "a", TRUST_TRUSTED },
	{ "the network set it by a second",             H + S,           H,          "a", TRUST_TRUSTED },
	{ "… or back by half a minute, still ahead",    H - 30 * S,      H,          "a", TRUST_TRUSTED },
	{ "off by a minute: within the bound",          60 * S,          0,          "a", TRUST_TRUSTED },
	{ "off by more than a minute",                  60 * S + 1,      0,          "a", TRUST_JUMPED },
	{ "an ordinary clock over thirty days",         720 * H + 300 * S, 720 * H,  "a", TRUST_TRUSTED },
	{ "more than that over thirty days",            720 * H + 330 * S, 720 * H,  "a", TRUST_JUMPED },
	{ "behind by more than the bound",              H - 62 * S,      H,          "a", TRUST_STEPPED_BACK },
	{ "a year ahead",                               8760 * H,        60 * S,     "a", TRUST_JUMPED },
	{ "a day back",                                 -24 * H,         60 * S,     "a", TRUST_STEPPED_BACK },
	{ "the least step back",                        -1,              0,          "a", TRUST_STEPPED_BACK },
	{ "another start",                              H,               -900 * S,   "b", TRUST_RESTARTED },
	{ "another start that has run longer",          H,               H,          "b", TRUST_RESTARTED },
	{ "another start with a clock set back",        -H,              -900 * S,   "b", TRUST_STEPPED_BACK },
	{ "read a moment earlier than the mark",        -S,              -S,         "a", TRUST_TRUSTED },
	{ "read earlier, and the clock set since",      -120 * S,        -S,         "a", TRUST_STEPPED_BACK },
	{ "read earlier, and a clock far ahead",        H,               -S,         "a", TRUST_JUMPED },
};

static void
clocks_that_do_not_agree_are_not_trusted(void **state)
{
	struct time_reading last = { noon, 1000 * S, STR_INIT("a") };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct time_reading now = { noon + cases[i].wall, 1000 * S + cases[i].ticks, str_of(cases[i].boot) };

		print_message("  %s\n", cases[i].what);
		assert_int_equal(trust_judge(&last, &now), cases[i].trust);
	}
}

/* Where the system gives no id, a counter that fell is a start. */
static void
without_an_id_the_counter_tells(void **state)
{
	struct time_reading last = { noon, 1000 * S, STR_INIT("") }, now = { noon + H, 1000 * S + H, STR_INIT("") };

	(void)state;
	assert_int_equal(trust_judge(&last, &now), TRUST_TRUSTED);
	now.ticks = 999 * S;
	assert_int_equal(trust_judge(&last, &now), TRUST_RESTARTED);
	now.wall = noon - S;
	assert_int_equal(trust_judge(&last, &now), TRUST_STEPPED_BACK);
}

static void
a_first_reading_is_taken(void **state)
{
	struct time_reading none = { INSTANT_NONE, 0, STR_INIT("") }, now = { noon, 5, STR_INIT("a") };

	(void)state;
	assert_int_equal(trust_judge(&none, &now), TRUST_TRUSTED);
	assert_int_equal(trust_offset(&none, &now), 0);
}

static void
no_reading_is_too_wild(void **state)
{
	static const int64_t walls[] = { INSTANT_NONE, INT64_MIN + 1, -1, 0, 1, INT64_MAX };

	(void)state;
	for (size_t a = 0; a < ARRAY_LEN(walls); a++)
		for (size_t b = 0; b < ARRAY_LEN(walls); b++)
			for (size_t c = 0; c < ARRAY_LEN(walls); c++) {
				struct time_reading last = { walls[a], walls[c], STR_INIT("a") };
				struct time_reading now = { walls[b], INT64_MAX, STR_INIT("a") };      /* never earlier */
				enum trust trust = trust_judge(&last, &now);

				assert_true(trust <= TRUST_RESTARTED);
				assert_true(walls[a] == INSTANT_NONE || walls[b] >= walls[a] || trust == TRUST_STEPPED_BACK);
			}
}

static void
distrust_stays(void **state)
{
	static const enum trust worse[4][4] = {
		{ TRUST_TRUSTED, TRUST_JUMPED, TRUST_STEPPED_BACK, TRUST_RESTARTED },
		{ TRUST_JUMPED, TRUST_JUMPED, TRUST_STEPPED_BACK, TRUST_JUMPED },
		{ TRUST_STEPPED_BACK, TRUST_STEPPED_BACK, TRUST_STEPPED_BACK, TRUST_STEPPED_BACK },
		{ TRUST_RESTARTED, TRUST_RESTARTED, TRUST_STEPPED_BACK, TRUST_RESTARTED },
	};

	(void)state;
	for (size_t known = 0; known < 4; known++)
		for (size_t seen = 0; seen < 4; seen++) {
			assert_int_equal(trust_worse((enum trust)known, (enum trust)seen), worse[known][seen]);
			assert_non_null(trust_text((enum trust)seen));
		}
}

static void
how_far_it_is_off_is_said(void **state)
{
	struct time_reading last = { noon, 0, STR_INIT("a") }, now = { noon + H, 10 * S, STR_INIT("a") };

	(void)state;
	assert_int_equal(trust_offset(&last, &now), H - 10 * S);
	now.wall = noon - H;
	assert_int_equal(trust_offset(&last, &now), -H - 10 * S);
	now.boot = STR("b");
	assert_int_equal(trust_offset(&last, &now), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_that_do_not_agree_are_not_trusted), cmocka_unit_test(without_an_id_the_counter_tells),
		cmocka_unit_test(a_first_reading_is_taken),
		cmocka_unit_test(no_reading_is_too_wild), cmocka_unit_test(distrust_stays), cmocka_unit_test(how_far_it_is_off_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
