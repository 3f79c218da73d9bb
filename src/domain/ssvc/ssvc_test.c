#include "test.h"
#include "base/buf.h"
#include "base/clock.h"
#include "domain/ssvc/ssvc.h"
#include "format/json/json.h"

/* ------------------------------------------------------------------- the published tables, whole */

static const struct {
	const char *name, *file;     /* below ssvc/csv and ssvc/json/decision_tables */
	size_t      points, rows;
} published[] = {
	{ "deployer", "ssvc/deployer_patch_application_priority_1_0_0", 4, 72 },
	{ "supplier", "ssvc/supplier_patch_development_priority_1_0_0", 4, 36 },
	{ "coordinator-triage", "ssvc/coordinator_triage_1_0_0", 7, 192 },
	{ "coordinator-publish", "ssvc/coordinator_publish_decision_table_1_0_0", 3, 27 },
	{ "cisa-coordinator", "cisa/cisa_coordinator_2_0_3", 4, 36 },
	{ "cisa-bod-26-04", "cisa/cisa_bod_26_04_1_0_0", 4, 16 },
	{ "human-impact", "ssvc/human_impact_1_0_0", 2, 16 },
	{ "utility", "ssvc/utility_1_0_0", 2, 4 },
	{ "public-safety-impact", "ssvc/public_safety_impact_1_0_0", 1, 4 },
};

static struct ssvc_table
builtin(const char *name, struct arena *arena)
{
	struct ssvc_table table = { 0 };

	assert_ok(ssvc_table_builtin(str_of(name), arena, &table));
	return table;
}

static const char *
data_path(struct arena *arena, const char *folder, const char *file, const char *ending)
{
	return test_data(arena, arena_cstr(arena, arena_printf(arena, "ssvc/%s/%s%s", folder, file, ending)));
}

static void
every_row_of_the_published_csv_gives_its_outcome(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(published); i++) {
		struct ssvc_table table = builtin(published[i].name, arena);
		const char *path = data_path(arena, "csv", published[i].file, ".csv");
		struct str bytes, line, cell, rest;
		size_t rows = 0;

		skip_without(path, &arena);
		assert_ok(file_read(str_of(path), 1 << 20, arena, &bytes));
		assert_true(str_line(&bytes, &line));    /* the headings */
		for (; str_line(&bytes, &line); rows++) {
			uint8_t values[LIMIT_SSVC_POINTS_BUILTIN], outcome;

			rest = line;
			assert_true(str_split(&rest, ',', &cell));    /* the row's number */
			for (size_t j = 0; j < table.points_count; j++) {
				assert_true(str_split(&rest, ',', &cell));
				assert_ok(ssvc_value_find(&table.points[j], cell, arena, &values[j]));
			}
			assert_ok(ssvc_value_find(&table.outcome, rest, arena, &outcome));
			assert_int_equal(ssvc_decide(&table, values), outcome);
		}
		print_message("  %s: %zu rows\n", published[i].name, rows);
		assert_int_equal(rows, published[i].rows);
		assert_int_equal(table.cells_count, published[i].rows);
	}
}

/* Names and keys of a point's values, in their order. */
static void
assert_point(const struct ssvc_point *point, struct json published_point)
{
	size_t count = 0;

	assert_true(str_eq(point->en, json_get_str(published_point, "name")));
	assert_true(str_eq(point->key, json_get_str(published_point, "key")));
	for (struct json_iter i = json_each(json_get(published_point, "values")); json_next(&i); count++) {
		assert_true(count < point->count);
		assert_true(str_eq(point->values[count].key, json_get_str(i.value, "key")));
		assert_true(str_eq(point->values[count].en, json_get_str(i.value, "name")));
	}
	assert_int_equal(count, point->count);
}

static size_t
assert_mapping(const struct ssvc_table *table, struct json mapping, struct arena *arena)
{
	size_t rows = 0;

	for (struct json_iter i = json_each(mapping); json_next(&i); rows++) {
		uint8_t values[LIMIT_SSVC_POINTS_BUILTIN], outcome;

		for (size_t j = 0; j < table->points_count; j++)
			assert_ok(ssvc_value_find(&table->points[j], json_get_str(i.value, arena_cstr(arena, table->points[j].id)), arena,
			    &values[j]));
		assert_ok(ssvc_value_find(&table->outcome, json_get_str(i.value, arena_cstr(arena, table->outcome.id)), arena, &outcome));
		assert_int_equal(ssvc_decide(table, values), outcome);
	}
	return rows;
}

