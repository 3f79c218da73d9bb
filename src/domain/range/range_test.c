#include "test.h"
#include <jansson.h>
#include <zlib.h>
#include "base/buf.h"
#include "base/vec.h"
#include "domain/range/range.h"

/* ----------------------------------------------------------------------------- range.cases */

/* The next field before the mark, without its spaces. */
static struct str
take_field(struct str *rest, const char *mark)
{
	size_t at = str_find(*rest, str_of(mark));
	struct str field = at == SIZE_MAX ? *rest : str_sub(*rest, 0, at);

	*rest = at == SIZE_MAX ? (struct str){ 0 } : str_from(*rest, at + str_of(mark).len);
	return str_trim_space(field);
}

static bool
take_word(struct str *rest, struct str *ret_word)
{
	*rest = str_trim_space(*rest);
	if (rest->len == 0)
		return false;
	str_cut(*rest, ' ', ret_word, rest);
	return true;
}

static struct version_set
set_of_osv(struct str ecosystem, struct str text, struct arena *arena, enum scheme *ret_scheme)
{
	struct affected affected = { .ecosystem = ecosystem };
	struct osv_range *range = NULL;
	struct osv_event event;
	struct str word;
	int kind;

	while (take_word(&text, &word)) {
		if (str_eq(word, STR("list"))) {
			while (take_word(&text, &word))
				list_push(arena, &affected.versions, word);
			break;
		}
		if (range == NULL || str_eq(word, STR("range")) || str_eq(word, STR("git"))) {
			range = list_add(arena, &affected.ranges);
			range->kind = str_eq(word, STR("git")) ? OSV_GIT : OSV_ECOSYSTEM;
		}
		if (!enum_find(&osv_event_kind_names, word, &kind))
			continue;
		event.kind = (enum osv_event_kind)kind;
		assert_true(take_word(&text, &event.version));
		list_push(arena, &range->events, event);
	}
	*ret_scheme = scheme_of_ecosystem(ecosystem);
	return range_of_osv(&affected, *ret_scheme, arena);
}

static enum affected_status
read_status(struct str name)
{
	int status;

	if (!enum_find(&affected_status_names, name, &status))
		fail_msg("no status: %.*s", STR_ARG(name));
	return (enum affected_status)status;
}

static void
read_cve5_row(struct str text, struct cve5_version *row, struct arena *arena)
{
	struct str field;

	row->status = read_status(take_field(&text, "/ "));
	if (str_starts(str_trim_space(text), STR("n/a"))) {
		row->version = STR("n/a");
		text = str_from(text, str_find(text, STR("n/a")) + 3);
		(void)take_field(&text, "/ ");
	} else {
		row->version = take_field(&text, "/ ");
	}
	field = take_field(&text, "/ ");
	if (str_take(&field, STR("<= ")))
		row->less_than_or_equal = field;
	else if (str_take(&field, STR("< ")))
		row->less_than = field;
	row->type = take_field(&text, "/ ");
	while (text.len > 0) {
		struct cve5_change *change = list_add(arena, &row->changes);

		field = take_field(&text, "/ ");
		assert_true(str_cut(field, ' ', &change->at, &field));
		change->status = read_status(field);
	}
}

static struct version_set
set_of_cve5(struct str otherwise, struct str text, struct arena *arena, enum scheme *ret_scheme)
{
	struct affected affected = { .status = read_status(otherwise) };

	while (text.len > 0)
		read_cve5_row(take_field(&text, ";"), list_add(arena, &affected.rows), arena);
	return range_of_cve5(&affected, SCHEME_GENERIC, arena, ret_scheme);
}

static struct version_set
set_of_cpe(struct str text, struct arena *arena)
{
	struct interval interval = { 0 };
	struct str version = { 0 }, update = { 0 }, word;

	while (take_word(&text, &word)) {
		if (str_take(&word, STR(">=")))
			interval.lower = (struct cut){ CUT_BEFORE, word };
		else if (str_take(&word, STR(">")))
			interval.lower = (struct cut){ CUT_AFTER, word };
		else if (str_take(&word, STR("<=")))
			interval.upper = (struct cut){ CUT_AFTER, word };
		else if (str_take(&word, STR("<")))
			interval.upper = (struct cut){ CUT_BEFORE, word };
		else if (version.len == 0)
			version = word;
		else
			update = word;
	}
	return range_of_cpe(version, update, &interval, arena);
}

