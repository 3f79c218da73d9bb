/*
 * real_test.c - what Microsoft really published, in every form there is of it.
 */
#include "base/map.h"
#include "format/msrc/msrc_test.h"

/* ------------------------------------------------------------- real documents */

static void
a_month_in_xml_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct document *document;
	const struct affected *row;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "microsoft/cvrf/2024-Mar.xml"))
		return;
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(count_of(&g, &advisory_schema), 1);
	a = gathered_advisory(&g, "CVE-2024-21392");
	assert_str(a->title_en, ".NET and Visual Studio Denial of Service Vulnerability");
	assert_str(a->assigner, "Microsoft");
	assert_str(a->cwes.items[0], "CWE-400");
	assert_int_equal(a->affected.count, 6);
	assert_int_equal(a->scores.count, 1);
	assert_int_equal(a->scores.items[0].base, 75);
	assert_int_equal(a->scores.items[0].version, CVSS_V3_1);
	assert_int_equal(a->evidence.items[0].level, EXPLOITATION_UNKNOWN);
	assert_str(a->evidence.items[0].text,
	    "Publicly Disclosed:No;Exploited:No;Latest Software Release:Exploitation Less Likely;DOS:N/A");
	row = row_of(a, "Microsoft Visual Studio 2022 version 17.9");
	assert_str(row->package, "microsoft visual studio 2022 version 17.9");
	assert_str(row->urgency, "Important");
	assert_str(row->impact, "Denial of Service");
	assert_int_equal(row->fixes.count, 1);
	assert_str(row->fixes.items[0].build, "17.9.3");
	assert_str(row->fixes.items[0].text, "Release Notes");
	assert_int_equal(row->fixes.items[0].restart, ANSWER_UNKNOWN);
	assert_str(row_of(a, ".NET 7.0")->fixes.items[0].kb, "5036451");
	document = first_of(&g, &document_schema);
	assert_str(document->id, "2024-Mar");
	assert_str(document->title, "March 2024 Security Updates");
	assert_str(document->revision, "13");
	assert_int_equal(document->records, 1);
	assert_str(instant_format(document->current, ZONE_UTC, arena), "2024-04-09T07:00:00Z");
	assert_str(g.head.name, "msrc");
	assert_str(g.head.version, "2024-Mar");
	assert_true(g.head.built == document->current);
}

static void
the_first_month_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct affected *row;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "csaf/cvrf/microsoft-2016-Apr.xml"))
		return;
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(count_of(&g, &advisory_schema), 1);
	a = gathered_advisory(&g, "CVE-2016-0088");
	/* It has no scores, and a remediation of another kind. */
	assert_int_equal(a->scores.count, 0);
	row = row_of(a, "Windows 10 for x64-based Systems");
	assert_str(row->fixes.items[0].kb, "3147461");
	assert_str(row->fixes.items[0].supersedes.items[0], "3140745");
	assert_int_equal(row->fixes.items[0].restart, ANSWER_YES);
	print_message("  %zu products, %zu tags\n", a->affected.count, a->references.items[0].tags.count);
}

static void
the_list_of_updates_says_what_there_is(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct document *document;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "microsoft/cvrf/updates.json"))
		return;
	assert_int_equal(g.problems.count, 0);
	assert_int_equal(count_of(&g, &document_schema), 2);
	document = first_of(&g, &document_schema);
	assert_str(document->id, "2016-Apr");
	assert_int_equal(document->records, -1);
	assert_str(instant_format(document->current, ZONE_UTC, arena), "2018-04-10T07:00:00Z");
	assert_str(g.head.name, "msrc:updates");
}

