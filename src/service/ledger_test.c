#include "test.h"

#include "base/buf.h"
#include "base/limits.h"
#include "format/inventory/inventory.h"
#include "service/ledger.h"

static const struct { const char *words, *network; } networks[] = {
	{ "閉域", "closed" },                       { "LGWAN", "lgwan" },
	{ "ＬＧＷＡＮ接続系", "lgwan" },            { "インターネット公開", "internet" },
	{ "外部公開", "internet" },                 { "DMZ", "internet" },
	{ "庁内LAN", "internal" },                  { "社内ネットワーク", "internal" },
	{ "マイナンバー利用事務系", "resident" },   { "スタンドアロン", "standalone" },
	{ "インターネット接続なし（閉域）", "closed" },
	{ "外部非公開", "internal" },               { "閉域（一部インターネット公開）", "internet" },
	{ "ｲﾝﾀｰﾈｯﾄ公開", "internet" },              { "その他", NULL },
	{ "", NULL },
};

static void
networks_are_read_and_the_most_exposed_word_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(networks); i++) {
		enum ledger_network network = LEDGER_NETWORK_UNKNOWN;

		print_message("  %s\n", networks[i].words);
		assert_int_equal(ledger_network_of(str_of(networks[i].words), &network), networks[i].network != NULL);
		assert_string_equal(enum_name(&ledger_network_names, (int)network), networks[i].network == NULL ? "unknown" : networks[i].network);
	}
}

static const struct { const char *words, *reach; } reaches[] = {
	{ "可", "yes" }, { "不可", "no" }, { "可（IP制限あり）", "limited" }, { "○", "yes" }, { "×", "no" }, { "なし", "no" },
	{ "制限なし", "yes" }, { "ＶＰＮのみ", "limited" }, { "無", "no" }, { "yes", "yes" }, { "確認中", NULL },
};

static const struct { const char *words, *importance; } importances[] = {
	{ "高", "high" }, { "中", "middle" }, { "低", "low" }, { "Ａ", "high" }, { "B", "middle" }, { "最重要", "high" }, { "3", NULL },
};

static void
reach_and_importance_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reaches); i++) {
		enum ledger_reach reach = LEDGER_REACH_UNKNOWN;

		print_message("  %s\n", reaches[i].words);
		assert_int_equal(ledger_reach_of(str_of(reaches[i].words), &reach), reaches[i].reach != NULL);
		assert_string_equal(enum_name(&ledger_reach_names, (int)reach), reaches[i].reach == NULL ? "unknown" : reaches[i].reach);
	}
	for (size_t i = 0; i < ARRAY_LEN(importances); i++) {
		enum ledger_importance importance = LEDGER_IMPORTANCE_UNKNOWN;

		print_message("  %s\n", importances[i].words);
		assert_int_equal(ledger_importance_of(str_of(importances[i].words), &importance), importances[i].importance != NULL);
		if (importances[i].importance != NULL)
			assert_string_equal(enum_name(&ledger_importance_names, (int)importance), importances[i].importance);
	}
}

static const struct { const char *words, *means; } information[] = {
	{ "個人情報 12万件", "personal=120000" },
	{ "個人情報（ｘｘｘ万件）", "personal=-1" },
	{ "個人情報 1.5万人", "personal=15000" },
	{ "個人情報12万3千件", "personal=123000" },
	{ "個人情報（3,000人）、特定個人情報（約２００人）", "personal=3000 my_number=200" },
	{ "要配慮個人情報 500件・預かり情報", "sensitive=500 entrusted=-1" },
	{ "住民の氏名、12万件", "personal=120000" },
	{ "2024年度の会計", "other=-1" },
	{ "個人情報 2024年度分", "personal=-1" },
	{ "個人情報 1万～2万件", "personal=20000" },
	{ "業務上重要な情報", "critical=-1" },
	{ "個人情報\n機密情報", "personal=-1 critical=-1" },
	{ "個人情報なし", "none=0" },
	{ "なし", "none=0" },
	{ "特定個人情報なし、個人情報 10件", "personal=10" },
	{ "1億2千万件の個人情報", "personal=120000000" },
	{ "個人情報 99999999999999999999999件", "personal=-1" },
	{ "個人情報 9億億億億億億億億億億億億億億億億億件", "personal=-1" },
	{ "個人情報 900000000000億1件", "personal=-1" },
	{ "", "" },
};