/* Keys change nothing but the speed. */
static enum containment
holds_by_key(const struct version_set *set, enum scheme scheme, struct str version)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct probe probe = range_probe(scheme, version);
	struct version_set keyed = *set;

	keyed.intervals.items = ARENA_ARRAY(arena, struct interval, set->intervals.count + 1);
	for (size_t i = 0; i < set->intervals.count; i++)
		keyed.intervals.items[i] = set->intervals.items[i];
	range_write_keys(&keyed, scheme, arena);
	return range_holds(&keyed, &probe, NULL);
}

static void
check_versions(const struct version_set *set, enum scheme scheme, struct str versions, enum containment expected,
    struct str line)
{
	static const char *const words[] = { "in", "out", "undecided" };
	struct str version;

	while (take_word(&versions, &version)) {
		const struct interval *interval;
		enum containment answer = range_contains(set, scheme, version, &interval);

		if (answer != expected)
			fail_msg("%.*s is %s, not %s: %.*s", STR_ARG(version), words[answer], words[expected], STR_ARG(line));
		assert_true(answer == RANGE_IN || interval == NULL);
		assert_int_equal(holds_by_key(set, scheme, version), answer);
	}
}

static void
check_case(struct str line, struct arena *arena)
{
	struct str rest = line, kind = take_field(&rest, "::"), word, text = take_field(&rest, "::");
	struct str expected = take_field(&rest, "::"), in = take_field(&rest, "::"), out = take_field(&rest, "::");
	struct version_set set = { 0 };
	enum scheme scheme = SCHEME_GENERIC;
	struct str made;

	str_cut(kind, ' ', &kind, &word);
	if (str_eq(kind, STR("osv"))) {
		set = set_of_osv(word, text, arena, &scheme);
	} else if (str_eq(kind, STR("cve5"))) {
		set = set_of_cve5(word, text, arena, &scheme);
	} else if (str_eq(kind, STR("cpe"))) {
		set = set_of_cpe(text, arena);
	} else {
		struct err *err = range_of_vers(text, arena, &set, &scheme);

		if ((err != NULL) != str_eq(expected, STR("error")))
			fail_msg("%.*s", STR_ARG(line));
		if (err != NULL)
			return;
	}
	made = arena_printf(arena, "%s %.*s", enum_name(&scheme_names, (int)scheme), STR_ARG(range_format(&set, arena)));
	if (!str_eq(made, expected))
		fail_msg("%.*s, not %.*s: %.*s", STR_ARG(made), STR_ARG(expected), STR_ARG(line));
	check_versions(&set, scheme, in, RANGE_IN, line);
	check_versions(&set, scheme, out, RANGE_OUT, line);
	check_versions(&set, scheme, rest, RANGE_UNDECIDED, line);
}

static void
the_cases_hold(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct str text, line;
	size_t count = 0;

	(void)state;
	assert_ok(file_read(STR(SOURCE_ROOT "/src/domain/range/range.cases"), 1 << 20, arena, &text));
	while (str_line(&text, &line)) {
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		check_case(line, arena);
		count++;
	}
	print_message("  %zu cases\n", count);
	assert_true(count > 100);
}

/* ---------------------------------------------------------------------------- the rest of it */

static void
the_interval_that_holds_a_version_is_told(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set set;
	enum scheme scheme;
	const struct interval *interval;

	(void)state;
	assert_ok(range_of_vers(STR("vers:npm/1.2.3|>=2.0.0|<5.0.0"), arena, &set, &scheme));
	assert_int_equal(range_contains(&set, scheme, STR("3.0.0"), &interval), RANGE_IN);
	assert_non_null(interval);
	assert_str(interval->upper.version, "5.0.0");
	assert_int_equal(range_contains(&set, scheme, STR("1.2.3"), &interval), RANGE_IN);
	assert_null(interval);
	assert_int_equal(range_contains(&set, scheme, STR(""), NULL), RANGE_UNDECIDED);
}