static void
a_csaf_advisory_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;
	const struct fix *fix;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "microsoft/csaf/msrc_cve-2025-29795.json"))
		return;
	assert_str(g.head.name, "msrc:csaf");
	assert_int_equal(count_of(&g, &document_schema), 0);
	a = gathered_advisory(&g, "CVE-2025-29795");
	assert_int_equal(a->affected.count, 1);
	assert_str(a->affected.items[0].product, "Microsoft Edge Update Setup");
	assert_int_equal(a->affected.items[0].status, AFFECTED_YES);
	assert_str(a->affected.items[0].urgency, "Important");
	fix = &a->affected.items[0].fixes.items[0];
	assert_str(fix->build, "1.3.195.45");
	assert_str(fix->kind, "Security Update");
	assert_str(fix->kb, "");
	assert_str(fix->text, "");
	assert_int_equal(a->scores.items[0].base, 78);
	assert_true(a->modified > a->published);
}

static void
azure_linux_is_left_out_and_counted(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "microsoft/vex/msrc_cve-2025-25186.json"))
		return;
	assert_int_equal(g.values.count, 0);
	assert_int_equal(g.warnings, 1);
	assert_int_equal(g.problems.count, 0);
}

/* Every page of the guide and of the catalog there is, with what it holds. */
static void
pages_of_the_guide_and_the_catalog_are_read(void **state)
{
	static const struct { const char *file, *feed; size_t advisories, releases; } files[] = {
		{ "microsoft/sug-v2/vulnerability/0.json",   "msrc:sug",            2, 0 },
		{ "microsoft/sug-v2/affectedProduct/0.json", "msrc:sug:products",   2, 0 },
		{ "microsoft/sug-v2/deployment/0.json",      "msrc:sug:deployment", 0, 2 },
		{ "microsoft/sug-v2/advisory/0.json",        "msrc:sug:advisory",   2, 0 },
		{ "microsoft/msuc/html/ScopedViewInline.aspx_0b97c243-5833-4bf3-bcf8-77063e53c42a.html", "msrc:catalog", 0, 2 },
		{ "microsoft/bulletin/BulletinSearch.xlsx", "msrc:bulletins", 0, 1 },
		{ "microsoft/msuc/html/ScopedViewInline.aspx_acbe4fd0-394e-40e8-a96b-c4facae62c8b.html", "msrc:catalog", 0, 1 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct gathered g;

		gather_begin(&g, arena);
		if (!gather_file(&g, msrc_read, files[i].file))
			return;
		print_message("  %s: %zu advisories, %zu releases, %zu refused\n", files[i].feed, count_of(&g, &advisory_schema),
		    count_of(&g, &release_schema), g.problems.count);
		assert_str(g.head.name, files[i].feed);
		assert_int_equal(g.problems.count, 0);
		assert_int_equal(count_of(&g, &advisory_schema), files[i].advisories);
		assert_int_equal(count_of(&g, &release_schema), files[i].releases);
	}
}

static void
a_row_of_the_guide_covers_its_cve(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct advisory *a;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "microsoft/sug-v2/affectedProduct/0.json"))
		return;
	a = gathered_advisory(&g, "CVE-2025-21384/12401");
	assert_str(a->covers.items[0], "CVE-2025-21384");
	assert_str(a->affected.items[0].product, "Azure Health Bot");
	assert_str(a->affected.items[0].cpes.items[0], "cpe:2.3:a:microsoft:azure_health_bot:-:*:*:*:*:*:*:*");
	assert_str(a->references.items[0].tags.items[1], "No customer action");
	assert_int_equal(a->scores.items[0].base, 83);
}

static void
the_catalog_says_what_replaces_what(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct release *release, *successor;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "microsoft/msuc/html/ScopedViewInline.aspx_0b97c243-5833-4bf3-bcf8-77063e53c42a.html"))
		return;
	release = g.values.items[0];
	assert_str(release->id, "catalog/2023-05 Cumulative Update for Windows 11 Version 22H2 for arm64-based Systems (KB5026372)");
	assert_str(release->kb, "5026372");
	assert_str(release->product, "Windows 11 Version 22H2 for arm64-based Systems");
	assert_str(release->kind, "Security Updates");
	assert_str(day_format(release->day, arena), "2023-05-09");
	/* Eighteen titles, one KB of them twice. */
	assert_int_equal(release->supersedes.count, 17);
	assert_str(release->supersedes.items[0], "5022913");
	successor = g.values.items[1];
	assert_str(successor->kb, "5026446");
	assert_str(successor->supersedes.items[0], "5026372");
}