static void
information_is_read_as_classes_and_counts(void **state)
{
	struct arena *arena ARENA_SCOPE = arena_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(information); i++) {
		struct ledger_system system = { 0 };
		struct str means = STR("");

		print_message("  %s\n", information[i].words);
		ledger_information_of(str_of(information[i].words), arena, &system);
		for (size_t k = 0; k < system.information.count; k++)
			means = arena_printf(arena, "%.*s%s%s=%lld", STR_ARG(means), k == 0 ? "" : " ",
			    enum_name(&ledger_information_names, (int)system.information.items[k].class), (long long)system.information.items[k].count);
		assert_str(means, information[i].means);
	}
}

/* ------------------------------------------------------------------------------------------ intake */

struct scene {
	struct arena  *arena;
	struct ledger *ledger;
	char           dir[40];
};

static void
open_scene(struct scene *s)
{
	*s = (struct scene){ .arena = arena_new(), .dir = "/tmp/tsukuroi-service-XXXXXX" };
	assert_non_null(mkdtemp(s->dir));
	assert_ok(ledger_open(arena_printf(s->arena, "%s/ledger.db", s->dir), LEDGER_MAKE, s->arena, &s->ledger));
}

static void
close_scene(struct scene *s)
{
	ledger_close(s->ledger);
	assert_ok(dir_remove(str_of(s->dir), s->arena));
	arena_free(s->arena);
}

static struct ledger_intake_options
file_named(const char *name)
{
	return (struct ledger_intake_options){ .file = str_of(name), .digest = str_of(name), .by = STR("t"), .at = 1 };
}

static const struct ledger_row rows[] = {
	{ .line = 2, .key = STR_INIT("S-1"), .system = STR_INIT("住民情報"), .service = STR_INIT("窓口"), .unit = STR_INIT("市民課"),
	  .network = STR_INIT("LGWAN"), .information = STR_INIT("個人情報 12万件"), .importance = STR_INIT("高") },
	{ .line = 3, .system = STR_INIT("住民情報"), .service = STR_INIT("証明書"), .host = STR_INIT("ap1"), .vendor = STR_INIT("Apache"),
	  .product = STR_INIT("Tomcat"), .version = STR_INIT("不明") },
	{ .line = 4, .system = STR_INIT("住民情報"), .host = STR_INIT("ap1"), .product = STR_INIT("Red Hat Enterprise Linux"),
	  .cpe = STR_INIT("cpe:/o:redhat:enterprise_linux:9.4") },
	{ .line = 5, .system = STR_INIT("公式サイト"), .network = STR_INIT("謎の網"), .product = STR_INIT("Django"),
	  .purl = STR_INIT("pkg:PyPI/Django@4.2.1") },
	{ .line = 6, .system = STR_INIT("公式サイト"), .network = STR_INIT("謎の網"), .product = STR_INIT("X"), .cpe = STR_INIT("cpe:2.3:z") },
};

static struct err *
keep_view(void *context, const struct ledger_view_row *row, struct arena *arena)
{
	struct buf *out = context;

	(void)arena;
	buf_addf(out, "%.*s|%.*s|%.*s|%.*s|%.*s|%s\n", STR_ARG(row->service), STR_ARG(row->unit), STR_ARG(row->system),
	    STR_ARG(row->identity), STR_ARG(row->version), enum_name(&ledger_network_names, (int)row->network));
	return NULL;
}