static void
the_nearest_end_above_a_version_is_what_mends_it(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set set;
	enum scheme scheme;

	(void)state;
	assert_ok(range_of_vers(STR("vers:npm/<1.0.5|>=2.0.0|<2.1.0|>=3.0.0|<=3.5.0"), arena, &set, &scheme));
	assert_str(range_fixed(&set, scheme, STR("1.0.0")), "1.0.5");
	assert_str(range_fixed(&set, scheme, STR("2.0.3")), "2.1.0");
	assert_str(range_fixed(&set, scheme, STR("1.0.5")), "2.1.0");
	assert_str(range_fixed(&set, scheme, STR("3.1.0")), "");
}

/* The order in which the intervals stand does not count. */
static void
the_lowest_end_mends_it_wherever_it_stands(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set set = { 0 };

	(void)state;
	list_push(arena, &set.intervals, ((struct interval){ .upper = { CUT_BEFORE, STR("3.0") } }));
	list_push(arena, &set.intervals, ((struct interval){ .upper = { CUT_BEFORE, STR("2.0") } }));
	assert_str(range_fixed(&set, SCHEME_GENERIC, STR("1.0")), "2.0");
}

static void
a_purl_names_the_scheme_where_no_row_does(void **state)
{
	static const struct {
		const char *purl;
		enum scheme scheme;
	} purls[] = {
		{ "pkg:npm/left-pad", SCHEME_SEMVER }, { "pkg:unheard-of/x", SCHEME_GENERIC }, { "pkg:npm", SCHEME_GENERIC }, { "npm/x", SCHEME_GENERIC },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(purls); i++) {
		struct affected affected = { .status = AFFECTED_NO, .purl = str_of(purls[i].purl) };
		enum scheme scheme;

		(void)range_of_cve5(&affected, SCHEME_GENERIC, arena, &scheme);
		assert_int_equal(scheme, purls[i].scheme);
	}
	assert_str(range_format(&(struct version_set){ .exact = range_of_cpe(STR("1.0"), STR("rc1"), NULL, arena).exact }, arena), "=1.0-rc1");
}

static void
prereleases_are_left_out_where_releases_are_meant(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct version_set set = { 0 };
	struct interval *interval = list_add(arena, &set.intervals);

	(void)state;
	interval->lower = (struct cut){ CUT_BEFORE, STR("1.0.0") };
	interval->upper = (struct cut){ CUT_BEFORE, STR("2.0.0") };
	interval->releases_only = true;
	assert_int_equal(range_contains(&set, SCHEME_SEMVER, STR("1.5.0"), NULL), RANGE_IN);
	assert_int_equal(range_contains(&set, SCHEME_SEMVER, STR("2.0.0-rc.1"), NULL), RANGE_OUT);
	interval->releases_only = false;
	assert_int_equal(range_contains(&set, SCHEME_SEMVER, STR("2.0.0-rc.1"), NULL), RANGE_IN);
}

static void
prose_is_kept_for_the_grounds(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct affected affected = { .status = AFFECTED_NO };
	enum scheme scheme;

	(void)state;
	((struct cve5_version *)list_add(arena, &affected.rows))->version = STR("5.7.26 and prior");
	((struct cve5_version *)list_add(arena, &affected.rows))->version = STR("see references");
	assert_str(range_of_cve5(&affected, SCHEME_GENERIC, arena, &scheme).text, "5.7.26 and prior; see references");
}