static void
bulletins_say_what_replaced_what(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct gathered g;
	const struct release *release;

	(void)state;
	gather_begin(&g, arena);
	if (!gather_file(&g, msrc_read, "microsoft/bulletin/BulletinSearch.xlsx"))
		return;
	release = first_of(&g, &release_schema);
	assert_str(release->product, "Windows 10 Version 1511 for x64-based Systems");
	assert_str(release->kb, "4014329");
	assert_str(release->kind, "MS17-023");
	assert_str(release->supersedes.items[0], "4010250");
	print_message("  posted %.*s\n", STR_ARG(day_format(release->day, arena)));
}

static void
what_is_none_of_microsofts_pages_is_refused_with_a_reason(void **state)
{
	static const struct { const char *file; enum err_code code; } files[] = {
		{ "microsoft/msuc/html/Search.aspx_KB5025239.html",                   ERR_FORMAT },
		{ "microsoft/msuc/json/0b97c243-5833-4bf3-bcf8-77063e53c42a.json",     ERR_FORMAT },
		{ "csaf/cisa/icsa-17-061-02.json",                                    ERR_UNSUPPORTED },
		{ "nvd/vunnel-single-entry.json",                                      ERR_FORMAT },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct gathered g;
		struct err *err;

		gather_begin(&g, arena);
		if (!gather_any_file(&g, msrc_read, files[i].file, &err))
			continue;
		assert_non_null(err);
		print_message("  %s\n    %.*s\n", files[i].file, STR_ARG(err_sentence(err, LANG_EN, arena)));
		assert_int_equal(err->code, files[i].code);
	}
}

/* ------------------------------------- documents that Vuls reshaped, shaped back */

/* XML out: text with what is special escaped. */
static void
put_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '<')
			buf_add(out, STR("&lt;"));
		else if (text.ptr[i] == '&')
			buf_add(out, STR("&amp;"));
		else if (text.ptr[i] == '"')
			buf_add(out, STR("&quot;"));
		else
			buf_add_char(out, text.ptr[i]);
	}
}

static void
put_element(struct buf *out, const char *name, struct str text)
{
	buf_addf(out, "<%s>", name);
	put_text(out, text);
	buf_addf(out, "</%s>", name);
}

/* A list there may be one thing alone. */
static size_t
count_items(struct json list)
{
	return json_kind(list) == JSON_ARRAY ? json_count(list) : json_kind(list) == JSON_ABSENT ? 0 : 1;
}

static struct json
item_of(struct json list, size_t at)
{
	struct json_iter i = json_each(list);

	if (json_kind(list) != JSON_ARRAY)
		return list;
	while (json_next(&i) && at-- > 0)
		;
	return i.value;
}

static void
put_products(struct buf *out, struct json item)
{
	struct json ids = json_get(item, "product_id");

	for (size_t i = 0; i < count_items(ids); i++)
		put_element(out, "ProductID", json_str(item_of(ids, i)));
}

/* One list of the vulnerability: what its items' members are called in CVRF. */
static const struct {
	const char *list, *item, *xml_list, *xml_item;
	struct { const char *key, *name; } members[8];
} shapes[] = {
	{ "productstatuses", "status", "ProductStatuses", "Status", { { NULL, NULL } } },
	{ "threats", "threat", "Threats", "Threat", { { "description", "Description" } } },
	{ "cvssscoresets", "scoreset", "CVSSScoreSets", "ScoreSet", { { "base_score", "BaseScore" }, { "vector", "Vector" } } },
	{ "remediations", "remediation", "Remediations", "Remediation",
	    { { "description", "Description" }, { "url", "URL" }, { "supercedence", "Supercedence" }, { "restart_required", "RestartRequired" },
	      { "sub_type", "SubType" }, { "subtype", "SubType" }, { "fixed_build", "FixedBuild" } } },
	{ "revisionhistory", "revision", "RevisionHistory", "Revision", { { "number", "Number" }, { "date", "Date" } } },
};