static void
every_table_has_the_published_points_and_mapping(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(published); i++) {
		struct ssvc_table table = builtin(published[i].name, arena);
		const char *path = data_path(arena, "json/decision_tables", published[i].file, ".json");
		struct json_reader *reader;
		struct str bytes;
		struct json root, points;

		skip_without(path, &arena);
		reader = json_reader_new();
		assert_ok(file_read(str_of(path), 1 << 20, arena, &bytes));
		assert_ok(json_parse(reader, bytes, arena, &root));
		assert_str(table.id, arena_cstr(arena, arena_printf(arena, "%.*s:%.*s:%.*s", STR_ARG(json_get_str(root, "namespace")),
		    STR_ARG(json_get_str(root, "key")), STR_ARG(json_get_str(root, "version")))));
		points = json_get(root, "decision_points");
		for (size_t j = 0; j < table.points_count; j++)
			assert_point(&table.points[j], json_get(points, arena_cstr(arena, table.points[j].id)));
		assert_point(&table.outcome, json_get(points, arena_cstr(arena, table.outcome.id)));
		assert_int_equal(assert_mapping(&table, json_get(root, "mapping"), arena), published[i].rows);
		json_reader_free(reader);
	}
}

static void
tables_are_compiled_in_and_none_of_them_asks_less_of_worse(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list names = ssvc_table_names(arena);
	struct ssvc_table table;

	(void)state;
	assert_int_equal(names.count, ARRAY_LEN(published) + 1);
	for (size_t i = 0; i < names.count; i++) {
		assert_ok(ssvc_table_builtin(names.items[i], arena, &table));
		assert_true(str_eq(table.name, names.items[i]));
		assert_true(table.points_count == published[2].points || table.points_count <= LIMIT_SSVC_POINTS);
		assert_int_equal(ssvc_table_breaks(&table, arena).list.count, 0);
		assert_true(table.title_ja.len > 0 && table.source.len > 0);
	}
	assert_err(ssvc_table_builtin(STR("nobody"), arena, &table), ERR_NOT_FOUND);
}

static void
mission_and_well_being_is_as_cisa_guides(void **state)
{
	static const struct { const char *mission, *well_being, *impact; } cases[] = {
		{ "minimal", "minimal", "low" }, { "minimal", "material", "medium" }, { "minimal", "irreversible", "high" },
		{ "support", "minimal", "medium" }, { "support", "material", "medium" }, { "support", "irreversible", "high" },
		{ "essential", "minimal", "high" }, { "essential", "material", "high" }, { "essential", "irreversible", "high" },
	};
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ssvc_table table = builtin("mission-and-well-being", arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint8_t values[2], outcome;

		assert_ok(ssvc_value_find(&table.points[0], str_of(cases[i].mission), arena, &values[0]));
		assert_ok(ssvc_value_find(&table.points[1], str_of(cases[i].well_being), arena, &values[1]));
		assert_ok(ssvc_value_find(&table.outcome, str_of(cases[i].impact), arena, &outcome));
		assert_int_equal(ssvc_decide(&table, values), outcome);
	}
}

/* -------------------------------------------------------------------------------------- values */

static const struct {
	const char *table;
	size_t      point;
	const char *text;
	int         value;      /* -1: refused */
	const char *says;
} values[] = {
	{ "deployer", 0, "A", 2, NULL },
	{ "deployer", 0, "active", 2, NULL },
	{ "deployer", 0, "悪用あり", 2, NULL },
	{ "deployer", 0, "PoC", 1, NULL },
	{ "deployer", 0, "public_poc", 1, NULL },
	{ "deployer", 0, "Public-PoC", 1, NULL },
	{ "deployer", 0, "", -1, "\"\" is no value of Exploitation" },
	{ "deployer", 0, "activ", -1, "Active (A)" },
	{ "deployer", 0, "active+none", -1, "no value of Exploitation" },
	{ "deployer", 3, "very high", 3, NULL },
	{ "deployer", 3, "marginal+mission failure", 3, NULL },
	{ "deployer", 3, "critical + mef support crippled", 2, NULL },
	{ "deployer", 3, "R+D", 1, NULL },
	{ "deployer", 3, "marginal+", -1, "no value of Mission Impact" },
	{ "deployer", 3, "marginal+degraded+degraded", -1, "has 3 parts" },
	{ "deployer", 3, "marginal", -1, "no value of Human Impact" },
	{ "coordinator-triage", 5, "yes+diffuse", 1, NULL },
	{ "coordinator-triage", 6, "significant", 1, NULL },
	{ "cisa-coordinator", 3, "essential+minimal", 2, NULL },
};