/* Thousands of overlapping rows, sorted once: a record cannot make us slow. */
static void
many_rows_are_painted_in_time(void **state)
{
	enum { ROWS = 50000 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct affected affected = { .status = AFFECTED_NO };
	struct version_set set;
	enum scheme scheme;

	(void)state;
	for (int i = 0; i < ROWS; i++) {
		struct cve5_version *row = list_add(arena, &affected.rows);

		row->status = i % 2 == 0 ? AFFECTED_YES : AFFECTED_NO;
		row->version = arena_printf(arena, "1.%d", ROWS - i);
		row->less_than = arena_printf(arena, "1.%d", ROWS + i);
	}
	set = range_of_cve5(&affected, SCHEME_GENERIC, arena, &scheme);
	assert_false(set.undecided);
	assert_int_equal(range_contains(&set, scheme, STR("1.50000"), NULL), RANGE_OUT);
	assert_int_equal(range_contains(&set, scheme, STR("1.50001"), NULL), RANGE_IN);
	assert_int_equal(range_contains(&set, scheme, STR("1.49997"), NULL), RANGE_OUT);
	assert_int_equal(range_contains(&set, scheme, STR("1.49998"), NULL), RANGE_IN);
	assert_int_equal(set.intervals.count + set.exact.count, ROWS - 2);
}

/* ------------------------------------------------------------------------- other projects' tables */

/* Two of vers-spec's canonical forms break its own rules: a version twice, closing bounds in a row. */
static const struct {
	const char *file;
	size_t      tests, deviations;
} vers_files[] = {
	{ "version/vers-spec/pypi_range_containment_test.odd-cases.json", 5, 0 },
	{ "version/vers-spec/vers_canonical_parse_test.odd-cases.json", 6, 0 },
	{ "version/vers-spec/npm_range_from_native_test.odd-cases.json", 246, 2 },
};

/* A native range's canonical form must be read; making it from the native one is not our task. */
static bool
vers_test_holds(const json_t *test, struct arena *arena)
{
	const json_t *input = json_object_get(test, "input"), *output = json_object_get(test, "expected_output");
	const json_t *vers = json_is_string(input) ? input : json_object_get(input, "vers");
	bool refused = json_is_true(json_object_get(test, "expected_failure"));
	struct version_set set = { 0 };
	enum scheme scheme;
	enum containment expected = json_is_true(output) ? RANGE_IN : RANGE_OUT;

	if (vers == NULL)
		vers = output;
	assert_true(json_is_string(vers));
	if (range_of_vers(str_of(json_string_value(vers)), arena, &set, &scheme) != NULL) {
		if (!refused)
			print_message("    refused: %s\n", json_string_value(vers));
		return refused;
	}
	return !refused && (!json_is_boolean(output) || range_contains(&set, scheme,
	    str_of(json_string_value(json_object_get(input, "version"))), NULL) == expected);
}

static void
the_tables_of_vers_spec_hold(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vers_files); i++) {
		const char *path = test_data(arena, vers_files[i].file);
		size_t at, passed = 0;
		json_t *root, *test;

		if (path == NULL)
			continue;
		root = json_load_file(path, 0, NULL);
		assert_non_null(root);
		json_array_foreach(json_object_get(root, "tests"), at, test)
			passed += vers_test_holds(test, arena);
		print_message("  %s: %zu of %zu pass\n", vers_files[i].file, passed, at);
		assert_int_equal(at, vers_files[i].tests);
		assert_int_equal(at - passed, vers_files[i].deviations);
		json_decref(root);
	}
}

/* ------------------------------------------------------------------------------- real records */

/* One JSON value a line out of a gzipped file; false at its end. */
static bool
next_record(gzFile file, struct buf *line, json_t **ret_record)
{
	char chunk[65536];

	buf_clear(line);
	while (gzgets(file, chunk, sizeof(chunk)) != NULL) {
		buf_add(line, str_of(chunk));
		if (line->ptr[line->len - 1] == '\n')
			break;
	}
	if (line->len == 0)
		return false;
	*ret_record = json_loadb(line->ptr, line->len, 0, NULL);
	assert_non_null(*ret_record);
	return true;
}

static struct str
json_text(const json_t *object, const char *name)
{
	return str_of(json_string_value(json_object_get(object, name)));
}

static struct affected
affected_of_cve5(const json_t *json, struct arena *arena)
{
	struct affected affected = { .status = AFFECTED_UNKNOWN };
	const json_t *item, *change;
	size_t i, j;
	int status;

	if (enum_find(&affected_status_names, json_text(json, "defaultStatus"), &status))
		affected.status = (enum affected_status)status;
	json_array_foreach(json_object_get(json, "versions"), i, item) {
		struct cve5_version *row = list_add(arena, &affected.rows);

		row->status = enum_find(&affected_status_names, json_text(item, "status"), &status) ?
		    (enum affected_status)status : AFFECTED_UNKNOWN;
		row->version = json_text(item, "version");
		row->less_than = json_text(item, "lessThan");
		row->less_than_or_equal = json_text(item, "lessThanOrEqual");
		row->type = json_text(item, "versionType");
		json_array_foreach(json_object_get(item, "changes"), j, change) {
			struct cve5_change *at = list_add(arena, &row->changes);

			at->at = json_text(change, "at");
			at->status = str_eq(json_text(change, "status"), STR("affected")) ? AFFECTED_YES : AFFECTED_NO;
		}
	}
	return affected;
}