static void
put_list(struct buf *out, size_t shape, struct json vulnerability)
{
	struct json list = json_get(json_get(vulnerability, shapes[shape].list), shapes[shape].item);

	buf_addf(out, "<%s>", shapes[shape].xml_list);
	for (size_t i = 0; i < count_items(list); i++) {
		struct json item = item_of(list, i);

		buf_addf(out, "<%s Type=\"", shapes[shape].xml_item);
		put_text(out, json_get_str(item, "type"));
		buf_add(out, STR("\">"));
		for (size_t m = 0; m < ARRAY_LEN(shapes[shape].members) && shapes[shape].members[m].key != NULL; m++)
			if (json_get_str(item, shapes[shape].members[m].key).len > 0)
				put_element(out, shapes[shape].members[m].name, json_get_str(item, shapes[shape].members[m].key));
		put_products(out, item);
		buf_addf(out, "</%s>", shapes[shape].xml_item);
	}
	buf_addf(out, "</%s>", shapes[shape].xml_list);
}

static void
put_tree(struct buf *out, struct json branch)
{
	struct json inner = json_get(branch, "branch"), names = json_get(branch, "fullproductname");

	buf_add(out, STR("<Branch Name=\""));
	put_text(out, json_get_str(branch, "name"));
	buf_add(out, STR("\">"));
	for (size_t i = 0; i < count_items(names); i++) {
		buf_addf(out, "<FullProductName ProductID=\"%.*s\">", STR_ARG(json_get_str(item_of(names, i), "productid")));
		put_text(out, json_get_str(item_of(names, i), "text"));
		buf_add(out, STR("</FullProductName>"));
	}
	for (size_t i = 0; i < count_items(inner); i++)
		put_tree(out, item_of(inner, i));
	buf_add(out, STR("</Branch>"));
}

static void
put_document(struct buf *out, struct json root)
{
	struct json vulnerabilities = json_get(root, "vulnerability"), tracking = json_get(root, "documenttracking");

	buf_add(out, STR("<cvrfdoc>"));
	put_element(out, "DocumentTitle", json_get_str(root, "document_title"));
	buf_add(out, STR("<DocumentTracking><Identification>"));
	put_element(out, "ID", json_get_str(json_get(tracking, "identification"), "id"));
	buf_add(out, STR("</Identification>"));
	put_element(out, "CurrentReleaseDate", json_get_str(tracking, "current_release_date"));
	buf_add(out, STR("</DocumentTracking><ProductTree>"));
	put_tree(out, json_get(json_get(root, "producttree"), "branch"));
	buf_add(out, STR("</ProductTree>"));
	for (size_t i = 0; i < count_items(vulnerabilities); i++) {
		struct json item = item_of(vulnerabilities, i);

		buf_add(out, STR("<Vulnerability>"));
		put_element(out, "Title", json_get_str(item, "title"));
		put_element(out, "CVE", json_get_str(item, "cve"));
		for (size_t s = 0; s < ARRAY_LEN(shapes); s++)
			put_list(out, s, item);
		buf_add(out, STR("</Vulnerability>"));
	}
	buf_add(out, STR("</cvrfdoc>"));
}