static void
values_go_by_keys_and_names_and_by_the_table_they_come_from(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		struct ssvc_table table = builtin(values[i].table, arena);
		uint8_t value = 0;
		struct err *err = ssvc_value_find(&table.points[values[i].point], str_of(values[i].text), arena, &value);

		print_message("  %s\n", values[i].text);
		if (values[i].value >= 0) {
			assert_null(err);
			assert_int_equal(value, values[i].value);
			continue;
		}
		assert_non_null(err);
		assert_true(str_find(err_sentence(err, LANG_EN, arena), str_of(values[i].says)) != SIZE_MAX);
	}
}

static void
names_are_in_the_persons_language(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ssvc_table table = builtin("deployer", arena);

	(void)state;
	assert_str(ssvc_point_name(&table.points[1], LANG_EN), "System Exposure");
	assert_str(ssvc_point_name(&table.points[1], LANG_JA), "システムの公開範囲");
	assert_str(ssvc_value_name(&table.outcome.values[3], LANG_EN), "Immediate");
	assert_str(ssvc_value_name(&table.outcome.values[3], LANG_JA), "可能な限り迅速な対応（Immediate）");
}

static void
combinations_and_values_are_two_ways_to_say_one_thing(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(published); i++) {
		struct ssvc_table table = builtin(published[i].name, arena);

		for (size_t j = 0; j < table.cells_count; j++) {
			uint8_t here[LIMIT_SSVC_POINTS_BUILTIN];

			ssvc_combination_values(&table, j, here);
			assert_int_equal(ssvc_combination_of(&table, here), j);
		}
	}
}

/* ---------------------------------------------------------------------------------- own tables */

#define HEAD   "table: t\nid: x_org.example:T:1\ntitle: {en: T, ja: 表}\n"
#define VALUES "values: [{key: L, en: Low, ja: 低}, {key: H, en: High, ja: 高}]"
#define POINT(id_) "  - {id: \"x:" id_ ":1\", en: " id_ ", ja: 点, " VALUES "}\n"
#define TWO    "points:\n" POINT("A") POINT("B")
#define OUT    "outcome: {id: \"x:O:1\", en: O, ja: 結果, " VALUES "}\n"
#define ROWS   "rows: [{L: L H}, {H: H H}]\n"