struct share {
	size_t sets, read, asked, wrong;
};

/*
 * The record's own algorithm, walked as docs/versions.md writes it, must say of every version that the
 * record names what the set says; skipped where a row is no bound or not readable.
 */
static bool
walk_rows(const struct affected *affected, enum scheme scheme, struct str version, enum affected_status *ret_status)
{
	*ret_status = affected->status;
	for (size_t i = 0; i < affected->rows.count; i++) {
		const struct cve5_version *row = &affected->rows.items[i];
		struct str end = row->less_than.len > 0 ? row->less_than : row->less_than_or_equal;
		enum order start_order, end_order;

		if (end.len == 0 || str_find_char(end, '*') != SIZE_MAX || row->changes.count > 0)
			return false;
		start_order = version_compare(scheme, version, row->version);
		end_order = version_compare(scheme, version, end);
		if (start_order == ORDER_UNKNOWN || end_order == ORDER_UNKNOWN)
			return false;
		if (start_order != ORDER_LESS && (end_order == ORDER_LESS ||
		    (end_order == ORDER_EQUAL && row->less_than.len == 0))) {
			*ret_status = row->status;
			return true;
		}
	}
	return true;
}

static void
check_affected(const json_t *json, struct arena *arena, struct share *share)
{
	struct affected affected = affected_of_cve5(json, arena);
	enum affected_status status;
	enum scheme scheme;
	struct version_set set = range_of_cve5(&affected, SCHEME_GENERIC, arena, &scheme);

	share->sets++;
	share->read += !set.undecided;
	for (size_t i = 0; i < 2 * affected.rows.count && !set.undecided; i++) {
		const struct cve5_version *row = &affected.rows.items[i / 2];
		struct str version = i % 2 == 0 ? row->version : row->less_than;

		if (version.len == 0 || !version_is_valid(scheme, version) || affected.status == AFFECTED_UNKNOWN ||
		    !walk_rows(&affected, scheme, version, &status))
			continue;
		share->asked++;
		if (range_contains(&set, scheme, version, NULL) != (status == AFFECTED_YES ? RANGE_IN : RANGE_OUT)) {
			share->wrong++;
			print_message("    %.*s in %.*s\n", STR_ARG(version), STR_ARG(range_format(&set, arena)));
		}
	}
}

static void
cve5_records_are_read_as_their_own_algorithm_walks_them(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "cve5/vulnrichment-even-3000.ndjson.gz");
	struct buf line BUF_SCOPE = { 0 };
	struct share share = { 0 };
	json_t *record;
	gzFile file;

	(void)state;
	if (path == NULL)
		return;
	file = gzopen(path, "rb");
	assert_non_null(file);
	while (next_record(file, &line, &record)) {
		const json_t *containers = json_object_get(record, "containers"), *adp, *affected;
		size_t i, j;

		json_array_foreach(json_object_get(json_object_get(containers, "cna"), "affected"), i, affected)
			check_affected(affected, item, &share);
		json_array_foreach(json_object_get(containers, "adp"), i, adp)
			json_array_foreach(json_object_get(adp, "affected"), j, affected)
				check_affected(affected, item, &share);
		json_decref(record);
		arena_reset(item);
	}
	(void)gzclose(file);
	print_message("  %zu affected entries, %zu of them wholly read; %zu versions asked\n", share.sets, share.read, share.asked);
	assert_true(share.sets > 3000 && share.read > share.sets / 4 && share.asked > 500);
	assert_int_equal(share.wrong, 0);
}