/* False when the file is not at hand. */
static bool
gather_reshaped(struct gathered *g, const char *name)
{
	const char *path = test_data(g->arena, name);
	struct json_reader *reader = json_reader_new();
	struct buf xml BUF_SCOPE = { 0 };
	struct json root;
	struct str text;

	if (path != NULL) {
		assert_ok(file_read(str_of(path), 64 << 20, g->arena, &text));
		assert_ok(json_parse(reader, text, g->arena, &root));
		put_document(&xml, root);
		assert_ok(gather_text(g, msrc_read, arena_copy(g->arena, buf_str(&xml))));
	}
	json_reader_free(reader);
	return path != NULL;
}

static void
documents_with_known_defects_are_read_as_published(void **state)
{
	static const struct { const char *file; size_t advisories, rows, fixes, builds, warnings; } files[] = {
		{ "2016-Apr_2016_CVE-2016-0088", 1, 6, 6, 0, 0 },
		/* Only of Mariner. */
		{ "2020-Sep_1999_CVE-1999-0236", 0, 0, 0, 0, 1 },
		{ "2021-Jan_2021_CVE-2021-21118", 1, 1, 1, 0, 0 },
		{ "2022-Nov_2022_CVE-2022-37966", 1, 16, 0, 0, 0 },
		{ "2023-Jan_2023_CVE-2023-21796", 1, 1, 1, 1, 0 },
		/* The second entry of a CVE is left out, so that it cannot take the true one's place. */
		{ "2023-Oct_CVE-2023-38039-mariner-do-not-use", 0, 0, 0, 0, 1 },
	};
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		size_t fixes = 0, builds = 0, rows = 0;
		struct gathered g;

		gather_begin(&g, arena);
		if (!gather_reshaped(&g, arena_cstr(arena, arena_printf(arena, "microsoft/cvrf/per-cve-json/%s.json", files[i].file))))
			return;
		assert_int_equal(g.problems.count, 0);
		assert_int_equal(g.warnings, files[i].warnings);
		assert_int_equal(count_of(&g, &advisory_schema), files[i].advisories);
		if (files[i].advisories > 0) {
			const struct advisory *a = first_of(&g, &advisory_schema);

			rows = a->affected.count;
			for (size_t r = 0; r < rows; r++) {
				fixes += a->affected.items[r].fixes.count;
				for (size_t f = 0; f < a->affected.items[r].fixes.count; f++)
					builds += a->affected.items[r].fixes.items[f].build.len > 0;
			}
		}
		print_message("  %s: %zu products, %zu fixes, %zu builds\n", files[i].file, rows, fixes, builds);
		assert_int_equal(rows, files[i].rows);
		assert_int_equal(fixes, files[i].fixes);
		assert_int_equal(builds, files[i].builds);
	}
}

/* --------------------------------------------------------------- product names */

enum wesng_column { POSTED, CVE_NUMBER, KB, TITLE, PRODUCT, COMPONENT, SEVERITY, IMPACT, SUPERSEDES, WESNG_COLUMNS };

/* A row of WES-NG's list: cells in quotes where they need them, without quotes of their own. */
static void
split_cells(struct str line, struct str cells[WESNG_COLUMNS])
{
	for (int i = 0; i < WESNG_COLUMNS; i++) {
		bool quoted = str_take(&line, STR("\""));
		size_t end = quoted ? str_find(line, STR("\",")) : str_find_char(line, ',');

		cells[i] = str_sub(line, 0, end);
		line = str_from(line, end == SIZE_MAX ? line.len : end + (quoted ? 2 : 1));
	}
}

/* The whole list unpacked, or the test is skipped. */
static bool
read_wesng(struct arena *arena, struct str *ret_text)
{
	struct archive_input *archive ARCHIVE_SCOPE = NULL;
	const char *path = test_data(arena, "microsoft/wesng/msrc-kb-cve-2016-2026.even-cve.csv.gz");
	int fd FD_SCOPE = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	struct input_fd raw;

	if (path == NULL)
		return false;
	assert_ok(archive_open(input_of_fd(&raw, fd, STR("wesng")), arena, &archive));
	assert_ok(input_all(archive_stream(archive), (size_t)256 << 20, arena, ret_text));
	return true;
}