static const struct {
	const char *yaml, *says;      /* says NULL: it is read */
} tables[] = {
	{ HEAD TWO OUT ROWS, NULL },
	{ HEAD TWO OUT "rows:\n  - L L H H\n", NULL },
	{ HEAD TWO OUT "rows: [{H: H H}, {L: '  L  H '}]\n", NULL },
	{ HEAD "monotone: false\nreason: 古い表のまま\n" TWO OUT "rows: [{L: H L}, {H: H H}]\n", NULL },
	{ HEAD TWO OUT "rows: [{L: H L}, {H: H L}]\n", "asks for less in 2 places: A:L B:L gives High, but A:L B:H gives Low" },
	{ HEAD TWO OUT "rows: [{L: H H}, {H: L L}]\n", "asks for less in 2 places: A:L B:L gives High, but A:H B:L gives Low" },
	{ HEAD TWO OUT "rows: [{L: L H}]\n", "2 combinations have no outcome; the first is A:H B:L" },
	{ HEAD TWO OUT "rows: [{L: L H}, {H: H}]\n", "has 1 outcomes where 2 combinations are" },
	{ HEAD TWO OUT "rows: [{L: L H}, {H: H H}, {L: L L}]\n", "A:L B:L has an outcome in line 8 and had one in line 8" },
	{ HEAD TWO OUT "rows: [{L: L H}, {X: H H}]\n", "\"X\" in line 8 is no key of A; these are: L H" },
	{ HEAD TWO OUT "rows: [{L: L X}, {H: H H}]\n", "\"X\" in line 8 is no key of O" },
	{ HEAD TWO OUT "rows: [{L H: L}, {H: H H}]\n", "begins with 2 values: the table has 2 points" },
	{ HEAD TWO OUT "rows: [[L, H]]\n", "must be written as" },
	{ HEAD TWO OUT "rows: [{L: [L, H]}]\n", "must be written as" },
	{ HEAD TWO OUT "rows: [{L: L H, H: H H}]\n", "must be written as" },
	{ HEAD TWO OUT "rows: []\n", "4 combinations have no outcome" },
	{ HEAD TWO OUT "rows: L H\n", "\"rows\" in line 8 of the decision table is not of the form" },
	{ HEAD TWO OUT, "lacks \"rows\"" },
	{ HEAD TWO ROWS, "lacks \"outcome\"" },
	{ HEAD TWO "outcome: {id: x, en: O, ja: 結果, " VALUES "}\n" ROWS, "\"x\" in line 7 must be a namespace" },
	{ HEAD TWO "outcome: {id: ':O:1', en: O, ja: 結果, " VALUES "}\n" ROWS, "must be a namespace" },
	{ HEAD TWO "outcome: {id: 'x::1', en: O, ja: 結果, " VALUES "}\n" ROWS, "must be a namespace" },
	{ HEAD TWO "outcome: {id: 'x:O:', en: O, ja: 結果, " VALUES "}\n" ROWS, "must be a namespace" },
	{ HEAD TWO "outcome: {id: 'x:2O:1', en: O, ja: 結果, " VALUES "}\n" ROWS, "must be a namespace" },
	{ HEAD TWO "outcome: {id: 'x:O:1', ja: 結果, " VALUES "}\n" ROWS, "lacks \"en\"" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, " VALUES "}\n" ROWS, "lacks \"ja\"" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果}\n" ROWS, "lacks \"values\"" },
	{ HEAD TWO "outcome: {en: O, ja: 結果, " VALUES "}\n" ROWS, "lacks \"id\"" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, valeus: 1, " VALUES "}\n" ROWS, "\"valeus\" in line 7 is no part" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{key: L, en: Low, ja: 低}]}\n" ROWS, "are 1: there must be 2 to 8" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{key: 1, en: a, ja: い}, {key: 2, en: b, ja: ろ}, {key: 3, en: c, ja: は}, "
	  "{key: 4, en: d, ja: に}, {key: 5, en: e, ja: ほ}, {key: 6, en: f, ja: へ}, {key: 7, en: g, ja: と}, {key: 8, en: h, ja: ち}, "
	  "{key: 9, en: i, ja: り}]}\n" ROWS, "are 9: there must be 2 to 8" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [L, H]}\n" ROWS, "The value in line 7 must have" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{key: L, en: Low, ja: 低}, {key: H, en: low, ja: 高}]}\n" ROWS,
	  "\"low\" means two values of O (line 7)" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{key: L, en: Low, ja: 低, also: h}, {key: H, en: High, ja: 高}]}\n" ROWS,
	  "\"H\" means two values of O" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{key: L, ja: 低}, {key: H, en: High, ja: 高}]}\n" ROWS, "lacks \"en\"" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{key: L, en: Low}, {key: H, en: High, ja: 高}]}\n" ROWS, "lacks \"ja\"" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{en: Low, ja: 低}, {key: H, en: High, ja: 高}]}\n" ROWS, "lacks \"key\"" },
	{ HEAD TWO "outcome: {id: 'x:O:1', en: O, ja: 結果, values: [{key: L, en: Low, ja: 低, x: y}, {key: H, en: High, ja: 高}]}\n" ROWS,
	  "\"x\" in line 7 is no part" },
	{ HEAD OUT ROWS, "lacks \"points\"" },
	{ HEAD "points: []\n" OUT ROWS, "has 0 decision points" },
	{ HEAD "points: [A, B]\n" OUT ROWS, "The decision point in line 4 must have" },
	{ HEAD "points:\n" POINT("A") POINT("A") OUT ROWS, "The decision point A stands twice (line 6)" },
	{ HEAD "points:\n" POINT("A") POINT("B") POINT("C") POINT("D") POINT("E") POINT("F") POINT("G") OUT ROWS,
	  "has 7 decision points: there must be 1 to 6" },
	{ HEAD "points:\n  - {id: 'x:A:1', en: A, ja: 点, from: utility, " VALUES "}\n" OUT "rows: [L H]\n", "A (line 5) has other values than" },
	{ HEAD "points:\n  - {id: 'x:A:1', en: A, ja: 点, from: public-safety-impact, " VALUES "}\n" OUT "rows: [L H]\n",
	  "has other values than the outcome of the table public-safety-impact" },
	{ HEAD "points:\n  - {id: 'x:A:1', en: A, ja: 点, from: nowhere, " VALUES "}\n" OUT "rows: [L H]\n", "no decision table \"nowhere\"" },
	{ HEAD "points:\n  - {id: 'x:A:1', en: A, ja: 点, " VALUES "}\n" OUT "rows: [L H]\n", NULL },
	{ HEAD "monotone: false\n" TWO OUT ROWS, "says \"monotone: false\" and the \"reason\"" },
	{ HEAD "monotone: no\nreason: r\n" TWO OUT ROWS, "says \"monotone: false\" and the \"reason\"" },
	{ HEAD "reason: r\n" TWO OUT ROWS, "says \"monotone: false\" and the \"reason\"" },
	{ HEAD "monotony: false\n" TWO OUT ROWS, "\"monotony\" in line 4 is no part" },
	{ "id: x:T:1\ntitle: {en: T, ja: 表}\n" TWO OUT ROWS, "lacks \"table\"" },
	{ "table: ''\nid: x:T:1\ntitle: {en: T, ja: 表}\n" TWO OUT ROWS, "\"table\" in line 1 of the decision table is not of the form" },
	{ "table: t\ntitle: {en: T, ja: 表}\n" TWO OUT ROWS, "lacks \"id\"" },
	{ "table: t\nid: x:T:1\n" TWO OUT ROWS, "lacks \"title\"" },
	{ "table: t\nid: x:T:1\ntitle: T\n" TWO OUT ROWS, "\"title\" in line 3 of the decision table is not of the form" },
	{ "table: t\nid: x:T:1\ntitle: {ja: 表}\n" TWO OUT ROWS, "lacks \"en\"" },
	{ "table: t\nid: x:T:1\ntitle: {en: T}\n" TWO OUT ROWS, "lacks \"ja\"" },
	{ "", "lacks \"table\"" },
	{ "- a\n", "begins with \"table:\"" },
	{ "a: [\n", "not valid YAML" },
};