static void
a_sheet_becomes_systems_hosts_and_products(void **state)
{
	struct ledger_intake_options options = file_named("台帳.csv");
	struct ledger_intake_report report;
	struct buf out BUF_SCOPE = { 0 };
	struct ledger_intake *intake;
	struct scene s;

	(void)state;
	open_scene(&s);
	for (int turn = 0; turn < 2; turn++) {
		intake = ledger_intake_new(s.ledger, &options);
		for (size_t i = 0; i < ARRAY_LEN(rows); i++)
			assert_ok(sink_record(ledger_intake_sink(intake), &ledger_row_schema, &rows[i], s.arena));
		assert_ok(ledger_intake_finish(intake, s.arena, &report));
		assert_int_equal(report.rows, 5);
		assert_int_equal(report.without_version, 2);
		assert_int_equal(report.without_identity, 2);
		assert_int_equal(report.warnings, 2);       /* the word, said once, and the broken CPE */
		assert_str(report.problems.items[0].sentence_ja, "「システム区分」欄の「謎の網」は意味を判断できないため、不明として扱います。");
		assert_int_equal(report.result.known, turn == 1);
		ledger_intake_free(intake);
	}
	assert_ok(ledger_view(s.ledger, LEDGER_VIEW_SYSTEM, STR(""), keep_view, &out, s.arena));
	assert_ok(ledger_view(s.ledger, LEDGER_VIEW_SERVICE, STR("窓"), keep_view, &out, s.arena));
	assert_ok(ledger_view(s.ledger, LEDGER_VIEW_SERVICE, STR("証明書"), keep_view, &out, s.arena));
	assert_str(buf_str(&out),
	    "窓口|市民課|住民情報|cpe:2.3:o:redhat:enterprise_linux|9.4|lgwan\n"
	    "窓口|市民課|住民情報|name:apache/tomcat||lgwan\n"
	    "||公式サイト|pkg:pypi/django|4.2.1|unknown\n"
	    "||公式サイト|name:x||unknown\n"
	    "窓口|市民課|住民情報|||lgwan\n"
	    "証明書|市民課|住民情報|||lgwan\n");
	close_scene(&s);
}

static void
a_list_of_hosts_takes_no_software_away(void **state)
{
	struct ledger_intake_options first = file_named("software.csv"), second = file_named("hosts.csv");
	struct ledger_row product = { .line = 1, .system = STR("S"), .host = STR("h"), .product = STR("Tomcat") };
	struct ledger_row host = { .line = 1, .system = STR("S"), .host = STR("h"), .place = STR("本庁舎") };
	struct ledger_intake_report report;
	struct ledger_intake *intake;
	struct ledger_totals totals;
	struct scene s;

	(void)state;
	open_scene(&s);
	intake = ledger_intake_new(s.ledger, &first);
	assert_ok(sink_record(ledger_intake_sink(intake), &ledger_row_schema, &product, s.arena));
	assert_ok(ledger_intake_finish(intake, s.arena, &report));
	ledger_intake_free(intake);
	intake = ledger_intake_new(s.ledger, &second);
	assert_ok(sink_record(ledger_intake_sink(intake), &ledger_row_schema, &host, s.arena));
	assert_ok(ledger_intake_finish(intake, s.arena, &report));
	ledger_intake_free(intake);
	assert_ok(ledger_totals(s.ledger, 0, s.arena, &totals));
	assert_int_equal(totals.installations, 1);
	assert_int_equal(totals.hosts, 1);
	close_scene(&s);
}

static const char dpkg_status[] =
    "Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u5\n\n"
    "Package: libcurl4\nStatus: install ok installed\nSource: curl\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u5\n\n";

static struct err *
keep_software(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct buf *out = context;

	(void)arena;
	buf_addf(out, "%.*s %.*s %.*s\n", STR_ARG(software->identity), STR_ARG(software->component.name),
	    STR_ARG(software->component.release));
	return NULL;
}

static void
an_inventory_becomes_a_host(void **state)
{
	struct ledger_intake_options options = file_named("/var/tmp/web1.dpkg");
	struct ledger_intake_report report;
	struct buf out BUF_SCOPE = { 0 };
	struct ledger_intake *intake;
	struct input_bytes bytes;
	int64_t system;
	struct scene s;

	(void)state;
	open_scene(&s);
	options.distribution = STR("debian");
	options.release = STR("12");
	intake = ledger_intake_new(s.ledger, &options);
	assert_ok(inventory_read(input_of_bytes(&bytes, str_of(dpkg_status), STR("web1.dpkg")), ledger_intake_sink(intake), s.arena));
	assert_ok(ledger_intake_finish(intake, s.arena, &report));
	ledger_intake_free(intake);
	assert_int_equal(report.components, 2);
	assert_int_equal(report.without_distribution, 0);
	assert_ok(ledger_system_find(s.ledger, STR("web1"), s.arena, &system));
	assert_int_not_equal(system, 0);
	assert_ok(ledger_software(s.ledger, keep_software, &out, s.arena));
	assert_str(buf_str(&out), "dist:debian/curl curl 12\ndist:debian/curl libcurl4 12\n");
	close_scene(&s);
}