static void
add_osv_ranges(struct affected *affected, const json_t *json, struct arena *arena)
{
	const json_t *range_json, *event_json;
	size_t i, j;

	json_array_foreach(json_object_get(json, "ranges"), i, range_json) {
		struct osv_range *range = list_add(arena, &affected->ranges);

		range->kind = str_eq(json_text(range_json, "type"), STR("GIT")) ? OSV_GIT : OSV_ECOSYSTEM;
		json_array_foreach(json_object_get(range_json, "events"), j, event_json)
			for (int kind = OSV_INTRODUCED; kind <= OSV_LIMIT; kind++) {
				struct osv_event event = { (enum osv_event_kind)kind, json_text(event_json, enum_name(&osv_event_kind_names, kind)) };

				if (event.version.len > 0)
					list_push(arena, &range->events, event);
			}
	}
}

/*
 * PyPA's records name their versions twice, as ranges and as a list: every valid version of the list must
 * be in the ranges alone. One record contradicts itself: PYSEC-2021-114 lists 2.11.6, in which it is fixed.
 */
static void
osv_ranges_hold_the_versions_that_are_listed(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new(), *item ARENA_SCOPE = arena_new();
	const char *path = test_data(arena, "osv/pypa-even-600.ndjson.gz");
	struct buf line BUF_SCOPE = { 0 };
	size_t asked = 0, outside = 0;
	json_t *record;
	gzFile file;

	(void)state;
	if (path == NULL)
		return;
	file = gzopen(path, "rb");
	assert_non_null(file);
	while (next_record(file, &line, &record)) {
		const json_t *affected_json, *version;
		size_t i, j;

		json_array_foreach(json_object_get(record, "affected"), i, affected_json) {
			struct affected affected = { 0 };
			struct version_set set;

			add_osv_ranges(&affected, affected_json, item);
			set = range_of_osv(&affected, SCHEME_PEP440, item);
			json_array_foreach(json_object_get(affected_json, "versions"), j, version) {
				struct str text = str_of(json_string_value(version));

				if (set.intervals.count == 0 || !version_is_valid(SCHEME_PEP440, text))
					continue;
				asked++;
				if (range_contains(&set, SCHEME_PEP440, text, NULL) != RANGE_IN) {
					outside++;
					print_message("    %.*s: %.*s not in %.*s\n", STR_ARG(json_text(record, "id")), STR_ARG(text),
					    STR_ARG(range_format(&set, item)));
				}
			}
		}
		json_decref(record);
		arena_reset(item);
	}
	(void)gzclose(file);
	print_message("  %zu listed versions, %zu outside the ranges\n", asked, outside);
	assert_true(asked > 5000);
	assert_int_equal(outside, 1);
}

/* Keys that were cut off tell nothing: the texts do. */
static void
long_versions_are_compared_as_texts(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	char nines[201];
	struct str range, version;
	struct version_set set;
	enum scheme scheme;

	(void)state;
	memset(nines, '9', sizeof(nines) - 1);
	nines[sizeof(nines) - 1] = '\0';
	range = arena_printf(arena, "vers:npm/1.%s.5|>=1.%s.7|<2.0.0", nines, nines);
	assert_ok(range_of_vers(range, arena, &set, &scheme));
	for (int last = 4; last <= 8; last++) {
		enum containment expected = last == 5 || last >= 7 ? RANGE_IN : RANGE_OUT;

		version = arena_printf(arena, "1.%s.%d", nines, last);
		assert_int_equal(range_contains(&set, scheme, version, NULL), expected);
		assert_int_equal(holds_by_key(&set, scheme, version), expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cases_hold),
		cmocka_unit_test(the_interval_that_holds_a_version_is_told),
		cmocka_unit_test(the_nearest_end_above_a_version_is_what_mends_it),
		cmocka_unit_test(the_lowest_end_mends_it_wherever_it_stands),
		cmocka_unit_test(a_purl_names_the_scheme_where_no_row_does),
		cmocka_unit_test(prereleases_are_left_out_where_releases_are_meant),
		cmocka_unit_test(prose_is_kept_for_the_grounds),
		cmocka_unit_test(many_rows_are_painted_in_time),
		cmocka_unit_test(the_tables_of_vers_spec_hold),
		cmocka_unit_test(cve5_records_are_read_as_their_own_algorithm_walks_them),
		cmocka_unit_test(osv_ranges_hold_the_versions_that_are_listed),
		cmocka_unit_test(long_versions_are_compared_as_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