static void
a_table_of_ones_own_is_read_whole_or_refused_with_its_place(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		struct ssvc_table table = { 0 };
		struct err *err = ssvc_table_read(str_of(tables[i].yaml), STR("own.yaml"), arena, &table);
		struct str said;

		if (tables[i].says == NULL) {
			assert_null(err);
			assert_str(table.name, "t");
			continue;
		}
		if (err == NULL)
			fail_msg("was read: %s", tables[i].yaml);
		said = err_sentence(err, LANG_EN, arena);
		assert_int_equal(table.points_count, 0);
		if (str_find(said, str_of(tables[i].says)) == SIZE_MAX)
			fail_msg("%s\nsays: %.*s", tables[i].yaml, STR_ARG(said));
	}
}

/* Six points of eight values are more than can be read; their number is said. */
static void
too_many_combinations_are_refused(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct buf yaml BUF_SCOPE = { 0 };
	struct ssvc_table table;

	(void)state;
	buf_add(&yaml, STR(HEAD "points:\n"));
	for (int i = 0; i < 6; i++) {
		buf_addf(&yaml, "  - {id: 'x:%c:1', en: %c, ja: 点, values: [", 'A' + i, 'A' + i);
		for (int j = 0; j < 8; j++)
			buf_addf(&yaml, "{key: %c, en: %c, ja: %c}%s", 'a' + j, 'a' + j, 'a' + j, j < 7 ? ", " : "]}\n");
	}
	buf_add(&yaml, STR(OUT ROWS));
	assert_err(ssvc_table_read(buf_str(&yaml), STR("own.yaml"), arena, &table), ERR_LIMIT);
}

static void
every_break_of_order_is_listed(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ssvc_table table;
	struct ssvc_breaks breaks;

	(void)state;
	assert_ok(ssvc_table_parse(STR(HEAD TWO OUT "rows: [{L: H L}, {H: L L}]\n"), STR("own.yaml"), arena, &table));
	breaks = ssvc_table_breaks(&table, arena);
	assert_int_equal(breaks.list.count, 2);
	assert_str(ssvc_combination_text(&table, breaks.list.items[0].milder, arena), "A:L B:L");
	assert_str(ssvc_combination_text(&table, breaks.list.items[0].worse, arena), "A:L B:H");
	assert_int_equal(breaks.list.items[0].point, 1);
	assert_str(ssvc_combination_text(&table, breaks.list.items[1].worse, arena), "A:H B:L");
	assert_int_equal(breaks.list.items[1].point, 0);
}

/* Any two combinations of which one is nowhere milder: the short check by single steps finds a break just where there is one. */
static void
single_steps_are_enough_to_know_order(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct ssvc_table table = builtin("supplier", arena);
		bool broken = false;

		for (size_t i = 0; i < table.cells_count; i++) {
			uint8_t here[LIMIT_SSVC_POINTS_BUILTIN];
			unsigned sum = 0;

			/* Mostly in order, so that both answers come up. */
			ssvc_combination_values(&table, i, here);
			for (size_t j = 0; j < table.points_count; j++)
				sum += here[j];
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			table.cells[i] = (uint8_t)((seed >> 33) % 40 == 0 ? 3 - sum / 2 : sum / 2);
		}
		for (size_t a = 0; a < table.cells_count; a++) {
			for (size_t b = 0; b < table.cells_count; b++) {
				uint8_t va[LIMIT_SSVC_POINTS_BUILTIN], vb[LIMIT_SSVC_POINTS_BUILTIN];
				bool worse = true;

				ssvc_combination_values(&table, a, va);
				ssvc_combination_values(&table, b, vb);
				for (size_t j = 0; j < table.points_count; j++)
					worse = worse && va[j] <= vb[j];
				broken = broken || (worse && table.cells[a] > table.cells[b]);
			}
		}
		assert_int_equal(ssvc_table_breaks(&table, arena).list.count > 0, broken);
	}
}

