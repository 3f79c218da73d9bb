/* When a vulnerability appeared, and when something was last said of it: of all the sources that speak of it the earliest and the newest. */
#include "test.h"

#include "base/clock.h"
#include "store/kb/face.h"

#define DAY(n) ((n) == 0 ? INSTANT_NONE : (int64_t)(n) * INSTANT_DAY)

/* Days; 0: the source does not say. */
static const struct {
	const char *what;
	struct { enum source source; int published, modified; } records[4];
	int published, modified;
} cases[] = {
	{ "nobody says", { { SOURCE_NVD, 0, 0 } }, 0, 0 },
	{ "one", { { SOURCE_JVN, 30, 40 } }, 30, 40 },
	{ "JVN after NVD", { { SOURCE_NVD, 10, 20 }, { SOURCE_JVN, 30, 40 } }, 10, 40 },
	{ "JVN before NVD", { { SOURCE_JVN, 10, 20 }, { SOURCE_NVD, 30, 40 } }, 10, 40 },
	{ "the earliest is the newest, too", { { SOURCE_CVE5, 5, 90 }, { SOURCE_NVD, 10, 20 }, { SOURCE_JVN, 30, 40 } }, 5, 90 },
	{ "a list without dates says nothing", { { SOURCE_OSV, 0, 0 }, { SOURCE_JVN, 30, 40 } }, 30, 40 },
	{ "published is not said, changed is", { { SOURCE_OSV, 0, 70 }, { SOURCE_JVN, 30, 40 } }, 30, 70 },
	{ "a maker's word, a coordinator's, the databases'", { { SOURCE_JVN, 33, 33 }, { SOURCE_CSAF, 31, 35 }, { SOURCE_NVD, 32, 60 }, { SOURCE_CVE5, 32, 36 } }, 31, 60 },
};

static void
dates_are_those_of_all_sources(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct str_list no_names = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct face_records records = { 0 };
		struct vulnerability face;

		for (size_t r = 0; r < ARRAY_LEN(cases[i].records); r++) {
			struct advisory advisory = { .source = cases[i].records[r].source, .id = STR("CVE-2026-0001"), .withdrawn = INSTANT_NONE,
				.published = DAY(cases[i].records[r].published), .modified = DAY(cases[i].records[r].modified) };

			if (r == 0 || cases[i].records[r].modified > 0)
				list_push(arena, &records.list, ((struct face_record){ .advisory = advisory }));
		}
		face_of(STR("CVE-2026-0001"), &no_names, &records, arena, &face);
		if (face.published != DAY(cases[i].published) || face.modified != DAY(cases[i].modified))
			fail_msg("%s: day %lld, day %lld", cases[i].what, (long long)(face.published / INSTANT_DAY), (long long)(face.modified / INSTANT_DAY));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(dates_are_those_of_all_sources) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