static void
a_file_that_breaks_off_leaves_nothing(void **state)
{
	struct ledger_intake_options options = file_named("x");
	struct component component = { .kind = COMPONENT_LIBRARY, .name = STR("a") };
	struct ledger_intake_report report;
	struct ledger_intake *intake;
	struct ledger_totals totals;
	struct scene s;

	(void)state;
	open_scene(&s);
	intake = ledger_intake_new(s.ledger, &options);
	assert_ok(sink_record(ledger_intake_sink(intake), &component_schema, &component, s.arena));
	assert_err(ledger_intake_finish(intake, s.arena, &report), ERR_FORMAT);
	ledger_intake_free(intake);
	assert_ok(ledger_totals(s.ledger, 0, s.arena, &totals));
	assert_int_equal(totals.systems, 0);
	close_scene(&s);
}

/* Each real file twice: what it says is there once. One that its reader refuses is the reader's matter. */
static void
take_in(struct scene *s, struct str dir, struct str name, int64_t *taken, int64_t *components)
{
	struct ledger_intake_options options = { .file = name, .digest = name, .by = STR("t"), .at = 1 };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct ledger_intake_report report;
	struct input_bytes bytes;
	struct str text;

	assert_ok(file_read(path_join(arena, dir, name), LIMIT_DOCUMENT_BYTES, arena, &text));
	for (int turn = 0; turn < 2; turn++) {
		struct ledger_intake *intake = ledger_intake_new(s->ledger, &options);
		struct err *err = inventory_read(input_of_bytes(&bytes, text, name), ledger_intake_sink(intake), arena);

		if (err == NULL) {
			assert_ok(ledger_intake_finish(intake, arena, &report));
			assert_int_equal(report.result.known, turn == 1);
			*taken += turn;
			*components += turn * report.components;
		}
		ledger_intake_free(intake);
	}
}

static void
real_inventories_go_in_and_the_second_time_are_known(void **state)
{
	static const char *const dirs[] = { "sbom/trivy", "sbom/redhat", "sbom/dependency-track", "sbom/cyclonedx", "sbom/spdx" };
	int64_t taken = 0, components = 0;
	struct ledger_totals totals;
	struct scene s;
	bool any = false;

	(void)state;
	open_scene(&s);
	for (size_t i = 0; i < ARRAY_LEN(dirs); i++) {
		const char *dir = test_data(s.arena, dirs[i]);
		struct str *names;
		size_t count;

		if (dir == NULL)
			continue;
		any = true;
		assert_ok(dir_list(str_of(dir), s.arena, &names, &count));
		for (size_t k = 0; k < count; k++) {
			if (!dir_exists(path_join(s.arena, str_of(dir), names[k]), s.arena))
				take_in(&s, str_of(dir), names[k], &taken, &components);
		}
	}
	assert_ok(ledger_totals(s.ledger, 0, s.arena, &totals));
	print_message("  %lld files, %lld components: %lld systems, %lld software items, %lld installations\n", (long long)taken,
	    (long long)components, (long long)totals.systems, (long long)totals.software, (long long)totals.installations);
	assert_true(!any || (taken > 0 && totals.software > 0));
	close_scene(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(networks_are_read_and_the_most_exposed_word_counts),
		cmocka_unit_test(reach_and_importance_are_read),
		cmocka_unit_test(information_is_read_as_classes_and_counts),
		cmocka_unit_test(a_sheet_becomes_systems_hosts_and_products),
		cmocka_unit_test(a_list_of_hosts_takes_no_software_away),
		cmocka_unit_test(an_inventory_becomes_a_host),
		cmocka_unit_test(a_file_that_breaks_off_leaves_nothing),
		cmocka_unit_test(real_inventories_go_in_and_the_second_time_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