/* ------------------------------------------------------------------------------------- vectors */

static const struct {
	const char *table, *vector;
	const char *canonical;        /* NULL: refused */
	const char *says;
} vectors[] = {
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/D:C/2026-11-20T01:02:03Z/", "SSVCv2/E:A/A:Y/T:T/M:H/D:C/2026-11-20T01:02:03Z/", NULL },
	{ "cisa-coordinator", "SSVCv2/M:H/T:T/A:Y/E:A/2026-11-20T01:02:03Z", "SSVCv2/E:A/A:Y/T:T/M:H/D:C/2026-11-20T01:02:03Z/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/TI:T/MWI:H/CISA:AC/1795136523/", "SSVCv2/E:A/A:Y/T:T/M:H/D:C/2026-11-20T01:02:03Z/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:N/A:N/T:T/M:H/D:R/", "SSVCv2/E:N/A:N/T:T/M:H/D:R/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:N/A:N/T:P/P:M/B:A/M:M/D:T/2021-09-30T02:40:46Z/", "SSVCv2/E:N/A:N/T:P/M:M/D:T/2021-09-30T02:40:46Z/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:N/A:N/T:P/P:M/B:A/", "SSVCv2/E:N/A:N/T:P/M:M/D:T/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:N/A:N/T:P/P:E/", "SSVCv2/E:N/A:N/T:P/M:H/D:T/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:N/A:N/T:P/P:S/M:H/", "SSVCv2/E:N/A:N/T:P/M:H/D:T/", NULL },
	{ "deployer", "SSVCv2/E:A/EXP:O/A:Y/SI:C/MI:D/", "SSVCv2/E:A/EXP:O/A:Y/HI:VH/DSOI:I/", NULL },
	{ "coordinator-triage", "SSVCv2/RP:N/SCON:Y/RC:C/SC:O/SE:U/U:S/PSI:S/", "SSVCv2/RP:N/SCON:Y/RC:C/SC:O/SE:U/U:S/PSI:S/COORDINATE:C/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:N/A:N/T:P/P:S/", NULL, "says nothing of Mission and Well-Being Impact (M)" },
	{ "cisa-coordinator", "SSVCv2/E:N/A:N/T:P/P:M/B:A/M:H/", NULL, "says High for Mission and Well-Being Impact, but its parts" },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/D:A/", NULL, "says Attend, but the table cisa-coordinator gives Act" },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/", NULL, "says nothing of Mission" },
	{ "cisa-coordinator", "SSVCv2/E:A/E:A/A:Y/T:T/M:H/", NULL, "\"E\" stands a second time at character 12" },
	{ "cisa-coordinator", "SSVCv2/E:Q/A:Y/T:T/M:H/", NULL, "Exploitation at character 8 of the SSVC vector cannot have the value \"Q\"" },
	{ "cisa-coordinator", "SSVCv2/X:Q/A:Y/T:T/M:H/", NULL, "\"X\" at character 8 of the SSVC vector is no point" },
	{ "deployer", "SSVCv2/E:A/EXP:O/A:Y/HI:H/Q:1/", NULL, "\"Q\" at character 27" },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/2026-13-20T01:02:03Z/", NULL, "neither a pair" },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/99999999999999999999/", NULL, "neither a pair" },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/9999999999999999/", NULL, "neither a pair" },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/253402300799/", "SSVCv2/E:A/A:Y/T:T/M:H/D:C/9999-12-31T23:59:59Z/", NULL },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/253402300800/", NULL, "neither a pair" },
	{ "cisa-coordinator", "SSVCv2/E:A/A:Y/T:T/M:H/2026-11-20T01:02:03Z/D:C/", NULL, "After the time nothing may follow" },
	{ "cisa-coordinator", "SSVCv2/E:A//A:Y/T:T/M:H/", NULL, "\"\" at character 12" },
	{ "cisa-coordinator", "SSVCv2/E/", NULL, "\"E\" at character 8 of the SSVC vector is neither" },
	{ "cisa-coordinator", "SSVCv2/", NULL, "neither a pair" },
	{ "cisa-coordinator", "SSVCv1/E:A/", NULL, "begins with \"SSVCv2/\"" },
	{ "cisa-coordinator", "", NULL, "begins with \"SSVCv2/\"" },
};