/* Every product of ten years: names that fold together differ in case and space only. */
static void
products_of_ten_years_fold_to_themselves(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct map names = { 0 }, folds = { 0 };
	struct str all, line;
	size_t linux_names = 0;

	(void)state;
	if (!read_wesng(arena, &all))
		return;
	while (str_line(&all, &line)) {
		struct str cells[WESNG_COLUMNS], folded, *kept;
		uint64_t *known;

		split_cells(line, cells);
		known = map_put(arena, &names, cells[PRODUCT]);
		if ((*known)++ > 0)
			continue;
		folded = msrc_product_fold(cells[PRODUCT], arena);
		assert_str(msrc_product_fold(folded, arena), arena_cstr(arena, folded));
		linux_names += msrc_product_is_linux(cells[PRODUCT]);
		known = map_put(arena, &folds, folded);
		if (*known != 0) {
			kept = (struct str *)(uintptr_t)*known;
			assert_true(str_eq_nocase(str_trim_space(*kept), str_trim_space(cells[PRODUCT])));
			continue;
		}
		kept = arena_alloc(arena, sizeof(*kept));
		*kept = cells[PRODUCT];
		*known = (uintptr_t)kept;
	}
	print_message("  %zu names, %zu folded, %zu of Mariner and Azure Linux\n", names.count, folds.count, linux_names);
	assert_true(names.count > 4600);
	assert_true(names.count - folds.count < 15);
	assert_true(linux_names > 3000);
}

/* What replaces what over ten years: every piece that is written there is a KB, or is known to be none. */
static void
what_replaced_what_in_ten_years_is_read(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct map kbs = { 0 }, edges = { 0 };
	struct str all, line;
	size_t rows = 0, unread = 0;

	(void)state;
	if (!read_wesng(arena, &all))
		return;
	(void)str_line(&all, &line);
	while (str_line(&all, &line)) {
		struct str cells[WESNG_COLUMNS], kb;
		struct str_list older = { 0 };

		split_cells(line, cells);
		rows++;
		kb = msrc_kb(cells[KB]);
		msrc_supersedes(cells[SUPERSEDES], arena, &older);
		unread += older.count == 0 && str_trim_space(cells[SUPERSEDES]).len > 0 && !str_eq(cells[SUPERSEDES], STR("None"));
		if (kb.len > 0)
			(void)map_put(arena, &kbs, kb);
		for (size_t i = 0; i < older.count && kb.len > 0; i++)
			(void)map_put(arena, &edges, arena_printf(arena, "%.*s>%.*s", STR_ARG(kb), STR_ARG(older.items[i])));
	}
	print_message("  %zu rows, %zu KBs, %zu edges, %zu rows whose superseded KBs could not be read\n", rows, kbs.count, edges.count, unread);
	assert_true(rows > 270000);
	assert_true(kbs.count > 3000);
	assert_true(edges.count > 3000);
	/* Numbers of packages stand there in some rows. */
	assert_true(unread < 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_month_in_xml_is_read),
		cmocka_unit_test(the_first_month_is_read),
		cmocka_unit_test(the_list_of_updates_says_what_there_is),
		cmocka_unit_test(a_csaf_advisory_is_read),
		cmocka_unit_test(azure_linux_is_left_out_and_counted),
		cmocka_unit_test(pages_of_the_guide_and_the_catalog_are_read),
		cmocka_unit_test(a_row_of_the_guide_covers_its_cve),
		cmocka_unit_test(the_catalog_says_what_replaces_what),
		cmocka_unit_test(bulletins_say_what_replaced_what),
		cmocka_unit_test(what_is_none_of_microsofts_pages_is_refused_with_a_reason),
		cmocka_unit_test(documents_with_known_defects_are_read_as_published),
		cmocka_unit_test(products_of_ten_years_fold_to_themselves),
		cmocka_unit_test(what_replaced_what_in_ten_years_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