static void
vectors_are_read_and_written(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		struct ssvc_table table = builtin(vectors[i].table, arena);
		struct ssvc_case one = { 0 };
		struct err *err = ssvc_vector_parse(&table, str_of(vectors[i].vector), arena, &one);

		print_message("  %s\n", vectors[i].vector);
		if (vectors[i].canonical != NULL) {
			assert_null(err);
			assert_str(ssvc_vector_format(&table, &one, arena), vectors[i].canonical);
			continue;
		}
		assert_non_null(err);
		if (str_find(err_sentence(err, LANG_EN, arena), str_of(vectors[i].says)) == SIZE_MAX)
			fail_msg("%.*s", STR_ARG(err_sentence(err, LANG_EN, arena)));
	}
}

static void
every_combination_comes_back_from_its_vector(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(published); i++) {
		struct ssvc_table table = builtin(published[i].name, arena);

		for (size_t j = 0; j < table.cells_count; j++) {
			struct ssvc_case one = { .at = 1795136523 * INSTANT_SECOND }, again;

			ssvc_combination_values(&table, j, one.values);
			assert_ok(ssvc_vector_parse(&table, ssvc_vector_format(&table, &one, arena), arena, &again));
			assert_int_equal(ssvc_combination_of(&table, again.values), j);
			assert_int_equal(again.outcome, table.cells[j]);
			assert_true(again.at == one.at);
		}
	}
}

/* ------------------------------------------------------------------------- deployer from facts */

static const struct {
	struct ssvc_deployer_facts facts;
	const char                *actions;    /* worst first */
	bool                       matters[4];
} deployers[] = {
	{ { EXPLOITATION_ACTIVE, SSVC_EXPOSURE_OPEN, ANSWER_YES, SSVC_DAMAGE_LARGE, ANSWER_YES }, "I", { 0 } },
	{ { EXPLOITATION_ACTIVE, SSVC_EXPOSURE_OPEN, ANSWER_YES, SSVC_DAMAGE_LARGE, ANSWER_UNKNOWN }, "I", { 0 } },
	{ { EXPLOITATION_ACTIVE, SSVC_EXPOSURE_OPEN, ANSWER_NO, SSVC_DAMAGE_LARGE, ANSWER_UNKNOWN }, "IO", { 0, 0, 0, 1 } },
	{ { EXPLOITATION_ACTIVE, SSVC_EXPOSURE_OPEN, ANSWER_NO, SSVC_DAMAGE_LARGE, ANSWER_NO }, "O", { 0 } },
	{ { EXPLOITATION_NONE, SSVC_EXPOSURE_SMALL, ANSWER_NO, SSVC_DAMAGE_SMALL, ANSWER_NO }, "D", { 0 } },
	{ { EXPLOITATION_NONE, SSVC_EXPOSURE_SMALL, ANSWER_NO, SSVC_DAMAGE_SMALL, ANSWER_YES }, "S", { 0 } },
	{ { EXPLOITATION_POC, SSVC_EXPOSURE_CONTROLLED, ANSWER_UNKNOWN, SSVC_DAMAGE_MIDDLE, ANSWER_NO }, "S", { 0 } },
	{ { EXPLOITATION_POC, SSVC_EXPOSURE_UNKNOWN, ANSWER_NO, SSVC_DAMAGE_SMALL, ANSWER_NO }, "SD", { 0, 1, 0, 0 } },
	{ { EXPLOITATION_UNKNOWN, SSVC_EXPOSURE_OPEN, ANSWER_YES, SSVC_DAMAGE_UNKNOWN, ANSWER_UNKNOWN }, "IOS", { 1, 0, 0, 1 } },
	{ { 0 }, "IOSD", { 1, 1, 0, 1 } },
};

static void
facts_give_every_decision_they_leave_open(void **state)
{
	static const char letters[] = { 'D', 'S', 'O', 'I' };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ssvc_table table = builtin("deployer", arena);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(deployers); i++) {
		struct ssvc_deployer decided = ssvc_deployer_decide(&table, &deployers[i].facts);

		print_message("  %s\n", deployers[i].actions);
		assert_int_equal(decided.count, str_of(deployers[i].actions).len);
		for (size_t j = 0; j < decided.count; j++)
			assert_int_equal(letters[decided.actions[j]], deployers[i].actions[j]);
		for (size_t j = 0; j < table.points_count; j++)
			assert_int_equal(decided.matters[j], deployers[i].matters[j]);
	}
}

/* Comments and layout apart, a table comes back from its own YAML. */
static void
every_table_is_written_and_read_again(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str_list names = ssvc_table_names(arena);

	(void)state;
	for (size_t i = 0; i < names.count; i++) {
		struct ssvc_table table, again;
		struct str text;

		assert_ok(ssvc_table_builtin(names.items[i], arena, &table));
		if (table.points_count > LIMIT_SSVC_POINTS)
			continue;
		text = ssvc_table_format(&table, arena);
		assert_ok(ssvc_table_read(text, names.items[i], arena, &again));
		assert_int_equal(again.cells_count, table.cells_count);
		assert_memory_equal(again.cells, table.cells, table.cells_count);
		assert_true(str_eq(ssvc_table_format(&again, arena), text));
	}
}

/* A table of one's own with two of the four points, in another order, decides by these alone. */
static void
findings_are_decided_by_any_table_of_these_points(void **state)
{
	static const char own[] =
		"table: own\nid: \"x_example.city:DT:1.0.0\"\ntitle: {en: Own, ja: \"独自\"}\npoints:\n"
		"  - {id: \"ssvc:EXP:1.0.1\", en: System Exposure, ja: \"公開範囲\", values: [{key: S, en: S, ja: \"小\"}, {key: C, en: C, ja: \"中\"}, {key: O, en: O, ja: \"大\"}]}\n"
		"  - {id: \"ssvc:E:1.1.0\", en: Exploitation, ja: \"悪用\", values: [{key: N, en: N, ja: \"無\"}, {key: P, en: P, ja: \"実証\"}, {key: A, en: A, ja: \"有\"}]}\n"
		"outcome: {id: \"ssvc:DSOI:1.0.0\", en: DSOI, ja: \"優先度\", values: [{key: D, en: Defer, ja: D}, {key: S, en: Scheduled, ja: S}, {key: O, en: Out-of-Cycle, ja: O}, {key: I, en: Immediate, ja: I}]}\n"
		"rows:\n  - S: D S O\n  - C: S S O\n  - O: S O I\n";
	struct ssvc_deployer_facts facts = { .exploitation = EXPLOITATION_ACTIVE };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ssvc_deployer decided;
	struct ssvc_table table;

	(void)state;
	assert_ok(ssvc_table_read(str_of(own), STR("own"), arena, &table));
	assert_ok(ssvc_deployer_fits(&table, arena));
	decided = ssvc_deployer_decide(&table, &facts);
	assert_int_equal(decided.count, 2);
	assert_int_equal(decided.actions[0], SSVC_IMMEDIATE);
	assert_true(decided.matters[0]);      /* how far it can be reached */
	assert_false(decided.matters[1]);
	facts.exposure = SSVC_EXPOSURE_OPEN;
	decided = ssvc_deployer_decide(&table, &facts);
	assert_int_equal(decided.count, 1);
	assert_int_equal(decided.actions[0], SSVC_IMMEDIATE);
	table = builtin("supplier", arena);
	assert_err(ssvc_deployer_fits(&table, arena), ERR_FORMAT);
	table = builtin("deployer", arena);
	assert_ok(ssvc_deployer_fits(&table, arena));
	table.outcome.count = 3;
	assert_err(ssvc_deployer_fits(&table, arena), ERR_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_the_published_csv_gives_its_outcome),
		cmocka_unit_test(every_table_has_the_published_points_and_mapping),
		cmocka_unit_test(tables_are_compiled_in_and_none_of_them_asks_less_of_worse),
		cmocka_unit_test(mission_and_well_being_is_as_cisa_guides),
		cmocka_unit_test(values_go_by_keys_and_names_and_by_the_table_they_come_from),
		cmocka_unit_test(names_are_in_the_persons_language),
		cmocka_unit_test(combinations_and_values_are_two_ways_to_say_one_thing),
		cmocka_unit_test(a_table_of_ones_own_is_read_whole_or_refused_with_its_place),
		cmocka_unit_test(too_many_combinations_are_refused),
		cmocka_unit_test(every_break_of_order_is_listed),
		cmocka_unit_test(single_steps_are_enough_to_know_order),
		cmocka_unit_test(vectors_are_read_and_written),
		cmocka_unit_test(every_combination_comes_back_from_its_vector),
		cmocka_unit_test(facts_give_every_decision_they_leave_open),
		cmocka_unit_test(every_table_is_written_and_read_again),
		cmocka_unit_test(findings_are_decided_by_any_table_of_these_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
